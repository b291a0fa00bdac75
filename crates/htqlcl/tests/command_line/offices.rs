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

/// What a year of six hundred dossiers must show, with a question that counts it.
const SHOWN: [(&str, &str); 16] = [
    ("guidance by form 02", "select count(*) from journal where kind = 'turned_away.1' and payload like '%\"missing\":[\"%'"),
    ("refusal by form 03", "select count(*) from journal where kind = 'turned_away.1' and payload like '%\"missing\":[]%'"),
    (
        "a second request for papers",
        "select count(*) from (select subject_id from journal where kind = 'asked.1' group by subject_id having count(*) > 1)",
    ),
    ("a request for a payment", "select count(*) from journal where kind = 'asked.1' and payload like '%\"amount_vnd\"%'"),
    ("an extension", "select count(*) from journal where kind = 'extended.1'"),
    ("a hand-over with its reason", "select count(*) from journal where kind = 'assigned.1' and payload like '%\"reason\"%'"),
    ("work given back with a note", "select count(*) from journal where kind = 'completed.1' and payload like '%\"note\"%'"),
    ("work of a deputy", "select count(*) from journal where kind = 'completed.1' and payload like '%\"deputy_for\"%'"),
    ("a deputy of today", "select count(*) from deputy where from_on <= '2026-11-20' and to_on > '2026-11-20'"),
    ("an attachment", "select count(*) from journal where kind = 'attached.1'"),
    ("a proxy", "select count(*) from dossier where intake like '%\"proxy_id\"%'"),
    ("a line of a book", "select count(*) from dossier where intake like '%\"book_no\"%'"),
    (
        "a dossier of the ward that the centre received",
        "select count(*) from reception
         inner join office_code on office_code.agency_id = reception.handling_agency_id and office_code.prefix = 'H17.61'",
    ),
    ("a dossier that is late", "select count(*) from dossier where open_due_at < 1795138200000000"),
    (
        "a dossier due today",
        "select count(*) from dossier where open_due_at between 1795138200000000 and 1795194000000000",
    ),
    ("made-up data, marked so", "select count(*) from illustration_mark"),
];

/// What nobody who looks at it would believe, with a question that counts it.
const NEVER: [(&str, &str); 6] = [
    (
        "a result to be given back of a procedure without one",
        "select count(*) from dossier
         inner join admin_procedure on admin_procedure.id = dossier.procedure_id
         where dossier.status = 9 and not admin_procedure.has_result",
    ),
    (
        "a telephone number of no mobile network",
        "select count(*) from applicant_person
         where length(phone) <> 10 or substr(phone, 1, 2) not in ('03', '07', '08', '09')",
    ),
    (
        "an identity number of no province",
        "select count(*) from applicant_person
         where length(id_number) <> 12
            or substr(id_number, 1, 3) not in ('001', '046', '048', '049', '051', '079')",
    ),
    (
        "a household business that is called otherwise",
        "select count(*) from dossier_answers
         where answers ->> '$.chu_ho.text' is not null and answers ->> '$.ten.text' not like 'Hộ kinh doanh %'",
    ),
    (
        "an owner of a business who is under age",
        "select count(*) from dossier_answers
         where answers ->> '$.chu_ho.text' is not null and answers ->> '$.ngay_sinh.date' > '2007-11-20'",
    ),
    (
        "a bride or a groom who is under age",
        "select count(*) from dossier_answers
         where answers ->> '$.nu_ngay_sinh.date' > '2007-11-20' or answers ->> '$.nam_ngay_sinh.date' > '2005-11-20'",
    ),
];

#[test]
fn six_hundred_dossiers_show_every_state_that_the_product_knows() {
    let folder = Folder::new();
    let here = folder.sqlite("states.sqlite");
    let year = ["--dossiers", "600", "--seed", "7", "--today", "2026-11-20"];
    told(&[&["demo", "--database", &here][..], &year[..]].concat()).done();
    let file = rusqlite::Connection::open(folder.path("states.sqlite")).unwrap();
    let count = |question: &str| file.query_row(question, [], |row| row.get::<_, i64>(0)).unwrap();
    // Nothing stays newly registered (1): what comes in is received or turned away at once.
    for status in 2..=10 {
        let found = count(&format!("select count(*) from dossier where status = {status}"));
        assert!(found > 0, "no dossier has status {status}");
    }
    for (what, question) in SHOWN {
        assert!(count(question) > 0, "the year does not show {what}");
    }
    for (what, question) in NEVER {
        assert_eq!(count(question), 0, "the year has {what}");
    }
    for score in 1..=5 {
        let rated = format!(
            "select count(*) from journal where kind = 'rated.1' and payload like '%\"score\":{score}%'"
        );
        assert!(count(&rated) > 0, "nobody rates with {score}");
    }
    let of_thousand = count("select 1000 - sum(was_late) * 1000 / count(was_late) from dossier");
    assert!((945..=975).contains(&of_thousand), "{of_thousand} of a thousand are on time");
    let newest = count("select max(received_at) from dossier");
    assert!(newest < 1795138200000000, "nothing has happened that is still to come on the last morning");
    // Filled once more, it stays as it is.
    let before = count("select count(*) from journal");
    told(&[&["demo", "--database", &here][..], &year[..]].concat()).done();
    assert_eq!(count("select count(*) from journal"), before);
    // A number that is kept of the dossiers is no longer theirs.
    let spoilt = "update dossier_count set n = n + 1 where n > 0
                  and agency_id = (select agency_id from office_code where prefix = 'H17.61')";
    assert!(file.execute(spoilt, []).unwrap() > 0);
    let ran = told(&["--lang", "vi", "verify", "--database", &here]);
    assert_eq!(ran.code, 1, "{ran:?}");
    assert!(ran.out.contains("tình trạng \"Đã trả kết quả\": số đã lưu là"), "{}", ran.out);
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
