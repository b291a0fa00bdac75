//! What the drawing alone shows, without playing it.

use crate::finding::{Finding, What};
use crate::program::{Entry, NONE, Op, Program};
use crate::timer::Wait;
use std::collections::BTreeSet;

pub(super) fn findings(program: &Program) -> Vec<Finding> {
    let unreachable = unreachable(program);
    let ends = can_end(program);
    let nodes = 0..program.node_count();
    let lost: BTreeSet<u16> =
        nodes.clone().filter(|node| !unreachable.contains(node) && !ends[usize::from(*node)]).collect();
    let implicit: BTreeSet<u16> = nodes
        .filter(|node| {
            let entry = program.entry(*node);
            entry.n_out == 0 && !matches!(entry.op, Op::End | Op::Terminate) && !unreachable.contains(node)
        })
        .collect();
    let found = [(What::Unreachable, unreachable), (What::NoWayToEnd, lost), (What::ImplicitEnd, implicit)];
    let found = found.into_iter().filter(|(_, nodes)| !nodes.is_empty());
    let mut findings: Vec<Finding> =
        found.map(|(what, nodes)| Finding { what, places: super::places(program, &nodes) }).collect();
    findings.extend(duplicates(program));
    findings.extend(at_once(program));
    findings
}

/// Timers that break off a work of people or machines before it can be done.
fn at_once(program: &Program) -> impl Iterator<Item = Finding> {
    let at_once = |entry: &Entry| {
        let wait = program.timers.get(usize::from(entry.aux));
        entry.op == Op::Interrupting && wait == Some(&Wait::After { months: 0, seconds: 0 })
    };
    (0..program.node_count()).filter(move |node| at_once(program.entry(*node))).map(|node| {
        let place = |node: u16| program.node_places[usize::from(node)].clone();
        Finding { what: What::TimerAtOnce, places: vec![place(node), place(program.entry(node).more)] }
    })
}

/// The nodes to which no way leads from the start.
pub(super) fn unreachable(program: &Program) -> BTreeSet<u16> {
    let mut reached = vec![false; program.nodes.len()];
    let mut next = vec![program.start];
    while let Some(node) = next.pop() {
        if std::mem::replace(&mut reached[usize::from(node)], true) {
            continue;
        }
        let entry = program.entry(node);
        next.extend(targets(program, node));
        next.extend(boundaries(program, node));
        if entry.op == Op::SubProcess {
            next.push(entry.aux);
        }
    }
    (0..program.node_count()).filter(|node| !reached[usize::from(*node)]).collect()
}

fn targets(program: &Program, node: u16) -> impl Iterator<Item = u16> {
    let entry = program.entry(node);
    let out = usize::from(entry.first_out)..usize::from(entry.first_out) + usize::from(entry.n_out);
    program.edges[out].iter().map(|edge| edge.target)
}

fn boundaries(program: &Program, node: u16) -> impl Iterator<Item = u16> {
    let entry = program.entry(node);
    let first = usize::from(entry.first_boundary);
    program.boundaries[first..first + usize::from(entry.n_boundaries)].iter().copied()
}

/// For each node whether a way leads from it to an end of its scope, or a timer takes it there.
fn can_end(program: &Program) -> Vec<bool> {
    let mut ends = vec![false; program.nodes.len()];
    let mut changed = true;
    while changed {
        changed = false;
        for node in (0..program.node_count()).rev() {
            if !ends[usize::from(node)] && node_can_end(program, node, &ends) {
                ends[usize::from(node)] = true;
                changed = true;
            }
        }
    }
    ends
}

fn node_can_end(program: &Program, node: u16, ends: &[bool]) -> bool {
    let entry = program.entry(node);
    let ends_by = |node: u16| ends[usize::from(node)];
    let taken_away = |host: u16| {
        boundaries(program, host).any(|event| program.entry(event).op == Op::Interrupting && ends_by(event))
    };
    let goes_on = entry.n_out == 0 || targets(program, node).any(ends_by);
    let finishes = entry.op != Op::SubProcess || ends_by(entry.aux);
    let mut scope = entry.parent;
    let mut scope_is_taken_away = false;
    while scope != NONE && !scope_is_taken_away {
        scope_is_taken_away = taken_away(scope);
        scope = program.entry(scope).parent;
    }
    goes_on && finishes || taken_away(node) || scope_is_taken_away
}

/// Conditions that stand twice at one gateway.
fn duplicates(program: &Program) -> Vec<Finding> {
    let mut findings = Vec::new();
    for entry in program.nodes.iter().filter(|entry| entry.op == Op::Exclusive) {
        let out = usize::from(entry.first_out)..usize::from(entry.first_out) + usize::from(entry.n_out);
        let asked: Vec<usize> = out.filter(|flow| program.edges[*flow].condition != NONE).collect();
        for (at, flow) in asked.iter().enumerate() {
            let code = |flow: usize| &program.conditions[usize::from(program.edges[flow].condition)];
            if let Some(before) = asked[..at].iter().find(|before| code(**before) == code(*flow)) {
                let places = [*flow, *before].map(|flow| program.edge_places[flow].clone()).to_vec();
                findings.push(Finding { what: What::DuplicateCondition, places });
            }
        }
    }
    findings
}
