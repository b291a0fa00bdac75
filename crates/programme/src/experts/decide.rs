//! What may be done with an expert's card, and every reason why not. Pure.

use super::model::{Card, CardEvent, CardKind, CardRole, Content};
use crate::bodies::Body;
use crate::regulation::Topic;
use crate::standing::{self, ActKind, Fault, NewPaper, Order, Paper, Standing};
use platform::{Day, Refusals};

/// Grants a card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    /// What for.
    pub kind: CardKind,
    /// To whom.
    pub holder: String,
    /// Code of the holder's body; empty for independent consultants.
    pub body_code: String,
    /// An assessor's part.
    pub role: Option<CardRole>,
    /// Ends with the organisation's paper, whatever day is given.
    pub extra: bool,
    /// The card.
    pub paper: NewPaper,
}

/// What must be known to judge a card.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// The body that the command names, if there is one.
    pub body: Option<Body>,
    /// Another card has the number.
    pub number_taken: bool,
}

/// Why an operation on a card is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Something about the card or the act itself.
    Card(Fault),
    /// It is not said whose card it is.
    HolderMissing,
    /// It is not said to which body the holder belongs.
    BodyMissing,
    /// There is no such body.
    BodyUnknown(String),
    /// The body is of the other kind.
    BodyOfOtherKind(String),
    /// Independent consultants belong to no body.
    BodyOfIndependent,
    /// The body has no paper yet on the day.
    BodyNotConfirmed(String, Day),
    /// The body's paper is not in force on the day.
    BodyNotInForce(String, Standing, Day),
    /// An assessor leads or is a member.
    RoleMissing,
    /// Only assessors lead or are members.
    RoleOfConsultant,
    /// Only holders who belong to a body get extra cards.
    ExtraOfIndependent,
}

impl From<Refusal> for platform::Refusal {
    fn from(reason: Refusal) -> platform::Refusal {
        let told = platform::Refusal::new;
        match reason {
            Refusal::Card(fault) => fault.into(),
            Refusal::HolderMissing => told("experts-refusal-holder-missing").field("holder"),
            Refusal::BodyMissing => told("experts-refusal-body-missing").field("body_code"),
            Refusal::BodyUnknown(code) => {
                told("experts-refusal-body-unknown").field("body_code").with("code", code)
            }
            Refusal::BodyOfOtherKind(code) => {
                told("experts-refusal-body-of-other-kind").field("body_code").with("code", code)
            }
            Refusal::BodyOfIndependent => told("experts-refusal-body-of-independent").field("body_code"),
            Refusal::BodyNotConfirmed(code, day) => told("experts-refusal-body-not-confirmed")
                .field("body_code")
                .with("code", code)
                .with("day", day.vietnamese()),
            Refusal::BodyNotInForce(code, standing, day) => told(not_in_force_key(standing))
                .field("body_code")
                .with("code", code)
                .with("day", day.vietnamese()),
            Refusal::RoleMissing => told("experts-refusal-role-missing").field("role"),
            Refusal::RoleOfConsultant => told("experts-refusal-role-of-consultant").field("role"),
            Refusal::ExtraOfIndependent => told("experts-refusal-extra-of-independent").field("extra"),
        }
    }
}

fn not_in_force_key(standing: Standing) -> &'static str {
    match standing {
        Standing::Suspended => "experts-refusal-body-suspended",
        Standing::Revoked => "experts-refusal-body-revoked",
        Standing::Expired | Standing::InForce => "experts-refusal-body-expired",
    }
}

fn note(refusals: &mut Refusals, faults: impl IntoIterator<Item = Fault>) {
    refusals.0.extend(faults.into_iter().map(platform::Refusal::from));
}

/// Judges a new card under the law of its day.
pub fn grant(
    command: &Grant,
    facts: &Facts,
    owner_agency_id: i64,
    today: Day,
) -> Result<CardEvent, Refusals> {
    let issued_on = command.paper.issued_on;
    let paper_of_body = facts.body.as_ref().and_then(|body| body.paper_on(issued_on));
    let ends_on = match paper_of_body.filter(|_| command.extra) {
        Some(paper) => paper.last_day_on,
        None => command.paper.valid_to,
    };
    let asked = NewPaper { valid_to: ends_on, ..command.paper.clone() };
    let (paper, faults) = standing::new_paper(&asked, Topic::CardTerm, today);
    let mut refusals = Refusals::default();
    note(&mut refusals, faults);
    if facts.number_taken {
        refusals.push(Refusal::Card(Fault::NumberTaken(paper.number.clone())));
    }
    let content = Content {
        holder: command.holder.trim().to_owned(),
        body_id: facts.body.as_ref().map(|body| body.id),
        role: command.role,
        extra: command.extra,
        paper,
        acts: Vec::new(),
    };
    holder_faults(command.kind, &content, &mut refusals);
    for reason in body_faults(command, facts.body.as_ref()) {
        refusals.push(reason);
    }
    refusals.or(CardEvent::Granted { kind: command.kind, content, owner_agency_id })
}

/// What is wrong with what a card says of its holder.
fn holder_faults(kind: CardKind, content: &Content, refusals: &mut Refusals) {
    if content.holder.trim().is_empty() {
        refusals.push(Refusal::HolderMissing);
    }
    match (kind, content.role) {
        (CardKind::Assessor, None) => refusals.push(Refusal::RoleMissing),
        (CardKind::Assessor, Some(_)) | (_, None) => {}
        (_, Some(_)) => refusals.push(Refusal::RoleOfConsultant),
    }
    if content.extra && kind == CardKind::ConsultantIndependent {
        refusals.push(Refusal::ExtraOfIndependent);
    }
}

fn body_faults(command: &Grant, body: Option<&Body>) -> Vec<Refusal> {
    let (code, issued_on) = (command.body_code.trim().to_owned(), command.paper.issued_on);
    let Some(wanted) = command.kind.body_kind() else {
        return if code.is_empty() { Vec::new() } else { vec![Refusal::BodyOfIndependent] };
    };
    match body {
        None if code.is_empty() => vec![Refusal::BodyMissing],
        None => vec![Refusal::BodyUnknown(code)],
        Some(body) if body.kind != wanted => vec![Refusal::BodyOfOtherKind(code)],
        Some(body) => not_in_force(body, issued_on).into_iter().collect(),
    }
}

/// Why nothing is granted to experts of `body` on `day`.
fn not_in_force(body: &Body, day: Day) -> Option<Refusal> {
    match body.standing_on(day) {
        Some(Standing::InForce) => None,
        None => Some(Refusal::BodyNotConfirmed(body.code.clone(), day)),
        Some(standing) => Some(Refusal::BodyNotInForce(body.code.clone(), standing, day)),
    }
}

/// Judges a suspension, resumption, revocation or reissue.
///
/// A card is not resumed or issued again while its body's paper is not in force.
pub fn act(card: &Card, facts: &Facts, order: &Order, today: Day) -> Result<CardEvent, Refusals> {
    let mut refusals = Refusals::default();
    let papers = std::slice::from_ref(&card.content.paper);
    note(&mut refusals, standing::new_act(papers, &card.content.acts, order, today));
    if matches!(order.kind, ActKind::Resumed | ActKind::Reissued)
        && let Some(reason) = facts.body.as_ref().and_then(|body| not_in_force(body, order.on))
    {
        refusals.push(reason);
    }
    refusals.or(CardEvent::Acted { act: order.act() })
}

/// Judges a correction.
pub fn correct(card: &Card, content: &Content, reason: &str, facts: &Facts) -> Result<CardEvent, Refusals> {
    let mut refusals = Refusals::default();
    if reason.trim().is_empty() {
        refusals.push(Refusal::Card(Fault::ReasonMissing));
    }
    if content == &card.content {
        refusals.push(Refusal::Card(Fault::NothingToCorrect));
    }
    if content.paper.number.trim().is_empty() {
        refusals.push(Refusal::Card(Fault::NumberMissing));
    } else if facts.number_taken {
        refusals.push(Refusal::Card(Fault::NumberTaken(content.paper.number.clone())));
    }
    holder_faults(card.kind, content, &mut refusals);
    if card.kind.body_kind().is_some() && content.body_id.is_none() {
        refusals.push(Refusal::BodyMissing);
    }
    if let Some(body) = facts.body.as_ref().filter(|body| Some(body.kind) != card.kind.body_kind()) {
        refusals.push(Refusal::BodyOfOtherKind(body.code.clone()));
    }
    note(&mut refusals, standing::term_faults(&content.paper, Topic::CardTerm));
    note(&mut refusals, standing::history_faults(std::slice::from_ref(&content.paper), &content.acts));
    refusals.or(CardEvent::Corrected { content: content.clone(), reason: reason.trim().to_owned() })
}

/// Refuses when the record has moved on since the page was made.
///
/// # Errors
/// [`Fault::Stale`].
pub fn unless_stale(card: &Card, seen: i64) -> Result<(), Refusals> {
    if card.revision == seen { Ok(()) } else { Err(platform::Refusal::from(Fault::Stale).into()) }
}

/// What was unlawful about a card of an older register, though it happened.
pub fn warnings(paper: &Paper, body: Option<&Body>) -> Vec<platform::Refusal> {
    let mut warnings: Vec<platform::Refusal> = standing::term_faults(paper, Topic::CardTerm)
        .into_iter()
        .filter(|fault| matches!(fault, Fault::TermTooLong(..)))
        .map(platform::Refusal::from)
        .collect();
    let Some(body) = body else { return warnings };
    let first_on = body.content.papers.iter().map(Paper::counts_on).min();
    if let Some(first_on) = first_on.filter(|first_on| paper.counts_on() < *first_on) {
        let reason = platform::Refusal::new("experts-warning-before-paper").field("issued_on");
        warnings.push(reason.with("code", &body.code).with("day", first_on.vietnamese()));
    } else if let Some(reason) = not_in_force(body, paper.counts_on()) {
        warnings.push(platform::Refusal::from(reason).field("issued_on"));
    }
    warnings
}
