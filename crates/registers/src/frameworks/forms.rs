//! The forms of model frameworks, and how what was typed becomes a command.

use super::model::{Content, ModelFramework};
use crate::SHELVES;
use maud::html;
use platform::web::{Choice, Field, Form, Reader, Web};
use platform::{Day, KnownDate};

/// Who publishes the framework that a form records.
pub(super) enum Publisher {
    /// One of these ministries, or any whose code is typed.
    AnyOf(Vec<Choice>),
    /// The officer's own agency: its code, its name.
    Own(String, String),
}

/// The form of a new framework.
pub(super) fn publish(web: &Web, publisher: &Publisher) -> Form {
    let form = Form::new(web.t("frameworks-publish-title"), web.t("frameworks-publish"))
        .section(SHELVES)
        .crumb("/frameworks", web.t("frameworks-title"));
    with_content(web, (form, publisher)).draft("frameworks.publish")
}

/// The form of a correction, filled with what is recorded.
pub(super) fn correct(web: &Web, (framework, publisher): (&ModelFramework, &Publisher)) -> Form {
    let content = &framework.content;
    let title = web.t_with("frameworks-correct-title", &[("code", &content.code)]);
    let form = Form::new(title, web.t("frameworks-correct"))
        .section(SHELVES)
        .crumb("/frameworks", web.t("frameworks-title"))
        .crumb(format!("/frameworks/{}", framework.id), &content.code)
        .revision(framework.revision);
    with_content(web, (form, publisher))
        .group("frameworks-group-reason")
        .field(Field::area("reason", "frameworks-reason").required().hint("frameworks-reason-hint"))
        .value("code", &content.code)
        .value("publisher_code", &content.publisher_code)
        .value("publisher", &content.publisher)
        .value("applies_to", &content.applies_to)
        .value("published_on", content.published.vietnamese())
        .value("decision_no", &content.decision_no)
        .value("certainty", &content.certainty)
}

fn with_content(web: &Web, (form, publisher): (Form, &Publisher)) -> Form {
    let form = form.field(Field::text("code", "frameworks-code").required().hint("frameworks-code-hint"));
    let form = match publisher {
        Publisher::AnyOf(known) => form
            .field(Field::lookup("publisher_code", "frameworks-publisher-code", known.clone()).required())
            .field(Field::text("publisher", "frameworks-publisher").hint("frameworks-publisher-hint")),
        Publisher::Own(code, name) => {
            form.intro(html! { p { (web.t_with("frameworks-own", &[("name", name), ("code", code)])) } })
        }
    };
    form.field(Field::area("applies_to", "frameworks-applies-to").required())
        .field(Field::known_date("published_on", "frameworks-published-on"))
        .field(Field::text("decision_no", "frameworks-decision-no"))
        .field(Field::text("certainty", "frameworks-certainty").hint("frameworks-certainty-hint"))
}

/// Reads what the register is to say. A date left empty is known by `today`, or stays unknown as it was.
pub(super) fn read_content(
    read: &mut Reader<'_>,
    publisher: &Publisher,
    (before, today): (Option<&Content>, Day),
) -> Content {
    let known_by = match before.map(|content| content.published) {
        Some(KnownDate::KnownBy(day)) => day,
        _ => today,
    };
    let code = read.text("code");
    let (publisher_code, publisher) = match publisher {
        Publisher::AnyOf(_) => {
            (read.text("publisher_code"), read.optional_text("publisher").unwrap_or_default())
        }
        Publisher::Own(code, name) => (code.clone(), name.clone()),
    };
    Content {
        code,
        publisher_code,
        publisher,
        applies_to: read.text("applies_to"),
        published: read.known_date("published_on", known_by),
        decision_no: read.optional_text("decision_no").unwrap_or_default(),
        certainty: read.optional_text("certainty").unwrap_or_default(),
    }
}
