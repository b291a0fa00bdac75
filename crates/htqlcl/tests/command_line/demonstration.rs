//! Made-up data stands beside nothing that is real, and is served on this machine only.

use super::folder::Folder;
use super::postgres_database::Database;
use super::program::{Ran, htqlcl, run, told};
use rusqlite::Connection;

/// Somebody who works with the database, so that it is in use.
fn add(login: &str, database: &str) {
    let person = ["--name", "Vũ Thị Thu", "--role", "reader", "--agency", "BO-NV", "--database", database];
    told(&[&["user", "add", login][..], &person].concat()).done();
}

fn demo(database: &str, dossiers: &str) -> Ran {
    told(&["demo", "--database", database, "--dossiers", dossiers])
}

fn serve(database: &str, options: &[&str]) -> Ran {
    told(&[&["serve", "--database", database][..], options].concat())
}

fn on_file(folder: &Folder) -> Connection {
    Connection::open(folder.path("used.sqlite")).unwrap()
}

fn count(connection: &Connection, table: &str) -> i64 {
    connection.query_row(&format!("select count(*) from {table}"), [], |row| row.get(0)).unwrap()
}

const MARK: &str = "insert into illustration_mark (mark, marked_at) values (1, 0)";

#[test]
fn a_database_that_people_work_with_is_never_filled_with_made_up_data() {
    let folder = Folder::new();
    let database = folder.sqlite("used.sqlite");
    add("thu", &database);
    let before = told(&["verify", "--database", &database]).done();
    let way_out = ["People work with the database", "used.sqlite", "--database", "without --demo"];
    demo(&database, "0").failed(1, &way_out);
    serve(&database, &["--demo", "--listen", "127.0.0.1:0"]).failed(1, &way_out);
    assert_eq!(told(&["verify", "--database", &database]).done(), before, "nobody is entered");
    assert_eq!(count(&on_file(&folder), "illustration_mark"), 0, "it is not marked");
    let in_vietnamese = told(&["--lang", "vi", "demo", "--database", &database, "--dossiers", "0"]);
    in_vietnamese.failed(1, &["đang được dùng thật", "--database"]);
}

#[test]
fn a_database_that_people_work_with_on_the_server_is_never_filled_with_made_up_data() {
    let server = Database::new();
    add("thu", &server.url());
    let ran = demo(&server.url(), "0");
    ran.failed(1, &["People work with the database", "--database"]);
}

#[test]
fn made_up_data_is_served_on_this_machine_only() {
    let folder = Folder::new();
    let database = folder.sqlite("used.sqlite");
    told(&["migrate", "--database", &database]).done();
    on_file(&folder).execute(MARK, []).unwrap();
    let refused = ["served on this machine only", "0.0.0.0:0"];
    serve(&database, &["--listen", "0.0.0.0:0"]).failed(1, &refused);
    serve(&database, &["--demo", "--listen", "0.0.0.0:0"]).failed(1, &refused);
}

#[test]
fn a_year_that_was_stopped_half_way_is_not_taken_for_a_whole_one() {
    let folder = Folder::new();
    let database = folder.sqlite("used.sqlite");
    // As a filling leaves it that was stopped: marked, the offices open, and who comes last not yet there.
    add("phuong-motcua", &database);
    on_file(&folder).execute(MARK, []).unwrap();
    let way_out = ["stopped half-way", "used.sqlite", "--database", "remove this one"];
    demo(&database, "5").failed(1, &way_out);
    serve(&database, &["--demo", "--listen", "127.0.0.1:0"]).failed(1, &way_out);
    assert_eq!(count(&on_file(&folder), "dossier"), 0);
}

#[test]
fn a_year_that_the_calendar_cannot_count_is_refused_before_anything_is_written() {
    let folder = Folder::new();
    let database = folder.sqlite("used.sqlite");
    for day in ["1900-01-01", "2006-12-31", "2027-09-03", "2028-06-01", "9999-12-31"] {
        let ran = told(&["demo", "--database", &database, "--today", day]);
        assert_eq!((ran.code, ran.out.as_str(), ran.err.lines().count()), (1, "", 1), "{day}: {ran:?}");
        assert!(ran.err.contains("a day from 2007-01-01 to 2027-09-02"), "{day}: {ran:?}");
        assert!(!folder.path("used.sqlite").exists(), "{day}");
    }
    let ran = told(&["--lang", "vi", "demo", "--database", &database, "--today", "2028-06-01"]);
    ran.failed(1, &["kết thúc ngày 01/06/2028", "từ năm 2006 đến năm 2027"]);
}

#[test]
fn a_folder_that_is_not_there_is_not_made_for_made_up_data() {
    let folder = Folder::new();
    let database = folder.sqlite("mistyped/used.sqlite");
    demo(&database, "0").failed(3, &["There is no folder", "mistyped"]);
    assert!(!folder.path("mistyped").exists());
}

#[test]
fn a_reader_that_has_read_enough_is_no_failure() {
    let folder = Folder::new();
    let database = folder.sqlite("used.sqlite");
    for command in [&["migrate"][..], &["user", "list"], &["demo", "--dossiers", "0"]] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let ran = run(htqlcl().args(command).args(["--database", &database]).stdout(writer));
        assert_eq!(ran.code, 0, "{command:?}: {ran:?}");
    }
}
