//! Every SQL statement on incidents: rows beside the dossier, by which they are found.

use super::super::model::{Dossier, Incident};
use bpmn::kernel::Cause;
use platform::{Result, Tx, sql};

sql!(insert_incident(agency_id: i64, dossier_id: i64, token: i64, cause: &str, since_at: i64) =
    "insert into dossier_incident (agency_id, dossier_id, token, cause, since_at)
     values ($1, $2, $3, $4, $5)");

sql!(delete_incident(agency_id: i64, dossier_id: i64, token: i64) =
    "delete from dossier_incident
     where agency_id = $1
       and dossier_id = $2
       and token = $3");

sql!(incidents_of(agency_id: i64, dossier_id: i64) -> IncidentRow { token: i64, cause: String, since_at: i64 } =
    "select token, cause, since_at
     from dossier_incident
     where agency_id = $1
       and dossier_id = $2
     order by token");

sql!(
/// The dossiers of an agency that stand in an incident, the longest first.
found(agency_id: i64, limit: i64) -> FoundRow { dossier_id: i64 } =
    "select dossier_id
     from dossier_incident
     where agency_id = $1
     group by dossier_id
     order by min(since_at), dossier_id
     limit $2");

sql!(
/// How many dossiers of an agency stand in an incident.
counted(agency_id: i64) -> CountRow { n: i64 } =
    "select count(distinct dossier_id) as n
     from dossier_incident
     where agency_id = $1");

sql!(
/// Tokens of all agencies at which a handler failed, after a token of a dossier: the job that tries them again works
/// for each in turn.
failed(after_id: i64, after_token: i64, limit: i64) -> FailedRow { agency_id: i64, dossier_id: i64, token: i64 } =
    "select agency_id, dossier_id, token
     from dossier_incident
     where cause = 'handler'
       and dossier_id >= $1
       and (dossier_id > $1 or token > $2)
     order by dossier_id, token
     limit $3");

/// The word of a cause in rows.
fn word(cause: Cause) -> &'static str {
    match cause {
        Cause::NoWayOpen => "no_way_open",
        Cause::Endless => "endless",
        Cause::Timer(_) => "timer",
        Cause::Handler => "handler",
    }
}

/// Writes the row of an incident.
///
/// # Errors
/// When the database fails.
pub fn put(tx: &mut Tx<'_>, dossier: &Dossier, incident: &Incident) -> Result<()> {
    let cause = word(incident.cause);
    insert_incident(tx, dossier.agency_id, dossier.id, incident.token.into(), cause, incident.at)?;
    Ok(())
}

/// Keeps the rows in step with the dossier.
///
/// # Errors
/// When the database fails.
pub fn follow(tx: &mut Tx<'_>, before: &Dossier, after: &Dossier) -> Result<()> {
    let row = |one: &Incident| (one.token, word(one.cause), one.at);
    let is_in =
        |dossier: &Dossier, one: &Incident| dossier.incidents.iter().any(|held| row(held) == row(one));
    for gone in before.incidents.iter().filter(|one| !is_in(after, one)) {
        delete_incident(tx, after.agency_id, after.id, gone.token.into())?;
    }
    for new in after.incidents.iter().filter(|one| !is_in(before, one)) {
        put(tx, after, new)?;
    }
    Ok(())
}

/// Whether the rows are the incidents of the dossier.
///
/// # Errors
/// When the database fails.
pub fn are_found(tx: &mut Tx<'_>, dossier: &Dossier) -> Result<bool> {
    let rows = incidents_of(tx, dossier.agency_id, dossier.id)?;
    let mut held: Vec<(i64, &str, i64)> =
        dossier.incidents.iter().map(|one| (one.token.into(), word(one.cause), one.at)).collect();
    held.sort_unstable();
    Ok(rows.iter().map(|row| (row.token, row.cause.as_str(), row.since_at)).eq(held))
}
