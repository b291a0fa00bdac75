//! Accounts told as stories on both engines.

use platform::testing::site::{Browser, PASSWORD, Site};
use platform::testing::{self, TestDb};
use platform::web::{AppOptions, SIGNED_IN, Secret, Web, get};
use platform::{Day, MIGRATIONS, Role};

fn today() -> Day {
    "2012-03-31".parse().unwrap()
}

fn site_of(test: &TestDb, demo: bool) -> Site {
    let mut options = AppOptions::new(test.db.clone(), Secret::of_words("a test"));
    options.demo = demo;
    let desk = get("/", SIGNED_IN, async |web: Web| {
        let agency = web.ctx.actor.appointment.as_ref().map(|appointment| appointment.agency_name.clone());
        Ok(format!("desk of {}", agency.unwrap_or_default()))
    });
    Site::with(options, vec![desk])
}

async fn attempt(browser: &Browser<'_>, login: &str, password: &str) -> String {
    let page = browser.post("/sign-in", &[("login", login), ("password", password)]).await;
    let word = match () {
        () if page.status == 303 => "in",
        () if page.text.contains("khóa 15 phút. Hãy đợi") => "locked",
        () if page.text.contains("không đúng") => "wrong",
        () => "?",
    };
    word.to_owned()
}

async fn story(test: &TestDb, demo: bool, steps: &[(&str, &str, i64)]) -> String {
    let site = site_of(test, demo);
    site.person("an", Role::NationalOfficer, (1, "Tổng cục")).await;
    let mut told = Vec::new();
    for (login, password, minutes) in steps {
        let clock = test.db.clock();
        clock.set(clock.now() + minutes * 60_000_000);
        let password = if *password == "right" { PASSWORD } else { password };
        told.push(attempt(&site.visitor(), login, password).await);
    }
    told.join(" ")
}

#[tokio::test]
async fn five_failures_lock_an_account_for_fifteen_minutes_whether_it_exists_or_not() {
    for test in testing::both(today(), &[MIGRATIONS]) {
        let wrong = ("an", "x", 0);
        let steps =
            [wrong, wrong, wrong, wrong, wrong, ("AN ", "right", 0), ("an", "right", 14), ("an", "right", 2)];
        assert_eq!(
            story(&test, false, &steps).await,
            "wrong wrong wrong wrong locked locked locked in",
            "{}",
            test.engine
        );
        let site = site_of(&test, false);
        let nobody = site.visitor();
        let mut told = Vec::new();
        for _ in 0..6 {
            told.push(attempt(&nobody, "nobody", "x").await);
        }
        assert_eq!(told.join(" "), "wrong wrong wrong wrong locked locked", "{}", test.engine);
    }
}

#[tokio::test]
async fn a_success_forgets_the_failures_before_it() {
    let test = testing::sqlite(today(), &[MIGRATIONS]);
    let wrong = ("an", "x", 0);
    let steps =
        [wrong, wrong, wrong, wrong, ("an", "right", 0), wrong, wrong, wrong, wrong, ("an", "right", 0)];
    assert_eq!(story(&test, false, &steps).await, "wrong wrong wrong wrong in wrong wrong wrong wrong in");
}

/// The code an authenticator shows for a base32 secret.
fn code(secret: &str, micros: i64) -> String {
    let secret = totp_rs::Secret::try_from_base32(secret).unwrap();
    let totp = totp_rs::Builder::new().with_secret(secret).build().unwrap();
    totp.generate(u64::try_from(micros / 1_000_000).unwrap()).to_string()
}

#[tokio::test]
async fn an_administrator_enrols_a_second_factor_whose_codes_serve_once() {
    for test in testing::both(today(), &[MIGRATIONS]) {
        let site = site_of(&test, false);
        site.person("root", Role::Administrator, (0, "Hệ thống")).await;
        let admin = site.browser("root").await;
        assert_eq!(admin.get("/accounts").await.told(), "303 /sign-in/second-factor?back=%2Faccounts");
        let page = admin.get("/sign-in/second-factor").await.text;
        let secret = page
            .split("<span class=\"num secret\">")
            .nth(1)
            .unwrap()
            .split('<')
            .next()
            .unwrap()
            .replace(' ', "");
        assert!(page.contains("<svg role=\"img\""), "the QR code is drawn");
        let clock = test.db.clock();
        assert_eq!(admin.post("/sign-in/second-factor", &[("code", "000000")]).await.status, 422);
        let shown = code(&secret, clock.now());
        let passed = admin.post("/sign-in/second-factor", &[("code", &shown), ("back", "/accounts")]).await;
        assert_eq!(passed.told(), "303 /accounts");
        assert_eq!(admin.get("/accounts").await.status, 200);

        let again = site.browser("root").await;
        assert_eq!(again.post("/sign-in/second-factor", &[("code", &shown)]).await.status, 422, "used");
        clock.set(clock.now() + 60_000_000);
        let next = code(&secret, clock.now());
        assert_eq!(again.post("/sign-in/second-factor", &[("code", &next)]).await.status, 303);
        assert_eq!(again.get("/accounts").await.status, 200);
        let verified = test.db.snapshot(platform::journal::verify).await.unwrap();
        assert_eq!(verified.faults, Vec::new(), "{}", test.engine);
    }
}

#[tokio::test]
async fn a_person_is_opened_appointed_reset_and_disabled_from_the_pages() {
    for test in testing::both(today(), &[MIGRATIONS]) {
        let site = site_of(&test, true);
        site.person("root", Role::Administrator, (0, "Hệ thống")).await;
        let admin = site.browser("root").await;
        let fields = [
            ("login", "Binh"),
            ("name", "Trần Bình"),
            ("agency", "0"),
            ("role", "reader"),
            ("from_on", "31/03/2012"),
        ];
        let bad = admin.post("/accounts/new", &[("login", "b"), ("agency", "999"), ("role", "king")]).await;
        assert_eq!(bad.status, 422);
        let opened = admin.post("/accounts/new", &fields).await;
        assert_eq!(opened.status, 200, "{}", opened.text);
        let one_time =
            opened.text.split("<b class=\"code\">").nth(1).unwrap().split('<').next().unwrap().to_owned();
        let id = opened.text.split("/accounts/").nth(1).unwrap().split('"').next().unwrap().to_owned();
        assert_eq!(admin.post("/accounts/new", &fields).await.status, 422, "the login is taken");

        let person = site.visitor();
        assert_eq!(attempt(&person, "binh", &one_time).await, "in");
        assert_eq!(person.get("/").await.told(), "303 /account/password?back=%2F");
        let typed = [
            ("present", one_time.as_str()),
            ("password", "một câu dài dễ nhớ"),
            ("again", "một câu dài dễ nhớ"),
        ];
        assert_eq!(
            person.post("/account/password", &typed).await.told(),
            "303 /?done=accounts-done-password"
        );
        assert_eq!(person.get("/").await.text, "desk of Hệ thống");

        let more = [
            ("agency", "0"),
            ("role", "province_officer"),
            ("from_on", "31/03/2012"),
            ("deputy_for", "Trưởng phòng"),
        ];
        let path = format!("/accounts/{id}/appoint");
        assert!(admin.post(&path, &more).await.told().ends_with("accounts-done-appointed"));
        assert_eq!(admin.post(&path, &more).await.status, 422, "appointed already");
        let chooser = site.visitor();
        assert_eq!(attempt(&chooser, "binh", "một câu dài dễ nhớ").await, "in");
        assert_eq!(chooser.get("/").await.told(), "303 /sign-in/appointment?back=%2F");

        for (act, fields) in [("reset-password", vec![]), ("disable", vec![("reason", "Nghỉ hưu")])] {
            let path = format!("/accounts/{id}/{act}");
            let form = admin.get(&path).await.text;
            assert!(form.contains("name=\"revision\" value=\"3\""), "{form}");
            let seen_before = [fields.clone(), vec![("revision", "2")]].concat();
            let stale = admin.post(&path, &seen_before).await;
            assert_eq!(stale.status, 422, "{act}: {}", stale.text);
            assert!(stale.text.contains("Người khác vừa sửa"), "{act}: {}", stale.text);
        }
        assert_eq!(person.get("/").await.text, "desk of Hệ thống", "a stale reset ends no session");
        for (words, found) in [("binh", true), ("Bình", true), ("%25", false), ("b_nh", false), ("", true)] {
            let list = admin.get(&format!("/accounts?q={words}")).await.text;
            assert_eq!(list.contains("Trần Bình"), found, "{words}");
        }

        let path = format!("/accounts/{id}/disable");
        let unseen = admin.post(&path, &[("reason", "Nghỉ hưu"), ("revision", "\u{202E}")]).await;
        assert_eq!(unseen.status, 422, "the form says which state was seen, and so does its sending");
        let gone = admin.post_seen(&path, &[("reason", "Nghỉ hưu")]).await;
        assert!(gone.told().ends_with("accounts-done-disabled"), "{}", gone.text);
        assert_eq!(person.get("/").await.told(), "303 /sign-in?back=%2F", "signed out at once");
        assert_eq!(attempt(&site.visitor(), "binh", "một câu dài dễ nhớ").await, "wrong");
        let record = admin.get(&format!("/accounts/{id}")).await.text;
        assert!(record.contains("Khóa tài khoản: Nghỉ hưu") && record.contains("Người root"), "{record}");
        assert!(!record.contains(&one_time) && !record.contains("$argon2"));
        let verified = test.db.snapshot(platform::journal::verify).await.unwrap();
        assert_eq!(verified.faults, Vec::new(), "{}", test.engine);
    }
}

#[tokio::test]
async fn an_appointment_that_ends_takes_its_permissions_along() {
    let test = testing::sqlite(today(), &[MIGRATIONS]);
    let site = site_of(&test, true);
    site.person("root", Role::Administrator, (0, "Hệ thống")).await;
    let id = site.person("an", Role::NationalOfficer, (0, "Hệ thống")).await;
    let (admin, person) = (site.browser("root").await, site.browser("an").await);
    assert_eq!(person.get("/").await.status, 200);
    let page = admin.get(&format!("/accounts/{id}")).await.text;
    let appointment = page.split("/appointments/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let path = format!("/appointments/{appointment}/end");
    let stale = [("last_on", "30/03/2012"), ("reason", "chuyển công tác"), ("revision", "9")];
    assert_eq!(admin.post(&path, &stale).await.status, 422);
    let ended = [("last_on", "30/03/2012"), ("reason", "chuyển công tác"), ("revision", "1")];
    assert_eq!(admin.post(&path, &ended).await.status, 303);
    assert_eq!(person.get("/").await.told(), "303 /sign-in/appointment?back=%2F");
    assert!(person.get("/sign-in/appointment").await.text.contains("không có phân công nào"));
}

#[test]
fn both_languages_have_the_same_sentences() {
    for set in platform::i18n::MESSAGES {
        let keys = |text: &str| -> Vec<String> {
            let lines = text.lines().filter(|line| !line.starts_with(['#', ' ']) && line.contains('='));
            lines.map(|line| line.split('=').next().unwrap_or("").trim().to_owned()).collect()
        };
        assert_eq!(keys(set.vi), keys(set.en), "{}", set.component);
    }
}
