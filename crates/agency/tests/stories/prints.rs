//! Stories of what counts as a print at the counter, and what a reason for another one allows.

use crate::office::{Office, on_both};
use platform::testing::site::{Answer, hides, shows};

async fn ask(office: &Office, path: &str, headers: &[(&str, &str)]) -> Answer {
    office.site.browser("clerk").await.get_with(path, headers).await
}

async fn reprint(office: &Office, id: i64, (form, revision): (&str, &str)) -> Answer {
    let clerk = office.site.browser("clerk").await;
    let fields = [("form", form), ("reason", "mất giấy hẹn"), ("revision", revision)];
    clerk.post(&format!("/dossiers/{id}/reprint"), &fields).await
}

#[tokio::test]
async fn what_a_browser_fetches_ahead_is_no_print() {
    on_both(agency::routes, async |office| {
        let id = office.receive().await.id;
        let path = format!("/dossiers/{id}/slips/01.pdf");
        for (name, value) in [("sec-purpose", "prefetch;prerender"), ("purpose", "prefetch")] {
            let ahead = ask(office, &path, &[(name, value)]).await;
            assert_eq!(ahead.status, 200);
            assert_eq!(ahead.headers["cache-control"], "no-store", "the print itself is asked for");
        }
        office.at("2026-11-09T10:00");
        assert_eq!(ask(office, &path, &[]).await.status, 200, "the first print is free");
        office.at("2026-11-09T11:00");
        assert_eq!(ask(office, &path, &[]).await.status, 303);
        assert_eq!(ask(office, &path, &[("sec-purpose", "prefetch")]).await.status, 303);
    })
    .await;
}

#[tokio::test]
async fn a_reason_is_for_the_one_print_that_follows_it() {
    on_both(agency::routes, async |office| {
        let id = office.receive().await.id;
        let path = format!("/dossiers/{id}/slips/01.pdf");
        for revision in ["1", "2"] {
            assert_eq!(reprint(office, id, ("01", revision)).await.status, 303);
        }
        office.at("2026-11-09T10:00");
        assert_eq!(ask(office, &path, &[]).await.status, 200);
        office.at("2026-11-09T11:00");
        assert_eq!(ask(office, &path, &[]).await.status, 303, "what was written before the print is used up");
        for revision in ["3", "4", "5"] {
            assert_eq!(reprint(office, id, ("01", revision)).await.status, 303);
        }
        office.at("2026-11-09T11:20");
        assert_eq!(ask(office, &path, &[]).await.status, 200);
        office.at("2026-11-09T13:30");
        assert_eq!(ask(office, &path, &[]).await.status, 303, "three reasons are for one print");
        for seen in ["0", "5", "x", ""] {
            let stale = reprint(office, id, ("01", seen)).await;
            assert_eq!(stale.status, 422, "{seen:?}");
            shows(&stale, &["mất giấy hẹn", "name=\"revision\" value=\"6\""]);
        }
        assert_eq!(office.dossier(id).await.revision, 6);
    })
    .await;
}

#[tokio::test]
async fn a_form_that_was_not_printed_is_told_and_no_other_stands_in_for_it() {
    on_both(agency::routes, async |office| {
        let id = office.receive().await.id;
        let clerk = office.site.browser("clerk").await;
        let page = clerk.get(&format!("/dossiers/{id}/reprint?form=zz")).await;
        assert_eq!(page.status, 422);
        shows(&page, &["zz không có trong danh sách"]);
        hides(&page, &["đã in rồi"]);
        assert_eq!(clerk.get(&format!("/dossiers/{id}/reprint?form=01")).await.status, 200);
        let none = reprint(office, id, ("", "1")).await;
        assert_eq!(none.status, 422);
        shows(&none, &["chưa ghi"]);
        hides(&none, &["không có trong danh sách"]);
    })
    .await;
}

#[tokio::test]
async fn the_book_is_the_whole_agencys_and_names_no_unit() {
    on_both(agency::routes, async |office| {
        office.receive().await;
        let officer = office.site.browser("officer").await;
        let all = officer.get("/dossiers/book.pdf").await;
        shows(&all, &["Trần Thị Bưởi", "0912345678"]);
        for file in ["book.pdf", "book.xlsx"] {
            let refused = officer.get(&format!("/dossiers/{file}?unit={}", office.unit_id)).await;
            assert_eq!(refused.status, 422);
            shows(&refused, &["Sổ theo dõi là sổ của cả cơ quan"]);
            assert_eq!(officer.get(&format!("/dossiers/{file}?unit=")).await.status, 200);
        }
        let quality = office.site.browser("quality").await.get("/dossiers/book.pdf").await;
        shows(&quality, &["Trần Thị Bưởi"]);
        hides(&quality, &["0912345678"]);
    })
    .await;
}
