//! The page of receiving: the form at the left, what will be promised at the right.

use super::super::model::Channel;
use super::SECTION;
use super::inputs::{Input, Inputs};
use super::receive::{Case, Promise, Shown};
use maud::{Markup, html};
use platform::i18n;
use platform::web::{Choice, Icon, Page, Tone, Web, crumbs, facts, hidden_fields, notice, state};
use registers::admin_procedures::fields::views::{Asked, inputs_beside_applicant, typed as procedure_typed};
use registers::admin_procedures::views::limit_words;
use registers::calendars::views::{explanation, moment};

/// The way back to the counter.
pub(super) fn way_back(web: &Web) -> Markup {
    crumbs(web, &[("/counter".to_owned(), web.t("counter-title"))])
}

/// The whole page.
pub(super) fn page(web: &Web, shown: &Shown<'_>) -> Markup {
    let case = shown.case;
    let inputs = Inputs { web, typed: shown.typed, reasons: shown.reasons };
    let main = html! {
        div.desk.desk-list {
            div.pad.stack {
                div {
                    (way_back(web))
                    h1 { (case.procedure.name) }
                    p.quiet { span.code { (case.offer.known_code) } }
                    @if case.is_for_another() {
                        (notice(Tone::Soon, &html! { p { (web.t_with("counter-for-another", &[("agency", &case.offer.agency_name)])) } }))
                    }
                    @if let Some(unit) = &case.offer.closed_unit {
                        (notice(Tone::Late, &html! { p { (web.t_with("dossiers-refusal-unit-closed", &[("unit", unit)])) } }))
                    }
                }
                (inputs.summary())
                @if let Some((tone, words)) = &shown.told { (notice(*tone, &html! { p role="status" { (words) } })) }
                (form(web, shown, &inputs))
            }
            aside.side aria-labelledby="promise" { div.sticky.pad.stack { (beside(web, case)) } }
        }
    };
    let title = if shown.reasons.is_empty() {
        case.procedure.name.clone()
    } else {
        web.t_with("form-error-title", &[("title", &case.procedure.name)])
    };
    let keys = vec![
        ("Enter".to_owned(), web.t("counter-key-next")),
        ("Ctrl Enter".to_owned(), web.t("counter-key-receive")),
    ];
    web.page(Page { title, section: SECTION, main, keys, ..Page::default() })
}

fn form(web: &Web, shown: &Shown<'_>, inputs: &Inputs<'_>) -> Markup {
    let procedure = &shown.case.procedure;
    let first = inputs.first_wrong().unwrap_or_else(|| shown.first.clone());
    html! {
        form.form method="post" action=(shown.case.address()) novalidate data-enter-moves {
            (hidden_fields(web, None))
            // Enter in an input sends the first button of a form; a dossier is not received by mistake.
            button.hidden-text name="enter" value="1" tabindex="-1" aria-hidden="true" { (web.t("counter-lookup")) }
            // What was written on the page of turning away stays for the next time it opens.
            @if !shown.typed.get("reason").is_empty() {
                input type="hidden" name="reason" value=(shown.typed.get("reason"));
            }
            (inputs.applicant((&first, true), procedure.fields.as_ref()))
            (inputs.proxy(&procedure.components))
            @if let Some(schema) = &procedure.fields {
                section {
                    h2 { (web.t("counter-fields")) }
                    (inputs_beside_applicant(web, Asked {
                        schema, typed: &procedure_typed(shown.typed), reasons: shown.reasons, first: &first,
                    }))
                }
            }
            (inputs.papers_from(&procedure.components, &first))
            section {
                h2 { (web.t("counter-fee-and-result")) }
                // A sentence of a fee is long: it stands over the whole width, above the fee.
                @if !procedure.fee_text.is_empty() { p.hint { (procedure.fee_text) } }
                div.pair {
                    div { (inputs.fee()) }
                    (inputs.wants())
                    (inputs.select("channel", Input::new("counter-channel"), &channels(web)))
                    (inputs.line("sets", Input { digits: true, needed: true, ..Input::new("counter-sets") }))
                }
            }
            div.act {
                button.button.first accesskey="l" { (web.t("counter-receive")) " " kbd.needs-script { "Ctrl Enter" } }
                button.button name="turn" value="guidance" { (web.t("counter-guide")) }
                button.button name="turn" value="refusal" { (web.t("counter-refuse")) }
            }
        }
    }
}

fn channels(web: &Web) -> Vec<Choice> {
    Channel::ALL.iter().map(|channel| Choice::new(channel.word(), web.t(channel.key()))).collect()
}

/// What will stand on the receipt: when the result is due and why, who handles it.
fn beside(web: &Web, case: &Case) -> Markup {
    let procedure = &case.procedure;
    let limit = procedure.limit.as_ref().map(|limit| limit_words(web, limit.limit)).unwrap_or_default();
    html! {
        h2 id="promise" { (web.t("counter-promise")) }
        @match &case.promise {
            Some(Promise::At(told)) => {
                @if let Some(due_at) = told.due.due_at() { p.promised { b { (moment(web, due_at)) } } }
                details.fold { summary { (web.t("counter-promise-why")) } (explanation(web, told)) }
            }
            Some(Promise::Unknown(reason)) => {
                (state(Tone::Late, Icon::Warning, &i18n::refusal(web.language(), reason)))
            }
            None => { p.quiet { (web.t("counter-promise-none")) } }
        }
        (facts(&[
            (web.t("counter-handled-by"), html! { (case.offer.agency_name) }),
            (web.t("counter-limit"), html! { (limit) }),
            (web.t("counter-limit-note"), html! { (procedure.limit_note) }),
        ]))
    }
}
