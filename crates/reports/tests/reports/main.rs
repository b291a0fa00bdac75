//! Stories of the yearly report and its issues, on both engines.

mod common;
mod seed;
