//! The tests of the legal clock: shared cases, edges, calendars, words, and properties.

mod calendars;
mod cases;
mod common;
mod edges;
mod properties;
mod words;
