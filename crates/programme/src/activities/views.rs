//! The markup of activities.

use super::actions::{CORRECT, RECORD};
use super::model::{Activity, ActivityEvent, ActivityKind, Content};
use super::pages::{Found, Seen};
use super::store::ActivityLine;
use maud::{Markup, html};
use platform::Scope;
use platform::web::{
    Button, Cell, Choice, Column, Filter, Page, Pager, Past, RecordPage, Register, Told, Web, block, changes,
    crumbs, empty, facts, filters, head, link, moments, others, pager, record_page, register, timeline,
    written_date,
};
use registers::{SHELVES, shelf_tabs};

const COLUMNS: &[Column] = &[
    Column::new("activities-subject"),
    Column::new("activities-kind"),
    Column::new("activities-date").labelled(),
    Column::new("activities-targets").wide_only(),
    Column::new("activities-count").number().wide_only(),
];

/// Heads and widths of the spreadsheet.
pub(super) const SHEET: &[(&str, f64)] = &[
    ("activities-date", 14.0),
    ("activities-kind", 20.0),
    ("activities-subject", 70.0),
    ("activities-targets", 34.0),
    ("activities-count", 10.0),
];

/// One row of the spreadsheet.
pub(super) fn sheet_row(web: &Web, line: &ActivityLine) -> Vec<String> {
    vec![
        written_date(&line.happened_on),
        kind_name(web, &line.kind),
        line.subject.clone(),
        codes(line),
        line.count_stated.map(|count| count.to_string()).unwrap_or_default(),
    ]
}

fn codes(line: &ActivityLine) -> String {
    line.targets.replace(';', "; ")
}

fn kind_name(web: &Web, word: &str) -> String {
    ActivityKind::of_word(word).map_or_else(String::new, |kind| web.t(kind.key()))
}

/// The list, the latest first.
pub(super) fn list(web: &Web, found: &Found) -> Markup {
    let table = Register {
        caption: web.t("activities-title"),
        columns: COLUMNS,
        sort: String::new(),
        rows: found.lines.iter().map(|line| row(web, line)).collect(),
    };
    let next = found.lines.last().filter(|_| found.more);
    let pages = Pager {
        shown: web.shown_of(found.lines.len(), found.all),
        previous: None,
        next: next.map(|line| web.next_page(line.counts_on, line.id)),
    };
    let as_of = web.t_with("activities-as-of", &[("day", &found.filter.on.vietnamese())]);
    let main = html! {
        (shelf_tabs(web, "/activities"))
        (head(&web.t("activities-title"), &html! { (web.t("activities-sentence")) }, &buttons(web)))
        (filters(web, &the_filters(web)))
        @if found.lines.is_empty() { (empty(&web.t("activities-none"), &web.t("activities-none-what-to-do"), None)) }
        @else { (register(web, &table)) (pager(web, &pages)) }
    };
    web.page(Page {
        title: web.t("activities-title"),
        section: SHELVES,
        main,
        status: as_of,
        ..Page::default()
    })
}

fn buttons(web: &Web) -> Vec<Button> {
    let mut buttons = vec![Button::new(web.export_link("/activities.xlsx"), web.t("activities-export"))];
    if web.ctx.could(&RECORD) {
        buttons.push(Button::new("/activities/new", web.t("activities-record")).first());
    }
    buttons
}

fn the_filters(web: &Web) -> Vec<Filter> {
    let kinds = ActivityKind::ALL.map(|kind| Choice::new(kind.word(), web.t(kind.key())));
    vec![
        Filter::search("q", "activities-search"),
        Filter::select("kind", "activities-kind", kinds.to_vec()),
        Filter::day("from", "activities-from"),
        Filter::day("to", "activities-to"),
        Filter::day("as_of", "activities-on-day"),
    ]
}

fn row(web: &Web, line: &ActivityLine) -> Vec<Cell> {
    vec![
        Cell::name(format!("/activities/{}", line.id), &line.subject),
        Cell::Text(kind_name(web, &line.kind)),
        Cell::Code(written_date(&line.happened_on)),
        Cell::Text(codes(line)),
        Cell::Text(line.count_stated.map(|count| web.number(count)).unwrap_or_default()),
    ]
}

/// The record of one activity.
pub(super) fn record(web: &Web, seen: &Seen) -> Markup {
    let activity = &seen.activity;
    let told = moments(web, &seen.past, |past| told(web, past));
    let page = RecordPage {
        crumbs: crumbs(web, &[("/activities".into(), web.t("activities-title"))]),
        title: activity.content.subject.clone(),
        line: html! {
            span { (web.t(activity.content.kind.key())) }
            span.code { (web.known_date(activity.content.happened)) }
        },
        left: html! {
            (block(&web.t("activities-facts"), &facts(&fact_rows(web, seen))))
            (block(&web.t("activities-timeline"), &timeline(&told)))
        },
        beside: beside(web, seen),
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
    let rows = rows(web, &seen.activity.content).into_iter();
    let targets = html! {
        @for (code, agency) in &seen.targets {
            @match agency {
                Some((id, name)) => { div { a href={ "/agencies/" (id) } { (name) } " " span.code.quiet { (code) } } }
                None => { div.code { (code) } }
            }
        }
    };
    let targets_label = web.t("activities-targets");
    rows.map(|(label, text)| {
        let value = if label == targets_label {
            targets.clone()
        } else {
            html! { (text) }
        };
        (label, value)
    })
    .collect()
}

/// Labels and texts of everything that may be corrected.
fn rows(web: &Web, content: &Content) -> Vec<(String, String)> {
    let row = |label: &str, text: String| (web.t(label), text);
    vec![
        row("activities-kind", web.t(content.kind.key())),
        row("activities-subject", content.subject.clone()),
        row("activities-date", web.known_date(content.happened)),
        row("activities-targets", content.targets.join("; ")),
        row("activities-count", content.count_stated.map(|count| web.number(count)).unwrap_or_default()),
    ]
}

fn told(web: &Web, past: &Past<Activity>) -> Told {
    let before = past.before.as_ref().map(|activity| rows(web, &activity.content));
    let (key, remark, changed) = match &past.event {
        ActivityEvent::Recorded { .. } => ("activities-told-recorded", String::new(), Vec::new()),
        ActivityEvent::Corrected { reason, .. } => {
            let changed = changes(&before.unwrap_or_default(), &rows(web, &past.after.content));
            ("activities-told-corrected", reason.clone(), changed)
        }
    };
    Told { day: String::new(), iso: String::new(), what: web.t(key), remark, changes: changed }
}

fn beside(web: &Web, seen: &Seen) -> Markup {
    let activity = &seen.activity;
    let same_kind = link("/activities", &[("kind", activity.content.kind.word())]);
    let kind_name = web.t(activity.content.kind.key());
    let mut related =
        vec![(same_kind, web.t_with("activities-same-kind", &[("kind", &kind_name)]), String::new())];
    for (code, _) in &seen.targets {
        let label = web.t_with("activities-same-target", &[("code", code)]);
        related.push((link("/activities", &[("q", code)]), label, String::new()));
    }
    let mut acts = Vec::new();
    if web.can(&CORRECT, &Scope::nation()) {
        acts.push((
            format!("/activities/{}/correct", activity.id),
            web.t("activities-correct"),
            String::new(),
        ));
    }
    html! {
        @if !acts.is_empty() { (block(&web.t("activities-acts"), &others(&acts))) }
        (block(&web.t("activities-related"), &others(&related)))
    }
}
