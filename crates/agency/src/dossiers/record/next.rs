//! Who may get the step that comes next: whoever completes the step before it may name one.

use crate::dossiers::actions::{Command, assign_in, unit_to_serve};
use crate::dossiers::who::serves;
use crate::dossiers::{Assign, Dossier, Person, Refusal, Task};
use crate::processes::Published;
use platform::permissions::Role;
use platform::{Result, Tx};
use registers::people;

/// Who is named for the step that comes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Next {
    /// The account.
    pub to: i64,
    /// What the journal says of it.
    pub reason: String,
}

/// Accounts and names of those whom the person may name when completing the step at a node: the staff of the unit
/// with the role of a step that may come next. Empty where no such step belongs to a unit, and where handing it over
/// is not the person's: leaders hand out the work of their unit, others what they could do themselves.
pub(super) fn receivers(
    tx: &mut Tx<'_>,
    (dossier, person): (&Dossier, &Person),
    (published, node): (&Published, u16),
) -> Result<Vec<(i64, String)>> {
    let mut roles = published.next_roles(node);
    let hands_out = |role: Role| person.leads(dossier) || person.is(role);
    roles.retain(|role| matches!(role, Role::Officer | Role::UnitHead) && hands_out(*role));
    if roles.is_empty() {
        return Ok(Vec::new());
    }
    let unit_id = unit_to_serve(tx, dossier.agency_id, dossier.intake.unit_id)?;
    let staff = people::staff_of(tx, dossier.agency_id, tx.today())?.into_iter();
    let fits = staff.filter(|one| roles.contains(&one.role) && serves(one.unit_id, unit_id));
    Ok(fits.map(|one| (one.account_id, one.name)).collect())
}

/// Gives the step that came to the person named.
///
/// # Errors
/// When the named person does not do the step to which the outcome led.
pub(super) fn assign_next(
    tx: &mut Tx<'_>,
    (before, after): (&Dossier, &Dossier),
    (next, person): (&Next, &Person),
) -> Result<Dossier> {
    let staff = people::staff_of(tx, after.agency_id, tx.today())?;
    let named = staff.iter().find(|one| one.account_id == next.to);
    let is_new = |task: &&Task| before.task(task.token).is_none();
    let unit_id = unit_to_serve(tx, after.agency_id, after.intake.unit_id)?;
    let serves_unit = |task: &Task, own| serves(own, if task.unit_id == 0 { 0 } else { unit_id });
    let fits =
        |task: &&Task| named.is_some_and(|one| one.role == task.role && serves_unit(task, one.unit_id));
    let task = after.tasks.iter().filter(is_new).find(fits);
    let task = task.ok_or_else(|| platform::Refusal::from(Refusal::NextUnfit))?;
    let what = Assign { token: task.token, to: Some(next.to), reason: next.reason.clone() };
    assign_in(tx, after.agency_id, (&Command { id: after.id, revision: None, what }, person))
}
