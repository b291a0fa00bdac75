//! A transaction as closures see it.

use super::{DbError, Parameter, Statement, Surroundings, Value};
use crate::clock::Micros;
use crate::dates::Day;
use crate::error::{Error, Result};
use crate::journal::Chains;
use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

/// One row as the engine holds it; columns are read in order, each once.
pub trait Row {
    /// The value of the column at `index`, from 0.
    ///
    /// # Errors
    /// When the engine cannot give it in a portable kind.
    fn get(&self, index: usize) -> std::result::Result<Value, DbError>;
}

/// What an engine does for a transaction.
pub(super) trait Connection {
    fn run(
        &mut self,
        statement: &'static Statement,
        parameters: &[Parameter<'_>],
        each: &mut dyn FnMut(&dyn Row) -> std::result::Result<(), DbError>,
    ) -> std::result::Result<u64, DbError>;

    /// Makes this transaction the only one that extends the chain of `agency_id` until it ends.
    fn lock_chain(&mut self, agency_id: i64) -> std::result::Result<(), DbError>;
}

/// Stands where a connection should be: every statement answers why there is none.
pub(super) struct Absent(pub(super) DbError);

impl Connection for Absent {
    fn run(
        &mut self,
        _: &'static Statement,
        _: &[Parameter<'_>],
        _: &mut dyn FnMut(&dyn Row) -> std::result::Result<(), DbError>,
    ) -> std::result::Result<u64, DbError> {
        Err(self.0.clone())
    }

    fn lock_chain(&mut self, _: i64) -> std::result::Result<(), DbError> {
        Err(self.0.clone())
    }
}

/// The sending of a form that a transaction answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Once {
    /// Who sent it.
    pub account_id: i64,
    /// Its key.
    pub key: String,
    /// The signature of what was sent; none where nobody asks whether it is the same.
    pub content: Option<String>,
}

/// A transaction: one instant, one set of writes that stand or fall together.
pub struct Tx<'a> {
    connection: &'a mut dyn Connection,
    surroundings: &'a Surroundings,
    now: Micros,
    actor: i64,
    once: Option<Once>,
    retries_left: bool,
    /// Heads of the chains this transaction extends.
    pub(crate) chains: &'a mut Chains,
}

impl<'a> Tx<'a> {
    pub(super) fn new(
        connection: &'a mut dyn Connection,
        surroundings: &'a Surroundings,
        chains: &'a mut Chains,
    ) -> Tx<'a> {
        let now = surroundings.clock.now();
        Tx { connection, surroundings, now, actor: 0, once: None, retries_left: true, chains }
    }

    /// Runs one statement; `each` sees every row.
    ///
    /// # Errors
    /// What the engine says.
    pub fn run(
        &mut self,
        statement: &'static Statement,
        parameters: &[Parameter<'_>],
        each: &mut dyn FnMut(&dyn Row) -> std::result::Result<(), DbError>,
    ) -> std::result::Result<u64, DbError> {
        self.connection.run(statement, parameters, each)
    }

    pub(crate) fn lock_chain(&mut self, agency_id: i64) -> std::result::Result<(), DbError> {
        self.connection.lock_chain(agency_id)
    }

    /// The instant of this transaction (microseconds UTC).
    pub fn now(&self) -> Micros {
        self.now
    }

    /// The day of this transaction in the legal zone.
    pub fn today(&self) -> Day {
        Day::of_instant(self.now)
    }

    /// A new id.
    pub fn new_id(&self) -> i64 {
        self.surroundings.ids.next(self.now)
    }

    /// What is kept under `key`, made now where it is not there yet.
    ///
    /// The memory is one for all workers of a database and forgets when it is full, so it is for things that
    /// are dear to make and never change: the key names durable content for ever (its hash, or an immutable version).
    /// What is made of rows that this transaction wrote is forgotten with them, should they be undone.
    ///
    /// # Errors
    /// What `make` returned; nothing is kept then.
    pub fn kept<T: Any + Send + Sync>(
        &mut self,
        key: &str,
        make: impl FnOnce(&mut Tx<'_>) -> Result<T>,
    ) -> Result<Arc<T>> {
        if let Some(found) = self.surroundings.kept.get(key) {
            return Ok(found);
        }
        let made = Arc::new(make(self)?);
        self.surroundings.kept.put(key, Arc::clone(&made));
        Ok(made)
    }

    /// The account in whose name the journal is written; 0 is the system itself.
    pub fn actor(&self) -> i64 {
        self.actor
    }

    /// Says in whose name this transaction writes.
    pub fn set_actor(&mut self, account_id: i64) {
        self.actor = account_id;
    }

    /// Says which sending of a form this transaction answers, so that a second one is recognised.
    pub fn set_once(&mut self, once: Once) {
        self.once = Some(once);
    }

    pub(crate) fn once(&self) -> Option<&Once> {
        self.once.as_ref()
    }

    /// The last attempt: what the server complains of now is told to the caller.
    pub(super) fn give_up_retrying(&mut self) {
        self.retries_left = false;
    }

    pub(super) fn may_retry(&self) -> bool {
        self.retries_left
    }

    /// Runs `job`; a panic in it becomes a failure of this job and of nothing else.
    pub(super) fn guarded<T>(&mut self, job: &impl Fn(&mut Tx<'_>) -> Result<T>) -> Result<T> {
        catch_unwind(AssertUnwindSafe(|| {
            let value = job(self)?;
            crate::journal::finish(self)?;
            Ok(value)
        }))
        .unwrap_or_else(|panic| {
            let words = panic
                .downcast_ref::<&str>()
                .map(|text| (*text).to_owned())
                .or_else(|| panic.downcast_ref::<String>().cloned())
                .unwrap_or_default();
            Err(Error::failed(format!("a job panicked: {words}")))
        })
    }
}
