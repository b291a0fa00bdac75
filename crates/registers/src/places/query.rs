//! Questions to the map: what was this on a day, what became of it, what is there.

use super::model::Level;
use super::store;
use platform::search::fold;
use platform::{Day, Error, Result, Tx};

/// What a code meant on a day.
///
/// Codes are unique on a map at a level, so that there is one answer or none.
///
/// # Errors
/// When the database fails.
pub fn what_was(tx: &mut Tx<'_>, code: &str, level: Level, day: Day) -> Result<Option<store::OfCode>> {
    Ok(store::of_code_on(tx, code, level.word(), day)?.into_iter().next_back())
}

/// What became of a place.
#[derive(Clone, Debug, PartialEq)]
pub enum Became {
    /// It still is what it was.
    Unchanged,
    /// It went into these places; when split, one of them is the default.
    Succeeded(Vec<store::SuccessorOf>),
    /// It ended without a successor of its own level; its parts went into these.
    Parts(Vec<store::PartsSuccessor>),
    /// It ended, and what came after it is not recorded.
    Unknown,
}

/// What became of a place.
///
/// # Errors
/// [`Error::NotFound`] when there is no such place.
pub fn what_became(tx: &mut Tx<'_>, place_id: i64) -> Result<Became> {
    let place = store::place_line(tx, place_id)?.pop().ok_or(Error::NotFound)?;
    if place.to_on.is_none() {
        return Ok(Became::Unchanged);
    }
    let successors = store::successors_of(tx, place_id)?;
    if !successors.is_empty() {
        return Ok(Became::Succeeded(successors));
    }
    let ended_with_its_level = place.level == Level::District.word() && place.to_known == "exact";
    if ended_with_its_level {
        return Ok(Became::Parts(store::successors_of_parts(tx, place_id)?));
    }
    Ok(Became::Unknown)
}

/// Which places to list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Only places of this day, with the names of that day; without it, all of every map.
    pub day: Option<Day>,
    /// Only this level.
    pub level: Option<Level>,
    /// Only this province's, by the code of the map in force.
    pub province_code: Option<String>,
    /// Words of a name (any it bore) or a code, accents or not.
    pub search: String,
}

/// One page of places in the order of map, level and code; `after` is the last id of the page before.
///
/// # Errors
/// When the database fails.
pub fn list(tx: &mut Tx<'_>, filter: &Filter, after: i64, count: i64) -> Result<Vec<store::ListedPlace>> {
    let like = like(&filter.search);
    let level = filter.level.map(Level::word);
    Ok(store::list_page(
        tx,
        filter.day,
        level,
        filter.province_code.as_deref(),
        like.as_deref(),
        after,
        count,
    )?)
}

/// The pattern of a search; none when there is nothing to search for.
pub(crate) fn like(search: &str) -> Option<String> {
    platform::search::words_pattern(&fold(search))
}

/// Everything about one place.
#[derive(Clone, Debug, PartialEq)]
pub struct PlaceRecord {
    /// The place.
    pub place: store::OnePlace,
    /// Its names over time.
    pub names: Vec<store::NameOf>,
    /// What it was part of over time.
    pub parents: Vec<store::ParentOf>,
    /// How many places were part of it.
    pub children: i64,
    /// What it came from.
    pub predecessors: Vec<store::PredecessorOf>,
    /// What became of it.
    pub became: Became,
}

/// Everything about one place.
///
/// # Errors
/// [`Error::NotFound`] when there is no such place.
pub fn record(tx: &mut Tx<'_>, place_id: i64) -> Result<PlaceRecord> {
    let place = store::place_line(tx, place_id)?.pop().ok_or(Error::NotFound)?;
    Ok(PlaceRecord {
        place,
        names: store::names_of(tx, place_id)?,
        parents: store::parents_of(tx, place_id)?,
        children: store::count_children(tx, place_id)?.pop().map_or(0, |row| row.children),
        predecessors: store::predecessors_of(tx, place_id)?,
        became: what_became(tx, place_id)?,
    })
}

/// One page of what was part of a place; `after` is the last id of the page before.
///
/// # Errors
/// When the database fails.
pub fn children(tx: &mut Tx<'_>, place_id: i64, after: i64, count: i64) -> Result<Vec<store::ChildOf>> {
    Ok(store::children_of(tx, place_id, after, count)?)
}
