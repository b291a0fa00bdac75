//! Stories of the counter, told on both engines through its pages.

use crate::office::{CENTRE, OFFICE, Office, on_both};
use agency::dossiers::{self, DossierEvent, PaperForm, Status, Wanted};
use agency::{processes, services};
use platform::testing::site::{Answer, Browser, hides, led_to, shows};
use platform::web::Route;
use platform::{Tx, journal};
use registers::admin_procedures;

fn routes() -> Vec<Route> {
    agency::dossiers::routes()
}

/// The service of a procedure at the office.
async fn service(office: &Office, procedure_id: i64) -> i64 {
    let found = office.db().read(move |tx| services::of(tx, OFFICE, procedure_id)).await.unwrap();
    found.unwrap().id
}

/// Where monthly social aid is received.
async fn receive_path(office: &Office) -> String {
    format!("/counter/receive?service={}", service(office, office.procedure_id).await)
}

/// The form of monthly social aid as a clerk fills it in.
pub(super) fn filled() -> Vec<(&'static str, &'static str)> {
    vec![
        ("kind", "citizen"),
        ("id_number", "001188000123"),
        ("name", "Trần Thị Bưởi"),
        ("address", "Thôn 3"),
        ("phone", "0912345678"),
        ("field.ho_ten", "Trần Thị Bưởi"),
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

/// The same with some inputs typed otherwise.
pub(super) fn changed<'a>(changes: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let kept = filled().into_iter().filter(|pair| !changes.iter().any(|change| change.0 == pair.0));
    kept.chain(changes.iter().copied()).collect()
}

fn id_in(address: &str) -> i64 {
    address.rsplit('/').next().unwrap().parse().unwrap()
}

pub(super) async fn receive(office: &Office, clerk: &Browser<'_>, fields: &[(&str, &str)]) -> i64 {
    let sent = clerk.post(&receive_path(office).await, fields).await;
    assert!(sent.location().contains("counter-done-received"), "{} {}", sent.told(), sent.text);
    id_in(&led_to(&sent))
}

/// The hidden inputs of a page, as a browser sends them again.
fn hidden(page: &Answer) -> Vec<(String, String)> {
    let inputs = page.text.split("<input type=\"hidden\" name=\"").skip(1);
    let pair = |rest: &str| {
        let (name, rest) = rest.split_once("\" value=\"")?;
        Some((name.to_owned(), rest.split_once('"')?.0.to_owned()))
    };
    inputs.filter_map(pair).filter(|(name, _)| name != "csrf").collect()
}

#[tokio::test]
async fn a_procedure_is_found_by_typing_without_accents() {
    on_both(routes, async |office| {
        let clerk = office.site.browser("clerk").await;
        let page = clerk.get("/counter").await;
        shows(
            &page,
            &["1.001776", "1.001731", "autofocus", "/counter/suggest", "Hôm nay chưa có hồ sơ nào."],
        );
        // The whole list stands under its sectors; what is found by typing stands the best first.
        let sector = "<h3 class=\"group\"><b>Bảo trợ xã hội</b></h3>";
        shows(&page, &[sector]);
        hides(&clerk.get("/counter?q=ho+tro").await, &[sector]);
        let names = office.db().read(move |tx| services::offered_at(tx, OFFICE)).await.unwrap();
        let word = platform::search::fold(&names[0].procedure_name);
        let only = clerk.get(&platform::web::link("/counter", &[("q", &word)])).await;
        assert_eq!(only.status, 303, "one procedure found is opened: {}", only.text);
        let code = clerk.get("/counter?q=btxh/01").await;
        assert_eq!(code.told(), format!("303 {}", receive_path(office).await));
        let json = clerk.get("/counter/suggest?q=btxh").await;
        shows(&json, &["\"value\":\"1.001776\"", "\"value\":\"1.001731\""]);
        let none = clerk.get("/counter?q=khong+co+thu+tuc+nay").await;
        shows(&none, &["Không có thủ tục nào như vậy tại quầy"]);
        let form = clerk.get(&receive_path(office).await).await;
        // Ten working days after Monday 9 November.
        shows(&form, &["17:00 Thứ Hai, 23/11/2026", "Vì sao là lúc này", "id=\"id_number\"", "field.ho_ten"]);
    })
    .await;
}

#[tokio::test]
async fn a_dossier_is_received_once_and_the_next_of_the_same_person_is_filled_in() {
    on_both(routes, async |office| {
        let clerk = office.site.browser("clerk").await;
        let path = receive_path(office).await;
        let keyed = changed(&[("form_key", "a1")]);
        let first = clerk.post(&path, &keyed).await;
        let record = led_to(&first);
        let again = clerk.post(&path, &keyed).await;
        assert_eq!(again.told(), format!("303 {record}?done=counter-done-repeated"));
        let dossier = office.dossier(id_in(&record)).await;
        assert_eq!((dossier.code.as_str(), dossier.status), ("H15.50.05-261109-0001", Status::Accepted));
        let page = clerk.get("/counter").await;
        shows(&page, &["H15.50.05-261109-0001", "Trần Thị Bưởi", &format!("/counter?same={}", dossier.id)]);
        let next = clerk.get(&format!("/counter?same={}", dossier.id)).await;
        shows(&next, &["Nhận tiếp hồ sơ của Trần Thị Bưởi", &format!("same={}", dossier.id)]);
        let form = clerk.get(&format!("{path}&same={}", dossier.id)).await;
        shows(&form, &["value=\"001188000123\"", "value=\"0912345678\""]);
        let id = receive(office, &clerk, &filled()).await;
        let second = office.dossier(id).await;
        assert_eq!(second.intake.applicant_id, dossier.intake.applicant_id);
        // A repeated sending whose person was known before leads to its dossier too.
        let keyed = changed(&[("form_key", "a2")]);
        let third = led_to(&clerk.post(&path, &keyed).await);
        let again = clerk.post(&path, &keyed).await;
        assert_eq!(again.told(), format!("303 {third}?done=counter-done-repeated"));
    })
    .await;
}

#[tokio::test]
async fn every_fault_is_told_at_once_and_nothing_typed_is_lost() {
    on_both(routes, async |office| {
        let clerk = office.site.browser("clerk").await;
        let path = receive_path(office).await;
        let bad = changed(&[
            ("paper.0", ""),
            ("id_number", "12a"),
            ("sets", "99999999999999999999"),
            ("fee_vnd", "tám nghìn"),
            ("field.ngay_sinh", "31/02/1940"),
            ("wants", "proxy"),
            ("proxy_phone", "1"),
            ("address", "Thôn <b>3</b>"),
        ]);
        let page = clerk.post(&path, &bad).await;
        assert_eq!(page.status, 422);
        shows(&page, &["href=\"#papers\"", "href=\"#id_number\"", "href=\"#sets\"", "href=\"#fee_vnd\""]);
        shows(
            &page,
            &["href=\"#field.ngay_sinh\"", "href=\"#proxy_name\"", "href=\"#proxy_phone\"", ">Thiếu<"],
        );
        shows(&page, &["value=\"99999999999999999999\"", "value=\"tám nghìn\"", "Thôn &lt;b&gt;3&lt;/b&gt;"]);
        for (name, value) in [
            ("fee_vnd", "9000000000000000"),
            ("fee_vnd", "-1"),
            ("sets", "1001"),
            ("sets", "0"),
            ("paper.0.count", "100000"),
            ("kind", "robot"),
            ("wants", ""),
            ("channel", "pigeon"),
        ] {
            let page = clerk.post(&path, &changed(&[(name, value)])).await;
            assert_eq!(page.status, 422, "{name}={value}");
        }
        let empty = clerk.post(&path, &[]).await;
        assert_eq!(empty.status, 422);
        let none = clerk.get("/counter").await;
        shows(&none, &["Hôm nay chưa có hồ sơ nào."]);
        // The box that stands for all needed papers.
        let id = receive(office, &clerk, &changed(&[("paper.0", ""), ("all_papers", "yes")])).await;
        assert_eq!(office.dossier(id).await.intake.papers[0].form, PaperForm::Original);
    })
    .await;
}

#[tokio::test]
async fn known_data_are_offered_and_never_overwrite_what_was_typed() {
    on_both(routes, async |office| {
        let clerk = office.site.browser("clerk").await;
        let path = receive_path(office).await;
        let nobody = clerk.post(&path, &[("id_number", "001188000123"), ("lookup", "1")]).await;
        assert_eq!(nobody.status, 200);
        shows(&nobody, &["Chưa có ai nộp hồ sơ với số này"]);
        receive(office, &clerk, &filled()).await;
        let typed = [("id_number", "001188000123"), ("phone", "0988888888"), ("lookup", "1")];
        let known = clerk.post(&path, &typed).await;
        shows(
            &known,
            &["Đã điền dữ liệu lần nộp trước của Trần Thị Bưởi", "value=\"Thôn 3\"", "value=\"0988888888\""],
        );
        let other = [("id_number", "001188000123"), ("name", "Lê Văn Cam"), ("lookup", "1")];
        let other = clerk.post(&path, &other).await;
        shows(&other, &["khác tên vừa gõ", "value=\"Lê Văn Cam\""]);
        hides(&other, &["value=\"Thôn 3\""]);
    })
    .await;
}

#[tokio::test]
async fn whoever_is_turned_away_gets_a_slip_and_nothing_typed_is_lost_between() {
    on_both(routes, async |office| {
        let clerk = office.site.browser("clerk").await;
        let path = receive_path(office).await;
        let short = changed(&[("paper.0", ""), ("turn", "guidance")]);
        let ask = clerk.post(&path, &short).await;
        assert_eq!(ask.status, 200);
        shows(&ask, &["Lập phiếu hướng dẫn bổ sung", "Hồ sơ chưa đủ giấy tờ theo quy định."]);
        let kept = hidden(&ask);
        let mut back: Vec<(&str, &str)> =
            kept.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        back.extend([("back", "1"), ("reason", "Thiếu tờ khai")]);
        let form = clerk.post(&path, &back).await;
        shows(&form, &["value=\"Trần Thị Bưởi\"", "value=\"02/03/1940\"", "value=\"Thiếu tờ khai\""]);
        back.retain(|(name, _)| *name != "back");
        back.extend([
            ("turn_send", "guidance"),
            ("missing", "Tờ khai đề nghị trợ giúp xã hội\nThẻ căn cước"),
        ]);
        let sent = clerk.post(&path, &back).await;
        assert!(sent.location().contains("counter-done-guided"), "{} {}", sent.told(), sent.text);
        let id = id_in(&led_to(&sent));
        let dossier = office.dossier(id).await;
        assert_eq!(dossier.status, Status::NotAccepted);
        let line = office.db().read(move |tx| journal::of_subject(tx, id)).await.unwrap();
        let event: DossierEvent = serde_json::from_str(line[0].payload.as_deref().unwrap()).unwrap();
        let DossierEvent::TurnedAway(event) = event else { panic!("{event:?}") };
        assert_eq!((event.missing.len(), event.reason.as_str()), (2, "Thiếu tờ khai"));
        let empty = clerk.post(&path, &[("turn_send", "guidance")]).await;
        assert_eq!(empty.status, 422);
        shows(&empty, &["Chưa ghi giấy tờ cần bổ sung"]);
        let nameless = clerk.post(&path, &[("turn_send", "refusal")]).await;
        assert_eq!(nameless.status, 422);
        shows(&nameless, &["Chưa ghi lý do", "Chưa nhập họ tên"]);
        let refused =
            changed(&[("turn_send", "refusal"), ("reason", "Không thuộc thẩm quyền"), ("fee_vnd", "9e99")]);
        let refused = clerk.post(&path, &refused).await;
        assert!(refused.location().contains("counter-done-refused"), "{}", refused.told());
    })
    .await;
}

#[tokio::test]
async fn a_centre_receives_for_the_office_and_learns_nothing_else_of_it() {
    on_both(routes, async |office| {
        let (clerk, centre) = (office.site.browser("clerk").await, office.site.browser("centre").await);
        let own = receive(office, &clerk, &changed(&[("id_number", "001188000999")])).await;
        let path = receive_path(office).await;
        shows(&centre.get(&path).await, &["Nhận hộ: cơ quan giải quyết là"]);
        let unknown = centre.post(&path, &[("id_number", "001188000999"), ("lookup", "1")]).await;
        shows(&unknown, &["Chưa có ai nộp hồ sơ với số này"]);
        let keyed = changed(&[("form_key", "c1")]);
        let sent = centre.post(&path, &keyed).await;
        let reception = led_to(&sent);
        assert!(reception.starts_with("/receptions/"), "{}", sent.told());
        let again = centre.post(&path, &keyed).await;
        assert_eq!(again.told(), format!("303 {reception}?done=counter-done-repeated"));
        let id = id_in(&reception);
        let seen = office.db().read(move |tx| dossiers::receptions::load(tx, CENTRE, id)).await.unwrap();
        let dossier_id = seen.unwrap().dossier_id;
        let known = centre.post(&path, &[("id_number", "001188000123"), ("lookup", "1")]).await;
        shows(&known, &["Đã điền dữ liệu lần nộp trước của Trần Thị Bưởi"]);
        shows(&centre.get("/counter").await, &["H15.50.05-261109-0002", &reception]);
        hides(&centre.get("/counter").await, &["H15.50.05-261109-0001"]);
        shows(&centre.get(&format!("/counter?same={dossier_id}")).await, &["Trần Thị Bưởi"]);
        for path in [
            format!("/counter?same={own}"),
            format!("{path}&same={own}"),
            format!("/dossiers/{dossier_id}/correct"),
            format!("/dossiers/{own}/reprint"),
        ] {
            assert_eq!(centre.get(&path).await.status, 404, "{path}");
        }
        let away = centre.post(&path, &changed(&[("turn_send", "refusal"), ("reason", "Sai nơi nộp")])).await;
        assert!(away.location().starts_with("/receptions/"), "{}", away.told());
    })
    .await;
}

#[tokio::test]
async fn no_other_agency_and_no_other_role_comes_in() {
    on_both(routes, async |office| {
        let (clerk, stranger) = (office.site.browser("clerk").await, office.site.browser("stranger").await);
        let id = receive(office, &clerk, &filled()).await;
        let path = receive_path(office).await;
        let page = stranger.get("/counter").await;
        shows(&page, &["Quầy chưa tiếp nhận thủ tục nào"]);
        hides(&page, &["Trần Thị Bưởi", "H15.50.05"]);
        hides(&stranger.get("/counter/suggest?q=btxh").await, &["btxh"]);
        hides(&stranger.get("/counter/same-day").await, &["Trần Thị Bưởi"]);
        let acts = ["correct", "reprint", "answer"].map(|act| format!("/dossiers/{id}/{act}"));
        for path in acts.iter().chain([&path]) {
            assert_eq!(stranger.get(path).await.status, 404, "{path}");
            assert_eq!(stranger.post(path, &filled()).await.status, 404, "{path}");
            let officer = office.site.browser("officer").await;
            assert_eq!(officer.get(path).await.status, 403, "{path}");
            assert_eq!(office.site.visitor().get(path).await.status, 303, "{path}");
        }
        assert_eq!(stranger.get(&format!("/counter?same={id}")).await.status, 404);
        assert_eq!(stranger.post(&format!("/counter/same-day/{id}/return"), &[]).await.status, 404);
        for bad in ["/counter/receive?service=0", "/counter/receive?service=9x", "/dossiers/0/correct"] {
            assert_eq!(clerk.get(bad).await.status, 404, "{bad}");
        }
        assert_eq!(clerk.get("/counter/same-day?service=1").await.status, 404);
        assert_eq!(clerk.get("/counter/receive").await.told(), "303 /counter");
        assert_eq!(office.dossier(id).await.revision, 1);
    })
    .await;
}

#[tokio::test]
async fn what_was_entered_wrongly_is_corrected_with_a_reason() {
    on_both(routes, async |office| {
        let clerk = office.site.browser("clerk").await;
        let id = receive(office, &clerk, &filled()).await;
        let path = format!("/dossiers/{id}/correct");
        let form = clerk.get(&path).await;
        shows(&form, &["value=\"Trần Thị Bưởi\"", "value=\"001188000123\"", "name=\"revision\" value=\"1\""]);
        let same = changed(&[("revision", "1"), ("reason", "gõ nhầm")]);
        let same = clerk.post(&path, &same).await;
        assert_eq!(same.status, 422);
        shows(&same, &["Không có gì thay đổi để sửa"]);
        let bad = changed(&[("revision", "1"), ("name", ""), ("sets", "x"), ("fee_vnd", "-5")]);
        assert_eq!(clerk.post(&path, &bad).await.status, 422);
        let all = clerk.post(&path, &changed(&[("revision", "1"), ("name", ""), ("sets", "0")])).await;
        shows(&all, &["Chưa nhập họ tên", "Số lượng phải từ 1", "Chưa ghi lý do"]);
        let right = changed(&[("revision", "1"), ("name", "Trần Thị Bười"), ("reason", "gõ nhầm tên")]);
        let right = clerk.post(&path, &right).await;
        assert_eq!(right.told(), format!("303 /dossiers/{id}?done=counter-done-corrected"));
        let page = clerk.get(&format!("/dossiers/{id}")).await;
        shows(&page, &["<del>như đã nhập trước</del>", "<ins>nhập lại</ins>", "gõ nhầm tên"]);
        // The declaration repeated the name: it follows.
        shows(&page, &["có sửa tờ khai"]);
        hides(&page, &["Trần Thị Bưởi"]);
        let applicant_id = office.dossier(id).await.intake.applicant_id.to_string();
        hides(&page, &[&applicant_id]);
        let stale = changed(&[("revision", "1"), ("name", "Khác"), ("reason", "x")]);
        let stale = clerk.post(&path, &stale).await;
        assert_eq!(stale.status, 422);
        shows(&stale, &["Người khác vừa cập nhật", "value=\"Khác\""]);
        let none = clerk.post(&path, &changed(&[("name", "Khác"), ("reason", "x")])).await;
        assert_eq!(none.status, 422, "a form without the revision it showed is stale");
    })
    .await;
}

#[tokio::test]
async fn a_form_is_printed_again_with_a_reason() {
    on_both(routes, async |office| {
        let clerk = office.site.browser("clerk").await;
        let id = receive(office, &clerk, &filled()).await;
        let path = format!("/dossiers/{id}/reprint");
        shows(&clerk.get(&path).await, &["Mẫu 01"]);
        let seen = ("revision", "1");
        assert_eq!(clerk.post(&path, &[seen, ("form", "01")]).await.status, 422);
        assert_eq!(clerk.post(&path, &[seen, ("form", "77"), ("reason", "mất")]).await.status, 422);
        let lost = [seen, ("form", "01"), ("reason", "mất giấy hẹn")];
        let sent = clerk.post(&format!("{path}?from=same-day"), &lost).await;
        assert_eq!(
            sent.told(),
            format!("303 /counter/same-day?last={id}&print=01&done=counter-done-reprinted")
        );
        let again = [("revision", "2"), ("form", "01"), ("reason", "mất lần nữa")];
        let sent = clerk.post(&path, &again).await;
        assert_eq!(sent.told(), format!("303 /dossiers/{id}?print=01&done=counter-done-reprinted"));
        let page = clerk.get(sent.location()).await;
        shows(&page, &[&format!("href=\"/dossiers/{id}/slips/01.pdf\" autofocus"), "In mẫu 01"]);
        let other = clerk.get(&format!("/dossiers/{id}?print=%3Cb%3E&done=counter-done-reprinted")).await;
        hides(&other, &["In mẫu"]);
        assert_eq!(office.dossier(id).await.revision, 3);
    })
    .await;
}

#[tokio::test]
async fn what_the_citizen_brings_is_taken_in_by_a_list_of_what_was_asked() {
    on_both(routes, async |office| {
        let clerk = office.site.browser("clerk").await;
        let id = receive(office, &clerk, &filled()).await;
        let path = format!("/dossiers/{id}/answer");
        shows(&clerk.get(&path).await, &["Hồ sơ không chờ bổ sung."]);
        assert_eq!(clerk.post(&path, &[("revision", "1")]).await.status, 422);
        let ask = |wanted: Wanted| {
            let what = dossiers::Ask { wanted, reason: "chưa rõ".to_owned(), again: None, basis: None };
            let command = dossiers::Command { id, revision: None, what };
            office.db().write(move |tx| dossiers::ask_in(tx, OFFICE, &command))
        };
        let missing = vec!["Giấy xác nhận khuyết tật".to_owned(), "Ảnh 3x4".to_owned()];
        ask(Wanted::Papers { missing }).await.unwrap();
        shows(&clerk.get(&path).await, &["Giấy xác nhận khuyết tật", "Ảnh 3x4", "chưa rõ"]);
        let half = clerk.post(&path, &[("revision", "2"), ("came.0", "yes")]).await;
        assert_eq!(half.status, 422);
        shows(&half, &["Còn thiếu 1 giấy tờ đã yêu cầu: Ảnh 3x4"]);
        let both = [("revision", "2"), ("came.0", "yes"), ("came.1", "yes"), ("came.1.form", "copy")];
        let stale = clerk.post(&path, &[("revision", "1"), ("came.0", "yes"), ("came.1", "yes")]).await;
        shows(&stale, &["Người khác vừa cập nhật"]);
        let sent = clerk.post(&path, &both).await;
        assert_eq!(sent.told(), format!("303 /dossiers/{id}?done=counter-done-answered"));
        assert_eq!(office.dossier(id).await.status, Status::InProgress);
        ask(Wanted::Payment { amount_vnd: 8_000, basis: None }).await.unwrap();
        let page = clerk.get(&path).await;
        shows(&page, &["Đã nộp 8.000 đ", "<h1>Ghi nhận đã nộp tiền</h1>"]);
        hides(&page, &["Ghi nhận bổ sung"]);
        assert_eq!(clerk.post(&path, &[("revision", "4")]).await.status, 422);
        let paid = clerk.post(&path, &[("revision", "4"), ("paid", "yes")]).await;
        assert_eq!(paid.told(), format!("303 /dossiers/{id}?done=counter-done-paid"), "{}", paid.text);
        assert!(office.dossier(id).await.intake.fee_paid);
    })
    .await;
}

#[tokio::test]
async fn the_desk_that_received_for_another_agency_goes_on_with_it() {
    on_both(routes, async |office| {
        let centre = office.site.browser("centre").await;
        let sent = centre.post(&receive_path(office).await, &filled()).await;
        let reception = led_to(&sent);
        let id = id_in(&reception);
        let seen = office.db().read(move |tx| dossiers::receptions::load(tx, CENTRE, id)).await.unwrap();
        let dossier_id = seen.unwrap().dossier_id;
        let page = centre.get(&reception).await;
        shows(
            &page,
            &[&format!("{reception}/slips/01.pdf"), &format!("{reception}/correct"), "In lại biểu mẫu"],
        );
        hides(&page, &[&format!("{reception}/slips/02.pdf"), "Chờ người nộp bổ sung", "/answer"]);
        let missing = vec!["Giấy xác nhận khuyết tật".to_owned(), "Ảnh 3x4".to_owned()];
        let what = dossiers::Ask {
            wanted: Wanted::Papers { missing },
            reason: "chưa rõ".to_owned(),
            again: None,
            basis: None,
        };
        let command = dossiers::Command { id: dossier_id, revision: None, what };
        office.db().write(move |tx| dossiers::ask_in(tx, OFFICE, &command)).await.unwrap();
        let page = centre.get(&reception).await;
        shows(&page, &["Chờ người nộp bổ sung", "Giấy xác nhận khuyết tật", "Ảnh 3x4", "chưa rõ"]);
        shows(&page, &[&format!("{reception}/answer"), &format!("{reception}/slips/02.pdf")]);
        let answer = format!("{reception}/answer");
        shows(&centre.get(&answer).await, &["Giấy xác nhận khuyết tật", "name=\"revision\" value=\"2\""]);
        let half = centre.post(&answer, &[("revision", "2"), ("came.0", "yes")]).await;
        shows(&half, &["Còn thiếu 1 giấy tờ đã yêu cầu: Ảnh 3x4"]);
        // Nobody else comes in by this door: not a stranger, and not the agency that handles it.
        for login in ["stranger", "clerk"] {
            let browser = office.site.browser(login).await;
            for act in ["answer", "correct", "reprint"] {
                assert_eq!(browser.get(&format!("{reception}/{act}")).await.status, 404, "{login} {act}");
                let sent = browser.post(&format!("{reception}/{act}"), &filled()).await;
                assert_eq!(sent.status, 404, "{login} sends {act}");
            }
        }
        let both = [("revision", "2"), ("came.0", "yes"), ("came.1", "yes")];
        let sent = centre.post(&answer, &both).await;
        assert_eq!(sent.told(), format!("303 {reception}?done=counter-done-answered"));
        assert_eq!(office.dossier(dossier_id).await.status, Status::InProgress);
        hides(&centre.get(&reception).await, &["Chờ người nộp bổ sung"]);
        let correct = format!("{reception}/correct");
        shows(
            &centre.get(&correct).await,
            &["value=\"Trần Thị Bưởi\"", "name=\"field.dan_toc\" value=\"Kinh\""],
        );
        let right =
            [("revision", "3"), ("name", "Trần Thị Bười"), ("reason", "gõ nhầm"), ("field.dan_toc", "Tày")];
        let sent = centre.post(&correct, &changed(&right)).await;
        assert_eq!(sent.told(), format!("303 {reception}?done=counter-done-corrected"));
        let kept = office.db().read(move |tx| Ok(dossiers::answers(tx, OFFICE, dossier_id)?)).await.unwrap();
        assert!(kept[0].answers.contains("Tày"), "{}", kept[0].answers);
        let list = centre.get("/receptions?q=buoi").await;
        shows(&list, &["Trần Thị Bười"]);
        hides(&list, &["Trần Thị Bưởi"]);
        let reprint = format!("{reception}/reprint");
        let form = centre.get(&reprint).await;
        shows(&form, &["Mẫu 01", "Mẫu 02"]);
        hides(&form, &["Mẫu 06"]);
        let lost = [("revision", "4"), ("form", "02"), ("reason", "người nộp làm mất")];
        let sent = centre.post(&reprint, &lost).await;
        assert_eq!(sent.told(), format!("303 {reception}?print=02&done=counter-done-reprinted"));
        assert_eq!(office.dossier(dossier_id).await.revision, 5);
    })
    .await;
}

#[tokio::test]
async fn a_desk_is_not_shown_what_the_agency_that_handles_it_has_changed() {
    on_both(routes, async |office| {
        let centre = office.site.browser("centre").await;
        let form = receive_path(office).await;
        let reception = led_to(&centre.post(&form, &filled()).await);
        let id = id_in(&reception);
        let seen = office.db().read(move |tx| dossiers::receptions::load(tx, CENTRE, id)).await.unwrap();
        let dossier_id = seen.unwrap().dossier_id;
        let correct = format!("{reception}/correct");
        shows(&centre.get(&correct).await, &["value=\"Trần Thị Bưởi\"", "value=\"0912345678\""]);
        // The office learns another telephone and another answer.
        let clerk = office.site.browser("clerk").await;
        let anew = [
            ("revision", "1"),
            ("phone", "0987000111"),
            ("field.dan_toc", "Tày"),
            ("reason", "người nộp báo lại"),
        ];
        let sent = clerk.post(&format!("/dossiers/{dossier_id}/correct"), &changed(&anew)).await;
        assert_eq!(sent.status, 303, "{}", sent.text);
        hides(&centre.get(&reception).await, &["/correct"]);
        let refused = [
            centre.get(&correct).await,
            centre.post(&correct, &changed(&[("revision", "2"), ("reason", "x")])).await,
        ];
        for page in refused {
            assert_eq!(page.status, 422);
            shows(&page, &["Cơ quan giải quyết đã sửa nội dung hồ sơ này"]);
            hides(&page, &["0987000111", "Tày"]);
        }
        // The next dossier of the same person is filled in with what the desk typed itself.
        let same = centre.get(&format!("{form}&same={dossier_id}")).await;
        shows(&same, &["value=\"Trần Thị Bưởi\"", "value=\"0912345678\""]);
        hides(&same, &["0987000111"]);
        let looked_up = centre.post(&form, &[("id_number", "001188000123"), ("lookup", "yes")]).await;
        shows(&looked_up, &["value=\"Trần Thị Bưởi\"", "value=\"0912345678\""]);
        hides(&looked_up, &["0987000111"]);
    })
    .await;
}

#[tokio::test]
async fn a_field_that_was_typed_wrongly_is_corrected_with_a_reason() {
    on_both(routes, async |office| {
        let clerk = office.site.browser("clerk").await;
        let id = receive(office, &clerk, &filled()).await;
        let path = format!("/dossiers/{id}/correct");
        shows(&clerk.get(&path).await, &["name=\"field.ho_ten\" value=\"Trần Thị Bưởi\""]);
        let bad = changed(&[("revision", "1"), ("reason", "gõ nhầm"), ("field.ngay_sinh", "31/02/1940")]);
        let bad = clerk.post(&path, &bad).await;
        assert_eq!(bad.status, 422);
        shows(&bad, &["href=\"#field.ngay_sinh\"", "value=\"31/02/1940\""]);
        let right =
            changed(&[("revision", "1"), ("reason", "gõ nhầm tên"), ("field.ho_ten", "Trần Thị Bười")]);
        let right = clerk.post(&path, &right).await;
        assert_eq!(right.told(), format!("303 /dossiers/{id}?done=counter-done-corrected"));
        let page = clerk.get(&format!("/dossiers/{id}")).await;
        shows(&page, &["Trần Thị Bười", "gõ nhầm tên", "có sửa tờ khai"]);
    })
    .await;
}

/// A procedure of the register, switched on at the office.
pub(super) async fn switched_on(office: &Office, code: &'static str) -> i64 {
    let open = move |tx: &mut Tx<'_>| {
        let procedure = admin_procedures::of_code(tx, code)?.unwrap();
        services::switch_on(tx, OFFICE, procedure.id, None)?;
        if processes::current(tx, OFFICE, procedure.id)?.is_none() {
            processes::adopt(tx, OFFICE, &procedure)?;
        }
        Ok(procedure.id)
    };
    service(office, office.db().write(open).await.unwrap()).await
}

#[tokio::test]
async fn whoever_hands_in_for_another_brings_the_authority_or_is_said_to_need_none() {
    on_both(routes, async |office| {
        let clerk = office.site.browser("clerk").await;
        let path = format!("/counter/receive?service={}", switched_on(office, "ho_tich/001").await);
        let first = clerk.get(&path).await;
        shows(&first, &["Người nộp thay cần nộp kèm:", "name=\"fee_vnd\" value=\"\"", "1.001193"]);
        let procedure = office.db().read(|tx| admin_procedures::of_code(tx, "ho_tich/001")).await.unwrap();
        let is_authority = |one: &admin_procedures::Component| one.name.starts_with("Văn bản ủy quyền");
        let at = procedure.unwrap().components.iter().position(is_authority).unwrap();
        let typed = [
            ("kind", "citizen"),
            ("name", "Trần Thị Bưởi"),
            ("proxy_name", "Lê Văn Cam"),
            ("proxy_id_number", "12"),
            ("all_papers", "yes"),
            ("channel", "counter"),
            ("wants", "applicant"),
        ];
        let missing = clerk.post(&path, &typed).await;
        assert_eq!(missing.status, 422);
        let told = "Có người nộp thay mà chưa nhận “Văn bản ủy quyền";
        shows(
            &missing,
            &[told, "href=\"#no_authority\"", "Người nộp thay: Số định danh", "Chưa nhập lệ phí"],
        );
        let paper = format!("paper.{at}");
        for other in [("no_authority", "yes"), (paper.as_str(), "yes"), ("proxy_name", "")] {
            let kept = typed.into_iter().filter(|pair| pair.0 != other.0);
            let sent: Vec<(&str, &str)> = kept.chain([other]).collect();
            hides(&clerk.post(&path, &sent).await, &[told]);
        }
    })
    .await;
}

#[tokio::test]
async fn the_counter_says_that_the_office_is_closed_and_what_waits_to_be_returned() {
    on_both(routes, async |office| {
        let clerk = office.site.browser("clerk").await;
        hides(&clerk.get("/counter").await, &["Hôm nay cơ quan nghỉ", "chờ trả tại quầy"]);
        let command = office.command();
        let dossier = office.db().write(move |tx| dossiers::receive_in(tx, CENTRE, &command)).await.unwrap();
        let centre = office.site.browser("centre").await;
        hides(&centre.get("/counter").await, &["chờ trả tại quầy"]);
        office.work_until(dossier.id, Status::Settled).await;
        let told = ["1 hồ sơ nhận hộ đã có kết quả", "href=\"/receptions?status=9\""];
        shows(&centre.get("/counter").await, &told);
        office.at("2026-11-24T09:00");
        let clerk = office.site.browser("clerk").await;
        for path in ["/counter", "/counter/same-day"] {
            shows(&clerk.get(path).await, &["Hôm nay cơ quan nghỉ: Ngày Văn hóa Việt Nam."]);
        }
        office.at("2026-11-28T09:00");
        let clerk = office.site.browser("clerk").await;
        shows(&clerk.get("/counter").await, &["Hôm nay là ngày nghỉ hằng tuần"]);
    })
    .await;
}

#[tokio::test]
async fn a_procedure_is_given_to_the_only_unit_there_is() {
    on_both(agency::routes, async |office| {
        let quality = office.site.browser("quality").await;
        let unit = format!("<option value=\"{}\" selected>", office.unit_id);
        shows(&quality.get("/services/new").await, &[&unit, "trưởng phòng không thấy việc"]);
        hides(&quality.get("/services").await, &["btxh/01"]);
    })
    .await;
}
