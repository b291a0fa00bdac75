//! The cases of a CSV file: each row judged on its own, every doubtful one told.

use super::{Case, Fault};
use platform::web::is_hidden;
use platform::{Error, Refusal, Result};
use registers::calendars::typed;
use std::collections::BTreeMap;
use workdays::{Limit, Suspension, parse_instant};

/// The columns that are read; others may stand beside them, in any order.
const COLUMNS: [&str; 7] = ["case_id", "rule", "profile", "swaps", "received", "limit", "suspensions"];
/// The last of them may be left out at the end of a row, as tools do that write no blank cells there.
const MAY_BE_ABSENT: &str = "suspensions";

/// More faults of one file than this are counted only: nobody reads them, and a file may have any number of them.
pub(super) const MOST_FAULTS: usize = 1_000;

/// A longer case id is no id.
const LONGEST_ID: usize = 200;
/// A whole number of more digits is more hours than the longest limit has.
const MOST_DIGITS: usize = 6;

/// The faults of a file in the order of its lines: the first of them, and how many there are.
#[derive(Default)]
pub(super) struct Faults {
    pub told: Vec<Fault>,
    pub count: usize,
}

impl Faults {
    /// Adds a fault of a line: told while there are not too many, counted always.
    pub fn add(&mut self, line: u64, reason: Refusal) {
        self.count += 1;
        if self.told.len() < MOST_FAULTS {
            self.told.push((line, reason));
        }
    }

    /// Both together, in the order of the lines.
    pub fn and(mut self, other: Faults) -> Faults {
        self.told.extend(other.told);
        self.told.sort_by_key(|fault| fault.0);
        self.told.truncate(MOST_FAULTS);
        Faults { told: self.told, count: self.count + other.count }
    }
}

/// The cases that are asked for, and what is wrong with the others of them.
#[derive(Default)]
pub(super) struct Table {
    pub cases: Vec<Case>,
    pub faults: Faults,
    /// Whether there is a row of the case that was asked for.
    pub is_known: bool,
}

/// Where the columns stand.
struct Places {
    places: [usize; 7],
    width: usize,
}

/// Reads the cases of a file; only the one named `wanted`, where one is: the other lines are then not asked about,
/// right or wrong.
///
/// # Errors
/// When the file as a whole cannot be read as a table of cases.
pub(super) fn read(text: &str, wanted: Option<&str>) -> Result<Table> {
    if let Some(line) = unclosed_quote(text) {
        return Err(Refusal::new("cli-due-open-quote").with("line", line).into());
    }
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    let broken = |error: csv::Error| Error::from(Refusal::new("cli-due-not-csv").with("reason", error));
    let places = Places::of(reader.headers().map_err(broken)?)?;
    let mut table = Table::default();
    let mut lines: BTreeMap<String, u64> = BTreeMap::new();
    for record in reader.records() {
        let record = record.map_err(broken)?;
        let line = record.position().map_or(0, csv::Position::line);
        let id = places.field(&record, "case_id");
        if wanted.is_some_and(|wanted| wanted != id) {
            continue;
        }
        table.is_known = true;
        let first = *lines.entry(id.to_owned()).or_insert(line);
        let row = if first != line && !id.is_empty() {
            Err(vec![Refusal::new("cli-due-id-twice").field("case_id").with("line", first)])
        } else {
            places.case(line, &record)
        };
        match row {
            Ok(case) => table.cases.push(case),
            Err(reasons) => {
                reasons
                    .into_iter()
                    .for_each(|reason| table.faults.add(line, reason.with("case", beginning(id))));
            }
        }
    }
    Ok(table)
}

impl Places {
    fn of(heads: &csv::StringRecord) -> Result<Places> {
        let heads: Vec<String> = heads.iter().map(|head| head.trim().to_lowercase()).collect();
        let place = |name: &str| heads.iter().position(|head| head == name);
        let missing: Vec<&str> = COLUMNS.into_iter().filter(|name| place(name).is_none()).collect();
        if !missing.is_empty() {
            return Err(Refusal::new("cli-due-no-column").with("columns", missing.join(", ")).into());
        }
        let is_twice = |name: &str| heads.iter().filter(|head| *head == name).count() > 1;
        let twice: Vec<&str> = COLUMNS.into_iter().filter(|name| is_twice(name)).collect();
        if !twice.is_empty() {
            return Err(Refusal::new("cli-due-column-twice").with("columns", twice.join(", ")).into());
        }
        let places = COLUMNS.map(|name| place(name).unwrap_or(heads.len()));
        Ok(Places { places, width: heads.len() })
    }

    /// The cell of a column that is read.
    fn field<'r>(&self, record: &'r csv::StringRecord, name: &str) -> &'r str {
        let at = COLUMNS.iter().position(|column| *column == name).map(|at| self.places[at]);
        at.and_then(|at| record.get(at)).unwrap_or("").trim()
    }

    /// What is wrong with the number of cells: then some of them stand in the wrong column.
    fn shape(&self, record: &csv::StringRecord) -> Option<Shape> {
        let told = |key| Refusal::new(key).with("found", record.len()).with("wanted", self.width);
        let beyond = record.iter().skip(self.width).map(str::trim).find(|cell| !cell.is_empty());
        if let Some(cell) = beyond {
            return Some(Shape::Long(told("cli-due-long-row").with("text", beginning(cell))));
        }
        let absent = |(name, at): (&'static str, &usize)| {
            (record.get(*at).is_none() && name != MAY_BE_ABSENT).then_some(name)
        };
        let absent: Vec<&'static str> = COLUMNS.into_iter().zip(&self.places).filter_map(absent).collect();
        let first = absent.first()?;
        let reason = told("cli-due-short-row").field(first).with("columns", absent.join(", "));
        Some(Shape::Short(reason, absent))
    }

    /// The case of a row, or everything that is wrong with it.
    fn case(&self, line: u64, record: &csv::StringRecord) -> std::result::Result<Case, Vec<Refusal>> {
        let read = case(line, &|name: &str| self.field(record, name));
        match self.shape(record) {
            None => read,
            Some(Shape::Long(reason)) => Err(vec![reason]),
            Some(Shape::Short(reason, absent)) => {
                let others = read.err().unwrap_or_default().into_iter();
                let others = others.filter(|other| !other.field.is_some_and(|name| absent.contains(&name)));
                Err(std::iter::once(reason).chain(others).collect())
            }
        }
    }
}

/// A row with cells beyond the columns, or without those of the columns named.
enum Shape {
    Long(Refusal),
    Short(Refusal, Vec<&'static str>),
}

/// As much of a cell as a sentence repeats.
fn beginning(cell: &str) -> String {
    cell.chars().take(80).collect()
}

/// The line on which a quotation begins that never ends. The reader would take all that follows for one cell.
fn unclosed_quote(text: &str) -> Option<u64> {
    let (mut line, mut opened_on) = (1, 1);
    let (mut is_at_start, mut is_quoted) = (true, false);
    let mut letters = text.bytes().peekable();
    while let Some(letter) = letters.next() {
        line += u64::from(letter == b'\n');
        if is_quoted {
            // A doubled quote stands for one quote.
            is_quoted = letter != b'"' || letters.next_if_eq(&b'"').is_some();
        } else if letter == b'"' && is_at_start {
            (is_quoted, opened_on) = (true, line);
        }
        is_at_start = matches!(letter, b',' | b'\n' | b'\r') && !is_quoted;
    }
    is_quoted.then_some(opened_on)
}

/// One case of its fields, or everything that is wrong with them.
fn case<'a>(line: u64, field: &impl Fn(&str) -> &'a str) -> std::result::Result<Case, Vec<Refusal>> {
    let mut reasons = Vec::new();
    let wrong = |column: &'static str, key: &'static str| {
        Refusal::new(key).field(column).with("text", beginning(field(column)))
    };
    let id = field("case_id");
    if id.is_empty() {
        reasons.push(wrong("case_id", "cli-due-no-id"));
    } else if id.chars().any(is_hidden) || id.chars().nth(LONGEST_ID).is_some() {
        reasons.push(wrong("case_id", "cli-due-not-an-id").with("most", LONGEST_ID));
    }
    if !matches!(field("profile"), "P1" | "P2") {
        reasons.push(wrong("profile", "cli-due-not-a-profile"));
    }
    if !matches!(field("swaps"), "yes" | "no") {
        reasons.push(wrong("swaps", "cli-due-not-yes-or-no"));
    }
    let received_at = parse_instant(field("received"));
    if received_at.is_err() {
        reasons.push(wrong("received", "cli-due-not-an-instant"));
    }
    let limit = Limit::read(field("rule"), field("limit"));
    if limit.is_err() {
        // A rule that counts days or hours of anything is a rule: then the amount is what is wrong.
        let is_rule = Limit::read(field("rule"), "1").is_ok();
        reasons.push(match is_rule {
            false => wrong("rule", "cli-due-not-a-rule"),
            true if is_long_number(field("limit")) => {
                wrong("limit", "cli-due-amount-too-long").with("most", workdays::MOST_DAYS)
            }
            true => wrong("limit", "cli-due-not-an-amount"),
        });
    }
    let suspensions = suspensions(field("suspensions"));
    if suspensions.is_none() {
        reasons.push(wrong("suspensions", "cli-due-not-suspensions"));
    }
    match (limit, received_at, suspensions) {
        (Ok(limit), Ok(received_at), Some(suspensions)) if reasons.is_empty() => Ok(Case {
            line,
            id: field("case_id").to_owned(),
            office: (field("profile").to_owned(), field("swaps") == "yes"),
            limit,
            received_at,
            suspensions,
        }),
        _ => Err(reasons),
    }
}

/// Whether an amount is a number, only too large to be counted with.
fn is_long_number(text: &str) -> bool {
    let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    is_digits(whole) && is_digits(part) && whole.trim_start_matches('0').len() > MOST_DIGITS
}

/// Suspensions that all have an end: without one there is no due moment to be written.
fn suspensions(text: &str) -> Option<Vec<Suspension>> {
    let found = typed::suspensions(text).ok()?;
    found.iter().all(|suspension| suspension.until_at.is_some()).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quotation_that_never_ends_is_found_where_it_begins() {
        for text in
            ["", "a,b\n", "\"a\",b\n\"c\"\"d\"", "a\"b,c\n", "\"a\nb\",c", "\"a\"b,\"c\"", "\"\"", "\"\"\"\""]
        {
            assert_eq!(unclosed_quote(text), None, "{text}");
        }
        for (text, line) in [("\"", 1), ("a,b\nc,\"d\ne,f\n", 2), ("a\r\n\r\n\"b\"\"", 3), ("\"\"\"", 1)] {
            assert_eq!(unclosed_quote(text), Some(line), "{text}");
        }
    }
}
