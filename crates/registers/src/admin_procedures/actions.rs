//! What the national officer does to procedures.

use super::decide::{self, Amend, Correct, Enter};
use super::model::{Procedure, ProcedureEvent};
use super::store;
use crate::NATION_AGENCY_ID;
use platform::permissions::Action;
use platform::{Ctx, Error, Record, Result, Scope, Tx, action, journal};

action!(
    /// Enter an administrative procedure.
    pub ENTER = "admin_procedures.enter": NationalOfficer Nation
);
action!(
    /// Correct the record of a procedure, or amend it by an act.
    pub CORRECT = "admin_procedures.correct": NationalOfficer Nation
);

/// Enters a procedure and returns its id.
///
/// # Errors
/// Every reason why it cannot be entered.
pub async fn enter(ctx: &Ctx, command: Enter) -> Result<i64> {
    ctx.may(&ENTER, &Scope::nation())?;
    ctx.write(move |tx| {
        journal::take_chain(tx, NATION_AGENCY_ID)?;
        let is_taken = store::of_code(tx, &command.code)?.is_some();
        begin(tx, decide::enter_today(&command, (NATION_AGENCY_ID, is_taken), tx.today())?)
    })
    .await
}

/// Begins the procedure of an event and returns its id.
pub(super) fn begin(tx: &mut Tx<'_>, event: ProcedureEvent) -> Result<i64> {
    let id = tx.new_id();
    let procedure =
        Procedure::begin(id, &event).ok_or_else(|| Error::failed("a procedure begins with its entry"))?;
    store::save(tx, &procedure, event)?;
    Ok(id)
}

/// Corrects the record of a procedure.
///
/// # Errors
/// Every reason why the correction is refused.
pub async fn correct(ctx: &Ctx, id: i64, command: Correct) -> Result<()> {
    change(ctx, &CORRECT, id, move |_, procedure| Ok(decide::correct(procedure, &command)?)).await
}

/// Amends a procedure by an act.
///
/// # Errors
/// Every reason why the amendment is refused.
pub async fn amend(ctx: &Ctx, id: i64, command: Amend) -> Result<()> {
    change(ctx, &CORRECT, id, move |tx, procedure| Ok(decide::amend(procedure, &command, tx.today())?)).await
}

async fn change<F>(ctx: &Ctx, action: &Action, id: i64, decide: F) -> Result<()>
where
    F: Fn(&mut Tx<'_>, &Procedure) -> Result<ProcedureEvent> + Send + 'static,
{
    ctx.may(action, &Scope::nation())?;
    ctx.write(move |tx| {
        // Officers of the national body change the same records: one after the other.
        journal::take_chain(tx, NATION_AGENCY_ID)?;
        let mut procedure = store::load(tx, id)?.ok_or(Error::NotFound)?;
        let event = decide(tx, &procedure)?;
        procedure.apply(&event);
        store::save(tx, &procedure, event)
    })
    .await
}
