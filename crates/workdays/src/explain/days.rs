//! Rules D, DC, C and S15, walked.

use super::Reason;
use super::basis::{Step, basis};
use super::walk::{End, Walk, first_open};
use crate::calendar::Calendar;
use crate::limit::{Amount, Refusal, Suspension};
use crate::time::{Day, TimeOfDay};

/// How days are counted and when the last one ends.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum DayRule {
    /// D: working days, to the last close.
    ToTheClose,
    /// DC: working days, to a time of the day in microseconds.
    ToTheClock(i64),
    /// C: calendar days, to the last close of that day or of the next working day.
    EveryDay,
}

/// The days a suspension takes out, from..until.
struct Shadow {
    pause: Suspension,
    from: Day,
    until: Day,
}

/// Rules D, DC and C with U2 and U3.
pub(super) fn walk_days(
    walk: &mut Walk<'_>,
    start_at: i64,
    rule: DayRule,
    days: i64,
) -> Result<End, Refusal> {
    let zero = Day::of_instant(start_at);
    let received = !walk.tells_two_days();
    walk.note(Reason::DayZero { received }, basis(Step::FirstDay, zero));
    let shadows = shadows(walk, start_at, rule);
    let mut number = 0;
    let mut day = zero;
    loop {
        day = day.plus_days(1);
        if let Some(since_at) = walk.stands_still_before(day) {
            return Ok(End::Paused { since_at });
        }
        let plan = walk.begin(day)?;
        if plan.sessions.is_empty() && rule != DayRule::EveryDay {
            continue;
        }
        let shadow = shadows.iter().find(|shadow| shadow.from <= day && day < shadow.until);
        if let Some(Shadow { pause, .. }) = shadow {
            // A suspension that begins after the due moment of this very day has no effect.
            let too_late = number + 1 == days
                && due_on(walk.calendar, rule, day).is_ok_and(|due_at| pause.from_at > due_at);
            if !too_late {
                walk.note(Reason::Paused { from_at: pause.from_at, until_at: pause.until_at }, None);
                continue;
            }
        }
        number += 1;
        let counts = match rule {
            DayRule::EveryDay => Reason::CalendarDay { number },
            DayRule::ToTheClose | DayRule::ToTheClock(_) => Reason::WorkingDay { number },
        };
        walk.note(counts, basis(Step::LastDay, day).filter(|_| number == days));
        walk.count(Amount::Days(1));
        note_pauses_without_effect(walk, day);
        if number == days {
            return finish(walk, rule, day).map(End::At);
        }
    }
}

/// Rule S15.
pub(super) fn walk_same_day(walk: &mut Walk<'_>, start_at: i64, cutoff: TimeOfDay) -> Result<End, Refusal> {
    let zero = Day::of_instant(start_at);
    let mut day = zero;
    let mut plan = walk.calendar.plan(zero)?;
    if TimeOfDay::micros_of_instant(start_at) <= cutoff.micros() {
        walk.note(Reason::BeforeCutoff { cutoff }, basis(Step::SameDay, zero));
    } else {
        walk.note(Reason::AfterCutoff { cutoff }, basis(Step::SameDay, zero));
        loop {
            day = day.plus_days(1);
            plan = walk.begin(day)?;
            if !plan.sessions.is_empty() {
                break;
            }
        }
        walk.note(Reason::NextWorkingDay, basis(Step::SameDay, day));
    }
    walk.count(Amount::Days(1));
    let due_at = plan.sessions.last().map_or(start_at, |session| day.at(session.closes));
    walk.note(Reason::DueAt { at: due_at }, None);
    Ok(End::At(due_at))
}

/// The last notes of a count of days: where the end moves, and the due moment.
fn finish(walk: &mut Walk<'_>, rule: DayRule, last: Day) -> Result<i64, Refusal> {
    let works = !walk.calendar.plan(last)?.sessions.is_empty();
    if !works {
        let mut to = last.plus_days(1);
        while walk.calendar.plan(to)?.sessions.is_empty() {
            to = to.plus_days(1);
        }
        walk.note(Reason::LastDayMoves { to }, basis(Step::LastDayMoves, last));
        let mut day = last;
        while day < to {
            day = day.plus_days(1);
            walk.begin(day)?;
        }
    }
    let due_at = due_on(walk.calendar, rule, last)?;
    if let DayRule::ToTheClock(clock_micros) = rule
        && due_at != last.starts_at() + clock_micros
    {
        walk.note(Reason::ClockOutsideSessions { clock_micros, due_at }, None);
    }
    walk.note(Reason::DueAt { at: due_at }, None);
    Ok(due_at)
}

/// The due moment of a count whose last day is this one.
fn due_on(calendar: &Calendar, rule: DayRule, last: Day) -> Result<i64, Refusal> {
    let mut day = last;
    loop {
        let sessions = calendar.plan(day)?.sessions;
        if let (Some(first), Some(end)) = (sessions.first(), sessions.last()) {
            let DayRule::ToTheClock(clock) = rule else { return Ok(day.at(end.closes)) };
            let wanted_at = day.starts_at() + clock;
            let open = |s: &&crate::Session| day.at(s.opens) <= wanted_at && wanted_at < day.at(s.closes);
            if sessions.iter().any(|session| open(&session)) {
                return Ok(wanted_at);
            }
            let closes = sessions.iter().map(|session| day.at(session.closes));
            return Ok(closes.filter(|at| *at <= wanted_at).max().unwrap_or(day.at(first.opens)));
        }
        day = day.plus_days(1);
    }
}

/// The days each suspension takes out by U2 or U3. Where the calendar ends before a start is found,
/// the shadow reaches past its end.
fn shadows(walk: &Walk<'_>, start_at: i64, rule: DayRule) -> Vec<Shadow> {
    let day_of = |at: i64| {
        // Days up to day zero never count, so an earlier instant may be taken for the start.
        let at = at.max(start_at);
        match rule {
            DayRule::EveryDay => Day::of_instant(at),
            _ => first_open(walk.calendar, at).map_or(Day::MAX, Day::of_instant),
        }
    };
    let shadow = |pause: &Suspension| Shadow {
        pause: *pause,
        from: day_of(pause.from_at),
        until: pause.until_at.map_or(Day::MAX, day_of),
    };
    walk.suspensions.iter().map(shadow).collect()
}

/// Tells of suspensions that touch a day which counts whole all the same.
fn note_pauses_without_effect(walk: &mut Walk<'_>, day: Day) {
    let (from_at, to_at) = (day.starts_at(), day.plus_days(1).starts_at());
    let touches = |pause: &&Suspension| {
        pause.from_at < to_at && pause.until_at.is_none_or(|until_at| until_at > from_at)
    };
    let pauses: Vec<Suspension> = walk.suspensions.iter().filter(touches).copied().collect();
    for Suspension { from_at, until_at } in pauses {
        walk.note(Reason::PauseWithoutEffect { from_at, until_at }, None);
    }
}
