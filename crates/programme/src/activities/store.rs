//! Every statement on activities.

use super::decide::Refusal;
use super::model::{Activity, ActivityEvent, ActivityKind, Content};
use crate::columns::pattern;
use platform::{Day, Error, Record, Result, Tx, record, sql};
use registers::{KnownColumns, known_date};

sql!(row(id: i64) -> ActivityRow {
    happened_on: String, known_by: Option<Day>, kind: String, subject: String, targets: String,
    count_stated: Option<i64>, owner_agency_id: i64, revision: i64,
} =
    "select happened_on, known_by, kind, subject, targets, count_stated, owner_agency_id, revision
     from activity
     where id = $1");

sql!(same(kind: &str, counts_on: Day, happened_on: &str, subject: &str) -> SameId { id: i64 } =
    "select id
     from activity
     where kind = $1
       and counts_on = $2
       and happened_on = $3
       and subject = $4
     order by id");

sql!(all_ids() -> AnyId { id: i64 } =
    "select id
     from activity
     order by id");

sql!(insert(
    id: i64, happened_on: &str, known_by: Option<Day>, earliest_on: Option<Day>, counts_on: Day, kind: &str,
    subject: &str, folded: &str, targets: &str, count_stated: Option<i64>, owner_agency_id: i64, revision: i64,
) =
    "insert into activity (id, happened_on, known_by, earliest_on, counts_on, kind, subject, folded, targets,
                           count_stated, owner_agency_id, revision)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)");

sql!(update(
    id: i64, happened_on: &str, known_by: Option<Day>, earliest_on: Option<Day>, counts_on: Day, kind: &str,
    subject: &str, folded: &str, targets: &str, count_stated: Option<i64>, revision: i64, before: i64,
) =
    "update activity
     set happened_on = $2, known_by = $3, earliest_on = $4, counts_on = $5, kind = $6, subject = $7,
         folded = $8, targets = $9, count_stated = $10, revision = $11
     where id = $1
       and revision = $12");

sql!(lines(
    day: Day, kind: Option<&str>, pattern: Option<&str>, from: Option<Day>, to: Option<Day>,
    before_on: Option<Day>, before_id: i64, limit: i64,
) -> ActivityLine {
    id: i64, happened_on: String, counts_on: Day, kind: String, subject: String, targets: String,
    count_stated: Option<i64>,
} =
    "select id, happened_on, counts_on, kind, subject, targets, count_stated
     from activity
     where counts_on <= $1
       and (cast($2 as text) is null or kind = $2)
       and (cast($3 as text) is null or folded like $3 escape '!')
       and (cast($4 as text) is null or earliest_on >= $4)
       and (cast($5 as text) is null or counts_on <= $5)
       and (cast($6 as text) is null or counts_on < $6 or (counts_on = $6 and id < $7))
     order by counts_on desc, id desc
     limit $8");

sql!(counted(
    day: Day, kind: Option<&str>, pattern: Option<&str>, from: Option<Day>, to: Option<Day>,
) -> Counted { number: i64 } =
    "select count(*) as number
     from activity
     where counts_on <= $1
       and (cast($2 as text) is null or kind = $2)
       and (cast($3 as text) is null or folded like $3 escape '!')
       and (cast($4 as text) is null or earliest_on >= $4)
       and (cast($5 as text) is null or counts_on <= $5)");

platform::record_kind!(Activity, "/activities/", load, ids);

/// What a list of activities shows, the latest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filter {
    /// Only what counts by this day.
    pub on: Day,
    /// Only this kind.
    pub kind: Option<ActivityKind>,
    /// Only what surely happened on this day or later: what has no date is in no period.
    pub from: Option<Day>,
    /// Only what surely happened by this day.
    pub to: Option<Day>,
    /// Only those whose subject or targets hold this, with or without accents.
    pub text: String,
}

impl Filter {
    /// Everything, as of `on`.
    pub fn on(on: Day) -> Filter {
        Filter { on, kind: None, from: None, to: None, text: String::new() }
    }
}

/// The next lines of a list, before the line whose `counts_on` and `id` are given.
///
/// # Errors
/// When the database fails.
pub fn list(
    tx: &mut Tx<'_>,
    filter: &Filter,
    before: Option<(Day, i64)>,
    limit: i64,
) -> Result<Vec<ActivityLine>> {
    let pattern = pattern(&filter.text);
    let kind = filter.kind.map(ActivityKind::word);
    let (before_on, before_id) = before.map_or((None, 0), |(day, id)| (Some(day), id));
    Ok(lines(tx, filter.on, kind, pattern.as_deref(), filter.from, filter.to, before_on, before_id, limit)?)
}

/// How many activities a list has in all.
///
/// # Errors
/// When the database fails.
pub fn count(tx: &mut Tx<'_>, filter: &Filter) -> Result<i64> {
    let pattern = pattern(&filter.text);
    let rows = counted(
        tx,
        filter.on,
        filter.kind.map(ActivityKind::word),
        pattern.as_deref(),
        filter.from,
        filter.to,
    )?;
    Ok(rows.first().map_or(0, |row| row.number))
}

/// The ids of all activities.
///
/// # Errors
/// When the database fails.
pub fn ids(tx: &mut Tx<'_>) -> Result<Vec<i64>> {
    Ok(all_ids(tx)?.into_iter().map(|row| row.id).collect())
}

/// The activity of an id.
///
/// # Errors
/// When the database fails or holds what the program does not know.
pub fn load(tx: &mut Tx<'_>, id: i64) -> Result<Option<Activity>> {
    let Some(row) = row(tx, id)?.pop() else {
        return Ok(None);
    };
    let kind = ActivityKind::of_word(&row.kind);
    let content = Content {
        happened: known_date(&row.happened_on, row.known_by)?,
        kind: kind.ok_or_else(|| Error::failed(format!("activity kind {:?} is not known", row.kind)))?,
        subject: row.subject,
        targets: row.targets.split(';').filter(|code| !code.is_empty()).map(str::to_owned).collect(),
        count_stated: row.count_stated,
    };
    Ok(Some(Activity { id, content, owner_agency_id: row.owner_agency_id, revision: row.revision }))
}

/// The activity with the same kind, date and subject.
///
/// # Errors
/// When the database fails.
pub fn same_as(tx: &mut Tx<'_>, content: &Content) -> Result<Option<Activity>> {
    let (happened, kind) = (content.happened, content.kind.word());
    let found = same(tx, kind, happened.counts_from(), &happened.text(), &content.subject)?;
    match found.first() {
        None => Ok(None),
        Some(found) => load(tx, found.id),
    }
}

/// Writes an activity to which `events` were just applied, and journals them.
///
/// # Errors
/// When the database fails, or when another transaction has changed the activity meanwhile.
pub fn save(tx: &mut Tx<'_>, activity: &Activity, events: &[ActivityEvent]) -> Result<()> {
    let before = activity.revision - events.len() as i64;
    let (id, content, folded) = (activity.id, &activity.content, activity.folded());
    let happened = KnownColumns::from(content.happened);
    let (kind, targets) = (content.kind.word(), content.targets.join(";"));
    if before == 0 {
        insert(
            tx,
            id,
            &happened.text,
            happened.known_by,
            happened.earliest_on,
            happened.counts_on,
            kind,
            &content.subject,
            &folded,
            &targets,
            content.count_stated,
            activity.owner_agency_id,
            activity.revision,
        )?;
    } else {
        let changed = update(
            tx,
            id,
            &happened.text,
            happened.known_by,
            happened.earliest_on,
            happened.counts_on,
            kind,
            &content.subject,
            &folded,
            &targets,
            content.count_stated,
            activity.revision,
            before,
        )?;
        if changed != 1 {
            return Err(platform::Refusal::from(Refusal::Stale).into());
        }
    }
    record::journal(tx, activity, events)
}

/// A new activity, begun by `event`.
///
/// # Errors
/// When the event begins nothing.
pub fn begin(id: i64, event: &ActivityEvent) -> Result<Activity> {
    Activity::begin(id, event).ok_or_else(|| Error::failed("an activity begins with its record"))
}
