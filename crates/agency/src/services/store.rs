//! Every statement on services and desks. Each names the handling agency, except those that the desk's
//! counter and verification need.

use super::model::{Desk, DeskEvent, Policy, PolicyFrom, Service, ServiceEvent};
use platform::{Day, Error, Refusal, Result, Tx, journal, record, sql};

sql!(service_row(agency_id: i64, id: i64) -> ServiceRow {
    procedure_id: i64, procedure_code: String, procedure_name: String, folded: String, unit_id: Option<i64>,
    is_active: bool, revision: i64,
} =
    "select procedure_id, procedure_code, procedure_name, folded, unit_id, is_active, revision
     from service
     where agency_id = $1
       and id = $2");

sql!(id_of_procedure(agency_id: i64, procedure_id: i64) -> ServiceId { id: i64 } =
    "select id
     from service
     where agency_id = $1
       and procedure_id = $2");

sql!(
/// Every service of an agency, switched off ones too.
ids_of(agency_id: i64) -> ServiceOfAgency { id: i64 } =
    "select id
     from service
     where agency_id = $1
     order by procedure_name, id");

sql!(
/// The codes that the procedures of an agency's services have in the national database.
national_codes(agency_id: i64) -> NationalCode { procedure_id: i64, national_code: String } =
    "select service.procedure_id, admin_procedure.national_code
     from service
     inner join admin_procedure on admin_procedure.id = service.procedure_id
     where service.agency_id = $1
       and admin_procedure.national_code is not null");

sql!(
/// How many services that are switched on are the work of a unit.
count_of_unit(agency_id: i64, unit_id: i64) -> OfUnit { n: i64 } =
    "select count(*) as n
     from service
     where agency_id = $1
       and unit_id = $2
       and is_active");

sql!(policies_of(agency_id: i64, service_id: i64) -> PolicyRow { from_on: Day, policy: String } =
    "select from_on, policy
     from service_policy
     where agency_id = $1
       and service_id = $2
     order by from_on");

sql!(put_service(
    agency_id: i64, id: i64, procedure_id: i64, procedure_code: &str, procedure_name: &str, folded: &str,
    unit_id: Option<i64>, is_active: bool, revision: i64,
) =
    "insert into service (agency_id, id, procedure_id, procedure_code, procedure_name, folded, unit_id, is_active,
       revision)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)");

sql!(change_service(
    agency_id: i64, id: i64, procedure_code: &str, procedure_name: &str, folded: &str, unit_id: Option<i64>,
    is_active: bool, revision: i64, before: i64,
) =
    "update service
     set procedure_code = $3, procedure_name = $4, folded = $5, unit_id = $6, is_active = $7, revision = $8
     where agency_id = $1
       and id = $2
       and revision = $9");

sql!(put_policy(agency_id: i64, service_id: i64, from_on: Day, policy: &str) =
    "insert into service_policy (agency_id, service_id, from_on, policy)
     values ($1, $2, $3, $4)
     on conflict (agency_id, service_id, from_on) do update set policy = excluded.policy");

sql!(
/// What a counter offers: the services of its own agency and of those it receives for. A unit is named where it is
/// closed.
offered(desk_agency_id: i64, day: Day) -> OfferRow {
    agency_id: i64, id: i64, procedure_id: i64, procedure_code: String, procedure_name: String, folded: String,
    unit_id: Option<i64>, closed_unit: Option<String>, national_code: Option<String>,
} =
    "select service.agency_id as agency_id, service.id, service.procedure_id, service.procedure_code,
       service.procedure_name, service.folded, service.unit_id, unit.name as closed_unit, admin_procedure.national_code
     from service
     left join unit on unit.agency_id = service.agency_id and unit.id = service.unit_id and unit.to_on <= $2
     left join admin_procedure on admin_procedure.id = service.procedure_id
     where service.agency_id = $1
       and service.is_active
     union all
     select service.agency_id, service.id, service.procedure_id, service.procedure_code, service.procedure_name,
       service.folded, service.unit_id, unit.name as closed_unit, admin_procedure.national_code
     from desk
     inner join service on service.agency_id = desk.agency_id
     left join unit on unit.agency_id = service.agency_id and unit.id = service.unit_id and unit.to_on <= $2
     left join admin_procedure on admin_procedure.id = service.procedure_id
     where desk.desk_agency_id = $1
       and desk.is_accepted
       and desk.from_on <= $2
       and (desk.to_on is null or desk.to_on > $2)
       and service.is_active
     order by procedure_name, agency_id");

sql!(
/// For verification, which goes over all agencies.
every_service() -> AnyService { id: i64 } =
    "select id
     from service
     order by id");

sql!(desk_row(agency_id: i64, id: i64) -> DeskRow {
    desk_agency_id: i64, from_on: Day, to_on: Option<Day>, is_accepted: bool, revision: i64,
} =
    "select desk_agency_id, from_on, to_on, is_accepted, revision
     from desk
     where agency_id = $1
       and id = $2");

sql!(desk_between(agency_id: i64, desk_agency_id: i64) -> DeskId { id: i64 } =
    "select id
     from desk
     where agency_id = $1
       and desk_agency_id = $2");

sql!(
/// The counters that receive for an agency.
desks_of(agency_id: i64) -> DeskOfAgency { id: i64 } =
    "select id
     from desk
     where agency_id = $1
     order by id");

sql!(
/// The agencies whose dossiers a counter may receive, and those that propose it: rows of other agencies that
/// name this one.
desks_at(desk_agency_id: i64) -> DeskAt { agency_id: i64, id: i64 } =
    "select agency_id, id
     from desk
     where desk_agency_id = $1
     order by agency_id");

sql!(put_desk(
    agency_id: i64, id: i64, desk_agency_id: i64, from_on: Day, to_on: Option<Day>, is_accepted: bool,
    revision: i64,
) =
    "insert into desk (agency_id, id, desk_agency_id, from_on, to_on, is_accepted, revision)
     values ($1, $2, $3, $4, $5, $6, $7)");

sql!(change_desk(
    agency_id: i64, id: i64, from_on: Day, to_on: Option<Day>, is_accepted: bool, revision: i64, before: i64,
) =
    "update desk
     set from_on = $3, to_on = $4, is_accepted = $5, revision = $6
     where agency_id = $1
       and id = $2
       and revision = $7");

sql!(
/// For verification, which goes over all agencies.
every_desk() -> AnyDesk { id: i64 } =
    "select id
     from desk
     order by id");

platform::record_kind!(Service, "/services/", verified_service, service_ids);
platform::record_kind!(Desk, "/desks/", verified_desk, desk_ids);

/// In whose chain a record stands: verification knows ids only, rows are kept by agency.
fn owner(tx: &mut Tx<'_>, id: i64) -> Result<Option<i64>> {
    Ok(journal::of_subject(tx, id)?.first().map(|line| line.agency_id))
}

fn verified_service(tx: &mut Tx<'_>, id: i64) -> Result<Option<Service>> {
    match owner(tx, id)? {
        Some(agency_id) => load(tx, agency_id, id),
        None => Ok(None),
    }
}

fn verified_desk(tx: &mut Tx<'_>, id: i64) -> Result<Option<Desk>> {
    match owner(tx, id)? {
        Some(agency_id) => desk(tx, agency_id, id),
        None => Ok(None),
    }
}

fn service_ids(tx: &mut Tx<'_>) -> Result<Vec<i64>> {
    Ok(every_service(tx)?.into_iter().map(|row| row.id).collect())
}

fn desk_ids(tx: &mut Tx<'_>) -> Result<Vec<i64>> {
    Ok(every_desk(tx)?.into_iter().map(|row| row.id).collect())
}

/// The service of an id, if this agency has it.
///
/// # Errors
/// When the database fails.
pub fn load(tx: &mut Tx<'_>, agency_id: i64, id: i64) -> Result<Option<Service>> {
    let Some(row) = service_row(tx, agency_id, id)?.pop() else {
        return Ok(None);
    };
    let mut policies = Vec::new();
    for held in policies_of(tx, agency_id, id)? {
        let policy = Policy::of_word(&held.policy)
            .ok_or_else(|| Error::failed(format!("unknown policy {}", held.policy)))?;
        policies.push(PolicyFrom { from_on: held.from_on, policy });
    }
    Ok(Some(Service {
        agency_id,
        id,
        procedure_id: row.procedure_id,
        procedure_code: row.procedure_code,
        procedure_name: row.procedure_name,
        folded: row.folded,
        unit_id: row.unit_id,
        policies,
        is_active: row.is_active,
        revision: row.revision,
    }))
}

/// The service of an agency for a procedure, switched on or off.
///
/// # Errors
/// When the database fails.
pub fn of(tx: &mut Tx<'_>, agency_id: i64, procedure_id: i64) -> Result<Option<Service>> {
    match id_of_procedure(tx, agency_id, procedure_id)?.pop() {
        Some(row) => load(tx, agency_id, row.id),
        None => Ok(None),
    }
}

/// Every service of an agency by name, switched off ones too.
///
/// # Errors
/// When the database fails.
pub fn list(tx: &mut Tx<'_>, agency_id: i64) -> Result<Vec<Service>> {
    let ids = ids_of(tx, agency_id)?;
    ids.into_iter().filter_map(|row| load(tx, agency_id, row.id).transpose()).collect()
}

/// How many services that are switched on are the work of a unit.
///
/// # Errors
/// When the database fails.
pub(super) fn of_unit(tx: &mut Tx<'_>, (agency_id, unit_id): (i64, i64)) -> Result<i64> {
    Ok(count_of_unit(tx, agency_id, unit_id)?.pop().map_or(0, |row| row.n))
}

/// Writes a service to which `events` were just applied, and journals them.
///
/// # Errors
/// When the database fails; a refusal when somebody has changed it meanwhile.
pub(super) fn save(tx: &mut Tx<'_>, service: &Service, events: &[ServiceEvent]) -> Result<()> {
    let before = service.revision - events.len() as i64;
    let (code, name) = (&service.procedure_code, &service.procedure_name);
    if before == 0 {
        put_service(
            tx,
            service.agency_id,
            service.id,
            service.procedure_id,
            code,
            name,
            &service.folded,
            service.unit_id,
            service.is_active,
            service.revision,
        )?;
    } else {
        let changed = change_service(
            tx,
            service.agency_id,
            service.id,
            code,
            name,
            &service.folded,
            service.unit_id,
            service.is_active,
            service.revision,
            before,
        )?;
        if changed != 1 {
            return Err(Refusal::new("services-refusal-stale").into());
        }
    }
    for held in &service.policies {
        put_policy(tx, service.agency_id, service.id, held.from_on, held.policy.word())?;
    }
    record::journal(tx, service, events)
}

/// The desk of an id, if this agency has proposed it.
///
/// # Errors
/// When the database fails.
pub fn desk(tx: &mut Tx<'_>, agency_id: i64, id: i64) -> Result<Option<Desk>> {
    Ok(desk_row(tx, agency_id, id)?.pop().map(|row| Desk {
        agency_id,
        id,
        desk_agency_id: row.desk_agency_id,
        from_on: row.from_on,
        to_on: row.to_on,
        is_accepted: row.is_accepted,
        revision: row.revision,
    }))
}

/// What was agreed between a handling agency and the agency of a counter, if anything.
///
/// # Errors
/// When the database fails.
pub fn desk_of(tx: &mut Tx<'_>, agency_id: i64, desk_agency_id: i64) -> Result<Option<Desk>> {
    match desk_between(tx, agency_id, desk_agency_id)?.pop() {
        Some(row) => desk(tx, agency_id, row.id),
        None => Ok(None),
    }
}

/// The counters that an agency has proposed to receive for it.
///
/// # Errors
/// When the database fails.
pub fn desks(tx: &mut Tx<'_>, agency_id: i64) -> Result<Vec<Desk>> {
    let ids = desks_of(tx, agency_id)?;
    ids.into_iter().filter_map(|row| desk(tx, agency_id, row.id).transpose()).collect()
}

/// The agencies for which the counter of this one receives, or is asked to.
///
/// # Errors
/// When the database fails.
pub fn asked_of(tx: &mut Tx<'_>, desk_agency_id: i64) -> Result<Vec<Desk>> {
    let rows = desks_at(tx, desk_agency_id)?;
    rows.into_iter().filter_map(|row| desk(tx, row.agency_id, row.id).transpose()).collect()
}

/// The desk of an id, if this agency is one of the two that it is between.
///
/// # Errors
/// When the database fails.
pub fn desk_seen_by(tx: &mut Tx<'_>, own_agency_id: i64, id: i64) -> Result<Option<Desk>> {
    match desk(tx, own_agency_id, id)? {
        Some(desk) => Ok(Some(desk)),
        None => Ok(asked_of(tx, own_agency_id)?.into_iter().find(|desk| desk.id == id)),
    }
}

/// Writes a desk to which `events` were just applied, and journals them.
///
/// # Errors
/// When the database fails; a refusal when somebody has changed it meanwhile.
pub(super) fn save_desk(tx: &mut Tx<'_>, desk: &Desk, events: &[DeskEvent]) -> Result<()> {
    let before = desk.revision - events.len() as i64;
    if before == 0 {
        put_desk(
            tx,
            desk.agency_id,
            desk.id,
            desk.desk_agency_id,
            desk.from_on,
            desk.to_on,
            desk.is_accepted,
            desk.revision,
        )?;
    } else {
        let changed = change_desk(
            tx,
            desk.agency_id,
            desk.id,
            desk.from_on,
            desk.to_on,
            desk.is_accepted,
            desk.revision,
            before,
        )?;
        if changed != 1 {
            return Err(Refusal::new("services-refusal-stale").into());
        }
    }
    record::journal(tx, desk, events)
}
