//! Every SQL statement of the book and the statistics: they only read.

use platform::sql;

sql!(
/// Dossiers that an agency handles and that came in within a period, in the order in which they came.
received_in(agency_id: i64, from_at: i64, to_at: i64, most: i64) -> ReceivedIn { id: i64, received_at: i64 } =
    "select id, received_at
     from dossier
     where agency_id = $1
       and received_at >= $2
       and received_at < $3
     order by received_at, id
     limit $4");

sql!(
/// Dossiers of other agencies that a desk received within a period, in the order in which they came.
received_for_others_in(agency_id: i64, from_at: i64, to_at: i64, most: i64) -> ReceivedForOthers {
    handling_agency_id: i64, dossier_id: i64, received_at: i64,
} =
    "select handling_agency_id, dossier_id, received_at
     from reception
     where agency_id = $1
       and received_at >= $2
       and received_at < $3
     order by received_at, dossier_id
     limit $4");

sql!(
/// What counts in the statistics of a period: received before its end, and not finished before it began.
counted(agency_id: i64, from_at: i64, to_at: i64, unit_id: Option<i64>) -> Counted {
    id: i64, code: String, status: i64, received_at: i64, due_at: Option<i64>, finished_at: Option<i64>,
    marking: Vec<u8>, intake: String, course: String,
} =
    "select id, code, status, received_at, due_at, coalesce(settled_at, ended_at) as finished_at, marking, intake,
       course
     from dossier
     where agency_id = $1
       and received_at < $3
       and (coalesce(settled_at, ended_at) is null or coalesce(settled_at, ended_at) >= $2)
       and (cast($4 as bigint) is null or unit_id = $4)
     order by received_at, id");
