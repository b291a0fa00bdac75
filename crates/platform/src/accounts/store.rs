//! Every SQL statement of accounts, appointments, sessions and failures.

use super::model::{Account, AccountEvent, Appointment, AppointmentEvent};
use crate::dates::Day;
use crate::db::{DbError, Tx};
use crate::error::{Error, Result};
use crate::permissions::Role;
use crate::{record, sql};

sql!(account(id: i64) -> AccountRow {
    owner_agency_id: i64, login: String, name: String, disabled: bool, must_change_password: bool,
    password_commitment: String, second_factor_commitment: Option<String>, revision: i64,
} =
    "select owner_agency_id, login, name, disabled, must_change_password, password_commitment,
       second_factor_commitment, revision
     from account
     where id = $1");

sql!(put_account(
    id: i64, owner_agency_id: i64, login: &str, name: &str, disabled: bool, must_change_password: bool,
    password_commitment: &str, second_factor_commitment: Option<&str>, revision: i64,
) =
    "insert into account (id, owner_agency_id, login, name, disabled, must_change_password, password_commitment,
       second_factor_commitment, revision)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     on conflict (id) do update set
       name = excluded.name,
       disabled = excluded.disabled,
       must_change_password = excluded.must_change_password,
       password_commitment = excluded.password_commitment,
       second_factor_commitment = excluded.second_factor_commitment,
       revision = excluded.revision");

sql!(id_of_login(login: &str) -> AccountId { id: i64 } =
    "select id
     from account
     where login = $1");

sql!(name_of(id: i64) -> AccountName { name: String } =
    "select name
     from account
     where id = $1");

sql!(all_account_ids() -> AnyAccountId { id: i64 } =
    "select id
     from account
     order by id");

sql!(accounts_after(
    like: &str, after: &str, limit: i64,
) -> Listed { id: i64, login: String, name: String, disabled: bool, second_factor_commitment: Option<String> } =
    "select id, login, name, disabled, second_factor_commitment
     from account
     where login > $2
       and (login like $1 escape '!' or name like $1 escape '!')
     order by login
     limit $3");

sql!(appointment(id: i64) -> AppointmentRow {
    account_id: i64, agency_id: i64, agency_name: String, unit_id: Option<i64>, role: String, from_on: Day,
    to_on: Option<Day>, deputy_for: Option<String>, owner_agency_id: i64, revision: i64,
} =
    "select account_id, agency_id, agency_name, unit_id, role, from_on, to_on, deputy_for, owner_agency_id, revision
     from appointment
     where id = $1");

sql!(put_appointment(
    id: i64, owner_agency_id: i64, account_id: i64, agency_id: i64, agency_name: &str, role: &str, from_on: Day,
    to_on: Option<Day>, deputy_for: Option<&str>, revision: i64, unit_id: Option<i64>,
) =
    "insert into appointment (id, owner_agency_id, account_id, agency_id, agency_name, role, from_on, to_on,
       deputy_for, revision, unit_id)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
     on conflict (id) do update set to_on = excluded.to_on, revision = excluded.revision");

sql!(appointment_ids_of(account_id: i64) -> AppointmentId { id: i64 } =
    "select id
     from appointment
     where account_id = $1
     order by from_on, id");

sql!(all_appointment_ids() -> AnyAppointmentId { id: i64 } =
    "select id
     from appointment
     order by id");

sql!(
/// Who works for an agency on a day, each appointment once; accounts that are switched off left out.
staff_on(agency_id: i64, day: Day) -> StaffRow {
    appointment_id: i64, account_id: i64, login: String, name: String, role: String, unit_id: Option<i64>,
    from_on: Day, to_on: Option<Day>,
} =
    "select appointment.id as appointment_id, appointment.account_id, account.login, account.name, appointment.role,
       appointment.unit_id, appointment.from_on, appointment.to_on
     from appointment
     inner join account on account.id = appointment.account_id
     where appointment.agency_id = $1
       and appointment.from_on <= $2
       and (appointment.to_on is null or appointment.to_on > $2)
       and not account.disabled
     order by account.name, appointment.id");

sql!(secret_of(account_id: i64) -> SecretRow { password_hash: String, totp_sealed: Option<Vec<u8>>, totp_step: i64 } =
    "select password_hash, totp_sealed, totp_step
     from account_secret
     where account_id = $1");

sql!(put_password_hash(account_id: i64, password_hash: &str) =
    "insert into account_secret (account_id, password_hash, totp_sealed, totp_step)
     values ($1, $2, null, 0)
     on conflict (account_id) do update set password_hash = excluded.password_hash");

sql!(put_totp(account_id: i64, totp_sealed: Option<&[u8]>, totp_step: i64) =
    "update account_secret
     set totp_sealed = $2, totp_step = $3
     where account_id = $1");

sql!(use_totp_step(account_id: i64, totp_step: i64) =
    "update account_secret
     set totp_step = $2
     where account_id = $1
       and totp_step < $2");

sql!(failures_of(login: &str) -> Failures { failures: i64, last_at: i64 } =
    "select failures, last_at
     from sign_in_failure
     where login = $1");

sql!(note_failure(login: &str, failures: i64, last_at: i64) =
    "insert into sign_in_failure (login, failures, last_at)
     values ($1, $2, $3)
     on conflict (login) do update set failures = excluded.failures, last_at = excluded.last_at");

sql!(forget_failures(login: &str) =
    "delete from sign_in_failure
     where login = $1");

sql!(forget_failures_before(last_at: i64) =
    "delete from sign_in_failure
     where last_at < $1");

sql!(begin_session(
    token_hash: &[u8], account_id: i64, appointment_id: Option<i64>, stage: &str, created_at: i64,
) =
    "insert into session (token_hash, account_id, appointment_id, stage, created_at, seen_at, pending_totp)
     values ($1, $2, $3, $4, $5, $5, null)");

sql!(session(token_hash: &[u8]) -> SessionRow {
    account_id: i64, stage: String, created_at: i64, seen_at: i64, pending_totp: Option<Vec<u8>>,
    login: String, name: String, disabled: bool, must_change_password: bool,
    appointment_id: Option<i64>, agency_id: Option<i64>, agency_name: Option<String>, role: Option<String>,
    from_on: Option<Day>, to_on: Option<Day>, unit_id: Option<i64>,
} =
    "select session.account_id, session.stage, session.created_at, session.seen_at, session.pending_totp,
       account.login, account.name, account.disabled, account.must_change_password,
       session.appointment_id, appointment.agency_id, appointment.agency_name, appointment.role,
       appointment.from_on, appointment.to_on, appointment.unit_id
     from session
     inner join account on account.id = session.account_id
     left join appointment on appointment.id = session.appointment_id
     where session.token_hash = $1");

sql!(see_session(token_hash: &[u8], seen_at: i64) =
    "update session
     set seen_at = $2
     where token_hash = $1");

sql!(pass_second_factor(token_hash: &[u8]) =
    "update session
     set stage = 'open', pending_totp = null
     where token_hash = $1");

sql!(put_pending_totp(token_hash: &[u8], pending_totp: &[u8]) =
    "update session
     set pending_totp = $2
     where token_hash = $1");

sql!(put_session_appointment(token_hash: &[u8], appointment_id: i64) =
    "update session
     set appointment_id = $2
     where token_hash = $1");

sql!(end_session(token_hash: &[u8]) =
    "delete from session
     where token_hash = $1");

sql!(end_sessions_of(account_id: i64) =
    "delete from session
     where account_id = $1");

sql!(session_hashes_of(account_id: i64) -> SessionHash { token_hash: Vec<u8> } =
    "select token_hash
     from session
     where account_id = $1");

sql!(end_sessions_before(seen_at: i64) =
    "delete from session
     where seen_at < $1");

/// The account of an id.
pub fn load_account(tx: &mut Tx<'_>, id: i64) -> Result<Option<Account>> {
    Ok(account(tx, id)?.pop().map(|row| Account {
        id,
        owner_agency_id: row.owner_agency_id,
        login: row.login,
        name: row.name,
        disabled: row.disabled,
        must_change_password: row.must_change_password,
        password_commitment: row.password_commitment,
        second_factor_commitment: row.second_factor_commitment,
        revision: row.revision,
    }))
}

/// The account of an id, which must be there.
pub fn require_account(tx: &mut Tx<'_>, id: i64) -> Result<Account> {
    load_account(tx, id)?.ok_or(Error::NotFound)
}

/// Writes an account and journals the events that made it so.
pub fn save_account(tx: &mut Tx<'_>, account: &Account, events: &[AccountEvent]) -> Result<()> {
    put_account(
        tx,
        account.id,
        account.owner_agency_id,
        &account.login,
        &account.name,
        account.disabled,
        account.must_change_password,
        &account.password_commitment,
        account.second_factor_commitment.as_deref(),
        account.revision,
    )?;
    record::journal(tx, account, events)
}

/// The ids of all accounts.
pub fn account_ids(tx: &mut Tx<'_>) -> Result<Vec<i64>> {
    Ok(all_account_ids(tx)?.into_iter().map(|row| row.id).collect())
}

/// The appointment of an id.
pub fn load_appointment(tx: &mut Tx<'_>, id: i64) -> Result<Option<Appointment>> {
    let Some(row) = appointment(tx, id)?.pop() else {
        return Ok(None);
    };
    let role =
        Role::of_word(&row.role).ok_or_else(|| DbError::other(format!("unknown role {}", row.role)))?;
    Ok(Some(Appointment {
        id,
        owner_agency_id: row.owner_agency_id,
        account_id: row.account_id,
        agency_id: row.agency_id,
        agency_name: row.agency_name,
        unit_id: row.unit_id,
        role,
        from_on: row.from_on,
        to_on: row.to_on,
        deputy_for: row.deputy_for,
        revision: row.revision,
    }))
}

/// The appointments of an account, oldest first.
pub fn appointments_of(tx: &mut Tx<'_>, account_id: i64) -> Result<Vec<Appointment>> {
    let mut all = Vec::new();
    for row in appointment_ids_of(tx, account_id)? {
        all.extend(load_appointment(tx, row.id)?);
    }
    Ok(all)
}

/// Writes an appointment and journals the events that made it so.
pub fn save_appointment(
    tx: &mut Tx<'_>,
    appointment: &Appointment,
    events: &[AppointmentEvent],
) -> Result<()> {
    put_appointment(
        tx,
        appointment.id,
        appointment.owner_agency_id,
        appointment.account_id,
        appointment.agency_id,
        &appointment.agency_name,
        appointment.role.word(),
        appointment.from_on,
        appointment.to_on,
        appointment.deputy_for.as_deref(),
        appointment.revision,
        appointment.unit_id,
    )?;
    record::journal(tx, appointment, events)
}

/// The ids of all appointments.
pub fn appointment_ids(tx: &mut Tx<'_>) -> Result<Vec<i64>> {
    Ok(all_appointment_ids(tx)?.into_iter().map(|row| row.id).collect())
}
