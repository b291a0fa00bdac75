//! A column for every year: first grants below, renewals on top of them, the sum above.

use platform::Language;
use platform::i18n::{text, text_with};

use super::steps::{KeyItem, Swatch, key_line};
use super::svg::{Area, Drawing, Ground, Ink, Style, number, short};

/// One column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrendYear {
    /// What stands under the column: `2011`, or `3T/2012` for a part of a year.
    pub label: String,
    /// First grants (cấp lần đầu).
    pub initial: i64,
    /// Renewals (cấp lại).
    pub renewal: i64,
    /// Whether the period under report is this year.
    pub in_period: bool,
}

/// Columns to draw.
pub struct Trend<'a> {
    /// The years, earliest first.
    pub years: &'a [TrendYear],
    /// Where the column of a label leads.
    pub link: &'a dyn Fn(&str) -> String,
    /// What the columns show.
    pub title: &'a str,
    /// What is counted, as it stands after a number.
    pub unit: &'a str,
    /// The language of the words.
    pub language: Language,
}

const WIDTH: f64 = 430.0;
/// The tallest column.
const TALLEST: f64 = 150.0;
/// More columns than this leave no room for level figures above them.
const FEW: usize = 8;

/// Draws the columns; a sentence instead where there is no year.
pub fn trend(trend: &Trend<'_>, style: Style) -> String {
    let many = trend.years.len() > FEW;
    let turned = turned(trend.years);
    let top = if many { 48.0 } else { 22.0 };
    let base = top + TALLEST;
    let low = base + if turned { 14.0 + longest(trend.years) } else { 28.0 };
    let has_key = style == Style::Paper && !trend.years.is_empty();
    let height = if has_key { low + 18.0 } else { low };
    let mut drawing = Drawing::new(style, "trend", (WIDTH, height), trend.title);
    if trend.years.is_empty() {
        drawing.text((WIDTH / 2.0, top + TALLEST / 2.0), Ink::Label, &text(trend.language, "drawing-empty"));
    }
    let most = trend.years.iter().map(TrendYear::total).max().unwrap_or(0).max(1);
    // A single year is a column, not a wall.
    let pitch = (WIDTH / trend.years.len().max(1) as f64).min(90.0);
    for (at, year) in trend.years.iter().enumerate() {
        let left = pitch * at as f64;
        let column = Column { left, pitch, base, unit: TALLEST / most as f64, many, turned };
        drawing.open(&(trend.link)(&year.label), "", &name(trend, year));
        column.draw(&mut drawing, year);
        // What is seen is read in this order, which is the order of the link's name.
        column.label(&mut drawing, &year.label);
        column.figure(&mut drawing, year, &number(year.total(), trend.language));
        drawing.close();
    }
    drawing.raw(&format!(r#"<path{} d="M0 {}H{WIDTH}"/>"#, Ground::Base.paint(style), base + 0.5));
    if has_key {
        key_line(&mut drawing, &trend_key(trend.language), (0.0, low + 4.0));
    }
    drawing.finish()
}

/// The key of the columns.
pub fn trend_key(language: Language) -> Vec<KeyItem> {
    let item = |swatch, key| KeyItem { swatch, label: text(language, key) };
    vec![
        item(Swatch::Initial, "drawing-initial"),
        item(Swatch::Renewal, "drawing-renewal"),
        item(Swatch::Period, "drawing-period"),
    ]
}

impl TrendYear {
    /// All grants of the year.
    pub fn total(&self) -> i64 {
        self.initial.max(0) + self.renewal.max(0)
    }
}

fn name(trend: &Trend<'_>, year: &TrendYear) -> String {
    let count = |value| number(value, trend.language);
    let (total, initial, renewal) = (count(year.total()), count(year.initial), count(year.renewal));
    let values = [
        ("label", year.label.as_str()),
        ("total", &total),
        ("unit", trend.unit),
        ("initial", &initial),
        ("renewal", &renewal),
    ];
    text_with(trend.language, "drawing-year", &values)
}

/// Whether the labels are too long to stand level side by side.
fn turned(years: &[TrendYear]) -> bool {
    longest(years) + 6.0 > WIDTH / years.len().max(1) as f64
}

/// Where a column stands.
struct Column {
    left: f64,
    pitch: f64,
    base: f64,
    /// Height of one grant.
    unit: f64,
    /// Whether the figures are turned.
    many: bool,
    /// Whether the labels are turned.
    turned: bool,
}

impl Column {
    fn middle(&self) -> f64 {
        self.left + self.pitch / 2.0
    }

    fn height(&self, count: i64) -> f64 {
        count.max(0) as f64 * self.unit
    }

    fn draw(&self, drawing: &mut Drawing, year: &TrendYear) {
        let width = (self.pitch * 0.72).min(50.0);
        let x = self.middle() - width / 2.0;
        let (initial, renewal) = (self.height(year.initial), self.height(year.renewal));
        if drawing.style == Style::Page {
            // The whole strip is the target: a low column alone is hard to hit.
            let strip = Area { x: self.left, y: 0.0, width: self.pitch, height: self.base + 22.0 };
            drawing.rect(strip, 0.0, r#" fill="none" pointer-events="all""#);
        }
        let first = if year.in_period { Swatch::Period } else { Swatch::Initial };
        let parts = [
            (first, initial, self.base - initial),
            (Swatch::Renewal, renewal, self.base - initial - renewal),
        ];
        for (swatch, height, y) in parts {
            if height > 0.0 {
                drawing.rect(Area { x, y, width, height }, 0.0, swatch.paint(drawing.style));
            }
        }
    }

    /// The sum above the column; turned where columns stand close, because a number is not shortened.
    fn figure(&self, drawing: &mut Drawing, year: &TrendYear, figure: &str) {
        let top = self.base - self.height(year.total());
        if self.many {
            let middle = top - 5.0 - length(figure) / 2.0;
            turned_text(drawing, (self.middle(), middle), Ink::Number, figure);
        } else {
            drawing.text((self.middle(), top - 6.0), Ink::Number, figure);
        }
    }

    fn label(&self, drawing: &mut Drawing, label: &str) {
        if self.turned {
            turned_text(drawing, (self.middle(), self.base + 6.0 + length(label) / 2.0), Ink::Label, label);
        } else {
            drawing.text((self.middle(), self.base + 18.0), Ink::Label, label);
        }
    }
}

/// Text that reads upwards, with its middle at this point.
fn turned_text(drawing: &mut Drawing, (x, y): (f64, f64), ink: Ink, words: &str) {
    // A third of the letters' height brings their middle, not their base, to the point.
    let x = x + 4.0;
    let turn = format!(r#" transform="rotate(-90 {} {})""#, short(x), short(y));
    drawing.text_with((x, y), ink, &turn, words);
}

/// The length of the longest label.
fn longest(years: &[TrendYear]) -> f64 {
    years.iter().map(|year| length(&year.label)).fold(0.0, f64::max)
}

/// About how long digits are at the size of a figure.
fn length(text: &str) -> f64 {
    text.chars().map(|letter| if letter.is_ascii_punctuation() { 4.0 } else { 8.0 }).sum()
}
