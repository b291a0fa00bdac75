//! Text as searches compare it: without marks, without case, with single spaces.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The text in composed form (NFC), as the product stores every text.
pub fn compose(text: &str) -> String {
    text.nfc().collect()
}

/// Folds a text for searching, so that what is typed with or without accents finds the same.
///
/// `hòa` and `hoà` (the two placements of a tone mark) both become `hoa`, `Đắk Lắk` becomes
/// `dak lak`. Punctuation stays: numbers such as `HT-MP-0001/2007` are searched as written.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.nfd().filter(|letter| !is_combining_mark(*letter)).flat_map(char::to_lowercase) {
        match letter {
            'đ' => out.push('d'),
            space if space.is_whitespace() => {
                if !out.is_empty() && !out.ends_with(' ') {
                    out.push(' ');
                }
            }
            other => out.push(other),
        }
    }
    if out.ends_with(' ') {
        out.pop();
    }
    out
}

/// The most letters of a text that a search compares. No name is found better by more of them, and engines refuse
/// patterns that are much longer.
pub const LONGEST: usize = 200;

/// The first letters of a text, as many as a search compares.
fn head(text: &str) -> &str {
    text.char_indices().nth(LONGEST).map_or(text, |(end, _)| &text[..end])
}

/// The pattern of `like … escape '!'` that finds a text anywhere: what people type means itself, `%` and `_` too.
/// Only the first [`LONGEST`] letters count.
pub fn pattern(text: &str) -> String {
    format!("%{}%", head(text).replace('!', "!!").replace('%', "!%").replace('_', "!_"))
}

/// The pattern of `like … escape '!'` that finds a folded text anywhere, its words in their order; none for no text.
/// Only the first [`LONGEST`] letters count.
pub fn words_pattern(folded: &str) -> Option<String> {
    (!folded.is_empty()).then(|| pattern(folded).replace(' ', "%"))
}

#[cfg(test)]
mod tests {
    use super::{LONGEST, fold, pattern, words_pattern};

    #[test]
    fn what_people_type_means_itself_in_a_pattern() {
        for (text, want) in [("sở", "%sở%"), ("100%", "%100!%%"), ("a_b!", "%a!_b!!%"), ("", "%%")] {
            assert_eq!(pattern(text), want, "{text}");
        }
    }

    #[test]
    fn words_are_found_in_their_order_with_others_between() {
        assert_eq!(words_pattern("100% x_!").as_deref(), Some("%100!%%x!_!!%"));
        assert_eq!(words_pattern(""), None);
    }

    #[test]
    fn a_pattern_holds_no_more_letters_than_an_engine_takes() {
        let long = pattern(&"ạ".repeat(60_000));
        assert_eq!(long, format!("%{}%", "ạ".repeat(LONGEST)));
        assert_eq!(pattern(&"%".repeat(60_000)), format!("%{}%", "!%".repeat(LONGEST)));
    }

    #[test]
    fn accents_case_and_the_place_of_a_tone_mark_do_not_matter() {
        for (text, want) in [
            ("hòa", "hoa"),
            ("hoà", "hoa"),
            ("Đắk Lắk", "dak lak"),
            ("  Thừa\u{a0} Thiên\tHuế ", "thua thien hue"),
            ("UBND XÃ ĐỒNG ÍCH", "ubnd xa dong ich"),
            ("HT-MP-0001/2007", "ht-mp-0001/2007"),
            ("", ""),
        ] {
            assert_eq!(fold(text), want, "{text}");
        }
    }

    #[test]
    fn composed_and_decomposed_letters_fold_to_the_same() {
        assert_eq!(
            fold("Th\u{1ee7} D\u{1ea7}u M\u{1ed9}t"),
            fold("Thu\u{309} Da\u{302}\u{300}u Mo\u{323}\u{302}t")
        );
    }
}
