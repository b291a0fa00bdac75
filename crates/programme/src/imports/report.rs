//! What an import did, or would do.

use platform::Refusal;
use registers::FieldChange;
use serde::Serialize;

/// A row of a file that changed something in the registers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowChange {
    /// The file.
    pub file: String,
    /// Its line.
    pub line: usize,
    /// What the row is about: its key columns.
    pub subject: String,
    /// What changed; empty for a new record.
    pub changes: Vec<FieldChange>,
}

/// Something to be told about a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowNote {
    /// The file.
    pub file: String,
    /// Its line; 0 for the file as a whole.
    pub line: usize,
    /// What is wrong, or what was unlawful then.
    pub reason: Refusal,
}

/// The count of one file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct FileCount {
    /// The file.
    pub file: &'static str,
    /// Rows read.
    pub rows: usize,
    /// Records that are new.
    pub created: usize,
    /// Records that were corrected.
    pub corrected: usize,
    /// Rows that changed nothing.
    pub unchanged: usize,
}

/// Everything an import has to tell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImportReport {
    /// By file, in the order of reading.
    pub files: Vec<FileCount>,
    /// What is new or changed, in the order of reading.
    pub changes: Vec<RowChange>,
    /// Why nothing was written: every bad row with every reason.
    pub faults: Vec<RowNote>,
    /// What was unlawful then, or is not read.
    pub warnings: Vec<RowNote>,
}

impl ImportReport {
    /// Whether any file can be written.
    pub fn is_sound(&self) -> bool {
        self.faults.is_empty()
    }

    /// Whether it would change anything at all.
    pub fn changes_nothing(&self) -> bool {
        self.changes.is_empty()
    }

    /// New and corrected records together.
    pub fn written(&self) -> usize {
        self.files.iter().map(|file| file.created + file.corrected).sum()
    }
}
