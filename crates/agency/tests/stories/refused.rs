//! Stories of acts that the law ties to the limit: the page offers what the act accepts, by one rule.

use crate::office::{OFFICE, Office, on_both};
use agency::dossiers::*;
use platform::testing::site::{hides, shows};
use platform::{Error, Result, Tx};

async fn done<T: Clone + Send + Sync + 'static>(
    office: &Office,
    (id, what): (i64, T),
    act: fn(&mut Tx<'_>, i64, &Command<T>) -> Result<Dossier>,
) -> Result<Dossier> {
    let command = Command { id, revision: None, what };
    office.db().write(move |tx| act(tx, OFFICE, &command)).await
}

fn keys(outcome: Result<Dossier>) -> Vec<&'static str> {
    match outcome.unwrap_err() {
        Error::Refused(reasons) => reasons.0.iter().map(|reason| reason.key).collect(),
        other => panic!("no refusal: {other}"),
    }
}

fn papers() -> Ask {
    Ask {
        wanted: Wanted::Papers { missing: vec!["Giấy xác nhận".to_owned()] },
        reason: "thiếu giấy tờ".to_owned(),
        again: None,
        basis: Some("Luật chuyên ngành".to_owned()),
    }
}

fn refuse() -> EndEarly {
    EndEarly::Refuse { reason: "không đủ điều kiện".to_owned() }
}

#[tokio::test]
async fn what_is_late_is_refused_no_more_even_while_its_clock_stands_still() {
    on_both(agency::routes, async |office| {
        let (late, in_time) = (office.receive().await.id, office.receive().await.id);
        let offers = |id: i64| format!("/dossiers/{id}/refuse\"");
        // Both are due on 23 November.
        office.at("2026-11-23T10:00");
        done(office, (in_time, papers()), ask_in).await.unwrap();
        office.at("2026-11-24T09:00");
        assert_eq!(
            keys(done(office, (late, refuse()), end_early_in).await),
            ["dossiers-refusal-too-late-to-refuse"]
        );
        done(office, (late, papers()), ask_in).await.unwrap();
        office.at("2026-11-25T09:00");
        let head = office.site.browser("head").await;
        hides(&head.get(&format!("/dossiers/{late}")).await, &[&offers(late)]);
        shows(&head.get(&format!("/dossiers/{in_time}")).await, &[&offers(in_time)]);
        assert_eq!(
            keys(done(office, (late, refuse()), end_early_in).await),
            ["dossiers-refusal-too-late-to-refuse"]
        );
        let refused = done(office, (in_time, refuse()), end_early_in).await.unwrap();
        assert_eq!(
            clock::stand(&refused).was_late,
            Some(false),
            "the request came in time, and time stood still"
        );
    })
    .await;
}

#[tokio::test]
async fn a_dossier_that_is_settled_gets_no_new_appointment() {
    on_both(agency::routes, async |office| {
        let id = office.receive().await.id;
        let head = office.site.browser("head").await;
        let path = format!("/dossiers/{id}");
        let offered = format!("{path}/extend\"");
        shows(&head.get(&path).await, &[&offered]);
        office.work_until(id, Status::Settled).await;
        hides(&head.get(&path).await, &[&offered]);
        let extend = Extend { days: 3, reason: "chờ ý kiến".to_owned() };
        assert_eq!(keys(done(office, (id, extend), extend_in).await), ["dossiers-refusal-settled"]);
    })
    .await;
}
