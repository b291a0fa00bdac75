//! Stories of the pages of model frameworks.

use super::routes;
use crate::page_stories::{agency_id, on_both};
use platform::testing::TestDb;
use platform::testing::site::{hides, led_to, shows};

/// Enters frameworks as an older register has them: code, publisher, year.
async fn enter(test: &TestDb, lines: &[[&str; 3]]) {
    for [code, publisher_code, published_year] in lines.iter().map(|line| line.map(str::to_owned)) {
        let row = super::FrameworkRow {
            publisher: format!("Tên {publisher_code}"),
            code,
            publisher_code,
            applies_to: "Cơ quan tại địa phương".to_owned(),
            published_year,
            published_on: String::new(),
            decision_no: String::new(),
            certainty: String::new(),
            known_by: "2012-03-31".parse().unwrap(),
        };
        test.db.write(move |tx| super::enter(tx, &row)).await.unwrap();
    }
}

async fn path(test: &TestDb, code: &'static str) -> String {
    let framework = test.db.read(move |tx| super::by_code(tx, code)).await.unwrap();
    format!("/frameworks/{}", framework.unwrap().id)
}

#[tokio::test]
async fn anybody_sees_what_was_published_by_a_day() {
    on_both(routes, async |test, site| {
        enter(test, &[["MHK-1", "BO-NG", "2010"], ["MHK-2", "BO-TC", ""]]).await;
        let visitor = site.visitor();
        let list = visitor.get("/frameworks?as_of=2012-03-31").await;
        shows(&list, &["Tất cả 2", "MHK-1", "MHK-2"]);
        hides(&list, &["/frameworks/new"]);
        shows(&visitor.get("/frameworks?as_of=30/03/2012").await, &["Tất cả 1", "MHK-1"]);
        shows(&visitor.get("/frameworks?publisher=BO-TC").await, &["Tất cả 1", "MHK-2"]);
        shows(&visitor.get("/frameworks?q=dia%20phuong%20").await, &["Tất cả 2"]);
        shows(&visitor.get("/frameworks?q=khong-co").await, &["Không có mô hình khung nào"]);
        let owner = agency_id(test, "BO-NG").await;
        let page = visitor.get(&path(test, "MHK-1").await).await;
        shows(&page, &["2010", &format!("href=\"/agencies/{owner}\""), "Mô hình khung khác của Tên BO-NG"]);
        shows(&visitor.get(&path(test, "MHK-2").await).await, &["không rõ ngày, biết từ 31/03/2012"]);
        let sheet = visitor.get("/frameworks.xlsx?as_of=2012-03-30").await;
        shows(&sheet, &["MHK-1"]);
        hides(&sheet, &["MHK-2"]);
        shows(
            &visitor.get("/api/frameworks?publisher=BO-NG").await,
            &["\"all\":1", "\"counts_from\":\"2010-12-31\""],
        );
    })
    .await;
}

#[tokio::test]
async fn a_ministry_publishes_and_corrects_its_own_and_no_other() {
    on_both(routes, async |_, site| {
        for login in ["reader", "body"] {
            assert_eq!(site.browser(login).await.get("/frameworks/new").await.status, 403, "{login}");
        }
        let (own, other) = (site.browser("foreign").await, site.browser("home").await);
        shows(&own.get("/frameworks/new").await, &["Mô hình khung do Bộ Ngoại giao (BO-NG) công bố."]);
        let fields = [
            ("code", "MHK-9"),
            ("applies_to", "Sở <b>ngoại vụ</b>"),
            ("published_on", "05/2029"),
            ("publisher_code", "BO-NV"),
            ("form_key", "k1"),
        ];
        let path = led_to(&own.post("/frameworks/new", &fields).await);
        assert_eq!(led_to(&own.post("/frameworks/new", &fields).await), path, "sent twice");
        let page = own.get(&path).await;
        shows(&page, &["BO-NG", "Sở &lt;b&gt;ngoại vụ", "05/2029", "Người foreign", "/correct"]);
        hides(&page, &["<b>ngoại vụ"]);
        shows(&own.post("/frameworks/new", &fields[..4]).await, &["Mã MHK-9 đã có trong sổ"]);
        let late = [("code", "MHK-8"), ("applies_to", "Sở"), ("published_on", "2031")];
        shows(&own.post("/frameworks/new", &late).await, &["Ngày này ở sau hôm nay (15/01/2030)"]);
        let correct = format!("{path}/correct");
        hides(&other.get(&path).await, &["/correct"]);
        assert_eq!(other.get(&correct).await.status, 403);
        assert_eq!(other.post(&correct, &[("revision", "1")]).await.status, 403);
        let right = [("code", "MHK-9"), ("applies_to", "Sở Ngoại vụ"), ("published_on", "05/2029")];
        let sent = [&right[..], &[("reason", "viết hoa"), ("revision", "1")]].concat();
        shows(&own.post(&correct, &[&right[..], &[("revision", "1")]].concat()).await, &["chưa ghi"]);
        led_to(&own.post(&correct, &sent).await);
        shows(&own.get(&path).await, &["<ins>Sở Ngoại vụ</ins>", "viết hoa"]);
        shows(&own.post(&correct, &sent).await, &["Có người vừa thay đổi mô hình khung này"]);
        let again = [&right[..], &[("reason", "nữa"), ("revision", "2")]].concat();
        shows(&own.post(&correct, &again).await, &["giống hệt nội dung đang có"]);
        let nation = site.browser("nation").await;
        let named = [("code", "MHK-7"), ("applies_to", "Xã"), ("publisher_code", "BO-NV")];
        let by_nation = led_to(&nation.post("/frameworks/new", &named).await);
        shows(
            &nation.get(&by_nation).await,
            &["Mô hình khung của Bộ Nội vụ", "không rõ ngày, biết từ 15/01/2030"],
        );
    })
    .await;
}

#[tokio::test]
async fn what_cannot_be_found_or_read_is_told() {
    on_both(routes, async |_, site| {
        let visitor = site.visitor();
        for path in ["/frameworks/7", "/frameworks/x", "/api/frameworks/7"] {
            assert_eq!(visitor.get(path).await.status, 404, "{path}");
        }
        assert_eq!(site.browser("nation").await.get("/frameworks/7/correct").await.status, 404);
        for list in ["/frameworks", "/frameworks.xlsx", "/api/frameworks"] {
            let page = visitor.get(&format!("{list}?as_of=31/02/2012")).await;
            assert_eq!(page.status, 422, "{list}");
            shows(&page, &["31/02/2012 không phải là một ngày"]);
        }
        assert_eq!(visitor.get("/frameworks?after=x").await.status, 422);
        assert_eq!(visitor.get("/frameworks?q=%00%25!&publisher=%00").await.status, 200);
    })
    .await;
}
