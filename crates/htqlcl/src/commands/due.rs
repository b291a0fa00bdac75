//! `htqlcl due FILE.csv [--explain CASE_ID]`: due moments of cases in a file, and their explanation.

use crate::cli::{Due, EXIT_DONE, EXIT_REFUSED};
use platform::{Error, Language, Refusal, Result, i18n};
use registers::calendars::{self, typed};
use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::path::Path;
use std::sync::Arc;
use workdays::{Calendar, Limit, Suspension, instant_text, parse_instant};

/// The columns that are read; others may stand beside them, in any order.
const COLUMNS: [&str; 7] = ["case_id", "rule", "profile", "swaps", "received", "limit", "suspensions"];

/// A line of the file that could be read.
struct Case {
    line: u64,
    id: String,
    office: (String, bool),
    limit: Limit,
    received_at: i64,
    suspensions: Vec<Suspension>,
}

/// The calendars of the offices that cases name.
type Calendars = BTreeMap<(String, bool), Arc<Calendar>>;

/// A fault of one line: its number, and why; the reason's field is the column.
type Fault = (u64, Refusal);

pub async fn run(options: &Due, language: Language) -> Result<u8> {
    let text = read(&options.file)?;
    let (mut cases, mut faults) = cases(&text)?;
    if let Some(id) = &options.explain {
        let told = |fault: &Fault| fault.1.values.iter().any(|(name, value)| *name == "case" && value == id);
        let known = cases.iter().any(|case| case.id == *id) || faults.iter().any(told);
        if !known {
            return Err(Refusal::new("cli-due-no-case").with("case", id).into());
        }
        // The other lines are not asked about, right or wrong.
        cases.retain(|case| case.id == *id);
        faults.retain(told);
    }
    let calendars = calendars(options, &cases).await?;
    let mut answers = Vec::new();
    for case in &cases {
        match answer(case, &calendars) {
            Ok(answer) => answers.push(answer),
            Err(reason) => faults.push((case.line, reason)),
        }
    }
    if !faults.is_empty() {
        faults.sort_by_key(|fault| fault.0);
        tell(&options.file, &faults, language);
        return Ok(EXIT_REFUSED);
    }
    let text = match &options.explain {
        Some(_) => cases.iter().flat_map(|case| explained(case, &calendars, language)).collect(),
        None => answers_as_csv(&answers)?,
    };
    write(&text)?;
    Ok(EXIT_DONE)
}

/// The text of the file; `-` is standard input.
fn read(file: &Path) -> Result<String> {
    let bytes = if file == Path::new("-") {
        let mut bytes = Vec::new();
        std::io::stdin().read_to_end(&mut bytes).map(|_| bytes)
    } else {
        std::fs::read(file)
    };
    let unread = |error| Refusal::new("cli-due-no-file").with("file", file.display()).with("reason", error);
    let text = String::from_utf8(bytes.map_err(unread)?);
    let text = text.map_err(|_| Refusal::new("cli-due-not-text").with("file", file.display()))?;
    Ok(text.strip_prefix('\u{feff}').unwrap_or(&text).to_owned())
}

/// Every case of the file, and the faults of those that cannot be read.
fn cases(text: &str) -> Result<(Vec<Case>, Vec<Fault>)> {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    let broken = |error: csv::Error| Error::from(Refusal::new("cli-due-not-csv").with("reason", error));
    let heads: Vec<String> =
        reader.headers().map_err(broken)?.iter().map(|head| head.trim().to_lowercase()).collect();
    let place = |name: &str| heads.iter().position(|head| head == name);
    let missing: Vec<&str> = COLUMNS.into_iter().filter(|name| place(name).is_none()).collect();
    if !missing.is_empty() {
        return Err(Refusal::new("cli-due-no-column").with("columns", missing.join(", ")).into());
    }
    let (mut cases, mut faults) = (Vec::new(), Vec::new());
    for record in reader.records() {
        let record = record.map_err(broken)?;
        let line = record.position().map_or(0, csv::Position::line);
        let field = |name: &str| place(name).and_then(|at| record.get(at)).unwrap_or("").trim();
        match case(line, &field) {
            Ok(case) => cases.push(case),
            Err(reasons) => {
                let id = field("case_id");
                faults.extend(reasons.into_iter().map(|reason| (line, reason.with("case", id))));
            }
        }
    }
    Ok((cases, faults))
}

/// One case of its fields, or everything that is wrong with them.
fn case<'a>(line: u64, field: &impl Fn(&str) -> &'a str) -> std::result::Result<Case, Vec<Refusal>> {
    let mut reasons = Vec::new();
    let mut wrong = |column: &'static str, key: &'static str| {
        reasons.push(Refusal::new(key).field(column).with("text", field(column)));
    };
    if field("case_id").is_empty() {
        wrong("case_id", "cli-due-no-id");
    }
    if !matches!(field("profile"), "P1" | "P2") {
        wrong("profile", "cli-due-not-a-profile");
    }
    if !matches!(field("swaps"), "yes" | "no") {
        wrong("swaps", "cli-due-not-yes-or-no");
    }
    let received_at = parse_instant(field("received"));
    if received_at.is_err() {
        wrong("received", "cli-due-not-an-instant");
    }
    let limit = Limit::read(field("rule"), field("limit"));
    if limit.is_err() {
        // A rule that counts days or hours of anything is a rule: then the amount is what is wrong.
        let is_rule = Limit::read(field("rule"), "1").is_ok();
        let (column, key) =
            if is_rule { ("limit", "cli-due-not-an-amount") } else { ("rule", "cli-due-not-a-rule") };
        wrong(column, key);
    }
    let suspensions = suspensions(field("suspensions"));
    if suspensions.is_none() {
        wrong("suspensions", "cli-due-not-suspensions");
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

/// Suspensions that all have an end: without one there is no due moment to be written.
fn suspensions(text: &str) -> Option<Vec<Suspension>> {
    let found = typed::suspensions(text).ok()?;
    found.iter().all(|suspension| suspension.until_at.is_some()).then_some(found)
}

/// The calendars of the offices that cases name: of the database where one is given, else those that
/// the program carries.
async fn calendars(options: &Due, cases: &[Case]) -> Result<Calendars> {
    let mut calendars = Calendars::new();
    let ctx = match &options.database {
        Some(location) => {
            super::must_exist(location)?;
            Some(super::operator(location, Language::En).await?)
        }
        None => None,
    };
    for case in cases {
        if calendars.contains_key(&case.office) {
            continue;
        }
        let (profile, swaps) = case.office.clone();
        let calendar = match &ctx {
            Some(ctx) => ctx.read(move |tx| calendars::current_example(tx, (&profile, swaps))).await?,
            None => calendars::carried_calendar((&profile, swaps))?,
        };
        calendars.insert(case.office.clone(), calendar);
    }
    Ok(calendars)
}

fn calendar_of<'a>(case: &Case, calendars: &'a Calendars) -> &'a Calendar {
    calendars.get(&case.office).expect("the calendar of every case was made before")
}

/// Id, effective start and due moment of a case.
fn answer(case: &Case, calendars: &Calendars) -> std::result::Result<[String; 3], Refusal> {
    let calendar = calendar_of(case, calendars);
    let refused = |reason| {
        let columns = ["received", "limit", "suspensions"];
        calendars::refusal(reason, case.received_at, columns).with("case", &case.id)
    };
    let due = workdays::due(calendar, &case.limit, case.received_at, &case.suspensions).map_err(refused)?;
    let due_at = due.due_at().map(instant_text).unwrap_or_default();
    Ok([case.id.clone(), instant_text(due.start_at()), due_at])
}

fn answers_as_csv(answers: &[[String; 3]]) -> Result<String> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(["case_id", "effective_start", "due"]).map_err(Error::failed)?;
    for answer in answers {
        writer.write_record(answer).map_err(Error::failed)?;
    }
    let bytes = writer.into_inner().map_err(Error::failed)?;
    String::from_utf8(bytes).map_err(Error::failed)
}

/// The lines of an explanation. What cannot be explained was refused before, with its line.
fn explained(case: &Case, calendars: &Calendars, language: Language) -> Vec<String> {
    let words = match language {
        Language::Vi => workdays::Language::Vi,
        Language::En => workdays::Language::En,
    };
    let calendar = calendar_of(case, calendars);
    let told = workdays::explain(calendar, &case.limit, case.received_at, &case.suspensions);
    let lines = told.map(|told| told.lines(words)).unwrap_or_default();
    lines.into_iter().map(|line| line + "\n").collect()
}

/// Writes to standard output. A reader that has read enough and closed it is no failure.
fn write(text: &str) -> Result<()> {
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(Error::failed(error)),
        _ => Ok(()),
    }
}

fn tell(file: &Path, faults: &[Fault], language: Language) {
    for (line, reason) in faults {
        let (file, line) = (file.display().to_string(), line.to_string());
        let sentence = i18n::refusal(language, reason);
        let values = [
            ("file", file.as_str()),
            ("line", line.as_str()),
            ("field", reason.field.unwrap_or_default()),
            ("reason", sentence.as_str()),
        ];
        eprintln!("htqlcl: {}", i18n::text_with(language, "cli-due-fault", &values));
    }
}
