//! The corners of the rules, each by an example that can be counted by hand.

use crate::common::{at, calendar, day, facts, time};
use workdays::{
    Amount, Begun, Calendar, Due, Limit, Profile, Refusal, Suspension, WorkingTime, due, explain,
    instant_text, left, parse_instant, spent,
};

/// `P2 no | DC 2 | 2026-11-19T15:00 | pauses`: the start and the due moment, or the refusal.
fn check(case: &str, expected: &str) {
    let parts: Vec<&str> = case.split('|').map(str::trim).collect();
    let (profile, swaps) = parts[0].split_once(' ').unwrap();
    let (rule, amount) = parts[1].split_once(' ').unwrap();
    let limit = Limit::read(rule, amount).unwrap();
    let pause = |pair: &str| {
        let (from, until) = pair.split_once('/').unwrap();
        let until_at = (!until.is_empty()).then(|| at(until));
        Suspension { from_at: at(from), until_at }
    };
    let pauses: Vec<Suspension> = parts[3].split(';').filter(|pair| !pair.is_empty()).map(pause).collect();
    let calendar = calendar(profile, swaps == "yes");
    let found = due(&calendar, &limit, at(parts[2]), &pauses);
    assert_eq!(explain(&calendar, &limit, at(parts[2]), &pauses).map(|told| told.due), found, "{case}");
    let short = |at: i64| instant_text(at)[..16].to_owned();
    let got = match found {
        Ok(Due::At(promise)) => format!("{} {}", short(promise.start_at), short(promise.due_at)),
        Ok(Due::Paused(waiting)) => {
            format!("{} paused since {} {:?}", short(waiting.start_at), short(waiting.since_at), waiting.left)
        }
        Err(refusal) => refusal.to_string(),
    };
    assert_eq!(got, expected, "{case}");
}

#[test]
fn a_receipt_in_lunch_at_a_close_or_on_a_day_off_starts_at_the_next_opening() {
    check("P1 yes | D 1 | 2026-11-02T12:00 |", "2026-11-02T13:30 2026-11-03T17:00");
    check("P1 yes | D 1 | 2026-11-02T11:30 |", "2026-11-02T13:30 2026-11-03T17:00");
    check("P1 yes | D 1 | 2026-11-02T17:00 |", "2026-11-03T07:30 2026-11-04T17:00");
    check("P1 yes | D 1 | 2026-11-02T07:29 |", "2026-11-02T07:30 2026-11-03T17:00");
    check("P1 yes | D 1 | 2026-11-23T17:00 |", "2026-11-25T07:30 2026-11-26T17:00");
    check("P2 no | D 1 | 2026-11-07T11:30 |", "2026-11-09T07:30 2026-11-10T17:00");
    check("P1 yes | D 1 | 2026-08-31T09:00 |", "2026-09-03T07:30 2026-09-04T17:00");
    check("P1 yes | D 1 | 2026-08-22T16:59 |", "2026-08-22T16:59 2026-08-24T17:00");
}

#[test]
fn hours_used_up_exactly_at_a_close_are_due_at_that_close() {
    check("P1 yes | H 7.5 | 2026-11-02T07:30 |", "2026-11-02T07:30 2026-11-02T17:00");
    check("P1 yes | H 4 | 2026-11-02T07:30 |", "2026-11-02T07:30 2026-11-02T11:30");
    check("P2 no | H 4 | 2026-11-06T17:00 |", "2026-11-07T07:30 2026-11-07T11:30");
    check("P2 yes | H 7.5 | 2026-08-22T07:30 |", "2026-08-22T07:30 2026-08-22T17:00");
    check("P2 no | H 7.5 | 2026-08-22T07:30 |", "2026-08-22T07:30 2026-08-24T11:00");
}

#[test]
fn hours_stand_still_in_a_pause_and_only_there() {
    check(
        "P1 yes | H 2 | 2026-11-02T09:00 | 2026-11-02T11:40/2026-11-02T13:20",
        "2026-11-02T09:00 2026-11-02T11:00",
    );
    check(
        "P1 yes | H 4 | 2026-11-02T09:00 | 2026-11-02T11:40/2026-11-02T13:20",
        "2026-11-02T09:00 2026-11-02T15:00",
    );
    check(
        "P1 yes | H 4 | 2026-11-02T09:00 | 2026-11-02T16:00/2026-11-04T08:30",
        "2026-11-02T09:00 2026-11-02T15:00",
    );
    check(
        "P1 yes | H 6 | 2026-11-02T09:00 | 2026-11-02T16:00/2026-11-04T08:30",
        "2026-11-02T09:00 2026-11-04T09:30",
    );
    check(
        "P1 yes | H 1 | 2026-11-02T09:00 | 2026-11-01T09:00/2026-11-03T10:00",
        "2026-11-02T09:00 2026-11-03T11:00",
    );
    check(
        "P1 yes | H 1 | 2026-11-02T09:00 | 2026-11-02T10:00/2026-11-03T10:00",
        "2026-11-02T09:00 2026-11-02T10:00",
    );
    check(
        "P1 yes | H 1 | 2026-11-02T09:00 | 2026-11-02T09:30/",
        "2026-11-02T09:00 paused since 2026-11-02T09:30 Time(WorkingTime(1800000000))",
    );
}

#[test]
fn working_days_leave_out_the_day_of_the_pause_and_count_the_day_of_the_resumption() {
    check(
        "P1 yes | D 5 | 2026-11-02T09:00 | 2026-11-04T09:00/2026-11-04T16:00",
        "2026-11-02T09:00 2026-11-09T17:00",
    );
    check(
        "P1 yes | D 5 | 2026-11-02T09:00 | 2026-11-04T09:00/2026-11-05T09:00",
        "2026-11-02T09:00 2026-11-10T17:00",
    );
    check(
        "P1 yes | D 5 | 2026-11-02T09:00 | 2026-11-04T09:00/2026-11-04T17:00",
        "2026-11-02T09:00 2026-11-10T17:00",
    );
    check(
        "P1 yes | D 5 | 2026-11-02T09:00 | 2026-11-06T17:00/2026-11-09T07:00",
        "2026-11-02T09:00 2026-11-09T17:00",
    );
    check(
        "P1 yes | D 1 | 2026-11-02T09:00 | 2026-10-30T09:00/2026-11-04T09:00",
        "2026-11-02T09:00 2026-11-04T17:00",
    );
    check(
        "P1 yes | D 1 | 2026-11-02T09:00 | 2026-11-01T09:00/2026-11-02T10:00",
        "2026-11-02T09:00 2026-11-03T17:00",
    );
    check(
        "P1 yes | D 1 | 2026-11-02T09:00 | 2026-11-03T17:00/2026-11-10T10:00",
        "2026-11-02T09:00 2026-11-03T17:00",
    );
    check(
        "P1 yes | D 1 | 2026-11-02T09:00 | 2026-11-03T16:59/2026-11-10T10:00",
        "2026-11-02T09:00 2026-11-10T17:00",
    );
    check(
        "P1 yes | D 5 | 2026-11-02T09:00 | 2026-11-04T09:00/",
        "2026-11-02T09:00 paused since 2026-11-04T09:00 Days(4)",
    );
    check("P1 yes | D 1 | 2026-11-02T09:00 | 2026-11-04T09:00/", "2026-11-02T09:00 2026-11-03T17:00");
}

#[test]
fn the_same_clock_falls_back_to_the_last_close_before_it() {
    check("P2 no | DC 1 | 2026-11-20T14:00 |", "2026-11-20T14:00 2026-11-21T11:30");
    check("P2 no | DC 1 | 2026-11-20T11:29 |", "2026-11-20T11:29 2026-11-21T11:29");
    check("P2 yes | DC 1 | 2026-08-21T16:00 |", "2026-08-21T16:00 2026-08-22T16:00");
    check("P2 no | DC 1 | 2026-08-21T16:00 |", "2026-08-21T16:00 2026-08-22T11:30");
    check("P1 yes | DC 1 | 2026-08-21T16:00 |", "2026-08-21T16:00 2026-08-22T16:00");
    check("P2 no | DC 1 | 2026-11-21T08:00 |", "2026-11-21T08:00 2026-11-23T08:00");
    check("P1 yes | DC 2 | 2026-11-20T12:00 |", "2026-11-20T13:30 2026-11-25T13:30");
}

#[test]
fn a_pause_after_the_clock_of_the_last_day_changes_nothing() {
    check(
        "P1 yes | DC 1 | 2026-11-02T09:00 | 2026-11-03T10:00/2026-11-05T10:00",
        "2026-11-02T09:00 2026-11-03T09:00",
    );
    check(
        "P1 yes | DC 1 | 2026-11-02T09:00 | 2026-11-03T08:00/2026-11-05T10:00",
        "2026-11-02T09:00 2026-11-05T09:00",
    );
    check("P1 yes | DC 1 | 2026-11-02T09:00 | 2026-11-03T10:00/", "2026-11-02T09:00 2026-11-03T09:00");
    check(
        "P1 yes | DC 1 | 2026-11-02T09:00 | 2026-11-03T08:00/",
        "2026-11-02T09:00 paused since 2026-11-03T08:00 Days(1)",
    );
}

#[test]
fn a_clock_before_the_first_session_of_the_last_day_takes_its_opening() {
    let late = Profile::p1().with(2, &["09:00-12:00".parse().unwrap()]);
    let calendar = Calendar::compile(facts(late, true)).unwrap();
    let found = due(&calendar, &Limit::WorkingDaysAtClock(1), at("2026-11-02T08:00"), &[]).unwrap();
    assert_eq!(found.due_at(), Some(at("2026-11-03T09:00")));
}

#[test]
fn the_same_day_ends_at_the_cutoff_and_is_never_suspended() {
    check("P1 yes | S15 1 | 2026-11-20T15:00:00 |", "2026-11-20T15:00 2026-11-20T17:00");
    check("P1 yes | S15 1 | 2026-11-20T15:00:00.000001 |", "2026-11-20T15:00 2026-11-23T17:00");
    check("P1 yes | S15 1 | 2026-11-20T15:00:01 |", "2026-11-20T15:00 2026-11-23T17:00");
    check("P2 no | S15 1 | 2026-11-20T15:00:01 |", "2026-11-20T15:00 2026-11-21T11:30");
    check("P2 no | S15 1 | 2026-11-21T10:00 |", "2026-11-21T10:00 2026-11-21T11:30");
    check("P2 no | S15 1 | 2026-11-21T11:30 |", "2026-11-23T07:30 2026-11-23T17:00");
    check("P1 yes | S15 1 | 2026-11-20T17:30 |", "2026-11-23T07:30 2026-11-23T17:00");
    check("P1 yes | S15 1 | 2026-11-20T09:00 | 2026-11-20T09:10/", "2026-11-20T09:00 2026-11-20T17:00");
}

/// `bl-91-2015/148/5`.
#[test]
fn calendar_days_count_days_off_and_move_only_their_last_day() {
    check("P1 yes | C 1 | 2026-11-23T09:00 |", "2026-11-23T09:00 2026-11-25T17:00");
    check("P1 yes | C 5 | 2026-11-02T09:00 |", "2026-11-02T09:00 2026-11-09T17:00");
    check("P2 no | C 5 | 2026-11-02T09:00 |", "2026-11-02T09:00 2026-11-07T11:30");
    check("P1 yes | C 9 | 2026-08-22T09:00 |", "2026-08-22T09:00 2026-09-03T17:00");
    check("P1 no | C 9 | 2026-08-22T09:00 |", "2026-08-24T07:30 2026-09-03T17:00");
    check("P1 yes | C 3 | 2026-11-02T18:00 |", "2026-11-03T07:30 2026-11-06T17:00");
    check(
        "P1 yes | C 5 | 2026-11-02T09:00 | 2026-11-04T18:00/2026-11-06T00:00",
        "2026-11-02T09:00 2026-11-09T17:00",
    );
    check(
        "P1 yes | C 6 | 2026-11-02T09:00 | 2026-11-04T00:00/2026-11-06T23:59",
        "2026-11-02T09:00 2026-11-10T17:00",
    );
    check(
        "P1 yes | C 5 | 2026-11-02T09:00 | 2026-11-08T09:00/2026-11-12T09:00",
        "2026-11-02T09:00 2026-11-09T17:00",
    );
    check(
        "P1 yes | C 7 | 2026-11-02T09:00 | 2026-11-09T17:01/2026-11-12T09:00",
        "2026-11-02T09:00 2026-11-09T17:00",
    );
    check(
        "P1 yes | C 7 | 2026-11-02T09:00 | 2026-11-09T16:59/2026-11-12T09:00",
        "2026-11-02T09:00 2026-11-12T17:00",
    );
    check(
        "P1 yes | C 7 | 2026-11-02T09:00 | 2026-11-05T09:00/",
        "2026-11-02T09:00 paused since 2026-11-05T09:00 Days(5)",
    );
}

#[test]
fn a_limit_crosses_the_year_but_never_a_year_without_holidays() {
    check("P1 yes | D 2 | 2025-12-31T16:00 |", "2025-12-31T16:00 2026-01-06T17:00");
    check("P1 yes | D 2 | 2026-12-31T17:00 |", "2027-01-04T07:30 2027-01-06T17:00");
    check("P1 yes | D 1 | 2027-12-30T09:00 |", "2027-12-30T09:00 2027-12-31T17:00");
    check("P1 yes | H 7.5 | 2027-12-31T07:30 |", "2027-12-31T07:30 2027-12-31T17:00");
    let missing = "the calendar has no holidays for the year 2028";
    check("P1 yes | D 2 | 2027-12-30T09:00 |", missing);
    check("P1 yes | C 2 | 2027-12-30T09:00 |", missing);
    check("P1 yes | H 8 | 2027-12-31T07:30 |", missing);
    check("P1 yes | S15 1 | 2027-12-31T15:30 |", missing);
    check("P1 yes | D 1 | 2027-12-31T17:00 |", missing);
    check("P1 yes | D 1 | 2027-12-30T09:00 | 2027-12-31T09:00/2028-01-10T09:00", missing);
    check("P1 yes | D 36525 | 2026-11-02T09:00 |", missing);
    check("P1 yes | D 1 | 2005-12-30T09:00 |", "the calendar begins in the year 2006");
    check(
        "P1 yes | D 2 | 2027-12-30T09:00 | 2027-12-31T18:00/",
        "2027-12-30T09:00 paused since 2027-12-31T18:00 Days(1)",
    );
    let mut gap = facts(Profile::p1(), true);
    gap.years.retain(|year| *year != 2025);
    gap.holidays.retain(|row| row.day.year() != 2025);
    let gap = Calendar::compile(gap).unwrap();
    let crossing = due(&gap, &Limit::WorkingDays(300), at("2024-12-30T09:00"), &[]);
    assert_eq!(crossing, Err(Refusal::CalendarMissing { year: 2025 }));
    assert!(due(&gap, &Limit::WorkingDays(1), at("2024-12-30T09:00"), &[]).is_ok());
    assert_eq!(
        gap.working_time(at("2024-12-30T09:00"), at("2026-01-05T09:00")),
        Err(Refusal::CalendarMissing { year: 2025 })
    );
}

#[test]
fn a_moment_in_a_projected_year_is_provisional() {
    let calendar = calendar("P1", true);
    let provisional =
        |days, text| due(&calendar, &Limit::WorkingDays(days), at(text), &[]).unwrap().provisional();
    assert!(!provisional(1, "2026-12-30T09:00"));
    assert!(provisional(2, "2026-12-30T09:00"));
    assert!(provisional(2, "2027-05-04T09:00"));
}

#[test]
fn impossible_limits_and_suspensions_are_refused() {
    let calendar = calendar("P1", true);
    let refusal = |limit, pauses: &[(i64, Option<i64>)]| {
        let pauses: Vec<Suspension> = pauses
            .iter()
            .map(|(from_at, until_at)| Suspension { from_at: *from_at, until_at: *until_at })
            .collect();
        due(&calendar, &limit, at("2026-11-02T09:00"), &pauses).unwrap_err()
    };
    assert_eq!(refusal(Limit::WorkingDays(0), &[]), Refusal::LimitNotPositive);
    assert_eq!(refusal(Limit::CalendarDays(-3), &[]), Refusal::LimitNotPositive);
    assert_eq!(refusal(Limit::WorkingHours(WorkingTime::ZERO), &[]), Refusal::LimitNotPositive);
    assert_eq!(
        refusal(Limit::WorkingDaysAtClock(i64::MAX), &[]),
        Refusal::LimitTooLong { most_days: 36_525 }
    );
    assert_eq!(
        refusal(Limit::WorkingHours(WorkingTime::hours(i64::MAX)), &[]),
        Refusal::LimitTooLong { most_days: 36_525 }
    );
    let one = Limit::WorkingDays(1);
    assert_eq!(refusal(one, &[(2, Some(1))]), Refusal::SuspensionBackwards { number: 1 });
    assert_eq!(refusal(one, &[(1, Some(5)), (4, Some(6))]), Refusal::SuspensionsOverlap { number: 2 });
    assert_eq!(refusal(one, &[(1, None), (4, Some(6))]), Refusal::SuspensionsOverlap { number: 2 });
    assert_eq!(refusal(one, &[(4, Some(6)), (1, Some(2))]), Refusal::SuspensionsOverlap { number: 2 });
}

#[test]
fn limits_are_read_from_their_code_and_amount() {
    assert_eq!(Limit::read("H", "22.5"), Ok(Limit::WorkingHours(WorkingTime::minutes(1_350))));
    assert_eq!(Limit::read("D", " 3 "), Ok(Limit::WorkingDays(3)));
    assert_eq!(Limit::read("D", "3.0"), Ok(Limit::WorkingDays(3)));
    assert_eq!(Limit::read("DC", "0"), Ok(Limit::WorkingDaysAtClock(0)));
    assert_eq!(Limit::read("C", "-1"), Ok(Limit::CalendarDays(-1)));
    assert_eq!(Limit::read("H", "-1.5"), Ok(Limit::WorkingHours(WorkingTime::minutes(-90))));
    assert_eq!(Limit::read("S15", "1"), Ok(Limit::SameDay { cutoff: time("15:00") }));
    assert_eq!(Limit::read("S16", ""), Ok(Limit::SameDay { cutoff: time("16:00") }));
    let wrong = [
        ("D", "2.5"),
        ("D", ""),
        ("H", "1,5"),
        ("H", "."),
        ("H", "1e3"),
        ("S15", "2"),
        ("S25", "1"),
        ("X", "1"),
    ];
    for (rule, amount) in wrong {
        assert!(Limit::read(rule, amount).is_err(), "{rule} {amount}");
    }
}

#[test]
fn lists_show_working_days_and_time_left_or_late() {
    let calendar = calendar("P1", true);
    let left = |now: &str, due: &str| {
        let left = left(&calendar, at(now), at(due)).unwrap();
        (left.days, left.time.micros() / 60_000_000, left.late)
    };
    assert_eq!(left("2026-11-23T15:00", "2026-11-25T17:00"), (1, 120 + 450, false), "24/11 is a holiday");
    assert_eq!(left("2026-11-25T16:00", "2026-11-25T17:00"), (0, 60, false));
    assert_eq!(left("2026-11-25T17:00", "2026-11-25T17:00"), (0, 0, false));
    assert_eq!(left("2026-11-25T18:00", "2026-11-25T17:00"), (0, 0, true));
    assert_eq!(left("2026-11-30T08:30", "2026-11-25T17:00"), (-3, -(450 * 2 + 60), true));
    assert_eq!(left("2026-11-21T09:00", "2026-11-22T17:00"), (0, 0, false), "a weekend");
    assert_eq!(
        workdays::left(&calendar, at("2027-12-30T09:00"), at("2028-01-04T09:00")),
        Err(Refusal::CalendarMissing { year: 2028 })
    );
}

#[test]
fn what_was_spent_is_what_a_pause_would_leave() {
    let calendar = calendar("P1", true);
    let received_at = at("2026-11-02T09:00");
    let spent = |limit, now: &str| {
        let begun = Begun { limit, received_at, suspensions: &[] };
        spent(&calendar, &begun, at(now)).unwrap()
    };
    let five = Limit::WorkingDays(5);
    assert_eq!(spent(five, "2026-11-04T10:00").used, Amount::Days(1));
    assert_eq!(spent(five, "2026-11-04T17:00").used, Amount::Days(2));
    assert_eq!(spent(five, "2026-11-09T16:59").left, Amount::Days(1));
    assert_eq!(spent(five, "2026-11-09T17:00").left, Amount::Days(0));
    assert_eq!(spent(Limit::WorkingDaysAtClock(5), "2026-11-09T09:00").left, Amount::Days(0));
    assert_eq!(spent(Limit::WorkingDaysAtClock(5), "2026-11-09T08:59").left, Amount::Days(1));
    assert_eq!(spent(Limit::CalendarDays(5), "2026-11-08T09:00").left, Amount::Days(0), "moved to Monday");
    assert_eq!(spent(Limit::SameDay { cutoff: time("15:00") }, "2026-11-02T16:00").left, Amount::Days(1));
    assert_eq!(spent(Limit::SameDay { cutoff: time("15:00") }, "2026-11-02T17:00").left, Amount::Days(0));
    let hours = spent(Limit::WorkingHours(WorkingTime::hours(8)), "2026-11-02T14:00");
    assert_eq!(
        (hours.used, hours.left),
        (Amount::Time(WorkingTime::hours(3)), Amount::Time(WorkingTime::hours(5)))
    );
    assert_eq!(five.with_amount(Amount::Days(2)), Limit::WorkingDays(2));
}

#[test]
fn instants_and_times_are_read_as_they_are_written() {
    let at = parse_instant("2026-02-13T16:00:00+07:00").unwrap();
    assert_eq!(parse_instant("2026-02-13T09:00:00Z"), Ok(at));
    assert_eq!(parse_instant("2026-02-13 16:00"), Ok(at));
    assert_eq!(instant_text(at), "2026-02-13T16:00:00+07:00");
    assert_eq!(instant_text(at + 1), "2026-02-13T16:00:00.000001+07:00");
    for wrong in ["", "2026-02-13", "2026-02-30T10:00", "16:00", "2026-02-13T25:00:00+07:00"] {
        assert!(parse_instant(wrong).is_err(), "{wrong}");
    }
    assert_eq!(time("24:00").seconds(), 86_400);
    for wrong in ["24:01", "7", "07:60", "-1:00", "07:30:00:00"] {
        assert!(wrong.parse::<workdays::TimeOfDay>().is_err(), "{wrong}");
    }
    assert_eq!(day("2026-11-23").weekday(), 1);
    assert_eq!(day("1969-12-31").weekday(), 3);
    assert_eq!(day("2026-11-23").vietnamese(), "23/11/2026");
    assert_eq!(workdays::Day::MIN.to_string(), "-9999-01-01");
    assert_eq!(workdays::Day::MAX.to_string(), "9999-12-31");
}
