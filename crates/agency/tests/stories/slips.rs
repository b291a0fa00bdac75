//! Stories of the forms of a dossier, its result paper, the book and the statistics, told on both engines.

use crate::office::{CENTRE, OFFICE, Office, on_both};
use agency::dossiers::slips::{is_rating_token, rating_token};
use agency::dossiers::*;
use platform::testing::site::{Answer, Browser, hides, shows};
use platform::{Day, Result, Tx};

/// Writes in one transaction and hands the result back.
async fn write<T: Send + 'static>(
    office: &Office,
    job: impl Fn(&mut Tx<'_>) -> Result<T> + Send + Sync + 'static,
) -> T {
    office.db().write(job).await.unwrap()
}

async fn slip(browser: &Browser<'_>, id: i64, file: &str) -> Answer {
    browser.get(&format!("/dossiers/{id}/slips/{file}")).await
}

/// Asks as somebody who signs in for it: in a story days pass between two questions, and sessions rest.
async fn ask_as(office: &Office, login: &str, path: &str) -> Answer {
    office.site.browser(login).await.get(path).await
}

/// A form of a dossier, as the clerk of the office prints it today.
async fn slip_today(office: &Office, id: i64, file: &str) -> Answer {
    ask_as(office, "clerk", &format!("/dossiers/{id}/slips/{file}")).await
}

/// The statuses of the seven addresses of forms.
async fn statuses(browser: &Browser<'_>, id: i64) -> Vec<u16> {
    let mut all = Vec::new();
    for number in 1..=7 {
        all.push(slip(browser, id, &format!("0{number}.pdf")).await.status);
    }
    all
}

fn ask_for(id: i64, paper: &str) -> Command<Ask> {
    let wanted = Wanted::Papers { missing: vec![paper.to_owned()] };
    Command {
        id,
        revision: None,
        what: Ask { wanted, reason: "chưa đủ căn cứ".to_owned(), again: None, basis: None },
    }
}

fn ask_again_for(id: i64, paper: &str) -> Command<Ask> {
    let Command { what, .. } = ask_for(id, paper);
    let what = Ask { again: Some("giấy vừa hết hạn".to_owned()), ..what };
    Command { id, revision: None, what }
}

/// Receives at the desk of `desk`, through `channel`.
async fn receive_at(office: &Office, desk: i64, channel: Channel) -> Dossier {
    let command = Receive { channel, ..office.command() };
    write(office, move |tx| receive_in(tx, desk, &command)).await
}

#[tokio::test]
async fn a_receipt_tells_what_was_handed_in_and_what_was_promised() {
    on_both(agency::routes, async |office| {
        let dossier = office.receive().await;
        let clerk = office.site.browser("clerk").await;
        let receipt = slip(&clerk, dossier.id, "01.pdf").await;
        let token = rating_token(&office.site.app.secret, OFFICE, dossier.id);
        shows(
            &receipt,
            &[
                "Giấy tiếp nhận hồ sơ và hẹn trả kết quả",
                "Mã hồ sơ: H15.50.05-261109-0001",
                "Mẫu số 01, Thông tư số 03/2025/TT-VPCP",
                "Cơ quan 7000",
                "Trần Thị Bưởi",
                "001188000123",
                "09 giờ 00 phút, ngày 09 tháng 11 năm 2026",
                "17 giờ 00 phút, ngày 23 tháng 11 năm 2026",
                "10 ngày làm việc",
                "http://127.0.0.1:8080/track/H15.50.05-261109-0001",
                &format!("{}\u{a0}{}", &token[..5], &token[5..]),
                "\"A5\"",
            ],
        );
        assert!(is_rating_token(&office.site.app.secret, (OFFICE, dossier.id), &token));
        let docx = slip(&clerk, dossier.id, "01.docx").await;
        assert_eq!(docx.text, receipt.text, "one paper, two files");
        assert!(receipt.headers["content-disposition"].to_str().unwrap().contains("0001-01.pdf"));
        assert_eq!(statuses(&clerk, dossier.id).await, [200, 422, 422, 422, 422, 200, 404]);
        for file in ["01", "1.pdf", "01.exe", "00.pdf", "01.pdf.pdf", ".pdf", "%2e%2e.pdf", "08.docx"] {
            assert_eq!(slip(&clerk, dossier.id, file).await.status, 404, "{file}");
        }
        for id in ["0", "-1", "x", "99999999999999999999"] {
            assert_eq!(clerk.get(&format!("/dossiers/{id}/slips/01.pdf")).await.status, 404, "{id}");
        }
        shows(&slip(&clerk, dossier.id, "04.pdf").await, &["chưa có gì để in"]);
    })
    .await;
}

#[tokio::test]
async fn each_form_comes_with_the_act_that_it_tells() {
    on_both(agency::routes, async |office| {
        let id = office.receive().await.id;
        office.at("2026-11-10T10:00");
        let command = ask_for(id, "Giấy xác nhận khuyết tật");
        write(office, move |tx| ask_in(tx, OFFICE, &command)).await;
        let asked = slip_today(office, id, "02.pdf").await;
        shows(&asked, &["Giấy xác nhận khuyết tật", "chưa đủ căn cứ", "261109-0001/HDHS", "Bản chứng thực"]);
        let control = slip_today(office, id, "06.pdf").await;
        shows(&control, &["Giấy xác nhận khuyết tật", "chưa đủ căn cứ", "Chờ người nộp hồ sơ"]);
        office.at("2026-11-12T10:00");
        let papers = vec![PaperIn::of_component(0, PaperForm::Copy, 2)];
        let command = Command { id, revision: None, what: papers };
        write(office, move |tx| answer_in(tx, OFFICE, &command)).await;
        let again = slip_today(office, id, "01.pdf").await;
        // The limit began anew on the twelfth; 24 November is a day off.
        shows(&again, &["10 giờ 00 phút, ngày 12 tháng 11 năm 2026", "ngày 27 tháng 11 năm 2026", "Bản sao"]);
        let control = slip_today(office, id, "06.pdf").await;
        shows(
            &control,
            &["Yêu cầu bổ sung giấy tờ", "Giấy xác nhận khuyết tật", "10:00 10/11/2026", "10:00 12/11/2026"],
        );
        shows(&control, &["Người nộp hồ sơ đã thực hiện yêu cầu"]);
        hides(&control, &["Chờ người nộp hồ sơ"]);
        let what = Extend { days: 2, reason: "chờ xác minh".to_owned() };
        let command = Command { id, revision: None, what };
        write(office, move |tx| extend_in(tx, OFFICE, &command)).await;
        let sorry = slip_today(office, id, "04.docx").await;
        shows(&sorry, &["chờ xác minh", "/PXL", "17 giờ 00 phút, ngày 01 tháng 12 năm 2026", "xin lỗi"]);
        let what = EndEarly::Stop {
            reason: "đối tượng đã mất".to_owned(), basis: "Điều 19".to_owned()
        };
        let command = Command { id, revision: None, what };
        write(office, move |tx| end_early_in(tx, OFFICE, &command)).await;
        shows(&slip_today(office, id, "05.pdf").await, &["đối tượng đã mất", "Điều 19", "/TB", "nhận lại"]);
        let clerk = office.site.browser("clerk").await;
        // The request of the tenth was printed then: printed now, it is printed again.
        assert_eq!(statuses(&clerk, id).await, [200, 303, 422, 200, 200, 200, 404]);
    })
    .await;
}

#[tokio::test]
async fn what_is_turned_away_has_its_slip_and_no_receipt() {
    on_both(agency::routes, async |office| {
        let clerk = office.site.browser("clerk").await;
        let turn = |missing: Vec<String>| TurnAway {
            receive: office.command(),
            missing,
            reason: "ngoài thẩm quyền".to_owned(),
        };
        let command = turn(vec!["Tờ khai".to_owned()]);
        let guided = write(office, move |tx| turn_away_in(tx, OFFICE, &command)).await;
        let command = turn(Vec::new());
        let refused = write(office, move |tx| turn_away_in(tx, OFFICE, &command)).await;
        assert_eq!(statuses(&clerk, guided.id).await, [422, 200, 422, 422, 422, 422, 404]);
        assert_eq!(statuses(&clerk, refused.id).await, [422, 422, 200, 422, 422, 422, 404]);
        shows(&slip(&clerk, guided.id, "02.pdf").await, &["Tờ khai"]);
        shows(&slip(&clerk, refused.id, "03.pdf").await, &["ngoài thẩm quyền", "Người từ chối"]);
        let result = clerk.get(&format!("/dossiers/{}/result.pdf", refused.id)).await;
        assert_eq!(result.status, 422);
        let table = clerk.get("/dossiers/statistics").await;
        shows(&table, &["Chưa có hồ sơ nào"]);
    })
    .await;
}

#[tokio::test]
async fn a_dossier_of_before_july_2025_keeps_the_six_forms_of_2018() {
    on_both(agency::routes, async |office| {
        office.at("2025-06-16T09:00");
        let from_on = Day::new(2020, 1, 1).unwrap();
        write(office, move |tx| codes::give(tx, OFFICE, ("H15.50.06", from_on))).await;
        let id = office.receive().await.id;
        office.at("2026-11-09T09:00");
        let clerk = office.site.browser("clerk").await;
        assert_eq!(statuses(&clerk, id).await, [200, 422, 422, 422, 200, 404, 404]);
        let control = slip(&clerk, id, "05.pdf").await;
        shows(&control, &["Phiếu kiểm soát", "Mẫu số 05, Thông tư số 01/2018/TT-VPCP"]);
        let book = clerk.get("/dossiers/book.pdf?from=01/06/2025&to=30/06/2025").await;
        shows(&book, &["Mẫu số 06, Thông tư số 01/2018/TT-VPCP", "250616-0001"]);
    })
    .await;
}

#[tokio::test]
async fn the_control_slip_has_a_row_for_each_step_with_its_time() {
    on_both(agency::routes, async |office| {
        let dossier = office.receive().await;
        office.at("2026-11-10T08:00");
        let first = dossier.tasks[0].clone();
        let login = first.role.word();
        let (id, account_id) = (dossier.id, office.people[login]);
        let person = (account_id, first.role, Some(office.unit_id));
        write(office, move |tx| {
            let person = person_of(tx, OFFICE, person)?;
            let what = Assign { token: first.token, to: Some(account_id), reason: String::new() };
            assign_in(tx, OFFICE, (&Command { id, revision: None, what }, &person))
        })
        .await;
        office.at("2026-12-15T16:30");
        office.step(id).await;
        let control = slip_today(office, id, "06.pdf").await;
        shows(
            &control,
            &["Phòng Văn hóa - Xã hội", &format!("Người {login}"), "08:00 10/11/2026", "16:30 15/12/2026"],
        );
        shows(&control, &["Quá hạn", "Đang giải quyết", "Bộ phận Tiếp nhận và Trả kết quả", "Hạn của bước"]);
        office.work_until(id, Status::Returned).await;
        let control = slip_today(office, id, "06.docx").await;
        hides(&control, &["Đang giải quyết"]);
    })
    .await;
}

#[tokio::test]
async fn a_desk_prints_what_it_hands_out_for_another_agency_and_no_more() {
    on_both(agency::routes, async |office| {
        let dossier = receive_at(office, CENTRE, Channel::Counter).await;
        let id = dossier.id;
        let held = office.db().read(move |tx| receptions::of_dossier(tx, CENTRE, id)).await.unwrap().unwrap();
        let centre = office.site.browser("centre").await;
        let receipt = centre.get(&format!("/receptions/{}/slips/01.pdf", held.id)).await;
        shows(&receipt, &[&dossier.code, "Trần Thị Bưởi", "Cơ quan 8000", "Cơ quan giải quyết"]);
        for (path, status) in [
            (format!("/receptions/{}/slips/02.pdf", held.id), 422),
            (format!("/receptions/{}/slips/04.pdf", held.id), 404),
            (format!("/receptions/{}/slips/06.pdf", held.id), 404),
            (format!("/receptions/{id}/slips/01.pdf"), 404),
            (format!("/dossiers/{id}/slips/01.pdf"), 404),
            (format!("/dossiers/{id}/result.pdf"), 404),
            (format!("/dossiers/{id}/result.docx"), 404),
            ("/receptions/x/slips/01.pdf".to_owned(), 404),
        ] {
            assert_eq!(centre.get(&path).await.status, status, "{path}");
        }
        let book = centre.get("/dossiers/book.xlsx").await;
        shows(&book, &[&dossier.code, "Trần Thị Bưởi"]);
        // The handling agency counts it, the desk that only received it does not.
        shows(&centre.get("/dossiers/statistics").await, &["Chưa có hồ sơ nào"]);
        let clerk = office.site.browser("clerk").await;
        shows(&clerk.get("/dossiers/statistics/rows").await, &[&dossier.code]);
        assert_eq!(clerk.get(&format!("/receptions/{}/slips/01.pdf", held.id)).await.status, 404);
    })
    .await;
}

#[tokio::test]
async fn nobody_of_another_agency_reads_anything() {
    on_both(agency::routes, async |office| {
        let dossier = receive_at(office, CENTRE, Channel::Counter).await;
        let id = dossier.id;
        let held = office.db().read(move |tx| receptions::of_dossier(tx, CENTRE, id)).await.unwrap().unwrap();
        let paths = [
            format!("/dossiers/{id}/slips/01.pdf"),
            format!("/dossiers/{id}/slips/06.docx"),
            format!("/dossiers/{id}/result.pdf"),
            format!("/dossiers/{id}/result.docx"),
            format!("/receptions/{}/slips/01.pdf", held.id),
        ];
        let lists = [
            "/dossiers/book.pdf".to_owned(),
            "/dossiers/book.xlsx".to_owned(),
            "/dossiers/statistics".to_owned(),
            "/dossiers/statistics.pdf".to_owned(),
            "/dossiers/statistics.xlsx".to_owned(),
            "/dossiers/statistics/rows".to_owned(),
        ];
        for login in ["stranger", "stranger_officer", "stranger_head"] {
            let stranger = office.site.browser(login).await;
            for path in &paths {
                let answer = stranger.get(path).await;
                assert_eq!(answer.status, 404, "{login} {path}");
                hides(&answer, &[&dossier.code, "Bưởi"]);
            }
            for path in &lists {
                let answer = stranger.get(path).await;
                assert_eq!(answer.status, 200, "{login} {path}");
                hides(&answer, &[&dossier.code, "Bưởi", "Bảo trợ xã hội"]);
            }
        }
        let stranger = office.site.browser("stranger").await;
        let unit = stranger.get(&format!("/dossiers/statistics?unit={}", office.unit_id)).await;
        shows(&unit, &["Chưa có hồ sơ nào"]);
        hides(&unit, &["Phòng Văn hóa - Xã hội"]);
        let visitor = office.site.visitor();
        for path in paths.iter().chain(&lists) {
            assert!(visitor.get(path).await.told().starts_with("303 /sign-in"), "{path}");
        }
    })
    .await;
}

#[tokio::test]
async fn the_result_paper_is_a_draft_until_the_head_has_signed() {
    on_both(agency::routes, async |office| {
        let id = office.receive().await.id;
        let path = format!("/dossiers/{id}/result.pdf");
        let draft = ask_as(office, "officer", &path).await;
        let procedure = office.procedure_id;
        let kept =
            office.db().read(move |tx| registers::admin_procedures::current(tx, procedure)).await.unwrap();
        assert!(kept.result.is_some(), "the procedure of this story ends with a paper");
        shows(&draft, &["BẢN NHÁP", "Trần Thị Bưởi"]);
        office.at("2026-11-11T15:00");
        office.work_until(id, Status::Settled).await;
        office.at("2026-11-20T15:00");
        let signed = ask_as(office, "officer", &path).await;
        hides(&signed, &["BẢN NHÁP"]);
        shows(&signed, &["\"month\":11,\"day\":11"]);
        assert_eq!(ask_as(office, "officer", &format!("/dossiers/{id}/result.docx")).await.text, signed.text);
    })
    .await;
}

/// The figures of the row of sums, in the order of the columns.
fn sums(workbook: &Answer) -> Vec<i64> {
    let read: serde_json::Value = serde_json::from_str(&workbook.text).unwrap();
    let rows = read["sheets"][0]["rows"].as_array().unwrap();
    rows.last().unwrap().as_array().unwrap()[2..].iter().map(|cell| cell["Whole"].as_i64().unwrap()).collect()
}

#[tokio::test]
async fn the_table_counts_as_of_the_end_of_its_period_whatever_came_after() {
    on_both(agency::routes, async |office| {
        // Received in October: one that is settled early, one that lies, one that is extended in time.
        office.at("2026-10-05T09:00");
        let early = office.receive().await.id;
        receive_at(office, OFFICE, Channel::Online).await;
        office.at("2026-10-12T09:00");
        office.work_until(early, Status::Returned).await;
        office.at("2026-10-19T09:00");
        let extended = receive_at(office, OFFICE, Channel::Post).await.id;
        office.at("2026-10-30T10:00");
        let what = Extend { days: 5, reason: "chờ xác minh".to_owned() };
        let command = Command { id: extended, revision: None, what };
        write(office, move |tx| extend_in(tx, OFFICE, &command)).await;
        office.at("2026-11-09T10:00");
        let october = "from=01/10/2026&to=31/10/2026";
        let sheet = format!("/dossiers/statistics.xlsx?{october}");
        // Received 3 = 1 + 2 + 0, settled 1 = 1 + 0 + 0, open 2 = 1 + 1.
        let told = [3, 1, 2, 0, 1, 1, 0, 0, 2, 1, 1];
        assert_eq!(sums(&ask_as(office, "head", &sheet).await), told);
        office.at("2026-11-09T11:00");
        let mut command = ask_for(extended, "Sổ hộ khẩu");
        command.what.basis = Some("Điều 12 Nghị định số 20/2021/NĐ-CP".to_owned());
        write(office, move |tx| ask_in(tx, OFFICE, &command)).await;
        assert_eq!(sums(&ask_as(office, "head", &sheet).await), told, "a pause of November is not October's");
        office.at("2026-11-20T09:00");
        let papers = vec![PaperIn::of_component(0, PaperForm::Copy, 1)];
        let command = Command { id: extended, revision: None, what: papers };
        write(office, move |tx| answer_in(tx, OFFICE, &command)).await;
        office.work_until(extended, Status::Settled).await;
        assert_eq!(sums(&ask_as(office, "head", &sheet).await), told, "nor is what was settled then");
        let november = "/dossiers/statistics.xlsx?from=01/11/2026&to=30/11/2026";
        let whole = sums(&ask_as(office, "head", november).await);
        assert_eq!(whole, [2, 0, 0, 2, 1, 1, 0, 0, 1, 0, 1]);
        let begun = "/dossiers/statistics.xlsx?from=01/11/2026&to=09/11/2026";
        let begun = sums(&ask_as(office, "head", begun).await);
        assert_eq!(begun, [2, 0, 0, 2, 0, 0, 0, 0, 2, 1, 1], "its clock stood still then");
        let page = ask_as(office, "head", &format!("/dossiers/statistics?{october}")).await;
        shows(&page, &["column=13", "II.06a/VPCP/KSTT", "Bảo trợ xã hội"]);
        let late = ask_as(office, "head", &format!("/dossiers/statistics/rows?{october}&column=13")).await;
        shows(&late, &["261005-0002", "Quá hạn"]);
        hides(&late, &["261005-0001", "261019-0001"]);
        let unit = format!("/dossiers/statistics.xlsx?{october}&unit={}", office.unit_id);
        assert_eq!(sums(&ask_as(office, "head", &unit).await), told);
    })
    .await;
}

#[tokio::test]
async fn a_dossier_that_ends_while_it_waits_was_as_late_as_its_request() {
    on_both(agency::routes, async |office| {
        let (in_time, late) = (office.receive().await.id, office.receive().await.id);
        // Both are due on 23 November.
        for (id, asked_at, stopped_at) in [
            (in_time, "2026-11-20T10:00", "2026-11-27T10:00"),
            (late, "2026-11-30T10:00", "2026-12-01T10:00"),
        ] {
            office.at(asked_at);
            let mut command = ask_for(id, "Sổ hộ khẩu");
            command.what.basis = Some("Điều 12 Nghị định số 20/2021/NĐ-CP".to_owned());
            write(office, move |tx| ask_in(tx, OFFICE, &command)).await;
            office.at(stopped_at);
            let what =
                EndEarly::Stop { reason: "không bổ sung".to_owned(), basis: "Điều 19".to_owned() };
            let command = Command { id, revision: None, what };
            let ended = write(office, move |tx| end_early_in(tx, OFFICE, &command)).await;
            let measured = clock::measure(&ended, office.db().clock().now());
            assert_eq!(measured.on_time, Some(id == in_time), "the register and the overview tell the same");
        }
        let sheet = "/dossiers/statistics.xlsx?from=01/11/2026&to=31/12/2026";
        assert_eq!(sums(&ask_as(office, "head", sheet).await), [2, 0, 2, 0, 2, 0, 1, 1, 0, 0, 0]);
        let rows = "/dossiers/statistics/rows?from=01/11/2026&to=31/12/2026&column=10";
        let rows = ask_as(office, "head", rows).await;
        shows(&rows, &["261109-0002"]);
        hides(&rows, &["261109-0001"]);
    })
    .await;
}

#[tokio::test]
async fn what_cannot_be_asked_is_told_and_left_out() {
    on_both(agency::routes, async |office| {
        let dossier = office.receive().await;
        let head = office.site.browser("head").await;
        for query in ["from=32/13/2026", "to=x", "unit=1", "unit=abc", "from=10/11/2026&to=09/11/2026"] {
            let page = head.get(&format!("/dossiers/statistics?{query}")).await;
            assert!([200, 422].contains(&page.status), "{query}: {}", page.status);
            shows(&page, &["role=\"alert\""]);
        }
        let page = head.get("/dossiers/statistics/rows?column=2&sector=%3Cscript%3E").await;
        shows(&page, &["role=\"alert\""]);
        hides(&page, &["<script>", &dossier.code]);
        let page = head.get("/dossiers/statistics/rows?after=999999").await;
        assert_eq!(page.status, 200);
        let book = head.get("/dossiers/book.pdf?from=01/01/2026&to=09/11/2026").await;
        shows(&book, &["261109-0001", "Mẫu số 07, Thông tư số 03/2025/TT-VPCP", "A4Landscape", "0912345678"]);
    })
    .await;
}

#[tokio::test]
async fn a_form_is_signed_in_the_capacity_of_whoever_acted() {
    on_both(agency::routes, async |office| {
        let (by_unit, by_head) = (office.receive().await.id, office.receive().await.id);
        let extended = [("days", "3"), ("reason", "chờ xác minh"), ("revision", "1")];
        for (login, id) in [("unit_head", by_unit), ("head", by_head)] {
            let sent =
                office.site.browser(login).await.post(&format!("/dossiers/{id}/extend"), &extended).await;
            assert_eq!(sent.status, 303, "{login}: {}", sent.text);
        }
        let sorry = slip_today(office, by_unit, "04.pdf").await;
        shows(&sorry, &["TL. Thủ trưởng cơ quan", "Trưởng Phòng Văn hóa - Xã hội", "Người unit_head"]);
        let sorry = slip_today(office, by_head, "04.pdf").await;
        shows(&sorry, &["Thủ trưởng cơ quan", "Người head"]);
        hides(&sorry, &["TL.", "Trưởng Phòng"]);
        let refused = [("reason", "không đủ điều kiện hưởng"), ("revision", "2")];
        let sent = office
            .site
            .browser("unit_head")
            .await
            .post(&format!("/dossiers/{by_unit}/refuse"), &refused)
            .await;
        assert_eq!(sent.status, 303, "{}", sent.text);
        let refusal = slip_today(office, by_unit, "03.pdf").await;
        shows(
            &refusal,
            &["TL. Thủ trưởng cơ quan", "từ chối giải quyết hồ sơ này", "không đủ điều kiện hưởng"],
        );
        hides(&refusal, &["Người từ chối"]);
    })
    .await;
}

#[tokio::test]
async fn a_request_for_papers_ticks_the_form_that_each_is_wanted_in() {
    on_both(agency::routes, async |office| {
        let id = office.receive().await.id;
        let command = ask_for(id, "Bản sao có chứng thực giấy khai sinh");
        write(office, move |tx| ask_in(tx, OFFICE, &command)).await;
        let asked = slip_today(office, id, "02.pdf").await;
        assert_eq!(asked.text.matches("\"x\"").count(), 1, "{}", asked.text);
        // What the office asks for stands under the office's head, not under that of its desk.
        hides(&asked, &["\"superior\":\"Cơ quan 7000\""]);
    })
    .await;
}

/// The lines of the book of a period, as text: number, code, forwarded.
async fn book_lines(office: &Office, period: &str) -> Vec<String> {
    let sheet = ask_as(office, "clerk", &format!("/dossiers/book.xlsx?{period}")).await;
    let read: serde_json::Value = serde_json::from_str(&sheet.text).unwrap();
    let told = |row: &serde_json::Value| {
        let text = |at: usize| row[at]["Text"].as_str().unwrap_or_default().to_owned();
        format!("{} {} {}", row[0]["Whole"], text(1).rsplit('.').next().unwrap(), text(9))
    };
    read["sheets"][0]["rows"].as_array().unwrap().iter().map(told).collect()
}

#[tokio::test]
async fn the_book_numbers_each_year_from_one_and_tells_when_a_dossier_left_the_counter() {
    on_both(agency::routes, async |office| {
        office.at("2026-12-29T09:00");
        let first = office.receive().await;
        let second = receive_at(office, CENTRE, Channel::Counter).await;
        office.at("2026-12-31T10:00");
        let third = office.receive().await;
        office.at("2027-01-04T08:00");
        office.receive().await;
        office.at("2027-01-05T14:30");
        office.step(first.id).await;
        let whole = book_lines(office, "from=29/12/2026&to=04/01/2027").await;
        assert_eq!(
            whole,
            [
                "1 05-261229-0001 14:30 05/01/2027",
                "2 05-261229-0002 ",
                "3 05-261231-0001 ",
                "1 05-270104-0001 "
            ]
        );
        assert_eq!(book_lines(office, "from=30/12/2026&to=31/12/2026").await, ["3 05-261231-0001 "]);
        // What a unit takes has left the counter, done or not.
        let task = third.tasks[0].clone();
        let (id, account_id) = (third.id, office.people[task.role.word()]);
        let unit_id = Some(task.unit_id).filter(|unit_id| *unit_id != 0);
        write(office, move |tx| {
            let person = person_of(tx, OFFICE, (account_id, task.role, unit_id))?;
            let what = Assign { token: task.token, to: Some(account_id), reason: String::new() };
            assign_in(tx, OFFICE, (&Command { id, revision: None, what }, &person))
        })
        .await;
        let last = book_lines(office, "from=31/12/2026&to=31/12/2026").await;
        assert_eq!(last, ["3 05-261231-0001 14:30 05/01/2027"]);
        assert!(second.code.ends_with("261229-0002"));
    })
    .await;
}

#[tokio::test]
async fn the_first_print_of_a_form_is_free_and_a_later_one_needs_a_reason() {
    on_both(agency::routes, async |office| {
        let id = office.receive().await.id;
        assert_eq!(slip_today(office, id, "01.pdf").await.status, 200);
        assert_eq!(slip_today(office, id, "01.docx").await.status, 200, "the same print");
        office.at("2026-11-09T09:30");
        let again = slip_today(office, id, "01.pdf").await;
        assert_eq!(again.told(), format!("303 /dossiers/{id}/reprint?form=01"));
        shows(&ask_as(office, "clerk", again.location()).await, &["đã in rồi", "value=\"01\" selected"]);
        let read = ask_as(office, "officer", &format!("/dossiers/{id}/slips/01.pdf")).await;
        assert_eq!(read.status, 200, "whoever hands out no forms reads them");
        let reprint = async |form: &str| {
            let clerk = office.site.browser("clerk").await;
            let revision = office.dossier(id).await.revision.to_string();
            let fields = [("form", form), ("reason", "mất giấy hẹn"), ("revision", revision.as_str())];
            clerk.post(&format!("/dossiers/{id}/reprint"), &fields).await
        };
        assert_eq!(reprint("02").await.status, 422, "there is no such form yet");
        assert_eq!(reprint("01").await.status, 303);
        office.at("2026-11-09T10:00");
        assert_eq!(slip_today(office, id, "01.pdf").await.status, 200);
        office.at("2026-11-09T11:00");
        assert_eq!(slip_today(office, id, "01.pdf").await.status, 303);
        assert_eq!(slip_today(office, id, "06.pdf").await.status, 200);
        office.at("2026-11-10T10:00");
        let command = ask_for(id, "Giấy xác nhận");
        write(office, move |tx| ask_in(tx, OFFICE, &command)).await;
        assert_eq!(slip_today(office, id, "06.pdf").await.status, 200, "it tells a step more");
        assert_eq!(slip_today(office, id, "02.pdf").await.status, 200);
        office.at("2026-11-11T10:00");
        assert_eq!(slip_today(office, id, "02.pdf").await.status, 303);
        assert_eq!(reprint("02").await.status, 303);
        assert_eq!(slip_today(office, id, "02.pdf").await.status, 200);
        let papers = vec![PaperIn::of_component(0, PaperForm::Copy, 1)];
        let command = Command { id, revision: None, what: papers };
        write(office, move |tx| answer_in(tx, OFFICE, &command)).await;
        assert_eq!(
            slip_today(office, id, "01.pdf").await.status,
            200,
            "another appointment, another receipt"
        );
    })
    .await;
}

#[tokio::test]
async fn each_request_for_papers_keeps_its_own_paper_and_number() {
    on_both(agency::routes, async |office| {
        let id = office.receive().await.id;
        for (at, paper) in [("2026-11-10T10:00", "Giấy xác nhận"), ("2026-11-12T10:00", "Ảnh 3x4")] {
            office.at(at);
            let command = ask_again_for(id, paper);
            write(office, move |tx| ask_in(tx, OFFICE, &command)).await;
            assert_eq!(slip_today(office, id, "02.pdf").await.status, 200);
            let papers = vec![PaperIn::of_component(0, PaperForm::Copy, 1)];
            let command = Command { id, revision: None, what: papers };
            write(office, move |tx| answer_in(tx, OFFICE, &command)).await;
        }
        let officer =
            async |file: &str| ask_as(office, "officer", &format!("/dossiers/{id}/slips/{file}")).await;
        let newest = officer("02.pdf").await;
        shows(&newest, &["261109-0001.2/HDHS", "Ảnh 3x4"]);
        hides(&newest, &["Giấy xác nhận"]);
        let first = officer("02-1.pdf").await;
        shows(&first, &["261109-0001/HDHS", "Giấy xác nhận"]);
        hides(&first, &["Ảnh 3x4"]);
        assert_eq!(officer("02-2.docx").await.text, newest.text);
        for file in ["02-3.pdf", "02-0.pdf", "02-.pdf", "01-1.pdf", "02-x.pdf"] {
            assert_eq!(officer(file).await.status, 404, "{file}");
        }
        shows(
            &ask_as(office, "officer", &format!("/dossiers/{id}")).await,
            &["slips/02.pdf", "slips/02-1.pdf"],
        );
        // Both were printed at the counter; the first is printed again for a reason of its own.
        let again = slip_today(office, id, "02-1.pdf").await;
        assert_eq!(again.told(), format!("303 /dossiers/{id}/reprint?form=02-1"));
        shows(&ask_as(office, "clerk", again.location()).await, &["value=\"02-1\" selected"]);
        office.at("2026-11-12T11:00");
        let clerk = office.site.browser("clerk").await;
        let revision = office.dossier(id).await.revision.to_string();
        let fields = [("form", "02-1"), ("reason", "mất phiếu"), ("revision", revision.as_str())];
        assert_eq!(clerk.post(&format!("/dossiers/{id}/reprint"), &fields).await.status, 303);
        assert_eq!(slip_today(office, id, "02-1.pdf").await.status, 200);
        assert_eq!(slip_today(office, id, "02.pdf").await.status, 303, "the reason was for the other");
    })
    .await;
}

#[tokio::test]
async fn a_desk_prints_again_for_another_agency_with_a_reason_too() {
    on_both(agency::routes, async |office| {
        let id = receive_at(office, CENTRE, Channel::Counter).await.id;
        let held = office.db().read(move |tx| receptions::of_dossier(tx, CENTRE, id)).await.unwrap().unwrap();
        let path = format!("/receptions/{}/slips/01.pdf", held.id);
        assert_eq!(ask_as(office, "centre", &path).await.status, 200);
        office.at("2026-11-09T16:00");
        let again = ask_as(office, "centre", &path).await;
        assert_eq!(again.told(), format!("303 /receptions/{}/reprint?form=01", held.id));
        assert_eq!(slip_today(office, id, "01.pdf").await.status, 303, "one paper, whichever desk prints it");
    })
    .await;
}

#[tokio::test]
async fn the_table_offers_its_periods_links_its_figures_and_tells_what_came_to_no_result() {
    on_both(agency::routes, async |office| {
        let id = office.receive().await.id;
        office.receive().await;
        let what = EndEarly::Withdraw { reason: "đổi ý".to_owned() };
        let command = Command { id, revision: None, what };
        write(office, move |tx| end_early_in(tx, OFFICE, &command)).await;
        let ahead = ask_as(office, "head", "/dossiers/statistics?from=01/01/2027&to=31/03/2027").await;
        assert_eq!(ahead.status, 422);
        shows(&ahead, &["Kỳ này chưa đến"]);
        let page = ask_as(office, "head", "/dossiers/statistics?from=01/10/2026&to=31/12/2026").await;
        shows(
            &page,
            &[
                "Quý IV/2026",
                "6 tháng cuối năm 2026",
                "Năm 2025",
                "1 hồ sơ công dân rút",
                "aria-current=\"page\"",
            ],
        );
        shows(&page, &["from=01%2F07%2F2026&amp;to=31%2F12%2F2026"]);
        let sheet = ask_as(office, "head", "/dossiers/statistics.xlsx?from=01/10/2026&to=31/12/2026").await;
        shows(
            &sheet,
            &["http://127.0.0.1:8080/dossiers/statistics/rows?", "column=8", "1 hồ sơ công dân rút"],
        );
        assert_eq!(sums(&sheet), [2, 0, 2, 0, 1, 1, 0, 0, 1, 1, 0]);
    })
    .await;
}
