//! That the office is closed today: said before anything is received, so that nobody is promised a wrong day.

use maud::{Markup, html};
use platform::web::{Tone, Web, notice};
use platform::{Language, Result, Tx};
use registers::calendars;
use workdays::{Holiday, Standing};

/// Why an office is closed today, in the words of its calendar; empty on an ordinary day of rest. None while it
/// works, and where the calendar does not reach.
///
/// # Errors
/// When the database fails.
pub(super) fn day_off(tx: &mut Tx<'_>, (agency_id, language): (i64, Language)) -> Result<Option<String>> {
    let in_language =
        |day: &Holiday| if language == Language::Vi { day.name_vi.clone() } else { day.name_en.clone() };
    let today = tx.today();
    let version = calendars::current(tx, agency_id, today)?;
    let calendar = calendars::calendar(tx, agency_id, version)?;
    Ok(match calendar.plan(calendars::civil(today)).map(|plan| plan.standing) {
        Ok(Standing::Off(holiday)) => Some(in_language(holiday)),
        Ok(Standing::WeeklyRest) => Some(String::new()),
        _ => None,
    })
}

/// The notice of what [`day_off`] found; empty on a working day.
pub(super) fn told_day_off(web: &Web, name: Option<&str>) -> Markup {
    let words = match name {
        None => return html! {},
        Some("") => web.t("counter-day-of-rest"),
        Some(name) => web.t_with("counter-day-off", &[("name", name)]),
    };
    notice(Tone::Soon, &html! { p { (words) } })
}
