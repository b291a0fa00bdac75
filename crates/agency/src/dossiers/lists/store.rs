//! Every SQL statement on the lists of dossiers.
//!
//! A page of the register is found in two steps: the ids of its rows, walked newest first along the index that
//! fits the filters best (an id grows with the time of receipt), then what is shown of each.

use super::filter::{Filter, Sought};
use crate::dossiers::store::id_of_code;
use crate::dossiers::{Channel, applicants};
use platform::search::pattern;
use platform::{Result, Tx, sql};
use std::collections::BTreeMap;

/// A walk along one index: every filter is asked of each row, so that any of them may lead. The sum of `$by`
/// stands at the head of every index but the key's, and so tells the planner which one is meant.
macro_rules! walk {
    ($(#[$meta:meta])* $name:ident ($($p:ident : $pt:ty),*) -> $row:ident, $by:literal, $leads:literal) => {
        sql!($(#[$meta])* $name(
            agency_id: i64, low_id: i64, before_id: i64, statuses: i64, procedure_id: Option<i64>,
            unit_id: Option<i64>, channel: Option<&str>, due_from: Option<i64>, due_to: Option<i64>,
            closed_from: Option<i64>, closed_to: Option<i64>, was_late: Option<bool>, limit: i64, $($p: $pt),*
        ) -> $row { id: i64 } = concat!(
            "select id
             from dossier
             where agency_id", $by, " = $1
               and id > $2
               and id < $3
               and ((cast(1 as bigint) << cast(status as integer)) & $4) <> 0
               and (cast($5 as bigint) is null or procedure_id = $5)
               and (cast($6 as bigint) is null or unit_id = $6)
               and (cast($7 as text) is null or channel = $7)
               and (cast($8 as bigint) is null or open_due_at >= $8)
               and (cast($9 as bigint) is null or open_due_at < $9)
               and (cast($10 as bigint) is null or closed_at >= $10)
               and (cast($11 as bigint) is null or closed_at < $11)
               and (cast($12 as boolean) is null or was_late = $12)
               ", $leads, "
             order by id desc
             limit $13"));
    };
}

walk!(
    /// Along the key: for filters that most rows pass, or none.
    newest() -> Newest, "", "");

walk!(
    /// Along a status.
    of_status(status: i64) -> OfStatus, " + 0", "and status = $14");

walk!(
    /// Along a procedure.
    of_procedure(leading_id: i64) -> OfProcedure, " + 0", "and procedure_id = $14");

walk!(
    /// Along a unit.
    of_unit(leading_id: i64) -> OfUnit, " + 0", "and unit_id = $14");

walk!(
    /// What is to be done between two moments.
    due_between(from_at: i64, to_at: i64) -> DueBetween, " + 0",
    "and open_due_at >= $14
               and open_due_at < $15");

sql!(
/// As [`due_between`] where no more is asked than its index holds: a long list of late work is found without a look
/// at each dossier.
due_alone(
    agency_id: i64, low_id: i64, before_id: i64, from_at: i64, to_at: i64, procedure_id: Option<i64>,
    unit_id: Option<i64>, limit: i64,
) -> DueAlone { id: i64 } =
    "select id
     from dossier
     where agency_id + 0 = $1
       and id > $2
       and id < $3
       and open_due_at >= $4
       and open_due_at < $5
       and (cast($6 as bigint) is null or procedure_id = $6)
       and (cast($7 as bigint) is null or unit_id = $7)
     order by id desc
     limit $8");

walk!(
    /// What ended between two moments.
    closed_between(from_at: i64, to_at: i64) -> ClosedBetween, " + 0",
    "and closed_at >= $14
               and closed_at < $15");

walk!(
    /// What ended late.
    late() -> EndedLate, " + 0", "and was_late");

walk!(
    /// Of people whose name has these words, few enough to begin with them.
    of_words(from: &[u8], to: &[u8]) -> OfWords, " + 0",
    "and applicant_id in (
                 select applicant_id
                 from applicant_words
                 where agency_id = $1
                   and words >= $14
                   and words < $15)");

walk!(
    /// Of people whose name has these words, so many that they are met soon anyway.
    of_common_words(first: &str, inside: &str) -> OfCommonWords, "",
    "and exists (
                 select 1
                 from applicant_person
                 where applicant_person.agency_id = $1
                   and applicant_person.applicant_id = dossier.applicant_id
                   and (folded like $14 escape '!' or folded like $15 escape '!'))");

walk!(
    /// Of whoever has this identity number.
    of_number(id_number: &str) -> OfNumber, " + 0",
    "and applicant_id in (
                 select applicant_id
                 from applicant_person
                 where agency_id = $1
                   and id_number = $14)");

sql!(people_of_words(agency_id: i64, from: &[u8], to: &[u8], limit: i64) -> PersonOfWords { applicant_id: i64 } =
    "select applicant_id
     from applicant_words
     where agency_id = $1
       and words >= $2
       and words < $3
     limit $4");

sql!(first_received(agency_id: i64, from_at: i64) -> FirstReceived { id: i64 } =
    "select id
     from dossier
     where agency_id = $1
       and received_at >= $2
     order by received_at, id
     limit 1");

sql!(
/// What the register shows of up to sixteen dossiers.
lines(
    agency_id: i64, id_1: i64, id_2: i64, id_3: i64, id_4: i64, id_5: i64, id_6: i64, id_7: i64, id_8: i64,
    id_9: i64, id_10: i64, id_11: i64, id_12: i64, id_13: i64, id_14: i64, id_15: i64, id_16: i64,
) -> Line {
    id: i64, code: String, name: Option<String>, procedure_id: i64, procedure_name: String, unit_id: i64,
    status: i64, channel: String, received_at: i64, due_at: Option<i64>, open_due_at: Option<i64>,
    closed_at: Option<i64>, was_late: Option<bool>,
} =
    "select dossier.id, dossier.code, applicant_person.name, dossier.procedure_id,
       admin_procedure.name as procedure_name, dossier.unit_id, dossier.status, dossier.channel,
       dossier.received_at, dossier.due_at, dossier.open_due_at, dossier.closed_at, dossier.was_late
     from dossier
     inner join admin_procedure on admin_procedure.id = dossier.procedure_id
     left join applicant_person
       on applicant_person.agency_id = dossier.agency_id
       and applicant_person.applicant_id = dossier.applicant_id
     where dossier.agency_id = $1
       and dossier.id in ($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)");

sql!(
/// The kept numbers of an agency's dossiers.
counts(agency_id: i64) -> Count { status: i64, procedure_id: i64, unit_id: i64, n: i64 } =
    "select status, procedure_id, unit_id, n
     from dossier_count
     where agency_id = $1
       and n <> 0");

sql!(
/// As [`counts`], by status alone.
counts_of_statuses(agency_id: i64) -> StatusCount { status: i64, n: i64 } =
    "select status, cast(sum(n) as bigint) as n
     from dossier_count
     where agency_id = $1
     group by status
     order by status");

sql!(
/// What [`counts`] keeps, counted anew: for verification.
recounted(agency_id: i64) -> Recount { status: i64, procedure_id: i64, unit_id: i64, n: i64 } =
    "select status, procedure_id, unit_id, count(*) as n
     from dossier
     where agency_id = $1
     group by status, procedure_id, unit_id");

sql!(
/// How many are to be done between two moments, by unit and procedure.
due_counts(agency_id: i64, from_at: i64, to_at: i64) -> DueCount { unit_id: i64, procedure_id: i64, n: i64 } =
    "select unit_id, procedure_id, count(*) as n
     from dossier
     where agency_id + 0 = $1
       and open_due_at >= $2
       and open_due_at < $3
     group by unit_id, procedure_id");

sql!(
/// How many ended between two moments, on time and late.
closed_counts(agency_id: i64, from_at: i64, to_at: i64) -> ClosedCount { was_late: Option<bool>, n: i64 } =
    "select was_late, count(*) as n
     from dossier
     where agency_id + 0 = $1
       and closed_at >= $2
       and closed_at < $3
     group by was_late");

sql!(
/// The procedures that the agency has ever switched on, by name.
procedures(agency_id: i64) -> ServedProcedure { procedure_id: i64, procedure_code: String, procedure_name: String } =
    "select procedure_id, procedure_code, procedure_name
     from service
     where agency_id = $1
     order by folded, id");

sql!(
/// The agencies that a desk receives or has received for.
handlers(desk_agency_id: i64) -> Handler { agency_id: i64 } =
    "select distinct agency_id
     from desk
     where desk_agency_id = $1
     order by agency_id");

/// Where the kept numbers differ from the dossiers: status, procedure and unit, kept and counted.
///
/// # Errors
/// When the database fails.
pub fn miscounted(tx: &mut Tx<'_>, agency_id: i64) -> Result<Vec<([i64; 3], i64, i64)>> {
    let mut all: BTreeMap<[i64; 3], (i64, i64)> = BTreeMap::new();
    for row in counts(tx, agency_id)? {
        all.entry([row.status, row.procedure_id, row.unit_id]).or_default().0 = row.n;
    }
    for row in recounted(tx, agency_id)? {
        all.entry([row.status, row.procedure_id, row.unit_id]).or_default().1 = row.n;
    }
    let differ = all.into_iter().filter(|(_, (kept, counted))| kept != counted);
    Ok(differ.map(|(of, (kept, counted))| (of, kept, counted)).collect())
}

/// A status of this many dossiers or fewer leads the walk.
const FEW: i64 = 20_000;
/// People of one name beyond which their dossiers are met soon enough along the key.
pub(super) const MANY_PEOPLE: i64 = 10_000;

/// One byte past every text that begins like this one.
pub(super) fn past(words: &str) -> Vec<u8> {
    [words.as_bytes(), &[0xff]].concat()
}

/// Which index leads.
enum Lead {
    Newest,
    Statuses,
    Procedure(i64),
    Unit(i64),
    Due,
    Closed,
    Late,
}

fn lead(tx: &mut Tx<'_>, agency_id: i64, filter: &Filter) -> Result<Lead> {
    let (due, closed) = (filter.due, filter.closed);
    if due.0.is_some() || due.1.is_some() {
        return Ok(Lead::Due);
    }
    if closed.0.is_some() {
        return Ok(Lead::Closed);
    }
    if filter.was_late == Some(true) {
        return Ok(Lead::Late);
    }
    if let Some(statuses) = &filter.statuses {
        let counts = counts_of_statuses(tx, agency_id)?;
        let chosen = |status: i64| statuses.iter().any(|one| one.number() == status);
        let sum: i64 = counts.iter().filter(|row| chosen(row.status)).map(|row| row.n).sum();
        if sum <= FEW || (filter.procedure_id, filter.unit_id) == (None, None) {
            return Ok(Lead::Statuses);
        }
    }
    Ok(match (filter.procedure_id, filter.unit_id) {
        (Some(id), _) => Lead::Procedure(id),
        (None, Some(id)) => Lead::Unit(id),
        (None, None) => Lead::Newest,
    })
}

/// The ids between which the days of receipt lie; none when nothing was received then. What ended before a moment
/// was received before it.
fn bounds(tx: &mut Tx<'_>, agency_id: i64, filter: &Filter) -> Result<Option<(i64, i64)>> {
    let low = match filter.received.0 {
        None => 0,
        Some(day) => match first_received(tx, agency_id, day.starts_at())?.pop() {
            Some(row) => row.id - 1,
            None => return Ok(None),
        },
    };
    let received_to = filter.received.1.map(|day| day.plus_days(1).starts_at());
    let high = match [received_to, filter.closed.1].into_iter().flatten().min() {
        None => i64::MAX,
        Some(at) => first_received(tx, agency_id, at)?.pop().map_or(i64::MAX, |row| row.id),
    };
    Ok(Some((low, high)))
}

/// Which part of the register is walked.
#[derive(Clone, Copy)]
struct Span {
    agency_id: i64,
    low_id: i64,
    before_id: i64,
    limit: i64,
}

/// Runs a walk for a span and a filter, with what leads it.
macro_rules! found {
    ($walk:ident, ($tx:expr, $span:expr, $filter:expr) $(, $lead:expr)*) => {
        $walk(
            $tx,
            $span.agency_id,
            $span.low_id,
            $span.before_id,
            $filter.mask(),
            $filter.procedure_id,
            $filter.unit_id,
            $filter.channel.map(Channel::word),
            $filter.due.0,
            $filter.due.1,
            $filter.closed.0,
            $filter.closed.1,
            $filter.was_late,
            $span.limit
            $(, $lead)*
        )?
        .into_iter()
        .map(|row| row.id)
        .collect::<Vec<i64>>()
    };
}

/// The ids that the filters leave, newest first, before `before_id`.
///
/// # Errors
/// When the database fails.
pub fn ids(
    tx: &mut Tx<'_>,
    agency_id: i64,
    filter: &Filter,
    (before_id, limit): (i64, i64),
) -> Result<Vec<i64>> {
    let Some((low_id, high_id)) = bounds(tx, agency_id, filter)? else { return Ok(Vec::new()) };
    let span = Span { agency_id, low_id, before_id: before_id.min(high_id), limit };
    match &filter.sought {
        Sought::Everything => led(tx, span, filter),
        Sought::Number(number) => Ok(found!(of_number, (tx, span, filter), number)),
        Sought::Name(name) => named(tx, span, (filter, name)),
        Sought::Code(code) => {
            let id = id_of_code(tx, agency_id, code)?.pop().map(|row| row.id);
            let id = id.filter(|id| *id > span.low_id && *id < span.before_id);
            passing(tx, agency_id, (filter, id))
        }
    }
}

/// Dossiers of people whose name has these words.
fn named(tx: &mut Tx<'_>, span: Span, (filter, name): (&Filter, &str)) -> Result<Vec<i64>> {
    let words = applicants::searched(name);
    let (from, to) = (words.as_bytes(), past(&words));
    let people = people_of_words(tx, span.agency_id, from, &to, MANY_PEOPLE + 1)?;
    if i64::try_from(people.len()).is_ok_and(|count| count <= MANY_PEOPLE) {
        return Ok(found!(of_words, (tx, span, filter), from, &to));
    }
    let (first, inside) = (pattern(&words), pattern(&format!(" {words}")));
    Ok(found!(of_common_words, (tx, span, filter), first.trim_start_matches('%'), inside.as_str()))
}

/// Dossiers along the index that fits the filters best.
fn led(tx: &mut Tx<'_>, span: Span, filter: &Filter) -> Result<Vec<i64>> {
    let least_and_most =
        |(from, to): (Option<i64>, Option<i64>)| (from.unwrap_or(i64::MIN), to.unwrap_or(i64::MAX));
    Ok(match lead(tx, span.agency_id, filter)? {
        Lead::Newest => found!(newest, (tx, span, filter)),
        Lead::Procedure(id) => found!(of_procedure, (tx, span, filter), id),
        Lead::Unit(id) => found!(of_unit, (tx, span, filter), id),
        Lead::Due if filter.is_of_due_index() => {
            let (from_at, to_at) = least_and_most(filter.due);
            let Span { agency_id, low_id, before_id, limit } = span;
            let (procedure_id, unit_id) = (filter.procedure_id, filter.unit_id);
            let rows =
                due_alone(tx, agency_id, low_id, before_id, from_at, to_at, procedure_id, unit_id, limit)?;
            rows.into_iter().map(|row| row.id).collect()
        }
        Lead::Due => {
            let (from_at, to_at) = least_and_most(filter.due);
            found!(due_between, (tx, span, filter), from_at, to_at)
        }
        Lead::Closed => {
            let (from_at, to_at) = least_and_most(filter.closed);
            found!(closed_between, (tx, span, filter), from_at, to_at)
        }
        Lead::Late => found!(late, (tx, span, filter)),
        Lead::Statuses => {
            let mut all = Vec::new();
            for status in filter.statuses.iter().flatten() {
                all.extend(found!(of_status, (tx, span, filter), status.number()));
            }
            all.sort_unstable_by_key(|id| std::cmp::Reverse(*id));
            all.truncate(usize::try_from(span.limit).unwrap_or(usize::MAX));
            all
        }
    })
}

/// The dossier of a code, if the other filters leave it.
fn passing(tx: &mut Tx<'_>, agency_id: i64, (filter, id): (&Filter, Option<i64>)) -> Result<Vec<i64>> {
    let Some(id) = id else { return Ok(Vec::new()) };
    let others = Filter { sought: Sought::Everything, received: (None, None), ..filter.clone() };
    let rest = ids(tx, agency_id, &others, (id + 1, 1))?;
    Ok(rest.into_iter().filter(|found| *found == id).collect())
}

/// What the register shows of these dossiers, in their order.
///
/// # Errors
/// When the database fails.
pub fn lines_of(tx: &mut Tx<'_>, agency_id: i64, ids: &[i64]) -> Result<Vec<Line>> {
    let mut all = Vec::with_capacity(ids.len());
    for some in ids.chunks(16) {
        let at = |index: usize| some.get(index).copied().unwrap_or(0);
        let mut rows = lines(
            tx,
            agency_id,
            at(0),
            at(1),
            at(2),
            at(3),
            at(4),
            at(5),
            at(6),
            at(7),
            at(8),
            at(9),
            at(10),
            at(11),
            at(12),
            at(13),
            at(14),
            at(15),
        )?;
        rows.sort_unstable_by_key(|row| std::cmp::Reverse(row.id));
        all.extend(rows);
    }
    Ok(all)
}
