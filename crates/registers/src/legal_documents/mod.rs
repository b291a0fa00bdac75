//! Legal documents (văn bản quy phạm pháp luật) of the programme, and what they do to each other.
//!
//! A relation names the other document by its number, because it may be entered later. A document
//! is in force from its effect (from its issue where the effect is not recorded) until another
//! replaces it.

pub mod actions;
mod api;
pub mod decide;
mod forms;
mod import;
mod model;
#[cfg(test)]
mod page_tests;
mod pages;
pub mod store;
mod views;

pub use decide::{Correct, DocumentRow, Relate};
pub use import::{enter, release};
pub use model::{DocumentFacts, Force, LegalDocument, LegalDocumentEvent, Relation, RelationKind};
pub use pages::routes;
pub use store::{in_force_on, load};

use platform::{Day, Result, Tx};

crate::verify::verified_record!(LegalDocument, "/legal-documents/", store::load, store::ids);

/// The document with this number, if the register has it.
///
/// # Errors
/// When the database fails.
pub fn by_number(tx: &mut Tx<'_>, number: &str) -> Result<Option<LegalDocument>> {
    match store::id_of_number(tx, number)?.pop() {
        None => Ok(None),
        Some(row) => store::load(tx, row.id),
    }
}

/// One page of documents whose text holds the words of `search`, the latest first; `before` is day
/// and id of the last row of the page before, none for the first page.
///
/// # Errors
/// When the database fails.
pub fn list(
    tx: &mut Tx<'_>,
    search: &str,
    before: Option<(Day, i64)>,
    count: i64,
) -> Result<Vec<store::ListedDocument>> {
    let like = crate::places::like(search);
    let last = Day::new(9999, 12, 31).unwrap_or_else(|| tx.today());
    let (day, id) = before.unwrap_or((last, i64::MAX));
    Ok(store::list_page(tx, like.as_deref(), day, id, count)?)
}
