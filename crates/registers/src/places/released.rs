//! Builds the rows of the map from the released files.

use super::data;
use super::model::{Edge, LEGACY, Level, MAP_2025, Span, TODAY, place_id};
use super::store::{NameLine, ParentLine, PlaceLine, SuccessionLine};
use crate::data::rows;
use platform::Day;
use platform::search::fold;
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap};

/// All rows of the map, each table in the order of its key.
#[derive(Debug, Default, PartialEq)]
pub struct Map {
    /// Rows of `place`.
    pub places: Vec<PlaceLine>,
    /// Rows of `place_name`.
    pub names: Vec<NameLine>,
    /// Rows of `place_parent`.
    pub parents: Vec<ParentLine>,
    /// Rows of `place_succession`.
    pub successions: Vec<SuccessionLine>,
}

#[derive(Deserialize)]
struct Province2012 {
    code: String,
    name: String,
    #[serde(rename = "type")]
    unit_type: String,
}

#[derive(Deserialize)]
struct LegacyProvince {
    code: String,
    name: String,
    #[serde(rename = "type")]
    unit_type: String,
    new_code: String,
}

#[derive(Deserialize)]
struct LegacyDistrict {
    code: String,
    name: String,
    #[serde(rename = "type")]
    unit_type: String,
    province_code: String,
}

#[derive(Deserialize)]
struct LegacyCommune {
    code: String,
    name: String,
    #[serde(rename = "type")]
    unit_type: String,
    district_code: String,
    province_code: String,
}

#[derive(Deserialize)]
struct SnapshotCommune {
    code: String,
    name: String,
    district_code: String,
    district: String,
    province_code: String,
}

#[derive(Deserialize)]
struct Province {
    code: String,
    name: String,
    #[serde(rename = "type")]
    unit_type: String,
}

#[derive(Deserialize)]
struct Commune {
    code: String,
    name: String,
    #[serde(rename = "type")]
    unit_type: String,
    province_code: String,
    area_km2: Option<f64>,
    lat: Option<f64>,
    lon: Option<f64>,
    resolution: String,
}

#[derive(Deserialize)]
struct Change {
    level: String,
    code: String,
    name_2026: String,
    type_2026: String,
    act: String,
}

#[derive(Deserialize)]
struct Mapped {
    old_code: String,
    new_code: String,
    relation: String,
    is_default: u8,
    targets: i64,
    status: String,
}

/// A place while it is put together.
struct Draft {
    map: &'static str,
    level: Level,
    code: String,
    province_code: String,
    district_code: Option<String>,
    span: Span,
    names: Vec<(String, String, Span, String)>,
    parents: Vec<(i64, Span)>,
    spot: (Option<f64>, Option<f64>, Option<f64>),
    act: String,
}

impl Draft {
    fn new((map, level): (&'static str, Level), code: &str, span: Span, province_code: &str) -> Draft {
        Draft {
            map,
            level,
            code: code.to_owned(),
            province_code: province_code.to_owned(),
            district_code: None,
            span,
            names: Vec::new(),
            parents: Vec::new(),
            spot: (None, None, None),
            act: String::new(),
        }
    }

    fn named(mut self, name: &str, unit_type: &str, basis: &str) -> Draft {
        self.names.push((name.to_owned(), unit_type.to_owned(), self.span.clone(), basis.to_owned()));
        self
    }

    /// The name before the one it has, until `edge`.
    fn named_before(mut self, name: &str, (unit_type, basis): (&str, &str), edge: Edge) -> Draft {
        let earlier = Span { from: self.span.from, to: edge };
        self.names[0].2.from = edge;
        self.names.insert(0, (name.to_owned(), unit_type.to_owned(), earlier, basis.to_owned()));
        self
    }

    /// The name after the ones it has, from `edge`.
    fn named_after(&mut self, name: &str, (unit_type, basis): (&str, &str), edge: Edge) {
        if let Some(last) = self.names.last_mut() {
            last.2.to = edge;
        }
        let later = Span { from: edge, to: self.span.to };
        self.names.push((name.to_owned(), unit_type.to_owned(), later, basis.to_owned()));
    }

    fn under(mut self, parent_id: i64) -> Draft {
        self.parents.push((parent_id, self.span.clone()));
        self
    }

    fn under_before(mut self, parent_id: i64, edge: Edge) -> Draft {
        let earlier = Span { from: self.span.from, to: edge };
        self.parents[0].1.from = edge;
        self.parents.insert(0, (parent_id, earlier));
        self
    }
}

/// The first word of a unit's name as the files write types: `Thị trấn Chũ` is a `thi_tran`.
fn type_of_name(name: &str) -> &'static str {
    let folded = fold(name);
    let types = [
        ("thanh pho", "thanh_pho"),
        ("thi xa", "thi_xa"),
        ("thi tran", "thi_tran"),
        ("quan", "quan"),
        ("huyen", "huyen"),
        ("phuong", "phuong"),
        ("tinh", "tinh"),
    ];
    types.iter().find(|(word, _)| folded.starts_with(word)).map_or("xa", |(_, code)| code)
}

/// All rows of the released map.
pub fn map() -> Map {
    let snapshot: Vec<SnapshotCommune> = rows(data::SNAPSHOT_2022);
    let mut drafts = legacy_provinces();
    drafts.extend(legacy_districts(&snapshot));
    drafts.extend(legacy_communes(&snapshot));
    drafts.extend(places_2025());
    change_2026(&mut drafts);
    let mut map = Map { successions: successions(), ..Map::default() };
    let by_id: BTreeMap<i64, Draft> =
        drafts.into_iter().map(|draft| (place_id(draft.map, draft.level, &draft.code), draft)).collect();
    for (id, draft) in by_id {
        put(&mut map, id, draft);
    }
    map
}

fn put(map: &mut Map, id: i64, draft: Draft) {
    for (position, (name, unit_type, span, basis)) in (0..).zip(&draft.names) {
        map.names.push(NameLine {
            place_id: id,
            position,
            name: name.clone(),
            unit_type: unit_type.clone(),
            from_on: span.from.day(),
            from_known: span.from.word().to_owned(),
            to_on: span.to.day(),
            to_known: span.to.word().to_owned(),
            basis: basis.clone(),
        });
    }
    for (position, (parent_id, span)) in (0..).zip(&draft.parents) {
        map.parents.push(ParentLine {
            place_id: id,
            position,
            parent_id: *parent_id,
            from_on: span.from.day(),
            from_known: span.from.word().to_owned(),
            to_on: span.to.day(),
            to_known: span.to.word().to_owned(),
        });
    }
    let all_names: Vec<&str> = draft.names.iter().map(|name| name.0.as_str()).collect();
    let (name, unit_type) =
        draft.names.last().map(|name| (name.0.clone(), name.1.clone())).unwrap_or_default();
    map.places.push(PlaceLine {
        id,
        map: draft.map.to_owned(),
        level: draft.level.word().to_owned(),
        folded: fold(&format!("{} {}", draft.code, all_names.join(" "))),
        code: draft.code,
        unit_type,
        name,
        province_code: draft.province_code,
        district_code: draft.district_code,
        from_on: draft.span.from.day(),
        from_known: draft.span.from.word().to_owned(),
        to_on: draft.span.to.day(),
        to_known: draft.span.to.word().to_owned(),
        area_km2: draft.spot.0,
        latitude: draft.spot.1,
        longitude: draft.spot.2,
        act: draft.act,
    });
}

fn until_2025() -> Span {
    Span { from: Edge::Open, to: Edge::Exact(MAP_2025.first_day()) }
}

/// What the snapshot of 2022 has and the map of 30/6/2025 has not, was gone by then.
fn gone_by_2025() -> Edge {
    Edge::KnownBy(MAP_2025.first_day().plus_days(-1))
}

fn legacy_provinces() -> Vec<Draft> {
    let earlier: HashMap<String, Province2012> =
        rows::<Province2012>(data::PROVINCES_2012).into_iter().map(|row| (row.code.clone(), row)).collect();
    rows::<LegacyProvince>(data::LEGACY_PROVINCES)
        .into_iter()
        .map(|row| {
            let draft = Draft::new((LEGACY, Level::Province), &row.code, until_2025(), &row.code);
            let draft = draft.named(&row.name, &row.unit_type, "legacy-provinces");
            match earlier.get(&row.code).filter(|before| before.name != row.name) {
                // The only change of a province's name in these years: Huế became a city under the centre.
                Some(before) => draft.named_before(
                    &before.name,
                    (&before.unit_type, "provinces-2012"),
                    Day::new(2025, 1, 1).map_or(gone_by_2025(), Edge::Exact),
                ),
                None => draft,
            }
        })
        .collect()
}

fn legacy_districts(snapshot: &[SnapshotCommune]) -> Vec<Draft> {
    let mut earlier: BTreeMap<&str, (&str, &str)> = snapshot
        .iter()
        .map(|row| (row.district_code.as_str(), (row.district.as_str(), row.province_code.as_str())))
        .collect();
    let mut drafts = Vec::new();
    for row in rows::<LegacyDistrict>(data::LEGACY_DISTRICTS) {
        let before = earlier.remove(row.code.as_str());
        // An island district has no communes, so that a list of communes does not tell of it.
        let is_new = before.is_none() && !is_without_communes(&row.code);
        let from = if is_new { gone_by_2025() } else { Edge::Open };
        let span = Span { from, to: Edge::Exact(MAP_2025.first_day()) };
        let parent = place_id(LEGACY, Level::Province, &row.province_code);
        let mut draft = Draft::new((LEGACY, Level::District), &row.code, span, &row.province_code)
            .named(&row.name, &row.unit_type, "legacy-districts")
            .under(parent);
        if let Some((name, _)) = before.filter(|(name, _)| fold(name) != fold(&row.name)) {
            draft = draft.named_before(name, (type_of_name(name), "snapshot-2022"), gone_by_2025());
        }
        drafts.push(draft);
    }
    for (code, (name, province_code)) in earlier {
        let span = Span { from: Edge::Open, to: gone_by_2025() };
        drafts.push(
            Draft::new((LEGACY, Level::District), code, span, province_code)
                .named(name, type_of_name(name), "snapshot-2022")
                .under(place_id(LEGACY, Level::Province, province_code)),
        );
    }
    drafts
}

fn is_without_communes(district_code: &str) -> bool {
    rows::<Mapped>(data::MAPPING_2025).iter().any(|row| row.old_code.strip_prefix('D') == Some(district_code))
}

fn legacy_communes(snapshot: &[SnapshotCommune]) -> Vec<Draft> {
    let mut earlier: BTreeMap<&str, &SnapshotCommune> =
        snapshot.iter().map(|row| (row.code.as_str(), row)).collect();
    let mut drafts = Vec::new();
    for row in rows::<LegacyCommune>(data::LEGACY_COMMUNES) {
        let before = earlier.remove(row.code.as_str());
        let from = if before.is_none() { gone_by_2025() } else { Edge::Open };
        let span = Span { from, to: Edge::Exact(MAP_2025.first_day()) };
        let mut draft = Draft::new((LEGACY, Level::Commune), &row.code, span, &row.province_code)
            .named(&row.name, &row.unit_type, "legacy-communes")
            .under(place_id(LEGACY, Level::District, &row.district_code));
        if let Some(before) = before {
            // Another place of the tone mark is a spelling, not another name.
            if fold(&before.name) != fold(&row.name) {
                let earlier_type = type_of_name(&before.name);
                draft = draft.named_before(&before.name, (earlier_type, "snapshot-2022"), gone_by_2025());
            }
            if before.district_code != row.district_code {
                let parent = place_id(LEGACY, Level::District, &before.district_code);
                draft = draft.under_before(parent, gone_by_2025());
            }
        }
        draft.district_code = Some(row.district_code);
        drafts.push(draft);
    }
    for (code, row) in earlier {
        let span = Span { from: Edge::Open, to: gone_by_2025() };
        let mut draft = Draft::new((LEGACY, Level::Commune), code, span, &row.province_code)
            .named(&row.name, type_of_name(&row.name), "snapshot-2022")
            .under(place_id(LEGACY, Level::District, &row.district_code));
        draft.district_code = Some(row.district_code.clone());
        drafts.push(draft);
    }
    drafts
}

fn places_2025() -> Vec<Draft> {
    let span = || Span { from: Edge::Exact(MAP_2025.first_day()), to: Edge::Open };
    let provinces = rows::<Province>(data::PROVINCES).into_iter().map(|row| {
        Draft::new((MAP_2025.word, Level::Province), &row.code, span(), &row.code).named(
            &row.name,
            &row.unit_type,
            "provinces",
        )
    });
    let communes = rows::<Commune>(data::COMMUNES).into_iter().map(|row| {
        let parent = place_id(MAP_2025.word, Level::Province, &row.province_code);
        let mut draft = Draft::new((MAP_2025.word, Level::Commune), &row.code, span(), &row.province_code)
            .named(&row.name, &row.unit_type, "communes")
            .under(parent);
        draft.spot = (row.area_km2, row.lat, row.lon);
        draft.act = row.resolution;
        draft
    });
    provinces.chain(communes).collect()
}

/// The changes of 2026. The day in `act` is the act's own; when it takes effect is told only for
/// Đồng Nai, the others are known by the day the list was made.
fn change_2026(drafts: &mut [Draft]) {
    for change in rows::<Change>(data::CHANGES_2026) {
        let changed = |draft: &&mut Draft| {
            draft.map == MAP_2025.word && draft.level.word() == change.level && draft.code == change.code
        };
        let edge = match change.code.as_str() {
            "75" => Day::new(2026, 4, 30).map_or(Edge::KnownBy(TODAY.first_day()), Edge::Exact),
            _ => Edge::KnownBy(TODAY.first_day()),
        };
        if let Some(draft) = drafts.iter_mut().find(changed) {
            draft.named_after(&change.name_2026, (&change.type_2026, &change.act), edge);
        }
    }
}

fn successions() -> Vec<SuccessionLine> {
    let on_day = MAP_2025.first_day();
    let mut lines: Vec<SuccessionLine> = rows::<LegacyProvince>(data::LEGACY_PROVINCES)
        .iter()
        .map(|row| SuccessionLine {
            old_id: place_id(LEGACY, Level::Province, &row.code),
            new_id: place_id(MAP_2025.word, Level::Province, &row.new_code),
            on_day,
            relation: "whole".to_owned(),
            is_default: true,
            targets: 1,
            basis: "202/2025/QH15".to_owned(),
        })
        .collect();
    lines.extend(rows::<Mapped>(data::MAPPING_2025).into_iter().map(|row| SuccessionLine {
        old_id: match row.old_code.strip_prefix('D') {
            Some(district) => place_id(LEGACY, Level::District, district),
            None => place_id(LEGACY, Level::Commune, &row.old_code),
        },
        new_id: place_id(MAP_2025.word, Level::Commune, &row.new_code),
        on_day,
        relation: row.relation,
        is_default: row.is_default == 1,
        targets: row.targets,
        basis: row.status,
    }));
    lines.sort_by_key(|line| (line.old_id, line.new_id));
    lines
}
