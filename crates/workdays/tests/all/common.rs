//! What the tests of this crate share: the calendars of the data files.

use workdays::{Calendar, CalendarFacts, Day, Holiday, Profile, TimeOfDay, parse_instant};

/// The rows of `tests/data/holidays-vn.csv`.
pub fn holidays() -> Vec<Holiday> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/holidays-vn.csv");
    let mut reader = csv::Reader::from_path(path).unwrap();
    let row = |record: csv::StringRecord| Holiday {
        day: record[0].parse().unwrap(),
        name_vi: record[1].to_owned(),
        name_en: record[2].to_owned(),
        kind: record[3].parse().unwrap(),
        status: record[4].parse().unwrap(),
        legal_basis: None,
        source: record[5].to_owned(),
    };
    reader.records().map(|record| row(record.unwrap())).collect()
}

/// The facts of Việt Nam from 2006 to 2027 with an office.
pub fn facts(profile: Profile, swaps: bool) -> CalendarFacts {
    CalendarFacts { version: 1, years: (2006..=2027).collect(), holidays: holidays(), profile, swaps }
}

/// `P1` or `P2` with or without swaps.
pub fn calendar(profile: &str, swaps: bool) -> Calendar {
    let profile = match profile {
        "P1" => Profile::p1(),
        "P2" => Profile::p2(),
        other => panic!("no profile {other}"),
    };
    Calendar::compile(facts(profile, swaps)).unwrap()
}

/// `2026-11-23 15:00` in the legal zone.
pub fn at(text: &str) -> i64 {
    parse_instant(text).unwrap()
}

pub fn day(text: &str) -> Day {
    text.parse().unwrap()
}

pub fn time(text: &str) -> TimeOfDay {
    text.parse().unwrap()
}
