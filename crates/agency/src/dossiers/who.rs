//! Who may act on a dossier: whoever has its work, the leaders of its unit and of the agency, the counter. Pure.

use super::actions::{ASK, DESK, LEAD, STOP, WORK};
use super::model::{Dossier, Task};
use platform::Action;
use platform::permissions::Role;

/// Who does something, and for whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// The account.
    pub account_id: i64,
    /// The role acted in.
    pub role: Role,
    /// The unit, where the person works in one.
    pub unit_id: Option<i64>,
    /// Accounts the person deputises for today, with the role and unit each of them has.
    pub stands_for: Vec<(i64, Role, Option<i64>)>,
}

/// What is done to a dossier beside completing and handing over its tasks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    /// Ask the citizen.
    Ask,
    /// Extend the limit, or refuse in writing.
    Lead,
    /// Stop handling.
    Stop,
    /// What only the counter does: take in, take back, correct, print again.
    Desk,
    /// Add a file.
    Attach,
    /// Add a note.
    Note,
}

impl Deed {
    /// The permission that it needs.
    pub fn action(self) -> &'static Action {
        match self {
            Deed::Ask => &ASK,
            Deed::Lead => &LEAD,
            Deed::Stop => &STOP,
            Deed::Desk => &DESK,
            Deed::Attach | Deed::Note => &WORK,
        }
    }

    /// Whether the counter does it to every dossier, whoever has the work.
    fn is_for_clerks(self) -> bool {
        matches!(self, Deed::Desk | Deed::Attach)
    }
}

/// Whether somebody who works in `own` serves a unit: whoever works in no unit serves all of them, and what belongs to
/// no unit (0) is everybody's.
pub fn serves(own: Option<i64>, unit_id: i64) -> bool {
    unit_id == 0 || own.is_none_or(|own| own == unit_id)
}

/// One of those in whose place a person acts: the own self first.
#[derive(Clone, Copy)]
struct Hat {
    account_id: i64,
    role: Role,
    unit_id: Option<i64>,
}

impl Hat {
    fn may_do(self, task: &Task) -> bool {
        match task.assignee {
            Some(assignee) => assignee == self.account_id,
            None => self.role == task.role && serves(self.unit_id, task.unit_id),
        }
    }

    fn leads(self, dossier: &Dossier) -> bool {
        match self.role {
            Role::Head => true,
            Role::UnitHead => serves(self.unit_id, dossier.intake.unit_id),
            _ => false,
        }
    }

    fn may(self, deed: Deed, dossier: &Dossier) -> bool {
        let is_permitted = deed.action().reach(self.role).is_some();
        let is_concerned = || {
            deed.is_for_clerks() && self.role == Role::Clerk
                || deed == Deed::Note && serves(self.unit_id, dossier.intake.unit_id)
                || self.leads(dossier)
                || dossier.tasks.iter().any(|task| self.may_do(task))
        };
        is_permitted && is_concerned()
    }
}

impl Person {
    fn hats(&self) -> impl Iterator<Item = Hat> {
        let hat = |(account_id, role, unit_id)| Hat { account_id, role, unit_id };
        let own = (self.account_id, self.role, self.unit_id);
        std::iter::once(own).chain(self.stands_for.iter().copied()).map(hat)
    }

    /// For whom the person may do a task: oneself (`Some(None)`), somebody absent, or nobody.
    pub fn may_do(&self, task: &Task) -> Option<Option<i64>> {
        let hat = self.hats().find(|hat| hat.may_do(task))?;
        Some(Some(hat.account_id).filter(|account_id| *account_id != self.account_id))
    }

    /// Whether an open task of a role in a unit is the person's, or somebody's stood in for.
    pub fn may_take(&self, role: Role, unit_id: i64) -> bool {
        self.hats().any(|hat| hat.role == role && serves(hat.unit_id, unit_id))
    }

    /// Whether the person, or somebody stood in for, leads the dossier's unit or the agency.
    pub fn leads(&self, dossier: &Dossier) -> bool {
        self.hats().any(|hat| hat.leads(dossier))
    }

    /// Whether the person may do this to the dossier. Right and reason must be one person's: whoever stands in for
    /// another unit's head gets no say over a dossier by having one of its tasks.
    pub fn may(&self, deed: Deed, dossier: &Dossier) -> bool {
        self.hats().any(|hat| hat.may(deed, dossier))
    }

    /// Whether the person, or somebody stood in for, has this role.
    pub fn is(&self, role: Role) -> bool {
        self.hats().any(|hat| hat.role == role)
    }
}
