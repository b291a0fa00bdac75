//! Prints at the counter: the first of a form is free, every later one follows a reason in the journal.

use super::folder::Folder;
use super::forms::{Form, forms_on};
use super::store;
use platform::{Result, Tx};

/// A viewer may ask for a paper again while it is being printed: within so many microseconds that is one print.
const ONE_PRINT: i64 = 2 * 60 * 1_000_000;

/// A form of a dossier as it is printed now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Print {
    agency_id: i64,
    dossier_id: i64,
    form: &'static str,
    /// The number of the event that it tells.
    issue: i64,
    /// When a reason for a further print was written last; none where there is none.
    reason_at: Option<i64>,
}

/// What becomes of a wish to print.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wish {
    /// It is the print that is under way.
    SamePrint,
    /// It is a print that has not been counted yet.
    New,
    /// It was printed already: a reason is needed.
    NeedsReason,
}

impl Print {
    /// The print of a form; none where nothing has happened that it could tell.
    pub(super) fn of(folder: &Folder, form: Form) -> Option<Print> {
        let dossier = folder.dossier();
        let number = form.number(forms_on(dossier.received_at))?;
        let told = folder.past.iter().rev().find(|step| form.is_told_anew_by(&step.event))?;
        let last_reason = folder.reprints.iter().rev().find(|one| one.form == number);
        Some(Print {
            agency_id: dossier.agency_id,
            dossier_id: dossier.id,
            form: number,
            issue: i64::try_from(told.entry).unwrap_or(i64::MAX),
            reason_at: last_reason.map(|one| one.at),
        })
    }

    /// Judges a wish to print now.
    pub(super) fn wish(&self, tx: &mut Tx<'_>) -> Result<Wish> {
        let held = store::prints(tx, self.agency_id, self.dossier_id, self.form, self.issue)?.pop();
        let now = tx.now();
        Ok(match held {
            None => Wish::New,
            // A reason is for the one print that follows it: reasons written in advance or twice allow no more.
            Some(held) if self.reason_at.is_some_and(|at| at > held.printed_at) => Wish::New,
            Some(held) if now - held.printed_at <= ONE_PRINT => Wish::SamePrint,
            Some(_) => Wish::NeedsReason,
        })
    }

    /// Counts the print, where it is a new one.
    pub(super) fn count(&self, tx: &mut Tx<'_>) -> Result<Wish> {
        let wish = self.wish(tx)?;
        if wish == Wish::New {
            let now = tx.now();
            store::count_print(tx, self.agency_id, self.dossier_id, self.form, self.issue, now)?;
        }
        Ok(wish)
    }
}
