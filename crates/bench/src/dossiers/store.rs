//! Every statement of these benchmarks: live dossiers made in bulk, the raw probe of a durable step, sizes.

use crate::store::drain;
use anyhow::{Context, ensure};
use rusqlite::types::Value;
use rusqlite::{Connection, params};
use std::path::Path;

/// The columns of a table, in their order.
const COLUMNS: &str = "select name
     from pragma_table_info(?1)
     order by cid";

/// The patterns: dossiers that came in through the product, numbered from 0.
const PATTERNS: &str = "create temp table pattern as
     select row_number() over (order by id) - 1 as number, id
     from dossier
     where agency_id = ?1";

/// Numbers from 1, of the dossiers to be made.
const NUMBERS: &str = "create temp table made as
     with recursive counted (number) as (
       select 1
       union all
       select number + 1 from counted where number < ?1
     )
     select number, number % ?2 as pattern
     from counted";

/// What differs between a made dossier and its pattern; everything else is copied.
const DOSSIER: [(&str, &str); 5] = [
    ("id", "made.number"),
    ("code", "'H15.50.05-200101-' || printf('%07d', made.number)"),
    ("received_at", "source.received_at - (1000000 - made.number) * 47000000"),
    ("due_at", "source.due_at + (made.number * 7919 % 1000000) * 1000000"),
    ("open_due_at", "source.open_due_at + (made.number * 7919 % 1000000) * 1000000"),
];

/// The same for its task; every tenth belongs to the officer in question.
const TASK: [(&str, &str); 3] = [
    ("dossier_id", "made.number"),
    ("assignee", "case when made.number % 10 = 0 and source.role = ?1 then cast(?2 as integer) end"),
    // What waits without a due moment stands under the last instant there is.
    (
        "due_at",
        "case when source.due_at = 9223372036854775807 then source.due_at
         else source.due_at + (made.number * 7919 % 1000000) * 1000000 end",
    ),
];

/// The same for the first line of its journal.
const LINE: [(&str, &str); 2] = [("seq", "?1 + made.number"), ("subject_id", "made.number")];

/// The tables of the probe: a row that is updated, an event of 200 bytes, a table with one secondary index.
const PROBE: &str = "
    create table probe_row (id integer primary key, version integer not null, status integer not null,
      marking blob not null, rest text not null);
    create table probe_event (seq integer primary key, line text not null);
    create table probe_task (id integer not null, token integer not null, due_at integer not null,
      primary key (id, token));
    create index probe_task_due on probe_task (due_at, id);";

const PROBE_ROWS: [&str; 2] = [
    "with recursive counted (number) as (
       select 1
       union all
       select number + 1 from counted where number < ?1
     )
     insert into probe_row (id, version, status, marking, rest)
     select number, 1, 4, zeroblob(24), printf('%0400d', number)
     from counted",
    "insert into probe_task (id, token, due_at)
     select id, 1, id * 7919 % 1000003
     from probe_row",
];

const PROBE_STEP: [&str; 4] = [
    "update probe_row set version = version + 1, status = 4, marking = zeroblob(24) where id = ?1",
    "insert into probe_event (line) values (printf('%0200d', ?1))",
    "delete from probe_task where id = ?1 and token = (select version - 1 from probe_row where id = ?1)",
    "insert into probe_task (id, token, due_at)
     select id, version, id * 7919 % 1000003 from probe_row where id = ?1",
];

/// Ids of dossiers, spread evenly over the office.
const SOME: &str = "select id
     from dossier
     where agency_id = ?1
       and id % 7919 = 1
     order by id
     limit 500";

/// Ids of dossiers that came in through the product, whose whole journal is there.
const WITH_HISTORY: &str = "select id
     from dossier
     where agency_id = ?1
       and revision >= 3
       and id > 1000000000
     order by id
     limit 200";

/// The rows of the register's first page as plainly as they can be asked for.
const LIST: &str =
    "select dossier.id, dossier.code, applicant_person.name, admin_procedure.name, dossier.unit_id,
       dossier.status, dossier.received_at, dossier.due_at
     from dossier
     inner join admin_procedure on admin_procedure.id = dossier.procedure_id
     left join applicant_person on applicant_person.agency_id = dossier.agency_id
       and applicant_person.applicant_id = dossier.applicant_id
     where dossier.agency_id = ?1
     order by dossier.id desc
     limit 80";

/// What a record's page cannot do without: the dossier, its journal, its person.
const RECORD: [&str; 3] = [
    "select code, status, received_at, due_at, marking, intake, course, revision
     from dossier
     where agency_id = ?1
       and id = ?2",
    "select at, actor, kind, payload
     from journal
     where subject_id = ?2
       and agency_id = ?1
     order by at, seq",
    "select name, id_number, address
     from applicant_person
     where agency_id = ?1
       and applicant_id = (select applicant_id from dossier where agency_id = ?1 and id = ?2)",
];

/// Text that an event or a record holds for its own sake, and no index or chain needs.
const TEXTS: [&str; 4] = [
    "select coalesce(sum(length(cast(payload as blob))), 0) from journal",
    "select coalesce(sum(length(cast(intake as blob)) + length(cast(course as blob))), 0) from dossier",
    "select coalesce(sum(length(cast(answers as blob))), 0) from dossier_answers",
    "select coalesce(sum(length(cast(name as blob)) + length(cast(address as blob))), 0) from applicant_person",
];

/// Opens a file for bulk work: nothing of it need survive a crash.
fn open_in_bulk(file: &Path) -> anyhow::Result<Connection> {
    let connection = Connection::open(file)?;
    connection.pragma_update(None, "synchronous", "OFF")?;
    connection.pragma_update(None, "cache_size", -400_000)?;
    connection.pragma_update(None, "temp_store", "memory")?;
    Ok(connection)
}

/// Whose dossiers are made, and who is to have every tenth task of a role.
pub struct Owner {
    /// The agency.
    pub agency_id: i64,
    /// The role.
    pub role: &'static str,
    /// The account.
    pub assignee: i64,
}

/// Makes so many live dossiers like those that the agency has, by plain inserts: row, tasks, and for the first
/// `lines` of them the first line of a journal, whose chain then does not verify. Returns the ids of the
/// patterns in the order in which numbers use them.
pub fn multiply(file: &Path, owner: &Owner, (live, lines): (usize, usize)) -> anyhow::Result<Vec<i64>> {
    let connection = open_in_bulk(file)?;
    connection.execute_batch("begin")?;
    connection.execute(PATTERNS, [owner.agency_id])?;
    let mut statement = connection.prepare("select id from pattern order by number")?;
    let patterns = statement.query_map([], |row| row.get(0))?.collect::<Result<Vec<i64>, _>>()?;
    ensure!(!patterns.is_empty(), "the office has no dossier to copy");
    connection.execute(NUMBERS, [live as i64, patterns.len() as i64])?;
    let of_pattern = "inner join pattern on pattern.number = made.pattern";
    copy(
        &connection,
        ("dossier", &DOSSIER),
        (
            &format!(
                "{of_pattern} inner join dossier as source on source.agency_id = {} and source.id = pattern.id",
                owner.agency_id
            ),
            "",
        ),
        &[],
    )?;
    let (role, assignee) = (Value::Text(owner.role.to_owned()), Value::Integer(owner.assignee));
    copy(
        &connection,
        ("task", &TASK),
        (
            &format!(
                "{of_pattern} inner join task as source on source.agency_id = {} and source.dossier_id = pattern.id",
                owner.agency_id
            ),
            "",
        ),
        &[role, assignee],
    )?;
    let head: i64 = connection.query_row(
        "select seq from journal_head where agency_id = ?1",
        [owner.agency_id],
        |row| row.get(0),
    )?;
    copy(
        &connection,
        ("journal", &LINE),
        (
            &format!(
                "{of_pattern} inner join journal as source on source.subject_id = pattern.id and source.kind = 'received.1'"
            ),
            &format!("where made.number <= {lines}"),
        ),
        &[Value::Integer(head)],
    )?;
    connection.execute(
        "update journal_head set seq = ?1 where agency_id = ?2",
        params![head + lines as i64, owner.agency_id],
    )?;
    count_anew(&connection, owner.agency_id)?;
    connection.execute_batch("commit")?;
    connection.execute_batch("analyze")?;
    Ok(patterns)
}

fn columns(connection: &Connection, table: &str) -> anyhow::Result<Vec<String>> {
    let mut statement = connection.prepare(COLUMNS)?;
    Ok(statement.query_map([table], |row| row.get(0))?.collect::<Result<_, _>>()?)
}

/// Inserts into a table what a join over `made` finds as `source`, with some columns changed.
fn copy(
    connection: &Connection,
    (table, changed): (&str, &[(&str, &str)]),
    (joins, condition): (&str, &str),
    parameters: &[Value],
) -> anyhow::Result<()> {
    let columns = columns(connection, table)?;
    let values: Vec<String> = columns
        .iter()
        .map(|column| match changed.iter().find(|(name, _)| name == column) {
            Some((_, value)) => (*value).to_owned(),
            None => format!("source.{column}"),
        })
        .collect();
    let text = format!(
        "insert into {table} ({}) select {} from made {joins} {condition} order by made.number",
        columns.join(", "),
        values.join(", ")
    );
    connection.execute(&text, rusqlite::params_from_iter(parameters)).context(text)?;
    Ok(())
}

/// Counts anew what the product counts of dossiers, by whatever columns it counts them.
fn count_anew(connection: &Connection, agency_id: i64) -> anyhow::Result<()> {
    let mut columns = columns(connection, "dossier_count")?;
    columns.retain(|column| column != "n");
    let by = columns.join(", ");
    connection.execute("delete from dossier_count where agency_id = ?1", [agency_id])?;
    let text = format!(
        "insert into dossier_count ({by}, n) select {by}, count(*) from dossier where agency_id = ?1 group by {by}"
    );
    connection.execute(&text, [agency_id]).context(text)?;
    Ok(())
}

/// Ids of some dossiers of an agency.
pub fn some(file: &Path, agency_id: i64) -> anyhow::Result<Vec<i64>> {
    ids(file, (SOME, agency_id))
}

/// Ids of some dossiers of an agency whose history is there.
pub fn with_history(file: &Path, agency_id: i64) -> anyhow::Result<Vec<i64>> {
    ids(file, (WITH_HISTORY, agency_id))
}

fn ids(file: &Path, (text, agency_id): (&str, i64)) -> anyhow::Result<Vec<i64>> {
    let connection = Connection::open(file)?;
    let mut statement = connection.prepare(text)?;
    let found = statement.query_map([agency_id], |row| row.get(0))?.collect::<Result<Vec<i64>, _>>()?;
    ensure!(!found.is_empty(), "the office has no dossiers");
    Ok(found)
}

/// Runs the raw list once.
pub fn list_raw(connection: &Connection, agency_id: i64) -> anyhow::Result<()> {
    let rows = drain(connection, (LIST, &[Value::Integer(agency_id)]))?;
    ensure!(rows == 80, "the list has {rows} rows");
    Ok(())
}

/// Runs the raw reads of a record once.
pub fn record_raw(connection: &Connection, (agency_id, id): (i64, i64)) -> anyhow::Result<()> {
    let key = [Value::Integer(agency_id), Value::Integer(id)];
    RECORD.iter().try_for_each(|text| drain(connection, (text, &key)).map(drop))
}

/// Makes the tables of the probe with so many rows.
pub fn make_probe(file: &Path, rows: usize) -> anyhow::Result<()> {
    let connection = open_in_bulk(file)?;
    connection.execute_batch(PROBE)?;
    connection.execute_batch("begin")?;
    connection.execute(PROBE_ROWS[0], [rows as i64])?;
    connection.execute(PROBE_ROWS[1], [])?;
    connection.execute_batch("commit")?;
    Ok(())
}

/// Probes some rows, so many a commit.
pub fn probe(connection: &Connection, rows: &[i64], group: usize) -> anyhow::Result<()> {
    for together in rows.chunks(group) {
        connection.prepare_cached("begin immediate")?.execute([])?;
        for row in together {
            for text in PROBE_STEP {
                let changed = connection.prepare_cached(text)?.execute([row])?;
                ensure!(changed == 1, "the probe changed {changed} rows and not one");
            }
        }
        connection.prepare_cached("commit")?.execute([])?;
    }
    Ok(())
}

/// What a file holds: all bytes in use, and those of them that are text for its own sake.
#[derive(Debug, Clone, Copy)]
pub struct Held {
    /// Pages in use, in bytes.
    pub bytes: f64,
    /// Of journal payloads.
    pub payloads: f64,
    /// Of what came in: intake, course, answers, persons.
    pub content: f64,
}

/// Looks at a file that is settled.
pub fn held(file: &Path) -> anyhow::Result<Held> {
    let connection = Connection::open(file)?;
    let number = |text: &str| connection.query_row(text, [], |row| row.get::<_, i64>(0)).map(|n| n as f64);
    let pages = number("pragma page_count")? - number("pragma freelist_count")?;
    let content = TEXTS[1..].iter().map(|text| number(text)).sum::<Result<f64, _>>()?;
    Ok(Held { bytes: pages * number("pragma page_size")?, payloads: number(TEXTS[0])?, content })
}
