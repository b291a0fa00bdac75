//! Reading a declaration of fields, and writing it back.

use super::number::{Decimal, MOST_DECIMALS, MOST_KEPT};
use super::schema::{DayBound, Field, FieldChoice, FieldKind, SameAs, Schema};
use platform::{Day, Refusal, Refusals};
use regex::{Regex, RegexBuilder};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// Largest declaration that is read, in bytes.
const MOST_BYTES: usize = 256 * 1024;
/// Most fields of a procedure.
const MOST_FIELDS: usize = 200;
/// Largest compiled pattern, in bytes: what is larger was made to exhaust the machine.
const MOST_PATTERN_BYTES: usize = 256 * 1024;

/// Members that form editors write and that change nothing of what is asked.
const HARMLESS: [&str; 4] = ["id", "layout", "subtype", "dateLabel"];

/// A pattern as it is used: the whole text must match. It must be one by itself: `a)|(b` would leave the brackets
/// that hold it, and match any text that begins with one thing or ends with the other.
pub(super) fn compiled(pattern: &str) -> Result<Regex, regex::Error> {
    RegexBuilder::new(pattern).size_limit(MOST_PATTERN_BYTES).build()?;
    RegexBuilder::new(&format!("^(?:{pattern})$")).size_limit(MOST_PATTERN_BYTES).build()
}

impl Schema {
    /// Reads a declaration.
    ///
    /// # Errors
    /// Every fault at once, each naming its field.
    pub fn read(text: &str) -> Result<Schema, Refusals> {
        if text.len() > MOST_BYTES {
            return Err(Refusal::new("admin-procedures-schema-too-large").field("fields").into());
        }
        let value: Value = serde_json::from_str(text).map_err(|error| {
            // The reader's own words are English; the place is told in ours.
            let told = Refusal::new("admin-procedures-schema-not-json").field("fields");
            told.with("line", error.line()).with("column", error.column())
        })?;
        let schema = Schema::of_value(&value)?;
        let mut refusals = Refusals::default();
        for field in &schema.fields {
            if let FieldKind::Text { pattern: Some(pattern), .. } = &field.kind
                && compiled(pattern).is_err()
            {
                let reason = fault("admin-procedures-schema-pattern", &field.key);
                refusals.push(reason.with("pattern", pattern));
            } else if matches!(field.kind, FieldKind::Number { decimals, .. } if decimals > MOST_DECIMALS) {
                let reason = fault("admin-procedures-schema-bound", &field.key);
                refusals.push(reason.with("member", "decimalDigits"));
            } else if !field.takes_its_first_value() {
                let reason = fault("admin-procedures-schema-bound", &field.key);
                refusals.push(reason.with("member", "defaultValue"));
            }
        }
        refusals.or(schema)
    }

    fn of_value(value: &Value) -> Result<Schema, Refusals> {
        let Some(components) = value.get("components").and_then(Value::as_array) else {
            return Err(Refusal::new("admin-procedures-schema-no-components").field("fields").into());
        };
        let mut reading = Reading::default();
        if components.len() > MOST_FIELDS {
            let reason = Refusal::new("admin-procedures-schema-too-many").field("fields");
            reading.refusals.push(reason.with("most", MOST_FIELDS));
        }
        let mut fields = Vec::with_capacity(components.len().min(MOST_FIELDS));
        for (at, component) in components.iter().take(MOST_FIELDS).enumerate() {
            fields.extend(reading.field(at, component));
        }
        let mut seen = BTreeSet::new();
        for field in &fields {
            if !seen.insert(field.key.as_str()) {
                reading.refusals.push(fault("admin-procedures-schema-key-twice", &field.key));
            }
        }
        reading.refusals.or(Schema { fields })
    }
}

/// A fault of the field `name`.
fn fault(key: &'static str, name: &str) -> Refusal {
    Refusal::new(key).field("fields").with("field", name)
}

/// A component under reading, with the members that were read.
struct Member<'v> {
    /// How the faults call the field: its key, else its place.
    name: String,
    members: &'v Map<String, Value>,
    validate: Map<String, Value>,
}

#[derive(Default)]
struct Reading {
    refusals: Refusals,
}

impl Reading {
    fn field(&mut self, at: usize, component: &Value) -> Option<Field> {
        let place = format!("#{}", at + 1);
        let Some(members) = component.as_object() else {
            self.refusals.push(fault("admin-procedures-schema-not-a-field", &place));
            return None;
        };
        let key = members.get("key").and_then(Value::as_str).unwrap_or_default().to_owned();
        let name = if key.is_empty() { place } else { key.clone() };
        if !is_key(&key) {
            self.refusals.push(fault("admin-procedures-schema-key", &name));
        }
        let label = members.get("label").and_then(Value::as_str).unwrap_or_default().trim().to_owned();
        if label.is_empty() {
            self.refusals.push(fault("admin-procedures-schema-label", &name));
        }
        let validate = members.get("validate").and_then(Value::as_object).cloned().unwrap_or_default();
        let member = Member { name, members, validate };
        let kind = self.kind(&member)?;
        let hint = member.text("description").unwrap_or_default();
        let is_required = member.validate.get("required").is_some_and(|value| value == &Value::Bool(true));
        let (first_value, same_as) = (self.first_value(&member), self.same_as(&member, &kind));
        Some(Field { key, label, hint, is_required, kind, first_value, same_as })
    }

    fn kind(&mut self, member: &Member<'_>) -> Option<FieldKind> {
        let word = member.text("type").unwrap_or_default();
        let is_day = member.text("subtype").as_deref() == Some("date");
        let (kind, bounds, own): (_, &[&str], &[&str]) = match word.as_str() {
            "textfield" => (self.text(member), &["minLength", "maxLength", "pattern"], &[]),
            "textarea" => {
                let (min_length, max_length) = self.lengths(member);
                (FieldKind::Area { min_length, max_length }, &["minLength", "maxLength"], &[])
            }
            "number" => (self.number(member), &["min", "max"], &["decimalDigits"]),
            "select" => (FieldKind::Select(self.choices(member)), &[], &["values"]),
            "radio" => (FieldKind::Radio(self.choices(member)), &[], &["values"]),
            "checkbox" => (FieldKind::Checkbox, &[], &[]),
            "date" => (self.date(member), &["min", "max"], &[]),
            "datetime" if is_day => (self.date(member), &["min", "max"], &[]),
            _ => {
                let reason = fault("admin-procedures-schema-kind", &member.name);
                self.refusals.push(reason.with("kind", word));
                return None;
            }
        };
        let known = ["type", "key", "label", "description", "validate", "defaultValue", "properties"];
        for name in member.members.keys() {
            let name = name.as_str();
            if ![&known[..], &HARMLESS, own].concat().contains(&name) {
                self.unknown(member, name);
            }
        }
        for name in member.validate.keys() {
            if name != "required" && !bounds.contains(&name.as_str()) {
                self.unknown(member, name);
            }
        }
        Some(kind)
    }

    /// What stands in the field at first, as people type it.
    fn first_value(&mut self, member: &Member<'_>) -> String {
        match member.members.get("defaultValue") {
            None | Some(Value::Null | Value::Bool(false)) => String::new(),
            Some(Value::Bool(true)) => "yes".to_owned(),
            Some(Value::String(text)) => text.clone(),
            Some(Value::Number(number)) => number
                .to_string()
                .parse::<Decimal>()
                .map_or_else(|()| number.to_string(), Decimal::vietnamese),
            Some(_) => {
                self.bound(member, "defaultValue");
                String::new()
            }
        }
    }

    /// What of the applicant the field repeats; only texts can.
    fn same_as(&mut self, member: &Member<'_>, kind: &FieldKind) -> Option<SameAs> {
        let properties = member.members.get("properties")?;
        let is_text = matches!(kind, FieldKind::Text { .. } | FieldKind::Area { .. });
        let only = properties.as_object().filter(|members| members.keys().all(|name| name == "same_as"));
        let word = only.and_then(|members| members.get("same_as"));
        let read = word.and_then(Value::as_str).and_then(SameAs::of_word).filter(|_| is_text);
        // A form editor writes an empty object where nothing was set.
        if read.is_none() && !only.is_some_and(Map::is_empty) {
            self.bound(member, "properties");
        }
        read
    }

    fn unknown(&mut self, member: &Member<'_>, what: &str) {
        let reason = fault("admin-procedures-schema-unknown", &member.name);
        self.refusals.push(reason.with("member", what));
    }

    fn bound(&mut self, member: &Member<'_>, what: &str) {
        let reason = fault("admin-procedures-schema-bound", &member.name);
        self.refusals.push(reason.with("member", what));
    }

    fn text(&mut self, member: &Member<'_>) -> FieldKind {
        let (min_length, max_length) = self.lengths(member);
        let pattern = match member.validate.get("pattern") {
            None => None,
            Some(Value::String(pattern)) => Some(pattern.clone()),
            Some(_) => {
                self.bound(member, "pattern");
                None
            }
        };
        FieldKind::Text { min_length, max_length, pattern }
    }

    fn lengths(&mut self, member: &Member<'_>) -> (Option<usize>, Option<usize>) {
        let mut length = |what: &str| {
            let value = member.validate.get(what)?;
            let length = value.as_u64().and_then(|length| usize::try_from(length).ok());
            if length.is_none() {
                self.bound(member, what);
            }
            length
        };
        let (least, most) = (length("minLength"), length("maxLength"));
        if matches!((least, most), (Some(least), Some(most)) if least > most) {
            self.bound(member, "maxLength");
        }
        (least, most)
    }

    fn number(&mut self, member: &Member<'_>) -> FieldKind {
        let mut read = |what: &str| {
            let value = member.validate.get(what)?;
            let number = value.to_string().trim_matches('"').parse::<Decimal>().ok();
            if number.is_none() {
                self.bound(member, what);
            }
            number
        };
        let (min, max) = (read("min"), read("max"));
        if matches!((min, max), (Some(min), Some(max)) if min > max) {
            self.bound(member, "max");
        }
        let decimals = match member.members.get("decimalDigits") {
            None => 0,
            Some(value) => {
                let digits = value.as_u64().and_then(|digits| u8::try_from(digits).ok());
                let digits = digits.filter(|digits| *digits <= MOST_KEPT);
                if digits.is_none() {
                    self.bound(member, "decimalDigits");
                }
                digits.unwrap_or_default()
            }
        };
        FieldKind::Number { min, max, decimals }
    }

    fn date(&mut self, member: &Member<'_>) -> FieldKind {
        let mut read = |what: &str| {
            let value = member.validate.get(what)?;
            let bound = match value.as_str() {
                Some("today") => Some(DayBound::Today),
                Some(day) => day.parse::<Day>().ok().map(DayBound::On),
                None => None,
            };
            if bound.is_none() {
                self.bound(member, what);
            }
            bound
        };
        let (min, max) = (read("min"), read("max"));
        if matches!((min, max), (Some(DayBound::On(min)), Some(DayBound::On(max))) if min > max) {
            self.bound(member, "max");
        }
        FieldKind::Date { min, max }
    }

    fn choices(&mut self, member: &Member<'_>) -> Vec<FieldChoice> {
        let listed = member.members.get("values").and_then(Value::as_array).cloned().unwrap_or_default();
        let count = listed.len();
        let read = |value: Value| serde_json::from_value::<FieldChoice>(value).ok();
        let choices: Vec<FieldChoice> = listed
            .into_iter()
            .filter_map(read)
            .filter(|choice| !choice.value.trim().is_empty() && !choice.label.trim().is_empty())
            .collect();
        let different: BTreeSet<&str> = choices.iter().map(|choice| choice.value.as_str()).collect();
        if count == 0 || different.len() != count {
            self.refusals.push(fault("admin-procedures-schema-values", &member.name));
        }
        choices
    }
}

impl Member<'_> {
    fn text(&self, name: &str) -> Option<String> {
        self.members.get(name).and_then(Value::as_str).map(str::to_owned)
    }
}

/// Whether a text is a key: letters a to z, digits and `_`, beginning with a letter, at most 60.
fn is_key(text: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    text.len() <= 60 && text.starts_with(|first: char| first.is_ascii_alphabetic()) && text.bytes().all(fits)
}

impl TryFrom<Value> for Schema {
    type Error = String;

    fn try_from(value: Value) -> Result<Schema, String> {
        Schema::of_value(&value).map_err(|refusals| {
            let told = |reason: &Refusal| format!("{} {:?}", reason.key, reason.values);
            refusals.0.iter().map(told).collect::<Vec<_>>().join("; ")
        })
    }
}

impl From<Schema> for Value {
    fn from(schema: Schema) -> Value {
        let components: Vec<Value> = schema.fields.iter().map(written).collect();
        json!({ "type": "default", "components": components })
    }
}

/// A field as its declaration writes it.
fn written(field: &Field) -> Value {
    let mut validate = Map::new();
    let mut own = Map::new();
    if field.is_required {
        validate.insert("required".to_owned(), Value::Bool(true));
    }
    let mut put = |name: &str, value: Option<Value>| {
        if let Some(value) = value {
            validate.insert(name.to_owned(), value);
        }
    };
    let word = match &field.kind {
        FieldKind::Text { min_length, max_length, pattern } => {
            put("minLength", min_length.map(Value::from));
            put("maxLength", max_length.map(Value::from));
            put("pattern", pattern.clone().map(Value::from));
            "textfield"
        }
        FieldKind::Area { min_length, max_length } => {
            put("minLength", min_length.map(Value::from));
            put("maxLength", max_length.map(Value::from));
            "textarea"
        }
        FieldKind::Number { min, max, decimals } => {
            put("min", min.map(|min| Value::from(min.to_string())));
            put("max", max.map(|max| Value::from(max.to_string())));
            if *decimals > 0 {
                own.insert("decimalDigits".to_owned(), Value::from(*decimals));
            }
            "number"
        }
        FieldKind::Select(choices) => {
            own.insert("values".to_owned(), json!(choices));
            "select"
        }
        FieldKind::Radio(choices) => {
            own.insert("values".to_owned(), json!(choices));
            "radio"
        }
        FieldKind::Checkbox => "checkbox",
        FieldKind::Date { min, max } => {
            put("min", min.map(DayBound::written));
            put("max", max.map(DayBound::written));
            "date"
        }
    };
    let mut component = Map::new();
    component.insert("type".to_owned(), word.into());
    component.insert("key".to_owned(), field.key.clone().into());
    component.insert("label".to_owned(), field.label.clone().into());
    if !field.hint.is_empty() {
        component.insert("description".to_owned(), field.hint.clone().into());
    }
    if !field.first_value.is_empty() {
        component.insert("defaultValue".to_owned(), field.first_value.clone().into());
    }
    if let Some(same_as) = field.same_as {
        component.insert("properties".to_owned(), json!({ "same_as": same_as.word() }));
    }
    component.extend(own);
    if !validate.is_empty() {
        component.insert("validate".to_owned(), validate.into());
    }
    Value::Object(component)
}

impl DayBound {
    fn written(self) -> Value {
        match self {
            DayBound::Today => "today".into(),
            DayBound::On(day) => day.to_string().into(),
        }
    }
}
