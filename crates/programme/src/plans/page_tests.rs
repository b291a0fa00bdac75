//! Stories of the pages of plans.

use super::routes;
use crate::page_stories::{agency_id, on_both};
use platform::testing::TestDb;
use platform::testing::site::{hides, led_to, shows};

/// Enters plans as an older register has them: code, status, day of approval.
async fn enter(test: &TestDb, lines: &[(&str, &str, &str)]) {
    for (code, status, approved_on) in lines {
        let row = super::Row {
            owner_code: (*code).to_owned(),
            owner: format!("Cơ quan {code}"),
            level: if code.starts_with("BO-") { "central" } else { "local" }.to_owned(),
            status: (*status).to_owned(),
            decision_no: if approved_on.is_empty() { String::new() } else { format!("QĐ-{code}") },
            approved_on: (*approved_on).to_owned(),
            owes_plan: "yes".to_owned(),
            ..super::Row::default()
        };
        test.db.write(move |tx| super::enter(tx, &row)).await.unwrap();
    }
}

async fn id(test: &TestDb, code: &'static str) -> String {
    let plans = test.db.read(move |tx| super::of_owner(tx, code)).await.unwrap();
    plans[0].id.to_string()
}

#[tokio::test]
async fn anybody_sees_who_owes_a_plan_as_of_a_day() {
    on_both(routes, async |test, site| {
        enter(test, &[("BO-NG", "drafted", ""), ("BO-NV", "approved", "2010-03-26"), ("99", "none", "")])
            .await;
        let public = site.visitor();
        let page = public.get("/plans?as_of=2010-03-25").await;
        shows(&page, &["Tính đến ngày 25/03/2010", ">2 bộ, ngành<", ">1 địa phương<", "Tất cả 3"]);
        hides(&page, &["/plans/new"]);
        let lacking = public.get("/plans?level=central&lacking=1&as_of=2012-03-31").await;
        shows(&lacking, &["Cơ quan BO-NG", "Đang dự thảo", "Tất cả 1"]);
        hides(&lacking, &["Cơ quan BO-NV"]);
        shows(&public.get("/plans?q=co%20quan%20bo-nv").await, &["QĐ-BO-NV", "26/03/2010", "Tất cả 1"]);
        shows(&public.get("/plans?q=khong-co").await, &["Không có kế hoạch nào"]);
        shows(&public.get("/plans?lang=en&lacking=1").await, &["owe a plan", "All 2"]);
        let sheet = public.get("/plans.xlsx?lacking=1&as_of=2012-03-31").await;
        assert_eq!(sheet.text.matches("Cơ quan ").count(), 2, "{}", sheet.text);
        let json = public.get("/api/plans?level=central&lacking=1&as_of=2012-03-31").await;
        shows(
            &json,
            &[
                "\"as_of\":\"2012-03-31\",\"all\":1",
                "\"owner_code\":\"BO-NG\"",
                "\"status\":\"drafted\"",
                "\"next\":null",
            ],
        );
    })
    .await;
}

#[tokio::test]
async fn a_ministry_drafts_and_approves_its_own_plan_and_no_other() {
    on_both(routes, async |test, site| {
        enter(test, &[("BO-NG", "none", "")]).await;
        let path = format!("/plans/{}", id(test, "BO-NG").await);
        let (own, other) = (site.browser("foreign").await, site.browser("home").await);
        shows(&own.get(&path).await, &["Ghi dự thảo", "Chưa xây dựng", "Ghi vào sổ"]);
        hides(&other.get(&path).await, &["/draft\"", "/correct\""]);
        let draft = format!("{path}/draft");
        assert_eq!(other.get(&draft).await.status, 403);
        assert_eq!(other.post(&draft, &[("on", "01/02/2012"), ("revision", "1")]).await.status, 403);
        assert_eq!(site.browser("reader").await.get(&draft).await.status, 403);
        assert_eq!(site.browser("body").await.get(&draft).await.status, 403);
        assert!(site.visitor().get(&draft).await.told().starts_with("303 /sign-in"));
        let late = own.post(&draft, &[("on", "31/02/2012"), ("revision", "1")]).await;
        assert_eq!(late.status, 422);
        shows(&late, &["31/02/2012 không phải là một ngày có trong lịch"]);
        led_to(&own.post(&draft, &[("on", "01/02/2012"), ("revision", "1")]).await);
        let stale = own
            .post(
                &format!("{path}/approve"),
                &[("on", "01/06/2012"), ("decision_no", "QĐ-1"), ("revision", "1")],
            )
            .await;
        shows(&stale, &["Người khác vừa thay đổi kế hoạch này"]);
        let twice = [("on", "01/06/2012"), ("decision_no", "QĐ-1"), ("revision", "2"), ("form_key", "k1")];
        assert_eq!(led_to(&own.post(&format!("{path}/approve"), &twice).await), path);
        assert_eq!(led_to(&own.post(&format!("{path}/approve"), &twice).await), path);
        let done = own.get(&format!("{path}?done=plans-done-approved")).await;
        shows(&done, &["Đã ghi phê duyệt.", "Đã phê duyệt", "01/06/2012", "QĐ-1", "Người foreign"]);
        assert_eq!(done.text.matches("<li").count(), own.get(&path).await.text.matches("<li").count());
        let to_the_public = site.visitor().get(&path).await;
        shows(&to_the_public, &["01/06/2012", "lần ghi"]);
        hides(&to_the_public, &["Người foreign", "Đính chính"]);
        let json = site.visitor().get(&format!("/api{path}?as_of=2012-05-31")).await;
        shows(&json, &["\"status\":\"drafted\"", "\"approved_on\":\"2012-06-01\"", "\"revision\":3"]);
    })
    .await;
}

#[tokio::test]
async fn a_new_plan_stands_under_the_code_its_owner_has_already() {
    on_both(routes, async |test, site| {
        enter(test, &[("BO-NV", "approved", "2010-03-26")]).await;
        let own = site.browser("home").await;
        shows(&own.get("/plans/new").await, &["Kế hoạch của Bộ Nội vụ (BO-NV)."]);
        let fields =
            [("level", "central"), ("owes_plan", "yes"), ("status", "none"), ("period", "2013-2015")];
        // The code that is sent is not asked for: an officer records the own agency's plan.
        let sent = own.post("/plans/new", &[&fields[..], &[("owner_code", "BO-NG")]].concat()).await;
        let path = led_to(&sent);
        shows(&own.get(&path).await, &["BO-NV", "2013-2015", "Kế hoạch khác của cơ quan này", "/agencies/"]);
        let nation = site.browser("nation").await;
        let again = nation.post("/plans/new", &[&fields[..], &[("owner_code", "BO-NV")]].concat()).await;
        shows(&again, &["Cơ quan này đã có kế hoạch cho giai đoạn"]);
        let wrong = [("owner_code", "KHONG-CO"), ("level", "xa"), ("status", "none"), ("period", "hai năm")];
        let refused = nation.post("/plans/new", &wrong).await;
        assert_eq!(refused.status, 422);
        shows(&refused, &["xa không có trong danh sách", "value=\"hai năm\""]);
        assert_eq!(site.browser("reader").await.get("/plans/new").await.status, 403);
        let kept =
            nation.post("/plans/new", &[("owner_code", "BO-NG"), ("save_draft", "1"), ("draft", "")]).await;
        assert_eq!(kept.told(), "303 /drafts?done=drafts-done-kept");
        shows(&nation.get("/drafts").await, &["Ghi kế hoạch mới"]);
        hides(&site.visitor().get("/plans").await, &["BO-NG"]);
        let owner = agency_id(test, "BO-NV").await;
        shows(&own.get(&path).await, &[&format!("href=\"/agencies/{owner}\"")]);
    })
    .await;
}

#[tokio::test]
async fn nobody_says_of_themselves_that_they_owe_no_plan() {
    on_both(routes, async |test, site| {
        enter(test, &[("BO-NV", "none", "")]).await;
        let correct = format!("/plans/{}/correct", id(test, "BO-NV").await);
        let (own, nation) = (site.browser("home").await, site.browser("nation").await);
        hides(&own.get(&correct).await, &["owes_plan"]);
        shows(&nation.get(&correct).await, &["name=\"owes_plan\" value=\"yes\" checked"]);
        let fields = [
            ("owner", "Bộ Nội vụ"),
            ("level", "central"),
            ("status", "none"),
            ("period", "2010"),
            ("reason", "ghi giai đoạn"),
        ];
        // Left out of what is sent, the box stands for "no": from the ministry that changes nothing.
        led_to(&own.post(&correct, &[&fields[..], &[("revision", "1")]].concat()).await);
        shows(&nation.get(&correct).await, &["name=\"owes_plan\" value=\"yes\" checked"]);
        led_to(&nation.post(&correct, &[&fields[..], &[("revision", "2")]].concat()).await);
        hides(&nation.get(&correct).await, &["value=\"yes\" checked"]);
        let next = [("level", "central"), ("status", "none"), ("period", "2013"), ("owes_plan", "yes")];
        let recorded = led_to(&own.post("/plans/new", &next).await);
        hides(&nation.get(&format!("{recorded}/correct")).await, &["value=\"yes\" checked"]);
    })
    .await;
}

#[tokio::test]
async fn a_correction_says_why_and_shows_before_and_after_as_plain_words() {
    on_both(routes, async |test, site| {
        enter(test, &[("BO-NV", "approved", "2010-03-26")]).await;
        let path = format!("/plans/{}", id(test, "BO-NV").await);
        let correct = format!("{path}/correct");
        let nation = site.browser("nation").await;
        shows(&nation.get(&correct).await, &["value=\"26/03/2010\"", "name=\"revision\" value=\"1\""]);
        let fields = [
            ("owner", "<script>alert(1)</script>"),
            ("level", "central"),
            ("owes_plan", "yes"),
            ("status", "approved"),
            ("decision_no", "=HYPERLINK(\"x\")"),
            ("approved_on", "03/2010"),
            ("reason", "gõ nhầm <b>"),
            ("revision", "1"),
        ];
        let without_reason = nation.post(&correct, &fields[..6]).await;
        assert_eq!(without_reason.status, 422);
        led_to(&nation.post(&correct, &fields).await);
        let page = nation.get(&path).await;
        shows(
            &page,
            &["&lt;script&gt;alert(1)", "<del>26/03/2010</del>", "<ins>03/2010</ins>", "gõ nhầm &lt;b&gt;"],
        );
        hides(&page, &["<script>alert", "nhầm <b>"]);
        hides(&nation.get("/plans").await, &["<script>alert"]);
        shows(&site.visitor().get("/plans.xlsx").await, &["{\"Text\":\"=HYPERLINK"]);
        shows(
            &nation.post(&correct, &[&fields[..7], &[("revision", "2")]].concat()).await,
            &["giống hệt nội dung đang có"],
        );
    })
    .await;
}

#[tokio::test]
async fn what_cannot_be_found_or_read_is_told() {
    on_both(routes, async |_, site| {
        let visitor = site.visitor();
        for path in
            ["/plans/7", "/plans/x", "/plans/99999999999999999999", "/api/plans/7", "/plans/7/nothing"]
        {
            assert_eq!(visitor.get(path).await.status, 404, "{path}");
        }
        assert_eq!(site.browser("nation").await.get("/plans/7/draft").await.status, 404);
        for (query, part) in [
            ("as_of=31/02/2012", "31/02/2012 không phải là một ngày"),
            ("level=xa", "xa không có trong danh sách"),
            ("status=%3Cb%3E", "&lt;b&gt; không có trong danh sách"),
            ("lacking=maybe", "maybe không có trong danh sách"),
            ("after=x", "Không đọc được vị trí"),
        ] {
            for list in ["/plans", "/plans.xlsx", "/api/plans"] {
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
        for query in ["q=%00", "q=%25_!%27;--", "after=1~%00", "q=%F0%9F%98%80"] {
            assert_eq!(visitor.get(&format!("/plans?{query}")).await.status, 200, "{query}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_long_list_is_read_page_by_page() {
    on_both(routes, async |test, site| {
        let codes: Vec<String> = (100..190).map(|number| format!("P{number}")).collect();
        let lines: Vec<(&str, &str, &str)> = codes.iter().map(|code| (code.as_str(), "none", "")).collect();
        enter(test, &lines).await;
        let visitor = site.visitor();
        let first = visitor.get("/plans?level=local").await;
        shows(&first, &["80 trong 90", "Cơ quan P179", "rel=\"next\""]);
        hides(&first, &["Cơ quan P180"]);
        let next = first.text.split(" href=\"").find(|part| part.contains("after=")).unwrap();
        let next = next.split('"').next().unwrap().replace("&amp;", "&");
        let second = visitor.get(&next).await;
        shows(&second, &["10 trong 90", "Cơ quan P180", "Cơ quan P189"]);
        hides(&second, &["Cơ quan P179", "rel=\"next\""]);
        let sheet = visitor.get("/plans.xlsx?level=local").await;
        assert_eq!(sheet.text.matches("Cơ quan P").count(), 90);
    })
    .await;
}
