//! Machines that fail: one clear line, the right exit code, nothing half written.

use super::folder::Folder;
use super::postgres_database::Database;
use super::program::{self, told};
use super::small;
use std::net::TcpListener;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::process::Command;

const YEAR_2011: [&str; 6] = ["--from", "2011-01-01", "--to", "2011-12-31", "--as-of", "2012-03-31"];

fn migrated(folder: &Folder) -> String {
    let database = folder.sqlite("registers.sqlite");
    told(&["migrate", "--database", &database]).done();
    database
}

fn registers(folder: &Folder) -> PathBuf {
    let sent = folder.path("sent");
    std::fs::create_dir_all(&sent).unwrap();
    for (name, bytes) in small::files(&small::registers()) {
        std::fs::write(sent.join(name), bytes).unwrap();
    }
    sent
}

/// Moves what still waits in the write-ahead file into the database's own, so that it can be copied alone.
fn checkpoint(file: &Path) {
    let connection = rusqlite::Connection::open(file).unwrap();
    connection.query_row("pragma wal_checkpoint(truncate)", [], |_| Ok(())).unwrap();
}

fn set_mode(path: &Path, mode: u32) {
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
}

/// The binary without the right of root to write what nobody may write.
fn as_anybody() -> Command {
    let is_root = std::fs::metadata("/proc/self").unwrap().uid() == 0;
    if !is_root {
        return program::htqlcl();
    }
    let mut command = Command::new("setpriv");
    command.args(["--bounding-set=-dac_override,-dac_read_search", "--", env!("CARGO_BIN_EXE_htqlcl")]);
    program::prepare(&mut command);
    command
}

#[test]
fn a_full_disk_keeps_the_import_out_and_says_so() {
    let folder = Folder::new();
    let (database, sent) = (migrated(&folder), registers(&folder));
    let before = told(&["verify", "--database", &database]).done();
    // A limit on the size of files stands for the disk that has no room: writes fail in the same place.
    let mut command = Command::new("bash");
    command.args(["-c", "trap '' XFSZ; ulimit -f 40; exec \"$@\"", "bash", env!("CARGO_BIN_EXE_htqlcl")]);
    command.args(["import", "registers"]).arg(&sent).args(["--database", &database]);
    program::prepare(&mut command);
    let ran = program::run(&mut command);
    assert!(ran.err.contains("The database is full and nothing was written."), "{ran:?}");
    assert_eq!(ran.code, 3, "{ran:?}");
    assert_eq!(told(&["verify", "--database", &database]).done(), before);
    let imported = told(&["import", "registers", sent.to_str().unwrap(), "--database", &database]).done();
    assert!(imported.contains("records were written."), "with room again it goes in: {imported}");
}

#[test]
fn a_database_that_may_not_be_written_is_read_and_never_written() {
    let folder = Folder::new();
    let (database, sent) = (migrated(&folder), registers(&folder));
    set_mode(&folder.path("registers.sqlite"), 0o444);
    let mut import = as_anybody();
    import.args(["import", "registers"]).arg(&sent).args(["--database", &database]);
    program::run(&mut import).failed(3, &["The database may not be written."]);
    let mut report = as_anybody();
    report.args(["report", "yearly", "--database", &database]).args(YEAR_2011);
    assert!(program::run(&mut report).done().contains("\"agencies_total\": 0"));
}

#[test]
fn a_copy_that_nobody_may_write_is_verified_and_nothing_is_put_beside_it() {
    let folder = Folder::new();
    let (database, sent) = (migrated(&folder), registers(&folder));
    told(&["import", "registers", sent.to_str().unwrap(), "--database", &database]).done();
    let whole = told(&["verify", "--database", &database]).done();
    assert!(whole.starts_with("The journal is whole"), "{whole}");
    // A name with letters that mean something in an address.
    let archive = folder.path("lưu trữ #1?");
    std::fs::create_dir(&archive).unwrap();
    let copy = archive.join("100%.sqlite");
    checkpoint(&folder.path("registers.sqlite"));
    std::fs::copy(folder.path("registers.sqlite"), &copy).unwrap();
    let verify = || {
        let mut verify = as_anybody();
        verify.args(["verify", "--database", &format!("sqlite:{}", copy.display())]);
        program::run(&mut verify)
    };
    set_mode(&copy, 0o444);
    assert_eq!(verify().done(), whole, "in a folder that may be written");
    set_mode(&copy, 0o644);
    set_mode(&archive, 0o555);
    assert_eq!(verify().done(), whole, "in a folder that may not");
    set_mode(&copy, 0o444);
    assert_eq!(verify().done(), whole, "neither");
    set_mode(&archive, 0o755);
    assert_eq!(std::fs::read_dir(&archive).unwrap().count(), 1, "nothing stands beside it");

    set_mode(&copy, 0o644);
    let altered = rusqlite::Connection::open(&copy).unwrap();
    altered.execute("update certificate set expires_on = '2019-01-01'", []).unwrap();
    drop(altered);
    set_mode(&copy, 0o444);
    set_mode(&archive, 0o555);
    let found = verify();
    set_mode(&archive, 0o755);
    assert_eq!(found.code, 1, "{found:?}");
    assert!(found.out.contains("certificate "), "{found:?}");
}

#[test]
fn a_server_that_takes_no_writes_is_told() {
    let database = Database::new();
    told(&["migrate", "--database", &database.url()]).done();
    database.close_for_writing();
    let (folder, url) = (Folder::new(), database.url());
    let sent = registers(&folder);
    told(&["import", "registers", sent.to_str().unwrap(), "--database", &url])
        .failed(3, &["The database may not be written."]);
}

#[test]
fn a_database_that_is_not_there_is_told_and_none_is_made_for_a_reader() {
    let folder = Folder::new();
    let gone = folder.sqlite("gone.sqlite");
    told(&["verify", "--database", &gone]).failed(3, &["gone.sqlite"]);
    told(&[&["report", "yearly", "--database", &gone], &YEAR_2011[..]].concat()).failed(3, &["gone.sqlite"]);
    told(&["user", "list", "--database", &gone]).failed(3, &["gone.sqlite"]);
    told(&["user", "reset", "quantri", "--database", &gone]).failed(3, &["gone.sqlite"]);
    for question in ["was", "became"] {
        told(&["places", question, "48", "--on", "2026-11-23", "--database", &gone])
            .failed(3, &["gone.sqlite"]);
    }
    let sent = registers(&folder);
    let trial = ["import", "registers", sent.to_str().unwrap(), "--dry-run", "--database", &gone];
    told(&trial).failed(3, &["gone.sqlite"]);
    assert!(!folder.path("gone.sqlite").exists());

    std::fs::write(
        folder.path("letter.txt"),
        "Kính gửi Tổng cục, đây không phải là cơ sở dữ liệu.\n".repeat(200),
    )
    .unwrap();
    told(&["migrate", "--database", &folder.sqlite("letter.txt")]).failed(3, &["file is not a database"]);
    told(&["migrate", "--database", &folder.sqlite("letter.txt/x.sqlite")]).failed(3, &["letter.txt"]);

    // No server listens at a port that was just given back.
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let nobody = format!("postgres://htqlcl:geheim@127.0.0.1:{port}/htqlcl");
    let ran = told(&["migrate", "--database", &nobody]);
    ran.failed(3, &["The database cannot be opened."]);
    assert!(!ran.err.contains("geheim"), "no password is told: {ran:?}");
    let server = Database::new();
    told(&["migrate", "--database", &format!("{}_of_nobody", server.url())]).failed(3, &["does not exist"]);
}

#[test]
fn a_wrong_address_is_told_before_anything_is_opened() {
    for address in ["mysql://localhost/x", "htqlcl.sqlite", "sqlite:"] {
        let ran = told(&["migrate", "--database", address]);
        assert_eq!(ran.code, 2, "{ran:?}");
        assert!(ran.err.contains("sqlite:"), "it says what is expected: {ran:?}");
    }
}

#[test]
fn an_address_that_is_taken_or_not_allowed_is_told() {
    let folder = Folder::new();
    let database = folder.sqlite("registers.sqlite");
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    told(&["serve", "--database", &database, "--listen", &address]).failed(3, &[&address, "--listen"]);
    told(&["serve", "--demo", "--database", &database, "--listen", "0.0.0.0:0"])
        .failed(1, &["127.0.0.1", "0.0.0.0:0"]);
}

#[test]
fn a_report_of_a_part_that_is_not_there_is_wrong_use_and_names_the_value() {
    let folder = Folder::new();
    let database = migrated(&folder);
    let ask = |part: &[&str]| {
        told(&[&["report", "yearly", "--database", &database], &YEAR_2011[..], part].concat())
    };
    for part in ["--province", "--ministry"] {
        let out = folder.path("part.json");
        ask(&[part, "zz", "--out", out.to_str().unwrap()]).failed(2, &["zz"]);
        assert!(!out.exists(), "nothing is written");
    }
    assert!(ask(&["--province", "48"]).done().contains("agencies_total"));
    assert!(ask(&["--ministry", "BO-TC"]).done().contains("agencies_total"));
}

#[test]
fn a_report_that_cannot_be_written_is_told() {
    let folder = Folder::new();
    let database = migrated(&folder);
    let out = folder.path("nowhere/report.json");
    let ask = ["report", "yearly", "--database", &database, "--out", out.to_str().unwrap()];
    told(&[&ask[..], &YEAR_2011[..]].concat()).failed(3, &["nowhere/report.json"]);
    let backwards = ["--from", "2011-12-31", "--to", "2011-01-01", "--as-of", "2012-03-31"];
    let ran = told(&[&["report", "yearly", "--database", &database], &backwards[..]].concat());
    assert_eq!(ran.code, 1, "{ran:?}");
}
