//! One dossier: what it is, the one next action of this person, why it is due when it is, its papers and history.
//!
//! [`allowed`] says which acts a person may do now; `forms` draws each act; the acts themselves are those of
//! the dossier's core.

mod actions;
pub mod allowed;
mod api;
mod chain;
pub(in crate::dossiers) mod due;
mod forms;
mod gone;
mod hands;
mod next;
mod pages;
mod seen;
mod told;
mod views;
pub(in crate::dossiers) mod why;

use super::actions::{ASK, DESK, LEAD, READ, STOP, WORK};
use platform::web::{Route, get, needs, post};

platform::messages!("record-page", "../../../i18n/record.vi.ftl", "../../../i18n/record.en.ftl");

/// The largest request that brings files: several of the largest.
const UPLOAD_BYTES: usize = 4 * (super::files::MOST_MIB << 20);

/// The pages of this folder.
pub fn routes() -> Vec<Route> {
    let (read, work, lead, desk) = (needs(&READ), needs(&WORK), needs(&LEAD), needs(&DESK));
    let (ask, stop) = (needs(&ASK), needs(&STOP));
    vec![
        get("/dossiers/{id}", read, pages::show),
        get("/dossiers/{id}/due", read, due::page),
        get("/receptions/{id}/due", read, due::desk_page),
        get("/dossiers/{id}/files/{attachment}", read, pages::download),
        get("/dossiers/{id}/complete/{token}", work, hands::complete_form),
        post("/dossiers/{id}/complete/{token}", work, hands::complete).body_limit(UPLOAD_BYTES).timeout(120),
        get("/dossiers/{id}/take/{token}", work, hands::take_form),
        post("/dossiers/{id}/take/{token}", work, hands::take),
        get("/dossiers/{id}/hand-over/{token}", work, hands::hand_over_form),
        post("/dossiers/{id}/hand-over/{token}", work, hands::hand_over),
        get("/dossiers/{id}/ask", ask, pages::ask_form),
        post("/dossiers/{id}/ask", ask, pages::ask),
        get("/dossiers/{id}/ask-payment", ask, pages::ask_payment_form),
        post("/dossiers/{id}/ask-payment", ask, pages::ask_payment),
        get("/dossiers/{id}/extend", lead, pages::extend_form),
        post("/dossiers/{id}/extend", lead, pages::extend),
        get("/dossiers/{id}/refuse", lead, pages::refuse_form),
        post("/dossiers/{id}/refuse", lead, pages::refuse),
        get("/dossiers/{id}/withdraw", desk, pages::withdraw_form),
        post("/dossiers/{id}/withdraw", desk, pages::withdraw),
        get("/dossiers/{id}/stop", stop, pages::stop_form),
        post("/dossiers/{id}/stop", stop, pages::stop),
        get("/dossiers/{id}/attach", work, pages::attach_form),
        post("/dossiers/{id}/attach", work, pages::attach).body_limit(UPLOAD_BYTES).timeout(120),
        get("/dossiers/{id}/note", work, pages::note_form),
        post("/dossiers/{id}/note", work, pages::note),
        get("/api/dossiers/{id}", read, api::show),
    ]
}
