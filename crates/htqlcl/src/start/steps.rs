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
    /// Roles that its processes (or, before there are any, every counter) need and nobody holds; a counter that only
    /// receives for others needs somebody who receives.
    pub lacking: Vec<Role>,
    /// Whether it has office hours of its own; those of the program hold otherwise.
    pub own_hours: bool,
    /// Procedures switched on.
    pub services: usize,
    /// Procedures of other agencies that its counter receives (tiếp nhận hộ).
    pub for_others: usize,
}

impl Steps {
    /// Whether its units and people are there.
    pub fn has_people(&self) -> bool {
        self.units > 0 && self.people > 1 && self.lacking.is_empty()
    }

    /// Whether its counter receives for other agencies and its own handles nothing, as a centre's does.
    pub fn is_for_others(&self) -> bool {
        self.services == 0 && self.for_others > 0
    }

    /// Whether its dossiers have a code to begin with: those it receives for others begin with the code of the agency
    /// that handles them.
    pub fn has_code(&self) -> bool {
        self.code.is_some() || self.is_for_others()
    }

    /// Whether there is something to receive.
    pub fn has_services(&self) -> bool {
        self.services > 0 || self.for_others > 0
    }

    /// Whether its counter may receive.
    pub fn is_ready(&self) -> bool {
        self.has_code() && self.lacking.is_empty() && self.has_services()
    }

    /// Steps done, of five: the agency with its code, people, office hours, procedures, the counter. Office hours count
    /// once the agency has set its own, or works without.
    pub fn done(&self) -> usize {
        let hours = self.own_hours || self.is_ready();
        [self.has_code(), self.has_people(), hours, self.has_services(), self.is_ready()]
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
    let offers = services::offered_at(tx, agency_id)?;
    let for_others = offers.iter().filter(|offer| offer.agency_id != agency_id).count();
    match (active.is_empty(), for_others > 0) {
        // What is received for others is examined and signed where it is handled.
        (true, true) => needed.extend([Role::Clerk]),
        _ if needed.is_empty() => needed.extend(NEEDED),
        _ => {}
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
        for_others,
    })
}
