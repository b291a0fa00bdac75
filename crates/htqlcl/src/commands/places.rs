//! `htqlcl places was|became`.

use crate::cli::{EXIT_DONE, EXIT_REFUSED, Places};
use platform::{Language, Refusal, Result, i18n};
use registers::places;

/// Tells what a code named on a day, and what became of the place where that is asked.
///
/// # Errors
/// When the database is not there or fails.
pub async fn run(question: &Places, language: Language) -> Result<u8> {
    let (Places::Was(asked) | Places::Became(asked)) = question;
    super::must_exist(&asked.database.database)?;
    let ctx = super::operator(&asked.database.database, language).await?;
    let (code, on) = (asked.code.clone(), asked.on);
    let level = match code.len() {
        2 => places::Level::Province,
        3 => places::Level::District,
        _ => places::Level::Commune,
    };
    let Some(place) = ctx.read(move |tx| places::what_was(tx, &code, level, on)).await? else {
        let refusal =
            Refusal::new("cli-place-unknown").with("code", &asked.code).with("day", on.vietnamese());
        eprintln!("htqlcl: {}", i18n::refusal(language, &refusal));
        return Ok(EXIT_REFUSED);
    };
    super::say(format_args!("{} {}", asked.code, place.name))?;
    if let Places::Became(_) = question {
        let became = ctx.read(move |tx| places::what_became(tx, place.id)).await?;
        say_became(&became, language)?;
    }
    Ok(EXIT_DONE)
}

fn say_became(became: &places::Became, language: Language) -> Result<()> {
    match became {
        places::Became::Unchanged => super::say(i18n::text(language, "cli-place-unchanged"))?,
        places::Became::Unknown => super::say(i18n::text(language, "cli-place-unrecorded"))?,
        places::Became::Succeeded(into) => {
            for step in into {
                super::say(format_args!(
                    "  {} → {} {} ({})",
                    step.on_day.vietnamese(),
                    step.code,
                    step.name,
                    step.relation
                ))?;
            }
        }
        places::Became::Parts(into) => {
            super::say(i18n::text(language, "cli-place-parts"))?;
            for step in into {
                super::say(format_args!("  → {} {}", step.code, step.name))?;
            }
        }
    }
    Ok(())
}
