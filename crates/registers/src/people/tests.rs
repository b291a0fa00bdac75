//! Stories of the list of units and people, and of the rules of units and deputies.

use super::decide::{self, Around, Asker, NameDeputy};
use super::model::{Deputy, Unit, UnitContent, UnitEvent, UnitKind};
use super::roster::{self, Change, Present};
use platform::accounts::Staff;
use platform::{Day, Record, Role};

const HEAD: &str = "don_vi,ma_don_vi,loai_don_vi,ho_ten,ten_dang_nhap,vai_tro\n";

/// A unit of agency 1.
fn unit(id: i64, code: &str, name: &str) -> Unit {
    let content =
        UnitContent { code: code.to_owned(), name: name.to_owned(), kind: UnitKind::Other, parent_id: None };
    let from_on = "2026-01-01".parse().unwrap();
    Unit::fold(id, &[UnitEvent::Opened { agency_id: 1, content, from_on }]).unwrap()
}

fn staff(account_id: i64, login: &str, (role, unit_id): (Role, Option<i64>)) -> Staff {
    Staff {
        appointment_id: account_id * 10,
        account_id,
        login: login.to_owned(),
        name: format!("Người {login}"),
        role,
        unit_id,
        from_on: "2026-01-01".parse().unwrap(),
        to_on: None,
    }
}

fn told(text: &str, present: &Present) -> String {
    let read = roster::read("a.csv", format!("{HEAD}{text}").as_bytes());
    let plan = roster::plan(&read.rows, present);
    let mut lines: Vec<String> = Vec::new();
    for fault in read.faults.iter().chain(&plan.faults) {
        let field = fault.reason.field.unwrap_or("-");
        lines.push(format!(
            "{}:{field}:{}",
            fault.line,
            fault.reason.key.trim_start_matches("people-refusal-")
        ));
    }
    for (line, unit) in &plan.units {
        lines.push(format!("{line} unit {} {} {}", unit.code, unit.name, unit.kind.word()));
    }
    for (line, change) in &plan.changes {
        lines.push(match change {
            Change::Open { login, role, unit, .. } => format!("{line} open {login} {} {unit:?}", role.word()),
            Change::Appoint { account_id, login, role, unit } => {
                format!("{line} appoint {account_id:?} {login} {} {unit:?}", role.word())
            }
            Change::Rename { before, name, .. } => format!("{line} rename {before} > {name}"),
        });
    }
    if plan.unchanged > 0 {
        lines.push(format!("{} unchanged", plan.unchanged));
    }
    lines.join("; ")
}

#[test]
fn a_list_opens_units_by_their_names_and_people_by_their_logins() {
    let rows = "Bộ phận Một cửa,,,Nguyễn Thị Hoa,Hoa,Công chức bộ phận một cửa\n\
                bo phan mot cua,,,Lê Văn Sơn,son,officer\n\
                Phòng Tư pháp,TP,Phòng chuyên môn,Lê Văn Sơn,son,Trưởng phòng\n\
                ,TP,,Trần Bình,binh,chuyên viên\n\
                Văn phòng,,,,,\n\
                ,,,Đỗ Chủ Tịch,chutich,Chủ tịch\n";
    assert_eq!(
        told(rows, &Present::default()),
        "2 unit BPMC Bộ phận Một cửa one_stop; 4 unit TP Phòng Tư pháp department; 6 unit VP Văn phòng office; \
         2 open hoa clerk Some(New(0)); 3 open son officer Some(New(0)); \
         4 appoint None son unit_head Some(New(1)); 5 open binh officer Some(New(1)); 7 open chutich head None"
    );
}

#[test]
fn a_list_that_holds_already_changes_nothing() {
    let present = Present {
        units: vec![unit(7, "BPMC", "Bộ phận Một cửa")],
        staff: vec![staff(1, "hoa", (Role::Clerk, Some(7))), staff(2, "son", (Role::Officer, None))],
        logins: ["hoa", "son", "khac"].map(str::to_owned).into(),
        ..Present::default()
    };
    let rows = "BPMC,,,Người hoa,HOA,clerk\n,,,Người son,son,officer\nBộ phận một cửa,,,,,\n";
    assert_eq!(told(rows, &present), "3 unchanged");
    let moved = "BPMC,,,Lê Sơn,son,officer\n";
    assert_eq!(
        told(moved, &present),
        "2 rename Người son > Lê Sơn; 2 appoint Some(2) son officer Some(Held(7))"
    );
    assert_eq!(told("BPMC,,,Ai Đó,khac,clerk\n", &present), "2:ten_dang_nhap:login-elsewhere");
}

#[test]
fn a_list_does_not_rename_whom_the_agency_shares_with_others() {
    let present = Present {
        staff: vec![staff(1, "hoa", (Role::Clerk, None)), staff(2, "son", (Role::Officer, None))],
        logins: ["hoa", "son"].map(str::to_owned).into(),
        shared: [2].into(),
        ..Present::default()
    };
    let rows = ",,,Nguyễn Thị Hoa,hoa,clerk\n,,,Lê Sơn,son,officer\n";
    assert_eq!(told(rows, &present), "3:ho_ten:name-elsewhere; 2 rename Người hoa > Nguyễn Thị Hoa");
    assert_eq!(told(",,,Người son,son,officer\n", &present), "1 unchanged", "the name as it is recorded");
}

#[test]
fn one_code_in_a_list_means_one_unit_of_one_name() {
    let rows = "Phòng Tư pháp,TP,,,,\nphòng tư pháp,TP,,Sơn,son,officer\n,TP,,Hoa,hoa,officer\n\
                Phòng Tài chính,TP,,Bình,binh,officer\n";
    assert_eq!(
        told(rows, &Present::default()),
        "5:don_vi:unit-two-names; 2 unit TP Phòng Tư pháp department; 3 open son officer Some(New(0)); \
         4 open hoa officer Some(New(0))"
    );
}

#[test]
fn every_bad_row_is_told_with_its_line_and_all_its_reasons() {
    let rows = "BPMC,,,,có dấu,vua\n\
                BPMC,,,Hoa,hoa,clerk\n\
                BPMC,,,Hoa,hoa,clerk\n\
                TP,,,Hoà,hoa,officer\n\
                X,a b,,Bình,binh,national_officer\n\
                X,,trạm,Cường,cuong,officer\n";
    assert_eq!(
        told(rows, &Present::default()),
        "2:ten_dang_nhap:accounts-refusal-login-malformed; 2:ho_ten:accounts-refusal-name-missing; \
         2:vai_tro:role-unknown; 4:ten_dang_nhap:row-twice; 5:ho_ten:two-names; 6:ma_don_vi:code-malformed; \
         6:vai_tro:role-unknown; 7:loai_don_vi:kind-unknown; \
         2 unit B BPMC other; 5 unit T TP other; 3 open hoa clerk Some(New(0))"
    );
    let other = roster::read("a.csv", "đơn vị;họ tên;role\nA;b;c\n".as_bytes());
    let faults: Vec<_> = other.faults.iter().map(|fault| fault.reason.key).collect();
    assert_eq!(faults, ["sheets-refusal-column-missing"], "the login lacks, other names are understood");
    assert_eq!(
        roster::read("a.csv", HEAD.as_bytes()).faults[0].reason.key,
        "people-refusal-no-rows",
        "an empty list"
    );
}

#[test]
fn rows_come_back_from_the_page_as_they_were_read() {
    let text = format!("{HEAD}Bộ phận Một cửa,,,Nguyễn \"Thị\" Hoa,hoa,clerk\nVăn phòng,,,,,\n");
    let rows = roster::read("a.csv", text.as_bytes()).rows;
    assert_eq!(rows.len(), 2);
    assert_eq!(roster::of_text(roster::to_text(&rows).trim()), Ok(rows.clone()));
    let mut broken = rows;
    broken[0].name = "Nguyễn\u{2028}Thị\u{85}Hoa\tHồng".to_owned();
    let read = roster::of_text(&roster::to_text(&broken)).unwrap();
    assert_eq!(read[0].name, "Nguyễn Thị Hoa Hồng", "what would break a line does not");
}

#[test]
fn a_list_altered_on_its_way_back_is_refused_whole() {
    let told = |text: &str| roster::of_text(text).map(|rows| rows.len()).map_err(|reasons| reasons.0[0].key);
    let line = |number: &str| format!("{number}\tVăn phòng\t\t\tHoa\thoa\tclerk\t.");
    assert_eq!(told(&line("2")), Ok(1));
    let unreadable = Err("people-refusal-rows-unreadable");
    assert_eq!(told(&format!("{}\n{}", line("hai"), line("3"))), unreadable);
    assert_eq!(told(&format!("{}\n\n{}", line("2"), line("3"))), unreadable);
    assert_eq!(told(line("2").trim_end_matches("\t.")), unreadable);
    assert_eq!(told(&format!("{}\tmore", line("2"))), unreadable);
    assert_eq!(told(""), Err("people-refusal-no-rows"));
    let many = |count: usize| vec![line("2"); count].join("\n");
    assert_eq!(told(&many(roster::MOST_ROWS)), Ok(roster::MOST_ROWS));
    assert_eq!(told(&many(roster::MOST_ROWS + 1)), Err("people-refusal-too-many"));
}

#[test]
fn a_unit_does_not_stand_under_itself() {
    let mut units = vec![unit(1, "A", "A"), unit(2, "B", "B"), unit(3, "C", "C")];
    units[1].parent_id = Some(1);
    units[2].parent_id = Some(2);
    let under = |code: &str, parent: i64| UnitContent {
        code: code.to_owned(),
        name: "X".to_owned(),
        kind: UnitKind::Other,
        parent_id: Some(parent),
    };
    let refused = |at: usize, content: &UnitContent| {
        let decided = decide::correct(&units, &units[at], (content, "r"));
        decided.err().map(|reasons| reasons.0.iter().map(|reason| reason.key).collect::<Vec<_>>())
    };
    assert_eq!(refused(0, &under("A", 3)), Some(vec!["people-refusal-parent-below"]));
    assert_eq!(refused(0, &under("A", 1)), Some(vec!["people-refusal-parent-below"]));
    assert_eq!(refused(2, &under("B", 1)), Some(vec!["people-refusal-code-taken"]));
    assert_eq!(refused(2, &under("C", 1)), None);
    assert_eq!(refused(2, &under("C", 9)), Some(vec!["people-refusal-parent-unknown"]));
}

#[test]
fn a_unit_is_founded_in_the_time_of_the_state() {
    let today: Day = "2026-03-01".parse().unwrap();
    let content = UnitContent {
        code: "MC".to_owned(),
        name: "Một cửa".to_owned(),
        kind: UnitKind::OneStop,
        parent_id: None,
    };
    for (from, is_fine) in [
        ("0001-01-01", false),
        ("1945-09-01", false),
        ("1945-09-02", true),
        ("2027-03-02", true),
        ("2027-03-03", false),
        ("9999-12-31", false),
    ] {
        let decided = decide::open(&[], 9, (&content, from.parse().unwrap()), today);
        assert_eq!(decided.is_ok(), is_fine, "{from}");
    }
}

#[test]
fn one_person_stands_in_for_an_absent_one_at_a_time() {
    let command = |absent, deputy, from: &str, last: &str| NameDeputy {
        absent_account_id: absent,
        deputy_account_id: deputy,
        from_on: from.parse().unwrap(),
        last_on: last.parse().unwrap(),
        reason: "nghỉ phép".to_owned(),
    };
    let first = command(1, 2, "2026-03-01", "2026-03-05");
    let today: Day = "2026-03-01".parse().unwrap();
    let staff = [1, 2, 3].map(|id| staff(id, "x", (Role::Officer, None)));
    let around = |present| Around { staff: &staff, present, asker: None };
    let events = decide::name_deputy(9, &around(&[]), &first, today).unwrap();
    let named = Deputy::fold(5, &events).unwrap();
    let refused = |command: &NameDeputy| {
        let decided = decide::name_deputy(9, &around(std::slice::from_ref(&named)), command, today);
        decided.err().map(|reasons| reasons.0.iter().map(|reason| reason.key).collect::<Vec<_>>().join(" "))
    };
    assert_eq!(refused(&command(1, 3, "2026-03-05", "2026-03-09")).unwrap(), "people-refusal-deputy-already");
    assert_eq!(refused(&command(1, 3, "2026-03-06", "2026-03-09")), None);
    assert_eq!(refused(&command(3, 2, "2026-03-01", "2026-03-09")), None, "for two absent ones");
    assert_eq!(refused(&command(3, 2, "2026-02-01", "2026-02-28")).unwrap(), "people-refusal-deputy-over");
    assert_eq!(refused(&command(3, 2, "2026-03-10", "2027-03-10")), None, "a year");
    assert_eq!(
        refused(&command(3, 2, "2026-03-10", "2027-03-11")).unwrap(),
        "people-refusal-deputy-too-long"
    );
    assert_eq!(
        refused(&command(3, 2, "2000-01-01", "9999-12-31")).unwrap(),
        "people-refusal-deputy-too-long"
    );
    assert_eq!(
        refused(&command(4, 4, "2026-03-05", "2026-03-01")).unwrap(),
        "people-refusal-own-deputy people-refusal-not-staff people-refusal-not-staff \
         people-refusal-period-backwards"
    );
}

#[test]
fn who_asks_for_a_deputy_takes_no_place_and_speaks_for_the_own_unit_alone() {
    let (head, chief, officer, other, both, leader) = (1, 2, 3, 4, 5, 6);
    let people = [
        staff(head, "head", (Role::Head, None)),
        staff(chief, "chief", (Role::UnitHead, Some(7))),
        staff(officer, "officer", (Role::Officer, Some(7))),
        staff(other, "other", (Role::Officer, Some(8))),
        staff(both, "both", (Role::Officer, Some(7))),
        staff(both, "both", (Role::Clerk, Some(8))),
        staff(leader, "leader", (Role::Head, Some(7))),
    ];
    let today: Day = "2026-03-01".parse().unwrap();
    let told = |(account_id, role, unit_id), (absent, deputy)| {
        let asker = Some(Asker { account_id, role, unit_id });
        let around = Around { staff: &people, present: &[], asker };
        let command = NameDeputy {
            absent_account_id: absent,
            deputy_account_id: deputy,
            from_on: today,
            last_on: today,
            reason: "họp".to_owned(),
        };
        let decided = decide::name_deputy(9, &around, &command, today);
        let key = |reason: &platform::Refusal| reason.key.trim_start_matches("people-refusal-").to_owned();
        decided.map_or_else(
            |reasons| reasons.0.iter().map(key).collect::<Vec<_>>().join(" "),
            |_| "named".to_owned(),
        )
    };
    let unit_head = (chief, Role::UnitHead, Some(7));
    for (asker, people, want) in [
        (unit_head, (officer, other), "named"),
        (unit_head, (chief, officer), "named"),
        (unit_head, (officer, chief), "names-self"),
        (unit_head, (head, chief), "other-unit names-self"),
        (unit_head, (head, officer), "other-unit"),
        (unit_head, (other, officer), "other-unit"),
        (unit_head, (both, officer), "other-unit"),
        (unit_head, (leader, officer), "other-unit"),
        (unit_head, (99, officer), "not-staff"),
        ((chief, Role::UnitHead, None), (head, officer), "other-unit"),
        ((chief, Role::UnitHead, None), (chief, officer), "named"),
        ((head, Role::Head, None), (other, officer), "named"),
        ((head, Role::Head, None), (head, officer), "named"),
        ((head, Role::Head, None), (other, head), "names-self"),
        ((other, Role::OfficeAdministrator, None), (head, other), "names-self"),
        ((other, Role::OfficeAdministrator, None), (other, other), "own-deputy"),
    ] {
        assert_eq!(told(asker, people), want, "{asker:?} {people:?}");
    }
}
