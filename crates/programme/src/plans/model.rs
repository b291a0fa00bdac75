//! A plan and what may happen to it. Pure.

use platform::{Day, KnownDate, Record};
use serde::{Deserialize, Serialize};

/// Whose plan it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlanLevel {
    /// A ministry, an equal body or a government body.
    Central,
    /// A province.
    Local,
}

impl PlanLevel {
    /// Both, in the order of filters.
    pub const ALL: [PlanLevel; 2] = [PlanLevel::Central, PlanLevel::Local];

    /// The word in rows, files and URLs.
    pub fn word(self) -> &'static str {
        match self {
            PlanLevel::Central => "central",
            PlanLevel::Local => "local",
        }
    }

    /// The level of a word.
    pub fn of_word(word: &str) -> Option<PlanLevel> {
        PlanLevel::ALL.into_iter().find(|level| level.word() == word)
    }

    /// Key of its name.
    pub fn key(self) -> &'static str {
        match self {
            PlanLevel::Central => "plans-level-central",
            PlanLevel::Local => "plans-level-local",
        }
    }
}

/// How far a plan has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlanStatus {
    /// There is none.
    None,
    /// A draft exists (đang dự thảo).
    Drafted,
    /// Approved by the owner's head (đã phê duyệt).
    Approved,
}

impl PlanStatus {
    /// All of them, in the order of filters.
    pub const ALL: [PlanStatus; 3] = [PlanStatus::None, PlanStatus::Drafted, PlanStatus::Approved];

    /// The word in rows, files and URLs.
    pub fn word(self) -> &'static str {
        match self {
            PlanStatus::None => "none",
            PlanStatus::Drafted => "drafted",
            PlanStatus::Approved => "approved",
        }
    }

    /// The status of a word.
    pub fn of_word(word: &str) -> Option<PlanStatus> {
        PlanStatus::ALL.into_iter().find(|status| status.word() == word)
    }

    /// Key of its name.
    pub fn key(self) -> &'static str {
        match self {
            PlanStatus::None => "plans-status-none",
            PlanStatus::Drafted => "plans-status-drafted",
            PlanStatus::Approved => "plans-status-approved",
        }
    }
}

/// What the register says of a plan, all of which may be corrected.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// Name of the owner.
    pub owner: String,
    /// Central or local.
    pub level: PlanLevel,
    /// Whether the owner is bound to have one; those who are not are listed, never counted.
    pub owes_plan: bool,
    /// How far it has come.
    pub status: PlanStatus,
    /// Number of the approving decision; empty when none is known.
    pub decision_no: String,
    /// When it was drafted; none when that is not known at all.
    pub drafted: Option<KnownDate>,
    /// When it was approved; none when that is not known at all.
    pub approved: Option<KnownDate>,
    /// The years it is for, such as `2010-2012`; empty when not known.
    pub period: String,
}

/// The plan of one owner for one period (kế hoạch xây dựng và áp dụng hệ thống quản lý chất lượng).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// Its id.
    pub id: i64,
    /// Code of the owner: an agency, or a province's number of 2012.
    pub owner_code: String,
    /// What the register says.
    pub content: Content,
    /// The owner as an agency, who may write; the nation when it is not registered.
    pub owner_agency_id: i64,
    /// How many events made it what it is.
    pub revision: i64,
}

/// What happened to a plan. Released: meanings never change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum PlanEvent {
    /// It was recorded, or entered from an older register as it stood there.
    Recorded {
        /// Code of the owner.
        owner_code: String,
        /// What the register says.
        content: Content,
        /// Who keeps the record.
        owner_agency_id: i64,
    },
    /// A draft was made.
    Drafted {
        /// When.
        drafted: KnownDate,
    },
    /// It was approved.
    Approved {
        /// When.
        approved: KnownDate,
        /// Number of the decision.
        decision_no: String,
    },
    /// The register was wrong.
    Corrected {
        /// What is right.
        content: Content,
        /// Why.
        reason: String,
    },
}

impl Record for Plan {
    const KIND: &'static str = "plan";
    type Event = PlanEvent;

    fn begin(id: i64, event: &PlanEvent) -> Option<Plan> {
        let PlanEvent::Recorded { owner_code, content, owner_agency_id } = event else {
            return None;
        };
        Some(Plan {
            id,
            owner_code: owner_code.clone(),
            content: content.clone(),
            owner_agency_id: *owner_agency_id,
            revision: 1,
        })
    }

    fn apply(&mut self, event: &PlanEvent) {
        self.revision += 1;
        match event {
            PlanEvent::Recorded { .. } => {}
            PlanEvent::Drafted { drafted } => {
                self.content.status = PlanStatus::Drafted;
                self.content.drafted = Some(*drafted);
            }
            PlanEvent::Approved { approved, decision_no } => {
                self.content.status = PlanStatus::Approved;
                self.content.approved = Some(*approved);
                self.content.decision_no = decision_no.clone();
            }
            PlanEvent::Corrected { content, .. } => self.content = content.clone(),
        }
    }

    fn id(&self) -> i64 {
        self.id
    }

    fn owner_agency_id(&self) -> i64 {
        self.owner_agency_id
    }
}

impl Plan {
    /// How far the plan had come on `day`.
    ///
    /// An approval counts from its day on, and always when no day is known; before it, a draft
    /// counts if its day is known and has come. A draft without a day counts always.
    pub fn standing_on(&self, day: Day) -> PlanStatus {
        let come = |date: Option<KnownDate>| date.is_some_and(|date| date.counts_from() <= day);
        let content = &self.content;
        match content.status {
            PlanStatus::Approved if content.approved.is_none() || come(content.approved) => {
                PlanStatus::Approved
            }
            PlanStatus::Approved if come(content.drafted) => PlanStatus::Drafted,
            PlanStatus::Drafted if content.drafted.is_none() || come(content.drafted) => PlanStatus::Drafted,
            PlanStatus::None | PlanStatus::Drafted | PlanStatus::Approved => PlanStatus::None,
        }
    }

    /// The text that searches look in, the owner first because lists are sorted by it.
    pub fn folded(&self) -> String {
        let content = &self.content;
        let words = [&content.owner, &self.owner_code, &content.period, &content.decision_no];
        platform::search::fold(&words.map(String::as_str).join(" "))
    }
}
