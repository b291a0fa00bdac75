//! The markup of calendars: a year drawn as months, the calculator, office hours. And [`explanation`], for
//! every page that shows a due moment.

use super::actions::{RELEASE, SET_HOURS};
use super::explained::weekday_head;
use super::hours_pages::SeenHours;
use super::model::{HoursEvent, OfficeHours};
use super::months::{Cell, Month, Year, kind_key, kind_mark};
use super::pages::{Answer, Shown};
use super::proposed::concerned;
use super::question::{Office, RULES};
use super::store::ReleaseOfList;
use super::typed;
use crate::{SHELVES, shelf_tabs};
use maud::{Markup, html};
use platform::Scope;
use platform::web::{
    Button, Choice, Icon, Page, RecordPage, Told, Tone, Web, block, crumbs, facts, head, link, moments,
    notice, others, record_page, state, timeline,
};
use workdays::{HolidayKind, Profile};

pub use super::explained::{explanation, moment};

/// A year of an office: its months, its sums, its releases and its hours.
pub(super) fn calendar(web: &Web, shown: &Shown, year: &Year) -> Markup {
    let number = shown.year.to_string();
    let title = web.t_with("calendars-of-year", &[("year", &number)]);
    let main = html! {
        (shelf_tabs(web, "/calendars"))
        (head(&title, &html! { (web.t("calendars-sentence")) }, &buttons(web)))
        (chooser(web, shown))
        div.pad.stack {
            (sums(web, shown, year))
            @if year.is_projected {
                (notice(Tone::Soon, &html! { p { (web.t_with("calendars-year-projected", &[("year", &number)])) } }))
            }
            (key(web))
            div.calendar-year { @for month in &year.months { (month_table(web, month)) } }
            div.calendar-foot {
                (block(&web.t("calendars-hours"), &own_hours(web, shown)))
                (block(&web.t("calendars-releases"), &releases(web, shown)))
            }
        }
    };
    let status = web.t_with("calendars-by-version", &[("number", &shown.version.release.to_string())]);
    web.page(Page { title, section: SHELVES, main, status, ..Page::default() })
}

fn buttons(web: &Web) -> Vec<Button> {
    let mut buttons = vec![Button::new("/calendars/due", web.t("calendars-due-title"))];
    if web.can(&SET_HOURS, &Scope::owned_by(web.ctx.own_agency_id())) {
        buttons.push(Button::new("/calendars/hours/new", web.t("calendars-set-hours")).first());
    }
    if web.can(&RELEASE, &Scope::nation()) {
        buttons.push(Button::new("/calendars/releases/new", web.t("calendars-prepare")).first());
    }
    buttons
}

/// The years before and after, and a form that leads to any.
fn chooser(web: &Web, shown: &Shown) -> Markup {
    let years = shown.calendar.years();
    let at = |year: i16| years.contains(&year).then(|| web.link_with(&[("year", &year.to_string())]));
    html! {
        form.filters action="/calendars" aria-label=(web.t("calendars-choose")) {
            p.field {
                label for="year" { (web.t("calendars-year")) }
                select id="year" name="year" {
                    @for year in years.iter().rev() { option value=(year) selected[*year == shown.year] { (year) } }
                }
            }
            p.field {
                label for="release" { (web.t("calendars-version")) }
                select id="release" name="release" {
                    @for number in shown.releases.iter().filter_map(|line| line.number) {
                        option value=(number) selected[number == shown.version.release] { (number) }
                    }
                }
            }
            p { button.button { (web.t("calendars-see")) } }
            p.buttons {
                @if let Some(href) = at(shown.year - 1) { a.button.low href=(href) rel="prev" { (shown.year - 1) } }
                @if let Some(href) = at(shown.year + 1) { a.button.low href=(href) rel="next" { (shown.year + 1) } }
            }
        }
    }
}

fn sums(web: &Web, shown: &Shown, year: &Year) -> Markup {
    let (working, off) = (web.number(year.working_days), web.number(year.days_off));
    let values = [("working", working.as_str()), ("off", off.as_str())];
    let key = if shown.hours.is_some() { "calendars-by-own-hours" } else { "calendars-by-usual-hours" };
    html! { p { b { (web.t_with("calendars-sums", &values)) } " " span.quiet { (web.t(key)) } } }
}

/// What the words and tones in the months mean.
fn key(web: &Web) -> Markup {
    let kinds =
        [HolidayKind::Holiday, HolidayKind::Compensatory, HolidayKind::SwapOff, HolidayKind::SwapWork];
    html! {
        ul.calendar-key {
            @for kind in kinds {
                @let (class, mark) = kind_mark(kind);
                li { span.day-mark.(class) { (web.t(mark)) } " " (web.t(kind_key(kind))) }
            }
            li { span.day-mark.is-rest { "7" } " " (web.t("calendars-rest")) }
        }
    }
}

fn month_table(web: &Web, month: &Month) -> Markup {
    html! {
        section.month {
            table {
                caption { (month.title) }
                thead { tr { @for number in 1..=7_i64 { (weekday_head(web, number)) } } }
                tbody {
                    @for week in &month.weeks {
                        tr { @for cell in week { (day_cell(web, cell.as_ref())) } }
                    }
                }
            }
            @if !month.lines.is_empty() {
                ul {
                    @for line in &month.lines {
                        li {
                            time datetime=(line.iso) { (line.day) } " "
                            span {
                                (line.name) " " span.quiet { (line.what) }
                                @if line.is_projected { " " (state(Tone::Soon, Icon::Clock, &web.t("calendars-projected-mark"))) }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn day_cell(web: &Web, cell: Option<&Cell>) -> Markup {
    let Some(cell) = cell else {
        return html! { td.none {} };
    };
    let class = match (cell.class, cell.is_today) {
        ("", false) => None,
        (class, false) => Some(class.to_owned()),
        (class, true) => Some(format!("{class} today").trim().to_owned()),
    };
    let title = Some(&cell.title).filter(|title| !title.is_empty());
    html! {
        td class=[class] title=[title] {
            (cell.number)
            @if !cell.mark.is_empty() { span { (cell.mark) } }
            @if cell.is_today { span.hidden-text { (web.t("calendars-today")) } }
        }
    }
}

/// The office hours in force, and the versions of the own agency.
fn own_hours(web: &Web, shown: &Shown) -> Markup {
    let facts = shown.calendar.facts();
    html! {
        p {
            @match &shown.hours {
                Some(own) => {
                    (web.t_with("calendars-own-hours", &[("day", &own.hours.from_on.vietnamese())]))
                }
                None => { (web.t("calendars-usual-hours")) }
            }
        }
        (week_table(web, &facts.profile))
        p.quiet { (web.t(swaps_key(facts.swaps))) }
        @if !shown.history.is_empty() {
            h3 { (web.t("calendars-hours-history")) }
            (others(&shown.history.iter().rev().map(|version| history_line(web, version)).collect::<Vec<_>>()))
        }
    }
}

const fn swaps_key(swaps: bool) -> &'static str {
    if swaps { "calendars-swaps-followed" } else { "calendars-swaps-not-followed" }
}

fn history_line(web: &Web, version: &OfficeHours) -> (String, String, String) {
    let from = [("day", version.hours.from_on.vietnamese())];
    let from: Vec<(&str, &str)> = from.iter().map(|(name, day)| (*name, day.as_str())).collect();
    (
        format!("/calendars/hours/{}", version.id),
        web.t_with("calendars-from-day", &from),
        version.hours.reason.clone(),
    )
}

fn week_table(web: &Web, profile: &Profile) -> Markup {
    html! {
        table.register.plain-table.week {
            caption.hidden-text { (web.t("calendars-hours")) }
            thead { tr { th scope="col" { (web.t("calendars-weekday")) } th scope="col" { (web.t("calendars-sessions")) } } }
            tbody {
                @for (day, number) in profile.weekdays.iter().zip(1..) {
                    tr {
                        th scope="row" { (web.t(&format!("calendars-weekday-{number}"))) }
                        td.code { @if day.is_empty() { (web.t("calendars-closed")) } @else { (typed::sessions_text(day)) } }
                    }
                }
            }
        }
    }
}

fn releases(web: &Web, shown: &Shown) -> Markup {
    let may = web.can(&RELEASE, &Scope::nation());
    let seen = |line: &&ReleaseOfList| line.number.is_some() || may;
    let mut lines: Vec<(String, String, String)> =
        shown.releases.iter().filter(seen).map(|line| release_line(web, line)).collect();
    lines.extend(concerned(web, None));
    html! { p { (web.t("calendars-releases-sentence")) } (others(&lines)) }
}

fn release_line(web: &Web, line: &ReleaseOfList) -> (String, String, String) {
    let name = match line.number {
        Some(number) => web.t_with("calendars-release", &[("number", &number.to_string())]),
        None => web.t("calendars-draft"),
    };
    let changes = web.t_with("calendars-changes", &[("count", &web.number(line.changes))]);
    let on = line.published_on.map(platform::Day::vietnamese).unwrap_or_default();
    let remark = platform::web::joined(&[&line.notice_number, &on, &changes]);
    (format!("/calendars/releases/{}", line.id), name, remark)
}

/// The calculator: its question, and the answer that explains itself.
pub(super) fn due(web: &Web, answer: Option<&Answer>) -> Markup {
    let title = web.t("calendars-due-title");
    let main = html! {
        (shelf_tabs(web, "/calendars"))
        (head(&title, &html! { (web.t("calendars-due-sentence")) }, &[]))
        div.pad.stack {
            (ask_form(web))
            @if let Some(answer) = answer { (answered(web, answer)) }
        }
    };
    web.page(Page { title, section: SHELVES, main, ..Page::default() })
}

fn answered(web: &Web, answer: &Answer) -> Markup {
    let start = moment(web, answer.due.start_at());
    let received = typed::instant_as_typed(answer.question.received_at);
    let rows = [
        (web.t("calendars-received"), html! { (received) }),
        (web.t("calendars-start"), html! { (start) }),
        (
            web.t("calendars-hash"),
            html! { span.code.quiet { (answer.hash.chars().take(16).collect::<String>()) } },
        ),
    ];
    html! {
        section.block aria-labelledby="due" {
            h2 id="due" { (web.t("calendars-due")) }
            div.stack { (explanation(web, &answer.explanation)) (facts(&rows)) }
        }
    }
}

fn ask_form(web: &Web) -> Markup {
    let rules =
        RULES.map(|rule| Choice::new(rule, web.t(&format!("calendars-rule-{}", rule.to_lowercase()))));
    let offices = Office::ALL.map(|office| Choice::new(office.word(), web.t(office.key())));
    html! {
        form.form.calculator action="/calendars/due" aria-label=(web.t("calendars-due-title")) {
            (choice(web, ("rule", "calendars-rule"), &rules))
            (text(web, ("amount", "calendars-amount", "calendars-amount-hint"), false))
            (text(web, ("received", "calendars-received", "calendars-received-hint"), false))
            (choice(web, ("office", "calendars-office"), &offices))
            (text(web, ("suspensions", "calendars-suspensions", "calendars-suspensions-hint"), true))
            div.act { button.button.first accesskey="l" { (web.t("calendars-count")) } }
        }
    }
}

fn choice(web: &Web, (name, label): (&str, &str), choices: &[Choice]) -> Markup {
    let (value, mistake) = (web.typed(name), web.mistake(name));
    let by = mistake.as_ref().map(|_| format!("{name}-error"));
    html! {
        div.field.bad[mistake.is_some()] {
            label for=(name) { (web.t(label)) }
            @if let Some(words) = &mistake { span.error id={ (name) "-error" } { (words) } }
            select.full id=(name) name=(name) aria-describedby=[by] {
                @for choice in choices { option value=(choice.value) selected[choice.value == value] { (choice.label) } }
            }
        }
    }
}

fn text(web: &Web, (name, label, hint): (&str, &str, &str), is_long: bool) -> Markup {
    let (value, mistake) = (web.typed(name), web.mistake(name));
    let invalid = mistake.is_some().then_some("true");
    let error = mistake.as_ref().map(|_| format!(" {name}-error")).unwrap_or_default();
    let by = format!("{name}-hint{error}");
    html! {
        div.field.bad[mistake.is_some()] {
            label for=(name) { (web.t(label)) }
            span.hint id={ (name) "-hint" } { (web.t(hint)) }
            @if let Some(words) = &mistake { span.error id={ (name) "-error" } { (words) } }
            @if is_long {
                textarea.full id=(name) name=(name) rows="2" aria-invalid=[invalid] aria-describedby=(by) { (value) }
            } @else {
                input.full id=(name) name=(name) value=(value) autocomplete="off" aria-invalid=[invalid] aria-describedby=(by);
            }
        }
    }
}

/// The record of one version of office hours.
pub(super) fn hours_record(web: &Web, seen: &SeenHours) -> Markup {
    let set = &seen.hours.hours;
    let told = moments(web, &seen.past, |past| {
        let HoursEvent::Set { reason, .. } = &past.event;
        let what = web.t("calendars-told-hours");
        Told { day: String::new(), iso: String::new(), what, remark: reason.clone(), changes: Vec::new() }
    });
    let agency = html! { a href={ "/agencies/" (seen.hours.agency_id) } { (seen.agency) } };
    let rows = [
        (
            web.t("calendars-agency"),
            if seen.agency.is_empty() {
                html! {}
            } else {
                agency
            },
        ),
        (web.t("calendars-hours-from"), html! { (set.from_on.vietnamese()) }),
        (web.t("calendars-swaps"), html! { (web.t(swaps_key(set.swaps))) }),
        (web.t("calendars-full-day"), html! { (typed::sessions_text(&set.profile.full_day)) }),
        (web.t("calendars-hours-reason"), html! { (set.reason) }),
    ];
    let number = seen.hours.number.to_string();
    let page = RecordPage {
        crumbs: crumbs(web, &[("/calendars".into(), web.t("calendars-title"))]),
        title: web.t_with("calendars-hours-version", &[("number", &number)]),
        line: html! { span { (seen.agency) } },
        left: html! {
            (block(&web.t("calendars-facts"), &facts(&rows)))
            (block(&web.t("calendars-hours-week"), &week_table(web, &set.profile)))
            (block(&web.t("calendars-timeline"), &timeline(&told)))
        },
        beside: block(
            &web.t("calendars-related"),
            &others(&[(link("/calendars", &[]), web.t("calendars-see-year"), String::new())]),
        ),
        ..RecordPage::default()
    };
    web.page(Page {
        title: page.title.clone(),
        section: SHELVES,
        main: record_page(&page),
        ..Page::default()
    })
}
