//! Cards as JSON. These structs are the contract.

use super::model::{Card, CardRole};
use super::pages;
use super::store::{self, CardLine};
use crate::standing_json::{self, ActJson, PeriodJson};
use axum::response::Response;
use platform::web::{Web, cursor, json};
use platform::{Day, Error, Result};
use serde::Serialize;

#[derive(Serialize)]
struct CardsJson {
    as_of: Day,
    all: i64,
    rows: Vec<LineJson>,
    /// What to send as `after` for the next rows.
    next: Option<String>,
}

#[derive(Serialize)]
struct LineJson {
    id: String,
    number: String,
    holder: String,
    kind: String,
    role: Option<String>,
    extra: bool,
    body_code: Option<String>,
    body_name: Option<String>,
    issued_on: String,
    valid_to: Option<Day>,
    last_day_on: Option<Day>,
    standing: Option<String>,
}

#[derive(Serialize)]
struct CardJson {
    id: String,
    number: String,
    holder: String,
    kind: &'static str,
    role: Option<&'static str>,
    extra: bool,
    body_id: Option<String>,
    issued_on: String,
    valid_to: Option<Day>,
    last_day_on: Option<Day>,
    as_of: Day,
    standing: Option<&'static str>,
    acts: Vec<ActJson>,
    periods: Vec<PeriodJson>,
    revision: i64,
}

/// The list that the filters leave.
pub(super) async fn list(web: Web) -> Result<Response> {
    let found = pages::find(&web).await?;
    let last = found.lines.last().filter(|_| found.more);
    json(&CardsJson {
        as_of: found.filter.on,
        all: found.all,
        next: last.map(|line| cursor(&line.folded, line.id)),
        rows: found.lines.into_iter().map(line_json).collect(),
    })
}

fn line_json(line: CardLine) -> LineJson {
    LineJson {
        id: line.id.to_string(),
        number: line.number,
        holder: line.holder,
        kind: line.kind,
        role: line.role,
        extra: line.extra,
        body_code: line.body_code,
        body_name: line.body_name,
        issued_on: line.issued_on,
        valid_to: line.valid_to,
        last_day_on: line.last_day_on,
        standing: line.standing,
    }
}

/// One card, with its standing as of the day asked for.
pub(super) async fn show(web: Web) -> Result<Response> {
    let id: i64 = web.param("id")?;
    let as_of = web.query.day("as_of")?.unwrap_or(web.today());
    let card = web.ctx.read(move |tx| store::load(tx, id)).await?;
    json(&card_json(card.ok_or(Error::NotFound)?, as_of))
}

fn card_json(card: Card, as_of: Day) -> CardJson {
    let standing = card.standing_on(as_of).map(|standing| standing.word());
    let paper = card.content.paper;
    CardJson {
        id: card.id.to_string(),
        number: paper.number,
        holder: card.content.holder,
        kind: card.kind.word(),
        role: card.content.role.map(CardRole::word),
        extra: card.content.extra,
        body_id: card.content.body_id.map(|id| id.to_string()),
        issued_on: paper.issued.text(),
        valid_to: paper.valid_to,
        last_day_on: paper.last_day_on,
        as_of,
        standing,
        acts: standing_json::acts(card.content.acts),
        periods: standing_json::periods(&card.periods),
        revision: card.revision,
    }
}
