//! Compiling a calendar: what rule K makes of days, and every fault at once.

use crate::common::{at, calendar, day, facts, holidays};
use workdays::{
    Calendar, CalendarFault, HolidayKind, HolidayStatus, Profile, Refusal, Session, Standing, WorkingTime,
};

fn session(text: &str) -> Session {
    text.parse().unwrap()
}

/// `bl-45-2019/112`, `bl-45-2019/111/3`, `qd-188-1999/1`: holidays, compensatory days and the week.
#[test]
fn a_day_is_worked_or_off_by_its_row_before_its_weekday() {
    let (p1, p2, plain) = (calendar("P1", true), calendar("P2", true), calendar("P2", false));
    let hours = |calendar: &Calendar, text: &str| {
        let plan = calendar.plan(day(text)).unwrap();
        plan.sessions.iter().map(Session::to_string).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(hours(&p1, "2026-11-23"), "07:30-11:30 13:30-17:00");
    assert_eq!(hours(&p1, "2026-11-24"), "", "Vietnam Cultural Day");
    assert_eq!(hours(&p1, "2026-04-27"), "", "compensatory for Hùng Kings on a Sunday");
    assert_eq!(hours(&p1, "2026-11-21"), "");
    assert_eq!(hours(&p2, "2026-11-21"), "07:30-11:30");
    assert_eq!(hours(&p1, "2026-08-31"), "", "swap day off");
    assert_eq!(hours(&plain, "2026-08-31"), "07:30-11:30 13:30-17:00", "swaps not followed");
    assert_eq!(hours(&p2, "2026-08-22"), "07:30-11:30 13:30-17:00", "a worked swap day is a full day");
    assert_eq!(hours(&plain, "2026-08-22"), "07:30-11:30");
    assert_eq!(hours(&p1, "2011-01-30"), "07:30-11:30 13:30-17:00", "a Sunday worked in exchange");
    assert!(matches!(p1.plan(day("2026-08-22")).unwrap().standing, Standing::SwapWorked(_)));
    assert!(matches!(p1.plan(day("2026-04-26")).unwrap().standing, Standing::Off(_)), "holiday, not Sunday");
    assert_eq!(p1.plan(day("2028-01-03")), Err(Refusal::CalendarMissing { year: 2028 }));
}

#[test]
fn all_faults_of_the_facts_come_at_once() {
    let mut broken = facts(Profile::p1(), true);
    broken.years = vec![2025, 2026, 2029];
    broken.holidays.retain(|row| row.day.year() >= 2025);
    let twice = broken.holidays.iter().find(|row| row.day == day("2026-09-01")).unwrap().clone();
    broken.holidays.push(twice.clone());
    let worked =
        |text: &str| workdays::Holiday { day: day(text), kind: HolidayKind::SwapWork, ..twice.clone() };
    broken.holidays.extend([worked("2026-09-02"), worked("2026-11-23")]);
    broken.profile = Profile::p1()
        .with(2, &[session("22:00-06:00")])
        .with(3, &[session("07:30-12:00"), session("11:30-17:00")])
        .with(4, &[session("13:00-17:00"), session("07:30-11:30")]);
    broken.profile.full_day[1] = session("13:30-13:30");
    broken.profile.weekdays[0] = broken.profile.full_day.clone();
    let faults: Vec<String> =
        Calendar::compile(broken).unwrap_err().iter().map(CalendarFault::to_string).collect();
    assert_eq!(
        faults
            .iter()
            .filter(|fault| !fault.contains("does not cover"))
            .map(String::as_str)
            .collect::<Vec<_>>(),
        [
            "the year 2029 is covered but has no holiday",
            "2026-09-01 is entered twice as holiday",
            "2026-09-02 cannot be a worked swap day and holiday at once",
            "2026-11-23 is worked in exchange, but it is a full working day already",
            "the session 13:30-13:30 of weekday 1 does not close after it opens on the same day",
            "the session 22:00-06:00 of weekday 2 does not close after it opens on the same day",
            "the session 11:30-17:00 of weekday 3 begins before the one before it has closed",
            "the session 07:30-11:30 of weekday 4 begins before the one before it has closed",
            "the session 13:30-13:30 of the full day does not close after it opens on the same day",
        ]
    );
    assert_eq!(faults.iter().filter(|fault| fault.contains("does not cover")).count(), 15, "rows of 2027");
}

#[test]
fn a_calendar_without_hours_or_years_or_with_too_many_is_refused() {
    let mut empty = facts(Profile::five_days(&[]), true);
    empty.years = Vec::new();
    empty.holidays = Vec::new();
    let faults = Calendar::compile(empty).unwrap_err();
    assert_eq!(faults, [CalendarFault::NoYears, CalendarFault::NoSessions, CalendarFault::NoFullDay]);
    let mut wide = facts(Profile::p1(), true);
    wide.years.push(2106);
    let faults = Calendar::compile(wide).unwrap_err();
    assert!(faults.contains(&CalendarFault::RangeTooWide { first: 2006, last: 2106 }));
    let sessions: Vec<Session> = vec![session("00:00-00:01"); 49];
    let faults = Calendar::compile(facts(Profile::p1().with(7, &sessions), true)).unwrap_err();
    assert!(faults.iter().any(|fault| matches!(fault, CalendarFault::TooManySessions { .. })));
}

#[test]
fn the_hash_changes_with_what_moves_a_moment_and_with_nothing_else() {
    let hash = |change: fn(&mut workdays::CalendarFacts)| {
        let mut facts = facts(Profile::p1(), true);
        change(&mut facts);
        Calendar::compile(facts).unwrap().content_hash().to_owned()
    };
    let same = hash(|_| {});
    assert_eq!(same.len(), 64);
    assert_eq!(hash(|facts| facts.holidays.reverse()), same);
    assert_eq!(hash(|facts| facts.version = 9), same);
    assert_eq!(hash(|facts| facts.holidays[0].name_vi.clear()), same);
    assert_ne!(hash(|facts| facts.swaps = false), same);
    assert_ne!(hash(|facts| facts.profile = Profile::p2()), same);
    assert_ne!(hash(|facts| drop(facts.holidays.remove(1))), same);
    assert_ne!(hash(|facts| facts.holidays[0].status = HolidayStatus::Projected), same);
    assert_ne!(hash(|facts| facts.holidays[0].kind = HolidayKind::Compensatory), same);
}

#[test]
fn the_tables_of_twenty_two_years_stay_small() {
    let calendar = calendar("P2", true);
    assert!(calendar.size_bytes() < 100_000, "{}", calendar.size_bytes());
    assert_eq!(calendar.years().len(), 22);
    assert!(calendar.is_provisional(2027) && !calendar.is_provisional(2026));
    assert_eq!(holidays().len(), 325);
}

#[test]
fn a_hundred_years_of_open_days_fit_the_tables() {
    let mut facts = facts(Profile::p1(), false);
    let around_the_clock = [session("00:00-12:00"), session("12:00-24:00")];
    facts.profile = (6..=7).fold(Profile::five_days(&around_the_clock), |p, n| p.with(n, &around_the_clock));
    facts.years = (2006..=2105).collect();
    facts.holidays = (2006..=2105)
        .map(|year| workdays::Holiday {
            day: workdays::Day::new(year, 1, 1).unwrap(),
            ..facts.holidays[0].clone()
        })
        .collect();
    let calendar = Calendar::compile(facts).unwrap();
    let whole = calendar.working_time(at("2006-01-01T00:00"), at("2106-01-01T00:00")).unwrap();
    assert_eq!(whole, WorkingTime::hours((36_524 - 100) * 24));
    let last = calendar.add_working_time(at("2006-01-01T00:00"), whole).unwrap();
    assert_eq!(last, at("2106-01-01T00:00"), "used up exactly at the last midnight");
}
