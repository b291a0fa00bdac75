//! Folders that an import must refuse, whole, with every reason at its file and line.

use super::folder::Folder;
use super::program::{self, Ran, told};
use super::small;
use std::collections::BTreeMap;

type Files = BTreeMap<String, Vec<u8>>;

/// A database with nothing but the map, and a folder beside it that is filled anew for every import.
struct Office {
    folder: Folder,
    database: String,
    before: String,
}

impl Office {
    fn new() -> Office {
        let folder = Folder::new();
        let database = folder.sqlite("registers.sqlite");
        told(&["migrate", "--database", &database]).done();
        let before = told(&["verify", "--database", &database]).done();
        Office { folder, database, before }
    }

    fn import(&self, files: &Files) -> Ran {
        let sent = self.folder.path("sent");
        let _ = std::fs::remove_dir_all(&sent);
        std::fs::create_dir(&sent).unwrap();
        for (name, bytes) in files {
            std::fs::write(sent.join(name), bytes).unwrap();
        }
        self.import_folder(sent.to_str().unwrap())
    }

    fn import_folder(&self, sent: &str) -> Ran {
        told(&["import", "registers", sent, "--database", &self.database])
    }

    fn nothing_was_written(&self) {
        assert_eq!(
            told(&["verify", "--database", &self.database]).done(),
            self.before,
            "nothing was written"
        );
    }

    /// The import is refused, and says all of this.
    fn refuses(&self, what: &str, (files, reasons): (&Files, &[&str])) {
        let ran = self.import(files);
        assert_eq!(ran.code, 1, "{what}: {ran:?}");
        for reason in reasons {
            assert!(ran.err.contains(reason), "{what}: {reason} in {}", ran.err);
        }
    }
}

fn sound() -> Files {
    small::files(&small::registers())
}

/// The sound files, with one text put in place of another in one of them.
fn with(name: &str, (from, to): (&str, &str)) -> Files {
    let mut files = sound();
    let text = String::from_utf8(files[name].clone()).unwrap();
    assert!(text.contains(from), "{from} in {name}");
    files.insert(name.to_owned(), text.replacen(from, to, 1).into_bytes());
    files
}

/// The sound files, with further lines at the end of one of them.
fn and(name: &str, lines: &str) -> Files {
    let mut files = sound();
    files.get_mut(name).unwrap().extend_from_slice(lines.as_bytes());
    files
}

fn only(name: &str, bytes: &[u8]) -> Files {
    BTreeMap::from([(name.to_owned(), bytes.to_vec())])
}

const HEADER: &str = "certificate_no,agency_code,kind,standard,issued_by,issued_on,expires_on";

fn certificate(number: &str, (issued, expires): (&str, &str)) -> String {
    format!("{number},N-01-CC,initial,TCVN ISO 9001:2008,TCTDLCL,,{issued},{expires},\n")
}

#[test]
fn a_bad_row_keeps_the_whole_folder_out_and_is_told_with_file_line_and_column() {
    let office = Office::new();
    let events = "certificate-events.csv";
    let several = [
        certificate("HT-X-1", ("31/02/2011", "")),
        certificate("HT-X-2", ("2011-13", "2010-01-01")),
        certificate("HT-X-3", ("2011-05-05", "2011-05-04")),
        certificate("", ("2011-05-05", "2014-05-05")),
    ]
    .concat();
    let certificates = "certificates.csv";
    let twice = certificate("ht-n-01/2008", ("2011-05-05", "2014-05-05"));
    let control = certificate("HT-\u{1}", ("2011-05-05", "2014-05-05"));
    let long = certificate(&"X".repeat(5_000), ("2011-05-05", "2014-05-05"));
    let cases: [(&str, Files, &[&str]); 18] = [
        (
            "a column is missing",
            with("agencies.csv", ("level,kind", "level,sort")),
            &["agencies.csv:1: The column \"kind\" is missing."],
        ),
        (
            "a column twice",
            with("agencies.csv", ("level,kind", "kind,kind")),
            &["agencies.csv:1: The column \"kind\" is there twice."],
        ),
        (
            "many bad days",
            and(certificates, &several),
            &[
                "certificates.csv:14: issued_on: \"31/02/2011\" is not a date",
                "certificates.csv:15: issued_on: \"2011-13\" is not a date",
                "certificates.csv:16: expires_on: It would expire before it was granted.",
                "certificates.csv:17: certificate_no: The number is missing.",
                "4 faults",
            ],
        ),
        (
            "a number twice",
            and(certificates, &twice),
            &["certificates.csv:14: certificate_no: \"ht-n-01/2008\" is on line 2 of this file already."],
        ),
        (
            "unknown agency",
            with(certificates, ("N-48-UBH", "N-99")),
            &["certificates.csv:5: agency_code: No agency with the code N-99 is in the register."],
        ),
        (
            "unknown body",
            with(certificates, (",CN-A,2011-05-06", ",CN-Z,2011-05-06")),
            &["certificates.csv:7: certification_body_code: No certification body with the code CN-Z"],
        ),
        (
            "unknown kind",
            with(certificates, ("renewal", "again")),
            &["certificates.csv:7: kind: \"again\" is none of: initial, renewal."],
        ),
        (
            "an act before the grant",
            and(events, "HT-N-06/2011,suspended,2011-05-05,x,\n"),
            &["certificate-events.csv:2: on: This day is before the certificate was granted (06/05/2011)."],
        ),
        (
            "an act on nothing",
            and(events, "HT-N-99,stopped,hôm qua,x,\n"),
            &[
                "certificate-events.csv:2: certificate_no: No certificate with the number HT-N-99",
                "certificate-events.csv:2: kind: \"stopped\" is none of",
                "certificate-events.csv:2: on: \"hôm qua\" is not a date",
            ],
        ),
        ("unknown province", with("agencies.csv", (",,22,,", ",,99,,")), &["agencies.csv:9: province_code"]),
        (
            "a successor of itself",
            and("agency-successions.csv", "N-01-CC,N-01-CC,2011-05-05,merge,\n"),
            &["agency-successions.csv:2: successor_code"],
        ),
        (
            "a card of no body",
            with("consultant-cards.csv", ("TV-B", "TV-Z")),
            &["consultant-cards.csv:3: organisation_code"],
        ),
        ("a wrong status", with("plans.csv", ("drafted", "begun")), &["plans.csv:3: status"]),
        (
            "faults in two files",
            {
                let mut files = with("plans.csv", ("drafted", "begun"));
                files.extend(with(certificates, ("N-48-UBH", "N-99")).remove_entry(certificates));
                files
            },
            &["certificates.csv:5: agency_code", "plans.csv:3: status", "2 faults"],
        ),
        (
            "too many cells",
            and(certificates, "HT-X-1,N-01-CC,initial,TCVN, ISO,TCTDLCL,,2011-05-05,2014-05-05,,\n"),
            &["certificates.csv:14:"],
        ),
        (
            "letters nobody can see",
            and(certificates, &control),
            &["certificates.csv:14: The column \"certificate_no\" has a hidden character (U+0001)."],
        ),
        ("a cell without end", and(certificates, &long), &["certificates.csv:14: A cell is longer than"]),
        ("a file for nobody", only("letters.csv", b"a,b\n1,2\n"), &["No file is recognised"]),
    ];
    for (what, files, reasons) in &cases {
        office.refuses(what, (files, reasons));
    }
    office.nothing_was_written();
}

#[test]
fn a_file_that_is_not_what_it_says_is_refused() {
    let office = Office::new();
    let mut latin = sound()["certificates.csv"].clone();
    latin.extend_from_slice(b"HT-X-1,N-01-CC,initial,TCVN,T\xe6ng c\xf4c,,2011-05-05,2014-05-05,\n");
    let utf16: Vec<u8> = [0xff, 0xfe]
        .into_iter()
        .chain("certificate_no,agency_code\n".encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    let mut both = only("certificates.xlsx", &sheet("2011-05-05"));
    both.extend(sound());
    let cases: [(&str, Files, &[&str]); 8] = [
        (
            "another encoding",
            only("certificates.csv", &latin),
            &["certificates.csv:14: From line 14 on this is not UTF-8."],
        ),
        (
            "sixteen bits",
            only("certificates.csv", &utf16),
            &["certificates.csv: From line 1 on this is not UTF-8."],
        ),
        ("nothing in it", only("certificates.csv", b""), &["certificates.csv: The file is empty"]),
        ("only a header that is not one", only("certificates.csv", b"\n\n"), &["certificates.csv"]),
        (
            "a formula",
            only("certificates.xlsx", &sheet("=TODAY()")),
            &["certificates.xlsx:2: The cell F2 is a formula."],
        ),
        (
            "no spreadsheet",
            only("certificates.xlsx", b"PK\x03\x04 not one"),
            &["certificates.xlsx: The XLSX cannot be read"],
        ),
        (
            "a spreadsheet that is a text",
            only("agencies.xlsx", &sound()["agencies.csv"]),
            &["agencies.xlsx: The XLSX cannot be read"],
        ),
        ("one register in two files", both, &["There are two files of the kind of certificates.xlsx"]),
    ];
    for (what, files, reasons) in &cases {
        office.refuses(what, (files, reasons));
    }
    office.nothing_was_written();
}

/// A spreadsheet with one certificate of this day of issue; a text that begins with `=` is a formula.
fn sheet(issued: &str) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (column, name) in HEADER.split(',').enumerate() {
        sheet.write_string(0, column as u16, name).unwrap();
    }
    for (column, text) in
        ["HT-X-1", "N-01-CC", "initial", "TCVN", "TCTDLCL", issued, "2014-05-05"].iter().enumerate()
    {
        match text.starts_with('=') {
            true => sheet.write_formula(1, column as u16, *text).unwrap(),
            false => sheet.write_string(1, column as u16, *text).unwrap(),
        };
    }
    book.save_to_buffer().unwrap()
}

#[test]
fn a_folder_that_cannot_be_read_or_is_far_too_large_is_refused_at_once() {
    let office = Office::new();
    let nowhere = office.folder.path("nowhere");
    office.import_folder(nowhere.to_str().unwrap()).failed(3, &["nowhere", "cannot be read"]);
    let empty = office.folder.path("empty");
    std::fs::create_dir(&empty).unwrap();
    let ran = office.import_folder(empty.to_str().unwrap());
    assert!(ran.code == 1 && ran.err.contains("No file is recognised"), "{ran:?}");

    let huge = office.folder.path("huge");
    std::fs::create_dir(&huge).unwrap();
    // All holes: it takes no space, and would take all memory of whoever reads it.
    std::fs::File::create(huge.join("certificates.csv")).unwrap().set_len(200 << 20).unwrap();
    let ran = program::run(program::htqlcl().args([
        "import",
        "registers",
        huge.to_str().unwrap(),
        "--database",
        &office.database,
    ]));
    ran.failed(1, &["certificates.csv", "200 MB", "20 MB"]);
    office.nothing_was_written();
}

#[test]
fn what_is_odd_but_may_have_been_so_is_told_and_written() {
    let office = Office::new();
    let mut files =
        and("consultant-cards.csv", "TT-09,Chuyên gia D,to_chuc,TV-B,2011-03-20,2014-03-20,valid,\n");
    files.extend(
        and("certificate-events.csv", "HT-N-06/2011,resumed,2011-06-01,chưa từng đình chỉ,\n")
            .remove_entry("certificate-events.csv"),
    );
    files.insert("notes.csv".to_owned(), b"a,b\n".to_vec());
    let ran = office.import(&files);
    let out = ran.done();
    for part in [
        "warning: consultant-cards.csv:5: issued_on: The card was granted before body TV-B had its paper (21/03/2011).",
        "warning: certificate-events.csv:2: on: It cannot be resumed on 01/06/2011",
        "records were written.",
    ] {
        assert!(out.contains(part), "{part} in {out}");
    }
    let again = office.import(&files).done();
    assert!(again.contains("Nothing changes."), "{again}");
}
