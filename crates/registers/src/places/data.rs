//! The released map: what the program carries of provinces, districts and communes.

use crate::data::rows;
use serde::Deserialize;
use std::collections::HashSet;
use std::sync::OnceLock;

/// The codes of a file that only matter as codes.
#[derive(Deserialize)]
struct Coded {
    code: String,
}

#[derive(Deserialize)]
struct InDistrict {
    district_code: String,
}

fn codes(files: &[&str]) -> HashSet<String> {
    files.iter().flat_map(|file| rows::<Coded>(file)).map(|row| row.code).collect()
}

/// Whether a province of any map has this code.
pub fn is_province(code: &str) -> bool {
    static CODES: OnceLock<HashSet<String>> = OnceLock::new();
    CODES.get_or_init(|| codes(&[PROVINCES_2012, LEGACY_PROVINCES, PROVINCES])).contains(code)
}

/// Whether a district of any map has this code.
pub fn is_district(code: &str) -> bool {
    static CODES: OnceLock<HashSet<String>> = OnceLock::new();
    CODES
        .get_or_init(|| {
            let mut all = codes(&[LEGACY_DISTRICTS]);
            all.extend(rows::<InDistrict>(SNAPSHOT_2022).into_iter().map(|row| row.district_code));
            all
        })
        .contains(code)
}

/// Whether a commune of any map has this code.
pub fn is_commune(code: &str) -> bool {
    static CODES: OnceLock<HashSet<String>> = OnceLock::new();
    CODES.get_or_init(|| codes(&[COMMUNES, LEGACY_COMMUNES, SNAPSHOT_2022])).contains(code)
}

/// The name of a province on the map of 2012, by its code.
pub fn name_in_2012(code: &str) -> Option<String> {
    #[derive(Deserialize)]
    struct Named {
        code: String,
        name: String,
    }
    rows::<Named>(PROVINCES_2012).into_iter().find(|row| row.code == code).map(|row| row.name)
}

/// The 63 provinces of 2012.
pub const PROVINCES_2012: &str = include_str!("../../data/provinces-2012.csv");
/// The 63 provinces at 30/6/2025.
pub const LEGACY_PROVINCES: &str = include_str!("../../data/legacy-provinces.csv");
/// The 696 districts at 30/6/2025.
pub const LEGACY_DISTRICTS: &str = include_str!("../../data/legacy-districts.csv");
/// The 10,035 communes at 30/6/2025.
pub const LEGACY_COMMUNES: &str = include_str!("../../data/legacy-communes.csv");
/// Communes and districts as about 2022.
pub const SNAPSHOT_2022: &str = include_str!("../../data/snapshot-2022-communes.csv");
/// The 34 provinces from 1/7/2025.
pub const PROVINCES: &str = include_str!("../../data/provinces.csv");
/// The 3,321 communes from 1/7/2025.
pub const COMMUNES: &str = include_str!("../../data/communes.csv");
/// Changes of names and types in 2026.
pub const CHANGES_2026: &str = include_str!("../../data/changes-2026.csv");
/// What each commune before 1/7/2025 became.
pub const MAPPING_2025: &str = include_str!("../../data/commune-mapping-2025.csv");

/// Every file the map is built from, for its hash.
pub const ALL: [&str; 9] = [
    PROVINCES_2012,
    LEGACY_PROVINCES,
    LEGACY_DISTRICTS,
    LEGACY_COMMUNES,
    SNAPSHOT_2022,
    PROVINCES,
    COMMUNES,
    CHANGES_2026,
    MAPPING_2025,
];
