//! Lists of a procedure as a form shows them: one line an entry, read back with every fault named.

use super::fields::Decimal;
use super::limits::{amount_word, rule_code, typed_limit};
use super::model::{Component, ComponentKind, LimitVariant, STEP_ROLES, Step};

use platform::Refusal;
use platform::web::Reader;
use workdays::WorkingTime;

/// What stands before a paper that is only shown.
const SHOWN: &str = "[xuất trình]";
/// What stands before a paper that is asked for only in some cases.
const CONDITIONAL: &str = "[tùy trường hợp]";
/// Minutes of an hour, in which steps are budgeted.
const MINUTES: i64 = 60;

fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    (1..).zip(text.lines()).map(|(at, line)| (at, line.trim())).filter(|(_, line)| !line.is_empty())
}

/// A line that cannot be read.
fn unread(key: &'static str, field: &'static str, (at, line): (usize, &str)) -> Refusal {
    Refusal::new(key).field(field).with("at", at).with("text", line)
}

/// Limits of other cases: `C 25 | cần xác minh`.
pub(super) fn variants_text(variants: &[LimitVariant]) -> String {
    let line = |variant: &LimitVariant| {
        format!("{} {} | {}", rule_code(variant.limit), amount_word(variant.limit), variant.case)
    };
    variants.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// Reads what [`variants_text`] wrote.
pub(super) fn read_variants(read: &mut Reader<'_>, field: &'static str) -> Vec<LimitVariant> {
    let text = read.optional_text(field).unwrap_or_default();
    let mut all = Vec::new();
    for (at, line) in lines(&text) {
        let parts = line.split_once('|').and_then(|(limit, case)| {
            let (rule, amount) = limit.trim().split_once(' ').unwrap_or((limit.trim(), "1"));
            Some((typed_limit(rule, amount)?, case.trim()))
        });
        match parts.filter(|(_, case)| !case.is_empty()) {
            Some((limit, case)) => all.push(LimitVariant {
                case: case.to_owned(),
                with_verification: platform::search::fold(case).contains("xac minh"),
                limit,
            }),
            None => read.refuse(unread("admin-procedures-line-variant", field, (at, line))),
        }
    }
    all
}

/// Papers of the dossier: `[xuất trình] Hộ chiếu`.
pub(super) fn components_text(components: &[Component]) -> String {
    let line = |component: &Component| {
        let shown = if component.kind == ComponentKind::Show { format!("{SHOWN} ") } else { String::new() };
        let condition = if component.is_conditional { format!("{CONDITIONAL} ") } else { String::new() };
        format!("{shown}{condition}{}", component.name)
    };
    components.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// Reads what [`components_text`] wrote.
pub(super) fn read_components(read: &mut Reader<'_>, field: &'static str) -> Vec<Component> {
    let text = read.optional_text(field).unwrap_or_default();
    let component = |(_, line): (usize, &str)| {
        let mut component =
            Component { name: String::new(), kind: ComponentKind::Submit, is_conditional: false };
        let mut rest = line;
        loop {
            if let Some(after) = rest.strip_prefix(SHOWN) {
                component.kind = ComponentKind::Show;
                rest = after.trim_start();
            } else if let Some(after) = rest.strip_prefix(CONDITIONAL) {
                component.is_conditional = true;
                rest = after.trim_start();
            } else {
                rest.clone_into(&mut component.name);
                return component;
            }
        }
    };
    lines(&text).map(component).collect()
}

/// One entry a line.
pub(super) fn read_lines(read: &mut Reader<'_>, field: &'static str) -> Vec<String> {
    let text = read.optional_text(field).unwrap_or_default();
    lines(&text).map(|(_, line)| line.to_owned()).collect()
}

/// Minutes as hours, as people write them: `1,5`.
pub(super) fn hours_text(minutes: i64) -> String {
    let hundredths = minutes * 100 / MINUTES;
    Decimal::hundredths(hundredths).vietnamese()
}

fn hours_column(step: &Step) -> String {
    match (step.minutes, step.verification_minutes) {
        (None, None) => String::new(),
        (minutes, None) => minutes.map(hours_text).unwrap_or_default(),
        (minutes, Some(verified)) => {
            format!("{} / {}", minutes.map(hours_text).unwrap_or_default(), hours_text(verified))
        }
    }
}

/// Steps: `clerk | 4 / 8 | Cán bộ một cửa | Tiếp nhận | Giấy tiếp nhận`.
pub(super) fn steps_text(steps: &[Step]) -> String {
    let line = |step: &Step| {
        [&step.role, &hours_column(step), &step.who, &step.name, &step.output].map(String::as_str).join(" | ")
    };
    steps.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// Hours that may be missing; a fault when they are no hours.
fn read_hours(text: &str) -> Result<Option<i64>, ()> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    let hours = WorkingTime::parse_hours(&text.trim().replace(',', ".")).map_err(drop)?;
    Ok(Some(hours.micros() / WorkingTime::minutes(1).micros()))
}

fn read_step(line: &str) -> Option<Step> {
    let parts: Vec<&str> = line.split('|').map(str::trim).collect();
    let [role, hours, who, name, rest @ ..] = parts.as_slice() else {
        return None;
    };
    let (hours, verified) = hours.split_once('/').unwrap_or((hours, ""));
    let role = STEP_ROLES.iter().find(|word| *word == role)?;
    (rest.len() <= 1 && !who.is_empty() && !name.is_empty()).then_some(())?;
    Some(Step {
        name: (*name).to_owned(),
        who: (*who).to_owned(),
        role: (*role).to_owned(),
        minutes: read_hours(hours).ok()?,
        verification_minutes: read_hours(verified).ok()?,
        output: rest.first().copied().unwrap_or_default().to_owned(),
    })
}

/// Reads what [`steps_text`] wrote.
pub(super) fn read_steps(read: &mut Reader<'_>, field: &'static str) -> Vec<Step> {
    let text = read.optional_text(field).unwrap_or_default();
    let mut steps = Vec::new();
    for (at, line) in lines(&text) {
        match read_step(line) {
            Some(step) => steps.push(step),
            None => read.refuse(unread("admin-procedures-line-step", field, (at, line))),
        }
    }
    steps
}
