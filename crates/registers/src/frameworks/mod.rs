//! Model frameworks (mô hình khung) that ministries publish for kinds of agencies.

mod actions;
mod api;
mod forms;
mod model;
#[cfg(test)]
mod page_tests;
mod pages;
mod store;
mod views;

pub use actions::{FrameworkRow, PUBLISH, correct, enter, publish};
pub use model::{Content, Event, ModelFramework};
pub use pages::routes;
pub use store::{by_code, list, load};
