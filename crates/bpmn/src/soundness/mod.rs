//! Whether a process does what its author can have meant: it can always end, loses no token and doubles none.
//!
//! The control flow is played through in full, state by state, with every choice that is possible: the
//! outcomes of tasks exclude each other and are known, what fields hold is free. A process with
//! more states than [`MOST_MARKINGS`] is not decided, and the verdict says so.

mod explore;
mod graph;
mod marking;

use crate::feel::Fields;
use crate::finding::{Finding, Place, Severity, What};
use crate::model::Process;
use crate::program::{NONE, Program, compile};
use explore::Explored;
use std::collections::BTreeSet;

/// How many states are looked at before the check gives up.
pub const MOST_MARKINGS: usize = 100_000;

/// What the check says about a process.
#[derive(Clone, Debug)]
pub struct Verdict {
    /// Whether it can be executed: nothing was found that forbids it.
    pub executable: bool,
    /// Whether all states were looked at; else more may be wrong than was found.
    pub decided: bool,
    /// Everything that was found, errors first.
    pub findings: Vec<Finding>,
    /// How many states were looked at.
    pub markings: usize,
    /// The compiled program, where the process can be compiled.
    pub program: Option<Program>,
}

/// Compiles and checks a process whose conditions may name `fields`.
#[must_use]
pub fn check(process: &Process, fields: &Fields) -> Verdict {
    match compile(process, fields) {
        Ok(program) => Verdict { program: Some(program.clone()), ..examine(&program, MOST_MARKINGS) },
        Err(findings) => verdict(findings, 0, false),
    }
}

/// Checks a compiled program, looking at no more than `most` states. The program is not repeated in the verdict.
#[must_use]
pub fn examine(program: &Program, most: usize) -> Verdict {
    let mut findings = graph::findings(program);
    let explored = explore::explore(program, most);
    let has_way_out = !findings.iter().any(|finding| finding.what == What::NoWayToEnd);
    let unreachable: BTreeSet<u16> = graph::unreachable(program);
    findings.extend(behaviour(program, &explored, &unreachable, has_way_out));
    if !explored.complete {
        let what = What::NotDecided { markings: explored.markings };
        findings.push(Finding { what, places: Vec::new() });
    }
    verdict(findings, explored.markings, explored.complete)
}

fn verdict(mut findings: Vec<Finding>, markings: usize, decided: bool) -> Verdict {
    findings.sort_by_key(|finding| finding.what.severity());
    let executable = findings.iter().all(|finding| finding.what.severity() != Severity::Error);
    Verdict { executable, decided, findings, markings, program: None }
}

/// What the play has shown.
fn behaviour(
    program: &Program,
    explored: &Explored,
    unreachable: &BTreeSet<u16>,
    has_way_out: bool,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut find = |what: What, nodes: &BTreeSet<u16>| {
        if !nodes.is_empty() {
            findings.push(Finding { what, places: places(program, nodes) });
        }
    };
    for node in &explored.deadlocks {
        find(What::Deadlock, &BTreeSet::from([*node]));
    }
    find(What::EndlessLoop, &explored.endless);
    for node in &explored.doubled {
        find(What::Doubled, &BTreeSet::from([*node]));
    }
    for node in explored.doubled_by_timer.difference(&explored.doubled) {
        find(What::DoubledByTimer, &BTreeSet::from([*node]));
    }
    for (node, outcome) in &explored.not_covered {
        let outcome = program.outcome(*outcome).map(str::to_owned);
        find(What::OutcomeNotCovered(outcome), &BTreeSet::from([*node]));
    }
    for node in &explored.may_all_fail {
        find(What::MayAllFail, &BTreeSet::from([*node]));
    }
    // What was never seen proves something only where everything else was seen and nothing stopped before it.
    let saw_all = explored.complete && explored.doubled.is_empty() && explored.doubled_by_timer.is_empty();
    let stopped = !(has_way_out && explored.deadlocks.is_empty() && explored.not_covered.is_empty());
    if saw_all && !stopped {
        let all: BTreeSet<u16> = (0..program.node_count()).collect();
        let expected: BTreeSet<u16> = all.difference(unreachable).copied().collect();
        find(What::NeverReached, &expected.difference(&explored.reached).copied().collect());
    }
    if explored.complete && explored.doubled.is_empty() && has_way_out {
        find(What::Livelock, &explored.livelock);
    }
    if saw_all && !stopped {
        findings.extend(never_taken(program, explored));
    }
    findings
}

fn never_taken(program: &Program, explored: &Explored) -> Option<Finding> {
    let never = program.edges.iter().enumerate().filter(|(at, edge)| {
        explored.reached.contains(&edge.source) && !explored.taken.contains(&(*at as u16))
    });
    let places: Vec<Place> = never.map(|(at, _)| program.edge_places[at].clone()).collect();
    (!places.is_empty()).then_some(Finding { what: What::NeverTaken, places })
}

fn places(program: &Program, nodes: &BTreeSet<u16>) -> Vec<Place> {
    nodes
        .iter()
        .filter(|node| **node != NONE)
        .map(|node| program.node_places[usize::from(*node)].clone())
        .collect()
}
