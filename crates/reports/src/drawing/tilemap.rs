//! The country as tiles: one for each province, small dashed ones for the islands.

use std::collections::BTreeMap;

use platform::Language;
use platform::i18n::{text, text_with};

use super::layout::{Island, Layout, Map, Province};
use super::steps::{KeyItem, Swatch, key, steps, swatch_of};
use super::svg::{Area, Drawing, Ground, Ink, Style, number};

/// A map to draw.
pub struct TileMap<'a> {
    /// Which provinces.
    pub map: Map,
    /// The figures by code. A province without one is drawn as unknown; an island without one
    /// belongs to the figure of its province.
    pub values: &'a BTreeMap<String, i64>,
    /// Whole names by code as they are on the day of the report, where they differ from the map's own.
    pub names: &'a BTreeMap<String, String>,
    /// Where the tile of a code leads.
    pub link: &'a dyn Fn(&str) -> String,
    /// What the map shows.
    pub title: &'a str,
    /// What is counted, as it stands after a number.
    pub unit: &'a str,
    /// The language of the words around the names.
    pub language: Language,
}

/// From one tile to the next, and the tile itself.
const PITCH: f64 = 42.0;
const TILE: f64 = 40.0;
/// How far a tile draws back from another region.
const REGION_GAP: f64 = 2.5;
/// An island without a figure of its own is lower by the line of the figure.
const ISLE: f64 = 28.0;
const MARGIN: f64 = 5.0;

impl TileMap<'_> {
    /// The steps of the provinces' figures; islands do not count.
    pub fn steps(&self) -> Vec<(i64, i64)> {
        steps(self.map.codes().filter_map(|code| self.values.get(code).copied()))
    }

    /// The key of the map: its steps, then zero, unknown and islands where there are such tiles.
    pub fn key(&self) -> Vec<KeyItem> {
        let mut items = Vec::new();
        let shown: Vec<Option<i64>> = self.map.codes().map(|code| self.values.get(code).copied()).collect();
        if shown.iter().any(Option::is_none) {
            items.push(KeyItem {
                swatch: Swatch::Unknown,
                label: format!("– {}", text(self.language, "drawing-none")),
            });
        }
        if shown.iter().flatten().any(|value| *value <= 0) {
            items.push(KeyItem { swatch: Swatch::Zero, label: "0".to_owned() });
        }
        items.extend(key(&self.steps(), self.language));
        if self.map.layout().islands.iter().any(|island| !self.values.contains_key(island.code)) {
            items.push(KeyItem { swatch: Swatch::Isle, label: text(self.language, "drawing-isle") });
        }
        items
    }

    fn full_name(&self, code: &str, own: &'static str) -> String {
        self.names.get(code).cloned().unwrap_or_else(|| own.to_owned())
    }

    /// The whole name, what stands on the tile where that is shorter, and the figure with its unit.
    fn tile_name(&self, name: String, lines: [&str; 2], value: Option<i64>) -> String {
        let shown = shown(lines);
        let name = if name.ends_with(&shown) { name } else { format!("{name}, {shown}") };
        match value {
            Some(value) => format!("{name} {} {}", number(value, self.language), self.unit),
            None => format!("{name} – {}", text(self.language, "drawing-none")),
        }
    }
}

/// Draws the map. The accessible name of every tile holds the whole name and the figure.
pub fn tilemap(map: &TileMap<'_>, style: Style) -> String {
    let layout = map.map.layout();
    let steps = map.steps();
    let (right, bottom) = (PITCH * tenths(layout.size.0), PITCH * tenths(layout.size.1));
    let size = (right - PITCH + TILE + 2.0 * MARGIN, bottom - PITCH + TILE + 2.0 * MARGIN);
    let mut drawing = Drawing::new(style, "tilemap", size, map.title);
    backdrop(&mut drawing, layout, size);
    let words = text(map.language, "drawing-sea");
    let quiet = r#" aria-hidden="true" font-style="italic" opacity="0.75""#;
    drawing.text_with(place(layout.sea_at), Ink::Label, quiet, &words);
    for province in layout.provinces {
        province_tile(&mut drawing, map, province, &steps);
    }
    for island in layout.islands {
        island_tile(&mut drawing, map, island, &steps);
    }
    if style == Style::Paper {
        paper_key(&mut drawing, map, place(layout.key_at));
    }
    drawing.finish()
}

/// Sea, coast and land under the tiles, so that the grid reads as a country with a coast.
fn backdrop(drawing: &mut Drawing, layout: &Layout, size: (f64, f64)) {
    let style = drawing.style;
    drawing.raw(r#"<g aria-hidden="true">"#);
    drawing.raw(&format!(r#"<path{} d="{}"/>"#, Ground::Sea.paint(style), sea(layout, size)));
    let cell = |province: &Province| Area { width: PITCH, height: PITCH, ..cell(province.at) };
    for province in layout.provinces {
        drawing.rect(cell(province).grown(2.0), 5.0, Ground::Coast.paint(style));
    }
    for province in layout.provinces {
        drawing.rect(cell(province).grown(1.25), 4.25, Ground::Land.paint(style));
    }
    drawing.raw("</g>");
}

/// The outline of the sea: along the coast through the middles of its tiles, which hide the
/// corners, then around the frame from the Gulf of Thailand to the Gulf of Tonkin.
fn sea(layout: &Layout, (width, height): (f64, f64)) -> String {
    let middles: Vec<(f64, f64)> = layout
        .coast
        .iter()
        .filter_map(|code| layout.province(code))
        .map(|province| cell(province.at))
        .map(|area| (area.middle(), area.y + TILE / 2.0))
        .collect();
    let (Some(first), Some(last)) = (middles.first(), middles.last()) else {
        return String::new();
    };
    let corner = 10.0;
    let west = last.1 - TILE / 2.0;
    let low = height - corner;
    let north = first.1 - TILE / 2.0;
    let mut path = format!("M{} {north}", width - corner);
    path.push_str(&format!("L{} {north}", first.0));
    for (x, y) in &middles {
        path.push_str(&format!("L{x} {y}"));
    }
    path.push_str(&format!(
        "L{} {west}L{corner} {west}Q0 {west} 0 {}V{low}Q0 {height} {corner} {height}H{}Q{width} {height} {width} {low}V{}Q{width} {north} {} {north}Z",
        last.0,
        west + corner,
        width - corner,
        north + corner,
        width - corner,
    ));
    path
}

fn province_tile(drawing: &mut Drawing, map: &TileMap<'_>, province: &Province, steps: &[(i64, i64)]) {
    let value = map.values.get(province.code).copied();
    let swatch = swatch_of(value, steps);
    let name = map.tile_name(map.full_name(province.code, province.name), province.lines, value);
    drawing.open(&(map.link)(province.code), "", &name);
    drawing.rect(tile(map.map.layout(), province), 3.0, swatch.paint(drawing.style));
    let figure = value.map_or("–".to_owned(), |value| number(value, map.language));
    tile_text(drawing, cell(province.at), (province.lines, Some(&figure)), swatch);
    drawing.close();
}

fn island_tile(drawing: &mut Drawing, map: &TileMap<'_>, island: &Island, steps: &[(i64, i64)]) {
    let own = map.values.get(island.code).copied();
    let value = own.or_else(|| map.values.get(island.province).copied());
    let full = map.full_name(island.code, island.name);
    let (name, link) = match own {
        Some(_) => (map.tile_name(full, island.lines, value), (map.link)(island.code)),
        None => (counted_in(map, island, &full), (map.link)(island.province)),
    };
    let swatch = swatch_of(value, steps);
    let (x, y) = place(island.at);
    let area = Area { x, y, width: TILE, height: if own.is_some() { TILE } else { ISLE } };
    drawing.open(&link, "isle", &name);
    match drawing.style {
        Style::Page => drawing.rect(area, 3.0, swatch.paint(Style::Page)),
        Style::Paper => {
            drawing.rect(area, 3.0, swatch.paint(Style::Paper));
            drawing.rect(area, 3.0, Swatch::Isle.paint(Style::Paper));
        }
    }
    let figure = own.map(|own| number(own, map.language));
    tile_text(drawing, area, (island.lines, figure.as_deref()), swatch);
    drawing.close();
}

fn counted_in(map: &TileMap<'_>, island: &Island, full: &str) -> String {
    let province = map.map.layout().province(island.province).map_or("", |province| province.name);
    let province = map.full_name(island.province, province);
    let name = text_with(map.language, "drawing-counted-in", &[("island", full), ("province", &province)]);
    match map.values.get(island.province) {
        Some(value) => format!("{name} {} {}", number(*value, map.language), map.unit),
        None => format!("{name} – {}", text(map.language, "drawing-none")),
    }
}

/// One or two lines of name and, where there is one, the figure below them.
fn tile_text(drawing: &mut Drawing, area: Area, (lines, figure): ([&str; 2], Option<&str>), swatch: Swatch) {
    let (label, strong) = match swatch.is_dark() {
        true => (Ink::LabelOnDark, Ink::NumberOnDark),
        false => (Ink::Label, Ink::Number),
    };
    let x = area.x + TILE / 2.0;
    let line = |drawing: &mut Drawing, y, (ink, most), words: &str| {
        drawing.text_with((x, area.y + y), ink, squeezed(words, most), words);
    };
    if lines[1].is_empty() {
        line(drawing, 17.5, (label, 6), lines[0]);
    } else {
        line(drawing, 12.0, (label, 6), lines[0]);
        line(drawing, 23.0, (label, 6), lines[1]);
    }
    if let Some(figure) = figure {
        line(drawing, 36.5, (strong, 4), figure);
    }
}

/// What holds more letters than fit is set to the width of the tile.
fn squeezed(words: &str, most: usize) -> &'static str {
    match words.chars().count() > most {
        true => r#" textLength="36" lengthAdjust="spacingAndGlyphs""#,
        false => "",
    }
}

/// The key in the empty part of the map: a paper has no list beside it.
fn paper_key(drawing: &mut Drawing, map: &TileMap<'_>, (x, y): (f64, f64)) {
    let left = r#" text-anchor="start""#;
    drawing.text_with((x, y), Ink::Label, r#" text-anchor="start" font-weight="700""#, map.unit);
    for (at, item) in map.key().iter().enumerate() {
        let y = y + 10.0 + 19.0 * at as f64;
        drawing.rect(Area { x, y, width: 14.0, height: 14.0 }, 2.0, item.swatch.paint(Style::Paper));
        for (line, words) in wrapped(&item.label, 24).iter().enumerate() {
            drawing.text_with((x + 20.0, y + 11.0 + 13.0 * line as f64), Ink::Label, left, words);
        }
    }
}

/// Words in lines of at most `most` letters; a longer word stands alone.
pub(super) fn wrapped(text: &str, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= most => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// What stands on a tile, read as one line.
pub(super) fn shown(lines: [&str; 2]) -> String {
    lines.join(" ").trim_end().to_owned()
}

fn tenths(value: i32) -> f64 {
    f64::from(value) / 10.0
}

fn place(at: (i32, i32)) -> (f64, f64) {
    (MARGIN + PITCH * tenths(at.0), MARGIN + PITCH * tenths(at.1))
}

fn cell((column, row): (i32, i32)) -> Area {
    let (x, y) = place((column * 10, row * 10));
    Area { x, y, width: TILE, height: TILE }
}

/// The tile of a province: its cell, drawn back on the sides that face another region.
fn tile(layout: &Layout, province: &Province) -> Area {
    let (column, row) = province.at;
    let gap = |at| match layout.region_at(at) {
        Some(region) if region != province.region => REGION_GAP,
        _ => 0.0,
    };
    let (left, right) = (gap((column - 1, row)), gap((column + 1, row)));
    let (above, below) = (gap((column, row - 1)), gap((column, row + 1)));
    let area = cell(province.at);
    Area {
        x: area.x + left,
        y: area.y + above,
        width: area.width - left - right,
        height: area.height - above - below,
    }
}
