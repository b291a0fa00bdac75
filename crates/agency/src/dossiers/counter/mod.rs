//! The counter (bộ phận một cửa): finding the procedure, receiving, the same-day book, corrections.
//!
//! What is typed at the counter is lost by nothing that happens between: looking a person up, papers that are
//! missing, turning somebody away and coming back are all answers of one form.

mod actions;
mod after;
mod brought;
mod day_off;
mod fees;
mod find;
mod inputs;
mod receive;
mod receive_views;
mod same_day;
mod same_day_views;
mod store;
mod turn_away;
mod typed;

pub use find::received_offer;
pub(super) use store::next_number;

use super::actions::{DESK, RECEIVE, WORK};
use platform::web::{Route, get, needs, post};

platform::messages!("counter", "../../../i18n/counter.vi.ftl", "../../../i18n/counter.en.ftl");

/// The section of the rail that these pages belong to.
const SECTION: &str = "counter";

/// The pages of this folder.
pub fn routes() -> Vec<Route> {
    let (receiving, desk) = (needs(&RECEIVE), needs(&DESK));
    vec![
        get("/counter", receiving, find::page),
        get("/counter/suggest", receiving, find::suggest),
        get("/counter/receive", receiving, receive::form),
        post("/counter/receive", receiving, receive::send),
        get("/counter/same-day", receiving, same_day::page),
        post("/counter/same-day", receiving, same_day::send),
        post("/counter/same-day/{id}/return", needs(&WORK), same_day::return_now),
        get("/dossiers/{id}/correct", desk, after::correct_form),
        post("/dossiers/{id}/correct", desk, after::correct),
        get("/dossiers/{id}/reprint", desk, after::reprint_form),
        post("/dossiers/{id}/reprint", desk, after::reprint),
        get("/dossiers/{id}/answer", desk, brought::answer_form),
        post("/dossiers/{id}/answer", desk, brought::answer),
        get("/receptions/{id}/correct", receiving, after::correct_form_at_desk),
        post("/receptions/{id}/correct", receiving, after::correct_at_desk),
        get("/receptions/{id}/reprint", receiving, after::reprint_form_at_desk),
        post("/receptions/{id}/reprint", receiving, after::reprint_at_desk),
        get("/receptions/{id}/answer", receiving, brought::answer_form_at_desk),
        post("/receptions/{id}/answer", receiving, brought::answer_at_desk),
    ]
}
