//! Plans as JSON. These structs are the contract.

use super::model::Plan;
use super::pages;
use super::store::{self, PlanLine};
use axum::response::Response;
use platform::web::{Web, cursor, json};
use platform::{Day, Error, KnownDate, Result};
use serde::Serialize;

#[derive(Serialize)]
struct PlansJson {
    as_of: Day,
    all: i64,
    rows: Vec<LineJson>,
    /// What to send as `after` for the next rows.
    next: Option<String>,
}

#[derive(Serialize)]
struct LineJson {
    id: String,
    owner_code: String,
    owner: String,
    level: String,
    owes_plan: bool,
    status: String,
    decision_no: String,
    approved_on: String,
    period: String,
}

#[derive(Serialize)]
struct PlanJson {
    id: String,
    owner_code: String,
    owner: String,
    owner_agency_id: String,
    level: &'static str,
    owes_plan: bool,
    as_of: Day,
    status: &'static str,
    decision_no: String,
    drafted_on: String,
    approved_on: String,
    period: String,
    revision: i64,
}

/// The list that the filters leave.
pub(super) async fn list(web: Web) -> Result<Response> {
    let found = pages::find(&web).await?;
    let last = found.lines.last().filter(|_| found.more);
    json(&PlansJson {
        as_of: found.filter.on,
        all: found.all,
        next: last.map(|line| cursor(&line.folded, line.id)),
        rows: found.lines.into_iter().map(line_json).collect(),
    })
}

fn line_json(line: PlanLine) -> LineJson {
    LineJson {
        id: line.id.to_string(),
        owner_code: line.owner_code,
        owner: line.owner,
        level: line.level,
        owes_plan: line.owes_plan,
        status: line.status,
        decision_no: line.decision_no,
        approved_on: line.approved_on,
        period: line.period,
    }
}

/// One plan, as of the day asked for.
pub(super) async fn show(web: Web) -> Result<Response> {
    let id: i64 = web.param("id")?;
    let as_of = web.query.day("as_of")?.unwrap_or(web.today());
    let plan = web.ctx.read(move |tx| store::load(tx, id)).await?;
    let plan = plan.ok_or(Error::NotFound)?;
    json(&plan_json(plan, as_of))
}

fn plan_json(plan: Plan, as_of: Day) -> PlanJson {
    let status = plan.standing_on(as_of).word();
    let date = |date: Option<KnownDate>| date.map(KnownDate::text).unwrap_or_default();
    PlanJson {
        id: plan.id.to_string(),
        owner_code: plan.owner_code,
        owner: plan.content.owner,
        owner_agency_id: plan.owner_agency_id.to_string(),
        level: plan.content.level.word(),
        owes_plan: plan.content.owes_plan,
        as_of,
        status,
        decision_no: plan.content.decision_no,
        drafted_on: date(plan.content.drafted),
        approved_on: date(plan.content.approved),
        period: plan.content.period,
        revision: plan.revision,
    }
}
