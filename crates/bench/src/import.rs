//! The registers of 2012 into an empty database, beside rusqlite writing the same rows.

use crate::generate;
use crate::measure::{cost, median};
use crate::prepared::Bench;
use crate::raw::Written;
use crate::store;
use crate::table::Line;

/// Measures schema and reference data apart from the import itself.
pub fn measure(bench: &Bench) -> anyhow::Result<Vec<Line>> {
    let (mut made, mut imported, mut raw) = (Vec::new(), Vec::new(), Vec::new());
    let mut rows = 0;
    for round in 0..bench.scale.rounds.div_ceil(2) {
        let file = bench.fresh(&format!("import-{round}.sqlite"));
        let (db, making) = cost(|| bench.empty(&file))?;
        let beside = bench.fresh(&format!("import-{round}-raw.sqlite"));
        store::settle(&file)?;
        std::fs::copy(&file, &beside)?;
        let ((), importing) = cost(|| bench.import(&db, generate::seed_2012()))?;
        let written = Written::between(&file, &beside)?;
        rows = written.rows();
        made.push(making.cpu_s);
        imported.push(importing.cpu_s);
        raw.push(written.write_at_once(&beside)?.cpu_s);
    }
    Ok(vec![
        Line::at_most("import of the registers of 2012", (median(imported), "s CPU"), 3.0)
            .beside(median(raw), "rusqlite inserting the same rows in one transaction"),
        Line::told("rows that this import writes, of all tables", rows as f64, "rows"),
        Line::told("a new database: tables, the map, agencies of today", median(made), "s CPU"),
    ])
}
