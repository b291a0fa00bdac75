//! Stories of the forms of a dossier, its result paper, the book and the statistics, told on both engines.

mod office;

use agency::dossiers::slips::{is_rating_token, rating_token};
use agency::dossiers::*;
use office::{CENTRE, OFFICE, Office, on_both};
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
    Command { id, revision: None, what: Ask { wanted, reason: "chưa đủ căn cứ".to_owned() } }
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
        office.at("2026-11-12T10:00");
        let papers = vec![PaperIn { component: 0, form: PaperForm::Copy, count: 2 }];
        let command = Command { id, revision: None, what: papers };
        write(office, move |tx| answer_in(tx, OFFICE, &command)).await;
        let again = slip_today(office, id, "01.pdf").await;
        // The limit began anew on the twelfth; 24 November is a day off.
        shows(&again, &["10 giờ 00 phút, ngày 12 tháng 11 năm 2026", "ngày 27 tháng 11 năm 2026", "Bản sao"]);
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
        assert_eq!(statuses(&clerk, id).await, [200, 200, 422, 200, 200, 200, 404]);
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
        let command = ask_for(extended, "Sổ hộ khẩu");
        write(office, move |tx| ask_in(tx, OFFICE, &command)).await;
        assert_eq!(sums(&ask_as(office, "head", &sheet).await), told, "a pause of November is not October's");
        office.at("2026-11-20T09:00");
        let papers = vec![PaperIn { component: 0, form: PaperForm::Copy, count: 1 }];
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
