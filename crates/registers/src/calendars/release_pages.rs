//! The pages of releases: prepare one, change its draft, see what it changes, publish it.

use super::actions::{self, RELEASE};
use super::decide::{self, Known};
use super::forms::{self, Step};
use super::model::{CalendarRelease, State};
use super::{release_views, store};
use axum::response::Response;
use maud::{Markup, html};
use platform::web::{Fields, Past, Route, Web, get, history, needs, post, see_done};
use platform::{Error, Refusals, Result, Scope};

/// A form and an act for each step of a draft.
pub(super) fn step_routes() -> Vec<Route> {
    let release = needs(&RELEASE);
    vec![
        get("/calendars/releases/{id}/days", release, days_form),
        post("/calendars/releases/{id}/days", release, days),
        get("/calendars/releases/{id}/withdraw", release, withdraw_form),
        post("/calendars/releases/{id}/withdraw", release, withdraw),
        get("/calendars/releases/{id}/keep", release, keep_form),
        post("/calendars/releases/{id}/keep", release, keep),
        get("/calendars/releases/{id}/confirm", release, confirm_form),
        post("/calendars/releases/{id}/confirm", release, confirm),
        get("/calendars/releases/{id}/notice", release, notice_form),
        post("/calendars/releases/{id}/notice", release, notice),
        get("/calendars/releases/{id}/publish", release, publish_form),
        post("/calendars/releases/{id}/publish", release, publish),
        get("/calendars/releases/{id}/discard", release, discard_form),
        post("/calendars/releases/{id}/discard", release, discard),
    ]
}

/// A release with what its page shows beside it.
pub(super) struct Seen {
    pub(super) release: CalendarRelease,
    /// What the releases before it hold.
    pub(super) before: Option<Known>,
    /// What stands in the way of publishing a draft.
    pub(super) faults: Refusals,
    pub(super) past: Vec<Past<CalendarRelease>>,
}

async fn seen(web: &Web) -> Result<Seen> {
    let id: i64 = web.param("id")?;
    let release = actions::seen_release(&web.ctx, id).await?;
    web.ctx
        .read(move |tx| {
            let number = match release.number {
                Some(number) => number - 1,
                None => store::latest(tx)?,
            };
            let before = if number > 0 { Some(store::known(tx, number)?) } else { None };
            let faults = match (&before, release.state) {
                (Some(known), State::Draft) => decide::faults_of(&release, known),
                _ => Refusals::default(),
            };
            Ok(Seen { past: history(tx, id)?, release: release.clone(), before, faults })
        })
        .await
}

pub(super) async fn show(web: Web) -> Result<Markup> {
    let seen = seen(&web).await?;
    Ok(release_views::record(&web, &seen))
}

pub(super) async fn prepare_form(web: Web) -> Result<Response> {
    forms::prepare(&web).page(&web).await
}

pub(super) async fn prepare(web: Web, fields: Fields) -> Result<Response> {
    forms::prepare(&web)
        .answer(&web, &fields, async {
            let notice = fields.read(forms::read_notice)?;
            let id = actions::prepare(&web.ctx, notice).await?;
            Ok(see_done(&format!("/calendars/releases/{id}"), "calendars-done-prepared"))
        })
        .await
}

/// The form of a step; publishing shows what changes.
async fn form_of(web: &Web, step: Step) -> Result<(CalendarRelease, platform::web::Form)> {
    web.ctx.may(&RELEASE, &Scope::nation())?;
    let seen = seen(web).await?;
    if seen.release.state != State::Draft {
        return Err(Error::NotFound);
    }
    let differences = if step == Step::Publish {
        release_views::to_publish(web, &seen)
    } else {
        html! {}
    };
    let form = forms::step(web, step, (&seen.release, differences));
    Ok((seen.release, form))
}

async fn draw(web: Web, step: Step) -> Result<Response> {
    form_of(&web, step).await?.1.page(&web).await
}

async fn send(web: Web, fields: Fields, step: Step) -> Result<Response> {
    let (release, form) = form_of(&web, step).await?;
    form.answer(&web, &fields, async {
        let (act, seen) =
            fields.read(|read| (forms::read_step(read, step), read.revision().unwrap_or_default()))?;
        actions::act(&web.ctx, (release.id, seen), act).await?;
        let path = if step == Step::Discard {
            "/calendars".to_owned()
        } else {
            format!("/calendars/releases/{}", release.id)
        };
        Ok(see_done(&path, step.done()))
    })
    .await
}

async fn days_form(web: Web) -> Result<Response> {
    draw(web, Step::Days).await
}

async fn days(web: Web, fields: Fields) -> Result<Response> {
    send(web, fields, Step::Days).await
}

async fn withdraw_form(web: Web) -> Result<Response> {
    draw(web, Step::Withdraw).await
}

async fn withdraw(web: Web, fields: Fields) -> Result<Response> {
    send(web, fields, Step::Withdraw).await
}

async fn keep_form(web: Web) -> Result<Response> {
    draw(web, Step::Keep).await
}

async fn keep(web: Web, fields: Fields) -> Result<Response> {
    send(web, fields, Step::Keep).await
}

async fn confirm_form(web: Web) -> Result<Response> {
    draw(web, Step::Confirm).await
}

async fn confirm(web: Web, fields: Fields) -> Result<Response> {
    send(web, fields, Step::Confirm).await
}

async fn notice_form(web: Web) -> Result<Response> {
    draw(web, Step::Notice).await
}

async fn notice(web: Web, fields: Fields) -> Result<Response> {
    send(web, fields, Step::Notice).await
}

async fn publish_form(web: Web) -> Result<Response> {
    draw(web, Step::Publish).await
}

async fn publish(web: Web, fields: Fields) -> Result<Response> {
    send(web, fields, Step::Publish).await
}

async fn discard_form(web: Web) -> Result<Response> {
    draw(web, Step::Discard).await
}

async fn discard(web: Web, fields: Fields) -> Result<Response> {
    send(web, fields, Step::Discard).await
}
