//! Every SQL statement of the counter.

use super::super::model::Intake;
use platform::{Error, Result, Tx, sql};
use serde::Deserialize;

sql!(
/// The next number of a book, atomically.
number(agency_id: i64, book: &str, year: i64) -> BookNumber { last: i64 } =
    "insert into book_counter (agency_id, book, year, last)
     values ($1, $2, $3, 1)
     on conflict (agency_id, book, year) do update set last = book_counter.last + 1
     returning last");

sql!(
/// What the own desk received for its own agency, the newest first.
received(agency_id: i64, since_at: i64, limit: i64) -> ReceivedRow {
    id: i64, code: String, procedure_id: i64, received_at: i64, due_at: Option<i64>, status: i64,
    name: Option<String>,
} =
    "select dossier.id, dossier.code, dossier.procedure_id, dossier.received_at, dossier.due_at, dossier.status,
       applicant_person.name
     from dossier
     left join applicant_person on applicant_person.agency_id = dossier.agency_id
       and applicant_person.applicant_id = dossier.applicant_id
     where dossier.agency_id = $1
       and dossier.desk_agency_id = $1
       and dossier.received_at >= $2
     order by dossier.received_at desc, dossier.id desc
     limit $3");

sql!(
/// What the own desk received for other agencies, the newest first.
received_for_others(agency_id: i64, since_at: i64, limit: i64) -> OtherReceivedRow {
    id: i64, dossier_id: i64, code: String, procedure_id: i64, received_at: i64, due_at: Option<i64>, status: i64,
} =
    "select id, dossier_id, code, procedure_id, received_at, due_at, status
     from reception
     where agency_id = $1
       and received_at >= $2
     order by received_at desc, id desc
     limit $3");

sql!(
/// How many of the dossiers that a desk received for other agencies have this status.
received_for_others_of(agency_id: i64, status: i64) -> ReceivedOfStatus { n: i64 } =
    "select cast(count(*) as bigint) as n
     from reception
     where agency_id = $1
       and status = $2");

sql!(received_lines(agency_id: i64, since_at: i64, limit: i64) -> LineRow {
    id: i64, procedure_id: i64, received_at: i64, status: i64, intake: String,
    name: Option<String>, answers: Option<String>, waiting: i64, waiting_elsewhere: i64,
} =
    "select dossier.id, dossier.procedure_id, dossier.received_at, dossier.status, dossier.intake,
       applicant_person.name, dossier_answers.answers,
       (select count(*)
        from task
        where task.agency_id = dossier.agency_id
          and task.dossier_id = dossier.id) as waiting,
       (select count(*)
        from task
        where task.agency_id = dossier.agency_id
          and task.dossier_id = dossier.id
          and task.role <> 'clerk') as waiting_elsewhere
     from dossier
     left join applicant_person on applicant_person.agency_id = dossier.agency_id
       and applicant_person.applicant_id = dossier.applicant_id
     left join dossier_answers on dossier_answers.agency_id = dossier.agency_id
       and dossier_answers.dossier_id = dossier.id
     where dossier.agency_id = $1
       and dossier.desk_agency_id = $1
       and dossier.received_at >= $2
       and dossier.intake like '%\"book_no\":%'
     order by dossier.received_at desc, dossier.id desc
     limit $3");

sql!(received_in_books(agency_id: i64, since_at: i64) -> IntakeRow { intake: String } =
    "select intake
     from dossier
     where agency_id = $1
       and desk_agency_id = $1
       and received_at >= $2
       and intake like '%\"book_no\":%'");

sql!(
/// The newest dossier of the person of a number that this desk has received for the agency.
handed_in_here(agency_id: i64, desk_agency_id: i64, id_number: &str) -> HandedInHere { id: Option<i64> } =
    "select cast(max(dossier.id) as bigint) as id
     from applicant_person
     inner join dossier on dossier.applicant_id = applicant_person.applicant_id
     where applicant_person.agency_id = $1
       and applicant_person.id_number = $3
       and dossier.agency_id + 0 = $1
       and dossier.desk_agency_id = $2");

/// The next number of an agency's book in a year.
///
/// # Errors
/// When the database fails.
pub fn next_number(tx: &mut Tx<'_>, agency_id: i64, (book, year): (&str, i64)) -> Result<i64> {
    Ok(number(tx, agency_id, book, year)?.pop().map_or(1, |row| row.last))
}

/// The newest dossier that the person of a number handed in at this desk for the agency.
pub(super) fn known_at_desk(
    tx: &mut Tx<'_>,
    agency_id: i64,
    (desk_agency_id, id_number): (i64, &str),
) -> Result<Option<i64>> {
    Ok(handed_in_here(tx, agency_id, desk_agency_id, id_number)?.pop().and_then(|row| row.id))
}

sql!(
last_handed_in(agency_id: i64, desk_agency_id: i64, procedure_id: i64, id_number: &str) -> LastHandedIn {
    id: Option<i64>,
} =
    "select cast(max(dossier.id) as bigint) as id
     from applicant_person
     inner join dossier on dossier.applicant_id = applicant_person.applicant_id
     where applicant_person.agency_id = $1
       and applicant_person.id_number = $4
       and dossier.agency_id + 0 = $1
       and dossier.desk_agency_id = $2
       and dossier.procedure_id = $3");

/// The last dossier of a procedure that the person of a number handed in at this desk.
pub(super) fn last_of_number(
    tx: &mut Tx<'_>,
    agency_id: i64,
    (desk_agency_id, procedure_id): (i64, i64),
    id_number: &str,
) -> Result<Option<i64>> {
    Ok(last_handed_in(tx, agency_id, desk_agency_id, procedure_id, id_number)?.pop().and_then(|row| row.id))
}

/// A line of a book of same-day work.
pub(super) struct BookLine {
    pub(super) id: i64,
    pub(super) procedure_id: i64,
    pub(super) received_at: i64,
    pub(super) status: i64,
    pub(super) name: Option<String>,
    pub(super) book_no: i64,
    pub(super) sets: i64,
    pub(super) fee_vnd: i64,
    /// The answers to the procedure's fields; empty where there are none.
    pub(super) answers: String,
    /// Whether all that is left to do is the counter's.
    pub(super) is_at_desk: bool,
}

/// What of a dossier's row a line shows. Nothing in it was typed, so that the statements find by its text what
/// stands in a book.
#[derive(Deserialize)]
struct Kept {
    intake: Intake,
}

/// What all lines written since an instant come to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Sums {
    /// How many they are.
    pub(super) lines: i64,
    /// Their fees in đồng.
    pub(super) fee_vnd: i64,
}

/// The sums of the lines written since an instant, however many they are.
pub(super) fn sums(tx: &mut Tx<'_>, agency_id: i64, since_at: i64) -> Result<Sums> {
    let mut sums = Sums::default();
    for row in received_in_books(tx, agency_id, since_at)? {
        let Kept { intake } = serde_json::from_str(&row.intake).map_err(Error::failed)?;
        sums.lines += 1;
        sums.fee_vnd += intake.fee_vnd;
    }
    Ok(sums)
}

/// The lines written since an instant, the newest first.
pub(super) fn lines(tx: &mut Tx<'_>, agency_id: i64, (since_at, most): (i64, i64)) -> Result<Vec<BookLine>> {
    let mut lines = Vec::new();
    for row in received_lines(tx, agency_id, since_at, most)? {
        let Kept { intake } = serde_json::from_str(&row.intake).map_err(Error::failed)?;
        let Some(book_no) = intake.book_no else { continue };
        lines.push(BookLine {
            id: row.id,
            procedure_id: row.procedure_id,
            received_at: row.received_at,
            status: row.status,
            name: row.name,
            book_no,
            sets: intake.sets,
            fee_vnd: intake.fee_vnd,
            answers: row.answers.unwrap_or_default(),
            is_at_desk: row.waiting > 0 && row.waiting_elsewhere == 0,
        });
    }
    Ok(lines)
}
