//! Activities as JSON. These structs are the contract.

use super::pages;
use super::store::{self, ActivityLine};
use axum::response::Response;
use platform::web::{Web, cursor, json};
use platform::{Day, Error, Result};
use serde::Serialize;

#[derive(Serialize)]
struct ActivitiesJson {
    as_of: Day,
    all: i64,
    rows: Vec<LineJson>,
    /// What to send as `after` for the next rows.
    next: Option<String>,
}

#[derive(Serialize)]
struct LineJson {
    id: String,
    date: String,
    kind: String,
    subject: String,
    targets: Vec<String>,
    count_stated: Option<i64>,
}

#[derive(Serialize)]
struct ActivityJson {
    id: String,
    date: String,
    counts_from: Day,
    kind: &'static str,
    subject: String,
    targets: Vec<String>,
    count_stated: Option<i64>,
    revision: i64,
}

/// The list that the filters leave.
pub(super) async fn list(web: Web) -> Result<Response> {
    let found = pages::find(&web).await?;
    let last = found.lines.last().filter(|_| found.more);
    json(&ActivitiesJson {
        as_of: found.filter.on,
        all: found.all,
        next: last.map(|line| cursor(line.counts_on, line.id)),
        rows: found.lines.into_iter().map(line_json).collect(),
    })
}

fn line_json(line: ActivityLine) -> LineJson {
    let codes = line.targets.split(';').filter(|code| !code.is_empty());
    LineJson {
        id: line.id.to_string(),
        date: line.happened_on,
        kind: line.kind,
        targets: codes.map(str::to_owned).collect(),
        subject: line.subject,
        count_stated: line.count_stated,
    }
}

/// One activity.
pub(super) async fn show(web: Web) -> Result<Response> {
    let id: i64 = web.param("id")?;
    let activity = web.ctx.read(move |tx| store::load(tx, id)).await?;
    let activity = activity.ok_or(Error::NotFound)?;
    json(&ActivityJson {
        id: activity.id.to_string(),
        date: activity.content.happened.text(),
        counts_from: activity.content.happened.counts_from(),
        kind: activity.content.kind.word(),
        subject: activity.content.subject,
        targets: activity.content.targets,
        count_stated: activity.content.count_stated,
        revision: activity.revision,
    })
}
