//! When a report may be issued and corrected, and every reason why not. Pure.

use super::difference::Difference;
use super::model::{Correction, Event, Heading, Issue};
use platform::{Day, Refusals};

/// Why issuing or correcting is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It has no number, or not one above zero.
    NumberMissing,
    /// The same body has used this number and symbol in that year.
    NumberTaken(String),
    /// The day on the paper is missing.
    DayMissing,
    /// The paper would be of a day that has not come.
    InTheFuture(Day),
    /// Figures are told as of a day that has not come.
    AsOfInTheFuture(Day),
    /// The paper would be older than its figures.
    BeforeAsOf(Day),
    /// It is not stated who issues.
    IssuerMissing,
    /// It is not stated who signs.
    SignerMissing,
    /// No figure differs, so that there is nothing to correct.
    NothingDiffers,
    /// The last notice told the same differences.
    AlreadyNoticed,
    /// No reason is given.
    ReasonMissing,
    /// The notice would be older than the copy it corrects.
    BeforeIssue(Day),
    /// Somebody else has noticed a correction since the page was opened.
    Stale,
}

impl From<Refusal> for platform::Refusal {
    fn from(reason: Refusal) -> platform::Refusal {
        let told = platform::Refusal::new;
        match reason {
            Refusal::NumberMissing => told("issues-refusal-number-missing").field("number"),
            Refusal::NumberTaken(number) => {
                told("issues-refusal-number-taken").field("number").with("number", number)
            }
            Refusal::DayMissing => told("issues-refusal-day-missing").field("issued_on"),
            Refusal::InTheFuture(today) => {
                told("issues-refusal-future").field("issued_on").with("today", today.vietnamese())
            }
            Refusal::AsOfInTheFuture(today) => {
                told("issues-refusal-as-of-future").field("as_of").with("today", today.vietnamese())
            }
            Refusal::BeforeAsOf(as_of) => {
                told("issues-refusal-before-as-of").field("issued_on").with("as_of", as_of.vietnamese())
            }
            Refusal::IssuerMissing => told("issues-refusal-issuer-missing").field("issuer"),
            Refusal::SignerMissing => told("issues-refusal-signer-missing").field("signer_name"),
            Refusal::NothingDiffers => told("issues-refusal-nothing-differs"),
            Refusal::AlreadyNoticed => told("issues-refusal-already-noticed"),
            Refusal::ReasonMissing => told("issues-refusal-reason-missing").field("reason"),
            Refusal::BeforeIssue(day) => {
                told("issues-refusal-before-issue").field("issued_on").with("day", day.vietnamese())
            }
            Refusal::Stale => told("issues-refusal-stale"),
        }
    }
}

/// Judges what stands around a copy whose figures stand on `as_of`. Numbers begin anew each year and
/// are used once in it.
///
/// # Errors
/// Every reason at once.
pub fn heading(heading: &Heading, (as_of, today): (Day, Day), number_taken: bool) -> Result<(), Refusals> {
    let mut refusals = Refusals::default();
    if heading.number < 1 {
        refusals.push(Refusal::NumberMissing);
    } else if number_taken {
        refusals.push(Refusal::NumberTaken(format!("{:02}/{}", heading.number, heading.symbol)));
    }
    if as_of > today {
        refusals.push(Refusal::AsOfInTheFuture(today));
    }
    match heading.issued_on {
        None => refusals.push(Refusal::DayMissing),
        Some(day) if day > today => refusals.push(Refusal::InTheFuture(today)),
        Some(day) if day < as_of => refusals.push(Refusal::BeforeAsOf(as_of)),
        Some(_) => {}
    }
    if heading.issuer.trim().is_empty() {
        refusals.push(Refusal::IssuerMissing);
    }
    if heading.signer_name.trim().is_empty() {
        refusals.push(Refusal::SignerMissing);
    }
    refusals.or(())
}

/// Judges a correction notice of a copy.
///
/// # Errors
/// Every reason at once.
pub fn notice(
    issue: &Issue,
    correction: Correction,
    differences: &[Difference],
    (seen, today, number_taken): (i64, Day, bool),
) -> Result<Vec<Event>, Refusals> {
    if issue.revision != seen {
        return Err(platform::Refusal::from(Refusal::Stale).into());
    }
    let mut refusals = Refusals::default();
    if differences.is_empty() {
        refusals.push(Refusal::NothingDiffers);
    } else if issue.corrections.last().is_some_and(|last| last.differences == correction.differences) {
        refusals.push(Refusal::AlreadyNoticed);
    }
    if correction.number < 1 {
        refusals.push(Refusal::NumberMissing);
    } else if number_taken {
        refusals.push(Refusal::NumberTaken(correction.number_text()));
    }
    if correction.reason.trim().is_empty() {
        refusals.push(Refusal::ReasonMissing);
    }
    if correction.signer_name.trim().is_empty() {
        refusals.push(Refusal::SignerMissing);
    }
    if correction.noticed_on > today {
        refusals.push(Refusal::InTheFuture(today));
    } else if correction.noticed_on < issue.issued_on() {
        refusals.push(Refusal::BeforeIssue(issue.issued_on()));
    }
    refusals.or(vec![Event::CorrectionNoticed { correction }])
}
