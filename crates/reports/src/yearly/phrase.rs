//! Sentences with figures in them: one text for the page, where figures lead to their rows, and for paper.

use maud::{Markup, html};
use papers::Span;
use platform::Language;
use platform::i18n::text_with;

/// What stands at a place of a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Words.
    Words(String),
    /// A figure, already as people read it, and where it leads; empty for nowhere.
    Figure(String, String),
}

impl From<&str> for Value {
    fn from(words: &str) -> Value {
        Value::Words(words.to_owned())
    }
}

impl From<String> for Value {
    fn from(words: String) -> Value {
        Value::Words(words)
    }
}

/// A sentence whose figures can still be told from its words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Phrase(Vec<Value>);

/// Brackets a figure while the sentence is made; no sentence holds it.
const MARK: char = '\u{1}';

impl Phrase {
    /// The sentence of `key` with these values.
    pub fn of(language: Language, key: &str, values: &[(&str, Value)]) -> Phrase {
        let marked: Vec<(&str, String)> = values
            .iter()
            .enumerate()
            .map(|(at, (name, value))| match value {
                Value::Words(words) => (*name, words.replace(MARK, "")),
                Value::Figure(..) => (*name, format!("{MARK}{at}{MARK}")),
            })
            .collect();
        let given: Vec<(&str, &str)> = marked.iter().map(|(name, words)| (*name, words.as_str())).collect();
        let mut parts = Vec::new();
        // Every second piece between marks is the place of a figure.
        for (at, piece) in text_with(language, key, &given).split(MARK).enumerate() {
            let figure =
                piece.parse::<usize>().ok().filter(|_| at % 2 == 1).and_then(|place| values.get(place));
            match figure {
                Some((_, value)) => parts.push(value.clone()),
                None if piece.is_empty() => {}
                None => parts.push(Value::Words(piece.to_owned())),
            }
        }
        Phrase(parts)
    }

    /// Two sentences, one after the other.
    #[must_use]
    pub fn then(mut self, other: Phrase) -> Phrase {
        if !self.0.is_empty() && !other.0.is_empty() {
            self.0.push(Value::Words(" ".to_owned()));
        }
        self.0.extend(other.0);
        self
    }

    /// As text alone.
    pub fn text(&self) -> String {
        self.0
            .iter()
            .map(|part| match part {
                Value::Words(words) | Value::Figure(words, _) => words.as_str(),
            })
            .collect()
    }

    /// As a page shows it.
    pub fn markup(&self) -> Markup {
        html! {
            @for part in &self.0 {
                @match part {
                    Value::Words(words) => { (words) }
                    Value::Figure(words, href) if href.is_empty() => { b { (words) } }
                    Value::Figure(words, href) => { a href=(href) { (words) } }
                }
            }
        }
    }

    /// As a page shows it to those who may not see rows: figures heavier.
    pub fn markup_without_links(&self) -> Markup {
        html! {
            @for part in &self.0 {
                @match part {
                    Value::Words(words) => { (words) }
                    Value::Figure(words, _) => { b { (words) } }
                }
            }
        }
    }

    /// As a paper prints it: figures heavier.
    pub fn spans(&self) -> Vec<Span> {
        let span = |part: &Value| match part {
            Value::Words(words) => Span::plain(words.as_str()),
            Value::Figure(words, _) => Span::bold(words.as_str()),
        };
        self.0.iter().map(span).collect()
    }
}

/// A whole number as a language writes it: `2.065`, `2,065`.
pub fn number(language: Language, number: i64) -> String {
    let separator = if language == Language::Vi { '.' } else { ',' };
    let digits = number.unsigned_abs().to_string();
    let mut out = String::with_capacity(digits.len() + 4);
    if number < 0 {
        out.push('−');
    }
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(separator);
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_found_again_in_the_sentence_whatever_they_and_the_words_are() {
        let values =
            [("as_of", Value::from("31/03/2012 0")), ("count", Value::Figure("7".into(), "/x".into()))];
        let phrase = Phrase::of(Language::Vi, "yearly-test-phrase", &values);
        assert_eq!(phrase.text(), "yearly-test-phrase");
        let values = [("whole", Value::Figure("2.065".into(), "/x".into())), ("part", Value::from("3"))];
        let phrase = Phrase::of(Language::Vi, "drawing-of-which", &values);
        assert_eq!(phrase.text(), "2.065, trong kỳ 3");
        assert_eq!(phrase.markup().0, "<a href=\"/x\">2.065</a>, trong kỳ 3");
        assert_eq!(phrase.clone().then(phrase).text(), "2.065, trong kỳ 3 2.065, trong kỳ 3");
    }

    #[test]
    fn numbers_have_dots_in_vietnamese_and_commas_in_english() {
        assert_eq!(number(Language::Vi, 2_254_000), "2.254.000");
        assert_eq!(number(Language::En, -2_065), "−2,065");
        assert_eq!(number(Language::Vi, 328), "328");
    }
}
