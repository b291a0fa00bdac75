//! The markup for whoever holds a code: one question, one answer, no names. Codes follow one another, so a code
//! alone opens the progress and nothing that tells what the dossier is about.

use super::pages::{Answered, Asked, Rating, due_day, path};
use crate::dossiers::{Notice, Status};
use maud::{Markup, html};
use platform::clock::local_parts;
use platform::web::{
    Icon, Moment, PublicPage, Tone, Web, block, facts, hidden_fields, icon, notice, refusal_list, timeline,
};

fn public(web: &Web, title: String, main: Markup) -> Markup {
    let (day, time) = local_parts(web.app.db.clock().now());
    let foot = web.t_with("track-foot", &[("time", &time), ("day", &day.vietnamese())]);
    let aside = Some(("/track".to_owned(), web.t("track-another")));
    web.public_page(PublicPage { title, wide: false, main, foot, aside })
}

/// The question; `typed` is what was asked for last, to be mended.
fn question_form(web: &Web, typed: &str) -> Markup {
    html! {
        form.stack action="/track" role="search" aria-label=(web.t("track-title")) {
            p.field {
                label for="code" { (web.t("track-code")) }
                span.hint id="code-hint" { (web.t("track-code-hint")) }
                input.full id="code" name="code" value=(typed) autocomplete="off" autocapitalize="characters"
                    spellcheck="false" aria-describedby="code-hint" required autofocus;
            }
            p { button.button.first { (web.t("track-look-up")) } }
        }
    }
}

/// The question.
pub(super) fn question(web: &Web) -> Markup {
    let main = html! { h1 { (web.t("track-title")) } (question_form(web, "")) };
    public(web, web.t("track-title"), main)
}

/// What is answered about a code that is not there, whatever it looks like.
pub(super) fn unknown(web: &Web, code: &str) -> Markup {
    let main = html! {
        h1.ask-what { (web.t("track-title")) }
        div.answer.late {
            p.word { (icon(Icon::Crossed)) (web.t("track-unknown")) }
            p { (web.t("track-unknown-text")) }
        }
        section.block { (question_form(web, code)) }
    };
    public(web, web.t("track-unknown"), main)
}

/// What is answered to whoever asks too often.
pub(super) fn too_many(web: &Web) -> Markup {
    let main = html! {
        h1.ask-what { (web.t("track-title")) }
        (notice(Tone::Late, &html! { (web.t("track-too-many")) }))
    };
    public(web, web.t("track-title"), main)
}

/// Class of the verdict, its drawing, and the key of its plain words.
fn verdict(status: Status) -> (&'static str, Icon, &'static str) {
    match status {
        Status::Registered => ("soon", Icon::Clock, "track-registered"),
        Status::Accepted => ("off", Icon::Live, "track-accepted"),
        Status::InProgress => ("off", Icon::Live, "track-in-progress"),
        Status::AwaitingPapers => ("soon", Icon::Held, "track-awaiting-papers"),
        Status::AwaitingPayment => ("soon", Icon::Held, "track-awaiting-payment"),
        Status::Settled => ("", Icon::Done, "track-settled"),
        Status::Returned => ("", Icon::Done, "track-returned"),
        Status::NotAccepted => ("late", Icon::Crossed, "track-not-accepted"),
        Status::Withdrawn => ("off", Icon::Over, "track-withdrawn"),
        Status::Stopped => ("off", Icon::Over, "track-stopped"),
    }
}

/// What happened, newest first: plain steps that everybody's dossier goes through.
fn moments(web: &Web, answered: &Answered) -> Vec<Moment> {
    let progress = &answered.progress;
    let (_, _, present) = verdict(answered.status);
    let at = |at: i64, key: &str| {
        let day = local_parts(at).0;
        Moment {
            day: day.vietnamese(),
            iso: day.to_string(),
            what: html! { (web.t(key)) },
            ..Moment::default()
        }
    };
    let mut all = Vec::new();
    if let Some(ended_at) = progress.ended_at {
        all.push(at(ended_at, present));
    }
    if let Some(settled_at) = progress.settled_at {
        all.push(at(settled_at, "track-settled"));
    }
    if progress.ended_at.is_none() && progress.settled_at.is_none() && answered.status != Status::Accepted {
        all.push(Moment { day: web.t("track-now"), what: html! { (web.t(present)) }, ..Moment::default() });
    }
    if let Some(extension) = &answered.extension {
        all.push(at(extension.at, "track-extended-told"));
    }
    if answered.status != Status::NotAccepted || progress.due_at.is_some() {
        all.push(at(progress.received_at, "track-accepted"));
    }
    if let Some(newest) = all.first_mut() {
        newest.now = true;
    }
    all
}

/// The sentence about the due day.
fn due_words(web: &Web, answered: &Answered) -> Option<String> {
    let progress = &answered.progress;
    if answered.status.ended_without_result() {
        return None;
    }
    let day = progress.due_at.map(|due_at| due_day(due_at).vietnamese());
    let with = |key: &str, day: &str| web.t_with(key, &[("day", day)]);
    Some(match (day, progress.was_late) {
        (Some(day), Some(true)) => with("track-was-late", &day),
        (Some(day), Some(false)) => with("track-was-on-time", &day),
        (Some(day), None) if answered.is_late => with("track-late", &day),
        (Some(day), None) => with("track-due", &day),
        (None, _) if answered.status.is_waiting() => web.t("track-clock-stands"),
        (None, _) => return None,
    })
}

/// That the office has apologised and given a new day; why, only to whoever holds the receipt.
fn extended_words(web: &Web, answered: &Answered, holds_receipt: bool) -> Option<String> {
    let extension = answered.extension.as_ref().filter(|_| !answered.status.ended_without_result())?;
    let day = |at: i64| due_day(at).vietnamese();
    let values = [("from", day(extension.from_due_at)), ("to", day(extension.due_at))];
    let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let words = web.t_with("track-extended", &values);
    let reason = || web.t_with("track-extended-reason", &[("reason", &extension.reason)]);
    Some(if holds_receipt { format!("{words} {}", reason()) } else { words })
}

/// The answer about a dossier.
pub(super) fn answer(web: &Web, answered: &Answered, asked: &Asked<'_>) -> Markup {
    let progress = &answered.progress;
    let (class, drawing, words) = verdict(answered.status);
    let class = if answered.is_late { "late" } else { class };
    let main = html! {
        h1.ask-what { (web.t("track-dossier")) " " span.code { (progress.code) } }
        div.answer.(class) {
            p.word { (icon(drawing)) (web.t(words)) }
            @if let Some(words) = due_words(web, answered) { p { (words) } }
            @if answered.is_late { p { (web.t("track-late-what")) } }
            @if answered.status.is_waiting() { p { (web.t("track-waits-where")) } }
            @if let Some(reason) = answered.end_reason.as_ref().filter(|_| answered.status.ended_without_result()) {
                @if asked.rating.holds_receipt() { p { (web.t_with("track-end-reason", &[("reason", reason)])) } }
                @else { p { (web.t("track-end-reason-hidden")) } }
            }
            @if let Some(words) = extended_words(web, answered, asked.rating.holds_receipt()) { p { (words) } }
        }
        @if let Some(why) = &answered.why {
            details.fold { summary { (why.question(web)) } (why.explanation(web)) }
        }
        @if asked.rating.holds_receipt() {
            (facts(&[(web.t("track-procedure"), html! { (progress.procedure_name) })]))
        }
        (notices(web, answered, asked.rating.holds_receipt()))
        (block(&web.t("track-progress"), &timeline(&moments(web, answered))))
        (rating_block(web, answered, asked))
    };
    public(web, web.t("track-dossier"), main)
}

/// What the office has told the applicant: its words tell what the dossier is about, so a code alone opens only that
/// there is something to be read.
fn notices(web: &Web, answered: &Answered, holds_receipt: bool) -> Markup {
    let moment = |told: &Notice| {
        let day = local_parts(told.at).0;
        let what = html! { (told.text) };
        Moment { day: day.vietnamese(), iso: day.to_string(), what, ..Moment::default() }
    };
    let all: Vec<Moment> = answered.notices.iter().rev().map(moment).collect();
    html! {
        @if holds_receipt && !all.is_empty() { (block(&web.t("track-notices"), &timeline(&all))) }
        @if let Some(newest) = all.first().filter(|_| !holds_receipt) {
            (notice(Tone::Soon, &html! { (web.t_with("track-notices-hidden", &[("day", &newest.day)])) }))
        }
    }
}

/// The rating. Before the end it is not what one comes for: only the code of the receipt is asked for, folded away.
fn rating_block(web: &Web, answered: &Answered, asked: &Asked<'_>) -> Markup {
    let part = rating_part(web, &answered.progress.code, asked);
    html! {
        @if answered.is_rated && asked.rating == Rating::NoToken {
            (block(&web.t("track-rating"), &html! {
                p { (web.t("track-rated")) }
                details.fold { summary { (web.t("track-token")) } div.stack { (part) } }
            }))
        }
        @else if answered.status.is_over() { (block(&web.t("track-rating"), &part)) }
        @else if asked.rating == Rating::NotYet { (part) }
        @else {
            details.fold.block open[asked.rating.is_refused() || !asked.reasons.is_empty()] {
                summary { (web.t("track-token")) }
                div.stack { (part) }
            }
        }
    }
}

fn rating_part(web: &Web, code: &str, asked: &Asked<'_>) -> Markup {
    html! {
        @if !asked.reasons.is_empty() { (notice(Tone::Late, &refusal_list(web, asked.reasons))) }
        @match asked.rating {
            Rating::Done => { p { (web.t("track-rated")) } }
            Rating::NotYet => { p { (web.t("track-not-yet")) } }
            Rating::Open => { (score_form(web, (code, asked.token))) }
            Rating::WrongToken => {
                (notice(Tone::Late, &html! { (web.t("track-wrong-token")) }))
                (token_form(web, code))
            }
            Rating::EmptyToken => {
                (notice(Tone::Late, &html! { (web.t("track-empty-token")) }))
                (token_form(web, code))
            }
            Rating::NoToken => { (token_form(web, code)) }
        }
    }
}

fn token_form(web: &Web, code: &str) -> Markup {
    html! {
        form.stack action=(path(code)) {
            p.field {
                label for="t" { (web.t("track-token")) }
                span.hint id="t-hint" { (web.t("track-token-hint")) }
                input id="t" name="t" autocomplete="off" spellcheck="false" aria-describedby="t-hint" required;
            }
            p { button.button { (web.t("track-token-use")) } }
        }
    }
}

/// What each score means, from 1.
const SCORES: [&str; 5] =
    ["track-score-1", "track-score-2", "track-score-3", "track-score-4", "track-score-5"];

fn score_form(web: &Web, (code, token): (&str, &str)) -> Markup {
    html! {
        form.stack method="post" action=(path(code)) {
            (hidden_fields(web, None))
            input type="hidden" name="t" value=(token);
            fieldset.field {
                legend { (web.t("track-score")) }
                div.choices {
                    @for (at, key) in SCORES.iter().enumerate().rev() {
                        label.choice { input type="radio" name="score" value=(at + 1) required; " " (web.t(key)) }
                    }
                }
            }
            p { button.button.first { (web.t("track-rate")) } }
        }
    }
}
