//! What a counter offers: its own agency's services and those of the agencies it receives for.

use super::store;
use platform::{Result, Tx};
use registers::agencies;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

/// One service as a counter offers it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// The agency that handles it.
    pub agency_id: i64,
    /// Its name.
    pub agency_name: String,
    /// The service.
    pub service_id: i64,
    /// The procedure.
    pub procedure_id: i64,
    /// The procedure's code.
    pub procedure_code: String,
    /// The code by which people know it: that of the national database, else the own one.
    pub known_code: String,
    /// The procedure's name.
    pub procedure_name: String,
    /// The unit whose work it is.
    pub unit_id: Option<i64>,
    /// The name of that unit where it is closed: nothing is received until another unit gets the service.
    pub closed_unit: Option<String>,
    /// Code and name without accents and in small letters, for the counter's search.
    pub folded: String,
}

/// Everything the counter of an agency may receive today, by name.
///
/// # Errors
/// When the database fails.
pub fn offered_at(tx: &mut Tx<'_>, desk_agency_id: i64) -> Result<Vec<Offer>> {
    let today = tx.today();
    let rows = store::offered(tx, desk_agency_id, today)?;
    let mut names: BTreeMap<i64, String> = BTreeMap::new();
    for row in &rows {
        if let Entry::Vacant(place) = names.entry(row.agency_id) {
            let agency = agencies::load(tx, row.agency_id)?;
            place.insert(agency.map(|agency| agency.name().to_owned()).unwrap_or_default());
        }
    }
    Ok(rows
        .into_iter()
        .map(|row| Offer {
            agency_name: names.get(&row.agency_id).cloned().unwrap_or_default(),
            agency_id: row.agency_id,
            service_id: row.id,
            procedure_id: row.procedure_id,
            known_code: row.national_code.unwrap_or_else(|| row.procedure_code.clone()),
            procedure_code: row.procedure_code,
            procedure_name: row.procedure_name,
            unit_id: row.unit_id,
            closed_unit: row.closed_unit,
            folded: row.folded,
        })
        .collect())
}

/// Whether the counter of `desk_agency_id` may receive today what `handling_agency_id` handles; an agency's own
/// counter always may.
///
/// # Errors
/// When the database fails.
pub fn may_receive(tx: &mut Tx<'_>, handling_agency_id: i64, desk_agency_id: i64) -> Result<bool> {
    if handling_agency_id == desk_agency_id {
        return Ok(true);
    }
    let today = tx.today();
    let desk = store::desk_of(tx, handling_agency_id, desk_agency_id)?;
    Ok(desk.is_some_and(|desk| desk.receives_on(today)))
}
