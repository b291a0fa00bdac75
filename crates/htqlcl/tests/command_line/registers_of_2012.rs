//! The registers of 2012: imported into an empty database, they come to the figures of the summary.

use super::folder::Folder;
use super::json;
use super::postgres_database::Database;
use super::program::told;
use serde_json::Value;

const SEED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/demo/seed-2012");
const YEAR_2011: [&str; 6] = ["--from", "2011-01-01", "--to", "2011-12-31", "--as-of", "2012-03-31"];

fn report(database: &str) -> Value {
    let out = told(&[&["report", "yearly", "--database", database], &YEAR_2011[..]].concat()).done();
    serde_json::from_str(&out).unwrap()
}

fn verified(database: &str) -> String {
    told(&["verify", "--database", database]).done()
}

fn import_comes_to_the_figures_of_the_summary(database: &str) {
    told(&["migrate", "--database", database]).done();
    let before = verified(database);
    let import = ["import", "registers", SEED, "--database", database];

    let dry = told(&[&import[..], &["--dry-run"]].concat()).done();
    assert!(dry.contains("certificates: 2349 rows read, 2349 new"), "{dry}");
    assert!(dry.contains("certificates.csv:2: + HT-MP-0001/2007"), "every change is told with its line");
    assert!(dry.contains("Trial run: nothing is written."), "the end says what became of it");
    assert_eq!(verified(database), before, "a trial run writes nothing");
    assert_eq!(report(database)["to_date"]["agencies_total"], 0);

    let written = told(&import).done();
    assert!(written.contains("records were written."), "{written}");
    let expected = std::fs::read_to_string(format!("{SEED}/expected-report.json")).unwrap();
    let expected: Value = serde_json::from_str(&expected).unwrap();
    let differences = json::differences(&expected, &report(database), "");
    assert!(differences.is_empty(), "{}", differences.join("\n"));

    let after = verified(database);
    assert_ne!(after, before);
    let again = told(&import).done();
    assert!(again.contains("Nothing changes."), "{again}");
    assert_eq!(verified(database), after, "the same files twice change nothing");
}

#[test]
fn the_import_of_2012_comes_to_the_figures_of_the_summary() {
    let folder = Folder::new();
    import_comes_to_the_figures_of_the_summary(&folder.sqlite("new.sqlite"));
}

#[test]
fn the_import_of_2012_comes_to_the_figures_of_the_summary_on_the_server() {
    import_comes_to_the_figures_of_the_summary(&Database::new().url());
}

#[test]
fn the_demo_is_verified_and_its_report_is_written_in_every_form() {
    let folder = Folder::new();
    let database = folder.sqlite("demo.sqlite");
    let filled = told(&["demo", "--database", &database, "--dossiers", "0"]).done();
    assert!(filled.contains("quocgia"), "the accounts are told: {filled}");
    assert!(verified(&database).starts_with("The journal is whole"));
    for (form, magic) in [("pdf", "%PDF-"), ("docx", "PK"), ("xlsx", "PK"), ("json", "{")] {
        let file = folder.path(&format!("report.{form}"));
        let file = file.to_str().unwrap();
        let ask = ["report", "yearly", "--database", &database, "--format", form, "--out", file];
        told(&[&ask[..], &YEAR_2011[..]].concat()).done();
        let bytes = std::fs::read(file).unwrap();
        assert!(bytes.starts_with(magic.as_bytes()), "{form}");
    }
    // A demo that was filled before stays as it is.
    let before = verified(&database);
    told(&["demo", "--database", &database, "--dossiers", "0"]).done();
    assert_eq!(verified(&database), before);
}
