//! What may be done with a dossier, and every reason why not. Pure.

use super::clock::{self, OfficeClock};
use super::event::{DossierEvent, Moved, Opened, Promised, Received, TurnedAway, Wanted};
use super::model::{Attachment, Delivery, Dossier, Intake, PaperIn, Status, Task};
use super::moves::Moves;
use super::refusal::Refusal;
use super::regulation;
use super::who::Person;
use crate::services::Policy;
use bpmn::feel::Value;
use bpmn::kernel::{Act, At, Command, Event, Events, Standing, State, step_into};
use bpmn::program::{Op, Program};
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
    /// The values of the fields that the program's conditions ask for.
    pub values: &'a [Value],
    /// The instant.
    pub now: i64,
}

/// What must be known to receive a dossier.
pub struct ReceiveFacts<'a> {
    /// As for every step.
    pub step: Facts<'a>,
    /// Which calendar that is.
    pub version: ClockVersion,
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
    let counted = clock::promise(facts.step.calendar, facts.version, facts.limit?, facts.step.now);
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
    let wrong =
        |paper: &&PaperIn| paper.component >= components.len() || !(1..=MOST_COUNT).contains(&paper.count);
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
    let is_there = |at: usize| intake.papers.iter().any(|paper| paper.component == at && paper.count > 0);
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
    Ok(walk.end(&[], unit_id))
}

/// A state on its way through several acts of the engine.
pub(super) struct Walk<'a> {
    pub(super) facts: &'a Facts<'a>,
    pub(super) state: &'a mut State,
    pub(super) moves: Vec<Event>,
}

impl Walk<'_> {
    pub(super) fn act(&mut self, act: Act<'_>) -> Result<(), Refusal> {
        let office = OfficeClock(self.facts.calendar);
        let at = At { now: self.facts.now, clock: &office };
        let command = Command { act, facts: self.facts.values, at };
        let mut events = Events::default();
        step_into(self.facts.way.program(), self.state, &command, &mut events).map_err(Refusal::Engine)?;
        self.moves.extend_from_slice(&events);
        Ok(())
    }

    /// The first token and node where a person of this role is waited for.
    fn waiting(&self, role: Role) -> Option<(u32, u16)> {
        let way = self.facts.way;
        self.tasks().find(|(_, node)| way.role(*node) == Some(role))
    }

    fn tasks(&self) -> impl Iterator<Item = (u32, u16)> {
        let program = self.facts.way.program();
        // Where only a timer failed the work itself can be done.
        let waiting = self
            .state
            .tokens()
            .filter(|token| matches!(token.standing, Standing::Waiting | Standing::Faulty));
        let at_work = waiting.filter(|token| matches!(program.op(token.node), Some(Op::User | Op::Manual)));
        at_work.map(|token| (token.number, token.node))
    }

    /// What was moved, with the tasks that are new against `before`.
    pub(super) fn end(self, before: &[Task], unit_id: i64) -> Moved {
        let is_new = |(token, _): &(u32, u16)| before.iter().all(|task| task.token != *token);
        let fresh: Vec<(u32, u16)> = self.tasks().filter(is_new).collect();
        let opened = fresh.into_iter().map(|(token, node)| self.open((token, node), unit_id)).collect();
        Moved { moves: Moves(self.moves), opened }
    }

    fn open(&self, (token, node): (u32, u16), unit_id: i64) -> Opened {
        let role = self.facts.way.role(node).unwrap_or(Role::Officer);
        let in_unit = matches!(role, Role::Officer | Role::UnitHead);
        Opened {
            token,
            role,
            unit_id: if in_unit { unit_id } else { 0 },
            assignee: None,
            step_due_at: self.step_due_at(node),
        }
    }

    /// When a step is to be done: its budget is of days of eight hours, the office's day may be shorter.
    fn step_due_at(&self, node: u16) -> Option<i64> {
        let budget = self.facts.way.budget(node)?;
        let day = full_day(self.facts.calendar)?;
        let scaled = i128::from(budget.micros()) * i128::from(day.micros())
            / i128::from(WorkingTime::hours(8).micros());
        let amount = WorkingTime(i64::try_from(scaled).ok()?);
        self.facts.calendar.add_working_time(self.facts.now, amount).ok()
    }
}

/// The longest day of the office hours.
fn full_day(calendar: &Calendar) -> Option<WorkingTime> {
    calendar.facts().profile.longest_day()
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
    let moved = walk.end(&dossier.tasks, dossier.intake.unit_id);
    let status = status_after(dossier, &state, facts.way);
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

/// The status that a dossier comes to by the place of its tokens; none when it stays.
pub(super) fn status_after(dossier: &Dossier, state: &State, way: &dyn Way) -> Option<Status> {
    let program = way.program();
    let is_stuck = state.tokens().any(|token| token.standing == Standing::Stuck);
    let mut waiting = state.tokens().filter(|token| {
        matches!(token.standing, Standing::Waiting | Standing::Faulty)
            && program.op(token.node).is_some_and(Op::waits)
    });
    let status = if matches!(state.status(), bpmn::kernel::Status::Finished(_)) {
        Status::Returned
    } else if !is_stuck && waiting.all(|token| way.role(token.node) == Some(Role::Clerk)) {
        Status::Settled
    } else {
        Status::InProgress
    };
    (status != dossier.status).then_some(status)
}

pub(super) fn judge_open(dossier: &Dossier, reasons: &mut Refusals) {
    if dossier.status.is_over() {
        reasons.push(Refusal::Over(dossier.status));
    } else if dossier.status.is_waiting() {
        reasons.push(Refusal::WaitsForCitizen);
    }
}

pub(super) fn judge_note(note: &str, reasons: &mut Refusals) {
    if note.chars().count() > LONGEST {
        reasons.push(Refusal::TextTooLong { field: "note", most: LONGEST });
    }
}

fn judge_text(reason: &str, reasons: &mut Refusals) {
    if reason.trim().is_empty() {
        reasons.push(Refusal::ReasonMissing);
    } else if reason.chars().count() > LONGEST {
        reasons.push(Refusal::TextTooLong { field: "reason", most: LONGEST });
    }
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
    let moved = walk.end(&dossier.tasks, dossier.intake.unit_id);
    let status = status_after(dossier, &state, facts.way);
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
    /// Why; for a second request for papers, why it was not asked at once.
    pub reason: String,
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
        Wanted::Payment { amount_vnd, .. } if !(1..=MOST_FEE_VND).contains(amount_vnd) => {
            reasons.push(Refusal::FeeNegative);
        }
        _ => {}
    }
    if dossier.status == Status::Settled {
        reasons.push(Refusal::SettledAlready);
    }
    let for_papers = matches!(command.wanted, Wanted::Papers { .. });
    let basis = if for_papers { late_basis(dossier, command, facts, &mut reasons) } else { None };
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
        ends,
        moved,
    })
}

/// The basis of a request for papers that comes later than the law has it; its lack is a reason against it.
fn late_basis(dossier: &Dossier, command: &Ask, facts: &Facts<'_>, reasons: &mut Refusals) -> Option<String> {
    let today = Day::of_instant(facts.now);
    let days = regulation::on(today).supplement_days;
    let last_day = clock::ask_until(dossier, facts.calendar, days).filter(|last_day| *last_day < today)?;
    let basis = command.basis.as_deref().unwrap_or_default().trim();
    if basis.is_empty() {
        reasons.push(Refusal::AskedLate { days, last_day });
    } else if basis.chars().count() > LONGEST {
        reasons.push(Refusal::TextTooLong { field: "basis", most: LONGEST });
    }
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
    let moved = ended(dossier, facts, Act::Resume, &mut reasons);
    reasons.or(DossierEvent::Answered {
        at: facts.now,
        papers: papers.to_vec(),
        count,
        moved,
        status: Status::InProgress,
    })
}

/// What the law allows of extensions, as dated data of the agency's rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExtensionRule {
    /// How many days before the due day it must be given at the latest.
    pub days_before: i64,
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
    (rule, facts): (ExtensionRule, &Facts<'_>),
) -> Result<DossierEvent, Refusals> {
    let mut reasons = Refusals::default();
    judge_open(dossier, &mut reasons);
    judge_text(reason, &mut reasons);
    if dossier.extension.is_some() {
        reasons.push(Refusal::ExtendedAlready);
    }
    if !(1..=MOST_COUNT).contains(&days) {
        reasons.push(Refusal::CountOutOfRange { field: "days", most: MOST_COUNT });
    }
    let Some(due_at) = dossier.due_at() else {
        if reasons.is_empty() {
            reasons.push(Refusal::NoLimit);
        }
        return Err(reasons);
    };
    let last_day = Day::of_instant(due_at - 1).plus_days(-rule.days_before);
    if Day::of_instant(facts.now) > last_day {
        reasons.push(Refusal::TooLateToExtend { last_day });
    }
    let extended = clock::extended(facts.calendar, due_at, days.clamp(1, MOST_COUNT));
    let due_at = extended.map_err(|reason| reasons.push(Refusal::Limit(reason))).unwrap_or(due_at);
    let reason = reason.trim().to_owned();
    reasons.or(DossierEvent::Extended { at: facts.now, due_at, days: Some(days), reason })
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

/// Ends a dossier before its result.
///
/// # Errors
/// Every reason at once.
///
/// # Law
/// nd-61-2018/19/8
pub fn end_early(dossier: &Dossier, command: &EndEarly, facts: &Facts<'_>) -> Result<DossierEvent, Refusals> {
    let mut reasons = Refusals::default();
    if dossier.status.is_over() {
        reasons.push(Refusal::Over(dossier.status));
    }
    if dossier.status == Status::Settled && !matches!(command, EndEarly::Withdraw { .. }) {
        reasons.push(Refusal::SettledAlready);
    }
    match command {
        EndEarly::Refuse { reason } => {
            judge_text(reason, &mut reasons);
            if dossier.due_at().is_some_and(|due_at| facts.now > due_at) {
                reasons.push(Refusal::TooLateToRefuse);
            }
        }
        EndEarly::Withdraw { reason } => judge_note(reason, &mut reasons),
        EndEarly::Stop { reason, basis } => {
            judge_text(reason, &mut reasons);
            if basis.trim().is_empty() {
                reasons.push(Refusal::BasisMissing);
            }
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
