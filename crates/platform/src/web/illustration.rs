//! Whether a database holds made-up data (dữ liệu minh họa): then every page and every paper says so.

use self::store::MARK;
use crate::db::Tx;
use crate::error::Result;

mod store {
    use crate::sql;

    /// The only row there may be.
    pub const MARK: i64 = 1;

    sql!(marks() -> Marked { marked_at: i64 } =
        "select marked_at
         from illustration_mark");

    sql!(put(mark: i64, marked_at: i64) =
        "insert into illustration_mark (mark, marked_at)
         values ($1, $2)");
}

/// Marks the database as filled with made-up data, for good: nobody could tell later which rows are real.
///
/// # Errors
/// When the database fails.
pub fn mark_illustration(tx: &mut Tx<'_>) -> Result<()> {
    if !is_illustration(tx)? {
        let now = tx.now();
        store::put(tx, MARK, now)?;
    }
    Ok(())
}

/// Whether the database was marked so.
///
/// # Errors
/// When the database fails.
pub fn is_illustration(tx: &mut Tx<'_>) -> Result<bool> {
    Ok(!store::marks(tx)?.is_empty())
}
