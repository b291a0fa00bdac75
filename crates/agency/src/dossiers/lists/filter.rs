//! What the register of dossiers is asked for, read from the address.

use super::store;
use crate::dossiers::{Channel, Status, codes};
use platform::web::Web;
use platform::{Day, Refusal, Result, Tx};

/// What is sought by words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Sought {
    /// Nothing: every dossier.
    #[default]
    Everything,
    /// The code of a dossier.
    Code(String),
    /// The identity number of an applicant.
    Number(String),
    /// The name of an applicant.
    Name(String),
}

/// Which dossiers to list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Only these statuses.
    pub statuses: Option<Vec<Status>>,
    /// Only this procedure.
    pub procedure_id: Option<i64>,
    /// Only this unit.
    pub unit_id: Option<i64>,
    /// Only what came in this way.
    pub channel: Option<Channel>,
    /// Only what was received between these days.
    pub received: (Option<Day>, Option<Day>),
    /// Only what is being worked on and due from the one moment and before the other.
    pub due: (Option<i64>, Option<i64>),
    /// Only what ended from the one moment and before the other.
    pub closed: (Option<i64>, Option<i64>),
    /// Only what ended late, or on time.
    pub was_late: Option<bool>,
    /// What is sought by words.
    pub sought: Sought,
}

impl Filter {
    /// The statuses as bits under their numbers.
    pub fn mask(&self) -> i64 {
        let statuses = self.statuses.as_deref().unwrap_or(&Status::ALL);
        statuses.iter().fold(0, |mask, status| mask | 1 << status.number())
    }

    /// Whether no more is asked than the index of due moments holds.
    pub fn is_of_due_index(&self) -> bool {
        let Filter { procedure_id, unit_id, received, due, .. } = *self;
        *self == Filter { procedure_id, unit_id, received, due, ..Filter::default() }
    }

    /// Whether nothing but the status is asked for, so that the kept numbers count it.
    pub fn is_by_status_only(&self) -> bool {
        *self == Filter { statuses: self.statuses.clone(), ..Filter::default() }
    }
}

/// Statuses that one word stands for, with the key of its name.
pub const GROUPS: [(&str, &str, &[Status]); 3] = [
    ("working", "lists-group-working", &[Status::Registered, Status::Accepted, Status::InProgress]),
    ("waiting", "lists-group-waiting", &[Status::AwaitingPapers, Status::AwaitingPayment]),
    ("without", "lists-group-without", &[Status::NotAccepted, Status::Withdrawn, Status::Stopped]),
];

/// The group of a word.
pub fn group(word: &str) -> Option<(&'static str, &'static [Status])> {
    GROUPS.iter().find(|(name, ..)| *name == word).map(|(_, key, statuses)| (*key, *statuses))
}

/// The statuses of a word in the address: a number or a group.
pub fn statuses_of(word: &str) -> Option<Vec<Status>> {
    if let Some((_, statuses)) = group(word) {
        return Some(statuses.to_vec());
    }
    word.parse().ok().and_then(Status::of_number).map(|status| vec![status])
}

/// How a dossier keeps its limit, as the filter names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Timing {
    /// Being worked on, past its due moment.
    Late,
    /// Being worked on, due today and not late yet.
    Today,
    /// Ended on time.
    OnTime,
    /// Ended late.
    WasLate,
}

impl Timing {
    /// All, in the order of the filter.
    pub const ALL: [Timing; 4] = [Timing::Late, Timing::Today, Timing::OnTime, Timing::WasLate];

    /// The word in the address.
    pub fn word(self) -> &'static str {
        match self {
            Timing::Late => "late",
            Timing::Today => "today",
            Timing::OnTime => "on_time",
            Timing::WasLate => "was_late",
        }
    }

    /// Key of its name.
    pub fn key(self) -> &'static str {
        match self {
            Timing::Late => "lists-timing-late",
            Timing::Today => "lists-timing-today",
            Timing::OnTime => "lists-timing-on-time",
            Timing::WasLate => "lists-timing-was-late",
        }
    }

    fn of_word(word: &str) -> Option<Timing> {
        Timing::ALL.into_iter().find(|timing| timing.word() == word)
    }
}

/// The first instant past what is due on a day: a due moment at midnight belongs to the day it closes.
pub fn end_of(day: Day) -> i64 {
    day.plus_days(1).starts_at() + 1
}

/// Both, or the narrower one.
fn within(one: (Option<i64>, Option<i64>), other: (Option<i64>, Option<i64>)) -> (Option<i64>, Option<i64>) {
    (one.0.max(other.0), [one.1, other.1].into_iter().flatten().min())
}

/// The longest text that is looked for.
const LONGEST: usize = 200;

/// What the address asks for; the codes that it names are looked up by [`Asked::filter`].
///
/// # Errors
/// A refusal when a filter is not what it should be.
pub fn read(web: &Web) -> Result<Asked> {
    let (query, now) = (&web.query, web.app.db.clock().now());
    let today = Day::of_instant(now);
    let timing = query.choice("timing", Timing::of_word)?;
    let (due_from, due_to) = (query.day("due_from")?, query.day("due_to")?);
    let (closed_from, closed_to) = (query.day("closed_from")?, query.day("closed_to")?);
    let due = (due_from.map(|day| day.starts_at() + 1), due_to.map(end_of));
    let due = match timing {
        Some(Timing::Late) => within(due, (None, Some(now))),
        Some(Timing::Today) => within(due, (Some(now), Some(end_of(today)))),
        _ => due,
    };
    let has_ended = matches!(timing, Some(Timing::OnTime | Timing::WasLate));
    let filter = Filter {
        statuses: query.choice("status", statuses_of)?,
        procedure_id: None,
        unit_id: query.choice("unit", |text| text.parse().ok())?,
        channel: query.choice("channel", Channel::of_word)?,
        received: (query.day("received_from")?, query.day("received_to")?),
        due,
        closed: (closed_from.map(Day::starts_at), closed_to.map(|day| day.plus_days(1).starts_at())),
        was_late: has_ended.then_some(timing == Some(Timing::WasLate)),
        sought: Sought::Everything,
    };
    let text: String = query.get("q").chars().take(LONGEST).collect();
    Ok(Asked { filter, procedure: query.some("procedure").map(str::to_owned), text })
}

/// What the address asks for, before the codes in it are looked up.
#[derive(Clone, Debug)]
pub struct Asked {
    filter: Filter,
    procedure: Option<String>,
    text: String,
}

impl Asked {
    /// The filter, with its codes looked up.
    ///
    /// # Errors
    /// A refusal for a procedure that the agency does not serve, and when the database fails.
    pub fn filter(&self, tx: &mut Tx<'_>, agency_id: i64) -> Result<Filter> {
        let mut filter = self.filter.clone();
        if let Some(code) = &self.procedure {
            let all = store::procedures(tx, agency_id)?;
            let found = all.iter().find(|row| row.procedure_code == *code);
            let unknown = || Refusal::new("form-not-a-choice").field("procedure").with("text", code);
            filter.procedure_id = Some(found.ok_or_else(unknown)?.procedure_id);
        }
        filter.sought = self.sought(tx, agency_id)?;
        Ok(filter)
    }

    /// A whole code, its end of day and number, an identity number, else a name.
    fn sought(&self, tx: &mut Tx<'_>, agency_id: i64) -> Result<Sought> {
        let text = self.text.trim();
        if text.is_empty() {
            return Ok(Sought::Everything);
        }
        let upper = codes::typed(text);
        if codes::prefix_in(&upper).is_some() {
            return Ok(Sought::Code(upper));
        }
        if text.len() >= 9 && text.bytes().all(|byte| byte.is_ascii_digit()) {
            return Ok(Sought::Number(text.to_owned()));
        }
        if let Some(prefix) = codes::prefix_of(tx, agency_id, tx.today())? {
            let whole = format!("{prefix}-{upper}");
            if codes::prefix_in(&whole) == Some(&prefix) {
                return Ok(Sought::Code(whole));
            }
        }
        Ok(Sought::Name(text.to_owned()))
    }
}

/// The dossiers that words alone find, newest first: by code, identity number or name.
///
/// # Errors
/// When the database fails.
pub fn found(tx: &mut Tx<'_>, agency_id: i64, (words, most): (&str, i64)) -> Result<Vec<store::Line>> {
    let text: String = words.chars().take(LONGEST).collect();
    let asked = Asked { filter: Filter::default(), procedure: None, text };
    let filter = asked.filter(tx, agency_id)?;
    if filter.sought == Sought::Everything {
        return Ok(Vec::new());
    }
    let ids = store::ids(tx, agency_id, &filter, (i64::MAX, most))?;
    store::lines_of(tx, agency_id, &ids)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_two_spans_the_narrower_holds() {
        assert_eq!(within((None, None), (None, Some(5))), (None, Some(5)));
        assert_eq!(within((Some(1), Some(9)), (Some(3), None)), (Some(3), Some(9)));
        assert_eq!(within((Some(1), Some(4)), (None, Some(5))), (Some(1), Some(4)));
    }

    #[test]
    fn statuses_are_bits_under_their_numbers() {
        assert_eq!(Filter::default().mask(), 0b111_1111_1110);
        let waiting = Filter { statuses: statuses_of("waiting"), ..Filter::default() };
        assert_eq!(waiting.mask(), 1 << 5 | 1 << 6);
        assert!(waiting.is_by_status_only());
        assert_eq!(statuses_of("11"), None);
    }
}
