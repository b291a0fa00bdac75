//! Every statement on plans.

use super::decide::Refusal;
use super::model::{Content, Plan, PlanEvent, PlanLevel, PlanStatus};
use crate::columns::pattern;
use platform::{Day, Error, KnownDate, Record, Result, Tx, record, sql};
use registers::{KnownColumns, known_date};

sql!(row(id: i64) -> PlanRow {
    owner_code: String, owner: String, level: String, owes_plan: bool, status: String, decision_no: String,
    approved_on: String, approved_known_by: Option<Day>, drafted_on: String, drafted_known_by: Option<Day>,
    period: String, owner_agency_id: i64, revision: i64,
} =
    "select owner_code, owner, level, owes_plan, status, decision_no, approved_on, approved_known_by, drafted_on,
            drafted_known_by, period, owner_agency_id, revision
     from plan
     where id = $1");

sql!(ids_of_owner(owner_code: &str) -> OwnedId { id: i64 } =
    "select id
     from plan
     where owner_code = $1
     order by period, id");

sql!(code_of_agency(owner_agency_id: i64) -> OwnerCode { owner_code: String } =
    "select owner_code
     from plan
     where owner_agency_id = $1
     order by id
     limit 1");

sql!(all_ids() -> AnyId { id: i64 } =
    "select id
     from plan
     order by id");

sql!(insert(
    id: i64, owner_code: &str, owner: &str, folded: &str, level: &str, owes_plan: bool, status: &str,
    decision_no: &str, approved_on: &str, approved_known_by: Option<Day>, approved_earliest_on: Option<Day>,
    approved_counts_on: Option<Day>, drafted_on: &str, drafted_known_by: Option<Day>,
    drafted_earliest_on: Option<Day>, drafted_counts_on: Option<Day>, period: &str, owner_agency_id: i64,
    revision: i64,
) =
    "insert into plan (id, owner_code, owner, folded, level, owes_plan, status, decision_no, approved_on,
                       approved_known_by, approved_earliest_on, approved_counts_on, drafted_on,
                       drafted_known_by, drafted_earliest_on, drafted_counts_on, period, owner_agency_id, revision)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)");

sql!(update(
    id: i64, owner: &str, folded: &str, level: &str, owes_plan: bool, status: &str, decision_no: &str,
    approved_on: &str, approved_known_by: Option<Day>, approved_earliest_on: Option<Day>,
    approved_counts_on: Option<Day>, drafted_on: &str, drafted_known_by: Option<Day>,
    drafted_earliest_on: Option<Day>, drafted_counts_on: Option<Day>, period: &str, revision: i64, before: i64,
) =
    "update plan
     set owner = $2, folded = $3, level = $4, owes_plan = $5, status = $6, decision_no = $7, approved_on = $8,
         approved_known_by = $9, approved_earliest_on = $10, approved_counts_on = $11, drafted_on = $12,
         drafted_known_by = $13, drafted_earliest_on = $14, drafted_counts_on = $15, period = $16, revision = $17
     where id = $1
       and revision = $18");

sql!(lines(
    day: Day, level: Option<&str>, status: Option<&str>, owes_plan: Option<bool>, pattern: Option<&str>,
    lacking: bool, after_folded: Option<&str>, after_id: i64, limit: i64,
) -> PlanLine {
    id: i64, owner_code: String, owner: String, folded: String, level: String, owes_plan: bool,
    status: String, decision_no: String, approved_on: String, period: String, owner_agency_id: i64,
} =
    "select id, owner_code, owner, folded, level, owes_plan, status, decision_no, approved_on, period,
            owner_agency_id
     from (
       select id, owner_code, owner, folded, level, owes_plan, decision_no, approved_on, period, owner_agency_id,
              case
                when status = 'approved' and (approved_counts_on is null or approved_counts_on <= $1) then 'approved'
                when status = 'approved' and drafted_counts_on <= $1 then 'drafted'
                when status = 'drafted' and (drafted_counts_on is null or drafted_counts_on <= $1) then 'drafted'
                else 'none'
              end as status
       from plan) as plan_on_day
     where (cast($2 as text) is null or level = $2)
       and (cast($3 as text) is null or status = $3)
       and (cast($4 as boolean) is null or owes_plan = $4)
       and (cast($5 as text) is null or folded like $5 escape '!')
       and (not cast($6 as boolean) or (owes_plan and status <> 'approved'))
       and (cast($7 as text) is null or folded > $7 or (folded = $7 and id > $8))
     order by folded, id
     limit $9");

sql!(counted(
    day: Day, level: Option<&str>, status: Option<&str>, owes_plan: Option<bool>, pattern: Option<&str>,
    lacking: bool,
) -> Counted { number: i64 } =
    "select count(*) as number
     from (
       select level, owes_plan, folded,
              case
                when status = 'approved' and (approved_counts_on is null or approved_counts_on <= $1) then 'approved'
                when status = 'approved' and drafted_counts_on <= $1 then 'drafted'
                when status = 'drafted' and (drafted_counts_on is null or drafted_counts_on <= $1) then 'drafted'
                else 'none'
              end as status
       from plan) as plan_on_day
     where (cast($2 as text) is null or level = $2)
       and (cast($3 as text) is null or status = $3)
       and (cast($4 as boolean) is null or owes_plan = $4)
       and (cast($5 as text) is null or folded like $5 escape '!')
       and (not cast($6 as boolean) or (owes_plan and status <> 'approved'))");

platform::record_kind!(Plan, "/plans/", load, ids);

/// What a list of plans shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filter {
    /// The day whose status is shown.
    pub on: Day,
    /// Only this level.
    pub level: Option<PlanLevel>,
    /// Only plans that had come so far on the day.
    pub status: Option<PlanStatus>,
    /// Only those who owe one, or only those who do not.
    pub owes_plan: Option<bool>,
    /// Only those who owe one and had none approved on the day.
    pub lacking: bool,
    /// Only those whose owner, code, period or decision holds this, with or without accents.
    pub text: String,
}

impl Filter {
    /// Everything, as of `on`.
    pub fn on(on: Day) -> Filter {
        Filter { on, level: None, status: None, owes_plan: None, lacking: false, text: String::new() }
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
) -> Result<Vec<PlanLine>> {
    let pattern = pattern(&filter.text);
    let (after_folded, after_id) = after.map_or((None, 0), |(folded, id)| (Some(folded), id));
    Ok(lines(
        tx,
        filter.on,
        filter.level.map(PlanLevel::word),
        filter.status.map(PlanStatus::word),
        filter.owes_plan,
        pattern.as_deref(),
        filter.lacking,
        after_folded,
        after_id,
        limit,
    )?)
}

/// How many plans a list has in all.
///
/// # Errors
/// When the database fails.
pub fn count(tx: &mut Tx<'_>, filter: &Filter) -> Result<i64> {
    let pattern = pattern(&filter.text);
    let (level, status) = (filter.level.map(PlanLevel::word), filter.status.map(PlanStatus::word));
    let rows = counted(tx, filter.on, level, status, filter.owes_plan, pattern.as_deref(), filter.lacking)?;
    Ok(rows.first().map_or(0, |row| row.number))
}

/// The ids of all plans.
///
/// # Errors
/// When the database fails.
pub fn ids(tx: &mut Tx<'_>) -> Result<Vec<i64>> {
    Ok(all_ids(tx)?.into_iter().map(|row| row.id).collect())
}

/// The plan of an id.
///
/// # Errors
/// When the database fails or holds what the program does not know.
pub fn load(tx: &mut Tx<'_>, id: i64) -> Result<Option<Plan>> {
    let Some(row) = row(tx, id)?.pop() else {
        return Ok(None);
    };
    let content = Content {
        owner: row.owner,
        level: PlanLevel::of_word(&row.level).ok_or_else(|| unknown("level", &row.level))?,
        owes_plan: row.owes_plan,
        status: PlanStatus::of_word(&row.status).ok_or_else(|| unknown("status", &row.status))?,
        decision_no: row.decision_no,
        drafted: maybe_date(&row.drafted_on, row.drafted_known_by)?,
        approved: maybe_date(&row.approved_on, row.approved_known_by)?,
        period: row.period,
    };
    let (owner_code, owner_agency_id, revision) = (row.owner_code, row.owner_agency_id, row.revision);
    Ok(Some(Plan { id, owner_code, content, owner_agency_id, revision }))
}

fn unknown(what: &str, word: &str) -> Error {
    Error::failed(format!("plan {what} {word:?} is not known"))
}

/// A date of its columns; none when they hold neither a date nor by when it was known.
fn maybe_date(text: &str, known_by: Option<Day>) -> Result<Option<KnownDate>> {
    if text.is_empty() && known_by.is_none() { Ok(None) } else { known_date(text, known_by).map(Some) }
}

/// The plans of an owner, by period.
///
/// # Errors
/// When the database fails.
pub fn of_owner(tx: &mut Tx<'_>, owner_code: &str) -> Result<Vec<Plan>> {
    let ids = ids_of_owner(tx, owner_code.trim())?;
    ids.into_iter().filter_map(|row| load(tx, row.id).transpose()).collect()
}

/// The plan of an agency for the latest period; none when it has none.
///
/// # Errors
/// When the database fails or holds what the program does not know.
pub fn latest_of_agency(tx: &mut Tx<'_>, owner_agency_id: i64) -> Result<Option<Plan>> {
    let Some(code) = owner_code_of(tx, owner_agency_id)? else { return Ok(None) };
    let plans = of_owner(tx, &code)?;
    let begins = |plan: &Plan| plan.content.period.clone();
    Ok(plans.into_iter().max_by(|one, other| begins(one).cmp(&begins(other)).then(one.id.cmp(&other.id))))
}

/// The code under which the plans of an agency stand; none when it has none.
///
/// Older files tell a province by its number, not by the code of its people's committee.
///
/// # Errors
/// When the database fails.
pub fn owner_code_of(tx: &mut Tx<'_>, owner_agency_id: i64) -> Result<Option<String>> {
    Ok(code_of_agency(tx, owner_agency_id)?.pop().map(|row| row.owner_code))
}

/// Writes a plan to which `events` were just applied, and journals them.
///
/// # Errors
/// When the database fails, or when another transaction has changed the plan meanwhile.
pub fn save(tx: &mut Tx<'_>, plan: &Plan, events: &[PlanEvent]) -> Result<()> {
    let before = plan.revision - events.len() as i64;
    if before == 0 {
        insert_row(tx, plan)?;
    } else if update_row(tx, plan, before)? != 1 {
        return Err(platform::Refusal::from(Refusal::Stale).into());
    }
    record::journal(tx, plan, events)
}

/// The columns of a date that may not be known at all.
struct MaybeColumns {
    text: String,
    known_by: Option<Day>,
    earliest_on: Option<Day>,
    counts_on: Option<Day>,
}

impl From<Option<KnownDate>> for MaybeColumns {
    fn from(date: Option<KnownDate>) -> MaybeColumns {
        match date.map(KnownColumns::from) {
            None => MaybeColumns { text: String::new(), known_by: None, earliest_on: None, counts_on: None },
            Some(columns) => MaybeColumns {
                text: columns.text,
                known_by: columns.known_by,
                earliest_on: columns.earliest_on,
                counts_on: Some(columns.counts_on),
            },
        }
    }
}

fn insert_row(tx: &mut Tx<'_>, plan: &Plan) -> Result<()> {
    let content = &plan.content;
    let (approved, drafted) = (MaybeColumns::from(content.approved), MaybeColumns::from(content.drafted));
    insert(
        tx,
        plan.id,
        &plan.owner_code,
        &content.owner,
        &plan.folded(),
        content.level.word(),
        content.owes_plan,
        content.status.word(),
        &content.decision_no,
        &approved.text,
        approved.known_by,
        approved.earliest_on,
        approved.counts_on,
        &drafted.text,
        drafted.known_by,
        drafted.earliest_on,
        drafted.counts_on,
        &content.period,
        plan.owner_agency_id,
        plan.revision,
    )?;
    Ok(())
}

fn update_row(tx: &mut Tx<'_>, plan: &Plan, before: i64) -> Result<u64> {
    let content = &plan.content;
    let (approved, drafted) = (MaybeColumns::from(content.approved), MaybeColumns::from(content.drafted));
    Ok(update(
        tx,
        plan.id,
        &content.owner,
        &plan.folded(),
        content.level.word(),
        content.owes_plan,
        content.status.word(),
        &content.decision_no,
        &approved.text,
        approved.known_by,
        approved.earliest_on,
        approved.counts_on,
        &drafted.text,
        drafted.known_by,
        drafted.earliest_on,
        drafted.counts_on,
        &content.period,
        plan.revision,
        before,
    )?)
}

/// A new plan, begun by `event`.
///
/// # Errors
/// When the event begins nothing.
pub fn begin(id: i64, event: &PlanEvent) -> Result<Plan> {
    Plan::begin(id, event).ok_or_else(|| Error::failed("a plan begins with its record"))
}
