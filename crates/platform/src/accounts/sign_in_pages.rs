//! Signing in and out, one's own account and password.

use super::sessions::Session;
use super::sign_in::{self, NewPassword};
use super::views;
use crate::error::{Error, Refusals, Result};
use crate::web::{Fields, Web, link, safe_back, see_done, see_other, session_cookie_name};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use maud::Markup;
use std::sync::Arc;

fn own_session(web: &Web) -> Result<Arc<Session>> {
    web.session.clone().ok_or(Error::Forbidden("sign in"))
}

/// Where to go after a step: to the next step, else to where the reader wanted to go.
fn go_on(web: &Web, back: &str) -> Response {
    let back = safe_back(back);
    match web.session.as_ref().and_then(|session| session.first_go_to()) {
        Some(step) => see_other(&link(step, &[("back", back)])),
        None => see_other(back),
    }
}

/// The sign-in page.
pub(super) async fn sign_in_form(web: Web) -> Result<Response> {
    if web.session.is_some() {
        return Ok(go_on(&web, web.query.get("back")));
    }
    Ok(views::sign_in(&web, &Fields::default(), &Refusals::default()).into_response())
}

/// Checks login and password.
pub(super) async fn sign_in(web: Web, fields: Fields) -> Result<Response> {
    let login = fields.get("login").to_owned();
    let refused = |reasons: Refusals| {
        (StatusCode::UNPROCESSABLE_ENTITY, views::sign_in(&web, &fields, &reasons)).into_response()
    };
    if !web.app.limiter.admits_sign_in(web.address) {
        let mut response = refused(crate::Refusal::new("accounts-refusal-too-many").into());
        *response.status_mut() = StatusCode::TOO_MANY_REQUESTS;
        return Ok(response);
    }
    match sign_in::sign_in(&web.app, &login, fields.get("password")).await {
        Ok(token) => {
            if let Some(before) = &web.session {
                sign_in::sign_out(&web.app, before).await?;
            }
            let mut response = see_other(safe_back(fields.get("back")));
            set_cookie(&web, &mut response, &token)?;
            Ok(response)
        }
        Err(Error::Refused(reasons)) => {
            tracing::warn!(request = %web.request_id, address = ?web.address, "a sign-in failed");
            Ok(refused(reasons))
        }
        Err(other) => Err(other),
    }
}

/// The browser keeps the token out of scripts' reach; without HTTPS there is only the demo and the office's own net.
fn set_cookie(web: &Web, response: &mut Response, token: &str) -> Result<()> {
    let secure = if web.app.is_https() { "; Secure" } else { "" };
    let gone = if token.is_empty() { "; Max-Age=0" } else { "" };
    let name = session_cookie_name(&web.app);
    let cookie = format!("{name}={token}; Path=/; HttpOnly; SameSite=Lax{secure}{gone}");
    let cookie = HeaderValue::from_str(&cookie).map_err(Error::failed)?;
    response.headers_mut().append(header::SET_COOKIE, cookie);
    Ok(())
}

/// Ends the session; who has none is signed out already.
pub(super) async fn sign_out(web: Web, _: Fields) -> Result<Response> {
    if let Some(session) = &web.session {
        sign_in::sign_out(&web.app, session).await?;
    }
    let mut response = see_done("/sign-in", "accounts-done-signed-out");
    set_cookie(&web, &mut response, "")?;
    Ok(response)
}

/// Asks for the code of the second factor, or shows the secret to be enrolled.
pub(super) async fn second_factor_form(web: Web) -> Result<Response> {
    let session = own_session(&web)?;
    if !session.awaits_second_factor {
        return Ok(go_on(&web, web.query.get("back")));
    }
    let shown = sign_in::second_factor(&web.app, &session).await?;
    Ok(views::second_factor(&web, &shown, &Refusals::default()).into_response())
}

/// Checks the code of the second factor.
pub(super) async fn second_factor(web: Web, fields: Fields) -> Result<Response> {
    let session = own_session(&web)?;
    if session.awaits_second_factor {
        match sign_in::pass_second_factor(&web.app, &session, fields.get("code")).await {
            Ok(()) => {}
            Err(Error::Refused(reasons)) => {
                let shown = sign_in::second_factor(&web.app, &session).await?;
                return Ok((StatusCode::UNPROCESSABLE_ENTITY, views::second_factor(&web, &shown, &reasons))
                    .into_response());
            }
            Err(other) => return Err(other),
        }
    }
    Ok(see_other(safe_back(fields.get("back"))))
}

/// Asks under which appointment to act.
pub(super) async fn appointment_form(web: Web) -> Result<Response> {
    let session = own_session(&web)?;
    if session.awaits_second_factor {
        return Ok(see_other("/sign-in/second-factor"));
    }
    let choices = sign_in::choices(&web.app, &session).await?;
    Ok(views::appointment(&web, &session, &choices).into_response())
}

/// Chooses the appointment to act under.
pub(super) async fn choose_appointment(web: Web, fields: Fields) -> Result<Response> {
    let session = own_session(&web)?;
    if session.awaits_second_factor {
        return Err(Error::Forbidden("second factor"));
    }
    let chosen = fields.get("appointment").parse().map_err(|_| Error::NotFound)?;
    sign_in::choose(&web.app, &session, chosen).await?;
    Ok(see_other(safe_back(fields.get("back"))))
}

/// One's own account: who, as what, and the ways to change it.
pub(super) async fn own_account(web: Web) -> Result<Markup> {
    let session = own_session(&web)?;
    let choices = sign_in::choices(&web.app, &session).await?;
    Ok(views::own_account(&web, &session, &choices))
}

/// Asks for a new password.
pub(super) async fn password_form(web: Web) -> Result<Response> {
    own_session(&web)?;
    Ok(views::password(&web, &Refusals::default()).into_response())
}

/// Sets a new password.
pub(super) async fn change_password(web: Web, fields: Fields) -> Result<Response> {
    let session = own_session(&web)?;
    if session.awaits_second_factor {
        return Err(Error::Forbidden("second factor"));
    }
    let typed = NewPassword {
        present: fields.get("present").to_owned(),
        password: fields.get("password").to_owned(),
        again: fields.get("again").to_owned(),
    };
    match sign_in::change_password(&web.app, &session, &typed).await {
        Ok(()) => Ok(see_done(safe_back(fields.get("back")), "accounts-done-password")),
        Err(Error::Refused(reasons)) => {
            Ok((StatusCode::UNPROCESSABLE_ENTITY, views::password(&web, &reasons)).into_response())
        }
        Err(other) => Err(other),
    }
}
