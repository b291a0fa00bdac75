//! The forms of legal documents, and how what was typed becomes a command.

use super::decide::{DocumentRow, Relate};
use super::model::{LegalDocument, RelationKind};
use crate::SHELVES;
use platform::web::{Choice, Field, Form, Reader, Web};
use platform::{Day, KnownDate};

/// Kinds of documents of the programme, as suggestions; any may be typed.
const KINDS: [&str; 5] = ["Luật", "Nghị định", "Quyết định", "Thông tư", "Chỉ thị"];

/// The form of a new document.
pub(super) fn create(web: &Web) -> Form {
    let form = Form::new(web.t("legal-documents-create-title"), web.t("legal-documents-create"))
        .section(SHELVES)
        .crumb("/legal-documents", web.t("legal-documents-title"))
        .field(
            Field::text("number", "legal-documents-number").required().hint("legal-documents-number-hint"),
        );
    with_facts(form).draft("legal-documents.create")
}

/// The form of a correction, filled with what is recorded.
pub(super) fn correct(web: &Web, document: &LegalDocument) -> Form {
    let facts = &document.facts;
    let effective_on = facts.effective_on.map(Day::vietnamese).unwrap_or_default();
    with_facts(of_document(web, document, "legal-documents-correct"))
        .group("legal-documents-group-reason")
        .field(Field::area("reason", "legal-documents-reason").required().hint("legal-documents-reason-hint"))
        .value("kind", &facts.kind)
        .value("title", &facts.title)
        .value("issued_on", facts.issued.vietnamese())
        .value("effective_on", effective_on)
        .value("issuer", &facts.issuer)
        .value("status_note", &facts.status_note)
        .value("certainty", &facts.certainty)
}

/// The form that says what the document does to another, one of these or any.
pub(super) fn relate(web: &Web, document: &LegalDocument, numbers: Vec<Choice>) -> Form {
    let kinds = RelationKind::ALL.map(|kind| Choice::new(kind.word(), web.t(kind.key())));
    of_document(web, document, "legal-documents-relate")
        .field(Field::radio("kind", "legal-documents-relation", kinds.to_vec()).required())
        .field(Field::lookup("target_number", "legal-documents-target", numbers).required())
        .field(Field::day("on_day", "legal-documents-on-day"))
        .field(Field::text("certainty", "legal-documents-certainty"))
}

fn of_document(web: &Web, document: &LegalDocument, verb: &'static str) -> Form {
    let title = web.t_with(&format!("{verb}-title"), &[("number", &document.number)]);
    Form::new(title, web.t(verb))
        .section(SHELVES)
        .crumb("/legal-documents", web.t("legal-documents-title"))
        .crumb(format!("/legal-documents/{}", document.id), &document.number)
        .revision(document.revision)
}

fn with_facts(form: Form) -> Form {
    let kinds = KINDS.map(|kind| Choice::new(kind, kind)).to_vec();
    form.field(Field::lookup("kind", "legal-documents-kind", kinds).required())
        .field(Field::area("title", "legal-documents-name").required())
        .field(Field::text("issuer", "legal-documents-issuer").required())
        .field(Field::known_date("issued_on", "legal-documents-issued-on"))
        .field(
            Field::day("effective_on", "legal-documents-effective-on").hint("legal-documents-effective-hint"),
        )
        .field(Field::area("status_note", "legal-documents-status-note"))
        .field(Field::text("certainty", "legal-documents-certainty").hint("legal-documents-certainty-hint"))
}

/// Reads a new document's number and facts; one without a date is known by today.
pub(super) fn read_new(read: &mut Reader<'_>, today: Day) -> (DocumentRow, Option<Day>) {
    let number = read.text("number");
    read_facts(read, (number, today))
}

/// Reads the facts that are right in place of what is recorded; a date left empty stays unknown as it was.
pub(super) fn read_right(
    read: &mut Reader<'_>,
    (document, today): (&LegalDocument, Day),
) -> (DocumentRow, Option<Day>) {
    let known_by = match document.facts.issued {
        KnownDate::KnownBy(day) => day,
        _ => today,
    };
    read_facts(read, (document.number.clone(), known_by))
}

fn read_facts(read: &mut Reader<'_>, (number, known_by): (String, Day)) -> (DocumentRow, Option<Day>) {
    let row = DocumentRow {
        number,
        kind: read.text("kind"),
        title: read.text("title"),
        issued_on: read.known_date("issued_on", known_by).text(),
        issuer: read.text("issuer"),
        status_note: read.optional_text("status_note").unwrap_or_default(),
        certainty: read.optional_text("certainty").unwrap_or_default(),
        known_by,
    };
    (row, read.optional_day("effective_on"))
}

/// Reads what the document does to another.
pub(super) fn read_relate(read: &mut Reader<'_>) -> Relate {
    Relate {
        revision: read.revision().unwrap_or_default(),
        kind: read.text("kind"),
        target_number: read.text("target_number"),
        on_day: read.optional_day("on_day"),
        certainty: read.optional_text("certainty").unwrap_or_default(),
    }
}
