//! What can be wrong with the facts of a calendar, all at once.

use crate::calendar::CalendarFacts;
use crate::holidays::{Holiday, HolidayKind};
use crate::profile::{Profile, Session};
use crate::time::Day;

/// A calendar may cover at most this many years: one prefix entry of eight bytes a day holds them.
pub const MOST_YEARS: usize = 100;

/// A day has at most this many sessions.
pub const MOST_SESSIONS: usize = 48;

/// The years a calendar may cover; earlier ones had other weeks, later ones are typing errors.
pub const YEARS: std::ops::RangeInclusive<i16> = 1900..=2200;

/// One fault in the facts of a calendar.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CalendarFault {
    /// The calendar covers no year.
    #[error("the calendar covers no year")]
    NoYears,
    /// From the first to the last year are more than the tables hold.
    #[error("the calendar reaches from {first} to {last}: at most {MOST_YEARS} years between 1900 and 2200")]
    RangeTooWide {
        /// The first covered year.
        first: i16,
        /// The last covered year.
        last: i16,
    },
    /// A covered year has not one row, so its holidays are surely missing.
    #[error("the year {year} is covered but has no holiday")]
    YearWithoutHolidays {
        /// The year.
        year: i16,
    },
    /// A row stands in a year that is not covered and would never count.
    #[error("{day} stands in a year that the calendar does not cover")]
    DayOutsideYears {
        /// The day of the row.
        day: Day,
    },
    /// Two rows of one kind name the same day.
    #[error("{day} is entered twice as {kind}")]
    DuplicateDay {
        /// The day.
        day: Day,
        /// The kind of both rows.
        kind: HolidayKind,
    },
    /// A day is worked in exchange and off for another reason at once.
    #[error("{day} cannot be a worked swap day and {kind} at once")]
    SwapContradicts {
        /// The day.
        day: Day,
        /// The kind that makes it a day off.
        kind: HolidayKind,
    },
    /// A swap day to be worked is a full working day by the profile already.
    #[error("{day} is worked in exchange, but it is a full working day already")]
    SwapWorkAlreadyWorks {
        /// The day.
        day: Day,
    },
    /// No weekday has a session, so no working time would ever pass.
    #[error("no weekday has a session")]
    NoSessions,
    /// A worked swap day would have no session.
    #[error("the full working day has no session")]
    NoFullDay,
    /// More sessions in a day than any office has.
    #[error("{place} has more than {MOST_SESSIONS} sessions")]
    TooManySessions {
        /// Weekday or full day.
        place: SessionPlace,
    },
    /// A session does not close after it opens: it is empty or crosses midnight.
    #[error("the session {session} of {place} does not close after it opens on the same day")]
    SessionCrossesMidnight {
        /// Weekday or full day.
        place: SessionPlace,
        /// The session.
        session: Session,
    },
    /// Two sessions of one day overlap, or stand in the wrong order.
    #[error("the session {session} of {place} begins before the one before it has closed")]
    SessionsOverlap {
        /// Weekday or full day.
        place: SessionPlace,
        /// The later session of the two.
        session: Session,
    },
}

/// Where in a profile a session stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SessionPlace {
    /// A weekday, 1 for Monday to 7 for Sunday.
    Weekday(u8),
    /// The full working day of swaps.
    FullDay,
}

impl std::fmt::Display for SessionPlace {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            SessionPlace::Weekday(number) => write!(out, "weekday {number}"),
            SessionPlace::FullDay => out.write_str("the full day"),
        }
    }
}

/// All faults of these facts; the years and the rows are already sorted.
pub(crate) fn faults(facts: &CalendarFacts) -> Vec<CalendarFault> {
    let mut faults = Vec::new();
    year_faults(facts, &mut faults);
    row_faults(facts, &mut faults);
    profile_faults(&facts.profile, &mut faults);
    faults
}

fn year_faults(facts: &CalendarFacts, faults: &mut Vec<CalendarFault>) {
    let (Some(&first), Some(&last)) = (facts.years.first(), facts.years.last()) else {
        faults.push(CalendarFault::NoYears);
        return;
    };
    let span = i32::from(last) - i32::from(first) + 1;
    if span > MOST_YEARS as i32 || !YEARS.contains(&first) || !YEARS.contains(&last) {
        faults.push(CalendarFault::RangeTooWide { first, last });
    }
    let empty = facts.years.iter().filter(|year| !facts.holidays.iter().any(|row| row.day.year() == **year));
    faults.extend(empty.map(|&year| CalendarFault::YearWithoutHolidays { year }));
}

fn row_faults(facts: &CalendarFacts, faults: &mut Vec<CalendarFault>) {
    for row in &facts.holidays {
        if facts.years.binary_search(&row.day.year()).is_err() {
            faults.push(CalendarFault::DayOutsideYears { day: row.day });
        }
    }
    for rows in facts.holidays.chunk_by(|a, b| a.day == b.day) {
        for pair in rows.windows(2).filter(|pair| pair[0].kind == pair[1].kind) {
            faults.push(CalendarFault::DuplicateDay { day: pair[0].day, kind: pair[0].kind });
        }
        if rows.iter().any(|row| row.kind == HolidayKind::SwapWork) {
            swap_work_faults(facts, rows, faults);
        }
    }
}

/// Faults of one day that has a row of work in exchange.
fn swap_work_faults(facts: &CalendarFacts, rows: &[Holiday], faults: &mut Vec<CalendarFault>) {
    let day = rows[0].day;
    let off = rows.iter().filter(|row| row.kind != HolidayKind::SwapWork);
    faults.extend(off.map(|row| CalendarFault::SwapContradicts { day, kind: row.kind }));
    // A Saturday morning by the profile becomes a whole day; only a whole day cannot be worked again.
    let weekday = &facts.profile.weekdays[usize::from(day.weekday() - 1)];
    if facts.swaps && !weekday.is_empty() && *weekday == facts.profile.full_day {
        faults.push(CalendarFault::SwapWorkAlreadyWorks { day });
    }
}

fn profile_faults(profile: &Profile, faults: &mut Vec<CalendarFault>) {
    if profile.weekdays.iter().all(Vec::is_empty) {
        faults.push(CalendarFault::NoSessions);
    }
    if profile.full_day.is_empty() {
        faults.push(CalendarFault::NoFullDay);
    }
    let weekdays = profile.weekdays.iter().zip(1..).map(|(day, number)| (SessionPlace::Weekday(number), day));
    for (place, sessions) in weekdays.chain([(SessionPlace::FullDay, &profile.full_day)]) {
        if sessions.len() > MOST_SESSIONS {
            faults.push(CalendarFault::TooManySessions { place });
        }
        let crossing = sessions.iter().filter(|session| session.opens >= session.closes);
        faults.extend(crossing.map(|&session| CalendarFault::SessionCrossesMidnight { place, session }));
        for pair in sessions.windows(2).filter(|pair| pair[1].opens < pair[0].closes) {
            faults.push(CalendarFault::SessionsOverlap { place, session: pair[1] });
        }
    }
}
