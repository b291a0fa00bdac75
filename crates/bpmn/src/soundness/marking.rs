//! One state of the play, and the ways in which it can go on.

use crate::program::{Entry, NONE, Op, Program, offered_range};

/// Where a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Spot {
    /// On its way along a flow.
    Moving(u16),
    /// At a node that waits, or that hosts a scope.
    Resting(u16),
    /// At a joining gateway, by this flow.
    Arrived(u16),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Piece {
    pub spot: Spot,
    /// The outcome it carries; 0 where nobody will ask for it.
    pub outcome: u8,
    /// The timers beside the work that have not fired.
    pub armed: u8,
    /// It was made by a timer beside the work.
    pub aside: bool,
}

/// All tokens, sorted; a sub-process is open at most once, so its node names the scope.
pub(super) type Marking = Vec<Piece>;

/// What can be noted when a state goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Note {
    Reached(u16),
    Taken(u16),
    NotCovered(u16, u8),
    MayAllFail(u16),
    Doubled(u16),
    DoubledByTimer(u16),
}

/// The most tokens that may be on their way along one flow at once.
const MOST_MOVING: usize = 4;

pub(super) struct Play<'a> {
    program: &'a Program,
    /// For each flow and node whether somebody may ask for the outcome of a token there.
    reads: Reads,
    pub notes: Vec<Note>,
}

struct Reads {
    flows: Vec<bool>,
    nodes: Vec<bool>,
}

impl<'a> Play<'a> {
    pub fn new(program: &'a Program) -> Self {
        Play { program, reads: reads(program), notes: Vec::new() }
    }

    pub fn begin(&mut self) -> Option<Marking> {
        self.notes.push(Note::Reached(self.program.start));
        let mut marking = Marking::new();
        let start = Piece { spot: Spot::Resting(self.program.start), outcome: 0, armed: 0, aside: false };
        self.leave(&mut marking, self.program.start, start).then(|| settle(marking))
    }

    /// The node at which a token on its way is looked at next, while there is one.
    pub fn eager_node(&self, marking: &Marking) -> Option<u16> {
        marking.iter().find_map(|piece| match piece.spot {
            Spot::Moving(flow) => Some(self.program.edge(flow).target),
            _ => None,
        })
    }

    /// All states that can follow; what doubled a token is noted and not followed.
    pub fn successors(&mut self, marking: &Marking) -> Vec<Marking> {
        let mut found = Vec::new();
        if let Some(at) = marking.iter().position(|piece| matches!(piece.spot, Spot::Moving(_))) {
            self.enter(marking, at, &mut found);
        } else {
            for at in 0..marking.len() {
                if let Spot::Resting(node) = marking[at].spot {
                    self.work(marking, at, node, &mut found);
                    self.timers(marking, at, node, &mut found);
                }
            }
        }
        found
    }

    fn enter(&mut self, marking: &Marking, at: usize, found: &mut Vec<Marking>) {
        let piece = marking[at];
        let Spot::Moving(flow) = piece.spot else { return };
        let node = self.program.edge(flow).target;
        let entry = *self.program.entry(node);
        self.notes.push(Note::Taken(flow));
        let mut next = marking.clone();
        next.remove(at);
        if entry.op == Op::Exclusive && entry.n_out > 0 {
            self.notes.push(Note::Reached(node));
            return self.choose(&next, node, piece, found);
        }
        let goes_on = match entry.op {
            Op::Parallel if entry.aux > 1 => self.arrive(&mut next, node, piece),
            Op::End | Op::Terminate => {
                self.notes.push(Note::Reached(node));
                self.end(&mut next, node, piece)
            }
            _ if entry.op.waits() || entry.op == Op::SubProcess => self.rest(&mut next, node, piece),
            _ => {
                self.notes.push(Note::Reached(node));
                self.leave(&mut next, node, piece)
            }
        };
        if goes_on {
            found.push(settle(next));
        }
    }

    fn choose(&mut self, rest: &Marking, node: u16, piece: Piece, found: &mut Vec<Marking>) {
        let entry = *self.program.entry(node);
        let program = self.program;
        let outcome = program.outcome(piece.outcome);
        let mut open = Vec::new();
        let mut may_fall_through = true;
        for flow in (entry.first_out..entry.first_out + entry.n_out).filter(|flow| *flow != entry.aux) {
            let condition = program.edge(flow).condition;
            let code = (condition != NONE).then(|| &program.conditions[usize::from(condition)]);
            let possible = code.map(|code| code.possible(&program.pool, outcome));
            if possible.is_none_or(|possible| possible.may_hold) {
                open.push(flow);
            }
            if possible.is_none_or(|possible| !possible.may_fail) {
                may_fall_through = false;
                break;
            }
        }
        if may_fall_through && entry.aux != NONE {
            open.push(entry.aux);
        } else if may_fall_through {
            let nothing_open = open.is_empty();
            self.notes.push(if nothing_open {
                Note::NotCovered(node, piece.outcome)
            } else {
                Note::MayAllFail(node)
            });
        }
        for flow in open {
            let mut next = rest.clone();
            if self.send(&mut next, flow, piece) {
                found.push(settle(next));
            }
        }
    }

    fn arrive(&mut self, next: &mut Marking, node: u16, piece: Piece) -> bool {
        let Spot::Moving(flow) = piece.spot else { return false };
        let spot = Spot::Arrived(flow);
        if let Some(other) = next.iter().find(|other| other.spot == spot) {
            return self.doubled(node, piece.aside || other.aside);
        }
        next.push(Piece { spot, outcome: 0, armed: 0, aside: piece.aside });
        let program = self.program;
        let is_here =
            |other: &Piece| matches!(other.spot, Spot::Arrived(flow) if program.edge(flow).target == node);
        let arrived: Vec<Piece> = next.iter().copied().filter(is_here).collect();
        if arrived.len() < usize::from(program.entry(node).aux) {
            return true;
        }
        self.notes.push(Note::Reached(node));
        next.retain(|other| !is_here(other));
        let aside = arrived.iter().all(|other| other.aside);
        self.leave(next, node, Piece { outcome: 0, aside, ..piece })
    }

    fn rest(&mut self, next: &mut Marking, node: u16, piece: Piece) -> bool {
        self.notes.push(Note::Reached(node));
        let spot = Spot::Resting(node);
        if let Some(other) = next.iter().find(|other| other.spot == spot) {
            return self.doubled(node, piece.aside || other.aside);
        }
        let entry = *self.program.entry(node);
        let mut armed = 0;
        for (at, event) in self.boundaries(&entry).enumerate() {
            if self.program.entry(event).op == Op::Beside {
                armed |= 1 << at;
            }
        }
        let outcome = if self.reads.nodes[usize::from(node)] { piece.outcome } else { 0 };
        next.push(Piece { spot, outcome, armed, aside: piece.aside });
        if entry.op != Op::SubProcess {
            return true;
        }
        self.notes.push(Note::Reached(entry.aux));
        self.leave(next, entry.aux, piece)
    }

    /// A second token is told and not followed: what it does is done by the first one too, at another time.
    fn doubled(&mut self, node: u16, by_timer: bool) -> bool {
        self.notes.push(if by_timer { Note::DoubledByTimer(node) } else { Note::Doubled(node) });
        false
    }

    fn boundaries(&self, entry: &Entry) -> impl Iterator<Item = u16> + use<'a> {
        let first = usize::from(entry.first_boundary);
        self.program.boundaries[first..first + usize::from(entry.n_boundaries)].iter().copied()
    }

    /// The work at a resting token is done.
    fn work(&mut self, marking: &Marking, at: usize, node: u16, found: &mut Vec<Marking>) {
        let entry = *self.program.entry(node);
        if !entry.op.waits() {
            return;
        }
        let mut outcomes = vec![marking[at].outcome];
        if entry.op == Op::User && entry.more > 0 {
            outcomes =
                self.program.offered[offered_range(&entry)].iter().map(|outcome| outcome + 1).collect();
        }
        for outcome in outcomes {
            let mut next = marking.clone();
            let piece = next.remove(at);
            if self.leave(&mut next, node, Piece { outcome, ..piece }) {
                found.push(settle(next));
            }
        }
    }

    fn timers(&mut self, marking: &Marking, at: usize, node: u16, found: &mut Vec<Marking>) {
        let entry = *self.program.entry(node);
        for (timer, event) in self.boundaries(&entry).enumerate() {
            let mut next = marking.clone();
            let mut piece = next[at];
            if self.program.entry(event).op == Op::Interrupting {
                next.remove(at);
                next.retain(|other| !self.is_within(other, node));
            } else if piece.armed & (1 << timer) != 0 {
                next[at].armed &= !(1 << timer);
                piece.aside = true;
            } else {
                continue;
            }
            self.notes.push(Note::Reached(event));
            if self.leave(&mut next, event, piece) {
                found.push(settle(next));
            }
        }
    }

    fn leave(&mut self, next: &mut Marking, node: u16, piece: Piece) -> bool {
        let entry = *self.program.entry(node);
        if entry.n_out == 0 {
            return self.end(next, node, piece);
        }
        (entry.first_out..entry.first_out + entry.n_out).all(|flow| self.send(next, flow, piece))
    }

    fn send(&mut self, next: &mut Marking, flow: u16, piece: Piece) -> bool {
        let spot = Spot::Moving(flow);
        if next.iter().filter(|other| other.spot == spot).count() >= MOST_MOVING {
            return self.doubled(self.program.edge(flow).target, piece.aside);
        }
        let outcome = if self.reads.flows[usize::from(flow)] { piece.outcome } else { 0 };
        next.push(Piece { spot, outcome, armed: 0, aside: piece.aside });
        true
    }

    /// A token ended at `node`, and its scope with it where it was the last or the node terminates it.
    fn end(&mut self, next: &mut Marking, node: u16, piece: Piece) -> bool {
        let entry = *self.program.entry(node);
        let scope = entry.parent;
        if entry.op == Op::Terminate {
            next.retain(|other| !self.is_within(other, scope));
        }
        if scope == NONE || next.iter().any(|other| self.program.entry(self.node_of(other)).parent == scope) {
            return true;
        }
        let host = next.iter().position(|other| other.spot == Spot::Resting(scope)).map(|at| next.remove(at));
        let aside = host.is_some_and(|host| host.aside);
        self.leave(next, scope, Piece { aside, ..piece })
    }

    pub fn node_of(&self, piece: &Piece) -> u16 {
        match piece.spot {
            Spot::Moving(flow) | Spot::Arrived(flow) => self.program.edge(flow).target,
            Spot::Resting(node) => node,
        }
    }

    fn is_within(&self, piece: &Piece, scope: u16) -> bool {
        let mut parent = self.program.entry(self.node_of(piece)).parent;
        while parent != scope && parent != NONE {
            parent = self.program.entry(parent).parent;
        }
        parent == scope
    }
}

fn settle(mut marking: Marking) -> Marking {
    marking.sort_unstable();
    marking
}

/// Who may ask for the outcome, found by going on until nothing is added.
fn reads(program: &Program) -> Reads {
    let mut reads =
        Reads { flows: vec![false; program.edges.len()], nodes: vec![false; program.nodes.len()] };
    let mut changed = true;
    while changed {
        changed = false;
        for node in (0..program.node_count()).rev() {
            let now = rests_reading(program, node, &reads);
            changed |= now != std::mem::replace(&mut reads.nodes[usize::from(node)], now);
        }
        for flow in (0..program.edges.len()).rev() {
            let now = flow_reads(program, program.edges[flow].target, &reads);
            changed |= now != std::mem::replace(&mut reads.flows[flow], now);
        }
    }
    reads
}

fn out_reads(program: &Program, node: u16, reads: &Reads) -> bool {
    let entry = program.entry(node);
    if entry.n_out == 0 && entry.parent != NONE {
        return out_reads(program, entry.parent, reads);
    }
    let out = usize::from(entry.first_out)..usize::from(entry.first_out) + usize::from(entry.n_out);
    reads.flows[out].iter().any(|reads| *reads)
}

/// Whether the outcome of a token that rests at a node may be asked for after it.
fn rests_reading(program: &Program, node: u16, reads: &Reads) -> bool {
    let entry = program.entry(node);
    let first = usize::from(entry.first_boundary);
    let events = &program.boundaries[first..first + usize::from(entry.n_boundaries)];
    let keeps = entry.op.waits() && !(entry.op == Op::User && entry.more > 0);
    keeps && out_reads(program, node, reads) || events.iter().any(|event| out_reads(program, *event, reads))
}

fn flow_reads(program: &Program, target: u16, reads: &Reads) -> bool {
    let entry = program.entry(target);
    let rests = reads.nodes[usize::from(target)];
    match entry.op {
        Op::Parallel if entry.aux > 1 => false,
        Op::SubProcess => rests || out_reads(program, entry.aux, reads),
        Op::Exclusive => {
            let out = usize::from(entry.first_out)..usize::from(entry.first_out) + usize::from(entry.n_out);
            let asked = program.edges[out].iter().filter(|edge| edge.condition != NONE);
            let mut codes = asked.map(|edge| &program.conditions[usize::from(edge.condition)]);
            codes.any(|code| code.asks_outcome()) || out_reads(program, target, reads)
        }
        op if op.waits() => rests,
        _ => out_reads(program, target, reads),
    }
}
