//! What people do with bodies: one function per verb.

use super::decide::{self, Confirm, Taken};
use super::entry::{self, Row};
use super::model::{Body, BodyEvent, Content};
use super::store;
use crate::certificates::{Command, Judged};
use crate::standing::{NewPaper, Order};
use platform::{Ctx, Error, Record, Refusal, Result, Scope, Tx, action};
use registers::{Entered, NATION_AGENCY_ID};

action!(pub READ = "bodies.read":
    NationalOfficer Nation, MinistryOfficer Nation, ProvinceOfficer Nation, Reader Nation, CertificationBody Own);
action!(pub GRANT = "bodies.grant": NationalOfficer Nation);
action!(pub ACT = "bodies.act": NationalOfficer Nation);
action!(pub CORRECT = "bodies.correct": NationalOfficer Nation);

/// Confirms a body with its first paper; returns its id.
///
/// # Errors
/// Every reason of a refusal at once.
pub async fn confirm(ctx: &Ctx, command: Confirm) -> Result<i64> {
    ctx.may(&GRANT, &Scope::nation())?;
    let owner_agency_id = ctx.own_agency_id();
    ctx.write(move |tx| {
        let taken = Taken {
            code: store::by_code(tx, &command.code)?.is_some(),
            number: store::id_by_number(tx, &command.paper.number)?.is_some(),
        };
        let event = decide::confirm(&command, taken, owner_agency_id, tx.today())?;
        let body = store::begin(tx.new_id(), &event)?;
        store::save(tx, &body, &[event])?;
        Ok(body.id)
    })
    .await
}

/// Grants a recorded body a further paper.
///
/// # Errors
/// Every reason of a refusal at once.
pub async fn renew(ctx: &Ctx, command: Command<NewPaper>) -> Result<()> {
    ctx.may(&GRANT, &Scope::nation())?;
    ctx.write(move |tx| {
        let body = of_command(tx, &command)?;
        let taken = Taken { code: false, number: store::id_by_number(tx, &command.what.number)?.is_some() };
        let event = decide::renew(&body, &command.what, taken, tx.today())?;
        keep(tx, body, event)
    })
    .await
}

/// Suspends, resumes or revokes a body's paper, or issues it again.
///
/// # Errors
/// Every reason of a refusal at once.
pub async fn act(ctx: &Ctx, command: Command<Order>) -> Result<()> {
    ctx.may(&ACT, &Scope::nation())?;
    ctx.write(move |tx| {
        let body = of_command(tx, &command)?;
        let event = decide::act(&body, &command.what, tx.today())?;
        keep(tx, body, event)
    })
    .await
}

/// Corrects what the register says of a body; the old wording stays in the journal.
///
/// # Errors
/// Every reason of a refusal at once.
pub async fn correct(ctx: &Ctx, command: Command<Judged<Content>>) -> Result<()> {
    ctx.may(&CORRECT, &Scope::nation())?;
    ctx.write(move |tx| {
        let body = of_command(tx, &command)?;
        let content = &command.what.right;
        let mut taken = Taken::default();
        for paper in &content.papers {
            taken.number |= store::id_by_number(tx, &paper.number)?.is_some_and(|id| id != body.id);
        }
        let event = decide::correct(&body, content, &command.what.reason, taken)?;
        keep(tx, body, event)
    })
    .await
}

/// Enters a line of a register: a new body, a correction of one, or nothing new; warnings second.
///
/// # Errors
/// [`Error::Refused`] with every reason at once.
pub fn enter(tx: &mut Tx<'_>, row: &Row) -> Result<(Entered, Vec<Refusal>)> {
    let known = store::by_code(tx, &row.code)?;
    let holder = store::id_by_number(tx, &row.number)?;
    let taken =
        Taken { code: false, number: holder.is_some() && holder != known.as_ref().map(|body| body.id) };
    let entry = entry::read(row, known.as_ref(), taken)?;
    let warnings = entry::warnings(&entry);
    let Some(body) = known else {
        let event = entry::begin(entry, NATION_AGENCY_ID);
        let body = store::begin(tx.new_id(), &event)?;
        store::save(tx, &body, &[event])?;
        return Ok((Entered::Created, warnings));
    };
    let (entered, event) = entry::amend(&body, entry);
    if let Some(event) = event {
        keep(tx, body, event)?;
    }
    Ok((entered, warnings))
}

/// The body of a command, if its author has seen its present state.
fn of_command<T>(tx: &mut Tx<'_>, command: &Command<T>) -> Result<Body> {
    let body = store::load(tx, command.id)?.ok_or(Error::NotFound)?;
    decide::unless_stale(&body, command.seen)?;
    Ok(body)
}

fn keep(tx: &mut Tx<'_>, mut body: Body, event: BodyEvent) -> Result<()> {
    body.apply(&event);
    store::save(tx, &body, &[event])
}
