//! A record's past for its page: every event with what the record was before and after it.

use super::record::{Moment, compare};
use super::request::Web;
use crate::accounts;
use crate::clock::{Micros, local_parts};
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::journal;
use crate::record::{self, Record};
use maud::{Markup, html};

/// One event of a record's journal.
#[derive(Clone, Debug)]
pub struct Past<R: Record> {
    /// When it was written.
    pub at: Micros,
    /// Which event of this record, from 1.
    pub entry: usize,
    /// Who wrote it; empty for the system itself.
    pub by: String,
    /// What happened.
    pub event: R::Event,
    /// The record before; none before its first event.
    pub before: Option<R>,
    /// The record after.
    pub after: R,
}

/// What a page says of one event.
pub struct Told {
    /// The day on which it happened, as people read it; the day of writing when empty.
    pub day: String,
    /// The same for machines; empty when it is only partly known.
    pub iso: String,
    /// What happened, in words.
    pub what: String,
    /// Why, or what else its author wrote; may be empty.
    pub remark: String,
    /// Labels with what they held before and hold after; only differences are shown.
    pub changes: Vec<(String, String, String)>,
}

/// The past of a record, oldest first; empty when its journal tells of none.
///
/// # Errors
/// When the database fails, or the journal holds what the program does not know.
pub fn history<R: Record + Clone>(tx: &mut Tx<'_>, id: i64) -> Result<Vec<Past<R>>> {
    let lines = journal::of_subject(tx, id)?;
    let names = accounts::names_of(tx, lines.iter().map(|line| line.actor))?;
    let mut past: Vec<Past<R>> = Vec::with_capacity(lines.len());
    for (line, event) in lines.iter().zip(record::events::<R>(&lines)?) {
        let before = past.last().map(|last| last.after.clone());
        let after = match &before {
            None => R::begin(id, &event),
            Some(before) => {
                let mut after = before.clone();
                after.apply(&event);
                Some(after)
            }
        };
        past.push(Past {
            at: line.at,
            entry: past.len() + 1,
            by: names.get(&line.actor).cloned().unwrap_or_default(),
            event,
            before,
            after: after.ok_or_else(|| Error::failed("the first event of a record does not begin it"))?,
        });
    }
    Ok(past)
}

/// Labels with what they held before and hold now, from two lists of the same labels.
pub fn changes(before: &[(String, String)], after: &[(String, String)]) -> Vec<(String, String, String)> {
    before
        .iter()
        .zip(after)
        .filter(|(before, after)| before.1 != after.1)
        .map(|(before, after)| (after.0.clone(), before.1.clone(), after.1.clone()))
        .collect()
}

/// The moments of a timeline, newest first: `tell` says what each event was.
pub fn moments<R: Record>(web: &Web, past: &[Past<R>], tell: impl Fn(&Past<R>) -> Told) -> Vec<Moment> {
    let last = past.len();
    past.iter()
        .enumerate()
        .rev()
        .map(|(at, step)| moment(web, (step.at, &step.by, step.entry), (tell(step), at + 1 == last)))
        .collect()
}

fn moment(web: &Web, (at, by, entry): (Micros, &str, usize), (told, now): (Told, bool)) -> Moment {
    let written_on = local_parts(at).0;
    let (day, iso) = if told.day.is_empty() {
        (written_on.vietnamese(), written_on.to_string())
    } else {
        (told.day.clone(), told.iso.clone())
    };
    Moment { day, iso, what: words(web, &told), by: entry_line(web, at, (by, entry)), now }
}

/// `14:30 ngày 15/03/2026 · Trần Thị A · lần ghi 2`: when, by whom and as which entry of its record
/// something was written. Names of people are told to those who have signed in.
pub fn entry_line(web: &Web, at: Micros, (by, entry): (&str, usize)) -> String {
    let (day, time) = local_parts(at);
    let (day, entry) = (day.vietnamese(), entry.to_string());
    if web.ctx.actor.appointment.is_none() {
        return web.t_with("record-entry-line-public", &[("time", &time), ("day", &day), ("entry", &entry)]);
    }
    let name = if by.is_empty() { web.t("record-system") } else { by.to_owned() };
    web.t_with("record-entry-line", &[("time", &time), ("day", &day), ("name", &name), ("entry", &entry)])
}

fn words(web: &Web, told: &Told) -> Markup {
    html! {
        p { b { (told.what) } @if !told.remark.is_empty() { ": " (told.remark) } }
        @if !told.changes.is_empty() { (compare(web, &told.changes)) }
    }
}
