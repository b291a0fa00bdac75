//! The page of a dossier, its files, and the acts on the dossier as a whole.

use super::seen::{Case, case, path_of, seen};
use super::{forms, views};
use crate::dossiers::actions::{self, READ};
use crate::dossiers::privacy::has_part;
use crate::dossiers::{Command, Deed, NewFile, person, store};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use maud::Markup;
use platform::web::{Fields, Form, Web, see_done, see_other, segment};
use platform::{Error, Result};

pub(super) async fn show(web: Web) -> Result<Markup> {
    Ok(views::record(&web, &seen(&web).await?))
}

/// A file, always to be kept and never shown inside our pages: a document of a stranger must not run as one of ours.
pub(super) async fn download(web: Web) -> Result<Response> {
    let (agency_id, id) = (web.ctx.own_agency_id(), web.param::<i64>("id")?);
    let (attachment_id, ctx) = (web.param::<i64>("attachment")?, web.ctx.clone());
    let (attachment, bytes) = web
        .ctx
        .read(move |tx| {
            let dossier = store::require(tx, agency_id, id)?;
            if !has_part(&person(tx, &ctx)?, &dossier) {
                return Err(Error::Forbidden(READ.name));
            }
            let attachment = dossier.attachments.into_iter().find(|file| file.id == attachment_id);
            let attachment = attachment.ok_or(Error::NotFound)?;
            let content = store::content(tx, agency_id, &attachment.sha256)?.pop().ok_or(Error::NotFound)?;
            Ok((attachment, content.bytes))
        })
        .await?;
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || "-_.".contains(letter);
    let plain: String =
        attachment.name.chars().map(|letter| if is_plain(letter) { letter } else { '_' }).collect();
    let encoded = segment(&attachment.name);
    let headers = [
        (header::CONTENT_TYPE, attachment.media_type),
        (
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{encoded}"),
        ),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox".to_owned()),
        (header::CACHE_CONTROL, "private, no-store".to_owned()),
    ];
    Ok((headers, bytes).into_response())
}

/// Where an act leads.
fn done(case: &Case, key: &str) -> Response {
    see_done(&path_of(&case.dossier), key)
}

/// The form of an act; whoever may not do it is led to the dossier, which tells whose work it is, and so is everybody
/// when the dossier is over.
async fn page(web: &Web, (deed, form): (Deed, impl Fn(&Web, &Case) -> Form)) -> Result<Response> {
    let case = case(web).await?;
    if case.dossier.status.is_over() || !case.person.may(deed, &case.dossier) {
        return Ok(see_other(&path_of(&case.dossier)));
    }
    form(web, &case).page(web).await
}

pub(super) async fn ask_form(web: Web) -> Result<Response> {
    page(&web, (Deed::Ask, forms::ask)).await
}

pub(super) async fn ask(web: Web, fields: Fields) -> Result<Response> {
    let case = case(&web).await?;
    forms::ask(&web, &case)
        .answer(&web, &fields, async {
            let (revision, what) =
                fields.read(|read| (read.revision(), forms::read_ask(read, (&web, &case))))?;
            actions::ask(&web.ctx, Command { id: case.dossier.id, revision, what }).await?;
            Ok(done(&case, "record-done-asked"))
        })
        .await
}

pub(super) async fn ask_payment_form(web: Web) -> Result<Response> {
    page(&web, (Deed::Ask, forms::ask_payment)).await
}

pub(super) async fn ask_payment(web: Web, fields: Fields) -> Result<Response> {
    let case = case(&web).await?;
    forms::ask_payment(&web, &case)
        .answer(&web, &fields, async {
            let (revision, what) = fields.read(|read| (read.revision(), forms::read_ask_payment(read)))?;
            actions::ask(&web.ctx, Command { id: case.dossier.id, revision, what }).await?;
            Ok(done(&case, "record-done-asked"))
        })
        .await
}

pub(super) async fn extend_form(web: Web) -> Result<Response> {
    let case = case(&web).await?;
    match &case.dossier.extension {
        Some(extension) => Ok(views::extended_already(&web, &case, extension).into_response()),
        None => page(&web, (Deed::Lead, forms::extend)).await,
    }
}

pub(super) async fn extend(web: Web, fields: Fields) -> Result<Response> {
    let case = case(&web).await?;
    if let Some(extension) = &case.dossier.extension {
        let page = views::extended_already(&web, &case, extension);
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    }
    forms::extend(&web, &case)
        .answer(&web, &fields, async {
            let (revision, what) = fields.read(|read| (read.revision(), forms::read_extend(read)))?;
            actions::extend(&web.ctx, Command { id: case.dossier.id, revision, what }).await?;
            Ok(done(&case, "record-done-extended"))
        })
        .await
}

pub(super) async fn refuse_form(web: Web) -> Result<Response> {
    page(&web, (Deed::Lead, forms::refuse)).await
}

pub(super) async fn refuse(web: Web, fields: Fields) -> Result<Response> {
    let case = case(&web).await?;
    forms::refuse(&web, &case)
        .answer(&web, &fields, async {
            let (revision, what) = fields.read(|read| (read.revision(), forms::read_refuse(read)))?;
            actions::end_early(&web.ctx, Command { id: case.dossier.id, revision, what }).await?;
            Ok(done(&case, "record-done-refused"))
        })
        .await
}

pub(super) async fn withdraw_form(web: Web) -> Result<Response> {
    page(&web, (Deed::Desk, forms::withdraw)).await
}

pub(super) async fn withdraw(web: Web, fields: Fields) -> Result<Response> {
    let case = case(&web).await?;
    forms::withdraw(&web, &case)
        .answer(&web, &fields, async {
            let (revision, what) = fields.read(|read| (read.revision(), forms::read_withdraw(read)))?;
            actions::end_early(&web.ctx, Command { id: case.dossier.id, revision, what }).await?;
            Ok(done(&case, "record-done-withdrawn"))
        })
        .await
}

pub(super) async fn stop_form(web: Web) -> Result<Response> {
    page(&web, (Deed::Stop, forms::stop)).await
}

pub(super) async fn stop(web: Web, fields: Fields) -> Result<Response> {
    let case = case(&web).await?;
    forms::stop(&web, &case)
        .answer(&web, &fields, async {
            let (revision, what) = fields.read(|read| (read.revision(), forms::read_stop(read)))?;
            actions::end_early(&web.ctx, Command { id: case.dossier.id, revision, what }).await?;
            Ok(done(&case, "record-done-stopped"))
        })
        .await
}

pub(super) async fn attach_form(web: Web) -> Result<Response> {
    page(&web, (Deed::Attach, forms::attach)).await
}

pub(super) async fn attach(web: Web, fields: Fields) -> Result<Response> {
    let case = case(&web).await?;
    forms::attach(&web, &case)
        .answer(&web, &fields, async {
            let file = fields.read(|read| read.file("file"))?;
            let what = NewFile { name: file.file_name, bytes: file.bytes };
            // A file is added to whatever the dossier has become: nobody's act is undone by it.
            actions::attach(&web.ctx, Command { id: case.dossier.id, revision: None, what }).await?;
            Ok(done(&case, "record-done-attached"))
        })
        .await
}

pub(super) async fn note_form(web: Web) -> Result<Response> {
    page(&web, (Deed::Note, forms::note)).await
}

pub(super) async fn note(web: Web, fields: Fields) -> Result<Response> {
    let case = case(&web).await?;
    forms::note(&web, &case)
        .answer(&web, &fields, async {
            let what = fields.read(|read| read.text("note"))?;
            // A note is added to whatever the dossier has become: nobody's act is undone by it.
            actions::note(&web.ctx, Command { id: case.dossier.id, revision: None, what }).await?;
            Ok(done(&case, "record-done-noted"))
        })
        .await
}
