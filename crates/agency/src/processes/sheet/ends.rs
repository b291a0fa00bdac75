//! What stands at the start and at the ends of a process. Pure.
//!
//! A dossier ends in one way by its process: its result is returned. Whatever else ends it (it is refused, stopped or
//! taken back) is an act of its own with a reason, a signature and a paper for the citizen, which no drawing can
//! stand for. So every way leads to the return of the result. Only a reminder, which a timer sends off beside a step
//! without stopping it, may end by itself: it is no way of the dossier.

use super::order::{followers, is_first, onward};
use crate::processes::handlers::Handler;
use bpmn::model::{Node, NodeIndex, NodeKind, Process};
use platform::Role;
use std::collections::BTreeSet;

/// What stands at the start and at the ends.
pub(super) struct Ends {
    pub reception: Option<u16>,
    pub wrong_first: Option<String>,
    pub last: Vec<u16>,
    pub wrong_last: Vec<String>,
    pub beside: BTreeSet<u16>,
    pub left_open: Vec<String>,
}

impl Ends {
    /// The counter receives first and returns the result last: anything else at the ends is told by its name.
    pub fn of(process: &Process, role: &dyn Fn(NodeIndex) -> Option<Role>) -> Ends {
        let is_counter = |index: NodeIndex| {
            let is_person = matches!(process.node(index).kind, NodeKind::UserTask { .. });
            is_person && role(index) == Some(Role::Clerk)
        };
        let firsts: Vec<NodeIndex> = process
            .indices()
            .filter(|index| is_first(process.node(*index)))
            .flat_map(|index| onward(process, index))
            .collect();
        let is_free = |index: NodeIndex| matches!(&process.node(index).kind, NodeKind::UserTask { outcomes } if outcomes.is_empty());
        let reception = match firsts.as_slice() {
            [only] if is_counter(*only) && is_free(*only) => u16::try_from(only.0).ok(),
            _ => None,
        };
        let names: Vec<String> = firsts.iter().map(|index| named(process.node(*index))).collect();
        let beside = beside(process);
        let (mut last, mut wrong_last, mut may_be_left) = (BTreeSet::new(), BTreeSet::new(), false);
        for (before, end) in before_ends(process) {
            let ends_all = process.node(end).kind == NodeKind::Terminate;
            match u16::try_from(before.0) {
                // A reminder ends by itself; it may not end the dossier.
                Ok(_) if !ends_all && beside.contains(&before) => {}
                Ok(node) if is_counter(before) => {
                    may_be_left |= !ends_all;
                    last.insert(node);
                }
                _ => _ = wrong_last.insert(before),
            }
        }
        let can_be_left = |node: &Node| node.parent.is_none() && can_stay_open(&node.kind);
        let open = beside.iter().filter(|index| may_be_left && can_be_left(process.node(**index)));
        Ends {
            wrong_first: Some(names.join(", ")).filter(|names| reception.is_none() && !names.is_empty()),
            reception,
            last: last.into_iter().collect(),
            wrong_last: wrong_last.into_iter().map(|index| named(process.node(index))).collect(),
            left_open: open.map(|index| named(process.node(*index))).collect(),
            beside: beside.iter().filter_map(|index| u16::try_from(index.0).ok()).collect(),
        }
    }
}

fn named(node: &Node) -> String {
    if node.name.trim().is_empty() { node.id.clone() } else { super::tidy(&node.name) }
}

/// Whether a token can still rest at a node when the result is returned. A notice is given at once and always.
fn can_stay_open(kind: &NodeKind) -> bool {
    match kind {
        NodeKind::ServiceTask { handler } => Handler::of_word(handler) != Some(Handler::Notify),
        NodeKind::UserTask { .. } | NodeKind::ManualTask | NodeKind::TimerCatch(_) | NodeKind::SubProcess => {
            true
        }
        _ => false,
    }
}

/// Whether an event sends off a reminder: a timer of the process itself, beside a step that goes on all the same. What
/// a reminder within a sub-process does belongs to the sub-process, which waits for it.
fn is_reminder(node: &Node) -> bool {
    node.parent.is_none() && matches!(node.kind, NodeKind::TimerBoundary { interrupting: false, .. })
}

/// What is reached by reminders only.
fn beside(process: &Process) -> BTreeSet<NodeIndex> {
    let next = followers(process);
    let reached = |from: Vec<NodeIndex>, stops_at: &dyn Fn(NodeIndex) -> bool| {
        let (mut open, mut seen) = (from, BTreeSet::new());
        while let Some(index) = open.pop() {
            if !stops_at(index) && seen.insert(index) {
                open.extend(&next[index.0 as usize]);
            }
        }
        seen
    };
    let reminds = |index: NodeIndex| is_reminder(process.node(index));
    let starts = process.indices().filter(|index| is_first(process.node(*index))).collect();
    let by_the_way = reached(starts, &reminds);
    reached(process.indices().filter(|index| reminds(*index)).collect(), &|index| by_the_way.contains(&index))
}

/// What a token passed before it came to an end of the process, with that end; gateways left out.
fn before_ends(process: &Process) -> BTreeSet<(NodeIndex, NodeIndex)> {
    let is_end =
        |node: &Node| matches!(node.kind, NodeKind::End | NodeKind::Terminate) && node.parent.is_none();
    let mut found = BTreeSet::new();
    // Ends of one kind say the same: the first stands for all, so that each gateway is passed twice at most.
    for kind in [NodeKind::End, NodeKind::Terminate] {
        let ends = process.indices().filter(|index| {
            let node = process.node(*index);
            is_end(node) && node.kind == kind
        });
        let mut open: Vec<NodeIndex> = ends.collect();
        let Some(end) = open.first().copied() else { continue };
        let mut seen = BTreeSet::new();
        while let Some(index) = open.pop() {
            for flow in &process.node(index).incoming {
                let source = process.flow(*flow).source;
                if !process.node(source).kind.is_gateway() {
                    found.insert((source, end));
                } else if seen.insert(source) {
                    open.push(source);
                }
            }
        }
    }
    found
}
