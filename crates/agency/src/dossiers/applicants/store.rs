//! Every SQL statement on applicants.

use super::model::{Applicant, ApplicantEvent, Kind, Person};
use platform::{Error, Record, Result, Tx, journal, record, sql};

sql!(applicant(agency_id: i64, id: i64) -> ApplicantRow { commitment: String, erased: bool, revision: i64 } =
    "select commitment, erased, revision
     from applicant
     where agency_id = $1
       and id = $2");

sql!(insert_applicant(agency_id: i64, id: i64, commitment: &str, erased: bool, revision: i64) =
    "insert into applicant (agency_id, id, commitment, erased, revision)
     values ($1, $2, $3, $4, $5)");

sql!(mark_erased(agency_id: i64, id: i64, erased: bool, revision: i64) =
    "update applicant
     set erased = $3, revision = $4
     where agency_id = $1
       and id = $2");

sql!(person_row(agency_id: i64, applicant_id: i64) -> PersonRow {
    salt: Vec<u8>, kind: String, name: String, id_number: String, address: String, phone: String, email: String,
} =
    "select salt, kind, name, id_number, address, phone, email
     from applicant_person
     where agency_id = $1
       and applicant_id = $2");

sql!(insert_person(
    agency_id: i64, applicant_id: i64, salt: &[u8], kind: &str, name: &str, folded: &str, id_number: &str,
    address: &str, phone: &str, email: &str,
) =
    "insert into applicant_person (agency_id, applicant_id, salt, kind, name, folded, id_number, address, phone,
       email)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)");

sql!(insert_words(agency_id: i64, words: &[u8], applicant_id: i64) =
    "insert into applicant_words (agency_id, words, applicant_id)
     values ($1, $2, $3)
     on conflict (agency_id, words, applicant_id) do nothing");

sql!(delete_words(agency_id: i64, words: &[u8], applicant_id: i64) =
    "delete from applicant_words
     where agency_id = $1
       and words = $2
       and applicant_id = $3");

sql!(delete_person(agency_id: i64, applicant_id: i64) =
    "delete from applicant_person
     where agency_id = $1
       and applicant_id = $2");

sql!(of_number(agency_id: i64, id_number: &str) -> NumberedPerson { applicant_id: i64 } =
    "select applicant_id
     from applicant_person
     where agency_id = $1
       and id_number = $2
     order by applicant_id desc
     limit 20");

sql!(
/// For verification, which goes over all agencies.
every_applicant() -> AnyApplicant { id: i64 } =
    "select id
     from applicant
     order by id");

platform::record_kind!(Applicant, "/applicants/", load_any, ids, beside);

/// What the journal knows of an applicant of this agency.
///
/// # Errors
/// When the database fails.
pub fn load(tx: &mut Tx<'_>, agency_id: i64, id: i64) -> Result<Option<Applicant>> {
    let row = applicant(tx, agency_id, id)?.pop();
    Ok(row.map(|row| Applicant {
        agency_id,
        id,
        commitment: row.commitment,
        erased: row.erased,
        revision: row.revision,
    }))
}

/// The data of an applicant; none once they were erased.
///
/// # Errors
/// When the database fails.
pub fn person(tx: &mut Tx<'_>, agency_id: i64, id: i64) -> Result<Option<Person>> {
    person_row(tx, agency_id, id)?.pop().map(|row| person_of(&row)).transpose()
}

fn person_of(row: &PersonRow) -> Result<Person> {
    let kind = Kind::of_word(&row.kind)
        .ok_or_else(|| Error::failed(format!("unknown kind of an applicant: {}", row.kind)))?;
    Ok(Person {
        kind,
        name: row.name.clone(),
        id_number: row.id_number.clone(),
        address: row.address.clone(),
        phone: row.phone.clone(),
        email: row.email.clone(),
    })
}

/// The applicant with exactly these data, if there is one; without a number nobody is taken for another.
pub(super) fn same(tx: &mut Tx<'_>, agency_id: i64, wanted: &Person) -> Result<Option<i64>> {
    if wanted.id_number.is_empty() {
        return Ok(None);
    }
    for row in of_number(tx, agency_id, &wanted.id_number)? {
        if person(tx, agency_id, row.applicant_id)?.as_ref() == Some(wanted) {
            return Ok(Some(row.applicant_id));
        }
    }
    Ok(None)
}

/// The newest data under an identity number.
pub(super) fn by_number(tx: &mut Tx<'_>, agency_id: i64, id_number: &str) -> Result<Option<Person>> {
    if id_number.is_empty() {
        return Ok(None);
    }
    match of_number(tx, agency_id, id_number)?.first() {
        Some(row) => person(tx, agency_id, row.applicant_id),
        None => Ok(None),
    }
}

/// How many words of a name it is found by, and how long what is typed may be to find it.
const MOST_WORDS: usize = 12;
const LONGEST_WORDS: usize = 60;

/// A name without accents as it is searched: what is typed, or kept from one of its words on.
pub(in crate::dossiers) fn searched(text: &str) -> String {
    platform::search::fold(text).chars().take(LONGEST_WORDS).collect()
}

/// A name without accents from each of its words to its end.
fn ends_of_name(name: &str) -> Vec<String> {
    let folded = platform::search::fold(name);
    let starts = folded.match_indices(' ').map(|(at, _)| at + 1);
    std::iter::once(0).chain(starts).take(MOST_WORDS).map(|at| searched(&folded[at..])).collect()
}

/// Writes a new applicant and journals it.
pub(super) fn begin(
    tx: &mut Tx<'_>,
    id: i64,
    (event, person, salt): (&ApplicantEvent, &Person, &[u8]),
) -> Result<i64> {
    let applicant = Applicant::begin(id, event)
        .ok_or_else(|| Error::failed("the first event of an applicant does not begin it"))?;
    insert_applicant(tx, applicant.agency_id, id, &applicant.commitment, false, applicant.revision)?;
    insert_person(
        tx,
        applicant.agency_id,
        id,
        salt,
        person.kind.word(),
        &person.name,
        &platform::search::fold(&person.name),
        &person.id_number,
        &person.address,
        &person.phone,
        &person.email,
    )?;
    for words in ends_of_name(&person.name) {
        insert_words(tx, applicant.agency_id, words.as_bytes(), id)?;
    }
    record::journal(tx, &applicant, std::slice::from_ref(event))?;
    Ok(id)
}

/// Deletes the data and journals that.
pub(super) fn erase(tx: &mut Tx<'_>, mut applicant: Applicant) -> Result<()> {
    let event = ApplicantEvent::Erased;
    applicant.apply(&event);
    let held = person(tx, applicant.agency_id, applicant.id)?;
    for words in held.iter().flat_map(|person| ends_of_name(&person.name)) {
        delete_words(tx, applicant.agency_id, words.as_bytes(), applicant.id)?;
    }
    delete_person(tx, applicant.agency_id, applicant.id)?;
    mark_erased(tx, applicant.agency_id, applicant.id, applicant.erased, applicant.revision)?;
    record::journal(tx, &applicant, &[event])
}

fn load_any(tx: &mut Tx<'_>, id: i64) -> Result<Option<Applicant>> {
    match journal::owner_of(tx, id)? {
        Some(agency_id) => load(tx, agency_id, id),
        None => Ok(None),
    }
}

fn ids(tx: &mut Tx<'_>) -> Result<Vec<i64>> {
    Ok(every_applicant(tx)?.into_iter().map(|row| row.id).collect())
}

/// What the journal committed to, against the data that stand.
fn beside(tx: &mut Tx<'_>, applicant: &Applicant) -> Result<Option<String>> {
    let row = person_row(tx, applicant.agency_id, applicant.id)?.pop();
    Ok(match (row, applicant.erased) {
        (Some(_), true) => Some("the data of an erased person still stand".to_owned()),
        (None, false) => Some("the data of a person are missing".to_owned()),
        (None, true) => None,
        (Some(row), false) => {
            let committed = super::commitment(&row.salt, &person_of(&row)?.text());
            (committed != applicant.commitment)
                .then(|| "the data of a person are not those that the journal speaks of".to_owned())
        }
    })
}
