//! What happened to a certificate, told from its journal.

use super::model::{Act, ActKind, Certificate, CertificateKind, Content, Event, Standing};
use super::{store, views};
use maud::{Markup, html};
use platform::clock::local_parts;
use platform::journal::{self, Line};
use platform::web::{Moment, Web, compare, entry_line};
use platform::{Day, KnownDate, Record, Result, Tx, accounts, record};
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

/// The journal of a certificate and the names it speaks of.
#[derive(Debug)]
pub struct History {
    lines: Vec<Line>,
    events: Vec<Event>,
    people: BTreeMap<i64, String>,
    agencies: BTreeMap<i64, String>,
    numbers: BTreeMap<i64, String>,
}

/// Reads the history of a certificate.
///
/// # Errors
/// When the database fails or the journal holds what the program does not know.
pub fn read(tx: &mut Tx<'_>, id: i64) -> Result<History> {
    let lines = journal::of_subject(tx, id)?;
    let events = record::events::<Certificate>(&lines)?;
    let people = accounts::names_of(tx, lines.iter().map(|line| line.actor))?;
    let (mut agencies, mut numbers) = (BTreeMap::new(), BTreeMap::new());
    for content in events.iter().filter_map(content_of) {
        if let Entry::Vacant(name) = agencies.entry(content.agency_id) {
            let agency = registers::agencies::load(tx, content.agency_id)?;
            name.insert(agency.map_or(String::new(), |agency| agency.name().to_owned()));
        }
        if let Some(renews_id) = content.renews_id.filter(|id| !numbers.contains_key(id)) {
            let renewed = store::load(tx, renews_id)?;
            numbers.insert(renews_id, renewed.map_or(String::new(), |renewed| renewed.content.number));
        }
    }
    Ok(History { lines, events, people, agencies, numbers })
}

fn content_of(event: &Event) -> Option<&Content> {
    match event {
        Event::Granted { content, .. } | Event::Corrected { content, .. } => Some(content),
        _ => None,
    }
}

/// A moment with the day it is sorted by.
type Dated = (Day, Moment);

/// What happened, newest first; what was corrected stands as it is right, the correction beside it.
///
/// `correct_act` gives the address at which an act may be corrected, to those who may.
pub fn moments(
    web: &Web,
    certificate: &Certificate,
    history: &History,
    correct_act: impl Fn(usize) -> Option<String>,
) -> Vec<Moment> {
    let mut told: Vec<Dated> = Vec::new();
    let mut so_far: Option<Certificate> = None;
    for (at, (line, event)) in history.lines.iter().zip(&history.events).enumerate() {
        let teller = Teller { web, certificate, history, line, entry: at + 1 };
        told.push(match (event, &so_far) {
            (Event::Acted { .. }, Some(before)) => {
                let position = before.acts.len();
                teller.acted(position, correct_act(position))
            }
            (Event::Corrected { content, reason }, Some(before)) => {
                teller.corrected(&before.content, (content, reason))
            }
            (Event::ActCorrected { position, act, reason }, Some(before)) => {
                teller.act_corrected(before.acts.get(*position), (act, reason))
            }
            _ => teller.granted(),
        });
        match &mut so_far {
            Some(certificate) => certificate.apply(event),
            None => so_far = Certificate::begin(certificate.id, event),
        }
    }
    told.extend(expiry(web, certificate));
    told.reverse();
    told.sort_by_key(|dated| std::cmp::Reverse(dated.0));
    let mut moments: Vec<Moment> = told.into_iter().map(|dated| dated.1).collect();
    if let Some(newest) = moments.first_mut() {
        newest.now = true;
    }
    moments
}

/// The end of its term happens by itself; nothing is journalled.
fn expiry(web: &Web, certificate: &Certificate) -> Option<Dated> {
    let ended_on = certificate.expires_on()?.plus_days(1);
    let ended = ended_on <= web.today() && certificate.standing_on(ended_on) == Standing::Expired;
    ended.then(|| {
        let what = html! { (web.t("certificates-event-expired")) };
        (
            ended_on,
            Moment { day: ended_on.vietnamese(), iso: ended_on.to_string(), what, ..Moment::default() },
        )
    })
}

/// Tells one line of the journal.
struct Teller<'a> {
    web: &'a Web,
    certificate: &'a Certificate,
    history: &'a History,
    line: &'a Line,
    /// Which entry of the certificate's journal it is, from 1.
    entry: usize,
}

impl Teller<'_> {
    /// Who wrote it down, when, and under which number; the public is not told the person.
    fn by(&self) -> String {
        let name = self.history.people.get(&self.line.actor).map_or("", String::as_str);
        entry_line(self.web, self.line.at, (name, self.entry))
    }

    fn happened(&self, date: KnownDate, what: Markup) -> Dated {
        let iso = date.day().map(|day| day.to_string()).unwrap_or_default();
        (
            date.counts_from(),
            Moment { day: views::date(self.web, date), iso, what, by: self.by(), now: false },
        )
    }

    fn on_day_of_record(&self, what: Markup) -> Dated {
        let (day, _) = local_parts(self.line.at);
        (day, Moment { day: day.vietnamese(), iso: day.to_string(), what, by: self.by(), now: false })
    }

    fn granted(&self) -> Dated {
        let content = &self.certificate.content;
        let what = html! { b { (self.web.t(granted_key(content.kind))) } };
        self.happened(content.issued, what)
    }

    fn acted(&self, position: usize, correct: Option<String>) -> Dated {
        let Some(act) = self.certificate.acts.get(position) else {
            return self.on_day_of_record(html! {});
        };
        let what = html! {
            (told_act(self.web, act))
            @if let Some(href) = correct { " " a href=(href) { (self.web.t("certificates-correct-act")) } }
        };
        self.happened(act.happened, what)
    }

    fn corrected(&self, before: &Content, (after, reason): (&Content, &str)) -> Dated {
        let rows = changes(self.web, self.history, (before, after));
        self.on_day_of_record(self.correction("certificates-event-corrected", reason, &rows))
    }

    fn act_corrected(&self, before: Option<&Act>, (after, reason): (&Act, &str)) -> Dated {
        let rows = before.map(|before| act_changes(self.web, (before, after))).unwrap_or_default();
        self.on_day_of_record(self.correction("certificates-event-act-corrected", reason, &rows))
    }

    fn correction(&self, key: &str, reason: &str, rows: &[(String, String, String)]) -> Markup {
        html! {
            b { (self.web.t(key)) } ": " (reason)
            @if !rows.is_empty() {
                details { summary { (self.web.t("certificates-before-and-after")) } (compare(self.web, rows)) }
            }
        }
    }
}

/// Key of the sentence of a grant.
pub fn granted_key(kind: CertificateKind) -> &'static str {
    match kind {
        CertificateKind::Initial => "certificates-event-granted",
        CertificateKind::Renewal => "certificates-event-renewed",
    }
}

/// Key of the word of an act.
pub fn act_key(kind: ActKind) -> &'static str {
    match kind {
        ActKind::Suspended => "certificates-event-suspended",
        ActKind::Resumed => "certificates-event-resumed",
        ActKind::Withdrawn => "certificates-event-withdrawn",
        ActKind::Annulled => "certificates-event-annulled",
    }
}

/// An act with its reason and decision.
pub fn told_act(web: &Web, act: &Act) -> Markup {
    html! {
        b { (web.t(act_key(act.kind))) }
        @if !act.reason.is_empty() { ": " (act.reason) }
        @if let Some(number) = &act.decision_no { " (" (web.t_with("certificates-by-decision", &[("number", number)])) ")" }
    }
}

/// Label, before and after of what a correction changed.
fn changes(
    web: &Web,
    history: &History,
    (before, after): (&Content, &Content),
) -> Vec<(String, String, String)> {
    let named = |names: &BTreeMap<i64, String>, id: Option<i64>| {
        id.map(|id| names.get(&id).cloned().unwrap_or_default()).unwrap_or_default()
    };
    let expires = |content: &Content| content.expires.map(|date| views::date(web, date)).unwrap_or_default();
    let body = |content: &Content| content.certification_body_code.clone().unwrap_or_default();
    let agency = |content: &Content| named(&history.agencies, Some(content.agency_id));
    let renews = |content: &Content| named(&history.numbers, content.renews_id);
    let pairs = [
        ("certificates-number", before.number.clone(), after.number.clone()),
        ("certificates-agency", agency(before), agency(after)),
        ("certificates-kind", web.t(kind_key(before.kind)), web.t(kind_key(after.kind))),
        ("certificates-standard", before.standard.clone(), after.standard.clone()),
        ("certificates-scope", before.scope.clone(), after.scope.clone()),
        ("certificates-issued-by", before.issued_by.clone(), after.issued_by.clone()),
        ("certificates-body", body(before), body(after)),
        ("certificates-renews", renews(before), renews(after)),
        ("certificates-issued", views::date(web, before.issued), views::date(web, after.issued)),
        ("certificates-expires", expires(before), expires(after)),
    ];
    changed(web, pairs)
}

fn act_changes(web: &Web, (before, after): (&Act, &Act)) -> Vec<(String, String, String)> {
    let decision = |act: &Act| act.decision_no.clone().unwrap_or_default();
    let pairs = [
        ("certificates-act", web.t(act_key(before.kind)), web.t(act_key(after.kind))),
        ("certificates-act-on", views::date(web, before.happened), views::date(web, after.happened)),
        ("certificates-reason", before.reason.clone(), after.reason.clone()),
        ("certificates-decision", decision(before), decision(after)),
    ];
    changed(web, pairs)
}

fn changed<const N: usize>(web: &Web, pairs: [(&str, String, String); N]) -> Vec<(String, String, String)> {
    let different = pairs.into_iter().filter(|(_, before, after)| before != after);
    different.map(|(key, before, after)| (web.t(key), before, after)).collect()
}

/// Key of the word of a kind.
pub fn kind_key(kind: CertificateKind) -> &'static str {
    match kind {
        CertificateKind::Initial => "certificates-kind-initial",
        CertificateKind::Renewal => "certificates-kind-renewal",
    }
}
