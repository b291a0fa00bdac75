//! One file for each command.

mod bpmn;
mod demo;
mod due;
mod import;
mod migrate;
mod places;
mod report;
mod serve;
mod user;
mod verify;

pub use serve::find_agency;

use crate::cli::{Arguments, Command, Import, ReportCommand};
use platform::db::Location;
use platform::{Actor, Clock, Ctx, Db, Error, Language, Refusal, Result, i18n};
use std::io::Write;

/// Runs the command and gives the exit code.
///
/// # Errors
/// What the command refuses, or why the machine failed.
pub async fn run(arguments: &Arguments) -> Result<u8> {
    let language = arguments.language();
    match &arguments.command {
        Command::Migrate(database) => migrate::run(&database.database, language).await,
        Command::Import(Import::Registers(options)) => import::registers(options, language).await,
        Command::Report(ReportCommand::Yearly(options)) => report::yearly(options, language).await,
        Command::Verify(database) => verify::run(&database.database, language).await,
        Command::Serve(options) => serve::run(options, language).await,
        Command::Demo(options) => demo::run(options, language).await,
        Command::User(command) => user::run(command, language).await,
        Command::Places(question) => places::run(question, language).await,
        Command::Due(options) => due::run(options, language).await,
        Command::Bpmn(command) => bpmn::run(command, language),
    }
}

/// Writes to standard output. A reader that has read enough and closed it is no failure.
///
/// # Errors
/// When it cannot be written for another reason.
fn emit(bytes: &[u8]) -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(error),
        _ => Ok(()),
    }
}

/// Writes a line to standard output, as [`emit`] does.
///
/// # Errors
/// As [`emit`].
pub fn say(line: impl std::fmt::Display) -> Result<()> {
    emit(format!("{line}\n").as_bytes()).map_err(Error::failed)
}

/// Why a file could not be read, in words; the system's own, where it is none of the usual reasons.
fn io_words(error: &std::io::Error, language: Language) -> String {
    use std::io::ErrorKind;
    let key = match error.kind() {
        ErrorKind::NotFound => "cli-io-not-found",
        ErrorKind::IsADirectory => "cli-io-folder",
        ErrorKind::PermissionDenied => "cli-io-forbidden",
        _ => return error.to_string(),
    };
    i18n::text(language, key)
}

/// Refuses a database that is not there, for commands that read or look for something in it: opening it would make
/// an empty one, and an answer from that one would be taken for the truth.
///
/// # Errors
/// When the location is a file that does not exist.
fn must_exist(location: &Location) -> Result<()> {
    match location {
        Location::Sqlite(file) if !file.exists() => {
            Err(Refusal::new("cli-no-database").with("file", file.display()).into())
        }
        _ => Ok(()),
    }
}

/// Refuses a database whose folder is not there, for a command that makes a new database: a mistyped folder would
/// be made silently, and filled where nobody looks for it.
///
/// # Errors
/// When the location is a file in a folder that does not exist.
fn folder_must_exist(location: &Location) -> Result<()> {
    let Location::Sqlite(file) = location else { return Ok(()) };
    match file.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        Some(folder) if !folder.is_dir() => {
            Err(Refusal::new("cli-no-folder").with("folder", folder.display()).into())
        }
        _ => Ok(()),
    }
}

/// A context of the machine's operator on a database that is up to date.
async fn operator(location: &Location, language: Language) -> Result<Ctx> {
    let db: Db = crate::product::open(location, Clock::System).await?;
    Ok(Ctx { language, ..Ctx::new(db, Actor::system()) })
}
