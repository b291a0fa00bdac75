//! Pages of procedures: the list, the record in each of its versions, and the acts of the national officer.

use super::fields::Values;
use super::limits::LIMIT_RULES;
use super::model::{Level, Procedure};
use super::store::{self, Filter, ProcedureOfList, VersionOfList};
use super::{actions, api, forms, views};
use axum::response::Response;
use maud::Markup;
use platform::web::{
    Choice, Export, Fields, PAGE_SIZE, PUBLIC, Past, Route, Web, get, history, needs, page_of, post, see_done,
};
use platform::{Error, Result};

/// The routes of administrative procedures.
pub fn routes() -> Vec<Route> {
    let (enter_it, correct_it) = (needs(&actions::ENTER), needs(&actions::CORRECT));
    vec![
        get("/procedures", PUBLIC, list),
        get("/procedures.xlsx", PUBLIC, spreadsheet),
        get("/procedures/new", enter_it, enter_form),
        post("/procedures/new", enter_it, enter),
        get("/procedures/{id}", PUBLIC, show),
        get("/procedures/{id}/form", PUBLIC, form),
        get("/procedures/{id}/sample.pdf", PUBLIC, sample),
        get("/procedures/{id}/correct", correct_it, correct_form),
        post("/procedures/{id}/correct", correct_it, correct),
        get("/procedures/{id}/amend", correct_it, amend_form),
        post("/procedures/{id}/amend", correct_it, amend),
        get("/api/procedures", PUBLIC, api::list),
        get("/api/procedures/{id}", PUBLIC, api::show),
    ]
}

/// The word of limits that no rule counts, in addresses.
pub(super) const NO_LIMIT: &str = "none";

/// What the address asks for.
///
/// # Errors
/// A refusal when a filter is not what it should be.
pub(super) fn filter(web: &Web) -> Result<Filter> {
    let query = &web.query;
    let rule = |word: &str| {
        let known = LIMIT_RULES.iter().find(|rule| **rule == word).map(|rule| (*rule).to_owned());
        known.or((word == NO_LIMIT).then(String::new))
    };
    let steps = |word: &str| match word {
        "with" => Some(true),
        "without" => Some(false),
        _ => None,
    };
    Ok(Filter {
        text: query.get("q").to_owned(),
        sector: query.some("sector").map(str::to_owned),
        level: query.choice("level", Level::of_word)?,
        limit_rule: query.choice("rule", rule)?,
        has_steps: query.choice("steps", steps)?,
    })
}

/// One page of the list.
pub(super) struct Found {
    pub(super) lines: Vec<ProcedureOfList>,
    pub(super) more: bool,
    pub(super) all: i64,
    /// Every sector of the register, for the filter.
    pub(super) sectors: Vec<String>,
}

/// Finds the page that the address asks for.
///
/// # Errors
/// When the address asks for nothing that exists, or the database fails.
pub(super) async fn find(web: &Web) -> Result<Found> {
    let (filter, after) = (filter(web)?, web.query.cursor()?);
    web.ctx
        .read(move |tx| {
            let after = after.as_ref().map(|(name, id)| (name.as_str(), *id));
            let lines = store::list(tx, &filter, after, PAGE_SIZE as i64 + 1)?;
            let (lines, more) = page_of(lines, PAGE_SIZE);
            Ok(Found {
                lines,
                more,
                all: store::count(tx, &filter)?,
                sectors: store::sectors(tx)?.into_iter().map(|row| row.sector).collect(),
            })
        })
        .await
}

async fn list(web: Web) -> Result<Markup> {
    Ok(views::list(&web, &find(&web).await?))
}

async fn spreadsheet(web: Web) -> Result<Response> {
    let filter = filter(&web)?;
    let lines = web.ctx.read(move |tx| store::list(tx, &filter, None, i64::MAX)).await?;
    let export = Export {
        title: web.t("admin-procedures-title"),
        notes: vec![web.t("admin-procedures-sample-data")],
        columns: views::SHEET,
        rows: lines.iter().map(|line| views::sheet_row(&web, line)).collect(),
    };
    web.export(export, "thu-tuc-hanh-chinh.xlsx").await
}

/// A procedure with what its page shows beside it.
pub(super) struct Seen {
    /// The version that is shown.
    pub(super) procedure: Procedure,
    /// Number of the present version.
    pub(super) present: i64,
    pub(super) versions: Vec<VersionOfList>,
    pub(super) past: Vec<Past<Procedure>>,
}

/// The procedure of the address in the version it asks for, with its past.
///
/// # Errors
/// [`Error::NotFound`], or when the database fails.
pub(super) async fn see(web: &Web) -> Result<Seen> {
    let id: i64 = web.param("id")?;
    let asked = web.query.number("version");
    web.ctx
        .read(move |tx| {
            let present = store::load(tx, id)?.ok_or(Error::NotFound)?;
            let revision = present.revision;
            let procedure = match asked.filter(|asked| *asked != revision) {
                None => present,
                Some(asked) => (*store::load_revision(tx, id, asked)?).clone(),
            };
            Ok(Seen {
                procedure,
                present: revision,
                versions: store::versions(tx, id)?,
                past: history(tx, id)?,
            })
        })
        .await
}

async fn show(web: Web) -> Result<Markup> {
    Ok(views::record(&web, &see(&web).await?))
}

/// The form as the counter will show it, to be looked at.
async fn form(web: Web) -> Result<Markup> {
    let seen = see(&web).await?;
    let schema = seen.procedure.facts.fields.as_ref().ok_or(Error::NotFound)?;
    Ok(views::form(&web, &seen.procedure, schema))
}

/// The result paper with every place left open, to be looked at.
async fn sample(web: Web) -> Result<Response> {
    let seen = see(&web).await?;
    let facts = &seen.procedure.facts;
    let (Some(template), Some(schema)) = (&facts.result, &facts.fields) else {
        return Err(Error::NotFound);
    };
    let paper = super::result::sample(template, (schema, &Values::default()), web.today());
    web.pdf(paper.banner(web.t("admin-procedures-sample-banner")), "mau-ket-qua.pdf").await
}

async fn procedure_of(web: &Web) -> Result<Procedure> {
    let id: i64 = web.param("id")?;
    web.ctx.read(move |tx| store::load(tx, id)?.ok_or(Error::NotFound)).await
}

async fn sectors(web: &Web) -> Result<Vec<Choice>> {
    let rows = web.ctx.read(|tx| Ok(store::sectors(tx)?)).await?;
    Ok(rows.into_iter().map(|row| Choice::new(row.sector.clone(), row.sector)).collect())
}

async fn enter_form(web: Web) -> Result<Response> {
    forms::enter(&web, sectors(&web).await?).page(&web).await
}

async fn enter(web: Web, fields: Fields) -> Result<Response> {
    forms::enter(&web, sectors(&web).await?)
        .answer(&web, &fields, async {
            let command = fields.read(forms::read_enter)?;
            let id = actions::enter(&web.ctx, command).await?;
            Ok(see_done(&format!("/procedures/{id}"), "admin-procedures-done-entered"))
        })
        .await
}

async fn correct_form(web: Web) -> Result<Response> {
    let procedure = procedure_of(&web).await?;
    forms::correct(&web, &procedure, sectors(&web).await?).page(&web).await
}

async fn correct(web: Web, fields: Fields) -> Result<Response> {
    let procedure = procedure_of(&web).await?;
    forms::correct(&web, &procedure, sectors(&web).await?)
        .answer(&web, &fields, async {
            let command = fields.read(|read| forms::read_correct(read, &procedure))?;
            actions::correct(&web.ctx, procedure.id, command).await?;
            Ok(see_done(&format!("/procedures/{}", procedure.id), "admin-procedures-done-corrected"))
        })
        .await
}

async fn amend_form(web: Web) -> Result<Response> {
    let procedure = procedure_of(&web).await?;
    forms::amend(&web, &procedure, sectors(&web).await?).page(&web).await
}

async fn amend(web: Web, fields: Fields) -> Result<Response> {
    let procedure = procedure_of(&web).await?;
    forms::amend(&web, &procedure, sectors(&web).await?)
        .answer(&web, &fields, async {
            let command = fields.read(|read| forms::read_amend(read, &procedure))?;
            actions::amend(&web.ctx, procedure.id, command).await?;
            Ok(see_done(&format!("/procedures/{}", procedure.id), "admin-procedures-done-amended"))
        })
        .await
}
