//! The addresses of forms, book and result papers.

use super::super::actions::{DESK, READ, RECEIVE, person};
use super::super::privacy::{has_part, masked_person};
use super::super::receptions;
use super::book::{self, Days};
use super::folder::{Asker, Folder};
use super::forms::{Form, forms_on, issue_in};
use super::paper::{self, Printing};
use super::printed::{Print, Wish};
use super::result;
use super::statistics;
use super::token::rating_token;
use super::words::Words;
use axum::http::HeaderValue;
use axum::http::header::CACHE_CONTROL;
use axum::response::Response;
use papers::Paper;
use platform::web::{Route, Web, get, link, needs, see_other, segment};
use platform::{Day, Error, Refusal, Result, Scope, Tx};
use registers::admin_procedures::views::limit_words;

/// Lines of the book that fit one paper, and one spreadsheet.
const MOST_LINES: (i64, i64) = (1_000, 20_000);

/// Forms, book, result papers and statistics.
pub fn routes() -> Vec<Route> {
    let mut routes = vec![
        get("/dossiers/{id}/slips/{file}", needs(&READ), slip),
        get("/receptions/{id}/slips/{file}", needs(&READ), reception_slip),
        get("/dossiers/{id}/result.pdf", needs(&READ), result_pdf),
        get("/dossiers/{id}/result.docx", needs(&READ), result_docx),
        get("/dossiers/book.pdf", needs(&READ), book_pdf).timeout(60),
        get("/dossiers/book.xlsx", needs(&READ), book_xlsx).timeout(60),
    ];
    routes.extend(statistics::routes());
    routes
}

/// The agency that asks, once it may read its dossiers.
pub(super) fn asker(web: &Web) -> Result<Asker> {
    let agency_id = web.ctx.own_agency_id();
    web.ctx.may(&READ, &Scope::owned_by(agency_id))?;
    let appointment = web.actor().appointment.as_ref();
    let name = appointment.map_or_else(String::new, |appointment| appointment.agency_name.clone());
    Ok(Asker { agency_id, name })
}

/// What a form is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ending {
    Pdf,
    Docx,
}

/// Number and ending of `01.pdf`.
fn parts(file: &str) -> Result<(&str, Ending)> {
    match file.rsplit_once('.') {
        Some((number, "pdf")) => Ok((number, Ending::Pdf)),
        Some((number, "docx")) => Ok((number, Ending::Docx)),
        _ => Err(Error::NotFound),
    }
}

/// The folder of an own dossier, as much of it as the reader may see.
async fn own_folder(web: &Web, (asker, id): (Asker, i64)) -> Result<Folder> {
    let ctx = web.ctx.clone();
    let open = move |tx: &mut Tx<'_>| {
        let folder = Folder::open(tx, (asker.agency_id, id), &asker)?.ok_or(Error::NotFound)?;
        let is_whole = has_part(&person(tx, &ctx)?, folder.dossier());
        Ok(if is_whole { folder } else { folder.masked() })
    };
    web.ctx.read(open).await
}

/// A form of an own dossier.
async fn slip(web: Web) -> Result<Response> {
    let (asker, id, file): (Asker, i64, String) = (asker(&web)?, web.param("id")?, web.param("file")?);
    let own = asker.agency_id;
    let folder = own_folder(&web, (asker, id)).await?;
    let (folder, form) = issued(folder, &file)?;
    let is_counted = web.ctx.may(&DESK, &Scope::owned_by(own)).is_ok();
    printed(&web, (&folder, form), (&file, is_counted.then(|| format!("/dossiers/{id}")))).await
}

/// A form that the desk hands out for another agency's dossier.
async fn reception_slip(web: Web) -> Result<Response> {
    let (asker, id, file): (Asker, i64, String) = (asker(&web)?, web.param("id")?, web.param("file")?);
    let folder = web
        .ctx
        .read(move |tx| {
            let reception = receptions::load(tx, asker.agency_id, id)?.ok_or(Error::NotFound)?;
            Folder::open(tx, (reception.handling_agency_id, reception.dossier_id), &asker)
        })
        .await?;
    let folder = folder.ok_or(Error::NotFound)?;
    let folder = if web.ctx.could(&RECEIVE) { folder } else { folder.masked() };
    let (folder, form) = issued(folder, &file)?;
    if !form.is_of_desk() {
        return Err(Error::NotFound);
    }
    let is_counted = web.ctx.could(&RECEIVE);
    printed(&web, (&folder, form), (&file, is_counted.then(|| format!("/receptions/{id}")))).await
}

/// The paper of a form. A print at the counter, which hands forms out, is counted once it is made; others read them as
/// often as they like. `record` is the page of what the counter prints: whoever prints a form again is led from there
/// to where the reason is written.
async fn printed(
    web: &Web,
    (folder, form): (&Folder, Form),
    (file, record): (&str, Option<String>),
) -> Result<Response> {
    let paper = drawn(web, folder, form)?;
    let name = format!("{}-{file}", folder.dossier().code);
    let ending = parts(file)?.1;
    let Some((record, print)) = record.and_then(|record| Some((record, Print::of(folder, form)?))) else {
        return answer(web, paper, (&name, ending)).await;
    };
    let plain = form.number(forms_on(folder.dossier().received_at)).unwrap_or_default();
    let number = folder.issue.map_or_else(|| plain.to_owned(), |issue| format!("{plain}-{issue}"));
    let again = || see_other(&link(&format!("{record}/reprint"), &[("form", &number)]));
    let asked = print.clone();
    let wish = web.ctx.read(move |tx| asked.wish(tx)).await?;
    if wish == Wish::NeedsReason {
        return Ok(again());
    }
    let mut response = answer(web, paper, (&name, ending)).await?;
    if web.is_ahead {
        // Nobody has it in hand yet: whoever then prints it asks once more.
        response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        return Ok(response);
    }
    if wish == Wish::New && web.ctx.write(move |tx| print.count(tx)).await? == Wish::NeedsReason {
        return Ok(again());
    }
    Ok(response)
}

/// The form of a file, with the folder as it was when that paper was issued.
fn issued(folder: Folder, file: &str) -> Result<(Folder, Form)> {
    let (number, _) = parts(file)?;
    let form = Form::of(forms_on(folder.dossier().received_at), number).ok_or(Error::NotFound)?;
    let folder = match issue_in(number) {
        Some(issue) => folder.at_issue(form, issue).ok_or(Error::NotFound)?,
        None => folder,
    };
    Ok((folder, form))
}

fn drawn(web: &Web, folder: &Folder, form: Form) -> Result<Paper> {
    let dossier = folder.dossier();
    let printing = Printing {
        words: Words(web.language()),
        limit: limit(web, folder),
        track_url: format!("{}/track/{}", web.app.public_url, segment(&dossier.code)),
        token: rating_token(&web.app.secret, dossier.agency_id, dossier.id),
        now: web.app.db.clock().now(),
    };
    Ok(paper::paper(folder, form, &printing)?)
}

async fn answer(web: &Web, paper: Paper, (name, ending): (&str, Ending)) -> Result<Response> {
    match ending {
        Ending::Pdf => web.pdf(paper, name).await,
        Ending::Docx => web.docx(paper, name).await,
    }
}

/// The limit in words: those of the source, else as it is counted; empty without one.
fn limit(web: &Web, folder: &Folder) -> String {
    let counted = folder.dossier().clock.as_ref().map(|clock| limit_words(web, clock.limit));
    counted.unwrap_or_default()
}

async fn result_pdf(web: Web) -> Result<Response> {
    result_paper(&web, Ending::Pdf).await
}

async fn result_docx(web: Web) -> Result<Response> {
    result_paper(&web, Ending::Docx).await
}

async fn result_paper(web: &Web, ending: Ending) -> Result<Response> {
    let (asker, id): (Asker, i64) = (asker(web)?, web.param("id")?);
    let folder = own_folder(web, (asker, id)).await?;
    let paper = result::paper(&folder, Words(web.language()), web.today())?;
    let word = if ending == Ending::Pdf { "pdf" } else { "docx" };
    answer(web, paper, (&format!("{}-ket-qua.{word}", folder.dossier().code), ending)).await
}

/// The days asked for; this year so far where none are.
pub(super) fn days(web: &Web) -> Result<Days> {
    let today = web.today();
    let to = web.query.day("to")?.unwrap_or(today);
    let from = web.query.day("from")?.unwrap_or_else(|| Day::new(to.year(), 1, 1).unwrap_or(to));
    if from > to {
        return Err(Refusal::new("slips-refusal-period").field("from").into());
    }
    Ok(Days { from, to })
}

async fn found_book(web: &Web, most: i64) -> Result<book::Book> {
    if web.query.some("unit").is_some() {
        return Err(Refusal::new("slips-refusal-book-unit").field("unit").into());
    }
    let (asker, days, ctx) = (asker(web)?, days(web)?, web.ctx.clone());
    let receives = web.ctx.could(&RECEIVE);
    let open = move |tx: &mut Tx<'_>| {
        let (person, mut book) = (person(tx, &ctx)?, book::open(tx, &asker, (days, most))?);
        for entry in &mut book.entries {
            let is_own = entry.dossier.agency_id == asker.agency_id;
            let is_whole = if is_own { has_part(&person, &entry.dossier) } else { receives };
            if !is_whole {
                entry.applicant = masked_person(&entry.applicant);
            }
        }
        Ok(book)
    };
    web.ctx.db.snapshot(open).await
}

async fn book_pdf(web: Web) -> Result<Response> {
    let book = found_book(&web, MOST_LINES.0).await?;
    let name = format!("so-theo-doi-{}-{}.pdf", book.days.from, book.days.to);
    web.pdf(book::paper(&book, Words(web.language()), web.today()), &name).await
}

async fn book_xlsx(web: Web) -> Result<Response> {
    let book = found_book(&web, MOST_LINES.1).await?;
    let name = format!("so-theo-doi-{}-{}.xlsx", book.days.from, book.days.to);
    web.xlsx(book::workbook(&book, Words(web.language())), &name).await
}
