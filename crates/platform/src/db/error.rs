//! What may go wrong in a database, told apart as far as a user is told it apart.

use std::fmt;

/// A failure of the database or of the way to it.
#[derive(Debug, Clone)]
pub struct DbError {
    /// What kind of failure.
    pub kind: DbErrorKind,
    /// The engine's own words.
    pub message: String,
}

/// The kinds of failure that lead to different sentences or different handling.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DbErrorKind {
    /// A row with this key is there already, or a check or reference forbids the row.
    Constraint,
    /// The disk or the page limit is full: nothing was written.
    Full,
    /// The file or the server takes no writes.
    ReadOnly,
    /// The file or the server cannot be reached or is not a database.
    Unreachable,
    /// Another transaction was in the way; the facade retries these itself.
    Retry,
    /// Too many jobs are waiting.
    Busy,
    /// Anything else.
    Other,
}

impl DbError {
    /// An error without a special kind.
    pub fn other(words: impl fmt::Display) -> DbError {
        DbError { kind: DbErrorKind::Other, message: words.to_string() }
    }

    /// An error of this kind.
    pub fn of(kind: DbErrorKind, words: impl fmt::Display) -> DbError {
        DbError { kind, message: words.to_string() }
    }
}

impl fmt::Display for DbError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.message)
    }
}

impl std::error::Error for DbError {}

impl From<rusqlite::Error> for DbError {
    fn from(error: rusqlite::Error) -> DbError {
        use rusqlite::ErrorCode as Code;
        let kind = match error.sqlite_error_code() {
            // A quota or a limit on the size of files: the engine tells only an empty disk from other troubles.
            Some(Code::SystemIoFailure) if is_failed_write(&error) => DbErrorKind::Full,
            Some(Code::ConstraintViolation) => DbErrorKind::Constraint,
            Some(Code::DiskFull) => DbErrorKind::Full,
            Some(Code::ReadOnly | Code::PermissionDenied | Code::AuthorizationForStatementDenied) => {
                DbErrorKind::ReadOnly
            }
            Some(Code::CannotOpen | Code::NotADatabase | Code::DatabaseCorrupt | Code::SystemIoFailure) => {
                DbErrorKind::Unreachable
            }
            Some(Code::DatabaseBusy | Code::DatabaseLocked) => DbErrorKind::Busy,
            _ => DbErrorKind::Other,
        };
        // The driver repeats the whole text of a statement it cannot read; its name is told elsewhere.
        let message = match &error {
            rusqlite::Error::SqlInputError { msg, offset, .. } => format!("{msg} at letter {offset}"),
            other => other.to_string(),
        };
        DbError { kind, message }
    }
}

fn is_failed_write(error: &rusqlite::Error) -> bool {
    matches!(error, rusqlite::Error::SqliteFailure(failure, _)
        if failure.extended_code == rusqlite::ffi::SQLITE_IOERR_WRITE)
}

impl From<postgres::Error> for DbError {
    fn from(error: postgres::Error) -> DbError {
        use postgres::error::SqlState as State;
        let kind = match error.code() {
            Some(code) if code.code().starts_with("23") => DbErrorKind::Constraint,
            Some(code)
                if *code == State::T_R_SERIALIZATION_FAILURE || *code == State::T_R_DEADLOCK_DETECTED =>
            {
                DbErrorKind::Retry
            }
            Some(code) if *code == State::DISK_FULL => DbErrorKind::Full,
            Some(code)
                if *code == State::READ_ONLY_SQL_TRANSACTION || *code == State::INSUFFICIENT_PRIVILEGE =>
            {
                DbErrorKind::ReadOnly
            }
            Some(code) if code.code().starts_with("57P") || code.code().starts_with("08") => {
                DbErrorKind::Unreachable
            }
            None => DbErrorKind::Unreachable,
            Some(_) => DbErrorKind::Other,
        };
        let message = error.as_db_error().map_or_else(|| full_text(&error), |db| db.to_string());
        DbError { kind, message }
    }
}

/// An error with its causes, outermost first: the driver's own text names only the outermost.
fn full_text(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        text.push_str(": ");
        text.push_str(&inner.to_string());
        cause = inner.source();
    }
    text
}
