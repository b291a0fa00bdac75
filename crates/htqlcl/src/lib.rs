//! The product put together: route table, command line, first pages, demonstration data.
//!
//! The binary is a thin shell over this library, so that tests ask the same route table that is served.

pub mod allocator;
pub mod cli;
pub mod commands;
pub mod demo;
mod home;
mod import_pages;
mod jobs;
pub mod listen;
mod press_thread;
pub mod product;
pub mod routes;
mod search;
pub mod start;
mod timers;

platform::messages!("htqlcl", "../i18n/vi.ftl", "../i18n/en.ftl");
