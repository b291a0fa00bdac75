//! Every SQL statement on the codes of agencies.

use super::{OfficeCode, OfficeCodeEvent, prefix_in};
use platform::{Day, Result, Tx, record, sql};

sql!(office_code(id: i64) -> OfficeCodeRow { agency_id: i64, prefix: String, from_on: Day, revision: i64 } =
    "select agency_id, prefix, from_on, revision
     from office_code
     where id = $1");

sql!(insert_code(id: i64, agency_id: i64, prefix: &str, from_on: Day, revision: i64) =
    "insert into office_code (id, agency_id, prefix, from_on, revision)
     values ($1, $2, $3, $4, $5)");

sql!(holder(prefix: &str) -> Holder { agency_id: i64 } =
    "select agency_id
     from office_code
     where prefix = $1");

sql!(prefix_on(agency_id: i64, day: Day) -> PrefixOn { prefix: String } =
    "select prefix
     from office_code
     where agency_id = $1
       and from_on <= $2
     order by from_on desc, id desc
     limit 1");

sql!(codes_of(agency_id: i64) -> CodeOfAgency { prefix: String, from_on: Day } =
    "select prefix, from_on
     from office_code
     where agency_id = $1
     order by from_on desc, id desc");

sql!(every_code() -> AnyOfficeCode { id: i64 } =
    "select id
     from office_code
     order by id");

platform::record_kind!(OfficeCode, "/office-codes/", load, ids);

fn load(tx: &mut Tx<'_>, id: i64) -> Result<Option<OfficeCode>> {
    let row = office_code(tx, id)?.pop();
    Ok(row.map(|row| OfficeCode {
        id,
        agency_id: row.agency_id,
        prefix: row.prefix,
        from_on: row.from_on,
        revision: row.revision,
    }))
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

/// All codes an agency has and had, the newest first.
pub(super) fn all_of(tx: &mut Tx<'_>, agency_id: i64) -> Result<Vec<CodeOfAgency>> {
    Ok(codes_of(tx, agency_id)?)
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
    insert_code(tx, code.id, code.agency_id, &code.prefix, code.from_on, code.revision)?;
    record::journal(tx, code, &[event])
}
