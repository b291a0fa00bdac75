//! Dossiers (hồ sơ): received at the counter, moved by their process, answered by the lawful date.
//!
//! A dossier belongs to the agency that handles it; the desk of another agency that received it has a
//! [`receptions`] row beside. `decide` judges every act with all reasons at once, `clock` counts the
//! limit, `moves` writes what the engine did into the journal.

mod actions;
pub mod applicants;
pub mod clock;
pub mod codes;
pub mod counter;
mod decide;
mod event;
pub mod files;
pub mod lists;
mod model;
mod moves;
mod receive;
pub mod receptions;
pub mod record;
mod refusal;
pub mod regulation;
pub mod slips;
mod store;
pub mod tasks;
pub mod track;
mod values;

pub use actions::{
    ASK, Command, Correct, DESK, Extend, LEAD, NewFile, READ, RECEIVE, STOP, WORK, answer, answer_in, ask,
    ask_in, assign, assign_in, attach, complete, complete_in, correct, end_early, end_early_in, extend,
    extend_in, fire_due, person, person_of, rate_in, reprint, return_at_desk,
};
pub use decide::{Ask, Assign, Complete, EndEarly, Person, missing_papers};
pub use event::{Count, DossierEvent, Moved, Opened, Promised, Received, TurnedAway, Wanted};
pub use model::{
    Attachment, Channel, Delivery, Dossier, Extension, Intake, LegalClock, PaperForm, PaperIn, Pause, Status,
    Task, TimerSet,
};
pub use moves::Moves;
pub use receive::{
    Receive, TurnAway, faults_in, receive, receive_in, receive_in_book, turn_away, turn_away_in,
};
pub use refusal::Refusal;
pub use store::{answers, content, id_of_code, load};

use sha2::{Digest, Sha256};

platform::messages!("dossiers", "../../i18n/dossiers.vi.ftl", "../../i18n/dossiers.en.ftl");

/// What the journal says of personal data: SHA-256 of a random salt and the data.
pub(crate) fn commitment(salt: &[u8], text: &str) -> String {
    let mut hash = Sha256::new();
    hash.update(salt);
    hash.update(text.as_bytes());
    platform::web::hex(&hash.finalize())
}

/// The pages of this slice.
pub fn routes() -> Vec<platform::web::Route> {
    let folders = [
        codes::routes(),
        tasks::routes(),
        counter::routes(),
        record::routes(),
        lists::routes(),
        slips::routes(),
        track::routes(),
    ];
    folders.into_iter().flatten().collect()
}
