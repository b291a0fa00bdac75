//! A legal document as the fold of its events.

use platform::search::fold;
use platform::{Day, KnownDate, Record};
use serde::{Deserialize, Serialize};

/// What one document does to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RelationKind {
    /// It changes parts of it (sửa đổi, bổ sung).
    Amends,
    /// It takes its place (thay thế, bãi bỏ).
    Replaces,
    /// It says how to carry it out (hướng dẫn, quy định chi tiết).
    Guides,
}

impl RelationKind {
    /// All three.
    pub const ALL: [RelationKind; 3] = [RelationKind::Amends, RelationKind::Replaces, RelationKind::Guides];

    /// The word in files and rows.
    pub fn word(self) -> &'static str {
        match self {
            RelationKind::Amends => "amends",
            RelationKind::Replaces => "replaces",
            RelationKind::Guides => "guides",
        }
    }

    /// The relation of a word.
    pub fn of_word(word: &str) -> Option<RelationKind> {
        RelationKind::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

impl RelationKind {
    /// Key of what it does.
    pub fn key(self) -> &'static str {
        match self {
            RelationKind::Amends => "legal-documents-amends",
            RelationKind::Replaces => "legal-documents-replaces",
            RelationKind::Guides => "legal-documents-guides",
        }
    }

    /// Key of what is done to the other document.
    pub fn passive_key(self) -> &'static str {
        match self {
            RelationKind::Amends => "legal-documents-amended-by",
            RelationKind::Replaces => "legal-documents-replaced-by",
            RelationKind::Guides => "legal-documents-guided-by",
        }
    }
}

/// Whether a document has effect on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Force {
    /// It has not taken effect yet.
    NotYet,
    /// It has effect (có hiệu lực).
    InForce,
    /// Another has taken its place.
    Replaced,
}

impl Force {
    /// The force on `day` of a document that has effect since `since` and is replaced on `replaced_on`.
    pub fn on(day: Day, since: Day, replaced_on: Option<Day>) -> Force {
        if replaced_on.is_some_and(|replaced_on| replaced_on <= day) {
            Force::Replaced
        } else if since <= day {
            Force::InForce
        } else {
            Force::NotYet
        }
    }

    /// The word in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Force::NotYet => "not_yet",
            Force::InForce => "in_force",
            Force::Replaced => "replaced",
        }
    }

    /// Key of its name.
    pub fn key(self) -> &'static str {
        match self {
            Force::NotYet => "legal-documents-not-yet",
            Force::InForce => "legal-documents-in-force",
            Force::Replaced => "legal-documents-replaced",
        }
    }
}

/// What a document does to another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Relation {
    /// What it does.
    pub kind: RelationKind,
    /// The number of the other document.
    pub target_number: String,
    /// Since when, where recorded.
    pub on_day: Option<Day>,
    /// How sure this is, in words.
    pub certainty: String,
}

/// What the register holds of a document, apart from its relations.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentFacts {
    /// Quyết định, Thông tư, Nghị định.
    pub kind: String,
    /// Its title.
    pub title: String,
    /// When it was issued.
    pub issued: KnownDate,
    /// First day of its effect, where recorded.
    pub effective_on: Option<Day>,
    /// Who issued it.
    pub issuer: String,
    /// What the source says of its standing.
    pub status_note: String,
    /// How sure all this is, in words.
    pub certainty: String,
}

/// A legal document (văn bản quy phạm pháp luật).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LegalDocument {
    /// Its id.
    pub id: i64,
    /// Its number, such as `19/2014/QĐ-TTg`.
    pub number: String,
    /// Whose record this is.
    pub owner_agency_id: i64,
    /// What is known of it.
    pub facts: DocumentFacts,
    /// What it does to other documents.
    pub relations: Vec<Relation>,
    /// How many events made it.
    pub revision: i64,
}

/// What may happen to a document's record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum LegalDocumentEvent {
    /// It was entered into the register.
    Entered {
        /// Its number.
        number: String,
        /// Whose record it is.
        owner_agency_id: i64,
        /// What is known of it.
        facts: DocumentFacts,
        /// What it does to other documents.
        relations: Vec<Relation>,
    },
    /// What was entered was wrong or incomplete; this is what holds.
    Corrected {
        /// Why.
        reason: String,
        /// All facts as they hold now.
        facts: DocumentFacts,
    },
    /// It was found to do something to another document, or to do it otherwise.
    Related {
        /// What it does; takes the place of a relation of the same kind to the same document.
        relation: Relation,
    },
}

impl Record for LegalDocument {
    const KIND: &'static str = "legal_document";
    type Event = LegalDocumentEvent;

    fn begin(id: i64, event: &LegalDocumentEvent) -> Option<LegalDocument> {
        let LegalDocumentEvent::Entered { number, owner_agency_id, facts, relations } = event else {
            return None;
        };
        Some(LegalDocument {
            id,
            number: number.clone(),
            owner_agency_id: *owner_agency_id,
            facts: facts.clone(),
            relations: relations.clone(),
            revision: 1,
        })
    }

    fn apply(&mut self, event: &LegalDocumentEvent) {
        self.revision += 1;
        match event {
            LegalDocumentEvent::Entered { .. } => {}
            LegalDocumentEvent::Corrected { facts, .. } => self.facts = facts.clone(),
            LegalDocumentEvent::Related { relation } => {
                let same = |held: &&mut Relation| {
                    held.kind == relation.kind && held.target_number == relation.target_number
                };
                match self.relations.iter_mut().find(same) {
                    Some(held) => *held = relation.clone(),
                    None => self.relations.push(relation.clone()),
                }
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

impl LegalDocument {
    /// The first day of its effect: the day of issue where the effect is not recorded.
    pub fn since(&self) -> Day {
        self.facts.effective_on.unwrap_or_else(|| self.facts.issued.counts_from())
    }

    /// The text searches look in.
    pub fn folded(&self) -> String {
        fold(&format!("{} {} {}", self.number, self.facts.title, self.facts.issuer))
    }
}
