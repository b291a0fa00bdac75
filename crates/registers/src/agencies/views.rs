//! The markup of agencies.

use super::listing::{Listed, NamedRow, store as lists};
use super::pages::Names;
use super::record_page::Shown;
use super::{Agency, AgencyPeriod, Obligation, SuccessionKind, classes};
use crate::places;
use maud::{Markup, html};
use platform::web::{Cell, Icon, Tone, Web, day_input, facts, link, notice, others, state};
use platform::{Day, KnownDate};

/// The length of a list as a number.
pub(super) fn count(length: usize) -> i64 {
    i64::try_from(length).unwrap_or(i64::MAX)
}

/// A duty in words.
pub(super) fn obligation_word(web: &Web, word: &str) -> String {
    web.t(match Obligation::of_word(word) {
        Some(Obligation::Obliged) => "agencies-obligation-bat-buoc",
        Some(Obligation::Encouraged) => "agencies-obligation-khuyen-khich",
        None => "agencies-obligation-khong-ro",
    })
}

/// What a row's duty rests on: the rule, or the register where it says otherwise.
pub(super) fn basis_of(web: &Web, row: &Listed, rule: Option<&lists::RuleOf>) -> String {
    match rule {
        Some(rule) if rule.duty == row.obligation => rule.basis.clone(),
        _ if row.obligation == "khong_ro" => String::new(),
        _ => web.t("agencies-basis-register"),
    }
}

/// A half-open period in words.
pub(super) fn span(web: &Web, from_on: Option<Day>, to_on: Option<Day>) -> String {
    if from_on.is_none() && to_on.is_none() {
        return web.t("agencies-time-unknown");
    }
    places::views::span(web, places::views::edge(from_on), places::views::edge(to_on))
}

/// A date as far as it is known.
pub(super) fn known(web: &Web, on: KnownDate) -> String {
    match on {
        KnownDate::KnownBy(day) => web.t_with("agencies-known-by", &[("day", &day.vietnamese())]),
        other => other.vietnamese(),
    }
}

/// What happened to an agency, in words.
pub(super) fn kind_of_step(web: &Web, kind: SuccessionKind) -> String {
    web.t(match kind {
        SuccessionKind::Merge => "agencies-step-merge",
        SuccessionKind::Split => "agencies-step-split",
        SuccessionKind::Rename => "agencies-step-rename",
        SuccessionKind::Abolish => "agencies-step-abolish",
    })
}

/// One row of the list.
pub(super) fn cells(web: &Web, row: &Listed, (names, day): (&Names, Day)) -> Vec<Cell> {
    vec![
        Cell::Code(row.code.clone()),
        Cell::name(format!("/agencies/{}", row.id), &row.name),
        Cell::Text(names.kind(&row.kind)),
        Cell::Text(names.belongs_to(row)),
        Cell::Text(obligation_word(web, &row.obligation)),
        Cell::Rich(row_state(web, row, day)),
    ]
}

fn row_state(web: &Web, row: &Listed, day: Day) -> Markup {
    let today = row.today_agency_id.filter(|id| *id != row.id);
    html! {
        @if row.to_on.is_some_and(|to_on| to_on <= day) {
            (state(Tone::Off, Icon::Over, &web.t("agencies-ended")))
        } @else if row.connection == "unresolved" {
            (state(Tone::Soon, Icon::Clock, &web.t("agencies-is-unresolved")))
        } @else if row.connection == "today" {
            (state(Tone::Live, Icon::Live, &web.t("agencies-exists")))
        }
        @if let Some(today) = today { " " a href={ "/agencies/" (today) } { (web.t("agencies-to-today")) } }
    }
}

/// The rules that tell who must and who is encouraged to, on a day.
pub(super) fn bases(web: &Web, rules: &[lists::RuleOf], day: Day) -> Markup {
    let of = |duty: Obligation| {
        let mut bases: Vec<&str> =
            rules.iter().filter(|rule| rule.duty == duty.word()).map(|rule| rule.basis.as_str()).collect();
        bases.sort_unstable();
        bases.dedup();
        bases.join("; ")
    };
    let day_words = day.vietnamese();
    let is_sure = rules.iter().all(|rule| rule.certainty == "verified");
    html! {
        @if rules.is_empty() { (notice(Tone::Off, &html! { (web.t_with("agencies-bases-none", &[("day", &day_words)])) })) }
        @else {
            (notice(Tone::Off, &html! {
                (web.t_with("agencies-bases", &[
                    ("day", &day_words), ("obliged", &of(Obligation::Obliged)), ("encouraged", &of(Obligation::Encouraged)),
                ]))
                @if !is_sure { " " (web.t("agencies-bases-unsure")) }
            }))
        }
    }
}

/// Code and whether it exists: below the name.
pub(super) fn line(web: &Web, shown: &Shown) -> Markup {
    let (agency, day) = (&shown.agency, shown.day);
    let ended = agency.facts.to_on.filter(|to_on| *to_on <= day);
    let not_yet = agency.facts.from_on.filter(|from_on| day < *from_on);
    html! {
        span.code { (web.t_with("agencies-code-is", &[("code", &agency.code)])) }
        @if let Some(to_on) = ended {
            (state(Tone::Off, Icon::Over, &web.t_with("agencies-ended-on", &[("day", &to_on.vietnamese())])))
        } @else if let Some(from_on) = not_yet {
            (state(Tone::Off, Icon::Clock, &web.t_with("agencies-not-yet", &[("day", &from_on.vietnamese())])))
        } @else if shown.connection.as_ref().is_some_and(|line| line.today_agency_id.is_none()) {
            (state(Tone::Soon, Icon::Clock, &web.t("agencies-is-unresolved")))
        } @else if shown.connection.as_ref().is_some_and(|line| line.today_agency_id != Some(agency.id)) {
            (state(Tone::Off, Icon::Over, &web.t("agencies-to-today")))
        } @else { (state(Tone::Live, Icon::Live, &web.t("agencies-exists"))) }
        span.quiet { (web.t_with("agencies-as-of", &[("day", &day.vietnamese())])) }
    }
}

/// What an agency is on the day looked at.
pub(super) fn facts_of(web: &Web, shown: &Shown) -> Markup {
    let (agency, day) = (&shown.agency, shown.day);
    let period = agency.period_on(day);
    let name = agency.name_on(day);
    let places = html! {
        @for (step, place) in shown.places.iter().enumerate() {
            @if step > 0 { ", " }
            @if place.id == 0 { (place.name) } @else { a href={ "/places/" (place.id) } { (place.name) } }
        }
    };
    let ministry = period.ministry_code.as_deref().filter(|code| *code != agency.code);
    let rows = [
        (web.t("agencies-name-then"), html! { @if name != agency.name() { (name) } }),
        (
            web.t("agencies-level"),
            html! { (web.t(&format!("agencies-level-{}", agency.facts.level.word()))) },
        ),
        (web.t("agencies-kind"), html! { (shown.names.kind(&period.kind)) }),
        (
            web.t("agencies-ministry"),
            html! {
                @if let Some(code) = ministry { a href={ "/agencies/" (platform::web::segment(code)) } { (shown.names.ministry(code)) } }
            },
        ),
        (web.t("agencies-place"), places),
        (web.t("agencies-existed"), html! { (span(web, agency.facts.from_on, agency.facts.to_on)) }),
        (web.t("agencies-obligation"), duty(web, shown, period)),
    ];
    facts(&rows)
}

/// The duty on the day with what it rests on; where the register departs from the rule, both.
fn duty(web: &Web, shown: &Shown, period: &AgencyPeriod) -> Markup {
    let rule = shown.rule.as_ref().map(|rule| (obligation_word(web, &rule.duty), rule.basis.as_str()));
    let certainty = match shown.rule.as_ref().map(|rule| rule.certainty.as_str()) {
        Some("memory") => Some("agencies-certainty-memory"),
        Some("uncertain") => Some("agencies-certainty-uncertain"),
        _ => None,
    };
    html! {
        @match (period.obligation, &rule) {
            (Some(told), Some((duty, basis))) => {
                @let word = obligation_word(web, told.word());
                (word) " "
                @if word == *duty { span.quiet { (web.t_with("agencies-duty-basis", &[("basis", basis)])) } }
                @else { span.quiet { (web.t_with("agencies-duty-differs", &[("duty", duty), ("basis", basis)])) } }
            }
            (Some(told), None) => {
                (obligation_word(web, told.word())) " " span.quiet { (web.t("agencies-duty-register")) }
            }
            (None, Some((duty, basis))) => {
                (duty) " " span.quiet { (web.t_with("agencies-duty-basis", &[("basis", basis)])) }
            }
            (None, None) => { (web.t("agencies-duty-none")) }
        }
        @if let Some(key) = certainty { br; span.quiet { (web.t(key)) } }
    }
}

fn linked(named: Option<&NamedRow>, otherwise: &str) -> Markup {
    html! {
        @match named {
            Some(row) => { a href={ "/agencies/" (row.id) } { (row.name) } }
            None => { (otherwise) }
        }
    }
}

/// What an agency is today, and why that is known or not.
pub(super) fn today(web: &Web, shown: &Shown) -> Markup {
    let Some(line) = &shown.connection else {
        return html! { p { (web.t("agencies-today-itself")) } };
    };
    let today = line.today_agency_id.and_then(|id| shown.named.get(&id));
    html! {
        @if let Some(today) = today {
            // It may bear the very name of the earlier one: the day tells the two apart.
            p { (linked(Some(today), "")) @if let Some(from_on) = today.from_on {
                span.quiet { " " (web.t_with("agencies-since-day", &[("day", &from_on.vietnamese())])) }
            } }
        }
        @else { p { (state(Tone::Soon, Icon::Clock, &web.t("agencies-is-unresolved"))) } }
        p.quiet {
            (web.t(&line.reason_key))
            @if line.others > 0 {
                " " (web.t_with("agencies-others-count", &[("count", &web.number(line.others))]))
            }
        }
    }
}

/// What an agency went on in.
pub(super) fn successors(web: &Web, shown: &Shown) -> Markup {
    html! {
        ul.others {
            @for step in &shown.agency.successions {
                @let named = step.successor_id.filter(|id| *id != shown.agency.id).and_then(|id| shown.named.get(&id));
                li {
                    (linked(named, &web.t(if step.successor_id.is_none() { "agencies-no-successor" } else { "agencies-itself" })))
                    span.quiet {
                        " · " (kind_of_step(web, step.kind)) " · " (known(web, step.on))
                        @if !step.basis.is_empty() { " · " (step.basis) }
                    }
                }
            }
        }
    }
}

/// What an agency came from.
pub(super) fn predecessors(web: &Web, shown: &Shown) -> Markup {
    let rows = shown.predecessors.iter().filter(|step| step.agency_id != shown.agency.id);
    html! {
        ul.others {
            @for step in rows {
                li {
                    (linked(shown.named.get(&step.agency_id), ""))
                    span.quiet {
                        @if let Some(kind) = SuccessionKind::of_word(&step.kind) { " · " (kind_of_step(web, kind)) }
                        " · " (step.counts_on.vietnamese())
                    }
                }
            }
        }
    }
}

/// Earlier agencies that are this one today.
pub(super) fn earlier(web: &Web, shown: &Shown) -> Markup {
    let most = 40;
    let rows: Vec<(String, String, String)> = shown
        .earlier
        .iter()
        .take(most)
        .map(|row| (format!("/agencies/{}", row.id), row.name.clone(), web.t(&row.reason_key)))
        .collect();
    html! {
        (others(&rows))
        @if shown.earlier.len() > most { p.quiet { (web.t("agencies-earlier-more")) } }
    }
}

/// The way to the form that corrects one name or period.
fn correct_link(web: &Web, agency: &Agency, (which, at): (&str, usize), about: &str) -> Markup {
    let href = link(&format!("/agencies/{}/correct", agency.id), &[(which, &(at + 1).to_string())]);
    let words = web.t("agencies-correct-one");
    html! { a href=(href) aria-label={ (words) " " (about) } { (words) } }
}

/// The names an agency bore, the last first.
pub(super) fn names(web: &Web, agency: &Agency, may_correct: bool) -> Markup {
    html! {
        table.register.plain-table.cards {
            thead { tr { th scope="col" { (web.t("agencies-name")) } th scope="col" { (web.t("agencies-time")) } } }
            tbody {
                @for (at, name) in agency.facts.names.iter().enumerate().rev() {
                    tr {
                        th.all scope="row" { (name.name) }
                        td {
                            (span(web, name.from_on, name.to_on))
                            @if may_correct { " " (correct_link(web, agency, ("name", at), &name.name)) }
                        }
                    }
                }
            }
        }
    }
}

/// What an agency was over time, the last first.
pub(super) fn periods(web: &Web, shown: &Shown, may_correct: bool) -> Markup {
    html! {
        table.register.plain-table.cards {
            thead { tr {
                th scope="col" { (web.t("agencies-kind")) } th scope="col" { (web.t("agencies-belongs-to")) }
                th scope="col" { (web.t("agencies-obligation")) } th scope="col" { (web.t("agencies-time")) }
            } }
            tbody {
                @for (at, period) in shown.agency.facts.periods.iter().enumerate().rev() {
                    tr {
                        th.all scope="row" { (shown.names.kind(&period.kind)) }
                        td { (belongs_to(shown, period)) }
                        td {
                            @match period.obligation {
                                Some(told) => { (obligation_word(web, told.word())) }
                                None => { span.quiet { (web.t("agencies-by-rule")) } }
                            }
                        }
                        td {
                            (span(web, period.from_on, period.to_on))
                            @if may_correct {
                                " " (correct_link(web, &shown.agency, ("period", at), &shown.names.kind(&period.kind)))
                            }
                        }
                    }
                }
            }
        }
    }
}

fn belongs_to(shown: &Shown, period: &AgencyPeriod) -> String {
    let codes = [&period.commune_code, &period.district_code];
    let mut parts: Vec<String> = codes.into_iter().flatten().cloned().collect();
    if let Some(code) = &period.province_code {
        let key = (classes::map_of(period.from_on).to_owned(), code.clone());
        parts.push(shown.names.provinces.get(&key).unwrap_or(code).clone());
    } else if let Some(code) = &period.ministry_code {
        parts.push(shown.names.ministry(code));
    }
    parts.join(", ")
}

/// Agencies as a list of links.
pub(super) fn rows_named(rows: &[NamedRow]) -> Vec<(String, String, String)> {
    rows.iter().map(|row| (format!("/agencies/{}", row.id), row.name.clone(), row.code.clone())).collect()
}

/// The same agency on another day.
pub(super) fn day_form(web: &Web, day: Day) -> Markup {
    html! {
        form.buttons.on-day action=(web.path) {
            p.field {
                label for="on" { (web.t("agencies-day")) }
                (day_input(web, "on", day))
            }
            p { button.button { (web.t("agencies-show")) } }
        }
    }
}

/// How many are not connected, by reason and kind; each count leads to its rows.
pub(super) fn unresolved_counts(web: &Web, counts: &[lists::UnresolvedCount], names: &Names) -> Markup {
    html! {
        table.register.cards {
            caption.hidden-text { (web.t("agencies-unresolved-counts")) }
            thead { tr {
                th scope="col" { (web.t("agencies-reason")) } th scope="col" { (web.t("agencies-kind")) }
                th.end scope="col" { (web.t("agencies-count")) }
            } }
            tbody {
                @for row in counts {
                    @let href = link("/agencies/unresolved", &[("reason", &row.reason_key), ("kind", &row.kind)]);
                    tr {
                        th.all scope="row" { (web.t(&row.reason_key)) }
                        td { (names.kind(&row.kind)) }
                        td.end { a href=(href) { (web.number(row.agencies)) } }
                    }
                }
            }
        }
    }
}

/// One row of the unresolved.
pub(super) fn unresolved_cells(web: &Web, row: &lists::Unresolved, names: &Names) -> Vec<Cell> {
    let reason = html! {
        (web.t(&row.reason_key))
        @if row.others > 0 { " " (web.t_with("agencies-others-count", &[("count", &web.number(row.others))])) }
    };
    vec![
        Cell::Code(row.code.clone()),
        Cell::name(format!("/agencies/{}", row.id), &row.name),
        Cell::Text(names.kind(&row.kind)),
        Cell::Rich(reason),
    ]
}
