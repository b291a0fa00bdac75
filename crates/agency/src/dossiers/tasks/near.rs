//! The reader's work list beside the dossier that is worked on: one goes from task to task without going back.

use super::left::Horizon;
use super::pages::{self, Line, Reader};
use super::queue::{self, Part, Place, Queue};
use super::views;
use crate::dossiers::{Dossier, Task, WORK, store};
use maud::html;
use platform::web::{Near, NearRow, Web, state};
use platform::{Ctx, Result, Tx};
use std::sync::Arc;
use workdays::Calendar;

/// How many tasks stand beside a dossier.
const MOST: usize = 14;

/// The part of the reader's work list in which a dossier stands.
pub(in crate::dossiers) struct Beside {
    lines: Vec<Line>,
    calendar: Arc<Calendar>,
    horizon: Horizon,
}

/// The first tasks of the reader. A dossier of the list that comes later begins it, with those after it.
/// None when nothing waits for the reader.
///
/// # Errors
/// When the database fails.
pub(in crate::dossiers) fn beside(tx: &mut Tx<'_>, ctx: &Ctx, dossier: &Dossier) -> Result<Option<Beside>> {
    if !ctx.could(&WORK) {
        return Ok(None);
    }
    let reader = Reader::of(tx, ctx)?;
    let mut places = queue::places(tx, reader.asked(), (Part::All, None, MOST))?;
    if let Some(own) = place_in(&reader.queues, dossier).filter(|own| !places.contains(own)) {
        places = queue::places(tx, reader.asked(), (Part::All, Some(own), MOST - 1))?;
        places.insert(0, own);
    }
    let lines = pages::lines(tx, (reader.agency_id, &reader.person), places)?;
    let beside = Beside { lines, calendar: reader.calendar, horizon: reader.horizon };
    Ok(Some(beside).filter(|beside| !beside.lines.is_empty()))
}

/// Where a dossier stands in the list that is made of these queues.
fn place_in(queues: &[Queue], dossier: &Dossier) -> Option<Place> {
    let task = dossier.tasks.iter().find(|task| is_in(queues, task))?;
    let due_at = store::task_due_at(dossier);
    Some(Place { due_at, dossier_id: dossier.id, token: i64::from(task.token) })
}

fn is_in(queues: &[Queue], task: &Task) -> bool {
    queues.iter().any(|queue| match (*queue, task.assignee) {
        (Queue::Held(account_id), Some(assignee)) => account_id == assignee,
        (Queue::Open(role, unit_id), None) => role == task.role && unit_id == task.unit_id,
        _ => false,
    })
}

/// The list as it stands beside the record of a dossier.
pub(in crate::dossiers) fn near(web: &Web, beside: &Beside, dossier: &Dossier) -> Near {
    let row = |line: &Line| {
        let left = views::left(web, line, (&beside.calendar, beside.horizon));
        NearRow {
            href: format!("/dossiers/{}", line.place.dossier_id),
            name: line.procedure.clone(),
            state: state(left.tone, left.icon, &left.words),
            aside: html! { (line.applicant) },
            current: line.place.dossier_id == dossier.id,
        }
    };
    Near {
        title: web.t("tasks-title"),
        href: "/tasks".to_owned(),
        rows: beside.lines.iter().map(row).collect(),
    }
}
