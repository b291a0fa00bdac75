//! Stories of units that close and of people who leave their roles: no dossier and no task is lost by it.

use crate::office::{OFFICE, Office, on_both};
use agency::dossiers::{faults_in, tasks};
use agency::services;
use platform::accounts::actions::{End, enter_end};
use platform::accounts::{self, password};
use platform::permissions::Role;
use platform::testing::site::{Browser, PASSWORD, hides, led_to, shows};
use platform::web::{NamedAgency, Route};
use platform::{Actor, Ctx, Day, record, sql};
use registers::people::{self, NewStaff, UnitContent, UnitEvent, UnitKind};

const CODE: &str = "H15.50.05-261109-0001";

fn routes() -> Vec<Route> {
    [agency::routes(), registers::people::routes()].into_iter().flatten().collect()
}

sql!(end_unit(agency_id: i64, id: i64, to_on: Day) =
    "update unit
     set to_on = $3, revision = revision + 1
     where agency_id = $1
       and id = $2");

/// Closes the office's unit as it could be closed once, while services and dossiers were its work.
async fn close_as_once(office: &Office) {
    let unit_id = office.unit_id;
    let close = move |tx: &mut platform::Tx<'_>| {
        let unit = people::unit(tx, OFFICE, unit_id)?.unwrap();
        let to_on = tx.today();
        end_unit(tx, OFFICE, unit_id, to_on)?;
        record::journal(tx, &unit, &[UnitEvent::Closed { to_on, reason: "Sắp xếp lại".to_owned() }])
    };
    office.db().write(close).await.unwrap();
}

/// Another unit of the office.
async fn other_unit(office: &Office) -> i64 {
    let content = UnitContent {
        code: "KTHT".to_owned(),
        name: "Phòng Kinh tế - Hạ tầng".to_owned(),
        kind: UnitKind::Department,
        parent_id: None,
    };
    let from_on = Day::new(2026, 1, 1).unwrap();
    office.db().write(move |tx| people::open_unit(tx, OFFICE, (&content, from_on))).await.unwrap()
}

/// The ids of the office's services.
async fn services_of(office: &Office) -> Vec<i64> {
    let all = office.db().read(|tx| services::list(tx, OFFICE)).await.unwrap();
    all.into_iter().map(|service| service.id).collect()
}

/// The page that ends the first appointment of a login.
async fn ending_of(office: &Office, login: &'static str) -> String {
    let id = office.people[login];
    let (_, held) = office.db().read(move |tx| accounts::of_id(tx, id)).await.unwrap().unwrap();
    format!("/staff/{id}/end/{}", held[0].id)
}

async fn end_role(browser: &Browser<'_>, page: &str, last_on: &str) {
    let fields = [("last_on", last_on), ("reason", "Chuyển công tác"), ("revision", "1")];
    led_to(&browser.post(page, &fields).await);
}

/// Somebody takes the first task of a new dossier.
async fn take(office: &Office, login: &'static str, (path, token): (&str, u32)) {
    let browser = office.site.browser(login).await;
    led_to(&browser.post(&format!("{path}/take/{token}"), &[("revision", "1")]).await);
}

async fn released(office: &Office) -> usize {
    let ctx = Ctx::new(office.db().clone(), Actor::system());
    tasks::release_left(&ctx, 100).await.unwrap()
}

async fn holder(office: &Office, id: i64) -> Option<i64> {
    office.dossier(id).await.tasks[0].assignee
}

#[tokio::test]
async fn a_unit_closes_when_no_service_and_no_open_dossier_is_its_work() {
    on_both(routes, async |office| {
        let (id, other) = (office.receive().await.id, other_unit(office).await);
        let quality = office.site.browser("quality").await;
        let close = format!("/units/{}/close", office.unit_id);
        let fields = [("last_on", "10/11/2026"), ("reason", "Sáp nhập"), ("revision", "1")];
        let refused = quality.post(&close, &fields).await;
        assert_eq!(refused.status, 422);
        shows(
            &refused,
            &["Còn 3 người", "phụ trách 2 thủ tục", "còn 1 hồ sơ chưa giải quyết xong", "Sổ hồ sơ"],
        );
        let unit = other.to_string();
        for service in services_of(office).await {
            let page = format!("/services/{service}/unit");
            led_to(&quality.post(&page, &[("unit", unit.as_str()), ("revision", "1")]).await);
        }
        let refused = quality.post(&close, &fields).await;
        hides(&refused, &["thủ tục đang tiếp nhận"]);
        shows(&refused, &["còn 1 hồ sơ"]);
        office.work_until(id, agency::dossiers::Status::Settled).await;
        for login in ["officer", "second", "unit_head"] {
            end_role(&quality, &ending_of(office, login).await, "08/11/2026").await;
        }
        led_to(&quality.post(&close, &fields).await);
        // It is open today still, but nothing new becomes its work.
        let (service, unit) = (services_of(office).await[0], office.unit_id.to_string());
        let given =
            quality.post(&format!("/services/{service}/unit"), &[("unit", &unit), ("revision", "2")]).await;
        assert_eq!(given.status, 422);
    })
    .await;
}

#[tokio::test]
async fn nothing_is_received_for_a_closed_unit_until_its_services_have_another() {
    on_both(routes, async |office| {
        let other = other_unit(office).await;
        close_as_once(office).await;
        let service = {
            let procedure_id = office.procedure_id;
            let found = office.db().read(move |tx| services::of(tx, OFFICE, procedure_id)).await.unwrap();
            found.unwrap().id
        };
        let (quality, clerk) = (office.site.browser("quality").await, office.site.browser("clerk").await);
        shows(
            &quality.get(&format!("/services/{service}")).await,
            &["Phòng Văn hóa - Xã hội đã đóng", &format!("/services/{service}/unit")],
        );
        shows(&quality.get("/services").await, &["đã đóng"]);
        shows(&clerk.get("/counter").await, &["đơn vị giải quyết đã đóng"]);
        let form = format!("/counter/receive?service={service}");
        shows(
            &clerk.get(&form).await,
            &["được giao thủ tục này nhưng đã đóng", "giao thủ tục cho đơn vị khác"],
        );
        let command = office.command();
        let faults = office.db().read(move |tx| faults_in(tx, OFFICE, &command)).await.unwrap();
        let keys: Vec<&str> = faults.0.iter().map(|reason| reason.key).collect();
        assert_eq!(keys, ["dossiers-refusal-unit-closed"]);
        let unit = other.to_string();
        let given = [("unit", unit.as_str()), ("revision", "1")];
        led_to(&quality.post(&format!("/services/{service}/unit"), &given).await);
        hides(&clerk.get(&form).await, &["nhưng đã đóng"]);
        assert_eq!(office.receive().await.intake.unit_id, other);
    })
    .await;
}

#[tokio::test]
async fn the_head_hands_out_what_a_closed_unit_has_left() {
    on_both(routes, async |office| {
        let (path, id, token) = office.received().await;
        let other = other_unit(office).await;
        close_as_once(office).await;
        let hash = password::hash_lightly(PASSWORD).unwrap();
        let new = NewStaff {
            login: "third".to_owned(),
            name: "Người third".to_owned(),
            password_hash: hash,
            must_change: false,
            role: Role::Officer,
            unit_id: Some(other),
        };
        let agency = NamedAgency { id: OFFICE, name: "Cơ quan".to_owned() };
        let third = office.db().write(move |tx| people::open_staff(tx, &agency, &new)).await.unwrap();
        let head = office.site.browser("head").await;
        let hand_over = format!("{path}/hand-over/{token}");
        shows(&head.get("/tasks").await, &[CODE, "Giao việc", "đơn vị đã đóng", &hand_over]);
        shows(&head.get(&hand_over).await, &["Người third", "Người officer"]);
        hides(&head.get(&hand_over).await, &["Người unit_head"]);
        let to = third.to_string();
        let fields = [("to", to.as_str()), ("reason", "Đơn vị đã sáp nhập"), ("revision", "1")];
        led_to(&head.post(&hand_over, &fields).await);
        assert_eq!(holder(office, id).await, Some(third));
        shows(&office.site.browser("third").await.get("/tasks").await, &[CODE, "Xử lý"]);
        hides(&head.get("/tasks").await, &[CODE]);
        assert_eq!(released(office).await, 0, "whoever was given it keeps it");
    })
    .await;
}

#[tokio::test]
async fn what_somebody_holds_goes_back_when_the_role_ends() {
    on_both(routes, async |office| {
        let quality = office.site.browser("quality").await;
        let mut ids = Vec::new();
        for _ in 0..2 {
            let (path, id, token) = office.received().await;
            take(office, "officer", (&path, token)).await;
            ids.push(id);
        }
        let page = ending_of(office, "officer").await;
        shows(&quality.get(&page).await, &["đang giữ 2 việc"]);
        end_role(&quality, &page, "09/11/2026").await;
        for id in &ids {
            assert_eq!(holder(office, *id).await, None);
        }
        let second = office.site.browser("second").await;
        shows(&second.get("/tasks").await, &[CODE, "Nhận việc"]);
        shows(
            &second.get(&format!("/dossiers/{}", ids[0])).await,
            &["Kết thúc vai trò Công chức chuyên môn: Chuyển công tác", "Người quality"],
        );
        hides(&quality.get(&ending_of(office, "second").await).await, &["đang giữ"]);
    })
    .await;
}

#[tokio::test]
async fn whoever_keeps_the_role_keeps_the_tasks() {
    on_both(routes, async |office| {
        let (path, id, token) = office.received().await;
        take(office, "officer", (&path, token)).await;
        let (account, unit_id) = (office.people["officer"], Some(office.unit_id));
        let appointed = move |tx: &mut platform::Tx<'_>| {
            let agency = NamedAgency { id: OFFICE, name: "Cơ quan".to_owned() };
            people::appoint(tx, &agency, (account, Role::UnitHead, unit_id))?;
            people::appoint(tx, &agency, (account, Role::Officer, None))
        };
        office.db().write(appointed).await.unwrap();
        let quality = office.site.browser("quality").await;
        let page = ending_of(office, "officer").await;
        hides(&quality.get(&page).await, &["đang giữ"]);
        end_role(&quality, &page, "08/11/2026").await;
        assert_eq!(holder(office, id).await, Some(account), "an officer of all units still");
        assert_eq!(released(office).await, 0);
    })
    .await;
}

#[tokio::test]
async fn what_was_held_in_another_unit_stays_there() {
    on_both(routes, async |office| {
        let (path, id, token) = office.received().await;
        take(office, "officer", (&path, token)).await;
        let (account, unit_id) = (office.people["officer"], Some(other_unit(office).await));
        let appointed = move |tx: &mut platform::Tx<'_>| {
            let agency = NamedAgency { id: OFFICE, name: "Cơ quan".to_owned() };
            people::appoint(tx, &agency, (account, Role::Officer, unit_id))
        };
        office.db().write(appointed).await.unwrap();
        let quality = office.site.browser("quality").await;
        let page = ending_of(office, "officer").await;
        shows(&quality.get(&page).await, &["đang giữ 1 việc"]);
        end_role(&quality, &page, "09/11/2026").await;
        assert_eq!(holder(office, id).await, None);
    })
    .await;
}

#[tokio::test]
async fn a_role_that_ends_by_itself_or_elsewhere_gives_its_tasks_back_too() {
    on_both(routes, async |office| {
        let mut ids = Vec::new();
        for login in ["officer", "second"] {
            let (path, id, token) = office.received().await;
            take(office, login, (&path, token)).await;
            ids.push(id);
        }
        let quality = office.site.browser("quality").await;
        end_role(&quality, &ending_of(office, "officer").await, "12/11/2026").await;
        assert!(holder(office, ids[0]).await.is_some(), "the person works here until then");
        assert_eq!(released(office).await, 0);
        office.at("2026-11-13T00:10");
        assert_eq!(released(office).await, 1);
        assert_eq!(holder(office, ids[0]).await, None);
        // Whoever looks after all accounts knows nothing of tasks.
        let second = office.people["second"];
        let end =
            End {
                last_on: Day::new(2026, 11, 12).unwrap(), reason: "Nghỉ hưu".to_owned(), revision: None
            };
        let ended = move |tx: &mut platform::Tx<'_>| {
            let (_, held) = accounts::of_id(tx, second)?.unwrap();
            enter_end(tx, held[0].id, &end)
        };
        office.db().write(ended).await.unwrap();
        assert_eq!(released(office).await, 1);
        assert_eq!(holder(office, ids[1]).await, None);
        assert_eq!(released(office).await, 0);
        let head = office.site.browser("head").await;
        shows(&head.get(&format!("/dossiers/{}", ids[1])).await, &["không còn vai trò của bước này"]);
    })
    .await;
}
