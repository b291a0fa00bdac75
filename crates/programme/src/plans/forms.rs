//! The forms of plans, and how what was typed becomes a command.

use super::actions::SAY_OWING;
use super::decide::{Approve, Draft};
use super::model::{Content, Plan, PlanLevel, PlanStatus};
use platform::KnownDate;
use platform::web::{Choice, Field, Form, Reader, Web};
use registers::SHELVES;

/// Whose plan the form records.
pub(super) enum Owner {
    /// One of these, or any agency whose code is typed.
    AnyOf(Vec<Choice>),
    /// The officer's own agency: its code, its name.
    Own(String, String),
}

/// The form of a new plan.
pub(super) fn record(web: &Web, owner: &Owner) -> Form {
    let form = Form::new(web.t("plans-record-title"), web.t("plans-record"))
        .section(SHELVES)
        .crumb("/plans", web.t("plans-title"))
        .group("plans-group-owner");
    let form = match owner {
        Owner::AnyOf(owners) => form
            .field(
                Field::lookup("owner_code", "plans-owner-code", owners.clone())
                    .required()
                    .hint("plans-owner-code-hint"),
            )
            .field(Field::text("owner", "plans-owner").hint("plans-owner-hint")),
        Owner::Own(code, name) => {
            form.intro(maud::html! { p { (web.t_with("plans-own", &[("name", name), ("code", code)])) } })
        }
    };
    with_content(web, form).value("owes_plan", "yes").draft("plans.record")
}

/// The form of a correction, filled with what is recorded.
pub(super) fn correct(web: &Web, plan: &Plan) -> Form {
    let content = &plan.content;
    let date = |date: Option<KnownDate>| date.map(KnownDate::vietnamese).unwrap_or_default();
    let form = of_plan(web, plan, "plans-correct")
        .group("plans-group-owner")
        .field(Field::text("owner", "plans-owner").required());
    with_content(web, form)
        .group("plans-group-reason")
        .field(Field::area("reason", "plans-reason").required().hint("plans-reason-hint"))
        .value("owner", &content.owner)
        .value("level", content.level.word())
        .value("owes_plan", if content.owes_plan { "yes" } else { "" })
        .value("status", content.status.word())
        .value("period", &content.period)
        .value("drafted_on", date(content.drafted))
        .value("approved_on", date(content.approved))
        .value("decision_no", &content.decision_no)
}

/// The form that says since when a draft exists.
pub(super) fn draft(web: &Web, plan: &Plan) -> Form {
    of_plan(web, plan, "plans-draft")
        .field(Field::day("on", "plans-drafted-on").required())
        .value("on", web.today().vietnamese())
}

/// The form that says by which decision the plan was approved, and when.
pub(super) fn approve(web: &Web, plan: &Plan) -> Form {
    of_plan(web, plan, "plans-approve")
        .field(Field::day("on", "plans-approved-on").required())
        .field(Field::text("decision_no", "plans-decision-no").required())
        .value("on", web.today().vietnamese())
}

fn of_plan(web: &Web, plan: &Plan, verb: &'static str) -> Form {
    let title = web.t_with(&format!("{verb}-title"), &[("name", &plan.content.owner)]);
    Form::new(title, web.t(verb))
        .section(SHELVES)
        .crumb("/plans", web.t("plans-title"))
        .crumb(format!("/plans/{}", plan.id), &plan.content.owner)
        .revision(plan.revision)
}

fn with_content(web: &Web, form: Form) -> Form {
    let levels = PlanLevel::ALL.map(|level| Choice::new(level.word(), web.t(level.key())));
    let statuses = PlanStatus::ALL.map(|status| Choice::new(status.word(), web.t(status.key())));
    let form = form.field(Field::radio("level", "plans-level", levels.to_vec()).required());
    let form =
        if web.ctx.could(&SAY_OWING) { form.field(Field::tick("owes_plan", "plans-owes")) } else { form };
    form.group("plans-group-plan")
        .field(Field::text("period", "plans-period").hint("plans-period-hint"))
        .field(Field::radio("status", "plans-status", statuses.to_vec()).required())
        .field(Field::known_date("drafted_on", "plans-drafted-on"))
        .field(Field::known_date("approved_on", "plans-approved-on"))
        .field(Field::text("decision_no", "plans-decision-no"))
}

/// Reads what the register is to say; `before` is what it says now.
pub(super) fn read_content(read: &mut Reader<'_>, before: Option<&Content>) -> Content {
    let drafted = before.and_then(|content| content.drafted);
    let approved = before.and_then(|content| content.approved);
    Content {
        owner: read.optional_text("owner").unwrap_or_default(),
        level: read.choice("level", PlanLevel::Central, PlanLevel::of_word),
        owes_plan: read.is_ticked("owes_plan"),
        status: read.choice("status", PlanStatus::None, PlanStatus::of_word),
        decision_no: read.optional_text("decision_no").unwrap_or_default(),
        drafted: read_date(read, "drafted_on", drafted),
        approved: read_date(read, "approved_on", approved),
        period: read.optional_text("period").unwrap_or_default(),
    }
}

/// A date left empty stays unknown as it was: the form has no place for by when it was known.
fn read_date(read: &mut Reader<'_>, name: &'static str, before: Option<KnownDate>) -> Option<KnownDate> {
    if read.optional_text(name).is_some() {
        return Some(read.known_date(name, platform::Day::of_instant(0)));
    }
    before.filter(|date| matches!(date, KnownDate::KnownBy(_)))
}

/// Reads since when a draft exists.
pub(super) fn read_draft(read: &mut Reader<'_>) -> Draft {
    Draft { on: read.day("on") }
}

/// Reads when and by which decision the plan was approved.
pub(super) fn read_approve(read: &mut Reader<'_>) -> Approve {
    Approve { on: read.day("on"), decision_no: read.text("decision_no") }
}
