//! The question of the calculator: a limit, a receipt, suspensions, an office; as an address asks it.

use super::typed;
use crate::admin_procedures::typed_limit;
use platform::web::Query;
use platform::{Error, Refusal, Refusals, Result};
use workdays::{Day, Limit, Suspension};

/// The rules of counting, as an address names them.
pub(super) const RULES: [&str; 5] = ["D", "DC", "H", "C", "S15"];

/// Whose office hours the calculator may count by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Office {
    /// Those of the asker's agency, or the usual ones.
    Own,
    /// Five days a week; swaps or none.
    FiveDays(bool),
    /// Five days and Saturday morning; swaps or none.
    SaturdayMorning(bool),
}

impl Office {
    /// All of them, in the order of the list.
    pub(super) const ALL: [Office; 5] = [
        Office::Own,
        Office::FiveDays(true),
        Office::FiveDays(false),
        Office::SaturdayMorning(true),
        Office::SaturdayMorning(false),
    ];

    /// The word in an address.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Office::Own => "own",
            Office::FiveDays(true) => "P1",
            Office::FiveDays(false) => "P1-no-swaps",
            Office::SaturdayMorning(true) => "P2",
            Office::SaturdayMorning(false) => "P2-no-swaps",
        }
    }

    /// Key of its name.
    pub(super) const fn key(self) -> &'static str {
        match self {
            Office::Own => "calendars-office-own",
            Office::FiveDays(true) => "calendars-office-p1",
            Office::FiveDays(false) => "calendars-office-p1-no-swaps",
            Office::SaturdayMorning(true) => "calendars-office-p2",
            Office::SaturdayMorning(false) => "calendars-office-p2-no-swaps",
        }
    }

    fn of_word(word: &str) -> Option<Office> {
        Office::ALL.into_iter().find(|office| office.word() == word)
    }

    /// Name and swaps of the example profile; none for the own hours.
    pub(super) const fn example(self) -> Option<(&'static str, bool)> {
        match self {
            Office::Own => None,
            Office::FiveDays(swaps) => Some(("P1", swaps)),
            Office::SaturdayMorning(swaps) => Some(("P2", swaps)),
        }
    }
}

/// What is asked.
#[derive(Clone, Debug)]
pub(super) struct Question {
    pub(super) limit: Limit,
    pub(super) received_at: i64,
    pub(super) suspensions: Vec<Suspension>,
    pub(super) office: Office,
}

/// The question of an address; none while rule, amount or receipt are missing.
///
/// # Errors
/// Everything that cannot be read, at once.
pub(super) fn of_query(query: &Query) -> Result<Option<Question>> {
    let (rule, amount, received) = (query.get("rule"), query.get("amount"), query.get("received"));
    let mut reasons = Refusals::default();
    let limit = match (rule, amount) {
        ("", _) => None,
        (rule, _) if !RULES.contains(&rule) => {
            reasons.push(Refusal::new("form-not-a-choice").field("rule").with("text", rule));
            None
        }
        (rule, "") if rule != "S15" => None,
        (rule, amount) => {
            let limit = typed_limit(rule, amount);
            if limit.is_none() {
                reasons.push(not_an_amount(rule, amount));
            }
            limit
        }
    };
    let received_at = (!received.is_empty()).then(|| typed::instant(received));
    if let Some(Err(wrong)) = &received_at {
        reasons
            .push(Refusal::new("calendars-refusal-not-an-instant").field("received").with("text", &wrong.0));
    }
    let suspensions = typed::suspensions(query.get("suspensions"));
    if let Err(wrong) = &suspensions {
        let reason = Refusal::new("calendars-refusal-not-a-suspension").field("suspensions");
        reasons.push(reason.with("text", &wrong.0));
    }
    let office = query.some("office").map_or(Some(Office::Own), Office::of_word);
    if office.is_none() {
        let reason = Refusal::new("form-not-a-choice").field("office");
        reasons.push(reason.with("text", query.get("office")));
    }
    if !reasons.is_empty() {
        return Err(Error::Refused(reasons));
    }
    Ok(match (limit, received_at, suspensions, office) {
        (Some(limit), Some(Ok(received_at)), Ok(suspensions), Some(office)) => {
            Some(Question { limit, received_at, suspensions, office })
        }
        _ => None,
    })
}

fn not_an_amount(rule: &str, amount: &str) -> Refusal {
    let key = if rule == "H" { "calendars-refusal-not-hours" } else { "calendars-refusal-not-days" };
    Refusal::new(key).field("amount").with("text", amount)
}

/// The sentence of what a calendar cannot answer. The fields are those of receipt, amount and suspensions.
pub fn refusal(
    reason: workdays::Refusal,
    received_at: i64,
    [received, amount, suspensions]: [&'static str; 3],
) -> Refusal {
    use workdays::Refusal as Why;
    let new = Refusal::new;
    match reason {
        Why::CalendarMissing { year } => {
            let (key, field) = match Day::of_instant(received_at).year() == year {
                true => ("calendars-refusal-receipt-beyond", received),
                false => ("calendars-refusal-calendar-missing", amount),
            };
            new(key).field(field).with("year", year)
        }
        Why::CalendarBegins { first_year } => {
            new("calendars-refusal-calendar-begins").field(received).with("year", first_year)
        }
        Why::LimitNotPositive => new("calendars-refusal-limit-not-positive").field(amount),
        Why::LimitTooLong { most_days } => {
            new("calendars-refusal-limit-too-long").field(amount).with("most", most_days)
        }
        Why::SuspensionBackwards { number } => {
            new("calendars-refusal-suspension-backwards").field(suspensions).with("number", number)
        }
        Why::SuspensionsOverlap { number } => {
            new("calendars-refusal-suspensions-overlap").field(suspensions).with("number", number)
        }
    }
}
