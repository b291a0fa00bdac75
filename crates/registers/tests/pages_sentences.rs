//! Every sentence that the pages of places and agencies name is there in both languages.

use platform::{Language, i18n};
use std::collections::BTreeSet;

const SOURCES: [&str; 12] = [
    include_str!("../src/agencies/actions.rs"),
    include_str!("../src/agencies/decide.rs"),
    include_str!("../src/agencies/forms.rs"),
    include_str!("../src/agencies/history.rs"),
    include_str!("../src/agencies/listing.rs"),
    include_str!("../src/agencies/pages.rs"),
    include_str!("../src/agencies/record_page.rs"),
    include_str!("../src/agencies/unresolved.rs"),
    include_str!("../src/agencies/views.rs"),
    include_str!("../src/places/pages.rs"),
    include_str!("../src/places/views.rs"),
    include_str!("../src/places/listing.rs"),
];

const FILES: [[&str; 2]; 2] = [
    [include_str!("../i18n/agencies_pages.vi.ftl"), include_str!("../i18n/agencies_pages.en.ftl")],
    [include_str!("../i18n/places.vi.ftl"), include_str!("../i18n/places.en.ftl")],
];

fn keys(file: &str) -> BTreeSet<&str> {
    file.lines().filter_map(|line| line.split_once(" = ")).map(|(key, _)| key).collect()
}

fn placeables(file: &str, key: &str) -> BTreeSet<String> {
    let line =
        file.lines().find(|line| line.split_once(" = ").is_some_and(|(of, _)| of == key)).unwrap_or("");
    line.split("{ $").skip(1).map(|rest| rest.split(' ').next().unwrap_or("").to_owned()).collect()
}

#[test]
fn both_languages_say_the_same_with_the_same_values() {
    // The program is linked with its sentences by being used.
    assert!(!registers::routes().is_empty());
    for [vi, en] in FILES {
        assert_eq!(keys(vi), keys(en));
        for key in keys(vi) {
            assert_eq!(placeables(vi, key), placeables(en, key), "{key}");
        }
    }
}

#[test]
fn every_sentence_that_is_named_is_written() {
    assert!(!registers::routes().is_empty());
    let named = SOURCES.iter().flat_map(|source| source.split('"'));
    // A key put together from parts ends in a hyphen or holds a brace; its parts are asked for below.
    let whole = named.filter(|text| text.starts_with("agencies-") || text.starts_with("places-"));
    let whole = whole.filter(|text| !text.ends_with('-') && !text.contains('{') && !text.contains('.'));
    let built = [
        "agencies-level-central",
        "agencies-level-local",
        "agencies-rename",
        "agencies-reclassify",
        "agencies-succeed",
        "agencies-correct",
        "draft-agencies-create",
        "draft-agencies-rename",
        "draft-agencies-succeed",
        "agencies-connection-is-today",
        "agencies-connection-is-connected",
        "agencies-connection-is-unresolved",
    ];
    let types = ["tinh", "thanh-pho", "quan", "huyen", "thi-xa", "xa", "phuong", "thi-tran", "dac-khu"];
    let types = types.map(|word| format!("places-type-{word}"));
    let all = whole.map(str::to_owned).chain(built.map(str::to_owned)).chain(types);
    let missing: BTreeSet<String> =
        all.filter(|key| Language::ALL.iter().any(|language| !i18n::has(*language, key))).collect();
    assert!(missing.is_empty(), "sentences that are named but not written: {missing:?}");
}
