//! The tokens of a dossier on their way through an act: what the engine moves, the tasks that open, the status that the
//! dossier comes to. Pure.

use super::clock::OfficeClock;
use super::decide::{Facts, Way};
use super::event::{Moved, Opened};
use super::model::{Dossier, Status, Task};
use super::moves::Moves;
use super::refusal::Refusal;
use bpmn::kernel::{Act, At, Command, Event, Events, Standing, State, step_into};
use bpmn::program::Op;
use platform::permissions::Role;
use workdays::{Calendar, WorkingTime};

/// A state on its way through several acts of the engine.
pub(super) struct Walk<'a> {
    pub(super) facts: &'a Facts<'a>,
    pub(super) state: &'a mut State,
    pub(super) moves: Vec<Event>,
}

impl Walk<'_> {
    pub(super) fn act(&mut self, act: Act<'_>) -> Result<(), Refusal> {
        let office = OfficeClock { calendar: self.facts.calendar, renewed: self.facts.renewed };
        let at = At { now: self.facts.now, clock: &office };
        let command = Command { act, facts: self.facts.values, at };
        let mut events = Events::default();
        step_into(self.facts.way.program(), self.state, &command, &mut events).map_err(Refusal::Engine)?;
        self.moves.extend_from_slice(&events);
        Ok(())
    }

    /// The first token and node where a person of this role is waited for.
    pub(super) fn waiting(&self, role: Role) -> Option<(u32, u16)> {
        let way = self.facts.way;
        self.tasks().find(|(_, node)| way.role(*node) == Some(role))
    }

    fn tasks(&self) -> impl Iterator<Item = (u32, u16)> {
        let program = self.facts.way.program();
        // At these only a timer can fail, and the work itself can be done.
        let waiting = self
            .state
            .tokens()
            .filter(|token| matches!(token.standing, Standing::Waiting | Standing::Faulty));
        let at_work = waiting.filter(|token| matches!(program.op(token.node), Some(Op::User | Op::Manual)));
        at_work.map(|token| (token.number, token.node))
    }

    /// What was moved in a dossier, and the status that it comes to; none when it stays.
    pub(super) fn end(self, dossier: &Dossier) -> (Moved, Option<Status>) {
        let status = status_after(dossier, self.state, self.facts.way);
        let given_back = dossier.status == Status::Settled && status == Some(Status::InProgress);
        let moved = self.moved(&dossier.tasks, dossier.intake.unit_id);
        (Moved { given_back, ..moved }, status)
    }

    /// What was moved, with the tasks that are new against `before`.
    pub(super) fn moved(self, before: &[Task], unit_id: i64) -> Moved {
        let is_new = |(token, _): &(u32, u16)| before.iter().all(|task| task.token != *token);
        let fresh: Vec<(u32, u16)> = self.tasks().filter(is_new).collect();
        let opened = fresh.into_iter().map(|(token, node)| self.open((token, node), unit_id)).collect();
        Moved { moves: Moves(self.moves), opened, given_back: false }
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

/// The status that a dossier comes to by the place of its tokens; none when it stays. It is settled when nothing is
/// left but to return the result: a step of the counter in the middle of the process settles nothing, and a reminder
/// that is still open holds nothing up.
fn status_after(dossier: &Dossier, state: &State, way: &dyn Way) -> Option<Status> {
    let program = way.program();
    let on_the_way = || state.tokens().filter(|token| !way.is_beside(token.node));
    let is_stuck = on_the_way().any(|token| token.standing == Standing::Stuck);
    let mut waiting = on_the_way().filter(|token| {
        matches!(token.standing, Standing::Waiting | Standing::Faulty)
            && program.op(token.node).is_some_and(Op::waits)
    });
    let status = if matches!(state.status(), bpmn::kernel::Status::Finished(_)) {
        Status::Returned
    } else if !is_stuck && waiting.all(|token| way.is_last(token.node)) {
        Status::Settled
    } else {
        Status::InProgress
    };
    (status != dossier.status).then_some(status)
}
