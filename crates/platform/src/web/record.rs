//! A record's page: title line with state, facts at the left, one next action at the right, the journal, papers.

use super::parts::{Icon, icon};
use super::request::Web;
use crate::clock::{Micros, local_parts};
use maud::{Markup, html};

/// The neighbours of a record in the list one came from.
pub struct Near {
    /// Name of the list and its address.
    pub title: String,
    /// Address of the list.
    pub href: String,
    /// The neighbours.
    pub rows: Vec<NearRow>,
}

/// One neighbour.
pub struct NearRow {
    /// Where it leads.
    pub href: String,
    /// Its name.
    pub name: String,
    /// Its state.
    pub state: Markup,
    /// A day, a number or a name at the right.
    pub aside: Markup,
    /// Whether it is the record on screen.
    pub current: bool,
}

/// What a record's page consists of.
#[derive(Default)]
pub struct RecordPage {
    /// The list one came from, at the left of a wide screen.
    pub near: Option<Near>,
    /// The way here: [`super::parts::crumbs`].
    pub crumbs: Markup,
    /// The record's name.
    pub title: String,
    /// Number, state, as-of day: spans on one line below the title.
    pub line: Markup,
    /// What goes over the whole width below the title: the steps of a process.
    pub across: Markup,
    /// The one next action: [`next_action`].
    pub next: Option<Markup>,
    /// Blocks at the left: [`block`]s with facts and timeline.
    pub left: Markup,
    /// Blocks at the right: other acts, papers, related records.
    pub beside: Markup,
}

/// A record's page.
pub fn record_page(page: &RecordPage) -> Markup {
    let article = html! {
        article.record {
            header.record-head {
                (page.crumbs)
                h1 { (page.title) }
                p.line { (page.line) }
                (page.across)
            }
            @if let Some(next) = &page.next { (next) }
            div.stack { (page.left) }
            @if !page.beside.0.is_empty() { div.stack.beside { (page.beside) } }
        }
    };
    match &page.near {
        None => article,
        Some(near) => html! { div.desk.desk-record { (near_list(near)) (article) } },
    }
}

fn near_list(near: &Near) -> Markup {
    html! {
        nav.near aria-labelledby="near" {
            div.sticky {
                h2 id="near" { a href=(near.href) { (near.title) } }
                ol {
                    @for row in &near.rows {
                        li aria-current=[row.current.then_some("true")] {
                            a href=(row.href) { (row.name) }
                            div.row { (row.state) span.quiet { (row.aside) } }
                        }
                    }
                }
            }
        }
    }
}

/// A titled block of a record.
pub fn block(title: &str, content: &Markup) -> Markup {
    html! { section.block { h2 { (title) } (content) } }
}

/// Facts: name and value; a value that is empty leaves its line out.
pub fn facts(rows: &[(String, Markup)]) -> Markup {
    html! {
        dl.facts {
            @for (name, value) in rows { @if !value.0.is_empty() { dt { (name) } dd { (value) } } }
        }
    }
}

/// The one next action: what, why, and its form or button.
pub fn next_action(web: &Web, title: &str, why: &str, act: &Markup) -> Markup {
    html! {
        section.next aria-labelledby="next-act" {
            p.label { (web.t("record-next")) }
            h2 id="next-act" { (title) }
            @if !why.is_empty() { p { (why) } }
            (act)
        }
    }
}

/// A link drawn as the filled button of [`next_action`].
pub fn next_link(href: &str, label: &str) -> Markup {
    html! { a.button.first.wide href=(href) accesskey="l" { (label) " " kbd.needs-script { "L" } } }
}

/// A form of one button, for acts that need nothing typed.
pub fn one_button_form(web: &Web, action: &str, (label, revision): (&str, Option<i64>)) -> Markup {
    html! {
        form method="post" action=(action) {
            (hidden_fields(web, revision))
            button.button.first.wide accesskey="l" { (label) }
        }
    }
}

/// What every form that changes something carries: session proof, key of the sending, revision seen.
pub fn hidden_fields(web: &Web, revision: Option<i64>) -> Markup {
    html! {
        input type="hidden" name="csrf" value=(web.form_token().unwrap_or_default());
        input type="hidden" name="form_key" value=(web.new_form_key());
        @if let Some(revision) = revision { input type="hidden" name="revision" value=(revision); }
    }
}

/// One thing that happened.
#[derive(Default)]
pub struct Moment {
    /// The day as people read it (it may be partly known).
    pub day: String,
    /// The day as machines read it; empty when it is partly known.
    pub iso: String,
    /// What happened.
    pub what: Markup,
    /// Who did it and under which number in the journal.
    pub by: String,
    /// Whether this is where the record stands now.
    pub now: bool,
}

/// What happened, newest first.
pub fn timeline(moments: &[Moment]) -> Markup {
    html! {
        ol.timeline {
            @for moment in moments {
                li.now[moment.now] {
                    time datetime=[Some(&moment.iso).filter(|iso| !iso.is_empty())] { (moment.day) }
                    div { (moment.what) @if !moment.by.is_empty() { span.quiet { (moment.by) } } }
                }
            }
        }
    }
}

/// `14:30 ngày 15/03/2026 · Trần Thị A · số 7 trong nhật ký`: when, who and which link of the chain that
/// journals the record; pages of one record count its own entries instead: `entry_line`.
pub fn journal_line(web: &Web, at: Micros, (name, seq): (&str, i64)) -> String {
    let (day, time) = local_parts(at);
    let name = if name.is_empty() { web.t("record-system") } else { name.to_owned() };
    let (day, seq) = (day.vietnamese(), seq.to_string());
    web.t_with("record-journal-line", &[("time", &time), ("day", &day), ("name", &name), ("seq", &seq)])
}

/// Other acts and related records: address, words, and a quiet remark.
pub fn others(rows: &[(String, String, String)]) -> Markup {
    html! {
        ul.others {
            @for (href, label, remark) in rows {
                li { a href=(href) { (label) @if !remark.is_empty() { span.quiet { " · " (remark) } } } }
            }
        }
    }
}

/// Files: address, name, and kind with size.
pub fn papers(rows: &[(String, String, String)]) -> Markup {
    html! {
        ul.papers {
            @for (href, name, kind) in rows {
                li { (icon(Icon::Document)) a href=(href) { (name) } span.quiet { (kind) } }
            }
        }
    }
}

/// What a record said and what it says after a correction: label, before, after.
pub fn compare(web: &Web, rows: &[(String, String, String)]) -> Markup {
    html! {
        table.compare {
            thead { tr {
                th scope="col" { (web.t("record-field")) } th scope="col" { (web.t("record-before")) }
                th scope="col" { (web.t("record-after")) }
            } }
            tbody {
                @for (label, before, after) in rows {
                    tr.changed[before != after] {
                        th scope="row" { (label) }
                        td { @if before == after { (before) } @else { del { (before) } } }
                        td { @if before == after { (after) } @else { ins { (after) } } }
                    }
                }
            }
        }
    }
}
