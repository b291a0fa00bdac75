//! Every SQL statement on receptions.

use super::{Reception, ReceptionEvent};
use platform::{Result, Tx, journal, record, sql};

sql!(reception(agency_id: i64, id: i64) -> ReceptionRow {
    handling_agency_id: i64, dossier_id: i64, code: String, procedure_id: i64, received_at: i64,
    due_at: Option<i64>, status: i64, revision: i64,
} =
    "select handling_agency_id, dossier_id, code, procedure_id, received_at, due_at, status, revision
     from reception
     where agency_id = $1
       and id = $2");

sql!(put_reception(
    agency_id: i64, id: i64, handling_agency_id: i64, dossier_id: i64, code: &str, procedure_id: i64,
    received_at: i64, due_at: Option<i64>, status: i64, revision: i64,
) =
    "insert into reception (agency_id, id, handling_agency_id, dossier_id, code, procedure_id, received_at, due_at,
       status, revision)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
     on conflict (agency_id, id) do update set
       due_at = excluded.due_at, status = excluded.status, revision = excluded.revision");

sql!(
/// Writes whose dossier a desk holds.
put_applicant(agency_id: i64, reception_id: i64, handling_agency_id: i64, applicant_id: i64) =
    "insert into reception_applicant (agency_id, reception_id, handling_agency_id, applicant_id)
     values ($1, $2, $3, $4)
     on conflict (agency_id, reception_id) do update set
       applicant_id = excluded.applicant_id");

sql!(id_of_dossier(agency_id: i64, dossier_id: i64) -> ReceptionId { id: i64 } =
    "select id
     from reception
     where agency_id = $1
       and dossier_id = $2");

sql!(
/// Receptions of a desk by status, the oldest first.
waiting(agency_id: i64, status: i64, after_id: i64, limit: i64) -> Waiting {
    id: i64, handling_agency_id: i64, dossier_id: i64, code: String, procedure_id: i64, received_at: i64,
    due_at: Option<i64>,
} =
    "select id, handling_agency_id, dossier_id, code, procedure_id, received_at, due_at
     from reception
     where agency_id = $1
       and status = $2
       and id > $3
     order by id
     limit $4");

sql!(
/// For verification, which goes over all agencies.
every_reception() -> AnyReception { id: i64 } =
    "select id
     from reception
     order by id");

platform::record_kind!(Reception, "/receptions/", load_any, ids);

/// A reception of this desk.
///
/// # Errors
/// When the database fails.
pub fn load(tx: &mut Tx<'_>, agency_id: i64, id: i64) -> Result<Option<Reception>> {
    let row = reception(tx, agency_id, id)?.pop();
    Ok(row.map(|row| Reception {
        agency_id,
        id,
        handling_agency_id: row.handling_agency_id,
        dossier_id: row.dossier_id,
        code: row.code,
        procedure_id: row.procedure_id,
        received_at: row.received_at,
        due_at: row.due_at,
        status: row.status,
        revision: row.revision,
    }))
}

/// What a desk knows of a dossier, if it received it for another agency.
///
/// # Errors
/// When the database fails.
pub fn of_dossier(tx: &mut Tx<'_>, agency_id: i64, dossier_id: i64) -> Result<Option<Reception>> {
    match id_of_dossier(tx, agency_id, dossier_id)?.pop() {
        Some(row) => load(tx, agency_id, row.id),
        None => Ok(None),
    }
}

pub(super) fn save(tx: &mut Tx<'_>, reception: &Reception, event: ReceptionEvent) -> Result<()> {
    put_reception(
        tx,
        reception.agency_id,
        reception.id,
        reception.handling_agency_id,
        reception.dossier_id,
        &reception.code,
        reception.procedure_id,
        reception.received_at,
        reception.due_at,
        reception.status,
        reception.revision,
    )?;
    record::journal(tx, reception, &[event])
}

fn load_any(tx: &mut Tx<'_>, id: i64) -> Result<Option<Reception>> {
    match journal::owner_of(tx, id)? {
        Some(agency_id) => load(tx, agency_id, id),
        None => Ok(None),
    }
}

fn ids(tx: &mut Tx<'_>) -> Result<Vec<i64>> {
    Ok(every_reception(tx)?.into_iter().map(|row| row.id).collect())
}
