//! Stories of the pages of experts' cards.

use super::{AssessorRow, ConsultantRow, by_number, enter_assessor, enter_consultant};
use crate::bodies::{self, BodyKind};
use crate::page_stories::on_both;
use platform::Role;
use platform::testing::TestDb;
use platform::testing::site::{Answer, Browser, Site, hides, led_to, shows};
use platform::web::Route;

fn routes() -> Vec<Route> {
    [super::routes(), bodies::routes()].concat()
}

async fn body(test: &TestDb, code: &str, (issued_on, valid_to): (&str, &str)) {
    let certifying = code.starts_with("CN");
    let row = bodies::Row {
        kind: if certifying { BodyKind::Certification } else { BodyKind::Consulting },
        code: code.to_owned(),
        name: format!("Viện {code}"),
        province_code: if certifying { "01" } else { "48" }.to_owned(),
        number: format!("G-{code}"),
        issued_on: issued_on.to_owned(),
        valid_to: valid_to.to_owned(),
        status: "valid".to_owned(),
        known_by: None,
    };
    test.db.write(move |tx| bodies::enter(tx, &row)).await.unwrap();
}

/// Enters cards as an older register has them: number, body or nothing, day of issue, last day, status.
async fn fill(test: &TestDb, lines: &[[&str; 5]]) {
    for [card_no, code, issued_on, valid_to, status] in lines.iter().map(|line| line.map(str::to_owned)) {
        let holder = format!("Trần Đức {card_no}");
        let known_by = None;
        if code.starts_with("CN") {
            let (certification_body_code, role) = (code, "truong_doan".to_owned());
            let row = AssessorRow {
                card_no,
                holder,
                certification_body_code,
                role,
                issued_on,
                valid_to,
                status,
                known_by,
            };
            test.db.write(move |tx| enter_assessor(tx, &row)).await.unwrap();
        } else {
            let kind = if code.is_empty() { "doc_lap" } else { "to_chuc" }.to_owned();
            let organisation_code = code;
            let row = ConsultantRow {
                card_no,
                holder,
                kind,
                organisation_code,
                issued_on,
                valid_to,
                status,
                known_by,
            };
            test.db.write(move |tx| enter_consultant(tx, &row)).await.unwrap();
        }
    }
}

async fn of_2012(test: &TestDb) {
    body(test, "TV01", ("2011-02-14", "2014-02-14")).await;
    body(test, "CN01", ("2011-04-18", "2014-04-18")).await;
    let lines = [
        ["T1", "TV01", "2011-05-30", "2014-02-14", "valid"],
        ["T2", "TV01", "", "2014-02-14", "valid"],
        ["T3", "", "2010", "", "revoked"],
        ["D1", "CN01", "2011-08-08", "2014-04-18", "valid"],
        ["D2", "CN01", "2012-03-01", "2014-04-18", "suspended"],
    ];
    fill(test, &lines).await;
}

/// Page, spreadsheet and JSON of a list hold these cards and no others.
async fn lists(visitor: &Browser<'_>, query: &str, numbers: &str) {
    let named = |page: &Answer| {
        let all = ["T1", "T2", "T3", "D1", "D2"];
        let found = all.into_iter().filter(|number| page.text.contains(&format!("Trần Đức {number}")));
        found.collect::<Vec<_>>().join(" ")
    };
    for list in ["/experts", "/experts.xlsx", "/api/experts"] {
        let page = visitor.get(&format!("{list}?{query}")).await;
        assert_eq!(page.status, 200, "{list}?{query} {}", page.text);
        assert_eq!(named(&page), numbers, "{list}?{query}");
    }
    let json = visitor.get(&format!("/api/experts?{query}")).await;
    shows(&json, &[&format!("\"all\":{},", numbers.split_whitespace().count())]);
}

#[tokio::test]
async fn anybody_reads_who_held_a_card_as_of_a_day() {
    on_both(routes, async |test, site| {
        of_2012(test).await;
        let visitor = site.visitor();
        lists(&visitor, "", "T1 T2 T3 D1 D2").await;
        lists(&visitor, "as_of=2012-03-31", "T1 T3 D1 D2").await;
        lists(&visitor, "as_of=2012-04-06&standing=suspended", "D2").await;
        lists(&visitor, "as_of=2012-04-06&standing=revoked&kind=consultant_independent", "T3").await;
        lists(&visitor, "body=CN01", "D1 D2").await;
        lists(&visitor, "province=48", "T1 T2").await;
        lists(&visitor, "q=tran%20duc%20d", "D1 D2").await;
        let page = visitor.get("/experts?as_of=2012-03-31&kind=assessor").await;
        shows(
            &page,
            &[
                "Tính đến ngày 31/03/2012: 2 thẻ.",
                "Chuyên gia đánh giá, Trưởng đoàn",
                "Viện CN01",
                "Tất cả 2",
            ],
        );
        hides(&page, &["/experts/new"]);
        shows(&visitor.get("/experts?q=khong-co").await, &["Không có thẻ nào", "Bỏ lọc"]);
        shows(&visitor.get("/experts?lang=en").await, &["Assessor, Lead", "All 5"]);
    })
    .await;
}

#[tokio::test]
async fn what_a_report_counts_in_a_period_is_what_the_list_shows() {
    on_both(routes, async |test, site| {
        of_2012(test).await;
        let visitor = site.visitor();
        let year_2011 = "issued_from=2011-01-01&issued_to=2011-12-31&as_of=2012-03-31";
        lists(&visitor, &format!("kind=consultant_organisation&{year_2011}"), "T1").await;
        lists(&visitor, &format!("kind=consultant_independent&{year_2011}"), "").await;
        lists(&visitor, &format!("kind=assessor&{year_2011}"), "D1").await;
        lists(&visitor, "kind=assessor&issued_from=2011-01-01&issued_to=2012-12-31&as_of=2012-02-29", "D1")
            .await;
        lists(&visitor, "issued_from=2010-01-01&issued_to=2010-12-31&as_of=2012-03-31", "T3").await;
        lists(&visitor, "issued_to=2012-04-06&as_of=2012-04-06", "T1 T2 T3 D1 D2").await;
    })
    .await;
}

const NEW: [(&str, &str); 6] = [
    ("kind", "assessor"),
    ("holder", "Lê Thị Ước"),
    ("body_code", "CN09"),
    ("role", "lead"),
    ("number", "DG-1/2029"),
    ("issued_on", "01/02/2029"),
];

async fn granted(test: &TestDb, site: &Site) -> String {
    body(test, "CN09", ("2029-01-05", "2032-01-05")).await;
    led_to(&site.browser("nation").await.post("/experts/new", &NEW).await)
}

fn order<'a>(on: &'a str, revision: &'a str) -> [(&'a str, &'a str); 4] {
    [("on", on), ("reason", "cho mượn thẻ"), ("decision_no", "15/QĐ-TĐC"), ("revision", revision)]
}

#[tokio::test]
async fn the_nation_grants_suspends_resumes_and_revokes_a_card() {
    on_both(routes, async |test, site| {
        let path = granted(test, site).await;
        let nation = site.browser("nation").await;
        let page = nation.get(&path).await;
        shows(
            &page,
            &["Lê Thị Ước", "Thẻ số DG-1/2029", "Còn hiệu lực", "01/02/2032", "Trưởng đoàn", "Viện CN09"],
        );
        let of_body = test.db.read(|tx| bodies::by_code(tx, "CN09")).await.unwrap().unwrap();
        let body_path = format!("/bodies/{}", of_body.id);
        shows(&nation.get(&body_path).await, &["Lê Thị Ước", &format!("{path}\""), "1 (phải có ít nhất 5"]);
        led_to(&nation.post(&format!("{path}/suspend"), &order("01/03/2029", "1")).await);
        let page = nation.get(&path).await;
        shows(&page, &["Bị đình chỉ", "cho mượn thẻ (quyết định số 15/QĐ-TĐC)", "/resume\"", "Người nation"]);
        hides(&page, &["/suspend\""]);
        led_to(&nation.post(&format!("{path}/resume"), &order("01/04/2029", "2")).await);
        led_to(&nation.post(&format!("{path}/reissue"), &order("02/04/2029", "3")).await);
        led_to(&nation.post(&format!("{path}/revoke"), &order("01/06/2029", "4")).await);
        let page = nation.get(&path).await;
        shows(&page, &["Bị thu hồi"]);
        hides(&page, &["/revoke\"", "/experts/new?"]);
        let json = site.visitor().get(&format!("/api{path}?as_of=2029-03-15")).await;
        shows(&json, &["\"standing\":\"suspended\"", "\"role\":\"lead\"", "\"revision\":5"]);
    })
    .await;
}

#[tokio::test]
async fn an_extra_card_ends_with_the_paper_of_its_body() {
    on_both(routes, async |test, site| {
        granted(test, site).await;
        let nation = site.browser("nation").await;
        let form = nation.get("/experts/new?kind=assessor&body_code=CN09&extra=yes&holder=%3Cb%3E").await;
        shows(&form, &["<h1>Cấp thẻ bổ sung</h1>", "value=\"CN09\"", "value=\"yes\" checked", "&lt;b&gt;"]);
        hides(&form, &["<b>\""]);
        let extra = [
            ("kind", "assessor"),
            ("holder", "Phạm Văn Bổ"),
            ("body_code", "CN09"),
            ("role", "member"),
            ("extra", "yes"),
            ("number", "DG-2/2029"),
            ("issued_on", "01/12/2029"),
        ];
        let path = led_to(&nation.post("/experts/new", &extra).await);
        shows(&nation.get(&path).await, &["Hết hạn cùng giấy xác nhận của tổ chức", "05/01/2032"]);
        shows(&nation.get("/experts?q=pham").await, &["Chuyên gia đánh giá, Thành viên, Thẻ bổ sung"]);
        let alone = [
            ("kind", "consultant_independent"),
            ("holder", "A"),
            ("body_code", "CN09"),
            ("role", "lead"),
            ("extra", "yes"),
            ("number", "DG-1/2029"),
            ("issued_on", "01/02/2031"),
        ];
        let refused = nation.post("/experts/new", &alone).await;
        assert_eq!(refused.status, 422);
        shows(
            &refused,
            &["Chưa xong: 5 chỗ cần sửa", "Chuyên gia độc lập không thuộc tổ chức nào", "sau hôm nay"],
        );
        let unknown =
            nation.post("/experts/new", &[&extra[..2], &[("body_code", "CN77")], &extra[3..]].concat()).await;
        shows(&unknown, &["Không có tổ chức mang mã CN77"]);
    })
    .await;
}

#[tokio::test]
async fn others_read_but_may_not_act_and_nothing_happens_twice() {
    on_both(routes, async |test, site| {
        let path = granted(test, site).await;
        for login in ["foreign", "body", "reader"] {
            let other = site.browser(login).await;
            let page = other.get(&path).await;
            shows(&page, &["Lê Thị Ước"]);
            hides(&page, &["/suspend\"", "/correct\""]);
            for act in ["suspend", "resume", "revoke", "reissue", "correct", "acts/0/correct"] {
                let address = format!("{path}/{act}");
                assert_eq!(other.get(&address).await.status, 403, "{login} {act}");
                assert_eq!(
                    other.post(&address, &order("01/03/2029", "1")).await.status,
                    403,
                    "{login} {act}"
                );
            }
            assert_eq!(other.post("/experts/new", &NEW).await.status, 403, "{login}");
        }
        let visitor = site.visitor();
        assert!(visitor.get(&format!("{path}/revoke")).await.told().starts_with("303 /sign-in"));
        let nation = site.browser("nation").await;
        let twice = [&order("01/03/2029", "1")[..], &[("form_key", "k1")]].concat();
        assert_eq!(led_to(&nation.post(&format!("{path}/suspend"), &twice).await), path);
        assert_eq!(led_to(&nation.post(&format!("{path}/suspend"), &twice).await), path);
        shows(&visitor.get(&format!("/api{path}")).await, &["\"revision\":2"]);
        let stale = nation.post(&format!("{path}/resume"), &order("01/04/2029", "1")).await;
        shows(&stale, &["Người khác vừa thay đổi bản ghi này"]);
        let kept =
            nation.post("/experts/new", &[("number", "DG-77"), ("save_draft", "1"), ("draft", "")]).await;
        assert_eq!(kept.told(), "303 /drafts?done=drafts-done-kept");
        shows(&nation.get("/drafts").await, &["Cấp thẻ chuyên gia"]);
        hides(&visitor.get("/experts").await, &["DG-77"]);
    })
    .await;
}

#[tokio::test]
async fn a_correction_says_why_and_shows_before_and_after_as_plain_words() {
    on_both(routes, async |test, site| {
        let path = granted(test, site).await;
        body(test, "CN10", ("2029-01-05", "2032-01-05")).await;
        let nation = site.browser("nation").await;
        let correct = format!("{path}/correct");
        shows(
            &nation.get(&correct).await,
            &["value=\"Lê Thị Ước\"", "value=\"CN09\"", "value=\"01/02/2029\""],
        );
        let fields = [
            ("holder", "=1+1<script>alert(1)</script>"),
            ("body_code", "CN10"),
            ("role", "member"),
            ("number", "DG-1a/2029"),
            ("issued_on", "01/02/2029"),
            ("valid_to", "31/12/2030"),
        ];
        let why = [("reason", "gõ nhầm <b>"), ("revision", "1")];
        assert_eq!(nation.post(&correct, &fields).await.status, 422);
        let unknown = [&[fields[0], ("body_code", "CN77")], &fields[2..], &why[..]].concat();
        shows(&nation.post(&correct, &unknown).await, &["Không có tổ chức mang mã CN77"]);
        led_to(&nation.post(&correct, &[&fields[..], &why[..]].concat()).await);
        let page = nation.get(&path).await;
        shows(&page, &["<del>Lê Thị Ước</del>", "<del>CN09</del>", "<ins>CN10</ins>", "gõ nhầm &lt;b&gt;"]);
        shows(
            &page,
            &["<ins>DG-1a/2029, cấp 01/02/2029, đến hết 31/12/2030</ins>", "<del>Trưởng đoàn</del>"],
        );
        hides(&page, &["<script>alert", "nhầm <b>"]);
        hides(&nation.get("/experts").await, &["<script>alert"]);
        shows(&site.visitor().get("/experts.xlsx").await, &["{\"Text\":\"=1+1<script>"]);
        let number = test.db.read(|tx| by_number(tx, "dg-1a/2029")).await.unwrap();
        assert_eq!(number.map(|card| card.revision), Some(2));
        led_to(&nation.post(&format!("{path}/suspend"), &order("01/03/2029", "2")).await);
        let act = format!("{path}/acts/0/correct");
        let gone = [
            ("kind", "suspended"),
            ("on", "01/03/2029"),
            ("remove", "yes"),
            ("reason", "nhầm"),
            ("revision", "3"),
        ];
        led_to(&nation.post(&act, &gone).await);
        shows(&nation.get(&format!("/api{path}")).await, &["\"standing\":\"in_force\"", "\"acts\":[]"]);
    })
    .await;
}

#[tokio::test]
async fn an_officer_of_a_body_sees_its_experts_before_all_others() {
    on_both(routes, async |test, site| {
        granted(test, site).await;
        let own_id = test.db.read(|tx| bodies::by_code(tx, "CN09")).await.unwrap().unwrap().id;
        site.person("own", Role::CertificationBody, (own_id, "CN09")).await;
        let page = site.browser("own").await.get("/experts?kind=consultant_independent").await;
        shows(
            &page,
            &["Tổ chức của bạn:", "Viện CN09", "/experts?body=CN09", "1 chuyên gia có thẻ còn hiệu lực"],
        );
        hides(&site.visitor().get("/experts").await, &["Tổ chức của bạn"]);
    })
    .await;
}

#[tokio::test]
async fn an_expired_card_leads_to_the_form_of_the_next_one() {
    on_both(routes, async |test, site| {
        of_2012(test).await;
        let card = test.db.read(|tx| by_number(tx, "D1")).await.unwrap().unwrap();
        let nation = site.browser("nation").await;
        let page = nation.get(&format!("/experts/{}", card.id)).await;
        let filled = "/experts/new?kind=assessor&amp;holder=Tr%E1%BA%A7n%20%C4%90%E1%BB%A9c%20D1&amp;body_code=CN01&amp;role=lead";
        shows(&page, &["Hết hạn", "Cấp thẻ mới", filled]);
        let form = nation.get(&filled.replace("&amp;", "&")).await;
        shows(&form, &["value=\"Trần Đức D1\"", "value=\"assessor\" checked", "value=\"lead\" selected"]);
    })
    .await;
}

#[tokio::test]
async fn what_cannot_be_found_or_read_is_told() {
    on_both(routes, async |_, site| {
        let visitor = site.visitor();
        for path in [
            "/experts/7",
            "/experts/x",
            "/experts/99999999999999999999",
            "/api/experts/7",
            "/experts/7/nothing",
        ] {
            assert_eq!(visitor.get(path).await.status, 404, "{path}");
        }
        let nation = site.browser("nation").await;
        for act in ["suspend", "correct", "acts/0/correct"] {
            assert_eq!(nation.get(&format!("/experts/7/{act}")).await.status, 404, "{act}");
        }
        for (query, part) in [
            ("as_of=31/02/2012", "31/02/2012 không phải là một ngày"),
            ("kind=bank", "bank không có trong danh sách"),
            ("standing=%3Cb%3E", "&lt;b&gt; không có trong danh sách"),
            ("body=KHONG-CO", "Không có tổ chức mang mã KHONG-CO"),
            ("after=x", "Không đọc được vị trí"),
        ] {
            for list in ["/experts", "/experts.xlsx", "/api/experts"] {
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
        for query in ["q=%00", "q=%25_!%27;--", "province=%00", "after=1~%00", "q=%F0%9F%98%80"] {
            assert_eq!(visitor.get(&format!("/experts?{query}")).await.status, 200, "{query}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_long_list_is_read_page_by_page() {
    on_both(routes, async |test, site| {
        let numbers: Vec<String> = (100..190).map(|number| format!("T{number}")).collect();
        let lines: Vec<[&str; 5]> =
            numbers.iter().map(|number| [number, "", "2011-02-14", "", "valid"]).collect();
        fill(test, &lines).await;
        let visitor = site.visitor();
        let first = visitor.get("/experts?kind=consultant_independent").await;
        shows(&first, &["80 trong 90", "Trần Đức T179", "rel=\"next\""]);
        hides(&first, &["Trần Đức T180"]);
        let next = first.text.split(" href=\"").find(|part| part.contains("after=")).unwrap();
        let next = next.split('"').next().unwrap().replace("&amp;", "&");
        let second = visitor.get(&next).await;
        shows(&second, &["10 trong 90", "Trần Đức T180", "Trần Đức T189"]);
        hides(&second, &["Trần Đức T179", "rel=\"next\""]);
        let sheet = visitor.get("/experts.xlsx?kind=consultant_independent").await;
        assert_eq!(sheet.text.matches("Trần Đức T").count(), 90);
    })
    .await;
}
