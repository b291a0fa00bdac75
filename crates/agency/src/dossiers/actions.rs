//! What people do with dossiers: one function per verb.

use super::decide::{self, Ask, Assign, Complete, EndEarly, Facts, Way};
use super::event::DossierEvent;
use super::model::{Attachment, Dossier, PaperIn, Status};
use super::refusal::{Refusal, is_beyond_calendar};
use super::who::{Deed, Person, serves};
use super::{files, machine, receptions, store, values};
use crate::processes::{self, Published};
use crate::services::{self, Policy};
use bpmn::feel::Value;
use bpmn::program::Program;
use platform::permissions::Role;
use platform::{Ctx, Day, Error, Refusals, Result, Scope, Tx, action};
use registers::calendars::ClockVersion;
use registers::{calendars, people};
use std::sync::Arc;
use workdays::{Calendar, WorkingTime};

action!(
    /// Read the agency's dossiers.
    pub READ = "dossiers.read", deputies: Clerk Own, Officer Own, UnitHead Own, Head Own, RecordsOfficer Own,
    QualitySecretary Own
);
action!(
    /// Receive at the counter, for the own agency and those that have agreed to it.
    pub RECEIVE = "dossiers.receive", deputies: Clerk Own
);
action!(
    /// Do the tasks of one's role.
    pub WORK = "dossiers.work", deputies: Clerk Own, Officer Own, UnitHead Own, Head Own, RecordsOfficer Own
);
action!(
    /// Ask the citizen for papers or payment.
    pub ASK = "dossiers.ask", deputies: Clerk Own, Officer Own, UnitHead Own, Head Own
);
action!(
    /// Extend the limit, or refuse in writing.
    pub LEAD = "dossiers.lead", deputies: UnitHead Own, Head Own
);
action!(
    /// Stop handling.
    pub STOP = "dossiers.stop", deputies: Head Own
);
action!(
    /// Try again what stands in an incident.
    pub MEND = "dossiers.mend", deputies: UnitHead Own, Head Own, QualitySecretary Own
);
action!(
    /// Take back on the citizen's wish, correct what was entered, print again.
    pub DESK = "dossiers.desk", deputies: Clerk Own
);

impl Way for Published {
    fn program(&self) -> &Program {
        &self.program
    }

    fn role(&self, node: u16) -> Option<Role> {
        Published::role(self, node)
    }

    fn is_last(&self, node: u16) -> bool {
        Published::is_last(self, node)
    }

    fn is_beside(&self, node: u16) -> bool {
        Published::is_beside(self, node)
    }

    fn budget(&self, node: u16) -> Option<WorkingTime> {
        Published::budget(self, node)
    }

    fn words(&self, node: u16) -> String {
        let step = self.step(node);
        let words = step.map(|step| if step.description.is_empty() { &step.name } else { &step.description });
        words.cloned().unwrap_or_default()
    }
}

/// A command on a dossier, with the revision that its page showed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Command<T> {
    /// The dossier.
    pub id: i64,
    /// The revision seen; none where nothing was shown (JSON, jobs).
    pub revision: Option<i64>,
    /// What is to be done.
    pub what: T,
}

/// A dossier that a command is about, with what its rules ask for.
pub(super) struct Case {
    pub(super) dossier: Dossier,
    pub(super) published: Arc<Published>,
    calendar: Arc<Calendar>,
    renewed: Option<Arc<Calendar>>,
    version: ClockVersion,
    values: Vec<Value>,
    now: i64,
}

impl Case {
    pub(super) fn open(tx: &mut Tx<'_>, agency_id: i64, id: i64, revision: Option<i64>) -> Result<Case> {
        let dossier = store::require(tx, agency_id, id)?;
        if revision.is_some_and(|seen| seen != dossier.revision) {
            return Err(platform::Refusal::from(Refusal::Stale).into());
        }
        let published = processes::published(tx, agency_id, dossier.intake.version_id)?;
        let published = published.ok_or_else(|| platform::Refusal::from(Refusal::NotOffered))?;
        let version = match &dossier.clock {
            Some(clock) => clock.version,
            None => calendars::current(tx, agency_id, tx.today())?,
        };
        let calendar = calendars::calendar(tx, agency_id, version)?;
        let renewed = if published.has_timers() { renewed(tx, agency_id, version)? } else { None };
        let renewed = renewed.map(|version| calendars::calendar(tx, agency_id, version)).transpose()?;
        let values = if published.program.pool().fields().is_empty() {
            Vec::new()
        } else {
            let kept = store::answers(tx, agency_id, id)?.pop();
            let read = kept.map(|kept| values::read(&kept.answers)).transpose()?.unwrap_or_default();
            published.program.facts(|name| values::feel(read.get(name)))
        };
        Ok(Case { dossier, published, calendar, renewed, version, values, now: tx.now() })
    }

    /// The same by another calendar, one of the holidays known today.
    fn by(self, tx: &mut Tx<'_>, version: ClockVersion) -> Result<Case> {
        let calendar = calendars::calendar(tx, self.dossier.agency_id, version)?;
        Ok(Case { calendar, renewed: None, version, ..self })
    }

    /// The same by the calendar in force today: for what is promised anew.
    fn by_today(self, tx: &mut Tx<'_>) -> Result<Case> {
        let version = calendars::current(tx, self.dossier.agency_id, tx.today())?;
        self.by(tx, version)
    }

    /// Judges an act by the calendar of the promise. A release of the holidays ends with the years known when it
    /// was made: where the act leads beyond them it is judged by the holidays known today.
    fn judged(
        self,
        tx: &mut Tx<'_>,
        judge: impl Fn(&Case) -> std::result::Result<DossierEvent, Refusals>,
    ) -> Result<(Case, DossierEvent)> {
        match judge(&self) {
            Err(reasons) if is_beyond_calendar(&reasons) => {
                let Some(version) = renewed(tx, self.dossier.agency_id, self.version)? else {
                    return Err(reasons.into());
                };
                let renewed = self.by(tx, version)?;
                let event = judge(&renewed)?;
                Ok((renewed, event))
            }
            judged => Ok((self, judged?)),
        }
    }

    pub(super) fn facts(&self) -> Facts<'_> {
        Facts {
            way: &*self.published,
            calendar: &self.calendar,
            renewed: self.renewed.as_deref(),
            version: self.version,
            values: &self.values,
            now: self.now,
        }
    }

    /// What the service lets a request for papers do to the clock: as it was when the request was made, or is today.
    fn policy(&self, tx: &mut Tx<'_>) -> Result<Policy> {
        if let Some(policy) = self.dossier.open_pause().and_then(|pause| pause.policy) {
            return Ok(policy);
        }
        let day = self.dossier.open_pause().map_or(tx.today(), |pause| Day::of_instant(pause.from_at));
        let service = services::of(tx, self.dossier.agency_id, self.dossier.intake.procedure_id)?;
        Ok(service.map(|service| service.policy_on(day)).unwrap_or_default())
    }

    /// Saves an act, and what the machine does by itself after it.
    pub(super) fn save(&self, tx: &mut Tx<'_>, event: DossierEvent) -> Result<Dossier> {
        let after = store::save(tx, &self.dossier, event)?;
        let after = machine::run(tx, after, &self.facts())?;
        receptions::follow(tx, &after)?;
        Ok(after)
    }
}

/// The same office hours with the holidays known today; none where those are the same too.
fn renewed(tx: &mut Tx<'_>, agency_id: i64, version: ClockVersion) -> Result<Option<ClockVersion>> {
    let release = calendars::current(tx, agency_id, tx.today())?.release;
    Ok((release != version.release).then_some(ClockVersion { release, ..version }))
}

/// Who acts in this context, with those the person deputises for today.
///
/// # Errors
/// [`Error::Forbidden`] without an appointment, and when the database fails.
pub fn person(tx: &mut Tx<'_>, ctx: &Ctx) -> Result<Person> {
    let appointment = ctx.actor.appointment.as_ref().ok_or(Error::Forbidden(WORK.name))?;
    person_of(tx, appointment.agency_id, (ctx.actor.account_id, appointment.role, appointment.unit_id))
}

/// As [`person`], for an account in a role.
///
/// # Errors
/// When the database fails.
pub fn person_of(
    tx: &mut Tx<'_>,
    agency_id: i64,
    (account_id, role, unit_id): (i64, Role, Option<i64>),
) -> Result<Person> {
    let today = tx.today();
    let absent = people::acts_for(tx, agency_id, account_id, today)?;
    let stands_for = if absent.is_empty() {
        Vec::new()
    } else {
        let staff = people::staff_of(tx, agency_id, today)?.into_iter();
        staff
            .filter(|one| absent.contains(&one.account_id))
            .map(|one| (one.account_id, one.role, one.unit_id))
            .collect()
    };
    Ok(Person { account_id, role, unit_id, stands_for })
}

/// How many of those who may act a refusal names.
const MOST_NAMED: usize = 5;

/// Refuses whoever has no part in a dossier, and names those who have. What is over is nobody's work any more: that
/// is told by the act itself.
pub(super) fn allow(tx: &mut Tx<'_>, ctx: &Ctx, (deed, id): (Deed, i64)) -> Result<()> {
    let agency_id = ctx.own_agency_id();
    let (person, dossier) = (person(tx, ctx)?, store::require(tx, agency_id, id)?);
    if dossier.status.is_over() || person.may(deed, &dossier) {
        return Ok(());
    }
    let mut who = Vec::new();
    for one in people::staff_of(tx, agency_id, tx.today())? {
        let (account_id, role, unit_id) = (one.account_id, one.role, one.unit_id);
        let may = Person { account_id, role, unit_id, stands_for: Vec::new() }.may(deed, &dossier);
        if may && !who.contains(&one.name) {
            who.push(one.name);
        }
    }
    who.truncate(MOST_NAMED);
    Err(platform::Refusal::from(Refusal::NotYours { who }).into())
}

/// Completes a step.
///
/// # Errors
/// Every reason of a refusal at once.
pub async fn complete(ctx: &Ctx, command: Command<Complete>) -> Result<Dossier> {
    let agency_id = ctx.own_agency_id();
    ctx.may(&WORK, &Scope::owned_by(agency_id))?;
    let actor = ctx.clone();
    ctx.write(move |tx| {
        let person = person(tx, &actor)?;
        complete_in(tx, agency_id, (&command, &person))
    })
    .await
}

/// As [`complete`], inside a transaction and without asking who may.
///
/// # Errors
/// Every reason of a refusal at once.
pub fn complete_in(
    tx: &mut Tx<'_>,
    agency_id: i64,
    (command, person): (&Command<Complete>, &Person),
) -> Result<Dossier> {
    let case = Case::open(tx, agency_id, command.id, command.revision)?;
    let event = decide::complete(&case.dossier, (&command.what, person), &case.facts())?;
    case.save(tx, event)
}

/// The unit that whoever is given a task must serve: none (0) once the task's own is closed, for nobody works there.
///
/// # Errors
/// When the database fails.
pub(super) fn unit_to_serve(tx: &mut Tx<'_>, agency_id: i64, unit_id: i64) -> Result<i64> {
    if unit_id == 0 {
        return Ok(0);
    }
    let today = tx.today();
    let unit = people::unit(tx, agency_id, unit_id)?;
    Ok(if unit.is_some_and(|unit| unit.exists_on(today)) { unit_id } else { 0 })
}

/// Takes a task, hands it over or gives it back.
///
/// # Errors
/// Every reason of a refusal at once.
pub async fn assign(ctx: &Ctx, command: Command<Assign>) -> Result<Dossier> {
    let agency_id = ctx.own_agency_id();
    ctx.may(&WORK, &Scope::owned_by(agency_id))?;
    let actor = ctx.clone();
    ctx.write(move |tx| {
        let person = person(tx, &actor)?;
        assign_in(tx, agency_id, (&command, &person))
    })
    .await
}

/// As [`assign`], inside a transaction and without asking who may.
///
/// # Errors
/// Every reason of a refusal at once.
pub fn assign_in(
    tx: &mut Tx<'_>,
    agency_id: i64,
    (command, person): (&Command<Assign>, &Person),
) -> Result<Dossier> {
    let case = Case::open(tx, agency_id, command.id, command.revision)?;
    let fits = match (command.what.to, case.dossier.task(command.what.token)) {
        (Some(to), Some(task)) => {
            let unit_id = unit_to_serve(tx, agency_id, task.unit_id)?;
            let staff = people::staff_of(tx, agency_id, tx.today())?;
            let fits = |one: &people::Staff| one.role == task.role && serves(one.unit_id, unit_id);
            staff.iter().any(|one| one.account_id == to && fits(one))
        }
        _ => true,
    };
    let event = decide::assign(&case.dossier, (&command.what, person), fits)?;
    case.save(tx, event)
}

/// Asks the citizen for papers or a payment.
///
/// # Errors
/// Every reason of a refusal at once.
pub async fn ask(ctx: &Ctx, command: Command<Ask>) -> Result<Dossier> {
    let agency_id = ctx.own_agency_id();
    ctx.may(&ASK, &Scope::owned_by(agency_id))?;
    let actor = ctx.clone();
    ctx.write(move |tx| {
        allow(tx, &actor, (Deed::Ask, command.id))?;
        ask_in(tx, agency_id, &command)
    })
    .await
}

/// As [`ask`], inside a transaction and without asking who may.
///
/// # Errors
/// Every reason of a refusal at once.
pub fn ask_in(tx: &mut Tx<'_>, agency_id: i64, command: &Command<Ask>) -> Result<Dossier> {
    let case = Case::open(tx, agency_id, command.id, command.revision)?;
    let policy = case.policy(tx)?;
    let event = decide::ask(&case.dossier, (&command.what, policy), &case.facts())?;
    case.save(tx, event)
}

/// Takes in what the citizen was asked for.
///
/// # Errors
/// Every reason of a refusal at once.
pub async fn answer(ctx: &Ctx, command: Command<Vec<PaperIn>>) -> Result<Dossier> {
    let agency_id = ctx.own_agency_id();
    ctx.may(&DESK, &Scope::owned_by(agency_id))?;
    let actor = ctx.clone();
    ctx.write(move |tx| {
        allow(tx, &actor, (Deed::Desk, command.id))?;
        answer_in(tx, agency_id, &command)
    })
    .await
}

/// As [`answer`], inside a transaction and without asking who may.
///
/// # Errors
/// Every reason of a refusal at once.
pub fn answer_in(tx: &mut Tx<'_>, agency_id: i64, command: &Command<Vec<PaperIn>>) -> Result<Dossier> {
    let case = Case::open(tx, agency_id, command.id, command.revision)?;
    let policy = case.policy(tx)?;
    let anew = policy == Policy::Restart && case.dossier.status == Status::AwaitingPapers;
    let case = if anew { case.by_today(tx)? } else { case };
    let judge = |case: &Case| decide::answer(&case.dossier, (&command.what, policy), &case.facts());
    let (case, event) = case.judged(tx, judge)?;
    case.save(tx, event)
}

/// An extension of the limit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extend {
    /// By how many working days.
    pub days: i64,
    /// Why.
    pub reason: String,
}

/// Extends the limit, with an apology.
///
/// # Errors
/// Every reason of a refusal at once.
pub async fn extend(ctx: &Ctx, command: Command<Extend>) -> Result<Dossier> {
    let agency_id = ctx.own_agency_id();
    ctx.may(&LEAD, &Scope::owned_by(agency_id))?;
    let actor = ctx.clone();
    ctx.write(move |tx| {
        allow(tx, &actor, (Deed::Lead, command.id))?;
        extend_in(tx, agency_id, &command)
    })
    .await
}

/// As [`extend`], inside a transaction and without asking who may.
///
/// # Errors
/// Every reason of a refusal at once.
pub fn extend_in(tx: &mut Tx<'_>, agency_id: i64, command: &Command<Extend>) -> Result<Dossier> {
    let case = Case::open(tx, agency_id, command.id, command.revision)?;
    let what = (command.what.days, command.what.reason.as_str());
    let judge = |case: &Case| decide::extend(&case.dossier, what, &case.facts());
    let (case, event) = case.judged(tx, judge)?;
    case.save(tx, event)
}

/// Ends a dossier before its result: refuses, takes back or stops it.
///
/// # Errors
/// Every reason of a refusal at once.
pub async fn end_early(ctx: &Ctx, command: Command<EndEarly>) -> Result<Dossier> {
    let agency_id = ctx.own_agency_id();
    let deed = match command.what {
        EndEarly::Refuse { .. } => Deed::Lead,
        EndEarly::Withdraw { .. } => Deed::Desk,
        EndEarly::Stop { .. } => Deed::Stop,
    };
    ctx.may(deed.action(), &Scope::owned_by(agency_id))?;
    let actor = ctx.clone();
    ctx.write(move |tx| {
        allow(tx, &actor, (deed, command.id))?;
        end_early_in(tx, agency_id, &command)
    })
    .await
}

/// As [`end_early`], inside a transaction and without asking who may.
///
/// # Errors
/// Every reason of a refusal at once.
pub fn end_early_in(tx: &mut Tx<'_>, agency_id: i64, command: &Command<EndEarly>) -> Result<Dossier> {
    let case = Case::open(tx, agency_id, command.id, command.revision)?;
    let event = decide::end_early(&case.dossier, &command.what, &case.facts())?;
    case.save(tx, event)
}

/// Notes that a form was printed again.
///
/// # Errors
/// When no reason is given, and when the database fails.
pub async fn reprint(ctx: &Ctx, command: Command<(String, String)>) -> Result<Dossier> {
    let agency_id = ctx.own_agency_id();
    ctx.may(&DESK, &Scope::owned_by(agency_id))?;
    let actor = ctx.clone();
    ctx.write(move |tx| {
        allow(tx, &actor, (Deed::Desk, command.id))?;
        reprint_in(tx, agency_id, &command)
    })
    .await
}

/// As [`reprint`], inside a transaction and without asking who may.
///
/// # Errors
/// When no reason is given, and when the database fails.
pub(super) fn reprint_in(
    tx: &mut Tx<'_>,
    agency_id: i64,
    command: &Command<(String, String)>,
) -> Result<Dossier> {
    let dossier = store::require(tx, agency_id, command.id)?;
    // What has happened since may have made it another form, whose first print needs no reason.
    if command.revision.is_some_and(|seen| seen != dossier.revision) {
        return Err(platform::Refusal::from(Refusal::Stale).into());
    }
    let (form, reason) = &command.what;
    let event = decide::reprint((form, reason))?;
    store::save(tx, &dossier, event)
}

/// Fires timers that are due, no more than `most`; returns how many. What a dossier refuses (it waits for the
/// citizen, or has moved on) stays for a later round; so does what fails, and the round goes on with the others.
///
/// # Errors
/// When the database fails.
pub async fn fire_due(ctx: &Ctx, most: i64) -> Result<usize> {
    let now = ctx.db.clock().now();
    let due = ctx.read(move |tx| Ok(store::due_timers(tx, now, most)?)).await?;
    let mut fired = 0;
    for set in due {
        let fire = move |tx: &mut Tx<'_>| {
            let case = Case::open(tx, set.agency_id, set.dossier_id, None)?;
            let token = u32::try_from(set.token).map_err(Error::failed)?;
            let timer = u8::try_from(set.timer).map_err(Error::failed)?;
            let event = decide::fire(&case.dossier, (token, timer), &case.facts())?;
            case.save(tx, event)
        };
        match ctx.write(fire).await {
            Ok(_) => fired += 1,
            Err(Error::Refused(_)) => {}
            Err(error) => {
                tracing::error!(%error, agency = set.agency_id, dossier = set.dossier_id, "a timer failed");
            }
        }
    }
    Ok(fired)
}

/// A file to be attached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewFile {
    /// Its name as the person gave it.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Adds a file to a dossier.
///
/// # Errors
/// Every reason of a refusal at once.
pub async fn attach(ctx: &Ctx, command: Command<NewFile>) -> Result<Dossier> {
    let agency_id = ctx.own_agency_id();
    ctx.may(&WORK, &Scope::owned_by(agency_id))?;
    let actor = ctx.clone();
    ctx.write(move |tx| {
        allow(tx, &actor, (Deed::Attach, command.id))?;
        attach_in(tx, agency_id, &command)
    })
    .await
}

/// As [`attach`], inside a transaction and without asking who may.
///
/// # Errors
/// Every reason of a refusal at once.
pub fn attach_in(tx: &mut Tx<'_>, agency_id: i64, command: &Command<NewFile>) -> Result<Dossier> {
    let dossier = store::require(tx, agency_id, command.id)?;
    let file = &command.what;
    let kind = files::judge(&file.name, &file.bytes)
        .map_err(|reason| platform::Refusal::from(reason).with("name", files::shown_name(&file.name)))?;
    let sha256 = files::hash(&file.bytes);
    let attachment = Attachment {
        id: tx.new_id(),
        name: file.name.trim().to_owned(),
        media_type: kind.media_type.to_owned(),
        size: i64::try_from(file.bytes.len()).map_err(Error::failed)?,
        sha256: sha256.clone(),
        at: tx.now(),
    };
    let event = decide::attach(&dossier, attachment, files::MOST)?;
    store::keep_content(tx, agency_id, &sha256, &file.bytes)?;
    store::save(tx, &dossier, event)
}

/// Adds a note to a dossier, as whoever works in its unit may.
///
/// # Errors
/// Every reason of a refusal at once.
pub async fn note(ctx: &Ctx, command: Command<String>) -> Result<Dossier> {
    let agency_id = ctx.own_agency_id();
    ctx.may(&WORK, &Scope::owned_by(agency_id))?;
    let actor = ctx.clone();
    ctx.write(move |tx| {
        allow(tx, &actor, (Deed::Note, command.id))?;
        let dossier = store::require(tx, agency_id, command.id)?;
        let event = decide::note(&dossier, &command.what)?;
        store::save(tx, &dossier, event)
    })
    .await
}

/// The citizen rates a dossier; who may is proved by the token printed on the receipt, which the caller checks.
///
/// # Errors
/// Every reason of a refusal at once.
pub fn rate_in(tx: &mut Tx<'_>, agency_id: i64, (id, score): (i64, i64)) -> Result<Dossier> {
    let dossier = store::require(tx, agency_id, id)?;
    let event = decide::rate(&dossier, (score, None))?;
    store::save(tx, &dossier, event)
}
