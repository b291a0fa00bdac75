//! `/healthz` and `/metrics`: open, for those who watch over the server.

use super::request::Web;
use super::route::{PUBLIC, Route, get};
use crate::error::Result;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

mod store {
    use crate::sql;

    sql!(one() -> One { one: i64 } = "select cast(1 as bigint) as one");
}

/// The routes of the floor itself.
pub fn routes() -> Vec<Route> {
    vec![get("/healthz", PUBLIC, healthz), get("/metrics", PUBLIC, metrics)]
}

/// Whether the database answers, and how far the demo is filled. 503 only when the database does not answer:
/// a server that fills its demo is healthy.
async fn healthz(web: Web) -> Result<Response> {
    let database = web.app.db.read(|tx| Ok(store::one(tx)?)).await.is_ok();
    let (done, total, step) = web.app.readiness.progress();
    let ready = database && web.app.readiness.is_ready();
    let status = match (database, ready) {
        (false, _) => "unavailable",
        (true, false) => "filling",
        (true, true) => "ok",
    };
    let body = serde_json::json!({
        "status": status,
        "ready": ready,
        "database": database,
        "filling": { "done": done, "total": total, "step": step },
        "version": env!("CARGO_PKG_VERSION"),
    });
    let code = if database { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    Ok((code, [(header::CONTENT_TYPE, "application/json")], body.to_string()).into_response())
}

async fn metrics(web: Web) -> Result<Response> {
    let text = web.app.metrics.text(web.app.sessions.count(), &web.app.db.waiting());
    let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    Ok(([(header::CONTENT_TYPE, kind)], text).into_response())
}
