//! The markup of the map.

use super::listing::{Asked, Listed};
use super::pages::{Around, Meaning, Shown};
use super::query::{Became, PlaceRecord};
use super::{Level, store};
use crate::agencies;
use maud::{Markup, html};
use platform::Day;
use platform::i18n;
use platform::web::{Cell, Column, Icon, Register, Tone, Web, day_input, facts, icon, link, others, state};

/// The length of a list as a number.
pub(super) fn count(length: usize) -> i64 {
    i64::try_from(length).unwrap_or(i64::MAX)
}

/// The key of a level's name.
pub(super) fn level_key(word: &str) -> &'static str {
    match Level::of_word(word) {
        Some(Level::Province) => "places-level-province",
        Some(Level::District) => "places-level-district",
        _ => "places-level-commune",
    }
}

/// The name of a type (tỉnh, quận, phường…).
pub(super) fn type_word(web: &Web, unit_type: &str) -> String {
    let key = format!("places-type-{}", unit_type.replace('_', "-"));
    if i18n::has(web.language(), &key) { web.t(&key) } else { unit_type.to_owned() }
}

/// What a name or an entry rests on: an act as it is written, or a list by its name.
pub(super) fn basis_word(web: &Web, basis: &str) -> String {
    let key = format!("places-basis-{}", basis.replace('_', "-"));
    let fits = basis.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_');
    if fits && i18n::has(web.language(), &key) { web.t(&key) } else { basis.to_owned() }
}

/// An end of a period whose day is exact or open.
pub(crate) fn edge(day: Option<Day>) -> (Option<Day>, &'static str) {
    (day, if day.is_some() { "exact" } else { "open" })
}

/// A period in words; its ends say how well they are known.
pub(crate) fn span(web: &Web, from: (Option<Day>, &str), to: (Option<Day>, &str)) -> String {
    let from = match from {
        (Some(day), "known_by") => web.t_with("places-from-known-by", &[("day", &day.vietnamese())]),
        (Some(day), _) => web.t_with("places-from", &[("day", &day.vietnamese())]),
        (None, _) => String::new(),
    };
    let to = match to {
        (Some(day), "known_by") => web.t_with("places-to-known-by", &[("day", &day.vietnamese())]),
        (Some(day), _) => web.t_with("places-to", &[("day", &day.plus_days(-1).vietnamese())]),
        (None, _) if from.is_empty() => String::new(),
        (None, _) => web.t("places-to-now"),
    };
    [from, to].into_iter().filter(|words| !words.is_empty()).collect::<Vec<_>>().join(" ")
}

/// A place's address, looked at on a day.
pub(super) fn at(id: i64, day: Day) -> String {
    link(&format!("/places/{id}"), &[("on", &day.vietnamese())])
}

const PROVINCES: &[Column] = &[
    Column::new("places-code"),
    Column::new("places-name"),
    Column::new("places-type"),
    Column::new("places-districts").number().labelled(),
    Column::new("places-communes").number().labelled(),
];
const OF_LEVEL: &[Column] = &[
    Column::new("places-code"),
    Column::new("places-name"),
    Column::new("places-type"),
    Column::new("places-province"),
];
const FOUND: &[Column] = &[
    Column::new("places-code"),
    Column::new("places-name"),
    Column::new("places-type"),
    Column::new("places-province").wide_only(),
    Column::new("places-existed"),
];

/// The table of a list.
pub(super) fn table(web: &Web, asked: &Asked, (rows, day, around): (&[Listed], Day, &Around)) -> Register {
    let columns = match asked {
        Asked::Provinces(_) | Asked::PartsOf(..) => PROVINCES,
        Asked::OfLevel(..) => OF_LEVEL,
        Asked::Search(..) => FOUND,
    };
    let cells = |row: &Listed| {
        let href = match asked {
            Asked::Search(_, None, _) => format!("/places/{}", row.id),
            _ => at(row.id, day),
        };
        let mut cells = vec![
            Cell::Code(row.code.clone()),
            Cell::name(href, &row.name),
            Cell::Text(type_word(web, &row.unit_type)),
        ];
        match asked {
            Asked::Provinces(_) | Asked::PartsOf(..) => {
                let parts = row.parts.unwrap_or_default();
                cells.extend([parts.0, parts.1].map(|count| Cell::Text(web.number(count))));
            }
            Asked::OfLevel(..) => cells.push(Cell::Text(province(row, around))),
            Asked::Search(..) => {
                let words = span(web, (row.from.0, &row.from.1), (row.to.0, &row.to.1));
                cells.extend([Cell::Text(province(row, around)), Cell::Text(words)]);
            }
        }
        cells
    };
    Register {
        caption: web.t("places-title"),
        columns,
        sort: String::new(),
        rows: rows.iter().map(cells).collect(),
    }
}

fn province(row: &Listed, around: &Around) -> String {
    around.provinces.get(&row.province).cloned().unwrap_or_default()
}

/// Code, type and whether it still is: below the name.
pub(super) fn line(web: &Web, place: &store::OnePlace) -> Markup {
    let words = span(web, (place.from_on, &place.from_known), (place.to_on, &place.to_known));
    html! {
        span.code { (web.t_with("places-code-is", &[("code", &place.code)])) }
        span { (type_word(web, &place.unit_type)) }
        @if place.to_on.is_none() { (state(Tone::Live, Icon::Live, &web.t("places-exists"))) }
        @else { (state(Tone::Off, Icon::Over, &web.t("places-ended"))) }
        @if !words.is_empty() { span.quiet { (words) } }
    }
}

/// Facts of a place.
pub(super) fn facts_of(web: &Web, shown: &Shown) -> Markup {
    let place = &shown.record.place;
    let chain = html! {
        @for (step, above) in shown.chain.iter().rev().enumerate() {
            @if step > 0 { ", " }
            a href=(at(above.id, shown.day)) { (above.name) }
        }
    };
    let area = place.area_km2.map(|area| web.t_with("places-area-is", &[("area", &decimal(web, area))]));
    let spot = place.latitude.zip(place.longitude).map(|(latitude, longitude)| {
        web.t_with(
            "places-spot-is",
            &[("latitude", &decimal(web, latitude)), ("longitude", &decimal(web, longitude))],
        )
    });
    let rows = [
        (web.t("places-level"), html! { (web.t(level_key(&place.level))) }),
        (web.t_with("places-chain", &[("day", &shown.day.vietnamese())]), chain),
        (web.t("places-parents"), parents(web, &shown.record.parents)),
        (web.t("places-area"), html! { @if let Some(area) = area { (area) } }),
        (web.t("places-spot"), html! { @if let Some(spot) = spot { (spot) } }),
        (web.t("places-act"), html! { (place.act) }),
    ];
    facts(&rows)
}

/// Only where a place came under another one: else the chain says it.
fn parents(web: &Web, parents: &[store::ParentOf]) -> Markup {
    html! {
        @if parents.len() > 1 {
            ul {
                @for parent in parents {
                    li {
                        a href={ "/places/" (parent.parent_id) } { (parent.name) }
                        span.quiet { " " (span(web, (parent.from_on, &parent.from_known), (parent.to_on, &parent.to_known))) }
                    }
                }
            }
        }
    }
}

fn decimal(web: &Web, value: f64) -> String {
    let text = format!("{value}");
    if web.language() == platform::Language::Vi { text.replace('.', ",") } else { text }
}

/// The names a place bore.
pub(super) fn names(web: &Web, names: &[store::NameOf]) -> Markup {
    html! {
        table.register.plain-table.cards {
            thead { tr {
                th scope="col" { (web.t("places-name")) } th scope="col" { (web.t("places-type")) }
                th scope="col" { (web.t("places-time")) } th scope="col" { (web.t("places-basis")) }
            } }
            tbody {
                @for name in names.iter().rev() {
                    tr {
                        th.all scope="row" { (name.name) }
                        td { (type_word(web, &name.unit_type)) }
                        td { (span(web, (name.from_on, &name.from_known), (name.to_on, &name.to_known))) }
                        td { (basis_word(web, &name.basis)) }
                    }
                }
            }
        }
    }
}

/// What a place consisted of.
pub(super) fn parts(web: &Web, rows: &[Listed], day: Day) -> Markup {
    let counted = rows.iter().any(|row| row.parts.is_some());
    html! {
        table.register.plain-table.cards {
            thead { tr {
                th scope="col" { (web.t("places-code")) } th scope="col" { (web.t("places-name")) }
                th scope="col" { (web.t("places-type")) }
                @if counted { th.end scope="col" { (web.t("places-communes")) } }
            } }
            tbody {
                @for row in rows {
                    tr {
                        td.code { (row.code) }
                        th.all scope="row" { a href=(at(row.id, day)) { (row.name) } }
                        td { (type_word(web, &row.unit_type)) }
                        @if counted { td.end { (web.number(row.parts.unwrap_or_default().1)) } }
                    }
                }
            }
        }
    }
}

/// What became of a place, in a sentence and, where it went into several, a table.
pub(super) fn became(web: &Web, record: &PlaceRecord) -> Markup {
    match &record.became {
        Became::Unchanged => html! { p { (web.t("places-became-unchanged")) } },
        Became::Unknown => html! { p { (web.t("places-became-unknown")) } },
        Became::Succeeded(successors) => succeeded(web, &record.place.name, successors),
        Became::Parts(parts) => became_parts(web, parts),
    }
}

fn succeeded(web: &Web, name: &str, successors: &[store::SuccessorOf]) -> Markup {
    let day = successors.first().map(|step| step.on_day.vietnamese()).unwrap_or_default();
    let count = web.number(count(successors.len()));
    let default = successors.iter().find(|step| step.is_default).map_or("", |step| step.name.as_str());
    let values = [("name", name), ("day", &*day), ("count", &*count), ("default", default)];
    let key = match successors {
        [one] if one.relation == "whole" => "places-became-whole",
        [_] => "places-became-part",
        _ => "places-became-split",
    };
    html! {
        p { (web.t_with(key, &values)) }
        ul.others {
            @for step in successors {
                li { a href={ "/places/" (step.id) } {
                    (step.name)
                    span.quiet {
                        " · " (step.code) " · " (web.t(relation_key(&step.relation)))
                        @if step.is_default && successors.len() > 1 { " · " (web.t("places-default")) }
                        " · " (basis_word(web, &step.basis))
                    }
                } }
            }
        }
    }
}

fn relation_key(relation: &str) -> &'static str {
    if relation == "whole" { "places-relation-whole" } else { "places-relation-part" }
}

fn became_parts(web: &Web, parts: &[store::PartsSuccessor]) -> Markup {
    let day = parts.first().map(|part| part.on_day.vietnamese()).unwrap_or_default();
    let count = web.number(count(parts.len()));
    html! {
        p { (web.t_with("places-became-parts", &[("day", &day), ("count", &count)])) }
        ul.others {
            @for part in parts {
                li { a href={ "/places/" (part.id) } {
                    (part.name)
                    span.quiet {
                        " · " (part.code) " · "
                        (web.t_with("places-parts-from", &[("whole", &web.number(part.wholes)), ("part", &web.number(part.parts - part.wholes))]))
                    }
                } }
            }
        }
    }
}

/// What a place came from.
pub(super) fn predecessors(web: &Web, record: &PlaceRecord) -> Markup {
    let count = web.number(count(record.predecessors.len()));
    let day = record.predecessors.first().map(|step| step.on_day.vietnamese()).unwrap_or_default();
    html! {
        p { (web.t_with("places-came-from-text", &[("count", &count), ("day", &day)])) }
        ul.others {
            @for step in &record.predecessors {
                li { a href={ "/places/" (step.id) } {
                    (step.name)
                    span.quiet {
                        " · " (step.code) " · " (web.t(relation_key(&step.relation)))
                        @if step.targets > 1 {
                            " · " (web.t_with("places-shared", &[("count", &web.number(step.targets))]))
                        }
                    }
                } }
            }
        }
    }
}

/// Agencies in a place, and the way to all of them.
pub(super) fn agencies(web: &Web, place: &store::OnePlace, rows: &[agencies::NamedRow]) -> Markup {
    let shown: Vec<(String, String, String)> = rows
        .iter()
        .take(rows.len().min(10))
        .map(|row| (format!("/agencies/{}", row.id), row.name.clone(), row.code.clone()))
        .collect();
    let (code, province) =
        (format!("{}:{}", place.map, place.code), format!("{}:{}", place.map, place.province_code));
    // The province is named too: the list is found by it.
    let within = if place.level == Level::Province.word() { "" } else { province.as_str() };
    let all = link("/agencies", &[(place.level.as_str(), &code), ("province", within)]);
    html! {
        @if shown.is_empty() { p.quiet { (web.t("places-agencies-none")) } }
        @else { (others(&shown)) p { a href=(all) { (web.t("places-agencies-all")) } } }
    }
}

/// The same place on another day.
pub(super) fn day_form(web: &Web, day: Day) -> Markup {
    html! {
        form.buttons.on-day action=(web.path) {
            p.field {
                label for="on" { (web.t("places-on")) }
                (day_input(web, "on", day))
            }
            p { button.button { (web.t("places-show")) } }
        }
    }
}

/// The form "mã … vào ngày … là gì".
pub(super) fn lookup_form(web: &Web, code: &str, day: Day) -> Markup {
    html! {
        form.buttons.on-day action="/places/lookup" {
            p.field {
                label for="code" { (web.t("places-code")) }
                input.date id="code" name="code" inputmode="numeric" maxlength="5" value=(code);
            }
            p.field {
                label for="on" { (web.t("places-on")) }
                (day_input(web, "on", day))
            }
            p { button.button.first { (web.t("places-lookup-button")) } }
        }
    }
}

/// What a code meant on a day, and what that is today.
pub(super) fn answer(web: &Web, (code, day): (&str, Day), meaning: &Meaning) -> Markup {
    let day_words = day.vietnamese();
    let (Some(was), Some(record)) = (&meaning.was, &meaning.record) else {
        return nothing(web, (code, day), meaning);
    };
    let values = [("code", code), ("day", &*day_words)];
    let at_day = html! {
        a href=(at(was.id, day)) { (was.name) }
        @for above in meaning.chain.iter().rev() { ", " a href=(at(above.id, day)) { (above.name) } }
    };
    let rows = [
        (web.t("places-answer-was"), at_day),
        (web.t("places-type"), html! { (type_word(web, &was.unit_type)) }),
        (web.t("places-basis"), html! { (basis_word(web, &was.basis)) }),
    ];
    let still = super::pages::still_is(record);
    html! {
        div.answer.off[!still] {
            p.word { (icon(if still { Icon::Done } else { Icon::Over })) (was.name) }
            p { (web.t_with("places-answer-text", &values)) }
            @if was.from_known == "known_by" { p.quiet { (web.t("places-answer-known-by")) } }
        }
        (facts(&rows))
        section.block { h2 { (web.t("places-became")) } (became(web, record)) }
        (ever(web, code, meaning))
    }
}

fn nothing(web: &Web, (code, day): (&str, Day), meaning: &Meaning) -> Markup {
    let day = day.vietnamese();
    html! {
        div.answer.late {
            p.word { (icon(Icon::Crossed)) (web.t("places-answer-nothing")) }
            p { (web.t_with("places-answer-nothing-text", &[("code", code), ("day", &day)])) }
        }
        (ever(web, code, meaning))
    }
}

fn ever(web: &Web, code: &str, meaning: &Meaning) -> Markup {
    let rows: Vec<(String, String, String)> = meaning
        .ever
        .iter()
        .map(|place| {
            let words = span(web, edge(place.from_on), edge(place.to_on));
            (format!("/places/{}", place.id), place.name.clone(), words)
        })
        .collect();
    html! {
        @if !rows.is_empty() {
            section.block { h2 { (web.t_with("places-ever", &[("code", code)])) } (others(&rows)) }
        }
    }
}
