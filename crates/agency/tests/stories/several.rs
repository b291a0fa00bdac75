//! Stories of a step done for several dossiers at once, as hurried hands and scripts send it.

use crate::office::{Office, on_both};
use agency::dossiers::Dossier;
use platform::testing::site::{Browser, led_to, shows};

/// The address of the step at which the person's dossiers wait, and its first outcome.
async fn step(browser: &Browser<'_>) -> (String, String) {
    let steps = browser.get("/tasks/several").await;
    let of = steps.text.split("/tasks/several?of=").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let path = format!("/tasks/several?of={of}");
    let form = browser.get(&path).await;
    let offered = form.text.split("name=\"outcome\" value=\"").nth(1).map(|rest| rest.split('"').next());
    (path, offered.flatten().unwrap_or_default().to_owned())
}

fn task(dossier: &Dossier) -> String {
    format!("{}.{}", dossier.id, dossier.tasks[0].token)
}

async fn revisions(office: &Office, dossiers: &[Dossier]) -> Vec<i64> {
    let mut all = Vec::new();
    for dossier in dossiers {
        all.push(office.dossier(dossier.id).await.revision);
    }
    all
}

#[tokio::test]
async fn a_task_ticked_twice_or_sent_twice_is_done_once_and_said_to_be_done() {
    on_both(agency::routes, async |office| {
        let dossiers = [office.receive().await, office.receive().await, office.receive().await];
        let officer = office.site.browser("officer").await;
        let (path, outcome) = step(&officer).await;
        let (one, two, three) = (task(&dossiers[0]), task(&dossiers[1]), task(&dossiers[2]));
        let mut fields = vec![("form_key", "first"), ("outcome", outcome.as_str())];
        fields.extend([("task", one.as_str()), ("task", one.as_str())]);
        let sent = officer.post(&path, &fields).await;
        assert!(sent.told().contains("tasks-done-several"), "{}", sent.told());
        assert_eq!(revisions(office, &dossiers).await, [2, 1, 1]);
        let again = officer.post(&path, &fields).await;
        assert!(again.told().contains("tasks-done-several"), "{}", again.told());
        fields = vec![("form_key", "second"), ("outcome", outcome.as_str())];
        fields.extend([("task", two.as_str()), ("task", three.as_str())]);
        led_to(&officer.post(&path, &fields).await);
        let again = officer.post(&path, &fields).await;
        assert!(
            again.told().contains("tasks-done-several"),
            "nothing waits there any more: {}",
            again.told()
        );
        assert_eq!(revisions(office, &dossiers).await, [2, 2, 2]);
    })
    .await;
}

#[tokio::test]
async fn what_is_no_task_of_the_step_is_told_by_line_and_costs_no_tick() {
    on_both(agency::routes, async |office| {
        let dossiers = [office.receive().await, office.receive().await];
        let officer = office.site.browser("officer").await;
        let (path, outcome) = step(&officer).await;
        let other = office.step(dossiers[1].id).await;
        let (one, moved) = (task(&dossiers[0]), task(&other));
        let fields = [
            ("outcome", outcome.as_str()),
            ("note", "Đã soát từng tờ"),
            ("task", one.as_str()),
            ("task", moved.as_str()),
            ("task", "17.1"),
            ("task", "rác"),
        ];
        let refused = officer.post(&path, &fields[..5]).await;
        assert_eq!(refused.status, 422);
        let other_step = format!("{} đang ở bước khác", other.code);
        shows(&refused, &[&other_step, "Việc 17.1 không có trong danh sách", "Đã soát từng tờ"]);
        shows(&refused, &[&format!("value=\"{one}\" checked")]);
        let refused = officer.post(&path, &fields).await;
        assert_eq!(refused.status, 422);
        shows(&refused, &["Việc rác không có trong danh sách", "Đã soát từng tờ"]);
        assert_eq!(revisions(office, &dossiers).await, [1, 2]);
    })
    .await;
}
