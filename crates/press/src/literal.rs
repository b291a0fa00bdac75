//! Text of the paper as source of the typesetter: always string literals, never markup.

use papers::Span;

use crate::ink::{BREAK, covered, printable};

/// Whether nothing of the text would be seen.
pub(crate) fn blank(words: &str) -> bool {
    printable(words).trim().is_empty()
}

/// Spans as content.
pub(crate) fn content(spans: &[Span]) -> String {
    spans.iter().map(span).collect()
}

fn span(span: &Span) -> String {
    let mut words = unbroken(&span.text);
    if span.bold {
        words = bold(&words);
    }
    if span.italic {
        words = italic(&words);
    }
    match span.address() {
        Some(url) if !blank(&span.text) => format!("#link({})[{words}];", literal(url)),
        _ => words,
    }
}

/// Text as content in which numbers of documents stay on one line: `144/2006/QĐ-TTg`.
fn unbroken(words: &str) -> String {
    let mut out = String::new();
    let mut rest = words;
    while let Some((before, number, after)) = document_number(rest) {
        out.push_str(&text(before));
        out.push_str(&format!("#box({});", literal(number)));
        rest = after;
    }
    out.push_str(&text(rest));
    out
}

/// The longest number of a document that is kept on one line; a longer word must be free to break.
const LONGEST_NUMBER: usize = 24;

/// The first number of a document in the text, with what stands before and after it: a word that
/// begins with a digit and holds a slash and a letter.
fn document_number(words: &str) -> Option<(&str, &str, &str)> {
    let mut at = 0;
    for piece in words.split_inclusive(char::is_whitespace) {
        let word = piece.trim_end();
        let begins = word.chars().next().is_some_and(|first| first.is_ascii_digit());
        let is_number = begins && word.contains('/') && word.contains(char::is_alphabetic);
        if is_number && word.chars().count() <= LONGEST_NUMBER {
            let end = at + word.len();
            return Some((&words[..at], &words[at..end], &words[end..]));
        }
        at += piece.len();
    }
    None
}

/// Content in heavier type.
pub(crate) fn bold(content: &str) -> String {
    if content.is_empty() { String::new() } else { format!("#strong[{content}];") }
}

/// Content in slanted type.
pub(crate) fn italic(content: &str) -> String {
    if content.is_empty() { String::new() } else { format!("#emph[{content}];") }
}

/// Text as content: string literals with line breaks between them, and hardly any room where a word may break.
pub(crate) fn text(words: &str) -> String {
    let words = printable(words);
    let piece = |piece: &str| {
        if piece.is_empty() { String::new() } else { format!("#{};", quoted(piece)) }
    };
    let line = |line: &str| line.split(BREAK).map(piece).collect::<Vec<_>>().join("#h(0.01pt);");
    words.split('\n').map(line).collect::<Vec<_>>().join("#linebreak();")
}

/// Text as a value of one line.
pub(crate) fn literal(words: &str) -> String {
    quoted(&covered(words).replace('\n', " "))
}

fn quoted(words: &str) -> String {
    let mut out = String::with_capacity(words.len() + 2);
    out.push('"');
    for c in words.chars() {
        if matches!(c, '"' | '\\') {
            out.push('\\');
        }
        out.push(c);
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_and_quotes_of_the_text_stay_inside_the_literal() {
        assert_eq!(text(r#"a "b" \ #c"#), r##"#"a \"b\" \\ #c";"##);
        assert_eq!(text("a\nb\n"), r##"#"a";#linebreak();#"b";#linebreak();"##);
        assert_eq!(text(""), "");
        assert_eq!(literal("a\nb\\"), r#""a b\\""#);
    }

    #[test]
    fn a_place_to_break_a_long_word_is_no_letter_of_the_text() {
        let code = "H17.61-261124-0001/H17.61";
        assert_eq!(
            text(code),
            r##"#"H17.61-2";#h(0.01pt);#"61124-00";#h(0.01pt);#"01/H17.6";#h(0.01pt);#"1";"##
        );
    }

    #[test]
    fn the_number_of_a_document_stays_on_one_line() {
        assert_eq!(
            unbroken("số 144/2006/QĐ-TTg; ngày 31/03/2012"),
            r##"#"số ";#box("144/2006/QĐ-TTg;");#" ngày 31/03/2012";"##
        );
        assert_eq!(unbroken("1/a"), r##"#box("1/a");"##);
        let long = format!("1/{}", "a".repeat(30));
        assert_eq!(unbroken(&long), text(&long));
    }

    #[test]
    fn a_forbidden_address_is_printed_without_a_link() {
        assert_eq!(span(&Span::link("a", "javascript:x")), r##"#"a";"##);
        assert_eq!(span(&Span::link("a", "https://x.vn")), r##"#link("https://x.vn")[#"a";];"##);
    }
}
