//! The forms of releases and office hours, and how what was typed becomes an act.

use super::decide::{Act, NewDays, WEEKDAYS, civil};
use super::model::{CalendarRelease, DayKey, Hours, Notice};
use super::months::kind_key;
use super::typed;
use crate::SHELVES;
use maud::{Markup, html};
use platform::Refusal;
use platform::web::{Choice, Field, Form, Reader, Web};
use workdays::{HolidayKind, HolidayStatus, Profile, Session};

/// What one may do to a draft, each with a page of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Days,
    Withdraw,
    Keep,
    Confirm,
    Notice,
    Publish,
    Discard,
}

impl Step {
    /// All of them, in the order of the page's acts.
    pub(super) const ALL: [Step; 7] =
        [Step::Days, Step::Withdraw, Step::Confirm, Step::Keep, Step::Notice, Step::Publish, Step::Discard];

    /// The last piece of its path.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Step::Days => "days",
            Step::Withdraw => "withdraw",
            Step::Keep => "keep",
            Step::Confirm => "confirm",
            Step::Notice => "notice",
            Step::Publish => "publish",
            Step::Discard => "discard",
        }
    }

    /// Key of its name.
    pub(super) const fn key(self) -> &'static str {
        match self {
            Step::Days => "calendars-days",
            Step::Withdraw => "calendars-withdraw",
            Step::Keep => "calendars-keep",
            Step::Confirm => "calendars-confirm",
            Step::Notice => "calendars-notice",
            Step::Publish => "calendars-publish",
            Step::Discard => "calendars-discard",
        }
    }

    /// Key of the sentence shown after it.
    pub(super) const fn done(self) -> &'static str {
        match self {
            Step::Publish => "calendars-done-published",
            Step::Discard => "calendars-done-discarded",
            _ => "calendars-done-changed",
        }
    }
}

fn with_notice(form: Form) -> Form {
    form.field(
        Field::text("notice_number", "calendars-notice-number")
            .required()
            .hint("calendars-notice-number-hint"),
    )
    .field(Field::day("notice_on", "calendars-notice-on"))
    .field(Field::area("note", "calendars-note"))
}

/// The form of a new release.
pub(super) fn prepare(web: &Web) -> Form {
    let form = Form::new(web.t("calendars-prepare-title"), web.t("calendars-prepare"))
        .section(SHELVES)
        .crumb("/calendars", web.t("calendars-title"))
        .intro(html! { p { (web.t("calendars-prepare-sentence")) } });
    with_notice(form).draft("calendars.release")
}

/// Reads what is said of a notice.
pub(super) fn read_notice(read: &mut Reader<'_>) -> Notice {
    Notice {
        number: read.text("notice_number"),
        on: read.optional_day("notice_on"),
        note: read.optional_text("note").unwrap_or_default(),
    }
}

fn kinds(web: &Web) -> Vec<Choice> {
    KINDS.map(|kind| Choice::new(kind.code(), web.t(kind_key(kind)))).to_vec()
}

const KINDS: [HolidayKind; 4] =
    [HolidayKind::Holiday, HolidayKind::Compensatory, HolidayKind::SwapOff, HolidayKind::SwapWork];

/// The form of a step, filled with what the address or the release says; `differences` stand above it.
pub(super) fn step(web: &Web, step: Step, (release, differences): (&CalendarRelease, Markup)) -> Form {
    let form = Form::new(web.t(step.key()), web.t(step.key()))
        .section(SHELVES)
        .crumb("/calendars", web.t("calendars-title"))
        .crumb(format!("/calendars/releases/{}", release.id), web.t("calendars-draft"))
        .revision(release.revision);
    let day = Field::day("day", "calendars-day").required();
    let kind = Field::select("kind", "calendars-kind", kinds(web)).required();
    match step {
        Step::Days => form
            .field(Field::day("from_on", "calendars-from-on").required())
            .field(Field::day("to_on", "calendars-to-on").hint("calendars-to-on-hint"))
            .field(kind)
            .field(Field::text("name_vi", "calendars-name-vi").required())
            .field(Field::text("name_en", "calendars-name-en").required())
            .field(Field::radio("status", "calendars-status", statuses(web)).required())
            .value("status", HolidayStatus::Official.code()),
        Step::Withdraw | Step::Keep => form
            .field(day)
            .field(kind)
            .value("day", web.query.get("day"))
            .value("kind", web.query.get("kind")),
        Step::Confirm => form
            .intro(html! { p { (web.t("calendars-confirm-sentence")) } })
            .field(Field::number("year", "calendars-year").required())
            .value("year", release.covered_last_year().to_string()),
        Step::Notice => with_notice(form)
            .value("notice_number", &release.notice.number)
            .value("notice_on", release.notice.on.map(platform::Day::vietnamese).unwrap_or_default())
            .value("note", &release.notice.note),
        Step::Publish => form.intro(differences),
        Step::Discard => form.field(Field::area("reason", "calendars-reason").required()),
    }
}

fn statuses(web: &Web) -> Vec<Choice> {
    [
        (HolidayStatus::Official, "calendars-status-official"),
        (HolidayStatus::Projected, "calendars-status-projected"),
    ]
    .map(|(status, key)| Choice::new(status.code(), web.t(key)))
    .to_vec()
}

/// Reads what a step is to do.
pub(super) fn read_step(read: &mut Reader<'_>, step: Step) -> Act {
    match step {
        Step::Days => {
            let from_on = read.day("from_on");
            Act::SetDays(NewDays {
                from_on,
                to_on: read.optional_day("to_on").unwrap_or(from_on),
                kind: kind(read),
                name_vi: read.text("name_vi"),
                name_en: read.text("name_en"),
                status: read.choice("status", HolidayStatus::Official, |word| word.parse().ok()),
            })
        }
        Step::Withdraw => Act::Withdraw(key(read)),
        Step::Keep => Act::Drop(key(read)),
        Step::Confirm => Act::Confirm(year(read)),
        Step::Notice => Act::CorrectNotice(read_notice(read)),
        Step::Publish => Act::Publish,
        Step::Discard => Act::Discard(read.text("reason")),
    }
}

/// A year of the calendar; a number that is none is told as it was typed.
fn year(read: &mut Reader<'_>) -> i16 {
    let number = read.number("year");
    i16::try_from(number).unwrap_or_else(|_| {
        read.refuse(Refusal::new("calendars-refusal-nothing-to-confirm").field("year").with("year", number));
        0
    })
}

fn kind(read: &mut Reader<'_>) -> HolidayKind {
    read.choice("kind", HolidayKind::Holiday, |word| word.parse().ok())
}

fn key(read: &mut Reader<'_>) -> DayKey {
    DayKey { day: civil(read.day("day")), kind: kind(read) }
}

/// Keys of the names of the weekdays, as labels of fields.
const WEEKDAY_LABELS: [&str; 7] = [
    "calendars-weekday-1",
    "calendars-weekday-2",
    "calendars-weekday-3",
    "calendars-weekday-4",
    "calendars-weekday-5",
    "calendars-weekday-6",
    "calendars-weekday-7",
];

/// The form of new office hours, filled with those in force.
pub(super) fn hours(web: &Web, (profile, swaps): (&Profile, bool)) -> Form {
    let mut form = Form::new(web.t("calendars-hours-title"), web.t("calendars-set-hours"))
        .section(SHELVES)
        .crumb("/calendars", web.t("calendars-title"))
        .intro(html! { p { (web.t("calendars-hours-sentence")) } })
        .field(Field::day("from_on", "calendars-hours-from").required())
        .value("from_on", web.today().vietnamese())
        .group("calendars-hours-week");
    for (at, name) in WEEKDAYS.into_iter().enumerate() {
        let field = Field::text(name, WEEKDAY_LABELS[at]);
        form = form
            .field(if at == 0 { field.hint("calendars-sessions-hint") } else { field })
            .value(name, typed::sessions_text(&profile.weekdays[at]));
    }
    form.group("calendars-swaps")
        .field(Field::tick("swaps", "calendars-follow-swaps"))
        .value("swaps", if swaps { "yes" } else { "" })
        .field(Field::text("full_day", "calendars-full-day").hint("calendars-full-day-hint"))
        .value("full_day", typed::sessions_text(&profile.full_day))
        .group("calendars-why")
        .field(Field::area("reason", "calendars-hours-reason").required().hint("calendars-hours-reason-hint"))
        .draft("calendars.hours")
}

/// Reads office hours; what is no session is told at its weekday.
pub(super) fn read_hours(read: &mut Reader<'_>) -> Hours {
    let from_on = read.day("from_on");
    let weekdays = WEEKDAYS.map(|name| sessions(read, name));
    let mut full_day = sessions(read, "full_day");
    if full_day.is_empty() {
        // Most offices work a swapped day of rest as they work their first day.
        full_day = weekdays.iter().find(|day| !day.is_empty()).cloned().unwrap_or_default();
    }
    Hours {
        from_on,
        profile: Profile { weekdays, full_day },
        swaps: read.is_ticked("swaps"),
        reason: read.text("reason"),
    }
}

fn sessions(read: &mut Reader<'_>, name: &'static str) -> Vec<Session> {
    let text = read.optional_text(name).unwrap_or_default();
    typed::sessions(&text).unwrap_or_else(|wrong| {
        read.refuse(Refusal::new("calendars-refusal-not-sessions").field(name).with("text", wrong.0));
        Vec::new()
    })
}
