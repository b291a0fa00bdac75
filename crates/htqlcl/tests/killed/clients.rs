//! Clients that take dossiers from the counter to the citizen, and remember every answer they got.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;

/// The steps after receiving, with the login of who does each; tokens follow each other in this process.
const STEPS: [(u32, &str); 3] = [(2, "officer"), (3, "head"), (4, "clerk")];

/// What came back.
pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: String,
}

impl Answer {
    /// The value of a header, empty without one.
    pub fn header(&self, name: &str) -> &str {
        let pairs = self.head.lines().filter_map(|line| line.split_once(':'));
        pairs
            .filter(|(key, _)| key.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.trim())
            .next()
            .unwrap_or("")
    }
}

/// Sends a request on a connection of its own; nothing when the server was gone before its whole answer came.
pub fn send(address: SocketAddr, head: &str, body: &str) -> Option<Answer> {
    let request = format!("{head}host: {address}\r\nconnection: close\r\n\r\n{body}");
    let mut stream = TcpStream::connect(address).ok()?;
    stream.write_all(request.as_bytes()).ok()?;
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).ok()?;
    let text = String::from_utf8_lossy(&bytes);
    let (head, body) = text.split_once("\r\n\r\n")?;
    let status = head.split(' ').nth(1)?.parse().ok()?;
    Some(Answer { status, head: head.to_owned(), body: body.to_owned() })
}

/// A signed-in browser.
pub struct Browser {
    pub login: &'static str,
    cookie: String,
    proof: String,
}

impl Browser {
    /// Signs in; the session outlives the server.
    pub fn sign_in(address: SocketAddr, (login, password): (&'static str, &str)) -> Browser {
        let form = format!("login={login}&password={password}");
        let answer = send(address, &posting("/sign-in", "", form.len()), &form).unwrap();
        assert_eq!(answer.status, 303, "{login} signs in: {}", answer.body);
        let cookie = answer.header("set-cookie").split(';').next().unwrap_or_default().to_owned();
        let head = format!("GET /work HTTP/1.1\r\ncookie: {cookie}\r\naccept-encoding: identity\r\n");
        let page = send(address, &head, "").unwrap();
        let proof = page.body.split("name=\"csrf\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
        let proof = proof.unwrap_or_else(|| panic!("a page carries the proof of its forms: {}", page.body));
        Browser { login, proof: proof.to_owned(), cookie }
    }

    fn post(&self, address: SocketAddr, (path, form): (&str, &str)) -> Option<Answer> {
        let form = format!("csrf={}&{form}", self.proof);
        send(address, &posting(path, &self.cookie, form.len()), &form)
    }
}

fn posting(path: &str, cookie: &str, length: usize) -> String {
    format!(
        "POST {path} HTTP/1.1\r\nsec-fetch-site: same-origin\r\ncookie: {cookie}\r\n\
         content-type: application/x-www-form-urlencoded\r\ncontent-length: {length}\r\n"
    )
}

/// A form that is sent, and sent again when no answer came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sending {
    /// A dossier of the person with this number.
    Receive { id_number: String },
    /// The step of a token.
    Complete { id: i64, token: u32 },
}

/// What the server has acknowledged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Acknowledged {
    /// The dossier of the person with this number.
    Received { id: i64, id_number: String },
    /// The step of a token.
    Completed { id: i64, token: u32 },
}

/// Whether an answer came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Went {
    /// It did.
    Answered,
    /// The server is gone.
    Unanswered,
}

/// Somebody at work.
pub struct Client {
    number: usize,
    service_id: i64,
    browsers: Arc<Vec<Browser>>,
    received: usize,
    /// The dossier at hand, and which of its steps comes next.
    at_hand: Option<(i64, usize)>,
    unanswered: Option<Sending>,
    /// Every answer that came.
    pub acknowledged: Vec<Acknowledged>,
}

impl Client {
    /// Somebody who has done nothing yet.
    pub fn new(number: usize, service_id: i64, browsers: &Arc<Vec<Browser>>) -> Client {
        let browsers = Arc::clone(browsers);
        let (received, at_hand, unanswered) = (0, None, None);
        Client { number, service_id, browsers, received, at_hand, unanswered, acknowledged: Vec::new() }
    }

    /// Does the next step of the dossier at hand, or receives another one.
    pub fn work(&mut self, address: SocketAddr) -> Went {
        let sending = match self.at_hand.and_then(|(id, at)| STEPS.get(at).map(|(token, _)| (id, *token))) {
            Some((id, token)) => Sending::Complete { id, token },
            None => {
                self.received += 1;
                Sending::Receive { id_number: format!("0011{:02}{:06}", self.number, self.received) }
            }
        };
        let Some(answer) = self.send(address, &sending) else {
            self.unanswered = Some(sending);
            return Went::Unanswered;
        };
        assert_eq!(answer.status, 303, "{sending:?}: {}", answer.body);
        self.note(&sending, &answer);
        Went::Answered
    }

    /// Sends what had no answer once more, with the same key: it may have been done before, and is not done twice.
    pub fn send_again(&mut self, address: SocketAddr) {
        let Some(sending) = self.unanswered.take() else { return };
        let answer = self.send(address, &sending).expect("nobody kills the server now");
        match answer.status {
            303 => self.note(&sending, &answer),
            // The step was done before the server was killed, and says so.
            422 if matches!(sending, Sending::Complete { .. }) => self.next(&sending),
            status => panic!("{sending:?} sent again answers {status}: {}", answer.body),
        }
    }

    fn send(&self, address: SocketAddr, sending: &Sending) -> Option<Answer> {
        let by = |login: &str| self.browsers.iter().find(|browser| browser.login == login).unwrap();
        match sending {
            Sending::Receive { id_number } => {
                let path = format!("/counter/receive?service={}", self.service_id);
                let form = format!(
                    "form_key=receive-{id_number}&kind=citizen&name=Nguyen+An&id_number={id_number}&address=Thon+3\
                     &phone=0912345678&channel=counter&sets=1&all_papers=1&fee_vnd=0&wants=applicant"
                );
                by("clerk").post(address, (&path, &form))
            }
            Sending::Complete { id, token } => {
                let login = STEPS.iter().find(|(step, _)| step == token).map_or("", |(_, login)| *login);
                let path = format!("/dossiers/{id}/complete/{token}");
                let mut form = format!("form_key=complete-{id}-{token}&note=");
                if login == "clerk" {
                    form.push_str("&delivery=applicant");
                }
                by(login).post(address, (&path, &form))
            }
        }
    }

    fn note(&mut self, sending: &Sending, answer: &Answer) {
        let acknowledged = match sending {
            Sending::Complete { id, token } => Acknowledged::Completed { id: *id, token: *token },
            Sending::Receive { id_number } => {
                let id = answer.header("location").split(['/', '?']).find_map(|part| part.parse().ok());
                let id = id.unwrap_or_else(|| panic!("receiving leads to the dossier: {}", answer.head));
                Acknowledged::Received { id, id_number: id_number.clone() }
            }
        };
        if let Acknowledged::Received { id, .. } = acknowledged {
            self.at_hand = Some((id, 0));
        }
        self.acknowledged.push(acknowledged);
        self.next(sending);
    }

    fn next(&mut self, sending: &Sending) {
        if let (Sending::Complete { .. }, Some((_, at))) = (sending, &mut self.at_hand) {
            *at += 1;
        }
    }
}
