//! Turning somebody away: guidance on what is missing (form 02), or a refusal (form 03).

use super::super::receive::{self as desk, TurnAway};
use super::super::refusal;
use super::inputs::{Input, Inputs};
use super::receive::{Case, lead_to};
use super::typed::{is_needed, is_ticked};
use super::{SECTION, receive_views, typed};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use platform::web::{Fields, Page, Web, hidden_fields};
use platform::{Error, Refusal, Refusals, Result};

/// The longest list of missing papers, in signs.
const LONGEST: usize = 4_000;

/// How somebody is turned away.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// With guidance on what is missing (form 02).
    Guidance,
    /// With a refusal (form 03).
    Refusal,
}

impl Way {
    pub(super) fn word(self) -> &'static str {
        match self {
            Way::Guidance => "guidance",
            Way::Refusal => "refusal",
        }
    }

    pub(super) fn of_word(word: &str) -> Option<Way> {
        [Way::Guidance, Way::Refusal].into_iter().find(|way| way.word() == word)
    }

    fn title(self) -> &'static str {
        match self {
            Way::Guidance => "counter-guide-title",
            Way::Refusal => "counter-refuse-title",
        }
    }

    fn intro(self) -> &'static str {
        match self {
            Way::Guidance => "counter-guide-intro",
            Way::Refusal => "counter-refuse-intro",
        }
    }

    fn done(self) -> &'static str {
        match self {
            Way::Guidance => "counter-done-guided",
            Way::Refusal => "counter-done-refused",
        }
    }
}

/// Names that are of this page or of one sending, and not of the form behind it.
const OF_THIS_PAGE: [&str; 8] =
    ["csrf", "form_key", "turn", "turn_send", "back", "lookup", "missing", "reason"];

/// Asks for the reason; the papers that are not there stand in the list already.
pub(super) fn ask(web: &Web, case: &Case, (fields, way): (&Fields, Way)) -> Response {
    let components = case.procedure.components.iter().enumerate();
    let missing: Vec<&str> = components
        .filter(|(at, component)| is_needed(component) && !is_ticked(fields, (*at, component)))
        .map(|(_, component)| component.name.as_str())
        .collect();
    let kept = fields.texts().iter().filter(|(name, _)| name != "missing" && name != "reason").cloned();
    let mut reason = fields.get("reason").to_owned();
    if reason.is_empty() && way == Way::Guidance {
        reason = web.t("counter-guide-reason");
    }
    let own = [("missing".to_owned(), missing.join("\n")), ("reason".to_owned(), reason)];
    page(web, case, (&Fields::of(kept.chain(own)), way, &Refusals::default())).into_response()
}

fn page(web: &Web, case: &Case, (fields, way, reasons): (&Fields, Way, &Refusals)) -> Markup {
    let inputs = Inputs { web, typed: fields, reasons };
    let title = web.t(way.title());
    let (guides, needed) = (way == Way::Guidance, |label| Input { needed: true, ..Input::new(label) });
    let main = html! {
        div.pad.stack {
            div { (receive_views::way_back(web)) h1 { (title) } p.quiet { (case.procedure.name) } }
            (inputs.summary())
            p { (web.t(way.intro())) }
            form.form method="post" action=(case.address()) novalidate {
                (hidden_fields(web, None))
                @for (name, text) in fields.texts().iter().filter(|(name, _)| !OF_THIS_PAGE.contains(&name.as_str())) {
                    input type="hidden" name=(name) value=(text);
                }
                section {
                    @if guides {
                        (inputs.area("missing", Input { hint: Some("counter-missing-hint"), first: true, ..needed("counter-missing") }))
                    }
                    (inputs.area("reason", Input { hint: Some("counter-turn-reason-hint"), first: !guides, ..needed("counter-reason") }))
                }
                div.act {
                    button.button.first accesskey="l" name="turn_send" value=(way.word()) { (title) }
                    button.button name="back" value="1" { (web.t("counter-back-to-form")) }
                }
            }
        }
    };
    web.page(Page { title, section: SECTION, main, ..Page::default() })
}

/// Registers the slip.
pub(super) async fn send(web: &Web, case: &Case, (fields, way): (&Fields, Way)) -> Result<Response> {
    let (mut receive, _) = typed::receive(fields, (case.offer.agency_id, &case.procedure));
    // Nothing is taken in, so counts and money are nobody's.
    (receive.sets, receive.fee_vnd, receive.fee_paid) = (1, 0, false);
    let lines = if way == Way::Guidance { fields.get("missing") } else { "" };
    let lines = lines.lines().map(str::trim).filter(|line| !line.is_empty());
    let missing: Vec<String> = lines.map(str::to_owned).collect();
    let mut reasons = Refusals::default();
    if way == Way::Guidance && missing.is_empty() {
        reasons.push(refusal::Refusal::NothingAsked);
    }
    if fields.get("missing").chars().count() > LONGEST {
        reasons.push(refusal::Refusal::TextTooLong { field: "missing", most: LONGEST });
    }
    let command = TurnAway { receive, missing, reason: fields.get("reason").to_owned() };
    if command.reason.is_empty() && !reasons.is_empty() {
        reasons.push(Refusal::from(refusal::Refusal::ReasonMissing));
    }
    let outcome = if reasons.is_empty() {
        desk::turn_away(&web.ctx, command).await
    } else {
        Err(Error::Refused(reasons))
    };
    match outcome {
        Err(Error::Refused(reasons)) => {
            let page = page(web, case, (fields, way, &reasons));
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
        outcome => lead_to(web, case, (outcome, way.done())).await,
    }
}
