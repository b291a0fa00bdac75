//! Limits, the intervals in which they stand still, and what is refused.

use crate::time::{TimeOfDay, WorkingTime};
use serde::{Deserialize, Serialize};

/// No limit is longer than this many days: the range of the longest calendar.
pub const MOST_DAYS: i64 = 36_525;

/// A time limit (thời hạn) and the rule by which it is counted.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Limit {
    /// Rule H: hours of office time from the given moment.
    WorkingHours(WorkingTime),
    /// Rule D: working days, the first day not counted, to the last close of the last one.
    WorkingDays(i64),
    /// Rule DC: as D, but to the time of the day at which it began.
    WorkingDaysAtClock(i64),
    /// Rule S: the same working day when begun at the cutoff or before, else the next working day.
    SameDay {
        /// The last time of the day that still ends on the same day; 15:00 in today's acts.
        cutoff: TimeOfDay,
    },
    /// Rule C: calendar days, the first day not counted; a last day of rest moves on.
    CalendarDays(i64),
}

/// The text names no limit.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{rule:?} with {amount:?} is no limit")]
pub struct NotALimit {
    /// The code of the rule as read.
    pub rule: String,
    /// The amount as read.
    pub amount: String,
}

impl Limit {
    /// Reads the code of a rule and its amount: `H` with `22.5`, `D`, `DC` or `C` with a whole
    /// number, `S15` (the cutoff in the code) with `1` or nothing.
    ///
    /// # Errors
    /// [`NotALimit`] for anything else. Amounts that can be written but make no sense are refused
    /// where the limit is used.
    pub fn read(rule: &str, amount: &str) -> Result<Limit, NotALimit> {
        let wrong = || NotALimit { rule: rule.to_owned(), amount: amount.to_owned() };
        let amount = amount.trim();
        let days = || {
            let whole = amount.split_once('.').map_or(Some(amount), |(whole, part)| {
                (!part.is_empty() && part.bytes().all(|b| b == b'0')).then_some(whole)
            });
            whole.and_then(|text| text.parse().ok()).ok_or_else(wrong)
        };
        match rule.trim() {
            "H" => WorkingTime::parse_hours(amount).map(Limit::WorkingHours).map_err(|_| wrong()),
            "D" => days().map(Limit::WorkingDays),
            "DC" => days().map(Limit::WorkingDaysAtClock),
            "C" => days().map(Limit::CalendarDays),
            other => {
                let hour = other.strip_prefix('S').filter(|hour| hour.len() == 2);
                let cutoff = hour.and_then(|hour| TimeOfDay::new(hour.parse().ok()?, 0, 0));
                let once = amount.is_empty() || days()? == 1;
                cutoff.filter(|_| once).map(|cutoff| Limit::SameDay { cutoff }).ok_or_else(wrong)
            }
        }
    }

    /// The whole amount of the limit; one day for the same day.
    pub fn amount(self) -> Amount {
        match self {
            Limit::WorkingHours(time) => Amount::Time(time),
            Limit::WorkingDays(days) | Limit::WorkingDaysAtClock(days) | Limit::CalendarDays(days) => {
                Amount::Days(days)
            }
            Limit::SameDay { .. } => Amount::Days(1),
        }
    }

    /// The same rule with another amount, for what is left of a limit; the same day stays as it is.
    #[must_use]
    pub fn with_amount(self, amount: Amount) -> Limit {
        match (self, amount) {
            (Limit::WorkingHours(_), Amount::Time(time)) => Limit::WorkingHours(time),
            (Limit::WorkingDays(_), Amount::Days(days)) => Limit::WorkingDays(days),
            (Limit::WorkingDaysAtClock(_), Amount::Days(days)) => Limit::WorkingDaysAtClock(days),
            (Limit::CalendarDays(_), Amount::Days(days)) => Limit::CalendarDays(days),
            (limit, _) => limit,
        }
    }

    /// Whether a limit of this amount can be counted at all.
    ///
    /// # Errors
    /// [`Refusal::LimitNotPositive`] and [`Refusal::LimitTooLong`].
    pub fn check(self) -> Result<(), Refusal> {
        let (amount, most) = match self.amount() {
            Amount::Time(time) => (time.micros(), WorkingTime::hours(MOST_DAYS * 24).micros()),
            Amount::Days(days) => (days, MOST_DAYS),
        };
        if amount <= 0 {
            Err(Refusal::LimitNotPositive)
        } else if amount > most {
            Err(Refusal::LimitTooLong { most_days: MOST_DAYS })
        } else {
            Ok(())
        }
    }
}

/// How much of a limit: working time for hours, days for every other rule.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Amount {
    /// Working time.
    Time(WorkingTime),
    /// Days that count by the rule.
    Days(i64),
}

impl Amount {
    /// Nothing of the same kind.
    #[must_use]
    pub fn nothing(self) -> Amount {
        match self {
            Amount::Time(_) => Amount::Time(WorkingTime::ZERO),
            Amount::Days(_) => Amount::Days(0),
        }
    }

    /// This amount less another of the same kind.
    #[must_use]
    pub fn less(self, other: Amount) -> Amount {
        match (self, other) {
            (Amount::Time(a), Amount::Time(b)) => Amount::Time(WorkingTime(a.micros() - b.micros())),
            (Amount::Days(a), Amount::Days(b)) => Amount::Days(a - b),
            (amount, _) => amount,
        }
    }
}

/// A half-open interval in which a limit stands still (tạm dừng): it runs again at `until_at`.
///
/// Suspensions sort by their beginning; [`due`](crate::due()) wants them in that order.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash, Serialize, Deserialize)]
pub struct Suspension {
    /// The instant at which the limit stopped.
    pub from_at: i64,
    /// The instant at which it ran again; nothing while it still stands.
    pub until_at: Option<i64>,
}

/// What a calendar cannot answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The limit crosses a year whose holidays are not entered.
    #[error("the calendar has no holidays for the year {year}")]
    CalendarMissing {
        /// The first such year.
        year: i16,
    },
    /// The moment lies before the first year of the calendar.
    #[error("the calendar begins in the year {first_year}")]
    CalendarBegins {
        /// The first year it covers.
        first_year: i16,
    },
    /// A limit of nothing or less.
    #[error("a limit must be more than nothing")]
    LimitNotPositive,
    /// A limit longer than any calendar.
    #[error("a limit has at most {most_days} days")]
    LimitTooLong {
        /// The most days it may have.
        most_days: i64,
    },
    /// A suspension that ends before it begins.
    #[error("suspension {number} ends before it begins")]
    SuspensionBackwards {
        /// Which one, from 1.
        number: usize,
    },
    /// Suspensions that overlap, stand in the wrong order, or follow one that is still open.
    #[error("suspension {number} begins before the one before it has ended")]
    SuspensionsOverlap {
        /// The later of the two, from 1.
        number: usize,
    },
}

/// Suspensions are sorted and do not overlap; only the last one may be open.
pub(crate) fn check_suspensions(suspensions: &[Suspension]) -> Result<(), Refusal> {
    for (suspension, number) in suspensions.iter().zip(1..) {
        if suspension.until_at.is_some_and(|until_at| until_at < suspension.from_at) {
            return Err(Refusal::SuspensionBackwards { number });
        }
    }
    for (pair, number) in suspensions.windows(2).zip(2..) {
        if pair[0].until_at.is_none_or(|until_at| until_at > pair[1].from_at) {
            return Err(Refusal::SuspensionsOverlap { number });
        }
    }
    Ok(())
}
