//! Five steps of ink: which figures are few, which are many, and the key that says so.

use platform::Language;
use platform::i18n::text;

use super::svg::{Area, Drawing, Ink, Style, escaped, number};

/// How many steps there are at most.
const MOST: usize = 5;

/// What a tile, a column or a mark of the key is painted with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Swatch {
    /// A step of ink, 1 for the fewest to 5 for the most.
    Step(u8),
    /// The figure is zero.
    Zero,
    /// There is no figure.
    Unknown,
    /// An island that is counted in its province.
    Isle,
    /// First grants (cấp lần đầu).
    Initial,
    /// Renewals (cấp lại).
    Renewal,
    /// The period under report.
    Period,
}

/// One mark of a key and what it means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyItem {
    /// The paint.
    pub swatch: Swatch,
    /// The words.
    pub label: String,
}

impl Swatch {
    /// The paint as attributes of a shape.
    pub(super) fn paint(self, style: Style) -> &'static str {
        match style {
            Style::Page => self.page_paint(),
            Style::Paper => self.paper_paint(),
        }
    }

    fn page_paint(self) -> &'static str {
        match self {
            Swatch::Step(1) => r#" class="q1""#,
            Swatch::Step(2) => r#" class="q2""#,
            Swatch::Step(3) | Swatch::Initial => r#" class="q3""#,
            Swatch::Step(4) => r#" class="q4""#,
            Swatch::Step(_) | Swatch::Renewal => r#" class="q5""#,
            Swatch::Period => r#" class="here""#,
            Swatch::Zero => r#" fill="var(--ground)" stroke="var(--edge)""#,
            Swatch::Unknown => r#" fill="var(--ground)" stroke="var(--line)""#,
            Swatch::Isle => r#" fill="none" stroke="var(--edge)" stroke-dasharray="3 2""#,
        }
    }

    /// The light steps of the style sheet: paper stays white whatever the theme.
    fn paper_paint(self) -> &'static str {
        match self {
            Swatch::Step(1) => r##" fill="#eeece7""##,
            Swatch::Step(2) => r##" fill="#d9d5cd""##,
            Swatch::Step(3) | Swatch::Initial => r##" fill="#b5afa4""##,
            Swatch::Step(4) => r##" fill="#6a655c""##,
            Swatch::Step(_) | Swatch::Renewal => r##" fill="#2a2824""##,
            Swatch::Period => r##" fill="#9a1b2f""##,
            Swatch::Zero => r##" fill="#ffffff" stroke="#87827a""##,
            Swatch::Unknown => r##" fill="#ffffff" stroke="#d0ccc4""##,
            Swatch::Isle => r##" fill="none" stroke="#87827a" stroke-dasharray="3 2""##,
        }
    }

    /// Whether text on it must be light.
    pub(super) fn is_dark(self) -> bool {
        matches!(self, Swatch::Step(4 | 5))
    }
}

/// The steps of these figures, lowest first, each as its own lowest and highest figure.
///
/// The steps hold about equally many figures, equal figures never part, and no step is empty: so
/// there are as many steps as different figures, at most five. Zero is no step: it is drawn apart.
pub fn steps(values: impl IntoIterator<Item = i64>) -> Vec<(i64, i64)> {
    let mut sorted: Vec<i64> = values.into_iter().filter(|value| *value > 0).collect();
    sorted.sort_unstable();
    // The last place of every different figure: where one step may end and the next begin.
    let ends: Vec<usize> = (0..sorted.len()).filter(|at| sorted.get(at + 1) != Some(&sorted[*at])).collect();
    let count = ends.len().min(MOST);
    let mut found = Vec::with_capacity(count);
    let mut first = 0;
    for step in 1..=count {
        let last_allowed = ends.len() - 1 - (count - step);
        let wanted = step * sorted.len();
        let distance = |at: &usize| ((ends[*at] + 1) * count).abs_diff(wanted);
        let last = if step == count {
            last_allowed
        } else {
            (first..=last_allowed).min_by_key(distance).unwrap_or(first)
        };
        found.push((sorted[ends[first]], sorted[ends[last]]));
        first = last + 1;
    }
    found
}

/// The marks of these steps, lowest first.
pub fn key(steps: &[(i64, i64)], language: Language) -> Vec<KeyItem> {
    let label = |(low, high): &(i64, i64)| match low == high {
        true => number(*low, language),
        false => format!("{}–{}", number(*low, language), number(*high, language)),
    };
    let item = |(at, step)| KeyItem { swatch: Swatch::Step(shade(at, steps.len())), label: label(step) };
    steps.iter().enumerate().map(item).collect()
}

/// The paint of a figure among these steps. A figure between two steps takes the higher one.
pub(super) fn swatch_of(value: Option<i64>, steps: &[(i64, i64)]) -> Swatch {
    match value {
        None => Swatch::Unknown,
        Some(value) if value <= 0 || steps.is_empty() => Swatch::Zero,
        Some(value) => {
            let at = steps.iter().position(|step| value <= step.1).unwrap_or(steps.len() - 1);
            Swatch::Step(shade(at, steps.len()))
        }
    }
}

/// Spreads fewer than five steps over the inks, so that two steps never look alike.
fn shade(at: usize, count: usize) -> u8 {
    let shades: &[u8] = match count {
        1 => &[3],
        2 => &[2, 4],
        3 => &[1, 3, 5],
        4 => &[1, 2, 4, 5],
        _ => &[1, 2, 3, 4, 5],
    };
    shades.get(at).copied().unwrap_or(5)
}

/// The key as a list for a page.
pub fn key_list(items: &[KeyItem], language: Language) -> String {
    let mut out = format!(r#"<ul class="key" aria-label="{}">"#, escaped(&text(language, "drawing-key")));
    for item in items {
        // The outline of an unfilled mark needs its half width inside the picture.
        out.push_str(&format!(
            r#"<li><svg viewBox="0 0 14 14" aria-hidden="true"><rect{} x="0.5" y="0.5" width="13" height="13" rx="2"/></svg>{}</li>"#,
            item.swatch.paint(Style::Page),
            escaped(&item.label)
        ));
    }
    out.push_str("</ul>");
    out
}

/// The key as a line under a drawing on paper, from this point to the right.
pub(super) fn key_line(drawing: &mut Drawing, items: &[KeyItem], (left, y): (f64, f64)) {
    let mut x = left;
    for item in items {
        drawing.rect(Area { x, y, width: 12.0, height: 12.0 }, 2.0, item.swatch.paint(Style::Paper));
        drawing.text_with((x + 17.0, y + 10.0), Ink::Label, r#" text-anchor="start""#, &item.label);
        // Seven for a letter is more than the widest words need.
        x += 37.0 + 7.0 * item.label.chars().count() as f64;
    }
}
