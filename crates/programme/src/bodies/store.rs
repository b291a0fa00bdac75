//! Every statement on bodies.

use super::model::{Body, BodyEvent, BodyKind, Content};
use crate::certificates::fold_number;
use crate::columns::pattern;
use crate::standing::{Act, Fault, Paper, Period, Standing};
use platform::{Day, Error, Record, Result, Tx, record, sql};
use registers::places::listing;
use registers::{KnownColumns, known_date};

sql!(row(id: i64) -> BodyRow {
    code: String, kind: String, name: String, province_code: String, owner_agency_id: i64, revision: i64,
} =
    "select code, kind, name, province_code, owner_agency_id, revision
     from body
     where id = $1");

sql!(papers(body_id: i64) -> PaperRow {
    number: String, issued_on: String, known_by: Option<Day>, valid_to: Option<Day>, last_day_on: Option<Day>,
} =
    "select number, issued_on, known_by, valid_to, last_day_on
     from body_paper
     where body_id = $1
     order by position");

sql!(acts(body_id: i64) -> ActRow {
    kind: String, happened_on: String, known_by: Option<Day>, reason: String, decision_no: String,
} =
    "select kind, happened_on, known_by, reason, decision_no
     from body_act
     where body_id = $1
     order by position");

sql!(standings(body_id: i64) -> StandingRow { standing: String, from_on: Day, to_on: Option<Day> } =
    "select standing, from_on, to_on
     from body_standing
     where body_id = $1
     order by position");

sql!(id_of_code(code: &str) -> IdOfCode { id: i64 } =
    "select id
     from body
     where code = $1");

sql!(holder_of_number(folded_number: &str) -> IdOfNumber { body_id: i64 } =
    "select body_id
     from body_paper
     where folded_number = $1");

sql!(all_ids() -> AnyId { id: i64 } =
    "select id
     from body
     order by id");

sql!(codes() -> CodeRow { code: String, id: i64, kind: String } =
    "select code, id, kind
     from body
     order by code");

sql!(insert(
    id: i64, code: &str, kind: &str, name: &str, folded: &str, province_code: &str, owner_agency_id: i64,
    revision: i64,
) =
    "insert into body (id, code, kind, name, folded, province_code, owner_agency_id, revision)
     values ($1, $2, $3, $4, $5, $6, $7, $8)");

sql!(update(id: i64, name: &str, folded: &str, province_code: &str, revision: i64, before: i64) =
    "update body
     set name = $2, folded = $3, province_code = $4, revision = $5
     where id = $1
       and revision = $6");

sql!(delete_papers(body_id: i64) =
    "delete from body_paper
     where body_id = $1");

sql!(insert_paper(
    body_id: i64, position: i64, number: &str, folded_number: &str, issued_on: &str, known_by: Option<Day>,
    earliest_on: Option<Day>, counts_on: Day, valid_to: Option<Day>, last_day_on: Option<Day>,
) =
    "insert into body_paper (body_id, position, number, folded_number, issued_on, known_by, earliest_on,
                             counts_on, valid_to, last_day_on)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)");

sql!(delete_acts(body_id: i64) =
    "delete from body_act
     where body_id = $1");

sql!(insert_act(
    body_id: i64, position: i64, kind: &str, happened_on: &str, known_by: Option<Day>, counts_on: Day,
    reason: &str, decision_no: &str,
) =
    "insert into body_act (body_id, position, kind, happened_on, known_by, counts_on, reason, decision_no)
     values ($1, $2, $3, $4, $5, $6, $7, $8)");

sql!(delete_standings(body_id: i64) =
    "delete from body_standing
     where body_id = $1");

sql!(insert_standing(body_id: i64, position: i64, standing: &str, from_on: Day, to_on: Option<Day>) =
    "insert into body_standing (body_id, position, standing, from_on, to_on)
     values ($1, $2, $3, $4, $5)");

sql!(lines(
    day: Day, kind: Option<&str>, province_code: Option<&str>, standing: Option<&str>, pattern: Option<&str>,
    after_folded: Option<&str>, after_id: i64, limit: i64, issued_from: Option<Day>, issued_to: Option<Day>,
) -> BodyLine {
    id: i64, code: String, kind: String, name: String, folded: String, province_code: String,
    number: Option<String>, issued_on: Option<String>, valid_to: Option<Day>, last_day_on: Option<Day>,
    standing: Option<String>,
} =
    "select body.id, body.code, body.kind, body.name, body.folded, body.province_code,
            body_paper.number, body_paper.issued_on, body_paper.valid_to, body_paper.last_day_on,
            body_standing.standing
     from body
     left join body_standing
       on body_standing.body_id = body.id
      and body_standing.from_on <= $1
      and (body_standing.to_on is null or body_standing.to_on > $1)
     left join body_paper
       on body_paper.body_id = body.id
      and body_paper.position = (
        select max(latest.position)
        from body_paper as latest
        where latest.body_id = body.id
          and latest.counts_on <= $1)
     where (cast($2 as text) is null or body.kind = $2)
       and (cast($3 as text) is null or body.province_code = $3)
       and (cast($4 as text) is null or body_standing.standing = $4)
       and (cast($5 as text) is null or body.folded like $5 escape '!')
       and (cast($6 as text) is null or body.folded > $6 or (body.folded = $6 and body.id > $7))
       and exists (
         select 1
         from body_paper as granted
         where granted.body_id = body.id
           and granted.counts_on <= $1
           and (cast($9 as text) is null or granted.earliest_on >= $9)
           and (cast($10 as text) is null or granted.counts_on <= $10))
     order by body.folded, body.id
     limit $8");

sql!(counted(
    day: Day, kind: Option<&str>, province_code: Option<&str>, standing: Option<&str>, pattern: Option<&str>,
    issued_from: Option<Day>, issued_to: Option<Day>,
) -> Counted { number: i64 } =
    "select count(*) as number
     from body
     left join body_standing
       on body_standing.body_id = body.id
      and body_standing.from_on <= $1
      and (body_standing.to_on is null or body_standing.to_on > $1)
     where (cast($2 as text) is null or body.kind = $2)
       and (cast($3 as text) is null or body.province_code = $3)
       and (cast($4 as text) is null or body_standing.standing = $4)
       and (cast($5 as text) is null or body.folded like $5 escape '!')
       and exists (
         select 1
         from body_paper as granted
         where granted.body_id = body.id
           and granted.counts_on <= $1
           and (cast($6 as text) is null or granted.earliest_on >= $6)
           and (cast($7 as text) is null or granted.counts_on <= $7))");

sql!(used_provinces() -> ProvinceRow { province_code: String, first_on: Day, last_on: Day } =
    "select body.province_code, min(body_paper.counts_on) as first_on, max(body_paper.counts_on) as last_on
     from body
     inner join body_paper
       on body_paper.body_id = body.id
      and body_paper.position = 1
     where body.province_code <> ''
     group by body.province_code
     order by body.province_code");

platform::record_kind!(Body, "/bodies/", load, ids);

/// What a list of bodies shows: of those confirmed by the day, the ones that pass.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filter {
    /// The day whose standing and paper are shown.
    pub on: Day,
    /// Only this kind.
    pub kind: Option<BodyKind>,
    /// Only bodies seated in this province.
    pub province_code: Option<String>,
    /// Only those of this standing on the day.
    pub standing: Option<Standing>,
    /// Only those surely granted a paper on this day or later, the same paper as `issued_to` asks for.
    pub issued_from: Option<Day>,
    /// Only those surely granted a paper by this day.
    pub issued_to: Option<Day>,
    /// Only those whose name, code or number holds this, with or without accents.
    pub text: String,
}

impl Filter {
    /// Everything, as of `on`.
    pub fn on(on: Day) -> Filter {
        Filter {
            on,
            kind: None,
            province_code: None,
            standing: None,
            issued_from: None,
            issued_to: None,
            text: String::new(),
        }
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
) -> Result<Vec<BodyLine>> {
    let pattern = pattern(&filter.text);
    let (after_folded, after_id) = after.map_or((None, 0), |(folded, id)| (Some(folded), id));
    Ok(lines(
        tx,
        filter.on,
        filter.kind.map(BodyKind::word),
        filter.province_code.as_deref(),
        filter.standing.map(Standing::word),
        pattern.as_deref(),
        after_folded,
        after_id,
        limit,
        filter.issued_from,
        filter.issued_to,
    )?)
}

/// How many bodies a list has in all.
///
/// # Errors
/// When the database fails.
pub fn count(tx: &mut Tx<'_>, filter: &Filter) -> Result<i64> {
    let pattern = pattern(&filter.text);
    let rows = counted(
        tx,
        filter.on,
        filter.kind.map(BodyKind::word),
        filter.province_code.as_deref(),
        filter.standing.map(Standing::word),
        pattern.as_deref(),
        filter.issued_from,
        filter.issued_to,
    )?;
    Ok(rows.first().map_or(0, |row| row.number))
}

/// The ids of all bodies.
///
/// # Errors
/// When the database fails.
pub fn ids(tx: &mut Tx<'_>) -> Result<Vec<i64>> {
    Ok(all_ids(tx)?.into_iter().map(|row| row.id).collect())
}

/// Code, id and kind of every body, for imports and choices.
///
/// # Errors
/// When the database fails or holds a kind that the program does not know.
pub fn all_codes(tx: &mut Tx<'_>) -> Result<Vec<(String, i64, BodyKind)>> {
    codes(tx)?.into_iter().map(|row| Ok((row.code, row.id, kind_of(&row.kind)?))).collect()
}

/// The provinces in which bodies are seated: code, and by which maps it is read, the earliest first.
///
/// A code means the province of the map in force on the day of the body's first paper; a code
/// that the map of 2025 gave to another province is read by both.
///
/// # Errors
/// When the database fails.
pub fn provinces(tx: &mut Tx<'_>) -> Result<Vec<(String, Vec<&'static str>)>> {
    let maps = |row: &ProvinceRow| {
        let mut maps = vec![listing::map_on(row.first_on), listing::map_on(row.last_on)];
        maps.dedup();
        maps
    };
    Ok(used_provinces(tx)?.into_iter().map(|row| (row.province_code.clone(), maps(&row))).collect())
}

/// The body of an id.
///
/// # Errors
/// When the database fails or holds what the program does not know.
pub fn load(tx: &mut Tx<'_>, id: i64) -> Result<Option<Body>> {
    let Some(row) = row(tx, id)?.pop() else {
        return Ok(None);
    };
    let papers = papers(tx, id)?
        .into_iter()
        .map(|row| {
            let issued = known_date(&row.issued_on, row.known_by)?;
            Ok(Paper { number: row.number, issued, valid_to: row.valid_to, last_day_on: row.last_day_on })
        })
        .collect::<Result<_>>()?;
    let acts = acts(tx, id)?
        .into_iter()
        .map(|row| {
            let happened = known_date(&row.happened_on, row.known_by)?;
            Act::of_columns(&row.kind, happened, (row.reason, row.decision_no))
        })
        .collect::<Result<_>>()?;
    let periods = standings(tx, id)?
        .into_iter()
        .map(|row| Period::of_columns(&row.standing, row.from_on, row.to_on))
        .collect::<Result<_>>()?;
    Ok(Some(Body {
        id,
        code: row.code,
        kind: kind_of(&row.kind)?,
        content: Content { name: row.name, province_code: row.province_code, papers, acts },
        periods,
        owner_agency_id: row.owner_agency_id,
        revision: row.revision,
    }))
}

fn kind_of(word: &str) -> Result<BodyKind> {
    BodyKind::of_word(word).ok_or_else(|| Error::failed(format!("body kind {word:?} is not known")))
}

/// The body of a code.
///
/// # Errors
/// When the database fails.
pub fn by_code(tx: &mut Tx<'_>, code: &str) -> Result<Option<Body>> {
    match id_of_code(tx, code.trim())?.pop() {
        None => Ok(None),
        Some(found) => load(tx, found.id),
    }
}

/// The body that holds the paper of this number, whatever its case and spaces.
///
/// # Errors
/// When the database fails.
pub fn id_by_number(tx: &mut Tx<'_>, number: &str) -> Result<Option<i64>> {
    Ok(holder_of_number(tx, &fold_number(number))?.pop().map(|row| row.body_id))
}

/// Writes a body to which `events` were just applied, and journals them.
///
/// # Errors
/// When the database fails, or when another transaction has changed the body meanwhile.
pub fn save(tx: &mut Tx<'_>, body: &Body, events: &[BodyEvent]) -> Result<()> {
    let before = body.revision - events.len() as i64;
    let (id, content, folded) = (body.id, &body.content, body.folded());
    let (name, province_code) = (content.name.as_str(), content.province_code.as_str());
    if before == 0 {
        let kind = body.kind.word();
        insert(tx, id, &body.code, kind, name, &folded, province_code, body.owner_agency_id, body.revision)?;
    } else if update(tx, id, name, &folded, province_code, body.revision, before)? != 1 {
        return Err(platform::Refusal::from(Fault::Stale).into());
    }
    if before > 0 {
        delete_papers(tx, id)?;
        delete_acts(tx, id)?;
        delete_standings(tx, id)?;
    }
    write_papers(tx, body)?;
    write_acts(tx, body)?;
    record::journal(tx, body, events)
}

fn write_papers(tx: &mut Tx<'_>, body: &Body) -> Result<()> {
    for (position, paper) in (1..).zip(&body.content.papers) {
        let issued = KnownColumns::from(paper.issued);
        insert_paper(
            tx,
            body.id,
            position,
            &paper.number,
            &fold_number(&paper.number),
            &issued.text,
            issued.known_by,
            issued.earliest_on,
            issued.counts_on,
            paper.valid_to,
            paper.last_day_on,
        )?;
    }
    Ok(())
}

fn write_acts(tx: &mut Tx<'_>, body: &Body) -> Result<()> {
    for (position, act) in (1..).zip(&body.content.acts) {
        let happened = KnownColumns::from(act.happened);
        insert_act(
            tx,
            body.id,
            position,
            act.kind.word(),
            &happened.text,
            happened.known_by,
            happened.counts_on,
            &act.reason,
            &act.decision_no,
        )?;
    }
    for (position, period) in (1..).zip(&body.periods) {
        insert_standing(tx, body.id, position, period.standing.word(), period.from_on, period.to_on)?;
    }
    Ok(())
}

/// A new body, begun by `event`.
///
/// # Errors
/// When the event begins nothing.
pub fn begin(id: i64, event: &BodyEvent) -> Result<Body> {
    Body::begin(id, event).ok_or_else(|| Error::failed("a body begins with its confirmation"))
}
