//! After the receipt: what was entered wrongly, a form printed again, what the citizen brings in.

use super::super::actions::{self, Command, Correct, DESK};
use super::super::applicants::{self, Person};
use super::super::event::Wanted;
use super::super::model::{Delivery, Dossier, PaperForm, PaperIn, Status};
use super::super::store;
use super::SECTION;
use super::inputs::{Input, Inputs};
use super::typed::{self, Read};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use platform::web::{Choice, Fields, Page, Web, crumbs, hidden_fields, link, see_done};
use platform::{Error, Refusal, Refusals, Result, Scope};
use registers::admin_procedures::{self, Procedure};
use std::sync::Arc;

/// A dossier of the own agency, with what its forms hold at first.
struct Held {
    dossier: Dossier,
    procedure: Arc<Procedure>,
    applicant: Option<Person>,
    proxy: Option<Person>,
}

impl Held {
    async fn open(web: &Web) -> Result<Held> {
        let (agency_id, id) = (web.ctx.own_agency_id(), web.param("id")?);
        web.ctx.may(&DESK, &Scope::owned_by(agency_id))?;
        web.ctx_beside()
            .read(move |tx| {
                let dossier = store::require(tx, agency_id, id)?;
                let intake = &dossier.intake;
                let procedure =
                    admin_procedures::load_revision(tx, intake.procedure_id, intake.procedure_revision)?;
                let applicant = applicants::person(tx, agency_id, intake.applicant_id)?;
                let proxy = match intake.proxy_id {
                    Some(proxy_id) => applicants::person(tx, agency_id, proxy_id)?,
                    None => None,
                };
                Ok(Held { dossier, procedure, applicant, proxy })
            })
            .await
    }

    fn record(&self) -> String {
        format!("/dossiers/{}", self.dossier.id)
    }

    /// Where a correction or reprint leads: to the book, when one came from there.
    fn back(&self, web: &Web) -> String {
        if web.query.get("from") == "same-day" { "/counter/same-day".to_owned() } else { self.record() }
    }

    /// The page of a form about this dossier; `content` stands above its button.
    fn page(&self, web: &Web, (title, inputs): (&str, &Inputs<'_>), content: &Markup) -> Markup {
        let title = web.t(title);
        let action = link(&web.path, &[("from", web.query.get("from"))]);
        let main = html! {
            div.pad.stack {
                div {
                    (crumbs(web, &[(self.record(), self.dossier.code.clone())]))
                    h1 { (title) }
                    p.quiet { (self.procedure.name) }
                }
                (inputs.summary())
                form.form method="post" action=(action) novalidate {
                    (hidden_fields(web, Some(self.dossier.revision)))
                    (content)
                    div.act { button.button.first accesskey="l" { (title) } }
                }
            }
        };
        web.page(Page { title, section: SECTION, main, ..Page::default() })
    }
}

/// The answer to a form: back where it leads, or the page again with every reason.
fn answered(
    web: &Web,
    (outcome, held, done): (Result<Dossier>, &Held, &'static str),
    draw: impl FnOnce(&Refusals) -> Markup,
) -> Result<Response> {
    match outcome {
        Ok(_) | Err(Error::Repeated { .. }) => Ok(see_done(&held.back(web), done)),
        Err(Error::Refused(reasons)) => {
            Ok((StatusCode::UNPROCESSABLE_ENTITY, draw(&reasons)).into_response())
        }
        Err(error) => Err(error),
    }
}

fn seen(fields: &Fields) -> Option<i64> {
    // A revision that is no number was seen by nobody: the action finds it stale.
    Some(fields.get("revision").parse().unwrap_or(-1))
}

fn correct_page(web: &Web, held: &Held, (typed, reasons): (&Fields, &Refusals)) -> Markup {
    let inputs = Inputs { web, typed, reasons };
    let content = html! {
        (inputs.applicant("name", false))
        (inputs.proxy())
        (inputs.papers(&held.procedure.components))
        section {
            h2 { (web.t("counter-fee-and-result")) }
            div.pair {
                div { (inputs.fee()) }
                (inputs.wants())
                (inputs.line("sets", Input { digits: true, needed: true, ..Input::new("counter-sets") }))
            }
        }
        section {
            h2 { (web.t("counter-why")) }
            (inputs.area("reason", Input { needed: true, hint: Some("counter-correct-hint"), ..Input::new("counter-reason") }))
        }
    };
    held.page(web, ("counter-correct-title", &inputs), &content)
}

pub(super) async fn correct_form(web: Web) -> Result<Response> {
    let held = Held::open(&web).await?;
    let intake = &held.dossier.intake;
    let fixed = [
        ("fee_vnd", intake.fee_vnd.to_string()),
        ("fee_paid", if intake.fee_paid { "yes" } else { "" }.to_owned()),
        ("sets", intake.sets.to_string()),
        ("wants", intake.wants.word().to_owned()),
    ];
    let fixed = fixed.into_iter().map(|(name, text)| (name.to_owned(), text));
    let applicant = typed::person_fields("", &held.applicant.clone().unwrap_or_default());
    let proxy = typed::person_fields("proxy_", &held.proxy.clone().unwrap_or_default());
    let papers = typed::paper_fields(&intake.papers);
    let at_first = Fields::of(fixed.chain(applicant).chain(proxy).chain(papers));
    let typed = web.held_fields().unwrap_or(at_first);
    Ok(correct_page(&web, &held, (&typed, &Refusals::default())).into_response())
}

pub(super) async fn correct(web: Web, fields: Fields) -> Result<Response> {
    let held = Held::open(&web).await?;
    let mut read = Read::new(&fields);
    let mut papers = read.papers(&held.procedure.components);
    papers.extend(brought_later(&held.dossier.intake.papers, &papers));
    let what = Correct {
        applicant: read.applicant(),
        proxy: read.proxy(),
        sets: read.number(("sets", "sets"), 0),
        papers,
        fee_vnd: read.number(("fee_vnd", "fee_vnd"), 0),
        fee_paid: !fields.get("fee_paid").is_empty(),
        wants: read.choice("wants", Delivery::Applicant, Delivery::of_word),
        reason: fields.get("reason").to_owned(),
    };
    let command = Command { id: held.dossier.id, revision: seen(&fields), what };
    let outcome = if read.reasons.is_empty() {
        actions::correct(&web.ctx, command).await
    } else {
        Err(Error::Refused(read.reasons))
    };
    answered(&web, (outcome, &held, "counter-done-corrected"), |reasons| {
        correct_page(&web, &held, (&fields, reasons))
    })
}

/// The form shows one line a component: what came again later stays as it was, while its component stays.
fn brought_later(held: &[PaperIn], kept: &[PaperIn]) -> Vec<PaperIn> {
    let is_again = |(at, paper): &(usize, &PaperIn)| {
        let of_same = |other: &PaperIn| other.component == paper.component;
        held.iter().take(*at).any(of_same) && kept.iter().any(of_same)
    };
    held.iter().enumerate().filter(is_again).map(|(_, paper)| paper.clone()).collect()
}

/// The forms that a dossier has been given at the counter.
fn slips(dossier: &Dossier) -> &'static [&'static str] {
    let turned_away = dossier.status == Status::NotAccepted && dossier.clock.is_none();
    if turned_away { &["02", "03"] } else { &["01"] }
}

fn reprint_page(web: &Web, held: &Held, (typed, reasons): (&Fields, &Refusals)) -> Markup {
    let inputs = Inputs { web, typed, reasons };
    let form = |form: &&str| Choice::new(*form, web.t(&format!("counter-slip-{form}")));
    let forms: Vec<Choice> = slips(&held.dossier).iter().map(form).collect();
    let content = html! {
        section {
            (inputs.select("form", Input::new("counter-form"), &forms))
            (inputs.line("reason", Input { needed: true, first: true, hint: Some("counter-reprint-hint"), ..Input::new("counter-reason") }))
        }
    };
    held.page(web, ("counter-reprint-title", &inputs), &content)
}

pub(super) async fn reprint_form(web: Web) -> Result<Response> {
    let held = Held::open(&web).await?;
    let typed = web.held_fields().unwrap_or_default();
    Ok(reprint_page(&web, &held, (&typed, &Refusals::default())).into_response())
}

pub(super) async fn reprint(web: Web, fields: Fields) -> Result<Response> {
    let held = Held::open(&web).await?;
    let mut read = Read::new(&fields);
    let form =
        read.choice("form", "", |word| slips(&held.dossier).iter().copied().find(|form| *form == word));
    let reason = fields.get("reason").to_owned();
    let command = Command { id: held.dossier.id, revision: None, what: (form.to_owned(), reason.clone()) };
    let outcome = if read.reasons.is_empty() {
        actions::reprint(&web.ctx, command).await
    } else {
        Err(Error::Refused(read.reasons))
    };
    answered(&web, (outcome, &held, "counter-done-reprinted"), |reasons| {
        reprint_page(&web, &held, (&fields, reasons))
    })
}

/// What the citizen was asked for, if the dossier waits for it.
fn wanted(held: &Held) -> Option<&Wanted> {
    held.dossier.open_pause().filter(|_| held.dossier.status.is_waiting()).map(|pause| &pause.wanted)
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
                    (inputs.tick("paid", &web.t_with("counter-answer-paid", &[("amount", &web.number(*amount_vnd))])))
                }
                None => { p { (web.t("counter-answer-nothing")) } }
            }
        }
    };
    held.page(web, ("counter-answer-title", &inputs), &content)
}

/// One paper that was asked for.
fn came(inputs: &Inputs<'_>, (at, paper): (usize, &str)) -> Markup {
    let (web, name, number) = (inputs.web, format!("came.{at}"), (at + 1).to_string());
    let is_missing = !inputs.reasons.is_empty() && inputs.typed.get(&name).is_empty();
    html! {
        div.paper-in.bad[is_missing] {
            (inputs.tick(&name, paper))
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
    let held = Held::open(&web).await?;
    let typed = web.held_fields().unwrap_or_default();
    Ok(answer_page(&web, &held, (&typed, &Refusals::default())).into_response())
}

pub(super) async fn answer(web: Web, fields: Fields) -> Result<Response> {
    let held = Held::open(&web).await?;
    let outcome = match brought(&held, &fields) {
        Ok(what) => {
            let command = Command { id: held.dossier.id, revision: seen(&fields), what };
            actions::answer(&web.ctx, command).await
        }
        Err(reasons) => Err(Error::Refused(reasons)),
    };
    answered(&web, (outcome, &held, "counter-done-answered"), |reasons| {
        answer_page(&web, &held, (&fields, reasons))
    })
}

/// The papers that came, each under the component of its name; all that is still missing is told at once.
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
                let of_name =
                    held.procedure.components.iter().position(|one| one.name.trim() == paper.trim());
                // What was asked for in other words belongs to no component: that it came is enough.
                if let Some(component) = of_name {
                    papers.push(PaperIn { component, form: form.unwrap_or(PaperForm::Original), count: 1 });
                }
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
