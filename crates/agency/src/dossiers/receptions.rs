//! Receptions (tiếp nhận hộ): what a desk knows of a dossier that another agency handles.
//!
//! The desk's row is written in the same transaction as the dossier it speaks of, so that both agencies always
//! see one due date and one status; it holds no more than the desk needs.

mod store;

pub use store::{Waiting, load, of_dossier, waiting};

use super::model::Dossier;
use platform::{Error, Record, Result, Tx};
use serde::{Deserialize, Serialize};

/// A dossier of another agency at the desk that received it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reception {
    /// The agency of the desk.
    pub agency_id: i64,
    /// Its id.
    pub id: i64,
    /// The agency that handles the dossier.
    pub handling_agency_id: i64,
    /// The dossier there.
    pub dossier_id: i64,
    /// Its code.
    pub code: String,
    /// Its procedure.
    pub procedure_id: i64,
    /// When it was received.
    pub received_at: i64,
    /// When it is due; none while its clock stands still or where there is no limit.
    pub due_at: Option<i64>,
    /// Its national status, by number.
    pub status: i64,
    /// How many events made it what it is.
    pub revision: i64,
}

/// What may happen to a reception. Released: meanings never change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum ReceptionEvent {
    /// The desk received it.
    Received {
        /// The agency of the desk.
        agency_id: i64,
        /// The agency that handles it.
        handling_agency_id: i64,
        /// The dossier there.
        dossier_id: i64,
        /// Its code.
        code: String,
        /// Its procedure.
        procedure_id: i64,
        /// When.
        at: i64,
        /// When it is due.
        due_at: Option<i64>,
        /// Its status.
        status: i64,
    },
    /// The dossier has another status or due moment now.
    Followed {
        /// The due moment.
        due_at: Option<i64>,
        /// The status.
        status: i64,
    },
}

impl Record for Reception {
    const KIND: &'static str = "reception";
    type Event = ReceptionEvent;

    fn begin(id: i64, event: &ReceptionEvent) -> Option<Reception> {
        let ReceptionEvent::Received {
            agency_id,
            handling_agency_id,
            dossier_id,
            code,
            procedure_id,
            at,
            due_at,
            status,
        } = event
        else {
            return None;
        };
        Some(Reception {
            agency_id: *agency_id,
            id,
            handling_agency_id: *handling_agency_id,
            dossier_id: *dossier_id,
            code: code.clone(),
            procedure_id: *procedure_id,
            received_at: *at,
            due_at: *due_at,
            status: *status,
            revision: 1,
        })
    }

    fn apply(&mut self, event: &ReceptionEvent) {
        self.revision += 1;
        if let ReceptionEvent::Followed { due_at, status } = event {
            self.due_at = *due_at;
            self.status = *status;
        }
    }

    fn id(&self) -> i64 {
        self.id
    }

    fn owner_agency_id(&self) -> i64 {
        self.agency_id
    }
}

/// Tells the desk of a dossier that another agency handles; does nothing where the desk is the agency's own.
///
/// # Errors
/// When the database fails.
pub fn follow(tx: &mut Tx<'_>, dossier: &Dossier) -> Result<()> {
    let desk = dossier.intake.desk_agency_id;
    if desk == dossier.agency_id {
        return Ok(());
    }
    let (due_at, status) = (dossier.due_at(), dossier.status.number());
    let Some(held) = store::of_dossier(tx, desk, dossier.id)? else {
        let event = ReceptionEvent::Received {
            agency_id: desk,
            handling_agency_id: dossier.agency_id,
            dossier_id: dossier.id,
            code: dossier.code.clone(),
            procedure_id: dossier.intake.procedure_id,
            at: dossier.received_at,
            due_at,
            status,
        };
        let reception = Reception::begin(tx.new_id(), &event)
            .ok_or_else(|| Error::failed("the first event of a reception does not begin it"))?;
        store::save(tx, &reception, event)?;
        return note_applicant(tx, dossier);
    };
    if (held.due_at, held.status) == (due_at, status) {
        return Ok(());
    }
    let event = ReceptionEvent::Followed { due_at, status };
    let mut reception = held;
    reception.apply(&event);
    store::save(tx, &reception, event)
}

/// Notes whose dossier its desk holds, as the desk entered it just now: the desk finds it by that name, and by no
/// other that the agency which handles it may enter later. Does nothing where the desk is the agency's own.
///
/// # Errors
/// When the database fails.
pub fn note_applicant(tx: &mut Tx<'_>, dossier: &Dossier) -> Result<()> {
    let desk = dossier.intake.desk_agency_id;
    if desk == dossier.agency_id {
        return Ok(());
    }
    let reception = store::of_dossier(tx, desk, dossier.id)?.ok_or(Error::NotFound)?;
    store::put_applicant(tx, desk, reception.id, dossier.agency_id, dossier.intake.applicant_id)?;
    Ok(())
}
