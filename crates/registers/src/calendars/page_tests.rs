//! Stories of the pages of calendars.

use super::routes;
use crate::page_stories::{agency_id, on_both};
use platform::Role;
use platform::testing::TestDb;
use platform::testing::site::{Site, hides, led_to, shows};

async fn filled(test: &TestDb, site: &Site) -> i64 {
    assert!(test.db.write(super::release).await.unwrap());
    let agency = agency_id(test, "BO-NV").await;
    site.person("office", Role::OfficeAdministrator, (agency, "BO-NV")).await;
    agency
}

#[tokio::test]
async fn anybody_sees_a_year_with_its_days_off_in_words() {
    on_both(routes, async |test, site| {
        filled(test, site).await;
        let visitor = site.visitor();
        let year = visitor.get("/calendars?year=2026").await;
        shows(
            &year,
            &[
                "Lịch làm việc năm 2026",
                "Tháng 12",
                "nghỉ lễ, tết: Ngày Văn hóa Việt Nam",
                "làm bù: Ngày làm bù (thay cho 31/08/2026)",
                "nghỉ hoán đổi",
                "nghỉ hằng tuần",
                "Giờ thông thường",
                "Bản lịch số 1",
                "07:30-11:30 13:30-17:00",
            ],
        );
        hides(&year, &["/calendars/hours/new", "/calendars/releases/new", "dự kiến"]);
        let projected = visitor.get("/calendars?year=2027&release=1").await;
        shows(&projected, &["dự kiến", "Lịch nghỉ năm 2027 mới là dự kiến"]);
        // Today lies after the last year: the last one is shown.
        shows(&visitor.get("/calendars").await, &["Lịch làm việc năm 2027"]);
        shows(
            &visitor.get("/calendars?year=2026&lang=en").await,
            &["Working calendar 2026", "public holiday"],
        );
        for (wrong, part) in [
            ("year=2031", "Lịch không có năm 2031"),
            ("year=x", "x"),
            ("release=9", "Không có bản lịch số 9"),
            ("year=99999999999", "Lịch không có năm"),
        ] {
            let page = visitor.get(&format!("/calendars?{wrong}")).await;
            assert_eq!(page.status, 422, "{wrong}");
            shows(&page, &[part]);
        }
        let json = visitor.get("/api/calendars?year=2027").await;
        shows(&json, &["\"projected\":true", "\"release\":1", "2027-02-06"]);
    })
    .await;
}

#[tokio::test]
async fn the_calculator_explains_what_it_counts_and_tells_every_mistake() {
    on_both(routes, async |test, site| {
        filled(test, site).await;
        let visitor = site.visitor();
        let empty = visitor.get("/calendars/due").await;
        assert_eq!(empty.status, 200);
        hides(&empty, &["due-line"]);
        let asked = "rule=D&amount=3&received=13/02/2026%2016:00";
        let page = visitor.get(&format!("/calendars/due?{asked}")).await;
        shows(
            &page,
            &[
                "17:00 Thứ Tư, 25/02/2026",
                "khoản 2 Điều 147 BLDS 2015",
                "nghỉ lễ",
                "đến hạn",
                "ngày nghỉ hằng tuần",
                "Từng ngày bằng lời",
            ],
        );
        let paused = "rule=C&amount=10&received=2026-03-02T09:00&suspensions=04/03/2026%2008:00%20/%20";
        shows(&visitor.get(&format!("/calendars/due?{paused}")).await, &["Đang tạm dừng từ 08:00 Thứ Tư"]);
        let hours = "rule=H&amount=22,5&received=13/02/2026%2016:00&office=P2-no-swaps";
        shows(&visitor.get(&format!("/calendars/due?{hours}")).await, &["due-line", "giờ"]);
        let same_day = "rule=S15&received=13/02/2026%2015:00:01";
        shows(&visitor.get(&format!("/calendars/due?{same_day}")).await, &["23/02/2026"]);
        let long = "rule=D&amount=400&received=13/02/2024%2009:00";
        shows(&visitor.get(&format!("/calendars/due?{long}")).await, &["tuần ở giữa không vẽ", "dòng nữa"]);
        let projected = visitor.get("/calendars/due?rule=D&amount=1&received=12/02/2027%2009:00").await;
        shows(&projected, &["mới là dự kiến"]);
        for (wrong, part) in [
            ("rule=Q&amount=3&received=13/02/2026%2016:00", "Q"),
            ("rule=D&amount=ba&received=13/02/2026%2016:00", "không phải số ngày"),
            ("rule=D&amount=1,5&received=13/02/2026%2016:00", "không phải số ngày"),
            ("rule=D&amount=1.000&received=13/02/2026%2016:00", "Lịch chưa có ngày nghỉ của năm 2028"),
            ("rule=D&amount=0&received=13/02/2026%2016:00", "Thời hạn phải lớn hơn 0"),
            ("rule=D&amount=99999999&received=13/02/2026%2016:00", "Thời hạn dài nhất"),
            ("rule=D&amount=3&received=13/02/2031%2016:00", "Lịch chưa có ngày nghỉ của năm 2031"),
            ("rule=D&amount=3&received=hôm nay", "không phải thời điểm"),
            ("rule=D&amount=3&received=13/02/2026%2016:00&suspensions=x", "không phải khoảng tạm dừng"),
            ("rule=D&amount=3&received=13/02/2026%2016:00&office=x", "x"),
        ] {
            let page = visitor
                .get(&format!("/calendars/due?{}", wrong.replace(' ', "%20").replace('ô', "%C3%B4")))
                .await;
            assert_eq!(page.status, 422, "{wrong}");
            shows(&page, &[part]);
        }
        let json = visitor.get(&format!("/api/calendars/due?{asked}")).await;
        shows(&json, &["\"due\":\"2026-02-25T17:00:00+07:00\"", "\"calendar_version\":1"]);
        assert_eq!(visitor.get("/api/calendars/due").await.status, 422);
    })
    .await;
}

#[tokio::test]
async fn the_national_officer_prepares_and_publishes_and_nobody_else() {
    on_both(routes, async |test, site| {
        filled(test, site).await;
        for login in ["reader", "home", "body", "office"] {
            let browser = site.browser(login).await;
            assert_eq!(browser.get("/calendars/releases/new").await.status, 403, "{login}");
            assert_eq!(browser.post("/calendars/releases/new", &[]).await.status, 403, "{login}");
        }
        let nation = site.browser("nation").await;
        shows(&nation.post("/calendars/releases/new", &[]).await, &["class=\"errors\""]);
        let notice = [("notice_number", "Thông báo 1/TB-BNV"), ("notice_on", "14/01/2030")];
        let path = led_to(&nation.post("/calendars/releases/new", &notice).await);
        shows(&nation.post("/calendars/releases/new", &notice).await, &["Đang có một bản lịch soạn dở"]);
        assert_eq!(site.visitor().get(&path).await.status, 404, "drafts are nobody else's");
        assert_eq!(site.browser("reader").await.get(&path).await.status, 404);
        hides(&site.visitor().get("/calendars").await, &["Bản đang soạn"]);
        shows(&nation.get("/calendars").await, &["Bản đang soạn"]);

        let bridge = [
            ("from_on", "11/02/2027"),
            ("to_on", "12/02/2027"),
            ("kind", "compensatory"),
            ("name_vi", "Nghỉ bù <b>Tết</b>"),
            ("name_en", "Day off"),
            ("status", "official"),
            ("revision", "1"),
        ];
        led_to(&nation.post(&format!("{path}/days"), &bridge).await);
        shows(&nation.post(&format!("{path}/days"), &bridge).await, &["Có người vừa thay đổi bản lịch này"]);
        let withdrawn = [("day", "03/05/2027"), ("kind", "compensatory"), ("revision", "2")];
        led_to(&nation.post(&format!("{path}/withdraw"), &withdrawn).await);
        led_to(&nation.post(&format!("{path}/confirm"), &[("year", "2027"), ("revision", "3")]).await);
        let kept = [("day", "12/02/2027"), ("kind", "compensatory"), ("revision", "4")];
        shows(&nation.get(&format!("{path}/keep?day=12/02/2027&kind=compensatory")).await, &["12/02/2027"]);
        led_to(&nation.post(&format!("{path}/keep"), &kept).await);
        let draft = nation.get(&path).await;
        shows(&draft, &["11/02/2027", "&lt;b&gt;Tết", "thêm", "sửa", "bỏ", "03/05/2027", "/publish"]);
        hides(&draft, &["<b>Tết", "12/02/2027</time>"]);
        shows(&nation.get(&format!("{path}/publish")).await, &["thay đổi là ngày đã qua", "11/02/2027"]);
        led_to(&nation.post(&format!("{path}/publish"), &[("revision", "5")]).await);

        shows(&site.visitor().get(&path).await, &["Bản lịch số 2", "Thông báo 1/TB-BNV", "đã công bố"]);
        assert_eq!(nation.get(&format!("{path}/days")).await.status, 404, "it can no longer be changed");
        let year = site.visitor().get("/calendars?year=2027").await;
        shows(&year, &["Nghỉ bù &lt;b&gt;Tết"]);
        hides(&year, &["dự kiến", "03/05"]);
        shows(&site.visitor().get("/calendars?year=2027&release=1").await, &["dự kiến", "03/05"]);
        let due = "/calendars/due?rule=D&amount=1&received=10/02/2027%2009:00&office=P1";
        shows(&site.visitor().get(due).await, &["17:00 Thứ Hai, 15/02/2027", "Thông báo 1/TB-BNV"]);

        let second = led_to(&nation.post("/calendars/releases/new", &notice).await);
        let cultural_day = [("day", "24/11/2027"), ("kind", "holiday"), ("revision", "1")];
        led_to(&nation.post(&format!("{second}/withdraw"), &cultural_day).await);
        let eleven = "Năm 2027 mới có 11 ngày nghỉ lễ, tết; luật định ít nhất 12 ngày";
        shows(&nation.post(&format!("{second}/publish"), &[("revision", "2")]).await, &[eleven]);
        let kept = [("day", "24/11/2027"), ("kind", "holiday"), ("revision", "2")];
        led_to(&nation.post(&format!("{second}/keep"), &kept).await);
        shows(&nation.get(&format!("{second}/publish")).await, &["Bản lịch chưa thay đổi ngày nào"]);
        led_to(&nation.post(&format!("{second}/discard"), &[("reason", "nhầm"), ("revision", "3")]).await);
        shows(&nation.get(&second).await, &["đã hủy", "nhầm"]);
    })
    .await;
}

#[tokio::test]
async fn an_office_sets_its_own_hours() {
    on_both(routes, async |test, site| {
        let agency = filled(test, site).await;
        for login in ["reader", "home", "nation"] {
            assert_eq!(site.browser(login).await.get("/calendars/hours/new").await.status, 403, "{login}");
        }
        let office = site.browser("office").await;
        shows(&office.get("/calendars/hours/new").await, &["07:30-11:30 13:30-17:00", "15/01/2030"]);
        let week = ["monday", "tuesday", "wednesday", "thursday", "friday"];
        let mut sent: Vec<(&str, &str)> = week.map(|day| (day, "07:00-11:30, 13:00–16:30")).to_vec();
        sent.extend([("saturday", "07:00-11:00"), ("from_on", "16/01/2030"), ("reason", "QĐ 12/QĐ-BNV")]);
        let wrong = [&sent[1..], &[("monday", "7h-11h")]].concat();
        shows(&office.post("/calendars/hours/new", &wrong).await, &["không phải buổi làm việc"]);
        let path = led_to(&office.post("/calendars/hours/new", &sent).await);
        let page = site.visitor().get(&path).await;
        shows(
            &page,
            &["07:00-11:30 13:00-16:30", "Bộ Nội vụ", "16/01/2030", "QĐ 12/QĐ-BNV", "Không áp dụng"],
        );
        shows(&page, &[&format!("/agencies/{agency}")]);
        shows(&office.post("/calendars/hours/new", &sent).await, &["giống hệt giờ đang áp dụng"]);
        let past = [&sent[..6], &[("from_on", "01/01/2030"), ("reason", "x")]].concat();
        shows(&office.post("/calendars/hours/new", &past).await, &["chỉ áp dụng từ hôm nay (15/01/2030)"]);
        let calendar = office.get("/calendars?year=2026").await;
        shows(&calendar, &["Các lần đặt giờ", "Từ ngày 16/01/2030", "Giờ thông thường"]);
        hides(&site.visitor().get("/calendars").await, &["Các lần đặt giờ"]);
        for path in ["/calendars/hours/7", "/calendars/hours/x", "/calendars/releases/7"] {
            assert_eq!(site.visitor().get(path).await.status, 404, "{path}");
        }
    })
    .await;
}
