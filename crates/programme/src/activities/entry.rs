//! A line of `programme-activities.csv`. Pure.

use super::model::{Activity, ActivityEvent, ActivityKind, Content, count_of_subject};
use crate::columns::Columns;
use platform::{Day, Refusals};
use registers::{Entered, IMPORT_REASON};

/// One line, as written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// Day, month, year or nothing.
    pub date: String,
    /// A word of [`ActivityKind`].
    pub kind: String,
    /// What was done.
    pub subject: String,
    /// Codes, with `;` between; may be empty.
    pub targets: String,
    /// By when what has no date was known.
    pub known_by: Option<Day>,
}

/// Reads a line.
pub(super) fn read(row: &Row) -> Result<Content, Refusals> {
    let mut columns = Columns::new(row.known_by);
    let happened = columns.date("date", &row.date);
    let kind = columns.word("kind", &row.kind, &ActivityKind::ALL.map(|kind| (kind.word(), kind)));
    let subject = columns.required("subject", &row.subject);
    let targets = row.targets.split(';').map(str::trim).filter(|code| !code.is_empty()).map(str::to_owned);
    let content = Content {
        happened,
        kind: kind.unwrap_or(ActivityKind::BanHanh),
        count_stated: count_of_subject(&subject),
        subject,
        targets: targets.collect(),
    };
    columns.or(content)
}

/// The event that brings a recorded activity to what the line says, and what changes; none when nothing does.
///
/// The file does not state a count apart from its subject: the recorded one stays.
pub(super) fn amend(activity: &Activity, line: Content) -> (Entered, Option<ActivityEvent>) {
    let before = &activity.content;
    let compared = Entered::compare([("targets", before.targets.join(";"), line.targets.join(";"))]);
    if compared == Entered::Unchanged {
        return (compared, None);
    }
    let content = Content { targets: line.targets, ..before.clone() };
    (compared, Some(ActivityEvent::Corrected { content, reason: IMPORT_REASON.to_owned() }))
}
