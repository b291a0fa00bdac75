//! Counters for Prometheus: requests by route and status, how long they took, who is signed in.

use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};
use std::time::Duration;

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Answered {
    method: &'static str,
    route: &'static str,
    status: u16,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Timed {
    route: &'static str,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Waiting {
    queue: &'static str,
}

/// The counters of one server.
pub struct Metrics {
    registry: Registry,
    requests: Family<Answered, Counter>,
    durations: Family<Timed, Histogram>,
    sessions: Gauge,
    waiting: Family<Waiting, Gauge>,
    failures: Counter,
}

fn durations() -> Histogram {
    Histogram::new([0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0])
}

impl Default for Metrics {
    fn default() -> Metrics {
        let mut registry = Registry::with_prefix("htqlcl");
        let requests = Family::<Answered, Counter>::default();
        let times = Family::<Timed, Histogram>::new_with_constructor(durations);
        let (sessions, failures) = (Gauge::default(), Counter::default());
        registry.register("http_requests", "Requests answered", requests.clone());
        registry.register_with_unit("http_request_duration", "Time to answer", Unit::Seconds, times.clone());
        let waiting = Family::<Waiting, Gauge>::default();
        registry.register("database_jobs_waiting", "Jobs that wait for the database", waiting.clone());
        registry.register("sessions", "Sessions known to this server", sessions.clone());
        registry.register("failures", "Requests that failed through no fault of the user", failures.clone());
        Metrics { registry, requests, durations: times, sessions, waiting, failures }
    }
}

impl Metrics {
    /// Counts one answer. `route` is the path of the route table, never the path asked for.
    pub fn answered(&self, (method, route): (&'static str, &'static str), status: u16, took: Duration) {
        self.requests.get_or_create(&Answered { method, route, status }).inc();
        self.durations.get_or_create(&Timed { route }).observe(took.as_secs_f64());
    }

    /// Counts one failure of the machine.
    pub fn failed(&self) {
        self.failures.inc();
    }

    /// The text Prometheus reads; `waiting` are the queues of the database with their lengths.
    pub fn text(&self, sessions: usize, waiting: &[(&'static str, usize)]) -> String {
        self.sessions.set(gauged(sessions));
        for &(queue, jobs) in waiting {
            self.waiting.get_or_create(&Waiting { queue }).set(gauged(jobs));
        }
        let mut out = String::new();
        match prometheus_client::encoding::text::encode(&mut out, &self.registry) {
            Ok(()) => out,
            Err(_) => "# the counters cannot be written\n".to_owned(),
        }
    }
}

fn gauged(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
