//! The day written on a paper.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::Language;

/// A calendar day that exists (ngày, tháng, năm trên văn bản).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct PaperDate {
    year: i32,
    month: u8,
    day: u8,
}

impl PaperDate {
    /// The day, or nothing when the calendar has no such day (30 February) or the year is not 1 to 9999.
    pub fn new(year: i32, month: u8, day: u8) -> Option<PaperDate> {
        let exists = (1..=9999).contains(&year) && (1..=days_in_month(year, month)).contains(&day);
        exists.then_some(PaperDate { year, month, day })
    }

    /// The day of these numbers, or the nearest one that the calendar has.
    pub fn nearest(year: i32, month: u8, day: u8) -> PaperDate {
        let (year, month) = (year.clamp(1, 9999), month.clamp(1, 12));
        PaperDate { year, month, day: day.clamp(1, days_in_month(year, month)) }
    }

    /// The day written as `2012-04-06`, or nothing when the text is not such a day.
    pub fn parse_iso(text: &str) -> Option<PaperDate> {
        let mut parts = text.splitn(3, '-');
        let year = digits(parts.next()?, 4)?;
        let month = digits(parts.next()?, 2)?;
        let day = digits(parts.next()?, 2)?;
        PaperDate::new(year, u8::try_from(month).ok()?, u8::try_from(day).ok()?)
    }

    /// The year, 1 to 9999.
    pub fn year(self) -> i32 {
        self.year
    }

    /// The month, 1 to 12.
    pub fn month(self) -> u8 {
        self.month
    }

    /// The day of the month, 1 to 31.
    pub fn day(self) -> u8 {
        self.day
    }

    /// The day in words as the place line writes it: `ngày 06 tháng 4 năm 2012`, `6 April 2012`.
    ///
    /// Days below ten and the months January and February carry a leading zero, so that nobody can
    /// write a digit before them; other months do not.
    pub fn long(self, language: Language) -> String {
        match language {
            Language::Vietnamese if self.month <= 2 => {
                format!("ngày {:02} tháng {:02} năm {}", self.day, self.month, self.year)
            }
            Language::Vietnamese => {
                format!("ngày {:02} tháng {} năm {}", self.day, self.month, self.year)
            }
            Language::English => {
                let month = ENGLISH_MONTHS[usize::from(self.month - 1)];
                format!("{} {month} {}", self.day, self.year)
            }
        }
    }

    /// The day in words inside a text, after the word for day: `06 tháng 4 năm 2012`, `6 April 2012`.
    pub fn written(self, language: Language) -> String {
        let words = self.long(language);
        words.strip_prefix("ngày ").map(str::to_owned).unwrap_or(words)
    }

    /// The day in figures as tables write it, `06/04/2012`, in both languages.
    pub fn short(self) -> String {
        format!("{:02}/{:02}/{:04}", self.day, self.month, self.year)
    }
}

/// Writes the day as `2012-04-06`.
impl fmt::Display for PaperDate {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

const ENGLISH_MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

fn days_in_month(year: i32, month: u8) -> u8 {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => 0,
    }
}

fn digits(text: &str, length: usize) -> Option<i32> {
    let only_digits = text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit());
    only_digits.then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> PaperDate {
        PaperDate::parse_iso(text).unwrap()
    }

    #[test]
    fn days_below_ten_and_the_first_two_months_are_padded() {
        let vi = |text| day(text).long(Language::Vietnamese);
        assert_eq!(vi("2026-02-05"), "ngày 05 tháng 02 năm 2026");
        assert_eq!(vi("2026-01-31"), "ngày 31 tháng 01 năm 2026");
        assert_eq!(vi("2012-03-09"), "ngày 09 tháng 3 năm 2012");
        assert_eq!(vi("2012-11-10"), "ngày 10 tháng 11 năm 2012");
        assert_eq!(day("2026-02-05").long(Language::English), "5 February 2026");
        assert_eq!(day("2006-06-20").written(Language::Vietnamese), "20 tháng 6 năm 2006");
        assert_eq!(day("2006-06-20").written(Language::English), "20 June 2006");
    }

    #[test]
    fn a_day_in_figures_is_padded_everywhere() {
        assert_eq!(day("2012-04-06").short(), "06/04/2012");
        assert_eq!(day("2012-04-06").to_string(), "2012-04-06");
    }

    #[test]
    fn a_day_that_the_calendar_lacks_is_refused() {
        assert!(PaperDate::new(2012, 2, 29).is_some());
        for (year, month, day) in [
            (2011, 2, 29),
            (1900, 2, 29),
            (2012, 4, 31),
            (2012, 13, 1),
            (2012, 0, 1),
            (2012, 1, 0),
            (0, 1, 1),
        ] {
            assert_eq!(PaperDate::new(year, month, day), None, "{year}-{month}-{day}");
        }
        for text in ["", "2012-4-6", "2012-04", "2012-04-06-07", "+012-04-06", "2012/04/06", "2012-02-30"] {
            assert_eq!(PaperDate::parse_iso(text), None, "{text}");
        }
    }
}
