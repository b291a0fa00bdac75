//! Every sentence that the code names is there in both languages, and nothing else is.

use std::collections::BTreeSet;

const SOURCES: [&str; 6] = [
    include_str!("../src/agencies/decide.rs"),
    include_str!("../src/agencies/import.rs"),
    include_str!("../src/agencies/connect.rs"),
    include_str!("../src/legal_documents/decide.rs"),
    include_str!("../src/frameworks/actions.rs"),
    include_str!("../src/frameworks/store.rs"),
];

const FILES: [[&str; 2]; 3] = [
    [include_str!("../i18n/agencies.vi.ftl"), include_str!("../i18n/agencies.en.ftl")],
    [include_str!("../i18n/legal_documents.vi.ftl"), include_str!("../i18n/legal_documents.en.ftl")],
    [include_str!("../i18n/frameworks.vi.ftl"), include_str!("../i18n/frameworks.en.ftl")],
];

fn keys(file: &str) -> BTreeSet<&str> {
    file.lines().filter_map(|line| line.split_once(" = ")).map(|(key, _)| key).collect()
}

fn named() -> BTreeSet<&'static str> {
    let prefixes = ["agencies-", "legal-documents-", "frameworks-"];
    SOURCES
        .iter()
        .flat_map(|source| source.split('"'))
        .filter(|text| prefixes.iter().any(|prefix| text.starts_with(prefix)))
        .collect()
}

#[test]
fn every_sentence_is_there_in_both_languages() {
    let mut all = BTreeSet::new();
    for [vi, en] in FILES {
        assert_eq!(keys(vi), keys(en));
        all.extend(keys(vi));
    }
    let missing: Vec<_> = named().difference(&all).copied().collect();
    assert!(missing.is_empty(), "sentences that are named but not written: {missing:?}");
}
