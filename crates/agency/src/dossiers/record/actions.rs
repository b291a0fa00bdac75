//! Completing a step with the files that come of it, in one transaction.

use crate::dossiers::actions::{Command, NewFile, WORK, attach_in, complete_in, person};
use crate::dossiers::{Complete, Dossier, Refusal, store};
use platform::{Ctx, Error, Refusals, Result, Scope};

/// Completes a step; its files are added first, so that they stand before the step that they belong to. Refused
/// files and a refused step are told together, and nothing of it is written then.
///
/// # Errors
/// Every reason of a refusal at once.
pub(super) async fn complete(ctx: &Ctx, command: Command<Complete>, added: Vec<NewFile>) -> Result<Dossier> {
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
        for file in &added {
            let command = Command { id, revision: None, what: file.clone() };
            match attach_in(tx, agency_id, &command) {
                Err(Error::Refused(more)) => reasons.0.extend(more.0),
                Err(other) => return Err(other),
                Ok(_) => {}
            }
        }
        let command = Command { id, revision: None, what: command.what.clone() };
        match complete_in(tx, agency_id, (&command, &person)) {
            Ok(done) if reasons.is_empty() => Ok(done),
            Ok(_) => Err(Error::Refused(reasons)),
            Err(Error::Refused(more)) => {
                let fresh: Vec<_> = more.0.into_iter().filter(|reason| !reasons.0.contains(reason)).collect();
                reasons.0.extend(fresh);
                Err(Error::Refused(reasons))
            }
            Err(other) => Err(other),
        }
    })
    .await
}
