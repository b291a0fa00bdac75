//! The tasks of a dossier as forms: done, taken, handed over.

use super::actions::{self, Added};
use super::forms::{self, StepAsked};
use super::gone::{self, Gone};
use super::next::{self, Next};
use super::seen::{Case, case, path_of, step_name};
use crate::dossiers::actions::unit_to_serve;
use crate::dossiers::who::serves;
use crate::dossiers::{Assign, Command, Deed, Dossier, Status, Task, Typed, assign};
use crate::processes::Published;
use axum::response::Response;
use platform::web::{Choice, Fields, Form, Web, history, see_done, see_other};
use platform::{Error, Result};
use registers::people;
use std::sync::Arc;

/// The step that a form is about.
struct Step {
    case: Case,
    published: Arc<Published>,
    token: u32,
    node: u16,
    /// Whether the reader may do it: the others are asked nothing, and see nothing of the answers.
    is_own: bool,
    /// Whom the reader may name for the next step.
    receivers: Vec<(i64, String)>,
}

/// The step of an address: somebody else may have done it meanwhile, and the journal still tells which it was.
enum Found {
    Open(Box<Step>),
    Over(Box<Gone>),
}

async fn find(web: &Web) -> Result<Found> {
    let (mut case, token) = (case(web).await?, web.param::<u32>("token")?);
    let published = case.published.clone().ok_or(Error::NotFound)?;
    if let Some(task) = case.dossier.task(token) {
        let (node, is_own) = (task.node, case.person.may_do(task).is_some());
        case.asked = case.asked.filter(|_| is_own);
        let receivers = if is_own { named_next(web, &case, (&published, node)).await? } else { Vec::new() };
        return Ok(Found::Open(Box::new(Step { case, published, token, node, is_own, receivers })));
    }
    let id = case.dossier.id;
    let past = web.ctx.read(move |tx| history::<Dossier>(tx, id)).await?;
    let held = past.iter().rev().find_map(|step| step.after.task(token)).ok_or(Error::NotFound)?;
    let ended = gone::ended(&past, &published, (token, held.node));
    let step = step_name(Some(&published), held.node);
    let Case { dossier, person, .. } = case;
    let takes_notes = !dossier.status.is_over() && person.may(Deed::Note, &dossier);
    Ok(Found::Over(Box::new(Gone { dossier, step, ended, takes_notes })))
}

/// Whom the reader may name for the step after that of a node.
async fn named_next(
    web: &Web,
    case: &Case,
    (published, node): (&Arc<Published>, u16),
) -> Result<Vec<(i64, String)>> {
    let (dossier, person, way) = (case.dossier.clone(), case.person.clone(), Arc::clone(published));
    web.ctx.read(move |tx| next::receivers(tx, (&dossier, &person), (&way, node))).await
}

impl Step {
    /// The same for what was sent: whoever may not do the step, such as one whose task was given to another
    /// meanwhile, is shown the own answers again and nothing of those that are kept.
    fn sent(mut self: Box<Step>, fields: &Fields) -> Box<Step> {
        if !self.is_own {
            self.case.asked = forms::read_answers(fields).map(|_| Typed::default());
        }
        self
    }

    fn form(&self, web: &Web) -> Form {
        let asked = StepAsked {
            published: &self.published,
            token: self.token,
            node: self.node,
            procedure: &self.case.procedure,
            asked: self.case.asked.as_ref(),
            receivers: &self.receivers,
        };
        forms::complete_alone(web, &self.case, &asked)
    }

    /// Does it with everything that was sent.
    async fn complete(&self, web: &Web, fields: &Fields) -> Result<Response> {
        let (revision, what, taker) = forms::read_complete(fields, self.token)?;
        let step = step_name(Some(&self.published), self.node);
        let reason = web.t_with("record-next-reason", &[("step", &step)]);
        let next = forms::read_next(fields)?.map(|to| Next { to, reason });
        let command = Command { id: self.case.dossier.id, revision, what };
        let added = Added { files: forms::files(fields), answers: forms::read_answers(fields), next, taker };
        let done = actions::complete(&web.ctx, command, added).await?;
        Ok(see_done(&path_of(&done), done_key(done.status)))
    }
}

pub(super) async fn complete_form(web: Web) -> Result<Response> {
    match find(&web).await? {
        Found::Open(step) if step.is_own => step.form(&web).page(&web).await,
        // The dossier tells who has the step, or what came of it.
        Found::Open(step) => Ok(see_other(&path_of(&step.case.dossier))),
        Found::Over(gone) => Ok(see_other(&path_of(&gone.dossier))),
    }
}

pub(super) async fn complete(web: Web, fields: Fields) -> Result<Response> {
    let step = match find(&web).await? {
        Found::Open(step) => step.sent(&fields),
        Found::Over(gone) => return Ok(gone::answer(&web, &gone, &fields)),
    };
    let act = async {
        match step.complete(&web, &fields).await {
            // Somebody may have been quicker between the reading and the act.
            Err(Error::Refused(reasons)) => match find(&web).await? {
                Found::Open(_) => Err(Error::Refused(reasons)),
                Found::Over(gone) => Ok(gone::answer(&web, &gone, &fields)),
            },
            other => other,
        }
    };
    step.form(&web).answer(&web, &fields, act).await
}

/// What is said of a completed step, by what the dossier has come to.
fn done_key(status: Status) -> &'static str {
    match status {
        Status::Returned => "record-done-returned",
        Status::Settled => "record-done-settled",
        _ => "record-done-completed",
    }
}

pub(super) async fn take_form(web: Web) -> Result<Response> {
    let (case, token) = (case(&web).await?, web.param::<u32>("token")?);
    let may_take = case.dossier.task(token).is_some_and(|task| case.person.may_do(task).is_some());
    if !may_take {
        return Ok(see_other(&path_of(&case.dossier)));
    }
    forms::take(&web, &case).page(&web).await
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

/// Those who may get a task: the staff with its role in its unit, and in every unit once that one is closed. Whoever may take it needs nobody to hand it over.
async fn receivers(web: &Web, case: &Case, token: u32) -> Result<Vec<Choice>> {
    let Some(task) = case.dossier.task(token).cloned() else { return Ok(Vec::new()) };
    let agency_id = case.dossier.agency_id;
    let takes = case.person.may_do(&task).map(|_| web.actor().account_id);
    let own_unit = task.unit_id;
    let (staff, unit_id) = web
        .ctx
        .read(move |tx| {
            let staff = people::staff_of(tx, agency_id, tx.today())?;
            Ok((staff, unit_to_serve(tx, agency_id, own_unit)?))
        })
        .await?;
    let fits = |one: &&people::Staff| {
        let others = [task.assignee, takes].iter().all(|account_id| *account_id != Some(one.account_id));
        one.role == task.role && serves(one.unit_id, unit_id) && others
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
    let hands_over = |task: &Task| case.person.may_do(task).is_some() || case.person.leads(&case.dossier);
    if !case.dossier.task(token).is_some_and(hands_over) {
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
