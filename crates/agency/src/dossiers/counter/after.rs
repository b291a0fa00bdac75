//! After the receipt: what was entered wrongly, a form printed again. By the counter of the agency that handles the
//! dossier, and by the desk that received it for that agency.

use super::super::actions::{self, Command, DESK, RECEIVE};
use super::super::applicants::{self, Person};
use super::super::correct::{self as corrections, Correct};
use super::super::model::{Delivery, Dossier, PaperIn, with_repeats};
use super::super::slips::{Form, forms_on, printable};
use super::super::{at_desk, fields as answers, receptions, store};
use super::SECTION;
use super::inputs::{Input, Inputs};
use super::typed::{self, Read};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use platform::web::{Choice, Fields, Page, Web, crumbs, hidden_fields, history, link, see_done};
use platform::{Error, Refusal, Refusals, Result, Scope, Tx};
use registers::admin_procedures::fields::views as procedure_fields;
use registers::admin_procedures::{self, Procedure};
use std::sync::Arc;

/// A dossier that this counter may act on, with what its forms hold at first.
pub(super) struct Held {
    pub(super) dossier: Dossier,
    pub(super) procedure: Arc<Procedure>,
    applicant: Option<Person>,
    proxy: Option<Person>,
    /// What the inputs of the procedure's fields hold; none where there is nothing to ask.
    asked: Option<answers::Typed>,
    /// The forms that were printed for it: number, and key of the name.
    forms: Vec<(&'static str, &'static str)>,
    /// The reception, where another agency handles it.
    reception_id: Option<i64>,
    /// Whether that agency has changed since what this desk entered.
    is_changed_elsewhere: bool,
}

impl Held {
    /// A dossier of the own agency.
    pub(super) async fn own(web: &Web) -> Result<Held> {
        let (agency_id, id) = (web.ctx.own_agency_id(), web.param("id")?);
        web.ctx.may(&DESK, &Scope::owned_by(agency_id))?;
        web.ctx_beside().read(move |tx| Held::open(tx, (agency_id, id), None)).await
    }

    /// A dossier that this desk received for another agency.
    pub(super) async fn at_desk(web: &Web) -> Result<Held> {
        let (desk, id) = (web.ctx.own_agency_id(), web.param("id")?);
        web.ctx.may(&RECEIVE, &Scope::owned_by(desk))?;
        let open = move |tx: &mut Tx<'_>| {
            let reception = receptions::load(tx, desk, id)?.ok_or(Error::NotFound)?;
            Held::open(tx, (reception.handling_agency_id, reception.dossier_id), Some(id))
        };
        web.ctx_beside().read(open).await
    }

    fn open(tx: &mut Tx<'_>, (agency_id, id): (i64, i64), reception_id: Option<i64>) -> Result<Held> {
        let dossier = store::require(tx, agency_id, id)?;
        let intake = &dossier.intake;
        let procedure = admin_procedures::load_revision(tx, intake.procedure_id, intake.procedure_revision)?;
        let applicant = applicants::person(tx, agency_id, intake.applicant_id)?;
        let proxy = match intake.proxy_id {
            Some(proxy_id) => applicants::person(tx, agency_id, proxy_id)?,
            None => None,
        };
        let is_signed = answers::is_signed(tx, &dossier)?;
        let asked = answers::at_first(tx, (&dossier, &procedure), is_signed)?;
        let mut forms = printable(&history::<Dossier>(tx, id)?);
        if reception_id.is_some() {
            let circular = forms_on(dossier.received_at);
            forms.retain(|(number, _)| Form::of(circular, number).is_some_and(Form::is_of_desk));
        }
        let is_changed_elsewhere = reception_id.is_some() && at_desk::entered(tx, &dossier)?.is_changed;
        Ok(Held { dossier, procedure, applicant, proxy, asked, forms, reception_id, is_changed_elsewhere })
    }

    /// The form of a number among those that were printed for the dossier.
    fn form(&self, number: &str) -> Option<&'static str> {
        self.forms.iter().map(|(known, _)| *known).find(|known| *known == number)
    }

    fn record(&self) -> String {
        match self.reception_id {
            Some(id) => format!("/receptions/{id}"),
            None => format!("/dossiers/{}", self.dossier.id),
        }
    }

    /// A command on the dossier, or on the reception that stands for it at this desk.
    pub(super) fn command<T>(&self, (revision, what): (Option<i64>, T)) -> Command<T> {
        Command { id: self.reception_id.unwrap_or(self.dossier.id), revision, what }
    }

    /// Whether this desk only received it: another agency handles it.
    pub(super) fn is_for_another(&self) -> bool {
        self.reception_id.is_some()
    }

    /// Where an act leads: to the book, when one came from there. A form that may be printed now is offered there.
    pub(super) fn back(&self, web: &Web, print: &str) -> String {
        match web.query.get("from") {
            "same-day" => {
                link("/counter/same-day", &[("last", &self.dossier.id.to_string()), ("print", print)])
            }
            _ => link(&self.record(), &[("print", print)]),
        }
    }

    /// The page of a form about this dossier; `content` stands above its button.
    pub(super) fn page(&self, web: &Web, (title, inputs): (&str, &Inputs<'_>), content: &Markup) -> Markup {
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
pub(super) fn answered(
    (outcome, back, done): (Result<Dossier>, String, &'static str),
    draw: impl FnOnce(&Refusals) -> Markup,
) -> Result<Response> {
    match outcome {
        Ok(_) | Err(Error::Repeated { .. }) => Ok(see_done(&back, done)),
        Err(Error::Refused(reasons)) => {
            Ok((StatusCode::UNPROCESSABLE_ENTITY, draw(&reasons)).into_response())
        }
        Err(error) => Err(error),
    }
}

/// The revision that a form showed.
pub(super) fn seen(fields: &Fields) -> Option<i64> {
    // A revision that is no number was seen by nobody: the action finds it stale.
    Some(fields.get("revision").parse().unwrap_or(-1))
}

fn correct_page(web: &Web, held: &Held, (typed, reasons): (&Fields, &Refusals)) -> Markup {
    let inputs = Inputs { web, typed, reasons };
    let content = html! {
        (inputs.applicant(("name", false), None))
        (inputs.proxy(&[]))
        @if let (Some(schema), Some(_)) = (&held.procedure.fields, &held.asked) {
            section {
                h2 { (web.t("counter-fields")) }
                (procedure_fields::inputs(web, schema, &procedure_fields::typed(typed), reasons))
            }
        }
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
    Ok(first_correct_page(&web, &Held::own(&web).await?))
}

pub(super) async fn correct_form_at_desk(web: Web) -> Result<Response> {
    Ok(first_correct_page(&web, &to_correct_at_desk(&web).await?))
}

fn first_correct_page(web: &Web, held: &Held) -> Response {
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
    let answers = held.asked.iter().flatten().map(|(key, text)| (format!("field.{key}"), text.clone()));
    let at_first = Fields::of(fixed.chain(applicant).chain(proxy).chain(papers).chain(answers));
    let typed = web.held_fields().unwrap_or(at_first);
    correct_page(web, held, (&typed, &Refusals::default())).into_response()
}

pub(super) async fn correct(web: Web, fields: Fields) -> Result<Response> {
    correct_held(&web, &Held::own(&web).await?, &fields).await
}

pub(super) async fn correct_at_desk(web: Web, fields: Fields) -> Result<Response> {
    correct_held(&web, &to_correct_at_desk(&web).await?, &fields).await
}

/// A dossier of which this desk sees only what it entered itself.
async fn to_correct_at_desk(web: &Web) -> Result<Held> {
    let held = Held::at_desk(web).await?;
    if held.is_changed_elsewhere { Err(at_desk::changed_elsewhere()) } else { Ok(held) }
}

async fn correct_held(web: &Web, held: &Held, fields: &Fields) -> Result<Response> {
    let mut read = Read::new(fields);
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
        answers: held.asked.as_ref().map(|_| procedure_fields::typed(fields)),
        reason: fields.get("reason").to_owned(),
    };
    let command = held.command((seen(fields), what));
    let outcome = match (read.reasons.is_empty(), held.is_for_another()) {
        (false, _) => Err(Error::Refused(read.reasons)),
        (true, false) => corrections::correct(&web.ctx, command).await,
        (true, true) => at_desk::correct_at_desk(&web.ctx, command).await,
    };
    answered((outcome, held.back(web, ""), "counter-done-corrected"), |reasons| {
        correct_page(web, held, (fields, reasons))
    })
}

/// The form shows one line a component: what came again later stays as it was, while its component stays, and so does
/// what is none of the components.
fn brought_later(held: &[PaperIn], kept: &[PaperIn]) -> Vec<PaperIn> {
    let stays = |(paper, came_before): &(&PaperIn, bool)| {
        let of_same = |other: &PaperIn| other.is_same(paper);
        paper.component.is_none() || *came_before && kept.iter().any(of_same)
    };
    with_repeats(held).filter(stays).map(|(paper, _)| paper.clone()).collect()
}

fn reprint_page(web: &Web, held: &Held, (typed, reasons): (&Fields, &Refusals)) -> Markup {
    let inputs = Inputs { web, typed, reasons };
    let form = |(number, key): &(&str, &str)| {
        let name = web.t(key);
        Choice::new(*number, web.t_with("counter-form-name", &[("number", number), ("name", &name)]))
    };
    let forms: Vec<Choice> = held.forms.iter().map(form).collect();
    let content = html! {
        section {
            @if web.query.some("form").is_some_and(|number| held.form(number).is_some()) { p { (web.t("counter-reprint-told")) } }
            (inputs.select("form", Input::new("counter-form"), &forms))
            (inputs.line("reason", Input { needed: true, first: true, hint: Some("counter-reprint-hint"), ..Input::new("counter-reason") }))
        }
    };
    held.page(web, ("counter-reprint-title", &inputs), &content)
}

pub(super) async fn reprint_form(web: Web) -> Result<Response> {
    Ok(first_reprint_page(&web, &Held::own(&web).await?))
}

pub(super) async fn reprint_form_at_desk(web: Web) -> Result<Response> {
    Ok(first_reprint_page(&web, &Held::at_desk(&web).await?))
}

fn first_reprint_page(web: &Web, held: &Held) -> Response {
    // A form that was printed already leads here.
    let led_by = web.query.get("form");
    let typed = web.held_fields().unwrap_or_else(|| Fields::of([("form".to_owned(), led_by.to_owned())]));
    if led_by.is_empty() || held.form(led_by).is_some() {
        return reprint_page(web, held, (&typed, &Refusals::default())).into_response();
    }
    let reasons = Refusals(vec![Refusal::new("form-not-a-choice").field("form").with("text", led_by)]);
    (StatusCode::UNPROCESSABLE_ENTITY, reprint_page(web, held, (&typed, &reasons))).into_response()
}

pub(super) async fn reprint(web: Web, fields: Fields) -> Result<Response> {
    reprint_held(&web, &Held::own(&web).await?, &fields).await
}

pub(super) async fn reprint_at_desk(web: Web, fields: Fields) -> Result<Response> {
    reprint_held(&web, &Held::at_desk(&web).await?, &fields).await
}

async fn reprint_held(web: &Web, held: &Held, fields: &Fields) -> Result<Response> {
    let mut read = Read::new(fields);
    let form = read.choice("form", "", |word| held.form(word));
    let command = held.command((seen(fields), (form.to_owned(), fields.get("reason").to_owned())));
    let outcome = match (read.reasons.is_empty(), held.is_for_another()) {
        (false, _) => Err(Error::Refused(read.reasons)),
        (true, false) => actions::reprint(&web.ctx, command).await,
        (true, true) => at_desk::reprint_at_desk(&web.ctx, command).await,
    };
    answered((outcome, held.back(web, form), "counter-done-reprinted"), |reasons| {
        reprint_page(web, held, (fields, reasons))
    })
}

#[cfg(test)]
mod tests {
    use super::super::super::model::PaperForm;
    use super::*;

    #[test]
    fn a_correction_leaves_what_came_later_and_what_is_no_component() {
        let of = |at: usize, form: PaperForm| PaperIn::of_component(at, form, 1);
        let photo = PaperIn::other("Ảnh 4 × 6", PaperForm::Original, 2);
        let (again, gone) = (of(0, PaperForm::Original), of(1, PaperForm::Copy));
        let held = [of(0, PaperForm::Copy), gone.clone(), photo.clone(), again.clone(), gone];
        let kept = [of(0, PaperForm::Electronic)];
        assert_eq!(brought_later(&held, &kept), [photo, again]);
    }
}
