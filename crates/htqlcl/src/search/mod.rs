//! One search over the registers.

mod pages;
mod store;

pub use pages::page;
