//! Legal documents as JSON. These structs are the contract.

use super::model::{Force, RelationKind};
use super::pages::{self, Seen};
use super::store::DocumentOfList;
use axum::response::Response;
use platform::web::{Web, cursor, json};
use platform::{Day, Result};
use serde::Serialize;

#[derive(Serialize)]
struct DocumentsJson {
    on: Day,
    all: i64,
    rows: Vec<LineJson>,
    /// What to send as `after` for the next rows.
    next: Option<String>,
}

#[derive(Serialize)]
struct LineJson {
    id: String,
    number: String,
    kind: String,
    title: String,
    issued_on: String,
    since: Day,
    issuer: String,
    replaced_on: Option<Day>,
    force: &'static str,
}

#[derive(Serialize)]
struct DocumentJson {
    id: String,
    number: String,
    kind: String,
    title: String,
    issued_on: String,
    effective_on: Option<Day>,
    issuer: String,
    status_note: String,
    certainty: String,
    on: Day,
    force: &'static str,
    relations: Vec<RelationJson>,
    done_to_it: Vec<RelationJson>,
    revision: i64,
}

/// `kind` is what the one whose record it is does to `number`, or what `number` does to it.
#[derive(Serialize)]
struct RelationJson {
    kind: String,
    number: String,
    /// The other document, where it is recorded.
    id: Option<String>,
    on_day: Option<Day>,
    certainty: String,
}

/// The list that the filters leave.
pub(super) async fn list(web: Web) -> Result<Response> {
    let found = pages::find(&web).await?;
    let (day, last) = (found.day, found.lines.last().filter(|_| found.more));
    json(&DocumentsJson {
        on: day,
        all: found.all,
        next: last.map(|line| cursor(line.issued_counts_on, line.id)),
        rows: found.lines.into_iter().map(|line| line_json(line, day)).collect(),
    })
}

fn line_json(line: DocumentOfList, day: Day) -> LineJson {
    LineJson {
        id: line.id.to_string(),
        force: Force::on(day, line.since_on, line.replaced_on).word(),
        number: line.number,
        kind: line.kind,
        title: line.title,
        issued_on: line.issued_text,
        since: line.since_on,
        issuer: line.issuer,
        replaced_on: line.replaced_on,
    }
}

/// One document, with its force on the day asked for.
pub(super) async fn show(web: Web) -> Result<Response> {
    let on = web.query.day("on")?.unwrap_or(web.today());
    let seen = pages::see(&web).await?;
    json(&document_json(seen, on))
}

fn document_json(seen: Seen, on: Day) -> DocumentJson {
    let force = seen.force_on(on).word();
    let relations = seen.document.relations.into_iter().zip(seen.targets);
    let relations = relations.map(|(relation, id)| RelationJson {
        kind: RelationKind::word(relation.kind).to_owned(),
        number: relation.target_number,
        id: id.map(|id| id.to_string()),
        on_day: relation.on_day,
        certainty: relation.certainty,
    });
    let done_to_it = seen.done_to_it.into_iter().map(|row| RelationJson {
        kind: row.kind,
        number: row.number,
        id: Some(row.document_id.to_string()),
        on_day: row.on_day,
        certainty: row.certainty,
    });
    let facts = seen.document.facts;
    DocumentJson {
        id: seen.document.id.to_string(),
        number: seen.document.number,
        kind: facts.kind,
        title: facts.title,
        issued_on: facts.issued.text(),
        effective_on: facts.effective_on,
        issuer: facts.issuer,
        status_note: facts.status_note,
        certainty: facts.certainty,
        on,
        force,
        relations: relations.collect(),
        done_to_it: done_to_it.collect(),
        revision: seen.document.revision,
    }
}
