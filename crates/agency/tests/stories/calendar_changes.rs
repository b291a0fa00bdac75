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
        let paper = |component| PaperIn::of_component(component, PaperForm::Original, 1);
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
        let ask = Ask { wanted, reason: "thiếu".to_owned(), again: None, basis: None };
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

/// The holidays of 2028, as a national officer would publish them a year before.
const HOLIDAYS_OF_2028: [(&str, &str, &str); 7] = [
    ("01/01/2028", "01/01/2028", "Tết Dương lịch"),
    ("25/01/2028", "29/01/2028", "Tết Nguyên đán"),
    ("04/04/2028", "04/04/2028", "Giỗ Tổ Hùng Vương"),
    ("30/04/2028", "30/04/2028", "Ngày Chiến thắng"),
    ("01/05/2028", "01/05/2028", "Ngày Quốc tế lao động"),
    ("02/09/2028", "03/09/2028", "Quốc khánh"),
    ("24/11/2028", "24/11/2028", "Ngày Văn hóa Việt Nam"),
];

/// The nation publishes the holidays of 2028.
pub async fn publish_2028(office: &Office) {
    office.site.person("nation", Role::NationalOfficer, (1, "Ủy ban")).await;
    let nation = office.site.browser("nation").await;
    let notice = [("notice_number", "Thông báo 90/TB-BNV"), ("notice_on", "01/11/2027")];
    let path = led_to(&nation.post("/calendars/releases/new", &notice).await);
    for (at, (from_on, to_on, name)) in HOLIDAYS_OF_2028.into_iter().enumerate() {
        let revision = (at + 1).to_string();
        let day = [
            ("from_on", from_on),
            ("to_on", to_on),
            ("kind", "holiday"),
            ("name_vi", name),
            ("name_en", "Holiday"),
            ("status", "official"),
            ("revision", &revision),
        ];
        led_to(&nation.post(&format!("{path}/days"), &day).await);
    }
    led_to(&nation.post(&format!("{path}/publish"), &[("revision", "8")]).await);
}

#[tokio::test]
async fn a_dossier_promised_before_a_year_was_known_is_counted_into_it_once_it_is() {
    on_both(routes, async |office| {
        office.at("2027-12-06T09:00");
        let (asked, extended) = (office.receive().await, office.receive().await);
        let wanted = Wanted::Papers { missing: vec!["Giấy xác nhận".to_owned()] };
        let ask = Ask { wanted, reason: "thiếu".to_owned(), again: None, basis: None };
        let command = Command { id: asked.id, revision: None, what: ask };
        office.db().write(move |tx| ask_in(tx, OFFICE, &command)).await.unwrap();
        office.at("2027-12-17T09:00");
        let what = Extend { days: 12, reason: "hồ sơ phức tạp".to_owned() };
        let extend = Command { id: extended.id, revision: None, what };
        let (early, later) = (extend.clone(), extend);
        let refused = office.db().write(move |tx| extend_in(tx, OFFICE, &early)).await.unwrap_err();
        assert!(format!("{refused:?}").contains("calendar-missing"), "{refused:?}");
        publish_2028(office).await;
        office.at("2027-12-17T09:10");
        let longer = office.db().write(move |tx| extend_in(tx, OFFICE, &later)).await.unwrap();
        let end = |dossier: &Dossier| dossier.due_at().map(workdays::instant_text).unwrap_or_default();
        assert_eq!(end(&longer), "2028-01-05T17:00:00+07:00");
        let answer = Command { id: asked.id, revision: None, what: Vec::new() };
        office.at("2027-12-27T09:00");
        let anew = office.db().write(move |tx| answer_in(tx, OFFICE, &answer)).await.unwrap();
        assert_eq!(end(&anew), "2028-01-10T17:00:00+07:00");
        let head = office.site.browser("head").await;
        for dossier in [anew, longer] {
            let page = head.get(&format!("/dossiers/{}/due", dossier.id)).await;
            shows(&page, &["01/2028"]);
        }
    })
    .await;
}
