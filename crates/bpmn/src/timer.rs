//! When a timer fires: calendar time is reckoned here, working time by the caller's calendar.

use crate::civil::{civil, day_number, digits, month_length};
use crate::model::Timer;

/// Microseconds of a second.
pub(crate) const SECOND: i64 = 1_000_000;
const DAY: i64 = 86_400;
/// No timer runs longer than this many years; a longer one is a slip of the pen.
const LONGEST_YEARS: i64 = 100;

/// A timer as it is executed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wait {
    /// Calendar time from the arrival: so many months, then so many seconds.
    After {
        /// Whole months, those of years among them.
        months: u32,
        /// Seconds, those of weeks and days among them.
        seconds: i64,
    },
    /// An instant, in microseconds since 1970 in UTC.
    At(i64),
    /// Working days from the arrival.
    WorkingDays(u32),
    /// Working hours from the arrival.
    WorkingHours(u32),
}

/// A due moment, and the calendar that it was reckoned with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// Microseconds since 1970 in UTC.
    pub due_at: i64,
    /// The version of the calendar of working time; 0 for calendar time.
    pub calendar: u32,
}

/// Reckons working time for the kernel, which itself knows no calendar and no clock.
pub trait Clock {
    /// The moment at which so many working days from `from` have passed; `None` where the calendar ends before.
    fn working_days(&self, days: u32, from: i64) -> Option<Moment>;

    /// The moment at which so many working hours from `from` have passed; `None` where the calendar ends before.
    fn working_hours(&self, hours: u32, from: i64) -> Option<Moment>;

    /// Seconds by which civil time is ahead of UTC, for months that are counted by the calendar.
    fn offset_seconds(&self) -> i64 {
        7 * 3_600
    }
}

/// A clock without working time: for programs whose timers run in calendar time.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoWorkingTime;

impl Clock for NoWorkingTime {
    fn working_days(&self, _: u32, _: i64) -> Option<Moment> {
        None
    }

    fn working_hours(&self, _: u32, _: i64) -> Option<Moment> {
        None
    }
}

impl Wait {
    /// What a timer of the model says; `None` where it cannot be executed as it is written. Files and programs are
    /// judged by this alone.
    #[must_use]
    pub fn read(timer: &Timer) -> Option<Wait> {
        match timer {
            Timer::Duration(text) => duration(text.trim()),
            Timer::At(text) => instant(text.trim()).map(Wait::At),
            Timer::WorkingDays(days) => {
                (1..=366 * LONGEST_YEARS as u32).contains(days).then_some(Wait::WorkingDays(*days))
            }
            Timer::WorkingHours(hours) => {
                (1..=366 * 24 * LONGEST_YEARS as u32).contains(hours).then_some(Wait::WorkingHours(*hours))
            }
        }
    }

    /// The due moment of a wait that begins at `from`.
    pub(crate) fn due(self, from: i64, clock: &dyn Clock) -> Option<Moment> {
        match self {
            Wait::WorkingDays(days) => clock.working_days(days, from),
            Wait::WorkingHours(hours) => clock.working_hours(hours, from),
            Wait::At(due_at) => Some(Moment { due_at, calendar: 0 }),
            Wait::After { months, seconds } => {
                let from = later_by_months(from, i64::from(months), clock.offset_seconds())?;
                let due_at = from.checked_add(seconds.checked_mul(SECOND)?)?;
                Some(Moment { due_at, calendar: 0 })
            }
        }
    }
}

/// The same civil time so many months later; the last day of the month where it has fewer days.
fn later_by_months(from: i64, months: i64, offset: i64) -> Option<i64> {
    if months == 0 {
        return Some(from);
    }
    let local = from.checked_add(offset * SECOND)?;
    let (day, of_day) = (local.div_euclid(DAY * SECOND), local.rem_euclid(DAY * SECOND));
    let (year, month, day) = civil(day);
    let count = year * 12 + month - 1 + months;
    let (year, month) = (count.div_euclid(12), count.rem_euclid(12) + 1);
    let day = day_number(year, month, day.min(month_length(year, month)));
    day.checked_mul(DAY * SECOND)?.checked_add(of_day)?.checked_sub(offset * SECOND)
}

/// `P1Y2M3W4DT5H6M7S` in whole numbers, at least one of them.
fn duration(text: &str) -> Option<Wait> {
    let rest = text.strip_prefix('P')?;
    let (date, time) = match rest.split_once('T') {
        Some((_, "")) => return None,
        Some((date, time)) => (date, time),
        None => (rest, ""),
    };
    if date.is_empty() && time.is_empty() {
        return None;
    }
    let [years, months, weeks, days] = parts(date, ['Y', 'M', 'W', 'D'])?;
    let [hours, minutes, seconds, _] = parts(time, ['H', 'M', 'S', '\0'])?;
    let months = years.checked_mul(12)?.checked_add(months)?;
    let days = weeks.checked_mul(7)?.checked_add(days)?;
    let minutes = hours.checked_mul(60)?.checked_add(minutes)?;
    let of_day = minutes.checked_mul(60)?.checked_add(seconds)?;
    let seconds = days.checked_mul(DAY)?.checked_add(of_day)?;
    let fits = months <= 12 * LONGEST_YEARS && seconds <= 366 * DAY * LONGEST_YEARS;
    fits.then_some(Wait::After { months: months as u32, seconds })
}

/// The numbers before each of the letters, which must stand in this order; 0 where a letter is absent.
fn parts(mut text: &str, letters: [char; 4]) -> Option<[i64; 4]> {
    let mut found = [0; 4];
    for (value, letter) in found.iter_mut().zip(letters) {
        if let Some((number, rest)) = text.split_once(letter) {
            *value = digits(number.as_bytes())?;
            text = rest;
        }
    }
    text.is_empty().then_some(found)
}

/// `2026-01-31T08:00:00+07:00`; the offset must be there, for a time without one means nothing to others.
fn instant(text: &str) -> Option<i64> {
    let bytes = text.as_bytes();
    let day = crate::civil::Day::parse(text.get(..10)?)?;
    let shaped = bytes.len() >= 20 && bytes[10] == b'T' && bytes[13] == b':' && bytes[16] == b':';
    if !shaped {
        return None;
    }
    let (hour, minute, second) = (digits(&bytes[11..13])?, digits(&bytes[14..16])?, digits(&bytes[17..19])?);
    let ahead = match &bytes[19..] {
        b"Z" => 0,
        [sign @ (b'+' | b'-'), h1, h2, b':', m1, m2] => {
            let (hours, minutes) = (digits(&[*h1, *h2])?, digits(&[*m1, *m2])?);
            let size = (hours <= 14 && minutes < 60).then_some(hours * 3_600 + minutes * 60)?;
            if *sign == b'+' { size } else { -size }
        }
        _ => return None,
    };
    let exists = hour < 24 && minute < 60 && second < 60;
    let seconds = i64::from(day.number()) * DAY + hour * 3_600 + minute * 60 + second - ahead;
    exists.then_some(seconds * SECOND)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn due(written: &str, from: &str) -> Option<i64> {
        Wait::read(&Timer::Duration(written.into()))?
            .due(instant(from).unwrap(), &NoWorkingTime)
            .map(|moment| moment.due_at)
    }

    #[test]
    fn calendar_durations_count_months_by_the_civil_calendar() {
        for (written, from, until) in [
            ("P2D", "2026-02-27T08:00:00+07:00", "2026-03-01T08:00:00+07:00"),
            ("PT4H30M", "2026-12-31T22:00:00+07:00", "2027-01-01T02:30:00+07:00"),
            ("P1M", "2026-01-31T08:00:00+07:00", "2026-02-28T08:00:00+07:00"),
            ("P1Y1M", "2027-01-31T03:00:00+07:00", "2028-02-29T03:00:00+07:00"),
            ("P1W", "2026-01-01T00:00:00Z", "2026-01-08T00:00:00Z"),
        ] {
            assert_eq!(due(written, from), instant(until), "{written}");
        }
    }

    #[test]
    fn what_is_not_a_duration_is_refused() {
        for text in ["", "P", "PT", "P1", "1D", "P1D2M", "P-1D", "PT1.5H", "P1DT", "P101Y", "R3/PT1H", "P1S"]
        {
            assert_eq!(Wait::read(&Timer::Duration(text.into())), None, "{text}");
        }
        for text in ["2026-01-01", "2026-01-01T08:00:00", "2026-01-01T24:00:00Z", "2026-02-30T08:00:00Z", "ơ"]
        {
            assert_eq!(instant(text), None, "{text}");
        }
    }
}
