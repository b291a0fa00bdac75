//! What the public sees of a dossier: its code and how far it is; and the citizen's rating.
//!
//! Whoever holds a code may ask, without signing in. The answer names nobody, and what is not there is answered
//! like what is no code at all. Only the token printed on the receipt lets somebody rate.

mod pages;
mod store;
mod views;

platform::messages!("track", "../../../i18n/track.vi.ftl", "../../../i18n/track.en.ftl");

pub use pages::routes;
