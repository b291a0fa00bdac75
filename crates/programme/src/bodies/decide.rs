//! What may be done with a body and its papers, and every reason why not. Pure.

use super::model::{Body, BodyEvent, BodyKind, Content};
use crate::regulation::{self, Topic};
use crate::standing::{self, ActKind, Fault, NewPaper, Order, Paper, Standing};
use platform::{Day, Refusals};

/// Confirms a body with its first paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Confirm {
    /// Its code.
    pub code: String,
    /// What for.
    pub kind: BodyKind,
    /// Its name.
    pub name: String,
    /// Code of the province of its seat; may be empty.
    pub province_code: String,
    /// The paper.
    pub paper: NewPaper,
}

/// What must be known of other bodies to judge a grant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Taken {
    /// Another body has this code.
    pub code: bool,
    /// Another paper has this number.
    pub number: bool,
}

/// Why an operation on a body is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Something about the paper or the act itself.
    Paper(Fault),
    /// It has no code.
    CodeMissing,
    /// Another body has the code.
    CodeTaken(String),
    /// It has no name.
    NameMissing,
    /// A new paper would be granted while the present one is suspended.
    SuspendedNow,
    /// A new paper would not be later than the present one.
    NotAfter(Day),
    /// It was revoked, and the law grants nothing before this day.
    RevokedUntil(Day, &'static str),
    /// A correction would leave it without any paper.
    PaperMissing,
}

impl From<Fault> for Refusal {
    fn from(fault: Fault) -> Refusal {
        Refusal::Paper(fault)
    }
}

impl From<Refusal> for platform::Refusal {
    fn from(reason: Refusal) -> platform::Refusal {
        let told = platform::Refusal::new;
        match reason {
            Refusal::Paper(fault) => fault.into(),
            Refusal::CodeMissing => told("bodies-refusal-code-missing").field("code"),
            Refusal::CodeTaken(code) => told("bodies-refusal-code-taken").field("code").with("code", code),
            Refusal::NameMissing => told("bodies-refusal-name-missing").field("name"),
            Refusal::SuspendedNow => told("bodies-refusal-suspended-now").field("issued_on"),
            Refusal::NotAfter(day) => {
                told("bodies-refusal-not-after").field("issued_on").with("day", day.vietnamese())
            }
            Refusal::RevokedUntil(day, basis) => told("bodies-refusal-revoked-until")
                .field("issued_on")
                .with("day", day.vietnamese())
                .with("basis", basis),
            Refusal::PaperMissing => told("bodies-refusal-paper-missing").field("papers"),
        }
    }
}

fn note(refusals: &mut Refusals, faults: impl IntoIterator<Item = Fault>) {
    refusals.0.extend(faults.into_iter().map(platform::Refusal::from));
}

/// Judges a first confirmation.
pub fn confirm(
    command: &Confirm,
    taken: Taken,
    owner_agency_id: i64,
    today: Day,
) -> Result<BodyEvent, Refusals> {
    let (paper, faults) = standing::new_paper(&command.paper, Topic::PaperTerm, today);
    let mut refusals = Refusals::default();
    let code = command.code.trim().to_owned();
    if code.is_empty() {
        refusals.push(Refusal::CodeMissing);
    } else if taken.code {
        refusals.push(Refusal::CodeTaken(code.clone()));
    }
    if command.name.trim().is_empty() {
        refusals.push(Refusal::NameMissing);
    }
    note(&mut refusals, faults);
    if taken.number {
        refusals.push(Refusal::Paper(Fault::NumberTaken(paper.number.clone())));
    }
    let content = Content {
        name: command.name.trim().to_owned(),
        province_code: command.province_code.trim().to_owned(),
        papers: vec![paper],
        acts: Vec::new(),
    };
    refusals.or(BodyEvent::Confirmed { code, kind: command.kind, content, owner_agency_id })
}

/// Judges a further paper: a renewal, or a new confirmation after a revocation.
pub fn renew(body: &Body, paper: &NewPaper, taken: Taken, today: Day) -> Result<BodyEvent, Refusals> {
    let issued_on = paper.issued_on;
    let (paper, faults) = standing::new_paper(paper, Topic::PaperTerm, today);
    let mut refusals = Refusals::default();
    note(&mut refusals, faults);
    if taken.number {
        refusals.push(Refusal::Paper(Fault::NumberTaken(paper.number.clone())));
    }
    if let Some(latest_on) = body.content.papers.iter().map(Paper::counts_on).max()
        && issued_on <= latest_on
    {
        refusals.push(Refusal::NotAfter(latest_on));
    }
    match body.standing_on(issued_on) {
        Some(Standing::Suspended) => refusals.push(Refusal::SuspendedNow),
        Some(Standing::Revoked) => {
            if let Some((day, basis)) = barred_until(body, issued_on) {
                refusals.push(Refusal::RevokedUntil(day, basis));
            }
        }
        Some(Standing::InForce | Standing::Expired) | None => {}
    }
    refusals.or(BodyEvent::Renewed { paper })
}

/// The day before which a revoked body gets nothing new, with the basis, if `day` is before it.
pub fn barred_until(body: &Body, day: Day) -> Option<(Day, &'static str)> {
    let revoked = body.content.acts.iter().filter(|act| act.kind == ActKind::Revoked);
    let revoked_on = revoked.map(|act| act.happened.counts_from()).filter(|on| *on <= day).max()?;
    let rule = regulation::on(Topic::RegisterAgainAfterRevocation, day)?;
    rule.after(revoked_on).filter(|until| day < *until).map(|until| (until, rule.basis))
}

/// Judges a suspension, resumption, revocation or reissue.
pub fn act(body: &Body, order: &Order, today: Day) -> Result<BodyEvent, Refusals> {
    let mut refusals = Refusals::default();
    note(&mut refusals, standing::new_act(&body.content.papers, &body.content.acts, order, today));
    refusals.or(BodyEvent::Acted { act: order.act() })
}

/// Judges a correction; `taken` tells whether a paper's number is another body's.
pub fn correct(body: &Body, content: &Content, reason: &str, taken: Taken) -> Result<BodyEvent, Refusals> {
    let mut refusals = Refusals::default();
    if reason.trim().is_empty() {
        refusals.push(Refusal::Paper(Fault::ReasonMissing));
    }
    if content == &body.content {
        refusals.push(Refusal::Paper(Fault::NothingToCorrect));
    }
    if content.name.trim().is_empty() {
        refusals.push(Refusal::NameMissing);
    }
    if content.papers.is_empty() {
        refusals.push(Refusal::PaperMissing);
    }
    if let Some(number) = number_fault(content, taken) {
        refusals.push(Refusal::Paper(number));
    }
    for paper in &content.papers {
        note(&mut refusals, standing::term_faults(paper, Topic::PaperTerm));
    }
    note(&mut refusals, standing::history_faults(&content.papers, &content.acts));
    refusals.or(BodyEvent::Corrected { content: content.clone(), reason: reason.trim().to_owned() })
}

fn number_fault(content: &Content, taken: Taken) -> Option<Fault> {
    let numbers: Vec<&str> = content.papers.iter().map(|paper| paper.number.as_str()).collect();
    if numbers.iter().any(|number| number.trim().is_empty()) {
        return Some(Fault::NumberMissing);
    }
    let twice = |at: usize| numbers[..at].iter().any(|other| standing::same_number(other, numbers[at]));
    let repeated = (0..numbers.len()).find(|at| twice(*at)).map(|at| numbers[at].to_owned());
    let others = taken.number.then(|| numbers.last().copied().unwrap_or_default().to_owned());
    repeated.or(others).map(Fault::NumberTaken)
}

/// Refuses when the record has moved on since the page was made.
///
/// # Errors
/// [`Fault::Stale`].
pub fn unless_stale(body: &Body, seen: i64) -> Result<(), Refusals> {
    if body.revision == seen { Ok(()) } else { Err(platform::Refusal::from(Fault::Stale).into()) }
}
