//! The office hours of a week.

use crate::time::{TimeOfDay, WorkingTime};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// The text is not a session.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a session (HH:MM-HH:MM)")]
pub struct NotASession(pub String);

/// A session of office hours (buổi làm việc): half-open, from the opening to the close of one day.
///
/// Whether the opening stands before the close is judged with the calendar, all faults at once.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash, Serialize, Deserialize)]
pub struct Session {
    /// The office opens; the first instant that counts.
    pub opens: TimeOfDay,
    /// The office closes; the first instant that does not count any more.
    pub closes: TimeOfDay,
}

impl FromStr for Session {
    type Err = NotASession;

    fn from_str(text: &str) -> Result<Session, NotASession> {
        let wrong = || NotASession(text.to_owned());
        let (opens, closes) = text.split_once('-').ok_or_else(wrong)?;
        Ok(Session {
            opens: opens.parse().map_err(|_| wrong())?,
            closes: closes.parse().map_err(|_| wrong())?,
        })
    }
}

impl fmt::Display for Session {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}-{}", self.opens, self.closes)
    }
}

/// The office hours of an agency (giờ làm việc của cơ quan): the sessions of each weekday.
#[derive(Clone, PartialEq, Eq, Debug, Hash, Serialize, Deserialize)]
pub struct Profile {
    /// Sessions of Monday to Sunday, each list in the order of the day; an empty list is a day of rest.
    pub weekdays: [Vec<Session>; 7],
    /// Sessions of a full working day: what a swapped day of rest is worked by.
    pub full_day: Vec<Session>,
}

impl Profile {
    /// Monday to Friday by these sessions, which are the full working day too.
    pub fn five_days(sessions: &[Session]) -> Profile {
        let day = |weekday: usize| if weekday < 5 { sessions.to_vec() } else { Vec::new() };
        Profile { weekdays: std::array::from_fn(day), full_day: sessions.to_vec() }
    }

    /// The same profile with other sessions on a weekday, 1 for Monday to 7 for Sunday.
    #[must_use]
    pub fn with(mut self, weekday: u8, sessions: &[Session]) -> Profile {
        if let Some(day) = usize::from(weekday).checked_sub(1).and_then(|index| self.weekdays.get_mut(index))
        {
            *day = sessions.to_vec();
        }
        self
    }

    /// The longest working time of a day: of the week's days and of the full working day. None where nothing is worked.
    pub fn longest_day(&self) -> Option<WorkingTime> {
        let time = |sessions: &Vec<Session>| -> i64 {
            sessions.iter().map(|session| session.closes.micros() - session.opens.micros()).sum()
        };
        let most = self.weekdays.iter().chain([&self.full_day]).map(time).max()?;
        (most > 0).then_some(WorkingTime(most))
    }

    /// Example profile P1: 07:30-11:30 and 13:30-17:00, Monday to Friday.
    pub fn p1() -> Profile {
        Profile::five_days(&[hours((7, 30), (11, 30)), hours((13, 30), (17, 0))])
    }

    /// Example profile P2: [`p1`](Self::p1) and Saturday 07:30-11:30.
    pub fn p2() -> Profile {
        Profile::p1().with(6, &[hours((7, 30), (11, 30))])
    }
}

/// A session between two times, given as hour and minute.
fn hours(opens: (u32, u32), closes: (u32, u32)) -> Session {
    Session { opens: TimeOfDay::of_minute(opens), closes: TimeOfDay::of_minute(closes) }
}
