//! Bodies as JSON. These structs are the contract.

use super::model::Body;
use super::pages;
use super::store::{self, BodyLine};
use crate::standing_json::{self, ActJson, PaperJson, PeriodJson};
use axum::response::Response;
use platform::web::{Web, cursor, json};
use platform::{Day, Error, Result};
use serde::Serialize;

#[derive(Serialize)]
struct BodiesJson {
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
    kind: String,
    name: String,
    province_code: String,
    number: String,
    issued_on: String,
    valid_to: Option<Day>,
    last_day_on: Option<Day>,
    standing: Option<String>,
}

#[derive(Serialize)]
struct BodyJson {
    id: String,
    code: String,
    kind: &'static str,
    name: String,
    province_code: String,
    as_of: Day,
    standing: Option<&'static str>,
    papers: Vec<PaperJson>,
    acts: Vec<ActJson>,
    periods: Vec<PeriodJson>,
    revision: i64,
}

/// The list that the filters leave.
pub(super) async fn list(web: Web) -> Result<Response> {
    let found = pages::find(&web).await?;
    let last = found.lines.last().filter(|_| found.more);
    json(&BodiesJson {
        as_of: found.filter.on,
        all: found.all,
        next: last.map(|line| cursor(&line.folded, line.id)),
        rows: found.lines.into_iter().map(line_json).collect(),
    })
}

fn line_json(line: BodyLine) -> LineJson {
    LineJson {
        id: line.id.to_string(),
        code: line.code,
        kind: line.kind,
        name: line.name,
        province_code: line.province_code,
        number: line.number.unwrap_or_default(),
        issued_on: line.issued_on.unwrap_or_default(),
        valid_to: line.valid_to,
        last_day_on: line.last_day_on,
        standing: line.standing,
    }
}

/// One body, with its standing as of the day asked for.
pub(super) async fn show(web: Web) -> Result<Response> {
    let id: i64 = web.param("id")?;
    let as_of = web.query.day("as_of")?.unwrap_or(web.today());
    let body = web.ctx.read(move |tx| store::load(tx, id)).await?;
    json(&body_json(body.ok_or(Error::NotFound)?, as_of))
}

fn body_json(body: Body, as_of: Day) -> BodyJson {
    let standing = body.standing_on(as_of).map(|standing| standing.word());
    BodyJson {
        id: body.id.to_string(),
        code: body.code,
        kind: body.kind.word(),
        name: body.content.name,
        province_code: body.content.province_code,
        as_of,
        standing,
        papers: standing_json::papers(body.content.papers),
        acts: standing_json::acts(body.content.acts),
        periods: standing_json::periods(&body.periods),
        revision: body.revision,
    }
}
