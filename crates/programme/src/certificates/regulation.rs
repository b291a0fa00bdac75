//! The law on certificates as dated data with its basis.

use platform::Day;

/// A value that the law fixes for a time.
struct Dated<T> {
    from_on: &'static str,
    to_on: Option<&'static str>,
    value: T,
    basis: &'static str,
}

/// Longest term of a certificate, in years. The three-year term is told by the registers of the
/// time; no text of the decisions in force then was read for it.
const TERM_YEARS: [Dated<i64>; 1] = [Dated {
    from_on: "2006-07-20",
    to_on: Some("2014-05-18"),
    value: 3,
    basis: "144/2006/QĐ-TTg, 118/2009/QĐ-TTg",
}];

/// From this day conformity is declared by the agency itself; hiring certification is forbidden.
const FORBIDDEN_FROM: Dated<()> =
    Dated { from_on: "2014-05-18", to_on: None, value: (), basis: "19/2014/QĐ-TTg, Điều 4" };

fn day(text: &str) -> Option<Day> {
    text.parse().ok()
}

/// The longest term in years on `day`, and its basis.
///
/// # Law
/// qd-144-2006/7/1
pub fn term_years(on: Day) -> Option<(i64, &'static str)> {
    TERM_YEARS
        .iter()
        .find(|rule| day(rule.from_on) <= Some(on) && rule.to_on.and_then(day).is_none_or(|to_on| on < to_on))
        .map(|rule| (rule.value, rule.basis))
}

/// The first day on which the programme grants no certificates any more, and its basis.
///
/// # Law
/// qd-19-2014/4/3
pub fn forbidden_from() -> Option<(Day, &'static str)> {
    day(FORBIDDEN_FROM.from_on).map(|from_on| (from_on, FORBIDDEN_FROM.basis))
}
