//! `htqlcl demo`.

use super::say;
use crate::cli::{Demo, EXIT_DONE};
use crate::demo::office;
use platform::web::Readiness;
use platform::{Clock, Db, Language, Result, i18n};
use std::io::IsTerminal;
use std::time::Duration;

/// Fills the database with demonstration data, and tells how far it is and which accounts there are.
///
/// # Errors
/// When the calendar lacks the year, the folder of the database is not there, people work with the database already,
/// a former filling was stopped half-way, or the database fails.
pub async fn run(options: &Demo, language: Language) -> Result<u8> {
    if let Some(today) = options.today.filter(|_| options.dossiers > 0) {
        office::judge(today)?;
    }
    super::folder_must_exist(&options.database.database)?;
    platform::db::migrate(&options.database.database, &crate::product::MIGRATIONS)?;
    let db = Db::open(&options.database.database, Clock::System)?;
    let readiness = Readiness::default();
    let teller = tokio::spawn(tell(readiness.clone()));
    let settings = office::Settings {
        dossiers: options.dossiers,
        seed: options.seed,
        today: options.today.unwrap_or_else(|| db.clock().today()),
    };
    let filled = crate::demo::fill(&db, (&options.database.database, settings), &readiness).await;
    teller.abort();
    filled?;
    say(i18n::text(language, "demo-filled"))?;
    crate::demo::say_accounts(language)?;
    Ok(EXIT_DONE)
}

/// Shows how far the filling is: all the time where somebody looks on, else a line for every tenth.
async fn tell(readiness: Readiness) {
    let looked_on = std::io::stderr().is_terminal();
    let mut told = 0;
    loop {
        let (done, total, step) = readiness.progress();
        let tenth = (done * 10).checked_div(total).unwrap_or(0);
        if looked_on {
            eprint!("\r{step}: {done}/{total}   ");
        } else if tenth > told {
            eprintln!("{step}: {done}/{total} ({tenth}0%)");
            told = tenth;
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}
