//! Bars that lie: the thin one in a row of a table, and a drawing of several for paper.

use platform::Language;
use platform::i18n::{text, text_with};

use super::steps::{KeyItem, Swatch, key_line};
use super::svg::{Area, Drawing, Ground, Ink, Style, number, short};
use super::tilemap::wrapped;

/// The thin bar beside a figure in a table: `whole` of `max`, its last piece the `part` of the period.
///
/// It repeats figures that stand beside it, so it has no name of its own.
pub fn gauge(part: i64, whole: i64, max: i64) -> String {
    let percent = |value: i64| 100.0 * value.clamp(0, max.max(0)) as f64 / max.max(1) as f64;
    let whole_width = percent(whole);
    // A period with any figure at all is seen, however small it is beside the whole.
    let part_width = if part > 0 { percent(part).max(0.8).min(whole_width) } else { 0.0 };
    format!(
        r#"<svg class="gauge" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true"><rect width="{}" height="8"/><rect class="part" x="{}" width="{}" height="8"/></svg>"#,
        short(whole_width),
        short(whole_width - part_width),
        short(part_width)
    )
}

/// One kind among several.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShareBar {
    /// Which kind.
    pub label: String,
    /// How many of it fall in the period.
    pub part: i64,
    /// How many to date.
    pub whole: i64,
}

/// Bars to draw.
pub struct ShareBars<'a> {
    /// The kinds, in the order of the table beside them.
    pub bars: &'a [ShareBar],
    /// What the bars show.
    pub title: &'a str,
    /// What is counted, as it stands after a number.
    pub unit: &'a str,
    /// The language of the words.
    pub language: Language,
}

const WIDTH: f64 = 480.0;
/// Where the bars begin, how long the longest is.
const LEFT: f64 = 158.0;
const LONGEST: f64 = 230.0;
const ROW: f64 = 32.0;

/// Draws bars by kind for a paper: the part of the period at the end of each, figures behind it.
pub fn share_bars(bars: &ShareBars<'_>) -> String {
    let height = ROW * bars.bars.len().max(1) as f64 + 26.0;
    let mut drawing = Drawing::new(Style::Paper, "", (WIDTH, height), bars.title);
    let max = bars.bars.iter().map(|bar| bar.whole).max().unwrap_or(0).max(1);
    if bars.bars.is_empty() {
        drawing.text((WIDTH / 2.0, ROW / 2.0 + 4.0), Ink::Label, &text(bars.language, "drawing-empty"));
    }
    for (at, bar) in bars.bars.iter().enumerate() {
        row(&mut drawing, bars, bar, (ROW * at as f64, LONGEST / max as f64));
    }
    let end = height - 26.0;
    drawing.raw(&format!(r#"<path{} d="M{LEFT} 0V{end}"/>"#, Ground::Base.paint(Style::Paper)));
    let item = |swatch, key| KeyItem { swatch, label: text(bars.language, key) };
    let items = [item(Swatch::Initial, "drawing-earlier"), item(Swatch::Period, "drawing-period")];
    key_line(&mut drawing, &items, (LEFT, end + 8.0));
    drawing.finish()
}

fn row(drawing: &mut Drawing, bars: &ShareBars<'_>, bar: &ShareBar, (y, unit): (f64, f64)) {
    let (whole, part) = (bar.whole.max(0), bar.part.clamp(0, bar.whole.max(0)));
    let figures = [("whole", number(whole, bars.language)), ("part", number(part, bars.language))];
    let figures = figures.each_ref().map(|(name, figure)| (*name, figure.as_str()));
    let words = text_with(bars.language, "drawing-of-which", &figures);
    drawing.open("", "", &format!("{}: {words} ({})", bar.label, bars.unit));
    let lines = wrapped(&bar.label, 26);
    let first = y + ROW / 2.0 + 4.0 - 6.5 * (lines.len().saturating_sub(1)) as f64;
    for (line, words) in lines.iter().enumerate() {
        let end = r#" text-anchor="end""#;
        drawing.text_with((LEFT - 8.0, first + 13.0 * line as f64), Ink::Label, end, words);
    }
    let (whole_width, part_width) = (whole as f64 * unit, part as f64 * unit);
    let area = Area { x: LEFT, y: y + 8.0, width: whole_width, height: ROW - 16.0 };
    drawing.rect(area, 0.0, Swatch::Initial.paint(Style::Paper));
    if part > 0 {
        let x = LEFT + whole_width - part_width;
        drawing.rect(Area { x, width: part_width, ..area }, 0.0, Swatch::Period.paint(Style::Paper));
    }
    let start = r#" text-anchor="start""#;
    let shown =
        if part > 0 { format!("{} ({})", figures[0].1, figures[1].1) } else { figures[0].1.to_owned() };
    drawing.text_with((LEFT + whole_width + 6.0, y + ROW / 2.0 + 4.0), Ink::Number, start, &shown);
    drawing.close();
}
