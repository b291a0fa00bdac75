//! The markup of processes, and the diagram that dossiers show too.

use super::actions::{DRAFT, ORIGIN_COPY, ORIGIN_PROCEDURE, PUBLISH};
use super::decide::hours;
use super::forms::input;
use super::handlers::Handler;
use super::model::{Process, ProcessEvent, Status, Version};
use super::outline::limit_minutes;
use super::pages::{Found, Seen, Shown};
use super::published::Published;
use super::sheet::{Sheet, Step, cut};
use super::store::ProcessLine;
use bpmn::model::{NodeIndex, Process as Model};
use bpmn::svg::{Look, svg};
use maud::{Markup, PreEscaped, html};
use platform::web::{
    Button, Cell, Choice, Column, Fields, Filter, Icon, Page, Pager, Past, RecordPage, Register, Told, Tone,
    Web, block, changes, crumbs, empty, facts, filters, head, hidden_fields, moments, next_action, next_link,
    notice, one_button_form, others, pager, record_page, refusal_list, register, role_name, state, timeline,
};
use platform::{Refusals, Role, Scope};

/// Section of the rail that processes belong to.
pub const SECTION: &str = "processes";

/// How many steps and lanes a page shows: a longer table is read by nobody.
pub(super) const MOST_SHOWN: usize = 300;
/// How much of a name it shows.
const MOST_NAME: usize = 200;
/// How much of the words of a step.
const MOST_WORDS: usize = 1_000;

const COLUMNS: &[Column] = &[
    Column::new("processes-name"),
    Column::new("processes-code"),
    Column::new("processes-version").labelled(),
    Column::new("processes-in-force-on").labelled(),
    Column::new("processes-status"),
];

/// Heads and widths of the spreadsheet.
pub(super) const SHEET: &[(&str, f64)] = &[
    ("processes-code", 24.0),
    ("processes-name", 60.0),
    ("processes-version", 14.0),
    ("processes-in-force-on", 16.0),
    ("processes-status", 20.0),
];

fn status_key(status: Status) -> &'static str {
    match status {
        Status::Draft => "processes-draft",
        Status::Published => "processes-in-force",
        Status::Retired => "processes-retired",
    }
}

fn status_tag(web: &Web, status: Status) -> Markup {
    let (tone, icon) = match status {
        Status::Draft => (Tone::Soon, Icon::Document),
        Status::Published => (Tone::Live, Icon::Live),
        Status::Retired => (Tone::Off, Icon::Over),
    };
    state(tone, icon, &web.t(status_key(status)))
}

fn standing(line: &ProcessLine) -> Status {
    Status::of_word(&line.standing).unwrap_or(Status::Draft)
}

/// One row of the spreadsheet.
pub(super) fn sheet_row(web: &Web, line: ProcessLine) -> Vec<String> {
    let status = web.t(status_key(standing(&line)));
    let from = line.published_on.map(|day| day.vietnamese()).unwrap_or_default();
    vec![line.code, line.name, line.number.to_string(), from, status]
}

/// The list of the own agency.
pub(super) fn list(web: &Web, found: &Found) -> Markup {
    let table = Register {
        caption: web.t("processes-title"),
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
    let statuses = [Status::Published, Status::Draft, Status::Retired];
    let statuses = statuses.map(|status| Choice::new(status.word(), web.t(status_key(status))));
    let begin = web.ctx.could(&DRAFT).then(|| Button::new("/processes/new", web.t("processes-new")).first());
    let export = Button::new(web.export_link("/processes.xlsx"), web.t("processes-export"));
    let buttons: Vec<Button> = [Some(export), begin.clone()].into_iter().flatten().collect();
    let main = html! {
        (head(&web.t("processes-title"), &html! { (web.t("processes-sentence")) }, &buttons))
        (filters(web, &[
            Filter::search("q", "processes-search"),
            Filter::select("status", "processes-status", statuses.to_vec()),
        ]))
        @if found.lines.is_empty() {
            (empty(&web.t("processes-none"), &web.t("processes-none-what-to-do"), begin.as_ref()))
        } @else { (register(web, &table)) (pager(web, &pages)) }
    };
    web.page(Page { title: web.t("processes-title"), section: SECTION, main, ..Page::default() })
}

fn row(web: &Web, line: &ProcessLine) -> Vec<Cell> {
    let number = web.t_with("processes-version-number", &[("number", &line.number.to_string())]);
    let status = html! {
        (status_tag(web, standing(line)))
        @if line.is_illustrative { " " span.quiet { (web.t("processes-illustrative")) } }
    };
    vec![
        Cell::name(format!("/processes/{}", line.id), &line.name),
        Cell::Code(line.code.clone()),
        Cell::Text(number),
        Cell::Code(line.published_on.map(|day| day.vietnamese()).unwrap_or_default()),
        Cell::Rich(status),
    ]
}

/// The diagram of a published version with what lives in it: numbers of nodes with how many tokens stand there,
/// of nodes that were passed, and of those where it was ended. `prefix` differs between two diagrams of one page.
pub fn diagram(
    published: &Published,
    prefix: &str,
    (live, done, ended): (&[(u16, u32)], &[u16], &[u16]),
) -> Markup {
    let index = |node: u16| NodeIndex(u32::from(node));
    let look = Look {
        prefix: prefix.to_owned(),
        tokens: live.iter().map(|(node, tokens)| (index(*node), *tokens)).collect(),
        done: done.iter().map(|node| index(*node)).collect(),
        marked: ended.iter().map(|node| index(*node)).collect(),
        ..Look::default()
    };
    framed(&svg(&published.model, &look))
}

fn framed(drawing: &str) -> Markup {
    html! { div.diagram tabindex="0" { (PreEscaped(drawing)) } }
}

/// The table of steps: number, what, who, in what time, with what form or result.
pub fn steps(web: &Web, sheet: &Sheet) -> Markup {
    let time = |time| budget_words(web, time);
    html! {
        table.register.cards {
            caption.hidden-text { (web.t("processes-steps")) }
            thead { tr {
                @for key in ["processes-step-number", "processes-step", "processes-responsible", "processes-time",
                             "processes-output"] { th scope="col" { (web.t(key)) } }
            } }
            tbody {
                @for (at, step) in sheet.steps.iter().take(MOST_SHOWN).enumerate() {
                    tr {
                        td.code { (at + 1) }
                        th.all scope="row" { (step_words(step)) }
                        td { (responsible(web, sheet, step.lane)) }
                        td.code { @if let Some(budget) = step.budget { (time(budget)) } }
                        td { (cut(&step.output, MOST_NAME)) }
                    }
                }
            }
        }
        (more_steps(web, sheet))
        p.quiet { (web.t_with("processes-total", &[("hours", &shown_hours(web, sheet.longest))])) }
    }
}

/// The name of a step, with its words in full and its outcomes.
fn step_words(step: &Step) -> Markup {
    html! {
        (cut(&step.name, MOST_NAME))
        @if !step.description.is_empty() && step.description != step.name {
            p.quiet { (cut(&step.description, MOST_WORDS)) }
        }
        @if !step.choices.is_empty() {
            p.quiet {
                @for (place, choice) in step.choices.iter().enumerate() {
                    @if place > 0 { " / " } (cut(&choice.label, MOST_NAME))
                }
            }
        }
    }
}

/// How many steps are not shown.
fn more_steps(web: &Web, sheet: &Sheet) -> Markup {
    let more = sheet.steps.len().saturating_sub(MOST_SHOWN);
    html! {
        @if more > 0 { p { (web.t_with("processes-more-steps", &[("number", &web.number(more as i64))])) } }
    }
}

fn responsible(web: &Web, sheet: &Sheet, lane: Option<usize>) -> Markup {
    let Some(lane) = lane.and_then(|lane| sheet.lanes.get(lane)) else { return html! {} };
    let role = lane.role.map(|role| role_name(web, role)).filter(|role| *role != lane.name);
    html! { (cut(&lane.name, MOST_NAME)) @if let Some(role) = role { p.quiet { (role) } } }
}

/// A budget of working time in words: `4 giờ làm việc`.
pub fn budget_words(web: &Web, time: workdays::WorkingTime) -> String {
    web.t_with("processes-hours", &[("hours", &shown_hours(web, time))])
}

fn shown_hours(web: &Web, time: workdays::WorkingTime) -> String {
    match web.language() {
        platform::Language::Vi => hours(time),
        platform::Language::En => hours(time).replace(',', "."),
    }
}

/// What is to be drawn of the version on screen: the model, and what is pointed out in it.
pub(super) fn to_draw(web: &Web, seen: &mut Seen) -> Option<(Model, Look)> {
    let shown = seen.shown.as_mut()?;
    let model = shown.judged.model.take()?;
    let title = web.t_with("processes-diagram-of", &[("name", &seen.process.name)]);
    let look = Look { title, ..Look::pointing_out(&model, &shown.judged.refused) };
    Some((model, look))
}

/// The record of one process, with the drawing of the version on screen.
pub(super) fn record(web: &Web, seen: &Seen, drawing: Option<&str>) -> Markup {
    let process = &seen.process;
    let told = moments(web, &seen.past, |past| told(web, past));
    let page = RecordPage {
        crumbs: crumbs(web, &[("/processes".into(), web.t("processes-title"))]),
        title: process.name.clone(),
        line: html! {
            span.code { (process.code) }
            @if let Some(shown) = &seen.shown {
                span { (web.t_with("processes-version-number", &[("number", &shown.version.number.to_string())])) }
                (status_tag(web, shown.version.status))
            }
            @if process.is_illustrative { span.quiet { (web.t("processes-illustrative")) } }
        },
        next: next(web, seen),
        left: html! {
            @if let Some(shown) = &seen.shown { (version(web, process, (shown, drawing))) }
            @else { (notice(Tone::Off, &html! { (web.t("processes-is-empty")) })) }
            (block(&web.t("processes-versions"), &versions(web, process)))
            (block(&web.t("processes-timeline"), &timeline(&told)))
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

/// A version: what is to be known of it, its diagram, its steps.
fn version(web: &Web, process: &Process, (shown, drawing): (&Shown, Option<&str>)) -> Markup {
    let is_draft = shown.version.status == Status::Draft;
    html! {
        @if process.is_illustrative { (notice(Tone::Off, &html! { (web.t("processes-illustrative-why")) })) }
        @if is_draft && !shown.faults.is_empty() {
            (block(&web.t("processes-faults"), &refusal_list(web, &shown.faults)))
        }
        @if is_draft && !shown.warnings.is_empty() {
            (block(&web.t("processes-warnings"), &refusal_list(web, &Refusals(shown.warnings.clone()))))
        }
        @if let Some(drawing) = drawing { (block(&web.t("processes-diagram"), &framed(drawing))) }
        @if let Some(sheet) = &shown.judged.sheet {
            (block(&web.t("processes-steps"), &steps(web, sheet)))
            @if !sheet.handlers.is_empty() { (block(&web.t("processes-handlers"), &facts(&handlers(web)))) }
        }
    }
}

/// What the machine can do in service tasks.
fn handlers(web: &Web) -> Vec<(String, Markup)> {
    let row = |handler: Handler| (handler.word().to_owned(), html! { (web.t(handler.key())) });
    Handler::ALL.into_iter().map(row).collect()
}

/// The one thing to do next.
fn next(web: &Web, seen: &Seen) -> Option<Markup> {
    let process = &seen.process;
    let (scope, shown) = (Scope::owned_by(process.agency_id), seen.shown.as_ref());
    if let Some(draft) = process.draft() {
        if !web.can(&PUBLISH, &scope) || shown.is_none_or(|shown| shown.version.id != draft.id) {
            return None;
        }
        if shown.is_some_and(|shown| !shown.faults.is_empty()) {
            let act = next_link(&format!("/processes/{}/upload", process.id), &web.t("processes-upload"));
            let (title, why) = (web.t("processes-publish-cannot"), web.t("processes-publish-cannot-why"));
            return Some(next_action(web, &title, &why, &act));
        }
        let path = format!("/processes/{}/publish", process.id);
        let act = one_button_form(web, &path, (&web.t("processes-publish"), Some(process.revision)));
        let title = web.t_with("processes-publish-title", &[("number", &draft.number.to_string())]);
        return Some(next_action(web, &title, &web.t("processes-publish-why"), &act));
    }
    if !web.can(&DRAFT, &scope) {
        return None;
    }
    let path = format!("/processes/{}/copy", process.id);
    let act = one_button_form(web, &path, (&web.t("processes-redraw"), Some(process.revision)));
    Some(next_action(web, &web.t("processes-redraw"), &web.t("processes-redraw-why"), &act))
}

fn versions(web: &Web, process: &Process) -> Markup {
    let label = |version: &Version| {
        web.t_with("processes-version-number", &[("number", &version.number.to_string())])
    };
    let path = |version: &Version| format!("/processes/{}?version={}", process.id, version.number);
    let day = |day: Option<platform::Day>| day.map(|day| day.vietnamese()).unwrap_or_default();
    html! {
        table.register.cards {
            caption.hidden-text { (web.t("processes-versions")) }
            thead { tr {
                @for key in ["processes-version", "processes-status", "processes-in-force-on", "processes-origin"] {
                    th scope="col" { (web.t(key)) }
                }
            } }
            tbody {
                @for version in process.versions.iter().rev() {
                    tr {
                        th.all scope="row" { a href=(path(version)) { (label(version)) } }
                        td { (status_tag(web, version.status)) }
                        td.code { (day(version.published_on)) }
                        td { (origin(web, &version.origin)) }
                    }
                }
            }
        }
    }
}

fn origin(web: &Web, origin: &str) -> String {
    match origin {
        ORIGIN_PROCEDURE => web.t("processes-origin-procedure"),
        ORIGIN_COPY => web.t("processes-origin-copy"),
        name => name.to_owned(),
    }
}

fn beside(web: &Web, seen: &Seen) -> Markup {
    let process = &seen.process;
    let scope = Scope::owned_by(process.agency_id);
    let path = |verb: &str| format!("/processes/{}/{verb}", process.id);
    let act = |verb: &str, key: &str| (path(verb), web.t(key), String::new());
    let mut acts = Vec::new();
    if web.can(&DRAFT, &scope) {
        acts.push(act("upload", "processes-upload"));
        if process.draft().is_some() {
            acts.push(act("describe", "processes-describe"));
        }
        acts.push(act("correct", "processes-correct"));
    }
    if web.can(&PUBLISH, &scope) && process.in_force().is_some() {
        acts.push(act("retire", "processes-retire"));
    }
    let mut related = Vec::new();
    if let Some(shown) = &seen.shown {
        let number = shown.version.number;
        related.push((
            format!("{}?version={number}", path("bpmn")),
            web.t("processes-download"),
            String::new(),
        ));
    }
    let limit = seen.procedure.as_ref().and_then(|procedure| procedure.limit.as_ref());
    let limit = limit.map(|limit| workdays::WorkingTime::minutes(limit_minutes(&limit.limit)));
    let rows = [
        (
            web.t("processes-procedure"),
            html! {
                @if let Some(procedure) = &seen.procedure {
                    a href={ "/procedures/" (procedure.id) } { (procedure.name) }
                }
            },
        ),
        (
            web.t("processes-limit"),
            html! {
                @if let Some(limit) = limit {
                    (web.t_with("processes-hours", &[("hours", &shown_hours(web, limit))]))
                }
            },
        ),
    ];
    html! {
        @if !acts.is_empty() { (block(&web.t("processes-acts"), &others(&acts))) }
        (block(&web.t("processes-facts"), &facts(&rows)))
        (block(&web.t("processes-related"), &others(&related)))
    }
}

/// Labels and texts of what may be corrected.
fn rows(web: &Web, process: &Process) -> Vec<(String, String)> {
    vec![(web.t("processes-code"), process.code.clone()), (web.t("processes-name"), process.name.clone())]
}

fn told(web: &Web, past: &Past<Process>) -> Told {
    let number = |version_id: &i64| {
        past.after.version(*version_id).map(|version| version.number.to_string()).unwrap_or_default()
    };
    let numbered = |key: &str, id: &i64| web.t_with(key, &[("number", &number(id))]);
    let (what, remark) = match &past.event {
        ProcessEvent::Begun { .. } => (web.t("processes-told-begun"), String::new()),
        ProcessEvent::Drafted { origin: from, .. } => (web.t("processes-told-drafted"), origin(web, from)),
        ProcessEvent::Redrafted { origin: from, .. } => {
            (web.t("processes-told-redrafted"), origin(web, from))
        }
        ProcessEvent::Published { version_id, .. } => {
            (numbered("processes-told-published", version_id), String::new())
        }
        ProcessEvent::Retired { version_id, reason, .. } => {
            (numbered("processes-told-retired", version_id), reason.clone())
        }
        ProcessEvent::Corrected { reason, .. } => (web.t("processes-told-corrected"), reason.clone()),
    };
    let before = past.before.as_ref().map(|process| rows(web, process));
    let changed = before.map(|before| changes(&before, &rows(web, &past.after))).unwrap_or_default();
    Told { day: String::new(), iso: String::new(), what, remark, changes: changed }
}

/// The page that says who does the lanes and in what time the steps are done.
pub(super) fn describe(web: &Web, seen: &Seen, (typed, reasons): (Option<&Fields>, &Refusals)) -> Markup {
    let process = &seen.process;
    let title = web.t_with("processes-describe-title", &[("code", &process.code)]);
    let sheet = seen.shown.as_ref().and_then(|shown| shown.judged.sheet.as_ref());
    let main = html! {
        div.pad.stack {
            div {
                (crumbs(web, &[
                    ("/processes".into(), web.t("processes-title")),
                    (format!("/processes/{}", process.id), process.code.clone()),
                ]))
                h1 { (title) }
            }
            @if !reasons.is_empty() { (notice(Tone::Late, &refusal_list(web, reasons))) }
            p { (web.t("processes-describe-why")) }
            @if let Some(sheet) = sheet {
                form.form method="post" action={ "/processes/" (process.id) "/describe" } novalidate {
                    (hidden_fields(web, Some(process.revision)))
                    section {
                        h2 { (web.t("processes-describe-lanes")) }
                        @for lane in sheet.lanes.iter().take(MOST_SHOWN) { (lane_field(web, (&lane.id, &lane.name), lane.role, typed)) }
                    }
                    section {
                        h2 id="steps" { (web.t("processes-describe-steps")) }
                        table.register.cards aria-labelledby="steps" {
                            thead { tr {
                                @for key in ["processes-step-number", "processes-step", "processes-describe-hours",
                                             "processes-output"] { th scope="col" { (web.t(key)) } }
                            } }
                            tbody {
                                @for (at, step) in sheet.steps.iter().take(MOST_SHOWN).enumerate() {
                                    (step_row(web, (at, step), typed))
                                }
                            }
                        }
                        (more_steps(web, sheet))
                    }
                    div.act { button.button.first accesskey="l" { (web.t("processes-describe-save")) } }
                }
            }
        }
    };
    web.page(Page { title, section: SECTION, main, ..Page::default() })
}

fn lane_field(web: &Web, (id, name): (&str, &str), role: Option<Role>, typed: Option<&Fields>) -> Markup {
    let field = input("lane", id);
    let chosen = typed.map_or_else(
        || role.map(Role::word).unwrap_or_default().to_owned(),
        |typed| typed.get(&field).to_owned(),
    );
    html! {
        div.field {
            label for=(field) { (cut(name, MOST_NAME)) }
            select id=(field) name=(field) {
                option value="" selected[chosen.is_empty()] { (web.t("processes-role-none")) }
                @for role in Role::AT_WORK {
                    option value=(role.word()) selected[chosen == role.word()] { (role_name(web, role)) }
                }
            }
        }
    }
}

fn step_row(web: &Web, (at, step): (usize, &super::sheet::Step), typed: Option<&Fields>) -> Markup {
    let (hours_name, output_name) = (input("hours", &step.id), input("output", &step.id));
    let value = |name: &str, known: String| typed.map_or(known, |typed| typed.get(name).to_owned());
    let time = value(&hours_name, step.budget.map(|time| shown_hours(web, time)).unwrap_or_default());
    let output = value(&output_name, step.output.clone());
    let label = |key: &str| format!("{}: {}", cut(&step.name, MOST_NAME), web.t(key));
    html! {
        tr {
            td.code { (at + 1) }
            th.all scope="row" { (cut(&step.name, MOST_NAME)) }
            td {
                input.date name=(hours_name) inputmode="decimal" autocomplete="off" value=(time)
                    aria-label=(label("processes-describe-hours"));
            }
            td {
                input.full name=(output_name) autocomplete="off" value=(output)
                    aria-label=(label("processes-output"));
            }
        }
    }
}
