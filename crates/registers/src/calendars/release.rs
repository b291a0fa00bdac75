//! The first release: the holidays that the program carries.

use super::decide::Known;
use super::model::{DayKey, Days, Notice, ReleaseEvent};
use super::store;
use platform::{Error, Result, Tx};
use serde::Deserialize;
use std::sync::Arc;
use workdays::{Calendar, Holiday, Profile};

const HOLIDAYS: &str = include_str!("../../data/holidays-vn.csv");

/// The day from which the first release is in force; earlier days are counted by it too.
const FIRST_RELEASED_ON: (i16, i8, i8) = (2026, 11, 23);

/// One line of the file.
#[derive(Debug, Deserialize)]
struct Line {
    date: workdays::Day,
    name_vi: String,
    name_en: String,
    kind: workdays::HolidayKind,
    status: workdays::HolidayStatus,
    source: String,
}

/// The holidays that the program carries, as the first release holds them.
pub fn carried() -> Known {
    let lines: Vec<Line> = crate::data::rows(HOLIDAYS);
    let row = |line: Line| Holiday {
        day: line.date,
        kind: line.kind,
        name_vi: line.name_vi,
        name_en: line.name_en,
        status: line.status,
        legal_basis: None,
        source: line.source,
    };
    let days: Days = lines.into_iter().map(row).map(|row| (DayKey::from(&row), row)).collect();
    let years = || days.keys().map(|key| key.day.year());
    let (first_year, last_year) = (years().min().unwrap_or_default(), years().max().unwrap_or_default());
    Known { number: 1, first_year, last_year, days }
}

/// The example profile of a name: `P1` or `P2`.
pub fn profile(name: &str) -> Option<Profile> {
    match name {
        "P1" => Some(Profile::p1()),
        "P2" => Some(Profile::p2()),
        _ => None,
    }
}

/// The calendar of an example profile by the holidays that the program carries, without a database.
///
/// # Errors
/// [`Error::NotFound`] for a profile that does not exist.
pub fn carried_calendar((name, swaps): (&str, bool)) -> Result<Arc<Calendar>> {
    let profile = profile(name).ok_or(Error::NotFound)?;
    super::versions::compile(carried().facts(&profile, swaps)).map(Arc::new)
}

/// Enters the first release, unless this database has one; returns whether it was entered now.
///
/// # Errors
/// When the database fails.
pub fn release(tx: &mut Tx<'_>) -> Result<bool> {
    if !store::latest_number(tx)?.is_empty() {
        return Ok(false);
    }
    let known = carried();
    let (year, month, day) = FIRST_RELEASED_ON;
    let on =
        platform::Day::new(year, month, day).ok_or_else(|| Error::failed("the first release has no day"))?;
    let notice = Notice {
        number: "Dữ liệu kèm chương trình".to_owned(),
        on: None,
        note: format!("Ngày nghỉ từ năm {} đến năm {}", known.first_year, known.last_year),
    };
    let events = [
        ReleaseEvent::Prepared {
            owner_agency_id: store::OWNER,
            notice,
            first_year: known.first_year,
            last_year: known.last_year,
        },
        ReleaseEvent::DaysSet { days: known.days.into_values().collect() },
        ReleaseEvent::Published { number: known.number, on },
    ];
    let release = store::begin_release(tx.new_id(), &events)?;
    store::save_release(tx, &release, &events)?;
    Ok(true)
}
