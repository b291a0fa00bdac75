//! The yearly figures counted a second time, from the rows of the files alone.
//!
//! It shares nothing with the product: days are ISO text, which sorts as days do, and every rule is
//! written down again from the words of the counting rules. A day that is only a month or a year has
//! a first and a last day; a fact counts from the last one, and lies in a period that holds both. An
//! unknown day counts from the day it was known by, and lies in no period.

use super::small::{Registers, Table};
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// By when what no file dates was known: the conference of the programme.
const KNOWN_BY: &str = "2012-04-06";

/// What is asked: a period and the day as of which it is answered.
#[derive(Clone, Debug)]
pub struct Asked {
    /// First day of the period.
    pub from: String,
    /// Last day of the period.
    pub to: String,
    /// The day of the answer.
    pub as_of: String,
}

/// A row, cells by column.
pub type Row<'t> = BTreeMap<&'static str, &'t str>;

/// A written day: the first day it may be, and the day from which it counts.
struct Written {
    earliest: Option<String>,
    counts: String,
}

fn written(text: &str, known_by: &str) -> Written {
    let (earliest, counts) = match text.len() {
        0 => (None, if known_by.is_empty() { KNOWN_BY.to_owned() } else { known_by.to_owned() }),
        4 => (Some(format!("{text}-01-01")), format!("{text}-12-31")),
        7 => (Some(format!("{text}-01")), format!("{text}-{:02}", days_of_month(text))),
        _ => (Some(text.to_owned()), text.to_owned()),
    };
    Written { earliest, counts }
}

fn days_of_month(month: &str) -> u32 {
    let (year, month): (u32, u32) = (month[..4].parse().unwrap(), month[5..].parse().unwrap());
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

impl Asked {
    /// A fact counts from its own day on.
    fn has_come(&self, day: &Written) -> bool {
        day.counts <= self.as_of
    }

    /// The period is cut at the day of the answer.
    fn is_in_period(&self, day: &Written) -> bool {
        let end = if self.as_of < self.to { &self.as_of } else { &self.to };
        day.earliest.as_ref().is_some_and(|earliest| *earliest >= self.from) && day.counts <= *end
    }
}

/// The rows of a file.
pub fn rows<'t>(registers: &'t Registers, name: &str) -> Vec<Row<'t>> {
    let table: &Table = &registers[name];
    let row = |cells: &'t Vec<String>| {
        table.columns.iter().copied().zip(cells.iter().map(String::as_str)).collect()
    };
    table.rows.iter().map(row).collect()
}

fn day(row: &Row<'_>, column: &str) -> Written {
    written(row[column], row.get("known_by").copied().unwrap_or_default())
}

/// A certificate that was granted by the day of the answer and not annulled by then.
struct Granted<'t> {
    row: Row<'t>,
    agency: Row<'t>,
    year: Option<String>,
    in_period: bool,
    valid: bool,
}

fn granted<'t>(registers: &'t Registers, asked: &Asked) -> Vec<Granted<'t>> {
    let agencies: BTreeMap<&str, Row<'t>> =
        rows(registers, "agencies").into_iter().map(|row| (row["code"], row)).collect();
    let events = rows(registers, "certificate-events");
    let mut found = Vec::new();
    for row in rows(registers, "certificates") {
        let issued = day(&row, "issued_on");
        let mut come: Vec<(String, &str)> = events
            .iter()
            .filter(|event| event["certificate_no"] == row["certificate_no"])
            .map(|event| (day(event, "on"), event["kind"]))
            .filter(|(on, _)| asked.has_come(on))
            .map(|(on, kind)| (on.counts, kind))
            .collect();
        if !asked.has_come(&issued) || come.iter().any(|(_, kind)| *kind == "annulled") {
            continue;
        }
        // Of several on one day the last of the file rules: sorting keeps their order.
        come.sort_by(|left, right| left.0.cmp(&right.0));
        let held = come.last().is_some_and(|(_, kind)| ["suspended", "withdrawn"].contains(kind));
        let unexpired = !row["expires_on"].is_empty() && asked.as_of <= day(&row, "expires_on").counts;
        found.push(Granted {
            agency: agencies[row["agency_code"]].clone(),
            year: issued.earliest.as_ref().map(|day| day[..4].to_owned()),
            in_period: asked.is_in_period(&issued),
            valid: unexpired && !held,
            row,
        });
    }
    found
}

/// Agencies, each once.
fn agencies<'g, 't>(certificates: impl Iterator<Item = &'g Granted<'t>>) -> Vec<&'g Row<'t>>
where
    't: 'g,
{
    let mut seen = BTreeSet::new();
    certificates.map(|certificate| &certificate.agency).filter(|agency| seen.insert(agency["code"])).collect()
}

fn count(agencies: &[&Row<'_>], column: &str, value: &str) -> usize {
    agencies.iter().filter(|agency| agency[column] == value).count()
}

fn by(agencies: &[&Row<'_>], column: &str, wanted: impl Fn(&Row<'_>) -> bool) -> BTreeMap<String, u64> {
    let mut groups = BTreeMap::new();
    for agency in agencies.iter().filter(|agency| wanted(agency) && !agency[column].is_empty()) {
        *groups.entry(agency[column].to_owned()).or_default() += 1;
    }
    groups
}

fn is_local(agency: &Row<'_>) -> bool {
    agency["level"] == "local"
}

fn is_central(agency: &Row<'_>) -> bool {
    !is_local(agency)
}

/// The report as JSON: what a right report holds, and may hold more beside it.
pub fn report(registers: &Registers, asked: &Asked) -> Value {
    let all = granted(registers, asked);
    let in_period = agencies(all.iter().filter(|certificate| certificate.in_period));
    let to_date = agencies(all.iter());
    let valid = agencies(all.iter().filter(|certificate| certificate.valid));
    let flow = papers(registers, |day| asked.is_in_period(day));
    json!({
        "as_of": asked.as_of,
        "period": { "from": asked.from, "to": asked.to },
        "article_figures": article_figures(registers, asked, (&flow, &in_period, &to_date)),
        "period_counts": period_counts(flow, &in_period, &all),
        "cumulative_counts": papers(registers, |day| asked.has_come(day)),
        "to_date": to_date_figures(&to_date, &all),
        "valid_on_as_of": { "agencies": valid.len(), "by_level": by(&valid, "level", |_| true) },
        "plans": plans(registers, asked),
    })
}

/// Organisations once each, cards by their number.
fn papers(registers: &Registers, wanted: impl Fn(&Written) -> bool) -> Map<String, Value> {
    let distinct = |file: &str, key: &str, kind: &str| {
        let chosen = rows(registers, file);
        let chosen = chosen.iter().filter(|row| kind.is_empty() || row["kind"] == kind);
        chosen.filter(|row| wanted(&day(row, "issued_on"))).map(|row| row[key]).collect::<BTreeSet<_>>().len()
    };
    let counts = [
        ("consulting_organisations_confirmed", distinct("consulting-organisations", "code", "")),
        ("consultant_cards_organisation", distinct("consultant-cards", "card_no", "to_chuc")),
        ("consultant_cards_independent", distinct("consultant-cards", "card_no", "doc_lap")),
        ("certification_bodies", distinct("certification-bodies", "code", "")),
        ("assessor_cards", distinct("assessor-cards", "card_no", "")),
    ];
    counts.into_iter().map(|(key, count)| (key.to_owned(), count.into())).collect()
}

fn article_figures(
    registers: &Registers,
    asked: &Asked,
    (flow, in_period, to_date): (&Map<String, Value>, &[&Row<'_>], &[&Row<'_>]),
) -> Value {
    let frameworks = rows(registers, "model-frameworks");
    let published = |row: &&Row<'_>| {
        let text = if row["published_on"].is_empty() { row["published_year"] } else { row["published_on"] };
        asked.has_come(&written(text, row["known_by"]))
    };
    let documents = rows(registers, "legal-documents");
    let circulars = documents
        .iter()
        .filter(|row| row["kind"] == "Thông tư" && asked.is_in_period(&day(row, "issued_on")));
    json!({
        "consulting_organisations_confirmed": flow["consulting_organisations_confirmed"],
        "consultant_cards": flow["consultant_cards_organisation"],
        "independent_consultant_cards": flow["consultant_cards_independent"],
        "certification_bodies": flow["certification_bodies"],
        "assessor_cards": flow["assessor_cards"],
        "agencies_certified_in_period": in_period.len(),
        "local_agencies_certified_to_date": count(to_date, "level", "local"),
        "provinces_with_certified_agencies": by(to_date, "province_code", is_local).len(),
        "central_agencies_certified_to_date": count(to_date, "level", "central"),
        "ministries_with_certified_agencies": by(to_date, "ministry_code", is_central).len(),
        "model_frameworks": frameworks.iter().filter(published).count(),
        "circulars_issued_in_period": circulars.count(),
    })
}

fn period_counts(flow: Map<String, Value>, agencies: &[&Row<'_>], all: &[Granted<'_>]) -> Value {
    let of_kind = |kind: &str| {
        all.iter()
            .filter(|certificate| {
                certificate.in_period && (kind.is_empty() || certificate.row["kind"] == kind)
            })
            .count()
    };
    let mut counts = flow;
    counts.insert("certificates".into(), of_kind("").into());
    counts.insert("certificates_initial".into(), of_kind("initial").into());
    counts.insert("certificates_renewal".into(), of_kind("renewal").into());
    counts.insert("agencies".into(), agencies.len().into());
    counts.insert("agencies_by_level".into(), json!(by(agencies, "level", |_| true)));
    counts.insert("agencies_by_kind".into(), json!(by(agencies, "kind", |_| true)));
    Value::Object(counts)
}

fn to_date_figures(agencies: &[&Row<'_>], all: &[Granted<'_>]) -> Value {
    let mut kinds: BTreeMap<&str, BTreeMap<&str, u64>> = BTreeMap::new();
    for agency in agencies.iter().filter(|agency| is_local(agency)) {
        *kinds.entry(agency["province_code"]).or_default().entry(agency["kind"]).or_default() += 1;
    }
    let by_year = |kind: &str| {
        let mut years: BTreeMap<&str, u64> = BTreeMap::new();
        for certificate in all.iter().filter(|certificate| certificate.row["kind"] == kind) {
            if let Some(year) = &certificate.year {
                *years.entry(year).or_default() += 1;
            }
        }
        years
    };
    json!({
        "agencies_total": agencies.len(),
        "local": count(agencies, "level", "local"),
        "central": count(agencies, "level", "central"),
        "local_by_kind": by(agencies, "kind", is_local),
        "central_by_kind": by(agencies, "kind", is_central),
        "local_by_obligation": by(agencies, "obligation", is_local),
        "local_by_province": by(agencies, "province_code", is_local),
        "local_by_province_and_kind": kinds,
        "central_by_ministry": by(agencies, "ministry_code", is_central),
        "provinces": by(agencies, "province_code", is_local).len(),
        "ministries": by(agencies, "ministry_code", is_central).len(),
        "initial_certificates_by_year": by_year("initial"),
        "renewal_certificates_by_year": by_year("renewal"),
        "certificates_total": all.len(),
    })
}

fn plans(registers: &Registers, asked: &Asked) -> Value {
    let rows = rows(registers, "plans");
    // An approval counts from its own day on; before it there is no plan.
    let status = |row: &Row<'_>| match row["status"] {
        "approved" if !asked.has_come(&day(row, "approved_on")) => "none".to_owned(),
        status => status.to_owned(),
    };
    let owing = |level: &str| -> Vec<&Row<'_>> {
        rows.iter().filter(|row| row["level"] == level && row["owes_plan"] == "yes").collect()
    };
    let counts = |level: &str| {
        let count = |wanted: &str| owing(level).into_iter().filter(|row| status(row) == wanted).count();
        json!({ "none": count("none"), "drafted": count("drafted"), "approved": count("approved") })
    };
    let without = |level: &str| -> Vec<&str> {
        owing(level)
            .into_iter()
            .filter(|row| status(row) != "approved")
            .map(|row| row["owner_code"])
            .collect()
    };
    let not_owing = rows.iter().filter(|row| row["level"] == "central" && row["owes_plan"] == "no");
    json!({
        "central": counts("central"),
        "local": counts("local"),
        "not_approved_central": without("central"),
        "not_approved_local": without("local"),
        "not_owing_central": not_owing.map(|row| row["owner_code"]).collect::<Vec<_>>(),
    })
}
