//! Reads a form's body: urlencoded, multipart or JSON.

use super::errors::Problem;
use super::fields::{Fields, Upload};
use super::request::header;
use axum::body::{Body, Bytes, HttpBody};
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::request::Parts;
use std::pin::Pin;

/// How much of a body that is too large is still taken off the line, so that the browser reads our answer
/// instead of reporting a broken connection.
const DRAINED: usize = 1 << 30;

/// The fields of a body of at most `limit` bytes.
pub(super) async fn read(parts: Parts, body: Body, limit: usize) -> Result<Fields, Problem> {
    let kind = header(&parts.headers, "content-type").to_ascii_lowercase();
    let bytes = whole(body, limit).await?;
    if kind.starts_with("multipart/form-data") {
        return multipart(Request::from_parts(parts, Body::from(bytes))).await;
    }
    if kind.starts_with("application/json") {
        return json(&bytes);
    }
    urlencoded(Request::from_parts(parts, Body::from(bytes))).await
}

/// The whole body, or that it is too large.
async fn whole(mut body: Body, limit: usize) -> Result<Bytes, Problem> {
    let mut kept: Vec<u8> = Vec::new();
    let mut seen = 0usize;
    while let Some(frame) = std::future::poll_fn(|cx| Pin::new(&mut body).poll_frame(cx)).await {
        let frame = frame.map_err(|_| Problem::Malformed)?;
        let Ok(piece) = frame.into_data() else { continue };
        seen += piece.len();
        if seen > DRAINED {
            break;
        }
        if seen <= limit {
            kept.extend_from_slice(&piece);
        } else {
            kept = Vec::new();
        }
    }
    if seen > limit { Err(Problem::TooLarge { limit }) } else { Ok(kept.into()) }
}

async fn urlencoded(mut request: Request) -> Result<Fields, Problem> {
    // Scripts that leave the type out mean the usual one.
    let usual = axum::http::HeaderValue::from_static("application/x-www-form-urlencoded");
    request.headers_mut().insert(axum::http::header::CONTENT_TYPE, usual);
    let pairs = axum::Form::<Vec<(String, String)>>::from_request(request, &()).await;
    pairs.map(|pairs| Fields::of(pairs.0)).map_err(|_| Problem::Malformed)
}

async fn multipart(request: Request) -> Result<Fields, Problem> {
    let mut parts = Multipart::from_request(request, &()).await.map_err(|_| Problem::Malformed)?;
    let (mut texts, mut files) = (Vec::new(), Vec::new());
    while let Some(part) = parts.next_field().await.map_err(|_| Problem::Malformed)? {
        let name = part.name().unwrap_or("").to_owned();
        let file_name = part.file_name().map(str::to_owned);
        let bytes = part.bytes().await.map_err(|_| Problem::Malformed)?;
        match file_name {
            Some(file_name) => {
                let file_name = file_name.rsplit(['/', '\\']).next().unwrap_or("").to_owned();
                files.push((name, Upload { file_name, bytes: bytes.to_vec() }));
            }
            None => texts.push((name, String::from_utf8(bytes.to_vec()).map_err(|_| Problem::Malformed)?)),
        }
    }
    let mut fields = Fields::of(texts);
    for (name, upload) in files {
        fields.add_file(&name, upload);
    }
    Ok(fields)
}

/// An object of texts, numbers and lists of them, as scripts send it.
fn json(bytes: &[u8]) -> Result<Fields, Problem> {
    use serde_json::Value;
    let object: serde_json::Map<String, Value> =
        serde_json::from_slice(bytes).map_err(|_| Problem::Malformed)?;
    let mut texts = Vec::new();
    for (name, value) in object {
        let values = match value {
            Value::Array(values) => values,
            other => vec![other],
        };
        for value in values {
            match value {
                Value::String(text) => texts.push((name.clone(), text)),
                Value::Number(number) => texts.push((name.clone(), number.to_string())),
                Value::Bool(true) => texts.push((name.clone(), "true".to_owned())),
                Value::Bool(false) | Value::Null => {}
                Value::Array(_) | Value::Object(_) => return Err(Problem::Malformed),
            }
        }
    }
    Ok(Fields::of(texts))
}
