//! Every statement of the agencies, and loading and saving them whole.

use super::model::{
    Agency, AgencyEvent, AgencyFacts, AgencyName, AgencyPeriod, Level, Obligation, Succession, SuccessionKind,
};
use crate::known::{KnownColumns, known_date};
use platform::{Day, Error, Record, Result, Tx, record, sql};

sql!(agency_line(id: i64) -> AgencyLine {
    id: i64, code: String, level: String, kind: String, ministry_code: Option<String>, province_code: Option<String>,
    district_code: Option<String>, commune_code: Option<String>, name: String, folded: String,
    obligation: Option<String>, from_on: Option<Day>, to_on: Option<Day>, class_id: i64, owner_agency_id: i64,
    revision: i64,
} =
    "select id, code, level, kind, ministry_code, province_code, district_code, commune_code, name, folded,
       obligation, from_on, to_on, class_id, owner_agency_id, revision
     from agency
     where id = $1");

sql!(id_of_code(code: &str) -> AgencyId { id: i64 } =
    "select id
     from agency
     where code = $1");

sql!(all_ids() -> AnyAgencyId { id: i64 } =
    "select id
     from agency
     order by id");

sql!(every_code() -> CodeOfId { code: String, id: i64 } =
    "select code, id
     from agency");

sql!(release_mark(name: &str) -> ReleaseMark { sha256: String } =
    "select sha256
     from release_mark
     where name = $1");

sql!(set_release_mark(name: &str, sha256: &str) =
    "insert into release_mark (name, sha256)
     values ($1, $2)
     on conflict (name) do update set sha256 = excluded.sha256");

sql!(all_codes() -> AnyCode { code: String } =
    "select code
     from agency");

sql!(every_agency() -> EveryAgency {
    id: i64, code: String, kind: String, name: String, ministry_code: Option<String>, province_code: Option<String>,
    district_code: Option<String>, commune_code: Option<String>, from_on: Option<Day>, to_on: Option<Day>,
} =
    "select id, code, kind, name, ministry_code, province_code, district_code, commune_code, from_on, to_on
     from agency
     order by id");

sql!(every_succession() -> EverySuccession { agency_id: i64, successor_id: Option<i64> } =
    "select agency_id, successor_id
     from agency_succession
     order by agency_id, position");

sql!(forget_connections() = "delete from agency_connection");

sql!(insert_connection(
    agency_id: i64, today_agency_id: Option<i64>, certainty: &str, reason_key: &str, others: i64,
) =
    "insert into agency_connection (agency_id, today_agency_id, certainty, reason_key, others)
     values ($1, $2, $3, $4, $5)");

sql!(connection(agency_id: i64) -> ConnectionLine {
    today_agency_id: Option<i64>, certainty: String, reason_key: String, others: i64,
} =
    "select today_agency_id, certainty, reason_key, others
     from agency_connection
     where agency_id = $1");

sql!(
    /// How many earlier agencies are connected to today's, and how many are not, by reason.
    count_connections() -> ConnectionCount { certainty: String, reason_key: String, connected: bool, agencies: i64 } =
    "select certainty, reason_key, today_agency_id is not null as connected, count(*) as agencies
     from agency_connection
     group by certainty, reason_key, today_agency_id is not null
     order by certainty, reason_key, connected");

sql!(
    /// One page of earlier agencies by whether they are connected; `after` is the last id of the page before.
    connections_page(connected: bool, after: i64, count: i64) -> ListedConnection {
        agency_id: i64, code: String, name: String, kind: String, today_agency_id: Option<i64>,
        today_name: Option<String>, certainty: String, reason_key: String, others: i64,
    } =
    "select agency.id as agency_id, agency.code, agency.name, agency.kind, agency_connection.today_agency_id,
       today.name as today_name, agency_connection.certainty, agency_connection.reason_key, agency_connection.others
     from agency_connection
     inner join agency on agency.id = agency_connection.agency_id
     left join agency as today on today.id = agency_connection.today_agency_id
     where (agency_connection.today_agency_id is not null) = $1
       and agency_connection.agency_id > $2
     order by agency_connection.agency_id
     limit $3");

sql!(count_agencies() -> AgencyCount { agencies: i64 } =
    "select count(*) as agencies
     from agency");

sql!(
    /// One page of agencies in the order of their search text, which begins with the code.
    list_page(
        day: Option<Day>, level: Option<&str>, kind: Option<&str>, ministry_code: Option<&str>,
        province_code: Option<&str>, like: Option<&str>, after_folded: &str, after_id: i64, count: i64,
    ) -> ListedAgency {
        id: i64, code: String, level: String, kind: String, name: String, folded: String,
        ministry_code: Option<String>, province_code: Option<String>, obligation: Option<String>,
        from_on: Option<Day>, to_on: Option<Day>,
    } =
    "select id, code, level, kind, name, folded, ministry_code, province_code, obligation, from_on, to_on
     from agency
     where (folded, id) > ($7, $8)
       and (cast($1 as text) is null or from_on is null or from_on <= $1)
       and (cast($1 as text) is null or to_on is null or to_on > $1)
       and (cast($2 as text) is null or level = $2)
       and (cast($3 as text) is null or kind = $3)
       and (cast($4 as text) is null or ministry_code = $4)
       and (cast($5 as text) is null or province_code = $5)
       and (cast($6 as text) is null or folded like $6 escape '!')
     order by folded, id
     limit $9");

sql!(names(agency_id: i64) -> NameLine { from_on: Option<Day>, to_on: Option<Day>, name: String } =
    "select from_on, to_on, name
     from agency_name
     where agency_id = $1
     order by position");

sql!(phases(agency_id: i64) -> PhaseLine {
    from_on: Option<Day>, to_on: Option<Day>, kind: String, parent_code: Option<String>,
    ministry_code: Option<String>, province_code: Option<String>, district_code: Option<String>,
    commune_code: Option<String>, obligation: Option<String>,
} =
    "select from_on, to_on, kind, parent_code, ministry_code, province_code, district_code, commune_code, obligation
     from agency_phase
     where agency_id = $1
     order by position");

sql!(
    /// As what an agency counts over time.
    periods(agency_id: i64) -> ClassPeriod { from_on: Day, to_on: Option<Day>, class_id: i64 } =
    "select from_on, to_on, class_id
     from agency_period
     where agency_id = $1
     order by from_on");

sql!(class_id_on(agency_id: i64, day: Day) -> ClassOn { class_id: i64 } =
    "select class_id
     from agency_period
     where agency_id = $1
       and from_on <= $2
       and (to_on is null or to_on > $2)");

sql!(successions(agency_id: i64) -> SuccessionLine {
    successor_id: Option<i64>, successor_code: Option<String>, kind: String, on_text: String, known_by: Option<Day>,
    basis: String,
} =
    "select successor_id, successor_code, kind, on_text, known_by, basis
     from agency_succession
     where agency_id = $1
     order by position");

sql!(predecessors(successor_id: i64) -> PredecessorLine { agency_id: i64, kind: String, counts_on: Day } =
    "select agency_id, kind, counts_on
     from agency_succession
     where successor_id = $1
     order by counts_on, agency_id");

sql!(insert_agency(
    id: i64, code: &str, level: &str, kind: &str, ministry_code: Option<&str>, province_code: Option<&str>,
    district_code: Option<&str>, commune_code: Option<&str>, name: &str, folded: &str, obligation: Option<&str>,
    from_on: Option<Day>, to_on: Option<Day>, class_id: i64, owner_agency_id: i64, revision: i64,
) =
    "insert into agency (id, code, level, kind, ministry_code, province_code, district_code, commune_code, name,
       folded, obligation, from_on, to_on, class_id, owner_agency_id, revision)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)");

sql!(update_agency(
    id: i64, code: &str, level: &str, kind: &str, ministry_code: Option<&str>, province_code: Option<&str>,
    district_code: Option<&str>, commune_code: Option<&str>, name: &str, folded: &str, obligation: Option<&str>,
    from_on: Option<Day>, to_on: Option<Day>, class_id: i64, owner_agency_id: i64, revision: i64,
) =
    "update agency
     set code = $2, level = $3, kind = $4, ministry_code = $5, province_code = $6, district_code = $7,
       commune_code = $8, name = $9, folded = $10, obligation = $11, from_on = $12, to_on = $13, class_id = $14,
       owner_agency_id = $15, revision = $16
     where id = $1");

sql!(insert_name(agency_id: i64, position: i64, from_on: Option<Day>, to_on: Option<Day>, name: &str) =
    "insert into agency_name (agency_id, position, from_on, to_on, name)
     values ($1, $2, $3, $4, $5)");

sql!(delete_names(agency_id: i64) =
    "delete from agency_name
     where agency_id = $1");

sql!(insert_period(agency_id: i64, from_on: Day, to_on: Option<Day>, class_id: i64) =
    "insert into agency_period (agency_id, from_on, to_on, class_id)
     values ($1, $2, $3, $4)");

sql!(insert_phase(
    agency_id: i64, position: i64, from_on: Option<Day>, to_on: Option<Day>, kind: &str, parent_code: Option<&str>,
    ministry_code: Option<&str>, province_code: Option<&str>, district_code: Option<&str>,
    commune_code: Option<&str>, obligation: Option<&str>,
) =
    "insert into agency_phase (agency_id, position, from_on, to_on, kind, parent_code, ministry_code, province_code,
       district_code, commune_code, obligation)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)");

sql!(delete_periods(agency_id: i64) =
    "delete from agency_period
     where agency_id = $1");

sql!(delete_phases(agency_id: i64) =
    "delete from agency_phase
     where agency_id = $1");

sql!(insert_succession(
    agency_id: i64, position: i64, successor_id: Option<i64>, successor_code: Option<&str>, kind: &str, on_text: &str,
    known_by: Option<Day>, earliest_on: Option<Day>, counts_on: Day, basis: &str,
) =
    "insert into agency_succession (agency_id, position, successor_id, successor_code, kind, on_text, known_by,
       earliest_on, counts_on, basis)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)");

sql!(delete_successions(agency_id: i64) =
    "delete from agency_succession
     where agency_id = $1");

sql!(kinds() -> Kind {
    code: String, name_vi: String, name_en: String, level: String, from_on: Option<Day>, to_on: Option<Day>,
} =
    "select code, name_vi, name_en, level, from_on, to_on
     from agency_kind
     order by level, code");

sql!(kind_of_code(code: &str) -> KindLevel { level: String } =
    "select level
     from agency_kind
     where code = $1");

sql!(rules_of(kind: &str) -> RuleOf { from_on: Day, to_on: Option<Day> } =
    "select from_on, to_on
     from obligation_rule
     where kind = $1
     order by from_on");

sql!(rule_on(kind: &str, day: Day) -> RuleOn { duty: String, basis: String, certainty: String } =
    "select duty, basis, certainty
     from obligation_rule
     where kind = $1
       and from_on <= $2
       and (to_on is null or to_on > $2)");

sql!(class_of(
    level: &str, kind: &str, ministry_code: &str, province_code: &str, map: &str, obligation: &str,
) -> ClassId { id: i64 } =
    "select id
     from agency_class
     where level = $1
       and kind = $2
       and ministry_code = $3
       and province_code = $4
       and map = $5
       and obligation = $6");

sql!(
    /// The id is the next small number; two writers that add a class at once both find the first one's.
    add_class(
        level: &str, kind: &str, ministry_code: &str, province_code: &str, map: &str, obligation: &str,
    ) =
    "insert into agency_class (id, level, kind, ministry_code, province_code, map, obligation)
     select coalesce(max(id), 0) + 1, $1, $2, $3, $4, $5, $6
     from agency_class
     where true
     on conflict do nothing");

sql!(class_line(id: i64) -> ClassLine {
    level: String, kind: String, ministry_code: String, province_code: String, map: String, obligation: String,
} =
    "select level, kind, ministry_code, province_code, map, obligation
     from agency_class
     where id = $1");

/// The agency of this id, if there is one.
///
/// # Errors
/// When the database fails or a row holds what no row may hold.
pub fn load(tx: &mut Tx<'_>, id: i64) -> Result<Option<Agency>> {
    let Some(line) = agency_line(tx, id)?.pop() else {
        return Ok(None);
    };
    let names = names(tx, id)?;
    let periods = phases(tx, id)?.into_iter().map(period).collect::<Result<Vec<_>>>()?;
    if names.is_empty() || periods.is_empty() {
        return Err(Error::failed(format!("agency {} has lost its names or periods", line.code)));
    }
    let successions = successions(tx, id)?.into_iter().map(succession).collect::<Result<_>>()?;
    Ok(Some(Agency {
        id,
        owner_agency_id: line.owner_agency_id,
        facts: AgencyFacts {
            level: Level::of_word(&line.level).ok_or_else(|| unknown("level", &line.level))?,
            from_on: line.from_on,
            to_on: line.to_on,
            names: names
                .into_iter()
                .map(|row| AgencyName { from_on: row.from_on, to_on: row.to_on, name: row.name })
                .collect(),
            periods,
        },
        successions,
        revision: line.revision,
        code: line.code,
    }))
}

fn unknown(what: &str, word: &str) -> Error {
    Error::failed(format!("a row holds the unknown {what} {word:?}"))
}

fn period(row: PhaseLine) -> Result<AgencyPeriod> {
    Ok(AgencyPeriod {
        from_on: row.from_on,
        to_on: row.to_on,
        kind: row.kind,
        parent_code: row.parent_code,
        ministry_code: row.ministry_code,
        province_code: row.province_code,
        district_code: row.district_code,
        commune_code: row.commune_code,
        obligation: row
            .obligation
            .map(|word| Obligation::of_word(&word).ok_or_else(|| unknown("obligation", &word)))
            .transpose()?,
    })
}

fn succession(row: SuccessionLine) -> Result<Succession> {
    Ok(Succession {
        successor_id: row.successor_id,
        successor_code: row.successor_code,
        kind: SuccessionKind::of_word(&row.kind).ok_or_else(|| unknown("succession", &row.kind))?,
        on: known_date(&row.on_text, row.known_by)?,
        basis: row.basis,
    })
}

/// The ids of all agencies.
///
/// # Errors
/// When the database fails.
pub fn ids(tx: &mut Tx<'_>) -> Result<Vec<i64>> {
    Ok(all_ids(tx)?.into_iter().map(|row| row.id).collect())
}

/// Writes the rows of an agency that `events`, already applied, have begun or changed, and journals them.
///
/// # Errors
/// When the database fails.
pub fn save(tx: &mut Tx<'_>, agency: &Agency, events: &[AgencyEvent]) -> Result<()> {
    let periods = super::class_periods::of(tx, agency, super::classes::id_of)?;
    let line = line_of(agency, &periods);
    let begun = matches!(events.first(), Some(AgencyEvent::Entered { .. }));
    if begun {
        write_line(tx, &line, insert_agency)?;
    } else {
        write_line(tx, &line, update_agency)?;
        delete_names(tx, agency.id)?;
        delete_phases(tx, agency.id)?;
        delete_periods(tx, agency.id)?;
        delete_successions(tx, agency.id)?;
    }
    super::listing::put_name_order(tx, agency.id, &line.name)?;
    save_parts(tx, agency)?;
    for period in &periods {
        insert_period(tx, agency.id, period.from_on, period.to_on, period.class_id)?;
    }
    record::journal(tx, agency, events)
}

type LineStatement = fn(
    &mut Tx<'_>,
    i64,
    &str,
    &str,
    &str,
    Option<&str>,
    Option<&str>,
    Option<&str>,
    Option<&str>,
    &str,
    &str,
    Option<&str>,
    Option<Day>,
    Option<Day>,
    i64,
    i64,
    i64,
) -> std::result::Result<u64, platform::db::DbError>;

fn write_line(tx: &mut Tx<'_>, line: &AgencyLine, statement: LineStatement) -> Result<()> {
    statement(
        tx,
        line.id,
        &line.code,
        &line.level,
        &line.kind,
        line.ministry_code.as_deref(),
        line.province_code.as_deref(),
        line.district_code.as_deref(),
        line.commune_code.as_deref(),
        &line.name,
        &line.folded,
        line.obligation.as_deref(),
        line.from_on,
        line.to_on,
        line.class_id,
        line.owner_agency_id,
        line.revision,
    )?;
    Ok(())
}

/// The row of an agency, every column of it following from the record and its class periods.
pub fn line_of(agency: &Agency, periods: &[ClassPeriod]) -> AgencyLine {
    let last = agency.period().clone();
    AgencyLine {
        id: agency.id,
        code: agency.code.clone(),
        level: agency.facts.level.word().to_owned(),
        kind: last.kind,
        ministry_code: last.ministry_code,
        province_code: last.province_code,
        district_code: last.district_code,
        commune_code: last.commune_code,
        name: agency.name().to_owned(),
        folded: agency.folded(),
        obligation: last.obligation.map(|obligation| obligation.word().to_owned()),
        from_on: agency.facts.from_on,
        to_on: agency.facts.to_on,
        class_id: periods.last().map_or(0, |period| period.class_id),
        owner_agency_id: agency.owner_agency_id(),
        revision: agency.revision,
    }
}

fn save_parts(tx: &mut Tx<'_>, agency: &Agency) -> Result<()> {
    for (position, name) in (0..).zip(&agency.facts.names) {
        insert_name(tx, agency.id, position, name.from_on, name.to_on, &name.name)?;
    }
    for (position, period) in (0..).zip(&agency.facts.periods) {
        insert_phase(
            tx,
            agency.id,
            position,
            period.from_on,
            period.to_on,
            &period.kind,
            period.parent_code.as_deref(),
            period.ministry_code.as_deref(),
            period.province_code.as_deref(),
            period.district_code.as_deref(),
            period.commune_code.as_deref(),
            period.obligation.map(Obligation::word),
        )?;
    }
    for (position, step) in (0..).zip(&agency.successions) {
        let on = KnownColumns::from(step.on);
        insert_succession(
            tx,
            agency.id,
            position,
            step.successor_id,
            step.successor_code.as_deref(),
            step.kind.word(),
            &on.text,
            on.known_by,
            on.earliest_on,
            on.counts_on,
            &step.basis,
        )?;
    }
    Ok(())
}
