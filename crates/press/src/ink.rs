//! What can be printed: the fonts, and text made safe for them.

use std::sync::LazyLock;

use typst::foundations::Bytes;
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;

/// The family every paper is set in; its letters are as wide as those of Times New Roman.
pub(crate) const FAMILY: &str = "Tinos";

/// The faces, read once; they live in the binary and never change.
pub(crate) struct Faces {
    pub fonts: Vec<Font>,
    pub book: LazyHash<FontBook>,
}

/// The faces of the binary.
pub(crate) static FACES: LazyLock<Faces> = LazyLock::new(|| {
    let read =
        |(_, bytes): &(&'static str, &'static [u8])| Font::iter(Bytes::new(*bytes)).collect::<Vec<_>>();
    let fonts = assets::font_files().iter().flat_map(read).collect::<Vec<_>>();
    let book = LazyHash::new(FontBook::from_fonts(&fonts));
    Faces { fonts, book }
});

/// What stands for a character that the paper's font lacks.
const UNPRINTABLE: char = '?';
/// A place where a line may break, without width. The typesetter is given hardly any room instead: as a letter it
/// would stand in the text of the PDF, and whoever copies a code from there would copy it along.
pub(crate) const BREAK: char = '\u{200b}';
/// Longer runs without a space may break anywhere in steps of [`STEP`], or they would leave the page.
const LONG_WORD: usize = 24;
const STEP: usize = 8;

/// Text that every face can print: controls are dropped, missing characters replaced, long words breakable.
///
/// PDF/A forbids characters without a glyph, so one emoji in a name would otherwise cost the whole paper.
pub(crate) fn printable(text: &str) -> String {
    with_breaks(&covered(text))
}

/// Like [`printable`], for text that is read by a machine, such as SVG: no places to break are added.
pub(crate) fn covered(text: &str) -> String {
    text.replace("\r\n", "\n").chars().filter_map(replacement).collect()
}

/// The text without the control characters that XML cannot hold; missing glyphs are the reader's business.
pub(crate) fn without_controls(text: &str) -> String {
    text.replace("\r\n", "\n").chars().filter_map(|c| visible(c).filter(|c| *c != '\u{fffe}')).collect()
}

fn visible(c: char) -> Option<char> {
    match c {
        '\n' => Some('\n'),
        '\r' | '\u{2028}' | '\u{2029}' | '\u{85}' | '\u{b}' | '\u{c}' => Some('\n'),
        '\t' => Some(' '),
        '\u{feff}' | '\u{fffe}' | '\u{ffff}' => None,
        other if other.is_control() => None,
        other => Some(other),
    }
}

fn replacement(c: char) -> Option<char> {
    let c = visible(c)?;
    // Letters of daily Vietnamese and English are known to be there; only the rest is looked up.
    if c == '\n' || c.is_ascii() {
        return Some(c);
    }
    let private = matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}');
    // The four faces do not cover quite the same characters.
    let everywhere = || FACES.fonts.iter().all(|font| font.info().coverage.contains(u32::from(c)));
    Some(if private || !everywhere() { UNPRINTABLE } else { c })
}

fn with_breaks(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_inclusive(char::is_whitespace) {
        if word.len() <= LONG_WORD || word.chars().count() <= LONG_WORD {
            out.push_str(word);
            continue;
        }
        for (index, c) in word.chars().enumerate() {
            if index > 0 && index % STEP == 0 {
                out.push(BREAK);
            }
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fonts_are_the_four_faces_of_the_family() {
        assert_eq!(FACES.fonts.len(), 4);
        assert!(FACES.fonts.iter().all(|font| font.info().family == FAMILY));
    }

    #[test]
    fn every_vietnamese_letter_is_printed_as_it_is() {
        let text = "ẵẫậặỹỵợửựễệỗộẲẴẶỮỸ Đđ Ưư Ơơ – — … “Ưu việt” ‘a’ • § ≥ ≤ × ½ €";
        assert_eq!(printable(text), text);
        let decomposed = "Việt";
        assert_eq!(printable(decomposed), decomposed);
    }

    #[test]
    fn what_the_font_lacks_is_replaced_and_controls_are_dropped() {
        assert_eq!(printable("a😀b\u{0}c\u{e000}d\te\r\nf\u{feff}"), "a?bc?d e\nf");
        assert_eq!(without_controls("a😀b\u{1}"), "a😀b");
    }

    #[test]
    fn a_long_word_may_break_and_an_ordinary_one_is_left_alone() {
        assert_eq!(printable("nghiêng 0100109106-001-2012"), "nghiêng 0100109106-001-2012");
        let long = printable(&"a".repeat(100));
        assert!(long.split(BREAK).all(|part| part.len() <= STEP));
        assert_eq!(long.replace(BREAK, ""), "a".repeat(100));
    }
}
