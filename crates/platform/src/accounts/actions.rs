//! What may be done with accounts and appointments. Each has a plain inside on a transaction for
//! the command line and the demo, which do several at once.

use super::decide::{self, Appoint, Open, Refusal};
use super::model::{Account, AccountEvent, Appointment};
use super::{MANAGE, password, store};
use crate::ctx::Ctx;
use crate::dates::Day;
use crate::db::Tx;
use crate::error::{Error, Refusals, Result};
use crate::permissions::{Role, Scope};
use crate::record::Record;
use crate::web::{App, NamedAgency};

/// A person who is to get an account and a first appointment.
#[derive(Debug, Clone)]
pub struct NewPerson {
    /// The login.
    pub login: String,
    /// The person's name.
    pub name: String,
    /// The hash of the first password: [`password::hash`].
    pub password_hash: String,
    /// Whether the first password serves only until the first sign-in.
    pub must_change: bool,
    /// The agency acted for.
    pub agency: NamedAgency,
    /// The role.
    pub role: Role,
    /// The first day.
    pub from_on: Day,
}

/// Opens an account with its first appointment; returns the account's id.
///
/// # Errors
/// Every reason at once.
pub fn enter_person(tx: &mut Tx<'_>, person: &NewPerson) -> Result<i64> {
    enter_person_of(tx, person, None)
}

/// As [`enter_person`], for somebody who works in a unit of the agency.
///
/// # Errors
/// Every reason at once.
pub fn enter_person_of(tx: &mut Tx<'_>, person: &NewPerson, unit_id: Option<i64>) -> Result<i64> {
    let taken = !store::id_of_login(tx, &decide::folded_login(&person.login))?.is_empty();
    let command = Open {
        owner_agency_id: person.agency.id,
        login: person.login.clone(),
        name: person.name.clone(),
        password_commitment: password::commitment(person.password_hash.as_bytes()),
        must_change: person.must_change,
    };
    let events = decide::open(taken, &command)?;
    let id = tx.new_id();
    let account =
        Account::fold(id, &events).ok_or_else(|| Error::failed("an account begins by being opened"))?;
    store::save_account(tx, &account, &events)?;
    store::put_password_hash(tx, id, &person.password_hash)?;
    let first = Appoint {
        agency_id: person.agency.id,
        agency_name: person.agency.name.clone(),
        unit_id,
        role: person.role,
        from_on: person.from_on,
        to_on: None,
        deputy_for: None,
    };
    enter_appointment(tx, id, &first)?;
    Ok(id)
}

/// Appoints a person; returns the appointment's id.
///
/// # Errors
/// Every reason at once.
pub fn enter_appointment(tx: &mut Tx<'_>, account_id: i64, command: &Appoint) -> Result<i64> {
    let account = store::require_account(tx, account_id)?;
    let present = store::appointments_of(tx, account_id)?;
    let events = decide::appoint(&account, &present, command)?;
    let id = tx.new_id();
    let appointment =
        Appointment::fold(id, &events).ok_or_else(|| Error::failed("an appointment begins by being made"))?;
    store::save_appointment(tx, &appointment, &events)?;
    Ok(id)
}

/// Gives an account another password.
///
/// # Errors
/// [`Error::NotFound`] without such an account.
pub fn enter_password(tx: &mut Tx<'_>, account_id: i64, (hash, must_change): (&str, bool)) -> Result<()> {
    let commitment = password::commitment(hash.as_bytes());
    change(tx, account_id, |_| {
        Ok(vec![AccountEvent::PasswordSet { commitment: commitment.clone(), must_change }])
    })?;
    store::put_password_hash(tx, account_id, hash)?;
    Ok(())
}

/// Corrects a person's name.
///
/// # Errors
/// [`Error::NotFound`] without such an account; a refusal without a name.
pub fn enter_name(tx: &mut Tx<'_>, account_id: i64, name: &str) -> Result<()> {
    let name = name.trim().to_owned();
    change(tx, account_id, |_| {
        if name.is_empty() {
            return Err(Refusals(vec![Refusal::NameMissing.into()]));
        }
        Ok(vec![AccountEvent::Renamed { name: name.clone() }])
    })
    .map(drop)
}

/// Enrols a second factor: `sealed` is its secret, `step` the last step used.
///
/// # Errors
/// [`Error::NotFound`] without such an account.
pub fn enter_second_factor(tx: &mut Tx<'_>, account_id: i64, (sealed, step): (&[u8], i64)) -> Result<()> {
    let commitment = password::commitment(sealed);
    change(tx, account_id, |_| Ok(vec![AccountEvent::SecondFactorSet { commitment: commitment.clone() }]))?;
    store::put_totp(tx, account_id, Some(sealed), step)?;
    Ok(())
}

fn change(
    tx: &mut Tx<'_>,
    account_id: i64,
    decide: impl Fn(&Account) -> std::result::Result<Vec<AccountEvent>, Refusals>,
) -> Result<Account> {
    let mut account = store::require_account(tx, account_id)?;
    let events = decide(&account)?;
    account.apply_all(&events);
    store::save_account(tx, &account, &events)?;
    Ok(account)
}

/// Opens an account with its first appointment.
///
/// # Errors
/// Every reason at once.
pub async fn open(ctx: &Ctx, person: NewPerson) -> Result<i64> {
    ctx.may(&MANAGE, &Scope::nation())?;
    ctx.write(move |tx| enter_person(tx, &person)).await
}

/// Appoints a person.
///
/// # Errors
/// Every reason at once.
pub async fn appoint(ctx: &Ctx, account_id: i64, command: Appoint) -> Result<i64> {
    ctx.may(&MANAGE, &Scope::nation())?;
    ctx.write(move |tx| enter_appointment(tx, account_id, &command)).await
}

/// The end of an appointment, as a page sends it.
#[derive(Debug, Clone)]
pub struct End {
    /// Its last day.
    pub last_on: Day,
    /// Why.
    pub reason: String,
    /// The revision that was seen.
    pub revision: Option<i64>,
}

/// Ends an appointment; whoever acts under it chooses another or has none.
///
/// # Errors
/// Every reason at once.
pub async fn end_appointment(app: &App, ctx: &Ctx, id: i64, command: End) -> Result<()> {
    ctx.may(&MANAGE, &Scope::nation())?;
    let account_id = ctx.write(move |tx| enter_end(tx, id, &command)).await?;
    app.sessions.forget_account(account_id);
    Ok(())
}

/// Ends an appointment; returns whose it is.
///
/// # Errors
/// Every reason at once.
pub fn enter_end(tx: &mut Tx<'_>, id: i64, command: &End) -> Result<i64> {
    let mut appointment = store::load_appointment(tx, id)?.ok_or(Error::NotFound)?;
    if command.revision.is_some_and(|seen| seen != appointment.revision) {
        return Err(Refusals(vec![Refusal::Stale.into()]).into());
    }
    let events = decide::end(&appointment, command.last_on, &command.reason)?;
    appointment.apply_all(&events);
    store::save_appointment(tx, &appointment, &events)?;
    Ok(appointment.account_id)
}

/// A password to be used once, as a page sends it.
#[derive(Debug, Clone)]
pub struct Reset {
    /// The hash of the password: [`password::hash`].
    pub hash: String,
    /// The revision that was seen.
    pub revision: Option<i64>,
}

/// Gives an account a password to be used once, ends its sessions and its second factor.
///
/// # Errors
/// [`Error::NotFound`] without such an account; a refusal when it is not as it was seen.
pub async fn reset(app: &App, ctx: &Ctx, account_id: i64, command: Reset) -> Result<()> {
    ctx.may(&MANAGE, &Scope::nation())?;
    ctx.write(move |tx| enter_reset(tx, account_id, &command)).await?;
    app.sessions.forget_account(account_id);
    Ok(())
}

/// Gives an account a password to be used once, ends its sessions and its second factor.
///
/// # Errors
/// [`Error::NotFound`] without such an account; a refusal when it is not as it was seen.
pub fn enter_reset(tx: &mut Tx<'_>, account_id: i64, command: &Reset) -> Result<()> {
    as_seen(&store::require_account(tx, account_id)?, command.revision)?;
    enter_password(tx, account_id, (&command.hash, true))?;
    if store::require_account(tx, account_id)?.second_factor_commitment.is_some() {
        change(tx, account_id, |_| Ok(vec![AccountEvent::SecondFactorCleared]))?;
        store::put_totp(tx, account_id, None, 0)?;
    }
    store::end_sessions_of(tx, account_id)?;
    Ok(())
}

/// Refuses when somebody changed the account after it was seen.
fn as_seen(account: &Account, seen: Option<i64>) -> std::result::Result<(), Refusals> {
    match seen {
        Some(revision) if revision != account.revision => Err(Refusals(vec![Refusal::Stale.into()])),
        _ => Ok(()),
    }
}

/// Signing in switched off, as a page sends it.
#[derive(Debug, Clone)]
pub struct Disable {
    /// Why.
    pub reason: String,
    /// The revision that was seen.
    pub revision: Option<i64>,
}

/// Switches signing in off and ends the account's sessions at once.
///
/// # Errors
/// Every reason at once.
pub async fn disable(app: &App, ctx: &Ctx, account_id: i64, command: Disable) -> Result<()> {
    ctx.may(&MANAGE, &Scope::nation())?;
    let actor = ctx.actor.account_id;
    ctx.write(move |tx| {
        change(tx, account_id, |account| {
            as_seen(account, command.revision)?;
            decide::disable(account, actor, &command.reason)
        })?;
        store::end_sessions_of(tx, account_id)?;
        Ok(())
    })
    .await?;
    app.sessions.forget_account(account_id);
    Ok(())
}

/// Switches signing in on again; `seen` is the revision that was seen.
///
/// # Errors
/// Every reason at once.
pub async fn enable(ctx: &Ctx, account_id: i64, seen: Option<i64>) -> Result<()> {
    ctx.may(&MANAGE, &Scope::nation())?;
    ctx.write(move |tx| {
        change(tx, account_id, |account| {
            as_seen(account, seen)?;
            decide::enable(account)
        })
        .map(drop)
    })
    .await
}

/// Sets one's own password: the present one is asked for, other sessions end.
///
/// # Errors
/// [`Error::NotFound`] without such an account.
pub async fn set_own_password(app: &App, ctx: &Ctx, account_id: i64, hash: String) -> Result<()> {
    ctx.write(move |tx| enter_password(tx, account_id, (&hash, false))).await?;
    app.sessions.forget_account(account_id);
    Ok(())
}
