//! What people do with plans: one function per verb.

use super::decide::{self, Approve, Draft, Facts, RecordPlan};
use super::entry::{self, Row};
use super::model::{Content, Plan, PlanEvent, PlanLevel};
use super::store;
use crate::certificates::{Command, Judged};
use platform::{Action, Ctx, Error, Record, Refusal, Result, Scope, Tx, action};
use registers::{Entered, NATION_AGENCY_ID, agencies};

action!(pub READ = "plans.read":
    NationalOfficer Nation, MinistryOfficer Nation, ProvinceOfficer Nation, Reader Nation);
action!(pub RECORD = "plans.record": NationalOfficer Nation, MinistryOfficer Own, ProvinceOfficer Own);
action!(
    /// Say whether an owner owes a plan at all: nobody says that of themselves.
    pub SAY_OWING = "plans.say_owing": NationalOfficer Nation
);
action!(pub CORRECT = "plans.correct": NationalOfficer Nation, MinistryOfficer Own, ProvinceOfficer Own);

/// Records the plan of an owner for a period; returns its id.
///
/// # Errors
/// Every reason of a refusal at once.
pub async fn record(ctx: &Ctx, command: RecordPlan) -> Result<i64> {
    let ctx_of_job = ctx.clone();
    ctx.write(move |tx| {
        let owner = owner_agency_id(tx, &command.owner_code, command.content.level)?;
        ctx_of_job.may(&RECORD, &Scope { owner_agency_id: owner, superior_ids: Vec::new() })?;
        // The same owner never stands under two codes.
        let known_code = match owner {
            Some(owner) => store::owner_code_of(tx, owner)?,
            None => None,
        };
        let command = RecordPlan {
            owner_code: known_code.unwrap_or_else(|| command.owner_code.clone()),
            ..command.clone()
        };
        let plans = store::of_owner(tx, &command.owner_code)?;
        let mut command = command;
        if !ctx_of_job.could(&SAY_OWING) {
            command.content.owes_plan = plans.last().is_none_or(|plan| plan.content.owes_plan);
        }
        let period_taken = plans.iter().any(|plan| plan.content.period == command.content.period);
        let event = decide::record(&command, &Facts { owner_agency_id: owner, period_taken }, tx.today())?;
        let plan = store::begin(tx.new_id(), &event)?;
        store::save(tx, &plan, &[event])?;
        Ok(plan.id)
    })
    .await
}

/// Records that a draft exists.
///
/// # Errors
/// Every reason of a refusal at once.
pub async fn draft(ctx: &Ctx, command: Command<Draft>) -> Result<()> {
    let ctx_of_job = ctx.clone();
    ctx.write(move |tx| {
        let plan = of_command(tx, &ctx_of_job, (&RECORD, &command))?;
        let event = decide::draft(&plan, &command.what, tx.today())?;
        keep(tx, plan, event)
    })
    .await
}

/// Records that a plan is approved.
///
/// # Errors
/// Every reason of a refusal at once.
pub async fn approve(ctx: &Ctx, command: Command<Approve>) -> Result<()> {
    let ctx_of_job = ctx.clone();
    ctx.write(move |tx| {
        let plan = of_command(tx, &ctx_of_job, (&RECORD, &command))?;
        let event = decide::approve(&plan, &command.what, tx.today())?;
        keep(tx, plan, event)
    })
    .await
}

/// Corrects what the register says of a plan; the old wording stays in the journal.
///
/// # Errors
/// Every reason of a refusal at once.
pub async fn correct(ctx: &Ctx, command: Command<Judged<Content>>) -> Result<()> {
    let ctx_of_job = ctx.clone();
    ctx.write(move |tx| {
        let plan = of_command(tx, &ctx_of_job, (&CORRECT, &command))?;
        let mut right = command.what.right.clone();
        if !ctx_of_job.could(&SAY_OWING) {
            right.owes_plan = plan.content.owes_plan;
        }
        let plans = store::of_owner(tx, &plan.owner_code)?;
        let same_period = |other: &Plan| other.id != plan.id && other.content.period == right.period;
        let facts = Facts {
            owner_agency_id: Some(plan.owner_agency_id),
            period_taken: plans.iter().any(same_period),
        };
        let event = decide::correct(&plan, &facts, (&right, &command.what.reason), tx.today())?;
        keep(tx, plan, event)
    })
    .await
}

/// Enters a line of a register: a new plan, a correction of one, or nothing new; warnings second.
///
/// # Errors
/// [`Error::Refused`] with every reason at once.
pub fn enter(tx: &mut Tx<'_>, row: &Row) -> Result<(Entered, Vec<Refusal>)> {
    let content = entry::read(row)?;
    let warnings = entry::warnings(&content);
    let owner_code = row.owner_code.trim();
    let plans = store::of_owner(tx, owner_code)?;
    let Some(plan) = entry::plan_of_line(&plans, &content.period) else {
        let owner = owner_agency_id(tx, owner_code, content.level)?.unwrap_or(NATION_AGENCY_ID);
        let event =
            PlanEvent::Recorded { owner_code: owner_code.to_owned(), content, owner_agency_id: owner };
        let plan = store::begin(tx.new_id(), &event)?;
        store::save(tx, &plan, &[event])?;
        return Ok((Entered::Created, warnings));
    };
    let (entered, event) = entry::amend(plan, content);
    if let Some(event) = event {
        keep(tx, plan.clone(), event)?;
    }
    Ok((entered, warnings))
}

/// The owner as an agency: by its code, or a province by the number it had in 2012.
fn owner_agency_id(tx: &mut Tx<'_>, code: &str, level: PlanLevel) -> Result<Option<i64>> {
    let code = code.trim();
    if let Some(agency) = agencies::by_code(tx, code)? {
        return Ok(Some(agency.id));
    }
    if level == PlanLevel::Central {
        return Ok(None);
    }
    Ok(agencies::by_code(tx, &agencies::committee_code(code, "legacy"))?.map(|agency| agency.id))
}

/// Loads the plan of a command, if its author may and has seen its present state.
fn of_command<T>(tx: &mut Tx<'_>, ctx: &Ctx, (action, command): (&Action, &Command<T>)) -> Result<Plan> {
    let plan = store::load(tx, command.id)?.ok_or(Error::NotFound)?;
    ctx.may(action, &Scope::owned_by(plan.owner_agency_id))?;
    decide::unless_stale(&plan, command.seen)?;
    Ok(plan)
}

fn keep(tx: &mut Tx<'_>, mut plan: Plan, event: PlanEvent) -> Result<()> {
    plan.apply(&event);
    store::save(tx, &plan, &[event])
}
