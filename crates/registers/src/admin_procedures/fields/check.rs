//! What was typed becomes values, or every fault at once.

use super::number::{Decimal, MOST_DECIMALS};
use super::read::compiled;
use super::schema::{DayBound, Field, FieldKind, FieldValue, Schema, Values};
use platform::search::compose;
use platform::{Day, Refusal, Refusals};
use std::collections::BTreeMap;

/// Most letters of a line and of an area whose declaration names no other bound.
const MOST_LETTERS: [usize; 2] = [500, 10_000];

impl Schema {
    /// Checks what was typed on `today`, by the keys of fields.
    ///
    /// # Errors
    /// Every fault at once; each tells the field's label as `field` and its key as `key`.
    pub fn check(&self, typed: &BTreeMap<String, String>, today: Day) -> Result<Values, Refusals> {
        let (mut refusals, mut values) = (Refusals::default(), Values::default());
        for field in &self.fields {
            let text = typed.get(&field.key).map_or("", String::as_str);
            match field.value(text, today) {
                Ok(Some(value)) => {
                    values.0.insert(field.key.clone(), value);
                }
                Ok(None) => {}
                Err(reason) => refusals.push(reason.with("field", &field.label).with("key", &field.key)),
            }
        }
        for key in typed.keys().filter(|key| self.field(key).is_none()) {
            let reason = Refusal::new("admin-procedures-field-unknown");
            refusals.push(reason.with("field", key).with("key", key));
        }
        refusals.or(values)
    }
}

impl Schema {
    /// What of the typed can be kept as it is, whatever else is missing or wrong.
    pub fn readable(&self, typed: &BTreeMap<String, String>, today: Day) -> Values {
        let read = |field: &Field| {
            let value = field.value(typed.get(&field.key)?, today).ok()??;
            Some((field.key.clone(), value))
        };
        Values(self.fields.iter().filter_map(read).collect())
    }
}

/// The faults of one field among those of a whole form.
pub fn faults_of<'r>(reasons: &'r Refusals, key: &str) -> Vec<&'r Refusal> {
    let is_at = |reason: &&Refusal| reason.values.iter().any(|(name, value)| *name == "key" && value == key);
    reasons.0.iter().filter(is_at).collect()
}

impl Field {
    /// The value of what was typed; none for nothing.
    fn value(&self, typed: &str, today: Day) -> Result<Option<FieldValue>, Refusal> {
        let text = self.cleaned(typed)?;
        if text.is_empty() {
            return match (&self.kind, self.is_required) {
                (FieldKind::Checkbox, false) => Ok(Some(FieldValue::Ticked(false))),
                (FieldKind::Checkbox, true) => Err(Refusal::new("admin-procedures-field-untick")),
                (_, true) => Err(Refusal::new("admin-procedures-field-missing")),
                (_, false) => Ok(None),
            };
        }
        let value = match &self.kind {
            FieldKind::Text { min_length, max_length, pattern } => {
                lengths(&text, *min_length, max_length.unwrap_or(MOST_LETTERS[0]))?;
                self.matches(&text, pattern.as_deref())?;
                FieldValue::Text(text)
            }
            FieldKind::Area { min_length, max_length } => {
                lengths(&text, *min_length, max_length.unwrap_or(MOST_LETTERS[1]))?;
                FieldValue::Text(text)
            }
            FieldKind::Number { min, max, decimals } => {
                FieldValue::Number(number(&text, (*min, *max), *decimals)?)
            }
            FieldKind::Select(_) | FieldKind::Radio(_) => {
                if !self.choices().iter().any(|choice| choice.value == text) {
                    return Err(Refusal::new("admin-procedures-field-choice").with("text", text));
                }
                FieldValue::Choice(text)
            }
            FieldKind::Checkbox => FieldValue::Ticked(true),
            FieldKind::Date { min, max } => FieldValue::Date(date(&text, (*min, *max), today)?),
        };
        Ok(Some(value))
    }

    /// Whether what stands in the field at first could be sent as it stands.
    pub(super) fn takes_its_first_value(&self) -> bool {
        match self.kind {
            _ if self.first_value.is_empty() => true,
            // The bounds of days move with the calendar; what is fixed is only that it is a day.
            FieldKind::Date { .. } => Day::typed(&self.first_value).is_ok(),
            _ => self.value(&self.first_value, Day::of_instant(0)).is_ok(),
        }
    }

    /// Faults of a text's form repeat the hint, where there is one.
    fn matches(&self, text: &str, pattern: Option<&str>) -> Result<(), Refusal> {
        // A pattern that cannot be compiled was refused when the declaration was read; nothing matches it.
        let fits = pattern.is_none_or(|pattern| compiled(pattern).is_ok_and(|regex| regex.is_match(text)));
        if fits {
            return Ok(());
        }
        Err(match self.hint.as_str() {
            "" => Refusal::new("admin-procedures-field-pattern").with("text", text),
            hint => Refusal::new("admin-procedures-field-pattern-hint").with("text", text).with("hint", hint),
        })
    }

    /// The text in composed form without what nobody means: blanks at the ends, double blanks in a line.
    fn cleaned(&self, typed: &str) -> Result<String, Refusal> {
        let text = compose(typed);
        let text = match self.kind {
            FieldKind::Area { .. } => text.replace("\r\n", "\n").trim().to_owned(),
            _ => text.split_whitespace().collect::<Vec<_>>().join(" "),
        };
        let is_strange = |letter: char| letter.is_control() && letter != '\n' && letter != '\t';
        if text.chars().any(is_strange) {
            return Err(Refusal::new("admin-procedures-field-control"));
        }
        Ok(text)
    }
}

fn lengths(text: &str, least: Option<usize>, most: usize) -> Result<(), Refusal> {
    let length = text.chars().count();
    match least {
        Some(least) if length < least => {
            Err(Refusal::new("admin-procedures-field-short").with("least", least).with("length", length))
        }
        _ if length > most => {
            Err(Refusal::new("admin-procedures-field-long").with("most", most).with("length", length))
        }
        _ => Ok(()),
    }
}

fn number(
    text: &str,
    (min, max): (Option<Decimal>, Option<Decimal>),
    decimals: u8,
) -> Result<Decimal, Refusal> {
    // Whole numbers are asked for as whole ones: nobody marries for the 72,5th time.
    let is_whole = decimals == 0;
    let key = if is_whole { "admin-procedures-field-whole" } else { "admin-procedures-field-number" };
    let number = Decimal::parse_typed(text).filter(|number| !is_whole || number.decimals == 0);
    let number = number.ok_or_else(|| Refusal::new(key).with("text", text))?;
    // Older declarations may allow more, in which a condition of the process would read nothing at all.
    let decimals = decimals.min(MOST_DECIMALS);
    if number.decimals > decimals {
        return Err(Refusal::new("admin-procedures-field-decimals").with("decimals", decimals));
    }
    let known = (Decimal::whole(-Decimal::MOST.units), Decimal::MOST);
    let (least, most) =
        (min.map_or(known.0, |min| min.max(known.0)), max.map_or(known.1, |max| max.min(known.1)));
    if number < least {
        Err(Refusal::new("admin-procedures-field-small").with("least", least.vietnamese()))
    } else if number > most {
        Err(Refusal::new("admin-procedures-field-large").with("most", most.vietnamese()))
    } else {
        Ok(number)
    }
}

fn date(text: &str, (min, max): (Option<DayBound>, Option<DayBound>), today: Day) -> Result<Day, Refusal> {
    let day = Day::typed(text).map_err(|_| Refusal::new("admin-procedures-field-day").with("text", text))?;
    let bound = |bound: DayBound| match bound {
        DayBound::Today => today,
        DayBound::On(day) => day,
    };
    match (min.map(bound), max.map(bound)) {
        (Some(min), _) if day < min => {
            Err(Refusal::new("admin-procedures-field-early").with("least", min.vietnamese()))
        }
        (_, Some(max)) if day > max => {
            Err(Refusal::new("admin-procedures-field-late").with("most", max.vietnamese()))
        }
        _ => Ok(day),
    }
}
