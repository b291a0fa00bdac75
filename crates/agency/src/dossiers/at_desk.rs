//! What the desk that received a dossier for another agency goes on to do with it: it takes in what the citizen
//! was asked for, corrects what it entered, prints again, and returns the result. A command names the reception.
//!
//! A desk is shown what it entered itself. Once the agency that handles the dossier has changed it, corrections are
//! that agency's.

use super::actions::{Case, Command, RECEIVE, answer_in, reprint_in};
use super::applicants::{self, Person as Applicant};
use super::correct::{Correct, correct_in};
use super::decide::{self, Complete};
use super::event::DossierEvent;
use super::model::{Delivery, Dossier, Intake, PaperIn, Task};
use super::refusal::Refusal;
use super::who::Person;
use super::{receptions, slips, store};
use platform::permissions::Role;
use platform::web::history;
use platform::{Ctx, Day, Error, Result, Scope, Tx, journal};
use registers::admin_procedures;

/// The agency that handles what this desk received, and the dossier there.
fn handled(tx: &mut Tx<'_>, desk: i64, id: i64) -> Result<(i64, i64)> {
    let reception = receptions::load(tx, desk, id)?.ok_or(Error::NotFound)?;
    Ok((reception.handling_agency_id, reception.dossier_id))
}

/// Does what a command says to the dossier of its reception, in the agency that handles it.
async fn do_at_desk<T: Clone + Send + 'static>(
    ctx: &Ctx,
    command: Command<T>,
    act: fn(&mut Tx<'_>, i64, &Command<T>) -> Result<Dossier>,
) -> Result<Dossier> {
    let desk = ctx.own_agency_id();
    ctx.may(&RECEIVE, &Scope::owned_by(desk))?;
    ctx.write(move |tx| {
        let (agency_id, id) = handled(tx, desk, command.id)?;
        act(tx, agency_id, &Command { id, ..command.clone() })
    })
    .await
}

/// Takes in what the citizen was asked for.
///
/// # Errors
/// [`Error::NotFound`] for what the desk did not receive, else every reason of a refusal at once.
pub async fn answer_at_desk(ctx: &Ctx, command: Command<Vec<PaperIn>>) -> Result<Dossier> {
    do_at_desk(ctx, command, answer_in).await
}

/// What the desk of a dossier entered itself, last.
pub(super) struct Entered {
    /// The intake as the desk left it.
    intake: Intake,
    /// Whether the agency that handles it has changed whose it is or what was answered since.
    pub(super) is_changed: bool,
}

/// What the desk that received a dossier for another agency entered of it.
///
/// # Errors
/// When the database fails.
pub(super) fn entered(tx: &mut Tx<'_>, dossier: &Dossier) -> Result<Entered> {
    let mut entered = Entered { intake: dossier.intake.clone(), is_changed: false };
    let actors: Vec<i64> = journal::of_subject(tx, dossier.id)?.iter().map(|line| line.actor).collect();
    for (step, actor) in history::<Dossier>(tx, dossier.id)?.into_iter().zip(actors) {
        let is_of_desk = match &step.event {
            DossierEvent::Received(_) | DossierEvent::TurnedAway(_) => true,
            DossierEvent::Corrected { .. } => {
                let (desk, day) = (dossier.intake.desk_agency_id, Day::of_instant(step.at));
                !slips::appointed(tx, desk, actor, day)?.is_empty()
            }
            DossierEvent::Completed { answers: Some(_), .. } => false,
            _ => continue,
        };
        match (is_of_desk, entered.is_changed) {
            (true, false) => entered.intake = step.after.intake,
            // All that the desk still enters is who came for the result; the rest is the agency's.
            (true, true) => entered.intake.proxy_id = step.after.intake.proxy_id,
            (false, _) => entered.is_changed = true,
        }
    }
    Ok(entered)
}

/// Whose a dossier is, as its desk entered it; none once the data were erased.
///
/// # Errors
/// When the database fails.
pub(super) fn applicant_entered(tx: &mut Tx<'_>, dossier: &Dossier) -> Result<Option<Applicant>> {
    let applicant_id = entered(tx, dossier)?.intake.applicant_id;
    applicants::person(tx, dossier.agency_id, applicant_id)
}

/// Who handed a dossier in for another, as its desk entered it.
///
/// # Errors
/// When the database fails.
pub(super) fn proxy_entered(tx: &mut Tx<'_>, dossier: &Dossier) -> Result<Option<Applicant>> {
    match entered(tx, dossier)?.intake.proxy_id {
        Some(proxy_id) => applicants::person(tx, dossier.agency_id, proxy_id),
        None => Ok(None),
    }
}

/// The refusal of a correction at the desk of what the agency that handles it has changed.
pub(super) fn changed_elsewhere() -> Error {
    platform::Refusal::new("counter-refusal-changed-elsewhere").into()
}

/// Corrects what the desk entered at receipt.
///
/// # Errors
/// [`Error::NotFound`] for what the desk did not receive, else every reason of a refusal at once.
pub async fn correct_at_desk(ctx: &Ctx, command: Command<Correct>) -> Result<Dossier> {
    let correct = |tx: &mut Tx<'_>, agency_id: i64, command: &Command<Correct>| {
        let dossier = store::require(tx, agency_id, command.id)?;
        if entered(tx, &dossier)?.is_changed {
            return Err(changed_elsewhere());
        }
        let corrected = correct_in(tx, agency_id, command)?;
        receptions::note_applicant(tx, &corrected)?;
        Ok(corrected)
    };
    do_at_desk(ctx, command, correct).await
}

/// Notes that the desk printed a form again.
///
/// # Errors
/// [`Error::NotFound`] for what the desk did not receive; when no reason is given.
pub async fn reprint_at_desk(ctx: &Ctx, command: Command<(String, String)>) -> Result<Dossier> {
    do_at_desk(ctx, command, reprint_in).await
}

/// Why the receipt of a dossier is corrected when somebody new comes for its result; the journal is Vietnamese.
const TAKER: &str = "Người được ủy quyền đến nhận kết quả";

/// Enters who comes for the result with a paper of the applicant (người được ủy quyền) as the dossier's proxy.
///
/// # Errors
/// Every reason of a refusal at once.
pub(super) fn enter_taker(
    tx: &mut Tx<'_>,
    (agency_id, id): (i64, i64),
    taker: &Applicant,
) -> Result<Dossier> {
    let faults = applicants::proxy_faults(taker);
    if !faults.is_empty() {
        return Err(Error::Refused(faults));
    }
    let case = Case::open(tx, agency_id, id, None)?;
    let held = case.dossier.intake.clone();
    let procedure = admin_procedures::load_revision(tx, held.procedure_id, held.procedure_revision)?;
    let proxy_id = Some(applicants::find_or_enter(tx, agency_id, taker)?);
    if held.proxy_id == proxy_id {
        return Ok(case.dossier);
    }
    let event = decide::correct(&case.dossier, (&Intake { proxy_id, ..held }, TAKER), &procedure.components)?;
    case.save(tx, event)
}

/// Returns the result of a dossier at the desk that received it for another agency; who comes for it in place of
/// the applicant is entered first.
///
/// # Errors
/// [`Error::NotFound`] for what the desk did not receive, else every reason of a refusal at once.
pub async fn return_at_desk(ctx: &Ctx, command: Command<(Complete, Option<Applicant>)>) -> Result<Dossier> {
    let desk = ctx.own_agency_id();
    ctx.may(&RECEIVE, &Scope::owned_by(desk))?;
    let account_id = ctx.actor.account_id;
    ctx.write(move |tx| {
        let (agency_id, id) = handled(tx, desk, command.id)?;
        let (what, taker) = &command.what;
        // Judged first: who comes for the result is an event of its own.
        Case::open(tx, agency_id, id, command.revision)?;
        if let Some(taker) = taker.as_ref().filter(|_| what.delivery == Some(Delivery::Proxy)) {
            enter_taker(tx, (agency_id, id), taker)?;
        }
        let case = Case::open(tx, agency_id, id, None)?;
        let person = Person { account_id, role: Role::Clerk, unit_id: None, stands_for: Vec::new() };
        let at_end = |task: &&mut Task| task.token == what.token && case.published.is_last(task.node);
        let mut judged = case.dossier.clone();
        let Some(task) = judged.tasks.iter_mut().find(at_end) else {
            return Err(platform::Refusal::from(Refusal::TaskGone).into());
        };
        // The citizen stands at this desk: whoever took the task in the agency that handles it does not return it here.
        task.assignee = None;
        let event = decide::complete(&judged, (what, &person), &case.facts())?;
        case.save(tx, event)
    })
    .await
}
