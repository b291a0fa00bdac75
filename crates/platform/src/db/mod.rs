//! The database behind one facade: the same SQL text and the same closure on SQLite and PostgreSQL.
//!
//! A [`Db`] hands closures to worker threads. Reads run beside each other; writes are durable when
//! the future resolves. On SQLite one thread writes, and commits what waits together (group
//! commit); on PostgreSQL every worker has its own connection and retries what the server asks to
//! retry. Closures are `Fn`, because a retry runs them again: they must not have effects of their own.

mod check;
mod error;
mod kept;
mod migrate;
mod postgres;
mod sqlite;
mod statement;
mod tx;
mod value;

pub use check::{check_on_postgres, check_on_sqlite};
pub use error::{DbError, DbErrorKind};
pub use migrate::{Migrations, migrate};
#[cfg(feature = "testing")]
pub(crate) use postgres::aside;
pub use statement::{STATEMENTS, Statement};
pub use tx::{Once, Row, Tx};
pub use value::{Kind, Parameter, ToParameter, Value};

use crate::clock::Clock;
use crate::error::{Error, Result};
use crate::ids::Ids;
use crossbeam_channel::{Receiver, Sender, TrySendError};
use kept::Kept;
use std::sync::{Arc, Mutex, PoisonError};

/// How many jobs may wait for a worker before callers are told to come back.
const QUEUE: usize = 4096;

/// Where the database is and how it is opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Location {
    /// A file of the embedded engine.
    Sqlite(std::path::PathBuf),
    /// A server, as a `postgres://` address.
    Postgres(String),
}

impl Location {
    /// Reads `sqlite:FILE` or `postgres://USER@HOST/DATABASE`.
    ///
    /// # Errors
    /// A sentence that says what was expected.
    pub fn parse(text: &str) -> std::result::Result<Location, String> {
        if let Some(file) = text.strip_prefix("sqlite:") {
            let file = file.strip_prefix("//").unwrap_or(file);
            if file.is_empty() {
                return Err("sqlite: needs a file name, as in sqlite:htqlcl.sqlite".to_owned());
            }
            return Ok(Location::Sqlite(file.into()));
        }
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            return Ok(Location::Postgres(text.to_owned()));
        }
        Err(format!(
            "{text:?} is no database address; write sqlite:FILE or postgres://USER:PASSWORD@HOST:PORT/DATABASE"
        ))
    }

    /// The address without a password, for messages and logs.
    pub fn public(&self) -> String {
        match self {
            Location::Sqlite(file) => format!("sqlite:{}", file.display()),
            Location::Postgres(url) => match (url.split_once("://"), url.rsplit_once('@')) {
                (Some((scheme, _)), Some((_, rest))) => format!("{scheme}://…@{rest}"),
                _ => url.clone(),
            },
        }
    }
}

/// A job for a worker: runs in a transaction and says whether to keep what it wrote.
///
/// It may run more than once; of its replies the last one is given, the others are dropped.
type Job = Box<dyn FnMut(&mut Tx<'_>) -> Ran + Send>;

/// What a job came to.
enum Ran {
    /// Keep its writes; answer when they are durable.
    Keep(Reply),
    /// Undo its writes; answer.
    Undo(Reply),
    /// The server asks to run it again.
    Again,
}

/// Gives the caller the job's result, or the failure of the commit in its place.
type Reply = Box<dyn FnOnce(std::result::Result<(), DbError>) + Send>;

/// What every worker needs to make a [`Tx`].
struct Surroundings {
    clock: Clock,
    ids: Arc<Ids>,
    kept: Kept,
}

impl Surroundings {
    fn new(clock: Clock) -> Surroundings {
        Surroundings { clock, ids: Arc::new(Ids::new(node_number())), kept: Kept::default() }
    }

    /// Those of a further worker, which keeps for itself what is not durable yet.
    fn for_worker(&self) -> Surroundings {
        Surroundings { clock: self.clock.clone(), ids: Arc::clone(&self.ids), kept: self.kept.for_worker() }
    }
}

/// An open database. Cheap to clone; the workers end when the last clone is gone.
#[derive(Clone)]
pub struct Db {
    writer: Sender<Job>,
    reader: Sender<Job>,
    snapshot: Sender<Job>,
    location: Arc<Location>,
    clock: Clock,
    ids: Arc<Ids>,
}

impl Db {
    /// Opens the database, making the file if it is not there.
    ///
    /// # Errors
    /// [`DbErrorKind::Unreachable`] or [`DbErrorKind::ReadOnly`] with the engine's words.
    pub fn open(location: &Location, clock: Clock) -> std::result::Result<Db, DbError> {
        let surroundings = Surroundings::new(clock);
        let channels = match location {
            Location::Sqlite(file) => sqlite::start(file, sqlite::open, &surroundings)?,
            Location::Postgres(url) => postgres::start(url, &surroundings)?,
        };
        Ok(Db::of(location, channels, surroundings))
    }

    /// Opens the database to read it as it is: also a file that may not be written, or whose folder may not.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub fn open_to_read(location: &Location, clock: Clock) -> std::result::Result<Db, DbError> {
        let Location::Sqlite(file) = location else {
            return Db::open(location, clock);
        };
        let surroundings = Surroundings::new(clock);
        let channels = sqlite::start(file, sqlite::open_to_read, &surroundings)?;
        Ok(Db::of(location, channels, surroundings))
    }

    fn of(location: &Location, channels: Channels, surroundings: Surroundings) -> Db {
        Db {
            writer: channels.writer,
            reader: channels.reader,
            snapshot: channels.snapshot,
            location: Arc::new(location.clone()),
            clock: surroundings.clock,
            ids: surroundings.ids,
        }
    }

    /// Where this database is.
    pub fn location(&self) -> &Location {
        &self.location
    }

    /// The clock its transactions read.
    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    /// How many jobs wait for a worker, by queue. Reads of one moment have a queue of their own on a server only.
    pub fn waiting(&self) -> Vec<(&'static str, usize)> {
        let mut queues = vec![("write", self.writer.len()), ("read", self.reader.len())];
        if matches!(*self.location, Location::Postgres(_)) {
            queues.push(("snapshot", self.snapshot.len()));
        }
        queues
    }

    /// A new id.
    pub fn new_id(&self) -> i64 {
        self.ids.next(self.clock.now())
    }

    /// Runs `job` in a writing transaction; resolves when its writes are durable or undone.
    ///
    /// # Errors
    /// What `job` returned, or why nothing was written.
    pub async fn write<T, F>(&self, job: F) -> Result<T>
    where
        T: Send + 'static,
        F: Fn(&mut Tx<'_>) -> Result<T> + Send + 'static,
    {
        run(&self.writer, job)?.await
    }

    /// Runs `job` for reading; several statements may see different moments (see [`Self::snapshot`]).
    ///
    /// # Errors
    /// What `job` returned, or why the database could not be read.
    pub async fn read<T, F>(&self, job: F) -> Result<T>
    where
        T: Send + 'static,
        F: Fn(&mut Tx<'_>) -> Result<T> + Send + 'static,
    {
        run(&self.reader, job)?.await
    }

    /// Runs `job` for reading one moment, however many statements it has: reports and verification.
    ///
    /// # Errors
    /// What `job` returned, or why the database could not be read.
    pub async fn snapshot<T, F>(&self, job: F) -> Result<T>
    where
        T: Send + 'static,
        F: Fn(&mut Tx<'_>) -> Result<T> + Send + 'static,
    {
        run(&self.snapshot, job)?.await
    }
}

/// What an engine hands back: where to send the three kinds of job.
struct Channels {
    writer: Sender<Job>,
    reader: Sender<Job>,
    snapshot: Sender<Job>,
}

fn queue() -> (Sender<Job>, Receiver<Job>) {
    crossbeam_channel::bounded(QUEUE)
}

/// Sends `job` to a worker; the future is its answer.
fn run<T, F>(to: &Sender<Job>, job: F) -> Result<impl Future<Output = Result<T>> + use<T, F>>
where
    T: Send + 'static,
    F: Fn(&mut Tx<'_>) -> Result<T> + Send + 'static,
{
    let (answer, answered) = tokio::sync::oneshot::channel();
    let answer = Arc::new(Mutex::new(Some(answer)));
    let boxed: Job = Box::new(move |tx| {
        let result = tx.guarded(&job);
        let retry =
            result.as_ref().is_err_and(|error| error.db().is_some_and(|db| db.kind == DbErrorKind::Retry));
        if retry && tx.may_retry() {
            return Ran::Again;
        }
        let keep = result.is_ok();
        let answer = Arc::clone(&answer);
        let reply: Reply = Box::new(move |committed| {
            if let Some(answer) = answer.lock().unwrap_or_else(PoisonError::into_inner).take() {
                let told = result.and_then(|value| committed.map(|()| value).map_err(Error::from));
                // The caller may have gone away (a closed browser): nobody is left to tell.
                let _ = answer.send(told);
            }
        });
        if keep { Ran::Keep(reply) } else { Ran::Undo(reply) }
    });
    to.try_send(boxed).map_err(|error| match error {
        TrySendError::Full(_) => Error::busy(),
        TrySendError::Disconnected(_) => Error::failed("the database workers have stopped"),
    })?;
    Ok(
        async move {
            answered.await.unwrap_or_else(|_| Err(Error::failed("the database worker dropped the job")))
        },
    )
}

/// Tells processes apart in ids: the low bits of the process number suffice for one installation.
fn node_number() -> u16 {
    (std::process::id() & 0x3ff) as u16
}
