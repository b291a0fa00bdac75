//! The tokens of one step on their way, each event applied as it is made.

use super::Command;
use super::event::{Cause, Event, Events, Finish};
use super::state::{Standing, State, Token, apply};
use crate::feel::Scene;
use crate::program::{Entry, NONE, Op, Program};

/// A step without an endless loop takes each flow once; what it may take beyond that before its tokens are held up.
const SPARE_FUEL: u32 = 64;

/// A token between two nodes.
#[derive(Clone, Copy)]
struct Move {
    flow: u16,
    scope: u32,
    outcome: u8,
}

pub(super) struct Walk<'a> {
    program: &'a Program,
    command: &'a Command<'a>,
    state: &'a mut State,
    events: &'a mut Events,
    /// The next move stands apart, so that a single token needs no allocation.
    next: Option<Move>,
    later: Vec<Move>,
    fuel: u32,
}

impl<'a> Walk<'a> {
    #[inline]
    pub fn new(
        program: &'a Program,
        command: &'a Command<'a>,
        state: &'a mut State,
        events: &'a mut Events,
    ) -> Self {
        let fuel = (program.edges.len() + program.nodes.len()) as u32 + SPARE_FUEL;
        Walk { program, command, state, events, next: None, later: Vec::new(), fuel }
    }

    #[inline]
    pub fn emit(&mut self, event: Event) {
        apply(self.state, &event);
        self.events.push(event);
    }

    pub fn start(mut self) {
        self.emit(Event::Started);
        self.leave(self.program.start, 0, 0);
        self.run();
    }

    #[inline]
    pub fn complete(mut self, token: &Token, outcome: u8, kept: u8) {
        self.emit(Event::Completed { token: token.number, outcome });
        self.leave(token.node, token.scope, kept);
        self.run();
    }

    /// Calls everything off or ends it; each token is named, for others keep lists of them.
    pub fn finish(mut self, how: Finish) {
        self.end_process(how);
    }

    /// `node` is the event of the timer: the token's own node, or one that stands beside it.
    pub fn fire(mut self, token: &Token, timer: u8, node: u16) {
        self.emit(Event::Fired { token: token.number, timer });
        match self.program.entry(node).op {
            Op::Beside => {}
            Op::Interrupting => {
                self.withdraw(token.number);
                self.emit(Event::Withdrawn { token: token.number });
            }
            _ => self.emit(Event::Passed { token: token.number }),
        }
        self.leave(node, token.scope, token.outcome);
        self.run();
    }

    pub fn retry(mut self, token: &Token) {
        if token.standing == Standing::Stuck {
            self.emit(Event::Retried { token: token.number });
            self.push(Move { flow: token.flow, scope: token.scope, outcome: token.outcome });
            return self.run();
        }
        let entry = self.program.entry(token.node);
        if self.arm(token.number, token.node, u16::from(token.reckoned)) {
            let standing = if entry.op == Op::SubProcess { Standing::Hosting } else { Standing::Waiting };
            self.emit(Event::Recovered { token: token.number, standing });
        }
    }

    #[inline]
    fn push(&mut self, next: Move) {
        if let Some(before) = self.next.replace(next) {
            self.later.push(before);
        }
    }

    #[inline]
    fn run(&mut self) {
        while let Some(next) = self.next.take().or_else(|| self.later.pop()) {
            self.enter(next);
        }
    }

    /// Takes all ways out of a node; where there is none the token ends.
    #[inline]
    fn leave(&mut self, node: u16, scope: u32, outcome: u8) {
        let entry = self.program.entry(node);
        if entry.n_out == 0 {
            return self.end_token(scope, outcome);
        }
        for flow in (entry.first_out..entry.first_out + entry.n_out).rev() {
            self.push(Move { flow, scope, outcome });
        }
    }

    #[inline]
    fn enter(&mut self, at: Move) {
        let node = self.program.edge(at.flow).target;
        let entry = self.program.entry(node);
        if entry.op.waits() {
            let token = self.rest(at, node, Standing::Waiting);
            self.arm(token, node, 0);
            return;
        }
        if self.fuel == 0 && !matches!(entry.op, Op::End | Op::Terminate) {
            return self.hold_up(at, node, Cause::Endless);
        }
        self.fuel = self.fuel.saturating_sub(u32::from(entry.n_out).max(1));
        match entry.op {
            Op::Exclusive => self.choose(at, node, entry),
            Op::Parallel if entry.aux > 1 => self.arrive(at, node, entry),
            Op::SubProcess => {
                let token = self.rest(at, node, Standing::Hosting);
                self.arm(token, node, 0);
                self.leave(entry.aux, token, at.outcome);
            }
            Op::End => self.end_token(at.scope, at.outcome),
            Op::Terminate => self.terminate(at.scope, at.outcome),
            _ => self.leave(node, at.scope, at.outcome),
        }
    }

    /// Puts a token down and gives it its number.
    #[inline]
    fn rest(&mut self, at: Move, node: u16, standing: Standing) -> u32 {
        let token = self.state.next;
        let Move { flow, scope, outcome } = at;
        self.emit(Event::Entered { token, scope, node, flow, outcome, standing });
        token
    }

    fn hold_up(&mut self, at: Move, node: u16, cause: Cause) {
        let token = self.rest(at, node, Standing::Stuck);
        self.emit(Event::Incident { token, cause });
    }

    /// Sets the timers of a token from the one with number `first`; false where one cannot be reckoned.
    #[inline]
    fn arm(&mut self, token: u32, node: u16, first: u16) -> bool {
        let entry = self.program.entry(node);
        let count = if entry.op == Op::Catch { 1 } else { entry.n_boundaries };
        for number in first..count {
            let timer = number as u8;
            let due = self
                .program
                .timer(node, timer)
                .and_then(|(_, wait)| wait.due(self.command.at.now, self.command.at.clock));
            let Some(due) = due else {
                self.emit(Event::Incident { token, cause: Cause::Timer(timer) });
                return false;
            };
            self.emit(Event::Armed { token, timer, due_at: due.due_at, calendar: due.calendar });
        }
        true
    }

    /// The first way whose condition is true, else the default.
    fn choose(&mut self, at: Move, node: u16, entry: &Entry) {
        if entry.n_out == 0 {
            return self.end_token(at.scope, at.outcome);
        }
        let outcome = self.program.outcome(at.outcome);
        let scene = Scene { pool: &self.program.pool, outcome, facts: self.command.facts };
        let mut ways = entry.first_out..entry.first_out + entry.n_out;
        let open = ways.find(|flow| {
            *flow != entry.aux && {
                let condition = self.program.edge(*flow).condition;
                condition == NONE
                    || self.program.conditions[usize::from(condition)].evaluate(&scene) == Some(true)
            }
        });
        match open.or((entry.aux != NONE).then_some(entry.aux)) {
            Some(flow) => {
                self.emit(Event::Chose { node, flow });
                self.push(Move { flow, ..at });
            }
            None => self.hold_up(at, node, Cause::NoWayOpen),
        }
    }

    fn arrive(&mut self, at: Move, node: u16, entry: &Entry) {
        let arrival = self.program.edge(at.flow).arrival as u8;
        let arrived = self.state.arrived(at.scope, node);
        if arrived & (1 << arrival) != 0 {
            self.rest(at, node, Standing::Queued);
            return;
        }
        self.emit(Event::Arrived { scope: at.scope, node, flow: at.flow, arrival });
        if (arrived | 1 << arrival).count_ones() < u32::from(entry.aux) {
            return;
        }
        self.emit(Event::Joined { scope: at.scope, node });
        let is_next = |token: &&Token| {
            token.node == node && token.scope == at.scope && token.standing == Standing::Queued
        };
        let queued: Vec<Token> = self.state.tokens().filter(is_next).copied().collect();
        for token in queued.iter().rev() {
            self.emit(Event::Retried { token: token.number });
            self.push(Move { flow: token.flow, scope: token.scope, outcome: token.outcome });
        }
        // Pushed last, so that what was joined goes on before those that queued behind it.
        self.leave(node, at.scope, 0);
    }

    /// A token has ended; its scope ends with it where it was the last.
    fn end_token(&mut self, scope: u32, outcome: u8) {
        let is_coming = |next: &Move| next.scope == scope;
        if self.next.iter().any(is_coming) || self.later.iter().any(is_coming) || self.state.is_alive(scope) {
            return;
        }
        if scope == 0 {
            return self.emit(Event::Finished { how: Finish::Completed });
        }
        self.end_scope(scope, outcome);
    }

    fn end_scope(&mut self, scope: u32, outcome: u8) {
        let Some(host) = self.state.token(scope).copied() else { return };
        self.emit(Event::ScopeEnded { token: scope });
        self.leave(host.node, host.scope, outcome);
    }

    fn terminate(&mut self, scope: u32, outcome: u8) {
        if scope == 0 {
            return self.end_process(Finish::Terminated);
        }
        self.withdraw(scope);
        self.end_scope(scope, outcome);
    }

    fn end_process(&mut self, how: Finish) {
        self.withdraw(0);
        self.emit(Event::Finished { how });
    }

    /// Takes away everything within a scope: tokens, arrivals, and what is still on its way.
    fn withdraw(&mut self, scope: u32) {
        let within = self.state.within(scope);
        let is_within = |next: &Move| next.scope == scope || within.contains(&next.scope);
        self.next = self.next.take().filter(|next| !is_within(next));
        self.later.retain(|next| !is_within(next));
        for token in within {
            self.emit(Event::Withdrawn { token });
        }
    }
}
