//! The map as JSON. Ids are texts, because JavaScript loses whole numbers past 2^53.

use super::listing::{self, Listed, NamedPlace};
use super::pages::{Meaning, asked, meaning};
use super::query::Became;
use axum::response::Response;
use platform::web::{Web, json, page_of};
use platform::{Day, Error, Result};
use serde::Serialize;

/// Rows of a page of JSON.
const ROWS: usize = 200;

#[derive(Serialize)]
struct ListJson {
    on: Day,
    places: Vec<RowJson>,
    /// Value of `after` for the next page.
    next: Option<String>,
}

#[derive(Serialize)]
struct RowJson {
    id: String,
    code: String,
    level: String,
    #[serde(rename = "type")]
    unit_type: String,
    name: String,
    map: String,
    province_code: String,
    from_on: Option<Day>,
    to_on: Option<Day>,
    #[serde(skip_serializing_if = "Option::is_none")]
    districts: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    communes: Option<i64>,
}

/// The list of `/places` with the same query.
pub(super) async fn list(web: Web) -> Result<Response> {
    let (asked, day) = asked(&web)?;
    let after = web.query.number("after").unwrap_or(0);
    let limit = i64::try_from(ROWS + 1).map_err(Error::failed)?;
    let rows = web.ctx.read(move |tx| listing::page(tx, &asked, after, limit)).await?;
    let (rows, more) = page_of(rows, ROWS);
    let next = more.then(|| rows.last().map(|row| row.key.to_string())).flatten();
    json(&ListJson { on: day, places: rows.into_iter().map(row_json).collect(), next })
}

fn row_json(row: Listed) -> RowJson {
    RowJson {
        id: row.id.to_string(),
        code: row.code,
        level: row.level,
        unit_type: row.unit_type,
        name: row.name,
        map: row.province.0,
        province_code: row.province.1,
        from_on: row.from.0,
        to_on: row.to.0,
        districts: row.parts.map(|parts| parts.0),
        communes: row.parts.map(|parts| parts.1),
    }
}

#[derive(Serialize)]
struct PlaceJson {
    code: String,
    on: Day,
    was: Option<WasJson>,
    became: Option<BecameJson>,
    came_from: Vec<StepJson>,
    ever: Vec<EverJson>,
}

#[derive(Serialize)]
struct WasJson {
    id: String,
    map: String,
    name: String,
    #[serde(rename = "type")]
    unit_type: String,
    /// How well the first day of this name is known: `exact`, `known_by` or `open`.
    from_known: String,
    basis: String,
    within: Vec<NamedJson>,
}

#[derive(Serialize)]
struct NamedJson {
    id: String,
    code: String,
    name: String,
}

#[derive(Serialize)]
struct BecameJson {
    /// `unchanged`, `succeeded`, `parts` or `unknown`.
    state: &'static str,
    places: Vec<StepJson>,
}

#[derive(Serialize)]
struct StepJson {
    id: String,
    code: String,
    name: String,
    on: Day,
    /// `whole` or `part`; for the parts of a district, how many of them went there.
    #[serde(skip_serializing_if = "Option::is_none")]
    relation: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    is_default: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    parts: Option<i64>,
}

#[derive(Serialize)]
struct EverJson {
    id: String,
    map: String,
    name: String,
    from_on: Option<Day>,
    to_on: Option<Day>,
}

/// What a code meant on a day (today unless told), what it came from, and what became of it.
pub(super) async fn place(web: Web) -> Result<Response> {
    let code: String = web.param("code")?;
    let day = web.query.day("on")?.unwrap_or_else(|| web.today());
    let meaning = meaning(&web, &code, day).await?;
    if meaning.ever.is_empty() {
        return Err(Error::NotFound);
    }
    json(&place_json(code, day, meaning))
}

fn place_json(code: String, on: Day, meaning: Meaning) -> PlaceJson {
    let came_from = meaning.record.iter().flat_map(|record| &record.predecessors).map(|step| StepJson {
        id: step.id.to_string(),
        code: step.code.clone(),
        name: step.name.clone(),
        on: step.on_day,
        relation: Some(step.relation.clone()),
        is_default: None,
        parts: None,
    });
    PlaceJson {
        code,
        on,
        came_from: came_from.collect(),
        was: meaning.was.map(|was| WasJson {
            id: was.id.to_string(),
            map: was.map,
            name: was.name,
            unit_type: was.unit_type,
            from_known: was.from_known,
            basis: was.basis,
            within: meaning.chain.into_iter().map(named_json).collect(),
        }),
        became: meaning.record.map(|record| became_json(record.became)),
        ever: meaning
            .ever
            .into_iter()
            .map(|place| EverJson {
                id: place.id.to_string(),
                map: place.map,
                name: place.name,
                from_on: place.from_on,
                to_on: place.to_on,
            })
            .collect(),
    }
}

fn named_json(place: NamedPlace) -> NamedJson {
    NamedJson { id: place.id.to_string(), code: place.code, name: place.name }
}

fn became_json(became: Became) -> BecameJson {
    match became {
        Became::Unchanged => BecameJson { state: "unchanged", places: Vec::new() },
        Became::Unknown => BecameJson { state: "unknown", places: Vec::new() },
        Became::Succeeded(steps) => BecameJson {
            state: "succeeded",
            places: steps
                .into_iter()
                .map(|step| StepJson {
                    id: step.id.to_string(),
                    code: step.code,
                    name: step.name,
                    on: step.on_day,
                    relation: Some(step.relation),
                    is_default: Some(step.is_default),
                    parts: None,
                })
                .collect(),
        },
        Became::Parts(steps) => BecameJson {
            state: "parts",
            places: steps
                .into_iter()
                .map(|step| StepJson {
                    id: step.id.to_string(),
                    code: step.code,
                    name: step.name,
                    on: step.on_day,
                    relation: None,
                    is_default: None,
                    parts: Some(step.parts),
                })
                .collect(),
        },
    }
}
