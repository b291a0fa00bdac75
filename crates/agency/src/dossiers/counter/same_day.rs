//! Work of one day (chứng thực and the like): a line a request, numbered in the book of its sector.

use super::super::actions::RECEIVE;
use super::super::applicants::Person;
use super::super::model::{Channel, Delivery, PaperIn};
use super::super::receive::{self as desk, Receive};
use super::super::values;
use super::find::{clock, procedure_name, status_name};
use super::inputs::{Input, Inputs};
use super::store::{self, BookLine};
use super::typed::{Read, first_form, is_needed};
use super::{SECTION, actions, receive_views};
use crate::services;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use platform::web::{
    Cell, Column, Fields, Icon, Page, Register, Tone, Web, empty, hidden_fields, link, notice, register,
    see_done, state,
};

use platform::{Error, Refusals, Result, Scope, Tx};
use registers::admin_procedures::fields::{Field, FieldKind, FieldValue, Schema, views as field_views};
use registers::admin_procedures::{self, Procedure};
use registers::people::own_agency;
use std::collections::BTreeMap;
use std::sync::Arc;
use workdays::Limit;

/// A procedure that asks for more than so much does not fit on a line.
const MOST_FIELDS: usize = 6;
/// So many of today's receipts are looked through for lines.
const MOST_LINES: i64 = 500;
/// The fields of procedures that say how many copies are made.
const COPIES: [&str; 2] = ["so_ban", "so_luong"];

/// A procedure that is received by the line.
struct ByLine {
    service_id: i64,
    procedure: Arc<Procedure>,
}

/// What the page shows.
struct Book {
    agency_id: i64,
    procedures: Vec<ByLine>,
    lines: Vec<BookLine>,
    names: BTreeMap<i64, String>,
}

impl Book {
    async fn open(web: &Web) -> Result<Book> {
        let agency_id = own_agency(&web.ctx)?.id;
        web.ctx.may(&RECEIVE, &Scope::owned_by(agency_id))?;
        web.ctx_beside()
            .read(move |tx| {
                let procedures = by_line(tx, agency_id)?;
                let since_at = tx.today().starts_at();
                let lines = store::lines(tx, agency_id, (since_at, MOST_LINES))?;
                let mut names = BTreeMap::new();
                for line in &lines {
                    procedure_name(tx, (line.procedure_id, &mut names));
                }
                Ok(Book { agency_id, procedures, lines, names })
            })
            .await
    }

    /// The procedure that the address names, else that of the newest line, else the first.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the address names one that is not received by the line here.
    fn chosen(&self, web: &Web) -> Result<Option<&ByLine>> {
        if web.query.some("service").is_some() {
            let id = web.query.number("service");
            let found = self.procedures.iter().find(|one| Some(one.service_id) == id);
            return found.map(Some).ok_or(Error::NotFound);
        }
        let newest = self.lines.first().map(|line| line.procedure_id);
        let same = self.procedures.iter().find(|one| Some(one.procedure.id) == newest);
        Ok(same.or(self.procedures.first()))
    }
}

/// The own procedures that end on the day they begin and ask for little.
fn by_line(tx: &mut Tx<'_>, agency_id: i64) -> Result<Vec<ByLine>> {
    let mut found = Vec::new();
    for offer in services::offered_at(tx, agency_id)? {
        if offer.agency_id != agency_id {
            continue;
        }
        let procedure = admin_procedures::current(tx, offer.procedure_id)?;
        let same_day =
            procedure.limit.as_ref().is_some_and(|limit| matches!(limit.limit, Limit::SameDay { .. }));
        if same_day && needed_fields(&procedure).fields.len() <= MOST_FIELDS {
            found.push(ByLine { service_id: offer.service_id, procedure });
        }
    }
    Ok(found)
}

/// The fields that a line must fill.
fn needed_fields(procedure: &Procedure) -> Schema {
    let all = procedure.fields.as_ref().map_or(&[][..], |schema| &schema.fields);
    Schema { fields: all.iter().filter(|field| field.is_required).cloned().collect() }
}

/// What a field of a line holds at first: the usual of what can be chosen, one of what is counted.
fn usual(field: &Field) -> Option<String> {
    match &field.kind {
        FieldKind::Select(_) | FieldKind::Radio(_) => {
            field.choices().first().map(|choice| choice.value.clone())
        }
        FieldKind::Number { .. } => Some("1".to_owned()),
        FieldKind::Checkbox => Some("yes".to_owned()),
        _ => None,
    }
}

pub(super) async fn page(web: Web) -> Result<Response> {
    let book = Book::open(&web).await?;
    let chosen = book.chosen(&web)?;
    let at_first = web.held_fields().unwrap_or_else(|| at_first(chosen));
    Ok(draw(&web, &book, (chosen, &at_first, &Refusals::default())).into_response())
}

fn at_first(chosen: Option<&ByLine>) -> Fields {
    let Some(chosen) = chosen else { return Fields::default() };
    let fields = needed_fields(&chosen.procedure).fields;
    let usual = fields.iter().filter_map(|field| Some((format!("field.{}", field.key), usual(field)?)));
    let fee = chosen.procedure.fee_vnd.map(|fee| ("fee_vnd".to_owned(), fee.to_string()));
    Fields::of(usual.chain([("sets".to_owned(), "1".to_owned())]).chain(fee))
}

pub(super) async fn send(web: Web, fields: Fields) -> Result<Response> {
    let book = Book::open(&web).await?;
    let Some(chosen) = book.chosen(&web)? else { return Err(Error::NotFound) };
    let (command, reasons) = line(&fields, (book.agency_id, &chosen.procedure));
    let service = chosen.service_id.to_string();
    let outcome = if reasons.is_empty() {
        let sector = chosen.procedure.sector.clone();
        desk::receive_in_book(&web.ctx, command, sector).await.map(|dossier| dossier.id.to_string())
    } else {
        let agency_id = book.agency_id;
        let more = web.ctx.read(move |tx| desk::faults_in(tx, agency_id, &command)).await?;
        Err(Error::Refused(Refusals([reasons.0, more.0].concat())))
    };
    let back = |last: &str| link("/counter/same-day", &[("service", &service), ("last", last)]);
    match outcome {
        Ok(last) => Ok(see_done(&back(&last), "counter-done-line")),
        Err(Error::Repeated { .. }) => Ok(see_done(&back(""), "counter-done-line-repeated")),
        Err(Error::Refused(reasons)) => {
            let page = draw(&web, &book, (Some(chosen), &fields, &reasons));
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
        Err(error) => Err(error),
    }
}

/// A line as a dossier: the clerk has all needed papers in hand, or would not write the line.
fn line(fields: &Fields, (agency_id, procedure): (i64, &Procedure)) -> (Receive, Refusals) {
    let mut read = Read::new(fields);
    let papers = procedure.components.iter().enumerate().filter(|(_, component)| is_needed(component));
    let paper = |(component, of): (usize, _)| PaperIn { component, form: first_form(of), count: 1 };
    let fee_vnd = read.number(("fee_vnd", "fee_vnd"), procedure.fee_vnd.unwrap_or(0));
    let command = Receive {
        agency_id,
        procedure_id: procedure.id,
        applicant: Person { name: fields.get("name").to_owned(), ..Person::default() },
        proxy: None,
        channel: Channel::Counter,
        sets: read.number(("sets", "sets"), 1),
        papers: papers.map(paper).collect(),
        answers: field_views::typed(fields),
        fee_vnd,
        fee_paid: fee_vnd > 0,
        wants: Delivery::Applicant,
    };
    (command, read.reasons)
}

/// Returns the result of a line at once.
pub(super) async fn return_now(web: Web, _fields: Fields) -> Result<Response> {
    let id: i64 = web.param("id")?;
    match actions::return_now(&web.ctx, id).await {
        Ok(_) => Ok(see_done("/counter/same-day", "counter-done-returned")),
        Err(Error::Repeated { .. }) => Ok(see_done("/counter/same-day", "counter-done-returned")),
        Err(Error::Refused(reasons)) => {
            let book = Book::open(&web).await?;
            let chosen = book.chosen(&web)?;
            let page = draw(&web, &book, (chosen, &at_first(chosen), &reasons));
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
        Err(error) => Err(error),
    }
}

fn draw(web: &Web, book: &Book, (chosen, typed, reasons): (Option<&ByLine>, &Fields, &Refusals)) -> Markup {
    let inputs = Inputs { web, typed, reasons };
    let main = html! {
        div.pad.stack {
            div { (receive_views::way_back(web)) h1 { (web.t("counter-same-day")) } }
            (inputs.summary())
            @match chosen {
                Some(chosen) => {
                    (choose(web, book, chosen))
                    (last_line(web, book))
                    (line_form(web, chosen, &inputs))
                }
                None => { (empty(&web.t("counter-no-lines"), &web.t("counter-no-lines-what-to-do"), None)) }
            }
        }
        @if chosen.is_some() || !book.lines.is_empty() { (list(web, book)) }
    };
    let keys = vec![("Enter".to_owned(), web.t("counter-key-line"))];
    web.page(Page { title: web.t("counter-same-day"), section: SECTION, main, keys, ..Page::default() })
}

fn choose(web: &Web, book: &Book, chosen: &ByLine) -> Markup {
    html! {
        form.choose action="/counter/same-day" {
            div.field {
                label for="service" { (web.t("counter-procedure")) }
                select.full id="service" name="service" {
                    @for one in &book.procedures {
                        option value=(one.service_id) selected[one.service_id == chosen.service_id] { (one.procedure.name) }
                    }
                }
            }
            button.button { (web.t("counter-choose")) }
        }
    }
}

/// The number that the line just written has got.
fn last_line(web: &Web, book: &Book) -> Markup {
    let last = web.query.number("last");
    let Some(line) = book.lines.iter().find(|line| Some(line.id) == last) else { return html! {} };
    let number = web.number(line.book_no);
    html! {
        (notice(Tone::Done, &html! {
            p {
                b { (web.t_with("counter-line-number", &[("number", &number)])) } " "
                (line.name.as_deref().unwrap_or_default()) " · "
                a href={ "/dossiers/" (line.id) "/slips/01.pdf" } { (web.t("counter-slip")) }
            }
        }))
    }
}

fn line_form(web: &Web, chosen: &ByLine, inputs: &Inputs<'_>) -> Markup {
    let schema = needed_fields(&chosen.procedure);
    let counts_copies = schema.fields.iter().any(|field| COPIES.contains(&field.key.as_str()));
    let address = link("/counter/same-day", &[("service", &chosen.service_id.to_string())]);
    html! {
        form.line-form method="post" action=(address) novalidate {
            (hidden_fields(web, None))
            (inputs.line("name", Input { needed: true, first: true, ..Input::new("counter-name") }))
            (field_views::inputs(web, &schema, &field_views::typed(inputs.typed), inputs.reasons))
            @if !counts_copies {
                (inputs.line("sets", Input { needed: true, digits: true, ..Input::new("counter-copies") }))
            }
            (inputs.line("fee_vnd", Input { digits: true, ..Input::new("counter-fee") }))
            button.button.first accesskey="l" { (web.t("counter-write-line")) " " kbd.needs-script { "Enter" } }
        }
        @if !chosen.procedure.fee_text.is_empty() { p.hint { (chosen.procedure.fee_text) } }
    }
}

const COLUMNS: &[Column] = &[
    Column::new("counter-book-no").labelled(),
    Column::new("counter-time"),
    Column::new("counter-name"),
    Column::new("counter-procedure"),
    Column::new("counter-copies").labelled(),
    Column::new("counter-fee").labelled(),
    Column::new("counter-state"),
    Column::new("counter-acts"),
];

fn list(web: &Web, book: &Book) -> Markup {
    if book.lines.is_empty() {
        return html! { p.pad.quiet { (web.t("counter-lines-none")) } };
    }
    let money: i64 = book.lines.iter().map(|line| line.fee_vnd).sum();
    let (count, money) = (web.number(book.lines.len() as i64), web.number(money));
    let caption = web.t_with("counter-lines-today", &[("count", &count), ("money", &money)]);
    let table = Register {
        caption: caption.clone(),
        columns: COLUMNS,
        sort: String::new(),
        rows: book.lines.iter().map(|line| row(web, book, line)).collect(),
    };
    html! { h2.pad { (caption) } (register(web, &table)) }
}

fn row(web: &Web, book: &Book, line: &BookLine) -> Vec<Cell> {
    let href = format!("/dossiers/{}", line.id);
    let name = line.name.clone().unwrap_or_default();
    let procedure = book.names.get(&line.procedure_id).cloned().unwrap_or_default();
    vec![
        Cell::Rich(html! { a.code href=(href) { (web.number(line.book_no)) } }),
        Cell::Text(clock(line.received_at)),
        Cell::name(href.clone(), &name),
        Cell::Text(procedure),
        Cell::Text(web.number(copies(line))),
        Cell::Text(web.number(line.fee_vnd)),
        Cell::Rich(state(Tone::Live, Icon::Live, &status_name(web, line.status))),
        Cell::Rich(acts(web, line)),
    ]
}

/// How many copies are made: as the procedure's field says, else the sets.
fn copies(line: &BookLine) -> i64 {
    let values = values::read(&line.answers).unwrap_or_default();
    let of_field = COPIES.iter().find_map(|key| match values.get(key) {
        Some(FieldValue::Number(number)) if number.decimals == 0 => Some(number.units),
        _ => None,
    });
    of_field.unwrap_or(line.sets)
}

fn acts(web: &Web, line: &BookLine) -> Markup {
    let href = format!("/dossiers/{}", line.id);
    html! {
        div.line-acts {
            @if line.is_at_desk {
                form method="post" action={ "/counter/same-day/" (line.id) "/return" } {
                    (hidden_fields(web, None))
                    button.button { (web.t("counter-return-now")) }
                }
            }
            a href={ (href) "/reprint?from=same-day" } { (web.t("counter-reprint")) }
            a href={ (href) "/correct?from=same-day" } { (web.t("counter-correct")) }
        }
    }
}
