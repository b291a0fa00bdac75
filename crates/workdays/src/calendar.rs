//! The compiled calendar: which days are worked and by which sessions.

use crate::faults::{CalendarFault, faults};
use crate::holidays::{Holiday, HolidayKind, HolidayStatus};
use crate::limit::Refusal;
use crate::profile::{Profile, Session};
use crate::table::Table;
use crate::time::{Day, WorkingTime};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// The facts a calendar is compiled from; the order of years and rows does not matter.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct CalendarFacts {
    /// The number of this version, counted by whoever keeps the calendars.
    pub version: u32,
    /// The years whose holidays are all in `holidays`. A limit never crosses a year outside them.
    pub years: Vec<i16>,
    /// Every day of those years that differs from the week.
    pub holidays: Vec<Holiday>,
    /// The office hours.
    pub profile: Profile,
    /// Whether the office follows swap days. An office without the fixed weekend of two days does not.
    pub swaps: bool,
}

/// One immutable version of the working time of an office (lịch làm việc).
///
/// # Law
/// bl-45-2019/112
/// bl-45-2019/111/3
/// qd-188-1999/1
#[derive(Clone, Debug)]
pub struct Calendar {
    facts: CalendarFacts,
    provisional_years: Vec<i16>,
    hash: String,
    table: Table,
}

/// What rule K makes of one day: why it is worked or not, and by which sessions.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct DayPlan<'a> {
    /// Why.
    pub standing: Standing<'a>,
    /// The sessions of the day, empty when it is off.
    pub sessions: &'a [Session],
    /// The year of the day has projected rows.
    pub provisional: bool,
}

/// Why a day is worked or not.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Standing<'a> {
    /// A working day by the week's office hours.
    Works,
    /// A day of rest worked in exchange, all sessions of a full day.
    SwapWorked(&'a Holiday),
    /// A day of rest by the week's office hours.
    WeeklyRest,
    /// Off: a holiday, a compensatory day, or a swap day off.
    Off(&'a Holiday),
}

impl Calendar {
    /// Compiles facts into a calendar.
    ///
    /// # Errors
    /// Every [`CalendarFault`] of the facts at once.
    pub fn compile(mut facts: CalendarFacts) -> Result<Calendar, Vec<CalendarFault>> {
        facts.years.sort_unstable();
        facts.years.dedup();
        facts.holidays.sort_by_key(|row| (row.day, row.kind));
        let faults = faults(&facts);
        if !faults.is_empty() {
            return Err(faults);
        }
        let provisional_years = provisional_years(&facts);
        let table = Table::build(&facts, &provisional_years);
        Ok(Calendar { hash: content_hash(&facts), provisional_years, table, facts })
    }

    /// The number of this version.
    pub fn version(&self) -> u32 {
        self.facts.version
    }

    /// SHA-256 over everything that can move a due moment, in hexadecimal digits. Two versions with
    /// the same hash promise the same moments.
    pub fn content_hash(&self) -> &str {
        &self.hash
    }

    /// The facts it was compiled from, years and rows sorted.
    pub fn facts(&self) -> &CalendarFacts {
        &self.facts
    }

    /// The years it covers, ascending.
    pub fn years(&self) -> &[i16] {
        &self.facts.years
    }

    /// Whether the holidays of a year are only projected, one row being enough.
    pub fn is_provisional(&self, year: i16) -> bool {
        self.provisional_years.binary_search(&year).is_ok()
    }

    /// Bytes of memory the tables hold.
    pub fn size_bytes(&self) -> usize {
        self.table.size_bytes()
    }

    /// What rule K makes of a day, by the facts.
    ///
    /// # Errors
    /// [`Refusal::CalendarMissing`] when the year of the day is not covered, and
    /// [`Refusal::CalendarBegins`] when it lies before all that are.
    pub fn plan(&self, day: Day) -> Result<DayPlan<'_>, Refusal> {
        let year = day.year();
        if self.facts.years.binary_search(&year).is_err() {
            return Err(match self.facts.years.first() {
                Some(first) if year < *first => Refusal::CalendarBegins { first_year: *first },
                _ => Refusal::CalendarMissing { year },
            });
        }
        let (standing, sessions) = plan(&self.facts, day);
        Ok(DayPlan { standing, sessions, provisional: self.is_provisional(year) })
    }

    /// The effective start of a limit (thời điểm bắt đầu): the instant itself when the office is
    /// open, else the next opening.
    ///
    /// # Errors
    /// [`Refusal::CalendarMissing`] when the start is in a year that is not covered.
    pub fn start(&self, received_at: i64) -> Result<i64, Refusal> {
        self.table.start(received_at)
    }

    /// Working time from one instant to another, negative when the second is the earlier one.
    ///
    /// # Errors
    /// [`Refusal::CalendarMissing`] when a year between them is not covered.
    pub fn working_time(&self, from_at: i64, to_at: i64) -> Result<WorkingTime, Refusal> {
        self.table.working_time(from_at, to_at)
    }

    /// The first instant at which this much working time has passed since `from_at`; nothing at all
    /// passes by the start.
    ///
    /// # Errors
    /// [`Refusal::CalendarMissing`] when the calendar ends before; [`Refusal::LimitNotPositive`] for
    /// a negative amount.
    pub fn add_working_time(&self, from_at: i64, amount: WorkingTime) -> Result<i64, Refusal> {
        if amount < WorkingTime::ZERO {
            return Err(Refusal::LimitNotPositive);
        }
        let start_at = self.start(from_at)?;
        let before = self.table.time_before(start_at);
        let at = if amount == WorkingTime::ZERO {
            start_at
        } else {
            self.table
                .instant_of_time(before.saturating_add(amount.micros()))
                .ok_or_else(|| self.table.missing_after(from_at))?
        };
        self.table.covered(from_at, at).map(|()| at)
    }

    pub(crate) fn table(&self) -> &Table {
        &self.table
    }
}

/// Rule K for a day of a covered year: holidays and compensatory days are off for every profile;
/// swaps count only where the office follows them.
pub(crate) fn plan(facts: &CalendarFacts, day: Day) -> (Standing<'_>, &[Session]) {
    let first = facts.holidays.partition_point(|row| row.day < day);
    let rows = facts.holidays[first..].iter().take_while(|row| row.day == day);
    let mut worked = None;
    for row in rows {
        match row.kind {
            HolidayKind::Holiday | HolidayKind::Compensatory => return (Standing::Off(row), &[]),
            HolidayKind::SwapOff if facts.swaps => return (Standing::Off(row), &[]),
            HolidayKind::SwapWork if facts.swaps => worked = Some(row),
            HolidayKind::SwapOff | HolidayKind::SwapWork => {}
        }
    }
    if let Some(row) = worked {
        return (Standing::SwapWorked(row), &facts.profile.full_day);
    }
    let sessions = facts.profile.weekdays[usize::from(day.weekday() - 1)].as_slice();
    (if sessions.is_empty() { Standing::WeeklyRest } else { Standing::Works }, sessions)
}

/// The years with a projected row, ascending, as the rows are.
fn provisional_years(facts: &CalendarFacts) -> Vec<i16> {
    let projected = facts.holidays.iter().filter(|row| row.status == HolidayStatus::Projected);
    let mut years: Vec<i16> = projected.map(|row| row.day.year()).collect();
    years.dedup();
    years
}

/// The hash leaves out the version number, the names and the sources: they move no due moment.
fn content_hash(facts: &CalendarFacts) -> String {
    let mut text = format!("workdays 1\nswaps {}\nyears {:?}\n", facts.swaps, facts.years);
    for sessions in facts.profile.weekdays.iter().chain([&facts.profile.full_day]) {
        let line: Vec<String> = sessions.iter().map(Session::to_string).collect();
        text.push_str(&format!("sessions {}\n", line.join(" ")));
    }
    for row in &facts.holidays {
        text.push_str(&format!("{} {} {}\n", row.day, row.kind, row.status.code()));
    }
    Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}
