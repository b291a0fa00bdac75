//! `htqlcl migrate`.

use crate::cli::EXIT_DONE;
use platform::db::Location;
use platform::{Clock, Language, Result, i18n};

/// Brings tables and reference data up to date, and tells what was new.
///
/// # Errors
/// When the database fails, or was made by a newer program.
pub async fn run(location: &Location, language: Language) -> Result<u8> {
    let (_, done) = crate::product::prepare(location, Clock::System).await?;
    let told = match done.is_empty() {
        true => i18n::text(language, "cli-migrate-nothing"),
        false => i18n::text_with(language, "cli-migrate-done", &[("names", &done.join(", "))]),
    };
    super::say(told)?;
    Ok(EXIT_DONE)
}
