//! Loads the released map into a database, once, and verifies that it is still as released.

use super::data;
use super::released::{Map, map};
use super::store;
use crate::NATION_AGENCY_ID;
use platform::journal::{self, Entry, Line};
use platform::record::{RECORDS, RecordKind};
use platform::{Error, Result, Tx};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fmt::Debug;
use std::sync::OnceLock;

/// The id of the one record that stands for the whole map.
const MAP_ID: i64 = 1;

/// Raised when the rows built from the same files change.
const BUILD: &str = "1";

/// The one event of the map: a release was loaded.
#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
enum MapEvent {
    Released { sha256: String, places: i64, names: i64, parents: i64, successions: i64 },
}

/// The hash of the files the program carries.
pub fn sha256() -> &'static str {
    static HASH: OnceLock<String> = OnceLock::new();
    HASH.get_or_init(|| {
        let mut sha = Sha256::new();
        sha.update(BUILD);
        for file in data::ALL {
            sha.update((file.len() as u64).to_be_bytes());
            sha.update(file);
        }
        sha.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    })
}

/// Loads the released map, unless this database has it; returns whether it was loaded now.
///
/// # Errors
/// When the database fails.
pub fn release(tx: &mut Tx<'_>) -> Result<bool> {
    let held = store::release_line(tx)?.pop();
    if held.as_ref().is_some_and(|line| line.sha256 == sha256()) {
        return Ok(false);
    }
    if held.is_some() {
        store::delete_successions(tx)?;
        store::delete_parents(tx)?;
        store::delete_names(tx)?;
        store::delete_places(tx)?;
    }
    let map = map();
    insert(tx, &map)?;
    let [places, names, parents, successions] = sizes(&map);
    let revision = held.map_or(1, |line| line.revision + 1);
    store::put_release(tx, MAP_ID, sha256(), places, names, parents, successions, revision)?;
    let event = MapEvent::Released { sha256: sha256().to_owned(), places, names, parents, successions };
    let payload = serde_json::to_string(&event).map_err(Error::failed)?;
    let entry = Entry {
        agency_id: NATION_AGENCY_ID,
        subject_kind: "map_release",
        subject_id: MAP_ID,
        kind: "released.1",
        payload: &payload,
    };
    journal::append(tx, entry)?;
    Ok(true)
}

fn sizes(map: &Map) -> [i64; 4] {
    [map.places.len(), map.names.len(), map.parents.len(), map.successions.len()]
        .map(|length| i64::try_from(length).unwrap_or(i64::MAX))
}

fn insert(tx: &mut Tx<'_>, map: &Map) -> Result<()> {
    for place in &map.places {
        store::insert_place(
            tx,
            place.id,
            &place.map,
            &place.level,
            &place.code,
            &place.unit_type,
            &place.name,
            &place.folded,
            &place.province_code,
            place.district_code.as_deref(),
            place.from_on,
            &place.from_known,
            place.to_on,
            &place.to_known,
            place.area_km2,
            place.latitude,
            place.longitude,
            &place.act,
        )?;
    }
    for name in &map.names {
        store::insert_name(
            tx,
            name.place_id,
            name.position,
            &name.name,
            &name.unit_type,
            name.from_on,
            &name.from_known,
            name.to_on,
            &name.to_known,
            &name.basis,
        )?;
    }
    insert_links(tx, map)
}

fn insert_links(tx: &mut Tx<'_>, map: &Map) -> Result<()> {
    for parent in &map.parents {
        store::insert_parent(
            tx,
            parent.place_id,
            parent.position,
            parent.parent_id,
            parent.from_on,
            &parent.from_known,
            parent.to_on,
            &parent.to_known,
        )?;
    }
    for step in &map.successions {
        store::insert_succession(
            tx,
            step.old_id,
            step.new_id,
            step.on_day,
            &step.relation,
            step.is_default,
            step.targets,
            &step.basis,
        )?;
    }
    Ok(())
}

/// The rows are compared with those built anew from the files, not with a hash of themselves: so
/// the first altered place is named.
fn compare(tx: &mut Tx<'_>, _: i64, lines: &[Line]) -> Result<Option<String>> {
    let Some(payload) = lines.last().and_then(|line| line.payload.as_deref()) else {
        return Ok(Some("the journal of the map is erased".to_owned()));
    };
    let told: MapEvent = match serde_json::from_str(payload) {
        Ok(event) => event,
        Err(error) => return Ok(Some(format!("its journal cannot be replayed: {error}"))),
    };
    let MapEvent::Released { sha256: told, .. } = told;
    let held = store::release_line(tx)?.pop();
    let Some(held) = held.filter(|held| held.sha256 == told) else {
        return Ok(Some("the release in the row is not the one journalled last".to_owned()));
    };
    if told != sha256() {
        // Another version of the program brought this map; the release of this one is loaded at its next start.
        return Ok(None);
    }
    let released = map();
    let counts = [held.places, held.names, held.parents, held.successions];
    if counts != sizes(&released) {
        return Ok(Some("the counts in the row are not those of the release".to_owned()));
    }
    Ok(differs(&store::all_places(tx)?, &released.places)
        .or(differs(&store::all_names(tx)?, &released.names))
        .or(differs(&store::all_parents(tx)?, &released.parents))
        .or(differs(&store::all_successions(tx)?, &released.successions)))
}

fn differs<T: PartialEq + Debug>(stored: &[T], released: &[T]) -> Option<String> {
    if stored.len() != released.len() {
        return Some(format!("{} rows are stored, {} released", stored.len(), released.len()));
    }
    stored
        .iter()
        .zip(released)
        .find(|(stored, released)| stored != released)
        .map(|(stored, released)| format!("row has {stored:?}, the release has {released:?}"))
}

fn ids(tx: &mut Tx<'_>) -> Result<Vec<i64>> {
    Ok(store::release_line(tx)?.into_iter().map(|line| line.id).collect())
}

const _: () = {
    #[platform::linkme::distributed_slice(RECORDS)]
    #[linkme(crate = platform::linkme)]
    static KIND: RecordKind = RecordKind { name: "map_release", path: "/places?release=", compare, ids };
};
