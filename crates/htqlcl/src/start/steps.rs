//! How far an office is: read off its units, people, office hours and services.

use agency::dossiers::codes;
use agency::services::staffing::lacking_in_unit;
use agency::{processes, services};
use platform::{Day, Result, Role, Tx};
use registers::{calendars, people};
use std::collections::{BTreeMap, BTreeSet};

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
    /// Units in charge of services whose work nobody in them can do.
    pub unattended: Vec<Unattended>,
    /// Whether it has office hours of its own; those of the program hold otherwise.
    pub own_hours: bool,
    /// From which day it will have office hours of its own, where none hold yet.
    pub hours_from: Option<Day>,
    /// Procedures switched on.
    pub services: usize,
    /// Procedures of other agencies that its counter receives (tiếp nhận hộ).
    pub for_others: usize,
}

/// A unit in charge of services, without people for roles of their processes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unattended {
    /// Its name.
    pub unit: String,
    /// The roles that nobody who works there holds, though somebody of the agency does.
    pub roles: BTreeSet<Role>,
    /// How many services wait for them.
    pub services: usize,
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

    /// Whether there is something to receive, and each has somebody to work on it.
    pub fn has_services(&self) -> bool {
        (self.services > 0 || self.for_others > 0) && self.unattended.is_empty()
    }

    /// Whether its office hours are settled: its own, now or soon, or it works without.
    pub fn has_hours(&self) -> bool {
        self.own_hours || self.hours_from.is_some() || self.is_ready()
    }

    /// Whether its counter may receive.
    pub fn is_ready(&self) -> bool {
        self.has_code() && self.lacking.is_empty() && self.has_services()
    }

    /// Steps done, of five: the agency with its code, people, office hours, procedures, the counter. Office hours count
    /// once the agency has set its own, or works without.
    pub fn done(&self) -> usize {
        [self.has_code(), self.has_people(), self.has_hours(), self.has_services(), self.is_ready()]
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
    let mut alone: BTreeMap<i64, (BTreeSet<Role>, usize)> = BTreeMap::new();
    for service in &active {
        if let Some(version) = processes::current(tx, agency_id, service.procedure_id)?
            && let Some(process) = processes::published(tx, agency_id, version)?
        {
            needed.extend(process.lanes.iter().map(|lane| lane.role));
            let lacking = |unit_id| lacking_in_unit(&process.lanes, unit_id, &staff);
            if let Some((unit_id, roles)) = service.unit_id.map(|unit_id| (unit_id, lacking(unit_id))) {
                let held = alone.entry(unit_id).or_default();
                held.1 += usize::from(!roles.is_empty());
                held.0.extend(roles);
            }
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
    let unit_name = |id: i64| units.iter().find(|unit| unit.id == id).map(|unit| unit.name.clone());
    let unattended = alone.into_iter().map(|(unit_id, (mut roles, services))| {
        // Whom the whole agency lacks is told with its people.
        roles.retain(|role| held.contains(role));
        Unattended { unit: unit_name(unit_id).unwrap_or_default(), roles, services }
    });
    let unattended = unattended.filter(|unit| !unit.roles.is_empty()).collect();
    let clock = calendars::current(tx, agency_id, today)?;
    let own_hours = clock.hours_id != calendars::DEFAULT_HOURS_ID;
    let coming = calendars::coming_hours(tx, agency_id, today)?;
    Ok(Steps {
        code: codes::prefix_of(tx, agency_id, today)?,
        units: units.iter().filter(|unit| unit.exists_on(today)).count(),
        people: staff.iter().map(|staff| staff.account_id).collect::<BTreeSet<_>>().len(),
        lacking: needed.difference(&held).copied().collect(),
        unattended,
        own_hours,
        hours_from: coming.filter(|_| !own_hours).map(|hours| hours.hours.from_on),
        services: active.len(),
        for_others,
    })
}
