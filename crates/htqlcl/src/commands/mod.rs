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
use platform::{Actor, Clock, Ctx, Db, Language, Refusal, Result};

/// Runs the command and gives the exit code.
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

/// Refuses a database that is not there, for commands that only read: opening it would make an empty
/// one, and an answer from that one would be taken for the truth.
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

/// A context of the machine's operator on a database that is up to date.
async fn operator(location: &Location, language: Language) -> Result<Ctx> {
    let db: Db = crate::product::open(location, Clock::System).await?;
    Ok(Ctx { language, ..Ctx::new(db, Actor::system()) })
}
