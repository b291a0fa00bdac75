//! Stories of services and desks, told on both engines.

use super::{Policy, PolicyFrom, routes};
use platform::testing::site::{Browser, Site, hides, led_to, shows};
use platform::testing::{self, TestDb};
use platform::{Result, Role, Tx, journal};
use registers::{admin_procedures, agencies, people};

const TODAY: &str = "2030-01-15";

/// Runs a story on both engines; their journals must verify in the end.
///
/// Agencies: a commune (`X`), a department (`S`) and a centre (`T`), each with an administrator of that login.
async fn on_both(story: impl AsyncFn(&TestDb, &Site)) {
    let migrations = [platform::MIGRATIONS, registers::MIGRATIONS, crate::MIGRATIONS];
    for test in testing::both(TODAY.parse().unwrap(), &migrations) {
        let site = Site::new(test.db.clone(), [routes(), people::routes()].concat());
        test.db.write(enter_registers).await.unwrap();
        for (login, code) in [("xa", "X"), ("so", "S"), ("trungtam", "T")] {
            site.person(login, Role::OfficeAdministrator, (agency_id(&test, code).await, code)).await;
        }
        story(&test, &site).await;
        let verified = test.db.snapshot(journal::verify).await.unwrap();
        assert_eq!(format!("{:?}", verified.faults), "[]", "{}", test.engine);
    }
}

fn enter_registers(tx: &mut Tx<'_>) -> Result<()> {
    for (code, name) in [
        ("X", "Ủy ban nhân dân xã Hòa Bình"),
        ("S", "Sở Tư pháp"),
        ("T", "Trung tâm Phục vụ hành chính công"),
    ] {
        let row = agencies::AgencyRow {
            code: code.to_owned(),
            name: name.to_owned(),
            level: "central".to_owned(),
            kind: "bo".to_owned(),
            ministry_code: String::new(),
            province_code: String::new(),
            district_code: String::new(),
            commune_code: String::new(),
            obligation: String::new(),
        };
        agencies::enter(tx, &row)?;
    }
    admin_procedures::release(tx)?;
    Ok(())
}

async fn agency_id(test: &TestDb, code: &'static str) -> i64 {
    test.db.read(move |tx| agencies::by_code(tx, code)).await.unwrap().unwrap().id
}

async fn procedure_id(test: &TestDb, code: &'static str) -> i64 {
    test.db.read(move |tx| admin_procedures::of_code(tx, code)).await.unwrap().unwrap().id
}

/// Switches procedures on through the page; gives the addresses of all services.
async fn switch_on(browser: &Browser<'_>, ids: &[i64]) -> Vec<String> {
    let ids: Vec<String> = ids.iter().map(i64::to_string).collect();
    let fields: Vec<(&str, &str)> = ids.iter().map(|id| ("procedure", id.as_str())).collect();
    led_to(&browser.post("/services/new", &fields).await);
    let told = browser.get("/api/services").await.text;
    let ids = told.split("{\"id\":\"").skip(1).filter_map(|rest| rest.split('"').next());
    ids.map(|id| format!("/services/{id}")).collect()
}

#[tokio::test]
async fn a_procedure_is_switched_on_with_a_process_and_a_dated_rule() {
    on_both(async |test, site| {
        let browser = site.browser("xa").await;
        shows(&browser.get("/services").await, &["Chưa có thủ tục nào", "/services/new"]);
        let (one, two) = (procedure_id(test, "ho_tich/001").await, procedure_id(test, "ho_tich/002").await);
        shows(&browser.get("/services/new?q=khai%20sinh").await, &[&format!("value=\"{one}\"")]);
        let services = switch_on(&browser, &[one, two]).await;
        assert_eq!(services.len(), 2);
        let again = [("procedure", one.to_string())].map(|(name, id)| (name, id));
        let again: Vec<(&str, &str)> = again.iter().map(|(name, id)| (*name, id.as_str())).collect();
        shows(&browser.post("/services/new", &again).await, &["Có thủ tục đã bật từ trước"]);
        shows(&browser.post("/services/new", &[]).await, &["Hãy chọn ít nhất một thủ tục"]);
        shows(
            &browser.post("/services/new", &[("procedure", "7")]).await,
            &["Không có thủ tục này trong sổ"],
        );
        let agency = agency_id(test, "X").await;
        let version = test.db.read(move |tx| crate::processes::current(tx, agency, one)).await.unwrap();
        assert!(version.is_some(), "it has a process");
        let service = &services[0];
        let page = browser.get(service).await;
        shows(&page, &["Tính lại thời hạn từ đầu", "/processes/", "Đang tiếp nhận"]);
        let policy = [
            ("policy", "pause_resume"),
            ("from_on", "01/02/2030"),
            ("reason", "Quyết định 5/QĐ-UBND"),
            ("revision", "1"),
        ];
        let past = [policy[0], ("from_on", "14/01/2030"), policy[2], policy[3]];
        shows(&browser.post(&format!("{service}/policy"), &past).await, &["chỉ áp dụng từ hôm nay"]);
        led_to(&browser.post(&format!("{service}/policy"), &policy).await);
        shows(&browser.post(&format!("{service}/policy"), &policy).await, &["Có người vừa thay đổi"]);
        shows(&browser.get(service).await, &["Từ 01/02/2030: Tạm dừng", "Quyết định 5/QĐ-UBND"]);
        led_to(&browser.post(&format!("{service}/off"), &[("reason", "bãi bỏ"), ("revision", "2")]).await);
        shows(&browser.get("/services?state=off").await, &["Đã tắt"]);
        shows(&browser.post(&format!("{service}/off"), &[("reason", "nữa")]).await, &["đã tắt rồi"]);
        led_to(&browser.post(&format!("{service}/on"), &[("revision", "3")]).await);
        shows(&browser.get(service).await, &["Bật lại", "Đang tiếp nhận"]);
    })
    .await;
}

#[test]
fn the_rule_of_supplements_is_that_of_the_day_and_at_first_the_time_runs_again() {
    use super::{Service, ServiceEvent};
    use platform::Record;
    let begun = ServiceEvent::SwitchedOn {
        agency_id: 1,
        procedure_id: 2,
        procedure_code: "a/1".to_owned(),
        procedure_name: "A".to_owned(),
        folded: "a".to_owned(),
        unit_id: None,
    };
    let set = |from: &str, policy| {
        let policy = PolicyFrom { from_on: from.parse().unwrap(), policy };
        ServiceEvent::PolicySet { policy, reason: String::new() }
    };
    let events = [begun, set("2030-03-01", Policy::End), set("2030-02-01", Policy::Continue)];
    let service = Service::fold(9, &events).unwrap();
    let on = |day: &str| service.policy_on(day.parse().unwrap());
    assert_eq!(
        [on("2030-01-31"), on("2030-02-01"), on("2030-02-28"), on("2030-03-01")],
        [Policy::Restart, Policy::Continue, Policy::Continue, Policy::End]
    );
}

#[tokio::test]
async fn another_agencys_counter_receives_once_both_have_agreed() {
    on_both(async |test, site| {
        let (department, centre) = (site.browser("so").await, site.browser("trungtam").await);
        let procedure = procedure_id(test, "ho_tich/001").await;
        switch_on(&department, &[procedure]).await;
        let (handling, desk) = (agency_id(test, "S").await, agency_id(test, "T").await);
        let receives = async || test.db.read(move |tx| super::may_receive(tx, handling, desk)).await.unwrap();
        let offers = async || test.db.read(move |tx| super::offered_at(tx, desk)).await.unwrap();
        let proposal = [("agency", "T"), ("from_on", "15/01/2030")];
        shows(
            &department.post("/desks/new", &[("agency", "S"), ("from_on", "15/01/2030")]).await,
            &["luôn được tiếp nhận"],
        );
        shows(
            &department.post("/desks/new", &[("agency", "?"), ("from_on", "15/01/2030")]).await,
            &["Không có cơ quan mã ?"],
        );
        let path = led_to(&department.post("/desks/new", &proposal).await);
        assert!(!receives().await && offers().await.is_empty(), "a proposal is not an agreement");
        shows(&department.get(&path).await, &["Đang chờ đồng ý"]);
        hides(&department.get(&path).await, &["/accept"]);
        assert_eq!(
            department.post(&format!("{path}/accept"), &[]).await.status,
            404,
            "not by the one that asks"
        );
        let stranger = site.browser("xa").await;
        for path in [path.clone(), format!("{path}/end")] {
            assert_eq!(stranger.get(&path).await.status, 404, "{path}");
        }
        assert_eq!(stranger.post(&format!("{path}/accept"), &[]).await.status, 404);
        shows(&centre.get("/desks").await, &["Sở Tư pháp", "Đang chờ đồng ý"]);
        shows(&centre.get(&path).await, &[&format!("action=\"{path}/accept\"")]);
        led_to(&centre.post(&format!("{path}/accept"), &[]).await);
        assert!(receives().await);
        let offered = offers().await;
        assert_eq!((offered.len(), offered[0].agency_name.as_str()), (1, "Sở Tư pháp"));
        assert!(offered[0].folded.contains("khai sinh"), "found without accents: {}", offered[0].folded);
        let end = [("last_on", "14/01/2030"), ("reason", "quá tải")];
        led_to(&centre.post(&format!("{path}/end"), &end).await);
        assert!(!receives().await && offers().await.is_empty());
        led_to(&department.post("/desks/new", &proposal).await);
        assert!(!receives().await, "proposed again, it waits for agreement again");
    })
    .await;
}

#[tokio::test]
async fn another_agencys_services_are_neither_seen_nor_changed() {
    on_both(async |test, site| {
        let (own, other) = (site.browser("xa").await, site.browser("so").await);
        let services = switch_on(&own, &[procedure_id(test, "ho_tich/001").await]).await;
        let service = services[0].clone();
        for list in ["/services", "/services.xlsx", "/api/services"] {
            let page = other.get(list).await;
            assert_eq!(page.status, 200, "{list}");
            hides(&page, &["ho_tich/001", "1.001193"]);
        }
        for act in ["", "/off", "/unit", "/policy"] {
            let path = format!("{service}{act}");
            assert_eq!(own.get(&path).await.status, 200, "{path}");
            assert_eq!(other.get(&path).await.status, 404, "{path}");
            if !act.is_empty() {
                assert_eq!(other.post(&path, &[("reason", "x")]).await.status, 404, "{path}");
            }
        }
        assert_eq!(other.post(&format!("{service}/on"), &[]).await.status, 404);
        let agency = agency_id(test, "X").await;
        site.person("canbo", Role::Clerk, (agency, "X")).await;
        let clerk = site.browser("canbo").await;
        shows(&clerk.get("/services").await, &["1.001193"]);
        hides(&clerk.get(&service).await, &["/off", "/policy"]);
        for path in ["/services/new", "/desks/new", &format!("{service}/off")] {
            assert_eq!(clerk.get(path).await.status, 403, "{path}");
        }
        assert_eq!(clerk.post("/services/new", &[("procedure", "1")]).await.status, 403);
        assert_eq!(site.visitor().get("/services").await.status, 303);
        assert_eq!(own.get("/services/7").await.status, 404);
        assert_eq!(own.get("/services/x").await.status, 404);
        assert_eq!(own.get("/services?state=x").await.status, 422);
    })
    .await;
}
