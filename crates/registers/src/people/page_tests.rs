//! Stories of the pages of an agency's units and people.

use super::{NewStaff, UnitContent, UnitKind, open_staff, open_unit, routes};
use crate::page_stories::{agency_id, on_both};
use platform::accounts::{self, password};
use platform::testing::TestDb;
use platform::testing::site::{Answer, Browser, PASSWORD, Site, hides, led_to, shows};
use platform::web::NamedAgency;
use platform::{Day, Role};

const LIST: &str = "don_vi,ho_ten,ten_dang_nhap,vai_tro\n\
                    Bộ phận Một cửa,Nguyễn Thị Hoa,hoa,Công chức bộ phận một cửa\n\
                    Phòng Lãnh sự,Lê Văn Sơn,son,Chuyên viên\n";

/// Two agencies, each with somebody who looks after it.
async fn administrators(test: &TestDb, site: &Site) {
    for (login, code) in [("own", "BO-NG"), ("other", "BO-NV")] {
        site.person(login, Role::OfficeAdministrator, (agency_id(test, code).await, code)).await;
    }
}

async fn send(browser: &Browser<'_>, text: &str) -> Answer {
    browser.upload("/staff/import", &[], ("file", "nhan-su.csv", text.as_bytes())).await
}

/// What stands in the page's field of rows.
fn rows_of(page: &Answer) -> String {
    let field = page.text.split("name=\"rows\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
    field.unwrap_or_default().replace("&quot;", "\"").replace("&amp;", "&")
}

async fn id_of(test: &TestDb, login: &'static str) -> i64 {
    let account = test.db.read(move |tx| accounts::of_login(tx, login)).await.unwrap();
    account.unwrap().id
}

#[tokio::test]
async fn a_list_is_previewed_written_once_and_prints_passwords() {
    on_both(routes, async |test, site| {
        administrators(test, site).await;
        let own = site.browser("own").await;
        shows(&own.get("/units").await, &["Chưa có đơn vị nào", "/staff/import"]);
        shows(&own.get("/staff/import").await, &["ten_dang_nhap", "Công chức bộ phận một cửa"]);
        let bad = send(&own, &LIST.replace("Chuyên viên", "Vua")).await;
        shows(&bad, &["Có 1 lỗi, chưa ghi gì", "vai_tro", "&quot;Vua&quot; không phải vai trò"]);
        hides(&bad, &["name=\"rows\""]);
        let preview = send(&own, LIST).await;
        shows(&preview, &["Sẽ có 4 thay đổi", "Nguyễn Thị Hoa (hoa)", "(BPMC)", "Ghi danh sách"]);
        hides(&own.get("/staff").await, &["Nguyễn Thị Hoa"]);
        let rows = rows_of(&preview);
        let sent = [("rows", rows.as_str()), ("form_key", "k1")];
        let done = own.post("/staff/import", &sent).await;
        shows(&done, &["Đã thêm 2 đơn vị, 2 tài khoản", "chỉ hiện một lần", "Nguyễn Thị Hoa"]);
        assert_eq!(own.post("/staff/import", &sent).await.told(), "303 /staff", "sent twice");
        shows(&send(&own, LIST).await, &["giống hệt dữ liệu đang có", "2 dòng đã có sẵn"]);
        shows(&own.get("/staff?q=nguyen%20thi").await, &["Nguyễn Thị Hoa", "Bộ phận Một cửa"]);
        hides(&own.get("/staff?role=officer").await, &["Nguyễn Thị Hoa"]);
        shows(&own.get("/api/units").await, &["\"code\":\"BPMC\"", "\"people\":1"]);
        let hoa = id_of(test, "hoa").await;
        let lines = test.db.read(move |tx| platform::journal::of_subject(tx, hoa)).await.unwrap();
        let journal = format!("{lines:?}");
        let password = done.text.split("hoa</td><td class=\"code\"><b>").nth(1).unwrap();
        let password = password.split('<').next().unwrap();
        assert_eq!(password.len(), 19);
        assert!(!journal.contains(password), "a password never reaches the journal");
        let visitor = site.visitor();
        let signed_in = visitor.post("/sign-in", &[("login", "hoa"), ("password", password)]).await;
        assert_eq!(signed_in.status, 303);
    })
    .await;
}

#[tokio::test]
async fn another_agencys_people_are_neither_seen_nor_changed() {
    on_both(routes, async |test, site| {
        administrators(test, site).await;
        let (own, other) = (site.browser("own").await, site.browser("other").await);
        let rows = rows_of(&send(&own, LIST).await);
        own.post("/staff/import", &[("rows", &rows)]).await;
        let units = own.get("/api/units").await.text;
        let unit = units.split("\"id\":\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let person = id_of(test, "hoa").await;
        let absent = [
            ("absent", person.to_string()),
            ("deputy", id_of(test, "son").await.to_string()),
            ("from_on", "15/01/2030".to_owned()),
            ("last_on", "20/01/2030".to_owned()),
            ("reason", "nghỉ phép".to_owned()),
        ];
        let absent: Vec<(&str, &str)> = absent.iter().map(|field| (field.0, field.1.as_str())).collect();
        led_to(&own.post("/deputies/new", &absent).await);
        let deputy = own.get("/deputies").await.text;
        let deputy =
            deputy.split("href=\"/deputies/").find_map(|rest| rest.split('"').next()?.parse::<i64>().ok());
        let deputy = deputy.unwrap();
        let appointments = test.db.read(move |tx| accounts::of_id(tx, person)).await.unwrap().unwrap().1;
        let appointment = appointments[0].id;
        for list in ["/units", "/staff", "/staff.xlsx", "/deputies", "/api/units", "/api/staff"] {
            let page = other.get(list).await;
            assert_eq!(page.status, 200, "{list}");
            hides(&page, &["Nguyễn Thị Hoa", "Bộ phận Một cửa</a>", "BPMC"]);
        }
        for path in [
            format!("/units/{unit}"),
            format!("/units/{unit}/correct"),
            format!("/units/{unit}/close"),
            format!("/staff/{person}"),
            format!("/staff/{person}/appoint"),
            format!("/staff/{person}/end/{appointment}"),
            format!("/staff/{person}/reset-password"),
            format!("/deputies/{deputy}"),
            format!("/deputies/{deputy}/end"),
        ] {
            assert_eq!(own.get(&path).await.status, 200, "{path}");
            assert_eq!(other.get(&path).await.status, 404, "{path}");
            if path.matches('/').count() > 2 {
                assert_eq!(other.post(&path, &[("revision", "1")]).await.status, 404, "{path}");
            }
        }
        assert_eq!(other.post("/deputies/new", &absent).await.status, 422);
        let taken = [("name", "Ai"), ("login", "ai"), ("role", "clerk"), ("unit", unit.as_str())];
        shows(&other.post("/staff/new", &taken).await, &["Không có đơn vị này trong cơ quan"]);
        let theirs = send(&other, &LIST.replace("hoa,", "HOA,")).await;
        shows(&theirs, &["Tên đăng nhập hoa đã có người dùng"]);
        for login in ["nation", "reader"] {
            let browser = site.browser(login).await;
            assert_eq!(browser.get("/units").await.status, 403, "{login}");
        }
        assert_eq!(site.visitor().get("/staff").await.status, 303);
    })
    .await;
}

#[tokio::test]
async fn people_get_roles_lose_them_and_somebody_always_looks_after_the_agency() {
    on_both(routes, async |test, site| {
        administrators(test, site).await;
        let own = site.browser("own").await;
        let rows = rows_of(&send(&own, LIST).await);
        own.post("/staff/import", &[("rows", &rows)]).await;
        let (hoa, admin) = (id_of(test, "hoa").await, id_of(test, "own").await);
        let path = format!("/staff/{hoa}/appoint");
        led_to(&own.post(&path, &[("role", "records_officer")]).await);
        shows(&own.post(&path, &[("role", "records_officer")]).await, &["đã giữ vai trò đó"]);
        assert_eq!(own.post(&path, &[("role", "national_officer")]).await.status, 422);
        let page = own.get(&format!("/staff/{hoa}")).await;
        shows(&page, &["Văn thư", "Công chức bộ phận một cửa", "Đặt lại mật khẩu"]);
        shows(
            &own.post(&format!("/staff/{hoa}/reset-password"), &[("revision", "2")]).await,
            &["chỉ hiện một lần"],
        );
        let held = test.db.read(move |tx| accounts::of_id(tx, admin)).await.unwrap().unwrap().1[0].id;
        let end = [("last_on", "15/01/2030"), ("reason", "nghỉ")];
        let last = own.post_seen(&format!("/staff/{admin}/end/{held}"), &end).await;
        shows(&last, &["người quản trị cuối cùng"]);
        let held = test.db.read(move |tx| accounts::of_id(tx, hoa)).await.unwrap().unwrap().1;
        let clerk = held.iter().find(|held| held.role == Role::Clerk).unwrap();
        let close = format!("/units/{}/close", clerk.unit_id.unwrap());
        let gone = [("last_on", "15/01/2030"), ("reason", "nhập vào văn phòng"), ("revision", "1")];
        shows(&own.post(&close, &gone).await, &["Còn 1 người làm việc ở đây"]);
        led_to(&own.post_seen(&format!("/staff/{hoa}/end/{}", clerk.id), &end).await);
        led_to(&own.post(&close, &gone).await);
        let unit = own.get(close.trim_end_matches("/close")).await;
        shows(&unit, &["Giải thể", "nhập vào văn phòng", "Đến hết ngày"]);
        shows(&own.post(&close, &gone).await, &["Có người vừa thay đổi"]);
        // A clerk sees the people, and looks after nothing.
        site.person("clerk", Role::Clerk, (agency_id(test, "BO-NG").await, "BO-NG")).await;
        let clerk = site.browser("clerk").await;
        shows(&clerk.get("/staff").await, &["Lê Văn Sơn"]);
        hides(&clerk.get("/staff").await, &["/staff/new", "/staff/import"]);
        assert_eq!(clerk.get("/staff/new").await.status, 403);
        assert_eq!(clerk.post("/staff/import", &[("rows", "x")]).await.status, 403);
    })
    .await;
}

#[tokio::test]
async fn a_deputy_acts_for_the_absent_one_on_those_days_only() {
    on_both(routes, async |test, site| {
        administrators(test, site).await;
        let agency = agency_id(test, "BO-NG").await;
        let head = site.person("head", Role::Head, (agency, "BO-NG")).await;
        let officer = site.person("officer", Role::Officer, (agency, "BO-NG")).await;
        let browser = site.browser("head").await;
        let (absent, deputy) = (head.to_string(), officer.to_string());
        let fields = [
            ("absent", absent.as_str()),
            ("deputy", &deputy),
            ("from_on", "16/01/2030"),
            ("last_on", "18/01/2030"),
            ("reason", "họp"),
        ];
        led_to(&browser.post("/deputies/new", &fields).await);
        shows(&browser.get("/deputies").await, &["16/01/2030 đến 18/01/2030", "Chưa đến ngày"]);
        assert_eq!(site.browser("officer").await.post("/deputies/new", &fields).await.status, 403);
        let acts = async |day: &'static str| {
            let day = day.parse().unwrap();
            test.db.read(move |tx| super::acts_for(tx, agency, officer, day)).await.unwrap()
        };
        assert_eq!((acts("2030-01-15").await, acts("2030-01-16").await), (vec![], vec![head]));
        assert_eq!((acts("2030-01-18").await, acts("2030-01-19").await), (vec![head], vec![]));
        let list = browser.get("/deputies").await.text;
        let id = list.split("href=\"/deputies/").find_map(|rest| rest.split('"').next()?.parse::<i64>().ok());
        let path = format!("/deputies/{}", id.unwrap());
        led_to(&browser.post(&format!("{path}/end"), &[("last_on", "16/01/2030"), ("revision", "1")]).await);
        shows(&browser.get(&path).await, &["Người officer làm thay Người head", "Kết thúc sớm"]);
        assert_eq!(acts("2030-01-17").await, Vec::<i64>::new());
    })
    .await;
}

/// A unit of BO-NG since the beginning of the month.
async fn unit(test: &TestDb, code: &'static str) -> i64 {
    let agency = agency_id(test, "BO-NG").await;
    let content = UnitContent {
        code: code.to_owned(),
        name: format!("Phòng {code}"),
        kind: UnitKind::Department,
        parent_id: None,
    };
    let from_on: Day = "2030-01-01".parse().unwrap();
    test.db.write(move |tx| open_unit(tx, agency, (&content, from_on))).await.unwrap()
}

/// Somebody who works for BO-NG from today, in a unit or in none.
async fn worker(test: &TestDb, login: &str, (role, unit_id): (Role, Option<i64>)) -> i64 {
    let agency = NamedAgency { id: agency_id(test, "BO-NG").await, name: "BO-NG".to_owned() };
    let new = NewStaff {
        login: login.to_owned(),
        name: format!("Người {login}"),
        password_hash: password::hash_lightly(PASSWORD).unwrap(),
        must_change: false,
        role,
        unit_id,
    };
    test.db.write(move |tx| open_staff(tx, &agency, &new)).await.unwrap()
}

async fn appointment_of(test: &TestDb, account_id: i64) -> i64 {
    test.db.read(move |tx| accounts::of_id(tx, account_id)).await.unwrap().unwrap().1[0].id
}

#[tokio::test]
async fn who_leads_a_unit_does_not_take_the_place_of_the_head() {
    on_both(routes, async |test, site| {
        let (own, other) = (unit(test, "TP").await, unit(test, "TC").await);
        let head = worker(test, "thutruong", (Role::Head, None)).await;
        let chief = worker(test, "truongphong", (Role::UnitHead, Some(own))).await;
        let officer = worker(test, "chuyenvien", (Role::Officer, Some(own))).await;
        let elsewhere = worker(test, "phongkhac", (Role::Officer, Some(other))).await;
        let browser = site.browser("truongphong").await;
        let form = browser.get("/deputies/new").await;
        let offered = |page: &Answer, name: &str| {
            let select = page.text.split(&format!("name=\"{name}\"")).nth(1).unwrap();
            let select = select.split("</select>").next().unwrap().to_owned();
            [head, chief, officer, elsewhere].map(|id| select.contains(&format!("\"{id}\"")))
        };
        assert_eq!(offered(&form, "absent"), [false, true, true, false], "the own unit");
        assert_eq!(offered(&form, "deputy"), [true, false, true, true], "everybody but who asks");
        let send = async |browser: &Browser<'_>, (absent, deputy): (i64, i64)| {
            let (absent, deputy) = (absent.to_string(), deputy.to_string());
            let days = [("from_on", "15/01/2030"), ("last_on", "20/01/2030"), ("reason", "họp")];
            let fields = [&[("absent", absent.as_str()), ("deputy", deputy.as_str())][..], &days].concat();
            browser.post("/deputies/new", &fields).await
        };
        let (only_own, not_self) =
            ("Lãnh đạo đơn vị chỉ chỉ định người làm thay", "Không ai tự chỉ định mình làm thay người khác");
        let refused = send(&browser, (head, chief)).await;
        assert_eq!(refused.status, 422);
        shows(&refused, &[only_own, not_self]);
        shows(&send(&browser, (elsewhere, officer)).await, &[only_own]);
        shows(&send(&browser, (officer, chief)).await, &[not_self]);
        let acts_for = async |account_id| {
            let agency = agency_id(test, "BO-NG").await;
            let today = "2030-01-15".parse().unwrap();
            test.db.read(move |tx| super::acts_for(tx, agency, account_id, today)).await.unwrap()
        };
        assert_eq!(acts_for(chief).await, Vec::<i64>::new(), "nothing was written");
        led_to(&send(&browser, (chief, officer)).await);
        assert_eq!(acts_for(officer).await, [chief]);
        // The head names whom he likes in his own place, and takes nobody's himself.
        let browser = site.browser("thutruong").await;
        shows(&send(&browser, (elsewhere, head)).await, &[not_self]);
        led_to(&send(&browser, (head, chief)).await);
        assert_eq!(acts_for(chief).await, [head]);
    })
    .await;
}

#[tokio::test]
async fn a_unit_is_not_closed_before_those_who_came_later() {
    on_both(routes, async |test, site| {
        administrators(test, site).await;
        let id = unit(test, "TP").await;
        let person = worker(test, "son", (Role::Officer, Some(id))).await;
        let own = site.browser("own").await;
        let close = async |last_on: &str| {
            let fields = [("last_on", last_on), ("reason", "nhập vào văn phòng"), ("revision", "1")];
            own.post(&format!("/units/{id}/close"), &fields).await
        };
        shows(&close("10/01/2030").await, &["Còn 1 người làm việc ở đây"]);
        let held = appointment_of(test, person).await;
        let end = [("last_on", "15/01/2030"), ("reason", "chuyển")];
        led_to(&own.post_seen(&format!("/staff/{person}/end/{held}"), &end).await);
        shows(&close("10/01/2030").await, &["Còn 1 người làm việc ở đây"]);
        led_to(&close("15/01/2030").await);
    })
    .await;
}

#[tokio::test]
async fn two_administrators_do_not_leave_one_after_the_other() {
    on_both(routes, async |test, site| {
        administrators(test, site).await;
        let (first, second) =
            (id_of(test, "own").await, worker(test, "phu", (Role::OfficeAdministrator, None)).await);
        let own = site.browser("own").await;
        let end = async |account: i64, last_on: &str| {
            let held = appointment_of(test, account).await;
            let fields = [("last_on", last_on), ("reason", "nghỉ hưu")];
            own.post_seen(&format!("/staff/{account}/end/{held}"), &fields).await
        };
        led_to(&end(second, "31/01/2030").await);
        shows(&end(first, "20/01/2030").await, &["người quản trị cuối cùng"]);
        worker(test, "moi", (Role::OfficeAdministrator, None)).await;
        led_to(&end(first, "20/01/2030").await);
    })
    .await;
}

#[tokio::test]
async fn a_list_does_not_rename_an_account_that_others_share() {
    on_both(routes, async |test, site| {
        administrators(test, site).await;
        let own = site.browser("own").await;
        let rows = rows_of(&send(&own, LIST).await);
        own.post("/staff/import", &[("rows", &rows)]).await;
        let renamed = LIST.replace("Lê Văn Sơn", "Lê Sơn");
        let rows = rows_of(&send(&own, &renamed).await);
        let (son, agency) = (id_of(test, "son").await, agency_id(test, "BO-NV").await);
        let elsewhere = accounts::decide::Appoint {
            agency_id: agency,
            agency_name: "BO-NV".to_owned(),
            unit_id: None,
            role: Role::Officer,
            from_on: "2030-01-15".parse().unwrap(),
            to_on: None,
            deputy_for: None,
        };
        let appoint = move |tx: &mut platform::Tx<'_>| {
            accounts::actions::enter_appointment(tx, son, &elsewhere).map(drop)
        };
        test.db.write(appoint).await.unwrap();
        let told = "son còn làm việc cho nơi khác";
        shows(&send(&own, &renamed).await, &["Có 1 lỗi, chưa ghi gì", told, "Lê Văn Sơn"]);
        shows(&own.post("/staff/import", &[("rows", &rows)]).await, &[told]);
        let account = test.db.read(move |tx| accounts::of_id(tx, son)).await.unwrap().unwrap().0;
        assert_eq!(account.name, "Lê Văn Sơn");
    })
    .await;
}
