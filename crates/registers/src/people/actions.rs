//! What people do with the units, staff and deputies of their own agency.

use super::decide::{self, Asker, NameDeputy, Refusal};
use super::enter::{self, NewStaff};
use super::model::UnitContent;
use super::roster::{self, Plan, RosterRow};
use super::{store, uses};
use platform::accounts::actions::{self as accounts, End, Reset};
use platform::accounts::password;
use platform::web::{App, NamedAgency};
use platform::{Ctx, Day, Error, Record, Result, Role, Scope, action};
use std::collections::BTreeMap;

action! {
    /// See the units and people of one's own agency.
    pub SEE = "people.see":
    Clerk Own, Officer Own, UnitHead Own, Head Own, RecordsOfficer Own, QualitySecretary Own, OfficeAdministrator Own
}
action! {
    /// Look after the units and people of one's own agency.
    pub MANAGE = "people.manage": QualitySecretary Own, OfficeAdministrator Own
}
action! {
    /// Say who stands in for whom in one's own agency.
    pub DEPUTISE = "people.deputise": UnitHead Own, Head Own, QualitySecretary Own, OfficeAdministrator Own
}

/// The agency that the actor acts for.
///
/// # Errors
/// [`Error::NotFound`] for somebody who acts for none.
pub fn own_agency(ctx: &Ctx) -> Result<NamedAgency> {
    let appointment = ctx.actor.appointment.as_ref().ok_or(Error::NotFound)?;
    Ok(NamedAgency { id: appointment.agency_id, name: appointment.agency_name.clone() })
}

fn managed(ctx: &Ctx) -> Result<NamedAgency> {
    let agency = own_agency(ctx)?;
    ctx.may(&MANAGE, &Scope::owned_by(agency.id))?;
    Ok(agency)
}

/// Opens a unit; returns its id.
///
/// # Errors
/// Every reason at once.
pub async fn open_unit(ctx: &Ctx, content: UnitContent, from_on: Day) -> Result<i64> {
    let agency = managed(ctx)?;
    ctx.write(move |tx| enter::open_unit(tx, agency.id, (&content, from_on))).await
}

/// Corrects a unit that was seen at a revision.
///
/// # Errors
/// Every reason at once.
pub async fn correct_unit(
    ctx: &Ctx,
    (id, seen): (i64, Option<i64>),
    content: UnitContent,
    reason: String,
) -> Result<()> {
    let agency = managed(ctx)?;
    ctx.write(move |tx| {
        enter::change_unit(tx, (agency.id, id, seen), |_, units, unit| {
            Ok(decide::correct(units, unit, (&content, &reason))?)
        })
    })
    .await
}

/// Closes a unit in which nobody works any longer, and that nothing is the work of.
///
/// # Errors
/// Every reason at once.
pub async fn close_unit(
    ctx: &Ctx,
    (id, seen): (i64, Option<i64>),
    last_on: Day,
    reason: String,
) -> Result<()> {
    let agency = managed(ctx)?;
    ctx.write(move |tx| {
        enter::change_unit(tx, (agency.id, id, seen), |tx, units, unit| {
            let in_use = uses::in_use(tx, unit, last_on)?;
            Ok(decide::close(units, (unit, &in_use), (last_on, &reason))?)
        })
    })
    .await
}

/// Opens an account for somebody who works here.
///
/// # Errors
/// Every reason at once.
pub async fn open_staff(ctx: &Ctx, new: NewStaff) -> Result<i64> {
    let agency = managed(ctx)?;
    ctx.write(move |tx| enter::open_staff(tx, &agency, &new)).await
}

/// Gives somebody who works here one more role.
///
/// # Errors
/// Every reason at once.
pub async fn appoint(ctx: &Ctx, account_id: i64, (role, unit_id): (Role, Option<i64>)) -> Result<i64> {
    let agency = managed(ctx)?;
    ctx.write(move |tx| enter::appoint(tx, &agency, (account_id, role, unit_id))).await
}

/// Ends an appointment here.
///
/// # Errors
/// Every reason at once; [`Error::NotFound`] when the person has no such appointment here.
pub async fn end_appointment(
    app: &App,
    ctx: &Ctx,
    (account_id, appointment_id): (i64, i64),
    command: End,
) -> Result<()> {
    let agency = managed(ctx)?;
    ctx.write(move |tx| {
        let (_, held) = enter::person(tx, agency.id, account_id)?;
        let held = held.iter().find(|held| held.id == appointment_id).ok_or(Error::NotFound)?;
        enter::end_appointment(tx, held, &command)
    })
    .await?;
    app.sessions.forget_account(account_id);
    Ok(())
}

/// Gives somebody who works here alone a password to be used once; it is returned and kept nowhere.
///
/// # Errors
/// A refusal for somebody who works for others too.
pub async fn reset_password(app: &App, ctx: &Ctx, account_id: i64, revision: Option<i64>) -> Result<String> {
    let agency = managed(ctx)?;
    let one_time = password::one_time()?;
    let hash = password::hash_apart(one_time.clone()).await?;
    ctx.write(move |tx| {
        enter::require_own(tx, agency.id, account_id)?;
        accounts::enter_reset(tx, account_id, &Reset { hash: hash.clone(), revision })
    })
    .await?;
    app.sessions.forget_account(account_id);
    Ok(one_time)
}

/// Who asks, as the rules of deputies see it.
///
/// # Errors
/// [`Error::NotFound`] for somebody who acts for no agency.
pub fn asker(ctx: &Ctx) -> Result<Asker> {
    let appointment = ctx.actor.appointment.as_ref().ok_or(Error::NotFound)?;
    Ok(Asker { account_id: ctx.actor.account_id, role: appointment.role, unit_id: appointment.unit_id })
}

/// Names who stands in for whom.
///
/// # Errors
/// Every reason at once.
pub async fn name_deputy(ctx: &Ctx, command: NameDeputy) -> Result<i64> {
    let (agency, asker) = (own_agency(ctx)?, asker(ctx)?);
    ctx.may(&DEPUTISE, &Scope::owned_by(agency.id))?;
    ctx.write(move |tx| enter::name_deputy_for(tx, (agency.id, Some(asker)), &command)).await
}

/// Ends a deputy's time earlier; `last_on` is its last day.
///
/// # Errors
/// Every reason at once.
pub async fn end_deputy(ctx: &Ctx, (id, seen): (i64, Option<i64>), last_on: Day) -> Result<()> {
    let agency = own_agency(ctx)?;
    ctx.may(&DEPUTISE, &Scope::owned_by(agency.id))?;
    ctx.write(move |tx| {
        let mut deputy = store::deputy(tx, agency.id, id)?.ok_or(Error::NotFound)?;
        if seen.is_some_and(|seen| seen != deputy.revision) {
            return enter::refused(Refusal::Stale);
        }
        let events = decide::end_deputy(&deputy, last_on)?;
        deputy.apply_all(&events);
        store::save_deputy(tx, &deputy, &events)
    })
    .await
}

/// What a list of units and people would change; nothing is written.
///
/// # Errors
/// When the database fails.
pub async fn try_roster(ctx: &Ctx, rows: Vec<RosterRow>) -> Result<Plan> {
    let agency = managed(ctx)?;
    ctx.read(move |tx| Ok(roster::plan(&rows, &enter::present(tx, agency.id, &rows)?))).await
}

/// Somebody whom a list has opened an account for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opened {
    /// The person's name.
    pub name: String,
    /// The name to sign in with.
    pub login: String,
    /// The password to be used once: shown now and kept nowhere.
    pub one_time: String,
}

/// Takes a list of units and people over, whole or not at all; returns what was done and the passwords of those
/// who are new.
///
/// # Errors
/// Every reason of every row at once.
pub async fn take_roster(ctx: &Ctx, rows: Vec<RosterRow>) -> Result<(Plan, Vec<Opened>)> {
    let agency = managed(ctx)?;
    let tried = try_roster(ctx, rows.clone()).await?;
    let mut hashes = BTreeMap::new();
    let mut passwords = BTreeMap::new();
    if tried.faults.is_empty() {
        for login in tried.new_logins() {
            let one_time = password::one_time()?;
            hashes.insert(login.to_owned(), password::hash_apart(one_time.clone()).await?);
            passwords.insert(login.to_owned(), one_time);
        }
    }
    let plan = ctx.write(move |tx| enter::enter_roster(tx, &agency, (&rows, &hashes))).await?;
    let opened = plan.changes.iter().filter_map(|(_, change)| match change {
        roster::Change::Open { login, name, .. } => {
            let one_time = passwords.get(login).cloned()?;
            Some(Opened { name: name.clone(), login: login.clone(), one_time })
        }
        _ => None,
    });
    let opened = opened.collect();
    Ok((plan, opened))
}
