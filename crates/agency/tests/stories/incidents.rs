//! Stories of the machine's own steps and of incidents, told on both engines.

use crate::calendar_changes::publish_2028;
use crate::office::{OFFICE, Office, applicant, on_both};
use agency::dossiers::incidents::{self, Retry};
use agency::dossiers::slips::rating_token;
use agency::dossiers::*;
use agency::{processes, services};
use platform::accounts::password;
use platform::ctx::Appointment;
use platform::permissions::Role;
use platform::testing::site::{PASSWORD, hides, led_to, shows};
use platform::web::NamedAgency;
use platform::{Actor, Ctx, Error, Record, Tx, journal};
use registers::admin_procedures;
use registers::people::{self, UnitContent, UnitKind};
use std::collections::BTreeMap;

const WITH_MACHINE: &str = include_str!("files/with-machine.bpmn");

/// Serves a third procedure by this model; returns its id.
pub async fn serve(office: &Office, model: &str) -> i64 {
    let (model, unit_id) = (model.to_owned(), office.unit_id);
    let serve = move |tx: &mut Tx<'_>| {
        let procedure = admin_procedures::of_code(tx, "btxh/06")?.unwrap();
        let named = ("QT-99", "Có bước do máy làm");
        processes::publish_xml(tx, (OFFICE, procedure.id), named, model.as_bytes())?;
        services::switch_on(tx, OFFICE, procedure.id, Some(unit_id))?;
        Ok(procedure.id)
    };
    office.db().write(serve).await.unwrap()
}

async fn receive(office: &Office, procedure_id: i64, (fee_vnd, fee_paid): (i64, bool)) -> Dossier {
    let command = Receive { procedure_id, fee_vnd, fee_paid, answers: BTreeMap::new(), ..office.command() };
    office.db().write(move |tx| receive_in(tx, OFFICE, &command)).await.unwrap()
}

fn keys(error: &Error) -> Vec<&'static str> {
    match error {
        Error::Refused(reasons) => reasons.0.iter().map(|reason| reason.key).collect(),
        other => panic!("no refusal: {other}"),
    }
}

/// Who a clerk of the office is to the actions.
fn clerk(office: &Office) -> Ctx {
    let appointment = Appointment {
        id: 1,
        agency_id: OFFICE,
        agency_name: "Cơ quan 7000".to_owned(),
        unit_id: None,
        role: Role::Clerk,
    };
    let actor = Actor {
        account_id: office.people["clerk"],
        name: "Người clerk".to_owned(),
        appointment: Some(appointment),
        system: false,
        stands_for: Vec::new(),
    };
    Ctx::new(office.db().clone(), actor)
}

/// The counter notes that the fee was paid.
async fn pay(office: &Office, id: i64) {
    let intake = office.dossier(id).await.intake;
    let what = Correct {
        applicant: applicant("Trần Thị Bưởi", "001188000123"),
        proxy: None,
        sets: 1,
        papers: intake.papers,
        fee_vnd: intake.fee_vnd,
        fee_paid: true,
        wants: intake.wants,
        answers: None,
        reason: "đã thu phí".to_owned(),
    };
    correct(&clerk(office), Command { id, revision: None, what }).await.unwrap();
}

#[tokio::test]
async fn the_machine_does_its_steps_in_the_transaction_of_the_act_that_led_there() {
    on_both(agency::routes, async |office| {
        let procedure_id = serve(office, WITH_MACHINE).await;
        let received = receive(office, procedure_id, (15_000, true)).await;
        let id = received.id;
        assert_eq!((received.tasks.len(), received.tasks[0].role), (1, Role::Officer));
        assert_eq!((received.revision, received.incidents.len(), received.notices.len()), (2, 0, 0));
        assert_eq!(office.dossier(id).await, received);
        office.at("2026-11-10T09:00");
        let done = office.step(id).await;
        assert_eq!((done.status, done.tasks[0].role), (Status::Settled, Role::Clerk));
        let text = "Giấy xác nhận đã ký; mời đến nhận tại bộ phận một cửa.";
        assert_eq!(done.notices[0].text, text);
        assert_eq!(office.dossier(id).await, done);
        let clerk = office.site.browser("clerk").await;
        let page = clerk.get(&format!("/dossiers/{id}")).await;
        shows(&page, &["Máy làm xong bước “Kiểm tra lệ phí”", "Máy làm xong bước “Báo có kết quả”", text]);
        shows(
            &clerk.get(&format!("/api/dossiers/{id}")).await,
            &["\"notices\":[{", text, "\"incidents\":[]"],
        );
        // Codes follow one another: what the notice says opens to whoever holds the receipt.
        let visitor = office.site.visitor();
        let track = format!("/track/{}", done.code);
        let page = visitor.get(&track).await;
        shows(&page, &["Cơ quan có thông báo gửi bạn ngày 10/11/2026"]);
        hides(&page, &[text]);
        let token = rating_token(&office.site.app.secret, OFFICE, id);
        shows(&visitor.get(&format!("{track}?t={token}")).await, &["Thông báo của cơ quan", text]);
    })
    .await;
}

#[tokio::test]
async fn a_step_that_the_machine_cannot_do_is_an_incident_that_its_leaders_mend() {
    on_both(agency::routes, async |office| {
        let procedure_id = serve(office, WITH_MACHINE).await;
        let held = receive(office, procedure_id, (15_000, false)).await;
        let (id, path) = (held.id, format!("/dossiers/{}", held.id));
        assert_eq!((held.status, held.tasks.len(), held.incidents.len()), (Status::InProgress, 0, 1));
        assert_eq!(held.incidents[0].failure, Some(Failure::FeeUnpaid));
        assert_eq!(office.dossier(id).await, held);
        let token = held.incidents[0].token;
        let retry = format!("{path}/retry/{token}");
        office.at("2026-11-12T09:00");
        let told = [
            "Sự cố ở bước “Kiểm tra lệ phí”",
            "Phí, lệ phí chưa nộp",
            "09/11/2026 (3 ngày)",
            "Người khắc phục",
        ];
        let officer = office.site.browser("officer").await;
        let page = officer.get(&path).await;
        shows(&page, &told);
        hides(&page, &[&retry]);
        assert_eq!(officer.get(&retry).await.status, 403);
        assert_eq!(officer.get("/dossiers/incidents").await.status, 403);
        assert_eq!(office.site.browser("stranger_head").await.get(&retry).await.status, 404);
        for login in ["unit_head", "head", "quality"] {
            let browser = office.site.browser(login).await;
            shows(&browser.get("/dossiers/overview").await, &["1 hồ sơ gặp sự cố", "/dossiers/incidents"]);
            shows(&browser.get("/dossiers/incidents").await, &[&held.code, "Kiểm tra lệ phí", &retry]);
            shows(&browser.get(&path).await, &told);
            shows(&browser.get(&path).await, &[&retry]);
        }
        let head = office.site.browser("unit_head").await;
        shows(&head.get("/tasks").await, &["1 hồ sơ gặp sự cố"]);
        hides(&officer.get("/tasks").await, &["gặp sự cố"]);
        shows(&head.get(&retry).await, &["Thử lại", "Đã khắc phục thế nào"]);
        let revision = held.revision.to_string();
        let again = head.post(&retry, &[("revision", &revision), ("note", "thử")]).await;
        assert_eq!(again.status, 422);
        shows(&again, &["Phí, lệ phí chưa nộp"]);
        assert_eq!(office.dossier(id).await, held, "what fails again leaves nothing behind");
        pay(office, id).await;
        let revision = (held.revision + 1).to_string();
        let done = head.post(&retry, &[("revision", &revision), ("note", "đã thu tại quầy")]).await;
        assert_eq!(led_to(&done), path);
        let mended = office.dossier(id).await;
        assert_eq!((mended.incidents.len(), mended.tasks[0].role), (0, Role::Officer));
        let page = head.get(&path).await;
        shows(&page, &["Máy chưa làm được bước “Kiểm tra lệ phí”", "hồ sơ đi tiếp", "đã thu tại quầy"]);
        shows(&head.get("/dossiers/incidents").await, &["Không có sự cố"]);
        hides(&head.get("/dossiers/overview").await, &["gặp sự cố"]);
        assert_eq!(led_to(&head.get(&retry).await), path, "an old link leads to the dossier");
        let late = head.post(&retry, &[("revision", &mended.revision.to_string())]).await;
        shows(&late, &["Sự cố này không còn"]);
        assert_eq!(head.get(&format!("{path}/retry/99")).await.status, 404);
    })
    .await;
}

#[tokio::test]
async fn the_head_of_another_unit_does_not_mend_it() {
    on_both(agency::routes, async |office| {
        let procedure_id = serve(office, WITH_MACHINE).await;
        let held = receive(office, procedure_id, (15_000, false)).await;
        pay(office, held.id).await;
        office.db().write(open_other_unit).await.unwrap();
        let other = office.site.browser("other_head").await;
        let retry = format!("/dossiers/{}/retry/{}", held.id, held.incidents[0].token);
        hides(&other.get(&format!("/dossiers/{}", held.id)).await, &[&retry]);
        let refused = other.post(&retry, &[("revision", &(held.revision + 1).to_string())]).await;
        assert_eq!(refused.status, 422);
        shows(&refused, &["Hồ sơ thuộc đơn vị khác"]);
    })
    .await;
}

fn open_other_unit(tx: &mut Tx<'_>) -> platform::Result<()> {
    let content = UnitContent {
        code: "KT".to_owned(),
        name: "Phòng Kinh tế".to_owned(),
        kind: UnitKind::Department,
        parent_id: None,
    };
    let unit_id = people::open_unit(tx, OFFICE, (&content, tx.today()))?;
    let agency = NamedAgency { id: OFFICE, name: "Cơ quan 7000".to_owned() };
    let new = people::NewStaff {
        login: "other_head".to_owned(),
        name: "Người khác".to_owned(),
        password_hash: password::hash_lightly(PASSWORD)?,
        must_change: false,
        role: Role::UnitHead,
        unit_id: Some(unit_id),
    };
    people::open_staff(tx, &agency, &new).map(drop)
}

#[tokio::test]
async fn the_job_tries_again_what_the_machine_could_not_do_and_writes_nothing_in_vain() {
    on_both(agency::routes, async |office| {
        let procedure_id = serve(office, WITH_MACHINE).await;
        let held = receive(office, procedure_id, (15_000, false)).await;
        let other = receive(office, procedure_id, (15_000, false)).await;
        let system = Ctx::new(office.db().clone(), Actor::system());
        let round = incidents::retry_failed(&system, (0, 0), 10).await.unwrap();
        assert_eq!((round.last, round.mended), ((0, 0), 0));
        assert_eq!(office.dossier(held.id).await, held);
        pay(office, held.id).await;
        // A full batch ends at its last token, and the next goes on from there.
        let first = incidents::retry_failed(&system, (0, 0), 1).await.unwrap();
        assert_ne!(first.last, (0, 0));
        let second = incidents::retry_failed(&system, first.last, 1).await.unwrap();
        assert_eq!(first.mended + second.mended, 1);
        assert_eq!(office.dossier(held.id).await.tasks[0].role, Role::Officer);
        assert_eq!(office.dossier(other.id).await, other);
        office.work_until(held.id, Status::Returned).await;
        let end =
            EndEarly::Stop { reason: "không nộp phí".to_owned(), basis: "theo quy định".to_owned() };
        let command = Command { id: other.id, revision: None, what: end };
        let stopped = office.db().write(move |tx| end_early_in(tx, OFFICE, &command)).await.unwrap();
        assert_eq!((stopped.status, stopped.incidents.len()), (Status::Stopped, 0));
        let count = office.db().read(|tx| incidents::count(tx, OFFICE)).await.unwrap();
        assert_eq!(count, 0, "what has ended stands in no incident");
    })
    .await;
}

#[tokio::test]
async fn work_goes_on_where_only_a_timer_failed() {
    on_both(agency::routes, async |office| {
        let model = WITH_MACHINE.replace("htqlcl:workingDays=\"5\"", "htqlcl:workingDays=\"9000\"");
        let procedure_id = serve(office, &model).await;
        let held = receive(office, procedure_id, (0, false)).await;
        assert_eq!((held.incidents[0].key(), held.tasks[0].role), ("incidents-timer", Role::Officer));
        assert_eq!(office.dossier(held.id).await, held);
        office.at("2026-11-12T09:00");
        let again = retry(office, &held).await;
        assert_eq!(keys(&again.unwrap_err()), ["incidents-timer"]);
        let head = office.site.browser("unit_head").await;
        let path = format!("/dossiers/{}/retry/{}", held.id, held.incidents[0].token);
        let again = head.post(&path, &[("revision", &held.revision.to_string())]).await;
        assert_eq!(again.status, 422);
        shows(&again, &["lịch làm việc chưa có năm cần đến", "09/11/2026"]);
        assert_eq!(office.dossier(held.id).await, held, "what fails again leaves nothing behind");
        let done = office.step(held.id).await;
        assert_eq!((done.status, done.incidents.len(), done.notices.len()), (Status::Settled, 0, 1));
    })
    .await;
}

async fn retry(office: &Office, held: &Dossier) -> platform::Result<Dossier> {
    let what = Retry { token: held.incidents[0].token, note: "thử lại".to_owned() };
    let command = Command { id: held.id, revision: None, what };
    office.db().write(move |tx| incidents::retry_in(tx, OFFICE, &command)).await
}

/// The model with something between the examination and the word to the citizen, or beside a task.
fn model_with(lane: &str, more: &str, (old, new): (&str, &str)) -> String {
    WITH_MACHINE
        .replace("<flowNodeRef>bao</flowNodeRef>", &format!("<flowNodeRef>bao</flowNodeRef>{lane}"))
        .replace("<userTask id=\"tra\"", &format!("{more}<userTask id=\"tra\""))
        .replace(old, new)
}

#[tokio::test]
async fn the_machine_works_on_where_only_a_timer_beside_its_step_failed() {
    on_both(agency::routes, async |office| {
        let model = model_with(
            "<flowNodeRef>lau</flowNodeRef>",
            "<boundaryEvent id=\"lau\" attachedToRef=\"kiem_phi\" cancelActivity=\"true\">
               <timerEventDefinition id=\"t2\" htqlcl:workingDays=\"9000\"/>
             </boundaryEvent>
             <sequenceFlow id=\"f9\" sourceRef=\"lau\" targetRef=\"don_doc\"/>",
            ("", ""),
        );
        let procedure_id = serve(office, &model).await;
        let paid = receive(office, procedure_id, (15_000, true)).await;
        assert_eq!((paid.incidents.len(), paid.tasks[0].role), (0, Role::Officer));
        let held = receive(office, procedure_id, (15_000, false)).await;
        assert_eq!((held.incidents.len(), held.incidents[0].key()), (1, "incidents-fee-unpaid"));
        assert_eq!(office.dossier(held.id).await, held);
        office.at("2026-11-12T09:00");
        assert_eq!(keys(&retry(office, &held).await.unwrap_err()), ["incidents-fee-unpaid"]);
        pay(office, held.id).await;
        let system = Ctx::new(office.db().clone(), Actor::system());
        let round = incidents::retry_failed(&system, (0, 0), 10).await.unwrap();
        assert_eq!((round.last, round.mended), ((0, 0), 1));
        let mended = office.dossier(held.id).await;
        assert_eq!((mended.incidents.len(), mended.tasks[0].role), (0, Role::Officer));
    })
    .await;
}

#[tokio::test]
async fn the_holidays_of_a_year_mend_the_timers_that_waited_for_them() {
    let routes = || agency::routes().into_iter().chain(registers::routes()).collect();
    on_both(routes, async |office| {
        let model = model_with(
            "<flowNodeRef>niem_yet</flowNodeRef>",
            "<intermediateCatchEvent id=\"niem_yet\" name=\"Niêm yết\">
               <timerEventDefinition id=\"t2\" htqlcl:workingDays=\"30\"/>
             </intermediateCatchEvent>
             <sequenceFlow id=\"f9\" sourceRef=\"niem_yet\" targetRef=\"bao\"/>",
            ("sourceRef=\"tham_dinh\" targetRef=\"bao\"", "sourceRef=\"tham_dinh\" targetRef=\"niem_yet\""),
        );
        office.at("2027-12-06T09:00");
        let procedure_id = serve(office, &model).await;
        let held = receive(office, procedure_id, (0, false)).await;
        let later = receive(office, procedure_id, (0, false)).await;
        let held = office.step(held.id).await;
        let incident = held.incidents[0];
        assert_eq!(
            (incident.key(), held.status, held.tasks.len()),
            ("incidents-timer", Status::InProgress, 0)
        );
        office.at("2027-12-10T09:00");
        assert_eq!(keys(&retry(office, &held).await.unwrap_err()), ["incidents-timer"]);
        publish_2028(office).await;
        let mended = retry(office, &held).await.unwrap();
        assert_eq!((mended.incidents.len(), mended.timers.len()), (0, 1));
        assert_eq!(workdays::instant_text(mended.timers[0].due_at), "2028-01-21T17:00:00+07:00");
        assert_eq!(mended.clock, held.clock, "the promise stays as it was given");
        let id = mended.id;
        let lines = office.db().read(move |tx| journal::of_subject(tx, id)).await.unwrap();
        let event = lines.last().unwrap().payload.clone().unwrap();
        let DossierEvent::Retried { moved, .. } = serde_json::from_str(&event).unwrap() else {
            panic!("{event}")
        };
        assert!(moved.moves.text().contains(&format!("A{}.0.", incident.token)), "{}", moved.moves.text());
        assert!(moved.moves.text().contains(".2 V"), "the second release is told: {}", moved.moves.text());
        let later = office.step(later.id).await;
        assert_eq!((later.incidents.len(), later.timers.len()), (0, 1));
        office.at("2028-01-24T09:00");
        let system = Ctx::new(office.db().clone(), Actor::system());
        assert_eq!(fire_due(&system, 10).await.unwrap(), 2);
        let done = office.dossier(id).await;
        assert_eq!((done.status, done.notices.len()), (Status::Settled, 1));
    })
    .await;
}

#[tokio::test]
async fn every_failed_token_of_a_dossier_has_its_turn() {
    on_both(agency::routes, async |office| {
        let model = model_with(
            "<flowNodeRef>tach</flowNodeRef><flowNodeRef>kiem_lai</flowNodeRef><flowNodeRef>gop</flowNodeRef>",
            "<parallelGateway id=\"tach\"/>
             <serviceTask id=\"kiem_lai\" name=\"Kiểm tra phí\" htqlcl:handler=\"check_fee\"/>
             <parallelGateway id=\"gop\"/>
             <sequenceFlow id=\"g1\" sourceRef=\"tach\" targetRef=\"kiem_phi\"/>
             <sequenceFlow id=\"g2\" sourceRef=\"tach\" targetRef=\"kiem_lai\"/>
             <sequenceFlow id=\"g3\" sourceRef=\"kiem_lai\" targetRef=\"gop\"/>
             <sequenceFlow id=\"g4\" sourceRef=\"gop\" targetRef=\"tham_dinh\"/>",
            ("sourceRef=\"tiep_nhan\" targetRef=\"kiem_phi\"", "sourceRef=\"tiep_nhan\" targetRef=\"tach\""),
        )
        .replace("sourceRef=\"kiem_phi\" targetRef=\"tham_dinh\"", "sourceRef=\"kiem_phi\" targetRef=\"gop\"");
        let procedure_id = serve(office, &model).await;
        let held = receive(office, procedure_id, (15_000, false)).await;
        assert_eq!((held.incidents.len(), held.tasks.len()), (2, 0));
        let tokens = [held.incidents[0].token, held.incidents[1].token].map(i64::from);
        pay(office, held.id).await;
        let system = Ctx::new(office.db().clone(), Actor::system());
        let first = incidents::retry_failed(&system, (0, 0), 1).await.unwrap();
        assert_eq!((first.last, first.mended), ((held.id, tokens[0]), 1));
        let second = incidents::retry_failed(&system, first.last, 1).await.unwrap();
        assert_eq!((second.last, second.mended), ((held.id, tokens[1]), 1));
        let third = incidents::retry_failed(&system, second.last, 1).await.unwrap();
        assert_eq!((third.last, third.mended), ((0, 0), 0));
        assert_eq!(office.dossier(held.id).await.tasks[0].role, Role::Officer);
    })
    .await;
}

#[test]
fn a_token_held_up_at_a_gateway_is_an_incident_until_it_was_tried_again() {
    let moved =
        |words: &str| Moved { moves: Moves::read(words).unwrap(), opened: Vec::new(), given_back: false };
    let received = Received {
        agency_id: OFFICE,
        code: "H15.50.05-261109-0001".to_owned(),
        at: 5,
        intake: serde_json::from_value(serde_json::json!({
            "procedure_id": 1, "procedure_revision": 1, "version_id": 1, "unit_id": 0, "desk_agency_id": OFFICE,
            "channel": "counter", "applicant_id": 1, "sets": 1, "papers": [], "fee_vnd": 0, "fee_paid": false,
            "wants": "applicant",
        }))
        .unwrap(),
        promise: None,
        moved: moved("S E1.0.4.2.0.s I1.n"),
    };
    let mut dossier = Dossier::begin(1, &DossierEvent::Received(Box::new(received))).unwrap();
    let held = dossier.incidents[0];
    assert_eq!((held.token, held.node, held.at, held.key()), (1, 4, 5, "incidents-no-way-open"));
    let retried = DossierEvent::Retried {
        at: 9,
        token: 1,
        note: String::new(),
        moved: moved("R1 X4.3 E2.0.5.3.0.w"),
        status: None,
    };
    dossier.apply(&retried);
    assert_eq!((dossier.incidents.len(), dossier.state.tokens().count()), (0, 1));
}
