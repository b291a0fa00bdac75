//! Listens and answers: HTTP/1.1 with time limits, so that whoever sends a letter a minute holds no place.

use axum::Router;
use axum::extract::ConnectInfo;
use axum::http::Request;
use hyper_util::rt::{TokioIo, TokioTimer};
use std::net::SocketAddr;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tower::ServiceExt;

/// How long the first line and the headers of a request may take, and how long a line may rest between two.
pub const HEADERS_WITHIN: Duration = Duration::from_secs(30);
/// How long answers under way may still take once the operator has asked to stop.
pub const LAST_ANSWERS_WITHIN: Duration = Duration::from_secs(30);
/// How long to wait when the system gives out no more lines: some will have ended by then.
const NO_MORE_LINES: Duration = Duration::from_millis(200);

/// Serves until `stop` resolves; answers under way are then finished.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    headers_within: Duration,
    stop: impl Future<Output = ()>,
) {
    let (stopping, stops) = watch::channel(());
    let mut stop = std::pin::pin!(stop);
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = &mut stop => break,
        };
        match accepted {
            Ok((line, peer)) => {
                tokio::spawn(converse((line, peer), router.clone(), headers_within, stops.clone()));
            }
            // The caller hung up, or there are too many lines: neither is a reason to stop serving.
            Err(error) => {
                tracing::warn!(%error, "a line was not taken");
                tokio::time::sleep(NO_MORE_LINES).await;
            }
        }
    }
    drop(listener);
    drop(stops);
    stopping.send_replace(());
    if tokio::time::timeout(LAST_ANSWERS_WITHIN, stopping.closed()).await.is_err() {
        tracing::warn!("some answers were not finished");
    }
}

/// Answers the requests of one line, one after the other.
async fn converse(
    (line, peer): (TcpStream, SocketAddr),
    router: Router,
    headers_within: Duration,
    mut stops: watch::Receiver<()>,
) {
    // Answers are small: waiting to fill a packet only delays them.
    let _ = line.set_nodelay(true);
    let service = hyper::service::service_fn(move |mut request: Request<hyper::body::Incoming>| {
        request.extensions_mut().insert(ConnectInfo(peer));
        router.clone().oneshot(request.map(axum::body::Body::new))
    });
    let mut protocol = hyper::server::conn::http1::Builder::new();
    protocol.timer(TokioTimer::new()).header_read_timeout(headers_within);
    let mut conversation = std::pin::pin!(protocol.serve_connection(TokioIo::new(line), service));
    let ended = tokio::select! {
        ended = conversation.as_mut() => ended,
        _ = stops.changed() => {
            conversation.as_mut().graceful_shutdown();
            conversation.await
        }
    };
    if let Err(error) = ended {
        tracing::debug!(%error, %peer, "a line ended early");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Read, Write};
    use std::net::TcpStream as Line;

    /// Long enough for any machine: a test that comes to it has failed.
    const FOR_EVER: Duration = Duration::from_secs(60);

    fn call(address: SocketAddr, sent: &str) -> Line {
        let mut line = Line::connect(address).unwrap();
        line.set_read_timeout(Some(FOR_EVER)).unwrap();
        line.write_all(sent.as_bytes()).unwrap();
        line
    }

    fn rest(mut line: Line) -> String {
        let mut answer = String::new();
        line.read_to_string(&mut answer).expect("the line is closed by the server");
        answer
    }

    async fn begin(headers_within: Duration) -> (SocketAddr, watch::Sender<()>, tokio::task::JoinHandle<()>) {
        let hello = axum::routing::get(async |ConnectInfo(peer): ConnectInfo<SocketAddr>| {
            format!("hello {}", peer.ip())
        });
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, mut stopped) = watch::channel(());
        let router = Router::new().route("/", hello);
        let serving = tokio::spawn(serve(listener, router, headers_within, async move {
            let _ = stopped.changed().await;
        }));
        (address, stop, serving)
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn headers_that_never_end_and_a_line_that_says_nothing_are_closed() {
        let (address, _stop, _serving) = begin(Duration::from_millis(300)).await;
        let told = tokio::task::spawn_blocking(move || {
            let slow = call(address, "GET / HTTP/1.1\r\nhost: x\r\nx-letter: a");
            let silent = call(address, "");
            let whole = call(address, "GET / HTTP/1.1\r\nhost: x\r\n\r\n");
            [rest(slow), rest(silent), rest(whole)]
        });
        let [slow, silent, whole] = told.await.unwrap();
        assert!(!slow.contains("hello") && silent.is_empty(), "{slow} {silent}");
        assert!(whole.starts_with("HTTP/1.1 200") && whole.ends_with("hello 127.0.0.1"), "{whole}");
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn the_server_ends_when_asked_to_and_closes_lines_at_rest() {
        let (address, stop, serving) = begin(FOR_EVER * 2).await;
        let told = tokio::task::spawn_blocking(move || {
            let mut line = call(address, "GET / HTTP/1.1\r\nhost: x\r\n\r\n");
            line.read_exact(&mut [0; 12]).unwrap();
            stop.send_replace(());
            rest(line)
        });
        assert!(told.await.unwrap().ends_with("hello 127.0.0.1"));
        serving.await.unwrap();
    }
}
