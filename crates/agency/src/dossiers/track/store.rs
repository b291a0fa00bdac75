//! The one statement that answers the public: nothing of a person is in it.

use super::super::{codes, id_of_code};
use platform::{Result, Tx, sql};

sql!(progress(agency_id: i64, id: i64) -> Progress {
    code: String, procedure_name: String, status: i64, received_at: i64, due_at: Option<i64>,
    open_due_at: Option<i64>, settled_at: Option<i64>, ended_at: Option<i64>, was_late: Option<bool>,
} =
    "select dossier.code, admin_procedure.name as procedure_name, dossier.status, dossier.received_at,
       dossier.due_at, dossier.open_due_at, dossier.settled_at, dossier.ended_at, dossier.was_late
     from dossier
     inner join admin_procedure on admin_procedure.id = dossier.procedure_id
     where dossier.agency_id = $1
       and dossier.id = $2");

/// Stands in for what is no code, so that it costs what an unknown code costs.
const NO_CODE: &str = "0-000101-0000";

/// The agency and id of a code; none for an unknown one and for what is no code, after the same work.
///
/// # Errors
/// When the database fails.
pub(super) fn find(tx: &mut Tx<'_>, typed: &str) -> Result<Option<(i64, i64)>> {
    let code = if codes::prefix_in(typed).is_some() { typed } else { NO_CODE };
    let agency_id = codes::agency_of_code(tx, code)?.unwrap_or(-1);
    let id = id_of_code(tx, agency_id, code)?.pop();
    Ok(id.map(|row| (agency_id, row.id)))
}
