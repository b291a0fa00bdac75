//! Every statement on experts' cards.

use super::model::{Card, CardEvent, CardKind, CardRole, Content};
use crate::certificates::fold_number;
use crate::columns::pattern;
use crate::standing::{Act, Fault, Paper, Period, Standing};
use platform::{Day, Error, Record, Result, Tx, record, sql};
use registers::{KnownColumns, known_date};

sql!(row(id: i64) -> CardRow {
    number: String, holder: String, kind: String, body_id: Option<i64>, role: Option<String>, extra: bool,
    issued_on: String, known_by: Option<Day>, valid_to: Option<Day>, last_day_on: Option<Day>,
    owner_agency_id: i64, revision: i64,
} =
    "select number, holder, kind, body_id, role, extra, issued_on, known_by, valid_to, last_day_on,
            owner_agency_id, revision
     from expert_card
     where id = $1");

sql!(acts(card_id: i64) -> ActRow {
    kind: String, happened_on: String, known_by: Option<Day>, reason: String, decision_no: String,
} =
    "select kind, happened_on, known_by, reason, decision_no
     from expert_card_act
     where card_id = $1
     order by position");

sql!(standings(card_id: i64) -> StandingRow { standing: String, from_on: Day, to_on: Option<Day> } =
    "select standing, from_on, to_on
     from expert_card_standing
     where card_id = $1
     order by position");

sql!(id_of_number(folded_number: &str) -> IdOfNumber { id: i64 } =
    "select id
     from expert_card
     where folded_number = $1");

sql!(all_ids() -> AnyId { id: i64 } =
    "select id
     from expert_card
     order by id");

sql!(insert(
    id: i64, number: &str, folded_number: &str, holder: &str, folded: &str, kind: &str, body_id: Option<i64>,
    role: Option<&str>, extra: bool, issued_on: &str, known_by: Option<Day>, earliest_on: Option<Day>,
    counts_on: Day, valid_to: Option<Day>, last_day_on: Option<Day>, owner_agency_id: i64, revision: i64,
) =
    "insert into expert_card (id, number, folded_number, holder, folded, kind, body_id, role, extra, issued_on,
                              known_by, earliest_on, counts_on, valid_to, last_day_on, owner_agency_id, revision)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)");

sql!(update(
    id: i64, number: &str, folded_number: &str, holder: &str, folded: &str, body_id: Option<i64>,
    role: Option<&str>, extra: bool, issued_on: &str, known_by: Option<Day>, earliest_on: Option<Day>,
    counts_on: Day, valid_to: Option<Day>, last_day_on: Option<Day>, revision: i64, before: i64,
) =
    "update expert_card
     set number = $2, folded_number = $3, holder = $4, folded = $5, body_id = $6, role = $7, extra = $8,
         issued_on = $9, known_by = $10, earliest_on = $11, counts_on = $12, valid_to = $13,
         last_day_on = $14, revision = $15
     where id = $1
       and revision = $16");

sql!(delete_acts(card_id: i64) =
    "delete from expert_card_act
     where card_id = $1");

sql!(insert_act(
    card_id: i64, position: i64, kind: &str, happened_on: &str, known_by: Option<Day>, counts_on: Day,
    reason: &str, decision_no: &str,
) =
    "insert into expert_card_act (card_id, position, kind, happened_on, known_by, counts_on, reason, decision_no)
     values ($1, $2, $3, $4, $5, $6, $7, $8)");

sql!(delete_standings(card_id: i64) =
    "delete from expert_card_standing
     where card_id = $1");

sql!(insert_standing(card_id: i64, position: i64, standing: &str, from_on: Day, to_on: Option<Day>) =
    "insert into expert_card_standing (card_id, position, standing, from_on, to_on)
     values ($1, $2, $3, $4, $5)");

sql!(lines(
    day: Day, kind: Option<&str>, body_id: Option<i64>, standing: Option<&str>, pattern: Option<&str>,
    after_folded: Option<&str>, after_id: i64, limit: i64, province_code: Option<&str>,
    issued_from: Option<Day>, issued_to: Option<Day>,
) -> CardLine {
    id: i64, number: String, holder: String, folded: String, kind: String, role: Option<String>, extra: bool,
    body_id: Option<i64>, body_code: Option<String>, body_name: Option<String>, issued_on: String,
    valid_to: Option<Day>, last_day_on: Option<Day>, standing: Option<String>,
} =
    "select expert_card.id, expert_card.number, expert_card.holder, expert_card.folded, expert_card.kind,
            expert_card.role, expert_card.extra, expert_card.body_id, body.code as body_code,
            body.name as body_name, expert_card.issued_on, expert_card.valid_to, expert_card.last_day_on,
            expert_card_standing.standing
     from expert_card
     left join body
       on body.id = expert_card.body_id
     left join expert_card_standing
       on expert_card_standing.card_id = expert_card.id
      and expert_card_standing.from_on <= $1
      and (expert_card_standing.to_on is null or expert_card_standing.to_on > $1)
     where (cast($2 as text) is null or expert_card.kind = $2)
       and (cast($3 as bigint) is null or expert_card.body_id = $3)
       and (cast($4 as text) is null or expert_card_standing.standing = $4)
       and (cast($5 as text) is null or expert_card.folded like $5 escape '!')
       and (cast($6 as text) is null
            or expert_card.folded > $6
            or (expert_card.folded = $6 and expert_card.id > $7))
       and (cast($9 as text) is null or body.province_code = $9)
       and expert_card.counts_on <= $1
       and (cast($10 as text) is null or expert_card.earliest_on >= $10)
       and (cast($11 as text) is null or expert_card.counts_on <= $11)
     order by expert_card.folded, expert_card.id
     limit $8");

sql!(counted(
    day: Day, kind: Option<&str>, body_id: Option<i64>, standing: Option<&str>, pattern: Option<&str>,
    province_code: Option<&str>, issued_from: Option<Day>, issued_to: Option<Day>,
) -> Counted { number: i64 } =
    "select count(*) as number
     from expert_card
     left join body
       on body.id = expert_card.body_id
     left join expert_card_standing
       on expert_card_standing.card_id = expert_card.id
      and expert_card_standing.from_on <= $1
      and (expert_card_standing.to_on is null or expert_card_standing.to_on > $1)
     where (cast($2 as text) is null or expert_card.kind = $2)
       and (cast($3 as bigint) is null or expert_card.body_id = $3)
       and (cast($4 as text) is null or expert_card_standing.standing = $4)
       and (cast($5 as text) is null or expert_card.folded like $5 escape '!')
       and (cast($6 as text) is null or body.province_code = $6)
       and expert_card.counts_on <= $1
       and (cast($7 as text) is null or expert_card.earliest_on >= $7)
       and (cast($8 as text) is null or expert_card.counts_on <= $8)");

platform::record_kind!(Card, "/experts/", load, ids);

/// What a list of cards shows: of those granted by the day, the ones that pass.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filter {
    /// The day whose standing is shown.
    pub on: Day,
    /// Only this kind.
    pub kind: Option<CardKind>,
    /// Only cards of this body: the cards linked on a body's page.
    pub body_id: Option<i64>,
    /// Only cards of bodies seated in this province.
    pub province_code: Option<String>,
    /// Only those of this standing on the day.
    pub standing: Option<Standing>,
    /// Only those surely granted on this day or later.
    pub issued_from: Option<Day>,
    /// Only those surely granted by this day.
    pub issued_to: Option<Day>,
    /// Only those whose holder or number holds this, with or without accents.
    pub text: String,
}

impl Filter {
    /// Everything, as of `on`.
    pub fn on(on: Day) -> Filter {
        Filter {
            on,
            kind: None,
            body_id: None,
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
) -> Result<Vec<CardLine>> {
    let pattern = pattern(&filter.text);
    let (after_folded, after_id) = after.map_or((None, 0), |(folded, id)| (Some(folded), id));
    Ok(lines(
        tx,
        filter.on,
        filter.kind.map(CardKind::word),
        filter.body_id,
        filter.standing.map(Standing::word),
        pattern.as_deref(),
        after_folded,
        after_id,
        limit,
        filter.province_code.as_deref(),
        filter.issued_from,
        filter.issued_to,
    )?)
}

/// How many cards a list has in all.
///
/// # Errors
/// When the database fails.
pub fn count(tx: &mut Tx<'_>, filter: &Filter) -> Result<i64> {
    let pattern = pattern(&filter.text);
    let rows = counted(
        tx,
        filter.on,
        filter.kind.map(CardKind::word),
        filter.body_id,
        filter.standing.map(Standing::word),
        pattern.as_deref(),
        filter.province_code.as_deref(),
        filter.issued_from,
        filter.issued_to,
    )?;
    Ok(rows.first().map_or(0, |row| row.number))
}

/// The ids of all cards.
///
/// # Errors
/// When the database fails.
pub fn ids(tx: &mut Tx<'_>) -> Result<Vec<i64>> {
    Ok(all_ids(tx)?.into_iter().map(|row| row.id).collect())
}

/// The card of an id.
///
/// # Errors
/// When the database fails or holds what the program does not know.
pub fn load(tx: &mut Tx<'_>, id: i64) -> Result<Option<Card>> {
    let Some(row) = row(tx, id)?.pop() else {
        return Ok(None);
    };
    let (acts, periods) = (load_acts(tx, id)?, load_periods(tx, id)?);
    let role = match row.role.as_deref() {
        None => None,
        Some(word) => Some(CardRole::of_word(word).ok_or_else(|| unknown("role", word))?),
    };
    let paper = Paper {
        number: row.number,
        issued: known_date(&row.issued_on, row.known_by)?,
        valid_to: row.valid_to,
        last_day_on: row.last_day_on,
    };
    Ok(Some(Card {
        id,
        kind: CardKind::of_word(&row.kind).ok_or_else(|| unknown("kind", &row.kind))?,
        content: Content { holder: row.holder, body_id: row.body_id, role, extra: row.extra, paper, acts },
        periods,
        owner_agency_id: row.owner_agency_id,
        revision: row.revision,
    }))
}

fn load_acts(tx: &mut Tx<'_>, card_id: i64) -> Result<Vec<Act>> {
    let rows = acts(tx, card_id)?;
    rows.into_iter()
        .map(|row| {
            let happened = known_date(&row.happened_on, row.known_by)?;
            Act::of_columns(&row.kind, happened, (row.reason, row.decision_no))
        })
        .collect()
}

fn load_periods(tx: &mut Tx<'_>, card_id: i64) -> Result<Vec<Period>> {
    let rows = standings(tx, card_id)?;
    rows.into_iter().map(|row| Period::of_columns(&row.standing, row.from_on, row.to_on)).collect()
}

fn unknown(what: &str, word: &str) -> Error {
    Error::failed(format!("card {what} {word:?} is not known"))
}

/// The card of a number, whatever its case and spaces.
///
/// # Errors
/// When the database fails.
pub fn by_number(tx: &mut Tx<'_>, number: &str) -> Result<Option<Card>> {
    match id_of_number(tx, &fold_number(number))?.pop() {
        None => Ok(None),
        Some(found) => load(tx, found.id),
    }
}

/// Writes a card to which `events` were just applied, and journals them.
///
/// # Errors
/// When the database fails, or when another transaction has changed the card meanwhile.
pub fn save(tx: &mut Tx<'_>, card: &Card, events: &[CardEvent]) -> Result<()> {
    let before = card.revision - events.len() as i64;
    if before == 0 {
        insert_row(tx, card)?;
    } else if update_row(tx, card, before)? != 1 {
        return Err(platform::Refusal::from(Fault::Stale).into());
    }
    // A new card has no rows to replace, and most have no acts: an import is spared the statements.
    if before > 0 {
        delete_acts(tx, card.id)?;
        delete_standings(tx, card.id)?;
    }
    write_acts(tx, card)?;
    record::journal(tx, card, events)
}

fn insert_row(tx: &mut Tx<'_>, card: &Card) -> Result<()> {
    let (content, paper) = (&card.content, &card.content.paper);
    let issued = KnownColumns::from(paper.issued);
    insert(
        tx,
        card.id,
        &paper.number,
        &fold_number(&paper.number),
        &content.holder,
        &card.folded(),
        card.kind.word(),
        content.body_id,
        content.role.map(CardRole::word),
        content.extra,
        &issued.text,
        issued.known_by,
        issued.earliest_on,
        issued.counts_on,
        paper.valid_to,
        paper.last_day_on,
        card.owner_agency_id,
        card.revision,
    )?;
    Ok(())
}

fn update_row(tx: &mut Tx<'_>, card: &Card, before: i64) -> Result<u64> {
    let (content, paper) = (&card.content, &card.content.paper);
    let issued = KnownColumns::from(paper.issued);
    Ok(update(
        tx,
        card.id,
        &paper.number,
        &fold_number(&paper.number),
        &content.holder,
        &card.folded(),
        content.body_id,
        content.role.map(CardRole::word),
        content.extra,
        &issued.text,
        issued.known_by,
        issued.earliest_on,
        issued.counts_on,
        paper.valid_to,
        paper.last_day_on,
        card.revision,
        before,
    )?)
}

fn write_acts(tx: &mut Tx<'_>, card: &Card) -> Result<()> {
    for (position, act) in (1..).zip(&card.content.acts) {
        let happened = KnownColumns::from(act.happened);
        insert_act(
            tx,
            card.id,
            position,
            act.kind.word(),
            &happened.text,
            happened.known_by,
            happened.counts_on,
            &act.reason,
            &act.decision_no,
        )?;
    }
    for (position, period) in (1..).zip(&card.periods) {
        insert_standing(tx, card.id, position, period.standing.word(), period.from_on, period.to_on)?;
    }
    Ok(())
}

/// A new card, begun by `event`.
///
/// # Errors
/// When the event begins nothing.
pub fn begin(id: i64, event: &CardEvent) -> Result<Card> {
    Card::begin(id, event).ok_or_else(|| Error::failed("a card begins with its grant"))
}
