//! `htqlcl verify`.

use crate::cli::{EXIT_DONE, EXIT_REFUSED};
use platform::db::Location;
use platform::journal::{self, Fault};
use platform::{Clock, Db, Language, Result, i18n};

/// How many faults are told one by one: the first names the place, and thousands name nothing.
const TOLD: usize = 100;

pub async fn run(location: &Location, language: Language) -> Result<u8> {
    super::must_exist(location)?;
    // Opened as it is: what is verified must not be brought up to date first.
    let db = Db::open_to_read(location, Clock::System)?;
    let found = db.snapshot(journal::verify).await?;
    for fault in found.faults.iter().take(TOLD) {
        println!("{}", line(language, fault));
    }
    if found.faults.is_empty() {
        let (chains, links, records) =
            (found.chains.to_string(), found.links.to_string(), found.records.to_string());
        let values = [("chains", chains.as_str()), ("links", &links), ("records", &records)];
        println!("{}", i18n::text_with(language, "cli-verify-clean", &values));
        return Ok(EXIT_DONE);
    }
    let count = found.faults.len().to_string();
    println!("{}", i18n::text_with(language, "cli-verify-faults", &[("faults", &count)]));
    Ok(EXIT_REFUSED)
}

fn line(language: Language, fault: &Fault) -> String {
    let (agency, seq, id) = (fault.agency_id.to_string(), fault.seq.to_string(), fault.subject.1.to_string());
    let values = [
        ("agency", agency.as_str()),
        ("seq", &seq),
        ("kind", &fault.subject.0),
        ("id", &id),
        ("what", &fault.what),
    ];
    i18n::text_with(language, "cli-verify-fault", &values)
}
