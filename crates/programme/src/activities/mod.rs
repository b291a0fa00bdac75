//! What was done for the programme: texts issued, conferences held, agencies urged and visited.
//!
//! Older registers give an activity no number: the same kind, date and subject are the same activity.

mod actions;
mod api;
pub mod decide;
mod entry;
mod forms;
mod model;
#[cfg(test)]
mod page_tests;
mod pages;
mod store;
#[cfg(test)]
mod tests;
mod views;

pub use actions::{CORRECT, READ, RECORD, correct, enter, record};
pub use decide::Refusal;
pub use entry::Row;
pub use model::{Activity, ActivityEvent, ActivityKind, Content};
pub use pages::routes;
pub use store::{ActivityLine, Filter, count, list, load};

platform::messages!("activities", "../../i18n/activities.vi.ftl", "../../i18n/activities.en.ftl");
