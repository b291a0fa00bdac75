//! `htqlcl migrate`.

use crate::cli::EXIT_DONE;
use platform::db::Location;
use platform::{Clock, Language, Result, i18n};

pub async fn run(location: &Location, language: Language) -> Result<u8> {
    let (_, done) = crate::product::prepare(location, Clock::System).await?;
    let told = match done.is_empty() {
        true => i18n::text(language, "cli-migrate-nothing"),
        false => i18n::text_with(language, "cli-migrate-done", &[("names", &done.join(", "))]),
    };
    println!("{told}");
    Ok(EXIT_DONE)
}
