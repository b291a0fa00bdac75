//! Accounts (tài khoản) and dated appointments (bổ nhiệm, phân công): who signs in, and as what.
//!
//! An account is a person; an appointment says for which agency and in which role that person acts,
//! from which day and until when. One appointment is active in a session. Both are records with
//! events; what proves a person (password hash, second-factor secret) stands apart and never
//! reaches the journal, which holds a commitment to it.
//!
//! The command line and the demo call the plain functions of [`actions`]; pages are in [`pages`].

pub mod actions;
pub mod decide;
pub mod model;
pub mod pages;
pub mod password;
pub mod sessions;
pub mod sign_in;
mod sign_in_pages;
pub(crate) mod store;
mod views;

pub use model::{Account, AccountEvent, Appointment, AppointmentEvent};
pub use sessions::{Session, Sessions};

use crate::dates::Day;
use crate::db::Tx;
use crate::error::Result;
use crate::permissions::Role;
use crate::web::{Permission, Route, get, needs, post};
use std::collections::BTreeMap;

crate::action! {
    /// Look after accounts and appointments.
    pub MANAGE = "accounts.manage": Administrator Nation
}

crate::messages!("accounts", "../../i18n/accounts.vi.ftl", "../../i18n/accounts.en.ftl");
crate::record_kind!(Account, "/accounts/", store::load_account, store::account_ids);
crate::record_kind!(Appointment, "/appointments/", store::load_appointment, store::appointment_ids);

/// The pages of this slice.
pub fn routes() -> Vec<Route> {
    let manage = needs(&MANAGE);
    // The steps of signing in are public here and look at the session themselves.
    vec![
        get("/sign-in", Permission::Public, sign_in_pages::sign_in_form),
        post("/sign-in", Permission::Public, sign_in_pages::sign_in).without_proof(),
        get("/sign-in/second-factor", Permission::Public, sign_in_pages::second_factor_form),
        post("/sign-in/second-factor", Permission::Public, sign_in_pages::second_factor),
        get("/sign-in/appointment", Permission::Public, sign_in_pages::appointment_form),
        post("/sign-in/appointment", Permission::Public, sign_in_pages::choose_appointment),
        post("/sign-out", Permission::Public, sign_in_pages::sign_out),
        get("/account", Permission::SignedIn, sign_in_pages::own_account),
        get("/account/password", Permission::Public, sign_in_pages::password_form),
        post("/account/password", Permission::Public, sign_in_pages::change_password),
        get("/accounts", manage, pages::list),
        get("/accounts/new", manage, pages::open_form),
        post("/accounts/new", manage, pages::open),
        get("/accounts/{id}", manage, pages::record),
        get("/accounts/{id}/appoint", manage, pages::appoint_form),
        post("/accounts/{id}/appoint", manage, pages::appoint),
        get("/accounts/{id}/reset-password", manage, pages::reset_form),
        post("/accounts/{id}/reset-password", manage, pages::reset),
        get("/accounts/{id}/disable", manage, pages::disable_form),
        post("/accounts/{id}/disable", manage, pages::disable),
        post("/accounts/{id}/enable", manage, pages::enable),
        get("/appointments/{id}", manage, pages::appointment),
        get("/appointments/{id}/end", manage, pages::end_form),
        post("/appointments/{id}/end", manage, pages::end),
    ]
}

/// The account of a login.
///
/// # Errors
/// When the database fails.
pub fn of_login(tx: &mut Tx<'_>, login: &str) -> Result<Option<Account>> {
    match store::id_of_login(tx, &decide::folded_login(login))?.pop() {
        Some(row) => store::load_account(tx, row.id),
        None => Ok(None),
    }
}

/// The account of an id with its appointments, oldest first.
///
/// # Errors
/// When the database fails.
pub fn of_id(tx: &mut Tx<'_>, id: i64) -> Result<Option<(Account, Vec<Appointment>)>> {
    let Some(account) = store::load_account(tx, id)? else {
        return Ok(None);
    };
    Ok(Some((account, store::appointments_of(tx, id)?)))
}

/// Every account with its appointments, oldest first: for the command line.
///
/// # Errors
/// When the database fails.
pub fn all(tx: &mut Tx<'_>) -> Result<Vec<(Account, Vec<Appointment>)>> {
    let mut all = Vec::new();
    for id in store::account_ids(tx)? {
        let appointments = store::appointments_of(tx, id)?;
        all.extend(store::load_account(tx, id)?.map(|account| (account, appointments)));
    }
    Ok(all)
}

/// A person who works for an agency, under one appointment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Staff {
    /// The appointment.
    pub appointment_id: i64,
    /// The account.
    pub account_id: i64,
    /// The name typed to sign in.
    pub login: String,
    /// The person's name.
    pub name: String,
    /// The role.
    pub role: Role,
    /// The unit of the agency, where the person works in one.
    pub unit_id: Option<i64>,
    /// The first day.
    pub from_on: Day,
    /// The day after the last; none while it has no end.
    pub to_on: Option<Day>,
}

/// Who works for an agency on a day, by name; accounts that are switched off are left out.
///
/// # Errors
/// When the database fails.
pub fn staff_of(tx: &mut Tx<'_>, agency_id: i64, day: Day) -> Result<Vec<Staff>> {
    let rows = store::staff_on(tx, agency_id, day)?.into_iter();
    Ok(rows
        .filter_map(|row| {
            Some(Staff {
                appointment_id: row.appointment_id,
                account_id: row.account_id,
                login: row.login,
                name: row.name,
                role: Role::of_word(&row.role)?,
                unit_id: row.unit_id,
                from_on: row.from_on,
                to_on: row.to_on,
            })
        })
        .collect())
}

/// The names of these accounts, for timelines; 0 is the system itself and is left out.
///
/// # Errors
/// When the database fails.
pub fn names_of(
    tx: &mut Tx<'_>,
    account_ids: impl IntoIterator<Item = i64>,
) -> Result<BTreeMap<i64, String>> {
    let mut names = BTreeMap::new();
    for id in account_ids {
        if id != 0 && !names.contains_key(&id) {
            let name = store::name_of(tx, id)?.pop().map(|row| row.name).unwrap_or_default();
            names.insert(id, name);
        }
    }
    Ok(names)
}
