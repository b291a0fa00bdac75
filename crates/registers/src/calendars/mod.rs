//! The working calendar (lịch làm việc): releases of the national holidays, office hours of agencies, and the
//! calculator that explains a due moment.
//!
//! A promise names a [`ClockVersion`]; [`calendar()`] compiles it once for all workers of the database.

mod actions;
mod api;
mod decide;
mod explained;
mod forms;
mod hours_pages;
mod minutes;
mod model;
mod months;
#[cfg(test)]
mod page_tests;
mod pages;
mod proposed;
mod question;
mod release;
mod release_pages;
mod release_views;
#[cfg(test)]
mod rule_tests;
mod store;
pub mod typed;
mod versions;
pub mod views;

pub use actions::{RELEASE, SET_HOURS, set_hours};
pub use decide::civil;
pub use minutes::explain_in_minutes;
pub use model::{Hours, OfficeHours};
pub use pages::routes;
pub use proposed::{CONCERNS, Concern, Proposed, proposed};
pub use question::refusal;
pub use release::{carried_calendar, release};
pub use versions::{
    ClockVersion, DEFAULT_HOURS_ID, calendar, coming_hours, current, current_example, for_receipt, hours,
};
