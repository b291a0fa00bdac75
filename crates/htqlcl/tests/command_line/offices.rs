//! The year of the demonstration's offices: whole, verified, and the same on both engines.

use super::folder::Folder;
use super::postgres_database::Database;
use super::program::told;

const YEAR: [&str; 6] = ["--dossiers", "150", "--seed", "7", "--today", "2026-11-20"];
const DOSSIERS: &str = "select code, status, due_at from dossier order by code";

fn filled(database: &str) {
    let words = told(&[&["demo", "--database", database][..], &YEAR[..]].concat()).done();
    assert!(words.contains("phuong-motcua"), "the accounts are told: {words}");
    let verified = told(&["--lang", "en", "verify", "--database", database]).done();
    assert!(verified.starts_with("The journal is whole"), "{verified}");
}

#[test]
fn the_same_seed_gives_the_same_year_on_both_engines() {
    let folder = Folder::new();
    let here = folder.sqlite("offices.sqlite");
    filled(&here);
    let file = rusqlite::Connection::open(folder.path("offices.sqlite")).unwrap();
    let mut statement = file.prepare(DOSSIERS).unwrap();
    let read = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?));
    let on_file: Vec<(String, i64, Option<i64>)> =
        statement.query_map([], read).unwrap().map(|row| row.unwrap()).collect();
    assert_eq!(on_file.len(), 150);
    let statuses: std::collections::BTreeSet<i64> = on_file.iter().map(|row| row.1).collect();
    assert!(statuses.len() >= 4, "dossiers stand in several states: {statuses:?}");

    let server = Database::new();
    filled(&server.url());
    let mut client = postgres::Client::connect(&server.url(), postgres::NoTls).unwrap();
    let rows = client.query(DOSSIERS, &[]).unwrap();
    let on_server: Vec<(String, i64, Option<i64>)> =
        rows.iter().map(|row| (row.get(0), row.get(1), row.get(2))).collect();
    assert_eq!(on_server, on_file);
}
