//! What is typed into a search means itself; what is typed wrongly is shown again.

use super::office::Office;
use platform::testing::site::{hides, shows};

#[tokio::test]
async fn a_percent_sign_and_an_underline_find_themselves_and_not_everything() {
    let office = Office::new().await;
    let public = office.site.visitor();
    let found = public.get("/search?q=da+nang").await;
    shows(&found, &["/agencies/", "Sở Tư pháp thành phố Đà Nẵng"]);
    for words in ["%25", "_", "%25a%25", "!", "d_", "%CC%81"] {
        let page = public.get(&format!("/search?q={words}")).await;
        assert_eq!(page.status, 200, "{words}");
        hides(&page, &["/agencies/", "/certificates/", "/bodies/", "/experts/"]);
        shows(&page, &["class=\"empty\""]);
    }
    // Every list with a search of its own keeps the same promise.
    let lists = [
        "agencies",
        "certificates",
        "bodies",
        "experts",
        "plans",
        "legal-documents",
        "frameworks",
        "activities",
    ];
    for list in lists {
        let all = public.get(&format!("/{list}")).await;
        let named = format!("<th class=\"all\" scope=\"row\"><a href=\"/{list}/");
        assert!(all.text.contains(&named), "{list} has rows: {}", all.text);
        for words in ["%25", "_", "a%25"] {
            let page = public.get(&format!("/{list}?q={words}")).await;
            assert_eq!(page.status, 200, "{list} {words}");
            hides(&page, &[named.as_str()]);
        }
    }
    let certificate = format!("/certificates/{}", office.id("certificate", "HT-N-04/2010").await);
    shows(&public.get("/search?q=ht-n-04").await, &[&certificate]);
}

#[tokio::test]
async fn a_bad_day_behind_the_question_mark_is_shown_on_the_same_page() {
    let office = Office::new().await;
    let public = office.site.visitor();
    let agency = format!("/agencies/{}", office.id("agency", "N-48-STP").await);
    let pages = [
        ("/verify/HT-N-04/2010?on=31/02/2012".to_owned(), "class=\"ask-what\"", "id=\"on\""),
        ("/places/lookup?code=48&on=31/02/2012".to_owned(), "Đà Nẵng", "id=\"on\""),
        (format!("{agency}?on=31/02/2012"), "Sở Tư pháp thành phố Đà Nẵng", "id=\"on\""),
        ("/agencies?q=tu+phap&on=31/02/2012".to_owned(), "Sở Tư pháp thành phố Đà Nẵng", "id=\"f-on\""),
        ("/legal-documents?issued_from=31/02/2012".to_owned(), "27/2011/TT-BKHCN", "id=\"f-issued_from\""),
        ("/certificates?expires_from=31/02/2012".to_owned(), "HT-N-04/2010", "id=\"f-expires_from\""),
    ];
    let mut faults = Vec::new();
    for (path, content, field) in pages {
        let page = public.get(&path).await;
        let input = page.text.split("<input").find(|input| input.contains(field)).unwrap_or_default();
        let kept = input.contains("value=\"31/02/2012\"") && input.contains("aria-invalid=\"true\"");
        let told = page.text.contains("31/02/2012 không phải là một ngày có trong lịch");
        let shown = page.text.contains(content);
        if page.status != 422 || !kept || !told || !shown {
            faults
                .push(format!("{path}: {} kept {kept} told {told} shown {shown}: {input:.200}", page.status));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
