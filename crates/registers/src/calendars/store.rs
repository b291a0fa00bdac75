//! Every statement on calendars and office hours.

use super::decide::{Known, civil};
use super::model::{
    CalendarRelease, DayKey, Days, Hours, HoursEvent, Notice, OfficeHours, ReleaseEvent, State,
};
use crate::NATION_AGENCY_ID;
use platform::{Day, Error, Record, Result, Tx, record, sql};
use std::collections::BTreeMap;
use workdays::{Holiday, Profile, Session};

sql!(release_row(id: i64) -> ReleaseLine {
    owner_agency_id: i64, number: Option<i64>, state: String, notice_number: String, notice_on: Option<Day>,
    note: String, first_year: i64, last_year: i64, published_on: Option<Day>, discard_reason: String,
    revision: i64,
} =
    "select owner_agency_id, number, state, notice_number, notice_on, note, first_year, last_year, published_on,
            discard_reason, revision
     from calendar_release
     where id = $1");

sql!(changes_of(release_id: i64) -> ChangeLine {
    on_day: Day, kind: String, is_withdrawn: bool, name_vi: String, name_en: String, status: String,
    legal_basis: Option<String>, source: String,
} =
    "select on_day, kind, is_withdrawn, name_vi, name_en, status, legal_basis, source
     from calendar_change
     where release_id = $1
     order by on_day, kind");

sql!(
/// What all releases up to a number make of days, in their order.
published_changes(number: i64) -> PublishedChange {
    on_day: Day, kind: String, is_withdrawn: bool, name_vi: String, name_en: String, status: String,
    legal_basis: Option<String>, source: String,
} =
    "select change.on_day, change.kind, change.is_withdrawn, change.name_vi, change.name_en, change.status,
            change.legal_basis, change.source
     from calendar_change as change
     inner join calendar_release on calendar_release.id = change.release_id
     where calendar_release.state = 'published'
       and calendar_release.number <= $1
     order by calendar_release.number, change.on_day, change.kind");

sql!(
/// The years that all releases up to a number cover.
published_years(number: i64) -> PublishedYears { first_year: Option<i64>, last_year: Option<i64> } =
    "select min(first_year) as first_year, max(last_year) as last_year
     from calendar_release
     where state = 'published'
       and number <= $1");

sql!(
/// The release by which limits that begin on a day are counted: the first one before all others too.
number_on(day: Day) -> NumberOn { number: i64 } =
    "select number
     from calendar_release
     where state = 'published'
       and (published_on <= $1 or number = 1)
     order by number desc
     limit 1");

sql!(latest_number() -> LatestNumber { number: i64 } =
    "select number
     from calendar_release
     where state = 'published'
     order by number desc
     limit 1");

sql!(open_draft() -> OpenDraft { id: i64 } =
    "select id
     from calendar_release
     where state = 'draft'
     order by id
     limit 1");

sql!(
/// Every release for the list: the draft first, then the newest.
listed() -> ReleaseOfList {
    id: i64, number: Option<i64>, state: String, notice_number: String, notice_on: Option<Day>,
    published_on: Option<Day>, changes: i64,
} =
    "select calendar_release.id, calendar_release.number, calendar_release.state, calendar_release.notice_number,
            calendar_release.notice_on, calendar_release.published_on,
            (select count(*) from calendar_change where calendar_change.release_id = calendar_release.id) as changes
     from calendar_release
     where calendar_release.state <> 'discarded'
     order by coalesce(calendar_release.number, 1000000) desc, calendar_release.id desc
     limit 200");

sql!(release_ids() -> AnyRelease { id: i64 } =
    "select id
     from calendar_release
     order by id");

sql!(insert_release(
    id: i64, owner_agency_id: i64, number: Option<i64>, state: &str, notice_number: &str, notice_on: Option<Day>,
    note: &str, first_year: i64, last_year: i64, published_on: Option<Day>, discard_reason: &str, revision: i64,
) =
    "insert into calendar_release (id, owner_agency_id, number, state, notice_number, notice_on, note, first_year,
                                   last_year, published_on, discard_reason, revision)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)");

sql!(delete_release(id: i64, revision: i64) =
    "delete from calendar_release
     where id = $1
       and revision = $2
       and state = 'draft'");

sql!(insert_change(
    release_id: i64, on_day: Day, kind: &str, is_withdrawn: bool, name_vi: &str, name_en: &str, status: &str,
    legal_basis: Option<&str>, source: &str,
) =
    "insert into calendar_change (release_id, on_day, kind, is_withdrawn, name_vi, name_en, status, legal_basis,
                                  source)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)");

sql!(delete_changes(release_id: i64) =
    "delete from calendar_change
     where release_id = $1");

sql!(
/// A version of office hours by its id alone: for its page and for verification.
hours_row(id: i64) -> HoursLine {
    agency_id: i64, number: i64, from_on: Day, monday: String, tuesday: String, wednesday: String,
    thursday: String, friday: String, saturday: String, sunday: String, full_day: String, swaps: bool,
    reason: String, revision: i64,
} =
    "select agency_id, number, from_on, monday, tuesday, wednesday, thursday, friday, saturday, sunday, full_day,
            swaps, reason, revision
     from office_hours
     where id = $1");

sql!(
/// The version of office hours by which limits that begin on a day are counted.
hours_on(agency_id: i64, day: Day) -> HoursOn { id: i64 } =
    "select id
     from office_hours
     where agency_id = $1
       and from_on <= $2
     order by from_on desc, number desc
     limit 1");

sql!(hours_of(agency_id: i64) -> HoursOf { id: i64 } =
    "select id
     from office_hours
     where agency_id = $1
     order by number");

sql!(all_hours() -> AnyHours { id: i64 } =
    "select id
     from office_hours
     order by id");

sql!(insert_hours(
    agency_id: i64, id: i64, number: i64, from_on: Day, monday: &str, tuesday: &str, wednesday: &str,
    thursday: &str, friday: &str, saturday: &str, sunday: &str, full_day: &str, swaps: bool, reason: &str,
    revision: i64,
) =
    "insert into office_hours (agency_id, id, number, from_on, monday, tuesday, wednesday, thursday, friday,
                               saturday, sunday, full_day, swaps, reason, revision)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)");

crate::verify::verified_record!(CalendarRelease, "/calendars/releases/", load_release, all_release_ids);
crate::verify::verified_record!(OfficeHours, "/calendars/hours/", load_hours, all_hours_ids);

/// The ids of all releases.
///
/// # Errors
/// When the database fails.
pub fn all_release_ids(tx: &mut Tx<'_>) -> Result<Vec<i64>> {
    Ok(release_ids(tx)?.into_iter().map(|row| row.id).collect())
}

/// The ids of all versions of office hours.
///
/// # Errors
/// When the database fails.
pub fn all_hours_ids(tx: &mut Tx<'_>) -> Result<Vec<i64>> {
    Ok(all_hours(tx)?.into_iter().map(|row| row.id).collect())
}

/// The release of an id.
///
/// # Errors
/// When the database fails.
pub fn load_release(tx: &mut Tx<'_>, id: i64) -> Result<Option<CalendarRelease>> {
    let Some(row) = release_row(tx, id)?.pop() else {
        return Ok(None);
    };
    let changes = changes_of(tx, id)?.into_iter().map(|line| {
        let change = (line.on_day, line.kind, line.status);
        change_of(change, line.is_withdrawn, [line.name_vi, line.name_en, line.source], line.legal_basis)
    });
    let wrong = || Error::failed(format!("the state or a year of calendar release {id} is none"));
    Ok(Some(CalendarRelease {
        id,
        owner_agency_id: row.owner_agency_id,
        number: row.number,
        state: State::of_word(&row.state).ok_or_else(wrong)?,
        notice: Notice { number: row.notice_number, on: row.notice_on, note: row.note },
        first_year: i16::try_from(row.first_year).map_err(|_| wrong())?,
        last_year: i16::try_from(row.last_year).map_err(|_| wrong())?,
        changes: changes.collect::<Result<BTreeMap<_, _>>>()?,
        published_on: row.published_on,
        discard_reason: row.discard_reason,
        revision: row.revision,
    }))
}

/// A change of its columns: day, kind and status; names in both languages and source.
fn change_of(
    (day, kind, status): (Day, String, String),
    is_withdrawn: bool,
    [name_vi, name_en, source]: [String; 3],
    legal_basis: Option<String>,
) -> Result<(DayKey, Option<Holiday>)> {
    let wrong = |error| Error::failed(format!("a row of the calendar on {day}: {error}"));
    let key = DayKey { day: civil(day), kind: kind.parse().map_err(wrong)? };
    if is_withdrawn {
        return Ok((key, None));
    }
    let status = status.parse().map_err(wrong)?;
    let row = Holiday { day: key.day, kind: key.kind, name_vi, name_en, status, legal_basis, source };
    Ok((key, Some(row)))
}

/// A day of a calendar as rows hold it.
///
/// # Errors
/// Never for a day of a calendar: its years have four digits.
fn stored(day: workdays::Day) -> Result<Day> {
    let (year, month, number) = day.parts();
    Day::new(year, month, number).ok_or_else(|| Error::failed(format!("{day} cannot be stored")))
}

/// Writes a release and journals `events`, which it has applied already.
///
/// # Errors
/// A refusal when somebody else changed it meanwhile; when the database fails.
pub fn save_release(tx: &mut Tx<'_>, release: &CalendarRelease, events: &[ReleaseEvent]) -> Result<()> {
    let before = release.revision - events.len() as i64;
    if before > 0 {
        delete_changes(tx, release.id)?;
        if delete_release(tx, release.id, before)? != 1 {
            return Err(platform::Refusal::from(super::decide::Refusal::Stale).into());
        }
    }
    insert_release(
        tx,
        release.id,
        release.owner_agency_id,
        release.number,
        release.state.word(),
        &release.notice.number,
        release.notice.on,
        &release.notice.note,
        i64::from(release.first_year),
        i64::from(release.last_year),
        release.published_on,
        &release.discard_reason,
        release.revision,
    )?;
    for (key, to) in &release.changes {
        let (day, kind) = (stored(key.day)?, key.kind.code());
        match to {
            None => insert_change(tx, release.id, day, kind, true, "", "", "", None, "")?,
            Some(row) => insert_change(
                tx,
                release.id,
                day,
                kind,
                false,
                &row.name_vi,
                &row.name_en,
                row.status.code(),
                row.legal_basis.as_deref(),
                &row.source,
            )?,
        };
    }
    record::journal(tx, release, events)
}

/// A release begun by `events`.
///
/// # Errors
/// When the first event begins nothing.
pub fn begin_release(id: i64, events: &[ReleaseEvent]) -> Result<CalendarRelease> {
    CalendarRelease::fold(id, events).ok_or_else(|| Error::failed("a release begins with its preparation"))
}

/// The sum of the releases up to a number.
///
/// # Errors
/// When the database fails, or there is no such release.
pub fn known(tx: &mut Tx<'_>, number: i64) -> Result<Known> {
    let mut days = Days::new();
    for line in published_changes(tx, number)? {
        let change = (line.on_day, line.kind, line.status);
        let names = [line.name_vi, line.name_en, line.source];
        match change_of(change, line.is_withdrawn, names, line.legal_basis)? {
            (key, Some(row)) => days.insert(key, row),
            (key, None) => days.remove(&key),
        };
    }
    let years = published_years(tx, number)?.pop();
    let years = years.and_then(|row| row.first_year.zip(row.last_year));
    let year = |year: i64| i16::try_from(year).map_err(Error::failed);
    let (first, last) =
        years.ok_or_else(|| Error::failed(format!("no calendar is released by number {number}")))?;
    // A release may open the year after the last one: the days say so.
    let last = days.keys().map(|key| key.day.year()).fold(year(last)?, i16::max);
    Ok(Known { number, first_year: year(first)?, last_year: last, days })
}

/// The number of the last release.
///
/// # Errors
/// When the database fails, or nothing is released.
pub fn latest(tx: &mut Tx<'_>) -> Result<i64> {
    let row = latest_number(tx)?.pop();
    row.map(|row| row.number).ok_or_else(|| Error::failed("no calendar is released in this database"))
}

/// The version of office hours of an id.
///
/// # Errors
/// When the database fails.
pub fn load_hours(tx: &mut Tx<'_>, id: i64) -> Result<Option<OfficeHours>> {
    let Some(row) = hours_row(tx, id)?.pop() else {
        return Ok(None);
    };
    let days =
        [&row.monday, &row.tuesday, &row.wednesday, &row.thursday, &row.friday, &row.saturday, &row.sunday];
    let mut weekdays: [Vec<Session>; 7] = Default::default();
    for (sessions, text) in weekdays.iter_mut().zip(days) {
        *sessions = super::typed::sessions(text).map_err(Error::failed)?;
    }
    let full_day = super::typed::sessions(&row.full_day).map_err(Error::failed)?;
    let hours = Hours {
        from_on: row.from_on,
        profile: Profile { weekdays, full_day },
        swaps: row.swaps,
        reason: row.reason,
    };
    let (agency_id, number, revision) = (row.agency_id, row.number, row.revision);
    Ok(Some(OfficeHours { id, agency_id, number, hours, revision }))
}

/// Every version of the office hours of an agency, the first one first.
///
/// # Errors
/// When the database fails.
pub fn hours_of_agency(tx: &mut Tx<'_>, agency_id: i64) -> Result<Vec<OfficeHours>> {
    let ids = hours_of(tx, agency_id)?;
    ids.into_iter().filter_map(|row| load_hours(tx, row.id).transpose()).collect()
}

/// Writes new office hours and journals the event that set them.
///
/// # Errors
/// When the database fails.
pub fn save_hours(tx: &mut Tx<'_>, hours: &OfficeHours, event: HoursEvent) -> Result<()> {
    let set = &hours.hours;
    let text = |sessions: &[Session]| super::typed::sessions_text(sessions);
    let week: Vec<String> = set.profile.weekdays.iter().map(|day| text(day)).collect();
    let [monday, tuesday, wednesday, thursday, friday, saturday, sunday] = week.as_slice() else {
        return Err(Error::failed("a week has seven days"));
    };
    insert_hours(
        tx,
        hours.agency_id,
        hours.id,
        hours.number,
        set.from_on,
        monday,
        tuesday,
        wednesday,
        thursday,
        friday,
        saturday,
        sunday,
        &text(&set.profile.full_day),
        set.swaps,
        &set.reason,
        hours.revision,
    )?;
    record::journal(tx, hours, &[event])
}

/// The owner of the national calendar.
pub const OWNER: i64 = NATION_AGENCY_ID;
