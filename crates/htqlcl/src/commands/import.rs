//! `htqlcl import registers`.

use crate::cli::{EXIT_DONE, EXIT_REFUSED, ImportRegisters};
use platform::{Error, Language, Refusal, Result, i18n};
use programme::imports::{self, FileCount, Files, ImportReport, Mode, RowNote};
use std::path::Path;

/// Reads registers from the files of a folder, all or nothing, and tells what changed or is wrong with which row.
///
/// # Errors
/// When the folder cannot be read or the database fails; a trial also when there is no database.
pub async fn registers(options: &ImportRegisters, language: Language) -> Result<u8> {
    let files = read_folder(&options.folder, language)?;
    if options.dry_run {
        super::must_exist(&options.database.database)?;
    }
    let ctx = super::operator(&options.database.database, language).await?;
    let mode = if options.dry_run { Mode::Trial } else { Mode::Write };
    let report = imports::run(&ctx, files, mode).await?;
    tell(&report, (mode, language))?;
    Ok(if report.is_sound() { EXIT_DONE } else { EXIT_REFUSED })
}

/// The files of a folder that an import may read. One that is too large is not read at all.
fn read_folder(folder: &Path, language: Language) -> Result<Files> {
    let unreadable = |path: &Path, error: std::io::Error| {
        let refusal =
            Refusal::new("cli-import-no-folder").with("folder", path.display()).with("words", error);
        Error::from(refusal)
    };
    let mut files = Files::new();
    for entry in std::fs::read_dir(folder).map_err(|error| unreadable(folder, error))? {
        let path = entry.map_err(|error| unreadable(folder, error))?.path();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if !path.is_file() || imports::FileKind::of_name(&name).is_none() {
            continue;
        }
        let bytes = path.metadata().map_err(|error| unreadable(&path, error))?.len();
        if bytes > imports::table::MAX_FILE_BYTES {
            let told = i18n::refusal(language, &imports::table::too_large(bytes));
            return Err(Refusal::new("cli-import-file").with("file", name).with("words", told).into());
        }
        files.insert(name, std::fs::read(&path).map_err(|error| unreadable(&path, error))?);
    }
    Ok(files)
}

fn tell(report: &ImportReport, (mode, language): (Mode, Language)) -> Result<()> {
    let text = |key: &str| i18n::text(language, key);
    for count in &report.files {
        super::say(count_line(language, count))?;
    }
    if mode == Mode::Trial {
        for change in &report.changes {
            super::say(format_args!("{}:{}: {}", change.file, change.line, change_text(change)))?;
        }
    }
    for warning in &report.warnings {
        super::say(format_args!("{}: {}", text("cli-import-warning"), note_line(language, warning)))?;
    }
    for fault in &report.faults {
        eprintln!("{}", note_line(language, fault));
    }
    if !report.is_sound() {
        let faults = report.faults.len().to_string();
        eprintln!("{}", i18n::text_with(language, "cli-import-refused", &[("faults", &faults)]));
        return Ok(());
    }
    if mode == Mode::Trial {
        super::say(text("cli-import-dry-run"))?;
    }
    if report.changes_nothing() {
        super::say(text("cli-import-nothing"))?;
    } else if mode == Mode::Write {
        let written = report.written().to_string();
        super::say(i18n::text_with(language, "cli-import-done", &[("written", &written)]))?;
    }
    Ok(())
}

fn count_line(language: Language, count: &FileCount) -> String {
    let numbers =
        [count.rows, count.created, count.corrected, count.unchanged].map(|number| number.to_string());
    let values = [
        ("file", count.file),
        ("rows", &numbers[0]),
        ("created", &numbers[1]),
        ("corrected", &numbers[2]),
        ("unchanged", &numbers[3]),
    ];
    i18n::text_with(language, "cli-import-row", &values)
}

fn change_text(change: &imports::RowChange) -> String {
    if change.changes.is_empty() {
        return format!("+ {}", change.subject);
    }
    let changes =
        change.changes.iter().map(|field| format!("{}: {:?} → {:?}", field.field, field.before, field.after));
    format!("~ {} ({})", change.subject, changes.collect::<Vec<_>>().join("; "))
}

/// `agencies.csv:12: province_code: …`: file, line, column and reason, as compilers tell them.
fn note_line(language: Language, note: &RowNote) -> String {
    let place = match note.line {
        0 => note.file.clone(),
        line => format!("{}:{line}", note.file),
    };
    let place = if place.is_empty() { place } else { format!("{place}: ") };
    let column = note.reason.field.map(|field| format!("{field}: ")).unwrap_or_default();
    format!("{place}{column}{}", i18n::refusal(language, &note.reason))
}
