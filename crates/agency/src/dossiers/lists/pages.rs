//! The register of an agency's dossiers.

use super::filter::{self, Asked};
use super::store::{self, Line, ServedProcedure, StatusCount};
use super::{api, views};
use crate::dossiers::READ;
use axum::response::Response;
use maud::Markup;
use platform::web::{Export, PAGE_SIZE, Route, Web, get, needs, page_of};
use platform::{Error, Refusal, Result, Scope, Tx};
use registers::people::{self, Unit};

/// The routes of the register.
pub(super) fn routes() -> Vec<Route> {
    let read = needs(&READ);
    vec![
        get("/dossiers", read, list),
        get("/dossiers.xlsx", read, spreadsheet).timeout(120),
        get("/api/dossiers", read, api::list),
    ]
}

/// Beyond so many rows a list is said to have more, without counting them.
pub(super) const MOST_COUNTED: i64 = 400;
/// The longest spreadsheet; whoever needs more asks for a shorter span of days.
const MOST_EXPORTED: usize = 50_000;

/// One page of the register.
pub(super) struct Found {
    pub(super) lines: Vec<Line>,
    pub(super) more: bool,
    /// How many rows the list has in all.
    pub(super) all: i64,
    /// Whether it has more than that.
    pub(super) has_more: bool,
    /// The kept numbers by status, where nothing else is asked for.
    pub(super) counts: Option<Vec<StatusCount>>,
    pub(super) procedures: Vec<ServedProcedure>,
    pub(super) units: Vec<Unit>,
    /// The instant against which what is due is late.
    pub(super) now: i64,
}

/// The agency whose register is read: the actor's own.
///
/// # Errors
/// [`Error::Forbidden`].
pub(super) fn own_agency(web: &Web) -> Result<i64> {
    let agency_id = web.ctx.own_agency_id();
    web.ctx.may(&READ, &Scope::owned_by(agency_id))?;
    Ok(agency_id)
}

/// The id before which a page begins.
pub(super) fn before(web: &Web) -> Result<i64> {
    let wrong = || Error::from(Refusal::new("list-not-a-cursor").field("after"));
    let Some(text) = web.query.some("after") else { return Ok(i64::MAX) };
    text.parse().ok().filter(|id| *id > 0).ok_or_else(wrong)
}

/// Finds the page that the address asks for.
///
/// # Errors
/// When the address asks for nothing that exists, or the database fails.
pub(super) async fn find(web: &Web) -> Result<Found> {
    let (agency_id, asked, before_id) = (own_agency(web)?, filter::read(web)?, before(web)?);
    web.ctx.read(move |tx| find_in(tx, agency_id, (&asked, before_id))).await
}

fn find_in(tx: &mut Tx<'_>, agency_id: i64, (asked, before_id): (&Asked, i64)) -> Result<Found> {
    let filter = asked.filter(tx, agency_id)?;
    let one_page = PAGE_SIZE as i64 + 1;
    let counts = match filter.is_by_status_only() {
        true => Some(store::counts_of_statuses(tx, agency_id)?),
        false => None,
    };
    let is_first = before_id == i64::MAX;
    let (ids, all) = match &counts {
        Some(counts) => {
            let mask = filter.mask();
            let chosen = counts.iter().filter(|row| mask >> row.status & 1 == 1);
            (store::ids(tx, agency_id, &filter, (before_id, one_page))?, chosen.map(|row| row.n).sum())
        }
        None => {
            let whole = store::ids(tx, agency_id, &filter, (i64::MAX, MOST_COUNTED + 1))?;
            let all = i64::try_from(whole.len()).unwrap_or(i64::MAX);
            let page = match is_first {
                true => whole.into_iter().take(PAGE_SIZE + 1).collect(),
                false => store::ids(tx, agency_id, &filter, (before_id, one_page))?,
            };
            (page, all)
        }
    };
    let (ids, more) = page_of(ids, PAGE_SIZE);
    Ok(Found {
        lines: store::lines_of(tx, agency_id, &ids)?,
        more,
        all: if counts.is_none() { all.min(MOST_COUNTED) } else { all },
        has_more: counts.is_none() && all > MOST_COUNTED,
        counts,
        procedures: store::procedures(tx, agency_id)?,
        units: people::units(tx, agency_id)?,
        now: tx.now(),
    })
}

async fn list(web: Web) -> Result<Markup> {
    Ok(views::list(&web, &find(&web).await?))
}

async fn spreadsheet(web: Web) -> Result<Response> {
    let (agency_id, asked) = (own_agency(&web)?, filter::read(&web)?);
    let (lines, units, procedures) = web
        .ctx
        .read(move |tx| {
            let filter = asked.filter(tx, agency_id)?;
            let ids = store::ids(tx, agency_id, &filter, (i64::MAX, MOST_EXPORTED as i64 + 1))?;
            if ids.len() > MOST_EXPORTED {
                let most = MOST_EXPORTED.to_string();
                return Err(Refusal::new("lists-refusal-too-many-rows").with("most", &most).into());
            }
            let lines = store::lines_of(tx, agency_id, &ids)?;
            Ok((lines, people::units(tx, agency_id)?, store::procedures(tx, agency_id)?))
        })
        .await?;
    let export = Export {
        title: web.t("lists-title"),
        notes: views::notes(&web, (&units, &procedures)),
        columns: views::SHEET,
        rows: lines.iter().map(|line| views::sheet_row(&web, line, &units)).collect(),
    };
    web.export(export, "ho-so.xlsx").await
}
