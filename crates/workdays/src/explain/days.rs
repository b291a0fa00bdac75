//! Rules D, DC, C and S15, walked.

use super::basis::{Step, basis};
use super::walk::{End, Walk, first_open};
use super::{Harmless, Reason};
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
    walk.note(Reason::DayZero { received }, basis(Step::FirstDay, walk.zero));
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
        walk.note(counts, basis(Step::LastDay, walk.zero).filter(|_| number == days));
        walk.count(Amount::Days(1));
        let due_at = (number == days).then(|| due_on(walk.calendar, rule, day).ok()).flatten();
        note_harmless(walk, day, (rule, due_at), &shadows);
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
        walk.note(Reason::BeforeCutoff { cutoff }, None);
    } else {
        walk.note(Reason::AfterCutoff { cutoff }, None);
        loop {
            day = day.plus_days(1);
            plan = walk.begin(day)?;
            if !plan.sessions.is_empty() {
                break;
            }
        }
        walk.note(Reason::NextWorkingDay, None);
    }
    walk.count(Amount::Days(1));
    let due_at = plan.sessions.last().map_or(start_at, |session| day.at(session.closes));
    let passed = |pause: &&Suspension| {
        pause.from_at <= due_at && pause.until_at.is_none_or(|until_at| until_at > start_at)
    };
    let pauses: Vec<Suspension> = walk.suspensions.iter().filter(passed).copied().collect();
    for Suspension { from_at, until_at } in pauses {
        walk.note(Reason::PauseWithoutEffect { from_at, until_at, why: Harmless::SameDay }, None);
    }
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
        walk.note(Reason::LastDayMoves { to }, basis(Step::LastDayMoves, walk.zero));
        let mut day = last;
        while day < to {
            day = day.plus_days(1);
            walk.begin(day)?;
            note_after_last_day(walk, day, last);
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

/// Tells of suspensions that touch a day which counts whole all the same, and why they do not take it out.
fn note_harmless(walk: &mut Walk<'_>, day: Day, (rule, due_at): (DayRule, Option<i64>), shadows: &[Shadow]) {
    for Shadow { pause, until, .. } in shadows.iter().filter(|shadow| touches(&shadow.pause, day)) {
        // Calendar days know no office hours: a pause within one day ends on the day it began.
        let outside = rule != DayRule::EveryDay && never_open(walk.calendar, pause);
        let why = match due_at {
            Some(due_at) if pause.from_at > due_at => Harmless::AfterDue,
            _ if *until > day || outside => Harmless::OutsideHours,
            _ => Harmless::Resumption,
        };
        walk.note(Reason::PauseWithoutEffect { from_at: pause.from_at, until_at: pause.until_at, why }, None);
    }
}

/// Tells of suspensions that begin after the last day, on a day to which the end moved on.
fn note_after_last_day(walk: &mut Walk<'_>, day: Day, last: Day) {
    let late = |pause: &&Suspension| touches(pause, day) && Day::of_instant(pause.from_at) > last;
    let pauses: Vec<Suspension> = walk.suspensions.iter().filter(late).copied().collect();
    for Suspension { from_at, until_at } in pauses {
        walk.note(Reason::PauseWithoutEffect { from_at, until_at, why: Harmless::AfterLastDay }, None);
    }
}

fn touches(pause: &Suspension, day: Day) -> bool {
    let (from_at, to_at) = (day.starts_at(), day.plus_days(1).starts_at());
    pause.from_at < to_at && pause.until_at.is_none_or(|until_at| until_at > from_at)
}

/// Whether a suspension lies between two sessions, so that it takes no office time.
fn never_open(calendar: &Calendar, pause: &Suspension) -> bool {
    let Some(until_at) = pause.until_at else { return false };
    let opens = |at: i64| first_open(calendar, at).ok();
    opens(pause.from_at).is_some() && opens(pause.from_at) == opens(until_at)
}
