//! What a handler is given: [`Web`].

use super::app::App;
use crate::accounts::Session;
use crate::ctx::{Actor, Ctx};
use crate::dates::Day;
use crate::error::{Error, Refusal, Refusals, Result};
use crate::i18n::{self, Language};
use crate::permissions::{Action, Scope};
use axum::http::HeaderMap;
use std::fmt::Display;
use std::net::IpAddr;
use std::str::FromStr;
use std::sync::Arc;

/// One request: who asks, what for, in which language.
#[derive(Clone)]
pub struct Web {
    /// What every action takes.
    pub ctx: Ctx,
    /// What all requests share.
    pub app: App,
    /// The path asked for.
    pub path: String,
    /// What stands behind the question mark and could be used.
    pub query: Query,
    /// What stands behind the question mark, as it was typed.
    pub(super) typed: Query,
    /// What of it could not be used, and why: the page is shown without it.
    pub(super) mistakes: Refusals,
    /// Names and values of the `{…}` in the route's path.
    pub parameters: Arc<[(String, String)]>,
    /// The browser's session, even one that still has something to show first.
    pub session: Option<Arc<Session>>,
    /// Number of this request, for the log and for the page that tells of a failure.
    pub request_id: Arc<str>,
    /// Whether the answer should be JSON.
    pub wants_json: bool,
    /// Where the request came from.
    pub address: Option<IpAddr>,
    /// Whether nobody reads the answer yet: only its headers are asked for, or the browser fetches it ahead.
    pub is_ahead: bool,
}

impl Web {
    /// The sentence of `key` in the reader's language.
    pub fn t(&self, key: &str) -> String {
        i18n::text(self.ctx.language, key)
    }

    /// The sentence of `key` with values in it.
    pub fn t_with(&self, key: &str, values: &[(&str, &str)]) -> String {
        i18n::text_with(self.ctx.language, key, values)
    }

    /// The reader's language.
    pub fn language(&self) -> Language {
        self.ctx.language
    }

    /// Today in the legal zone.
    pub fn today(&self) -> Day {
        self.app.db.clock().today()
    }

    /// The value of `{name}` in the path.
    ///
    /// # Errors
    /// [`Error::NotFound`] when it is not what the page needs, such as a number.
    pub fn param<T: FromStr>(&self, name: &str) -> Result<T> {
        let found = self.parameters.iter().find(|parameter| parameter.0 == name);
        found.and_then(|parameter| parameter.1.parse().ok()).ok_or(Error::NotFound)
    }

    /// Whether the actor may do `action` to what `scope` says: for buttons.
    pub fn can(&self, action: &Action, scope: &Scope) -> bool {
        self.ctx.can(action, scope)
    }

    /// A number as people read it: `2.065` or `2,065`.
    pub fn number(&self, number: i64) -> String {
        let separator = if self.language() == Language::Vi { '.' } else { ',' };
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

    /// The hidden proof that a form comes from this session; empty for those who have not signed in.
    ///
    /// # Errors
    /// When the machine has no randomness.
    pub fn form_token(&self) -> Result<String> {
        match &self.session {
            Some(session) => self.app.secret.form_token(&session.token_hash),
            None => Ok(String::new()),
        }
    }

    /// A key that tells one sending of a form from another.
    pub fn new_form_key(&self) -> String {
        format!("{:x}", self.app.db.new_id())
    }

    /// This page's address with some of its query changed; an empty value leaves the name out.
    pub fn link_with(&self, changes: &[(&str, &str)]) -> String {
        let kept = self.query.0.iter().filter(|pair| !changes.iter().any(|change| change.0 == pair.0));
        let kept = kept.filter(|pair| pair.0 != "done").map(|pair| (pair.0.as_str(), pair.1.as_str()));
        link(&self.path, &kept.chain(changes.iter().copied()).collect::<Vec<_>>())
    }

    /// The value of `name` behind the question mark as it was typed, to be drawn in its field.
    pub fn typed(&self, name: &str) -> &str {
        self.typed.get(name)
    }

    /// What is wrong with the value of `name` behind the question mark, in the reader's language.
    pub fn mistake(&self, name: &str) -> Option<String> {
        let reason = self.mistakes.0.iter().find(|reason| reason.field == Some(name))?;
        Some(i18n::refusal(self.language(), reason))
    }

    /// This request without the values that a page has refused; none when a reason names no such value.
    pub(super) fn without(&self, reasons: &Refusals) -> Option<Web> {
        let asked = |reason: &Refusal| reason.field.is_some_and(|name| self.query.some(name).is_some());
        if !reasons.0.iter().all(asked) {
            return None;
        }
        let refused = |name: &str| reasons.0.iter().any(|reason| reason.field == Some(name));
        let kept = self.query.0.iter().filter(|pair| !refused(&pair.0)).cloned().collect();
        let mistakes = Refusals([self.mistakes.0.clone(), reasons.0.clone()].concat());
        Some(Web { query: Query(kept), mistakes, ..self.clone() })
    }

    /// A context in the same language that answers no form: for work beside the one act of a page.
    pub fn ctx_beside(&self) -> Ctx {
        Ctx { form_key: None, ..self.ctx.clone() }
    }

    /// Whether an earlier sending of this form was done: for acts after which what the form was about is gone.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn is_repeated(&self) -> Result<bool> {
        Ok(self.ctx.done_before().await?.is_some())
    }

    /// The actor of this request.
    pub fn actor(&self) -> &Actor {
        &self.ctx.actor
    }
}

/// The longest value behind the question mark that a page reads, in letters: longer than any filter and any way back.
const LONGEST_VALUE: usize = 2_000;
/// How much of a name that nobody typed is told.
const LONGEST_NAME: usize = 40;

/// Names and values behind the question mark.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query(pub(super) Arc<[(String, String)]>);

impl Query {
    /// A query of these pairs; NUL, which no database takes in a text, is left out.
    pub fn of(pairs: Vec<(String, String)>) -> Query {
        let plain = |(name, value): (String, String)| (name, value.replace('\0', ""));
        Query(pairs.into_iter().map(plain).collect())
    }

    /// The query without values that are too long to be meant, and what is said of those.
    pub(super) fn readable(&self) -> (Query, Refusals) {
        let is_long = |text: &str| text.len() > LONGEST_VALUE && text.chars().count() > LONGEST_VALUE;
        let (long, kept): (Vec<_>, Vec<_>) =
            self.0.iter().cloned().partition(|(name, value)| is_long(name) || is_long(value));
        let told = |(name, _): (String, String)| {
            let name: String = name.chars().take(LONGEST_NAME).collect();
            Refusal::new("list-value-too-long").with("name", name).with("most", LONGEST_VALUE)
        };
        (Query(kept.into()), Refusals(long.into_iter().map(told).collect()))
    }

    /// The value of `name`, trimmed; empty when it is not there.
    pub fn get(&self, name: &str) -> &str {
        self.0.iter().find(|pair| pair.0 == name).map_or("", |pair| pair.1.trim())
    }

    /// Whether `name` was sent at all, be it empty.
    pub fn has(&self, name: &str) -> bool {
        self.0.iter().any(|pair| pair.0 == name)
    }

    /// The value of `name`, if there is one that is not empty.
    pub fn some(&self, name: &str) -> Option<&str> {
        Some(self.get(name)).filter(|value| !value.is_empty())
    }

    /// The number of `name`; none when there is none or it is not a number.
    pub fn number(&self, name: &str) -> Option<i64> {
        self.get(name).parse().ok()
    }

    /// The day of `name`, as typed in a filter; none when it is empty.
    ///
    /// # Errors
    /// A refusal when it is not a day.
    pub fn day(&self, name: &'static str) -> Result<Option<Day>> {
        self.some(name).map(|text| Day::typed(text).map_err(|_| not_a_day(name, text).into())).transpose()
    }
}

/// The refusal of a text that is not a day.
pub(super) fn not_a_day(field: &'static str, text: &str) -> Refusal {
    Refusal::new("form-not-a-day").field(field).with("text", text)
}

/// `path?name=value&…` with what needs it encoded; pairs without a value are left out.
pub fn link(path: &str, pairs: &[(&str, &str)]) -> String {
    let mut out = path.to_owned();
    let mut mark = if path.contains('?') { '&' } else { '?' };
    for (name, value) in pairs.iter().filter(|pair| !pair.1.is_empty()) {
        out.push(mark);
        mark = '&';
        encode(&mut out, name);
        out.push('=');
        encode(&mut out, value);
    }
    out
}

/// One segment of a path, with what needs it encoded (slashes too).
pub fn segment(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    encode(&mut out, text);
    out
}

fn encode(out: &mut String, text: &str) {
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => out.push(char::from(byte)),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
}

/// A path of ours to go back to; anything else leads to the front page.
pub fn safe_back(back: &str) -> &str {
    let ours = back.starts_with('/')
        && !back.starts_with("//")
        && !back.starts_with("/sign-")
        && !back.contains(|letter: char| letter == '\\' || letter.is_control());
    if ours { back } else { "/" }
}

/// The value of a cookie.
pub(super) fn cookie<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    let lines = headers.get_all("cookie").iter().filter_map(|line| line.to_str().ok());
    lines.flat_map(|line| line.split(';')).find_map(|pair| {
        let (found, value) = pair.trim().split_once('=')?;
        (found == name).then_some(value)
    })
}

/// The text of a header; empty when it is not there.
pub(super) fn header<'h>(headers: &'h HeaderMap, name: &str) -> &'h str {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or("")
}

/// Two lines of a list joined for people: those that are not empty, with ` · ` between.
pub fn joined(parts: &[&dyn Display]) -> String {
    let parts: Vec<String> = parts.iter().map(ToString::to_string).filter(|part| !part.is_empty()).collect();
    parts.join(" · ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_of_ours_are_gone_back_to() {
        for (back, want) in [
            ("/certificates?sort=-x", "/certificates?sort=-x"),
            ("//elsewhere.example", "/"),
            ("https://elsewhere.example", "/"),
            ("/\\elsewhere.example", "/"),
            ("/a\nb", "/"),
            ("/sign-in", "/"),
            ("", "/"),
        ] {
            assert_eq!(safe_back(back), want, "{back:?}");
        }
    }

    #[test]
    fn values_too_long_to_be_meant_are_left_out_and_named() {
        let pair = |name: &str, value: String| (name.to_owned(), value);
        let fits = "ạ".repeat(LONGEST_VALUE);
        let query = Query::of(vec![pair("q", format!("{fits}a")), pair("place", fits.clone())]);
        let (kept, told) = query.readable();
        assert_eq!((kept.get("q"), kept.get("place")), ("", fits.as_str()));
        let told: Vec<_> = told.0.iter().map(|reason| (reason.key, reason.values[0].1.as_str())).collect();
        assert_eq!(told, [("list-value-too-long", "q")]);
    }

    #[test]
    fn a_link_encodes_what_people_type_and_leaves_empty_values_out() {
        assert_eq!(link("/a", &[("q", "sở y tế&b"), ("x", "")]), "/a?q=s%E1%BB%9F%20y%20t%E1%BA%BF%26b");
        assert_eq!(segment("HT-MP-0152/2009"), "HT-MP-0152%2F2009");
    }
}
