//! The declaration of fields, and the values of a dossier.

use super::number::Decimal;
use platform::Day;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;

/// The fields that a procedure asks for, in the order of its form. Written as a form-js schema.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Value", into = "Value")]
pub struct Schema {
    /// The fields.
    pub fields: Vec<Field>,
}

/// One field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its key: small letters, digits and `_`, beginning with a letter.
    pub key: String,
    /// Its label.
    pub label: String,
    /// What helps to fill it in; empty for nothing.
    pub hint: String,
    /// Whether it must be filled in; for a box: whether it must be ticked.
    pub is_required: bool,
    /// What it takes.
    pub kind: FieldKind,
    /// What stands in it before anybody typed, as people type it; empty for nothing.
    pub first_value: String,
    /// Of whoever applies, what is meant when nothing is typed.
    pub same_as: Option<SameAs>,
}

/// What of the applicant (người nộp hồ sơ) a field repeats. The counter has it already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SameAs {
    /// Their name.
    Name,
    /// Where they live.
    Address,
    /// Their personal identity number alone.
    IdNumber,
    /// Their personal identity number, named as what it is.
    IdPaper,
    /// Their telephone number.
    Phone,
    /// Their electronic address.
    Email,
}

impl SameAs {
    /// All.
    pub const ALL: [SameAs; 6] =
        [SameAs::Name, SameAs::Address, SameAs::IdNumber, SameAs::IdPaper, SameAs::Phone, SameAs::Email];

    /// The word in a declaration.
    pub fn word(self) -> &'static str {
        match self {
            SameAs::Name => "applicant.name",
            SameAs::Address => "applicant.address",
            SameAs::IdNumber => "applicant.id_number",
            SameAs::IdPaper => "applicant.id_paper",
            SameAs::Phone => "applicant.phone",
            SameAs::Email => "applicant.email",
        }
    }

    /// What a word means.
    pub fn of_word(word: &str) -> Option<SameAs> {
        SameAs::ALL.into_iter().find(|one| one.word() == word)
    }
}

/// What a field takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldKind {
    /// One line of text.
    Text {
        /// Fewest letters.
        min_length: Option<usize>,
        /// Most letters.
        max_length: Option<usize>,
        /// A regular expression that the whole text must match.
        pattern: Option<String>,
    },
    /// Several lines of text.
    Area {
        /// Fewest letters.
        min_length: Option<usize>,
        /// Most letters.
        max_length: Option<usize>,
    },
    /// A number.
    Number {
        /// Smallest.
        min: Option<Decimal>,
        /// Largest.
        max: Option<Decimal>,
        /// How many digits may stand after the comma.
        decimals: u8,
    },
    /// One of several, in a list that opens.
    Select(Vec<FieldChoice>),
    /// One of a few, all in sight.
    Radio(Vec<FieldChoice>),
    /// A box to be ticked.
    Checkbox,
    /// A day.
    Date {
        /// Earliest.
        min: Option<DayBound>,
        /// Latest.
        max: Option<DayBound>,
    },
}

/// A value that may be chosen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldChoice {
    /// What is kept.
    pub value: String,
    /// What is shown.
    pub label: String,
}

/// The earliest or latest day of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayBound {
    /// The day on which it is filled in; written `today`.
    Today,
    /// A fixed day.
    On(Day),
}

/// A value that was filled in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldValue {
    /// A text.
    Text(String),
    /// A number.
    Number(Decimal),
    /// The value of a choice.
    Choice(String),
    /// Whether a box is ticked.
    Ticked(bool),
    /// A day.
    Date(Day),
}

/// The values of a dossier by the keys of their fields; a field left empty has none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Values(pub BTreeMap<String, FieldValue>);

impl Values {
    /// The value of a field.
    pub fn get(&self, key: &str) -> Option<&FieldValue> {
        self.0.get(key)
    }
}

impl Schema {
    /// The field of a key.
    pub fn field(&self, key: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.key == key)
    }

    /// What stands in the fields before anybody typed, by their keys.
    pub fn first_values(&self) -> BTreeMap<String, String> {
        let filled = self.fields.iter().filter(|field| !field.first_value.is_empty());
        filled.map(|field| (field.key.clone(), field.first_value.clone())).collect()
    }

    /// Fills the empty fields that repeat something of the applicant.
    pub fn fill_like(&self, typed: &mut BTreeMap<String, String>, of: impl Fn(SameAs) -> String) {
        for field in &self.fields {
            let Some(same_as) = field.same_as else { continue };
            let text = typed.entry(field.key.clone()).or_default();
            if text.trim().is_empty() {
                *text = of(same_as);
            }
        }
    }

    /// What each value shows to a reader: labels of choices, days and numbers as people write them.
    pub fn shown(&self, values: &Values) -> BTreeMap<String, String> {
        let text = |field: &Field| Some((field.key.clone(), field.shown(values.get(&field.key)?)));
        self.fields.iter().filter_map(text).collect()
    }

    /// What each value would be when typed, for a form drawn again.
    pub fn typed(&self, values: &Values) -> BTreeMap<String, String> {
        let text = |(key, value): (&String, &FieldValue)| (key.clone(), value.typed());
        values.0.iter().map(text).collect()
    }
}

impl Field {
    /// The choices of a select or radio field; none for others.
    pub fn choices(&self) -> &[FieldChoice] {
        match &self.kind {
            FieldKind::Select(choices) | FieldKind::Radio(choices) => choices,
            _ => &[],
        }
    }

    /// What a value shows to a reader.
    pub fn shown(&self, value: &FieldValue) -> String {
        match value {
            FieldValue::Choice(word) => self
                .choices()
                .iter()
                .find(|choice| choice.value == *word)
                .map_or_else(|| word.clone(), |choice| choice.label.clone()),
            FieldValue::Ticked(true) => self.label.clone(),
            FieldValue::Ticked(false) => String::new(),
            other => other.typed(),
        }
    }
}

impl FieldValue {
    /// The value as people type it.
    pub fn typed(&self) -> String {
        match self {
            FieldValue::Text(text) | FieldValue::Choice(text) => text.clone(),
            FieldValue::Number(number) => number.vietnamese(),
            FieldValue::Ticked(ticked) => if *ticked { "yes" } else { "" }.to_owned(),
            FieldValue::Date(day) => day.vietnamese(),
        }
    }
}
