//! Every SQL statement on dossiers that a release of the calendar may move.

use platform::sql;

sql!(
/// Open dossiers whose due moment does not lie before an instant, the earliest first.
due_since(agency_id: i64, from_at: i64, limit: i64) -> DueSince { id: i64 } =
    "select id
     from dossier
     where agency_id = $1
       and open_due_at >= $2
     order by open_due_at, id
     limit $3");
