//! Every statement of the benchmarks: those that measure the facade, and raw ones beside them.

use anyhow::{Context, ensure};
use platform::sql;
use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};
use std::path::Path;

sql!(
    /// A point read through the facade.
    certificate_of_number(folded_number: &str) -> CertificateLine {
        id: i64, number: String, agency_id: i64, issued_written: String, expires_on: Option<platform::Day>, revision: i64,
    } =
    "select id, number, agency_id, issued_written, expires_on, revision
     from certificate
     where folded_number = $1"
);

/// The text of [`certificate_of_number`] for rusqlite alone.
pub fn certificate_of_number_text() -> String {
    for_sqlite(certificate_of_number::STATEMENT.sql)
}

/// Numbers of certificates, spread evenly over the register.
const SOME_NUMBERS: &str = "select folded_number
     from certificate
     where id % 7 = 0
     order by id
     limit ?1";

/// Ids of certificates, spread evenly over the register.
const SOME_CERTIFICATES: &str = "select id
     from certificate
     where id % 7 = 3
     order by id
     limit ?1";

/// Ids of agencies that hold certificates.
const SOME_AGENCIES: &str = "select distinct agency_id
     from certificate
     order by agency_id
     limit ?1";

/// The rows of the list as plainly as they can be asked for.
const LIST: &str = "select certificate.id, certificate.number, agency.code, agency.name, certificate.kind,
            certificate.issued_written, certificate.expires_written, certificate.expires_on
     from certificate
     inner join agency on agency.id = certificate.agency_id
     order by certificate.counts_on desc, certificate.id desc
     limit 80";

/// What a verification page cannot do without.
const VERIFY: [&str; 3] = [
    "select id, number, agency_id, kind, standard, scope, issued_by, issued_written, expires_written
     from certificate
     where folded_number = ?1",
    "select kind, happened_written, reason, decision_no
     from certificate_act
     where certificate_id = (select id from certificate where folded_number = ?1)
     order by position",
    "select code, name, from_on, to_on
     from agency
     where id = (select agency_id from certificate where folded_number = ?1)",
];

/// All tables but those of the engine.
const TABLES: &str = "select name
     from sqlite_schema
     where type = 'table'
       and name not like 'sqlite_%'
     order by name";

/// The columns of a table, in their order.
const COLUMNS: &str = "select name
     from pragma_table_info(?1)
     order by cid";

/// Opens a file with the settings of the product.
pub fn open_raw(file: &Path) -> anyhow::Result<Connection> {
    let connection = Connection::open(file)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "cache_size", -2_000)?;
    connection.set_prepared_statement_cache_capacity(512);
    Ok(connection)
}

/// Brings everything written so far into the file itself, so that it can be copied.
pub fn settle(file: &Path) -> anyhow::Result<()> {
    let busy: i64 = open_raw(file)?.query_row("pragma wal_checkpoint(truncate)", [], |row| row.get(0))?;
    ensure!(busy == 0, "{} is still being written", file.display());
    Ok(())
}

fn column<T: rusqlite::types::FromSql>(file: &Path, (text, limit): (&str, usize)) -> anyhow::Result<Vec<T>> {
    let connection = open_raw(file)?;
    let mut statement = connection.prepare(text)?;
    let found = statement.query_map([limit as i64], |row| row.get(0))?.collect::<Result<Vec<T>, _>>()?;
    ensure!(!found.is_empty(), "the register is empty");
    Ok(found)
}

/// Folded numbers of so many certificates.
pub fn some_numbers(file: &Path, limit: usize) -> anyhow::Result<Vec<String>> {
    column(file, (SOME_NUMBERS, limit))
}

/// Ids of so many certificates.
pub fn some_certificates(file: &Path, limit: usize) -> anyhow::Result<Vec<i64>> {
    column(file, (SOME_CERTIFICATES, limit))
}

/// Ids of so many agencies.
pub fn some_agencies(file: &Path, limit: usize) -> anyhow::Result<Vec<i64>> {
    column(file, (SOME_AGENCIES, limit))
}

/// Runs the raw list once.
pub fn list_raw(connection: &Connection) -> anyhow::Result<usize> {
    drain(connection, (LIST, &[]))
}

/// Runs the raw reads of a verification once.
pub fn verify_raw(connection: &Connection, folded_number: &str) -> anyhow::Result<usize> {
    let number = [Value::Text(folded_number.to_owned())];
    VERIFY.iter().try_fold(0, |rows, text| Ok(rows + drain(connection, (text, &number))?))
}

/// Runs a statement of the product by its name, `crate::slice::store::statement`.
pub fn run_named(connection: &Connection, (name, parameters): (&str, &[Value])) -> anyhow::Result<usize> {
    let statement = platform::db::STATEMENTS.iter().find(|statement| statement.name == name);
    let statement = statement.with_context(|| format!("the product has no statement {name}"))?;
    drain(connection, (&for_sqlite(statement.sql), parameters))
}

/// Runs a statement and looks at every value of every row.
pub fn drain(connection: &Connection, (text, parameters): (&str, &[Value])) -> anyhow::Result<usize> {
    let mut statement = connection.prepare_cached(text)?;
    let columns = statement.column_count();
    let mut rows = statement.query(params_from_iter(parameters))?;
    let mut count = 0;
    while let Some(row) = rows.next()? {
        count += 1;
        for column in 0..columns {
            std::hint::black_box(row.get_ref(column)?);
        }
    }
    Ok(count)
}

/// `$12` becomes `?12`; no statement of the benchmarks has a dollar in quotes.
fn for_sqlite(text: &str) -> String {
    text.replace('$', "?")
}

/// Rows of one table, with the statement that writes one of them.
pub struct Rows {
    /// The table.
    pub table: String,
    /// Writes one row.
    pub insert: String,
    /// The rows, in the order of their keys.
    pub rows: Vec<Vec<Value>>,
}

/// The rows of all tables that `file` holds and `earlier` does not.
pub fn rows_beyond(file: &Path, earlier: &Path) -> anyhow::Result<Vec<Rows>> {
    let connection = open_raw(file)?;
    connection.execute("attach database ?1 as earlier", [earlier.to_string_lossy()])?;
    let mut statement = connection.prepare(TABLES)?;
    let names = statement.query_map([], |row| row.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>()?;
    names.into_iter().map(|table| rows_of(&connection, table)).collect()
}

fn rows_of(connection: &Connection, table: String) -> anyhow::Result<Rows> {
    let mut statement = connection.prepare(COLUMNS)?;
    let columns =
        statement.query_map([&table], |row| row.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>()?;
    let (width, columns) = (columns.len(), columns.join(", "));
    let text = format!("select {columns} from main.{table} except select {columns} from earlier.{table}");
    let mut statement = connection.prepare(&text)?;
    let places: Vec<String> = (1..=width).map(|place| format!("?{place}")).collect();
    let insert = format!("insert or replace into {table} ({columns}) values ({})", places.join(", "));
    let rows = statement
        .query_map([], |row| (0..width).map(|column| row.get(column)).collect::<Result<Vec<Value>, _>>())?
        .collect::<Result<Vec<_>, _>>()?;
    Ok(Rows { table, insert, rows })
}

/// Writes the head of a chain as a group of writes does once.
pub const SET_HEAD: &str = "insert into journal_head (agency_id, seq, hash)
     values (?1, ?2, ?3)
     on conflict (agency_id) do update set seq = excluded.seq, hash = excluded.hash";
