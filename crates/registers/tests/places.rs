//! The map, told as stories on both engines.

use platform::testing::{self, TestDb};
use platform::{Day, Tx, journal, sql};
use registers::places::{self, Became, Filter, Level};

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// Tells a story on both engines with the map loaded; they must tell the same.
async fn on_both(story: impl AsyncFn(&TestDb) -> String) -> String {
    let mut told = Vec::new();
    for test in testing::both(day("2026-11-23"), &[platform::MIGRATIONS, registers::MIGRATIONS]) {
        test.db.write(places::release).await.unwrap();
        told.push(story(&test).await);
    }
    assert_eq!(told[0], told[1], "both engines tell the same");
    told.remove(0)
}

fn was(tx: &mut Tx<'_>, code: &str, level: Level, on: &str) -> String {
    match places::what_was(tx, code, level, day(on)).unwrap() {
        Some(place) => format!("{} ({}, {})", place.name, place.unit_type, place.from_known),
        None => "nothing".to_owned(),
    }
}

/// One test for all that only reads: loading the map twice for each question would take most of the time.
#[tokio::test]
async fn the_map_answers_alike_on_both_engines() {
    let told = on_both(async |test| {
        let mut told = Vec::new();
        told.push(test.db.read(|tx| Ok(a_code_means_what_it_meant_on_the_day(tx))).await.unwrap());
        told.push(test.db.read(|tx| Ok(what_became_is_told_with_splits(tx))).await.unwrap());
        told.push(test.db.read(|tx| Ok(each_day_has_its_units(tx))).await.unwrap());
        told.push(test.db.read(|tx| Ok(searches_find_with_and_without_accents(tx))).await.unwrap());
        told.push(test.db.read(|tx| Ok(a_record_tells_both_directions(tx))).await.unwrap());
        told.join("\n")
    })
    .await;
    assert!(told.ends_with("[\"Tỉnh Hà Giang\", \"Tỉnh Tuyên Quang\"]"), "{told}");
}

fn a_code_means_what_it_meant_on_the_day(tx: &mut Tx<'_>) -> String {
    let questions = [
        ("46", Level::Province, "2012-03-31"),
        ("46", Level::Province, "2025-01-01"),
        ("46", Level::Province, "2025-07-01"),
        ("08", Level::Province, "2025-06-30"),
        ("02", Level::Province, "2025-07-01"),
        ("75", Level::Province, "2026-04-29"),
        ("75", Level::Province, "2026-04-30"),
        ("001", Level::District, "2025-06-30"),
        ("001", Level::District, "2025-07-01"),
        ("00181", Level::Commune, "2022-06-01"),
        ("00181", Level::Commune, "2025-06-30"),
        ("00004", Level::Commune, "2025-06-30"),
        ("00004", Level::Commune, "2025-07-01"),
        ("07294", Level::Commune, "2026-11-01"),
        ("00010", Level::Commune, "2025-06-30"),
    ];
    let told =
        questions.map(|(code, level, on)| format!("{code} {on}: {}", was(tx, code, level, on))).join("\n");
    let want = "46 2012-03-31: Tỉnh Thừa Thiên Huế (tinh, open)
46 2025-01-01: Thành phố Huế (thanh_pho, exact)
46 2025-07-01: Thành phố Huế (thanh_pho, exact)
08 2025-06-30: Tỉnh Tuyên Quang (tinh, open)
02 2025-07-01: nothing
75 2026-04-29: Tỉnh Đồng Nai (tinh, exact)
75 2026-04-30: Thành phố Đồng Nai (thanh_pho, exact)
001 2025-06-30: Quận Ba Đình (quan, open)
001 2025-07-01: nothing
00181 2022-06-01: Phường Văn Miếu (phuong, open)
00181 2025-06-30: Phường Văn Miếu Quốc Tử Giám (phuong, known_by)
00004 2025-06-30: Phường Trúc Bạch (phuong, open)
00004 2025-07-01: Phường Ba Đình (phuong, exact)
07294 2026-11-01: Phường Bố Hạ (phuong, known_by)
00010 2025-06-30: nothing";
    assert_eq!(told, want);
    told
}

fn became(tx: &mut Tx<'_>, level: Level, code: &str) -> String {
    match places::what_became(tx, places::place_id(places::LEGACY, level, code)).unwrap() {
        Became::Unchanged => "unchanged".to_owned(),
        Became::Unknown => "unknown".to_owned(),
        Became::Parts(parts) => format!("parts in {} places", parts.len()),
        Became::Succeeded(into) => into
            .iter()
            .map(|next| format!("{} {}{}", next.relation, next.name, if next.is_default { "*" } else { "" }))
            .collect::<Vec<_>>()
            .join(", "),
    }
}

fn what_became_is_told_with_splits(tx: &mut Tx<'_>) -> String {
    let questions = [
        (Level::Province, "02"),
        (Level::Commune, "00001"),
        (Level::Commune, "00007"),
        (Level::District, "001"),
        (Level::District, "318"),
        (Level::Commune, "00010"),
    ];
    let told = questions.map(|(level, code)| format!("{code}: {}", became(tx, level, code))).join("\n");
    let want = "02: whole Tỉnh Tuyên Quang*
00001: whole Phường Hồng Hà*
00007: part Phường Ngọc Hà*, part Phường Giảng Võ
001: parts in 8 places
318: whole Đặc khu Bạch Long Vĩ*
00010: unknown";
    assert_eq!(told, want);
    let new = places::what_became(tx, places::place_id("2025", Level::Commune, "00004")).unwrap();
    assert_eq!(new, Became::Unchanged);
    told
}

fn each_day_has_its_units(tx: &mut Tx<'_>) -> String {
    let count = |tx: &mut Tx<'_>, on: &str, level: Level| {
        let filter = Filter { day: Some(day(on)), level: Some(level), ..Filter::default() };
        places::list(tx, &filter, 0, 100_000).unwrap().len()
    };
    let told = ["2012-03-31", "2025-06-30", "2025-07-01"]
        .map(|on| format!("{on}: {:?}", Level::ALL.map(|level| count(tx, on, level))))
        .join("\n");
    // Before 2022 no list of districts and communes is released: the one of 2022 stands for it.
    assert_eq!(told, "2012-03-31: [63, 705, 10599]\n2025-06-30: [63, 696, 10035]\n2025-07-01: [34, 0, 3321]");
    told
}

fn searches_find_with_and_without_accents(tx: &mut Tx<'_>) -> String {
    let found = |tx: &mut Tx<'_>, search: &str| {
        let filter = Filter { search: search.to_owned(), ..Filter::default() };
        places::list(tx, &filter, 0, 1000).unwrap().len()
    };
    assert_eq!(found(tx, "đắk lắk"), found(tx, "DAK LAK"));
    assert_eq!(found(tx, "hoà bình"), found(tx, "hòa bình"));
    assert_eq!((found(tx, "50%"), found(tx, "_")), (0, 0), "marks of patterns are letters to search for");
    let filter = Filter { day: Some(day("2025-07-01")), ..Filter::default() };
    let (mut after, mut seen) = (0, 0);
    loop {
        let page = places::list(tx, &filter, after, 500).unwrap();
        let Some(last) = page.last() else { break };
        (after, seen) = (last.id, seen + page.len());
    }
    assert_eq!(seen, 34 + 3321, "pages follow each other without gap or overlap");
    format!("{}", found(tx, "hòa bình"))
}

fn a_record_tells_both_directions(tx: &mut Tx<'_>) -> String {
    let chu = places::record(tx, places::place_id("legacy", Level::Commune, "07525")).unwrap();
    let new = places::record(tx, places::place_id("2025", Level::Province, "08")).unwrap();
    let names: Vec<String> = chu.names.iter().map(|name| format!("{} {}", name.name, name.basis)).collect();
    let parents: Vec<&str> = chu.parents.iter().map(|parent| parent.name.as_str()).collect();
    assert_eq!(names, ["Thị trấn Chũ snapshot-2022", "Phường Chũ legacy-communes"]);
    assert_eq!(parents, ["Huyện Lục Ngạn", "Thị xã Chũ"]);
    assert_eq!(new.children, 124);
    let before: Vec<&str> = new.predecessors.iter().map(|place| place.name.as_str()).collect();
    format!("{before:?}")
}

sql!(alter_name(name: &str) = "update place_name set name = $1 where place_id = 13000001");

#[tokio::test]
async fn the_release_is_loaded_once_and_an_altered_place_is_named() {
    let told = on_both(async |test| {
        let again = test.db.write(places::release).await.unwrap();
        let whole = test.db.snapshot(journal::verify).await.unwrap();
        test.db.write(|tx| Ok(alter_name(tx, "Phường Khác")?)).await.unwrap();
        let altered = test.db.snapshot(journal::verify).await.unwrap();
        let fault = &altered.faults[0];
        let named = fault.what.contains("Phường Khác") && fault.what.contains("Phường Phúc Xá");
        format!(
            "again {again}; links {}, faults {}; then {} {named}",
            whole.links,
            whole.faults.len(),
            fault.subject.0
        )
    })
    .await;
    assert_eq!(told, "again false; links 1, faults 0; then map_release true");
}
