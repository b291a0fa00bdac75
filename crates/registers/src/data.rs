//! Reading the released files that the program carries.

use serde::de::DeserializeOwned;

/// The rows of a released file.
///
/// # Panics
/// When the file is not what its row type says: it is part of the program, and a test reads each.
pub(crate) fn rows<T: DeserializeOwned>(text: &str) -> Vec<T> {
    csv::Reader::from_reader(text.as_bytes())
        .deserialize()
        .collect::<Result<_, _>>()
        .expect("a released file has the columns of its row type")
}
