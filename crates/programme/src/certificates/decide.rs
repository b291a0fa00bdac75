//! What may be done with a certificate, and every reason why not. Pure.

use super::model::{Act, ActKind, Certificate, CertificateKind, Content, Event, Standing};
use platform::{Day, KnownDate, Refusals};

/// What must be known of the world to judge a grant.
#[derive(Clone, Debug, Default)]
pub struct GrantFacts {
    /// Whether another certificate bears this number.
    pub number_taken: bool,
    /// The agency's name and the day its existence ended, if it ended.
    pub agency: Option<(String, Option<Day>)>,
    /// The number of the agency's certificate that is in force on the day of the grant.
    pub held_in_force: Option<String>,
    /// Whether the agency was ever granted a certificate before that day.
    pub granted_before: bool,
    /// First day on which the programme's law forbids new certificates, with its basis.
    pub forbidden_from: Option<(Day, &'static str)>,
    /// Longest term in years that the law of the day allows, with its basis.
    pub term_years: Option<(i64, &'static str)>,
    /// The code of the certification body, when no such body is in the register.
    pub unknown_body: Option<String>,
}

/// Why an operation on a certificate is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It has no number.
    NumberMissing,
    /// Another certificate bears the number.
    NumberTaken(String),
    /// The agency is not in the register.
    AgencyUnknown,
    /// The agency had ended by then.
    AgencyEnded(Day),
    /// The certification body is not in the register.
    BodyUnknown(String),
    /// The standard is not stated.
    StandardMissing,
    /// It is not stated who grants.
    IssuerMissing,
    /// Days after today cannot have happened.
    InTheFuture(&'static str, Day),
    /// It would expire before it begins.
    ExpiresBeforeIssue,
    /// The last valid day is missing.
    ExpiryMissing,
    /// It would be valid for longer than the law allows.
    TermTooLong(i64, &'static str),
    /// The law of that day grants no certificates any more.
    Forbidden(Day, &'static str),
    /// The agency already holds a certificate in force: this is a renewal, or an error.
    AlreadyHeld(String),
    /// There is nothing to renew.
    NothingToRenew,
    /// An act takes effect before the certificate was granted.
    BeforeIssue(Day),
    /// No reason is given.
    ReasonMissing,
    /// On that day it is in no standing for this act.
    NotFrom(ActKind, Standing, Day),
    /// Somebody else has changed it since the page was opened.
    Stale,
    /// There is no such act to correct.
    NoSuchAct,
    /// What is said to be right is what is recorded.
    NothingToCorrect,
}

impl From<Refusal> for platform::Refusal {
    fn from(reason: Refusal) -> platform::Refusal {
        let told = |key| platform::Refusal::new(key);
        match reason {
            Refusal::NumberMissing => told("certificates-refusal-number-missing").field("certificate_no"),
            Refusal::NumberTaken(number) => {
                told("certificates-refusal-number-taken").field("certificate_no").with("number", number)
            }
            Refusal::AgencyUnknown => told("certificates-refusal-agency-unknown").field("agency_code"),
            Refusal::AgencyEnded(day) => {
                told("certificates-refusal-agency-ended").field("agency_code").with("day", day.vietnamese())
            }
            Refusal::BodyUnknown(code) => {
                told("certificates-refusal-body-unknown").field("certification_body_code").with("code", code)
            }
            Refusal::StandardMissing => told("certificates-refusal-standard-missing").field("standard"),
            Refusal::IssuerMissing => told("certificates-refusal-issuer-missing").field("issued_by"),
            Refusal::InTheFuture(field, today) => {
                told("certificates-refusal-future").field(field).with("today", today.vietnamese())
            }
            Refusal::ExpiresBeforeIssue => {
                told("certificates-refusal-expires-before-issue").field("expires_on")
            }
            Refusal::ExpiryMissing => told("certificates-refusal-expiry-missing").field("expires_on"),
            Refusal::TermTooLong(years, basis) => told("certificates-refusal-term-too-long")
                .field("expires_on")
                .with("years", years)
                .with("basis", basis),
            Refusal::Forbidden(day, basis) => told("certificates-refusal-forbidden")
                .field("issued_on")
                .with("day", day.vietnamese())
                .with("basis", basis),
            Refusal::AlreadyHeld(number) => {
                told("certificates-refusal-already-held").field("kind").with("number", number)
            }
            Refusal::NothingToRenew => told("certificates-refusal-nothing-to-renew").field("kind"),
            Refusal::BeforeIssue(day) => {
                told("certificates-refusal-before-issue").field("on").with("day", day.vietnamese())
            }
            Refusal::ReasonMissing => told("certificates-refusal-reason-missing").field("reason"),
            Refusal::NotFrom(act, standing, day) => told(not_from_key(act))
                .field("on")
                .with("standing", standing.word())
                .with("day", day.vietnamese()),
            Refusal::Stale => told("certificates-refusal-stale"),
            Refusal::NoSuchAct => told("certificates-refusal-no-such-act"),
            Refusal::NothingToCorrect => told("certificates-refusal-nothing-to-correct"),
        }
    }
}

fn not_from_key(act: ActKind) -> &'static str {
    match act {
        ActKind::Suspended => "certificates-refusal-cannot-suspend",
        ActKind::Resumed => "certificates-refusal-cannot-resume",
        ActKind::Withdrawn => "certificates-refusal-cannot-withdraw",
        ActKind::Annulled => "certificates-refusal-cannot-annul",
    }
}

/// Judges a new grant under the law of its day.
///
/// # Law
/// qd-144-2006/7/1
/// qd-19-2014/4/3
pub fn grant(
    facts: &GrantFacts,
    content: &Content,
    owner_agency_id: i64,
    today: Day,
) -> Result<Vec<Event>, Refusals> {
    let mut refusals = content_faults(facts, content);
    let issued = content.issued.counts_from();
    if issued > today {
        refusals.push(Refusal::InTheFuture("issued_on", today));
    }
    if content.expires.is_none() {
        refusals.push(Refusal::ExpiryMissing);
    }
    if let Some((day, basis)) = facts.forbidden_from.filter(|(day, _)| issued >= *day) {
        refusals.push(Refusal::Forbidden(day, basis));
    }
    if let Some((years, basis)) = facts.term_years
        && content.expires.is_some_and(|expires| expires.counts_from() > issued.plus_years(years))
    {
        refusals.push(Refusal::TermTooLong(years, basis));
    }
    match (content.kind, &facts.held_in_force) {
        (CertificateKind::Initial, Some(number)) => refusals.push(Refusal::AlreadyHeld(number.clone())),
        (CertificateKind::Renewal, _) if !facts.granted_before => refusals.push(Refusal::NothingToRenew),
        _ => {}
    }
    refusals.or(vec![Event::Granted { owner_agency_id, content: content.clone() }])
}

/// What is wrong with what a certificate says, whatever the law of its day.
pub fn content_faults(facts: &GrantFacts, content: &Content) -> Refusals {
    let mut refusals = Refusals::default();
    if content.number.trim().is_empty() {
        refusals.push(Refusal::NumberMissing);
    } else if facts.number_taken {
        refusals.push(Refusal::NumberTaken(content.number.clone()));
    }
    match &facts.agency {
        None => refusals.push(Refusal::AgencyUnknown),
        Some((_, Some(ended))) if content.issued.counts_from() >= *ended => {
            refusals.push(Refusal::AgencyEnded(*ended));
        }
        Some(_) => {}
    }
    if let Some(code) = &facts.unknown_body {
        refusals.push(Refusal::BodyUnknown(code.clone()));
    }
    if content.standard.trim().is_empty() {
        refusals.push(Refusal::StandardMissing);
    }
    if content.issued_by.trim().is_empty() {
        refusals.push(Refusal::IssuerMissing);
    }
    let begins = content.issued.earliest();
    if content.expires.zip(begins).is_some_and(|(expires, begins)| expires.counts_from() < begins) {
        refusals.push(Refusal::ExpiresBeforeIssue);
    }
    refusals
}

/// Judges an act. It may be dated before acts already recorded: then the whole sequence is judged.
pub fn act(certificate: &Certificate, act: &Act, today: Day) -> Result<Vec<Event>, Refusals> {
    let mut refusals = act_faults(certificate, act);
    if act.happened.counts_from() > today {
        refusals.push(Refusal::InTheFuture("on", today));
    }
    let mut after = certificate.clone();
    after.acts.push(act.clone());
    if refusals.is_empty() {
        for fault in unlawful(&after) {
            refusals.push(fault);
        }
    }
    refusals.or(vec![Event::Acted { act: act.clone() }])
}

/// What is wrong with an act taken alone.
pub fn act_faults(certificate: &Certificate, act: &Act) -> Refusals {
    let mut refusals = Refusals::default();
    if act.reason.trim().is_empty() {
        refusals.push(Refusal::ReasonMissing);
    }
    if let Some(issued) = certificate.content.issued.earliest()
        && act.happened.counts_from() < issued
    {
        refusals.push(Refusal::BeforeIssue(issued));
    }
    refusals
}

/// The acts of a certificate that did not fit its standing on their day, in order.
///
/// History imports tell them as warnings; new acts are refused for them.
pub fn unlawful(certificate: &Certificate) -> Vec<Refusal> {
    let mut so_far = Certificate { acts: Vec::new(), ..certificate.clone() };
    let mut faults = Vec::new();
    for act in certificate.acts_by_day() {
        let on = act.happened.counts_from();
        let standing = so_far.standing_on(on);
        let fits = match act.kind {
            ActKind::Suspended => standing == Standing::InForce,
            ActKind::Resumed => standing == Standing::Suspended,
            ActKind::Withdrawn => {
                matches!(standing, Standing::InForce | Standing::Suspended | Standing::Expired)
            }
            ActKind::Annulled => !matches!(standing, Standing::Annulled | Standing::NotYet),
        };
        if !fits {
            faults.push(Refusal::NotFrom(act.kind, standing, on));
        }
        so_far.acts.push(act.clone());
    }
    faults
}

/// Judges a correction of what the certificate says.
pub fn correct(
    certificate: &Certificate,
    facts: &GrantFacts,
    (content, reason, today): (&Content, &str, Day),
) -> Result<Vec<Event>, Refusals> {
    let mut refusals = content_faults(facts, content);
    if certificate.content == *content {
        refusals.push(Refusal::NothingToCorrect);
    }
    if content.issued.counts_from() > today {
        refusals.push(Refusal::InTheFuture("issued_on", today));
    }
    if reason.trim().is_empty() {
        refusals.push(Refusal::ReasonMissing);
    }
    for act in &certificate.acts {
        if let Some(issued) = content.issued.earliest().filter(|issued| act.happened.counts_from() < *issued)
        {
            refusals.push(Refusal::BeforeIssue(issued));
        }
    }
    refusals.or(vec![Event::Corrected { content: content.clone(), reason: reason.to_owned() }])
}

/// Judges a correction of one act: the sequence with the right act must hold.
pub fn correct_act(
    certificate: &Certificate,
    position: usize,
    (act, reason, today): (&Act, &str, Day),
) -> Result<Vec<Event>, Refusals> {
    let mut refusals = act_faults(certificate, act);
    if act.happened.counts_from() > today {
        refusals.push(Refusal::InTheFuture("on", today));
    }
    if certificate.acts.get(position) == Some(act) {
        refusals.push(Refusal::NothingToCorrect);
    }
    if reason.trim().is_empty() {
        refusals.push(Refusal::ReasonMissing);
    }
    let event = Event::ActCorrected { position, act: act.clone(), reason: reason.to_owned() };
    if certificate.acts.get(position).is_none() {
        refusals.push(Refusal::NoSuchAct);
        return Err(refusals);
    }
    let mut after = certificate.clone();
    platform::Record::apply(&mut after, &event);
    for fault in unlawful(&after) {
        refusals.push(fault);
    }
    refusals.or(vec![event])
}

/// Refuses when the record has moved on since the page was made.
pub fn unless_stale(certificate: &Certificate, seen: i64) -> Result<(), Refusals> {
    if certificate.revision == seen { Ok(()) } else { Err(platform::Refusal::from(Refusal::Stale).into()) }
}

/// When an agency's certificate is due to end, as far as a written date tells.
pub fn term_end(issued: KnownDate, years: i64) -> Day {
    issued.counts_from().plus_years(years)
}
