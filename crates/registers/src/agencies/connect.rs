//! Connects each earlier agency to the agency of today, or says why that is not known.
//!
//! Derived from the recorded successions, the map and the released list of departments, and
//! recomputed as a whole: what is better known tomorrow is then connected by itself.

use super::release::{self, commune_committee_code, department_code, department_today};
use super::store;
use crate::places::{self, LEGACY, MAP_2025, place_id};
use platform::search::fold;
use platform::{Day, Result, Tx};
use std::collections::{HashMap, HashSet};

/// What became of an earlier agency.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Connection {
    today: Option<i64>,
    certainty: &'static str,
    reason_key: &'static str,
    /// How many others came after it beside the one named.
    others: i64,
}

impl Connection {
    fn unresolved(reason_key: &'static str) -> Connection {
        Connection { today: None, certainty: "unresolved", reason_key, others: 0 }
    }
}

/// Everything that is looked up while connecting.
struct Lookup {
    agencies: HashMap<i64, store::EveryAgency>,
    by_code: HashMap<String, i64>,
    successors: HashMap<i64, Vec<Option<i64>>>,
    /// New places of an old one, the default first, with its parts.
    places: HashMap<i64, Vec<i64>>,
    place_codes: HashMap<i64, (String, String)>,
    district_parts: HashMap<i64, HashSet<i64>>,
    /// How many earlier provinces a province of today holds.
    provinces_in: HashMap<i64, usize>,
    /// Released central agencies by ministry and folded name.
    units: HashMap<(String, String), String>,
}

/// Connects every earlier agency anew; returns how many are connected and how many are not.
///
/// # Errors
/// When the database fails.
pub fn connect(tx: &mut Tx<'_>) -> Result<(i64, i64)> {
    let lookup = Lookup::read(tx)?;
    store::forget_connections(tx)?;
    let (mut connected, mut unresolved) = (0, 0);
    let mut ids: Vec<i64> = lookup.agencies.keys().copied().collect();
    ids.sort_unstable();
    for id in ids {
        if lookup.is_of_today(id) {
            continue;
        }
        let found = lookup.resolve(id);
        match found.today {
            Some(_) => connected += 1,
            None => unresolved += 1,
        }
        store::insert_connection(tx, id, found.today, found.certainty, found.reason_key, found.others)?;
    }
    Ok((connected, unresolved))
}

impl Lookup {
    fn read(tx: &mut Tx<'_>) -> Result<Lookup> {
        let agencies: HashMap<i64, store::EveryAgency> =
            store::every_agency(tx)?.into_iter().map(|agency| (agency.id, agency)).collect();
        let mut successors: HashMap<i64, Vec<Option<i64>>> = HashMap::new();
        for step in store::every_succession(tx)? {
            successors.entry(step.agency_id).or_default().push(step.successor_id);
        }
        let map = places::released::map();
        let mut by_place: HashMap<i64, Vec<(bool, i64)>> = HashMap::new();
        for step in &map.successions {
            by_place.entry(step.old_id).or_default().push((!step.is_default, step.new_id));
        }
        let places: HashMap<i64, Vec<i64>> = by_place
            .into_iter()
            .map(|(old, mut new)| {
                new.sort_unstable();
                (old, new.into_iter().map(|(_, id)| id).collect())
            })
            .collect();
        let mut district_parts: HashMap<i64, HashSet<i64>> = HashMap::new();
        for parent in map.parents.iter().filter(|parent| parent.to_known == "exact") {
            let parts = places.get(&parent.place_id).into_iter().flatten();
            district_parts.entry(parent.parent_id).or_default().extend(parts);
        }
        let mut provinces_in: HashMap<i64, usize> = HashMap::new();
        for province in map.places.iter().filter(|place| place.map == LEGACY && place.level == "province") {
            for new in places.get(&province.id).into_iter().flatten() {
                *provinces_in.entry(*new).or_default() += 1;
            }
        }
        Ok(Lookup {
            by_code: agencies.values().map(|agency| (agency.code.clone(), agency.id)).collect(),
            agencies,
            successors,
            places,
            place_codes: map
                .places
                .into_iter()
                .map(|place| (place.id, (place.province_code, place.code)))
                .collect(),
            district_parts,
            provinces_in,
            units: units(),
        })
    }

    /// Today's agencies exist and are of today's map, or are central ones of the released list.
    fn is_of_today(&self, id: i64) -> bool {
        let agency = &self.agencies[&id];
        let since_2025 = agency.from_on.is_some_and(|from_on: Day| from_on >= MAP_2025.first_day());
        agency.to_on.is_none() && (since_2025 || release::is_ministry(&agency.code))
    }

    fn resolve(&self, id: i64) -> Connection {
        let end = match self.recorded_end(id) {
            Ok(end) => end,
            Err(unresolved) => return unresolved,
        };
        if self.is_of_today(end) {
            return Connection {
                today: Some(end),
                certainty: "recorded",
                reason_key: "agencies-connection-recorded",
                others: 0,
            };
        }
        let agency = &self.agencies[&end];
        match agency.kind.as_str() {
            "so" | "so_dac_thu" => self.department(agency),
            "ubnd_xa" => self.commune(agency),
            "ubnd_huyen" => self.district(agency),
            "don_vi_thuoc_bo" => self.unit(agency),
            "chi_cuc" => Connection::unresolved("agencies-connection-sub-department"),
            "nganh_doc" => Connection::unresolved("agencies-connection-vertical"),
            _ => Connection::unresolved("agencies-connection-no-data"),
        }
    }

    /// Where the recorded successions lead: the agency itself when there are none.
    fn recorded_end(&self, id: i64) -> std::result::Result<i64, Connection> {
        let (mut end, mut seen) = (id, HashSet::from([id]));
        loop {
            // A rename in place leads to the agency itself.
            let steps: Vec<Option<i64>> = self
                .successors
                .get(&end)
                .into_iter()
                .flatten()
                .filter(|successor| **successor != Some(end))
                .copied()
                .collect();
            match steps.as_slice() {
                [] => return Ok(end),
                [None] => return Err(Connection::unresolved("agencies-connection-abolished")),
                [Some(next)] if seen.insert(*next) => end = *next,
                several => {
                    let others = i64::try_from(several.len()).unwrap_or(i64::MAX);
                    return Err(Connection { others, ..Connection::unresolved("agencies-connection-split") });
                }
            }
        }
    }

    fn department(&self, agency: &store::EveryAgency) -> Connection {
        let unresolved = Connection::unresolved("agencies-connection-department-unknown");
        let Some(province) = agency.province_code.as_deref() else {
            return unresolved;
        };
        let Some(then) = department_of(agency, province) else {
            return unresolved;
        };
        let Some(now) = department_today(then) else {
            return unresolved;
        };
        let Some((new_province, merged)) = self.province_today(province) else {
            return unresolved;
        };
        let today = self.by_code.get(&department_code(new_province, now)).copied();
        let reason_key = match (then == now, merged) {
            (true, false) => "agencies-connection-department-same",
            (true, true) => "agencies-connection-department-province-merged",
            (false, _) => "agencies-connection-department-merged",
        };
        match today {
            Some(_) => Connection { today, certainty: "by_rule", reason_key, others: 0 },
            None => unresolved,
        }
    }

    /// The province of today that holds an earlier one, and whether it holds others too.
    fn province_today(&self, code: &str) -> Option<(&str, bool)> {
        let new = *self.places.get(&place_id(LEGACY, places::Level::Province, code))?.first()?;
        let merged = self.provinces_in.get(&new).is_some_and(|held| *held > 1);
        Some((self.place_codes.get(&new)?.1.as_str(), merged))
    }

    fn commune(&self, agency: &store::EveryAgency) -> Connection {
        let gone = Connection::unresolved("agencies-connection-commune-gone");
        let Some(code) = agency.commune_code.as_deref() else {
            return gone;
        };
        match self.places.get(&place_id(LEGACY, places::Level::Commune, code)).map(Vec::as_slice) {
            Some([new, others @ ..]) => self.committee_of(*new, others.len()),
            _ => gone,
        }
    }

    fn committee_of(&self, commune: i64, others: usize) -> Connection {
        let code =
            self.place_codes.get(&commune).map(|(province, code)| commune_committee_code(province, code));
        let today = code.and_then(|code| self.by_code.get(&code)).copied();
        let others = i64::try_from(others).unwrap_or(i64::MAX);
        match (today, others) {
            (None, _) => Connection::unresolved("agencies-connection-no-data"),
            (today, 0) => {
                let reason_key = "agencies-connection-commune-whole";
                Connection { today, certainty: "by_map", reason_key, others }
            }
            (today, _) => {
                let reason_key = "agencies-connection-commune-split";
                Connection { today, certainty: "by_map", reason_key, others }
            }
        }
    }

    fn district(&self, agency: &store::EveryAgency) -> Connection {
        let id =
            place_id(LEGACY, places::Level::District, agency.district_code.as_deref().unwrap_or_default());
        if let Some([new, ..]) = self.places.get(&id).map(Vec::as_slice) {
            return self.committee_of(*new, 0);
        }
        match self.district_parts.get(&id) {
            Some(parts) if !parts.is_empty() => Connection {
                others: i64::try_from(parts.len()).unwrap_or(i64::MAX),
                ..Connection::unresolved("agencies-connection-district-ended")
            },
            _ => Connection::unresolved("agencies-connection-district-gone"),
        }
    }

    /// A unit of a ministry is known by its name: the released list has some of them.
    fn unit(&self, agency: &store::EveryAgency) -> Connection {
        let ministry = agency.ministry_code.clone().unwrap_or_default();
        let name = agency.name.split(" (").next().unwrap_or_default();
        let same = self.units.get(&(ministry.clone(), fold(name))).and_then(|code| self.by_code.get(code));
        if let Some(end) =
            same.and_then(|id| self.recorded_end(*id).ok()).filter(|end| self.is_of_today(*end))
        {
            let reason_key = "agencies-connection-unit-named";
            return Connection { today: Some(end), certainty: "by_rule", reason_key, others: 0 };
        }
        let ended = self.by_code.get(&ministry).is_some_and(|id| self.agencies[id].to_on.is_some());
        Connection::unresolved(if ended {
            "agencies-connection-ministry-merged"
        } else {
            "agencies-connection-unit-unknown"
        })
    }
}

/// The department's code without province: from the agency's code, else from how its name begins.
fn department_of(agency: &store::EveryAgency, province: &str) -> Option<&'static str> {
    let suffix = agency.code.strip_prefix(province).and_then(|rest| rest.strip_prefix('-'));
    let by_code = release::departments().find(|department| Some(department.code.as_str()) == suffix);
    let name = fold(&agency.name);
    let by_name = || {
        release::departments()
            .filter(|department| name.starts_with(&fold(&department.name)))
            .max_by_key(|department| department.name.len())
    };
    by_code.or_else(by_name).map(|department| department.code.as_str())
}

fn units() -> HashMap<(String, String), String> {
    release::released()
        .iter()
        .filter(|agency| agency.kind == "don_vi_thuoc_bo")
        .map(|agency| ((agency.parent.clone(), fold(&agency.name)), agency.code.clone()))
        .collect()
}
