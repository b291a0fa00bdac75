use std::collections::{BTreeMap, BTreeSet};

use platform::{Day, Language};

use super::layout::Layout;
use super::svg::{Area, number};
use super::tilemap::shown;
use super::{
    Map, ShareBar, ShareBars, Style, Swatch, TileMap, Trend, TrendYear, gauge, key, key_list, share_bars,
    steps, tilemap, trend, trend_key,
};

const CODES_63: &str = "01 02 04 06 08 10 11 12 14 15 17 19 20 22 24 25 26 27 30 31 33 34 35 36 37 38 40 42 44 45 46 \
                        48 49 51 52 54 56 58 60 62 64 66 67 68 70 72 74 75 77 79 80 82 83 84 86 87 89 91 92 93 94 95 96";
const CODES_34: &str =
    "01 04 08 11 12 14 15 19 20 22 24 25 31 33 37 38 40 42 44 46 48 51 52 56 66 68 75 79 80 82 86 91 92 96";
const MAPS: [(Map, &str, usize); 2] = [(Map::Of63, CODES_63, 12), (Map::Of34, CODES_34, 13)];

/// A figure of its own for every province: 1.001, 1.002 and so on, north to south.
fn all(map: Map) -> BTreeMap<String, i64> {
    map.codes().zip(1001..).map(|(code, value)| (code.to_owned(), value)).collect()
}

fn draw(map: Map, values: &BTreeMap<String, i64>, style: Style) -> String {
    let names = BTreeMap::new();
    let map = TileMap {
        map,
        values,
        names: &names,
        link: &|code| format!("?tinh={code}&all"),
        title: "Cơ quan <được cấp> & \"còn hiệu lực\"",
        unit: "cơ quan",
        language: Language::Vi,
    };
    tilemap(&map, style)
}

/// Name, target and rectangle of every named part.
fn parts(svg: &str) -> Vec<(String, Option<String>, Vec<Area>)> {
    let document = roxmltree::Document::parse(svg).expect("a drawing is well-formed XML");
    let named = |node: &roxmltree::Node<'_, '_>| {
        matches!(node.tag_name().name(), "a" | "g") && node.has_attribute("aria-label")
    };
    let area = |node: roxmltree::Node<'_, '_>| {
        let side =
            |name| node.attribute(name).and_then(|text| text.parse().ok()).expect("a rectangle has a place");
        Area { x: side("x"), y: side("y"), width: side("width"), height: side("height") }
    };
    let read = |node: roxmltree::Node<'_, '_>| {
        let rects =
            node.children().filter(|child| child.has_tag_name("rect") || child.tag_name().name() == "rect");
        let name = node.attribute("aria-label").unwrap_or_default().to_owned();
        (name, node.attribute("href").map(str::to_owned), rects.map(area).collect())
    };
    document.descendants().filter(named).map(read).collect()
}

fn overlap(one: Area, other: Area) -> bool {
    let apart = |a: f64, a_size: f64, b: f64, b_size: f64| a + a_size <= b || b + b_size <= a;
    !apart(one.x, one.width, other.x, other.width) && !apart(one.y, one.height, other.y, other.height)
}

fn with_islands(layout: &Layout, mut values: BTreeMap<String, i64>) -> BTreeMap<String, i64> {
    values.extend(layout.islands.iter().map(|island| (island.code.to_owned(), 7)));
    values
}

#[test]
fn every_province_stands_once_on_its_map() {
    for (map, codes, islands) in MAPS {
        let mut drawn: Vec<&str> = map.codes().collect();
        drawn.sort_unstable();
        assert_eq!(drawn, codes.split_whitespace().collect::<Vec<_>>());
        let layout = map.layout();
        assert_eq!(layout.islands.len(), islands);
        assert!(layout.islands.iter().all(|island| layout.province(island.province).is_some()));
        assert!(layout.coast.iter().all(|code| layout.province(code).is_some()));
        let values = all(map);
        for style in [Style::Page, Style::Paper] {
            assert_eq!(parts(&draw(map, &values, style)).len(), drawn.len() + islands);
        }
    }
}

#[test]
fn no_two_tiles_overlap_and_none_leaves_the_picture() {
    for (map, _, _) in MAPS {
        for values in [all(map), with_islands(map.layout(), all(map))] {
            let svg = draw(map, &values, Style::Page);
            let view = svg
                .split("viewBox=\"0 0 ")
                .nth(1)
                .and_then(|rest| rest.split('"').next())
                .expect("a view box");
            let size: Vec<f64> = view.split(' ').map(|side| side.parse().expect("a number")).collect();
            let tiles: Vec<(String, Area)> =
                parts(&svg).into_iter().map(|part| (part.0, part.2[0])).collect();
            for (at, (name, tile)) in tiles.iter().enumerate() {
                assert!(tile.x >= 0.0 && tile.y >= 0.0, "{name}");
                assert!(tile.x + tile.width <= size[0] && tile.y + tile.height <= size[1], "{name}");
                for (other_name, other) in &tiles[at + 1..] {
                    assert!(!overlap(*tile, *other), "{name} / {other_name}");
                }
            }
        }
    }
}

#[test]
fn names_on_tiles_tell_provinces_apart() {
    for (map, codes, islands) in MAPS {
        let layout = map.layout();
        let names = layout.provinces.iter().map(|province| shown(province.lines));
        let names: BTreeSet<String> =
            names.chain(layout.islands.iter().map(|island| shown(island.lines))).collect();
        assert_eq!(names.len(), codes.split_whitespace().count() + islands);
    }
}

#[test]
fn the_name_of_a_tile_holds_the_whole_name_and_the_figure() {
    for (map, _, _) in MAPS {
        let values = all(map);
        for style in [Style::Page, Style::Paper] {
            let parts = parts(&draw(map, &values, style));
            for province in map.layout().provinces {
                let figure = number(values[province.code], Language::Vi);
                let whole = format!("{} {figure} cơ quan", province.name);
                let shortened = format!("{}, {} {figure} cơ quan", province.name, shown(province.lines));
                let found = parts.iter().filter(|part| part.0 == whole || part.0 == shortened);
                assert_eq!(found.count(), 1, "{whole}");
            }
        }
    }
}

#[test]
fn an_island_leads_to_its_province_until_it_has_a_figure_of_its_own() {
    let map = Map::Of34;
    let mut values = all(map);
    values.insert("48".to_owned(), 74);
    let island = |values: &BTreeMap<String, i64>| {
        let parts = parts(&draw(map, values, Style::Page));
        let found = parts
            .into_iter()
            .find(|part| part.0.starts_with("Đặc khu Hoàng Sa"))
            .expect("the island is drawn");
        format!("{} -> {}", found.0, found.1.unwrap_or_default())
    };
    assert_eq!(island(&values), "Đặc khu Hoàng Sa, tính trong Thành phố Đà Nẵng 74 cơ quan -> ?tinh=48&all");
    values.insert("20333".to_owned(), 0);
    assert_eq!(island(&values), "Đặc khu Hoàng Sa 0 cơ quan -> ?tinh=20333&all");
}

#[test]
fn zero_and_unknown_are_drawn_apart_and_named() {
    let values = BTreeMap::from([("01".to_owned(), 0)]);
    let svg = draw(Map::Of34, &values, Style::Page);
    assert!(svg.contains(
        r#"aria-label="Thành phố Hà Nội 0 cơ quan"><rect fill="var(--ground)" stroke="var(--edge)""#
    ));
    assert!(svg.contains(
        r#"aria-label="Tỉnh Cao Bằng – không có số liệu"><rect fill="var(--ground)" stroke="var(--line)""#
    ));
}

#[test]
fn a_name_of_the_day_replaces_the_name_of_the_map() {
    let values = all(Map::Of34);
    let names = BTreeMap::from([("22".to_owned(), "Thành phố Quảng Ninh".to_owned())]);
    let map = TileMap {
        map: Map::Of34,
        values: &values,
        names: &names,
        link: &|code| code.to_owned(),
        title: "t",
        unit: "agencies",
        language: Language::En,
    };
    let svg = tilemap(&map, Style::Page);
    assert!(svg.contains("\"Thành phố Quảng Ninh 1,") && !svg.contains("Tỉnh Quảng Ninh"));
    assert!(svg.contains("Đặc khu Cô Tô, counted in Thành phố Quảng Ninh 1,"));
}

fn columns(years: &[TrendYear], style: Style) -> String {
    let link = |label: &str| format!("?nam={label}");
    trend(&Trend { years, link: &link, title: "Theo năm", unit: "giấy", language: Language::Vi }, style)
}

fn year(label: &str, initial: i64, renewal: i64) -> TrendYear {
    TrendYear { label: label.to_owned(), initial, renewal, in_period: label == "2011" }
}

fn bars() -> Vec<ShareBar> {
    let bar = |label: &str, part, whole| ShareBar { label: label.to_owned(), part, whole };
    vec![bar("Sở", 8, 860), bar("Cơ quan ngành dọc đặt tại địa phương", 0, 90), bar("Chi cục", 5, 0)]
}

fn shares(bars: &[ShareBar]) -> String {
    share_bars(&ShareBars { bars, title: "Theo loại", unit: "cơ quan", language: Language::Vi })
}

#[test]
fn paper_carries_its_own_colours_and_leads_nowhere() {
    let years: Vec<TrendYear> = (2007..2027).map(|at| year(&at.to_string(), at - 2000, 3)).collect();
    let drawings = [
        draw(Map::Of63, &all(Map::Of63), Style::Paper),
        draw(Map::Of34, &with_islands(Map::Of34.layout(), BTreeMap::new()), Style::Paper),
        columns(&years, Style::Paper),
        columns(&[], Style::Paper),
        shares(&bars()),
        shares(&[]),
    ];
    for svg in drawings {
        roxmltree::Document::parse(&svg).expect("a drawing is well-formed XML");
        for foreign in ["class=", "var(", "href", "<a", " style=", "currentcolor", "pointer-events"] {
            assert!(!svg.contains(foreign), "{foreign} in {svg}");
        }
        assert!(svg.starts_with("<svg xmlns="));
    }
}

#[test]
fn pages_need_no_style_of_their_own() {
    let svg = draw(Map::Of63, &all(Map::Of63), Style::Page) + &columns(&[year("2011", 1, 1)], Style::Page);
    assert!(!svg.contains(" style=") && !svg.contains("<style") && !svg.contains('#'));
}

#[test]
fn steps_hold_about_equally_many_figures_and_never_part_equal_ones() {
    let check = |values: &[i64], expected: &str| {
        let found = steps(values.iter().copied());
        let text: Vec<String> = found.iter().map(|(low, high)| format!("{low}-{high}")).collect();
        assert_eq!(text.join(" "), expected, "{values:?}");
    };
    check(&[], "");
    check(&[0, 0, 0], "");
    check(&[4, 4, 4], "4-4");
    check(&[4, 0, 9, 9], "4-4 9-9");
    check(&[1, 2, 3], "1-1 2-2 3-3");
    check(&[1, 2, 3, 4, 5, 6, 7, 8, 9, 10], "1-2 3-4 5-6 7-8 9-10");
    check(&[1, 1, 1, 1, 1, 1, 1, 1, 2, 3, 4, 5], "1-1 2-2 3-3 4-4 5-5");
    check(&[1, 2, 2, 2, 2, 2, 2, 2, 2, 9, 30, 31], "1-1 2-2 9-9 30-30 31-31");
    check(&[16, 17, 18, 20, 20, 20, 21, 22, 22, 24, 27, 48, 74, 104, 117], "16-18 20-20 21-22 24-48 74-117");
}

#[test]
fn fewer_steps_are_spread_over_the_inks() {
    let swatches = |values: &[i64]| -> Vec<Swatch> {
        key(&steps(values.iter().copied()), Language::Vi).into_iter().map(|item| item.swatch).collect()
    };
    assert_eq!(swatches(&[7]), [Swatch::Step(3)]);
    assert_eq!(swatches(&[7, 8]), [Swatch::Step(2), Swatch::Step(4)]);
    assert_eq!(swatches(&[7, 8, 9]), [Swatch::Step(1), Swatch::Step(3), Swatch::Step(5)]);
    let list = key_list(&key(&[(7, 7), (8, 2065)], Language::Vi), Language::Vi);
    assert!(list.contains("</svg>7</li>") && list.contains("</svg>8–2.065</li>"), "{list}");
    roxmltree::Document::parse(&list).expect("a key is well-formed");
    assert_eq!(trend_key(Language::Vi).len(), 3);
}

#[test]
fn a_column_tells_its_sum_and_its_parts() {
    let svg = columns(&[year("2010", 1125, 55), year("2011", 328, 0), year("3T/2012", 0, 0)], Style::Page);
    let names: Vec<String> = parts(&svg).into_iter().map(|part| part.0).collect();
    assert_eq!(
        names,
        [
            "2010 1.180 giấy: 1.125 cấp lần đầu, 55 cấp lại",
            "2011 328 giấy: 328 cấp lần đầu, 0 cấp lại",
            "3T/2012 0 giấy: 0 cấp lần đầu, 0 cấp lại",
        ]
    );
    assert_eq!(svg.matches(r#"class="here""#).count(), 1);
    assert_eq!(svg.matches(r#"class="q5""#).count(), 1);
}

#[test]
fn long_series_turn_their_words_and_keep_every_column() {
    let years: Vec<TrendYear> = (2007..2027).map(|at| year(&at.to_string(), at, 3)).collect();
    let svg = columns(&years, Style::Page);
    let parts = parts(&svg);
    assert_eq!(parts.len(), 20);
    assert_eq!(svg.matches("rotate(-90").count(), 40);
    for pair in parts.windows(2) {
        assert!(!overlap(pair[0].2[1], pair[1].2[1]));
    }
    assert!(!columns(&years[..6], Style::Page).contains("rotate"));
}

#[test]
fn without_years_a_sentence_says_so() {
    assert!(columns(&[], Style::Page).contains("Chưa có số liệu để vẽ"));
    assert!(shares(&[]).contains("Chưa có số liệu để vẽ"));
}

#[test]
fn a_gauge_ends_with_the_part_of_the_period() {
    let widths = |part, whole, max| {
        let svg = gauge(part, whole, max);
        roxmltree::Document::parse(&svg).expect("a gauge is well-formed");
        let digits = svg.split('"').skip(9).filter(|text| text.parse::<f64>().is_ok());
        digits.collect::<Vec<_>>().join(" ")
    };
    assert_eq!(widths(211, 535, 860), "62.2 8 37.7 24.5 8");
    assert_eq!(widths(0, 860, 860), "100 8 100 0 8");
    assert_eq!(widths(1, 860, 860), "100 8 99.2 0.8 8");
    assert_eq!(widths(0, 0, 0), "0 8 0 0 8");
}

#[test]
fn a_share_bar_is_named_with_its_figures_and_never_longer_than_its_whole() {
    let svg = shares(&bars());
    assert!(svg.contains(r#"aria-label="Sở: 860, trong kỳ 8 (cơ quan)""#));
    assert!(svg.contains(r#"aria-label="Chi cục: 0, trong kỳ 0 (cơ quan)""#));
}

#[test]
fn the_map_follows_the_merger_of_the_first_of_july_2025() {
    let on = |year, month, day| Map::on(Day::new(year, month, day).expect("a day"));
    assert_eq!(on(2025, 6, 30), Map::Of63);
    assert_eq!(on(2025, 7, 1), Map::Of34);
}
