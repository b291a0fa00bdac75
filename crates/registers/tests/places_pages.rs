//! The pages of the map, told as stories through the whole router.

mod common;
mod press;

use common::{day, on_both};
use platform::testing::TestDb;
use platform::testing::site::{Browser, Site};
use platform::web::{AppOptions, Secret};
use press::ListPress;
use registers::places;
use std::sync::Arc;

fn site(test: &TestDb) -> Site {
    let options = AppOptions::new(test.db.clone(), Secret::of_words("a test"));
    Site::with(AppOptions { press: Arc::new(ListPress), ..options }, places::routes())
}

/// Status and which of `words` a page holds.
async fn holds(browser: &Browser<'_>, path: &str, words: &[&str]) -> String {
    let page = browser.get(path).await;
    let missing: Vec<&&str> = words.iter().filter(|word| !page.text.contains(**word)).collect();
    assert!(missing.is_empty(), "{path} misses {missing:?}: {}", page.text);
    format!("{path}: {}", page.status)
}

async fn rows(browser: &Browser<'_>, path: &str) -> usize {
    let page = browser.get(path).await;
    assert_eq!(page.status, 200, "{path}: {}", page.text);
    page.text.matches("scope=\"row\"").count()
}

/// One story for all pages: loading the map for each would take most of the time.
#[tokio::test]
async fn the_map_is_public_and_answers_for_any_day() {
    let told = on_both(async |test| {
        test.db.write(places::release).await.unwrap();
        let site = site(test);
        let visitor = site.visitor();
        let mut told = vec![the_list_is_of_the_day(&visitor).await];
        told.push(searches_find_every_era(&visitor).await);
        told.push(a_record_tells_both_ways(&visitor).await);
        told.push(a_code_is_explained(&visitor).await);
        told.push(bad_addresses_are_told(&visitor).await);
        told.push(files_and_json_hold_the_same(&visitor).await);
        told.join("\n")
    })
    .await;
    assert!(told.contains("3321"), "{told}");
}

async fn the_list_is_of_the_day(visitor: &Browser<'_>) -> String {
    holds(
        visitor,
        "/places",
        &["23/11/2026", "34 tỉnh, thành phố", "3.321", "Thành phố Đồng Nai", "không có cấp huyện"],
    )
    .await;
    holds(visitor, "/places?on=31/03/2012", &["63 tỉnh, thành phố", "Tỉnh Thừa Thiên Huế", "Tỉnh Hà Giang"])
        .await;
    holds(visitor, "/places?on=2025-06-30", &["Thành phố Huế", "696", "10.035"]).await;
    holds(visitor, "/places?level=district", &["Ngày này không có đơn vị ở cấp này"]).await;
    let counts = [
        rows(visitor, "/places").await,
        rows(visitor, "/places?on=31/03/2012").await,
        rows(visitor, "/places?level=commune").await,
    ];
    assert_eq!(counts, [34, 63, 80]);
    let first = visitor.get("/places?level=commune").await.text;
    let next = first
        .split("rel=\"next\"")
        .next()
        .unwrap()
        .rsplit("href=\"")
        .next()
        .unwrap()
        .split('"')
        .next()
        .unwrap();
    let second = visitor.get(&next.replace("&amp;", "&")).await.text;
    assert!(first.contains("Phường Ba Đình") && !second.contains("Phường Ba Đình"), "{next}");
    assert_eq!(
        visitor.get("/places?in=11000001&on=31/03/2012").await.told(),
        "303 /places/11000001?on=31/03/2012"
    );
    format!("{counts:?}")
}

async fn searches_find_every_era(visitor: &Browser<'_>) -> String {
    holds(visitor, "/places?q=dak+lak", &["Tỉnh Đắk Lắk", "đến hết 30/06/2025", "từ 01/07/2025 đến nay"])
        .await;
    // Today's come first, and an earlier name finds its place.
    let page = visitor.get("/places?q=da+nang").await.text;
    assert!(page.find("/places/21000048").unwrap() < page.find("/places/11000048").unwrap());
    holds(visitor, "/places?q=thi+tran+chu", &["Phường Chũ"]).await;
    holds(visitor, "/places?q=xã+lạng+giang&on=01/07/2025", &["đang tồn tại ngày 01/07/2025"]).await;
    holds(visitor, "/places?q=%3Cscript%3E", &["Không tìm thấy nơi nào", "&lt;script&gt;"]).await
}

async fn a_record_tells_both_ways(visitor: &Browser<'_>) -> String {
    let ha_giang = "/places/11000002";
    holds(
        visitor,
        ha_giang,
        &["Đã kết thúc", "toàn bộ Tỉnh Hà Giang thuộc Tỉnh Tuyên Quang", "202/2025/QH15"],
    )
    .await;
    holds(visitor, &format!("{ha_giang}?on=31/03/2012"), &["đơn vị, ngày 31/03/2012", "Huyện Đồng Văn"])
        .await;
    holds(visitor, "/places/21000008", &["Tỉnh Hà Giang", "Trước đây là gì", "Cùng mã trên bản đồ khác"])
        .await;
    let split =
        ["chia cho 2 đơn vị", "mặc định", "Phường Giảng Võ", "thì hiểu là Phường Ngọc Hà", "Quận Ba Đình"];
    holds(visitor, "/places/13000007", &split).await;
    holds(visitor, "/places/12000001", &["Cấp huyện kết thúc ngày 01/07/2025", "thuộc 8 đơn vị cấp xã mới"])
        .await;
    holds(visitor, "/places/13000010", &["chưa có số liệu về nơi tiếp nhận"]).await;
    let names =
        ["Thị trấn Chũ", "Phường Chũ", "từ trước 30/06/2025 (không rõ ngày)", "Huyện Lục Ngạn", "Thị xã Chũ"];
    holds(visitor, "/places/13007525", &names).await
}

async fn a_code_is_explained(visitor: &Browser<'_>) -> String {
    let path = |code: &str, on: &str| format!("/places/lookup?code={code}&on={on}");
    holds(visitor, "/places/lookup", &["Cùng một mã có thể chỉ hai nơi khác nhau", "23/11/2026"]).await;
    holds(visitor, &path("00004", "30/06/2025"), &["Phường Trúc Bạch", "Nay là gì", "Phường Ba Đình"]).await;
    holds(visitor, &path("00004", "01/07/2025"), &["Phường Ba Đình", "Vẫn là đơn vị hành chính hiện có"])
        .await;
    holds(
        visitor,
        &path("02", "01/07/2025"),
        &["không có đơn vị hành chính nào mang mã 02", "Tỉnh Hà Giang"],
    )
    .await;
    holds(visitor, &path("%3Cb%3E", "01/07/2025"), &["&lt;b&gt;"]).await
}

async fn bad_addresses_are_told(visitor: &Browser<'_>) -> String {
    let mut told = Vec::new();
    for path in [
        "/places/999",
        "/places/abc",
        "/places?in=abc",
        "/api/places/99999",
        "/api/places/abc",
        "/places?on=31/02/2012",
        "/places?level=planet",
        "/places/lookup?code=01&on=never",
        "/places/11000001?on=x",
        "/places?after=x",
        "/places?on=0001-01-01",
        "/places?on=9999-12-31",
    ] {
        told.push(format!("{path} {}", visitor.get(path).await.status));
    }
    let want = "/places/999 404|/places/abc 404|/places?in=abc 404|/api/places/99999 404|/api/places/abc 404|\
        /places?on=31/02/2012 422|/places?level=planet 422|/places/lookup?code=01&on=never 422|/places/11000001?on=x 422|\
        /places?after=x 200|/places?on=0001-01-01 200|/places?on=9999-12-31 200";
    assert_eq!(told.join("|"), want);
    holds(visitor, "/places?on=31/02/2012", &["31/02/2012 không phải là một ngày có trong lịch"]).await
}

async fn files_and_json_hold_the_same(visitor: &Browser<'_>) -> String {
    let file = visitor.get("/places.xlsx?level=commune").await;
    let lines: Vec<&str> = file.text.lines().collect();
    let found = visitor.get("/places.xlsx?q=thi+tran+chu").await.text;
    assert!(found.contains("Phường Chũ"), "{found}");
    let told = visitor.get("/api/places/00007?on=30/06/2025").await.text;
    let value: serde_json::Value = serde_json::from_str(&told).unwrap();
    assert_eq!(value["was"]["name"], "Phường Cống Vị", "{told}");
    assert_eq!(value["became"]["state"], "succeeded");
    assert_eq!(value["became"]["places"].as_array().unwrap().len(), 2);
    let list = visitor.get("/api/places?level=commune").await.text;
    let list: serde_json::Value = serde_json::from_str(&list).unwrap();
    assert_eq!((list["places"].as_array().unwrap().len(), list["next"].is_string()), (200, true));
    // Two notes and the columns stand above the rows.
    format!("{} rows of {}", lines.len() - 3, day("2026-11-23"))
}
