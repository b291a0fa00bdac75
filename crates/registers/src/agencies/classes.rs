//! Classes: the ways in which reports group agencies, shared by all agencies alike.

use super::model::{Agency, AgencyPeriod, Obligation};
use super::store;
use crate::places::{LEGACY, MAP_2025};
use platform::{Day, Error, Result, Tx};

/// What an agency counts as.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Class {
    /// `central` or `local`.
    pub level: &'static str,
    /// Its kind.
    pub kind: String,
    /// Its ministry; empty for none.
    pub ministry_code: String,
    /// Its province; empty for none.
    pub province_code: String,
    /// The map the province's code is of: `legacy` (63 provinces) or `2025` (34); empty for none.
    pub map: &'static str,
    /// `bat_buoc`, `khuyen_khich`, or `khong_ro` where neither register nor regulation says.
    pub obligation: &'static str,
}

/// The map in force when a period began: codes of provinces mean different places on each.
pub fn map_of(from_on: Option<Day>) -> &'static str {
    if from_on.is_some_and(|from_on| from_on >= MAP_2025.first_day()) { MAP_2025.word } else { LEGACY }
}

/// What the agency counts as on `day`; without a day, as what it was last.
///
/// # Errors
/// [`Error::NotFound`] when there is no such agency.
pub fn class_on(tx: &mut Tx<'_>, agency_id: i64, day: Option<Day>) -> Result<i64> {
    match day {
        None => store::agency_line(tx, agency_id)?.pop().map(|line| line.class_id),
        Some(day) => store::class_id_on(tx, agency_id, day)?.pop().map(|row| row.class_id),
    }
    .ok_or(Error::NotFound)
}

/// What an agency counts as in a period from `day` on, which is none where its beginning is unknown.
pub(super) fn of_period(
    tx: &mut Tx<'_>,
    agency: &Agency,
    period: &AgencyPeriod,
    day: Option<Day>,
) -> Result<Class> {
    let obligation = match (period.obligation, day) {
        (None, Some(day)) => duty_on(tx, &period.kind, day)?.and_then(|rule| Obligation::of_word(&rule.duty)),
        (recorded, _) => recorded,
    };
    Ok(Class {
        level: agency.facts.level.word(),
        kind: period.kind.clone(),
        ministry_code: period.ministry_code.clone().unwrap_or_default(),
        province_code: period.province_code.clone().unwrap_or_default(),
        map: if period.province_code.is_some() { map_of(period.from_on) } else { "" },
        obligation: obligation.map_or("khong_ro", Obligation::word),
    })
}

/// What the regulation says of a kind on a day (with basis and certainty), if anything.
///
/// # Errors
/// When the database fails.
///
/// # Law
/// qd-19-2014/2
/// tt-26-2014/5
pub fn duty_on(tx: &mut Tx<'_>, kind: &str, day: Day) -> Result<Option<store::RuleOn>> {
    Ok(store::rule_on(tx, kind, day)?.pop())
}

/// The id of a class, which is added when no agency had it yet.
///
/// # Errors
/// When the database fails.
pub fn id_of(tx: &mut Tx<'_>, class: &Class) -> Result<i64> {
    let (ministry, province) = (class.ministry_code.as_str(), class.province_code.as_str());
    // Between a failed search and the insertion another writer may add the same class, or take the
    // same number for another one: searching and adding again settles both.
    for _ in 0..8 {
        match known_id_of(tx, class) {
            Err(Error::NotFound) => {}
            found => return found,
        }
        store::add_class(tx, class.level, &class.kind, ministry, province, class.map, class.obligation)?;
    }
    Err(Error::busy())
}

/// The id of a class that an agency has had.
///
/// # Errors
/// [`Error::NotFound`] when none had it.
pub fn known_id_of(tx: &mut Tx<'_>, class: &Class) -> Result<i64> {
    let (ministry, province) = (class.ministry_code.as_str(), class.province_code.as_str());
    let found =
        store::class_of(tx, class.level, &class.kind, ministry, province, class.map, class.obligation)?;
    found.first().map(|row| row.id).ok_or(Error::NotFound)
}
