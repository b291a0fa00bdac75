//! The markup of the guided start.

use super::steps::{Steps, Unattended};
use maud::{Markup, html};
use platform::web::{
    Button, Icon, NamedAgency, Page, Tone, Web, block, facts, head, joined, next_action, next_link, notice,
    progress, role_name, state,
};

/// The counter, where the start ends.
const COUNTER: &str = "/counter";
/// Where somebody begins who does not receive.
const WORK: &str = "/work";
/// How many steps there are.
const STEPS: u64 = 5;

/// What is asked before an office begins.
pub(super) fn begin_intro(web: &Web) -> Markup {
    html! { p { (web.t("start-begin-text")) } }
}

/// The password of the one who is to set an office up, shown once.
pub(super) fn begun(web: &Web, (name, login, one_time): &(String, String, String)) -> Markup {
    let rows = [
        (web.t("start-name"), html! { (name) }),
        (web.t("start-login"), html! { span.code { (login) } }),
        (web.t("start-one-time"), html! { b.code { (one_time) } }),
    ];
    let main = html! {
        (head(&web.t("start-begun"), &html! {}, &[Button::new("/start", web.t("start-another"))]))
        div.pad.stack {
            (notice(Tone::Soon, &html! { p { (web.t("start-begun-text")) } }))
            (facts(&rows))
        }
    };
    web.page(Page { title: web.t("start-begun"), section: "start", main, ..Page::default() })
}

/// One step as the page shows it.
struct Step {
    key: &'static str,
    done: bool,
    told: String,
    ways: Vec<(&'static str, &'static str)>,
}

fn all_steps(web: &Web, (agency, held): (&NamedAgency, &Steps)) -> Vec<Step> {
    let number = |count: usize| web.number(count as i64);
    let lacking: Vec<String> = held.lacking.iter().map(|role| role_name(web, *role)).collect();
    let mut people =
        web.t_with("start-people-told", &[("units", &number(held.units)), ("people", &number(held.people))]);
    if !lacking.is_empty() {
        people =
            format!("{people} {}", web.t_with("start-people-lacking", &[("roles", &lacking.join(", "))]));
    }
    let code = match &held.code {
        Some(code) => web.t_with("start-agency-told", &[("agency", &agency.name), ("code", code)]),
        None if held.is_for_others() => web.t_with("start-agency-for-others", &[("agency", &agency.name)]),
        None => web.t_with("start-agency-without-code", &[("agency", &agency.name)]),
    };
    let mut services = web.t_with("start-services-told", &[("count", &number(held.services))]);
    if held.for_others > 0 {
        let others = web.t_with("start-services-for-others", &[("count", &number(held.for_others))]);
        services = if held.services > 0 { format!("{services} {others}") } else { others };
    }
    services = held.unattended.iter().fold(services, |told, unit| joined(&[&told, &unattended(web, unit)]));
    let hours = match held.hours_from {
        Some(day) => web.t_with("start-hours-coming", &[("day", &day.vietnamese())]),
        None if held.own_hours => web.t("start-hours-own"),
        None => web.t("start-hours-default"),
    };
    let counter = if held.is_ready() { "start-counter-ready" } else { "start-counter-waits" };
    let step = |key, done, told, ways: &[(&'static str, &'static str)]| Step {
        key,
        done,
        told,
        ways: ways.to_vec(),
    };
    let mut of_services = vec![
        ("/services/new", "start-way-switch-on"),
        ("/services", "start-way-services"),
        ("/desks", "start-way-desks"),
    ];
    if !held.unattended.is_empty() {
        of_services.swap(0, 1);
    }
    vec![
        step("start-step-agency", held.has_code(), code, &[("/office-code", "start-way-code")]),
        step(
            "start-step-people",
            held.has_people(),
            people,
            &[
                ("/staff/import", "start-way-import"),
                ("/units", "start-way-units"),
                ("/staff", "start-way-staff"),
            ],
        ),
        step(
            "start-step-hours",
            held.has_hours(),
            hours,
            &[("/calendars/hours/new", "start-way-hours"), ("/calendars", "start-way-calendar")],
        ),
        step("start-step-services", held.has_services(), services, &of_services),
        step("start-step-counter", held.is_ready(), web.t(counter), &[]),
    ]
}

/// What a unit in charge of services lacks.
fn unattended(web: &Web, unit: &Unattended) -> String {
    let roles: Vec<String> = unit.roles.iter().map(|role| role_name(web, *role)).collect();
    let (roles, count) = (roles.join(", "), web.number(unit.services as i64));
    let values = [("unit", unit.unit.as_str()), ("count", &count), ("roles", &roles)];
    web.t_with("start-services-unattended", &values)
}

/// How far an office is, and the one thing to do next.
pub(super) fn start(web: &Web, (agency, held): (&NamedAgency, &Steps)) -> Markup {
    let steps = all_steps(web, (agency, held));
    let (done, all) = (web.number(held.done() as i64), web.number(STEPS as i64));
    let words = web.t_with("start-progress", &[("done", &done), ("all", &all)]);
    let main = html! {
        (head(&web.t("start-title"), &html! { (web.t("start-sentence")) }, &[]))
        div.pad.stack {
            (progress(&words, held.done() as u64, STEPS))
            (next(web, &steps))
            @for (at, step) in steps.iter().enumerate() { (shown(web, at + 1, step)) }
        }
    };
    web.page(Page { title: web.t("start-title"), section: "start", main, ..Page::default() })
}

fn next(web: &Web, steps: &[Step]) -> Markup {
    let waiting = steps.iter().find(|step| !step.done && !step.ways.is_empty());
    match waiting.and_then(|step| step.ways.first().map(|way| (step, way))) {
        Some((step, (href, key))) => {
            next_action(web, &web.t(step.key), &step.told, &next_link(href, &web.t(key)))
        }
        None => {
            let receives = web.ctx.could(&agency::dossiers::RECEIVE);
            let (href, way, why) = if receives {
                (COUNTER, "start-way-counter", "start-counter-ready")
            } else {
                (WORK, "start-way-work", "start-counter-tell")
            };
            next_action(web, &web.t("start-step-counter"), &web.t(why), &next_link(href, &web.t(way)))
        }
    }
}

fn shown(web: &Web, number: usize, step: &Step) -> Markup {
    let title = format!("{number}. {}", web.t(step.key));
    block(
        &title,
        &html! {
            p {
                @if step.done { (state(Tone::Done, Icon::Done, &web.t("start-done"))) }
                @else { (state(Tone::Soon, Icon::Clock, &web.t("start-waits"))) }
                " " (step.told)
            }
            @if !step.ways.is_empty() {
                p.buttons { @for (href, key) in &step.ways { a.button.low href=(href) { (web.t(key)) } } }
            }
        },
    )
}
