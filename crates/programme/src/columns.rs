//! Reads the columns of an import row and notes every reason against it.

use crate::regulation;
use crate::standing::{Act, ActKind, Paper};
use platform::{Day, KnownDate, Refusal, Refusals};

platform::messages!("columns", "../i18n/columns.vi.ftl", "../i18n/columns.en.ftl");

/// A reader of columns that goes on after a fault, so that a row is told all its faults at once.
#[derive(Debug)]
pub struct Columns {
    /// Reasons against the row so far.
    pub reasons: Refusals,
    known_by: Day,
}

impl Columns {
    /// A reader for a row whose undated facts were known by that day.
    pub fn new(known_by: Option<Day>) -> Columns {
        Columns {
            reasons: Refusals::default(),
            known_by: known_by.unwrap_or_else(regulation::history_known_by),
        }
    }

    /// Text that must be there.
    pub fn required(&mut self, field: &'static str, text: &str) -> String {
        let text = text.trim();
        if text.is_empty() {
            self.reasons.push(Refusal::new("columns-refusal-missing").field(field));
        }
        text.to_owned()
    }

    /// A partly known date; nothing written means that it was known by the row's day.
    pub fn date(&mut self, field: &'static str, text: &str) -> KnownDate {
        KnownDate::parse(text, self.known_by).unwrap_or_else(|_| {
            self.reasons.push(Refusal::new("columns-refusal-date").field(field).with("text", text.trim()));
            KnownDate::KnownBy(self.known_by)
        })
    }

    /// A last valid day: a month or a year means its last day; none when nothing is written.
    pub fn last_day(&mut self, field: &'static str, text: &str) -> Option<Day> {
        if text.trim().is_empty() { None } else { Some(self.date(field, text).counts_from()) }
    }

    /// A word of a fixed set; `None` when it is another word.
    pub fn word<T: Copy>(&mut self, field: &'static str, text: &str, allowed: &[(&str, T)]) -> Option<T> {
        let text = text.trim();
        let found = allowed.iter().find(|(word, _)| *word == text).map(|(_, meaning)| *meaning);
        if found.is_none() {
            let words: Vec<&str> = allowed.iter().map(|(word, _)| *word).collect();
            let reason = Refusal::new("columns-refusal-word").field(field);
            self.reasons.push(reason.with("text", text).with("allowed", words.join(", ")));
        }
        found
    }

    /// The paper or card of a row, refused when it ends before it begins.
    pub fn paper(&mut self, number: (&'static str, &str), issued_on: &str, valid_to: &str) -> Paper {
        let number = self.required(number.0, number.1);
        let issued = self.date("issued_on", issued_on);
        let valid_to = self.last_day("valid_to", valid_to);
        // An unknown day of issue says nothing about the order of the two.
        if valid_to.zip(issued.earliest()).is_some_and(|(valid_to, earliest)| valid_to < earliest) {
            self.reasons.push(Refusal::new("columns-refusal-ends-before-issue").field("valid_to"));
        }
        Paper::new(&number, issued, valid_to)
    }

    /// The act that a status without a day tells of: known from the row's day on, or from the grant.
    pub fn act_of_status(&mut self, status: &str, paper: &Paper) -> Option<Act> {
        let allowed = [
            ("valid", None),
            ("suspended", Some(ActKind::Suspended)),
            ("revoked", Some(ActKind::Revoked)),
            ("expired", Some(ActKind::Expired)),
        ];
        let kind = self.word("status", status, &allowed).flatten()?;
        // A last day tells when it expired; the word adds nothing to it.
        if kind == ActKind::Expired && paper.valid_to.is_some() {
            return None;
        }
        let happened = KnownDate::KnownBy(self.known_by.max(paper.counts_on()));
        Some(Act { kind, happened, reason: String::new(), decision_no: String::new() })
    }

    /// `value` when nothing was refused.
    ///
    /// # Errors
    /// Every reason at once.
    pub fn or<T>(self, value: T) -> Result<T, Refusals> {
        self.reasons.or(value)
    }
}

/// Whether recorded acts already tell what a status of this kind would.
pub fn tells(acts: &[Act], kind: ActKind) -> bool {
    acts.iter().any(|act| act.kind == kind || act.kind == ActKind::Revoked)
}

/// A date as a preview shows it, the day it was known by when that is all there is.
pub fn known_text(date: KnownDate) -> String {
    match date {
        KnownDate::KnownBy(day) => format!("(≤ {day})"),
        known => known.text(),
    }
}

/// The day of issue of a paper or card as a preview shows it.
pub fn written(paper: &Paper) -> String {
    known_text(paper.issued)
}

/// The pattern that finds a folded text anywhere; none for no text.
pub fn pattern(text: &str) -> Option<String> {
    let folded = platform::search::fold(text);
    // PostgreSQL refuses text that holds the character 0, and nothing recorded can hold it.
    let plain = folded.replace('\0', "");
    (!plain.is_empty()).then(|| platform::search::pattern(&plain))
}
