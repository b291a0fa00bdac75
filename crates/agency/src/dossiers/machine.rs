//! The work that the machine does by itself: service tasks as soon as a token comes to them, and what stood in an
//! incident when it is tried again. Pure but for [`run`], which saves what was decided.

use super::decide::{Facts, judge_note, judge_open};
use super::event::{DossierEvent, Failure};
use super::model::{Dossier, Incident};
use super::refusal::Refusal;
use super::store;
use super::walk::Walk;
use crate::processes::handlers::Handler;
use bpmn::kernel::{Act, Standing};
use bpmn::program::Op;
use platform::{Refusals, Result, Tx};

/// How many service tasks one act may lead through; a model that goes round among them would never end.
const MOST_AT_ONCE: usize = 32;

/// Does the service tasks that tokens stand at, one after the other, in the transaction of the act that led there.
///
/// # Errors
/// When the database fails.
pub(super) fn run(tx: &mut Tx<'_>, mut dossier: Dossier, facts: &Facts<'_>) -> Result<Dossier> {
    let mut done = 0;
    while let Some(token) = next(&dossier, facts) {
        let event = serve(&dossier, (token, done < MOST_AT_ONCE), facts)?;
        dossier = store::save(tx, &dossier, event)?;
        done += 1;
    }
    Ok(dossier)
}

/// The next token that waits for the machine. Where only a timer beside the task could not be set, the work is done all
/// the same.
fn next(dossier: &Dossier, facts: &Facts<'_>) -> Option<u32> {
    if dossier.status.is_over() || dossier.status.is_waiting() {
        return None;
    }
    let program = facts.way.program();
    let is_timer = |token: u32| dossier.incident(token).is_some_and(Incident::is_of_timer);
    let mut waiting = dossier.state.tokens().filter(|token| match token.standing {
        Standing::Waiting => true,
        Standing::Faulty => is_timer(token.number),
        _ => false,
    });
    waiting.find(|token| program.op(token.node) == Some(Op::Service)).map(|token| token.number)
}

/// Does the work of a service task; where it cannot be done the token stays there in an incident.
fn serve(
    dossier: &Dossier,
    (token, may_go_on): (u32, bool),
    facts: &Facts<'_>,
) -> Result<DossierEvent, Refusals> {
    let node = dossier.state.token(token).map_or(0, |token| token.node);
    let word = facts.way.program().handler(node).unwrap_or_default();
    let done = match Handler::of_word(word) {
        _ if !may_go_on => Err(Failure::Endless),
        None => Err(Failure::HandlerUnknown),
        Some(handler) => work(handler, dossier, &facts.way.words(node)),
    };
    let mut state = dossier.state.clone();
    let mut walk = Walk { facts, state: &mut state, moves: Vec::new() };
    let act = if done.is_ok() { Act::ServiceDone { token } } else { Act::ServiceFailed { token } };
    let mut reasons = Refusals::default();
    if let Err(reason) = walk.act(act) {
        reasons.push(reason);
    }
    let (moved, status) = walk.end(dossier);
    reasons.or(DossierEvent::Served {
        at: facts.now,
        token,
        handler: word.to_owned(),
        failure: done.as_ref().err().copied(),
        notice: done.ok().flatten(),
        moved,
        status,
    })
}

/// What a handler does with a dossier, whose step says `words`: what the citizen is told, or why it cannot be done.
fn work(handler: Handler, dossier: &Dossier, words: &str) -> Result<Option<String>, Failure> {
    match handler {
        Handler::Notify => Ok(Some(words.to_owned())),
        Handler::CheckFee if dossier.intake.fee_vnd > 0 && !dossier.intake.fee_paid => {
            Err(Failure::FeeUnpaid)
        }
        Handler::CheckFee => Ok(None),
    }
}

/// Tries a token in an incident again. Whether it goes on is known only when the machine has run after it: see
/// [`fails_again`].
///
/// # Errors
/// Every reason at once.
pub(super) fn retry(
    dossier: &Dossier,
    (token, note): (u32, &str),
    facts: &Facts<'_>,
) -> Result<DossierEvent, Refusals> {
    let mut reasons = Refusals::default();
    judge_open(dossier, &mut reasons);
    judge_note(note, &mut reasons);
    if reasons.is_empty() && dossier.incident(token).is_none() {
        reasons.push(Refusal::NoIncident);
    }
    if let Some(incident) = dossier.incident(token).filter(|incident| fails_still(dossier, incident, facts)) {
        reasons.push(Refusal::FailsAgain(incident.key()));
    }
    let mut state = dossier.state.clone();
    let mut walk = Walk { facts, state: &mut state, moves: Vec::new() };
    if reasons.is_empty()
        && let Err(reason) = walk.act(Act::Retry { token })
    {
        reasons.push(reason);
    }
    let (moved, status) = walk.end(dossier);
    reasons.or(DossierEvent::Retried { at: facts.now, token, note: note.trim().to_owned(), moved, status })
}

/// Whether the handler that failed would fail again, before anything is moved: the job that tries what failed would
/// else write and take back what it wrote at every round.
fn fails_still(dossier: &Dossier, incident: &Incident, facts: &Facts<'_>) -> bool {
    let handler = facts.way.program().handler(incident.node).and_then(Handler::of_word);
    let again = handler.and_then(|handler| work(handler, dossier, "").err());
    again.is_some() && again == incident.failure
}

/// The incident that was tried again, where it is there as before.
pub(super) fn fails_again(before: &Dossier, after: &Dossier, token: u32) -> Option<Incident> {
    let held = before.incident(token)?;
    let is_new = |one: &Incident| one.token == token || before.incident(one.token).is_none();
    after.incidents.iter().find(|one| one.node == held.node && is_new(one)).copied()
}
