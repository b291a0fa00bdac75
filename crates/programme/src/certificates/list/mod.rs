//! Lists of certificates: which rows, in which order, how many; as a page, a spreadsheet and JSON.

mod pages;
mod store;
#[cfg(test)]
mod tests;

pub(super) use pages::{export, list, list_link, query_kept};
pub use store::Line;

use super::model::{CertificateKind, Standing};
use super::store::fold_number;
use platform::db::DbError;
use platform::search::{fold, words_pattern};
use platform::web::Query;
use platform::{Day, Error, Refusal, Refusals, Result, Tx};
use registers::agencies::Level;

/// How many rows a page holds.
pub const PAGE: usize = 80;
/// How far filtered rows are counted.
pub const MOST_COUNTED: i64 = 5_000;
/// How many rows a spreadsheet may hold; the format ends a little above a million.
pub const MOST_EXPORTED: i64 = 1_000_000;

/// A province or a ministry, as it stands in an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// A province by map (`legacy` or `2025`) and code: `legacy-02`.
    Province(String, String),
    /// A ministry by its code: `BO-TC`.
    Ministry(String),
}

impl Place {
    fn of_word(word: &str) -> Place {
        match word.split_once('-') {
            Some((map, code)) if map == "legacy" || map == "2025" => {
                Place::Province(map.to_owned(), code.to_owned())
            }
            _ => Place::Ministry(word.to_owned()),
        }
    }
}

/// Which certificates to list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Words of an agency's name or code, or part of a number; accents or not.
    pub search: String,
    /// Granted to the agency of this code.
    pub agency_code: Option<String>,
    /// On the audit of the certification body of this code.
    pub body_code: Option<String>,
    /// Granted to agencies of this province or ministry, as they were on the day; a province of
    /// today stands for those that went into it too.
    pub place: Option<Place>,
    /// Granted to agencies of this level.
    pub level: Option<Level>,
    /// Granted to agencies of this kind, as they were on the day.
    pub agency_kind: Option<String>,
    /// First certification or renewal.
    pub kind: Option<CertificateKind>,
    /// Worth this on the day asked for.
    pub standing: Option<Standing>,
    /// Surely granted on this day or later.
    pub issued_from: Option<Day>,
    /// Surely granted by this day.
    pub issued_to: Option<Day>,
    /// Last valid day not before this one.
    pub expires_from: Option<Day>,
    /// Last valid day not after this one.
    pub expires_to: Option<Day>,
    /// The day for which standings are told; today unless asked.
    pub as_of: Option<Day>,
    /// Each agency once, by its earliest certificate that passes.
    pub agencies: bool,
}

impl Filter {
    /// Reads the filters of an address.
    ///
    /// # Errors
    /// Every value that is no day or no known word, at once.
    pub fn of(query: &Query) -> Result<Filter> {
        let mut refusals = Refusals::default();
        let mut day = |name| match query.day(name) {
            Err(Error::Refused(reasons)) => {
                refusals.0.extend(reasons.0);
                None
            }
            found => found.ok().flatten(),
        };
        let (issued_from, issued_to) = (day("issued_from"), day("issued_to"));
        let (expires_from, expires_to) = (day("expires_from"), day("expires_to"));
        let as_of = day("as_of");
        let filter = Filter {
            search: query.get("q").to_owned(),
            agency_code: query.some("agency").map(str::to_owned),
            body_code: query.some("body").map(str::to_owned),
            place: query.some("place").map(Place::of_word),
            agency_kind: query.some("agency_kind").map(str::to_owned),
            level: word(&mut refusals, query, ("level", Level::of_word)),
            kind: word(&mut refusals, query, ("kind", CertificateKind::of_word)),
            standing: word(&mut refusals, query, ("standing", Standing::of_word)),
            agencies: word(&mut refusals, query, ("count", |word| (word == "agency").then_some(())))
                .is_some(),
            issued_from,
            issued_to,
            expires_from,
            expires_to,
            as_of,
        };
        refusals.or(filter).map_err(Error::from)
    }

    /// Whether everything is listed.
    pub fn is_everything(&self) -> bool {
        *self == Filter::default()
    }

    /// Whether rows are listed because a report counts them: then what is annulled by the day, or
    /// granted after it, is not among them.
    fn counts(&self) -> bool {
        self.as_of.is_some() || self.issued_to.is_some() || self.agencies
    }
}

fn word<T>(
    refusals: &mut Refusals,
    query: &Query,
    (name, of_word): (&'static str, impl Fn(&str) -> Option<T>),
) -> Option<T> {
    let text = query.some(name)?;
    let found = of_word(text);
    if found.is_none() {
        refusals.push(Refusal::new("certificates-refusal-filter").field(name).with("text", text));
    }
    found
}

/// By what a list is sorted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// The number.
    Number,
    /// The agency's name.
    Agency,
    /// The day of the grant.
    Issued,
    /// The last valid day; those without one last.
    Expires,
}

/// The order of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sort {
    /// By what.
    pub key: Key,
    /// Whether the largest comes first.
    pub down: bool,
}

impl Sort {
    /// The latest grants first.
    pub const USUAL: Sort = Sort { key: Key::Issued, down: true };

    /// The order of a word, `-` in front for the largest first; another word is the usual order.
    pub fn of_word(word: &str) -> Sort {
        let (down, name) = match word.strip_prefix('-') {
            Some(name) => (true, name),
            None => (false, word),
        };
        match name {
            "number" => Sort { key: Key::Number, down },
            "agency" => Sort { key: Key::Agency, down },
            "issued" => Sort { key: Key::Issued, down },
            "expires" => Sort { key: Key::Expires, down },
            _ => Sort::USUAL,
        }
    }

    /// The word in addresses.
    pub fn word(self) -> &'static str {
        match (self.key, self.down) {
            (Key::Number, false) => "number",
            (Key::Number, true) => "-number",
            (Key::Agency, false) => "agency",
            (Key::Agency, true) => "-agency",
            (Key::Issued, false) => "issued",
            (Key::Issued, true) => "-issued",
            (Key::Expires, false) => "expires",
            (Key::Expires, true) => "-expires",
        }
    }

    fn turned(self) -> Sort {
        Sort { down: !self.down, ..self }
    }
}

/// Where a page lies in its list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cursor {
    /// At the beginning.
    First,
    /// Behind this certificate.
    After(i64),
    /// In front of this certificate.
    Before(i64),
}

impl Cursor {
    /// Reads `after=ID` or `before=ID`.
    ///
    /// # Errors
    /// [`Error::NotFound`] when that is no id.
    pub fn of(query: &Query) -> Result<Cursor> {
        let id = |text: &str| text.parse().map_err(|_| Error::NotFound);
        match (query.some("after"), query.some("before")) {
            (Some(after), _) => Ok(Cursor::After(id(after)?)),
            (None, Some(before)) => Ok(Cursor::Before(id(before)?)),
            (None, None) => Ok(Cursor::First),
        }
    }
}

/// Up to `count` rows of the list from the cursor on, in the list's order.
///
/// # Errors
/// [`Error::NotFound`] when the cursor's certificate does not exist.
pub fn rows(
    tx: &mut Tx<'_>,
    filter: &Filter,
    (sort, cursor): (Sort, Cursor),
    count: i64,
) -> Result<Vec<Line>> {
    let (sort, at) = match cursor {
        Cursor::First => (sort, None),
        Cursor::After(id) => (sort, Some(id)),
        Cursor::Before(id) => (sort.turned(), Some(id)),
    };
    let at = match at {
        None => (None, if sort.down { i64::MAX } else { 0 }),
        Some(id) => (Some(sort_key(tx, sort.key, id)?), id),
    };
    let asked = Asked::of(filter, tx.today());
    let mut lines = asked.page(tx, sort, (at.0.as_deref(), at.1, count))?;
    if matches!(cursor, Cursor::Before(_)) {
        lines.reverse();
    }
    Ok(lines)
}

fn sort_key(tx: &mut Tx<'_>, key: Key, id: i64) -> Result<String> {
    let keys = store::sort_keys(tx, id)?.pop().ok_or(Error::NotFound)?;
    Ok(match key {
        Key::Number => keys.number,
        Key::Agency => keys.agency,
        Key::Issued => keys.issue,
        Key::Expires => keys.expiry,
    })
}

/// One page of a list, and whether there are rows before and behind it.
#[derive(Clone, Debug, Default)]
pub struct ListPage {
    /// Its rows.
    pub lines: Vec<Line>,
    /// Whether there is a page before.
    pub has_previous: bool,
    /// Whether there is a page behind.
    pub has_next: bool,
}

/// The page of a list at the cursor.
///
/// # Errors
/// [`Error::NotFound`] when the cursor's certificate does not exist.
pub fn page(tx: &mut Tx<'_>, filter: &Filter, (sort, cursor): (Sort, Cursor)) -> Result<ListPage> {
    let mut lines = rows(tx, filter, (sort, cursor), PAGE as i64 + 1)?;
    let more = lines.len() > PAGE;
    let from_behind = matches!(cursor, Cursor::Before(_));
    if more && from_behind {
        lines.remove(0);
    }
    lines.truncate(PAGE);
    Ok(ListPage {
        lines,
        has_previous: if from_behind { more } else { cursor != Cursor::First },
        has_next: from_behind || more,
    })
}

/// How many rows a list has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Count {
    /// How many were counted.
    pub rows: i64,
    /// Whether there are more.
    pub more: bool,
}

/// Counts the rows of a list of which a page is known: one page that holds everything needs no counting.
///
/// # Errors
/// When the database fails.
pub fn count_beside(tx: &mut Tx<'_>, filter: &Filter, page: &ListPage) -> Result<Count> {
    if page.has_previous || page.has_next {
        return count(tx, filter);
    }
    Ok(Count { rows: page.lines.len() as i64, more: false })
}

/// Counts the rows of a list; filtered ones no further than [`MOST_COUNTED`].
///
/// # Errors
/// When the database fails.
pub fn count(tx: &mut Tx<'_>, filter: &Filter) -> Result<Count> {
    if filter.is_everything() {
        let rows = store::count_all(tx)?.pop().map_or(0, |row| row.certificates);
        return Ok(Count { rows, more: false });
    }
    let found = Asked::of(filter, tx.today()).count(tx)?;
    Ok(Count { rows: found.min(MOST_COUNTED), more: found > MOST_COUNTED })
}

/// What is shown to choose from in the filters.
#[derive(Clone, Debug, Default)]
pub(super) struct Choices {
    /// Provinces of today: word in the address and name.
    provinces: Vec<(String, String)>,
    /// Provinces until 30/6/2025: word in the address and name.
    former_provinces: Vec<(String, String)>,
    /// Ministries: code and name.
    ministries: Vec<(String, String)>,
    /// Kinds of agencies: code, Vietnamese and English name.
    agency_kinds: Vec<(String, String, String)>,
}

fn choices(tx: &mut Tx<'_>) -> Result<Choices> {
    let (today, former): (Vec<_>, Vec<_>) =
        store::provinces(tx)?.into_iter().partition(|row| row.map == "2025");
    let province = |row: store::ProvinceChoice| (format!("{}-{}", row.map, row.code), row.name);
    let ministries = store::ministries(tx)?.into_iter();
    let kinds = store::agency_kinds(tx)?.into_iter();
    Ok(Choices {
        provinces: today.into_iter().map(province).collect(),
        former_provinces: former.into_iter().map(province).collect(),
        ministries: ministries.map(|row| (row.code, row.name)).collect(),
        agency_kinds: kinds.map(|row| (row.code, row.name_vi, row.name_en)).collect(),
    })
}

/// The filters as statements take them.
struct Asked<'f> {
    filter: &'f Filter,
    day: Day,
    issued_to: Option<Day>,
    annulled_by: Option<Day>,
    like: Option<String>,
    number_like: Option<String>,
}

impl<'f> Asked<'f> {
    fn of(filter: &'f Filter, today: Day) -> Asked<'f> {
        let day = filter.as_of.unwrap_or(today);
        let counted = Some(day).filter(|_| filter.counts());
        let asks_annulled = filter.standing == Some(Standing::Annulled);
        Asked {
            filter,
            day,
            issued_to: filter.issued_to.into_iter().chain(counted).min(),
            annulled_by: counted.filter(|_| !asks_annulled),
            like: words_pattern(&fold(&filter.search)),
            number_like: words_pattern(&fold_number(&filter.search)),
        }
    }

    fn by_class(&self) -> bool {
        let filter = self.filter;
        filter.level.is_some() || filter.agency_kind.is_some() || filter.place.is_some()
    }

    fn ministry(&self) -> Option<&str> {
        match &self.filter.place {
            Some(Place::Ministry(code)) => Some(code),
            _ => None,
        }
    }

    fn province(&self) -> (Option<&str>, Option<&str>) {
        match &self.filter.place {
            Some(Place::Province(map, code)) => (Some(code), Some(map)),
            _ => (None, None),
        }
    }

    fn page(
        &self,
        tx: &mut Tx<'_>,
        sort: Sort,
        (after_key, after_id, count): (Option<&str>, i64, i64),
    ) -> Result<Vec<Line>> {
        let filter = self.filter;
        let (kind, standing) = (filter.kind.map(CertificateKind::word), filter.standing.map(Standing::word));
        let (level, (province, map)) = (filter.level.map(Level::word), self.province());
        macro_rules! run {
            ($statement:ident) => {
                lines(store::$statement(
                    tx,
                    filter.issued_from,
                    self.issued_to,
                    self.annulled_by,
                    filter.expires_from,
                    filter.expires_to,
                    kind,
                    standing,
                    self.day,
                    self.like.as_deref(),
                    self.number_like.as_deref(),
                    self.by_class(),
                    level,
                    filter.agency_kind.as_deref(),
                    self.ministry(),
                    province,
                    map,
                    filter.agencies,
                    filter.agency_code.as_deref(),
                    filter.body_code.as_deref(),
                    after_key,
                    after_id,
                    count,
                ))
            };
        }
        match (sort.key, sort.down) {
            (Key::Number, false) => run!(by_number_up),
            (Key::Number, true) => run!(by_number_down),
            (Key::Agency, false) => run!(by_agency_up),
            (Key::Agency, true) => run!(by_agency_down),
            (Key::Issued, false) => run!(by_issue_up),
            (Key::Issued, true) => run!(by_issue_down),
            (Key::Expires, false) => run!(by_expiry_up),
            (Key::Expires, true) => run!(by_expiry_down),
        }
    }

    fn count(&self, tx: &mut Tx<'_>) -> Result<i64> {
        let filter = self.filter;
        let (province, map) = self.province();
        let counted = store::count_passing(
            tx,
            filter.issued_from,
            self.issued_to,
            self.annulled_by,
            filter.expires_from,
            filter.expires_to,
            filter.kind.map(CertificateKind::word),
            filter.standing.map(Standing::word),
            self.day,
            self.like.as_deref(),
            self.number_like.as_deref(),
            self.by_class(),
            filter.level.map(Level::word),
            filter.agency_kind.as_deref(),
            self.ministry(),
            province,
            map,
            filter.agencies,
            filter.agency_code.as_deref(),
            filter.body_code.as_deref(),
            MOST_COUNTED + 1,
        )?;
        Ok(counted.first().map_or(0, |row| row.certificates))
    }
}

fn lines<R: Into<Line>>(found: std::result::Result<Vec<R>, DbError>) -> Result<Vec<Line>> {
    Ok(found?.into_iter().map(Into::into).collect())
}
