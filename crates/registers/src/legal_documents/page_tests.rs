//! Stories of the pages of legal documents.

use super::routes;
use crate::page_stories::on_both;
use platform::testing::TestDb;
use platform::testing::site::{hides, led_to, shows};

/// Enters documents as an older register has them: number, kind, title, day of issue.
async fn enter(test: &TestDb, lines: &[[&str; 4]]) {
    for [number, kind, title, issued_on] in lines.iter().map(|line| line.map(str::to_owned)) {
        let row = super::DocumentRow {
            number,
            kind,
            title,
            issued_on,
            issuer: "Thủ tướng Chính phủ".to_owned(),
            status_note: String::new(),
            certainty: String::new(),
            known_by: "2012-04-06".parse().unwrap(),
        };
        test.db.write(move |tx| super::enter(tx, &row)).await.unwrap();
    }
}

async fn path(test: &TestDb, number: &'static str) -> String {
    let document = test.db.read(move |tx| super::by_number(tx, number)).await.unwrap();
    format!("/legal-documents/{}", document.unwrap().id)
}

#[tokio::test]
async fn anybody_finds_what_was_in_force_on_a_day_and_what_was_issued_in_a_period() {
    on_both(routes, async |test, site| {
        enter(
            test,
            &[
                ["7/2001/QĐ-A", "Quyết định", "Văn bản cũ", "2001-02-01"],
                ["8/2011/TT-A", "Thông tư", "Văn bản giữa", "2011"],
                ["9/2012/QĐ-A", "Quyết định", "Văn bản mới", "2012-06-01"],
            ],
        )
        .await;
        let old = path(test, "7/2001/QĐ-A").await;
        let new = path(test, "9/2012/QĐ-A").await;
        let nation = site.browser("nation").await;
        let fields = [
            ("kind", "replaces"),
            ("target_number", "7/2001/QĐ-A"),
            ("on_day", "15/07/2012"),
            ("revision", "1"),
        ];
        led_to(&nation.post(&format!("{new}/relate"), &fields).await);
        let visitor = site.visitor();
        let before = visitor.get("/legal-documents?on=2012-07-14").await;
        shows(&before, &["Tất cả 3", "7/2001/QĐ-A", "Hiệu lực vào ngày 14/07/2012"]);
        hides(&before, &["/legal-documents/new"]);
        let after = visitor.get("/legal-documents?on=15/07/2012").await;
        shows(&after, &["Tất cả 2", "9/2012/QĐ-A"]);
        hides(&after, &[">7/2001/QĐ-A<"]);
        let early = visitor.get("/legal-documents?on=2012-01-01").await;
        shows(&early, &["Tất cả 2"]);
        hides(&early, &["9/2012/QĐ-A"]);
        let flow = "issued_from=2011-01-01&issued_to=2011-12-31&as_of=2012-03-31";
        shows(&visitor.get(&format!("/legal-documents?{flow}")).await, &["Tất cả 1", "8/2011/TT-A"]);
        shows(
            &visitor.get(&format!("/legal-documents?{flow}&kind=Th%C3%B4ng%20t%C6%B0")).await,
            &["Tất cả 1"],
        );
        shows(&visitor.get("/legal-documents?q=van%20ban%20moi").await, &["Tất cả 1"]);
        shows(&visitor.get("/legal-documents?kind=Luật").await, &["Không có văn bản nào"]);
        shows(&visitor.get(&old).await, &["Bị thay thế bởi", &format!("href=\"{new}\""), "Đã bị thay thế"]);
        shows(&visitor.get(&format!("{old}?on=2012-07-14")).await, &["Có hiệu lực"]);
        shows(
            &visitor.get(&new).await,
            &[&format!("href=\"{old}\""), "từ ngày 15/07/2012", "Thay thế 7/2001/QĐ-A"],
        );
        let sheet = visitor.get("/legal-documents.xlsx?on=2012-07-15").await;
        shows(&sheet, &["Văn bản mới", "Văn bản giữa"]);
        hides(&sheet, &["Văn bản cũ"]);
        let json = visitor.get(&format!("/api{old}?on=2012-07-15")).await;
        shows(
            &json,
            &["\"force\":\"replaced\"", "\"done_to_it\":[{\"kind\":\"replaces\",\"number\":\"9/2012/QĐ-A\""],
        );
        shows(
            &visitor.get("/api/legal-documents?on=2012-07-15").await,
            &["\"all\":2", "\"force\":\"in_force\""],
        );
    })
    .await;
}

#[tokio::test]
async fn a_national_officer_records_corrects_and_relates_and_nobody_else_does() {
    on_both(routes, async |test, site| {
        enter(test, &[["7/2001/QĐ-A", "Quyết định", "Văn bản cũ", ""]]).await;
        let old = path(test, "7/2001/QĐ-A").await;
        for login in ["foreign", "reader", "body"] {
            let browser = site.browser(login).await;
            hides(&browser.get(&old).await, &["/correct\"", "/relate\""]);
            for path in ["/legal-documents/new".to_owned(), format!("{old}/correct"), format!("{old}/relate")]
            {
                assert_eq!(browser.get(&path).await.status, 403, "{login} {path}");
                assert_eq!(browser.post(&path, &[]).await.status, 403, "{login} {path}");
            }
        }
        let nation = site.browser("nation").await;
        let wrong =
            [("number", "số 5"), ("kind", "Luật"), ("title", "x"), ("issuer", "y"), ("effective_on", "x")];
        let refused = nation.post("/legal-documents/new", &wrong).await;
        assert_eq!(refused.status, 422);
        shows(&refused, &["x không phải là một ngày", "value=\"số 5\""]);
        shows(&nation.post("/legal-documents/new", &wrong[..4]).await, &["Số, ký hiệu văn bản phải có dạng"]);
        let fields = [
            ("number", "5/2029/NĐ-A"),
            ("kind", "Nghị định"),
            ("title", "<img src=x onerror=alert(1)>"),
            ("issuer", "Chính phủ"),
            ("issued_on", "03/2029"),
            ("form_key", "k1"),
        ];
        let new = led_to(&nation.post("/legal-documents/new", &fields).await);
        assert_eq!(led_to(&nation.post("/legal-documents/new", &fields).await), new, "sent twice");
        shows(&nation.post("/legal-documents/new", &fields[..5]).await, &["đã có trong sổ"]);
        let page = nation.get(&new).await;
        shows(&page, &["&lt;img src=x", "03/2029", "Người nation"]);
        hides(&page, &["<img src=x"]);
        hides(&nation.get("/legal-documents").await, &["<img src=x"]);
        let right = [
            ("kind", "Nghị định"),
            ("title", "Tên đúng"),
            ("issuer", "Chính phủ"),
            ("issued_on", "12/03/2029"),
        ];
        let correct = format!("{new}/correct");
        shows(&nation.get(&correct).await, &["value=\"03/2029\"", "name=\"revision\" value=\"1\""]);
        shows(&nation.post(&correct, &[&right[..], &[("revision", "1")]].concat()).await, &["chưa ghi"]);
        let with_reason = [&right[..], &[("reason", "nhầm tên"), ("revision", "1")]].concat();
        led_to(&nation.post(&correct, &with_reason).await);
        shows(&nation.get(&new).await, &["<ins>Tên đúng</ins>", "<ins>12/03/2029</ins>", "nhầm tên"]);
        shows(&nation.post(&correct, &with_reason).await, &["vừa được người khác thay đổi"]);
        let own = [("kind", "amends"), ("target_number", "5/2029/NĐ-A"), ("revision", "2")];
        shows(&nation.post(&format!("{new}/relate"), &own).await, &["không có quan hệ với chính nó"]);
        let unknown = [("kind", "loves"), ("target_number", "7/2001/QĐ-A"), ("revision", "2")];
        assert_eq!(nation.post(&format!("{new}/relate"), &unknown).await.status, 422);
    })
    .await;
}

#[tokio::test]
async fn what_has_no_date_stays_known_by_the_same_day_when_corrected() {
    on_both(routes, async |test, site| {
        enter(test, &[["7/2001/QĐ-A", "Quyết định", "Văn bản cũ", ""]]).await;
        let old = path(test, "7/2001/QĐ-A").await;
        let nation = site.browser("nation").await;
        let right = [
            ("kind", "Quyết định"),
            ("title", "Văn bản rất cũ"),
            ("issuer", "Thủ tướng Chính phủ"),
            ("reason", "đủ hơn"),
            ("revision", "1"),
        ];
        led_to(&nation.post(&format!("{old}/correct"), &right).await);
        shows(&nation.get(&old).await, &["không rõ ngày, biết từ 06/04/2012", "<del>Văn bản cũ</del>"]);
    })
    .await;
}

#[tokio::test]
async fn what_cannot_be_found_or_read_is_told() {
    on_both(routes, async |_, site| {
        let visitor = site.visitor();
        for path in ["/legal-documents/7", "/legal-documents/x", "/api/legal-documents/7"] {
            assert_eq!(visitor.get(path).await.status, 404, "{path}");
        }
        assert_eq!(site.browser("nation").await.get("/legal-documents/7/relate").await.status, 404);
        for name in ["on", "as_of", "issued_from", "issued_to"] {
            for list in ["/legal-documents", "/legal-documents.xlsx", "/api/legal-documents"] {
                let page = visitor.get(&format!("{list}?{name}=31/02/2012")).await;
                assert_eq!(page.status, 422, "{list} {name}");
                shows(&page, &["31/02/2012 không phải là một ngày"]);
            }
        }
        assert_eq!(visitor.get("/legal-documents?after=1~x").await.status, 422);
        assert_eq!(visitor.get("/legal-documents?q=%00%25!&kind=%00").await.status, 200);
    })
    .await;
}
