//! The fields of a dossier: declared once, drawn as inputs, checked, kept as typed values. Pure but for `views`.
//!
//! The declaration is a strict subset of the form-js schema, so that the form editor of the process
//! tools can write it: `components` of type `textfield`, `textarea`, `number`, `select`, `radio`,
//! `checkbox` and `date` (or `datetime` with `subtype` `date`). What is outside the subset is refused
//! by the name of its field; nothing is skipped. `defaultValue` stands in a field at first, and
//! `properties.same_as` names what of the applicant is meant when a field is left empty.

mod check;
mod number;
mod read;
mod schema;
#[cfg(test)]
mod tests;
pub mod views;

pub use check::faults_of;
pub use number::{Decimal, MOST_DECIMALS};
pub use schema::{DayBound, Field, FieldChoice, FieldKind, FieldValue, SameAs, Schema, Values};
