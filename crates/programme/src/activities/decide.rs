//! What may be done with the record of an activity, and every reason why not. Pure.

use super::model::{Activity, ActivityEvent, Content};
use platform::{Day, Refusals};

/// Why an operation on an activity is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It is not said what was done.
    SubjectMissing,
    /// What is to come cannot be recorded as done.
    InTheFuture(Day),
    /// The same is recorded already.
    AlreadyRecorded,
    /// A count below nothing.
    CountNegative,
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
            Refusal::SubjectMissing => told("activities-refusal-subject-missing").field("subject"),
            Refusal::InTheFuture(today) => {
                told("activities-refusal-future").field("date").with("today", today.vietnamese())
            }
            Refusal::AlreadyRecorded => told("activities-refusal-already-recorded").field("subject"),
            Refusal::CountNegative => told("activities-refusal-count-negative").field("count_stated"),
            Refusal::ReasonMissing => told("activities-refusal-reason-missing").field("reason"),
            Refusal::NothingToCorrect => told("activities-refusal-nothing-to-correct"),
            Refusal::Stale => told("activities-refusal-stale"),
        }
    }
}

/// What is known of the register when an activity is judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Facts {
    /// Another record has the same kind, date and subject.
    pub recorded_already: bool,
    /// Today.
    pub today: Day,
}

/// Judges a new record.
pub fn record(content: &Content, facts: Facts, owner_agency_id: i64) -> Result<ActivityEvent, Refusals> {
    content_faults(content, facts).or(ActivityEvent::Recorded { content: content.clone(), owner_agency_id })
}

fn content_faults(content: &Content, facts: Facts) -> Refusals {
    let mut refusals = Refusals::default();
    if content.subject.trim().is_empty() {
        refusals.push(Refusal::SubjectMissing);
    }
    if content.happened.earliest().unwrap_or(facts.today) > facts.today {
        refusals.push(Refusal::InTheFuture(facts.today));
    }
    if facts.recorded_already {
        refusals.push(Refusal::AlreadyRecorded);
    }
    if content.count_stated.is_some_and(|count| count < 0) {
        refusals.push(Refusal::CountNegative);
    }
    refusals
}

/// Judges a correction.
pub fn correct(
    activity: &Activity,
    (content, reason): (&Content, &str),
    facts: Facts,
) -> Result<ActivityEvent, Refusals> {
    let mut refusals = content_faults(content, facts);
    if reason.trim().is_empty() {
        refusals.push(Refusal::ReasonMissing);
    }
    if content == &activity.content {
        refusals.push(Refusal::NothingToCorrect);
    }
    refusals.or(ActivityEvent::Corrected { content: content.clone(), reason: reason.trim().to_owned() })
}

/// Refuses when the record has moved on since the page was made.
///
/// # Errors
/// [`Refusal::Stale`].
pub fn unless_stale(activity: &Activity, seen: i64) -> Result<(), Refusals> {
    if activity.revision == seen { Ok(()) } else { Err(platform::Refusal::from(Refusal::Stale).into()) }
}
