//! The language files: the same keys in both languages, and no key that code asks for in vain.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

fn crates() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn walk(folder: &Path, each: &mut dyn FnMut(&Path)) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            walk(&path, each);
        } else {
            each(&path);
        }
    }
}

/// Keys of one language over all crates: `file: key`.
fn keys(language: &str) -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    for entry in std::fs::read_dir(crates()).unwrap() {
        let folder = entry.unwrap().path().join("i18n");
        if !folder.is_dir() {
            continue;
        }
        walk(&folder, &mut |path| {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            let Some(stem) = name.strip_suffix(&format!("{language}.ftl")) else { return };
            for line in std::fs::read_to_string(path).unwrap().lines() {
                let key = line.split(" =").next().unwrap_or_default();
                let is_key =
                    line.contains(" =") && key.starts_with(|letter: char| letter.is_ascii_lowercase());
                if is_key {
                    let fresh = keys.insert(format!("{}/{stem}: {key}", folder.display()));
                    assert!(fresh, "{key} stands twice in {name}");
                }
            }
        });
    }
    keys
}

#[test]
fn both_languages_have_the_same_keys() {
    let (vi, en) = (keys("vi"), keys("en"));
    assert!(vi.len() > 300, "the language files are read");
    let missing: Vec<&String> = vi.symmetric_difference(&en).collect();
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn no_vietnamese_sentence_is_written_in_another_form_than_composed() {
    for key in keys("vi") {
        assert!(key.is_ascii(), "{key}");
    }
    let mut faults = Vec::new();
    walk(&crates(), &mut |path| {
        if path.extension().is_some_and(|ending| ending == "ftl")
            && !path.components().any(|part| part.as_os_str() == "target")
        {
            let text = std::fs::read_to_string(path).unwrap();
            if platform::search::compose(&text) != text {
                faults.push(path.display().to_string());
            }
        }
    });
    assert!(faults.is_empty(), "{faults:?}");
}

#[test]
fn every_key_that_code_names_has_a_sentence() {
    let known: BTreeSet<String> =
        keys("vi").into_iter().filter_map(|key| key.split(": ").nth(1).map(str::to_owned)).collect();
    let mut missing = BTreeSet::new();
    walk(&crates(), &mut |path| {
        let text = path.to_string_lossy().into_owned();
        let product = text.contains("/src/") && text.ends_with(".rs") && !text.contains("/target/");
        if !product || text.ends_with("tests.rs") || text.contains("/bench/") {
            return;
        }
        let source = std::fs::read_to_string(path).unwrap();
        let source = source.split("#[cfg(test)]").next().unwrap_or_default();
        for opening in ["Refusal::new(\"", "web.t(\"", "web.t_with(\"", "told(\""] {
            for rest in source.split(opening).skip(1) {
                let key = rest.split('"').next().unwrap_or_default();
                if !key.is_empty()
                    && !key.contains('{')
                    && !known.contains(key)
                    && key.starts_with(|letter: char| letter.is_ascii_lowercase())
                    && !key.starts_with("boats-")
                {
                    missing.insert(format!("{key} in {text}"));
                }
            }
        }
    });
    assert!(missing.is_empty(), "{missing:#?}");
}
