//! Lists of agencies: filtered and in an order, suggestions while typing, what is not connected to today.

pub mod store;

use super::model::Obligation;
use crate::places;
use platform::db::DbError;
use platform::search::fold;
use platform::{Day, Language, Result, Tx, i18n};

/// Which agencies to list; what is none lets everything pass.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Words of a code or of any name it bore, accents or not.
    pub words: String,
    /// Only those that existed on this day.
    pub existing_on: Option<Day>,
    /// Only this level.
    pub level: Option<String>,
    /// Only this kind.
    pub kind: Option<String>,
    /// Only this ministry's.
    pub ministry_code: Option<String>,
    /// Only this province's: map (none for any) and code.
    pub province: Option<(Option<String>, String)>,
    /// Only this district's: map (none for any) and code.
    pub district: Option<(Option<String>, String)>,
    /// Only this commune's: map (none for any) and code.
    pub commune: Option<(Option<String>, String)>,
    /// Only those of this duty on the day: `bat_buoc`, `khuyen_khich` or `khong_ro`.
    pub obligation: Option<String>,
    /// Only these: `today`, `connected` or `unresolved`.
    pub connection: Option<String>,
}

/// The orders a list can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// By code.
    Code,
    /// By code, the last first.
    CodeDown,
    /// By name, accents aside.
    Name,
    /// By name, the last first.
    NameDown,
}

impl Order {
    /// The order of a word in the address.
    pub fn of_word(word: &str) -> Option<Order> {
        match word {
            "code" => Some(Order::Code),
            "-code" => Some(Order::CodeDown),
            "name" => Some(Order::Name),
            "-name" => Some(Order::NameDown),
            _ => None,
        }
    }

    /// The word in the address.
    pub fn word(self) -> &'static str {
        match self {
            Order::Code => "code",
            Order::CodeDown => "-code",
            Order::Name => "name",
            Order::NameDown => "-name",
        }
    }

    /// The same order from its other end: pages backwards are read so.
    #[must_use]
    pub fn reversed(self) -> Order {
        match self {
            Order::Code => Order::CodeDown,
            Order::CodeDown => Order::Code,
            Order::Name => Order::NameDown,
            Order::NameDown => Order::Name,
        }
    }
}

/// One agency of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Its id.
    pub id: i64,
    /// Its code.
    pub code: String,
    /// The name it bears now, or bore last.
    pub name: String,
    /// What the order by names compares.
    pub name_folded: String,
    /// Its level on the day.
    pub level: String,
    /// Its kind on the day.
    pub kind: String,
    /// Its ministry on the day; empty for none.
    pub ministry_code: String,
    /// Its province on the day; empty for none.
    pub province_code: String,
    /// The map the province's code is of; empty without province.
    pub map: String,
    /// Its duty on the day: `bat_buoc`, `khuyen_khich` or `khong_ro`.
    pub obligation: String,
    /// First day of its existence, if recorded.
    pub from_on: Option<Day>,
    /// First day on which it existed no longer.
    pub to_on: Option<Day>,
    /// `today`, `connected` or `unresolved`.
    pub connection: String,
    /// Why it is connected, or why not.
    pub reason_key: Option<String>,
    /// What it is today.
    pub today_agency_id: Option<i64>,
}

impl Listed {
    /// Where the page after (or before) this row goes on: name and code, the name only where it orders.
    pub fn cursor(&self, order: Order) -> String {
        match order {
            Order::Code | Order::CodeDown => self.code.clone(),
            Order::Name | Order::NameDown => format!("{}|{}", self.code, self.name_folded),
        }
    }
}

/// One page of agencies, their duty and kind as on `day`; `after` is the [`Listed::cursor`] of the
/// last row of the page before, empty for the first page.
///
/// # Errors
/// When the database fails.
pub fn page(
    tx: &mut Tx<'_>,
    (wanted, day): (&Wanted, Day),
    (order, after): (Order, &str),
    count: i64,
) -> Result<Vec<Listed>> {
    // A code has no bar in it, so that the first one ends it.
    let (code, name) = after.split_once('|').map_or((after, None), |(code, name)| (code, Some(name)));
    let code = Some(code).filter(|code| !code.is_empty());
    let (by_code, by_name, asked) = ((None, code, count), (name, code, count), (wanted, day));
    Ok(match (order, is_of_few(tx, wanted)?) {
        (Order::Code, false) => rows(tx, asked, by_code, store::by_code)?,
        (Order::Code, true) => rows(tx, asked, by_code, store::few_by_code)?,
        (Order::CodeDown, false) => rows(tx, asked, by_code, store::by_code_down)?,
        (Order::CodeDown, true) => rows(tx, asked, by_code, store::few_by_code_down)?,
        (Order::Name, false) => rows(tx, asked, by_name, store::by_name)?,
        (Order::Name, true) => rows(tx, asked, by_name, store::few_by_name)?,
        (Order::NameDown, false) => rows(tx, asked, by_name, store::by_name_down)?,
        (Order::NameDown, true) => rows(tx, asked, by_name, store::few_by_name_down)?,
    })
}

/// Up to so many periods it is quicker to put the agencies of the classes asked for in order than
/// to look for them along the index of all.
const FEW: i64 = 3_000;

/// Whether the classes asked for have few agencies.
fn is_of_few(tx: &mut Tx<'_>, wanted: &Wanted) -> Result<bool> {
    let province = wanted.province.as_ref();
    let map = province.and_then(|province| province.0.as_deref());
    let (level, kind) = (wanted.level.as_deref(), wanted.kind.as_deref());
    let (ministry, obligation) = (wanted.ministry_code.as_deref(), wanted.obligation.as_deref());
    let code = province.map(|province| province.1.as_str());
    if [level, kind, ministry, obligation, code].iter().all(Option::is_none) {
        return Ok(false);
    }
    let counted = store::count_of_classes(tx, level, kind, ministry, code, map, obligation, FEW)?.pop();
    Ok(counted.is_some_and(|row| row.periods < FEW))
}

/// What all statements of the list take: see `page_statement` of the store.
type PageStatement<Row> = fn(
    &mut Tx<'_>,
    Day,
    Option<Day>,
    Option<&str>,
    Option<&str>,
    Option<&str>,
    Option<&str>,
    Option<&str>,
    Option<&str>,
    Option<&str>,
    Option<&str>,
    Option<&str>,
    Option<&str>,
    Option<&str>,
    Option<&str>,
    i64,
) -> std::result::Result<Vec<Row>, DbError>;

fn rows<Row: Into<Listed>>(
    tx: &mut Tx<'_>,
    (wanted, day): (&Wanted, Day),
    (after, after_code, count): (Option<&str>, Option<&str>, i64),
    statement: PageStatement<Row>,
) -> std::result::Result<Vec<Listed>, DbError> {
    let like = places::like(&wanted.words);
    let places = [&wanted.province, &wanted.district, &wanted.commune];
    let map = places.iter().find_map(|place| place.as_ref().and_then(|place| place.0.as_deref()));
    let [province, district, commune] = places.map(|place| place.as_ref().map(|place| place.1.as_str()));
    let rows = statement(
        tx,
        day,
        wanted.existing_on,
        wanted.level.as_deref(),
        wanted.kind.as_deref(),
        wanted.ministry_code.as_deref(),
        province,
        map,
        wanted.obligation.as_deref(),
        wanted.connection.as_deref(),
        like.as_deref(),
        district,
        commune,
        after,
        after_code,
        count,
    )?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// An agency as other records and forms name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedRow {
    /// Its id.
    pub id: i64,
    /// Its code.
    pub code: String,
    /// The name it bears now, or bore last.
    pub name: String,
    /// First day of its existence, where it is read and recorded.
    pub from_on: Option<Day>,
    /// First day on which it existed no longer.
    pub to_on: Option<Day>,
}

/// Agencies whose code or names hold these words: first those whose code begins so, and those that exist.
///
/// # Errors
/// When the database fails.
pub fn search(tx: &mut Tx<'_>, text: &str, limit: i64) -> Result<Vec<FoundRow>> {
    let Some(like) = places::like(text) else { return Ok(Vec::new()) };
    let begins = like.strip_prefix('%').unwrap_or(&like).to_owned();
    let rows = store::suggested(tx, &like, &begins, tx.today(), limit, places::MAP_2025.first_day())?;
    let found = |row: store::Suggested| FoundRow {
        id: row.id,
        code: row.code,
        name: row.name,
        from_on: row.from_on,
        to_on: row.to_on,
    };
    Ok(rows.into_iter().map(found).collect())
}

/// An agency as a search finds it: agencies of different times bear the same name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundRow {
    /// Its id.
    pub id: i64,
    /// Its code.
    pub code: String,
    /// The name it bears now, or bore last.
    pub name: String,
    /// First day of its existence, if recorded.
    pub from_on: Option<Day>,
    /// First day on which it existed no longer.
    pub to_on: Option<Day>,
}

impl FoundRow {
    /// The name with the days between which it existed: `Sở Tài chính tỉnh Hà Giang (đến 30/06/2025)`.
    pub fn label(&self, language: Language) -> String {
        let from = self.from_on.map(Day::vietnamese);
        let to = self.to_on.map(|to_on| to_on.plus_days(-1).vietnamese());
        let name = self.name.as_str();
        match (&from, &to) {
            (None, None) => name.to_owned(),
            (Some(from), None) => {
                i18n::text_with(language, "agencies-found-from", &[("name", name), ("from", from)])
            }
            (None, Some(to)) => {
                i18n::text_with(language, "agencies-found-until", &[("name", name), ("to", to)])
            }
            (Some(from), Some(to)) => i18n::text_with(
                language,
                "agencies-found-between",
                &[("name", name), ("from", from), ("to", to)],
            ),
        }
    }
}

/// What somebody means who typed a code or a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Meant {
    /// This agency: its code, or a name that no other agency bears.
    One(FoundRow),
    /// None for certain; these may be meant.
    Perhaps(Vec<FoundRow>),
}

/// How many agencies a refusal names.
const MOST_NAMED: i64 = 8;

/// What is meant by a typed code or name, accents or not.
///
/// # Errors
/// When the database fails.
pub fn meant(tx: &mut Tx<'_>, typed: &str) -> Result<Meant> {
    let mut found = search(tx, typed, MOST_NAMED)?;
    let is_code = |row: &FoundRow| row.code.eq_ignore_ascii_case(typed.trim());
    if let Some(at) = found.iter().position(is_code) {
        return Ok(Meant::One(found.swap_remove(at)));
    }
    let named = fold(typed);
    let mut whole = found.iter().enumerate().filter(|(_, row)| fold(&row.name) == named).map(|(at, _)| at);
    Ok(match (whole.next(), whole.next()) {
        (Some(at), None) => Meant::One(found.swap_remove(at)),
        _ => Meant::Perhaps(found),
    })
}

/// Agencies that may be meant as a refusal names them: ` Có phải là: 02-STC …?`, or nothing.
pub fn perhaps(language: Language, found: &[FoundRow]) -> String {
    if found.is_empty() {
        return String::new();
    }
    let told: Vec<String> =
        found.iter().map(|row| format!("{}: {}", row.code, row.label(language))).collect();
    i18n::text_with(language, "agencies-perhaps", &[("agencies", &told.join("; "))])
}

/// The agency of an id by code and name.
///
/// # Errors
/// When the database fails.
pub fn named(tx: &mut Tx<'_>, id: i64) -> Result<Option<NamedRow>> {
    let row = store::name_of(tx, id)?.pop();
    Ok(row.map(|row| NamedRow {
        id: row.id,
        code: row.code,
        name: row.name,
        from_on: row.from_on,
        to_on: row.to_on,
    }))
}

/// The ministries and the bodies like them, in the order of their names.
///
/// # Errors
/// When the database fails.
pub fn ministries(tx: &mut Tx<'_>) -> Result<Vec<NamedRow>> {
    let rows = store::ministries(tx)?;
    Ok(rows
        .into_iter()
        .map(|row| NamedRow { id: row.id, code: row.code, name: row.name, from_on: None, to_on: row.to_on })
        .collect())
}

/// Agencies in a place of a map: in the commune, district or province itself.
///
/// # Errors
/// When the database fails.
pub fn in_place(
    tx: &mut Tx<'_>,
    (map, level, code): (&str, places::Level, &str),
    limit: i64,
) -> Result<Vec<NamedRow>> {
    let row = |id: i64, code: String, name: String| NamedRow { id, code, name, from_on: None, to_on: None };
    Ok(match level {
        places::Level::Commune => {
            store::in_commune(tx, code, map, limit)?.into_iter().map(|r| row(r.id, r.code, r.name)).collect()
        }
        places::Level::District => {
            store::in_district(tx, code, map, limit)?.into_iter().map(|r| row(r.id, r.code, r.name)).collect()
        }
        places::Level::Province => {
            store::in_province(tx, code, map, limit)?.into_iter().map(|r| row(r.id, r.code, r.name)).collect()
        }
    })
}

/// Keeps what the list by names is ordered by, beside the row that was just written.
///
/// # Errors
/// When the database fails.
pub(super) fn put_name_order(tx: &mut Tx<'_>, agency_id: i64, name: &str) -> Result<()> {
    store::put_name_order(tx, agency_id, &fold(name))?;
    Ok(())
}

/// Whether the row is ordered by the name it holds.
///
/// # Errors
/// When the database fails.
pub(super) fn is_in_order(tx: &mut Tx<'_>, agency_id: i64, name: &str) -> Result<bool> {
    Ok(store::name_order(tx, agency_id)?.pop().is_some_and(|row| row.name_folded == fold(name)))
}

/// The words of duty that a filter may name: the two of the regulation, and not knowing.
pub fn is_obligation(word: &str) -> bool {
    Obligation::of_word(word).is_some() || word == "khong_ro"
}
