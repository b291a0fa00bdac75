//! The answers to a procedure's fields, as rows keep them and as conditions of the process read them.

use bpmn::feel::{Day, Number, Value};
use platform::{Error, Result};
use registers::admin_procedures::fields::{FieldValue, Values};

/// The answers as text; empty when there are none.
pub fn text(values: &Values) -> String {
    // Keys are texts and values plain: writing them cannot fail.
    if values.0.is_empty() { String::new() } else { serde_json::to_string(values).unwrap_or_default() }
}

/// Reads what [`text`] wrote.
///
/// # Errors
/// When it is no such text.
pub fn read(text: &str) -> Result<Values> {
    if text.is_empty() { Ok(Values::default()) } else { serde_json::from_str(text).map_err(Error::failed) }
}

/// A value as a condition reads it; none for what was left empty, and for numbers finer than conditions know.
pub fn feel(value: Option<&FieldValue>) -> Option<Value> {
    Some(match value? {
        FieldValue::Text(text) | FieldValue::Choice(text) => Value::Text(text.clone()),
        FieldValue::Ticked(ticked) => Value::Boolean(*ticked),
        FieldValue::Date(day) => Value::Date(Day::parse(&day.to_string())?),
        FieldValue::Number(number) => {
            let finer = 4_u32.checked_sub(u32::from(number.decimals))?;
            let scaled = number.units.checked_mul(10_i64.checked_pow(finer)?)?;
            Value::Number(Number::from_ten_thousandths(scaled))
        }
    })
}
