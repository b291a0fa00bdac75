//! Stories of experts' cards.

use super::*;
use crate::bodies::{self, BodyKind, Confirm};
use crate::certificates::Command;
use crate::standing::{ActKind, NewPaper, Order, Standing};
use crate::stories::{day, entered, on_both, system, told};
use platform::Error;
use platform::testing::TestDb;

/// Runs steps such as `grant T-1 TV08 2024-02-01` and tells what came of each.
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
        ["grant", number, body_code, issued_on, ref marks @ ..] => {
            told(grant(&ctx, granted(number, body_code, (issued_on, marks))).await)
        }
        ["standing", number, on] => {
            let card = card(test, number).await;
            let ends_on = card.content.paper.valid_to.map(|day| day.to_string()).unwrap_or_default();
            format!("{} to {ends_on}", card.standing_on(day(on)).map_or("-", Standing::word))
        }
        ["body" | "body-act", ..] => body_step(test, words).await,
        ["consultant" | "assessor", ..] => entry_step(test, words).await,
        ["list", on, ref filters @ ..] => list_of(test, on, filters).await,
        [kind, number, on] => {
            let card = card(test, number).await;
            told(act(&ctx, Command { id: card.id, seen: card.revision, what: order(kind, on) }).await)
        }
        _ => panic!("no such step: {words:?}"),
    }
}

/// What a step does with a body.
async fn body_step(test: &TestDb, words: &[&str]) -> String {
    let ctx = system(test);
    match *words {
        ["body", code, issued_on] => {
            let kind = if code.starts_with("CN") { BodyKind::Certification } else { BodyKind::Consulting };
            let paper = NewPaper { number: format!("G-{code}"), issued_on: day(issued_on), valid_to: None };
            let (code, name) = (code.to_owned(), format!("Tổ chức {code}"));
            let command = Confirm { code, kind, name, province_code: "01".to_owned(), paper };
            told(bodies::confirm(&ctx, command).await)
        }
        ["body-act", kind, code, on] => {
            let code = code.to_owned();
            let body =
                test.db.read(move |tx| bodies::by_code(tx, &code)?.ok_or(Error::NotFound)).await.unwrap();
            told(bodies::act(&ctx, Command { id: body.id, seen: body.revision, what: order(kind, on) }).await)
        }
        _ => panic!("no such step: {words:?}"),
    }
}

/// What a step does with a line of a file.
async fn entry_step(test: &TestDb, words: &[&str]) -> String {
    match *words {
        ["consultant", number, holder, kind, code, issued_on, valid_to, status] => {
            let [kind, organisation_code] = [kind, code].map(blank);
            let [issued_on, valid_to, status] = [issued_on, valid_to, status].map(blank);
            let (card_no, holder) = (blank(number), blank(holder));
            let row = ConsultantRow {
                card_no,
                holder,
                kind,
                organisation_code,
                issued_on,
                valid_to,
                status,
                known_by: None,
            };
            entered(test.db.write(move |tx| enter_consultant(tx, &row)).await)
        }
        ["assessor", number, code, role, issued_on, valid_to] => {
            let row = AssessorRow {
                card_no: blank(number),
                holder: "Chuyên gia".to_owned(),
                certification_body_code: blank(code),
                role: blank(role),
                issued_on: blank(issued_on),
                valid_to: blank(valid_to),
                status: "valid".to_owned(),
                known_by: None,
            };
            entered(test.db.write(move |tx| enter_assessor(tx, &row)).await)
        }
        _ => panic!("no such step: {words:?}"),
    }
}

fn blank(text: &str) -> String {
    if text == "-" { String::new() } else { text.to_owned() }
}

fn order(kind: &str, on: &str) -> Order {
    let kind = ActKind::of_word(kind).unwrap();
    Order { kind, on: day(on), reason: "vi phạm".to_owned(), decision_no: String::new() }
}

/// The marks are `assessor`, `independent`, `extra`, `lead`, in any order.
fn granted(number: &str, body_code: &str, (issued_on, marks): (&str, &[&str])) -> Grant {
    let marked = |mark: &str| marks.contains(&mark);
    let kind = match (marked("assessor"), marked("independent")) {
        (true, _) => CardKind::Assessor,
        (_, true) => CardKind::ConsultantIndependent,
        _ => CardKind::ConsultantOrganisation,
    };
    Grant {
        kind,
        holder: "Nguyễn Thị Ước".to_owned(),
        body_code: blank(body_code),
        role: marked("lead").then_some(CardRole::Lead),
        extra: marked("extra"),
        paper: NewPaper { number: number.to_owned(), issued_on: day(issued_on), valid_to: None },
    }
}

async fn card(test: &TestDb, number: &str) -> Card {
    let number = number.to_owned();
    test.db.read(move |tx| by_number(tx, &number)?.ok_or(Error::NotFound)).await.unwrap()
}

/// `list 2024-06-01 suspended TV08 text` pages two lines at a time and tells the count first.
async fn list_of(test: &TestDb, on: &str, filters: &[&str]) -> String {
    let mut filter = Filter::on(day(on));
    filter.standing = filters.first().and_then(|word| Standing::of_word(word));
    filter.text = filters.get(2).copied().unwrap_or_default().replace('_', " ");
    let body_code = filters.get(1).copied().unwrap_or_default().to_owned();
    test.db
        .read(move |tx| {
            let body_id = bodies::by_code(tx, &body_code)?.map(|body| body.id);
            let filter = Filter { body_id, ..filter.clone() };
            let mut told = vec![count(tx, &filter)?.to_string()];
            let mut after: Option<(String, i64)> = None;
            loop {
                let lines = list(tx, &filter, after.as_ref().map(|(folded, id)| (folded.as_str(), *id)), 2)?;
                let Some(last) = lines.last() else {
                    return Ok(told.join(" "));
                };
                after = Some((last.folded.clone(), last.id));
                told.extend(
                    lines
                        .into_iter()
                        .map(|line| format!("{}/{}", line.number, line.standing.as_deref().unwrap_or("-"))),
                );
            }
        })
        .await
        .unwrap()
}

#[tokio::test]
async fn an_extra_card_ends_with_the_paper_of_its_organisation() {
    check(
        "body TV08 2024-01-05; grant T-1 TV08 2024-02-01; grant T-2 TV08 2025-06-01 extra; \
         standing T-1 2027-02-01; standing T-2 2027-01-05; standing T-2 2027-01-06",
        "ok; ok; ok; in_force to 2027-02-01; in_force to 2027-01-05; expired to 2027-01-05",
    )
    .await;
}

#[tokio::test]
async fn no_card_is_granted_while_the_organisation_is_not_in_force() {
    check(
        "body TV08 2024-01-05; grant T-1 TV08 2024-01-04; body-act suspended TV08 2024-05-01; \
         grant T-1 TV08 2024-05-01; grant T-1 TV08 2024-04-30; body-act resumed TV08 2024-06-01; \
         grant T-2 TV08 2024-06-01; body-act revoked TV08 2024-07-01; grant T-3 TV08 2024-07-01; \
         grant T-3 TV99 2024-07-01; grant T-3 - 2024-07-01",
        "ok; body-not-confirmed@body_code; ok; body-suspended@body_code; ok; ok; ok; ok; body-revoked@body_code; \
         body-unknown@body_code; body-missing@body_code",
    )
    .await;
}

#[tokio::test]
async fn kind_body_and_role_must_fit() {
    check(
        "body TV08 2024-01-05; body CN01 2024-01-05; grant T-1 CN01 2024-02-01 lead; \
         grant T-2 TV08 2024-02-01 independent extra; grant D-1 TV08 2024-02-01 assessor; \
         grant T-2 - 2024-02-01 independent; grant D-1 CN01 2024-02-01 assessor lead; grant t-2 CN01 2030-02-01 assessor lead",
        "ok; ok; role-of-consultant@role body-of-other-kind@body_code; \
         extra-of-independent@extra body-of-independent@body_code; role-missing@role body-of-other-kind@body_code; \
         ok; ok; future@issued_on number-taken@number body-expired@body_code",
    )
    .await;
}

#[tokio::test]
async fn a_card_is_suspended_resumed_and_revoked_in_order() {
    check(
        "body TV08 2024-01-05; grant T-1 TV08 2024-02-01; resumed T-1 2024-03-01; suspended T-1 2024-01-31; \
         suspended T-1 2024-03-01; reissued T-1 2024-03-02; body-act suspended TV08 2024-03-15; \
         resumed T-1 2024-03-20; revoked T-1 2024-04-01; suspended T-1 2024-05-01; standing T-1 2024-03-31; \
         standing T-1 2028-01-01",
        "ok; ok; not-suspended@on; before-grant@on; ok; already-suspended@on; ok; body-suspended@body_code; ok; \
         already-revoked@on; suspended to 2027-02-01; revoked to 2027-02-01",
    )
    .await;
}

#[tokio::test]
async fn a_card_before_its_paper_is_history_with_a_warning() {
    check(
        "body TV01 2011-02-14; consultant C-1 An to_chuc TV01 2011-01-10 2014-02-14 valid; \
         consultant C-1 An to_chuc TV01 2011-01-10 2014-02-14 valid; \
         consultant C-2 Bình doc_lap - 2011-07-11 2014-07-11 revoked; standing C-2 2012-04-05; standing C-2 2012-04-06; \
         consultant C-3 Chi to_chuc TV01 2011-03-01 2014-02-14 valid; list 2011-12-31 - TV01",
        "ok; created !term-too-long@valid_to before-paper@issued_on; \
         unchanged !term-too-long@valid_to before-paper@issued_on; created; in_force to 2014-07-11; revoked to 2014-07-11; created; \
         2 C-1/in_force C-3/in_force",
    )
    .await;
}

#[tokio::test]
async fn every_fault_of_a_line_is_told_at_once() {
    check(
        "body TV01 2011-02-14; body CN01 2011-04-18; consultant - - to_chuc TV99 2011-13 - ok; \
         consultant C-1 An doc_lap TV01 2011-07-11 2011-07-10 valid; consultant C-1 An tu_do TV01 2011-07-11 - valid; \
         assessor D-1 TV01 pho_doan 2011-05-01 2014-04-18; assessor D-1 CN01 truong_doan 2011-05-01 2014-04-18; \
         consultant D-1 Ba doc_lap - 2011-07-11 2014-07-11 valid; \
         consultant C-1 An doc_lap - 2011-07-11 2014-07-11 valid; consultant C-1 Bình doc_lap - 2011-07-11 2014-07-11 valid; \
         assessor D-1 CN01 thanh_vien 2011-06 2014-04-18",
        "ok; ok; body-unknown@organisation_code missing@holder missing@card_no date@issued_on word@status; \
         body-of-independent@organisation_code ends-before-issue@valid_to; word@kind; \
         word@role body-of-other-kind@certification_body_code; created; number-taken@card_no; created; \
         number-taken@card_no; role:lead>member issued_on:2011-05-01>2011-06",
    )
    .await;
}

#[tokio::test]
async fn lists_of_cards_page_and_filter() {
    check(
        "body TV08 2024-01-05; grant T-1 TV08 2024-02-01; grant T-2 TV08 2024-02-01; grant T-3 - 2024-02-01 independent; \
         suspended T-2 2024-03-01; list 2024-04-01; list 2024-04-01 suspended; list 2024-04-01 - TV08; \
         list 2024-04-01 - - nguyen_thi_uoc_t-3; list 2024-04-01 - - Ước",
        "ok; ok; ok; ok; ok; 3 T-1/in_force T-2/suspended T-3/in_force; 1 T-2/suspended; \
         2 T-1/in_force T-2/suspended; 1 T-3/in_force; 3 T-1/in_force T-2/suspended T-3/in_force",
    )
    .await;
}
