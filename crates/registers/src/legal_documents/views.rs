//! The markup of legal documents.

use super::actions::{CORRECT, CREATE};
use super::model::{Force, LegalDocument, LegalDocumentEvent, RelationKind};
use super::pages::{Found, Seen};
use super::store::DocumentOfList;
use crate::{SHELVES, shelf_tabs};
use maud::{Markup, html};
use platform::web::{
    Button, Cell, Choice, Column, Filter, Icon, Page, Pager, Past, RecordPage, Register, Told, Tone, Web,
    block, changes, crumbs, empty, facts, filters, head, link, moments, others, pager, record_page, register,
    state, timeline, written_date,
};
use platform::{Day, Scope};

const COLUMNS: &[Column] = &[
    Column::new("legal-documents-number"),
    Column::new("legal-documents-kind").wide_only(),
    Column::new("legal-documents-name"),
    Column::new("legal-documents-issued-on").labelled(),
    Column::new("legal-documents-issuer").wide_only(),
    Column::new("legal-documents-force"),
];

/// Heads and widths of the spreadsheet.
pub(super) const SHEET: &[(&str, f64)] = &[
    ("legal-documents-number", 20.0),
    ("legal-documents-kind", 14.0),
    ("legal-documents-name", 80.0),
    ("legal-documents-issued-on", 14.0),
    ("legal-documents-since", 14.0),
    ("legal-documents-issuer", 34.0),
    ("legal-documents-force", 18.0),
    ("legal-documents-replaced-on", 14.0),
];

/// One row of the spreadsheet, with the force on a day.
pub(super) fn sheet_row(web: &Web, (line, day): (&DocumentOfList, Day)) -> Vec<String> {
    vec![
        line.number.clone(),
        line.kind.clone(),
        line.title.clone(),
        written_date(&line.issued_text),
        line.since_on.vietnamese(),
        line.issuer.clone(),
        web.t(Force::on(day, line.since_on, line.replaced_on).key()),
        line.replaced_on.map(Day::vietnamese).unwrap_or_default(),
    ]
}

fn force_tag(web: &Web, force: Force) -> Markup {
    let words = web.t(force.key());
    match force {
        Force::NotYet => state(Tone::Soon, Icon::Clock, &words),
        Force::InForce => state(Tone::Live, Icon::Live, &words),
        Force::Replaced => state(Tone::Off, Icon::Over, &words),
    }
}

/// The list, the latest first.
pub(super) fn list(web: &Web, found: &Found) -> Markup {
    let table = Register {
        caption: web.t("legal-documents-title"),
        columns: COLUMNS,
        sort: String::new(),
        rows: found.lines.iter().map(|line| row(web, (line, found.day))).collect(),
    };
    let next = found.lines.last().filter(|_| found.more);
    let pages = Pager {
        shown: web.shown_of(found.lines.len(), found.all),
        previous: None,
        next: next.map(|line| web.next_page(line.issued_counts_on, line.id)),
    };
    let as_of = web.t_with("legal-documents-as-of", &[("day", &found.day.vietnamese())]);
    let main = html! {
        (shelf_tabs(web, "/legal-documents"))
        (head(&web.t("legal-documents-title"), &html! { (as_of) "." }, &buttons(web)))
        (filters(web, &the_filters(web, found)))
        @if found.lines.is_empty() {
            (empty(&web.t("legal-documents-none"), &web.t("legal-documents-none-what-to-do"), None))
        }
        @else { (register(web, &table)) (pager(web, &pages)) }
    };
    web.page(Page {
        title: web.t("legal-documents-title"),
        section: SHELVES,
        main,
        status: as_of,
        ..Page::default()
    })
}

fn buttons(web: &Web) -> Vec<Button> {
    let sheet = web.export_link("/legal-documents.xlsx");
    let mut buttons = vec![Button::new(sheet, web.t("legal-documents-export"))];
    if web.ctx.could(&CREATE) {
        buttons.push(Button::new("/legal-documents/new", web.t("legal-documents-create")).first());
    }
    buttons
}

fn the_filters(web: &Web, found: &Found) -> Vec<Filter> {
    let kinds = found.kinds.iter().map(|kind| Choice::new(kind, kind)).collect();
    let mut filters = vec![
        Filter::search("q", "legal-documents-search"),
        Filter::select("kind", "legal-documents-kind", kinds),
        Filter::day("on", "legal-documents-in-force-on"),
        Filter::day("issued_from", "legal-documents-issued-from"),
        Filter::day("issued_to", "legal-documents-issued-to"),
    ];
    // Reports lead here with their day; who comes otherwise has no use for a sixth field.
    if web.query.some("as_of").is_some() {
        filters.push(Filter::day("as_of", "legal-documents-known-on"));
    }
    filters
}

fn row(web: &Web, (line, day): (&DocumentOfList, Day)) -> Vec<Cell> {
    vec![
        Cell::name(format!("/legal-documents/{}", line.id), &line.number),
        Cell::Text(line.kind.clone()),
        Cell::Text(line.title.clone()),
        Cell::Code(written_date(&line.issued_text)),
        Cell::Text(line.issuer.clone()),
        Cell::Rich(force_tag(web, Force::on(day, line.since_on, line.replaced_on))),
    ]
}

impl Seen {
    /// The force of the document on a day.
    pub(super) fn force_on(&self, day: Day) -> Force {
        let replaced = self.done_to_it.iter().filter(|row| row.kind == RelationKind::Replaces.word());
        let replaced_on = replaced.filter_map(|row| row.on_day).min();
        Force::on(day, self.document.since(), replaced_on)
    }
}

/// The record of one document, with its force on a day.
pub(super) fn record(web: &Web, seen: &Seen, day: Day) -> Markup {
    let document = &seen.document;
    let told = moments(web, &seen.past, |past| told(web, past));
    let rows = rows(web, document).into_iter().map(|(label, text)| (label, html! { (text) }));
    let page = RecordPage {
        crumbs: crumbs(web, &[("/legal-documents".into(), web.t("legal-documents-title"))]),
        title: format!("{} {}", document.facts.kind, document.number),
        line: html! {
            span { (web.t_with("legal-documents-as-of", &[("day", &day.vietnamese())])) }
            (force_tag(web, seen.force_on(day)))
        },
        left: html! {
            (block(&web.t("legal-documents-facts"), &facts(&rows.collect::<Vec<_>>())))
            (relations(web, seen))
            (block(&web.t("legal-documents-timeline"), &timeline(&told)))
        },
        beside: beside(web, document),
        ..RecordPage::default()
    };
    web.page(Page {
        title: page.title.clone(),
        section: SHELVES,
        main: record_page(&page),
        ..Page::default()
    })
}

/// What it does to others, and what others do to it.
fn relations(web: &Web, seen: &Seen) -> Markup {
    let remark = |on_day: Option<Day>, certainty: &str| {
        let since = on_day.map(|day| web.t_with("legal-documents-from", &[("day", &day.vietnamese())]));
        let parts = [since.unwrap_or_default(), certainty.to_owned()];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
    };
    let own = seen.document.relations.iter().zip(&seen.targets).map(|(relation, id)| {
        let number = &relation.target_number;
        let other = match id {
            Some(id) => html! { a href={ "/legal-documents/" (id) } { (number) } },
            None => html! { (number) },
        };
        (web.t(relation.kind.key()), other, remark(relation.on_day, &relation.certainty))
    });
    let done = seen.done_to_it.iter().map(|row| {
        let label =
            RelationKind::of_word(&row.kind).map_or_else(String::new, |kind| web.t(kind.passive_key()));
        let other = html! { a href={ "/legal-documents/" (row.document_id) } { (row.number) } };
        (label, other, remark(row.on_day, &row.certainty))
    });
    let rows: Vec<_> = own
        .chain(done)
        .map(|(label, other, remark)| {
            (label, html! { (other) @if !remark.is_empty() { span.quiet { " · " (remark) } } })
        })
        .collect();
    html! { @if !rows.is_empty() { (block(&web.t("legal-documents-relations"), &facts(&rows))) } }
}

/// Labels and texts of everything that may be corrected.
fn rows(web: &Web, document: &LegalDocument) -> Vec<(String, String)> {
    let facts = &document.facts;
    let row = |label: &str, text: String| (web.t(label), text);
    vec![
        row("legal-documents-kind", facts.kind.clone()),
        row("legal-documents-name", facts.title.clone()),
        row("legal-documents-issuer", facts.issuer.clone()),
        row("legal-documents-issued-on", web.known_date(facts.issued)),
        row("legal-documents-effective-on", facts.effective_on.map(Day::vietnamese).unwrap_or_default()),
        row("legal-documents-status-note", facts.status_note.clone()),
        row("legal-documents-certainty", facts.certainty.clone()),
    ]
}

fn told(web: &Web, past: &Past<LegalDocument>) -> Told {
    let before = past.before.as_ref().map(|document| rows(web, document));
    let (key, remark, changed) = match &past.event {
        LegalDocumentEvent::Entered { .. } => ("legal-documents-told-entered", String::new(), Vec::new()),
        LegalDocumentEvent::Corrected { reason, .. } => {
            let changed = changes(&before.unwrap_or_default(), &rows(web, &past.after));
            ("legal-documents-told-corrected", reason.clone(), changed)
        }
        LegalDocumentEvent::Related { relation } => {
            let words = format!("{} {}", web.t(relation.kind.key()), relation.target_number);
            ("legal-documents-told-related", words, Vec::new())
        }
    };
    Told { day: String::new(), iso: String::new(), what: web.t(key), remark, changes: changed }
}

fn beside(web: &Web, document: &LegalDocument) -> Markup {
    let own = |path: &str, label: &str| {
        (format!("/legal-documents/{}/{path}", document.id), web.t(label), String::new())
    };
    let mut acts = Vec::new();
    if web.can(&CORRECT, &Scope::nation()) {
        acts.push(own("relate", "legal-documents-relate"));
        acts.push(own("correct", "legal-documents-correct"));
    }
    let same_issuer = link("/legal-documents", &[("q", &document.facts.issuer)]);
    let label = web.t_with("legal-documents-same-issuer", &[("issuer", &document.facts.issuer)]);
    html! {
        @if !acts.is_empty() { (block(&web.t("legal-documents-acts"), &others(&acts))) }
        (block(&web.t("legal-documents-related"), &others(&[(same_issuer, label, String::new())])))
    }
}
