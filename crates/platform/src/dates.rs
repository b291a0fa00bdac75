//! Days, and the dates of old registers that are only partly known.

use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

/// The legal zone of the whole product, constant since 1975 (+07:00).
pub const INDOCHINA_OFFSET_SECONDS: i64 = 7 * 3600;

/// A civil day in the legal zone. Text form is ISO 8601 (`2012-03-31`).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(Date);

/// A day as papers know it; their calendar has no years before 1.
impl From<Day> for papers::PaperDate {
    fn from(day: Day) -> papers::PaperDate {
        let (year, month, day) = day.parts();
        papers::PaperDate::nearest(year.into(), month.unsigned_abs(), day.unsigned_abs())
    }
}

/// The text is not a day.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a day (YYYY-MM-DD)")]
pub struct NotADay(pub String);

impl Day {
    /// The day of these numbers, if the calendar has it.
    pub fn new(year: i16, month: i8, day: i8) -> Option<Day> {
        Date::new(year, month, day).ok().map(Day)
    }

    /// The day that holds `at` (microseconds UTC) in the legal zone.
    pub fn of_instant(at: i64) -> Day {
        let days = (at.div_euclid(1_000_000) + INDOCHINA_OFFSET_SECONDS).div_euclid(86_400);
        let epoch = Date::constant(1970, 1, 1);
        Day(epoch.saturating_add(days.clamp(-3_000_000, 2_900_000).days()))
    }

    /// The instant (microseconds UTC) at which this day begins in the legal zone.
    pub fn starts_at(self) -> i64 {
        let days = i64::from((self.0 - Date::constant(1970, 1, 1)).get_days());
        (days * 86_400 - INDOCHINA_OFFSET_SECONDS) * 1_000_000
    }

    /// Year, month (1..=12) and day of month (1..=31).
    pub fn parts(self) -> (i16, i8, i8) {
        (self.0.year(), self.0.month(), self.0.day())
    }

    /// The year of this day.
    pub fn year(self) -> i16 {
        self.0.year()
    }

    /// The day `count` days later (earlier when negative), kept inside the calendar's range.
    pub fn plus_days(self, count: i64) -> Day {
        Day(self.0.saturating_add(count.clamp(-7_000_000, 7_000_000).days()))
    }

    /// The same day of the month `count` years later; 29 February falls back to 28.
    pub fn plus_years(self, count: i64) -> Day {
        Day(self.0.saturating_add(count.clamp(-19_000, 19_000).years()))
    }

    /// The same day of the month `count` months later, the last day when the month is shorter.
    pub fn plus_months(self, count: i64) -> Day {
        Day(self.0.saturating_add(count.clamp(-200_000, 200_000).months()))
    }

    /// Days from `earlier` to this day.
    pub fn days_since(self, earlier: Day) -> i64 {
        i64::from((self.0 - earlier.0).get_days())
    }

    /// 1 for Monday to 7 for Sunday.
    pub fn weekday(self) -> i8 {
        self.0.weekday().to_monday_one_offset()
    }

    /// `15/03/2026`, as people write it in Việt Nam.
    pub fn vietnamese(self) -> String {
        let (year, month, day) = self.parts();
        format!("{day:02}/{month:02}/{year:04}")
    }

    /// Reads a day a person typed: `15/3/2026`, `15-3-2026`, `15.03.2026`, `15032026` or ISO.
    ///
    /// Eight digits are the day first. Years before 1900 are not read from them: `20121101` was meant
    /// to begin with its year.
    pub fn typed(text: &str) -> Result<Day, NotADay> {
        let text = text.trim();
        if let Ok(day) = text.parse() {
            return Ok(day);
        }
        if text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit()) {
            let written = format!("{}-{}-{}", &text[4..], &text[2..4], &text[..2]);
            let day = written.parse::<Day>().ok().filter(|day| day.parts().0 >= 1900);
            return day.ok_or_else(|| NotADay(text.to_owned()));
        }
        let parts: Vec<&str> = text.split(['/', '-', '.']).collect();
        let number = |text: &str| text.parse::<i16>().ok().filter(|_| text.len() <= 4);
        match parts.as_slice() {
            [day, month, year] if year.len() == 4 => number(year)
                .zip(number(month).and_then(|m| i8::try_from(m).ok()))
                .zip(number(day).and_then(|d| i8::try_from(d).ok()))
                .and_then(|((year, month), day)| Day::new(year, month, day)),
            _ => None,
        }
        .ok_or_else(|| NotADay(text.to_owned()))
    }
}

impl FromStr for Day {
    type Err = NotADay;

    fn from_str(text: &str) -> Result<Day, NotADay> {
        let bytes = text.as_bytes();
        let shaped = bytes.len() == 10
            && bytes[4] == b'-'
            && bytes[7] == b'-'
            && bytes.iter().enumerate().all(|(i, b)| i == 4 || i == 7 || b.is_ascii_digit());
        let number = |range: std::ops::Range<usize>| text.get(range).and_then(|t| t.parse::<i16>().ok());
        shaped
            .then(|| {
                let (year, month, day) = (number(0..4)?, number(5..7)?, number(8..10)?);
                Day::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?)
            })
            .flatten()
            .ok_or_else(|| NotADay(text.to_owned()))
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

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Day, D::Error> {
        let text = String::deserialize(from)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// A date of a register as far as it is known: a day, a month, a year, or only by when it was known.
///
/// Two days follow from it, and every count uses them: [`earliest`](Self::earliest) and
/// [`counts_from`](Self::counts_from). A year counts for a period that holds the whole year; an
/// unknown date counts from the day it was known by and is in no period.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KnownDate {
    /// Known to the day.
    Day(Day),
    /// Known to the month.
    Month(i16, i8),
    /// Known to the year.
    Year(i16),
    /// Not known, but a fact by this day.
    KnownBy(Day),
}

impl KnownDate {
    /// Reads `2011-05-03`, `2011-05`, `2011` or nothing; nothing is known by `known_by`.
    ///
    /// # Errors
    /// [`NotADay`] for anything else.
    pub fn parse(text: &str, known_by: Day) -> Result<KnownDate, NotADay> {
        let text = text.trim();
        let wrong = || NotADay(text.to_owned());
        let digits = |t: &str, n: usize| t.len() == n && t.bytes().all(|b| b.is_ascii_digit());
        match text.len() {
            0 => Ok(KnownDate::KnownBy(known_by)),
            4 if digits(text, 4) => match text.parse().map_err(|_| wrong())? {
                0 => Err(wrong()),
                year => Ok(KnownDate::Year(year)),
            },
            7 => {
                let (year, month) = text.split_once('-').ok_or_else(wrong)?;
                if !digits(year, 4) || !digits(month, 2) {
                    return Err(wrong());
                }
                let (year, month) = (year.parse().map_err(|_| wrong())?, month.parse().map_err(|_| wrong())?);
                Day::new(year, month, 1).ok_or_else(wrong)?;
                Ok(KnownDate::Month(year, month))
            }
            _ => Ok(KnownDate::Day(Day::typed(text)?)),
        }
    }

    /// The first day it may have been; none when the date is unknown.
    pub fn earliest(self) -> Option<Day> {
        match self {
            KnownDate::Day(day) => Some(day),
            KnownDate::Month(year, month) => Day::new(year, month, 1),
            KnownDate::Year(year) => Day::new(year, 1, 1),
            KnownDate::KnownBy(_) => None,
        }
    }

    /// The first day from which the fact counts: the last day it may have been.
    pub fn counts_from(self) -> Day {
        match self {
            KnownDate::Day(day) | KnownDate::KnownBy(day) => day,
            KnownDate::Month(year, month) => last_day(year, month),
            KnownDate::Year(year) => last_day(year, 12),
        }
    }

    /// The year it surely happened in, if known.
    pub fn year(self) -> Option<i16> {
        match self {
            KnownDate::Day(day) => Some(day.year()),
            KnownDate::Month(year, _) | KnownDate::Year(year) => Some(year),
            KnownDate::KnownBy(_) => None,
        }
    }

    /// The exact day, if it is known.
    pub fn day(self) -> Option<Day> {
        match self {
            KnownDate::Day(day) => Some(day),
            _ => None,
        }
    }

    /// The text a register holds: `2011-05-03`, `2011-05`, `2011`, or empty when unknown.
    pub fn text(self) -> String {
        match self {
            KnownDate::Day(day) => day.to_string(),
            KnownDate::Month(year, month) => format!("{year:04}-{month:02}"),
            KnownDate::Year(year) => format!("{year:04}"),
            KnownDate::KnownBy(_) => String::new(),
        }
    }

    /// The text people read: `03/05/2011`, `05/2011`, `2011`; empty when unknown.
    pub fn vietnamese(self) -> String {
        match self {
            KnownDate::Day(day) => day.vietnamese(),
            KnownDate::Month(year, month) => format!("{month:02}/{year:04}"),
            KnownDate::Year(_) | KnownDate::KnownBy(_) => self.text(),
        }
    }
}

impl From<Day> for KnownDate {
    fn from(day: Day) -> KnownDate {
        KnownDate::Day(day)
    }
}

fn last_day(year: i16, month: i8) -> Day {
    let first = Date::new(year, month, 1).unwrap_or(Date::MAX);
    Day(first.last_of_month())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn a_year_counts_from_its_last_day_and_a_month_from_its_last() {
        let by = day("2012-04-06");
        let check = |text: &str, want: &str| {
            let date = KnownDate::parse(text, by).unwrap();
            let earliest = date.earliest().map(|d| d.to_string()).unwrap_or_default();
            assert_eq!(format!("{earliest}..{}", date.counts_from()), want, "{text}");
        };
        check("2011", "2011-01-01..2011-12-31");
        check("2012-02", "2012-02-01..2012-02-29");
        check("2011-05-03", "2011-05-03..2011-05-03");
        check("", "..2012-04-06");
    }

    #[test]
    fn what_is_not_a_day_is_refused_and_what_people_type_is_read() {
        for wrong in [
            "2011-02-30",
            "2011-2-3x",
            "31/02/2011",
            "0000",
            "2011-13",
            "hôm qua",
            "12/5/11",
            "2011-5",
            "20121101",
            "31022011",
        ] {
            assert!(KnownDate::parse(wrong, day("2012-04-06")).is_err(), "{wrong}");
        }
        assert_eq!(Day::typed(" 3/5/2011 ").unwrap(), day("2011-05-03"));
        assert_eq!(Day::typed("03.05.2011").unwrap().vietnamese(), "03/05/2011");
        assert_eq!(Day::typed("03052011").unwrap(), day("2011-05-03"));
    }

    #[test]
    fn an_instant_belongs_to_the_day_of_the_legal_zone() {
        let new_year = day("2012-01-01");
        assert_eq!(Day::of_instant(new_year.starts_at()), new_year);
        assert_eq!(Day::of_instant(new_year.starts_at() - 1), day("2011-12-31"));
    }
}
