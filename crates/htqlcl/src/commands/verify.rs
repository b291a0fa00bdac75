//! `htqlcl verify`.

mod store;

use crate::cli::{EXIT_DONE, EXIT_REFUSED};
use agency::dossiers::{Status, lists};
use platform::db::Location;
use platform::journal::{self, Fault};
use platform::{Clock, Db, Language, Result, Tx, i18n};

/// How many faults are told one by one: the first names the place, and thousands name nothing.
const TOLD: usize = 100;

/// A kept number of dossiers that is not what counting them comes to.
struct Miscount {
    agency_id: i64,
    /// Status, procedure and unit of the dossiers.
    of: [i64; 3],
    kept: i64,
    counted: i64,
}

/// Walks the journal, compares every record with its replay and every kept number with what is counted, and tells
/// what differs.
///
/// # Errors
/// When the database is not there, or cannot be read.
pub async fn run(location: &Location, language: Language) -> Result<u8> {
    super::must_exist(location)?;
    // Opened as it is: what is verified must not be brought up to date first.
    let db = Db::open_to_read(location, Clock::System)?;
    let (found, miscounts) = db.snapshot(|tx| Ok((journal::verify(tx)?, miscounts(tx)?))).await?;
    let told = found.faults.iter().map(|fault| line(language, fault));
    let told = told.chain(miscounts.iter().map(|miscount| count_line(language, miscount)));
    for line in told.take(TOLD) {
        super::say(line)?;
    }
    let faults = found.faults.len() + miscounts.len();
    if faults == 0 {
        let (chains, links, records) =
            (found.chains.to_string(), found.links.to_string(), found.records.to_string());
        let values = [("chains", chains.as_str()), ("links", &links), ("records", &records)];
        super::say(i18n::text_with(language, "cli-verify-clean", &values))?;
        return Ok(EXIT_DONE);
    }
    super::say(i18n::text_with(language, "cli-verify-faults", &[("faults", &faults.to_string())]))?;
    Ok(EXIT_REFUSED)
}

/// Counts the dossiers of every agency again.
fn miscounts(tx: &mut Tx<'_>) -> Result<Vec<Miscount>> {
    let mut all = Vec::new();
    for row in store::counting(tx)? {
        let agency_id = row.agency_id;
        let differ = lists::miscounted(tx, agency_id)?.into_iter();
        all.extend(differ.map(|(of, kept, counted)| Miscount { agency_id, of, kept, counted }));
    }
    Ok(all)
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

fn count_line(language: Language, miscount: &Miscount) -> String {
    let [status, procedure, unit] = miscount.of;
    let status = match Status::of_number(status) {
        Some(status) => i18n::text(language, status.key()),
        None => status.to_string(),
    };
    let (agency, procedure, unit) = (miscount.agency_id.to_string(), procedure.to_string(), unit.to_string());
    let (kept, counted) = (miscount.kept.to_string(), miscount.counted.to_string());
    let values = [
        ("agency", agency.as_str()),
        ("status", &status),
        ("procedure", &procedure),
        ("unit", &unit),
        ("kept", &kept),
        ("counted", &counted),
    ];
    i18n::text_with(language, "cli-verify-count", &values)
}
