//! The forms of activities, and how what was typed becomes a command.

use super::model::{Activity, ActivityKind, Content};
use platform::web::{Choice, Field, Form, Reader, Web};
use platform::{Day, KnownDate};
use registers::SHELVES;

/// The form of a new record.
pub(super) fn record(web: &Web) -> Form {
    let form = Form::new(web.t("activities-record-title"), web.t("activities-record"))
        .section(SHELVES)
        .crumb("/activities", web.t("activities-title"));
    with_content(web, form).draft("activities.record")
}

/// The form of a correction, filled with what is recorded.
pub(super) fn correct(web: &Web, activity: &Activity) -> Form {
    let content = &activity.content;
    let form = Form::new(web.t("activities-correct-title"), web.t("activities-correct"))
        .section(SHELVES)
        .crumb("/activities", web.t("activities-title"))
        .crumb(format!("/activities/{}", activity.id), &content.subject)
        .revision(activity.revision);
    with_content(web, form)
        .group("activities-group-reason")
        .field(Field::area("reason", "activities-reason").required().hint("activities-reason-hint"))
        .value("kind", content.kind.word())
        .value("subject", &content.subject)
        .value("date", content.happened.vietnamese())
        .value("targets", content.targets.join("; "))
        .value("count_stated", content.count_stated.map(|count| count.to_string()).unwrap_or_default())
}

fn with_content(web: &Web, form: Form) -> Form {
    let kinds = ActivityKind::ALL.map(|kind| Choice::new(kind.word(), web.t(kind.key())));
    form.field(Field::select("kind", "activities-kind", kinds.to_vec()).required())
        .field(Field::area("subject", "activities-subject").required())
        .field(Field::known_date("date", "activities-date"))
        .field(Field::text("targets", "activities-targets").hint("activities-targets-hint"))
        .field(Field::number("count_stated", "activities-count").hint("activities-count-hint"))
}

/// Reads what the register is to say. A date left empty is known by `known_by`, or stays unknown as it was.
pub(super) fn read_content(read: &mut Reader<'_>, (before, known_by): (Option<&Content>, Day)) -> Content {
    let known_by = match before.map(|content| content.happened) {
        Some(KnownDate::KnownBy(day)) => day,
        _ => known_by,
    };
    let targets = read.optional_text("targets").unwrap_or_default();
    let codes = targets.split([';', ',', '\n']).map(str::trim).filter(|code| !code.is_empty());
    Content {
        happened: read.known_date("date", known_by),
        kind: read.choice("kind", ActivityKind::BanHanh, ActivityKind::of_word),
        subject: read.text("subject"),
        targets: codes.map(str::to_owned).collect(),
        count_stated: read.optional_number("count_stated"),
    }
}
