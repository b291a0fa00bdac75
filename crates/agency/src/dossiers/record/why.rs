//! What a dossier's due moment is made of: the limit as it counts now, the extension added to it, the first
//! promise, the budgets of steps. Pure.

use crate::dossiers::event::Wanted;
use crate::dossiers::tasks::left::MICROS_PER_MINUTE;
use crate::dossiers::{Dossier, Pause, Task, clock, regulation};
use platform::Day;
use registers::admin_procedures::Procedure;
use registers::calendars::explain_in_minutes;
use workdays::explain::Reason;
use workdays::{Basis, Calendar, Explanation, Grounds, Limit, Suspension};

/// How many acts are named as the basis of a limit.
const MOST_ACTS: usize = 3;

/// Who reads an explanation: how much of a reason is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::dossiers) enum Reader {
    /// The agency that handles the dossier.
    Office,
    /// The desk of another agency that received it.
    Desk,
    /// Whoever holds the code: nothing that somebody wrote is shown, nor what the dossier is about.
    Public,
}

/// Why a due moment is when it is, in the parts that follow each other.
#[derive(Default)]
pub(in crate::dossiers) struct Why {
    /// The limit of the procedure; none without a limit, or where a year has no calendar.
    pub limit: Option<Explanation>,
    /// The days that an extension adds after it.
    pub extension: Option<Explanation>,
}

impl Why {
    /// Why a dossier is due when it is.
    pub fn of(dossier: &Dossier, calendar: &Calendar, (procedure, reader): (&Procedure, Reader)) -> Why {
        let Some(clock) = &dossier.clock else { return Why::default() };
        let grounds = grounds(dossier, (procedure, reader));
        let pauses = dossier.suspensions();
        let limit = explain_in_minutes(calendar, &clock.limit, (clock.base_at, &pauses), &grounds);
        let added = clock::added(dossier, calendar).and_then(|added| {
            let grounds = Grounds { limit: None, anew: None, ..grounds };
            let limit = added.limit();
            let told = explain_in_minutes(calendar, &limit, (added.from_at, &added.pauses), &grounds);
            told.ok().map(|told| told.from_due(added.from_at + 1))
        });
        Why { limit: limit.ok(), extension: added }
    }

    /// Whether its limit ends at the first promise, so that its days explain that one too.
    pub fn tells_first(&self, dossier: &Dossier) -> bool {
        let Some(clock) = &dossier.clock else { return false };
        self.limit.as_ref().is_some_and(|told| leads_to(told, clock.first_due_at))
    }
}

/// Why the first promise was made; none where it still binds or cannot be told.
pub(super) fn first_promise(
    dossier: &Dossier,
    calendar: &Calendar,
    procedure: &Procedure,
) -> Option<Explanation> {
    let clock = dossier.clock.as_ref().filter(|clock| clock.due_at != Some(clock.first_due_at))?;
    let grounds = Grounds { limit: limit_basis(procedure), ..Grounds::default() };
    let told = explain_in_minutes(calendar, &clock.limit, (dossier.received_at, &[]), &grounds).ok()?;
    leads_to(&told, clock.first_due_at).then_some(told)
}

/// Why a step is due when it is: its budget, counted from the moment at which it was reached.
pub(super) fn of_step(task: &Task, calendar: &Calendar) -> Option<Explanation> {
    let minute = |at: i64| at - at.rem_euclid(MICROS_PER_MINUTE);
    let (since_at, due_at) = (minute(task.since_at), minute(task.step_due_at?));
    let budget = Limit::WorkingHours(calendar.working_time(since_at, due_at).ok()?);
    let none: &[Suspension] = &[];
    let mut told = explain_in_minutes(calendar, &budget, (since_at, none), &Grounds::default()).ok()?;
    // A step begins without anything being received.
    if let Some(first) = told.days.first_mut() {
        first.notes.retain(|note| !matches!(note.reason, Reason::Received { .. }));
    }
    leads_to(&told, due_at).then_some(told)
}

fn leads_to(told: &Explanation, due_at: i64) -> bool {
    let minute = |at: i64| at.div_euclid(MICROS_PER_MINUTE);
    told.due.due_at().is_some_and(|told_at| minute(told_at) == minute(due_at))
}

/// The acts behind the limit, behind each pause, and behind a count that began anew.
fn grounds(dossier: &Dossier, (procedure, reader): (&Procedure, Reader)) -> Grounds {
    let base_at = dossier.clock.as_ref().map_or(dossier.received_at, |clock| clock.base_at);
    let is_anew = base_at > dossier.received_at;
    let pauses = dossier.pauses.iter();
    Grounds {
        limit: limit_basis(procedure).filter(|_| reader != Reader::Public),
        pauses: pauses.filter_map(|pause| Some((pause.from_at, pause_basis(pause, reader)?))).collect(),
        other_pauses: None,
        anew: is_anew.then(|| regulation::supplement_basis(Day::of_instant(base_at))),
    }
}

/// The act by which the clock stands still while the citizen is waited for.
pub(super) fn pause_basis(pause: &Pause, reader: Reader) -> Option<Basis> {
    match pause.wanted {
        _ if !pause.stops_clock => None,
        Wanted::Payment { .. } if reader == Reader::Public => None,
        Wanted::Papers { .. } => Some(regulation::supplement_basis(Day::of_instant(pause.from_at))),
        Wanted::Payment { .. } => pause.basis().map(Basis::named),
    }
}

/// The acts by which a procedure has its limit: its laws, else the first act that it names.
pub(in crate::dossiers) fn limit_basis(procedure: &Procedure) -> Option<Basis> {
    let acts = &procedure.legal_basis;
    let is_law = |act: &&String| act.starts_with("Luật") || act.starts_with("Bộ luật");
    let laws: Vec<&str> = acts.iter().filter(is_law).map(String::as_str).take(MOST_ACTS).collect();
    let named = if laws.is_empty() { acts.first()?.clone() } else { laws.join(", ") };
    Some(Basis::named(&named))
}
