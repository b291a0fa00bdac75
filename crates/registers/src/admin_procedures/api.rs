//! Procedures as JSON. These structs are the contract.

use super::limits::{amount_word, rule_code};
use super::model::{Component, ComponentKind, Facts, LimitVariant, Step};
use super::pages;
use super::store::ProcedureOfList;
use axum::response::Response;
use platform::web::{Web, cursor, json};
use platform::{Day, Result};
use serde::Serialize;
use serde_json::Value;
use workdays::Limit;

#[derive(Serialize)]
struct ProceduresJson {
    all: i64,
    rows: Vec<LineJson>,
    /// What to send as `after` for the next rows.
    next: Option<String>,
}

#[derive(Serialize)]
struct LineJson {
    id: String,
    code: String,
    national_code: Option<String>,
    name: String,
    sector: String,
    level: String,
    executing_agency: String,
    limit_rule: String,
    limit_amount: String,
    fee_vnd: Option<i64>,
    step_count: i64,
    is_illustrative: bool,
    field_count: i64,
}

#[derive(Serialize)]
struct ProcedureJson {
    id: String,
    code: String,
    iso_code: String,
    national_code: Option<String>,
    name: String,
    sector: String,
    level: &'static str,
    executing_agency: String,
    from_on: Day,
    limit: Option<LimitJson>,
    limit_text: String,
    variants: Vec<VariantJson>,
    fee_vnd: Option<i64>,
    fee_text: String,
    components: Vec<ComponentJson>,
    legal_basis: Vec<String>,
    certainty: Value,
    source: String,
    steps: Vec<StepJson>,
    is_illustrative: bool,
    /// The declaration of fields, a form-js schema.
    fields: Option<Value>,
    has_result: bool,
    revision: i64,
}

#[derive(Serialize)]
struct LimitJson {
    rule: String,
    amount: String,
}

#[derive(Serialize)]
struct VariantJson {
    case: String,
    with_verification: bool,
    #[serde(flatten)]
    limit: LimitJson,
}

#[derive(Serialize)]
struct ComponentJson {
    name: String,
    kind: &'static str,
    is_conditional: bool,
}

#[derive(Serialize)]
struct StepJson {
    name: String,
    who: String,
    role: String,
    minutes: Option<i64>,
    verification_minutes: Option<i64>,
    output: String,
}

/// The list that the filters leave.
pub(super) async fn list(web: Web) -> Result<Response> {
    let found = pages::find(&web).await?;
    let last = found.lines.last().filter(|_| found.more);
    json(&ProceduresJson {
        all: found.all,
        next: last.map(|line| cursor(&line.name_folded, line.id)),
        rows: found.lines.into_iter().map(line_json).collect(),
    })
}

fn line_json(line: ProcedureOfList) -> LineJson {
    LineJson {
        id: line.id.to_string(),
        code: line.code,
        national_code: line.national_code,
        name: line.name,
        sector: line.sector,
        level: line.level,
        executing_agency: line.executing_agency,
        limit_rule: line.limit_rule,
        limit_amount: line.limit_amount,
        fee_vnd: line.fee_vnd,
        step_count: line.step_count,
        is_illustrative: line.is_illustrative,
        field_count: line.field_count,
    }
}

fn limit_json(limit: Limit) -> LimitJson {
    LimitJson { rule: rule_code(limit), amount: amount_word(limit) }
}

fn variant_json(variant: &LimitVariant) -> VariantJson {
    VariantJson {
        case: variant.case.clone(),
        with_verification: variant.with_verification,
        limit: limit_json(variant.limit),
    }
}

fn component_json(component: &Component) -> ComponentJson {
    ComponentJson {
        name: component.name.clone(),
        kind: match component.kind {
            ComponentKind::Submit => "submit",
            ComponentKind::Show => "show",
        },
        is_conditional: component.is_conditional,
    }
}

fn step_json(step: &Step) -> StepJson {
    StepJson {
        name: step.name.clone(),
        who: step.who.clone(),
        role: step.role.clone(),
        minutes: step.minutes,
        verification_minutes: step.verification_minutes,
        output: step.output.clone(),
    }
}

/// One procedure, in the version that `version` asks for.
pub(super) async fn show(web: Web) -> Result<Response> {
    let procedure = pages::see(&web).await?.procedure;
    let facts: &Facts = &procedure.facts;
    let text = facts.limit.as_ref().map_or(&facts.limit_note, |limit| &limit.text);
    json(&ProcedureJson {
        id: procedure.id.to_string(),
        code: procedure.code.clone(),
        iso_code: facts.iso_code.clone(),
        national_code: facts.national_code.clone(),
        name: facts.name.clone(),
        sector: facts.sector.clone(),
        level: facts.level.word(),
        executing_agency: facts.executing_agency.clone(),
        from_on: procedure.from_on,
        limit: facts.limit.as_ref().map(|limit| limit_json(limit.limit)),
        limit_text: text.clone(),
        variants: facts.variants.iter().map(variant_json).collect(),
        fee_vnd: facts.fee_vnd,
        fee_text: facts.fee_text.clone(),
        components: facts.components.iter().map(component_json).collect(),
        legal_basis: facts.legal_basis.clone(),
        certainty: serde_json::to_value(&facts.certainty).map_err(platform::Error::failed)?,
        source: facts.source.clone(),
        steps: facts.steps.iter().map(step_json).collect(),
        is_illustrative: facts.illustrative,
        fields: facts.fields.clone().map(Value::from),
        has_result: facts.result.is_some(),
        revision: procedure.revision,
    })
}
