//! What people do with the services and desks of their own agency.

use super::decide::{self, Refusal};
use super::model::PolicyFrom;
use super::{enter, store};
use platform::{Ctx, Day, Error, Refusals, Result, Scope, action};
use registers::agencies;
use registers::people::own_agency;

action! {
    /// See which procedures one's own agency has switched on, and which desks receive for it.
    pub SEE = "services.see":
    Clerk Own, Officer Own, UnitHead Own, Head Own, RecordsOfficer Own, QualitySecretary Own, OfficeAdministrator Own
}
action! {
    /// Switch procedures on and off for one's own agency.
    pub SWITCH = "services.switch": QualitySecretary Own, OfficeAdministrator Own
}
action! {
    /// Agree on desks for one's own agency, as the one that handles or as the one that receives.
    pub DESK = "services.desk": Head Own, OfficeAdministrator Own
}

/// The own agency, for which this may be done.
fn own(ctx: &Ctx, action: &platform::Action) -> Result<i64> {
    let agency = own_agency(ctx)?;
    ctx.may(action, &Scope::owned_by(agency.id))?;
    Ok(agency.id)
}

/// What is switched on together.
#[derive(Clone, Debug)]
pub struct SwitchOn {
    /// The procedures.
    pub procedure_ids: Vec<i64>,
    /// The unit whose work they are to be.
    pub unit_id: Option<i64>,
    /// Whether it is known that nobody in the unit can do the work yet.
    pub anyway: bool,
}

/// Switches procedures on, all or none; returns how many.
///
/// # Errors
/// Every reason of every procedure at once.
pub async fn switch_on(ctx: &Ctx, command: SwitchOn) -> Result<usize> {
    let agency_id = own(ctx, &SWITCH)?;
    let SwitchOn { procedure_ids, unit_id, anyway } = command;
    if procedure_ids.is_empty() {
        return Err(Refusals(vec![Refusal::NothingChosen.into()]).into());
    }
    ctx.write(move |tx| {
        let mut reasons = Refusals::default();
        for procedure_id in &procedure_ids {
            match enter::switch_on(tx, agency_id, *procedure_id, unit_id) {
                Ok(_) => {}
                Err(Error::Refused(found)) => reasons.0.extend(found.0),
                Err(error) => return Err(error),
            }
        }
        if let Some(unit_id) = unit_id.filter(|_| !anyway && reasons.is_empty()) {
            reasons.0.extend(enter::unattended(tx, (agency_id, unit_id), &procedure_ids)?.0);
        }
        reasons.0.dedup();
        reasons.or(procedure_ids.len()).map_err(Into::into)
    })
    .await
}

/// Switches a service on again, with the unit it had.
///
/// # Errors
/// Every reason at once.
pub async fn switch_on_again(ctx: &Ctx, (id, seen): (i64, Option<i64>)) -> Result<()> {
    let agency_id = own(ctx, &SWITCH)?;
    ctx.write(move |tx| {
        let service = store::load(tx, agency_id, id)?.ok_or(Error::NotFound)?;
        if seen.is_some_and(|seen| seen != service.revision) {
            return Err(Refusals(vec![Refusal::Stale.into()]).into());
        }
        enter::switch_on(tx, agency_id, service.procedure_id, service.unit_id).map(drop)
    })
    .await
}

/// Switches a service off.
///
/// # Errors
/// Every reason at once.
pub async fn switch_off(ctx: &Ctx, (id, seen): (i64, Option<i64>), reason: String) -> Result<()> {
    let agency_id = own(ctx, &SWITCH)?;
    ctx.write(move |tx| {
        enter::change(tx, (agency_id, id, seen), |_, service| Ok(decide::switch_off(service, &reason)?))
    })
    .await
}

/// Makes a service the work of another unit.
///
/// # Errors
/// Every reason at once.
pub async fn give_to(ctx: &Ctx, (id, seen): (i64, Option<i64>), unit_id: Option<i64>) -> Result<()> {
    let agency_id = own(ctx, &SWITCH)?;
    ctx.write(move |tx| {
        enter::change(tx, (agency_id, id, seen), |tx, service| {
            enter::require_unit(tx, agency_id, unit_id)?;
            Ok(decide::give_to(service, unit_id)?)
        })
    })
    .await
}

/// Sets what requests for supplements do to the clock, from a day on.
///
/// # Errors
/// Every reason at once.
pub async fn set_policy(
    ctx: &Ctx,
    (id, seen): (i64, Option<i64>),
    policy: PolicyFrom,
    reason: String,
) -> Result<()> {
    let agency_id = own(ctx, &SWITCH)?;
    ctx.write(move |tx| {
        enter::change(tx, (agency_id, id, seen), |tx, service| {
            Ok(decide::set_policy(service, (policy, &reason), tx.today())?)
        })
    })
    .await
}

/// Proposes that the counter of another agency receive for one's own; returns the desk's id.
///
/// # Errors
/// Every reason at once.
pub async fn propose_desk(ctx: &Ctx, code: String, from_on: Day) -> Result<i64> {
    let agency_id = own(ctx, &DESK)?;
    ctx.write(move |tx| {
        let Some(desk) = agencies::by_code(tx, &code)? else {
            return Err(Refusals(vec![Refusal::AgencyUnknown(code.clone()).into()]).into());
        };
        enter::propose_desk(tx, agency_id, desk.id, from_on)
    })
    .await
}

/// Agrees that the own counter receives for the agency that has proposed it.
///
/// # Errors
/// [`Error::NotFound`] where nobody has asked one's own agency.
pub async fn accept_desk(ctx: &Ctx, id: i64) -> Result<()> {
    let own_id = own(ctx, &DESK)?;
    ctx.write(move |tx| {
        let asked = store::asked_of(tx, own_id)?.into_iter().find(|desk| desk.id == id);
        let desk = asked.ok_or(Error::NotFound)?;
        enter::accept_desk(tx, desk.agency_id, id)
    })
    .await
}

/// Ends a desk; both agencies may. `last_on` is the last day on which that counter receives.
///
/// # Errors
/// Every reason at once; [`Error::NotFound`] where one's own agency is neither of the two.
pub async fn end_desk(ctx: &Ctx, (id, seen): (i64, Option<i64>), last_on: Day, reason: String) -> Result<()> {
    let own_id = own(ctx, &DESK)?;
    ctx.write(move |tx| {
        let desk = store::desk_seen_by(tx, own_id, id)?.ok_or(Error::NotFound)?;
        if seen.is_some_and(|seen| seen != desk.revision) {
            return Err(Refusals(vec![Refusal::Stale.into()]).into());
        }
        enter::change_desk(tx, (desk.agency_id, id), |desk| decide::end(desk, last_on, &reason))
    })
    .await
}
