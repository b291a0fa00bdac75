//! When a dossier left the counter for those who handle it, from its journal.

use super::super::event::{DossierEvent, Moved};
use super::super::model::Dossier;
use platform::permissions::Role;
use platform::{Result, Tx, journal, record};
use std::collections::BTreeSet;

/// When a step of the counter after receipt gave the dossier on, or somebody else took it or did its first step,
/// whichever came first; none while neither has happened.
///
/// # Errors
/// When the database fails, or the journal holds what the program does not know.
pub(super) fn forwarded_at(tx: &mut Tx<'_>, dossier_id: i64) -> Result<Option<i64>> {
    let lines = journal::of_subject(tx, dossier_id)?;
    let events = record::events::<Dossier>(&lines)?;
    Ok(first_hand_over(lines.iter().map(|line| line.at).zip(&events)))
}

fn first_hand_over<'e>(past: impl Iterator<Item = (i64, &'e DossierEvent)>) -> Option<i64> {
    let mut elsewhere: BTreeSet<u32> = BTreeSet::new();
    for (at, event) in past {
        match event {
            DossierEvent::Received(received) => elsewhere.extend(away_from_desk(&received.moved)),
            DossierEvent::Fired { moved, .. } => elsewhere.extend(away_from_desk(moved)),
            DossierEvent::Completed { token, moved, .. } => {
                let mut given_on = away_from_desk(moved);
                if elsewhere.contains(token) || given_on.next().is_some() {
                    return Some(at);
                }
            }
            DossierEvent::Assigned { token, to: Some(_), .. } if elsewhere.contains(token) => {
                return Some(at);
            }
            _ => {}
        }
    }
    None
}

/// The tokens of opened tasks that are not the counter's.
fn away_from_desk(moved: &Moved) -> impl Iterator<Item = u32> {
    moved.opened.iter().filter(|opened| opened.role != Role::Clerk).map(|opened| opened.token)
}

#[cfg(test)]
mod tests {
    use super::super::super::event::Opened;
    use super::*;

    fn opened(token: u32, role: Role) -> Opened {
        Opened { token, role, unit_id: 0, assignee: None, step_due_at: None }
    }

    fn done(token: u32, next: &[Opened]) -> DossierEvent {
        DossierEvent::Completed {
            at: 0,
            token,
            outcome: None,
            note: String::new(),
            deputy_for: None,
            delivery: None,
            answers: None,
            moved: Moved { opened: next.to_vec(), ..Moved::default() },
            status: None,
        }
    }

    fn fired(next: &[Opened]) -> DossierEvent {
        let moved = Moved { opened: next.to_vec(), ..Moved::default() };
        DossierEvent::Fired { at: 0, token: 9, timer: 0, moved, status: None }
    }

    fn assigned(token: u32, to: Option<i64>) -> DossierEvent {
        DossierEvent::Assigned { token, to, reason: String::new() }
    }

    #[test]
    fn a_dossier_is_forwarded_when_the_counter_gives_it_on_or_a_unit_takes_it() {
        let (officer, clerk) = (|token| opened(token, Role::Officer), |token| opened(token, Role::Clerk));
        let at = |events: &[DossierEvent]| first_hand_over((1..).zip(events));
        assert_eq!(at(&[]), None);
        assert_eq!(at(&[fired(&[officer(1)])]), None, "it lies there, and nobody has taken it");
        assert_eq!(at(&[fired(&[officer(1)]), assigned(1, Some(5))]), Some(2));
        assert_eq!(at(&[fired(&[officer(1)]), assigned(1, None), done(1, &[])]), Some(3));
        assert_eq!(at(&[fired(&[clerk(1)]), assigned(1, Some(5)), done(1, &[officer(2)])]), Some(3));
        assert_eq!(
            at(&[fired(&[clerk(1)]), done(1, &[clerk(2)]), done(2, &[])]),
            None,
            "it never left the desk"
        );
    }
}
