//! Stories of due dates that explain themselves, one click from wherever they stand, told on both engines.

use crate::office::{CENTRE, OFFICE, Office, on_both};
use agency::dossiers::*;
use agency::services;
use platform::Day;
use platform::testing::site::{hides, shows};
use registers::calendars::{Hours, set_hours};
use workdays::{Profile, parse_instant};

async fn extend(office: &Office, id: i64, days: i64) {
    let what = Extend { days, reason: "chờ ý kiến của Sở".to_owned() };
    let command = Command { id, revision: None, what };
    office.db().write(move |tx| extend_in(tx, OFFICE, &command)).await.unwrap();
}

async fn ask(office: &Office, id: i64) {
    let wanted = Wanted::Papers { missing: vec!["Giấy xác nhận khuyết tật".to_owned()] };
    let what = Ask { wanted, reason: "bản chụp bị mờ".to_owned(), again: None, basis: None };
    let command = Command { id, revision: None, what };
    office.db().write(move |tx| ask_in(tx, OFFICE, &command)).await.unwrap();
}

async fn answer(office: &Office, id: i64) {
    let papers = vec![PaperIn::of_component(0, PaperForm::Copy, 1)];
    let command = Command { id, revision: None, what: papers };
    office.db().write(move |tx| answer_in(tx, OFFICE, &command)).await.unwrap();
}

#[tokio::test]
async fn what_comes_on_a_day_off_is_counted_by_the_hours_it_begins_in() {
    on_both(agency::routes, async |office| {
        let sessions = ["07:30-11:30".parse().unwrap(), "13:00-16:00".parse().unwrap()];
        let profile = Profile::five_days(&sessions);
        let from_on = Day::new(2026, 11, 16).unwrap();
        let hours = Hours { from_on, profile, swaps: true, reason: "QĐ 12/QĐ-UBND".to_owned() };
        office.db().write(move |tx| set_hours(tx, OFFICE, &hours)).await.unwrap();
        office.at("2026-11-13T09:00");
        let before = office.receive().await.clock.unwrap();
        assert_eq!(before.version.hours_id, 0, "a working day of the old hours");
        office.at("2026-11-14T09:00");
        let clerk = office.site.browser("clerk").await;
        let procedure_id = office.procedure_id;
        let service =
            office.db().read(move |tx| services::of(tx, OFFICE, procedure_id)).await.unwrap().unwrap().id;
        let form = clerk.get(&format!("/counter/receive?service={service}")).await;
        let clock = office.receive().await.clock.unwrap();
        assert!(clock.version.hours_id != 0, "it begins on Monday by the new ones");
        let at = |text: &str| parse_instant(text).unwrap();
        assert_eq!(clock.start_at, at("2026-11-16T07:30:00+07:00"));
        assert_eq!(clock.due_at, Some(at("2026-12-01T16:00:00+07:00")));
        assert_eq!(form.status, 200);
        shows(&form, &["16:00"]);
    })
    .await;
}

#[tokio::test]
async fn every_due_date_leads_to_its_explanation() {
    on_both(agency::routes, async |office| {
        let id = office.receive().await.id;
        let (officer, clerk) = (office.site.browser("officer").await, office.site.browser("clerk").await);
        let link = format!("href=\"/dossiers/{id}/due\">17:00 Thứ Hai, 23/11</a>");
        shows(&officer.get("/tasks").await, &[&link]);
        let link = format!("<a class=\"due\" href=\"/dossiers/{id}/due\">");
        for path in ["/dossiers", "/dossiers/statistics/rows?column=3", &format!("/dossiers/{id}")] {
            shows(&officer.get(path).await, &[&link]);
        }
        shows(&clerk.get("/counter").await, &[&link, "hẹn 17:00 23/11/2026"]);
        let page = officer.get(&format!("/dossiers/{id}/due")).await;
        assert_eq!(page.status, 200, "{}", page.text);
        shows(
            &page,
            &[
                "Vì sao là ngày này?",
                "17:00 Thứ Hai, 23/11/2026",
                "Thời hạn 10 ngày làm việc",
                "nhận hồ sơ lúc 09:00",
                "ngày nghỉ hằng tuần",
                "id=\"steps\"",
                "Hạn của bước đang chờ",
            ],
        );
        hides(&page, &["Phần 2", "id=\"first\"", "Những việc làm đổi ngày hẹn"]);
        // The due moment of a step leads to the step's own explanation.
        shows(&officer.get(&format!("/dossiers/{id}")).await, &[&format!("/dossiers/{id}/due#steps\">")]);
        for stranger in ["stranger", "centre"] {
            let page = office.site.browser(stranger).await.get(&format!("/dossiers/{id}/due")).await;
            assert_eq!(page.status, 404, "{stranger}");
        }
        assert_eq!(office.site.visitor().get(&format!("/dossiers/{id}/due")).await.status, 303);
        assert_eq!(officer.get("/dossiers/1/due").await.status, 404);
    })
    .await;
}

#[tokio::test]
async fn an_extended_date_is_explained_by_its_own_days() {
    on_both(agency::routes, async |office| {
        let id = office.receive().await.id;
        office.at("2026-11-16T09:00");
        extend(office, id, 3).await;
        let officer = office.site.browser("officer").await;
        // Ten days end on the 23rd; the 24th is a holiday; three more are the 25th, the 26th and the 27th.
        for path in [format!("/dossiers/{id}"), format!("/dossiers/{id}/due")] {
            let page = officer.get(&path).await;
            shows(
                &page,
                &[
                    "17:00 Thứ Sáu, 27/11/2026",
                    "Phần 1: thời hạn của thủ tục",
                    "Phần 2: gia hạn",
                    "Gia hạn lúc 09:00 Thứ Hai, 16/11/2026: thêm 3 ngày làm việc",
                    "từ 17:00 Thứ Hai, 23/11/2026 đến 17:00 Thứ Sáu, 27/11/2026. Lý do: chờ ý kiến của Sở",
                    "khoản 9 Điều 19 Nghị định 61/2018/NĐ-CP, nay là Nghị định 118/2025/NĐ-CP",
                    "Gia hạn thêm 3 ngày làm việc, kể từ hạn trước lúc 17:00 Thứ Hai 23/11/2026.",
                    "hạn trước khi gia hạn là 17:00, ngày này không tính vào phần gia hạn",
                    "Ngày Văn hóa Việt Nam",
                    &format!("/dossiers/{id}/due#first\">17:00 Thứ Hai, 23/11/2026</a>"),
                ],
            );
            hides(&page, &[":59"]);
            let second = page.text.split("Phần 2: gia hạn").nth(1).unwrap();
            assert!(second.contains("Thứ Sáu 27/11/2026: ngày làm việc thứ 3"), "{second}");
        }
        let page = officer.get(&format!("/dossiers/{id}/due")).await;
        // The first promise is the end of the first part, which is not told twice.
        shows(&page, &["<h3 id=\"first\">Phần 1"]);
        hides(&page, &["Ngày này in trên giấy tiếp nhận"]);
        let english = officer.get_with(&format!("/dossiers/{id}/due"), &[("cookie", "language=en")]).await;
        assert_eq!(english.status, 200);
    })
    .await;
}

#[tokio::test]
async fn pauses_and_a_count_anew_are_named_with_their_dates_and_why() {
    on_both(agency::routes, async |office| {
        let id = office.receive().await.id;
        office.at("2026-11-10T10:00");
        ask(office, id).await;
        let officer = office.site.browser("officer").await;
        let page = officer.get(&format!("/dossiers/{id}/due")).await;
        shows(
            &page,
            &[
                "Tạm dừng",
                "Giấy xác nhận khuyết tật",
                "bản chụp bị mờ",
                "Từ 10:00 Thứ Ba, 10/11/2026, chưa tiếp tục.",
                "khoản 4 Điều 19 Nghị định 61/2018/NĐ-CP",
                "id=\"first\"",
            ],
        );
        office.at("2026-11-12T14:00");
        answer(office, id).await;
        let officer = office.site.browser("officer").await;
        let page = officer.get(&format!("/dossiers/{id}/due")).await;
        // Ten working days from the 12th, without the 24th.
        shows(
            &page,
            &[
                "17:00 Thứ Sáu, 27/11/2026",
                "Từ 10:00 Thứ Ba, 10/11/2026 đến 14:00 Thứ Năm, 12/11/2026.",
                "Đã nhận đủ phần được yêu cầu, thời hạn tính lại từ đầu lúc 14:00 Thứ Năm, 12/11/2026.",
                "id=\"first\"",
                "17:00 Thứ Hai, 23/11/2026",
            ],
        );
        let first = page.text.split("id=\"first\"").nth(1).unwrap();
        assert!(first.contains("nhận lúc 09:00 Thứ Hai 09/11/2026"), "{first}");
    })
    .await;
}

#[tokio::test]
async fn the_desk_and_the_public_are_told_no_more_than_they_may_know() {
    on_both(agency::routes, async |office| {
        let command = office.command();
        let dossier = office.db().write(move |tx| receive_in(tx, CENTRE, &command)).await.unwrap();
        let id = dossier.id;
        office.at("2026-11-10T10:00");
        ask(office, id).await;
        office.at("2026-11-11T10:00");
        answer(office, id).await;
        extend(office, id, 2).await;
        let centre = office.site.browser("centre").await;
        let reception =
            office.db().read(move |tx| receptions::of_dossier(tx, CENTRE, id)).await.unwrap().unwrap();
        let link = format!("<a class=\"due\" href=\"/receptions/{}/due\">", reception.id);
        for path in ["/receptions", "/counter", &format!("/receptions/{}", reception.id)] {
            // The counter lists today's alone.
            if path != "/counter" {
                shows(&centre.get(path).await, &[&link]);
            }
        }
        let page = centre.get(&format!("/receptions/{}/due", reception.id)).await;
        assert_eq!(page.status, 200, "{}", page.text);
        shows(&page, &["Phần 2: gia hạn", "Tính lại", "Giấy xác nhận khuyết tật", "href=\"#first\""]);
        hides(&page, &["chờ ý kiến của Sở", "Bưởi", &format!("/dossiers/{id}")]);
        let officer = office.site.browser("officer").await;
        assert_eq!(officer.get(&format!("/receptions/{}/due", reception.id)).await.status, 404);
        let page = office.site.visitor().get(&format!("/track/{}", dossier.code)).await;
        shows(
            &page,
            &[
                "<details class=\"fold\"><summary>Vì sao là ngày này?</summary>",
                "Chờ bổ sung giấy tờ. Từ 10:00 Thứ Ba, 10/11/2026 đến 10:00 Thứ Tư, 11/11/2026.",
                "Phần 2: gia hạn",
                "Tính lại",
            ],
        );
        let what_it_is_about = office.dossier(id).await.intake.procedure_id;
        let procedure = office
            .db()
            .read(move |tx| registers::admin_procedures::current(tx, what_it_is_about))
            .await
            .unwrap();
        hides(
            &page,
            &[
                "chờ ý kiến",
                "Giấy xác nhận",
                "bị mờ",
                "Bưởi",
                &procedure.facts.name,
                &procedure.facts.legal_basis[0],
            ],
        );
    })
    .await;
}

#[tokio::test]
async fn times_are_told_in_hours_and_minutes() {
    on_both(agency::routes, async |office| {
        let at = parse_instant("2026-11-09T09:41:23.249689+07:00").unwrap();
        office.db().clock().set(at);
        let id = office.receive().await.id;
        let officer = office.site.browser("officer").await;
        for path in [format!("/dossiers/{id}"), format!("/dossiers/{id}/due")] {
            let page = officer.get(&path).await;
            shows(&page, &["nhận hồ sơ lúc 09:41;", "nhận lúc 09:41 Thứ Hai 09/11/2026"]);
            hides(&page, &["09:41:23", "249689", " giây"]);
        }
    })
    .await;
}

#[tokio::test]
async fn the_head_sees_the_draft_of_what_is_to_be_signed() {
    on_both(agency::routes, async |office| {
        let id = office.receive().await.id;
        let draft = format!("<a href=\"/dossiers/{id}/result.pdf\">Bản nháp giấy tờ kết quả</a>");
        loop {
            let dossier = office.dossier(id).await;
            if dossier.tasks[0].role == platform::Role::Head {
                break;
            }
            office.step(id).await;
        }
        let head = office.site.browser("head").await;
        let page = head.get(&format!("/dossiers/{id}")).await;
        let next = page.text.split("id=\"next-act\"").nth(1).unwrap().split("</section>").next().unwrap();
        assert!(next.contains(&draft), "{next}");
        shows(&page, &[&format!("/dossiers/{id}/result.docx"), &format!("/dossiers/{id}/slips/01.docx")]);
        assert_eq!(head.get(&format!("/dossiers/{id}/result.pdf")).await.status, 200);
        assert_eq!(head.get(&format!("/dossiers/{id}/slips/01.docx")).await.status, 200);
        office.work_until(id, Status::Settled).await;
        let page = head.get(&format!("/dossiers/{id}")).await;
        hides(&page, &["Bản nháp"]);
        shows(&page, &[&format!("<a href=\"/dossiers/{id}/result.pdf\">Giấy tờ kết quả</a>")]);
    })
    .await;
}
