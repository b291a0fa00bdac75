//! The prefix tables of a calendar: working time and working days in constant time.
//!
//! One entry of eight bytes a day holds the working time and the working days before it, so that a
//! distance is a difference of two entries. Nothing here allocates after the build.

use crate::calendar::{CalendarFacts, plan};
use crate::limit::Refusal;
use crate::time::{Day, MICROS_PER_DAY, MICROS_PER_SECOND, WorkingTime};
use std::fmt;
use std::ops::Range;

#[derive(Clone)]
pub(crate) struct Table {
    /// The instant at which the first covered day begins.
    begins_at: i64,
    /// One entry for each day, and one after the last.
    days: Box<[Entry]>,
    /// The working days in order, as indexes into `days`.
    working: Box<[u16]>,
    /// Where the sessions of each kind of day stand in `spans`; kind 0 is a day off.
    kinds: Box<[Range<u16>]>,
    /// The sessions of all kinds, in microseconds of the day.
    spans: Box<[Span]>,
    /// Years inside the range that are not covered, as days from..to; ascending.
    gaps: Box<[Stretch]>,
    /// Years with projected rows, as days from..to; ascending.
    projected: Box<[Stretch]>,
    /// The first year after the range.
    next_year: i16,
}

/// What stands before a day, and what kind of day it is.
#[derive(Clone, Copy, Debug, Default)]
struct Entry {
    seconds_before: u32,
    working_days_before: u16,
    kind: u16,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Span {
    opens: i64,
    closes: i64,
}

#[derive(Clone, Copy, Debug)]
struct Stretch {
    from: usize,
    to: usize,
    year: i16,
}

impl Table {
    /// Compiles facts that were found without a fault.
    pub(crate) fn build(facts: &CalendarFacts, provisional_years: &[i16]) -> Table {
        let (first, last) = (facts.years[0], facts.years[facts.years.len() - 1]);
        let begins = Day::first_of_year(first);
        let length = Day::first_of_year(last + 1).days_since(begins) as usize;
        let mut kinds = vec![Vec::new()];
        let (mut days, mut working) = (Vec::with_capacity(length + 1), Vec::new());
        let mut next = Entry::default();
        for index in 0..length {
            let (_, sessions) = plan(facts, begins.plus_days(index as i64));
            let span =
                |s: &crate::profile::Session| Span { opens: s.opens.micros(), closes: s.closes.micros() };
            let spans: Vec<Span> = sessions.iter().map(span).collect();
            let kind = kinds.iter().position(|known| *known == spans).unwrap_or_else(|| {
                kinds.push(spans.clone());
                kinds.len() - 1
            });
            days.push(Entry { kind: kind as u16, ..next });
            next.seconds_before +=
                sessions.iter().map(|s| s.closes.seconds() - s.opens.seconds()).sum::<u32>();
            if kind != 0 {
                working.push(index as u16);
                next.working_days_before += 1;
            }
        }
        days.push(next);
        let stretch = |year: i16| Stretch {
            from: Day::first_of_year(year).days_since(begins) as usize,
            to: Day::first_of_year(year + 1).days_since(begins) as usize,
            year,
        };
        let uncovered = (first..=last).filter(|year| facts.years.binary_search(year).is_err());
        let (kinds, spans) = flat(&kinds);
        Table {
            begins_at: begins.starts_at(),
            days: days.into(),
            working: working.into(),
            kinds,
            spans,
            gaps: uncovered.map(stretch).collect(),
            projected: provisional_years.iter().copied().map(stretch).collect(),
            next_year: last + 1,
        }
    }

    pub(crate) fn size_bytes(&self) -> usize {
        size_of_val(&*self.days)
            + size_of_val(&*self.working)
            + size_of_val(&*self.kinds)
            + size_of_val(&*self.spans)
    }

    /// Days in the range, covered or not.
    pub(crate) fn len(&self) -> usize {
        self.days.len() - 1
    }

    /// All working days of the range.
    pub(crate) fn working_days(&self) -> i64 {
        self.working.len() as i64
    }

    /// Days from the first day of the range to the day of an instant; outside the range negative or
    /// not less than [`len`](Self::len).
    pub(crate) fn day_of(&self, at: i64) -> i64 {
        at.saturating_sub(self.begins_at).div_euclid(MICROS_PER_DAY)
    }

    /// The index of an instant that lies in the range.
    fn index(&self, at: i64) -> Option<usize> {
        usize::try_from(self.day_of(at)).ok().filter(|index| *index < self.len())
    }

    fn starts_at(&self, index: usize) -> i64 {
        self.begins_at + index as i64 * MICROS_PER_DAY
    }

    fn spans(&self, index: usize) -> &[Span] {
        let kind = &self.kinds[usize::from(self.days[index].kind)];
        &self.spans[usize::from(kind.start)..usize::from(kind.end)]
    }

    /// Working time from the first day of the range to `at`, in microseconds; instants outside the
    /// range count as its ends.
    pub(crate) fn time_before(&self, at: i64) -> i64 {
        let since = at.saturating_sub(self.begins_at);
        if since < 0 {
            return 0;
        }
        let index = (since / MICROS_PER_DAY) as usize;
        if index >= self.len() {
            return i64::from(self.days[self.len()].seconds_before) * MICROS_PER_SECOND;
        }
        let time = since % MICROS_PER_DAY;
        let whole = i64::from(self.days[index].seconds_before) * MICROS_PER_SECOND;
        self.spans(index)
            .iter()
            .fold(whole, |sum, span| sum + time.clamp(span.opens, span.closes) - span.opens)
    }

    /// The first instant before which this much working time, more than nothing, stands.
    pub(crate) fn instant_of_time(&self, time: i64) -> Option<i64> {
        let reached = |entry: &Entry| i64::from(entry.seconds_before) * MICROS_PER_SECOND < time;
        let after = self.days.partition_point(reached);
        let index = after.checked_sub(1).filter(|index| *index < self.len())?;
        let mut left = time - i64::from(self.days[index].seconds_before) * MICROS_PER_SECOND;
        for span in self.spans(index) {
            let length = span.closes - span.opens;
            if left <= length {
                return Some(self.starts_at(index) + span.opens + left);
            }
            left -= length;
        }
        None
    }

    pub(crate) fn working_time(&self, from_at: i64, to_at: i64) -> Result<WorkingTime, Refusal> {
        if self.index(from_at).is_none() || self.index(to_at).is_none() || !self.gaps.is_empty() {
            self.covered(from_at.min(to_at), from_at.max(to_at))?;
        }
        Ok(WorkingTime(self.time_before(to_at) - self.time_before(from_at)))
    }

    /// Rule S1.
    pub(crate) fn start(&self, received_at: i64) -> Result<i64, Refusal> {
        let index = self.index(received_at).ok_or_else(|| self.missing_after(received_at))?;
        let time = received_at - self.starts_at(index);
        let open = self.spans(index).iter().find(|span| time < span.closes);
        let start_at = match open {
            Some(span) => self.starts_at(index) + time.max(span.opens),
            None => {
                let rank = i64::from(self.days[index + 1].working_days_before);
                self.open_of_rank(rank).ok_or_else(|| self.missing_after(received_at))?
            }
        };
        self.covered(received_at, start_at + 1).map(|()| start_at)
    }

    /// How many working days have closed by `at`. It is the rank (from 0) of the first working day
    /// that has not, which is the day of the start of `at` by rule S1.
    pub(crate) fn closed_by(&self, at: i64) -> i64 {
        let day = self.day_of(at);
        if day < 0 {
            return 0;
        }
        let Some(index) = self.index(at) else { return self.working_days() };
        let time = at - self.starts_at(index);
        let closed = self.spans(index).last().is_some_and(|span| span.closes <= time);
        i64::from(self.days[index].working_days_before) + i64::from(closed)
    }

    /// Working days before a day of the range; all of them for a later one.
    pub(crate) fn working_days_before(&self, day: i64) -> i64 {
        let index = usize::try_from(day).unwrap_or(0).min(self.len());
        i64::from(self.days[index].working_days_before)
    }

    fn day_of_rank(&self, rank: i64) -> Option<usize> {
        let rank = usize::try_from(rank).ok()?;
        self.working.get(rank).map(|index| usize::from(*index))
    }

    fn open_of_rank(&self, rank: i64) -> Option<i64> {
        let index = self.day_of_rank(rank)?;
        self.spans(index).first().map(|span| self.starts_at(index) + span.opens)
    }

    /// The last close of a working day.
    pub(crate) fn close_of_rank(&self, rank: i64) -> Option<i64> {
        let index = self.day_of_rank(rank)?;
        self.spans(index).last().map(|span| self.starts_at(index) + span.closes)
    }

    /// Rule DC: a time of the day (microseconds) on a working day; where it lies in no session the
    /// last close not after it, and before the first session its opening.
    pub(crate) fn clock_of_rank(&self, rank: i64, time: i64) -> Option<i64> {
        let index = self.day_of_rank(rank)?;
        let spans = self.spans(index);
        let begun = spans.iter().rfind(|span| span.opens <= time);
        let at = begun.map_or(spans.first()?.opens, |span| time.min(span.closes));
        Some(self.starts_at(index) + at)
    }

    /// Refuses when a day from one instant to a later one is in a year that is not covered.
    ///
    /// The end is half-open: an instant at midnight belongs to the day before.
    pub(crate) fn covered(&self, from_at: i64, to_at: i64) -> Result<(), Refusal> {
        let (from, to) = (self.index(from_at), self.index(to_at.saturating_sub(1).max(from_at)));
        match from.zip(to) {
            Some((from, to)) => match self.gaps.iter().find(|gap| gap.from <= to && from < gap.to) {
                Some(gap) => Err(Refusal::CalendarMissing { year: gap.year }),
                None => Ok(()),
            },
            None => Err(self.missing_after(from_at)),
        }
    }

    /// Whether a year with projected rows lies between two instants of the range.
    pub(crate) fn provisional(&self, from_at: i64, to_at: i64) -> bool {
        let (from, to) = (self.index(from_at), self.index(to_at.saturating_sub(1).max(from_at)));
        from.zip(to).is_some_and(|(from, to)| self.projected.iter().any(|s| s.from <= to && from < s.to))
    }

    /// Why a count from `at` finds no answer: the first year not before it that is not covered.
    pub(crate) fn missing_after(&self, at: i64) -> Refusal {
        let year = match self.index(at) {
            Some(index) => self.gaps.iter().find(|gap| index < gap.to).map_or(self.next_year, |gap| gap.year),
            None if at < self.begins_at => {
                return Refusal::CalendarBegins { first_year: Day::of_instant(self.begins_at).year() };
            }
            None => Day::of_instant(at).year(),
        };
        Refusal::CalendarMissing { year }
    }
}

/// The entries of thousands of days would drown every message that shows a calendar.
impl fmt::Debug for Table {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Table of {} days, {} working", self.len(), self.working_days())
    }
}

fn flat(kinds: &[Vec<Span>]) -> (Box<[Range<u16>]>, Box<[Span]>) {
    let (mut ranges, mut spans) = (Vec::new(), Vec::new());
    for kind in kinds {
        let from = spans.len() as u16;
        spans.extend_from_slice(kind);
        ranges.push(from..spans.len() as u16);
    }
    (ranges.into(), spans.into())
}
