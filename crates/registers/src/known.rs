//! Partly known dates as rows hold them.

use platform::{Day, Error, KnownDate, Result};

/// The columns of a partly known date: the text, and by when the fact was known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownColumns {
    /// `2011-05-03`, `2011-05`, `2011` or empty.
    pub text: String,
    /// Set when the date itself is unknown.
    pub known_by: Option<Day>,
    /// The first day it may have been.
    pub earliest_on: Option<Day>,
    /// The day from which the fact counts.
    pub counts_on: Day,
}

impl From<KnownDate> for KnownColumns {
    fn from(date: KnownDate) -> KnownColumns {
        let known_by = match date {
            KnownDate::KnownBy(day) => Some(day),
            _ => None,
        };
        KnownColumns {
            text: date.text(),
            known_by,
            earliest_on: date.earliest(),
            counts_on: date.counts_from(),
        }
    }
}

/// The date of its columns.
///
/// # Errors
/// When the row holds no date: it was altered.
pub fn known_date(text: &str, known_by: Option<Day>) -> Result<KnownDate> {
    match (text.is_empty(), known_by) {
        (true, None) => Err(Error::failed("a row holds neither a date nor by when it was known")),
        (true, Some(day)) => Ok(KnownDate::KnownBy(day)),
        (false, _) => KnownDate::parse(text, Day::of_instant(0))
            .map_err(|wrong| Error::failed(format!("a row holds {wrong}"))),
    }
}
