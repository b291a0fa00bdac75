//! What people do with experts' cards: one function per verb.

use super::decide::{self, Facts, Grant};
use super::entry::{self, AssessorRow, ConsultantRow, Entry, Known};
use super::model::{Card, CardEvent, Content};
use super::store;
use crate::bodies::{self, Body};
use crate::certificates::{Command, Judged};
use crate::standing::Order;
use platform::{Ctx, Error, Record, Refusal, Result, Scope, Tx, action};
use registers::{Entered, NATION_AGENCY_ID};

action!(pub READ = "experts.read":
    NationalOfficer Nation, MinistryOfficer Nation, ProvinceOfficer Nation, Reader Nation, CertificationBody Own);
action!(pub GRANT = "experts.grant": NationalOfficer Nation);
action!(pub ACT = "experts.act": NationalOfficer Nation);
action!(pub CORRECT = "experts.correct": NationalOfficer Nation);

/// Grants a card, an ordinary or an extra one; returns its id.
///
/// # Errors
/// Every reason of a refusal at once.
pub async fn grant(ctx: &Ctx, command: Grant) -> Result<i64> {
    ctx.may(&GRANT, &Scope::nation())?;
    let owner_agency_id = ctx.own_agency_id();
    ctx.write(move |tx| {
        let facts = Facts {
            body: bodies::by_code(tx, &command.body_code)?,
            number_taken: store::by_number(tx, &command.paper.number)?.is_some(),
        };
        let event = decide::grant(&command, &facts, owner_agency_id, tx.today())?;
        let card = store::begin(tx.new_id(), &event)?;
        store::save(tx, &card, &[event])?;
        Ok(card.id)
    })
    .await
}

/// Suspends, resumes or revokes a card, or issues it again.
///
/// # Errors
/// Every reason of a refusal at once.
pub async fn act(ctx: &Ctx, command: Command<Order>) -> Result<()> {
    ctx.may(&ACT, &Scope::nation())?;
    ctx.write(move |tx| {
        let card = of_command(tx, &command)?;
        let facts = Facts { body: body_of(tx, card.content.body_id)?, number_taken: false };
        let event = decide::act(&card, &facts, &command.what, tx.today())?;
        keep(tx, card, event)
    })
    .await
}

/// Corrects what the register says of a card; the old wording stays in the journal.
///
/// # Errors
/// Every reason of a refusal at once.
pub async fn correct(ctx: &Ctx, command: Command<Judged<Content>>) -> Result<()> {
    ctx.may(&CORRECT, &Scope::nation())?;
    ctx.write(move |tx| {
        let card = of_command(tx, &command)?;
        let content = &command.what.right;
        let holder = store::by_number(tx, &content.paper.number)?;
        let facts = Facts {
            body: body_of(tx, content.body_id)?,
            number_taken: holder.is_some_and(|other| other.id != card.id),
        };
        let event = decide::correct(&card, content, &command.what.reason, &facts)?;
        keep(tx, card, event)
    })
    .await
}

/// Enters a consultant's line: a new card, a correction of one, or nothing new; warnings second.
///
/// # Errors
/// [`Error::Refused`] with every reason at once.
pub fn enter_consultant(tx: &mut Tx<'_>, row: &ConsultantRow) -> Result<(Entered, Vec<Refusal>)> {
    let known = known(tx, &row.organisation_code, &row.card_no)?;
    let entry = entry::consultant(row, &known)?;
    enter(tx, entry, known.card)
}

/// Enters an assessor's line: a new card, a correction of one, or nothing new; warnings second.
///
/// # Errors
/// [`Error::Refused`] with every reason at once.
pub fn enter_assessor(tx: &mut Tx<'_>, row: &AssessorRow) -> Result<(Entered, Vec<Refusal>)> {
    let known = known(tx, &row.certification_body_code, &row.card_no)?;
    let entry = entry::assessor(row, &known)?;
    enter(tx, entry, known.card)
}

fn known(tx: &mut Tx<'_>, body_code: &str, number: &str) -> Result<Known> {
    Ok(Known { body: bodies::by_code(tx, body_code)?, card: store::by_number(tx, number)? })
}

fn enter(tx: &mut Tx<'_>, entry: Entry, card: Option<Card>) -> Result<(Entered, Vec<Refusal>)> {
    let warnings = decide::warnings(&entry.paper, entry.body.as_ref());
    let Some(card) = card else {
        let event = entry::begin(entry, NATION_AGENCY_ID);
        let card = store::begin(tx.new_id(), &event)?;
        store::save(tx, &card, &[event])?;
        return Ok((Entered::Created, warnings));
    };
    let body_before = body_of(tx, card.content.body_id)?;
    let (entered, event) = entry::amend(&card, body_before.as_ref(), entry);
    if let Some(event) = event {
        keep(tx, card, event)?;
    }
    Ok((entered, warnings))
}

fn body_of(tx: &mut Tx<'_>, body_id: Option<i64>) -> Result<Option<Body>> {
    match body_id {
        None => Ok(None),
        Some(id) => bodies::load(tx, id),
    }
}

/// The card of a command, if its author has seen its present state.
fn of_command<T>(tx: &mut Tx<'_>, command: &Command<T>) -> Result<Card> {
    let card = store::load(tx, command.id)?.ok_or(Error::NotFound)?;
    decide::unless_stale(&card, command.seen)?;
    Ok(card)
}

fn keep(tx: &mut Tx<'_>, mut card: Card, event: CardEvent) -> Result<()> {
    card.apply(&event);
    store::save(tx, &card, &[event])
}
