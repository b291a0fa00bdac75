//! Reads a form's body: urlencoded, multipart or JSON.

use super::errors::Problem;
use super::fields::{Fields, Upload};
use super::request::header;
use axum::body::{Body, Bytes, HttpBody};
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::HeaderMap;
use axum::http::header::CONTENT_TYPE;
use axum::http::request::Parts;
use std::pin::Pin;
use std::time::Duration;

/// How much more than allowed is still taken off the line, so that a browser reads our answer instead of
/// reporting a broken connection. Who sends more than that is hung up on.
const DRAINED: usize = 16 << 20;

/// The fields of a body of at most `limit` bytes.
pub(super) async fn read(parts: Parts, body: Body, limit: usize) -> Result<Fields, Problem> {
    let kind = header(&parts.headers, "content-type").to_ascii_lowercase();
    let bytes = whole(body, limit).await?;
    if kind.starts_with("multipart/form-data") {
        return multipart(parts, bytes).await;
    }
    if kind.starts_with("application/json") {
        return json(&bytes);
    }
    urlencoded(Request::from_parts(parts, Body::from(bytes))).await
}

/// How much of a body that nobody reads is taken off the line, and in which time.
const UNREAD: (usize, Duration) = (1 << 20, Duration::from_secs(2));

/// Takes a body off the line that no handler has read; tells whether that was all of it.
pub(super) async fn drained(body: Body) -> bool {
    if body.is_end_stream() {
        return true;
    }
    if body.size_hint().lower() > UNREAD.0 as u64 {
        return false;
    }
    tokio::time::timeout(UNREAD.1, taken(body)).await.unwrap_or(false)
}

async fn taken(mut body: Body) -> bool {
    let mut left = UNREAD.0;
    while let Some(frame) = std::future::poll_fn(|cx| Pin::new(&mut body).poll_frame(cx)).await {
        let Ok(frame) = frame else { return false };
        let size = frame.into_data().map_or(0, |piece| piece.len());
        let Some(rest) = left.checked_sub(size) else { return false };
        left = rest;
    }
    true
}

/// The whole body, or that it is too large.
async fn whole(mut body: Body, limit: usize) -> Result<Bytes, Problem> {
    let mut kept: Vec<u8> = Vec::new();
    let mut seen = 0usize;
    let most = limit.saturating_add(DRAINED);
    if body.size_hint().lower() > most as u64 {
        return Err(Problem::TooLarge { limit });
    }
    while let Some(frame) = std::future::poll_fn(|cx| Pin::new(&mut body).poll_frame(cx)).await {
        let frame = frame.map_err(|_| Problem::Malformed)?;
        let Ok(piece) = frame.into_data() else { continue };
        seen += piece.len();
        if seen > most {
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

/// Reads the parts; where their heads hold control characters, as names of files do that browsers pass on as they
/// are, they are read without.
async fn multipart(parts: Parts, bytes: Bytes) -> Result<Fields, Problem> {
    let again = Request::from_parts(parts.clone(), Body::empty());
    match parts_of(Request::from_parts(parts, Body::from(bytes.clone()))).await {
        Err(Problem::Malformed) => match without_controls(again.headers(), &bytes) {
            Some(bytes) => parts_of(again.map(|_| Body::from(bytes))).await,
            None => Err(Problem::Malformed),
        },
        read => read,
    }
}

/// The parts with `_` for every control character in their heads; none where there is none.
fn without_controls(headers: &HeaderMap, bytes: &[u8]) -> Option<Vec<u8>> {
    let kind = headers.get(CONTENT_TYPE)?.to_str().ok()?;
    let mark = kind.split_once("boundary=")?.1.split(';').next()?.trim().trim_matches('"');
    let mark = format!("--{mark}\r\n").into_bytes();
    let (mut mended, mut at, mut is_mended) = (bytes.to_vec(), 0, false);
    while let Some(found) = find(&bytes[at..], &mark) {
        let begin = at + found + mark.len();
        let end = find(&bytes[begin..], b"\r\n\r\n").map_or(bytes.len(), |length| begin + length);
        for letter in &mut mended[begin..end] {
            if letter.is_ascii_control() && !matches!(letter, b'\r' | b'\n' | b'\t') {
                (*letter, is_mended) = (b'_', true);
            }
        }
        at = end;
    }
    is_mended.then_some(mended)
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}

async fn parts_of(request: Request) -> Result<Fields, Problem> {
    let mut parts = Multipart::from_request(request, &()).await.map_err(|_| Problem::Malformed)?;
    let (mut texts, mut files) = (Vec::new(), Vec::new());
    while let Some(part) = parts.next_field().await.map_err(|_| Problem::Malformed)? {
        let name = part.name().unwrap_or("").to_owned();
        let file_name = part.file_name().map(str::to_owned);
        let bytes = part.bytes().await.map_err(|_| Problem::Malformed)?;
        match file_name {
            Some(file_name) => {
                // Browsers write a quotation mark and line ends in a name so; nothing else of a name is encoded.
                let file_name = file_name.replace("%22", "\"").replace("%0D%0A", " ");
                let file_name = file_name.replace("%0D", " ").replace("%0A", " ");
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

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::HttpBody;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::task::{Context, Poll};

    const PIECE: usize = 64 << 10;

    /// A body that tells how much of it was taken.
    struct Cargo {
        left: usize,
        taken: Arc<AtomicUsize>,
        told: Option<u64>,
    }

    impl HttpBody for Cargo {
        type Data = Bytes;
        type Error = std::convert::Infallible;

        fn poll_frame(
            mut self: Pin<&mut Self>,
            _: &mut Context<'_>,
        ) -> Poll<Option<Result<http_body::Frame<Bytes>, Self::Error>>> {
            let piece = self.left.min(PIECE);
            self.left -= piece;
            self.taken.fetch_add(piece, Ordering::SeqCst);
            Poll::Ready((piece > 0).then(|| Ok(http_body::Frame::data(vec![7; piece].into()))))
        }

        fn size_hint(&self) -> http_body::SizeHint {
            self.told.map_or_else(http_body::SizeHint::default, http_body::SizeHint::with_exact)
        }
    }

    /// What came of a body of so many bytes where one MiB is allowed, and how many were taken.
    async fn told(size: usize, told: Option<u64>) -> (&'static str, usize) {
        let taken = Arc::new(AtomicUsize::new(0));
        let body = Body::new(Cargo { left: size, taken: Arc::clone(&taken), told });
        let word = match whole(body, 1 << 20).await {
            Ok(bytes) => {
                assert_eq!(bytes.len(), size);
                "kept"
            }
            Err(Problem::TooLarge { .. }) => "too large",
            Err(_) => "broken",
        };
        (word, taken.load(Ordering::SeqCst))
    }

    /// The name and the bytes of a file sent under this name.
    async fn sent_as(file_name: &str) -> (String, Vec<u8>) {
        let head = format!("content-disposition: form-data; name=\"file\"; filename=\"{file_name}\"");
        let body = format!("--edge\r\n{head}\r\n\r\na\u{7}\r\n\r\nb\r\n--edge--\r\n");
        let kind = "multipart/form-data; boundary=edge";
        let request = Request::builder().header(CONTENT_TYPE, kind).body(()).unwrap();
        let fields = multipart(request.into_parts().0, body.into()).await.unwrap();
        let file = fields.file("file").unwrap().clone();
        (file.file_name, file.bytes)
    }

    #[tokio::test]
    async fn a_file_comes_in_whatever_stands_in_its_name() {
        for (sent, want) in [
            ("đơn.pdf", "đơn.pdf"),
            ("a\u{7}b\u{7F}.pdf", "a_b_.pdf"),
            ("hai%0D%0Adòng%0A.pdf", "hai dòng .pdf"),
            ("%22q%22 100%.pdf", "\"q\" 100%.pdf"),
            ("C:\\ảnh\\a.png", "a.png"),
        ] {
            let (name, bytes) = sent_as(sent).await;
            assert_eq!(name, want, "{sent:?}");
            assert_eq!(bytes, b"a\x07\r\n\r\nb", "what is in the file stays as it is");
        }
    }

    #[tokio::test]
    async fn a_body_that_nobody_reads_is_taken_off_the_line_up_to_a_limit() {
        let left = async |size: usize, told: Option<u64>| {
            let taken = Arc::new(AtomicUsize::new(0));
            let body = Body::new(Cargo { left: size, taken: Arc::clone(&taken), told });
            (drained(body).await, taken.load(Ordering::SeqCst))
        };
        assert_eq!(left(0, Some(0)).await, (true, 0));
        assert_eq!(left(1_000, None).await, (true, 1_000));
        assert_eq!(left(1 << 20, None).await, (true, 1 << 20));
        assert_eq!(left(1 << 30, Some(1 << 30)).await, (false, 0));
        let (all, taken) = left(1 << 30, None).await;
        assert!(!all && taken <= UNREAD.0 + PIECE, "{taken} bytes were taken");
    }

    #[tokio::test]
    async fn a_body_past_the_limit_is_drained_a_little_and_never_to_its_end() {
        assert_eq!(told(1 << 20, None).await, ("kept", 1 << 20));
        assert_eq!(told((1 << 20) + 1, None).await, ("too large", (1 << 20) + 1));
        let (word, taken) = told(1 << 30, None).await;
        assert_eq!(word, "too large");
        assert!(taken <= (1 << 20) + DRAINED + PIECE, "{taken} bytes were taken");
        assert_eq!(told(1 << 30, Some(1 << 30)).await, ("too large", 0), "told beforehand");
    }
}
