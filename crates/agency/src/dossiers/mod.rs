//! Dossiers (hồ sơ): received at the counter, moved by their process, answered by the lawful date.
//!
//! A dossier belongs to the agency that handles it; the desk of another agency that received it has a
//! [`receptions`] row beside. `who` says who may act, `decide` judges every act with all reasons at once, `clock`
//! counts the limit, `moves` writes what the engine did into the journal.

mod actions;
pub mod applicants;
mod at_desk;
pub mod calendar_changes;
pub mod clock;
pub mod codes;
mod correct;
pub mod counter;
mod decide;
mod event;
mod fields;
pub mod files;
pub mod incidents;
mod kinds;
pub mod lists;
mod machine;
mod model;
mod moves;
mod privacy;
mod receive;
pub mod receptions;
pub mod record;
mod refusal;
pub mod regulation;
pub mod slips;
mod store;
mod taker;
pub mod tasks;
pub mod track;
mod values;
mod walk;
mod who;

pub use actions::{
    ASK, Command, DESK, Extend, LEAD, MEND, NewFile, READ, RECEIVE, STOP, WORK, answer, answer_in, ask,
    ask_in, assign, assign_in, attach, attach_in, complete, complete_in, end_early, end_early_in, extend,
    extend_in, fire_due, person, person_of, rate_in, reprint,
};
pub use at_desk::{answer_at_desk, correct_at_desk, reprint_at_desk, return_at_desk};
pub use correct::{Correct, correct};
pub use decide::{Ask, Assign, Complete, EndEarly, missing_papers};
pub use event::{Count, DossierEvent, Failure, Moved, Opened, Promised, Received, TurnedAway, Wanted};
pub use fields::Typed;
pub use model::{
    Attachment, Channel, Delivery, Dossier, Extension, Incident, Intake, LegalClock, Notice, PaperForm,
    PaperIn, Pause, Status, Task, TimerSet,
};
pub use moves::Moves;
pub use receive::{
    Receive, TurnAway, faults_in, receive, receive_in, receive_in_book, receive_in_book_in, turn_away,
    turn_away_in,
};
pub use refusal::Refusal;
pub use store::{answers, content, id_of_code, load};
pub(crate) use who::serves;
pub use who::{Deed, Person};

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
        incidents::routes(),
        slips::routes(),
        track::routes(),
        calendar_changes::routes(),
    ];
    folders.into_iter().flatten().collect()
}
