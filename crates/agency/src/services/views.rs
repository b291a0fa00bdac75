//! The markup of services and desks.

use super::actions::{DESK, SWITCH};
use super::desk_pages::Desks;
use super::model::{Desk, DeskEvent, Policy, Service, ServiceEvent};
use super::pages::{Choosing, Offered, Seen};
use maud::{Markup, html};
use platform::web::{
    Button, Cell, Choice, Column, Fields, Filter, Icon, Page, Past, RecordPage, Register, Told, Tone, Web,
    block, crumbs, empty, facts, filters, head, hidden_fields, moments, next_action, notice, one_button_form,
    others, record_page, refusal_list, register, state, timeline,
};
use platform::{Refusals, Scope};
use registers::admin_procedures::Level;
use registers::people::views::office_tabs;
use registers::people::{OFFICE, own_agency};

/// What a policy is called.
pub(super) fn policy_name(web: &Web, policy: Policy) -> String {
    web.t(&format!("services-policy-{}", policy.word().replace('_', "-")))
}

fn may(web: &Web, action: &platform::Action) -> bool {
    own_agency(&web.ctx).is_ok_and(|agency| web.can(action, &Scope::owned_by(agency.id)))
}

fn page(web: &Web, title: String, main: Markup) -> Markup {
    web.page(Page { title, section: OFFICE, main, ..Page::default() })
}

fn service_state(web: &Web, service: &Service) -> Markup {
    if service.is_active {
        state(Tone::Live, Icon::Live, &web.t("services-on"))
    } else {
        state(Tone::Off, Icon::Over, &web.t("services-off"))
    }
}

/// The unit whose work a service is, and that it is closed.
fn unit_in_charge(web: &Web, (service, offered): (&Service, &Offered)) -> Markup {
    html! {
        (offered.unit_name(service.unit_id))
        @if offered.closed_unit(web, service).is_some() {
            " " (state(Tone::Late, Icon::Warning, &web.t("services-unit-is-closed")))
        }
    }
}

const COLUMNS: &[Column] = &[
    Column::new("services-procedure"),
    Column::new("services-code").wide_only(),
    Column::new("services-unit"),
    Column::new("services-policy").wide_only(),
    Column::new("services-state"),
];

/// The procedures that the own agency has switched on, or had.
pub(super) fn services(web: &Web, offered: &Offered) -> Markup {
    let today = web.today();
    let mut buttons = vec![Button::new(web.export_link("/services.xlsx"), web.t("services-export"))];
    let switch = Button::new("/services/new", web.t("services-switch-on")).first();
    if may(web, &SWITCH) {
        buttons.push(switch.clone());
    }
    let row = |service: &Service| {
        vec![
            Cell::name(format!("/services/{}", service.id), &service.procedure_name),
            Cell::Code(offered.known_code(service).to_owned()),
            Cell::Rich(unit_in_charge(web, (service, offered))),
            Cell::Text(policy_name(web, service.policy_on(today))),
            Cell::Rich(service_state(web, service)),
        ]
    };
    let table = Register {
        caption: web.t("services-title"),
        columns: COLUMNS,
        sort: String::new(),
        rows: offered.services.iter().map(row).collect(),
    };
    let first = may(web, &SWITCH).then_some(&switch);
    let states = [("on", "services-on"), ("off", "services-off")];
    let states = states.map(|(word, key)| Choice::new(word, web.t(key))).to_vec();
    let main = html! {
        (office_tabs(web, "/services"))
        (head(&web.t("services-title"), &html! { (web.t("services-sentence")) }, &buttons))
        (filters(web, &[
            Filter::search("q", "services-search"),
            Filter::select("unit", "services-unit", offered.unit_choices(web)),
            Filter::select("state", "services-state", states),
        ]))
        @if offered.services.is_empty() { (empty(&web.t("services-none"), &web.t("services-none-what-to-do"), first)) }
        @else { (register(web, &table)) }
    };
    page(web, web.t("services-title"), main)
}

/// The register's procedures with a box each; those that are on already have none.
pub(super) fn choose(web: &Web, (choosing, typed): (&Choosing, &Fields), reasons: &Refusals) -> Markup {
    let levels = Level::ALL.into_iter().map(|level| Choice::new(level.word(), web.t(level.key())));
    let ticked = typed.all("procedure");
    let mut sectors: Vec<&str> = choosing.procedures.iter().map(|line| line.sector.as_str()).collect();
    sectors.dedup();
    let main = html! {
        (head(&web.t("services-choose-title"), &html! { (web.t("services-choose-sentence")) }, &[]))
        (filters(web, &[
            Filter::search("q", "services-search"),
            Filter::select("level", "services-level", levels.collect()),
        ]))
        div.pad.stack {
            @if !reasons.is_empty() { section.errors role="alert" { (refusal_list(web, reasons)) } }
            @if choosing.procedures.is_empty() { (empty(&web.t("services-no-procedures"), &web.t("services-no-procedures-what-to-do"), None)) }
            @else {
                form.form method="post" action="/services/new" {
                    (hidden_fields(web, None))
                    (unit_field(web, choosing, typed))
                    @if reasons.0.iter().any(|reason| reason.key.starts_with("services-refusal-without")) {
                        label.choice {
                            input type="checkbox" name="anyway" value="yes";
                            span { (web.t("services-anyway")) }
                        }
                    }
                    @for sector in sectors {
                        fieldset.field {
                            legend { (sector) }
                            div.choices {
                                @for line in choosing.procedures.iter().filter(|line| line.sector == sector) {
                                    @match choosing.on.get(&line.id) {
                                        Some(service) => { p { a href={ "/services/" (service) } { (line.name) } " · " (state(Tone::Live, Icon::Live, &web.t("services-on"))) } }
                                        None => {
                                            label.choice {
                                                input type="checkbox" name="procedure" value=(line.id) checked[ticked.contains(&line.id.to_string().as_str())];
                                                span { (line.name) " " span.quiet.code { (line.national_code.as_deref().unwrap_or(&line.code)) } }
                                            }
                                        }
                                    }
                                }
                            }
                        }
                    }
                    div.act { button.button.first accesskey="l" { (web.t("services-switch-on")) } }
                }
            }
        }
    };
    page(web, web.t("services-choose-title"), main)
}

fn unit_field(web: &Web, choosing: &Choosing, typed: &Fields) -> Markup {
    let chosen = typed.get("unit");
    html! {
        div.field {
            label for="unit" { (web.t("services-unit")) }
            span.hint id="unit-hint" { (web.t("services-unit-hint")) ". " (web.t("services-unit-none-hint")) }
            select.full id="unit" name="unit" aria-describedby="unit-hint" {
                option value="" { (web.t("services-no-unit")) }
                @for choice in choosing.offered.unit_choices(web) {
                    option value=(choice.value) selected[choice.value == chosen] { (choice.label) }
                }
            }
        }
    }
}

/// One service: what it is, how its clock runs, what happened to it.
pub(super) fn service(web: &Web, seen: &Seen) -> Markup {
    let service = &seen.service;
    let told = moments(web, &seen.past, |past| told(web, past, &seen.offered));
    let switches = may(web, &SWITCH);
    let path = format!("/services/{}", service.id);
    let closed = seen.offered.closed_unit(web, service);
    let mut acts = Vec::new();
    if switches && !service.is_active && closed.is_some() {
        // It is switched on again with the unit that it has.
        acts.push((format!("{path}/unit"), web.t("services-give-to"), String::new()));
    }
    if switches && service.is_active {
        for (act, key) in
            [("unit", "services-give-to"), ("policy", "services-set-policy"), ("off", "services-switch-off")]
        {
            acts.push((format!("{path}/{act}"), web.t(key), String::new()));
        }
    }
    let mut related = vec![(
        format!("/procedures/{}", service.procedure_id),
        web.t("services-procedure-record"),
        String::new(),
    )];
    if let Some(id) = seen.process_id {
        related.push((format!("/processes/{id}"), web.t("services-process"), String::new()));
    }
    let record = RecordPage {
        crumbs: crumbs(web, &[("/services".into(), web.t("services-title"))]),
        title: service.procedure_name.clone(),
        line: html! { span.code { (seen.offered.known_code(service)) } (service_state(web, service)) },
        next: (switches && !service.is_active).then(|| {
            let again = web.t("services-switch-on-again");
            let act = one_button_form(web, &format!("{path}/on"), (&again, Some(service.revision)));
            next_action(web, &again, "", &act)
        }),
        left: html! {
            @if let Some(unit) = closed {
                (notice(Tone::Late, &html! { p {
                    (web.t_with("services-unit-closed", &[("unit", &unit.name)]))
                    @if switches { " " a href={ (path) "/unit" } { (web.t("services-give-to")) } }
                } }))
            }
            (block(&web.t("services-facts"), &facts(&fact_rows(web, seen))))
            (block(&web.t("services-timeline"), &timeline(&told)))
        },
        beside: html! {
            @if !acts.is_empty() { (block(&web.t("services-acts"), &others(&acts))) }
            (block(&web.t("services-related"), &others(&related)))
        },
        ..RecordPage::default()
    };
    page(web, service.procedure_name.clone(), record_page(&record))
}

fn fact_rows(web: &Web, seen: &Seen) -> Vec<(String, Markup)> {
    let service = &seen.service;
    let dated = html! {
        (policy_name(web, service.policy_on(web.today())))
        @if !service.policies.is_empty() {
            ul {
                @for held in &service.policies {
                    li { (web.t_with("services-policy-since", &[
                        ("day", &held.from_on.vietnamese()), ("policy", &policy_name(web, held.policy)),
                    ])) }
                }
            }
        }
    };
    vec![
        (web.t("services-code"), html! { span.code { (seen.offered.known_code(service)) } }),
        (web.t("services-unit"), unit_in_charge(web, (service, &seen.offered))),
        (web.t("services-policy"), dated),
    ]
}

fn told(web: &Web, past: &Past<Service>, offered: &Offered) -> Told {
    let (key, remark) = match &past.event {
        ServiceEvent::SwitchedOn { .. } => ("services-told-on", String::new()),
        ServiceEvent::SwitchedOff { reason } => ("services-told-off", reason.clone()),
        ServiceEvent::SwitchedOnAgain { .. } => ("services-told-on-again", String::new()),
        ServiceEvent::GivenTo { unit_id } => ("services-told-given", offered.unit_name(*unit_id).to_owned()),
        ServiceEvent::PolicySet { policy, reason } => {
            let day = policy.from_on.vietnamese();
            let name = policy_name(web, policy.policy);
            let since = web.t_with("services-policy-since", &[("day", &day), ("policy", &name)]);
            ("services-told-policy", format!("{since} ({reason})"))
        }
    };
    Told { day: String::new(), iso: String::new(), what: web.t(key), remark, changes: Vec::new() }
}

fn desk_state(web: &Web, desk: &Desk) -> Markup {
    let today = web.today();
    match () {
        () if desk.to_on.is_some_and(|to_on| to_on <= today) => {
            state(Tone::Off, Icon::Over, &web.t("services-desk-over"))
        }
        () if !desk.is_accepted => state(Tone::Soon, Icon::Clock, &web.t("services-desk-proposed")),
        () if desk.from_on > today => state(Tone::Soon, Icon::Clock, &web.t("services-desk-soon")),
        () => state(Tone::Live, Icon::Live, &web.t("services-desk-receives")),
    }
}

const DESK_COLUMNS: &[Column] = &[
    Column::new("services-desk-other"),
    Column::new("services-from-on").labelled(),
    Column::new("services-last-on").labelled(),
    Column::new("services-state"),
];

fn desk_table(web: &Web, (title, none): (&str, &str), rows: Vec<Vec<Cell>>) -> Markup {
    let table = Register { caption: web.t(title), columns: DESK_COLUMNS, sort: String::new(), rows };
    html! {
        section.block {
            h2 { (web.t(title)) }
            @if table.rows.is_empty() { p { (web.t(none)) } } @else { (register(web, &table)) }
        }
    }
}

/// The desks from both sides.
pub(super) fn desks(web: &Web, desks: &Desks) -> Markup {
    let mut buttons = Vec::new();
    if may(web, &DESK) {
        buttons.push(Button::new("/desks/new", web.t("services-propose")).first());
    }
    let row = |desk: &Desk, other: i64| {
        vec![
            Cell::name(format!("/desks/{}", desk.id), desks.name(other)),
            Cell::Code(desk.from_on.vietnamese()),
            Cell::Code(desk.to_on.map(|to_on| to_on.plus_days(-1).vietnamese()).unwrap_or_default()),
            Cell::Rich(desk_state(web, desk)),
        ]
    };
    let for_us = desks.for_us.iter().map(|desk| row(desk, desk.desk_agency_id)).collect();
    let for_others = desks.for_others.iter().map(|desk| row(desk, desk.agency_id)).collect();
    let main = html! {
        (office_tabs(web, "/desks"))
        (head(&web.t("services-desks"), &html! { (web.t("services-desks-sentence")) }, &buttons))
        div.pad.stack {
            (desk_table(web, ("services-desks-for-us", "services-desks-for-us-none"), for_us))
            (desk_table(web, ("services-desks-for-others", "services-desks-for-others-none"), for_others))
        }
    };
    page(web, web.t("services-desks"), main)
}

/// One desk: who receives for whom, and what happened to it.
pub(super) fn desk(web: &Web, (desk, desks): (&Desk, &Desks), past: &[Past<Desk>]) -> Markup {
    let (handling, receiving) = (desks.name(desk.agency_id), desks.name(desk.desk_agency_id));
    let told = moments(web, past, |past| {
        let (key, remark) = match &past.event {
            DeskEvent::Proposed { .. } => ("services-told-proposed", String::new()),
            DeskEvent::Accepted => ("services-told-accepted", String::new()),
            DeskEvent::Ended { reason, .. } => ("services-told-ended", reason.clone()),
            DeskEvent::ProposedAgain { .. } => ("services-told-proposed-again", String::new()),
        };
        Told { day: String::new(), iso: String::new(), what: web.t(key), remark, changes: Vec::new() }
    });
    let today = web.today();
    let open = desk.to_on.is_none_or(|to_on| today < to_on);
    let agrees = may(web, &DESK);
    let is_asked = desks.own_agency_id == desk.desk_agency_id && !desk.is_accepted && open;
    let last = desk.to_on.map(|to_on| to_on.plus_days(-1).vietnamese()).unwrap_or_default();
    let rows = [
        (web.t("services-handling"), html! { a href={ "/agencies/" (desk.agency_id) } { (handling) } }),
        (
            web.t("services-receiving"),
            html! { a href={ "/agencies/" (desk.desk_agency_id) } { (receiving) } },
        ),
        (web.t("services-from-on"), html! { (desk.from_on.vietnamese()) }),
        (web.t("services-last-on"), html! { (last) }),
    ];
    let acts = [(format!("/desks/{}/end", desk.id), web.t("services-end-desk"), String::new())];
    let title = web.t_with("services-desk-of", &[("receiving", receiving), ("handling", handling)]);
    let record = RecordPage {
        crumbs: crumbs(web, &[("/desks".into(), web.t("services-desks"))]),
        title: title.clone(),
        line: desk_state(web, desk),
        next: (is_asked && agrees).then(|| {
            let accept = web.t("services-accept");
            let act = one_button_form(web, &format!("/desks/{}/accept", desk.id), (&accept, None));
            next_action(web, &accept, &web.t("services-accept-why"), &act)
        }),
        left: html! {
            @if !desk.is_accepted && !is_asked && open { (notice(Tone::Soon, &html! { (web.t("services-desk-waits")) })) }
            (block(&web.t("services-facts"), &facts(&rows)))
            (block(&web.t("services-timeline"), &timeline(&told)))
        },
        beside: html! { @if agrees && desk.to_on.is_none() { (block(&web.t("services-acts"), &others(&acts))) } },
        ..RecordPage::default()
    };
    page(web, title, record_page(&record))
}
