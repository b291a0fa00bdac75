//! Biểu số II.06a/VPCP/KSTT: what was received, settled and is open, by sector, as of the end of a period.
//!
//! Every dossier counts once: as received (online, at the desk or by post, or from before), and as settled
//! (early, on time, late) or open (in time, late). So what was received is what was settled and what is open.

use super::super::clock::{Timeliness, against};
use super::super::model::{Channel, Dossier, Extension, Intake, Pause, Status};
use super::super::store::status_of;
use super::book::Days;
use super::store::{self, Counted};
use bpmn::kernel::State;
use platform::{Error, Record, Result, Tx, journal, record};
use registers::admin_procedures;
use serde::Deserialize;
use std::collections::BTreeMap;

/// How a dossier came into the period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Source {
    /// Online, within the period.
    Online,
    /// At the counter or by post, within the period.
    Desk,
    /// From before the period.
    Before,
}

/// How a dossier stands at the end of the period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Standing {
    /// Settled before its due day.
    Early,
    /// Settled on time.
    OnTime,
    /// Settled late.
    Late,
    /// Open, and its limit still runs or stands still.
    OpenInTime,
    /// Open, and late.
    OpenLate,
}

/// What decides where a dossier counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Course {
    /// When it came.
    pub received_at: i64,
    /// How it came.
    pub channel: Channel,
    /// When handling ended, whatever happened after the period.
    pub finished_at: Option<i64>,
    /// Its due moment as of the end of the period; none while its clock stood still or without a limit.
    pub due_at: Option<i64>,
    /// How it stood to its limit when its clock stood still at the end of handling.
    pub stood: Option<Stood>,
    /// How it had ended by the end of the period; none while it had not, or its result waited.
    pub ended: Option<Status>,
}

impl Course {
    /// The course of a dossier, which stands as it did at the end of the period.
    fn of(dossier: &Dossier) -> Course {
        let finished_at = dossier.settled_at.or(dossier.ended_at);
        let first_due_at = dossier.clock.as_ref().map(|clock| clock.first_due_at);
        Course {
            received_at: dossier.received_at,
            channel: dossier.intake.channel,
            finished_at,
            due_at: dossier.due_at(),
            stood: finished_at.and_then(|at| Stood::of(&dossier.pauses, (at, first_due_at))),
            ended: dossier.ended_at.map(|_| dossier.status),
        }
    }
}

/// A clock that stands still when handling ends (a dossier stopped or withdrawn while it waits): it names no due
/// moment, and the limit is measured when it stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stood {
    /// Since when.
    pub at: i64,
    /// The due moment that bound until then.
    pub due_at: i64,
}

impl Stood {
    /// The last pause that stopped the clock; an early request does not say which due moment it stopped, and is
    /// measured at the end of handling against the first.
    fn of(pauses: &[Pause], (finished_at, first_due_at): (i64, Option<i64>)) -> Option<Stood> {
        let pause = pauses.iter().rfind(|pause| pause.stops_clock)?;
        match (pause.due_at, first_due_at) {
            (Some(due_at), _) => Some(Stood { at: pause.from_at, due_at }),
            (None, first) => first.map(|due_at| Stood { at: finished_at, due_at }),
        }
    }
}

/// The period as instants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Span {
    /// Its first instant.
    pub from_at: i64,
    /// The first instant after it.
    pub to_at: i64,
    /// The moment at which what is open is judged: its end, or now where that has not come.
    pub as_of: i64,
}

impl Span {
    /// The span of days, seen now.
    pub fn of(days: Days, now: i64) -> Span {
        Span { from_at: days.begins_at(), to_at: days.ends_at(), as_of: days.ends_at().min(now) }
    }

    /// Whether its end has come, so that nothing changes its figures any more.
    fn is_over(&self) -> bool {
        self.as_of == self.to_at
    }
}

/// Where a dossier counts in a period; none when it does not.
pub(super) fn place(course: &Course, span: &Span) -> Option<(Source, Standing)> {
    let is_over_before = course.finished_at.is_some_and(|at| at < span.from_at);
    if course.received_at >= span.to_at || is_over_before {
        return None;
    }
    let source = match course.channel {
        _ if course.received_at < span.from_at => Source::Before,
        Channel::Online => Source::Online,
        Channel::Counter | Channel::Post => Source::Desk,
    };
    let finished_at = course.finished_at.filter(|at| *at < span.to_at);
    let standing = match (finished_at, against(course.due_at, finished_at, span.as_of)) {
        (Some(_), Timeliness::Early) => Standing::Early,
        // What waited for the citizen is never early: those days were not the office's.
        (Some(_), Timeliness::NoClock) if course.stood.is_some_and(|stood| stood.at > stood.due_at) => {
            Standing::Late
        }
        (Some(_), Timeliness::OnTime | Timeliness::NoClock) => Standing::OnTime,
        (Some(_), Timeliness::Late) => Standing::Late,
        (None, Timeliness::Late) => Standing::OpenLate,
        (None, _) => Standing::OpenInTime,
    };
    Some((source, standing))
}

/// The figures of a sector.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Counts {
    /// (4) received online within the period.
    pub online: i64,
    /// (5) received at the counter or by post within the period.
    pub desk: i64,
    /// (6) from before.
    pub before: i64,
    /// (8) settled early.
    pub early: i64,
    /// (9) settled on time.
    pub on_time: i64,
    /// (10) settled late.
    pub late: i64,
    /// (12) open, in time.
    pub open_in_time: i64,
    /// (13) open, late.
    pub open_late: i64,
}

/// The columns of figures: (3) to (13).
pub(super) const COLUMNS: [u8; 11] = [3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13];

impl Counts {
    /// Adds a dossier.
    pub fn add(&mut self, (source, standing): (Source, Standing)) {
        *match source {
            Source::Online => &mut self.online,
            Source::Desk => &mut self.desk,
            Source::Before => &mut self.before,
        } += 1;
        *match standing {
            Standing::Early => &mut self.early,
            Standing::OnTime => &mut self.on_time,
            Standing::Late => &mut self.late,
            Standing::OpenInTime => &mut self.open_in_time,
            Standing::OpenLate => &mut self.open_late,
        } += 1;
    }

    /// The figure of a column.
    pub fn of(&self, column: u8) -> i64 {
        match column {
            3 => self.online + self.desk + self.before,
            4 => self.online,
            5 => self.desk,
            6 => self.before,
            7 => self.early + self.on_time + self.late,
            8 => self.early,
            9 => self.on_time,
            10 => self.late,
            11 => self.open_in_time + self.open_late,
            12 => self.open_in_time,
            13 => self.open_late,
            _ => 0,
        }
    }

    fn plus(self, other: &Counts) -> Counts {
        Counts {
            online: self.online + other.online,
            desk: self.desk + other.desk,
            before: self.before + other.before,
            early: self.early + other.early,
            on_time: self.on_time + other.on_time,
            late: self.late + other.late,
            open_in_time: self.open_in_time + other.open_in_time,
            open_late: self.open_late + other.open_late,
        }
    }
}

/// Whether a dossier counts in a column.
pub(super) fn counts_in(column: u8, (source, standing): (Source, Standing)) -> bool {
    let mut one = Counts::default();
    one.add((source, standing));
    one.of(column) > 0
}

/// A dossier that counts.
#[derive(Clone, Debug)]
pub(super) struct Line {
    /// Its id.
    pub id: i64,
    /// Its code.
    pub code: String,
    /// Its procedure.
    pub procedure: String,
    /// The sector of its procedure.
    pub sector: String,
    /// Its status now.
    pub status: Status,
    /// What decided.
    pub course: Course,
    /// Where it counts.
    pub place: (Source, Standing),
}

/// Dossiers that were settled without a result: they count as settled like the others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct WithoutResult {
    /// Taken back by the citizen.
    pub withdrawn: i64,
    /// Stopped.
    pub stopped: i64,
    /// Refused after receipt.
    pub refused: i64,
}

/// How many of the settled ones came to no result.
pub(super) fn without_result(lines: &[Line]) -> WithoutResult {
    let mut all = WithoutResult::default();
    for line in lines.iter().filter(|line| counts_in(7, line.place)) {
        match line.course.ended {
            Some(Status::Withdrawn) => all.withdrawn += 1,
            Some(Status::Stopped) => all.stopped += 1,
            Some(Status::NotAccepted) => all.refused += 1,
            _ => {}
        }
    }
    all
}

/// The figures by sector.
pub(super) fn by_sector(lines: &[Line]) -> BTreeMap<String, Counts> {
    let mut sectors: BTreeMap<String, Counts> = BTreeMap::new();
    for line in lines {
        sectors.entry(line.sector.clone()).or_default().add(line.place);
    }
    sectors
}

/// The sum of all sectors.
pub(super) fn total(sectors: &BTreeMap<String, Counts>) -> Counts {
    sectors.values().fold(Counts::default(), Counts::plus)
}

/// What of a dossier's row came in.
#[derive(Deserialize)]
struct Came {
    intake: Intake,
}

/// What of a dossier's row may have moved its due moment.
#[derive(Deserialize)]
struct Moves {
    #[serde(default)]
    pauses: Vec<Pause>,
    #[serde(default)]
    extension: Option<Extension>,
}

impl Moves {
    /// Whether something after this instant may have moved it.
    fn reach(&self, at: i64) -> bool {
        let paused = |pause: &Pause| pause.from_at >= at || pause.until_at.is_some_and(|until| until >= at);
        self.pauses.iter().any(paused) || self.extension.as_ref().is_some_and(|given| given.at >= at)
    }
}

/// The dossiers that count in a period, in the order in which they came.
///
/// # Errors
/// When the database fails or holds what the program does not know.
pub(super) fn lines(
    tx: &mut Tx<'_>,
    (agency_id, unit_id): (i64, Option<i64>),
    span: &Span,
) -> Result<Vec<Line>> {
    let never_began = State::default().to_bytes();
    let mut lines = Vec::new();
    for row in store::counted(tx, agency_id, span.from_at, span.to_at, unit_id, span.is_over())? {
        // What was turned away at the counter was never received.
        if row.marking != never_began {
            lines.extend(line(tx, &row, span)?);
        }
    }
    Ok(lines)
}

fn line(tx: &mut Tx<'_>, row: &Counted, span: &Span) -> Result<Option<Line>> {
    let Came { intake } = serde_json::from_str(&row.intake).map_err(Error::failed)?;
    let course = course(tx, (row, intake.channel), span)?;
    let Some(place) = place(&course, span) else { return Ok(None) };
    let procedure = admin_procedures::load_revision(tx, intake.procedure_id, intake.procedure_revision)?;
    Ok(Some(Line {
        id: row.id,
        code: row.code.clone(),
        procedure: procedure.name.clone(),
        sector: procedure.sector.clone(),
        status: status_of(row.status)?,
        course,
        place,
    }))
}

/// The course of a dossier up to the end of a period. The row tells it as of now: where something after the period
/// changed what the row would have told then, the journal tells it.
fn course(tx: &mut Tx<'_>, (row, channel): (&Counted, Channel), span: &Span) -> Result<Course> {
    let moves: Moves = serde_json::from_str(&row.course).map_err(Error::failed)?;
    let finished_at = row.settled_at.or(row.ended_at);
    let had_ended = row.ended_at.is_some_and(|at| at < span.to_at);
    if !had_ended && (row.given_back_since || moves.reach(span.to_at)) {
        let then = before(tx, row.id, span.to_at)?.as_ref().map(Course::of);
        let then = then.ok_or_else(|| Error::failed("a dossier was not received before its own receipt"))?;
        let later_at = finished_at.filter(|at| *at >= span.to_at);
        return Ok(Course { finished_at: then.finished_at.or(later_at), ..then });
    }
    let status = status_of(row.status)?;
    Ok(Course {
        received_at: row.received_at,
        channel,
        finished_at,
        due_at: row.due_at,
        stood: finished_at.and_then(|at| Stood::of(&moves.pauses, (at, row.first_due_at))),
        ended: had_ended.then_some(status),
    })
}

/// A dossier as it stood just before an instant, from the journal.
fn before(tx: &mut Tx<'_>, id: i64, at: i64) -> Result<Option<Dossier>> {
    let mut lines = journal::of_subject(tx, id)?;
    lines.retain(|line| line.at < at);
    Ok(Dossier::fold(id, &record::events::<Dossier>(&lines)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const SPAN: Span = Span { from_at: 1_000, to_at: 2_000, as_of: 2_000 };

    fn course(received_at: i64, finished_at: Option<i64>, due_at: Option<i64>) -> Course {
        Course { received_at, channel: Channel::Counter, finished_at, due_at, stood: None, ended: None }
    }

    #[test]
    fn what_was_finished_before_and_what_came_after_do_not_count() {
        assert_eq!(place(&course(100, Some(999), Some(5_000)), &SPAN), None);
        assert_eq!(place(&course(2_000, None, None), &SPAN), None);
        let at_the_edges = place(&course(1_999, None, Some(1_999)), &SPAN);
        assert_eq!(at_the_edges, Some((Source::Desk, Standing::OpenLate)));
        let from_before = place(&course(999, Some(1_000), Some(1_000)), &SPAN);
        assert_eq!(from_before, Some((Source::Before, Standing::OnTime)));
    }

    #[test]
    fn what_happened_after_the_period_does_not_change_it() {
        let settled_later = place(&course(1_500, Some(2_000), Some(1_800)), &SPAN);
        assert_eq!(settled_later, Some((Source::Desk, Standing::OpenLate)));
        let still = place(&course(1_500, None, None), &SPAN);
        assert_eq!(
            still,
            Some((Source::Desk, Standing::OpenInTime)),
            "a clock that stands still is not late"
        );
    }

    #[test]
    fn what_ends_while_its_clock_stands_still_is_late_when_the_request_was() {
        let stopped = |at: i64| {
            let stood = Some(Stood { at, due_at: 1_500 });
            place(&Course { stood, ..course(1_100, Some(1_900), None) }, &SPAN)
        };
        assert_eq!(stopped(1_501), Some((Source::Desk, Standing::Late)));
        assert_eq!(stopped(1_500), Some((Source::Desk, Standing::OnTime)));
        assert_eq!(stopped(1_200), Some((Source::Desk, Standing::OnTime)), "waiting makes nobody early");
    }

    fn any_course() -> impl Strategy<Value = Course> {
        let channel = prop::sample::select(Channel::ALL.to_vec());
        let later = || prop::option::of(0_i64..4_000);
        (0_i64..3_000, channel, later(), later()).prop_map(|(received_at, channel, lasted, due)| Course {
            received_at,
            channel,
            finished_at: lasted.map(|lasted| received_at + lasted),
            due_at: due.map(|due| received_at + due),
            stood: None,
            ended: None,
        })
    }

    proptest! {
        #[test]
        fn what_was_received_is_what_was_settled_and_what_is_open(
            courses in prop::collection::vec(any_course(), 0..60),
            from_at in 0_i64..2_500,
            length in 1_i64..2_500,
            seen in 0_i64..5_000,
        ) {
            let to_at = from_at + length;
            let span = Span { from_at, to_at, as_of: to_at.min(seen.max(from_at)) };
            let mut counts = Counts::default();
            let placed: Vec<_> = courses.iter().filter_map(|course| place(course, &span)).collect();
            for found in &placed {
                counts.add(*found);
            }
            prop_assert_eq!(counts.of(3), counts.of(7) + counts.of(11));
            prop_assert_eq!(counts.of(3), placed.len() as i64);
            for column in COLUMNS {
                let rows = placed.iter().filter(|found| counts_in(column, **found)).count();
                prop_assert_eq!(counts.of(column), rows as i64, "the rows behind column {}", column);
            }
        }

        #[test]
        fn what_is_open_at_the_end_of_a_period_comes_from_before_in_the_next(
            courses in prop::collection::vec(any_course(), 0..60),
            cut in 500_i64..2_500,
        ) {
            let first = Span { from_at: 0, to_at: cut, as_of: cut };
            let second = Span { from_at: cut, to_at: 9_000, as_of: 9_000 };
            let count = |span: &Span| {
                courses.iter().filter_map(|course| place(course, span)).fold(Counts::default(), |mut all, found| {
                    all.add(found);
                    all
                })
            };
            prop_assert_eq!(count(&first).of(11), count(&second).of(6));
        }
    }
}
