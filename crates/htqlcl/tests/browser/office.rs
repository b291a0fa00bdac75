//! What officers do, each in their part.

use super::page::Page;
use super::public::{AGENCY, NUMBER};
use thirtyfour::prelude::*;

const REPORT: &str = "/reports/yearly?from=2011-01-01&to=2011-12-31&as_of=2012-03-31&edition=nation";

/// How many agencies hold a valid certificate, as the report says.
async fn valid_agencies(page: &Page) -> String {
    page.go(REPORT).await;
    page.find("a[href*='set=agencies_valid']").await.text().await.unwrap()
}

async fn act(page: &Page, record: &str, (act, on, done): (&str, &str, &str)) {
    page.go(&format!("{record}/{act}")).await;
    page.fill("on", on).await;
    page.fill("reason", "Không duy trì hệ thống").await;
    page.send().await;
    page.sees(done).await;
    assert!(page.path().await.starts_with(record));
}

/// The national officer finds a certificate without accents, and rules on it.
pub async fn rules_on_a_certificate(page: &Page) {
    page.sign_in("quocgia").await;
    let before = valid_agencies(page).await;
    assert_eq!(before, "2.022");

    let record = finds_by_keys(page).await;
    page.find(&format!("a[href='{record}/suspend']")).await;
    act(page, &record, ("suspend", "15/03/2012", "Đã đình chỉ giấy.")).await;
    page.sees("Không duy trì hệ thống").await;
    page.go(&format!("/verify/{NUMBER}?on=2012-03-15")).await;
    page.sees("Có, nhưng đang bị đình chỉ").await;
    page.sees("Không duy trì hệ thống").await;
    page.go(&format!("/verify/{NUMBER}?on=2012-03-14")).await;
    page.sees("Có, còn hiệu lực").await;
    assert_eq!(valid_agencies(page).await, "2.021");

    act(page, &record, ("resume", "20/03/2012", "Đã khôi phục giấy.")).await;
    assert_eq!(valid_agencies(page).await, "2.022");

    act(page, &record, ("withdraw", "25/03/2012", "Đã thu hồi giấy.")).await;
    assert_eq!(valid_agencies(page).await, "2.021");
    page.browser.delete_all_cookies().await.unwrap();
    page.go(&format!("/verify/{NUMBER}")).await;
    page.sees("Đã bị thu hồi").await;
}

/// Only keys: `/` to the search, words without accents, `j` and `k` along the rows, Enter to open.
async fn finds_by_keys(page: &Page) -> String {
    page.go("/certificates").await;
    page.keys("/").await;
    page.find("input[name=q]:focus").await;
    page.go("/certificates?q=so%20tu%20phap").await;
    page.keys("j").await;
    let first = page.find("table.register tbody tr:nth-child(1) a:focus").await.text().await.unwrap();
    page.keys("j").await;
    let second = page.find("table.register tbody tr:nth-child(2) a:focus").await.text().await.unwrap();
    assert_ne!(first, second);
    page.keys("k").await;
    page.find("table.register tbody tr:nth-child(1) a:focus").await;

    page.fill("q", "so tu phap da nang").await;
    page.keys(Key::Enter).await;
    page.sees("1 giấy chứng nhận").await;
    page.keys("j").await;
    page.find("table.register tbody a:focus").await;
    page.keys(Key::Enter).await;
    page.find("article.record").await;
    page.sees(AGENCY).await;
    page.path().await.split('?').next().unwrap().to_owned()
}

/// Two tabs show one form; whoever sends second is told, and what was typed is still there.
pub async fn is_told_that_another_was_first(page: &Page) {
    page.sign_in("quocgia").await;
    page.go("/certificates?q=HT-MP-0240/2009").await;
    page.press("table.register tbody a").await;
    let record = page.path().await.split('?').next().unwrap().to_owned();
    page.go(&format!("{record}/suspend")).await;
    page.fill("on", "16/03/2012").await;
    page.fill("reason", "Ghi sau").await;
    let late = page.browser.window().await.unwrap();
    let early = page.browser.new_tab().await.unwrap();
    page.browser.switch_to_window(early).await.unwrap();
    act(page, &record, ("suspend", "15/03/2012", "Đã đình chỉ giấy.")).await;
    page.browser.close_window().await.unwrap();
    page.browser.switch_to_window(late).await.unwrap();
    page.send().await;
    page.sees("Có người vừa thay đổi giấy này").await;
    assert_eq!(page.find("[name=reason]").await.value().await.unwrap().as_deref(), Some("Ghi sau"));
}

/// A ministry and a province record their own plans; a form sent twice records one.
pub async fn record_plans(page: &Page) {
    for (login, level, owner) in
        [("bo", "central", "Bộ Tài chính"), ("tinh", "local", "UBND thành phố Đà Nẵng")]
    {
        page.sign_in(login).await;
        page.go("/plans/new").await;
        page.sees(owner).await;
        page.choose("level", level).await;
        page.fill("period", "2013-2014").await;
        page.choose("status", "approved").await;
        page.fill("approved_on", "20/12/2012").await;
        page.fill("decision_no", &format!("QĐ-{login}-2012")).await;
        let button = page.find("main form .button.first").await;
        button.scroll_into_view().await.unwrap();
        page.browser.action_chain().double_click_element(&button).perform().await.unwrap();
        page.sees("Đã ghi kế hoạch.").await;
        page.sees(owner).await;
        page.go(&format!("/plans?q=QĐ-{login}-2012")).await;
        page.sees("Tất cả 1").await;
    }
}

/// A body may not act on what others granted; a reader sees nothing to press.
pub async fn may_not(page: &Page) {
    page.sign_in("chungnhan").await;
    page.go("/certificates?q=HT-MP-0241/2009").await;
    page.press("table.register tbody a").await;
    let record = page.path().await.split('?').next().unwrap().to_owned();
    page.has_no(&format!("a[href='{record}/suspend']")).await;
    for act in ["suspend", "withdraw", "annul", "correct"] {
        page.go(&format!("{record}/{act}")).await;
        page.sees("Không có quyền").await;
    }
    page.sign_in("docgia").await;
    let acts = ["suspend", "withdraw", "annul", "correct", "renew", "approve", "draft", "rename", "succeed"];
    for list in
        ["/certificates", "/plans", "/agencies", "/bodies", "/experts", "/legal-documents", "/frameworks"]
    {
        page.go(list).await;
        page.find("table.register").await;
        page.has_no(&format!("a[href='{list}/new']")).await;
        page.press("table.register tbody a").await;
        page.find("article.record").await;
        for act in acts {
            page.has_no(&format!("main a[href$='/{act}']")).await;
        }
        page.has_no("main form[method=post]").await;
    }
}

/// An administrator opens an account; its owner signs in with the password shown once.
pub async fn opens_an_account(page: &Page) {
    page.sign_in("quantri").await;
    page.go("/accounts").await;
    page.press("a[href='/accounts/new']").await;
    page.send().await;
    page.find(".field.bad").await;
    page.fill("name", "Hồ Thị Ngọc Ánh").await;
    page.fill("login", "anh.ho").await;
    page.fill("agency", "01-UBND").await;
    page.choose("role", "province_officer").await;
    page.send().await;
    page.sees("Mật khẩu dùng một lần").await;
    let password = page.find("main b.code").await.text().await.unwrap();
    page.sign_in_with("anh.ho", &password).await;
    page.sees("Đặt mật khẩu mới").await;
    assert!(page.path().await.starts_with("/account/password"), "{}", page.path().await);
    page.go("/plans").await;
    page.go("/work").await;
    assert!(page.path().await.starts_with("/account/password"), "first a password of one's own");
}
