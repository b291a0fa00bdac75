//! The tasks of a dossier as forms: done, taken, handed over.

use super::actions;
use super::forms;
use super::seen::{Case, case, path_of};
use crate::dossiers::{Assign, Command, Dossier, Refusal, assign};
use crate::processes::Published;
use axum::response::Response;
use platform::web::{Choice, Fields, Form, Web, history, see_done, see_other};
use platform::{Error, Refusals, Result};
use registers::people;
use std::sync::Arc;

/// The step that a form is about. Somebody else may have done it meanwhile: the journal still tells which it was.
struct Step {
    case: Case,
    published: Arc<Published>,
    token: u32,
    node: u16,
    is_open: bool,
}

async fn step(web: &Web) -> Result<Step> {
    let (case, token) = (case(web).await?, web.param::<u32>("token")?);
    let published = case.published.clone().ok_or(Error::NotFound)?;
    if let Some(node) = case.dossier.task(token).map(|task| task.node) {
        return Ok(Step { case, published, token, node, is_open: true });
    }
    let id = case.dossier.id;
    let past = web.ctx.read(move |tx| history::<Dossier>(tx, id)).await?;
    let held = past.iter().rev().find_map(|step| step.after.task(token)).ok_or(Error::NotFound)?;
    Ok(Step { node: held.node, case, published, token, is_open: false })
}

impl Step {
    fn form(&self, web: &Web) -> Form {
        forms::complete(web, &self.case.dossier, (&self.published, self.token, self.node))
    }
}

pub(super) async fn complete_form(web: Web) -> Result<Response> {
    let step = step(&web).await?;
    if !step.is_open {
        return Ok(see_other(&path_of(&step.case.dossier)));
    }
    step.form(&web).page(&web).await
}

pub(super) async fn complete(web: Web, fields: Fields) -> Result<Response> {
    let step = step(&web).await?;
    let dossier = &step.case.dossier;
    step.form(&web)
        .answer(&web, &fields, async {
            if !step.is_open {
                return Err(Error::Refused(Refusals(vec![Refusal::TaskGone.into()])));
            }
            let (revision, what) = forms::read_complete(&fields, step.token)?;
            let command = Command { id: dossier.id, revision, what };
            actions::complete(&web.ctx, command, forms::files(&fields)).await?;
            Ok(see_done(&path_of(dossier), "record-done-completed"))
        })
        .await
}

pub(super) async fn take_form(web: Web) -> Result<Response> {
    forms::take(&web, &case(&web).await?).page(&web).await
}

pub(super) async fn take(web: Web, fields: Fields) -> Result<Response> {
    let (case, token) = (case(&web).await?, web.param::<u32>("token")?);
    forms::take(&web, &case)
        .answer(&web, &fields, async {
            // A list shows no revision: whether the task is still free is judged by the act itself.
            let revision = fields.read(|read| read.revision())?;
            let what = Assign { token, to: Some(web.actor().account_id), reason: String::new() };
            assign(&web.ctx, Command { id: case.dossier.id, revision, what }).await?;
            Ok(see_done(&path_of(&case.dossier), "record-done-taken"))
        })
        .await
}

/// What stands for giving a task back to all who may do it.
const GIVE_BACK: &str = "0";

/// Those who may get a task: the staff with its role in its unit.
async fn receivers(web: &Web, case: &Case, token: u32) -> Result<Vec<Choice>> {
    let Some(task) = case.dossier.task(token).cloned() else { return Ok(Vec::new()) };
    let agency_id = case.dossier.agency_id;
    let staff = web.ctx.read(move |tx| people::staff_of(tx, agency_id, tx.today())).await?;
    let in_unit =
        |unit_id: Option<i64>| task.unit_id == 0 || unit_id.is_none_or(|unit_id| unit_id == task.unit_id);
    let fits = |one: &&people::Staff| {
        one.role == task.role && in_unit(one.unit_id) && task.assignee != Some(one.account_id)
    };
    let mut choices: Vec<Choice> =
        staff.iter().filter(fits).map(|one| Choice::new(one.account_id.to_string(), &one.name)).collect();
    if task.assignee.is_some() {
        choices.push(Choice::new(GIVE_BACK, web.t("record-give-back")));
    }
    Ok(choices)
}

pub(super) async fn hand_over_form(web: Web) -> Result<Response> {
    let (case, token) = (case(&web).await?, web.param::<u32>("token")?);
    if case.dossier.task(token).is_none() {
        return Ok(see_other(&path_of(&case.dossier)));
    }
    let receivers = receivers(&web, &case, token).await?;
    forms::hand_over(&web, &case, receivers).page(&web).await
}

pub(super) async fn hand_over(web: Web, fields: Fields) -> Result<Response> {
    let (case, token) = (case(&web).await?, web.param::<u32>("token")?);
    let receivers = receivers(&web, &case, token).await?;
    forms::hand_over(&web, &case, receivers)
        .answer(&web, &fields, async {
            let (revision, what) = fields.read(|read| {
                let to = read.number("to");
                let to = Some(to).filter(|to| to.to_string() != GIVE_BACK);
                (read.revision(), Assign { token, to, reason: read.text("reason") })
            })?;
            assign(&web.ctx, Command { id: case.dossier.id, revision, what }).await?;
            Ok(see_done(&path_of(&case.dossier), "record-done-handed-over"))
        })
        .await
}
