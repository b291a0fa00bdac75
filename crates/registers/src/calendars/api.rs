//! Calendars as JSON. These structs are the contract.

use super::pages;
use axum::response::Response;
use platform::web::{Web, json};
use platform::{Day, Error, Language, Refusal, Result};
use serde::Serialize;
use workdays::{Due, Profile, instant_text};

#[derive(Serialize)]
struct CalendarJson {
    year: i16,
    release: i64,
    hours_id: String,
    projected: bool,
    swaps: bool,
    profile: Profile,
    days: Vec<DayJson>,
    releases: Vec<ReleaseJson>,
}

#[derive(Serialize)]
struct DayJson {
    day: String,
    kind: &'static str,
    name_vi: String,
    name_en: String,
    status: &'static str,
    legal_basis: Option<String>,
    source: String,
}

#[derive(Serialize)]
struct ReleaseJson {
    number: i64,
    notice_number: String,
    notice_on: Option<Day>,
    published_on: Option<Day>,
    changes: i64,
}

/// A year of the asker's office.
pub(super) async fn show(web: Web) -> Result<Response> {
    let shown = pages::find(&web).await?;
    let facts = shown.calendar.facts();
    let days = facts.holidays.iter().filter(|row| row.day.year() == shown.year).map(|row| DayJson {
        day: row.day.to_string(),
        kind: row.kind.code(),
        name_vi: row.name_vi.clone(),
        name_en: row.name_en.clone(),
        status: row.status.code(),
        legal_basis: row.legal_basis.clone(),
        source: row.source.clone(),
    });
    let releases = shown.releases.iter().filter_map(|line| {
        Some(ReleaseJson {
            number: line.number?,
            notice_number: line.notice_number.clone(),
            notice_on: line.notice_on,
            published_on: line.published_on,
            changes: line.changes,
        })
    });
    json(&CalendarJson {
        year: shown.year,
        release: shown.version.release,
        hours_id: shown.version.hours_id.to_string(),
        projected: shown.calendar.is_provisional(shown.year),
        swaps: facts.swaps,
        profile: facts.profile.clone(),
        days: days.collect(),
        releases: releases.collect(),
    })
}

#[derive(Serialize)]
struct DueJson {
    effective_start: String,
    /// The due moment; none while the limit stands still.
    due: Option<String>,
    /// Since when it stands still.
    suspended_since: Option<String>,
    provisional: bool,
    calendar_version: u32,
    calendar_hash: String,
    /// The explanation in words, a line for each day.
    lines: Vec<String>,
}

/// The answer of the calculator.
pub(super) async fn due(web: Web) -> Result<Response> {
    let answer = pages::ask(&web).await?;
    let answer = answer.ok_or_else(|| Error::from(Refusal::new("calendars-refusal-not-whole")))?;
    let language = match web.language() {
        Language::Vi => workdays::Language::Vi,
        Language::En => workdays::Language::En,
    };
    let since = match answer.due {
        Due::Paused(waiting) => Some(instant_text(waiting.since_at)),
        Due::At(_) => None,
    };
    json(&DueJson {
        effective_start: instant_text(answer.due.start_at()),
        due: answer.due.due_at().map(instant_text),
        suspended_since: since,
        provisional: answer.due.provisional(),
        calendar_version: answer.explanation.calendar_version,
        calendar_hash: answer.hash.clone(),
        lines: answer.explanation.lines(language),
    })
}
