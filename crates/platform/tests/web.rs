//! The way of a request, told as stories through the whole router.

use axum::response::Response;
use platform::journal::Entry;
use platform::testing::site::{Browser, PASSWORD, Site, hides, shows};
use platform::testing::{self, TestDb};
use platform::web::{
    AppOptions, Choice, Field, Fields, Filter, Form, Limits, PUBLIC, Route, SIGNED_IN, Secret, Web, describe,
    filters, get, needs, post, see_other,
};
use platform::{Day, Error, MIGRATIONS, Refusal, Refusals, Role, Tx, action};
use std::sync::atomic::{AtomicU32, Ordering};

action!(SAIL = "boats.sail": NationalOfficer Nation, Head Nation);

static SAILED: AtomicU32 = AtomicU32::new(0);

fn boats() -> Vec<Route> {
    vec![
        get("/", PUBLIC, async |web: Web| Ok(web.t("frame-home"))),
        get("/boats", SIGNED_IN, async |web: Web| {
            Ok(web.page(platform::web::Page { title: "Thuyền".into(), ..Default::default() }))
        }),
        get("/boats/{id}", PUBLIC, async |web: Web| Ok(format!("boat {}", web.param::<i64>("id")?))),
        post("/boats/sail", needs(&SAIL), async |_: Web, _: Fields| {
            SAILED.fetch_add(1, Ordering::SeqCst);
            Ok(see_other("/boats"))
        }),
        get("/boats/list", PUBLIC, list),
        get("/boats/list.csv", PUBLIC, async |web: Web| {
            Ok(web.query.day("from")?.map_or_else(String::new, |day| day.to_string()))
        }),
        get("/boats/new", needs(&SAIL), async |web: Web| form(&web).page(&web).await),
        post("/boats/new", needs(&SAIL), async |web: Web, fields: Fields| {
            form(&web)
                .answer(&web, &fields, async {
                    fields.read(|read| (read.text("name"), read.day("on")))?;
                    Ok(see_other("/boats"))
                })
                .await
        }),
        get("/rafts/new", needs(&SAIL), async |web: Web| form(&web).page(&web).await),
        post("/rafts/new", needs(&SAIL), async |web: Web, fields: Fields| {
            form(&web).answer(&web, &fields, async { Ok(see_other("/boats")) }).await
        }),
        post("/boats/fleet", needs(&SAIL), async |web: Web, fields: Fields| {
            form(&web).answer(&web, &fields, async { Err(Error::Refused(fleet())) }).await
        }),
        post("/boats/launch", needs(&SAIL), async |web: Web, fields: Fields| {
            form(&web).answer(&web, &fields, launch(&web, fields.get("name").to_owned())).await
        }),
        get("/panic", PUBLIC, async |web: Web| {
            let nothing: Option<&str> = web.query.some("nothing");
            Ok(nothing.expect("a bug of ours").to_owned())
        }),
        get("/slow", PUBLIC, async |_: Web| std::future::pending::<Result<&str, Error>>().await).timeout(0),
        post("/load", PUBLIC, async |_: Web, fields: Fields| {
            Ok(format!("{} bytes", fields.file("cargo").map_or(0, |file| file.bytes.len())))
        })
        .body_limit(2_000),
    ]
}

/// What is wrong with 3,000 boats, each told of twice, and with the day.
fn fleet() -> Refusals {
    let boats = (0..6_000).map(|at| {
        Refusal::new("form-not-a-choice").field("name").with("text", format!("thuyền {}", at % 3_000))
    });
    Refusals(boats.chain([Refusal::new("form-missing").field("on")]).collect())
}

/// Writes a person and then a boat, which is what the sending is about; refuses a boat that is launched already
/// before it looks at the key of the form, as pages do that read before they write.
async fn launch(web: &Web, name: String) -> Result<Response, Error> {
    let id = i64::from(name.bytes().map(u32::from).sum::<u32>());
    let known = web.ctx.read(move |tx| platform::journal::of_subject(tx, id)).await?;
    if name == "Sao Vàng" && !known.is_empty() {
        return Err(Refusal::new("form-missing").into());
    }
    let write = move |tx: &mut Tx<'_>| {
        for (kind, id) in [("person", 7), ("boat", id)] {
            let entry =
                Entry { agency_id: 1, subject_kind: kind, subject_id: id, kind: "noted.1", payload: "{}" };
            platform::journal::append(tx, entry)?;
        }
        platform::journal::lead_to(tx, &Boat(id));
        Ok(())
    };
    web.ctx.write(write).await?;
    Ok(see_other(&format!("/boats/{id}")))
}

#[derive(Debug, PartialEq)]
struct Boat(i64);

impl platform::Record for Boat {
    const KIND: &'static str = "boat";
    type Event = ();

    fn begin(id: i64, (): &()) -> Option<Boat> {
        Some(Boat(id))
    }
    fn apply(&mut self, (): &()) {}
    fn id(&self) -> i64 {
        self.0
    }
    fn owner_agency_id(&self) -> i64 {
        1
    }
}

fn boat(_: &mut Tx<'_>, id: i64) -> Result<Option<Boat>, Error> {
    Ok(Some(Boat(id)))
}

fn no_ids(_: &mut Tx<'_>) -> Result<Vec<i64>, Error> {
    Ok(Vec::new())
}

platform::record_kind!(Boat, "/boats/", boat, no_ids);

async fn list(web: Web) -> Result<maud::Markup, Error> {
    let from = web.query.day("from")?;
    let sails = web.query.choice("sails", |word| word.parse::<u8>().ok())?;
    let choices = vec![Choice::new("2", "hai")];
    let main = maud::html! {
        (filters(&web, &[
            Filter::search("q", "accounts-name"),
            Filter::day("from", "accounts-from"),
            Filter::select("sails", "accounts-role", choices),
        ]))
        p { "from " (from.map_or("ever".to_owned(), Day::vietnamese)) ", sails " (sails.unwrap_or(0)) }
        a href=(web.link_with(&[("sort", "name")])) { "sort" }
    };
    Ok(web.page(platform::web::Page { title: "Thuyền".into(), main, ..Default::default() }))
}

fn form(web: &Web) -> Form {
    Form::new("Đóng thuyền", "Đóng")
        .field(Field::text("name", "accounts-name").required())
        .field(Field::day("on", "accounts-from").required())
        .value("on", web.today().vietnamese())
        .draft("boats.new")
}

fn today() -> Day {
    "2012-03-31".parse().unwrap()
}

fn site(test: &TestDb) -> Site {
    Site::new(test.db.clone(), boats())
}

#[tokio::test]
async fn a_route_asks_for_its_permission_before_its_handler_runs() {
    let test = testing::sqlite(today(), &[MIGRATIONS]);
    let site = site(&test);
    site.person("officer", Role::NationalOfficer, (1, "Tổng cục")).await;
    site.person("reader", Role::Reader, (2, "Bộ")).await;
    let (visitor, reader, officer) =
        (site.visitor(), site.browser("reader").await, site.browser("officer").await);

    assert_eq!(visitor.get("/boats?q=1").await.told(), "303 /sign-in?back=%2Fboats%3Fq%3D1");
    assert_eq!(visitor.get_with("/boats", &[("accept", "application/json")]).await.status, 401);
    assert_eq!(reader.get("/boats").await.status, 200);
    assert_eq!(reader.post("/boats/sail", &[]).await.status, 403);
    assert_eq!(visitor.post("/boats/sail", &[]).await.told(), "303 /sign-in?back=%2Fboats%2Fsail");
    assert_eq!(SAILED.load(Ordering::SeqCst), 0);
    assert_eq!(officer.post("/boats/sail", &[]).await.told(), "303 /boats");
    assert_eq!(SAILED.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn a_form_from_elsewhere_or_without_its_proof_does_nothing() {
    let test = testing::sqlite(today(), &[MIGRATIONS]);
    let site = site(&test);
    site.person("officer", Role::NationalOfficer, (1, "Tổng cục")).await;
    let (officer, other) = (site.browser("officer").await, site.browser("officer").await);
    let told = async |headers: &[(&str, &str)], fields: &[(&str, &str)]| {
        officer.post_bare("/boats/new", fields, headers).await.status
    };
    assert_eq!(told(&[("sec-fetch-site", "same-origin")], &[]).await, 403, "no proof");
    assert_eq!(told(&[("sec-fetch-site", "same-origin")], &[("csrf", "00")]).await, 403, "a wrong proof");
    let page = other.get("/boats/new").await.text;
    let foreign = page.split("name=\"csrf\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    assert_eq!(told(&[], &[("csrf", &foreign)]).await, 403, "the proof of another session");
    let own = officer.get("/boats/new").await.text;
    let own = own.split("name=\"csrf\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    for (header, value) in [
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
        ("origin", "https://else.example"),
    ] {
        assert_eq!(told(&[(header, value)], &[("csrf", &own)]).await, 403, "{header}: {value}");
    }
    assert_eq!(
        told(&[("sec-fetch-site", "same-origin")], &[("csrf", &own)]).await,
        422,
        "read, and refused by the form"
    );
    let visitor = site.visitor();
    let fields = [("login", "officer"), ("password", PASSWORD)];
    assert_eq!(visitor.post_bare("/sign-in", &fields, &[("sec-fetch-site", "cross-site")]).await.status, 403);
}

#[tokio::test]
async fn a_refused_form_comes_back_with_what_was_typed_and_every_reason() {
    let test = testing::sqlite(today(), &[MIGRATIONS]);
    let site = site(&test);
    site.person("officer", Role::NationalOfficer, (1, "Tổng cục")).await;
    let officer = site.browser("officer").await;
    let page = officer.post("/boats/new", &[("name", ""), ("on", "31/02/2012")]).await;
    assert_eq!(page.status, 422);
    for part in [
        "Chưa xong: 2 chỗ cần sửa",
        "<a href=\"#name\">Họ và tên: chưa ghi</a>",
        "31/02/2012 không phải là một ngày có trong lịch",
        "value=\"31/02/2012\"",
        "aria-invalid=\"true\"",
        "<title>Lỗi: Đóng thuyền - HTQLCL</title>",
    ] {
        assert!(page.text.contains(part), "{part} in {}", page.text);
    }
}

#[tokio::test]
async fn typing_begins_at_the_first_field_of_a_form_or_at_what_is_wrong_first() {
    let test = testing::sqlite(today(), &[MIGRATIONS]);
    let site = site(&test);
    site.person("officer", Role::NationalOfficer, (1, "Tổng cục")).await;
    let officer = site.browser("officer").await;
    let begins = |page: &str| {
        let tags: Vec<&str> = page.split('<').filter(|tag| tag.contains(" autofocus>")).collect();
        assert_eq!(tags.len(), 1, "{tags:?}");
        tags[0].split("name=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
    };
    assert_eq!(begins(&officer.get("/boats/new").await.text), "name");
    let wrong = |name: &'static str| vec![("name", name), ("on", "31/02/2012")];
    assert_eq!(begins(&officer.post("/boats/new", &wrong("")).await.text), "name");
    assert_eq!(begins(&officer.post("/boats/new", &wrong("Sao Vàng")).await.text), "on");
}

#[tokio::test]
async fn a_bad_filter_shows_the_same_page_with_the_field_marked_and_what_was_typed() {
    let test = testing::sqlite(today(), &[MIGRATIONS]);
    let site = site(&test);
    let visitor = site.visitor();
    let told = async |query: &str, parts: &[&str]| {
        let page = visitor.get(&format!("/boats/list{query}")).await;
        testing::site::shows(&page, parts);
        page
    };
    let right =
        told("?q=a&from=1/4/2012&sails=2", &["from 01/04/2012, sails 2", "value=\"01/04/2012\""]).await;
    assert_eq!(right.status, 200);
    testing::site::hides(&right, &["aria-invalid", "role=\"alert\""]);
    let parts = [
        "from ever, sails 0",
        "bỏ qua điều kiện đó",
        "value=\"31/02/2012\" aria-invalid=\"true\" aria-describedby=\"f-from-error\"",
        "id=\"f-from-error\">31/02/2012 không phải là một ngày",
        "name=\"q\" type=\"search\" value=\"sao vàng\"",
        "select id=\"f-sails\" name=\"sails\" aria-invalid=\"true\"",
        "href=\"/boats/list?q=sao%20v%C3%A0ng&amp;sort=name\"",
    ];
    let wrong = told("?q=sao+v%C3%A0ng&from=31/02/2012&sails=x", &parts).await;
    assert_eq!(wrong.status, 422, "both mistakes are found, one after the other");
    told("?from=x&lang=en", &["leaves it out", "x is not a day of the calendar"]).await;
    let json = visitor.get_with("/boats/list?from=x", &[("accept", "application/json")]).await;
    assert_eq!(json.status, 422);
    assert!(json.text.contains("\"field\":\"from\""), "{}", json.text);
    let file = visitor.get("/boats/list.csv?from=x").await;
    assert_eq!(file.status, 422, "a file with fewer conditions than asked for is never made: {}", file.text);
}

#[tokio::test]
async fn a_session_rests_half_an_hour_and_lives_half_a_day() {
    let test = testing::sqlite(today(), &[MIGRATIONS]);
    let site = site(&test);
    site.person("officer", Role::NationalOfficer, (1, "Tổng cục")).await;
    let (clock, minute) = (test.db.clock().clone(), 60_000_000);
    let (one, two) = (site.browser("officer").await, site.browser("officer").await);
    let began = clock.now();
    clock.set(began + 31 * minute);
    assert_eq!(one.get("/boats").await.told(), "303 /sign-in?why=idle&back=%2Fboats");
    assert_eq!(two.get("/boats").await.status, 303, "both rested");
    let three = site.browser("officer").await;
    let mut minutes = 0;
    while three.get("/boats").await.status == 200 {
        minutes += 20;
        clock.set(began + (31 + minutes) * minute);
    }
    assert_eq!(minutes, 740, "busy, it lasts until the first request after twelve hours");
}

#[tokio::test]
async fn what_was_typed_before_a_rest_is_there_after_signing_in_again() {
    let test = testing::sqlite(today(), &[MIGRATIONS]);
    let site = site(&test);
    for login in ["officer", "other"] {
        site.person(login, Role::NationalOfficer, (1, "Tổng cục")).await;
    }
    let officer = site.browser("officer").await;
    test.db.clock().set(test.db.clock().now() + 40 * 60_000_000);
    let sent = officer.post("/boats/new", &[("name", "Sao Vàng"), ("on", "1/4/2012")]).await;
    assert!(
        sent.told().starts_with("303 /sign-in?why=idle&back=%2Fboats%2Fnew%3Fheld%3D"),
        "{}",
        sent.told()
    );
    let back = format!("/boats/new?held={}", sent.location().rsplit("%3D").next().unwrap());
    assert!(!site.browser("other").await.get(&back).await.text.contains("Sao Vàng"), "it is nobody else's");
    let again = site.browser("officer").await;
    let page = again.get(&back).await.text;
    assert!(page.contains("value=\"Sao Vàng\"") && page.contains("value=\"1/4/2012\""), "{page}");
    assert!(!again.get(&back).await.text.contains("Sao Vàng"), "it is given back once");
}

#[tokio::test]
async fn signing_out_works_at_once_and_only_by_a_form() {
    let test = testing::sqlite(today(), &[MIGRATIONS]);
    let site = site(&test);
    site.person("officer", Role::NationalOfficer, (1, "Tổng cục")).await;
    let officer = site.browser("officer").await;
    let kept = format!("htqlcl={}", officer.cookie().unwrap());
    assert_eq!(officer.get("/boats").await.status, 200);
    assert_eq!(officer.get("/sign-out").await.status, 405);
    assert!(officer.post("/sign-out", &[]).await.told().starts_with("303 /sign-in?done="));
    assert!(officer.cookie().is_none());
    let replayed = site.visitor().get_with("/boats", &[("cookie", &kept)]).await;
    assert_eq!(replayed.status, 303, "the old cookie is worth nothing");
}

#[tokio::test]
async fn a_form_sent_twice_leads_to_what_it_did_and_another_content_under_its_key_is_not_lost() {
    for test in testing::both(today(), &[MIGRATIONS]) {
        let site = site(&test);
        site.person("officer", Role::NationalOfficer, (1, "Tổng cục")).await;
        let officer = site.browser("officer").await;
        for name in ["Hải Âu", "Sao Vàng"] {
            let sent = [("form_key", name), ("name", name), ("on", "31/03/2012")];
            let first = officer.post("/boats/launch", &sent).await.told();
            assert!(first.starts_with("303 /boats/"), "{first}");
            // A second page of the same form has a proof of its own.
            assert_eq!(officer.post("/boats/launch", &sent).await.told(), first, "{name} {}", test.engine);
        }
        let edited = [("form_key", "Hải Âu"), ("name", "Bình Minh"), ("on", "31/03/2012")];
        let told = officer.post("/boats/launch", &edited).await;
        assert_eq!(told.status, 422);
        shows(&told, &["đã gửi một lần với nội dung khác", "value=\"Bình Minh\""]);
        hides(&told, &["value=\"Hải Âu\""]);
        let fresh = told.text.split("name=\"form_key\" value=\"").nth(1).unwrap().split('"').next().unwrap();
        let again = [("form_key", fresh), edited[1], edited[2]];
        assert!(officer.post("/boats/launch", &again).await.told().starts_with("303 /boats/"));
        // Somebody else's key is another key.
        site.person("other", Role::NationalOfficer, (1, "Tổng cục")).await;
        let other = site.browser("other").await;
        assert!(other.post("/boats/launch", &edited).await.told().starts_with("303 /boats/"));
    }
}

#[tokio::test]
async fn a_field_of_one_line_takes_one_line() {
    let test = testing::sqlite(today(), &[MIGRATIONS]);
    let site = site(&test);
    site.person("officer", Role::NationalOfficer, (1, "Tổng cục")).await;
    let officer = site.browser("officer").await;
    let told = officer.post("/boats/new", &[("name", "Sao\nVàng"), ("on", "31/03/2012")]).await;
    assert_eq!(told.status, 422);
    shows(&told, &["chỉ ghi trên một dòng"]);
    let hidden = officer.post("/boats/new", &[("name", "\u{200B}\u{202E}"), ("on", "31/03/2012")]).await;
    assert_eq!(hidden.status, 422, "a name that nobody sees is none");
}

#[tokio::test]
async fn limits_are_by_account_once_signed_in_and_by_address_before() {
    let test = testing::sqlite(today(), &[MIGRATIONS]);
    let mut options = AppOptions::new(test.db.clone(), Secret::of_words("a test"));
    options.limits = Limits::tight(3);
    let site = Site::with(options, boats());
    site.person("officer", Role::NationalOfficer, (1, "Tổng cục")).await;
    let visitor = site.visitor();
    let from = [("x-forwarded-for", "203.0.113.9")];
    let mut told = Vec::new();
    for _ in 0..4 {
        told.push(visitor.get_with("/boats/1", &from).await.status);
    }
    let officer = site.browser("officer").await;
    for _ in 0..4 {
        told.push(officer.get_with("/boats", &from).await.status);
    }
    assert_eq!(told, [200, 200, 200, 429, 200, 200, 200, 429]);
    let late = visitor.get_with("/boats/1", &from).await;
    assert_eq!(late.headers["retry-after"], "5");
    let from = [("x-forwarded-for", "203.0.113.10"), ("sec-fetch-site", "same-origin")];
    let wrong = [("login", "officer"), ("password", "x")];
    let mut last = visitor.post_bare("/sign-in", &wrong, &from).await;
    for _ in 0..3 {
        last = visitor.post_bare("/sign-in", &wrong, &from).await;
    }
    assert_eq!((last.status, last.headers.get("retry-after").is_some()), (429, true));
}

#[tokio::test]
async fn nobody_escapes_the_limits_by_what_proxies_write() {
    let test = testing::sqlite(today(), &[MIGRATIONS]);
    let mut options = AppOptions::new(test.db.clone(), Secret::of_words("a test"));
    options.limits = Limits::tight(2);
    let site = Site::with(options, boats());
    let visitor = site.visitor();
    let told = async |lines: &[&str]| {
        let mut told = String::new();
        for at in 0..4 {
            // Before the last proxy's word stands whatever the asker likes.
            let own = format!("198.51.100.{at}");
            let mut headers = vec![("x-forwarded-for", own.as_str())];
            headers.extend(lines.iter().map(|line| ("x-forwarded-for", *line)));
            let status = visitor.get_with("/boats/1", &headers).await.status;
            told.push(if status == 200 { 'y' } else { 'n' });
        }
        told
    };
    assert_eq!(told(&["203.0.113.1"]).await, "yynn", "two lines");
    assert_eq!(
        told(&["8.8.8.8, 203.0.113.2, 127.0.0.1", "::1"]).await,
        "yynn",
        "two proxies on this machine"
    );
    assert_eq!(told(&["8.8.8.8, 203.0.113.3:51234"]).await, "yynn");
    assert_eq!(told(&["203.0.113.3"]).await, "nnnn", "a port makes nobody another");
    assert_eq!(told(&["[2001:db8::1]"]).await, "yynn");
    assert_eq!(told(&["[2001:db8::2]:443"]).await, "nnnn", "one household");
    assert_eq!(told(&["203.0.113.4, unknown"]).await, "yynn");
    for unreadable in ["", "_hidden", "203.0.113.5 ", "203.0.113.256", "[203.0.113.5", "[::1]:99999"] {
        let want = if unreadable.starts_with("203.0.113.5") { "yynn" } else { "nnnn" };
        assert_eq!(told(&[unreadable]).await, want, "{unreadable:?}: all of them are one asker");
    }
}

#[tokio::test]
async fn what_nobody_read_of_a_refused_form_is_taken_off_the_line() {
    let test = testing::sqlite(today(), &[MIGRATIONS]);
    let site = site(&test);
    let visitor = site.visitor();
    let large = "x".repeat(2 << 20);
    let cross = [("sec-fetch-site", "cross-site")];
    for (fields, closes) in [(vec![("name", "Sao Vàng")], false), (vec![("name", large.as_str())], true)] {
        let refused = visitor.post_bare("/boats/new", &fields, &cross).await;
        assert_eq!(refused.status, 403);
        assert_eq!(refused.headers.get("connection").is_some(), closes, "{} bytes", fields[0].1.len());
    }
}

#[tokio::test]
async fn what_goes_wrong_is_told_in_the_readers_language_and_breaks_nothing_else() {
    let test = testing::sqlite(today(), &[MIGRATIONS]);
    let site = site(&test);
    let visitor = site.visitor();
    let told = async |path: &str, part: &str| {
        let page = visitor.get(path).await;
        assert!(page.text.contains(part), "{path}: {part} in {}", page.text);
        page.status
    };
    assert_eq!(told("/nowhere", "Không tìm thấy").await, 404);
    assert_eq!(told("/boats/seven", "Không tìm thấy").await, 404);
    assert_eq!(told("/%ff%fe", "Không tìm thấy").await, 404);
    assert_eq!(told("/nowhere?lang=en", "Not found").await, 404);
    assert_eq!(told("/load", "Trang này không nhận cách gửi đó").await, 405);
    assert_eq!(told("/load?lang=en", "This page is not asked that way").await, 405);
    assert_eq!(visitor.get("/load").await.headers["allow"], "POST");
    let sent = visitor.post("/boats/1", &[]).await;
    assert_eq!((sent.status, sent.headers["allow"].to_str().unwrap()), (405, "GET,HEAD"));
    assert_eq!(visitor.post("/nowhere", &[]).await.status, 404);
    assert_eq!(told("/panic", "Có lỗi của hệ thống").await, 500);
    assert_eq!(told("/slow", "Làm quá lâu").await, 503);
    let json = visitor.get_with("/nowhere", &[("accept", "application/json")]).await;
    assert!(json.text.contains("\"status\":404"), "{}", json.text);
    let small = visitor.upload("/load", &[], ("cargo", "a.csv", &[7; 1_000])).await;
    assert_eq!((small.status, small.text.as_str()), (200, "1000 bytes"));
    let large = visitor.upload("/load", &[], ("cargo", "a.csv", &[7; 300_000])).await;
    assert_eq!(large.status, 413, "{}", large.text);
    assert!(large.text.contains("Nội dung quá lớn"));
    assert_eq!(visitor.get("/boats/1").await.status, 200);
}

#[tokio::test]
async fn every_answer_forbids_framing_sniffing_and_inline_code() {
    let test = testing::sqlite(today(), &[MIGRATIONS]);
    let mut options = AppOptions::new(test.db.clone(), Secret::of_words("a test"));
    options.public_url = "https://htqlcl.example".to_owned();
    let site = Site::with(options, boats());
    let style = platform_style();
    for path in ["/", "/nowhere", style] {
        let page = site.visitor().get(path).await;
        let header =
            |name: &str| page.headers.get(name).map_or("", |value| value.to_str().unwrap()).to_owned();
        let policy = header("content-security-policy");
        assert!(policy.contains("frame-ancestors 'none'") && !policy.contains("unsafe"), "{path}: {policy}");
        assert_eq!(header("x-content-type-options"), "nosniff", "{path}");
        assert!(header("strict-transport-security").contains("max-age"), "{path}");
    }
    let packed = site.visitor().get_with(style, &[("accept-encoding", "gzip, br")]).await;
    assert_eq!(packed.headers["content-encoding"], "br");
    assert!(packed.headers["cache-control"].to_str().unwrap().contains("immutable"));
    let page = site.visitor().get_with("/sign-in", &[("accept-encoding", "br")]).await;
    assert_eq!(page.headers["content-encoding"], "br");
}

fn platform_style() -> &'static str {
    assets::url("app.css")
}

#[tokio::test]
async fn health_and_counters_are_open() {
    let test = testing::sqlite(today(), &[MIGRATIONS]);
    let site = site(&test);
    let visitor = site.visitor();
    assert!(visitor.get("/healthz").await.text.contains("\"status\":\"ok\""));
    site.app.readiness.begin(10);
    site.app.readiness.step(4, "giấy chứng nhận");
    let filling = visitor.get("/healthz").await;
    assert_eq!(filling.status, 200);
    assert!(
        filling.text.contains("\"filling\":{\"done\":4,\"total\":10,\"step\":\"giấy chứng nhận\"}"),
        "{}",
        filling.text
    );
    let counters = visitor.get("/metrics").await.text;
    assert!(
        counters.contains("htqlcl_http_requests_total{method=\"GET\",route=\"/healthz\",status=\"200\"} 2"),
        "{counters}"
    );
    for queue in ["write", "read"] {
        assert!(
            counters.contains(&format!("htqlcl_database_jobs_waiting{{queue=\"{queue}\"}} 0\n")),
            "{counters}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_counters_tell_how_many_jobs_wait_for_the_database() {
    let test = testing::sqlite(today(), &[MIGRATIONS]);
    let (begun, begins) = std::sync::mpsc::channel::<()>();
    let (end, ends) = std::sync::mpsc::channel::<()>();
    let ends = std::sync::Mutex::new(ends);
    let db = test.db.clone();
    // The one writer is held until the queue has been looked at.
    let holds = tokio::spawn(async move {
        db.write(move |_| {
            begun.send(()).map_err(Error::failed)?;
            ends.lock().unwrap().recv().map_err(Error::failed)
        })
        .await
    });
    begins.recv().unwrap();
    let mut waiting: Vec<_> = (0..3).map(|_| Box::pin(test.db.write(|_| Ok(())))).collect();
    for job in &mut waiting {
        let mut context = std::task::Context::from_waker(std::task::Waker::noop());
        assert!(job.as_mut().poll(&mut context).is_pending());
    }
    assert_eq!(test.db.waiting()[0], ("write", 3));
    end.send(()).unwrap();
    holds.await.unwrap().unwrap();
    for job in waiting {
        job.await.unwrap();
    }
    assert_eq!(test.db.waiting()[0], ("write", 0));
}

#[tokio::test]
async fn a_draft_is_kept_for_its_agency_and_seen_by_no_other() {
    for test in testing::both(today(), &[MIGRATIONS]) {
        let site = site(&test);
        site.person("one", Role::NationalOfficer, (1, "Tổng cục")).await;
        site.person("two", Role::NationalOfficer, (2, "Bộ")).await;
        site.person("reader", Role::Reader, (1, "Tổng cục")).await;
        let (one, two) = (site.browser("one").await, site.browser("two").await);
        let kept = one
            .post("/boats/new", &[("name", "Sao Vàng"), ("on", "x"), ("save_draft", "1"), ("draft", "")])
            .await;
        assert_eq!(kept.told(), "303 /drafts?done=drafts-done-kept");
        let list = one.get("/drafts").await.text;
        let path =
            list.split("href=\"/boats/new?draft=").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let path = format!("/boats/new?draft={path}");
        assert!(one.get(&path).await.text.contains("value=\"Sao Vàng\""));
        assert_eq!(two.get(&path).await.status, 404);
        assert!(!two.get("/drafts").await.text.contains("/boats/new"));
        let id = path.rsplit('=').next().unwrap();
        assert_eq!(two.post(&format!("/drafts/{id}/discard"), &[]).await.status, 404);
        // A colleague sees that there is one, but neither opens it nor throws it away nor reads whom it is about.
        site.person("colleague", Role::NationalOfficer, (1, "Tổng cục")).await;
        let colleague = site.browser("colleague").await;
        assert!(one.get("/drafts").await.text.contains("Sao Vàng"));
        let list = colleague.get("/drafts").await.text;
        assert!(list.contains("draft-boats-new") && list.contains("Người one"), "{list}");
        assert!(!list.contains(&path) && !list.contains("Sao Vàng") && !list.contains("/discard"), "{list}");
        assert_eq!(colleague.get(&path).await.status, 403);
        assert_eq!(colleague.get(&format!("/drafts/{id}")).await.status, 403);
        assert_eq!(colleague.post(&format!("/drafts/{id}/discard"), &[]).await.status, 403);
        let reader = site.browser("reader").await;
        assert_eq!(reader.post(&format!("/drafts/{id}/discard"), &[]).await.status, 403);
        assert!(!reader.get("/drafts").await.text.contains("/discard"));
        let fields = [("name", "Sao Vàng"), ("on", "01/04/2012"), ("draft", id)];
        assert_eq!(one.post("/boats/new", &fields).await.told(), "303 /boats");
        assert_eq!(one.get(&path).await.status, 404, "used up");
        let verified = test.db.snapshot(platform::journal::verify).await.unwrap();
        assert_eq!(verified.faults, Vec::new(), "{}", test.engine);
    }
}

/// The addresses of the drafts in the list that a browser is shown, newest first.
async fn drafts_of(browser: &Browser<'_>) -> Vec<String> {
    let list = browser.get("/drafts").await.text;
    let links = list.split("<a href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    links.filter(|href| href.contains("?draft=")).map(str::to_owned).collect()
}

#[tokio::test]
async fn only_its_author_saves_a_draft_over_or_uses_it_up_and_only_its_own_form_shows_it() {
    for test in testing::both(today(), &[MIGRATIONS]) {
        let site = site(&test);
        for (login, role) in
            [("author", Role::NationalOfficer), ("colleague", Role::NationalOfficer), ("head", Role::Head)]
        {
            site.person(login, role, (1, "Tổng cục")).await;
        }
        let author = site.browser("author").await;
        let (colleague, head) = (site.browser("colleague").await, site.browser("head").await);
        let typed = |name: &'static str, draft: &'static str| [("name", name), ("on", "x"), ("draft", draft)];
        let keep = async |browser: &Browser<'_>, name: &str, draft: &str| {
            let fields = [("name", name), ("on", "1/4/2012"), ("save_draft", "1"), ("draft", draft)];
            let kept = browser.post("/boats/new", &fields).await;
            assert_eq!(kept.told(), "303 /drafts?done=drafts-done-kept");
        };
        keep(&author, "Sao Vàng", "").await;
        let path = drafts_of(&author).await.remove(0);
        let id = path.rsplit('=').next().unwrap().to_owned();

        // Another form does not show what was typed here, whoever asks and whatever they may do there.
        for browser in [&author, &head] {
            assert_eq!(browser.get(&format!("/rafts/new?draft={id}")).await.status, 404);
        }
        shows(&head.get(&path).await, &["value=\"Sao Vàng\"", &format!("name=\"draft\" value=\"{id}.1\"")]);

        // Saved by somebody else it becomes a draft of theirs; sent by somebody else it stays.
        for (browser, name) in [(&colleague, "Đè lên"), (&head, "Trưởng đoàn")] {
            keep(browser, name, &id).await;
            let sent = [("name", name), ("on", "1/4/2012"), ("draft", &id)];
            assert_eq!(browser.post("/boats/new", &sent).await.told(), "303 /boats");
        }
        let raft = [("name", "Bè"), ("on", "1/4/2012"), ("draft", &id)];
        assert_eq!(author.post("/rafts/new", &raft).await.told(), "303 /boats");
        shows(&author.get(&path).await, &["value=\"Sao Vàng\""]);
        assert_eq!(drafts_of(&author).await.len(), 1);

        // Two windows of its author do not write over each other either.
        let (first, second) = (format!("{id}.1"), format!("{id}.2"));
        keep(&author, "Sao Đỏ", &first).await;
        shows(&author.get(&path).await, &["value=\"Sao Đỏ\"", &format!("value=\"{second}\"")]);
        keep(&author, "Sao Xanh", &first).await;
        shows(&author.get(&path).await, &["value=\"Sao Đỏ\""]);
        assert_eq!(drafts_of(&author).await.len(), 2);
        let sent = |seen: &'static str| [("name", "Sao"), ("on", "1/4/2012"), ("draft", seen)];
        assert_eq!(author.post("/boats/new", &sent("no draft")).await.told(), "303 /boats");
        for (seen, status) in [(&first, 200), (&second, 404)] {
            let fields = [("name", "Sao"), ("on", "1/4/2012"), ("draft", seen.as_str())];
            assert_eq!(author.post("/boats/new", &fields).await.told(), "303 /boats");
            assert_eq!(author.get(&path).await.status, status, "{seen}");
        }
        assert_eq!(author.post("/boats/new", &typed("Sao", "9")).await.status, 422);
        let verified = test.db.snapshot(platform::journal::verify).await.unwrap();
        assert_eq!(verified.faults, Vec::new(), "{}", test.engine);
    }
}

#[tokio::test]
async fn values_that_are_too_long_to_be_meant_are_left_out_of_pages_and_refused_elsewhere() {
    let test = testing::sqlite(today(), &[MIGRATIONS]);
    let site = site(&test);
    let visitor = site.visitor();
    let long = "a".repeat(40_000);
    let page = visitor.get(&format!("/boats/list?sails=2&q={long}")).await;
    assert_eq!(page.status, 422);
    shows(
        &page,
        &[
            "from ever, sails 2",
            "Giá trị của q dài hơn 2000 ký tự",
            "href=\"/boats/list?sails=2&amp;sort=name\"",
        ],
    );
    let refused = visitor.get(&format!("/boats/list.csv?from=1/4/2012&q={long}")).await;
    assert_eq!(refused.status, 422, "a list without a filter is another list");
    let json = visitor.get_with(&format!("/boats/list?q={long}"), &[("accept", "application/json")]).await;
    assert_eq!(json.status, 422);
    assert!(json.text.contains("list-value-too-long"), "{}", json.text);
    let first = visitor.get(&format!("/boats?q={long}")).await;
    assert_eq!(first.told(), "303 /sign-in?back=%2Fboats", "the way back is none that is too long");
    assert_eq!(visitor.get(&format!("/boats/list?q={}", "a".repeat(2_000))).await.status, 200);
}

#[tokio::test]
async fn nobody_is_told_thousands_of_reasons() {
    let test = testing::sqlite(today(), &[MIGRATIONS]);
    let site = site(&test);
    site.person("officer", Role::NationalOfficer, (1, "Tổng cục")).await;
    let officer = site.browser("officer").await;
    let refused = officer.post("/boats/fleet", &[("name", "x"), ("on", "1/4/2012")]).await;
    assert_eq!(refused.status, 422);
    shows(&refused, &["Chưa xong: 3001 chỗ cần sửa", "Và 2981 chỗ khác nữa.", "thuyền 19 không"]);
    hides(&refused, &["thuyền 20 không", "thuyền 2999 không"]);
    assert!(refused.text.len() < 30_000, "{}", refused.text.len());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_that_never_ends_is_answered_when_the_time_of_its_route_is_over() {
    use std::io::{Read, Write};
    let test = testing::sqlite(today(), &[MIGRATIONS]);
    let slow = post("/slow", PUBLIC, async |_: Web, _: Fields| Ok("all of it")).timeout(0);
    let router = platform::web::router(vec![slow], site(&test).app.clone());
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        axum::serve(listener, router.into_make_service_with_connect_info::<std::net::SocketAddr>()).await
    });
    let answer = tokio::task::spawn_blocking(move || {
        let mut line = std::net::TcpStream::connect(address).unwrap();
        line.write_all(
            b"POST /slow HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: 100\r\n\r\nname=",
        )
        .unwrap();
        let mut answer = [0; 12];
        line.read_exact(&mut answer).unwrap();
        String::from_utf8(answer.to_vec()).unwrap()
    });
    assert_eq!(answer.await.unwrap(), "HTTP/1.1 503");
}

#[tokio::test]
async fn a_script_that_asks_the_api_is_told_in_json_what_is_wrong() {
    let test = testing::sqlite(today(), &[MIGRATIONS]);
    let refused = site(&test).visitor().get("/api/boats").await;
    assert_eq!(refused.status, 404);
    assert!(refused.text.contains("\"status\":404"), "{}", refused.text);
    let browser = site(&test).visitor().get_with("/api/boats", &[("accept", "text/html")]).await;
    assert!(browser.text.contains("<main"), "{}", browser.text);
}

#[test]
fn the_route_table_names_every_permission() {
    let told = describe(&boats());
    assert!(told.contains("POST /boats/sail                                  boats.sail\n"), "{told}");
    assert_eq!(told.lines().count(), boats().len());
}
