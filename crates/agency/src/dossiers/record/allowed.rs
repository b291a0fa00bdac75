//! Which acts a person may do with a dossier now: what the page offers. Pure; the acts judge again themselves.

use crate::dossiers::{Deed, Dossier, Person, Status, Task, decide, files, incidents};
use platform::permissions::Role;

/// An act that a page may offer, beside completing a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// Take in what the citizen was asked for.
    Answer,
    /// Take the task of a token.
    Take(u32),
    /// Hand the task of a token over, or give it back.
    HandOver(u32),
    /// Try the incident of a token again.
    Retry(u32),
    /// Ask for papers.
    Ask,
    /// Ask for a payment.
    AskPayment,
    /// Extend the limit.
    Extend,
    /// Refuse in writing.
    Refuse,
    /// Take back on the citizen's wish.
    Withdraw,
    /// Stop handling.
    Stop,
    /// Add a file.
    Attach,
    /// Add a note.
    Note,
    /// Correct what was entered at receipt.
    Correct,
    /// Note that a form is printed again.
    Reprint,
}

impl Act {
    /// The end of its address.
    pub fn path(self) -> String {
        match self {
            Act::Answer => "answer".to_owned(),
            Act::Take(token) => format!("take/{token}"),
            Act::HandOver(token) => format!("hand-over/{token}"),
            Act::Retry(token) => format!("retry/{token}"),
            Act::Ask => "ask".to_owned(),
            Act::AskPayment => "ask-payment".to_owned(),
            Act::Extend => "extend".to_owned(),
            Act::Refuse => "refuse".to_owned(),
            Act::Withdraw => "withdraw".to_owned(),
            Act::Stop => "stop".to_owned(),
            Act::Attach => "attach".to_owned(),
            Act::Note => "note".to_owned(),
            Act::Correct => "correct".to_owned(),
            Act::Reprint => "reprint".to_owned(),
        }
    }

    /// Key of its name.
    pub fn key(self) -> &'static str {
        match self {
            Act::Answer => "record-act-answer",
            Act::Take(_) => "record-act-take",
            Act::HandOver(_) => "record-act-hand-over",
            Act::Retry(_) => "incidents-retry",
            Act::Ask => "record-act-ask",
            Act::AskPayment => "record-act-ask-payment",
            Act::Extend => "record-act-extend",
            Act::Refuse => "record-act-refuse",
            Act::Withdraw => "record-act-withdraw",
            Act::Stop => "record-act-stop",
            Act::Attach => "record-act-attach",
            Act::Note => "record-act-note",
            Act::Correct => "record-act-correct",
            Act::Reprint => "record-act-reprint",
        }
    }
}

/// The tasks that the person may complete now.
pub fn doable<'d>(dossier: &'d Dossier, person: &Person) -> Vec<&'d Task> {
    if dossier.status.is_over() || dossier.status.is_waiting() {
        return Vec::new();
    }
    dossier.tasks.iter().filter(|task| person.may_do(task).is_some()).collect()
}

/// The acts that the person may do at `now`, in the order in which a page offers them.
pub fn acts(dossier: &Dossier, person: &Person, now: i64) -> Vec<Act> {
    let may = |deed: Deed| person.may(deed, dossier);
    let (desk, asks, leads) = (may(Deed::Desk), may(Deed::Ask), may(Deed::Lead));
    let mut acts = Vec::new();
    let over = dossier.status.is_over();
    let goes_on = !over && !dossier.status.is_waiting();
    let is_handled = dossier.status != Status::Settled;
    let mut offer = |allowed: bool, act: Act| {
        if allowed {
            acts.push(act);
        }
    };
    offer(desk && dossier.status.is_waiting(), Act::Answer);
    for task in dossier.tasks.iter().filter(|_| !over) {
        let may_do = person.may_do(task).is_some();
        offer(may_do && task.assignee.is_none(), Act::Take(task.token));
        offer(may_do || person.leads(dossier), Act::HandOver(task.token));
    }
    let mends = goes_on && incidents::mends(person, dossier);
    for incident in &dossier.incidents {
        offer(mends, Act::Retry(incident.token));
    }
    offer(asks && goes_on && is_handled, Act::Ask);
    offer(asks && goes_on && is_handled, Act::AskPayment);
    offer(leads && decide::against_extending(dossier, now).is_empty(), Act::Extend);
    offer(leads && decide::against_refusing(dossier, now).is_empty(), Act::Refuse);
    offer(may(Deed::Stop) && decide::against_stopping(dossier).is_empty(), Act::Stop);
    offer(desk && decide::against_withdrawing(dossier).is_empty(), Act::Withdraw);
    offer(may(Deed::Attach) && !over && dossier.attachments.len() < files::MOST, Act::Attach);
    offer(may(Deed::Note) && !over, Act::Note);
    offer(desk && !over, Act::Correct);
    offer(desk, Act::Reprint);
    acts
}

/// Whether the person needs the applicant's identity number: the counter, and whoever has a task to do.
pub fn needs_identity(dossier: &Dossier, person: &Person) -> bool {
    person.is(Role::Clerk) || dossier.tasks.iter().any(|task| person.may_do(task).is_some())
}
