//! Long texts of a file, cut for the sentences about them.

/// How many characters of a text a sentence repeats.
const MOST: usize = 80;
/// How many of them stand before the place that the sentence is about.
const BEFORE: usize = 30;

/// The beginning of a text.
pub(crate) fn beginning(text: &str) -> String {
    around(text, 0)
}

/// The beginning of a name, for a title over its shape.
pub(crate) fn name(text: &str) -> String {
    const MOST: usize = 300;
    match text.char_indices().nth(MOST) {
        Some((byte, _)) => format!("{}\u{2026}", &text[..byte]),
        None => text.to_owned(),
    }
}

/// What stands around the byte `at` of a text, with dots for what was left out.
pub(crate) fn around(text: &str, at: usize) -> String {
    let count = text.chars().count();
    if count <= MOST {
        return text.to_owned();
    }
    let place = text.char_indices().take_while(|(byte, _)| *byte < at).count();
    let first = place.saturating_sub(BEFORE).min(count - MOST);
    let shown: String = text.chars().skip(first).take(MOST).collect();
    let dots = |is_cut: bool| if is_cut { "\u{2026}" } else { "" };
    format!("{}{shown}{}", dots(first > 0), dots(first + MOST < count))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_cut_round_its_fault() {
        assert_eq!(around("ngắn", 2), "ngắn");
        let long = format!("{}!{}", "ấ".repeat(1_000), "b".repeat(1_000));
        let fault = long.find('!').unwrap();
        let shown = around(&long, fault);
        assert_eq!(shown, format!("…{}!{}…", "ấ".repeat(30), "b".repeat(49)));
        assert_eq!(beginning(&long), format!("{}…", "ấ".repeat(80)));
        assert_eq!(around(&long, long.len()), format!("…{}", "b".repeat(80)));
    }
}
