//! Lists of places: the map of a day by level, what a place consists of, what a search finds.

pub mod store;

use super::model::{Level, place_id};
use super::{LEGACY, MAP_2025, like};
use platform::{Day, Error, Result, Tx};

/// Which places to list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asked {
    /// The provinces of a day, with what they consist of.
    Provinces(Day),
    /// What a place consisted of on a day.
    PartsOf(i64, Day),
    /// All places of a level on a day.
    OfLevel(Level, Day),
    /// What a search finds: in every era, or of one day, or of one level.
    Search(String, Option<Day>, Option<Level>),
}

/// One place of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Where the next page goes on after this one.
    pub key: i64,
    /// Its id.
    pub id: i64,
    /// Its code.
    pub code: String,
    /// Its level.
    pub level: String,
    /// Its type, as the files write it.
    pub unit_type: String,
    /// Its name, of the day where one is asked for.
    pub name: String,
    /// The map it is of, and its province's code there.
    pub province: (String, String),
    /// Its first day and how well it is known.
    pub from: (Option<Day>, String),
    /// The first day after it and how well it is known.
    pub to: (Option<Day>, String),
    /// How many districts and communes it has; where the list counts them.
    pub parts: Option<(i64, i64)>,
}

/// The map in force on a day.
pub fn map_on(day: Day) -> &'static str {
    if day >= MAP_2025.first_day() { MAP_2025.word } else { LEGACY }
}

/// The level of a code, which follows from its length: 2, 3 or 5 digits.
pub fn level_of_code(code: &str) -> Option<Level> {
    if !code.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    match code.len() {
        2 => Some(Level::Province),
        3 => Some(Level::District),
        5 => Some(Level::Commune),
        _ => None,
    }
}

/// One page of places; `after` is the key of the last one of the page before.
///
/// # Errors
/// [`Error::NotFound`] when the place whose parts are asked for does not exist.
pub fn page(tx: &mut Tx<'_>, asked: &Asked, after: i64, count: i64) -> Result<Vec<Listed>> {
    match asked {
        Asked::Provinces(day) => provinces(tx, *day, after, count),
        Asked::PartsOf(id, day) => parts(tx, (*id, *day), after, count),
        Asked::OfLevel(level, day) => {
            // Ids of a level on a map stand together: what comes before need not be read.
            let first = place_id(map_on(*day), *level, "0");
            let rows = store::level_on(tx, level.word(), *day, after.max(first), count)?;
            Ok(rows.into_iter().map(of_level).collect())
        }
        Asked::Search(words, day, level) => {
            let Some(like) = like(words) else { return Ok(Vec::new()) };
            let rows = store::found(tx, &like, *day, level.map(Level::word), after, count)?;
            Ok(rows.into_iter().map(found).collect())
        }
    }
}

/// The places that a search finds in any era, today's first.
///
/// # Errors
/// When the database fails.
pub fn search(tx: &mut Tx<'_>, text: &str, limit: i64) -> Result<Vec<Listed>> {
    page(tx, &Asked::Search(text.to_owned(), None, None), 0, limit)
}

fn provinces(tx: &mut Tx<'_>, day: Day, after: i64, count: i64) -> Result<Vec<Listed>> {
    let map = map_on(day);
    let rows = store::provinces_on(tx, day)?;
    let listed = rows.into_iter().map(|row| Listed {
        key: row.id,
        id: row.id,
        province: (map.to_owned(), row.code.clone()),
        code: row.code,
        level: Level::Province.word().to_owned(),
        unit_type: row.unit_type,
        name: row.name,
        from: (None, String::new()),
        to: (None, String::new()),
        parts: Some((row.districts, row.communes)),
    });
    Ok(listed.filter(|row| row.id > after).take(usize::try_from(count).unwrap_or(0)).collect())
}

fn parts(tx: &mut Tx<'_>, (id, day): (i64, Day), after: i64, count: i64) -> Result<Vec<Listed>> {
    let parent = super::store::place_line(tx, id)?.pop().ok_or(Error::NotFound)?;
    let rows = store::parts_on(tx, id, day, after, count)?;
    Ok(rows
        .into_iter()
        .map(|row| Listed {
            key: row.id,
            id: row.id,
            code: row.code,
            parts: (row.level == Level::District.word()).then_some((0, row.parts)),
            level: row.level,
            unit_type: row.unit_type,
            name: row.name,
            province: (parent.map.clone(), parent.province_code.clone()),
            from: (None, String::new()),
            to: (None, String::new()),
        })
        .collect())
}

fn of_level(row: store::LevelOn) -> Listed {
    Listed {
        key: row.id,
        id: row.id,
        code: row.code,
        level: row.level,
        unit_type: row.unit_type,
        name: row.name,
        province: (row.map, row.province_code),
        from: (row.from_on, row.from_known),
        to: (row.to_on, row.to_known),
        parts: None,
    }
}

fn found(row: store::Found) -> Listed {
    Listed {
        key: row.rank,
        id: row.id,
        code: row.code,
        level: row.level,
        unit_type: row.unit_type,
        name: row.name,
        province: (row.map, row.province_code),
        from: (row.from_on, row.from_known),
        to: (row.to_on, row.to_known),
        parts: None,
    }
}

/// A place as other records name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedPlace {
    /// Its id.
    pub id: i64,
    /// Its code.
    pub code: String,
    /// Its name now, or its last.
    pub name: String,
}

/// The place of a code on a map.
///
/// # Errors
/// When the database fails.
pub fn named(tx: &mut Tx<'_>, map: &str, level: Level, code: &str) -> Result<Option<NamedPlace>> {
    let row = super::store::place_line(tx, place_id(map, level, code))?.pop();
    // Ids follow from digits, so that another text may lead to the same id.
    Ok(row.filter(|row| row.code == code).map(|row| NamedPlace {
        id: row.id,
        code: row.code,
        name: row.name,
    }))
}

/// The provinces of a map.
///
/// # Errors
/// When the database fails.
pub fn provinces_of(tx: &mut Tx<'_>, map: &str) -> Result<Vec<NamedPlace>> {
    let rows = store::provinces_of(tx, map)?;
    Ok(rows.into_iter().map(|row| NamedPlace { id: row.id, code: row.code, name: row.name }).collect())
}

/// The places that a place lay in on a day, the largest first.
///
/// # Errors
/// When the database fails.
pub fn chain_on(tx: &mut Tx<'_>, place_id: i64, day: Day) -> Result<Vec<NamedPlace>> {
    let mut chain: Vec<NamedPlace> = Vec::new();
    let mut next = place_id;
    while let Some(row) = store::parent_on(tx, next, day)?.pop() {
        next = row.id;
        // A map has three levels: more would be a circle in altered rows.
        if chain.len() == Level::ALL.len() {
            break;
        }
        chain.insert(0, NamedPlace { id: row.id, code: row.code, name: row.name });
    }
    Ok(chain)
}
