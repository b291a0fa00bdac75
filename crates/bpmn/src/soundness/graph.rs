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
    let mut back = Back::new(program);
    for node in 0..program.node_count() {
        back.settle(node);
    }
    while let Some(node) = back.next.pop() {
        back.tell(node);
    }
    back.ends
}

/// The way back from the ends. Each flow, each scope and each timer is followed once, so that a file of any order and
/// depth is judged in a time that its size alone decides.
struct Back<'a> {
    program: &'a Program,
    /// The nodes whose flows lead to each node.
    sources: Vec<Vec<u16>>,
    /// The sub-process that begins at each node, where one does.
    begins: Vec<u16>,
    /// The nodes directly within each sub-process.
    within: Vec<Vec<u16>>,
    /// Whether a token goes on from the node to an end, once its own work is done.
    goes_on: Vec<bool>,
    /// Whether the work of the node is done at all: that of a sub-process only when what is within can end.
    finishes: Vec<bool>,
    /// Whether a timer takes the node to an end, its own or one of a scope around it.
    taken_away: Vec<bool>,
    ends: Vec<bool>,
    /// Nodes that can end and have not told those before them.
    next: Vec<u16>,
}

impl<'a> Back<'a> {
    fn new(program: &'a Program) -> Self {
        let count = program.nodes.len();
        let mut back = Back {
            program,
            sources: vec![Vec::new(); count],
            begins: vec![NONE; count],
            within: vec![Vec::new(); count],
            goes_on: program.nodes.iter().map(|entry| entry.n_out == 0).collect(),
            finishes: program.nodes.iter().map(|entry| entry.op != Op::SubProcess).collect(),
            taken_away: vec![false; count],
            ends: vec![false; count],
            next: Vec::new(),
        };
        for edge in &program.edges {
            back.sources[usize::from(edge.target)].push(edge.source);
        }
        for node in 0..program.node_count() {
            let entry = program.entry(node);
            if entry.op == Op::SubProcess {
                back.begins[usize::from(entry.aux)] = node;
            }
            if entry.parent != NONE {
                back.within[usize::from(entry.parent)].push(node);
            }
        }
        back
    }

    /// Notes that the node can end, where that is so now and was not before.
    fn settle(&mut self, node: u16) {
        let at = usize::from(node);
        if !self.ends[at] && (self.goes_on[at] && self.finishes[at] || self.taken_away[at]) {
            self.ends[at] = true;
            self.next.push(node);
        }
    }

    /// Tells whoever waits for it that this node can end.
    fn tell(&mut self, node: u16) {
        for source in std::mem::take(&mut self.sources[usize::from(node)]) {
            self.goes_on[usize::from(source)] = true;
            self.settle(source);
        }
        let scope = self.begins[usize::from(node)];
        if scope != NONE {
            self.finishes[usize::from(scope)] = true;
            self.settle(scope);
        }
        let entry = self.program.entry(node);
        if entry.op == Op::Interrupting {
            self.take_away(entry.more);
        }
    }

    /// A timer takes the activity to an end, with everything in it.
    fn take_away(&mut self, activity: u16) {
        let mut taken = vec![activity];
        while let Some(node) = taken.pop() {
            if !std::mem::replace(&mut self.taken_away[usize::from(node)], true) {
                self.settle(node);
                taken.extend_from_slice(&self.within[usize::from(node)]);
            }
        }
    }
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
