//! Every statement on units and deputies. Each names the agency, except those that verification needs.

use super::model::{Deputy, DeputyEvent, Unit, UnitEvent, UnitKind};
use platform::{Day, Error, Refusal, Result, Tx, journal, record, sql};

sql!(unit_row(agency_id: i64, id: i64) -> UnitRow {
    id: i64, code: String, name: String, kind: String, parent_id: Option<i64>, from_on: Day, to_on: Option<Day>,
    revision: i64,
} =
    "select id, code, name, kind, parent_id, from_on, to_on, revision
     from unit
     where agency_id = $1
       and id = $2");

sql!(units_of(agency_id: i64) -> UnitOfList {
    id: i64, code: String, name: String, kind: String, parent_id: Option<i64>, from_on: Day, to_on: Option<Day>,
    revision: i64,
} =
    "select id, code, name, kind, parent_id, from_on, to_on, revision
     from unit
     where agency_id = $1
     order by code, id");

sql!(unit_of_code(agency_id: i64, code: &str) -> UnitId { id: i64 } =
    "select id
     from unit
     where agency_id = $1
       and code = $2");

sql!(put_unit(
    agency_id: i64, id: i64, code: &str, name: &str, kind: &str, parent_id: Option<i64>, from_on: Day,
    to_on: Option<Day>, revision: i64,
) =
    "insert into unit (agency_id, id, code, name, kind, parent_id, from_on, to_on, revision)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)");

sql!(change_unit(
    agency_id: i64, id: i64, code: &str, name: &str, kind: &str, parent_id: Option<i64>, to_on: Option<Day>,
    revision: i64, before: i64,
) =
    "update unit
     set code = $3, name = $4, kind = $5, parent_id = $6, to_on = $7, revision = $8
     where agency_id = $1
       and id = $2
       and revision = $9");

sql!(
/// For verification, which goes over all agencies.
every_unit() -> AnyUnit { id: i64 } =
    "select id
     from unit
     order by id");

sql!(
/// Who works in a unit on a day or begins there later, each account once; those switched off are left out, as in
/// the list of people, and so are appointments that ended before they began.
accounts_from(agency_id: i64, unit_id: i64, day: Day) -> InUnit { people: i64 } =
    "select count(distinct appointment.account_id) as people
     from appointment
     inner join account on account.id = appointment.account_id
     where appointment.agency_id = $1
       and appointment.unit_id = $2
       and (appointment.to_on is null or (appointment.to_on > $3 and appointment.to_on > appointment.from_on))
       and not account.disabled");

sql!(deputy_row(agency_id: i64, id: i64) -> DeputyRow {
    id: i64, absent_account_id: i64, deputy_account_id: i64, from_on: Day, to_on: Day, reason: String, revision: i64,
} =
    "select id, absent_account_id, deputy_account_id, from_on, to_on, reason, revision
     from deputy
     where agency_id = $1
       and id = $2");

sql!(
/// Those who stand in on a day or later, the nearest first.
deputies_from(agency_id: i64, day: Day) -> DeputyOfList {
    id: i64, absent_account_id: i64, deputy_account_id: i64, from_on: Day, to_on: Day, reason: String, revision: i64,
} =
    "select id, absent_account_id, deputy_account_id, from_on, to_on, reason, revision
     from deputy
     where agency_id = $1
       and to_on > $2
     order by from_on, id");

sql!(acted_for(agency_id: i64, deputy_account_id: i64, day: Day) -> Absent { absent_account_id: i64 } =
    "select distinct absent_account_id
     from deputy
     where agency_id = $1
       and deputy_account_id = $2
       and from_on <= $3
       and to_on > $3
     order by absent_account_id");

sql!(put_deputy(
    agency_id: i64, id: i64, absent_account_id: i64, deputy_account_id: i64, from_on: Day, to_on: Day,
    reason: &str, revision: i64,
) =
    "insert into deputy (agency_id, id, absent_account_id, deputy_account_id, from_on, to_on, reason, revision)
     values ($1, $2, $3, $4, $5, $6, $7, $8)");

sql!(end_deputy(agency_id: i64, id: i64, to_on: Day, revision: i64, before: i64) =
    "update deputy
     set to_on = $3, revision = $4
     where agency_id = $1
       and id = $2
       and revision = $5");

sql!(
/// For verification, which goes over all agencies.
every_deputy() -> AnyDeputy { id: i64 } =
    "select id
     from deputy
     order by id");

platform::record_kind!(Unit, "/units/", verified_unit, unit_ids);
platform::record_kind!(Deputy, "/deputies/", verified_deputy, deputy_ids);

fn verified_unit(tx: &mut Tx<'_>, id: i64) -> Result<Option<Unit>> {
    match journal::owner_of(tx, id)? {
        Some(agency_id) => unit(tx, agency_id, id),
        None => Ok(None),
    }
}

fn verified_deputy(tx: &mut Tx<'_>, id: i64) -> Result<Option<Deputy>> {
    match journal::owner_of(tx, id)? {
        Some(agency_id) => deputy(tx, agency_id, id),
        None => Ok(None),
    }
}

fn unit_ids(tx: &mut Tx<'_>) -> Result<Vec<i64>> {
    Ok(every_unit(tx)?.into_iter().map(|row| row.id).collect())
}

fn deputy_ids(tx: &mut Tx<'_>) -> Result<Vec<i64>> {
    Ok(every_deputy(tx)?.into_iter().map(|row| row.id).collect())
}

fn kind_of(word: &str) -> Result<UnitKind> {
    UnitKind::of_word(word).ok_or_else(|| Error::failed(format!("unknown kind of unit {word}")))
}

/// The unit of an id, if this agency has it.
///
/// # Errors
/// When the database fails.
pub fn unit(tx: &mut Tx<'_>, agency_id: i64, id: i64) -> Result<Option<Unit>> {
    let Some(row) = unit_row(tx, agency_id, id)?.pop() else {
        return Ok(None);
    };
    Ok(Some(Unit {
        agency_id,
        id,
        kind: kind_of(&row.kind)?,
        code: row.code,
        name: row.name,
        parent_id: row.parent_id,
        from_on: row.from_on,
        to_on: row.to_on,
        revision: row.revision,
    }))
}

/// The unit of a code, if this agency has it.
///
/// # Errors
/// When the database fails.
pub fn unit_by_code(tx: &mut Tx<'_>, agency_id: i64, code: &str) -> Result<Option<Unit>> {
    match unit_of_code(tx, agency_id, code)?.pop() {
        Some(row) => unit(tx, agency_id, row.id),
        None => Ok(None),
    }
}

/// Every unit of an agency, closed ones too, by code.
///
/// # Errors
/// When the database fails.
pub fn units(tx: &mut Tx<'_>, agency_id: i64) -> Result<Vec<Unit>> {
    units_of(tx, agency_id)?
        .into_iter()
        .map(|row| {
            Ok(Unit {
                agency_id,
                id: row.id,
                kind: kind_of(&row.kind)?,
                code: row.code,
                name: row.name,
                parent_id: row.parent_id,
                from_on: row.from_on,
                to_on: row.to_on,
                revision: row.revision,
            })
        })
        .collect()
}

/// How many people work in a unit on a day, or begin there later.
///
/// # Errors
/// When the database fails.
pub(super) fn people_from(tx: &mut Tx<'_>, unit: &Unit, day: Day) -> Result<i64> {
    Ok(accounts_from(tx, unit.agency_id, unit.id, day)?.pop().map_or(0, |row| row.people))
}

/// Writes a unit to which `events` were just applied, and journals them.
///
/// # Errors
/// When the database fails; a refusal when somebody has changed it meanwhile.
pub(super) fn save_unit(tx: &mut Tx<'_>, unit: &Unit, events: &[UnitEvent]) -> Result<()> {
    let before = unit.revision - events.len() as i64;
    if before == 0 {
        put_unit(
            tx,
            unit.agency_id,
            unit.id,
            &unit.code,
            &unit.name,
            unit.kind.word(),
            unit.parent_id,
            unit.from_on,
            unit.to_on,
            unit.revision,
        )?;
    } else {
        let changed = change_unit(
            tx,
            unit.agency_id,
            unit.id,
            &unit.code,
            &unit.name,
            unit.kind.word(),
            unit.parent_id,
            unit.to_on,
            unit.revision,
            before,
        )?;
        if changed != 1 {
            return Err(Refusal::new("people-refusal-stale").into());
        }
    }
    record::journal(tx, unit, events)
}

/// The deputy of an id, if this agency has it.
///
/// # Errors
/// When the database fails.
pub fn deputy(tx: &mut Tx<'_>, agency_id: i64, id: i64) -> Result<Option<Deputy>> {
    Ok(deputy_row(tx, agency_id, id)?.pop().map(|row| Deputy {
        agency_id,
        id,
        absent_account_id: row.absent_account_id,
        deputy_account_id: row.deputy_account_id,
        from_on: row.from_on,
        to_on: row.to_on,
        reason: row.reason,
        revision: row.revision,
    }))
}

/// Who stands in for whom on a day or later.
///
/// # Errors
/// When the database fails.
pub fn deputies(tx: &mut Tx<'_>, agency_id: i64, day: Day) -> Result<Vec<Deputy>> {
    let rows = deputies_from(tx, agency_id, day)?.into_iter();
    Ok(rows
        .map(|row| Deputy {
            agency_id,
            id: row.id,
            absent_account_id: row.absent_account_id,
            deputy_account_id: row.deputy_account_id,
            from_on: row.from_on,
            to_on: row.to_on,
            reason: row.reason,
            revision: row.revision,
        })
        .collect())
}

/// Writes a deputy to which `events` were just applied, and journals them.
///
/// # Errors
/// When the database fails; a refusal when somebody has changed it meanwhile.
pub(super) fn save_deputy(tx: &mut Tx<'_>, deputy: &Deputy, events: &[DeputyEvent]) -> Result<()> {
    let before = deputy.revision - events.len() as i64;
    if before == 0 {
        put_deputy(
            tx,
            deputy.agency_id,
            deputy.id,
            deputy.absent_account_id,
            deputy.deputy_account_id,
            deputy.from_on,
            deputy.to_on,
            &deputy.reason,
            deputy.revision,
        )?;
    } else if end_deputy(tx, deputy.agency_id, deputy.id, deputy.to_on, deputy.revision, before)? != 1 {
        return Err(Refusal::new("people-refusal-stale").into());
    }
    record::journal(tx, deputy, events)
}
