//! A release of the national holidays, the office hours of an agency, and what may happen to them. Pure.

use platform::{Day, Record};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use workdays::{Holiday, HolidayKind, Profile};

/// The notice that a release follows (thông báo nghỉ lễ, tết).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// Its number.
    pub number: String,
    /// The day it bears; none where it bears none.
    pub on: Option<Day>,
    /// What else is to be said of it.
    pub note: String,
}

/// How far a release has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Being prepared; no promise is counted by it.
    Draft,
    /// In force; it never changes any more.
    Published,
    /// Given up before it was published.
    Discarded,
}

impl State {
    /// The word in rows.
    pub const fn word(self) -> &'static str {
        match self {
            State::Draft => "draft",
            State::Published => "published",
            State::Discarded => "discarded",
        }
    }

    /// The state of a word.
    pub fn of_word(word: &str) -> Option<State> {
        [State::Draft, State::Published, State::Discarded].into_iter().find(|state| state.word() == word)
    }

    /// Key of its name.
    pub const fn key(self) -> &'static str {
        match self {
            State::Draft => "calendars-state-draft",
            State::Published => "calendars-state-published",
            State::Discarded => "calendars-state-discarded",
        }
    }
}

/// What tells one row of the calendar from another: its day, and what it makes of the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct DayKey {
    /// The day.
    pub day: workdays::Day,
    /// What it is.
    pub kind: HolidayKind,
}

impl From<&Holiday> for DayKey {
    fn from(row: &Holiday) -> DayKey {
        DayKey { day: row.day, kind: row.kind }
    }
}

/// The rows of a calendar by their days.
pub type Days = BTreeMap<DayKey, Holiday>;

/// One release of the national holidays (bản lịch nghỉ lễ, tết).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CalendarRelease {
    /// Its id.
    pub id: i64,
    /// The agency that keeps it.
    pub owner_agency_id: i64,
    /// Its number, counted from 1; none before it is published.
    pub number: Option<i64>,
    /// How far it has come.
    pub state: State,
    /// The notice it follows.
    pub notice: Notice,
    /// The first year that the releases before it cover.
    pub first_year: i16,
    /// The last one.
    pub last_year: i16,
    /// What it makes of days: a row entered or corrected, or none where a row is withdrawn.
    pub changes: BTreeMap<DayKey, Option<Holiday>>,
    /// The day on which it was published.
    pub published_on: Option<Day>,
    /// Why it was given up; empty unless it was.
    pub discard_reason: String,
    /// How many events made it what it is.
    pub revision: i64,
}

/// What happened to a release. Released: meanings never change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum ReleaseEvent {
    /// Somebody began to prepare it.
    Prepared {
        /// Who keeps it.
        owner_agency_id: i64,
        /// The notice it follows.
        notice: Notice,
        /// The first year covered before it.
        first_year: i16,
        /// The last year covered before it.
        last_year: i16,
    },
    /// What was said of the notice was wrong; this is right.
    NoticeCorrected {
        /// What is right.
        notice: Notice,
    },
    /// Rows were entered, or entered otherwise.
    DaysSet {
        /// The rows.
        days: Vec<Holiday>,
    },
    /// Rows of the releases before are to be no more.
    DaysWithdrawn {
        /// Which.
        days: Vec<DayKey>,
    },
    /// Changes were taken out of the draft again.
    ChangesDropped {
        /// Which.
        days: Vec<DayKey>,
    },
    /// It came into force.
    Published {
        /// Its number.
        number: i64,
        /// The day.
        on: Day,
    },
    /// It was given up.
    Discarded {
        /// Why.
        reason: String,
    },
}

impl CalendarRelease {
    /// The last year covered with this release: a day of the next year opens it.
    pub fn covered_last_year(&self) -> i16 {
        let entered = self.changes.iter().filter(|(_, to)| to.is_some());
        entered.map(|(key, _)| key.day.year()).fold(self.last_year, i16::max)
    }

    /// The rows of a calendar after this release.
    pub fn apply_to(&self, days: &mut Days) {
        for (key, to) in &self.changes {
            match to {
                Some(row) => days.insert(*key, row.clone()),
                None => days.remove(key),
            };
        }
    }
}

impl Record for CalendarRelease {
    const KIND: &'static str = "calendar_release";
    type Event = ReleaseEvent;

    fn begin(id: i64, event: &ReleaseEvent) -> Option<CalendarRelease> {
        let ReleaseEvent::Prepared { owner_agency_id, notice, first_year, last_year } = event else {
            return None;
        };
        Some(CalendarRelease {
            id,
            owner_agency_id: *owner_agency_id,
            number: None,
            state: State::Draft,
            notice: notice.clone(),
            first_year: *first_year,
            last_year: *last_year,
            changes: BTreeMap::new(),
            published_on: None,
            discard_reason: String::new(),
            revision: 1,
        })
    }

    fn apply(&mut self, event: &ReleaseEvent) {
        self.revision += 1;
        match event {
            ReleaseEvent::Prepared { .. } => {}
            ReleaseEvent::NoticeCorrected { notice } => self.notice.clone_from(notice),
            ReleaseEvent::DaysSet { days } => {
                self.changes.extend(days.iter().map(|row| (DayKey::from(row), Some(row.clone()))));
            }
            ReleaseEvent::DaysWithdrawn { days } => {
                self.changes.extend(days.iter().map(|key| (*key, None)));
            }
            ReleaseEvent::ChangesDropped { days } => self.changes.retain(|key, _| !days.contains(key)),
            ReleaseEvent::Published { number, on } => {
                (self.state, self.number, self.published_on) = (State::Published, Some(*number), Some(*on));
            }
            ReleaseEvent::Discarded { reason } => {
                self.state = State::Discarded;
                self.discard_reason.clone_from(reason);
            }
        }
    }

    fn id(&self) -> i64 {
        self.id
    }

    fn owner_agency_id(&self) -> i64 {
        self.owner_agency_id
    }
}

/// The office hours to be set: from which day, and which.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hours {
    /// The first day on which limits are counted by them.
    pub from_on: Day,
    /// The sessions of the week.
    pub profile: Profile,
    /// Whether the office follows swap days.
    pub swaps: bool,
    /// By which decision, or why.
    pub reason: String,
}

/// One version of the office hours of an agency (giờ làm việc của cơ quan).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfficeHours {
    /// Its id.
    pub id: i64,
    /// The agency.
    pub agency_id: i64,
    /// Which version of this agency, from 1.
    pub number: i64,
    /// What was set.
    pub hours: Hours,
    /// How many events made it what it is.
    pub revision: i64,
}

/// What happened to office hours. Released: meanings never change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum HoursEvent {
    /// They were set.
    Set {
        /// The agency.
        agency_id: i64,
        /// Which version of this agency.
        number: i64,
        /// The first day on which limits are counted by them.
        from_on: Day,
        /// The sessions of the week.
        profile: Profile,
        /// Whether the office follows swap days.
        swaps: bool,
        /// By which decision, or why.
        reason: String,
    },
}

impl Record for OfficeHours {
    const KIND: &'static str = "office_hours";
    type Event = HoursEvent;

    fn begin(id: i64, event: &HoursEvent) -> Option<OfficeHours> {
        let HoursEvent::Set { agency_id, number, from_on, profile, swaps, reason } = event;
        let hours =
            Hours { from_on: *from_on, profile: profile.clone(), swaps: *swaps, reason: reason.clone() };
        Some(OfficeHours { id, agency_id: *agency_id, number: *number, hours, revision: 1 })
    }

    fn apply(&mut self, _: &HoursEvent) {
        self.revision += 1;
    }

    fn id(&self) -> i64 {
        self.id
    }

    fn owner_agency_id(&self) -> i64 {
        self.agency_id
    }
}
