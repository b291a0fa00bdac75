//! Pages of the guided start.

use super::agency_step::{self, Begin};
use super::{BEGIN, steps, views};
use axum::response::{IntoResponse, Response};
use platform::web::{Field, Fields, Form, Web, see_other, suggestions};
use platform::{Error, Refusal, Result, Scope};
use registers::people::own_agency;

/// How far the own office is; whoever looks after all accounts begins one.
pub(super) async fn start(web: Web) -> Result<Response> {
    if web.can(&BEGIN, &Scope::nation()) {
        return the_form(&web).page(&web).await;
    }
    let agency = own_agency(&web.ctx)?;
    web.ctx.may(&super::START, &Scope::owned_by(agency.id))?;
    let id = agency.id;
    let held = web.ctx.read(move |tx| steps(tx, id)).await?;
    Ok(views::start(&web, (&agency, &held)).into_response())
}

fn the_form(web: &Web) -> Form {
    Form::new(web.t("start-begin-title"), web.t("start-begin"))
        .section("start")
        .action("/start/agency")
        .intro(views::begin_intro(web))
        .field(
            Field::lookup("agency", "start-agency", Vec::new())
                .required()
                .hint("start-agency-hint")
                .search("/start/suggest"),
        )
        .group("start-who")
        .field(Field::text("name", "start-name").hint("start-name-hint"))
        .field(Field::login("login", "start-login").hint("start-login-hint"))
}

/// Asks for the agency.
pub(super) async fn agency_form(web: Web) -> Result<Response> {
    the_form(&web).page(&web).await
}

/// Suggestions for the agency's lookup.
pub(super) async fn suggest(web: Web) -> Result<Response> {
    let typed = web.query.get("q").to_owned();
    suggestions(&web.ctx.read(move |tx| agency_step::suggest(tx, &typed)).await?)
}

/// Begins an office: shows the password of its administrator once, or leads to acting as that oneself.
pub(super) async fn begin(web: Web, fields: Fields) -> Result<Response> {
    the_form(&web)
        .answer(&web, &fields, async {
            let (code, name, login) = fields.read(|read| {
                let (name, login) = (read.optional_text("name"), read.optional_text("login"));
                if name.is_some() != login.is_some() {
                    let field = if name.is_some() { "login" } else { "name" };
                    read.refuse(Refusal::new("start-refusal-name-and-login").field(field));
                }
                (read.text("agency"), name, login)
            })?;
            let person = login.clone().zip(name.clone());
            match agency_step::begin(&web.ctx, Begin { code, person }).await {
                Ok(Some(one_time)) => {
                    let told = (name.unwrap_or_default(), login.unwrap_or_default(), one_time);
                    Ok(views::begun(&web, &told).into_response())
                }
                Ok(None) => Ok(see_other("/sign-in/appointment?back=%2Fstart")),
                // The password was shown by the first sending of this form and is known nowhere.
                Err(Error::Repeated { .. }) => Ok(see_other("/start")),
                Err(error) => Err(error),
            }
        })
        .await
}
