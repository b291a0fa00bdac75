//! The words of a condition.

use super::{Fault, FaultKind, LONGEST, Number, Span};

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Word {
    Text(String),
    Number(Number),
    Name(String),
    Mark(&'static str),
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Placed {
    pub word: Word,
    pub at: Span,
}

/// Longer marks stand before those they begin with.
const MARKS: [&str; 15] = ["!=", "<=", ">=", "..", "=", "<", ">", "(", ")", "[", "]", ",", "+", "-", "*"];
const KEYWORDS: [&str; 8] = ["and", "or", "not", "in", "true", "false", "null", "date"];

pub(super) fn is_keyword(name: &str) -> bool {
    KEYWORDS.contains(&name)
}

/// Whether a name can stand without back quotes.
pub(super) fn is_plain_name(name: &str) -> bool {
    !is_keyword(name) && name.chars().next().is_some_and(begins_name) && name.chars().all(continues_name)
}

fn begins_name(c: char) -> bool {
    c.is_alphabetic() || c == '_'
}

fn continues_name(c: char) -> bool {
    // Combining marks let a Vietnamese name pass that was typed in decomposed letters.
    c.is_alphanumeric() || c == '_' || ('\u{300}'..='\u{36f}').contains(&c)
}

pub(super) fn words(text: &str) -> Result<Vec<Placed>, Fault> {
    if text.len() > LONGEST {
        return Err(Fault { at: Span { from: 0, to: text.len() }, kind: FaultKind::TooLong });
    }
    let mut words = Vec::new();
    let mut from = 0;
    while let Some(first) = text[from..].chars().next() {
        if first.is_whitespace() {
            from += first.len_utf8();
            continue;
        }
        let (word, length) = word(&text[from..], first)
            .map_err(|(kind, length)| Fault { at: Span { from, to: from + length }, kind })?;
        words.push(Placed { word, at: Span { from, to: from + length } });
        from += length;
    }
    Ok(words)
}

/// The word at the start of `rest` with its length in bytes, or what is wrong over how many bytes.
fn word(rest: &str, first: char) -> Result<(Word, usize), (FaultKind, usize)> {
    if first == '"' {
        return quoted(rest);
    }
    if first == '`' {
        let end = rest[1..].find('`').filter(|&end| end > 0).ok_or((FaultKind::Unclosed, rest.len()))?;
        return Ok((Word::Name(rest[1..=end].to_owned()), end + 2));
    }
    if first.is_ascii_digit() {
        let length = number_length(rest);
        let number = Number::parse(&rest[..length]).ok_or((FaultKind::BadNumber, length))?;
        return Ok((Word::Number(number), length));
    }
    if begins_name(first) {
        let length = rest.find(|c| !continues_name(c)).unwrap_or(rest.len());
        let name = &rest[..length];
        let keyword = KEYWORDS.into_iter().find(|keyword| *keyword == name);
        return Ok((keyword.map_or_else(|| Word::Name(name.to_owned()), Word::Mark), length));
    }
    match MARKS.into_iter().find(|mark| rest.starts_with(mark)) {
        Some(mark) => Ok((Word::Mark(mark), mark.len())),
        None => Err((FaultKind::BadCharacter(first), first.len_utf8())),
    }
}

/// Digits, and a fraction only where a digit follows the point: `1..5` is a range.
fn number_length(rest: &str) -> usize {
    let bytes = rest.as_bytes();
    let digits_from = |from: usize| bytes[from..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let whole = digits_from(0);
    let has_places = bytes.get(whole) == Some(&b'.') && bytes.get(whole + 1).is_some_and(u8::is_ascii_digit);
    if has_places { whole + 1 + digits_from(whole + 1) } else { whole }
}

fn quoted(rest: &str) -> Result<(Word, usize), (FaultKind, usize)> {
    let mut text = String::new();
    let mut characters = rest.char_indices().skip(1);
    while let Some((at, c)) = characters.next() {
        match c {
            '"' => return Ok((Word::Text(text), at + 1)),
            '\\' => match characters.next() {
                Some((_, escaped @ ('"' | '\\'))) => text.push(escaped),
                Some((_, 'n')) => text.push('\n'),
                Some((_, 't')) => text.push('\t'),
                Some((next, other)) => return Err((FaultKind::BadEscape, next + other.len_utf8())),
                None => break,
            },
            other => text.push(other),
        }
    }
    Err((FaultKind::Unclosed, rest.len()))
}
