//! Every kind of page, looked over by a checker of accessibility and measured for its width.

use super::page::Page;
use super::public::NUMBER;
use serde_json::Value;

/// Pages of the public.
const PUBLIC: [&str; 6] = ["/", "/sign-in", "/verify", "/certificates", "/reports/yearly/issues", "/nowhere"];
/// Pages of an officer; a `>` opens the first record of a list.
const OFFICER: [&str; 33] = [
    "/work",
    "/search?q=da%20nang",
    "/certificates?q=so%20tu%20phap",
    "/certificates>",
    "/certificates/new",
    "/certificates>/suspend",
    "/certificates>/correct",
    "/bodies",
    "/bodies>",
    "/bodies/new",
    "/experts",
    "/experts>",
    "/agencies?q=so%20tu%20phap",
    "/agencies>",
    "/agencies/unresolved",
    "/agencies/new",
    "/places?q=da%20nang",
    "/places>",
    "/plans?lacking=1",
    "/plans>",
    "/plans/new",
    "/activities",
    "/legal-documents",
    "/legal-documents>",
    "/frameworks",
    "/frameworks>",
    "/calendars?year=2026",
    "/calendars/due?rule=D&amount=3&received=2026-02-13T16:00&suspensions=2026-02-24T08:00/2026-02-25T08:00",
    "/calendars/releases/new",
    "/reports/yearly?from=2011-01-01&to=2011-12-31&as_of=2012-03-31",
    "/reports/yearly/issues/new",
    "/imports",
    "/account",
];
/// Pages of an office, by who opens them.
const OFFICE: [(&str, &[&str]); 4] = [
    (
        "phuong-motcua",
        &["/tasks", "/counter", "/counter?q=giam%20ho", "/counter/same-day", "/dossiers", "/dossiers>"],
    ),
    (
        "phuong-tuphap-chuyenvien",
        &["/tasks", "/processes", "/processes>", "/dossiers?status=10", "/procedures>"],
    ),
    ("phuong-lanhdao", &["/dossiers/overview", "/dossiers/statistics", "/calendars/hours/new"]),
    ("phuong-quantri", &["/start", "/units", "/staff", "/deputies", "/services", "/desks"]),
];
const ADMINISTRATOR: [&str; 3] = ["/accounts", "/accounts>", "/accounts/new"];

pub async fn every_kind_of_page(page: &Page) {
    let mut faults = Vec::new();
    for path in PUBLIC {
        look(page, path, &mut faults).await;
    }
    look(page, &format!("/verify/{NUMBER}"), &mut faults).await;
    page.sign_in("quocgia").await;
    for path in OFFICER {
        look(page, path, &mut faults).await;
    }
    page.go("/certificates/new").await;
    page.send().await;
    page.find(".field.bad").await;
    check(page, "a form with mistakes", &mut faults).await;
    page.sign_in("quantri").await;
    for path in ADMINISTRATOR {
        look(page, path, &mut faults).await;
    }
    for (login, paths) in OFFICE {
        page.sign_in(login).await;
        for path in paths {
            look(page, path, &mut faults).await;
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

async fn look(page: &Page, path: &str, faults: &mut Vec<String>) {
    match path.split_once('>') {
        None => page.go(path).await,
        Some((list, act)) => {
            page.go(list).await;
            let link = page.find("table.register tbody a").await;
            let record = link.attr("href").await.unwrap().unwrap();
            page.go(&format!("{}{act}", record.split('?').next().unwrap())).await;
        }
    }
    check(page, path, faults).await;
}

/// Runs the checker and adds what it finds. The rail stays in view while a page is scrolled, and
/// what it covers then is not a fault: sizes of targets are judged without it.
async fn check(page: &Page, what: &str, faults: &mut Vec<String>) {
    page.find("main").await;
    page.browser.execute(assets::axe_source(), Vec::new()).await.unwrap();
    let script = "const done = arguments[arguments.length - 1];
        axe.run(document, { resultTypes: ['violations'] }).then(
            (found) => done(found.violations.flatMap((rule) => rule.nodes.map((node) =>
                `${rule.id}: ${node.target.join(' ')}: ${node.failureSummary}`))),
            (error) => done([String(error)]));";
    let found = page.browser.execute_async(script, Vec::new()).await.unwrap();
    if let Value::Array(found) = found.json() {
        faults.extend(found.iter().map(|fault| format!("{what}: {}", fault.as_str().unwrap_or_default())));
    }
    let wide = page.ask("return document.documentElement.scrollWidth - window.innerWidth").await;
    if wide.as_i64().is_none_or(|pixels| pixels > 0) {
        faults.push(format!("{what} is {wide} pixels too wide"));
    }
}
