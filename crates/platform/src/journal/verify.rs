//! Verification: walks every chain, and folds every record's events to compare with its rows.

use super::{Entry, Link};
use crate::db::Tx;
use crate::error::Result;
use crate::record::{RECORDS, RecordKind};
use crate::sql;
use sha2::{Digest, Sha256};

/// Something that is not as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The agency whose chain it is in; 0 for a row outside every chain.
    pub agency_id: i64,
    /// The number of the link, where there is one.
    pub seq: i64,
    /// Kind and id of the record.
    pub subject: (String, i64),
    /// What is wrong, in words for an auditor.
    pub what: String,
}

/// What a verification found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Verification {
    /// Chains walked.
    pub chains: i64,
    /// Links whose hash was recomputed.
    pub links: i64,
    /// Records folded and compared with their rows.
    pub records: i64,
    /// What is not as it was written; in each chain the first bad link only.
    pub faults: Vec<Fault>,
}

mod store {
    use super::*;

    sql!(agencies() -> Chain { agency_id: i64, seq: i64, hash: Vec<u8> } =
        "select agency_id, seq, hash
         from journal_head
         order by agency_id");

    sql!(headless() -> Headless { agency_id: i64 } =
        "select distinct agency_id
         from journal
         where agency_id not in (select agency_id from journal_head)");

    sql!(links(agency_id: i64, after: i64) -> Stored {
        seq: i64, at: i64, actor: i64, subject_kind: String, subject_id: i64, kind: String,
        payload: Option<String>, payload_hash: Vec<u8>, hash: Vec<u8>,
    } =
        "select seq, at, actor, subject_kind, subject_id, kind, payload, payload_hash, hash
         from journal
         where agency_id = $1
           and seq > $2
         order by seq
         limit 1000");

    sql!(subjects(kind: &str, after: i64) -> Subject { subject_id: i64 } =
        "select distinct subject_id
         from journal
         where subject_kind = $1
           and subject_id > $2
         order by subject_id
         limit 1000");
}

/// Walks the whole journal of the database.
///
/// # Errors
/// When the database cannot be read; what is wrong in it is in the result, not an error.
pub fn verify(tx: &mut Tx<'_>) -> Result<Verification> {
    let mut found = Verification::default();
    for chain in store::agencies(tx)? {
        found.chains += 1;
        walk(tx, &chain, &mut found)?;
    }
    for chain in store::headless(tx)? {
        found.faults.push(fault(chain.agency_id, 0, "the chain has links but its head is missing"));
    }
    for kind in RECORDS {
        replay(tx, kind, &mut found)?;
    }
    Ok(found)
}

fn fault(agency_id: i64, seq: i64, what: &str) -> Fault {
    Fault { agency_id, seq, subject: (String::new(), 0), what: what.to_owned() }
}

fn walk(tx: &mut Tx<'_>, chain: &store::Chain, found: &mut Verification) -> Result<()> {
    let (mut seq, mut hash) = (0, Vec::new());
    loop {
        let links = store::links(tx, chain.agency_id, seq)?;
        if links.is_empty() {
            break;
        }
        for link in links {
            found.links += 1;
            if let Some(what) = wrong_with(chain.agency_id, &link, (seq, &hash)) {
                let subject = (link.subject_kind, link.subject_id);
                found.faults.push(Fault { agency_id: chain.agency_id, seq: link.seq, subject, what });
                return Ok(());
            }
            (seq, hash) = (link.seq, link.hash);
        }
    }
    if (seq, &hash) != (chain.seq, &chain.hash) {
        let what = format!("the chain ends at link {seq}, its head says {}: links are missing", chain.seq);
        found.faults.push(fault(chain.agency_id, seq, &what));
    }
    Ok(())
}

fn wrong_with(agency_id: i64, link: &store::Stored, (seq, before): (i64, &[u8])) -> Option<String> {
    if link.seq != seq + 1 {
        return Some(format!("links {} to {} are missing", seq + 1, link.seq - 1));
    }
    if let Some(payload) = &link.payload
        && Sha256::digest(payload.as_bytes())[..] != link.payload_hash[..]
    {
        return Some(format!("the payload of {} was altered", link.kind));
    }
    let entry = Entry {
        agency_id,
        subject_kind: &link.subject_kind,
        subject_id: link.subject_id,
        kind: &link.kind,
        payload: "",
    };
    let hashed = Link { seq: link.seq, at: link.at, actor: link.actor, entry: &entry };
    (hashed.hash(before, &link.payload_hash) != link.hash)
        .then(|| format!("the link {} was altered", link.kind))
}

/// Folds the events of every record of a kind, and finds the rows that no journal tells of.
fn replay(tx: &mut Tx<'_>, kind: &RecordKind, found: &mut Verification) -> Result<()> {
    let mut told = std::collections::BTreeSet::new();
    let mut after = i64::MIN;
    loop {
        let subjects = store::subjects(tx, kind.name, after)?;
        let Some(last) = subjects.last() else { break };
        after = last.subject_id;
        for subject in &subjects {
            found.records += 1;
            told.insert(subject.subject_id);
            let lines = super::of_subject(tx, subject.subject_id)?;
            if let Some(what) = (kind.compare)(tx, subject.subject_id, &lines)? {
                let (agency_id, seq) = lines.last().map_or((0, 0), |line| (line.agency_id, line.seq));
                let subject = (kind.name.to_owned(), subject.subject_id);
                found.faults.push(Fault { agency_id, seq, subject, what });
            }
        }
    }
    for id in (kind.ids)(tx)? {
        if !told.contains(&id) {
            let what = "a row without a journal".to_owned();
            found.faults.push(Fault { agency_id: 0, seq: 0, subject: (kind.name.to_owned(), id), what });
        }
    }
    Ok(())
}
