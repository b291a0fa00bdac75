//! The legal clock of a dossier (thời hạn giải quyết): what is promised, what a pause and an extension do to
//! it, and the measure of Decision 766 that is kept apart from it. Pure.

use super::event::{Count, Promised, Wanted};
use super::model::{Dossier, Extension, LegalClock, Pause, Status};
use super::regulation;
use crate::services::Policy;
use bpmn::timer::{Clock, Moment};
use platform::Day;
use registers::calendars::ClockVersion;
use workdays::{Calendar, Due, Limit, Suspension, WorkingTime, due};

/// Reckons the timers of a process by an agency's calendar.
pub struct OfficeClock<'a> {
    /// The calendar of the promise.
    pub calendar: &'a Calendar,
    /// The same office hours with the holidays known today, for moments that lie beyond the calendar of the promise;
    /// none where it knows the same ones.
    pub renewed: Option<&'a Calendar>,
}

impl Clock for OfficeClock<'_> {
    fn working_days(&self, days: u32, from: i64) -> Option<Moment> {
        self.moment(Limit::WorkingDays(i64::from(days)), from)
    }

    fn working_hours(&self, hours: u32, from: i64) -> Option<Moment> {
        self.moment(Limit::WorkingHours(WorkingTime::hours(i64::from(hours))), from)
    }
}

impl OfficeClock<'_> {
    fn moment(&self, limit: Limit, from: i64) -> Option<Moment> {
        let reckon = |calendar: &Calendar| {
            let due_at = due(calendar, &limit, from, &[]).ok()?.due_at()?;
            Some(Moment { due_at, calendar: calendar.version() })
        };
        reckon(self.calendar).or_else(|| reckon(self.renewed?))
    }
}

/// What is promised for a dossier received at `received_at`.
///
/// # Errors
/// When the limit cannot be counted: it makes no sense, or it crosses a year without a calendar.
pub fn promise(
    calendar: &Calendar,
    version: ClockVersion,
    limit: Limit,
    received_at: i64,
) -> Result<Promised, workdays::Refusal> {
    let count = count_from(calendar, limit, received_at, &[])?;
    Ok(Promised { version, limit, start_at: count.start_at, due_at: count.due_at })
}

/// The count of `limit` from a receipt, with the pauses since.
fn count_from(
    calendar: &Calendar,
    limit: Limit,
    base_at: i64,
    pauses: &[Suspension],
) -> Result<Count, workdays::Refusal> {
    match due(calendar, &limit, base_at, pauses)? {
        Due::At(promise) => {
            Ok(Count { base_at, start_at: promise.start_at, due_at: promise.due_at, version: None })
        }
        // Every pause handed here is closed, and a limit without an open pause has an end.
        Due::Paused(waiting) => {
            Ok(Count { base_at, start_at: waiting.start_at, due_at: waiting.since_at, version: None })
        }
    }
}

/// How the limit is counted once the papers of an open pause have come at `at`; none where it ran on.
///
/// An extension of the present count goes on after the pause; a count that begins anew leaves it behind with the
/// count that it extended.
///
/// # Errors
/// As [`promise`].
///
/// # Law
/// nd-61-2018/19/4
pub fn after_pause(
    dossier: &Dossier,
    calendar: &Calendar,
    policy: Policy,
    at: i64,
) -> Result<Option<Count>, workdays::Refusal> {
    let (Some(clock), Some(pause)) = (&dossier.clock, dossier.open_pause()) else { return Ok(None) };
    if !pause.stops_clock {
        return Ok(None);
    }
    if policy == Policy::Restart {
        return count_from(calendar, clock.limit, at, &[]).map(Some);
    }
    let mut pauses = dossier.suspensions();
    if let Some(last) = pauses.last_mut() {
        last.until_at = Some(at);
    }
    let count = count_from(calendar, clock.limit, clock.base_at, &pauses)?;
    let Some(extension) = dossier.extension_in_force() else { return Ok(Some(count)) };
    let added = Added::to(count.due_at, extension_days(calendar, extension), &pauses);
    Ok(Some(Count { due_at: added.count(calendar)?.due_at, ..count }))
}

/// The due moment that `days` more working days after the present one give.
///
/// # Errors
/// As [`promise`].
pub fn extended(calendar: &Calendar, due_at: i64, days: i64) -> Result<i64, workdays::Refusal> {
    Ok(Added::to(due_at, days, &[]).count(calendar)?.due_at)
}

/// The last day on which the limit may be extended that ends at `due_at`.
///
/// # Law
/// nd-61-2018/19/9
pub fn extend_until(due_at: i64, days_before: i64) -> Day {
    Day::of_instant(due_at - 1).plus_days(-days_before)
}

/// By how many working days an extension moved the due moment. Early ones do not say it: it is the number that
/// leads from the one to the other, or to the last day not after it.
pub fn extension_days(calendar: &Calendar, extension: &Extension) -> i64 {
    extension.days.unwrap_or_else(|| {
        let leads = |days: &i64| {
            extended(calendar, extension.from_due_at, *days).is_ok_and(|due_at| due_at <= extension.due_at)
        };
        (1..).take_while(leads).last().unwrap_or_default()
    })
}

/// The working days that an extension adds to a limit, as a count of its own: `explain` tells it day by day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Added {
    /// How many working days.
    pub days: i64,
    /// From when they are counted: an instant of the day on which the limit would have ended without them.
    pub from_at: i64,
    /// The pauses that fall into them.
    pub pauses: Vec<Suspension>,
}

impl Added {
    /// Adds days to a count that ends at `due_at`, with the pauses that count did not use up.
    fn to(due_at: i64, days: i64, pauses: &[Suspension]) -> Added {
        let later = |pause: &&Suspension| pause.until_at.is_none_or(|until_at| until_at > due_at);
        // The due moment is a close of office hours: the instant before still lies in its day.
        Added { days, from_at: due_at - 1, pauses: pauses.iter().filter(later).copied().collect() }
    }

    /// The limit that these days are.
    pub fn limit(&self) -> Limit {
        Limit::WorkingDays(self.days)
    }

    fn count(&self, calendar: &Calendar) -> Result<Count, workdays::Refusal> {
        count_from(calendar, self.limit(), self.from_at, &self.pauses)
    }
}

/// What the extension adds to the due moment that binds now: `explain` of the limit leads to the day before it,
/// `explain` of this to the due moment. None without one, while the limit itself stands still, and where the due
/// moment does not hold it: a count that began anew left it behind, and early pauses lost it.
pub fn added(dossier: &Dossier, calendar: &Calendar) -> Option<Added> {
    let (clock, extension) = (dossier.clock.as_ref()?, dossier.extension_in_force()?);
    let pauses = dossier.suspensions();
    let Due::At(promise) = due(calendar, &clock.limit, clock.base_at, &pauses).ok()? else { return None };
    let added = Added::to(promise.due_at, extension_days(calendar, extension), &pauses);
    let leads_to = added.count(calendar).ok()?.due_at;
    clock.due_at.is_none_or(|due_at| due_at == leads_to).then_some(added)
}

/// The last day on which papers are asked for in time: so many working days after the dossier came, or after the
/// papers came that were asked for before. None where a year has no calendar.
///
/// # Law
/// nd-61-2018/19/4
pub fn ask_until(dossier: &Dossier, calendar: &Calendar, days: i64) -> Option<Day> {
    let for_papers = |pause: &&Pause| matches!(pause.wanted, Wanted::Papers { .. });
    let came_at = dossier.pauses.iter().filter(for_papers).filter_map(|pause| pause.until_at).next_back();
    let came_at = came_at.unwrap_or(dossier.received_at);
    let count = count_from(calendar, Limit::WorkingDays(days), came_at, &[]).ok()?;
    Some(Day::of_instant(count.due_at - 1))
}

/// Whether a dossier kept its limit, as Decision 766 measures it: kept apart from the legal clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Measure {
    /// When handling ended for the measure; none while it goes on.
    pub ended_at: Option<i64>,
    /// Whether it was on time by then, or is still; none where there is no limit.
    pub on_time: Option<bool>,
}

/// The measure of Decision 766 at an instant.
///
/// Handling ended with status 9, else 10, else 3 or 8; what waits for papers is measured at the request, what
/// waits for a payment is still in handling. Papers asked for more than once count as late, whatever the clock
/// says.
///
/// # Law
/// qd-766-2022/2
pub fn measure(dossier: &Dossier, now: i64) -> Measure {
    if dossier.status == Status::Withdrawn {
        return Measure { ended_at: dossier.ended_at, on_time: None };
    }
    let for_papers = |pause: &&Pause| matches!(pause.wanted, Wanted::Papers { .. });
    let asked_at = dossier.open_pause().filter(for_papers).map(|pause| pause.from_at);
    let ended_at = dossier.settled_at.or(dossier.ended_at).or(asked_at);
    let kept = dossier.clock.as_ref().map(|clock| keeps_limit(dossier, clock, ended_at.unwrap_or(now)));
    Measure { ended_at, on_time: kept.map(|kept| kept && asked_within_rules(dossier)) }
}

fn asked_within_rules(dossier: &Dossier) -> bool {
    let rules = regulation::on(Day::of_instant(dossier.received_at));
    i64::try_from(dossier.supplements()).is_ok_and(|asked| asked <= rules.supplements)
}

/// Whether an instant lies inside the limit of a dossier; without a limit every instant does.
pub fn is_inside_limit(dossier: &Dossier, at: i64) -> bool {
    dossier.clock.as_ref().is_none_or(|clock| keeps_limit(dossier, clock, at))
}

/// Whether the limit is kept at an instant: the appointment, or without one the time used.
///
/// A dossier has no appointment while its clock stands still. The time it waits is then taken off: end − start −
/// waiting ≤ limit. Since nothing is used up from the day of the request on, that holds when the request came
/// before the due moment that bound until then.
fn keeps_limit(dossier: &Dossier, clock: &LegalClock, at: i64) -> bool {
    if let Some(due_at) = clock.due_at {
        return at <= due_at;
    }
    let stood = dossier.pauses.iter().rfind(|pause| pause.stops_clock);
    match stood.and_then(|pause| Some((pause.from_at, pause.due_at?))) {
        Some((from_at, due_at)) => from_at <= due_at,
        // An early request does not say which due moment it stopped.
        None => at <= clock.first_due_at,
    }
}

/// What the lists find a dossier by: it changes only when the dossier is asked about, answered, extended or ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stand {
    /// The due moment while somebody works on it.
    pub open_due_at: Option<i64>,
    /// When handling ended, for the measure; none without a limit.
    pub closed_at: Option<i64>,
    /// Whether that was late.
    pub was_late: Option<bool>,
}

/// How a dossier stands in the lists.
pub fn stand(dossier: &Dossier) -> Stand {
    if !dossier.status.is_over() && dossier.status != Status::Settled {
        return Stand { open_due_at: dossier.due_at(), ..Stand::default() };
    }
    let closed_at = dossier.settled_at.or(dossier.ended_at);
    match (closed_at, measure(dossier, closed_at.unwrap_or_default()).on_time) {
        (Some(at), Some(on_time)) => {
            Stand { open_due_at: None, closed_at: Some(at), was_late: Some(!on_time) }
        }
        _ => Stand::default(),
    }
}

/// How a dossier stands to its legal due moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Timeliness {
    /// It ended before the day of its due moment.
    Early,
    /// It ended on time, or its limit still runs.
    OnTime,
    /// It ended late, or is late now.
    Late,
    /// The clock stands still, or there is no limit.
    NoClock,
}

/// How a dossier stands to its legal due moment at an instant; what has ended keeps how it stood then.
pub fn timeliness(clock: Option<&LegalClock>, ended_at: Option<i64>, now: i64) -> Timeliness {
    against(clock.and_then(|clock| clock.due_at), ended_at, now)
}

/// As [`timeliness`], for any due moment: that of a row, or of one step.
pub fn against(due_at: Option<i64>, ended_at: Option<i64>, now: i64) -> Timeliness {
    let Some(due_at) = due_at else { return Timeliness::NoClock };
    let at = ended_at.unwrap_or(now);
    if at > due_at {
        return Timeliness::Late;
    }
    let day = |at: i64| Day::of_instant(at);
    // A due moment at midnight belongs to the day it closes.
    if ended_at.is_some() && day(at) < day(due_at - 1) { Timeliness::Early } else { Timeliness::OnTime }
}
