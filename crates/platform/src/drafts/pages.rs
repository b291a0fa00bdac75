//! The drafts of one's own agency: go on with one, or throw it away.

use super::{Reads, store};
use crate::clock::local_parts;
use crate::error::{Error, Result};
use crate::web::{Fields, Page, Web, empty, head, hidden_fields, link, see_done, see_other};
use axum::response::Response;
use maud::{Markup, html};

/// Every open draft of the actor's agency, newest first.
pub(super) async fn list(web: Web) -> Result<Markup> {
    let agency_id = web.ctx.own_agency_id();
    let rows = web.ctx.read(move |tx| Ok(store::open_of(tx, agency_id)?)).await?;
    let main = html! {
        (head(&web.t("drafts-title"), &html! { (web.t("drafts-sentence")) }, &[]))
        @if rows.is_empty() {
            (empty(&web.t("drafts-none"), &web.t("drafts-none-text"), None))
        } @else {
            table.register.cards {
                caption.hidden-text { (web.t("drafts-title")) }
                thead { tr {
                    th scope="col" { (web.t("drafts-form")) } th scope="col" { (web.t("drafts-author")) }
                    th scope="col" { (web.t("drafts-saved-at")) } th scope="col" { span.hidden-text { (web.t("drafts-act")) } }
                } }
                tbody { @for row in &rows { (draft_row(&web, row)) } }
            }
        }
    };
    Ok(web.page(Page { title: web.t("drafts-title"), section: "drafts", main, ..Page::default() }))
}

fn draft_row(web: &Web, row: &store::Open) -> Markup {
    let (day, time) = local_parts(row.saved_at);
    let id = row.id.to_string();
    let is_author = row.account_id == web.actor().account_id;
    let reads = if is_author { Reads::Author } else { Reads::Colleague };
    let may_handle = super::may_handle(&web.ctx, row.account_id);
    let told = super::told(row.fields.as_deref().unwrap_or_default(), reads);
    let name = joined_name(&form_name(web, &row.form), &told);
    html! {
        tr {
            th.all scope="row" {
                @if may_handle {
                    a href=(link(&row.path, &[("draft", &id)])) { (name) }
                } @else {
                    (name)
                }
            }
            td { (row.author.as_deref().unwrap_or("")) }
            td.code { (time) " " (day.vietnamese()) }
            td.end {
                @if may_handle {
                    form method="post" action={ "/drafts/" (id) "/discard" } {
                        (hidden_fields(web, None))
                        button.button.low { (web.t("drafts-discard")) }
                    }
                }
            }
        }
    }
}

fn joined_name(form: &str, told: &str) -> String {
    if told.is_empty() { form.to_owned() } else { format!("{form}: {told}") }
}

fn form_name(web: &Web, form: &str) -> String {
    web.t(&format!("draft-{}", form.replace(['.', '_'], "-")))
}

/// Leads to the form with what was typed.
pub(super) async fn go_on(web: Web) -> Result<Response> {
    let (id, agency_id) = (web.param::<i64>("id")?, web.ctx.own_agency_id());
    let draft = web.ctx.read(move |tx| super::open_draft(tx, id, agency_id)).await?;
    if !super::may_handle(&web.ctx, draft.account_id) {
        return Err(Error::Forbidden("drafts.open"));
    }
    Ok(see_other(&link(&draft.path, &[("draft", &id.to_string())])))
}

/// Throws a draft away.
pub(super) async fn discard(web: Web, _: Fields) -> Result<Response> {
    match super::discard(&web.ctx, web.param("id")?).await {
        Ok(()) | Err(Error::Repeated { .. }) => Ok(see_done("/drafts", "drafts-done-discarded")),
        Err(other) => Err(other),
    }
}
