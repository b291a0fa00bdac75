//! Stories of a period that is over: what happens later changes none of its figures.

use crate::incidents::serve;
use crate::office::{OFFICE, Office, on_both};
use agency::dossiers::*;
use platform::permissions::Role;
use platform::testing::site::shows;
use platform::{Result, Tx};
use std::collections::BTreeMap;

const BACK_AND_FORTH: &str = include_str!("files/back-and-forth.bpmn");
const OCTOBER: &str = "from=01/10/2026&to=31/10/2026";
const NOVEMBER: &str = "from=01/11/2026&to=30/11/2026";

async fn write<T: Send + 'static>(
    office: &Office,
    job: impl Fn(&mut Tx<'_>) -> Result<T> + Send + Sync + 'static,
) -> T {
    office.db().write(job).await.unwrap()
}

async fn received_at(office: &Office, procedure_id: i64, at: &str) -> i64 {
    office.at(at);
    let command = Receive { procedure_id, answers: BTreeMap::new(), ..office.command() };
    write(office, move |tx| receive_in(tx, OFFICE, &command)).await.id
}

async fn settled_at(office: &Office, id: i64, at: &str) {
    office.at(at);
    office.work_until(id, Status::Settled).await;
}

/// The clerk finds a mistake in what is to be returned.
async fn given_back_at(office: &Office, id: i64, at: &str) {
    office.at(at);
    let account_id = office.people["clerk"];
    let token = office.token(id).await;
    let back = write(office, move |tx| {
        let what = Complete { token, outcome: Some("sai_sot".to_owned()), ..Complete::default() };
        let person = person_of(tx, OFFICE, (account_id, Role::Clerk, None))?;
        complete_in(tx, OFFICE, (&Command { id, revision: None, what }, &person))
    })
    .await;
    assert_eq!((back.status, back.settled_at), (Status::InProgress, None));
}

async fn ended_at(office: &Office, id: i64, (at, what): (&str, EndEarly)) {
    office.at(at);
    write(office, move |tx| end_early_in(tx, OFFICE, &Command { id, revision: None, what: what.clone() }))
        .await;
}

fn withdrawn() -> EndEarly {
    EndEarly::Withdraw { reason: "đổi ý".to_owned() }
}

/// The figures of the sums, columns 3 to 13, and what is told of those without a result; behind every figure its
/// link opens as many rows.
async fn told(office: &Office, period: &str) -> (Vec<i64>, String) {
    let head = office.site.browser("head").await;
    let sheet = head.get(&format!("/dossiers/statistics.xlsx?{period}")).await;
    assert_eq!(sheet.status, 200, "{}", sheet.told());
    let read: serde_json::Value = serde_json::from_str(&sheet.text).unwrap();
    let sums = read["sheets"][0]["rows"].as_array().unwrap().last().unwrap().as_array().unwrap()[2..].iter();
    let sums: Vec<i64> = sums.map(|cell| cell["Whole"].as_i64().unwrap()).collect();
    assert_eq!(sums[0], sums[1] + sums[2] + sums[3], "received: {sums:?}");
    assert_eq!(sums[0], sums[4] + sums[8], "settled and open: {sums:?}");
    for (column, count) in (3..).zip(&sums) {
        let rows = head.get(&format!("/dossiers/statistics/rows?{period}&column={column}")).await;
        shows(&rows, &[&format!("<b class=\"num\">{count}</b>")]);
    }
    let page = head.get(&format!("/dossiers/statistics?{period}")).await;
    let (_, rest) = page.text.split_once("<p class=\"quiet small pad\">").unwrap();
    (sums, rest.split_once("</p>").unwrap().0.to_owned())
}

#[tokio::test]
async fn what_happens_after_a_period_changes_none_of_its_figures() {
    on_both(agency::routes, async |office| {
        let procedure_id = serve(office, BACK_AND_FORTH).await;
        let first = "2026-10-05T09:00";
        let mut all = Vec::new();
        for _ in 0..6 {
            all.push(received_at(office, procedure_id, first).await);
        }
        let [withdrawn_later, again_later, stopped_later, returned_later, again_then, withdrawn_then] =
            all[..]
        else {
            panic!("six were received");
        };
        for id in &all[..5] {
            settled_at(office, *id, "2026-10-08T09:00").await;
        }
        ended_at(office, withdrawn_then, ("2026-10-09T09:00", withdrawn())).await;
        given_back_at(office, again_then, "2026-10-14T09:00").await;
        // Due on 12 October: what was given back within the period is late by its end.
        settled_at(office, again_then, "2026-10-21T09:00").await;
        let waited = received_at(office, procedure_id, "2026-10-28T09:00").await;
        office.at("2026-11-09T09:00");
        let closed = told(office, OCTOBER).await;
        assert_eq!(closed.0, [7, 0, 7, 0, 6, 5, 0, 1, 1, 1, 0]);
        assert!(closed.1.contains("1 hồ sơ công dân rút"), "{}", closed.1);

        office.at("2026-11-09T10:00");
        let ask = Ask {
            wanted: Wanted::Papers { missing: vec!["Giấy xác nhận".to_owned()] },
            reason: "thiếu".to_owned(),
            again: None,
            basis: Some("Luật chuyên ngành".to_owned()),
        };
        write(office, move |tx| {
            ask_in(tx, OFFICE, &Command { id: waited, revision: None, what: ask.clone() })
        })
        .await;
        office.work_until(returned_later, Status::Returned).await;
        ended_at(office, withdrawn_later, ("2026-11-10T09:00", withdrawn())).await;
        for id in [again_later, stopped_later] {
            given_back_at(office, id, "2026-11-10T10:00").await;
        }
        office.at("2026-11-10T11:00");
        assert_eq!(told(office, OCTOBER).await, closed, "they are in work again, and October is over");
        settled_at(office, again_later, "2026-11-12T09:00").await;
        let stop = EndEarly::Stop { reason: "không bổ sung".to_owned(), basis: "Điều 19".to_owned() };
        ended_at(office, stopped_later, ("2026-11-13T09:00", stop)).await;
        office.at("2026-11-13T10:00");
        write(office, move |tx| {
            answer_in(tx, OFFICE, &Command { id: waited, revision: None, what: Vec::new() })
        })
        .await;
        settled_at(office, waited, "2026-11-16T10:00").await;
        office.at("2026-12-01T09:00");
        assert_eq!(told(office, OCTOBER).await, closed);

        // What was given back comes from before, and is settled where it was settled last.
        let november = told(office, NOVEMBER).await;
        assert_eq!(november.0, [3, 0, 0, 3, 3, 1, 0, 2, 0, 0, 0]);
        assert!(november.1.contains("0 hồ sơ công dân rút, 1 hồ sơ dừng"), "{}", november.1);
        let both = told(office, "from=01/10/2026&to=30/11/2026").await;
        assert!(both.1.contains("2 hồ sơ công dân rút"), "{}", both.1);
    })
    .await;
}
