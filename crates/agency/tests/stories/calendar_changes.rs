//! Stories of a new calendar: what it would move is listed and explained beforehand, and nothing moves.

use crate::office::{OFFICE, Office, on_both};
use agency::dossiers::*;
use platform::permissions::Role;
use platform::testing::site::{hides, led_to, shows};

fn routes() -> Vec<platform::web::Route> {
    agency::routes().into_iter().chain(registers::routes()).collect()
}

const LIST: &str = "/dossiers/calendar-changes";

/// A national officer prepares a release by which 19/11/2026 is off; returns its page.
async fn prepared(office: &Office) -> String {
    office.site.person("nation", Role::NationalOfficer, (1, "Ủy ban")).await;
    let nation = office.site.browser("nation").await;
    let notice = [("notice_number", "Thông báo 77/TB-BNV"), ("notice_on", "09/11/2026")];
    let path = led_to(&nation.post("/calendars/releases/new", &notice).await);
    let day = [
        ("from_on", "19/11/2026"),
        ("to_on", "19/11/2026"),
        ("kind", "swap_off"),
        ("name_vi", "Ngày nghỉ hoán đổi"),
        ("name_en", "Day off"),
        ("status", "official"),
        ("revision", "1"),
    ];
    led_to(&nation.post(&format!("{path}/days"), &day).await);
    path
}

#[tokio::test]
async fn a_release_lists_the_dossiers_it_would_move_and_moves_none() {
    on_both(routes, async |office| {
        let moved = office.receive().await;
        let due_at = moved.due_at();
        let short = Receive { procedure_id: office.other_procedure_id, ..office.command() };
        let paper = |component| PaperIn { component, form: PaperForm::Original, count: 1 };
        let papers = vec![paper(0), paper(1)];
        let short = Receive { answers: Default::default(), papers, ..short };
        let short = office.db().write(move |tx| receive_in(tx, OFFICE, &short)).await.unwrap();
        let head = office.site.browser("head").await;
        shows(&head.get(LIST).await, &["Không hồ sơ nào đổi hạn", "Bản lịch số 1"]);

        let release = prepared(office).await;
        let page = head.get(LIST).await;
        let both = ["17:00 Thứ Hai, 23/11/2026", "17:00 Thứ Tư, 25/11/2026"];
        shows(&page, &[&moved.code, both[0], both[1], "Bản đang soạn theo Thông báo 77/TB-BNV"]);
        shows(&page, &["Không ngày hẹn nào tự đổi"]);
        hides(&page, &[&short.code]);
        let id = release.rsplit('/').next().unwrap();
        let detail = format!("{LIST}/{}?release={id}", moved.id);
        shows(&page, &[&format!("{detail}#before"), &format!("{detail}#after")]);
        let explained = head.get(&detail).await;
        shows(&explained, &[both[0], both[1], "id=\"before\"", "id=\"after\"", "Thông báo 77/TB-BNV"]);

        let stranger = office.site.browser("stranger_head").await;
        shows(&stranger.get(LIST).await, &["Không hồ sơ nào đổi hạn"]);
        assert_eq!(stranger.get(&detail).await.status, 404);
        assert_eq!(office.site.browser("nation").await.get(LIST).await.status, 403);
        assert_eq!(head.get(&format!("{LIST}?release=77")).await.status, 404);
        assert_eq!(head.get(&format!("{LIST}?release=x")).await.status, 422);

        let nation = office.site.browser("nation").await;
        shows(&nation.get(&format!("{release}/publish")).await, &["Công bố không tự đổi hạn của hồ sơ nào"]);
        led_to(&nation.post(&format!("{release}/publish"), &[("revision", "2")]).await);
        assert_eq!(office.dossier(moved.id).await.due_at(), due_at, "what was promised stays");
        shows(&head.get(LIST).await, &[&moved.code, both[1], "Bản lịch số 2"]);
        shows(&head.get(&release).await, &[&format!("{LIST}?release={id}")]);
        shows(&head.get("/calendars").await, &[&format!("href=\"{LIST}\"")]);
        hides(&nation.get("/calendars").await, &[LIST]);

        office.at("2026-11-09T09:10");
        let later = office.receive().await;
        let page = head.get(LIST).await;
        shows(&page, &[&moved.code]);
        hides(&page, &[&later.code]);
        shows(&head.get(&format!("/dossiers/{}", later.id)).await, &["25/11/2026"]);
    })
    .await;
}

#[tokio::test]
async fn an_extension_and_a_pause_are_counted_again_with_the_limit() {
    on_both(routes, async |office| {
        let extended = office.receive().await;
        let what = Extend { days: 2, reason: "hồ sơ phức tạp".to_owned() };
        let command = Command { id: extended.id, revision: None, what };
        let extended = office.db().write(move |tx| extend_in(tx, OFFICE, &command)).await.unwrap();
        let waiting = office.receive().await;
        let wanted = Wanted::Papers { missing: vec!["Giấy xác nhận".to_owned()] };
        let ask = Ask { wanted, reason: "thiếu".to_owned(), basis: None };
        let command = Command { id: waiting.id, revision: None, what: ask };
        office.db().write(move |tx| ask_in(tx, OFFICE, &command)).await.unwrap();
        let release = prepared(office).await;
        let id = release.rsplit('/').next().unwrap();
        let head = office.site.browser("head").await;
        let page = head.get(LIST).await;
        shows(&page, &[&extended.code, "17:00 Thứ Năm, 26/11/2026", "17:00 Thứ Sáu, 27/11/2026"]);
        hides(&page, &[&waiting.code]);
        let waits = head.get(&format!("{LIST}/{}?release={id}", waiting.id)).await;
        shows(&waits, &["đã xong hoặc đang tạm dừng"]);
        let explained = head.get(&format!("{LIST}/{}?release={id}", extended.id)).await;
        shows(&explained, &["17:00 Thứ Sáu, 27/11/2026", "19/11"]);
    })
    .await;
}
