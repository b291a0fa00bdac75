//! Work that outlasts a request: how far it is, that it can be stopped, and what came of it.
//!
//! Jobs live in the process that runs them. One that is lost with its process has written nothing:
//! its transaction was never committed.

use platform::Refusal;
use programme::imports::{Files, ImportReport, Mode};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// How many finished jobs are remembered; the oldest goes first.
const REMEMBERED: usize = 20;
/// How many imports run at once, whoever began them: each holds its files and a place at the database.
const AT_ONCE: usize = 3;
/// How long the files of a trial run are kept for writing.
pub const KEPT_FOR: Duration = Duration::from_secs(60 * 60);

/// An import under way or finished.
pub struct ImportJob {
    /// Whose it is: nobody else sees it.
    pub account_id: i64,
    /// What was sent; gone once it serves nothing more.
    files: Mutex<Option<Files>>,
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
            files: Mutex::new(Some(files)),
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

    /// Notes what came of it. Only a trial run that found nothing wrong still needs its files.
    pub fn finish(&self, outcome: Outcome) {
        let may_be_written = self.mode == Mode::Trial
            && matches!(&outcome, Outcome::Ran(report) if report.is_sound() && !report.changes_nothing());
        if !may_be_written {
            self.drop_files();
        }
        *locked(&self.outcome) = Some(outcome);
    }

    /// What was sent.
    ///
    /// # Errors
    /// A refusal when it is not kept any more.
    pub fn files(&self) -> Result<Files, Refusal> {
        locked(&self.files).clone().ok_or_else(|| Refusal::new("imports-refusal-files-gone"))
    }

    /// Forgets what was sent.
    pub fn drop_files(&self) {
        *locked(&self.files) = None;
    }

    fn is_running(&self) -> bool {
        locked(&self.outcome).is_none()
    }

    /// What came of it, if it has ended.
    pub fn outcome(&self) -> Option<Outcome> {
        locked(&self.outcome).clone()
    }
}

/// The imports of a process, by the id in their address.
struct Imports(Mutex<BTreeMap<i64, Arc<ImportJob>>>);

static IMPORTS: Imports = Imports(Mutex::new(BTreeMap::new()));

/// A poisoned lock holds what it held: a job that panicked has told nothing half.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Imports {
    fn admit(&self, id: i64, job: Arc<ImportJob>) -> Result<(), Refusal> {
        let mut imports = locked(&self.0);
        let own = |other: &&Arc<ImportJob>| other.account_id == job.account_id;
        if imports.values().filter(own).any(|other| other.is_running()) {
            return Err(Refusal::new("imports-refusal-own-runs"));
        }
        if imports.values().filter(|other| other.is_running()).count() >= AT_ONCE {
            return Err(Refusal::new("imports-refusal-many-run").with("most", AT_ONCE));
        }
        // Whoever sends again has no more use for what was sent before.
        imports.values().filter(own).for_each(|other| other.drop_files());
        imports.insert(id, job);
        while imports.len() > REMEMBERED {
            let Some(oldest) = imports.iter().find(|(_, job)| !job.is_running()).map(|(id, _)| *id) else {
                break;
            };
            imports.remove(&oldest);
        }
        Ok(())
    }

    fn of(&self, id: i64, account_id: i64) -> Option<Arc<ImportJob>> {
        locked(&self.0).get(&id).filter(|job| job.account_id == account_id).cloned()
    }
}

/// Lets a job begin, and remembers it under `id`.
///
/// # Errors
/// When one of this person's runs already, or too many run at all.
pub fn admit(id: i64, job: Arc<ImportJob>) -> Result<(), Refusal> {
    IMPORTS.admit(id, job)
}

/// The job of an id, if it is this account's.
pub fn of(id: i64, account_id: i64) -> Option<Arc<ImportJob>> {
    IMPORTS.of(id, account_id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use programme::imports::RowChange;

    fn imports() -> Imports {
        Imports(Mutex::new(BTreeMap::new()))
    }

    fn job(account_id: i64, mode: Mode) -> Arc<ImportJob> {
        let files = Files::from([("agencies.csv".to_owned(), vec![7; 100])]);
        Arc::new(ImportJob::new(account_id, files, mode))
    }

    /// Asks for one more job; tells why not.
    fn told(imports: &Imports, id: i64, job: &Arc<ImportJob>) -> &'static str {
        imports.admit(id, job.clone()).err().map_or("runs", |refusal| refusal.key)
    }

    fn sound() -> Outcome {
        let change = RowChange {
            file: "agencies.csv".to_owned(),
            line: 2,
            subject: "N-01".to_owned(),
            changes: Vec::new(),
        };
        Outcome::Ran(Arc::new(ImportReport { changes: vec![change], ..ImportReport::default() }))
    }

    #[test]
    fn a_person_runs_one_import_and_the_installation_a_few() {
        let imports = imports();
        let first = job(1, Mode::Trial);
        assert_eq!(told(&imports, 1, &first), "runs");
        assert_eq!(told(&imports, 2, &job(1, Mode::Trial)), "imports-refusal-own-runs");
        assert_eq!(told(&imports, 3, &job(2, Mode::Trial)), "runs");
        assert_eq!(told(&imports, 4, &job(3, Mode::Trial)), "runs");
        assert_eq!(told(&imports, 5, &job(4, Mode::Trial)), "imports-refusal-many-run");
        first.finish(Outcome::Failed("imports-failed"));
        assert_eq!(told(&imports, 6, &job(4, Mode::Trial)), "runs");
        assert!(imports.of(6, 4).is_some() && imports.of(6, 1).is_none() && imports.of(5, 4).is_none());
    }

    #[test]
    fn files_are_kept_only_between_a_sound_trial_and_its_writing() {
        let imports = imports();
        let (trial, again, written) = (job(1, Mode::Trial), job(1, Mode::Trial), job(1, Mode::Write));
        imports.admit(1, trial.clone()).unwrap();
        trial.finish(sound());
        assert_eq!(trial.files().unwrap().len(), 1);
        imports.admit(2, again.clone()).unwrap();
        assert_eq!(trial.files().unwrap_err().key, "imports-refusal-files-gone", "sent again");
        again.finish(Outcome::Failed("imports-failed"));
        assert!(again.files().is_err(), "a trial that failed is not written");
        imports.admit(3, written.clone()).unwrap();
        written.finish(sound());
        assert!(written.files().is_err(), "written");
    }

    #[test]
    fn the_oldest_finished_jobs_are_forgotten_and_never_one_that_runs() {
        let imports = imports();
        imports.admit(0, job(1, Mode::Trial)).unwrap();
        for id in 1..=2 * REMEMBERED as i64 {
            let done = job(2, Mode::Trial);
            imports.admit(id, done.clone()).unwrap();
            done.finish(Outcome::Failed("imports-failed"));
        }
        assert_eq!(locked(&imports.0).len(), REMEMBERED);
        assert!(imports.of(0, 1).is_some() && imports.of(1, 2).is_none());
    }
}
