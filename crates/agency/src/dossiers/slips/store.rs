//! Every SQL statement of the forms, the book and the statistics: they only read, but for the count of prints.

use platform::{Day, sql};

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
/// How many lines the book of an agency has for what came in within a period.
lines_of(agency_id: i64, from_at: i64, to_at: i64) -> LinesOf { own: i64, for_others: i64 } =
    "select
       (select count(*)
        from dossier
        where dossier.agency_id = $1
          and dossier.received_at >= $2
          and dossier.received_at < $3) as own,
       (select count(*)
        from reception
        where reception.agency_id = $1
          and reception.received_at >= $2
          and reception.received_at < $3) as for_others");

sql!(
/// The roles in which an account was appointed at an agency on a day, switched off since or not.
appointed(agency_id: i64, account_id: i64, day: Day) -> Appointed { role: String, unit_id: Option<i64> } =
    "select role, unit_id
     from appointment
     where agency_id = $1
       and account_id = $2
       and from_on <= $3
       and (to_on is null or to_on > $3)");

sql!(
/// What counts in the statistics of a period: received before its end, and not finished before it began. Only of a
/// period that is over is it asked whether a result was given back after its end to those who handle it, and only
/// of dossiers that went on after it.
counted(agency_id: i64, from_at: i64, to_at: i64, unit_id: Option<i64>, is_over: bool) -> Counted {
    id: i64, code: String, status: i64, received_at: i64, due_at: Option<i64>, first_due_at: Option<i64>,
    settled_at: Option<i64>, ended_at: Option<i64>, given_back_since: bool, marking: Vec<u8>, intake: String,
    course: String,
} =
    "select id, code, status, received_at, due_at, first_due_at, settled_at, ended_at,
       case
         when cast($5 as boolean) and (ended_at is null or ended_at >= $3) then exists (
           select 1
           from journal
           where journal.subject_id = dossier.id
             and journal.at >= $3
             and journal.payload like '%\"given_back\":true%')
         else false
       end as given_back_since,
       marking, intake, course
     from dossier
     where agency_id = $1
       and received_at < $3
       and (coalesce(settled_at, ended_at) is null or coalesce(settled_at, ended_at) >= $2)
       and (cast($4 as bigint) is null or unit_id = $4)
     order by received_at, id");

sql!(
/// How often a form was printed at the counter for what it tells, and when last.
prints(agency_id: i64, dossier_id: i64, form: &str, issue: i64) -> Prints { prints: i64, printed_at: i64 } =
    "select prints, printed_at
     from slip_print
     where agency_id = $1
       and dossier_id = $2
       and form = $3
       and issue = $4");

sql!(count_print(agency_id: i64, dossier_id: i64, form: &str, issue: i64, printed_at: i64) =
    "insert into slip_print (agency_id, dossier_id, form, issue, prints, printed_at)
     values ($1, $2, $3, $4, 1, $5)
     on conflict (agency_id, dossier_id, form, issue)
       do update set prints = slip_print.prints + 1, printed_at = excluded.printed_at");
