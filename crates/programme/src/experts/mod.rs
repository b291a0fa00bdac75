//! Cards (thẻ) of experts: consultants of an organisation, independent consultants, assessors of a
//! certification body.
//!
//! A card is granted for a term, or as an extra card (thẻ bổ sung) that ends with its
//! organisation's paper. It is suspended, resumed, revoked, issued again, and it expires.

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

pub use actions::{ACT, CORRECT, GRANT, READ, act, correct, enter_assessor, enter_consultant, grant};
pub use decide::{Grant, Refusal};
pub use entry::{AssessorRow, ConsultantRow};
pub use model::{Card, CardEvent, CardKind, CardRole, Content};
pub use pages::routes;
pub use store::{CardLine, Filter, by_number, count, list, load};

platform::messages!("experts", "../../i18n/experts.vi.ftl", "../../i18n/experts.en.ftl");
