//! The page of one agency.

use super::actions::{CARRY_ON, CORRECT};
use super::listing::{self, NamedRow};
use super::pages::{Names, SECTION};
use super::{Agency, AgencyEvent, AgencyPeriod, classes, history, store, superiors, views};
use crate::places;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use platform::accounts::names_of;
use platform::journal::{self, Line};
use platform::web::{
    Page, RecordPage, Web, block, crumbs, link, next_action, next_link, others, record_page, see_other,
    timeline,
};
use platform::{Day, Error, Language, Result, Scope, Tx, record};
use std::collections::{BTreeMap, HashMap};

/// What a record's page shows of an agency.
pub(super) struct Shown {
    pub agency: Agency,
    /// The day it is looked at.
    pub day: Day,
    /// What acting on it touches.
    pub scope: Scope,
    pub superiors: Vec<NamedRow>,
    /// Agencies that the record names, by id.
    pub named: HashMap<i64, NamedRow>,
    pub predecessors: Vec<store::PredecessorLine>,
    /// What it is today, where it is of an earlier time.
    pub connection: Option<store::ConnectionLine>,
    /// Earlier agencies that are this one today.
    pub earlier: Vec<listing::store::ConnectedTo>,
    /// What the regulation says of its kind on the day.
    pub rule: Option<store::RuleOn>,
    /// The places of its period on the day, the smallest first.
    pub places: Vec<places::listing::NamedPlace>,
    pub names: Names,
    pub lines: Vec<Line>,
    /// Who wrote the journal, by account.
    pub actors: BTreeMap<i64, String>,
}

/// The id that an address means: an id, or the code of an agency.
pub(super) fn id_of(tx: &mut Tx<'_>, text: &str) -> Result<i64> {
    if let Some(row) = store::id_of_code(tx, text)?.pop() {
        return Ok(row.id);
    }
    let id = text.parse().map_err(|_| Error::NotFound)?;
    listing::named(tx, id)?.map(|row| row.id).ok_or(Error::NotFound)
}

/// Earlier agencies shown on the record of today's; the list has them all.
const EARLIER: i64 = 40;

/// Everything that a record's page shows.
pub(super) fn read_shown(tx: &mut Tx<'_>, text: &str, (day, language): (Day, Language)) -> Result<Shown> {
    let id = id_of(tx, text)?;
    let agency = store::load(tx, id)?.ok_or(Error::NotFound)?;
    let predecessors = store::predecessors(tx, id)?;
    let connection = store::connection(tx, id)?.pop();
    let lines = journal::of_subject(tx, id)?;
    let superior_ids = superiors(tx, id)?;
    let mut superior_rows = Vec::new();
    for above in &superior_ids {
        superior_rows.extend(listing::named(tx, *above)?);
    }
    let mut named = HashMap::new();
    let told = agency.successions.iter().filter_map(|step| step.successor_id);
    let told = told.chain(predecessors.iter().map(|step| step.agency_id));
    for other in told.chain(connection.iter().filter_map(|line| line.today_agency_id)) {
        if let Some(row) = listing::named(tx, other)? {
            named.insert(other, row);
        }
    }
    let period = agency.period_on(day).clone();
    Ok(Shown {
        rule: classes::duty_on(tx, &period.kind, day)?,
        places: places_of(tx, &period)?,
        scope: Scope { owner_agency_id: Some(id), superior_ids },
        earlier: listing::store::connected_to(tx, id, EARLIER + 1)?,
        actors: names_of(tx, lines.iter().map(|line| line.actor))?,
        names: Names::read(tx, language)?,
        superiors: superior_rows,
        agency,
        day,
        named,
        predecessors,
        connection,
        lines,
    })
}

fn places_of(tx: &mut Tx<'_>, period: &AgencyPeriod) -> Result<Vec<places::listing::NamedPlace>> {
    let map = classes::map_of(period.from_on);
    let codes = [
        (places::Level::Commune, &period.commune_code),
        (places::Level::District, &period.district_code),
        (places::Level::Province, &period.province_code),
    ];
    let mut found = Vec::new();
    for (level, code) in codes {
        let Some(code) = code else { continue };
        // A place of an earlier list that the map does not have keeps its code as its name.
        let unknown = places::listing::NamedPlace { id: 0, code: code.clone(), name: code.clone() };
        found.push(places::listing::named(tx, map, level, code)?.unwrap_or(unknown));
    }
    Ok(found)
}

/// An agency: names and periods over time, duty, superiors, what came before and after, its journal.
pub(super) async fn agency(web: Web) -> Result<Response> {
    let text: String = web.param("id")?;
    let day = web.query.day("on")?.unwrap_or_else(|| web.today());
    let (asked, language) = (text.clone(), web.language());
    let shown = web.ctx.read(move |tx| read_shown(tx, &asked, (day, language))).await?;
    if text != shown.agency.id.to_string() {
        let on = web.query.get("on");
        return Ok(see_other(&link(&format!("/agencies/{}", shown.agency.id), &[("on", on)])));
    }
    let events = record::events::<Agency>(&shown.lines)?;
    let page = RecordPage {
        crumbs: crumbs(&web, &way_here(&web, &shown)),
        title: shown.agency.name().to_owned(),
        line: views::line(&web, &shown),
        next: next(&web, &shown),
        left: left(&web, &shown, &events),
        beside: beside(&web, &shown),
        ..RecordPage::default()
    };
    let title = shown.agency.name().to_owned();
    Ok(web
        .page(Page { title, section: SECTION, main: record_page(&page), ..Page::default() })
        .into_response())
}

fn way_here(web: &Web, shown: &Shown) -> Vec<(String, String)> {
    let mut steps = vec![("/agencies".to_owned(), web.t("agencies-title"))];
    if let Some(above) = shown.superiors.first() {
        steps.push((format!("/agencies/{}", above.id), above.name.clone()));
    }
    steps
}

fn is_unresolved(shown: &Shown) -> bool {
    shown.connection.as_ref().is_some_and(|line| line.today_agency_id.is_none())
}

/// The one next action: what an earlier agency became, where nobody has recorded it yet.
fn next(web: &Web, shown: &Shown) -> Option<Markup> {
    if !is_unresolved(shown) || !web.can(&CARRY_ON, &shown.scope) {
        return None;
    }
    let href = format!("/agencies/{}/succeed", shown.agency.id);
    let act = next_link(&href, &web.t("agencies-succeed"));
    Some(next_action(web, &web.t("agencies-succeed"), &web.t("agencies-succeed-why"), &act))
}

fn left(web: &Web, shown: &Shown, events: &[AgencyEvent]) -> Markup {
    let agency = &shown.agency;
    let may_correct = web.can(&CORRECT, &shown.scope);
    html! {
        (block(&web.t_with("agencies-facts", &[("day", &shown.day.vietnamese())]), &views::facts_of(web, shown)))
        (block(&web.t("agencies-today"), &views::today(web, shown)))
        @if !agency.successions.is_empty() {
            (block(&web.t("agencies-successors"), &views::successors(web, shown)))
        }
        @if !shown.predecessors.is_empty() {
            (block(&web.t("agencies-predecessors"), &views::predecessors(web, shown)))
        }
        (block(&web.t("agencies-names"), &views::names(web, agency, may_correct)))
        (block(&web.t("agencies-periods"), &views::periods(web, shown, may_correct)))
        (block(&web.t("agencies-journal"), &timeline(&history::moments(web, shown, events))))
    }
}

fn beside(web: &Web, shown: &Shown) -> Markup {
    let here = format!("/agencies/{}", shown.agency.id);
    let acts: Vec<(String, String, String)> =
        [(&CARRY_ON, "rename"), (&CARRY_ON, "reclassify"), (&CARRY_ON, "succeed"), (&CORRECT, "correct")]
            .into_iter()
            // What stands as the next action is not offered twice.
            .filter(|(action, act)| {
                web.can(action, &shown.scope) && !(*act == "succeed" && is_unresolved(shown))
            })
            .map(|(_, act)| (format!("{here}/{act}"), web.t(&format!("agencies-{act}")), String::new()))
            .collect();
    let certificates = link("/certificates", &[("agency", &shown.agency.code)]);
    let certificates = (certificates, web.t("agencies-certificates"), String::new());
    html! {
        @if !acts.is_empty() { (block(&web.t("agencies-acts"), &others(&acts))) }
        (block(&web.t("agencies-related"), &others(&[certificates])))
        @if !shown.superiors.is_empty() {
            (block(&web.t("agencies-superiors"), &others(&views::rows_named(&shown.superiors))))
        }
        @if !shown.earlier.is_empty() { (block(&web.t("agencies-earlier"), &views::earlier(web, shown))) }
        (block(&web.t("agencies-other-day"), &views::day_form(web, shown.day)))
    }
}
