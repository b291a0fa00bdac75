//! Stories of bodies.

use super::*;
use crate::certificates::{Command, Judged};
use crate::standing::{ActKind, NewPaper, Order, Standing};
use crate::stories::{TODAY, day, entered, on_both, system, told};
use platform::testing::TestDb;
use platform::{Actor, Ctx, Error, Refusals, Role};

/// Runs steps such as `confirm TV08 G-08 2024-01-05` and tells what came of each.
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
    let ctx = system(test);
    match *words {
        ["confirm", code, number, issued_on, ref rest @ ..] => {
            let name = format!("Tổ chức {code}");
            let paper = paper(number, issued_on, rest.first().copied());
            let kind = if code.starts_with("CN") { BodyKind::Certification } else { BodyKind::Consulting };
            let command =
                Confirm { code: code.to_owned(), kind, name, province_code: "01".to_owned(), paper };
            told(confirm(&ctx, command).await)
        }
        ["renew", code, number, issued_on, ref rest @ ..] => {
            let what = paper(number, issued_on, rest.first().copied());
            let (id, seen) = seen(test, code).await;
            told(renew(&ctx, Command { id, seen, what }).await)
        }
        ["standing", code, on] => {
            let body = body(test, code).await;
            body.standing_on(day(on)).map_or("-".to_owned(), |standing| standing.word().to_owned())
        }
        ["rename", code, name] => rename(test, code, name).await,
        ["list", on, ref filters @ ..] => list_of(test, on, filters).await,
        ["enter", code, number, issued_on, valid_to, status] => {
            let row = row(code, number, [issued_on, valid_to, status]);
            entered(test.db.write(move |tx| enter(tx, &row)).await)
        }
        [act_kind, code, on, ref reason @ ..] => {
            let (id, seen) = seen(test, code).await;
            let kind = ActKind::of_word(act_kind).unwrap();
            let reason = reason.first().copied().unwrap_or("vi phạm").replace('-', "");
            let what = Order { kind, on: day(on), reason, decision_no: "12/QĐ".to_owned() };
            told(act(&ctx, Command { id, seen, what }).await)
        }
        _ => panic!("no such step: {words:?}"),
    }
}

async fn rename(test: &TestDb, code: &str, name: &str) -> String {
    let ctx = system(test);
    let body = body(test, code).await;
    let right = Content { name: name.to_owned(), ..body.content };
    let what = Judged { right, reason: "ghi sai tên".to_owned() };
    told(correct(&ctx, Command { id: body.id, seen: body.revision, what }).await)
}

fn paper(number: &str, issued_on: &str, valid_to: Option<&str>) -> NewPaper {
    NewPaper { number: number.replace('-', ""), issued_on: day(issued_on), valid_to: valid_to.map(day) }
}

fn row(code: &str, number: &str, [issued_on, valid_to, status]: [&str; 3]) -> Row {
    let blank = |text: &str| {
        if text == "-" { String::new() } else { text.to_owned() }
    };
    Row {
        kind: if code.starts_with("CN") { BodyKind::Certification } else { BodyKind::Consulting },
        code: blank(code),
        name: format!("Tổ chức {code}"),
        province_code: "01".to_owned(),
        number: blank(number),
        issued_on: blank(issued_on),
        valid_to: blank(valid_to),
        status: status.to_owned(),
        known_by: None,
    }
}

async fn body(test: &TestDb, code: &str) -> Body {
    let code = code.to_owned();
    test.db.read(move |tx| by_code(tx, &code)?.ok_or(Error::NotFound)).await.unwrap()
}

async fn seen(test: &TestDb, code: &str) -> (i64, i64) {
    let body = body(test, code).await;
    (body.id, body.revision)
}

/// `list 2026-01-01 suspended text` pages two lines at a time and tells the count first.
async fn list_of(test: &TestDb, on: &str, filters: &[&str]) -> String {
    let mut filter = Filter::on(day(on));
    filter.standing = filters.first().and_then(|word| Standing::of_word(word));
    filter.text = filters.get(1).copied().unwrap_or_default().replace('_', " ");
    test.db
        .read(move |tx| {
            let mut codes = vec![count(tx, &filter)?.to_string()];
            let mut after: Option<(String, i64)> = None;
            loop {
                let lines = list(tx, &filter, after.as_ref().map(|(folded, id)| (folded.as_str(), *id)), 2)?;
                let Some(last) = lines.last() else {
                    return Ok(codes.join(" "));
                };
                after = Some((last.folded.clone(), last.id));
                codes.extend(lines.into_iter().map(|line| {
                    let number = line.number.unwrap_or("-".to_owned());
                    format!("{}/{number}/{}", line.code, line.standing.unwrap_or("-".to_owned()))
                }));
            }
        })
        .await
        .unwrap()
}

#[tokio::test]
async fn a_paper_lasts_three_years_through_its_last_day() {
    check(
        "confirm TV08 G08 2024-01-05; standing TV08 2024-01-04; standing TV08 2024-01-05; standing TV08 2027-01-05; \
         standing TV08 2027-01-06; renew TV08 G09 2028-03-01; standing TV08 2028-02-29; standing TV08 2028-03-01",
        "ok; -; in_force; in_force; expired; ok; expired; in_force",
    )
    .await;
}

#[tokio::test]
async fn every_reason_against_a_confirmation_is_told_at_once() {
    check(
        "confirm TV08 G08 2024-01-05; confirm TV08 g08 2030-02-01 2034-01-01; confirm TV09 - 2024-01-05 2023-01-01",
        "ok; code-taken@code future@issued_on term-too-long@valid_to number-taken@number; \
         number-missing@number ends-before-issue@valid_to",
    )
    .await;
}

#[tokio::test]
async fn a_suspended_paper_is_resumed_or_revoked_but_not_suspended_again() {
    check(
        "confirm TV08 G08 2024-01-05; suspended TV08 2023-12-31; suspended TV08 2024-05-01; \
         suspended TV08 2024-06-01; renew TV08 G09 2024-06-01; resumed TV08 2024-07-01; resumed TV08 2024-08-01; \
         suspended TV08 2024-03-01; standing TV08 2024-06-30; standing TV08 2024-07-01",
        "ok; before-grant@on; ok; already-suspended@on; suspended-now@issued_on; ok; not-suspended@on; \
         later-act@on; suspended; in_force",
    )
    .await;
}

#[tokio::test]
async fn an_act_wants_a_reason_and_a_day_that_has_come() {
    check(
        "confirm TV08 G08 2029-01-05; suspended TV08 2030-02-01 -; suspended TV08 2030-01-15 x",
        "ok; reason-missing@reason future@on; ok",
    )
    .await;
}

#[tokio::test]
async fn a_revoked_body_gets_nothing_new_for_two_years() {
    check(
        "confirm TV08 G08 2024-01-05; revoked TV08 2025-03-10; resumed TV08 2025-04-01; suspended TV08 2025-04-01; \
         renew TV08 G09 2027-03-09; standing TV08 2027-03-09; renew TV08 G09 2027-03-10; standing TV08 2027-03-10",
        "ok; ok; not-suspended@on; already-revoked@on; revoked-until@issued_on; revoked; ok; in_force",
    )
    .await;
}

#[tokio::test]
async fn a_line_of_a_register_is_created_unchanged_or_corrected() {
    check(
        "enter TV01 MP-1 2011-02-14 2014-02-14 valid; enter TV01 MP-1 2011-02-14 2014-02-14 valid; \
         enter TV01 MP-1 2011-02 2014-02-14 suspended; enter TV01 MP-1 2011-02 2014-02-14 valid; \
         standing TV01 2012-04-05; standing TV01 2012-04-06; enter TV01 MP-9 2014-02-01 2017-02-01 valid; \
         enter TV01 MP-9 2014-02-01 2017-02-01 valid; standing TV01 2015-12-31; standing TV01 2016-01-01",
        "created; unchanged; issued_on:2011-02-14>2011-02 status:valid>suspended; unchanged; in_force; suspended; \
         confirmation_no:>MP-9 issued_on:>2014-02-01 valid_to:>2017-02-01 !ended-by-law@valid_to; \
         unchanged !ended-by-law@valid_to; in_force; expired",
    )
    .await;
}

#[tokio::test]
async fn every_fault_of_a_line_is_told_at_once() {
    check(
        "enter TV01 MP-1 2011-02-14 2014-02-14 valid; enter - - 31/02/2011 2014 ngưng; \
         enter CN01 MP-1 2011-05-01 2010-05-01 revoked; enter TV02 MP-2 2011 2010-12-31 valid",
        "created; missing@code missing@confirmation_no date@issued_on word@status; \
         ends-before-issue@valid_to number-taken@certificate_no; ends-before-issue@valid_to",
    )
    .await;
}

#[tokio::test]
async fn what_has_no_day_counts_from_the_day_it_was_known_by() {
    check(
        "enter TV01 MP-1 - 2014-02-14 valid; standing TV01 2012-04-05; standing TV01 2012-04-06; \
         enter TV02 MP-2 2011 - expired; standing TV02 2012-01-31; standing TV02 2012-04-06",
        "created; -; in_force; created !ended-by-law@valid_to; in_force; expired",
    )
    .await;
}

#[tokio::test]
async fn lists_page_by_key_and_find_without_accents() {
    check(
        "confirm TV03 G3 2024-01-05; confirm TV01 G1 2024-01-05; confirm TV02 G2 2024-02-05; \
         suspended TV02 2024-05-01; list 2024-06-01; list 2024-06-01 suspended; list 2024-01-10; \
         list 2024-06-01 - to_chuc_tv01; list 2024-06-01 - g3; list 2024-06-01 - 100%",
        "ok; ok; ok; ok; 3 TV01/G1/in_force TV02/G2/suspended TV03/G3/in_force; 1 TV02/G2/suspended; \
         2 TV01/G1/in_force TV03/G3/in_force; 1 TV01/G1/in_force; 1 TV03/G3/in_force; 0",
    )
    .await;
}

#[tokio::test]
async fn a_correction_keeps_what_was_in_the_journal_and_is_refused_when_it_says_nothing_new() {
    check(
        "confirm TV08 G08 2024-01-05; rename TV08 Mới; rename TV08 Mới; list 2024-02-01 - moi",
        "ok; ok; nothing-to-correct@-; 1 TV08/G08/in_force",
    )
    .await;
}

#[tokio::test]
async fn a_page_of_an_older_state_changes_nothing_and_others_may_not_act() {
    let told = on_both(async |test| {
        let mut lines = vec![run(test, &["confirm", "TV08", "G08", "2029-01-05"]).await];
        let (id, revision) = seen(test, "TV08").await;
        let order = Order {
            kind: ActKind::Suspended,
            on: day(TODAY),
            reason: "vi phạm".to_owned(),
            decision_no: String::new(),
        };
        let command = Command { id, seen: revision, what: order };
        lines.push(told(act(&reader(test), command.clone()).await));
        lines.push(told(act(&system(test), command.clone()).await));
        lines.push(told(act(&system(test), command).await));
        lines
    })
    .await;
    assert_eq!(told, "ok; not permitted: bodies.act; ok; stale@-");
}

fn reader(test: &TestDb) -> Ctx {
    let appointment = platform::ctx::Appointment {
        id: 1,
        agency_id: 7,
        agency_name: "Cơ quan".to_owned(),
        unit_id: None,
        role: Role::Reader,
    };
    let actor = Actor { account_id: 5, appointment: Some(appointment), ..Actor::default() };
    Ctx::new(test.db.clone(), actor)
}

#[test]
fn a_correction_that_makes_the_history_impossible_is_refused() {
    let paper = crate::standing::Paper::new("G08", day("2024-01-05").into(), Some(day("2027-01-05")));
    let act = crate::standing::Act {
        kind: ActKind::Suspended,
        happened: day("2024-05-01").into(),
        reason: "vi phạm".to_owned(),
        decision_no: String::new(),
    };
    let content = Content {
        name: "Tổ chức".to_owned(),
        province_code: String::new(),
        papers: vec![paper],
        acts: vec![act],
    };
    let event = BodyEvent::Confirmed {
        code: "TV08".to_owned(),
        kind: BodyKind::Consulting,
        content: content.clone(),
        owner_agency_id: 0,
    };
    let body = <Body as platform::Record>::begin(1, &event).unwrap();
    let mut later = content;
    later.papers[0] = crate::standing::Paper::new("", day("2024-06-01").into(), Some(day("2027-01-05")));
    let refusals: Refusals = decide::correct(&body, &later, " ", decide::Taken::default()).unwrap_err();
    let keys: Vec<&str> = refusals.0.iter().map(|reason| reason.key).collect();
    assert_eq!(
        keys,
        [
            "standing-refusal-reason-missing",
            "standing-refusal-number-missing",
            "standing-refusal-before-grant"
        ]
    );
}
