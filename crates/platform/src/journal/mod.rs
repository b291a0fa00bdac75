//! The journal: an append-only chain of events per agency.
//!
//! It is the audit trail, the history behind "as of", and the proof that nothing was altered: each
//! link's hash covers the one before it. The payload is hashed apart, so that a payload can be
//! erased by law while the chain still verifies.

mod verify;

pub use verify::{Fault, Verification, verify};

use crate::clock::Micros;
use crate::db::{DbError, Once, Tx};
use crate::error::{Error, Refusal, Result};
use crate::record::Record;
use crate::sql;
use sha2::{Digest, Sha256};
use std::collections::HashMap;

/// One event to be remembered.
#[derive(Debug, Clone, Copy)]
pub struct Entry<'a> {
    /// Whose chain: the agency that owns the record.
    pub agency_id: i64,
    /// Kind of the record, such as `certificate`.
    pub subject_kind: &'a str,
    /// Id of the record.
    pub subject_id: i64,
    /// Name and version of the event, such as `suspended.1`.
    pub kind: &'a str,
    /// The event as JSON text.
    pub payload: &'a str,
}

/// The last link of a chain.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Head {
    /// Number of the link; 0 before the first.
    pub seq: i64,
    /// Its hash; empty before the first.
    pub hash: Vec<u8>,
}

/// Chain heads known to a worker: those settled, and those the present job has moved.
#[derive(Debug, Default)]
pub struct Chains {
    settled: HashMap<i64, Head>,
    moved: HashMap<i64, Head>,
    unwritten: std::collections::BTreeSet<i64>,
    first_subject: Option<(String, i64)>,
}

impl Chains {
    fn head(&self, agency_id: i64) -> Option<&Head> {
        self.moved.get(&agency_id).or_else(|| self.settled.get(&agency_id))
    }

    /// The present job's links stay.
    pub(crate) fn keep(&mut self) {
        self.unwritten.extend(self.moved.keys());
        self.settled.extend(self.moved.drain());
        self.first_subject = None;
    }

    /// The present job's links go.
    pub(crate) fn undo(&mut self) {
        self.moved.clear();
        self.first_subject = None;
    }
}

mod store {
    use super::*;

    sql!(head(agency_id: i64) -> HeadRow { seq: i64, hash: Vec<u8> } =
        "select seq, hash
         from journal_head
         where agency_id = $1");

    sql!(set_head(agency_id: i64, seq: i64, hash: &[u8]) =
        "insert into journal_head (agency_id, seq, hash)
         values ($1, $2, $3)
         on conflict (agency_id) do update set seq = excluded.seq, hash = excluded.hash");

    sql!(append(
        agency_id: i64, seq: i64, at: i64, actor: i64, subject_kind: &str, subject_id: i64, kind: &str,
        payload: &str, payload_hash: &[u8], hash: &[u8],
    ) =
        "insert into journal (agency_id, seq, at, actor, subject_kind, subject_id, kind, payload, payload_hash, hash)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)");

    sql!(of_subject(subject_id: i64) -> Line {
        agency_id: i64, seq: i64, at: i64, actor: i64, kind: String, payload: Option<String>,
    } =
        "select agency_id, seq, at, actor, kind, payload
         from journal
         where subject_id = $1
         order by at, seq");

    sql!(owner_of(subject_id: i64) -> Owner { agency_id: i64 } =
        "select agency_id
         from journal
         where subject_id = $1
         order by seq
         limit 1");

    sql!(sent(account_id: i64, form_key: &str) -> Sent {
        subject_kind: String, subject_id: i64, content: Option<String>,
    } =
        "select subject_kind, subject_id, content
         from sent_form
         where account_id = $1
           and form_key = $2");

    sql!(note_sent(
        account_id: i64, form_key: &str, at: i64, subject_kind: &str, subject_id: i64, content: Option<&str>,
    ) =
        "insert into sent_form (account_id, form_key, at, subject_kind, subject_id, content)
         values ($1, $2, $3, $4, $5, $6)");
}

pub use store::Line;

/// The journal of one record, oldest first.
///
/// # Errors
/// When the database fails.
pub fn of_subject(tx: &mut Tx<'_>, subject_id: i64) -> Result<Vec<Line>> {
    Ok(store::of_subject(tx, subject_id)?)
}

/// In whose chain a record stands, for verification, which knows ids only: rows are kept by agency. None for an id
/// without a journal.
///
/// # Errors
/// When the database fails.
pub fn owner_of(tx: &mut Tx<'_>, subject_id: i64) -> Result<Option<i64>> {
    Ok(store::owner_of(tx, subject_id)?.pop().map(|row| row.agency_id))
}

/// Appends an event to the chain of its agency and returns the number of the link.
///
/// # Errors
/// When the database fails.
pub fn append(tx: &mut Tx<'_>, entry: Entry<'_>) -> Result<i64> {
    let head = present_head(tx, entry.agency_id)?;
    let seq = head.seq + 1;
    let payload_hash = Sha256::digest(entry.payload.as_bytes());
    let link = Link { seq, at: tx.now(), actor: tx.actor(), entry: &entry };
    let hash = link.hash(&head.hash, &payload_hash);
    store::append(
        tx,
        entry.agency_id,
        seq,
        link.at,
        link.actor,
        entry.subject_kind,
        entry.subject_id,
        entry.kind,
        entry.payload,
        &payload_hash,
        &hash,
    )?;
    let chains = &mut *tx.chains;
    chains.moved.insert(entry.agency_id, Head { seq, hash });
    chains.first_subject.get_or_insert_with(|| (entry.subject_kind.to_owned(), entry.subject_id));
    Ok(seq)
}

/// Takes the chain of `agency_id` for this transaction before anything is read, so that what is
/// decided on cannot change before it is written.
///
/// # Errors
/// When the database fails.
pub fn take_chain(tx: &mut Tx<'_>, agency_id: i64) -> Result<()> {
    present_head(tx, agency_id).map(drop)
}

fn present_head(tx: &mut Tx<'_>, agency_id: i64) -> Result<Head> {
    if let Some(head) = tx.chains.head(agency_id) {
        return Ok(head.clone());
    }
    tx.lock_chain(agency_id)?;
    let head = store::head(tx, agency_id)?
        .pop()
        .map(|row| Head { seq: row.seq, hash: row.hash })
        .unwrap_or_default();
    tx.chains.settled.insert(agency_id, head.clone());
    Ok(head)
}

/// Writes the heads of the chains that this group of jobs has moved.
pub(crate) fn flush_heads(tx: &mut Tx<'_>) -> Result<(), DbError> {
    for agency_id in std::mem::take(&mut tx.chains.unwritten) {
        if let Some(head) = tx.chains.settled.get(&agency_id).cloned() {
            store::set_head(tx, agency_id, head.seq, &head.hash)?;
        }
    }
    Ok(())
}

/// Says that a second sending of the form leads to this record, where its action wrote others before.
pub fn lead_to<R: Record>(tx: &mut Tx<'_>, record: &R) {
    tx.chains.first_subject = Some((R::KIND.to_owned(), record.id()));
}

/// Answers a second sending of the same form with what the first one did.
///
/// # Errors
/// [`Error::Repeated`]; a refusal when something else was sent under the key, for whoever went back and typed anew
/// must not believe that this was written.
pub(crate) fn refuse_repeated(tx: &mut Tx<'_>) -> Result<()> {
    let Some(once) = tx.once().cloned() else { return Ok(()) };
    match store::sent(tx, once.account_id, &once.key)?.pop() {
        None => Ok(()),
        Some(sent) if is_same(&sent, &once) => {
            Err(Error::Repeated { subject_kind: sent.subject_kind, subject_id: sent.subject_id })
        }
        Some(_) => Err(Refusal::new("form-sent-otherwise").into()),
    }
}

fn is_same(sent: &store::Sent, once: &Once) -> bool {
    sent.content.is_none() || once.content.is_none() || sent.content == once.content
}

/// The record that the first sending of this form made or changed; none where it was not sent before, or said
/// something else then.
///
/// # Errors
/// When the database fails.
pub(crate) fn done_before(tx: &mut Tx<'_>, once: &Once) -> Result<Option<(String, i64)>> {
    let sent = store::sent(tx, once.account_id, &once.key)?.pop().filter(|sent| is_same(sent, once));
    Ok(sent.map(|sent| (sent.subject_kind, sent.subject_id)))
}

/// Ends a job that went well: remembers which form it answered.
pub(crate) fn finish(tx: &mut Tx<'_>) -> Result<()> {
    let Some(Once { account_id, key, content }) = tx.once().cloned() else { return Ok(()) };
    let Some((kind, id)) = tx.chains.first_subject.clone() else { return Ok(()) };
    let now = tx.now();
    store::note_sent(tx, account_id, &key, now, &kind, id, content.as_deref())?;
    Ok(())
}

/// The hashed part of one link.
struct Link<'a> {
    seq: i64,
    at: Micros,
    actor: i64,
    entry: &'a Entry<'a>,
}

impl Link<'_> {
    /// SHA-256 over the hash before, the record in a fixed layout, and the payload's hash.
    ///
    /// Numbers are big-endian; each text is preceded by its length, so that no two records share
    /// one layout.
    fn hash(&self, before: &[u8], payload_hash: &[u8]) -> Vec<u8> {
        let mut sha = Sha256::new();
        sha.update(before);
        for number in [self.entry.agency_id, self.seq, self.at, self.actor, self.entry.subject_id] {
            sha.update(number.to_be_bytes());
        }
        for text in [self.entry.subject_kind, self.entry.kind] {
            sha.update((text.len() as u64).to_be_bytes());
            sha.update(text.as_bytes());
        }
        sha.update(payload_hash);
        sha.finalize().to_vec()
    }
}
