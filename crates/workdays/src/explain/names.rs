//! The names of holiday rows as an explanation tells them: no word twice, no day in another form.

use super::Language;
use crate::holidays::Holiday;
use crate::time::Day;
use std::str::FromStr;

/// Words of the names that say what the label says already, before the name and in brackets after it.
const DOUBLED_VI: [&str; 4] = ["Ngày nghỉ hoán đổi", "Ngày làm bù", "Nghỉ bù", "nghỉ bù"];
const DOUBLED_EN: [&str; 3] = ["Day off", "Working day", "observed"];

/// The name of a holiday row, its days written as the rest of a text writes them.
pub fn holiday_name(row: &Holiday, language: Language) -> String {
    cited_name([&row.name_vi, &row.name_en], language)
}

/// A label and the name of a row: `nghỉ bù: Tết Dương lịch`, `nghỉ hoán đổi (làm bù 22/08/2026)`.
pub(super) fn labelled(label: [&str; 2], name: [&str; 2], language: Language) -> String {
    let label = language.of(label[0], label[1]);
    let name = cited_name(name, language);
    let doubled: &[&str] = match language {
        Language::Vi => &DOUBLED_VI,
        Language::En => &DOUBLED_EN,
    };
    let rest = doubled.iter().fold(name.as_str(), |name, word| {
        let name = name.strip_prefix(word).map_or(name, str::trim_start);
        name.strip_suffix(')')
            .and_then(|name| name.strip_suffix(word))
            .and_then(|name| name.strip_suffix('('))
            .map_or(name, str::trim_end)
    });
    match rest.chars().next() {
        None => label,
        // A name that explains itself needs no label: `Lunar New Year compensatory day`.
        _ if rest.to_lowercase().contains(label.trim_end_matches(" off")) => rest.to_owned(),
        Some('(') => format!("{label} {rest}"),
        Some(_) => format!("{label}: {rest}"),
    }
}

/// The name of a row with its days written as the rest of the text writes them.
pub(super) fn cited_name([vi, en]: [&str; 2], language: Language) -> String {
    let name = language.of(vi, en);
    let mut told = String::with_capacity(name.len());
    let mut rest = name.as_str();
    while let Some(next) = rest.chars().next() {
        match rest.get(..10).and_then(|text| Day::from_str(text).ok()) {
            Some(day) => {
                told.push_str(&day.vietnamese());
                rest = &rest[10..];
            }
            None => {
                told.push(next);
                rest = &rest[next.len_utf8()..];
            }
        }
    }
    told
}
