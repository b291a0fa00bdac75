//! Receiving one dossier: the form, what is known of the person, the answer.

use super::super::actions::RECEIVE;
use super::super::applicants::{self, Kind, Person};
use super::super::model::{Channel, Delivery, Dossier, PaperIn, Status};
use super::super::receive as desk;
use super::super::record::why::limit_basis;
use super::super::{at_desk, receptions, refusal, store as dossiers, values};
use super::turn_away::{self, Way};
use super::typed::{AtFirst, is_needed, paper_fields, paper_name};
use super::{fees, receive_views, store, typed};
use crate::services::{self, Offer};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use platform::search::fold;
use platform::web::{Fields, NamedAgency, Tone, Web, link, see_done, see_other};
use platform::{Error, Record, Refusal, Refusals, Result, Scope, Tx};
use registers::admin_procedures::fields::{SameAs, Schema, views as procedure_fields};
use registers::admin_procedures::{self, Procedure};
use registers::calendars::{self, explain_in_minutes};
use registers::people::own_agency;
use std::sync::Arc;
use workdays::{Explanation, Grounds};

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
    /// Which earlier dossier this one follows.
    same: Option<(i64, Earlier)>,
}

/// What the desk has of an earlier dossier.
#[derive(Clone, Default)]
struct Earlier {
    /// Whose it is; nobody once the data were erased.
    person: Option<Person>,
    /// Who handed it in for them.
    proxy: Option<Person>,
    /// What was typed and shown of the same procedure when it was turned away.
    content: AtFirst,
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
                    Some(id) => Some((id, earlier(tx, (desk.id, id), &procedure)?)),
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

    /// What stands in the procedure's fields before anybody typed.
    fn first_values(&self) -> AtFirst {
        let of = |schema: &Schema| schema.first_values();
        let first = self.procedure.fields.as_ref().map(of).unwrap_or_default();
        first.into_iter().map(|(key, text)| (procedure_fields::id_of(&key), text)).collect()
    }

    /// What the form holds before anybody typed.
    fn at_first(&self) -> Fields {
        // A fee that depends on the case is asked for: nothing would look like free of charge.
        let fee = fees::certain(&self.procedure).map(|fee| fee.to_string()).unwrap_or_default();
        let fixed = [
            ("channel", Channel::Counter.word()),
            ("sets", "1"),
            ("fee_vnd", &fee),
            ("wants", Delivery::Applicant.word()),
        ];
        let fixed = fixed.into_iter().map(|(name, text)| (name.to_owned(), text.to_owned()));
        let earlier = self.same.as_ref().map(|(_, earlier)| earlier.clone()).unwrap_or_default();
        let person = typed::person_fields("", &earlier.person.unwrap_or_default()).into_iter();
        let person = person.chain(typed::person_fields("proxy_", &earlier.proxy.unwrap_or_default()));
        let mut first = self.first_values();
        first.retain(|(name, _)| !earlier.content.iter().any(|one| one.0 == *name));
        Fields::of(fixed.chain(person).chain(first).chain(earlier.content))
    }

    /// The id of the first input that must be filled and is empty; empty for none.
    fn first_empty(&self, typed: &Fields) -> String {
        let is_empty = |name: &str| typed.get(name).is_empty();
        if is_empty("name") {
            return "name".to_owned();
        }
        let fields = self.procedure.fields.iter().flat_map(|schema| &schema.fields);
        let asked = fields.filter(|field| field.is_required && field.same_as.is_none());
        let mut ids = asked.map(|field| procedure_fields::id_of(&field.key));
        if let Some(id) = ids.find(|id| is_empty(id)) {
            return id;
        }
        let papers = self.procedure.components.iter().enumerate();
        let mut needed = papers.filter(|(_, component)| is_needed(component)).map(|(at, _)| paper_name(at));
        let is_missing = is_empty("all_papers") && needed.any(|name| is_empty(&name));
        // Where all is there it is read through from the top.
        if is_missing { "all_papers".to_owned() } else { "name".to_owned() }
    }
}

fn promise(tx: &mut Tx<'_>, (agency_id, procedure): (i64, &Procedure)) -> Result<Option<Promise>> {
    let Some(limit) = &procedure.limit else { return Ok(None) };
    let version = calendars::for_receipt(tx, agency_id, tx.now())?;
    let calendar = calendars::calendar(tx, agency_id, version)?;
    let grounds = Grounds { limit: limit_basis(procedure), ..Grounds::default() };
    let told = explain_in_minutes(&calendar, &limit.limit, (tx.now(), &[]), &grounds);
    Ok(Some(match told {
        Ok(told) => Promise::At(Box::new(told)),
        Err(reason) => Promise::Unknown(refusal::Refusal::Limit(reason).into()),
    }))
}

/// A dossier that this desk has received or turned away.
fn handed_in(tx: &mut Tx<'_>, (desk_id, id): (i64, i64)) -> Result<Dossier> {
    let agency_id = match dossiers::load(tx, desk_id, id)? {
        Some(_) => desk_id,
        None => receptions::of_dossier(tx, desk_id, id)?.ok_or(Error::NotFound)?.handling_agency_id,
    };
    dossiers::require(tx, agency_id, id)
}

/// Whose a dossier is that this desk has received; none once the data were erased.
pub(super) fn same_person(tx: &mut Tx<'_>, (desk_id, id): (i64, i64)) -> Result<Option<Person>> {
    let dossier = handed_in(tx, (desk_id, id))?;
    person_of(tx, desk_id, &dossier)
}

/// Whose a dossier is, as far as this desk knows: of another agency's, what it entered itself.
fn person_of(tx: &mut Tx<'_>, desk_id: i64, dossier: &Dossier) -> Result<Option<Person>> {
    if dossier.agency_id == desk_id {
        return applicants::person(tx, desk_id, dossier.intake.applicant_id);
    }
    at_desk::applicant_entered(tx, dossier)
}

fn earlier(tx: &mut Tx<'_>, (desk_id, id): (i64, i64), procedure: &Procedure) -> Result<Earlier> {
    let dossier = handed_in(tx, (desk_id, id))?;
    let person = person_of(tx, desk_id, &dossier)?;
    let content =
        if person.is_some() { turned_away(tx, (desk_id, &dossier), procedure)? } else { Vec::new() };
    let proxy = match (&person, dossier.agency_id == desk_id) {
        (None, _) => None,
        (Some(_), true) => match dossier.intake.proxy_id {
            Some(proxy_id) => applicants::person(tx, desk_id, proxy_id)?,
            None => None,
        },
        (Some(_), false) => at_desk::proxy_entered(tx, &dossier)?,
    };
    Ok(Earlier { person, proxy, content })
}

/// What was typed and shown of a dossier of the same procedure that was not accepted. A desk sees of another
/// agency's dossier what it typed itself: one that was received first may have been changed there since.
fn turned_away(
    tx: &mut Tx<'_>,
    (desk_id, dossier): (i64, &Dossier),
    procedure: &Procedure,
) -> Result<AtFirst> {
    let never_received = dossier.ended_at == Some(dossier.received_at);
    if dossier.status != Status::NotAccepted
        || dossier.intake.procedure_id != procedure.id
        || (dossier.agency_id != desk_id && !never_received)
    {
        return Ok(Vec::new());
    }
    let kept = dossiers::answers(tx, dossier.agency_id, dossier.id)?.pop();
    let mut content = Vec::new();
    if let (Some(schema), Some(kept)) = (&procedure.fields, kept) {
        let typed = schema.typed(&values::read(&kept.answers)?).into_iter();
        // The form may have changed since: what it no longer asks is left out.
        let asked = typed.filter(|(key, _)| schema.field(key).is_some());
        content.extend(asked.map(|(key, text)| (procedure_fields::id_of(&key), text)));
    }
    let count = procedure.components.len();
    let papers =
        dossier.intake.papers.iter().filter(|paper| paper.component.is_some_and(|at| at < count)).cloned();
    content.extend(paper_fields(&papers.collect::<Vec<PaperIn>>()));
    Ok(content)
}

/// A form on screen.
pub(super) struct Shown<'a> {
    pub(super) case: &'a Case,
    pub(super) typed: &'a Fields,
    pub(super) reasons: &'a Refusals,
    /// What was found of the person.
    pub(super) told: Option<(Tone, String)>,
    /// The id of the input that has the focus.
    pub(super) first: String,
}

/// The form of the dossier that this one follows, where the address names only that.
async fn again(web: &Web) -> Result<Option<String>> {
    let Some(id) = web.query.number("same") else { return Ok(None) };
    let desk = own_agency(&web.ctx)?;
    web.ctx.may(&RECEIVE, &Scope::owned_by(desk.id))?;
    let address = move |tx: &mut Tx<'_>| {
        let dossier = handed_in(tx, (desk.id, id))?;
        let offers = services::offered_at(tx, desk.id)?;
        let is_its = |offer: &&Offer| {
            offer.agency_id == dossier.agency_id && offer.procedure_id == dossier.intake.procedure_id
        };
        let service = offers.iter().find(is_its).map(|offer| offer.service_id.to_string());
        let same = id.to_string();
        Ok(service.map(|service| link("/counter/receive", &[("service", &service), ("same", &same)])))
    };
    web.ctx.read(address).await
}

pub(super) async fn form(web: Web) -> Result<Response> {
    if web.query.some("service").is_none() {
        return Ok(see_other(&again(&web).await?.unwrap_or_else(|| "/counter".to_owned())));
    }
    let case = Case::open(&web).await?;
    let held = web.held_fields();
    let typed = held.unwrap_or_else(|| case.at_first());
    let first = if case.same.is_some() { case.first_empty(&typed) } else { "id_number".to_owned() };
    let shown = Shown { case: &case, typed: &typed, reasons: &Refusals::default(), told: None, first };
    Ok(receive_views::page(&web, &shown).into_response())
}

pub(super) async fn send(web: Web, fields: Fields) -> Result<Response> {
    let case = Case::open(&web).await?;
    if fields.has("back") {
        let none = Refusals::default();
        let first = case.first_empty(&fields);
        let shown = Shown { case: &case, typed: &fields, reasons: &none, told: None, first };
        return Ok(receive_views::page(&web, &shown).into_response());
    }
    // Enter in any input sends the form's first button: it goes on, and receives nothing.
    if fields.has("lookup") || fields.has("enter") {
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
    reasons.0.extend(typed::authority_missing(fields, &case.procedure.components));
    let outcome = if reasons.is_empty() {
        desk::receive(&web.ctx, command).await
    } else {
        let desk_id = case.desk.id;
        let more = web.ctx.read(move |tx| desk::faults_in(tx, desk_id, &command)).await?;
        reasons.0.extend(more.0);
        Err(Error::Refused(reasons))
    };
    match outcome {
        Err(Error::Refused(mut reasons)) => {
            tell_once(case, &mut reasons);
            let shown = Shown { case, typed: fields, reasons: &reasons, told: None, first: String::new() };
            let page = receive_views::page(web, &shown);
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
        outcome => lead_to(web, case, (outcome, "counter-done-received")).await,
    }
}

/// A name that the applicant lacks is not asked for a second time where the form repeats it.
fn tell_once(case: &Case, reasons: &mut Refusals) {
    if !reasons.0.iter().any(|reason| reason.field == Some("name")) {
        return;
    }
    let fields = case.procedure.fields.iter().flat_map(|schema| &schema.fields);
    for field in fields.filter(|field| field.same_as == Some(SameAs::Name)) {
        let is_its =
            |reason: &Refusal| reason.values.iter().any(|(name, key)| *name == "key" && *key == field.key);
        reasons.0.retain(|reason| reason.key != "admin-procedures-field-missing" || !is_its(reason));
    }
}

/// Leads to what was received or turned away; a form sent twice leads to what the first sending made.
pub(super) async fn lead_to(
    web: &Web,
    case: &Case,
    (outcome, done): (Result<Dossier>, &'static str),
) -> Result<Response> {
    let desk_id = case.desk.id;
    let (id, done) = match outcome {
        Ok(dossier) => (dossier.id, done),
        Err(Error::Repeated { subject_kind, subject_id }) if subject_kind == Dossier::KIND => {
            (subject_id, "counter-done-repeated")
        }
        // Earlier versions kept the person that was written first; the list of the counter shows the dossier.
        Err(Error::Repeated { .. }) => return Ok(see_done("/counter", "counter-done-repeated")),
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
    let number: String = fields.get("id_number").split_whitespace().collect();
    let name = fields.get("name");
    let reasons = number_faults(fields, &number);
    if !reasons.is_empty() && fields.has("lookup") {
        let shown = Shown { case, typed: fields, reasons: &reasons, told: None, first: String::new() };
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, receive_views::page(web, &shown)).into_response());
    }
    let is_asked = !number.is_empty() && (fields.has("lookup") || name.is_empty());
    let (typed, told) = match if is_asked { known_here(web, case, number).await? } else { None } {
        None => (fields.clone(), is_asked.then(|| (Tone::Soon, web.t("counter-known-nobody")))),
        Some((known, _)) if !name.is_empty() && fold(name) != fold(&known.name) => {
            let told = web.t_with("counter-known-other", &[("name", &known.name)]);
            (fields.clone(), Some((Tone::Soon, told)))
        }
        Some((known, content)) => {
            let key = if content.is_empty() { "counter-known" } else { "counter-known-again" };
            let told = web.t_with(key, &[("name", &known.name)]);
            (filled(case, fields, (&known, content)), Some((Tone::Done, told)))
        }
    };
    let (none, first) = (Refusals::default(), case.first_empty(&typed));
    let shown = Shown { case, typed: &typed, reasons: &none, told, first };
    Ok(receive_views::page(web, &shown).into_response())
}

/// What is wrong with a number before anybody is looked for by it.
fn number_faults(fields: &Fields, number: &str) -> Refusals {
    let kind = Kind::of_word(fields.get("kind")).unwrap_or_default();
    let asked = Person { kind, id_number: number.to_owned(), ..Person::default() };
    let mut reasons = applicants::faults(&asked);
    reasons.0.retain(|reason| reason.field == Some("id_number"));
    reasons
}

/// The person of a number, with what of this procedure was turned away last.
async fn known_here(web: &Web, case: &Case, number: String) -> Result<Option<(Person, AtFirst)>> {
    let (desk_id, agency_id) = (case.desk.id, case.offer.agency_id);
    let procedure = Arc::clone(&case.procedure);
    web.ctx
        .read(move |tx| {
            let Some(person) = known_person(tx, (desk_id, agency_id), &number)? else { return Ok(None) };
            let last = store::last_of_number(tx, agency_id, (desk_id, procedure.id), &number)?;
            let content = match last {
                Some(id) => {
                    let dossier = dossiers::require(tx, agency_id, id)?;
                    turned_away(tx, (desk_id, &dossier), &procedure)?
                }
                None => Vec::new(),
            };
            Ok(Some((person, content)))
        })
        .await
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
        Some(id) => {
            let dossier = dossiers::require(tx, agency_id, id)?;
            Ok(at_desk::applicant_entered(tx, &dossier)?.filter(|person| person.id_number == number))
        }
        None => Ok(None),
    }
}

/// What was typed stays; what is empty, or stands there as in every form, is filled with what is known.
fn filled(case: &Case, fields: &Fields, (known, mut content): (&Person, AtFirst)) -> Fields {
    if fields.texts().iter().any(|(name, _)| name == "all_papers" || is_box_of_paper(name)) {
        content.retain(|(name, _)| !name.starts_with("paper."));
    }
    let known: AtFirst = typed::person_fields("", known).into_iter().chain(content).collect();
    let first = case.first_values();
    let is_open = |name: &str| {
        let text = fields.get(name);
        let is_untouched = text.is_empty() || first.iter().any(|one| one.0 == name && one.1 == text);
        known.iter().any(|one| one.0 == name)
            && (name == "kind" || name.starts_with("paper.") || is_untouched)
    };
    let kept = fields.texts().iter().filter(|(name, _)| !is_open(name)).cloned();
    Fields::of(kept.chain(known.iter().filter(|(name, _)| is_open(name)).cloned()))
}

/// Whether a name is that of the box itself: its count and form are sent with every form.
fn is_box_of_paper(name: &str) -> bool {
    name.strip_prefix("paper.").is_some_and(|rest| !rest.contains('.'))
}
