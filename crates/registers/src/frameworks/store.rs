//! Every statement on model frameworks.

use super::model::{Content, Event, ModelFramework};
use crate::{KnownColumns, known_date};
use platform::{Day, Error, Record, Result, Tx, record, sql};

sql!(row(id: i64) -> FrameworkLine {
    owner_agency_id: i64, code: String, publisher_code: String, publisher: String, applies_to: String,
    decision_no: String, certainty: String, published_text: String, published_known_by: Option<Day>, revision: i64,
} =
    "select owner_agency_id, code, publisher_code, publisher, applies_to, decision_no, certainty,
            published_text, published_known_by, revision
     from model_framework
     where id = $1");

sql!(id_of_code(code: &str) -> FrameworkId { id: i64 } =
    "select id
     from model_framework
     where code = $1");

sql!(all_ids() -> AnyFramework { id: i64 } =
    "select id
     from model_framework
     order by id");

sql!(insert(
    id: i64, owner_agency_id: i64, code: &str, publisher_code: &str, publisher: &str, applies_to: &str,
    folded: &str, decision_no: &str, certainty: &str, published_text: &str, published_known_by: Option<Day>,
    published_earliest_on: Option<Day>, published_counts_on: Day, revision: i64,
) =
    "insert into model_framework (id, owner_agency_id, code, publisher_code, publisher, applies_to, folded,
                            decision_no, certainty, published_text, published_known_by,
                            published_earliest_on, published_counts_on, revision)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)");

sql!(delete(id: i64, revision: i64) =
    "delete from model_framework
     where id = $1
       and revision = $2");

sql!(
/// Frameworks that the filters leave, newest first.
listed(word: Option<&str>, as_of: Option<Day>) -> Listed { id: i64 } =
    "select id
     from model_framework
     where (cast($1 as text) is null or folded like $1 escape '!')
       and (cast($2 as text) is null or published_counts_on <= $2)
     order by published_counts_on desc, id desc
     limit 1000");

crate::verify::verified_record!(ModelFramework, "/frameworks/", load, ids);

sql!(
/// One page of the frameworks that the filters leave, newest first.
lines(
    like: Option<&str>, as_of: Day, publisher_code: Option<&str>, before_on: Option<Day>, before_id: i64, limit: i64,
) -> FrameworkOfList {
    id: i64, code: String, publisher_code: String, publisher: String, applies_to: String, decision_no: String,
    published_text: String, published_counts_on: Day,
} =
    "select id, code, publisher_code, publisher, applies_to, decision_no, published_text, published_counts_on
     from model_framework
     where (cast($1 as text) is null or folded like $1 escape '!')
       and published_counts_on <= $2
       and (cast($3 as text) is null or publisher_code = $3)
       and (cast($4 as text) is null or published_counts_on < $4 or (published_counts_on = $4 and id < $5))
     order by published_counts_on desc, id desc
     limit $6");

sql!(counted(like: Option<&str>, as_of: Day, publisher_code: Option<&str>) -> Counted { number: i64 } =
    "select count(*) as number
     from model_framework
     where (cast($1 as text) is null or folded like $1 escape '!')
       and published_counts_on <= $2
       and (cast($3 as text) is null or publisher_code = $3)");

sql!(
/// The ministries that have published frameworks.
publishers() -> PublisherOfList { publisher_code: String, publisher: String } =
    "select publisher_code, min(publisher) as publisher
     from model_framework
     group by publisher_code
     order by publisher_code");

/// What a list of frameworks shows, the newest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filter {
    /// Only those published by this day.
    pub as_of: Day,
    /// Only those of the ministry with this code.
    pub publisher_code: Option<String>,
    /// Only those whose code, publisher or agencies hold these words, with or without accents.
    pub text: String,
}

/// The next frameworks of a list, before the one of this day and id.
///
/// # Errors
/// When the database fails.
pub fn page(
    tx: &mut Tx<'_>,
    filter: &Filter,
    before: Option<(Day, i64)>,
    limit: i64,
) -> Result<Vec<FrameworkOfList>> {
    let like = crate::places::like(&filter.text);
    let (before_on, before_id) = before.map_or((None, 0), |(day, id)| (Some(day), id));
    let publisher_code = filter.publisher_code.as_deref();
    Ok(lines(tx, like.as_deref(), filter.as_of, publisher_code, before_on, before_id, limit)?)
}

/// How many frameworks a list has in all.
///
/// # Errors
/// When the database fails.
pub fn count(tx: &mut Tx<'_>, filter: &Filter) -> Result<i64> {
    let like = crate::places::like(&filter.text);
    let rows = counted(tx, like.as_deref(), filter.as_of, filter.publisher_code.as_deref())?;
    Ok(rows.first().map_or(0, |row| row.number))
}

/// The ids of all frameworks.
///
/// # Errors
/// When the database fails.
pub fn ids(tx: &mut Tx<'_>) -> Result<Vec<i64>> {
    Ok(all_ids(tx)?.into_iter().map(|row| row.id).collect())
}

/// The framework of an id.
///
/// # Errors
/// When the database fails.
pub fn load(tx: &mut Tx<'_>, id: i64) -> Result<Option<ModelFramework>> {
    let Some(row) = row(tx, id)?.pop() else {
        return Ok(None);
    };
    let content = Content {
        published: known_date(&row.published_text, row.published_known_by)?,
        code: row.code,
        publisher_code: row.publisher_code,
        publisher: row.publisher,
        applies_to: row.applies_to,
        decision_no: row.decision_no,
        certainty: row.certainty,
    };
    Ok(Some(ModelFramework { id, owner_agency_id: row.owner_agency_id, content, revision: row.revision }))
}

/// The framework of a code.
///
/// # Errors
/// When the database fails.
pub fn by_code(tx: &mut Tx<'_>, code: &str) -> Result<Option<ModelFramework>> {
    match id_of_code(tx, code)?.pop() {
        None => Ok(None),
        Some(found) => load(tx, found.id),
    }
}

/// Writes a framework to which `events` were just applied, and journals them.
///
/// # Errors
/// When the database fails, or when another transaction has changed it meanwhile.
pub fn save(tx: &mut Tx<'_>, framework: &ModelFramework, events: &[Event]) -> Result<()> {
    if events.is_empty() {
        return Ok(());
    }
    let before = framework.revision - events.len() as i64;
    if before > 0 && delete(tx, framework.id, before)? != 1 {
        return Err(platform::Refusal::new("frameworks-refusal-stale").into());
    }
    let content = &framework.content;
    let published = KnownColumns::from(content.published);
    let folded =
        platform::search::fold(&format!("{} {} {}", content.code, content.publisher, content.applies_to));
    insert(
        tx,
        framework.id,
        framework.owner_agency_id,
        &content.code,
        &content.publisher_code,
        &content.publisher,
        &content.applies_to,
        &folded,
        &content.decision_no,
        &content.certainty,
        &published.text,
        published.known_by,
        published.earliest_on,
        published.counts_on,
        framework.revision,
    )?;
    record::journal(tx, framework, events)
}

/// A new framework, begun by `events`.
///
/// # Errors
/// When the first event begins nothing.
pub fn begin(id: i64, events: &[Event]) -> Result<ModelFramework> {
    ModelFramework::fold(id, events).ok_or_else(|| Error::failed("a framework begins with its publication"))
}

/// The frameworks that a word and a day leave, newest first.
///
/// # Errors
/// When the database fails.
pub fn list(tx: &mut Tx<'_>, word: Option<&str>, as_of: Option<Day>) -> Result<Vec<ModelFramework>> {
    let word = word.map(|word| platform::search::pattern(&platform::search::fold(word)));
    let ids = listed(tx, word.as_deref(), as_of)?;
    ids.into_iter().filter_map(|row| load(tx, row.id).transpose()).collect()
}
