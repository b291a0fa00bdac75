//! The time that is left of a limit, in words with an icon: colour never stands alone.

use platform::Day;
use platform::web::{Icon, Tone, Web};
use workdays::{Calendar, Limit, WorkingTime, due, left};

/// So many working days after today count as soon.
const SOON_DAYS: i64 = 2;
/// Instants are told to the minute.
pub(in crate::dossiers) const MICROS_PER_MINUTE: i64 = 60_000_000;

/// How a due moment stands to now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimeLeft {
    /// What its colour says.
    pub tone: Tone,
    /// The drawing beside the words.
    pub icon: Icon,
    /// `Còn 2 ngày làm việc`, `Quá 3 giờ`.
    pub words: String,
}

/// The moments that divide what is due: now, the end of today, the end of what is soon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Horizon {
    /// Now.
    pub now: i64,
    /// The end of today.
    pub today_ends_at: i64,
    /// The end of what is due soon.
    pub soon_ends_at: i64,
}

impl Horizon {
    /// The horizon of an office at an instant.
    pub fn of(calendar: &Calendar, now: i64) -> Horizon {
        let today_ends_at = Day::of_instant(now).plus_days(1).starts_at();
        let counted = due(calendar, &Limit::WorkingDays(SOON_DAYS), now, &[]).ok();
        let soon_ends_at = counted.and_then(|due| due.due_at()).unwrap_or(today_ends_at).max(today_ends_at);
        Horizon { now, today_ends_at, soon_ends_at }
    }
}

/// The time left until a due moment, or by which it has passed, counted in the office's working time.
pub fn time_left(web: &Web, calendar: &Calendar, (due_at, horizon): (i64, Horizon)) -> TimeLeft {
    let (tone, icon) = if due_at < horizon.now {
        (Tone::Late, Icon::Warning)
    } else if due_at <= horizon.soon_ends_at {
        (Tone::Soon, Icon::Clock)
    } else {
        (Tone::Live, Icon::Live)
    };
    TimeLeft { tone, icon, words: words(web, calendar, (horizon.now, due_at)) }
}

/// A clock that stands still while the citizen is waited for, or a dossier without a limit.
pub fn no_clock(web: &Web, is_waiting: bool) -> TimeLeft {
    let (tone, icon, key) = if is_waiting {
        (Tone::Soon, Icon::Held, "tasks-clock-stands")
    } else {
        (Tone::Off, Icon::Over, "tasks-no-limit")
    };
    TimeLeft { tone, icon, words: web.t(key) }
}

/// A result that is ready and waits for the citizen at the counter.
pub fn ready(web: &Web) -> TimeLeft {
    TimeLeft { tone: Tone::Done, icon: Icon::Done, words: web.t("tasks-ready") }
}

fn words(web: &Web, calendar: &Calendar, (now, due_at): (i64, i64)) -> String {
    let Ok(left) = left(calendar, now, due_at) else {
        let key = if due_at < now { "tasks-late" } else { "tasks-not-late" };
        return web.t(key);
    };
    let days = |key: &str, days: i64| web.t_with(key, &[("days", &web.number(days))]);
    let minutes = left.time.micros().abs() / MICROS_PER_MINUTE;
    if left.late {
        let full_day = calendar.facts().profile.longest_day().map_or(i64::MAX, WorkingTime::micros);
        return match left.time.micros().abs() / full_day {
            0 if minutes == 0 => web.t("tasks-late-now"),
            0 => web.t_with("tasks-late-time", &[("time", &clock_words(web, minutes))]),
            whole => days("tasks-late-days", whole),
        };
    }
    match left.days {
        ..=0 if minutes == 0 => web.t("tasks-left-now"),
        ..=0 => web.t_with("tasks-left-time", &[("time", &clock_words(web, minutes))]),
        whole => days("tasks-left-days", whole),
    }
}

/// `5 giờ 19 phút`, `3 giờ`, `41 phút`.
fn clock_words(web: &Web, minutes: i64) -> String {
    let (hours, rest) = ((minutes / 60).to_string(), (minutes % 60).to_string());
    match (minutes / 60, minutes % 60) {
        (0, _) => web.t_with("tasks-minutes", &[("minutes", &rest)]),
        (_, 0) => web.t_with("tasks-hours", &[("hours", &hours)]),
        _ => web.t_with("tasks-hours-minutes", &[("hours", &hours), ("minutes", &rest)]),
    }
}
