//! What officers do to legal documents.

use super::decide::{self, Correct, DocumentRow, Refusal, Relate};
use super::model::{LegalDocument, LegalDocumentEvent};
use super::{import, store};
use crate::NATION_AGENCY_ID;
use platform::permissions::Action;
use platform::{Ctx, Day, Error, Record, Result, Scope, action, journal};

action!(
    /// Enter a legal document.
    pub CREATE = "legal_documents.create": NationalOfficer Nation
);
action!(
    /// Correct a legal document's record, or record what it does to others.
    pub CORRECT = "legal_documents.correct": NationalOfficer Nation
);

/// Enters a document and returns its id.
///
/// # Errors
/// Every reason why it cannot be entered.
pub async fn create(ctx: &Ctx, row: DocumentRow, effective_on: Option<Day>) -> Result<i64> {
    ctx.may(&CREATE, &Scope::nation())?;
    ctx.write(move |tx| {
        let mut read = decide::read(&row, effective_on);
        if !store::id_of_number(tx, &row.number)?.is_empty() {
            let taken = platform::Refusal::from(Refusal::NumberTaken(row.number.clone()));
            match &mut read {
                Err(faults) => faults.push(taken),
                Ok(_) => return Err(taken.into()),
            }
        }
        import::begin(tx, &row.number, read?)
    })
    .await
}

/// Corrects a document's record.
///
/// # Errors
/// Every reason why the correction is refused.
pub async fn correct(ctx: &Ctx, id: i64, command: Correct) -> Result<()> {
    change(ctx, &CORRECT, id, move |document| Ok(decide::correct(document, &command)?)).await
}

/// Records what a document does to another.
///
/// # Errors
/// Every reason why the relation is refused.
pub async fn relate(ctx: &Ctx, id: i64, command: Relate) -> Result<()> {
    change(ctx, &CORRECT, id, move |document| Ok(decide::relate(document, &command)?)).await
}

async fn change<F>(ctx: &Ctx, action: &Action, id: i64, decide: F) -> Result<()>
where
    F: Fn(&LegalDocument) -> Result<Vec<LegalDocumentEvent>> + Send + 'static,
{
    ctx.may(action, &Scope::nation())?;
    ctx.write(move |tx| {
        // Officers of several agencies may change what the nation owns: one after the other.
        journal::take_chain(tx, NATION_AGENCY_ID)?;
        let mut document = store::load(tx, id)?.ok_or(Error::NotFound)?;
        let events = decide(&document)?;
        document.apply_all(&events);
        store::save(tx, &document, &events)
    })
    .await
}
