//! A process compiled for execution: flat tables, immutable, named by the hash of what they say.
//!
//! Names of elements count for the hash, for they are shown to people and printed; positions in the
//! diagram do not. The bytes of a program carry a version number, so that a stored one stays readable.

mod bytes;
mod compile;

pub use bytes::BadProgram;
pub use compile::compile;

use crate::feel::{Code, Pool, Value};
use crate::finding::Place;
use crate::timer::Wait;
use std::fmt;

/// Stands in tables where there is none.
pub(crate) const NONE: u16 = u16::MAX;
/// The most arrivals that a joining gateway can tell apart.
pub(crate) const MOST_ARRIVALS: usize = 64;
/// The most timers that one activity can have beside it.
pub(crate) const MOST_BOUNDARIES: usize = 8;
/// The most outcomes that one process can have.
pub(crate) const MOST_OUTCOMES: usize = 254;
/// The most nodes, flows or other entries that one table can have.
pub(crate) const LARGEST: usize = 10_000;

/// What happens where a token comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Op {
    /// The scope begins here.
    Start,
    /// A token ends here.
    End,
    /// The scope ends here with all its tokens.
    Terminate,
    /// Waits until a person completes it, with an outcome where some are offered.
    User,
    /// Waits until a person says that it was done.
    Manual,
    /// Waits for a handler of the machine.
    Service,
    /// Chooses one way.
    Exclusive,
    /// Waits for all that come in, and takes all ways.
    Parallel,
    /// Begins a scope within, and waits for its end.
    SubProcess,
    /// Waits for its timer.
    Catch,
    /// A timer that takes the work away.
    Interrupting,
    /// A timer that begins something beside the work.
    Beside,
}

impl Op {
    /// Whether something outside the process must happen before a token leaves.
    #[must_use]
    pub fn waits(self) -> bool {
        matches!(self, Op::User | Op::Manual | Op::Service | Op::Catch)
    }

    /// Whether timers may stand beside it.
    pub(crate) fn is_activity(self) -> bool {
        matches!(self, Op::User | Op::Manual | Op::Service | Op::SubProcess)
    }
}

/// One row of the table of nodes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    pub op: Op,
    pub first_out: u16,
    pub n_out: u16,
    /// User: first offered outcome. Service: handler. Exclusive: default flow. Parallel: number of flows
    /// that come in. Sub-process: its start. Catch and boundary: timer.
    pub aux: u16,
    /// User: how many outcomes are offered. Boundary: the activity it stands beside.
    pub more: u16,
    pub parent: u16,
    pub role: u16,
    pub first_boundary: u16,
    pub n_boundaries: u16,
}

/// One row of the table of flows; those that leave one node stand together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Edge {
    pub source: u16,
    pub target: u16,
    pub condition: u16,
    /// The place of the flow among those that come into its target.
    pub arrival: u16,
}

/// A compiled process.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Program {
    pub(crate) process: Place,
    pub(crate) start: u16,
    pub(crate) nodes: Vec<Entry>,
    pub(crate) edges: Vec<Edge>,
    pub(crate) boundaries: Vec<u16>,
    pub(crate) timers: Vec<Wait>,
    pub(crate) conditions: Vec<Code>,
    pub(crate) pool: Pool,
    pub(crate) outcomes: Vec<String>,
    pub(crate) offered: Vec<u8>,
    pub(crate) handlers: Vec<String>,
    pub(crate) roles: Vec<Place>,
    pub(crate) node_places: Vec<Place>,
    pub(crate) edge_places: Vec<Place>,
    pub(crate) version: Version,
}

/// The name of a program: the SHA-256 of its bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version(pub [u8; 32]);

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl Program {
    /// The hash of what the program says: two programs with one version are the same.
    #[must_use]
    pub fn version(&self) -> Version {
        self.version
    }

    /// The process it was compiled from.
    #[must_use]
    pub fn process(&self) -> &Place {
        &self.process
    }

    /// How many nodes it has; they are numbered from 0 in the order of the file.
    #[must_use]
    pub fn node_count(&self) -> u16 {
        self.nodes.len() as u16
    }

    /// The id and name of a node.
    #[must_use]
    pub fn node(&self, node: u16) -> Option<&Place> {
        self.node_places.get(usize::from(node))
    }

    /// The number of the node with this id.
    #[must_use]
    pub fn find_node(&self, id: &str) -> Option<u16> {
        self.node_places.iter().position(|place| place.id == id).map(|at| at as u16)
    }

    /// The id and name of a flow.
    #[must_use]
    pub fn flow(&self, flow: u16) -> Option<&Place> {
        self.edge_places.get(usize::from(flow))
    }

    /// What happens at a node.
    #[must_use]
    pub fn op(&self, node: u16) -> Option<Op> {
        self.nodes.get(usize::from(node)).map(|entry| entry.op)
    }

    /// The role whose lane the node stands in; a node of a sub-process without a lane has that of the sub-process.
    #[must_use]
    pub fn role(&self, node: u16) -> Option<&Place> {
        self.nodes.get(usize::from(node)).and_then(|entry| self.roles.get(usize::from(entry.role)))
    }

    /// All roles, in the order of the file.
    #[must_use]
    pub fn roles(&self) -> &[Place] {
        &self.roles
    }

    /// The handler of a service task.
    #[must_use]
    pub fn handler(&self, node: u16) -> Option<&str> {
        let entry = self.nodes.get(usize::from(node)).filter(|entry| entry.op == Op::Service)?;
        self.handlers.get(usize::from(entry.aux)).map(String::as_str)
    }

    /// All handlers that the program needs.
    #[must_use]
    pub fn handlers(&self) -> &[String] {
        &self.handlers
    }

    /// The outcomes that a node offers, in the order of the file.
    pub fn offered(&self, node: u16) -> impl Iterator<Item = &str> {
        let entry = self.nodes.get(usize::from(node)).filter(|entry| entry.op == Op::User);
        let range = entry.map_or(0..0, offered_range);
        self.offered[range].iter().map(|outcome| self.outcomes[usize::from(*outcome)].as_str())
    }

    /// The outcome with this number, as tokens and events carry it; 0 is none.
    #[must_use]
    pub fn outcome(&self, number: u8) -> Option<&str> {
        self.outcomes.get(usize::from(number).checked_sub(1)?).map(String::as_str)
    }

    /// The fields that conditions ask for; a command gives their values in this order.
    #[must_use]
    pub fn pool(&self) -> &Pool {
        &self.pool
    }

    /// The values of the fields in the order that a command needs.
    pub fn facts(&self, mut value: impl FnMut(&str) -> Option<Value>) -> Vec<Value> {
        let fields = self.pool.fields().iter();
        fields.map(|(name, _)| value(name).unwrap_or(Value::Null)).collect()
    }

    /// The node and the wait of a timer of an activity or of a catching event, by its number there.
    #[must_use]
    pub fn timer(&self, node: u16, number: u8) -> Option<(u16, Wait)> {
        let at = self.timer_node(self.nodes.get(usize::from(node))?, node, number)?;
        let timer = self.nodes[usize::from(at)].aux;
        Some((at, self.timers[usize::from(timer)]))
    }

    /// The node of a timer: the catching event itself, or the boundary event with this number.
    pub(crate) fn timer_node(&self, entry: &Entry, node: u16, number: u8) -> Option<u16> {
        if entry.op == Op::Catch {
            return (number == 0).then_some(node);
        }
        let within = u16::from(number) < entry.n_boundaries;
        within.then(|| self.boundaries[usize::from(entry.first_boundary) + usize::from(number)])
    }

    pub(crate) fn entry(&self, node: u16) -> &Entry {
        &self.nodes[usize::from(node)]
    }

    pub(crate) fn edge(&self, flow: u16) -> &Edge {
        &self.edges[usize::from(flow)]
    }
}

pub(crate) fn offered_range(entry: &Entry) -> std::ops::Range<usize> {
    usize::from(entry.aux)..usize::from(entry.aux) + usize::from(entry.more)
}
