//! The forms of issued copies, and the commands they bring.

use super::actions::{IssueCommand, NoticeCommand};
use super::model::{Correction, Heading, Issue};
use crate::yearly::{Edition, Question};
use maud::Markup;
use platform::web::{Choice, Field, Fields, Form, Web};
use platform::{Day, Refusal, Result};

/// The form that issues a copy.
pub fn issue_form(web: &Web, editions: Vec<Choice>, intro: Markup) -> Form {
    Form::new(web.t("issues-issue-title"), web.t("issues-issue-button"))
        .section("reports")
        .crumb("/reports/yearly", web.t("yearly-back"))
        .intro(intro)
        .group("issues-group-question")
        .field(Field::day("from", "yearly-from").required())
        .field(Field::day("to", "issues-to").required())
        .field(Field::day("as_of", "yearly-as-of").required())
        .field(Field::select("edition", "yearly-edition", editions).required().hint("issues-edition-hint"))
        .group("issues-group-paper")
        .field(Field::number("number", "issues-number").required().hint("issues-number-hint"))
        .field(Field::text("symbol", "issues-symbol").required())
        .field(Field::day("issued_on", "issues-issued-on").required())
        .field(Field::text("superior", "issues-superior"))
        .field(Field::text("issuer", "issues-issuer").required())
        .field(Field::text("place", "issues-place").required())
        .group("issues-group-signature")
        .field(
            Field::text("signer_authority", "issues-signer-authority").hint("issues-signer-authority-hint"),
        )
        .field(Field::text("signer_title", "issues-signer-title").required())
        .field(Field::text("signer_name", "issues-signer-name").required())
        .group("issues-group-text")
        .field(Field::area("tasks", "issues-tasks").hint("issues-tasks-hint"))
        .field(Field::area("copies_to", "issues-copies-to").hint("issues-lines-hint"))
        .draft("reports.issue")
}

/// The command that the form brings.
///
/// # Errors
/// Every mistake at once.
pub fn issue_command(fields: &Fields) -> Result<IssueCommand> {
    let (from, to, as_of, edition, heading) = fields.read(|read| {
        let days = (read.day("from"), read.day("to"), read.day("as_of"));
        let edition = read.choice("edition", Edition::Nation, Edition::of_word);
        let heading = Heading {
            number: read.number("number"),
            symbol: read.text("symbol"),
            issued_on: Some(read.day("issued_on")),
            superior: read.optional_text("superior").unwrap_or_default(),
            issuer: read.text("issuer"),
            place: read.text("place"),
            signer_authority: read.optional_text("signer_authority").unwrap_or_default(),
            signer_title: read.text("signer_title"),
            signer_name: read.text("signer_name"),
            tasks: read.optional_text("tasks").unwrap_or_default(),
            copies_to: read.optional_text("copies_to").unwrap_or_default(),
        };
        (days.0, days.1, days.2, edition, heading)
    })?;
    let question = Question::new(from, to, as_of)?;
    Ok(IssueCommand { question: Question { edition, ..question }, heading })
}

/// The form that notices a correction of a copy.
pub fn notice_form(web: &Web, issue: &Issue, intro: Markup) -> Form {
    Form::new(web.t("issues-notice-form-title"), web.t("issues-notice-button"))
        .section("reports")
        .crumb("/reports/yearly", web.t("yearly-back"))
        .crumb(
            format!("/reports/yearly/issues/{}", issue.id),
            super::notice::report_words(issue, web.language()),
        )
        .intro(intro)
        .field(Field::number("number", "issues-number").required().hint("issues-number-hint"))
        .field(Field::text("symbol", "issues-symbol").required())
        .field(Field::day("issued_on", "issues-noticed-on").required())
        .field(Field::area("reason", "issues-reason").required().hint("issues-reason-hint"))
        .field(Field::area("addressed_to", "issues-addressed-to").hint("issues-receivers-hint"))
        .field(Field::text("signer_title", "issues-signer-title").required())
        .field(Field::text("signer_name", "issues-signer-name").required())
        .value("issued_on", web.today().vietnamese())
        .value("symbol", notice_symbol(&issue.heading.symbol))
        .value("addressed_to", issue.heading.copies_to.as_str())
        .value("signer_title", issue.heading.signer_title.as_str())
        .value("signer_name", issue.heading.signer_name.as_str())
        .revision(issue.revision)
        .draft("reports.notice")
}

/// The symbol of a notice names its type and the body of the report: `BC-TĐC` becomes `TB-TĐC`.
fn notice_symbol(symbol: &str) -> String {
    format!("TB-{}", symbol.split_once('-').map_or(symbol, |(_, body)| body))
}

/// The command that the form brings.
///
/// # Errors
/// Every mistake at once.
pub fn notice_command(fields: &Fields, id: i64) -> Result<NoticeCommand> {
    fields.read(|read| {
        let number = read.number("number");
        let seen = read.revision();
        if seen.is_none() {
            read.refuse(Refusal::new("issues-refusal-stale"));
        }
        NoticeCommand {
            id,
            seen: seen.unwrap_or(0),
            correction: Correction {
                number,
                symbol: read.text("symbol"),
                noticed_on: read.day("issued_on"),
                reason: read.text("reason"),
                addressed_to: read.optional_text("addressed_to").unwrap_or_default(),
                signer_title: read.text("signer_title"),
                signer_name: read.text("signer_name"),
                differences: String::new(),
            },
        }
    })
}

/// The day as a form shows it.
pub fn shown(day: Day) -> String {
    day.vietnamese()
}
