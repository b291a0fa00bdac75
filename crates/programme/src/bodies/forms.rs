//! The forms of bodies, and how what was typed becomes a command.

use super::decide::Confirm;
use super::model::{Body, BodyKind, Content};
use crate::standing::Paper;
use crate::standing_pages::{self as shared, SECTION, Subject};
use maud::html;
use platform::web::{Choice, Field, Form, Reader, Web};

/// The form of a new body.
pub(super) fn confirm(web: &Web, provinces: Vec<Choice>) -> Form {
    let kinds = BodyKind::ALL.map(|kind| Choice::new(kind.word(), web.t(kind.key())));
    let form = Form::new(web.t("bodies-confirm-title"), web.t("bodies-confirm"))
        .section(SECTION)
        .crumb("/bodies", web.t("bodies-title"))
        .group("bodies-group-body")
        .field(Field::radio("kind", "bodies-kind", kinds.to_vec()).required())
        .field(Field::text("code", "bodies-code").hint("bodies-code-hint").required());
    let form = with_seat(form, provinces);
    shared::new_paper_fields(web, form, ("bodies-group-paper", "bodies-number"))
        .value("kind", web.query.get("kind"))
        .draft("bodies.confirm")
}

fn with_seat(form: Form, provinces: Vec<Choice>) -> Form {
    form.field(Field::text("name", "bodies-name").required())
        .field(Field::lookup("province_code", "standing-province", provinces).hint("bodies-province-hint"))
}

/// Reads a first confirmation.
pub(super) fn read_confirm(read: &mut Reader<'_>) -> Confirm {
    Confirm {
        code: read.text("code"),
        kind: read.choice("kind", BodyKind::Consulting, BodyKind::of_word),
        name: read.text("name"),
        province_code: read.optional_text("province_code").unwrap_or_default(),
        paper: shared::read_new_paper(read),
    }
}

/// What the forms of a body speak of: the paper that counts today, or the latest.
pub(super) fn subject(web: &Web, body: &Body) -> Subject {
    let paper = body.paper_on(web.today()).or(body.content.papers.last());
    let number = paper.map(|paper| paper.number.clone()).unwrap_or_default();
    subject_of(web, body, &number)
}

fn subject_of(web: &Web, body: &Body, number: &str) -> Subject {
    let name = body.content.name.clone();
    Subject {
        list: ("/bodies", web.t("bodies-title")),
        path: path(body.id),
        what: web.t_with("bodies-paper-of", &[("number", number), ("name", &name)]),
        name,
        revision: body.revision,
    }
}

/// The address of a body.
pub(super) fn path(id: i64) -> String {
    format!("/bodies/{id}")
}

/// The form of a further paper.
pub(super) fn renew(web: &Web, body: &Body) -> Form {
    let mut subject = subject(web, body);
    subject.what.clone_from(&body.content.name);
    let form = subject
        .form(web, ("bodies-renew-title", "bodies-renew"))
        .intro(html! { p { (web.t("bodies-renew-explained")) } });
    shared::new_paper_fields(web, form, ("bodies-group-paper", "bodies-number")).draft("bodies.renew")
}

/// The form that corrects name and seat.
pub(super) fn correct(web: &Web, body: &Body, provinces: Vec<Choice>) -> Form {
    let mut subject = subject(web, body);
    subject.what.clone_from(&body.content.name);
    let form = with_seat(subject.correction(web, "bodies-correct-title"), provinces)
        .value("name", &body.content.name)
        .value("province_code", &body.content.province_code)
        .draft("bodies.correct");
    shared::with_reason(form)
}

/// Reads corrected name and seat.
pub(super) fn read_seat(read: &mut Reader<'_>, before: &Content) -> Content {
    Content {
        name: read.text("name"),
        province_code: read.optional_text("province_code").unwrap_or_default(),
        ..before.clone()
    }
}

/// The form that corrects one paper, or takes it away.
pub(super) fn correct_paper(web: &Web, body: &Body, paper: &Paper) -> Form {
    let subject = subject_of(web, body, &paper.number);
    let form = subject.correction(web, "bodies-correct-paper-title");
    let form = shared::paper_fields(form, "bodies-number", paper)
        .field(Field::tick("remove", "bodies-paper-remove"))
        .draft("bodies.correct_paper");
    shared::with_reason(form)
}

/// Reads a corrected paper; none when it is to be taken away.
pub(super) fn read_paper(read: &mut Reader<'_>, before: &Paper) -> Option<Paper> {
    let paper = shared::read_paper(read, before);
    (!read.is_ticked("remove")).then_some(paper)
}
