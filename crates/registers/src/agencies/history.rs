//! An agency's journal as people read it: what happened, and what it changed.

use super::record_page::Shown;
use super::{Agency, AgencyEvent, AgencyName, AgencyPeriod, Obligation, Succession, views};
use maud::{Markup, html};
use platform::web::{Moment, Web, compare, entry_line};
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
        let by = entry_line(web, line.at, (name, at + 1));
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
    let same_count = before.facts.names.len() == after.facts.names.len()
        && before.facts.periods.len() == after.facts.periods.len();
    let (mut told_before, mut told_after) = (columns(web, shown, before), columns(web, shown, after));
    // What a change of name or kind adds to the past is told by the change itself.
    if same_count {
        told_before.extend(earlier(web, shown, before));
        told_after.extend(earlier(web, shown, after));
    }
    told_before
        .into_iter()
        .zip(told_after)
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

/// The names and periods before the last ones, which only a correction changes; and since when the
/// last name is borne.
fn earlier(web: &Web, shown: &Shown, agency: &Agency) -> [(&'static str, String); 3] {
    let (names, periods) = (&agency.facts.names, &agency.facts.periods);
    let name = |name: &AgencyName| format!("{} ({})", name.name, views::span(web, name.from_on, name.to_on));
    let period = |period: &AgencyPeriod| {
        let codes =
            [&period.ministry_code, &period.province_code, &period.district_code, &period.commune_code];
        let codes: Vec<&str> = codes.into_iter().flatten().map(String::as_str).collect();
        let obligation = period.obligation.map(|told| word(web, told)).unwrap_or_default();
        let words = [shown.names.kind(&period.kind), codes.join(" "), obligation];
        let words: Vec<String> = words.into_iter().filter(|word| !word.is_empty()).collect();
        format!("{} ({})", words.join(", "), views::span(web, period.from_on, period.to_on))
    };
    let name_from_on = names.last().and_then(|name| name.from_on);
    [
        ("agencies-name-from", name_from_on.map(Day::vietnamese).unwrap_or_default()),
        ("agencies-earlier-names", names.iter().rev().skip(1).map(name).collect::<Vec<_>>().join("; ")),
        ("agencies-earlier-periods", periods.iter().rev().skip(1).map(period).collect::<Vec<_>>().join("; ")),
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
