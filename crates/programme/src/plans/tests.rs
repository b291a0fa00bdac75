//! Stories of plans.

use super::*;
use crate::certificates::{Command, Judged};
use crate::stories::{day, entered, on_both, system, told};
use platform::testing::TestDb;
use platform::{Actor, Ctx, KnownDate, Role};

/// Runs steps such as `enter BO-NV approved QĐ-1 2010-03-26 2010-2012` and tells what came of each.
async fn check(steps: &str, want: &str) {
    let told = on_both(async |test| {
        let mut lines = Vec::new();
        for step in steps.split("; ") {
            let words: Vec<&str> = step.split(' ').collect();
            lines.push(run(test, &words).await);
        }
        lines
    })
    .await;
    assert_eq!(told, want, "{steps}");
}

async fn run(test: &TestDb, words: &[&str]) -> String {
    match *words {
        ["enter", code, status, decision_no, approved_on, period, ref rest @ ..] => {
            let row = row(code, [status, decision_no, approved_on, period], rest.first().copied());
            entered(test.db.write(move |tx| enter(tx, &row)).await)
        }
        ["on", ref days @ ..] => {
            let code = days[0].to_owned();
            let plans = test.db.read(move |tx| of_owner(tx, &code)).await.unwrap();
            let of_day =
                |on: &str| plans.iter().map(|plan| plan.standing_on(day(on)).word()).collect::<Vec<_>>();
            days[1..].iter().map(|on| of_day(on).join("+")).collect::<Vec<_>>().join(" ")
        }
        ["draft" | "approve" | "record", ..] => act_step(test, words).await,
        ["count", on, ref filters @ ..] => {
            let mut filter = Filter::on(day(on));
            filter.status = filters.first().and_then(|word| PlanStatus::of_word(word));
            filter.owes_plan = filters.get(1).map(|word| *word == "owes");
            let lines =
                test.db.read(move |tx| Ok((count(tx, &filter)?, list(tx, &filter, None, 9)?))).await.unwrap();
            let codes = lines.1.iter().map(|line| format!("{}/{}", line.owner_code, line.status));
            format!("{} {}", lines.0, codes.collect::<Vec<_>>().join(" "))
        }
        _ => panic!("no such step: {words:?}"),
    }
}

/// What a step does as an officer would.
async fn act_step(test: &TestDb, words: &[&str]) -> String {
    let ctx = system(test);
    match *words {
        ["draft", code, on] => {
            let (id, seen) = seen(test, code).await;
            told(draft(&ctx, Command { id, seen, what: Draft { on: day(on) } }).await)
        }
        ["approve", code, decision_no, on] => {
            let (id, seen) = seen(test, code).await;
            let decision_no = blank(decision_no);
            told(approve(&ctx, Command { id, seen, what: Approve { on: day(on), decision_no } }).await)
        }
        ["record", code, period] => {
            let content = content(PlanStatus::None, period);
            told(record(&ctx, RecordPlan { owner_code: code.to_owned(), content }).await)
        }
        _ => panic!("no such step: {words:?}"),
    }
}

fn blank(text: &str) -> String {
    if text == "-" { String::new() } else { text.to_owned() }
}

fn row(code: &str, [status, decision_no, approved_on, period]: [&str; 4], drafted_on: Option<&str>) -> Row {
    Row {
        owner_code: blank(code),
        owner: format!("Cơ quan {code}"),
        level: "central".to_owned(),
        status: blank(status),
        decision_no: blank(decision_no),
        drafted_on: drafted_on.map(blank).unwrap_or_default(),
        approved_on: blank(approved_on),
        period: blank(period),
        owes_plan: if code.starts_with('V') { "no" } else { "yes" }.to_owned(),
        known_by: None,
    }
}

fn content(status: PlanStatus, period: &str) -> Content {
    Content {
        owner: "Bộ".to_owned(),
        level: PlanLevel::Central,
        owes_plan: true,
        status,
        decision_no: String::new(),
        drafted: None,
        approved: None,
        period: blank(period),
    }
}

async fn seen(test: &TestDb, code: &str) -> (i64, i64) {
    let code = code.to_owned();
    let plans = test.db.read(move |tx| of_owner(tx, &code)).await.unwrap();
    let plan = plans.last().unwrap();
    (plan.id, plan.revision)
}

#[tokio::test]
async fn an_approval_counts_from_its_day_and_always_without_one() {
    check(
        "enter BO-NV approved QĐ-1 2010-03-26 2010-2012; on BO-NV 2010-03-25 2010-03-26; \
         enter BO-TP approved QĐ-2 2011 2010-2012 2010-05-01; on BO-TP 2010-04-30 2010-05-01 2011-12-30 2011-12-31; \
         enter BO-TC approved QĐ-3 - 2010-2012; on BO-TC 2006-01-01; enter BO-NG drafted - - -; on BO-NG 2006-01-01; \
         enter VTV none - - -; on VTV 2030-01-01",
        "created; none approved; created; none drafted drafted approved; \
         created !approved-without-date@approved_on; approved; created; drafted; created; none",
    )
    .await;
}

#[tokio::test]
async fn a_line_finds_the_plan_of_its_owner_whatever_it_knows_of_the_period() {
    check(
        "enter BO-NG drafted - - -; enter BO-NG drafted - - -; enter BO-NG approved QĐ-1 2012-05-01 2012-2014; \
         enter BO-NG approved QĐ-1 2012-05-01 2012-2014; enter BO-NG drafted - - -; \
         enter BO-NG approved QĐ-9 2015-01-01 2015-2017; on BO-NG 2012-06-01 2015-01-01",
        "created; unchanged; status:drafted>approved decision_no:>QĐ-1 approved_on:>2012-05-01 period:>2012-2014; \
         unchanged; status:approved>drafted decision_no:QĐ-1> approved_on:2012-05-01>; created; \
         drafted+none drafted+approved",
    )
    .await;
}

#[tokio::test]
async fn every_fault_of_a_line_is_told_at_once() {
    check(
        "enter - xong - 2011-02-30 2012-2010; enter BO-NV drafted - 2011-01-01 2010; \
         enter BO-NV approved QĐ-1 2011-01-01 2010 2011-02-01",
        "missing@owner_code word@status date@approved_on period-unreadable@period; \
         approved-on-without-approval@approved_on; approved-before-draft@approved_on",
    )
    .await;
}

#[tokio::test]
async fn a_plan_is_drafted_and_then_approved() {
    check(
        "enter BO-NG none - - -; draft BO-NG 2030-02-01; draft BO-NG 2012-02-01; draft BO-NG 2012-03-01; \
         approve BO-NG - 2012-01-31; approve BO-NG QĐ-1 2012-06-01; approve BO-NG QĐ-2 2012-07-01; \
         on BO-NG 2012-01-31 2012-02-01 2012-06-01",
        "created; future@on; ok; already-drafted@on; decision-missing@decision_no approved-before-draft@approved_on; \
         ok; already-approved@on; none drafted approved",
    )
    .await;
}

#[tokio::test]
async fn those_who_owe_no_plan_are_listed_apart() {
    check(
        "enter BO-NV approved QĐ-1 2010-03-26 2010-2012; enter BO-NG drafted - - -; enter VTV none - - -; \
         count 2012-03-31; count 2012-03-31 none owes; count 2012-03-31 none free; count 2010-03-25 none owes; \
         count 2012-03-31 drafted owes",
        "created; created; created; 3 BO-NG/drafted BO-NV/approved VTV/none; 0 ; 1 VTV/none; 1 BO-NV/none; \
         1 BO-NG/drafted",
    )
    .await;
}

#[tokio::test]
async fn an_unknown_owner_and_an_unreadable_period_are_refused() {
    check(
        "record NOBODY 2012-; enter BO-NG drafted - - 2012; record BO-NG 2012",
        "period-unreadable@period owner-unknown@owner_code; created; \
         owner-unknown@owner_code period-taken@period",
    )
    .await;
}

#[tokio::test]
async fn others_may_not_touch_a_plan_and_a_stale_page_changes_nothing() {
    let told = on_both(async |test| {
        let mut lines = vec![run(test, &["enter", "BO-NG", "none", "-", "-", "-"]).await];
        let (id, revision) = seen(test, "BO-NG").await;
        let command = Command { id, seen: revision, what: Draft { on: day("2012-02-01") } };
        lines.push(told(draft(&officer(test, 7, Role::MinistryOfficer), command.clone()).await));
        lines.push(told(draft(&system(test), command.clone()).await));
        lines.push(told(draft(&system(test), command).await));
        let mut right = content(PlanStatus::Approved, "2012");
        right.approved = Some(KnownDate::Year(2031));
        let what = Judged { right, reason: String::new() };
        lines.push(told(correct(&system(test), Command { id, seen: revision + 1, what }).await));
        lines
    })
    .await;
    assert_eq!(
        told,
        "created; not permitted: plans.record; ok; stale@-; future@approved_on reason-missing@reason"
    );
}

#[tokio::test]
async fn the_owner_of_a_plan_writes_it_and_a_province_is_found_by_its_number() {
    let told = on_both(async |test| {
        let (ministry, province) =
            (agency(test, "BO-NG", "bo").await, agency(test, "02-UBND", "ubnd_tinh").await);
        let ministry = officer(test, ministry, Role::MinistryOfficer);
        let province = officer(test, province, Role::ProvinceOfficer);
        let command = |code: &str, level| RecordPlan {
            owner_code: code.to_owned(),
            content: Content { level, ..content(PlanStatus::None, "2012-2014") },
        };
        let mut lines = vec![
            told(record(&ministry, command("BO-NG", PlanLevel::Central)).await),
            told(record(&ministry, command("02", PlanLevel::Local)).await),
            told(record(&province, command("02", PlanLevel::Local)).await),
        ];
        let (id, seen) = seen(test, "02").await;
        let command = Command { id, seen, what: Draft { on: day("2012-02-01") } };
        lines.push(told(draft(&ministry, command.clone()).await));
        lines.push(told(draft(&province, command).await));
        lines
    })
    .await;
    assert_eq!(told, "ok; not permitted: plans.record; ok; not permitted: plans.record; ok");
}

async fn agency(test: &TestDb, code: &str, kind: &str) -> i64 {
    let local = kind == "ubnd_tinh";
    let row = registers::agencies::AgencyRow {
        code: code.to_owned(),
        name: format!("Cơ quan {code}"),
        level: if local { "local" } else { "central" }.to_owned(),
        kind: kind.to_owned(),
        ministry_code: String::new(),
        province_code: if local { "02" } else { "" }.to_owned(),
        district_code: String::new(),
        commune_code: String::new(),
        obligation: String::new(),
    };
    test.db
        .write(move |tx| {
            registers::agencies::enter(tx, &row)?;
            registers::agencies::by_code(tx, &row.code)
        })
        .await
        .unwrap()
        .unwrap()
        .id
}

/// An officer who acts for this agency.
fn officer(test: &TestDb, agency_id: i64, role: Role) -> Ctx {
    let agency_name = "Cơ quan".to_owned();
    let appointment = platform::ctx::Appointment { id: 1, agency_id, agency_name, unit_id: None, role };
    let actor = Actor { account_id: 5, appointment: Some(appointment), ..Actor::default() };
    Ctx::new(test.db.clone(), actor)
}
