//! Pages of bodies: who is confirmed, by which papers, and what may be done with them.

use super::actions::{self, ACT, CORRECT, GRANT};
use super::forms::{self, path};
use super::model::{Body, BodyKind, Content};
use super::store::{self, BodyLine, Filter};
use super::{api, views};
use crate::certificates::{Command, Judged};
use crate::experts::{self, CardLine};
use crate::standing::Standing;
use crate::standing_pages::{self as shared, ActPage, at, still_at};
use axum::response::Response;
use maud::Markup;
use platform::web::{
    Choice, Export, Fields, Form, PAGE_SIZE, PUBLIC, Past, Route, Web, get, history, needs, page_of, post,
    see_done, suggestions,
};
use platform::{Day, Error, Refusal, Result, Role, Tx};
use registers::places::{self, Level, listing};

/// How many cards stand on a body's page; the others are one link away.
const CARDS_SHOWN: i64 = 40;
/// How many bodies a search suggests.
const SUGGESTED: i64 = 12;

/// The routes of bodies.
pub fn routes() -> Vec<Route> {
    let (granting, acting, correcting) = (needs(&GRANT), needs(&ACT), needs(&CORRECT));
    let mut routes = vec![
        get("/bodies", PUBLIC, list),
        get("/bodies.xlsx", PUBLIC, spreadsheet),
        get("/bodies/suggest", PUBLIC, suggest),
        get("/bodies/new", granting, confirm_form),
        post("/bodies/new", granting, confirm),
        get("/bodies/{id}", PUBLIC, show),
        get("/bodies/{id}/renew", granting, renew_form),
        post("/bodies/{id}/renew", granting, renew),
        get("/bodies/{id}/correct", correcting, correct_form),
        post("/bodies/{id}/correct", correcting, correct),
        get("/bodies/{id}/papers/{position}/correct", correcting, correct_paper_form),
        post("/bodies/{id}/papers/{position}/correct", correcting, correct_paper),
        get("/bodies/{id}/acts/{position}/correct", correcting, correct_act_form),
        post("/bodies/{id}/acts/{position}/correct", correcting, correct_act),
        get("/api/bodies", PUBLIC, api::list),
        get("/api/bodies/{id}", PUBLIC, api::show),
    ];
    for address in
        ["/bodies/{id}/suspend", "/bodies/{id}/resume", "/bodies/{id}/revoke", "/bodies/{id}/reissue"]
    {
        routes.push(get(address, acting, act_form));
        routes.push(post(address, acting, act));
    }
    routes
}

/// What the address asks for.
///
/// # Errors
/// A refusal when a filter is not what it should be.
pub(super) fn filter(web: &Web) -> Result<Filter> {
    let query = &web.query;
    Ok(Filter {
        on: query.day("as_of")?.unwrap_or(web.today()),
        kind: query.choice("kind", BodyKind::of_word)?,
        province_code: query.some("province").map(str::to_owned),
        standing: query.choice("standing", Standing::of_word)?,
        issued_from: query.day("issued_from")?,
        issued_to: query.day("issued_to")?,
        text: query.get("q").to_owned(),
    })
}

/// One page of the list.
pub(super) struct Found {
    pub(super) filter: Filter,
    pub(super) lines: Vec<BodyLine>,
    pub(super) more: bool,
    pub(super) all: i64,
    /// The provinces that may be chosen.
    pub(super) provinces: Vec<Choice>,
    /// The body for which the reader is an officer.
    pub(super) own: Option<Body>,
}

/// Finds the page that the address asks for.
///
/// # Errors
/// When the address asks for nothing that exists, or the database fails.
pub(super) async fn find(web: &Web) -> Result<Found> {
    let (filter, after) = (filter(web)?, web.query.cursor()?);
    let own_id = own_id(web);
    web.ctx
        .read(move |tx| {
            let after = after.as_ref().map(|(key, id)| (key.as_str(), *id));
            let lines = store::list(tx, &filter, after, PAGE_SIZE as i64 + 1)?;
            let (lines, more) = page_of(lines, PAGE_SIZE);
            Ok(Found {
                all: store::count(tx, &filter)?,
                filter: filter.clone(),
                lines,
                more,
                provinces: province_choices(tx)?,
                own: own_body(tx, own_id)?,
            })
        })
        .await
}

/// The id of the body for which this person is an officer.
pub(crate) fn own_id(web: &Web) -> Option<i64> {
    let is_body = web.actor().role() == Some(Role::CertificationBody);
    is_body.then(|| web.ctx.own_agency_id())
}

/// The body for which this person is an officer; a certification body may also have an agency's account.
///
/// # Errors
/// When the database fails.
pub(crate) fn own_body(tx: &mut Tx<'_>, own_id: Option<i64>) -> Result<Option<Body>> {
    match own_id {
        None => Ok(None),
        Some(id) => store::load(tx, id),
    }
}

/// The provinces in which bodies are seated, by code; a code of two maps bears both names.
///
/// # Errors
/// When the database fails.
pub(crate) fn province_choices(tx: &mut Tx<'_>) -> Result<Vec<Choice>> {
    let mut choices = Vec::new();
    for (code, maps) in store::provinces(tx)? {
        let mut names = Vec::new();
        for map in maps {
            names.extend(listing::named(tx, map, Level::Province, &code)?.map(|place| place.name));
        }
        names.dedup();
        let name = if names.is_empty() { code.clone() } else { names.join(", ") };
        choices.push(Choice::new(code, name));
    }
    Ok(choices)
}

async fn list(web: Web) -> Result<Markup> {
    Ok(views::list(&web, &find(&web).await?))
}

async fn spreadsheet(web: Web) -> Result<Response> {
    let filter = filter(&web)?;
    let note = web.t_with("standing-as-of", &[("day", &filter.on.vietnamese())]);
    let (lines, provinces) = web
        .ctx
        .read(move |tx| Ok((store::list(tx, &filter, None, i64::MAX)?, province_choices(tx)?)))
        .await?;
    let export = Export {
        title: web.t("bodies-title"),
        notes: vec![note],
        columns: views::SHEET,
        rows: lines.iter().map(|line| views::sheet_row(&web, line, &provinces)).collect(),
    };
    web.export(export, "to-chuc.xlsx").await
}

/// Suggestions while a body is typed: those whose code, name or number holds it.
async fn suggest(web: Web) -> Result<Response> {
    let typed = web.query.get("q").to_owned();
    let lines = web
        .ctx
        .read(move |tx| {
            let filter = Filter { text: typed.clone(), ..Filter::on(tx.today()) };
            store::list(tx, &filter, None, SUGGESTED)
        })
        .await?;
    let choices: Vec<Choice> = lines.into_iter().map(|line| Choice::new(line.code, line.name)).collect();
    suggestions(&choices)
}

/// A body with what its page shows beside it.
pub(super) struct Seen {
    pub(super) body: Body,
    pub(super) past: Vec<Past<Body>>,
    /// The first of its cards, and how many there are.
    pub(super) cards: (Vec<CardLine>, i64),
    /// How many of them are in force.
    pub(super) in_force: i64,
    /// Id and name of the province of its seat.
    pub(super) province: Option<(i64, String)>,
}

async fn show(web: Web) -> Result<Markup> {
    let id: i64 = web.param("id")?;
    let seen = web
        .ctx
        .read(move |tx| {
            let body = store::load(tx, id)?.ok_or(Error::NotFound)?;
            let of_body = experts::Filter { body_id: Some(id), ..experts::Filter::on(tx.today()) };
            let valid = experts::Filter { standing: Some(Standing::InForce), ..of_body.clone() };
            let map = body.first_on().map_or(places::MAP_2025.word, listing::map_on);
            let province = listing::named(tx, map, Level::Province, &body.content.province_code)?;
            Ok(Seen {
                past: history(tx, id)?,
                cards: (experts::list(tx, &of_body, None, CARDS_SHOWN)?, experts::count(tx, &of_body)?),
                in_force: experts::count(tx, &valid)?,
                province: province.map(|place| (place.id, place.name)),
                body,
            })
        })
        .await?;
    Ok(views::record(&web, &seen))
}

async fn body_of(web: &Web) -> Result<Body> {
    let id: i64 = web.param("id")?;
    let body = web.ctx.read(move |tx| store::load(tx, id)).await?;
    body.ok_or(Error::NotFound)
}

/// Provinces on the map of a day, by code.
async fn provinces_on(web: &Web, day: Day) -> Result<Vec<Choice>> {
    let places = web.ctx.read(move |tx| listing::provinces_of(tx, listing::map_on(day))).await?;
    Ok(places.into_iter().map(|place| Choice::new(place.code, place.name)).collect())
}

/// Refuses a code that is no province of the day's map.
async fn unless_province(web: &Web, (code, day): (&str, Day)) -> Result<()> {
    let choices = provinces_on(web, day).await?;
    if code.is_empty() || choices.iter().any(|choice| choice.value == code) {
        return Ok(());
    }
    let reason = Refusal::new("bodies-refusal-province-unknown").field("province_code").with("code", code);
    Err(reason.with("day", day.vietnamese()).into())
}

async fn confirm_form(web: Web) -> Result<Response> {
    let provinces = provinces_on(&web, web.today()).await?;
    forms::confirm(&web, provinces).page(&web).await
}

async fn confirm(web: Web, fields: Fields) -> Result<Response> {
    let provinces = provinces_on(&web, web.today()).await?;
    forms::confirm(&web, provinces)
        .answer(&web, &fields, async {
            let command = fields.read(forms::read_confirm)?;
            unless_province(&web, (&command.province_code, command.paper.issued_on)).await?;
            let id = actions::confirm(&web.ctx, command).await?;
            Ok(see_done(&path(id), "bodies-done-confirmed"))
        })
        .await
}

async fn renew_form(web: Web) -> Result<Response> {
    forms::renew(&web, &body_of(&web).await?).page(&web).await
}

async fn renew(web: Web, fields: Fields) -> Result<Response> {
    let body = body_of(&web).await?;
    forms::renew(&web, &body)
        .answer(&web, &fields, async {
            let command = fields.read(|read| Command {
                id: body.id,
                seen: read.revision().unwrap_or_default(),
                what: shared::read_new_paper(read),
            })?;
            actions::renew(&web.ctx, command).await?;
            Ok(see_done(&path(body.id), "bodies-done-renewed"))
        })
        .await
}

async fn act_form(web: Web) -> Result<Response> {
    let (page, body) = (ActPage::of_address(&web)?, body_of(&web).await?);
    page.form(&web, &forms::subject(&web, &body)).page(&web).await
}

async fn act(web: Web, fields: Fields) -> Result<Response> {
    let (page, body) = (ActPage::of_address(&web)?, body_of(&web).await?);
    page.form(&web, &forms::subject(&web, &body))
        .answer(&web, &fields, async {
            let command = fields.read(|read| Command {
                id: body.id,
                seen: read.revision().unwrap_or_default(),
                what: page.read(read),
            })?;
            actions::act(&web.ctx, command).await?;
            Ok(see_done(&path(body.id), page.done))
        })
        .await
}

/// Name and seat of a body, and its provinces to choose from.
async fn correction(web: &Web) -> Result<(Body, Form)> {
    let body = body_of(web).await?;
    let provinces = provinces_on(web, body.first_on().unwrap_or(web.today())).await?;
    let form = forms::correct(web, &body, provinces);
    Ok((body, form))
}

async fn correct_form(web: Web) -> Result<Response> {
    let (_, form) = correction(&web).await?;
    form.page(&web).await
}

async fn correct(web: Web, fields: Fields) -> Result<Response> {
    let (body, form) = correction(&web).await?;
    form.answer(&web, &fields, async {
        let command = judged(&body, &fields, |read| forms::read_seat(read, &body.content))?;
        let code = &command.what.right.province_code;
        // A code that came with an older register may stay, whatever it meant there.
        if *code != body.content.province_code {
            unless_province(&web, (code, body.first_on().unwrap_or(web.today()))).await?;
        }
        actions::correct(&web.ctx, command).await?;
        Ok(see_done(&path(body.id), "bodies-done-corrected"))
    })
    .await
}

/// Reads what is right, why, and what its author had seen.
fn judged(
    body: &Body,
    fields: &Fields,
    right: impl FnOnce(&mut platform::web::Reader<'_>) -> Content,
) -> Result<Command<Judged<Content>>> {
    fields.read(|read| Command {
        id: body.id,
        seen: read.revision().unwrap_or_default(),
        what: Judged { right: right(read), reason: read.text("reason") },
    })
}

async fn correct_paper_form(web: Web) -> Result<Response> {
    let body = body_of(&web).await?;
    let (_, paper) = at(&web, &body.content.papers)?;
    forms::correct_paper(&web, &body, paper).page(&web).await
}

async fn correct_paper(web: Web, fields: Fields) -> Result<Response> {
    let body = body_of(&web).await?;
    let (position, before) = still_at(&web, &body.content.papers)?;
    forms::correct_paper(&web, &body, before)
        .answer(&web, &fields, async {
            let command = judged(&body, &fields, |read| {
                let mut content = body.content.clone();
                shared::put(&mut content.papers, position, forms::read_paper(read, before));
                content
            })?;
            actions::correct(&web.ctx, command).await?;
            Ok(see_done(&path(body.id), "bodies-done-paper-corrected"))
        })
        .await
}

async fn correct_act_form(web: Web) -> Result<Response> {
    let body = body_of(&web).await?;
    let (_, act) = at(&web, &body.content.acts)?;
    shared::act_correction(&web, &forms::subject(&web, &body), act).page(&web).await
}

async fn correct_act(web: Web, fields: Fields) -> Result<Response> {
    let body = body_of(&web).await?;
    let (position, before) = still_at(&web, &body.content.acts)?;
    shared::act_correction(&web, &forms::subject(&web, &body), before)
        .answer(&web, &fields, async {
            let command = judged(&body, &fields, |read| {
                let mut content = body.content.clone();
                shared::put(&mut content.acts, position, shared::read_act(read, before));
                content
            })?;
            actions::correct(&web.ctx, command).await?;
            Ok(see_done(&path(body.id), "standing-done-act-corrected"))
        })
        .await
}
