//! People of an agency (cơ cấu, nhân sự): its units, who works there, who stands in for whom.
//!
//! Everything here is owned by the agency and seen by its own people only. Who works there follows
//! from accounts and dated appointments, which the platform keeps; a unit is named in an appointment.

pub mod actions;
pub mod decide;
mod enter;
mod model;
#[cfg(test)]
mod page_tests;
mod pages;
pub mod roster;
mod roster_pages;
mod staff_pages;
mod store;
#[cfg(test)]
mod tests;
mod uses;
pub mod views;

pub use actions::{DEPUTISE, MANAGE, SEE, own_agency};
pub use decide::{NameDeputy, ROLES_HERE};
pub use enter::{NewStaff, appoint, enter_roster, name_deputy, open_staff, open_unit, person, present};
pub use model::{Deputy, DeputyEvent, Unit, UnitContent, UnitEvent, UnitKind};
pub use pages::{OFFICE, routes};
pub use platform::accounts::{Staff, staff_of};
pub use store::{deputies, deputy, unit, unit_by_code, units};
pub use uses::{HELD, Held, InUse, Leaving, UNIT_USES, UsesUnit};

use platform::permissions::{DEPUTIES, StandsFor};
use platform::{Day, Result, Role, Tx};

/// For whom else this person acts on a day, as a deputy; the person's own account is not among them.
///
/// # Errors
/// When the database fails.
pub fn acts_for(tx: &mut Tx<'_>, agency_id: i64, account_id: i64, day: Day) -> Result<Vec<i64>> {
    let rows = store::acted_for(tx, agency_id, account_id, day)?;
    Ok(rows.into_iter().map(|row| row.absent_account_id).collect())
}

/// Tells the platform in whose roles somebody may act as a deputy.
#[platform::linkme::distributed_slice(DEPUTIES)]
#[linkme(crate = platform::linkme)]
static KNOWN_HERE: StandsFor = roles_stood_for;

fn roles_stood_for(tx: &mut Tx<'_>, (agency_id, account_id): (i64, i64), day: Day) -> Result<Vec<Role>> {
    let absent = acts_for(tx, agency_id, account_id, day)?;
    if absent.is_empty() {
        return Ok(Vec::new());
    }
    let staff = staff_of(tx, agency_id, day)?.into_iter();
    Ok(staff.filter(|one| absent.contains(&one.account_id)).map(|one| one.role).collect())
}
