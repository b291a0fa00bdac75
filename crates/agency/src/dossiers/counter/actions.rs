//! What the counter does in one click of several steps.

use super::super::actions::{self as dossiers, Command, WORK};
use super::super::decide::Complete;
use super::super::model::{Delivery, Dossier};
use super::super::store;
use crate::processes;
use platform::permissions::Role;
use platform::{Ctx, Error, Refusal, Result, Scope};

/// No process has more steps of the counter in a row.
const MOST_STEPS: usize = 8;

/// Does all that is left of a line of the book and returns its result, where only the counter's steps are left
/// and none of them asks for a decision.
///
/// # Errors
/// [`Error::NotFound`] for what stands in no book, else every reason of a refusal at once.
pub(super) async fn return_now(ctx: &Ctx, id: i64) -> Result<Dossier> {
    let agency_id = ctx.own_agency_id();
    ctx.may(&WORK, &Scope::owned_by(agency_id))?;
    let actor = ctx.clone();
    ctx.write(move |tx| {
        let person = dossiers::person(tx, &actor)?;
        let mut dossier = store::require(tx, agency_id, id)?;
        if dossier.intake.book_no.is_none() {
            return Err(Error::NotFound);
        }
        let published = processes::published(tx, agency_id, dossier.intake.version_id)?;
        let published = published.ok_or(Error::NotFound)?;
        for _ in 0..MOST_STEPS {
            if dossier.status.is_over() {
                return Ok(dossier);
            }
            let is_ours = dossier.tasks.iter().all(|task| task.role == Role::Clerk);
            let task = dossier.tasks.first().filter(|_| is_ours);
            let choices = task.map_or(&[][..], |task| published.choices(task.node));
            let (Some(task), 0..=1) = (task, choices.len()) else { break };
            let what = Complete {
                token: task.token,
                outcome: choices.first().map(|choice| choice.word.clone()),
                delivery: published.is_last(task.node).then_some(Delivery::Applicant),
                ..Complete::default()
            };
            let command = Command { id, revision: Some(dossier.revision), what };
            dossier = dossiers::complete_in(tx, agency_id, (&command, &person))?;
        }
        if dossier.status.is_over() {
            Ok(dossier)
        } else {
            Err(Refusal::new("counter-refusal-not-at-desk").into())
        }
    })
    .await
}
