//! The markup of procedures.

use super::actions::{CORRECT, ENTER};
use super::fields::{Field, FieldKind, Schema, views as inputs};
use super::limits::{LIMIT_RULES, amount_word, rule_code};
use super::lines::{components_text, hours_text, steps_text, variants_text};
use super::model::{Level, Procedure, ProcedureEvent, Step, Sureness};
use super::pages::{Found, NO_LIMIT, Seen};
use super::store::ProcedureOfList;
use maud::{Markup, html};
use platform::web::{
    Button, Cell, Choice, Column, Filter, Icon, Page, Pager, Past, RecordPage, Register, Told, Tone, Web,
    block, changes, crumbs, empty, facts, filters, head, link, moments, notice, others, pager, record_page,
    register, state, timeline,
};
use platform::{Refusals, Scope};
use std::collections::BTreeMap;
use workdays::Limit;

/// Section of the rail that procedures belong to.
pub(super) const SECTION: &str = "procedures";

const COLUMNS: &[Column] = &[
    Column::new("admin-procedures-name"),
    Column::new("admin-procedures-national-code").wide_only(),
    Column::new("admin-procedures-sector").wide_only(),
    Column::new("admin-procedures-level"),
    Column::new("admin-procedures-limit").labelled(),
    Column::new("admin-procedures-process"),
];

/// Heads and widths of the spreadsheet.
pub(super) const SHEET: &[(&str, f64)] = &[
    ("admin-procedures-code", 18.0),
    ("admin-procedures-national-code", 14.0),
    ("admin-procedures-name", 80.0),
    ("admin-procedures-sector", 26.0),
    ("admin-procedures-level", 16.0),
    ("admin-procedures-agency", 44.0),
    ("admin-procedures-limit", 26.0),
    ("admin-procedures-fee-vnd", 14.0),
    ("admin-procedures-steps", 10.0),
];

/// One row of the spreadsheet.
pub(super) fn sheet_row(web: &Web, line: &ProcedureOfList) -> Vec<String> {
    vec![
        line.code.clone(),
        line.national_code.clone().unwrap_or_default(),
        line.name.clone(),
        line.sector.clone(),
        level_word(web, &line.level),
        line.executing_agency.clone(),
        limit_of_list(web, line),
        line.fee_vnd.map(|fee| web.number(fee)).unwrap_or_default(),
        web.number(line.step_count),
    ]
}

fn level_word(web: &Web, word: &str) -> String {
    Level::of_word(word).map(|level| web.t(level.key())).unwrap_or_default()
}

/// A limit in words: `5 ngày làm việc`.
pub fn limit_words(web: &Web, limit: Limit) -> String {
    let (amount, code) = (amount_word(limit), rule_code(limit));
    let amount = amount.replace('.', ",");
    match limit {
        Limit::SameDay { .. } if code == "S15" => web.t("admin-procedures-limit-s15"),
        Limit::SameDay { .. } => web.t("admin-procedures-limit-s"),
        Limit::WorkingHours(_) => web.t_with("admin-procedures-limit-h", &[("amount", &amount)]),
        Limit::CalendarDays(_) => web.t_with("admin-procedures-limit-c", &[("amount", &amount)]),
        Limit::WorkingDays(_) | Limit::WorkingDaysAtClock(_) => {
            web.t_with("admin-procedures-limit-d", &[("amount", &amount)])
        }
    }
}

fn limit_of_list(web: &Web, line: &ProcedureOfList) -> String {
    let amount = line.limit_amount.replace('.', ",");
    match line.limit_rule.as_str() {
        "S" => web.t("admin-procedures-limit-s"),
        "H" => web.t_with("admin-procedures-limit-h", &[("amount", &amount)]),
        "C" => web.t_with("admin-procedures-limit-c", &[("amount", &amount)]),
        "D" | "DC" => web.t_with("admin-procedures-limit-d", &[("amount", &amount)]),
        _ => String::new(),
    }
}

/// The list, in the order of names.
pub(super) fn list(web: &Web, found: &Found) -> Markup {
    let table = Register {
        caption: web.t("admin-procedures-title"),
        columns: COLUMNS,
        sort: String::new(),
        rows: found.lines.iter().map(|line| row(web, line)).collect(),
    };
    let next = found.lines.last().filter(|_| found.more);
    let pages = Pager {
        shown: web.shown_of(found.lines.len(), found.all),
        previous: None,
        next: next.map(|line| web.next_page(&line.name_folded, line.id)),
    };
    let main = html! {
        (head(&web.t("admin-procedures-title"), &html! { (web.t("admin-procedures-sentence")) }, &buttons(web)))
        (filters(web, &the_filters(web, found)))
        @if found.lines.is_empty() {
            (empty(&web.t("admin-procedures-none"), &web.t("admin-procedures-none-what-to-do"), None))
        }
        @else { (register(web, &table)) (pager(web, &pages)) }
    };
    web.page(Page {
        title: web.t("admin-procedures-title"),
        section: SECTION,
        main,
        status: web.t("admin-procedures-sample-data"),
        ..Page::default()
    })
}

fn buttons(web: &Web) -> Vec<Button> {
    let sheet = web.export_link("/procedures.xlsx");
    let mut buttons = vec![Button::new(sheet, web.t("admin-procedures-export"))];
    if web.ctx.could(&ENTER) {
        buttons.push(Button::new("/procedures/new", web.t("admin-procedures-enter")).first());
    }
    buttons
}

/// Key of the name of a limit's rule in filters.
fn rule_key(rule: &str) -> &'static str {
    match rule {
        "S" => "admin-procedures-rule-s",
        "H" => "admin-procedures-rule-h",
        "D" => "admin-procedures-rule-d",
        "DC" => "admin-procedures-rule-dc",
        _ => "admin-procedures-rule-c",
    }
}

fn the_filters(web: &Web, found: &Found) -> Vec<Filter> {
    let sectors = found.sectors.iter().map(|sector| Choice::new(sector, sector)).collect();
    let levels = Level::ALL.map(|level| Choice::new(level.word(), web.t(level.key())));
    let mut rules = LIMIT_RULES.map(|rule| Choice::new(rule, web.t(rule_key(rule)))).to_vec();
    rules.push(Choice::new(NO_LIMIT, web.t("admin-procedures-no-limit")));
    let steps = vec![
        Choice::new("with", web.t("admin-procedures-with-steps")),
        Choice::new("without", web.t("admin-procedures-without-steps")),
    ];
    vec![
        Filter::search("q", "admin-procedures-search"),
        Filter::select("sector", "admin-procedures-sector", sectors),
        Filter::select("level", "admin-procedures-level", levels.to_vec()),
        Filter::select("rule", "admin-procedures-rule", rules),
        Filter::select("steps", "admin-procedures-process", steps),
    ]
}

fn row(web: &Web, line: &ProcedureOfList) -> Vec<Cell> {
    let steps = match (line.step_count, line.is_illustrative) {
        (0, _) => Cell::Text(String::new()),
        (count, false) => Cell::Text(steps_counted(web, count)),
        (count, true) => Cell::Text(format!(
            "{} ({})",
            steps_counted(web, count),
            web.t("admin-procedures-sure-illustrative")
        )),
    };
    vec![
        Cell::name(format!("/procedures/{}", line.id), &line.name),
        Cell::Code(line.national_code.clone().unwrap_or_default()),
        Cell::Text(line.sector.clone()),
        Cell::Text(level_word(web, &line.level)),
        Cell::Text(limit_of_list(web, line)),
        steps,
    ]
}

fn steps_counted(web: &Web, count: i64) -> String {
    web.t_with("admin-procedures-steps-counted", &[("count", &web.number(count))])
}

/// How sure a part is: words for what may be relied on, a mark for what may not.
fn sure(web: &Web, sureness: Sureness) -> Markup {
    let words = web.t(sureness.key());
    match sureness {
        Sureness::Verified => state(Tone::Done, Icon::Done, &words),
        Sureness::Memory => html! { span.quiet { (words) } },
        Sureness::Uncertain => state(Tone::Soon, Icon::Warning, &words),
        Sureness::Illustrative => state(Tone::Off, Icon::Warning, &words),
    }
}

/// The record of one procedure, in one of its versions.
pub(super) fn record(web: &Web, seen: &Seen) -> Markup {
    let procedure = &seen.procedure;
    let told = moments(web, &seen.past, |past| told(web, past));
    let of = [("day", &*procedure.from_on.vietnamese()), ("version", &*procedure.revision.to_string())];
    let page = RecordPage {
        crumbs: crumbs(web, &[("/procedures".into(), web.t("admin-procedures-title"))]),
        title: procedure.facts.name.clone(),
        line: html! {
            @if let Some(code) = &procedure.facts.national_code { span.code { (code) } }
            span.code { (procedure.code) }
            span { (web.t_with("admin-procedures-version-line", &of)) }
        },
        left: html! {
            (older(web, seen))
            (block(&web.t("admin-procedures-facts"), &what(web, procedure)))
            (papers_asked(web, procedure))
            (process(web, procedure))
            (asked(web, procedure))
            (basis(web, procedure))
            (block(&web.t("admin-procedures-timeline"), &timeline(&told)))
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

/// The remark on a version that is not the present one.
fn older(web: &Web, seen: &Seen) -> Markup {
    html! {
        @if seen.procedure.revision != seen.present {
            (notice(Tone::Soon, &html! {
                (web.t("admin-procedures-older")) " "
                a href={ "/procedures/" (seen.procedure.id) } { (web.t("admin-procedures-to-present")) }
            }))
        }
    }
}

fn what(web: &Web, procedure: &Procedure) -> Markup {
    let known = &procedure.facts;
    let certainty = &known.certainty;
    let limit = html! {
        @match &known.limit {
            Some(limit) => {
                (limit_words(web, limit.limit)) " " (sure(web, certainty.limit))
                @if !limit.text.is_empty() { p.quiet { (limit.text) } }
            }
            None => { (web.t("admin-procedures-no-limit")) @if !known.limit_note.is_empty() { p.quiet { (known.limit_note) } } }
        }
        @for variant in &known.variants {
            p { (web.t_with("admin-procedures-variant", &[("case", &variant.case), ("limit", &limit_words(web, variant.limit))])) }
        }
    };
    let fee = html! {
        @match known.fee_vnd {
            Some(0) => { (web.t("admin-procedures-free")) " " (sure(web, certainty.fee)) }
            Some(fee) => { (web.t_with("admin-procedures-dong", &[("amount", &web.number(fee))])) " " (sure(web, certainty.fee)) }
            None => { @if !known.fee_text.is_empty() { (sure(web, certainty.fee)) } }
        }
        @if !known.fee_text.is_empty() { p { (known.fee_text) } }
    };
    let code = html! {
        @match (&known.national_code, &known.remembered_code) {
            (Some(code), _) => { span.code { (code) } " " (sure(web, certainty.code)) }
            (None, Some(code)) => { span.code { (code) } " " (sure(web, certainty.code)) }
            _ => {}
        }
    };
    facts(&[
        (web.t("admin-procedures-national-code"), code),
        (web.t("admin-procedures-iso-code"), html! { (known.iso_code) }),
        (web.t("admin-procedures-sector"), html! { (known.sector) }),
        (web.t("admin-procedures-level"), html! { (web.t(known.level.key())) }),
        (web.t("admin-procedures-agency"), html! { (known.executing_agency) }),
        (web.t("admin-procedures-limit"), limit),
        (web.t("admin-procedures-fee"), fee),
        (web.t("admin-procedures-source"), html! { (known.source) }),
    ])
}

fn papers_asked(web: &Web, procedure: &Procedure) -> Markup {
    let components = &procedure.facts.components;
    let table = html! {
        p { (sure(web, procedure.facts.certainty.components)) }
        table.register.plain-table.cards {
            thead { tr {
                th scope="col" { (web.t("admin-procedures-component")) }
                th scope="col" { (web.t("admin-procedures-component-kind")) }
                th scope="col" { (web.t("admin-procedures-when")) }
            } }
            tbody {
                @for component in components {
                    tr {
                        th.all scope="row" { (component.name) }
                        td { (web.t(component.kind.key())) }
                        td { @if component.is_conditional { (web.t("admin-procedures-conditional")) } @else { (web.t("admin-procedures-always")) } }
                    }
                }
            }
        }
    };
    html! { @if !components.is_empty() { (block(&web.t("admin-procedures-components"), &table)) } }
}

/// Key of the name of a step's role.
fn role_key(role: &str) -> &'static str {
    match role {
        "clerk" => "admin-procedures-role-clerk",
        "officer" => "admin-procedures-role-officer",
        "unit_head" => "admin-procedures-role-unit-head",
        "records_officer" => "admin-procedures-role-records-officer",
        _ => "admin-procedures-role-head",
    }
}

fn process(web: &Web, procedure: &Procedure) -> Markup {
    let known = &procedure.facts;
    let table = html! {
        p { @if let Some(sureness) = known.certainty.steps { (sure(web, sureness)) } }
        @if !known.steps_note.is_empty() { p.quiet { (known.steps_note) } }
        table.register.plain-table.cards {
            thead { tr {
                th scope="col" { (web.t("admin-procedures-step")) }
                th scope="col" { (web.t("admin-procedures-who")) }
                th scope="col" { (web.t("admin-procedures-time")) }
                th scope="col" { (web.t("admin-procedures-output")) }
            } }
            tbody {
                @for (at, step) in (1..).zip(&known.steps) {
                    tr {
                        th.all scope="row" { (at) ". " (step.name) }
                        td { (step.who) span.quiet { " (" (web.t(role_key(&step.role))) ")" } }
                        td { (step_time(web, step)) }
                        td { (step.output) }
                    }
                }
            }
        }
    };
    html! { @if !known.steps.is_empty() { (block(&web.t("admin-procedures-steps"), &table)) } }
}

fn step_time(web: &Web, step: &Step) -> String {
    let hours = |minutes: i64| web.t_with("admin-procedures-hours", &[("hours", &hours_text(minutes))]);
    let time = step.minutes.map(hours).unwrap_or_default();
    match step.verification_minutes.map(hours) {
        None => time,
        Some(verified) => {
            web.t_with("admin-procedures-hours-verified", &[("time", &time), ("verified", &verified)])
        }
    }
}

/// Key of the name of what a field takes.
fn kind_key(field: &Field) -> &'static str {
    match field.kind {
        FieldKind::Text { .. } => "admin-procedures-kind-text",
        FieldKind::Area { .. } => "admin-procedures-kind-area",
        FieldKind::Number { .. } => "admin-procedures-kind-number",
        FieldKind::Select(_) | FieldKind::Radio(_) => "admin-procedures-kind-choice",
        FieldKind::Checkbox => "admin-procedures-kind-tick",
        FieldKind::Date { .. } => "admin-procedures-kind-day",
    }
}

fn asked(web: &Web, procedure: &Procedure) -> Markup {
    let Some(schema) = &procedure.facts.fields else {
        return html! {};
    };
    let table = html! {
        table.register.plain-table.cards {
            thead { tr {
                th scope="col" { (web.t("admin-procedures-field")) }
                th scope="col" { (web.t("admin-procedures-field-kind")) }
                th scope="col" { (web.t("admin-procedures-field-required")) }
            } }
            tbody {
                @for field in &schema.fields {
                    tr {
                        th.all scope="row" { (field.label) }
                        td { (web.t(kind_key(field))) @if !field.choices().is_empty() { span.quiet { ": " (choices(field)) } } }
                        td { @if field.is_required { (web.t("admin-procedures-required")) } }
                    }
                }
            }
        }
    };
    let look = html! {
        (table)
        p { a href={ "/procedures/" (procedure.id) "/form?version=" (procedure.revision) } { (web.t("admin-procedures-form")) } }
    };
    block(&web.t("admin-procedures-fields"), &look)
}

/// The form of a procedure's fields, empty.
pub(super) fn form(web: &Web, procedure: &Procedure, schema: &Schema) -> Markup {
    let steps = [
        ("/procedures".to_owned(), web.t("admin-procedures-title")),
        (format!("/procedures/{}", procedure.id), procedure.facts.name.clone()),
    ];
    let title = web.t("admin-procedures-form");
    let main = html! {
        div.pad.stack {
            div { (crumbs(web, &steps)) h1 { (title) } p { (web.t("admin-procedures-form-sentence")) } }
            form.form { (inputs::inputs(web, schema, &BTreeMap::new(), &Refusals::default())) }
        }
    };
    web.page(Page { title, section: SECTION, main, ..Page::default() })
}

fn choices(field: &Field) -> String {
    field.choices().iter().map(|choice| choice.label.as_str()).collect::<Vec<_>>().join("; ")
}

fn basis(web: &Web, procedure: &Procedure) -> Markup {
    let acts = &procedure.facts.legal_basis;
    let content = html! {
        p { (sure(web, procedure.facts.certainty.legal)) }
        ul { @for act in acts { li { (act) } } }
    };
    html! { @if !acts.is_empty() { (block(&web.t("admin-procedures-legal-basis"), &content)) } }
}

/// Labels and texts of everything that may be corrected.
fn rows(web: &Web, procedure: &Procedure) -> Vec<(String, String)> {
    let known = &procedure.facts;
    let limit = known.limit.as_ref();
    let row = |label: &str, text: String| (web.t(label), text);
    let labels = |schema: &Schema| {
        schema.fields.iter().map(|field| field.label.as_str()).collect::<Vec<_>>().join("; ")
    };
    vec![
        row("admin-procedures-name", known.name.clone()),
        row("admin-procedures-sector", known.sector.clone()),
        row("admin-procedures-level", web.t(known.level.key())),
        row("admin-procedures-agency", known.executing_agency.clone()),
        row("admin-procedures-national-code", known.national_code.clone().unwrap_or_default()),
        row("admin-procedures-iso-code", known.iso_code.clone()),
        row("admin-procedures-limit", limit.map(|limit| limit_words(web, limit.limit)).unwrap_or_default()),
        row(
            "admin-procedures-limit-text",
            limit.map_or_else(|| known.limit_note.clone(), |limit| limit.text.clone()),
        ),
        row("admin-procedures-variants", variants_text(&known.variants)),
        row("admin-procedures-fee-vnd", known.fee_vnd.map(|fee| web.number(fee)).unwrap_or_default()),
        row("admin-procedures-fee-text", known.fee_text.clone()),
        row("admin-procedures-components", components_text(&known.components)),
        row("admin-procedures-legal-basis", known.legal_basis.join("; ")),
        row("admin-procedures-steps", steps_text(&known.steps)),
        row("admin-procedures-fields", known.fields.as_ref().map(labels).unwrap_or_default()),
        row(
            "admin-procedures-result",
            known.result.as_ref().map(|result| result.type_name.clone()).unwrap_or_default(),
        ),
        row("admin-procedures-source", known.source.clone()),
    ]
}

fn told(web: &Web, past: &Past<Procedure>) -> Told {
    let before = past.before.as_ref().map(|procedure| rows(web, procedure));
    let changed = || changes(&before.clone().unwrap_or_default(), &rows(web, &past.after));
    let told = |key: &str, remark: &str| Told {
        day: String::new(),
        iso: String::new(),
        what: web.t(key),
        remark: remark.to_owned(),
        changes: changed(),
    };
    match &past.event {
        ProcedureEvent::Entered { .. } => told("admin-procedures-told-entered", ""),
        ProcedureEvent::Corrected { reason, .. } => told("admin-procedures-told-corrected", reason),
        ProcedureEvent::Amended { act, from_on, .. } => Told {
            day: from_on.vietnamese(),
            iso: from_on.to_string(),
            ..told("admin-procedures-told-amended", act)
        },
    }
}

fn beside(web: &Web, seen: &Seen) -> Markup {
    let procedure = &seen.procedure;
    let path = format!("/procedures/{}", procedure.id);
    let own = |act: &str, label: &str| (format!("{path}/{act}"), web.t(label), String::new());
    let mut acts = Vec::new();
    if web.can(&CORRECT, &Scope::nation()) {
        acts.push(own("amend", "admin-procedures-amend"));
        acts.push(own("correct", "admin-procedures-correct"));
    }
    let versions: Vec<_> = seen
        .versions
        .iter()
        .rev()
        .map(|version| {
            let number = version.revision.to_string();
            let words = web.t_with("admin-procedures-version", &[("version", &number)]);
            (link(&path, &[("version", &number)]), words, version.from_on.vietnamese())
        })
        .collect();
    let sector = link("/procedures", &[("sector", &procedure.facts.sector)]);
    let same = web.t_with("admin-procedures-same-sector", &[("sector", &procedure.facts.sector)]);
    html! {
        @if !acts.is_empty() { (block(&web.t("admin-procedures-acts"), &others(&acts))) }
        @if let (Some(result), Some(_)) = (&procedure.facts.result, &procedure.facts.fields) {
            @let href = link(&format!("{path}/sample.pdf"), &[("version", &procedure.revision.to_string())]);
            (block(&web.t("admin-procedures-result"), &others(&[(href, result.type_name.clone(), "PDF".to_owned())])))
        }
        (block(&web.t("admin-procedures-versions"), &others(&versions)))
        (block(&web.t("admin-procedures-related"), &others(&[(sector, same, String::new())])))
    }
}
