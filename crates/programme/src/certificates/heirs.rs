//! What the agency on a certificate has become since the day of the grant.

use super::store;
use platform::{Day, Error, Result, Tx};
use registers::agencies::{self, Agency};
use std::collections::BTreeSet;

/// How far a chain of successions is followed: longer ones are a mistake in the register.
const MOST_STEPS: usize = 32;

/// An agency then, and what it is today.
#[derive(Clone, Debug)]
pub struct Bearer {
    /// The agency.
    pub agency: Agency,
    /// Its name on the day of the grant.
    pub name: String,
    /// Its name today where that is another, and it still exists.
    pub renamed: Option<String>,
    /// The day from which it existed no longer.
    pub ended_on: Option<Day>,
    /// The agencies that go on in its place today.
    pub heirs: Vec<Heir>,
}

/// An agency that goes on in the place of an earlier one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heir {
    /// Its id.
    pub id: i64,
    /// Its name today.
    pub name: String,
    /// Since when it exists, if recorded: it may bear the very name of the earlier one.
    pub from_on: Option<Day>,
}

/// The agency of a certificate granted on `issued_on`, as seen on `today`.
///
/// # Errors
/// When the database fails or the agency is missing.
pub fn bearer(tx: &mut Tx<'_>, agency_id: i64, (issued_on, today): (Day, Day)) -> Result<Bearer> {
    let agency = agencies::load(tx, agency_id)?
        .ok_or_else(|| Error::failed(format!("agency {agency_id} of a certificate is missing")))?;
    let name = agency.name_on(issued_on).to_owned();
    let ended_on = agency.facts.to_on.filter(|to_on| *to_on <= today);
    let present = agency.name_on(today).to_owned();
    let heirs = heirs(tx, &agency, today)?;
    let still_it = ended_on.is_none() && heirs.is_empty();
    let renamed = Some(present).filter(|present| still_it && *present != name);
    Ok(Bearer { agency, name, renamed, ended_on, heirs })
}

/// The name of who granted: registers hold an agency's code or a name.
///
/// # Errors
/// When the database fails.
pub fn issuer_name(tx: &mut Tx<'_>, issued_by: &str, issued_on: Day) -> Result<String> {
    let agency = agencies::by_code(tx, issued_by)?;
    Ok(agency.map_or_else(|| issued_by.to_owned(), |agency| agency.name_on(issued_on).to_owned()))
}

/// The ends of the recorded successions; where none is recorded, what the connection of the
/// register's agencies to today's says.
fn heirs(tx: &mut Tx<'_>, agency: &Agency, today: Day) -> Result<Vec<Heir>> {
    let mut ends = Vec::new();
    let mut seen = BTreeSet::from([agency.id]);
    let mut waiting = successors(agency, today);
    for _ in 0..MOST_STEPS {
        let Some(id) = waiting.pop() else { break };
        if !seen.insert(id) {
            continue;
        }
        let Some(next) = agencies::load(tx, id)? else { continue };
        let further = successors(&next, today);
        if further.is_empty() {
            ends.push(Heir { id, name: next.name_on(today).to_owned(), from_on: next.facts.from_on });
        }
        waiting.extend(further);
    }
    if ends.is_empty() {
        let connected = store::agency_today(tx, agency.id)?.into_iter();
        let heir = |row: store::AgencyToday| Heir { id: row.id, name: row.name, from_on: row.from_on };
        ends.extend(connected.filter(|row| row.id != agency.id).map(heir));
    }
    ends.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(ends)
}

fn successors(agency: &Agency, today: Day) -> Vec<i64> {
    let so_far = agency.successions.iter().filter(|step| step.on.counts_from() <= today);
    so_far.filter_map(|step| step.successor_id).filter(|id| *id != agency.id).collect()
}
