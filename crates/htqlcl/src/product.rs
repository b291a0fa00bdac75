//! What the product is made of: the schema of every crate, and the reference data it brings.

use platform::db::{Location, Migrations};
use platform::{Clock, Db, Result};

/// The schemas, in the order in which they stand on each other.
pub const MIGRATIONS: [Migrations; 4] =
    [platform::MIGRATIONS, registers::MIGRATIONS, programme::MIGRATIONS, reports::MIGRATIONS];

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
