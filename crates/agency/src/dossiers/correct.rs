//! Correcting what was entered at receipt.

use super::actions::{Case, Command, DESK, allow};
use super::applicants::{self, Person as Applicant};
use super::decide;
use super::fields::{self, Typed};
use super::model::{Delivery, Dossier, Intake, PaperIn};
use super::receive::faults_of;
use super::refusal::Refusal;
use super::slips;
use super::who::Deed;
use platform::{Ctx, Error, Result, Scope, Tx};
use registers::admin_procedures::{self, Procedure};

/// A correction of what was entered at receipt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correct {
    /// Whose it is.
    pub applicant: Applicant,
    /// Who handed it in for the applicant.
    pub proxy: Option<Applicant>,
    /// How many sets of papers.
    pub sets: i64,
    /// The papers.
    pub papers: Vec<PaperIn>,
    /// The fee in đồng.
    pub fee_vnd: i64,
    /// Whether it was paid.
    pub fee_paid: bool,
    /// Where the result is wanted.
    pub wants: Delivery,
    /// What was typed into the procedure's fields; none where they were not asked.
    pub answers: Option<Typed>,
    /// Why.
    pub reason: String,
}

/// Corrects what was entered at receipt.
///
/// # Errors
/// Every reason of a refusal at once.
pub async fn correct(ctx: &Ctx, command: Command<Correct>) -> Result<Dossier> {
    let agency_id = ctx.own_agency_id();
    ctx.may(&DESK, &Scope::owned_by(agency_id))?;
    let actor = ctx.clone();
    ctx.write(move |tx| {
        allow(tx, &actor, (Deed::Desk, command.id))?;
        correct_in(tx, agency_id, &command)
    })
    .await
}

/// As [`correct`], inside a transaction and without asking who may.
///
/// # Errors
/// Every reason of a refusal at once.
pub(super) fn correct_in(tx: &mut Tx<'_>, agency_id: i64, command: &Command<Correct>) -> Result<Dossier> {
    let case = Case::open(tx, agency_id, command.id, command.revision)?;
    let what = &command.what;
    let held = &case.dossier.intake;
    let procedure = admin_procedures::load_revision(tx, held.procedure_id, held.procedure_revision)?;
    let typed = followed(tx, (&case.dossier, &procedure), what)?;
    let (answers, faults) = fields::changed(tx, (&case.dossier, &procedure), typed.as_ref())?;
    let corrected = |(applicant_id, proxy_id): (i64, Option<i64>), sealed: Option<String>| Intake {
        applicant_id,
        proxy_id,
        answers: sealed.or_else(|| held.answers.clone()),
        sets: what.sets,
        papers: what.papers.clone(),
        fee_vnd: what.fee_vnd,
        fee_paid: what.fee_paid,
        wants: what.wants,
        ..held.clone()
    };
    let mut all = faults_of(&what.applicant, what.proxy.as_ref());
    all.0.extend(faults.0);
    all.0.extend(signed_for_another(tx, (&case.dossier, &procedure), &what.applicant)?);
    if !all.is_empty() {
        let trial = corrected((0, what.proxy.as_ref().map(|_| 0)), None);
        let more = decide::correct(&case.dossier, (&trial, &what.reason), &procedure.components);
        all.0.extend(more.err().unwrap_or_default().0);
        return Err(Error::Refused(all));
    }
    let applicant_id = same_or_entered(tx, agency_id, (Some(held.applicant_id), &what.applicant))?;
    let proxy_id = match &what.proxy {
        Some(proxy) => Some(same_or_entered(tx, agency_id, (held.proxy_id, proxy))?),
        None => None,
    };
    let sealed = answers.map(|text| fields::keep(tx, &case.dossier, &text)).transpose()?;
    let intake = corrected((applicant_id, proxy_id), sealed);
    let event = decide::correct(&case.dossier, (&intake, &what.reason), &procedure.components)?;
    case.save(tx, event)
}

/// The answers with those that repeat what is corrected of the applicant: a name that was taken over into the
/// declaration is corrected there too, unless it was typed anew.
fn followed(
    tx: &mut Tx<'_>,
    (dossier, procedure): (&Dossier, &Procedure),
    what: &Correct,
) -> Result<Option<Typed>> {
    let Some(before) = applicants::person(tx, dossier.agency_id, dossier.intake.applicant_id)? else {
        return Ok(what.answers.clone());
    };
    let held = fields::at_first(tx, (dossier, procedure), false)?;
    let Some(mut typed) = what.answers.clone().or_else(|| held.clone()) else { return Ok(None) };
    let after = what.applicant.tidy();
    let pairs = [
        (&before.name, &after.name),
        (&before.id_number, &after.id_number),
        (&before.address, &after.address),
        (&before.phone, &after.phone),
    ];
    for (key, text) in &mut typed {
        let is_as_held = held.as_ref().and_then(|held| held.get(key)).is_some_and(|held| held == text);
        let repeats = pairs.iter().find(|(old, new)| !old.is_empty() && old != new && **old == *text);
        if let Some((_, new)) = repeats.filter(|_| is_as_held) {
            text.clone_from(new);
        }
    }
    Ok(Some(typed))
}

/// The refusal of another applicant than the one whom the paper names that the head has signed.
fn signed_for_another(
    tx: &mut Tx<'_>,
    (dossier, procedure): (&Dossier, &Procedure),
    applicant: &Applicant,
) -> Result<Option<platform::Refusal>> {
    let Some(template) = &procedure.result else { return Ok(None) };
    let before = applicants::person(tx, dossier.agency_id, dossier.intake.applicant_id)?.unwrap_or_default();
    let is_other = slips::tells_apart(template, (&before, &applicant.tidy()));
    Ok((is_other && fields::is_signed(tx, dossier)?).then(|| Refusal::ApplicantSigned.into()))
}

/// The person held before when the data are the same, so that what was not corrected stays; else as at receipt.
fn same_or_entered(
    tx: &mut Tx<'_>,
    agency_id: i64,
    (held_id, typed): (Option<i64>, &Applicant),
) -> Result<i64> {
    if let Some(id) = held_id
        && applicants::person(tx, agency_id, id)?.as_ref() == Some(&typed.tidy())
    {
        return Ok(id);
    }
    applicants::find_or_enter(tx, agency_id, typed)
}
