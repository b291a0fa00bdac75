//! What the citizen brings in of what was asked: taken in by a list of it.

use super::super::event::Wanted;
use super::super::model::{PaperForm, PaperIn};
use super::super::{actions, at_desk};
use super::after::{Held, answered, seen};
use super::inputs::{Input, Inputs};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use platform::web::{Fields, Web};
use platform::{Error, Refusal, Refusals, Result};

/// What the citizen was asked for, if the dossier waits for it.
fn wanted(held: &Held) -> Option<&Wanted> {
    held.dossier.open_pause().filter(|_| held.dossier.status.is_waiting()).map(|pause| &pause.wanted)
}

/// Whether it is money that the dossier waits for.
fn is_payment(held: &Held) -> bool {
    matches!(wanted(held), Some(Wanted::Payment { .. }))
}

fn answer_page(web: &Web, held: &Held, (typed, reasons): (&Fields, &Refusals)) -> Markup {
    let inputs = Inputs { web, typed, reasons };
    let asked = held.dossier.open_pause();
    let content = html! {
        section {
            @if let Some(pause) = asked { p { (web.t_with("counter-answer-asked", &[("reason", &pause.reason)])) } }
            @match wanted(held) {
                Some(Wanted::Papers { missing }) => {
                    h2 id="papers" tabindex="-1" { (web.t("counter-answer-papers")) }
                    div.papers-in {
                        @for (at, paper) in missing.iter().enumerate() { (came(&inputs, (at, paper))) }
                    }
                    (inputs.tick("as_it_is", &web.t("counter-answer-as-it-is")))
                }
                Some(Wanted::Payment { amount_vnd, .. }) => {
                    h2 id="papers" tabindex="-1" { (web.t("counter-answer-payment")) }
                    @let words = web.t_with("counter-answer-paid", &[("amount", &web.number(*amount_vnd))]);
                    (inputs.tick_at(("paid", &words), Input { first: true, ..Input::default() }))
                }
                None => { p { (web.t("counter-answer-nothing")) } }
            }
        }
    };
    let title = if is_payment(held) { "counter-paid-title" } else { "counter-answer-title" };
    held.page(web, (title, &inputs), &content)
}

/// One paper that was asked for.
fn came(inputs: &Inputs<'_>, (at, paper): (usize, &str)) -> Markup {
    let (web, name, number) = (inputs.web, format!("came.{at}"), (at + 1).to_string());
    let is_open = |at: usize| inputs.typed.get(&format!("came.{at}")).is_empty();
    let is_missing = !inputs.reasons.is_empty() && is_open(at);
    // The list is gone through from the first paper that is not ticked yet.
    let input = Input { first: is_open(at) && !(0..at).any(is_open), ..Input::default() };
    html! {
        div.paper-in.bad[is_missing] {
            (inputs.tick_at((&name, paper), input))
            span.how {
                select name={ (name) ".form" } aria-label=(web.t_with("counter-paper-form", &[("number", &number)])) {
                    @for one in PaperForm::ALL {
                        option value=(one.word()) selected[one.word() == inputs.typed.get(&format!("{name}.form"))] { (web.t(one.key())) }
                    }
                }
            }
        }
    }
}

pub(super) async fn answer_form(web: Web) -> Result<Response> {
    Ok(first_answer_page(&web, &Held::own(&web).await?))
}

pub(super) async fn answer_form_at_desk(web: Web) -> Result<Response> {
    Ok(first_answer_page(&web, &Held::at_desk(&web).await?))
}

fn first_answer_page(web: &Web, held: &Held) -> Response {
    let typed = web.held_fields().unwrap_or_default();
    answer_page(web, held, (&typed, &Refusals::default())).into_response()
}

pub(super) async fn answer(web: Web, fields: Fields) -> Result<Response> {
    answer_held(&web, &Held::own(&web).await?, &fields).await
}

pub(super) async fn answer_at_desk(web: Web, fields: Fields) -> Result<Response> {
    answer_held(&web, &Held::at_desk(&web).await?, &fields).await
}

async fn answer_held(web: &Web, held: &Held, fields: &Fields) -> Result<Response> {
    let outcome = match brought(held, fields) {
        Err(reasons) => Err(Error::Refused(reasons)),
        Ok(what) if held.is_for_another() => {
            at_desk::answer_at_desk(&web.ctx, held.command((seen(fields), what))).await
        }
        Ok(what) => actions::answer(&web.ctx, held.command((seen(fields), what))).await,
    };
    let done = if is_payment(held) { "counter-done-paid" } else { "counter-done-answered" };
    answered((outcome, held.back(web, ""), done), |reasons| answer_page(web, held, (fields, reasons)))
}

/// The papers that came, each as the component of its name or by its own; all that is still missing is told at once.
fn brought(held: &Held, fields: &Fields) -> Result<Vec<PaperIn>, Refusals> {
    let mut reasons = Refusals::default();
    let mut papers = Vec::new();
    match wanted(held) {
        Some(Wanted::Papers { missing }) => {
            let mut absent = Vec::new();
            for (at, paper) in missing.iter().enumerate() {
                let name = format!("came.{at}");
                if fields.get(&name).is_empty() {
                    absent.push(paper.as_str());
                    continue;
                }
                let form = PaperForm::of_word(fields.get(&format!("{name}.form")));
                let form = form.unwrap_or(PaperForm::Original);
                let of_name =
                    held.procedure.components.iter().position(|one| one.name.trim() == paper.trim());
                // What was asked for in other words is no component, and is kept by those words.
                papers.push(match of_name {
                    Some(component) => PaperIn::of_component(component, form, 1),
                    None => PaperIn::other(paper, form, 1),
                });
            }
            if !absent.is_empty() && fields.get("as_it_is").is_empty() {
                let told = Refusal::new("counter-refusal-still-missing").field("papers");
                reasons.push(told.with("count", absent.len()).with("papers", absent.join("; ")));
            }
        }
        Some(Wanted::Payment { .. }) if fields.get("paid").is_empty() => {
            reasons.push(Refusal::new("counter-refusal-not-paid").field("papers"));
        }
        _ => {}
    }
    reasons.or(papers)
}
