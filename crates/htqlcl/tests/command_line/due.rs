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
        format!("a,D,P1,yes,{at},3,"),
        "m,D,P1,yes,2005-12-30T09:00:00+07:00,3,".to_owned(),
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
        "line 14, field limit: The row lacks cells: it has 5 of 7, without limit",
        "line 14, field case_id: The id of the case is missing",
        "line 15, field limit: ",
        "line 16, field case_id: The case a stands on line 3 already",
        "line 17, field received: The calendar begins in 2006",
    ];
    assert_eq!(ran.err.lines().count(), wanted.len(), "{}", ran.err);
    for (line, part) in ran.err.lines().zip(wanted) {
        assert!(line.contains(part), "{part} in {line}");
    }
    // Who asks for one case hears nothing of the others.
    assert!(told(&["due", &file, "--explain", "ok"]).done().contains("25/02/2026"));
    let both = told(&["due", &file, "--explain", "a"]);
    assert_eq!((both.code, both.err.lines().count()), (1, 2), "{both:?}");
    assert!(
        both.err.contains("line 3, field rule") && both.err.contains("line 16, field case_id"),
        "{both:?}"
    );
}

#[test]
fn an_amount_that_is_too_long_and_an_id_that_nobody_can_read_are_told_as_such() {
    let folder = Folder::new();
    let long = "a".repeat(201);
    let rows = format!(
        "case_id,rule,profile,swaps,received,limit,suspensions\n\
         a,H,P1,no,2026-02-13T16:00:00+07:00,1000000000,\n\
         b,D,P1,no,2026-02-13T16:00:00+07:00,99999999999999999999,\n\
         c,D,P1,no,2026-02-13T16:00:00+07:00,1.5,\n\
         d\u{202e},D,P1,no,2026-02-13T16:00:00+07:00,1,\n\
         {long},D,P1,no,2026-02-13T16:00:00+07:00,1,\n"
    );
    let file = written(&folder, rows.as_bytes());
    let ran = told(&["due", &file]);
    assert_eq!((ran.code, ran.err.lines().count()), (1, 5), "{ran:?}");
    for words in [
        "line 2, field limit: \"1000000000\" is too long; the longest is 36525 days",
        "line 3, field limit: \"99999999999999999999\" is too long",
        "line 4, field limit: \"1.5\" is no amount of this rule. D, DC and C take a whole number",
        "line 5, field case_id: The case id is too long (more than 200 letters) or holds letters",
        "line 6, field case_id: The case id is too long",
    ] {
        assert!(ran.err.contains(words), "{words} in {}", ran.err);
    }
    let here: &std::path::Path = folder.as_ref();
    let ran = told(&["--lang", "vi", "due", &here.display().to_string()]);
    ran.failed(3, &["đây là thư mục, không phải tệp"]);
}

#[test]
fn an_explanation_claims_no_act_that_the_file_does_not_name() {
    let folder = Folder::new();
    let pause = "2026-03-03T08:00:00+07:00/2026-03-05T08:00:00+07:00";
    let rows = format!(
        "{HEAD}a,D,P1,yes,2026-03-02T09:00:00+07:00,10,{pause}\nb,S15,P1,yes,2026-03-02T15:30:00+07:00,1,\n"
    );
    let file = written(&folder, rows.as_bytes());
    let told_of = |id: &str| told(&["due", &file, "--explain", id, "--lang", "vi"]).done();
    assert!(told_of("a").contains("không tính (căn cứ không nêu trong tệp)"), "{}", told_of("a"));
    let same_day = told_of("b");
    assert!(same_day.contains("sau 15:00, trả kết quả trong ngày làm việc tiếp theo\n"), "{same_day}");
    assert!(!same_day.contains("23/2015"), "{same_day}");
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
    let twice = HEAD.replace("\n", ",Limit, case_id\n");
    failed(twice.as_bytes(), "names columns twice: case_id, limit. Leave one of each");
    let row = "a,D,P1,yes,2026-03-02T09:00:00+07:00,10,\n";
    let open = format!("{HEAD}{row}\"b{}", row.repeat(3));
    failed(open.as_bytes(), "opens on line 3 is never closed");
    assert_eq!(told(&["due", &written(&folder, HEAD.as_bytes())]).done(), "case_id,effective_start,due\n");
    let nowhere: Ran = told(&["due", &folder.path("nowhere.csv").display().to_string()]);
    nowhere.failed(3, &["cannot be read"]);
}

#[test]
fn the_shared_cases_come_out_in_every_form_that_tools_give_them() {
    let folder = Folder::new();
    let text = std::fs::read_to_string(CASES).unwrap();
    let mut seven = csv::Writer::from_writer(Vec::new());
    let mut short = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
    for record in csv::ReaderBuilder::new().has_headers(false).from_path(CASES).unwrap().records() {
        let record = record.unwrap();
        let cells: Vec<&str> = record.iter().take(7).collect();
        seven.write_record(&cells).unwrap();
        let last = cells.iter().rposition(|cell| !cell.is_empty()).unwrap();
        short.write_record(&cells[..=last]).unwrap();
    }
    let blank: String = text.lines().map(|line| format!("{line},,  ,\r\n")).collect();
    for (form, bytes) in [
        ("byte order mark", format!("\u{feff}{text}").into_bytes()),
        ("line ends of Windows", text.replace('\n', "\r\n").into_bytes()),
        ("no last line end", text.trim_end().as_bytes().to_vec()),
        ("blank lines", text.replace('\n', "\n\n").into_bytes()),
        ("blank cells at the end", blank.into_bytes()),
        ("the columns that are read", seven.into_inner().unwrap()),
        ("without blank cells at the end", short.into_inner().unwrap()),
    ] {
        let ran = told(&["due", &written(&folder, &bytes)]);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{form}");
        assert_eq!(ran.out, expected(), "{form}");
    }
}

#[test]
fn a_row_with_too_few_or_too_many_cells_is_told_as_such() {
    let folder = Folder::new();
    let at = "2026-02-13T16:00:00+07:00";
    let rows = [
        format!("ok,D,P1,yes,{at},3"),
        "a,D".to_owned(),
        format!("b,D,P1,yes,{at},3,,có, một dấu phẩy"),
        format!("c,D,P1,maybe,{at}"),
    ];
    let ran = told(&["due", &written(&folder, format!("{HEAD}{}\n", rows.join("\n")).as_bytes())]);
    let lines: Vec<&str> = ran.err.lines().collect();
    let wanted = [
        "line 3, field profile: The row lacks cells: it has 2 of 7, without profile, swaps, received, limit.",
        "line 4: The row has cells too many: 9, while the first line names 7 columns; the one beyond is \"có\".",
        "line 5, field limit: The row lacks cells: it has 5 of 7, without limit.",
        "line 5, field swaps: \"maybe\" is neither yes nor no.",
    ];
    assert_eq!((ran.code, ran.out.as_str(), lines.len()), (1, "", wanted.len()), "{}", ran.err);
    for (line, part) in lines.into_iter().zip(wanted) {
        assert!(line.contains(part), "{part} in {line}");
    }
}

#[test]
fn of_very_many_faults_the_first_thousand_are_told_and_the_rest_counted() {
    let folder = Folder::new();
    let row = |number: usize, from: &str| format!("{number},D,P1,yes,{from},3,\n");
    // Every second row is faulty only when it is counted; the faults still come in the order of the lines.
    let rows = (0..1_500)
        .map(|number| row(number, if number % 2 == 0 { "hôm qua" } else { "2005-12-30T09:00:00+07:00" }));
    let ran = told(&["due", &written(&folder, format!("{HEAD}{}", rows.collect::<String>()).as_bytes())]);
    let lines: Vec<&str> = ran.err.lines().collect();
    assert_eq!((ran.code, ran.out.as_str(), lines.len()), (1, "", 1_001));
    for (at, line) in lines[..1_000].iter().enumerate() {
        assert!(line.contains(&format!("line {}, field received: ", at + 2)), "{line}");
    }
    assert_eq!(lines[1_000], "htqlcl: And 500 faults more that are not listed; 1500 in all.");
    let last = written(
        &folder,
        format!("{HEAD}{}", (0..1_500).map(|at| row(at, "nay")).collect::<String>()).as_bytes(),
    );
    told(&["due", &last, "--explain", "1499"]).failed(1, &["line 1501, field received"]);
}

/// The path of a file with these bytes.
fn written(folder: &Folder, bytes: &[u8]) -> String {
    let path = folder.path("cases.csv");
    std::fs::write(&path, bytes).unwrap();
    path.display().to_string()
}
