//! Pages of processes: the own agency's list, the record of each, and what is done with them.

use super::actions::{self, Command, DRAFT, PUBLISH, READ, Uploaded};
use super::decide::{self, Begin, Correct, Judged};
use super::model::{Process, Status, Version};
use super::store::{self, Filter, ProcessLine};
use super::{api, forms, outline, views};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use maud::Markup;
use platform::web::{
    Choice, Export, Fields, PAGE_SIZE, Past, Route, Web, get, history, needs, page_of, post, see_done,
    see_other, segment, suggestions,
};
use platform::{Error, Refusal, Refusals, Result, Scope, Tx};
use registers::admin_procedures::{self, Procedure};

/// The largest request that brings a file: a little more than the largest file that is read.
const UPLOAD_BYTES: usize = 11 << 20;

/// The routes of processes.
pub fn routes() -> Vec<Route> {
    let (read, draft, publish_it) = (needs(&READ), needs(&DRAFT), needs(&PUBLISH));
    vec![
        get("/processes", read, list),
        get("/processes.xlsx", read, spreadsheet),
        get("/processes/suggest", draft, suggest),
        get("/processes/new", draft, begin_form),
        post("/processes/new", draft, begin).body_limit(UPLOAD_BYTES),
        get("/processes/{id}", read, show),
        get("/processes/{id}/bpmn", read, download),
        get("/processes/{id}/upload", draft, upload_form),
        post("/processes/{id}/upload", draft, upload).body_limit(UPLOAD_BYTES),
        get("/processes/{id}/describe", draft, describe_form),
        post("/processes/{id}/describe", draft, describe),
        post("/processes/{id}/copy", draft, copy),
        post("/processes/{id}/publish", publish_it, publish),
        get("/processes/{id}/retire", publish_it, retire_form),
        post("/processes/{id}/retire", publish_it, retire),
        get("/processes/{id}/correct", draft, correct_form),
        post("/processes/{id}/correct", draft, correct),
        get("/api/processes", read, api::list),
        get("/api/processes/{id}", read, api::show),
    ]
}

/// What the address asks for.
///
/// # Errors
/// A refusal when a filter is not what it should be.
pub(super) fn filter(web: &Web) -> Result<Filter> {
    Ok(Filter {
        agency_id: web.ctx.own_agency_id(),
        standing: web.query.choice("status", Status::of_word)?,
        text: web.query.get("q").to_owned(),
    })
}

/// One page of the list.
pub(super) struct Found {
    pub lines: Vec<ProcessLine>,
    pub more: bool,
    pub all: i64,
}

/// Finds the page that the address asks for.
///
/// # Errors
/// When the address asks for nothing that exists, or the database fails.
pub(super) async fn find(web: &Web) -> Result<Found> {
    let (filter, after) = (filter(web)?, web.query.cursor()?);
    web.ctx
        .read(move |tx| {
            let after = after.as_ref().map(|(folded, id)| (folded.as_str(), *id));
            let lines = store::list(tx, &filter, after, PAGE_SIZE as i64 + 1)?;
            let (lines, more) = page_of(lines, PAGE_SIZE);
            Ok(Found { lines, more, all: store::count(tx, &filter)? })
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
        title: web.t("processes-title"),
        notes: Vec::new(),
        columns: views::SHEET,
        rows: lines.into_iter().map(|line| views::sheet_row(&web, line)).collect(),
    };
    web.export(export, "quy-trinh.xlsx").await
}

async fn suggest(web: Web) -> Result<Response> {
    let text = web.query.get("q").to_owned();
    let found = web.ctx.read(move |tx| admin_procedures::search(tx, &text, 12)).await?;
    let choices: Vec<Choice> = found.into_iter().map(|line| Choice::new(line.code, line.name)).collect();
    suggestions(&choices)
}

/// A process with what its page shows beside it.
pub(super) struct Seen {
    pub process: Process,
    pub past: Vec<Past<Process>>,
    pub procedure: Option<Procedure>,
    /// The version on screen, where there is one.
    pub shown: Option<Shown>,
}

/// One version as it is shown.
pub(super) struct Shown {
    pub version: Version,
    pub judged: Judged,
    /// What keeps the draft from being published.
    pub faults: Refusals,
    /// What its author should know.
    pub warnings: Vec<Refusal>,
}

/// The version that a page shows: the one asked for, else the draft, else the one in force, else the last.
fn version_of(process: &Process, asked: Option<i64>) -> Option<&Version> {
    match asked {
        Some(number) => process.versions.iter().find(|version| version.number == number),
        None => process.draft().or_else(|| process.in_force()).or_else(|| process.versions.last()),
    }
}

/// Loads a process of the agency with what a page shows of it.
///
/// # Errors
/// [`Error::NotFound`] when the agency has no such process or version.
pub(super) fn see(tx: &mut Tx<'_>, (agency_id, id): (i64, i64), number: Option<i64>) -> Result<Seen> {
    let process = store::load(tx, agency_id, id)?.ok_or(Error::NotFound)?;
    let procedure = admin_procedures::load(tx, process.procedure_id)?;
    let version = version_of(&process, number).cloned();
    if number.is_some() && version.is_none() {
        return Err(Error::NotFound);
    }
    let shown =
        version.map(|version| show_version(tx, &process, (version, procedure.as_ref()))).transpose()?;
    Ok(Seen { past: history(tx, id)?, process, procedure, shown })
}

fn show_version(
    tx: &mut Tx<'_>,
    process: &Process,
    (version, procedure): (Version, Option<&Procedure>),
) -> Result<Shown> {
    let file = store::file(tx, process.agency_id, &version.file_hash)?;
    // What was published was judged then; only a draft is judged when it is looked at.
    let judged = match version.status {
        Status::Draft => {
            let fields = actions::fields_of(tx, process.procedure_id)?;
            actions::judge_for_page(tx, (&version.file_hash, &file), &fields)?
        }
        _ => actions::only_read(&file)?,
    };
    let limit = procedure.and_then(|procedure| procedure.limit.as_ref());
    let limit = limit.map(|limit| outline::limit_minutes(&limit.limit));
    Ok(Shown { faults: decide::faults(&judged), warnings: decide::warnings(&judged, limit), version, judged })
}

/// The number of the version that the address asks for.
fn number(web: &Web) -> Option<i64> {
    web.query.number("version")
}

pub(super) async fn seen(web: &Web) -> Result<Seen> {
    let (agency_id, id, number) = (web.ctx.own_agency_id(), web.param("id")?, number(web));
    web.ctx.read(move |tx| see(tx, (agency_id, id), number)).await
}

async fn show(web: Web) -> Result<Markup> {
    let mut seen = seen(&web).await?;
    let to_draw = views::to_draw(&web, &mut seen);
    // A large picture takes its time: that is done beside what answers other people.
    let drawn = move |_: &mut Tx<'_>| Ok(to_draw.as_ref().map(|(model, look)| bpmn::svg::svg(model, look)));
    let drawing = web.ctx.read(drawn).await?;
    Ok(views::record(&web, &seen, drawing.as_deref()))
}

async fn download(web: Web) -> Result<Response> {
    let (agency_id, id, number) = (web.ctx.own_agency_id(), web.param::<i64>("id")?, number(&web));
    let (name, bytes) = web
        .ctx
        .read(move |tx| {
            let process = store::load(tx, agency_id, id)?.ok_or(Error::NotFound)?;
            let version = version_of(&process, number).ok_or(Error::NotFound)?;
            let bytes = store::file(tx, agency_id, &version.file_hash)?;
            Ok((format!("{}-{}.bpmn", process.code, version.number), bytes))
        })
        .await?;
    let plain: String = name
        .chars()
        .map(|letter| if letter.is_ascii_alphanumeric() || "-.".contains(letter) { letter } else { '_' })
        .collect();
    let disposition = format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{}", segment(&name));
    let kind = "application/xml".to_owned();
    Ok(([(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, disposition)], bytes).into_response())
}

async fn begin_form(web: Web) -> Result<Response> {
    forms::begin(&web).page(&web).await
}

async fn begin(web: Web, fields: Fields) -> Result<Response> {
    forms::begin(&web)
        .answer(&web, &fields, async {
            let wanted = fields.read(forms::read_begin)?;
            let code = wanted.procedure.clone();
            let procedure = web.ctx.read(move |tx| admin_procedures::of_code(tx, &code)).await?;
            let of_procedure = |typed: Option<String>, made: fn(&Procedure) -> String| {
                typed.or_else(|| procedure.as_ref().map(made)).unwrap_or_default()
            };
            let command = Begin {
                agency_id: web.ctx.own_agency_id(),
                code: of_procedure(wanted.code, |procedure| outline::code_of(&procedure.code)),
                name: of_procedure(wanted.name, |procedure| procedure.name.clone()),
                procedure_id: procedure.as_ref().map_or(0, |procedure| procedure.id),
                is_illustrative: false,
            };
            let id = actions::begin(&web.ctx, command, file_of(&fields)).await?;
            Ok(see_done(&format!("/processes/{id}"), "processes-done-begun"))
        })
        .await
}

fn file_of(fields: &Fields) -> Option<Uploaded> {
    let file = fields.file("file")?;
    Some(Uploaded { name: file.file_name.clone(), bytes: file.bytes.clone() })
}

/// The process of the address, if this person may do `action` to it.
async fn process_for(web: &Web, action: &'static platform::Action) -> Result<Process> {
    let (agency_id, id) = (web.ctx.own_agency_id(), web.param::<i64>("id")?);
    let process = web.ctx.read(move |tx| store::load(tx, agency_id, id)).await?.ok_or(Error::NotFound)?;
    web.ctx.may(action, &Scope::owned_by(process.agency_id))?;
    Ok(process)
}

fn page_path(process: &Process) -> String {
    format!("/processes/{}", process.id)
}

async fn upload_form(web: Web) -> Result<Response> {
    forms::upload(&web, &process_for(&web, &DRAFT).await?).page(&web).await
}

async fn upload(web: Web, fields: Fields) -> Result<Response> {
    let process = process_for(&web, &DRAFT).await?;
    forms::upload(&web, &process)
        .answer(&web, &fields, async {
            let (file, seen) =
                fields.read(|read| (read.file("file"), read.revision().unwrap_or_default()))?;
            let what = Uploaded { name: file.file_name, bytes: file.bytes };
            actions::upload(&web.ctx, Command { id: process.id, seen, what }).await?;
            Ok(see_done(&page_path(&process), "processes-done-uploaded"))
        })
        .await
}

async fn copy(web: Web, fields: Fields) -> Result<Response> {
    let process = process_for(&web, &DRAFT).await?;
    let seen = fields.read(|read| read.revision().unwrap_or_default())?;
    actions::copy(&web.ctx, Command { id: process.id, seen, what: () }).await?;
    Ok(see_done(&page_path(&process), "processes-done-copied"))
}

async fn publish(web: Web, fields: Fields) -> Result<Response> {
    let process = process_for(&web, &PUBLISH).await?;
    let seen = fields.read(|read| read.revision().unwrap_or_default())?;
    actions::publish(&web.ctx, Command { id: process.id, seen, what: () }).await?;
    Ok(see_done(&page_path(&process), "processes-done-published"))
}

/// Without a draft there is nothing to describe: the record says what can be done instead.
async fn describe_form(web: Web) -> Result<Response> {
    let process = process_for(&web, &DRAFT).await?;
    if process.draft().is_none() {
        return Ok(see_other(&page_path(&process)));
    }
    let seen = draft_seen(&web).await?;
    Ok(views::describe(&web, &seen, (None, &Refusals::default())).into_response())
}

async fn describe(web: Web, fields: Fields) -> Result<Response> {
    let seen = draft_seen(&web).await?;
    let revision = fields.read(|read| read.revision().unwrap_or_default())?;
    let what = forms::read_description(&fields, seen.shown.as_ref());
    match actions::describe(&web.ctx, Command { id: seen.process.id, seen: revision, what }).await {
        Ok(()) => Ok(see_done(&page_path(&seen.process), "processes-done-described")),
        Err(Error::Refused(reasons)) => {
            let page = views::describe(&web, &seen, (Some(&fields), &reasons));
            Ok((axum::http::StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
        Err(other) => Err(other),
    }
}

/// The process of the address with its draft.
async fn draft_seen(web: &Web) -> Result<Seen> {
    let process = process_for(web, &DRAFT).await?;
    let draft = decide::draft_of(&process)?.number;
    let (agency_id, id) = (process.agency_id, process.id);
    web.ctx.read(move |tx| see(tx, (agency_id, id), Some(draft))).await
}

async fn retire_form(web: Web) -> Result<Response> {
    forms::retire(&web, &process_for(&web, &PUBLISH).await?).page(&web).await
}

async fn retire(web: Web, fields: Fields) -> Result<Response> {
    let process = process_for(&web, &PUBLISH).await?;
    forms::retire(&web, &process)
        .answer(&web, &fields, async {
            let (what, seen) =
                fields.read(|read| (read.text("reason"), read.revision().unwrap_or_default()))?;
            actions::retire(&web.ctx, Command { id: process.id, seen, what }).await?;
            Ok(see_done(&page_path(&process), "processes-done-retired"))
        })
        .await
}

async fn correct_form(web: Web) -> Result<Response> {
    forms::correct(&web, &process_for(&web, &DRAFT).await?).page(&web).await
}

async fn correct(web: Web, fields: Fields) -> Result<Response> {
    let process = process_for(&web, &DRAFT).await?;
    forms::correct(&web, &process)
        .answer(&web, &fields, async {
            let (what, seen) = fields.read(|read| {
                let what =
                    Correct { code: read.text("code"), name: read.text("name"), reason: read.text("reason") };
                (what, read.revision().unwrap_or_default())
            })?;
            actions::correct(&web.ctx, Command { id: process.id, seen, what }).await?;
            Ok(see_done(&page_path(&process), "processes-done-corrected"))
        })
        .await
}
