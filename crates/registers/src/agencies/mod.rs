//! Agencies (cơ quan): legal identities with dated names, kinds and places, and what they went on in.
//!
//! An agency is not a place: "UBND phường X" is an agency, "phường X" a place. A rename keeps the
//! identity; merging, splitting and abolishing end it.

pub mod actions;
mod api;
mod class_periods;
pub mod classes;
mod connect;
pub mod decide;
mod forms;
mod history;
mod import;
pub mod listing;
mod model;
pub mod pages;
mod record_page;
pub mod release;
pub mod store;
mod unresolved;
mod views;

pub use classes::class_on;
pub use connect::connect;
pub use decide::{AgencyRow, Correct, Create, Reclassify, Rename, Succeed, SuccessionRow, Which};
pub use import::{begin, enter, enter_succession, warnings};
pub use listing::{FoundRow, Meant, NamedRow, in_place, meant, perhaps, search};
pub use model::{
    Agency, AgencyEvent, AgencyFacts, AgencyName, AgencyPeriod, Level, Obligation, Succession, SuccessionKind,
};
pub use pages::routes;
pub use release::release;
pub use store::load;

use platform::journal::Line;
use platform::{Day, Error, Record, Result, Scope, Tx, record};
use std::collections::HashMap;

/// The agency with this code, if the register has it.
///
/// # Errors
/// When the database fails.
pub fn by_code(tx: &mut Tx<'_>, code: &str) -> Result<Option<Agency>> {
    match store::id_of_code(tx, code)?.pop() {
        None => Ok(None),
        Some(row) => store::load(tx, row.id),
    }
}

/// Which agencies to list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Only agencies that existed on this day.
    pub day: Option<Day>,
    /// Only this level.
    pub level: Option<Level>,
    /// Only this kind.
    pub kind: Option<String>,
    /// Only this ministry's.
    pub ministry_code: Option<String>,
    /// Only this province's.
    pub province_code: Option<String>,
    /// Words of a code or of any name it bore, accents or not.
    pub search: String,
}

/// One page of agencies in the order of their codes; `after` is code-and-names text and id of the
/// last row of the page before.
///
/// # Errors
/// When the database fails.
pub fn list(
    tx: &mut Tx<'_>,
    filter: &Filter,
    after: (&str, i64),
    count: i64,
) -> Result<Vec<store::ListedAgency>> {
    let like = crate::places::like(&filter.search);
    Ok(store::list_page(
        tx,
        filter.day,
        filter.level.map(Level::word),
        filter.kind.as_deref(),
        filter.ministry_code.as_deref(),
        filter.province_code.as_deref(),
        like.as_deref(),
        after.0,
        after.1,
        count,
    )?)
}

/// The ids of all agencies by their codes, in one question: for imports of thousands of rows.
///
/// # Errors
/// When the database fails.
pub fn ids_by_code(tx: &mut Tx<'_>) -> Result<HashMap<String, i64>> {
    Ok(store::every_code(tx)?.into_iter().map(|row| (row.code, row.id)).collect())
}

/// The code of the people's committee of a province (UBND cấp tỉnh) on the `legacy` map (63 provinces) or that of `2025` (34).
pub fn committee_code(province_code: &str, map: &str) -> String {
    match map {
        "2025" => format!("{province_code}-UBND-2025"),
        _ => format!("{province_code}-UBND"),
    }
}

/// The agencies above an agency, nearest first: its parent, its ministry or its province's people's
/// committee, and what those have become.
///
/// # Errors
/// When the database fails.
pub fn superiors(tx: &mut Tx<'_>, agency_id: i64) -> Result<Vec<i64>> {
    let Some(agency) = store::load(tx, agency_id)? else {
        return Ok(Vec::new());
    };
    let mut found = superiors_of(tx, agency.period())?;
    found.retain(|id| *id != agency_id);
    Ok(found)
}

/// The agencies above an agency of this period, nearest first.
///
/// # Errors
/// When the database fails.
pub fn superiors_of(tx: &mut Tx<'_>, period: &AgencyPeriod) -> Result<Vec<i64>> {
    let map = classes::map_of(period.from_on);
    let committee = period.province_code.as_deref().map(|code| committee_code(code, map));
    let codes = [period.parent_code.clone(), period.ministry_code.clone(), committee];
    let mut found: Vec<i64> = Vec::new();
    for code in codes.into_iter().flatten() {
        found.extend(store::id_of_code(tx, &code)?.into_iter().map(|row| row.id));
    }
    let mut next = 0;
    while let Some(&id) = found.get(next) {
        for step in store::successions(tx, id)? {
            found.extend(step.successor_id.filter(|successor| !found.contains(successor)));
        }
        next += 1;
    }
    let mut seen = std::collections::BTreeSet::new();
    found.retain(|id| seen.insert(*id));
    Ok(found)
}

/// What acting on an agency touches: the agency itself, under those above it.
///
/// # Errors
/// When the database fails.
pub fn scope(tx: &mut Tx<'_>, agency_id: i64) -> Result<Scope> {
    Ok(Scope { owner_agency_id: Some(agency_id), superior_ids: superiors(tx, agency_id)? })
}

/// The row must also say what follows from the record: present name, search text and class.
fn compare(tx: &mut Tx<'_>, id: i64, lines: &[Line]) -> Result<Option<String>> {
    let loaded = store::load(tx, id);
    let agency = loaded.as_ref().ok().cloned().flatten();
    let difference = crate::verify::compare(id, lines, loaded)?;
    let (None, Some(agency)) = (&difference, agency) else {
        return Ok(difference);
    };
    let periods = match class_periods::of(tx, &agency, classes::known_id_of) {
        Err(Error::NotFound) => return Ok(Some("what it counts as is not among the classes".to_owned())),
        periods => periods?,
    };
    if store::periods(tx, id)? != periods {
        return Ok(Some("its class periods differ from those that follow from its replay".to_owned()));
    }
    let held = store::agency_line(tx, id)?.pop();
    let differs =
        held != Some(store::line_of(&agency, &periods)) || !listing::is_in_order(tx, id, agency.name())?;
    Ok(differs.then(|| "the row's derived columns differ from its replay".to_owned()))
}

const _: () = {
    #[platform::linkme::distributed_slice(record::RECORDS)]
    #[linkme(crate = platform::linkme)]
    static KIND: record::RecordKind =
        record::RecordKind { name: Agency::KIND, path: "/agencies/", compare, ids: store::ids };
};
