//! What handlers answer with besides pages: redirects, files, JSON.

use super::request::{Web, link, segment};
use crate::error::{Error, Result};
use axum::http::header;
use axum::response::{IntoResponse, Redirect, Response};

/// After an act: leads to `path` by GET.
pub fn see_other(path: &str) -> Response {
    Redirect::to(path).into_response()
}

/// After an act: leads to `path`, where the sentence of `key` is shown. Keys hold `-done-`.
pub fn see_done(path: &str, key: &str) -> Response {
    debug_assert!(key.contains("-done-"), "{key} is not a sentence about something done");
    see_other(&link(path, &[("done", key)]))
}

/// JSON of a value.
///
/// # Errors
/// When it cannot be written as JSON.
pub fn json<T: serde::Serialize>(value: &T) -> Result<Response> {
    let text = serde_json::to_string(value).map_err(Error::failed)?;
    Ok(([(header::CONTENT_TYPE, "application/json")], text).into_response())
}

/// A kind of file handed out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    /// PDF.
    Pdf,
    /// Word processor.
    Docx,
    /// Spreadsheet.
    Xlsx,
    /// Comma-separated values in UTF-8.
    Csv,
    /// JSON.
    Json,
}

impl FileKind {
    fn content_type(self) -> &'static str {
        match self {
            FileKind::Pdf => "application/pdf",
            FileKind::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            FileKind::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            FileKind::Csv => "text/csv; charset=utf-8",
            FileKind::Json => "application/json",
        }
    }
}

/// A file under `name`, which may hold any letters. A PDF that the product made is shown, for whoever wants to
/// read or print it; every other file is kept.
pub fn file(kind: FileKind, name: &str, bytes: Vec<u8>) -> Response {
    let plain: String = name.chars().map(|letter| if is_plain(letter) { letter } else { '_' }).collect();
    let manner = if matches!(kind, FileKind::Pdf) { "inline" } else { "attachment" };
    let disposition = format!("{manner}; filename=\"{plain}\"; filename*=UTF-8''{}", segment(name));
    (
        [(header::CONTENT_TYPE, kind.content_type().to_owned()), (header::CONTENT_DISPOSITION, disposition)],
        bytes,
    )
        .into_response()
}

fn is_plain(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || "-_.".contains(letter)
}

impl Web {
    /// A spreadsheet to be kept under `name`.
    ///
    /// # Errors
    /// When the press fails.
    pub async fn xlsx(&self, workbook: papers::Workbook, name: &str) -> Result<Response> {
        Ok(file(FileKind::Xlsx, name, self.app.xlsx(workbook).await?))
    }

    /// A paper as PDF to be kept under `name`.
    ///
    /// # Errors
    /// When the press fails.
    pub async fn pdf(&self, paper: papers::Paper, name: &str) -> Result<Response> {
        Ok(file(FileKind::Pdf, name, self.app.pdf_for(self.ctx.actor.account_id, paper).await?))
    }

    /// A paper as DOCX to be kept under `name`.
    ///
    /// # Errors
    /// When the press fails.
    pub async fn docx(&self, paper: papers::Paper, name: &str) -> Result<Response> {
        Ok(file(FileKind::Docx, name, self.app.docx(paper).await?))
    }
}
