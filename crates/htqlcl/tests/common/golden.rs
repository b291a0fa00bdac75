//! Golden files: what was reviewed once, and is to change only where somebody looks.

use std::path::Path;

/// Compares with a golden file. `HTQLCL_GOLDEN=write` writes it instead, for the change to be reviewed.
pub fn compare(name: &str, found: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name);
    if std::env::var("HTQLCL_GOLDEN").is_ok_and(|word| word == "write") {
        std::fs::write(&path, found).unwrap();
        return;
    }
    let reviewed = std::fs::read_to_string(&path).unwrap_or_default();
    let gone = reviewed
        .lines()
        .filter(|line| !found.lines().any(|other| other == *line))
        .map(|line| format!("- {line}"));
    let came = found
        .lines()
        .filter(|line| !reviewed.lines().any(|other| other == *line))
        .map(|line| format!("+ {line}"));
    let changes: Vec<String> = gone.chain(came).collect();
    assert!(
        reviewed == found,
        "crates/htqlcl/tests/golden/{name} is not what the product has now:\n{}\n\
         If this change is meant, renew the file and review its difference:\n    \
         HTQLCL_GOLDEN=write cargo test -p htqlcl --test golden",
        changes.join("\n")
    );
}
