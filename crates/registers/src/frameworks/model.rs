//! A model framework and what may happen to its record. Pure.

use platform::{KnownDate, Record};
use serde::{Deserialize, Serialize};

/// What is recorded of a framework.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// Its code in the register.
    pub code: String,
    /// Code of the ministry that published it.
    pub publisher_code: String,
    /// The ministry's name.
    pub publisher: String,
    /// For which agencies.
    pub applies_to: String,
    /// When it was published, as far as that is known.
    pub published: KnownDate,
    /// Number of the decision, if known.
    pub decision_no: String,
    /// How certain the record is, and by what.
    pub certainty: String,
}

/// A model framework (mô hình khung).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModelFramework {
    /// Its id.
    pub id: i64,
    /// The agency that keeps this record.
    pub owner_agency_id: i64,
    /// What is recorded.
    pub content: Content,
    /// How many events made it what it is.
    pub revision: i64,
}

/// What happened to the record. Released: meanings never change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Event {
    /// It was published, or entered from an older register.
    Published {
        /// Who keeps the record.
        owner_agency_id: i64,
        /// What is recorded.
        content: Content,
    },
    /// What was recorded was wrong; this is right.
    Corrected {
        /// What is right.
        content: Content,
        /// Why.
        reason: String,
    },
}

impl Record for ModelFramework {
    const KIND: &'static str = "model_framework";
    type Event = Event;

    fn begin(id: i64, event: &Event) -> Option<ModelFramework> {
        match event {
            Event::Published { owner_agency_id, content } => Some(ModelFramework {
                id,
                owner_agency_id: *owner_agency_id,
                content: content.clone(),
                revision: 1,
            }),
            Event::Corrected { .. } => None,
        }
    }

    fn apply(&mut self, event: &Event) {
        self.revision += 1;
        if let Event::Corrected { content, .. } = event {
            self.content.clone_from(content);
        }
    }

    fn id(&self) -> i64 {
        self.id
    }

    fn owner_agency_id(&self) -> i64 {
        self.owner_agency_id
    }
}
