//! What anybody does without an account.

use super::page::Page;

/// Number and agency of a certificate of the demonstration.
pub const NUMBER: &str = "HT-MP-0238/2009";
pub const AGENCY: &str = "Sở Tư pháp thành phố Đà Nẵng";

pub async fn verifies_a_certificate(page: &Page) {
    assert!(page.is_phone());
    page.go("/").await;
    page.ask_for("number", &NUMBER.to_lowercase()).await;
    page.sees("đã hết hạn").await;
    page.sees(AGENCY).await;
    page.fits().await;

    page.ask_for("on", "31/03/2012").await;
    page.sees("Có, còn hiệu lực").await;

    page.go("/verify").await;
    page.ask_for("number", "HT-MP-9999/2009").await;
    page.sees("Không có trong sổ").await;
    page.sees("Hãy đối chiếu từng chữ, từng số với giấy").await;
    page.fits().await;
}

pub async fn changes_the_language(page: &Page) {
    page.go(&format!("/verify/{NUMBER}")).await;
    page.sees("đã hết hạn").await;
    page.press("a.language").await;
    page.find("html[lang=en]").await;
    page.sees("Yes, but expired").await;
    page.sees(AGENCY).await;
    page.go("/certificates").await;
    page.find("html[lang=en]").await;
    page.sees("Certificates").await;
    page.press("a.language").await;
    page.find("html[lang=vi]").await;
    page.sees("Giấy chứng nhận").await;
}
