//! Pages of legal documents: which are in force on a day, what each does to others, and the record of each.

use super::decide::Correct;
use super::model::LegalDocument;
use super::store::{self, DocumentOfList, Filter, RelationTo};
use super::{actions, api, by_number, forms, views};
use axum::response::Response;
use maud::Markup;
use platform::web::{
    Choice, Export, Fields, PAGE_SIZE, PUBLIC, Past, Route, Web, get, history, needs, page_of, post, see_done,
};
use platform::{Day, Error, Result};

/// The routes of legal documents.
pub fn routes() -> Vec<Route> {
    let (create_it, correct_it) = (needs(&actions::CREATE), needs(&actions::CORRECT));
    vec![
        get("/legal-documents", PUBLIC, list),
        get("/legal-documents.xlsx", PUBLIC, spreadsheet),
        get("/legal-documents/new", create_it, create_form),
        post("/legal-documents/new", create_it, create),
        get("/legal-documents/{id}", PUBLIC, show),
        get("/legal-documents/{id}/correct", correct_it, correct_form),
        post("/legal-documents/{id}/correct", correct_it, correct),
        get("/legal-documents/{id}/relate", correct_it, relate_form),
        post("/legal-documents/{id}/relate", correct_it, relate),
        get("/api/legal-documents", PUBLIC, api::list),
        get("/api/legal-documents/{id}", PUBLIC, api::show),
    ]
}

/// What the address asks for.
///
/// # Errors
/// A refusal when a filter is not what it should be.
pub(super) fn filter(web: &Web) -> Result<Filter> {
    let query = &web.query;
    Ok(Filter {
        text: query.get("q").to_owned(),
        kind: query.some("kind").map(str::to_owned),
        issued_from: query.day("issued_from")?,
        issued_to: query.day("issued_to")?,
        as_of: query.day("as_of")?,
        on: query.day("on")?,
    })
}

/// The day whose force the list shows.
pub(super) fn day_of(web: &Web, filter: &Filter) -> Day {
    filter.on.or(filter.as_of).unwrap_or(web.today())
}

/// One page of the list.
pub(super) struct Found {
    pub(super) day: Day,
    pub(super) lines: Vec<DocumentOfList>,
    pub(super) more: bool,
    pub(super) all: i64,
    /// Every kind of the register, for the filter.
    pub(super) kinds: Vec<String>,
}

/// Finds the page that the address asks for.
///
/// # Errors
/// When the address asks for nothing that exists, or the database fails.
pub(super) async fn find(web: &Web) -> Result<Found> {
    let (filter, before) = (filter(web)?, web.query.day_cursor()?);
    let day = day_of(web, &filter);
    web.ctx
        .read(move |tx| {
            let lines = store::list(tx, &filter, before, PAGE_SIZE as i64 + 1)?;
            let (lines, more) = page_of(lines, PAGE_SIZE);
            Ok(Found {
                day,
                lines,
                more,
                all: store::count(tx, &filter)?,
                kinds: store::kinds(tx)?.into_iter().map(|row| row.kind).collect(),
            })
        })
        .await
}

async fn list(web: Web) -> Result<Markup> {
    Ok(views::list(&web, &find(&web).await?))
}

async fn spreadsheet(web: Web) -> Result<Response> {
    let filter = filter(&web)?;
    let day = day_of(&web, &filter);
    let lines = web.ctx.read(move |tx| store::list(tx, &filter, None, i64::MAX)).await?;
    let export = Export {
        title: web.t("legal-documents-title"),
        notes: vec![web.t_with("legal-documents-as-of", &[("day", &day.vietnamese())])],
        columns: views::SHEET,
        rows: lines.iter().map(|line| views::sheet_row(&web, (line, day))).collect(),
    };
    web.export(export, "van-ban.xlsx").await
}

/// A document with what its page shows beside it.
pub(super) struct Seen {
    pub(super) document: LegalDocument,
    pub(super) past: Vec<Past<LegalDocument>>,
    /// Ids of the documents that it does something to, in the order of its relations; none for those not recorded.
    pub(super) targets: Vec<Option<i64>>,
    /// What others do to it.
    pub(super) done_to_it: Vec<RelationTo>,
}

/// A document with what its page shows beside it.
///
/// # Errors
/// [`Error::NotFound`], or when the database fails.
pub(super) async fn see(web: &Web) -> Result<Seen> {
    let id: i64 = web.param("id")?;
    web.ctx
        .read(move |tx| {
            let document = store::load(tx, id)?.ok_or(Error::NotFound)?;
            let mut targets = Vec::with_capacity(document.relations.len());
            for relation in &document.relations {
                let target = by_number(tx, &relation.target_number)?;
                targets.push(target.map(|target| target.id));
            }
            Ok(Seen {
                past: history(tx, id)?,
                done_to_it: store::relations_to(tx, &document.number)?,
                document,
                targets,
            })
        })
        .await
}

async fn show(web: Web) -> Result<Markup> {
    let day = web.query.day("on")?.unwrap_or(web.today());
    Ok(views::record(&web, &see(&web).await?, day))
}

async fn document_of(web: &Web) -> Result<LegalDocument> {
    let id: i64 = web.param("id")?;
    let document = web.ctx.read(move |tx| store::load(tx, id)).await?;
    document.ok_or(Error::NotFound)
}

async fn create_form(web: Web) -> Result<Response> {
    forms::create(&web).page(&web).await
}

async fn create(web: Web, fields: Fields) -> Result<Response> {
    forms::create(&web)
        .answer(&web, &fields, async {
            let (row, effective_on) = fields.read(|read| forms::read_new(read, web.today()))?;
            let id = actions::create(&web.ctx, row, effective_on).await?;
            Ok(see_done(&format!("/legal-documents/{id}"), "legal-documents-done-created"))
        })
        .await
}

async fn correct_form(web: Web) -> Result<Response> {
    let document = document_of(&web).await?;
    forms::correct(&web, &document).page(&web).await
}

async fn correct(web: Web, fields: Fields) -> Result<Response> {
    let document = document_of(&web).await?;
    forms::correct(&web, &document)
        .answer(&web, &fields, async {
            let command = fields.read(|read| {
                let (row, effective_on) = forms::read_right(read, (&document, web.today()));
                Correct {
                    revision: read.revision().unwrap_or_default(),
                    reason: read.text("reason"),
                    row,
                    effective_on,
                }
            })?;
            actions::correct(&web.ctx, document.id, command).await?;
            let path = format!("/legal-documents/{}", document.id);
            Ok(see_done(&path, "legal-documents-done-corrected"))
        })
        .await
}

async fn numbers(web: &Web, own: i64) -> Result<Vec<Choice>> {
    let lines = web.ctx.read(|tx| store::list(tx, &Filter::default(), None, i64::MAX)).await?;
    let others = lines.into_iter().filter(|line| line.id != own);
    Ok(others.map(|line| Choice::new(line.number, line.title)).collect())
}

async fn relate_form(web: Web) -> Result<Response> {
    let document = document_of(&web).await?;
    let numbers = numbers(&web, document.id).await?;
    forms::relate(&web, &document, numbers).page(&web).await
}

async fn relate(web: Web, fields: Fields) -> Result<Response> {
    let document = document_of(&web).await?;
    let numbers = numbers(&web, document.id).await?;
    forms::relate(&web, &document, numbers)
        .answer(&web, &fields, async {
            let command = fields.read(forms::read_relate)?;
            actions::relate(&web.ctx, document.id, command).await?;
            let path = format!("/legal-documents/{}", document.id);
            Ok(see_done(&path, "legal-documents-done-related"))
        })
        .await
}
