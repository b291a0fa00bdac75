//! Administrative procedures (thủ tục hành chính): what a citizen may ask for, which papers it takes,
//! how long it may last, what it costs, and on which acts it stands.
//!
//! A national register of dated versions: a dossier keeps the version that it was received under
//! ([`load_revision`]). A procedure declares its fields ([`fields`]) and the paper that it ends with
//! ([`result`]); the agency that switches it on makes its process from the steps.

mod actions;
mod api;
mod decide;
pub mod fields;
mod forms;
mod limits;
mod lines;
mod model;
#[cfg(test)]
mod page_tests;
mod pages;
mod release;
pub mod result;
mod store;
#[cfg(test)]
mod tests;
pub mod views;

pub use actions::{CORRECT, ENTER, amend, correct, enter};
pub use decide::{Amend, Correct, Enter, Refusal};
pub use pages::routes;
pub use release::release;

pub use limits::{LIMIT_RULES, amount_word, rule_code, rule_word, typed_limit};
pub use model::{
    Certainty, Component, ComponentKind, Facts, Level, LimitVariant, Procedure, ProcedureEvent, STEP_ROLES,
    Step, Sureness, TimeLimit,
};
pub use store::{Filter, ProcedureOfList, current, ids, load, load_revision, of_code, search};
