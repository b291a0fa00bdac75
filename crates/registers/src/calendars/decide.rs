//! What may be done to a release of holidays and to office hours. Pure.

use super::model::{CalendarRelease, DayKey, Days, Hours, Notice, OfficeHours, ReleaseEvent, State};
use platform::{Day, Refusals};
use std::collections::BTreeSet;
use workdays::{
    Calendar, CalendarFacts, CalendarFault, Holiday, HolidayKind, HolidayStatus, Profile, SessionPlace,
    WorkingTime,
};

/// At most so many days are entered at once; no holiday is longer.
const MOST_DAYS_AT_ONCE: i64 = 31;

/// The first year of the acts of the State, and by so many days ahead office hours may be set.
const FIRST_YEAR: i16 = 1945;
const DAYS_AHEAD: i64 = 366;
/// The most office hours of a day: nobody may work longer, overtime included.
///
/// # Law
/// bl-45-2019/107
const MOST_HOURS_A_DAY: i64 = 12;

/// How many public holidays a year has at least, by the day on which the act takes effect. Each of these acts took
/// effect before the days that it added to that year. Years before the first act are kept as they were entered.
///
/// # Law
/// bl-45-2019/112
/// nq-28-2026/2
const FEWEST_HOLIDAYS: [((i16, i8, i8), usize); 2] = [((2021, 1, 1), 11), ((2026, 7, 1), 12)];

/// The fewest public holidays of a year.
fn fewest_holidays(year: i16) -> usize {
    let in_force = FEWEST_HOLIDAYS.iter().rfind(|(from, _)| from.0 <= year);
    in_force.map_or(0, |(_, days)| *days)
}

/// What is published already: the sum of all releases.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    /// The number of the last release; 0 before the first.
    pub number: i64,
    /// The first year covered.
    pub first_year: i16,
    /// The last year covered.
    pub last_year: i16,
    /// Every row.
    pub days: Days,
}

impl Known {
    /// What a calendar of these rows is compiled from, for an office.
    ///
    /// A swapped day of rest that this office works in full anyway changes nothing for it, so such
    /// rows are left out; the compiler would refuse them.
    pub fn facts(&self, profile: &Profile, swaps: bool) -> CalendarFacts {
        let works_anyway = |row: &Holiday| {
            let sessions = &profile.weekdays[usize::from(row.day.weekday() - 1)];
            row.kind == HolidayKind::SwapWork && !sessions.is_empty() && *sessions == profile.full_day
        };
        let mut facts = self.all_facts(profile, swaps);
        facts.holidays.retain(|row| !works_anyway(row));
        facts
    }

    /// The same with every row, for a release that is to be judged.
    fn all_facts(&self, profile: &Profile, swaps: bool) -> CalendarFacts {
        CalendarFacts {
            version: u32::try_from(self.number).unwrap_or(u32::MAX),
            years: (self.first_year..=self.last_year).collect(),
            holidays: self.days.values().cloned().collect(),
            profile: profile.clone(),
            swaps,
        }
    }

    /// The same with a release on top.
    pub fn with(&self, release: &CalendarRelease) -> Known {
        let mut days = self.days.clone();
        release.apply_to(&mut days);
        let last_year = self.last_year.max(release.covered_last_year());
        Known { number: self.number + 1, first_year: self.first_year, last_year, days }
    }
}

/// The days a person enters: one, or several that follow each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewDays {
    /// The first.
    pub from_on: Day,
    /// The last.
    pub to_on: Day,
    /// What they are.
    pub kind: HolidayKind,
    /// Their name in Vietnamese.
    pub name_vi: String,
    /// Their name in English.
    pub name_en: String,
    /// Whether their notice is in.
    pub status: HolidayStatus,
}

/// Something to be done to a draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    /// Enter or correct days.
    SetDays(NewDays),
    /// Withdraw a row that is published.
    Withdraw(DayKey),
    /// Take a change out of the draft.
    Drop(DayKey),
    /// Make every projected row of a year official, as it is.
    Confirm(i16),
    /// Correct what is said of the notice.
    CorrectNotice(Notice),
    /// Bring it into force.
    Publish,
    /// Give it up.
    Discard(String),
}

/// Why an act on calendars is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// A release follows a notice with a number.
    NoticeMissing,
    /// The notice bears a day after today.
    NoticeInFuture(Day),
    /// Another release is being prepared.
    DraftOpen,
    /// The release is published or given up.
    NotADraft,
    /// Somebody else changed it meanwhile.
    Stale,
    /// The last day stands before the first.
    DaysBackwards,
    /// More days at once than any holiday has.
    TooManyDays,
    /// A row has no name.
    NameMissing(&'static str),
    /// The day lies outside the years covered and the one after them.
    YearOutside(i16, i16),
    /// There is no such row to be withdrawn.
    NothingThere,
    /// No projected row stands in this year.
    NothingToConfirm(i16),
    /// A release that changes nothing.
    NoChanges,
    /// A year has fewer holidays than the law gives it.
    YearIncomplete(i16, usize),
    /// A reason is missing.
    ReasonMissing,
    /// Hours that begin before today, after others have been set.
    HoursInPast(Day),
    /// Hours that begin on a day too far away.
    HoursOutside {
        /// The first day that may be.
        first: Day,
        /// The last.
        last: Day,
    },
    /// A day of more office hours than anybody works.
    DayTooLong,
    /// The hours are those already in force.
    SameHours,
    /// The calendar would have this fault.
    Fault(CalendarFault),
}

impl From<Refusal> for platform::Refusal {
    fn from(reason: Refusal) -> platform::Refusal {
        let new = platform::Refusal::new;
        match reason {
            Refusal::NoticeMissing => new("calendars-refusal-notice-missing").field("notice_number"),
            Refusal::NoticeInFuture(today) => {
                new("calendars-refusal-notice-future").field("notice_on").with("today", today.vietnamese())
            }
            Refusal::DraftOpen => new("calendars-refusal-draft-open"),
            Refusal::NotADraft => new("calendars-refusal-not-a-draft"),
            Refusal::Stale => new("calendars-refusal-stale"),
            Refusal::DaysBackwards => new("calendars-refusal-days-backwards").field("to_on"),
            Refusal::TooManyDays => {
                new("calendars-refusal-too-many-days").field("to_on").with("most", MOST_DAYS_AT_ONCE)
            }
            Refusal::NameMissing(field) => new("calendars-refusal-name-missing").field(field),
            Refusal::YearOutside(first, last) => {
                new("calendars-refusal-year-outside").field("from_on").with("first", first).with("last", last)
            }
            Refusal::NothingThere => new("calendars-refusal-nothing-there").field("day"),
            Refusal::NothingToConfirm(year) => {
                new("calendars-refusal-nothing-to-confirm").field("year").with("year", year)
            }
            Refusal::NoChanges => new("calendars-refusal-no-changes"),
            Refusal::YearIncomplete(year, days) => new("calendars-refusal-year-incomplete")
                .with("year", year)
                .with("days", days)
                .with("fewest", fewest_holidays(year)),
            Refusal::ReasonMissing => new("calendars-refusal-reason-missing").field("reason"),
            Refusal::HoursInPast(today) => {
                new("calendars-refusal-hours-past").field("from_on").with("today", today.vietnamese())
            }
            Refusal::HoursOutside { first, last } => new("calendars-refusal-hours-outside")
                .field("from_on")
                .with("first", first.vietnamese())
                .with("last", last.vietnamese()),
            Refusal::DayTooLong => {
                new("calendars-refusal-day-too-long").field("monday").with("most", MOST_HOURS_A_DAY)
            }
            Refusal::SameHours => new("calendars-refusal-same-hours"),
            Refusal::Fault(fault) => fault_refusal(fault),
        }
    }
}

/// The sentence of a fault that the compiler of calendars finds.
fn fault_refusal(fault: CalendarFault) -> platform::Refusal {
    let new = platform::Refusal::new;
    match fault {
        CalendarFault::NoYears => new("calendars-fault-no-years"),
        CalendarFault::RangeTooWide { first, last } => {
            new("calendars-fault-range").with("first", first).with("last", last)
        }
        CalendarFault::YearWithoutHolidays { year } => new("calendars-fault-empty-year").with("year", year),
        CalendarFault::DayOutsideYears { day } => {
            new("calendars-fault-outside").with("day", day.vietnamese())
        }
        CalendarFault::DuplicateDay { day, .. } => {
            new("calendars-fault-duplicate").with("day", day.vietnamese())
        }
        CalendarFault::SwapContradicts { day, .. } => {
            new("calendars-fault-swap-contradicts").with("day", day.vietnamese())
        }
        CalendarFault::SwapWorkAlreadyWorks { day } => {
            new("calendars-fault-swap-works").with("day", day.vietnamese())
        }
        CalendarFault::NoSessions => new("calendars-fault-no-sessions").field("monday"),
        CalendarFault::NoFullDay => new("calendars-fault-no-full-day").field("full_day"),
        CalendarFault::TooManySessions { place } => {
            new("calendars-fault-many-sessions").field(field_of(place))
        }
        CalendarFault::SessionCrossesMidnight { place, session } => {
            new("calendars-fault-crosses").field(field_of(place)).with("session", session)
        }
        CalendarFault::SessionsOverlap { place, session } => {
            new("calendars-fault-overlap").field(field_of(place)).with("session", session)
        }
    }
}

/// Names of the weekdays as fields and columns, Monday first.
pub const WEEKDAYS: [&str; 7] =
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// The field of a form that a fault of sessions stands at.
fn field_of(place: SessionPlace) -> &'static str {
    match place {
        SessionPlace::Weekday(number) => WEEKDAYS[usize::from(number - 1)],
        SessionPlace::FullDay => "full_day",
    }
}

/// Begins a release that follows `notice`.
///
/// # Errors
/// Every reason at once.
pub fn prepare(
    (known, owner_agency_id): (&Known, i64),
    draft_open: Option<i64>,
    notice: &Notice,
    today: Day,
) -> Result<ReleaseEvent, Refusals> {
    let mut reasons = notice_faults(notice, today);
    if draft_open.is_some() {
        reasons.push(Refusal::DraftOpen);
    }
    reasons.or(ReleaseEvent::Prepared {
        owner_agency_id,
        notice: notice.clone(),
        first_year: known.first_year,
        last_year: known.last_year,
    })
}

fn notice_faults(notice: &Notice, today: Day) -> Refusals {
    let mut reasons = Refusals::default();
    if notice.number.trim().is_empty() {
        reasons.push(Refusal::NoticeMissing);
    }
    if notice.on.is_some_and(|on| on > today) {
        reasons.push(Refusal::NoticeInFuture(today));
    }
    reasons
}

/// What an act does to a draft.
///
/// # Errors
/// Every reason at once.
pub fn decide(
    release: &CalendarRelease,
    known: &Known,
    act: &Act,
    today: Day,
) -> Result<Vec<ReleaseEvent>, Refusals> {
    if release.state != State::Draft {
        return Err(platform::Refusal::from(Refusal::NotADraft).into());
    }
    match act {
        Act::SetDays(days) => set_days(release, days),
        Act::Withdraw(key) => match known.days.contains_key(key) {
            true => Ok(vec![ReleaseEvent::DaysWithdrawn { days: vec![*key] }]),
            false => refused(Refusal::NothingThere),
        },
        Act::Drop(key) => match release.changes.contains_key(key) {
            true => Ok(vec![ReleaseEvent::ChangesDropped { days: vec![*key] }]),
            false => refused(Refusal::NothingThere),
        },
        Act::Confirm(year) => confirm((release, known), *year),
        Act::CorrectNotice(notice) => {
            notice_faults(notice, today).or(vec![ReleaseEvent::NoticeCorrected { notice: notice.clone() }])
        }
        Act::Publish => publish(release, known, today),
        Act::Discard(reason) if reason.trim().is_empty() => refused(Refusal::ReasonMissing),
        Act::Discard(reason) => Ok(vec![ReleaseEvent::Discarded { reason: reason.clone() }]),
    }
}

fn refused<T>(reason: Refusal) -> Result<T, Refusals> {
    Err(platform::Refusal::from(reason).into())
}

fn set_days(release: &CalendarRelease, new: &NewDays) -> Result<Vec<ReleaseEvent>, Refusals> {
    let mut reasons = Refusals::default();
    let count = new.to_on.days_since(new.from_on) + 1;
    if count < 1 {
        reasons.push(Refusal::DaysBackwards);
    } else if count > MOST_DAYS_AT_ONCE {
        reasons.push(Refusal::TooManyDays);
    }
    let (first, next) = (release.first_year, release.last_year + 1);
    if new.from_on.year() < first || new.to_on.year() > next {
        reasons.push(Refusal::YearOutside(first, next));
    }
    for (field, name) in [("name_vi", &new.name_vi), ("name_en", &new.name_en)] {
        if name.trim().is_empty() {
            reasons.push(Refusal::NameMissing(field));
        }
    }
    // The notice is what made these days; older rows keep the source they were read from.
    let source = release.notice.number.trim();
    let row = |offset: i64| Holiday {
        day: civil(new.from_on).plus_days(offset),
        kind: new.kind,
        name_vi: new.name_vi.trim().to_owned(),
        name_en: new.name_en.trim().to_owned(),
        status: new.status,
        legal_basis: (new.status == HolidayStatus::Official).then(|| source.to_owned()),
        source: source.to_owned(),
    };
    reasons
        .or(vec![ReleaseEvent::DaysSet { days: (0..count.clamp(0, MOST_DAYS_AT_ONCE)).map(row).collect() }])
}

/// A day of the platform as the calendars know it.
pub fn civil(day: Day) -> workdays::Day {
    let (year, month, day) = day.parts();
    workdays::Day::new(year, month, day).unwrap_or(workdays::Day::MIN)
}

fn confirm((release, known): (&CalendarRelease, &Known), year: i16) -> Result<Vec<ReleaseEvent>, Refusals> {
    let notice = release.notice.number.trim();
    let after = known.with(release);
    let projected = |row: &&Holiday| row.day.year() == year && row.status == HolidayStatus::Projected;
    let official = |row: &Holiday| Holiday {
        status: HolidayStatus::Official,
        legal_basis: Some(notice.to_owned()),
        ..row.clone()
    };
    let days: Vec<Holiday> = after.days.values().filter(projected).map(official).collect();
    if days.is_empty() {
        refused(Refusal::NothingToConfirm(year))
    } else {
        Ok(vec![ReleaseEvent::DaysSet { days }])
    }
}

/// Everything that stands in the way of publishing a draft.
pub fn faults_of(release: &CalendarRelease, known: &Known) -> Refusals {
    let mut reasons = Refusals::default();
    if release.changes.is_empty() {
        reasons.push(Refusal::NoChanges);
    }
    let after = known.with(release);
    let changed = release.changes.keys().map(|key| key.day.year());
    let touched: BTreeSet<i16> = changed.chain(known.last_year + 1..=after.last_year).collect();
    for year in touched {
        let holidays = |key: &&DayKey| key.day.year() == year && key.kind == HolidayKind::Holiday;
        let count = after.days.keys().filter(holidays).count();
        if count < fewest_holidays(year) {
            reasons.push(Refusal::YearIncomplete(year, count));
        }
    }
    if let Err(faults) = Calendar::compile(after.all_facts(&Profile::p1(), true)) {
        faults.into_iter().for_each(|fault| reasons.push(Refusal::Fault(fault)));
    }
    reasons
}

fn publish(release: &CalendarRelease, known: &Known, today: Day) -> Result<Vec<ReleaseEvent>, Refusals> {
    faults_of(release, known).or(vec![ReleaseEvent::Published { number: known.number + 1, on: today }])
}

/// Whether an agency may have these office hours; `before` are the versions it has had, `known` the
/// calendar in force.
///
/// # Errors
/// Every reason at once.
pub fn set_hours(known: &Known, before: &[OfficeHours], hours: &Hours, today: Day) -> Result<(), Refusals> {
    let mut reasons = Refusals::default();
    // Who begins with the product may say which hours it has had all along.
    if !before.is_empty() && hours.from_on < today {
        reasons.push(Refusal::HoursInPast(today));
    }
    let (first, last) = (Day::new(FIRST_YEAR, 9, 2).unwrap_or(today), today.plus_days(DAYS_AHEAD));
    if !(first..=last).contains(&hours.from_on) {
        reasons.push(Refusal::HoursOutside { first, last });
    }
    if hours.profile.longest_day().is_some_and(|time| time > WorkingTime::hours(MOST_HOURS_A_DAY)) {
        reasons.push(Refusal::DayTooLong);
    }
    let same = |held: &OfficeHours| {
        held.hours.profile == hours.profile
            && held.hours.swaps == hours.swaps
            && held.hours.from_on == hours.from_on
    };
    if before.last().is_some_and(same) {
        reasons.push(Refusal::SameHours);
    }
    if let Err(faults) = Calendar::compile(known.facts(&hours.profile, hours.swaps)) {
        faults.into_iter().for_each(|fault| reasons.push(Refusal::Fault(fault)));
    }
    reasons.or(())
}
