//! Model frameworks as JSON. These structs are the contract.

use super::pages;
use super::store::{self, FrameworkOfList};
use axum::response::Response;
use platform::web::{Web, cursor, json};
use platform::{Day, Error, Result};
use serde::Serialize;

#[derive(Serialize)]
struct FrameworksJson {
    as_of: Day,
    all: i64,
    rows: Vec<LineJson>,
    /// What to send as `after` for the next rows.
    next: Option<String>,
}

#[derive(Serialize)]
struct LineJson {
    id: String,
    code: String,
    publisher_code: String,
    publisher: String,
    applies_to: String,
    published_on: String,
    counts_from: Day,
    decision_no: String,
}

#[derive(Serialize)]
struct FrameworkJson {
    id: String,
    code: String,
    publisher_code: String,
    publisher: String,
    applies_to: String,
    published_on: String,
    counts_from: Day,
    decision_no: String,
    certainty: String,
    revision: i64,
}

/// The list that the filters leave.
pub(super) async fn list(web: Web) -> Result<Response> {
    let found = pages::find(&web).await?;
    let last = found.lines.last().filter(|_| found.more);
    json(&FrameworksJson {
        as_of: found.filter.as_of,
        all: found.all,
        next: last.map(|line| cursor(line.published_counts_on, line.id)),
        rows: found.lines.into_iter().map(line_json).collect(),
    })
}

fn line_json(line: FrameworkOfList) -> LineJson {
    LineJson {
        id: line.id.to_string(),
        code: line.code,
        publisher_code: line.publisher_code,
        publisher: line.publisher,
        applies_to: line.applies_to,
        published_on: line.published_text,
        counts_from: line.published_counts_on,
        decision_no: line.decision_no,
    }
}

/// One framework.
pub(super) async fn show(web: Web) -> Result<Response> {
    let id: i64 = web.param("id")?;
    let framework = web.ctx.read(move |tx| store::load(tx, id)).await?;
    let framework = framework.ok_or(Error::NotFound)?;
    let content = framework.content;
    json(&FrameworkJson {
        id: framework.id.to_string(),
        code: content.code,
        publisher_code: content.publisher_code,
        publisher: content.publisher,
        applies_to: content.applies_to,
        published_on: content.published.text(),
        counts_from: content.published.counts_from(),
        decision_no: content.decision_no,
        certainty: content.certainty,
        revision: framework.revision,
    })
}
