//! What is done with units, people and deputies inside a transaction: pages, imports and the demo call these.

use super::decide::{self, Around, Asker, NameDeputy, ROLES_HERE, Refusal};
use super::model::{Deputy, Unit, UnitContent, UnitEvent};
use super::roster::{self, Change, Plan, Present, RosterRow, UnitOfList};
use super::{store, uses};
use platform::accounts::actions::{End, NewPerson};
use platform::accounts::decide::{Appoint, folded_login};
use platform::accounts::{self, Account, Appointment, Staff};
use platform::web::NamedAgency;
use platform::{Day, Error, Record, Refusals, Result, Role, Tx};
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn refused<T>(reason: Refusal) -> Result<T> {
    Err(Refusals(vec![reason.into()]).into())
}

/// Opens a unit of an agency; returns its id.
///
/// # Errors
/// Every reason at once.
pub fn open_unit(tx: &mut Tx<'_>, agency_id: i64, (content, from_on): (&UnitContent, Day)) -> Result<i64> {
    let units = store::units(tx, agency_id)?;
    let events = decide::open(&units, agency_id, (content, from_on), tx.today())?;
    let unit =
        Unit::fold(tx.new_id(), &events).ok_or_else(|| Error::failed("a unit begins by being opened"))?;
    store::save_unit(tx, &unit, &events)?;
    Ok(unit.id)
}

/// Changes a unit as `decide` says, if it is as it was seen.
pub(super) fn change_unit(
    tx: &mut Tx<'_>,
    (agency_id, id, seen): (i64, i64, Option<i64>),
    decide: impl FnOnce(&mut Tx<'_>, &[Unit], &Unit) -> Result<Vec<UnitEvent>>,
) -> Result<()> {
    let mut unit = store::unit(tx, agency_id, id)?.ok_or(Error::NotFound)?;
    if seen.is_some_and(|seen| seen != unit.revision) {
        return refused(Refusal::Stale);
    }
    let units = store::units(tx, agency_id)?;
    let events = decide(tx, &units, &unit)?;
    unit.apply_all(&events);
    store::save_unit(tx, &unit, &events)
}

/// Names who stands in for whom, on nobody's request; returns the deputy's id.
///
/// # Errors
/// Every reason at once.
pub fn name_deputy(tx: &mut Tx<'_>, agency_id: i64, command: &NameDeputy) -> Result<i64> {
    name_deputy_for(tx, (agency_id, None), command)
}

/// The same on somebody's request, who may not ask for everything.
pub(super) fn name_deputy_for(
    tx: &mut Tx<'_>,
    (agency_id, asker): (i64, Option<Asker>),
    command: &NameDeputy,
) -> Result<i64> {
    let staff = accounts::staff_of(tx, agency_id, tx.today().max(command.from_on))?;
    let present = store::deputies(tx, agency_id, command.from_on)?;
    let around = Around { staff: &staff, present: &present, asker };
    let events = decide::name_deputy(agency_id, &around, command, tx.today())?;
    let deputy =
        Deputy::fold(tx.new_id(), &events).ok_or_else(|| Error::failed("a deputy begins by being named"))?;
    store::save_deputy(tx, &deputy, &events)?;
    Ok(deputy.id)
}

/// Somebody new at an agency.
#[derive(Clone, Debug)]
pub struct NewStaff {
    /// The name to sign in with.
    pub login: String,
    /// The person's name.
    pub name: String,
    /// The hash of the first password.
    pub password_hash: String,
    /// Whether the first password serves only until the first sign-in.
    pub must_change: bool,
    /// The role.
    pub role: Role,
    /// The unit, where the agency has units.
    pub unit_id: Option<i64>,
}

/// Opens an account for somebody who works at an agency; returns the account's id.
///
/// # Errors
/// Every reason at once.
pub fn open_staff(tx: &mut Tx<'_>, agency: &NamedAgency, new: &NewStaff) -> Result<i64> {
    role_here(new.role)?;
    open_unit_only(tx, agency.id, new.unit_id)?;
    let person = NewPerson {
        login: new.login.clone(),
        name: new.name.clone(),
        password_hash: new.password_hash.clone(),
        must_change: new.must_change,
        agency: agency.clone(),
        role: new.role,
        from_on: tx.today(),
    };
    accounts::actions::enter_person_of(tx, &person, new.unit_id)
}

fn role_here(role: Role) -> Result<()> {
    if ROLES_HERE.contains(&role) { Ok(()) } else { refused(Refusal::RoleNotHere) }
}

fn open_unit_only(tx: &mut Tx<'_>, agency_id: i64, unit_id: Option<i64>) -> Result<()> {
    let Some(unit_id) = unit_id else { return Ok(()) };
    let today = tx.today();
    match store::unit(tx, agency_id, unit_id)? {
        Some(unit) if unit.exists_on(today) => Ok(()),
        _ => refused(Refusal::UnitUnknown),
    }
}

/// Gives somebody who works at an agency one more role there, from today; returns the appointment's id.
///
/// # Errors
/// Every reason at once; [`Error::NotFound`] for somebody who does not work there.
pub fn appoint(
    tx: &mut Tx<'_>,
    agency: &NamedAgency,
    (account_id, role, unit_id): (i64, Role, Option<i64>),
) -> Result<i64> {
    role_here(role)?;
    open_unit_only(tx, agency.id, unit_id)?;
    person(tx, agency.id, account_id)?;
    let from_on = tx.today();
    let command = Appoint {
        agency_id: agency.id,
        agency_name: agency.name.clone(),
        unit_id,
        role,
        from_on,
        to_on: None,
        deputy_for: None,
    };
    accounts::actions::enter_appointment(tx, account_id, &command)
}

/// An account with the appointments it has ever had at this agency; others are not told.
///
/// # Errors
/// [`Error::NotFound`] for somebody who has never worked at this agency.
pub fn person(tx: &mut Tx<'_>, agency_id: i64, account_id: i64) -> Result<(Account, Vec<Appointment>)> {
    let (account, mut appointments) = accounts::of_id(tx, account_id)?.ok_or(Error::NotFound)?;
    appointments.retain(|held| held.agency_id == agency_id);
    if appointments.is_empty() { Err(Error::NotFound) } else { Ok((account, appointments)) }
}

/// Ends an appointment at its agency; returns whose it is. Somebody must stay who looks after the agency, and the
/// work that was held under it goes back to all who may do it.
pub(super) fn end_appointment(tx: &mut Tx<'_>, held: &Appointment, command: &End) -> Result<i64> {
    if held.role == Role::OfficeAdministrator {
        let staff = accounts::staff_of(tx, held.agency_id, command.last_on.plus_days(1))?;
        // Whose own last day is set already does not stay: two could otherwise leave one after the other.
        let stays = |one: &Staff| {
            one.role == Role::OfficeAdministrator && one.appointment_id != held.id && one.to_on.is_none()
        };
        if !staff.iter().any(stays) {
            return refused(Refusal::LastAdministrator);
        }
    }
    let account_id = accounts::actions::enter_end(tx, held.id, command)?;
    uses::give_back(tx, held, command)?;
    Ok(account_id)
}

/// The account must belong to this agency alone: whoever works for others too has a password that is not ours.
pub(super) fn require_own(tx: &mut Tx<'_>, agency_id: i64, account_id: i64) -> Result<Account> {
    let (account, appointments) = accounts::of_id(tx, account_id)?.ok_or(Error::NotFound)?;
    if !appointments.iter().any(|held| held.agency_id == agency_id) {
        return Err(Error::NotFound);
    }
    if is_own(agency_id, (&account, &appointments)) { Ok(account) } else { refused(Refusal::AccountShared) }
}

/// Whether an account belongs to this agency, and has never acted for another or in a role that others give.
fn is_own(agency_id: i64, (account, appointments): (&Account, &[Appointment])) -> bool {
    let here = |held: &Appointment| held.agency_id == agency_id && ROLES_HERE.contains(&held.role);
    account.owner_agency_id == agency_id && appointments.iter().all(here)
}

/// What a list of units and people is compared with.
pub fn present(tx: &mut Tx<'_>, agency_id: i64, rows: &[RosterRow]) -> Result<Present> {
    let mut logins = BTreeSet::new();
    for login in rows.iter().map(|row| folded_login(&row.login)).collect::<BTreeSet<_>>() {
        if accounts::of_login(tx, &login)?.is_some() {
            logins.insert(login);
        }
    }
    let staff = accounts::staff_of(tx, agency_id, tx.today())?;
    let mut shared = BTreeSet::new();
    for one in staff.iter().filter(|one| logins.contains(&one.login)) {
        let found = accounts::of_id(tx, one.account_id)?;
        if found.is_some_and(|(account, held)| !is_own(agency_id, (&account, &held))) {
            shared.insert(one.account_id);
        }
    }
    Ok(Present { units: store::units(tx, agency_id)?, staff, logins, shared })
}

/// Takes a list of units and people over, whole or not at all; `hashes` holds the hash of the first password of
/// each new login. Returns what was done.
///
/// # Errors
/// Every reason of every row at once; a refusal when the list would open an account that `hashes` does not know.
pub fn enter_roster(
    tx: &mut Tx<'_>,
    agency: &NamedAgency,
    (rows, hashes): (&[RosterRow], &BTreeMap<String, String>),
) -> Result<Plan> {
    let present = present(tx, agency.id, rows)?;
    let plan = roster::plan(rows, &present);
    if !plan.faults.is_empty() {
        return Err(Refusals(plan.faults.iter().map(|fault| fault.reason.clone()).collect()).into());
    }
    let mut opened = Vec::new();
    let today = tx.today();
    for (_, content) in &plan.units {
        opened.push(open_unit(tx, agency.id, (content, today))?);
    }
    for (_, change) in &plan.changes {
        enter_change(tx, agency, (change, &opened, hashes))?;
    }
    Ok(plan)
}

fn enter_change(
    tx: &mut Tx<'_>,
    agency: &NamedAgency,
    (change, opened, hashes): (&Change, &[i64], &BTreeMap<String, String>),
) -> Result<()> {
    let id_of = |unit: &Option<UnitOfList>| match unit {
        None => None,
        Some(UnitOfList::Held(id)) => Some(*id),
        Some(UnitOfList::New(at)) => opened.get(*at).copied(),
    };
    match change {
        Change::Open { login, name, role, unit } => {
            let Some(password_hash) = hashes.get(login).cloned() else { return refused(Refusal::Stale) };
            let new = NewStaff {
                login: login.clone(),
                name: name.clone(),
                password_hash,
                must_change: true,
                role: *role,
                unit_id: id_of(unit),
            };
            open_staff(tx, agency, &new).map(drop)
        }
        Change::Appoint { account_id, login, role, unit } => {
            let account_id = match account_id {
                Some(id) => *id,
                None => accounts::of_login(tx, login)?.ok_or(Error::NotFound)?.id,
            };
            appoint(tx, agency, (account_id, *role, id_of(unit))).map(drop)
        }
        Change::Rename { account_id, name, .. } => accounts::actions::enter_name(tx, *account_id, name),
    }
}
