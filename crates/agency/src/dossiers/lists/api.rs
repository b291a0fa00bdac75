//! The register of dossiers as JSON. These structs are the contract.

use super::pages;
use super::store::Line;
use crate::dossiers::store::status_of;
use axum::response::Response;
use platform::Result;
use platform::web::{Web, json};
use serde::Serialize;
use workdays::instant_text;

#[derive(Serialize)]
struct DossiersJson {
    /// How many rows the filters leave.
    all: i64,
    /// Whether there are more than `all`, which are not counted.
    has_more_than_all: bool,
    rows: Vec<LineJson>,
    /// What to send as `after` for the next rows.
    next: Option<String>,
}

#[derive(Serialize)]
struct LineJson {
    id: String,
    code: String,
    applicant: Option<String>,
    procedure_id: String,
    procedure: String,
    unit_id: Option<String>,
    /// The national number of the status, 1 to 10.
    status: i64,
    channel: String,
    received_at: String,
    due_at: Option<String>,
    closed_at: Option<String>,
    was_late: Option<bool>,
}

/// The list that the filters leave.
pub(super) async fn list(web: Web) -> Result<Response> {
    let found = pages::find(&web).await?;
    let next = found.lines.last().filter(|_| found.more).map(|line| line.id.to_string());
    json(&DossiersJson {
        all: found.all,
        has_more_than_all: found.has_more,
        rows: found.lines.into_iter().map(line_json).collect::<Result<_>>()?,
        next,
    })
}

fn line_json(line: Line) -> Result<LineJson> {
    Ok(LineJson {
        id: line.id.to_string(),
        code: line.code,
        applicant: line.name,
        procedure_id: line.procedure_id.to_string(),
        procedure: line.procedure_name,
        unit_id: Some(line.unit_id).filter(|id| *id != 0).map(|id| id.to_string()),
        status: status_of(line.status)?.number(),
        channel: line.channel,
        received_at: instant_text(line.received_at),
        due_at: line.due_at.map(instant_text),
        closed_at: line.closed_at.map(instant_text),
        was_late: line.was_late,
    })
}
