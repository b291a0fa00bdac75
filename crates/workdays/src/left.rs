//! Time left or late, and how much of a limit is spent: for lists, and for a clock that runs again.

use crate::calendar::Calendar;
use crate::due::{Due, count};
use crate::limit::{Amount, Limit, Refusal, Suspension, check_suspensions};
use crate::time::WorkingTime;
use serde::Serialize;

/// How far away a due moment is (còn lại hoặc quá hạn).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub struct Left {
    /// Working time until the due moment, negative once it has passed.
    pub time: WorkingTime,
    /// Working days after today up to the day of the due moment; 0 on that day, negative after it.
    pub days: i64,
    /// The due moment has passed. Outside office hours no working time passes, so the sign alone
    /// would not tell.
    pub late: bool,
}

/// The working time left at `now_at` until a due moment, or the time by which it is late.
///
/// # Errors
/// [`Refusal::CalendarMissing`] when a year between the two is not covered.
pub fn left(calendar: &Calendar, now_at: i64, due_at: i64) -> Result<Left, Refusal> {
    let time = calendar.working_time(now_at, due_at)?;
    let table = calendar.table();
    let after = |at: i64| table.working_days_before(table.day_of(at) + 1);
    // A last close at midnight belongs to the day it closes.
    let days = after(due_at - 1) - after(now_at);
    Ok(Left { time, days, late: now_at > due_at })
}

/// How much of a limit was used by an instant, and how much was not.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
pub struct Spent {
    /// The amount used.
    pub used: Amount,
    /// The amount left; nothing from the due moment on.
    pub left: Amount,
}

/// A limit that was begun: what [`spent`] asks about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Begun<'a> {
    /// The limit.
    pub limit: Limit,
    /// The instant of receipt.
    pub received_at: i64,
    /// The intervals in which it stood still, in order.
    pub suspensions: &'a [Suspension],
}

/// How much of a limit was used when the clock stood at `at`.
///
/// What is left is what a suspension beginning at `at` would leave to count: working time to the
/// microsecond, days as rules U2 and U3 take them, so that the day of `at` itself is not used. A
/// clock that runs on counts `limit.with_amount(spent.left)`; one that begins anew counts the whole
/// limit. Nothing is left from the due moment on, and of calendar days whose last one only waits for
/// the next working day.
///
/// # Errors
/// As [`due`](crate::due()).
pub fn spent(calendar: &Calendar, begun: &Begun<'_>, at: i64) -> Result<Spent, Refusal> {
    let Begun { limit, received_at, suspensions } = *begun;
    limit.check()?;
    check_suspensions(suspensions)?;
    let whole = limit.amount();
    let open = |suspension: Suspension| match suspension.until_at {
        Some(until_at) if until_at <= at => suspension,
        _ => Suspension { until_at: None, ..suspension },
    };
    let before = || suspensions.iter().copied().take_while(|pause| pause.from_at < at).map(open);
    let stopped = Suspension { from_at: at, until_at: None };
    let left = match count(calendar, &limit, received_at, before().chain([stopped]))? {
        // The same day is never suspended: it is used up when it is over.
        Due::At(promise) if matches!(limit, Limit::SameDay { .. }) && promise.due_at > at => whole,
        Due::At(_) => whole.nothing(),
        // A clock time reached exactly at the stop is used up all the same.
        Due::Paused(waiting) if waiting.since_at == at => {
            let unstopped = count(calendar, &limit, received_at, before());
            let reached = unstopped.is_ok_and(|due| due.due_at() == Some(at));
            if reached { whole.nothing() } else { waiting.left }
        }
        Due::Paused(waiting) => waiting.left,
    };
    Ok(Spent { used: whole.less(left), left })
}
