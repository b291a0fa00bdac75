//! Places (đơn vị hành chính): the map, with dated codes and names. A place is not an agency.
//!
//! The map is released reference data: the program carries it, a database loads it once as one
//! journalled release, and nobody edits it. Two maps follow each other: the one of 63 provinces,
//! districts and communes until 30/6/2025, and the one of 34 provinces and 3,321 communes since.
//! The same code may mean different places on the two, so that a place is known by map, level and
//! code.

mod api;
pub mod data;
pub mod listing;
mod model;
pub mod pages;
mod query;
mod release;
pub mod released;
pub mod store;
pub(crate) mod views;

pub use data::name_in_2012;
pub use listing::search;
pub use model::{Edge, Era, LEGACY, Level, MAP_2025, Span, place_id};
pub use pages::routes;
pub(crate) use query::like;
pub use query::{Became, Filter, PlaceRecord, children, list, record, what_became, what_was};
pub use release::{release, sha256};
