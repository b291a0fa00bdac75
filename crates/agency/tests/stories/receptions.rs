//! Stories of what a desk received for another agency, told on both engines: how the result comes to the citizen, and
//! what the desk learns of the agency's work meanwhile.

use crate::office::{CENTRE, OFFICE, Office, on_both};
use agency::dossiers::applicants::Person as Applicant;
use agency::dossiers::*;
use agency::services;
use platform::permissions::Role;
use platform::testing::site::{hides, shows};

/// A dossier that the centre received for the office, once its result waits: its id and the address of its reception.
async fn settled(office: &Office) -> (i64, String) {
    let command = office.command();
    let id = office.db().write(move |tx| receive_in(tx, CENTRE, &command)).await.unwrap().id;
    office.work_until(id, Status::Settled).await;
    let held = office.db().read(move |tx| receptions::of_dossier(tx, CENTRE, id)).await.unwrap().unwrap();
    (id, format!("/receptions/{}", held.id))
}

/// The clerk of the office takes the only task that waits.
async fn take(office: &Office, id: i64) -> Dossier {
    let (token, account_id) = (office.token(id).await, office.people["clerk"]);
    let take = move |tx: &mut platform::Tx<'_>| {
        let what = Assign { token, to: Some(account_id), reason: String::new() };
        let person = person_of(tx, OFFICE, (account_id, Role::Clerk, None))?;
        assign_in(tx, OFFICE, (&Command { id, revision: None, what }, &person))
    };
    office.db().write(take).await.unwrap()
}

#[tokio::test]
async fn a_result_is_returned_at_the_desk_of_receipt_whoever_took_the_step_in_the_office() {
    on_both(agency::routes, async |office| {
        let (id, reception) = settled(office).await;
        let taken = take(office, id).await;
        assert_eq!(taken.tasks[0].assignee, Some(office.people["clerk"]));
        let centre = office.site.browser("centre").await;
        let to = format!("{reception}/return");
        shows(&centre.get(&reception).await, &[&to]);
        let revision = taken.revision.to_string();
        let sent = centre.post(&to, &[("delivery", "applicant"), ("revision", &revision)]).await;
        assert_eq!(sent.told(), format!("303 {reception}?done=lists-done-returned"), "{}", sent.text);
        let returned = office.dossier(id).await;
        assert_eq!((returned.status, returned.delivery), (Status::Returned, Some(Delivery::Applicant)));
        let page = office.site.browser("head").await.get(&format!("/dossiers/{id}")).await;
        shows(&page, &["Người centre"]);
    })
    .await;
}

#[tokio::test]
async fn a_form_of_return_that_was_overtaken_returns_nothing() {
    on_both(agency::routes, async |office| {
        let (id, reception) = settled(office).await;
        let centre = office.site.browser("centre").await;
        let to = format!("{reception}/return");
        let seen = office.dossier(id).await.revision.to_string();
        let shown = format!("name=\"revision\" value=\"{seen}\"");
        shows(&centre.get(&to).await, &[&shown]);
        let taken = take(office, id).await;
        let typed = [
            ("delivery", "proxy"),
            ("proxy_name", "Lê Văn Cam"),
            ("proxy_id_number", "001190000456"),
            ("revision", &seen),
        ];
        let late = centre.post(&to, &typed).await;
        assert_eq!(late.status, 422);
        shows(&late, &["Người khác vừa cập nhật hồ sơ này", "value=\"Lê Văn Cam\""]);
        assert_eq!(office.dossier(id).await, taken, "nobody was entered who came for it");
    })
    .await;
}

#[tokio::test]
async fn what_the_agency_corrected_stays_with_it_when_somebody_else_comes_for_the_result() {
    on_both(agency::routes, async |office| {
        let (id, reception) = settled(office).await;
        let clerk = office.site.browser("clerk").await;
        let corrected = office.dossier(id).await;
        let typed = [
            ("kind", "citizen"),
            ("name", "Trần Thị Bưởi"),
            ("id_number", "001188000123"),
            ("address", "Thôn 3"),
            ("phone", "0912345678"),
            ("email", "moi@example.vn"),
            ("all_papers", "yes"),
            ("sets", "1"),
            ("fee_vnd", "0"),
            ("wants", "applicant"),
            ("reason", "bổ sung thư điện tử"),
            ("revision", &corrected.revision.to_string()),
        ];
        let sent = clerk.post(&format!("/dossiers/{id}/correct"), &typed).await;
        assert_eq!(sent.status, 303, "{}", sent.text);
        let corrected = office.dossier(id).await;
        let centre = office.site.browser("centre").await;
        let procedure_id = office.procedure_id;
        let service =
            office.db().read(move |tx| services::of(tx, OFFICE, procedure_id)).await.unwrap().unwrap();
        let receive = format!("/counter/receive?service={}", service.id);
        let number = [("kind", "citizen"), ("id_number", "001188000123"), ("lookup", "1")];
        let own = centre.post(&receive, &number).await;
        shows(&own, &["value=\"Trần Thị Bưởi\""]);
        hides(&own, &["moi@example.vn"]);
        hides(&centre.get(&reception).await, &["/correct"]);
        let typed = [
            ("delivery", "proxy"),
            ("proxy_name", "Lê Văn Cam"),
            ("proxy_id_number", "001190000456"),
            ("revision", &corrected.revision.to_string()),
        ];
        let sent = centre.post(&format!("{reception}/return"), &typed).await;
        assert_eq!(sent.status, 303, "{}", sent.text);
        let returned = office.dossier(id).await;
        assert_eq!(returned.intake.applicant_id, corrected.intake.applicant_id);
        let email = office.db().read(move |tx| {
            let held: Option<Applicant> = applicants::person(tx, OFFICE, returned.intake.applicant_id)?;
            Ok(held.map(|person| person.email))
        });
        assert_eq!(email.await.unwrap().as_deref(), Some("moi@example.vn"));
        let own = centre.post(&receive, &number).await;
        shows(&own, &["value=\"Trần Thị Bưởi\"", "value=\"0912345678\""]);
        hides(&own, &["moi@example.vn"]);
        shows(&centre.get(&format!("{receive}&same={id}")).await, &["value=\"Lê Văn Cam\""]);
    })
    .await;
}
