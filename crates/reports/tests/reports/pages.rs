//! The pages, as each person sees them.

use crate::common::{MIGRATIONS, day, fill, import, seed_files};
use crate::stories::files;
use platform::testing::site::{Answer, Site};
use platform::testing::{self, TestDb};
use platform::web::{AppOptions, Press, Secret};
use platform::{Result, Role};
use std::sync::Arc;

/// Prints papers as their own words, so that pages can be asked what they would print.
struct PlainPress;

impl Press for PlainPress {
    fn pdf(&self, paper: &papers::Paper) -> Result<Vec<u8>> {
        Ok(format!("{paper:?}").into_bytes())
    }
    fn docx(&self, paper: &papers::Paper) -> Result<Vec<u8>> {
        Ok(format!("{paper:?}").into_bytes())
    }
    fn xlsx(&self, workbook: &papers::Workbook) -> Result<Vec<u8>> {
        Ok(format!("{workbook:?}").into_bytes())
    }
}

const CERTIFICATES: &[&str] = &[
    "1 A initial 2011-05-03 2014-05-03",
    "2 T initial 2010-05-03 2013-05-03",
    "3 B initial 2008-07-01 2011-07-01",
    "4 B renewal 2011-08-01 2014-08-01",
];

const QUERY: &str = "from=2011-01-01&to=2011-12-31&as_of=2012-03-31&edition=nation";

async fn site(test: &TestDb) -> Site {
    import(test, files(CERTIFICATES, &[], &[])).await;
    let options = AppOptions::new(test.db.clone(), Secret::of_words("a test"));
    let site = Site::with(AppOptions { press: Arc::new(PlainPress), ..options }, reports::routes());
    let a = test.db.read(|tx| registers::agencies::by_code(tx, "A")).await.unwrap().unwrap();
    site.person("nation", Role::NationalOfficer, (1, "Tổng cục")).await;
    site.person("province", Role::ProvinceOfficer, (a.id, "Sở A")).await;
    site.person("reader", Role::Reader, (1, "Tổng cục")).await;
    site
}

fn has(page: &Answer, words: &str) {
    assert!(page.text.contains(words), "{words:?} is missing from a page of {} bytes", page.text.len());
}

#[tokio::test]
async fn the_report_shows_its_sentence_figures_and_why() {
    for test in testing::both(day("2012-04-06"), &MIGRATIONS) {
        let site = site(&test).await;
        let reader = site.browser("reader").await;
        let page = reader.get(&format!("/reports/yearly?{QUERY}")).await;
        assert_eq!(page.status, 200, "{}", page.text);
        has(
            &page,
            "Đến hết ngày 31/03/2012, <a href=\"/reports/yearly/rows?set=agencies_to_date&amp;level=local&amp;",
        );
        has(&page, "Vì sao là 2?");
        has(&page, "− 1");
        assert!(!page.text.contains("issues/new"), "a reader issues nothing");
        let page = reader
            .get(&format!("/reports/yearly?{QUERY}&why=agencies_with_valid_certificate&open=provinces"))
            .await;
        has(&page, "Vì sao là 3?");
        has(&page, "chưa quá ngày cuối của giấy");
        let english =
            reader.get_with(&format!("/reports/yearly?{QUERY}&why=none"), &[("accept-language", "en")]).await;
        assert_eq!(english.status, 200);
    }
}

#[tokio::test]
async fn every_link_of_the_report_to_rows_opens_as_many_rows_as_the_figure_says() {
    let test = testing::sqlite(day("2012-04-06"), &MIGRATIONS);
    let site = site(&test).await;
    let reader = site.browser("reader").await;
    let page = reader.get(&format!("/reports/yearly?{QUERY}&open=provinces")).await;
    let mut followed = 0;
    for piece in page.text.split("href=\"").skip(1) {
        let (href, rest) = piece.split_once('"').unwrap();
        let figure =
            rest.split_once('>').and_then(|(_, rest)| rest.split_once("</a>")).map_or("", |(words, _)| words);
        let count = figure.trim_start_matches("− ").replace('.', "");
        if href.starts_with("/reports/yearly/rows?") && count.parse::<i64>().is_ok() {
            let rows = reader.get(&href.replace("&amp;", "&")).await;
            assert_eq!(rows.status, 200, "{href}: {}", rows.text);
            has(&rows, &format!("<b>{count}</b> · Cả nước"));
            followed += 1;
        }
    }
    assert!(followed > 40, "{followed} links were followed");
}

#[tokio::test]
async fn a_provinces_officer_sees_the_own_part_first_and_issues_it_alone() {
    let test = testing::sqlite(day("2012-04-06"), &MIGRATIONS);
    let site = site(&test).await;
    let officer = site.browser("province").await;
    let page = officer.get("/reports/yearly?year=2011").await;
    has(
        &page,
        "<a href=\"/reports/yearly/rows?set=agencies_to_date&amp;from=2011-01-01&amp;to=2011-12-31&amp;as_of=2012-03-31&amp;edition=province%3A01\">1</a> cơ quan",
    );
    has(&page, "/reports/yearly/issues/new?");
    let nation = officer.get(&format!("/reports/yearly?{QUERY}")).await;
    assert!(!nation.text.contains("issues/new"), "the nation is not the province's to issue");
    let sent = issue(&officer, "nation", "1").await;
    assert_eq!(sent.status, 403, "{}", sent.text);
    let sent = issue(&officer, "province:01", "1").await;
    assert_eq!(sent.status, 303, "{}", sent.text);
}

async fn issue(browser: &platform::testing::site::Browser<'_>, edition: &str, number: &str) -> Answer {
    let fields = [
        ("from", "01/01/2011"),
        ("to", "31/12/2011"),
        ("as_of", "31/03/2012"),
        ("edition", edition),
        ("number", number),
        ("symbol", "BC-TĐC"),
        ("issued_on", "06/04/2012"),
        ("issuer", "Tổng cục"),
        ("place", "Hà Nội"),
        ("signer_title", "Tổng cục trưởng"),
        ("signer_name", "Nguyễn Văn A"),
        ("tasks", "Tập huấn cho địa phương"),
    ];
    browser.post("/reports/yearly/issues/new", &fields).await
}

#[tokio::test]
async fn a_copy_is_issued_read_by_the_public_and_corrected() {
    for test in testing::both(day("2012-04-06"), &MIGRATIONS) {
        let site = site(&test).await;
        let officer = site.browser("nation").await;
        let form = officer.get(&format!("/reports/yearly/issues/new?{QUERY}")).await;
        assert_eq!(form.status, 200, "{}", form.text);
        let refused = issue(&officer, "nation", "không").await;
        assert_eq!(refused.status, 422);
        has(&refused, "Tập huấn cho địa phương");
        let sent = issue(&officer, "nation", "5").await;
        let path = sent.location().split('?').next().unwrap().to_owned();
        assert_eq!(sent.status, 303, "{}", sent.text);

        let public = site.visitor();
        let page = public.get(&path).await;
        assert_eq!(page.status, 200);
        has(&page, "Báo cáo số 05/BC-TĐC ngày 06/04/2012");
        has(&page, "khớp với nội dung");
        assert!(!page.text.contains("/reports/yearly/rows"), "the public has no rows");
        assert!(!page.text.contains("So với sổ hôm nay"));
        has(&public.get("/reports/yearly/issues").await, "05/BC-TĐC");
        has(&public.get(&format!("{path}/report.pdf")).await, "Tập huấn cho địa phương");
        has(&public.get(&format!("{path}/report.json")).await, "\"local_agencies_certified_to_date\":2");
        assert_eq!(public.get("/reports/yearly/issues/77").await.status, 404);
        assert_eq!(public.get(&format!("{path}/corrections/1/notice.pdf")).await.status, 404);
        has(&officer.get(&path).await, "Không con số nào khác bản đã phát hành");

        test.db.clock().set(day("2012-04-06").starts_at() + (9 * 3600 + 60) * 1_000_000);
        import(&test, files(CERTIFICATES, &["1 annulled 2012-02-01"], &[])).await;
        let page = officer.get(&path).await;
        has(&page, "Hủy vì cấp sai");
        has(&page, &format!("{path}/correct"));
        let notice = [
            ("number", "6"),
            ("symbol", "TĐC"),
            ("issued_on", "06/04/2012"),
            ("reason", "Hủy giấy số 1"),
            ("signer_title", "Tổng cục trưởng"),
            ("signer_name", "Nguyễn Văn A"),
            ("revision", "1"),
        ];
        let sent = officer.post(&format!("{path}/correct"), &notice).await;
        assert_eq!(sent.told(), format!("303 {path}?done=issues-done-noticed"), "{}", sent.text);
        let again = officer.post(&format!("{path}/correct"), &notice).await;
        assert_eq!(again.status, 422, "a stale notice is refused");
        has(&public.get(&path).await, "Thông báo số 06/TĐC ngày 06/04/2012");
        let paper = public.get(&format!("{path}/corrections/1/notice.pdf")).await;
        has(&paper, "Đính chính Báo cáo số 05/BC-TĐC ngày 06 tháng 4 năm 2012");
        has(&paper, "type_name: \"Thông báo\"");
        has(&paper, "Hủy giấy số 1");

        let page = officer.get(&path).await;
        has(&page, "Thông báo số 06/TĐC ngày 06/04/2012 đã nêu đúng những khác biệt so với sổ hôm nay");
        assert!(!page.text.contains(&format!("{path}/correct\"")), "nothing new is to be noticed");
        let events = ["1 annulled 2012-02-01", "2 annulled 2012-02-02"];
        import(&test, files(CERTIFICATES, &events, &[])).await;
        let page = officer.get(&path).await;
        has(&page, "Sổ lại khác lần đính chính gần nhất");
        has(&page, &format!("{path}/correct\""));
    }
}

#[tokio::test]
async fn who_may_not_read_is_led_to_sign_in_and_what_is_wrong_is_told() {
    let test = testing::sqlite(day("2012-04-06"), &MIGRATIONS);
    let site = site(&test).await;
    for path in ["/reports/yearly", "/reports/yearly.json", "/reports/yearly/rows?set=agencies_to_date"] {
        assert_eq!(site.visitor().get(path).await.status, 303, "{path}");
    }
    let reader = site.browser("reader").await;
    assert_eq!(reader.get("/reports/yearly/issues/new").await.status, 403);
    let page = reader.get("/reports/yearly?from=31/02/2011&edition=moon").await;
    assert_eq!(page.status, 422, "{}", page.text);
    has(&page, "moon");
    has(&page, "31/02/2011");
    for (asked, field, code) in [
        ("province=zz", "province", "zz"),
        ("ministry=zz", "ministry", "zz"),
        ("edition=province:zz", "edition", "zz"),
        ("edition=ministry:BO-XX", "edition", "BO-XX"),
    ] {
        for form in ["", ".json", ".pdf"] {
            let page = reader.get(&format!("/reports/yearly{form}?year=2011&{asked}")).await;
            assert_eq!(page.status, 422, "{asked}{form}: {}", page.text);
            has(&page, field);
            has(&page, code);
            has(&page, "Phạm vi của trang Báo cáo");
        }
    }
    // Hà Giang is a province of the earlier map alone.
    assert_eq!(reader.get("/reports/yearly?year=2011&province=02").await.status, 200);
    assert_eq!(
        reader.get("/reports/yearly?from=2025-07-01&to=2025-12-31&as_of=2025-12-31&province=02").await.status,
        422
    );
    assert_eq!(reader.get("/reports/yearly?year=2011&province=02&ministry=BO-TC").await.status, 422);
    let page = reader.get("/reports/yearly?from=2012-01-01&to=2011-01-01&as_of=2012-03-31").await;
    has(&page, "Ngày cuối kỳ ở trước ngày đầu kỳ");
    assert_eq!(reader.get(&format!("/reports/yearly/rows?set=nothing&{QUERY}")).await.status, 422);
    assert_eq!(
        reader.get(&format!("/reports/yearly/rows?set=papers_to_date&kind=x&{QUERY}")).await.status,
        200
    );
}

#[tokio::test]
async fn files_hold_what_the_page_shows() {
    let test = testing::sqlite(day("2012-04-06"), &MIGRATIONS);
    let site = site(&test).await;
    let reader = site.browser("reader").await;
    let json = reader.get(&format!("/reports/yearly.json?{QUERY}")).await;
    let value: serde_json::Value = serde_json::from_str(&json.text).unwrap();
    assert_eq!(value["to_date"]["agencies_total"], 3);
    assert_eq!(value["period_counts"]["certificates"], 2);
    for (form, words) in
        [("pdf", "DỰ THẢO"), ("docx", "Còn hiệu lực"), ("xlsx", "agencies_with_valid_certificate")]
    {
        let file = reader.get(&format!("/reports/yearly.{form}?{QUERY}")).await;
        assert_eq!(file.status, 200, "{form}");
        has(&file, words);
    }
    let rows = reader.get(&format!("/reports/yearly/rows.xlsx?set=certificates_to_date&{QUERY}")).await;
    has(&rows, "Sở B");
}

/// Every place of a page that leads to rows: the address, and the figure it shows or names.
fn figures_of(page: &str) -> Vec<(String, i64)> {
    let links = page.split("href=\"/reports/yearly/rows?").skip(1);
    let read = |piece: &str| {
        let (query, rest) = piece.split_once('"')?;
        let (attributes, inside) = rest.split_once('>')?;
        // A drawing names its figure before the word for what is counted.
        let words = match attributes.split_once("aria-label=\"") {
            Some((_, name)) => {
                name.split_once(" cơ quan").or_else(|| name.split_once(" giấy")).map_or("", |(name, _)| name)
            }
            None => inside.split_once("</a>").map_or("", |(words, _)| words),
        };
        let figure = words.rsplit(' ').next()?.replace('.', "").parse().ok()?;
        Some((query.replace("&amp;", "&"), figure))
    };
    links.filter_map(read).collect()
}

#[tokio::test]
async fn every_figure_of_the_seeds_report_opens_as_many_rows() {
    let test = testing::sqlite(day("2026-11-23"), &MIGRATIONS);
    fill(&test, seed_files()).await;
    let site = Site::new(test.db.clone(), reports::routes());
    site.person("reader", Role::Reader, (1, "Tổng cục")).await;
    let reader = site.browser("reader").await;
    let mut figures = std::collections::BTreeMap::new();
    for edition in ["nation", "province:01", "ministry:BO-TC"] {
        let query = format!("from=2011-01-01&to=2011-12-31&as_of=2012-03-31&edition={edition}");
        for indicator in reports::yearly::indicators::INDICATORS {
            let page = reader.get(&format!("/reports/yearly?{query}&why={}", indicator.key)).await;
            assert_eq!(page.status, 200);
            for (query, figure) in figures_of(&page.text) {
                assert_eq!(*figures.entry(query.clone()).or_insert(figure), figure, "{query}");
            }
        }
    }
    for (query, figure) in &figures {
        let rows = reader.get(&format!("/reports/yearly/rows?{query}")).await;
        assert_eq!(rows.status, 200, "{query}");
        let count = reports::yearly::number(platform::Language::Vi, *figure);
        assert!(rows.text.contains(&format!("<b>{count}</b> · ")), "{query} should have {count} rows");
    }
    assert!(figures.len() > 200, "{} figures", figures.len());
}
