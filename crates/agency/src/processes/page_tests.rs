//! Stories of the pages of processes.

use super::tests::{AGENCY, FOREIGN, OTHER, engines};
use super::{adopt, load, routes};
use platform::Role;
use platform::testing::TestDb;
use platform::testing::site::{Site, hides, led_to, shows};
use registers::admin_procedures;

/// A site with a secretary, a clerk and a head of one agency, and the secretary of another.
async fn site(test: &TestDb) -> Site {
    let site = Site::new(test.db.clone(), routes());
    let (own, other) = ((AGENCY, "Ủy ban nhân dân phường A"), (OTHER, "Sở B"));
    for (login, role, agency) in [
        ("thuky", Role::QualitySecretary, own),
        ("mot-cua", Role::Clerk, own),
        ("lanh-dao", Role::Head, own),
        ("khac", Role::QualitySecretary, other),
        ("quoc-gia", Role::NationalOfficer, other),
    ] {
        site.person(login, role, agency).await;
    }
    site
}

#[tokio::test]
async fn a_page_shows_so_much_of_a_file_as_can_be_read() {
    let [test, _] = engines().await;
    let site = site(&test).await;
    let secretary = site.browser("thuky").await;
    let page = led_to(&secretary.post("/processes/new", &[("procedure", "ho_tich/003")]).await);
    let path = page.split('?').next().unwrap().to_owned();
    let upload = format!("{path}/upload");
    let long = FOREIGN.replace("name=\"Xem xét\"", &format!("name=\"{}\"", "x".repeat(2_001)));
    let refused =
        secretary.upload(&upload, &[("revision", "2")], ("file", "dai.bpmn", long.as_bytes())).await;
    assert_eq!(refused.status, 422);
    shows(&refused, &["Thuộc tính name dài quá 2000 ký tự"]);

    let name = "tên dài ".repeat(200);
    let steps: String = (0..400).map(|at| format!("<userTask id=\"t{at}\" name=\"{name}{at}\"/>")).collect();
    let many = FOREIGN.replace("<endEvent", &format!("{steps}<endEvent"));
    let sent = secretary.upload(&upload, &[("revision", "2")], ("file", "nhieu.bpmn", many.as_bytes())).await;
    assert_eq!(sent.status, 303, "{}", sent.text);
    let seen = secretary.get(&path).await;
    shows(&seen, &["<svg", "còn 103 bước nữa", "tên dài…"]);
    hides(&seen, &["tên dài ".repeat(60).as_str()]);
    assert!(seen.text.len() < 1_500_000, "{}", seen.text.len());
    let described = secretary.get(&format!("{path}/describe")).await;
    shows(&described, &["còn 103 bước nữa"]);
    hides(&described, &["tên dài ".repeat(60).as_str()]);
}

#[tokio::test]
async fn a_process_is_begun_from_its_procedure_put_in_force_and_seen_by_the_own_agency_only() {
    for test in engines().await {
        let site = site(&test).await;
        let secretary = site.browser("thuky").await;
        shows(&secretary.get("/processes").await, &["Chưa có quy trình nào", "/processes/new"]);
        shows(&secretary.get("/processes/suggest?q=dang+ky+lai+khai+sinh").await, &["ho_tich/003"]);
        let sent = secretary.post("/processes/new", &[("procedure", "ho_tich/003")]).await;
        let page = led_to(&sent);
        let draft = secretary.get(&page).await;
        shows(
            &draft,
            &[
                "QT-HO-TICH-003",
                "Dự thảo",
                "<svg",
                "Thẩm tra hồ sơ",
                "24 giờ làm việc",
                "Ban hành dự thảo lần 1",
            ],
        );
        hides(&draft, &["Điều cần sửa"]);
        let id = page.split('?').next().unwrap().to_owned();
        let stale = secretary.post(&format!("{id}/publish"), &[("revision", "1")]).await;
        assert_eq!(stale.status, 422, "{}", stale.text);
        let sent = secretary.post(&format!("{id}/publish"), &[("revision", "2")]).await;
        assert_eq!(sent.status, 303, "{}", sent.text);
        shows(&secretary.get(&id).await, &["Đang áp dụng", "23/11/2026", "Ban hành lần 1", "Soạn bản mới"]);

        let clerk = site.browser("mot-cua").await;
        let read = clerk.get(&id).await;
        shows(&read, &["Đang áp dụng", "Tải tệp BPMN"]);
        hides(&read, &["Soạn bản mới", "Sửa mã, tên", "Ngừng áp dụng"]);
        assert_eq!(clerk.get("/processes/new").await.status, 403);
        let file = clerk.get(&format!("{id}/bpmn?version=1")).await;
        shows(
            &file,
            &[
                "<bpmn:definitions",
                "htqlcl:workingMinutes=\"240\"",
                "<bpmn:documentation>Tiếp nhận, kiểm tra",
            ],
        );
        assert_eq!(clerk.get(&format!("{id}?version=7")).await.status, 404);

        let other = site.browser("khac").await;
        for path in [id.clone(), format!("{id}/bpmn"), format!("{id}/correct"), format!("/api{id}")] {
            assert_eq!(other.get(&path).await.status, 404, "{path}");
        }
        assert_eq!(other.post(&format!("{id}/copy"), &[("revision", "3")]).await.status, 404);
        hides(&other.get("/processes").await, &["QT-HO-TICH-003"]);
        assert_eq!(site.browser("quoc-gia").await.get("/processes").await.status, 403);
        assert_eq!(site.visitor().get(&id).await.status, 303, "one signs in first");
    }
}

#[tokio::test]
async fn lists_find_without_accents_and_leave_as_spreadsheet_and_json() {
    let [test, _] = engines().await;
    let site = site(&test).await;
    let adopted = test.db.write(|tx| {
        for code in ["ho_tich/003", "ho_tich/005", "hkd/01"] {
            let procedure = admin_procedures::of_code(tx, code)?.ok_or(platform::Error::NotFound)?;
            adopt(tx, AGENCY, &procedure)?;
        }
        Ok(())
    });
    adopted.await.unwrap();
    let secretary = site.browser("thuky").await;
    shows(&secretary.get("/processes").await, &["QT-HO-TICH-003", "QT-HKD-01", "Tất cả 3"]);
    let found = secretary.get("/processes?q=dang+ky+lai&status=published").await;
    shows(&found, &["QT-HO-TICH-003", "Tất cả 1"]);
    hides(&found, &["QT-HKD-01"]);
    shows(&secretary.get("/processes?status=draft").await, &["Chưa có quy trình nào"]);
    assert_eq!(secretary.get("/processes?status=burnt").await.status, 422);
    assert_eq!(secretary.get("/processes.xlsx?q=hkd").await.text.matches("QT-").count(), 1);
    let json = secretary.get("/api/processes?q=hkd").await;
    shows(&json, &["\"all\":1", "\"code\":\"QT-HKD-01\"", "\"status\":\"published\"", "\"next\":null"]);
    let id = test.db.read(|tx| super::store::by_code(tx, AGENCY, "QT-HKD-01")).await.unwrap().unwrap();
    let one = secretary.get(&format!("/api/processes/{id}")).await;
    shows(
        &one,
        &[
            "\"role\":\"records_officer\"",
            "\"outcomes\":[\"approve\",\"return\"]",
            "\"working_hours\":\"12\"",
        ],
    );
    for path in ["/processes/12", "/processes/zz", "/api/processes/12"] {
        assert_eq!(secretary.get(path).await.status, 404, "{path}");
    }
}

#[tokio::test]
async fn a_file_of_another_tool_is_uploaded_described_and_put_in_force_by_the_head() {
    let [test, _] = engines().await;
    let site = site(&test).await;
    let (secretary, head) = (site.browser("thuky").await, site.browser("lanh-dao").await);
    let text = "không phải BPMN";
    let fields = [("procedure", "ho_tich/003"), ("code", "QT-01"), ("name", "Cấp phép")];
    let wrong = secretary.upload("/processes/new", &fields, ("file", "a.bpmn", text.as_bytes())).await;
    assert_eq!(wrong.status, 422);
    shows(&wrong, &["Không đọc được tệp BPMN", "Cấp phép"]);
    let sent = secretary.upload("/processes/new", &fields, ("file", "a.bpmn", FOREIGN.as_bytes())).await;
    let id = led_to(&sent).split('?').next().unwrap().to_owned();
    shows(
        &secretary.get(&id).await,
        &["Điều cần sửa", "Người A", "Chưa ban hành được", "Chưa ghi thời gian"],
    );
    let form = secretary.get(&format!("{id}/describe")).await;
    shows(&form, &["lane-l1", "hours-a", "output-c"]);
    let wrong = [("revision", "2"), ("lane-l1", "clerk"), ("hours-a", "lâu"), ("output-a", "Giấy hẹn")];
    let page = secretary.post(&format!("{id}/describe"), &wrong).await;
    assert_eq!(page.status, 422);
    shows(&page, &["không đọc được", "value=\"lâu\"", "value=\"Giấy hẹn\""]);
    let right =
        [("revision", "2"), ("lane-l1", "clerk"), ("hours-a", "2"), ("hours-b", "6"), ("hours-c", "0,5")];
    assert_eq!(secretary.post(&format!("{id}/describe"), &right).await.status, 303);
    let sent = head.post(&format!("{id}/publish"), &[("revision", "3")]).await;
    assert_eq!(sent.status, 303, "{}", sent.text);
    shows(&head.get(&id).await, &["Đang áp dụng", "8,5 giờ làm việc", "Ngừng áp dụng"]);
    let english = head.get(&format!("{id}?lang=en")).await;
    shows(&english, &["8.5 working hours", "In force"]);
    assert_eq!(secretary.post(&format!("{id}/copy"), &[("revision", "4")]).await.status, 303);
    let retire = [("revision", "5"), ("reason", "Thay bằng quy trình khác")];
    assert_eq!(head.post(&format!("{id}/retire"), &retire).await.status, 303);
    shows(&head.get(&id).await, &["Hết hiệu lực", "Thay bằng quy trình khác", "Dự thảo"]);
    let number: i64 = id.rsplit('/').next().unwrap().parse().unwrap();
    let process = test.db.read(move |tx| load(tx, AGENCY, number)).await.unwrap().unwrap();
    assert_eq!(process.revision, 6);
}
