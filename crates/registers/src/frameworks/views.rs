//! The markup of model frameworks.

use super::actions::PUBLISH;
use super::model::{Content, Event, ModelFramework};
use super::pages::{Found, Seen};
use super::store::FrameworkOfList;
use crate::{SHELVES, shelf_tabs};
use maud::{Markup, html};
use platform::Scope;
use platform::web::{
    Button, Cell, Column, Filter, Page, Pager, Past, RecordPage, Register, Told, Web, block, changes, crumbs,
    empty, facts, filters, head, link, moments, others, pager, record_page, register, timeline, written_date,
};

const COLUMNS: &[Column] = &[
    Column::new("frameworks-code"),
    Column::new("frameworks-publisher"),
    Column::new("frameworks-applies-to"),
    Column::new("frameworks-published-on").labelled(),
    Column::new("frameworks-decision-no").wide_only(),
];

/// Heads and widths of the spreadsheet.
pub(super) const SHEET: &[(&str, f64)] = &[
    ("frameworks-code", 18.0),
    ("frameworks-publisher-code", 14.0),
    ("frameworks-publisher", 34.0),
    ("frameworks-applies-to", 60.0),
    ("frameworks-published-on", 16.0),
    ("frameworks-decision-no", 22.0),
];

/// One row of the spreadsheet.
pub(super) fn sheet_row(line: FrameworkOfList) -> Vec<String> {
    vec![
        line.code,
        line.publisher_code,
        line.publisher,
        line.applies_to,
        written_date(&line.published_text),
        line.decision_no,
    ]
}

/// The list, the newest first.
pub(super) fn list(web: &Web, found: &Found) -> Markup {
    let table = Register {
        caption: web.t("frameworks-title"),
        columns: COLUMNS,
        sort: String::new(),
        rows: found.lines.iter().map(row).collect(),
    };
    let next = found.lines.last().filter(|_| found.more);
    let pages = Pager {
        shown: web.shown_of(found.lines.len(), found.all),
        previous: None,
        next: next.map(|line| web.next_page(line.published_counts_on, line.id)),
    };
    let as_of = web.t_with("frameworks-as-of", &[("day", &found.filter.as_of.vietnamese())]);
    let what_they_are = html! { (web.t("frameworks-sentence")) };
    let main = html! {
        (shelf_tabs(web, "/frameworks"))
        (head(&web.t("frameworks-title"), &what_they_are, &buttons(web)))
        (filters(web, &[
            Filter::search("q", "frameworks-search"),
            Filter::select("publisher", "frameworks-publisher", found.publishers.clone()),
            Filter::day("as_of", "frameworks-on-day"),
        ]))
        @if found.lines.is_empty() { (empty(&web.t("frameworks-none"), &web.t("frameworks-none-what-to-do"), None)) }
        @else { (register(web, &table)) (pager(web, &pages)) }
    };
    web.page(Page {
        title: web.t("frameworks-title"),
        section: SHELVES,
        main,
        status: as_of,
        ..Page::default()
    })
}

fn buttons(web: &Web) -> Vec<Button> {
    let mut buttons = vec![Button::new(web.export_link("/frameworks.xlsx"), web.t("frameworks-export"))];
    if web.ctx.could(&PUBLISH) {
        buttons.push(Button::new("/frameworks/new", web.t("frameworks-publish")).first());
    }
    buttons
}

fn row(line: &FrameworkOfList) -> Vec<Cell> {
    vec![
        Cell::name(format!("/frameworks/{}", line.id), &line.code),
        Cell::Text(line.publisher.clone()),
        Cell::Text(line.applies_to.clone()),
        Cell::Code(written_date(&line.published_text)),
        Cell::Code(line.decision_no.clone()),
    ]
}

/// The record of one framework.
pub(super) fn record(web: &Web, seen: &Seen) -> Markup {
    let content = &seen.framework.content;
    let told = moments(web, &seen.past, |past| told(web, past));
    let page = RecordPage {
        crumbs: crumbs(web, &[("/frameworks".into(), web.t("frameworks-title"))]),
        title: web.t_with("frameworks-of", &[("name", &content.publisher)]),
        line: html! { span.code { (content.code) } span.code { (web.known_date(content.published)) } },
        left: html! {
            (block(&web.t("frameworks-facts"), &facts(&fact_rows(web, seen))))
            (block(&web.t("frameworks-timeline"), &timeline(&told)))
        },
        beside: beside(web, &seen.framework),
        ..RecordPage::default()
    };
    web.page(Page {
        title: page.title.clone(),
        section: SHELVES,
        main: record_page(&page),
        ..Page::default()
    })
}

fn fact_rows(web: &Web, seen: &Seen) -> Vec<(String, Markup)> {
    let content = &seen.framework.content;
    let publisher = match seen.publisher_id {
        Some(id) => html! { a href={ "/agencies/" (id) } { (content.publisher) } },
        None => html! { (content.publisher) },
    };
    let publisher_label = web.t("frameworks-publisher");
    let rows = rows(web, content).into_iter().map(|(label, text)| {
        let value = if label == publisher_label {
            publisher.clone()
        } else {
            html! { (text) }
        };
        (label, value)
    });
    rows.collect()
}

/// Labels and texts of everything that may be corrected.
fn rows(web: &Web, content: &Content) -> Vec<(String, String)> {
    let row = |label: &str, text: String| (web.t(label), text);
    vec![
        row("frameworks-code", content.code.clone()),
        row("frameworks-publisher", content.publisher.clone()),
        row("frameworks-publisher-code", content.publisher_code.clone()),
        row("frameworks-applies-to", content.applies_to.clone()),
        row("frameworks-published-on", web.known_date(content.published)),
        row("frameworks-decision-no", content.decision_no.clone()),
        row("frameworks-certainty", content.certainty.clone()),
    ]
}

fn told(web: &Web, past: &Past<ModelFramework>) -> Told {
    let before = past.before.as_ref().map(|framework| rows(web, &framework.content));
    let (key, remark, changed) = match &past.event {
        Event::Published { .. } => ("frameworks-told-published", String::new(), Vec::new()),
        Event::Corrected { reason, .. } => {
            let changed = changes(&before.unwrap_or_default(), &rows(web, &past.after.content));
            ("frameworks-told-corrected", reason.clone(), changed)
        }
    };
    Told { day: String::new(), iso: String::new(), what: web.t(key), remark, changes: changed }
}

fn beside(web: &Web, framework: &ModelFramework) -> Markup {
    let content = &framework.content;
    let mut acts = Vec::new();
    if web.can(&PUBLISH, &Scope::owned_by(framework.owner_agency_id)) {
        let path = format!("/frameworks/{}/correct", framework.id);
        acts.push((path, web.t("frameworks-correct"), String::new()));
    }
    let same_publisher = link("/frameworks", &[("publisher", &content.publisher_code)]);
    let label = web.t_with("frameworks-same-publisher", &[("name", &content.publisher)]);
    html! {
        @if !acts.is_empty() { (block(&web.t("frameworks-acts"), &others(&acts))) }
        (block(&web.t("frameworks-related"), &others(&[(same_publisher, label, String::new())])))
    }
}
