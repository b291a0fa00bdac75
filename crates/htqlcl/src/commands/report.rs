//! `htqlcl report yearly`.

use crate::cli::{EXIT_DONE, ReportForm, YearlyReport};
use papers::Paper;
use platform::web::is_illustration;
use platform::{Error, Language, Refusal, Result};
use reports::yearly::{self, Edition, Names, Question, Report};

/// Writes the yearly report in the form asked for.
///
/// # Errors
/// When the period is none, the part asked for is not there, the database is not there or fails, or the file cannot
/// be written.
pub async fn yearly(options: &YearlyReport, language: Language) -> Result<u8> {
    let mut question = Question::new(options.from, options.to, options.as_of)?;
    let option;
    (question.edition, option) = match (&options.province, &options.ministry) {
        (Some(code), _) => (Edition::Province(code.clone()), "province"),
        (None, Some(code)) => (Edition::Ministry(code.clone()), "ministry"),
        (None, None) => (Edition::Nation, ""),
    };
    super::must_exist(&options.database.database)?;
    let ctx = super::operator(&options.database.database, language).await?;
    let found = ctx.db.snapshot(move |tx| {
        yearly::must_exist(tx, (&question, option))?;
        let report = yearly::find(tx, &question)?;
        let names = yearly::names(tx, &report)?;
        Ok((report, names, is_illustration(tx)?))
    });
    let (report, names, illustration) = found.await?;
    let paper = yearly::paper(&report, &names, language);
    let paper = if illustration { paper.illustration() } else { paper };
    let bytes = written((&report, &names), (options.format, &paper))?;
    write(options, &bytes)?;
    Ok(EXIT_DONE)
}

fn written((report, names): (&Report, &Names), (form, paper): (ReportForm, &Paper)) -> Result<Vec<u8>> {
    match form {
        ReportForm::Json => {
            let mut text = serde_json::to_vec_pretty(&yearly::json(report)).map_err(Error::failed)?;
            text.push(b'\n');
            Ok(text)
        }
        ReportForm::Pdf => press::pdf(paper).map_err(Error::failed),
        ReportForm::Docx => press::docx(paper).map_err(Error::failed),
        ReportForm::Xlsx => press::xlsx(&yearly::workbook(report, names)).map_err(Error::failed),
    }
}

fn write(options: &YearlyReport, bytes: &[u8]) -> Result<()> {
    let written = match options.out.to_str() {
        Some("-") => super::emit(bytes),
        _ => std::fs::write(&options.out, bytes),
    };
    written.map_err(|error| {
        Error::from(Refusal::new("cli-not-written").with("file", options.out.display()).with("words", error))
    })
}
