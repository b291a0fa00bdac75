//! Applicants (người nộp hồ sơ): people and organisations as the agency that serves them knows them.
//!
//! The journal holds a salted commitment of the data, not the data: when the law has a person erased, the
//! chain and its replay stay whole.

mod model;
mod store;

pub use model::{Applicant, ApplicantEvent, Kind, Person};
pub(in crate::dossiers) use store::searched;
pub use store::{load, person};

use super::commitment;
use platform::{Error, Refusals, Result, Tx};

/// The longest name or address, in signs.
const LONGEST: usize = 300;

/// What is wrong with a person's data: all of it.
pub fn faults(person: &Person) -> Refusals {
    let told = platform::Refusal::new;
    let mut reasons = Refusals::default();
    if person.name.trim().is_empty() {
        reasons.push(told("dossiers-refusal-name-missing").field("name"));
    }
    let texts = [
        ("name", &person.name),
        ("id_number", &person.id_number),
        ("address", &person.address),
        ("phone", &person.phone),
        ("email", &person.email),
    ];
    for (field, text) in texts {
        if text.chars().count() > LONGEST {
            reasons.push(told("dossiers-refusal-text-too-long").field(field).with("most", LONGEST));
        }
    }
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).count();
    let number = person.id_number.trim();
    let fits = match person.kind {
        Kind::Citizen => matches!(number.len(), 9 | 12) && digits(number) == number.len(),
        Kind::Enterprise | Kind::Household => digits(number) >= 10,
    };
    if !number.is_empty() && !fits {
        reasons.push(told("dossiers-refusal-id-number").field("id_number"));
    }
    let phone = person.phone.trim();
    if !phone.is_empty() && !(8..=15).contains(&digits(phone)) {
        reasons.push(told("dossiers-refusal-phone").field("phone"));
    }
    let email = person.email.trim();
    if !email.is_empty()
        && !email.split_once('@').is_some_and(|(who, at)| !who.is_empty() && at.contains('.'))
    {
        reasons.push(told("dossiers-refusal-email").field("email"));
    }
    reasons
}

/// As [`faults`], of whoever hands in for another: their fields are named apart, `proxy_name` and so on.
pub fn proxy_faults(person: &Person) -> Refusals {
    let apart = |field: &'static str| match field {
        "name" => "proxy_name",
        "id_number" => "proxy_id_number",
        "address" => "proxy_address",
        "phone" => "proxy_phone",
        "email" => "proxy_email",
        other => other,
    };
    let mut reasons = faults(person);
    for reason in &mut reasons.0 {
        reason.field = reason.field.map(apart);
    }
    reasons
}

/// The applicant of these data: the one known by a number and by all the other data too, else a new one, so that
/// what one dossier says of a person never changes what another does.
///
/// # Errors
/// When the data have faults, and when the database fails.
pub fn find_or_enter(tx: &mut Tx<'_>, agency_id: i64, person: &Person) -> Result<i64> {
    let faults = faults(person);
    if !faults.is_empty() {
        return Err(Error::Refused(faults));
    }
    let person = person.tidy();
    if let Some(id) = store::same(tx, agency_id, &person)? {
        return Ok(id);
    }
    let salt = platform::web::random::<16>()?;
    let event = ApplicantEvent::Entered { agency_id, commitment: commitment(&salt, &person.text()) };
    store::begin(tx, tx.new_id(), (&event, &person, &salt))
}

/// Erases a person's data and what they answered, as the law may ask; dossiers and journal keep their commitments.
///
/// # Errors
/// [`Error::NotFound`], and when the database fails.
pub fn erase(tx: &mut Tx<'_>, agency_id: i64, id: i64) -> Result<()> {
    let applicant = store::load(tx, agency_id, id)?.ok_or(Error::NotFound)?;
    super::store::erase_answers(tx, agency_id, id)?;
    store::erase(tx, applicant)
}

/// The newest data known under exactly this number, for the counter.
///
/// # Errors
/// When the database fails.
pub fn known_by_number(tx: &mut Tx<'_>, agency_id: i64, id_number: &str) -> Result<Option<Person>> {
    store::by_number(tx, agency_id, id_number.trim())
}
