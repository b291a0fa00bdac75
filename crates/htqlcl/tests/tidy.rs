//! The house rules that a machine can check: read as text, so that no build hides a fault.

use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

/// Every file under `folder` whose name ends so, with its text.
fn files(folder: &Path, ending: &str) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.to_string_lossy().ends_with(ending) {
                let text = std::fs::read_to_string(&path).unwrap();
                found.push((path, text));
            }
        }
    }
    found.sort();
    found
}

fn sources() -> Vec<(String, String)> {
    let root = root();
    let mut all = Vec::new();
    for entry in std::fs::read_dir(root.join("crates")).unwrap() {
        let source = entry.unwrap().path().join("src");
        for (path, text) in files(&source, ".rs") {
            all.push((path.strip_prefix(&root).unwrap().display().to_string(), text));
        }
    }
    all.sort();
    assert!(all.len() > 100, "the tidy test reads the sources");
    all
}

/// The part of a source that is product: what stands before its test module.
fn product(text: &str) -> &str {
    text.split("#[cfg(test)]\nmod tests {").next().unwrap_or(text)
}

fn is_test(path: &str) -> bool {
    ["tests.rs", "_tests.rs", "stories.rs", "testing.rs"].iter().any(|name| path.ends_with(name))
        || path.contains("/testing/")
}

fn assert_none(faults: Vec<String>) {
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn no_file_has_more_than_800_lines() {
    let long = sources().into_iter().filter(|(_, text)| text.lines().count() > 800);
    assert_none(long.map(|(path, text)| format!("{path}: {} lines", text.lines().count())).collect());
}

#[test]
fn no_function_is_longer_than_70_lines() {
    let mut faults = Vec::new();
    for (path, text) in sources().into_iter().filter(|(path, _)| !is_test(path)) {
        let mut began: Option<(usize, String, usize)> = None;
        for (number, line) in text.lines().enumerate() {
            let indent = line.len() - line.trim_start().len();
            let starts = line
                .trim_start()
                .trim_start_matches("pub ")
                .trim_start_matches("pub(crate) ")
                .trim_start_matches("pub(super) ");
            if began.is_none()
                && ["fn ", "async fn ", "const fn "].iter().any(|word| starts.starts_with(word))
            {
                began = Some((number, line.trim().to_owned(), indent));
            }
            if let Some((first, name, level)) = &began
                && (line.trim_end() == format!("{}}}", " ".repeat(*level))
                    || line.trim_end().ends_with(';') && *first == number)
            {
                if number - first > 70 {
                    faults.push(format!("{path}:{}: {} lines: {name}", first + 1, number - first + 1));
                }
                began = None;
            }
        }
    }
    assert_none(faults);
}

#[test]
fn sql_stands_in_store_files_only() {
    let strays = sources().into_iter().filter(|(path, text)| {
        !path.ends_with("store.rs")
            && !is_test(path)
            && !path.ends_with("db/statement.rs")
            && !path.starts_with("crates/bench")
            && product(text).lines().any(|line| line.trim_start().starts_with("sql!("))
            && !text.contains("mod store {")
    });
    assert_none(strays.map(|(path, _)| path).collect());
}

#[test]
fn no_statement_selects_everything_and_none_is_left_shouting() {
    let mut faults = Vec::new();
    for (path, text) in sources() {
        for (number, line) in product(&text).lines().enumerate() {
            let shouted =
                ["\"SELECT ", "\"INSERT ", "\"UPDATE ", "\"DELETE "].iter().any(|word| line.contains(word));
            if path.ends_with("store.rs") && (line.contains("select *") || shouted) {
                faults.push(format!("{path}:{}: {}", number + 1, line.trim()));
            }
        }
    }
    assert_none(faults);
}

#[test]
fn rules_know_no_database_no_web_and_no_clock() {
    let banned = [
        "async fn",
        ".await",
        "axum::",
        "maud::",
        "sql!",
        "Clock",
        "std::env",
        "SystemTime",
        "Instant::now",
        "getrandom",
    ];
    let mut faults = Vec::new();
    for (path, text) in sources() {
        if path.ends_with("/model.rs") || path.ends_with("/decide.rs") {
            for word in banned.iter().filter(|word| {
                product(&text).lines().any(|line| !line.trim_start().starts_with("//") && names(line, word))
            }) {
                faults.push(format!("{path} uses {word}"));
            }
        }
    }
    assert_none(faults);
}

/// Whether a line has this word, not as a part of a longer name.
fn names(line: &str, word: &str) -> bool {
    let in_name = |sign: Option<char>| sign.is_some_and(|sign| sign.is_alphanumeric() || sign == '_');
    let begins_name = word.starts_with(char::is_alphabetic);
    let ends_name = word.ends_with(char::is_alphabetic);
    line.match_indices(word).any(|(at, _)| {
        let (before, after) = (line[..at].chars().next_back(), line[at + word.len()..].chars().next());
        !(begins_name && in_name(before) || ends_name && in_name(after))
    })
}

#[test]
fn leaves_know_no_word_of_the_product() {
    let mut faults = Vec::new();
    for leaf in ["papers", "press", "assets", "workdays", "bpmn"] {
        let manifest = std::fs::read_to_string(root().join("crates").join(leaf).join("Cargo.toml")).unwrap();
        for word in
            ["platform", "registers", "agency", "programme", "reports", "axum", "rusqlite", "postgres"]
        {
            if manifest.lines().any(|line| line.trim_start().starts_with(word)) {
                faults.push(format!("{leaf} depends on {word}"));
            }
        }
    }
    assert_none(faults);
}

#[test]
fn each_crate_imports_only_what_stands_above_it() {
    let order = ["platform", "registers", "agency", "programme", "reports"];
    let mut faults = Vec::new();
    for (level, name) in order.iter().enumerate() {
        let manifest = std::fs::read_to_string(root().join("crates").join(name).join("Cargo.toml")).unwrap();
        let product = manifest.split("[dev-dependencies]").next().unwrap_or_default();
        for later in &order[level + 1..] {
            if product.lines().any(|line| line.starts_with(&format!("{later}."))) {
                faults.push(format!("{name} imports {later}"));
            }
        }
    }
    assert_none(faults);
}

#[test]
fn nothing_is_left_unfinished_or_switched_off() {
    let banned =
        ["FIXME", "TODO", "todo!(", "unimplemented!(", "#[ignore", "unsafe {", "dbg!(", "thread::sleep"];
    let mut faults = Vec::new();
    for (path, text) in sources() {
        for (number, line) in text.lines().enumerate() {
            if banned.iter().any(|word| line.contains(word)) {
                faults.push(format!("{path}:{}: {}", number + 1, line.trim()));
            }
        }
    }
    assert_none(faults);
}

#[test]
fn product_code_does_not_unwrap() {
    let mut faults = Vec::new();
    for (path, text) in sources() {
        if is_test(&path) || path.starts_with("crates/bench") {
            continue;
        }
        for (number, line) in product(&text).lines().enumerate() {
            if !line.trim_start().starts_with("//") && line.contains(".unwrap()") {
                faults.push(format!("{path}:{}: {}", number + 1, line.trim()));
            }
        }
    }
    assert_none(faults);
}

#[test]
fn markup_carries_no_script_and_no_style() {
    let banned = ["onclick=", "onsubmit=", "onload=", "style=\"", "hx-on", "js:"];
    let mut faults = Vec::new();
    for (path, text) in sources() {
        if path.contains("/drawing/") {
            continue;
        }
        for (number, line) in product(&text).lines().enumerate() {
            if !line.trim_start().starts_with("//") && banned.iter().any(|word| line.contains(word)) {
                faults.push(format!("{path}:{}: {}", number + 1, line.trim()));
            }
        }
    }
    assert_none(faults);
}

#[test]
fn every_clause_named_in_code_is_in_the_index() {
    let index = std::fs::read_to_string(root().join("docs/law/index.toml")).unwrap();
    let mut faults = Vec::new();
    for (path, text) in sources() {
        let mut in_law = false;
        for line in text.lines().map(str::trim) {
            let comment = line.strip_prefix("///").or_else(|| line.strip_prefix("//!"));
            let Some(comment) = comment.map(str::trim) else {
                in_law = false;
                continue;
            };
            if comment == "# Law" {
                in_law = true;
            } else if in_law && !comment.is_empty() {
                let (act, clause) = comment.split_once('/').unwrap_or((comment, ""));
                let section =
                    index.split(&format!("[{act}]")).nth(1).and_then(|rest| rest.split("\n[").next());
                if !section.is_some_and(|section| section.contains(&format!("\"{clause}\""))) {
                    faults.push(format!("{path}: {comment}"));
                }
            }
        }
    }
    assert_none(faults);
}

#[test]
fn every_clause_of_the_index_is_named_by_a_law_line_or_a_test() {
    let root = root();
    let mut texts: Vec<String> = sources().into_iter().map(|(_, text)| text).collect();
    for entry in std::fs::read_dir(root.join("crates")).unwrap() {
        let tests = entry.unwrap().path().join("tests");
        if tests.is_dir() {
            texts.extend(files(&tests, ".rs").into_iter().map(|(_, text)| text));
        }
    }
    let names = |clause: &str| {
        let is_whole =
            |rest: &str| !rest.starts_with(|next: char| next == '/' || next.is_ascii_alphanumeric());
        texts
            .iter()
            .any(|text| text.match_indices(clause).any(|(at, _)| is_whole(&text[at + clause.len()..])))
    };
    let index = std::fs::read_to_string(root.join("docs/law/index.toml")).unwrap();
    let (mut act, mut count, mut faults) = ("", 0, Vec::new());
    for line in index.lines() {
        if let Some(name) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            act = name;
        }
        let Some(clauses) = line.strip_prefix("clauses = [") else { continue };
        for clause in clauses.trim_end_matches(']').split(',').map(|word| word.trim().trim_matches('"')) {
            count += usize::from(!clause.is_empty());
            if !clause.is_empty() && !names(&format!("{act}/{clause}")) {
                faults.push(format!("{act}/{clause} is in the index, and nothing says that it does it"));
            }
        }
    }
    assert!(count > 5, "the index is read");
    assert_none(faults);
}

#[test]
fn no_file_names_a_machine_or_a_registry() {
    let root = root();
    let mut texts = sources();
    for ending in [".md", ".toml", ".ftl", "Makefile"] {
        for (path, text) in
            files(&root.join("docs"), ending).into_iter().chain(files(&root.join("crates"), ending))
        {
            if !path
                .components()
                .any(|part| part.as_os_str() == "node_modules" || part.as_os_str() == "target")
            {
                texts.push((path.display().to_string(), text));
            }
        }
    }
    let banned =
        [concat!("/wo", "rk/"), concat!("/ro", "ot/"), concat!("regi", "stry.npm"), concat!("/ho", "me/")];
    let mut faults = Vec::new();
    for (path, text) in texts {
        for word in banned.iter().filter(|word| text.contains(**word)) {
            faults.push(format!("{path} names {word}"));
        }
    }
    assert_none(faults);
}
