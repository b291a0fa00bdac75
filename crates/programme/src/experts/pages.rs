//! Pages of experts' cards: who holds one, what it is worth, and what may be done with it.

use super::actions::{self, ACT, CORRECT, GRANT};
use super::decide::Refusal;
use super::forms::{self, path};
use super::model::{Card, CardKind, Content};
use super::store::{self, CardLine, Filter};
use super::{api, views};
use crate::bodies::{self, Body};
use crate::certificates::{Command, Judged};
use crate::standing::Standing;
use crate::standing_pages::{self as shared, ActPage, at, still_at};
use axum::response::Response;
use maud::Markup;
use platform::web::{
    Choice, Export, Fields, Form, PAGE_SIZE, PUBLIC, Past, Route, Web, get, history, needs, page_of, post,
    see_done,
};
use platform::{Error, Result, Tx};
use std::collections::BTreeMap;

/// How many bodies a form offers before anything is typed.
const BODIES_OFFERED: i64 = 80;
/// How many cards of the same name a record shows.
const NAMESAKES: i64 = 20;

/// The routes of experts' cards.
pub fn routes() -> Vec<Route> {
    let (granting, acting, correcting) = (needs(&GRANT), needs(&ACT), needs(&CORRECT));
    let mut routes = vec![
        get("/experts", PUBLIC, list),
        get("/experts.xlsx", PUBLIC, spreadsheet),
        get("/experts/new", granting, grant_form),
        post("/experts/new", granting, grant),
        get("/experts/{id}", PUBLIC, show),
        get("/experts/{id}/correct", correcting, correct_form),
        post("/experts/{id}/correct", correcting, correct),
        get("/experts/{id}/acts/{position}/correct", correcting, correct_act_form),
        post("/experts/{id}/acts/{position}/correct", correcting, correct_act),
        get("/api/experts", PUBLIC, api::list),
        get("/api/experts/{id}", PUBLIC, api::show),
    ];
    for address in
        ["/experts/{id}/suspend", "/experts/{id}/resume", "/experts/{id}/revoke", "/experts/{id}/reissue"]
    {
        routes.push(get(address, acting, act_form));
        routes.push(post(address, acting, act));
    }
    routes
}

/// What the address asks for; its body is still a code.
struct Asked {
    filter: Filter,
    body_code: Option<String>,
}

fn asked(web: &Web) -> Result<Asked> {
    let query = &web.query;
    let filter = Filter {
        on: query.day("as_of")?.unwrap_or(web.today()),
        kind: query.choice("kind", CardKind::of_word)?,
        body_id: None,
        province_code: query.some("province").map(str::to_owned),
        standing: query.choice("standing", Standing::of_word)?,
        issued_from: query.day("issued_from")?,
        issued_to: query.day("issued_to")?,
        text: query.get("q").to_owned(),
    };
    Ok(Asked { filter, body_code: query.some("body").map(str::to_owned) })
}

impl Asked {
    /// The filter with its body found.
    fn resolved(&self, tx: &mut Tx<'_>) -> Result<Filter> {
        let mut filter = self.filter.clone();
        if let Some(code) = &self.body_code {
            let unknown = || platform::Refusal::from(Refusal::BodyUnknown(code.clone())).field("body");
            filter.body_id = Some(bodies::by_code(tx, code)?.ok_or_else(unknown)?.id);
        }
        Ok(filter)
    }
}

/// One page of the list.
pub(super) struct Found {
    pub(super) filter: Filter,
    pub(super) lines: Vec<CardLine>,
    pub(super) more: bool,
    pub(super) all: i64,
    /// The provinces that may be chosen.
    pub(super) provinces: Vec<Choice>,
    /// The body for which the reader is an officer, and how many of its cards are in force.
    pub(super) own: Option<(Body, i64)>,
}

/// Finds the page that the address asks for.
///
/// # Errors
/// When the address asks for nothing that exists, or the database fails.
pub(super) async fn find(web: &Web) -> Result<Found> {
    let (asked, after) = (asked(web)?, web.query.cursor()?);
    let own_id = bodies::own_id(web);
    web.ctx
        .read(move |tx| {
            let filter = asked.resolved(tx)?;
            let after = after.as_ref().map(|(key, id)| (key.as_str(), *id));
            let lines = store::list(tx, &filter, after, PAGE_SIZE as i64 + 1)?;
            let (lines, more) = page_of(lines, PAGE_SIZE);
            Ok(Found {
                all: store::count(tx, &filter)?,
                lines,
                more,
                provinces: bodies::province_choices(tx)?,
                own: own(tx, own_id, &filter)?,
                filter,
            })
        })
        .await
}

fn own(tx: &mut Tx<'_>, own_id: Option<i64>, filter: &Filter) -> Result<Option<(Body, i64)>> {
    let Some(body) = bodies::own_body(tx, own_id)? else {
        return Ok(None);
    };
    let in_force = Filter { body_id: own_id, standing: Some(Standing::InForce), ..Filter::on(filter.on) };
    Ok(Some((body, store::count(tx, &in_force)?)))
}

async fn list(web: Web) -> Result<Markup> {
    Ok(views::list(&web, &find(&web).await?))
}

async fn spreadsheet(web: Web) -> Result<Response> {
    let asked = asked(&web)?;
    let note = web.t_with("standing-as-of", &[("day", &asked.filter.on.vietnamese())]);
    let lines = web
        .ctx
        .read(move |tx| {
            let filter = asked.resolved(tx)?;
            store::list(tx, &filter, None, i64::MAX)
        })
        .await?;
    let export = Export {
        title: web.t("experts-title"),
        notes: vec![note],
        columns: views::SHEET,
        rows: lines.iter().map(|line| views::sheet_row(&web, line)).collect(),
    };
    web.export(export, "chuyen-gia.xlsx").await
}

/// A card with what its page shows beside it.
pub(super) struct Seen {
    pub(super) card: Card,
    pub(super) past: Vec<Past<Card>>,
    pub(super) body: Option<Body>,
    /// Codes of the bodies that its past speaks of.
    pub(super) codes: BTreeMap<i64, String>,
    /// Other cards of somebody of this name.
    pub(super) namesakes: Vec<CardLine>,
}

async fn show(web: Web) -> Result<Markup> {
    let id: i64 = web.param("id")?;
    let seen = web.ctx.read(move |tx| see(tx, id)).await?;
    Ok(views::record(&web, &seen))
}

fn see(tx: &mut Tx<'_>, id: i64) -> Result<Seen> {
    let card = store::load(tx, id)?.ok_or(Error::NotFound)?;
    let past = history::<Card>(tx, id)?;
    let mut codes = BTreeMap::new();
    for body_id in past.iter().filter_map(|step| step.after.content.body_id) {
        if let Some(body) = bodies::load(tx, body_id)? {
            codes.insert(body_id, body.code);
        }
    }
    let body = match card.content.body_id {
        None => None,
        Some(body_id) => bodies::load(tx, body_id)?,
    };
    let of_name = Filter { text: card.content.holder.clone(), ..Filter::on(tx.today()) };
    let mut namesakes = store::list(tx, &of_name, None, NAMESAKES)?;
    namesakes.retain(|other| other.id != id && other.holder == card.content.holder);
    Ok(Seen { card, past, body, codes, namesakes })
}

async fn card_of(web: &Web) -> Result<Card> {
    let id: i64 = web.param("id")?;
    let card = web.ctx.read(move |tx| store::load(tx, id)).await?;
    card.ok_or(Error::NotFound)
}

/// The bodies that a form offers.
fn offered(tx: &mut Tx<'_>) -> Result<Vec<Choice>> {
    let all = bodies::Filter::on(tx.today());
    let lines = bodies::list(tx, &all, None, BODIES_OFFERED)?;
    Ok(lines.into_iter().map(|line| Choice::new(line.code, line.name)).collect())
}

async fn grant_form(web: Web) -> Result<Response> {
    let bodies = web.ctx.read(offered).await?;
    forms::grant(&web, bodies).page(&web).await
}

async fn grant(web: Web, fields: Fields) -> Result<Response> {
    let bodies = web.ctx.read(offered).await?;
    forms::grant(&web, bodies)
        .answer(&web, &fields, async {
            let command = fields.read(forms::read_grant)?;
            let id = actions::grant(&web.ctx, command).await?;
            Ok(see_done(&path(id), "experts-done-granted"))
        })
        .await
}

async fn act_form(web: Web) -> Result<Response> {
    let (page, card) = (ActPage::of_address(&web)?, card_of(&web).await?);
    page.form(&web, &forms::subject(&web, &card)).page(&web).await
}

async fn act(web: Web, fields: Fields) -> Result<Response> {
    let (page, card) = (ActPage::of_address(&web)?, card_of(&web).await?);
    page.form(&web, &forms::subject(&web, &card))
        .answer(&web, &fields, async {
            let command = fields.read(|read| Command {
                id: card.id,
                seen: read.revision().unwrap_or_default(),
                what: page.read(read),
            })?;
            actions::act(&web.ctx, command).await?;
            Ok(see_done(&path(card.id), page.done))
        })
        .await
}

async fn correction(web: &Web) -> Result<(Card, Form)> {
    let card = card_of(web).await?;
    let body_id = card.content.body_id;
    let (code, bodies) = web
        .ctx
        .read(move |tx| {
            let body = match body_id {
                None => None,
                Some(body_id) => bodies::load(tx, body_id)?,
            };
            Ok((body.map(|body| body.code).unwrap_or_default(), offered(tx)?))
        })
        .await?;
    let form = forms::correct(web, &card, (&code, bodies));
    Ok((card, form))
}

async fn correct_form(web: Web) -> Result<Response> {
    let (_, form) = correction(&web).await?;
    form.page(&web).await
}

async fn correct(web: Web, fields: Fields) -> Result<Response> {
    let (card, form) = correction(&web).await?;
    form.answer(&web, &fields, async {
        let (typed, reason, seen) = fields.read(|read| {
            let typed = forms::read_content(read, &card.content);
            (typed, read.text("reason"), read.revision().unwrap_or_default())
        })?;
        let right = of_body(&web, typed).await?;
        let command = Command { id: card.id, seen, what: Judged { right, reason } };
        actions::correct(&web.ctx, command).await?;
        Ok(see_done(&path(card.id), "experts-done-corrected"))
    })
    .await
}

/// Finds the body of a corrected card.
async fn of_body(web: &Web, (mut content, code): (Content, String)) -> Result<Content> {
    if code.is_empty() {
        return Ok(content);
    }
    let unknown = platform::Refusal::from(Refusal::BodyUnknown(code.clone()));
    let body = web.ctx.read(move |tx| bodies::by_code(tx, &code)).await?;
    content.body_id = Some(body.ok_or(unknown)?.id);
    Ok(content)
}

async fn correct_act_form(web: Web) -> Result<Response> {
    let card = card_of(&web).await?;
    let (_, act) = at(&web, &card.content.acts)?;
    shared::act_correction(&web, &forms::subject(&web, &card), act).page(&web).await
}

async fn correct_act(web: Web, fields: Fields) -> Result<Response> {
    let card = card_of(&web).await?;
    let (position, before) = still_at(&web, &card.content.acts)?;
    shared::act_correction(&web, &forms::subject(&web, &card), before)
        .answer(&web, &fields, async {
            let command = fields.read(|read| {
                let mut right = card.content.clone();
                shared::put(&mut right.acts, position, shared::read_act(read, before));
                let seen = read.revision().unwrap_or_default();
                Command { id: card.id, seen, what: Judged { right, reason: read.text("reason") } }
            })?;
            actions::correct(&web.ctx, command).await?;
            Ok(see_done(&path(card.id), "standing-done-act-corrected"))
        })
        .await
}
