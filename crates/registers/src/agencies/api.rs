//! Agencies as JSON. Ids are texts, because JavaScript loses whole numbers past 2^53.

use super::listing::{Listed, NamedRow};
use super::pages::{asked, rows_of};
use super::record_page::{self, Shown};
use super::{AgencyPeriod, Obligation};
use axum::response::Response;
use platform::web::{Web, json};
use platform::{Day, Result};
use serde::Serialize;

/// Rows of a page of JSON.
const ROWS: usize = 200;

#[derive(Serialize)]
struct ListJson {
    /// The day whose kinds, places and duties are told.
    on: Day,
    agencies: Vec<RowJson>,
    /// Value of `after` for the next page.
    next: Option<String>,
}

#[derive(Serialize)]
struct RowJson {
    id: String,
    code: String,
    name: String,
    level: String,
    kind: String,
    ministry_code: Option<String>,
    province_code: Option<String>,
    /// Which map the province's code is of: `legacy` or `2025`.
    map: Option<String>,
    /// `bat_buoc`, `khuyen_khich` or `khong_ro`.
    obligation: String,
    from_on: Option<Day>,
    /// First day on which it existed no longer.
    to_on: Option<Day>,
    /// `today`, `connected` or `unresolved`.
    connection: String,
    today_agency_id: Option<String>,
    reason: Option<String>,
}

/// The list of `/agencies` with the same query.
pub(super) async fn list(web: Web) -> Result<Response> {
    let asked = asked(&web)?;
    let (wanted, language) = (asked.clone(), web.language());
    let (rows, _, more) = web.ctx.read(move |tx| rows_of(tx, &wanted, ROWS)).await?;
    let next = more.then(|| rows.last().map(|row| row.cursor(asked.order))).flatten();
    let agencies = rows.into_iter().map(|row| row_json(row, language)).collect();
    json(&ListJson { on: asked.day, agencies, next })
}

fn row_json(row: Listed, language: platform::Language) -> RowJson {
    let some = |text: String| Some(text).filter(|text| !text.is_empty());
    RowJson {
        id: row.id.to_string(),
        code: row.code,
        name: row.name,
        level: row.level,
        kind: row.kind,
        ministry_code: some(row.ministry_code),
        province_code: some(row.province_code),
        map: some(row.map),
        obligation: row.obligation,
        from_on: row.from_on,
        to_on: row.to_on,
        connection: row.connection,
        today_agency_id: row.today_agency_id.map(|id| id.to_string()),
        reason: row.reason_key.map(|key| platform::i18n::text(language, &key)),
    }
}

#[derive(Serialize)]
struct AgencyJson {
    id: String,
    code: String,
    on: Day,
    name: String,
    name_on: String,
    level: &'static str,
    exists: bool,
    from_on: Option<Day>,
    to_on: Option<Day>,
    names: Vec<NameJson>,
    periods: Vec<PeriodJson>,
    obligation: ObligationJson,
    superiors: Vec<NamedJson>,
    successors: Vec<StepJson>,
    predecessors: Vec<StepJson>,
    today: Option<TodayJson>,
    revision: i64,
}

#[derive(Serialize)]
struct NameJson {
    name: String,
    from_on: Option<Day>,
    to_on: Option<Day>,
}

#[derive(Serialize)]
struct PeriodJson {
    from_on: Option<Day>,
    to_on: Option<Day>,
    kind: String,
    parent_code: Option<String>,
    ministry_code: Option<String>,
    province_code: Option<String>,
    district_code: Option<String>,
    commune_code: Option<String>,
    obligation: Option<&'static str>,
}

/// The duty on the day: what the register says, and the rule of the kind.
#[derive(Serialize)]
struct ObligationJson {
    register: Option<&'static str>,
    rule: Option<String>,
    basis: Option<String>,
    certainty: Option<String>,
}

#[derive(Serialize)]
struct NamedJson {
    id: String,
    code: String,
    name: String,
}

#[derive(Serialize)]
struct StepJson {
    kind: String,
    on: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    basis: String,
    agency: Option<NamedJson>,
}

/// What an earlier agency is today, or why that is not known.
#[derive(Serialize)]
struct TodayJson {
    agency: Option<NamedJson>,
    certainty: String,
    reason: String,
    others: i64,
}

/// One agency by code (or id), looked at on a day.
pub(super) async fn agency(web: Web) -> Result<Response> {
    let code: String = web.param("code")?;
    let (day, language) = (web.query.day("on")?.unwrap_or_else(|| web.today()), web.language());
    let shown = web.ctx.read(move |tx| record_page::read_shown(tx, &code, (day, language))).await?;
    json(&agency_json(shown, language))
}

fn agency_json(shown: Shown, language: platform::Language) -> AgencyJson {
    let (agency, day) = (&shown.agency, shown.day);
    let named = |id: &i64| shown.named.get(id).map(named_json);
    let rule = shown.rule.as_ref();
    AgencyJson {
        id: agency.id.to_string(),
        code: agency.code.clone(),
        on: day,
        name: agency.name().to_owned(),
        name_on: agency.name_on(day).to_owned(),
        level: agency.facts.level.word(),
        exists: agency.exists_on(day),
        from_on: agency.facts.from_on,
        to_on: agency.facts.to_on,
        names: agency
            .facts
            .names
            .iter()
            .map(|name| NameJson { name: name.name.clone(), from_on: name.from_on, to_on: name.to_on })
            .collect(),
        periods: agency.facts.periods.iter().map(period_json).collect(),
        obligation: ObligationJson {
            register: agency.period_on(day).obligation.map(Obligation::word),
            rule: rule.map(|rule| rule.duty.clone()),
            basis: rule.map(|rule| rule.basis.clone()),
            certainty: rule.map(|rule| rule.certainty.clone()),
        },
        superiors: shown.superiors.iter().map(named_json).collect(),
        successors: agency
            .successions
            .iter()
            .map(|step| StepJson {
                kind: step.kind.word().to_owned(),
                on: step.on.text(),
                basis: step.basis.clone(),
                agency: step.successor_id.as_ref().and_then(named),
            })
            .collect(),
        predecessors: shown
            .predecessors
            .iter()
            .map(|step| StepJson {
                kind: step.kind.clone(),
                on: step.counts_on.to_string(),
                basis: String::new(),
                agency: named(&step.agency_id),
            })
            .collect(),
        today: shown.connection.as_ref().map(|line| TodayJson {
            agency: line.today_agency_id.as_ref().and_then(named),
            certainty: line.certainty.clone(),
            reason: platform::i18n::text(language, &line.reason_key),
            others: line.others,
        }),
        revision: agency.revision,
    }
}

fn named_json(row: &NamedRow) -> NamedJson {
    NamedJson { id: row.id.to_string(), code: row.code.clone(), name: row.name.clone() }
}

fn period_json(period: &AgencyPeriod) -> PeriodJson {
    PeriodJson {
        from_on: period.from_on,
        to_on: period.to_on,
        kind: period.kind.clone(),
        parent_code: period.parent_code.clone(),
        ministry_code: period.ministry_code.clone(),
        province_code: period.province_code.clone(),
        district_code: period.district_code.clone(),
        commune_code: period.commune_code.clone(),
        obligation: period.obligation.map(Obligation::word),
    }
}
