//! The product as an operator runs it: the real binary on real files, and the figures it comes to.

#[path = "common/counting.rs"]
mod counting;
#[path = "common/folder.rs"]
mod folder;
#[path = "common/mutation.rs"]
mod mutation;
#[path = "common/postgres.rs"]
mod postgres_database;
#[path = "common/program.rs"]
mod program;
#[path = "common/small.rs"]
mod small;

impl program::Ran {
    /// It must have ended with `code` and told it in one line that holds every part.
    pub fn failed(&self, code: i32, parts: &[&str]) {
        assert_eq!(self.code, code, "{self:?}");
        assert_eq!(self.err.lines().count(), 1, "one clear line: {self:?}");
        for part in parts {
            assert!(self.err.contains(part), "{part} in {self:?}");
        }
    }
}

/// What a right report holds: everything in `expected` but remarks, which begin with `_`.
mod json {
    use serde_json::Value;

    /// Every difference between two values, each with the way to it.
    pub fn differences(expected: &Value, found: &Value, at: &str) -> Vec<String> {
        let (Value::Object(wanted), Value::Object(has)) = (expected, found) else {
            return if expected == found {
                Vec::new()
            } else {
                vec![format!("{at}: {found}, not {expected}")]
            };
        };
        let mut told = Vec::new();
        for (key, value) in wanted.iter().filter(|(key, _)| !key.starts_with('_')) {
            told.extend(differences(
                value,
                &has.get(key).cloned().unwrap_or_default(),
                &format!("{at}/{key}"),
            ));
        }
        // At the top a report holds more; inside a part of it a further key is a wrong figure.
        let more = has.iter().filter(|(key, _)| !at.is_empty() && !wanted.contains_key(*key));
        told.extend(more.map(|(key, value)| format!("{at}/{key}: {value}, not there")));
        told
    }
}

#[path = "command_line/bad_folders.rs"]
mod bad_folders;
#[path = "command_line/bad_machines.rs"]
mod bad_machines;
#[path = "command_line/bpmn_files.rs"]
mod bpmn_files;
#[path = "command_line/demonstration.rs"]
mod demonstration;
#[path = "command_line/due.rs"]
mod due;
#[path = "command_line/figures.rs"]
mod figures;
#[path = "command_line/offices.rs"]
mod offices;
#[path = "command_line/registers_of_2012.rs"]
mod registers_of_2012;
#[path = "command_line/tampering.rs"]
mod tampering;
