//! What goes into a statement and what comes out of it, the same for both engines.

use super::DbError;
use crate::dates::Day;

/// One value sent to the database. Text and bytes are borrowed: binding copies nothing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Parameter<'a> {
    /// SQL null.
    Null,
    /// BIGINT, and BOOLEAN as 0 or 1.
    Integer(i64),
    /// DOUBLE PRECISION.
    Real(f64),
    /// TEXT, and JSONB as its text.
    Text(&'a str),
    /// BYTEA.
    Bytes(&'a [u8]),
    /// A day, stored as ISO text.
    Day(Day),
}

/// One value read from the database.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// SQL null.
    Null,
    /// BIGINT, and BOOLEAN as 0 or 1.
    Integer(i64),
    /// DOUBLE PRECISION.
    Real(f64),
    /// TEXT, and JSONB as its text.
    Text(String),
    /// BYTEA.
    Bytes(Vec<u8>),
}

/// A Rust type that a column or parameter may have.
pub trait Kind: Sized {
    /// One letter the statement check compares with the engines: `i`, `f`, `t` or `b`.
    const KIND: char;
    /// Takes the value out of what the engine gave.
    ///
    /// # Errors
    /// When the column holds another kind than the statement declares.
    fn from_value(value: Value) -> Result<Self, DbError>;
}

fn unexpected<T>(wanted: &str, value: &Value) -> Result<T, DbError> {
    Err(DbError::other(format!("a column holds {value:?} where {wanted} is declared")))
}

macro_rules! kinds {
    ($($type:ty, $letter:literal, $($pattern:pat => $result:expr),+;)*) => {$(
        impl Kind for $type {
            const KIND: char = $letter;
            fn from_value(value: Value) -> Result<Self, DbError> {
                match value {
                    $($pattern => $result,)+
                    other => unexpected(stringify!($type), &other),
                }
            }
        }
    )*};
}

kinds! {
    i64, 'i', Value::Integer(number) => Ok(number);
    bool, 'i', Value::Integer(number) => Ok(number != 0);
    f64, 'f', Value::Real(number) => Ok(number), Value::Integer(number) => Ok(number as f64);
    String, 't', Value::Text(text) => Ok(text);
    Vec<u8>, 'b', Value::Bytes(bytes) => Ok(bytes);
    Day, 't', Value::Text(text) => text.parse().map_err(DbError::other);
}

impl<T: Kind> Kind for Option<T> {
    const KIND: char = T::KIND;
    fn from_value(value: Value) -> Result<Self, DbError> {
        match value {
            Value::Null => Ok(None),
            value => T::from_value(value).map(Some),
        }
    }
}

/// A Rust type that may be sent as a parameter.
pub trait ToParameter {
    /// One letter the statement check compares with the engines.
    const KIND: char;
    /// Borrows the value for binding.
    fn parameter(&self) -> Parameter<'_>;
}

macro_rules! parameters {
    ($($type:ty, $letter:literal, $self:ident => $result:expr;)*) => {$(
        impl ToParameter for $type {
            const KIND: char = $letter;
            fn parameter(&$self) -> Parameter<'_> { $result }
        }
    )*};
}

parameters! {
    i64, 'i', self => Parameter::Integer(*self);
    bool, 'i', self => Parameter::Integer(i64::from(*self));
    f64, 'f', self => Parameter::Real(*self);
    &str, 't', self => Parameter::Text(self);
    String, 't', self => Parameter::Text(self);
    &String, 't', self => Parameter::Text(self);
    &[u8], 'b', self => Parameter::Bytes(self);
    Day, 't', self => Parameter::Day(*self);
}

impl<T: ToParameter> ToParameter for Option<T> {
    const KIND: char = T::KIND;
    fn parameter(&self) -> Parameter<'_> {
        self.as_ref().map_or(Parameter::Null, ToParameter::parameter)
    }
}
