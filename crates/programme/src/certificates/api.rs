//! Certificates as JSON. The structs here are the contract.

use super::heirs;
use super::list::{self, Cursor, Filter, Line, Sort};
use super::model::Certificate;
use super::store;
use super::verify::ToldAct;
use super::views::verify_path;
use axum::response::Response;
use platform::web::{Web, json};
use platform::{Day, Error, Result};
use serde::Serialize;

/// A page of the list.
#[derive(Debug, Serialize)]
struct ListAnswer {
    as_of: Day,
    count: i64,
    count_is_complete: bool,
    certificates: Vec<LineAnswer>,
    next: Option<String>,
}

#[derive(Debug, Serialize)]
struct LineAnswer {
    id: String,
    number: String,
    agency: AgencyAnswer,
    kind: String,
    standard: String,
    issued_by: String,
    issued: String,
    expires: Option<String>,
    expires_on: Option<Day>,
    standing: String,
    path: String,
}

#[derive(Debug, Serialize)]
struct AgencyAnswer {
    id: String,
    code: String,
    name: String,
}

impl From<Line> for LineAnswer {
    fn from(line: Line) -> LineAnswer {
        LineAnswer {
            id: line.id.to_string(),
            agency: AgencyAnswer {
                id: line.agency_id.to_string(),
                code: line.agency_code,
                name: line.agency_name,
            },
            kind: line.kind,
            standard: line.standard,
            issued_by: line.issued_by,
            issued: line.issued_written,
            expires: Some(line.expires_written).filter(|text| !text.is_empty()),
            expires_on: line.expires_on,
            standing: line.standing,
            path: format!("/api/certificates/{}", line.id),
            number: line.number,
        }
    }
}

/// The list, with the filters and orders of the page; `next` leads to the page behind.
pub async fn list(web: Web) -> Result<Response> {
    let filter = Filter::of(&web.query)?;
    let at = (Sort::of_word(web.query.get("sort")), Cursor::of(&web.query)?);
    let as_of = filter.as_of.unwrap_or_else(|| web.today());
    let (page, count) = web
        .ctx
        .read(move |tx| {
            let page = list::page(tx, &filter, at)?;
            let count = list::count_beside(tx, &filter, &page)?;
            Ok((page, count))
        })
        .await?;
    let last = page.lines.last().filter(|_| page.has_next).map(|line| line.id.to_string());
    json(&ListAnswer {
        as_of,
        count: count.rows,
        count_is_complete: !count.more,
        next: last.map(|id| web.link_with(&[("before", ""), ("after", &id)])),
        certificates: page.lines.into_iter().map(LineAnswer::from).collect(),
    })
}

/// One certificate.
#[derive(Debug, Serialize)]
struct RecordAnswer {
    id: String,
    number: String,
    revision: i64,
    on: Day,
    standing: &'static str,
    agency: AgencyAnswer,
    agency_name_then: String,
    kind: &'static str,
    standard: String,
    scope: String,
    issued_by: String,
    certification_body_code: Option<String>,
    renews_id: Option<String>,
    issued: String,
    issued_counts_on: Day,
    expires: Option<String>,
    expires_on: Option<Day>,
    acts: Vec<ToldAct>,
    verify_path: String,
}

/// One certificate by its number (with its slashes) or its id; `on` asks for its standing of a day.
pub async fn record(web: Web) -> Result<Response> {
    let key: String = web.param("key")?;
    let on = web.query.day("on")?.unwrap_or_else(|| web.today());
    let answer = web
        .ctx
        .read(move |tx| {
            let by_id = |tx: &mut platform::Tx<'_>| match key.parse() {
                Ok(id) => store::load(tx, id),
                Err(_) => Ok(None),
            };
            let found = match store::by_number(tx, &key)? {
                Some(found) => Some(found),
                None => by_id(tx)?,
            };
            let certificate = found.ok_or(Error::NotFound)?;
            let days = (certificate.content.issued.counts_from(), tx.today());
            let bearer = heirs::bearer(tx, certificate.content.agency_id, days)?;
            Ok(record_answer(certificate, &bearer, on))
        })
        .await?;
    json(&answer)
}

fn record_answer(certificate: Certificate, bearer: &heirs::Bearer, on: Day) -> RecordAnswer {
    let (standing, expires_on) = (certificate.standing_on(on), certificate.expires_on());
    let acts = certificate.acts_by_day().into_iter().map(ToldAct::of).collect();
    let content = certificate.content;
    RecordAnswer {
        id: certificate.id.to_string(),
        revision: certificate.revision,
        on,
        standing: standing.word(),
        agency: AgencyAnswer {
            id: bearer.agency.id.to_string(),
            code: bearer.agency.code.clone(),
            name: bearer.agency.name().to_owned(),
        },
        agency_name_then: bearer.name.clone(),
        kind: content.kind.word(),
        standard: content.standard,
        scope: content.scope,
        issued_by: content.issued_by,
        certification_body_code: content.certification_body_code,
        renews_id: content.renews_id.map(|id| id.to_string()),
        issued: content.issued.text(),
        issued_counts_on: content.issued.counts_from(),
        expires: content.expires.map(|date| date.text()),
        expires_on,
        acts,
        verify_path: verify_path(&content.number),
        number: content.number,
    }
}
