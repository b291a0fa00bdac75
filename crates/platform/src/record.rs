//! Records: state that is nothing but the fold of its events.

use crate::db::Tx;
use crate::error::{Error, Result};
use crate::journal::{self, Entry, Line};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::fmt::Debug;

/// A record of a register: begun by one event, changed by others, equal to the fold of them all.
///
/// Events are released for ever: a new meaning is a new variant, and the old `apply` arm stays.
/// Serialise them with `#[serde(tag = "event", rename_all = "snake_case")]`; the tag names the
/// event in the journal.
pub trait Record: Sized + PartialEq + Debug {
    /// Kind of the record in the journal, such as `certificate`.
    const KIND: &'static str;
    /// What may happen to it.
    type Event: Serialize + DeserializeOwned + Debug;

    /// The record that its first event begins; none when that event begins nothing.
    fn begin(id: i64, event: &Self::Event) -> Option<Self>;
    /// What a later event does.
    fn apply(&mut self, event: &Self::Event);
    /// Its id.
    fn id(&self) -> i64;
    /// The agency in whose chain its events stand.
    fn owner_agency_id(&self) -> i64;

    /// Applies several events in order.
    fn apply_all(&mut self, events: &[Self::Event]) {
        for event in events {
            self.apply(event);
        }
    }

    /// The record begun by the first of `events` and changed by the rest.
    fn fold(id: i64, events: &[Self::Event]) -> Option<Self> {
        let (first, rest) = events.split_first()?;
        let mut record = Self::begin(id, first)?;
        record.apply_all(rest);
        Some(record)
    }
}

/// Journals `events` of `record`, which already has them applied.
///
/// # Errors
/// When the database fails.
pub fn journal<R: Record>(tx: &mut Tx<'_>, record: &R, events: &[R::Event]) -> Result<()> {
    for event in events {
        let payload = serde_json::to_string(event).map_err(Error::failed)?;
        let kind = format!("{}.1", tag(&payload));
        journal::append(
            tx,
            Entry {
                agency_id: record.owner_agency_id(),
                subject_kind: R::KIND,
                subject_id: record.id(),
                kind: &kind,
                payload: &payload,
            },
        )?;
    }
    Ok(())
}

/// The event's name, which serde writes as the first member: `{"event":"granted",…`.
fn tag(payload: &str) -> &str {
    payload.split('"').nth(3).unwrap_or("event")
}

/// The events of a record, from its journal.
///
/// # Errors
/// When a payload was erased or is not an event this program knows.
pub fn events<R: Record>(lines: &[Line]) -> Result<Vec<R::Event>> {
    lines
        .iter()
        .map(|line| {
            let payload = line.payload.as_deref().ok_or_else(|| Error::failed("the payload was erased"))?;
            serde_json::from_str(payload).map_err(|error| Error::failed(format!("{}: {error}", line.kind)))
        })
        .collect()
}

/// A kind of record as verification sees it. Slices register theirs with [`crate::record_kind!`].
#[derive(Debug)]
pub struct RecordKind {
    /// The kind in the journal.
    pub name: &'static str,
    /// Where its page is: the id follows this path.
    pub path: &'static str,
    /// What differs between the rows and the fold of these lines; none when nothing does.
    pub compare: fn(&mut Tx<'_>, i64, &[Line]) -> Result<Option<String>>,
    /// The ids of all rows.
    pub ids: fn(&mut Tx<'_>) -> Result<Vec<i64>>,
}

/// Every kind of record linked into the program.
#[linkme::distributed_slice]
pub static RECORDS: [RecordKind];

/// Registers a record: `record_kind!(Certificate, "/certificates/", store::load, store::ids)`.
///
/// `load` is `fn(&mut Tx, i64) -> Result<Option<Certificate>>`, `ids` is `fn(&mut Tx) -> Result<Vec<i64>>`.
/// Where rows hold what follows from a record beside the record itself, a fifth function compares that:
/// `fn(&mut Tx, &Certificate) -> Result<Option<String>>` says what is not as it follows.
#[macro_export]
macro_rules! record_kind {
    ($record:ty, $path:expr, $load:path, $ids:path) => {
        $crate::record_kind!($record, $path, $load, $ids, |_, _| Ok(None));
    };
    ($record:ty, $path:expr, $load:path, $ids:path, $follows:expr) => {
        const _: () = {
            #[$crate::linkme::distributed_slice($crate::record::RECORDS)]
            #[linkme(crate = $crate::linkme)]
            static KIND: $crate::record::RecordKind = $crate::record::RecordKind {
                name: <$record as $crate::Record>::KIND,
                path: $path,
                compare: |tx, id, lines| {
                    let follows: fn(&mut $crate::Tx<'_>, &$record) -> $crate::Result<Option<String>> =
                        $follows;
                    let stored = $load(tx, id)?;
                    let beside = match &stored {
                        Some(record) => follows(tx, record)?,
                        None => None,
                    };
                    Ok($crate::record::difference::<$record>(id, lines, stored)?.or(beside))
                },
                ids: $ids,
            };
        };
    };
}

/// What is told of a row that holds something else than follows from its record; none when they agree.
pub fn beside<T: PartialEq + Debug>(stored: &T, right: &T) -> Option<String> {
    (stored != right).then(|| {
        let first = first_difference(stored, right);
        format!("the row differs from what follows from its record: {first}")
    })
}

/// What differs between a stored record and the fold of its journal.
///
/// # Errors
/// Never for a difference: that is the result.
pub fn difference<R: Record>(id: i64, lines: &[Line], stored: Option<R>) -> Result<Option<String>> {
    let folded = match events::<R>(lines) {
        Ok(events) => R::fold(id, &events),
        Err(error) => return Ok(Some(format!("its journal cannot be replayed: {error}"))),
    };
    Ok(match (folded, stored) {
        (Some(folded), Some(stored)) if folded == stored => None,
        (Some(_), None) => Some("the journal tells of it, the row is missing".to_owned()),
        (Some(folded), Some(stored)) => {
            Some(format!("the row differs from its replay: {}", first_difference(&stored, &folded)))
        }
        (None, _) => Some("its first event does not begin it".to_owned()),
    })
}

/// The first line in which two values differ when printed.
fn first_difference<T: Debug>(stored: &T, folded: &T) -> String {
    let (stored, folded) = (format!("{stored:#?}"), format!("{folded:#?}"));
    stored
        .lines()
        .zip(folded.lines())
        .find(|(stored, folded)| stored != folded)
        .map(|(stored, folded)| format!("row has `{}`, journal has `{}`", stored.trim(), folded.trim()))
        .unwrap_or_else(|| "one has more than the other".to_owned())
}
