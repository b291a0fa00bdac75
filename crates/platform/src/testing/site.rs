//! The whole web without a socket: people, browsers, pages.
//!
//! ```no_run
//! # async fn story(db: platform::Db) {
//! use platform::Role;
//! use platform::testing::site::Site;
//!
//! let site = Site::new(db, platform::accounts::routes());
//! site.person("officer", Role::NationalOfficer, (1, "Tổng cục")).await;
//! let officer = site.browser("officer").await;
//! let page = officer.get("/certificates").await;
//! assert_eq!(page.status, 200, "{}", page.text);
//! let sent = officer.post("/certificates/new", &[("number", "HT-1/2012")]).await;
//! assert_eq!(sent.told(), "303 /certificates/7");
//! # }
//! ```

use crate::accounts::actions::{self, NewPerson};
use crate::accounts::password;
use crate::ctx::{Actor, Ctx};
use crate::db::Db;
use crate::error::{Error, Result};
use crate::permissions::Role;
use crate::web::{App, AppOptions, NamedAgency, Press, Route, Secret, router, session_cookie_name};
use axum::body::Body;
use axum::http::{HeaderMap, Request, header};
use sha2::{Digest, Sha256};
use std::sync::{Arc, Mutex};
use tower::Service;

/// The password of everybody in tests.
pub const PASSWORD: &str = "mật khẩu của bài kiểm tra";

/// A press that hands spreadsheets and papers out as their JSON, so that stories can look into them.
#[derive(Debug, Clone, Copy)]
pub struct JsonPress;

impl Press for JsonPress {
    fn pdf(&self, paper: &papers::Paper) -> Result<Vec<u8>> {
        serde_json::to_vec(paper).map_err(Error::failed)
    }
    fn docx(&self, paper: &papers::Paper) -> Result<Vec<u8>> {
        serde_json::to_vec(paper).map_err(Error::failed)
    }
    fn xlsx(&self, workbook: &papers::Workbook) -> Result<Vec<u8>> {
        serde_json::to_vec(workbook).map_err(Error::failed)
    }
}

/// A product with routes, people and browsers.
pub struct Site {
    /// What all requests share.
    pub app: App,
    router: axum::Router,
}

impl Site {
    /// A site with these routes and those of accounts, drafts and the floor; not the demo.
    pub fn new(db: Db, routes: Vec<Route>) -> Site {
        let options =
            AppOptions { press: Arc::new(JsonPress), ..AppOptions::new(db, Secret::of_words("a test")) };
        Site::with(options, routes)
    }

    /// A site made of these options.
    pub fn with(options: AppOptions, routes: Vec<Route>) -> Site {
        let app = App::new(options);
        let mut all = routes;
        for route in [crate::accounts::routes(), crate::drafts::routes(), crate::web::routes()].concat() {
            if !all.iter().any(|other| (other.method, other.path) == (route.method, route.path)) {
                all.push(route);
            }
        }
        Site { router: router(all, app.clone()), app }
    }

    /// Opens an account with an appointment; returns its id.
    ///
    /// # Panics
    /// When the rules refuse.
    pub async fn person(&self, login: &str, role: Role, (agency_id, agency_name): (i64, &str)) -> i64 {
        let person = NewPerson {
            login: login.to_owned(),
            name: format!("Người {login}"),
            password_hash: password::hash_lightly(PASSWORD).expect("there is randomness"),
            must_change: false,
            agency: NamedAgency { id: agency_id, name: agency_name.to_owned() },
            role,
            from_on: self.app.db.clock().today(),
        };
        let ctx = Ctx::new(self.app.db.clone(), Actor::system());
        actions::open(&ctx, person).await.expect("the person may have an account")
    }

    /// A browser in which nobody has signed in.
    pub fn visitor(&self) -> Browser<'_> {
        Browser { site: self, token: Mutex::default() }
    }

    /// A browser in which this person has signed in; administrators still owe their second factor.
    ///
    /// # Panics
    /// When signing in fails.
    pub async fn browser(&self, login: &str) -> Browser<'_> {
        let browser = self.visitor();
        let page = browser.post("/sign-in", &[("login", login), ("password", PASSWORD)]).await;
        assert_eq!(page.status, 303, "{login} signs in: {}", page.text);
        browser
    }
}

/// A browser: it keeps its session and sends forms as pages do.
pub struct Browser<'s> {
    site: &'s Site,
    token: Mutex<Option<String>>,
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The body as text; empty for what is not text.
    pub text: String,
    /// The body.
    pub bytes: Vec<u8>,
}

impl Answer {
    /// Where a redirect leads; empty without one.
    pub fn location(&self) -> &str {
        self.headers.get(header::LOCATION).and_then(|value| value.to_str().ok()).unwrap_or("")
    }

    /// Status and, for a redirect, where it leads.
    pub fn told(&self) -> String {
        format!("{} {}", self.status, self.location()).trim_end().to_owned()
    }
}

impl Browser<'_> {
    /// Asks for a page.
    pub async fn get(&self, path: &str) -> Answer {
        self.send(self.request("GET", path), Body::empty()).await
    }

    /// Asks for a page with headers.
    pub async fn get_with(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        let request = headers
            .iter()
            .fold(self.request("GET", path), |request, (name, value)| request.header(*name, *value));
        self.send(request, Body::empty()).await
    }

    /// Opens a form and sends it with the revision that it carries.
    pub async fn post_seen(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let page = self.get(path).await;
        let carried = page.text.split("name=\"revision\" value=\"").nth(1);
        let revision = carried.and_then(|rest| rest.split('"').next()).unwrap_or_default();
        self.post(path, &[fields, &[("revision", revision)]].concat()).await
    }

    /// Sends a form with the proof of this session.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let token = self.form_token();
        let mut all = vec![("csrf", token.as_str())];
        all.extend_from_slice(fields);
        self.post_bare(path, &all, &[("sec-fetch-site", "same-origin")]).await
    }

    /// Sends a form as it is, with these headers.
    pub async fn post_bare(&self, path: &str, fields: &[(&str, &str)], headers: &[(&str, &str)]) -> Answer {
        let body = crate::web::link("", fields).trim_start_matches('?').to_owned();
        let request = self.request("POST", path).header("content-type", "application/x-www-form-urlencoded");
        let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
        self.send(request, Body::from(body)).await
    }

    /// Sends a form with one file.
    pub async fn upload(
        &self,
        path: &str,
        fields: &[(&str, &str)],
        (name, file_name, bytes): (&str, &str, &[u8]),
    ) -> Answer {
        let mut body = Vec::new();
        let token = self.form_token();
        for (field, value) in fields.iter().copied().chain([("csrf", token.as_str())]) {
            let part =
                format!("--edge\r\ncontent-disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n");
            body.extend_from_slice(part.as_bytes());
        }
        let part = format!(
            "--edge\r\ncontent-disposition: form-data; name=\"{name}\"; filename=\"{file_name}\"\r\n\r\n"
        );
        body.extend_from_slice(part.as_bytes());
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n--edge--\r\n");
        let request = self.request("POST", path).header("content-type", "multipart/form-data; boundary=edge");
        self.send(request, Body::from(body)).await
    }

    /// The session's cookie, if somebody has signed in.
    pub fn cookie(&self) -> Option<String> {
        self.token.lock().unwrap_or_else(|poisoned| poisoned.into_inner()).clone()
    }

    fn form_token(&self) -> String {
        let Some(token) = self.cookie() else {
            return String::new();
        };
        self.site.app.secret.form_token(&Sha256::digest(token.as_bytes())).unwrap_or_default()
    }

    fn request(&self, method: &str, path: &str) -> axum::http::request::Builder {
        let request = Request::builder().method(method).uri(path);
        match self.cookie() {
            Some(token) => {
                request.header("cookie", format!("{}={token}", session_cookie_name(&self.site.app)))
            }
            None => request,
        }
    }

    async fn send(&self, request: axum::http::request::Builder, body: Body) -> Answer {
        let request = request.body(body).expect("a test makes well-formed requests");
        let response = match self.site.router.clone().call(request).await {
            Ok(response) => response,
            Err(never) => match never {},
        };
        let (parts, body) = response.into_parts();
        let bytes = axum::body::to_bytes(body, usize::MAX).await.expect("the answer can be read").to_vec();
        self.keep_cookies(&parts.headers);
        let text = String::from_utf8(bytes.clone()).unwrap_or_default();
        Answer { status: parts.status.as_u16(), headers: parts.headers, text, bytes }
    }

    fn keep_cookies(&self, headers: &HeaderMap) {
        let name = session_cookie_name(&self.site.app);
        for line in headers.get_all(header::SET_COOKIE).iter().filter_map(|line| line.to_str().ok()) {
            let pair = line.split(';').next().unwrap_or("");
            if let Some(value) = pair.strip_prefix(name).and_then(|rest| rest.strip_prefix('=')) {
                let kept = Some(value.to_owned()).filter(|value| !value.is_empty());
                *self.token.lock().unwrap_or_else(|poisoned| poisoned.into_inner()) = kept;
            }
        }
    }
}

/// Every part must stand in the page.
///
/// # Panics
/// When one does not.
pub fn shows(page: &Answer, parts: &[&str]) {
    for part in parts {
        assert!(page.text.contains(part), "{part} in {} {}", page.told(), page.text);
    }
}

/// No part may stand in the page.
///
/// # Panics
/// When one does.
pub fn hides(page: &Answer, parts: &[&str]) {
    for part in parts {
        assert!(!page.text.contains(part), "{part} in {} {}", page.told(), page.text);
    }
}

/// The record that an act has led to, without what was told of it.
///
/// # Panics
/// When it has led nowhere.
pub fn led_to(page: &Answer) -> String {
    assert_eq!(page.status, 303, "{}", page.text);
    page.location().split('?').next().unwrap_or_default().to_owned()
}
