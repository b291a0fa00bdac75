//! The agencies that the program itself brings: ministries, people's committees, departments.
//!
//! People correct them like any other, so that each is journalled by its own event and a release
//! only adds what is missing. Codes: central ones as in the released list (`BO-TC`); the people's
//! committee of a province until 30/6/2025 `01-UBND`; since 1/7/2025 everything in a province ends
//! in `-2025` (`01-UBND-2025`, `01-SNV-2025`, `01-X00004-2025`), because the same numbers may mean
//! other places than before.

use super::model::{
    AgencyEvent, AgencyFacts, AgencyName, AgencyPeriod, Level, Obligation, Succession, SuccessionKind,
};
use super::{begin, committee_code, store};
use crate::places::{self, LEGACY, MAP_2025, released::Map, store::NameLine};
use platform::{Day, KnownDate, Record, Result, Tx};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::OnceLock;

const LIST: &str = include_str!("../../data/agencies.csv");

/// One row of the released list of agencies.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Released {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its kind, or `mau` for what is only a pattern.
    pub kind: String,
    /// The code above it.
    pub parent: String,
    /// First day.
    pub valid_from: Option<Day>,
    /// Last day.
    pub valid_to: Option<Day>,
    /// The code that followed it, or empty.
    pub successor: String,
    /// Remarks.
    pub note: String,
}

impl Released {
    fn is_central(&self) -> bool {
        ["chinh_phu", "bo", "co_quan_ngang_bo", "co_quan_thuoc_cp", "don_vi_thuoc_bo", "khac"]
            .contains(&self.kind.as_str())
    }

    fn is_common_department(&self) -> bool {
        self.kind == "so" && self.parent == "UBND-TINH"
    }
}

/// The released list of agencies.
pub fn released() -> &'static [Released] {
    static ROWS: OnceLock<Vec<Released>> = OnceLock::new();
    ROWS.get_or_init(|| crate::data::rows(LIST))
}

/// Whether a code is one of the released central agencies.
pub fn is_ministry(code: &str) -> bool {
    released().iter().any(|agency| agency.code == code && agency.is_central())
}

/// The common departments of a province, by code without province; those of today have no last day.
pub(super) fn departments() -> impl Iterator<Item = &'static Released> {
    released().iter().filter(|agency| agency.is_common_department())
}

/// The code of the department that holds today what `code` did (`SKHDT` → `STC`).
pub(super) fn department_today(code: &str) -> Option<&'static str> {
    let mut held = departments().find(|department| department.code == code)?;
    while held.valid_to.is_some() {
        held = departments().find(|department| department.code == held.successor)?;
    }
    Some(&held.code)
}

/// An agency to be entered, and what it went on in.
struct Draft {
    code: String,
    facts: AgencyFacts,
    /// Code of the successor, kind, day and basis.
    successor: Option<(String, SuccessionKind, Day, String)>,
}

/// Enters the released agencies that the register does not have yet; returns how many.
///
/// # Errors
/// When the database fails.
pub fn release(tx: &mut Tx<'_>) -> Result<usize> {
    let mark = mark();
    if store::release_mark(tx, MARK)?.pop().is_some_and(|held| held.sha256 == mark) {
        return Ok(0);
    }
    let held: HashSet<String> = store::all_codes(tx)?.into_iter().map(|row| row.code).collect();
    let missing: Vec<Draft> = drafts().into_iter().filter(|draft| !held.contains(&draft.code)).collect();
    let mut entered = Vec::new();
    for draft in &missing {
        entered.push(begin(tx, &draft.code, draft.facts.clone())?);
    }
    for (mut agency, draft) in entered.into_iter().zip(&missing) {
        let Some((code, kind, on, basis)) = &draft.successor else {
            continue;
        };
        let succession = Succession {
            successor_id: store::id_of_code(tx, code)?.pop().map(|row| row.id),
            successor_code: Some(code.clone()),
            kind: *kind,
            on: KnownDate::Day(*on),
            basis: basis.clone(),
        };
        let events = [AgencyEvent::Succeeded { succession }];
        agency.apply_all(&events);
        store::save(tx, &agency, &events)?;
    }
    store::set_release_mark(tx, MARK, &mark)?;
    Ok(missing.len())
}

const MARK: &str = "agencies";

/// The files this release is built from: a database that has taken them over is not asked again.
fn mark() -> String {
    let list = Sha256::digest(LIST);
    let list: String = list.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("{list}{}", places::sha256())
}

fn drafts() -> Vec<Draft> {
    let map = places::released::map();
    let names = Names::of(&map);
    let mut drafts = central();
    drafts.extend(committees_before_2025(&map, &names));
    drafts.extend(provinces_2025(&map, &names));
    drafts.extend(communes_2025(&map, &names));
    drafts
}

fn central() -> Vec<Draft> {
    released().iter().filter(|agency| agency.is_central()).map(central_draft).collect()
}

fn central_draft(agency: &Released) -> Draft {
    let under_ministry = agency.kind == "don_vi_thuoc_bo";
    // A ministry stands for itself where reports group by ministry.
    let ministry_code = match agency.kind.as_str() {
        "chinh_phu" | "khac" => None,
        _ if under_ministry => Some(agency.parent.clone()),
        _ => Some(agency.code.clone()),
    };
    let to_on = agency.valid_to.map(|last| last.plus_days(1));
    let period = AgencyPeriod {
        from_on: agency.valid_from,
        kind: agency.kind.clone(),
        parent_code: (!under_ministry && !agency.parent.is_empty()).then(|| agency.parent.clone()),
        ministry_code,
        // Decision 19/2014 names it beside the ministries; other bodies of its kind are not named.
        obligation: (agency.code == "BHXHVN").then_some(Obligation::Obliged),
        ..AgencyPeriod::default()
    };
    let name = AgencyName { from_on: agency.valid_from, to_on: None, name: agency.name.clone() };
    let successor = to_on.filter(|_| !agency.successor.is_empty());
    Draft {
        code: agency.code.clone(),
        facts: AgencyFacts {
            level: Level::Central,
            from_on: agency.valid_from,
            to_on,
            names: vec![name],
            periods: vec![period],
        },
        successor: successor
            .map(|on| (agency.successor.clone(), going_on_as(&agency.successor), on, agency.note.clone())),
    }
}

/// One agency that goes on alone under a new code was renamed; any other was merged.
fn going_on_as(successor: &str) -> SuccessionKind {
    let before = released().iter().filter(|agency| agency.successor == successor).count();
    let is_new = released().iter().any(|agency| agency.code == successor && agency.valid_from.is_some());
    if before == 1 && is_new { SuccessionKind::Rename } else { SuccessionKind::Merge }
}

/// The names of places over time, for the names of their agencies.
struct Names<'a>(HashMap<i64, Vec<&'a NameLine>>);

impl<'a> Names<'a> {
    fn of(map: &'a Map) -> Names<'a> {
        let mut names: HashMap<i64, Vec<&NameLine>> = HashMap::new();
        for name in &map.names {
            names.entry(name.place_id).or_default().push(name);
        }
        Names(names)
    }

    /// The first days of the names of these places, the open one first.
    fn days(&self, place_ids: &[i64]) -> BTreeSet<Option<Day>> {
        place_ids
            .iter()
            .flat_map(|id| self.0.get(id).into_iter().flatten())
            .map(|name| name.from_on)
            .collect()
    }

    fn on(&self, place_id: i64, day: Option<Day>) -> String {
        let names = self.0.get(&place_id).map_or(&[][..], Vec::as_slice);
        let held = names.iter().rev().find(|name| name.from_on.is_none() || name.from_on <= day);
        inside_a_name(held.or(names.first()).map_or("", |name| &name.name))
    }

    /// What an agency in a place (and a larger one) is called over time: `form(names of both)`.
    fn of_agency(&self, place_ids: &[i64], form: impl Fn(&[String]) -> String) -> Vec<AgencyName> {
        let days: Vec<Option<Day>> = self.days(place_ids).into_iter().collect();
        let mut names: Vec<AgencyName> = Vec::new();
        for day in days {
            let parts: Vec<String> = place_ids.iter().map(|id| self.on(*id, day)).collect();
            let name = form(&parts);
            if let Some(last) = names.last_mut() {
                if last.name == name {
                    continue;
                }
                last.to_on = day;
            }
            names.push(AgencyName { from_on: day, to_on: None, name });
        }
        names
    }
}

/// `Thành phố Hà Nội` inside another name is `thành phố Hà Nội`.
fn inside_a_name(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map_or(String::new(), |first| first.to_lowercase().chain(letters).collect())
}

fn committees_before_2025(map: &Map, names: &Names<'_>) -> Vec<Draft> {
    let mut predecessors: HashMap<i64, usize> = HashMap::new();
    let provinces: Vec<_> =
        map.places.iter().filter(|place| place.map == LEGACY && place.level == "province").collect();
    let successor_of = |id: i64| map.successions.iter().find(|step| step.old_id == id);
    for province in &provinces {
        if let Some(step) = successor_of(province.id) {
            *predecessors.entry(step.new_id).or_default() += 1;
        }
    }
    let code_of: HashMap<i64, &str> =
        map.places.iter().map(|place| (place.id, place.code.as_str())).collect();
    provinces
        .iter()
        .map(|province| {
            let period = AgencyPeriod {
                kind: "ubnd_tinh".to_owned(),
                province_code: Some(province.code.clone()),
                ..AgencyPeriod::default()
            };
            let successor = successor_of(province.id).map(|step| {
                let alone = predecessors.get(&step.new_id) == Some(&1);
                let kind = if alone { SuccessionKind::Rename } else { SuccessionKind::Merge };
                let code = committee_code(code_of.get(&step.new_id).copied().unwrap_or_default(), "2025");
                (code, kind, step.on_day, step.basis.clone())
            });
            Draft {
                code: committee_code(&province.code, LEGACY),
                facts: AgencyFacts {
                    level: Level::Local,
                    from_on: None,
                    to_on: None,
                    names: names.of_agency(&[province.id], |parts| format!("UBND {}", parts[0])),
                    periods: vec![period],
                },
                successor,
            }
        })
        .collect()
}

/// A local agency since 1/7/2025.
fn local_2025(code: String, names: Vec<AgencyName>, period: AgencyPeriod) -> Draft {
    let from_on = Some(MAP_2025.first_day());
    let period = AgencyPeriod { from_on, ..period };
    let facts = AgencyFacts { level: Level::Local, from_on, to_on: None, names, periods: vec![period] };
    Draft { code, facts, successor: None }
}

fn provinces_2025(map: &Map, names: &Names<'_>) -> Vec<Draft> {
    let mut drafts = Vec::new();
    for province in map.places.iter().filter(|place| place.map == MAP_2025.word && place.level == "province")
    {
        let period = |kind: &str| AgencyPeriod {
            kind: kind.to_owned(),
            province_code: Some(province.code.clone()),
            ..AgencyPeriod::default()
        };
        let committee = committee_code(&province.code, MAP_2025.word);
        let called = names.of_agency(&[province.id], |parts| format!("UBND {}", parts[0]));
        drafts.push(local_2025(committee.clone(), called, period("ubnd_tinh")));
        for department in departments().filter(|department| department.valid_to.is_none()) {
            let called = names.of_agency(&[province.id], |parts| match department.code.as_str() {
                "TTT" => format!("Thanh tra {}", parts[0]),
                "VPUBND" => format!("Văn phòng UBND {}", parts[0]),
                _ => format!("{} {}", department.name, parts[0]),
            });
            let period = AgencyPeriod { parent_code: Some(committee.clone()), ..period("so") };
            drafts.push(local_2025(department_code(&province.code, &department.code), called, period));
        }
    }
    drafts
}

/// The code of a department of a province of today.
pub(super) fn department_code(province_code: &str, department: &str) -> String {
    format!("{province_code}-{department}-2025")
}

/// The code of the people's committee of a commune of today.
pub(super) fn commune_committee_code(province_code: &str, commune_code: &str) -> String {
    format!("{province_code}-X{commune_code}-2025")
}

fn communes_2025(map: &Map, names: &Names<'_>) -> Vec<Draft> {
    let communes = map.places.iter().filter(|place| place.map == MAP_2025.word && place.level == "commune");
    communes
        .map(|commune| {
            let province = places::place_id(MAP_2025.word, places::Level::Province, &commune.province_code);
            let period = AgencyPeriod {
                kind: "ubnd_xa".to_owned(),
                province_code: Some(commune.province_code.clone()),
                commune_code: Some(commune.code.clone()),
                ..AgencyPeriod::default()
            };
            let called =
                names.of_agency(&[commune.id, province], |parts| format!("UBND {}, {}", parts[0], parts[1]));
            local_2025(commune_committee_code(&commune.province_code, &commune.code), called, period)
        })
        .collect()
}
