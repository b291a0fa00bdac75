//! `htqlcl bpmn check|svg|steps`: what a BPMN file says, without a database and without a network.

mod verdict;

use crate::cli::{Bpmn, BpmnCheck, BpmnFile, BpmnSvg, EXIT_DONE, EXIT_REFUSED};
use agency::processes::sheet::{self, Sheet};
use bpmn::layout;
use bpmn::read::{ReadError, Reading};
use bpmn::svg::Look;
use bpmn::tree::Limits;
use platform::{Error, Language, Refusal, Result, i18n};
use std::io::Read;
use std::path::Path;
use verdict::Verdict;

/// Answers a question about a BPMN file.
///
/// # Errors
/// When the file cannot be read, or what was asked for cannot be written.
pub fn run(command: &Bpmn, language: Language) -> Result<u8> {
    match command {
        Bpmn::Check(options) => check(options, language),
        Bpmn::Svg(options) => svg(options, language),
        Bpmn::Steps(options) => steps(options, language),
    }
}

/// The file as far as it may be read: one byte more than that is told as too large, and no more is held.
fn bytes_of(file: &Path, language: Language) -> Result<Vec<u8>> {
    let most = Limits::default().bytes as u64 + 1;
    let mut bytes = Vec::new();
    let read = std::fs::File::open(file).and_then(|file| file.take(most).read_to_end(&mut bytes));
    match read {
        Ok(_) => Ok(bytes),
        Err(error) => {
            let words = super::io_words(&error, language);
            Err(Refusal::new("cli-bpmn-no-file").with("file", file.display()).with("words", words).into())
        }
    }
}

fn reading_of(file: &Path, language: Language) -> Result<std::result::Result<Reading, ReadError>> {
    Ok(bpmn::read::read(&bytes_of(file, language)?))
}

/// Tells that a file is no BPMN.
fn unreadable(file: &Path, error: &ReadError, language: Language) -> u8 {
    let refusal = Refusal::new("cli-bpmn-unreadable")
        .with("file", file.display())
        .with("words", verdict::words_of(error, language));
    eprintln!("htqlcl: {}", i18n::refusal(language, &refusal));
    EXIT_REFUSED
}

fn check(options: &BpmnCheck, language: Language) -> Result<u8> {
    let verdict = match reading_of(&options.file, language)? {
        Ok(reading) => Verdict::of(reading, &options.fields()),
        Err(error) if options.json => {
            return tell(&verdict::unreadable_json(&error, language)?, EXIT_REFUSED);
        }
        Err(error) => return Ok(unreadable(&options.file, &error, language)),
    };
    let code = if verdict.is_publishable() { EXIT_DONE } else { EXIT_REFUSED };
    let text = if options.json { verdict.json(language)? } else { verdict.text(language) };
    tell(&text, code)
}

/// Draws the process; what is refused in it is pointed out.
fn svg(options: &BpmnSvg, language: Language) -> Result<u8> {
    let reading = match reading_of(&options.file, language)? {
        Ok(reading) => reading,
        Err(error) => return Ok(unreadable(&options.file, &error, language)),
    };
    let Some(process) = reading.processes.first() else {
        return Ok(unreadable(&options.file, &ReadError::NoProcess, language));
    };
    if layout::is_too_large(process) {
        let told = Refusal::new("cli-bpmn-too-large-to-draw")
            .with("nodes", process.nodes.len())
            .with("lanes", process.lanes.len())
            .with("flows", process.flows.len());
        return Err(told.with("most", layout::MOST).with("most-flows", 2 * layout::MOST).into());
    }
    let drawing = bpmn::svg::svg(process, &Look::pointing_out(process, &reading.refused));
    let written = match options.out.to_str() {
        Some("-") => super::emit(drawing.as_bytes()),
        _ => std::fs::write(&options.out, drawing),
    };
    written.map_err(|error| not_written(&options.out, &error))?;
    warn(&reading, language);
    Ok(EXIT_DONE)
}

/// Says beside the drawing or the steps that the model is not executed: nobody is to take them for those of one that
/// is. What was asked for was given all the same.
fn warn(reading: &Reading, language: Language) {
    let count = reading.refused.len();
    if count > 0 {
        let told = i18n::text_with(language, "cli-bpmn-drawn-refused", &[("count", &count.to_string())]);
        eprintln!("htqlcl: {told}");
    }
}

fn steps(options: &BpmnFile, language: Language) -> Result<u8> {
    let reading = match reading_of(&options.file, language)? {
        Ok(reading) => reading,
        Err(error) => return Ok(unreadable(&options.file, &error, language)),
    };
    match sheet::read(&reading) {
        Some(sheet) => {
            tell(&table(&sheet, language), EXIT_DONE)?;
            warn(&reading, language);
            Ok(EXIT_DONE)
        }
        None => Err(Refusal::new("processes-refusal-too-large").into()),
    }
}

/// The steps in columns; the last is not padded.
fn table(sheet: &Sheet, language: Language) -> String {
    let t = |key: &str| i18n::text(language, key);
    let heads = ["processes-step-number", "processes-step", "processes-responsible", "processes-time"]
        .map(t)
        .to_vec();
    let rows = sheet.steps.iter().enumerate().map(|(at, step)| {
        let time = step.budget.map(agency::processes::decide::hours).map(|hours| {
            i18n::text_with(language, "processes-hours", &[("hours", &in_language(&hours, language))])
        });
        let lane = step.lane.and_then(|lane| sheet.lanes.get(lane));
        vec![
            (at + 1).to_string(),
            if step.name.is_empty() { step.id.clone() } else { step.name.clone() },
            lane.map(|lane| lane.name.clone()).unwrap_or_default(),
            time.unwrap_or_default(),
        ]
    });
    let rows: Vec<Vec<String>> = std::iter::once(heads).chain(rows).collect();
    let widths: Vec<usize> = (0..4)
        .map(|column| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or_default())
        .collect();
    let mut text = String::new();
    for row in rows {
        let cells = row.iter().zip(&widths).map(|(cell, width)| {
            let pad = width - cell.chars().count();
            format!("{cell}{}", " ".repeat(pad))
        });
        text.push_str(cells.collect::<Vec<String>>().join("  ").trim_end());
        text.push('\n');
    }
    let hours = in_language(&agency::processes::decide::hours(sheet.longest), language);
    text.push_str(&i18n::text_with(language, "processes-total", &[("hours", &hours)]));
    text.push('\n');
    text
}

fn in_language(hours: &str, language: Language) -> String {
    match language {
        Language::Vi => hours.to_owned(),
        Language::En => hours.replace(',', "."),
    }
}

/// Writes the answer to standard output and gives the code; a reader who has gone away wants no more.
fn tell(text: &str, code: u8) -> Result<u8> {
    super::emit(text.as_bytes()).map_err(|error| not_written(Path::new("-"), &error))?;
    Ok(code)
}

fn not_written(file: &Path, error: &std::io::Error) -> Error {
    Refusal::new("cli-not-written").with("file", file.display()).with("words", error).into()
}
