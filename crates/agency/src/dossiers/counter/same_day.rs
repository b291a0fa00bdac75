//! Work of one day (chứng thực, hộ tịch): a line a request, numbered in the book of its sector.
//!
//! What asks for little fits on the line; what asks for more is written on a second page of its needed fields.

use super::super::actions::RECEIVE;
use super::super::applicants::{self, Person};
use super::super::model::{Channel, Delivery, PaperIn};
use super::super::receive::{self as desk, Receive};
use super::actions;
use super::day_off::day_off;
use super::fees::Tariff;
use super::find::procedure_name;
use super::same_day_views::{Line, draw, draw_fields};
use super::store::{self, BookLine, Sums};
use super::typed::{Read, first_form, is_needed};
use crate::services;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use platform::web::{Fields, Web, link, see_done, see_other};
use platform::{Error, Refusal, Refusals, Result, Scope, Tx};
use registers::admin_procedures::fields::{Field, FieldKind, Schema, views as field_views};
use registers::admin_procedures::{self, Procedure};
use registers::people::own_agency;
use std::collections::BTreeMap;
use std::sync::Arc;
use workdays::Limit;

/// A procedure that asks for more than so much does not fit on a line.
const MOST_FIELDS: usize = 6;
/// So many of today's lines are shown, the newest; their sums are those of all.
const MOST_LINES: i64 = 500;
/// The fields of procedures that say how many copies are made.
pub(super) const COPIES: [&str; 2] = ["so_ban", "so_luong"];
/// The field of procedures that says how many pages the original has.
const PAGES: &str = "so_trang";
/// What the second page sends along to be told from the line.
pub(super) const FIELDS_PAGE: (&str, &str) = ("page", "fields");

/// A procedure that is received by the line.
pub(super) struct ByLine {
    pub(super) service_id: i64,
    /// The name of the unit in charge where it is closed.
    pub(super) closed_unit: Option<String>,
    pub(super) procedure: Arc<Procedure>,
    /// The fields that must be filled.
    pub(super) needed: Schema,
    /// How its fee is worked out; none where it is typed.
    pub(super) tariff: Option<Tariff>,
}

impl ByLine {
    fn of(service_id: i64, procedure: Arc<Procedure>) -> ByLine {
        let all = procedure.fields.as_ref().map_or(&[][..], |schema| &schema.fields);
        let needed = Schema { fields: all.iter().filter(|field| field.is_required).cloned().collect() };
        let tariff = Tariff::of(&procedure);
        ByLine { service_id, closed_unit: None, procedure, needed, tariff }
    }

    /// Whether its fields take a page of their own.
    pub(super) fn has_fields_page(&self) -> bool {
        self.needed.fields.len() > MOST_FIELDS
    }

    /// The fields that may stay empty.
    pub(super) fn optional(&self) -> Schema {
        let all = self.procedure.fields.as_ref().map_or(&[][..], |schema| &schema.fields);
        Schema { fields: all.iter().filter(|field| !field.is_required).cloned().collect() }
    }

    fn asks(&self, keys: &[&str]) -> bool {
        self.needed.fields.iter().any(|field| keys.contains(&field.key.as_str()))
    }

    /// Whether a field of the procedure counts the copies, so that the line need not ask.
    pub(super) fn counts_copies(&self) -> bool {
        self.asks(&COPIES)
    }

    /// Whether the line asks for the pages, which only the fee needs.
    pub(super) fn asks_pages(&self) -> bool {
        self.tariff.is_some_and(Tariff::counts_pages) && !self.asks(&[PAGES])
    }
}

/// What the page shows.
pub(super) struct Book {
    agency_id: i64,
    pub(super) procedures: Vec<ByLine>,
    /// The newest lines of today.
    pub(super) lines: Vec<BookLine>,
    /// What all lines of today come to.
    pub(super) sums: Sums,
    pub(super) names: BTreeMap<i64, String>,
    /// Why the office is closed today, as [`day_off`] says.
    pub(super) day_off: Option<String>,
}

impl Book {
    async fn open(web: &Web) -> Result<Book> {
        let agency_id = own_agency(&web.ctx)?.id;
        web.ctx.may(&RECEIVE, &Scope::owned_by(agency_id))?;
        let language = web.language();
        web.ctx_beside()
            .read(move |tx| {
                let procedures = by_line(tx, agency_id)?;
                let since_at = tx.today().starts_at();
                let lines = store::lines(tx, agency_id, (since_at, MOST_LINES))?;
                let sums = store::sums(tx, agency_id, since_at)?;
                let mut names = BTreeMap::new();
                for line in &lines {
                    procedure_name(tx, (line.procedure_id, &mut names))?;
                }
                let day_off = day_off(tx, (agency_id, language))?;
                Ok(Book { agency_id, procedures, lines, sums, names, day_off })
            })
            .await
    }

    /// The procedure that the address names, else that of the newest line, else the first that takes one line and
    /// no second page.
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
        let short = self.procedures.iter().find(|one| !one.has_fields_page());
        Ok(same.or(short).or(self.procedures.first()))
    }
}

/// The own procedures that end on the day they begin.
fn by_line(tx: &mut Tx<'_>, agency_id: i64) -> Result<Vec<ByLine>> {
    let mut found = Vec::new();
    for offer in services::offered_at(tx, agency_id)? {
        if offer.agency_id != agency_id {
            continue;
        }
        let procedure = admin_procedures::current(tx, offer.procedure_id)?;
        let same_day =
            procedure.limit.as_ref().is_some_and(|limit| matches!(limit.limit, Limit::SameDay { .. }));
        if same_day {
            let line = ByLine::of(offer.service_id, procedure);
            found.push(ByLine { closed_unit: offer.closed_unit, ..line });
        }
    }
    Ok(found)
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
    let reasons = Refusals::default();
    Ok(draw(&web, &book, Line { chosen, typed: &at_first, reasons: &reasons }).into_response())
}

/// What the line holds at first.
fn at_first(chosen: Option<&ByLine>) -> Fields {
    let Some(chosen) = chosen else { return Fields::default() };
    let fee = chosen.procedure.fee_vnd.filter(|_| chosen.tariff.is_some_and(Tariff::is_fixed));
    let fee = fee.map(|fee| ("fee_vnd".to_owned(), fee.to_string()));
    Fields::of(usual_fields(chosen).chain([("sets".to_owned(), "1".to_owned())]).chain(fee))
}

/// What the needed fields hold at first.
fn usual_fields(chosen: &ByLine) -> impl Iterator<Item = (String, String)> {
    chosen.needed.fields.iter().filter_map(|field| Some((format!("field.{}", field.key), usual(field)?)))
}

/// The line as the second page takes it over: whoever stands at the counter is usually who asks.
fn carried_over(chosen: &ByLine, line: &Fields) -> Fields {
    let asker = ("field.nyc_ho_ten".to_owned(), line.get("name").to_owned());
    let typed: Vec<(String, String)> =
        line.texts().iter().filter(|(name, _)| !name.starts_with("field.")).cloned().collect();
    Fields::of(typed.into_iter().chain(usual_fields(chosen)).chain([asker]))
}

pub(super) async fn send(web: Web, fields: Fields) -> Result<Response> {
    let book = Book::open(&web).await?;
    let Some(chosen) = book.chosen(&web)? else { return Err(Error::NotFound) };
    let is_fields_page = fields.get(FIELDS_PAGE.0) == FIELDS_PAGE.1;
    let refuse = |reasons: &Refusals| {
        let page = match chosen.has_fields_page() && is_fields_page {
            true => draw_fields(&web, chosen, (&fields, reasons)),
            false => draw(&web, &book, Line { chosen: Some(chosen), typed: &fields, reasons }),
        };
        (StatusCode::UNPROCESSABLE_ENTITY, page).into_response()
    };
    if chosen.has_fields_page() && !is_fields_page {
        let reasons = line_faults(chosen, &fields);
        if !reasons.is_empty() {
            return Ok(refuse(&reasons));
        }
        let typed = carried_over(chosen, &fields);
        return Ok(draw_fields(&web, chosen, (&typed, &Refusals::default())).into_response());
    }
    let (command, reasons) = line(&fields, (book.agency_id, chosen));
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
        // The page tells the number of the line that was written.
        Ok(last) => Ok(see_other(&back(&last))),
        Err(Error::Repeated { .. }) => Ok(see_done(&back(""), "counter-done-line-repeated")),
        Err(Error::Refused(reasons)) => Ok(refuse(&reasons)),
        Err(error) => Err(error),
    }
}

/// What is wrong with a line before its second page: the fields come later.
fn line_faults(chosen: &ByLine, fields: &Fields) -> Refusals {
    let mut read = Read::new(fields);
    read.number(("sets", "sets"), 1);
    fee(&mut read, chosen);
    let mut reasons = read.reasons;
    reasons.0.extend(applicants::faults(&asker(fields)).0);
    reasons
}

/// Who asks. Where they live may stand among the procedure's own fields.
fn asker(fields: &Fields) -> Person {
    let text = |name: &str| fields.get(name).to_owned();
    Person {
        name: text("name"),
        id_number: fields.get("id_number").split_whitespace().collect(),
        address: text("field.nyc_cu_tru"),
        phone: text("phone"),
        ..Person::default()
    }
}

/// The fee as typed, else as the tariff works it out; where neither is there it is asked for, since nothing would
/// look like free of charge.
fn fee(read: &mut Read<'_>, chosen: &ByLine) -> i64 {
    if !read.fields.get("fee_vnd").is_empty() {
        return read.number(("fee_vnd", "fee_vnd"), 0);
    }
    let Some(tariff) = chosen.tariff else {
        read.reasons.push(Refusal::new("counter-refusal-fee-missing").field("fee_vnd"));
        return 0;
    };
    // What a field of the procedure cannot be read as is told by the check of its fields.
    let counted = |key: &str| read.fields.get(&format!("field.{key}")).parse().unwrap_or(0);
    let by_field = COPIES.iter().find(|key| chosen.asks(&[key])).map(|key| counted(key));
    let pages_by_field = chosen.asks(&[PAGES]).then(|| counted(PAGES));
    let copies = by_field.unwrap_or_else(|| read.number(("sets", "sets"), 1));
    let pages = match pages_by_field {
        Some(pages) => pages,
        None if tariff.counts_pages() => pages_typed(read),
        None => 0,
    };
    tariff.fee_vnd((pages, copies))
}

fn pages_typed(read: &mut Read<'_>) -> i64 {
    let pages = read.number(("pages", "pages"), 0);
    if pages < 1 {
        read.reasons.push(Refusal::new("counter-refusal-pages-missing").field("pages"));
    }
    pages
}

/// A line as a dossier: the clerk has all needed papers in hand, or would not write the line.
fn line(fields: &Fields, (agency_id, chosen): (i64, &ByLine)) -> (Receive, Refusals) {
    let mut read = Read::new(fields);
    let procedure = &chosen.procedure;
    let papers = procedure.components.iter().enumerate().filter(|(_, component)| is_needed(component));
    let paper = |(component, of): (usize, _)| PaperIn::of_component(component, first_form(of), 1);
    let sets = read.number(("sets", "sets"), 1);
    let fee_vnd = fee(&mut read, chosen);
    let command = Receive {
        agency_id,
        procedure_id: procedure.id,
        applicant: asker(fields),
        proxy: None,
        channel: Channel::Counter,
        sets,
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
            let typed = at_first(chosen);
            let page = draw(&web, &book, Line { chosen, typed: &typed, reasons: &reasons });
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
        Err(error) => Err(error),
    }
}
