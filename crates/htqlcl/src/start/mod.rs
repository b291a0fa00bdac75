//! The guided start of an office (bắt đầu): from an agency of the register to a working counter.
//!
//! Its steps are read off what there is, so that each may be left, done elsewhere and come back to. Whoever looks
//! after all accounts chooses the agency; the rest is the office's own.

mod agency_step;
mod pages;
mod steps;
#[cfg(test)]
mod tests;
mod views;

use platform::action;
use platform::web::{Route, get, needs, post};

pub use steps::{Steps, steps};

action! {
    /// See how far the start of an office is.
    pub START = "start.see": OfficeAdministrator Own, Administrator Nation
}
action! {
    /// Choose the agency of an office and who is to set it up.
    pub BEGIN = "start.begin": Administrator Nation
}

platform::messages!("start", "../../i18n/start.vi.ftl", "../../i18n/start.en.ftl");

/// The pages of the guided start.
pub fn routes() -> Vec<Route> {
    vec![
        get("/start", needs(&START), pages::start),
        get("/start/agency", needs(&BEGIN), pages::agency_form),
        post("/start/agency", needs(&BEGIN), pages::begin),
        get("/start/suggest", needs(&BEGIN), pages::suggest),
    ]
}
