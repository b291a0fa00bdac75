//! A database of made-up data is told as such on every page and paper, whoever serves it.

use papers::{Paper, PaperDate};
use platform::testing::site::{JsonPress, Site};
use platform::testing::{self, TestDb};
use platform::web::{AppOptions, PUBLIC, PublicPage, Secret, Web, get, is_illustration, mark_illustration};
use platform::{Day, MIGRATIONS};
use std::sync::Arc;

const WORDS: &str = "Dữ liệu minh họa";

async fn story(test: &TestDb) -> (bool, bool) {
    let illustration = test.db.read(is_illustration).await.unwrap();
    let options = AppOptions {
        press: Arc::new(JsonPress),
        illustration,
        ..AppOptions::new(test.db.clone(), Secret::of_words("a test"))
    };
    let desk = get("/", PUBLIC, async |web: Web| Ok(web.public_page(PublicPage::default())));
    let site = Site::with(options, vec![desk]);
    let page = site.visitor().get("/").await;
    let date = PaperDate::new(2012, 3, 31).unwrap();
    let paper = site.app.pdf(Paper::new(papers::Language::Vietnamese, "Báo cáo", "", date)).await.unwrap();
    let printed = String::from_utf8(paper).unwrap();
    (page.text.contains(WORDS), printed.contains("\"is_illustration\":true"))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_marked_database_says_so_on_pages_and_papers_and_no_other_does() {
    for test in testing::both(Day::new(2012, 3, 31).unwrap(), &[MIGRATIONS]) {
        assert_eq!(story(&test).await, (false, false));
        test.db.write(mark_illustration).await.unwrap();
        test.db.write(mark_illustration).await.unwrap();
        assert_eq!(story(&test).await, (true, true));
    }
}
