//! The markup of experts' cards.

use super::actions::{ACT, CORRECT, GRANT};
use super::forms::path;
use super::model::{Card, CardEvent, CardKind, CardRole, Content};
use super::pages::{Found, Seen};
use super::store::CardLine;
use crate::bodies::Body;
use crate::standing::{ActKind, Paper, Standing};
use crate::standing_pages::{self as shared, ActPage, Course, SECTION};
use maud::{Markup, html};
use platform::web::{
    Button, Cell, Choice, Column, Filter, Page, Pager, Past, RecordPage, Register, Told, Web, block, changes,
    crumbs, empty, facts, filters, head, link, moments, next_action, next_link, others, pager, record_page,
    register, timeline,
};
use platform::{Day, Scope};
use std::collections::BTreeMap;

const COLUMNS: &[Column] = &[
    Column::new("experts-holder"),
    Column::new("experts-number"),
    Column::new("experts-kind"),
    Column::new("experts-body").wide_only(),
    Column::new("standing-issued-on").wide_only().labelled(),
    Column::new("standing-valid-to").labelled(),
    Column::new("standing-standing"),
];

/// Heads and widths of the spreadsheet.
pub(super) const SHEET: &[(&str, f64)] = &[
    ("experts-number", 18.0),
    ("experts-holder", 34.0),
    ("experts-kind", 34.0),
    ("experts-role", 14.0),
    ("experts-extra", 14.0),
    ("bodies-code", 12.0),
    ("experts-body", 40.0),
    ("standing-issued-on", 16.0),
    ("standing-valid-to", 16.0),
    ("standing-last-day-by-law", 16.0),
    ("standing-standing", 18.0),
];

/// One row of the spreadsheet.
pub(super) fn sheet_row(web: &Web, line: &CardLine) -> Vec<String> {
    let day = |day: Option<Day>| day.map(Day::vietnamese).unwrap_or_default();
    let extra = if line.extra { web.t("experts-extra-short") } else { String::new() };
    vec![
        line.number.clone(),
        line.holder.clone(),
        kind_name(web, &line.kind),
        role_name(web, line.role.as_deref()),
        extra,
        line.body_code.clone().unwrap_or_default(),
        line.body_name.clone().unwrap_or_default(),
        shared::listed_date(web, Some(&line.issued_on)),
        day(line.valid_to),
        day(line.last_day_on),
        standing_of(line).map(|standing| web.t(standing.key())).unwrap_or_default(),
    ]
}

fn standing_of(line: &CardLine) -> Option<Standing> {
    line.standing.as_deref().and_then(Standing::of_word)
}

fn kind_name(web: &Web, word: &str) -> String {
    CardKind::of_word(word).map_or_else(String::new, |kind| web.t(kind.key()))
}

fn role_name(web: &Web, word: Option<&str>) -> String {
    word.and_then(CardRole::of_word).map_or_else(String::new, |role| web.t(role.key()))
}

/// Kind, role and whether it is an extra card, in one line.
fn sort_of(web: &Web, (kind, role, extra): (String, String, bool)) -> String {
    let extra = if extra { web.t("experts-extra-short") } else { String::new() };
    let parts = [kind, role, extra];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

/// The list of cards granted by the day.
pub(super) fn list(web: &Web, found: &Found) -> Markup {
    let table = Register {
        caption: web.t("experts-title"),
        columns: COLUMNS,
        sort: String::new(),
        rows: found.lines.iter().map(|line| row(web, line, found.filter.on)).collect(),
    };
    let next = found.lines.last().filter(|_| found.more);
    let pages = Pager {
        shown: web.shown_of(found.lines.len(), found.all),
        previous: None,
        next: next.map(|line| web.next_page(&line.folded, line.id)),
    };
    let as_of = web.t_with("standing-as-of", &[("day", &found.filter.on.vietnamese())]);
    let count = web.t_with("experts-count", &[("count", &web.number(found.all))]);
    let main = html! {
        (shared::list_tabs(web, "/experts"))
        (head(&web.t("experts-title"), &html! { (as_of) ": " (count) }, &buttons(web)))
        @if let Some((body, in_force)) = &found.own { (own(web, body, *in_force)) }
        (filters(web, &the_filters(web, &found.provinces)))
        @if found.lines.is_empty() { (nothing(web)) }
        @else { (register(web, &table)) (pager(web, &pages)) }
    };
    web.page(Page { title: web.t("experts-title"), section: SECTION, main, status: as_of, ..Page::default() })
}

fn nothing(web: &Web) -> Markup {
    let clear = Button::new("/experts", web.t("standing-clear"));
    empty(&web.t("experts-none"), &web.t("standing-search-none"), Some(&clear))
}

/// The officer's own body and its experts, before all others.
fn own(web: &Web, body: &Body, in_force: i64) -> Markup {
    let cards = link("/experts", &[("body", &body.code)]);
    html! {
        p.pad {
            (web.t("bodies-own")) " " a href={ "/bodies/" (body.id) } { (body.content.name) } " · "
            a href=(cards) { (web.t_with("experts-own", &[("count", &web.number(in_force))])) }
        }
    }
}

fn buttons(web: &Web) -> Vec<Button> {
    let mut buttons = vec![Button::new(web.export_link("/experts.xlsx"), web.t("standing-export"))];
    if web.ctx.could(&GRANT) {
        buttons.push(Button::new("/experts/new", web.t("experts-grant")).first());
    }
    buttons
}

fn the_filters(web: &Web, provinces: &[Choice]) -> Vec<Filter> {
    let kinds = CardKind::ALL.map(|kind| Choice::new(kind.word(), web.t(kind.key())));
    let standings = Standing::ALL.map(|standing| Choice::new(standing.word(), web.t(standing.key())));
    vec![
        Filter::search("q", "experts-search"),
        Filter::select("kind", "experts-kind", kinds.to_vec()),
        Filter::select("standing", "standing-standing", standings.to_vec()),
        Filter::search("body", "experts-body-code"),
        Filter::select("province", "standing-province", provinces.to_vec()),
        Filter::day("as_of", "standing-on-day"),
        Filter::day("issued_from", "standing-issued-from"),
        Filter::day("issued_to", "standing-issued-to"),
    ]
}

fn row(web: &Web, line: &CardLine, on: Day) -> Vec<Cell> {
    let role = role_name(web, line.role.as_deref());
    let body = match (line.body_id, &line.body_name) {
        (Some(id), Some(name)) => html! { a href={ "/bodies/" (id) } { (name) } },
        _ => html! {},
    };
    vec![
        Cell::name(path(line.id), &line.holder),
        Cell::Code(line.number.clone()),
        Cell::Text(sort_of(web, (kind_name(web, &line.kind), role, line.extra))),
        Cell::Rich(body),
        Cell::Code(shared::listed_date(web, Some(&line.issued_on))),
        Cell::Code(line.valid_to.map(Day::vietnamese).unwrap_or_default()),
        Cell::Rich(shared::tag(web, standing_of(line), (line.last_day_on, on))),
    ]
}

/// The record of one card.
pub(super) fn record(web: &Web, seen: &Seen) -> Markup {
    let (card, today) = (&seen.card, web.today());
    let (content, standing) = (&card.content, card.standing_on(today));
    let ends = (content.paper.last_day_on, today);
    let left = shared::time_left(web, standing, ends);
    let course = Course {
        papers: std::slice::from_ref(&content.paper),
        acts: &content.acts,
        periods: &card.periods,
        correct_at: web.can(&CORRECT, &Scope::nation()).then(|| path(card.id)),
    };
    let page = RecordPage {
        crumbs: crumbs(web, &[("/experts".into(), web.t("experts-title"))]),
        title: content.holder.clone(),
        line: html! {
            span.code { (web.t_with("experts-numbered", &[("number", &content.paper.number)])) }
            (shared::tag(web, standing, ends))
            @if !left.is_empty() { span { (left) } }
            span.quiet { (web.t_with("standing-as-of", &[("day", &today.vietnamese())])) }
        },
        next: next_act(web, seen),
        left: html! {
            (block(&web.t("standing-facts"), &facts(&fact_rows(web, seen))))
            (block(&web.t("experts-course"), &course.shown(web)))
            (block(&web.t("standing-journal"), &timeline(&moments(web, &seen.past, |past| told(web, past, &seen.codes)))))
        },
        beside: beside(web, seen),
        ..RecordPage::default()
    };
    web.page(Page {
        title: page.title.clone(),
        section: SECTION,
        main: record_page(&page),
        ..Page::default()
    })
}

fn fact_rows(web: &Web, seen: &Seen) -> Vec<(String, Markup)> {
    let content = &seen.card.content;
    let body = match &seen.body {
        Some(body) => html! { a href={ "/bodies/" (body.id) } { (body.content.name) } },
        None => html! {},
    };
    let role = content.role.map(|role| web.t(role.key())).unwrap_or_default();
    let extra = if content.extra { web.t("experts-extra-told") } else { String::new() };
    let mut rows = vec![
        (web.t("experts-kind"), html! { (web.t(seen.card.kind.key())) }),
        (web.t("experts-role"), html! { (role) }),
        (web.t("experts-body"), body),
        (web.t("experts-extra-short"), html! { (extra) }),
    ];
    rows.extend(shared::paper_facts(web, &content.paper));
    rows
}

/// The address of the form of the next card of the same person.
fn next_card(seen: &Seen) -> String {
    let content = &seen.card.content;
    let code = seen.body.as_ref().map_or("", |body| body.code.as_str());
    let filled = [
        ("kind", seen.card.kind.word()),
        ("holder", content.holder.as_str()),
        ("body_code", code),
        ("role", content.role.map_or("", CardRole::word)),
    ];
    link("/experts/new", &filled)
}

fn next_act(web: &Web, seen: &Seen) -> Option<Markup> {
    let (card, today) = (&seen.card, web.today());
    let (can_act, can_grant) = (web.can(&ACT, &Scope::nation()), web.can(&GRANT, &Scope::nation()));
    let next = |href: String, verb: &str, why: &str| {
        Some(next_action(web, &web.t(verb), &web.t(why), &next_link(&href, &web.t(verb))))
    };
    let due = |paper: &Paper| paper.renewal_due_on().is_some_and(|due_on| due_on <= today);
    // Somebody of this name who holds a newer card needs no other.
    let is_last = seen.namesakes.iter().all(|other| standing_of(other) != Some(Standing::InForce));
    match card.standing_on(today) {
        Some(Standing::Suspended) if can_act => {
            next(format!("{}/resume", path(card.id)), "standing-resume", "standing-resume-why")
        }
        Some(Standing::Expired) if can_grant && is_last => {
            next(next_card(seen), "experts-grant-next", "experts-grant-expired-why")
        }
        Some(Standing::InForce) if can_grant && is_last && due(&card.content.paper) => {
            next(next_card(seen), "experts-grant-next", "experts-grant-soon-why")
        }
        _ => None,
    }
}

fn beside(web: &Web, seen: &Seen) -> Markup {
    let acts = acts(web, &seen.card);
    let mut related = Vec::new();
    if let Some(body) = &seen.body {
        related.push((format!("/bodies/{}", body.id), body.content.name.clone(), body.code.clone()));
        let cards = link("/experts", &[("body", &body.code)]);
        related.push((cards, web.t("experts-of-body"), String::new()));
    }
    related.extend(seen.namesakes.iter().map(|other| {
        let standing = standing_of(other).map(|standing| web.t(standing.key())).unwrap_or_default();
        let words = web.t_with("experts-namesake", &[("number", &other.number)]);
        (path(other.id), words, standing)
    }));
    html! {
        @if !acts.is_empty() { (block(&web.t("standing-acts"), &others(&acts))) }
        @if !related.is_empty() { (block(&web.t("standing-related"), &others(&related))) }
    }
}

fn acts(web: &Web, card: &Card) -> Vec<(String, String, String)> {
    let own = |act: &str, verb: &str| (format!("{}/{act}", path(card.id)), web.t(verb), String::new());
    let mut acts = Vec::new();
    if web.can(&ACT, &Scope::nation()) {
        // Resuming is what comes next, and stands above as the one filled button.
        let fitting = ActPage::fitting(card.standing_on(web.today())).into_iter();
        let fitting = fitting.filter(|page| page.kind != ActKind::Resumed);
        acts.extend(fitting.map(|page| own(page.word, page.verb)));
    }
    if web.can(&CORRECT, &Scope::nation()) {
        acts.push(own("correct", "standing-correct"));
    }
    acts
}

/// Labels and texts of everything that may be corrected.
fn rows(web: &Web, content: &Content, codes: &BTreeMap<i64, String>) -> Vec<(String, String)> {
    let body = content.body_id.and_then(|id| codes.get(&id).cloned()).unwrap_or_default();
    let extra = web.t(if content.extra { "experts-yes" } else { "experts-no" });
    vec![
        (web.t("experts-holder"), content.holder.clone()),
        (web.t("experts-body"), body),
        (web.t("experts-role"), content.role.map(|role| web.t(role.key())).unwrap_or_default()),
        (web.t("experts-extra-short"), extra),
        (web.t("experts-card"), shared::paper_text(web, &content.paper)),
        (web.t("experts-decisions"), shared::acts_text(web, &content.acts)),
    ]
}

fn told(web: &Web, past: &Past<Card>, codes: &BTreeMap<i64, String>) -> Told {
    let plain = |key: &str, (day, iso): (String, String), remark: String| Told {
        day,
        iso,
        what: web.t(key),
        remark,
        changes: Vec::new(),
    };
    match &past.event {
        CardEvent::Granted { content, .. } => {
            let key = if content.extra { "experts-told-extra" } else { "experts-told-granted" };
            plain(key, shared::dated(web, content.paper.issued), shared::paper_text(web, &content.paper))
        }
        CardEvent::Acted { act } => {
            plain(shared::act_key(act.kind), shared::dated(web, act.happened), shared::act_remark(web, act))
        }
        CardEvent::Corrected { reason, .. } => {
            let before = past.before.as_ref().map(|card| rows(web, &card.content, codes)).unwrap_or_default();
            Told {
                changes: changes(&before, &rows(web, &past.after.content, codes)),
                ..plain("experts-told-corrected", Default::default(), reason.clone())
            }
        }
    }
}
