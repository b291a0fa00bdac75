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

/// A text without what tells who somebody is or how they are reached, wherever in it that stands: the numbers of
/// identity cards keep their last digits, telephone numbers and addresses of mail nothing.
pub fn without_identity(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for piece in text.split_inclusive(char::is_whitespace) {
        let word = piece.trim_end();
        shown.push_str(if is_mail(word) { HIDDEN } else { word });
        shown.push_str(&piece[word.len()..]);
    }
    without_numbers(&shown)
}

/// What stands for a telephone number or an address of mail.
const HIDDEN: &str = "•••";

fn is_mail(word: &str) -> bool {
    word.split_once('@').is_some_and(|(who, at)| !who.is_empty() && at.contains('.'))
}

fn without_numbers(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(from) = rest.find(|letter: char| letter.is_ascii_digit()) {
        let (before, number) = rest.split_at(from);
        // Behind a dot or a dash it is the rest of a day, a sum or a code, and no number begins there.
        let begins = shown.is_empty() || !matches!(before, "." | "-");
        shown.push_str(before);
        let after_plus = before.ends_with('+');
        let pieced = number_len(number, true);
        let is_pieced = begins && is_pieced_secret(&number[..pieced], after_plus);
        let whole = if is_pieced { pieced } else { number_len(number, false) };
        shown.push_str(&without_number(&number[..whole], after_plus));
        rest = &number[whole..];
    }
    shown.push_str(rest);
    shown
}

/// How many bytes of a text that begins with a digit are one number; a number in pieces has a blank, a dot or a dash
/// between them: `0912 345 678`.
fn number_len(text: &str, in_pieces: bool) -> usize {
    let bytes = text.as_bytes();
    let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let joins =
        |at: usize| in_pieces && matches!(bytes.get(at), Some(b' ' | b'.' | b'-')) && is_digit(at + 1);
    (0..).find(|at| !is_digit(*at) && !joins(*at)).unwrap_or(bytes.len())
}

fn digits(number: &str) -> String {
    number.chars().filter(char::is_ascii_digit).collect()
}

/// Whether the digits are a telephone number: ten or eleven from 0 on, or as many behind the code of the country.
fn is_phone(digits: &str, after_plus: bool) -> bool {
    match digits.strip_prefix("84") {
        Some(rest) if after_plus || !rest.starts_with('0') => matches!(rest.len(), 9 | 10),
        _ => digits.starts_with('0') && matches!(digits.len(), 10 | 11),
    }
}

/// Whether a number in pieces is a telephone number or that of an identity card. Sums of money and days are written
/// in pieces too, so only a number that begins as those do is taken for one.
fn is_pieced_secret(number: &str, after_plus: bool) -> bool {
    let digits = digits(number);
    let is_identity = digits.starts_with('0') && digits.len() == 12;
    digits.len() < number.len()
        && (is_identity || (after_plus || digits.starts_with('0')) && is_phone(&digits, after_plus))
}

fn without_number(number: &str, after_plus: bool) -> String {
    let digits = digits(number);
    if matches!(digits.len(), 9 | 12) && !(after_plus && is_phone(&digits, after_plus)) {
        Applicant { id_number: digits, ..Applicant::default() }.masked_number()
    } else if is_phone(&digits, after_plus) {
        HIDDEN.to_owned()
    } else {
        number.to_owned()
    }
}

/// An applicant without number and without the ways to be reached.
pub fn masked_person(person: &Applicant) -> Applicant {
    let id_number = person.masked_number();
    Applicant { id_number, phone: String::new(), email: String::new(), ..person.clone() }
}

/// Answers as [`without_identity`] shows them.
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

    #[test]
    fn the_ways_to_be_reached_are_hidden_wherever_they_stand() {
        for (text, want) in [
            ("0793168665", "•••"),
            ("gọi 0912.345.678, chiều", "gọi •••, chiều"),
            ("0912 345 678 hoặc 024-3825-0000", "••• hoặc •••"),
            ("+84793168665; +84 793 168 665; 84793168665", "+•••; +•••; •••"),
            ("thư buoi.tran@example.vn\nđã gửi", "thư •••\nđã gửi"),
            ("001 188 000 123", "•••••••••123"),
            ("sinh 01.02.1960, từ 08:00 ngày 23-11-2026", "sinh 01.02.1960, từ 08:00 ngày 23-11-2026"),
            ("100.000.000 đồng, 1.000.000.000 đồng", "100.000.000 đồng, 1.000.000.000 đồng"),
            ("hồ sơ H15.50.05-261109-0001", "hồ sơ H15.50.05-261109-0001"),
            ("thửa 12, tờ 0123, giấy BX 012345", "thửa 12, tờ 0123, giấy BX 012345"),
            ("tờ 12 0912 345 678; sinh 01.02.1960 0912345678", "tờ 12 •••; sinh 01.02.1960 •••"),
            ("-0912 345 678", "-•••"),
            ("2 @ 3", "2 @ 3"),
            ("", ""),
        ] {
            assert_eq!(without_identity(text), want, "{text}");
        }
    }
}
