//! Limits as codes: in rows, addresses, forms and JSON. Pure.

use super::fields::Decimal;
use workdays::{Amount, Limit, WorkingTime};

/// Codes of the rules of limits, in the order of filters; the hour of the same day left out.
pub const LIMIT_RULES: [&str; 5] = ["S", "H", "D", "DC", "C"];

/// Code of the rule a limit is counted by, the hour of the same day left out.
pub fn rule_word(limit: Limit) -> &'static str {
    match limit {
        Limit::WorkingHours(_) => "H",
        Limit::WorkingDays(_) => "D",
        Limit::WorkingDaysAtClock(_) => "DC",
        Limit::SameDay { .. } => "S",
        Limit::CalendarDays(_) => "C",
    }
}

/// Code of a limit's rule as it is typed and read again by [`typed_limit`]: `D`, `S15`.
pub fn rule_code(limit: Limit) -> String {
    match limit {
        Limit::SameDay { cutoff } => format!("S{}", cutoff.to_string().get(..2).unwrap_or_default()),
        other => rule_word(other).to_owned(),
    }
}

/// The limit of a rule's code and an amount as people type it: `1.000` days are a thousand, `22,5` hours and `22.5`
/// are the same.
pub fn typed_limit(rule: &str, amount: &str) -> Option<Limit> {
    let amount = amount.trim();
    let plain = if amount.is_empty() { String::new() } else { Decimal::parse_typed(amount)?.to_string() };
    Limit::read(rule, &plain).ok()
}

/// The amount of a limit beside its rule: days, or hours such as `22.5`.
pub fn amount_word(limit: Limit) -> String {
    match limit.amount() {
        Amount::Days(days) => days.to_string(),
        Amount::Time(time) => {
            let hundredths = time.micros() / (WorkingTime::hours(1).micros() / 100);
            Decimal::hundredths(hundredths).to_string()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_is_read_as_people_write_numbers() {
        let hours = |text: &str| WorkingTime::parse_hours(text).map(Limit::WorkingHours).ok();
        for (rule, amount, want) in [
            ("D", "3", Some(Limit::WorkingDays(3))),
            ("D", "1.000", Some(Limit::WorkingDays(1000))),
            ("D", "1.0", Some(Limit::WorkingDays(1))),
            ("C", " 25,0 ", Some(Limit::CalendarDays(25))),
            ("C", "1,5", None),
            ("C", "1.00.0", None),
            ("DC", "ba", None),
            ("D", "", None),
            ("H", "22,5", hours("22.5")),
            ("H", "22.5", hours("22.5")),
            ("H", "1.500", hours("1500")),
            ("S15", "", Limit::read("S15", "").ok()),
            ("S15", "1", Limit::read("S15", "1").ok()),
            ("S15", "2", None),
        ] {
            assert_eq!(typed_limit(rule, amount), want, "{rule} {amount}");
        }
        let quarter = Limit::read("H", "7.25").unwrap();
        assert_eq!(typed_limit("H", &amount_word(quarter)), Some(quarter), "as the form fills it in");
    }
}
