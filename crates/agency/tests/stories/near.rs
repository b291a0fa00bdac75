//! Stories of the list beside a dossier, and of the way back to the list one came from; told on both engines.

use crate::office::on_both;
use agency::dossiers::Status;
use platform::testing::site::{hides, shows};

#[tokio::test]
async fn the_work_list_stands_beside_the_dossier_that_is_worked_on() {
    on_both(agency::routes, async |office| {
        let (first, second) = (office.receive().await, office.receive().await);
        let officer = office.site.browser("officer").await;
        let page = officer.get(&format!("/dossiers/{}", second.id)).await;
        let row = |id: i64| format!("<a href=\"/dossiers/{id}\">");
        shows(&page, &["class=\"near\"", &row(first.id), &row(second.id), "aria-current=\"true\""]);
        shows(&page, &["<a href=\"/tasks\">Việc của tôi</a>"]);

        let done = office.work_until(second.id, Status::Returned).await;
        let page = officer.get(&format!("/dossiers/{}", done.id)).await;
        shows(&page, &["class=\"near\"", &row(first.id)]);
        hides(&page, &[&row(second.id), "aria-current=\"true\""]);

        office.work_until(first.id, Status::Returned).await;
        hides(&officer.get(&format!("/dossiers/{}", done.id)).await, &["class=\"near\""]);
        let quality = office.site.browser("quality").await;
        hides(&quality.get(&format!("/dossiers/{}", done.id)).await, &["class=\"near\""]);
    })
    .await;
}

#[tokio::test]
async fn a_dossier_leads_back_to_the_register_as_it_was_filtered() {
    on_both(agency::routes, async |office| {
        let id = office.receive().await.id;
        let officer = office.site.browser("officer").await;
        let list = officer.get("/dossiers?channel=counter").await;
        let path = format!("/dossiers/{id}?channel=counter&amp;from=r");
        shows(&list, &[&path]);
        let page = officer.get(&path.replace("&amp;", "&")).await;
        shows(&page, &["<a href=\"/dossiers?channel=counter\">Sổ hồ sơ</a>"]);
        hides(&page, &["class=\"near\"", "<a href=\"/tasks\">Việc của tôi</a>"]);
        let whole = officer.get(&format!("/dossiers/{id}?from=r")).await;
        shows(&whole, &["<a href=\"/dossiers\">Sổ hồ sơ</a>"]);
    })
    .await;
}
