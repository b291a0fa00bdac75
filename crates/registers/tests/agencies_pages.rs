//! The pages of agencies, told as stories through the whole router.

mod common;
mod press;

use common::{day, on_both};
use platform::testing::site::{Answer, Browser, Site};
use platform::testing::{self, TestDb};
use platform::web::{AppOptions, Secret};
use platform::{Role, Tx, journal};
use press::ListPress;
use registers::agencies::{self, AgencyRow};
use std::sync::Arc;

const HOSTILE: &str = "Sở <script>alert('1')</script> & \"=cmd\" tỉnh Hà Giang";

fn row(code: &str, name: &str, kind: &str, (ministry, province): (&str, &str)) -> AgencyRow {
    AgencyRow {
        code: code.to_owned(),
        name: name.to_owned(),
        level: if ministry.is_empty() { "local" } else { "central" }.to_owned(),
        kind: kind.to_owned(),
        ministry_code: ministry.to_owned(),
        province_code: province.to_owned(),
        ..AgencyRow::default()
    }
}

fn long_name() -> String {
    format!("Sở {} tỉnh Hà Giang", "Nông nghiệp và Phát triển nông thôn ".repeat(20))
}

fn enter(tx: &mut Tx<'_>) -> platform::Result<()> {
    for (code, name, kind, place) in [
        ("02-UBND", "UBND tỉnh Hà Giang", "ubnd_tinh", ("", "02")),
        ("04-UBND", "UBND tỉnh Cao Bằng", "ubnd_tinh", ("", "04")),
        ("02-SKHDT", "Sở Kế hoạch và Đầu tư tỉnh Hà Giang", "so", ("", "02")),
        ("02-STC", "Sở Tài chính tỉnh Hà Giang", "so", ("", "02")),
        ("02-SXD", "Sở Xây dựng tỉnh Hà Giang", "so", ("", "02")),
        ("02-SGTVT", "Sở Giao thông vận tải tỉnh Hà Giang", "so", ("", "02")),
        ("04-SNV", "Sở Nội vụ tỉnh Cao Bằng", "so", ("", "04")),
        ("02-X", HOSTILE, "so", ("", "02")),
        ("02-L", &long_name(), "so", ("", "02")),
        ("02-XA", "UBND xã Đồng Văn", "ubnd_xa", ("", "02")),
        ("BO-TC-99", "Cục Quản lý giá (Bộ Tài chính)", "don_vi_thuoc_bo", ("BO-TC", "")),
    ] {
        agencies::enter(tx, &row(code, name, kind, place))?;
    }
    agencies::connect(tx)?;
    Ok(())
}

async fn site(test: &TestDb) -> Site {
    test.db.write(enter).await.unwrap();
    let options = AppOptions::new(test.db.clone(), Secret::of_words("a test"));
    let site = Site::with(AppOptions { press: Arc::new(ListPress), ..options }, agencies::routes());
    let province = id(test, "02-UBND").await;
    site.person("nation", Role::NationalOfficer, (0, "Tổng cục")).await;
    site.person("province", Role::ProvinceOfficer, (province, "UBND tỉnh Hà Giang")).await;
    site.person("body", Role::CertificationBody, (province, "Trung tâm")).await;
    site.person("reader", Role::Reader, (province, "UBND tỉnh Hà Giang")).await;
    site
}

async fn id(test: &TestDb, code: &str) -> i64 {
    let code = code.to_owned();
    test.db.read(move |tx| Ok(agencies::by_code(tx, &code)?.unwrap().id)).await.unwrap()
}

fn assert_holds(page: &Answer, words: &[&str]) {
    let missing: Vec<&&str> = words.iter().filter(|word| !page.text.contains(**word)).collect();
    assert!(missing.is_empty(), "misses {missing:?}: {}", page.text);
}

fn codes(page: &Answer) -> String {
    let cells = page.text.split("<tbody>").nth(1).unwrap_or("").split("<td class=\"code");
    cells.skip(1).map(|cell| cell.split(['>', '<']).nth(1).unwrap_or("")).collect::<Vec<_>>().join(" ")
}

/// The revision that a form carries.
fn revision(form: &Answer) -> String {
    let after =
        form.text.split("name=\"revision\" value=\"").nth(1).unwrap_or_else(|| panic!("{}", form.text));
    after.split('"').next().unwrap().to_owned()
}

#[tokio::test]
async fn the_list_is_public_filtered_and_in_both_orders() {
    on_both(async |test| {
        let site = site(test).await;
        let visitor = site.visitor();
        let all = visitor.get("/agencies").await;
        assert_eq!(
            codes(&all),
            "02-L 02-SGTVT 02-SKHDT 02-STC 02-SXD 02-UBND 02-X 02-XA 04-SNV 04-UBND BO-TC-99"
        );
        assert_holds(&all, &["Sở &lt;script&gt;alert(", "Chưa rõ nay là gì", "Cơ quan"]);
        assert!(!all.text.contains("<script>alert"), "names are never markup");
        assert!(!all.text.contains("/agencies/new"), "the public is not offered acts");
        let check = async |query: &str, want: &str| {
            let page = visitor.get(&format!("/agencies?{query}")).await;
            assert_eq!(page.status, 200, "{query}: {}", page.text);
            assert_eq!(codes(&page), want, "{query}");
        };
        check(
            "sort=-code",
            "BO-TC-99 04-UBND 04-SNV 02-XA 02-X 02-UBND 02-SXD 02-STC 02-SKHDT 02-SGTVT 02-L",
        )
        .await;
        check("sort=name&kind=so&province=04", "04-SNV").await;
        check("sort=name&q=so+tai+chinh", "02-STC").await;
        check(
            "sort=-name&province=legacy:02&q=ha+giang",
            "02-UBND 02-SXD 02-STC 02-L 02-SKHDT 02-SGTVT 02-X",
        )
        .await;
        check("province=2025:02", "").await;
        check("level=central&ministry=BO-TC", "BO-TC-99").await;
        check("obligation=khuyen_khich", "02-XA").await;
        check("connection=today", "").await;
        check("q=%25", "").await;
        let duty = visitor.get("/agencies?obligation=bat_buoc&on=31/03/2012").await;
        assert_holds(&duty, &["Nghĩa vụ áp dụng ngày 31/03/2012", "144/2006/QĐ-TTg", "theo trí nhớ"]);
        for query in ["obligation=perhaps", "sort=colour", "level=sky", "on=31/02/2012", "connection=x"] {
            let page = visitor.get(&format!("/agencies?{query}")).await;
            assert_eq!(page.status, 422, "{query}");
        }
        let english = visitor.get_with("/agencies?sort=colour&lang=en", &[("cookie", "lang=en")]).await;
        assert_eq!(english.status, 422);
        let file = visitor.get("/agencies.xlsx?province=02&kind=so&on=31/03/2012").await.text;
        assert_eq!(file.lines().count(), 2 + 6, "{file}");
        assert!(
            file.contains("02-STC|Sở Tài chính tỉnh Hà Giang|Địa phương|Sở và cơ quan tương đương"),
            "{file}"
        );
        assert!(file.contains("Bắt buộc|144/2006/QĐ-TTg"), "{file}");
        let json: serde_json::Value =
            serde_json::from_str(&visitor.get("/api/agencies?q=so+tai+chinh").await.text).unwrap();
        assert_eq!(json["agencies"][0]["code"], "02-STC");
        assert_eq!(json["agencies"][0]["obligation"], "bat_buoc");
        String::new()
    })
    .await;
}

#[tokio::test]
async fn pages_follow_each_other_both_ways_without_gap() {
    let test = testing::sqlite(day("2026-11-23"), &[platform::MIGRATIONS, registers::MIGRATIONS]);
    test.db
        .write(|tx| {
            for number in 0..200 {
                // Names of which many are alike: their codes order them then.
                let name = format!("UBND xã Số {}", number % 7);
                agencies::enter(tx, &row(&format!("02-{number:03}"), &name, "ubnd_xa", ("", "02")))?;
            }
            Ok(())
        })
        .await
        .unwrap();
    let site = Site::new(test.db.clone(), agencies::routes());
    let visitor = site.visitor();
    let link = |page: &Answer, rel: &str| {
        let before =
            page.text.split(&format!("\" rel=\"{rel}\"")).next().filter(|_| page.text.contains(rel))?;
        Some(before.rsplit("href=\"").next()?.replace("&amp;", "&"))
    };
    for sort in ["code", "-code", "name", "-name"] {
        let mut pages = vec![visitor.get(&format!("/agencies?sort={sort}")).await];
        while let Some(next) = link(&pages[pages.len() - 1], "next") {
            pages.push(visitor.get(&next).await);
        }
        let told: Vec<String> = pages.iter().map(codes).collect();
        let mut all: Vec<&str> = told.iter().flat_map(|page| page.split(' ')).collect();
        assert_eq!((told.len(), all.len()), (3, 200), "{sort}");
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), 200, "{sort}: no row twice");
        let back = visitor.get(&link(&pages[2], "prev").unwrap()).await;
        assert_eq!(codes(&back), told[1], "{sort}: backwards the same page");
        assert!(link(&pages[0], "prev").is_none() && link(&pages[2], "next").is_none());
    }
}

/// A filter that many agencies pass is answered along the index of all, one that few pass from
/// their classes: both must tell the same.
#[tokio::test]
async fn a_filter_is_answered_alike_whether_many_or_few_pass_it() {
    on_both(async |test| {
        test.db
            .write(|tx| {
                for number in 0..3_100 {
                    let kind = if number % 1_000 == 7 { "so" } else { "ubnd_xa" };
                    agencies::enter(tx, &row(&format!("02-{number:04}"), "Tên", kind, ("", "02")))?;
                }
                agencies::enter(tx, &row("04-SNV", "Sở Nội vụ", "so", ("", "04")))?;
                Ok(())
            })
            .await
            .unwrap();
        let site = Site::new(test.db.clone(), agencies::routes());
        let visitor = site.visitor();
        let few = codes(&visitor.get("/agencies?kind=so").await);
        assert_eq!(few, "02-0007 02-1007 02-2007 02-3007 04-SNV");
        for (query, first, last) in [
            ("province=02", "02-0000", "02-0079"),
            ("province=02&sort=-code", "02-3099", "02-3020"),
            ("kind=ubnd_xa&province=legacy:02&sort=name", "02-0000", "02-0080"),
            ("kind=ubnd_xa&sort=-name&existing=1", "02-3099", "02-3020"),
        ] {
            let told = codes(&visitor.get(&format!("/agencies?{query}")).await);
            let rows: Vec<&str> = told.split(' ').collect();
            assert_eq!((rows.len(), rows[0], rows[79]), (80, first, last), "{query}");
        }
        let file = Site::with(
            AppOptions {
                press: Arc::new(ListPress),
                ..AppOptions::new(test.db.clone(), Secret::of_words("a test"))
            },
            agencies::routes(),
        );
        let rows = file.visitor().get("/agencies.xlsx?province=02").await.text.lines().count() - 2;
        assert_eq!(rows, 3_100, "a file holds every page");
        String::new()
    })
    .await;
}

#[tokio::test]
async fn a_record_tells_duty_superiors_and_history() {
    on_both(async |test| {
        let site = site(test).await;
        let visitor = site.visitor();
        let stc = id(test, "02-STC").await;
        assert_eq!(visitor.get("/agencies/02-STC").await.told(), format!("303 /agencies/{stc}"));
        let page = visitor.get(&format!("/agencies/{stc}")).await;
        let certificates = "/certificates?agency=02-STC";
        assert_holds(
            &page,
            &[
                "Sở Tài chính tỉnh Hà Giang",
                "Bắt buộc",
                "19/2014/QĐ-TTg, Điều 2",
                "UBND tỉnh Hà Giang",
                certificates,
            ],
        );
        assert_holds(&page, &["Đưa vào sổ", "Chưa biết: "]);
        assert!(!page.text.contains("/rename"), "the public is offered no acts");
        let then = visitor.get(&format!("/agencies/{stc}?on=31/03/2012")).await;
        assert_holds(&then, &["144/2006/QĐ-TTg", "ghi theo trí nhớ", "tính đến 31/03/2012"]);
        let long = visitor.get(&format!("/agencies/{}", id(test, "02-L").await)).await;
        assert_holds(&long, &[&long_name()]);
        let hostile = visitor.get("/agencies/02-X").await;
        let hostile = visitor.get(hostile.location()).await;
        assert!(hostile.status == 200 && !hostile.text.contains("<script>alert"), "{}", hostile.text);
        let json: serde_json::Value =
            serde_json::from_str(&visitor.get("/api/agencies/02-STC").await.text).unwrap();
        assert_eq!(json["obligation"]["basis"], "19/2014/QĐ-TTg, Điều 2");
        assert_eq!(json["superiors"][0]["code"], "02-UBND");
        let mut told = Vec::new();
        for path in ["/agencies/1", "/agencies/nobody", "/api/agencies/nobody", "/agencies/%FF"] {
            told.push(visitor.get(path).await.status);
        }
        told.push(visitor.get(&format!("/agencies/{stc}?on=x")).await.status);
        assert_eq!(told, [404, 404, 404, 404, 422]);
        let found = visitor.get("/agencies/suggest?q=so+tai+chinh+tinh+ha+giang").await.text;
        assert!(found.contains("{\"value\":\"02-STC\",\"label\":\"Sở Tài chính tỉnh Hà Giang"), "{found}");
        assert_eq!(
            visitor
                .get(
                    "/agencies/suggest?q=S%E1%BB%9F%20T%C3%A0i%20ch%C3%ADnh%20t%E1%BB%89nh%20H%C3%A0%20Giang"
                )
                .await
                .text,
            found
        );
        let begins = visitor.get("/agencies/suggest?q=02-s").await.text;
        assert!(begins.starts_with("[{\"value\":\"02-S"), "{begins}");
        assert_eq!(visitor.get("/agencies/suggest").await.text, "[]");
        String::new()
    })
    .await;
}

#[tokio::test]
async fn each_role_may_what_it_may_and_only_in_its_own_province() {
    let test = testing::sqlite(day("2026-11-23"), &[platform::MIGRATIONS, registers::MIGRATIONS]);
    let site = site(&test).await;
    let (own, other) = (id(&test, "02-STC").await, id(&test, "04-SNV").await);
    let mut told = Vec::new();
    for login in ["nation", "province", "body", "reader", ""] {
        let browser = if login.is_empty() { site.visitor() } else { site.browser(login).await };
        let mut line = format!("{login:8}");
        for path in [
            "/agencies/new".to_owned(),
            format!("/agencies/{own}/correct"),
            format!("/agencies/{own}/succeed"),
            format!("/agencies/{other}/rename"),
            format!("/agencies/{other}/reclassify"),
            format!("/agencies/{own}"),
        ] {
            line.push_str(&format!(" {}", browser.get(&path).await.status));
        }
        let sent = browser.post(&format!("/agencies/{other}/rename"), &[("name", "Sở Khác")]).await;
        line.push_str(&format!(" post {}", sent.status));
        told.push(line.trim().to_owned());
    }
    let want = [
        "nation   200 200 200 200 200 200 post 422",
        "province 200 200 200 403 403 200 post 403",
        "body     403 403 403 403 403 200 post 403",
        "reader   403 403 403 403 403 200 post 403",
        "303 303 303 303 303 200 post 303",
    ];
    assert_eq!(told, want);
    let province = site.browser("province").await;
    let new = |code: &'static str, place: &'static str| {
        [("code", code), ("name", "Sở Mới"), ("level", "local"), ("kind", "so"), ("province_code", place)]
    };
    assert_eq!(province.post("/agencies/new", &new("04-NEW", "04")).await.status, 403);
    let made = province.post("/agencies/new", &new("02-NEW", "02")).await;
    assert_eq!(
        made.told(),
        format!("303 /agencies/{}?done=agencies-done-created", id(&test, "02-NEW").await)
    );
    let again = province
        .post("/agencies/new", &[&new("02-NEW", "02")[..4], &[("province_code", "77x")]].concat())
        .await;
    assert_eq!(again.status, 403, "a province that is not there is nobody's");
    let nation = site.browser("nation").await;
    let wrong = nation.post("/agencies/new", &[("code", "02-NEW"), ("kind", "so"), ("from_on", "")]).await;
    assert_eq!(wrong.status, 422);
    assert_holds(
        &wrong,
        &["đã thuộc về một cơ quan khác", "Thiếu tên cơ quan", "Cấp “”", "href=\"#province_code\""],
    );
}

#[tokio::test]
async fn an_agency_is_renamed_corrected_and_reclassified_and_its_history_tells_it() {
    on_both(async |test| {
        let site = site(test).await;
        let nation = site.browser("nation").await;
        let here = format!("/agencies/{}", id(test, "02-STC").await);
        let seen = revision(&nation.get(&format!("{here}/rename")).await);
        let rename =
            [("name", "Sở Tài chính - Kế hoạch"), ("on", "03/2013"), ("reason", "QĐ 12/2013/QĐ-UBND")];
        let sent =
            nation.post(&format!("{here}/rename"), &[&rename[..], &[("revision", &seen)]].concat()).await;
        assert_eq!(sent.told(), format!("303 {here}?done=agencies-done-renamed"));
        let stale =
            nation.post(&format!("{here}/rename"), &[&rename[..], &[("revision", &seen)]].concat()).await;
        assert_eq!(stale.status, 422);
        assert_holds(&stale, &["vừa được người khác thay đổi", "Sở Tài chính - Kế hoạch"]);
        let empty =
            nation.post(&format!("{here}/rename"), &[("name", ""), ("on", "x"), ("revision", "2")]).await;
        assert_holds(&empty, &["x không phải là ngày"]);
        let form = nation.get(&format!("{here}/correct")).await;
        assert_holds(&form, &["value=\"Sở Tài chính - Kế hoạch\"", "value=\"02\""]);
        let correct = [
            ("name", "Sở Tài chính và Kế hoạch"),
            ("name_from_on", "31/03/2013"),
            ("level", "local"),
            ("kind", "so"),
            ("province_code", "02"),
            ("obligation", "khuyen_khich"),
            ("from_on", "01/01/1990"),
            ("revision", "2"),
        ];
        let unexplained = nation.post(&format!("{here}/correct"), &correct).await;
        assert_holds(&unexplained, &["Thiếu lý do", "Sở Tài chính và Kế hoạch"]);
        let sent =
            nation.post(&format!("{here}/correct"), &[&correct[..], &[("reason", "ghi sai")]].concat()).await;
        assert_eq!(sent.status, 303, "{}", sent.text);
        let change = [
            ("on", "01/01/2020"),
            ("kind", "so_dac_thu"),
            ("province_code", "02"),
            ("reason", "NQ 1"),
            ("revision", "3"),
        ];
        let sent = nation.post(&format!("{here}/reclassify"), &change).await;
        assert_eq!(sent.status, 303, "{}", sent.text);
        let page = nation.get(&here).await;
        assert_holds(
            &page,
            &[
                "<del>Sở Tài chính tỉnh Hà Giang</del>",
                "<ins>Sở Tài chính - Kế hoạch</ins>",
                "QĐ 12/2013/QĐ-UBND",
                "Đính chính",
                "ghi sai",
                "<ins>01/01/1990</ins>",
                "Đổi loại, nơi hoặc nghĩa vụ",
                "Người nation",
                "từ 31/03/2013 đến nay",
                "Sở, ban đặc thù",
            ],
        );
        assert_holds(
            &page,
            &[&format!("href=\"{here}/correct?name=1\""), &format!("href=\"{here}/correct?period=2\"")],
        );
        let first = format!("{here}/correct?name=1&period=2");
        let form = nation.get(&first).await;
        assert_holds(
            &form,
            &["value=\"Sở Tài chính tỉnh Hà Giang\"", "value=\"01/01/2020\"", "period_from_on"],
        );
        assert!(!form.text.contains("name_from_on"), "the first name began with the record");
        let earlier = [
            ("name", "Sở Tài chính Hà Giang"),
            ("level", "local"),
            ("kind", "so_dac_thu"),
            ("province_code", "02"),
            ("from_on", "01/01/1990"),
            ("reason", "theo QĐ thành lập"),
            ("revision", "4"),
        ];
        let broken = [&earlier[..], &[("period_from_on", "01/01/1980")]].concat();
        let broken = nation.post(&format!("{here}/correct?name=2&period=2"), &broken).await;
        assert_holds(&broken, &["Ngày bắt đầu phải sau", "href=\"#name_from_on\""]);
        let right = [&earlier[..], &[("period_from_on", "01/07/2019")]].concat();
        assert_eq!(nation.post(&first, &right).await.status, 303);
        assert_eq!(nation.get(&format!("{here}/correct?name=3")).await.status, 404);
        let page = nation.get(&here).await;
        assert_holds(
            &page,
            &["Sở Tài chính Hà Giang", "từ 01/07/2019 đến nay", "Các tên trước", "theo QĐ thành lập"],
        );
        let then = nation.get(&format!("{here}?on=01/01/2012")).await;
        assert_holds(&then, &["Sở Tài chính Hà Giang", "Khuyến khích", "quy định nêu Bắt buộc"]);
        let faults = test.db.snapshot(journal::verify).await.unwrap().faults;
        assert_eq!(faults.len(), 0, "{faults:?}");
        String::new()
    })
    .await;
}

#[tokio::test]
async fn agencies_merge_split_and_end_with_every_reason_told_at_its_field() {
    on_both(async |test| {
        let site = site(test).await;
        let nation = site.browser("nation").await;
        let succeed = async |code: &str, fields: &[(&str, &str)]| {
            let path = format!("/agencies/{}/succeed", id(test, code).await);
            let seen = revision(&nation.get(&path).await);
            let all = [&[("reason", "Nghị quyết 18"), ("revision", seen.as_str())], fields].concat();
            nation.post(&path, &all).await
        };
        let merge = [("kind", "merge"), ("on", "01/03/2025"), ("successor_1", "02-STC")];
        assert_eq!(succeed("02-SKHDT", &merge).await.status, 303);
        let check = async |code: &str, fields: &[(&str, &str)], words: &[&str]| {
            let refused = succeed(code, fields).await;
            assert_eq!(refused.status, 422, "{fields:?}");
            assert_holds(&refused, words);
        };
        let two = [("kind", "merge"), ("successor_1", "02-STC"), ("successor_2", "02-SXD")];
        check("02-X", &two, &["chỉ có một cơ quan kế thừa", "href=\"#successor_2\""]).await;
        let wrong =
            [("kind", "split"), ("successor_1", "02-X"), ("successor_2", "no"), ("successor_3", "no")];
        let reasons = ["không thể kế thừa chính mình", "mã no", "ghi hai lần", "href=\"#successor_3\""];
        check("02-X", &wrong, &reasons).await;
        check("02-X", &[("kind", "split"), ("successor_1", "02-STC")], &["ít nhất hai cơ quan"]).await;
        check("02-X", &[("kind", "merge")], &["Thiếu cơ quan kế thừa", "href=\"#successor_1\""]).await;
        check("02-X", &[("kind", "abolish"), ("successor_1", "02-STC")], &["Giải thể thì không có"]).await;
        check("02-X", &[("kind", "explode")], &["explode"]).await;
        check("02-STC", &[("kind", "merge"), ("successor_1", "02-SKHDT")], &["đã dẫn trở lại"]).await;
        let later = [("kind", "merge"), ("on", "2026"), ("successor_1", "02-SXD")];
        check("02-SKHDT", &later, &["đã kết thúc hoạt động từ ngày 01/03/2025"]).await;
        let split = [("kind", "split"), ("on", "2025"), ("successor_1", "02-STC"), ("successor_2", "02-SXD")];
        assert_eq!(succeed("02-SGTVT", &split).await.status, 303);
        assert_eq!(succeed("02-XA", &[("kind", "abolish"), ("on", "")]).await.status, 303);
        let merged = nation.get(&format!("/agencies/{}", id(test, "02-SKHDT").await)).await;
        assert_holds(
            &merged,
            &["Đã kết thúc từ 01/03/2025", "Hợp nhất, sáp nhập", "Nghị quyết 18", "Sở Tài chính tỉnh"],
        );
        let into = nation.get(&format!("/agencies/{}", id(test, "02-STC").await)).await;
        assert_holds(&into, &["Hình thành từ", "Sở Kế hoạch và Đầu tư", "Sở Giao thông vận tải"]);
        let gone = nation.get(&format!("/agencies/{}", id(test, "02-XA").await)).await;
        assert_holds(&gone, &["Đã giải thể, không có cơ quan kế thừa", "không rõ ngày, trước 23/11/2026"]);
        let divided = nation.get(&format!("/agencies/{}", id(test, "02-SGTVT").await)).await;
        assert_holds(&divided, &["Chia cho nhiều cơ quan", "Đã chia cho nhiều cơ quan; không có một"]);
        the_unresolved_are_told(&nation).await;
        let faults = test.db.snapshot(journal::verify).await.unwrap().faults;
        assert_eq!(faults.len(), 0, "{faults:?}");
        String::new()
    })
    .await;
}

async fn the_unresolved_are_told(browser: &Browser<'_>) {
    let page = browser.get("/agencies/unresolved").await;
    assert_holds(&page, &["11 cơ quan trước đây chưa nối được", "0 cơ quan đã nối được", "Đã giải thể"]);
    let narrowed = browser.get("/agencies/unresolved?reason=agencies-connection-split").await;
    assert_holds(&narrowed, &["02-SGTVT"]);
    let file = browser.get("/agencies/unresolved.xlsx?reason=agencies-connection-abolished").await.text;
    assert!(file.contains("02-XA|UBND xã Đồng Văn|") && file.lines().count() == 2, "{file}");
}
