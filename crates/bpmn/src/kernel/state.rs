//! Where the tokens of one running process are.

use super::event::{Event, Finish};
use serde::{Deserialize, Serialize};

/// How a token stands at its node.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// It waits for what its node waits for.
    Waiting,
    /// It holds the scope of a sub-process open.
    Hosting,
    /// It waits at a joining gateway behind another token of the same flow.
    Queued,
    /// It could not pass its node: an incident, until it is tried again.
    Stuck,
    /// It waits as it should, but its handler or a timer failed: an incident.
    Faulty,
}

/// One token. Its number is given once: a token that moves on gets a new one, so a number names one visit of one node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Its number, from 1.
    pub number: u32,
    /// The number of the token that hosts its scope; 0 in the process itself.
    pub scope: u32,
    /// Its node in the program.
    pub node: u16,
    /// The flow by which it came; `u16::MAX` where it came by none.
    pub flow: u16,
    /// The outcome that it carries, by its number in the program; 0 is none.
    pub outcome: u8,
    /// The timers that have not fired yet, one bit each.
    pub armed: u8,
    /// How many of its timers have been reckoned.
    pub reckoned: u8,
    /// How it stands.
    pub standing: Standing,
}

/// Tokens that wait at a joining gateway, as one bit for each flow that they came by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Join {
    /// The number of the token that hosts the scope; 0 in the process itself.
    pub scope: u32,
    /// The gateway.
    pub node: u16,
    /// The flows of which a token has come.
    pub arrived: u64,
}

/// Whether the process runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Status {
    /// It has not begun.
    New,
    /// It runs.
    Running,
    /// All its tokens are suspended.
    Suspended,
    /// It has ended.
    Finished(Finish),
}

/// The state of one running process: one token inline, all else in a box that a simple process never needs.
///
/// Aligned to its size, so that among a million of them a step touches one line of the cache.
#[derive(Clone, Debug, PartialEq, Eq)]
#[repr(align(32))]
pub struct State {
    pub(super) next: u32,
    pub(super) status: Status,
    /// The token with the lowest number; without number where there is none.
    pub(super) first: Token,
    pub(super) spill: Option<Box<Spill>>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Spill {
    /// The other tokens, by number.
    pub tokens: Vec<Token>,
    /// The waiting gateways, by scope and node.
    pub joins: Vec<Join>,
}

const NOBODY: Token = Token {
    number: 0,
    scope: 0,
    node: 0,
    flow: 0,
    outcome: 0,
    armed: 0,
    reckoned: 0,
    standing: Standing::Waiting,
};

impl Default for State {
    fn default() -> State {
        State { next: 1, status: Status::New, first: NOBODY, spill: None }
    }
}

impl State {
    /// Whether the process runs.
    #[must_use]
    pub fn status(&self) -> Status {
        self.status
    }

    /// All tokens, by number; those that were joined away or wait as arrivals at a gateway are not among them.
    pub fn tokens(&self) -> impl Iterator<Item = &Token> + Clone {
        let first = (self.first.number != 0).then_some(&self.first);
        first.into_iter().chain(self.spill.iter().flat_map(|spill| &spill.tokens))
    }

    /// The token with this number.
    #[must_use]
    pub fn token(&self, number: u32) -> Option<&Token> {
        if number == self.first.number {
            return (number != 0).then_some(&self.first);
        }
        let tokens = &self.spill.as_ref()?.tokens;
        tokens.binary_search_by_key(&number, |token| token.number).ok().map(|at| &tokens[at])
    }

    /// The joining gateways at which some tokens have arrived, by scope and node.
    #[must_use]
    pub fn joins(&self) -> &[Join] {
        self.spill.as_ref().map_or(&[], |spill| &spill.joins)
    }

    /// Whether a token with this number has been here.
    #[must_use]
    pub fn has_seen(&self, number: u32) -> bool {
        number != 0 && number < self.next
    }

    /// The state of these parts, tokens by number and joins by scope and node.
    pub(super) fn assemble(next: u32, status: Status, mut tokens: Vec<Token>, joins: Vec<Join>) -> State {
        let first = if tokens.is_empty() { NOBODY } else { tokens.remove(0) };
        let spills = !(tokens.is_empty() && joins.is_empty());
        State { next, status, first, spill: spills.then(|| Box::new(Spill { tokens, joins })) }
    }

    pub(super) fn has_many(&self, most: usize) -> bool {
        self.spill.as_ref().is_some_and(|spill| spill.tokens.len() >= most)
    }

    pub(super) fn arrived(&self, scope: u32, node: u16) -> u64 {
        let joins = self.joins();
        joins
            .binary_search_by_key(&(scope, node), |join| (join.scope, join.node))
            .map_or(0, |at| joins[at].arrived)
    }

    /// The tokens within a scope and within the scopes that stand in it. A host is older than what it holds.
    pub(super) fn within(&self, scope: u32) -> Vec<u32> {
        let mut scopes = vec![scope];
        for token in self.tokens() {
            if scopes.binary_search(&token.scope).is_ok() {
                scopes.push(token.number);
            }
        }
        scopes.split_off(1)
    }

    /// Whether something of the scope is still there: a token, or an arrival that waits for others.
    pub(super) fn is_alive(&self, scope: u32) -> bool {
        (self.first.number != 0 && self.first.scope == scope)
            || self.spill.as_ref().is_some_and(|spill| {
                spill.tokens.iter().any(|token| token.scope == scope)
                    || spill.joins.iter().any(|join| join.scope == scope)
            })
    }

    fn token_mut(&mut self, number: u32) -> Option<&mut Token> {
        if number == self.first.number {
            return (number != 0).then_some(&mut self.first);
        }
        let tokens = &mut self.spill.as_mut()?.tokens;
        tokens.binary_search_by_key(&number, |token| token.number).ok().map(|at| &mut tokens[at])
    }

    fn insert(&mut self, token: Token) {
        self.next = self.next.max(token.number.saturating_add(1));
        if self.first.number == 0 {
            self.first = token;
        } else {
            self.spill.get_or_insert_default().tokens.push(token);
        }
    }

    fn remove(&mut self, number: u32) {
        if number != 0 && number == self.first.number {
            self.first = NOBODY;
            if let Some(spill) = &mut self.spill {
                if !spill.tokens.is_empty() {
                    self.first = spill.tokens.remove(0);
                }
                self.settle();
            }
        } else if let Some(spill) = &mut self.spill {
            if let Ok(at) = spill.tokens.binary_search_by_key(&number, |token| token.number) {
                spill.tokens.remove(at);
            }
            self.settle();
        }
    }

    /// An empty box is given back, so that equal states are equal however they came about.
    fn settle(&mut self) {
        if self.spill.as_ref().is_some_and(|spill| spill.tokens.is_empty() && spill.joins.is_empty()) {
            self.spill = None;
        }
    }

    fn arrive(&mut self, scope: u32, node: u16, bit: u8) {
        let joins = &mut self.spill.get_or_insert_default().joins;
        let bit = 1_u64.checked_shl(u32::from(bit)).unwrap_or(0);
        match joins.binary_search_by_key(&(scope, node), |join| (join.scope, join.node)) {
            Ok(at) => joins[at].arrived |= bit,
            Err(at) => joins.insert(at, Join { scope, node, arrived: bit }),
        }
    }

    fn close(&mut self, keep: impl Fn(&Join) -> bool) {
        if let Some(spill) = &mut self.spill {
            spill.joins.retain(keep);
            self.settle();
        }
    }
}

/// Changes the state as the event says. Needs no program, so that a replay evaluates nothing again.
#[inline]
pub fn apply(state: &mut State, event: &Event) {
    match *event {
        Event::Started => state.status = Status::Running,
        Event::Entered { token, scope, node, flow, outcome, standing } => {
            state.insert(Token {
                number: token,
                scope,
                node,
                flow,
                outcome,
                armed: 0,
                reckoned: 0,
                standing,
            });
        }
        Event::Completed { token, .. } | Event::Passed { token } | Event::Retried { token } => {
            state.remove(token)
        }
        Event::ScopeEnded { token } | Event::Withdrawn { token } => leave_scope(state, token),
        Event::Armed { token, timer, .. } => arm(state, token, timer),
        Event::Fired { token, timer } => {
            if let Some(token) = state.token_mut(token) {
                token.armed &= !bit(timer);
            }
        }
        Event::Arrived { scope, node, arrival, .. } => state.arrive(scope, node, arrival),
        Event::Joined { scope, node } => state.close(|join| (join.scope, join.node) != (scope, node)),
        Event::Incident { token, .. } => {
            if let Some(token) = state.token_mut(token)
                && token.standing != Standing::Stuck
            {
                token.standing = Standing::Faulty;
            }
        }
        Event::Recovered { token, standing } => {
            if let Some(token) = state.token_mut(token) {
                token.standing = standing;
            }
        }
        Event::Chose { .. } => {}
        Event::Suspended => state.status = Status::Suspended,
        Event::Resumed => state.status = Status::Running,
        Event::Finished { how } => {
            state.status = Status::Finished(how);
            state.first = NOBODY;
            state.spill = None;
        }
    }
}

fn bit(timer: u8) -> u8 {
    1_u8.checked_shl(u32::from(timer)).unwrap_or(0)
}

fn arm(state: &mut State, token: u32, timer: u8) {
    if let Some(token) = state.token_mut(token) {
        token.armed |= bit(timer);
        token.reckoned = timer.saturating_add(1);
    }
}

fn leave_scope(state: &mut State, token: u32) {
    state.remove(token);
    state.close(|join| join.scope != token);
}
