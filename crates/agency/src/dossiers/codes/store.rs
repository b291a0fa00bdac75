//! Every SQL statement on the codes of agencies.

use super::{OfficeCode, OfficeCodeEvent, State, prefix_in};
use platform::{Day, Error, Result, Tx, record, sql};

sql!(office_code(id: i64) -> OfficeCodeRow {
    agency_id: i64, prefix: String, from_on: Day, state: String, revision: i64,
} =
    "select agency_id, prefix, from_on, state, revision
     from office_code
     where id = $1");

sql!(insert_code(id: i64, agency_id: i64, prefix: &str, from_on: Day, state: &str, revision: i64) =
    "insert into office_code (id, agency_id, prefix, from_on, state, revision)
     values ($1, $2, $3, $4, $5, $6)");

sql!(end_code(id: i64, agency_id: i64, state: &str, revision: i64) =
    "update office_code
     set state = $3,
       revision = $4
     where agency_id = $2
       and id = $1");

sql!(holder(prefix: &str) -> Holder { agency_id: i64 } =
    "select agency_id
     from office_code
     where prefix = $1
       and state <> 'released'
     limit 1");

sql!(prefix_on(agency_id: i64, day: Day) -> PrefixOn { prefix: String } =
    "select prefix
     from office_code
     where agency_id = $1
       and from_on <= $2
       and state = 'in_use'
     order by from_on desc, id desc
     limit 1");

sql!(codes_of(agency_id: i64) -> CodeOfAgency { id: i64, prefix: String, from_on: Day, state: String, revision: i64 } =
    "select id, prefix, from_on, state, revision
     from office_code
     where agency_id = $1
       and state <> 'released'
     order by from_on desc, id desc");

sql!(
    /// Whether some dossier of an agency has a code like this.
    borne(agency_id: i64, like: &str) -> Borne { id: i64 } =
    "select id
     from dossier
     where agency_id = $1
       and code like $2
     limit 1");

sql!(every_code() -> AnyOfficeCode { id: i64 } =
    "select id
     from office_code
     order by id");

platform::record_kind!(OfficeCode, "/office-codes/", load, ids);

fn load(tx: &mut Tx<'_>, id: i64) -> Result<Option<OfficeCode>> {
    let Some(row) = office_code(tx, id)?.pop() else { return Ok(None) };
    let state = state_of(&row.state)?;
    let OfficeCodeRow { agency_id, prefix, from_on, revision, .. } = row;
    Ok(Some(OfficeCode { id, agency_id, prefix, from_on, state, revision }))
}

fn state_of(word: &str) -> Result<State> {
    State::of_word(word).ok_or_else(|| Error::failed(format!("unknown state {word} of an office code")))
}

fn ids(tx: &mut Tx<'_>) -> Result<Vec<i64>> {
    Ok(every_code(tx)?.into_iter().map(|row| row.id).collect())
}

/// The code that an agency's dossiers begin with on a day.
///
/// # Errors
/// When the database fails.
pub fn prefix_of(tx: &mut Tx<'_>, agency_id: i64, day: Day) -> Result<Option<String>> {
    Ok(prefix_on(tx, agency_id, day)?.pop().map(|row| row.prefix))
}

/// All codes an agency has and had, the newest first, without those that it has no more.
pub(super) fn all_of(tx: &mut Tx<'_>, agency_id: i64) -> Result<Vec<OfficeCode>> {
    let read = |row: CodeOfAgency| {
        let state = state_of(&row.state)?;
        let CodeOfAgency { id, prefix, from_on, revision, .. } = row;
        Ok(OfficeCode { id, agency_id, prefix, from_on, state, revision })
    };
    codes_of(tx, agency_id)?.into_iter().map(read).collect()
}

/// The codes that an agency uses, used before or will use, the newest first.
pub(super) fn in_use(tx: &mut Tx<'_>, agency_id: i64) -> Result<Vec<OfficeCode>> {
    Ok(all_of(tx, agency_id)?.into_iter().filter(|code| code.state == State::InUse).collect())
}

/// Whether a dossier of the agency bears this code.
pub(super) fn is_borne(tx: &mut Tx<'_>, agency_id: i64, prefix: &str) -> Result<bool> {
    // A code is letters, digits and dots: nothing in it has a meaning of its own here.
    Ok(!borne(tx, agency_id, &format!("{prefix}-%"))?.is_empty())
}

/// The agency that has, or had, this code.
pub(super) fn agency_of_prefix(tx: &mut Tx<'_>, prefix: &str) -> Result<Option<i64>> {
    Ok(holder(tx, prefix)?.pop().map(|row| row.agency_id))
}

/// The agency that handles the dossier of a code.
///
/// # Errors
/// When the database fails.
pub fn agency_of_code(tx: &mut Tx<'_>, code: &str) -> Result<Option<i64>> {
    match prefix_in(code) {
        Some(prefix) => agency_of_prefix(tx, prefix),
        None => Ok(None),
    }
}

pub(super) fn begin(tx: &mut Tx<'_>, code: &OfficeCode, event: OfficeCodeEvent) -> Result<()> {
    insert_code(tx, code.id, code.agency_id, &code.prefix, code.from_on, code.state.word(), code.revision)?;
    record::journal(tx, code, &[event])
}

pub(super) fn end(tx: &mut Tx<'_>, code: &OfficeCode, event: OfficeCodeEvent) -> Result<()> {
    end_code(tx, code.id, code.agency_id, code.state.word(), code.revision)?;
    record::journal(tx, code, &[event])
}
