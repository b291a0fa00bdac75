//! The product's pages in this process, without a socket.

use crate::prepared::{Bench, LOGIN, PASSWORD};
use anyhow::{Context, ensure};
use axum::body::Body;
use axum::http::{Request, header};
use platform::Db;
use platform::web::{App, AppOptions, Secret, router};
use tower::Service;

/// Pages of all slices on one database, as one browser sees them.
pub struct Site<'b> {
    bench: &'b Bench,
    router: axum::Router,
    cookie: String,
}

impl Site<'_> {
    /// A browser in which nobody has signed in.
    pub fn public(bench: &Bench, db: Db) -> Site<'_> {
        let slices = [
            platform::web::routes(),
            platform::accounts::routes(),
            platform::drafts::routes(),
            registers::routes(),
            programme::routes(),
            reports::routes(),
        ];
        let app = App::new(AppOptions::new(db, Secret::of_words("bench")));
        Site { bench, router: router(slices.concat(), app), cookie: String::new() }
    }

    /// A browser in which the officer has signed in.
    pub fn officer(bench: &Bench, db: Db) -> anyhow::Result<Site<'_>> {
        let mut site = Site::public(bench, db);
        let form = format!("login={LOGIN}&password={}", PASSWORD.replace(' ', "+"));
        let request = Request::post("/sign-in")
            .header("sec-fetch-site", "same-origin")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(form))?;
        let answer = site.send(request)?;
        let cookie = answer.headers().get(header::SET_COOKIE).context("signing in gives a cookie")?;
        site.cookie = cookie.to_str()?.split(';').next().unwrap_or_default().to_owned();
        Ok(site)
    }

    /// The page of an address, packed as browsers ask for it or not; how many bytes it has.
    pub fn page(&self, path: &str, packed: bool) -> anyhow::Result<usize> {
        let encoding = if packed { "br" } else { "identity" };
        let mut request = Request::get(path).header(header::ACCEPT_ENCODING, encoding);
        if !self.cookie.is_empty() {
            request = request.header(header::COOKIE, &self.cookie);
        }
        let answer = self.send(request.body(Body::empty())?)?;
        ensure!(answer.status().is_success(), "{path} answers {}", answer.status());
        Ok(self.bench.runtime.block_on(axum::body::to_bytes(answer.into_body(), usize::MAX))?.len())
    }

    fn send(&self, request: Request<Body>) -> anyhow::Result<axum::response::Response> {
        match self.bench.runtime.block_on(self.router.clone().call(request)) {
            Ok(answer) => Ok(answer),
            Err(never) => match never {},
        }
    }
}
