//! The correction notice as a letter (công văn đính chính).

use super::difference::Difference;
use super::model::{Correction, Issue, lines};
use crate::yearly::{number, paper_day, paper_language};
use papers::{Block, Paper, PaperNumber, Signature, Table, TableColumn};
use platform::Language;
use platform::i18n::{text, text_with};

/// The notice of what differs between an issued copy and the registers.
pub fn paper(
    issue: &Issue,
    correction: &Correction,
    differences: &[Difference],
    language: Language,
) -> Paper {
    let report = report_words(issue, language);
    let t = |key: &str| text(language, key);
    let issuer = issue.heading.issuer.as_str();
    let subject = text_with(language, "issues-notice-subject", &[("report", &report)]);
    let opening = text_with(language, "issues-notice-opening", &[("report", &report), ("issuer", issuer)]);
    let reason =
        text_with(language, "issues-notice-reason", &[("reason", correction.reason.trim_end_matches('.'))]);
    let hash = text_with(language, "issues-notice-hash", &[("sha256", &issue.sha256)]);
    let mut paper = Paper::new(paper_language(language), "", subject, paper_day(correction.noticed_on))
        .issued_by(issue.heading.superior.as_str(), issuer)
        .numbered(PaperNumber {
            number: u32::try_from(correction.number).ok(),
            symbol: correction.symbol.clone(),
        })
        .at(issue.heading.place.as_str())
        .addressed_to(lines(&correction.addressed_to))
        .with(Block::paragraph(opening))
        .with(Block::Table(table(differences, language)))
        .with(Block::paragraph(reason))
        .with(Block::paragraph(t("issues-notice-rest")))
        .with(Block::note(hash))
        .signed(Signature::new(correction.signer_title.as_str(), correction.signer_name.as_str()));
    let above = t("issues-notice-copies");
    let others = lines(&issue.heading.copies_to).into_iter().filter(|line| *line != above);
    let copies: Vec<String> = std::iter::once(above.clone()).chain(others).collect();
    paper = paper.copies_to(copies);
    paper.document_title = text_with(language, "issues-notice-title", &[("report", &report)]);
    paper
}

/// `Báo cáo số 05/BC-TĐC ngày 06/04/2012`.
pub fn report_words(issue: &Issue, language: Language) -> String {
    let (number, day) = (issue.number_text(), issue.issued_on().vietnamese());
    text_with(language, "issues-report", &[("number", &number), ("day", &day)])
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
