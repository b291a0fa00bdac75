//! An expert's card and what may happen to it. Pure.

use crate::bodies::BodyKind;
use crate::standing::{self, Act, Paper, Period, Standing};
use platform::{Day, Record, Scope};
use serde::{Deserialize, Serialize};

/// What a card lets its holder do, and for whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CardKind {
    /// Consultant of a consulting organisation (chuyên gia tư vấn).
    ConsultantOrganisation,
    /// Consultant who belongs to no organisation (chuyên gia tư vấn độc lập).
    ConsultantIndependent,
    /// Assessor of a certification body (chuyên gia đánh giá).
    Assessor,
}

impl CardKind {
    /// All of them, in the order of filters.
    pub const ALL: [CardKind; 3] =
        [CardKind::ConsultantOrganisation, CardKind::ConsultantIndependent, CardKind::Assessor];

    /// The word in rows and URLs.
    pub fn word(self) -> &'static str {
        match self {
            CardKind::ConsultantOrganisation => "consultant_organisation",
            CardKind::ConsultantIndependent => "consultant_independent",
            CardKind::Assessor => "assessor",
        }
    }

    /// The kind of a word.
    pub fn of_word(word: &str) -> Option<CardKind> {
        CardKind::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// Key of its name.
    pub fn key(self) -> &'static str {
        match self {
            CardKind::ConsultantOrganisation => "experts-kind-consultant-organisation",
            CardKind::ConsultantIndependent => "experts-kind-consultant-independent",
            CardKind::Assessor => "experts-kind-assessor",
        }
    }

    /// The kind of body that holders belong to; none for independent consultants.
    pub fn body_kind(self) -> Option<BodyKind> {
        match self {
            CardKind::ConsultantOrganisation => Some(BodyKind::Consulting),
            CardKind::ConsultantIndependent => None,
            CardKind::Assessor => Some(BodyKind::Certification),
        }
    }
}

/// An assessor's part in an assessment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CardRole {
    /// Leads the team (trưởng đoàn).
    Lead,
    /// Member of the team (thành viên).
    Member,
}

impl CardRole {
    /// Both, in the order of filters.
    pub const ALL: [CardRole; 2] = [CardRole::Lead, CardRole::Member];

    /// The word in rows and URLs.
    pub fn word(self) -> &'static str {
        match self {
            CardRole::Lead => "lead",
            CardRole::Member => "member",
        }
    }

    /// The role of a word.
    pub fn of_word(word: &str) -> Option<CardRole> {
        CardRole::ALL.into_iter().find(|role| role.word() == word)
    }

    /// Key of its name.
    pub fn key(self) -> &'static str {
        match self {
            CardRole::Lead => "experts-role-lead",
            CardRole::Member => "experts-role-member",
        }
    }
}

/// What the register says of a card, all of which may be corrected.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// Whose card it is.
    pub holder: String,
    /// The body the holder belongs to; none for independent consultants.
    pub body_id: Option<i64>,
    /// An assessor's part; none for consultants.
    pub role: Option<CardRole>,
    /// Granted after the organisation's paper and ending with it.
    pub extra: bool,
    /// The card as printed.
    pub paper: Paper,
    /// What was done to it, in the order recorded.
    pub acts: Vec<Act>,
}

/// An expert's card (thẻ chuyên gia).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Card {
    /// Its id.
    pub id: i64,
    /// What it lets its holder do; never changes.
    pub kind: CardKind,
    /// What the register says.
    pub content: Content,
    /// Its standing over time.
    pub periods: Vec<Period>,
    /// The agency that keeps this record.
    pub owner_agency_id: i64,
    /// How many events made it what it is.
    pub revision: i64,
}

/// What happened to a card. Released: meanings never change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum CardEvent {
    /// It was granted, or entered from an older register as it stood there.
    Granted {
        /// What for.
        kind: CardKind,
        /// What the register says.
        content: Content,
        /// Who keeps the record.
        owner_agency_id: i64,
    },
    /// It was suspended, resumed, revoked or issued again.
    Acted {
        /// The act.
        act: Act,
    },
    /// The register was wrong.
    Corrected {
        /// What is right.
        content: Content,
        /// Why.
        reason: String,
    },
}

impl Record for Card {
    const KIND: &'static str = "expert_card";
    type Event = CardEvent;

    fn begin(id: i64, event: &CardEvent) -> Option<Card> {
        let CardEvent::Granted { kind, content, owner_agency_id } = event else {
            return None;
        };
        Some(Card {
            id,
            kind: *kind,
            periods: periods(content),
            content: content.clone(),
            owner_agency_id: *owner_agency_id,
            revision: 1,
        })
    }

    fn apply(&mut self, event: &CardEvent) {
        self.revision += 1;
        match event {
            CardEvent::Granted { .. } => {}
            CardEvent::Acted { act } => self.content.acts.push(act.clone()),
            CardEvent::Corrected { content, .. } => self.content = content.clone(),
        }
        self.periods = periods(&self.content);
    }

    fn id(&self) -> i64 {
        self.id
    }

    fn owner_agency_id(&self) -> i64 {
        self.owner_agency_id
    }
}

fn periods(content: &Content) -> Vec<Period> {
    standing::periods(std::slice::from_ref(&content.paper), &content.acts)
}

impl Card {
    /// What the card is worth on `day`; none before its grant.
    pub fn standing_on(&self, day: Day) -> Option<Standing> {
        standing::standing_on(&self.periods, day)
    }

    /// The text that searches look in, the holder first because lists are sorted by it.
    pub fn folded(&self) -> String {
        platform::search::fold(&format!("{} {}", self.content.holder, self.content.paper.number))
    }

    /// Who may read it beyond those who read all: the body of the holder.
    pub fn reading_scope(&self) -> Scope {
        Scope { owner_agency_id: self.content.body_id, superior_ids: Vec::new() }
    }
}
