//! Why something is not done with a dossier.

use super::model::Status;
use platform::{Day, Refusals};

/// One reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Papers that every such dossier needs are missing: all of them.
    PapersMissing(Vec<String>),
    /// A count makes no sense.
    CountOutOfRange {
        /// The field.
        field: &'static str,
        /// The most it may be.
        most: i64,
    },
    /// An amount of money that makes no sense.
    FeeNegative,
    /// The proxy is not named.
    ProxyMissing,
    /// The limit cannot be counted.
    Limit(workdays::Refusal),
    /// The engine does not take the step.
    Engine(bpmn::kernel::Refusal),
    /// The agency has no identification code for its dossiers.
    NoOfficeCode,
    /// The agency does not handle this procedure.
    NotOffered,
    /// The unit whose work it would be is closed.
    UnitClosed {
        /// Its name.
        unit: String,
    },
    /// The unit that is to be closed has so many open dossiers.
    UnitHasDossiers(i64),
    /// The desk may not receive for the agency.
    DeskMayNot,
    /// The dossier has ended.
    Over(Status),
    /// The dossier has ended, and what was handed out tells what was entered.
    OverToCorrect,
    /// It waits for the citizen.
    WaitsForCitizen,
    /// The task was done by somebody else meanwhile.
    TaskGone,
    /// The task belongs to somebody else.
    NotYourTask {
        /// Whether a certain person has it.
        assigned: bool,
    },
    /// Somebody else's work.
    NotYours {
        /// Names of those who may do it.
        who: Vec<String>,
    },
    /// Who has it already is to get it.
    AssignedAlready,
    /// The receiver has not the task's role in its unit.
    ReceiverUnfit,
    /// Who was named for the next step does not do the one that came.
    NextUnfit,
    /// It is not said to whom the result was given.
    DeliveryMissing,
    /// No reason is given.
    ReasonMissing,
    /// The note is empty.
    NoteMissing,
    /// No legal basis is given.
    BasisMissing,
    /// A text is too long.
    TextTooLong {
        /// The field.
        field: &'static str,
        /// The most signs.
        most: usize,
    },
    /// Nothing is asked of the citizen.
    NothingAsked,
    /// Papers are asked for later than the law has it, on no basis.
    AskedLate {
        /// The working days after receipt within which they are asked for.
        days: i64,
        /// The last of them.
        last_day: Day,
    },
    /// Handling has ended: the result waits at the counter.
    SettledAlready,
    /// The limit was extended before.
    ExtendedAlready,
    /// An extension must be given earlier.
    TooLateToExtend {
        /// The last day on which it could be given.
        last_day: Day,
    },
    /// A refusal must be given inside the limit.
    TooLateToRefuse,
    /// Papers are asked for again without saying why they were not asked for before.
    AgainMissing,
    /// The paper that the dossier ends with is signed: what it was drawn from stays.
    AnswersSigned,
    /// The paper that the dossier ends with is signed: whom it names stays.
    ApplicantSigned,
    /// The procedure has no limit, or it stands still.
    NoLimit,
    /// A correction that corrects nothing, or what cannot be corrected.
    NothingToCorrect,
    /// The dossier has as many files as it may.
    TooManyFiles {
        /// How many that is.
        most: usize,
    },
    /// The file is too large.
    FileTooLarge {
        /// The most, in MiB.
        most_mib: usize,
    },
    /// An office file with macros.
    FileMacros,
    /// A packed file that unpacks to too much.
    FileUnpacks {
        /// The most, in MiB.
        most_mib: u64,
    },
    /// The file is not what may be attached, or not what its name says.
    FileKind,
    /// The name of a file has no letter before its ending, or letters that nobody sees.
    FileName,
    /// The name of a file is too long.
    FileNameLong {
        /// The most letters.
        most: usize,
    },
    /// It can be rated when it is over.
    NotOverYet,
    /// It was rated before.
    RatedAlready,
    /// A rating is 1 to 5.
    ScoreOutOfRange,
    /// No incident is there to be tried again.
    NoIncident,
    /// The incident belongs to another unit.
    IncidentOfAnotherUnit,
    /// It was tried again in vain: the key of what is wrong still.
    FailsAgain(&'static str),
    /// Somebody else has changed it since the page was opened.
    Stale,
}

impl From<Refusal> for platform::Refusal {
    fn from(reason: Refusal) -> platform::Refusal {
        let told = platform::Refusal::new;
        match reason {
            Refusal::PapersMissing(papers) => told("dossiers-refusal-papers-missing")
                .field("papers")
                .with("count", papers.len())
                .with("papers", papers.join("; ")),
            Refusal::CountOutOfRange { field, most } => {
                told("dossiers-refusal-count").field(field).with("most", most)
            }
            Refusal::FeeNegative => told("dossiers-refusal-fee").field("fee_vnd"),
            Refusal::ProxyMissing => told("dossiers-refusal-proxy-missing").field("proxy_name"),
            Refusal::Limit(reason) => clock(reason),
            Refusal::Engine(reason) => engine(reason),
            Refusal::NoOfficeCode => told("dossiers-refusal-no-office-code"),
            Refusal::NotOffered => told("dossiers-refusal-not-offered").field("procedure"),
            Refusal::UnitClosed { .. } | Refusal::UnitHasDossiers(_) => of_unit(reason),
            Refusal::DeskMayNot => told("dossiers-refusal-desk-may-not"),
            Refusal::Over(_) => told("dossiers-refusal-over"),
            Refusal::OverToCorrect => told("dossiers-refusal-over-to-correct"),
            Refusal::WaitsForCitizen => told("dossiers-refusal-waits"),
            Refusal::TaskGone => told("dossiers-refusal-task-gone"),
            Refusal::NotYourTask { assigned: true } => told("dossiers-refusal-task-of-another"),
            Refusal::NotYourTask { assigned: false } => told("dossiers-refusal-task-of-another-role"),
            Refusal::NotYours { who } if who.is_empty() => told("dossiers-refusal-nobodys"),
            Refusal::NotYours { who } => told("dossiers-refusal-not-yours").with("who", who.join(", ")),
            Refusal::AssignedAlready => told("dossiers-refusal-assigned-already").field("to"),
            Refusal::ReceiverUnfit => told("dossiers-refusal-receiver-unfit").field("to"),
            Refusal::NextUnfit => told("dossiers-refusal-next-unfit").field("to"),
            Refusal::DeliveryMissing => told("dossiers-refusal-delivery-missing").field("delivery"),
            Refusal::ReasonMissing => told("dossiers-refusal-reason-missing").field("reason"),
            Refusal::NoteMissing => told("dossiers-refusal-note-missing").field("note"),
            Refusal::BasisMissing => told("dossiers-refusal-basis-missing").field("basis"),
            Refusal::TextTooLong { field, most } => {
                told("dossiers-refusal-text-too-long").field(field).with("most", most)
            }
            Refusal::NothingAsked => told("dossiers-refusal-nothing-asked").field("missing"),
            Refusal::AskedLate { days, last_day } => told("dossiers-refusal-asked-late")
                .field("basis")
                .with("days", days)
                .with("day", last_day.vietnamese()),
            Refusal::SettledAlready => told("dossiers-refusal-settled"),
            Refusal::ExtendedAlready => told("dossiers-refusal-extended-already"),
            Refusal::TooLateToExtend { last_day } => {
                told("dossiers-refusal-too-late-to-extend").with("day", last_day.vietnamese())
            }
            Refusal::AgainMissing => told("dossiers-refusal-again-missing").field("again"),
            Refusal::AnswersSigned => told("dossiers-refusal-answers-signed"),
            Refusal::ApplicantSigned => told("dossiers-refusal-applicant-signed").field("name"),
            Refusal::TooLateToRefuse => told("dossiers-refusal-too-late-to-refuse"),
            Refusal::NoLimit => told("dossiers-refusal-no-limit"),
            Refusal::NothingToCorrect => told("dossiers-refusal-nothing-to-correct"),
            Refusal::TooManyFiles { .. }
            | Refusal::FileTooLarge { .. }
            | Refusal::FileMacros
            | Refusal::FileUnpacks { .. }
            | Refusal::FileKind
            | Refusal::FileName
            | Refusal::FileNameLong { .. } => of_file(&reason),
            Refusal::NotOverYet => told("dossiers-refusal-not-over-yet"),
            Refusal::RatedAlready => told("dossiers-refusal-rated-already"),
            Refusal::ScoreOutOfRange => told("dossiers-refusal-score").field("score"),
            Refusal::NoIncident => told("incidents-refusal-none"),
            Refusal::IncidentOfAnotherUnit => told("incidents-refusal-another-unit"),
            Refusal::FailsAgain(key) => told(key),
            Refusal::Stale => told("dossiers-refusal-stale"),
        }
    }
}

/// Why a unit neither takes dossiers nor is closed.
fn of_unit(reason: Refusal) -> platform::Refusal {
    match reason {
        Refusal::UnitHasDossiers(count) => {
            platform::Refusal::new("dossiers-refusal-unit-has-dossiers").with("count", count)
        }
        Refusal::UnitClosed { unit } => {
            platform::Refusal::new("dossiers-refusal-unit-closed").field("procedure").with("unit", unit)
        }
        other => other.into(),
    }
}

/// Why a file is not taken.
fn of_file(reason: &Refusal) -> platform::Refusal {
    let (key, most) = match reason {
        Refusal::TooManyFiles { most } => ("dossiers-refusal-too-many-files", most.to_string()),
        Refusal::FileTooLarge { most_mib } => ("dossiers-refusal-file-too-large", most_mib.to_string()),
        Refusal::FileUnpacks { most_mib } => ("dossiers-refusal-file-unpacks", most_mib.to_string()),
        Refusal::FileNameLong { most } => ("dossiers-refusal-file-name-long", most.to_string()),
        Refusal::FileMacros => ("dossiers-refusal-file-macros", String::new()),
        Refusal::FileName => ("dossiers-refusal-file-name", String::new()),
        _ => ("dossiers-refusal-file-kind", String::new()),
    };
    let told = platform::Refusal::new(key).field("file");
    if most.is_empty() { told } else { told.with("most", most) }
}

/// Whether something was refused because the calendar ends too early.
pub(super) fn is_beyond_calendar(reasons: &Refusals) -> bool {
    reasons.0.iter().any(|reason| reason.key == CALENDAR_MISSING)
}

const CALENDAR_MISSING: &str = "dossiers-refusal-calendar-missing";

fn clock(reason: workdays::Refusal) -> platform::Refusal {
    let told = platform::Refusal::new;
    match reason {
        workdays::Refusal::CalendarMissing { year } => told(CALENDAR_MISSING).with("year", year),
        other => told("dossiers-refusal-limit").with("words", other),
    }
}

fn engine(reason: bpmn::kernel::Refusal) -> platform::Refusal {
    use bpmn::kernel::Refusal as Engine;
    let told = platform::Refusal::new;
    match reason {
        Engine::OutcomeMissing => told("dossiers-refusal-outcome-missing").field("outcome"),
        Engine::OutcomeNotOffered => told("dossiers-refusal-outcome-not-offered").field("outcome"),
        Engine::Gone(_) | Engine::NoSuchToken(_) => told("dossiers-refusal-task-gone"),
        Engine::Suspended => told("dossiers-refusal-waits"),
        Engine::Finished(_) => told("dossiers-refusal-over"),
        other => told("dossiers-refusal-engine").with("words", other),
    }
}
