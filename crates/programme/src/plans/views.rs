//! The markup of plans.

use super::actions::{CORRECT, RECORD};
use super::model::{Content, Plan, PlanEvent, PlanLevel, PlanStatus};
use super::pages::{Found, Seen};
use super::store::PlanLine;
use maud::{Markup, html};
use platform::web::{
    Button, Cell, Choice, Column, Filter, Icon, Page, Pager, Past, RecordPage, Register, Told, Tone, Web,
    block, changes, crumbs, empty, facts, filters, head, link, moments, next_action, next_link, others,
    pager, record_page, register, state, timeline, written_date,
};
use platform::{KnownDate, Scope};
use registers::{NATION_AGENCY_ID, SHELVES, shelf_tabs};

const COLUMNS: &[Column] = &[
    Column::new("plans-owner"),
    Column::new("plans-level").wide_only(),
    Column::new("plans-status"),
    Column::new("plans-approved-on").labelled(),
    Column::new("plans-decision-no").wide_only(),
    Column::new("plans-period").wide_only(),
];

/// Heads and widths of the spreadsheet.
pub(super) const SHEET: &[(&str, f64)] = &[
    ("plans-owner-code", 14.0),
    ("plans-owner", 44.0),
    ("plans-level", 16.0),
    ("plans-owes", 14.0),
    ("plans-status", 18.0),
    ("plans-approved-on", 16.0),
    ("plans-decision-no", 20.0),
    ("plans-period", 14.0),
];

/// One row of the spreadsheet.
pub(super) fn sheet_row(web: &Web, line: &PlanLine) -> Vec<String> {
    vec![
        line.owner_code.clone(),
        line.owner.clone(),
        level_name(web, &line.level),
        yes_or_no(web, line.owes_plan),
        PlanStatus::of_word(&line.status).map_or_else(String::new, |status| web.t(status.key())),
        written_date(&line.approved_on),
        line.decision_no.clone(),
        line.period.clone(),
    ]
}

fn level_name(web: &Web, word: &str) -> String {
    PlanLevel::of_word(word).map_or_else(String::new, |level| web.t(level.key()))
}

fn yes_or_no(web: &Web, yes: bool) -> String {
    web.t(if yes { "plans-yes" } else { "plans-no" })
}

/// The list: who owes a plan in one sentence, then all of them.
pub(super) fn list(web: &Web, found: &Found) -> Markup {
    let table = Register {
        caption: web.t("plans-title"),
        columns: COLUMNS,
        sort: String::new(),
        rows: found.lines.iter().map(|line| row(web, line)).collect(),
    };
    let next = found.lines.last().filter(|_| found.more);
    let pages = Pager {
        shown: web.shown_of(found.lines.len(), found.all),
        previous: None,
        next: next.map(|line| web.next_page(&line.folded, line.id)),
    };
    let main = html! {
        (shelf_tabs(web, "/plans"))
        (head(&web.t("plans-title"), &owing(web, found), &buttons(web)))
        (filters(web, &the_filters(web)))
        @if found.lines.is_empty() { (empty(&web.t("plans-none"), &web.t("plans-none-what-to-do"), None)) }
        @else { (register(web, &table)) (pager(web, &pages)) }
    };
    web.page(Page {
        title: web.t("plans-title"),
        section: SHELVES,
        main,
        status: web.t_with("plans-as-of", &[("day", &found.filter.on.vietnamese())]),
        ..Page::default()
    })
}

/// How many owe a plan on the day, each number a link to them.
fn owing(web: &Web, found: &Found) -> Markup {
    let on = found.filter.on.to_string();
    let of_level = |level: PlanLevel, count: i64| {
        let href = link("/plans", &[("level", level.word()), ("lacking", "1"), ("as_of", &on)]);
        let key = format!("plans-owing-{}", level.word());
        html! { a href=(href) { (web.t_with(&key, &[("count", &web.number(count))])) } }
    };
    let [central, local] = found.owing;
    html! {
        (web.t_with("plans-as-of", &[("day", &found.filter.on.vietnamese())])) ": "
        (of_level(PlanLevel::Central, central)) " " (web.t("plans-owing-and")) " "
        (of_level(PlanLevel::Local, local)) " " (web.t("plans-owing-end")) br;
        (web.t("plans-who-owes"))
    }
}

fn buttons(web: &Web) -> Vec<Button> {
    let mut buttons = vec![Button::new(web.export_link("/plans.xlsx"), web.t("plans-export"))];
    if web.ctx.could(&RECORD) {
        buttons.push(Button::new("/plans/new", web.t("plans-record")).first());
    }
    buttons
}

fn the_filters(web: &Web) -> Vec<Filter> {
    let levels = PlanLevel::ALL.map(|level| Choice::new(level.word(), web.t(level.key())));
    let statuses = PlanStatus::ALL.map(|status| Choice::new(status.word(), web.t(status.key())));
    let lacking = vec![Choice::new("1", web.t("plans-lacking-only"))];
    vec![
        Filter::search("q", "plans-search"),
        Filter::day("as_of", "plans-on-day"),
        Filter::select("level", "plans-level", levels.to_vec()),
        Filter::select("status", "plans-status", statuses.to_vec()),
        Filter::select("lacking", "plans-lacking", lacking),
    ]
}

fn row(web: &Web, line: &PlanLine) -> Vec<Cell> {
    let status = PlanStatus::of_word(&line.status).unwrap_or(PlanStatus::None);
    vec![
        Cell::name(format!("/plans/{}", line.id), &line.owner),
        Cell::Text(level_name(web, &line.level)),
        Cell::Rich(standing_tag(web, status, line.owes_plan)),
        Cell::Code(written_date(&line.approved_on)),
        Cell::Code(line.decision_no.clone()),
        Cell::Code(line.period.clone()),
    ]
}

fn standing_tag(web: &Web, status: PlanStatus, owes_plan: bool) -> Markup {
    let words = web.t(status.key());
    match status {
        PlanStatus::Approved => state(Tone::Done, Icon::Done, &words),
        PlanStatus::Drafted => state(Tone::Soon, Icon::Clock, &words),
        PlanStatus::None if owes_plan => state(Tone::Late, Icon::Warning, &words),
        PlanStatus::None => state(Tone::Off, Icon::Over, &words),
    }
}

/// The record of one plan.
pub(super) fn record(web: &Web, seen: &Seen) -> Markup {
    let plan = &seen.plan;
    let standing = plan.standing_on(web.today());
    let told = moments(web, &seen.past, |past| told(web, past));
    let page = RecordPage {
        crumbs: crumbs(web, &[("/plans".into(), web.t("plans-title"))]),
        title: web.t_with("plans-of", &[("name", &plan.content.owner)]),
        line: html! {
            span.code { (plan.owner_code) }
            @if !plan.content.period.is_empty() { span.code { (plan.content.period) } }
            (standing_tag(web, standing, plan.content.owes_plan))
        },
        next: next_act(web, plan),
        left: html! {
            (block(&web.t("plans-facts"), &facts(&fact_rows(web, plan))))
            (block(&web.t("plans-timeline"), &timeline(&told)))
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

fn next_act(web: &Web, plan: &Plan) -> Option<Markup> {
    if !web.can(&RECORD, &Scope::owned_by(plan.owner_agency_id)) {
        return None;
    }
    let (verb, path) = match plan.content.status {
        PlanStatus::None => ("plans-draft", "draft"),
        PlanStatus::Drafted => ("plans-approve", "approve"),
        PlanStatus::Approved => return None,
    };
    let act = next_link(&format!("/plans/{}/{path}", plan.id), &web.t(verb));
    Some(next_action(web, &web.t(verb), &web.t(&format!("{verb}-why")), &act))
}

fn fact_rows(web: &Web, plan: &Plan) -> Vec<(String, Markup)> {
    let owner = &plan.content.owner;
    let linked = html! { a href={ "/agencies/" (plan.owner_agency_id) } { (owner) } };
    let owner = if plan.owner_agency_id == NATION_AGENCY_ID {
        html! { (owner) }
    } else {
        linked
    };
    let rest = rows(web, &plan.content).into_iter().skip(1);
    let rest = rest.map(|(label, text)| (label, html! { (text) }));
    std::iter::once((web.t("plans-owner"), owner)).chain(rest).collect()
}

/// Labels and texts of everything that may be corrected, the owner first.
fn rows(web: &Web, content: &Content) -> Vec<(String, String)> {
    let date = |date: Option<KnownDate>| date.map(|date| web.known_date(date)).unwrap_or_default();
    let row = |label: &str, text: String| (web.t(label), text);
    vec![
        row("plans-owner", content.owner.clone()),
        row("plans-level", web.t(content.level.key())),
        row("plans-owes", yes_or_no(web, content.owes_plan)),
        row("plans-status", web.t(content.status.key())),
        row("plans-period", content.period.clone()),
        row("plans-drafted-on", date(content.drafted)),
        row("plans-approved-on", date(content.approved)),
        row("plans-decision-no", content.decision_no.clone()),
    ]
}

fn told(web: &Web, past: &Past<Plan>) -> Told {
    let date =
        |date: KnownDate| (date.vietnamese(), date.day().map(|day| day.to_string()).unwrap_or_default());
    let before = past.before.as_ref().map(|plan| rows(web, &plan.content));
    let after = rows(web, &past.after.content);
    let (key, (day, iso), remark, changed) = match &past.event {
        PlanEvent::Recorded { .. } => ("plans-told-recorded", Default::default(), String::new(), Vec::new()),
        PlanEvent::Drafted { drafted } => ("plans-told-drafted", date(*drafted), String::new(), Vec::new()),
        PlanEvent::Approved { approved, decision_no } => {
            ("plans-told-approved", date(*approved), decision_no.clone(), Vec::new())
        }
        PlanEvent::Corrected { reason, .. } => {
            let changed = changes(&before.unwrap_or_default(), &after);
            ("plans-told-corrected", Default::default(), reason.clone(), changed)
        }
    };
    Told { day, iso, what: web.t(key), remark, changes: changed }
}

fn beside(web: &Web, seen: &Seen) -> Markup {
    let plan = &seen.plan;
    let scope = Scope::owned_by(plan.owner_agency_id);
    let own = |path: &str, label: &str| (format!("/plans/{}/{path}", plan.id), web.t(label), String::new());
    let mut acts = Vec::new();
    if plan.content.status == PlanStatus::None && web.can(&RECORD, &scope) {
        acts.push(own("approve", "plans-approve"));
    }
    if web.can(&CORRECT, &scope) {
        acts.push(own("correct", "plans-correct"));
    }
    let other = |other: &Plan| {
        let status = web.t(other.standing_on(web.today()).key());
        let period = Some(other.content.period.clone()).filter(|period| !period.is_empty());
        let label = period.unwrap_or_else(|| web.t("plans-no-period"));
        (format!("/plans/{}", other.id), label, status)
    };
    let same_owner: Vec<_> = seen.others.iter().map(other).collect();
    html! {
        @if !acts.is_empty() { (block(&web.t("plans-acts"), &others(&acts))) }
        @if !same_owner.is_empty() { (block(&web.t("plans-same-owner"), &others(&same_owner))) }
    }
}
