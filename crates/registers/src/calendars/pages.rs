//! The pages of the calendar: a year of an office, and the calculator of due moments.

use super::actions::{RELEASE, SET_HOURS};
use super::model::OfficeHours;
use super::question::{self, Question};
use super::store::{self, ReleaseOfList};
use super::versions::{self, ClockVersion};
use super::{api, hours_pages, months, release_pages, views};
use maud::Markup;
use platform::web::{PUBLIC, Route, Web, get, needs, post};
use platform::{Error, Refusal, Result, Tx};
use std::sync::Arc;
use workdays::{Basis, Calendar, Due, Explanation, Grounds};

/// The routes of calendars.
pub fn routes() -> Vec<Route> {
    let release = needs(&RELEASE);
    let mut routes = vec![
        get("/calendars", PUBLIC, show),
        get("/calendars/due", PUBLIC, due),
        get("/calendars/releases/new", release, release_pages::prepare_form),
        post("/calendars/releases/new", release, release_pages::prepare),
        get("/calendars/releases/{id}", PUBLIC, release_pages::show),
        get("/calendars/hours/new", needs(&SET_HOURS), hours_pages::form),
        post("/calendars/hours/new", needs(&SET_HOURS), hours_pages::set),
        get("/calendars/hours/{id}", PUBLIC, hours_pages::show),
        get("/api/calendars", PUBLIC, api::show),
        get("/api/calendars/due", PUBLIC, api::due),
    ];
    routes.extend(release_pages::step_routes());
    routes
}

/// A year of an office, with what stands beside it.
pub(super) struct Shown {
    pub(super) calendar: Arc<Calendar>,
    pub(super) year: i16,
    pub(super) version: ClockVersion,
    pub(super) releases: Vec<ReleaseOfList>,
    /// The versions of the own agency's hours, the first one first.
    pub(super) history: Vec<OfficeHours>,
    /// The hours in force, where they are the agency's own.
    pub(super) hours: Option<OfficeHours>,
}

/// The year that the address asks for, of the asker's office.
///
/// # Errors
/// A refusal when the address asks for what is not there; when the database fails.
pub(super) async fn find(web: &Web) -> Result<Shown> {
    let (agency_id, today) = (web.actor().agency_id(), web.today());
    let number = |name: &'static str| {
        let wrong = |text: &str| Refusal::new("form-not-a-number").field(name).with("text", text);
        web.query.some(name).map(|text| text.parse::<i64>().map_err(|_| Error::from(wrong(text)))).transpose()
    };
    let (year, release) = (number("year")?, number("release")?);
    web.ctx
        .read(move |tx| {
            let releases = store::listed(tx)?;
            let mut version = versions::current(tx, agency_id.unwrap_or_default(), today)?;
            if let Some(asked) = release {
                if !releases.iter().any(|line| line.number == Some(asked)) {
                    return Err(Refusal::new("calendars-refusal-no-release")
                        .field("release")
                        .with("number", asked)
                        .into());
                }
                version.release = asked;
            }
            let agency_id = agency_id.unwrap_or_default();
            let calendar = versions::calendar(tx, agency_id, version)?;
            let history = if agency_id == 0 { Vec::new() } else { store::hours_of_agency(tx, agency_id)? };
            Ok(Shown {
                year: year_of(&calendar, year, today)?,
                hours: versions::hours(tx, agency_id, version.hours_id)?,
                calendar,
                version,
                releases,
                history,
            })
        })
        .await
}

/// The year asked for, which the calendar must cover; this year, or the nearest it covers.
fn year_of(calendar: &Calendar, asked: Option<i64>, today: platform::Day) -> Result<i16> {
    let (first, last) = match (calendar.years().first(), calendar.years().last()) {
        (Some(&first), Some(&last)) => (first, last),
        _ => return Err(Error::failed("a calendar covers years")),
    };
    let Some(asked) = asked else {
        return Ok(today.year().clamp(first, last));
    };
    let covered = i16::try_from(asked).ok().filter(|year| (first..=last).contains(year));
    covered.ok_or_else(|| {
        let reason = Refusal::new("calendars-refusal-no-year").field("year").with("year", asked);
        reason.with("first", first).with("last", last).into()
    })
}

async fn show(web: Web) -> Result<Markup> {
    let shown = find(&web).await?;
    let year = months::year(&web, &shown.calendar, shown.year);
    Ok(views::calendar(&web, &shown, &year))
}

/// An answer of the calculator.
pub(super) struct Answer {
    pub(super) question: Question,
    pub(super) due: Due,
    pub(super) explanation: Explanation,
    pub(super) hash: String,
}

/// What the address asks the calculator, answered; none while the question is not whole.
///
/// # Errors
/// Everything that cannot be read or counted, at once.
pub(super) async fn ask(web: &Web) -> Result<Option<Answer>> {
    let Some(question) = question::of_query(&web.query)? else {
        return Ok(None);
    };
    let agency_id = web.ctx.own_agency_id();
    let (office, received_at) = (question.office, question.received_at);
    let calendar = web
        .ctx
        .read(move |tx: &mut Tx<'_>| match office.example() {
            Some(example) => versions::current_example(tx, example),
            None => {
                let version = versions::for_receipt(tx, agency_id, received_at)?;
                versions::calendar(tx, agency_id, version)
            }
        })
        .await?;
    answer(&calendar, question).map(Some)
}

fn answer(calendar: &Calendar, question: Question) -> Result<Answer> {
    let (limit, at) = (question.limit, question.received_at);
    let told = |reason| Error::from(question::refusal(reason, at, ["received", "amount", "suspensions"]));
    let due = workdays::due(calendar, &limit, at, &question.suspensions).map_err(told)?;
    // The question names moments alone, so that it can be told only that the acts behind its pauses are not known.
    let unsaid = Basis::cited("chưa nêu căn cứ", "no legal basis given");
    let grounds = Grounds { other_pauses: Some(unsaid), ..Grounds::default() };
    let explanation =
        workdays::explain(calendar, &limit, at, &question.suspensions).map_err(told)?.on(&grounds);
    Ok(Answer { due, explanation, hash: calendar.content_hash().to_owned(), question })
}

async fn due(web: Web) -> Result<Markup> {
    let answer = ask(&web).await?;
    Ok(views::due(&web, answer.as_ref()))
}
