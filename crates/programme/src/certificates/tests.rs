//! Stories of certificates from page to page, on both engines.

use super::routes;
use crate::page_stories::{agency_id, on_both};
use crate::stories::day;
use platform::testing::site::{Answer, Browser, Site, hides, led_to, shows};
use platform::testing::{self, TestDb};
use platform::web::{AppOptions, Press, Secret};
use platform::{KnownDate, Role};
use registers::agencies::{self, AgencyRow, SuccessionRow};
use std::sync::Arc;

const NUMBER: &str = "HT-MP-0152/2012";

fn grant_fields<'a>(number: &'a str, agency_code: &'a str) -> Vec<(&'static str, &'a str)> {
    vec![
        ("certificate_no", number),
        ("agency_code", agency_code),
        ("kind", "initial"),
        ("standard", "TCVN ISO 9001:2008"),
        ("scope", "Giải quyết thủ tục hành chính"),
        ("issued_by", "Tổng cục Tiêu chuẩn Đo lường Chất lượng"),
        ("issued_on", "15/03/2012"),
        ("expires_on", "14/03/2015"),
    ]
}

/// The fields with some of them told anew.
fn with<'a>(
    mut fields: Vec<(&'static str, &'a str)>,
    new: &[(&'static str, &'a str)],
) -> Vec<(&'static str, &'a str)> {
    fields.retain(|field| new.iter().all(|other| other.0 != field.0));
    fields.extend_from_slice(new);
    fields
}

async fn granted(browser: &Browser<'_>, number: &str, agency_code: &str) -> String {
    led_to(&browser.post("/certificates/new", &grant_fields(number, agency_code)).await)
}

async fn acted(browser: &Browser<'_>, path: &str, (act, on, revision): (&str, &str, &str)) -> Answer {
    let fields = [
        ("on", on),
        ("reason", "Không duy trì hệ thống"),
        ("decision_no", "12/QĐ-TĐC"),
        ("revision", revision),
    ];
    browser.post(&format!("{path}/{act}"), &fields).await
}

/// What the public is told of a day: `15/03/2012 in_force`.
async fn told_on(site: &Site, number: &str, days: &[&str]) -> String {
    let mut told = Vec::new();
    for on in days {
        let path = format!("/verify/{number}?on={on}");
        let answer = site.visitor().get_with(&path, &[("accept", "application/json")]).await;
        let json: serde_json::Value = serde_json::from_str(&answer.text).unwrap();
        told.push(format!("{on} {}", json["standing"].as_str().unwrap_or("?")));
    }
    told.join("; ")
}

#[tokio::test]
async fn a_certificate_lives_from_its_grant_to_its_withdrawal_and_the_public_sees_each_day() {
    on_both(routes, async |_, site| {
        let (nation, public) = (site.browser("nation").await, site.visitor());
        shows(&nation.get("/certificates").await, &["Sổ chưa có giấy chứng nhận nào", "href=\"/certificates/new\""]);
        let path = granted(&nation, NUMBER, "BO-NG").await;
        shows(&nation.get(&path).await, &["Bộ Ngoại giao", "Giấy số HT-MP-0152/2012", "Cấp lần đầu", "Hết hạn", "lần ghi"]);

        for (at, (act, on)) in [("suspend", "01/06/2013"), ("resume", "01/09/2013"), ("withdraw", "01/03/2014")].iter().enumerate() {
            let revision = (at + 1).to_string();
            assert_eq!(led_to(&acted(&nation, &path, (act, on, &revision)).await), path, "{act}");
        }
        let days =
            ["14/03/2012", "15/03/2012", "31/05/2013", "01/06/2013", "31/08/2013", "01/09/2013", "28/02/2014", "01/03/2014", "01/01/2030"];
        assert_eq!(
            told_on(site, NUMBER, &days).await,
            "14/03/2012 not_yet; 15/03/2012 in_force; 31/05/2013 in_force; 01/06/2013 suspended; 31/08/2013 suspended; \
             01/09/2013 in_force; 28/02/2014 in_force; 01/03/2014 withdrawn; 01/01/2030 withdrawn"
        );
        let page = public.get(&format!("/verify/{NUMBER}?on=01/06/2013")).await;
        shows(
            &page,
            &[
                "Có, nhưng đang bị đình chỉ",
                "thứ Bảy, 01/06/2013",
                "Không duy trì hệ thống",
                "quyết định số 12/QĐ-TĐC",
                "http://127.0.0.1:8080/verify/HT-MP-0152/2012",
                "Mã QR của trang này",
            ],
        );
        shows(&public.get(&path).await, &["Thu hồi", "01/03/2014", "lần ghi"]);
        hides(&public.get(&path).await, &["Việc tiếp theo", "Đính chính", "Người nation"]);
        shows(&nation.get(&path).await, &["Người nation", "lần ghi"]);
    })
    .await;
}

#[tokio::test]
async fn a_number_is_found_whatever_its_case_and_spaces_and_an_unknown_one_tells_nothing_else() {
    on_both(routes, async |_, site| {
        granted(&site.browser("nation").await, NUMBER, "BO-NG").await;
        let public = site.visitor();
        for path in ["/verify/HT-MP-0152/2012", "/verify/ht-mp-0152/2012", "/verify/HT-MP-%200152%20/2012"] {
            let page = public.get(path).await;
            assert_eq!(page.status, 200, "{path}");
            shows(&page, &["Có, nhưng đã hết hạn", "Bộ Ngoại giao", "từ 15/03/2012 đến hết 14/03/2015"]);
        }
        for path in [
            "/verify/HT-MP-152/2012",
            "/verify/ht%20mp%2000152%202012",
            "/verify/HT%E2%80%93MP%E2%80%93152%E2%80%932012",
        ] {
            let page = public.get(path).await;
            shows(&page, &["Có, nhưng đã hết hạn", "nhưng có số", "HT-MP-0152/2012", "Hãy đối chiếu"]);
        }
        let answer = public.get("/verify?number=HT-MP-0152%2F2012").await;
        assert_eq!(answer.told(), "303 /verify/HT-MP-0152/2012");
        let page = public.get("/verify/HT-MP-0153/2012").await;
        assert_eq!(page.status, 404);
        shows(&page, &["Không có trong sổ", "HT-MP-0153/2012"]);
        hides(&page, &["0152/2012", "Bộ Ngoại giao"]);
        let json = public.get_with("/verify/HT-MP-0153/2012", &[("accept", "application/json")]).await;
        assert_eq!(json.status, 404);
        assert_eq!(public.get("/verify/HT-MP-0152/2012?on=31/02/2012").await.status, 422);
        let long = format!("/verify/{}", "9".repeat(5_000));
        let page = public.get(&long).await;
        assert!(page.status == 404 && page.text.len() < 10_000, "{}", page.status);
    })
    .await;
}

#[tokio::test]
async fn several_numbers_like_the_typed_one_are_listed_and_a_body_leads_to_its_certificates() {
    on_both(routes, async |_, site| {
        let (nation, public) = (site.browser("nation").await, site.visitor());
        granted(&nation, NUMBER, "BO-NG").await;
        granted(&nation, "HT-MP-00152/2012", "BO-NV").await;
        let page = public.get("/verify/HT-MP-152/2012").await;
        assert_eq!(page.status, 200);
        shows(
            &page,
            &["Nhiều giấy có số gần giống", "/verify/HT-MP-0152/2012\"", "/verify/HT-MP-00152/2012\""],
        );
        shows(&public.get("/verify/HT-MP-0152/2012").await, &["Có, nhưng đã hết hạn"]);
        let json = public.get_with("/verify/HT-MP-152/2012", &[("accept", "application/json")]).await;
        assert_eq!(
            (json.status, json.text.as_str()),
            (300, "{\"numbers\":[\"HT-MP-0152/2012\",\"HT-MP-00152/2012\"]}")
        );
        shows(&public.get("/certificates?body=CN99").await, &["name=\"body\"", "value=\"CN99\"", "Bỏ lọc"]);
        hides(&public.get("/certificates?body=CN99").await, &["HT-MP-0152/2012"]);
        let groups = public.get("/certificates").await;
        shows(&groups, &["<optgroup label=\"34 tỉnh", "<optgroup label=\"63 tỉnh", "data-label=\"Hết hạn\""]);
    })
    .await;
}

#[tokio::test]
async fn each_route_is_for_those_whose_record_it_is() {
    on_both(routes, async |test, site| {
        let other = agency_id(test, "BO-NV").await;
        site.person("otherbody", Role::CertificationBody, (other, "Tổ chức khác")).await;
        let own = granted(&site.browser("body").await, NUMBER, "BO-NG").await;
        acted(&site.browser("body").await, &own, ("suspend", "01/06/2013", "1")).await;
        let visitors = ["nation", "body", "otherbody", "foreign", "reader"];
        let mut told = Vec::new();
        for act in ["renew", "suspend", "resume", "withdraw", "annul", "correct", "acts/0/correct"] {
            let path = format!("{own}/{act}");
            let mut statuses = vec![act.to_owned()];
            for login in visitors {
                let browser = site.browser(login).await;
                let (get, sent) =
                    (browser.get(&path).await.status, browser.post(&path, &[("revision", "2")]).await.status);
                statuses.push(format!("{get}/{sent}"));
            }
            let public = site.visitor();
            statuses.push(format!(
                "{}/{}",
                public.get(&path).await.status,
                public.post(&path, &[]).await.status
            ));
            told.push(statuses.join(" "));
        }
        // Nation, own body, another body, a ministry, a reader, the public. A renewal is a new
        // record of whoever grants it, so that another body may make one.
        assert_eq!(
            told.join("\n"),
            "renew 200/422 200/422 200/422 403/403 403/403 303/303\n\
             suspend 200/422 200/422 403/403 403/403 403/403 303/303\n\
             resume 200/422 200/422 403/403 403/403 403/403 303/303\n\
             withdraw 200/422 200/422 403/403 403/403 403/403 303/303\n\
             annul 200/422 200/422 403/403 403/403 403/403 303/303\n\
             correct 200/422 200/422 403/403 403/403 403/403 303/303\n\
             acts/0/correct 200/422 200/422 403/403 403/403 403/403 303/303"
        );
        let other = site.browser("otherbody").await;
        hides(&other.get(&own).await, &["/suspend\"", "/correct\""]);
        assert_eq!(site.browser("reader").await.get("/certificates/new").await.status, 403);
        for path in ["/certificates", "/api/certificates", own.as_str(), "/verify"] {
            assert_eq!(site.visitor().get(path).await.status, 200, "{path}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_stale_form_and_a_second_sending_change_nothing() {
    on_both(routes, async |_, site| {
        let nation = site.browser("nation").await;
        let twice = with(grant_fields(NUMBER, "BO-NG"), &[("form_key", "k1")]);
        let first = led_to(&nation.post("/certificates/new", &twice).await);
        assert_eq!(led_to(&nation.post("/certificates/new", &twice).await), first);
        shows(&nation.get("/certificates").await, &["1 giấy chứng nhận"]);

        assert_eq!(led_to(&acted(&nation, &first, ("suspend", "01/06/2013", "1")).await), first);
        let stale = acted(&nation, &first, ("withdraw", "01/07/2013", "1")).await;
        assert_eq!(stale.status, 422);
        shows(&stale, &["Có người vừa thay đổi giấy này", "Không duy trì hệ thống", "01/07/2013"]);
        assert_eq!(told_on(site, NUMBER, &["01/07/2013"]).await, "01/07/2013 suspended");
    })
    .await;
}

#[tokio::test]
async fn every_reason_stands_at_its_field_and_what_was_typed_stays() {
    on_both(routes, async |_, site| {
        let nation = site.browser("nation").await;
        let page = nation
            .post("/certificates/new", &[("certificate_no", "HT-9"), ("issued_on", "31/02/2012")])
            .await;
        assert_eq!(page.status, 422);
        shows(
            &page,
            &["value=\"HT-9\"", "31/02/2012 không phải", "id=\"agency_code-error\"", "id=\"standard-error\""],
        );
        let unknown = with(
            grant_fields("HT-9", "SO-KHONG-CO"),
            &[("renews", "HT-8"), ("certification_body_code", "CN-99")],
        );
        shows(
            &nation.post("/certificates/new", &unknown).await,
            &["Không rõ &quot;SO-KHONG-CO&quot; là cơ quan nào", "số HT-8"],
        );
        let late = with(
            grant_fields("HT-9", "BO-NG"),
            &[("issued_on", "18/05/2014"), ("certification_body_code", "CN-99")],
        );
        shows(
            &nation.post("/certificates/new", &late).await,
            &["không cấp giấy chứng nhận nữa", "19/2014/QĐ-TTg", "mã CN-99"],
        );
        let path = granted(&nation, NUMBER, "BO-NG").await;
        shows(
            &acted(&nation, &path, ("resume", "01/06/2013", "1")).await,
            &["Không khôi phục được vào ngày 01/06/2013", "đang có hiệu lực"],
        );
        shows(&acted(&nation, &path, ("suspend", "01/06/2031", "1")).await, &["ở sau hôm nay"]);
        shows(
            &acted(&nation, &path, ("suspend", "01/06/2011", "1")).await,
            &["ở trước ngày cấp giấy (15/03/2012)"],
        );
    })
    .await;
}

#[tokio::test]
async fn a_correction_shows_before_and_after_and_the_day_that_is_right() {
    on_both(routes, async |_, site| {
        let nation = site.browser("nation").await;
        let path = granted(&nation, NUMBER, "BO-NG").await;
        acted(&nation, &path, ("suspend", "01/06/2013", "1")).await;
        shows(&nation.get(&format!("{path}/correct")).await, &["value=\"BO-NG\"", "value=\"15/03/2012\""]);
        let same = with(grant_fields(NUMBER, "BO-NG"), &[("reason", "nhầm"), ("revision", "2")]);
        shows(&nation.post(&format!("{path}/correct"), &same).await, &["Không có gì khác với sổ"]);
        let right = with(same, &[("agency_code", "BO-NV"), ("issued_on", "03/2012")]);
        assert_eq!(led_to(&nation.post(&format!("{path}/correct"), &right).await), path);
        let act = [
            ("kind", "suspended"),
            ("on", "01/06/2014"),
            ("reason", "Đánh giá giám sát không đạt"),
            ("why", "Ghi nhầm năm"),
            ("revision", "3"),
        ];
        let correct_act = format!("{path}/acts/0/correct");
        shows(&nation.get(&correct_act).await, &["value=\"01/06/2013\"", "Không duy trì hệ thống"]);
        assert_eq!(led_to(&nation.post(&correct_act, &act).await), path);
        let page = nation.get(&path).await;
        shows(
            &page,
            &[
                "<h1>Bộ Nội vụ</h1>",
                "<del>Bộ Ngoại giao</del>",
                "<ins>Bộ Nội vụ</ins>",
                "<del>15/03/2012</del>",
                "<ins>03/2012</ins>",
                "Ghi nhầm năm",
                "<ins>01/06/2014</ins>",
                "Đánh giá giám sát không đạt",
            ],
        );
        assert_eq!(
            told_on(site, NUMBER, &["30/03/2012", "31/03/2012", "01/06/2013", "01/06/2014"]).await,
            "30/03/2012 not_yet; 31/03/2012 in_force; 01/06/2013 in_force; 01/06/2014 suspended"
        );
        assert_eq!(nation.get(&format!("{path}/acts/7/correct")).await.status, 404);
    })
    .await;
}

#[tokio::test]
async fn a_renewal_begins_from_what_it_renews_and_both_lead_to_each_other() {
    on_both(routes, async |_, site| {
        let nation = site.browser("nation").await;
        let earlier = led_to(
            &nation
                .post(
                    "/certificates/new",
                    &with(
                        grant_fields("HT-1/2009", "BO-NG"),
                        &[("issued_on", "03/04/2009"), ("expires_on", "02/04/2012")],
                    ),
                )
                .await,
        );
        shows(
            &nation.get(&format!("{earlier}/renew")).await,
            &[
                "value=\"HT-1/2009\"",
                "value=\"03/04/2012\"",
                "value=\"03/04/2015\"",
                "value=\"renewal\" checked",
            ],
        );
        let fields = with(
            grant_fields("HT-2/2012", "BO-NG"),
            &[("kind", "renewal"), ("renews", "ht-1/2009"), ("issued_on", "03/04/2012")],
        );
        let later = led_to(&nation.post(&format!("{earlier}/renew"), &fields).await);
        shows(&nation.get(&later).await, &[&format!("href=\"{earlier}\""), "HT-1/2009"]);
        shows(&nation.get(&earlier).await, &[&format!("href=\"{later}\""), "HT-2/2012"]);
    })
    .await;
}

#[tokio::test]
async fn a_form_kept_unsent_is_gone_on_with() {
    on_both(routes, async |_, site| {
        let nation = site.browser("nation").await;
        let kept = with(grant_fields(NUMBER, "BO-NG"), &[("save_draft", "1")]);
        assert_eq!(
            nation.post("/certificates/new", &kept).await.location().split('?').next(),
            Some("/drafts")
        );
        let drafts = nation.get("/drafts").await;
        shows(&drafts, &["Cấp giấy chứng nhận"]);
        let href = drafts.text.split("href=\"/certificates/new?draft=").nth(1).unwrap();
        let form = nation.get(&format!("/certificates/new?draft={}", href.split('"').next().unwrap())).await;
        shows(&form, &["value=\"HT-MP-0152/2012\""]);
        shows(&site.visitor().get("/certificates").await, &["Sổ chưa có giấy"]);
    })
    .await;
}

async fn enter_agency(test: &TestDb, code: &'static str, name: &'static str) {
    let row = AgencyRow {
        code: code.to_owned(),
        name: name.to_owned(),
        level: "central".to_owned(),
        kind: "bo".to_owned(),
        ministry_code: String::new(),
        province_code: String::new(),
        district_code: String::new(),
        commune_code: String::new(),
        obligation: String::new(),
    };
    test.db.write(move |tx| agencies::enter(tx, &row)).await.unwrap();
}

#[tokio::test]
async fn an_agency_that_ended_is_named_as_it_was_with_what_it_is_today() {
    on_both(routes, async |test, site| {
        enter_agency(test, "BO-A", "Bộ Bưu chính").await;
        enter_agency(test, "BO-B", "Bộ Thông tin và Truyền thông").await;
        let nation = site.browser("nation").await;
        let path = granted(&nation, NUMBER, "BO-A").await;
        for (code, successor) in [("BO-A", "BO-B"), ("BO-B", "BO-KHCN")] {
            let row = SuccessionRow {
                code: code.to_owned(),
                successor_code: successor.to_owned(),
                on: KnownDate::Day(day(if code == "BO-A" { "2013-01-01" } else { "2025-03-01" })),
                kind: "merge".to_owned(),
                new_name: String::new(),
            };
            test.db.write(move |tx| agencies::enter_succession(tx, &row)).await.unwrap();
        }
        for page in [site.visitor().get(&format!("/verify/{NUMBER}")).await, nation.get(&path).await] {
            shows(
                &page,
                &["Bộ Bưu chính", "kết thúc hoạt động từ 01/01/2013", "Nay là:", "Bộ Khoa học và Công nghệ"],
            );
            hides(&page, &["Bộ Thông tin"]);
        }
    })
    .await;
}

#[tokio::test]
async fn names_and_reasons_are_words_and_never_markup() {
    on_both(routes, async |test, site| {
        enter_agency(test, "BO-X", "Bộ <script>alert(1)</script> & \"Thử\"").await;
        let nation = site.browser("nation").await;
        let path = granted(&nation, "HT-<i>9</i>/2012", "BO-X").await;
        let fields = [("on", "01/06/2013"), ("reason", "<img src=x onerror=alert(1)>"), ("revision", "1")];
        led_to(&nation.post(&format!("{path}/suspend"), &fields).await);
        let public = site.visitor();
        for at in [
            path.as_str(),
            "/certificates",
            "/certificates?q=%3Cscript%3E",
            "/verify/HT-%3Ci%3E9%3C/i%3E/2012",
            "/verify/%3Cscript%3Ealert(1)",
        ] {
            let page = public.get(at).await;
            hides(&page, &["<script>alert", "<img src", "<i>9"]);
            assert!(page.text.contains("&lt;"), "{at} {}", page.text);
        }
    })
    .await;
}

#[tokio::test]
async fn what_does_not_exist_is_not_found_and_what_cannot_be_asked_is_told() {
    on_both(routes, async |_, site| {
        let public = site.visitor();
        for path in [
            "/certificates/999",
            "/certificates/x",
            "/certificates?after=999",
            "/certificates?before=x",
            "/api/certificates/HT-9/2012",
        ] {
            assert_eq!(public.get(path).await.status, 404, "{path}");
        }
        let page = public.get("/certificates?issued_from=2012-02-31&standing=good").await;
        assert_eq!(page.status, 422);
        shows(&page, &["2012-02-31 không phải là một ngày", "good"]);
        assert_eq!(site.browser("nation").await.get("/certificates/999/suspend").await.status, 404);
        shows(&public.get("/certificates?q=khong+co").await, &["Không có giấy nào khớp", "Bỏ lọc"]);
    })
    .await;
}

#[tokio::test]
async fn the_api_tells_pages_and_records_as_the_pages_do() {
    on_both(routes, async |_, site| {
        let nation = site.browser("nation").await;
        let mut paths = Vec::new();
        for number in 0..83 {
            let text = format!("HT-{number:02}/2012");
            let fields = with(
                grant_fields(&text, "BO-NG"),
                &[("kind", if number == 0 { "initial" } else { "renewal" })],
            );
            paths.push(led_to(&nation.post("/certificates/new", &fields).await));
        }
        let public = site.visitor();
        let ask = async |path: &str| -> serde_json::Value {
            serde_json::from_str(&public.get(path).await.text).unwrap()
        };
        let first = ask("/api/certificates?sort=number").await;
        assert_eq!(
            (first["count"].as_i64(), first["certificates"].as_array().unwrap().len()),
            (Some(83), 80)
        );
        let next = ask(first["next"].as_str().unwrap()).await;
        let numbers: Vec<&str> = next["certificates"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(|row| row["number"].as_str())
            .collect();
        assert_eq!(numbers, ["HT-80/2012", "HT-81/2012", "HT-82/2012"]);
        assert!(next["next"].is_null());
        let id = paths[7].rsplit('/').next().unwrap();
        for path in [
            "/api/certificates/HT-07/2012?on=2012-03-15".to_owned(),
            format!("/api/certificates/{id}?on=2012-03-15"),
        ] {
            let record = ask(&path).await;
            assert_eq!(
                (record["id"].as_str(), record["standing"].as_str()),
                (Some(id), Some("in_force")),
                "{path}"
            );
        }
        let page = public.get("/certificates?sort=number").await;
        assert!(page.text.len() < 60_000, "{} bytes", page.text.len());
        shows(&page, &["Hiện 80 trong 83", "rel=\"next\""]);
        let agencies = ask("/api/certificates?count=agency").await;
        assert_eq!(agencies["count"].as_i64(), Some(1));
    })
    .await;
}

/// A press that hands the workbook over as JSON.
struct JsonPress;

impl Press for JsonPress {
    fn pdf(&self, _: &papers::Paper) -> platform::Result<Vec<u8>> {
        Ok(Vec::new())
    }
    fn docx(&self, _: &papers::Paper) -> platform::Result<Vec<u8>> {
        Ok(Vec::new())
    }
    fn xlsx(&self, workbook: &papers::Workbook) -> platform::Result<Vec<u8>> {
        serde_json::to_vec(workbook).map_err(platform::Error::failed)
    }
}

#[tokio::test]
async fn the_spreadsheet_holds_exactly_what_is_filtered_and_formulas_stay_words() {
    let migrations = [platform::MIGRATIONS, registers::MIGRATIONS, crate::MIGRATIONS];
    let test = testing::sqlite(day(crate::stories::TODAY), &migrations);
    enter_agency(&test, "BO-1", "=HYPERLINK(\"http://x\")").await;
    enter_agency(&test, "BO-2", "Bộ Hai").await;
    let options = AppOptions {
        press: Arc::new(JsonPress),
        ..AppOptions::new(test.db.clone(), Secret::of_words("a test"))
    };
    let site = Site::with(options, routes());
    site.person("nation", Role::NationalOfficer, (0, "Tổng cục")).await;
    let nation = site.browser("nation").await;
    granted(&nation, "HT-1/2012", "BO-1").await;
    granted(&nation, "HT-2/2012", "BO-2").await;
    let file = site.visitor().get("/certificates.xlsx?q=HYPERLINK&sort=number").await;
    assert!(file.headers["content-disposition"].to_str().unwrap().contains("giay-chung-nhan.xlsx"));
    let workbook: papers::Workbook = serde_json::from_slice(&file.bytes).unwrap();
    let sheet = &workbook.sheets[0];
    assert_eq!(sheet.rows.len(), 1);
    assert_eq!(sheet.rows[0][2], papers::SheetCell::Text("=HYPERLINK(\"http://x\")".to_owned()));
    assert_eq!(sheet.rows[0][6], papers::SheetCell::Date(papers::PaperDate::new(2012, 3, 15).unwrap()));
    assert!(sheet.notes[0].contains("1 giấy chứng nhận"), "{:?}", sheet.notes);
}

#[tokio::test]
async fn a_number_that_was_corrected_is_still_found_and_an_old_file_does_not_bring_it_back() {
    on_both(routes, async |test, site| {
        let nation = site.browser("nation").await;
        let path = granted(&nation, NUMBER, "BO-NG").await;
        let right = with(
            grant_fields("HT-MP-8152/2012", "BO-NG"),
            &[("correction_reason", "gõ nhầm số"), ("reason", "gõ nhầm số"), ("revision", "1")],
        );
        assert_eq!(led_to(&nation.post(&format!("{path}/correct"), &right).await), path);
        shows(&site.visitor().get(&format!("/verify/{NUMBER}")).await, &["đã được đính chính thành HT-MP-8152/2012"]);
        let file = format!(
            "certificate_no,agency_code,kind,standard,issued_by,issued_on,expires_on\n\
             {NUMBER},BO-NG,initial,TCVN ISO 9001:2008,Tổng cục Tiêu chuẩn Đo lường Chất lượng,2012-03-15,2015-03-14\n"
        );
        let files = crate::imports::Files::from([("certificates.csv".to_owned(), file.into_bytes())]);
        let ctx = platform::Ctx::new(test.db.clone(), platform::Actor::system());
        let report = crate::imports::run(&ctx, files, crate::imports::Mode::Write).await.unwrap();
        assert!(report.is_sound() && report.changes_nothing(), "{report:?}");
    })
    .await;
}
