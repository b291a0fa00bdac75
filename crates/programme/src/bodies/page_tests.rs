//! Stories of the pages of bodies.

use super::{BodyKind, Row, by_code, enter, routes};
use crate::page_stories::on_both;
use platform::Role;
use platform::testing::TestDb;
use platform::testing::site::{Answer, Browser, Site, hides, led_to, shows};

/// Enters bodies as an older register has them: code, day of issue, last day, status.
async fn fill(test: &TestDb, lines: &[[&str; 4]]) {
    for [code, issued_on, valid_to, status] in lines.iter().map(|line| line.map(str::to_owned)) {
        let certifying = code.starts_with("CN");
        let row = Row {
            kind: if certifying { BodyKind::Certification } else { BodyKind::Consulting },
            name: format!("Viện Năng suất {code}"),
            province_code: if certifying { "01" } else { "48" }.to_owned(),
            number: format!("G-{code}"),
            code,
            issued_on,
            valid_to,
            status,
            known_by: None,
        };
        test.db.write(move |tx| enter(tx, &row)).await.unwrap();
    }
}

const OF_2012: &[[&str; 4]] = &[
    ["TV01", "2011-02-14", "2014-02-14", "valid"],
    ["TV02", "", "2014-02-14", "valid"],
    ["TV03", "2010", "", "suspended"],
    ["CN01", "2011-04-18", "2014-04-18", "valid"],
    ["CN02", "2029-05-04", "2032-05-04", "valid"],
];

async fn id(test: &TestDb, code: &'static str) -> i64 {
    test.db.read(move |tx| by_code(tx, code)).await.unwrap().unwrap().id
}

async fn path(test: &TestDb, code: &'static str) -> String {
    format!("/bodies/{}", id(test, code).await)
}

/// Page, spreadsheet and JSON of a list hold these bodies and no others.
async fn lists(visitor: &Browser<'_>, query: &str, codes: &str) {
    let named = |page: &Answer| {
        let all = ["TV01", "TV02", "TV03", "CN01", "CN02"];
        let found = all.into_iter().filter(|code| page.text.contains(&format!("Năng suất {code}")));
        found.collect::<Vec<_>>().join(" ")
    };
    for list in ["/bodies", "/bodies.xlsx", "/api/bodies"] {
        let page = visitor.get(&format!("{list}?{query}")).await;
        assert_eq!(page.status, 200, "{list}?{query} {}", page.text);
        assert_eq!(named(&page), codes, "{list}?{query}");
    }
    let json = visitor.get(&format!("/api/bodies?{query}")).await;
    shows(&json, &[&format!("\"all\":{},", codes.split_whitespace().count())]);
}

#[tokio::test]
async fn anybody_reads_who_was_confirmed_as_of_a_day() {
    on_both(routes, async |test, site| {
        fill(test, OF_2012).await;
        let visitor = site.visitor();
        lists(&visitor, "", "TV01 TV02 TV03 CN01 CN02").await;
        lists(&visitor, "as_of=2012-03-31", "TV01 TV03 CN01").await;
        lists(&visitor, "as_of=06/04/2012&standing=suspended", "TV03").await;
        lists(&visitor, "as_of=2012-04-05&standing=in_force&kind=consulting", "TV01 TV03").await;
        lists(&visitor, "standing=in_force", "CN02").await;
        lists(&visitor, "province=48&q=NANG SUAT".replace(' ', "%20").as_str(), "TV01 TV02 TV03").await;
        lists(&visitor, "q=g-cn", "CN01 CN02").await;
        let page = visitor.get("/bodies?as_of=2012-03-31").await;
        shows(&page, &["Tính đến ngày 31/03/2012: 3 tổ chức.", "Còn hiệu lực", "18/04/2011", "Tất cả 3"]);
        hides(&page, &["/bodies/new"]);
        shows(&visitor.get("/bodies?q=khong-co").await, &["Không có tổ chức nào", "Bỏ lọc"]);
        shows(&visitor.get("/bodies?lang=en").await, &["Certification body", "All 5", "not known"]);
    })
    .await;
}

#[tokio::test]
async fn what_a_report_counts_in_a_period_is_what_the_list_shows() {
    on_both(routes, async |test, site| {
        fill(test, OF_2012).await;
        let visitor = site.visitor();
        let year_2011 = "issued_from=2011-01-01&issued_to=2011-12-31&as_of=2012-03-31";
        lists(&visitor, &format!("kind=consulting&{year_2011}"), "TV01").await;
        lists(&visitor, &format!("kind=certification&{year_2011}"), "CN01").await;
        // Known only to the year: surely in the year, not surely in a part of it.
        lists(&visitor, "issued_from=2010-01-01&issued_to=2010-12-31&as_of=2012-03-31", "TV03").await;
        lists(&visitor, "issued_from=2010-06-01&issued_to=2010-12-31&as_of=2012-03-31", "").await;
        // Nobody knows in which period an undated paper was granted; it is granted to date.
        lists(&visitor, "issued_from=1990-01-01&kind=consulting&as_of=2012-04-06", "TV01 TV03").await;
        lists(&visitor, "issued_to=2012-04-06&kind=consulting&as_of=2012-04-06", "TV01 TV02 TV03").await;
        // The report of a period that is not over counts to the day it is made.
        lists(&visitor, "issued_from=2011-01-01&issued_to=2011-12-31&as_of=2011-03-31", "TV01").await;
    })
    .await;
}

const NEW: [(&str, &str); 5] = [
    ("kind", "certification"),
    ("code", "CN09"),
    ("name", "Trung tâm Chứng nhận Sông Đà"),
    ("number", "CN-09/2029"),
    ("issued_on", "05/01/2029"),
];

async fn confirmed(site: &Site) -> String {
    led_to(&site.browser("nation").await.post("/bodies/new", &NEW).await)
}

fn order<'a>(on: &'a str, revision: &'a str) -> [(&'a str, &'a str); 4] {
    [("on", on), ("reason", "vi phạm điều kiện"), ("decision_no", "15/QĐ-TĐC"), ("revision", revision)]
}

#[tokio::test]
async fn the_nation_confirms_suspends_resumes_renews_and_revokes() {
    on_both(routes, async |_, site| {
        let path = confirmed(site).await;
        let nation = site.browser("nation").await;
        let page = nation.get(&path).await;
        shows(
            &page,
            &["Trung tâm Chứng nhận Sông Đà", "CN-09/2029", "Còn hiệu lực", "05/01/2032", "còn 720 ngày"],
        );
        shows(&page, &["/experts?body=CN09", "extra=yes", "0 (phải có ít nhất 5"]);
        led_to(&nation.post(&format!("{path}/suspend"), &order("01/03/2029", "1")).await);
        let page = nation.get(&path).await;
        shows(
            &page,
            &["Bị đình chỉ", "Việc tiếp theo", "vi phạm điều kiện (quyết định số 15/QĐ-TĐC)", "/resume\""],
        );
        hides(&page, &["/suspend\"", "/renew\""]);
        shows(&site.visitor().get("/bodies?as_of=2029-02-28&standing=in_force").await, &["Sông Đà"]);
        let early = [("number", "CN-10"), ("issued_on", "01/04/2029"), ("revision", "2")];
        shows(&nation.post(&format!("{path}/renew"), &early).await, &["Giấy xác nhận đang bị đình chỉ"]);
        led_to(&nation.post(&format!("{path}/resume"), &order("01/04/2029", "2")).await);
        let next = [("number", "CN-10/2029"), ("issued_on", "02/04/2029"), ("revision", "3")];
        led_to(&nation.post(&format!("{path}/renew"), &next).await);
        shows(&nation.get(&path).await, &["CN-10/2029", "02/04/2032", "Cấp giấy tiếp theo", "Người nation"]);
        led_to(&nation.post(&format!("{path}/reissue"), &order("03/04/2029", "4")).await);
        led_to(&nation.post(&format!("{path}/revoke"), &order("01/06/2029", "5")).await);
        let page = nation.get(&path).await;
        shows(&page, &["Bị thu hồi", "/correct\""]);
        hides(&page, &["/renew\"", "/revoke\"", "/experts/new"]);
        let again = [("number", "CN-11"), ("issued_on", "01/12/2029"), ("revision", "6")];
        shows(
            &nation.post(&format!("{path}/renew"), &again).await,
            &["chỉ được đăng ký lại từ ngày 01/06/2031"],
        );
        let json = site.visitor().get(&format!("/api{path}?as_of=2029-03-15")).await;
        shows(&json, &["\"standing\":\"suspended\"", "\"number\":\"CN-10/2029\"", "\"revision\":6"]);
    })
    .await;
}

#[tokio::test]
async fn others_read_but_may_not_act_and_nothing_happens_twice() {
    on_both(routes, async |_, site| {
        let path = confirmed(site).await;
        let acts = ["renew", "suspend", "resume", "revoke", "reissue", "correct", "papers/0/correct"];
        for login in ["foreign", "body", "reader"] {
            let other = site.browser(login).await;
            let page = other.get(&path).await;
            shows(&page, &["Sông Đà"]);
            hides(&page, &["/suspend\"", "/correct\"", "/experts/new"]);
            for act in acts {
                let address = format!("{path}/{act}");
                assert_eq!(other.get(&address).await.status, 403, "{login} {act}");
                assert_eq!(
                    other.post(&address, &order("01/03/2029", "1")).await.status,
                    403,
                    "{login} {act}"
                );
            }
            assert_eq!(other.post("/bodies/new", &NEW).await.status, 403, "{login}");
        }
        let visitor = site.visitor();
        hides(&visitor.get(&path).await, &["/suspend\"", "/correct\""]);
        assert!(visitor.get(&format!("{path}/suspend")).await.told().starts_with("303 /sign-in"));
        let nation = site.browser("nation").await;
        let new =
            [&NEW[..1], &[("code", "CN10"), ("name", "X"), ("number", "X"), NEW[4], ("form_key", "k0")]]
                .concat();
        let confirmed_once = led_to(&nation.post("/bodies/new", &new).await);
        assert_eq!(led_to(&nation.post("/bodies/new", &new).await), confirmed_once);
        let suspend = format!("{path}/suspend");
        let twice = [&order("01/03/2029", "1")[..], &[("form_key", "k1")]].concat();
        assert_eq!(led_to(&nation.post(&suspend, &twice).await), path);
        assert_eq!(led_to(&nation.post(&suspend, &twice).await), path);
        shows(&visitor.get(&format!("/api{path}")).await, &["\"revision\":2"]);
        let stale = nation.post(&format!("{path}/resume"), &order("01/04/2029", "1")).await;
        assert_eq!(stale.status, 422);
        shows(&stale, &["Người khác vừa thay đổi bản ghi này"]);
        let again = nation.post(&suspend, &order("31/04/2029", "2")).await;
        shows(&again, &["31/04/2029 không phải là một ngày", "value=\"15/QĐ-TĐC\""]);
        let all_at_once = nation.post("/bodies/new", &[("kind", "bank"), ("issued_on", "x")]).await;
        assert_eq!(all_at_once.status, 422);
        shows(&all_at_once, &["Chưa xong: 5 chỗ cần sửa", "bank không có trong danh sách"]);
        shows(&nation.post("/bodies/new", &NEW).await, &["Mã CN09 đã có", "Số CN-09/2029 đã được cấp"]);
        let kept = nation.post("/bodies/new", &[("code", "CN77"), ("save_draft", "1"), ("draft", "")]).await;
        assert_eq!(kept.told(), "303 /drafts?done=drafts-done-kept");
        shows(&nation.get("/drafts").await, &["Xác nhận tổ chức mới"]);
        hides(&visitor.get("/bodies").await, &["CN77"]);
    })
    .await;
}

#[tokio::test]
async fn a_correction_says_why_and_shows_before_and_after_as_plain_words() {
    on_both(routes, async |_, site| {
        let path = confirmed(site).await;
        let nation = site.browser("nation").await;
        shows(&nation.get(&format!("{path}/correct")).await, &["value=\"Trung tâm Chứng nhận Sông Đà\""]);
        let name = "=HYPERLINK(\"x\")<script>alert(1)</script>";
        let fields = [("name", name), ("reason", "gõ nhầm <b>"), ("revision", "1")];
        assert_eq!(nation.post(&format!("{path}/correct"), &fields[..1]).await.status, 422);
        led_to(&nation.post(&format!("{path}/correct"), &fields).await);
        let page = nation.get(&path).await;
        shows(
            &page,
            &["<del>Trung tâm Chứng nhận Sông Đà</del>", "&lt;script&gt;alert(1)", "gõ nhầm &lt;b&gt;"],
        );
        hides(&page, &["<script>alert", "nhầm <b>"]);
        for address in ["/bodies", &format!("{path}/suspend")] {
            hides(&nation.get(address).await, &["<script>alert"]);
        }
        shows(&site.visitor().get("/bodies.xlsx").await, &["{\"Text\":\"=HYPERLINK"]);
        let same = [("name", name), ("reason", "x"), ("revision", "2")];
        shows(&nation.post(&format!("{path}/correct"), &same).await, &["giống hệt nội dung đang có"]);
    })
    .await;
}

#[tokio::test]
async fn papers_and_decisions_are_corrected_one_by_one_or_taken_away() {
    on_both(routes, async |_, site| {
        let path = confirmed(site).await;
        let nation = site.browser("nation").await;
        let paper = format!("{path}/papers/0/correct");
        shows(&nation.get(&paper).await, &["value=\"CN-09/2029\"", "value=\"05/01/2029\""]);
        let fields = [("number", "CN-09a/2029"), ("issued_on", "12/2028"), ("valid_to", "05/01/2032")];
        let why = [("reason", "đọc nhầm"), ("revision", "1")];
        shows(&nation.post(&paper, &[&fields[..], &why].concat()).await, &["Thời hạn dài hơn 3 năm"]);
        let fields = [("number", "CN-09a/2029"), ("issued_on", "12/2028"), ("valid_to", "31/12/2031")];
        led_to(&nation.post(&paper, &[&fields[..], &why].concat()).await);
        let page = nation.get(&path).await;
        shows(&page, &["<del>CN-09/2029, cấp 05/01/2029, đến hết 05/01/2032</del>"]);
        shows(&page, &["<ins>CN-09a/2029, cấp 12/2028, đến hết 31/12/2031</ins>"]);
        let gone = [&fields[..], &[("remove", "yes"), ("reason", "x"), ("revision", "2")]].concat();
        shows(&nation.post(&paper, &gone).await, &["Tổ chức phải có ít nhất một giấy xác nhận"]);
        led_to(&nation.post(&format!("{path}/suspend"), &order("01/03/2029", "2")).await);
        let act = format!("{path}/acts/0/correct");
        shows(&nation.get(&act).await, &["value=\"01/03/2029\"", "vi phạm điều kiện</textarea>"]);
        let fields = [("kind", "suspended"), ("on", "01/05/2029"), ("words", "hết chuyên gia")];
        led_to(
            &nation.post(&act, &[&fields[..], &[("reason", "sai ngày"), ("revision", "3")]].concat()).await,
        );
        let json = nation.get(&format!("/api{path}?as_of=2029-04-01")).await;
        shows(&json, &["\"standing\":\"in_force\"", "hết chuyên gia"]);
        let gone =
            [&fields[..], &[("remove", "yes"), ("reason", "nhầm tổ chức"), ("revision", "4")]].concat();
        led_to(&nation.post(&act, &gone).await);
        shows(&nation.get(&format!("/api{path}")).await, &["\"standing\":\"in_force\"", "\"acts\":[]"]);
        shows(&nation.post(&act, &gone).await, &["Người khác vừa thay đổi bản ghi này"]);
        assert_eq!(nation.get(&act).await.status, 404);
        assert_eq!(nation.get(&format!("{path}/papers/7/correct")).await.status, 404);
    })
    .await;
}

#[tokio::test]
async fn an_officer_of_a_body_sees_it_before_all_others() {
    on_both(routes, async |test, site| {
        fill(test, OF_2012).await;
        site.person("own", Role::CertificationBody, (id(test, "CN02").await, "CN02")).await;
        let own = site.browser("own").await;
        let page = own.get("/bodies?q=tv01").await;
        shows(&page, &["Tổ chức của bạn:", "Viện Năng suất CN02", "/experts?body=CN02"]);
        hides(&page, &["Năng suất CN01"]);
        hides(&site.browser("reader").await.get("/bodies").await, &["Tổ chức của bạn"]);
        // An account of an agency that is no body has none to show.
        hides(&site.browser("body").await.get("/bodies").await, &["Tổ chức của bạn"]);
    })
    .await;
}

#[tokio::test]
async fn a_seat_is_a_province_of_the_day_of_the_paper() {
    on_both(routes, async |test, site| {
        test.db.write(registers::release).await.unwrap();
        fill(test, &OF_2012[..1]).await;
        let nation = site.browser("nation").await;
        shows(&nation.get(&path(test, "TV01").await).await, &["Đà Nẵng", "/places/"]);
        shows(&nation.get("/bodies").await, &["<option value=\"48\">", "Đà Nẵng"]);
        // 26 was Vĩnh Phúc until the map of 2025, which has no such code.
        let seated = [&NEW[..], &[("province_code", "26")]].concat();
        let refused = nation.post("/bodies/new", &seated).await;
        assert_eq!(refused.status, 422);
        shows(&refused, &["Không có tỉnh, thành phố mang mã 26 vào ngày 05/01/2029"]);
        let seated = [&NEW[..], &[("province_code", "01")]].concat();
        shows(&nation.get(&led_to(&nation.post("/bodies/new", &seated).await)).await, &["Hà Nội"]);
    })
    .await;
}

#[tokio::test]
async fn what_cannot_be_found_or_read_is_told() {
    on_both(routes, async |_, site| {
        let visitor = site.visitor();
        for path in
            ["/bodies/7", "/bodies/x", "/bodies/99999999999999999999", "/api/bodies/7", "/bodies/7/nothing"]
        {
            assert_eq!(visitor.get(path).await.status, 404, "{path}");
        }
        let nation = site.browser("nation").await;
        for act in ["suspend", "renew", "correct", "acts/0/correct", "papers/x/correct"] {
            assert_eq!(nation.get(&format!("/bodies/7/{act}")).await.status, 404, "{act}");
        }
        for (query, part) in [
            ("as_of=31/02/2012", "31/02/2012 không phải là một ngày"),
            ("issued_from=mai", "mai không phải là một ngày"),
            ("kind=bank", "bank không có trong danh sách"),
            ("standing=%3Cb%3E", "&lt;b&gt; không có trong danh sách"),
            ("after=x", "Không đọc được vị trí"),
        ] {
            for list in ["/bodies", "/bodies.xlsx", "/api/bodies"] {
                if query.starts_with("after") && list.ends_with("xlsx") {
                    continue;
                }
                let page = visitor.get(&format!("{list}?{query}")).await;
                assert_eq!(page.status, 422, "{list}?{query}");
                // Scripts are told in JSON, where nothing is markup.
                let plain = part.replace("&lt;", "<").replace("&gt;", ">");
                shows(&page, &[if list.starts_with("/api/") { &plain } else { part }]);
            }
        }
        for query in ["q=%00", "q=%25_!%27;--", "province=%00%27", "after=1~%00", "q=%F0%9F%98%80"] {
            assert_eq!(visitor.get(&format!("/bodies?{query}")).await.status, 200, "{query}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_long_list_is_read_page_by_page() {
    on_both(routes, async |test, site| {
        let codes: Vec<String> = (100..190).map(|number| format!("TV{number}")).collect();
        let lines: Vec<[&str; 4]> =
            codes.iter().map(|code| [code.as_str(), "2011-02-14", "", "valid"]).collect();
        fill(test, &lines).await;
        let visitor = site.visitor();
        let first = visitor.get("/bodies?kind=consulting").await;
        shows(&first, &["80 trong 90", "Năng suất TV179", "rel=\"next\""]);
        hides(&first, &["Năng suất TV180"]);
        let next = first.text.split(" href=\"").find(|part| part.contains("after=")).unwrap();
        let next = next.split('"').next().unwrap().replace("&amp;", "&");
        let second = visitor.get(&next).await;
        shows(&second, &["10 trong 90", "Năng suất TV180", "Năng suất TV189"]);
        hides(&second, &["Năng suất TV179", "rel=\"next\""]);
        let sheet = visitor.get("/bodies.xlsx?kind=consulting").await;
        assert_eq!(sheet.text.matches("Năng suất TV").count(), 90);
        let few = visitor.get("/bodies/suggest?q=tv1").await;
        assert_eq!(few.text.matches("\"value\"").count(), 12);
        shows(
            &visitor.get("/bodies/suggest?q=TV189").await,
            &["{\"value\":\"TV189\",\"label\":\"Viện Năng suất TV189"],
        );
    })
    .await;
}
