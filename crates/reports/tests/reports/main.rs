//! Stories of the yearly report and its issues, on both engines.

mod common;
mod frozen;
mod issues;
mod pages;
mod seed;
mod stories;
