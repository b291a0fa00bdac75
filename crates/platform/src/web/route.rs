//! The route table: every route in one line, its permission beside it, checked before its handler runs.

use super::admission;
use super::app::App;
use super::assets;
use super::errors::{self, Problem};
use super::fields::Fields;
use super::headers::with_security_headers;
use super::request::Web;
use crate::error::{Error, Result};
use crate::permissions::Action;
use axum::extract::rejection::RawPathParamsRejection;
use axum::extract::{DefaultBodyLimit, RawPathParams, Request, State};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodFilter, MethodRouter, get as plain_get, on};
use std::collections::BTreeMap;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;
use tower_http::CompressionLevel;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, NotForContentType, Predicate};

/// Who may ask for a route.
#[derive(Debug, Clone, Copy)]
pub enum Permission {
    /// Everybody.
    Public,
    /// Whoever has signed in and acts under an appointment.
    SignedIn,
    /// Whose role may do this action to something; the action itself checks to what.
    Needs(&'static Action),
}

/// Everybody may.
pub const PUBLIC: Permission = Permission::Public;
/// Whoever has signed in may.
pub const SIGNED_IN: Permission = Permission::SignedIn;

/// Whose role may do `action`.
pub const fn needs(action: &'static Action) -> Permission {
    Permission::Needs(action)
}

impl Permission {
    fn words(self) -> String {
        match self {
            Permission::Public => "public".to_owned(),
            Permission::SignedIn => "signed in".to_owned(),
            Permission::Needs(action) => action.name.to_owned(),
        }
    }
}

/// The two methods of pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Method {
    /// Reads; never writes.
    Get,
    /// Does something once.
    Post,
}

impl Method {
    /// The method's name in HTTP.
    pub fn name(self) -> &'static str {
        match self {
            Method::Get => "GET",
            Method::Post => "POST",
        }
    }
}

type Answering = Pin<Box<dyn Future<Output = Result<Response>> + Send>>;
type Handler = Arc<dyn Fn(Web, Fields) -> Answering + Send + Sync>;

/// One line of the route table.
#[derive(Clone)]
pub struct Route {
    /// The method.
    pub method: Method,
    /// The path, with `{name}` for one segment and `{*name}` for the rest.
    pub path: &'static str,
    /// Who may ask.
    pub permission: Permission,
    /// Bytes a request may bring.
    pub body_limit: usize,
    /// How long the answer may take.
    pub timeout: Duration,
    /// Whether a signed-in browser must prove that the form is its own.
    pub(super) asks_for_proof: bool,
    handler: Handler,
}

/// A page: `get("/certificates", SIGNED_IN, pages::list)` with `async fn list(web: Web) -> Result<impl IntoResponse>`.
pub fn get<F, Fut, R>(path: &'static str, permission: Permission, handler: F) -> Route
where
    F: Fn(Web) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = Result<R>> + Send + 'static,
    R: IntoResponse,
{
    Route::new(Method::Get, path, permission, Arc::new(move |web, _| answering(handler(web))))
}

/// An act: `post("/certificates/new", needs(&GRANT), pages::grant)` with `async fn grant(web: Web, fields: Fields)`.
pub fn post<F, Fut, R>(path: &'static str, permission: Permission, handler: F) -> Route
where
    F: Fn(Web, Fields) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = Result<R>> + Send + 'static,
    R: IntoResponse,
{
    Route::new(Method::Post, path, permission, Arc::new(move |web, fields| answering(handler(web, fields))))
}

fn answering<R: IntoResponse>(handling: impl Future<Output = Result<R>> + Send + 'static) -> Answering {
    Box::pin(async move { handling.await.map(IntoResponse::into_response) })
}

impl Route {
    fn new(method: Method, path: &'static str, permission: Permission, handler: Handler) -> Route {
        Route {
            method,
            path,
            permission,
            body_limit: 1 << 20,
            timeout: Duration::from_secs(30),
            asks_for_proof: true,
            handler,
        }
    }

    /// Lets requests bring up to `bytes` (1 MiB unless told): imports and papers.
    #[must_use]
    pub fn body_limit(mut self, bytes: usize) -> Route {
        self.body_limit = bytes;
        self
    }

    /// Lets the answer take so long (30 s unless told): imports and large papers.
    #[must_use]
    pub fn timeout(mut self, seconds: u64) -> Route {
        self.timeout = Duration::from_secs(seconds);
        self
    }

    /// Takes the form without the session's proof: signing in, from a page drawn before another tab signed in.
    /// It must still come from a page of ours.
    #[must_use]
    pub(crate) fn without_proof(mut self) -> Route {
        self.asks_for_proof = false;
        self
    }

    /// Runs the handler.
    pub(super) fn handle(&self, web: Web, fields: Fields) -> Answering {
        (self.handler)(web, fields)
    }

    fn into_method_router(self) -> MethodRouter<App> {
        let filter = match self.method {
            Method::Get => MethodFilter::GET,
            Method::Post => MethodFilter::POST,
        };
        let route = Arc::new(self);
        on(filter, move |State(app): State<App>, parameters: Parameters, request: Request| {
            let route = Arc::clone(&route);
            async move { admission::serve(&route, app, named(parameters), request).await }
        })
    }
}

type Parameters = std::result::Result<RawPathParams, RawPathParamsRejection>;

/// A path that is not UTF-8 has no parameters, so that its page is not found.
fn named(parameters: Parameters) -> Vec<(String, String)> {
    let Ok(parameters) = parameters else {
        return Vec::new();
    };
    parameters.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

/// The whole service: routes, assets, what is answered where there is no route.
///
/// Serve it with `into_make_service_with_connect_info::<SocketAddr>()`: limits before sign-in go by address.
pub fn router(routes: Vec<Route>, app: App) -> axum::Router {
    let https = app.is_https();
    let mut by_path: BTreeMap<&'static str, MethodRouter<App>> = BTreeMap::new();
    for route in routes {
        let path = route.path;
        let before = by_path.remove(path).unwrap_or_default();
        by_path.insert(path, before.merge(route.into_method_router()));
    }
    let mut router = axum::Router::new();
    for (path, methods) in by_path {
        router = router.route(path, methods);
    }
    let nowhere = Arc::new(get("-", PUBLIC, async |_: Web| Err::<Response, _>(Error::NotFound)));
    // The router adds to this answer which methods the path has (Allow).
    let wrong_method =
        Arc::new(get("-", PUBLIC, async |web: Web| Ok(errors::answer(&web, Problem::WrongMethod))));
    router
        .fallback(move |State(app): State<App>, request: Request| {
            let route = Arc::clone(&nowhere);
            async move { admission::serve(&route, app, Vec::new(), request).await }
        })
        .method_not_allowed_fallback(move |State(app): State<App>, request: Request| {
            let route = Arc::clone(&wrong_method);
            async move { admission::serve(&route, app, Vec::new(), request).await }
        })
        .layer(compression())
        // Compressed when they were built: not once more.
        .route("/assets/{name}", plain_get(assets::serve))
        .layer(DefaultBodyLimit::disable())
        .layer(axum::middleware::map_response(move |response: Response| async move {
            with_security_headers(response, https)
        }))
        .with_state(app)
}

fn compression() -> CompressionLayer<impl Predicate> {
    let packed_already = DefaultPredicate::new()
        .and(NotForContentType::const_new("application/pdf"))
        .and(NotForContentType::const_new("application/vnd"))
        .and(NotForContentType::const_new("application/zip"));
    CompressionLayer::new().quality(CompressionLevel::Precise(4)).compress_when(packed_already)
}

/// The route table in words, for the golden file: method, path and permission of every route.
pub fn describe(routes: &[Route]) -> String {
    let mut lines: Vec<String> = routes
        .iter()
        .map(|route| format!("{:<4} {:<44} {}", route.method.name(), route.path, route.permission.words()))
        .collect();
    lines.sort_by(|left, right| left[5..].cmp(&right[5..]).then(left.cmp(right)));
    lines.join("\n") + "\n"
}
