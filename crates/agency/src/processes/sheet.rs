//! What a BPMN file says to an agency: its steps in order, who does each, in what time, with what result. Pure.
//!
//! What BPMN leaves open is said by attributes of the namespace [`bpmn::read::EXTENSION`] (usual prefix `htqlcl`),
//! beside those that the crate `bpmn` reads itself:
//!
//! | attribute | on | meaning |
//! |---|---|---|
//! | `role="officer"` | `lane` | whose people do the tasks of the lane; else its name is understood |
//! | `workingMinutes="480"` | a task | the working time that the step is given |
//! | `output="Dự thảo"` | a task | the form used or the result made |
//!
//! The words of a step in full are its `documentation`.

mod ends;
mod order;

use bpmn::model::{Node, NodeIndex, NodeKind, Process};
use bpmn::read::{EXTENSION, MODEL, Reading};
use bpmn::tree::{NodeId, Tree};
use platform::Role;
use platform::search::fold;
use std::borrow::Cow;
use std::collections::BTreeSet;
use workdays::WorkingTime;

/// No step is given longer than this many minutes: ten years of eight-hour days.
pub(super) const MOST_MINUTES: i64 = 10 * 250 * 480;

/// Of more outcomes or ways than this the labels are not looked for: no such process can be published.
const MOST_TOLD: usize = 254;

/// A lane of the model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lane {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Whose people do its tasks, where the file says it or its name tells.
    pub role: Option<Role>,
}

/// An outcome that a person may choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The word of the model.
    pub word: String,
    /// What is written on the flow that it takes; the word where nothing is.
    pub label: String,
}

/// A step: a task of a person or of the machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The number of its node in the program.
    pub node: u16,
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its words in full; empty where the name is all.
    pub description: String,
    /// The lane it stands in, as an index into [`Sheet::lanes`].
    pub lane: Option<usize>,
    /// The working time that it is given.
    pub budget: Option<WorkingTime>,
    /// The form used or the result made.
    pub output: String,
    /// The outcomes to choose from.
    pub choices: Vec<Choice>,
}

/// What a file says of its process.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// The lanes in the order of the file.
    pub lanes: Vec<Lane>,
    /// The steps in the order in which they are usually done.
    pub steps: Vec<Step>,
    /// The working time along the longest way from start to end, no step done twice.
    pub longest: WorkingTime,
    /// Whether every step has its time.
    pub is_timed: bool,
    /// Names of user tasks that the start leads to, where it is not exactly one of the clerk's without a choice.
    pub wrong_first: Option<String>,
    /// Names of what leads to an end and is no task of the clerk.
    pub wrong_last: Vec<String>,
    /// The step in which the counter receives.
    pub reception: Option<u16>,
    /// The steps after which the process ends.
    pub last: Vec<u16>,
    /// What is reached by reminders only: whatever stands there is no way of the dossier.
    pub beside: BTreeSet<u16>,
    /// Names of steps of reminders that could still be open when the result is returned and the dossier has ended.
    pub left_open: Vec<String>,
    /// Names of handlers that service tasks ask for.
    pub handlers: Vec<String>,
}

/// Reads what the first process of a file says; none where it has no process or more than can be numbered.
pub fn read(reading: &Reading) -> Option<Sheet> {
    let process = reading.processes.first()?;
    u16::try_from(process.nodes.len()).ok()?;
    let tree = &reading.tree;
    let lanes: Vec<Lane> = process
        .lanes
        .iter()
        .map(|lane| {
            let word = tree.attribute_of(lane.at, EXTENSION, "role").map(str::trim);
            let role = word.map_or_else(|| role_of_name(&lane.name), Role::of_word);
            let role = role.filter(|role| Role::AT_WORK.contains(role));
            Lane { id: lane.id.clone(), name: tidy(&lane.name), role }
        })
        .collect();
    let ordered = order::Order::of(process);
    let tasks = ordered.nodes.iter().filter(|index| is_task(process.node(**index)));
    let steps: Vec<Step> = tasks.map(|index| step(process, tree, *index)).collect();
    let budget = |index: NodeIndex| budget(tree, process.node(index).at).unwrap_or(WorkingTime::ZERO);
    let role = |index: NodeIndex| lane_of(process, index).and_then(|lane| lanes[lane].role);
    let ends = ends::Ends::of(process, &role);
    let handlers = process.nodes.iter().filter_map(|node| match &node.kind {
        NodeKind::ServiceTask { handler } => Some(handler.clone()),
        _ => None,
    });
    Some(Sheet {
        longest: ordered.longest(&budget),
        is_timed: steps.iter().all(|step| step.budget.is_some()),
        handlers: handlers.collect(),
        wrong_first: ends.wrong_first,
        wrong_last: ends.wrong_last,
        reception: ends.reception,
        last: ends.last,
        beside: ends.beside,
        left_open: ends.left_open,
        lanes,
        steps,
    })
}

fn is_task(node: &Node) -> bool {
    matches!(node.kind, NodeKind::UserTask { .. } | NodeKind::ManualTask | NodeKind::ServiceTask { .. })
}

/// The lane of a node; what stands in a sub-process without a lane stands in the lane of the sub-process.
fn lane_of(process: &Process, index: NodeIndex) -> Option<usize> {
    let mut at = Some(index);
    while let Some(index) = at {
        let node = process.node(index);
        if node.lane.is_some() {
            return node.lane;
        }
        at = node.parent;
    }
    None
}

fn step(process: &Process, tree: &Tree, index: NodeIndex) -> Step {
    let node = process.node(index);
    let output = tree.attribute_of(node.at, EXTENSION, "output").unwrap_or_default();
    Step {
        node: u16::try_from(index.0).unwrap_or(u16::MAX),
        id: node.id.clone(),
        name: tidy(&node.name),
        description: documentation(tree, node.at),
        lane: lane_of(process, index),
        budget: budget(tree, node.at),
        output: tidy(output),
        choices: choices(process, node),
    }
}

fn budget(tree: &Tree, at: NodeId) -> Option<WorkingTime> {
    let minutes: i64 = tree.attribute_of(at, EXTENSION, "workingMinutes")?.trim().parse().ok()?;
    (1..=MOST_MINUTES).contains(&minutes).then(|| WorkingTime::minutes(minutes))
}

fn documentation(tree: &Tree, at: NodeId) -> String {
    let found = tree.elements(at).find(|child| tree.is(*child, MODEL, "documentation"));
    found.map(|child| tidy(&tree.text(child))).unwrap_or_default()
}

/// The outcomes of a task; each is told by what is written on the flow that it takes from the gateway behind it.
fn choices(process: &Process, node: &Node) -> Vec<Choice> {
    let NodeKind::UserTask { outcomes } = &node.kind else { return Vec::new() };
    let gateway = match node.outgoing.as_slice() {
        [only] => process.node(process.flow(*only).target),
        _ => node,
    };
    let flows = match &gateway.kind {
        NodeKind::Exclusive { .. } if outcomes.len() <= MOST_TOLD && gateway.outgoing.len() <= MOST_TOLD => {
            gateway.outgoing.as_slice()
        }
        _ => &[],
    };
    let is_named = |word: &str| {
        let conditions = flows.iter().filter_map(|flow| process.flow(*flow).condition.as_deref());
        conditions.into_iter().any(|condition| condition.contains(&format!("\"{word}\"")))
    };
    let mut unnamed = outcomes.iter().filter(|word| !is_named(word));
    let by_default = match (&gateway.kind, unnamed.next(), unnamed.next()) {
        (NodeKind::Exclusive { default: Some(flow) }, Some(word), None) => Some((word, *flow)),
        _ => None,
    };
    let label = |word: &String| {
        let asks = format!("outcome = \"{word}\"");
        let own =
            flows.iter().find(|flow| process.flow(**flow).condition.as_deref().map(str::trim) == Some(&asks));
        let flow =
            own.copied().or_else(|| by_default.filter(|(left, _)| *left == word).map(|(_, flow)| flow));
        flow.map(|flow| tidy(&process.flow(flow).name)).filter(|label| !label.is_empty())
    };
    let choice =
        |word: &String| Choice { label: label(word).unwrap_or_else(|| word.clone()), word: word.clone() };
    outcomes.iter().map(choice).collect()
}

/// A name on one line: drawing tools break lines within names.
fn tidy(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    platform::search::compose(&words.join(" "))
}

/// A text as far as a page shows it, with a dot for what is left out.
pub(super) fn cut(text: &str, most: usize) -> Cow<'_, str> {
    match text.char_indices().nth(most) {
        Some((byte, _)) => Cow::Owned(format!("{}\u{2026}", &text[..byte])),
        None => Cow::Borrowed(text),
    }
}

/// The role that the name of a lane tells, as offices call their people.
///
/// The first line that fits counts: a head of a unit leads, too, and a clerk who receives is an officer, too.
pub fn role_of_name(name: &str) -> Option<Role> {
    const NAMES: [(Role, &[&str]); 5] = [
        (Role::RecordsOfficer, &["records_officer", "van thu", "records officer"]),
        (
            Role::Clerk,
            &["clerk", "mot cua", "tiep nhan", "tra ket qua", "hanh chinh cong", "reception", "counter"],
        ),
        (
            Role::UnitHead,
            &[
                "unit_head",
                "lanh dao phong",
                "truong phong",
                "pho phong",
                "pho truong phong",
                "lanh dao don vi",
                "phu trach phong",
                "unit head",
                "head of unit",
            ],
        ),
        (
            Role::Head,
            &["head", "lanh dao", "chu tich", "giam doc", "thu truong", "cuc truong", "chi cuc truong"],
        ),
        (
            Role::Officer,
            &[
                "officer",
                "chuyen vien",
                "cong chuc",
                "can bo",
                "thu ly",
                "tham dinh",
                "phong",
                "chi nhanh",
                "van phong",
            ],
        ),
    ];
    let folded = fold(name);
    let found = NAMES.iter().find(|(_, words)| words.iter().any(|word| folded.contains(word)));
    found.map(|(role, _)| *role)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_lane_tells_its_role_as_offices_call_their_people() {
        for (name, role) in [
            ("Cán bộ tiếp nhận hồ sơ tại Trung tâm Phục vụ hành chính công", Some(Role::Clerk)),
            ("Cán bộ một cửa", Some(Role::Clerk)),
            ("Công chức Tư pháp - Hộ tịch", Some(Role::Officer)),
            ("Chuyên viên Phòng Kinh tế", Some(Role::Officer)),
            ("Văn phòng HĐND và UBND cấp xã", Some(Role::Officer)),
            ("Trưởng phòng Kinh tế", Some(Role::UnitHead)),
            ("Lãnh đạo Phòng", Some(Role::UnitHead)),
            ("Chủ tịch UBND cấp xã", Some(Role::Head)),
            ("Lãnh đạo UBND", Some(Role::Head)),
            ("Văn thư UBND", Some(Role::RecordsOfficer)),
            ("Công dân", None),
            ("", None),
        ] {
            assert_eq!(role_of_name(name), role, "{name}");
        }
    }
}
