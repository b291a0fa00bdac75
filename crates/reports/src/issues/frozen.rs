//! What an issued copy holds: figures, everything found, names and definitions, as versioned JSON.

use crate::yearly::{self, Names, Report};
use platform::{Error, Result};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

/// The version that is written today. Earlier ones stay readable for ever.
const VERSION: i64 = 1;

/// The content of an issued copy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frozen {
    /// Every figure by its key.
    pub figures: Map<String, Value>,
    /// What was asked and found.
    pub report: Report,
    /// The names of that day.
    pub names: Names,
    /// What each figure meant.
    pub definitions: Map<String, Value>,
}

#[derive(Serialize, Deserialize)]
struct FiguresOne {
    version: i64,
    figures: Map<String, Value>,
    report: Report,
    names: Names,
}

/// Figures, definitions and their hash, ready to be stored.
///
/// # Errors
/// When they cannot be written as JSON.
pub fn freeze(report: &Report, names: &Names) -> Result<(String, String, String)> {
    let content = FiguresOne {
        version: VERSION,
        figures: yearly::figures(report),
        report: report.clone(),
        names: names.clone(),
    };
    let figures = serde_json::to_string(&content).map_err(Error::failed)?;
    let definitions =
        json!({ "version": VERSION, "definitions": yearly::definitions(&report.question) }).to_string();
    let sha256 = hash(&figures, &definitions);
    Ok((figures, definitions, sha256))
}

/// SHA-256 over figures, a line break and definitions, in hexadecimal.
pub fn hash(figures: &str, definitions: &str) -> String {
    let mut sha = Sha256::new();
    sha.update(figures.as_bytes());
    sha.update(b"\n");
    sha.update(definitions.as_bytes());
    sha.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

impl Frozen {
    /// Reads what was frozen, in whichever version it was written.
    ///
    /// # Errors
    /// When it is no version this program knows.
    pub fn read(figures: &str, definitions: &str) -> Result<Frozen> {
        let version = version_of(figures)?;
        if version != 1 {
            return Err(Error::failed(format!("an issued copy of version {version} is not known")));
        }
        let one: FiguresOne = serde_json::from_str(figures).map_err(Error::failed)?;
        let mut told: Value = serde_json::from_str(definitions).map_err(Error::failed)?;
        let definitions = match told.get_mut("definitions").map(Value::take) {
            Some(Value::Object(members)) => members,
            _ => Map::new(),
        };
        Ok(Frozen { figures: one.figures, report: one.report, names: one.names, definitions })
    }

    /// A figure by its key.
    pub fn figure(&self, key: &str) -> Option<i64> {
        self.figures.get(key).and_then(Value::as_i64)
    }

    /// A word of a figure's definition: `vi`, `en`, `definition_vi`, `unit`, `basis` and others.
    pub fn definition(&self, key: &str, member: &str) -> &str {
        self.definitions.get(key).and_then(|words| words.get(member)).and_then(Value::as_str).unwrap_or("")
    }
}

fn version_of(text: &str) -> Result<i64> {
    #[derive(Deserialize)]
    struct Versioned {
        version: i64,
    }
    serde_json::from_str(text).map(|versioned: Versioned| versioned.version).map_err(Error::failed)
}
