//! Why a dossier is due when it is: the moment, its explanation, and the two measures told apart.

use super::seen::Seen;
use crate::dossiers::clock::{Timeliness, measure, timeliness};
use crate::dossiers::tasks::left::{TimeLeft, no_clock, time_left};
use crate::dossiers::{Dossier, Status};
use maud::{Markup, html};
use platform::web::{Icon, Tone, Web, block, facts, state};
use registers::calendars::views::{explanation, moment};

/// The time left, or how a dossier that was handled stood to its due moment.
pub(super) fn standing(web: &Web, seen: &Seen) -> Markup {
    let dossier = &seen.dossier;
    let ended_at = dossier.settled_at.or(dossier.ended_at);
    let TimeLeft { tone, icon, words } = match (dossier.due_at(), ended_at) {
        (Some(_), Some(_)) => {
            let stood = timeliness(dossier.clock.as_ref(), ended_at, seen.horizon.now);
            let (tone, icon, key) = match stood {
                Timeliness::Early => (Tone::Done, Icon::Done, "record-ended-early"),
                Timeliness::OnTime => (Tone::Done, Icon::Done, "record-ended-on-time"),
                Timeliness::Late => (Tone::Late, Icon::Warning, "record-ended-late"),
                Timeliness::NoClock => (Tone::Off, Icon::Over, "tasks-no-limit"),
            };
            TimeLeft { tone, icon, words: web.t(key) }
        }
        (Some(due_at), None) => time_left(web, &seen.calendar, (due_at, seen.horizon)),
        (None, _) => no_clock(web, dossier.clock.is_some()),
    };
    state(tone, icon, &words)
}

/// The due moment, which opens into its explanation day by day, and the two measures beside each other.
pub(super) fn due_block(web: &Web, seen: &Seen) -> Markup {
    let dossier = &seen.dossier;
    if dossier.clock.is_none() && dossier.status == Status::NotAccepted {
        return html! {};
    }
    let due = dossier.due_at().map(|due_at| moment(web, due_at));
    let why = html! {
        p.due-line { @if let Some(due) = &due { b { (due) } " " } (standing(web, seen)) }
        @if let Some(told) = &seen.explanation {
            details {
                summary.small { (web.t("record-why-due")) }
                (explanation(web, told))
                (changes(web, dossier))
            }
        }
    };
    let measures =
        [(web.t("record-measure-law"), by_law(web, seen)), (web.t("record-measure-766"), by_766(web, seen))];
    html! {
        (block(&web.t("record-due"), &why))
        (block(&web.t("record-measures"), &facts(&measures)))
    }
}

/// What moved the due moment beside the days: a first promise that no longer holds, an extension.
fn changes(web: &Web, dossier: &Dossier) -> Markup {
    let first = dossier.clock.as_ref().map(|clock| clock.first_due_at);
    let moved = first.filter(|first| dossier.due_at() != Some(*first));
    html! {
        ul.reasons {
            @if let Some(first) = moved {
                li { span { (web.t("record-first-due")) } span { (moment(web, first)) } }
            }
            @if let Some(extension) = &dossier.extension {
                @let values = [("from", moment(web, extension.from_due_at)), ("to", moment(web, extension.due_at))];
                @let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
                li {
                    span { (web.t("record-extended")) }
                    span { (web.t_with("record-extended-from-to", &values)) " " span.quiet { (extension.reason) } }
                }
            }
        }
    }
}

fn by_law(web: &Web, seen: &Seen) -> Markup {
    html! {
        @match seen.dossier.due_at() {
            Some(due_at) => { (moment(web, due_at)) " " (standing(web, seen)) }
            None => { (standing(web, seen)) }
        }
    }
}

fn by_766(web: &Web, seen: &Seen) -> Markup {
    let dossier = &seen.dossier;
    let measured = measure(dossier, seen.horizon.now);
    let (tone, icon, key) = match (measured.on_time, measured.ended_at.is_some()) {
        (None, _) => (Tone::Off, Icon::Over, "record-766-not-counted"),
        (Some(true), true) => (Tone::Done, Icon::Done, "record-766-on-time"),
        (Some(true), false) => (Tone::Live, Icon::Live, "record-766-in-time"),
        (Some(false), _) => (Tone::Late, Icon::Warning, "record-766-late"),
    };
    let supplements = dossier.supplements();
    html! {
        (state(tone, icon, &web.t(key)))
        @if supplements > 1 {
            " " span.quiet { (web.t_with("record-766-supplements", &[("count", &supplements.to_string())])) }
        }
    }
}
