//! Stories of what was signed: the declaration that the result was drawn from stays as the head saw it.

use crate::office::{OFFICE, on_both};
use agency::dossiers::*;
use platform::permissions::Role;
use platform::testing::site::{hides, shows};

#[tokio::test]
async fn what_the_head_has_signed_is_not_rewritten_by_those_who_come_after() {
    on_both(agency::routes, async |office| {
        let id = office.receive().await.id;
        office.work_until_role(id, Role::Head).await;
        let signed = office.step(id).await;
        let (task, held) = (signed.tasks[0].clone(), signed.intake.answers.clone());
        let login = if task.role == Role::Clerk { "clerk" } else { "records" };
        let after = office.site.browser(login).await;
        let step = format!("/dossiers/{id}/complete/{}", task.token);
        hides(&after.get(&step).await, &["Bổ sung, sửa tờ khai", "field.dan_toc"]);
        let revision = signed.revision.to_string();
        let mut sent = vec![("revision".to_owned(), revision), ("answers_asked".to_owned(), "1".to_owned())];
        let mut typed = crate::office::answers();
        typed.insert("dan_toc".to_owned(), "Tày".to_owned());
        sent.extend(typed.iter().map(|(key, text)| (format!("field.{key}"), text.clone())));
        let sent: Vec<(&str, &str)> = sent.iter().map(|(key, text)| (key.as_str(), text.as_str())).collect();
        let refused = after.post(&step, &sent).await;
        assert_eq!(refused.status, 422);
        shows(&refused, &["Giấy tờ kết quả đã được ký nên tờ khai không sửa được nữa"]);
        assert_eq!(office.dossier(id).await.intake.answers, held);
    })
    .await;
}

#[tokio::test]
async fn who_came_for_another_is_kept_when_the_dossier_is_turned_away() {
    on_both(agency::routes, async |office| {
        let proxy = crate::office::applicant("Lê Văn Thay", "001090000456");
        let receive = Receive { proxy: Some(proxy), ..office.command() };
        let command =
            TurnAway {
                receive, missing: vec!["Giấy ủy quyền".to_owned()], reason: "thiếu".to_owned()
            };
        let told = office.db().write(move |tx| turn_away_in(tx, OFFICE, &command)).await.unwrap();
        assert!(told.intake.proxy_id.is_some());
        shows(
            &office.site.browser("clerk").await.get(&format!("/dossiers/{}", told.id)).await,
            &["Lê Văn Thay"],
        );
    })
    .await;
}
