//! What differs between an issued copy and the registers of today, figure by figure. Pure.

use super::frozen::Frozen;
use crate::yearly::indicators;
use crate::yearly::{self, Report};
use platform::Language;
use serde::{Deserialize, Serialize};

/// A figure that is no longer what was issued.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Difference {
    /// The figure.
    pub key: String,
    /// What it says, in Vietnamese, as issued.
    pub vi: String,
    /// What it says, in English, as issued.
    pub en: String,
    /// As issued.
    pub was: i64,
    /// Today.
    pub now: i64,
}

impl Difference {
    /// What the figure says.
    pub fn label(&self, language: Language) -> &str {
        match language {
            Language::Vi => &self.vi,
            Language::En => &self.en,
        }
    }
}

/// The figures that are others today, in the order of the text.
///
/// A figure that did not exist when the copy was issued is no difference, nor is one that no longer exists.
pub fn differences(frozen: &Frozen, now: &Report) -> Vec<Difference> {
    let today = yearly::figures(now);
    let in_order = indicators::INDICATORS.iter().map(|indicator| indicator.key);
    let told = in_order.filter_map(|key| {
        let (was, now) = (frozen.figure(key)?, today.get(key)?.as_i64()?);
        (was != now).then(|| Difference {
            key: key.to_owned(),
            vi: frozen.definition(key, "vi").to_owned(),
            en: frozen.definition(key, "en").to_owned(),
            was,
            now,
        })
    });
    told.collect()
}

#[derive(Serialize, Deserialize)]
struct Noticed {
    version: i64,
    differences: Vec<Difference>,
}

/// Differences as a notice keeps them.
///
/// # Errors
/// When they cannot be written as JSON.
pub fn write(differences: &[Difference]) -> platform::Result<String> {
    let noticed = Noticed { version: 1, differences: differences.to_vec() };
    serde_json::to_string(&noticed).map_err(platform::Error::failed)
}

/// Differences as a notice kept them.
///
/// # Errors
/// When it is no version this program knows.
pub fn read(text: &str) -> platform::Result<Vec<Difference>> {
    let noticed: Noticed = serde_json::from_str(text).map_err(platform::Error::failed)?;
    if noticed.version != 1 {
        return Err(platform::Error::failed(format!("a notice of version {} is not known", noticed.version)));
    }
    Ok(noticed.differences)
}
