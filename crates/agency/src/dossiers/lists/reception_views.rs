//! The markup of receptions: no more than the desk needs to know.

use super::super::counter::received_offer;
use super::SECTION;
use super::filter::GROUPS;
use super::reception_pages::{Found, Seen};
use super::views::{due_cell, due_day, status_tag};
use crate::dossiers::{RECEIVE, Status};
use maud::{Markup, html};
use platform::clock::local_parts;
use platform::web::{
    Button, Cell, Choice, Column, Filter, Page, Pager, RecordPage, Register, Web, block, crumbs, empty,
    facts, filters, head, next_action, next_link, pager, record_page, register,
};

const COLUMNS: &[Column] = &[
    Column::new("lists-code"),
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
        vec![
            Cell::name(format!("/receptions/{}", line.id), &line.code),
            Cell::Text(found.names.get(&line.handling_agency_id).cloned().unwrap_or_default()),
            Cell::Text(line.procedure_name.clone()),
            Cell::Code(platform::Day::of_instant(line.received_at).vietnamese()),
            due_cell(web, line.due_at, is_late(status, line.due_at, found.now)),
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
    let shown = i64::try_from(found.lines.len()).unwrap_or(i64::MAX);
    let pages = Pager {
        shown: web.t_with("lists-receptions-shown", &[("shown", &web.number(shown))]),
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
            Filter::search("q", "lists-code"),
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
                (moment)
                @if is_late(status, Some(at), seen.now) { " " b { (web.t("lists-late")) } }
            }
        }
    };
    let left = block(
        &web.t("lists-reception"),
        &facts(&[
            (web.t("lists-code"), html! { span.code { (reception.code) } }),
            (web.t("lists-handler"), html! { (seen.agency_name) }),
            (web.t("lists-procedure"), html! { (seen.procedure_name) }),
            (web.t("lists-received"), html! { (received) }),
            (web.t("lists-due"), due),
            (web.t("lists-status"), html! { (web.t(status.key())) }),
        ]),
    );
    let may_return = seen.is_to_return() && web.ctx.could(&RECEIVE);
    let page = RecordPage {
        crumbs: crumbs(web, &[("/receptions".to_owned(), web.t("lists-receptions"))]),
        title: reception.code.clone(),
        line: html! {
            (status_tag(web, status))
            @if let Some(at) = reception.due_at { span.quiet { (web.t("lists-due")) " " (due_day(at)) } }
        },
        next: may_return.then(|| {
            let act = next_link(&format!("/receptions/{}/return", reception.id), &web.t("lists-return"));
            next_action(web, &web.t("lists-return-title"), &web.t("lists-return-why"), &act)
        }),
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
