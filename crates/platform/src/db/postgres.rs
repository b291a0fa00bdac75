//! The server engine: every worker thread has its own connection and statement cache.

use super::sqlite::spawn;
use super::tx::{Absent, Connection, Row};
use super::{Channels, DbError, DbErrorKind, Job, Parameter, Ran, Statement, Surroundings, Tx, Value, queue};
use crate::journal::Chains;
use crossbeam_channel::Receiver;
use postgres::types::private::BytesMut;
use postgres::types::{FromSql, IsNull, ToSql, Type, to_sql_checked};
use std::collections::HashMap;

/// Connections for each of the two kinds of work: writes, and reads.
const WORKERS: usize = 4;
/// How often a transaction is run before the server's complaint is passed on.
const ATTEMPTS: usize = 20;

pub(super) fn start(url: &str, surroundings: &Surroundings) -> Result<Channels, DbError> {
    let (writer, write_jobs) = queue();
    let (reader, read_jobs) = queue();
    let (snapshot, snapshot_jobs) = queue();
    // The first connection is made here, so that a wrong address is told at once.
    let mut first = Some(aside(|| connect(url))?);
    let kinds = [
        ("postgres-writer", "begin", write_jobs, WORKERS),
        ("postgres-reader", "", read_jobs, WORKERS),
        ("postgres-snapshot", "begin isolation level repeatable read read only", snapshot_jobs, 2),
    ];
    for (name, begin, jobs, workers) in kinds {
        for number in 0..workers {
            let worker = Worker {
                url: url.to_owned(),
                begin,
                server: first.take().map(Server::new),
                surroundings: surroundings.for_worker(),
            };
            let jobs = jobs.clone();
            spawn(&format!("{name}-{number}"), move || worker.serve(&jobs))?;
        }
    }
    Ok(Channels { writer, reader, snapshot })
}

/// Runs `body` on a thread of its own: the driver blocks, which a thread of the web server must not.
pub(crate) fn aside<T: Send>(body: impl FnOnce() -> T + Send) -> T {
    std::thread::scope(|scope| scope.spawn(body).join())
        .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}

pub(super) fn connect(url: &str) -> Result<postgres::Client, DbError> {
    postgres::Client::connect(url, postgres::NoTls)
        .map_err(DbError::from)
        .map_err(|error| DbError::of(DbErrorKind::Unreachable, error.message))
}

/// A connection and the statements prepared on it.
pub(super) struct Server {
    pub(super) client: postgres::Client,
    prepared: HashMap<usize, postgres::Statement>,
}

impl Server {
    pub(super) fn new(client: postgres::Client) -> Server {
        Server { client, prepared: HashMap::new() }
    }
}

struct Worker {
    url: String,
    /// How a transaction begins; empty for single reads, which need none.
    begin: &'static str,
    server: Option<Server>,
    surroundings: Surroundings,
}

impl Worker {
    fn serve(mut self, jobs: &Receiver<Job>) {
        for mut job in jobs {
            let mut attempts = 0;
            while !self.run_once(&mut job, attempts >= ATTEMPTS) {
                attempts += 1;
            }
        }
    }

    /// Runs the job in a transaction; false when it should be run again.
    fn run_once(&mut self, job: &mut Job, last: bool) -> bool {
        let mut chains = Chains::default();
        let connected = self.connected();
        let unreachable = || DbError::of(DbErrorKind::Unreachable, "no connection to the database server");
        let mut absent = Absent(connected.err().unwrap_or_else(unreachable));
        let connection: &mut dyn Connection = match self.server.as_mut() {
            Some(server) => server,
            None => &mut absent,
        };
        let mut tx = Tx::new(connection, &self.surroundings, &mut chains);
        if last {
            tx.give_up_retrying();
        }
        let ran = job(&mut tx);
        let flushed = match &ran {
            Ran::Keep(_) => {
                tx.chains.keep();
                crate::journal::flush_heads(&mut tx)
            }
            _ => Ok(()),
        };
        match ran {
            Ran::Again => {
                self.undo();
                false
            }
            Ran::Undo(reply) => {
                self.undo();
                reply(Ok(()));
                true
            }
            Ran::Keep(reply) => {
                let ended = match flushed {
                    Ok(()) => self.end("commit"),
                    Err(error) => {
                        self.undo();
                        Err(error)
                    }
                };
                match ended {
                    Ok(()) => self.surroundings.kept.share(),
                    Err(_) => self.surroundings.kept.forget(),
                }
                reply(ended);
                true
            }
        }
    }

    /// Makes sure that there is a connection and that a transaction has begun on it.
    fn connected(&mut self) -> Result<(), DbError> {
        if self.server.as_ref().is_none_or(|server| server.client.is_closed()) {
            self.server = None;
            self.server = Some(Server::new(connect(&self.url)?));
        }
        let begin = self.begin;
        match self.server.as_mut() {
            Some(server) if !begin.is_empty() => {
                server.client.batch_execute(begin).map_err(DbError::from).inspect_err(|_| {
                    self.server = None;
                })
            }
            _ => Ok(()),
        }
    }

    /// Ends a transaction that keeps nothing; a connection that cannot even do that is dropped.
    fn undo(&mut self) {
        self.surroundings.kept.forget();
        if self.end("rollback").is_err() {
            self.server = None;
        }
    }

    fn end(&mut self, how: &str) -> Result<(), DbError> {
        match self.server.as_mut() {
            Some(server) if !self.begin.is_empty() => server.client.batch_execute(how).map_err(DbError::from),
            _ => Ok(()),
        }
    }
}

impl ToSql for Parameter<'_> {
    fn to_sql(
        &self,
        ty: &Type,
        out: &mut BytesMut,
    ) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match (self, ty) {
            (Parameter::Null, _) => Ok(IsNull::Yes),
            (Parameter::Integer(number), &Type::BOOL) => (*number != 0).to_sql(ty, out),
            (Parameter::Integer(number), &Type::INT4) => i32::try_from(*number)?.to_sql(ty, out),
            (Parameter::Integer(number), &Type::INT8) => number.to_sql(ty, out),
            (Parameter::Real(number), &Type::FLOAT8) => number.to_sql(ty, out),
            (Parameter::Text(text), &Type::JSONB) => {
                // The binary form of jsonb is its version, 1, and the text.
                out.extend_from_slice(&[1]);
                out.extend_from_slice(text.as_bytes());
                Ok(IsNull::No)
            }
            (Parameter::Text(text), _) => text.to_sql(ty, out),
            (Parameter::Day(day), _) => day.to_string().to_sql(ty, out),
            (Parameter::Bytes(bytes), &Type::BYTEA) => bytes.to_sql(ty, out),
            (parameter, ty) => Err(format!("cannot send {parameter:?} as {ty}").into()),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

impl<'a> FromSql<'a> for Value {
    fn from_sql(ty: &Type, raw: &'a [u8]) -> Result<Value, Box<dyn std::error::Error + Sync + Send>> {
        Ok(match *ty {
            Type::INT8 => Value::Integer(i64::from_sql(ty, raw)?),
            Type::INT4 => Value::Integer(i32::from_sql(ty, raw)?.into()),
            Type::BOOL => Value::Integer(bool::from_sql(ty, raw)?.into()),
            Type::FLOAT8 => Value::Real(f64::from_sql(ty, raw)?),
            Type::BYTEA => Value::Bytes(raw.to_vec()),
            Type::JSONB => Value::Text(String::from_utf8(raw.get(1..).unwrap_or_default().to_vec())?),
            Type::TEXT | Type::VARCHAR | Type::JSON => Value::Text(String::from_utf8(raw.to_vec())?),
            ref other => return Err(format!("{other} is no portable type").into()),
        })
    }

    fn from_sql_null(_: &Type) -> Result<Value, Box<dyn std::error::Error + Sync + Send>> {
        Ok(Value::Null)
    }

    fn accepts(_: &Type) -> bool {
        true
    }
}

struct ServerRow<'a>(&'a postgres::Row);

impl Row for ServerRow<'_> {
    fn get(&self, index: usize) -> Result<Value, DbError> {
        Ok(self.0.try_get(index)?)
    }
}

impl Connection for Server {
    fn run(
        &mut self,
        statement: &'static Statement,
        parameters: &[Parameter<'_>],
        each: &mut dyn FnMut(&dyn Row) -> Result<(), DbError>,
    ) -> Result<u64, DbError> {
        let key = statement.key();
        let prepared = match self.prepared.get(&key) {
            Some(prepared) => prepared.clone(),
            None => {
                let prepared = self.client.prepare(statement.sql)?;
                self.prepared.insert(key, prepared.clone());
                prepared
            }
        };
        let values: Vec<&(dyn ToSql + Sync)> = parameters.iter().map(|value| value as _).collect();
        if prepared.columns().is_empty() {
            return Ok(self.client.execute(&prepared, &values)?);
        }
        let rows = self.client.query(&prepared, &values)?;
        for row in &rows {
            each(&ServerRow(row))?;
        }
        Ok(rows.len() as u64)
    }

    fn lock_chain(&mut self, agency_id: i64) -> Result<(), DbError> {
        self.client.execute(
            "insert into journal_head (agency_id, seq, hash) values ($1, 0, ''::bytea) on conflict do nothing",
            &[&agency_id],
        )?;
        self.client.execute("select seq from journal_head where agency_id = $1 for update", &[&agency_id])?;
        Ok(())
    }
}
