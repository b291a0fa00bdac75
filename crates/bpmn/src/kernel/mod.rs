//! The token game: what a command does to a running process. Pure and deterministic: no clock, no input
//! or output, no chance, no floating point.
//!
//! A step checks its command wholly before the first event, so a refusal leaves the state as it was.
//! Then tokens move one after the other, depth first in the order of the file, until each waits,
//! is joined, or has ended. What cannot go on becomes an incident and keeps its token.
//!
//! - A token carries the outcome of the last task that offered one. A split copies it, a join of
//!   several flows forgets it, a sub-process hands on that of its last token.
//! - A node other than an exclusive gateway with several ways out takes all of them; one without a
//!   way out ends the token.
//! - A scope ends when nothing of it is left; a terminate event ends its own scope only.
//! - A second token of a flow at a joining gateway queues until the first was joined.

mod bytes;
mod event;
mod refusal;
mod state;
mod walk;

pub use bytes::BadState;
pub use event::{Cause, Event, Events, Finish};
pub use refusal::Refusal;
pub use state::{Join, Standing, State, Status, Token, apply};

use crate::feel::Value;
use crate::program::{Entry, Op, Program, offered_range};
use crate::timer::Clock;
use walk::Walk;

/// How many tokens a process may have before it takes no further command but its suspension, resumption and end.
pub const MOST_TOKENS: usize = 4_096;

/// What is asked of a running process, and when.
#[derive(Clone, Copy)]
pub struct Command<'a> {
    /// What to do.
    pub act: Act<'a>,
    /// The values of the fields that conditions ask for, as [`Program::facts`] orders them.
    pub facts: &'a [Value],
    /// The instant.
    pub at: At<'a>,
}

/// What can be done to a running process.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act<'a> {
    /// Begins it.
    Start,
    /// A person has done the work of a user or manual task.
    Complete {
        /// The token at the task.
        token: u32,
        /// The outcome, where the task offers some.
        outcome: Option<&'a str>,
    },
    /// A timer is due.
    Fire {
        /// The token it belongs to.
        token: u32,
        /// Its number among the timers of the token.
        timer: u8,
    },
    /// A handler has done its work; what it found out stands in the fields.
    ServiceDone {
        /// The token at the service task.
        token: u32,
    },
    /// A handler could not do its work.
    ServiceFailed {
        /// The token at the service task.
        token: u32,
    },
    /// The cause of an incident is thought to be gone.
    Retry {
        /// The token in the incident.
        token: u32,
    },
    /// Nothing is to move until it is resumed; what becomes of the due moments is the caller's to say.
    Suspend,
    /// The end of a suspension.
    Resume,
    /// Calls the process off, suspended or not.
    Cancel,
}

impl<'a> Act<'a> {
    /// The command at an instant, where no condition asks for fields.
    #[must_use]
    pub fn at(self, at: At<'a>) -> Command<'a> {
        Command { act: self, facts: &[], at }
    }
}

/// What a command does: the events, to be applied and kept by the caller.
///
/// # Errors
/// Why the command cannot be obeyed.
pub fn step(program: &Program, state: &State, command: &Command<'_>) -> Result<Events, Refusal> {
    let mut events = Events::default();
    let mut state = state.clone();
    step_into(program, &mut state, command, &mut events)?;
    Ok(events)
}

/// The instant of a command, and who reckons working time from it.
#[derive(Clone, Copy)]
pub struct At<'a> {
    /// Microseconds since 1970 in UTC.
    pub now: i64,
    /// Reckons the due moments of working time.
    pub clock: &'a dyn Clock,
}

/// As [`step`], but changes the state in place and writes the events into a buffer that is used again and again.
///
/// # Errors
/// Why the command cannot be obeyed; state and buffer (emptied) then hold nothing of it.
#[inline]
pub fn step_into(
    program: &Program,
    state: &mut State,
    command: &Command<'_>,
    events: &mut Events,
) -> Result<(), Refusal> {
    events.clear();
    Step { program, command }.run(state, events)
}

/// One command on its way to a state.
struct Step<'a> {
    program: &'a Program,
    command: &'a Command<'a>,
}

impl<'a> Step<'a> {
    fn run(&self, state: &mut State, events: &mut Events) -> Result<(), Refusal> {
        self.may_move(state)?;
        match self.command.act {
            Act::Start => self.walk(state, events).start(),
            Act::Suspend => self.walk(state, events).emit(Event::Suspended),
            Act::Resume => self.walk(state, events).emit(Event::Resumed),
            Act::Cancel => self.walk(state, events).finish(Finish::Cancelled),
            Act::Complete { token, outcome } => {
                let (token, entry) = self.token(state, token)?;
                let outcome = self.completed(&token, entry, outcome)?;
                let kept = if outcome == 0 { token.outcome } else { outcome };
                self.walk(state, events).complete(&token, outcome, kept);
            }
            Act::ServiceDone { token } => {
                let token = self.at_service(state, token)?;
                self.walk(state, events).complete(&token, 0, token.outcome);
            }
            Act::ServiceFailed { token } => {
                let token = self.at_service(state, token)?;
                self.walk(state, events).emit(Event::Incident { token: token.number, cause: Cause::Handler });
            }
            Act::Fire { token, timer } => {
                let (token, entry) = self.token(state, token)?;
                let node = self.due_timer(&token, entry, timer)?;
                self.walk(state, events).fire(&token, timer, node);
            }
            Act::Retry { token } => {
                let (token, _) = self.token(state, token)?;
                if !matches!(token.standing, Standing::Stuck | Standing::Faulty) {
                    return Err(Refusal::NoIncident(token.number));
                }
                self.walk(state, events).retry(&token);
            }
        }
        Ok(())
    }

    fn walk<'s>(&'s self, state: &'s mut State, events: &'s mut Events) -> Walk<'s> {
        Walk::new(self.program, self.command, state, events)
    }

    /// Whether the process is in a status in which it takes the command.
    fn may_move(&self, state: &State) -> Result<(), Refusal> {
        match (state.status(), self.command.act) {
            (Status::Finished(how), _) => return Err(Refusal::Finished(how)),
            (Status::New, Act::Start) => {}
            (Status::New, _) => return Err(Refusal::NotBegun),
            (_, Act::Start) => return Err(Refusal::BegunAlready),
            (_, Act::Cancel) | (Status::Suspended, Act::Resume) | (Status::Running, Act::Suspend) => {}
            (Status::Suspended, _) => return Err(Refusal::Suspended),
            (Status::Running, Act::Resume) => return Err(Refusal::NotSuspended),
            (Status::Running, _) if state.has_many(MOST_TOKENS) => return Err(Refusal::TooManyTokens),
            (Status::Running, _) => {}
        }
        let (nodes, flows) = (self.program.nodes.len(), self.program.edges.len());
        let is_known = |token: &Token| {
            let comes_again = matches!(token.standing, Standing::Stuck | Standing::Queued);
            usize::from(token.node) < nodes && (!comes_again || usize::from(token.flow) < flows)
        };
        let joins_are_known = state.joins().iter().all(|join| usize::from(join.node) < nodes);
        let all_known = joins_are_known && state.tokens().all(is_known);
        if all_known { Ok(()) } else { Err(Refusal::OtherProgram) }
    }

    fn token(&self, state: &State, number: u32) -> Result<(Token, &'a Entry), Refusal> {
        match state.token(number) {
            Some(token) => Ok((*token, self.program.entry(token.node))),
            None if state.has_seen(number) => Err(Refusal::Gone(number)),
            None => Err(Refusal::NoSuchToken(number)),
        }
    }

    /// The number of the outcome with which a task is completed; 0 where it offers none.
    fn completed(&self, token: &Token, entry: &Entry, outcome: Option<&str>) -> Result<u8, Refusal> {
        let at_work = matches!(token.standing, Standing::Waiting | Standing::Faulty);
        if !at_work || !matches!(entry.op, Op::User | Op::Manual) {
            return Err(Refusal::NotATask(token.number));
        }
        let offered: &[u8] =
            if entry.op == Op::User { &self.program.offered[offered_range(entry)] } else { &[] };
        match outcome {
            None if offered.is_empty() => Ok(0),
            None => Err(Refusal::OutcomeMissing),
            Some(chosen) => {
                let is_it = |number: &&u8| self.program.outcomes[usize::from(**number)] == chosen;
                let number = offered.iter().find(is_it).ok_or(Refusal::OutcomeNotOffered)?;
                Ok(number + 1)
            }
        }
    }

    fn at_service(&self, state: &State, number: u32) -> Result<Token, Refusal> {
        let (token, entry) = self.token(state, number)?;
        let at_work = matches!(token.standing, Standing::Waiting | Standing::Faulty);
        if at_work && entry.op == Op::Service { Ok(token) } else { Err(Refusal::NotAService(number)) }
    }

    /// The node of a timer that is set and has not fired.
    fn due_timer(&self, token: &Token, entry: &Entry, timer: u8) -> Result<u16, Refusal> {
        let has_entered = !matches!(token.standing, Standing::Stuck | Standing::Queued);
        let node = self.program.timer_node(entry, token.node, timer).filter(|_| has_entered);
        let node = node.ok_or(Refusal::NoSuchTimer(token.number, timer))?;
        if timer >= token.reckoned {
            return Err(Refusal::NotSet(token.number, timer));
        }
        if token.armed & (1 << timer) == 0 {
            return Err(Refusal::FiredAlready(token.number, timer));
        }
        Ok(node)
    }
}
