//! Entering legal documents from files, and those that the program itself brings.

use super::decide::{self, DocumentRow};
use super::model::{DocumentFacts, LegalDocument, LegalDocumentEvent, Relation, RelationKind};
use super::{by_number, store};
use crate::entered::Entered;
use crate::{IMPORT_REASON, NATION_AGENCY_ID};
use platform::{Day, Error, KnownDate, Record, Refusal, Result, Tx};
use serde::Deserialize;

#[derive(Deserialize)]
struct ReleasedDocument {
    number: String,
    kind: String,
    title: String,
    issued_on: String,
    effective_on: Option<Day>,
    issuer: String,
    certainty: String,
}

#[derive(Deserialize)]
struct ReleasedRelation {
    number: String,
    kind: String,
    target_number: String,
    on_day: Option<Day>,
    certainty: String,
}

/// Enters one row of `legal-documents.csv`, with what is known of its relations; warnings second.
///
/// # Errors
/// Every reason why the row cannot be entered, each with its column.
pub fn enter(tx: &mut Tx<'_>, row: &DocumentRow) -> Result<(Entered, Vec<Refusal>)> {
    let Some(mut document) = by_number(tx, &row.number)? else {
        begin(tx, &row.number, decide::read(row, None)?)?;
        return Ok((Entered::Created, Vec::new()));
    };
    let facts = decide::read(row, document.facts.effective_on)?;
    let changes = Entered::compare(columns(&document.facts, &facts));
    if changes == Entered::Unchanged && facts == document.facts {
        return Ok((Entered::Unchanged, Vec::new()));
    }
    let events = [LegalDocumentEvent::Corrected { reason: IMPORT_REASON.to_owned(), facts }];
    document.apply_all(&events);
    store::save(tx, &document, &events)?;
    Ok((changes, Vec::new()))
}

fn columns(before: &DocumentFacts, after: &DocumentFacts) -> [(&'static str, String, String); 6] {
    let date = |date: KnownDate| match date {
        KnownDate::KnownBy(day) => format!("(≤ {day})"),
        known => known.text(),
    };
    [
        ("kind", before.kind.clone(), after.kind.clone()),
        ("title", before.title.clone(), after.title.clone()),
        ("issued_on", date(before.issued), date(after.issued)),
        ("issuer", before.issuer.clone(), after.issuer.clone()),
        ("status_note", before.status_note.clone(), after.status_note.clone()),
        ("certainty", before.certainty.clone(), after.certainty.clone()),
    ]
}

/// Enters a document with these facts, which the caller has checked, and returns its id.
pub(super) fn begin(tx: &mut Tx<'_>, number: &str, facts: DocumentFacts) -> Result<i64> {
    let event = LegalDocumentEvent::Entered {
        number: number.to_owned(),
        owner_agency_id: NATION_AGENCY_ID,
        facts,
        relations: released_relations(number),
    };
    let id = tx.new_id();
    let document =
        LegalDocument::begin(id, &event).ok_or_else(|| Error::failed("an entry begins a document"))?;
    store::save(tx, &document, &[event])?;
    Ok(id)
}

/// The relations that the released list knows of a document.
fn released_relations(number: &str) -> Vec<Relation> {
    crate::data::rows::<ReleasedRelation>(include_str!("../../data/legal-relations.csv"))
        .into_iter()
        .filter(|row| row.number == number)
        .filter_map(|row| {
            let kind = RelationKind::of_word(&row.kind)?;
            let ReleasedRelation { target_number, on_day, certainty, .. } = row;
            Some(Relation { kind, target_number, on_day, certainty })
        })
        .collect()
}

/// Enters the released documents that the register does not have yet; returns how many.
///
/// Only what came after the period that imported registers tell of: what those tell stays theirs.
///
/// # Errors
/// When the database fails.
pub fn release(tx: &mut Tx<'_>) -> Result<usize> {
    let mut entered = 0;
    for row in crate::data::rows::<ReleasedDocument>(include_str!("../../data/legal-documents.csv")) {
        if !store::id_of_number(tx, &row.number)?.is_empty() {
            continue;
        }
        let facts = DocumentFacts {
            kind: row.kind,
            title: row.title,
            issued: KnownDate::parse(&row.issued_on, tx.today()).map_err(Error::failed)?,
            effective_on: row.effective_on,
            issuer: row.issuer,
            status_note: String::new(),
            certainty: row.certainty,
        };
        begin(tx, &row.number, facts)?;
        entered += 1;
    }
    Ok(entered)
}
