//! How a drawing is written: escaped text, short numbers, and the colours of the two styles.

use platform::Language;

/// Where a drawing is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// In a page: classes of the style sheet and links.
    Page,
    /// On paper: its own colours, no classes and no links.
    Paper,
}

/// What a part of a drawing that is no figure is painted with.
#[derive(Debug, Clone, Copy)]
pub(super) enum Ground {
    /// The sea around the country.
    Sea,
    /// The edge of the land.
    Coast,
    /// The land under the tiles.
    Land,
    /// The line that columns and bars stand on.
    Base,
}

/// Type and ink of a text on paper, the page's own sheet on a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ink {
    /// A name.
    Label,
    /// A figure.
    Number,
    /// A name on a dark tile.
    LabelOnDark,
    /// A figure on a dark tile.
    NumberOnDark,
}

impl Ground {
    /// The paint as attributes. A page may give the sea a colour of its own in `--sea`.
    pub fn paint(self, style: Style) -> &'static str {
        match (self, style) {
            (Ground::Sea, Style::Page) => r#" fill="var(--sea, var(--frame))""#,
            (Ground::Sea, Style::Paper) => r##" fill="#e9eff3""##,
            (Ground::Coast, Style::Page) => r#" fill="var(--edge)""#,
            (Ground::Coast, Style::Paper) => r##" fill="#8f9ba3""##,
            (Ground::Land, Style::Page) => r#" fill="var(--ground)""#,
            (Ground::Land, Style::Paper) => r##" fill="#ffffff""##,
            (Ground::Base, Style::Page) => r#" class="base""#,
            (Ground::Base, Style::Paper) => r##" stroke="#87827a""##,
        }
    }
}

impl Ink {
    fn paint(self, style: Style) -> &'static str {
        match (style, self) {
            (Style::Page, Ink::Label | Ink::LabelOnDark) => "",
            (Style::Page, Ink::Number | Ink::NumberOnDark) => r#" class="n""#,
            (Style::Paper, Ink::Label) => r##" fill="#1b1a17""##,
            (Style::Paper, Ink::LabelOnDark) => r##" fill="#ffffff""##,
            (Style::Paper, Ink::Number) => r##" fill="#1b1a17" font-size="14" font-weight="700""##,
            (Style::Paper, Ink::NumberOnDark) => r##" fill="#ffffff" font-size="14" font-weight="700""##,
        }
    }
}

/// A drawing being written.
pub(super) struct Drawing {
    pub style: Style,
    out: String,
}

/// A rectangle of a drawing.
#[derive(Debug, Clone, Copy)]
pub(super) struct Area {
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub height: f64,
}

impl Area {
    /// The same rectangle with `by` more on every side.
    pub fn grown(self, by: f64) -> Area {
        Area { x: self.x - by, y: self.y - by, width: self.width + 2.0 * by, height: self.height + 2.0 * by }
    }

    /// The x of its middle.
    pub fn middle(self) -> f64 {
        self.x + self.width / 2.0
    }
}

impl Drawing {
    /// Begins a drawing of this size. `class` is its class in the style sheet, `title` its accessible name.
    pub fn new(style: Style, class: &str, size: (f64, f64), title: &str) -> Drawing {
        let view = format!(r#"viewBox="0 0 {} {}""#, short(size.0), short(size.1));
        let title = escaped(title);
        let out = match style {
            Style::Page => format!(r#"<svg class="{class}" {view} role="group" aria-label="{title}">"#),
            Style::Paper => format!(
                r#"<svg xmlns="http://www.w3.org/2000/svg" {view} role="img" aria-label="{title}" font-family="Tinos, serif" font-size="12" text-anchor="middle"><title>{title}</title>"#
            ),
        };
        Drawing { style, out }
    }

    /// Adds ready markup.
    pub fn raw(&mut self, markup: &str) {
        self.out.push_str(markup);
    }

    /// Begins a part with a name: on a page a link, on paper a group.
    pub fn open(&mut self, link: &str, class: &str, name: &str) {
        let name = escaped(name);
        match self.style {
            Style::Page => {
                let class = if class.is_empty() { String::new() } else { format!(r#" class="{class}""#) };
                self.out.push_str(&format!(r#"<a{class} href="{}" aria-label="{name}">"#, escaped(link)));
            }
            Style::Paper => self.out.push_str(&format!(r#"<g role="img" aria-label="{name}">"#)),
        }
    }

    /// Ends the part.
    pub fn close(&mut self) {
        self.out.push_str(match self.style {
            Style::Page => "</a>",
            Style::Paper => "</g>",
        });
    }

    /// A rectangle with paint and corners of this radius.
    pub fn rect(&mut self, area: Area, radius: f64, paint: &str) {
        let corner = if radius > 0.0 { format!(r#" rx="{}""#, short(radius)) } else { String::new() };
        self.out.push_str(&format!(
            r#"<rect{paint} x="{}" y="{}" width="{}" height="{}"{corner}/>"#,
            short(area.x),
            short(area.y),
            short(area.width),
            short(area.height)
        ));
    }

    /// A line of text with its base at this point. A space before it parts the words for readers of text.
    pub fn text(&mut self, at: (f64, f64), ink: Ink, words: &str) {
        self.text_with(at, ink, "", words);
    }

    /// The same with further attributes.
    pub fn text_with(&mut self, at: (f64, f64), ink: Ink, attributes: &str, words: &str) {
        self.out.push_str(&format!(
            r#" <text{}{attributes} x="{}" y="{}">{}</text>"#,
            ink.paint(self.style),
            short(at.0),
            short(at.1),
            escaped(words)
        ));
    }

    /// The finished drawing.
    pub fn finish(mut self) -> String {
        self.out.push_str("</svg>");
        self.out
    }
}

/// Text as it may stand in markup and in attributes. Controls that XML cannot hold are left out.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            control if control.is_control() => out.push(' '),
            other => out.push(other),
        }
    }
    out
}

/// A coordinate with at most one decimal.
pub(super) fn short(value: f64) -> String {
    let text = format!("{value:.1}");
    text.strip_suffix(".0").map(str::to_owned).unwrap_or(text)
}

/// A number as people read it: `2.065` or `2,065`.
pub(super) fn number(value: i64, language: Language) -> String {
    let separator = if language == Language::Vi { '.' } else { ',' };
    let digits = value.unsigned_abs().to_string();
    let mut out = String::from(if value < 0 { "−" } else { "" });
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(separator);
        }
        out.push(digit);
    }
    out
}
