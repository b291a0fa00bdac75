//! `htqlcl due`: the shared cases exactly, and what is told of files that cannot be counted.

use super::folder::Folder;
use super::program::{Ran, told};

const CASES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../workdays/tests/data/deadline-cases.csv");

fn expected() -> String {
    let mut wanted = "case_id,effective_start,due\n".to_owned();
    for record in csv::Reader::from_path(CASES).unwrap().records() {
        let record = record.unwrap();
        wanted.push_str(&format!("{},{},{}\n", &record[0], &record[7], &record[8]));
    }
    wanted
}

#[test]
fn every_shared_case_comes_out_exactly() {
    let wanted = expected();
    assert_eq!(wanted.lines().count(), 206);
    assert_eq!(told(&["due", CASES]).done(), wanted);
}

#[test]
fn the_columns_may_stand_in_any_order_among_others() {
    let folder = Folder::new();
    let mut turned = csv::Writer::from_writer(Vec::new());
    for record in csv::ReaderBuilder::new().has_headers(false).from_path(CASES).unwrap().records() {
        let record = record.unwrap();
        turned.write_record(record.iter().rev()).unwrap();
    }
    let bytes = [b"\xef\xbb\xbf".to_vec(), turned.into_inner().unwrap()].concat();
    let file = written(&folder, &bytes);
    assert_eq!(told(&["due", &file]).done(), expected());
}

#[test]
fn a_database_counts_by_its_last_release() {
    let folder = Folder::new();
    let database = folder.sqlite("x.sqlite");
    told(&["migrate", "--database", &database]).done();
    assert_eq!(told(&["due", CASES, "--database", &database]).done(), expected());
    let missing = folder.sqlite("none.sqlite");
    told(&["due", CASES, "--database", &missing]).failed(3, &["There is no database"]);
}

#[test]
fn a_case_is_explained_day_by_day_in_both_languages() {
    let vietnamese = told(&["due", CASES, "--explain", "A001", "--lang", "vi"]).done();
    let lines: Vec<&str> = vietnamese.lines().collect();
    assert_eq!(lines.len(), 15, "{vietnamese}");
    assert!(lines[1].contains("Thứ Sáu 13/02/2026: nhận hồ sơ lúc 16:00"), "{vietnamese}");
    assert!(vietnamese.contains("(khoản 2 Điều 147 BLDS 2015)"), "{vietnamese}");
    assert!(vietnamese.contains("Đến hạn lúc 17:00 Thứ Tư 25/02/2026."), "{vietnamese}");
    let english = told(&["due", CASES, "--explain", "A001"]).done();
    assert!(english.contains("Due at 17:00 on Wednesday 25/02/2026."), "{english}");
    told(&["due", CASES, "--explain", "Z999"]).failed(1, &["Z999"]);
}

const HEAD: &str = "case_id,rule,profile,swaps,received,limit,suspensions\n";

#[test]
fn every_bad_row_is_told_at_once_and_nothing_is_written() {
    let folder = Folder::new();
    let at = "2026-02-13T16:00:00+07:00";
    let late = "2027-12-30T09:00:00+07:00";
    let rows = [
        format!("ok,D,P1,yes,{at},3,"),
        format!("a,X,P1,yes,{at},3,"),
        format!("b,D,P9,maybe,{at},ba,"),
        "c,D,P1,yes,31/02/2026,3,".to_owned(),
        format!("d,D,P1,yes,{late},3,"),
        "e,D,P1,yes,2031-01-01T09:00:00+07:00,3,".to_owned(),
        format!("f,D,P1,yes,{at},0,"),
        format!("g,C,P1,yes,{at},99999999,"),
        format!("h,D,P1,yes,{at},3,abc"),
        format!("i,D,P1,yes,{at},3,{at}/"),
        format!("j,D,P1,yes,{at},3,2026-02-24T09:00:00+07:00/2026-02-23T09:00:00+07:00"),
        format!("k,H,P1,yes,{at},-4,"),
        format!(",D,P1,yes,{at}"),
        format!("l,D,P1,yes,{at},99999999999999999999,"),
    ];
    let file = written(&folder, format!("{HEAD}{}\n", rows.join("\n")).as_bytes());
    let ran = told(&["due", &file]);
    assert_eq!((ran.code, ran.out.as_str()), (1, ""), "{ran:?}");
    let wanted = [
        "line 3, field rule: \"X\" is no rule",
        "line 4, field profile: \"P9\" is no profile",
        "line 4, field swaps: \"maybe\" is neither",
        "line 4, field limit: \"ba\" is no amount",
        "line 5, field received: \"31/02/2026\" is no moment",
        "line 6, field limit: The calendar has no holidays of 2028",
        "line 7, field received: The calendar has no holidays of 2031",
        "line 8, field limit: A limit must be more than 0",
        "line 9, field limit: A limit has at most 36525 days",
        "line 10, field suspensions: \"abc\" are no suspensions",
        "line 11, field suspensions: ",
        "line 12, field suspensions: Suspension 1 ends before it begins",
        "line 13, field limit: A limit must be more than 0",
        "line 14, field case_id: The id of the case is missing",
        "line 14, field limit: ",
        "line 15, field limit: ",
    ];
    assert_eq!(ran.err.lines().count(), wanted.len(), "{}", ran.err);
    for (line, part) in ran.err.lines().zip(wanted) {
        assert!(line.contains(part), "{part} in {line}");
    }
    // Who asks for one case hears nothing of the others.
    assert!(told(&["due", &file, "--explain", "ok"]).done().contains("25/02/2026"));
    told(&["due", &file, "--explain", "a"]).failed(1, &["line 3, field rule"]);
}

#[test]
fn suspensions_may_stand_in_any_order_and_may_not_overlap() {
    let folder = Folder::new();
    let (one, two) = (
        "2026-03-03T08:00:00+07:00/2026-03-05T08:00:00+07:00",
        "2026-03-09T08:00:00+07:00/2026-03-10T08:00:00+07:00",
    );
    let row = |suspensions: &str| format!("{HEAD}a,D,P1,yes,2026-03-02T09:00:00+07:00,10,{suspensions}\n");
    let right = told(&["due", &written(&folder, row(&format!("{one};{two}")).as_bytes())]).done();
    assert_eq!(told(&["due", &written(&folder, row(&format!("{two};{one}")).as_bytes())]).done(), right);
    let wrong = "2026-03-04T08:00:00+07:00/2026-03-10T08:00:00+07:00";
    told(&["due", &written(&folder, row(&format!("{one};{wrong}")).as_bytes())])
        .failed(1, &["field suspensions", "Suspension 2 begins before"]);
}

#[test]
fn files_that_are_no_cases_are_told_in_one_line() {
    let folder = Folder::new();
    let failed = |bytes: &[u8], part: &str| told(&["due", &written(&folder, bytes)]).failed(1, &[part]);
    failed(b"", "lacks columns: case_id, rule, profile");
    failed(b"case_id,rule,profile,swaps,received\n", "lacks columns: limit, suspensions");
    failed(b"case_id,\xff\n", "is not UTF-8");
    assert_eq!(told(&["due", &written(&folder, HEAD.as_bytes())]).done(), "case_id,effective_start,due\n");
    let nowhere: Ran = told(&["due", &folder.path("nowhere.csv").display().to_string()]);
    nowhere.failed(3, &["cannot be read"]);
}

/// The path of a file with these bytes.
fn written(folder: &Folder, bytes: &[u8]) -> String {
    let path = folder.path("cases.csv");
    std::fs::write(&path, bytes).unwrap();
    path.display().to_string()
}
