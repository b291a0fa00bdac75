//! Every statement of the registers is prepared on both engines.

use platform::db::{Location, check_on_postgres, check_on_sqlite};
use platform::testing;

#[test]
fn every_statement_fits_both_engines() {
    let migrations = [platform::MIGRATIONS, registers::MIGRATIONS];
    let today = "2026-11-23".parse().unwrap();
    let lite = testing::sqlite(today, &migrations);
    let server = testing::postgres(today, &migrations);
    if let Location::Sqlite(file) = lite.db.location() {
        assert_eq!(check_on_sqlite(file).unwrap(), Vec::<String>::new());
    }
    if let Location::Postgres(url) = server.db.location() {
        assert_eq!(check_on_postgres(url).unwrap(), Vec::<String>::new());
    }
}
