//! One file for each command.

mod demo;
mod import;
mod migrate;
mod places;
mod report;
mod serve;
mod user;
mod verify;

pub use serve::find_agency;

use crate::cli::{Arguments, Command, Import, ReportCommand};
use platform::{Actor, Clock, Ctx, Db, Language, Result};

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
    }
}

/// A context of the machine's operator on a database that is up to date.
async fn operator(location: &platform::db::Location, language: Language) -> Result<Ctx> {
    let db: Db = crate::product::open(location, Clock::System).await?;
    Ok(Ctx { language, ..Ctx::new(db, Actor::system()) })
}
