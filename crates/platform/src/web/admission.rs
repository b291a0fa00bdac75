//! The way of a request from the socket to its handler: who asks, may they, is it really their form.

use super::app::App;
use super::body;
use super::errors::{self, Problem};
use super::fields::Fields;
use super::request::{Query, Web, cookie, header};
use super::route::{Method, Permission, Route};
use super::secret::hex;
use crate::accounts::sessions::Found;
use crate::ctx::{Actor, Ctx, Sending};
use crate::error::Error;
use crate::i18n::Language;
use axum::body::Body;
use axum::extract::{ConnectInfo, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header as names};
use axum::response::Response;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::task::Poll;
use std::time::Instant;

/// The cookie that holds the language.
const LANGUAGE_COOKIE: &str = "lang";

/// The name of the session's cookie; browsers hold the prefixed one to this host and to HTTPS.
pub fn session_cookie_name(app: &App) -> &'static str {
    if app.is_https() { "__Host-htqlcl" } else { "htqlcl" }
}

/// Answers one request, counts it and writes one line about it.
pub(super) async fn serve(
    route: &Arc<Route>,
    app: App,
    parameters: Vec<(String, String)>,
    request: Request,
) -> Response {
    let began = Instant::now();
    let (parts, mut body) = request.into_parts();
    let mut web = first_sight(&app, &parts, parameters);
    let mut response = match admitted(route, &mut web, (parts, &mut body)).await {
        Ok(fields) => match or_repeated(&web, run_or_mend(route, &web, fields).await).await {
            Ok(response) => response,
            Err(problem) => errors::answer(&web, problem),
        },
        Err(problem) => errors::answer(&web, problem),
    };
    finish(&web, &mut response);
    // What is left of a question would be read as the next one: it is taken off the line, or the line is closed.
    if is_cut_off(response.status()) || !body::drained(body).await {
        response.headers_mut().insert(names::CONNECTION, HeaderValue::from_static("close"));
    }
    let (status, took) = (response.status().as_u16(), began.elapsed());
    app.metrics.answered((route.method.name(), route.path), status, took);
    tracing::info!(
        request = %web.request_id,
        method = route.method.name(),
        path = %web.path,
        route = route.path,
        status,
        took_us = u64::try_from(took.as_micros()).unwrap_or(u64::MAX),
        account = web.ctx.actor.account_id,
        "answered"
    );
    response
}

/// What can be told of a request before anything is asked of the database.
fn first_sight(app: &App, parts: &Parts, parameters: Vec<(String, String)>) -> Web {
    let query = axum::extract::Query::<Vec<(String, String)>>::try_from_uri(&parts.uri);
    let typed = Query::of(query.map(|query| query.0).unwrap_or_default());
    let (query, mistakes) = typed.readable();
    let asked = Language::of_code(query.get(LANGUAGE_COOKIE));
    let kept = cookie(&parts.headers, LANGUAGE_COOKIE).and_then(Language::of_code);
    let accept = header(&parts.headers, "accept");
    let mut ctx = Ctx::new(app.db.clone(), Actor::public());
    ctx.language = asked.or(kept).unwrap_or_default();
    Web {
        ctx,
        app: app.clone(),
        path: parts.uri.path().to_owned(),
        typed,
        query,
        mistakes,
        parameters: parameters.into(),
        session: None,
        request_id: format!("{:x}", app.db.new_id()).into(),
        wants_json: (accept.contains("json") || parts.uri.path().starts_with("/api/"))
            && !accept.contains("text/html"),
        address: address(parts),
        is_ahead: is_ahead(parts),
    }
}

/// Whom all are counted as for whom a proxy asks without saying so readably: one asker, limited like any other.
const UNREADABLE: IpAddr = IpAddr::V4(Ipv4Addr::UNSPECIFIED);

/// The asker's address; a proxy on this machine says for whom it asks.
fn address(parts: &Parts) -> Option<IpAddr> {
    let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|peer| peer.0.ip());
    match peer {
        Some(peer) if !peer.to_canonical().is_loopback() => Some(peer),
        _ => forwarded(&parts.headers).or(peer),
    }
}

/// The last asker that proxies name, all lines of the header read as one. Proxies add to its end: what stands before
/// is the asker's own word. Another proxy on this machine is no asker; one that is unreadable is [`UNREADABLE`].
fn forwarded(headers: &HeaderMap) -> Option<IpAddr> {
    for line in headers.get_all("x-forwarded-for").iter().rev() {
        let Ok(line) = line.to_str() else { return Some(UNREADABLE) };
        for named in line.rsplit(',') {
            match address_of(named.trim()) {
                Some(address) if address.to_canonical().is_loopback() => {}
                Some(address) => return Some(address),
                None => return Some(UNREADABLE),
            }
        }
    }
    None
}

/// The address that a proxy wrote: alone, in brackets, or with its port.
fn address_of(text: &str) -> Option<IpAddr> {
    let bare = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(text);
    bare.parse().ok().or_else(|| text.parse().ok().map(|address: SocketAddr| address.ip()))
}

/// Whether nobody reads the answer yet: a question for its headers alone, or a page that a browser fetches ahead.
fn is_ahead(parts: &Parts) -> bool {
    let fetches_ahead = ["sec-purpose", "purpose", "x-moz"].iter().any(|name| {
        let purpose = header(&parts.headers, name).to_ascii_lowercase();
        ["prefetch", "prerender", "preview"].iter().any(|word| purpose.contains(word))
    });
    parts.method == axum::http::Method::HEAD || fetches_ahead
}

/// Everything that must hold before the handler runs; returns the form's fields.
async fn admitted(
    route: &Route,
    web: &mut Web,
    (parts, body): (Parts, &mut Body),
) -> Result<Fields, Problem> {
    let idle = find_session(web, &parts).await?;
    within_limits(web)?;
    if route.method == Method::Post && !is_same_origin(web, &parts) {
        return Err(Problem::CrossSite);
    }
    if let Err(problem) = permitted(route.permission, web, idle) {
        let idle = idle.filter(|_| route.method == Method::Post && matches!(problem, Problem::SignIn { .. }));
        let Some(account_id) = idle else {
            return Err(problem);
        };
        let fields = sent(route, parts, std::mem::take(body)).await?;
        let held = web.app.held.hold((account_id, &web.path), fields, web.app.db.clock().now())?;
        return Err(Problem::SignIn { was_idle: true, held });
    }
    if route.method == Method::Get {
        return Ok(Fields::default());
    }
    let token = header(&parts.headers, "x-csrf-token").to_owned();
    let fields = sent(route, parts, std::mem::take(body)).await?;
    if let Some(session) = web.session.as_ref().filter(|_| route.asks_for_proof) {
        let sent = if token.is_empty() { fields.get("csrf") } else { token.as_str() };
        if !web.app.secret.is_form_token(&session.token_hash, sent) {
            return Err(Problem::FormExpired);
        }
    }
    web.ctx.form_key =
        Some(fields.get("form_key").to_owned()).filter(|key| !key.is_empty() && key.len() <= 64);
    if let Some(key) = &web.ctx.form_key {
        web.ctx.sending = Sending::of(hex(&web.app.secret.sign("sent", &[key.as_bytes(), &fields.digest()])));
    }
    Ok(fields)
}

/// What was sent, if it arrives in the time that the route gives: who sends a letter a minute holds no place.
async fn sent(route: &Route, parts: Parts, body: Body) -> Result<Fields, Problem> {
    let reading = body::read(parts, body, route.body_limit);
    tokio::time::timeout(route.timeout, reading).await.unwrap_or(Err(Problem::TooSlow))
}

/// Finds who asks; returns the account of a session that rested too long.
async fn find_session(web: &mut Web, parts: &Parts) -> Result<Option<i64>, Problem> {
    let Some(token) = cookie(&parts.headers, session_cookie_name(&web.app)) else {
        return Ok(None);
    };
    match web.app.sessions.find(&web.app.db, token).await? {
        Found::Nobody => Ok(None),
        Found::Idle(account_id) => Ok(Some(account_id)),
        Found::Session(session) => {
            web.ctx.actor = session.actor();
            web.session = Some(session);
            Ok(None)
        }
    }
}

fn within_limits(web: &Web) -> Result<(), Problem> {
    let admitted = match &web.session {
        Some(session) => web.app.limiter.admits_account(session.account_id),
        None => web.app.limiter.admits_address(web.address),
    };
    if admitted { Ok(()) } else { Err(Problem::TooMany) }
}

/// Whether a form was sent from a page of ours. Browsers say where a sending comes from; what
/// says nothing is no browser, and carries no cookie it was not given.
fn is_same_origin(web: &Web, parts: &Parts) -> bool {
    match header(&parts.headers, "sec-fetch-site") {
        "same-origin" | "none" => true,
        "" => {
            let origin = header(&parts.headers, "origin");
            let host = header(&parts.headers, "host");
            let of_host = origin.split_once("://").is_some_and(|(_, rest)| rest == host && !host.is_empty());
            origin.is_empty() || origin == web.app.public_url || of_host
        }
        _ => false,
    }
}

fn permitted(permission: Permission, web: &Web, idle: Option<i64>) -> Result<(), Problem> {
    if matches!(permission, Permission::Public) {
        return Ok(());
    }
    let Some(session) = &web.session else {
        return Err(Problem::SignIn { was_idle: idle.is_some(), held: String::new() });
    };
    if let Some(path) = session.first_go_to() {
        return Err(Problem::GoFirst(path));
    }
    match permission {
        Permission::Needs(action) if !web.ctx.could(action) => Err(Error::Forbidden(action.name).into()),
        _ => Ok(()),
    }
}

/// Runs the handler. A page that refuses a value behind the question mark is shown without that value: its
/// field keeps what was typed, and says what is wrong with it. Values too long to be meant are left out before; a
/// file or an act that lacks a condition would be another than the one asked for.
async fn run_or_mend(route: &Arc<Route>, web: &Web, fields: Fields) -> Result<Response, Problem> {
    let is_page = route.method == Method::Get && !web.wants_json && !route.path.contains('.');
    if !web.mistakes.is_empty() && !is_page {
        return Err(Error::Refused(web.mistakes.clone()).into());
    }
    let mut answer = run(route, web, fields).await;
    let Err(Problem::Error(Error::Refused(reasons))) = &answer else {
        if let Ok(page) = &mut answer
            && !web.mistakes.is_empty()
            && page.status() == StatusCode::OK
        {
            *page.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
        }
        return answer;
    };
    let mut next = web.without(reasons).filter(|_| is_page);
    while let Some(web) = next.take() {
        match run(route, &web, Fields::default()).await {
            Ok(mut page) if page.status() == StatusCode::OK => {
                *page.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
                return Ok(page);
            }
            Err(Problem::Error(Error::Refused(reasons))) => next = web.without(&reasons),
            _ => {}
        }
    }
    answer
}

/// Whoever sends a form twice may find the second one refused because the first was answered: what it was about is
/// done. That one is led to what was done.
async fn or_repeated(web: &Web, answer: Result<Response, Problem>) -> Result<Response, Problem> {
    let is_refused = match &answer {
        Ok(page) => page.status() == StatusCode::UNPROCESSABLE_ENTITY,
        Err(Problem::Error(error)) => matches!(error, Error::Refused(_) | Error::NotFound),
        Err(_) => false,
    };
    if !is_refused || web.ctx.form_key.is_none() {
        return answer;
    }
    match web.ctx.done_before().await? {
        Some((subject_kind, subject_id)) => Err(Error::Repeated { subject_kind, subject_id }.into()),
        None => answer,
    }
}

/// Runs the handler; a panic or a delay becomes an answer like any other failure.
async fn run(route: &Arc<Route>, web: &Web, fields: Fields) -> Result<Response, Problem> {
    // A spreadsheet holds a whole register in memory while it is made: one after the other.
    let _turn = if route.path.ends_with(".xlsx") { web.app.spreadsheets.acquire().await.ok() } else { None };
    let (handled, given) = (Arc::clone(route), web.clone());
    let mut handling = Box::pin(async move { handled.handle(given, fields).await });
    let guarded =
        std::future::poll_fn(move |cx| match catch_unwind(AssertUnwindSafe(|| handling.as_mut().poll(cx))) {
            Ok(poll) => poll,
            Err(_) => Poll::Ready(Err(Error::failed("the handler panicked"))),
        });
    match tokio::time::timeout(route.timeout, guarded).await {
        Ok(answer) => answer.map_err(Problem::from),
        Err(_) => Err(Problem::TooSlow),
    }
}

/// Whether an answer may stand before a body that was not read to its end: it was too large, or broken off.
fn is_cut_off(status: StatusCode) -> bool {
    matches!(status, StatusCode::PAYLOAD_TOO_LARGE | StatusCode::BAD_REQUEST)
}

fn finish(web: &Web, response: &mut Response) {
    let asked = Language::of_code(web.query.get(LANGUAGE_COOKIE));
    let (private, status) = (web.session.is_some(), response.status());
    let headers = response.headers_mut();
    if let Ok(id) = HeaderValue::from_str(&web.request_id) {
        headers.insert("x-request-id", id);
    }
    headers.entry(names::CACHE_CONTROL).or_insert(HeaderValue::from_static(if private {
        "private, no-cache"
    } else {
        "no-cache"
    }));
    if status == StatusCode::TOO_MANY_REQUESTS {
        headers.entry(names::RETRY_AFTER).or_insert(HeaderValue::from_static("5"));
    }
    headers.append(names::VARY, HeaderValue::from_static("cookie, accept"));
    if let Some(language) = asked {
        let cookie = format!("{LANGUAGE_COOKIE}={}; Path=/; Max-Age=31536000; SameSite=Lax", language.code());
        if let Ok(cookie) = HeaderValue::from_str(&cookie) {
            headers.append(names::SET_COOKIE, cookie);
        }
    }
    if status == StatusCode::INTERNAL_SERVER_ERROR {
        web.app.metrics.failed();
    }
}
