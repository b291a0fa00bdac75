//! A draft as the fold of its events.

use crate::clock::Micros;
use crate::record::Record;
use serde::{Deserialize, Serialize};

/// Whether a draft can still be gone on with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It can.
    Open,
    /// Its form was sent.
    Used,
    /// It was thrown away.
    Discarded,
}

impl State {
    /// The word stored in rows.
    pub fn word(self) -> &'static str {
        match self {
            State::Open => "open",
            State::Used => "used",
            State::Discarded => "discarded",
        }
    }

    /// The state of a stored word.
    pub fn of_word(word: &str) -> Option<State> {
        [State::Open, State::Used, State::Discarded].into_iter().find(|state| state.word() == word)
    }
}

/// An unsent form (bản nháp).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Its id.
    pub id: i64,
    /// The agency that sees it.
    pub owner_agency_id: i64,
    /// Who began it.
    pub account_id: i64,
    /// The kind of form, such as `certificates.grant`.
    pub form: String,
    /// Where the form is.
    pub path: String,
    /// Salt and SHA-256 of what was typed.
    pub fields_commitment: String,
    /// Whether it can be gone on with.
    pub state: State,
    /// When it was last saved, used or discarded.
    pub saved_at: Micros,
    /// How many events made it what it is.
    pub revision: i64,
}

/// What may happen to a draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum DraftEvent {
    /// It was saved for the first time.
    Saved {
        /// The agency that sees it.
        owner_agency_id: i64,
        /// Who began it.
        account_id: i64,
        /// The kind of form.
        form: String,
        /// Where the form is.
        path: String,
        /// Salt and SHA-256 of what was typed.
        fields_commitment: String,
        /// When.
        at: Micros,
    },
    /// It was saved over.
    SavedAgain {
        /// Salt and SHA-256 of what was typed.
        fields_commitment: String,
        /// When.
        at: Micros,
    },
    /// Its form was sent.
    Used {
        /// When.
        at: Micros,
    },
    /// It was thrown away.
    Discarded {
        /// When.
        at: Micros,
    },
}

impl Record for Draft {
    const KIND: &'static str = "draft";
    type Event = DraftEvent;

    fn begin(id: i64, event: &DraftEvent) -> Option<Draft> {
        let DraftEvent::Saved { owner_agency_id, account_id, form, path, fields_commitment, at } = event
        else {
            return None;
        };
        Some(Draft {
            id,
            owner_agency_id: *owner_agency_id,
            account_id: *account_id,
            form: form.clone(),
            path: path.clone(),
            fields_commitment: fields_commitment.clone(),
            state: State::Open,
            saved_at: *at,
            revision: 1,
        })
    }

    fn apply(&mut self, event: &DraftEvent) {
        self.revision += 1;
        match event {
            DraftEvent::Saved { .. } => {}
            DraftEvent::SavedAgain { fields_commitment, at } => {
                self.fields_commitment.clone_from(fields_commitment);
                self.saved_at = *at;
            }
            DraftEvent::Used { at } => (self.state, self.saved_at) = (State::Used, *at),
            DraftEvent::Discarded { at } => (self.state, self.saved_at) = (State::Discarded, *at),
        }
    }

    fn id(&self) -> i64 {
        self.id
    }

    fn owner_agency_id(&self) -> i64 {
        self.owner_agency_id
    }
}
