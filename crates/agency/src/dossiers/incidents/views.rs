//! The markup of incidents: a list, a notice on the dossier, the form by which one is tried again.

use super::pages::Held;
use crate::dossiers::lists::SECTION;
use crate::dossiers::{Dossier, Incident};
use crate::processes::Published;
use maud::{Markup, html};
use platform::web::{
    Cell, Column, Field, Form, Page, Register, Tone, Web, empty, facts, head, next_link, notice, register,
};
use registers::calendars::views::moment;

const MICROS_PER_HOUR: i64 = 3_600_000_000;
const HOURS_PER_DAY: i64 = 24;

const COLUMNS: &[Column] = &[
    Column::new("incidents-dossier"),
    Column::new("incidents-procedure"),
    Column::new("incidents-unit").labelled(),
    Column::new("incidents-place").labelled(),
    Column::new("incidents-cause").labelled(),
    Column::new("incidents-since").labelled(),
    Column::new("incidents-act"),
];

/// The name of the place where a token stands; its id where nothing is written there.
pub fn place(published: Option<&Published>, node: u16) -> String {
    let Some(published) = published else { return String::new() };
    if let Some(step) = published.step(node).filter(|step| !step.name.is_empty()) {
        return step.name.clone();
    }
    let place = published.program.node(node);
    let named = place.map(|place| if place.name.trim().is_empty() { &place.id } else { &place.name });
    named.cloned().unwrap_or_default()
}

/// Since when, and how long that is: `Từ 09:00 Thứ Hai, 09/11/2026 (3 ngày).`
fn since(web: &Web, at: i64) -> String {
    let hours = (web.app.db.clock().now() - at).max(0) / MICROS_PER_HOUR;
    let (key, count) = match hours {
        0 => ("incidents-age-new", 0),
        hours if hours < 2 * HOURS_PER_DAY => ("incidents-age-hours", hours),
        hours => ("incidents-age-days", hours / HOURS_PER_DAY),
    };
    let age = web.t_with(key, &[("count", &web.number(count))]);
    let values = [("moment", moment(web, at)), ("age", age)];
    let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    web.t_with("incidents-since-age", &values)
}

fn path(dossier: &Dossier, incident: &Incident) -> String {
    format!("/dossiers/{}/retry/{}", dossier.id, incident.token)
}

/// What a dossier's page tells of its incidents: where, why, since when, who mends it.
pub fn told(
    web: &Web,
    (dossier, published): (&Dossier, Option<&Published>),
    may_retry: impl Fn(u32) -> bool,
) -> Markup {
    html! {
        @for incident in &dossier.incidents {
            (notice(Tone::Late, &html! {
                p { b { (web.t_with("incidents-at", &[("place", &place(published, incident.node))])) } }
                p { (web.t(incident.key())) }
                p { (since(web, incident.at)) " " (web.t("incidents-who")) }
                @if may_retry(incident.token) {
                    p { (next_link(&path(dossier, incident), &web.t("incidents-retry"))) }
                }
            }))
        }
    }
}

/// One line for pages of those who lead: how many dossiers stand in an incident, leading to them; nothing for none.
pub fn line_of_count(web: &Web, count: i64) -> Markup {
    let words = web.t_with("incidents-count", &[("count", &web.number(count))]);
    html! {
        @if count > 0 { (notice(Tone::Late, &html! { a href="/dossiers/incidents" { (words) } })) }
    }
}

/// All incidents of the agency, the longest first.
pub(super) fn list(web: &Web, all: &[Held]) -> Markup {
    let rows = all.iter().flat_map(|held| held.dossier.incidents.iter().map(move |one| row(web, held, one)));
    let table = Register {
        caption: web.t("incidents-title"),
        columns: COLUMNS,
        sort: String::new(),
        rows: rows.collect(),
    };
    let main = html! {
        (head(&web.t("incidents-title"), &html! { (web.t("incidents-sentence")) }, &[]))
        @if table.rows.is_empty() {
            (empty(&web.t("incidents-none"), &web.t("incidents-none-what"), None))
        } @else { (register(web, &table)) }
    };
    web.page(Page { title: web.t("incidents-title"), section: SECTION, main, ..Page::default() })
}

fn row(web: &Web, held: &Held, incident: &Incident) -> Vec<Cell> {
    let text = |text: String| Cell::Rich(html! { (text) });
    vec![
        Cell::name(format!("/dossiers/{}", held.dossier.id), held.dossier.code.clone()),
        text(held.procedure.clone()),
        text(held.unit.clone()),
        text(place(held.published.as_deref(), incident.node)),
        text(web.t(incident.key())),
        text(since(web, incident.at)),
        Cell::Rich(html! {
            @if held.mends { a.button.low href=(path(&held.dossier, incident)) { (web.t("incidents-retry")) } }
        }),
    ]
}

/// The form by which an incident is tried again.
pub(super) fn retry(web: &Web, held: &Held, incident: Option<&Incident>) -> Form {
    let dossier = &held.dossier;
    let title = web.t_with("incidents-retry-title", &[("code", &dossier.code)]);
    let mut form = Form::new(title, web.t("incidents-retry"))
        .section(SECTION)
        .crumb("/dossiers/incidents", web.t("incidents-title"))
        .crumb(format!("/dossiers/{}", dossier.id), &dossier.code)
        .revision(dossier.revision);
    if let Some(incident) = incident {
        form = form.intro(facts(&[
            (web.t("incidents-procedure"), html! { (held.procedure) }),
            (web.t("incidents-place"), html! { (place(held.published.as_deref(), incident.node)) }),
            (web.t("incidents-cause"), html! { (web.t(incident.key())) }),
            (web.t("incidents-since"), html! { (since(web, incident.at)) }),
        ]));
    }
    form.field(Field::area("note", "incidents-note").hint("incidents-note-hint"))
}
