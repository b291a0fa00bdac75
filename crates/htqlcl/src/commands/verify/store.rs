//! What verification asks beside the journal.

use platform::sql;

sql!(
/// The agencies that keep numbers of their dossiers, or have dossiers to be counted.
counting() -> Counting { agency_id: i64 } =
    "select agency_id
     from dossier_count
     union
     select agency_id
     from dossier
     order by agency_id");
