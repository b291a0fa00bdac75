//! Text of the paper as source of the typesetter: always string literals, never markup.

use papers::Span;

use crate::ink::{covered, printable};

/// Whether nothing of the text would be seen.
pub(crate) fn blank(words: &str) -> bool {
    printable(words).trim().is_empty()
}

/// Spans as content.
pub(crate) fn content(spans: &[Span]) -> String {
    spans.iter().map(span).collect()
}

fn span(span: &Span) -> String {
    let mut words = text(&span.text);
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

/// Content in heavier type.
pub(crate) fn bold(content: &str) -> String {
    if content.is_empty() { String::new() } else { format!("#strong[{content}];") }
}

/// Content in slanted type.
pub(crate) fn italic(content: &str) -> String {
    if content.is_empty() { String::new() } else { format!("#emph[{content}];") }
}

/// Text as content: string literals with line breaks between them.
pub(crate) fn text(words: &str) -> String {
    let words = printable(words);
    let line = |line: &str| {
        if line.is_empty() { String::new() } else { format!("#{};", quoted(line)) }
    };
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
    fn a_forbidden_address_is_printed_without_a_link() {
        assert_eq!(span(&Span::link("a", "javascript:x")), r##"#"a";"##);
        assert_eq!(span(&Span::link("a", "https://x.vn")), r##"#link("https://x.vn")[#"a";];"##);
    }
}
