//! The names a report needs, looked up once and frozen with an issue: provinces, ministries, kinds, who issues.

mod store;

use super::model::{Edition, Question, Report, province_key};
use platform::{Day, Language, Result, Tx};
use registers::agencies;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A kind of agency by name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kind {
    /// In Vietnamese.
    pub vi: String,
    /// In English.
    pub en: String,
    /// `central` or `local`.
    pub level: String,
}

/// Who issues an edition, as its paper says at the top.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Issuer {
    /// The body above it; empty for none.
    pub superior: String,
    /// The body itself.
    pub name: String,
    /// Where it is.
    pub place: String,
    /// What stands after the number of its reports.
    pub symbol: String,
}

/// A legal document as a paper cites it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Act {
    /// Its kind.
    pub kind: String,
    /// Its title.
    pub title: String,
    /// When it was issued, as written.
    pub issued: String,
    /// Who issued it.
    pub issuer: String,
}

/// Names as they are on the as-of day.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Names {
    /// Provinces of both maps by the key that tells them apart.
    pub provinces: BTreeMap<String, String>,
    /// Ministries and bodies equal to them, by code.
    pub ministries: BTreeMap<String, String>,
    /// Kinds of agency by code.
    pub kinds: BTreeMap<String, Kind>,
    /// Into which province of the map of 2025 each earlier one went.
    pub merged_into: BTreeMap<String, String>,
    /// Legal documents by number.
    #[serde(default)]
    pub acts: BTreeMap<String, Act>,
    /// Figures of island districts, by their code on the map.
    #[serde(default)]
    pub islands: BTreeMap<String, i64>,
    /// The map of the as-of day.
    pub map: String,
    /// Who issues this edition.
    pub issuer: Issuer,
}

/// The national bodies that guide the programme, each with its first day, its place and symbol.
const NATIONAL_BODIES: [(&str, &str, &str); 2] =
    [("TCTDLCL", "0001-01-01", "BC-TĐC"), ("UBTCDLCLQG", "2025-03-01", "BC-UBTĐC")];

/// The ministry that the national body belongs to.
const LEAD_MINISTRY: &str = "BO-KHCN";

/// Island districts (huyện đảo) whose own figure the map of 63 provinces can show.
const ISLAND_DISTRICTS: [&str; 2] = ["498", "576"];

/// Looks up every name that a report needs.
///
/// # Errors
/// When the database fails.
pub fn names(tx: &mut Tx<'_>, report: &Report) -> Result<Names> {
    let question = &report.question;
    let mut names = of_day(tx, question.as_of)?;
    names.issuer = issuer(&names, question);
    if question.edition.is_nation() && names.map != "2025" {
        for code in ISLAND_DISTRICTS {
            let agencies = store::in_district(tx, question.as_of, code)?.pop().map_or(0, |row| row.agencies);
            names.islands.insert(code.to_owned(), agencies);
        }
    }
    Ok(names)
}

/// The names of provinces, ministries and kinds on a day, without an issuer.
///
/// # Errors
/// When the database fails.
pub fn of_day(tx: &mut Tx<'_>, day: Day) -> Result<Names> {
    let map = agencies::classes::map_of(Some(day)).to_owned();
    let mut names = Names { map, ..Names::default() };
    for row in store::province_names(tx)? {
        put(&mut names.provinces, province_key(&row.map, &row.code), (row.name, row.from_on), day);
    }
    for row in store::ministry_names(tx, NATIONAL_BODIES[0].0, NATIONAL_BODIES[1].0)? {
        put(&mut names.ministries, row.code, (row.name, row.from_on), day);
    }
    for row in store::kinds(tx)? {
        names.kinds.insert(row.code, Kind { vi: row.name_vi, en: row.name_en, level: row.level });
    }
    for row in store::acts(tx)? {
        let act = Act { kind: row.kind, title: row.title, issued: row.issued, issuer: row.issuer };
        names.acts.insert(row.number, act);
    }
    for row in store::province_mergers(tx)? {
        names.merged_into.insert(row.old_code, row.new_code);
    }
    Ok(names)
}

/// Whether any register has named a ministry or a body equal to one by this code.
///
/// # Errors
/// When the database fails.
pub fn is_ministry(tx: &mut Tx<'_>, code: &str) -> Result<bool> {
    Ok(store::ministries_of_code(tx, code)?.iter().any(|row| row.ministries > 0))
}

/// The ministries and bodies equal to them that there are on a day, by code.
///
/// # Errors
/// When the database fails.
pub fn ministries_on(tx: &mut Tx<'_>, day: Day) -> Result<Vec<String>> {
    Ok(store::ministries_on(tx, day)?.into_iter().map(|row| row.code).collect())
}

/// Names come oldest first: the first one stands until a later one has begun.
fn put(names: &mut BTreeMap<String, String>, key: String, (name, from_on): (String, Option<Day>), day: Day) {
    if !names.contains_key(&key) || from_on.is_none_or(|from_on| from_on <= day) {
        names.insert(key, name);
    }
}

fn issuer(names: &Names, question: &Question) -> Issuer {
    match &question.edition {
        Edition::Nation => national(names, question.as_of),
        Edition::Province(code) => {
            let key = province_key(question.map(), code);
            let name = names.province(&key);
            Issuer {
                superior: format!("Ủy ban nhân dân {}", lower_first(name)),
                name: "Sở Khoa học và Công nghệ".to_owned(),
                place: short(name).to_owned(),
                symbol: "BC-SKHCN".to_owned(),
            }
        }
        Edition::Ministry(code) => Issuer {
            superior: String::new(),
            name: names.ministry(code).to_owned(),
            place: "Hà Nội".to_owned(),
            symbol: format!("BC-{}", code.replacen("BO-", "B", 1)),
        },
    }
}

fn national(names: &Names, day: Day) -> Issuer {
    let begun = |body: &&(&str, &str, &str)| body.1.parse::<Day>().is_ok_and(|from_on| from_on <= day);
    let (code, _, symbol) = NATIONAL_BODIES.iter().rev().find(begun).unwrap_or(&NATIONAL_BODIES[0]);
    Issuer {
        superior: names.ministry(LEAD_MINISTRY).to_owned(),
        name: names.ministry(code).to_owned(),
        place: "Hà Nội".to_owned(),
        symbol: (*symbol).to_owned(),
    }
}

/// `Tỉnh Hà Giang` becomes `tỉnh Hà Giang`, as inside a sentence.
pub fn lower_first(name: &str) -> String {
    let mut letters = name.chars();
    match letters.next() {
        Some(first) => first.to_lowercase().chain(letters).collect(),
        None => String::new(),
    }
}

/// The name of a province without its type.
pub fn short(name: &str) -> &str {
    name.strip_prefix("Tỉnh ").or_else(|| name.strip_prefix("Thành phố ")).unwrap_or(name)
}

impl Names {
    /// A province by its key; the key itself when it has no name.
    pub fn province<'n>(&'n self, key: &'n str) -> &'n str {
        self.provinces.get(key).map_or(key, String::as_str)
    }

    /// A ministry by its code; the code itself when it has no name.
    pub fn ministry<'n>(&'n self, code: &'n str) -> &'n str {
        self.ministries.get(code).map_or(code, String::as_str)
    }

    /// A kind by its code.
    pub fn kind<'n>(&'n self, code: &'n str, language: Language) -> &'n str {
        self.kinds.get(code).map_or(code, |kind| match language {
            Language::Vi => kind.vi.as_str(),
            Language::En => kind.en.as_str(),
        })
    }

    /// Those an activity was done with, in words.
    pub fn targets(&self, targets: &str) -> String {
        let name = |code: &str| match self.ministries.get(code) {
            Some(name) => name.clone(),
            None => short(self.province(code)).to_owned(),
        };
        targets
            .split(';')
            .map(str::trim)
            .filter(|code| !code.is_empty())
            .map(name)
            .collect::<Vec<_>>()
            .join(", ")
    }

    /// The edition in words; empty for the nation.
    pub fn edition(&self, edition: &Edition) -> String {
        match edition {
            Edition::Nation => String::new(),
            Edition::Province(code) => self.province(&province_key(&self.map, code)).to_owned(),
            Edition::Ministry(code) => self.ministry(code).to_owned(),
        }
    }

    /// The provinces of the map of the as-of day, by bare code.
    pub fn provinces_of_map(&self) -> impl Iterator<Item = (&str, &str)> {
        let is_today = self.map == "2025";
        self.provinces.iter().filter_map(move |(key, name)| match key.strip_prefix("2025:") {
            Some(code) if is_today => Some((code, name.as_str())),
            None if !is_today => Some((key.as_str(), name.as_str())),
            _ => None,
        })
    }
}

/// The years a report is likely to be asked for: those with grants, the last one and the present one.
///
/// # Errors
/// When the database fails.
pub fn years(tx: &mut Tx<'_>) -> Result<Vec<i16>> {
    let today = tx.today().year();
    let span = store::granted_span(tx)?.pop();
    let days = span.and_then(|row| row.first_on.zip(row.last_on));
    let mut years: Vec<i16> =
        days.map_or(Vec::new(), |(first, last)| (first.year()..=last.year().min(today)).collect());
    years.extend([today - 1, today].into_iter().filter(|year| !years.contains(year)).collect::<Vec<_>>());
    // A wrong century in one row must not draw a thousand links.
    let first = years.len().saturating_sub(30);
    Ok(years.split_off(first))
}
