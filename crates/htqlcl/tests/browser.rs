//! The product in a browser, as people meet it: the real binary with demonstration data, a real
//! Chromium. One server and one browser at a time serve all stories, which follow each other.

#[path = "browser/accessible.rs"]
mod accessible;
#[path = "browser/chromium.rs"]
mod chromium;
#[path = "browser/dossier.rs"]
mod dossier;
#[path = "common/folder.rs"]
mod folder;
#[path = "browser/office.rs"]
mod office;
#[path = "browser/page.rs"]
mod page;
#[path = "common/program.rs"]
mod program;
#[path = "browser/public.rs"]
mod public;
#[path = "browser/server.rs"]
mod server;

use chromium::{Driver, Shape};
use page::Page;
use server::Server;

/// Tells a story in a fresh browser. What it is about stands before whatever goes wrong in it.
async fn tell(words: &str, (driver, server, shape): (&Driver, &Server, Shape), story: impl AsyncFn(&Page)) {
    eprintln!("- {words}");
    let page = Page::open_browser(driver, server, shape).await;
    story(&page).await;
    page.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn people_do_their_work_in_a_browser() {
    let (server, driver) = (Server::start(), Driver::start());
    let desk = (&driver, &server, Shape::Desk);
    let phone = (&driver, &server, Shape::Phone);
    let bare_phone = (&driver, &server, Shape::PhoneWithoutScript);
    tell("anybody verifies a certificate on a phone", phone, public::verifies_a_certificate).await;
    tell("and without script", bare_phone, public::verifies_a_certificate).await;
    tell("everybody reads in their language", desk, public::changes_the_language).await;
    tell("the national officer suspends, resumes and withdraws", desk, office::rules_on_a_certificate).await;
    tell("whoever is late is told and loses nothing", desk, office::is_told_that_another_was_first).await;
    tell("a ministry and a province record their plans", desk, office::record_plans).await;
    tell("a body and a reader may not", desk, office::may_not).await;
    tell("an administrator opens an account", desk, office::opens_an_account).await;
    tell(
        "a dossier goes from the counter to the citizen",
        desk,
        dossier::goes_from_the_counter_to_the_citizen,
    )
    .await;
    tell("copies are entered by keyboard", desk, dossier::copies_are_entered_by_keyboard).await;
    tell("and only its own agency sees it", desk, dossier::is_seen_by_its_own_agency_only).await;
    tell("every kind of page is accessible on a desk", desk, accessible::every_kind_of_page).await;
    tell("and on a phone", phone, accessible::every_kind_of_page).await;
}
