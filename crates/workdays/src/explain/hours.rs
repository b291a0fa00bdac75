//! Rule H, walked.

use super::Reason;
use super::basis::{Step, basis};
use super::walk::{End, Walk};
use crate::limit::{Amount, Refusal};
use crate::profile::Session;
use crate::time::{Day, WorkingTime};

/// Rule H with U1: session by session, less what the suspensions take out.
pub(super) fn walk_hours(walk: &mut Walk<'_>, start_at: i64, limit: WorkingTime) -> Result<End, Refusal> {
    let mut day = Day::of_instant(start_at);
    walk.note(Reason::RunsFrom { at: start_at }, basis(Step::FromTheMoment, walk.zero));
    let mut left = limit.micros();
    let mut sessions = walk.calendar.plan(day)?.sessions;
    loop {
        if let Some(due_at) = walk_day(walk, (day, sessions), start_at, &mut left) {
            walk.note(Reason::DueAt { at: due_at }, None);
            return Ok(End::At(due_at));
        }
        day = day.plus_days(1);
        if let Some(since_at) = walk.stands_still_before(day) {
            return Ok(End::Paused { since_at });
        }
        sessions = walk.begin(day)?.sessions;
    }
}

/// Counts one day; the due moment when the limit is used up on it.
fn walk_day(
    walk: &mut Walk<'_>,
    (day, sessions): (Day, &[Session]),
    start_at: i64,
    left: &mut i64,
) -> Option<i64> {
    let mut closed_at = None;
    let mut told = None;
    for session in sessions {
        let (from_at, to_at) = (day.at(session.opens).max(start_at), day.at(session.closes));
        if from_at >= to_at {
            continue;
        }
        if let Some(closed_at) = closed_at.filter(|at| *at < from_at) {
            walk.note(Reason::Break { from_at: closed_at, to_at: from_at }, None);
        }
        closed_at = Some(to_at);
        let mut cursor = from_at;
        for index in 0..walk.suspensions.len() {
            let pause = walk.suspensions[index];
            let until_at = pause.until_at.unwrap_or(i64::MAX);
            if until_at <= cursor || pause.from_at >= to_at {
                continue;
            }
            if let Some(due_at) = consume(walk, cursor, pause.from_at, left) {
                return Some(due_at);
            }
            if told != Some(index) {
                walk.note(Reason::Paused { from_at: pause.from_at, until_at: pause.until_at }, None);
                told = Some(index);
            }
            cursor = until_at.min(to_at);
        }
        if let Some(due_at) = consume(walk, cursor, to_at, left) {
            return Some(due_at);
        }
    }
    None
}

/// Counts office time from one instant to another, if that is any; the due moment when it is enough.
fn consume(walk: &mut Walk<'_>, from_at: i64, to_at: i64, left: &mut i64) -> Option<i64> {
    if to_at <= from_at {
        return None;
    }
    let taken = (to_at - from_at).min(*left);
    *left -= taken;
    walk.note(Reason::Hours { from_at, to_at: from_at + taken }, None);
    walk.count(Amount::Time(WorkingTime(taken)));
    (*left == 0).then_some(from_at + taken)
}
