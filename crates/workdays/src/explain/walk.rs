//! The walk over the days: the same rules as the tables, in the plainest form.

use super::basis::{Basis, Step, basis, basis_of_row, office_hours};
use super::days::{DayRule, walk_days, walk_same_day};
use super::hours::walk_hours;
use super::{ExplainedDay, Explanation, Note, Outside, Reason};
use crate::calendar::{Calendar, DayPlan, Standing};
use crate::due::{Due, Promise, Waiting};
use crate::holidays::{Holiday, HolidayKind};
use crate::limit::{Amount, Limit, Refusal, Suspension, check_suspensions};
use crate::time::{Day, TimeOfDay};

/// The due moment of a limit with its reasons, day by day.
///
/// # Errors
/// As [`due`](crate::due()).
///
/// # Law
/// bl-91-2015/147/2
/// bl-91-2015/148/2
/// bl-91-2015/148/5
pub fn explain(
    calendar: &Calendar,
    limit: &Limit,
    received_at: i64,
    suspensions: &[Suspension],
) -> Result<Explanation, Refusal> {
    limit.check()?;
    check_suspensions(suspensions)?;
    let start_at = first_open(calendar, received_at)?;
    let mut walk = Walk { zero: Day::of_instant(start_at), ..Walk::new(calendar, limit, suspensions) };
    walk.receive(received_at, start_at)?;
    let clock = TimeOfDay::micros_of_instant(start_at);
    let end = match *limit {
        Limit::WorkingHours(time) => walk_hours(&mut walk, start_at, time)?,
        Limit::WorkingDays(days) => walk_days(&mut walk, start_at, DayRule::ToTheClose, days)?,
        Limit::WorkingDaysAtClock(days) => walk_days(&mut walk, start_at, DayRule::ToTheClock(clock), days)?,
        Limit::CalendarDays(days) => walk_days(&mut walk, start_at, DayRule::EveryDay, days)?,
        Limit::SameDay { cutoff } => walk_same_day(&mut walk, start_at, cutoff)?,
    };
    let provisional = walk.provisional;
    let due = match end {
        End::At(due_at) => Due::At(Promise { start_at, due_at, provisional }),
        End::Paused { since_at } => {
            Due::Paused(Waiting { start_at, since_at, left: limit.amount().less(walk.total), provisional })
        }
    };
    Ok(Explanation {
        limit: *limit,
        received_at,
        due,
        calendar_version: calendar.version(),
        basis: None,
        anew: false,
        days: walk.days,
    })
}

/// Rule S1 by a walk: the instant itself in a session, else the next opening.
pub(super) fn first_open(calendar: &Calendar, at: i64) -> Result<i64, Refusal> {
    let mut day = Day::of_instant(at);
    loop {
        for session in calendar.plan(day)?.sessions {
            if at < day.at(session.closes) {
                return Ok(at.max(day.at(session.opens)));
            }
        }
        day = day.plus_days(1);
    }
}

/// Where a walk ended.
pub(super) enum End {
    At(i64),
    Paused { since_at: i64 },
}

/// A walk under way.
pub(super) struct Walk<'a> {
    pub(super) calendar: &'a Calendar,
    /// The suspensions that last longer than nothing.
    pub(super) suspensions: Vec<Suspension>,
    /// Day zero, the day of the effective start.
    pub(super) zero: Day,
    days: Vec<ExplainedDay>,
    total: Amount,
    provisional: bool,
}

impl<'a> Walk<'a> {
    fn new(calendar: &'a Calendar, limit: &Limit, suspensions: &[Suspension]) -> Walk<'a> {
        let lasts = |pause: &&Suspension| pause.until_at.is_none_or(|until_at| until_at > pause.from_at);
        Walk {
            calendar,
            suspensions: suspensions.iter().filter(lasts).copied().collect(),
            zero: Day::MIN,
            days: Vec::new(),
            total: limit.amount().nothing(),
            provisional: false,
        }
    }

    /// Tells the days from the receipt to the start; the last of them is day zero.
    fn receive(&mut self, received_at: i64, start_at: i64) -> Result<(), Refusal> {
        let (received, zero) = (Day::of_instant(received_at), Day::of_instant(start_at));
        let mut day = received;
        while day <= zero {
            let plan = self.begin(day)?;
            if day == received {
                self.note(Reason::Received { at: received_at }, None);
                if start_at != received_at {
                    let outside = outside(&plan, received_at);
                    self.note(Reason::StartsLater { outside, start_at }, Some(office_hours()));
                }
            }
            day = day.plus_days(1);
        }
        Ok(())
    }

    /// Begins a day and tells why it is not an ordinary working day.
    pub(super) fn begin(&mut self, day: Day) -> Result<DayPlan<'a>, Refusal> {
        let plan = self.calendar.plan(day)?;
        self.provisional |= plan.provisional;
        let nothing = self.total.nothing();
        self.days.push(ExplainedDay { day, notes: Vec::new(), counted: nothing, total: self.total });
        match plan.standing {
            Standing::Works => {}
            Standing::WeeklyRest => self.note(Reason::WeeklyRest, basis(Step::Week, day)),
            Standing::SwapWorked(row) | Standing::Off(row) => self.note(named(row), basis_of_row(row)),
        }
        if !self.calendar.facts().swaps {
            self.note_swaps_not_followed(day);
        }
        Ok(plan)
    }

    /// Tells of a swap that others follow on this day and this office does not.
    fn note_swaps_not_followed(&mut self, day: Day) {
        let rows = &self.calendar.facts().holidays;
        let first = rows.partition_point(|row| row.day < day);
        let swap = |row: &&Holiday| matches!(row.kind, HolidayKind::SwapOff | HolidayKind::SwapWork);
        if let Some(row) = rows[first..].iter().take_while(|row| row.day == day).find(swap) {
            let (name_vi, name_en) = (row.name_vi.clone(), row.name_en.clone());
            self.note(Reason::SwapNotFollowed { name_vi, name_en }, None);
        }
    }

    /// Adds a note to the day under way.
    pub(super) fn note(&mut self, reason: Reason, basis: Option<Basis>) {
        if let Some(day) = self.days.last_mut() {
            day.notes.push(Note { reason, basis });
        }
    }

    /// Whether the limit started on a later day than that of the receipt.
    pub(super) fn tells_two_days(&self) -> bool {
        self.days.len() > 1
    }

    /// Counts an amount on the day under way.
    pub(super) fn count(&mut self, amount: Amount) {
        self.total = plus(self.total, amount);
        if let Some(day) = self.days.last_mut() {
            day.counted = plus(day.counted, amount);
            day.total = self.total;
        }
    }

    /// The suspension that is still open and began before this day: nothing counts from here on.
    pub(super) fn stands_still_before(&self, day: Day) -> Option<i64> {
        let open = self.suspensions.iter().find(|pause| pause.until_at.is_none())?;
        (open.from_at <= day.starts_at()).then_some(open.from_at)
    }
}

fn plus(a: Amount, b: Amount) -> Amount {
    match b {
        Amount::Time(time) => a.less(Amount::Time(crate::time::WorkingTime(-time.micros()))),
        Amount::Days(days) => a.less(Amount::Days(-days)),
    }
}

fn outside(plan: &DayPlan<'_>, at: i64) -> Outside {
    let time = TimeOfDay::micros_of_instant(at);
    match (plan.sessions.first(), plan.sessions.last()) {
        (Some(first), _) if time < first.opens.micros() => Outside::BeforeOpening,
        (_, Some(last)) if time >= last.closes.micros() => Outside::AfterClose,
        (Some(_), Some(_)) => Outside::Break,
        _ => Outside::DayOff,
    }
}

fn named(row: &Holiday) -> Reason {
    let (name_vi, name_en) = (row.name_vi.clone(), row.name_en.clone());
    match row.kind {
        HolidayKind::Holiday => Reason::Holiday { name_vi, name_en },
        HolidayKind::Compensatory => Reason::Compensatory { name_vi, name_en },
        HolidayKind::SwapOff => Reason::SwapOff { name_vi, name_en },
        HolidayKind::SwapWork => Reason::SwapWorked { name_vi, name_en },
    }
}
