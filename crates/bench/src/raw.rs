//! The same rows written by rusqlite alone: no decision, no hash, no reading.

use crate::measure::{Cost, cost};
use crate::store::{self, Rows};
use anyhow::ensure;
use rusqlite::{Connection, params_from_iter};
use std::path::Path;

/// Tables whose rows are counters of the floor, written beside a group and not for a row.
const BESIDE: [&str; 2] = ["journal_head", "migration"];

/// What actions have written: one list of rows for each table.
pub struct Written(Vec<Rows>);

impl Written {
    /// What stands in the database `file` and not in `earlier`.
    pub fn between(file: &Path, earlier: &Path) -> anyhow::Result<Written> {
        let mut all = store::rows_beyond(file, earlier)?;
        all.retain(|rows| !rows.rows.is_empty() && !BESIDE.contains(&rows.table.as_str()));
        Ok(Written(all))
    }

    /// How many rows of all tables together.
    pub fn rows(&self) -> usize {
        self.0.iter().map(|table| table.rows.len()).sum()
    }

    /// Writes the same to `connection`, `group` operations a commit, each its row of every table.
    pub fn write_in_groups(&self, connection: &Connection, group: usize) -> anyhow::Result<Cost> {
        let operations = self.0.first().map_or(0, |table| table.rows.len());
        let even = self.0.iter().all(|table| table.rows.len() == operations);
        ensure!(even, "an operation writes one row of each of its tables");
        let ((), cost) = cost(|| {
            for from in (0..operations).step_by(group) {
                self.write_group(connection, from..(from + group).min(operations))?;
            }
            Ok(())
        })?;
        Ok(cost)
    }

    fn write_group(&self, connection: &Connection, operations: std::ops::Range<usize>) -> anyhow::Result<()> {
        connection.prepare_cached("begin immediate")?.execute([])?;
        for operation in operations.clone() {
            for table in &self.0 {
                connection
                    .prepare_cached(&table.insert)?
                    .execute(params_from_iter(&table.rows[operation]))?;
            }
        }
        connection.prepare_cached(store::SET_HEAD)?.execute((
            0,
            operations.end as i64,
            [0_u8; 32].as_slice(),
        ))?;
        connection.prepare_cached("commit")?.execute([])?;
        Ok(())
    }

    /// Writes the same to the database in `file`, table by table in one transaction.
    pub fn write_at_once(&self, file: &Path) -> anyhow::Result<Cost> {
        let connection = store::open_raw(file)?;
        // Tables come in the order of their names here, so references hold only at the end.
        connection.pragma_update(None, "foreign_keys", false)?;
        let ((), cost) = cost(|| {
            connection.prepare_cached("begin immediate")?.execute([])?;
            for table in &self.0 {
                let mut insert = connection.prepare_cached(&table.insert)?;
                table.rows.iter().try_for_each(|row| insert.execute(params_from_iter(row)).map(drop))?;
            }
            connection.prepare_cached("commit")?.execute([])?;
            Ok(())
        })?;
        Ok(cost)
    }
}
