//! Pages of model frameworks: which were published by a day, and the record of each.

use super::forms::{self, Publisher};
use super::model::{Content, ModelFramework};
use super::store::{self, Filter, FrameworkOfList};
use super::{actions, api, views};
use crate::agencies;
use axum::response::Response;
use maud::Markup;
use platform::permissions::Reach;
use platform::web::{
    Choice, Export, Fields, PAGE_SIZE, PUBLIC, Past, Route, Web, get, history, needs, page_of, post, see_done,
};
use platform::{Error, Result, Scope};

/// The routes of model frameworks.
pub fn routes() -> Vec<Route> {
    let publish_it = needs(&actions::PUBLISH);
    vec![
        get("/frameworks", PUBLIC, list),
        get("/frameworks.xlsx", PUBLIC, spreadsheet),
        get("/frameworks/new", publish_it, publish_form),
        post("/frameworks/new", publish_it, publish),
        get("/frameworks/{id}", PUBLIC, show),
        get("/frameworks/{id}/correct", publish_it, correct_form),
        post("/frameworks/{id}/correct", publish_it, correct),
        get("/api/frameworks", PUBLIC, api::list),
        get("/api/frameworks/{id}", PUBLIC, api::show),
    ]
}

/// What the address asks for.
///
/// # Errors
/// A refusal when a filter is not what it should be.
pub(super) fn filter(web: &Web) -> Result<Filter> {
    let query = &web.query;
    Ok(Filter {
        as_of: query.day("as_of")?.unwrap_or(web.today()),
        publisher_code: query.some("publisher").map(str::to_owned),
        text: query.get("q").to_owned(),
    })
}

/// One page of the list.
pub(super) struct Found {
    pub(super) filter: Filter,
    pub(super) lines: Vec<FrameworkOfList>,
    pub(super) more: bool,
    pub(super) all: i64,
    /// Every publisher of the register, for the filter.
    pub(super) publishers: Vec<Choice>,
}

/// Finds the page that the address asks for.
///
/// # Errors
/// When the address asks for nothing that exists, or the database fails.
pub(super) async fn find(web: &Web) -> Result<Found> {
    let (filter, before) = (filter(web)?, web.query.day_cursor()?);
    web.ctx
        .read(move |tx| {
            let lines = store::page(tx, &filter, before, PAGE_SIZE as i64 + 1)?;
            let (lines, more) = page_of(lines, PAGE_SIZE);
            let publishers = store::publishers(tx)?.into_iter();
            Ok(Found {
                all: store::count(tx, &filter)?,
                filter: filter.clone(),
                lines,
                more,
                publishers: publishers.map(|row| Choice::new(row.publisher_code, row.publisher)).collect(),
            })
        })
        .await
}

async fn list(web: Web) -> Result<Markup> {
    Ok(views::list(&web, &find(&web).await?))
}

async fn spreadsheet(web: Web) -> Result<Response> {
    let filter = filter(&web)?;
    let note = web.t_with("frameworks-as-of", &[("day", &filter.as_of.vietnamese())]);
    let lines = web.ctx.read(move |tx| store::page(tx, &filter, None, i64::MAX)).await?;
    let export = Export {
        title: web.t("frameworks-title"),
        notes: vec![note],
        columns: views::SHEET,
        rows: lines.into_iter().map(views::sheet_row).collect(),
    };
    web.export(export, "mo-hinh-khung.xlsx").await
}

/// A framework with what its page shows beside it.
pub(super) struct Seen {
    pub(super) framework: ModelFramework,
    pub(super) past: Vec<Past<ModelFramework>>,
    /// Id of the publisher, where the register of agencies has it.
    pub(super) publisher_id: Option<i64>,
}

async fn show(web: Web) -> Result<Markup> {
    let id: i64 = web.param("id")?;
    let seen = web
        .ctx
        .read(move |tx| {
            let framework = store::load(tx, id)?.ok_or(Error::NotFound)?;
            let publisher = agencies::by_code(tx, &framework.content.publisher_code)?;
            Ok(Seen { past: history(tx, id)?, framework, publisher_id: publisher.map(|agency| agency.id) })
        })
        .await?;
    Ok(views::record(&web, &seen))
}

/// National officers record anybody's frameworks, others their own agency's.
async fn publisher(web: &Web) -> Result<Publisher> {
    let reach = web.actor().role().and_then(|role| actions::PUBLISH.reach(role));
    if reach == Some(Reach::Nation) {
        let known = web.ctx.read(|tx| Ok(store::publishers(tx)?)).await?;
        let choice = |row: store::PublisherOfList| Choice::new(row.publisher_code, row.publisher);
        return Ok(Publisher::AnyOf(known.into_iter().map(choice).collect()));
    }
    let own = web.ctx.own_agency_id();
    let agency = web.ctx.read(move |tx| agencies::load(tx, own)).await?;
    let agency = agency.ok_or(Error::Forbidden(actions::PUBLISH.name))?;
    Ok(Publisher::Own(agency.code.clone(), agency.name().to_owned()))
}

/// With the publisher's name from the register where none was typed; its code where it is not there either.
async fn named(web: &Web, mut content: Content) -> Result<Content> {
    if content.publisher.is_empty() {
        let code = content.publisher_code.clone();
        let agency = web.ctx.read(move |tx| agencies::by_code(tx, &code)).await?;
        content.publisher =
            agency.map_or_else(|| content.publisher_code.clone(), |agency| agency.name().to_owned());
    }
    Ok(content)
}

async fn publish_form(web: Web) -> Result<Response> {
    let publisher = publisher(&web).await?;
    forms::publish(&web, &publisher).page(&web).await
}

async fn publish(web: Web, fields: Fields) -> Result<Response> {
    let publisher = publisher(&web).await?;
    forms::publish(&web, &publisher)
        .answer(&web, &fields, async {
            let today = web.today();
            let content = fields.read(|read| forms::read_content(read, &publisher, (None, today)))?;
            let id = actions::publish(&web.ctx, named(&web, content).await?).await?;
            Ok(see_done(&format!("/frameworks/{id}"), "frameworks-done-published"))
        })
        .await
}

/// The framework of the address, if this person may correct it.
async fn framework_for(web: &Web) -> Result<ModelFramework> {
    let id: i64 = web.param("id")?;
    let framework = web.ctx.read(move |tx| store::load(tx, id)).await?;
    let framework = framework.ok_or(Error::NotFound)?;
    web.ctx.may(&actions::PUBLISH, &Scope::owned_by(framework.owner_agency_id))?;
    Ok(framework)
}

async fn correct_form(web: Web) -> Result<Response> {
    let (framework, publisher) = (framework_for(&web).await?, publisher(&web).await?);
    forms::correct(&web, (&framework, &publisher)).page(&web).await
}

async fn correct(web: Web, fields: Fields) -> Result<Response> {
    let (framework, publisher) = (framework_for(&web).await?, publisher(&web).await?);
    forms::correct(&web, (&framework, &publisher))
        .answer(&web, &fields, async {
            let before = (Some(&framework.content), web.today());
            let (content, reason, seen) = fields.read(|read| {
                let content = forms::read_content(read, &publisher, before);
                (content, read.text("reason"), read.revision().unwrap_or_default())
            })?;
            let content = named(&web, content).await?;
            actions::correct(&web.ctx, (framework.id, seen), content, reason).await?;
            Ok(see_done(&format!("/frameworks/{}", framework.id), "frameworks-done-corrected"))
        })
        .await
}
