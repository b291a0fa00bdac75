//! The moves of tokens as the journal writes them: one short word for each event of the engine.
//!
//! `C3.1 E4.0.5.6.1.w` reads: token 3 was completed with outcome 1, token 4 came into node 5 by flow 6
//! with that outcome and waits. The words are released: a letter never changes its meaning.

use bpmn::kernel::{Cause, Event, Finish, Standing};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt::Write;

/// Events of the engine, in their order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Moves(pub Vec<Event>);

impl Serialize for Moves {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&self.text())
    }
}

impl<'de> Deserialize<'de> for Moves {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Moves, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(from)?;
        Moves::read(&text).ok_or_else(|| serde::de::Error::custom(format!("no moves of tokens: {text}")))
    }
}

impl Moves {
    /// The words.
    pub fn text(&self) -> String {
        let mut out = String::with_capacity(self.0.len() * 12);
        for event in &self.0 {
            if !out.is_empty() {
                out.push(' ');
            }
            write(&mut out, event);
        }
        out
    }

    /// Reads the words; none when one of them is no move.
    pub fn read(text: &str) -> Option<Moves> {
        text.split_ascii_whitespace().map(event).collect::<Option<Vec<_>>>().map(Moves)
    }
}

fn write(out: &mut String, event: &Event) {
    // Writing into a string cannot fail.
    let _ = match *event {
        Event::Started => write!(out, "S"),
        Event::Entered { token, scope, node, flow, outcome, standing } => {
            write!(out, "E{token}.{scope}.{node}.{flow}.{outcome}.{}", letter(standing))
        }
        Event::Completed { token, outcome } => write!(out, "C{token}.{outcome}"),
        Event::Passed { token } => write!(out, "P{token}"),
        Event::Armed { token, timer, due_at, calendar } => {
            write!(out, "A{token}.{timer}.{due_at}.{calendar}")
        }
        Event::Fired { token, timer } => write!(out, "F{token}.{timer}"),
        Event::Chose { node, flow } => write!(out, "X{node}.{flow}"),
        Event::Arrived { scope, node, flow, arrival } => write!(out, "J{scope}.{node}.{flow}.{arrival}"),
        Event::Joined { scope, node } => write!(out, "M{scope}.{node}"),
        Event::ScopeEnded { token } => write!(out, "Z{token}"),
        Event::Withdrawn { token } => write!(out, "W{token}"),
        Event::Incident { token, cause } => match cause {
            Cause::NoWayOpen => write!(out, "I{token}.n"),
            Cause::Endless => write!(out, "I{token}.e"),
            Cause::Handler => write!(out, "I{token}.h"),
            Cause::Timer(timer) => write!(out, "I{token}.t{timer}"),
        },
        Event::Retried { token } => write!(out, "R{token}"),
        Event::Recovered { token, standing } => write!(out, "V{token}.{}", letter(standing)),
        Event::Suspended => write!(out, "U"),
        Event::Resumed => write!(out, "D"),
        Event::Finished { how } => match how {
            Finish::Completed => write!(out, "Qc"),
            Finish::Terminated => write!(out, "Qt"),
            Finish::Cancelled => write!(out, "Qx"),
        },
    };
}

fn event(word: &str) -> Option<Event> {
    let kind = word.chars().next()?;
    let rest = word.get(kind.len_utf8()..)?;
    let mut parts = rest.split('.');
    let event = match kind {
        'S' if rest.is_empty() => return Some(Event::Started),
        'U' if rest.is_empty() => return Some(Event::Suspended),
        'D' if rest.is_empty() => return Some(Event::Resumed),
        'Q' => return finish(rest).map(|how| Event::Finished { how }),
        'E' => Event::Entered {
            token: number(&mut parts)?,
            scope: number(&mut parts)?,
            node: number(&mut parts)?,
            flow: number(&mut parts)?,
            outcome: number(&mut parts)?,
            standing: standing(parts.next()?)?,
        },
        'C' => Event::Completed { token: number(&mut parts)?, outcome: number(&mut parts)? },
        'P' => Event::Passed { token: number(&mut parts)? },
        'A' => Event::Armed {
            token: number(&mut parts)?,
            timer: number(&mut parts)?,
            due_at: number(&mut parts)?,
            calendar: number(&mut parts)?,
        },
        'F' => Event::Fired { token: number(&mut parts)?, timer: number(&mut parts)? },
        'X' => Event::Chose { node: number(&mut parts)?, flow: number(&mut parts)? },
        'J' => Event::Arrived {
            scope: number(&mut parts)?,
            node: number(&mut parts)?,
            flow: number(&mut parts)?,
            arrival: number(&mut parts)?,
        },
        'M' => Event::Joined { scope: number(&mut parts)?, node: number(&mut parts)? },
        'Z' => Event::ScopeEnded { token: number(&mut parts)? },
        'W' => Event::Withdrawn { token: number(&mut parts)? },
        'I' => Event::Incident { token: number(&mut parts)?, cause: cause(parts.next()?)? },
        'R' => Event::Retried { token: number(&mut parts)? },
        'V' => Event::Recovered { token: number(&mut parts)?, standing: standing(parts.next()?)? },
        _ => return None,
    };
    parts.next().is_none().then_some(event)
}

fn number<T: std::str::FromStr>(parts: &mut std::str::Split<'_, char>) -> Option<T> {
    parts.next()?.parse().ok()
}

fn letter(standing: Standing) -> char {
    match standing {
        Standing::Waiting => 'w',
        Standing::Hosting => 'h',
        Standing::Queued => 'q',
        Standing::Stuck => 's',
        Standing::Faulty => 'f',
    }
}

fn standing(letter: &str) -> Option<Standing> {
    Some(match letter {
        "w" => Standing::Waiting,
        "h" => Standing::Hosting,
        "q" => Standing::Queued,
        "s" => Standing::Stuck,
        "f" => Standing::Faulty,
        _ => return None,
    })
}

fn cause(text: &str) -> Option<Cause> {
    Some(match text {
        "n" => Cause::NoWayOpen,
        "e" => Cause::Endless,
        "h" => Cause::Handler,
        _ => Cause::Timer(text.strip_prefix('t')?.parse().ok()?),
    })
}

fn finish(text: &str) -> Option<Finish> {
    Some(match text {
        "c" => Finish::Completed,
        "t" => Finish::Terminated,
        "x" => Finish::Cancelled,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn any_standing() -> impl Strategy<Value = Standing> {
        prop::sample::select(vec![
            Standing::Waiting,
            Standing::Hosting,
            Standing::Queued,
            Standing::Stuck,
            Standing::Faulty,
        ])
    }

    fn any_cause() -> impl Strategy<Value = Cause> {
        prop_oneof![
            Just(Cause::NoWayOpen),
            Just(Cause::Endless),
            Just(Cause::Handler),
            any::<u8>().prop_map(Cause::Timer)
        ]
    }

    fn any_event() -> impl Strategy<Value = Event> {
        let entered = (any::<(u32, u32, u16, u16, u8)>(), any_standing()).prop_map(|(parts, standing)| {
            let (token, scope, node, flow, outcome) = parts;
            Event::Entered { token, scope, node, flow, outcome, standing }
        });
        prop_oneof![
            Just(Event::Started),
            Just(Event::Suspended),
            Just(Event::Resumed),
            prop::sample::select(vec![Finish::Completed, Finish::Terminated, Finish::Cancelled])
                .prop_map(|how| Event::Finished { how }),
            entered,
            any::<(u32, u8)>().prop_map(|(token, outcome)| Event::Completed { token, outcome }),
            any::<u32>().prop_map(|token| Event::Passed { token }),
            any::<(u32, u8, i64, u32)>().prop_map(|(token, timer, due_at, calendar)| Event::Armed {
                token,
                timer,
                due_at,
                calendar
            }),
            any::<(u32, u8)>().prop_map(|(token, timer)| Event::Fired { token, timer }),
            any::<(u16, u16)>().prop_map(|(node, flow)| Event::Chose { node, flow }),
            any::<(u32, u16, u16, u8)>().prop_map(|(scope, node, flow, arrival)| Event::Arrived {
                scope,
                node,
                flow,
                arrival
            }),
            any::<(u32, u16)>().prop_map(|(scope, node)| Event::Joined { scope, node }),
            any::<u32>().prop_map(|token| Event::ScopeEnded { token }),
            any::<u32>().prop_map(|token| Event::Withdrawn { token }),
            (any::<u32>(), any_cause()).prop_map(|(token, cause)| Event::Incident { token, cause }),
            any::<u32>().prop_map(|token| Event::Retried { token }),
            (any::<u32>(), any_standing()).prop_map(|(token, standing)| Event::Recovered { token, standing }),
        ]
    }

    proptest! {
        #[test]
        fn what_is_written_reads_as_it_was(events in prop::collection::vec(any_event(), 0..8)) {
            let moves = Moves(events);
            prop_assert_eq!(Moves::read(&moves.text()), Some(moves));
        }
    }

    #[test]
    fn a_word_that_is_no_move_is_refused() {
        for word in ["C3", "C3.1.2", "Y1", "E1.2.3.4.5.x", "Q", "S1", "C-1.0", "É1"] {
            assert_eq!(Moves::read(word), None, "{word}");
        }
        let completed = Moves::read("C3.1 E4.0.5.6.1.w").unwrap();
        assert_eq!(completed.0[0], Event::Completed { token: 3, outcome: 1 });
    }
}
