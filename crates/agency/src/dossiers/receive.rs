//! Receiving at the counter, and turning away there what is not received.

use super::actions::RECEIVE;
use super::applicants::{self, Person as Applicant};
use super::decide::{self, Facts, ReceiveFacts};
use super::model::{Channel, Delivery, Dossier, Intake, PaperIn};
use super::refusal::Refusal;
use super::{codes, commitment, counter, machine, receptions, store, values};
use crate::processes::{self, Published};
use crate::services;
use bpmn::feel::Value;
use platform::{Ctx, Day, Error, Refusals, Result, Scope, Tx};
use registers::admin_procedures::{self, Procedure};
use registers::{calendars, people};
use std::collections::BTreeMap;
use std::sync::Arc;
use workdays::Calendar;

/// What the counter enters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receive {
    /// The agency that handles it.
    pub agency_id: i64,
    /// The procedure.
    pub procedure_id: i64,
    /// Whose it is.
    pub applicant: Applicant,
    /// Who hands it in for the applicant.
    pub proxy: Option<Applicant>,
    /// How it came in.
    pub channel: Channel,
    /// How many sets of papers.
    pub sets: i64,
    /// The papers.
    pub papers: Vec<PaperIn>,
    /// What was typed into the procedure's fields.
    pub answers: BTreeMap<String, String>,
    /// The fee in đồng.
    pub fee_vnd: i64,
    /// Whether it was paid.
    pub fee_paid: bool,
    /// Where the result is wanted.
    pub wants: Delivery,
}

/// Receives a dossier at the counter of the actor's agency; returns it.
///
/// # Errors
/// Every reason of a refusal at once.
pub async fn receive(ctx: &Ctx, command: Receive) -> Result<Dossier> {
    let desk = ctx.own_agency_id();
    ctx.may(&RECEIVE, &Scope::owned_by(desk))?;
    ctx.write(move |tx| receive_in(tx, desk, &command)).await
}

/// As [`receive`], inside a transaction and without asking who may: the simulator calls it too.
///
/// # Errors
/// Every reason of a refusal at once.
pub fn receive_in(tx: &mut Tx<'_>, desk_agency_id: i64, command: &Receive) -> Result<Dossier> {
    receive_numbered(tx, desk_agency_id, (command, None))
}

/// Receives as a line of a book (sổ chứng thực), which numbers what it holds anew each year.
///
/// # Errors
/// Every reason of a refusal at once.
pub async fn receive_in_book(ctx: &Ctx, command: Receive, book: String) -> Result<Dossier> {
    let desk = ctx.own_agency_id();
    ctx.may(&RECEIVE, &Scope::owned_by(desk))?;
    ctx.write(move |tx| receive_numbered(tx, desk, (&command, Some(&book)))).await
}

/// As [`receive_in_book`], inside a transaction and without asking who may.
///
/// # Errors
/// Every reason of a refusal at once.
pub fn receive_in_book_in(
    tx: &mut Tx<'_>,
    desk_agency_id: i64,
    (command, book): (&Receive, &str),
) -> Result<Dossier> {
    receive_numbered(tx, desk_agency_id, (command, Some(book)))
}

fn receive_numbered(
    tx: &mut Tx<'_>,
    desk_agency_id: i64,
    (command, book): (&Receive, Option<&str>),
) -> Result<Dossier> {
    let mut counter = Counter::open(tx, desk_agency_id, command)?;
    let (answers, all) = counter.judge(tx);
    if !all.is_empty() {
        return Err(Error::Refused(all));
    }
    let applicant_id = applicants::find_or_enter(tx, command.agency_id, &command.applicant)?;
    let proxy_id = match &command.proxy {
        Some(proxy) => Some(applicants::find_or_enter(tx, command.agency_id, proxy)?),
        None => None,
    };
    let (salt, committed) = answers.seal()?;
    let year = i64::from(tx.today().parts().0);
    let book_no = match book {
        Some(book) => Some(counter::next_number(tx, command.agency_id, (book, year))?),
        None => None,
    };
    let intake = Intake { book_no, ..counter.intake((applicant_id, proxy_id), committed) };
    let code = codes::next(tx, command.agency_id, tx.today())?;
    let event = decide::receive(&intake, &counter.facts(tx.now(), &code))?;
    let dossier = store::begin(tx, tx.new_id(), event)?;
    if let Some(salt) = salt {
        store::put_answers(tx, dossier.agency_id, dossier.id, &salt, &answers.0)?;
    }
    let dossier = machine::run(tx, dossier, &counter.facts(tx.now(), "").step)?;
    receptions::follow(tx, &dossier)?;
    // People are written before it, but the form is about the dossier.
    platform::journal::lead_to(tx, &dossier);
    Ok(dossier)
}

/// Every reason why a dossier would not be received now; nothing is written.
///
/// # Errors
/// When the database fails.
pub fn faults_in(tx: &mut Tx<'_>, desk_agency_id: i64, command: &Receive) -> Result<Refusals> {
    match Counter::open(tx, desk_agency_id, command) {
        Ok(mut counter) => Ok(counter.judge(tx).1),
        Err(Error::Refused(reasons)) => Ok(reasons),
        Err(error) => Err(error),
    }
}

/// What is wrong with the data of an applicant and of a proxy, whose fields bear names of their own.
pub(super) fn faults_of(applicant: &Applicant, proxy: Option<&Applicant>) -> Refusals {
    let mut all = applicants::faults(applicant);
    all.0.extend(proxy.map(applicants::proxy_faults).unwrap_or_default().0);
    all
}

/// What the counter needs to know to receive, read once.
struct Counter<'a> {
    command: &'a Receive,
    desk_agency_id: i64,
    unit_id: i64,
    /// The name of that unit where it is closed.
    closed_unit: Option<String>,
    version_id: i64,
    published: Arc<Published>,
    procedure: Arc<Procedure>,
    version: calendars::ClockVersion,
    calendar: Arc<Calendar>,
    facts: Vec<Value>,
}

/// The name of a unit that is closed.
fn closed_unit(tx: &mut Tx<'_>, (agency_id, unit_id): (i64, Option<i64>)) -> Result<Option<String>> {
    let Some(unit_id) = unit_id else { return Ok(None) };
    let today = tx.today();
    let unit = people::unit(tx, agency_id, unit_id)?;
    Ok(unit.filter(|unit| unit.to_on.is_some_and(|to_on| to_on <= today)).map(|unit| unit.name))
}

impl<'a> Counter<'a> {
    fn open(tx: &mut Tx<'_>, desk_agency_id: i64, command: &'a Receive) -> Result<Counter<'a>> {
        let agency_id = command.agency_id;
        let refused = |reason: Refusal| Error::from(platform::Refusal::from(reason));
        if !services::may_receive(tx, agency_id, desk_agency_id)? {
            return Err(refused(Refusal::DeskMayNot));
        }
        let service = services::of(tx, agency_id, command.procedure_id)?.filter(|service| service.is_active);
        let service = service.ok_or_else(|| refused(Refusal::NotOffered))?;
        let version_id = processes::current(tx, agency_id, command.procedure_id)?;
        let version_id = version_id.ok_or_else(|| refused(Refusal::NotOffered))?;
        let published =
            processes::published(tx, agency_id, version_id)?.ok_or_else(|| refused(Refusal::NotOffered))?;
        if codes::prefix_of(tx, agency_id, tx.today())?.is_none() {
            return Err(refused(Refusal::NoOfficeCode));
        }
        let procedure = admin_procedures::current(tx, command.procedure_id)?;
        let version = calendars::for_receipt(tx, agency_id, tx.now())?;
        let calendar = calendars::calendar(tx, agency_id, version)?;
        Ok(Counter {
            command,
            desk_agency_id,
            unit_id: service.unit_id.unwrap_or(0),
            closed_unit: closed_unit(tx, (agency_id, service.unit_id))?,
            version_id,
            published,
            procedure,
            version,
            calendar,
            facts: Vec::new(),
        })
    }

    /// Checks what was typed into the fields; the values serve the process's conditions.
    fn take_answers(&mut self, today: Day) -> (Sealing, Refusals) {
        let Some(schema) = &self.procedure.fields else {
            return (Sealing(String::new()), Refusals::default());
        };
        match schema.check(&self.command.answers, today) {
            Ok(read) => {
                self.facts = self.published.program.facts(|name| values::feel(read.get(name)));
                (Sealing(values::text(&read)), Refusals::default())
            }
            Err(reasons) => {
                self.facts = self.published.program.facts(|_| None);
                (Sealing(String::new()), reasons)
            }
        }
    }

    /// What of the typed can be kept of a dossier that is not received.
    fn readable_answers(&self, today: Day) -> Sealing {
        let read = self.procedure.fields.as_ref().map(|schema| schema.readable(&self.command.answers, today));
        Sealing(read.map(|values| values::text(&values)).unwrap_or_default())
    }

    /// The papers that were shown, as far as they are of the procedure.
    fn shown_papers(&self) -> Vec<PaperIn> {
        let count = self.procedure.components.len();
        let fits = |paper: &&PaperIn| paper.component.is_some_and(|at| at < count) && paper.count > 0;
        self.command.papers.iter().filter(fits).cloned().collect()
    }

    /// Judges before anything is written, so that every reason is told at once; the answers come along.
    fn judge(&mut self, tx: &Tx<'_>) -> (Sealing, Refusals) {
        let (answers, mut all) = self.take_answers(tx.today());
        if let Some(unit) = self.closed_unit.clone() {
            // Nobody there would ever do it.
            all.push(Refusal::UnitClosed { unit });
        }
        all.0.extend(faults_of(&self.command.applicant, self.command.proxy.as_ref()).0);
        let trial = self.intake((0, self.command.proxy.as_ref().map(|_| 0)), None);
        if let Err(more) = decide::receive(&trial, &self.facts(tx.now(), "")) {
            all.0.extend(more.0);
        }
        (answers, all)
    }

    fn intake(&self, (applicant_id, proxy_id): (i64, Option<i64>), answers: Option<String>) -> Intake {
        Intake {
            procedure_id: self.procedure.id,
            procedure_revision: self.procedure.revision,
            version_id: self.version_id,
            unit_id: self.unit_id,
            desk_agency_id: self.desk_agency_id,
            channel: self.command.channel,
            applicant_id,
            proxy_id,
            sets: self.command.sets,
            papers: self.command.papers.clone(),
            answers,
            fee_vnd: self.command.fee_vnd,
            fee_paid: self.command.fee_paid,
            wants: self.command.wants,
            book_no: None,
        }
    }

    fn facts(&self, now: i64, code: &str) -> ReceiveFacts<'_> {
        let step = Facts {
            way: &*self.published,
            calendar: &self.calendar,
            renewed: None,
            values: &self.facts,
            now,
            version: self.version,
        };
        ReceiveFacts {
            step,
            components: &self.procedure.components,
            limit: self.procedure.limit.as_ref().map(|limit| limit.limit),
            agency_id: self.command.agency_id,
            code: code.to_owned(),
        }
    }
}

/// Answers on their way into the database; empty where the procedure has no fields.
struct Sealing(String);

impl Sealing {
    /// A new salt, and the commitment made with it.
    fn seal(&self) -> Result<(Option<[u8; 16]>, Option<String>)> {
        if self.0.is_empty() {
            return Ok((None, None));
        }
        let salt = platform::web::random::<16>()?;
        Ok((Some(salt), Some(commitment(&salt, &self.0))))
    }
}

/// Turning somebody away at the counter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TurnAway {
    /// What was shown.
    pub receive: Receive,
    /// The papers that are missing (form 02); empty for a refusal (form 03).
    pub missing: Vec<String>,
    /// Why.
    pub reason: String,
}

/// Registers a slip of guidance or refusal for what is not received.
///
/// # Errors
/// Every reason of a refusal at once.
pub async fn turn_away(ctx: &Ctx, command: TurnAway) -> Result<Dossier> {
    let desk = ctx.own_agency_id();
    ctx.may(&RECEIVE, &Scope::owned_by(desk))?;
    ctx.write(move |tx| turn_away_in(tx, desk, &command)).await
}

/// As [`turn_away`], inside a transaction and without asking who may.
///
/// # Errors
/// Every reason of a refusal at once.
pub fn turn_away_in(tx: &mut Tx<'_>, desk_agency_id: i64, command: &TurnAway) -> Result<Dossier> {
    let counter = Counter::open(tx, desk_agency_id, &command.receive)?;
    let what = (command.missing.as_slice(), command.reason.as_str());
    let proxy = command.receive.proxy.as_ref();
    let mut all = faults_of(&command.receive.applicant, proxy);
    if !all.is_empty() {
        // The code is given only to what is registered; any text stands in for it in the trial.
        let trial = decide::turn_away(
            &counter.intake((0, proxy.map(|_| 0)), None),
            what,
            &counter.facts(tx.now(), "-"),
        );
        all.0.extend(trial.err().unwrap_or_default().0);
        return Err(Error::Refused(all));
    }
    let applicant_id = applicants::find_or_enter(tx, command.receive.agency_id, &command.receive.applicant)?;
    let enter = |proxy| applicants::find_or_enter(tx, command.receive.agency_id, proxy);
    let proxy_id = proxy.map(enter).transpose()?;
    // What was typed and shown is kept: who comes back with the missing paper repeats nothing.
    let answers = counter.readable_answers(tx.today());
    let (salt, committed) = answers.seal()?;
    let intake =
        Intake { papers: counter.shown_papers(), ..counter.intake((applicant_id, proxy_id), committed) };
    let code = codes::next(tx, command.receive.agency_id, tx.today())?;
    let event = decide::turn_away(&intake, what, &counter.facts(tx.now(), &code))?;
    let dossier = store::begin(tx, tx.new_id(), event)?;
    if let Some(salt) = salt {
        store::put_answers(tx, dossier.agency_id, dossier.id, &salt, &answers.0)?;
    }
    receptions::follow(tx, &dossier)?;
    platform::journal::lead_to(tx, &dossier);
    Ok(dossier)
}
