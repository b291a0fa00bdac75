//! What is told to whoever sends a step that somebody else has done meanwhile: by whom and when, and what was typed.

use super::seen::path_of;
use crate::dossiers::Dossier;
use crate::dossiers::event::DossierEvent;
use crate::dossiers::tasks::SECTION;
use crate::processes::Published;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use platform::Refusals;
use platform::web::{Field, Fields, Form, Page, Past, Tone, Web, crumbs, next_link, notice};
use registers::calendars::views::moment;

/// A step that is over.
pub(super) struct Gone {
    pub dossier: Dossier,
    /// The name of the step.
    pub step: String,
    /// What ended it; none where that cannot be told.
    pub ended: Option<Ended>,
    /// Whether the reader may add a note to the dossier.
    pub takes_notes: bool,
}

/// Who ended a step, when, and what came of it.
pub(super) struct Ended {
    by: String,
    at: i64,
    outcome: String,
    note: String,
}

/// What ended the step of a token at a node.
pub(super) fn ended(
    past: &[Past<Dossier>],
    published: &Published,
    (token, node): (u32, u16),
) -> Option<Ended> {
    let has = |dossier: &Dossier| dossier.task(token).is_some();
    let last = past.iter().rfind(|step| step.before.as_ref().is_some_and(has) && !has(&step.after))?;
    let (outcome, note) = match &last.event {
        DossierEvent::Completed { outcome, note, .. } => (outcome.clone().unwrap_or_default(), note.clone()),
        _ => Default::default(),
    };
    let choice = published.choices(node).iter().find(|choice| choice.word == outcome);
    let outcome = choice.map_or(outcome, |choice| choice.label.clone());
    Some(Ended { by: last.by.clone(), at: last.at, outcome, note })
}

/// The answer to a sending that came too late: nothing of it was written, and the step is not offered again.
pub(super) fn answer(web: &Web, gone: &Gone, fields: &Fields) -> Response {
    let path = path_of(&gone.dossier);
    let note = fields.get("note").trim();
    let way = [("/tasks".to_owned(), web.t("tasks-title")), (path.clone(), gone.dossier.code.clone())];
    let main = html! {
        div.pad.stack {
            div { (crumbs(web, &way)) h1 { (gone.step) } }
            (notice(Tone::Soon, &html! {
                (who(web, gone.ended.as_ref()))
                p { (web.t("record-gone-nothing-written")) }
            }))
            @if !note.is_empty() {
                (note_part(web, gone, note))
            }
            p { (next_link(&path, &web.t("record-gone-open"))) }
        }
    };
    let title = web.t_with("form-error-title", &[("title", &gone.step)]);
    let page = web.page(Page { title, section: SECTION, main, ..Page::default() });
    (StatusCode::UNPROCESSABLE_ENTITY, page).into_response()
}

/// The note that was typed: to be added to the dossier, or where nothing is added any more, to be copied.
fn note_part(web: &Web, gone: &Gone, note: &str) -> Markup {
    if gone.takes_notes {
        let form = Form::new("", web.t("record-gone-note-add"))
            .action(format!("{}/note", path_of(&gone.dossier)))
            .field(Field::area("note", "record-gone-note").required())
            .value("note", note);
        return form.body(web, None, &Refusals::default());
    }
    html! {
        div.field {
            label for="note" { (web.t("record-gone-note")) }
            span.hint id="note-hint" { (web.t("record-gone-note-hint")) }
            textarea.full id="note" rows="4" readonly aria-describedby="note-hint" { (note) }
        }
    }
}

fn who(web: &Web, ended: Option<&Ended>) -> Markup {
    let Some(ended) = ended else { return html! { p { b { (web.t("record-gone")) } } } };
    let at = moment(web, ended.at);
    let words = if ended.by.is_empty() {
        web.t_with("record-gone-by-system", &[("moment", &at)])
    } else {
        web.t_with("record-gone-by", &[("name", &ended.by), ("moment", &at)])
    };
    html! {
        p { b { (words) } }
        @if !ended.outcome.is_empty() { p { (web.t("record-outcome")) ": " (ended.outcome) } }
        @if !ended.note.is_empty() { p { (web.t("record-note")) ": " (ended.note) } }
    }
}
