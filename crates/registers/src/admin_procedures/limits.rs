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

/// Code of a limit's rule as it is typed and read again by [`Limit::read`]: `D`, `S15`.
pub fn rule_code(limit: Limit) -> String {
    match limit {
        Limit::SameDay { cutoff } => format!("S{}", cutoff.to_string().get(..2).unwrap_or_default()),
        other => rule_word(other).to_owned(),
    }
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
