//! What verification asks of a register's record beyond the fold of its events.

use platform::journal::Line;
use platform::{Record, Result, record};

/// Compares a record with its journal. Rows that cannot be read as a record are a fault of theirs,
/// not of the verification: it goes on and names them.
///
/// # Errors
/// Never for a difference: that is the result.
pub(crate) fn compare<R: Record>(
    id: i64,
    lines: &[Line],
    loaded: Result<Option<R>>,
) -> Result<Option<String>> {
    match loaded {
        Ok(stored) => record::difference(id, lines, stored),
        Err(error) => Ok(Some(format!("its rows cannot be read: {error}"))),
    }
}

/// Registers a record whose unreadable rows are faults.
macro_rules! verified_record {
    ($record:ty, $path:literal, $load:path, $ids:path) => {
        const _: () = {
            #[platform::linkme::distributed_slice(platform::record::RECORDS)]
            #[linkme(crate = platform::linkme)]
            static KIND: platform::record::RecordKind = platform::record::RecordKind {
                name: <$record as platform::Record>::KIND,
                path: $path,
                compare: |tx, id, lines| {
                    let loaded = $load(tx, id);
                    $crate::verify::compare::<$record>(id, lines, loaded)
                },
                ids: $ids,
            };
        };
    };
}
pub(crate) use verified_record;
