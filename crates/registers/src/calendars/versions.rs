//! By which calendar a limit is counted: the versions in force on a day, and what they are compiled to.

use super::decide::Known;
use super::model::OfficeHours;
use super::store;
use platform::{Day, Error, Result, Tx};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use workdays::{Calendar, CalendarFacts, Profile};

/// By what a promise was counted: a release of the holidays and a version of the office hours. Neither
/// ever changes, so the promise can be explained again after years.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ClockVersion {
    /// The number of the release.
    pub release: i64,
    /// The id of the office hours; 0 for those of an agency that has set none.
    pub hours_id: i64,
}

/// The hours of an agency that has set none: 07:30-11:30 and 13:30-17:00, Monday to Friday, with swaps.
pub const DEFAULT_HOURS_ID: i64 = 0;

/// The versions in force for an agency on a day.
///
/// # Errors
/// When the database fails, or holds no release.
pub fn current(tx: &mut Tx<'_>, agency_id: i64, day: Day) -> Result<ClockVersion> {
    let release = match store::number_on(tx, day)?.pop() {
        Some(row) => row.number,
        None => store::latest(tx)?,
    };
    let hours = store::hours_on(tx, agency_id, day)?.pop();
    Ok(ClockVersion { release, hours_id: hours.map_or(DEFAULT_HOURS_ID, |row| row.id) })
}

/// The versions by which what comes in at a moment is counted: the holidays known today, and the office hours in force on
/// the day of its effective start, since what comes on a holiday begins when the office works again, perhaps by others.
///
/// # Errors
/// When the database fails, or holds no release.
pub fn for_receipt(tx: &mut Tx<'_>, agency_id: i64, received_at: i64) -> Result<ClockVersion> {
    let (day, release) = (Day::of_instant(received_at), current(tx, agency_id, tx.today())?.release);
    let version = ClockVersion { release, ..current(tx, agency_id, day)? };
    // Where the calendar ends there is no start to ask for: whoever counts is told so.
    let start = calendar(tx, agency_id, version)?.start(received_at);
    match start.map(Day::of_instant) {
        Ok(start_on) if start_on > day => Ok(ClockVersion { release, ..current(tx, agency_id, start_on)? }),
        _ => Ok(version),
    }
}

/// The office hours of its own that an agency has announced, the first of those that do not hold on a day yet.
///
/// # Errors
/// When the database fails.
pub fn coming_hours(tx: &mut Tx<'_>, agency_id: i64, day: Day) -> Result<Option<OfficeHours>> {
    let announced =
        store::hours_of_agency(tx, agency_id)?.into_iter().filter(|hours| hours.hours.from_on > day);
    Ok(announced.min_by_key(|hours| hours.hours.from_on))
}

/// The calendar of an agency by these versions, compiled once.
///
/// # Errors
/// [`Error::NotFound`] for hours of another agency; when the database fails.
pub fn calendar(tx: &mut Tx<'_>, agency_id: i64, version: ClockVersion) -> Result<Arc<Calendar>> {
    // The default is the same for every agency; hours of its own are the agency's alone.
    let owner = if version.hours_id == DEFAULT_HOURS_ID { 0 } else { agency_id };
    let key = format!("calendars/{}/{owner}/{}", version.release, version.hours_id);
    tx.kept(&key, |tx| {
        let known = store::known(tx, version.release)?;
        let (profile, swaps) = profile(tx, agency_id, version.hours_id)?;
        compile(known.facts(&profile, swaps))
    })
}

/// The profile of the hours of an id, and whether they follow swaps.
pub(super) fn profile(tx: &mut Tx<'_>, agency_id: i64, hours_id: i64) -> Result<(Profile, bool)> {
    Ok(match hours(tx, agency_id, hours_id)? {
        Some(own) => (own.hours.profile, own.hours.swaps),
        None => (Profile::p1(), true),
    })
}

/// The office hours of an id, of this agency; none for the default.
///
/// # Errors
/// [`Error::NotFound`] for hours of another agency; when the database fails.
pub fn hours(tx: &mut Tx<'_>, agency_id: i64, hours_id: i64) -> Result<Option<OfficeHours>> {
    if hours_id == DEFAULT_HOURS_ID {
        return Ok(None);
    }
    let own = store::load_hours(tx, hours_id)?.filter(|hours| hours.agency_id == agency_id);
    own.map(Some).ok_or(Error::NotFound)
}

/// A calendar of these facts, which were judged before they were written.
///
/// # Errors
/// When the rows were altered.
pub(super) fn compile(facts: CalendarFacts) -> Result<Calendar> {
    Calendar::compile(facts).map_err(|faults| {
        let told: Vec<String> = faults.iter().map(ToString::to_string).collect();
        Error::failed(format!("the calendar cannot be compiled: {}", told.join("; ")))
    })
}

/// The calendar of an example profile by a release, for those who ask without an agency.
///
/// # Errors
/// When the database fails.
pub fn example(tx: &mut Tx<'_>, release: i64, (profile, swaps): (&str, bool)) -> Result<Arc<Calendar>> {
    tx.kept(&format!("calendars/{release}/{profile}/{swaps}"), |tx| {
        let known: Known = store::known(tx, release)?;
        let hours = super::release::profile(profile).ok_or(Error::NotFound)?;
        compile(known.facts(&hours, swaps))
    })
}

/// The calendar in force now, of an example profile.
///
/// # Errors
/// When the database fails; [`Error::NotFound`] for a profile that does not exist.
pub fn current_example(tx: &mut Tx<'_>, profile: (&str, bool)) -> Result<Arc<Calendar>> {
    let release = store::latest(tx)?;
    example(tx, release, profile)
}
