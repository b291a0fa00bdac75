//! Databases for tests: both engines, each fresh, gone when the test ends. And a [`site`] to click through.

pub mod site;

use crate::clock::Clock;
use crate::dates::Day;
use crate::db::{Db, DbError, Location, Migrations};
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

/// A database that lives as long as the test.
pub struct TestDb {
    /// `sqlite` or `postgres`, for messages.
    pub engine: &'static str,
    /// The open database; its clock stands at 09:00 of the day asked for.
    pub db: Db,
    folder: Option<PathBuf>,
    server: Option<(String, String)>,
}

static NUMBER: AtomicU32 = AtomicU32::new(0);

fn unique(prefix: &str) -> String {
    format!("{prefix}_{}_{}", std::process::id(), NUMBER.fetch_add(1, Ordering::SeqCst))
}

/// A fresh embedded database, migrated.
///
/// # Panics
/// When it cannot be made: there is nothing to test then.
pub fn sqlite(day: Day, migrations: &[Migrations]) -> TestDb {
    let folder = std::env::temp_dir().join(unique("htqlcl_test"));
    std::fs::create_dir_all(&folder).expect("a temporary folder can be made");
    let location = Location::Sqlite(folder.join("test.sqlite"));
    let db = open(&location, day, migrations);
    TestDb { engine: "sqlite", db, folder: Some(folder), server: None }
}

/// A fresh database on the server named by `HTQLCL_TEST_POSTGRES`, migrated.
///
/// # Panics
/// When there is no server: `make test` starts one.
pub fn postgres(day: Day, migrations: &[Migrations]) -> TestDb {
    let server = std::env::var("HTQLCL_TEST_POSTGRES")
        .expect("HTQLCL_TEST_POSTGRES names the test server; `make test` and tools/with-postgres start one");
    let name = unique("htqlcl_test");
    administer(&server, &format!("create database {name}")).expect("the test server makes databases");
    let (base, _) = server.rsplit_once('/').expect("the address ends in a database name");
    let db = open(&Location::Postgres(format!("{base}/{name}")), day, migrations);
    TestDb { engine: "postgres", db, folder: None, server: Some((server, name)) }
}

/// Both engines, fresh: stories run on each and must tell the same.
pub fn both(day: Day, migrations: &[Migrations]) -> [TestDb; 2] {
    [sqlite(day, migrations), postgres(day, migrations)]
}

fn open(location: &Location, day: Day, migrations: &[Migrations]) -> Db {
    crate::db::migrate(location, migrations).expect("a fresh database migrates");
    Db::open(location, Clock::on(day)).expect("a migrated database opens")
}

fn administer(server: &str, command: &str) -> Result<(), DbError> {
    crate::db::aside(|| Ok(::postgres::Client::connect(server, ::postgres::NoTls)?.batch_execute(command)?))
}

impl Drop for TestDb {
    fn drop(&mut self) {
        // Leftovers of a test are no fault of what it tested: failures to clean are passed over.
        if let Some(folder) = &self.folder {
            let _ = std::fs::remove_dir_all(folder);
        }
        if let Some((server, name)) = &self.server {
            let _ = administer(server, &format!("drop database if exists {name} with (force)"));
        }
    }
}
