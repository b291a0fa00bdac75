//! A dossier as another calendar would count it. Pure.

use crate::dossiers::{Dossier, clock};
use workdays::{Calendar, due};

/// The dossier with the due moment that another calendar gives it; none without a limit, while the limit
/// stands still, and where the other calendar lacks a year.
///
/// The receipt, the pauses and the days of an extension stay as they are.
pub(super) fn recounted(dossier: &Dossier, counted_by: &Calendar, calendar: &Calendar) -> Option<Dossier> {
    let mut after = dossier.clone();
    // An extension that the due moment does not hold is not brought back by counting again.
    let holds_extension = clock::added(dossier, counted_by).is_some();
    after.extension = after.extension.filter(|_| holds_extension);
    if let Some(extension) = &mut after.extension {
        extension.days = Some(clock::extension_days(counted_by, extension));
    }
    let pauses = after.suspensions();
    let clock = after.clock.as_mut().filter(|clock| clock.due_at.is_some())?;
    clock.due_at = None;
    let limit_due_at = due(calendar, &clock.limit, clock.base_at, &pauses).ok()?.due_at()?;
    let due_at = match clock::added(&after, calendar) {
        Some(added) => due(calendar, &added.limit(), added.from_at, &added.pauses).ok()?.due_at()?,
        None => limit_due_at,
    };
    if let Some(clock) = &mut after.clock {
        clock.due_at = Some(due_at);
    }
    Some(after)
}
