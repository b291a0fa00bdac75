//! What an import did with one row of a file.

/// A value that an import changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldChange {
    /// The column of the file.
    pub field: &'static str,
    /// What the register held; empty for nothing.
    pub before: String,
    /// What it holds now.
    pub after: String,
}

/// What became of one row of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entered {
    /// The register did not have it.
    Created,
    /// The register had it otherwise; its history keeps both.
    Corrected(Vec<FieldChange>),
    /// The register has it exactly so; nothing was journalled.
    Unchanged,
}

impl Entered {
    /// The outcome of comparing `(column, before, after)` triples.
    pub fn compare<const N: usize>(values: [(&'static str, String, String); N]) -> Entered {
        let changes: Vec<FieldChange> = values
            .into_iter()
            .filter(|(_, before, after)| before != after)
            .map(|(field, before, after)| FieldChange { field, before, after })
            .collect();
        if changes.is_empty() { Entered::Unchanged } else { Entered::Corrected(changes) }
    }
}
