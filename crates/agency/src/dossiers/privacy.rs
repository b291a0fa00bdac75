//! What of a citizen's data whoever has no part in a dossier sees: as much as its page shows them. Pure.

use super::applicants::Person as Applicant;
use super::model::Dossier;
use super::who::{Deed, Person};
use registers::admin_procedures::fields::{FieldValue, Values};

/// Whether the person has a part in the dossier: the counter, whoever works in its unit or in none, leaders, and
/// whoever has one of its tasks. They read its papers and files whole.
pub fn has_part(person: &Person, dossier: &Dossier) -> bool {
    person.may(Deed::Note, dossier) || person.may(Deed::Attach, dossier)
}

/// A text whose numbers of identity cards are hidden, wherever in it they stand.
pub fn without_identity(text: &str) -> String {
    let runs = text.as_bytes().chunk_by(|one, next| one.is_ascii_digit() == next.is_ascii_digit());
    let shown = runs.map(|run| {
        let run = String::from_utf8_lossy(run).into_owned();
        let is_identity = matches!(run.len(), 9 | 12) && run.bytes().all(|byte| byte.is_ascii_digit());
        if is_identity { Applicant { id_number: run, ..Applicant::default() }.masked_number() } else { run }
    });
    shown.collect()
}

/// An applicant without number and without the ways to be reached.
pub fn masked_person(person: &Applicant) -> Applicant {
    let id_number = person.masked_number();
    Applicant { id_number, phone: String::new(), email: String::new(), ..person.clone() }
}

/// Answers whose numbers of identity cards are hidden.
pub fn masked_answers(values: &Values) -> Values {
    let masked = |value: &FieldValue| match value {
        FieldValue::Text(text) => FieldValue::Text(without_identity(text)),
        other => other.clone(),
    };
    Values(values.0.iter().map(|(key, value)| (key.clone(), masked(value))).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_identity_cards_are_hidden_wherever_they_stand() {
        let hidden = without_identity("CCCD 001188000123, cũ 123456789; sinh năm 1960, tờ 1234567890");
        assert_eq!(hidden, "CCCD •••••••••123, cũ ••••••789; sinh năm 1960, tờ 1234567890");
        let person = Applicant {
            name: "Trần Thị Bưởi".to_owned(),
            id_number: "001188000123".to_owned(),
            phone: "0912345678".to_owned(),
            email: "b@example.vn".to_owned(),
            ..Applicant::default()
        };
        let masked = masked_person(&person);
        assert_eq!((masked.phone.as_str(), masked.email.as_str()), ("", ""));
        assert_eq!((masked.name.as_str(), masked.id_number.as_str()), ("Trần Thị Bưởi", "•••••••••123"));
    }
}
