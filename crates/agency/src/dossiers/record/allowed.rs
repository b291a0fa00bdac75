//! Which acts a person may do with a dossier now: what the page offers. Pure; the acts judge again themselves.

use crate::dossiers::decide::Person;
use crate::dossiers::regulation;
use crate::dossiers::{Dossier, Status, Task, files};
use platform::Day;
use platform::permissions::Role;

/// What the person's role lets be done at all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rights {
    /// Do tasks.
    pub work: bool,
    /// Ask the citizen.
    pub ask: bool,
    /// Extend and refuse.
    pub lead: bool,
    /// Stop.
    pub stop: bool,
    /// Take in, withdraw, correct, print again.
    pub desk: bool,
}

/// An act that a page may offer, beside completing a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// Take in what the citizen was asked for.
    Answer,
    /// Take the task of a token.
    Take(u32),
    /// Hand the task of a token over, or give it back.
    HandOver(u32),
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
            Act::Ask => "ask".to_owned(),
            Act::AskPayment => "ask-payment".to_owned(),
            Act::Extend => "extend".to_owned(),
            Act::Refuse => "refuse".to_owned(),
            Act::Withdraw => "withdraw".to_owned(),
            Act::Stop => "stop".to_owned(),
            Act::Attach => "attach".to_owned(),
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
            Act::Ask => "record-act-ask",
            Act::AskPayment => "record-act-ask-payment",
            Act::Extend => "record-act-extend",
            Act::Refuse => "record-act-refuse",
            Act::Withdraw => "record-act-withdraw",
            Act::Stop => "record-act-stop",
            Act::Attach => "record-act-attach",
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
pub fn acts(dossier: &Dossier, (person, rights): (&Person, Rights), now: i64) -> Vec<Act> {
    let mut acts = Vec::new();
    let over = dossier.status.is_over();
    let goes_on = !over && !dossier.status.is_waiting();
    let is_handled = dossier.status != Status::Settled;
    let mut offer = |allowed: bool, act: Act| {
        if allowed {
            acts.push(act);
        }
    };
    offer(rights.desk && dossier.status.is_waiting(), Act::Answer);
    let leads = matches!(person.role, Role::UnitHead | Role::Head);
    for task in dossier.tasks.iter().filter(|_| rights.work && !over) {
        let may_do = person.may_do(task).is_some();
        offer(may_do && task.assignee.is_none(), Act::Take(task.token));
        offer(may_do || leads, Act::HandOver(task.token));
    }
    offer(rights.ask && goes_on && is_handled, Act::Ask);
    offer(rights.ask && goes_on && is_handled, Act::AskPayment);
    offer(rights.lead && goes_on && may_extend(dossier, now), Act::Extend);
    let is_in_time = dossier.due_at().is_none_or(|due_at| now <= due_at);
    offer(rights.lead && !over && is_handled && is_in_time, Act::Refuse);
    offer(rights.stop && !over && is_handled, Act::Stop);
    offer(rights.desk && !over, Act::Withdraw);
    offer(rights.work && !over && dossier.attachments.len() < files::MOST, Act::Attach);
    offer(rights.desk && !over, Act::Correct);
    offer(rights.desk, Act::Reprint);
    acts
}

fn may_extend(dossier: &Dossier, now: i64) -> bool {
    let before = regulation::on(Day::of_instant(now)).extension_days_before;
    let last_day = dossier.due_at().map(|due_at| Day::of_instant(due_at - 1).plus_days(-before));
    dossier.extension.is_none() && last_day.is_some_and(|last_day| Day::of_instant(now) <= last_day)
}

/// Whether the person needs the applicant's identity number: the counter, and whoever has a task to do.
pub fn needs_identity(dossier: &Dossier, person: &Person) -> bool {
    person.role == Role::Clerk || dossier.tasks.iter().any(|task| person.may_do(task).is_some())
}
