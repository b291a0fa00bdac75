//! What is done with services and desks inside a transaction: pages, the guided start and the demo call these.

use super::decide::{self, Named, Refusal};
use super::model::{Desk, DeskEvent, Service, ServiceEvent};
use super::staffing::lacking_in_unit;
use super::store;
use crate::processes;
use platform::{Day, Error, Record, Refusals, Result, Tx};
use registers::people::{UNIT_USES, UsesUnit};
use registers::{admin_procedures, people};
use std::collections::BTreeSet;

/// A unit is not closed while counters receive what is its work.
#[platform::linkme::distributed_slice(UNIT_USES)]
#[linkme(crate = platform::linkme)]
static IN_CHARGE: UsesUnit = |tx, unit| {
    let mut reasons = Refusals::default();
    match store::of_unit(tx, unit)? {
        0 => {}
        count => reasons.push(Refusal::UnitInCharge(count)),
    }
    Ok(reasons)
};

fn refused<T>(reason: Refusal) -> Result<T> {
    Err(Refusals(vec![reason.into()]).into())
}

/// The unit must be one of the agency's that exists today and is not to be closed: what is given to it could not be
/// given to another when it closes.
pub(super) fn require_unit(tx: &mut Tx<'_>, agency_id: i64, unit_id: Option<i64>) -> Result<()> {
    let Some(unit_id) = unit_id else { return Ok(()) };
    let today = tx.today();
    match people::unit(tx, agency_id, unit_id)? {
        Some(unit) if unit.exists_on(today) && unit.to_on.is_none() => Ok(()),
        _ => refused(Refusal::UnitUnknown),
    }
}

/// Switches a procedure on for an agency and sees to it that the agency has a process for it; returns the
/// service's id.
///
/// # Errors
/// Every reason at once.
pub fn switch_on(tx: &mut Tx<'_>, agency_id: i64, procedure_id: i64, unit_id: Option<i64>) -> Result<i64> {
    let Some(procedure) = admin_procedures::load(tx, procedure_id)? else {
        return refused(Refusal::ProcedureUnknown);
    };
    require_unit(tx, agency_id, unit_id)?;
    let named = Named {
        id: procedure.id,
        code: procedure.code.clone(),
        name: procedure.name.clone(),
        folded: procedure.folded(),
    };
    let held = store::of(tx, agency_id, procedure_id)?;
    let events = decide::switch_on(held.as_ref(), &named, (agency_id, unit_id))?;
    let service = match held {
        Some(service) => changed(service, &events),
        None => Service::fold(tx.new_id(), &events)
            .ok_or_else(|| Error::failed("a service begins by being switched on"))?,
    };
    store::save(tx, &service, &events)?;
    processes::adopt(tx, agency_id, &procedure)?;
    Ok(service.id)
}

/// Every role for which the unit in charge of procedures that are switched on has nobody.
pub(super) fn unattended(
    tx: &mut Tx<'_>,
    (agency_id, unit_id): (i64, i64),
    procedure_ids: &[i64],
) -> Result<Refusals> {
    let staff = people::staff_of(tx, agency_id, tx.today())?;
    let unit = people::unit(tx, agency_id, unit_id)?.map(|unit| unit.name).unwrap_or_default();
    let mut roles = BTreeSet::new();
    for procedure_id in procedure_ids {
        if let Some(version) = processes::current(tx, agency_id, *procedure_id)?
            && let Some(process) = processes::published(tx, agency_id, version)?
        {
            roles.extend(lacking_in_unit(&process.lanes, unit_id, &staff));
        }
    }
    Ok(Refusals(roles.into_iter().map(|role| Refusal::UnitWithout(role, unit.clone()).into()).collect()))
}

fn changed(mut service: Service, events: &[ServiceEvent]) -> Service {
    service.apply_all(events);
    service
}

/// Changes a service that was seen at a revision as `decide` says.
pub(super) fn change(
    tx: &mut Tx<'_>,
    (agency_id, id, seen): (i64, i64, Option<i64>),
    decide: impl FnOnce(&mut Tx<'_>, &Service) -> Result<Vec<ServiceEvent>>,
) -> Result<()> {
    let service = store::load(tx, agency_id, id)?.ok_or(Error::NotFound)?;
    if seen.is_some_and(|seen| seen != service.revision) {
        return refused(Refusal::Stale);
    }
    let events = decide(tx, &service)?;
    store::save(tx, &changed(service, &events), &events)
}

/// Proposes that the counter of `desk_agency_id` receive for `agency_id` from a day on; returns the desk's id.
///
/// # Errors
/// Every reason at once.
pub fn propose_desk(tx: &mut Tx<'_>, agency_id: i64, desk_agency_id: i64, from_on: Day) -> Result<i64> {
    let held = store::desk_of(tx, agency_id, desk_agency_id)?;
    let events = decide::propose(held.as_ref(), (agency_id, desk_agency_id), (from_on, tx.today()))?;
    let desk = match held {
        Some(mut desk) => {
            desk.apply_all(&events);
            desk
        }
        None => Desk::fold(tx.new_id(), &events)
            .ok_or_else(|| Error::failed("a desk begins by being proposed"))?,
    };
    store::save_desk(tx, &desk, &events)?;
    Ok(desk.id)
}

/// The agency of the counter agrees.
///
/// # Errors
/// Every reason at once; [`Error::NotFound`] when `agency_id` has not proposed this.
pub fn accept_desk(tx: &mut Tx<'_>, agency_id: i64, desk_id: i64) -> Result<()> {
    let today = tx.today();
    change_desk(tx, (agency_id, desk_id), |desk| decide::accept(desk, today))
}

/// Changes a desk as `decide` says.
pub(super) fn change_desk(
    tx: &mut Tx<'_>,
    (agency_id, desk_id): (i64, i64),
    decide: impl FnOnce(&Desk) -> std::result::Result<Vec<DeskEvent>, Refusals>,
) -> Result<()> {
    let mut desk = store::desk(tx, agency_id, desk_id)?.ok_or(Error::NotFound)?;
    let events = decide(&desk)?;
    desk.apply_all(&events);
    store::save_desk(tx, &desk, &events)
}

/// Lets the counter of `desk_agency_id` receive for `agency_id` from a day on, both having agreed: for the demo
/// and for imports. Returns the desk's id.
///
/// # Errors
/// Every reason at once.
pub fn open_desk(tx: &mut Tx<'_>, agency_id: i64, desk_agency_id: i64, from_on: Day) -> Result<i64> {
    let id = propose_desk(tx, agency_id, desk_agency_id, from_on)?;
    accept_desk(tx, agency_id, id)?;
    Ok(id)
}
