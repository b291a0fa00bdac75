//! Playing a program through, and what the states show together.

use super::marking::{Marking, Note, Play, Spot};
use crate::program::Program;
use std::collections::{BTreeSet, HashMap};

/// How many tokens are kept over all states, so that a wide process cannot take all memory.
const MOST_PIECES: usize = 4_000_000;

#[derive(Debug, Default)]
pub(super) struct Explored {
    pub markings: usize,
    pub complete: bool,
    /// Joining gateways that wait for ever, in states in which everything waits.
    pub deadlocks: BTreeSet<u16>,
    pub endless: BTreeSet<u16>,
    pub livelock: BTreeSet<u16>,
    pub doubled: BTreeSet<u16>,
    pub doubled_by_timer: BTreeSet<u16>,
    pub not_covered: BTreeSet<(u16, u8)>,
    pub may_all_fail: BTreeSet<u16>,
    pub reached: BTreeSet<u16>,
    pub taken: BTreeSet<u16>,
}

/// The states that were found, each with those that can follow it.
#[derive(Default)]
struct States {
    numbers: HashMap<Marking, u32>,
    markings: Vec<Marking>,
    following: Vec<Vec<u32>>,
    /// States from which nothing is followed, for whatever reason.
    halts: Vec<bool>,
    pieces: usize,
}

impl States {
    fn number(&mut self, marking: Marking) -> u32 {
        if let Some(number) = self.numbers.get(&marking) {
            return *number;
        }
        let number = self.markings.len() as u32;
        self.pieces += marking.len() + 4;
        self.markings.push(marking.clone());
        self.numbers.insert(marking, number);
        number
    }
}

pub(super) fn explore(program: &Program, most: usize) -> Explored {
    let mut play = Play::new(program);
    let mut states = States::default();
    let mut explored = Explored { complete: true, ..Explored::default() };
    if let Some(first) = play.begin() {
        states.number(first);
    }
    let mut at = 0;
    while at < states.markings.len() {
        if states.markings.len() > most || states.pieces > MOST_PIECES {
            explored.complete = false;
            break;
        }
        let marking = states.markings[at].clone();
        let next = play.successors(&marking);
        let noted_halt = explored.take(&mut play.notes);
        let mut following: Vec<u32> = next.into_iter().map(|next| states.number(next)).collect();
        following.sort_unstable();
        following.dedup();
        if following.is_empty() && !marking.is_empty() && !noted_halt {
            explored.deadlocks.extend(waiting(&play, &marking));
        }
        states.halts.push(following.is_empty() || noted_halt);
        states.following.push(following);
        at += 1;
    }
    explored.take(&mut play.notes);
    explored.markings = at;
    if explored.complete {
        explored.endless = endless(&play, &states);
        explored.livelock = livelock(&play, &states);
    }
    explored
}

impl Explored {
    /// Enters what was noted; true where a token came to a halt.
    fn take(&mut self, notes: &mut Vec<Note>) -> bool {
        let mut halts = false;
        for note in notes.drain(..) {
            match note {
                Note::Reached(node) => self.reached.insert(node),
                Note::Taken(flow) => self.taken.insert(flow),
                Note::NotCovered(node, outcome) => {
                    halts = true;
                    self.not_covered.insert((node, outcome))
                }
                Note::MayAllFail(node) => self.may_all_fail.insert(node),
                Note::Doubled(node) => {
                    halts = true;
                    self.doubled.insert(node)
                }
                Note::DoubledByTimer(node) => {
                    halts = true;
                    self.doubled_by_timer.insert(node)
                }
            };
        }
        halts
    }
}

fn waiting(play: &Play<'_>, marking: &Marking) -> BTreeSet<u16> {
    let arrived = marking.iter().filter(|piece| matches!(piece.spot, Spot::Arrived(_)));
    arrived.map(|piece| play.node_of(piece)).collect()
}

/// The nodes that follow each other for ever without a wait: what is left when all states are taken
/// away, one after the other, that lead to or come from no other such state.
fn endless(play: &Play<'_>, states: &States) -> BTreeSet<u16> {
    let nodes: Vec<Option<u16>> = states.markings.iter().map(|marking| play.eager_node(marking)).collect();
    let mut ahead: Vec<Vec<u32>> = states.following.clone();
    for (at, following) in ahead.iter_mut().enumerate() {
        following.retain(|next| nodes[at].is_some() && nodes[*next as usize].is_some());
    }
    let mut behind = reversed(&ahead);
    let mut left = vec![true; nodes.len()];
    for _ in 0..2 {
        let mut degree: Vec<usize> =
            ahead.iter().map(|next| next.iter().filter(|next| left[**next as usize]).count()).collect();
        let mut free: Vec<usize> = (0..nodes.len()).filter(|at| left[*at] && degree[*at] == 0).collect();
        while let Some(at) = free.pop() {
            left[at] = false;
            for before in behind[at].iter().map(|before| *before as usize).filter(|before| left[*before]) {
                degree[before] -= 1;
                if degree[before] == 0 {
                    free.push(before);
                }
            }
        }
        std::mem::swap(&mut ahead, &mut behind);
    }
    nodes.iter().zip(left).filter(|(_, left)| *left).filter_map(|(node, _)| *node).collect()
}

/// The waiting nodes of states from which neither the end nor any other halt can be reached.
fn livelock(play: &Play<'_>, states: &States) -> BTreeSet<u16> {
    let behind = reversed(&states.following);
    let mut halts = states.halts.clone();
    let mut next: Vec<usize> = (0..halts.len()).filter(|at| halts[*at]).collect();
    while let Some(at) = next.pop() {
        for before in &behind[at] {
            if !std::mem::replace(&mut halts[*before as usize], true) {
                next.push(*before as usize);
            }
        }
    }
    let caught = states.markings.iter().zip(&halts).filter(|(_, halts)| !**halts);
    let resting =
        caught.flat_map(|(marking, _)| marking).filter(|piece| matches!(piece.spot, Spot::Resting(_)));
    resting.map(|piece| play.node_of(piece)).collect()
}

fn reversed(following: &[Vec<u32>]) -> Vec<Vec<u32>> {
    let mut behind = vec![Vec::new(); following.len()];
    for (at, next) in following.iter().enumerate() {
        for next in next {
            behind[*next as usize].push(at as u32);
        }
    }
    behind
}
