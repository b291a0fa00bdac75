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

/// The pattern of `like … escape '!'` that finds a text anywhere: what people type means itself, `%` and `_` too.
pub fn pattern(text: &str) -> String {
    format!("%{}%", text.replace('!', "!!").replace('%', "!%").replace('_', "!_"))
}

#[cfg(test)]
mod tests {
    use super::{fold, pattern};

    #[test]
    fn what_people_type_means_itself_in_a_pattern() {
        for (text, want) in [("sở", "%sở%"), ("100%", "%100!%%"), ("a_b!", "%a!_b!!%"), ("", "%%")] {
            assert_eq!(pattern(text), want, "{text}");
        }
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
