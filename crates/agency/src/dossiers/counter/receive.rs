//! Receiving one dossier: the form, what is known of the person, the answer.

use super::super::actions::RECEIVE;
use super::super::applicants::{self, Person};
use super::super::model::{Channel, Delivery, Dossier};
use super::super::receive as desk;
use super::super::{receptions, refusal, store as dossiers};
use super::turn_away::{self, Way};
use super::{receive_views, store, typed};
use crate::services::{self, Offer};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use platform::search::fold;
use platform::web::{Fields, NamedAgency, Tone, Web, link, see_done, see_other};
use platform::{Error, Refusal, Refusals, Result, Scope, Tx};
use registers::admin_procedures::{self, Procedure};
use registers::calendars;
use registers::people::own_agency;
use std::sync::Arc;
use workdays::Explanation;

/// A procedure at this counter, with all that its form shows.
pub(super) struct Case {
    /// The agency of the counter.
    pub(super) desk: NamedAgency,
    /// What is offered, and who handles it.
    pub(super) offer: Offer,
    /// The procedure as it stands today.
    pub(super) procedure: Arc<Procedure>,
    /// What is promised to whoever hands in now; none where there is no limit.
    pub(super) promise: Option<Promise>,
    /// Whose earlier dossier this one follows.
    same: Option<(i64, Option<Person>)>,
}

/// What is promised now.
pub(super) enum Promise {
    /// The due moment, with its explanation.
    At(Box<Explanation>),
    /// It cannot be counted.
    Unknown(Refusal),
}

impl Case {
    /// The procedure that the address names; one that this counter does not offer is not found.
    async fn open(web: &Web) -> Result<Case> {
        let desk = own_agency(&web.ctx)?;
        web.ctx.may(&RECEIVE, &Scope::owned_by(desk.id))?;
        let service_id = web.query.number("service").ok_or(Error::NotFound)?;
        let same = web.query.number("same");
        web.ctx
            .read(move |tx| {
                let offers = services::offered_at(tx, desk.id)?;
                let offer = offers.into_iter().find(|offer| offer.service_id == service_id);
                let offer = offer.ok_or(Error::NotFound)?;
                let procedure = admin_procedures::current(tx, offer.procedure_id)?;
                let promise = promise(tx, (offer.agency_id, &procedure))?;
                let same = match same {
                    Some(id) => Some((id, same_person(tx, (desk.id, id))?)),
                    None => None,
                };
                Ok(Case { desk: desk.clone(), offer, procedure, promise, same })
            })
            .await
    }

    /// Whether another agency handles it.
    pub(super) fn is_for_another(&self) -> bool {
        self.offer.agency_id != self.desk.id
    }

    /// Where its form is sent.
    pub(super) fn address(&self) -> String {
        let service = self.offer.service_id.to_string();
        let same = self.same.as_ref().map(|(id, _)| id.to_string()).unwrap_or_default();
        link("/counter/receive", &[("service", &service), ("same", &same)])
    }

    /// What the form holds before anybody typed.
    fn at_first(&self) -> Fields {
        let fee = self.procedure.fee_vnd.unwrap_or(0).to_string();
        let fixed = [
            ("channel", Channel::Counter.word()),
            ("sets", "1"),
            ("fee_vnd", &fee),
            ("wants", Delivery::Applicant.word()),
        ];
        let fixed = fixed.into_iter().map(|(name, text)| (name.to_owned(), text.to_owned()));
        let person = self.same.as_ref().and_then(|(_, person)| person.clone()).unwrap_or_default();
        Fields::of(fixed.chain(typed::person_fields("", &person)))
    }
}

fn promise(tx: &mut Tx<'_>, (agency_id, procedure): (i64, &Procedure)) -> Result<Option<Promise>> {
    let Some(limit) = &procedure.limit else { return Ok(None) };
    let version = calendars::current(tx, agency_id, tx.today())?;
    let calendar = calendars::calendar(tx, agency_id, version)?;
    Ok(Some(match workdays::explain(&calendar, &limit.limit, tx.now(), &[]) {
        Ok(told) => Promise::At(Box::new(told)),
        Err(reason) => Promise::Unknown(refusal::Refusal::Limit(reason).into()),
    }))
}

/// Whose a dossier is that this desk has received; none once the data were erased.
pub(super) fn same_person(tx: &mut Tx<'_>, (desk_id, id): (i64, i64)) -> Result<Option<Person>> {
    let agency_id = match dossiers::load(tx, desk_id, id)? {
        Some(_) => desk_id,
        None => receptions::of_dossier(tx, desk_id, id)?.ok_or(Error::NotFound)?.handling_agency_id,
    };
    let dossier = dossiers::require(tx, agency_id, id)?;
    applicants::person(tx, agency_id, dossier.intake.applicant_id)
}

/// A form on screen.
pub(super) struct Shown<'a> {
    pub(super) case: &'a Case,
    pub(super) typed: &'a Fields,
    pub(super) reasons: &'a Refusals,
    /// What was found of the person.
    pub(super) told: Option<(Tone, String)>,
    /// The input that has the focus.
    pub(super) first: &'static str,
}

pub(super) async fn form(web: Web) -> Result<Response> {
    if web.query.some("service").is_none() {
        return Ok(see_other("/counter"));
    }
    let case = Case::open(&web).await?;
    let held = web.held_fields();
    let typed = held.unwrap_or_else(|| case.at_first());
    let first = if case.same.is_some() { "" } else { "id_number" };
    let shown = Shown { case: &case, typed: &typed, reasons: &Refusals::default(), told: None, first };
    Ok(receive_views::page(&web, &shown).into_response())
}

pub(super) async fn send(web: Web, fields: Fields) -> Result<Response> {
    let case = Case::open(&web).await?;
    if fields.has("back") {
        let none = Refusals::default();
        let shown = Shown { case: &case, typed: &fields, reasons: &none, told: None, first: "name" };
        return Ok(receive_views::page(&web, &shown).into_response());
    }
    if fields.has("lookup") {
        return look_up(&web, &case, &fields).await;
    }
    if let Some(way) = Way::of_word(fields.get("turn")) {
        return Ok(turn_away::ask(&web, &case, (&fields, way)));
    }
    if let Some(way) = Way::of_word(fields.get("turn_send")) {
        return turn_away::send(&web, &case, (&fields, way)).await;
    }
    receive(&web, &case, &fields).await
}

async fn receive(web: &Web, case: &Case, fields: &Fields) -> Result<Response> {
    let (command, mut reasons) = typed::receive(fields, (case.offer.agency_id, &case.procedure));
    let outcome = if reasons.is_empty() {
        desk::receive(&web.ctx, command).await
    } else {
        let desk_id = case.desk.id;
        let more = web.ctx.read(move |tx| desk::faults_in(tx, desk_id, &command)).await?;
        reasons.0.extend(more.0);
        Err(Error::Refused(reasons))
    };
    match outcome {
        Err(Error::Refused(reasons)) => {
            let shown = Shown { case, typed: fields, reasons: &reasons, told: None, first: "" };
            let page = receive_views::page(web, &shown);
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
        outcome => lead_to(web, case, (outcome, "counter-done-received")).await,
    }
}

/// Leads to what was received or turned away; a form sent twice leads to what the first sending made.
pub(super) async fn lead_to(
    web: &Web,
    case: &Case,
    (outcome, done): (Result<Dossier>, &'static str),
) -> Result<Response> {
    let (desk_id, agency_id) = (case.desk.id, case.offer.agency_id);
    let (id, done) = match outcome {
        Ok(dossier) => (dossier.id, done),
        Err(Error::Repeated { subject_kind, subject_id }) => {
            let find = move |tx: &mut Tx<'_>| match subject_kind.as_str() {
                // A new person is written before the dossier.
                "applicant" => store::newest_dossier(tx, agency_id, (desk_id, subject_id)),
                _ => Ok(Some(subject_id)),
            };
            let id = web.ctx_beside().read(find).await?.ok_or(Error::NotFound)?;
            (id, "counter-done-repeated")
        }
        Err(error) => return Err(error),
    };
    if !case.is_for_another() {
        return Ok(see_done(&format!("/dossiers/{id}"), done));
    }
    let reception = web.ctx_beside().read(move |tx| receptions::of_dossier(tx, desk_id, id)).await?;
    let reception = reception.ok_or(Error::NotFound)?;
    Ok(see_done(&format!("/receptions/{}", reception.id), done))
}

/// Fills in what is known of the person of a number, where nothing else was typed.
async fn look_up(web: &Web, case: &Case, fields: &Fields) -> Result<Response> {
    let (desk_id, agency_id) = (case.desk.id, case.offer.agency_id);
    let number: String = fields.get("id_number").split_whitespace().collect();
    let known = web.ctx.read(move |tx| known_person(tx, (desk_id, agency_id), &number)).await?;
    let name = fields.get("name");
    let (typed, told) = match known {
        None => (fields.clone(), (Tone::Soon, web.t("counter-known-nobody"))),
        Some(known) if !name.is_empty() && fold(name) != fold(&known.name) => {
            let told = web.t_with("counter-known-other", &[("name", &known.name)]);
            (fields.clone(), (Tone::Soon, told))
        }
        Some(known) => {
            let told = web.t_with("counter-known", &[("name", &known.name)]);
            (filled(fields, &known), (Tone::Done, told))
        }
    };
    let none = Refusals::default();
    let shown = Shown { case, typed: &typed, reasons: &none, told: Some(told), first: "name" };
    Ok(receive_views::page(web, &shown).into_response())
}

/// What this desk knows of a number: from its own agency, or from what it received for the other one. What the
/// other agency knows of its own accord stays there.
fn known_person(tx: &mut Tx<'_>, (desk_id, agency_id): (i64, i64), number: &str) -> Result<Option<Person>> {
    if number.is_empty() {
        return Ok(None);
    }
    let own = applicants::known_by_number(tx, desk_id, number)?;
    if own.is_some() || agency_id == desk_id {
        return Ok(own);
    }
    match store::known_at_desk(tx, agency_id, (desk_id, number))? {
        Some(id) => applicants::person(tx, agency_id, id),
        None => Ok(None),
    }
}

fn filled(fields: &Fields, known: &Person) -> Fields {
    let known = typed::person_fields("", known);
    let is_open =
        |name: &str| known.iter().any(|one| one.0 == name) && (name == "kind" || fields.get(name).is_empty());
    let kept = fields.texts().iter().filter(|(name, _)| !is_open(name)).cloned();
    Fields::of(kept.chain(known.iter().filter(|(name, _)| is_open(name)).cloned()))
}
