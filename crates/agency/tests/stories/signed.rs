//! Stories of what was signed: the declaration that the result was drawn from stays as the head saw it.

use crate::office::{OFFICE, Office, on_both};
use agency::dossiers::*;
use agency::{processes, services};
use platform::permissions::Role;
use platform::testing::site::{hides, shows};
use registers::admin_procedures;

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

/// Certified copies, whose paper names the applicant beside its own fields: a dossier that has come so far.
async fn certified(office: &Office) -> i64 {
    let procedure_id = office
        .db()
        .write(|tx| {
            let procedure = admin_procedures::of_code(tx, "chung_thuc/002")?.unwrap();
            services::switch_on(tx, OFFICE, procedure.id, None)?;
            processes::adopt(tx, OFFICE, &procedure)?;
            Ok(procedure.id)
        })
        .await
        .unwrap();
    let typed = [("ten_giay_to", "Bằng"), ("so_trang", "2"), ("so_ban", "3"), ("hinh_thuc", "giay")];
    let answers = typed.map(|(key, text)| (key.to_owned(), text.to_owned())).into();
    let papers = (0..2).map(|at| PaperIn::of_component(at, PaperForm::Original, 1)).collect();
    let command = Receive { procedure_id, answers, papers, ..office.command() };
    office.db().write(move |tx| receive_in(tx, OFFICE, &command)).await.unwrap().id
}

#[tokio::test]
async fn whom_a_signed_paper_names_is_not_corrected_by_the_counter_alone() {
    on_both(agency::routes, async |office| {
        let id = certified(office).await;
        let clerk = office.site.browser("clerk").await;
        let (path, paper) = (format!("/dossiers/{id}/correct"), format!("/dossiers/{id}/result.pdf"));
        let post = async |more: &[(&str, &str)]| {
            let revision = office.dossier(id).await.revision.to_string();
            let held = [
                ("kind", "citizen"),
                ("name", "Trần Thị Bưởi"),
                ("id_number", "001188000123"),
                ("address", "Thôn 3"),
                ("phone", "0912345678"),
                ("fee_vnd", "0"),
                ("sets", "1"),
                ("wants", "applicant"),
                ("field.ten_giay_to", "Bằng"),
                ("field.so_trang", "2"),
                ("field.so_ban", "3"),
                ("field.hinh_thuc", "giay"),
                ("paper.0", "yes"),
                ("paper.0.count", "1"),
                ("paper.0.form", "original"),
                ("reason", "gõ nhầm"),
                ("revision", revision.as_str()),
            ];
            let kept = held.into_iter().filter(|pair| !more.iter().any(|one| one.0 == pair.0));
            let sent: Vec<(&str, &str)> = kept.chain(more.iter().copied()).collect();
            clerk.post(&path, &sent).await
        };
        let corrected = post(&[("name", "Trần Thị Bòng")]).await;
        assert_eq!(corrected.status, 303, "nobody has signed yet: {}", corrected.text);
        shows(&clerk.get(&paper).await, &["Trần Thị Bòng", "BẢN NHÁP"]);
        office.work_until(id, Status::Settled).await;
        let before = clerk.get(&paper).await;
        hides(&before, &["BẢN NHÁP"]);
        let refused = post(&[("name", "Lê Văn Khác")]).await;
        assert_eq!(refused.status, 422);
        shows(&refused, &["Giấy tờ kết quả đã được ký cho người nộp hồ sơ này"]);
        assert_eq!(clerk.get(&paper).await.text, before.text);
        let elsewhere = post(&[("name", "Trần Thị Bòng"), ("phone", "0987654321")]).await;
        assert_eq!(elsewhere.status, 303, "the paper says nothing of the telephone: {}", elsewhere.text);
        assert_eq!(clerk.get(&paper).await.text, before.text);
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
