//! What was recorded since a copy was issued, and what of it moved figures.
//!
//! For certificates this is exact: each one touched since is folded to what it was at the instant of
//! issue and to what it is today, and both are counted by the rules of the report.

use super::model::Issue;
use super::store::{Journalled, journalled_since};
use platform::journal::{self, Line};
use platform::record::{self, RECORDS};
use platform::{Day, Record, Result, Tx};
use programme::certificates::{ActKind, Certificate, Event, Standing};
use std::collections::{BTreeMap, BTreeSet};

/// How a record counts for a question.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Effect {
    /// Counted in the period.
    pub in_period: bool,
    /// Counted to date.
    pub to_date: bool,
    /// Counted as valid on the as-of day.
    pub valid: bool,
}

/// Something recorded since a copy was issued that may have moved a figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Kind of the record.
    pub subject_kind: String,
    /// Its page.
    pub href: String,
    /// Its number, where it has one.
    pub number: String,
    /// What happened: the event's name without its version, or the act on a certificate.
    pub what: String,
    /// When it was recorded.
    pub at: i64,
    /// By whom.
    pub actor: i64,
    /// Place in the chain.
    pub seq: i64,
    /// How a certificate counted and counts now; none for other records.
    pub effect: Option<(Effect, Effect)>,
}

/// So many lines of the journal are looked through: a page is to be read by people.
const MOST_LINES: i64 = 2_000;

/// What may have moved the figures of a copy, earliest first, and whether there was more than could be told.
///
/// # Errors
/// When the database fails.
pub fn changes(tx: &mut Tx<'_>, issue: &Issue) -> Result<(Vec<Change>, bool)> {
    let lines = journalled_since(tx, issue.issued_at, MOST_LINES)?;
    let more = lines.len() as i64 == MOST_LINES;
    let mut certificates: BTreeMap<i64, Option<Touched>> = BTreeMap::new();
    let ids: BTreeSet<i64> = lines
        .iter()
        .filter(|line| line.subject_kind == Certificate::KIND)
        .map(|line| line.subject_id)
        .collect();
    for id in ids {
        certificates.insert(id, touched(tx, id, issue)?);
    }
    let changes = lines.iter().filter_map(|line| match certificates.get(&line.subject_id) {
        None => Some(change(line, (String::new(), event_name(&line.kind)), None)),
        Some(Some(touched)) if touched.before != touched.after || touched.moved => {
            let what = touched.acts.get(&(line.agency_id, line.seq)).cloned();
            let what = what.unwrap_or_else(|| event_name(&line.kind));
            Some(change(line, (touched.number.clone(), what), Some((touched.before, touched.after))))
        }
        Some(_) => None,
    });
    Ok((changes.collect(), more))
}

fn change(line: &Journalled, (number, what): (String, String), effect: Option<(Effect, Effect)>) -> Change {
    let path = RECORDS.iter().find(|kind| kind.name == line.subject_kind).map_or("", |kind| kind.path);
    Change {
        subject_kind: line.subject_kind.clone(),
        href: if path.is_empty() { String::new() } else { format!("{path}{}", line.subject_id) },
        number,
        what,
        at: line.at,
        actor: line.actor,
        seq: line.seq,
        effect,
    }
}

/// `corrected.1` is the first version of the event `corrected`.
fn event_name(kind: &str) -> String {
    kind.split('.').next().unwrap_or(kind).to_owned()
}

/// A certificate that was touched since.
struct Touched {
    number: String,
    before: Effect,
    after: Effect,
    /// Whether it is another agency's now.
    moved: bool,
    /// Acts by their place in the journal.
    acts: BTreeMap<(i64, i64), String>,
}

fn touched(tx: &mut Tx<'_>, id: i64, issue: &Issue) -> Result<Option<Touched>> {
    let lines = journal::of_subject(tx, id)?;
    let events: Vec<Event> = record::events::<Certificate>(&lines)?;
    let known = lines.iter().filter(|line| line.at <= issue.issued_at).count();
    let before = Certificate::fold(id, &events[..known]);
    let Some(after) = Certificate::fold(id, &events) else { return Ok(None) };
    let act = |(line, event): (&Line, &Event)| match event {
        Event::Acted { act } => Some(((line.agency_id, line.seq), act_word(act.kind).to_owned())),
        _ => None,
    };
    Ok(Some(Touched {
        number: after.content.number.clone(),
        before: before.as_ref().map_or(Effect::default(), |before| effect(before, issue)),
        after: effect(&after, issue),
        moved: before.is_some_and(|before| before.content.agency_id != after.content.agency_id),
        acts: lines.iter().zip(&events).filter_map(act).collect(),
    }))
}

fn act_word(kind: ActKind) -> &'static str {
    kind.word()
}

/// How a certificate counts for the question of a copy: the rules of the figures, for one record.
fn effect(certificate: &Certificate, issue: &Issue) -> Effect {
    let standing = certificate.standing_on(issue.as_of);
    let to_date = !matches!(standing, Standing::NotYet | Standing::Annulled);
    let issued = certificate.content.issued;
    let cut: Day = issue.to.min(issue.as_of);
    let began = issued.earliest().is_some_and(|day| day >= issue.from);
    Effect {
        to_date,
        in_period: to_date && began && issued.counts_from() <= cut,
        valid: standing == Standing::InForce,
    }
}
