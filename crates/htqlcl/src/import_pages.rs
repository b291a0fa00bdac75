//! Imports through the browser: send files, see what would change, then write it.

use crate::jobs::{self, ImportJob, Outcome};
use axum::http::HeaderName;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use platform::web::*;
use platform::{Error, Refusal, Result, i18n};
use programme::imports::{self, FILES, FileCount, ImportReport, Mode, RowChange, RowNote};
use registers::FieldChange;
use std::sync::Arc;

/// How many rows of a kind the preview shows; the whole is in the registers' histories.
const SHOWN: usize = 200;

fn the_form(web: &Web) -> Form {
    let names = html! {
        p { (web.t("imports-intro")) }
        details {
            summary { (web.t("imports-known-files")) }
            ul.stack {
                @for form in &FILES {
                    li {
                        b { (web.t(&format!("imports-kind-{}", form.name))) } " · " span.code { (form.name) ".csv" }
                        ul.others {
                            @for column in form.required { li { (column_words(web, column)) } }
                        }
                    }
                }
            }
        }
    };
    Form::new(web.t("imports-title"), web.t("imports-try"))
        .section("imports")
        .intro(names)
        .field(Field::files("files", "imports-files", ".csv,.xlsx").required().hint("imports-files-hint"))
}

/// The form.
pub async fn form(web: Web) -> Result<Response> {
    the_form(&web).page(&web).await
}

/// Takes files and begins the trial run.
pub async fn send(web: Web, fields: Fields) -> Result<Response> {
    the_form(&web)
        .answer(&web, &fields, async {
            let mut files = imports::Files::new();
            for upload in fields.files("files") {
                files.insert(upload.file_name.clone(), upload.bytes.clone());
            }
            if files.is_empty() {
                return Err(Refusal::new("imports-refusal-nothing-sent").field("files").into());
            }
            Ok(see_other(&format!("/imports/{}", begin(&web, files, Mode::Trial)?)))
        })
        .await
}

/// Begins a job and gives the id in its address.
fn begin(web: &Web, files: imports::Files, mode: Mode) -> Result<i64> {
    let job = Arc::new(ImportJob::new(web.actor().account_id, files.clone(), mode));
    let id = web.ctx.db.new_id();
    jobs::admit(id, job.clone())?;
    let ctx = web.ctx_beside();
    tokio::spawn(async move {
        let teller = job.clone();
        let progress: imports::Progress = Arc::new(move |done, all| teller.tell(done, all));
        // In a task of its own, so that a panic ends the job too.
        let run = tokio::spawn(async move { imports::run_with(&ctx, files, (mode, progress)).await });
        job.finish(match run.await.unwrap_or_else(|error| Err(Error::failed(error))) {
            Ok(report) => Outcome::Ran(Arc::new(report)),
            Err(Error::Refused(reasons)) => {
                Outcome::Failed(reasons.0.first().map_or("imports-failed", |r| r.key))
            }
            Err(error) => {
                tracing::error!(%error, "an import failed");
                Outcome::Failed("imports-failed")
            }
        });
        tokio::time::sleep(jobs::KEPT_FOR).await;
        job.drop_files();
    });
    Ok(id)
}

fn job_of(web: &Web) -> Result<(i64, Arc<ImportJob>)> {
    let id: i64 = web.param("id")?;
    jobs::of(id, web.actor().account_id).map(|job| (id, job)).ok_or(Error::NotFound)
}

/// How far the job is, or what came of it.
pub async fn progress(web: Web) -> Result<Response> {
    let (id, job) = job_of(&web)?;
    let page =
        |main| web.page(Page { title: web.t("imports-title"), section: "imports", main, ..Page::default() });
    Ok(match job.outcome() {
        None => {
            let page = page(under_way(&web, id, &job)?);
            ([(HeaderName::from_static("refresh"), "1")], page).into_response()
        }
        Some(Outcome::Failed(key)) => page(failed(&web, key)).into_response(),
        Some(Outcome::Ran(report)) => page(ended(&web, (id, job.mode), &report)).into_response(),
    })
}

fn under_way(web: &Web, id: i64, job: &ImportJob) -> Result<Markup> {
    let (done, all) = job.progress();
    Ok(html! {
        (head(&web.t("imports-under-way"), &html! { (web.t("imports-under-way-hint")) }, &[]))
        div.pad {
            (progress_bar(web, (done, all)))
            (one_button_form(web, &format!("/imports/{id}/cancel"), (&web.t("imports-cancel"), None)))
        }
    })
}

fn progress_bar(web: &Web, (done, all): (usize, usize)) -> Markup {
    let (told, of) = (web.number(done as i64), web.number(all as i64));
    let words = web.t_with("imports-progress", &[("done", &told), ("all", &of)]);
    platform::web::progress(&words, done as u64, all as u64)
}

fn failed(web: &Web, key: &str) -> Markup {
    html! {
        (head(&web.t("imports-title"), &html! {}, &[Button::new("/imports", web.t("imports-again"))]))
        div.pad { (notice(Tone::Late, &html! { (web.t(key)) })) }
    }
}

fn ended(web: &Web, (id, mode): (i64, Mode), report: &ImportReport) -> Markup {
    let again = Button::new("/imports", web.t("imports-again"));
    html! {
        (head(&web.t("imports-title"), &html! { (sentence_of(web, mode, report)) }, &[again]))
        div.pad.stack {
            @if mode == Mode::Trial && report.is_sound() && !report.changes_nothing() {
                (one_button_form(web, &format!("/imports/{id}/write"), (&web.t("imports-write"), None)))
            }
            @if !report.files.is_empty() { (counts(web, &report.files)) }
            @if !report.faults.is_empty() { (notes(web, ("imports-faults", Tone::Late), &report.faults)) }
            @if !report.warnings.is_empty() { (notes(web, ("imports-warnings", Tone::Soon), &report.warnings)) }
            @if !report.changes.is_empty() { (changes(web, &report.changes)) }
        }
    }
}

fn sentence_of(web: &Web, mode: Mode, report: &ImportReport) -> String {
    let count = |number: usize| web.number(number as i64);
    match mode {
        _ if !report.is_sound() => web.t_with("imports-unsound", &[("faults", &count(report.faults.len()))]),
        _ if report.changes_nothing() => web.t("imports-nothing"),
        Mode::Trial => web.t_with("imports-would-write", &[("written", &count(report.written()))]),
        Mode::Write => web.t_with("imports-written", &[("written", &count(report.written()))]),
    }
}

/// A column as it is written in the file, after what it holds.
fn column_words(web: &Web, column: &str) -> Markup {
    let key = format!("imports-column-{}", column.replace('_', "-"));
    html! {
        @if i18n::has(web.language(), &key) { (web.t(&key)) " " span.quiet { "(" span.wrapped { (column) } ")" } }
        @else { span.wrapped { (column) } }
    }
}

/// The kind of a register before the name of its file, which may be long and have no spaces.
fn file_words(web: &Web, file: &str) -> Markup {
    let kind = imports::FileKind::of_name(file).map(imports::FileKind::name);
    let kind = kind.or_else(|| FILES.iter().map(|form| form.name).find(|name| *name == file));
    html! {
        @if let Some(kind) = kind { (web.t(&format!("imports-kind-{kind}"))) " " }
        span.quiet.wrapped { (file) }
    }
}

const COUNTS: [&str; 4] = ["imports-rows", "imports-created", "imports-corrected", "imports-unchanged"];

fn counts(web: &Web, files: &[FileCount]) -> Markup {
    html! {
        section.block {
            h2 { (web.t("imports-by-file")) }
            table.register.plain-table.cards {
                thead { tr {
                    th scope="col" { (web.t("imports-file")) }
                    @for key in COUNTS { th.end scope="col" { (web.t(key)) } }
                } }
                tbody {
                    @for file in files {
                        tr {
                            th.all scope="row" { (file_words(web, file.file)) }
                            @for (key, count) in COUNTS.iter().zip([file.rows, file.created, file.corrected, file.unchanged]) {
                                td.end data-label=(web.t(key)) { (web.number(count as i64)) }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// The column that a reason speaks of: the one at fault, or one that it names.
fn column_of(reason: &Refusal) -> Option<&str> {
    let named = || reason.values.iter().find(|value| value.0 == "column").map(|value| value.1.as_str());
    reason.field.or_else(named)
}

fn notes(web: &Web, (key, tone): (&str, Tone), notes: &[RowNote]) -> Markup {
    let line = web.t("imports-line");
    html! {
        section.block {
            h2 { (state(tone, Icon::Warning, &web.t(key))) span.quiet { " · " (web.number(notes.len() as i64)) } }
            table.register.plain-table.cards {
                thead { tr {
                    @for key in ["imports-file", "imports-line", "imports-column", "imports-reason"] {
                        th scope="col" { (web.t(key)) }
                    }
                } }
                tbody {
                    @for note in notes.iter().take(SHOWN) {
                        tr {
                            th.all scope="row" { (file_words(web, &note.file)) }
                            td.num data-label=[(note.line > 0).then_some(&line)] { @if note.line > 0 { (note.line) } }
                            td { @if let Some(column) = column_of(&note.reason) { (column_words(web, column)) } }
                            td.wrapped { (i18n::refusal(web.language(), &note.reason)) }
                        }
                    }
                }
            }
            (rest(web, notes.len()))
        }
    }
}

fn changes(web: &Web, changes: &[RowChange]) -> Markup {
    let line = web.t("imports-line");
    html! {
        section.block {
            h2 { (web.t("imports-changes")) span.quiet { " · " (web.number(changes.len() as i64)) } }
            table.register.plain-table.cards {
                thead { tr {
                    @for key in ["imports-file", "imports-line", "imports-subject", "imports-change"] {
                        th scope="col" { (web.t(key)) }
                    }
                } }
                tbody {
                    @for change in changes.iter().take(SHOWN) {
                        tr {
                            th.all scope="row" { (file_words(web, &change.file)) }
                            td.num data-label=(line) { (change.line) }
                            td.wrapped { (change.subject) }
                            td {
                                @if change.changes.is_empty() { (web.t("imports-new")) }
                                @for field in &change.changes { (changed(web, field)) }
                            }
                        }
                    }
                }
            }
            (rest(web, changes.len()))
        }
    }
}

fn changed(web: &Web, field: &FieldChange) -> Markup {
    let empty = web.t("imports-empty");
    let told = |value: &str| if value.is_empty() { empty.clone() } else { value.to_owned() };
    html! {
        div.wrapped {
            (column_words(web, field.field)) ": " del { (told(&field.before)) } " → " ins { (told(&field.after)) }
        }
    }
}

fn rest(web: &Web, all: usize) -> Markup {
    let more = all.saturating_sub(SHOWN);
    html! { @if more > 0 { p.hint { (web.t_with("imports-more", &[("more", &web.number(more as i64))])) } } }
}

/// Asks the job to stop.
pub async fn cancel(web: Web, _fields: Fields) -> Result<Response> {
    let (id, job) = job_of(&web)?;
    job.stop();
    Ok(see_other(&format!("/imports/{id}")))
}

/// Writes what the trial run has shown. The files are read again: registers may have moved since.
pub async fn write(web: Web, _fields: Fields) -> Result<Response> {
    let (_, job) = job_of(&web)?;
    let id = begin(&web, job.files()?, Mode::Write)?;
    Ok(see_other(&format!("/imports/{id}")))
}
