//! Stories of the work list and of a dossier's page, told on both engines.

use crate::office::{OFFICE, first_outcome, on_both};
use agency::dossiers::{Delivery, Status, TurnAway, tasks, turn_away_in};
use platform::permissions::Role;
use platform::testing::site::{hides, led_to, shows};
use platform::{Day, Tx};
use registers::people::{self, NameDeputy};
use std::collections::BTreeMap;

#[tokio::test]
async fn a_dossier_tells_what_it_is_and_offers_one_next_action() {
    on_both(agency::routes, async |office| {
        let (path, id, _) = office.received().await;
        let officer = office.site.browser("officer").await;
        let page = officer.get(&path).await;
        assert_eq!(page.status, 200, "{}", page.text);
        shows(
            &page,
            &[
                "H15.50.05-261109-0001",
                "Được tiếp nhận",
                "Việc tiếp theo",
                "Hoàn thành bước này",
                "001188000123",
                "17:00 Thứ Hai, 23/11/2026",
                "Vì sao là ngày này?",
                "Bản chính",
                "Yêu cầu bổ sung giấy tờ",
                "Tiếp nhận hồ sơ",
                "<svg",
                "Nhận việc",
                "Thêm tệp",
            ],
        );
        hides(
            &page,
            &[
                "Dừng giải quyết",
                "Xin lỗi và gia hạn",
                "Công dân rút hồ sơ",
                "<script>",
                "Theo Quyết định 766",
            ],
        );
        // Who needs no identity number sees its end.
        let quality = office.site.browser("quality").await.get(&path).await;
        shows(&quality, &["•••••••••123", "•••••••••123", "Đang chờ bước"]);
        hides(&quality, &["001188000123", "001140000123", "0912345678", "Việc khác"]);
        let leader = office.site.browser("unit_head").await.get(&path).await;
        shows(&leader, &["Xin lỗi và gia hạn", "Từ chối giải quyết", "Chuyển người khác"]);
        shows(&office.site.browser("head").await.get(&path).await, &["Dừng giải quyết"]);
        shows(&office.site.browser("clerk").await.get(&path).await, &["Công dân rút hồ sơ"]);
        let json = officer.get_with(&format!("/api{path}"), &[("accept", "application/json")]).await;
        shows(
            &json,
            &["\"code\":\"H15.50.05-261109-0001\"", "\"due_at\":\"2026-11-23T17:00:00+07:00\"", "\"ask\""],
        );
        office.work_until(id, Status::Settled).await;
        // The limit has ended: the result that waits is not late, however long it waits.
        office.at("2026-12-09T09:00");
        let ready = office.site.browser("clerk").await.get("/tasks").await;
        shows(&ready, &["Chờ trả kết quả", "Trả kết quả", "Quá hạn <span class=\"num\">0</span>"]);
        office.work_until(id, Status::Returned).await;
        let over = office.site.browser("clerk").await.get(&path).await;
        shows(&over, &["Đã trả kết quả", "Xong trước hạn"]);
        hides(&over, &["Việc tiếp theo", "Công dân rút hồ sơ"]);
    })
    .await;
}

#[tokio::test]
async fn two_officers_at_once_the_second_is_told_and_loses_nothing() {
    on_both(agency::routes, async |office| {
        let (path, id, token) = office.received().await;
        let officer = office.site.browser("officer").await;
        let second = office.site.browser("second").await;
        let revision = office.dossier(id).await.revision.to_string();
        let outcome = first_outcome(&officer.get(&format!("{path}/complete/{token}")).await.text);
        let mut fields = vec![("revision", revision.as_str()), ("note", "Ghi chú của tôi")];
        fields.extend(outcome.as_deref().map(|word| ("outcome", word)));
        let done = officer.post(&format!("{path}/complete/{token}"), &fields).await;
        assert_eq!(led_to(&done), path);
        fields[1].1 = "Ghi chú của người thứ hai";
        let late = second.post(&format!("{path}/complete/{token}"), &fields).await;
        assert_eq!(late.status, 422);
        shows(
            &late,
            &[
                "Người officer đã làm xong bước này lúc 09:00",
                "Ghi chú của tôi",
                "Thêm ghi chú này vào hồ sơ",
                &format!("action=\"{path}/note\""),
                "Ghi chú của người thứ hai",
                "Mở hồ sơ",
                &format!("href=\"{path}\""),
            ],
        );
        // The step is not offered again, and nothing asks to load a page that would lose the note.
        hides(&late, &["Hoàn thành bước này", "Tải lại trang", &format!("action=\"{path}/complete")]);
        let revision = office.dossier(id).await.revision;
        let added = second.post(&format!("{path}/note"), &[("note", "Ghi chú của người thứ hai")]).await;
        assert_eq!(added.told(), format!("303 {path}?done=record-done-noted"));
        assert_eq!(office.dossier(id).await.revision, revision + 1);
        let empty = second.post(&format!("{path}/note"), &[("note", " ")]).await;
        assert_eq!(empty.status, 422);
        // Whoever goes on reads the notes beside the act.
        let next = second.get(&path).await;
        shows(&next, &["Ghi chú của Người officer, 09:00"]);
        let (act, rest) = next.text.split_once("Hoàn thành bước này").unwrap();
        for note in ["<p>Ghi chú của tôi</p>", "<p>Ghi chú của người thứ hai</p>"] {
            assert!(act.contains(note), "{note}: {rest}");
        }
        // Something else was written meanwhile: the next sending carries the new revision.
        let (path, id, token) = office.received().await;
        let revision = office.dossier(id).await.revision.to_string();
        officer.post(&format!("{path}/take/{token}"), &[]).await;
        let mut fields = vec![("revision", revision.as_str()), ("note", "Của người giữ")];
        fields.extend(outcome.as_deref().map(|word| ("outcome", word)));
        let stale = officer.post(&format!("{path}/complete/{token}"), &fields).await;
        assert_eq!(stale.status, 422);
        shows(&stale, &["Người khác vừa cập nhật hồ sơ này", "Của người giữ"]);
        let fresh = office.dossier(id).await.revision.to_string();
        shows(&stale, &[&format!("name=\"revision\" value=\"{fresh}\"")]);
        fields[0].1 = &fresh;
        assert_eq!(led_to(&officer.post(&format!("{path}/complete/{token}"), &fields).await), path);
    })
    .await;
}

#[tokio::test]
async fn whoever_hands_out_work_names_who_does_the_next_step_in_one_act() {
    on_both(agency::routes, async |office| {
        let (path, id, _) = office.received().await;
        // What follows the first step an officer could do, so an officer names another; the second goes to the head.
        let officer = office.site.browser("officer").await;
        shows(&officer.get(&path).await, &["Giao bước sau cho", "Người second"]);
        office.step(id).await;
        hides(&officer.get(&path).await, &["Giao bước sau cho"]);
        office.work_until_role(id, Role::Head).await;
        let leader = office.site.browser("head").await;
        let page = leader.get(&path).await;
        shows(&page, &["Giao bước sau cho", "Người officer", "Người second"]);
        hides(&page, &["Người records</option>", "Người clerk</option>"]);
        let (token, before) = (office.token(id).await, office.dossier(id).await);
        let step = format!("{path}/complete/{token}");
        shows(&leader.get(&step).await, &["Giao bước sau cho", "Người second"]);
        let (second, revision) = (office.people["second"].to_string(), before.revision.to_string());
        let send = |outcome, to| [("revision", revision.as_str()), ("outcome", outcome), ("to", to)];
        // Approving leads to nobody of the unit: nothing of it is written, and it is said why.
        let unfit = leader.post(&step, &send("approve", &second)).await;
        assert_eq!(unfit.status, 422);
        shows(&unfit, &["không làm bước tiếp theo của kết luận này", "selected>Người second"]);
        let stranger = office.people["stranger_officer"].to_string();
        for to in [stranger.as_str(), "x", "0"] {
            assert_eq!(leader.post(&step, &send("return", to)).await.status, 422, "{to}");
        }
        assert_eq!(office.dossier(id).await, before);
        assert_eq!(led_to(&leader.post(&step, &send("return", &second)).await), path);
        let after = office.dossier(id).await;
        assert_eq!(after.tasks[0].assignee, Some(office.people["second"]));
        assert_eq!(after.revision, before.revision + 2, "two lines of the journal");
        shows(&leader.get(&path).await, &["cho Người second", "Giao khi hoàn thành bước", "Trả lại xử lý"]);
        shows(&office.site.browser("second").await.get("/tasks").await, &["H15.50.05-261109-0001", "Xử lý"]);
        hides(&office.site.browser("officer").await.get("/tasks").await, &["H15.50.05-261109-0001"]);
    })
    .await;
}

#[tokio::test]
async fn the_own_counter_names_who_comes_for_the_result_and_was_not_entered_at_receipt() {
    on_both(agency::routes, async |office| {
        let (path, id, _) = office.received().await;
        let settled = office.work_until(id, Status::Settled).await;
        let clerk = office.site.browser("clerk").await;
        let to = format!("{path}/complete/{}", settled.tasks[0].token);
        shows(&clerk.get(&to).await, &["Họ tên người được ủy quyền", "value=\"proxy\""]);
        let revision = settled.revision.to_string();
        let post = async |typed: &[(&str, &str)]| {
            let fields = [&[("revision", revision.as_str())], typed].concat();
            clerk.post(&to, &fields).await
        };
        let nobody = post(&[("delivery", "proxy")]).await;
        assert_eq!(nobody.status, 422);
        shows(&nobody, &["Chưa ghi người được ủy quyền"]);
        let wrong = post(&[("delivery", "applicant"), ("proxy_name", "Lê Văn Cam")]).await;
        shows(&wrong, &["Đã ghi người được ủy quyền"]);
        let bad =
            post(&[("delivery", "proxy"), ("proxy_name", "Lê Văn Cam"), ("proxy_id_number", "12")]).await;
        assert_eq!(bad.status, 422);
        hides(&bad, &["Chưa ghi người được ủy quyền"]);
        assert_eq!(office.dossier(id).await.intake.proxy_id, None, "nothing of it was written");
        let right =
            [("delivery", "proxy"), ("proxy_name", "Lê Văn Cam"), ("proxy_id_number", "001190000456")];
        let sent = post(&right).await;
        assert_eq!(sent.told(), format!("303 {path}?done=record-done-returned"), "{}", sent.text);
        let dossier = office.dossier(id).await;
        assert_eq!((dossier.status, dossier.delivery), (Status::Returned, Some(Delivery::Proxy)));
        assert!(dossier.intake.proxy_id.is_some());
        shows(&clerk.get(&path).await, &["Người được ủy quyền đến nhận kết quả"]);
    })
    .await;
}

#[tokio::test]
async fn the_end_of_a_dossier_is_said_as_the_end() {
    on_both(agency::routes, async |office| {
        let (path, id, _) = office.received().await;
        let settled = office.work_until(id, Status::Settled).await;
        let clerk = office.site.browser("clerk").await;
        let (token, revision) = (settled.tasks[0].token, settled.revision.to_string());
        let fields = [("revision", revision.as_str()), ("delivery", "applicant")];
        let sent = clerk.post(&format!("{path}/complete/{token}"), &fields).await;
        assert_eq!(sent.told(), format!("303 {path}?done=record-done-returned"));
        // The head finds the overview where the day begins.
        let head = office.site.browser("head").await.get("/tasks").await;
        shows(&head, &["href=\"/dossiers/overview\"", "Tổng quan hồ sơ"]);
        hides(&office.site.browser("officer").await.get("/tasks").await, &["/dossiers/overview"]);
        let forms = office.site.browser("head").await.get("/dossiers/statistics").await;
        shows(&forms, &["Sổ theo dõi hồ sơ, mẫu 07 (PDF)"]);
    })
    .await;
}

#[tokio::test]
async fn a_step_brings_its_files_and_they_are_kept_safely() {
    on_both(agency::routes, async |office| {
        let (path, id, token) = office.received().await;
        let officer = office.site.browser("officer").await;
        let revision = office.dossier(id).await.revision.to_string();
        let outcome = first_outcome(&officer.get(&format!("{path}/complete/{token}")).await.text);
        let mut fields = vec![("revision", revision.as_str()), ("note", "Có biên bản")];
        fields.extend(outcome.as_deref().map(|word| ("outcome", word)));
        let step = format!("{path}/complete/{token}");
        let wrong = officer.upload(&step, &fields, ("file", "a.exe", b"MZ")).await;
        assert_eq!(wrong.status, 422);
        shows(&wrong, &["Tệp a.exe không nhận được. Chỉ nhận tệp PDF", "Có biên bản"]);
        assert_eq!(office.dossier(id).await.attachments, [], "a refused file leaves the step undone");
        let sent = officer
            .upload(&step, &fields, ("file", "Biên bản số 1.pdf", "%PDF-1.7 thử %%EOF".as_bytes()))
            .await;
        assert_eq!(led_to(&sent), path);
        let file = office.dossier(id).await.attachments[0].id;
        let got = officer.get(&format!("{path}/files/{file}")).await;
        assert_eq!((got.status, got.bytes.as_slice()), (200, "%PDF-1.7 thử %%EOF".as_bytes()));
        let header = |name: &str| got.headers.get(name).unwrap().to_str().unwrap().to_owned();
        assert!(header("content-disposition").starts_with("attachment; filename=\"Bi_n_b_n_s__1.pdf\""));
        assert_eq!(header("x-content-type-options"), "nosniff");
        assert_eq!(header("content-type"), "application/pdf");
        assert!(header("content-security-policy").contains("sandbox"));
        shows(&officer.get(&path).await, &["Biên bản số 1.pdf"]);
        assert_eq!(officer.get(&format!("{path}/files/12345")).await.status, 404);
        let more =
            officer.upload(&format!("{path}/attach"), &[], ("file", "ảnh.png", b"\x89PNG\r\n\x1a\n0")).await;
        assert_eq!(led_to(&more), path);
        assert_eq!(office.dossier(id).await.attachments.len(), 2);
    })
    .await;
}

#[tokio::test]
async fn the_citizen_is_asked_the_clock_stops_and_the_counter_sees_it() {
    on_both(agency::routes, async |office| {
        let (path, id, _) = office.received().await;
        let officer = office.site.browser("officer").await;
        let revision = office.dossier(id).await.revision.to_string();
        let empty = officer.post(&format!("{path}/ask"), &[("revision", &revision), ("missing", "  ")]).await;
        assert_eq!(empty.status, 422);
        let fields = [
            ("revision", revision.as_str()),
            ("missing", "- Giấy xác nhận khuyết tật\n\n Bản sao căn cước "),
            ("reason", "Chưa có trong hồ sơ"),
        ];
        office.at("2026-11-09T09:20");
        assert_eq!(led_to(&officer.post(&format!("{path}/ask"), &fields).await), path);
        let page = officer.get(&path).await;
        shows(
            &page,
            &[
                "Yêu cầu bổ sung: Giấy xác nhận khuyết tật; Bản sao căn cước",
                "Chờ công dân",
                "Đồng hồ dừng",
                "Yêu cầu bổ sung giấy tờ",
            ],
        );
        hides(&page, &["Hoàn thành bước này"]);
        let clerk = office.site.browser("clerk").await;
        let waiting = clerk.get("/tasks?tab=waiting").await;
        shows(&waiting, &["H15.50.05-261109-0001", "Nhận bổ sung", &format!("{path}/answer")]);
        // What the citizen brings is taken in by the counter, whoever holds the step: it is of all its work.
        let every = clerk.get("/tasks").await;
        shows(&every, &["H15.50.05-261109-0001", "Nhận bổ sung", "Việc của tôi (1)"]);
        hides(&clerk.get("/tasks?tab=today").await, &["H15.50.05-261109-0001"]);
        shows(
            &officer.get("/tasks?tab=waiting").await,
            &[
                "H15.50.05-261109-0001",
                "Đồng hồ dừng",
                "Chờ bổ sung từ",
                "Tạm dừng tính thời hạn</b> <span class=\"num\">1<",
            ],
        );
        shows(&officer.get(&path).await, &["<li class=\"live\" aria-current=\"step\">", "Đang chờ công dân"]);
        let due = officer.get(&format!("{path}/due")).await;
        shows(&due, &["Vì sao thời hạn tạm dừng?"]);
        hides(&due, &["Vì sao là ngày này?", "Hạn của bước đang chờ"]);
        shows(&clerk.get(&path).await, &["Ghi nhận phần bổ sung"]);
        let again = officer.get(&format!("{path}/ask")).await;
        shows(&again, &["đã yêu cầu bổ sung một lần"]);
    })
    .await;
}

#[tokio::test]
async fn leaders_extend_refuse_stop_and_hand_over() {
    on_both(agency::routes, async |office| {
        let (path, id, token) = office.received().await;
        let leader = office.site.browser("unit_head").await;
        let revision = |dossier: agency::dossiers::Dossier| dossier.revision.to_string();
        let form = leader.get(&format!("{path}/extend")).await;
        shows(&form, &["Thêm 5 ngày làm việc: 17:00 Thứ Ba, 01/12/2026"]);
        let seen = revision(office.dossier(id).await);
        let wrong = leader.post(&format!("{path}/extend"), &[("revision", &seen), ("days", "x")]).await;
        assert_eq!(wrong.status, 422);
        let fields = [("revision", seen.as_str()), ("days", "5"), ("reason", "Chờ xác minh")];
        assert_eq!(led_to(&leader.post(&format!("{path}/extend"), &fields).await), path);
        let page = leader.get(&path).await;
        shows(&page, &["Gia hạn đến 17:00 Thứ Ba, 01/12/2026", "Hẹn ban đầu", "Chờ xác minh"]);
        hides(&page, &["Xin lỗi và gia hạn"]);
        // A second one is refused before anything is typed.
        let again = leader.get(&format!("{path}/extend")).await;
        shows(&again, &["Hồ sơ này đã gia hạn đến 17:00 Thứ Ba, 01/12/2026", "Mở hồ sơ"]);
        hides(&again, &["Thêm 5 ngày làm việc"]);
        let sent = leader.post(&format!("{path}/extend"), &[("days", "5"), ("reason", "Nữa")]).await;
        assert_eq!(sent.status, 422);
        hides(&sent, &["Thêm 5 ngày làm việc"]);
        // Who may take an open task is not offered to hand it over to.
        let officer = office.site.browser("officer").await;
        let form = officer.get(&format!("{path}/hand-over/{token}")).await;
        let own = format!("<option value=\"{}\"", office.people["officer"]);
        shows(&form, &["Người second", "id=\"to\" name=\"to\"", " autofocus"]);
        hides(&form, &[&own]);
        let form = leader.get(&format!("{path}/hand-over/{token}")).await;
        shows(&form, &["Người officer", "Người second"]);
        hides(&form, &["Người head", "Trả lại việc chung"]);
        let to = office.people["second"].to_string();
        let seen = revision(office.dossier(id).await);
        let fields = [("revision", seen.as_str()), ("to", &to), ("reason", "Chia đều việc")];
        assert_eq!(led_to(&leader.post(&format!("{path}/hand-over/{token}"), &fields).await), path);
        shows(&leader.get(&path).await, &["cho Người second", "Chia đều việc", "Người second đang giữ"]);
        let seen = revision(office.dossier(id).await);
        let fields = [("revision", seen.as_str()), ("reason", "Không đủ điều kiện theo Điều 5")];
        assert_eq!(led_to(&leader.post(&format!("{path}/refuse"), &fields).await), path);
        let refused = leader.get(&path).await;
        shows(
            &refused,
            &["Không được tiếp nhận", "Không đủ điều kiện theo Điều 5", "kết thúc không có kết quả"],
        );
        hides(&refused, &["Xong trước hạn", "Xong đúng hạn"]);
        let (path, id, _) = office.received().await;
        let head = office.site.browser("head").await;
        let seen = revision(office.dossier(id).await);
        let bare =
            head.post(&format!("{path}/stop"), &[("revision", &seen), ("reason", "Trùng hồ sơ")]).await;
        assert_eq!(bare.status, 422);
        shows(&bare, &["Trùng hồ sơ"]);
        let fields = [("revision", seen.as_str()), ("reason", "Trùng hồ sơ"), ("basis", "Điều 9")];
        assert_eq!(led_to(&head.post(&format!("{path}/stop"), &fields).await), path);
        shows(&head.get(&path).await, &["<li class=\"stopped\">", "Dừng ở đây"]);
        assert_eq!(office.dossier(id).await.status, Status::Stopped);
        let (path, id, _) = office.received().await;
        let seen = revision(office.dossier(id).await);
        let clerk = office.site.browser("clerk").await;
        assert_eq!(led_to(&clerk.post(&format!("{path}/withdraw"), &[("revision", &seen)]).await), path);
        assert_eq!(office.dossier(id).await.status, Status::Withdrawn);
        hides(&clerk.get(&path).await, &["Xong trước hạn", "Xong đúng hạn"]);
        let noted = clerk.post(&format!("{path}/note"), &[("note", "muộn rồi")]).await;
        assert_eq!(noted.status, 422, "what is over takes no note");
        let late = clerk.post(&format!("{path}/withdraw"), &[("reason", "gõ lại")]).await;
        shows(&late, &["Hồ sơ đã kết thúc", "gõ lại"]);
    })
    .await;
}

#[tokio::test]
async fn nobody_of_another_agency_finds_a_dossier_at_any_address() {
    on_both(agency::routes, async |office| {
        let (path, id, _) = office.received().await;
        let officer = office.site.browser("officer").await;
        officer.upload(&format!("{path}/attach"), &[], ("file", "a.pdf", b"%PDF-1.7 %%EOF")).await;
        let (token, file) = (office.token(id).await, office.dossier(id).await.attachments[0].id);
        let before = office.dossier(id).await;
        for login in ["stranger", "stranger_officer", "stranger_head", "centre"] {
            let browser = office.site.browser(login).await;
            let mut found = 0;
            for end in [
                String::new(),
                format!("/files/{file}"),
                format!("/complete/{token}"),
                format!("/take/{token}"),
                format!("/hand-over/{token}"),
                "/ask".to_owned(),
                "/ask-payment".to_owned(),
                "/extend".to_owned(),
                "/refuse".to_owned(),
                "/withdraw".to_owned(),
                "/stop".to_owned(),
                "/attach".to_owned(),
                "/note".to_owned(),
            ] {
                let address = format!("{path}{end}");
                let got = browser.get(&address).await;
                assert!(matches!(got.status, 404 | 403), "{login} {address}: {}", got.status);
                found += usize::from(got.status == 404);
                hides(&got, &["Trần Thị Bưởi", "H15.50.05-261109-0001"]);
                if !end.is_empty() && !end.starts_with("/files") {
                    let sent =
                        browser.post(&address, &[("reason", "x"), ("missing", "x"), ("days", "1")]).await;
                    assert_eq!(sent.status, got.status, "{login} sends {address}");
                }
            }
            assert!(found >= 6, "{login} lacks the right before the dossier is looked for: {found}");
            assert_eq!(browser.get(&format!("/api{path}")).await.status, 404);
            hides(&browser.get("/tasks").await, &["H15.50.05-261109-0001"]);
        }
        assert_eq!(office.dossier(id).await, before);
        for wrong in ["/dossiers/0", "/dossiers/x", "/dossiers/9223372036854775808"] {
            assert_eq!(officer.get(wrong).await.status, 404, "{wrong}");
        }
        assert_eq!(officer.get(&format!("{path}/complete/99")).await.status, 404);
        assert_eq!(tasks::SECTION, "work");
    })
    .await;
}

#[tokio::test]
async fn what_was_turned_away_has_a_page_without_an_act() {
    on_both(agency::routes, async |office| {
        let command = TurnAway {
            receive: office.command(),
            missing: vec!["Giấy xác nhận khuyết tật".to_owned()],
            reason: "Thiếu giấy tờ".to_owned(),
        };
        let away = office.db().write(move |tx| turn_away_in(tx, OFFICE, &command)).await.unwrap();
        let path = format!("/dossiers/{}", away.id);
        let officer = office.site.browser("officer").await;
        let page = officer.get(&path).await;
        assert_eq!(page.status, 200, "{}", page.text);
        shows(&page, &["Không được tiếp nhận", "Thiếu giấy tờ", "Giấy xác nhận khuyết tật"]);
        hides(&page, &["Việc tiếp theo", "Việc khác", "Theo Quyết định 766"]);
        assert_eq!(officer.get(&format!("{path}/complete/1")).await.status, 404);
        let json = officer.get_with(&format!("/api{path}"), &[("accept", "application/json")]).await;
        shows(&json, &["\"status\":3", "\"due_at\":null", "\"acts\":[]"]);
        hides(&officer.get("/tasks").await, &[away.code.as_str()]);
    })
    .await;
}

#[tokio::test]
async fn a_payment_without_a_basis_lets_the_limit_run_on() {
    on_both(agency::routes, async |office| {
        let (path, id, _) = office.received().await;
        let officer = office.site.browser("officer").await;
        let revision = office.dossier(id).await.revision.to_string();
        let wrong = [("revision", revision.as_str()), ("amount", "nhiều"), ("reason", "")];
        let refused = officer.post(&format!("{path}/ask-payment"), &wrong).await;
        assert_eq!(refused.status, 422);
        shows(&refused, &["nhiều"]);
        let fields = [("revision", revision.as_str()), ("amount", "50.000"), ("reason", "Phí thẩm định")];
        assert_eq!(led_to(&officer.post(&format!("{path}/ask-payment"), &fields).await), path);
        let page = officer.get(&path).await;
        shows(&page, &["Yêu cầu nộp 50.000 đ", "Phí thẩm định", "Chờ công dân", "17:00 Thứ Hai, 23/11/2026"]);
        hides(&page, &["Đồng hồ dừng"]);
        let again = officer.post(&format!("{path}/ask"), &[("missing", "Đơn"), ("reason", "Thiếu")]).await;
        assert_eq!(again.status, 422);
        shows(&again, &["Hồ sơ đang chờ người nộp bổ sung", "Đơn", "Thiếu"]);
        // Shown among what waits, and still where its limit puts it.
        shows(&officer.get("/tasks?tab=waiting").await, &["H15.50.05-261109-0001", "Còn 10 ngày làm việc"]);
    })
    .await;
}

#[tokio::test]
async fn only_those_of_a_dossier_act_on_it_and_others_are_told_who_they_are() {
    on_both(agency::routes, async |office| {
        office.other_unit().await;
        let (path, id, token) = office.received().await;
        let before = office.dossier(id).await;
        let (officer, leader) =
            (office.site.browser("kt_officer").await, office.site.browser("kt_head").await);
        for browser in [&officer, &leader] {
            let page = browser.get(&path).await;
            assert_eq!(page.status, 200);
            hides(&page, &["/extend\"", "/refuse\"", "/ask\"", "/ask-payment\"", "/attach\"", "/take/"]);
            hides(&page, &["/hand-over/", "Việc khác"]);
        }
        let fields = [("revision", "1"), ("days", "3"), ("reason", "x"), ("missing", "Đơn"), ("amount", "5")];
        for (browser, act, who) in [
            (&leader, "extend", "Người head, Người unit_head"),
            (&leader, "refuse", "Người head, Người unit_head"),
            (&leader, "ask", "Người head, Người officer, Người second, Người unit_head"),
            (&officer, "ask", "Người head, Người officer, Người second, Người unit_head"),
            (&officer, "ask-payment", "Người head, Người officer, Người second, Người unit_head"),
        ] {
            let sent = browser.post(&format!("{path}/{act}"), &fields).await;
            assert_eq!(sent.status, 422, "{act}: {}", sent.told());
            shows(&sent, &["không phải phần việc của bạn", who]);
        }
        let file = ("file", "a.pdf", b"%PDF-1.7 %%EOF".as_slice());
        let sent = officer.upload(&format!("{path}/attach"), &[], file).await;
        shows(&sent, &["không phải phần việc của bạn", "Người clerk"]);
        let fields = [("revision", "1"), ("reason", "x"), ("to", &office.people["second"].to_string())];
        let sent = leader.post(&format!("{path}/hand-over/{token}"), &fields).await;
        shows(&sent, &["Việc này thuộc vai hoặc phòng khác"]);
        assert_eq!(office.dossier(id).await, before);
        // Whoever had the work has no more to say once it has gone on.
        while office.dossier(id).await.tasks[0].role != Role::Head {
            office.step(id).await;
        }
        let own = office.site.browser("officer").await;
        hides(&own.get(&path).await, &["/ask\"", "/attach\""]);
        let sent = own.post(&format!("{path}/ask"), &[("missing", "Đơn"), ("reason", "x")]).await;
        shows(&sent, &["không phải phần việc của bạn", "Người head, Người unit_head"]);
        let head = office.site.browser("head").await;
        shows(&head.get(&path).await, &["/ask\"", "/extend\"", "/stop\""]);
        let leader = office.site.browser("unit_head").await;
        let sent = leader.post(&format!("{path}/ask"), &[("missing", "Đơn"), ("reason", "thiếu")]).await;
        assert_eq!(led_to(&sent), path);
    })
    .await;
}

#[tokio::test]
async fn a_deputy_has_the_rights_of_whoever_is_absent_on_those_days_only() {
    on_both(agency::routes, async |office| {
        let (path, id, _) = office.received().await;
        let second = office.site.browser("second").await;
        assert_eq!(second.get(&format!("{path}/stop")).await.status, 403);
        assert_eq!(second.get("/counter").await.status, 403);
        for absent in ["head", "clerk"] {
            let command = NameDeputy {
                absent_account_id: office.people[absent],
                deputy_account_id: office.people["second"],
                from_on: Day::new(2026, 11, 9).unwrap(),
                last_on: Day::new(2026, 11, 10).unwrap(),
                reason: "Nghỉ phép".to_owned(),
            };
            office.db().write(move |tx| people::name_deputy(tx, OFFICE, &command)).await.unwrap();
        }
        let second = office.site.browser("second").await;
        let page = second.get(&path).await;
        shows(
            &page,
            &["Dừng giải quyết", "Xin lỗi và gia hạn", "Công dân rút hồ sơ", "Sửa thông tin đã nhập"],
        );
        assert_eq!(second.get("/counter").await.status, 200);
        assert_eq!(second.get(&format!("{path}/correct")).await.status, 200);
        shows(&second.get("/tasks").await, &["href=\"/counter\""]);
        // What is not said to be for deputies is not: opening a desk is for the head alone.
        assert_eq!(second.get("/desks/new").await.status, 403);
        let (other, ..) = office.received().await;
        let fields = [("revision", "1"), ("reason", "Trùng hồ sơ"), ("basis", "Điều 9")];
        assert_eq!(led_to(&second.post(&format!("{path}/stop"), &fields).await), path);
        assert_eq!(office.dossier(id).await.status, Status::Stopped);
        office.at("2026-11-11T09:00");
        let second = office.site.browser("second").await;
        assert_eq!(second.post(&format!("{other}/stop"), &fields).await.status, 403);
        hides(&second.get(&other).await, &["Dừng giải quyết", "Công dân rút hồ sơ"]);
        assert_eq!(second.get("/counter").await.status, 403);
    })
    .await;
}

#[tokio::test]
async fn answers_are_completed_in_a_step_and_the_journal_speaks_of_them() {
    on_both(agency::routes, async |office| {
        let (path, id, token) = office.received().await;
        let officer = office.site.browser("officer").await;
        let page = officer.get(&path).await;
        shows(&page, &["Bổ sung, sửa tờ khai", "name=\"field.dan_toc\" value=\"Kinh\""]);
        let step = format!("{path}/complete/{token}");
        let outcome = first_outcome(&officer.get(&step).await.text);
        let held = office.dossier(id).await.intake.answers;
        let mut typed = crate::office::answers();
        let send = async |typed: &BTreeMap<String, String>| {
            let mut fields = vec![("revision".to_owned(), "1".to_owned())];
            fields.push(("answers_asked".to_owned(), "1".to_owned()));
            fields.extend(outcome.iter().map(|word| ("outcome".to_owned(), word.clone())));
            fields.extend(typed.iter().map(|(key, text)| (format!("field.{key}"), text.clone())));
            let fields: Vec<(&str, &str)> =
                fields.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
            officer.post(&step, &fields).await
        };
        typed.insert("ngay_sinh".to_owned(), "31/02/1940".to_owned());
        typed.insert("dan_toc".to_owned(), String::new());
        let wrong = send(&typed).await;
        assert_eq!(wrong.status, 422);
        shows(&wrong, &["value=\"31/02/1940\"", "<details class=\"fold\" open"]);
        assert_eq!(office.dossier(id).await.intake.answers, held, "nothing of it is written");
        typed.insert("ngay_sinh".to_owned(), "03/03/1940".to_owned());
        typed.insert("dan_toc".to_owned(), "Tày".to_owned());
        assert_eq!(led_to(&send(&typed).await), path);
        let page = officer.get(&path).await;
        shows(&page, &["Tày", "03/03/1940", "có sửa tờ khai"]);
        assert_ne!(office.dossier(id).await.intake.answers, held);
        // What is sent as it was changes nothing, and asks for no new commitment.
        let (path, id, token) = office.received().await;
        let held = office.dossier(id).await.intake.answers;
        let mut fields = vec![("revision", "1"), ("answers_asked", "1")];
        fields.extend(outcome.as_deref().map(|word| ("outcome", word)));
        let same: Vec<(String, String)> =
            crate::office::answers().into_iter().map(|(key, text)| (format!("field.{key}"), text)).collect();
        fields.extend(same.iter().map(|(name, text)| (name.as_str(), text.as_str())));
        assert_eq!(led_to(&officer.post(&format!("{path}/complete/{token}"), &fields).await), path);
        assert_eq!(office.dossier(id).await.intake.answers, held);
    })
    .await;
}

#[tokio::test]
async fn standing_in_for_another_units_head_gives_no_say_over_a_dossier_one_works_on() {
    on_both(agency::routes, async |office| {
        office.other_unit().await;
        let (path, id, _) = office.received().await;
        let named = |tx: &mut Tx<'_>| {
            let staff = people::staff_of(tx, OFFICE, tx.today())?;
            let id_of = |login: &str| staff.iter().find(|one| one.login == login).map(|one| one.account_id);
            let command = NameDeputy {
                absent_account_id: id_of("kt_head").unwrap(),
                deputy_account_id: id_of("second").unwrap(),
                from_on: Day::new(2026, 11, 9).unwrap(),
                last_on: Day::new(2026, 11, 10).unwrap(),
                reason: "Đi họp".to_owned(),
            };
            people::name_deputy(tx, OFFICE, &command)
        };
        office.db().write(named).await.unwrap();
        let second = office.site.browser("second").await;
        let page = second.get(&path).await;
        shows(&page, &["/ask\"", "Hoàn thành bước này"]);
        hides(&page, &["/extend\"", "/refuse\""]);
        let fields = [("revision", "1"), ("days", "3"), ("reason", "x")];
        let sent = second.post(&format!("{path}/extend"), &fields).await;
        shows(&sent, &["không phải phần việc của bạn", "Người head, Người unit_head"]);
        assert_eq!(office.dossier(id).await.revision, 1);
    })
    .await;
}
