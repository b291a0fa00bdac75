//! How far an office is: read off its units, people, office hours and services.

use agency::dossiers::codes;
use agency::{processes, services};
use platform::{Result, Role, Tx};
use registers::{calendars, people};
use std::collections::BTreeSet;

/// What an office has so far.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Steps {
    /// Its identification code, with which the codes of its dossiers begin.
    pub code: Option<String>,
    /// Open units.
    pub units: usize,
    /// People who work there, each once.
    pub people: usize,
    /// Roles that its processes (or, before there are any, every counter) need and nobody holds.
    pub lacking: Vec<Role>,
    /// Whether it has office hours of its own; those of the program hold otherwise.
    pub own_hours: bool,
    /// Procedures switched on.
    pub services: usize,
}

impl Steps {
    /// Whether its units and people are there.
    pub fn has_people(&self) -> bool {
        self.units > 0 && self.people > 1 && self.lacking.is_empty()
    }

    /// Whether its counter may receive.
    pub fn is_ready(&self) -> bool {
        self.code.is_some() && self.lacking.is_empty() && self.services > 0
    }

    /// Steps done, of five: the agency with its code, people, office hours, procedures, the counter. Office hours count
    /// once the agency has set its own, or works without.
    pub fn done(&self) -> usize {
        let hours = self.own_hours || self.is_ready();
        [self.code.is_some(), self.has_people(), hours, self.services > 0, self.is_ready()]
            .into_iter()
            .filter(|done| *done)
            .count()
    }
}

/// What every counter needs: somebody who receives, somebody who examines, somebody who signs.
const NEEDED: [Role; 3] = [Role::Clerk, Role::Officer, Role::Head];

/// How far an office is today.
///
/// # Errors
/// When the database fails.
pub fn steps(tx: &mut Tx<'_>, agency_id: i64) -> Result<Steps> {
    let today = tx.today();
    let staff = people::staff_of(tx, agency_id, today)?;
    let units = people::units(tx, agency_id)?;
    let active: Vec<_> =
        services::list(tx, agency_id)?.into_iter().filter(|service| service.is_active).collect();
    let mut needed: BTreeSet<Role> = BTreeSet::new();
    for service in &active {
        if let Some(version) = processes::current(tx, agency_id, service.procedure_id)?
            && let Some(process) = processes::published(tx, agency_id, version)?
        {
            needed.extend(process.lanes.iter().map(|lane| lane.role));
        }
    }
    if needed.is_empty() {
        needed.extend(NEEDED);
    }
    let held: BTreeSet<Role> = staff.iter().map(|staff| staff.role).collect();
    let clock = calendars::current(tx, agency_id, today)?;
    Ok(Steps {
        code: codes::prefix_of(tx, agency_id, today)?,
        units: units.iter().filter(|unit| unit.exists_on(today)).count(),
        people: staff.iter().map(|staff| staff.account_id).collect::<BTreeSet<_>>().len(),
        lacking: needed.difference(&held).copied().collect(),
        own_hours: clock.hours_id != calendars::DEFAULT_HOURS_ID,
        services: active.len(),
    })
}
