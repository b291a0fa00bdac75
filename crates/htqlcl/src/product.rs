//! What the product is made of: the schema of every crate, and the reference data it brings.

use platform::db::{Location, Migrations};
use platform::{Clock, Db, Result};

/// The schemas, in the order in which they stand on each other.
pub const MIGRATIONS: [Migrations; 5] = [
    platform::MIGRATIONS,
    registers::MIGRATIONS,
    agency::MIGRATIONS,
    programme::MIGRATIONS,
    reports::MIGRATIONS,
];

/// Opens a database whose schema and reference data are up to date.
///
/// # Errors
/// When it cannot be opened or brought up to date.
pub async fn open(location: &Location, clock: Clock) -> Result<Db> {
    Ok(prepare(location, clock).await?.0)
}

/// As [`open`], with the names of what was brought up to date now.
///
/// # Errors
/// As [`open`].
pub async fn prepare(location: &Location, clock: Clock) -> Result<(Db, Vec<String>)> {
    let mut done = platform::db::migrate(location, &MIGRATIONS)?;
    let db = Db::open(location, clock)?;
    done.extend(db.write(registers::release).await?);
    Ok((db, done))
}

/// Tables that the journal does not tell of, because their rows are made anew from the rows of records: replaying
/// compares the records, not these.
pub const DERIVED_TABLES: [&str; 8] = [
    // What an earlier agency is today: from successions.
    "agency_connection",
    // The numbers that a certificate bore before: from its corrections.
    "certificate_former_number",
    // The words that an applicant is found by: from the name.
    "applicant_words",
    // How many dossiers stand where: from the dossiers, which `htqlcl verify` counts again.
    "dossier_count",
    // The last numbers given, on a day and in a book: from the codes and the books of the dossiers.
    "dossier_counter",
    "book_counter",
    // Whose dossier a desk received for another agency: from what the desk entered.
    "reception_applicant",
    // How often the counter printed a form: a count that decides whether a reason is asked. Reasons are journalled.
    "slip_print",
];

/// Tables that verification does not compare, because they hold what is released with the program: the same in
/// every installation.
pub const RELEASED_TABLES: [&str; 3] = ["agency_kind", "obligation_rule", "release_mark"];
