//! The list of what stands in an incident, and the form by which it is tried again.

use super::{Retry, mends, retry as try_again, store, views};
use crate::dossiers::actions::{MEND, person};
use crate::dossiers::lists::OVERVIEW;
use crate::dossiers::store::require;
use crate::dossiers::{Command, Dossier, Incident};
use crate::processes::{self, Published};
use axum::response::Response;
use maud::Markup;
use platform::web::{Fields, Web, see_done, see_other};
use platform::{Error, Result, Scope, Tx};
use registers::{admin_procedures, people};
use std::sync::Arc;

/// More dossiers than these are not shown at once: the longest come first, and mending them brings up the rest.
const MOST: i64 = 200;

/// A dossier in an incident with what is shown of it.
pub(super) struct Held {
    pub(super) dossier: Dossier,
    /// The process it follows.
    pub(super) published: Option<Arc<Published>>,
    /// The name of its procedure.
    pub(super) procedure: String,
    /// The name of its unit; empty for none.
    pub(super) unit: String,
    /// Whether the reader can mend it.
    pub(super) mends: bool,
}

fn held(tx: &mut Tx<'_>, dossier: Dossier, mends: bool) -> Result<Held> {
    let intake = &dossier.intake;
    let (procedure_id, revision) = (intake.procedure_id, intake.procedure_revision);
    Ok(Held {
        published: processes::published(tx, dossier.agency_id, intake.version_id)?,
        procedure: admin_procedures::load_revision(tx, procedure_id, revision)?.name.clone(),
        unit: people::unit(tx, dossier.agency_id, intake.unit_id)?.map(|unit| unit.name).unwrap_or_default(),
        mends,
        dossier,
    })
}

pub(super) async fn list(web: Web) -> Result<Markup> {
    let (agency_id, ctx) = (web.ctx.own_agency_id(), web.ctx.clone());
    web.ctx.may(&OVERVIEW, &Scope::owned_by(agency_id))?;
    let may_mend = web.ctx.can(&MEND, &Scope::owned_by(agency_id));
    let all = web.ctx.read(move |tx| {
        let person = person(tx, &ctx)?;
        let mut all = Vec::new();
        for row in store::found(tx, agency_id, MOST)? {
            let dossier = require(tx, agency_id, row.dossier_id)?;
            let mends = may_mend && mends(&person, &dossier);
            all.push(held(tx, dossier, mends)?);
        }
        Ok(all)
    });
    Ok(views::list(&web, &all.await?))
}

/// The dossier of the address with the incident of the token; none of it where it has gone meanwhile.
async fn of_address(web: &Web) -> Result<(Held, Option<Incident>)> {
    let (agency_id, id) = (web.ctx.own_agency_id(), web.param::<i64>("id")?);
    let (token, ctx) = (web.param::<u32>("token")?, web.ctx.clone());
    web.ctx
        .read(move |tx| {
            let dossier = require(tx, agency_id, id)?;
            if !dossier.state.has_seen(token) {
                return Err(Error::NotFound);
            }
            let incident = dossier.incident(token).copied();
            let mends = mends(&person(tx, &ctx)?, &dossier);
            Ok((held(tx, dossier, mends)?, incident))
        })
        .await
}

pub(super) async fn retry_form(web: Web) -> Result<Response> {
    let (held, incident) = of_address(&web).await?;
    match incident {
        Some(incident) => views::retry(&web, &held, Some(&incident)).page(&web).await,
        None => Ok(see_other(&format!("/dossiers/{}", held.dossier.id))),
    }
}

pub(super) async fn retry(web: Web, fields: Fields) -> Result<Response> {
    let (held, incident) = of_address(&web).await?;
    let token = web.param::<u32>("token")?;
    let id = held.dossier.id;
    views::retry(&web, &held, incident.as_ref())
        .answer(&web, &fields, async {
            let (revision, note) = fields.read(|read| (read.revision(), read.optional_text("note")))?;
            let what = Retry { token, note: note.unwrap_or_default() };
            try_again(&web.ctx, Command { id, revision, what }).await?;
            Ok(see_done(&format!("/dossiers/{id}"), "incidents-done-retried"))
        })
        .await
}
