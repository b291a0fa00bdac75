//! The explanation in words, whole, in both languages.

use crate::common::{at, calendar, day, facts};
use workdays::{Basis, Calendar, Grounds, Holiday, Language, Limit, Profile, Suspension, explain};

fn told(limit: Limit, received: &str, pauses: &[(&str, &str)], language: Language) -> String {
    let pause = |(from, until): &(&str, &str)| Suspension {
        from_at: at(from),
        until_at: (!until.is_empty()).then(|| at(until)),
    };
    let pauses: Vec<Suspension> = pauses.iter().map(pause).collect();
    explain(&calendar("P1", true), &limit, at(received), &pauses).unwrap().lines(language).join("\n")
}

/// `bl-91-2015/147/2`, `bl-91-2015/148/2`: the first day and the last.
#[test]
fn working_days_are_told_day_by_day_in_vietnamese() {
    let pauses = [("2026-02-24T10:00", "2026-02-25T09:00")];
    assert_eq!(
        told(Limit::WorkingDays(2), "2026-02-13T16:00", &pauses, Language::Vi),
        "\
Thời hạn 2 ngày làm việc, nhận lúc 16:00 Thứ Sáu 13/02/2026.
Thứ Sáu 13/02/2026: nhận hồ sơ lúc 16:00; ngày nhận hồ sơ, không tính (khoản 2 Điều 147 BLDS 2015)
Thứ Bảy 14/02/2026: ngày nghỉ hằng tuần, không tính (Quyết định 188/1999/QĐ-TTg)
Chủ Nhật 15/02/2026: ngày nghỉ hằng tuần, không tính (Quyết định 188/1999/QĐ-TTg)
Thứ Hai 16/02/2026: nghỉ lễ, tết: Giao thừa Tết Nguyên Đán, không tính (khoản 1 Điều 112 BLLĐ 2019)
Thứ Ba 17/02/2026: nghỉ lễ, tết: Tết Nguyên Đán, không tính (khoản 1 Điều 112 BLLĐ 2019)
Thứ Tư 18/02/2026: nghỉ lễ, tết: Mùng hai Tết Nguyên Đán, không tính (khoản 1 Điều 112 BLLĐ 2019)
Thứ Năm 19/02/2026: nghỉ lễ, tết: Mùng ba Tết Nguyên Đán, không tính (khoản 1 Điều 112 BLLĐ 2019)
Thứ Sáu 20/02/2026: nghỉ lễ, tết: Mùng bốn Tết Nguyên Đán, không tính (khoản 1 Điều 112 BLLĐ 2019)
Thứ Bảy 21/02/2026: ngày nghỉ hằng tuần, không tính (Quyết định 188/1999/QĐ-TTg)
Chủ Nhật 22/02/2026: ngày nghỉ hằng tuần, không tính (Quyết định 188/1999/QĐ-TTg)
Thứ Hai 23/02/2026: ngày làm việc thứ 1
Thứ Ba 24/02/2026: tạm dừng từ 10:00 Thứ Ba 24/02/2026 đến 09:00 Thứ Tư 25/02/2026, không tính
Thứ Tư 25/02/2026: ngày làm việc thứ 2 (khoản 2 Điều 148 BLDS 2015); \
tạm dừng kết thúc lúc 09:00, ngày tiếp tục được tính; đến hạn lúc 17:00
Đến hạn lúc 17:00 Thứ Tư 25/02/2026."
    );
}

/// `bl-91-2015/147/1`, `nq-28-2026/2`: hours run from the moment, Cultural Day is off.
#[test]
fn hours_are_told_session_by_session() {
    let limit = Limit::read("H", "8").unwrap();
    let pauses = [("2026-11-23T14:00", "2026-11-23T15:00")];
    assert_eq!(
        told(limit, "2026-11-23T10:00", &pauses, Language::Vi),
        "\
Thời hạn 8 giờ làm việc, nhận lúc 10:00 Thứ Hai 23/11/2026.
Thứ Hai 23/11/2026: nhận hồ sơ lúc 10:00; thời hạn tính từ 10:00 (khoản 1 Điều 147 BLDS 2015); \
tính 10:00-11:30 (1 giờ 30 phút); nghỉ giữa buổi 11:30-13:30, không tính; tính 13:30-14:00 (30 phút); \
tạm dừng từ 14:00 đến 15:00 Thứ Hai 23/11/2026, không tính; tính 15:00-17:00 (2 giờ); \
cộng dồn 4 giờ trên 8 giờ làm việc
Thứ Ba 24/11/2026: nghỉ lễ, tết: Ngày Văn hóa Việt Nam, không tính (Điều 2 Nghị quyết 28/2026/QH16)
Thứ Tư 25/11/2026: tính 07:30-11:30 (4 giờ); cộng dồn 8 giờ trên 8 giờ làm việc; đến hạn lúc 11:30
Đến hạn lúc 11:30 Thứ Tư 25/11/2026."
    );
    assert_eq!(
        told(limit, "2026-11-23T16:59:15", &[("2026-11-23T17:30", "")], Language::En),
        "\
Limit: 8 hours of office time, received at 16:59:15 on Monday 23/11/2026.
Monday 23/11/2026: received at 16:59:15; runs from 16:59:15 (Article 147(1), Civil Code 2015); \
16:59:15-17:00 counts (45 seconds); 45 seconds of 8 hours of office time so far
Suspended since 17:30 on Monday 23/11/2026, no due moment yet; 7 hours 59 minutes 15 seconds of office time left."
    );
}

/// `bl-91-2015/148/5`: the last day moves on.
#[test]
fn calendar_days_tell_where_the_end_moves() {
    let pauses = [("2027-01-06T12:00", "2027-01-06T14:00")];
    assert_eq!(
        told(Limit::CalendarDays(5), "2027-01-04T12:00", &pauses, Language::En),
        "\
Limit: 5 days, received at 12:00 on Monday 04/01/2027.
Monday 04/01/2027: received at 12:00; in the break between sessions, so it starts at 13:30 on Monday 04/01/2027 \
(by the office hours of the agency); day of receipt, not counted (Article 147(2), Civil Code 2015)
Tuesday 05/01/2027: day 1
Wednesday 06/01/2027: day 2; the suspension from 12:00 to 14:00 on Wednesday 06/01/2027 ends on this day, \
and the day of the resumption counts
Thursday 07/01/2027: day 3
Friday 08/01/2027: day 4
Saturday 09/01/2027: weekly day of rest, counted all the same (Decision 188/1999/QĐ-TTg); day 5 (Article 148(2), Civil Code 2015); \
the last day is a day off, the end moves to Monday 11/01/2027 (Article 148(5), Civil Code 2015)
Sunday 10/01/2027: weekly day of rest (Decision 188/1999/QĐ-TTg)
Monday 11/01/2027: due at 17:00
Due at 17:00 on Monday 11/01/2027.
The holidays of a year concerned are only projected; the moment may move when the official notice is in."
    );
}

#[test]
fn the_same_day_and_the_same_clock_tell_their_rule() {
    let same_day = Limit::read("S15", "1").unwrap();
    assert_eq!(
        told(same_day, "2026-11-20T15:00:01", &[], Language::Vi),
        "\
Thời hạn trong ngày làm việc (sau 15:00: ngày làm việc tiếp theo), nhận lúc 15:00:01 Thứ Sáu 20/11/2026.
Thứ Sáu 20/11/2026: nhận hồ sơ lúc 15:00:01; sau 15:00, trả kết quả trong ngày làm việc tiếp theo
Thứ Bảy 21/11/2026: ngày nghỉ hằng tuần, không tính (Quyết định 188/1999/QĐ-TTg)
Chủ Nhật 22/11/2026: ngày nghỉ hằng tuần, không tính (Quyết định 188/1999/QĐ-TTg)
Thứ Hai 23/11/2026: ngày làm việc tiếp theo; đến hạn lúc 17:00
Đến hạn lúc 17:00 Thứ Hai 23/11/2026."
    );
    let saturday =
        explain(&calendar("P2", false), &Limit::WorkingDaysAtClock(1), at("2026-11-20T15:10"), &[]);
    assert_eq!(
        saturday.unwrap().lines(Language::Vi)[2..],
        [
            "Thứ Bảy 21/11/2026: ngày làm việc thứ 1 (khoản 2 Điều 148 BLDS 2015); \
15:10 không thuộc giờ làm việc ngày này, lấy 11:30; đến hạn lúc 11:30",
            "Đến hạn lúc 11:30 Thứ Bảy 21/11/2026.",
        ]
    );
    assert_eq!(
        told(Limit::WorkingDaysAtClock(4), "2026-08-21T12:00", &[("2026-08-25T12:00", "")], Language::Vi),
        "\
Thời hạn 4 ngày làm việc theo giờ nhận, nhận lúc 12:00 Thứ Sáu 21/08/2026.
Thứ Sáu 21/08/2026: nhận hồ sơ lúc 12:00; trong giờ nghỉ giữa buổi, thời hạn bắt đầu từ 13:30 Thứ Sáu 21/08/2026 \
(theo giờ làm việc của cơ quan); ngày nhận hồ sơ, không tính (khoản 2 Điều 147 BLDS 2015)
Thứ Bảy 22/08/2026: làm việc bù (thay cho 31/08/2026) (Thông báo 9441/TB-BNV); ngày làm việc thứ 1
Chủ Nhật 23/08/2026: ngày nghỉ hằng tuần, không tính (Quyết định 188/1999/QĐ-TTg)
Thứ Hai 24/08/2026: ngày làm việc thứ 2
Thứ Ba 25/08/2026: tạm dừng từ 12:00 Thứ Ba 25/08/2026, chưa tiếp tục, không tính
Đang tạm dừng từ 12:00 Thứ Ba 25/08/2026, chưa có thời điểm đến hạn; còn lại 2 ngày làm việc."
    );
}

/// The acts of a count in the order of its days, each once.
fn acts(limit: Limit, received: &str) -> Vec<&'static str> {
    let told = explain(&calendar("P1", true), &limit, at(received), &[]).unwrap();
    let notes = told.days.into_iter().flat_map(|day| day.notes);
    let mut acts: Vec<&str> = notes.filter_map(|note| note.basis.and_then(|basis| basis.id)).collect();
    let mut seen = std::collections::HashSet::new();
    acts.retain(|act| seen.insert(*act));
    acts
}

#[test]
fn each_step_names_the_act_in_force_on_its_day() {
    let c = Limit::CalendarDays;
    assert_eq!(
        acts(c(5), "2012-04-26T09:00"),
        ["bl-33-2005/152", "qd-188-1999/1", "bl-1994/73", "bl-33-2005/153"]
    );
    assert_eq!(
        acts(c(3), "2016-04-29T09:00"),
        ["bl-33-2005/152", "bl-10-2012/115/1", "bl-10-2012/115/3", "bl-33-2005/153"]
    );
    assert_eq!(
        acts(c(3), "2022-04-29T09:00"),
        ["bl-91-2015/147/2", "bl-45-2019/112/1", "bl-45-2019/111/3", "bl-91-2015/148/2", "bl-91-2015/148/5"]
    );
    // A limit that began under the old code is counted by it to its end.
    assert_eq!(
        acts(c(10), "2016-12-28T09:00"),
        ["bl-33-2005/152", "qd-188-1999/1", "bl-10-2012/115/1", "bl-10-2012/115/3", "bl-33-2005/153"]
    );
    assert_eq!(acts(Limit::read("H", "8").unwrap(), "2016-03-01T09:00"), ["bl-33-2005/152"]);
    assert_eq!(
        acts(Limit::read("H", "8").unwrap(), "2026-11-23T09:00"),
        ["bl-91-2015/147/1", "nq-28-2026/2"]
    );
    assert_eq!(acts(Limit::read("S15", "1").unwrap(), "2026-11-24T09:00"), ["nq-28-2026/2"]);
}

/// `nq-28-2026/2` is in force from 1/7/2026 only.
#[test]
fn a_holiday_of_24_11_before_the_resolution_rests_on_no_act() {
    let mut facts = facts(Profile::p1(), true);
    let cultural_day = facts.holidays.iter().find(|row| row.day == day("2026-11-24")).unwrap();
    let early = Holiday { day: day("2025-11-24"), ..cultural_day.clone() };
    facts.holidays.push(early);
    facts.holidays.sort_by_key(|row| row.day);
    let calendar = Calendar::compile(facts).unwrap();
    for (received, expected) in [("2025-11-21T09:00", None), ("2026-11-23T09:00", Some("nq-28-2026/2"))] {
        let told = explain(&calendar, &Limit::WorkingDays(1), at(received), &[]).unwrap();
        let day = told.days.iter().find(|one| matches!(one.day.parts(), (_, 11, 24))).unwrap();
        let acts: Vec<_> = day.notes.iter().filter_map(|note| note.basis.as_ref()?.id).collect();
        assert_eq!(acts.first().copied(), expected, "{received}");
    }
}

#[test]
fn a_row_that_names_its_notice_is_cited_by_it() {
    let mut facts = facts(Profile::p1(), true);
    for row in facts.holidays.iter_mut().filter(|row| row.day == day("2011-01-29")) {
        row.legal_basis = Some("Công văn 9529/VPCP-KGVX".to_owned());
    }
    let calendar = Calendar::compile(facts).unwrap();
    let told = explain(&calendar, &Limit::WorkingDays(1), at("2011-01-28T09:00"), &[]).unwrap();
    assert_eq!(
        told.days[1].line(told.limit, Language::Vi),
        "Thứ Bảy 29/01/2011: làm việc bù (thay cho 31/01/2011) (Công văn 9529/VPCP-KGVX); \
ngày làm việc thứ 1 (Điều 153 BLDS 2005); đến hạn lúc 17:00"
    );
}

/// The lines of an explanation that name a word.
fn lines_with(text: &str, word: &str) -> Vec<String> {
    text.lines().filter(|line| line.contains(word)).map(str::to_owned).collect()
}

#[test]
fn a_procedure_and_its_pauses_name_the_acts_they_rest_on() {
    let law = Grounds { limit: Some(Basis::named("Luật Hộ tịch năm 2014")), ..Grounds::default() };
    let same_day = Limit::read("S15", "1").unwrap();
    let calendar = calendar("P1", true);
    let told = explain(&calendar, &same_day, at("2026-11-20T15:10"), &[]).unwrap();
    let moments = told.due;
    let told = told.on(&law);
    assert_eq!(told.due, moments, "grounds move nothing");
    assert_eq!(
        told.lines(Language::Vi)[..2],
        [
            "Thời hạn trong ngày làm việc (sau 15:00: ngày làm việc tiếp theo) (Luật Hộ tịch năm 2014), \
nhận lúc 15:10 Thứ Sáu 20/11/2026.",
            "Thứ Sáu 20/11/2026: nhận hồ sơ lúc 15:10; sau 15:00, trả kết quả trong ngày làm việc tiếp theo \
(Luật Hộ tịch năm 2014)",
        ]
    );
    let (first, second) = (at("2026-11-03T10:00"), at("2026-11-09T10:00"));
    let pauses = [
        Suspension { from_at: first, until_at: Some(at("2026-11-04T10:00")) },
        Suspension { from_at: second, until_at: Some(at("2026-11-10T10:00")) },
    ];
    let grounds = Grounds {
        pauses: vec![(first, Basis::cited("khoản 4 Điều 19", "Article 19(4)"))],
        other_pauses: Some(Basis::cited("chưa nêu căn cứ", "no basis given")),
        ..Grounds::default()
    };
    let told = explain(&calendar, &Limit::WorkingDays(6), at("2026-11-02T09:00"), &pauses).unwrap();
    let text = told.on(&grounds).lines(Language::Vi).join("\n");
    assert!(text.contains("Thứ Tư 04/11/2026, không tính (khoản 4 Điều 19)"), "{text}");
    assert!(text.contains("Thứ Ba 10/11/2026, không tính (chưa nêu căn cứ)"), "{text}");
}

#[test]
fn a_count_that_began_anew_says_why() {
    let grounds = Grounds {
        anew: Some(Basis::cited("khoản 4 Điều 19 NĐ 61/2018", "Article 19(4), Decree 61/2018")),
        ..Grounds::default()
    };
    let told = explain(&calendar("P1", true), &Limit::WorkingDays(1), at("2026-11-02T09:00"), &[]).unwrap();
    assert_eq!(
        told.on(&grounds).lines(Language::Vi),
        [
            "Thời hạn 1 ngày làm việc, tính lại từ đầu khi nhận đủ hồ sơ lúc 09:00 Thứ Hai 02/11/2026.",
            "Thứ Hai 02/11/2026: nhận đủ hồ sơ lúc 09:00, thời hạn tính lại từ đầu (khoản 4 Điều 19 NĐ 61/2018); \
ngày bắt đầu thời hạn, không tính (khoản 2 Điều 147 BLDS 2015)",
            "Thứ Ba 03/11/2026: ngày làm việc thứ 1 (khoản 2 Điều 148 BLDS 2015); đến hạn lúc 17:00",
            "Đến hạn lúc 17:00 Thứ Ba 03/11/2026.",
        ]
    );
}

#[test]
fn a_long_pause_is_told_in_full_once() {
    let pauses = [("2026-11-03T10:00", "2026-11-12T09:00")];
    let text = told(Limit::WorkingDays(2), "2026-11-02T09:00", &pauses, Language::Vi);
    assert_eq!(lines_with(&text, "tạm dừng từ 10:00").len(), 1, "{text}");
    assert_eq!(lines_with(&text, ": vẫn tạm dừng, không tính").len(), 6, "{text}");
    let text = told(Limit::WorkingDays(2), "2026-11-02T09:00", &pauses, Language::En);
    assert_eq!(lines_with(&text, ": still suspended, not counted").len(), 6, "{text}");
}

#[test]
fn a_pause_that_takes_no_day_out_says_why() {
    let told = |limit, pause| told(limit, "2026-11-02T09:00", &[pause], Language::Vi);
    let two = Limit::WorkingDays(2);
    let after = told(two, ("2026-11-04T17:30", "2026-11-06T09:00"));
    assert!(after.contains("bắt đầu sau thời điểm đến hạn nên không làm thay đổi thời hạn"), "{after}");
    let lunch = told(two, ("2026-11-03T12:00", "2026-11-03T13:00"));
    assert!(lunch.contains("nằm ngoài giờ làm việc của ngày này nên ngày này vẫn được tính"), "{lunch}");
    let evening = told(two, ("2026-11-03T18:00", "2026-11-04T06:00"));
    assert_eq!(lines_with(&evening, "nằm ngoài giờ làm việc").len(), 2, "{evening}");
    let same_day = told(Limit::read("S15", "1").unwrap(), ("2026-11-02T10:00", "2026-11-03T09:00"));
    assert!(same_day.contains("vì thời hạn trong ngày không tạm dừng; đến hạn lúc 17:00"), "{same_day}");
    let moved = told(Limit::CalendarDays(5), ("2026-11-08T10:00", "2026-11-10T09:00"));
    assert!(moved.contains("Thứ Hai 09/11/2026: tạm dừng từ"), "{moved}");
    assert_eq!(lines_with(&moved, "bắt đầu sau ngày cuối của thời hạn").len(), 2, "{moved}");
    assert!(moved.contains("Đến hạn lúc 17:00 Thứ Hai 09/11/2026."), "{moved}");
}

#[test]
fn swaps_name_their_notice_or_that_the_office_does_not_follow_them() {
    let on = |swaps, received: &str, language| {
        let told = explain(&calendar("P1", swaps), &Limit::WorkingDays(1), at(received), &[]).unwrap();
        told.days[1].line(told.limit, language)
    };
    assert_eq!(
        on(true, "2026-08-28T09:00", Language::En),
        "Saturday 29/08/2026: weekly day of rest, not counted (Decision 188/1999/QĐ-TTg)"
    );
    assert_eq!(
        on(true, "2026-08-30T09:00", Language::En),
        "Monday 31/08/2026: day off in exchange (substituted from 22/08/2026), not counted (Notice 9441/TB-BNV)"
    );
    assert_eq!(
        on(false, "2026-08-28T17:00", Language::Vi),
        "Thứ Bảy 29/08/2026: ngày nghỉ hằng tuần, không tính (Quyết định 188/1999/QĐ-TTg)"
    );
    let plain = explain(&calendar("P1", false), &Limit::WorkingDays(1), at("2026-08-28T09:00"), &[]).unwrap();
    assert_eq!(
        plain.days[3].line(plain.limit, Language::Vi),
        "Thứ Hai 31/08/2026: hoán đổi không áp dụng ở cơ quan này: Ngày nghỉ hoán đổi (làm bù 22/08/2026); \
ngày làm việc thứ 1 (khoản 2 Điều 148 BLDS 2015); đến hạn lúc 17:00"
    );
    assert!(
        on(true, "2026-01-01T09:00", Language::Vi).contains("(theo thông báo của cơ quan có thẩm quyền)")
    );
    assert!(on(true, "2011-01-28T09:00", Language::Vi).contains("(Công văn 9529/VPCP-KGVX)"));
}

#[test]
fn the_name_of_a_day_says_nothing_twice() {
    let named = |received: &str, language| {
        let told = explain(&calendar("P1", true), &Limit::WorkingDays(1), at(received), &[]).unwrap();
        told.days[1].line(told.limit, language)
    };
    assert!(
        named("2027-02-03T09:00", Language::Vi).contains("2027: nghỉ bù: Tết Nguyên đán (29 Tết), không")
    );
    assert!(named("2026-04-26T09:00", Language::Vi).contains("2026: nghỉ bù: Ngày Giỗ Tổ Hùng Vương, không"));
    assert!(
        named("2026-04-26T09:00", Language::En)
            .contains("2026: compensatory day off: Hung Kings' Commemoration Day, not")
    );
    assert!(
        named("2027-02-03T09:00", Language::En)
            .contains("2027: Lunar New Year compensatory day (29 of Lunar New Year), not")
    );
}

#[test]
fn an_extension_is_told_from_the_due_moment_before_it() {
    let due_at = at("2026-11-23T17:00");
    let added =
        explain(&calendar("P1", true), &Limit::WorkingDays(1), due_at - 1, &[]).unwrap().from_due(due_at);
    assert_eq!(
        added.lines(Language::Vi).join("\n"),
        "\
Gia hạn thêm 1 ngày làm việc, kể từ hạn trước lúc 17:00 Thứ Hai 23/11/2026.
Thứ Hai 23/11/2026: hạn trước khi gia hạn là 17:00, ngày này không tính vào phần gia hạn
Thứ Ba 24/11/2026: nghỉ lễ, tết: Ngày Văn hóa Việt Nam, không tính (Điều 2 Nghị quyết 28/2026/QH16)
Thứ Tư 25/11/2026: ngày làm việc thứ 1 (khoản 2 Điều 148 BLDS 2015); đến hạn lúc 17:00
Đến hạn lúc 17:00 Thứ Tư 25/11/2026."
    );
}
