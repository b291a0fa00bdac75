//! `htqlcl due FILE.csv [--explain CASE_ID]`: due moments of cases in a file, and their explanation.

mod table;

use crate::cli::{Due, EXIT_DONE, EXIT_REFUSED};
use platform::{Error, Language, Refusal, Result, i18n};
use registers::calendars;
use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;
use std::sync::Arc;
use table::{Faults, Table};
use workdays::{Basis, Calendar, Grounds, Limit, Suspension, instant_text};

/// A line of the file that could be read.
struct Case {
    line: u64,
    id: String,
    office: (String, bool),
    limit: Limit,
    received_at: i64,
    suspensions: Vec<Suspension>,
}

/// A fault of one line: its number, and why; the reason's field is the column.
type Fault = (u64, Refusal);

/// Tells the due moments of the cases in a file, or explains one of them; every faulty row with its reason.
///
/// # Errors
/// When the file is no table of cases, has none of the case asked for, or the database is not there or fails.
pub async fn run(options: &Due, language: Language) -> Result<u8> {
    let text = read(&options.file, language)?;
    let Table { cases, faults, is_known } = table::read(&text, options.explain.as_deref())?;
    if let Some(id) = options.explain.as_ref().filter(|_| !is_known) {
        return Err(Refusal::new("cli-due-no-case").with("case", id).into());
    }
    let cases = with_calendars(options, cases).await?;
    let (mut answers, mut unanswered) = (Vec::new(), Faults::default());
    for (case, calendar) in &cases {
        match answer(case, calendar) {
            Ok(answer) => answers.push(answer),
            Err(reason) => unanswered.add(case.line, reason),
        }
    }
    let faults = faults.and(unanswered);
    if faults.count > 0 {
        tell(&options.file, &faults, language);
        return Ok(EXIT_REFUSED);
    }
    let text = match &options.explain {
        Some(_) => cases.iter().flat_map(|(case, calendar)| explained(case, calendar, language)).collect(),
        None => answers_as_csv(&answers)?,
    };
    super::emit(text.as_bytes()).map_err(Error::failed)?;
    Ok(EXIT_DONE)
}

/// The text of the file; `-` is standard input.
fn read(file: &Path, language: Language) -> Result<String> {
    let bytes = if file == Path::new("-") {
        let mut bytes = Vec::new();
        std::io::stdin().read_to_end(&mut bytes).map(|_| bytes)
    } else {
        std::fs::read(file)
    };
    let unread = |error| {
        let reason = super::io_words(&error, language);
        Refusal::new("cli-due-no-file").with("file", file.display()).with("reason", reason)
    };
    let text = String::from_utf8(bytes.map_err(unread)?);
    let text = text.map_err(|_| Refusal::new("cli-due-not-text").with("file", file.display()))?;
    Ok(text.strip_prefix('\u{feff}').unwrap_or(&text).to_owned())
}

/// Each case with its office's calendar: of the database where one is given, else of those that the
/// program carries.
async fn with_calendars(options: &Due, cases: Vec<Case>) -> Result<Vec<(Case, Arc<Calendar>)>> {
    let ctx = match &options.database {
        Some(location) => {
            super::must_exist(location)?;
            Some(super::operator(location, Language::En).await?)
        }
        None => None,
    };
    let mut known: BTreeMap<(String, bool), Arc<Calendar>> = BTreeMap::new();
    let mut paired = Vec::with_capacity(cases.len());
    for case in cases {
        let calendar = match (known.get(&case.office), &ctx) {
            (Some(calendar), _) => calendar.clone(),
            (None, Some(ctx)) => {
                let (profile, swaps) = case.office.clone();
                ctx.read(move |tx| calendars::current_example(tx, (&profile, swaps))).await?
            }
            (None, None) => calendars::carried_calendar((&case.office.0, case.office.1))?,
        };
        known.entry(case.office.clone()).or_insert_with(|| calendar.clone());
        paired.push((case, calendar));
    }
    Ok(paired)
}

/// Id, effective start and due moment of a case.
fn answer(case: &Case, calendar: &Calendar) -> std::result::Result<[String; 3], Refusal> {
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
fn explained(case: &Case, calendar: &Calendar, language: Language) -> Vec<String> {
    let words = match language {
        Language::Vi => workdays::Language::Vi,
        Language::En => workdays::Language::En,
    };
    let told = workdays::explain(calendar, &case.limit, case.received_at, &case.suspensions);
    // A file has no column for the act behind a pause.
    let unsaid = Basis::cited("căn cứ không nêu trong tệp", "legal basis not given in the file");
    let grounds = Grounds { other_pauses: Some(unsaid), ..Grounds::default() };
    let lines = told.map(|told| told.on(&grounds).lines(words)).unwrap_or_default();
    lines.into_iter().map(|line| line + "\n").collect()
}

fn tell(file: &Path, faults: &Faults, language: Language) {
    for (line, reason) in &faults.told {
        let (file, line) = (file.display().to_string(), line.to_string());
        let sentence = i18n::refusal(language, reason);
        let values = [
            ("file", file.as_str()),
            ("line", line.as_str()),
            ("field", reason.field.unwrap_or_default()),
            ("reason", sentence.as_str()),
        ];
        let key = if reason.field.is_some() { "cli-due-fault" } else { "cli-due-fault-of-row" };
        eprintln!("htqlcl: {}", i18n::text_with(language, key, &values));
    }
    let more = faults.count - faults.told.len();
    if more > 0 {
        let (more, all) = (more.to_string(), faults.count.to_string());
        let values = [("more", more.as_str()), ("count", all.as_str())];
        eprintln!("htqlcl: {}", i18n::text_with(language, "cli-due-more-faults", &values));
    }
}
