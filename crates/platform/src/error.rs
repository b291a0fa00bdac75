//! The two ways an operation ends other than well: the rules refuse, or the machine fails.

use crate::db::DbError;
use std::collections::BTreeSet;
use std::fmt;

/// What every action, import and page returns.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// One reason why the rules refuse, told by the key of its sentence in `vi` and `en`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Key of the sentence in the language files, such as `certificates-refusal-number-taken`.
    pub key: &'static str,
    /// Name of the form field (or import column) at fault, if one is.
    pub field: Option<&'static str>,
    /// Values for the sentence, already as people read them.
    pub values: Vec<(&'static str, String)>,
}

impl Refusal {
    /// A reason without values.
    pub fn new(key: &'static str) -> Refusal {
        Refusal { key, field: None, values: Vec::new() }
    }

    /// Names the field at fault.
    pub fn field(mut self, field: &'static str) -> Refusal {
        self.field = Some(field);
        self
    }

    /// Adds a value for the sentence.
    pub fn with(mut self, name: &'static str, value: impl fmt::Display) -> Refusal {
        self.values.push((name, value.to_string()));
        self
    }
}

/// Every reason at once; never empty inside an [`Error`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Refusals(pub Vec<Refusal>);

impl Refusals {
    /// Notes a reason.
    pub fn push(&mut self, reason: impl Into<Refusal>) {
        self.0.push(reason.into());
    }

    /// Whether nothing was refused.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The reasons, each once.
    pub fn distinct(&self) -> Vec<&Refusal> {
        let mut seen = BTreeSet::new();
        let mut distinct = Vec::new();
        for reason in &self.0 {
            if seen.insert((reason.key, reason.field, reason.values.as_slice())) {
                distinct.push(reason);
            }
        }
        distinct
    }

    /// `Ok(value)` when nothing was refused, else all reasons.
    pub fn or<T>(self, value: T) -> std::result::Result<T, Refusals> {
        if self.is_empty() { Ok(value) } else { Err(self) }
    }
}

impl From<Refusal> for Refusals {
    fn from(reason: Refusal) -> Refusals {
        Refusals(vec![reason])
    }
}

/// The one error of the product.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The user asked for what the rules forbid.
    #[error("refused: {}", .0.0.iter().map(|r| r.key).collect::<Vec<_>>().join(", "))]
    Refused(Refusals),
    /// The actor may not do this (the name of the action), or must sign in first.
    #[error("not permitted: {0}")]
    Forbidden(&'static str),
    /// No such record, or none that the actor may see: the two are not told apart.
    #[error("not found")]
    NotFound,
    /// The same form was sent twice; the first sending made or changed this record.
    #[error("form sent twice")]
    Repeated {
        /// Kind of the record.
        subject_kind: String,
        /// Id of the record.
        subject_id: i64,
    },
    /// The machine failed.
    #[error(transparent)]
    Failed(#[from] Failure),
}

/// A failure of the machine, with what was being attempted.
#[derive(Debug)]
pub struct Failure {
    /// What was attempted, innermost last.
    pub attempted: Vec<String>,
    /// The cause.
    pub cause: Cause,
}

/// Why the machine failed; the kinds that a user is told apart.
#[derive(Debug)]
pub enum Cause {
    /// The database.
    Db(DbError),
    /// Too much at once: try again shortly (503).
    Busy,
    /// Anything else, in words for the log.
    Other(String),
}

impl fmt::Display for Failure {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        for step in self.attempted.iter().rev() {
            write!(out, "{step}: ")?;
        }
        match &self.cause {
            Cause::Db(error) => write!(out, "{error}"),
            Cause::Busy => write!(out, "too many requests are waiting"),
            Cause::Other(text) => out.write_str(text),
        }
    }
}

impl std::error::Error for Failure {}

impl Error {
    /// A failure told in words for the log.
    pub fn failed(words: impl fmt::Display) -> Error {
        Error::Failed(Failure { attempted: Vec::new(), cause: Cause::Other(words.to_string()) })
    }

    /// Too much at once.
    pub fn busy() -> Error {
        Error::Failed(Failure { attempted: Vec::new(), cause: Cause::Busy })
    }

    /// The database's part of this error, if it has one.
    pub fn db(&self) -> Option<&DbError> {
        match self {
            Error::Failed(Failure { cause: Cause::Db(error), .. }) => Some(error),
            _ => None,
        }
    }
}

impl From<DbError> for Error {
    fn from(error: DbError) -> Error {
        Error::Failed(Failure { attempted: Vec::new(), cause: Cause::Db(error) })
    }
}

impl From<Refusals> for Error {
    fn from(reasons: Refusals) -> Error {
        debug_assert!(!reasons.is_empty(), "a refusal has a reason");
        Error::Refused(reasons)
    }
}

impl From<Refusal> for Error {
    fn from(reason: Refusal) -> Error {
        Error::Refused(Refusals(vec![reason]))
    }
}

/// Says what was attempted when the machine fails.
pub trait Context<T> {
    /// Adds `words` to a failure; refusals pass unchanged.
    fn context(self, words: impl fmt::Display) -> Result<T>;
}

impl<T, E: Into<Error>> Context<T> for std::result::Result<T, E> {
    fn context(self, words: impl fmt::Display) -> Result<T> {
        self.map_err(|error| match error.into() {
            Error::Failed(mut failure) => {
                failure.attempted.push(words.to_string());
                Error::Failed(failure)
            }
            other => other,
        })
    }
}
