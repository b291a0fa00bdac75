//! What people do with processes: one function per verb, and the plain functions on a transaction behind them.

use super::decide::{self, Begin, BeginFacts, Correct, Judged, Refusal, Said};
use super::describe::{self, Description};
use super::model::{Process, ProcessEvent};
use super::outline::{self, Outline};
use super::sheet::{self, Sheet};
use super::store;
use bpmn::feel::{Fields, Type};
use bpmn::read::{ReadError, Reading};
use bpmn::soundness::{self, Verdict};
use platform::{Action, Ctx, Error, Record, Refusals, Result, Scope, Tx, action};
use registers::admin_procedures::fields::FieldKind;
use registers::admin_procedures::{self, Procedure};
use std::collections::BTreeSet;

action!(
    /// Read the processes of the own agency, drafts too.
    pub READ = "processes.read":
        Clerk Own, Officer Own, UnitHead Own, Head Own, RecordsOfficer Own, QualitySecretary Own,
        OfficeAdministrator Own
);
action!(
    /// Draft processes: begin them, upload and change their models.
    pub DRAFT = "processes.draft": QualitySecretary Own, OfficeAdministrator Own
);
action!(
    /// Put processes in force and out of force.
    pub PUBLISH = "processes.publish": QualitySecretary Own, Head Own, OfficeAdministrator Own
);

/// Where the file of a version made by the program came from.
pub const ORIGIN_PROCEDURE: &str = "procedure";
/// Where the file of a version copied from the one in force came from.
pub const ORIGIN_COPY: &str = "copy";

/// Begins a process with a first draft and publishes it at once; returns the id of its version.
///
/// # Errors
/// Every reason of a refusal at once.
pub fn adopt(tx: &mut Tx<'_>, agency_id: i64, procedure: &Procedure) -> Result<i64> {
    if let Some(version_id) = store::in_force(tx, agency_id, procedure.id)? {
        return Ok(version_id);
    }
    let outline = Outline::of(procedure);
    let xml = outline.xml().map_err(Error::failed)?;
    let begin = Begin {
        agency_id,
        code: outline::code_of(&procedure.code),
        name: procedure.name.clone(),
        procedure_id: procedure.id,
        is_illustrative: outline.is_illustrative,
    };
    begin_and_publish(tx, begin, (ORIGIN_PROCEDURE, &xml))
}

/// Begins a process with this file and publishes it at once; returns the id of its version.
///
/// # Errors
/// Every reason of a refusal at once.
pub fn publish_xml(
    tx: &mut Tx<'_>,
    (agency_id, procedure_id): (i64, i64),
    (code, name): (&str, &str),
    xml: &[u8],
) -> Result<i64> {
    let begin = Begin {
        agency_id,
        code: code.to_owned(),
        name: name.to_owned(),
        procedure_id,
        is_illustrative: false,
    };
    begin_and_publish(tx, begin, ("upload", xml))
}

fn begin_and_publish(tx: &mut Tx<'_>, begin: Begin, (origin, xml): (&str, &[u8])) -> Result<i64> {
    let fields = fields_of(tx, begin.procedure_id)?;
    let event = judge_begin(tx, &begin)?;
    let mut process = store::begin(tx.new_id(), std::slice::from_ref(&event))?;
    let drafted = drafted(tx, &process, (origin, xml))?;
    process.apply(&drafted);
    let judged = judge(xml, &fields)?;
    let published = decide::publish(&process, &judged, (None, tx.today()))?;
    process.apply(&published);
    keep_program(tx, &process, &judged)?;
    store::save(tx, &process, &[event, drafted, published])?;
    process
        .in_force()
        .map(|version| version.id)
        .ok_or_else(|| Error::failed("what was published is in force"))
}

fn judge_begin(tx: &mut Tx<'_>, begin: &Begin) -> Result<ProcessEvent> {
    let of_procedure = store::of_procedure(tx, begin.agency_id, begin.procedure_id)?;
    let facts = BeginFacts {
        is_procedure_known: admin_procedures::load(tx, begin.procedure_id)?.is_some(),
        is_code_taken: store::by_code(tx, begin.agency_id, begin.code.trim())?.is_some(),
        of_procedure: of_procedure.into_iter().next().map(|row| row.code),
    };
    Ok(decide::begin(begin, &facts)?)
}

/// What is done to a process: which, as it was seen, and what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Command<T> {
    /// The process.
    pub id: i64,
    /// Its revision when the page was made.
    pub seen: i64,
    /// What is done.
    pub what: T,
}

/// A file for a draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Uploaded {
    /// The name it came under.
    pub name: String,
    /// What it holds.
    pub bytes: Vec<u8>,
}

/// Begins a process with a first draft: the file, or the model process of the procedure; returns its id.
///
/// # Errors
/// Every reason of a refusal at once.
pub async fn begin(ctx: &Ctx, command: Begin, file: Option<Uploaded>) -> Result<i64> {
    ctx.may(&DRAFT, &Scope::owned_by(command.agency_id))?;
    let unreadable = match &file {
        Some(file) => unreadable(ctx, file).await?,
        None => None,
    };
    ctx.write(move |tx| {
        let (mut begin, procedure) = (command.clone(), admin_procedures::load(tx, command.procedure_id)?);
        let (origin, xml) = match (&file, &procedure) {
            (Some(file), _) => (file.name.clone(), file.bytes.clone()),
            (None, Some(procedure)) => {
                let outline = Outline::of(procedure);
                begin.is_illustrative = outline.is_illustrative;
                (ORIGIN_PROCEDURE.to_owned(), outline.xml().map_err(Error::failed)?)
            }
            (None, None) => (String::new(), Vec::new()),
        };
        let unreadable = unreadable.clone().filter(|_| procedure.is_some());
        let event = together(judge_begin(tx, &begin), unreadable)?;
        let mut process = store::begin(tx.new_id(), std::slice::from_ref(&event))?;
        let drafted = drafted(tx, &process, (&origin, &xml))?;
        process.apply(&drafted);
        store::save(tx, &process, &[event, drafted])?;
        Ok(process.id)
    })
    .await
}

/// All reasons of two judgements.
fn together<T>(first: Result<T>, second: Option<Refusals>) -> Result<T> {
    match (first, second) {
        (Err(Error::Refused(mut reasons)), Some(more)) => {
            reasons.0.extend(more.0);
            Err(reasons.into())
        }
        (Ok(_), Some(reasons)) => Err(reasons.into()),
        (first, _) => first,
    }
}

/// Puts a file into the draft, or begins a draft with it.
///
/// # Errors
/// Every reason of a refusal at once.
pub async fn upload(ctx: &Ctx, command: Command<Uploaded>) -> Result<()> {
    ctx.may(&DRAFT, &Scope::owned_by(ctx.own_agency_id()))?;
    let unreadable = unreadable(ctx, &command.what).await?;
    let ctx_of_job = ctx.clone();
    ctx.write(move |tx| {
        let process = of_command(tx, &ctx_of_job, (&DRAFT, &command))?;
        together(Ok(()), unreadable.clone())?;
        let event = drafted(tx, &process, (&command.what.name, &command.what.bytes))?;
        keep(tx, process, event)
    })
    .await
}

/// Begins a draft with the file of the version in force.
///
/// # Errors
/// Every reason of a refusal at once.
pub async fn copy(ctx: &Ctx, command: Command<()>) -> Result<()> {
    let ctx_of_job = ctx.clone();
    ctx.write(move |tx| {
        let process = of_command(tx, &ctx_of_job, (&DRAFT, &command))?;
        let file_hash = decide::copy(&process)?;
        let event = decide::draft(&process, (tx.new_id(), ORIGIN_COPY, &file_hash));
        keep(tx, process, event)
    })
    .await
}

/// Writes roles, times and outputs into the file of the draft; the rest of the file stays as it is.
///
/// # Errors
/// Every reason of a refusal at once.
pub async fn describe(ctx: &Ctx, command: Command<Description>) -> Result<()> {
    let ctx_of_job = ctx.clone();
    ctx.write(move |tx| {
        let process = of_command(tx, &ctx_of_job, (&DRAFT, &command))?;
        let draft = decide::draft_of(&process)?;
        let (origin, file) = (draft.origin.clone(), store::file(tx, process.agency_id, &draft.file_hash)?);
        decide::description(&command.what)?;
        let right = describe::describe(&file, &command.what)
            .ok_or_else(|| Error::failed("the file of a draft was read before"))?;
        let event = drafted(tx, &process, (&origin, &right))?;
        keep(tx, process, event)
    })
    .await
}

/// Puts the draft in force; the version before it goes out of force.
///
/// # Errors
/// Every reason of a refusal at once.
pub async fn publish(ctx: &Ctx, command: Command<()>) -> Result<()> {
    let ctx_of_job = ctx.clone();
    let asked = command.clone();
    // A large model takes its time to be judged: that is done beside the writers, on the state that was seen.
    let judged = ctx.read(move |tx| judge_draft(tx, (ctx_of_job.own_agency_id(), &asked))).await?;
    let ctx_of_job = ctx.clone();
    ctx.write(move |tx| {
        let process = of_command(tx, &ctx_of_job, (&PUBLISH, &command))?;
        let rivals = store::of_procedure(tx, process.agency_id, process.procedure_id)?;
        let rival = rivals.into_iter().find(|row| row.is_in_force && row.id != process.id);
        let event = decide::publish(&process, &judged, (rival.map(|row| row.code), tx.today()))?;
        keep_program(tx, &process, &judged)?;
        keep(tx, process, event)
    })
    .await
}

/// Judges the draft of the process as it was seen.
fn judge_draft(tx: &mut Tx<'_>, (agency_id, command): (i64, &Command<()>)) -> Result<Judged> {
    let process = store::load(tx, agency_id, command.id)?.ok_or(Error::NotFound)?;
    decide::unless_stale(&process, command.seen)?;
    let draft = decide::draft_of(&process)?;
    let file = store::file(tx, agency_id, &draft.file_hash)?;
    Ok(judge(&file, &fields_of(tx, process.procedure_id)?)?)
}

/// Puts the version in force out of force; dossiers received under it go on by it.
///
/// # Errors
/// Every reason of a refusal at once.
pub async fn retire(ctx: &Ctx, command: Command<String>) -> Result<()> {
    let ctx_of_job = ctx.clone();
    ctx.write(move |tx| {
        let process = of_command(tx, &ctx_of_job, (&PUBLISH, &command))?;
        let event = decide::retire(&process, &command.what, tx.today())?;
        keep(tx, process, event)
    })
    .await
}

/// Corrects code and name; the old ones stay in the journal.
///
/// # Errors
/// Every reason of a refusal at once.
pub async fn correct(ctx: &Ctx, command: Command<Correct>) -> Result<()> {
    let ctx_of_job = ctx.clone();
    ctx.write(move |tx| {
        let process = of_command(tx, &ctx_of_job, (&DRAFT, &command))?;
        let other = store::by_code(tx, process.agency_id, command.what.code.trim())?;
        let event = decide::correct(&process, &command.what, other.is_some_and(|id| id != process.id))?;
        keep(tx, process, event)
    })
    .await
}

/// Loads the process of a command, if its author may and has seen its present state.
fn of_command<T>(tx: &mut Tx<'_>, ctx: &Ctx, (action, command): (&Action, &Command<T>)) -> Result<Process> {
    let process = store::load(tx, ctx.own_agency_id(), command.id)?.ok_or(Error::NotFound)?;
    ctx.may(action, &Scope::owned_by(process.agency_id))?;
    decide::unless_stale(&process, command.seen)?;
    Ok(process)
}

fn keep(tx: &mut Tx<'_>, mut process: Process, event: ProcessEvent) -> Result<()> {
    process.apply(&event);
    store::save(tx, &process, &[event])
}

/// Whether a file is BPMN at all.
fn readable(xml: &[u8]) -> Result<Reading, Refusals> {
    bpmn::read::read(xml).map_err(not_bpmn)
}

/// What was accepted before, read as it was then.
fn kept(xml: &[u8]) -> Result<Reading, Refusals> {
    bpmn::read::read_kept(xml).map_err(not_bpmn)
}

fn not_bpmn(error: ReadError) -> Refusals {
    let said = Said { vi: error.vi(), en: error.to_string() };
    Refusals::from(platform::Refusal::from(Refusal::NotBpmn(said)))
}

/// Why a file is no BPMN at all. A large one takes its time to be read: that is done beside the writers.
async fn unreadable(ctx: &Ctx, file: &Uploaded) -> Result<Option<Refusals>> {
    let bytes = file.bytes.clone();
    ctx.read(move |_| Ok(readable(&bytes).err())).await
}

/// Keeps the file and says that it is the draft.
fn drafted(tx: &mut Tx<'_>, process: &Process, (origin, xml): (&str, &[u8])) -> Result<ProcessEvent> {
    let hash = store::keep_file(tx, process.agency_id, xml)?;
    Ok(decide::draft(process, (tx.new_id(), origin, &hash)))
}

/// Keeps the program of a file that was judged and may be published.
fn keep_program(tx: &mut Tx<'_>, process: &Process, judged: &Judged) -> Result<()> {
    match &judged.program {
        Some(program) => store::keep_program(tx, process.agency_id, program).map(drop),
        None => Err(Error::failed("what is published has a program")),
    }
}

/// The fields that conditions of a procedure's process may name.
///
/// # Errors
/// When the database fails.
pub fn fields_of(tx: &mut Tx<'_>, procedure_id: i64) -> Result<Fields> {
    let mut fields = Fields::default();
    let procedure = admin_procedures::load(tx, procedure_id)?;
    for field in
        procedure.iter().filter_map(|procedure| procedure.fields.as_ref()).flat_map(|all| &all.fields)
    {
        let kind = match &field.kind {
            FieldKind::Number { .. } => Type::Number,
            FieldKind::Checkbox => Type::Boolean,
            FieldKind::Date { .. } => Type::Date,
            _ => Type::Text,
        };
        fields.declare(field.key.clone(), kind);
    }
    Ok(fields)
}

/// Everything that is to be known of a file before it is published.
///
/// # Errors
/// A refusal when it is no BPMN at all.
pub fn judge(xml: &[u8], fields: &Fields) -> Result<Judged, Refusals> {
    Ok(judge_reading(readable(xml)?, fields))
}

/// As [`judge`], of what was read already: publishing and the command line have their verdict from here.
///
/// Where constructs are refused, the rest is judged with stand-ins for them, and what is found at a refused
/// element is left out: it says nothing about the file.
pub fn judge_reading(reading: Reading, fields: &Fields) -> Judged {
    let sheet = sheet::read(&reading);
    let checked = sheet.is_some().then(|| checked(&reading, fields)).flatten();
    judged((reading, sheet), checked)
}

/// As [`judge`], for a page that is opened again and again: playing a file through takes long, so what it has shown
/// is kept by the content of the file and of the fields. The program is not; a page has no use for it.
///
/// # Errors
/// A refusal when it is no BPMN at all.
pub(super) fn judge_for_page(
    tx: &mut Tx<'_>,
    (file_hash, xml): (&str, &[u8]),
    fields: &Fields,
) -> Result<Judged> {
    let reading = kept(xml)?;
    let sheet = sheet::read(&reading);
    let checked = match sheet {
        None => None,
        Some(_) => {
            let play = |_: &mut Tx<'_>| {
                let checked = checked(&reading, fields);
                Ok(checked.map(|verdict| Verdict { program: None, ..verdict }))
            };
            let kept = tx.kept(&format!("soundness {file_hash} {fields:?}"), play)?;
            kept.as_ref().clone()
        }
    };
    Ok(judged((reading, sheet), checked))
}

/// Plays the process of a file through.
fn checked(reading: &Reading, fields: &Fields) -> Option<Verdict> {
    reading.processes.first().map(|process| soundness::check(process, fields))
}

fn judged((reading, sheet): (Reading, Option<Sheet>), checked: Option<Verdict>) -> Judged {
    let decided = checked.as_ref().is_some_and(|verdict| verdict.decided);
    let states = checked.as_ref().map_or(0, |verdict| verdict.markings);
    let (mut findings, program) =
        checked.map_or((Vec::new(), None), |verdict| (verdict.findings, verdict.program));
    let ids: BTreeSet<&str> = reading.refused.iter().map(|refused| refused.id.as_str()).collect();
    findings.retain(|finding| !finding.places.iter().any(|place| ids.contains(place.id.as_str())));
    let program = program.filter(|_| reading.executable().is_some());
    let model = reading.processes.into_iter().next();
    Judged {
        sheet,
        model,
        refused: reading.refused,
        notes: reading.notes,
        findings,
        decided,
        states,
        program,
    }
}

/// What a file says, not judged.
///
/// # Errors
/// A refusal when it is no BPMN at all.
pub fn only_read(xml: &[u8]) -> Result<Judged, Refusals> {
    let reading = kept(xml)?;
    let sheet = sheet::read(&reading);
    let model = reading.processes.into_iter().next();
    Ok(Judged {
        sheet,
        model,
        refused: reading.refused,
        notes: reading.notes,
        findings: Vec::new(),
        decided: false,
        states: 0,
        program: None,
    })
}
