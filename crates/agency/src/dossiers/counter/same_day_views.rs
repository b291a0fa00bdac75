//! The pages of the day's book: the line, the page of fields, today's lines.

use super::super::lists::status_tag;
use super::super::model::Status;
use super::super::values;
use super::day_off::told_day_off;
use super::find::{clock, to_print_again};
use super::inputs::{Input, Inputs};
use super::same_day::{Book, ByLine, COPIES, FIELDS_PAGE};
use super::store::BookLine;
use super::{SECTION, receive_views};
use maud::{Markup, html};
use platform::Refusals;
use platform::web::{
    Cell, Column, Fields, Page, Register, Tone, Web, crumbs, empty, hidden_fields, link, notice, register,
};
use registers::admin_procedures::fields::{FieldKind, FieldValue, views as field_views};

/// A line about to be written.
pub(super) struct Line<'a> {
    /// Of which procedure; none where there is none.
    pub(super) chosen: Option<&'a ByLine>,
    /// What was typed.
    pub(super) typed: &'a Fields,
    /// What is wrong with it.
    pub(super) reasons: &'a Refusals,
}

/// Where the lines of a procedure are written.
fn address(chosen: &ByLine) -> String {
    link("/counter/same-day", &[("service", &chosen.service_id.to_string())])
}

/// The line and the book of today.
pub(super) fn draw(web: &Web, book: &Book, line: Line<'_>) -> Markup {
    let inputs = Inputs { web, typed: line.typed, reasons: line.reasons };
    let chosen = line.chosen;
    let main = html! {
        div.pad.stack {
            div { (receive_views::way_back(web)) h1 { (web.t("counter-same-day")) } }
            (told_day_off(web, book.day_off.as_deref()))
            (inputs.summary())
            @match chosen {
                Some(chosen) => {
                    (choose(web, book, chosen))
                    @if let Some(unit) = &chosen.closed_unit {
                        (notice(Tone::Late, &html! { p { (web.t_with("dossiers-refusal-unit-closed", &[("unit", unit)])) } }))
                    }
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
    let slips = format!("/dossiers/{}/slips/", line.id);
    let print = to_print_again(web);
    html! {
        (notice(Tone::Done, &html! {
            p.offered {
                @if let Some(slip) = print {
                    a.button.first href={ (slips) (slip) ".pdf" } autofocus {
                        (web.t_with("counter-print", &[("form", slip)]))
                    }
                }
                span {
                    @if web.query.some("done").is_none() { (web.t("counter-done-line")) " " }
                    b { (web.t_with("counter-line-number", &[("number", &number)])) } " "
                    (line.name.as_deref().unwrap_or_default()) " · "
                    (web.t_with("counter-line-fee", &[("fee", &web.number(line.fee_vnd))]))
                    @if print.is_none() { " · " a href={ (slips) "01.pdf" } { (web.t("counter-slip")) } }
                }
            }
        }))
    }
}

fn line_form(web: &Web, chosen: &ByLine, inputs: &Inputs<'_>) -> Markup {
    let next = match chosen.has_fields_page() {
        true => "counter-to-fields",
        false => "counter-write-line",
    };
    html! {
        form.line-form method="post" action=(address(chosen)) novalidate {
            (hidden_fields(web, None))
            // Where a form waits to be printed, its button has the focus.
            @let first = to_print_again(web).is_none();
            (inputs.line("name", Input { needed: true, first, ..Input::new("counter-name") }))
            @if !chosen.has_fields_page() {
                (field_views::inputs(web, &chosen.needed, &field_views::typed(inputs.typed), inputs.reasons))
            }
            (counted(chosen, inputs))
            button.button.first accesskey="l" { (web.t(next)) " " kbd.needs-script { "Enter" } }
        }
        (fee_hint(web, chosen))
    }
}

/// Copies, pages and fee, as far as the procedure's own fields do not ask for them.
fn counted(chosen: &ByLine, inputs: &Inputs<'_>) -> Markup {
    html! {
        @if chosen.asks_pages() {
            (inputs.line("pages", Input { needed: true, digits: true, ..Input::new("counter-pages") }))
        }
        @if !chosen.counts_copies() {
            (inputs.line("sets", Input { needed: true, digits: true, ..Input::new("counter-copies") }))
        }
        (inputs.line("fee_vnd", Input { needed: chosen.tariff.is_none(), digits: true, ..Input::new("counter-fee") }))
    }
}

fn fee_hint(web: &Web, chosen: &ByLine) -> Markup {
    let text = &chosen.procedure.fee_text;
    let begin = match chosen.tariff {
        Some(tariff) if !tariff.is_fixed() => web.t("counter-fee-worked-out"),
        _ => String::new(),
    };
    html! { @if !text.is_empty() { p.hint { (begin) " " (text) } } }
}

/// The second page: the needed fields, then those that may stay empty.
pub(super) fn draw_fields(web: &Web, chosen: &ByLine, (typed, reasons): (&Fields, &Refusals)) -> Markup {
    let inputs = Inputs { web, typed, reasons };
    let (answers, optional) = (field_views::typed(typed), chosen.optional());
    let way = [("/counter".to_owned(), web.t("counter-title")), (address(chosen), web.t("counter-same-day"))];
    let main = html! {
        div.pad.stack {
            div { (crumbs(web, &way)) h1 { (chosen.procedure.name) } }
            (inputs.summary())
            form.form method="post" action=(address(chosen)) novalidate {
                (hidden_fields(web, None))
                input type="hidden" name=(FIELDS_PAGE.0) value=(FIELDS_PAGE.1);
                section {
                    h2 { (web.t("counter-applicant")) }
                    (inputs.line("name", Input { needed: true, ..Input::new("counter-name") }))
                    div.pair {
                        (inputs.line("id_number", Input { digits: true, first: true, ..Input::new("counter-id-number") }))
                        (inputs.line("phone", Input { digits: true, ..Input::new("counter-phone") }))
                    }
                }
                section {
                    h2 { (web.t("counter-fields")) }
                    (field_views::inputs(web, &chosen.needed, &answers, reasons))
                    @if !optional.fields.is_empty() {
                        details.fold open[!reasons.is_empty()] {
                            summary { (web.t("counter-fields-more")) }
                            div.stack { (field_views::inputs(web, &optional, &answers, reasons)) }
                        }
                    }
                }
                section {
                    h2 { (web.t("counter-fee-and-result")) }
                    (counted(chosen, &inputs))
                    (fee_hint(web, chosen))
                }
                div.act { button.button.first accesskey="l" { (web.t("counter-write-line")) " " kbd.needs-script { "Enter" } } }
            }
        }
    };
    let keys = vec![("Enter".to_owned(), web.t("counter-key-line"))];
    web.page(Page { title: chosen.procedure.name.clone(), section: SECTION, main, keys, ..Page::default() })
}

const COLUMNS: &[Column] = &[
    Column::new("counter-book-no").labelled(),
    Column::new("counter-time"),
    Column::new("counter-name"),
    Column::new("counter-what"),
    Column::new("counter-copies").labelled(),
    Column::new("counter-fee").labelled(),
    Column::new("counter-state"),
    Column::new("counter-acts"),
];

fn list(web: &Web, book: &Book) -> Markup {
    if book.lines.is_empty() {
        return html! { p.pad.quiet { (web.t("counter-lines-none")) } };
    }
    let (count, money) = (web.number(book.sums.lines), web.number(book.sums.fee_vnd));
    let caption = web.t_with("counter-lines-today", &[("count", &count), ("money", &money)]);
    let shown = i64::try_from(book.lines.len()).unwrap_or(i64::MAX);
    let table = Register {
        caption: caption.clone(),
        columns: COLUMNS,
        sort: String::new(),
        rows: book.lines.iter().map(|line| row(web, book, line)).collect(),
    };
    html! {
        h2.pad { (caption) }
        @if shown < book.sums.lines {
            p.pad.quiet { (web.t_with("counter-lines-newest", &[("shown", &web.number(shown))])) }
        }
        (register(web, &table))
    }
}

fn row(web: &Web, book: &Book, line: &BookLine) -> Vec<Cell> {
    let href = format!("/dossiers/{}", line.id);
    let name = line.name.clone().unwrap_or_default();
    vec![
        Cell::Rich(html! { a.code href=(href) { (web.number(line.book_no)) } }),
        Cell::Text(clock(line.received_at)),
        Cell::name(href.clone(), &name),
        Cell::Text(what(book, line)),
        Cell::Text(web.number(copies(line))),
        Cell::Text(web.number(line.fee_vnd)),
        Cell::Rich(status_tag(web, status_of(line))),
        Cell::Rich(acts(web, line)),
    ]
}

/// What a line is about: the first words typed into its fields that are not the name beside them; the procedure
/// where there are none.
fn what(book: &Book, line: &BookLine) -> String {
    let procedure = book.procedures.iter().find(|one| one.procedure.id == line.procedure_id);
    let schema = procedure.and_then(|one| one.procedure.fields.as_ref());
    let values = values::read(&line.answers).unwrap_or_default();
    let words = schema.and_then(|schema| {
        let texts = schema.fields.iter().filter(|field| matches!(field.kind, FieldKind::Text { .. }));
        let mut words = texts.filter_map(|field| Some(field.shown(values.get(&field.key)?)));
        words.find(|words| !words.is_empty() && Some(words) != line.name.as_ref())
    });
    words.unwrap_or_else(|| book.names.get(&line.procedure_id).cloned().unwrap_or_default())
}

fn status_of(line: &BookLine) -> Status {
    Status::of_number(line.status).unwrap_or(Status::Registered)
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
    let is_over = status_of(line).is_over();
    html! {
        div.line-acts {
            @if line.is_at_desk {
                form method="post" action={ "/counter/same-day/" (line.id) "/return" } {
                    (hidden_fields(web, None))
                    button.button { (web.t("counter-return-now")) }
                }
            }
            a href={ (href) "/reprint?from=same-day" } { (web.t("counter-reprint")) }
            @if !is_over { a href={ (href) "/correct?from=same-day" } { (web.t("counter-correct")) } }
        }
    }
}
