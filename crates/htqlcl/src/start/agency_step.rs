//! The first step: the agency out of the register, and who is to set it up.

use super::BEGIN;
use platform::accounts::actions::enter_appointment;
use platform::accounts::decide::Appoint;
use platform::accounts::password;
use platform::search::fold;
use platform::web::{Choice, NamedAgency};
use platform::{Ctx, Refusal, Result, Role, Scope, Tx};
use registers::people::NewStaff;
use registers::{agencies, people};

/// How many agencies are suggested.
const SUGGESTIONS: usize = 12;

/// Agencies that exist today and whose codes or names hold these words.
///
/// # Errors
/// When the database fails.
pub fn suggest(tx: &mut Tx<'_>, typed: &str) -> Result<Vec<Choice>> {
    let today = tx.today();
    let found = agencies::search(tx, typed, 2 * SUGGESTIONS as i64)?;
    let existing = found.into_iter().filter(|row| row.to_on.is_none_or(|to_on| today < to_on));
    Ok(existing.take(SUGGESTIONS).map(|row| Choice::new(row.code, row.name)).collect())
}

/// The code of the one agency of a whole name, which people type who have no list to choose from.
fn code_of_name(tx: &mut Tx<'_>, name: &str) -> Result<Option<String>> {
    let mut same = suggest(tx, name)?;
    same.retain(|choice| fold(&choice.label) == fold(name));
    Ok(same.pop().filter(|_| same.is_empty()).map(|choice| choice.value))
}

/// The agency of a code or of a whole name, which must exist today.
fn agency_of(tx: &mut Tx<'_>, code: &str) -> Result<NamedAgency> {
    let today = tx.today();
    let found = match agencies::by_code(tx, code)? {
        Some(agency) => Some(agency),
        None => match code_of_name(tx, code)? {
            Some(code) => agencies::by_code(tx, &code)?,
            None => None,
        },
    };
    let Some(agency) = found else {
        return Err(Refusal::new("start-refusal-agency-unknown").field("agency").with("code", code).into());
    };
    if !agency.exists_on(today) {
        return Err(Refusal::new("start-refusal-agency-over").field("agency").into());
    }
    Ok(NamedAgency { id: agency.id, name: agency.name().to_owned() })
}

/// Whom the administrator names.
#[derive(Clone, Debug)]
pub struct Begin {
    /// Code of the agency.
    pub code: String,
    /// Login and name of the one who is to set the office up; none for oneself.
    pub person: Option<(String, String)>,
}

/// Begins an office; returns the one-time password of the one who is to set it up, where that is somebody new.
///
/// # Errors
/// Every reason at once.
pub async fn begin(ctx: &Ctx, command: Begin) -> Result<Option<String>> {
    ctx.may(&BEGIN, &Scope::nation())?;
    let account_id = ctx.actor.account_id;
    let mut new = None;
    if let Some((login, name)) = &command.person {
        let one_time = password::one_time()?;
        let staff = NewStaff {
            login: login.clone(),
            name: name.clone(),
            password_hash: password::hash_apart(one_time.clone()).await?,
            must_change: true,
            role: Role::OfficeAdministrator,
            unit_id: None,
        };
        new = Some((staff, one_time));
    }
    let one_time = new.as_ref().map(|(_, one_time)| one_time.clone());
    let staff = new.map(|(staff, _)| staff);
    ctx.write(move |tx| {
        let agency = agency_of(tx, &command.code)?;
        match &staff {
            Some(staff) => people::open_staff(tx, &agency, staff),
            None => {
                let appoint = Appoint {
                    agency_id: agency.id,
                    agency_name: agency.name,
                    unit_id: None,
                    role: Role::OfficeAdministrator,
                    from_on: tx.today(),
                    to_on: None,
                    deputy_for: None,
                };
                enter_appointment(tx, account_id, &appoint)
            }
        }
    })
    .await?;
    Ok(one_time)
}
