//! The words of slips in one language: moments, days and sums as these papers write them.

use papers::PaperDate;
use platform::clock::local_parts;
use platform::{Day, Language, i18n};

/// The words of a paper.
#[derive(Clone, Copy, Debug)]
pub(super) struct Words(pub Language);

impl Words {
    /// The sentence of a key.
    pub fn t(self, key: &str) -> String {
        i18n::text(self.0, key)
    }

    /// The sentence of a key with values in it.
    pub fn t_with(self, key: &str, values: &[(&str, &str)]) -> String {
        i18n::text_with(self.0, key, values)
    }

    /// The language as papers know it.
    pub fn language(self) -> papers::Language {
        match self.0 {
            Language::Vi => papers::Language::Vietnamese,
            Language::En => papers::Language::English,
        }
    }

    /// `17 giờ 00 phút, ngày 23 tháng 11 năm 2026`; midnight is the last moment of the day it closes.
    pub fn moment(self, at: i64) -> String {
        let (day, time) = closing(at);
        let (hour, minute) = time.split_once(':').unwrap_or((&time, ""));
        let day = PaperDate::from(day).long(self.language());
        self.t_with("slips-moment", &[("hour", hour), ("minute", minute), ("day", &day)])
    }

    /// `17:00 23/11/2026`, for tables.
    pub fn short_moment(self, at: i64) -> String {
        let (day, time) = closing(at);
        format!("{time} {}", day.vietnamese())
    }

    /// A sum in đồng: `15.000 đồng`.
    pub fn money(self, vnd: i64) -> String {
        let mark = if self.0 == Language::Vi { '.' } else { ',' };
        let digits = vnd.unsigned_abs().to_string();
        let mut sum = String::new();
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                sum.push(mark);
            }
            sum.push(digit);
        }
        self.t_with("slips-money", &[("sum", &sum)])
    }
}

fn closing(at: i64) -> (Day, String) {
    match local_parts(at) {
        (day, time) if time == "00:00" => (day.plus_days(-1), "24:00".to_owned()),
        parts => parts,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use workdays::parse_instant;

    #[test]
    fn a_moment_is_written_as_slips_write_it() {
        let words = Words(Language::Vi);
        let at = |text: &str| parse_instant(text).unwrap();
        assert_eq!(
            words.moment(at("2026-11-09T09:05:00+07:00")),
            "09 giờ 05 phút, ngày 09 tháng 11 năm 2026"
        );
        assert_eq!(
            words.moment(at("2026-11-24T00:00:00+07:00")),
            "24 giờ 00 phút, ngày 23 tháng 11 năm 2026"
        );
        assert_eq!(words.short_moment(at("2026-11-09T09:05:00+07:00")), "09:05 09/11/2026");
        assert_eq!(words.money(1_500_000), "1.500.000 đồng");
        assert_eq!(Words(Language::En).money(1_500_000), "VND 1,500,000");
    }
}
