//! What happened in a step, small enough to be built by the million.

use super::state::Standing;
use serde::{Deserialize, Serialize};

/// How a process ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Finish {
    /// Its last token came to an end.
    Completed,
    /// A token came to a terminate event.
    Terminated,
    /// It was called off from outside.
    Cancelled,
}

/// Why a token stands in an incident.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// No way out of the gateway is open.
    NoWayOpen,
    /// The token went on and on without anybody's work.
    Endless,
    /// The due moment of the timer with this number cannot be reckoned.
    Timer(u8),
    /// The handler failed.
    Handler,
}

/// One thing that happened. Events hold what was decided, so that a replay decides nothing again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Event {
    /// The process began.
    Started,
    /// A token came to rest at a node, with a new number.
    Entered {
        /// Its number.
        token: u32,
        /// The token that hosts its scope; 0 in the process itself.
        scope: u32,
        /// The node.
        node: u16,
        /// The flow it came by.
        flow: u16,
        /// The outcome it carries; 0 is none.
        outcome: u8,
        /// How it stands there.
        standing: Standing,
    },
    /// The work at a token was done, with this outcome (0: none); the token is gone.
    Completed {
        /// The token.
        token: u32,
        /// The number of the outcome.
        outcome: u8,
    },
    /// A token left the timer that it waited for.
    Passed {
        /// The token.
        token: u32,
    },
    /// A timer of a token was set.
    Armed {
        /// The token.
        token: u32,
        /// Its number among the timers of the token.
        timer: u8,
        /// When it is due, in microseconds since 1970 in UTC.
        due_at: i64,
        /// The version of the calendar it was reckoned with; 0 for calendar time.
        calendar: u32,
    },
    /// A timer fired; it never does again.
    Fired {
        /// The token.
        token: u32,
        /// The timer.
        timer: u8,
    },
    /// A way was chosen at an exclusive gateway.
    Chose {
        /// The gateway.
        node: u16,
        /// The flow.
        flow: u16,
    },
    /// A token arrived at a joining gateway and waits there as a bit.
    Arrived {
        /// The token that hosts the scope.
        scope: u32,
        /// The gateway.
        node: u16,
        /// The flow it came by.
        flow: u16,
        /// The place of the flow among those that the gateway waits for.
        arrival: u8,
    },
    /// All that a gateway waited for had come; they are one token now.
    Joined {
        /// The token that hosts the scope.
        scope: u32,
        /// The gateway.
        node: u16,
    },
    /// The last token of a sub-process ended, and its host goes on.
    ScopeEnded {
        /// The host.
        token: u32,
    },
    /// A token was taken away by a timer, a terminate event or a cancellation.
    Withdrawn {
        /// The token.
        token: u32,
    },
    /// A token cannot go on, or its handler or timer failed. It stays where it is.
    Incident {
        /// The token.
        token: u32,
        /// Why.
        cause: Cause,
    },
    /// A token that was held up at its node tries to pass it again.
    Retried {
        /// The token.
        token: u32,
    },
    /// An incident of a waiting token is over.
    Recovered {
        /// The token.
        token: u32,
        /// How it stands now.
        standing: Standing,
    },
    /// All tokens were suspended.
    Suspended,
    /// All tokens go on.
    Resumed,
    /// The process ended, with all that was in it.
    Finished {
        /// How.
        how: Finish,
    },
}

const INLINE: usize = 6;

/// The events of one step, in their order; those of an ordinary step need no allocation.
#[derive(Clone, Debug)]
pub struct Events {
    inline: [Event; INLINE],
    length: usize,
    more: Vec<Event>,
}

impl Default for Events {
    fn default() -> Events {
        Events { inline: [Event::Started; INLINE], length: 0, more: Vec::new() }
    }
}

impl Events {
    /// Forgets all events, and keeps the room for others.
    #[inline]
    pub fn clear(&mut self) {
        self.length = 0;
        self.more.clear();
    }

    #[inline]
    pub(super) fn push(&mut self, event: Event) {
        match self.inline.get_mut(self.length) {
            Some(place) => *place = event,
            None => {
                if self.more.is_empty() {
                    self.more.extend_from_slice(&self.inline);
                }
                self.more.push(event);
            }
        }
        self.length += 1;
    }

    /// The events as one slice.
    #[must_use]
    #[inline]
    pub fn as_slice(&self) -> &[Event] {
        if self.length > INLINE { &self.more } else { &self.inline[..self.length] }
    }
}

impl std::ops::Deref for Events {
    type Target = [Event];

    fn deref(&self) -> &[Event] {
        self.as_slice()
    }
}

impl PartialEq for Events {
    fn eq(&self, other: &Events) -> bool {
        self.as_slice() == other.as_slice()
    }
}
