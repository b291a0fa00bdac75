//! Imports of registers from files: every bad row is told, and one bad row keeps everything out.
//!
//! A trial run is the same run, undone at its end. The same files twice change nothing.

mod enter;
mod files;
mod report;
mod store;

pub use files::{FILES, FileKind};
pub use registers::sheets as table;
pub use report::{FileCount, ImportReport, RowChange, RowNote};

use platform::{Ctx, Error, Refusal, Refusals, Result, Scope, action};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use table::Table;

action!(pub IMPORT = "imports.registers": NationalOfficer Nation);

/// Files by name, as read from a folder or sent by a browser.
pub type Files = BTreeMap<String, Vec<u8>>;

/// Whether an import writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Tell what would change.
    Trial,
    /// Write it, if every row is sound.
    Write,
}

/// Is told how far an import is (rows entered, and rows in all), and says whether to go on.
pub type Progress = Arc<dyn Fn(usize, usize) -> bool + Send + Sync>;

/// Reads `files` into the registers. What is wrong with the files is in the report, not an error.
///
/// # Errors
/// When the actor may not import, or the machine fails; nothing is written then.
pub async fn run(ctx: &Ctx, files: Files, mode: Mode) -> Result<ImportReport> {
    run_with(ctx, files, (mode, Arc::new(|_, _| true))).await
}

/// As [`run`], telling how far it is.
///
/// # Errors
/// As [`run`].
pub async fn run_with(ctx: &Ctx, files: Files, (mode, progress): (Mode, Progress)) -> Result<ImportReport> {
    ctx.may(&IMPORT, &Scope::nation())?;
    // Reading files takes seconds: not on a thread that answers pages.
    let (tables, report) = tokio::task::spawn_blocking(move || read(files)).await.map_err(Error::failed)?;
    if !report.is_sound() {
        return Ok(report);
    }
    // An undone transaction hands nothing back, so its report leaves by this door.
    let door: Arc<Mutex<Option<ImportReport>>> = Arc::default();
    let inside = door.clone();
    let owner = ctx.own_agency_id();
    let tables = Arc::new(tables);
    let ended = ctx
        .write(move |tx| {
            let report = enter::enter_all(tx, &tables, (report.clone(), owner, &progress))?;
            let keep = mode == Mode::Write && report.is_sound();
            if let Ok(mut place) = inside.lock() {
                *place = Some(report);
            }
            if keep { Ok(()) } else { Err(undone()) }
        })
        .await;
    let told = door.lock().ok().and_then(|mut place| place.take());
    match (ended, told) {
        (Ok(()), Some(report)) => Ok(report),
        (Err(Error::Refused(reasons)), Some(report)) if reasons == undone_reasons() => Ok(report),
        (Err(error), _) => Err(error),
        (Ok(()), None) => Err(Error::failed("the import told nothing")),
    }
}

/// The refusal of an import that its author has stopped.
pub const CANCELLED: &str = "imports-cancelled";

/// The reason with which a trial run or an unsound import undoes its own transaction.
fn undone_reasons() -> Refusals {
    Refusal::new("imports-undone").into()
}

fn undone() -> Error {
    undone_reasons().into()
}

/// Tables in the order in which they must be entered, and what is wrong with the files themselves.
fn read(files: Files) -> (Vec<(FileKind, Table)>, ImportReport) {
    let mut report = ImportReport::default();
    let mut tables = Vec::new();
    for (name, bytes) in &files {
        let note = |line, reason| RowNote { file: name.clone(), line, reason };
        let Some(kind) = FileKind::of_name(name) else {
            report.warnings.push(note(0, Refusal::new("imports-warning-file-unknown").with("name", name)));
            continue;
        };
        if tables.iter().any(|(present, _)| *present == kind) {
            report.faults.push(note(0, Refusal::new("imports-refusal-file-twice").with("name", name)));
            continue;
        }
        match Table::read(name, bytes) {
            Err(faults) => {
                report.faults.extend(faults.into_iter().map(|fault| note(fault.line, fault.reason)))
            }
            Ok(table) => {
                let (missing, unread) = table.column_faults(kind.required(), kind.optional());
                report.faults.extend(missing.into_iter().map(|fault| note(fault.line, fault.reason)));
                report.warnings.extend(unread.into_iter().map(|fault| note(fault.line, fault.reason)));
                report.faults.extend(
                    files::twice(kind, &table).into_iter().map(|fault| note(fault.line, fault.reason)),
                );
                tables.push((kind, table));
            }
        }
    }
    if tables.is_empty() && report.is_sound() {
        let reason = Refusal::new("imports-refusal-no-files").with("names", files::names());
        report.faults.push(RowNote { file: String::new(), line: 0, reason });
    }
    tables.sort_by_key(|(kind, _)| *kind);
    (tables, report)
}

platform::messages!("imports", "../../i18n/imports.vi.ftl", "../../i18n/imports.en.ftl");
