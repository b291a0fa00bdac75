//! What the desk knows already is not typed again: stories of the counter, told on both engines through its pages.

use crate::office::{CENTRE, OFFICE, Office, on_both};
use agency::dossiers::{self, Status};
use agency::{processes, services};
use platform::Tx;
use platform::testing::site::{Answer, Browser, hides, led_to, shows};
use platform::web::{Route, link};
use registers::admin_procedures;

fn routes() -> Vec<Route> {
    agency::dossiers::routes()
}

/// Where a procedure of the catalogue is received; it is switched on first.
async fn path_of(office: &Office, code: &'static str) -> String {
    let open = move |tx: &mut Tx<'_>| {
        let procedure = admin_procedures::of_code(tx, code)?.unwrap();
        if services::of(tx, OFFICE, procedure.id)?.is_none() {
            services::switch_on(tx, OFFICE, procedure.id, None)?;
        }
        if processes::current(tx, OFFICE, procedure.id)?.is_none() {
            processes::adopt(tx, OFFICE, &procedure)?;
        }
        Ok(services::of(tx, OFFICE, procedure.id)?.unwrap().id)
    };
    let service_id = office.db().write(open).await.unwrap();
    format!("/counter/receive?service={service_id}")
}

/// Registration of a birth, whose form asks for the requester too.
const BIRTH: &str = "ho_tich/001";

/// What is typed of a birth; nothing of the requester but how they are related.
const OF_BIRTH: [(&str, &str); 16] = [
    ("kind", "citizen"),
    ("id_number", "001188000123"),
    ("name", "Trần Thị Bưởi"),
    ("address", "Thôn 3"),
    ("field.nyc_quan_he", "me"),
    ("field.ho_ten", "NGUYỄN VĂN CAM"),
    ("field.ngay_sinh", "01112026"),
    ("field.gioi_tinh", "nam"),
    ("field.dan_toc", "Tày"),
    ("field.quoc_tich", "Việt Nam"),
    ("field.noi_sinh", "Trạm y tế xã"),
    ("field.que_quan", "Xã Chợ Mới"),
    ("fee_vnd", "0"),
    ("channel", "counter"),
    ("sets", "1"),
    ("wants", "applicant"),
];

fn with<'a>(more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let kept = OF_BIRTH.into_iter().filter(|pair| !more.iter().any(|one| one.0 == pair.0));
    kept.chain(more.iter().copied()).collect()
}

fn id_in(address: &str) -> i64 {
    address.rsplit('/').next().unwrap().parse().unwrap()
}

/// The names of the inputs that have the focus when a page opens.
fn focused(page: &Answer) -> Vec<String> {
    let tags = page.text.split('<').filter(|tag| tag.split('>').next().unwrap_or("").contains(" autofocus"));
    let name = |tag: &str| {
        let rest = tag.split(" id=\"").nth(1).unwrap_or_default();
        rest.split('"').next().unwrap_or_default().to_owned()
    };
    tags.map(name).collect()
}

async fn typed_into(office: &Office, id: i64) -> String {
    let kept = office.db().read(move |tx| Ok(dossiers::answers(tx, OFFICE, id)?)).await.unwrap();
    kept[0].answers.clone()
}

#[tokio::test]
async fn the_requester_is_the_applicant_unless_somebody_else_is_typed() {
    on_both(routes, async |office| {
        let clerk = office.site.browser("clerk").await;
        let path = path_of(office, BIRTH).await;
        let form = clerk.get(&path).await;
        shows(&form, &["Như người nộp hồ sơ", "value=\"Kinh\"", "value=\"Việt Nam\""]);
        hides(&form, &["<details class=\"fold like\" open"]);
        assert_eq!(focused(&form), ["id_number"]);
        let all = with(&[("all_papers", "yes")]);
        let sent = clerk.post(&path, &all).await;
        let answers = typed_into(office, id_in(&led_to(&sent))).await;
        for want in ["Trần Thị Bưởi", "Thôn 3", "Số định danh cá nhân 001188000123", "2026-11-01"]
        {
            assert!(answers.contains(want), "{answers}");
        }
        // Who need not know the number does not see it, wherever it stands.
        let record = led_to(&sent);
        let officer = office.site.browser("quality").await;
        hides(&officer.get(&record).await, &["001188000123"]);
        let other = with(&[
            ("all_papers", "yes"),
            ("field.ngay_sinh", "1/11/2026"),
            ("field.nyc_ho_ten", "Lê Thị Dừa"),
        ]);
        let sent = clerk.post(&path, &other).await;
        let answers = typed_into(office, id_in(&led_to(&sent))).await;
        assert!(answers.contains("Lê Thị Dừa") && answers.contains("Thôn 3"), "{answers}");
        let nobody = clerk.post(&path, &with(&[("name", "")])).await;
        shows(&nobody, &["Chưa nhập họ tên hoặc tên tổ chức"]);
        hides(&nobody, &["Họ, chữ đệm, tên người yêu cầu: chưa nhập"]);
        // What the applicant did not say is asked for where it is missing, and the folded fields open.
        let bare = with(&[("all_papers", "yes"), ("address", "")]);
        let bare = clerk.post(&path, &bare).await;
        assert_eq!(bare.status, 422);
        shows(&bare, &["Nơi cư trú của người yêu cầu: chưa nhập", "<details class=\"fold like\" open"]);
        assert_eq!(focused(&bare), ["field.nyc_cu_tru"]);
    })
    .await;
}

#[tokio::test]
async fn enter_goes_on_and_receives_nothing_and_the_focus_stands_where_something_is_wrong() {
    on_both(routes, async |office| {
        let clerk = office.site.browser("clerk").await;
        let path = path_of(office, BIRTH).await;
        let half = [("enter", "1"), ("name", "Trần Thị Bưởi")];
        let on = clerk.post(&path, &half).await;
        assert_eq!(on.status, 200);
        hides(&on, &["Chưa có ai nộp hồ sơ với số này"]);
        assert_eq!(focused(&on), ["field.nyc_quan_he"]);
        let whole = with(&[("all_papers", "yes"), ("enter", "1")]);
        let page = clerk.post(&path, &whole).await;
        assert_eq!((page.status, focused(&page)), (200, vec!["name".to_owned()]));
        let number = clerk.post(&path, &[("enter", "1"), ("id_number", "001188000123")]).await;
        shows(&number, &["Chưa có ai nộp hồ sơ với số này"]);
        let short = clerk.post(&path, &[("lookup", "1"), ("id_number", "00118800012")]).await;
        assert_eq!(short.status, 422);
        hides(&short, &["Chưa có ai nộp hồ sơ với số này"]);
        assert_eq!(focused(&short), ["id_number"]);
        for (wrong, want) in [
            (with(&[("all_papers", "yes"), ("name", "")]), "name"),
            (with(&[("all_papers", "yes"), ("field.ban_sao", "1,5")]), "field.ban_sao"),
            (with(&[("all_papers", "yes"), ("field.gioi_tinh", "")]), "field.gioi_tinh"),
            (with(&[]), "all_papers"),
        ] {
            let page = clerk.post(&path, &wrong).await;
            assert_eq!((page.status, focused(&page)), (422, vec![want.to_owned()]), "{}", page.text);
        }
    })
    .await;
}

async fn turned_away(clerk: &Browser<'_>, path: &str) -> i64 {
    let turned = with(&[
        ("field.ngay_sinh", "01112026x"),
        ("paper.0", "yes"),
        ("turn_send", "guidance"),
        ("missing", "Giấy chứng sinh"),
        ("reason", "Thiếu giấy chứng sinh"),
    ]);
    let sent = clerk.post(path, &turned).await;
    assert!(sent.location().contains("counter-done-guided"), "{} {}", sent.told(), sent.text);
    id_in(&led_to(&sent))
}

#[tokio::test]
async fn whoever_comes_back_with_the_missing_paper_repeats_nothing() {
    on_both(routes, async |office| {
        let clerk = office.site.browser("clerk").await;
        let path = path_of(office, BIRTH).await;
        let id = turned_away(&clerk, &path).await;
        let dossier = office.dossier(id).await;
        assert_eq!((dossier.status, dossier.intake.papers.len()), (Status::NotAccepted, 1));
        // What could not be read is not kept; the rest is.
        let answers = typed_into(office, id).await;
        assert!(answers.contains("NGUYỄN VĂN CAM") && !answers.contains("ngay_sinh"), "{answers}");
        let again = clerk.get(&format!("/counter/receive?same={id}")).await;
        assert_eq!(again.told(), format!("303 {path}&same={id}"));
        let form = clerk.get(&format!("{path}&same={id}")).await;
        let kept =
            ["value=\"NGUYỄN VĂN CAM\"", "value=\"Tày\"", "value=\"001188000123\"", "value=\"Trạm y tế xã\""];
        shows(&form, &kept);
        hides(&form, &["value=\"Kinh\""]);
        assert_eq!(focused(&form), ["field.ngay_sinh"]);
        // By the number alone too; what stands in every form gives way, what was typed does not.
        let typed = [
            ("id_number", "001188000123"),
            ("field.dan_toc", "Kinh"),
            ("field.noi_sinh", "Bệnh viện"),
            ("enter", "1"),
        ];
        let known = clerk.post(&path, &typed).await;
        shows(
            &known,
            &[
                "nội dung của lần hướng dẫn",
                "value=\"NGUYỄN VĂN CAM\"",
                "value=\"Tày\"",
                "value=\"Bệnh viện\"",
            ],
        );
        // Another procedure gets the person, and nothing of what was typed for this one.
        let other = path_of(office, "btxh/02").await;
        let known = clerk
            .post(&other, &typed[..1].iter().copied().chain([("lookup", "1")]).collect::<Vec<_>>())
            .await;
        shows(&known, &["Đã điền dữ liệu lần nộp trước của Trần Thị Bưởi"]);
        let centre = office.site.browser("centre").await;
        assert_eq!(centre.get(&format!("/counter/receive?same={id}")).await.status, 404);
        let sent = clerk.post(&path, &with(&[("all_papers", "yes")])).await;
        let received = clerk.get(sent.location()).await;
        shows(&received, &["class=\"button first\" href=\"/dossiers/", "/slips/01.pdf\" autofocus"]);
        // Once it was received nothing of the slip is offered any more.
        let known = clerk.post(&path, &typed).await;
        hides(&known, &["nội dung của lần hướng dẫn", "value=\"NGUYỄN VĂN CAM\""]);
    })
    .await;
}

#[tokio::test]
async fn a_procedure_opens_by_its_whole_name_and_the_shortest_name_comes_first() {
    on_both(routes, async |office| {
        let clerk = office.site.browser("clerk").await;
        let path = path_of(office, BIRTH).await;
        let others = office.db().read(|tx| admin_procedures::of_code(tx, BIRTH)).await.unwrap().unwrap();
        let name = platform::search::fold(&others.name);
        for code in ["ho_tich/002", "ho_tich/003", "ho_tich/004", "ho_tich/005"] {
            path_of(office, code).await;
        }
        let whole = clerk.get(&link("/counter", &[("q", &name)])).await;
        assert_eq!(whole.told(), format!("303 {path}"), "{name}");
        let json = clerk.get("/counter/suggest?q=khai+sinh").await;
        assert!(json.text.starts_with("[{\"value\":\"1.001193\""), "{}", json.text);
    })
    .await;
}

#[tokio::test]
async fn a_result_is_given_to_somebody_who_brings_an_authority_only_now() {
    on_both(routes, async |office| {
        let centre = office.site.browser("centre").await;
        let path = format!("/counter/receive?service={}", {
            let id = office.procedure_id;
            office.db().read(move |tx| services::of(tx, OFFICE, id)).await.unwrap().unwrap().id
        });
        let fields: Vec<(String, String)> =
            office.command().answers.into_iter().map(|(key, text)| (format!("field.{key}"), text)).collect();
        let mut typed: Vec<(&str, &str)> =
            fields.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        typed.extend([
            ("kind", "citizen"),
            ("name", "Trần Thị Bưởi"),
            ("all_papers", "yes"),
            ("fee_vnd", "0"),
        ]);
        typed.extend([("channel", "counter"), ("sets", "1"), ("wants", "applicant")]);
        let reception = led_to(&centre.post(&path, &typed).await);
        let id = id_in(&reception);
        let seen = office.db().read(move |tx| dossiers::receptions::load(tx, CENTRE, id)).await.unwrap();
        let dossier_id = seen.unwrap().dossier_id;
        office.work_until(dossier_id, Status::Settled).await;
        let to = format!("{reception}/return");
        let form = centre.get(&to).await;
        shows(&form, &["Họ tên người được ủy quyền", "Trần Thị Bưởi", "value=\"applicant\" checked"]);
        let seen = office.dossier(dossier_id).await.revision.to_string();
        let seen = ("revision", seen.as_str());
        let nobody = centre.post(&to, &[("delivery", "proxy"), seen]).await;
        assert_eq!(nobody.status, 422);
        shows(&nobody, &["Chưa ghi người được ủy quyền"]);
        let wrong = [("delivery", "applicant"), ("proxy_name", "Lê Văn Cam"), seen];
        shows(&centre.post(&to, &wrong).await, &["Đã ghi người được ủy quyền"]);
        let bad = [("delivery", "proxy"), ("proxy_name", "Lê Văn Cam"), ("proxy_id_number", "12"), seen];
        assert_eq!(centre.post(&to, &bad).await.status, 422);
        assert_eq!(office.dossier(dossier_id).await.intake.proxy_id, None);
        let right =
            [("delivery", "proxy"), ("proxy_name", "Lê Văn Cam"), ("proxy_id_number", "001190000456"), seen];
        let sent = centre.post(&to, &right).await;
        assert_eq!(sent.told(), format!("303 {reception}?done=lists-done-returned"), "{}", sent.text);
        let dossier = office.dossier(dossier_id).await;
        assert!(dossier.status == Status::Returned && dossier.intake.proxy_id.is_some());
        let page = office.site.browser("head").await.get(&format!("/dossiers/{dossier_id}")).await;
        shows(&page, &["Người được ủy quyền đến nhận kết quả", "<del>không có</del>", "<ins>nhập lại</ins>"]);
    })
    .await;
}
