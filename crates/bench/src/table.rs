//! Figures, their raw limits and targets: as a table for people and as JSON for programs.

use crate::prepared::Bench;
use serde_json::{Value, json};

/// What a figure is held against.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Target {
    /// The figure itself may not be larger.
    AtMost(f64),
    /// The figure itself may not be smaller.
    AtLeast(f64),
    /// The figure may not be larger than so many times the raw limit.
    TimesAtMost(f64),
    /// The share of the raw limit may not be smaller.
    ShareAtLeast(f64),
    /// The figure only informs.
    None,
}

/// The nearest thing that does the same without the product.
#[derive(Debug, Clone, PartialEq)]
pub struct Raw {
    /// In the unit of the figure.
    pub figure: f64,
    /// What it is.
    pub what: &'static str,
}

/// One measured figure.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// What was measured.
    pub name: String,
    /// The median.
    pub figure: f64,
    /// Its unit.
    pub unit: &'static str,
    /// What it is compared with, measured in the same run.
    pub raw: Option<Raw>,
    /// What it should be.
    pub target: Target,
    /// What other programs were measured at, on such a machine in another hour.
    pub peers: Option<&'static str>,
}

impl Line {
    fn of(name: String, (figure, unit): (f64, &'static str), target: Target) -> Line {
        Line { name, figure, unit, raw: None, target, peers: None }
    }

    /// A figure that may not be smaller than `least`.
    pub fn at_least(name: impl Into<String>, (figure, unit): (f64, &'static str), least: f64) -> Line {
        Line::of(name.into(), (figure, unit), Target::AtLeast(least))
    }

    /// A figure that may not be larger than so many times the raw limit.
    pub fn times(name: impl Into<String>, (figure, unit): (f64, &'static str), most: f64) -> Line {
        Line::of(name.into(), (figure, unit), Target::TimesAtMost(most))
    }

    /// A figure that may not be larger than `most`.
    pub fn at_most(name: impl Into<String>, (figure, unit): (f64, &'static str), most: f64) -> Line {
        Line::of(name.into(), (figure, unit), Target::AtMost(most))
    }

    /// A rate that should reach a share of the raw one.
    pub fn share(name: impl Into<String>, (figure, unit): (f64, &'static str), least: f64) -> Line {
        Line::of(name.into(), (figure, unit), Target::ShareAtLeast(least))
    }

    /// A figure that only informs.
    pub fn told(name: impl Into<String>, figure: f64, unit: &'static str) -> Line {
        Line::of(name.into(), (figure, unit), Target::None)
    }

    /// Beside its raw limit.
    #[must_use]
    pub fn beside(mut self, figure: f64, what: &'static str) -> Line {
        self.raw = Some(Raw { figure, what });
        self
    }

    /// Beside what other programs were measured at.
    #[must_use]
    pub fn peers(mut self, peers: &'static str) -> Line {
        self.peers = Some(peers);
        self
    }

    /// The figure divided by the raw limit.
    pub fn ratio(&self) -> Option<f64> {
        self.raw.as_ref().map(|raw| self.figure / raw.figure)
    }

    /// Whether the target is met; none without target.
    pub fn is_met(&self) -> Option<bool> {
        match self.target {
            Target::AtMost(most) => Some(self.figure <= most),
            Target::AtLeast(least) => Some(self.figure >= least),
            Target::ShareAtLeast(least) => self.ratio().map(|ratio| ratio >= least),
            Target::TimesAtMost(most) => self.ratio().map(|ratio| ratio <= most),
            Target::None => None,
        }
    }

    fn cells(&self) -> [String; 7] {
        let raw = self.raw.as_ref();
        let target = match self.target {
            Target::AtMost(most) => format!("<= {}", number(most)),
            Target::AtLeast(least) => format!(">= {}", number(least)),
            Target::ShareAtLeast(least) => format!("ratio >= {}", number(least)),
            Target::TimesAtMost(most) => format!("ratio <= {}", number(most)),
            Target::None => "-".to_owned(),
        };
        [
            self.name.clone(),
            format!("{} {}", number(self.figure), self.unit),
            raw.map_or("-".to_owned(), |raw| number(raw.figure)),
            self.ratio().map_or("-".to_owned(), |ratio| format!("{ratio:.2}")),
            target,
            self.is_met().map_or("-", |met| if met { "yes" } else { "NO" }).to_owned(),
            self.beside_what(),
        ]
    }

    /// What the raw limit is, and what others were measured at.
    fn beside_what(&self) -> String {
        let raw = self.raw.as_ref().map(|raw| raw.what.to_owned());
        let peers = self.peers.map(|peers| format!("peers: {peers}"));
        raw.into_iter().chain(peers).collect::<Vec<_>>().join("; ")
    }

    fn json(&self) -> Value {
        let target = match self.target {
            Target::AtMost(most) => json!({ "at_most": most }),
            Target::AtLeast(least) => json!({ "at_least": least }),
            Target::TimesAtMost(most) => json!({ "ratio_at_most": most }),
            Target::ShareAtLeast(least) => json!({ "ratio_at_least": least }),
            Target::None => Value::Null,
        };
        json!({
            "name": self.name,
            "figure": self.figure,
            "unit": self.unit,
            "raw": self.raw.as_ref().map(|raw| raw.figure),
            "raw_is": self.raw.as_ref().map(|raw| raw.what),
            "ratio": self.ratio(),
            "target": target,
            "met": self.is_met(),
            "peers": self.peers,
        })
    }
}

/// Three digits that tell something: `1.52`, `48.3`, `12034`.
fn number(value: f64) -> String {
    let digits = match value.abs() {
        size if size >= 100.0 || value == value.trunc() => 0,
        size if size >= 10.0 => 1,
        size if size >= 0.1 => 2,
        _ => 4,
    };
    format!("{value:.digits$}")
}

/// The table for people.
pub fn text(lines: &[Line]) -> String {
    let head =
        ["figure", "measured", "raw limit", "ratio", "target", "met", "raw limit is"].map(str::to_owned);
    let rows: Vec<[String; 7]> = std::iter::once(head).chain(lines.iter().map(Line::cells)).collect();
    let widths: Vec<usize> =
        (0..7).map(|column| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0)).collect();
    let mut out = String::new();
    for row in &rows {
        let cells = row.iter().zip(&widths).enumerate().map(|(column, (cell, width))| {
            if (1..4).contains(&column) { format!("{cell:>width$}") } else { format!("{cell:<width$}") }
        });
        out.push_str(cells.collect::<Vec<_>>().join("  ").trim_end());
        out.push('\n');
    }
    out
}

/// The same for programs, with the sizes it was measured at.
pub fn json(bench: &Bench, lines: &[Line], failed: &[(&str, String)]) -> Value {
    json!({
        "sizes": {
            "agencies": bench.scale.agencies,
            "certificates": bench.scale.certificates,
            "requests": bench.scale.requests,
            "live_dossiers": bench.scale.live,
        },
        "cores": std::thread::available_parallelism().map_or(0, usize::from),
        "optimised": !cfg!(debug_assertions),
        "figures": lines.iter().map(Line::json).collect::<Vec<_>>(),
        "not_measured": failed.iter().map(|(name, error)| json!({ "group": name, "error": error })).collect::<Vec<_>>(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_is_held_against_its_target_and_a_share_against_the_raw_limit() {
        let page = Line::at_most("page", (1.5, "ms"), 2.0);
        assert_eq!((page.is_met(), page.ratio()), (Some(true), None));
        let write = Line::share("write", (400.0, "/s"), 0.5).beside(1000.0, "raw");
        assert_eq!((write.is_met(), write.ratio()), (Some(false), Some(0.4)));
        assert_eq!(Line::told("size", 1.0, "KB").is_met(), None);
        assert_eq!(Line::at_least("step", (9.0, "M/s"), 10.0).is_met(), Some(false));
        let growth = Line::times("growth", (3.0, "ms"), 1.5).beside(2.0, "small");
        assert_eq!((growth.is_met(), growth.ratio()), (Some(true), Some(1.5)));
    }

    #[test]
    fn numbers_show_three_telling_digits() {
        assert_eq!(
            [12034.4, 48.31, 1.519, 0.01234, 2.0].map(number),
            ["12034", "48.3", "1.52", "0.0123", "2"]
        );
    }

    #[test]
    fn the_table_has_a_head_and_a_line_for_each_figure() {
        let lines = [Line::at_most("page", (3.0, "ms"), 2.0).beside(1.0, "the query alone")];
        assert_eq!(
            text(&lines),
            "figure  measured  raw limit  ratio  target  met  raw limit is\n\
             page        3 ms          1   3.00  <= 2    NO   the query alone\n"
        );
        let step = Line::told("step", 1.0, "us").beside(0.5, "the row alone").peers("another 9");
        assert_eq!(step.beside_what(), "the row alone; peers: another 9");
    }
}
