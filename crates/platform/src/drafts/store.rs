//! Every SQL statement of drafts.

use super::model::{Draft, DraftEvent, State};
use crate::db::{DbError, Tx};
use crate::error::Result;
use crate::{record, sql};

sql!(draft(id: i64) -> DraftRow {
    owner_agency_id: i64, account_id: i64, form: String, path: String, fields_commitment: String, state: String,
    saved_at: i64, revision: i64,
} =
    "select owner_agency_id, account_id, form, path, fields_commitment, state, saved_at, revision
     from draft
     where id = $1");

sql!(put(
    id: i64, owner_agency_id: i64, account_id: i64, form: &str, path: &str, fields_commitment: &str, state: &str,
    saved_at: i64, revision: i64,
) =
    "insert into draft (id, owner_agency_id, account_id, form, path, fields_commitment, state, saved_at, revision)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     on conflict (id) do update set
       fields_commitment = excluded.fields_commitment,
       state = excluded.state,
       saved_at = excluded.saved_at,
       revision = excluded.revision");

sql!(all_ids() -> DraftId { id: i64 } =
    "select id
     from draft
     order by id");

sql!(open_of(owner_agency_id: i64) -> Open {
    id: i64, form: String, path: String, saved_at: i64, account_id: i64, author: Option<String>, fields: Option<String>,
} =
    "select draft.id, draft.form, draft.path, draft.saved_at, draft.account_id, account.name as author,
            draft_fields.fields
     from draft
     left join account on account.id = draft.account_id
     left join draft_fields on draft_fields.draft_id = draft.id
     where draft.owner_agency_id = $1
       and draft.state = 'open'
     order by draft.saved_at desc, draft.id desc
     limit 200");

sql!(
    /// How many forms of an agency are not yet sent.
    count_open(owner_agency_id: i64) -> OpenCount { drafts: i64 } =
    "select count(*) as drafts
     from draft
     where owner_agency_id = $1
       and state = 'open'");

sql!(fields(draft_id: i64) -> Typed { fields: String } =
    "select fields
     from draft_fields
     where draft_id = $1");

sql!(put_fields(draft_id: i64, fields: &str) =
    "insert into draft_fields (draft_id, fields)
     values ($1, $2)
     on conflict (draft_id) do update set fields = excluded.fields");

sql!(forget_fields(draft_id: i64) =
    "delete from draft_fields
     where draft_id = $1");

/// The draft of an id.
pub fn load(tx: &mut Tx<'_>, id: i64) -> Result<Option<Draft>> {
    let Some(row) = draft(tx, id)?.pop() else {
        return Ok(None);
    };
    let state =
        State::of_word(&row.state).ok_or_else(|| DbError::other(format!("unknown state {}", row.state)))?;
    Ok(Some(Draft {
        id,
        owner_agency_id: row.owner_agency_id,
        account_id: row.account_id,
        form: row.form,
        path: row.path,
        fields_commitment: row.fields_commitment,
        state,
        saved_at: row.saved_at,
        revision: row.revision,
    }))
}

/// Writes a draft and journals the events that made it so.
pub fn save(tx: &mut Tx<'_>, draft: &Draft, events: &[DraftEvent]) -> Result<()> {
    put(
        tx,
        draft.id,
        draft.owner_agency_id,
        draft.account_id,
        &draft.form,
        &draft.path,
        &draft.fields_commitment,
        draft.state.word(),
        draft.saved_at,
        draft.revision,
    )?;
    record::journal(tx, draft, events)
}

/// The ids of all drafts.
pub fn ids(tx: &mut Tx<'_>) -> Result<Vec<i64>> {
    Ok(all_ids(tx)?.into_iter().map(|row| row.id).collect())
}
