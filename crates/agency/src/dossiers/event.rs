//! What may happen to a dossier. Released: meanings never change.

use super::model::{Attachment, Delivery, Intake, PaperIn, Status};
use super::moves::Moves;
use crate::services::Policy;
use platform::permissions::Role;
use registers::calendars::ClockVersion;
use serde::{Deserialize, Serialize};
use workdays::Limit;

/// What the citizen is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Wanted {
    /// Papers that are missing or not right: all of them, once (bổ sung một lần, đầy đủ).
    Papers {
        /// What is missing, each in words.
        missing: Vec<String>,
    },
    /// A financial duty (nghĩa vụ tài chính).
    Payment {
        /// How much, in đồng.
        amount_vnd: i64,
        /// The act that lets the clock stand still meanwhile, if one does.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        basis: Option<String>,
    },
}

/// A task that a move of tokens opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opened {
    /// The token that waits there.
    pub token: u32,
    /// Whose work it is.
    pub role: Role,
    /// The unit it belongs to; 0 for all of the agency.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub unit_id: i64,
    /// Who did the same step before and has it again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assignee: Option<i64>,
    /// When the step is to be done by its own budget.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub step_due_at: Option<i64>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
fn is_zero(number: &i64) -> bool {
    *number == 0
}

/// What a step did to the process: the tokens moved, the tasks that now wait.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moved {
    /// The events of the engine.
    pub moves: Moves,
    /// The tasks opened.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub opened: Vec<Opened>,
    /// Whether what was settled goes back to those who handle it: from here on it was never settled.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub given_back: bool,
}

/// What was promised at receipt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Promised {
    /// The holidays and office hours it was counted with.
    pub version: ClockVersion,
    /// The limit.
    pub limit: Limit,
    /// The effective start.
    pub start_at: i64,
    /// The due moment.
    pub due_at: i64,
}

/// A new count of the limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Count {
    /// The receipt from which it counts.
    pub base_at: i64,
    /// Its effective start.
    pub start_at: i64,
    /// Its due moment.
    pub due_at: i64,
    /// The holidays and office hours it was counted with, where they are not those of the promise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<ClockVersion>,
}

/// Why a handler could not do its work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Failure {
    /// The program has no handler of this name.
    HandlerUnknown,
    /// The fee is not paid.
    FeeUnpaid,
    /// One act led through more service tasks than one act may.
    Endless,
}

/// How a dossier was received.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Received {
    /// The agency that handles it.
    pub agency_id: i64,
    /// Its code.
    pub code: String,
    /// When.
    pub at: i64,
    /// What came in.
    pub intake: Intake,
    /// What was promised; none where the procedure has no limit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub promise: Option<Promised>,
    /// Where its process stands.
    pub moved: Moved,
}

/// How a dossier was turned away at the counter, with guidance (form 02) or a refusal (form 03).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TurnedAway {
    /// The agency that would handle it.
    pub agency_id: i64,
    /// Its code, under which the slip is registered.
    pub code: String,
    /// When.
    pub at: i64,
    /// What was shown.
    pub intake: Intake,
    /// The papers that are missing; empty for a refusal.
    pub missing: Vec<String>,
    /// Why.
    pub reason: String,
}

/// What may happen to a dossier. Released: meanings never change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum DossierEvent {
    /// It was received (tiếp nhận).
    Received(Box<Received>),
    /// It was turned away at the counter.
    TurnedAway(Box<TurnedAway>),
    /// Somebody did a step.
    Completed {
        /// When.
        at: i64,
        /// The token whose task it was.
        token: u32,
        /// The outcome, where the task offers some.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        outcome: Option<String>,
        /// A note for those who follow.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        note: String,
        /// For whom the person acted as a deputy.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        deputy_for: Option<i64>,
        /// To whom the result was given, in the last step.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        delivery: Option<Delivery>,
        /// The answers to the fields, where the step changed them.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        answers: Option<String>,
        /// What it did to the process.
        moved: Moved,
        /// The status it came to.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        status: Option<Status>,
    },
    /// A timer of the model went off.
    Fired {
        /// When.
        at: i64,
        /// The token.
        token: u32,
        /// The number of the timer at that token.
        timer: u8,
        /// What it did to the process.
        moved: Moved,
        /// The status it came to.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        status: Option<Status>,
    },
    /// The machine did the work of a service task (bước do máy làm), or could not: then it stands in an incident.
    Served {
        /// When.
        at: i64,
        /// The token at the service task.
        token: u32,
        /// The word of its handler.
        handler: String,
        /// What the citizen is told.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        notice: Option<String>,
        /// Why it could not.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        failure: Option<Failure>,
        /// What it did to the process.
        moved: Moved,
        /// The status it came to.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        status: Option<Status>,
    },
    /// A token in an incident (sự cố) was tried again, and goes on.
    Retried {
        /// When.
        at: i64,
        /// The token.
        token: u32,
        /// What was done against the cause; empty when the machine tried by itself.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        note: String,
        /// What it did to the process.
        moved: Moved,
        /// The status it came to.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        status: Option<Status>,
    },
    /// A task was taken, handed over or given back (phân công, chuyển xử lý).
    Assigned {
        /// The token of the task.
        token: u32,
        /// To whom; none when it was given back.
        to: Option<i64>,
        /// Why; empty for taking one's own work.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        reason: String,
    },
    /// The citizen was asked for something (yêu cầu bổ sung, nghĩa vụ tài chính).
    Asked {
        /// When.
        at: i64,
        /// For what.
        wanted: Wanted,
        /// Why.
        reason: String,
        /// Whether the legal clock stands still until it is there.
        stops_clock: bool,
        /// The due moment that bound until then, where the clock stands still; early events do not say it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        due_at: Option<i64>,
        /// What allows asking for papers later than the days after receipt.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        basis: Option<String>,
        /// Why papers are asked for again; early events say it in the reason.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        again: Option<String>,
        /// Whether the dossier ends with the request, by the policy of the service: what comes is a new one.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        ends: bool,
        /// What the service let the request do to the clock; early events do not say it, nor do payments.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        policy: Option<Policy>,
        /// What it did to the process.
        moved: Moves,
    },
    /// It came.
    Answered {
        /// When.
        at: i64,
        /// The papers that came.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        papers: Vec<PaperIn>,
        /// How the limit is counted from here; none where the clock ran on.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        count: Option<Count>,
        /// What it did to the process.
        moved: Moves,
        /// The status it came to.
        status: Status,
    },
    /// The limit was extended, with an apology (xin lỗi, gia hạn).
    Extended {
        /// When.
        at: i64,
        /// The new due moment.
        due_at: i64,
        /// By how many working days; early events do not say it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        days: Option<i64>,
        /// Why.
        reason: String,
        /// The holidays and office hours it was counted with, where they are not those of the promise.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        version: Option<ClockVersion>,
    },
    /// It was refused in writing (từ chối giải quyết).
    Refused {
        /// When.
        at: i64,
        /// Why, with the legal basis.
        reason: String,
        /// What it did to the process.
        moved: Moves,
    },
    /// The citizen took it back (rút hồ sơ).
    Withdrawn {
        /// When.
        at: i64,
        /// Why, as far as it was told.
        reason: String,
        /// What it did to the process.
        moved: Moves,
    },
    /// Handling was stopped (dừng giải quyết).
    Stopped {
        /// When.
        at: i64,
        /// Why.
        reason: String,
        /// On what legal basis.
        basis: String,
        /// What it did to the process.
        moved: Moves,
    },
    /// What was entered at receipt was wrong; this is what holds.
    Corrected {
        /// All that was taken in, as it holds now.
        intake: Box<Intake>,
        /// Why.
        reason: String,
    },
    /// A form was printed again.
    Reprinted {
        /// Number of the form, such as `01`.
        form: String,
        /// Why.
        reason: String,
    },
    /// A file was added.
    Attached {
        /// The file.
        attachment: Attachment,
    },
    /// Somebody added a note without doing a step.
    Noted {
        /// The note.
        note: String,
    },
    /// The citizen rated how it went.
    Rated {
        /// 1 to 5.
        score: i64,
        /// The salted SHA-256 of what was written beside it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        remark: Option<String>,
    },
}
