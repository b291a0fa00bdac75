//! Tasks whose holder no longer has their role: they go back to all who may do them, so that no list of work loses
//! them.

use super::store;
use crate::dossiers::Refusal;
use crate::dossiers::actions::unit_to_serve;
use crate::dossiers::event::DossierEvent;
use crate::dossiers::store as dossiers;
use crate::dossiers::who::serves;
use platform::permissions::Role;
use platform::{Ctx, Error, Language, Result, Tx, i18n};
use registers::people::{HELD, Held, Leaving, UNIT_USES, UsesUnit};

/// A dossier, and the token of the task in it.
type Place = (i64, u32);

/// A unit is not closed while its dossiers are worked on. One whose result only waits to be collected needs nobody
/// of the unit any more.
#[platform::linkme::distributed_slice(UNIT_USES)]
#[linkme(crate = platform::linkme)]
static OPEN_DOSSIERS: UsesUnit = |tx, (agency_id, unit_id)| {
    let mut reasons = platform::Refusals::default();
    let mut open = 0;
    for row in store::dossiers_of_unit(tx, agency_id, unit_id)? {
        let status = dossiers::status_of(row.status)?;
        if !status.is_over() && status != crate::dossiers::Status::Settled {
            open += row.n;
        }
    }
    if open > 0 {
        reasons.push(Refusal::UnitHasDossiers(open));
    }
    Ok(reasons)
};

/// Who leaves a role leaves its tasks behind.
#[platform::linkme::distributed_slice(HELD)]
#[linkme(crate = platform::linkme)]
static TASKS: Held = Held { count, give_back };

fn count(tx: &mut Tx<'_>, leaving: &Leaving) -> Result<i64> {
    Ok(i64::try_from(left_behind(tx, leaving)?.len()).unwrap_or(i64::MAX))
}

fn give_back(tx: &mut Tx<'_>, leaving: &Leaving, reason: &str) -> Result<()> {
    // A journal is kept in the language of the State, whoever writes into it.
    let role = i18n::text(Language::Vi, &format!("role-{}", leaving.role.word().replace('_', "-")));
    let reason =
        i18n::text_with(Language::Vi, "tasks-reason-role-ended", &[("role", &role), ("reason", reason)]);
    for place in left_behind(tx, leaving)? {
        release(tx, leaving.agency_id, place, &reason)?;
    }
    Ok(())
}

/// What the person holds and, with the roles that stay, could not have been given.
fn left_behind(tx: &mut Tx<'_>, leaving: &Leaving) -> Result<Vec<Place>> {
    let mut left = Vec::new();
    for row in store::held_by(tx, leaving.agency_id, leaving.account_id)? {
        let unit_id = unit_to_serve(tx, leaving.agency_id, row.unit_id)?;
        let fits = |(role, own): &(Role, Option<i64>)| role.word() == row.role && serves(*own, unit_id);
        if !leaving.stays.iter().any(fits) {
            left.push((row.dossier_id, u32::try_from(row.token).map_err(Error::failed)?));
        }
    }
    Ok(left)
}

/// Takes a task from its holder, for all who may do it.
fn release(tx: &mut Tx<'_>, agency_id: i64, (id, token): Place, reason: &str) -> Result<()> {
    let dossier = dossiers::require(tx, agency_id, id)?;
    if dossier.task(token).is_none_or(|task| task.assignee.is_none()) {
        return Err(platform::Refusal::from(Refusal::TaskGone).into());
    }
    let event = DossierEvent::Assigned { token, to: None, reason: reason.to_owned() };
    dossiers::save(tx, &dossier, event).map(drop)
}

/// Gives back, no more than `most`, the tasks whose holders no longer have their roles: an appointment ends by itself
/// on its last day, and an account may be switched off elsewhere. Returns how many; what fails stays for a later
/// round.
///
/// # Errors
/// When the database fails.
pub async fn release_left(ctx: &Ctx, most: i64) -> Result<usize> {
    let left = ctx.read(move |tx| Ok(store::left(tx, tx.today(), most)?)).await?;
    let reason = i18n::text(Language::Vi, "tasks-reason-left");
    let mut released = 0;
    for row in left {
        let reason = reason.clone();
        let act = move |tx: &mut Tx<'_>| {
            let token = u32::try_from(row.token).map_err(Error::failed)?;
            release(tx, row.agency_id, (row.dossier_id, token), &reason)
        };
        match ctx.write(act).await {
            Ok(()) => released += 1,
            Err(Error::Refused(_)) => {}
            Err(error) => {
                tracing::error!(%error, agency = row.agency_id, dossier = row.dossier_id, "a release failed");
            }
        }
    }
    Ok(released)
}
