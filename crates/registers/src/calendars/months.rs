//! A year of a calendar as twelve months of days: the view values that the page draws.

use platform::web::Web;
use workdays::{Calendar, Day, DayPlan, HolidayKind, HolidayStatus, Standing};

/// A day in the grid of its month.
pub(super) struct Cell {
    pub(super) number: i8,
    /// How it is drawn.
    pub(super) class: &'static str,
    /// What it is, in full; empty for an ordinary working day.
    pub(super) title: String,
    /// The same in one short word.
    pub(super) mark: String,
    pub(super) is_today: bool,
}

/// A day that differs from the week, in words.
pub(super) struct Line {
    pub(super) day: String,
    pub(super) iso: String,
    pub(super) name: String,
    pub(super) what: String,
    pub(super) is_projected: bool,
}

/// One month.
pub(super) struct Month {
    pub(super) title: String,
    /// Weeks from Monday; nothing where the week reaches into another month.
    pub(super) weeks: Vec<[Option<Cell>; 7]>,
    pub(super) lines: Vec<Line>,
}

/// A year, and its sums.
pub(super) struct Year {
    pub(super) months: Vec<Month>,
    pub(super) working_days: i64,
    pub(super) days_off: i64,
    pub(super) is_projected: bool,
}

/// Key of the name of a kind of day.
pub(super) const fn kind_key(kind: HolidayKind) -> &'static str {
    match kind {
        HolidayKind::Holiday => "calendars-kind-holiday",
        HolidayKind::Compensatory => "calendars-kind-compensatory",
        HolidayKind::SwapOff => "calendars-kind-swap-off",
        HolidayKind::SwapWork => "calendars-kind-swap-work",
    }
}

/// How a kind of day is drawn, and the key of its short word.
pub(super) const fn kind_mark(kind: HolidayKind) -> (&'static str, &'static str) {
    match kind {
        HolidayKind::Holiday => ("is-holiday", "calendars-mark-holiday"),
        HolidayKind::Compensatory => ("is-compensatory", "calendars-mark-compensatory"),
        HolidayKind::SwapOff => ("is-swap-off", "calendars-mark-swap-off"),
        HolidayKind::SwapWork => ("is-swap-work", "calendars-mark-swap-work"),
    }
}

/// A year of this calendar, drawn for the page's today.
pub(super) fn year(web: &Web, calendar: &Calendar, year: i16) -> Year {
    let today = super::civil(web.today());
    let mut drawn = Year {
        months: Vec::new(),
        working_days: 0,
        days_off: 0,
        is_projected: calendar.is_provisional(year),
    };
    for number in 1..=12 {
        let mut month = Month {
            title: web.t_with("calendars-month", &[("number", &number.to_string())]),
            weeks: Vec::new(),
            lines: Vec::new(),
        };
        let days = (1..=31).filter_map(|day| Day::new(year, number, day));
        for day in days {
            let Ok(plan) = calendar.plan(day) else { continue };
            match (plan.sessions.is_empty(), plan.standing) {
                (false, _) => drawn.working_days += 1,
                (true, Standing::Off(_)) => drawn.days_off += 1,
                (true, _) => {}
            }
            month.lines.extend(line(web, day, &plan));
            let cell = cell(web, (calendar, today), (day, &plan));
            let column = usize::from(day.weekday() - 1);
            if column == 0 || month.weeks.is_empty() {
                month.weeks.push(Default::default());
            }
            if let Some(week) = month.weeks.last_mut() {
                week[column] = Some(cell);
            }
        }
        drawn.months.push(month);
    }
    drawn
}

fn cell(web: &Web, (calendar, today): (&Calendar, Day), (day, plan): (Day, &DayPlan<'_>)) -> Cell {
    let (class, title, mark) = match plan.standing {
        Standing::Off(row) | Standing::SwapWorked(row) => {
            let (class, mark) = kind_mark(row.kind);
            (class, format!("{}: {}", web.t(kind_key(row.kind)), name(web, row)), web.t(mark))
        }
        Standing::WeeklyRest => ("is-rest", web.t("calendars-rest"), String::new()),
        Standing::Works if plan.sessions.len() < calendar.facts().profile.full_day.len() => {
            ("is-part", web.t("calendars-part-day"), web.t("calendars-mark-part-day"))
        }
        Standing::Works => ("", String::new(), String::new()),
    };
    Cell { number: day.parts().2, class, title, mark, is_today: day == today }
}

fn line(web: &Web, day: Day, plan: &DayPlan<'_>) -> Option<Line> {
    let (Standing::Off(row) | Standing::SwapWorked(row)) = plan.standing else {
        return None;
    };
    let (_, month, number) = day.parts();
    Some(Line {
        day: format!("{number:02}/{month:02}"),
        iso: day.to_string(),
        name: name(web, row),
        what: web.t(kind_key(row.kind)),
        is_projected: row.status == HolidayStatus::Projected,
    })
}

/// The name of a day in the reader's language.
pub(super) fn name(web: &Web, row: &workdays::Holiday) -> String {
    let language = match web.language() {
        platform::Language::Vi => workdays::Language::Vi,
        platform::Language::En => workdays::Language::En,
    };
    workdays::explain::holiday_name(row, language)
}
