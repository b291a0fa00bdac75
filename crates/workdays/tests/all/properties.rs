//! Properties that hold for every calendar, limit and suspension.

use crate::common::day;
use proptest::prelude::*;
use workdays::{
    Amount, Begun, Calendar, CalendarFacts, Day, Due, Holiday, HolidayKind, HolidayStatus, Limit, Profile,
    Session, Suspension, TimeOfDay, WorkingTime, due, explain, left, spent,
};

const MINUTE: i64 = 60_000_000;

/// Up to three sessions between six minutes of the day, in order.
fn sessions() -> impl Strategy<Value = Vec<Session>> {
    let time = |minutes: u32| TimeOfDay::new(minutes / 60, minutes % 60, 0).unwrap();
    prop::collection::btree_set(0_u32..=1_440, 0..=6).prop_map(move |minutes| {
        let minutes: Vec<u32> = minutes.into_iter().collect();
        minutes.chunks_exact(2).map(|pair| Session { opens: time(pair[0]), closes: time(pair[1]) }).collect()
    })
}

fn profiles() -> impl Strategy<Value = Profile> {
    let random = (prop::collection::vec(sessions(), 7), sessions()).prop_map(|(week, full_day)| {
        let mut profile = Profile { weekdays: week.try_into().unwrap(), full_day };
        let five_days = Profile::p1();
        if profile.full_day.is_empty() {
            profile.full_day = five_days.full_day;
        }
        if profile.weekdays.iter().all(Vec::is_empty) {
            profile.weekdays = five_days.weekdays;
        }
        profile
    });
    prop_oneof![Just(Profile::p1()), Just(Profile::p2()), random]
}

fn row(day: Day, kind: HolidayKind, status: HolidayStatus) -> Holiday {
    let name = || format!("{kind} {day}");
    Holiday {
        day,
        kind,
        name_vi: name(),
        name_en: name(),
        status,
        legal_basis: None,
        source: "random".to_owned(),
    }
}

/// Three years around one that may be missing, with a holiday each and random rows.
fn facts() -> impl Strategy<Value = CalendarFacts> {
    let rows = prop::collection::btree_map(0_i64..1_095, (0..4_u8, prop::bool::weighted(0.03)), 0..80);
    (profiles(), any::<bool>(), prop::bool::weighted(0.1), rows).prop_map(|(profile, swaps, gap, rows)| {
        let years: Vec<i16> = if gap { vec![2023, 2025] } else { vec![2023, 2024, 2025] };
        let mut holidays: Vec<Holiday> = rows
            .into_iter()
            .map(|(offset, (kind, projected))| {
                let day = day("2023-01-02").plus_days(offset);
                let full = profile.weekdays[usize::from(day.weekday() - 1)] == profile.full_day;
                let kind = match kind {
                    0 => HolidayKind::Compensatory,
                    1 => HolidayKind::SwapOff,
                    2 if !full => HolidayKind::SwapWork,
                    _ => HolidayKind::Holiday,
                };
                let status = if projected { HolidayStatus::Projected } else { HolidayStatus::Official };
                row(day, kind, status)
            })
            .filter(|row| years.contains(&row.day.year()) && !row.day.to_string().ends_with("-01-01"))
            .collect();
        let first_days = years.iter().map(|year| Day::new(*year, 1, 1).unwrap());
        holidays.extend(first_days.map(|day| row(day, HolidayKind::Holiday, HolidayStatus::Official)));
        CalendarFacts { version: 7, years, holidays, profile, swaps }
    })
}

fn calendars() -> impl Strategy<Value = Calendar> {
    facts().prop_map(|facts| Calendar::compile(facts).unwrap())
}

fn limits() -> impl Strategy<Value = Limit> {
    prop_oneof![
        (1_i64..6_000).prop_map(|minutes| Limit::WorkingHours(WorkingTime::minutes(minutes))),
        (1_i64..60).prop_map(Limit::WorkingDays),
        (1_i64..60).prop_map(Limit::WorkingDaysAtClock),
        (1_i64..90).prop_map(Limit::CalendarDays),
        (0_u32..24).prop_map(|hour| Limit::SameDay { cutoff: TimeOfDay::new(hour, 0, 0).unwrap() }),
    ]
}

/// Instants of the covered years, often at a whole half hour, where sessions begin and end.
fn instants() -> impl Strategy<Value = i64> {
    let from = day("2023-01-01").starts_at();
    let minutes = 1_096 * 1_440_i64;
    prop_oneof![
        (0..minutes / 30).prop_map(move |halves| from + halves * 30 * MINUTE),
        (0..minutes).prop_map(move |count| from + count * MINUTE),
        (0..minutes * MINUTE).prop_map(move |micros| from + micros),
    ]
}

/// Suspensions that begin near an instant, each after the one before, the last one perhaps open.
fn suspensions() -> impl Strategy<Value = Vec<(i64, i64)>> {
    let distance = prop_oneof![0..2_000_i64, 0..30_000_i64, Just(0), Just(1_440)];
    prop::collection::vec((distance.clone(), distance), 0..4)
}

fn lay(near_at: i64, pairs: &[(i64, i64)], open: bool) -> Vec<Suspension> {
    let mut at = near_at - 2_880 * MINUTE;
    let mut laid: Vec<Suspension> = Vec::new();
    for (wait, length) in pairs {
        let from_at = at + wait * MINUTE;
        at = from_at + length * MINUTE;
        laid.push(Suspension { from_at, until_at: Some(at) });
    }
    if let Some(last) = laid.last_mut().filter(|_| open) {
        last.until_at = None;
    }
    laid
}

/// Working time by adding up sessions, microsecond for microsecond.
fn added_up(calendar: &Calendar, from_at: i64, to_at: i64) -> i64 {
    let (mut day, last) = (Day::of_instant(from_at), Day::of_instant(to_at));
    let mut sum = 0;
    while day <= last {
        for session in calendar.plan(day).unwrap().sessions {
            sum += (day.at(session.closes).min(to_at) - day.at(session.opens).max(from_at)).max(0);
        }
        day = day.plus_days(1);
    }
    sum
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn the_tables_and_the_walk_agree(
        calendar in calendars(), limit in limits(), at in instants(), pairs in suspensions(), open in any::<bool>(),
    ) {
        let pauses = lay(at, &pairs, open);
        let by_tables = due(&calendar, &limit, at, &pauses);
        let by_walk = explain(&calendar, &limit, at, &pauses);
        prop_assert_eq!(by_tables, by_walk.as_ref().map(|told| told.due).map_err(|refusal| *refusal));
        let Ok(told) = by_walk else { return Ok(()) };
        let counted = told.days.last().unwrap().total;
        match told.due {
            Due::At(promise) => {
                prop_assert!(at <= promise.start_at && promise.start_at <= promise.due_at);
                prop_assert_eq!(counted, limit.amount());
            }
            Due::Paused(waiting) => prop_assert_eq!(counted, limit.amount().less(waiting.left)),
        }
        let days = told.days.windows(2).all(|pair| pair[0].day.plus_days(1) == pair[1].day);
        prop_assert!(days, "every day is told once");
    }

    #[test]
    fn a_later_start_is_never_due_earlier(
        calendar in calendars(), limit in limits(), at in instants(), later in 0..5_000_i64, pairs in suspensions(),
    ) {
        // With suspensions DC keeps the order of days only: two starts may share the N-th day.
        let clock = matches!(limit, Limit::WorkingDaysAtClock(_));
        let pauses = if clock { Vec::new() } else { lay(at, &pairs, false) };
        let (first, second) =
            (due(&calendar, &limit, at, &pauses), due(&calendar, &limit, at + later * MINUTE, &pauses));
        if let (Ok(first), Ok(second)) = (first, second) {
            prop_assert!(first.due_at() <= second.due_at());
        }
    }

    #[test]
    fn one_more_holiday_is_never_due_earlier(
        facts in facts(), limit in limits(), at in instants(), after in 0..60_i64, pairs in suspensions(),
    ) {
        let extra = Day::of_instant(at).plus_days(after);
        prop_assume!(facts.years.contains(&extra.year()) && facts.holidays.iter().all(|row| row.day != extra));
        let clock = matches!(limit, Limit::WorkingDaysAtClock(_));
        let pauses = if clock { Vec::new() } else { lay(at, &pairs, false) };
        let mut more = facts.clone();
        more.holidays.push(row(extra, HolidayKind::Holiday, HolidayStatus::Official));
        let fewer = due(&Calendar::compile(facts).unwrap(), &limit, at, &pauses);
        let more = due(&Calendar::compile(more).unwrap(), &limit, at, &pauses);
        if let (Ok(fewer), Ok(more)) = (fewer, more) {
            prop_assert!(fewer.due_at() <= more.due_at());
        }
    }

    #[test]
    fn a_pause_moves_hours_by_exactly_its_working_time(
        calendar in calendars(), minutes in 1_i64..6_000, at in instants(), wait in -3_000_i64..20_000, length in 0..20_000_i64,
    ) {
        let limit = Limit::WorkingHours(WorkingTime::minutes(minutes));
        let (from_at, until_at) = (at + wait * MINUTE, at + (wait + length) * MINUTE);
        let pauses = [Suspension { from_at, until_at: Some(until_at) }];
        let (Ok(Due::At(plain)), Ok(Due::At(paused))) =
            (due(&calendar, &limit, at, &[]), due(&calendar, &limit, at, &pauses)) else { return Ok(()) };
        if from_at >= plain.due_at {
            prop_assert_eq!(plain, paused);
            return Ok(());
        }
        let moved = calendar.working_time(plain.due_at, paused.due_at).unwrap().micros();
        prop_assert_eq!(moved, added_up(&calendar, from_at.max(plain.start_at), until_at.max(plain.start_at)));
    }

    #[test]
    fn a_pause_moves_days_by_exactly_the_days_it_takes_out(
        calendar in calendars(), days in 1_i64..60, rule in 0..3_u8, at in instants(),
        wait in -3_000_i64..60_000, length in 0..20_000_i64,
    ) {
        let limit = |days| match rule {
            0 => Limit::WorkingDays(days),
            1 => Limit::WorkingDaysAtClock(days),
            _ => Limit::CalendarDays(days),
        };
        let (from_at, until_at) = (at + wait * MINUTE, at + (wait + length) * MINUTE);
        let pauses = [Suspension { from_at, until_at: Some(until_at) }];
        let (Ok(Due::At(plain)), Ok(Due::At(paused))) =
            (due(&calendar, &limit(days), at, &[]), due(&calendar, &limit(days), at, &pauses))
            else { return Ok(()) };
        let day_of = |at: i64| match rule {
            2 => Some(Day::of_instant(at)),
            _ => calendar.start(at).ok().map(Day::of_instant),
        };
        let (Some(first), Some(end)) = (day_of(from_at), day_of(until_at)) else { return Ok(()) };
        let zero = Day::of_instant(plain.start_at);
        let last = match rule {
            2 => zero.plus_days(days),
            _ => Day::of_instant(plain.due_at - 1),
        };
        let runs = |day: &Day| rule == 2 || !calendar.plan(*day).unwrap().sessions.is_empty();
        let taken = (1..1_000).map(|n| zero.plus_days(n)).take_while(|day| *day < end);
        let taken = taken.filter(|day| *day >= first).filter(runs).count() as i64;
        let effective = from_at <= plain.due_at && first <= last;
        let wanted = due(&calendar, &limit(days + if effective { taken } else { 0 }), at, &[]).unwrap();
        prop_assert_eq!(paused.due_at, wanted.due_at().unwrap());
    }

    #[test]
    fn what_is_left_runs_on_from_the_resumption(
        calendar in calendars(), amount in 1_i64..60, hours in any::<bool>(), at in instants(),
        wait in 0_i64..20_000, length in 0..20_000_i64,
    ) {
        let limit = if hours {
            Limit::WorkingHours(WorkingTime::hours(amount))
        } else {
            Limit::WorkingDays(amount)
        };
        let (from_at, until_at) = (at + wait * MINUTE, at + (wait + length) * MINUTE);
        let pauses = [Suspension { from_at, until_at: Some(until_at) }];
        let begun = Begun { limit, received_at: at, suspensions: &[] };
        let (Ok(spent), Ok(Due::At(paused)), Ok(again_at)) =
            (spent(&calendar, &begun, from_at), due(&calendar, &limit, at, &pauses), calendar.start(until_at))
            else { return Ok(()) };
        match spent.left {
            Amount::Time(WorkingTime::ZERO) | Amount::Days(0) => prop_assert!(paused.due_at <= from_at),
            Amount::Time(left) => {
                let from_at = again_at.max(paused.start_at);
                prop_assert_eq!(calendar.add_working_time(from_at, left).unwrap(), paused.due_at);
            }
            Amount::Days(left) => {
                let from = Day::of_instant(again_at).max(Day::of_instant(paused.start_at).plus_days(1));
                let to = Day::of_instant(paused.due_at - 1);
                // The days after the eve of the resumption, which may lie in a year without holidays.
                let eve = from.plus_days(-1).starts_at();
                if let Ok(after) = workdays::left(&calendar, eve, to.plus_days(1).starts_at()) {
                    prop_assert_eq!(after.days, left);
                }
            }
        }
    }

    #[test]
    fn working_time_is_the_sum_of_the_sessions(calendar in calendars(), from_at in instants(), length in 0..400_000_i64) {
        let to_at = from_at + length * MINUTE;
        let Ok(time) = calendar.working_time(from_at, to_at) else { return Ok(()) };
        prop_assert_eq!(time.micros(), added_up(&calendar, from_at, to_at));
        prop_assert_eq!(calendar.working_time(to_at, from_at).unwrap().micros(), -time.micros());
        if time > WorkingTime::ZERO {
            let reached_at = calendar.add_working_time(from_at, time).unwrap();
            prop_assert!(reached_at <= to_at);
            prop_assert_eq!(calendar.working_time(from_at, reached_at).unwrap(), time);
            prop_assert!(calendar.working_time(from_at, reached_at - 1).unwrap() < time);
        }
        let left = left(&calendar, from_at, to_at).unwrap();
        prop_assert_eq!(left.time, time);
        prop_assert_eq!(left.late, false);
    }

    #[test]
    fn nothing_panics_at_the_ends_of_time(
        calendar in calendars(), limit in limits(), at in any::<i64>(), from_at in any::<i64>(), until_at in any::<i64>(),
        amount in any::<i64>(),
    ) {
        let pauses = [Suspension { from_at, until_at: Some(until_at) }];
        let by_tables = due(&calendar, &limit, at, &pauses);
        prop_assert_eq!(by_tables, explain(&calendar, &limit, at, &pauses).map(|told| told.due));
        let inside = day("2023-05-05").starts_at();
        let by_tables = due(&calendar, &limit, inside, &pauses);
        prop_assert_eq!(by_tables, explain(&calendar, &limit, inside, &pauses).map(|told| told.due));
        for limit in [Limit::WorkingHours(WorkingTime(amount)), Limit::WorkingDays(amount), Limit::CalendarDays(amount)] {
            let by_tables = due(&calendar, &limit, inside, &[]);
            prop_assert_eq!(by_tables, explain(&calendar, &limit, inside, &[]).map(|told| told.due));
        }
        let _ = (calendar.working_time(at, from_at), calendar.start(at), left(&calendar, at, until_at));
        let _ = calendar.add_working_time(inside, WorkingTime(amount));
        let _ = spent(&calendar, &Begun { limit, received_at: inside, suspensions: &pauses }, at);
    }
}
