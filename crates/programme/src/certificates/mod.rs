//! Certificates (giấy chứng nhận) of quality management systems, granted to agencies until 17/5/2014.
//!
//! A certificate is granted or renewed, suspended, resumed, withdrawn, annulled, and it expires.
//! An agency is what is counted; a certificate is what is looked up.

mod actions;
mod api;
pub mod decide;
mod enter;
mod forms;
mod heirs;
mod history;
pub mod list;
mod model;
mod pages;
pub mod regulation;
mod store;
#[cfg(test)]
mod tests;
mod verify;
mod views;

pub use actions::{ACT, CORRECT, Command, GRANT, Judged, act, correct, correct_act, grant};
pub use enter::{CertificateRow, EventRow, Known, enter, enter_event};
pub use model::{Act, ActKind, Certificate, CertificateKind, Content, Event, Hold, Standing};
pub use store::{all_of_agency, by_number, fold_number, load};

use platform::web::{PUBLIC, Route, get, needs, post};

platform::messages!("certificates", "../../i18n/certificates.vi.ftl", "../../i18n/certificates.en.ftl");

/// The pages and JSON of this slice.
pub fn routes() -> Vec<Route> {
    let (granting, acting, correcting) = (needs(&GRANT), needs(&ACT), needs(&CORRECT));
    vec![
        get("/certificates", PUBLIC, list::list),
        get("/certificates.xlsx", PUBLIC, list::export).timeout(120),
        get("/certificates/new", granting, forms::grant_page),
        post("/certificates/new", granting, forms::grant),
        get("/certificates/{id}", PUBLIC, pages::record),
        get("/certificates/{id}/renew", granting, forms::renew_page),
        post("/certificates/{id}/renew", granting, forms::renew),
        get("/certificates/{id}/suspend", acting, forms::act_page),
        post("/certificates/{id}/suspend", acting, forms::act),
        get("/certificates/{id}/resume", acting, forms::act_page),
        post("/certificates/{id}/resume", acting, forms::act),
        get("/certificates/{id}/withdraw", acting, forms::act_page),
        post("/certificates/{id}/withdraw", acting, forms::act),
        get("/certificates/{id}/annul", acting, forms::act_page),
        post("/certificates/{id}/annul", acting, forms::act),
        get("/certificates/{id}/correct", correcting, forms::correct_page),
        post("/certificates/{id}/correct", correcting, forms::correct),
        get("/certificates/{id}/acts/{position}/correct", correcting, forms::correct_act_page),
        post("/certificates/{id}/acts/{position}/correct", correcting, forms::correct_act),
        get("/verify", PUBLIC, verify::question),
        get("/verify/{*number}", PUBLIC, verify::answer),
        get("/api/certificates", PUBLIC, api::list),
        get("/api/certificates/{*key}", PUBLIC, api::record),
    ]
}
