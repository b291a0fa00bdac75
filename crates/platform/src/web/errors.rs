//! What is answered when something is refused, not found or broken: a page or JSON, in the reader's language.

use super::form::few_of_each;
use super::frame::{Page, PublicPage};
use super::parts::refusal_list;
use super::request::{Web, link};
use crate::db::DbErrorKind;
use crate::error::{Cause, Error, Failure, Refusals};
use crate::i18n;
use crate::record::RECORDS;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use maud::html;

/// Why a request was not answered as asked.
#[derive(Debug)]
pub(super) enum Problem {
    /// The action or page failed.
    Error(Error),
    /// Signing in comes first.
    SignIn {
        /// Whether the reader was signed in and rested too long.
        was_idle: bool,
        /// The key of what was typed; empty when nothing was.
        held: String,
    },
    /// Another page comes first: second factor, appointment, new password.
    GoFirst(&'static str),
    /// The form was sent from another site.
    CrossSite,
    /// The form does not belong to this session.
    FormExpired,
    /// The path is known, but not for this method.
    WrongMethod,
    /// The body is not what it says it is.
    Malformed,
    /// The body is too large.
    TooLarge {
        /// Bytes that would have been taken.
        limit: usize,
    },
    /// Too many requests.
    TooMany,
    /// The answer took too long.
    TooSlow,
}

impl From<Error> for Problem {
    fn from(error: Error) -> Problem {
        Problem::Error(error)
    }
}

/// What is told: the key stands for a title (`KEY-title`) and a sentence (`KEY-text`).
struct Told {
    status: StatusCode,
    key: &'static str,
    reasons: Refusals,
    values: Vec<(&'static str, String)>,
}

fn told(status: StatusCode, key: &'static str) -> Told {
    Told { status, key, reasons: Refusals::default(), values: Vec::new() }
}

/// The answer to a problem.
pub(super) fn answer(web: &Web, problem: Problem) -> Response {
    let signed_out = web.session.is_none();
    match problem {
        Problem::SignIn { was_idle, held } => sign_in_first(web, was_idle, &held),
        Problem::Error(Error::Forbidden(_)) if signed_out => sign_in_first(web, false, ""),
        Problem::GoFirst(path) => go(web, &link(path, &[("back", &own_path(web))])),
        Problem::Error(Error::Repeated { subject_kind, subject_id }) => {
            let path = RECORDS.iter().find(|kind| kind.name == subject_kind).map_or("/", |kind| kind.path);
            Redirect::to(&if path == "/" { path.to_owned() } else { format!("{path}{subject_id}") })
                .into_response()
        }
        Problem::Error(Error::Refused(reasons)) => {
            let mut told = told(StatusCode::UNPROCESSABLE_ENTITY, "problem-refused");
            told.reasons = reasons;
            render(web, told)
        }
        Problem::Error(Error::Forbidden(_)) => render(web, told(StatusCode::FORBIDDEN, "problem-forbidden")),
        Problem::Error(Error::NotFound) => render(web, told(StatusCode::NOT_FOUND, "problem-not-found")),
        Problem::Error(Error::Failed(failure)) => failed(web, &failure),
        Problem::CrossSite => render(web, told(StatusCode::FORBIDDEN, "problem-cross-site")),
        Problem::FormExpired => render(web, told(StatusCode::FORBIDDEN, "problem-form-expired")),
        Problem::WrongMethod => render(web, told(StatusCode::METHOD_NOT_ALLOWED, "problem-wrong-method")),
        Problem::Malformed => render(web, told(StatusCode::BAD_REQUEST, "problem-malformed")),
        Problem::TooLarge { limit } => {
            let mut told = told(StatusCode::PAYLOAD_TOO_LARGE, "problem-too-large");
            told.values.push(("limit", format!("{} MB", (limit >> 20).max(1))));
            render(web, told)
        }
        Problem::TooMany => render(web, told(StatusCode::TOO_MANY_REQUESTS, "problem-too-many")),
        Problem::TooSlow => render(web, told(StatusCode::SERVICE_UNAVAILABLE, "problem-too-slow")),
    }
}

/// A failure of the machine: the log says what happened, the page says what to do.
fn failed(web: &Web, failure: &Failure) -> Response {
    let unavailable = StatusCode::SERVICE_UNAVAILABLE;
    let answer = match &failure.cause {
        Cause::Busy => told(unavailable, "problem-busy"),
        Cause::Db(error) => match error.kind {
            DbErrorKind::Busy | DbErrorKind::Retry => told(unavailable, "problem-busy"),
            DbErrorKind::Full => told(StatusCode::INSUFFICIENT_STORAGE, "problem-full"),
            DbErrorKind::ReadOnly => told(unavailable, "problem-read-only"),
            DbErrorKind::Unreachable => told(unavailable, "problem-unreachable"),
            DbErrorKind::Constraint | DbErrorKind::Other => {
                told(StatusCode::INTERNAL_SERVER_ERROR, "problem-failed")
            }
        },
        Cause::Other(_) => told(StatusCode::INTERNAL_SERVER_ERROR, "problem-failed"),
    };
    tracing::error!(request = %web.request_id, path = %web.path, %failure, "failed");
    render(web, answer)
}

fn own_path(web: &Web) -> String {
    let pairs: Vec<(&str, &str)> =
        web.query.0.iter().map(|pair| (pair.0.as_str(), pair.1.as_str())).collect();
    link(&web.path, &pairs)
}

fn sign_in_first(web: &Web, was_idle: bool, held: &str) -> Response {
    if web.wants_json {
        return render(web, told(StatusCode::UNAUTHORIZED, "problem-sign-in"));
    }
    let why = if was_idle { "idle" } else { "" };
    go(web, &link("/sign-in", &[("why", why), ("back", &link(&own_path(web), &[("held", held)]))]))
}

fn go(web: &Web, path: &str) -> Response {
    if web.wants_json {
        render(web, told(StatusCode::FORBIDDEN, "problem-sign-in"))
    } else {
        Redirect::to(path).into_response()
    }
}

fn render(web: &Web, told: Told) -> Response {
    let mut values: Vec<(&str, &str)> =
        told.values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    values.push(("request", &web.request_id));
    let title = web.t_with(&format!("{}-title", told.key), &values);
    let text = web.t_with(&format!("{}-text", told.key), &values);
    let mut response =
        if web.wants_json { json(web, &told, (&title, &text)) } else { page(web, &told, (title, &text)) };
    *response.status_mut() = told.status;
    if matches!(told.status, StatusCode::SERVICE_UNAVAILABLE | StatusCode::TOO_MANY_REQUESTS) {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("5"));
    }
    response
}

/// A problem as JSON (RFC 9457), with every reason and its field.
fn json(web: &Web, told: &Told, (title, text): (&str, &str)) -> Response {
    let reasons: Vec<serde_json::Value> = told
        .reasons
        .0
        .iter()
        .map(|reason| {
            let sentence = i18n::refusal(web.language(), reason);
            serde_json::json!({ "key": reason.key, "field": reason.field, "sentence": sentence })
        })
        .collect();
    let body = serde_json::json!({
        "type": format!("{}/problems/{}", web.app.public_url, told.key.trim_start_matches("problem-")),
        "title": title,
        "status": told.status.as_u16(),
        "detail": text,
        "request": &*web.request_id,
        "reasons": reasons,
    });
    ([(header::CONTENT_TYPE, "application/problem+json")], body.to_string()).into_response()
}

fn page(web: &Web, told: &Told, (title, text): (String, &str)) -> Response {
    let main = html! {
        div.empty {
            h1 { (title) }
            p { (text) }
            @if !told.reasons.is_empty() { (refusal_list(web, &few_of_each(&told.reasons))) }
            @if told.status.is_server_error() {
                p.quiet.small { (web.t_with("problem-request", &[("request", &web.request_id)])) }
            }
            p.buttons { a.button href="/" { (web.t("problem-home")) } }
        }
    };
    if web.ctx.actor.appointment.is_some() {
        web.page(Page { title, main, ..Page::default() }).into_response()
    } else {
        web.public_page(PublicPage { title, main, ..PublicPage::default() }).into_response()
    }
}
