//! The markup of bodies.

use super::actions::{ACT, CORRECT, GRANT};
use super::decide::barred_until;
use super::forms::path;
use super::model::{Body, BodyEvent, BodyKind, Content};
use super::pages::{Found, Seen};
use super::store::BodyLine;
use crate::experts::{self, CardKind};
use crate::regulation::{self, Topic};
use crate::standing::{Paper, Standing};
use crate::standing_pages::{self as shared, ActPage, Course, SECTION};
use maud::{Markup, html};
use platform::web::{
    Button, Cell, Choice, Column, Filter, Page, Pager, Past, RecordPage, Register, Told, Web, block, changes,
    crumbs, empty, facts, filters, head, link, moments, next_action, next_link, others, pager, record_page,
    register, timeline,
};
use platform::{Day, Scope};

const COLUMNS: &[Column] = &[
    Column::new("bodies-name"),
    Column::new("bodies-code").wide_only(),
    Column::new("bodies-kind"),
    Column::new("standing-province").wide_only(),
    Column::new("bodies-number").wide_only().labelled(),
    Column::new("standing-issued-on").wide_only().labelled(),
    Column::new("standing-valid-to").labelled(),
    Column::new("standing-standing"),
];

/// Heads and widths of the spreadsheet.
pub(super) const SHEET: &[(&str, f64)] = &[
    ("bodies-code", 12.0),
    ("bodies-name", 50.0),
    ("bodies-kind", 20.0),
    ("standing-province", 24.0),
    ("bodies-number", 22.0),
    ("standing-issued-on", 16.0),
    ("standing-valid-to", 16.0),
    ("standing-last-day-by-law", 16.0),
    ("standing-standing", 18.0),
];

/// One row of the spreadsheet.
pub(super) fn sheet_row(web: &Web, line: &BodyLine, provinces: &[Choice]) -> Vec<String> {
    let day = |day: Option<Day>| day.map(Day::vietnamese).unwrap_or_default();
    let standing = standing_of(line).map(|standing| web.t(standing.key()));
    vec![
        line.code.clone(),
        line.name.clone(),
        kind_name(web, &line.kind),
        province_name(&line.province_code, provinces),
        line.number.clone().unwrap_or_default(),
        shared::listed_date(web, line.issued_on.as_deref()),
        day(line.valid_to),
        day(line.last_day_on),
        standing.unwrap_or_default(),
    ]
}

fn standing_of(line: &BodyLine) -> Option<Standing> {
    line.standing.as_deref().and_then(Standing::of_word)
}

fn kind_name(web: &Web, word: &str) -> String {
    BodyKind::of_word(word).map_or_else(String::new, |kind| web.t(kind.key()))
}

fn province_name(code: &str, provinces: &[Choice]) -> String {
    let found = provinces.iter().find(|choice| choice.value == code);
    found.map_or_else(|| code.to_owned(), |choice| choice.label.clone())
}

/// The list of bodies confirmed by the day.
pub(super) fn list(web: &Web, found: &Found) -> Markup {
    let table = Register {
        caption: web.t("bodies-title"),
        columns: COLUMNS,
        sort: String::new(),
        rows: found.lines.iter().map(|line| row(web, line, found)).collect(),
    };
    let next = found.lines.last().filter(|_| found.more);
    let pages = Pager {
        shown: web.shown_of(found.lines.len(), found.all),
        previous: None,
        next: next.map(|line| web.next_page(&line.folded, line.id)),
    };
    let as_of = web.t_with("standing-as-of", &[("day", &found.filter.on.vietnamese())]);
    let count = web.t_with("bodies-count", &[("count", &web.number(found.all))]);
    let main = html! {
        (shared::list_tabs(web, "/bodies"))
        (head(&web.t("bodies-title"), &html! { (as_of) ": " (count) }, &buttons(web)))
        @if let Some(body) = &found.own { (own(web, body)) }
        (filters(web, &the_filters(web, &found.provinces)))
        @if found.lines.is_empty() { (nothing(web)) }
        @else { (register(web, &table)) (pager(web, &pages)) }
    };
    web.page(Page { title: web.t("bodies-title"), section: SECTION, main, status: as_of, ..Page::default() })
}

fn nothing(web: &Web) -> Markup {
    let clear = Button::new("/bodies", web.t("standing-clear"));
    empty(&web.t("bodies-none"), &web.t("standing-search-none"), Some(&clear))
}

/// The officer's own body, before all others.
fn own(web: &Web, body: &Body) -> Markup {
    let cards = link("/experts", &[("body", &body.code)]);
    html! {
        p.pad {
            (web.t("bodies-own")) " " a href=(path(body.id)) { (body.content.name) } " "
            (tag(web, body, web.today())) " · "
            a href=(cards) { (web.t("bodies-own-cards")) }
        }
    }
}

fn buttons(web: &Web) -> Vec<Button> {
    let mut buttons = vec![Button::new(web.export_link("/bodies.xlsx"), web.t("standing-export"))];
    if web.ctx.could(&GRANT) {
        buttons.push(Button::new("/bodies/new", web.t("bodies-confirm")).first());
    }
    buttons
}

fn the_filters(web: &Web, provinces: &[Choice]) -> Vec<Filter> {
    let kinds = BodyKind::ALL.map(|kind| Choice::new(kind.word(), web.t(kind.key())));
    let standings = Standing::ALL.map(|standing| Choice::new(standing.word(), web.t(standing.key())));
    vec![
        Filter::search("q", "bodies-search"),
        Filter::select("kind", "bodies-kind", kinds.to_vec()),
        Filter::select("standing", "standing-standing", standings.to_vec()),
        Filter::select("province", "standing-province", provinces.to_vec()),
        Filter::day("as_of", "standing-on-day"),
        Filter::day("issued_from", "standing-issued-from"),
        Filter::day("issued_to", "standing-issued-to"),
    ]
}

fn row(web: &Web, line: &BodyLine, found: &Found) -> Vec<Cell> {
    let day = line.valid_to.map(Day::vietnamese).unwrap_or_default();
    vec![
        Cell::name(format!("/bodies/{}", line.id), &line.name),
        Cell::Code(line.code.clone()),
        Cell::Text(kind_name(web, &line.kind)),
        Cell::Text(province_name(&line.province_code, &found.provinces)),
        Cell::Code(line.number.clone().unwrap_or_default()),
        Cell::Code(shared::listed_date(web, line.issued_on.as_deref())),
        Cell::Code(day),
        Cell::Rich(shared::tag(web, standing_of(line), (line.last_day_on, found.filter.on))),
    ]
}

fn last_day_on(body: &Body, day: Day) -> Option<Day> {
    body.paper_on(day).and_then(|paper| paper.last_day_on)
}

fn tag(web: &Web, body: &Body, day: Day) -> Markup {
    shared::tag(web, body.standing_on(day), (last_day_on(body, day), day))
}

/// The record of one body.
pub(super) fn record(web: &Web, seen: &Seen) -> Markup {
    let (body, today) = (&seen.body, web.today());
    let standing = body.standing_on(today);
    let left = shared::time_left(web, standing, (last_day_on(body, today), today));
    let course = Course {
        papers: &body.content.papers,
        acts: &body.content.acts,
        periods: &body.periods,
        correct_at: web.can(&CORRECT, &Scope::nation()).then(|| path(body.id)),
    };
    let page = RecordPage {
        crumbs: crumbs(web, &[("/bodies".into(), web.t("bodies-title"))]),
        title: body.content.name.clone(),
        line: html! {
            span.code { (body.code) } (tag(web, body, today))
            @if !left.is_empty() { span { (left) } }
            span.quiet { (web.t_with("standing-as-of", &[("day", &today.vietnamese())])) }
        },
        next: next_act(web, body),
        left: html! {
            (block(&web.t("standing-facts"), &facts(&fact_rows(web, seen))))
            (block(&web.t("bodies-course"), &course.shown(web)))
            (block(&web.t("bodies-cards"), &cards(web, seen)))
            (block(&web.t("standing-journal"), &timeline(&moments(web, &seen.past, |past| told(web, past)))))
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
    let body = &seen.body;
    let province = match &seen.province {
        Some((id, name)) => html! { a href={ "/places/" (id) } { (name) } },
        None => html! { (body.content.province_code) },
    };
    let mut rows = vec![
        (web.t("bodies-kind"), html! { (web.t(body.kind.key())) }),
        (web.t("standing-province"), province),
    ];
    if let Some(paper) = body.paper_on(web.today()) {
        rows.push((web.t("bodies-number"), html! { span.code { (paper.number) } }));
        rows.extend(shared::paper_facts(web, paper));
    }
    rows.push((web.t("bodies-cards-in-force"), html! { (least(web, seen)) }));
    rows
}

/// How many cards are in force, and how many the law of today wants at least.
fn least(web: &Web, seen: &Seen) -> String {
    let topic = match seen.body.kind {
        BodyKind::Consulting => Topic::LeastConsultants,
        BodyKind::Certification => Topic::LeastAssessors,
    };
    let count = web.number(seen.in_force);
    match regulation::on(topic, web.today()) {
        None => count,
        Some(rule) => {
            let least = web.number(rule.value);
            web.t_with("bodies-cards-least", &[("count", &count), ("least", &least), ("basis", rule.basis)])
        }
    }
}

/// The act that comes next for this person: its address, and the keys of its verb and reason.
fn next_of(web: &Web, body: &Body) -> Option<(&'static str, &'static str, &'static str)> {
    let today = web.today();
    let (can_act, can_grant) = (web.can(&ACT, &Scope::nation()), web.can(&GRANT, &Scope::nation()));
    let due = |paper: &Paper| paper.renewal_due_on().is_some_and(|due_on| due_on <= today);
    match body.standing_on(today) {
        Some(Standing::Suspended) if can_act => Some(("resume", "standing-resume", "standing-resume-why")),
        Some(Standing::Expired) if can_grant => Some(("renew", "bodies-renew", "bodies-renew-expired-why")),
        Some(Standing::InForce) if can_grant && body.paper_on(today).is_some_and(due) => {
            Some(("renew", "bodies-renew", "bodies-renew-soon-why"))
        }
        _ => None,
    }
}

fn next_act(web: &Web, body: &Body) -> Option<Markup> {
    let (act, verb, why) = next_of(web, body)?;
    let button = next_link(&format!("{}/{act}", path(body.id)), &web.t(verb));
    Some(next_action(web, &web.t(verb), &web.t(why), &button))
}

const CARD_COLUMNS: &[Column] = &[
    Column::new("experts-holder"),
    Column::new("experts-number").wide_only(),
    Column::new("standing-valid-to").wide_only().labelled(),
    Column::new("standing-standing"),
];

fn cards(web: &Web, seen: &Seen) -> Markup {
    let (lines, all) = &seen.cards;
    if lines.is_empty() {
        return html! { p.quiet { (web.t("bodies-no-cards")) } };
    }
    let row = |line: &experts::CardLine| {
        let standing = line.standing.as_deref().and_then(Standing::of_word);
        vec![
            Cell::name(format!("/experts/{}", line.id), &line.holder),
            Cell::Code(line.number.clone()),
            Cell::Code(line.valid_to.map(Day::vietnamese).unwrap_or_default()),
            Cell::Rich(shared::tag(web, standing, (line.last_day_on, web.today()))),
        ]
    };
    let table = Register {
        caption: web.t("bodies-cards"),
        columns: CARD_COLUMNS,
        sort: String::new(),
        rows: lines.iter().map(row).collect(),
    };
    let href = link("/experts", &[("body", &seen.body.code)]);
    html! {
        (register(web, &table))
        p { a href=(href) { (web.t_with("bodies-all-cards", &[("count", &web.number(*all))])) } }
    }
}

fn beside(web: &Web, seen: &Seen) -> Markup {
    let body = &seen.body;
    let acts = acts(web, body);
    let at = |list: &str| link(list, &[("body", &body.code)]);
    let mut related = vec![(at("/experts"), web.t("bodies-own-cards"), String::new())];
    if body.kind == BodyKind::Certification {
        related.push((at("/certificates"), web.t("bodies-certificates"), String::new()));
    }
    html! {
        @if !acts.is_empty() { (block(&web.t("standing-acts"), &others(&acts))) }
        (block(&web.t("standing-related"), &others(&related)))
    }
}

fn acts(web: &Web, body: &Body) -> Vec<(String, String, String)> {
    let standing = body.standing_on(web.today());
    let own = |act: &str, verb: &str| (format!("{}/{act}", path(body.id)), web.t(verb), String::new());
    let mut acts = Vec::new();
    if web.can(&ACT, &Scope::nation()) {
        acts.extend(ActPage::fitting(standing).into_iter().map(|page| own(page.word, page.verb)));
    }
    if web.can(&GRANT, &Scope::nation()) {
        if standing != Some(Standing::Suspended) && barred_until(body, web.today()).is_none() {
            acts.push(own("renew", "bodies-renew"));
        }
        if standing == Some(Standing::InForce) {
            acts.extend(card_acts(web, body));
        }
    }
    if web.can(&CORRECT, &Scope::nation()) {
        acts.push(own("correct", "standing-correct"));
    }
    // What comes next stands above, as the one filled button.
    if let Some((next, ..)) = next_of(web, body) {
        acts.retain(|(href, ..)| *href != format!("{}/{next}", path(body.id)));
    }
    acts
}

fn card_acts(web: &Web, body: &Body) -> [(String, String, String); 2] {
    let kind = match body.kind {
        BodyKind::Consulting => CardKind::ConsultantOrganisation,
        BodyKind::Certification => CardKind::Assessor,
    };
    let query = [("kind", kind.word()), ("body_code", body.code.as_str()), ("extra", "yes")];
    [
        (link("/experts/new", &query[..2]), web.t("experts-grant"), String::new()),
        (link("/experts/new", &query), web.t("experts-grant-extra"), String::new()),
    ]
}

/// Labels and texts of everything that may be corrected.
fn rows(web: &Web, content: &Content) -> Vec<(String, String)> {
    let papers = content.papers.iter().map(|paper| shared::paper_text(web, paper));
    vec![
        (web.t("bodies-name"), content.name.clone()),
        (web.t("standing-province"), content.province_code.clone()),
        (web.t("bodies-papers"), papers.collect::<Vec<_>>().join("; ")),
        (web.t("bodies-decisions"), shared::acts_text(web, &content.acts)),
    ]
}

fn told(web: &Web, past: &Past<Body>) -> Told {
    let plain = |key: &str, (day, iso): (String, String), remark: String| Told {
        day,
        iso,
        what: web.t(key),
        remark,
        changes: Vec::new(),
    };
    match &past.event {
        BodyEvent::Confirmed { content, .. } => {
            let papers = content.papers.iter().map(|paper| shared::paper_text(web, paper));
            let remark = papers.collect::<Vec<_>>().join("; ");
            let first = content.papers.first().map(|paper| shared::dated(web, paper.issued));
            plain("bodies-told-confirmed", first.unwrap_or_default(), remark)
        }
        BodyEvent::Renewed { paper } => {
            let remark = shared::paper_text(web, paper);
            plain("bodies-told-renewed", shared::dated(web, paper.issued), remark)
        }
        BodyEvent::Acted { act } => {
            plain(shared::act_key(act.kind), shared::dated(web, act.happened), shared::act_remark(web, act))
        }
        BodyEvent::Corrected { reason, .. } => {
            let before = past.before.as_ref().map(|body| rows(web, &body.content)).unwrap_or_default();
            Told {
                changes: changes(&before, &rows(web, &past.after.content)),
                ..plain("bodies-told-corrected", Default::default(), reason.clone())
            }
        }
    }
}
