//! Every statement of the legal documents, and loading and saving them whole.

use super::model::{DocumentFacts, LegalDocument, LegalDocumentEvent, Relation, RelationKind};
use crate::known::{KnownColumns, known_date};
use platform::{Day, Error, Result, Tx, record, sql};

sql!(document_line(id: i64) -> DocumentLine {
    number: String, kind: String, title: String, folded: String, issued_text: String, issued_known_by: Option<Day>,
    issued_earliest_on: Option<Day>, issued_counts_on: Day, effective_on: Option<Day>, issuer: String,
    status_note: String, certainty: String, owner_agency_id: i64, revision: i64,
} =
    "select number, kind, title, folded, issued_text, issued_known_by, issued_earliest_on, issued_counts_on,
       effective_on, issuer, status_note, certainty, owner_agency_id, revision
     from legal_document
     where id = $1");

sql!(relations(document_id: i64) -> RelationLine {
    kind: String, target_number: String, on_day: Option<Day>, certainty: String,
} =
    "select kind, target_number, on_day, certainty
     from legal_relation
     where document_id = $1
     order by position");

sql!(
    /// What other documents do to the one with this number.
    relations_to(target_number: &str) -> RelationTo {
        document_id: i64, number: String, kind: String, on_day: Option<Day>, certainty: String,
    } =
    "select legal_relation.document_id, legal_document.number, legal_relation.kind, legal_relation.on_day,
       legal_relation.certainty
     from legal_relation
     inner join legal_document on legal_document.id = legal_relation.document_id
     where legal_relation.target_number = $1
     order by legal_document.issued_counts_on, legal_document.id");

sql!(id_of_number(number: &str) -> DocumentId { id: i64 } =
    "select id
     from legal_document
     where number = $1");

sql!(all_ids() -> AnyDocumentId { id: i64 } =
    "select id
     from legal_document
     order by id");

sql!(
    /// One page of documents, the latest first; `before_on` and `before_id` are of the last row of the page before.
    list_page(like: Option<&str>, before_on: Day, before_id: i64, count: i64) -> ListedDocument {
        id: i64, number: String, kind: String, title: String, issued_text: String, issued_counts_on: Day,
        effective_on: Option<Day>, issuer: String, replaced_on: Option<Day>,
    } =
    "select legal_document.id, legal_document.number, legal_document.kind, legal_document.title,
       legal_document.issued_text, legal_document.issued_counts_on, legal_document.effective_on,
       legal_document.issuer,
       (select min(legal_relation.on_day)
        from legal_relation
        where legal_relation.target_number = legal_document.number
          and legal_relation.kind = 'replaces') as replaced_on
     from legal_document
     where (cast($1 as text) is null or legal_document.folded like $1 escape '!')
       and (legal_document.issued_counts_on < $2
         or (legal_document.issued_counts_on = $2 and legal_document.id < $3))
     order by legal_document.issued_counts_on desc, legal_document.id desc
     limit $4");

sql!(
    /// One page of the documents that the filters leave, the latest first.
    lines(
        like: Option<&str>, kind: Option<&str>, issued_from: Option<Day>, issued_to: Option<Day>,
        as_of: Option<Day>, on: Option<Day>, before_on: Option<Day>, before_id: i64, limit: i64,
    ) -> DocumentOfList {
        id: i64, number: String, kind: String, title: String, issued_text: String, issued_counts_on: Day,
        since_on: Day, issuer: String, replaced_on: Option<Day>,
    } =
    "select id, number, kind, title, issued_text, issued_counts_on, since_on, issuer, replaced_on
     from (
       select legal_document.id, legal_document.number, legal_document.kind, legal_document.title,
              legal_document.folded, legal_document.issued_text, legal_document.issued_earliest_on,
              legal_document.issued_counts_on, legal_document.issuer,
              coalesce(legal_document.effective_on, legal_document.issued_counts_on) as since_on,
              (select min(legal_relation.on_day)
               from legal_relation
               where legal_relation.target_number = legal_document.number
                 and legal_relation.kind = 'replaces') as replaced_on
       from legal_document) as document
     where (cast($1 as text) is null or folded like $1 escape '!')
       and (cast($2 as text) is null or kind = $2)
       and (cast($3 as text) is null or issued_earliest_on >= $3)
       and (cast($4 as text) is null or issued_counts_on <= $4)
       and (cast($5 as text) is null or issued_counts_on <= $5)
       and (cast($6 as text) is null or (since_on <= $6 and (replaced_on is null or replaced_on > $6)))
       and (cast($7 as text) is null or issued_counts_on < $7 or (issued_counts_on = $7 and id < $8))
     order by issued_counts_on desc, id desc
     limit $9");

sql!(counted(
    like: Option<&str>, kind: Option<&str>, issued_from: Option<Day>, issued_to: Option<Day>,
    as_of: Option<Day>, on: Option<Day>,
) -> Counted { number: i64 } =
    "select count(*) as number
     from (
       select legal_document.kind, legal_document.folded, legal_document.issued_earliest_on,
              legal_document.issued_counts_on,
              coalesce(legal_document.effective_on, legal_document.issued_counts_on) as since_on,
              (select min(legal_relation.on_day)
               from legal_relation
               where legal_relation.target_number = legal_document.number
                 and legal_relation.kind = 'replaces') as replaced_on
       from legal_document) as document
     where (cast($1 as text) is null or folded like $1 escape '!')
       and (cast($2 as text) is null or kind = $2)
       and (cast($3 as text) is null or issued_earliest_on >= $3)
       and (cast($4 as text) is null or issued_counts_on <= $4)
       and (cast($5 as text) is null or issued_counts_on <= $5)
       and (cast($6 as text) is null or (since_on <= $6 and (replaced_on is null or replaced_on > $6)))");

sql!(
    /// The kinds of documents that the register has.
    kinds() -> KindOfDocument { kind: String } =
    "select distinct kind
     from legal_document
     order by kind");

sql!(insert_document(
    id: i64, number: &str, kind: &str, title: &str, folded: &str, issued_text: &str, issued_known_by: Option<Day>,
    issued_earliest_on: Option<Day>, issued_counts_on: Day, effective_on: Option<Day>, issuer: &str,
    status_note: &str, certainty: &str, owner_agency_id: i64, revision: i64,
) =
    "insert into legal_document (id, number, kind, title, folded, issued_text, issued_known_by, issued_earliest_on,
       issued_counts_on, effective_on, issuer, status_note, certainty, owner_agency_id, revision)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
     on conflict (id) do update set kind = excluded.kind, title = excluded.title, folded = excluded.folded,
       issued_text = excluded.issued_text, issued_known_by = excluded.issued_known_by,
       issued_earliest_on = excluded.issued_earliest_on, issued_counts_on = excluded.issued_counts_on,
       effective_on = excluded.effective_on, issuer = excluded.issuer, status_note = excluded.status_note,
       certainty = excluded.certainty, revision = excluded.revision");

sql!(delete_relations(document_id: i64) =
    "delete from legal_relation
     where document_id = $1");

sql!(insert_relation(
    document_id: i64, position: i64, kind: &str, target_number: &str, on_day: Option<Day>, certainty: &str,
) =
    "insert into legal_relation (document_id, position, kind, target_number, on_day, certainty)
     values ($1, $2, $3, $4, $5, $6)");

/// What a list of documents shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Only those whose number, title or issuer holds these words, with or without accents.
    pub text: String,
    /// Only this kind.
    pub kind: Option<String>,
    /// Only those surely issued on this day or later.
    pub issued_from: Option<Day>,
    /// Only those surely issued by this day.
    pub issued_to: Option<Day>,
    /// Only those issued by this day, and their force on it.
    pub as_of: Option<Day>,
    /// Only those in force on this day.
    pub on: Option<Day>,
}

/// The next documents of a list, the latest first, before the one of this day and id.
///
/// # Errors
/// When the database fails.
pub fn list(
    tx: &mut Tx<'_>,
    filter: &Filter,
    before: Option<(Day, i64)>,
    limit: i64,
) -> Result<Vec<DocumentOfList>> {
    let like = crate::places::like(&filter.text);
    let (before_on, before_id) = before.map_or((None, 0), |(day, id)| (Some(day), id));
    Ok(lines(
        tx,
        like.as_deref(),
        filter.kind.as_deref(),
        filter.issued_from,
        filter.issued_to,
        filter.as_of,
        filter.on,
        before_on,
        before_id,
        limit,
    )?)
}

/// How many documents a list has in all.
///
/// # Errors
/// When the database fails.
pub fn count(tx: &mut Tx<'_>, filter: &Filter) -> Result<i64> {
    let like = crate::places::like(&filter.text);
    let rows = counted(
        tx,
        like.as_deref(),
        filter.kind.as_deref(),
        filter.issued_from,
        filter.issued_to,
        filter.as_of,
        filter.on,
    )?;
    Ok(rows.first().map_or(0, |row| row.number))
}

/// The document of this id, if there is one.
///
/// # Errors
/// When the database fails, or a row's derived columns are not those that follow from the rest.
pub fn load(tx: &mut Tx<'_>, id: i64) -> Result<Option<LegalDocument>> {
    let Some(line) = document_line(tx, id)?.pop() else {
        return Ok(None);
    };
    let relations = relations(tx, id)?
        .into_iter()
        .map(|row| {
            let kind = RelationKind::of_word(&row.kind)
                .ok_or_else(|| Error::failed(format!("a row holds the unknown relation {:?}", row.kind)))?;
            Ok(Relation {
                kind,
                target_number: row.target_number,
                on_day: row.on_day,
                certainty: row.certainty,
            })
        })
        .collect::<Result<_>>()?;
    let document = LegalDocument {
        id,
        number: line.number,
        owner_agency_id: line.owner_agency_id,
        facts: DocumentFacts {
            kind: line.kind,
            title: line.title,
            issued: known_date(&line.issued_text, line.issued_known_by)?,
            effective_on: line.effective_on,
            issuer: line.issuer,
            status_note: line.status_note,
            certainty: line.certainty,
        },
        relations,
        revision: line.revision,
    };
    let issued = KnownColumns::from(document.facts.issued);
    let follows = (document.folded(), issued.earliest_on, issued.counts_on);
    if follows != (line.folded, line.issued_earliest_on, line.issued_counts_on) {
        return Err(Error::failed(format!("derived columns of document {} were altered", document.number)));
    }
    Ok(Some(document))
}

/// The ids of all documents.
///
/// # Errors
/// When the database fails.
pub fn ids(tx: &mut Tx<'_>) -> Result<Vec<i64>> {
    Ok(all_ids(tx)?.into_iter().map(|row| row.id).collect())
}

/// Whether a document was in force on a day; none when the register does not have it.
///
/// # Errors
/// When the database fails.
pub fn in_force_on(tx: &mut Tx<'_>, number: &str, day: Day) -> Result<Option<bool>> {
    let Some(row) = id_of_number(tx, number)?.pop() else {
        return Ok(None);
    };
    let Some(document) = load(tx, row.id)? else {
        return Ok(None);
    };
    let since = document.facts.effective_on.unwrap_or_else(|| document.facts.issued.counts_from());
    let replaced = relations_to(tx, number)?.iter().any(|other| {
        other.kind == RelationKind::Replaces.word() && other.on_day.is_some_and(|on_day| on_day <= day)
    });
    Ok(Some(since <= day && !replaced))
}

/// Writes the rows of a document that `events`, already applied, have begun or changed, and journals them.
///
/// # Errors
/// When the database fails.
pub fn save(tx: &mut Tx<'_>, document: &LegalDocument, events: &[LegalDocumentEvent]) -> Result<()> {
    let facts = &document.facts;
    let issued = KnownColumns::from(facts.issued);
    insert_document(
        tx,
        document.id,
        &document.number,
        &facts.kind,
        &facts.title,
        &document.folded(),
        &issued.text,
        issued.known_by,
        issued.earliest_on,
        issued.counts_on,
        facts.effective_on,
        &facts.issuer,
        &facts.status_note,
        &facts.certainty,
        document.owner_agency_id,
        document.revision,
    )?;
    delete_relations(tx, document.id)?;
    for (position, relation) in (0..).zip(&document.relations) {
        let kind = relation.kind.word();
        let (target, certainty) = (&relation.target_number, &relation.certainty);
        insert_relation(tx, document.id, position, kind, target, relation.on_day, certainty)?;
    }
    record::journal(tx, document, events)
}
