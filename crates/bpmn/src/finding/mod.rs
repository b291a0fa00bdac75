//! What the author of a process is told about it: by place, all at once.

mod words;

use crate::feel;
use crate::model::{Flow, Node};

/// An element of the process, as a person knows it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// Its `id`.
    pub id: String,
    /// Its `name`, empty where it has none.
    pub name: String,
}

/// Whether a finding forbids to execute the process.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The process is not executed.
    Error,
    /// The process is executed; the author may have meant something else.
    Warning,
}

/// One thing that was found, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What was found.
    pub what: What,
    /// The elements that it is about, the most telling first; empty for the process as a whole.
    pub places: Vec<Place>,
}

/// What can be found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// The process or sub-process has no start event.
    NoStart,
    /// The process or sub-process has more than one start event.
    SeveralStarts,
    /// A flow leads into a start event.
    EntersStart,
    /// A flow leads into a boundary event.
    EntersBoundary,
    /// A flow leaves an end event.
    LeavesEnd,
    /// A flow leads across the border of a sub-process.
    CrossesScopes,
    /// A condition stands on a flow that does not leave an exclusive gateway.
    ConditionElsewhere,
    /// One of several ways out of an exclusive gateway has no condition and is not the default.
    ConditionMissing,
    /// The default flow has a condition, which would never be asked.
    ConditionOnDefault,
    /// The default flow does not leave its gateway.
    DefaultElsewhere,
    /// A condition cannot be read, or does not fit the declared fields.
    BadCondition {
        /// The condition as written.
        text: String,
        /// What is wrong in it, and where.
        fault: feel::Fault,
    },
    /// A timer is not written as it must be.
    BadTimer(String),
    /// A timer of no time breaks off the work as soon as it begins.
    TimerAtOnce,
    /// A boundary event is attached to something that nobody works on, or to another scope.
    BoundaryOnNothing,
    /// An activity has more boundary events than are executed.
    TooManyBoundaries,
    /// A parallel gateway waits for more flows than are executed.
    TooManyArrivals,
    /// The process is larger than is executed.
    TooLarge,
    /// Something points at an element that is not there.
    Dangling,
    /// No way leads here from the start.
    Unreachable,
    /// No way leads from here to an end.
    NoWayToEnd,
    /// It has no way out and is no end event; a token that comes here ends here.
    ImplicitEnd,
    /// Tokens wait here for others that can never come.
    Deadlock,
    /// Two tokens can stand here at once: what was split is not joined.
    Doubled,
    /// A timer beside the work can put a second token here while the first has not gone.
    DoubledByTimer,
    /// Nothing ever comes here, though a way leads here.
    NeverReached,
    /// Nothing ever goes this way, whatever is chosen or entered.
    NeverTaken,
    /// With this outcome (`None`: without any) no way out of the gateway is open.
    OutcomeNotCovered(Option<String>),
    /// With some values of the fields no way out of the gateway is open.
    MayAllFail,
    /// Two ways out of a gateway have the same condition; the second is never taken for it.
    DuplicateCondition,
    /// The same elements follow each other for ever without anybody's work or a wait.
    EndlessLoop,
    /// Work goes on from here for ever; the end can no longer be reached.
    Livelock,
    /// The process has more states than were looked at; what was found is true, but more may be wrong.
    NotDecided {
        /// How many states were looked at.
        markings: usize,
    },
}

impl What {
    /// A stable word for machines.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            What::NoStart => "no_start",
            What::SeveralStarts => "several_starts",
            What::EntersStart => "enters_start",
            What::EntersBoundary => "enters_boundary",
            What::LeavesEnd => "leaves_end",
            What::CrossesScopes => "crosses_scopes",
            What::ConditionElsewhere => "condition_elsewhere",
            What::ConditionMissing => "condition_missing",
            What::ConditionOnDefault => "condition_on_default",
            What::DefaultElsewhere => "default_elsewhere",
            What::BadCondition { .. } => "bad_condition",
            What::BadTimer(_) => "bad_timer",
            What::TimerAtOnce => "timer_at_once",
            What::BoundaryOnNothing => "boundary_on_nothing",
            What::TooManyBoundaries => "too_many_boundaries",
            What::TooManyArrivals => "too_many_arrivals",
            What::TooLarge => "too_large",
            What::Dangling => "dangling",
            What::Unreachable => "unreachable",
            What::NoWayToEnd => "no_way_to_end",
            What::ImplicitEnd => "implicit_end",
            What::Deadlock => "deadlock",
            What::Doubled => "doubled",
            What::DoubledByTimer => "doubled_by_timer",
            What::NeverReached => "never_reached",
            What::NeverTaken => "never_taken",
            What::OutcomeNotCovered(_) => "outcome_not_covered",
            What::MayAllFail => "may_all_fail",
            What::DuplicateCondition => "duplicate_condition",
            What::EndlessLoop => "endless_loop",
            What::Livelock => "livelock",
            What::NotDecided { .. } => "not_decided",
        }
    }

    /// Whether it forbids to execute the process.
    #[must_use]
    pub fn severity(&self) -> Severity {
        match self {
            What::ImplicitEnd
            | What::TimerAtOnce
            | What::DoubledByTimer
            | What::NeverTaken
            | What::MayAllFail
            | What::DuplicateCondition
            | What::NotDecided { .. } => Severity::Warning,
            _ => Severity::Error,
        }
    }
}

impl From<&Node> for Place {
    fn from(node: &Node) -> Place {
        Place { id: node.id.clone(), name: node.name.clone() }
    }
}

impl From<&Flow> for Place {
    fn from(flow: &Flow) -> Place {
        Place { id: flow.id.clone(), name: flow.name.clone() }
    }
}
