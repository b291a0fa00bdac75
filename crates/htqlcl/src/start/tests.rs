//! The story of an office from nothing to a working counter, through the whole product's pages.

use crate::{commands, product, routes};
use platform::testing::site::{Answer, Browser, Site, hides, led_to, shows};
use platform::testing::{self, TestDb};
use platform::web::{AppOptions, Secret};
use platform::{Role, journal};
use registers::{admin_procedures, agencies};

const TODAY: &str = "2026-11-23";
const BA_DINH: &str = "01-X00004-2025";

const LIST: &str = "don_vi,ho_ten,ten_dang_nhap,vai_tro\n\
                    Bộ phận Một cửa,Nguyễn Thị Hoa,hoa,Công chức bộ phận một cửa\n\
                    Phòng Văn hóa - Xã hội,Lê Văn Sơn,son,Chuyên viên\n\
                    Phòng Văn hóa - Xã hội,Phạm Thị Lan,lan,Trưởng phòng\n\
                    Lãnh đạo UBND,Trần Văn Bình,binh,Phó Chủ tịch\n\
                    Văn phòng,Đỗ Thị Mai,mai,Văn thư\n";

/// Runs a story on both engines; their journals must verify in the end.
///
/// `root` looks after all accounts and owes nothing more, as in a demonstration.
async fn on_both(story: impl AsyncFn(&TestDb, &Site)) {
    for test in testing::both(TODAY.parse().unwrap(), &product::MIGRATIONS) {
        test.db.write(registers::release).await.unwrap();
        let options = AppOptions {
            demo: true,
            sections: routes::SECTIONS,
            find_agency: commands::find_agency,
            ..AppOptions::new(test.db.clone(), Secret::of_words("a test"))
        };
        let site = Site::with(options, routes::all());
        let agency = test.db.read(|tx| agencies::by_code(tx, "BO-NV")).await.unwrap().unwrap();
        site.person("root", Role::Administrator, (agency.id, "Bộ Nội vụ")).await;
        story(&test, &site).await;
        let verified = test.db.snapshot(journal::verify).await.unwrap();
        assert_eq!(format!("{:?}", verified.faults), "[]", "{}", test.engine);
    }
}

/// The value of a page's field or choice.
fn value<'p>(page: &'p Answer, before: &str) -> &'p str {
    let rest = page.text.split(before).nth(1).unwrap_or_else(|| panic!("{before} in {}", page.text));
    rest.split('"').next().unwrap_or_default()
}

/// Takes the list over, as the page that previews it sends it.
async fn take_list(browser: &Browser<'_>) -> Answer {
    let preview = browser.upload("/staff/import", &[], ("file", "nhan-su.csv", LIST.as_bytes())).await;
    let rows = value(&preview, "name=\"rows\" value=\"").to_owned();
    browser.post("/staff/import", &[("rows", &rows)]).await
}

#[tokio::test]
async fn an_office_starts_from_nothing_step_by_step() {
    on_both(async |test, site| {
        let root = site.browser("root").await;
        shows(&root.get("/work").await, &["/start"]);
        shows(&root.get("/start").await, &["Bắt đầu một cơ quan", "data-search=\"/start/suggest\""]);
        let found = root.get("/start/suggest?q=ubnd%20phuong%20ba%20dinh").await;
        shows(&found, &[BA_DINH, "UBND phường Ba Đình, thành phố Hà Nội"]);
        let unknown = root.post("/start/agency", &[("agency", "01-X99999-2025")]).await;
        shows(&unknown, &["Không có cơ quan mã 01-X99999-2025"]);
        let over = root.post("/start/agency", &[("agency", "BO-KHDT")]).await;
        shows(&over, &["đã kết thúc hoạt động"]);
        let begun = root.post("/start/agency", &[("agency", BA_DINH)]).await;
        assert_eq!(begun.told(), "303 /sign-in/appointment?back=%2Fstart");
        let choices = root.get("/sign-in/appointment?back=%2Fstart").await;
        let office = choices.text.split("UBND phường Ba Đình, thành phố Hà Nội").next().unwrap();
        let appointment =
            office.rsplit("name=\"appointment\" value=\"").next().unwrap().split('"').next().unwrap();
        let chosen = [("appointment", appointment), ("back", "/start")];
        assert_eq!(root.post("/sign-in/appointment", &chosen).await.told(), "303 /start");
        let page = root.get("/start").await;
        shows(
            &page,
            &[
                "Đã xong 0 trong 5",
                "UBND phường Ba Đình, thành phố Hà Nội",
                "href=\"/office-code\" accesskey",
            ],
        );
        shows(
            &page,
            &["Còn thiếu người giữ vai trò: Công chức bộ phận một cửa, Công chức chuyên môn, Lãnh đạo"],
        );
        let wrong = [("prefix", "H 26"), ("from_on", "23/11/2026")];
        shows(&root.post("/office-code", &wrong).await, &["không phải mã định danh"]);
        led_to(&root.post("/office-code", &[("prefix", "h26.1"), ("from_on", "23/11/2026")]).await);
        shows(&root.get("/start").await, &["Đã xong 1 trong 5", "mã định danh H26.1"]);
        // Steps may be done in any order: procedures before people.
        let procedure =
            test.db.read(|tx| admin_procedures::of_code(tx, "ho_tich/001")).await.unwrap().unwrap();
        let procedure = procedure.id.to_string();
        led_to(&root.post("/services/new", &[("procedure", &procedure)]).await);
        shows(&root.get("/start").await, &["Đã xong 2 trong 5", "Đang tiếp nhận 1 thủ tục", "Cần đủ người"]);
        shows(&take_list(&root).await, &["Đã thêm 4 đơn vị, 5 tài khoản"]);
        let page = root.get("/start").await;
        shows(&page, &["Đã xong 5 trong 5", "sẵn sàng tiếp nhận", "Có 4 đơn vị, 6 người"]);
        hides(&page, &["Còn thiếu"]);
        shows(&take_list_again(&root).await, &["giống hệt dữ liệu đang có"]);
        shows(&root.get("/calendars/hours/new").await, &["<form"]);
        // The next day is a holiday: what comes on it is counted by the hours of the day after.
        let week = ["monday", "tuesday", "wednesday", "thursday", "friday"];
        let mut hours: Vec<(&str, &str)> = week.map(|day| (day, "07:30-11:30, 13:00-16:30")).to_vec();
        hours.extend([("saturday", "07:30-11:00"), ("from_on", "25/11/2026"), ("reason", "QĐ 12/QĐ-UBND")]);
        led_to(&root.post("/calendars/hours/new", &hours).await);
        shows(&root.get("/start").await, &["Từ 25/11/2026: giờ của cơ quan"]);
        for (received, due) in [("23/11/2026", "17:00"), ("24/11/2026", "16:30"), ("25/11/2026", "16:30")] {
            let asked = format!("/api/calendars/due?rule=D&amount=1&received={received}%2009:00&office=own");
            shows(&root.get(&asked).await, &[&format!("T{due}:00")]);
        }
    })
    .await;
}

#[tokio::test]
async fn a_unit_in_charge_needs_people_for_the_work_it_is_given() {
    on_both(async |test, site| {
        let root = site.browser("root").await;
        let agency = test.db.read(|tx| agencies::by_code(tx, BA_DINH)).await.unwrap().unwrap();
        site.person("quanly", Role::OfficeAdministrator, (agency.id, "UBND")).await;
        assert_eq!(root.get("/start").await.status, 200);
        let office = site.browser("quanly").await;
        led_to(&office.post("/office-code", &[("prefix", "H26.1"), ("from_on", "23/11/2026")]).await);
        take_list(&office).await;
        let units = test.db.read(move |tx| registers::people::units(tx, agency.id)).await.unwrap();
        let unit = |name: &str| units.iter().find(|unit| unit.name == name).unwrap().id.to_string();
        let (leaders, culture) = (unit("Lãnh đạo UBND"), unit("Phòng Văn hóa - Xã hội"));
        let procedure =
            test.db.read(|tx| admin_procedures::of_code(tx, "ho_tich/001")).await.unwrap().unwrap();
        let procedure = procedure.id.to_string();
        let wrong = [("procedure", procedure.as_str()), ("unit", &leaders)];
        let told = office.post("/services/new", &wrong).await;
        assert_eq!(told.status, 422);
        shows(&told, &["“Lãnh đạo UBND” chưa có công chức chuyên môn", "name=\"anyway\""]);
        led_to(&office.post("/services/new", &[wrong[0], wrong[1], ("anyway", "yes")]).await);
        let page = office.get("/start").await;
        shows(&page, &["“Lãnh đạo UBND” được giao 1 thủ tục nhưng không có người", "Công chức chuyên môn"]);
        hides(&page, &["sẵn sàng", "Còn thiếu"]);
        let service = agency::services::of;
        let procedure_id = procedure.parse().unwrap();
        let held = test.db.read(move |tx| service(tx, agency.id, procedure_id)).await.unwrap().unwrap();
        let given = [("unit", culture.as_str()), ("revision", "1")];
        led_to(&office.post(&format!("/services/{}/unit", held.id), &given).await);
        let page = office.get("/start").await;
        shows(&page, &["Đã xong 5 trong 5", "sẵn sàng"]);
        hides(&page, &["được giao 1 thủ tục"]);
    })
    .await;
}

/// Shows the list once more: it must hold already.
async fn take_list_again(browser: &Browser<'_>) -> Answer {
    browser.upload("/staff/import", &[], ("file", "nhan-su.csv", LIST.as_bytes())).await
}

#[tokio::test]
async fn somebody_else_sets_the_office_up_with_a_password_shown_once() {
    on_both(async |test, site| {
        let root = site.browser("root").await;
        let half = [("agency", BA_DINH), ("name", "Vũ Thị Thu")];
        shows(&root.post("/start/agency", &half).await, &["Ghi cả họ tên và tên đăng nhập"]);
        let whole = [half[0], half[1], ("login", "thu"), ("form_key", "k1")];
        let shown = root.post("/start/agency", &whole).await;
        shows(&shown, &["Mật khẩu này chỉ hiện một lần", "Vũ Thị Thu"]);
        assert_eq!(root.post("/start/agency", &whole).await.told(), "303 /start", "sent twice");
        let password = shown.text.split("<b class=\"code\">").nth(1).unwrap().split('<').next().unwrap();
        assert_eq!(password.len(), 19);
        let visitor = site.visitor();
        let signed_in = visitor.post("/sign-in", &[("login", "thu"), ("password", password)]).await;
        assert_eq!(signed_in.status, 303);
        // A second office of the same commune is the same agency, entered once.
        let again = [("agency", BA_DINH), ("name", "Lý Văn An"), ("login", "an")];
        shows(&root.post("/start/agency", &again).await, &["Lý Văn An"]);
        let agency = test.db.read(|tx| agencies::by_code(tx, BA_DINH)).await.unwrap().unwrap();
        let staff =
            test.db.read(move |tx| registers::people::staff_of(tx, agency.id, tx.today())).await.unwrap();
        assert_eq!(staff.len(), 2);
        site.person("thuong", Role::Clerk, (agency.id, "UBND")).await;
        let clerk = site.browser("thuong").await;
        for path in ["/start", "/start/agency", "/start/suggest?q=x"] {
            assert_eq!(clerk.get(path).await.status, 403, "{path}");
        }
        assert_eq!(clerk.post("/start/agency", &[("agency", BA_DINH)]).await.status, 403);
        site.person("quantri", Role::OfficeAdministrator, (agency.id, "UBND")).await;
        let office = site.browser("quantri").await;
        shows(&office.get("/start").await, &["Đã xong 0 trong 5"]);
        assert_eq!(office.post("/start/agency", &[("agency", BA_DINH)]).await.status, 403);
    })
    .await;
}

#[tokio::test]
async fn a_counter_that_only_receives_for_others_is_ready_with_somebody_who_receives() {
    on_both(async |test, site| {
        let ids = |code: &'static str| test.db.read(move |tx| agencies::by_code(tx, code));
        let (handling, centre) = (ids(BA_DINH).await.unwrap().unwrap(), ids("BO-TC").await.unwrap().unwrap());
        let (handling_id, centre_id) = (handling.id, centre.id);
        site.person("quay", Role::OfficeAdministrator, (centre_id, "Trung tâm")).await;
        let office = site.browser("quay").await;
        let list = LIST.lines().take(2).collect::<Vec<_>>().join("\n");
        let preview = office.upload("/staff/import", &[], ("file", "nhan-su.csv", list.as_bytes())).await;
        let rows = value(&preview, "name=\"rows\" value=\"").to_owned();
        shows(&office.post("/staff/import", &[("rows", &rows)]).await, &["Đã thêm 1 đơn vị, 1 tài khoản"]);
        let page = office.get("/start").await;
        shows(&page, &["Đã xong 0 trong 5", "Còn thiếu", "Công chức chuyên môn", "Chưa có mã định danh"]);
        let procedure =
            test.db.read(|tx| admin_procedures::of_code(tx, "ho_tich/001")).await.unwrap().unwrap();
        test.db
            .write(move |tx| {
                agency::services::switch_on(tx, handling_id, procedure.id, None)?;
                let today = tx.today();
                agency::services::open_desk(tx, handling_id, centre_id, today)
            })
            .await
            .unwrap();
        let page = office.get("/start").await;
        shows(
            &page,
            &["Đã xong 5 trong 5", "Đang tiếp nhận hộ 1 thủ tục", "sẵn sàng", "Hồ sơ nhận hộ mang mã"],
        );
        hides(&page, &["Còn thiếu", "Chưa có mã định danh"]);
    })
    .await;
}
