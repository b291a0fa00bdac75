//! A dossier with everything that its page shows, read in one go.

use super::allowed::{self, Act};
use super::next;
use super::why::{Reader, Why};
use crate::dossiers::applicants::{self, Person as Applicant};
use crate::dossiers::event::DossierEvent;
use crate::dossiers::fields::{self, Typed};
use crate::dossiers::lists::FROM_REGISTER;
use crate::dossiers::tasks::{self, left::Horizon};
use crate::dossiers::{Dossier, Person, Task, person, slips, store, values};
use crate::processes::{self, Published};
use crate::services::{self, Policy};
use platform::web::{Past, Web, history};
use platform::{Ctx, Error, Result, Tx, accounts};
use registers::admin_procedures::{self, Procedure};
use registers::{agencies, calendars, people};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use workdays::Calendar;

/// A dossier with what its page shows beside it.
pub(super) struct Seen {
    pub dossier: Dossier,
    pub past: Vec<Past<Dossier>>,
    pub procedure: Arc<Procedure>,
    /// The process it follows; none for what was turned away.
    pub published: Option<Arc<Published>>,
    /// Whose it is; none when the data were erased.
    pub applicant: Option<Applicant>,
    pub proxy: Option<Applicant>,
    /// Labels and answers of the procedure's fields.
    pub answers: Vec<(String, String)>,
    /// What the inputs of those fields hold at first; none where there is nothing to ask.
    pub asked: Option<Typed>,
    pub calendar: Arc<Calendar>,
    /// Why it is due when it is.
    pub why: Why,
    /// Who looks.
    pub person: Person,
    pub acts: Vec<Act>,
    /// Whom the reader may name for the step after the own one.
    pub receivers: Vec<(i64, String)>,
    /// Names of the people that the page speaks of.
    pub names: BTreeMap<i64, String>,
    /// Name of the unit that handles it; empty for none.
    pub unit: String,
    /// Name of the agency whose desk received it, where it is another one.
    pub desk: String,
    pub horizon: Horizon,
    /// The reader's work list, unless one came from the register.
    pub beside: Option<tasks::Beside>,
}

impl Seen {
    /// The page of the dossier.
    pub fn path(&self) -> String {
        path_of(&self.dossier)
    }

    /// The name of the step at a node; empty where it is not known.
    pub fn step_name(&self, node: u16) -> String {
        step_name(self.published.as_deref(), node)
    }

    /// The name of an account; empty when it is not known.
    pub fn name(&self, account_id: i64) -> &str {
        self.names.get(&account_id).map_or("", String::as_str)
    }

    /// The tasks that the reader may complete now.
    pub fn doable(&self) -> Vec<&Task> {
        allowed::doable(&self.dossier, &self.person)
    }

    /// Whether the reader needs the identity number of the applicant.
    pub fn shows_identity(&self) -> bool {
        allowed::needs_identity(&self.dossier, &self.person)
    }
}

/// The page of a dossier.
pub(super) fn path_of(dossier: &Dossier) -> String {
    format!("/dossiers/{}", dossier.id)
}

/// The name of the step at a node of a process; empty where it is not known.
pub(super) fn step_name(published: Option<&Published>, node: u16) -> String {
    published.and_then(|published| published.step(node)).map(|step| step.name.clone()).unwrap_or_default()
}

/// Reads the dossier of the address with what its page shows.
///
/// # Errors
/// [`Error::NotFound`] for a dossier that the reader's agency does not handle.
pub(super) async fn seen(web: &Web) -> Result<Seen> {
    let (id, ctx) = (web.param::<i64>("id")?, web.ctx.clone());
    let from_register = is_from_register(web);
    web.ctx.read(move |tx| see(tx, &ctx, (id, from_register))).await
}

/// Whether one came from the register, whose rows say so; else one works through the own tasks.
pub(super) fn is_from_register(web: &Web) -> bool {
    web.query.get("from") == FROM_REGISTER
}

fn see(tx: &mut Tx<'_>, ctx: &Ctx, (id, from_register): (i64, bool)) -> Result<Seen> {
    let agency_id = ctx.own_agency_id();
    let dossier = store::require(tx, agency_id, id)?;
    let intake = &dossier.intake;
    let past = history::<Dossier>(tx, id)?;
    let procedure = admin_procedures::load_revision(tx, intake.procedure_id, intake.procedure_revision)?;
    let calendar = calendar_of(tx, &dossier)?;
    let (person, now) = (person(tx, ctx)?, tx.now());
    let published = processes::published(tx, agency_id, intake.version_id)?;
    let own = allowed::doable(&dossier, &person).first().map(|task| task.node);
    let receivers = match (own, published.as_deref()) {
        (Some(node), Some(published)) => next::receivers(tx, (&dossier, &person), (published, node))?,
        _ => Vec::new(),
    };
    let is_signed = slips::is_signed(&past, dossier.settled_at);
    Ok(Seen {
        published,
        receivers,
        applicant: applicants::person(tx, agency_id, intake.applicant_id)?,
        proxy: intake.proxy_id.map(|id| applicants::person(tx, agency_id, id)).transpose()?.flatten(),
        answers: shown_answers(tx, (agency_id, id), &procedure)?,
        asked: fields::at_first(tx, (&dossier, &procedure), is_signed)?,
        why: Why::of(&dossier, &calendar, (&procedure, Reader::Office)),
        acts: allowed::acts(&dossier, &person, now),
        names: accounts::names_of(tx, spoken_of(&dossier, &past, &person))?,
        unit: unit_name(tx, agency_id, intake.unit_id)?,
        desk: desk_name(tx, &dossier)?,
        horizon: Horizon::of(&calendar, now),
        beside: if from_register { None } else { tasks::beside(tx, ctx, &dossier)? },
        procedure,
        calendar,
        person,
        past,
        dossier,
    })
}

/// The calendar that a dossier's limit is counted with, else that of today.
pub(super) fn calendar_of(tx: &mut Tx<'_>, dossier: &Dossier) -> Result<Arc<Calendar>> {
    let version = match &dossier.clock {
        Some(clock) => clock.version,
        None => calendars::current(tx, dossier.agency_id, tx.today())?,
    };
    calendars::calendar(tx, dossier.agency_id, version)
}

fn shown_answers(
    tx: &mut Tx<'_>,
    (agency_id, id): (i64, i64),
    procedure: &Procedure,
) -> Result<Vec<(String, String)>> {
    let Some(schema) = &procedure.fields else { return Ok(Vec::new()) };
    let Some(kept) = store::answers(tx, agency_id, id)?.pop() else { return Ok(Vec::new()) };
    let read = values::read(&kept.answers)?;
    let shown = |field: &admin_procedures::fields::Field| {
        Some((field.label.clone(), field.shown(read.get(&field.key)?)))
    };
    Ok(schema.fields.iter().filter_map(shown).collect())
}

fn unit_name(tx: &mut Tx<'_>, agency_id: i64, unit_id: i64) -> Result<String> {
    if unit_id == 0 {
        return Ok(String::new());
    }
    Ok(people::unit(tx, agency_id, unit_id)?.map(|unit| unit.name).unwrap_or_default())
}

fn desk_name(tx: &mut Tx<'_>, dossier: &Dossier) -> Result<String> {
    let desk = dossier.intake.desk_agency_id;
    if desk == dossier.agency_id {
        return Ok(String::new());
    }
    Ok(agencies::load(tx, desk)?.map(|agency| agency.name().to_owned()).unwrap_or_default())
}

/// Everybody whose name the page may say: who holds a task, was given one, or was deputised for.
fn spoken_of(dossier: &Dossier, past: &[Past<Dossier>], person: &Person) -> BTreeSet<i64> {
    let mut found: BTreeSet<i64> = dossier.tasks.iter().filter_map(|task| task.assignee).collect();
    found.extend(person.stands_for.iter().map(|(account_id, ..)| *account_id));
    for step in past {
        match &step.event {
            DossierEvent::Assigned { to: Some(to), .. } => found.insert(*to),
            DossierEvent::Completed { deputy_for: Some(absent), .. } => found.insert(*absent),
            _ => false,
        };
    }
    found
}

/// A dossier of the reader's agency with its process and calendar, for the forms of its acts.
pub(super) struct Case {
    pub dossier: Dossier,
    pub procedure: Arc<Procedure>,
    pub published: Option<Arc<Published>>,
    pub calendar: Arc<Calendar>,
    pub applicant: String,
    /// What the inputs of the procedure's fields hold at first; none where there is nothing to ask.
    pub asked: Option<Typed>,
    /// What a request for papers does to the clock today.
    pub policy: Policy,
    /// Who asks.
    pub person: Person,
}

/// Reads what the form of an act needs.
///
/// # Errors
/// [`Error::NotFound`] for a dossier that the reader's agency does not handle.
pub(super) async fn case(web: &Web) -> Result<Case> {
    let (agency_id, id) = (web.ctx.own_agency_id(), web.param::<i64>("id")?);
    let ctx = web.ctx.clone();
    web.ctx
        .read(move |tx| {
            let dossier = store::load(tx, agency_id, id)?.ok_or(Error::NotFound)?;
            let intake = &dossier.intake;
            let (procedure_id, revision) = (intake.procedure_id, intake.procedure_revision);
            let applicant = applicants::person(tx, agency_id, intake.applicant_id)?;
            let service = services::of(tx, agency_id, procedure_id)?;
            let procedure = admin_procedures::load_revision(tx, procedure_id, revision)?;
            let is_signed = fields::is_signed(tx, &dossier)?;
            Ok(Case {
                policy: service.map(|service| service.policy_on(tx.today())).unwrap_or_default(),
                asked: fields::at_first(tx, (&dossier, &procedure), is_signed)?,
                procedure,
                published: processes::published(tx, agency_id, intake.version_id)?,
                calendar: calendar_of(tx, &dossier)?,
                applicant: applicant.map(|applicant| applicant.name).unwrap_or_default(),
                person: person(tx, &ctx)?,
                dossier,
            })
        })
        .await
}
