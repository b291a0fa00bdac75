//! Agencies, legal documents and frameworks over time, told as stories on both engines.

mod common;

use common::{day, on_both};
use platform::ctx::Appointment;
use platform::testing::TestDb;
use platform::{Actor, Ctx, Error, KnownDate, Language, Role, Tx, i18n, journal, sql};
use registers::agencies::{self, AgencyRow, Correct, Create, Reclassify, Rename, Succeed, SuccessionRow};
use registers::legal_documents::{self, DocumentRow};

/// An outcome as a story tells it: the fields and sentences of a refusal, or the error.
fn told<T: std::fmt::Debug>(outcome: Result<T, Error>) -> String {
    match outcome {
        Ok(value) => format!("{value:?}"),
        Err(Error::Refused(reasons)) => reasons
            .0
            .iter()
            .map(|reason| {
                let sentence = i18n::refusal(Language::En, reason);
                assert_ne!(sentence, reason.key, "every refusal has a sentence");
                assert_ne!(i18n::refusal(Language::Vi, reason), reason.key, "in both languages");
                format!("{}: {sentence}", reason.field.unwrap_or("-"))
            })
            .collect::<Vec<_>>()
            .join("\n"),
        Err(other) => other.to_string(),
    }
}

/// `code | name | kind | ministry | province | obligation`.
fn row(text: &str) -> AgencyRow {
    let cells: Vec<&str> = text.split('|').map(str::trim).collect();
    let level = if ["don_vi_thuoc_bo", "nganh_doc", "bo"].contains(&cells[2]) { "central" } else { "local" };
    AgencyRow {
        code: cells[0].to_owned(),
        name: cells[1].to_owned(),
        level: level.to_owned(),
        kind: cells[2].to_owned(),
        ministry_code: cells[3].to_owned(),
        province_code: cells[4].to_owned(),
        obligation: cells[5].to_owned(),
        ..AgencyRow::default()
    }
}

/// `code kind successor-or-dash on [new name]`.
fn step(text: &str) -> SuccessionRow {
    let words: Vec<&str> = text.splitn(5, ' ').collect();
    SuccessionRow {
        code: words[0].to_owned(),
        kind: words[1].to_owned(),
        successor_code: words[2].replace('-', "").replace("01", "01-"),
        on: KnownDate::parse(words[3], day("2012-04-06")).unwrap(),
        new_name: words.get(4).copied().unwrap_or_default().to_owned(),
    }
}

/// Runs each command in a transaction of its own and tells what came of it, a line each.
async fn check(test: &TestDb, story: &str) -> String {
    let mut lines = Vec::new();
    for command in story.lines().map(str::trim).filter(|command| !command.is_empty()) {
        let (verb, rest) = command.split_once(' ').unwrap();
        let (verb, rest) = (verb.to_owned(), rest.to_owned());
        let outcome = test.db.write(move |tx| run(tx, &verb, &rest)).await;
        lines.push(match outcome {
            Ok(line) => line,
            refused => told(refused),
        });
    }
    lines.join("\n")
}

fn run(tx: &mut Tx<'_>, verb: &str, rest: &str) -> platform::Result<String> {
    Ok(match verb {
        "enter" => format!("{:?}", agencies::enter(tx, &row(rest))?),
        "step" => format!("{:?}", agencies::enter_succession(tx, &step(rest))?),
        "class" => {
            let (code, on) = rest.split_once(' ').unwrap();
            let id = agencies::by_code(tx, code)?.unwrap().id;
            let class = agencies::class_on(tx, id, Some(day(on)))?;
            let class = agencies::store::class_line(tx, class)?.pop().unwrap();
            format!(
                "{} {} {} {} {}",
                class.level, class.kind, class.province_code, class.map, class.obligation
            )
        }
        "name" => {
            let (code, on) = rest.split_once(' ').unwrap();
            let agency = agencies::by_code(tx, code)?.unwrap();
            format!("{} exists {}", agency.name_on(day(on)), agency.exists_on(day(on)))
        }
        "warn" => {
            let odd = agencies::warnings(tx, &row(rest))?;
            format!("{:?}", odd.iter().map(|odd| odd.key).collect::<Vec<_>>())
        }
        other => panic!("no command {other}"),
    })
}

#[tokio::test]
async fn importing_twice_changes_nothing_and_every_fault_of_a_row_is_told() {
    let told = on_both(async |test| {
        check(
            test,
            "enter 01-SNV | Sở Nội vụ Hà Nội | so | | 01 | bat_buoc
             enter 01-SNV | Sở Nội vụ Hà Nội | so | | 01 | bat_buoc
             enter 01-SNV | Sở Nội vụ thành phố Hà Nội | so | | 01 |
             enter 01 SNV | | sở | | 99 | phải
             enter BO-X-1 | Cục X | don_vi_thuoc_bo | | | bat_buoc
             enter BO-X-1 | Cục X | don_vi_thuoc_bo | BO-X | | bat_buoc
             warn 01-X1 | UBND xã Một | ubnd_xa | | 01 | bat_buoc
             warn 01-X1 | UBND xã Một | ubnd_xa | | 01 | khuyen_khich",
        )
        .await
    })
    .await;
    let want = "Created
Unchanged
Corrected([FieldChange { field: \"name\", before: \"Sở Nội vụ Hà Nội\", after: \"Sở Nội vụ thành phố Hà Nội\" }, \
FieldChange { field: \"obligation\", before: \"bat_buoc\", after: \"\" }])
code: A code has 1 to 40 letters, digits and the marks - _ . / only; please change it.
name: The name is missing; please enter the full name.
kind: The kind “sở” is not in the table of kinds; choose one that is.
province_code: No province has the code 99; check the code.
obligation: There is no obligation “phải”; use bat_buoc, khuyen_khich or leave it empty.
ministry_code: An agency of this kind belongs to a ministry; enter the ministry's code.
ministry_code: No ministry has the code BO-X; check the code or enter the ministry first.
[\"agencies-warning-obligation\"]
[]";
    assert_eq!(told, want);
}

#[tokio::test]
async fn a_rename_keeps_the_agency_and_a_merger_ends_it() {
    let told = on_both(async |test| {
        let story = check(
            test,
            "enter 01-A | Sở A | so | | 01 | bat_buoc
             enter 01-B | Sở B | so | | 01 | bat_buoc
             enter 01-C | Sở C | so | | 01 | bat_buoc
             step 01-A rename - 2013-05-01 Sở A mới
             step 01-A rename - 2013-05-01 Sở A mới
             name 01-A 2013-04-30
             name 01-A 2013-05-01
             enter 01-A | Sở A | so | | 01 | bat_buoc
             step 01-A merge 01B 2014
             name 01-A 2014-12-30
             name 01-A 2014-12-31
             class 01-A 2020-01-01
             step 01-A merge 01B 2014
             step 01-A merge 01B 2014-06
             name 01-A 2014-06-30
             step 01-B merge 01A 2015-01-01
             step 01-B split 01C 2015-01-01
             step 01-B merge 01B 2015-01-01
             step 01-B merge - 2015-01-01
             step 01-Z abolish - 2015-01-01
             step 01-C abolish - 2016-01-01
             name 01-C 2016-01-01",
        )
        .await;
        let verified = test.db.snapshot(journal::verify).await.unwrap();
        format!("{story}\nfaults {:?}", verified.faults)
    })
    .await;
    let want = "Created
Created
Created
Created
Unchanged
Sở A exists true
Sở A mới exists true
Unchanged
Created
Sở A mới exists true
Sở A mới exists false
local so 01 legacy bat_buoc
Unchanged
Corrected([FieldChange { field: \"on\", before: \"2014\", after: \"2014-06\" }])
Sở A mới exists false
successor_code: The agency 01-A already leads back to this one; check the chain of successors.
Created
successor_code: An agency cannot follow itself; choose another one.
successor_code: The successor is missing; only an abolished agency has none.
code: No agency has the code 01-Z; enter the agency first.
Created
Sở C exists false
faults []";
    assert_eq!(told, want);
}

/// # Law
/// qd-19-2014/2
#[tokio::test]
async fn the_duty_follows_the_record_else_the_regulation_of_the_day() {
    let told = on_both(async |test| {
        check(
            test,
            "enter 01-A | Sở A | so | | 01 |
             enter 01-X1 | UBND xã Một | ubnd_xa | | 01 |
             enter 01-X2 | UBND xã Hai | ubnd_xa | | 01 | bat_buoc
             enter 01-D | Đài D | khac | | 01 |
             class 01-A 2005-01-01
             class 01-A 2006-06-20
             class 01-A 2014-05-18
             class 01-X1 2012-03-31
             class 01-X2 2012-03-31
             class 01-D 2012-03-31",
        )
        .await
    })
    .await;
    let want = "Created
Created
Created
Created
local so 01 legacy khong_ro
local so 01 legacy bat_buoc
local so 01 legacy bat_buoc
local ubnd_xa 01 legacy khuyen_khich
local ubnd_xa 01 legacy bat_buoc
local khac 01 legacy khong_ro";
    assert_eq!(told, want);
}

/// A context of somebody appointed to the agency with this code.
async fn acting(test: &TestDb, role: Role, code: &str) -> Ctx {
    let code = code.to_owned();
    let agency = test.db.read(move |tx| agencies::by_code(tx, &code)).await.unwrap().unwrap();
    let appointment = Appointment {
        id: 1,
        agency_id: agency.id,
        agency_name: agency.name().to_owned(),
        unit_id: None,
        role,
    };
    let actor =
        Actor { account_id: 7, name: "A".to_owned(), appointment: Some(appointment), ..Actor::default() };
    Ctx::new(test.db.clone(), actor)
}

async fn enter_few(test: &TestDb) {
    let story = "enter BO-A | Bộ A | bo | BO-A | | bat_buoc
                 enter 01-UBND | UBND thành phố Hà Nội | ubnd_tinh | | 01 |
                 enter 02-UBND | UBND tỉnh Hà Giang | ubnd_tinh | | 02 |
                 enter 01-SNV | Sở Nội vụ thành phố Hà Nội | so | | 01 | bat_buoc
                 enter 02-SNV | Sở Nội vụ tỉnh Hà Giang | so | | 02 | bat_buoc";
    // A ministry stands for itself, so that it can be entered before anything else is there.
    let entered = check(test, story.split_once('\n').unwrap().1).await;
    assert_eq!(entered, ["Created"; 4].join("\n"));
}

async fn id(test: &TestDb, code: &str) -> i64 {
    let code = code.to_owned();
    test.db.read(move |tx| agencies::by_code(tx, &code)).await.unwrap().unwrap().id
}

#[tokio::test]
async fn officers_change_what_is_under_their_agency_and_a_stale_form_is_refused() {
    let told = on_both(async |test| {
        enter_few(test).await;
        let national = acting(test, Role::NationalOfficer, "01-UBND").await;
        let province = acting(test, Role::ProvinceOfficer, "01-UBND").await;
        let reader = acting(test, Role::Reader, "01-UBND").await;
        let (own, foreign) = (id(test, "01-SNV").await, id(test, "02-SNV").await);
        let rename = |revision: i64, name: &str| Rename {
            revision,
            on: KnownDate::Day(day("2015-03-01")),
            name: name.to_owned(),
            basis: "12/QĐ-UBND".to_owned(),
        };
        let create = |code: &str, province: &str| Create {
            row: row(&format!("{code} | Sở Mới | so | | {province} |")),
            from_on: Some(day("2016-01-01")),
        };
        let mut lines = vec![
            told(agencies::actions::rename(&province, own, rename(1, "Sở Nội vụ Thủ đô")).await),
            told(agencies::actions::rename(&province, own, rename(1, "Sở Khác")).await),
            told(agencies::actions::rename(&province, foreign, rename(1, "Sở Khác")).await),
            told(agencies::actions::rename(&reader, own, rename(2, "Sở Khác")).await),
            told(agencies::actions::rename(&national, foreign, rename(1, "Sở Nội vụ cao nguyên đá")).await),
            told(agencies::actions::create(&province, create("02-SM", "02")).await.map(drop)),
            told(agencies::actions::create(&province, create("01-SM", "01")).await.map(drop)),
            told(agencies::actions::create(&province, create("01-SM", "01")).await.map(drop)),
        ];
        let correct = |row: AgencyRow, reason: &str| Correct {
            revision: 2,
            reason: reason.to_owned(),
            row,
            from_on: Some(day("2020-01-01")),
            to_on: Some(day("2019-01-01")),
            which: None,
        };
        let wrong = row("01-SNV | | so | | 01 | bat_buoc");
        lines.push(told(agencies::actions::correct(&province, own, correct(wrong, "")).await));
        let reclassify = Reclassify {
            revision: 2,
            on: day("2018-01-01"),
            row: row("01-SNV | Sở Nội vụ Thủ đô | so_dac_thu | | 01 | bat_buoc"),
            basis: "5/NQ-HĐND".to_owned(),
        };
        lines.push(told(agencies::actions::reclassify(&province, own, reclassify).await));
        let merge =
            Succeed { revision: 3, row: step("01-SNV merge 01SM 2019-01-01"), basis: "6/NQ".to_owned() };
        lines.push(told(agencies::actions::carry_on(&province, own, merge).await));
        lines.push(
            check(test, "class 01-SNV 2017-12-31\nclass 01-SNV 2018-01-01\nname 01-SNV 2019-01-01").await,
        );
        let verified = test.db.snapshot(journal::verify).await.unwrap();
        format!("{}\nfaults {:?}", lines.join("\n"), verified.faults)
    })
    .await;
    let want = "()
-: Somebody else has just changed this record; reload the page, look at the change and try again.
on: The day must come after the last change, 01/03/2015; enter another day or correct the record.
not permitted: agencies.carry_on
not permitted: agencies.carry_on
()
not permitted: agencies.create
()
code: The code 01-SM belongs to another agency; choose another code or open that agency.
reason: The reason is missing; say why, so that those who come later understand the change.
from_on: Periods must follow each other and begin before they end; please correct the days.
name: The name is missing; please enter the full name.
()
()
local so 01 legacy bat_buoc
local so_dac_thu 01 legacy bat_buoc
Sở Nội vụ Thủ đô exists false
faults []";
    assert_eq!(told, want);
}

sql!(alter_folded(code: &str) = "update agency set folded = 'x' where code = $1");
sql!(alter_name(name: &str) = "update agency_name set name = $1");
sql!(alter_period(day: &str) = "update agency_period set to_on = $1");

#[tokio::test]
async fn verification_names_an_agency_whose_rows_were_altered() {
    let told = on_both(async |test| {
        enter_few(test).await;
        let mut lines = Vec::new();
        test.db.write(|tx| Ok(alter_folded(tx, "01-SNV")?)).await.unwrap();
        let found = test.db.snapshot(journal::verify).await.unwrap().faults;
        lines.push(found.iter().map(|fault| fault.what.clone()).collect::<Vec<_>>().join("; "));
        test.db.write(|tx| Ok(alter_period(tx, "2000-01-01")?)).await.unwrap();
        let found = test.db.snapshot(journal::verify).await.unwrap().faults;
        lines.push(found.iter().map(|fault| fault.what.clone()).collect::<Vec<_>>().join("; "));
        test.db.write(|tx| Ok(alter_name(tx, "Khác")?)).await.unwrap();
        let found = test.db.snapshot(journal::verify).await.unwrap().faults;
        lines.push(found[0].what.clone());
        lines.join("\n")
    })
    .await;
    let periods = ["its class periods differ from those that follow from its replay"; 4].join("; ");
    let name = "the row differs from its replay: row has `name: \"Khác\",`, journal has `name: \"UBND thành phố Hà Nội\",`";
    assert_eq!(told, format!("the row's derived columns differ from its replay\n{periods}\n{name}"));
}

/// Steps of a small generator, so that every run and both engines see the same random edits.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }
}

fn random_edit(tx: &mut Tx<'_>, dice: &mut Dice) -> platform::Result<bool> {
    let code = format!("01-R{}", dice.roll(8));
    let other = format!("01-R{}", dice.roll(8));
    let on = ["2010", "2011-05", "2012-02-29", ""][dice.roll(4) as usize];
    let kind = ["merge", "split", "rename", "abolish"][dice.roll(4) as usize];
    let agency_kind = ["so", "chi_cuc", "ubnd_xa"][dice.roll(3) as usize];
    let outcome = if dice.roll(2) == 0 {
        let text = format!("{code} | Sở số {} | {agency_kind} | | 01 |", dice.roll(20));
        agencies::enter(tx, &row(&text)).map(drop)
    } else {
        let new_name = if dice.roll(2) == 0 { String::new() } else { format!("Tên {}", dice.roll(9)) };
        let on = KnownDate::parse(on, day("2012-04-06")).unwrap();
        let successor_code = if dice.roll(3) == 0 { String::new() } else { other };
        let step = SuccessionRow { code, successor_code, on, kind: kind.to_owned(), new_name };
        agencies::enter_succession(tx, &step).map(drop)
    };
    match outcome {
        Ok(()) => Ok(true),
        Err(Error::Refused(_)) => Ok(false),
        Err(failed) => Err(failed),
    }
}

#[tokio::test]
async fn after_any_edits_every_row_equals_the_replay_of_its_journal() {
    let told = on_both(async |test| {
        let done = test
            .db
            .write(|tx| {
                let mut dice = Dice(2006);
                let mut done = 0;
                for _ in 0..300 {
                    done += i32::from(random_edit(tx, &mut dice)?);
                }
                agencies::connect(tx)?;
                Ok(done)
            })
            .await
            .unwrap();
        let verified = test.db.snapshot(journal::verify).await.unwrap();
        format!("{} done {}, faults {:?}", done > 100, verified.records, verified.faults)
    })
    .await;
    assert_eq!(told, "true done 8, faults []");
}

fn document(number: &str, issued_on: &str) -> DocumentRow {
    DocumentRow {
        number: number.to_owned(),
        kind: "Quyết định".to_owned(),
        title: "Về việc áp dụng".to_owned(),
        issued_on: issued_on.to_owned(),
        issuer: "Thủ tướng Chính phủ".to_owned(),
        status_note: String::new(),
        certainty: String::new(),
        known_by: day("2012-04-06"),
    }
}

#[tokio::test]
async fn a_document_is_in_force_from_its_effect_until_another_replaces_it() {
    let told = on_both(async |test| {
        test.db
            .write(|tx| {
                legal_documents::release(tx)?;
                legal_documents::enter(tx, &document("144/2006/QĐ-TTg", "2006-06-20"))?;
                let mut lines = Vec::new();
                for (number, on) in [
                    ("144/2006/QĐ-TTg", "2006-06-19"),
                    ("144/2006/QĐ-TTg", "2006-06-20"),
                    ("144/2006/QĐ-TTg", "2014-05-17"),
                    ("144/2006/QĐ-TTg", "2014-05-18"),
                    ("19/2014/QĐ-TTg", "2014-05-17"),
                    ("19/2014/QĐ-TTg", "2014-05-18"),
                    ("1/1999/QĐ-TTg", "2014-05-18"),
                ] {
                    let in_force = legal_documents::in_force_on(tx, number, day(on))?;
                    lines.push(format!("{number} {on}: {in_force:?}"));
                }
                let listed = legal_documents::list(tx, "quyet dinh so 19", None, 10)?;
                lines.push(listed.into_iter().map(|row| row.number).collect::<Vec<_>>().join(", "));
                let wrong = DocumentRow { title: String::new(), ..document("QĐ 114", "20/13/2006") };
                lines.push(told(legal_documents::enter(tx, &wrong)));
                Ok(lines.join("\n"))
            })
            .await
            .unwrap()
    })
    .await;
    let want = "144/2006/QĐ-TTg 2006-06-19: Some(false)
144/2006/QĐ-TTg 2006-06-20: Some(true)
144/2006/QĐ-TTg 2014-05-17: Some(true)
144/2006/QĐ-TTg 2014-05-18: Some(false)
19/2014/QĐ-TTg 2014-05-17: Some(false)
19/2014/QĐ-TTg 2014-05-18: Some(true)
1/1999/QĐ-TTg 2014-05-18: None
26/2014/TT-BKHCN
number: The number of a document looks like 19/2014/QĐ-TTg; please change it.
title: The title is missing; please enter it.
issued_on: “20/13/2006” is not a date; write 2011-05-03, 2011-05, 2011, or leave it empty if unknown.";
    assert_eq!(told, want);
}

#[tokio::test]
async fn a_correction_and_a_relation_of_a_document_are_journalled_and_verified() {
    let told = on_both(async |test| {
        let ctx = Ctx::new(test.db.clone(), Actor::system());
        let id = legal_documents::actions::create(&ctx, document("1/2020/QĐ-TTg", "2020-01-01"), None)
            .await
            .unwrap();
        let again =
            legal_documents::actions::create(&ctx, document("1/2020/QĐ-TTg", "2020"), None).await.map(drop);
        let correct = legal_documents::Correct {
            revision: 1,
            reason: "gõ nhầm".to_owned(),
            row: document("1/2020/QĐ-TTg", "2020-01"),
            effective_on: Some(day("2020-03-01")),
        };
        let first = told(legal_documents::actions::correct(&ctx, id, correct.clone()).await);
        let stale = told(legal_documents::actions::correct(&ctx, id, correct).await);
        let relate = legal_documents::Relate {
            revision: 2,
            kind: "replaces".to_owned(),
            target_number: "19/2014/QĐ-TTg".to_owned(),
            on_day: Some(day("2020-03-01")),
            certainty: String::new(),
        };
        let related = told(legal_documents::actions::relate(&ctx, id, relate).await);
        let verified = test.db.snapshot(journal::verify).await.unwrap();
        format!("{}\n{first}\n{stale}\n{related}\nfaults {:?}", told(again), verified.faults)
    })
    .await;
    let want = "number: Document 1/2020/QĐ-TTg is in the register already; open it to correct it.
()
-: Somebody else has just changed this record; reload the page, look at the change and try again.
-: Nothing differs from the record; change at least one entry.
()
faults []";
    assert_eq!(told, want);
}

#[tokio::test]
async fn lists_follow_each_other_by_pages_and_searches_find_without_accents() {
    let told = on_both(async |test| {
        enter_few(test).await;
        test.db
            .read(|tx| {
                let mut lines = Vec::new();
                for search in ["so noi vu", "Sở Nội vụ", "HÀ GIANG", "01-snv", "khong co"] {
                    let filter =
                        agencies::Filter { search: search.to_owned(), ..agencies::Filter::default() };
                    let found = agencies::list(tx, &filter, ("", 0), 10)?;
                    let codes: Vec<String> = found.into_iter().map(|row| row.code).collect();
                    lines.push(format!("{search}: {}", codes.join(" ")));
                }
                let (mut after, mut codes) = ((String::new(), 0), Vec::new());
                while let Some(row) =
                    agencies::list(tx, &agencies::Filter::default(), (&after.0, after.1), 1)?.pop()
                {
                    after = (row.folded, row.id);
                    codes.push(row.code);
                }
                lines.push(codes.join(" "));
                Ok(lines.join("\n"))
            })
            .await
            .unwrap()
    })
    .await;
    let want = "so noi vu: 01-SNV 02-SNV
Sở Nội vụ: 01-SNV 02-SNV
HÀ GIANG: 02-SNV 02-UBND
01-snv: 01-SNV
khong co: 
01-SNV 01-UBND 02-SNV 02-UBND";
    assert_eq!(told, want);
}
