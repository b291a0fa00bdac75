//! Work that outlasts a request: how far it is, that it can be stopped, and what came of it.
//!
//! Jobs live in the process that runs them. One that is lost with its process has written nothing:
//! its transaction was never committed.

use programme::imports::{Files, ImportReport, Mode};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// How many finished jobs are remembered; the oldest goes first.
const REMEMBERED: usize = 20;

/// An import under way or finished.
pub struct ImportJob {
    /// Whose it is: nobody else sees it.
    pub account_id: i64,
    /// What was sent.
    pub files: Files,
    /// Trial or writing.
    pub mode: Mode,
    done: AtomicUsize,
    all: AtomicUsize,
    stopped: AtomicBool,
    outcome: Mutex<Option<Outcome>>,
}

/// What came of an import.
#[derive(Clone)]
pub enum Outcome {
    /// It ran to its end; what is wrong with the files is in the report.
    Ran(Arc<ImportReport>),
    /// The key of the sentence that says why it did not.
    Failed(&'static str),
}

impl ImportJob {
    /// A job that has not begun.
    pub fn new(account_id: i64, files: Files, mode: Mode) -> ImportJob {
        ImportJob {
            account_id,
            files,
            mode,
            done: AtomicUsize::new(0),
            all: AtomicUsize::new(0),
            stopped: AtomicBool::new(false),
            outcome: Mutex::new(None),
        }
    }

    /// Notes how far it is; false when it was asked to stop.
    pub fn tell(&self, done: usize, all: usize) -> bool {
        self.done.store(done, Ordering::Relaxed);
        self.all.store(all, Ordering::Relaxed);
        !self.stopped.load(Ordering::Relaxed)
    }

    /// Rows entered, and rows in all.
    pub fn progress(&self) -> (usize, usize) {
        (self.done.load(Ordering::Relaxed), self.all.load(Ordering::Relaxed))
    }

    /// Asks it to stop; it does at its next row.
    pub fn stop(&self) {
        self.stopped.store(true, Ordering::Relaxed);
    }

    /// Notes what came of it.
    pub fn finish(&self, outcome: Outcome) {
        *locked(&self.outcome) = Some(outcome);
    }

    /// What came of it, if it has ended.
    pub fn outcome(&self) -> Option<Outcome> {
        locked(&self.outcome).clone()
    }
}

/// The imports of this process, by the id in their address.
static IMPORTS: Mutex<BTreeMap<i64, Arc<ImportJob>>> = Mutex::new(BTreeMap::new());

/// A poisoned lock holds what it held: a job that panicked has told nothing half.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Remembers a job under `id`.
pub fn remember(id: i64, job: Arc<ImportJob>) {
    let mut imports = locked(&IMPORTS);
    imports.insert(id, job);
    while imports.len() > REMEMBERED {
        imports.pop_first();
    }
}

/// The job of an id, if it is this account's.
pub fn of(id: i64, account_id: i64) -> Option<Arc<ImportJob>> {
    locked(&IMPORTS).get(&id).filter(|job| job.account_id == account_id).cloned()
}
