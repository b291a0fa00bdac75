//! Point reads inside a job: through the facade, beside rusqlite with the same statement.

use crate::measure::{cost, median};
use crate::prepared::Bench;
use crate::store;
use crate::table::Line;
use rusqlite::Connection;
use std::hint::black_box;
use std::sync::Arc;

/// Reads of one round.
const READS: usize = 100_000;

/// Measures both in turn, so that a slow moment of the machine slows both.
pub fn measure(bench: &Bench) -> anyhow::Result<Vec<Line>> {
    let numbers: Arc<[String]> = store::some_numbers(&bench.base, 2_000)?.into();
    let reads = READS * bench.scale.rounds / 7;
    let db = bench.open(&bench.base)?;
    let connection = store::open_raw(&bench.base)?;
    let (mut through, mut raw) = (Vec::new(), Vec::new());
    for round in 0..=bench.scale.rounds {
        let asked = Arc::clone(&numbers);
        let job = db.read(move |tx| {
            for read in 0..reads {
                black_box(store::certificate_of_number(tx, &asked[read % asked.len()])?);
            }
            Ok(())
        });
        let ((), facade) = cost(|| Ok(bench.runtime.block_on(job)?))?;
        let ((), alone) = cost(|| read_raw(&connection, (&numbers, reads)))?;
        if round > 0 {
            through.push(reads as f64 / facade.cpu_s);
            raw.push(reads as f64 / alone.cpu_s);
        }
    }
    let name = "point reads through the facade, inside a job";
    Ok(vec![
        Line::share(name, (median(through), "a CPU second"), 0.8).beside(
            median(raw),
            "rusqlite with the same statement, prepared and cached, into the same struct",
        ),
    ])
}

fn read_raw(connection: &Connection, (numbers, reads): (&[String], usize)) -> anyhow::Result<()> {
    let text = store::certificate_of_number_text();
    connection.execute_batch("begin")?;
    for read in 0..reads {
        let mut statement = connection.prepare_cached(&text)?;
        let rows = statement.query_map([&numbers[read % numbers.len()]], |row| {
            let expires_on: Option<String> = row.get(4)?;
            Ok(store::CertificateLine {
                id: row.get(0)?,
                number: row.get(1)?,
                agency_id: row.get(2)?,
                issued_written: row.get(3)?,
                expires_on: expires_on.and_then(|day| day.parse().ok()),
                revision: row.get(5)?,
            })
        })?;
        black_box(rows.collect::<Result<Vec<_>, _>>()?);
    }
    connection.execute_batch("rollback")?;
    Ok(())
}
