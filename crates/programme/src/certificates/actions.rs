//! What people do with certificates: one function per verb.

use super::decide::{self, GrantFacts};
use super::model::{Act, Certificate, CertificateKind, Content, Standing};
use super::store;
use crate::bodies;
use platform::{Ctx, Error, Record, Result, Scope, Tx, action};

action!(pub GRANT = "certificates.grant": NationalOfficer Nation, CertificationBody Own);
action!(pub ACT = "certificates.act": NationalOfficer Nation, CertificationBody Own);
action!(pub CORRECT = "certificates.correct": NationalOfficer Nation, CertificationBody Own);

/// A command on a recorded certificate, with the revision its author had seen.
#[derive(Clone, Debug)]
pub struct Command<T> {
    /// The certificate.
    pub id: i64,
    /// Its revision on the page that the command comes from.
    pub seen: i64,
    /// What to do.
    pub what: T,
}

/// What is right in place of what is recorded, and why.
#[derive(Clone, Debug)]
pub struct Judged<T> {
    /// What is right.
    pub right: T,
    /// Why it is corrected.
    pub reason: String,
}

/// Grants a certificate; returns its id.
///
/// # Errors
/// Every reason of a refusal at once.
pub async fn grant(ctx: &Ctx, content: Content) -> Result<i64> {
    let owner = ctx.own_agency_id();
    ctx.may(&GRANT, &Scope::owned_by(owner))?;
    ctx.write(move |tx| {
        let facts = facts(tx, &content, None)?;
        let events = decide::grant(&facts, &content, owner, tx.today())?;
        let certificate = store::begin(tx.new_id(), &events)?;
        store::save(tx, &certificate, &events)?;
        Ok(certificate.id)
    })
    .await
}

/// Suspends, resumes, withdraws or annuls.
///
/// # Errors
/// Every reason of a refusal at once.
pub async fn act(ctx: &Ctx, command: Command<Act>) -> Result<()> {
    let ctx_of_job = ctx.clone();
    ctx.write(move |tx| {
        let mut certificate = of_command(tx, &ctx_of_job, (&ACT, &command))?;
        let events = decide::act(&certificate, &command.what, tx.today())?;
        certificate.apply_all(&events);
        store::save(tx, &certificate, &events)
    })
    .await
}

/// Corrects what a certificate says; the old wording stays in the journal.
///
/// # Errors
/// Every reason of a refusal at once.
pub async fn correct(ctx: &Ctx, command: Command<Judged<Content>>) -> Result<()> {
    let ctx_of_job = ctx.clone();
    ctx.write(move |tx| {
        let mut certificate = of_command(tx, &ctx_of_job, (&CORRECT, &command))?;
        let content = &command.what.right;
        let facts = facts(tx, content, Some(certificate.id))?;
        let events = decide::correct(&certificate, &facts, (content, &command.what.reason, tx.today()))?;
        certificate.apply_all(&events);
        store::save(tx, &certificate, &events)
    })
    .await
}

/// Corrects one recorded act; the old one stays in the journal.
///
/// # Errors
/// Every reason of a refusal at once.
pub async fn correct_act(ctx: &Ctx, command: Command<Judged<(usize, Act)>>) -> Result<()> {
    let ctx_of_job = ctx.clone();
    ctx.write(move |tx| {
        let mut certificate = of_command(tx, &ctx_of_job, (&CORRECT, &command))?;
        let (position, act) = &command.what.right;
        let events = decide::correct_act(&certificate, *position, (act, &command.what.reason, tx.today()))?;
        certificate.apply_all(&events);
        store::save(tx, &certificate, &events)
    })
    .await
}

/// Loads the certificate of a command, if its author may and has seen its present state.
fn of_command<T>(
    tx: &mut Tx<'_>,
    ctx: &Ctx,
    (action, command): (&platform::Action, &Command<T>),
) -> Result<Certificate> {
    let certificate = store::load(tx, command.id)?.ok_or(Error::NotFound)?;
    ctx.may(action, &Scope::owned_by(certificate.owner_agency_id))?;
    decide::unless_stale(&certificate, command.seen)?;
    Ok(certificate)
}

/// What must be known to judge a grant or its correction; `own` is the certificate being corrected.
fn facts(tx: &mut Tx<'_>, content: &Content, own: Option<i64>) -> Result<GrantFacts> {
    let issued = content.issued.counts_from();
    let same_number = store::by_number(tx, &content.number)?;
    let agency = registers::agencies::load(tx, content.agency_id)?;
    let earlier = store::all_of_agency(tx, content.agency_id)?;
    let others = || earlier.iter().filter(|other| Some(other.id) != own);
    let held = others().find(|other| other.standing_on(issued) == Standing::InForce);
    let unknown_body = match &content.certification_body_code {
        Some(code) if bodies::by_code(tx, code)?.is_none() => Some(code.clone()),
        _ => None,
    };
    let before =
        |other: &Certificate| !matches!(other.standing_on(issued), Standing::NotYet | Standing::Annulled);
    Ok(GrantFacts {
        number_taken: same_number.is_some_and(|other| Some(other.id) != own),
        agency: agency.map(|agency| (agency.name_on(issued).to_owned(), agency.facts.to_on)),
        held_in_force: held
            .filter(|_| content.kind == CertificateKind::Initial)
            .map(|other| other.content.number.clone()),
        granted_before: others().any(before),
        forbidden_from: super::regulation::forbidden_from(),
        term_years: super::regulation::term_years(issued),
        unknown_body,
    })
}
