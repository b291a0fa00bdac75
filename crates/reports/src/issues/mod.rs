//! Issued copies of the yearly report (bản phát hành): frozen with figures, definitions and a hash.
//!
//! A copy never changes. What the registers say later is shown beside it, with what changed it, and
//! a correction notice (đính chính) tells it to those who received the copy.

mod actions;
mod changes;
mod decide;
mod difference;
mod forms;
mod frozen;
mod model;
mod notice;
mod pages;
mod store;
mod views;

pub use actions::{ISSUE, IssueCommand, NoticeCommand, issue, notice, scope_of};
pub use changes::{Change, Effect, changes};
pub use difference::{Difference, differences};
pub use frozen::{Frozen, freeze};
pub use model::{Correction, Event, Heading, Issue};
pub use notice::paper as notice_paper;
pub use pages::routes;
pub use store::{Listed, load, of_edition};

platform::messages!("issues", "../../i18n/issues.vi.ftl", "../../i18n/issues.en.ftl");
