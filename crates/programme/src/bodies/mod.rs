//! Bodies that the national standards body confirms: consulting organisations (tổ chức tư vấn) and
//! certification bodies (tổ chức chứng nhận).
//!
//! A body is confirmed by a paper (giấy xác nhận) for a term; the paper is renewed, suspended,
//! resumed or revoked, and it expires. Standing on a day follows from papers and acts.

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

pub use actions::{ACT, CORRECT, GRANT, READ, act, confirm, correct, enter, renew};
pub use decide::{Confirm, Refusal};
pub use entry::Row;
pub use model::{Body, BodyEvent, BodyKind, Content};
pub use pages::routes;
pub(crate) use pages::{own_body, own_id, province_choices};
pub use store::{BodyLine, Filter, all_codes, by_code, count, list, load};

platform::messages!("bodies", "../../i18n/bodies.vi.ftl", "../../i18n/bodies.en.ftl");
