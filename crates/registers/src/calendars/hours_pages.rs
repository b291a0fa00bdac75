//! The pages of office hours: set those of the own agency, see one version.

use super::model::OfficeHours;
use super::{actions, forms, store, versions, views};
use crate::agencies;
use axum::response::Response;
use maud::Markup;
use platform::web::{Fields, Past, Web, history, see_done};
use platform::{Error, Result};
use workdays::Profile;

/// The form, filled with the hours in force.
async fn form_of(web: &Web) -> Result<platform::web::Form> {
    let (agency_id, today) = (web.ctx.own_agency_id(), web.today());
    let own = web
        .ctx
        .read(move |tx| {
            let version = versions::current(tx, agency_id, today)?;
            versions::hours(tx, agency_id, version.hours_id)
        })
        .await?;
    let (profile, swaps) = own.map_or((Profile::p1(), true), |own| (own.hours.profile, own.hours.swaps));
    Ok(forms::hours(web, (&profile, swaps)))
}

pub(super) async fn form(web: Web) -> Result<Response> {
    form_of(&web).await?.page(&web).await
}

pub(super) async fn set(web: Web, fields: Fields) -> Result<Response> {
    form_of(&web)
        .await?
        .answer(&web, &fields, async {
            let hours = fields.read(forms::read_hours)?;
            let id = actions::set_own_hours(&web.ctx, hours).await?;
            Ok(see_done(&format!("/calendars/hours/{id}"), "calendars-done-hours"))
        })
        .await
}

/// A version of office hours with what its page shows beside it.
pub(super) struct SeenHours {
    pub(super) hours: OfficeHours,
    pub(super) agency: String,
    pub(super) past: Vec<Past<OfficeHours>>,
}

pub(super) async fn show(web: Web) -> Result<Markup> {
    let id: i64 = web.param("id")?;
    let seen = web
        .ctx
        .read(move |tx| {
            let hours = store::load_hours(tx, id)?.ok_or(Error::NotFound)?;
            let agency = agencies::load(tx, hours.agency_id)?;
            let agency = agency.map(|agency| agency.name().to_owned()).unwrap_or_default();
            Ok(SeenHours { past: history(tx, id)?, hours, agency })
        })
        .await?;
    Ok(views::hours_record(&web, &seen))
}
