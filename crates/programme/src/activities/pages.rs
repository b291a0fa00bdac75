//! Pages of activities: what was done, for whom, and the record of each.

use super::model::{Activity, ActivityKind};
use super::store::{self, ActivityLine, Filter};
use super::{actions, api, forms, views};
use crate::certificates::{Command, Judged};
use axum::response::Response;
use maud::Markup;
use platform::web::{
    Export, Fields, PAGE_SIZE, PUBLIC, Past, Route, Web, get, history, needs, page_of, post, see_done,
};
use platform::{Error, Result};
use registers::agencies;

/// The routes of activities.
pub fn routes() -> Vec<Route> {
    let (record_it, correct_it) = (needs(&actions::RECORD), needs(&actions::CORRECT));
    vec![
        get("/activities", PUBLIC, list),
        get("/activities.xlsx", PUBLIC, spreadsheet),
        get("/activities/new", record_it, record_form),
        post("/activities/new", record_it, record),
        get("/activities/{id}", PUBLIC, show),
        get("/activities/{id}/correct", correct_it, correct_form),
        post("/activities/{id}/correct", correct_it, correct),
        get("/api/activities", PUBLIC, api::list),
        get("/api/activities/{id}", PUBLIC, api::show),
    ]
}

/// What the address asks for.
///
/// # Errors
/// A refusal when a filter is not what it should be.
pub(super) fn filter(web: &Web) -> Result<Filter> {
    let query = &web.query;
    Ok(Filter {
        on: query.day("as_of")?.unwrap_or(web.today()),
        kind: query.choice("kind", ActivityKind::of_word)?,
        from: query.day("from")?,
        to: query.day("to")?,
        text: query.get("q").to_owned(),
    })
}

/// One page of the list.
pub(super) struct Found {
    pub(super) filter: Filter,
    pub(super) lines: Vec<ActivityLine>,
    pub(super) more: bool,
    pub(super) all: i64,
}

/// Finds the page that the address asks for.
///
/// # Errors
/// When the address asks for nothing that exists, or the database fails.
pub(super) async fn find(web: &Web) -> Result<Found> {
    let (filter, before) = (filter(web)?, web.query.day_cursor()?);
    web.ctx
        .read(move |tx| {
            let lines = store::list(tx, &filter, before, PAGE_SIZE as i64 + 1)?;
            let (lines, more) = page_of(lines, PAGE_SIZE);
            Ok(Found { all: store::count(tx, &filter)?, filter: filter.clone(), lines, more })
        })
        .await
}

async fn list(web: Web) -> Result<Markup> {
    Ok(views::list(&web, &find(&web).await?))
}

async fn spreadsheet(web: Web) -> Result<Response> {
    let filter = filter(&web)?;
    let note = web.t_with("activities-as-of", &[("day", &filter.on.vietnamese())]);
    let lines = web.ctx.read(move |tx| store::list(tx, &filter, None, i64::MAX)).await?;
    let export = Export {
        title: web.t("activities-title"),
        notes: vec![note],
        columns: views::SHEET,
        rows: lines.iter().map(|line| views::sheet_row(&web, line)).collect(),
    };
    web.export(export, "hoat-dong.xlsx").await
}

/// An activity with what its page shows beside it.
pub(super) struct Seen {
    pub(super) activity: Activity,
    pub(super) past: Vec<Past<Activity>>,
    /// Codes of those it was done for, with id and name of those in the register of agencies.
    pub(super) targets: Vec<(String, Option<(i64, String)>)>,
}

async fn show(web: Web) -> Result<Markup> {
    let id: i64 = web.param("id")?;
    let seen = web
        .ctx
        .read(move |tx| {
            let activity = store::load(tx, id)?.ok_or(Error::NotFound)?;
            let mut targets = Vec::new();
            for code in &activity.content.targets {
                let agency = agencies::by_code(tx, code)?;
                targets.push((code.clone(), agency.map(|agency| (agency.id, agency.name().to_owned()))));
            }
            Ok(Seen { past: history(tx, id)?, activity, targets })
        })
        .await?;
    Ok(views::record(&web, &seen))
}

async fn record_form(web: Web) -> Result<Response> {
    forms::record(&web).page(&web).await
}

async fn record(web: Web, fields: Fields) -> Result<Response> {
    forms::record(&web)
        .answer(&web, &fields, async {
            let content = fields.read(|read| forms::read_content(read, (None, web.today())))?;
            let id = actions::record(&web.ctx, content).await?;
            Ok(see_done(&format!("/activities/{id}"), "activities-done-recorded"))
        })
        .await
}

async fn activity_of(web: &Web) -> Result<Activity> {
    let id: i64 = web.param("id")?;
    let activity = web.ctx.read(move |tx| store::load(tx, id)).await?;
    activity.ok_or(Error::NotFound)
}

async fn correct_form(web: Web) -> Result<Response> {
    let activity = activity_of(&web).await?;
    forms::correct(&web, &activity).page(&web).await
}

async fn correct(web: Web, fields: Fields) -> Result<Response> {
    let activity = activity_of(&web).await?;
    forms::correct(&web, &activity)
        .answer(&web, &fields, async {
            let before = (Some(&activity.content), web.today());
            let command = fields.read(|read| Command {
                id: activity.id,
                seen: read.revision().unwrap_or_default(),
                what: Judged { right: forms::read_content(read, before), reason: read.text("reason") },
            })?;
            actions::correct(&web.ctx, command).await?;
            Ok(see_done(&format!("/activities/{}", activity.id), "activities-done-corrected"))
        })
        .await
}
