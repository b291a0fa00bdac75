//! Is this certificate real? One question, one answer, for everybody.

use super::heirs::{self, Bearer};
use super::model::{Act, Certificate, Standing};
use super::{history, pages, store, views};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use platform::clock::local_parts;
use platform::web::{
    Icon, Moment, PublicPage, Tone, Web, block, day_input, facts, icon, json, notice, others, qr, see_other,
    timeline,
};
use platform::{Day, Error, Result, Tx};
use serde::Serialize;

/// The longest number that is looked for: printed ones are far shorter.
const LONGEST_NUMBER: usize = 200;

/// The question; a number asked for leads to its own address.
pub async fn question(web: Web) -> Result<Response> {
    if let Some(number) = web.query.some("number") {
        return Ok(see_other(&views::verify_path(number)));
    }
    let main = html! { h1 { (web.t("certificates-verify-question")) } (question_form(&web, "")) };
    Ok(public(&web, web.t("certificates-verify-question"), main).into_response())
}

fn question_form(web: &Web, number: &str) -> Markup {
    html! {
        form.stack action="/verify" role="search" aria-label=(web.t("certificates-verify-question")) {
            p.field {
                label for="number" { (web.t("certificates-verify-number")) }
                span.hint id="number-hint" { (web.t("certificates-verify-number-hint")) }
                input.full id="number" name="number" value=(number) autocomplete="off" autocapitalize="characters"
                    spellcheck="false" aria-describedby="number-hint";
            }
            p { button.button.first { (web.t("certificates-verify-check")) } }
        }
    }
}

fn public(web: &Web, title: String, main: Markup) -> Markup {
    let (day, time) = local_parts(web.app.db.clock().now());
    let foot = web.t_with("certificates-verify-foot", &[("time", &time), ("day", &day.vietnamese())]);
    let aside = Some(("/verify".to_owned(), web.t("certificates-verify-another")));
    web.public_page(PublicPage { title, wide: false, main, foot, aside })
}

/// What the register knows of a number.
struct Found {
    certificate: Certificate,
    bearer: Bearer,
    issuer: String,
    /// Whether the number was typed otherwise than the register has it.
    is_alike: bool,
}

/// What is found for a number: the one that bears it, else those whose numbers differ in zeros,
/// dashes and spaces alone.
fn find(tx: &mut Tx<'_>, number: &str) -> Result<Vec<Found>> {
    if let Some(certificate) = store::by_number(tx, number)? {
        return Ok(vec![told_of(tx, certificate, false)?]);
    }
    store::alike(tx, number)?.into_iter().map(|certificate| told_of(tx, certificate, true)).collect()
}

fn told_of(tx: &mut Tx<'_>, certificate: Certificate, is_alike: bool) -> Result<Found> {
    let days = (certificate.content.issued.counts_from(), tx.today());
    let bearer = heirs::bearer(tx, certificate.content.agency_id, days)?;
    let issuer = heirs::issuer_name(tx, &certificate.content.issued_by, days.0)?;
    Ok(Found { certificate, bearer, issuer, is_alike })
}

/// The answer about one number, on today or on the day asked for.
pub async fn answer(web: Web) -> Result<Response> {
    let number: String = web.param("number")?;
    let on = web.query.day("on")?.unwrap_or_else(|| web.today());
    let asked = number.clone();
    let found = match number.len() {
        1..=LONGEST_NUMBER => web.ctx.read(move |tx| find(tx, &asked)).await?,
        _ => Vec::new(),
    };
    match found.as_slice() {
        [] if web.wants_json => Err(Error::NotFound),
        [] => Ok((StatusCode::NOT_FOUND, unknown(&web, &number)).into_response()),
        [found] if web.wants_json => json(&told(&web, found, on)),
        [found] => Ok(known(&web, found, (&number, on)).into_response()),
        several if web.wants_json => {
            let numbers = several.iter().map(|found| found.certificate.content.number.clone()).collect();
            Ok((StatusCode::MULTIPLE_CHOICES, json(&ToldAlike { numbers })?).into_response())
        }
        several => Ok(which(&web, several, &number).into_response()),
    }
}

/// Several numbers that may be the one on the paper: whoever holds it can tell.
fn which(web: &Web, several: &[Found], number: &str) -> Markup {
    let row = |found: &Found| {
        let number = found.certificate.content.number.clone();
        (views::verify_path(&number), number, found.bearer.name.clone())
    };
    let rows: Vec<(String, String, String)> = several.iter().map(row).collect();
    let main = html! {
        h1.ask-what { (asked(web, number)) }
        (notice(Tone::Soon, &html! { (web.t("certificates-verify-which")) }))
        (others(&rows))
        section.block { (question_form(web, number)) }
    };
    public(web, web.t("certificates-verify-which-title"), main)
}

/// A number that is not in the register: said plainly, without telling which ones are.
fn unknown(web: &Web, number: &str) -> Markup {
    let shown: String = number.chars().take(LONGEST_NUMBER).collect();
    let main = html! {
        h1.ask-what { (asked(web, &shown)) }
        div.answer.late {
            p.word { (icon(Icon::Crossed)) (web.t("certificates-verify-unknown")) }
            p { (web.t("certificates-verify-unknown-text")) }
        }
        section.block { (question_form(web, &shown)) }
    };
    public(web, web.t("certificates-verify-unknown"), main)
}

/// The question with its number, which is never broken over lines.
fn asked(web: &Web, number: &str) -> Markup {
    let sentence = web.t_with("certificates-verify-is-it-real", &[("number", "\u{1}")]);
    let (before, after) = sentence.split_once('\u{1}').unwrap_or((sentence.as_str(), ""));
    html! { (before) span.code { (number) } (after) }
}

fn known(web: &Web, found: &Found, (typed, on): (&str, Day)) -> Markup {
    let (certificate, number) = (&found.certificate, &found.certificate.content.number);
    let standing = certificate.standing_on(on);
    let word = web.t(word_key(standing));
    let main = html! {
        h1.ask-what { (asked(web, number)) }
        @if found.is_alike {
            (notice(Tone::Soon, &html! {
                (web.t_with("certificates-verify-alike", &[("typed", typed), ("number", number)]))
            }))
        } @else if store::fold_number(typed) != store::fold_number(number) {
            (notice(Tone::Soon, &html! {
                (web.t_with("certificates-verify-renumbered", &[("typed", typed), ("number", number)]))
            }))
        }
        (verdict(web, certificate, (standing, on)))
        (facts(&[
            (web.t("certificates-verify-granted-to"), granted_to(web, &found.bearer)),
            (web.t("certificates-standard"), html! { (certificate.content.standard) }),
            (web.t("certificates-scope"), html! { (certificate.content.scope) }),
            (web.t("certificates-kind"), html! { (web.t(history::kind_key(certificate.content.kind))) }),
            (web.t("certificates-verify-term"), html! { (pages::term(web, certificate)) }),
            (web.t("certificates-issued-by"), html! { (found.issuer) }),
        ]))
        (block(&web.t("certificates-verify-since"), &timeline(&moments(web, certificate))))
        (block(&web.t("certificates-verify-other-day"), &day_form(web, on)))
        (own_address(web, number))
    };
    public(web, format!("{number}: {word}"), main)
}

fn granted_to(web: &Web, bearer: &Bearer) -> Markup {
    html! { (bearer.name) (pages::bearer_today(web, bearer, false)) }
}

/// The answer in one word, its day, and the reason where it is no.
fn verdict(web: &Web, certificate: &Certificate, (standing, on): (Standing, Day)) -> Markup {
    let (class, drawing) = match standing {
        Standing::InForce => ("", Icon::Done),
        Standing::Suspended => ("soon", Icon::Held),
        Standing::Withdrawn | Standing::Annulled => ("late", Icon::Crossed),
        Standing::Expired => ("off", Icon::Over),
        Standing::NotYet => ("off", Icon::Clock),
    };
    let day = day_words(web, on);
    html! {
        div.answer.(class) {
            p.word { (icon(drawing)) (web.t(word_key(standing))) }
            p { (web.t_with(sentence_key(standing), &[("day", &day)])) }
            @if let Some(act) = reason_act(certificate, standing, on) {
                p { (web.t_with("certificates-verify-since-day", &[("day", &views::date(web, act.happened))])) " " (history::told_act(web, act)) }
            }
        }
    }
}

/// The act that makes the standing of a day what it is.
fn reason_act(certificate: &Certificate, standing: Standing, on: Day) -> Option<&Act> {
    let kind = super::model::ActKind::ALL.into_iter().find(|kind| kind.word() == standing.word())?;
    let mut acts = certificate.acts_by_day().into_iter();
    acts.rfind(|act| act.kind == kind && act.happened.counts_from() <= on)
}

fn word_key(standing: Standing) -> &'static str {
    match standing {
        Standing::InForce => "certificates-verify-word-in-force",
        Standing::Suspended => "certificates-verify-word-suspended",
        Standing::Withdrawn => "certificates-verify-word-withdrawn",
        Standing::Expired => "certificates-verify-word-expired",
        Standing::Annulled => "certificates-verify-word-annulled",
        Standing::NotYet => "certificates-verify-word-not-yet",
    }
}

fn sentence_key(standing: Standing) -> &'static str {
    match standing {
        Standing::InForce => "certificates-verify-text-in-force",
        Standing::Suspended => "certificates-verify-text-suspended",
        Standing::Withdrawn => "certificates-verify-text-withdrawn",
        Standing::Expired => "certificates-verify-text-expired",
        Standing::Annulled => "certificates-verify-text-annulled",
        Standing::NotYet => "certificates-verify-text-not-yet",
    }
}

const WEEKDAYS: [&str; 7] = [
    "certificates-monday",
    "certificates-tuesday",
    "certificates-wednesday",
    "certificates-thursday",
    "certificates-friday",
    "certificates-saturday",
    "certificates-sunday",
];

/// `thứ Bảy, 31/03/2012`.
fn day_words(web: &Web, day: Day) -> String {
    let at = usize::try_from(day.weekday() - 1).unwrap_or_default();
    format!("{}, {}", web.t(WEEKDAYS[at.min(6)]), day.vietnamese())
}

/// The grant and the acts on it, newest first, as everybody may know them.
fn moments(web: &Web, certificate: &Certificate) -> Vec<Moment> {
    let granted = certificate.content.issued;
    let mut moments = vec![Moment {
        day: views::date(web, granted),
        iso: granted.day().map(|day| day.to_string()).unwrap_or_default(),
        what: html! { b { (web.t(history::granted_key(certificate.content.kind))) } },
        ..Moment::default()
    }];
    let expired = certificate
        .expires_on()
        .map(|on| on.plus_days(1))
        .filter(|on| *on <= web.today() && certificate.standing_on(*on) == Standing::Expired);
    let mut expired = expired.map(|on| {
        let what = html! { (web.t("certificates-event-expired")) };
        (on, Moment { day: on.vietnamese(), iso: on.to_string(), what, ..Moment::default() })
    });
    for act in certificate.acts_by_day() {
        if let Some((_, end)) = expired.take_if(|expired| expired.0 <= act.happened.counts_from()) {
            moments.push(end);
        }
        let iso = act.happened.day().map(|day| day.to_string()).unwrap_or_default();
        let (day, what) = (views::date(web, act.happened), history::told_act(web, act));
        moments.push(Moment { day, iso, what, ..Moment::default() });
    }
    moments.extend(expired.map(|expired| expired.1));
    moments.reverse();
    if let Some(newest) = moments.first_mut() {
        newest.now = true;
    }
    moments
}

fn day_form(web: &Web, on: Day) -> Markup {
    html! {
        form.buttons.on-day action=(web.path) {
            p.field {
                label for="on" { (web.t("certificates-verify-day")) }
                (day_input(web, "on", on))
            }
            p { button.button { (web.t("certificates-verify-see")) } }
        }
    }
}

fn own_address(web: &Web, number: &str) -> Markup {
    let address = format!("{}{}", web.app.public_url, views::verify_path(number));
    html! {
        section.block.own {
            (qr(&address, &web.t("certificates-verify-qr")))
            p { (web.t("certificates-verify-address")) br; a href=(views::verify_path(number)) { (address) } }
        }
    }
}

/// Several certificates with alike numbers, as JSON.
#[derive(Debug, Serialize)]
struct ToldAlike {
    numbers: Vec<String>,
}

/// The answer as JSON. Released: members keep their meaning.
#[derive(Debug, Serialize)]
struct Told {
    number: String,
    on: Day,
    standing: &'static str,
    valid: bool,
    agency: ToldAgency,
    kind: &'static str,
    standard: String,
    scope: String,
    issued_by: String,
    issued_by_name: String,
    issued: String,
    expires: Option<String>,
    expires_on: Option<Day>,
    acts: Vec<ToldAct>,
    address: String,
}

#[derive(Debug, Serialize)]
struct ToldAgency {
    code: String,
    name: String,
    name_today: Option<String>,
    ended_on: Option<Day>,
    today: Vec<String>,
}

/// An act as JSON tells it.
#[derive(Debug, Serialize)]
pub struct ToldAct {
    kind: &'static str,
    on: String,
    reason: String,
    decision_no: Option<String>,
}

impl ToldAct {
    /// An act as JSON tells it.
    pub fn of(act: &Act) -> ToldAct {
        ToldAct {
            kind: act.kind.word(),
            on: act.happened.text(),
            reason: act.reason.clone(),
            decision_no: act.decision_no.clone(),
        }
    }
}

fn told(web: &Web, found: &Found, on: Day) -> Told {
    let (certificate, content) = (&found.certificate, &found.certificate.content);
    let standing = certificate.standing_on(on);
    Told {
        number: content.number.clone(),
        on,
        standing: standing.word(),
        valid: standing == Standing::InForce,
        agency: ToldAgency {
            code: found.bearer.agency.code.clone(),
            name: found.bearer.name.clone(),
            name_today: found.bearer.renamed.clone(),
            ended_on: found.bearer.ended_on,
            today: found.bearer.heirs.iter().map(|heir| heir.name.clone()).collect(),
        },
        kind: content.kind.word(),
        standard: content.standard.clone(),
        scope: content.scope.clone(),
        issued_by: content.issued_by.clone(),
        issued_by_name: found.issuer.clone(),
        issued: content.issued.text(),
        expires: content.expires.map(|date| date.text()),
        expires_on: certificate.expires_on(),
        acts: certificate.acts_by_day().into_iter().map(ToldAct::of).collect(),
        address: format!("{}{}", web.app.public_url, views::verify_path(&content.number)),
    }
}
