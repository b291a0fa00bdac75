//! Days, times of the day, amounts of working time, and instants as text.

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

/// Microseconds in a second.
pub const MICROS_PER_SECOND: i64 = 1_000_000;
/// Microseconds in a civil day; the legal zone has no summer time.
pub const MICROS_PER_DAY: i64 = 86_400 * MICROS_PER_SECOND;
/// The legal zone of Việt Nam, constant since 1975 (+07:00).
pub const LEGAL_OFFSET_MICROS: i64 = 7 * 3_600 * MICROS_PER_SECOND;

const EPOCH: Date = Date::constant(1970, 1, 1);

/// The text is not what its place asks for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} is not {wanted}")]
pub struct NotATime {
    /// What was read.
    pub text: String,
    /// What was expected, in words.
    pub wanted: &'static str,
}

impl NotATime {
    fn new(text: &str, wanted: &'static str) -> NotATime {
        NotATime { text: text.to_owned(), wanted }
    }
}

/// A civil day in the legal zone, as days since 1 January 1970. Text form is ISO 8601.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(i32);

impl Day {
    /// The earliest day that can be written, 1 January of the year -9999.
    pub const MIN: Day = Day(-4_371_587);
    /// The latest day that can be written, 31 December 9999.
    pub const MAX: Day = Day(2_932_896);

    /// The day of these numbers, if the calendar has it.
    pub fn new(year: i16, month: i8, day: i8) -> Option<Day> {
        Date::new(year, month, day).ok().map(Day::of_date)
    }

    /// The first day of a year, kept inside the years that can be written.
    pub fn first_of_year(year: i16) -> Day {
        Day::new(year, 1, 1).unwrap_or(if year < 0 { Day::MIN } else { Day::MAX })
    }

    /// The day `days` after 1 January 1970, kept inside the years that can be written.
    pub const fn from_epoch_days(days: i64) -> Day {
        if days < Day::MIN.0 as i64 {
            Day::MIN
        } else if days > Day::MAX.0 as i64 {
            Day::MAX
        } else {
            Day(days as i32)
        }
    }

    /// Days since 1 January 1970.
    pub const fn epoch_days(self) -> i64 {
        self.0 as i64
    }

    /// The day that holds `at` (microseconds UTC) in the legal zone.
    pub const fn of_instant(at: i64) -> Day {
        Day::from_epoch_days(at.saturating_add(LEGAL_OFFSET_MICROS).div_euclid(MICROS_PER_DAY))
    }

    /// The instant (microseconds UTC) at which this day begins in the legal zone.
    pub const fn starts_at(self) -> i64 {
        self.0 as i64 * MICROS_PER_DAY - LEGAL_OFFSET_MICROS
    }

    /// The instant of a time of this day.
    pub const fn at(self, time: TimeOfDay) -> i64 {
        self.starts_at() + time.micros()
    }

    /// The day `count` days later, earlier when negative.
    pub const fn plus_days(self, count: i64) -> Day {
        Day::from_epoch_days(self.epoch_days().saturating_add(count))
    }

    /// Days from `earlier` to this day.
    pub const fn days_since(self, earlier: Day) -> i64 {
        self.epoch_days() - earlier.epoch_days()
    }

    /// 1 for Monday to 7 for Sunday.
    pub const fn weekday(self) -> u8 {
        // 1 January 1970 was a Thursday.
        ((self.epoch_days() + 3).rem_euclid(7) + 1) as u8
    }

    /// Year, month (1..=12) and day of month (1..=31).
    pub fn parts(self) -> (i16, i8, i8) {
        let date = EPOCH.saturating_add(self.epoch_days().days());
        (date.year(), date.month(), date.day())
    }

    /// The year of this day.
    pub fn year(self) -> i16 {
        self.parts().0
    }

    /// `13/02/2026`, as people write it in Việt Nam.
    pub fn vietnamese(self) -> String {
        let (year, month, day) = self.parts();
        format!("{day:02}/{month:02}/{year:04}")
    }

    fn of_date(date: Date) -> Day {
        Day((date - EPOCH).get_days())
    }
}

impl FromStr for Day {
    type Err = NotATime;

    fn from_str(text: &str) -> Result<Day, NotATime> {
        let shaped = text.len() == 10
            && text
                .bytes()
                .enumerate()
                .all(|(i, b)| if i == 4 || i == 7 { b == b'-' } else { b.is_ascii_digit() });
        let date = shaped.then(|| text.parse::<Date>().ok()).flatten();
        date.map(Day::of_date).ok_or_else(|| NotATime::new(text, "a day (YYYY-MM-DD)"))
    }
}

impl fmt::Display for Day {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.parts();
        write!(out, "{year:04}-{month:02}-{day:02}")
    }
}

impl fmt::Debug for Day {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, out)
    }
}

/// A time of the day in whole seconds, from `00:00` to `24:00`. Text form is `07:30` or `07:30:15`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TimeOfDay(u32);

impl TimeOfDay {
    /// The time of these numbers; `24:00` is the end of the day, later ones do not exist.
    pub const fn new(hour: u32, minute: u32, second: u32) -> Option<TimeOfDay> {
        if hour > 24 || minute > 59 || second > 59 {
            return None;
        }
        let seconds = hour * 3_600 + minute * 60 + second;
        if seconds > 86_400 { None } else { Some(TimeOfDay(seconds)) }
    }

    /// The time at an hour and minute, the end of the day for what comes after it.
    pub(crate) fn of_minute((hour, minute): (u32, u32)) -> TimeOfDay {
        TimeOfDay((hour * 3_600 + minute * 60).min(86_400))
    }

    /// Seconds since the day began.
    pub const fn seconds(self) -> u32 {
        self.0
    }

    /// Microseconds since the day began.
    pub const fn micros(self) -> i64 {
        self.0 as i64 * MICROS_PER_SECOND
    }

    /// The time of the day of an instant, in microseconds, in the legal zone.
    pub const fn micros_of_instant(at: i64) -> i64 {
        at.saturating_add(LEGAL_OFFSET_MICROS).rem_euclid(MICROS_PER_DAY)
    }
}

impl FromStr for TimeOfDay {
    type Err = NotATime;

    fn from_str(text: &str) -> Result<TimeOfDay, NotATime> {
        let number = |part: &str| {
            let shaped = (1..=2).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
            if shaped { part.parse::<u32>().ok() } else { None }
        };
        let parts: Option<Vec<u32>> = text.trim().split(':').map(number).collect();
        match parts.as_deref() {
            Some([hour, minute]) => TimeOfDay::new(*hour, *minute, 0),
            Some([hour, minute, second]) => TimeOfDay::new(*hour, *minute, *second),
            _ => None,
        }
        .ok_or_else(|| NotATime::new(text, "a time of the day (HH:MM)"))
    }
}

impl fmt::Display for TimeOfDay {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}", clock_text(self.micros()))
    }
}

impl fmt::Debug for TimeOfDay {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, out)
    }
}

/// `07:30`, with seconds and their fraction only where there are any.
pub fn clock_text(micros: i64) -> String {
    let (seconds, fraction) = (micros / MICROS_PER_SECOND, micros % MICROS_PER_SECOND);
    let mut text = format!("{:02}:{:02}", seconds / 3_600, seconds / 60 % 60);
    if seconds % 60 != 0 || fraction != 0 {
        text.push_str(&format!(":{:02}", seconds % 60));
    }
    if fraction != 0 {
        text.push_str(format!(".{fraction:06}").trim_end_matches('0'));
    }
    text
}

/// An amount of working time (thời gian làm việc) in microseconds; negative when something is late.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct WorkingTime(pub i64);

impl WorkingTime {
    /// None at all.
    pub const ZERO: WorkingTime = WorkingTime(0);

    /// This many whole hours.
    pub const fn hours(hours: i64) -> WorkingTime {
        WorkingTime(hours.saturating_mul(3_600 * MICROS_PER_SECOND))
    }

    /// This many whole minutes.
    pub const fn minutes(minutes: i64) -> WorkingTime {
        WorkingTime(minutes.saturating_mul(60 * MICROS_PER_SECOND))
    }

    /// Reads hours written as a decimal number: `4`, `22.5`, `0.25`.
    ///
    /// # Errors
    /// [`NotATime`] for anything else, more than nine digits before or after the point included.
    pub fn parse_hours(text: &str) -> Result<WorkingTime, NotATime> {
        let text = text.trim();
        let wrong = || NotATime::new(text, "a number of hours");
        let (sign, digits) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
        let number = |part: &str| {
            let shaped = (1..=9).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
            if shaped { part.parse::<i64>().ok() } else { None }
        };
        let (whole, part) = number(whole).zip(number(fraction)).ok_or_else(wrong)?;
        let hour = i128::from(3_600 * MICROS_PER_SECOND);
        let scale = 10_i128.pow(u32::try_from(fraction.len()).map_err(|_| wrong())?);
        let micros = i128::from(whole) * hour + i128::from(part) * hour / scale;
        Ok(WorkingTime(sign * i64::try_from(micros).map_err(|_| wrong())?))
    }

    /// The amount in microseconds.
    pub const fn micros(self) -> i64 {
        self.0
    }
}

/// An instant in the legal zone as ISO 8601: `2026-02-13T16:00:00+07:00`.
pub fn instant_text(at: i64) -> String {
    let micros = TimeOfDay::micros_of_instant(at);
    let (seconds, fraction) = (micros / MICROS_PER_SECOND, micros % MICROS_PER_SECOND);
    let (hour, minute, second) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    let part = if fraction == 0 { String::new() } else { format!(".{fraction:06}") };
    format!("{}T{hour:02}:{minute:02}:{second:02}{part}+07:00", Day::of_instant(at))
}

/// Reads an instant in ISO 8601; without an offset it is a time of the legal zone.
///
/// # Errors
/// [`NotATime`] when it is not one.
pub fn parse_instant(text: &str) -> Result<i64, NotATime> {
    let text = text.trim();
    if let Ok(instant) = text.parse::<Timestamp>() {
        return Ok(instant.as_microsecond());
    }
    let local: jiff::civil::DateTime = text
        .contains(['T', ' '])
        .then(|| text.parse().ok())
        .flatten()
        .ok_or_else(|| NotATime::new(text, "an instant (YYYY-MM-DDTHH:MM:SS+07:00)"))?;
    let nanoseconds = i64::from(local.time().subsec_nanosecond());
    let (hour, minute) = (i64::from(local.hour()), i64::from(local.minute()));
    let seconds = (hour * 60 + minute) * 60 + i64::from(local.second());
    Ok(Day::of_date(local.date()).starts_at() + seconds * MICROS_PER_SECOND + nanoseconds / 1_000)
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Day, D::Error> {
        String::deserialize(from)?.parse().map_err(serde::de::Error::custom)
    }
}

impl Serialize for TimeOfDay {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for TimeOfDay {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<TimeOfDay, D::Error> {
        String::deserialize(from)?.parse().map_err(serde::de::Error::custom)
    }
}
