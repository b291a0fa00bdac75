//! A due moment that explains itself: day by day what counted, what did not, and why.
//!
//! The explanation is found by walking the days one after the other, without the prefix
//! tables; that both give the same moment is a property test, so each checks the other.

mod basis;
mod days;
mod hours;
mod names;
mod walk;
mod words;

pub use basis::{Basis, Grounds};
pub use names::holiday_name;
pub use walk::explain;
pub use words::Language;

use crate::due::Due;
use crate::limit::{Amount, Limit};
use crate::time::{Day, TimeOfDay};
use serde::Serialize;

/// How a due moment was found (giải trình thời hạn).
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Explanation {
    /// The limit that was counted.
    pub limit: Limit,
    /// The instant of receipt.
    pub received_at: i64,
    /// The result: the same as [`due`](crate::due()) gives.
    pub due: Due,
    /// The version of the calendar.
    pub calendar_version: u32,
    /// The act that sets the limit, where it is known.
    pub basis: Option<Basis>,
    /// The count began anew: what was received were the papers asked for.
    pub anew: bool,
    /// Every day from the receipt to the due moment, or to the suspension that is still open.
    pub days: Vec<ExplainedDay>,
}

impl Explanation {
    /// The same explanation with what only the caller knows: the acts behind the limit, behind its
    /// pauses, and behind a count that began anew. No moment changes.
    #[must_use]
    pub fn on(mut self, grounds: &Grounds) -> Explanation {
        self.basis.clone_from(&grounds.limit);
        self.anew = grounds.anew.is_some();
        for note in self.days.iter_mut().flat_map(|day| &mut day.notes) {
            match &mut note.reason {
                Reason::Received { at } if grounds.anew.is_some() => {
                    note.reason = Reason::Anew { at: *at };
                    note.basis.clone_from(&grounds.anew);
                }
                Reason::DayZero { received } if grounds.anew.is_some() => *received = false,
                Reason::BeforeCutoff { .. } | Reason::AfterCutoff { .. } => {
                    note.basis.clone_from(&grounds.limit);
                }
                Reason::Paused { from_at, .. } => note.basis = grounds.of_pause(*from_at),
                _ => {}
            }
        }
        self
    }

    /// The same explanation told as an extension: days counted on from a due moment that was promised before.
    #[must_use]
    pub fn from_due(mut self, due_at: i64) -> Explanation {
        self.received_at = due_at;
        if let Some(first) = self.days.first_mut() {
            first
                .notes
                .retain(|note| !matches!(note.reason, Reason::Received { .. } | Reason::DayZero { .. }));
            first.notes.push(Note { reason: Reason::DueBefore { at: due_at }, basis: None });
        }
        self
    }

    /// Whether it tells an extension.
    fn extends(&self) -> bool {
        let notes = self.days.first().map_or(&[] as &[Note], |day| &day.notes);
        notes.iter().any(|note| matches!(note.reason, Reason::DueBefore { .. }))
    }
}

/// One day of an explanation.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct ExplainedDay {
    /// The day.
    pub day: Day,
    /// What happened on it, in the order in which it is told.
    pub notes: Vec<Note>,
    /// What of the limit this day used.
    pub counted: Amount,
    /// What was used by its end, this day included.
    pub total: Amount,
}

/// One thing told of a day, with its legal basis where it has one.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Note {
    /// What it is.
    pub reason: Reason,
    /// The act behind it.
    pub basis: Option<Basis>,
}

/// Where a receipt outside office hours lies in its day.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outside {
    /// Before the first session.
    BeforeOpening,
    /// Between two sessions.
    Break,
    /// After the last session.
    AfterClose,
    /// On a day without a session.
    DayOff,
}

/// Why a suspension that touches a day does not take it out of the count.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Harmless {
    /// It begins after the due moment.
    AfterDue,
    /// It begins after the last day, on a day to which the end moved on.
    AfterLastDay,
    /// It ends on this day: the day of the resumption counts.
    Resumption,
    /// It takes none of the office hours of this day.
    OutsideHours,
    /// A limit of the same day never stands still.
    SameDay,
}

/// What is told of a day.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// The receipt.
    Received {
        /// When.
        at: i64,
    },
    /// The papers asked for came, and the count began anew.
    Anew {
        /// When.
        at: i64,
    },
    /// The receipt lies outside office hours, so the limit starts later.
    StartsLater {
        /// Where it lies.
        outside: Outside,
        /// The effective start.
        start_at: i64,
    },
    /// Day zero, the day of the start, which is not counted.
    DayZero {
        /// It is the day of the receipt too.
        received: bool,
    },
    /// Hours run from this moment.
    RunsFrom {
        /// The effective start.
        at: i64,
    },
    /// A working day that counts.
    WorkingDay {
        /// Which one of the limit.
        number: i64,
    },
    /// A calendar day that counts.
    CalendarDay {
        /// Which one of the limit.
        number: i64,
    },
    /// Office time that counts.
    Hours {
        /// From.
        from_at: i64,
        /// To.
        to_at: i64,
    },
    /// The office is closed between two sessions.
    Break {
        /// The close.
        from_at: i64,
        /// The next opening.
        to_at: i64,
    },
    /// A weekly day of rest by the office hours.
    WeeklyRest,
    /// A public holiday.
    Holiday {
        /// Its name in Vietnamese.
        name_vi: String,
        /// Its name in English.
        name_en: String,
    },
    /// A compensatory day off.
    Compensatory {
        /// Its name in Vietnamese.
        name_vi: String,
        /// Its name in English.
        name_en: String,
    },
    /// A working day given off in exchange.
    SwapOff {
        /// Its name in Vietnamese.
        name_vi: String,
        /// Its name in English.
        name_en: String,
    },
    /// A day of rest worked in exchange.
    SwapWorked {
        /// Its name in Vietnamese.
        name_vi: String,
        /// Its name in English.
        name_en: String,
    },
    /// A swap that others follow on this day; this office does not.
    SwapNotFollowed {
        /// Its name in Vietnamese.
        name_vi: String,
        /// Its name in English.
        name_en: String,
    },
    /// The limit stands still on this day, or in this part of it.
    Paused {
        /// The beginning of the suspension.
        from_at: i64,
        /// Its end, unless it is still open.
        until_at: Option<i64>,
    },
    /// A suspension touches the day, but the day counts whole by the rule.
    PauseWithoutEffect {
        /// The beginning of the suspension.
        from_at: i64,
        /// Its end, unless it is still open.
        until_at: Option<i64>,
        /// Why it does not take the day out.
        why: Harmless,
    },
    /// The limit began at the cutoff of the same day or before.
    BeforeCutoff {
        /// The cutoff.
        cutoff: TimeOfDay,
    },
    /// The limit began after the cutoff, so the next working day is promised.
    AfterCutoff {
        /// The cutoff.
        cutoff: TimeOfDay,
    },
    /// The next working day after a start past the cutoff.
    NextWorkingDay,
    /// The last day is not worked; the end moves to the next working day.
    LastDayMoves {
        /// That day.
        to: Day,
    },
    /// The time of the day of the start lies in no session; the due moment is another.
    ClockOutsideSessions {
        /// The time of the start, microseconds of the day.
        clock_micros: i64,
        /// The due moment taken instead.
        due_at: i64,
    },
    /// The limit ended here before it was extended.
    DueBefore {
        /// When.
        at: i64,
    },
    /// The limit ends.
    DueAt {
        /// When.
        at: i64,
    },
}
