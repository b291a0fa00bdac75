//! A line of `plans.csv`. Pure.

use super::decide;
use super::model::{Content, Plan, PlanEvent, PlanLevel, PlanStatus};
use crate::columns::{Columns, known_text};
use platform::{Day, KnownDate, Refusal, Refusals};
use registers::{Entered, IMPORT_REASON};

/// One line, as written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// Code of the owner.
    pub owner_code: String,
    /// Its name.
    pub owner: String,
    /// `central` or `local`.
    pub level: String,
    /// `none`, `drafted` or `approved`.
    pub status: String,
    /// Number of the decision; may be empty.
    pub decision_no: String,
    /// When it was drafted: day, month, year or nothing.
    pub drafted_on: String,
    /// When it was approved: day, month, year or nothing.
    pub approved_on: String,
    /// The years it is for; may be empty.
    pub period: String,
    /// `yes` or `no`.
    pub owes_plan: String,
    /// By when an undated approval was known, only where the file itself says so: without it such an
    /// approval counts on every day.
    pub known_by: Option<Day>,
}

/// Reads a line.
pub(super) fn read(row: &Row) -> Result<Content, Refusals> {
    let mut columns = Columns::new(row.known_by);
    columns.required("owner_code", &row.owner_code);
    let owner = columns.required("owner", &row.owner);
    let level = columns.word("level", &row.level, &PlanLevel::ALL.map(|level| (level.word(), level)));
    let status = columns.word("status", &row.status, &PlanStatus::ALL.map(|status| (status.word(), status)));
    let owes_plan = columns.word("owes_plan", &row.owes_plan, &[("yes", true), ("no", false)]);
    let approved = match (row.approved_on.trim(), row.known_by) {
        ("", Some(day)) if status == Some(PlanStatus::Approved) => Some(KnownDate::KnownBy(day)),
        ("", _) => None,
        (written, _) => Some(columns.date("approved_on", written)),
    };
    let drafted = match row.drafted_on.trim() {
        "" => None,
        written => Some(columns.date("drafted_on", written)),
    };
    let content = Content {
        owner,
        level: level.unwrap_or(PlanLevel::Central),
        owes_plan: owes_plan.unwrap_or(true),
        status: status.unwrap_or(PlanStatus::None),
        decision_no: row.decision_no.trim().to_owned(),
        drafted,
        approved,
        period: row.period.trim().to_owned(),
    };
    // A missing owner and an unknown status were noted under their columns already.
    let faults = decide::content_faults(&Content { owner: "-".to_owned(), ..content.clone() });
    let told_already = |reason: &Refusal| status.is_none() && reason.field == Some("approved_on");
    columns.reasons.0.extend(faults.0.into_iter().filter(|reason| !told_already(reason)));
    columns.or(content)
}

/// What is odd about a line, though it may be so.
pub(super) fn warnings(content: &Content) -> Vec<Refusal> {
    let mut warnings = Vec::new();
    if content.status == PlanStatus::Approved && content.approved.is_none() {
        warnings.push(Refusal::new("plans-warning-approved-without-date").field("approved_on"));
    }
    if content.status == PlanStatus::Approved && content.decision_no.is_empty() {
        warnings.push(Refusal::new("plans-warning-approved-without-decision").field("decision_no"));
    }
    warnings
}

/// The plan of its owner that a line of this period belongs to; see the words on the slice.
pub(super) fn plan_of_line<'a>(plans: &'a [Plan], period: &str) -> Option<&'a Plan> {
    let of_period = |wanted: &str| plans.iter().find(|plan| plan.content.period == wanted);
    match period {
        "" => of_period("").or_else(|| plans.iter().max_by_key(|plan| plan.content.period.as_str())),
        period => of_period(period).or_else(|| of_period("")),
    }
}

/// The event that brings a recorded plan to what the line says, and what changes; none when nothing does.
///
/// A line without a day of drafting or a period keeps the recorded ones: many files have neither.
pub(super) fn amend(plan: &Plan, line: Content) -> (Entered, Option<PlanEvent>) {
    let before = &plan.content;
    let period = if line.period.is_empty() { before.period.clone() } else { line.period.clone() };
    let after = Content { drafted: line.drafted.or(before.drafted), period, ..line };
    let date = |date: Option<KnownDate>| date.map(known_text).unwrap_or_default();
    let yes = |owes: bool| if owes { "yes" } else { "no" }.to_owned();
    let compared = Entered::compare([
        ("owner", before.owner.clone(), after.owner.clone()),
        ("level", before.level.word().to_owned(), after.level.word().to_owned()),
        ("status", before.status.word().to_owned(), after.status.word().to_owned()),
        ("decision_no", before.decision_no.clone(), after.decision_no.clone()),
        ("drafted_on", date(before.drafted), date(after.drafted)),
        ("approved_on", date(before.approved), date(after.approved)),
        ("period", before.period.clone(), after.period.clone()),
        ("owes_plan", yes(before.owes_plan), yes(after.owes_plan)),
    ]);
    if compared == Entered::Unchanged {
        return (compared, None);
    }
    (compared, Some(PlanEvent::Corrected { content: after, reason: IMPORT_REASON.to_owned() }))
}
