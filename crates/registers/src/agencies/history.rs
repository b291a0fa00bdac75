//! An agency's journal as people read it: what happened, and what it changed.

use super::record_page::Shown;
use super::{Agency, AgencyEvent, Obligation, Succession, views};
use maud::{Markup, html};
use platform::clock::local_parts;
use platform::web::{Moment, Web, compare, journal_line};
use platform::{Day, Record};

/// The moments of a journal, the last first. Names of people are told to those who have signed in.
pub(super) fn moments(web: &Web, shown: &Shown, events: &[AgencyEvent]) -> Vec<Moment> {
    let mut states: Vec<Agency> = Vec::new();
    for event in events {
        let next = match states.last() {
            None => Agency::begin(shown.agency.id, event),
            Some(before) => {
                let mut next = before.clone();
                next.apply(event);
                Some(next)
            }
        };
        states.extend(next);
    }
    let mut told: Vec<Moment> = Vec::new();
    for (at, ((event, state), line)) in events.iter().zip(&states).zip(&shown.lines).enumerate() {
        let before = at.checked_sub(1).and_then(|at| states.get(at));
        let day = Day::of_instant(line.at);
        let name = shown.actors.get(&line.actor).map_or("", String::as_str);
        let by = if web.actor().appointment.is_some() {
            journal_line(web, line.at, (name, line.seq))
        } else {
            web.t_with(
                "agencies-journal-line",
                &[("time", &local_parts(line.at).1), ("seq", &line.seq.to_string())],
            )
        };
        told.push(Moment {
            day: day.vietnamese(),
            iso: day.to_string(),
            what: what(web, shown, (event, before, state)),
            by,
            now: at + 1 == events.len(),
        });
    }
    told.reverse();
    told
}

fn what(
    web: &Web,
    shown: &Shown,
    (event, before, after): (&AgencyEvent, Option<&Agency>, &Agency),
) -> Markup {
    let (key, why) = match event {
        AgencyEvent::Entered { .. } => ("agencies-event-entered", ""),
        AgencyEvent::Corrected { reason, .. } => ("agencies-event-corrected", reason.as_str()),
        AgencyEvent::Renamed { basis, .. } => ("agencies-event-renamed", basis.as_str()),
        AgencyEvent::Reclassified { basis, .. } => ("agencies-event-reclassified", basis.as_str()),
        AgencyEvent::Succeeded { succession } => ("agencies-event-succeeded", succession.basis.as_str()),
        AgencyEvent::SuccessionCorrected { reason, .. } => {
            ("agencies-event-succession-corrected", reason.as_str())
        }
    };
    let changed = before.map(|before| changes(web, shown, (before, after))).unwrap_or_default();
    html! {
        (web.t(key))
        @if !why.is_empty() { span.quiet { (why) } }
        @if !changed.is_empty() { (compare(web, &changed)) }
    }
}

/// The columns in which two states differ, as label, before and after.
fn changes(web: &Web, shown: &Shown, (before, after): (&Agency, &Agency)) -> Vec<(String, String, String)> {
    let (before, after) = (columns(web, shown, before), columns(web, shown, after));
    before
        .into_iter()
        .zip(after)
        .filter(|(before, after)| before.1 != after.1)
        .map(|((label, before), (_, after))| (web.t(label), before, after))
        .collect()
}

fn columns(web: &Web, shown: &Shown, agency: &Agency) -> Vec<(&'static str, String)> {
    let period = agency.period();
    let text = |code: &Option<String>| code.clone().unwrap_or_default();
    let day = |day: Option<Day>| day.map(Day::vietnamese).unwrap_or_default();
    vec![
        ("agencies-name", agency.name().to_owned()),
        ("agencies-level", web.t(&format!("agencies-level-{}", agency.facts.level.word()))),
        ("agencies-kind", shown.names.kind(&period.kind)),
        ("agencies-ministry", text(&period.ministry_code)),
        ("agencies-province", text(&period.province_code)),
        ("agencies-district", text(&period.district_code)),
        ("agencies-commune", text(&period.commune_code)),
        (
            "agencies-obligation",
            period.obligation.map_or_else(|| web.t("agencies-by-rule"), |told| word(web, told)),
        ),
        ("agencies-period-from", day(period.from_on)),
        ("agencies-from", day(agency.facts.from_on)),
        ("agencies-to", day(agency.facts.to_on)),
        (
            "agencies-successors",
            agency.successions.iter().map(|step| told(web, shown, step)).collect::<Vec<_>>().join("; "),
        ),
    ]
}

fn word(web: &Web, obligation: Obligation) -> String {
    views::obligation_word(web, obligation.word())
}

fn told(web: &Web, shown: &Shown, step: &Succession) -> String {
    let name = step.successor_id.and_then(|id| shown.named.get(&id)).map(|row| row.name.clone());
    let name = name.or_else(|| step.successor_code.clone()).unwrap_or_default();
    let words = [views::kind_of_step(web, step.kind), name, views::known(web, step.on)];
    words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(", ")
}
