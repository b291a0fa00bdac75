//! Durable steps: one clerk alone, 64 at once, and each beside the raw probe, among few and among many live dossiers.

use super::office::{Office, Waiting};
use super::store::probe;
use crate::generate::Draw;
use crate::measure::{Cost, cost, median};
use crate::prepared::Bench;
use crate::store;
use crate::table::Line;
use rusqlite::Connection;
use std::collections::VecDeque;
use std::path::Path;
use std::sync::Arc;

/// Clerks at once, and operations a commit of the raw probe.
pub const CLERKS: usize = 64;

const PROBE: &str =
    "rusqlite: a row updated, an event of 200 bytes, one delete and one insert beside an index";
/// What others need for a durable step, one commit each.
const PEERS: &str = "SpiffWorkflow 930-1,570; camunda-python 242-292; bpmn-engine (npm) 134-260 a CPU second; \
     Camunda 8, published: 100 tasks a second on 11 processors";

/// The dossiers that wait for their next step, in the order in which it is done.
pub struct Pool {
    waiting: VecDeque<Waiting>,
    rows: Vec<i64>,
    draw: Draw,
}

impl Pool {
    /// All of these, in an order drawn once.
    pub fn of(mut waiting: Vec<Waiting>, live: usize) -> Pool {
        let mut draw = Draw(0x9e37_79b9_7f4a_7c15);
        for place in (1..waiting.len()).rev() {
            waiting.swap(place, draw.below(place as u64 + 1) as usize);
        }
        Pool { waiting: waiting.into(), rows: (1..=live as i64).collect(), draw }
    }

    /// How many wait.
    pub fn len(&self) -> usize {
        self.waiting.len()
    }

    /// More of them.
    pub fn add(&mut self, more: Vec<Waiting>) {
        self.waiting.extend(more);
    }

    /// The next ones, each with the word whether thẩm định sends it back.
    fn take(&mut self, many: usize) -> Vec<(Waiting, bool)> {
        let many = many.min(self.waiting.len());
        self.waiting.drain(..many).map(|waiting| (waiting, self.draw.below(10) == 0)).collect()
    }

    /// Rows for the probe, drawn as dossiers are.
    fn rows(&mut self, many: usize) -> Vec<i64> {
        (0..many).map(|_| self.rows[self.draw.below(self.rows.len() as u64) as usize]).collect()
    }
}

/// What rounds of steps and of the probe have cost.
#[derive(Default)]
pub struct Rounds {
    rates: Vec<f64>,
    spending: Vec<f64>,
}

impl Rounds {
    fn add(&mut self, steps: usize, spent: Cost) {
        self.rates.push(steps as f64 / spent.wall_s);
        self.spending.push(spent.cpu_s * 1e6 / steps as f64);
    }

    /// Steps a second on the wall.
    pub fn rate(&self) -> f64 {
        median(self.rates.clone())
    }

    /// Processor time of a step, in microseconds.
    pub fn micros(&self) -> f64 {
        median(self.spending.clone())
    }
}

/// Steps and probes of one office.
pub struct Measured {
    /// Through the product.
    pub steps: Rounds,
    /// By rusqlite alone.
    pub probes: Rounds,
}

/// Does steps round by round, `clerks` at once, and probes as often at as many a commit.
pub fn run(
    bench: &Bench,
    (office, pool): (&Arc<Office>, &mut Pool),
    probed: &Path,
    (clerks, each): (usize, usize),
) -> anyhow::Result<Measured> {
    let raw = store::open_raw(probed)?;
    let (mut steps, mut probes) = (Rounds::default(), Rounds::default());
    let many = clerks * each;
    // The first round warms caches and is not counted.
    for round in 0..=bench.scale.rounds {
        if pool.len() < many {
            pool.add(office.receive_many(bench, many)?);
        }
        let taken = pool.take(many);
        let (after, spent) = cost(|| at_once(bench, office, (taken, clerks)))?;
        pool.add(after);
        let touched = probe_rows(&raw, &pool.rows(many), clerks)?;
        if round > 0 {
            steps.add(many, spent);
            probes.add(many, touched);
        }
    }
    Ok(Measured { steps, probes })
}

fn probe_rows(raw: &Connection, rows: &[i64], group: usize) -> anyhow::Result<Cost> {
    Ok(cost(|| probe(raw, rows, group))?.1)
}

/// All clerks work until each has done its share; returns what waits then.
fn at_once(
    bench: &Bench,
    office: &Arc<Office>,
    (taken, clerks): (Vec<(Waiting, bool)>, usize),
) -> anyhow::Result<Vec<Waiting>> {
    let share = taken.len().div_ceil(clerks);
    bench.runtime.block_on(async {
        let mut working = tokio::task::JoinSet::new();
        for share in taken.chunks(share) {
            let (office, share) = (Arc::clone(office), share.to_vec());
            working.spawn(async move {
                let mut after = Vec::with_capacity(share.len());
                for (waiting, goes_back) in share {
                    after.extend(office.step(waiting, goes_back).await?);
                }
                Ok::<_, platform::Error>(after)
            });
        }
        let mut after = Vec::new();
        while let Some(ended) = working.join_next().await {
            after.extend(ended??);
        }
        Ok(after)
    })
}

/// One commit a step, and natural group commit.
pub fn lines(alone: &Measured, together: &Measured) -> [Line; 4] {
    let a_cpu_second = |rounds: &Rounds| 1e6 / rounds.micros();
    let name = "durable steps, one clerk, one commit each";
    let grouped = "durable steps, 64 clerks, natural group commit";
    [
        Line::share(name, (alone.steps.rate(), "a second"), 0.75).beside(alone.probes.rate(), PROBE),
        Line::share(name, (a_cpu_second(&alone.steps), "a CPU second"), 0.75)
            .beside(a_cpu_second(&alone.probes), "the same probe")
            .peers(PEERS),
        Line::share(grouped, (together.steps.rate(), "a second"), 0.6)
            .beside(together.probes.rate(), "the same probe, 64 a commit"),
        Line::share(grouped, (a_cpu_second(&together.steps), "a CPU second"), 0.6)
            .beside(a_cpu_second(&together.probes), "the same probe, 64 a commit"),
    ]
}

/// What a step costs among many live dossiers beside few, and the probe likewise.
pub fn growth(few: &Measured, (many, live): (&Measured, usize)) -> [Line; 2] {
    [
        Line::times(
            format!("a durable step among {live} live dossiers, 64 clerks"),
            (many.steps.micros(), "us CPU"),
            2.0,
        )
        .beside(few.steps.micros(), "the same among 1,000 live dossiers"),
        Line::told(format!("the raw probe among {live} rows, 64 a commit"), many.probes.micros(), "us CPU")
            .beside(few.probes.micros(), "the same among 1,000 rows"),
    ]
}
