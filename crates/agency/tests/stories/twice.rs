//! Forms sent twice, and codes of agencies typed twice: told on both engines.

use crate::office::{CENTRE, OFFICE, Office, on_both};
use agency::dossiers::codes;
use agency::services;
use platform::testing::site::{hides, led_to, shows};
use platform::{Day, Error, Role, Tx, journal};

async fn receive_path(office: &Office) -> String {
    let procedure_id = office.procedure_id;
    let found = office.db().read(move |tx| services::of(tx, OFFICE, procedure_id)).await.unwrap();
    format!("/counter/receive?service={}", found.unwrap().id)
}

/// The form of monthly social aid for a person of this name and number, sent under a key.
fn typed<'a>(key: &'a str, name: &'a str, number: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![
        ("form_key", key),
        ("kind", "citizen"),
        ("id_number", number),
        ("name", name),
        ("address", "Thôn 3"),
        ("phone", "0912345678"),
        ("field.ho_ten", name),
        ("field.ngay_sinh", "02/03/1940"),
        ("field.gioi_tinh", "nu"),
        ("field.dan_toc", "Kinh"),
        ("field.so_dinh_danh", "001140000123"),
        ("field.cu_tru", "Thôn 3"),
        ("field.yeu_cau", "huong"),
        ("field.nhom", "cao_tuoi"),
        ("paper.0", "yes"),
        ("paper.0.count", "1"),
        ("paper.0.form", "original"),
        ("fee_vnd", "0"),
        ("channel", "counter"),
        ("sets", "1"),
        ("wants", "applicant"),
    ]
}

async fn count(office: &Office) -> usize {
    let kind = "dossier";
    let ids = move |tx: &mut Tx<'_>| {
        let found =
            platform::record::RECORDS.iter().find(|record| record.name == kind).map(|record| record.ids);
        found.map_or(Ok(Vec::new()), |ids| ids(tx))
    };
    office.db().read(ids).await.unwrap().len()
}

#[tokio::test]
async fn a_second_click_at_the_counter_leads_to_the_dossier_whoever_was_written_first() {
    on_both(agency::routes, async |office| {
        let clerk = office.site.browser("clerk").await;
        let path = receive_path(office).await;
        led_to(&clerk.post(&path, &typed("k0", "Trần Thị Bưởi", "001188000123")).await);
        // A known person with a proxy: the proxy is what is written first.
        let mut by_proxy = typed("k1", "Trần Thị Bưởi", "001188000123");
        by_proxy.extend([("proxy_name", "Lê Văn Cam"), ("proxy_id_number", "001188000777")]);
        let first = led_to(&clerk.post(&path, &by_proxy).await);
        let again = clerk.post(&path, &by_proxy).await;
        assert_eq!(again.told(), format!("303 {first}?done=counter-done-repeated"));
        // A new person whose second dossier came in before the first form was sent again.
        let first = led_to(&clerk.post(&path, &typed("k2", "Hồ Thị Đào", "001188000456")).await);
        led_to(&clerk.post(&path, &typed("k3", "Hồ Thị Đào", "001188000456")).await);
        let again = clerk.post(&path, &typed("k2", "Hồ Thị Đào", "001188000456")).await;
        assert_eq!(again.told(), format!("303 {first}?done=counter-done-repeated"));
        assert_eq!(count(office).await, 4);
    })
    .await;
}

#[tokio::test]
async fn another_person_under_the_same_key_is_not_lost() {
    on_both(agency::routes, async |office| {
        for login in ["clerk", "centre"] {
            let clerk = office.site.browser(login).await;
            let path = receive_path(office).await;
            led_to(&clerk.post(&path, &typed("k1", "Trần Thị Bưởi", "001188000123")).await);
            let before = count(office).await;
            let told = clerk.post(&path, &typed("k1", "Lê Văn Cam", "001188000777")).await;
            assert_eq!(told.status, 422);
            shows(&told, &["đã gửi một lần với nội dung khác", "value=\"Lê Văn Cam\"", "001188000777"]);
            hides(&told, &["name=\"form_key\" value=\"k1\""]);
            assert_eq!(count(office).await, before);
            led_to(&clerk.post(&path, &typed("k2", "Lê Văn Cam", "001188000777")).await);
            assert_eq!(count(office).await, before + 1);
        }
    })
    .await;
}

#[tokio::test]
async fn a_second_click_on_done_blames_nobody() {
    on_both(agency::routes, async |office| {
        let dossier = office.receive().await;
        let (path, token) = (format!("/dossiers/{}", dossier.id), dossier.tasks[0].token);
        let officer = office.site.browser("officer").await;
        officer.post(&format!("{path}/take/{token}"), &[("form_key", "t")]).await;
        let step = format!("{path}/complete/{token}");
        let form = officer.get(&step).await.text;
        let outcome = form.split("name=\"outcome\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
        let revision = office.dossier(dossier.id).await.revision.to_string();
        let mut fields = vec![("form_key", "c"), ("revision", revision.as_str()), ("note", "xong")];
        fields.extend(outcome.map(|outcome| ("outcome", outcome)));
        assert_eq!(led_to(&officer.post(&step, &fields).await), path);
        let again = officer.post(&step, &fields).await;
        assert_eq!(led_to(&again), path, "the second click");
        // Somebody else is told that it is done, and so is who sends another form.
        let second = office.site.browser("second").await;
        assert_eq!(second.post(&step, &fields).await.status, 422);
        let other = [fields.as_slice(), &[("form_key", "d")]].concat();
        let other: Vec<_> = other.into_iter().filter(|pair| *pair != ("form_key", "c")).collect();
        assert_eq!(officer.post(&step, &other).await.status, 422);
    })
    .await;
}

#[tokio::test]
async fn what_cannot_be_read_of_a_form_is_told_and_nothing_is_guessed() {
    on_both(agency::routes, async |office| {
        let dossier = office.receive().await;
        let path = format!("/dossiers/{}", dossier.id);
        let head = office.site.browser("head").await;
        let days = head.post(&format!("{path}/extend"), &[("days", "1.5"), ("reason", "Chờ xác minh")]).await;
        assert_eq!(days.status, 422);
        shows(&days, &["1.5 không phải là số nguyên"]);
        let seen = [("days", "2"), ("reason", "Chờ xác minh"), ("revision", "x")];
        let seen = head.post(&format!("{path}/extend"), &seen).await;
        assert_eq!(seen.status, 422);
        shows(&seen, &["không nói rõ đã xem lần ghi nào"]);
        let much = [("amount", "1.000.000.000.001"), ("reason", "Lệ phí")];
        let much = head.post(&format!("{path}/ask-payment"), &much).await;
        assert_eq!(much.status, 422);
        shows(&much, &["1.000 tỷ"]);
        assert_eq!(office.dossier(dossier.id).await.revision, dossier.revision, "nothing is extended");
        let clerk = office.site.browser("clerk").await;
        let desk = receive_path(office).await;
        let hidden = clerk.post(&desk, &typed("h1", "\u{200B}\u{202E}", "001188000123")).await;
        assert_eq!(hidden.status, 422, "a name that nobody sees is none");
        let mut unknown = typed("h2", "Trần Thị Bưởi", "001188000123");
        unknown.push(("paper.99", "yes"));
        let unknown = clerk.post(&desk, &unknown).await;
        assert_eq!(unknown.status, 422);
        shows(&unknown, &["Thành phần hồ sơ của thủ tục đã khác với biểu mẫu này"]);
        let lines = typed("h3", "Trần\nThị \u{7} Bưởi", "001188000123");
        let id = led_to(&clerk.post(&desk, &lines).await).rsplit('/').next().unwrap().parse().unwrap();
        let applicant_id = office.dossier(id).await.intake.applicant_id;
        let person = move |tx: &mut Tx<'_>| agency::dossiers::applicants::person(tx, OFFICE, applicant_id);
        assert_eq!(office.db().read(person).await.unwrap().unwrap().name, "Trần Thị Bưởi");
    })
    .await;
}

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

async fn change(office: &Office, (agency_id, prefix, from): (i64, &'static str, &'static str)) -> String {
    let given = office.db().write(move |tx| codes::change(tx, agency_id, (prefix, day(from)))).await;
    match given {
        Ok(()) => "done".to_owned(),
        Err(Error::Refused(reasons)) => {
            reasons.0.iter().map(|reason| reason.key).collect::<Vec<_>>().join(" ")
        }
        Err(other) => other.to_string(),
    }
}

async fn in_force(office: &Office, agency_id: i64, on: &'static str) -> Option<String> {
    office.db().read(move |tx| codes::prefix_of(tx, agency_id, day(on))).await.unwrap()
}

#[tokio::test]
async fn a_mistyped_code_of_an_office_is_corrected_and_free_for_its_owner() {
    on_both(agency::routes, async |office| {
        // Today is 9 November 2026; the office has H15.50.05 since January.
        office.receive().await;
        for (given, want) in [
            ((OFFICE, "H15.50.06", "2026-11-09"), "done"),
            ((CENTRE, "H15.50.06", "2026-11-09"), "dossiers-refusal-office-code-taken"),
            ((OFFICE, "H15.50.05", "2026-11-09"), "done"),
            // The mistake is free again; the code that a dossier bears is not.
            ((CENTRE, "H15.50.06", "2026-11-09"), "done"),
            ((CENTRE, "H15.50.05", "2026-11-09"), "dossiers-refusal-office-code-taken"),
            ((OFFICE, "H15.50.05", "2026-11-09"), "done"),
            ((OFFICE, "H15.50.07", "2026-10-08"), "dossiers-refusal-office-code-day"),
            ((OFFICE, "H15.50.07", "2027-11-11"), "dossiers-refusal-office-code-day"),
            ((OFFICE, "H15.50.07", "1900-01-01"), "dossiers-refusal-office-code-day"),
            ((OFFICE, "H15.50.07", "9999-12-31"), "dossiers-refusal-office-code-day"),
            ((OFFICE, "H 15", "9999-12-31"), "dossiers-refusal-office-code-day dossiers-refusal-office-code"),
            // Planned, the day corrected, and the plan given up.
            ((OFFICE, "H15.50.07", "2026-12-01"), "done"),
            ((OFFICE, "H15.50.07", "2026-12-15"), "done"),
        ] {
            assert_eq!(change(office, given).await, want, "{given:?}");
        }
        assert_eq!(in_force(office, OFFICE, "2026-11-09").await.as_deref(), Some("H15.50.05"));
        assert_eq!(in_force(office, OFFICE, "2026-12-14").await.as_deref(), Some("H15.50.05"));
        assert_eq!(in_force(office, OFFICE, "2026-12-15").await.as_deref(), Some("H15.50.07"));
        assert_eq!(in_force(office, CENTRE, "2026-11-09").await.as_deref(), Some("H15.50.06"));
        assert_eq!(change(office, (OFFICE, "H15.50.05", "2026-12-15")).await, "done");
        assert_eq!(change(office, (CENTRE, "H15.50.07", "2026-12-15")).await, "done");
        // A dossier received under a mistaken code keeps it, and is found by it.
        assert_eq!(change(office, (OFFICE, "H15.50.08", "2026-11-09")).await, "done");
        let code = office.receive().await.code;
        assert!(code.starts_with("H15.50.08-"), "{code}");
        assert_eq!(change(office, (OFFICE, "H15.50.05", "2026-11-09")).await, "done");
        assert!(office.receive().await.code.starts_with("H15.50.05-"));
        let found = office.db().read(move |tx| codes::agency_of_code(tx, &code)).await.unwrap();
        assert_eq!(found, Some(OFFICE));
        assert_eq!(
            change(office, (CENTRE, "H15.50.08", "2026-11-09")).await,
            "dossiers-refusal-office-code-taken"
        );
        let verified = office.db().snapshot(journal::verify).await.unwrap();
        assert_eq!(verified.faults, []);
    })
    .await;
}

#[tokio::test]
async fn the_page_of_the_code_shows_what_was_corrected() {
    on_both(agency::routes, async |office| {
        office.site.person("setup", Role::OfficeAdministrator, (OFFICE, "Cơ quan")).await;
        let setup = office.site.browser("setup").await;
        for prefix in ["H15.50.06", "H15.50.05"] {
            let fields = [("prefix", prefix), ("from_on", "09/11/2026")];
            assert!(setup.post("/office-code", &fields).await.location().contains("codes-done-given"));
        }
        let page = setup.get("/office-code").await;
        shows(&page, &["value=\"H15.50.05\"", "mã nhầm chưa cấp cho hồ sơ nào sẽ được trả lại"]);
        hides(&page, &["H15.50.06"]);
        let far = setup.post("/office-code", &[("prefix", "H15.50.05"), ("from_on", "01/01/1900")]).await;
        assert_eq!(far.status, 422);
        shows(&far, &["phải từ 09/10/2026 đến 10/11/2027"]);
    })
    .await;
}
