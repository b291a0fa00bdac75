//! The work list: what is read for it, and its JSON.

use super::left::Horizon;
use super::queue::{self, Asked, Counts, Part, Place, Queue};
use super::{several, store, views};
use crate::dossiers::lists::OVERVIEW;
use crate::dossiers::{Pause, Person, Status, WORK, incidents, person};
use crate::processes::{self, Published};
use axum::response::Response;
use maud::Markup;
use platform::web::{PAGE_SIZE, Route, Web, cursor, get, json, needs, page_of, post};
use platform::{Ctx, Error, Refusal, Result, Role, Tx, accounts, drafts};
use registers::admin_procedures::{self, Procedure};
use registers::calendars;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;
use workdays::{Calendar, instant_text};

/// The routes of the work list.
pub fn routes() -> Vec<Route> {
    vec![
        get("/tasks", needs(&WORK), list),
        get("/tasks/several", needs(&WORK), several::show),
        post("/tasks/several", needs(&WORK), several::complete),
        get("/api/tasks", needs(&WORK), list_json),
    ]
}

/// One page of somebody's work.
pub(super) struct Found {
    /// Which part is shown.
    pub part: Part,
    /// How many each part has.
    pub counts: Counts,
    /// The rows of the page.
    pub lines: Vec<Line>,
    /// Whether more follow.
    pub more: bool,
    /// How many forms the agency has kept unsent.
    pub drafts: i64,
    /// How many dossiers stand in an incident, where the reader may see them.
    pub incidents: i64,
    /// The office's calendar.
    pub calendar: Arc<Calendar>,
    /// The moments that divide what is due.
    pub horizon: Horizon,
}

/// One task as the list shows it.
#[derive(Clone)]
pub(super) struct Line {
    /// Where it stands in the list.
    pub place: Place,
    /// The code of its dossier.
    pub code: String,
    /// The dossier's status.
    pub status: Status,
    /// The name of the procedure.
    pub procedure: String,
    /// The version of the process that it goes by.
    pub version_id: i64,
    /// The node of the step there.
    pub node: u16,
    /// The name of the step.
    pub step: String,
    /// Whose dossier it is; empty when the data were erased.
    pub applicant: String,
    /// Its number in the book of same-day work, where it has one.
    pub book_no: Option<i64>,
    /// What the row's button does.
    pub act: LineAct,
    /// What it waits for, and since when, while the citizen is waited for.
    pub waits: Option<Pause>,
    /// For whom the reader would do it as a deputy.
    pub deputy_for: Option<String>,
}

/// What the row's button does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LineAct {
    /// Takes the task.
    Take,
    /// Hands the task out, which is of a unit that is closed.
    HandOver,
    /// Opens the dossier at the step.
    Do,
    /// Opens the dossier to return the result.
    Return,
    /// Opens the dossier to take in what the citizen was asked for.
    TakeIn,
    /// Opens the dossier, for which only the citizen can do something.
    See,
}

/// The row after which the page begins: `dossier~due.token`.
fn after(web: &Web) -> Result<Option<Place>> {
    let wrong = || Error::from(Refusal::new("list-not-a-cursor").field("after"));
    let Some((key, dossier_id)) = web.query.cursor()? else { return Ok(None) };
    let (due_at, token) = key.split_once('.').ok_or_else(wrong)?;
    let (due_at, token) = (due_at.parse().map_err(|_| wrong())?, token.parse().map_err(|_| wrong())?);
    Ok(Some(Place { due_at, dossier_id, token }))
}

/// What [`after`] reads back.
pub(super) fn place_key(place: Place) -> String {
    format!("{}.{}", place.due_at, place.token)
}

/// Whose list it is, with the queues and moments that it is made of.
pub(super) struct Reader {
    pub agency_id: i64,
    pub person: Person,
    pub queues: Vec<Queue>,
    pub calendar: Arc<Calendar>,
    pub horizon: Horizon,
}

impl Reader {
    pub fn of(tx: &mut Tx<'_>, ctx: &Ctx) -> Result<Reader> {
        let (agency_id, person) = (ctx.own_agency_id(), person(tx, ctx)?);
        let version = calendars::current(tx, agency_id, tx.today())?;
        let calendar = calendars::calendar(tx, agency_id, version)?;
        let horizon = Horizon::of(&calendar, tx.now());
        let queues = queue::queues(tx, agency_id, &person)?;
        Ok(Reader { agency_id, person, queues, calendar, horizon })
    }

    pub fn asked(&self) -> Asked<'_> {
        Asked { agency_id: self.agency_id, person: &self.person, queues: &self.queues, horizon: self.horizon }
    }
}

async fn find(web: &Web) -> Result<Found> {
    let (part, after) = (web.query.choice("tab", Part::of_word)?.unwrap_or(Part::All), after(web)?);
    let (ctx, agency_id) = (web.ctx.clone(), web.ctx.own_agency_id());
    web.ctx
        .read(move |tx| {
            let reader = Reader::of(tx, &ctx)?;
            let asked = reader.asked();
            let (counts, waiting) = queue::counts(tx, asked)?;
            let follows = |place: &Place| after.is_none_or(|after| *place > after);
            let places = match part {
                Part::Waiting => waiting.all.into_iter().filter(follows).take(PAGE_SIZE + 1).collect(),
                part => {
                    let mut places = queue::places(tx, asked, (part, after, PAGE_SIZE + 1))?;
                    if part == Part::All {
                        places.extend(waiting.beside.into_iter().filter(follows));
                        places.sort_unstable();
                        places.truncate(PAGE_SIZE + 1);
                    }
                    places
                }
            };
            let (places, more) = page_of(places, PAGE_SIZE);
            let lines = lines(tx, (agency_id, &reader.person), places)?;
            let Reader { calendar, horizon, .. } = reader;
            let drafts = drafts::count_open(tx, agency_id)?;
            let incidents = if ctx.could(&OVERVIEW) { incidents::count(tx, agency_id)? } else { 0 };
            Ok(Found { part, counts, lines, more, drafts, incidents, calendar, horizon })
        })
        .await
}

/// The first tasks of the whole list.
///
/// # Errors
/// When the database fails.
pub(super) async fn first(web: &Web, most: usize) -> Result<Vec<Line>> {
    let ctx = web.ctx.clone();
    web.ctx
        .read(move |tx| {
            let reader = Reader::of(tx, &ctx)?;
            let places = queue::places(tx, reader.asked(), (Part::All, None, most))?;
            lines(tx, (reader.agency_id, &reader.person), places)
        })
        .await
}

/// What came in, as far as a row needs it.
#[derive(Deserialize)]
struct Fixed {
    intake: Versions,
}

#[derive(Deserialize)]
struct Versions {
    procedure_revision: i64,
    version_id: i64,
    #[serde(default)]
    book_no: Option<i64>,
}

/// What seldom changes, as far as the row of a dossier that waits needs it.
#[derive(Deserialize)]
struct Course {
    #[serde(default)]
    pauses: Vec<Pause>,
}

/// The pause that a dossier is in.
fn open_pause(status: Status, course: &str) -> Result<Option<Pause>> {
    if !status.is_waiting() {
        return Ok(None);
    }
    let course: Course = serde_json::from_str(course).map_err(Error::failed)?;
    Ok(course.pauses.into_iter().next_back().filter(|pause| pause.until_at.is_none()))
}

/// The rows of these places.
///
/// # Errors
/// When the database fails.
pub(super) fn lines(
    tx: &mut Tx<'_>,
    (agency_id, person): (i64, &Person),
    places: Vec<Place>,
) -> Result<Vec<Line>> {
    let absent = person.stands_for.iter().map(|(account_id, ..)| *account_id);
    let names = accounts::names_of(tx, absent)?;
    let mut known = Known::default();
    let mut lines = Vec::with_capacity(places.len());
    for place in places {
        // A task done since the queue was read has left the list.
        let Some(row) = store::row(tx, agency_id, place.dossier_id, place.token)?.pop() else { continue };
        let fixed: Fixed = serde_json::from_str(&row.intake).map_err(Error::failed)?;
        let procedure = known.procedure(tx, (row.procedure_id, fixed.intake.procedure_revision))?;
        let published = known.published(tx, agency_id, fixed.intake.version_id)?;
        let node = u16::try_from(row.node).map_err(Error::failed)?;
        let step = published.as_ref().and_then(|published| published.step(node));
        let status = crate::dossiers::store::status_of(row.status)?;
        let is_own = Role::of_word(&row.role).is_some_and(|role| person.may_take(role, row.unit_id));
        let is_last = published.as_ref().is_some_and(|published| published.is_last(node));
        lines.push(Line {
            place,
            code: row.code,
            status,
            procedure: procedure.name.clone(),
            version_id: fixed.intake.version_id,
            node,
            step: step.map(|step| step.name.clone()).unwrap_or_default(),
            applicant: row.applicant.unwrap_or_default(),
            book_no: fixed.intake.book_no,
            act: act(person, status, (row.assignee.is_some(), is_own, is_last)),
            waits: open_pause(status, &row.course)?,
            deputy_for: row.assignee.and_then(|assignee| names.get(&assignee).cloned()),
        });
    }
    Ok(lines)
}

/// What the person does next; `is_own` tells whether an open task is the person's, and not only to be handed out.
fn act(person: &Person, status: Status, (is_held, is_own, is_last): (bool, bool, bool)) -> LineAct {
    match (status.is_waiting(), is_held, is_last) {
        (true, ..) if person.is(Role::Clerk) => LineAct::TakeIn,
        (true, ..) => LineAct::See,
        (false, false, _) if !is_own => LineAct::HandOver,
        (false, false, false) => LineAct::Take,
        (false, true, false) => LineAct::Do,
        // A result waits for a citizen at the counter: whoever is there hands it out, without taking it first.
        (false, _, true) => LineAct::Return,
    }
}

/// Versions that the rows of a page share.
#[derive(Default)]
struct Known {
    procedures: BTreeMap<(i64, i64), Arc<Procedure>>,
    versions: BTreeMap<i64, Option<Arc<Published>>>,
}

impl Known {
    fn procedure(&mut self, tx: &mut Tx<'_>, (id, revision): (i64, i64)) -> Result<Arc<Procedure>> {
        if let Some(known) = self.procedures.get(&(id, revision)) {
            return Ok(Arc::clone(known));
        }
        let read = admin_procedures::load_revision(tx, id, revision)?;
        self.procedures.insert((id, revision), Arc::clone(&read));
        Ok(read)
    }

    fn published(
        &mut self,
        tx: &mut Tx<'_>,
        agency_id: i64,
        version_id: i64,
    ) -> Result<Option<Arc<Published>>> {
        if let Some(known) = self.versions.get(&version_id) {
            return Ok(known.clone());
        }
        let read = processes::published(tx, agency_id, version_id)?;
        self.versions.insert(version_id, read.clone());
        Ok(read)
    }
}

async fn list(web: Web) -> Result<Markup> {
    Ok(views::list(&web, &find(&web).await?))
}

#[derive(Serialize)]
struct TasksJson {
    counts: CountsJson,
    rows: Vec<TaskJson>,
    /// What to send as `after` for the next rows.
    next: Option<String>,
}

#[derive(Serialize)]
struct CountsJson {
    all: i64,
    today: i64,
    soon: i64,
    late: i64,
    waiting: i64,
    /// Whether there is more than was counted.
    has_more: bool,
}

#[derive(Serialize)]
struct TaskJson {
    dossier_id: String,
    token: i64,
    code: String,
    status: i64,
    procedure: String,
    step: String,
    applicant: String,
    due_at: Option<String>,
}

async fn list_json(web: Web) -> Result<Response> {
    let found = find(&web).await?;
    let last = found.lines.last().filter(|_| found.more);
    let next = last.map(|line| cursor(place_key(line.place), line.place.dossier_id));
    let Counts { every, today, soon, late, waiting, has_more } = found.counts;
    let rows = found.lines.into_iter().map(|line| TaskJson {
        dossier_id: line.place.dossier_id.to_string(),
        token: line.place.token,
        code: line.code,
        status: line.status.number(),
        procedure: line.procedure,
        step: line.step,
        applicant: line.applicant,
        due_at: (line.place.due_at != i64::MAX).then(|| instant_text(line.place.due_at)),
    });
    let counts = CountsJson { all: every, today, soon, late, waiting, has_more };
    json(&TasksJson { counts, rows: rows.collect(), next })
}
