//! The answers to a procedure's fields after receipt: completed in a step, corrected at the counter.

use super::model::Dossier;
use super::refusal::Refusal;
use super::{commitment, slips, store, values};
use platform::web::history;
use platform::{Refusals, Result, Tx};
use registers::admin_procedures::Procedure;
use registers::admin_procedures::fields::Values;
use std::collections::BTreeMap;

/// What was typed into the fields of a procedure, by their keys.
pub type Typed = BTreeMap<String, String>;

/// The answers that are kept; none where the procedure has no fields, and where they were erased.
fn kept(tx: &mut Tx<'_>, dossier: &Dossier) -> Result<Option<Values>> {
    match store::answers(tx, dossier.agency_id, dossier.id)?.pop() {
        Some(row) => values::read(&row.answers).map(Some),
        None => Ok(dossier.intake.answers.is_none().then(Values::default)),
    }
}

/// What the inputs of the fields hold at first; none where there is nothing to ask, and once the result is signed.
///
/// # Errors
/// When the database fails.
pub fn at_first(
    tx: &mut Tx<'_>,
    (dossier, procedure): (&Dossier, &Procedure),
    is_signed: bool,
) -> Result<Option<Typed>> {
    let Some(schema) = procedure.fields.as_ref().filter(|_| !is_signed) else { return Ok(None) };
    Ok(kept(tx, dossier)?.map(|held| schema.typed(&held)))
}

/// Whether the paper that a dossier ends with is signed: what it says was approved, and changes no more.
///
/// # Errors
/// When the database fails.
pub fn is_signed(tx: &mut Tx<'_>, dossier: &Dossier) -> Result<bool> {
    Ok(slips::is_signed(&history::<Dossier>(tx, dossier.id)?, dossier.settled_at))
}

/// The answers as text where they differ from those kept, and what is wrong with them. What nobody touched is not
/// judged anew: a rule that came later must not hold up a dossier that was right when it came.
///
/// # Errors
/// When the database fails.
pub fn changed(
    tx: &mut Tx<'_>,
    (dossier, procedure): (&Dossier, &Procedure),
    typed: Option<&Typed>,
) -> Result<(Option<String>, Refusals)> {
    let nothing = (None, Refusals::default());
    let (Some(schema), Some(typed)) = (&procedure.fields, typed) else { return Ok(nothing) };
    let Some(held) = kept(tx, dossier)? else { return Ok(nothing) };
    if filled(typed) == filled(&schema.typed(&held)) {
        return Ok(nothing);
    }
    Ok(match schema.check(typed, tx.today()) {
        Ok(read) if read == held => nothing,
        Ok(_) if is_signed(tx, dossier)? => (None, platform::Refusal::from(Refusal::AnswersSigned).into()),
        Ok(read) => (Some(values::text(&read)), Refusals::default()),
        Err(reasons) => (None, reasons),
    })
}

fn filled(typed: &Typed) -> Vec<(&str, &str)> {
    let pairs = typed.iter().map(|(key, text)| (key.as_str(), text.trim()));
    pairs.filter(|(_, text)| !text.is_empty()).collect()
}

/// Keeps new answers; returns what the journal says of them.
///
/// # Errors
/// When the database fails.
pub fn keep(tx: &mut Tx<'_>, dossier: &Dossier, text: &str) -> Result<String> {
    let salt = platform::web::random::<16>()?;
    store::put_answers(tx, dossier.agency_id, dossier.id, &salt, text)?;
    Ok(commitment(&salt, text))
}
