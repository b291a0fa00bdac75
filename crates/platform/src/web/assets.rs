//! The browser bundle: `/assets/{name}`, cached for ever because the name changes with the content.

use axum::extract::Path;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};

/// The address of an asset: `url("app.css")`.
pub fn url(name: &'static str) -> &'static str {
    ::assets::url(name)
}

/// The addresses of the interface fonts.
pub fn font_urls() -> impl Iterator<Item = &'static str> {
    ::assets::font_urls()
}

/// Answers with an asset, packed as the browser takes it.
pub(super) async fn serve(Path(name): Path<String>, headers: HeaderMap) -> Response {
    let Some(asset) = ::assets::find(&name) else {
        return (StatusCode::NOT_FOUND, "no such asset").into_response();
    };
    let accepts = |encoding: &str| {
        let accepted = super::request::header(&headers, "accept-encoding").split(',');
        accepted.map(|one| one.split(';').next().unwrap_or("").trim()).any(|one| one == encoding)
    };
    let packed = [("br", asset.brotli), ("gzip", asset.gzip)];
    let packed = packed.into_iter().find_map(|(name, bytes)| Some((name, bytes?)).filter(|_| accepts(name)));
    let fixed = [
        (header::CONTENT_TYPE, asset.content_type),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
        (header::VARY, "accept-encoding"),
    ];
    match packed {
        Some((encoding, bytes)) => (fixed, [(header::CONTENT_ENCODING, encoding)], bytes).into_response(),
        None => (fixed, asset.bytes).into_response(),
    }
}
