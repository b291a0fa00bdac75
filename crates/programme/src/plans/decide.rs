//! What may be done with a plan, and every reason why not. Pure.

use super::model::{Content, Plan, PlanEvent, PlanStatus};
use platform::{Day, KnownDate, Refusals};

/// Records the plan of an owner for a period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordPlan {
    /// Code of the owner.
    pub owner_code: String,
    /// What the register is to say.
    pub content: Content,
}

/// Says that a draft exists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// Since when.
    pub on: Day,
}

/// Says that a plan is approved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Approve {
    /// When.
    pub on: Day,
    /// Number of the decision.
    pub decision_no: String,
}

/// What must be known of other records to judge a plan.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// The owner's id as an agency.
    pub owner_agency_id: Option<i64>,
    /// The owner has another plan for this period.
    pub period_taken: bool,
}

/// Why an operation on a plan is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It is not said whose plan it is.
    OwnerMissing,
    /// The owner is not in the register of agencies.
    OwnerUnknown(String),
    /// The period is not `YYYY` or `YYYY-YYYY`.
    PeriodUnreadable(String),
    /// The owner has another plan for this period.
    PeriodTaken(String),
    /// What is to come cannot be recorded as done: the field, and today.
    InTheFuture(&'static str, Day),
    /// There is a draft already.
    AlreadyDrafted,
    /// It is approved already.
    AlreadyApproved,
    /// It would be approved before it was drafted.
    ApprovedBeforeDraft,
    /// The number of the decision is missing.
    DecisionMissing,
    /// A date of approval without approval.
    ApprovedOnWithoutApproval,
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
        match reason {
            Refusal::OwnerMissing => told("plans-refusal-owner-missing").field("owner"),
            Refusal::OwnerUnknown(code) => {
                told("plans-refusal-owner-unknown").field("owner_code").with("code", code)
            }
            Refusal::PeriodUnreadable(text) => {
                told("plans-refusal-period-unreadable").field("period").with("text", text)
            }
            Refusal::PeriodTaken(period) => {
                told("plans-refusal-period-taken").field("period").with("period", period)
            }
            Refusal::InTheFuture(field, today) => {
                told("plans-refusal-future").field(field).with("today", today.vietnamese())
            }
            Refusal::AlreadyDrafted => told("plans-refusal-already-drafted").field("on"),
            Refusal::AlreadyApproved => told("plans-refusal-already-approved").field("on"),
            Refusal::ApprovedBeforeDraft => told("plans-refusal-approved-before-draft").field("approved_on"),
            Refusal::DecisionMissing => told("plans-refusal-decision-missing").field("decision_no"),
            Refusal::ApprovedOnWithoutApproval => {
                told("plans-refusal-approved-on-without-approval").field("approved_on")
            }
            Refusal::ReasonMissing => told("plans-refusal-reason-missing").field("reason"),
            Refusal::NothingToCorrect => told("plans-refusal-nothing-to-correct"),
            Refusal::Stale => told("plans-refusal-stale"),
        }
    }
}

/// Judges a new record.
pub fn record(command: &RecordPlan, facts: &Facts, today: Day) -> Result<PlanEvent, Refusals> {
    let mut refusals = content_faults(&command.content);
    future_faults(&command.content, today, &mut refusals);
    let code = command.owner_code.trim().to_owned();
    if facts.owner_agency_id.is_none() {
        refusals.push(Refusal::OwnerUnknown(code.clone()));
    }
    if facts.period_taken {
        refusals.push(Refusal::PeriodTaken(command.content.period.clone()));
    }
    if command.content.status == PlanStatus::Approved && command.content.decision_no.trim().is_empty() {
        refusals.push(Refusal::DecisionMissing);
    }
    refusals.or(PlanEvent::Recorded {
        owner_code: code,
        content: command.content.clone(),
        owner_agency_id: facts.owner_agency_id.unwrap_or_default(),
    })
}

/// What is wrong with what a plan says, whoever says it.
pub fn content_faults(content: &Content) -> Refusals {
    let mut refusals = Refusals::default();
    if content.owner.trim().is_empty() {
        refusals.push(Refusal::OwnerMissing);
    }
    if !is_period(&content.period) {
        refusals.push(Refusal::PeriodUnreadable(content.period.clone()));
    }
    if content.status != PlanStatus::Approved && content.approved.is_some() {
        refusals.push(Refusal::ApprovedOnWithoutApproval);
    }
    let begins = content.drafted.and_then(KnownDate::earliest);
    if content.approved.zip(begins).is_some_and(|(approved, begins)| approved.counts_from() < begins) {
        refusals.push(Refusal::ApprovedBeforeDraft);
    }
    refusals
}

fn future_faults(content: &Content, today: Day, refusals: &mut Refusals) {
    for (field, date) in [("drafted_on", content.drafted), ("approved_on", content.approved)] {
        if date.is_some_and(|date| date.counts_from() > today) {
            refusals.push(Refusal::InTheFuture(field, today));
        }
    }
}

/// Whether a text is a year, two years in order, or nothing.
fn is_period(text: &str) -> bool {
    let year = |text: &str| text.len() == 4 && text.bytes().all(|letter| letter.is_ascii_digit());
    match text.split_once('-') {
        Some((from, to)) => year(from) && year(to) && from <= to,
        None => text.is_empty() || year(text),
    }
}

/// Judges the news of a draft.
pub fn draft(plan: &Plan, command: &Draft, today: Day) -> Result<PlanEvent, Refusals> {
    let mut refusals = Refusals::default();
    match plan.content.status {
        PlanStatus::None => {}
        PlanStatus::Drafted => refusals.push(Refusal::AlreadyDrafted),
        PlanStatus::Approved => refusals.push(Refusal::AlreadyApproved),
    }
    if command.on > today {
        refusals.push(Refusal::InTheFuture("on", today));
    }
    refusals.or(PlanEvent::Drafted { drafted: KnownDate::Day(command.on) })
}

/// Judges the news of an approval; a plan may be approved whose draft was never heard of.
pub fn approve(plan: &Plan, command: &Approve, today: Day) -> Result<PlanEvent, Refusals> {
    let mut refusals = Refusals::default();
    if plan.content.status == PlanStatus::Approved {
        refusals.push(Refusal::AlreadyApproved);
    }
    let decision_no = command.decision_no.trim().to_owned();
    if decision_no.is_empty() {
        refusals.push(Refusal::DecisionMissing);
    }
    if command.on > today {
        refusals.push(Refusal::InTheFuture("on", today));
    }
    if plan.content.drafted.and_then(KnownDate::earliest).is_some_and(|drafted_on| command.on < drafted_on) {
        refusals.push(Refusal::ApprovedBeforeDraft);
    }
    refusals.or(PlanEvent::Approved { approved: KnownDate::Day(command.on), decision_no })
}

/// Judges a correction.
pub fn correct(
    plan: &Plan,
    facts: &Facts,
    (content, reason): (&Content, &str),
    today: Day,
) -> Result<PlanEvent, Refusals> {
    let mut refusals = content_faults(content);
    future_faults(content, today, &mut refusals);
    if reason.trim().is_empty() {
        refusals.push(Refusal::ReasonMissing);
    }
    if facts.period_taken {
        refusals.push(Refusal::PeriodTaken(content.period.clone()));
    }
    if content == &plan.content {
        refusals.push(Refusal::NothingToCorrect);
    }
    refusals.or(PlanEvent::Corrected { content: content.clone(), reason: reason.trim().to_owned() })
}

/// Refuses when the record has moved on since the page was made.
///
/// # Errors
/// [`Refusal::Stale`].
pub fn unless_stale(plan: &Plan, seen: i64) -> Result<(), Refusals> {
    if plan.revision == seen { Ok(()) } else { Err(platform::Refusal::from(Refusal::Stale).into()) }
}
