//! The embedded engine: one thread writes and commits in groups, several threads read.

use super::statement::for_sqlite;
use super::tx::{Absent, Connection, Row};
use super::{
    Channels, DbError, DbErrorKind, Job, Parameter, Ran, Reply, Statement, Surroundings, Tx, Value, queue,
};
use crate::journal::Chains;
use crossbeam_channel::Receiver;
use rusqlite::types::ValueRef;
use std::collections::HashMap;
use std::path::Path;

/// How many jobs one commit may hold.
const GROUP: usize = 256;
/// Threads that read. More than the cores of a small office machine, since readers wait for disks.
const READERS: usize = 4;
/// Pages a connection keeps for itself. The system keeps the file's pages for all of them, so that
/// more here would be the same bytes once for each thread.
const CACHE_KIB: i64 = 1_000;
/// The writer keeps more: what it changes in a group stays with it until the group is committed.
const WRITER_CACHE_KIB: i64 = 4_000;

/// How a connection to a file is opened: [`open`] or [`open_to_read`].
type Opening = fn(&Path) -> Result<rusqlite::Connection, DbError>;

pub(super) fn start(file: &Path, open: Opening, surroundings: &Surroundings) -> Result<Channels, DbError> {
    let (writer, write_jobs) = queue();
    let (reader, read_jobs) = queue();
    let connection = open(file)?;
    connection.pragma_update(None, "cache_size", -WRITER_CACHE_KIB)?;
    // What a savepoint may have to undo is small, and kept in memory rather than in a temporary file.
    connection.pragma_update(None, "temp_store", "memory")?;
    let around = surroundings.for_worker();
    spawn("sqlite-writer", move || write_loop(Embedded::new(connection), &write_jobs, &around))?;
    for number in 0..READERS {
        let connection = open(file)?;
        connection.pragma_update(None, "query_only", true)?;
        let (jobs, around) = (read_jobs.clone(), surroundings.for_worker());
        spawn(&format!("sqlite-reader-{number}"), move || {
            read_loop(Embedded::new(connection), &jobs, &around);
        })?;
    }
    Ok(Channels { writer, snapshot: reader.clone(), reader })
}

pub(super) fn spawn(name: &str, body: impl FnOnce() + Send + 'static) -> Result<(), DbError> {
    std::thread::Builder::new().name(name.to_owned()).spawn(body).map(drop).map_err(DbError::other)
}

/// Opens a connection with the settings every part of the product relies on.
pub(super) fn open(file: &Path) -> Result<rusqlite::Connection, DbError> {
    if let Some(folder) = file.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder).map_err(|error| {
            DbError::of(DbErrorKind::Unreachable, format!("{}: {error}", folder.display()))
        })?;
    }
    let connection = rusqlite::Connection::open(file)?;
    settle(&connection)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.set_prepared_statement_cache_capacity(512);
    Ok(connection)
}

/// What holds for every connection, whether it writes or only reads.
fn settle(connection: &rusqlite::Connection) -> Result<(), DbError> {
    connection.busy_timeout(std::time::Duration::from_secs(10))?;
    connection.pragma_update(None, "cache_size", -CACHE_KIB)?;
    // Without this promise SQLite plans a statement anew whenever the values bound to it change.
    connection.set_db_config(rusqlite::config::DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    Ok(())
}

/// Opens a file to be read: also a copy that may not be written, or whose folder may not.
pub(super) fn open_to_read(file: &Path) -> Result<rusqlite::Connection, DbError> {
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let is_closed = |path: &Path| path.metadata().is_ok_and(|found| found.permissions().readonly());
    if !is_closed(file) && !is_closed(folder) {
        match open(file) {
            Err(error) if matches!(error.kind, DbErrorKind::ReadOnly | DbErrorKind::Unreachable) => {}
            other => return other,
        }
    }
    use rusqlite::OpenFlags as Flags;
    let flags = Flags::SQLITE_OPEN_READ_ONLY | Flags::SQLITE_OPEN_URI | Flags::SQLITE_OPEN_NO_MUTEX;
    let connection = rusqlite::Connection::open_with_flags(address_to_read(file)?, flags)?;
    settle(&connection)?;
    // The first statement tells whether this is a database at all.
    connection.query_row("select count(*) from sqlite_master", [], |_| Ok(()))?;
    Ok(connection)
}

/// The file as an address. Without writes that wait beside it, the file is all there is and nobody changes it:
/// only so SQLite reads a file of its write-ahead kind where it may put nothing beside it.
fn address_to_read(file: &Path) -> Result<String, DbError> {
    let path =
        file.to_str().ok_or_else(|| DbError::of(DbErrorKind::Unreachable, "the file's name is no text"))?;
    let waiting = std::fs::metadata(format!("{path}-wal")).is_ok_and(|found| found.len() > 0);
    let encoded = path.replace('%', "%25").replace('?', "%3f").replace('#', "%23");
    Ok(format!("file:{encoded}?{}", if waiting { "mode=ro" } else { "immutable=1" }))
}

/// A connection and the translated text of each statement it has run.
pub(super) struct Embedded {
    pub(super) connection: rusqlite::Connection,
    texts: HashMap<usize, String>,
}

impl Embedded {
    pub(super) fn new(connection: rusqlite::Connection) -> Embedded {
        Embedded { connection, texts: HashMap::new() }
    }

    fn plain(&self, sql: &'static str) -> Result<(), DbError> {
        self.connection.prepare_cached(sql)?.execute([])?;
        Ok(())
    }

    /// Changes whenever another process has written to the file.
    fn data_version(&self) -> Result<i64, DbError> {
        Ok(self.connection.prepare_cached("pragma data_version")?.query_row([], |row| row.get(0))?)
    }
}

struct SqliteRow<'a, 'b>(&'a rusqlite::Row<'b>);

impl Row for SqliteRow<'_, '_> {
    fn get(&self, index: usize) -> Result<Value, DbError> {
        Ok(match self.0.get_ref(index)? {
            ValueRef::Null => Value::Null,
            ValueRef::Integer(number) => Value::Integer(number),
            ValueRef::Real(number) => Value::Real(number),
            ValueRef::Text(text) => {
                Value::Text(std::str::from_utf8(text).map_err(DbError::other)?.to_owned())
            }
            ValueRef::Blob(bytes) => Value::Bytes(bytes.to_vec()),
        })
    }
}

fn bind(statement: &mut rusqlite::Statement<'_>, parameters: &[Parameter<'_>]) -> Result<(), DbError> {
    for (index, parameter) in parameters.iter().enumerate() {
        let at = index + 1;
        match parameter {
            Parameter::Null => statement.raw_bind_parameter(at, rusqlite::types::Null)?,
            Parameter::Integer(number) => statement.raw_bind_parameter(at, number)?,
            Parameter::Real(number) => statement.raw_bind_parameter(at, number)?,
            Parameter::Text(text) => statement.raw_bind_parameter(at, text)?,
            Parameter::Bytes(bytes) => statement.raw_bind_parameter(at, bytes)?,
            Parameter::Day(day) => statement.raw_bind_parameter(at, day.to_string())?,
        }
    }
    Ok(())
}

impl Connection for Embedded {
    fn run(
        &mut self,
        statement: &'static Statement,
        parameters: &[Parameter<'_>],
        each: &mut dyn FnMut(&dyn Row) -> Result<(), DbError>,
    ) -> Result<u64, DbError> {
        let text = self.texts.entry(statement.key()).or_insert_with(|| for_sqlite(statement.sql));
        let mut prepared = self.connection.prepare_cached(text)?;
        bind(&mut prepared, parameters)?;
        if prepared.column_count() == 0 {
            return Ok(prepared.raw_execute()? as u64);
        }
        let mut count = 0;
        let mut rows = prepared.raw_query();
        while let Some(row) = rows.next()? {
            count += 1;
            each(&SqliteRow(row))?;
        }
        Ok(count)
    }

    /// The writer is alone already: BEGIN IMMEDIATE holds the file.
    fn lock_chain(&mut self, _agency_id: i64) -> Result<(), DbError> {
        Ok(())
    }
}

fn read_loop(mut engine: Embedded, jobs: &Receiver<Job>, surroundings: &Surroundings) {
    let mut chains = Chains::default();
    for mut job in jobs {
        let begun = engine.plain("begin");
        let ran = job(&mut Tx::new(&mut engine, surroundings, &mut chains));
        chains = Chains::default();
        let ended = engine.plain("rollback");
        // What was read was durable.
        surroundings.kept.share();
        if let Ran::Keep(reply) | Ran::Undo(reply) = ran {
            reply(begun.and(ended));
        }
    }
}

fn write_loop(mut engine: Embedded, jobs: &Receiver<Job>, surroundings: &Surroundings) {
    let mut chains = Chains::default();
    let mut seen_version = None;
    while let Ok(first) = jobs.recv() {
        let mut replies = Vec::new();
        let result = write_group(
            &mut engine,
            (first, jobs),
            (surroundings, &mut chains, &mut seen_version),
            &mut replies,
        );
        if result.is_ok() {
            surroundings.kept.share();
        } else {
            surroundings.kept.forget();
            chains = Chains::default();
            // A failed BEGIN leaves nothing to roll back; SQLite's complaint about that is no news.
            let _ = engine.connection.execute_batch("rollback");
        }
        for reply in replies {
            reply(result.clone());
        }
    }
}

/// What lives longer than a group.
type Lasting<'a> = (&'a Surroundings, &'a mut Chains, &'a mut Option<i64>);

/// A transaction of several jobs.
///
/// A savepoint keeps a copy of every page that a job touches, and nearly every job stands. So jobs run without
/// one. When a job must be undone that has written, the whole transaction is undone and those before it run again,
/// from then on each in a savepoint of its own.
struct Group<'a> {
    engine: &'a mut Embedded,
    surroundings: &'a Surroundings,
    chains: &'a mut Chains,
    /// The jobs that stand, each with its reply.
    kept: Vec<(Job, Reply)>,
    /// Replies of those that do not.
    undone: Vec<Reply>,
    saves: bool,
}

/// Runs the waiting jobs in one transaction.
fn write_group(
    engine: &mut Embedded,
    (first, jobs): (Job, &Receiver<Job>),
    (surroundings, chains, seen_version): Lasting<'_>,
    replies: &mut Vec<Reply>,
) -> Result<(), DbError> {
    if let Err(error) = engine.plain("begin immediate") {
        refuse(first, error.clone(), surroundings, replies);
        return Err(error);
    }
    let version = engine.data_version()?;
    if seen_version.replace(version) != Some(version) {
        // Another process wrote to the file: the remembered chain heads may be old.
        *chains = Chains::default();
    }
    let (kept, undone) = (Vec::new(), Vec::new());
    let mut group = Group { engine, surroundings, chains, kept, undone, saves: false };
    let ran = group.run_all(first, jobs);
    let Group { kept, undone, .. } = group;
    replies.extend(undone.into_iter().chain(kept.into_iter().map(|(_, reply)| reply)));
    ran?;
    engine.plain("commit")
}

impl Group<'_> {
    fn run_all(&mut self, first: Job, jobs: &Receiver<Job>) -> Result<(), DbError> {
        let mut next = Some(first);
        while let Some(job) = next.take() {
            if self.saves {
                self.run_saved(job)?
            } else {
                self.run_plain(job)?
            }
            if self.kept.len() + self.undone.len() < GROUP {
                next = jobs.try_recv().ok();
            }
        }
        crate::journal::flush_heads(&mut Tx::new(self.engine, self.surroundings, self.chains))
    }

    fn run_plain(&mut self, job: Job) -> Result<(), DbError> {
        let before = self.engine.connection.total_changes();
        let stands = self.run(job);
        let has_written = self.engine.connection.total_changes() != before;
        if stands || !has_written { Ok(()) } else { self.begin_again() }
    }

    /// Undoes everything, and runs again what stood.
    fn begin_again(&mut self) -> Result<(), DbError> {
        self.engine.plain("rollback")?;
        self.engine.plain("begin immediate")?;
        *self.chains = Chains::default();
        self.surroundings.kept.forget();
        self.saves = true;
        let mut jobs = std::mem::take(&mut self.kept).into_iter();
        while let Some((job, reply)) = jobs.next() {
            drop(reply);
            if let Err(error) = self.run_saved(job) {
                // Whoever has no reply yet gets one that tells of the failure.
                for (job, _) in jobs {
                    refuse(job, error.clone(), self.surroundings, &mut self.undone);
                }
                return Err(error);
            }
        }
        Ok(())
    }

    fn run_saved(&mut self, job: Job) -> Result<(), DbError> {
        if let Err(error) = self.engine.plain("savepoint job") {
            refuse(job, error.clone(), self.surroundings, &mut self.undone);
            return Err(error);
        }
        if !self.run(job) {
            self.engine.plain("rollback to job")?;
        }
        self.engine.plain("release job")
    }

    /// Runs one job; its reply is kept before anything that may fail after it. Returns whether it stands.
    fn run(&mut self, mut job: Job) -> bool {
        let mut tx = Tx::new(self.engine, self.surroundings, self.chains);
        tx.give_up_retrying();
        match job(&mut tx) {
            Ran::Keep(reply) => {
                self.kept.push((job, reply));
                self.chains.keep();
                true
            }
            Ran::Undo(reply) => {
                self.undone.push(reply);
                self.chains.undo();
                // What jobs before it made goes too, and is made again where it is wanted.
                self.surroundings.kept.forget();
                false
            }
            Ran::Again => unreachable!("a job that may not retry never asks for it"),
        }
    }
}

/// Answers a job for which no transaction could begin.
fn refuse(mut job: Job, error: DbError, surroundings: &Surroundings, replies: &mut Vec<Reply>) {
    let mut chains = Chains::default();
    let mut absent = Absent(error);
    let mut tx = Tx::new(&mut absent, surroundings, &mut chains);
    tx.give_up_retrying();
    if let Ran::Keep(reply) | Ran::Undo(reply) = job(&mut tx) {
        replies.push(reply);
    }
}
