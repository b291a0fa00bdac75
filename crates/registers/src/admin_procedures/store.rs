//! Every statement on administrative procedures.

use super::limits::amount_word;
use super::model::{Facts, Level, Procedure, ProcedureEvent};
use platform::journal::Line;
use platform::record::{self, RECORDS, RecordKind};
use platform::search::{fold, pattern};
use platform::web::page_of;
use platform::{Day, Error, Record, Result, Tx, sql};
use std::sync::Arc;

sql!(present(id: i64) -> PresentLine {
    owner_agency_id: i64, code: String, from_on: Day, revision: i64, facts: String,
} =
    "select admin_procedure.owner_agency_id, admin_procedure.code, admin_procedure.from_on,
            admin_procedure.revision, admin_procedure_version.facts
     from admin_procedure
     inner join admin_procedure_version
       on admin_procedure_version.procedure_id = admin_procedure.id
       and admin_procedure_version.revision = admin_procedure.revision
     where admin_procedure.id = $1");

sql!(version(id: i64, revision: i64) -> VersionLine {
    owner_agency_id: i64, code: String, from_on: Day, facts: String,
} =
    "select admin_procedure.owner_agency_id, admin_procedure.code, admin_procedure_version.from_on,
            admin_procedure_version.facts
     from admin_procedure_version
     inner join admin_procedure on admin_procedure.id = admin_procedure_version.procedure_id
     where admin_procedure_version.procedure_id = $1
       and admin_procedure_version.revision = $2");

sql!(
/// The versions of a procedure, without their facts.
versions(id: i64) -> VersionOfList { revision: i64, from_on: Day } =
    "select revision, from_on
     from admin_procedure_version
     where procedure_id = $1
     order by revision");

sql!(all_facts(id: i64) -> FactsLine { revision: i64, from_on: Day, facts: String } =
    "select revision, from_on, facts
     from admin_procedure_version
     where procedure_id = $1
     order by revision");

sql!(id_of_code(code: &str) -> ProcedureId { id: i64 } =
    "select id
     from admin_procedure
     where code = $1");

sql!(revision_of(id: i64) -> ProcedureRevision { revision: i64 } =
    "select revision
     from admin_procedure
     where id = $1");

sql!(all_ids() -> AnyProcedure { id: i64 } =
    "select id
     from admin_procedure
     order by id");

sql!(put(
    id: i64, owner_agency_id: i64, code: &str, national_code: Option<&str>, name: &str, name_folded: &str,
    folded: &str, sector: &str, level: &str, executing_agency: &str, limit_rule: &str, limit_amount: &str,
    fee_vnd: Option<i64>, step_count: i64, is_illustrative: bool, field_count: i64, has_result: bool,
    from_on: Day, revision: i64,
) =
    "insert into admin_procedure (id, owner_agency_id, code, national_code, name, name_folded, folded, sector,
       level, executing_agency, limit_rule, limit_amount, fee_vnd, step_count, is_illustrative, field_count,
       has_result, from_on, revision)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)
     on conflict (id) do update set national_code = excluded.national_code, name = excluded.name,
       name_folded = excluded.name_folded, folded = excluded.folded, sector = excluded.sector,
       level = excluded.level, executing_agency = excluded.executing_agency,
       limit_rule = excluded.limit_rule, limit_amount = excluded.limit_amount, fee_vnd = excluded.fee_vnd,
       step_count = excluded.step_count, is_illustrative = excluded.is_illustrative,
       field_count = excluded.field_count, has_result = excluded.has_result, from_on = excluded.from_on,
       revision = excluded.revision");

sql!(insert_version(procedure_id: i64, revision: i64, from_on: Day, facts: &str) =
    "insert into admin_procedure_version (procedure_id, revision, from_on, facts)
     values ($1, $2, $3, $4)");

sql!(
/// What lists show of one procedure, and verification compares.
line(id: i64) -> ProcedureLine {
    id: i64, code: String, national_code: Option<String>, name: String, name_folded: String, folded: String,
    sector: String, level: String, executing_agency: String, limit_rule: String, limit_amount: String,
    fee_vnd: Option<i64>, step_count: i64, is_illustrative: bool, field_count: i64, has_result: bool,
} =
    "select id, code, national_code, name, name_folded, folded, sector, level, executing_agency, limit_rule,
            limit_amount, fee_vnd, step_count, is_illustrative, field_count, has_result
     from admin_procedure
     where id = $1");

sql!(lines(
    one: Option<&str>, two: Option<&str>, three: Option<&str>, four: Option<&str>, sector: Option<&str>,
    level: Option<&str>, limit_rule: Option<&str>, least_steps: i64, most_steps: i64, after_name: Option<&str>,
    after_id: i64, limit: i64,
) -> ProcedureOfList {
    id: i64, code: String, national_code: Option<String>, name: String, name_folded: String, sector: String,
    level: String, executing_agency: String, limit_rule: String, limit_amount: String, fee_vnd: Option<i64>,
    step_count: i64, is_illustrative: bool, field_count: i64,
} =
    "select id, code, national_code, name, name_folded, sector, level, executing_agency, limit_rule,
            limit_amount, fee_vnd, step_count, is_illustrative, field_count
     from admin_procedure
     where (cast($1 as text) is null or folded like $1 escape '!')
       and (cast($2 as text) is null or folded like $2 escape '!')
       and (cast($3 as text) is null or folded like $3 escape '!')
       and (cast($4 as text) is null or folded like $4 escape '!')
       and (cast($5 as text) is null or sector = $5)
       and (cast($6 as text) is null or level = $6)
       and (cast($7 as text) is null or limit_rule = $7)
       and step_count between $8 and $9
       and (cast($10 as text) is null or name_folded > $10 or (name_folded = $10 and id > $11))
     order by name_folded, id
     limit $12");

sql!(counted(
    one: Option<&str>, two: Option<&str>, three: Option<&str>, four: Option<&str>, sector: Option<&str>,
    level: Option<&str>, limit_rule: Option<&str>, least_steps: i64, most_steps: i64,
) -> Counted { number: i64 } =
    "select count(*) as number
     from admin_procedure
     where (cast($1 as text) is null or folded like $1 escape '!')
       and (cast($2 as text) is null or folded like $2 escape '!')
       and (cast($3 as text) is null or folded like $3 escape '!')
       and (cast($4 as text) is null or folded like $4 escape '!')
       and (cast($5 as text) is null or sector = $5)
       and (cast($6 as text) is null or level = $6)
       and (cast($7 as text) is null or limit_rule = $7)
       and step_count between $8 and $9");

sql!(
/// The sectors of the register, with how many procedures each has.
sectors() -> SectorOfList { sector: String, number: i64 } =
    "select sector, count(*) as number
     from admin_procedure
     group by sector
     order by sector");

sql!(release_mark(name: &str) -> ReleaseMark { sha256: String } =
    "select sha256
     from release_mark
     where name = $1");

sql!(set_release_mark(name: &str, sha256: &str) =
    "insert into release_mark (name, sha256)
     values ($1, $2)
     on conflict (name) do update set sha256 = excluded.sha256");

const _: () = {
    #[platform::linkme::distributed_slice(RECORDS)]
    #[linkme(crate = platform::linkme)]
    static KIND: RecordKind =
        RecordKind { name: <Procedure as Record>::KIND, path: "/procedures/", compare, ids };
};

/// Which procedures to list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Only those with all these words in name, codes or sector, with or without accents.
    pub text: String,
    /// Only this sector.
    pub sector: Option<String>,
    /// Only this level.
    pub level: Option<Level>,
    /// Only limits counted by this rule; an empty text finds those without a limit.
    pub limit_rule: Option<String>,
    /// Only those with steps, or only those without.
    pub has_steps: Option<bool>,
}

/// A text as up to four patterns, one for each word; the last takes what is left.
fn words(text: &str) -> [Option<String>; 4] {
    let folded = fold(text);
    let mut rest = folded.splitn(4, ' ').filter(|word| !word.is_empty()).map(pattern);
    std::array::from_fn(|_| rest.next())
}

impl Filter {
    fn steps(&self) -> (i64, i64) {
        match self.has_steps {
            None => (0, i64::MAX),
            Some(true) => (1, i64::MAX),
            Some(false) => (0, 0),
        }
    }
}

/// The next procedures of a list in the order of their names, after the one of this folded name and id.
///
/// # Errors
/// When the database fails.
pub fn list(
    tx: &mut Tx<'_>,
    filter: &Filter,
    after: Option<(&str, i64)>,
    limit: i64,
) -> Result<Vec<ProcedureOfList>> {
    let [one, two, three, four] = words(&filter.text);
    let (least, most) = filter.steps();
    Ok(lines(
        tx,
        one.as_deref(),
        two.as_deref(),
        three.as_deref(),
        four.as_deref(),
        filter.sector.as_deref(),
        filter.level.map(Level::word),
        filter.limit_rule.as_deref(),
        least,
        most,
        after.map(|after| after.0),
        after.map_or(0, |after| after.1),
        limit,
    )?)
}

/// How many procedures a list has in all.
///
/// # Errors
/// When the database fails.
pub fn count(tx: &mut Tx<'_>, filter: &Filter) -> Result<i64> {
    let [one, two, three, four] = words(&filter.text);
    let (least, most) = filter.steps();
    let rows = counted(
        tx,
        one.as_deref(),
        two.as_deref(),
        three.as_deref(),
        four.as_deref(),
        filter.sector.as_deref(),
        filter.level.map(Level::word),
        filter.limit_rule.as_deref(),
        least,
        most,
    )?;
    Ok(rows.first().map_or(0, |row| row.number))
}

/// Most procedures that a search ranks.
const MOST_RANKED: i64 = 500;

/// The procedures that `text` finds, best first: the words of a name or code in any order, its first
/// letters (`dkks`), with or without accents.
///
/// # Errors
/// When the database fails.
pub fn search(tx: &mut Tx<'_>, text: &str, limit: usize) -> Result<Vec<ProcedureOfList>> {
    let folded = fold(text);
    let filter = Filter { text: folded.clone(), ..Filter::default() };
    let mut found = list(tx, &filter, None, MOST_RANKED)?;
    found.sort_by_cached_key(|line| {
        let name = &line.name_folded;
        let is_code = line.national_code.as_deref() == Some(text.trim()) || line.code == text.trim();
        let rank = match (is_code, name.starts_with(&folded), name.contains(&folded)) {
            (true, _, _) => 0,
            (_, true, _) => 1,
            (_, _, true) => 2,
            _ => 3,
        };
        (rank, name.len(), name.clone(), line.code.clone())
    });
    Ok(page_of(found, limit).0)
}

/// The ids of all procedures.
///
/// # Errors
/// When the database fails.
pub fn ids(tx: &mut Tx<'_>) -> Result<Vec<i64>> {
    Ok(all_ids(tx)?.into_iter().map(|row| row.id).collect())
}

fn facts_of(text: &str) -> Result<Facts> {
    serde_json::from_str(text).map_err(|error| Error::failed(format!("a version holds no facts: {error}")))
}

/// The procedure of an id in its present version.
///
/// # Errors
/// When the database fails, or its version was altered.
pub fn load(tx: &mut Tx<'_>, id: i64) -> Result<Option<Procedure>> {
    let Some(row) = present(tx, id)?.pop() else {
        return Ok(None);
    };
    let facts = facts_of(&row.facts)?;
    let (owner_agency_id, from_on, revision) = (row.owner_agency_id, row.from_on, row.revision);
    Ok(Some(Procedure { id, code: row.code, owner_agency_id, from_on, facts, revision }))
}

/// The procedure of an id as it is now, read from the database once for each of its versions.
///
/// # Errors
/// [`Error::NotFound`] when there is no such procedure, or when the database fails.
pub fn current(tx: &mut Tx<'_>, id: i64) -> Result<Arc<Procedure>> {
    let row = revision_of(tx, id)?.pop().ok_or(Error::NotFound)?;
    load_revision(tx, id, row.revision)
}

/// The procedure of an id as it was in one of its versions. Versions never change, so that each is read
/// from the database once.
///
/// # Errors
/// [`Error::NotFound`] when there is no such version, or when the database fails.
pub fn load_revision(tx: &mut Tx<'_>, id: i64, revision: i64) -> Result<Arc<Procedure>> {
    tx.kept(&format!("admin_procedure/{id}/{revision}"), |tx| {
        let row = version(tx, id, revision)?.pop().ok_or(Error::NotFound)?;
        let facts = facts_of(&row.facts)?;
        let (owner_agency_id, from_on) = (row.owner_agency_id, row.from_on);
        Ok(Procedure { id, code: row.code, owner_agency_id, from_on, facts, revision })
    })
}

/// The procedure of a code in its present version.
///
/// # Errors
/// When the database fails.
pub fn of_code(tx: &mut Tx<'_>, code: &str) -> Result<Option<Procedure>> {
    match id_of_code(tx, code)?.pop() {
        Some(row) => load(tx, row.id),
        None => Ok(None),
    }
}

fn length(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// Writes the rows of a procedure that `events`, already applied, have begun or changed, and journals them.
///
/// One event makes one version: several events at once are not a case of this register.
///
/// # Errors
/// When the database fails.
pub fn save(tx: &mut Tx<'_>, procedure: &Procedure, event: ProcedureEvent) -> Result<()> {
    let facts = &procedure.facts;
    let line = line_of(procedure);
    put(
        tx,
        procedure.id,
        procedure.owner_agency_id,
        &line.code,
        line.national_code.as_deref(),
        &line.name,
        &line.name_folded,
        &line.folded,
        &line.sector,
        &line.level,
        &line.executing_agency,
        &line.limit_rule,
        &line.limit_amount,
        line.fee_vnd,
        line.step_count,
        line.is_illustrative,
        line.field_count,
        line.has_result,
        procedure.from_on,
        procedure.revision,
    )?;
    let text = serde_json::to_string(facts).map_err(Error::failed)?;
    insert_version(tx, procedure.id, procedure.revision, procedure.from_on, &text)?;
    record::journal(tx, procedure, &[event])
}

/// What the row of a procedure holds beside its version.
fn line_of(procedure: &Procedure) -> ProcedureLine {
    let facts = &procedure.facts;
    ProcedureLine {
        id: procedure.id,
        code: procedure.code.clone(),
        national_code: facts.national_code.clone(),
        name: facts.name.clone(),
        name_folded: fold(&facts.name),
        folded: procedure.folded(),
        sector: facts.sector.clone(),
        level: facts.level.word().to_owned(),
        executing_agency: facts.executing_agency.clone(),
        limit_rule: procedure.limit_rule().to_owned(),
        limit_amount: facts.limit.as_ref().map(|limit| amount_word(limit.limit)).unwrap_or_default(),
        fee_vnd: facts.fee_vnd,
        step_count: length(facts.steps.len()),
        is_illustrative: facts.illustrative,
        field_count: length(facts.fields.as_ref().map_or(0, |schema| schema.fields.len())),
        has_result: facts.result.is_some(),
    }
}

/// Compares a procedure with its journal: its present version, every earlier one, and what its row derives.
fn compare(tx: &mut Tx<'_>, id: i64, journal: &[Line]) -> Result<Option<String>> {
    let told = crate::verify::compare::<Procedure>(id, journal, load(tx, id))?;
    if told.is_some() {
        return Ok(told);
    }
    let Some(present) = load(tx, id)? else {
        return Ok(None);
    };
    let stored = line(tx, id)?.pop().ok_or(Error::NotFound)?;
    let beside = record::beside(&stored, &line_of(&present));
    if beside.is_some() {
        return Ok(beside);
    }
    let events = record::events::<Procedure>(journal)?;
    let rows = all_facts(tx, id)?;
    if rows.len() != events.len() {
        return Ok(Some(format!("{} versions are stored, {} journalled", rows.len(), events.len())));
    }
    for (at, row) in rows.iter().enumerate() {
        let folded = Procedure::fold(id, &events[..=at]);
        let same = folded.is_some_and(|folded| {
            let right = serde_json::to_string(&folded.facts).unwrap_or_default();
            (folded.revision, folded.from_on) == (row.revision, row.from_on) && right == row.facts
        });
        if !same {
            return Ok(Some(format!("version {} is not as journalled", row.revision)));
        }
    }
    Ok(None)
}

#[cfg(test)]
sql!(
/// Alters a version behind the back of the journal, as nobody should.
alter_version(procedure_id: i64, revision: i64, facts: &str) =
    "update admin_procedure_version
     set facts = $3
     where procedure_id = $1
       and revision = $2");
