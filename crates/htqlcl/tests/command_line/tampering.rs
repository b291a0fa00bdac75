//! Whoever writes around the product is found out: `verify` names the record.

use super::folder::Folder;
use super::program::told;
use super::small;
use rusqlite::Connection;
use std::path::Path;

fn imported(folder: &Folder) -> String {
    let (database, sent) = (folder.sqlite("whole.sqlite"), folder.path("sent"));
    std::fs::create_dir_all(&sent).unwrap();
    for (name, bytes) in small::files(&small::registers()) {
        std::fs::write(sent.join(name), bytes).unwrap();
    }
    told(&["import", "registers", sent.to_str().unwrap(), "--database", &database]).done();
    // The file is copied alone: nothing may wait beside it.
    let whole = Connection::open(folder.path("whole.sqlite")).unwrap();
    whole.query_row("pragma wal_checkpoint(truncate)", [], |_| Ok(())).unwrap();
    database
}

/// Alters a copy of the database with one statement; gives what `verify` says of it.
fn altered(folder: &Folder, statement: &str) -> String {
    let copy = folder.path("altered.sqlite");
    for ending in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(Path::new(&format!("{}{ending}", copy.display())));
    }
    std::fs::copy(folder.path("whole.sqlite"), &copy).unwrap();
    let connection = Connection::open(&copy).unwrap();
    connection.pragma_update(None, "foreign_keys", false).unwrap();
    assert!(connection.execute(statement, []).unwrap() > 0, "{statement} alters something");
    drop(connection);
    let ran = told(&["verify", "--database", &folder.sqlite("altered.sqlite")]);
    assert_eq!(ran.code, 1, "{statement}: {ran:?}");
    ran.out
}

fn id_of(folder: &Folder, number: &str) -> i64 {
    let connection = Connection::open(folder.path("whole.sqlite")).unwrap();
    connection.query_row("select id from certificate where number = ?1", [number], |row| row.get(0)).unwrap()
}

#[test]
fn an_altered_journal_or_row_is_found_and_its_record_is_named() {
    let folder = Folder::new();
    let database = imported(&folder);
    assert!(told(&["verify", "--database", &database]).done().starts_with("The journal is whole"));
    let id = id_of(&folder, "HT-N-04/2010");
    let named = format!("certificate {id}");
    let of_it = format!("subject_kind = 'certificate' and subject_id = {id}");

    let told = altered(
        &folder,
        &format!("update journal set payload = replace(payload, '2010-04-01', '2010-04-02') where {of_it}"),
    );
    assert!(told.contains(&named) && told.contains("payload"), "{told}");
    let told = altered(&folder, &format!("update journal set actor = actor + 1 where {of_it}"));
    assert!(told.contains(&named) && told.contains("link"), "{told}");
    let told = altered(&folder, &format!("delete from journal where {of_it}"));
    assert!(told.contains("missing"), "{told}");
    for change in [
        "number = 'HT-N-99/2010'",
        "counts_on = '2010-04-02'",
        "expires_on = '2019-01-01'",
        "annulled_on = '2011-01-01'",
        "revision = 2",
    ] {
        let told = altered(&folder, &format!("update certificate set {change} where id = {id}"));
        assert!(told.contains(&named), "{change}: {told}");
    }
    let held = format!(
        "insert into certificate_hold (certificate_id, from_on, kind) values ({id}, '2011-01-01', 'suspended')"
    );
    let told = altered(&folder, &held);
    assert!(told.contains(&named), "a suspension that nobody decided: {told}");
    let told = altered(&folder, &format!("delete from certificate where id = {id}"));
    assert!(told.contains(&named), "{told}");
}

#[test]
fn a_row_beside_the_journal_and_a_head_cut_off_are_found() {
    let folder = Folder::new();
    imported(&folder);
    let columns = Connection::open(folder.path("whole.sqlite")).unwrap();
    let names: Vec<String> = columns
        .prepare("select name from pragma_table_info('certificate') where name not in ('id', 'number', 'folded_number')")
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    drop(columns);
    let names = names.join(", ");
    let told = altered(
        &folder,
        &format!(
            "insert into certificate (id, number, folded_number, {names})
         select 77, 'HT-N-77', 'htn77', {names} from certificate where number = 'HT-N-04/2010'"
        ),
    );
    assert!(told.contains("certificate 77"), "{told}");
    let told = altered(
        &folder,
        "delete from journal where (agency_id, seq) in (select agency_id, seq from journal_head)",
    );
    assert!(told.contains("links are missing"), "{told}");
    // No dossier stands behind this number.
    let told = altered(
        &folder,
        "insert into dossier_count (agency_id, status, procedure_id, unit_id, n) values (7, 2, 8, 9, 3)",
    );
    assert!(told.contains("agency 7, procedure 8, unit 9") && told.contains("is 3 dossiers"), "{told}");
    let told = altered(&folder, "delete from journal_head");
    assert!(told.contains("head is missing"), "{told}");
}
