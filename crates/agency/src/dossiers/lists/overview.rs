//! How the agency's work stands, as figures that lead to their rows: the head's page.

use super::filter::{self, end_of};
use super::store::{self, Count, DueCount, ServedProcedure};
use super::{OVERVIEW, overview_views};
use crate::dossiers::{Status, incidents};
use maud::Markup;
use platform::web::{Route, Web, get, needs};
use platform::{Day, Result, Scope, Tx};
use registers::people::{self, Unit};
use std::collections::BTreeMap;

/// The routes of the overview.
pub(super) fn routes() -> Vec<Route> {
    vec![get("/dossiers/overview", needs(&OVERVIEW), show)]
}

/// The figures of one line: of the agency, a unit or a procedure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Figures {
    /// Somebody works on it.
    pub(super) working: i64,
    /// Due today and not late yet.
    pub(super) today: i64,
    /// Past its due moment.
    pub(super) late: i64,
    /// Waits for the citizen.
    pub(super) waiting: i64,
    /// The result waits to be fetched.
    pub(super) settled: i64,
}

impl Figures {
    /// Whether there is anything to show.
    pub(super) fn is_empty(&self) -> bool {
        *self == Figures::default()
    }

    fn add(&mut self, status: i64, n: i64) {
        let is_in = |word: &str| {
            filter::group(word).is_some_and(|(_, all)| all.iter().any(|one| one.number() == status))
        };
        if is_in("working") {
            self.working += n;
        } else if is_in("waiting") {
            self.waiting += n;
        } else if status == Status::Settled.number() {
            self.settled += n;
        }
    }
}

/// All figures of the page.
pub(super) struct Overview {
    pub(super) all: Figures,
    pub(super) by_unit: BTreeMap<i64, Figures>,
    pub(super) by_procedure: BTreeMap<i64, Figures>,
    /// What ended this month: on time and late.
    pub(super) on_time: i64,
    pub(super) was_late: i64,
    pub(super) units: Vec<Unit>,
    pub(super) procedures: Vec<ServedProcedure>,
    pub(super) today: Day,
    /// How many dossiers stand in an incident.
    pub(super) incidents: i64,
}

/// The first day of the month of a day.
pub(super) fn first_of_month(day: Day) -> Day {
    let (year, month, _) = day.parts();
    Day::new(year, month, 1).unwrap_or(day)
}

fn read(tx: &mut Tx<'_>, agency_id: i64) -> Result<Overview> {
    let (now, today) = (tx.now(), tx.today());
    let mut seen = Overview {
        all: Figures::default(),
        by_unit: BTreeMap::new(),
        by_procedure: BTreeMap::new(),
        on_time: 0,
        was_late: 0,
        units: people::units(tx, agency_id)?,
        procedures: store::procedures(tx, agency_id)?,
        today,
        incidents: incidents::count(tx, agency_id)?,
    };
    for Count { status, procedure_id, unit_id, n } in store::counts(tx, agency_id)? {
        seen.each((unit_id, procedure_id), |figures| figures.add(status, n));
    }
    for DueCount { unit_id, procedure_id, n } in store::due_counts(tx, agency_id, i64::MIN, now)? {
        seen.each((unit_id, procedure_id), |figures| figures.late += n);
    }
    for DueCount { unit_id, procedure_id, n } in store::due_counts(tx, agency_id, now, end_of(today))? {
        seen.each((unit_id, procedure_id), |figures| figures.today += n);
    }
    let month = (first_of_month(today).starts_at(), today.plus_days(1).starts_at());
    for row in store::closed_counts(tx, agency_id, month.0, month.1)? {
        match row.was_late {
            Some(true) => seen.was_late += row.n,
            Some(false) => seen.on_time += row.n,
            None => {}
        }
    }
    Ok(seen)
}

/// How many open dossiers of an agency are past their due moment, and how many are due today and not late yet: what
/// `/dossiers?timing=late` and `?timing=today` list.
///
/// # Errors
/// When the database fails.
pub fn due_now(tx: &mut Tx<'_>, agency_id: i64) -> Result<(i64, i64)> {
    let (now, end) = (tx.now(), end_of(tx.today()));
    let sum = |rows: Vec<DueCount>| rows.iter().map(|row| row.n).sum();
    let late = sum(store::due_counts(tx, agency_id, i64::MIN, now)?);
    Ok((late, sum(store::due_counts(tx, agency_id, now, end)?)))
}

impl Overview {
    /// Changes the figures of the agency, of a unit and of a procedure alike.
    fn each(&mut self, (unit_id, procedure_id): (i64, i64), change: impl Fn(&mut Figures)) {
        change(&mut self.all);
        change(self.by_unit.entry(unit_id).or_default());
        change(self.by_procedure.entry(procedure_id).or_default());
    }
}

async fn show(web: Web) -> Result<Markup> {
    let agency_id = web.ctx.own_agency_id();
    web.ctx.may(&OVERVIEW, &Scope::owned_by(agency_id))?;
    let seen = web.ctx.read(move |tx| read(tx, agency_id)).await?;
    Ok(overview_views::page(&web, &seen))
}
