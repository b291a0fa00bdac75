//! The steps of a dossier's process one after another: what is done, where it stands, what is to come.

use super::seen::Seen;
use crate::dossiers::event::{DossierEvent, Moved};
use crate::dossiers::incidents;
use crate::processes::views::{budget_words, diagram};
use crate::processes::{self, Published};
use bpmn::kernel::Event;
use maud::{Markup, html};
use platform::clock::local_parts;
use platform::web::{Icon, Web, icon, role_name};
use std::collections::{BTreeMap, BTreeSet};

/// How far the process has come: nodes with what happened there.
#[derive(Default)]
struct Course {
    /// When each step was done last.
    done: BTreeMap<u16, i64>,
    /// How many tokens stand at each node.
    live: BTreeMap<u16, u32>,
    /// Where it stood when it was ended before its result.
    stopped: BTreeSet<u16>,
}

impl Course {
    fn of(seen: &Seen, published: &Published) -> Course {
        let dossier = &seen.dossier;
        let mut course = Course::default();
        course.done.insert(published.reception, dossier.received_at);
        let mut places: BTreeMap<u32, u16> = BTreeMap::new();
        for past in &seen.past {
            if let DossierEvent::Completed { token, .. } | DossierEvent::Served { token, failure: None, .. } =
                &past.event
                && let Some(node) = places.get(token)
            {
                course.done.insert(*node, past.at);
            }
            for event in moved(&past.event).iter().flat_map(|moved| &moved.moves.0) {
                if let Event::Entered { token, node, .. } = event {
                    places.insert(*token, *node);
                }
            }
        }
        for task in &dossier.tasks {
            *course.live.entry(task.node).or_default() += 1;
        }
        for incident in dossier.incidents.iter().filter(|one| dossier.task(one.token).is_none()) {
            *course.live.entry(incident.node).or_default() += 1;
        }
        if dossier.status.ended_without_result() {
            let before = seen.past.iter().rev().filter_map(|past| past.before.as_ref());
            let before = before.map(|before| &before.tasks).find(|tasks| !tasks.is_empty());
            course.stopped.extend(before.into_iter().flatten().map(|task| task.node));
        }
        course
    }
}

fn moved(event: &DossierEvent) -> Option<&Moved> {
    match event {
        DossierEvent::Received(received) => Some(&received.moved),
        DossierEvent::Completed { moved, .. }
        | DossierEvent::Fired { moved, .. }
        | DossierEvent::Served { moved, .. }
        | DossierEvent::Retried { moved, .. } => Some(moved),
        _ => None,
    }
}

/// The steps with what is done and where it stands, and the diagram on demand.
pub(super) fn chain(web: &Web, seen: &Seen) -> Markup {
    let Some(published) = seen.published.as_deref() else { return html! {} };
    let course = Course::of(seen, published);
    let steps: Vec<String> =
        course.live.keys().map(|node| incidents::place(seen.published.as_deref(), *node)).collect();
    let here = web.t_with("record-stands-at", &[("steps", &steps.join("; "))]);
    let is_waiting = seen.dossier.status.is_waiting();
    // A token in an incident may stand where no step is drawn.
    let is_told = course.live.keys().all(|node| published.step(*node).is_some());
    html! {
        section.across aria-label=(web.t("record-process")) {
            @if !steps.is_empty() { p.hidden-text[is_told] { (here) } }
            ol.chain {
                @for step in &published.steps {
                    @let (class, told) = stage(web, &course, (step.node, is_waiting));
                    li class=[class] aria-current=[(class == Some("live")).then_some("step")] {
                        b { (step.name) }
                        @if let Some(role) = published.role(step.node) { span { (role_name(web, role)) } }
                        @match told {
                            Some(told) => { (told) }
                            None => { @if let Some(budget) = step.budget { span { (budget_words(web, budget)) } } }
                        }
                    }
                }
            }
            (drawing(web, seen, (published, &course)))
        }
    }
}

/// What a step's class is and what is told of it; nothing of one that is still to come.
fn stage(
    web: &Web,
    course: &Course,
    (node, is_waiting): (u16, bool),
) -> (Option<&'static str>, Option<Markup>) {
    if course.live.contains_key(&node) {
        let (drawing, key) =
            if is_waiting { (Icon::Held, "record-chain-waits") } else { (Icon::Live, "record-chain-here") };
        return (Some("live"), Some(html! { span { (icon(drawing)) (web.t(key)) } }));
    }
    if course.stopped.contains(&node) {
        let told = html! { span { (icon(Icon::Over)) (web.t("record-chain-stopped")) } };
        return (Some("stopped"), Some(told));
    }
    let Some(at) = course.done.get(&node) else { return (None, None) };
    let (_, month, day) = local_parts(*at).0.parts();
    let day = format!("{day:02}/{month:02}");
    let told = html! { span { (icon(Icon::Done)) (web.t_with("record-chain-done", &[("day", &day)])) } };
    (Some("past"), Some(told))
}

/// The diagram of the process with its live tokens, folded away: the chain says the same in fewer lines.
fn drawing(web: &Web, seen: &Seen, (published, course): (&Published, &Course)) -> Markup {
    let live: Vec<(u16, u32)> = course.live.iter().map(|(node, tokens)| (*node, *tokens)).collect();
    let done: Vec<u16> = course.done.keys().copied().collect();
    let ended: Vec<u16> = course.stopped.iter().copied().collect();
    let number = published.number.to_string();
    let may_read = web.can(&processes::READ, &platform::Scope::owned_by(seen.dossier.agency_id));
    html! {
        details {
            summary.small { (web.t("record-process-drawing")) }
            (diagram(published, "d", (&live, &done, &ended)))
            @if may_read {
                p.small { a href={ "/processes/" (published.process_id) "?version=" (number) } {
                    (web.t_with("record-process-version", &[("number", &number)]))
                } }
            }
        }
    }
}
