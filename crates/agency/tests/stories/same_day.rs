//! Stories of the book of same-day work (sổ việc trong ngày), told on both engines through its pages.

use crate::counter::{changed, filled, receive, switched_on};
use crate::office::{OFFICE, Office, on_both};
use agency::dossiers::{self, Delivery, Status};
use platform::testing::site::{Answer, hides, shows};

/// A line of certified copies as a clerk types it.
const LINE: [(&str, &str); 5] = [
    ("name", "Vàng A Sử"),
    ("field.ten_giay_to", "Bằng"),
    ("field.so_trang", "2"),
    ("field.so_ban", "3"),
    ("field.hinh_thuc", "giay"),
];

/// Certified copies, switched on at the office.
async fn certified_copies(office: &Office) -> i64 {
    switched_on(office, "chung_thuc/002").await
}

/// The dossier of the line that an answer leads to.
fn line_in(sent: &Answer) -> i64 {
    sent.location().split("last=").nth(1).unwrap().split('&').next().unwrap().parse().unwrap()
}

#[tokio::test]
async fn forty_lines_are_written_by_keyboard_and_numbered_by_book_and_year() {
    on_both(agency::dossiers::routes, async |office| {
        let clerk = office.site.browser("clerk").await;
        shows(&clerk.get("/counter/same-day").await, &["Chưa có thủ tục nào ghi được theo dòng"]);
        let path = format!("/counter/same-day?service={}", certified_copies(office).await);
        let page = clerk.get("/counter/same-day").await;
        shows(&page, &["autofocus", "field.ten_giay_to", "Hôm nay chưa ghi dòng nào."]);
        hides(&page, &["btxh"]);
        let line = |name: &'static str, copies: &'static str| {
            let fixed = [("field.ten_giay_to", "Bằng tốt nghiệp"), ("field.so_trang", "2")];
            let own = [
                ("name", name),
                ("field.so_ban", copies),
                ("field.hinh_thuc", "giay"),
                ("fee_vnd", "12.000"),
            ];
            [fixed.as_slice(), own.as_slice()].concat()
        };
        for number in 1..=40 {
            let sent = clerk.post(&path, &line("Vàng A Sử", "3")).await;
            assert!(sent.location().starts_with(&format!("{path}&last=")), "{} {}", sent.told(), sent.text);
            if number == 40 {
                shows(
                    &clerk.get(sent.location()).await,
                    &["Số 40:", "Hôm nay: 40 dòng, 480.000 đ", "Đã ghi vào sổ."],
                );
            }
        }
        let bad = clerk.post(&path, &line("", "0")).await;
        assert_eq!(bad.status, 422);
        shows(&bad, &["href=\"#name\"", "href=\"#field.so_ban\"", "value=\"Bằng tốt nghiệp\""]);
        let huge = line("Vàng A Sử", "1").into_iter().filter(|pair| pair.0 != "fee_vnd");
        let huge: Vec<(&str, &str)> = huge.chain([("fee_vnd", "99999999999999999999")]).collect();
        assert_eq!(clerk.post(&path, &huge).await.status, 422);
        let keyed = [line("Giàng Thị Mỷ", "1").as_slice(), &[("form_key", "d1")]].concat();
        assert!(clerk.post(&path, &keyed).await.location().contains("last="));
        assert!(clerk.post(&path, &keyed).await.location().contains("counter-done-line-repeated"));
        office.at("2027-01-04T09:00");
        let clerk = office.site.browser("clerk").await;
        let sent = clerk.post(&path, &line("Năm mới", "1")).await;
        shows(&clerk.get(sent.location()).await, &["Số 1:"]);
    })
    .await;
}

#[tokio::test]
async fn a_day_of_more_lines_than_are_shown_is_summed_whole() {
    on_both(agency::dossiers::routes, async |office| {
        let mut command = office.command();
        command.fee_vnd = 2_000;
        office
            .db()
            .write(move |tx| {
                for _ in 0..502 {
                    dossiers::receive_in_book_in(tx, OFFICE, (&command, "chung_thuc"))?;
                }
                // What stands in no book takes no place among the lines.
                for _ in 0..3 {
                    dossiers::receive_in(tx, OFFICE, &command)?;
                }
                Ok(())
            })
            .await
            .unwrap();
        let page = office.site.browser("clerk").await.get("/counter/same-day").await;
        shows(&page, &["Hôm nay: 502 dòng, 1.004.000 đ", "500 dòng mới nhất"]);
        assert_eq!(page.text.matches("/correct?from=same-day").count(), 500);
    })
    .await;
}

#[tokio::test]
async fn a_line_is_returned_at_once_only_when_nothing_but_the_counter_is_left() {
    on_both(agency::dossiers::routes, async |office| {
        let clerk = office.site.browser("clerk").await;
        let path = format!("/counter/same-day?service={}", certified_copies(office).await);
        let sent = clerk.post(&path, &LINE).await;
        let id: i64 =
            sent.location().split("last=").nth(1).unwrap().split('&').next().unwrap().parse().unwrap();
        let back = format!("/counter/same-day/{id}/return");
        hides(&clerk.get("/counter/same-day").await, &["Trả ngay"]);
        let early = clerk.post(&back, &[]).await;
        assert_eq!(early.status, 422);
        shows(&early, &["Chưa trả được"]);
        office.work_until(id, Status::Settled).await;
        shows(&clerk.get("/counter/same-day").await, &["Trả ngay"]);
        let done = clerk.post(&back, &[]).await;
        assert_eq!(done.told(), "303 /counter/same-day?done=counter-done-returned");
        let dossier = office.dossier(id).await;
        assert_eq!((dossier.status, dossier.delivery), (Status::Returned, Some(Delivery::Applicant)));
        // What stands in no book is returned by its own page.
        let other = receive(office, &clerk, &filled()).await;
        assert_eq!(clerk.post(&format!("/counter/same-day/{other}/return"), &[]).await.status, 404);
    })
    .await;
}

#[tokio::test]
async fn the_fee_of_a_line_is_worked_out_unless_it_is_typed() {
    on_both(agency::dossiers::routes, async |office| {
        let clerk = office.site.browser("clerk").await;
        let copies = format!("/counter/same-day?service={}", switched_on(office, "chung_thuc/006").await);
        shows(&clerk.get(&copies).await, &["Để trống ô lệ phí", "2.000 đồng/trang"]);
        let line = |pages: &'static str, number: &'static str, fee: &'static str| {
            [
                ("name", "Vàng A Sử"),
                ("field.ten_giay_to", "Bằng"),
                ("field.so_trang", pages),
                ("field.so_ban", number),
                ("field.hinh_thuc", "giay"),
                ("fee_vnd", fee),
            ]
        };
        for (pages, number, typed, fee_vnd) in
            [("2", "3", "", 12_000), ("10", "2", "", 24_000), ("500", "1", "", 200_000), ("2", "3", "0", 0)]
        {
            let sent = clerk.post(&copies, &line(pages, number, typed)).await;
            assert_eq!(sent.status, 303, "{}", sent.text);
            let intake = office.dossier(line_in(&sent)).await.intake;
            assert_eq!((intake.fee_vnd, intake.fee_paid), (fee_vnd, fee_vnd > 0), "{pages} {number} {typed}");
        }
        // A procedure without fields: the line itself asks for the pages.
        let contracts = format!("/counter/same-day?service={}", switched_on(office, "chung_thuc/014").await);
        shows(&clerk.get(&contracts).await, &["name=\"pages\""]);
        let none = clerk.post(&contracts, &[("name", "Vàng A Sử"), ("sets", "2")]).await;
        assert_eq!(none.status, 422);
        shows(&none, &["href=\"#pages\"", "Chưa nhập số trang"]);
        let sent = clerk.post(&contracts, &[("name", "Vàng A Sử"), ("sets", "2"), ("pages", "4")]).await;
        assert_eq!(office.dossier(line_in(&sent)).await.intake.fee_vnd, 12_000);
    })
    .await;
}

#[tokio::test]
async fn a_procedure_of_many_fields_is_written_on_a_second_page() {
    on_both(agency::dossiers::routes, async |office| {
        let clerk = office.site.browser("clerk").await;
        let path = format!("/counter/same-day?service={}", switched_on(office, "ho_tich/034").await);
        let first = clerk.get(&path).await;
        shows(&first, &["Tiếp: ghi nội dung", "autofocus"]);
        hides(&first, &["field.noi_dang_ky"]);
        let nameless = clerk.post(&path, &[("name", ""), ("sets", "1")]).await;
        assert_eq!(nameless.status, 422);
        shows(&nameless, &["href=\"#name\"", "Tiếp: ghi nội dung"]);
        let second = clerk.post(&path, &[("name", "Vàng A Sử")]).await;
        assert_eq!(second.status, 200);
        shows(
            &second,
            &[
                "field.noi_dang_ky",
                "field.so_dang_ky",
                "value=\"Vàng A Sử\"",
                "name=\"page\" value=\"fields\"",
            ],
        );
        assert_eq!(second.text.matches("value=\"Vàng A Sử\"").count(), 2, "who stands there is who asks");
        let bad = clerk
            .post(&path, &[("page", "fields"), ("name", "Vàng A Sử"), ("field.ho_ten", "Vàng Thị Mỷ")])
            .await;
        assert_eq!(bad.status, 422);
        shows(&bad, &["href=\"#field.noi_dang_ky\"", "value=\"Vàng Thị Mỷ\""]);
        let filled = [
            ("page", "fields"),
            ("name", "Vàng A Sử"),
            ("id_number", "001188000123"),
            ("field.nyc_ho_ten", "Vàng A Sử"),
            ("field.nyc_cu_tru", "Bản Phố"),
            ("field.nyc_giay_to", "CCCD 001188000123"),
            ("field.nyc_quan_he", "Cha"),
            ("field.loai", "khai_sinh"),
            ("field.ho_ten", "Vàng Thị Mỷ"),
            ("field.ngay_sinh", "02/03/2020"),
            ("field.gioi_tinh", "nu"),
            ("field.noi_dang_ky", "UBND xã Bản Phố"),
            ("field.so_luong", "3"),
        ];
        let sent = clerk.post(&path, &filled).await;
        assert_eq!(sent.status, 303, "{}", sent.text);
        let intake = office.dossier(line_in(&sent)).await.intake;
        assert_eq!((intake.fee_vnd, intake.book_no), (24_000, Some(1)));
        shows(&clerk.get(sent.location()).await, &["Số 1:", "lệ phí 24.000 đ"]);
        // Birth has several fees: which of them, the clerk says.
        let birth = format!("/counter/same-day?service={}", switched_on(office, "ho_tich/001").await);
        let unpriced = clerk.post(&birth, &[("name", "Vàng A Sử")]).await;
        assert_eq!(unpriced.status, 422);
        shows(&unpriced, &["href=\"#fee_vnd\"", "gõ 0 nếu được miễn"]);
        let second = clerk.post(&birth, &[("name", "Vàng A Sử"), ("fee_vnd", "0")]).await;
        assert_eq!(second.status, 200);
        shows(&second, &["field.ngay_sinh", "field.me_ho_ten"]);
    })
    .await;
}

#[tokio::test]
async fn a_line_that_may_be_printed_again_is_offered_with_the_focus_on_its_button() {
    on_both(agency::dossiers::routes, async |office| {
        let clerk = office.site.browser("clerk").await;
        let path = format!("/counter/same-day?service={}", certified_copies(office).await);
        let sent = clerk.post(&path, &LINE).await;
        let written = clerk.get(sent.location()).await;
        shows(&written, &["Giấy hẹn"]);
        hides(&written, &["In mẫu"]);
        let id = line_in(&sent);
        let lost = [("revision", "1"), ("form", "01"), ("reason", "mất giấy hẹn")];
        let sent = clerk.post(&format!("/dossiers/{id}/reprint?from=same-day"), &lost).await;
        let offered = clerk.get(sent.location()).await;
        let button =
            format!("<a class=\"button first\" href=\"/dossiers/{id}/slips/01.pdf\" autofocus>In mẫu 01</a>");
        shows(&offered, &[&button]);
        assert_eq!(offered.text.matches(" autofocus").count(), 1, "{}", offered.text);
        let harmless = clerk.get(&format!("/counter/same-day?last={id}&print=%3Cb%3E")).await;
        hides(&harmless, &["In mẫu"]);
    })
    .await;
}

#[tokio::test]
async fn what_was_handed_out_is_corrected_no_more_and_the_book_does_not_offer_it() {
    on_both(agency::dossiers::routes, async |office| {
        let clerk = office.site.browser("clerk").await;
        let path = format!("/counter/same-day?service={}", certified_copies(office).await);
        let id = line_in(&clerk.post(&path, &LINE).await);
        shows(&clerk.get("/counter/same-day").await, &[&format!("/dossiers/{id}/correct?from=same-day")]);
        office.work_until(id, Status::Returned).await;
        let book = clerk.get("/counter/same-day").await;
        hides(&book, &[&format!("/dossiers/{id}/correct")]);
        shows(&book, &[&format!("/dossiers/{id}/reprint?from=same-day")]);
        let revision = office.dossier(id).await.revision.to_string();
        let typed = changed(&[("revision", revision.as_str()), ("name", "Khác"), ("reason", "gõ nhầm")]);
        let sent = clerk.post(&format!("/dossiers/{id}/correct"), &typed).await;
        assert_eq!(sent.status, 422);
        shows(&sent, &["không sửa được nữa", "value=\"Khác\""]);
    })
    .await;
}
