//! Incidents (sự cố): tokens that cannot go on. Each keeps its place with its cause and since when, is shown to those
//! who can mend it, and goes on when it is tried again and the cause is gone.

mod pages;
mod store;
mod views;

pub(super) use store::{are_found, follow, put};
pub(super) use views::{line_of_count, place, told};

use super::actions::{Case, MEND, person};
use super::refusal::Refusal;
use super::who::Person;
use super::{Command, Dossier, machine};
use platform::permissions::Role;
use platform::web::{Route, get, needs, post};
use platform::{Ctx, Error, Result, Scope, Tx};

platform::messages!("incidents", "../../i18n/incidents.vi.ftl", "../../i18n/incidents.en.ftl");

/// The pages of this folder.
pub fn routes() -> Vec<Route> {
    vec![
        get("/dossiers/incidents", needs(&super::lists::OVERVIEW), pages::list),
        get("/dossiers/{id}/retry/{token}", needs(&MEND), pages::retry_form),
        post("/dossiers/{id}/retry/{token}", needs(&MEND), pages::retry),
    ]
}

/// How many dossiers of an agency stand in an incident.
///
/// # Errors
/// When the database fails.
pub fn count(tx: &mut Tx<'_>, agency_id: i64) -> Result<i64> {
    Ok(store::counted(tx, agency_id)?.pop().map_or(0, |row| row.n))
}

/// A token that is to be tried again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Retry {
    /// The token.
    pub token: u32,
    /// What was done against the cause.
    pub note: String,
}

/// Whether the person can mend incidents of the dossier: who leads its unit or the agency, and the quality secretary.
pub fn mends(person: &Person, dossier: &Dossier) -> bool {
    person.leads(dossier) || person.is(Role::QualitySecretary)
}

/// Tries a token in an incident again.
///
/// # Errors
/// Every reason of a refusal at once; [`Refusal::FailsAgain`] when the cause is there still.
pub async fn retry(ctx: &Ctx, command: Command<Retry>) -> Result<Dossier> {
    let agency_id = ctx.own_agency_id();
    ctx.may(&MEND, &Scope::owned_by(agency_id))?;
    let actor = ctx.clone();
    ctx.write(move |tx| {
        let person = person(tx, &actor)?;
        let dossier = super::store::require(tx, agency_id, command.id)?;
        if !mends(&person, &dossier) {
            return Err(platform::Refusal::from(Refusal::IncidentOfAnotherUnit).into());
        }
        retry_in(tx, agency_id, &command)
    })
    .await
}

/// As [`retry`], inside a transaction and without asking who may. A refusal means that the transaction is given up.
///
/// # Errors
/// Every reason of a refusal at once.
pub fn retry_in(tx: &mut Tx<'_>, agency_id: i64, command: &Command<Retry>) -> Result<Dossier> {
    let case = Case::open(tx, agency_id, command.id, command.revision)?;
    let token = command.what.token;
    let event = machine::retry(&case.dossier, (token, &command.what.note), &case.facts())?;
    let after = case.save(tx, event)?;
    match machine::fails_again(&case.dossier, &after, token) {
        Some(incident) => Err(platform::Refusal::from(Refusal::FailsAgain(incident.key())).into()),
        None => Ok(after),
    }
}

/// What came of one round of the job that tries again what handlers failed at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Round {
    /// The last dossier that was tried and its token; zeros when the end was reached, so that the next round begins anew.
    pub last: (i64, i64),
    /// How many tokens go on.
    pub mended: usize,
}

/// Tries again, for no more than `most` tokens after a token of a dossier, the handlers that failed: what
/// they ask for may be there now. What fails again stays as it is, and nothing is written.
///
/// # Errors
/// When the database fails.
pub async fn retry_failed(ctx: &Ctx, (id, token): (i64, i64), most: i64) -> Result<Round> {
    let failed = ctx.read(move |tx| Ok(store::failed(tx, id, token, most)?)).await?;
    let is_all = i64::try_from(failed.len()).unwrap_or(i64::MAX) < most;
    let last = failed.last().filter(|_| !is_all).map_or((0, 0), |row| (row.dossier_id, row.token));
    let mut round = Round { last, mended: 0 };
    for row in failed {
        let token = u32::try_from(row.token).map_err(Error::failed)?;
        let what = Retry { token, note: String::new() };
        let command = Command { id: row.dossier_id, revision: None, what };
        match ctx.write(move |tx| retry_in(tx, row.agency_id, &command)).await {
            Ok(_) => round.mended += 1,
            Err(Error::Refused(_)) => {}
            Err(error) => {
                tracing::error!(%error, agency = row.agency_id, dossier = row.dossier_id, "a retry failed");
            }
        }
    }
    Ok(round)
}
