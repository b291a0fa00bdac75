//! The typed model: what a BPMN file says, as far as it is executed or drawn.
//!
//! Every element keeps the node of the XML tree it was read from, so that a message can name the
//! place and nothing of the file is ever lost. The model is built by [`crate::read`] only.

use crate::tree::NodeId;
use std::collections::BTreeMap;

/// One executable process of a file.
#[derive(Clone, Debug, PartialEq)]
pub struct Process {
    /// Its `id`.
    pub id: String,
    /// Its `name`, empty where it has none.
    pub name: String,
    /// Lanes in the order of the file: one lane is one role.
    pub lanes: Vec<Lane>,
    /// All flow nodes, those of sub-processes too, in the order of the file.
    pub nodes: Vec<Node>,
    /// All sequence flows, those of sub-processes too, in the order of the file.
    pub flows: Vec<Flow>,
    /// Positions of shapes by element id, where the file has a diagram.
    pub shapes: BTreeMap<String, Bounds>,
    /// Way points of edges by flow id.
    pub edges: BTreeMap<String, Vec<Point>>,
}

/// An index into [`Process::nodes`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeIndex(pub u32);

/// An index into [`Process::flows`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FlowIndex(pub u32);

/// A role of the process.
#[derive(Clone, Debug, PartialEq)]
pub struct Lane {
    /// Its `id`.
    pub id: String,
    /// The name of the role.
    pub name: String,
    /// Where it stands in the file.
    pub at: NodeId,
}

/// Something a token can stand on.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// Its `id`.
    pub id: String,
    /// Its `name`, empty where it has none.
    pub name: String,
    /// What it does with a token.
    pub kind: NodeKind,
    /// The lane it stands in, as an index into [`Process::lanes`].
    pub lane: Option<usize>,
    /// The sub-process that holds it; `None` is the process itself.
    pub parent: Option<NodeIndex>,
    /// Flows that leave it, in the order of the file.
    pub outgoing: Vec<FlowIndex>,
    /// Flows that reach it, in the order of the file.
    pub incoming: Vec<FlowIndex>,
    /// Where it stands in the file.
    pub at: NodeId,
}

/// What is executed. Everything else of BPMN is refused by name and place ([`crate::refused`]).
#[derive(Clone, Debug, PartialEq)]
pub enum NodeKind {
    /// A start event without a trigger.
    Start,
    /// An end event without a result.
    End,
    /// An end event that ends its scope with all its tokens.
    Terminate,
    /// A task of a person of the role; the outcomes that may be chosen, empty where there is no choice.
    UserTask {
        /// Words that may be chosen when the task is completed.
        outcomes: Vec<String>,
    },
    /// Work that leaves no trace but that it was passed: completed by a person like a user task, without fields.
    ManualTask,
    /// Work of the machine: the name of a registered handler.
    ServiceTask {
        /// The name under which the handler is registered.
        handler: String,
    },
    /// One way out: the first flow whose condition holds, else the default.
    Exclusive {
        /// The way out when no condition holds.
        default: Option<FlowIndex>,
    },
    /// All ways out at once; waits for all that come in.
    Parallel,
    /// A process within: begins at its start event, ends when no token is left in it.
    SubProcess,
    /// Waits on the way.
    TimerCatch(Timer),
    /// Waits beside the activity it is attached to.
    TimerBoundary {
        /// The activity it waits beside.
        attached_to: NodeIndex,
        /// Whether the activity ends when it fires.
        interrupting: bool,
        /// When it fires.
        timer: Timer,
    },
}

/// When a timer fires.
#[derive(Clone, Debug, PartialEq)]
pub enum Timer {
    /// An ISO 8601 duration, as written: calendar time (`P2D`, `PT4H`).
    Duration(String),
    /// An instant, as written with its offset.
    At(String),
    /// A number of working days (extension attribute `htqlcl:workingDays`).
    WorkingDays(u32),
    /// A number of working hours (extension attribute `htqlcl:workingHours`).
    WorkingHours(u32),
}

/// A sequence flow.
#[derive(Clone, Debug, PartialEq)]
pub struct Flow {
    /// Its `id`.
    pub id: String,
    /// Its `name`, empty where it has none.
    pub name: String,
    /// The node it leaves.
    pub source: NodeIndex,
    /// The node it reaches.
    pub target: NodeIndex,
    /// Its condition as written, in the FEEL subset of [`crate::feel`].
    pub condition: Option<String>,
    /// Where it stands in the file.
    pub at: NodeId,
}

/// A rectangle of the diagram, in its units.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounds {
    /// The left edge.
    pub x: f64,
    /// The upper edge.
    pub y: f64,
    /// From left to right.
    pub width: f64,
    /// From top to bottom.
    pub height: f64,
}

/// A point of the diagram.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// From the left.
    pub x: f64,
    /// From the top.
    pub y: f64,
}

impl Process {
    /// The node at `index`.
    #[must_use]
    pub fn node(&self, index: NodeIndex) -> &Node {
        &self.nodes[index.0 as usize]
    }

    /// The flow at `index`.
    #[must_use]
    pub fn flow(&self, index: FlowIndex) -> &Flow {
        &self.flows[index.0 as usize]
    }

    /// The node of an `id`.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<NodeIndex> {
        self.indices().find(|index| self.node(*index).id == id)
    }

    /// The indices of all nodes in order.
    pub fn indices(&self) -> impl Iterator<Item = NodeIndex> + use<> {
        (0..u32::try_from(self.nodes.len()).unwrap_or(u32::MAX)).map(NodeIndex)
    }
}

impl NodeKind {
    /// Whether it is a task or a sub-process: what a boundary event may be attached to.
    #[must_use]
    pub fn is_activity(&self) -> bool {
        matches!(
            self,
            NodeKind::UserTask { .. }
                | NodeKind::ManualTask
                | NodeKind::ServiceTask { .. }
                | NodeKind::SubProcess
        )
    }

    /// Whether it is a gateway.
    #[must_use]
    pub fn is_gateway(&self) -> bool {
        matches!(self, NodeKind::Exclusive { .. } | NodeKind::Parallel)
    }
}
