//! Stories of the rules of calendars: what may be released, which hours may be set, and what promises keep.

use super::decide::{Act, Known, NewDays, decide, faults_of, set_hours as may_set};
use super::model::{CalendarRelease, DayKey, Hours, Notice, ReleaseEvent};
use super::release::carried;
use super::{ClockVersion, actions, calendar, current, set_hours, store, typed};
use platform::testing::{self, TestDb};
use platform::{Actor, Ctx, Day, Error, Record, Refusals, journal};
use workdays::{Holiday, HolidayKind, HolidayStatus, Limit, Profile, due, instant_text};

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn keys(reasons: &Refusals) -> String {
    reasons.0.iter().map(|reason| reason.key.trim_start_matches("calendars-")).collect::<Vec<_>>().join(" ")
}

fn draft(known: &Known) -> CalendarRelease {
    let notice = Notice { number: "TB-1".to_owned(), on: None, note: String::new() };
    let (first_year, last_year) = (known.first_year, known.last_year);
    let prepared = ReleaseEvent::Prepared { owner_agency_id: 0, notice, first_year, last_year };
    CalendarRelease::begin(7, &prepared).unwrap()
}

fn days((from_on, to_on): (&str, &str), kind: HolidayKind) -> Act {
    Act::SetDays(NewDays {
        from_on: day(from_on),
        to_on: day(to_on),
        kind,
        name_vi: "Nghỉ".to_owned(),
        name_en: "Off".to_owned(),
        status: HolidayStatus::Official,
    })
}

/// Does acts to a fresh draft and tells the keys of the first refusal, or `done`.
fn check(acts: &[Act]) -> String {
    let known = carried();
    let mut release = draft(&known);
    for act in acts {
        match decide(&release, &known, act, day("2026-11-25")) {
            Ok(events) => release.apply_all(&events),
            Err(reasons) => return keys(&reasons),
        }
    }
    "done".to_owned()
}

#[test]
fn a_release_holds_days_of_the_covered_years_and_the_next() {
    let holiday = HolidayKind::Holiday;
    assert_eq!(check(&[days(("2027-02-11", "2027-02-12"), holiday)]), "done");
    assert_eq!(check(&[days(("2027-02-12", "2027-02-11"), holiday)]), "refusal-days-backwards");
    assert_eq!(check(&[days(("2027-01-01", "2027-12-31"), holiday)]), "refusal-too-many-days");
    assert_eq!(check(&[days(("2029-01-01", "2029-01-01"), holiday)]), "refusal-year-outside");
    assert_eq!(check(&[days(("2005-01-01", "2005-01-01"), holiday)]), "refusal-year-outside");
    let key = |text: &str| DayKey { day: text.parse().unwrap(), kind: holiday };
    assert_eq!(check(&[Act::Withdraw(key("2027-02-11"))]), "refusal-nothing-there");
    assert_eq!(check(&[Act::Withdraw(key("2026-11-24"))]), "done");
    assert_eq!(check(&[Act::Drop(key("2026-11-24"))]), "refusal-nothing-there");
    assert_eq!(check(&[Act::Confirm(2026)]), "refusal-nothing-to-confirm");
    assert_eq!(check(&[Act::Discard(" ".to_owned())]), "refusal-reason-missing");
    assert_eq!(check(&[Act::Publish]), "refusal-no-changes");
    assert_eq!(check(&[Act::Confirm(2027), Act::Publish, Act::Publish]), "refusal-not-a-draft");
}

/// `bl-45-2019/112` and `nq-28-2026/2`: eleven days, and with the cultural day twelve.
#[test]
fn a_year_is_opened_whole_or_not_at_all() {
    let holiday = HolidayKind::Holiday;
    let one = days(("2028-01-01", "2028-01-01"), holiday);
    assert_eq!(check(&[one.clone(), Act::Publish]), "refusal-year-incomplete");
    let eleven = [one, days(("2028-01-24", "2028-02-02"), holiday)];
    assert_eq!(check(&[&eleven[..], &[Act::Publish]].concat()), "refusal-year-incomplete");
    let cultural_day = days(("2028-11-24", "2028-11-24"), holiday);
    assert_eq!(check(&[&eleven[..], &[cultural_day, Act::Publish]].concat()), "done");
}

#[test]
fn a_covered_year_keeps_the_holidays_of_its_own_law() {
    let withdrawn =
        |text: &str| Act::Withdraw(DayKey { day: text.parse().unwrap(), kind: HolidayKind::Holiday });
    let published = |day: &str| check(&[withdrawn(day), Act::Publish]);
    assert_eq!(published("2027-11-24"), "refusal-year-incomplete");
    assert_eq!(published("2026-01-01"), "refusal-year-incomplete");
    assert_eq!(published("2025-01-01"), "refusal-year-incomplete");
    assert_eq!(published("2012-01-01"), "done", "no act that is known here counted the days of that year");
    // Eleven were enough before 2026; a day that was entered wrongly may be moved.
    let moved = days(("2025-01-02", "2025-01-02"), HolidayKind::Holiday);
    assert_eq!(check(&[withdrawn("2025-01-01"), moved, Act::Publish]), "done");
}

#[test]
fn a_day_cannot_be_worked_in_exchange_and_off_at_once() {
    let swap = days(("2027-01-01", "2027-01-01"), HolidayKind::SwapWork);
    assert_eq!(check(&[swap, Act::Publish]), "fault-swap-contradicts fault-swap-works");
}

#[test]
fn hours_are_told_with_every_fault_at_its_weekday() {
    let known = carried();
    let hours = |monday: &str, from_on: &str| Hours {
        from_on: day(from_on),
        profile: Profile::p1().with(1, &typed::sessions(monday).unwrap()),
        swaps: true,
        reason: "QĐ 1".to_owned(),
    };
    let told = |hours: &Hours| match may_set(&known, &[], hours, day("2026-11-25")) {
        Ok(()) => "done".to_owned(),
        Err(reasons) => {
            let one = |reason: &platform::Refusal| format!("{}@{}", reason.key, reason.field.unwrap_or("-"));
            reasons.0.iter().map(one).collect::<Vec<_>>().join(" ")
        }
    };
    assert_eq!(told(&hours("07:00-11:00", "2020-01-01")), "done", "the first hours may begin earlier");
    assert_eq!(told(&hours("07:00-19:00", "2027-11-26")), "done", "twelve hours, from in a year");
    assert_eq!(told(&hours("07:00-11:00", "0001-01-01")), "calendars-refusal-hours-outside@from_on");
    assert_eq!(
        told(&hours("00:00-24:00", "9999-01-01")),
        "calendars-refusal-hours-outside@from_on calendars-refusal-day-too-long@monday"
    );
    assert_eq!(
        told(&hours("11:00-07:00 08:00-09:00", "2026-11-25")),
        "calendars-fault-crosses@monday",
        "{}",
        told(&hours("11:00-07:00 08:00-09:00", "2026-11-25"))
    );
    assert_eq!(told(&hours("07:00-11:00 10:00-12:00", "2026-11-25")), "calendars-fault-overlap@monday");
    let mut none = hours("", "2026-11-25");
    none.profile = Profile { weekdays: Default::default(), full_day: Vec::new() };
    assert_eq!(told(&none), "calendars-fault-no-sessions@monday calendars-fault-no-full-day@full_day");
    // Saturdays are worked in full anyway, so a swapped Saturday changes nothing for this office.
    let six = Profile::p1().with(6, &Profile::p1().full_day);
    assert_eq!(told(&Hours { profile: six, ..hours("07:00-11:00", "2026-11-25") }), "done");
}

/// Runs a story on both engines; their journals must verify in the end.
async fn on_both(story: impl AsyncFn(&TestDb)) {
    let migrations = [platform::MIGRATIONS, crate::MIGRATIONS];
    for test in testing::both(day("2026-11-25"), &migrations) {
        assert!(test.db.write(super::release).await.unwrap());
        assert!(!test.db.write(super::release).await.unwrap(), "it is entered once");
        story(&test).await;
        let verified = test.db.snapshot(journal::verify).await.unwrap();
        assert_eq!(format!("{:?}", verified.faults), "[]", "{}", test.engine);
    }
}

async fn promise(test: &TestDb, (agency_id, version): (i64, ClockVersion), received: &str) -> String {
    let calendar = test.db.read(move |tx| calendar(tx, agency_id, version)).await.unwrap();
    let at = typed::instant(received).unwrap();
    let found = due(&calendar, &Limit::WorkingDays(3), at, &[]).unwrap();
    instant_text(found.due_at().unwrap())
}

#[tokio::test]
async fn a_promise_keeps_the_calendar_it_was_made_by() {
    on_both(async |test| {
        let today = day("2026-11-25");
        let before = test.db.read(move |tx| current(tx, 5, today)).await.unwrap();
        assert_eq!(before, ClockVersion { release: 1, hours_id: 0 });
        let received = "25/11/2026 16:00";
        assert_eq!(promise(test, (5, before), received).await, "2026-11-30T17:00:00+07:00");

        let ctx = Ctx::new(test.db.clone(), Actor::system());
        let notice = Notice { number: "TB-9".to_owned(), on: None, note: String::new() };
        let id = actions::prepare(&ctx, notice.clone()).await.unwrap();
        assert!(matches!(actions::prepare(&ctx, notice).await, Err(Error::Refused(_))), "one at a time");
        let off = days(("2026-11-27", "2026-11-27"), HolidayKind::Compensatory);
        actions::act(&ctx, (id, 1), off.clone()).await.unwrap();
        assert!(matches!(actions::act(&ctx, (id, 1), off).await, Err(Error::Refused(_))), "seen too early");
        actions::act(&ctx, (id, 2), Act::Publish).await.unwrap();

        let after = test.db.read(move |tx| current(tx, 5, today)).await.unwrap();
        assert_eq!(after, ClockVersion { release: 2, hours_id: 0 });
        assert_eq!(promise(test, (5, after), received).await, "2026-12-01T17:00:00+07:00");
        assert_eq!(promise(test, (5, before), received).await, "2026-11-30T17:00:00+07:00");
        let earlier = test.db.read(|tx| current(tx, 5, day("2026-11-24"))).await.unwrap();
        assert_eq!(earlier.release, 1, "days before its publication are counted by the one before");
    })
    .await;
}

#[tokio::test]
async fn hours_are_in_force_from_their_day_for_their_agency_alone() {
    on_both(async |test| {
        let hours = Hours {
            from_on: day("2026-12-01"),
            profile: Profile::p2(),
            swaps: false,
            reason: "QĐ 12".to_owned(),
        };
        let first = Hours { from_on: day("2026-01-01"), profile: Profile::p1(), ..hours.clone() };
        let set = move |tx: &mut platform::Tx<'_>| Ok((set_hours(tx, 5, &first)?, set_hours(tx, 5, &hours)?));
        let (first, second) = test.db.write(set).await.unwrap();
        let at = async |agency_id, text| {
            test.db.read(move |tx| current(tx, agency_id, day(text))).await.unwrap().hours_id
        };
        assert_eq!(at(5, "2025-12-31").await, 0);
        assert_eq!(at(5, "2026-11-30").await, first);
        assert_eq!(at(5, "2026-12-01").await, second);
        assert_eq!(at(6, "2026-12-01").await, 0);
        let version = ClockVersion { release: 1, hours_id: second };
        // Friday evening to Tuesday: Saturday morning is a working day of this office.
        assert_eq!(promise(test, (5, version), "04/12/2026 16:00").await, "2026-12-08T17:00:00+07:00");
        let foreign = test.db.read(move |tx| calendar(tx, 6, version).map(|_| ())).await;
        assert!(matches!(foreign, Err(Error::NotFound)), "{foreign:?}");
        let past =
            Hours { from_on: day("2026-11-01"), profile: Profile::p1(), swaps: true, reason: String::new() };
        let refused = test.db.write(move |tx| set_hours(tx, 5, &past)).await;
        let Err(Error::Refused(reasons)) = refused else { panic!("{refused:?}") };
        assert_eq!(keys(&reasons), "refusal-hours-past");
    })
    .await;
}

#[tokio::test]
async fn what_is_withdrawn_is_gone_and_what_is_confirmed_is_official() {
    on_both(async |test| {
        let ctx = Ctx::new(test.db.clone(), Actor::system());
        let notice = Notice { number: "TB-9".to_owned(), on: None, note: String::new() };
        let id = actions::prepare(&ctx, notice).await.unwrap();
        let day_off = DayKey { day: "2026-04-27".parse().unwrap(), kind: HolidayKind::Compensatory };
        let acts = [Act::Withdraw(day_off), Act::Confirm(2027), Act::Publish];
        for (act, seen) in acts.into_iter().zip(1..) {
            actions::act(&ctx, (id, seen), act).await.unwrap();
        }
        let known = test.db.read(|tx| store::known(tx, 2)).await.unwrap();
        assert!(!known.days.contains_key(&day_off));
        let of_2027 = |row: &&Holiday| row.day.year() == 2027;
        assert_eq!(known.days.values().filter(of_2027).count(), 15);
        assert!(known.days.values().all(|row| row.status == HolidayStatus::Official));
        assert_eq!(faults_of(&draft(&known), &known).0.len(), 1, "a draft that changes nothing");
    })
    .await;
}

/// Every file of this slice that may name a sentence.
const SOURCES: [&str; 11] = [
    include_str!("api.rs"),
    include_str!("decide.rs"),
    include_str!("explained.rs"),
    include_str!("forms.rs"),
    include_str!("hours_pages.rs"),
    include_str!("model.rs"),
    include_str!("months.rs"),
    include_str!("pages.rs"),
    include_str!("question.rs"),
    include_str!("release_views.rs"),
    include_str!("views.rs"),
];

#[test]
fn every_sentence_is_written_and_every_written_one_is_used() {
    let built = ["calendars-weekday-", "calendars-weekday-short-", "calendars-rule-", "draft-calendars-"];
    let written: Vec<&str> = include_str!("../../i18n/calendars.vi.ftl")
        .lines()
        .filter_map(|line| line.split_once(" = "))
        .map(|(key, _)| key)
        .collect();
    let more = include_str!("release_pages.rs");
    let named: Vec<&str> = SOURCES.iter().chain([&more]).flat_map(|source| source.split('"')).collect();
    let of_this = |text: &&&str| text.starts_with("calendars-") && !text.contains('{');
    for key in named.iter().filter(of_this) {
        for language in platform::Language::ALL {
            assert!(platform::i18n::has(language, key), "{key} is named and not written");
        }
    }
    for key in written {
        let is_built = built.iter().any(|start| key.starts_with(start));
        assert!(is_built || named.contains(&key), "{key} is written and not used");
    }
}

#[test]
fn the_program_carries_the_holidays_that_the_shared_cases_are_counted_by() {
    let ours = include_str!("../../data/holidays-vn.csv");
    assert_eq!(ours, include_str!("../../../workdays/tests/data/holidays-vn.csv"));
    let known = carried();
    assert_eq!((known.days.len(), known.first_year, known.last_year), (325, 2006, 2027));
}
