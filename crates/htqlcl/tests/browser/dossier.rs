//! A dossier from the counter to the citizen, as each of the people meets it.

use super::page::Page;
use thirtyfour::prelude::*;

/// The code of a dossier of the ward, wherever it stands on the page.
async fn code_on(page: &Page) -> String {
    let text = page.text().await;
    let at = text.find("H17.61-").unwrap_or_else(|| panic!("no code on the page:\n{text}"));
    text[at..].chars().take_while(|sign| !sign.is_whitespace()).collect()
}

/// Opens a dossier from the list of what waits for this person.
async fn open_task(page: &Page, (login, code): (&str, &str)) {
    page.sign_in(login).await;
    page.go("/tasks").await;
    let link = format!(
        "//main//a[contains(@href, '/dossiers/') and not(contains(@href, '/due')) and ancestor-or-self::*[self::li or self::tr][contains(., '{code}')]]"
    );
    let found = page.browser.query(By::XPath(link)).first().await;
    found.unwrap_or_else(|_| panic!("{code} waits for {login}")).click().await.unwrap();
    page.find("main h1").await;
}

/// The clerk of the centre receives for the ward; nobody of the ward is told but by their lists.
async fn receive(page: &Page) -> String {
    page.sign_in("tt-motcua").await;
    page.go("/counter?q=giam%20ho").await;
    page.sees("Nhận hộ: cơ quan giải quyết là").await;
    page.fill("name", "Trần Thị Bưởi").await;
    page.fill("id_number", "001188000123").await;
    page.fill("fee_vnd", "0").await;
    page.send().await;
    page.sees("Hồ sơ còn thiếu 2 giấy tờ").await;
    assert_eq!(page.find("main [name=name]").await.value().await.unwrap().as_deref(), Some("Trần Thị Bưởi"));
    page.press("main [name=all_papers]").await;
    page.send().await;
    page.sees("Đã tiếp nhận hồ sơ").await;
    assert!(page.path().await.starts_with("/receptions/"));
    page.has_no("main a[href^='/dossiers/']").await;
    code_on(page).await
}

async fn complete(page: &Page, outcome: Option<&str>, told: &str) {
    if let Some(outcome) = outcome {
        page.choose("outcome", outcome).await;
    }
    page.send().await;
    page.sees(told).await;
}

/// Received for another agency, examined, supplemented, signed, sealed, returned, tracked by its code.
pub async fn goes_from_the_counter_to_the_citizen(page: &Page) {
    let code = receive(page).await;
    is_tracked(page, (&code, "Đã tiếp nhận")).await;

    open_task(page, ("phuong-tuphap-chuyenvien", &code)).await;
    page.sees("Vì sao là ngày này?").await;
    let record = page.path().await;
    page.go(&format!("{record}/ask")).await;
    page.fill("missing", "Giấy xác nhận nơi cư trú").await;
    page.fill("reason", "Giấy tờ đã hết giá trị").await;
    page.send().await;
    page.sees("Yêu cầu bổ sung giấy tờ").await;
    is_tracked(page, (&code, "bổ sung")).await;
    page.sign_in("phuong-motcua").await;
    page.go(&format!("{record}/answer")).await;
    page.press("main form input[type=checkbox]").await;
    page.send().await;
    page.sees("Đang xử lý").await;

    extend(page, &record).await;
    open_task(page, ("phuong-tuphap-chuyenvien", &code)).await;
    complete(page, None, "Đã ghi nhận").await;
    open_task(page, ("phuong-lanhdao", &code)).await;
    complete(page, Some("approve"), "Đã ghi nhận").await;
    open_task(page, ("phuong-vanthu", &code)).await;
    complete(page, None, "hồ sơ chờ trả kết quả").await;
    is_tracked(page, (&code, "kết quả")).await;
    open_task(page, ("phuong-motcua", &code)).await;
    page.choose("delivery", "applicant").await;
    complete(page, None, "Đã trả kết quả").await;
    page.sees("Đã trả kết quả").await;
}

/// The head extends with an apology; the new day explains itself.
async fn extend(page: &Page, record: &str) {
    page.sign_in("phuong-lanhdao").await;
    page.go(&format!("{record}/extend")).await;
    page.choose("days", "2").await;
    page.fill("reason", "Phải xác minh ở nơi cư trú cũ").await;
    page.send().await;
    page.sees("Phải xác minh ở nơi cư trú cũ").await;
    page.go(&format!("{record}/due")).await;
    page.sees("gia hạn").await;
}

/// Certified copies are entered by the keyboard alone, one line each.
pub async fn copies_are_entered_by_keyboard(page: &Page) {
    page.sign_in("phuong-motcua").await;
    page.go("/counter/same-day").await;
    for name in ["Ngô Thị Kiều", "Bạch Văn Tám"] {
        page.find("main [name=name]:focus").await;
        page.keys(name).await;
        page.keys(Key::Tab + "").await;
        page.keys("Bằng tốt nghiệp").await;
        page.keys(Key::Enter + "").await;
        page.sees(name).await;
        page.sees("2.000").await;
    }
}

/// The public sees how far it is, and nobody's name.
async fn is_tracked(page: &Page, (code, words): (&str, &str)) {
    page.browser.delete_all_cookies().await.unwrap();
    page.go(&format!("/track/{code}")).await;
    page.sees(words).await;
    let text = page.text().await;
    assert!(!text.contains("Bưởi") && !text.contains("001188"), "the public reads no personal data:\n{text}");
}

/// Another office's clerk finds nothing of it.
pub async fn is_seen_by_its_own_agency_only(page: &Page) {
    page.sign_in("phuong-motcua").await;
    page.go("/dossiers").await;
    let own = page.find("table.register tbody a[href^='/dossiers/']").await;
    let record = own.attr("href").await.unwrap().unwrap();
    page.sign_in("so-motcua").await;
    page.go(&record).await;
    page.has_no(".timeline").await;
    page.sees("Không tìm thấy").await;
}
