//! What stands between the title and the signature.

use serde::{Deserialize, Serialize};

use crate::Table;

/// One piece of the body of a paper.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Block {
    /// A heading; level 1 is the highest inside the body. Its number, if any, is part of the text.
    Heading {
        /// 1 for the highest.
        level: u8,
        /// The words.
        text: String,
    },
    /// A paragraph, justified and indented at its first line.
    Paragraph(Vec<Span>),
    /// Items numbered 1, 2, 3.
    Numbered(Vec<Vec<Span>>),
    /// Items with a dash before them, as official papers list.
    Bullets(Vec<Vec<Span>>),
    /// A table.
    Table(Table),
    /// A picture.
    Figure(Figure),
    /// A remark in small type, such as how a figure was counted.
    Note(Vec<Span>),
    /// What follows begins on a new page.
    PageBreak,
}

impl Block {
    /// A heading; level 1 is the highest.
    pub fn heading(level: u8, text: impl Into<String>) -> Block {
        Block::Heading { level, text: text.into() }
    }

    /// A paragraph of plain text.
    pub fn paragraph(text: impl Into<String>) -> Block {
        Block::Paragraph(vec![Span::plain(text)])
    }

    /// A remark of plain text.
    pub fn note(text: impl Into<String>) -> Block {
        Block::Note(vec![Span::plain(text)])
    }

    /// Dashed items of plain text.
    pub fn bullets(items: impl IntoIterator<Item = impl Into<String>>) -> Block {
        Block::Bullets(items.into_iter().map(|item| vec![Span::plain(item)]).collect())
    }

    /// Numbered items of plain text.
    pub fn numbered(items: impl IntoIterator<Item = impl Into<String>>) -> Block {
        Block::Numbered(items.into_iter().map(|item| vec![Span::plain(item)]).collect())
    }
}

/// A run of text in one style. A line break in the text is kept.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// The words, never markup.
    pub text: String,
    /// Heavier.
    pub bold: bool,
    /// Slanted.
    pub italic: bool,
    /// Where the text leads; anything but http, https and mailto is printed without a link.
    pub link: Option<String>,
}

impl Span {
    /// Upright text.
    pub fn plain(text: impl Into<String>) -> Span {
        Span { text: text.into(), ..Span::default() }
    }

    /// Bold text.
    pub fn bold(text: impl Into<String>) -> Span {
        Span { bold: true, ..Span::plain(text) }
    }

    /// Italic text.
    pub fn italic(text: impl Into<String>) -> Span {
        Span { italic: true, ..Span::plain(text) }
    }

    /// Text that leads somewhere.
    pub fn link(text: impl Into<String>, url: impl Into<String>) -> Span {
        Span { link: Some(url.into()), ..Span::plain(text) }
    }

    /// The address, when it is one that a paper may lead to.
    pub fn address(&self) -> Option<&str> {
        let allowed =
            |url: &&str| ["https://", "http://", "mailto:"].iter().any(|scheme| url.starts_with(scheme));
        self.link.as_deref().filter(allowed)
    }
}

impl From<&str> for Span {
    fn from(text: &str) -> Span {
        Span::plain(text)
    }
}

impl From<String> for Span {
    fn from(text: String) -> Span {
        Span::plain(text)
    }
}

/// A picture drawn by us as SVG.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    /// A whole SVG document.
    pub svg: String,
    /// What the picture says, for those who cannot see it.
    pub alt: String,
    /// What is printed under it; empty for nothing. The number is added by the renderer.
    pub caption: String,
    /// Part of the text width that the picture takes, 1 to 100.
    pub width_percent: u8,
    /// Whether a renderer may set it at the top or foot of a page, so that the text goes on where it
    /// would not fit; for tall pictures.
    #[serde(default)]
    pub floats: bool,
}

impl Figure {
    /// A picture over the whole text width.
    pub fn new(svg: impl Into<String>, alt: impl Into<String>, caption: impl Into<String>) -> Figure {
        Figure {
            svg: svg.into(),
            alt: alt.into(),
            caption: caption.into(),
            width_percent: 100,
            floats: false,
        }
    }

    /// The same picture, free to stand at the top or foot of a page.
    pub fn floating(self) -> Figure {
        Figure { floats: true, ..self }
    }

    /// The same picture over a part of the text width.
    pub fn width_percent(self, width_percent: u8) -> Figure {
        Figure { width_percent: width_percent.clamp(1, 100), ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_the_web_and_of_mail_are_links() {
        assert_eq!(Span::link("a", "https://example.vn/x").address(), Some("https://example.vn/x"));
        assert_eq!(Span::link("a", "mailto:a@example.vn").address(), Some("mailto:a@example.vn"));
        assert_eq!(Span::link("a", "javascript:alert(1)").address(), None);
        assert_eq!(Span::link("a", "file:///etc/passwd").address(), None);
        assert_eq!(Span::plain("a").address(), None);
    }
}
