//! `htqlcl demo`.

use crate::cli::{Demo, EXIT_DONE};
use crate::demo::office;
use platform::web::Readiness;
use platform::{Clock, Db, Language, Result, i18n};
use std::io::IsTerminal;
use std::time::Duration;

pub async fn run(options: &Demo, language: Language) -> Result<u8> {
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
    println!("{}", i18n::text(language, "demo-filled"));
    crate::demo::print_accounts(language);
    Ok(EXIT_DONE)
}

/// Shows how far the filling is, where somebody looks on.
async fn tell(readiness: Readiness) {
    if !std::io::stderr().is_terminal() {
        return;
    }
    loop {
        let (done, total, step) = readiness.progress();
        eprint!("\r{step}: {done}/{total}   ");
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}
