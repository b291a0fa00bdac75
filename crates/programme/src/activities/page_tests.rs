//! Stories of the pages of activities.

use super::routes;
use crate::page_stories::{agency_id, on_both};
use platform::testing::TestDb;
use platform::testing::site::{hides, led_to, shows};

/// Enters activities as an older register has them: date, kind, subject, targets.
async fn enter(test: &TestDb, lines: &[[&str; 4]]) {
    for [date, kind, subject, targets] in lines.iter().map(|line| line.map(str::to_owned)) {
        let row = super::Row { date, kind, subject, targets, known_by: None };
        test.db.write(move |tx| super::enter(tx, &row)).await.unwrap();
    }
}

#[tokio::test]
async fn anybody_finds_what_was_done_in_a_period() {
    on_both(routes, async |test, site| {
        enter(
            test,
            &[
                ["2011", "ban_hanh", "02 thông tư trong năm", ""],
                ["2012-02-15", "don_doc", "Đôn đốc bốn bộ", "BO-NG;BO-NV"],
                ["", "lam_viec", "Làm việc với các tỉnh", ""],
            ],
        )
        .await;
        let visitor = site.visitor();
        shows(&visitor.get("/activities").await, &["Tất cả 3", "Ban hành văn bản", "BO-NG; BO-NV"]);
        let year = visitor.get("/activities?from=2011-01-01&to=31/12/2011").await;
        shows(&year, &["02 thông tư trong năm", "Tất cả 1"]);
        let early = visitor.get("/activities?as_of=2012-02-14").await;
        shows(&early, &["Tất cả 1"]);
        hides(&early, &["Đôn đốc bốn bộ", "/activities/new"]);
        shows(&visitor.get("/activities?kind=don_doc&q=don%20doc").await, &["Đôn đốc bốn bộ", "Tất cả 1"]);
        shows(&visitor.get("/activities?q=khong-co").await, &["Không có hoạt động nào"]);
        let sheet = visitor.get("/activities.xlsx?kind=ban_hanh").await;
        shows(&sheet, &["{\"Text\":\"02 thông tư trong năm\"}", "{\"Text\":\"2011\"}"]);
        hides(&sheet, &["Đôn đốc bốn bộ"]);
        let json = visitor.get("/api/activities?kind=don_doc").await;
        shows(&json, &["\"all\":1", "\"targets\":[\"BO-NG\",\"BO-NV\"]", "\"date\":\"2012-02-15\""]);
    })
    .await;
}

#[tokio::test]
async fn a_national_officer_records_and_corrects_and_nobody_else_does() {
    on_both(routes, async |test, site| {
        for login in ["foreign", "reader", "body"] {
            let browser = site.browser(login).await;
            assert_eq!(browser.get("/activities/new").await.status, 403, "{login}");
            assert_eq!(browser.post("/activities/new", &[("subject", "x")]).await.status, 403, "{login}");
        }
        let nation = site.browser("nation").await;
        shows(&nation.get("/activities").await, &["/activities/new"]);
        let wrong = [("kind", "tiec"), ("subject", ""), ("date", "13/2029"), ("count_stated", "hai")];
        let refused = nation.post("/activities/new", &wrong).await;
        assert_eq!(refused.status, 422);
        shows(
            &refused,
            &["tiec không có trong danh sách", "13/2029 không phải là ngày", "hai không phải là số nguyên"],
        );
        let fields = [
            ("kind", "hoi_nghi"),
            ("subject", "Hội nghị <i>sơ kết</i>"),
            ("date", "05/2029"),
            ("targets", "BO-NG, LA"),
            ("form_key", "k1"),
        ];
        let path = led_to(&nation.post("/activities/new", &fields).await);
        assert_eq!(led_to(&nation.post("/activities/new", &fields).await), path, "sent twice");
        let again = nation.post("/activities/new", &fields[..4]).await;
        shows(&again, &["đã được ghi. Hãy mở bản ghi đó"]);
        let owner = agency_id(test, "BO-NG").await;
        let page = nation.get(&path).await;
        shows(
            &page,
            &["Hội nghị &lt;i&gt;sơ kết", "05/2029", &format!("href=\"/agencies/{owner}\""), "Người nation"],
        );
        hides(&page, &["<i>sơ kết"]);
        let correct = format!("{path}/correct");
        shows(&nation.get(&correct).await, &["value=\"BO-NG; LA\"", "value=\"05/2029\""]);
        let right = [
            ("kind", "hoi_nghi"),
            ("subject", "Hội nghị tổng kết"),
            ("date", "05/2029"),
            ("reason", "nhầm tên"),
        ];
        shows(&nation.post(&correct, &[&right[..3], &[("revision", "1")]].concat()).await, &["chưa ghi"]);
        led_to(&nation.post(&correct, &[&right[..], &[("revision", "1")]].concat()).await);
        shows(&nation.get(&path).await, &["<ins>Hội nghị tổng kết</ins>", "nhầm tên"]);
        let stale = nation.post(&correct, &[&right[..], &[("revision", "1")]].concat()).await;
        shows(&stale, &["Người khác vừa thay đổi bản ghi này"]);
        shows(
            &site.visitor().get(&format!("/api{path}")).await,
            &["\"counts_from\":\"2029-05-31\"", "\"revision\":2"],
        );
    })
    .await;
}

#[tokio::test]
async fn what_has_no_date_stays_known_by_the_same_day_when_corrected() {
    on_both(routes, async |test, site| {
        enter(test, &[["", "lam_viec", "Làm việc với các tỉnh", ""]]).await;
        let nation = site.browser("nation").await;
        let list = nation.get("/activities").await;
        let id =
            list.text.split("href=\"/activities/").find(|part| part.as_bytes()[0].is_ascii_digit()).unwrap();
        let path = format!("/activities/{}", id.split('"').next().unwrap());
        shows(&nation.get(&path).await, &["không rõ ngày, biết từ 06/04/2012"]);
        let right = [
            ("kind", "lam_viec"),
            ("subject", "Làm việc với ba tỉnh"),
            ("reason", "đủ hơn"),
            ("revision", "1"),
        ];
        led_to(&nation.post(&format!("{path}/correct"), &right).await);
        shows(
            &nation.get(&path).await,
            &["không rõ ngày, biết từ 06/04/2012", "<del>Làm việc với các tỉnh</del>"],
        );
    })
    .await;
}

#[tokio::test]
async fn what_cannot_be_found_or_read_is_told() {
    on_both(routes, async |_, site| {
        let visitor = site.visitor();
        for path in ["/activities/7", "/activities/x", "/api/activities/7"] {
            assert_eq!(visitor.get(path).await.status, 404, "{path}");
        }
        assert_eq!(site.browser("nation").await.get("/activities/7/correct").await.status, 404);
        for (query, part) in [
            ("as_of=31/02/2012", "31/02/2012 không phải là một ngày"),
            ("from=x", "x không phải là một ngày"),
            ("kind=tiec", "tiec không có trong danh sách"),
        ] {
            for list in ["/activities", "/activities.xlsx", "/api/activities"] {
                let page = visitor.get(&format!("{list}?{query}")).await;
                assert_eq!(page.status, 422, "{list}?{query}");
                shows(&page, &[part]);
            }
        }
        assert_eq!(visitor.get("/activities?after=1~x").await.status, 422);
        assert_eq!(visitor.get("/activities?q=%00%25").await.status, 200);
    })
    .await;
}
