//! Services (dịch vụ tại một cửa): which procedures an agency has switched on, and whose desks receive for it.
//!
//! A service belongs to the agency that handles it. Another agency's counter receives for it only where both
//! have agreed on a desk; that counter then offers the service beside its own.

pub mod actions;
pub mod decide;
mod desk_pages;
mod enter;
mod model;
mod offers;
mod pages;
pub mod staffing;
mod store;
#[cfg(test)]
mod tests;
mod views;

pub use actions::{DESK, SEE, SWITCH};
pub use enter::{accept_desk, open_desk, propose_desk, switch_on};
pub use model::{Desk, DeskEvent, Policy, PolicyFrom, Service, ServiceEvent};
pub use offers::{Offer, may_receive, offered_at};
pub use pages::routes;
pub use store::{asked_of, desk, desk_of, desks, list, load, of};

platform::messages!("services", "../../i18n/services.vi.ftl", "../../i18n/services.en.ftl");
