//! The pages of what a release would move: the list, and one dossier counted by both calendars.

use super::recount::recounted;
use super::{store, views};
use crate::dossiers::record::why::{Reader, Why};
use crate::dossiers::store::require;
use crate::dossiers::{Dossier, READ};
use maud::Markup;
use platform::web::Web;
use platform::{Error, Refusals, Result, Scope, Tx};
use registers::admin_procedures;
use registers::calendars::{self, Proposed, proposed};
use std::collections::BTreeMap;
use std::sync::Arc;
use workdays::Calendar;

/// At most so many open dossiers are counted again for one page.
const MOST: i64 = 2_000;

/// A dossier that a release would move.
pub(super) struct Change {
    pub(super) id: i64,
    pub(super) code: String,
    pub(super) received_at: i64,
    /// The due moment that binds.
    pub(super) from_at: i64,
    /// The due moment by the release.
    pub(super) to_at: i64,
}

/// What a release would move at an agency.
pub(super) struct Found {
    pub(super) release: Proposed,
    pub(super) changes: Vec<Change>,
    /// How many open dossiers were counted again.
    pub(super) counted: usize,
    /// Whether there are more than may be counted for one page.
    pub(super) is_cut: bool,
}

/// A dossier counted by the calendar it was promised by and by a release.
pub(super) struct Both {
    pub(super) release: Proposed,
    pub(super) before: Counted,
    /// None where the release cannot count it: it stands still, has no limit or has ended.
    pub(super) after: Option<Counted>,
}

/// A dossier with the calendar that counts it.
pub(super) struct Counted {
    pub(super) dossier: Dossier,
    pub(super) calendar: Arc<Calendar>,
    pub(super) why: Why,
}

fn own_agency(web: &Web) -> Result<i64> {
    let agency_id = web.ctx.own_agency_id();
    web.ctx.may(&READ, &Scope::owned_by(agency_id))?;
    Ok(agency_id)
}

fn release_of(web: &Web) -> Result<Option<i64>> {
    web.query.choice("release", |text| text.parse().ok())
}

/// A draft that cannot be published yet is answered with what stands in its way.
fn or_faults<T>(found: Result<T>) -> Result<std::result::Result<T, Refusals>> {
    match found {
        Ok(found) => Ok(Ok(found)),
        Err(Error::Refused(reasons)) => Ok(Err(reasons)),
        Err(error) => Err(error),
    }
}

pub(super) async fn list(web: Web) -> Result<Markup> {
    let (agency_id, release) = (own_agency(&web)?, release_of(&web)?);
    let found = web.ctx.read(move |tx| or_faults(moved(tx, agency_id, release))).await?;
    Ok(match found {
        Ok(found) => views::list(&web, &found),
        Err(reasons) => views::faulty(&web, &reasons),
    })
}

/// The open dossiers of an agency that a release would move.
fn moved(tx: &mut Tx<'_>, agency_id: i64, release: Option<i64>) -> Result<Found> {
    let release = proposed(tx, release)?;
    let Some(first) = release.changes_from(tx)? else {
        return Ok(Found { release, changes: Vec::new(), counted: 0, is_cut: false });
    };
    let ids = store::due_since(tx, agency_id, first.starts_at(), MOST + 1)?;
    let is_cut = ids.len() > MOST as usize;
    let mut calendars = Calendars::default();
    let (mut changes, mut counted) = (Vec::new(), 0);
    for row in ids.iter().take(MOST as usize) {
        let dossier = require(tx, agency_id, row.id)?;
        counted += 1;
        let Some(from_at) = dossier.due_at() else { continue };
        let Some((before, after)) = calendars.of(tx, &dossier, &release)? else { continue };
        let to_at = recounted(&dossier, &before, &after).and_then(|after| after.due_at());
        if let Some(to_at) = to_at.filter(|to_at| *to_at != from_at) {
            let (id, code, received_at) = (dossier.id, dossier.code, dossier.received_at);
            changes.push(Change { id, code, received_at, from_at, to_at });
        }
    }
    Ok(Found { release, changes, counted, is_cut })
}

/// The calendars of a release by office hours, each compiled once.
#[derive(Default)]
struct Calendars(BTreeMap<i64, Arc<Calendar>>);

impl Calendars {
    /// The calendar that a dossier is counted by and the same office hours by the release; none without a
    /// limit and for what this release has counted already.
    fn of(
        &mut self,
        tx: &mut Tx<'_>,
        dossier: &Dossier,
        release: &Proposed,
    ) -> Result<Option<(Arc<Calendar>, Arc<Calendar>)>> {
        let Some(version) = dossier.clock.as_ref().map(|clock| clock.version) else { return Ok(None) };
        if release.number == Some(version.release) {
            return Ok(None);
        }
        let after = match self.0.get(&version.hours_id) {
            Some(known) => known.clone(),
            None => {
                let made = Arc::new(release.calendar(tx, dossier.agency_id, version)?);
                self.0.insert(version.hours_id, made.clone());
                made
            }
        };
        Ok(Some((calendars::calendar(tx, dossier.agency_id, version)?, after)))
    }
}

pub(super) async fn show(web: Web) -> Result<Markup> {
    let (agency_id, release) = (own_agency(&web)?, release_of(&web)?);
    let id: i64 = web.param("id")?;
    let found = web.ctx.read(move |tx| or_faults(both(tx, (agency_id, id), release))).await?;
    Ok(match found {
        Ok(both) => views::both(&web, &both),
        Err(reasons) => views::faulty(&web, &reasons),
    })
}

fn both(tx: &mut Tx<'_>, (agency_id, id): (i64, i64), release: Option<i64>) -> Result<Both> {
    let dossier = require(tx, agency_id, id)?;
    let release = proposed(tx, release)?;
    let version = dossier.clock.as_ref().ok_or(Error::NotFound)?.version;
    let intake = &dossier.intake;
    let procedure = admin_procedures::load_revision(tx, intake.procedure_id, intake.procedure_revision)?;
    let calendar = calendars::calendar(tx, agency_id, version)?;
    let by_release = Arc::new(release.calendar(tx, agency_id, version)?);
    let counted = |dossier: Dossier, calendar: Arc<Calendar>| Counted {
        why: Why::of(&dossier, &calendar, (&procedure, Reader::Office)),
        dossier,
        calendar,
    };
    // What is over keeps the moment it ended by.
    let open = clock_runs(&dossier).then(|| recounted(&dossier, &calendar, &by_release)).flatten();
    Ok(Both {
        release,
        after: open.map(|after| counted(after, by_release)),
        before: counted(dossier, calendar),
    })
}

fn clock_runs(dossier: &Dossier) -> bool {
    !dossier.status.is_over() && dossier.settled_at.is_none()
}
