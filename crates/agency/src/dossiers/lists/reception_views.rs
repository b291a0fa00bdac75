//! The markup of receptions: no more than the desk needs to know.

use super::super::counter::received_offer;
use super::SECTION;
use super::filter::GROUPS;
use super::reception_pages::{Found, Seen};
use super::views::{due_cell, due_day, shown, status_tag};
use crate::dossiers::applicants::Person as Applicant;
use crate::dossiers::{RECEIVE, Status, Wanted};
use maud::{Markup, html};
use platform::clock::local_parts;
use platform::web::{
    Button, Cell, Choice, Column, Filter, Page, Pager, RecordPage, Register, Web, block, crumbs, empty,
    facts, filters, head, next_action, next_link, others, pager, papers, record_page, register,
};

const COLUMNS: &[Column] = &[
    Column::new("lists-code"),
    Column::new("lists-applicant"),
    Column::new("lists-handler"),
    Column::new("lists-procedure"),
    Column::new("lists-received").labelled(),
    Column::new("lists-due").labelled(),
    Column::new("lists-status"),
];

fn status_of(number: i64) -> Status {
    Status::of_number(number).unwrap_or(Status::Registered)
}

fn is_late(status: Status, due_at: Option<i64>, now: i64) -> bool {
    !status.is_over() && status != Status::Settled && due_at.is_some_and(|due_at| due_at < now)
}

/// What the desk received for other agencies.
pub(super) fn list(web: &Web, found: &Found) -> Markup {
    let rows = found.lines.iter().map(|line| {
        let status = status_of(line.status);
        let path = format!("/receptions/{}", line.id);
        let due = due_cell(web, (&path, line.due_at), is_late(status, line.due_at, found.now));
        vec![
            Cell::name(path, &line.code),
            Cell::Text(line.applicant.clone().unwrap_or_else(|| web.t("lists-erased"))),
            Cell::Text(found.names.get(&line.handling_agency_id).cloned().unwrap_or_default()),
            Cell::Text(line.procedure_name.clone()),
            Cell::Code(platform::Day::of_instant(line.received_at).vietnamese()),
            due,
            Cell::Rich(status_tag(web, status)),
        ]
    });
    let table = Register {
        caption: web.t("lists-receptions"),
        columns: COLUMNS,
        sort: String::new(),
        rows: rows.collect(),
    };
    let last = found.lines.last().filter(|_| found.more);
    let pages = Pager {
        shown: shown(web, found.lines.len(), found.all),
        previous: None,
        next: last.map(|line| web.link_with(&[("after", &line.id.to_string())])),
    };
    let group = |(word, key, _): &(&str, &str, &[Status])| Choice::new(*word, web.t(key));
    let one = |status: &Status| Choice::new(status.number().to_string(), web.t(status.key()));
    let statuses = GROUPS.iter().map(group).chain(Status::ALL.iter().map(one)).collect();
    let agencies = found.names.iter().map(|(id, name)| Choice::new(id.to_string(), name.clone())).collect();
    let receive = web.ctx.could(&RECEIVE).then(|| Button::new("/counter", web.t("lists-receive")));
    let buttons: Vec<Button> = receive.into_iter().collect();
    let main = html! {
        (head(&web.t("lists-receptions"), &html! { (web.t("lists-receptions-sentence")) }, &buttons))
        (filters(web, &[
            Filter::search("q", "lists-words"),
            Filter::select("status", "lists-status", statuses),
            Filter::select("agency", "lists-handler", agencies),
        ]))
        @if found.lines.is_empty() {
            (empty(&web.t("lists-receptions-none"), &web.t("lists-receptions-none-what"), None))
        } @else { (register(web, &table)) (pager(web, &pages)) }
    };
    web.page(Page { title: web.t("lists-receptions"), section: SECTION, main, ..Page::default() })
}

/// One reception.
pub(super) fn record(web: &Web, seen: &Seen) -> Markup {
    let reception = &seen.reception;
    let status = status_of(reception.status);
    let (day, time) = local_parts(reception.received_at);
    let received = web.t_with("lists-at", &[("time", &time), ("day", &day.vietnamese())]);
    let due = match reception.due_at {
        None => html! {},
        Some(at) => {
            let (day, time) = local_parts(at);
            let moment = web.t_with("lists-at", &[("time", &time), ("day", &day.vietnamese())]);
            html! {
                a.due href={ "/receptions/" (reception.id) "/due" } { (moment) }
                @if is_late(status, Some(at), seen.now) { " " b { (web.t("lists-late")) } }
            }
        }
    };
    let number = |person: &Applicant| {
        html! {
            @if !person.id_number.is_empty() { span.code { (person.masked_number()) } }
        }
    };
    let proxy = seen.proxy.as_ref();
    let left = block(
        &web.t("lists-reception"),
        &facts(&[
            (web.t("lists-code"), html! { span.code { (reception.code) } }),
            (web.t("lists-applicant"), html! { (seen.applicant_name(web)) }),
            (web.t("lists-id-number"), seen.applicant.as_ref().map(number).unwrap_or_default()),
            (web.t("lists-proxy"), html! { (proxy.map_or("", |person| person.name.as_str())) }),
            (web.t("lists-handler"), html! { (seen.agency_name) }),
            (web.t("lists-procedure"), html! { (seen.procedure_name) }),
            (web.t("lists-received"), html! { (received) }),
            (web.t("lists-due"), due),
            (web.t("lists-status"), html! { (web.t(status.key())) }),
        ]),
    );
    let left = html! { (left) (missing_papers(web, seen)) };
    let page = RecordPage {
        crumbs: crumbs(web, &[("/receptions".to_owned(), web.t("lists-receptions"))]),
        title: reception.code.clone(),
        line: html! {
            (status_tag(web, status))
            @if let Some(at) = reception.due_at { span.quiet { (web.t("lists-due")) " " (due_day(at)) } }
        },
        next: next(web, seen),
        beside: beside(web, seen),
        left: html! {
            (received_offer(web, (&format!("/receptions/{}", reception.id), reception.dossier_id)))
            (left)
        },
        ..RecordPage::default()
    };
    web.page(Page {
        title: reception.code.clone(),
        section: SECTION,
        main: record_page(&page),
        ..Page::default()
    })
}

/// The one next thing that the desk does: take in what was asked, or return the result.
fn next(web: &Web, seen: &Seen) -> Option<Markup> {
    let id = seen.reception.id;
    let may = web.ctx.could(&RECEIVE);
    if let Some(pause) = &seen.asked {
        let (title, button) = match pause.wanted {
            Wanted::Papers { .. } => ("lists-asked", "lists-take-in"),
            Wanted::Payment { .. } => ("lists-asked-to-pay", "counter-paid-title"),
        };
        let act = next_link(&format!("/receptions/{id}/answer"), &web.t(button));
        let act = if may { act } else { Markup::default() };
        let why = web.t_with("lists-asked-why", &[("reason", &pause.reason)]);
        return Some(next_action(web, &web.t(title), &why, &act));
    }
    (seen.is_to_return() && may).then(|| {
        let act = next_link(&format!("/receptions/{id}/return"), &web.t("lists-return"));
        next_action(web, &web.t("lists-return-title"), &web.t("lists-return-why"), &act)
    })
}

/// What the citizen still owes, so that the desk can say it to whoever asks.
fn missing_papers(web: &Web, seen: &Seen) -> Markup {
    let Some(pause) = &seen.asked else { return html! {} };
    let what = match &pause.wanted {
        Wanted::Papers { missing } => html! { ul { @for paper in missing { li { (paper) } } } },
        Wanted::Payment { amount_vnd, .. } => {
            html! { p { (web.t_with("lists-asked-payment", &[("amount", &web.number(*amount_vnd))])) } }
        }
    };
    block(&web.t("lists-asked-what"), &what)
}

/// What else the desk may do, and the forms that it hands out.
fn beside(web: &Web, seen: &Seen) -> Markup {
    let path = format!("/receptions/{}", seen.reception.id);
    let act = |end: &str, key: &str| (format!("{path}/{end}"), web.t(key), String::new());
    let mut acts = Vec::new();
    if web.ctx.could(&RECEIVE) {
        acts.extend(seen.is_to_correct.then(|| act("correct", "lists-correct")));
        acts.push(act("reprint", "lists-reprint"));
    }
    let form = |(number, key): &(&str, &str)| {
        let told = web.t_with("lists-form-number", &[("number", number)]);
        (format!("{path}/slips/{number}.pdf"), web.t(key), told)
    };
    let forms: Vec<(String, String, String)> = seen.forms.iter().map(form).collect();
    html! {
        @if !acts.is_empty() { (block(&web.t("lists-acts"), &others(&acts))) }
        @if !forms.is_empty() { (block(&web.t("lists-forms"), &papers(&forms))) }
    }
}
