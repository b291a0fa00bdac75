//! Every statement on processes.

use super::model::{LaneRole, Process, ProcessEvent, Status, Version};
use platform::{Day, Error, Record, Result, Tx, record, sql};
use sha2::{Digest, Sha256};

sql!(row(agency_id: i64, id: i64) -> ProcessRow {
    code: String, name: String, procedure_id: i64, is_illustrative: bool, revision: i64,
} =
    "select code, name, procedure_id, is_illustrative, revision
     from process
     where agency_id = $1
       and id = $2");

sql!(version_rows(agency_id: i64, process_id: i64) -> VersionRow {
    id: i64, number: i64, status: String, origin: String, file_hash: String, program_hash: String, lanes: String,
    published_on: Option<Day>, retired_on: Option<Day>,
} =
    "select id, number, status, origin, file_hash, program_hash, lanes, published_on, retired_on
     from process_version
     where agency_id = $1
       and process_id = $2
     order by number");

sql!(insert(
    agency_id: i64, id: i64, code: &str, name: &str, folded: &str, procedure_id: i64, is_illustrative: bool,
    in_force_version_id: Option<i64>, revision: i64,
) =
    "insert into process (agency_id, id, code, name, folded, procedure_id, is_illustrative, in_force_version_id,
                          revision)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)");

sql!(update(
    agency_id: i64, id: i64, code: &str, name: &str, folded: &str, in_force_version_id: Option<i64>, revision: i64,
    before: i64,
) =
    "update process
     set code = $3, name = $4, folded = $5, in_force_version_id = $6, revision = $7
     where agency_id = $1
       and id = $2
       and revision = $8");

sql!(insert_version(
    agency_id: i64, id: i64, process_id: i64, number: i64, status: &str, origin: &str, file_hash: &str,
    program_hash: &str, lanes: &str, published_on: Option<Day>, retired_on: Option<Day>,
) =
    "insert into process_version (agency_id, id, process_id, number, status, origin, file_hash, program_hash, lanes,
                                  published_on, retired_on)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)");

sql!(update_version(
    agency_id: i64, id: i64, status: &str, origin: &str, file_hash: &str, program_hash: &str, lanes: &str,
    published_on: Option<Day>, retired_on: Option<Day>,
) =
    "update process_version
     set status = $3, origin = $4, file_hash = $5, program_hash = $6, lanes = $7, published_on = $8, retired_on = $9
     where agency_id = $1
       and id = $2");

sql!(owner_of_version(agency_id: i64, id: i64) -> OwnerOfVersion { process_id: i64 } =
    "select process_id
     from process_version
     where agency_id = $1
       and id = $2");

sql!(version_in_force(agency_id: i64, procedure_id: i64) -> VersionInForce { version_id: i64 } =
    "select in_force_version_id as version_id
     from process
     where agency_id = $1
       and procedure_id = $2
       and in_force_version_id is not null");

sql!(
/// Processes of a procedure, whether in force or not.
of_procedure(agency_id: i64, procedure_id: i64) -> OfProcedure { id: i64, code: String, is_in_force: bool } =
    "select id, code, in_force_version_id is not null as is_in_force
     from process
     where agency_id = $1
       and procedure_id = $2
     order by id");

sql!(id_of_code(agency_id: i64, code: &str) -> IdOfCode { id: i64 } =
    "select id
     from process
     where agency_id = $1
       and code = $2");

sql!(
/// For verification, which looks at what every agency has.
agency_of(id: i64) -> AgencyOf { agency_id: i64 } =
    "select agency_id
     from process
     where id = $1");

sql!(
/// For verification, which looks at what every agency has.
all_ids() -> AnyProcess { id: i64 } =
    "select id
     from process
     order by id");

sql!(file_bytes(agency_id: i64, hash: &str) -> FileBytes { bytes: Vec<u8> } =
    "select bytes
     from process_file
     where agency_id = $1
       and hash = $2");

sql!(keep_file_bytes(agency_id: i64, hash: &str, bytes: &[u8]) =
    "insert into process_file (agency_id, hash, bytes)
     values ($1, $2, $3)
     on conflict (agency_id, hash) do nothing");

sql!(program_bytes(agency_id: i64, version_hash: &str) -> ProgramBytes { bytes: Vec<u8> } =
    "select bytes
     from process_program
     where agency_id = $1
       and version_hash = $2");

sql!(keep_program_bytes(agency_id: i64, version_hash: &str, bytes: &[u8]) =
    "insert into process_program (agency_id, version_hash, bytes)
     values ($1, $2, $3)
     on conflict (agency_id, version_hash) do nothing");

platform::record_kind!(Process, "/processes/", load_any, ids, beside);

/// The process of an id, whosever it is.
///
/// # Errors
/// When the database fails or holds what the program does not know.
fn load_any(tx: &mut Tx<'_>, id: i64) -> Result<Option<Process>> {
    match agency_of(tx, id)?.pop() {
        None => Ok(None),
        Some(owner) => load(tx, owner.agency_id, id),
    }
}

fn ids(tx: &mut Tx<'_>) -> Result<Vec<i64>> {
    Ok(all_ids(tx)?.into_iter().map(|row| row.id).collect())
}

/// Whether the files and programs of a process are what its journal named.
fn beside(tx: &mut Tx<'_>, process: &Process) -> Result<Option<String>> {
    for version in &process.versions {
        let kept = file_bytes(tx, process.agency_id, &version.file_hash)?.pop();
        if kept.is_none_or(|row| hash_of(&row.bytes) != version.file_hash) {
            return Ok(Some(format!("the file of version {} is not what was journalled", version.number)));
        }
        if version.program_hash.is_empty() {
            continue;
        }
        let kept = program_bytes(tx, process.agency_id, &version.program_hash)?.pop();
        let program = kept.and_then(|row| bpmn::program::Program::from_bytes(&row.bytes).ok());
        if program.is_none_or(|program| program.version().to_string() != version.program_hash) {
            return Ok(Some(format!("the program of version {} is not what was journalled", version.number)));
        }
    }
    Ok(None)
}

/// The SHA-256 of a file, in hexadecimal.
pub fn hash_of(bytes: &[u8]) -> String {
    platform::web::hex(&Sha256::digest(bytes))
}

/// A process of an agency.
///
/// # Errors
/// When the database fails or holds what the program does not know.
pub fn load(tx: &mut Tx<'_>, agency_id: i64, id: i64) -> Result<Option<Process>> {
    let Some(row) = row(tx, agency_id, id)?.pop() else {
        return Ok(None);
    };
    let versions: Result<Vec<Version>> = version_rows(tx, agency_id, id)?.into_iter().map(version).collect();
    Ok(Some(Process {
        agency_id,
        id,
        code: row.code,
        name: row.name,
        procedure_id: row.procedure_id,
        is_illustrative: row.is_illustrative,
        versions: versions?,
        revision: row.revision,
    }))
}

fn version(row: VersionRow) -> Result<Version> {
    let status = Status::of_word(&row.status)
        .ok_or_else(|| Error::failed(format!("process version status {:?} is not known", row.status)))?;
    Ok(Version {
        id: row.id,
        number: row.number,
        status,
        origin: row.origin,
        file_hash: row.file_hash,
        program_hash: row.program_hash,
        lanes: serde_json::from_str(&row.lanes).map_err(Error::failed)?,
        published_on: row.published_on,
        retired_on: row.retired_on,
    })
}

/// The process of a version.
///
/// # Errors
/// When the database fails.
pub fn process_of_version(tx: &mut Tx<'_>, agency_id: i64, version_id: i64) -> Result<Option<i64>> {
    Ok(owner_of_version(tx, agency_id, version_id)?.pop().map(|row| row.process_id))
}

/// The version in force of a procedure.
///
/// # Errors
/// When the database fails.
pub fn in_force(tx: &mut Tx<'_>, agency_id: i64, procedure_id: i64) -> Result<Option<i64>> {
    Ok(version_in_force(tx, agency_id, procedure_id)?.pop().map(|row| row.version_id))
}

/// The id of the process with a code.
///
/// # Errors
/// When the database fails.
pub fn by_code(tx: &mut Tx<'_>, agency_id: i64, code: &str) -> Result<Option<i64>> {
    Ok(id_of_code(tx, agency_id, code)?.pop().map(|row| row.id))
}

/// Keeps a file and returns its hash.
///
/// # Errors
/// When the database fails.
pub fn keep_file(tx: &mut Tx<'_>, agency_id: i64, bytes: &[u8]) -> Result<String> {
    let hash = hash_of(bytes);
    keep_file_bytes(tx, agency_id, &hash, bytes)?;
    Ok(hash)
}

/// The file of a hash.
///
/// # Errors
/// When the database fails or the file is gone.
pub fn file(tx: &mut Tx<'_>, agency_id: i64, hash: &str) -> Result<Vec<u8>> {
    let found = file_bytes(tx, agency_id, hash)?.pop();
    found.map(|row| row.bytes).ok_or_else(|| Error::failed(format!("the process file {hash} is gone")))
}

/// Keeps a program under its content hash and returns that.
///
/// # Errors
/// When the database fails.
pub fn keep_program(tx: &mut Tx<'_>, agency_id: i64, program: &bpmn::program::Program) -> Result<String> {
    let hash = program.version().to_string();
    keep_program_bytes(tx, agency_id, &hash, &program.to_bytes())?;
    Ok(hash)
}

/// The bytes of the program of a hash.
///
/// # Errors
/// When the database fails or the program is gone.
pub fn program(tx: &mut Tx<'_>, agency_id: i64, hash: &str) -> Result<Vec<u8>> {
    let found = program_bytes(tx, agency_id, hash)?.pop();
    found.map(|row| row.bytes).ok_or_else(|| Error::failed(format!("the process program {hash} is gone")))
}

/// Writes a process to which `events` were just applied, and journals them.
///
/// # Errors
/// When the database fails, or when another transaction has changed the process meanwhile.
pub fn save(tx: &mut Tx<'_>, process: &Process, events: &[ProcessEvent]) -> Result<()> {
    let before = process.revision - events.len() as i64;
    let (agency_id, id, folded) = (process.agency_id, process.id, process.folded());
    let in_force = process.in_force().map(|version| version.id);
    let (code, name, revision) = (&process.code, &process.name, process.revision);
    if before == 0 {
        let (procedure_id, made_up) = (process.procedure_id, process.is_illustrative);
        insert(tx, agency_id, id, code, name, &folded, procedure_id, made_up, in_force, revision)?;
    } else if update(tx, agency_id, id, code, name, &folded, in_force, revision, before)? != 1 {
        return Err(platform::Refusal::from(super::decide::Refusal::Stale).into());
    }
    for version in &process.versions {
        save_version(tx, process, version)?;
    }
    record::journal(tx, process, events)
}

fn save_version(tx: &mut Tx<'_>, process: &Process, version: &Version) -> Result<()> {
    let lanes = serde_json::to_string::<Vec<LaneRole>>(&version.lanes).map_err(Error::failed)?;
    let status = version.status.word();
    let changed = update_version(
        tx,
        process.agency_id,
        version.id,
        status,
        &version.origin,
        &version.file_hash,
        &version.program_hash,
        &lanes,
        version.published_on,
        version.retired_on,
    )?;
    if changed == 0 {
        insert_version(
            tx,
            process.agency_id,
            version.id,
            process.id,
            version.number,
            status,
            &version.origin,
            &version.file_hash,
            &version.program_hash,
            &lanes,
            version.published_on,
            version.retired_on,
        )?;
    }
    Ok(())
}

/// A new process, begun by `events`.
///
/// # Errors
/// When the first event begins nothing.
pub fn begin(id: i64, events: &[ProcessEvent]) -> Result<Process> {
    Process::fold(id, events).ok_or_else(|| Error::failed("a process begins with its beginning"))
}

sql!(
/// One page of an agency's processes in the order of their names.
lines(
    agency_id: i64, pattern: Option<&str>, standing: Option<&str>, after_folded: Option<&str>, after_id: i64, limit: i64,
) -> ProcessLine {
    id: i64, code: String, name: String, folded: String, is_illustrative: bool, standing: String, number: i64,
    published_on: Option<Day>, procedure_id: i64,
} =
    "select id, code, name, folded, is_illustrative, standing, number, published_on, procedure_id
     from (
       select process.id, process.code, process.name, process.folded, process.is_illustrative,
              process.procedure_id, latest.number, in_force.published_on,
              case
                when process.in_force_version_id is not null then 'published'
                when latest.status = 'draft' then 'draft'
                else 'retired'
              end as standing
       from process
       inner join process_version as latest
         on latest.agency_id = process.agency_id
         and latest.process_id = process.id
         and latest.number = (
           select max(process_version.number)
           from process_version
           where process_version.agency_id = $1
             and process_version.process_id = process.id)
       left join process_version as in_force
         on in_force.agency_id = process.agency_id
         and in_force.id = process.in_force_version_id
       where process.agency_id = $1) as process_line
     where (cast($2 as text) is null or folded like $2 escape '!')
       and (cast($3 as text) is null or standing = $3)
       and (cast($4 as text) is null or folded > $4 or (folded = $4 and id > $5))
     order by folded, id
     limit $6");

sql!(counted(agency_id: i64, pattern: Option<&str>, standing: Option<&str>) -> Counted { number: i64 } =
    "select count(*) as number
     from (
       select process.folded,
              case
                when process.in_force_version_id is not null then 'published'
                when latest.status = 'draft' then 'draft'
                else 'retired'
              end as standing
       from process
       inner join process_version as latest
         on latest.agency_id = process.agency_id
         and latest.process_id = process.id
         and latest.number = (
           select max(process_version.number)
           from process_version
           where process_version.agency_id = $1
             and process_version.process_id = process.id)
       where process.agency_id = $1) as process_line
     where (cast($2 as text) is null or folded like $2 escape '!')
       and (cast($3 as text) is null or standing = $3)");

/// What a list of an agency's processes shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filter {
    /// Whose.
    pub agency_id: i64,
    /// Only those that stand so.
    pub standing: Option<Status>,
    /// Only those whose code or name holds this, with or without accents.
    pub text: String,
}

impl Filter {
    fn pattern(&self) -> Option<String> {
        let folded = platform::search::fold(&self.text);
        (!folded.is_empty()).then(|| platform::search::pattern(&folded))
    }
}

/// The next lines of a list, after the line whose `folded` and `id` are given.
///
/// # Errors
/// When the database fails.
pub fn list(
    tx: &mut Tx<'_>,
    filter: &Filter,
    after: Option<(&str, i64)>,
    limit: i64,
) -> Result<Vec<ProcessLine>> {
    let (after_folded, after_id) = after.map_or((None, 0), |(folded, id)| (Some(folded), id));
    let standing = filter.standing.map(Status::word);
    let pattern = filter.pattern();
    Ok(lines(tx, filter.agency_id, pattern.as_deref(), standing, after_folded, after_id, limit)?)
}

/// How many processes a list has in all.
///
/// # Errors
/// When the database fails.
pub fn count(tx: &mut Tx<'_>, filter: &Filter) -> Result<i64> {
    let standing = filter.standing.map(Status::word);
    let rows = counted(tx, filter.agency_id, filter.pattern().as_deref(), standing)?;
    Ok(rows.first().map_or(0, |row| row.number))
}
