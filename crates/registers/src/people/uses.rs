//! What the rest of the product needs units and people for: it is asked before a unit is closed, and told when
//! somebody's role ends.

use super::model::Unit;
use super::{enter, store};
use platform::accounts::Appointment;
use platform::accounts::actions::End;
use platform::{Day, Refusals, Result, Role, Tx};

/// Says what still needs a unit: every reason why it cannot be closed yet. Asked with the agency and the unit.
pub type UsesUnit = fn(&mut Tx<'_>, (i64, i64)) -> Result<Refusals>;

/// Who may need a unit: each is asked before one is closed.
#[platform::linkme::distributed_slice]
#[linkme(crate = platform::linkme)]
pub static UNIT_USES: [UsesUnit];

/// Every reason of the rest of the product against closing a unit.
pub(super) fn of_unit(tx: &mut Tx<'_>, unit: &Unit) -> Result<Refusals> {
    let mut reasons = Refusals::default();
    for uses in UNIT_USES {
        reasons.0.extend(uses(tx, (unit.agency_id, unit.id))?.0);
    }
    Ok(reasons)
}

/// Somebody whose role at an agency ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leaving {
    /// The agency.
    pub agency_id: i64,
    /// The account.
    pub account_id: i64,
    /// The role that ends.
    pub role: Role,
    /// The roles that the person goes on having there, each with its unit.
    pub stays: Vec<(Role, Option<i64>)>,
}

/// Work that people hold under their roles.
#[derive(Clone, Copy, Debug)]
pub struct Held {
    /// How much of it nobody will hold when the role ends.
    pub count: fn(&mut Tx<'_>, &Leaving) -> Result<i64>,
    /// Gives it back to all who may do it, for the reason that is told of the end.
    pub give_back: fn(&mut Tx<'_>, &Leaving, &str) -> Result<()>,
}

/// Who knows of such work: each is told when a role ends.
#[platform::linkme::distributed_slice]
#[linkme(crate = platform::linkme)]
pub static HELD: [Held];

/// What is left to somebody when this appointment ends, on the day after its last.
fn leaving(tx: &mut Tx<'_>, held: &Appointment, day: Day) -> Result<Leaving> {
    let (_, appointments) = enter::person(tx, held.agency_id, held.account_id)?;
    let stays = appointments.iter().filter(|other| other.id != held.id && other.holds_on(day));
    Ok(Leaving {
        agency_id: held.agency_id,
        account_id: held.account_id,
        role: held.role,
        stays: stays.map(|other| (other.role, other.unit_id)).collect(),
    })
}

/// How much work goes back when this appointment ends today.
pub(super) fn held_under(tx: &mut Tx<'_>, held: &Appointment) -> Result<i64> {
    let tomorrow = tx.today().plus_days(1);
    let leaving = leaving(tx, held, tomorrow)?;
    let mut count = 0;
    for work in HELD {
        count += (work.count)(tx, &leaving)?;
    }
    Ok(count)
}

/// Gives back what was held under an appointment whose last day is today or before. What is held under one that ends
/// later stays until then.
pub(super) fn give_back(tx: &mut Tx<'_>, held: &Appointment, end: &End) -> Result<()> {
    if end.last_on > tx.today() {
        return Ok(());
    }
    let tomorrow = tx.today().plus_days(1);
    let leaving = leaving(tx, held, tomorrow)?;
    for work in HELD {
        (work.give_back)(tx, &leaving, end.reason.trim())?;
    }
    Ok(())
}

/// What stands in the way of closing a unit: who works there after its last day, and who else needs it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InUse {
    /// How many people work there after that day, or begin there later.
    pub people: i64,
    /// The reasons of the rest of the product.
    pub others: Refusals,
}

/// What stands in the way of closing a unit on a day.
pub(super) fn in_use(tx: &mut Tx<'_>, unit: &Unit, last_on: Day) -> Result<InUse> {
    let people = store::people_from(tx, unit, last_on.plus_days(1))?;
    Ok(InUse { people, others: of_unit(tx, unit)? })
}
