//! The legal clock: working time between instants, due moments, explanations.

use crate::generate::Draw;
use crate::measure::cpu_ms_each;
use crate::prepared::Bench;
use crate::table::Line;
use anyhow::Context;
use registers::calendars::{carried_calendar, typed};
use std::collections::BTreeMap;
use std::hint::black_box;
use std::sync::Arc;
use workdays::{Calendar, Limit, Suspension, due, explain, parse_instant};

/// The shared cases, beside the tests of the clock.
const CASES: &str = include_str!("../../workdays/tests/data/deadline-cases.csv");

/// How many questions one round asks.
const QUESTIONS: usize = 1_000_000;

/// One case: what was received when, under which rule, by which office.
struct Case {
    calendar: Arc<Calendar>,
    limit: Limit,
    received_at: i64,
    suspensions: Vec<Suspension>,
}

/// Measures all three.
pub fn measure(bench: &Bench) -> anyhow::Result<Vec<Line>> {
    let cases = cases()?;
    let rounds = bench.scale.rounds;
    let questions = QUESTIONS.min(bench.scale.live);
    let calendar = &cases.first().context("there are cases")?.calendar;
    let between = cpu_ms_each((rounds, 1), |round| {
        let mut draw = Draw(0x2545_f491_4f6c_dd1d + round as u64);
        for _ in 0..questions {
            let (from_at, to_at) = instants(&mut draw);
            black_box(calendar.working_time(from_at, to_at).map_err(refused)?);
        }
        Ok(())
    })?;
    let drawing = cpu_ms_each((rounds, 1), |round| {
        let mut draw = Draw(0x2545_f491_4f6c_dd1d + round as u64);
        (0..questions).for_each(|_| {
            black_box(instants(&mut draw));
        });
        Ok(())
    })?;
    let counted = cpu_ms_each((rounds, 1), |_| {
        for number in 0..questions {
            let case = &cases[number % cases.len()];
            let answer = due(&case.calendar, &case.limit, case.received_at, &case.suspensions);
            black_box(answer.map_err(refused)?);
        }
        Ok(())
    })?;
    let explained = cpu_ms_each((rounds, 1), |_| {
        for case in &cases {
            let told = explain(&case.calendar, &case.limit, case.received_at, &case.suspensions);
            black_box(told.map_err(refused)?);
        }
        Ok(())
    })?;
    let ns_each = 1e6 / questions as f64;
    Ok(vec![
        Line::at_most("working time between two instants", (between * ns_each, "ns CPU"), 50.0)
            .beside(drawing * ns_each, "drawing the two instants, which is in the figure"),
        Line::told("a due moment, over all rules of the shared cases", counted * ns_each, "ns CPU"),
        Line::told(format!("explanations of {} cases, day by day", cases.len()), explained, "ms CPU"),
    ])
}

/// Two instants of 2026, in any order.
fn instants(draw: &mut Draw) -> (i64, i64) {
    const FIRST: i64 = 1_767_225_600_000_000;
    const YEAR_MICROS: u64 = 365 * 86_400 * 1_000_000;
    let mut instant = || FIRST + draw.below(YEAR_MICROS - 86_400_000_000) as i64;
    (instant(), instant())
}

fn refused(reason: workdays::Refusal) -> anyhow::Error {
    anyhow::anyhow!("refused: {reason:?}")
}

fn cases() -> anyhow::Result<Vec<Case>> {
    let mut calendars: BTreeMap<(String, bool), Arc<Calendar>> = BTreeMap::new();
    let mut cases = Vec::new();
    for row in csv::Reader::from_reader(CASES.as_bytes()).deserialize() {
        let row: BTreeMap<String, String> = row?;
        let field = |name: &str| row.get(name).map_or("", String::as_str);
        let office = (field("profile").to_owned(), field("swaps") == "yes");
        let calendar = match calendars.get(&office) {
            Some(calendar) => Arc::clone(calendar),
            None => carried_calendar((&office.0, office.1))?,
        };
        calendars.insert(office, Arc::clone(&calendar));
        let limit = Limit::read(field("rule"), field("limit"));
        let suspensions = typed::suspensions(field("suspensions"));
        cases.push(Case {
            calendar,
            limit: limit.map_err(|reason| anyhow::anyhow!("{reason:?}"))?,
            received_at: parse_instant(field("received")).map_err(|reason| anyhow::anyhow!("{reason:?}"))?,
            suspensions: suspensions.map_err(|reason| anyhow::anyhow!("{reason:?}"))?,
        });
    }
    Ok(cases)
}
