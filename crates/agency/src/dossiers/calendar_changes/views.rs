//! The markup of what a release would move.

use super::pages::{Both, Change, Counted, Found};
use super::path;
use crate::dossiers::lists::SECTION;
use crate::dossiers::record::due::explained;
use crate::dossiers::record::why::Reader;
use maud::{Markup, html};
use platform::Refusals;
use platform::web::{
    Cell, Column, Page, RecordPage, Register, Tone, Web, block, crumbs, empty, head, notice, record_page,
    refusal_list, register,
};
use registers::calendars::Proposed;
use registers::calendars::views::moment;

const COLUMNS: &[Column] = &[
    Column::new("changes-code"),
    Column::new("changes-received").labelled(),
    Column::new("changes-from").labelled(),
    Column::new("changes-to").labelled(),
];

/// The open dossiers that a release would move, with both due moments; each leads to its explanation.
pub(super) fn list(web: &Web, found: &Found) -> Markup {
    let table = Register {
        caption: web.t("changes-title"),
        columns: COLUMNS,
        sort: String::new(),
        rows: found.changes.iter().map(|change| row(web, change, &found.release)).collect(),
    };
    let counted = web.number(i64::try_from(found.counted).unwrap_or(i64::MAX));
    let values = [("count", web.number(found.changes.len() as i64)), ("counted", counted)];
    let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let main = html! {
        (head(&web.t("changes-title"), &sentence(web, &found.release), &[]))
        (notice(Tone::Soon, &html! { p { (web.t("changes-moves-nothing")) } }))
        @if found.is_cut { (notice(Tone::Late, &html! { p { (web.t_with("changes-cut", &values)) } })) }
        @if found.changes.is_empty() {
            (empty(&web.t("changes-none"), &web.t_with("changes-none-what", &values), None))
        } @else {
            p { (web.t_with("changes-shown", &values)) }
            (register(web, &table))
        }
    };
    page(web, main)
}

fn page(web: &Web, main: Markup) -> Markup {
    web.page(Page { title: web.t("changes-title"), section: SECTION, main, ..Page::default() })
}

/// Which release it is, with the way to it; a draft is only told of.
fn sentence(web: &Web, release: &Proposed) -> Markup {
    let title = release.title(web);
    html! {
        @match release.number {
            Some(_) => { a href=(format!("/calendars/releases/{}", release.id)) { (title) } }
            None => { (title) }
        }
        @if !release.notice.is_empty() && release.number.is_some() { " · " (release.notice) }
    }
}

fn row(web: &Web, change: &Change, release: &Proposed) -> Vec<Cell> {
    let due = |href: String, at: i64| Cell::Rich(html! { a href=(href) { (moment(web, at)) } });
    vec![
        Cell::name(format!("/dossiers/{}", change.id), &change.code),
        Cell::Code(platform::Day::of_instant(change.received_at).vietnamese()),
        due(format!("{}#before", path(Some(change.id), Some(release.id))), change.from_at),
        due(format!("{}#after", path(Some(change.id), Some(release.id))), change.to_at),
    ]
}

/// One dossier counted by both calendars.
pub(super) fn both(web: &Web, both: &Both) -> Markup {
    let (id, code) = (both.before.dossier.id, both.before.dossier.code.clone());
    let steps = [
        (path(None, Some(both.release.id)), web.t("changes-title")),
        (format!("/dossiers/{id}"), code.clone()),
    ];
    let page = RecordPage {
        crumbs: crumbs(web, &steps),
        title: web.t_with("changes-of", &[("code", &code)]),
        line: sentence(web, &both.release),
        left: html! {
            (notice(Tone::Soon, &html! { p { (web.t("changes-moves-nothing")) } }))
            div #before { (block(&web.t("changes-from"), &told(web, &both.before))) }
            div #after {
                @match &both.after {
                    Some(after) => { (block(&web.t("changes-to"), &told(web, after))) }
                    None => { (block(&web.t("changes-to"), &html! { p { (web.t("changes-not-counted")) } })) }
                }
            }
        },
        ..RecordPage::default()
    };
    web.page(Page {
        title: page.title.clone(),
        section: SECTION,
        main: record_page(&page),
        ..Page::default()
    })
}

fn told(web: &Web, counted: &Counted) -> Markup {
    let due = counted.dossier.due_at().map(|due_at| moment(web, due_at));
    html! {
        @if let Some(due) = due { p.due-line { b { (due) } } }
        (explained(web, (&counted.dossier, &counted.calendar), &counted.why, Reader::Office))
    }
}

/// A draft that cannot be published yet.
pub(super) fn faulty(web: &Web, reasons: &Refusals) -> Markup {
    let main = html! {
        (head(&web.t("changes-title"), &html! { (web.t("changes-faulty")) }, &[]))
        (notice(Tone::Late, &refusal_list(web, reasons)))
    };
    page(web, main)
}
