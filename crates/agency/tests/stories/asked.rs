//! Stories of requests for papers on the pages, told on both engines: what comes late, and what ends the dossier.

use crate::office::{OFFICE, Office, on_both};
use agency::dossiers::{PaperForm, PaperIn, Status, Wanted};
use agency::services;
use platform::testing::site::{hides, led_to, shows};
use registers::admin_procedures;

const PAPERS: [(&str, &str); 2] = [("missing", "Giấy xác nhận khuyết tật"), ("reason", "hồ sơ chưa đủ")];

#[tokio::test]
async fn a_request_ends_the_dossier_where_the_service_says_so() {
    on_both(agency::routes, async |office| {
        let procedure_id = office.procedure_id;
        let service =
            office.db().read(move |tx| services::of(tx, OFFICE, procedure_id)).await.unwrap().unwrap();
        let policy = [("policy", "end"), ("from_on", "09/11/2026"), ("reason", "Điều 8"), ("revision", "1")];
        let quality = office.site.browser("quality").await;
        led_to(&quality.post(&format!("/services/{}/policy", service.id), &policy).await);
        let id = office.receive().await.id;
        let path = format!("/dossiers/{id}");
        let officer = office.site.browser("officer").await;
        shows(&officer.get(&format!("{path}/ask")).await, &["yêu cầu bổ sung là kết thúc hồ sơ"]);
        assert_eq!(led_to(&officer.post_seen(&format!("{path}/ask"), &PAPERS).await), path);
        let dossier = office.dossier(id).await;
        assert_eq!((dossier.status, dossier.tasks.len(), dossier.supplements()), (Status::Stopped, 0, 1));
        assert!(dossier.ended_at.is_some() && dossier.open_pause().is_none());
        assert_eq!(dossier.end_reason.as_deref(), Some("hồ sơ chưa đủ"));
        let page = officer.get(&path).await;
        shows(
            &page,
            &["Dừng xử lý", "Giấy xác nhận khuyết tật", "hồ sơ kết thúc, nộp hồ sơ mới", "slips/02"],
        );
        hides(&page, &["slips/05", "/answer\""]);
        let clerk = office.site.browser("clerk").await;
        assert_eq!(clerk.get(&format!("{path}/slips/02.pdf")).await.status, 200);
        assert_eq!(clerk.post(&format!("{path}/answer"), &[]).await.status, 422);
        assert_eq!(office.receive().await.status, Status::Accepted, "what comes later is a new one");
    })
    .await;
}

#[tokio::test]
async fn a_late_request_is_told_before_it_is_sent_and_names_its_basis() {
    on_both(agency::routes, async |office| {
        let id = office.receive().await.id;
        let path = format!("/dossiers/{id}");
        let officer = office.site.browser("officer").await;
        hides(&officer.get(&format!("{path}/ask")).await, &["name=\"basis\"", "yêu cầu muộn"]);
        office.at("2026-11-13T09:00");
        let officer = office.site.browser("officer").await;
        let form = officer.get(&format!("{path}/ask")).await;
        shows(&form, &["Đã quá 3 ngày làm việc", "12/11/2026", "name=\"basis\""]);
        let refused = officer.post_seen(&format!("{path}/ask"), &PAPERS).await;
        assert_eq!(refused.status, 422);
        shows(&refused, &["Giấy xác nhận khuyết tật"]);
        let fields = [PAPERS[0], PAPERS[1], ("basis", "Điều 8 Nghị định 20/2021/NĐ-CP")];
        assert_eq!(led_to(&officer.post_seen(&format!("{path}/ask"), &fields).await), path);
        shows(
            &officer.get(&path).await,
            &["yêu cầu sau thời gian quy định, căn cứ: Điều 8 Nghị định 20/2021"],
        );
    })
    .await;
}

/// The papers of the office's procedure.
async fn components(office: &Office) -> Vec<String> {
    let id = office.procedure_id;
    let procedure = office.db().read(move |tx| admin_procedures::load(tx, id)).await.unwrap().unwrap();
    procedure.components.iter().map(|component| component.name.clone()).collect()
}

#[tokio::test]
async fn papers_of_the_procedure_are_ticked_and_others_written() {
    on_both(agency::routes, async |office| {
        let id = office.receive().await.id;
        let path = format!("/dossiers/{id}");
        let held = office.dossier(id).await.intake.papers;
        let officer = office.site.browser("officer").await;
        let form = officer.get(&format!("{path}/ask")).await;
        shows(&form, &["name=\"paper\" value=\"0\"", "(đã có trong hồ sơ)", "Giấy tờ khác cần bổ sung"]);
        let page = format!("{path}/ask");
        let nothing = officer.post_seen(&page, &[("reason", "hồ sơ chưa đủ")]).await;
        assert_eq!(nothing.status, 422);
        shows(&nothing, &["href=\"#paper\"", "hồ sơ chưa đủ"]);
        let unknown = [("paper", "0"), ("paper", "99"), ("reason", "hồ sơ chưa đủ")];
        let unknown = officer.post_seen(&page, &unknown).await;
        assert_eq!(unknown.status, 422);
        shows(&unknown, &["value=\"0\" checked"]);
        let strange = officer.post_seen(&page, &[("paper", "99"), ("reason", "hồ sơ chưa đủ")]).await;
        assert_eq!(strange.text.matches("href=\"#paper\"").count(), 1, "{}", strange.text);
        let signs = officer.post_seen(&page, &[("missing", "- - -\n•"), ("reason", "hồ sơ chưa đủ")]).await;
        assert_eq!(signs.status, 422);
        shows(&signs, &["href=\"#paper\""]);

        let names = components(office).await;
        let lines = format!("{}\n- Ảnh 4 × 6", names[0]);
        let fields = [("paper", "0"), ("missing", lines.as_str()), ("reason", "hồ sơ chưa đủ")];
        assert_eq!(led_to(&officer.post_seen(&page, &fields).await), path);
        let asked = office.dossier(id).await.open_pause().unwrap().wanted.clone();
        let missing = vec![names[0].clone(), "Ảnh 4 × 6".to_owned()];
        assert_eq!(asked, Wanted::Papers { missing });
        let clerk = office.site.browser("clerk").await;
        let brought = [("revision", "2"), ("came.0", "yes"), ("came.0.form", "copy"), ("came.1", "yes")];
        led_to(&clerk.post(&format!("{path}/answer"), &brought).await);
        let papers = office.dossier(id).await.intake.papers;
        let again = PaperIn::of_component(0, PaperForm::Copy, 1);
        let other = PaperIn::other("Ảnh 4 × 6", PaperForm::Original, 1);
        assert_eq!(papers, [held, vec![again, other]].concat());
        shows(&officer.get(&path).await, &["nộp lại: Bản sao", "Ảnh 4 × 6"]);
        let json = officer.get(&format!("/api{path}")).await;
        shows(&json, &["\"component\":null,\"name\":\"Ảnh 4 × 6\""]);
        let receipt = clerk.get(&format!("{path}/slips/01.pdf")).await;
        shows(&receipt, &[&format!("{} (bản nộp lại)", names[0]), "Ảnh 4 × 6"]);
        hides(&receipt, &["Ảnh 4 × 6 (bản nộp lại)"]);
    })
    .await;
}

#[tokio::test]
async fn nothing_is_asked_or_noted_of_a_dossier_that_is_over() {
    on_both(agency::routes, async |office| {
        let id = office.receive().await.id;
        let path = format!("/dossiers/{id}");
        let clerk = office.site.browser("clerk").await;
        let withdrawn = [("reason", "người nộp rút")];
        led_to(&clerk.post_seen(&format!("{path}/withdraw"), &withdrawn).await);
        let officer = office.site.browser("officer").await;
        for act in ["ask", "ask-payment", "note", "attach"] {
            assert_eq!(officer.get(&format!("{path}/{act}")).await.told(), format!("303 {path}"), "{act}");
        }
    })
    .await;
}
