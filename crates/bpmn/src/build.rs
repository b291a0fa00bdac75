//! Makes a model from a list of steps: start, steps in their lanes, choices where an outcome leads elsewhere, end.
//!
//! ```
//! use bpmn::build::{Draft, Step, To, Way};
//! let process = Draft {
//!     id: "giay-phep".into(),
//!     name: "Cấp giấy phép".into(),
//!     steps: vec![
//!         Step::person("tham_dinh", "Thẩm định", "Chuyên viên")
//!             .way(Way::new("dat", "Đạt", To::Next))
//!             .way(Way::new("khong_dat", "Không đạt", To::End("Từ chối".into()))),
//!         Step::person("phe_duyet", "Phê duyệt", "Lãnh đạo"),
//!     ],
//!     ..Draft::default()
//! }
//! .build()
//! .unwrap();
//! assert_eq!(process.nodes.len(), 6);
//! ```

use crate::model::{Flow, FlowIndex, Lane, Node, NodeIndex, NodeKind, Process, Timer};
use crate::tree::NodeId;
use std::collections::{BTreeMap, HashMap, HashSet};

/// A process as a list of steps.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Draft {
    /// Its id: letters, digits, `_`, `-` and `.`, a letter or `_` first.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Roles in the order in which their lanes are drawn; a role of a step that is not here follows them.
    pub roles: Vec<String>,
    /// The steps in their usual order.
    pub steps: Vec<Step>,
}

/// One step.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// Its id, of the same letters as that of the draft.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The role that does it: the name of its lane.
    pub role: String,
    /// What is done.
    pub work: Work,
    /// Where it leads by outcome; without ways it leads to the next step.
    pub ways: Vec<Way>,
    /// A timer on its border.
    pub timer: Option<Alarm>,
}

/// What is done in a step.
#[derive(Clone, Debug, PartialEq)]
pub enum Work {
    /// A person completes it and chooses the outcome.
    Person,
    /// A person does it by hand.
    Hand,
    /// The handler of this name does it.
    Machine(String),
}

/// One outcome and where it leads.
#[derive(Clone, Debug, PartialEq)]
pub struct Way {
    /// The word of the outcome.
    pub outcome: String,
    /// What is written on the flow.
    pub label: String,
    /// Where it leads.
    pub to: To,
}

/// Where a way leads.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum To {
    /// The step that follows in the list, or the end after the last.
    Next,
    /// The step of this id.
    Step(String),
    /// An end of this name; an empty name is the usual end.
    End(String),
}

/// A timer beside a step.
#[derive(Clone, Debug, PartialEq)]
pub struct Alarm {
    /// What is written beside it.
    pub name: String,
    /// When it fires.
    pub timer: Timer,
    /// Whether the step ends then.
    pub interrupting: bool,
    /// Where it leads.
    pub to: To,
}

/// Why a draft is no process.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DraftError {
    /// There is no step.
    #[error("the draft has no step")]
    Empty,
    /// An id is empty or has letters that an id may not have.
    #[error("{0:?} is no id")]
    BadId(String),
    /// Two steps have one id.
    #[error("the id {0:?} stands twice")]
    SameId(String),
    /// A step names no role.
    #[error("the step {0:?} has no role")]
    NoRole(String),
    /// A way leads to a step that is not in the list.
    #[error("the step {step:?} leads to {to:?}, which is no step")]
    Unknown {
        /// The step with the way.
        step: String,
        /// The id that is no step.
        to: String,
    },
    /// An outcome is empty, stands twice, or has a quotation mark or semicolon.
    #[error("the step {step:?} has the outcome {outcome:?}, which cannot be chosen")]
    BadOutcome {
        /// The step.
        step: String,
        /// The word.
        outcome: String,
    },
    /// A step that no person completes has outcomes.
    #[error("the step {0:?} has outcomes, but nobody to choose one")]
    NobodyChooses(String),
}

impl Step {
    /// A step of a person of a role, which leads to the next.
    #[must_use]
    pub fn person(id: &str, name: &str, role: &str) -> Self {
        Step {
            id: id.to_owned(),
            name: name.to_owned(),
            role: role.to_owned(),
            work: Work::Person,
            ways: Vec::new(),
            timer: None,
        }
    }

    /// The same step with one more outcome.
    #[must_use]
    pub fn way(mut self, way: Way) -> Self {
        self.ways.push(way);
        self
    }
}

impl Way {
    /// An outcome with its label.
    #[must_use]
    pub fn new(outcome: &str, label: &str, to: To) -> Self {
        Way { outcome: outcome.to_owned(), label: label.to_owned(), to }
    }
}

impl Draft {
    /// Makes the model, without a diagram: it is laid out when drawn or written.
    ///
    /// The ways of a step that lead to one place are one flow. A flow onward to the next step is the
    /// default of its gateway, so that no outcome is left without a way; without such, the last flow is.
    ///
    /// # Errors
    /// The first [`DraftError`] of the list.
    pub fn build(&self) -> Result<Process, DraftError> {
        self.check()?;
        let mut builder = Builder::new(self);
        let start = builder.node("start", "", NodeKind::Start, builder.lane(&self.steps[0]));
        for step in &self.steps {
            let kind = match &step.work {
                Work::Person => {
                    NodeKind::UserTask { outcomes: step.ways.iter().map(|way| way.outcome.clone()).collect() }
                }
                Work::Hand => NodeKind::ManualTask,
                Work::Machine(handler) => NodeKind::ServiceTask { handler: handler.clone() },
            };
            let lane = builder.lane(step);
            let node = builder.node(&step.id, &step.name, kind, lane);
            builder.steps.insert(step.id.clone(), node);
        }
        builder.flow(start, builder.steps[&self.steps[0].id], ("", None));
        for index in 0..self.steps.len() {
            builder.leave(index);
        }
        Ok(builder.process)
    }

    fn check(&self) -> Result<(), DraftError> {
        if self.steps.is_empty() {
            return Err(DraftError::Empty);
        }
        let ids: HashSet<&str> = self.steps.iter().map(|step| step.id.as_str()).collect();
        let mut seen = HashSet::from([self.id.as_str()]);
        for id in std::iter::once(&self.id).chain(self.steps.iter().map(|step| &step.id)) {
            if !is_id(id) {
                return Err(DraftError::BadId(id.clone()));
            }
        }
        for step in &self.steps {
            if !seen.insert(&step.id) {
                return Err(DraftError::SameId(step.id.clone()));
            }
            if step.role.trim().is_empty() {
                return Err(DraftError::NoRole(step.id.clone()));
            }
            let alarm = step.timer.iter().map(|alarm| &alarm.to);
            for to in step.ways.iter().map(|way| &way.to).chain(alarm) {
                if let To::Step(to) = to
                    && !ids.contains(to.as_str())
                {
                    return Err(DraftError::Unknown { step: step.id.clone(), to: to.clone() });
                }
            }
            if !step.ways.is_empty() && step.work != Work::Person {
                return Err(DraftError::NobodyChooses(step.id.clone()));
            }
            let mut words = HashSet::new();
            for way in &step.ways {
                let word = way.outcome.as_str();
                let bad = word.trim() != word || word.is_empty() || word.contains(['"', ';', '\\']);
                if bad || !words.insert(word) {
                    return Err(DraftError::BadOutcome { step: step.id.clone(), outcome: word.to_owned() });
                }
            }
        }
        Ok(())
    }
}

fn is_id(id: &str) -> bool {
    id.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
        && id.chars().all(|next| next.is_ascii_alphanumeric() || "_-.".contains(next))
}

struct Builder<'d> {
    draft: &'d Draft,
    process: Process,
    steps: HashMap<String, NodeIndex>,
    ends: BTreeMap<(String, Option<usize>), NodeIndex>,
    ids: HashSet<String>,
}

impl<'d> Builder<'d> {
    fn new(draft: &'d Draft) -> Self {
        let mut roles: Vec<&str> = draft.roles.iter().map(|role| role.trim()).collect();
        roles.extend(draft.steps.iter().map(|step| step.role.trim()));
        let mut seen = HashSet::new();
        roles.retain(|role| seen.insert(*role));
        let mut ids: HashSet<String> = draft.steps.iter().map(|step| step.id.clone()).collect();
        ids.insert(draft.id.clone());
        let lanes = roles.iter().enumerate().map(|(index, role)| Lane {
            id: free(&mut ids, &format!("lane_{}", index + 1)),
            name: (*role).to_owned(),
            at: NodeId::default(),
        });
        let process = Process {
            id: draft.id.clone(),
            name: draft.name.clone(),
            lanes: lanes.collect(),
            nodes: Vec::new(),
            flows: Vec::new(),
            shapes: BTreeMap::new(),
            edges: BTreeMap::new(),
        };
        Builder { draft, process, steps: HashMap::new(), ends: BTreeMap::new(), ids }
    }

    fn lane(&self, step: &Step) -> Option<usize> {
        self.process.lanes.iter().position(|lane| lane.name == step.role.trim())
    }

    fn node(&mut self, id: &str, name: &str, kind: NodeKind, lane: Option<usize>) -> NodeIndex {
        let is_step = self.draft.steps.iter().any(|step| step.id == id) && !self.steps.contains_key(id);
        let is_own =
            matches!(kind, NodeKind::UserTask { .. } | NodeKind::ManualTask | NodeKind::ServiceTask { .. });
        let id = if is_step && is_own { id.to_owned() } else { free(&mut self.ids, id) };
        self.process.nodes.push(Node {
            id,
            name: name.to_owned(),
            kind,
            lane,
            parent: None,
            outgoing: Vec::new(),
            incoming: Vec::new(),
            at: NodeId::default(),
        });
        NodeIndex(u32::try_from(self.process.nodes.len() - 1).unwrap_or(u32::MAX))
    }

    fn flow(
        &mut self,
        source: NodeIndex,
        target: NodeIndex,
        (name, condition): (&str, Option<String>),
    ) -> FlowIndex {
        let index = FlowIndex(u32::try_from(self.process.flows.len()).unwrap_or(u32::MAX));
        let id = free(&mut self.ids, &format!("flow_{}", index.0 + 1));
        self.process.nodes[source.0 as usize].outgoing.push(index);
        self.process.nodes[target.0 as usize].incoming.push(index);
        let flow = Flow { id, name: name.to_owned(), source, target, condition, at: NodeId::default() };
        self.process.flows.push(flow);
        index
    }

    /// Draws everything that leaves a step.
    fn leave(&mut self, index: usize) {
        let draft = self.draft;
        let step = &draft.steps[index];
        let from = self.steps[&step.id];
        let next = To::Next;
        let mut targets: Vec<&To> = Vec::new();
        for way in &step.ways {
            if !targets.contains(&&way.to) {
                targets.push(&way.to);
            }
        }
        if targets.len() < 2 {
            let to = targets.first().copied().unwrap_or(&next);
            let target = self.target(index, to);
            self.flow(from, target, ("", None));
        } else {
            let lane = self.lane(step);
            let gateway =
                self.node(&format!("{}_chon", step.id), "", NodeKind::Exclusive { default: None }, lane);
            self.flow(from, gateway, ("", None));
            let default = targets.iter().position(|to| **to == To::Next).unwrap_or(targets.len() - 1);
            for (place, to) in targets.iter().enumerate() {
                let ways: Vec<&Way> = step.ways.iter().filter(|way| way.to == **to).collect();
                let label: Vec<&str> = ways.iter().map(|way| way.label.as_str()).collect();
                let asked: Vec<String> =
                    ways.iter().map(|way| format!("outcome = \"{}\"", way.outcome)).collect();
                let condition = (place != default).then(|| asked.join(" or "));
                let target = self.target(index, to);
                let flow = self.flow(gateway, target, (&label.join(" / "), condition));
                if place == default {
                    let kind = NodeKind::Exclusive { default: Some(flow) };
                    self.process.nodes[gateway.0 as usize].kind = kind;
                }
            }
        }
        if let Some(alarm) = &step.timer {
            let kind = NodeKind::TimerBoundary {
                attached_to: from,
                interrupting: alarm.interrupting,
                timer: alarm.timer.clone(),
            };
            let lane = self.lane(step);
            let event = self.node(&format!("{}_hen", step.id), &alarm.name, kind, lane);
            let target = self.target(index, &alarm.to);
            self.flow(event, target, ("", None));
        }
    }

    fn target(&mut self, index: usize, to: &To) -> NodeIndex {
        let draft = self.draft;
        let name = match to {
            To::Step(id) => return self.steps[id],
            To::Next => match draft.steps.get(index + 1) {
                Some(next) => return self.steps[&next.id],
                None => "",
            },
            To::End(name) => name.as_str(),
        };
        let lane = self.lane(&draft.steps[index]);
        let key = (name.to_owned(), lane);
        if let Some(end) = self.ends.get(&key) {
            return *end;
        }
        let end = self.node("end", name, NodeKind::End, lane);
        self.ends.insert(key, end);
        end
    }
}

/// The id, with a number behind it where it is taken.
fn free(ids: &mut HashSet<String>, id: &str) -> String {
    let numbered = (2..).map(|number| format!("{id}_{number}"));
    let found = std::iter::once(id.to_owned()).chain(numbered).find(|id| !ids.contains(id));
    let found = found.unwrap_or_else(|| id.to_owned());
    ids.insert(found.clone());
    found
}
