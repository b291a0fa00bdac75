//! A browser as small as can be: one request a connection, every byte counted.

use anyhow::{Context, ensure};
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

/// What came back.
#[derive(Debug)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// Head lines, without the first.
    pub head: String,
    /// The body as sent, maybe in chunks and packed.
    pub body: Vec<u8>,
}

impl Answer {
    /// All bytes that came over the line.
    pub fn bytes(&self) -> usize {
        self.head.len() + self.body.len()
    }

    /// The value of a header, empty without one.
    pub fn header(&self, name: &str) -> &str {
        let of_line =
            |line: &'_ str| line.split_once(':').filter(|(key, _)| key.eq_ignore_ascii_case(name)).is_some();
        let line = self.head.lines().find(|line| of_line(line));
        line.and_then(|line| line.split_once(':')).map_or("", |(_, value)| value.trim())
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// Somebody who asks one server.
#[derive(Debug, Clone)]
pub struct Browser {
    address: SocketAddr,
    cookie: String,
}

impl Browser {
    /// A browser that knows nothing yet.
    pub fn new(address: SocketAddr) -> Browser {
        Browser { address, cookie: String::new() }
    }

    /// Asks for an address; `encoding` is what the browser unpacks: `br`, or `identity`.
    pub fn get(&self, path: &str, encoding: &str) -> anyhow::Result<Answer> {
        self.send(&format!("GET {path} HTTP/1.1\r\naccept-encoding: {encoding}\r\n"), "")
    }

    /// Sends a form and keeps the cookie that comes back.
    pub fn sign_in(&mut self, form: &str) -> anyhow::Result<()> {
        let head = format!(
            "POST /sign-in HTTP/1.1\r\nsec-fetch-site: same-origin\r\n\
             content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n",
            form.len()
        );
        let answer = self.send(&head, form)?;
        self.cookie = answer.header("set-cookie").split(';').next().unwrap_or_default().to_owned();
        ensure!(answer.status == 303 && !self.cookie.is_empty(), "signing in answers {}", answer.status);
        Ok(())
    }

    fn send(&self, head: &str, body: &str) -> anyhow::Result<Answer> {
        let mut stream = TcpStream::connect(self.address)?;
        stream.set_read_timeout(Some(Duration::from_secs(120)))?;
        let cookie =
            if self.cookie.is_empty() { String::new() } else { format!("cookie: {}\r\n", self.cookie) };
        let request = format!("{head}host: {}\r\n{cookie}connection: close\r\n\r\n{body}", self.address);
        stream.write_all(request.as_bytes())?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer)?;
        read(answer)
    }
}

/// Splits an answer at the empty line behind its head.
fn read(answer: Vec<u8>) -> anyhow::Result<Answer> {
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n").context("an answer has a head")?;
    let head = String::from_utf8_lossy(&answer[..end + 4]).into_owned();
    let status =
        head.split(' ').nth(1).and_then(|word| word.parse().ok()).context("an answer has a status")?;
    Ok(Answer { status, head, body: answer[end + 4..].to_vec() })
}

/// Addresses of what a page needs beside itself: style sheets, scripts, fonts and pictures of ours.
pub fn needed(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for opening in ["href=\"/assets/", "src=\"/assets/", "url(./", "url(\"./", "url(/assets/"] {
        for part in text.split(opening).skip(1) {
            let name = part.split(['"', ')', '?', '#']).next().unwrap_or_default();
            let path = format!("/assets/{name}");
            if !found.contains(&path) {
                found.push(path);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_split_and_its_bytes_are_counted() {
        let bytes = b"HTTP/1.1 303 See Other\r\nSet-Cookie: a=b; Path=/\r\n\r\nbody".to_vec();
        let length = bytes.len();
        let answer = read(bytes).unwrap();
        assert_eq!(
            (answer.status, answer.header("set-cookie"), answer.text().as_str()),
            (303, "a=b; Path=/", "body")
        );
        assert_eq!(answer.bytes(), length);
    }

    #[test]
    fn what_a_page_needs_is_named_once() {
        let page = r#"<link href="/assets/app-1.css"><link href="/assets/a.woff2"><script src="/assets/app-2.js">
            <a href="/certificates">"#;
        assert_eq!(needed(page), ["/assets/app-1.css", "/assets/a.woff2", "/assets/app-2.js"]);
        assert_eq!(needed("src:url(./a.woff2) format"), ["/assets/a.woff2"]);
    }
}
