//! The product's pages in this process, without a socket.

use crate::prepared::{Bench, LOGIN, PASSWORD};
use anyhow::{Context, ensure};
use axum::body::Body;
use axum::http::{Request, header};
use platform::Db;
use platform::web::{App, AppOptions, Limits, Rate, Secret, router};
use std::num::NonZeroU32;
use tower::Service;

/// Pages of all slices on one database, as one browser sees them.
pub struct Site<'b> {
    bench: &'b Bench,
    router: axum::Router,
    cookie: String,
    proof: String,
}

/// No account asks as often as a benchmark does.
const UNLIMITED: Rate = Rate { per_minute: NonZeroU32::MAX, burst: NonZeroU32::MAX };

impl Site<'_> {
    /// A browser in which nobody has signed in.
    pub fn public(bench: &Bench, db: Db) -> Site<'_> {
        let slices = [
            platform::web::routes(),
            platform::accounts::routes(),
            platform::drafts::routes(),
            registers::routes(),
            agency::routes(),
            programme::routes(),
            reports::routes(),
        ];
        let limits = Limits { account: UNLIMITED, address: UNLIMITED, ..Limits::default() };
        let app = App::new(AppOptions { limits, ..AppOptions::new(db, Secret::of_words("bench")) });
        let router = router(slices.concat(), app);
        Site { bench, router, cookie: String::new(), proof: String::new() }
    }

    /// A browser in which the officer has signed in.
    pub fn officer(bench: &Bench, db: Db) -> anyhow::Result<Site<'_>> {
        Site::signed_in(bench, db, LOGIN)
    }

    /// A browser in which the person of this login has signed in.
    pub fn signed_in<'b>(bench: &'b Bench, db: Db, login: &str) -> anyhow::Result<Site<'b>> {
        let mut site = Site::public(bench, db);
        let form = format!("login={login}&password={}", PASSWORD.replace(' ', "+"));
        let request = Request::post("/sign-in")
            .header("sec-fetch-site", "same-origin")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(form))?;
        let answer = site.send(request)?;
        let cookie = answer.headers().get(header::SET_COOKIE).context("signing in gives a cookie")?;
        site.cookie = cookie.to_str()?.split(';').next().unwrap_or_default().to_owned();
        Ok(site)
    }

    /// Learns from a page with a form what proves that a form came from one of these pages.
    pub fn learn_proof(&mut self, path: &str) -> anyhow::Result<()> {
        let page = String::from_utf8(self.body(path, false)?)?;
        let proof = page.split("name=\"csrf\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
        proof.context("a form carries its proof")?.clone_into(&mut self.proof);
        Ok(())
    }

    /// Sends a form, which must lead somewhere; gives the address it leads to.
    pub fn send_form(&self, path: &str, form: &str) -> anyhow::Result<String> {
        let request = Request::post(path)
            .header("sec-fetch-site", "same-origin")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(header::COOKIE, &self.cookie)
            .body(Body::from(format!("csrf={}&{form}", self.proof)))?;
        let answer = self.send(request)?;
        ensure!(answer.status().is_redirection(), "{path} answers {}", answer.status());
        let to = answer.headers().get(header::LOCATION).context("it leads somewhere")?;
        Ok(to.to_str()?.to_owned())
    }

    /// The page of an address, packed as browsers ask for it or not; how many bytes it has.
    pub fn page(&self, path: &str, packed: bool) -> anyhow::Result<usize> {
        Ok(self.body(path, packed)?.len())
    }

    fn body(&self, path: &str, packed: bool) -> anyhow::Result<Vec<u8>> {
        let encoding = if packed { "br" } else { "identity" };
        let mut request = Request::get(path).header(header::ACCEPT_ENCODING, encoding);
        if !self.cookie.is_empty() {
            request = request.header(header::COOKIE, &self.cookie);
        }
        let answer = self.send(request.body(Body::empty())?)?;
        ensure!(answer.status().is_success(), "{path} answers {}", answer.status());
        Ok(self.bench.runtime.block_on(axum::body::to_bytes(answer.into_body(), usize::MAX))?.into())
    }

    fn send(&self, request: Request<Body>) -> anyhow::Result<axum::response::Response> {
        match self.bench.runtime.block_on(self.router.clone().call(request)) {
            Ok(answer) => Ok(answer),
            Err(never) => match never {},
        }
    }
}
