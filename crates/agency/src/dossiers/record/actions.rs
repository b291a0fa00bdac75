//! Completing a step with the files and answers that come of it and the name of who goes on, in one transaction.

use super::next::{Next, assign_next};
use crate::dossiers::actions::{Command, NewFile, WORK, attach_in, complete_in, person};
use crate::dossiers::applicants::Person as Applicant;
use crate::dossiers::fields::{self, Typed};
use crate::dossiers::{Complete, Dossier, Refusal, at_desk, store};
use platform::{Ctx, Error, Refusals, Result, Scope, Tx};
use registers::admin_procedures;

/// What a step brings beside its outcome.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Added {
    /// Files.
    pub files: Vec<NewFile>,
    /// What was typed into the procedure's fields; none where they were not asked.
    pub answers: Option<Typed>,
    /// Who gets the step that comes next; none to leave it to all who may do it.
    pub next: Option<Next>,
    /// Who comes for the result with a paper of the applicant, and was not entered at receipt.
    pub taker: Option<Applicant>,
}

/// Completes a step; what it brings is added first, so that files stand before the step that they belong to, and
/// the process goes on by the answers as they are now; who is named gets the step that comes. Refused files, answers
/// and a refused step are told together, and nothing of it is written then.
///
/// # Errors
/// Every reason of a refusal at once.
pub(super) async fn complete(ctx: &Ctx, command: Command<Complete>, added: Added) -> Result<Dossier> {
    let agency_id = ctx.own_agency_id();
    ctx.may(&WORK, &Scope::owned_by(agency_id))?;
    let actor = ctx.clone();
    ctx.write(move |tx| {
        let person = person(tx, &actor)?;
        let id = command.id;
        let held = store::require(tx, agency_id, id)?;
        if command.revision.is_some_and(|seen| seen != held.revision) {
            return Err(platform::Refusal::from(Refusal::Stale).into());
        }
        let mut reasons = Refusals::default();
        for file in &added.files {
            let command = Command { id, revision: None, what: file.clone() };
            match attach_in(tx, agency_id, &command) {
                Err(Error::Refused(more)) => reasons.0.extend(more.0),
                Err(other) => return Err(other),
                Ok(_) => {}
            }
        }
        if let Some(taker) = &added.taker {
            match at_desk::enter_taker(tx, (agency_id, id), taker) {
                Err(Error::Refused(more)) => reasons.0.extend(more.0),
                Err(other) => return Err(other),
                Ok(_) => {}
            }
        }
        let answers = keep_answers(tx, (&held, added.answers.as_ref()), &mut reasons)?;
        let command = Command { id, revision: None, what: Complete { answers, ..command.what.clone() } };
        match complete_in(tx, agency_id, (&command, &person)) {
            Ok(done) if reasons.is_empty() => match &added.next {
                Some(next) => assign_next(tx, (&held, &done), (next, &person)),
                None => Ok(done),
            },
            Ok(_) => Err(Error::Refused(reasons)),
            Err(Error::Refused(more)) => {
                // Of somebody named wrongly it need not be said that nobody is named.
                let nobody = platform::Refusal::from(Refusal::ProxyMissing);
                let is_told = |reason: &platform::Refusal| {
                    reasons.0.contains(reason) || added.taker.is_some() && *reason == nobody
                };
                let fresh: Vec<_> = more.0.into_iter().filter(|reason| !is_told(reason)).collect();
                reasons.0.extend(fresh);
                Err(Error::Refused(reasons))
            }
            Err(other) => Err(other),
        }
    })
    .await
}

/// Keeps the answers that the step changed; returns what the journal says of them.
fn keep_answers(
    tx: &mut Tx<'_>,
    (held, typed): (&Dossier, Option<&Typed>),
    reasons: &mut Refusals,
) -> Result<Option<String>> {
    let intake = &held.intake;
    let procedure = admin_procedures::load_revision(tx, intake.procedure_id, intake.procedure_revision)?;
    let (changed, faults) = fields::changed(tx, (held, &procedure), typed)?;
    reasons.0.extend(faults.0);
    changed.map(|text| fields::keep(tx, held, &text)).transpose()
}
