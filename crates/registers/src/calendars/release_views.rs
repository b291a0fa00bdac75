//! The markup of releases: what changes, what stands in the way, what happened.

use super::actions::RELEASE;
use super::forms::Step;
use super::model::{CalendarRelease, DayKey, ReleaseEvent, State};
use super::months::{self, kind_key};
use super::proposed::concerned;
use super::release_pages::Seen;
use crate::SHELVES;
use maud::{Markup, html};
use platform::Scope;
use platform::web::{
    Icon, Page, Past, RecordPage, Told, Tone, Web, block, crumbs, facts, link, moments, next_action,
    next_link, notice, others, record_page, refusal_list, state, timeline,
};
use workdays::{Holiday, HolidayStatus};

/// The state of a release: icon and words.
pub(super) fn state_tag(web: &Web, is: State) -> Markup {
    let (tone, drawing) = match is {
        State::Draft => (Tone::Soon, Icon::Document),
        State::Published => (Tone::Live, Icon::Live),
        State::Discarded => (Tone::Off, Icon::Crossed),
    };
    state(tone, drawing, &web.t(is.key()))
}

fn title(web: &Web, release: &CalendarRelease) -> String {
    name(web, release.number, &release.notice.number)
}

/// The name of a release: its number, or the notice that it is being prepared by.
pub(super) fn name(web: &Web, number: Option<i64>, notice: &str) -> String {
    match number {
        Some(number) => web.t_with("calendars-release", &[("number", &number.to_string())]),
        None => web.t_with("calendars-draft-of", &[("notice", notice)]),
    }
}

/// The record of a release.
pub(super) fn record(web: &Web, seen: &Seen) -> Markup {
    let release = &seen.release;
    let open = release.state == State::Draft && web.can(&RELEASE, &Scope::nation());
    let told = moments(web, &seen.past, |past| told(web, past));
    let page = RecordPage {
        crumbs: crumbs(web, &[("/calendars".into(), web.t("calendars-title"))]),
        title: title(web, release),
        line: html! { (state_tag(web, release.state)) },
        next: open.then(|| next(web, seen)),
        left: html! {
            (block(&web.t("calendars-facts"), &facts(&fact_rows(web, release))))
            (block(&web.t("calendars-differences"), &differences(web, seen)))
            (block(&web.t("calendars-timeline"), &timeline(&told)))
        },
        beside: beside(web, (release, open)),
        ..RecordPage::default()
    };
    web.page(Page {
        title: page.title.clone(),
        section: SHELVES,
        main: record_page(&page),
        ..Page::default()
    })
}

fn next(web: &Web, seen: &Seen) -> Markup {
    let path = |step: Step| format!("/calendars/releases/{}/{}", seen.release.id, step.word());
    if seen.release.changes.is_empty() {
        let act = next_link(&path(Step::Days), &web.t("calendars-days"));
        return next_action(web, &web.t("calendars-days"), &web.t("calendars-days-why"), &act);
    }
    let act = html! {
        @if !seen.faults.is_empty() { (notice(Tone::Late, &refusal_list(web, &seen.faults))) }
        (next_link(&path(Step::Publish), &web.t("calendars-publish")))
    };
    next_action(web, &web.t("calendars-publish"), &web.t("calendars-publish-why"), &act)
}

fn fact_rows(web: &Web, release: &CalendarRelease) -> Vec<(String, Markup)> {
    let day = |day: Option<platform::Day>| day.map(platform::Day::vietnamese).unwrap_or_default();
    let row = |key: &str, text: String| (web.t(key), html! { (text) });
    let years = format!("{}-{}", release.first_year, release.covered_last_year());
    vec![
        row("calendars-notice-number", release.notice.number.clone()),
        row("calendars-notice-on", day(release.notice.on)),
        row("calendars-note", release.notice.note.clone()),
        row("calendars-years", years),
        row("calendars-published-on", day(release.published_on)),
        row("calendars-discard-reason", release.discard_reason.clone()),
    ]
}

fn beside(web: &Web, (release, open): (&CalendarRelease, bool)) -> Markup {
    let path = |step: &Step| format!("/calendars/releases/{}/{}", release.id, step.word());
    let listed = |step: &&Step| !matches!(step, Step::Publish | Step::Keep | Step::Withdraw);
    let acts: Vec<(String, String, String)> = Step::ALL
        .iter()
        .filter(listed)
        .chain([&Step::Withdraw])
        .map(|step| (path(step), web.t(step.key()), String::new()))
        .collect();
    let calendar = match release.number {
        Some(number) => link("/calendars", &[("release", &number.to_string())]),
        None => "/calendars".to_owned(),
    };
    let mut related = vec![
        (calendar, web.t("calendars-see-year"), String::new()),
        ("/calendars/due".to_owned(), web.t("calendars-due-title"), String::new()),
    ];
    related.extend(concerned(web, Some(release.id)));
    html! {
        @if open { (block(&web.t("calendars-acts"), &others(&acts))) }
        (block(&web.t("calendars-related"), &others(&related)))
    }
}

/// What stands above the button that publishes: what changes, and what stands in the way.
pub(super) fn to_publish(web: &Web, seen: &Seen) -> Markup {
    let today = super::civil(web.today());
    let past = seen.release.changes.keys().filter(|key| key.day < today).count();
    let concerned = concerned(web, Some(seen.release.id));
    html! {
        p { (web.t("calendars-publish-sentence")) }
        @if past > 0 {
            (notice(Tone::Soon, &html! { p { (web.t_with("calendars-past-days", &[("count", &past.to_string())])) } }))
        }
        @if !seen.faults.is_empty() { (notice(Tone::Late, &refusal_list(web, &seen.faults))) }
        p { (web.t("calendars-publish-moves-nothing")) }
        @if seen.faults.is_empty() && !concerned.is_empty() { (others(&concerned)) }
        (differences(web, seen))
    }
}

/// Every day that a release makes another, year by year: the first release in folded years.
fn differences(web: &Web, seen: &Seen) -> Markup {
    let release = &seen.release;
    let mut years: Vec<i16> = release.changes.keys().map(|key| key.day.year()).collect();
    years.dedup();
    let of = |year: i16| release.changes.iter().filter(move |(key, _)| key.day.year() == year);
    html! {
        @if release.changes.is_empty() { p.quiet { (web.t("calendars-no-differences")) } }
        @for year in &years {
            @let count = of(*year).count().to_string();
            @let year_text = year.to_string();
            details open[years.len() < 4] {
                summary { (web.t_with("calendars-year-of", &[("year", &year_text), ("count", &count)])) }
                table.register.cards.differences {
                    caption.hidden-text { (web.t("calendars-differences")) " " (year) }
                    thead { tr {
                        th scope="col" { (web.t("calendars-day")) } th scope="col" { (web.t("calendars-change")) }
                        th scope="col" { (web.t("calendars-kind")) } th scope="col" { (web.t("calendars-name")) }
                        th scope="col" { (web.t("calendars-source")) }
                        @if release.state == State::Draft { th scope="col" { (web.t("calendars-acts")) } }
                    } }
                    tbody { @for (key, to) in of(*year) { (difference(web, seen, (key, to.as_ref()))) } }
                }
            }
        }
    }
}

fn difference(web: &Web, seen: &Seen, (key, to): (&DayKey, Option<&Holiday>)) -> Markup {
    let before = seen.before.as_ref().and_then(|known| known.days.get(key));
    let (tone, drawing, change) = match (before, to) {
        (None, Some(_)) => (Tone::Done, Icon::Done, "calendars-change-added"),
        (Some(_), Some(_)) => (Tone::Soon, Icon::Clock, "calendars-change-corrected"),
        (_, None) => (Tone::Late, Icon::Crossed, "calendars-change-withdrawn"),
    };
    let day = key.day.vietnamese();
    let keep = link(
        &format!("/calendars/releases/{}/keep", seen.release.id),
        &[("day", &day), ("kind", key.kind.code())],
    );
    html! {
        tr {
            th.all scope="row" { time datetime=(key.day) { (day) } }
            td { (state(tone, drawing, &web.t(change))) }
            td { (web.t(kind_key(key.kind))) }
            td { (names(web, before, to)) }
            td { @if let Some(row) = to.or(before) { (row.source) } }
            @if seen.release.state == State::Draft { td { a href=(keep) { (web.t("calendars-keep-short")) } } }
        }
    }
}

/// The name of a day and its certainty, with what they were where they change.
fn names(web: &Web, before: Option<&Holiday>, to: Option<&Holiday>) -> Markup {
    let name = |row: &Holiday| months::name(web, row);
    let certainty = |row: &Holiday| match row.status {
        HolidayStatus::Projected => web.t("calendars-projected-mark"),
        HolidayStatus::Official => web.t("calendars-official-mark"),
    };
    let one = |row: &Holiday| html! { (name(row)) " " span.quiet { (certainty(row)) } };
    match (before, to) {
        (Some(old), Some(new)) => html! {
            @if name(old) != name(new) { del { (name(old)) } " " }
            (name(new)) " "
            @if old.status != new.status { del.quiet { (certainty(old)) } " " }
            span.quiet { (certainty(new)) }
        },
        (Some(old), None) => html! { del { (name(old)) } },
        (None, Some(new)) => one(new),
        (None, None) => html! {},
    }
}

fn told(web: &Web, past: &Past<CalendarRelease>) -> Told {
    let count = |days: usize| web.number(i64::try_from(days).unwrap_or(i64::MAX));
    let (key, remark) = match &past.event {
        ReleaseEvent::Prepared { notice, .. } => ("calendars-told-prepared", notice.number.clone()),
        ReleaseEvent::NoticeCorrected { notice } => ("calendars-told-notice", notice.number.clone()),
        ReleaseEvent::DaysSet { days } => ("calendars-told-set", count(days.len())),
        ReleaseEvent::DaysWithdrawn { days } => ("calendars-told-withdrawn", listed(days)),
        ReleaseEvent::ChangesDropped { days } => ("calendars-told-dropped", listed(days)),
        ReleaseEvent::Published { number, .. } => ("calendars-told-published", number.to_string()),
        ReleaseEvent::Discarded { reason } => ("calendars-told-discarded", reason.clone()),
    };
    Told { day: String::new(), iso: String::new(), what: web.t(key), remark, changes: Vec::new() }
}

fn listed(days: &[DayKey]) -> String {
    days.iter().map(|key| key.day.vietnamese()).collect::<Vec<_>>().join(", ")
}
