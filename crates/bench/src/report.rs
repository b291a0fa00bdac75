//! The yearly report: finding it and writing its figures, for days early, middle and late.

use crate::measure::cpu_ms_each;
use crate::prepared::Bench;
use crate::store;
use crate::table::Line;
use platform::Day;
use reports::yearly::{self, Question};
use rusqlite::Connection;
use rusqlite::types::Value;
use std::hint::black_box;

/// The statements that pass over all certificates: what no report can be quicker than.
const PASSES: [&str; 3] = [
    "reports::yearly::store::agencies_to_date",
    "reports::yearly::store::agencies_in_period",
    "reports::yearly::store::certificates_by_year",
];

/// First day and last day of the period, and the day on which the answer stands.
const QUESTIONS: [[(i16, i8, i8); 3]; 6] = [
    [(2007, 1, 1), (2007, 12, 31), (2007, 12, 31)],
    [(2009, 1, 1), (2009, 12, 31), (2010, 3, 31)],
    [(2011, 1, 1), (2011, 12, 31), (2012, 3, 31)],
    [(2013, 1, 1), (2013, 12, 31), (2014, 5, 17)],
    [(2007, 1, 1), (2014, 12, 31), (2015, 6, 30)],
    [(2025, 1, 1), (2025, 12, 31), (2026, 6, 30)],
];

/// Measures each question; the slowest day is the figure.
pub fn measure(bench: &Bench) -> anyhow::Result<Vec<Line>> {
    let db = bench.open(&bench.base)?;
    let connection = store::open_raw(&bench.base)?;
    let mut lines = Vec::new();
    for days in QUESTIONS {
        let question = question(days)?;
        let name = format!(
            "yearly report {} to {} as of {}, figures as JSON",
            question.from, question.to, question.as_of
        );
        let through = cpu_ms_each((bench.scale.rounds, 3), |_| {
            let asked = question.clone();
            let report = bench.runtime.block_on(db.snapshot(move |tx| yearly::find(tx, &asked)))?;
            black_box(yearly::json(&report));
            Ok(())
        })?;
        let raw = cpu_ms_each((bench.scale.rounds, 3), |_| pass(&connection, &question))?;
        lines.push(
            Line::at_most(name, (through, "ms CPU"), 50.0).beside(raw, "its passes over all certificates"),
        );
    }
    Ok(lines)
}

fn question([from, to, as_of]: [(i16, i8, i8); 3]) -> anyhow::Result<Question> {
    let day = |(year, month, day)| {
        Day::new(year, month, day).unwrap_or_else(|| unreachable!("{year}-{month}-{day} is a day"))
    };
    Ok(Question::new(day(from), day(to), day(as_of)).map_err(platform::Error::from)?)
}

fn pass(connection: &Connection, question: &Question) -> anyhow::Result<()> {
    let days = [question.from, question.cut(), question.as_of].map(|day| Value::Text(day.to_string()));
    for name in PASSES {
        store::run_named(connection, (name, &days))?;
    }
    Ok(())
}
