//! Rules S, H, D, DC, S15, C and U: when a limit ends, by the prefix tables.

use crate::calendar::Calendar;
use crate::limit::{Amount, Limit, Refusal, Suspension, check_suspensions};
use crate::table::Table;
use crate::time::{TimeOfDay, WorkingTime};
use serde::{Deserialize, Serialize};

/// The end of a limit, or that it has none while it stands still.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Due {
    /// The limit ends at a known moment.
    At(Promise),
    /// The limit stands still now and has no due moment.
    Paused(Waiting),
}

impl Due {
    /// The due moment, unless the limit stands still.
    pub fn due_at(self) -> Option<i64> {
        match self {
            Due::At(promise) => Some(promise.due_at),
            Due::Paused(_) => None,
        }
    }

    /// The effective start.
    pub fn start_at(self) -> i64 {
        match self {
            Due::At(promise) => promise.start_at,
            Due::Paused(waiting) => waiting.start_at,
        }
    }

    /// Whether a year it crosses has holidays that are only projected.
    pub fn provisional(self) -> bool {
        match self {
            Due::At(promise) => promise.provisional,
            Due::Paused(waiting) => waiting.provisional,
        }
    }
}

/// When a limit began to count and when it ends.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Promise {
    /// The effective start by rule S.
    pub start_at: i64,
    /// The due moment (thời điểm đến hạn).
    pub due_at: i64,
    /// A year it crosses has holidays that are only projected; a notice may still move the moment.
    pub provisional: bool,
}

/// A limit that stands still.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Waiting {
    /// The effective start by rule S.
    pub start_at: i64,
    /// The beginning of the suspension that is still open.
    pub since_at: i64,
    /// What of the limit was not used up by then.
    pub left: Amount,
    /// A year it crosses has holidays that are only projected.
    pub provisional: bool,
}

/// The effective start and the due moment of a limit (thời điểm đến hạn).
///
/// The suspensions stand in order and do not overlap; the last may be open. One that begins after
/// the due moment has no effect.
///
/// # Errors
/// [`Refusal::CalendarMissing`] when the limit crosses a year that the calendar does not cover; the
/// other refusals for an impossible limit or impossible suspensions.
///
/// # Law
/// bl-91-2015/147/1
/// bl-91-2015/147/2
/// bl-91-2015/148/5
pub fn due(
    calendar: &Calendar,
    limit: &Limit,
    received_at: i64,
    suspensions: &[Suspension],
) -> Result<Due, Refusal> {
    limit.check()?;
    check_suspensions(suspensions)?;
    count(calendar, limit, received_at, suspensions.iter().copied())
}

/// As [`due`], for a limit and suspensions that were checked.
pub(crate) fn count(
    calendar: &Calendar,
    limit: &Limit,
    received_at: i64,
    suspensions: impl Iterator<Item = Suspension>,
) -> Result<Due, Refusal> {
    let table = calendar.table();
    let start_at = table.start(received_at)?;
    let clock = TimeOfDay::micros_of_instant(start_at);
    // The rank of the first working day after day zero.
    let next = table.closed_by(start_at) + 1;
    let end = match *limit {
        Limit::WorkingHours(time) => hours(table, start_at, time, suspensions),
        Limit::WorkingDays(days) => {
            working_days(Run { next, left: days }, table, suspensions, |rank| table.close_of_rank(rank))
        }
        Limit::WorkingDaysAtClock(days) => {
            let at_clock = |rank| table.clock_of_rank(rank, clock);
            working_days(Run { next, left: days }, table, suspensions, at_clock)
        }
        Limit::SameDay { cutoff } => {
            let same = clock <= cutoff.micros();
            table.close_of_rank(if same { next - 1 } else { next }).map_or(End::Beyond, End::At)
        }
        Limit::CalendarDays(days) => {
            let run = Run { next: table.day_of(start_at) + 1, left: days };
            calendar_days(run, table, suspensions)
        }
    };
    let (until_at, waits) = match end {
        End::At(due_at) => (due_at, None),
        End::Paused { since_at, left } => (since_at.max(start_at + 1), Some((since_at, left))),
        End::Beyond => return Err(table.missing_after(received_at)),
    };
    table.covered(received_at, until_at)?;
    let provisional = table.provisional(received_at, until_at);
    Ok(match waits {
        None => Due::At(Promise { start_at, due_at: until_at, provisional }),
        Some((since_at, left)) => Due::Paused(Waiting { start_at, since_at, left, provisional }),
    })
}

/// Where counting ended.
enum End {
    At(i64),
    Paused {
        since_at: i64,
        left: Amount,
    },
    /// The range of the calendar ended first.
    Beyond,
}

/// A count under way: the first day that may count next, and how many days are still to count.
struct Run {
    next: i64,
    left: i64,
}

/// Rule H with U1.
fn hours(
    table: &Table,
    start_at: i64,
    limit: WorkingTime,
    suspensions: impl Iterator<Item = Suspension>,
) -> End {
    let mut passed = table.time_before(start_at);
    let mut left = limit.micros();
    for suspension in suspensions {
        let stops = passed.max(table.time_before(suspension.from_at));
        if stops - passed >= left {
            break;
        }
        left -= stops - passed;
        let Some(until_at) = suspension.until_at else {
            return End::Paused { since_at: suspension.from_at, left: Amount::Time(WorkingTime(left)) };
        };
        passed = stops.max(table.time_before(until_at));
    }
    table.instant_of_time(passed.saturating_add(left)).map_or(End::Beyond, End::At)
}

/// Rules D and DC with U2, over the ranks of working days.
///
/// A working day is suspended from the day of the start of the pause to the day of the start of its
/// end; the rank of that day is the number of working days closed by the instant.
fn working_days(
    mut run: Run,
    table: &Table,
    suspensions: impl Iterator<Item = Suspension>,
    due_of_rank: impl Fn(i64) -> Option<i64>,
) -> End {
    for suspension in suspensions {
        let last = run.next + run.left - 1;
        let stops = run.next.max(table.closed_by(suspension.from_at));
        if stops > last || due_of_rank(last).is_some_and(|due_at| suspension.from_at > due_at) {
            break;
        }
        run.left -= stops - run.next;
        let Some(until_at) = suspension.until_at else {
            return End::Paused { since_at: suspension.from_at, left: Amount::Days(run.left) };
        };
        run.next = stops.max(table.closed_by(until_at));
    }
    due_of_rank(run.next + run.left - 1).map_or(End::Beyond, End::At)
}

/// Rule C with U3, over days from the beginning of the range.
fn calendar_days(mut run: Run, table: &Table, suspensions: impl Iterator<Item = Suspension>) -> End {
    // A last day that is not worked moves to the next working day.
    let due_of_day = |day: i64| {
        let inside = day < table.len() as i64;
        inside.then(|| table.close_of_rank(table.working_days_before(day))).flatten()
    };
    for suspension in suspensions {
        let last = run.next + run.left - 1;
        let stops = run.next.max(table.day_of(suspension.from_at));
        if stops > last || due_of_day(last).is_some_and(|due_at| suspension.from_at > due_at) {
            break;
        }
        run.left -= stops - run.next;
        let Some(until_at) = suspension.until_at else {
            return End::Paused { since_at: suspension.from_at, left: Amount::Days(run.left) };
        };
        run.next = stops.max(table.day_of(until_at));
    }
    due_of_day(run.next + run.left - 1).map_or(End::Beyond, End::At)
}
