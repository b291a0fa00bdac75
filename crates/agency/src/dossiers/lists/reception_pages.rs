//! What the own desk received for other agencies: the limited view, and the return of results.

use super::reception_search::{self, ReceptionLine, Wanted};
use super::{filter, pages, reception_views, store};
use crate::dossiers::applicants::Person as Applicant;
use crate::dossiers::receptions::{self, Reception};
use crate::dossiers::slips::{Form as Slip, forms_on, printable};
use crate::dossiers::{
    Command, Complete, Delivery, Dossier, Pause, READ, RECEIVE, Status, load, return_at_desk,
};
use crate::dossiers::{at_desk, taker};
use crate::processes;
use axum::response::Response;
use maud::{Markup, html};
use platform::web::{
    Choice, Field, Fields, Form, PAGE_SIZE, Route, Web, facts, get, history, needs, page_of, post, see_done,
};
use platform::{Error, Refusal, Result, Tx};
use registers::{admin_procedures, agencies};
use std::collections::BTreeMap;

/// The routes of receptions.
pub(super) fn routes() -> Vec<Route> {
    let (read, receive) = (needs(&READ), needs(&RECEIVE));
    vec![
        get("/receptions", read, list),
        get("/receptions/{id}", read, show),
        get("/receptions/{id}/return", receive, return_form),
        post("/receptions/{id}/return", receive, give_back),
    ]
}

/// One page of the list.
pub(super) struct Found {
    pub(super) lines: Vec<ReceptionLine>,
    pub(super) more: bool,
    /// How many rows the list has in all, and whether it has more than that.
    pub(super) all: (i64, bool),
    /// Names of the agencies that handle them.
    pub(super) names: BTreeMap<i64, String>,
    /// The instant against which what is due is late.
    pub(super) now: i64,
}

fn agency_name(tx: &mut Tx<'_>, id: i64) -> Result<String> {
    Ok(agencies::listing::named(tx, id)?.map(|row| row.name).unwrap_or_default())
}

async fn list(web: Web) -> Result<Markup> {
    let (agency_id, before_id) = (pages::own_agency(&web)?, pages::before(&web)?);
    let query = &web.query;
    let chosen = filter::Filter {
        statuses: query.choice("status", filter::statuses_of)?,
        ..filter::Filter::default()
    };
    let handling_agency_id: Option<i64> = query.choice("agency", |text| text.parse().ok())?;
    let sought = reception_search::sought(query.get("q"));
    let wanted = Wanted { statuses: chosen.mask(), handling_agency_id, sought };
    let found = web
        .ctx
        .read(move |tx| {
            let page = (before_id, PAGE_SIZE as i64 + 1);
            let rows = reception_search::lines(tx, agency_id, &wanted, page)?;
            let (lines, more) = page_of(rows, PAGE_SIZE);
            let all = reception_search::count(tx, agency_id, &wanted, pages::MOST_COUNTED + 1)?;
            let all = (all.min(pages::MOST_COUNTED), all > pages::MOST_COUNTED);
            let mut names = BTreeMap::new();
            for row in store::handlers(tx, agency_id)? {
                names.insert(row.agency_id, agency_name(tx, row.agency_id)?);
            }
            Ok(Found { lines, more, all, names, now: tx.now() })
        })
        .await?;
    Ok(reception_views::list(&web, &found))
}

/// A reception with what its desk may know beside it.
pub(super) struct Seen {
    pub(super) reception: Reception,
    pub(super) agency_name: String,
    pub(super) procedure_name: String,
    pub(super) now: i64,
    /// What the citizen is asked for, while the dossier waits for it.
    pub(super) asked: Option<Pause>,
    /// The forms that the desk may print: number, and key of the name.
    pub(super) forms: Vec<(&'static str, &'static str)>,
    /// Whether the desk may still correct what it entered.
    pub(super) is_to_correct: bool,
    /// Whose it is, as the desk entered it; none once the data were erased.
    pub(super) applicant: Option<Applicant>,
    /// Who handed it in for them, as the desk entered it.
    pub(super) proxy: Option<Applicant>,
    /// The revision of the dossier, for the forms about it.
    revision: i64,
    /// How the result was wished for at receipt.
    wants: Delivery,
    /// The step that returns the result, while it waits.
    returning: Option<Returning>,
}

/// The step of the handling agency's process that returns the result.
struct Returning {
    token: u32,
    outcome: Option<String>,
}

impl Seen {
    /// The applicant's name, or that the data were erased.
    pub(super) fn applicant_name(&self, web: &Web) -> String {
        self.applicant.as_ref().map_or_else(|| web.t("lists-erased"), |person| person.name.clone())
    }

    /// Whether the result may be returned now.
    pub(super) fn is_to_return(&self) -> bool {
        self.returning.is_some()
    }
}

fn see(tx: &mut Tx<'_>, agency_id: i64, id: i64) -> Result<Seen> {
    let reception = receptions::load(tx, agency_id, id)?.ok_or(Error::NotFound)?;
    let dossier = load(tx, reception.handling_agency_id, reception.dossier_id)?.ok_or(Error::NotFound)?;
    let circular = forms_on(dossier.received_at);
    let mut forms = printable(&history::<Dossier>(tx, dossier.id)?);
    forms.retain(|(number, _)| Slip::of(circular, number).is_some_and(Slip::is_of_desk));
    Ok(Seen {
        agency_name: agency_name(tx, reception.handling_agency_id)?,
        procedure_name: admin_procedures::current(tx, reception.procedure_id)?.facts.name.clone(),
        returning: returning(tx, &dossier)?,
        asked: dossier.open_pause().filter(|_| dossier.status.is_waiting()).cloned(),
        is_to_correct: !dossier.status.is_over() && !at_desk::entered(tx, &dossier)?.is_changed,
        applicant: at_desk::applicant_entered(tx, &dossier)?,
        proxy: at_desk::proxy_entered(tx, &dossier)?,
        revision: dossier.revision,
        wants: dossier.intake.wants,
        forms,
        now: tx.now(),
        reception,
    })
}

/// The last step of the dossier, once it is settled and nothing but that step waits.
fn returning(tx: &mut Tx<'_>, dossier: &Dossier) -> Result<Option<Returning>> {
    if dossier.status != Status::Settled {
        return Ok(None);
    }
    let Some(published) = processes::published(tx, dossier.agency_id, dossier.intake.version_id)? else {
        return Ok(None);
    };
    let last = dossier.tasks.iter().find(|task| published.is_last(task.node));
    Ok(last.map(|task| Returning {
        token: task.token,
        outcome: published.choices(task.node).first().map(|choice| choice.word.clone()),
    }))
}

async fn seen(web: &Web) -> Result<Seen> {
    let (agency_id, id) = (pages::own_agency(web)?, web.param("id")?);
    web.ctx.read(move |tx| see(tx, agency_id, id)).await
}

async fn show(web: Web) -> Result<Markup> {
    Ok(reception_views::record(&web, &seen(&web).await?))
}

fn form(web: &Web, seen: &Seen) -> Form {
    let ways = Delivery::ALL.into_iter().map(|way| Choice::new(way.word(), web.t(way.key()))).collect();
    let reception = &seen.reception;
    let told = [
        (web.t("lists-applicant"), html! { (seen.applicant_name(web)) }),
        (web.t("lists-procedure"), html! { (seen.procedure_name) }),
        (web.t("lists-wants"), html! { (web.t(seen.wants.key())) }),
    ];
    let form = Form::new(web.t("lists-return-title"), web.t("lists-return"))
        .intro(facts(&told))
        .revision(seen.revision)
        .section(super::SECTION)
        .crumb("/receptions", web.t("lists-receptions"))
        .crumb(format!("/receptions/{}", reception.id), &reception.code)
        .field(Field::radio("delivery", "lists-delivery", ways).required())
        .value("delivery", seen.wants.word());
    taker::asked(form).field(Field::area("note", "lists-return-note"))
}

/// The refusal of what is not to be returned now.
fn not_now() -> Error {
    Refusal::new("lists-refusal-not-to-return").into()
}

async fn return_form(web: Web) -> Result<Response> {
    let seen = seen(&web).await?;
    if !seen.is_to_return() {
        return Err(not_now());
    }
    form(&web, &seen).page(&web).await
}

async fn give_back(web: Web, fields: Fields) -> Result<Response> {
    let seen = seen(&web).await?;
    let id = seen.reception.id;
    form(&web, &seen)
        .answer(&web, &fields, async {
            let returning = seen.returning.as_ref().ok_or_else(not_now)?;
            let (revision, delivery, taker, note) = fields.read(|read| {
                let delivery = read.choice("delivery", Delivery::Applicant, Delivery::of_word);
                let taker = taker::read(read, (&fields, delivery));
                (read.revision(), delivery, taker, read.optional_text("note"))
            })?;
            let what = Complete {
                token: returning.token,
                outcome: returning.outcome.clone(),
                note: note.unwrap_or_default(),
                delivery: Some(delivery),
                answers: None,
            };
            return_at_desk(&web.ctx, Command { id, revision, what: (what, taker) }).await?;
            Ok(see_done(&format!("/receptions/{id}"), "lists-done-returned"))
        })
        .await
}
