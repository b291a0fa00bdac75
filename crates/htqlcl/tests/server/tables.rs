//! Verification covers every table, but those that a list names with a reason.

use super::office::{Office, receipt};
use agency::{dossiers, processes, services};
use htqlcl::product::{DERIVED_TABLES, RELEASED_TABLES};
use platform::db::Location;
use platform::record::RECORDS;
use platform::testing::site::led_to;
use platform::{Db, TECHNICAL_TABLES, journal};
use registers::admin_procedures;
use rusqlite::Connection;

/// Tables of the journal itself: that a link or a head is gone is told by the tampering tests.
const THE_JOURNAL: [&str; 2] = ["journal", "journal_head"];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_table_in_no_list_is_missed_by_verification_when_it_is_emptied() {
    let office = Office::new().await;
    fill_what_is_empty(&office).await;
    let Location::Sqlite(file) = office.test.db.location() else { panic!("an embedded database") };
    let beside = Connection::open(file).unwrap();
    beside.pragma_update(None, "foreign_keys", false).unwrap();
    let tables = names(&beside);
    let listed = [&TECHNICAL_TABLES[..], &DERIVED_TABLES, &RELEASED_TABLES].concat();
    for (at, name) in listed.iter().enumerate() {
        assert!(tables.iter().any(|table| table == name), "{name} is listed and there is no such table");
        assert!(!listed[..at].contains(name), "{name} is listed twice");
    }
    assert!(!is_missed(&office.test.db, &beside).await, "nothing is wrong at first");
    let mut faults = Vec::new();
    for table in tables {
        if listed.contains(&table.as_str()) || THE_JOURNAL.contains(&table.as_str()) {
            continue;
        }
        if count(&beside, &table) == 0 {
            faults.push(format!("{table} has no rows here: fill it, so that it can be emptied"));
            continue;
        }
        beside
            .execute_batch(&format!("create table kept as select * from {table}; delete from {table};"))
            .unwrap();
        if !is_missed(&office.test.db, &beside).await {
            faults.push(format!("{table} is emptied and verification says nothing"));
        }
        beside.execute_batch(&format!("insert into {table} select * from kept; drop table kept;")).unwrap();
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Begins what the registers of the office do not have: a draft, an issued report and its correction.
async fn fill_what_is_empty(office: &Office) {
    begin_a_dossier_that_waits(office).await;
    begin_a_dossier_that_is_held_up(office).await;
    let nation = office.site.browser("nation").await;
    assert_eq!(nation.post("/activities/new", &[("save_draft", "1")]).await.status, 303);
    office.issue_a_report().await;
    // A copy is corrected only where a figure is not what it was.
    let withdrawn = format!("/certificates/{}/withdraw", office.id("certificate", "HT-N-04/2010").await);
    let withdraw = [("on", "01/03/2011"), ("reason", "Không duy trì"), ("revision", "1")];
    led_to(&nation.post(&withdrawn, &withdraw).await);
    let issued = office.id("issue", "").await;
    let notice = [
        ("number", "13"),
        ("symbol", "TB-TĐC"),
        ("issued_on", "31/03/2012"),
        ("reason", "Sai số liệu"),
        ("signer_title", "Tổng cục trưởng"),
        ("signer_name", "Nguyễn Văn A"),
        ("revision", "1"),
    ];
    led_to(&nation.post(&format!("/reports/yearly/issues/{issued}/correct"), &notice).await);
}

/// A dossier with answers, in a process whose first step has a timer.
async fn begin_a_dossier_that_waits(office: &Office) {
    let agency_id = office.id("agency", "N-48-STP").await;
    let begun = office.test.db.write(move |tx| {
        let procedure = admin_procedures::of_code(tx, "btxh/01")?.ok_or(platform::Error::NotFound)?;
        processes::publish_xml(tx, (agency_id, procedure.id), ("QT-99", "Theo mô hình"), WITH_TIMER)?;
        services::switch_on(tx, agency_id, procedure.id, None)?;
        let answers = ANSWERS.map(|(name, typed)| (name.to_owned(), typed.to_owned()));
        let command = dossiers::Receive { answers: answers.into(), ..receipt(agency_id, &procedure) };
        dossiers::receive_in(tx, agency_id, &command)
    });
    assert_eq!(begun.await.unwrap().timers.len(), 1);
}

/// A dossier whose fee is not paid, in a process where a machine looks at that.
async fn begin_a_dossier_that_is_held_up(office: &Office) {
    let agency_id = office.id("agency", "N-48-STP").await;
    let begun = office.test.db.write(move |tx| {
        let procedure = admin_procedures::of_code(tx, "btxh/06")?.ok_or(platform::Error::NotFound)?;
        let model = WITH_MACHINE.as_bytes();
        processes::publish_xml(tx, (agency_id, procedure.id), ("QT-98", "Có việc máy làm"), model)?;
        services::switch_on(tx, agency_id, procedure.id, None)?;
        let command = dossiers::Receive { fee_vnd: 8_000, ..receipt(agency_id, &procedure) };
        dossiers::receive_in(tx, agency_id, &command)
    });
    assert_eq!(begun.await.unwrap().incidents.len(), 1);
}

const WITH_MACHINE: &str = include_str!("../../../agency/tests/stories/files/with-machine.bpmn");

const WITH_TIMER: &[u8] = include_bytes!("../../../agency/tests/stories/files/with-timer.bpmn");

const ANSWERS: [(&str, &str); 8] = [
    ("ho_ten", "Trần Thị Bưởi"),
    ("ngay_sinh", "02/03/1940"),
    ("gioi_tinh", "nu"),
    ("dan_toc", "Kinh"),
    ("so_dinh_danh", "001140000123"),
    ("cu_tru", "Thôn 3"),
    ("yeu_cau", "huong"),
    ("nhom", "cao_tuoi"),
];

/// Whether the rows of any record differ from the replay of its journal. As verification does it, but it ends at
/// the first fault and looks at agencies last: there are thousands.
async fn is_missed(db: &Db, beside: &Connection) -> bool {
    let mut told = beside
        .prepare(
            "select distinct subject_kind, subject_id
             from journal
             order by subject_kind = 'agency', subject_kind, subject_id",
        )
        .unwrap();
    let rows = told.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    let subjects: Vec<(String, i64)> = rows.map(Result::unwrap).collect();
    let found = db.snapshot(move |tx| {
        for (name, id) in &subjects {
            let kind = RECORDS.iter().find(|kind| kind.name == name).expect("a journalled kind is a record");
            let lines = journal::of_subject(tx, *id)?;
            if (kind.compare)(tx, *id, &lines)?.is_some() {
                return Ok(true);
            }
        }
        Ok(false)
    });
    found.await.unwrap()
}

fn names(connection: &Connection) -> Vec<String> {
    let mut tables = connection
        .prepare(
            "select name
             from sqlite_master
             where type = 'table'
               and name not like 'sqlite!_%' escape '!'
             order by name",
        )
        .unwrap();
    tables.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
}

fn count(connection: &Connection, table: &str) -> i64 {
    connection.query_row(&format!("select count(*) from {table}"), [], |row| row.get(0)).unwrap()
}
