//! Every statement on issued copies.

use super::model::{Correction, Event, Heading, Issue};
use crate::yearly::Edition;
use platform::{Day, Error, Result, Tx, record, sql};

sql!(row(id: i64) -> IssueRow {
    owner_agency_id: i64, edition: String, from_on: Day, to_on: Day, as_of_on: Day, number: i64, symbol: String,
    issued_on: Day, issued_at: i64, superior: String, issuer: String, place: String, signer_authority: String,
    signer_title: String, signer_name: String, tasks: String, copies_to: String, figures: String,
    definitions: String, sha256: String, revision: i64,
} =
    "select owner_agency_id, edition, from_on, to_on, as_of_on, number, symbol, issued_on, issued_at, superior,
            issuer, place, signer_authority, signer_title, signer_name, tasks, copies_to, figures, definitions,
            sha256, revision
     from issue
     where id = $1");

sql!(corrections(issue_id: i64) -> CorrectionRow {
    number: i64, symbol: String, noticed_on: Day, reason: String, addressed_to: String, signer_title: String,
    signer_name: String, differences: String,
} =
    "select number, symbol, noticed_on, reason, addressed_to, signer_title, signer_name, differences
     from issue_correction
     where issue_id = $1
     order by position");

sql!(all_ids() -> AnyIssue { id: i64 } =
    "select id
     from issue
     order by id");

sql!(numbered(owner_agency_id: i64, symbol: &str, number: i64) -> NumberedIssue { issued_on: Day } =
    "select issued_on
     from issue
     where owner_agency_id = $1
       and symbol = $2
       and number = $3");

sql!(noticed(owner_agency_id: i64, symbol: &str, number: i64) -> NumberedNotice { noticed_on: Day } =
    "select issue_correction.noticed_on as noticed_on
     from issue_correction
     inner join issue on issue.id = issue_correction.issue_id
     where issue.owner_agency_id = $1
       and issue_correction.symbol = $2
       and issue_correction.number = $3");

sql!(
/// Issued copies, the last first; `before` is the id of the last row of the page before.
listed(edition: Option<&str>, before: i64, count: i64) -> Listed {
    id: i64, edition: String, from_on: Day, to_on: Day, as_of_on: Day, number: i64, symbol: String, issued_on: Day,
    issuer: String, corrections: i64,
} =
    "select issue.id as id, issue.edition as edition, issue.from_on as from_on, issue.to_on as to_on,
            issue.as_of_on as as_of_on, issue.number as number, issue.symbol as symbol,
            issue.issued_on as issued_on, issue.issuer as issuer,
            (select count(*) from issue_correction where issue_correction.issue_id = issue.id) as corrections
     from issue
     where (cast($1 as text) is null or issue.edition = $1)
       and issue.id < $2
     order by issue.id desc
     limit $3"
);

sql!(insert(
    id: i64, owner_agency_id: i64, edition: &str, from_on: Day, to_on: Day, as_of_on: Day, number: i64, symbol: &str,
    issued_on: Day, issued_at: i64, superior: &str, issuer: &str, place: &str, signer_authority: &str,
    signer_title: &str, signer_name: &str, tasks: &str, copies_to: &str, figures: &str, definitions: &str,
    sha256: &str, revision: i64,
) =
    "insert into issue (id, owner_agency_id, edition, from_on, to_on, as_of_on, number, symbol, issued_on, issued_at,
       superior, issuer, place, signer_authority, signer_title, signer_name, tasks, copies_to, figures, definitions,
       sha256, revision)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22)");

sql!(set_revision(id: i64, revision: i64, before: i64) =
    "update issue
     set revision = $2
     where id = $1
       and revision = $3");

sql!(insert_correction(
    issue_id: i64, position: i64, number: i64, symbol: &str, noticed_on: Day, reason: &str, addressed_to: &str,
    signer_title: &str, signer_name: &str, differences: &str,
) =
    "insert into issue_correction (issue_id, position, number, symbol, noticed_on, reason, addressed_to, signer_title,
       signer_name, differences)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)");

sql!(
/// What was journalled after an instant about records that figures are made of, earliest first.
journalled_since(at: i64, count: i64) -> Journalled {
    agency_id: i64, seq: i64, at: i64, actor: i64, subject_kind: String, subject_id: i64, kind: String,
} =
    "select agency_id, seq, at, actor, subject_kind, subject_id, kind
     from journal
     where at > $1
       and subject_kind in ('certificate', 'body', 'expert_card', 'plan', 'model_framework', 'legal_document', 'agency')
     order by at, agency_id, seq
     limit $2"
);

platform::record_kind!(Issue, "/reports/yearly/issues/", load, ids);

/// The ids of all copies.
///
/// # Errors
/// When the database fails.
pub fn ids(tx: &mut Tx<'_>) -> Result<Vec<i64>> {
    Ok(all_ids(tx)?.into_iter().map(|row| row.id).collect())
}

/// A copy with its corrections.
///
/// # Errors
/// When the database fails.
pub fn load(tx: &mut Tx<'_>, id: i64) -> Result<Option<Issue>> {
    let Some(row) = row(tx, id)?.pop() else { return Ok(None) };
    let correction = |row: CorrectionRow| Correction {
        number: row.number,
        symbol: row.symbol,
        noticed_on: row.noticed_on,
        reason: row.reason,
        addressed_to: row.addressed_to,
        signer_title: row.signer_title,
        signer_name: row.signer_name,
        differences: row.differences,
    };
    Ok(Some(Issue {
        id,
        owner_agency_id: row.owner_agency_id,
        edition: row.edition,
        from: row.from_on,
        to: row.to_on,
        as_of: row.as_of_on,
        issued_at: row.issued_at,
        heading: Heading {
            number: row.number,
            symbol: row.symbol,
            issued_on: Some(row.issued_on),
            superior: row.superior,
            issuer: row.issuer,
            place: row.place,
            signer_authority: row.signer_authority,
            signer_title: row.signer_title,
            signer_name: row.signer_name,
            tasks: row.tasks,
            copies_to: row.copies_to,
        },
        figures: row.figures,
        definitions: row.definitions,
        sha256: row.sha256,
        corrections: corrections(tx, id)?.into_iter().map(correction).collect(),
        revision: row.revision,
    }))
}

/// Issued copies of an edition, the last first.
///
/// # Errors
/// When the database fails.
pub fn of_edition(tx: &mut Tx<'_>, edition: &Edition) -> Result<Vec<Listed>> {
    Ok(listed(tx, Some(&edition.word()), i64::MAX, 20)?)
}

/// Writes a new copy and journals it.
///
/// # Errors
/// When the database fails.
pub fn insert_issue(tx: &mut Tx<'_>, issue: &Issue, event: &Event) -> Result<()> {
    let heading = &issue.heading;
    insert(
        tx,
        issue.id,
        issue.owner_agency_id,
        &issue.edition,
        issue.from,
        issue.to,
        issue.as_of,
        heading.number,
        &heading.symbol,
        issue.issued_on(),
        issue.issued_at,
        &heading.superior,
        &heading.issuer,
        &heading.place,
        &heading.signer_authority,
        &heading.signer_title,
        &heading.signer_name,
        &heading.tasks,
        &heading.copies_to,
        &issue.figures,
        &issue.definitions,
        &issue.sha256,
        issue.revision,
    )?;
    record::journal(tx, issue, std::slice::from_ref(event))
}

/// Writes the corrections that `events` added and journals them.
///
/// # Errors
/// When the database fails or the copy moved on meanwhile.
pub fn save_notice(tx: &mut Tx<'_>, issue: &Issue, events: &[Event]) -> Result<()> {
    let added = events.len();
    let first = issue.corrections.len().saturating_sub(added);
    for (at, correction) in issue.corrections.iter().enumerate().skip(first) {
        insert_correction(
            tx,
            issue.id,
            at as i64,
            correction.number,
            &correction.symbol,
            correction.noticed_on,
            &correction.reason,
            &correction.addressed_to,
            &correction.signer_title,
            &correction.signer_name,
            &correction.differences,
        )?;
    }
    if set_revision(tx, issue.id, issue.revision, issue.revision - added as i64)? != 1 {
        return Err(Error::failed("an issued copy moved on while it was being corrected"));
    }
    record::journal(tx, issue, events)
}
