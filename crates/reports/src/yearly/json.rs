//! The report as JSON: the contract that other programs and the yearly comparison read.

use super::indicators::{self, INDICATORS};
use super::model::{Class, Findings, Measure, Question, Report};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// The whole report as JSON. Keys of provinces on the map of 2025 carry it: `2025:01`.
pub fn json(report: &Report) -> Value {
    let findings = &report.findings;
    json!({
        "as_of": report.question.as_of,
        "period": { "from": report.question.from, "to": report.question.to },
        "edition": report.question.edition,
        "figures": figures(report),
        "article_figures": article_figures(report),
        "period_counts": period_counts(findings),
        "cumulative_counts": papers(findings, |flow| flow.to_date),
        "to_date": to_date(findings),
        "valid_on_as_of": valid(findings),
        "plans": plans(findings),
        "definitions": definitions(&report.question),
    })
}

/// Every figure that the edition has, by its key.
pub fn figures(report: &Report) -> Map<String, Value> {
    let told = INDICATORS.iter().filter(|indicator| (indicator.applies)(&report.question.edition));
    told.map(|indicator| (indicator.key.to_owned(), (indicator.value)(&report.findings).into())).collect()
}

fn article_figures(report: &Report) -> Map<String, Value> {
    let in_article = |key: &str| indicators::of_key(key).is_some_and(|indicator| indicator.in_article);
    figures(report).into_iter().filter(|(key, _)| in_article(key)).collect()
}

fn papers(findings: &Findings, of: impl Fn(super::model::Flow) -> i64) -> Map<String, Value> {
    indicators::PAPERS
        .iter()
        .map(|(key, kind)| ((*key).to_owned(), of(findings.paper(kind)).into()))
        .collect()
}

fn period_counts(findings: &Findings) -> Value {
    let certificates = |kind: Option<&str>| -> i64 {
        let wanted = findings.years.iter().filter(|count| kind.is_none_or(|kind| count.kind == kind));
        wanted.map(|count| count.in_period).sum()
    };
    let mut counts = papers(findings, |flow| flow.in_period);
    counts.insert("certificates".into(), certificates(None).into());
    counts.insert("certificates_initial".into(), certificates(Some("initial")).into());
    counts.insert("certificates_renewal".into(), certificates(Some("renewal")).into());
    counts.insert("agencies".into(), findings.agencies(Measure::InPeriod, |_| true).into());
    counts.insert(
        "agencies_by_level".into(),
        json!(findings.by(Measure::InPeriod, |class| Some(&class.level))),
    );
    counts
        .insert("agencies_by_kind".into(), json!(findings.by(Measure::InPeriod, |class| Some(&class.kind))));
    Value::Object(counts)
}

fn of_level<'a>(level: &'a str, key: impl Fn(&'a Class) -> &'a str) -> impl Fn(&'a Class) -> Option<&'a str> {
    move |class| (class.level == level).then(|| key(class))
}

fn to_date(findings: &Findings) -> Value {
    let by = |level, key: fn(&Class) -> &str| findings.by(Measure::ToDate, of_level(level, key));
    let local_by_province = findings.by_province(Measure::ToDate);
    let central_by_ministry = findings.by_ministry(Measure::ToDate);
    let mut out = json!({
        "agencies_total": findings.agencies(Measure::ToDate, |_| true),
        "local": findings.agencies(Measure::ToDate, Class::is_local),
        "central": findings.agencies(Measure::ToDate, |class| !class.is_local()),
        "local_by_kind": by("local", |class| &class.kind),
        "central_by_kind": by("central", |class| &class.kind),
        "local_by_obligation": by("local", |class| &class.obligation),
        "local_by_province": local_by_province,
        "local_by_province_and_kind": by_province_and_kind(findings),
        "central_by_ministry": central_by_ministry,
        "provinces": local_by_province.len(),
        "ministries": central_by_ministry.len(),
    });
    out["initial_certificates_by_year"] = json!(findings.certificates_by_year("initial"));
    out["renewal_certificates_by_year"] = json!(findings.certificates_by_year("renewal"));
    out["certificates_total"] = json!(findings.years.iter().map(|count| count.certificates).sum::<i64>());
    out
}

fn by_province_and_kind(findings: &Findings) -> Value {
    let mut provinces: BTreeMap<String, BTreeMap<&str, i64>> = BTreeMap::new();
    for cell in findings.cells.iter().filter(|cell| cell.class.is_local() && cell.to_date > 0) {
        let kinds = provinces.entry(cell.class.province_key()).or_default();
        *kinds.entry(cell.class.kind.as_str()).or_insert(0) += cell.to_date;
    }
    provinces.remove("");
    json!(provinces)
}

fn valid(findings: &Findings) -> Value {
    json!({
        "agencies": findings.agencies(Measure::Valid, |_| true),
        "by_level": findings.by(Measure::Valid, |class| Some(&class.level)),
    })
}

fn plans(findings: &Findings) -> Value {
    let statuses = |level: &str| {
        let counts = ["none", "drafted", "approved"]
            .map(|status| (status.to_owned(), findings.plans_in(level, status).into()));
        Value::Object(counts.into_iter().collect())
    };
    let not_owing: Vec<&str> = findings
        .plans
        .iter()
        .filter(|plan| !plan.owes_plan && plan.level == "central")
        .map(|plan| plan.owner_code.as_str())
        .collect();
    json!({
        "central": statuses("central"),
        "local": statuses("local"),
        "not_approved_central": findings.without_approved_plan("central"),
        "not_approved_local": findings.without_approved_plan("local"),
        "not_owing_central": not_owing,
    })
}

/// What every figure means, with the acts it rests on: frozen with an issue.
pub fn definitions(question: &Question) -> Value {
    let told =
        INDICATORS.iter().filter(|indicator| (indicator.applies)(&question.edition)).map(|indicator| {
            let words = json!({
                "vi": indicator.label.vi, "en": indicator.label.en,
                "definition_vi": indicator.definition.vi, "definition_en": indicator.definition.en,
                "unit": indicator.unit.word(), "nature": indicator.nature.word(),
                "basis": indicator.basis.on(question.as_of).join("; "),
            });
            (indicator.key.to_owned(), words)
        });
    Value::Object(told.collect())
}
