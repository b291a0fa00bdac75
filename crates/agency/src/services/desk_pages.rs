//! Pages of the desks that receive for other agencies.

use super::actions::{self, DESK, SEE};
use super::model::Desk;
use super::pages::seen_agency;
use super::{store, views};
use axum::response::Response;
use maud::Markup;
use platform::web::{Field, Fields, Form, Past, Route, Web, get, history, needs, post, see_done};
use platform::{Error, Result, Tx};
use registers::agencies;
use registers::people::OFFICE;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

/// The routes of desks.
pub(super) fn routes() -> Vec<Route> {
    let (see, agree) = (needs(&SEE), needs(&DESK));
    vec![
        get("/desks", see, list),
        get("/desks/new", agree, propose_form),
        post("/desks/new", agree, propose),
        get("/desks/{id}", see, show),
        post("/desks/{id}/accept", agree, accept),
        get("/desks/{id}/end", agree, end_form),
        post("/desks/{id}/end", agree, end),
    ]
}

/// The desks of the agency on screen, from both sides.
pub(super) struct Desks {
    pub(super) own_agency_id: i64,
    /// Counters of others that receive for it.
    pub(super) for_us: Vec<Desk>,
    /// Agencies that its counter receives for, or is asked to.
    pub(super) for_others: Vec<Desk>,
    /// Names of all agencies concerned.
    pub(super) names: BTreeMap<i64, String>,
}

impl Desks {
    /// The name of an agency.
    pub(super) fn name(&self, id: i64) -> &str {
        self.names.get(&id).map_or("", String::as_str)
    }
}

fn names(tx: &mut Tx<'_>, desks: &[&Desk]) -> Result<BTreeMap<i64, String>> {
    let mut names = BTreeMap::new();
    for id in desks.iter().flat_map(|desk| [desk.agency_id, desk.desk_agency_id]) {
        if let Entry::Vacant(place) = names.entry(id) {
            let agency = agencies::load(tx, id)?;
            place.insert(agency.map(|agency| agency.name().to_owned()).unwrap_or_default());
        }
    }
    Ok(names)
}

async fn list(web: Web) -> Result<Markup> {
    let own_agency_id = seen_agency(&web)?;
    let desks = web
        .ctx
        .read(move |tx| {
            let (for_us, for_others) =
                (store::desks(tx, own_agency_id)?, store::asked_of(tx, own_agency_id)?);
            let all: Vec<&Desk> = for_us.iter().chain(&for_others).collect();
            let names = names(tx, &all)?;
            Ok(Desks { own_agency_id, for_us, for_others, names })
        })
        .await?;
    Ok(views::desks(&web, &desks))
}

/// The desk of the address, if this person's agency is one of the two.
async fn desk_of(web: &Web) -> Result<(Desk, Desks)> {
    let (own_agency_id, id) = (seen_agency(web)?, web.param("id")?);
    web.ctx
        .read(move |tx| {
            let desk = store::desk_seen_by(tx, own_agency_id, id)?.ok_or(Error::NotFound)?;
            let names = names(tx, &[&desk])?;
            Ok((desk, Desks { own_agency_id, for_us: Vec::new(), for_others: Vec::new(), names }))
        })
        .await
}

async fn show(web: Web) -> Result<Markup> {
    let (desk, desks) = desk_of(&web).await?;
    let id = desk.id;
    let past: Vec<Past<Desk>> = web.ctx.read(move |tx| history(tx, id)).await?;
    Ok(views::desk(&web, (&desk, &desks), &past))
}

fn form(web: &Web, (title, button): (&str, &str)) -> Form {
    Form::new(web.t(title), web.t(button)).section(OFFICE).crumb("/desks", web.t("services-desks"))
}

fn proposing_form(web: &Web) -> Form {
    form(web, ("services-propose-title", "services-propose"))
        .field(
            Field::lookup("agency", "services-desk-agency", Vec::new())
                .required()
                .hint("services-desk-agency-hint")
                .search("/agencies/suggest"),
        )
        .field(Field::day("from_on", "services-from-on").required())
        .value("from_on", web.today().vietnamese())
}

async fn propose_form(web: Web) -> Result<Response> {
    proposing_form(&web).page(&web).await
}

async fn propose(web: Web, fields: Fields) -> Result<Response> {
    proposing_form(&web)
        .answer(&web, &fields, async {
            let (code, from_on) = fields.read(|read| (read.text("agency"), read.day("from_on")))?;
            let id = actions::propose_desk(&web.ctx, code, from_on).await?;
            Ok(see_done(&format!("/desks/{id}"), "services-done-proposed"))
        })
        .await
}

async fn accept(web: Web, fields: Fields) -> Result<Response> {
    let (desk, _) = desk_of(&web).await?;
    form(&web, ("services-accept", "services-accept"))
        .answer(&web, &fields, async {
            actions::accept_desk(&web.ctx, desk.id).await?;
            Ok(see_done(&format!("/desks/{}", desk.id), "services-done-accepted"))
        })
        .await
}

fn ending_form(web: &Web, desk: &Desk) -> Form {
    form(web, ("services-end-desk", "services-end-desk"))
        .field(Field::day("last_on", "services-last-on").required())
        .field(Field::area("reason", "services-reason").required())
        .value("last_on", web.today().vietnamese())
        .revision(desk.revision)
}

async fn end_form(web: Web) -> Result<Response> {
    ending_form(&web, &desk_of(&web).await?.0).page(&web).await
}

async fn end(web: Web, fields: Fields) -> Result<Response> {
    let (desk, _) = desk_of(&web).await?;
    ending_form(&web, &desk)
        .answer(&web, &fields, async {
            let (last_on, reason, seen) =
                fields.read(|read| (read.day("last_on"), read.text("reason"), read.revision()))?;
            actions::end_desk(&web.ctx, (desk.id, seen), last_on, reason).await?;
            Ok(see_done(&format!("/desks/{}", desk.id), "services-done-ended"))
        })
        .await
}
