//! What may be done with a dossier, and every reason why not. Pure.

use super::clock;
use super::event::{Count, DossierEvent, Moved, Promised, Received, TurnedAway, Wanted};
use super::model::{Attachment, Delivery, Dossier, Intake, PaperIn, Status};
use super::moves::Moves;
use super::refusal::Refusal;
use super::regulation;
use super::walk::Walk;
use super::who::Person;
use crate::services::Policy;
use bpmn::feel::Value;
use bpmn::kernel::{Act, State};
use bpmn::program::Program;
use platform::permissions::Role;
use platform::{Day, Refusals};
use registers::admin_procedures::{Component, ComponentKind};
use registers::calendars::ClockVersion;
use workdays::{Calendar, Limit, WorkingTime};

/// The process a dossier follows, as far as rules ask.
pub trait Way {
    /// The program.
    fn program(&self) -> &Program;
    /// Whose work a node is.
    fn role(&self, node: u16) -> Option<Role>;
    /// Whether the step at a node returns the result.
    fn is_last(&self, node: u16) -> bool;
    /// Whether a node is reached by a reminder only, which is no way of the dossier.
    fn is_beside(&self, node: u16) -> bool;
    /// The working time a node is given, of a day of eight hours.
    fn budget(&self, node: u16) -> Option<WorkingTime>;
    /// The words of a step in full.
    fn words(&self, node: u16) -> String;
}

/// What must be known beside the dossier to judge a step.
pub struct Facts<'a> {
    /// The process it follows.
    pub way: &'a dyn Way,
    /// The calendar its limit is counted with.
    pub calendar: &'a Calendar,
    /// The same office hours with the holidays known today, where they are others: for timers that lead beyond the
    /// calendar of the limit.
    pub renewed: Option<&'a Calendar>,
    /// Which calendar that is.
    pub version: ClockVersion,
    /// The values of the fields that the program's conditions ask for.
    pub values: &'a [Value],
    /// The instant.
    pub now: i64,
}

/// What must be known to receive a dossier.
pub struct ReceiveFacts<'a> {
    /// As for every step.
    pub step: Facts<'a>,
    /// The papers of the procedure.
    pub components: &'a [Component],
    /// Its limit.
    pub limit: Option<Limit>,
    /// The agency that handles it.
    pub agency_id: i64,
    /// The code it gets.
    pub code: String,
}

/// How many sets and papers of one kind one dossier may have.
const MOST_COUNT: i64 = 1_000;
/// The most that a fee may be, so that sums of fees stay numbers: a thousand billion đồng.
const MOST_FEE_VND: i64 = 1_000_000_000_000;
/// The longest reason or note, in signs.
const LONGEST: usize = 2_000;

/// Receives a dossier.
///
/// # Errors
/// Every reason at once; the papers that are missing are named together.
///
/// # Law
/// nd-61-2018/17
pub fn receive(intake: &Intake, facts: &ReceiveFacts<'_>) -> Result<DossierEvent, Refusals> {
    let mut reasons = Refusals::default();
    judge_intake(intake, facts.components, &mut reasons);
    let missing = missing_papers(intake, facts.components);
    if !missing.is_empty() {
        reasons.push(Refusal::PapersMissing(missing));
    }
    let promise = promised(facts, &mut reasons);
    let mut state = State::default();
    let moved = begin(&mut state, facts, intake.unit_id).map_err(|reason| reasons.push(reason)).ok();
    let (true, Some(moved)) = (reasons.is_empty(), moved) else { return Err(reasons) };
    Ok(DossierEvent::Received(Box::new(Received {
        agency_id: facts.agency_id,
        code: facts.code.clone(),
        at: facts.step.now,
        intake: intake.clone(),
        promise,
        moved,
    })))
}

fn promised(facts: &ReceiveFacts<'_>, reasons: &mut Refusals) -> Option<Promised> {
    let counted = clock::promise(facts.step.calendar, facts.step.version, facts.limit?, facts.step.now);
    counted.map_err(|reason| reasons.push(Refusal::Limit(reason))).ok()
}

/// Registers a slip of guidance or refusal for a dossier that is not received.
///
/// # Errors
/// Every reason at once.
///
/// # Law
/// nd-61-2018/17
pub fn turn_away(
    intake: &Intake,
    (missing, reason): (&[String], &str),
    facts: &ReceiveFacts<'_>,
) -> Result<DossierEvent, Refusals> {
    let mut reasons = Refusals::default();
    judge_text(reason, &mut reasons);
    if facts.code.is_empty() {
        reasons.push(Refusal::NoOfficeCode);
    }
    reasons.or(DossierEvent::TurnedAway(Box::new(TurnedAway {
        agency_id: facts.agency_id,
        code: facts.code.clone(),
        at: facts.step.now,
        intake: intake.clone(),
        missing: missing.to_vec(),
        reason: reason.trim().to_owned(),
    })))
}

fn judge_intake(intake: &Intake, components: &[Component], reasons: &mut Refusals) {
    if !(1..=MOST_COUNT).contains(&intake.sets) {
        reasons.push(Refusal::CountOutOfRange { field: "sets", most: MOST_COUNT });
    }
    let is_known = |paper: &PaperIn| match paper.component {
        Some(at) => at < components.len(),
        None => !paper.name.is_empty(),
    };
    let wrong = |paper: &&PaperIn| !is_known(paper) || !(1..=MOST_COUNT).contains(&paper.count);
    if intake.papers.iter().any(|paper| wrong(&paper)) {
        reasons.push(Refusal::CountOutOfRange { field: "papers", most: MOST_COUNT });
    }
    if !(0..=MOST_FEE_VND).contains(&intake.fee_vnd) {
        reasons.push(Refusal::FeeNegative);
    }
    if intake.wants == Delivery::Proxy && intake.proxy_id.is_none() {
        reasons.push(Refusal::ProxyMissing);
    }
}

/// The papers that every dossier of the procedure needs and this one has not.
pub fn missing_papers(intake: &Intake, components: &[Component]) -> Vec<String> {
    let is_there =
        |at: usize| intake.papers.iter().any(|paper| paper.component == Some(at) && paper.count > 0);
    let needed = components.iter().enumerate().filter(|(_, component)| !component.is_conditional);
    let missing = needed.filter(|(at, component)| {
        !is_there(*at) && matches!(component.kind, ComponentKind::Submit | ComponentKind::Show)
    });
    missing.map(|(_, component)| component.name.clone()).collect()
}

/// Starts the process and does its first step, which is receiving itself.
fn begin(state: &mut State, facts: &ReceiveFacts<'_>, unit_id: i64) -> Result<Moved, Refusal> {
    let mut walk = Walk { facts: &facts.step, state, moves: Vec::new() };
    walk.act(Act::Start)?;
    if let Some(first) = walk.waiting(Role::Clerk) {
        let outcome = facts.step.way.program().offered(first.1).next().map(str::to_owned);
        walk.act(Act::Complete { token: first.0, outcome: outcome.as_deref() })?;
    }
    Ok(walk.moved(&[], unit_id))
}

/// What a person says when completing a step.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Complete {
    /// The token of the task.
    pub token: u32,
    /// The outcome, where the task offers some.
    pub outcome: Option<String>,
    /// A note for those who follow.
    pub note: String,
    /// To whom the result was given, in the last step.
    pub delivery: Option<Delivery>,
    /// The commitment of the answers, where the step changed them.
    pub answers: Option<String>,
}

/// Completes a step.
///
/// # Errors
/// Every reason at once.
pub fn complete(
    dossier: &Dossier,
    (command, person): (&Complete, &Person),
    facts: &Facts<'_>,
) -> Result<DossierEvent, Refusals> {
    let mut reasons = Refusals::default();
    judge_open(dossier, &mut reasons);
    judge_note(&command.note, &mut reasons);
    let Some(task) = dossier.task(command.token) else {
        if reasons.is_empty() {
            reasons.push(Refusal::TaskGone);
        }
        return Err(reasons);
    };
    let deputy_for = person.may_do(task);
    if deputy_for.is_none() {
        reasons.push(Refusal::NotYourTask { assigned: task.assignee.is_some() });
    }
    let mut state = dossier.state.clone();
    let mut walk = Walk { facts, state: &mut state, moves: Vec::new() };
    let act = Act::Complete { token: command.token, outcome: command.outcome.as_deref() };
    if reasons.is_empty()
        && let Err(reason) = walk.act(act)
    {
        reasons.push(reason);
    }
    let (moved, status) = walk.end(dossier);
    let returns = status == Some(Status::Returned);
    if returns && command.delivery.is_none() {
        reasons.push(Refusal::DeliveryMissing);
    }
    if command.delivery == Some(Delivery::Proxy) && dossier.intake.proxy_id.is_none() {
        reasons.push(Refusal::ProxyMissing);
    }
    reasons.or(DossierEvent::Completed {
        at: facts.now,
        token: command.token,
        outcome: command.outcome.clone(),
        note: command.note.trim().to_owned(),
        deputy_for: deputy_for.flatten(),
        delivery: command.delivery.filter(|_| returns),
        answers: command.answers.clone(),
        moved,
        status,
    })
}

pub(super) fn judge_open(dossier: &Dossier, reasons: &mut Refusals) {
    if dossier.status.is_over() {
        reasons.push(Refusal::Over(dossier.status));
    } else if dossier.status.is_waiting() {
        reasons.push(Refusal::WaitsForCitizen);
    }
}

pub(super) fn judge_note(note: &str, reasons: &mut Refusals) {
    judge_length(note, "note", reasons);
}

fn judge_length(text: &str, field: &'static str, reasons: &mut Refusals) {
    if text.chars().count() > LONGEST {
        reasons.push(Refusal::TextTooLong { field, most: LONGEST });
    }
}

fn judge_text(reason: &str, reasons: &mut Refusals) {
    if reason.trim().is_empty() {
        reasons.push(Refusal::ReasonMissing);
    }
    judge_length(reason, "reason", reasons);
}

/// A timer of the model is due.
///
/// # Errors
/// When it has fired already or its token has gone.
pub fn fire(
    dossier: &Dossier,
    (token, timer): (u32, u8),
    facts: &Facts<'_>,
) -> Result<DossierEvent, Refusals> {
    let mut reasons = Refusals::default();
    judge_open(dossier, &mut reasons);
    let mut state = dossier.state.clone();
    let mut walk = Walk { facts, state: &mut state, moves: Vec::new() };
    if let Err(reason) = walk.act(Act::Fire { token, timer }) {
        reasons.push(reason);
    }
    let (moved, status) = walk.end(dossier);
    reasons.or(DossierEvent::Fired { at: facts.now, token, timer, moved, status })
}

/// Whom a task is given to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assign {
    /// The token of the task.
    pub token: u32,
    /// To whom; none to give it back.
    pub to: Option<i64>,
    /// Why.
    pub reason: String,
}

/// Takes a task, hands it over or gives it back. `fits` tells whether the receiver has the task's role in its unit.
///
/// # Errors
/// Every reason at once.
pub fn assign(
    dossier: &Dossier,
    (command, person): (&Assign, &Person),
    fits: bool,
) -> Result<DossierEvent, Refusals> {
    let mut reasons = Refusals::default();
    if dossier.status.is_over() {
        reasons.push(Refusal::Over(dossier.status));
    }
    let Some(task) = dossier.task(command.token) else {
        if reasons.is_empty() {
            reasons.push(Refusal::TaskGone);
        }
        return Err(reasons);
    };
    let takes = command.to == Some(person.account_id) && task.assignee.is_none();
    if person.may_do(task).is_none() && !person.leads(dossier) {
        reasons.push(Refusal::NotYourTask { assigned: task.assignee.is_some() });
    }
    if command.to == task.assignee {
        reasons.push(Refusal::AssignedAlready);
    }
    if command.to.is_some() && !fits {
        reasons.push(Refusal::ReceiverUnfit);
    }
    if !takes {
        judge_text(&command.reason, &mut reasons);
    }
    reasons.or(DossierEvent::Assigned {
        token: command.token,
        to: command.to,
        reason: command.reason.trim().to_owned(),
    })
}

/// Asks the citizen for something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ask {
    /// For what.
    pub wanted: Wanted,
    /// Why: the citizen reads it.
    pub reason: String,
    /// For a further request for papers, why they were not asked for with the ones before.
    pub again: Option<String>,
    /// What allows asking for papers later than the law has it; not needed in time.
    pub basis: Option<String>,
}

/// Asks the citizen for papers or a payment: papers fully and once, a second time only with a reason, and later
/// than the regulation's days after receipt only on a basis. Where the service's policy ends the dossier, the
/// request is its end.
///
/// # Errors
/// Every reason at once.
///
/// # Law
/// nd-61-2018/15/3
/// nd-61-2018/19/4
pub fn ask(
    dossier: &Dossier,
    (command, policy): (&Ask, Policy),
    facts: &Facts<'_>,
) -> Result<DossierEvent, Refusals> {
    let mut reasons = Refusals::default();
    judge_open(dossier, &mut reasons);
    judge_text(&command.reason, &mut reasons);
    match &command.wanted {
        Wanted::Papers { missing } if missing.iter().all(|paper| paper.trim().is_empty()) => {
            reasons.push(Refusal::NothingAsked);
        }
        Wanted::Papers { missing } => judge_length(&missing.concat(), "missing", &mut reasons),
        Wanted::Payment { amount_vnd, basis } => {
            if !(1..=MOST_FEE_VND).contains(amount_vnd) {
                reasons.push(Refusal::FeeNegative);
            }
            judge_length(basis.as_deref().unwrap_or_default(), "basis", &mut reasons);
        }
    }
    if dossier.status == Status::Settled {
        reasons.push(Refusal::SettledAlready);
    }
    let for_papers = matches!(command.wanted, Wanted::Papers { .. });
    let basis = if for_papers { late_basis(dossier, command, facts, &mut reasons) } else { None };
    let again = if for_papers { why_again(dossier, command, facts, &mut reasons) } else { None };
    let ends = for_papers && policy == Policy::End;
    let act = if ends { Act::Cancel } else { Act::Suspend };
    let moved = ended(dossier, facts, act, &mut reasons);
    let stops_clock = match &command.wanted {
        Wanted::Papers { .. } => !matches!(policy, Policy::Continue | Policy::End),
        Wanted::Payment { basis, .. } => basis.is_some(),
    };
    reasons.or(DossierEvent::Asked {
        at: facts.now,
        wanted: command.wanted.clone(),
        reason: command.reason.trim().to_owned(),
        stops_clock,
        due_at: dossier.due_at().filter(|_| stops_clock),
        basis,
        again,
        ends,
        policy: for_papers.then_some(policy),
        moved,
    })
}

/// Why papers are asked for more often than the law has it; its lack is a reason against it.
fn why_again(dossier: &Dossier, command: &Ask, facts: &Facts<'_>, reasons: &mut Refusals) -> Option<String> {
    let most = regulation::on(Day::of_instant(facts.now)).supplements;
    if i64::try_from(dossier.supplements()).is_ok_and(|asked| asked < most) {
        return None;
    }
    let again = command.again.as_deref().unwrap_or_default().trim();
    if again.is_empty() {
        reasons.push(Refusal::AgainMissing);
    }
    judge_length(again, "again", reasons);
    Some(again.to_owned())
}

/// The basis of a request for papers that comes later than the law has it; its lack is a reason against it.
fn late_basis(dossier: &Dossier, command: &Ask, facts: &Facts<'_>, reasons: &mut Refusals) -> Option<String> {
    let today = Day::of_instant(facts.now);
    let days = regulation::on(today).supplement_days;
    let last_day = clock::ask_until(dossier, facts.calendar, days).filter(|last_day| *last_day < today)?;
    let basis = command.basis.as_deref().unwrap_or_default().trim();
    if basis.is_empty() {
        reasons.push(Refusal::AskedLate { days, last_day });
    }
    judge_length(basis, "basis", reasons);
    Some(basis.to_owned())
}

/// Moves the tokens by an act that needs no task; an impossible one becomes a reason.
fn ended(dossier: &Dossier, facts: &Facts<'_>, act: Act<'_>, reasons: &mut Refusals) -> Moves {
    let mut state = dossier.state.clone();
    let mut walk = Walk { facts, state: &mut state, moves: Vec::new() };
    if reasons.is_empty()
        && let Err(reason) = walk.act(act)
    {
        reasons.push(reason);
    }
    Moves(walk.moves)
}

/// What the citizen was asked for has come.
///
/// # Errors
/// Every reason at once.
///
/// # Law
/// nd-61-2018/19/4
pub fn answer(
    dossier: &Dossier,
    (papers, policy): (&[PaperIn], Policy),
    facts: &Facts<'_>,
) -> Result<DossierEvent, Refusals> {
    let mut reasons = Refusals::default();
    let Some(pause) = dossier.open_pause().filter(|_| dossier.status.is_waiting()) else {
        reasons.push(Refusal::NothingAsked);
        return Err(reasons);
    };
    // Only requests for papers follow the procedure's policy: a payment lets the clock go on where it stood.
    let policy = if matches!(pause.wanted, Wanted::Papers { .. }) { policy } else { Policy::PauseResume };
    let count = clock::after_pause(dossier, facts.calendar, policy, facts.now);
    let count = count.map_err(|reason| reasons.push(Refusal::Limit(reason))).ok().flatten();
    let count = count.map(|count| Count { version: new_version(dossier, facts), ..count });
    let moved = ended(dossier, facts, Act::Resume, &mut reasons);
    reasons.or(DossierEvent::Answered {
        at: facts.now,
        papers: papers.to_vec(),
        count,
        moved,
        status: Status::InProgress,
    })
}

/// Extends the limit by some working days, with an apology: once, and at least a day before it ends.
///
/// # Errors
/// Every reason at once.
///
/// # Law
/// nd-61-2018/19/9
pub fn extend(
    dossier: &Dossier,
    (days, reason): (i64, &str),
    facts: &Facts<'_>,
) -> Result<DossierEvent, Refusals> {
    let mut reasons = against_extending(dossier, facts.now);
    judge_text(reason, &mut reasons);
    if !(1..=MOST_COUNT).contains(&days) {
        reasons.push(Refusal::CountOutOfRange { field: "days", most: MOST_COUNT });
    }
    let Some(due_at) = dossier.due_at() else { return Err(reasons) };
    let extended = clock::extended(facts.calendar, due_at, days.clamp(1, MOST_COUNT));
    let due_at = extended.map_err(|reason| reasons.push(Refusal::Limit(reason))).unwrap_or(due_at);
    let reason = reason.trim().to_owned();
    let version = new_version(dossier, facts);
    reasons.or(DossierEvent::Extended { at: facts.now, due_at, days: Some(days), reason, version })
}

/// Every reason against extending the limit of a dossier now, whatever would be written of it.
///
/// # Law
/// nd-61-2018/19/9
pub fn against_extending(dossier: &Dossier, now: i64) -> Refusals {
    let mut reasons = Refusals::default();
    judge_open(dossier, &mut reasons);
    // A new appointment excuses work that is not done yet.
    if dossier.status == Status::Settled {
        reasons.push(Refusal::SettledAlready);
    }
    let (today, rules) = (Day::of_instant(now), regulation::on(Day::of_instant(now)));
    if i64::from(dossier.extension.is_some()) >= rules.extensions {
        reasons.push(Refusal::ExtendedAlready);
    }
    match dossier.due_at().map(|due_at| clock::extend_until(due_at, rules.extension_days_before)) {
        Some(last_day) if today > last_day => reasons.push(Refusal::TooLateToExtend { last_day }),
        None if reasons.is_empty() => reasons.push(Refusal::NoLimit),
        _ => {}
    }
    reasons
}

/// The calendar that a count is made with, where it is not that of the promise.
fn new_version(dossier: &Dossier, facts: &Facts<'_>) -> Option<ClockVersion> {
    let held = dossier.clock.as_ref().map(|clock| clock.version);
    (held != Some(facts.version)).then_some(facts.version)
}

/// How a dossier ends before its result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EndEarly {
    /// It is refused in writing, inside the limit.
    Refuse {
        /// Why, with the legal basis.
        reason: String,
    },
    /// The citizen takes it back.
    Withdraw {
        /// Why, as far as it was told.
        reason: String,
    },
    /// Handling stops.
    Stop {
        /// Why.
        reason: String,
        /// On what legal basis.
        basis: String,
    },
}

/// Every reason against the citizen's taking a dossier back now.
pub fn against_withdrawing(dossier: &Dossier) -> Refusals {
    let mut reasons = Refusals::default();
    if dossier.status.is_over() {
        reasons.push(Refusal::Over(dossier.status));
    }
    reasons
}

/// Every reason against stopping the handling of a dossier now, whatever would be written of it.
pub fn against_stopping(dossier: &Dossier) -> Refusals {
    let mut reasons = against_withdrawing(dossier);
    if dossier.status == Status::Settled {
        reasons.push(Refusal::SettledAlready);
    }
    reasons
}

/// Every reason against refusing a dossier in writing now, whatever would be written of it. A clock that stands
/// still opens the way no more: what was late when it stopped is late while it waits.
///
/// # Law
/// nd-61-2018/19/8
pub fn against_refusing(dossier: &Dossier, now: i64) -> Refusals {
    let mut reasons = against_stopping(dossier);
    if !clock::is_inside_limit(dossier, now) {
        reasons.push(Refusal::TooLateToRefuse);
    }
    reasons
}

/// Ends a dossier before its result.
///
/// # Errors
/// Every reason at once.
///
/// # Law
/// nd-61-2018/19/8
pub fn end_early(dossier: &Dossier, command: &EndEarly, facts: &Facts<'_>) -> Result<DossierEvent, Refusals> {
    let mut reasons = match command {
        EndEarly::Refuse { .. } => against_refusing(dossier, facts.now),
        EndEarly::Stop { .. } => against_stopping(dossier),
        EndEarly::Withdraw { .. } => against_withdrawing(dossier),
    };
    match command {
        EndEarly::Refuse { reason } => judge_text(reason, &mut reasons),
        EndEarly::Withdraw { reason } => judge_note(reason, &mut reasons),
        EndEarly::Stop { reason, basis } => {
            judge_text(reason, &mut reasons);
            if basis.trim().is_empty() {
                reasons.push(Refusal::BasisMissing);
            }
            judge_length(basis, "basis", &mut reasons);
        }
    }
    let moved = ended(dossier, facts, Act::Cancel, &mut reasons);
    let at = facts.now;
    let kept = |text: &str| text.trim().to_owned();
    reasons.or(match command {
        EndEarly::Refuse { reason } => DossierEvent::Refused { at, reason: kept(reason), moved },
        EndEarly::Withdraw { reason } => DossierEvent::Withdrawn { at, reason: kept(reason), moved },
        EndEarly::Stop { reason, basis } => {
            DossierEvent::Stopped { at, reason: kept(reason), basis: kept(basis), moved }
        }
    })
}

/// Corrects what was entered at receipt; what follows from the process and the promise stays.
///
/// # Errors
/// Every reason at once.
pub fn correct(
    dossier: &Dossier,
    (intake, reason): (&Intake, &str),
    components: &[Component],
) -> Result<DossierEvent, Refusals> {
    let mut reasons = Refusals::default();
    // What was handed out was drawn from these data: changed afterwards, it would tell another thing than the paper.
    if dossier.status.is_over() {
        reasons.push(Refusal::OverToCorrect);
    }
    judge_text(reason, &mut reasons);
    judge_intake(intake, components, &mut reasons);
    let held = &dossier.intake;
    let same = (intake.procedure_id, intake.procedure_revision, intake.version_id, intake.desk_agency_id)
        == (held.procedure_id, held.procedure_revision, held.version_id, held.desk_agency_id);
    if !same || intake == held {
        reasons.push(Refusal::NothingToCorrect);
    }
    reasons.or(DossierEvent::Corrected { intake: Box::new(intake.clone()), reason: reason.trim().to_owned() })
}

/// Notes that a form was printed again.
///
/// # Errors
/// Every reason at once.
pub fn reprint((form, reason): (&str, &str)) -> Result<DossierEvent, Refusals> {
    let mut reasons = Refusals::default();
    judge_text(reason, &mut reasons);
    reasons.or(DossierEvent::Reprinted { form: form.to_owned(), reason: reason.trim().to_owned() })
}

/// Adds a file.
///
/// # Errors
/// When the dossier is over, or has too many files.
pub fn attach(dossier: &Dossier, attachment: Attachment, most: usize) -> Result<DossierEvent, Refusals> {
    let mut reasons = Refusals::default();
    if dossier.status.is_over() {
        reasons.push(Refusal::Over(dossier.status));
    }
    if dossier.attachments.len() >= most {
        reasons.push(Refusal::TooManyFiles { most });
    }
    reasons.or(DossierEvent::Attached { attachment })
}

/// Adds a note without doing a step.
///
/// # Errors
/// Every reason at once.
pub fn note(dossier: &Dossier, note: &str) -> Result<DossierEvent, Refusals> {
    let mut reasons = Refusals::default();
    if dossier.status.is_over() {
        reasons.push(Refusal::Over(dossier.status));
    }
    if note.trim().is_empty() {
        reasons.push(Refusal::NoteMissing);
    }
    judge_note(note, &mut reasons);
    reasons.or(DossierEvent::Noted { note: note.trim().to_owned() })
}

/// The citizen rates how it went, once it is over.
///
/// # Errors
/// Every reason at once.
pub fn rate(dossier: &Dossier, (score, remark): (i64, Option<String>)) -> Result<DossierEvent, Refusals> {
    let mut reasons = Refusals::default();
    if !dossier.status.is_over() {
        reasons.push(Refusal::NotOverYet);
    }
    if dossier.rating.is_some() {
        reasons.push(Refusal::RatedAlready);
    }
    if !(1..=5).contains(&score) {
        reasons.push(Refusal::ScoreOutOfRange);
    }
    reasons.or(DossierEvent::Rated { score, remark })
}
