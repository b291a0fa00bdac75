//! Units, and who stands in for whom. Pure.

use platform::{Day, Record};
use serde::{Deserialize, Serialize};

/// What kind of unit it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UnitKind {
    /// The one-stop counter (bộ phận một cửa).
    OneStop,
    /// A specialist department (phòng chuyên môn).
    Department,
    /// The office (văn phòng).
    Office,
    /// A centre or another service unit (trung tâm, đơn vị sự nghiệp).
    Centre,
    /// Those who lead the agency (lãnh đạo cơ quan).
    Leadership,
    /// Any other.
    Other,
}

impl UnitKind {
    /// Every kind, in the order of lists.
    pub const ALL: [UnitKind; 6] = [
        UnitKind::OneStop,
        UnitKind::Department,
        UnitKind::Office,
        UnitKind::Centre,
        UnitKind::Leadership,
        UnitKind::Other,
    ];

    /// The word stored in rows.
    pub fn word(self) -> &'static str {
        match self {
            UnitKind::OneStop => "one_stop",
            UnitKind::Department => "department",
            UnitKind::Office => "office",
            UnitKind::Centre => "centre",
            UnitKind::Leadership => "leadership",
            UnitKind::Other => "other",
        }
    }

    /// The kind of a stored word.
    pub fn of_word(word: &str) -> Option<UnitKind> {
        UnitKind::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

/// What is recorded of a unit and may be corrected.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitContent {
    /// Its code, unique within the agency.
    pub code: String,
    /// Its name.
    pub name: String,
    /// What kind of unit it is.
    pub kind: UnitKind,
    /// The unit above it, if any.
    pub parent_id: Option<i64>,
}

/// A unit (đơn vị, phòng) of an agency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    /// The agency it is of.
    pub agency_id: i64,
    /// Its id.
    pub id: i64,
    /// Its code, unique within the agency.
    pub code: String,
    /// Its name.
    pub name: String,
    /// What kind of unit it is.
    pub kind: UnitKind,
    /// The unit above it, if any.
    pub parent_id: Option<i64>,
    /// Its first day.
    pub from_on: Day,
    /// The first day on which it existed no longer.
    pub to_on: Option<Day>,
    /// How many events made it what it is.
    pub revision: i64,
}

impl Unit {
    /// Whether it exists on this day.
    pub fn exists_on(&self, day: Day) -> bool {
        self.from_on <= day && self.to_on.is_none_or(|to_on| day < to_on)
    }

    /// What may be corrected of it.
    pub fn content(&self) -> UnitContent {
        UnitContent {
            code: self.code.clone(),
            name: self.name.clone(),
            kind: self.kind,
            parent_id: self.parent_id,
        }
    }

    fn set(&mut self, content: &UnitContent) {
        self.code.clone_from(&content.code);
        self.name.clone_from(&content.name);
        self.kind = content.kind;
        self.parent_id = content.parent_id;
    }
}

/// What may happen to a unit. Released: meanings never change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum UnitEvent {
    /// It began.
    Opened {
        /// The agency it is of.
        agency_id: i64,
        /// What is recorded of it.
        content: UnitContent,
        /// Its first day.
        from_on: Day,
    },
    /// It is called otherwise now, or stands elsewhere.
    Corrected {
        /// What holds now.
        content: UnitContent,
        /// Why.
        reason: String,
    },
    /// It was closed.
    Closed {
        /// The first day on which it existed no longer.
        to_on: Day,
        /// Why.
        reason: String,
    },
}

impl Record for Unit {
    const KIND: &'static str = "unit";
    type Event = UnitEvent;

    fn begin(id: i64, event: &UnitEvent) -> Option<Unit> {
        let UnitEvent::Opened { agency_id, content, from_on } = event else {
            return None;
        };
        Some(Unit {
            agency_id: *agency_id,
            id,
            code: content.code.clone(),
            name: content.name.clone(),
            kind: content.kind,
            parent_id: content.parent_id,
            from_on: *from_on,
            to_on: None,
            revision: 1,
        })
    }

    fn apply(&mut self, event: &UnitEvent) {
        self.revision += 1;
        match event {
            UnitEvent::Opened { .. } => {}
            UnitEvent::Corrected { content, .. } => self.set(content),
            UnitEvent::Closed { to_on, .. } => self.to_on = Some(*to_on),
        }
    }

    fn id(&self) -> i64 {
        self.id
    }

    fn owner_agency_id(&self) -> i64 {
        self.agency_id
    }
}

/// Who stands in for an absent person (người làm thay).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deputy {
    /// The agency of both.
    pub agency_id: i64,
    /// Its id.
    pub id: i64,
    /// Who is away.
    pub absent_account_id: i64,
    /// Who stands in.
    pub deputy_account_id: i64,
    /// The first day.
    pub from_on: Day,
    /// The day after the last.
    pub to_on: Day,
    /// Why.
    pub reason: String,
    /// How many events made it what it is.
    pub revision: i64,
}

/// What may happen to a deputy. Released: meanings never change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum DeputyEvent {
    /// Somebody was named.
    Named {
        /// The agency of both.
        agency_id: i64,
        /// Who is away.
        absent_account_id: i64,
        /// Who stands in.
        deputy_account_id: i64,
        /// The first day.
        from_on: Day,
        /// The day after the last.
        to_on: Day,
        /// Why.
        reason: String,
    },
    /// It ends earlier than was said.
    Ended {
        /// The day after the last.
        to_on: Day,
    },
}

impl Record for Deputy {
    const KIND: &'static str = "deputy";
    type Event = DeputyEvent;

    fn begin(id: i64, event: &DeputyEvent) -> Option<Deputy> {
        let DeputyEvent::Named { agency_id, absent_account_id, deputy_account_id, from_on, to_on, reason } =
            event
        else {
            return None;
        };
        Some(Deputy {
            agency_id: *agency_id,
            id,
            absent_account_id: *absent_account_id,
            deputy_account_id: *deputy_account_id,
            from_on: *from_on,
            to_on: *to_on,
            reason: reason.clone(),
            revision: 1,
        })
    }

    fn apply(&mut self, event: &DeputyEvent) {
        self.revision += 1;
        if let DeputyEvent::Ended { to_on } = event {
            self.to_on = *to_on;
        }
    }

    fn id(&self) -> i64 {
        self.id
    }

    fn owner_agency_id(&self) -> i64 {
        self.agency_id
    }
}
