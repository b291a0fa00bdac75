//! Stories of the work list and of a dossier's page, told on both engines.

mod office;

use agency::dossiers::{Status, TurnAway, tasks, turn_away_in};
use office::{OFFICE, Office, on_both};
use platform::Day;
use platform::testing::site::{hides, led_to, shows};
use registers::people::{self, NameDeputy};

/// The path of a dossier and the token of its task.
async fn received(office: &Office) -> (String, i64, u32) {
    let dossier = office.receive().await;
    (format!("/dossiers/{}", dossier.id), dossier.id, dossier.tasks[0].token)
}

async fn token(office: &Office, id: i64) -> u32 {
    office.dossier(id).await.tasks[0].token
}

#[tokio::test]
async fn work_is_listed_by_the_time_left_and_taken_by_one() {
    on_both(agency::routes, async |office| {
        let (path, id, token) = received(office).await;
        let officer = office.site.browser("officer").await;
        let second = office.site.browser("second").await;
        let page = officer.get("/tasks").await;
        assert_eq!(page.status, 200, "{}", page.text);
        shows(
            &page,
            &[
                "Việc của tôi (1)",
                "H15.50.05-261109-0001",
                "Trần Thị Bưởi",
                "Còn 10 ngày làm việc",
                "17:00 Thứ Hai, 23/11</time>",
                "Nhận việc",
                "hx-trigger=\"every 30s, focus from:window\"",
                "hx-select=\"#work-list\"",
            ],
        );
        shows(&second.get("/tasks").await, &["H15.50.05-261109-0001"]);
        hides(&office.site.browser("head").await.get("/tasks").await, &["H15.50.05-261109-0001"]);
        // A list sends no revision; each row has a key of its own.
        let taken = officer.post(&format!("{path}/take/{token}"), &[("form_key", "one")]).await;
        assert_eq!(led_to(&taken), path);
        shows(&officer.get("/tasks").await, &["Xử lý", "#next-act"]);
        hides(&second.get("/tasks").await, &["H15.50.05-261109-0001"]);
        let late = second.post(&format!("{path}/take/{token}"), &[("form_key", "two")]).await;
        assert_eq!(late.status, 422);
        shows(&late, &["Việc này đang do người khác giữ"]);
        let dossier = office.dossier(id).await;
        assert_eq!(dossier.tasks[0].assignee, Some(office.people["officer"]));
    })
    .await;
}

#[tokio::test]
async fn the_parts_of_the_list_are_counted_and_late_work_is_said_in_words() {
    on_both(agency::routes, async |office| {
        received(office).await;
        for (at, part, words) in [
            ("2026-11-19T09:00", "soon", "Còn 2 ngày làm việc"),
            ("2026-11-23T09:00", "today", "Còn 6 giờ"),
            ("2026-11-23T16:20", "today", "Còn 40 phút"),
            // The 24th is a holiday: no working time has passed.
            ("2026-11-24T09:00", "late", "Vừa quá hạn"),
            ("2026-11-25T10:30", "late", "Quá "),
            ("2026-11-26T09:00", "late", "Quá 1 ngày làm việc"),
        ] {
            office.at(at);
            // A session rests too long over these hours.
            let officer = office.site.browser("officer").await;
            let page = officer.get(&format!("/tasks?tab={part}")).await;
            shows(&page, &["H15.50.05-261109-0001", words, "aria-current=\"page\""]);
        }
        let officer = office.site.browser("officer").await;
        let empty = officer.get("/tasks?tab=today").await;
        shows(&empty, &["Không có việc nào ở mục “Hôm nay”", "Xem tất cả"]);
        let told = officer.get_with("/api/tasks", &[("accept", "application/json")]).await;
        assert_eq!(told.status, 200, "{}", told.text);
        shows(&told, &["\"counts\":{\"all\":1,\"today\":0,\"soon\":0,\"late\":1,\"waiting\":0}"]);
        for wrong in ["/tasks?tab=nonsense", "/tasks?after=x", "/tasks?after=1~2", "/tasks?after=1~a.b"] {
            let page = officer.get(wrong).await;
            assert!(page.status == 200 || page.status == 422, "{wrong}: {}", page.status);
        }
        assert_eq!(office.site.browser("quality").await.get("/tasks").await.status, 403);
        assert_eq!(office.site.visitor().get("/tasks").await.status, 303);
    })
    .await;
}

#[tokio::test]
async fn a_long_list_goes_on_from_page_to_page_without_losing_a_row() {
    on_both(agency::routes, async |office| {
        for _ in 0..85 {
            office.receive().await;
        }
        let officer = office.site.browser("officer").await;
        let first = officer.get("/tasks").await;
        shows(&first, &["80 trong 85", "0001", "0080"]);
        hides(&first, &["261109-0081"]);
        // Eighty times one of the longest names of a procedure: lists of usual names stay below 60 KB.
        assert!(first.bytes.len() < 64 << 10, "{} bytes", first.bytes.len());
        let next = first.text.split("rel=\"next\"").next().unwrap();
        let next = next.rsplit("href=\"").next().unwrap().split('"').next().unwrap().replace("&amp;", "&");
        let second = officer.get(&next).await;
        shows(&second, &["5 trong 85", "261109-0081", "261109-0085"]);
        hides(&second, &["261109-0080"]);
    })
    .await;
}

#[tokio::test]
async fn whoever_deputises_sees_the_work_and_the_journal_says_for_whom() {
    on_both(agency::routes, async |office| {
        let (path, id, token) = received(office).await;
        let officer = office.site.browser("officer").await;
        officer.post(&format!("{path}/take/{token}"), &[]).await;
        let (absent, deputy) = (office.people["officer"], office.people["second"]);
        let command = NameDeputy {
            absent_account_id: absent,
            deputy_account_id: deputy,
            from_on: Day::new(2026, 11, 9).unwrap(),
            last_on: Day::new(2026, 11, 20).unwrap(),
            reason: "Nghỉ phép".to_owned(),
        };
        office.db().write(move |tx| people::name_deputy(tx, OFFICE, &command)).await.unwrap();
        let second = office.site.browser("second").await;
        shows(&second.get("/tasks").await, &["H15.50.05-261109-0001", "làm thay Người officer"]);
        shows(&second.get(&path).await, &["Làm thay Người officer"]);
        let revision = office.dossier(id).await.revision.to_string();
        let form = second.get(&format!("{path}/complete/{token}")).await;
        let outcome = first_outcome(&form.text);
        let mut fields = vec![("revision", revision.as_str()), ("note", "Đã đủ điều kiện")];
        fields.extend(outcome.as_deref().map(|word| ("outcome", word)));
        let sent = second.post(&format!("{path}/complete/{token}"), &fields).await;
        assert_eq!(led_to(&sent), path);
        shows(&second.get(&path).await, &["Đã đủ điều kiện", "làm thay Người officer", "Người second"]);
    })
    .await;
}

/// The first outcome that a form offers.
fn first_outcome(page: &str) -> Option<String> {
    let radio = page.split("name=\"outcome\" value=\"").nth(1)?;
    Some(radio.split('"').next()?.to_owned())
}

#[tokio::test]
async fn a_dossier_tells_what_it_is_and_offers_one_next_action() {
    on_both(agency::routes, async |office| {
        let (path, id, _) = received(office).await;
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
                "Theo Quyết định 766",
                "Bản chính",
                "Yêu cầu bổ sung giấy tờ",
                "Tiếp nhận hồ sơ",
                "<svg",
                "Nhận việc",
                "Thêm tệp",
            ],
        );
        hides(&page, &["Dừng giải quyết", "Xin lỗi và gia hạn", "Công dân rút hồ sơ", "<script>"]);
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
        let (path, id, token) = received(office).await;
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
        shows(&late, &["Bước này vừa được người khác làm xong", "Ghi chú của người thứ hai"]);
        // Something else was written meanwhile: the next sending carries the new revision.
        let (path, id, token) = received(office).await;
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
async fn a_step_brings_its_files_and_they_are_kept_safely() {
    on_both(agency::routes, async |office| {
        let (path, id, token) = received(office).await;
        let officer = office.site.browser("officer").await;
        let revision = office.dossier(id).await.revision.to_string();
        let outcome = first_outcome(&officer.get(&format!("{path}/complete/{token}")).await.text);
        let mut fields = vec![("revision", revision.as_str()), ("note", "Có biên bản")];
        fields.extend(outcome.as_deref().map(|word| ("outcome", word)));
        let step = format!("{path}/complete/{token}");
        let wrong = officer.upload(&step, &fields, ("file", "a.exe", b"MZ")).await;
        assert_eq!(wrong.status, 422);
        shows(&wrong, &["Chỉ nhận tệp PDF", "Có biên bản"]);
        assert_eq!(office.dossier(id).await.attachments, [], "a refused file leaves the step undone");
        let sent =
            officer.upload(&step, &fields, ("file", "Biên bản số 1.pdf", "%PDF-1.7 thử".as_bytes())).await;
        assert_eq!(led_to(&sent), path);
        let file = office.dossier(id).await.attachments[0].id;
        let got = officer.get(&format!("{path}/files/{file}")).await;
        assert_eq!((got.status, got.bytes.as_slice()), (200, "%PDF-1.7 thử".as_bytes()));
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
        let (path, id, _) = received(office).await;
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
        shows(&officer.get("/tasks?tab=waiting").await, &["H15.50.05-261109-0001", "Đồng hồ dừng"]);
        shows(&clerk.get(&path).await, &["Ghi nhận phần bổ sung"]);
        let again = officer.get(&format!("{path}/ask")).await;
        shows(&again, &["đã yêu cầu bổ sung một lần"]);
    })
    .await;
}

#[tokio::test]
async fn leaders_extend_refuse_stop_and_hand_over() {
    on_both(agency::routes, async |office| {
        let (path, id, token) = received(office).await;
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
        shows(&leader.get(&path).await, &["Không được tiếp nhận", "Không đủ điều kiện theo Điều 5"]);
        let (path, id, _) = received(office).await;
        let head = office.site.browser("head").await;
        let seen = revision(office.dossier(id).await);
        let bare =
            head.post(&format!("{path}/stop"), &[("revision", &seen), ("reason", "Trùng hồ sơ")]).await;
        assert_eq!(bare.status, 422);
        shows(&bare, &["Trùng hồ sơ"]);
        let fields = [("revision", seen.as_str()), ("reason", "Trùng hồ sơ"), ("basis", "Điều 9")];
        assert_eq!(led_to(&head.post(&format!("{path}/stop"), &fields).await), path);
        assert_eq!(office.dossier(id).await.status, Status::Stopped);
        let (path, id, _) = received(office).await;
        let seen = revision(office.dossier(id).await);
        let clerk = office.site.browser("clerk").await;
        assert_eq!(led_to(&clerk.post(&format!("{path}/withdraw"), &[("revision", &seen)]).await), path);
        assert_eq!(office.dossier(id).await.status, Status::Withdrawn);
        let late = clerk.post(&format!("{path}/withdraw"), &[("reason", "gõ lại")]).await;
        shows(&late, &["Hồ sơ đã kết thúc", "gõ lại"]);
    })
    .await;
}

#[tokio::test]
async fn nobody_of_another_agency_finds_a_dossier_at_any_address() {
    on_both(agency::routes, async |office| {
        let (path, id, _) = received(office).await;
        let officer = office.site.browser("officer").await;
        officer.upload(&format!("{path}/attach"), &[], ("file", "a.pdf", b"%PDF-1.7")).await;
        let (token, file) = (token(office, id).await, office.dossier(id).await.attachments[0].id);
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
        hides(&page, &["Việc tiếp theo", "Việc khác", "Hai cách đo thời hạn"]);
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
        let (path, id, _) = received(office).await;
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
