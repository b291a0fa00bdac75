//! The forms of cards, and how what was typed becomes a command.

use super::decide::Grant;
use super::model::{Card, CardKind, CardRole, Content};
use crate::standing_pages::{self as shared, SECTION, Subject};
use maud::html;
use platform::web::{Choice, Field, Form, Reader, Web};

/// The form of a new card; the address may fill it, so that other pages can lead to it.
pub(super) fn grant(web: &Web, bodies: Vec<Choice>) -> Form {
    let kinds = CardKind::ALL.map(|kind| Choice::new(kind.word(), web.t(kind.key())));
    let extra = !web.query.get("extra").is_empty();
    let title = if extra { "experts-grant-extra" } else { "experts-grant" };
    let form = Form::new(web.t(title), web.t("experts-grant"))
        .section(SECTION)
        .crumb("/experts", web.t("experts-title"))
        .group("experts-group-holder")
        .field(Field::radio("kind", "experts-kind", kinds.to_vec()).required());
    let form = with_holder(web, form, bodies);
    let form = shared::new_paper_fields(web, form, ("experts-group-card", "experts-number"))
        .intro(html! { p { (web.t("experts-extra-explained")) } })
        .value("extra", if extra { "yes" } else { "" })
        .draft("experts.grant");
    ["kind", "holder", "body_code", "role"]
        .into_iter()
        .fold(form, |form, name| form.value(name, web.query.get(name)))
}

fn with_holder(web: &Web, form: Form, bodies: Vec<Choice>) -> Form {
    let roles = CardRole::ALL.map(|role| Choice::new(role.word(), web.t(role.key())));
    form.field(Field::text("holder", "experts-holder").required())
        .field(
            Field::lookup("body_code", "experts-body", bodies)
                .search("/bodies/suggest")
                .hint("experts-body-hint"),
        )
        .field(Field::select("role", "experts-role", roles.to_vec()).hint("experts-role-hint"))
        .field(Field::tick("extra", "experts-extra"))
}

/// Reads a grant.
pub(super) fn read_grant(read: &mut Reader<'_>) -> Grant {
    Grant {
        kind: read.choice("kind", CardKind::Assessor, CardKind::of_word),
        holder: read.text("holder"),
        body_code: read.optional_text("body_code").unwrap_or_default(),
        role: read_role(read),
        extra: read.is_ticked("extra"),
        paper: shared::read_new_paper(read),
    }
}

fn read_role(read: &mut Reader<'_>) -> Option<CardRole> {
    read.optional_text("role")?;
    Some(read.choice("role", CardRole::Member, CardRole::of_word))
}

/// What the forms of a card speak of.
pub(super) fn subject(web: &Web, card: &Card) -> Subject {
    let (number, name) = (&card.content.paper.number, &card.content.holder);
    Subject {
        list: ("/experts", web.t("experts-title")),
        path: path(card.id),
        name: name.clone(),
        what: web.t_with("experts-card-of", &[("number", number), ("name", name)]),
        revision: card.revision,
    }
}

/// The address of a card.
pub(super) fn path(id: i64) -> String {
    format!("/experts/{id}")
}

/// The form that corrects what a card says.
pub(super) fn correct(web: &Web, card: &Card, (body_code, bodies): (&str, Vec<Choice>)) -> Form {
    let content = &card.content;
    let form = subject(web, card).correction(web, "experts-correct-title").group("experts-group-holder");
    let form = with_holder(web, form, bodies)
        .group("experts-group-card")
        .value("holder", &content.holder)
        .value("body_code", body_code)
        .value("role", content.role.map_or("", CardRole::word))
        .value("extra", if content.extra { "yes" } else { "" });
    let form = shared::paper_fields(form, "experts-number", &content.paper).draft("experts.correct");
    shared::with_reason(form)
}

/// Reads a corrected card, and the code of its body, which is yet to be found.
pub(super) fn read_content(read: &mut Reader<'_>, before: &Content) -> (Content, String) {
    let content = Content {
        holder: read.text("holder"),
        body_id: None,
        role: read_role(read),
        extra: read.is_ticked("extra"),
        paper: shared::read_paper(read, &before.paper),
        acts: before.acts.clone(),
    };
    (content, read.optional_text("body_code").unwrap_or_default())
}
