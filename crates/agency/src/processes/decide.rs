//! What may be done with a process, and every reason why not. Pure.

use super::describe::Description;
use super::handlers::Handler;
use super::model::{LaneRole, Process, ProcessEvent, Version};
use super::sheet::{Sheet, cut};
use bpmn::finding::{Finding, Severity, What};
use bpmn::model::Process as Model;
use bpmn::program::Program;
use bpmn::refused::Refused;
use platform::{Day, Refusals};
use workdays::WorkingTime;

/// More faults of one file at once help nobody.
const MOST_FAULTS: usize = 30;

/// How much of a name a sentence repeats.
const MOST_SIGNS: usize = 120;
/// More names in one sentence help nobody.
const MOST_NAMES: usize = 20;

/// A sentence of the engine in both languages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// In Vietnamese.
    pub vi: String,
    /// In English.
    pub en: String,
}

impl From<&Refused> for Said {
    fn from(refused: &Refused) -> Said {
        Said { vi: refused.vi(), en: refused.en() }
    }
}

impl From<&Finding> for Said {
    fn from(finding: &Finding) -> Said {
        Said { vi: finding.vi(), en: finding.en() }
    }
}

/// Why an operation on a process is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It has no code.
    CodeMissing,
    /// Another process of the agency has this code.
    CodeTaken(String),
    /// It has no name.
    NameMissing,
    /// The procedure is not in the register.
    ProcedureUnknown,
    /// The agency has a process for the procedure already: its code.
    ProcedureTaken(String),
    /// Another process of this code is in force for the procedure.
    AnotherInForce(String),
    /// The file is no BPMN.
    NotBpmn(Said),
    /// It is too large to be numbered.
    TooLarge,
    /// A construct that is not executed.
    NotExecuted(Said),
    /// Something that makes it unsound.
    Unsound(Said),
    /// There is more of the kind: so many.
    More(usize),
    /// Nobody knows whose people do the tasks of this lane.
    LaneWithoutRole(String),
    /// No handler of this name.
    HandlerUnknown(String),
    /// It begins with something else than the counter's reception.
    FirstNotReception(String),
    /// It ends with something else than the counter's return of the result.
    LastNotReturn(String),
    /// A step of a reminder could still be open when the result is returned.
    ReminderLeftOpen(String),
    /// A step of this name is given a time that is none.
    TimeUnreadable(String),
    /// There is no draft.
    NoDraft,
    /// There is a draft already.
    DraftExists,
    /// The draft says the same as the version in force.
    NothingNew,
    /// No version is in force.
    NotInForce,
    /// No reason is given.
    ReasonMissing,
    /// A correction that corrects nothing.
    NothingToCorrect,
    /// Somebody else has changed it since the page was opened.
    Stale,
}

impl From<Refusal> for platform::Refusal {
    fn from(reason: Refusal) -> platform::Refusal {
        let told = platform::Refusal::new;
        let said = |key, said: Said| told(key).with("vi", said.vi).with("en", said.en);
        match reason {
            Refusal::CodeMissing => told("processes-refusal-code-missing").field("code"),
            Refusal::CodeTaken(code) => told("processes-refusal-code-taken").field("code").with("code", code),
            Refusal::NameMissing => told("processes-refusal-name-missing").field("name"),
            Refusal::ProcedureUnknown => told("processes-refusal-procedure-unknown").field("procedure"),
            Refusal::ProcedureTaken(code) => {
                told("processes-refusal-procedure-taken").field("procedure").with("code", code)
            }
            Refusal::AnotherInForce(code) => told("processes-refusal-another-in-force").with("code", code),
            Refusal::NotBpmn(why) => said("processes-refusal-not-bpmn", why).field("file"),
            Refusal::TooLarge => told("processes-refusal-too-large").field("file"),
            Refusal::NotExecuted(what) => said("processes-refusal-not-executed", what),
            Refusal::Unsound(what) => said("processes-refusal-unsound", what),
            Refusal::More(number) => told("processes-refusal-more").with("number", number),
            Refusal::LaneWithoutRole(lane) => {
                told("processes-refusal-lane-without-role").with("lane", cut(&lane, MOST_SIGNS))
            }
            Refusal::HandlerUnknown(name) => told("processes-refusal-handler-unknown")
                .with("name", cut(&name, MOST_SIGNS))
                .with("known", Handler::ALL.map(Handler::word).join(", ")),
            Refusal::FirstNotReception(step) => {
                told("processes-refusal-first").with("step", cut(&step, MOST_SIGNS))
            }
            Refusal::LastNotReturn(step) => {
                told("processes-refusal-last").with("step", cut(&step, MOST_SIGNS))
            }
            Refusal::ReminderLeftOpen(step) => {
                told("processes-refusal-left-open").with("step", cut(&step, MOST_SIGNS))
            }
            Refusal::TimeUnreadable(step) => {
                told("processes-refusal-time").with("step", cut(&step, MOST_SIGNS))
            }
            Refusal::NoDraft => told("processes-refusal-no-draft"),
            Refusal::DraftExists => told("processes-refusal-draft-exists"),
            Refusal::NothingNew => told("processes-refusal-nothing-new"),
            Refusal::NotInForce => told("processes-refusal-not-in-force"),
            Refusal::ReasonMissing => told("processes-refusal-reason-missing").field("reason"),
            Refusal::NothingToCorrect => told("processes-refusal-nothing-to-correct"),
            Refusal::Stale => told("processes-refusal-stale"),
        }
    }
}

/// What is known of a file that is to be published.
#[derive(Clone, Debug)]
pub struct Judged {
    /// What the file says to the agency; none where it is too large.
    pub sheet: Option<Sheet>,
    /// What is drawn.
    pub model: Option<Model>,
    /// Everything in it that is not executed.
    pub refused: Vec<Refused>,
    /// What is kept as a drawing only.
    pub notes: Vec<Refused>,
    /// Everything that the soundness check found.
    pub findings: Vec<Finding>,
    /// Whether the soundness check looked at every state.
    pub decided: bool,
    /// How many states it looked at.
    pub states: usize,
    /// The program, where it can be compiled.
    pub program: Option<Program>,
}

/// Everything that keeps a file from being published.
pub fn faults(judged: &Judged) -> Refusals {
    let mut refusals = Refusals::default();
    push_some(&mut refusals, judged.refused.iter().map(|what| Refusal::NotExecuted(what.into())));
    let unsound = judged.findings.iter().filter(|finding| forbids(finding));
    push_some(&mut refusals, unsound.map(|what| Refusal::Unsound(what.into())));
    refusals.0.extend(office_faults(judged).0);
    refusals
}

/// What of it the office forbids, beyond what the engine does: lanes that are nobody's, handlers that the program
/// has not, a first or last step that is not the counter's.
pub fn office_faults(judged: &Judged) -> Refusals {
    let mut refusals = Refusals::default();
    let Some(sheet) = &judged.sheet else {
        refusals.push(Refusal::TooLarge);
        return refusals;
    };
    let nobody = sheet.lanes.iter().filter(|lane| lane.role.is_none());
    push_some(&mut refusals, nobody.map(|lane| Refusal::LaneWithoutRole(lane.name.clone())));
    // A service task without any handler is refused by the engine already.
    let unknown = sheet.handlers.iter().filter(|name| !name.is_empty() && Handler::of_word(name).is_none());
    push_some(&mut refusals, unknown.map(|name| Refusal::HandlerUnknown(name.clone())));
    if let Some(first) = &sheet.wrong_first {
        refusals.push(Refusal::FirstNotReception(first.clone()));
    }
    push_some(&mut refusals, sheet.wrong_last.iter().map(|step| Refusal::LastNotReturn(step.clone())));
    push_some(&mut refusals, sheet.left_open.iter().map(|step| Refusal::ReminderLeftOpen(step.clone())));
    refusals
}

/// Adds reasons of one kind, so many that they help, and tells how many more there are.
fn push_some(refusals: &mut Refusals, reasons: impl Iterator<Item = Refusal>) {
    let all: Vec<Refusal> = reasons.collect();
    let more = all.len().saturating_sub(MOST_FAULTS);
    all.into_iter().take(MOST_FAULTS).for_each(|reason| refusals.push(reason));
    if more > 0 {
        refusals.push(Refusal::More(more));
    }
}

/// Whether a finding forbids to publish: an error does, and so does all by which a dossier could stand still.
///
/// Other warnings are told to the author: the process is executed as it is drawn.
pub fn forbids(finding: &Finding) -> bool {
    let stands_still = matches!(finding.what, What::NotDecided { .. } | What::MayAllFail);
    stands_still || finding.what.severity() == Severity::Error
}

/// What its author should know of a file; `limit_minutes` is the limit of its procedure.
pub fn warnings(judged: &Judged, limit_minutes: Option<i64>) -> Vec<platform::Refusal> {
    let found = judged.findings.iter().filter(|finding| !forbids(finding)).map(Said::from);
    let told = |said: Said| {
        platform::Refusal::new("processes-warning-found").with("vi", said.vi).with("en", said.en)
    };
    let mut warnings: Vec<platform::Refusal> = found.map(told).collect();
    let Some(sheet) = &judged.sheet else { return warnings };
    if let Some(limit) = limit_minutes
        && sheet.longest > WorkingTime::minutes(limit)
    {
        let told = platform::Refusal::new("processes-warning-too-long");
        warnings
            .push(told.with("steps", hours(sheet.longest)).with("limit", hours(WorkingTime::minutes(limit))));
    }
    if !sheet.is_timed {
        let untimed = sheet.steps.iter().filter(|step| step.budget.is_none());
        let names: Vec<_> =
            untimed.clone().take(MOST_NAMES).map(|step| cut(&step.name, MOST_SIGNS)).collect();
        let more = if untimed.count() > MOST_NAMES { ", \u{2026}" } else { "" };
        let steps = format!("{}{more}", names.join(", "));
        warnings.push(platform::Refusal::new("processes-warning-untimed").with("steps", steps));
    }
    warnings
}

/// An amount of working time in hours, as both languages read it: `4`, `1,5`.
pub fn hours(time: WorkingTime) -> String {
    let hundredths = time.0 / (WorkingTime::hours(1).0 / 100);
    let text = format!("{},{:02}", hundredths / 100, hundredths % 100);
    text.trim_end_matches('0').trim_end_matches(',').to_owned()
}

/// Begins a process.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Begin {
    /// Whose it is to be.
    pub agency_id: i64,
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// The procedure that it handles.
    pub procedure_id: i64,
    /// Whether its steps are made up.
    pub is_illustrative: bool,
}

/// What must be known of other records to begin a process.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BeginFacts {
    /// Whether the register has the procedure.
    pub is_procedure_known: bool,
    /// Whether another process has the code.
    pub is_code_taken: bool,
    /// The code of the agency's process for the procedure, where it has one.
    pub of_procedure: Option<String>,
}

/// Judges the beginning of a process.
///
/// # Errors
/// Every reason at once.
pub fn begin(command: &Begin, facts: &BeginFacts) -> Result<ProcessEvent, Refusals> {
    let (code, name) = (command.code.trim().to_owned(), command.name.trim().to_owned());
    let mut refusals = name_faults((&code, &name), facts.is_code_taken);
    if !facts.is_procedure_known {
        refusals.push(Refusal::ProcedureUnknown);
    }
    if let Some(other) = &facts.of_procedure {
        refusals.push(Refusal::ProcedureTaken(other.clone()));
    }
    refusals.or(ProcessEvent::Begun {
        agency_id: command.agency_id,
        code,
        name,
        procedure_id: command.procedure_id,
        is_illustrative: command.is_illustrative,
    })
}

fn name_faults((code, name): (&str, &str), is_code_taken: bool) -> Refusals {
    let mut refusals = Refusals::default();
    if code.is_empty() {
        refusals.push(Refusal::CodeMissing);
    }
    if is_code_taken {
        refusals.push(Refusal::CodeTaken(code.to_owned()));
    }
    if name.is_empty() {
        refusals.push(Refusal::NameMissing);
    }
    refusals
}

/// Judges a new draft, or another file for the draft that there is.
pub fn draft(process: &Process, (version_id, origin, file_hash): (i64, &str, &str)) -> ProcessEvent {
    let (origin, file_hash) = (origin.to_owned(), file_hash.to_owned());
    match process.draft() {
        Some(draft) => ProcessEvent::Redrafted { version_id: draft.id, origin, file_hash },
        None => ProcessEvent::Drafted { version_id, origin, file_hash },
    }
}

/// The version being written.
///
/// # Errors
/// [`Refusal::NoDraft`].
pub fn draft_of(process: &Process) -> Result<&Version, Refusals> {
    process.draft().ok_or_else(|| Refusals::from(platform::Refusal::from(Refusal::NoDraft)))
}

/// The file of the version in force, for a draft that begins with it.
///
/// # Errors
/// Every reason at once.
pub fn copy(process: &Process) -> Result<String, Refusals> {
    let mut refusals = Refusals::default();
    if process.draft().is_some() {
        refusals.push(Refusal::DraftExists);
    }
    let from = process.in_force().or_else(|| process.versions.last());
    if from.is_none() {
        refusals.push(Refusal::NotInForce);
    }
    refusals.or(from.map(|version| version.file_hash.clone()).unwrap_or_default())
}

/// Judges roles, times and outputs that are to be written into a draft.
///
/// # Errors
/// Every time that is none.
pub fn description(told: &Description) -> Result<(), Refusals> {
    let mut refusals = Refusals::default();
    for step in told.steps.iter().filter(|step| !step.hours.trim().is_empty() && step.minutes().is_none()) {
        refusals.push(Refusal::TimeUnreadable(step.name.clone()));
    }
    refusals.or(())
}

/// Judges the publication of the draft.
///
/// # Errors
/// Every reason at once.
pub fn publish(
    process: &Process,
    judged: &Judged,
    (another_in_force, today): (Option<String>, Day),
) -> Result<ProcessEvent, Refusals> {
    let mut refusals = faults(judged);
    let Some(draft) = process.draft() else {
        refusals.push(Refusal::NoDraft);
        return Err(refusals);
    };
    if let Some(code) = another_in_force {
        refusals.push(Refusal::AnotherInForce(code));
    }
    if process.in_force().is_some_and(|version| version.file_hash == draft.file_hash) {
        refusals.push(Refusal::NothingNew);
    }
    let lanes = judged.sheet.iter().flat_map(|sheet| &sheet.lanes);
    let lanes = lanes.filter_map(|lane| Some(LaneRole { lane: lane.id.clone(), role: lane.role? }));
    let program_hash =
        judged.program.as_ref().map(|program| program.version().to_string()).unwrap_or_default();
    if refusals.is_empty() && program_hash.is_empty() {
        refusals.push(Refusal::TooLarge);
    }
    refusals.or(ProcessEvent::Published {
        version_id: draft.id,
        program_hash,
        lanes: lanes.collect(),
        on: today,
    })
}

/// Judges that the version in force goes out of force.
///
/// # Errors
/// Every reason at once.
pub fn retire(process: &Process, reason: &str, today: Day) -> Result<ProcessEvent, Refusals> {
    let mut refusals = Refusals::default();
    let version = process.in_force();
    if version.is_none() {
        refusals.push(Refusal::NotInForce);
    }
    if reason.trim().is_empty() {
        refusals.push(Refusal::ReasonMissing);
    }
    refusals.or(ProcessEvent::Retired {
        version_id: version.map(|version| version.id).unwrap_or_default(),
        on: today,
        reason: reason.trim().to_owned(),
    })
}

/// What a process is to be called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correct {
    /// The right code.
    pub code: String,
    /// The right name.
    pub name: String,
    /// Why.
    pub reason: String,
}

/// Judges a correction of code or name.
///
/// # Errors
/// Every reason at once.
pub fn correct(process: &Process, command: &Correct, is_code_taken: bool) -> Result<ProcessEvent, Refusals> {
    let (code, name) = (command.code.trim().to_owned(), command.name.trim().to_owned());
    let reason = command.reason.trim().to_owned();
    let mut refusals = name_faults((&code, &name), is_code_taken);
    if reason.is_empty() {
        refusals.push(Refusal::ReasonMissing);
    }
    if (&process.code, &process.name) == (&code, &name) {
        refusals.push(Refusal::NothingToCorrect);
    }
    refusals.or(ProcessEvent::Corrected { code, name, reason })
}

/// Refuses a command that was written on an older state.
///
/// # Errors
/// [`Refusal::Stale`].
pub fn unless_stale(process: &Process, seen: i64) -> Result<(), Refusals> {
    let mut refusals = Refusals::default();
    if process.revision != seen {
        refusals.push(Refusal::Stale);
    }
    refusals.or(())
}
