//! The correction notice as a paper of the type "Thông báo": type line, title, and those who receive it.

use super::difference::Difference;
use super::model::{Correction, Issue, lines};
use crate::yearly::{number, paper_language};
use papers::{Block, Paper, PaperDate, PaperNumber, Signature, Table, TableColumn};
use platform::Language;
use platform::i18n::{text, text_with};

/// The notice of what differs between an issued copy and the registers.
///
/// # Law
/// nd-30-2020/8
pub fn paper(
    issue: &Issue,
    correction: &Correction,
    differences: &[Difference],
    language: Language,
) -> Paper {
    let report = cited(issue, language);
    let t = |key: &str| text(language, key);
    let issuer = issue.heading.issuer.as_str();
    let subject = text_with(language, "issues-notice-title", &[("report", &report)]);
    let opening = text_with(language, "issues-notice-opening", &[("report", &report), ("issuer", issuer)]);
    let reason =
        text_with(language, "issues-notice-reason", &[("reason", correction.reason.trim_end_matches('.'))]);
    let hash = text_with(language, "issues-notice-hash", &[("sha256", &issue.sha256)]);
    let signature = Signature::new(correction.signer_title.as_str(), correction.signer_name.as_str());
    Paper::new(paper_language(language), t("issues-notice-type"), subject, correction.noticed_on.into())
        .issued_by(issue.heading.superior.as_str(), issuer)
        .numbered(PaperNumber {
            number: u32::try_from(correction.number).ok(),
            symbol: correction.symbol.clone(),
        })
        .at(issue.heading.place.as_str())
        .with(Block::paragraph(opening))
        .with(Block::Table(table(differences, language)))
        .with(Block::paragraph(reason))
        .with(Block::paragraph(t("issues-notice-rest")))
        .with(Block::note(hash))
        .signed(signature)
        .copies_to(receivers(issue, correction, language))
}

/// Those named in the notice, or those who received the report; the archive last of all.
fn receivers(issue: &Issue, correction: &Correction, language: Language) -> Vec<String> {
    let named = lines(&correction.addressed_to);
    let mut receivers = if named.is_empty() { lines(&issue.heading.copies_to) } else { named };
    let archive = text(language, "yearly-copies-archive");
    if !receivers.iter().any(|line| line.starts_with("Lưu")) {
        receivers.push(archive);
    }
    receivers
}

/// `Báo cáo số 05/BC-TĐC ngày 06/04/2012`, as pages name it.
pub fn report_words(issue: &Issue, language: Language) -> String {
    let (number, day) = (issue.number_text(), issue.issued_on().vietnamese());
    text_with(language, "issues-report", &[("number", &number), ("day", &day)])
}

/// `Báo cáo số 05/BC-TĐC ngày 06 tháng 4 năm 2012`, as papers cite it.
fn cited(issue: &Issue, language: Language) -> String {
    let day = PaperDate::from(issue.issued_on()).written(paper_language(language));
    text_with(language, "issues-report-cited", &[("number", &issue.number_text()), ("day", &day)])
}

fn table(differences: &[Difference], language: Language) -> Table {
    let columns =
        vec![TableColumn::center(1), TableColumn::left(8), TableColumn::right(2), TableColumn::right(2)];
    let heads =
        ["yearly-head-order", "yearly-head-what", "issues-was", "issues-now"].map(|key| text(language, key));
    let mut table = Table::new("", columns).header(heads);
    for (at, difference) in differences.iter().enumerate() {
        table = table.row([
            (at + 1).to_string(),
            difference.label(language).to_owned(),
            number(language, difference.was),
            number(language, difference.now),
        ]);
    }
    table
}
