//! Reads a BPMN 2.0 file: the tree kept whole, the typed model of what is executed, and all that is refused.
//!
//! Executed are none start and end events, the terminate end event, user, manual and service tasks,
//! exclusive and parallel gateways, embedded sub-processes, intermediate and boundary timers, and
//! lanes as roles. What BPMN leaves to the tool is said by attributes of the namespace [`EXTENSION`]
//! (usual prefix `htqlcl`):
//!
//! | attribute | on | meaning |
//! |---|---|---|
//! | `outcomes="dat;khong_dat"` | `userTask` | the outcomes to choose from, parted by semicolons |
//! | `handler="send-mail"` | `serviceTask` | the registered handler that does the work |
//! | `workingDays="5"` | `timerEventDefinition` | due after so many working days |
//! | `workingHours="4"` | `timerEventDefinition` | due after so many working hours |
//!
//! Documentation, annotations, groups, data objects and stores, extension elements of other tools and the
//! diagram are kept in the tree and take no part in execution. Everything else is refused ([`crate::refused`]).

mod checks;
mod diagram;
mod events;
mod scope;

use crate::model::Process;
use crate::refused::{Reason, Refused};
use crate::tree::{self, Limits, NodeId, Place, Tree, TreeError};
use std::collections::{BTreeMap, HashMap, HashSet};

/// The namespace of the BPMN 2.0 model.
pub const MODEL: &str = "http://www.omg.org/spec/BPMN/20100524/MODEL";
/// The namespace of the BPMN diagram.
pub const DIAGRAM: &str = "http://www.omg.org/spec/BPMN/20100524/DI";
/// The namespace of rectangles and points.
pub const DC: &str = "http://www.omg.org/spec/DD/20100524/DC";
/// The namespace of way points.
pub const DI: &str = "http://www.omg.org/spec/DD/20100524/DI";
/// The namespace of the attributes that say what BPMN leaves open.
pub const EXTENSION: &str = "https://htqlcl.vn/bpmn";

/// More refusals of one file help nobody.
const MOST_REFUSALS: usize = 1000;

/// What a file says.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The file, whole.
    pub tree: Tree,
    /// The process to execute; none where the file has only a choreography. Others of the file are refused, and no
    /// model is made of them.
    ///
    /// Where something is refused, a refused element is present as a stand-in of the nearest executed kind, so
    /// that the diagram can be drawn and the rest judged; such a model must not be executed: see [`Reading::executable`].
    pub processes: Vec<Process>,
    /// All that is not executed faithfully, in the order of the file, at most a thousand.
    pub refused: Vec<Refused>,
    /// What takes no part in execution by its nature, and is told: pools without a process, message flows to them.
    pub notes: Vec<Refused>,
}

impl Reading {
    /// The process, if nothing in the file was refused.
    #[must_use]
    pub fn executable(&self) -> Option<&Process> {
        if self.refused.is_empty() { self.processes.first() } else { None }
    }
}

/// Why a file is no BPMN file at all.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// It is not acceptable XML.
    #[error(transparent)]
    Xml(#[from] TreeError),
    /// Its root is not the `definitions` of BPMN 2.0.
    #[error("line {}: the root element is not the definitions of BPMN 2.0", .0.line)]
    NotBpmn(Place),
    /// It has no process.
    #[error("the file has no process")]
    NoProcess,
}

impl ReadError {
    /// The error as a Vietnamese sentence.
    #[must_use]
    pub fn vi(&self) -> String {
        match self {
            ReadError::Xml(error) => {
                format!("dòng {}, cột {}: {}", error.place.line, error.place.column, error.fault.vi())
            }
            ReadError::NotBpmn(place) => {
                format!("dòng {}: phần tử gốc không phải là definitions của BPMN 2.0", place.line)
            }
            ReadError::NoProcess => "Tệp không có quy trình nào.".to_owned(),
        }
    }
}

/// Reads a BPMN file.
///
/// # Errors
/// [`ReadError`] when the file is no acceptable XML or no BPMN. What is BPMN but not executed is in [`Reading::refused`].
pub fn read(bytes: &[u8]) -> Result<Reading, ReadError> {
    read_tree(tree::parse(bytes)?)
}

/// Reads a BPMN file that was accepted before, perhaps when names might still be longer.
///
/// # Errors
/// As [`read`].
pub fn read_kept(bytes: &[u8]) -> Result<Reading, ReadError> {
    read_tree(tree::parse_within(bytes, Limits::of_kept())?)
}

/// Reads a tree that was parsed or changed before.
///
/// # Errors
/// As [`read`].
pub fn read_tree(tree: Tree) -> Result<Reading, ReadError> {
    let root = tree.root().ok_or(ReadError::NoProcess)?;
    if !tree.is(root, MODEL, "definitions") {
        return Err(ReadError::NotBpmn(tree.place(root)));
    }
    let mut findings = Findings::new(&tree);
    findings.check_ids(root);
    findings.find_processes(root);
    findings.collaborations(root);
    let Some(main) = findings.main_process() else {
        let choreography = tree.elements(root).any(|node| tree.local(node) == "choreography");
        if !choreography {
            return Err(ReadError::NoProcess);
        }
        let (refused, notes) = findings.finish();
        return Ok(Reading { processes: Vec::new(), refused, notes, tree });
    };
    findings.refuse_others(main);
    let shapes = diagram::Diagram::read(&tree, root);
    let processes = vec![scope::read_process(&mut findings, main, &shapes)];
    let (refused, notes) = findings.finish();
    Ok(Reading { processes, refused, notes, tree })
}

fn has_flow(tree: &Tree, process: NodeId) -> bool {
    tree.elements(process).any(|node| {
        let local = tree.local(node);
        tree.namespace(node) == Some(MODEL)
            && (events::is_flow_node(local) || local == "sequenceFlow" || local == "laneSet")
    })
}

/// Whether the name of an expression language, or its address, is that of FEEL.
fn is_feel(language: &str) -> bool {
    let language = language.trim().to_ascii_lowercase();
    language.is_empty()
        || language == "feel"
        || language.strip_prefix("http").is_some_and(|rest| {
            let at_omg = rest.trim_start_matches('s').starts_with("://www.omg.org/spec/");
            at_omg && rest.split('/').any(|part| part == "feel")
        })
}

fn is_true(value: Option<&str>) -> bool {
    matches!(value.map(str::trim), Some("true" | "1"))
}

/// What was found so far, with the ids of the file.
struct Findings<'t> {
    tree: &'t Tree,
    ids: HashMap<&'t str, NodeId>,
    /// The processes of the file in its order, each with whether it has content.
    processes: BTreeMap<NodeId, bool>,
    refused: Vec<Finding>,
    notes: Vec<Finding>,
}

struct Finding {
    at: NodeId,
    reason: Reason,
    detail: String,
}

impl<'t> Findings<'t> {
    fn new(tree: &'t Tree) -> Self {
        let (ids, processes) = (HashMap::new(), BTreeMap::new());
        Findings { tree, ids, processes, refused: Vec::new(), notes: Vec::new() }
    }

    fn refuse(&mut self, reason: Reason, at: NodeId) {
        self.refuse_with(reason, at, String::new());
    }

    fn refuse_with(&mut self, reason: Reason, at: NodeId, detail: String) {
        let detail = crate::cut::beginning(&detail);
        self.refused.push(Finding { at, reason, detail });
    }

    /// Collects the ids of the model and refuses each second one.
    fn check_ids(&mut self, root: NodeId) {
        let tree = self.tree;
        let mut at = Some(root);
        while let Some(node) = at {
            let inert =
                matches!(tree.local(node), "extensionElements") || tree.namespace(node) != Some(MODEL);
            if !inert
                && let Some(id) = tree.attribute(node, "id")
                && self.ids.insert(id, node).is_some()
            {
                self.refuse(Reason::DuplicateId, node);
            }
            at = if inert && node != root { tree.after(node, root) } else { tree.following(node, root) };
        }
    }

    fn find_processes(&mut self, root: NodeId) {
        let tree = self.tree;
        let all = tree.elements(root).filter(|node| tree.is(*node, MODEL, "process"));
        self.processes = all.map(|process| (process, has_flow(tree, process))).collect();
    }

    /// The process to execute: of those with content the first that says so, else the first.
    fn main_process(&self) -> Option<NodeId> {
        let rank = |(process, has_flow): &(&NodeId, &bool)| {
            (!**has_flow, !is_true(self.tree.attribute(**process, "isExecutable")))
        };
        self.processes.iter().min_by_key(rank).map(|(process, _)| *process)
    }

    /// Refuses every other process with content. Its own faults would only repeat that it has to go.
    fn refuse_others(&mut self, main: NodeId) {
        let others = self.processes.iter().filter(|(process, has_flow)| **has_flow && **process != main);
        for process in others.map(|(process, _)| *process).collect::<Vec<_>>() {
            self.refuse(Reason::SeveralProcesses, process);
        }
    }

    /// Pools, message flows and choreographies.
    fn collaborations(&mut self, root: NodeId) {
        let tree = self.tree;
        for node in tree.elements(root).filter(|node| tree.namespace(*node) == Some(MODEL)) {
            match tree.local(node) {
                "choreography" | "globalChoreographyTask" => self.refuse(Reason::Choreography, node),
                "collaboration" => {
                    for part in tree.elements(node).filter(|part| tree.namespace(*part) == Some(MODEL)) {
                        self.collaboration_part(part);
                    }
                }
                _ => {}
            }
        }
    }

    fn collaboration_part(&mut self, part: NodeId) {
        let tree = self.tree;
        match tree.local(part) {
            "participant" => {
                if tree.elements(part).any(|child| tree.is(child, MODEL, "participantMultiplicity")) {
                    self.refuse(Reason::MultiInstance, part);
                }
                match tree.attribute(part, "processRef") {
                    None => self.note(Reason::BlackBox, part),
                    Some(reference) => match self.lookup(reference) {
                        None => self.refuse_with(Reason::Dangling, part, format!("processRef={reference}")),
                        Some(process) if self.processes.get(&process) == Some(&true) => {}
                        Some(_) => self.note(Reason::BlackBox, part),
                    },
                }
            }
            "messageFlow" => {
                let mut whole = true;
                for name in ["sourceRef", "targetRef"] {
                    let reference = tree.attribute(part, name).unwrap_or_default();
                    if self.lookup(reference).is_none() {
                        self.refuse_with(Reason::Dangling, part, format!("{name}={reference}"));
                        whole = false;
                    }
                }
                if whole {
                    self.note(Reason::MessageFlow, part);
                }
            }
            _ => {}
        }
    }

    fn note(&mut self, reason: Reason, at: NodeId) {
        self.notes.push(Finding { at, reason, detail: String::new() });
    }

    /// The element of a reference; a prefix before it is let go, as some tools write one.
    fn lookup(&self, reference: &str) -> Option<NodeId> {
        let reference = reference.trim();
        let bare = reference.split_once(':').map_or(reference, |(_, bare)| bare);
        self.ids.get(reference).or_else(|| self.ids.get(bare)).copied()
    }

    fn finish(self) -> (Vec<Refused>, Vec<Refused>) {
        (in_order(self.tree, self.refused), in_order(self.tree, self.notes))
    }
}

/// The findings in the order of the file, each once, with what the reader needs to find the place.
fn in_order(tree: &Tree, mut found: Vec<Finding>) -> Vec<Refused> {
    found.sort_by_key(|finding| (finding.at, finding.reason));
    let mut seen = HashSet::new();
    found.retain(|finding| seen.insert((finding.at, finding.reason, finding.detail.clone())));
    found.truncate(MOST_REFUSALS);
    let short = |text: Option<&str>| text.unwrap_or_default().chars().take(200).collect::<String>();
    found
        .into_iter()
        .map(|finding| Refused {
            reason: finding.reason,
            element: short(Some(tree.local(finding.at))),
            id: short(tree.attribute(finding.at, "id")),
            name: short(tree.attribute(finding.at, "name")),
            detail: finding.detail,
            place: tree.place(finding.at),
            at: finding.at,
        })
        .collect()
}
