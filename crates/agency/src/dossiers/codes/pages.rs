//! The page of an agency's identification code: what it is, and giving it a new one.

use super::State;
use super::store::{self, prefix_of};
use axum::response::Response;
use maud::html;
use platform::web::{Field, Fields, Form, Route, Web, get, needs, post, see_done};
use platform::{Result, Scope, action};

action!(
    /// Give the own agency the code that its dossiers begin with.
    pub GIVE_CODE = "dossiers.give_code": OfficeAdministrator Own
);

/// The pages of this folder.
pub(in super::super) fn routes() -> Vec<Route> {
    vec![get("/office-code", needs(&GIVE_CODE), form), post("/office-code", needs(&GIVE_CODE), give)]
}

async fn form_of(web: &Web) -> Result<Form> {
    let agency_id = web.ctx.own_agency_id();
    let today = web.today();
    let (held, all) =
        web.ctx.read(move |tx| Ok((prefix_of(tx, agency_id, today)?, store::all_of(tx, agency_id)?))).await?;
    let intro = html! {
        p { (web.t("codes-intro")) }
        @if !all.is_empty() {
            dl.facts {
                @for code in &all {
                    dt { (code.from_on.vietnamese()) }
                    dd {
                        span.code { (code.prefix) }
                        @if code.state == State::Replaced { span.quiet { " · " (web.t("codes-replaced")) } }
                    }
                }
            }
        }
    };
    Ok(Form::new(web.t("codes-title"), web.t("codes-give"))
        .section("start")
        .crumb("/start", web.t("codes-crumb"))
        .intro(intro)
        .action("/office-code")
        .field(Field::text("prefix", "codes-prefix").hint("codes-prefix-hint").required())
        .field(Field::day("from_on", "codes-from").required())
        .value("prefix", held.unwrap_or_default())
        .value("from_on", today.vietnamese()))
}

async fn form(web: Web) -> Result<Response> {
    form_of(&web).await?.page(&web).await
}

async fn give(web: Web, fields: Fields) -> Result<Response> {
    form_of(&web)
        .await?
        .answer(&web, &fields, async {
            let agency_id = web.ctx.own_agency_id();
            web.ctx.may(&GIVE_CODE, &Scope::owned_by(agency_id))?;
            let (prefix, from_on) = fields.read(|read| (read.text("prefix"), read.day("from_on")))?;
            web.ctx.write(move |tx| super::change(tx, agency_id, (&prefix, from_on))).await?;
            Ok(see_done("/start", "codes-done-given"))
        })
        .await
}
