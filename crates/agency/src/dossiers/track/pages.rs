//! Pages and JSON for whoever holds a code.

use super::store::{self, Progress};
use super::views;
use crate::dossiers::record::due::ForPublic;
use crate::dossiers::slips::is_rating_token;
use crate::dossiers::{Extension, Notice, Status, codes, load, rate_in};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use platform::web::{Fields, PUBLIC, Route, Web, get, json, link, post, see_done, see_other, segment};
use platform::{Day, Error, Refusals, Result};
use serde::Serialize;

/// The routes of tracking.
pub fn routes() -> Vec<Route> {
    vec![
        get("/track", PUBLIC, question),
        get("/track/{code}", PUBLIC, answer),
        post("/track/{code}", PUBLIC, rate),
        get("/api/track/{code}", PUBLIC, told),
    ]
}

/// The address of the answer about a code.
pub(super) fn path(code: &str) -> String {
    format!("/track/{}", segment(code))
}

/// What the public may know of a dossier now.
pub(super) struct Answered {
    pub(super) progress: Progress,
    pub(super) status: Status,
    pub(super) agency_id: i64,
    pub(super) id: i64,
    /// Whether it is late now.
    pub(super) is_late: bool,
    /// Why it is due when it is; none without a limit, nor when no result comes any more.
    pub(super) why: Option<ForPublic>,
    /// What steps of the machine have told the applicant.
    pub(super) notices: Vec<Notice>,
    /// The extension of its limit, once given.
    pub(super) extension: Option<Extension>,
    /// Why it ended before its result, as the office wrote it.
    pub(super) end_reason: Option<String>,
    /// Whether it was rated.
    pub(super) is_rated: bool,
}

/// How the asker stands to rating.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rating {
    /// No token was given.
    NoToken,
    /// The field of the token was sent empty.
    EmptyToken,
    /// The token is not that of this dossier.
    WrongToken,
    /// It may be rated once it is over.
    NotYet,
    /// It may be rated.
    Open,
    /// It was rated.
    Done,
}

impl Rating {
    /// Whether what was given as the token is none.
    pub(super) fn is_refused(self) -> bool {
        matches!(self, Rating::EmptyToken | Rating::WrongToken)
    }

    /// Whether the asker has shown the token of the receipt, and so may know what the dossier is about.
    pub(super) fn holds_receipt(self) -> bool {
        matches!(self, Rating::NotYet | Rating::Open | Rating::Done)
    }
}

/// What is asked beside the progress, and what came of it.
pub(super) struct Asked<'a> {
    pub(super) rating: Rating,
    /// The token as it was given.
    pub(super) token: &'a str,
    /// Why a rating was refused.
    pub(super) reasons: &'a Refusals,
}

fn too_many(web: &Web) -> Option<Response> {
    let is_admitted = web.session.is_some() || web.app.limiter.admits_lookup(web.address);
    (!is_admitted).then(|| (StatusCode::TOO_MANY_REQUESTS, views::too_many(web)).into_response())
}

async fn question(web: Web) -> Result<Response> {
    match web.query.some("code").map(codes::typed).filter(|code| !code.is_empty()) {
        Some(code) => Ok(see_other(&path(&code))),
        None => Ok(views::question(&web).into_response()),
    }
}

async fn look_up(web: &Web, code: &str) -> Result<Option<Answered>> {
    let code = code.to_owned();
    web.ctx
        .read(move |tx| {
            let Some((agency_id, id)) = store::find(tx, &code)? else { return Ok(None) };
            let now = tx.now();
            let Some(progress) = store::progress(tx, agency_id, id)?.pop() else { return Ok(None) };
            let status = crate::dossiers::store::status_of(progress.status)?;
            let is_late = progress.open_due_at.is_some_and(|due_at| due_at < now);
            let dossier = load(tx, agency_id, id)?.ok_or(Error::NotFound)?;
            let (notices, extension) = (dossier.notices.clone(), dossier.extension.clone());
            let end_reason = dossier.end_reason.clone().filter(|reason| !reason.is_empty());
            let is_rated = dossier.rating.is_some();
            let why = ForPublic::of(tx, dossier)?;
            let why = why.filter(|_| !status.ended_without_result());
            Ok(Some(Answered {
                progress,
                status,
                agency_id,
                id,
                is_late,
                why,
                notices,
                extension,
                end_reason,
                is_rated,
            }))
        })
        .await
}

/// How whoever gives this token stands to rating; none where the field of the token was not sent.
fn rating(web: &Web, answered: &Answered, token: Option<&str>) -> Rating {
    let Some(token) = token.map(str::trim) else { return Rating::NoToken };
    if token.is_empty() {
        return Rating::EmptyToken;
    }
    if !is_rating_token(&web.app.secret, (answered.agency_id, answered.id), token) {
        return Rating::WrongToken;
    }
    match (answered.is_rated, answered.status.is_over()) {
        (true, _) => Rating::Done,
        (false, true) => Rating::Open,
        (false, false) => Rating::NotYet,
    }
}

fn unknown(web: &Web, code: &str) -> Response {
    (StatusCode::NOT_FOUND, views::unknown(web, code)).into_response()
}

/// The address of a dossier that was just rated; the token stays in it, or the page would ask for it again.
fn rated(answered: &Answered, token: &str) -> String {
    link(&path(&answered.progress.code), &[("t", token)])
}

async fn answer(web: Web) -> Result<Response> {
    if let Some(response) = too_many(&web) {
        return Ok(response);
    }
    let code = codes::typed(&web.param::<String>("code")?);
    let Some(answered) = look_up(&web, &code).await? else { return Ok(unknown(&web, &code)) };
    let token = web.query.get("t");
    let rating = rating(&web, &answered, web.query.has("t").then_some(token));
    let asked = Asked { rating, token, reasons: &Refusals::default() };
    Ok(views::answer(&web, &answered, &asked).into_response())
}

/// Rates a dossier, once, for whoever has the token of its receipt.
async fn rate(web: Web, fields: Fields) -> Result<Response> {
    if let Some(response) = too_many(&web) {
        return Ok(response);
    }
    let code = codes::typed(&web.param::<String>("code")?);
    let Some(answered) = look_up(&web, &code).await? else { return Ok(unknown(&web, &code)) };
    let refused = |rating: Rating, reasons: &Refusals| {
        let page = views::answer(&web, &answered, &Asked { rating, token: fields.get("t"), reasons });
        (StatusCode::UNPROCESSABLE_ENTITY, page).into_response()
    };
    let (agency_id, id) = (answered.agency_id, answered.id);
    if !is_rating_token(&web.app.secret, (agency_id, id), fields.get("t")) {
        return Ok(refused(Rating::WrongToken, &Refusals::default()));
    }
    let score = fields.get("score").parse().unwrap_or(0);
    match web.ctx.write(move |tx| rate_in(tx, agency_id, (id, score))).await {
        Ok(_) | Err(Error::Repeated { .. }) => {
            Ok(see_done(&rated(&answered, fields.get("t")), "track-done-rated"))
        }
        Err(Error::Refused(reasons)) => Ok(refused(rating(&web, &answered, Some(fields.get("t"))), &reasons)),
        Err(error) => Err(error),
    }
}

#[derive(Serialize)]
struct ProgressJson {
    code: String,
    /// The national number of the status, 1 to 10.
    status: i64,
    /// The day it is due; none while its clock stands still or where there is no limit.
    due: Option<Day>,
    is_late: bool,
}

/// The day of a due moment: at midnight it belongs to the day it closes.
pub(super) fn due_day(due_at: i64) -> Day {
    Day::of_instant(due_at - 1)
}

async fn told(web: Web) -> Result<Response> {
    if !(web.session.is_some() || web.app.limiter.admits_lookup(web.address)) {
        let words = serde_json::json!({ "error": "too_many_requests" });
        return Ok((StatusCode::TOO_MANY_REQUESTS, json(&words)?).into_response());
    }
    let code = codes::typed(&web.param::<String>("code")?);
    let answered = look_up(&web, &code).await?.ok_or(Error::NotFound)?;
    json(&ProgressJson {
        code: answered.progress.code,
        status: answered.status.number(),
        due: answered.progress.due_at.map(due_day),
        is_late: answered.is_late,
    })
}
