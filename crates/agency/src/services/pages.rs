//! Pages of the procedures that an agency has switched on.

use super::actions::{self, SEE, SWITCH, SwitchOn};
use super::model::{Policy, PolicyFrom, Service};
use super::{desk_pages, store, views};
use crate::processes;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use platform::web::{
    Choice, Export, Field, Fields, Form, Past, Query, Route, Web, get, history, json, link, needs, post,
    see_done, see_other,
};
use platform::{Error, Refusals, Result, Scope, search};
use registers::admin_procedures::{self, Level, ProcedureOfList};
use registers::agencies;
use registers::people::{self, OFFICE, Unit, UnitKind, own_agency};
use serde::Serialize;
use std::collections::BTreeMap;

/// The routes of services and desks.
pub fn routes() -> Vec<Route> {
    let (see, switch) = (needs(&SEE), needs(&SWITCH));
    let mut routes = vec![
        get("/services", see, list),
        get("/services.xlsx", see, spreadsheet),
        get("/services/new", switch, choose),
        post("/services/new", switch, switch_on).timeout(120),
        get("/services/{id}", see, show),
        post("/services/{id}/on", switch, switch_on_again),
        get("/services/{id}/off", switch, off_form),
        post("/services/{id}/off", switch, switch_off),
        get("/services/{id}/unit", switch, unit_form),
        post("/services/{id}/unit", switch, give_to),
        get("/services/{id}/policy", switch, policy_form),
        post("/services/{id}/policy", switch, set_policy),
        get("/api/services", see, services_json),
    ];
    routes.extend(desk_pages::routes());
    routes
}

/// The agency of this person, who may see its services.
pub(super) fn seen_agency(web: &Web) -> Result<i64> {
    let agency = own_agency(&web.ctx)?;
    web.ctx.may(&SEE, &Scope::owned_by(agency.id))?;
    Ok(agency.id)
}

/// The services and units of the agency on screen.
pub(super) struct Offered {
    pub(super) services: Vec<Service>,
    pub(super) units: Vec<Unit>,
    /// The codes of the national database, by procedure.
    codes: BTreeMap<i64, String>,
}

impl Offered {
    /// The name of a unit; empty for none.
    pub(super) fn unit_name(&self, id: Option<i64>) -> &str {
        let found = id.and_then(|id| self.units.iter().find(|unit| unit.id == id));
        found.map_or("", |unit| unit.name.as_str())
    }

    /// The code by which people know a service's procedure: that of the national database, else the own one.
    pub(super) fn known_code<'s>(&'s self, service: &'s Service) -> &'s str {
        self.codes.get(&service.procedure_id).unwrap_or(&service.procedure_code)
    }

    /// The unit that handles what an agency is given, where only one is there to handle anything.
    pub(super) fn only_unit(&self, web: &Web) -> Option<&Unit> {
        let today = web.today();
        let handles = |unit: &&Unit| {
            unit.exists_on(today) && !matches!(unit.kind, UnitKind::OneStop | UnitKind::Leadership)
        };
        let mut units = self.units.iter().filter(handles);
        units.next().filter(|_| units.next().is_none())
    }

    /// The open units as choices.
    pub(super) fn unit_choices(&self, web: &Web) -> Vec<Choice> {
        let today = web.today();
        let open = self.units.iter().filter(|unit| unit.exists_on(today));
        open.map(|unit| Choice::new(unit.id.to_string(), &unit.name)).collect()
    }

    /// The unit whose work a service is, where it is closed.
    pub(super) fn closed_unit(&self, web: &Web, service: &Service) -> Option<&Unit> {
        let today = web.today();
        let found = self.units.iter().find(|unit| Some(unit.id) == service.unit_id);
        found.filter(|unit| !unit.exists_on(today))
    }
}

/// Every service of the own agency.
async fn offered(web: &Web) -> Result<Offered> {
    let agency_id = seen_agency(web)?;
    web.ctx
        .read(move |tx| {
            let codes = store::national_codes(tx, agency_id)?.into_iter();
            Ok(Offered {
                services: store::list(tx, agency_id)?,
                units: people::units(tx, agency_id)?,
                codes: codes.map(|row| (row.procedure_id, row.national_code)).collect(),
            })
        })
        .await
}

/// Those that the filters of the address leave.
async fn found(web: &Web) -> Result<Offered> {
    let mut offered = offered(web).await?;
    let words: Vec<String> = search::fold(web.query.get("q")).split(' ').map(str::to_owned).collect();
    let unit = web.query.number("unit");
    let state = web.query.choice("state", |word| match word {
        "on" => Some(true),
        "off" => Some(false),
        _ => None,
    })?;
    offered.services.retain(|service| {
        words.iter().all(|word| service.folded.contains(word.as_str()))
            && unit.is_none_or(|unit| service.unit_id == Some(unit))
            && state.is_none_or(|state| service.is_active == state)
    });
    Ok(offered)
}

async fn list(web: Web) -> Result<Markup> {
    Ok(views::services(&web, &found(&web).await?))
}

async fn spreadsheet(web: Web) -> Result<Response> {
    let offered = found(&web).await?;
    let today = web.today();
    let row = |service: &Service| {
        vec![
            offered.known_code(service).to_owned(),
            service.procedure_name.clone(),
            offered.unit_name(service.unit_id).to_owned(),
            views::policy_name(&web, service.policy_on(today)),
            web.t(if service.is_active { "services-on" } else { "services-off" }),
        ]
    };
    let export = Export {
        title: web.t("services-title"),
        notes: Vec::new(),
        columns: &[
            ("services-code", 18.0),
            ("services-procedure", 60.0),
            ("services-unit", 30.0),
            ("services-policy", 30.0),
            ("services-state", 16.0),
        ],
        rows: offered.services.iter().map(row).collect(),
    };
    web.export(export, "thu-tuc-tiep-nhan.xlsx").await
}

/// One service as JSON tells it.
#[derive(Serialize)]
struct ServiceJson {
    id: String,
    procedure_id: String,
    procedure_code: String,
    procedure_name: String,
    unit_id: Option<String>,
    policy: &'static str,
    is_active: bool,
}

async fn services_json(web: Web) -> Result<Response> {
    let (offered, today) = (found(&web).await?, web.today());
    let told = offered.services.iter().map(|service| ServiceJson {
        id: service.id.to_string(),
        procedure_id: service.procedure_id.to_string(),
        procedure_code: service.procedure_code.clone(),
        procedure_name: service.procedure_name.clone(),
        unit_id: service.unit_id.map(|id| id.to_string()),
        policy: service.policy_on(today).word(),
        is_active: service.is_active,
    });
    json(&told.collect::<Vec<_>>())
}

/// Most procedures that the page to choose from shows at once.
const MOST_SHOWN: usize = 200;

/// The register's procedures to choose from, with those that are on already.
pub(super) struct Choosing {
    pub(super) procedures: Vec<ProcedureOfList>,
    pub(super) offered: Offered,
    /// The services switched on, by procedure.
    pub(super) on: BTreeMap<i64, i64>,
}

async fn choosing(web: &Web) -> Result<Choosing> {
    let offered = offered(web).await?;
    let text = web.query.get("q").to_owned();
    let level = web.query.choice("level", Level::of_word)?;
    let mut procedures = web.ctx.read(move |tx| admin_procedures::search(tx, &text, 1_000)).await?;
    // What either level may do is offered to both.
    let is_of = |line: &ProcedureOfList, level: Level| {
        line.level == level.word() || line.level == Level::Shared.word()
    };
    procedures.retain(|line| level.is_none_or(|level| is_of(line, level)));
    procedures.sort_by(|one, other| (&one.sector, &one.name).cmp(&(&other.sector, &other.name)));
    procedures.truncate(MOST_SHOWN);
    let active = offered.services.iter().filter(|service| service.is_active);
    let on = active.map(|service| (service.procedure_id, service.id)).collect();
    Ok(Choosing { procedures, offered, on })
}

async fn choose(web: Web) -> Result<Response> {
    if web.query == Query::default()
        && let Some(level) = own_level(&web).await?
    {
        return Ok(see_other(&link(&web.path, &[("level", level.word())])));
    }
    let choosing = choosing(&web).await?;
    let unit = choosing.offered.only_unit(&web).map(|unit| ("unit".to_owned(), unit.id.to_string()));
    let typed = Fields::of(unit);
    Ok(views::choose(&web, (&choosing, &typed), &Refusals::default()).into_response())
}

/// The level of procedures that the own agency is of, by where it has its seat; none where that is not known.
async fn own_level(web: &Web) -> Result<Option<Level>> {
    let (agency_id, today) = (seen_agency(web)?, web.today());
    let agency = web.ctx.read(move |tx| agencies::load(tx, agency_id)).await?;
    Ok(agency.and_then(|agency| match agency.period_on(today) {
        period if period.commune_code.is_some() => Some(Level::Commune),
        period if period.province_code.is_some() => Some(Level::Province),
        _ => None,
    }))
}

async fn switch_on(web: Web, fields: Fields) -> Result<Response> {
    let done = async {
        let unit_id =
            fields.read(|read| read.optional_text("unit").map(|text| text.parse().unwrap_or(-1)))?;
        let procedure_ids = fields.all("procedure").into_iter().map(|id| id.parse().unwrap_or(-1)).collect();
        let anyway = !fields.get("anyway").is_empty();
        actions::switch_on(&web.ctx, SwitchOn { procedure_ids, unit_id, anyway }).await
    };
    match done.await {
        Ok(_) | Err(Error::Repeated { .. }) => Ok(see_done("/services", "services-done-on")),
        Err(Error::Refused(reasons)) => {
            let page = views::choose(&web, (&choosing(&web).await?, &fields), &reasons);
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
        Err(error) => Err(error),
    }
}

/// A service with what its page shows beside it.
pub(super) struct Seen {
    pub(super) service: Service,
    pub(super) offered: Offered,
    pub(super) past: Vec<Past<Service>>,
    /// The version of the process in force, and its process.
    pub(super) process_id: Option<i64>,
}

/// The service of the address, if this person's agency has it.
async fn service_of(web: &Web) -> Result<Service> {
    let (agency_id, id) = (seen_agency(web)?, web.param("id")?);
    web.ctx.read(move |tx| store::load(tx, agency_id, id)).await?.ok_or(Error::NotFound)
}

async fn show(web: Web) -> Result<Markup> {
    let (service, offered) = (service_of(&web).await?, offered(&web).await?);
    let (agency_id, id, procedure_id) = (service.agency_id, service.id, service.procedure_id);
    let (past, process_id) = web
        .ctx
        .read(move |tx| {
            let version = processes::current(tx, agency_id, procedure_id)?;
            let process_id = match version {
                Some(version) => processes::published(tx, agency_id, version)?.map(|found| found.process_id),
                None => None,
            };
            Ok((history(tx, id)?, process_id))
        })
        .await?;
    Ok(views::service(&web, &Seen { service, offered, past, process_id }))
}

fn form(web: &Web, service: &Service, (title, button): (&str, &str)) -> Form {
    Form::new(web.t(title), web.t(button))
        .section(OFFICE)
        .crumb("/services", web.t("services-title"))
        .crumb(format!("/services/{}", service.id), &service.procedure_name)
        .revision(service.revision)
}

async fn switch_on_again(web: Web, fields: Fields) -> Result<Response> {
    let service = service_of(&web).await?;
    let form = form(&web, &service, ("services-switch-on-again", "services-switch-on-again"));
    form.answer(&web, &fields, async {
        let seen = fields.read(|read| read.revision())?;
        actions::switch_on_again(&web.ctx, (service.id, seen)).await?;
        Ok(see_done(&format!("/services/{}", service.id), "services-done-on"))
    })
    .await
}

fn the_off_form(web: &Web, service: &Service) -> Form {
    form(web, service, ("services-switch-off", "services-switch-off"))
        .intro(html! { p { (web.t("services-switch-off-text")) } })
        .field(Field::area("reason", "services-reason").required())
}

async fn off_form(web: Web) -> Result<Response> {
    the_off_form(&web, &service_of(&web).await?).page(&web).await
}

async fn switch_off(web: Web, fields: Fields) -> Result<Response> {
    let service = service_of(&web).await?;
    the_off_form(&web, &service)
        .answer(&web, &fields, async {
            let (reason, seen) = fields.read(|read| (read.text("reason"), read.revision()))?;
            actions::switch_off(&web.ctx, (service.id, seen), reason).await?;
            Ok(see_done(&format!("/services/{}", service.id), "services-done-off"))
        })
        .await
}

fn the_unit_form(web: &Web, (service, offered): (&Service, &Offered)) -> Form {
    form(web, service, ("services-give-to", "services-give-to"))
        .field(Field::select("unit", "services-unit", offered.unit_choices(web)))
        .value("unit", service.unit_id.map(|id| id.to_string()).unwrap_or_default())
}

async fn unit_form(web: Web) -> Result<Response> {
    let (service, offered) = (service_of(&web).await?, offered(&web).await?);
    the_unit_form(&web, (&service, &offered)).page(&web).await
}

async fn give_to(web: Web, fields: Fields) -> Result<Response> {
    let (service, offered) = (service_of(&web).await?, offered(&web).await?);
    the_unit_form(&web, (&service, &offered))
        .answer(&web, &fields, async {
            let (unit_id, seen) = fields.read(|read| {
                (read.optional_text("unit").map(|text| text.parse().unwrap_or(-1)), read.revision())
            })?;
            actions::give_to(&web.ctx, (service.id, seen), unit_id).await?;
            Ok(see_done(&format!("/services/{}", service.id), "services-done-given"))
        })
        .await
}

fn the_policy_form(web: &Web, service: &Service) -> Form {
    let choices =
        Policy::ALL.into_iter().map(|policy| Choice::new(policy.word(), views::policy_name(web, policy)));
    form(web, service, ("services-set-policy", "services-set-policy"))
        .intro(html! { p { (web.t("services-policy-text")) } })
        .field(Field::radio("policy", "services-policy", choices.collect()).required())
        .field(Field::day("from_on", "services-from-on").required())
        .field(Field::area("reason", "services-policy-reason").required())
        .value("policy", service.policy_on(web.today()).word())
        .value("from_on", web.today().vietnamese())
}

async fn policy_form(web: Web) -> Result<Response> {
    the_policy_form(&web, &service_of(&web).await?).page(&web).await
}

async fn set_policy(web: Web, fields: Fields) -> Result<Response> {
    let service = service_of(&web).await?;
    the_policy_form(&web, &service)
        .answer(&web, &fields, async {
            let (policy, reason, seen) = fields.read(|read| {
                let policy = read.choice("policy", Policy::Restart, Policy::of_word);
                (PolicyFrom { from_on: read.day("from_on"), policy }, read.text("reason"), read.revision())
            })?;
            actions::set_policy(&web.ctx, (service.id, seen), policy, reason).await?;
            Ok(see_done(&format!("/services/{}", service.id), "services-done-policy"))
        })
        .await
}
