//! Pages of plans: who has one, who owes one, and what may be done with each.

use super::decide::RecordPlan;
use super::forms::{self, Owner};
use super::model::{Plan, PlanLevel, PlanStatus};
use super::store::{self, Filter, PlanLine};
use super::{actions, api, views};
use crate::certificates::{Command, Judged};
use axum::response::Response;
use maud::Markup;
use platform::permissions::Reach;
use platform::web::{
    Choice, Export, Fields, PAGE_SIZE, PUBLIC, Past, Route, Web, get, history, needs, page_of, post, see_done,
};
use platform::{Action, Error, Result, Scope, Tx};
use registers::agencies;

/// The routes of plans.
pub fn routes() -> Vec<Route> {
    let (record_it, correct_it) = (needs(&actions::RECORD), needs(&actions::CORRECT));
    vec![
        get("/plans", PUBLIC, list),
        get("/plans.xlsx", PUBLIC, spreadsheet),
        get("/plans/new", record_it, record_form),
        post("/plans/new", record_it, record),
        get("/plans/{id}", PUBLIC, show),
        get("/plans/{id}/draft", record_it, draft_form),
        post("/plans/{id}/draft", record_it, draft),
        get("/plans/{id}/approve", record_it, approve_form),
        post("/plans/{id}/approve", record_it, approve),
        get("/plans/{id}/correct", correct_it, correct_form),
        post("/plans/{id}/correct", correct_it, correct),
        get("/api/plans", PUBLIC, api::list),
        get("/api/plans/{id}", PUBLIC, api::show),
    ]
}

/// What the address asks for.
///
/// # Errors
/// A refusal when a filter is not what it should be.
pub(super) fn filter(web: &Web) -> Result<Filter> {
    let query = &web.query;
    let yes_or_no = |word: &str| {
        [("1", true), ("0", false)].iter().find(|(known, _)| *known == word).map(|(_, yes)| *yes)
    };
    Ok(Filter {
        on: query.day("as_of")?.unwrap_or(web.today()),
        level: query.choice("level", PlanLevel::of_word)?,
        status: query.choice("status", PlanStatus::of_word)?,
        owes_plan: query.choice("owes", yes_or_no)?,
        lacking: query.choice("lacking", yes_or_no)?.unwrap_or(false),
        text: query.get("q").to_owned(),
    })
}

/// One page of the list.
pub(super) struct Found {
    pub(super) filter: Filter,
    pub(super) lines: Vec<PlanLine>,
    pub(super) more: bool,
    pub(super) all: i64,
    /// Central and local owners that owe a plan and had none approved on the day.
    pub(super) owing: [i64; 2],
}

/// Finds the page that the address asks for.
///
/// # Errors
/// When the address asks for nothing that exists, or the database fails.
pub(super) async fn find(web: &Web) -> Result<Found> {
    let (filter, after) = (filter(web)?, web.query.cursor()?);
    web.ctx
        .read(move |tx| {
            let after = after.as_ref().map(|(key, id)| (key.as_str(), *id));
            let lines = store::list(tx, &filter, after, PAGE_SIZE as i64 + 1)?;
            let (lines, more) = page_of(lines, PAGE_SIZE);
            let mut owing = [0; 2];
            for (count, level) in owing.iter_mut().zip(PlanLevel::ALL) {
                let owed = Filter { level: Some(level), lacking: true, ..Filter::on(filter.on) };
                *count = store::count(tx, &owed)?;
            }
            Ok(Found { all: store::count(tx, &filter)?, filter: filter.clone(), lines, more, owing })
        })
        .await
}

async fn list(web: Web) -> Result<Markup> {
    Ok(views::list(&web, &find(&web).await?))
}

async fn spreadsheet(web: Web) -> Result<Response> {
    let filter = filter(&web)?;
    let note = web.t_with("plans-as-of", &[("day", &filter.on.vietnamese())]);
    let lines = web.ctx.read(move |tx| store::list(tx, &filter, None, i64::MAX)).await?;
    let export = Export {
        title: web.t("plans-title"),
        notes: vec![note],
        columns: views::SHEET,
        rows: lines.iter().map(|line| views::sheet_row(&web, line)).collect(),
    };
    web.export(export, "ke-hoach.xlsx").await
}

/// A plan with what its page shows beside it.
pub(super) struct Seen {
    pub(super) plan: Plan,
    pub(super) past: Vec<Past<Plan>>,
    /// Other plans of the same owner.
    pub(super) others: Vec<Plan>,
}

async fn show(web: Web) -> Result<Markup> {
    let id: i64 = web.param("id")?;
    let seen = web
        .ctx
        .read(move |tx| {
            let plan = store::load(tx, id)?.ok_or(Error::NotFound)?;
            let mut others = store::of_owner(tx, &plan.owner_code)?;
            others.retain(|other| other.id != id);
            Ok(Seen { past: history(tx, id)?, plan, others })
        })
        .await?;
    Ok(views::record(&web, &seen))
}

/// The plan of the address, if this person may do `action` to it.
async fn plan_for(web: &Web, action: &Action) -> Result<Plan> {
    let id: i64 = web.param("id")?;
    let plan = web.ctx.read(move |tx| store::load(tx, id)).await?;
    let plan = plan.ok_or(Error::NotFound)?;
    web.ctx.may(action, &Scope::owned_by(plan.owner_agency_id))?;
    Ok(plan)
}

/// National officers record anybody's plan, others their own agency's.
async fn owner(web: &Web) -> Result<Owner> {
    let reach = web.actor().role().and_then(|role| actions::RECORD.reach(role));
    if reach == Some(Reach::Nation) {
        return Ok(Owner::AnyOf(web.ctx.read(known_owners).await?));
    }
    let own = web.ctx.own_agency_id();
    web.ctx
        .read(move |tx| {
            let agency = agencies::load(tx, own)?.ok_or(Error::Forbidden(actions::RECORD.name))?;
            let code = store::owner_code_of(tx, own)?.unwrap_or_else(|| agency.code.clone());
            Ok(Owner::Own(code, agency.name().to_owned()))
        })
        .await
}

fn known_owners(tx: &mut Tx<'_>) -> Result<Vec<Choice>> {
    let mut lines = store::list(tx, &Filter::on(tx.today()), None, i64::MAX)?;
    lines.dedup_by(|one, other| one.owner_code == other.owner_code);
    let choice = |line: PlanLine| Choice::new(line.owner_code, line.owner);
    Ok(lines.into_iter().map(choice).collect())
}

async fn record_form(web: Web) -> Result<Response> {
    let owner = owner(&web).await?;
    forms::record(&web, &owner).page(&web).await
}

async fn record(web: Web, fields: Fields) -> Result<Response> {
    let owner = owner(&web).await?;
    forms::record(&web, &owner)
        .answer(&web, &fields, async {
            let mut command = fields.read(|read| RecordPlan {
                owner_code: match &owner {
                    Owner::AnyOf(_) => read.text("owner_code"),
                    Owner::Own(code, _) => code.clone(),
                },
                content: forms::read_content(read, None),
            })?;
            if let Owner::Own(_, name) = &owner {
                command.content.owner = name.clone();
            }
            if command.content.owner.is_empty() {
                command.content.owner = name_of(&web, command.owner_code.clone()).await?;
            }
            let id = actions::record(&web.ctx, command).await?;
            Ok(see_done(&format!("/plans/{id}"), "plans-done-recorded"))
        })
        .await
}

/// The name of an owner in the register; its code when it is not there, which the action then refuses.
async fn name_of(web: &Web, code: String) -> Result<String> {
    web.ctx
        .read(move |tx| {
            let agency = agencies::by_code(tx, &code)?;
            let plans = store::of_owner(tx, &code)?;
            let named = agency.map(|agency| agency.name().to_owned());
            let known = || plans.last().map(|plan| plan.content.owner.clone());
            Ok(named.or_else(known).unwrap_or_else(|| code.clone()))
        })
        .await
}

async fn draft_form(web: Web) -> Result<Response> {
    let plan = plan_for(&web, &actions::RECORD).await?;
    forms::draft(&web, &plan).page(&web).await
}

async fn draft(web: Web, fields: Fields) -> Result<Response> {
    let plan = plan_for(&web, &actions::RECORD).await?;
    forms::draft(&web, &plan)
        .answer(&web, &fields, async {
            let command = fields.read(|read| Command {
                id: plan.id,
                seen: read.revision().unwrap_or_default(),
                what: forms::read_draft(read),
            })?;
            actions::draft(&web.ctx, command).await?;
            Ok(see_done(&format!("/plans/{}", plan.id), "plans-done-drafted"))
        })
        .await
}

async fn approve_form(web: Web) -> Result<Response> {
    let plan = plan_for(&web, &actions::RECORD).await?;
    forms::approve(&web, &plan).page(&web).await
}

async fn approve(web: Web, fields: Fields) -> Result<Response> {
    let plan = plan_for(&web, &actions::RECORD).await?;
    forms::approve(&web, &plan)
        .answer(&web, &fields, async {
            let command = fields.read(|read| Command {
                id: plan.id,
                seen: read.revision().unwrap_or_default(),
                what: forms::read_approve(read),
            })?;
            actions::approve(&web.ctx, command).await?;
            Ok(see_done(&format!("/plans/{}", plan.id), "plans-done-approved"))
        })
        .await
}

async fn correct_form(web: Web) -> Result<Response> {
    let plan = plan_for(&web, &actions::CORRECT).await?;
    forms::correct(&web, &plan).page(&web).await
}

async fn correct(web: Web, fields: Fields) -> Result<Response> {
    let plan = plan_for(&web, &actions::CORRECT).await?;
    forms::correct(&web, &plan)
        .answer(&web, &fields, async {
            let command = fields.read(|read| Command {
                id: plan.id,
                seen: read.revision().unwrap_or_default(),
                what: Judged {
                    right: forms::read_content(read, Some(&plan.content)),
                    reason: read.text("reason"),
                },
            })?;
            actions::correct(&web.ctx, command).await?;
            Ok(see_done(&format!("/plans/{}", plan.id), "plans-done-corrected"))
        })
        .await
}
