//! The web: route table, admission, page frame, components and forms that every slice's pages are made of.
//!
//! A request passes [`admission`](self): session, limits, same origin, the route's permission, the
//! form's proof. Only then its handler runs, with a [`Web`] (who asks, in which language, for what)
//! and, for a form, its [`Fields`]. A handler returns `Result<impl IntoResponse>`; every
//! [`Error`](crate::Error) becomes the right page or JSON by itself. Handlers do not touch headers,
//! cookies or status codes.
//!
//! # A slice's pages, complete
//!
//! ```
//! use maud::html;
//! use platform::web::*;
//! use platform::{Error, Result, Scope};
//!
//! # platform::action!(pub SUSPEND = "boats.suspend": NationalOfficer Nation);
//! # struct Boat { id: i64, name: String, number: String, revision: i64 }
//! # fn boats() -> Vec<Boat> { Vec::new() }
//! # mod actions { pub async fn suspend<T>(_: &platform::Ctx, _: i64, _: T) -> platform::Result<()> { Ok(()) } }
//! # struct Suspend { on: platform::Day, reason: String, revision: Option<i64> }
//! # const _: fn(Suspend) = |command| drop((command.on, command.reason, command.revision));
//! /// One line a route; the binary joins the lists of all slices and gives them to [`router`].
//! pub fn routes() -> Vec<Route> {
//!     vec![
//!         get("/boats", PUBLIC, list),
//!         get("/boats/{id}", SIGNED_IN, record),
//!         get("/boats/{id}/suspend", needs(&SUSPEND), suspend_form),
//!         post("/boats/{id}/suspend", needs(&SUSPEND), suspend),
//!     ]
//! }
//!
//! const COLUMNS: &[Column] =
//!     &[Column::new("boats-number").sorted("number"), Column::new("boats-name").sorted("name")];
//!
//! /// A list: filters from the address, one more row than shown tells whether there is a next page.
//! async fn list(web: Web) -> Result<maud::Markup> {
//!     let after = web.query.get("after").to_owned();
//!     let rows = web.ctx.read(move |_tx| { let _ = &after; Ok(boats()) }).await?;
//!     let (rows, more) = page_of(rows, 80);
//!     let next = more.then(|| web.link_with(&[("after", rows.last().map_or("", |boat| &boat.number))]));
//!     let shown = web.number(rows.len() as i64);
//!     let table = Register {
//!         caption: web.t("boats-title"),
//!         columns: COLUMNS,
//!         sort: web.query.some("sort").unwrap_or("number").to_owned(),
//!         rows: rows
//!             .iter()
//!             .map(|boat| vec![Cell::Code(boat.number.clone()), Cell::name(format!("/boats/{}", boat.id), &boat.name)])
//!             .collect(),
//!     };
//!     let main = html! {
//!         (head(&web.t("boats-title"), &html! { (web.t("boats-sentence")) }, &[]))
//!         (filters(&web, &[Filter::search("q", "boats-name")]))
//!         @if rows.is_empty() { (empty(&web.t("boats-none"), &web.t("boats-none-what-to-do"), None)) }
//!         @else { (register(&web, &table)) (pager(&web, &Pager { shown, previous: None, next })) }
//!     };
//!     Ok(web.page(Page { title: web.t("boats-title"), section: "boats", main, ..Page::default() }))
//! }
//!
//! fn load(id: i64) -> Result<Boat> {
//!     boats().into_iter().find(|boat| boat.id == id).ok_or(Error::NotFound)
//! }
//!
//! /// A record: facts at the left, one next action at the right, the journal below.
//! async fn record(web: Web) -> Result<maud::Markup> {
//!     let boat = load(web.param("id")?)?;
//!     let page = RecordPage {
//!         crumbs: crumbs(&web, &[("/boats".into(), web.t("boats-title"))]),
//!         title: boat.name.clone(),
//!         line: html! { span.code { (boat.number) } (state(Tone::Live, Icon::Live, &web.t("boats-in-force"))) },
//!         next: web.can(&SUSPEND, &Scope::nation()).then(|| {
//!             let act = next_link(&format!("/boats/{}/suspend", boat.id), &web.t("boats-suspend"));
//!             next_action(&web, &web.t("boats-suspend"), "", &act)
//!         }),
//!         left: block(&web.t("boats-facts"), &facts(&[(web.t("boats-number"), html! { (boat.number) })])),
//!         ..RecordPage::default()
//!     };
//!     Ok(web.page(Page { title: boat.name, section: "boats", main: record_page(&page), ..Page::default() }))
//! }
//!
//! /// One declaration draws the form, and draws it again with what was typed.
//! fn the_form(web: &Web, boat: &Boat) -> Form {
//!     Form::new(web.t("boats-suspend-title"), web.t("boats-suspend"))
//!         .section("boats")
//!         .crumb("/boats", web.t("boats-title"))
//!         .crumb(format!("/boats/{}", boat.id), &boat.name)
//!         .field(Field::day("on", "boats-suspended-on").required())
//!         .field(Field::area("reason", "boats-reason").required().hint("boats-reason-hint"))
//!         .value("on", web.today().vietnamese())
//!         .revision(boat.revision)
//!         .draft("boats.suspend")
//! }
//!
//! async fn suspend_form(web: Web) -> Result<axum::response::Response> {
//!     the_form(&web, &load(web.param("id")?)?).page(&web).await
//! }
//!
//! /// The act: read every field, run the one action, lead to the record. A refusal shows the form again.
//! async fn suspend(web: Web, fields: Fields) -> Result<axum::response::Response> {
//!     let boat = load(web.param("id")?)?;
//!     the_form(&web, &boat)
//!         .answer(&web, &fields, async {
//!             let command = fields.read(|read| Suspend {
//!                 on: read.day("on"),
//!                 reason: read.text("reason"),
//!                 revision: read.revision(),
//!             })?;
//!             actions::suspend(&web.ctx, boat.id, command).await?;
//!             Ok(see_done(&format!("/boats/{}", boat.id), "boats-done-suspended"))
//!         })
//!         .await
//! }
//! # assert_eq!(routes().len(), 4);
//! ```
//!
//! # To know
//! - A form's key makes a second sending do nothing; the key goes with the *first* `ctx.write` of a
//!   request. Work beside the act uses [`Web::ctx_beside`].
//! - A form and its act share one path, so that signing in again leads back to the form.
//! - What was typed when the session had rested too long comes back after signing in again: [`Form::page`] sees to it.
//! - Reasons with a `field` stand at their field and in the summary. Keys of sentences shown after
//!   an act hold `-done-`.
//! - Uploads: `post(..).body_limit(64 << 20).timeout(120)`, and [`Field::file`] in the form.
//! - Papers: `web.pdf(paper, "bao-cao.pdf").await`, `web.xlsx(workbook, "so.xlsx").await`.
//! - JSON: return [`json`]. Errors are JSON by themselves where the asker accepts only JSON.
//! - Other handlers of the public: [`Web::public_page`]. Names in timelines: [`crate::accounts::names_of`].

mod admission;
mod answers;
mod app;
mod assets;
mod body;
mod errors;
mod fields;
mod form;
mod frame;
mod headers;
mod health;
mod held;
mod history;
mod illustration;
mod limits;
mod lists;
mod metrics;
mod parts;
mod record;
mod register;
mod report;
mod request;
mod route;
pub mod secret;
mod turns;

pub use admission::session_cookie_name;
pub use answers::{FileKind, file, json, see_done, see_other};
pub use app::{AgencyFinder, App, AppOptions, DemoAccount, NamedAgency, NoPress, Press, Readiness};
pub use fields::{Fields, Reader, Upload, is_hidden, whole_number};
pub use form::{Field, Form, suggestions};
pub use frame::{Page, PublicPage, Section, role_name, to_all};
pub use health::routes;
pub use history::{Past, Told, changes, entry_line, history, moments};
pub use illustration::{is_illustration, mark_illustration};
pub use limits::{Limits, Rate};
pub use lists::{Export, PAGE_SIZE, cursor, written_date};
pub use metrics::Metrics;
pub use parts::{
    Button, Icon, Tab, Tone, crumbs, empty, head, icon, notice, progress, qr, refusal_list, state, tabs,
};
pub use record::{
    Moment, Near, NearRow, RecordPage, block, compare, facts, hidden_fields, journal_line, next_action,
    next_link, one_button_form, others, papers, record_page, timeline,
};
pub use register::{
    Cell, Choice, Column, Filter, Pager, Register, day_input, filters, page_of, pager, register,
};
pub use report::{
    Depth, Figure, FigureRow, Step, ask, bridge, drawing, figure, figures, gauge, key, readings, sentence,
    why,
};
pub use request::{Query, Web, joined, link, safe_back, segment};
pub use route::{Method, PUBLIC, Permission, Route, SIGNED_IN, describe, get, needs, post, router};
pub use secret::{Secret, hex, random};
