//! Việc của tôi: everything that waits for a person, by the time that is left.
//!
//! A person's work stands in [`queue`]s: what the person holds, what nobody has taken of the person's role and
//! unit, and both for everybody the person deputises for today. Each queue is one range of an index; a page takes
//! the first rows of each, so that it costs the same however long the queues are.

pub mod left;
mod near;
mod pages;
mod queue;
mod release;
mod several;
mod store;
mod views;

pub(super) use near::{Beside, beside, near};
pub use pages::routes;
pub use release::release_left;

platform::messages!("tasks", "../../../i18n/tasks.vi.ftl", "../../../i18n/tasks.en.ftl");

/// Section of the rail that the work list belongs to.
pub const SECTION: &str = "work";
