//! The rows behind figures that count provinces, ministries, frameworks, documents and plans: what
//! was found for the report names each of them.

use super::{Row, RowsQuery, Set};
use crate::yearly::indicators::rows_link;
use crate::yearly::model::{DocumentLine, FrameworkLine, Measure, PlanLine, Report};
use crate::yearly::names::{self, Names};
use crate::yearly::store;
use platform::{Result, Tx};
use std::collections::BTreeMap;

/// Finds the rows of a query whose set names things; the level chooses among plans alone.
///
/// # Errors
/// When the database fails.
pub fn rows(tx: &mut Tx<'_>, query: &RowsQuery) -> Result<Vec<Row>> {
    let report = store::find(tx, &query.question)?;
    Ok(match query.set {
        Set::ProvincesToDate | Set::ProvincesValid | Set::ProvincesOnMap => {
            provinces(&names::of_day(tx, query.question.as_of)?, &report, query.set)
        }
        Set::MinistriesToDate | Set::MinistriesValid => {
            ministries(&names::of_day(tx, query.question.as_of)?, &report, query.set)
        }
        Set::FrameworksPublished | Set::FrameworksInPeriod => {
            let lines = report.findings.frameworks.iter();
            lines
                .filter(|line| query.set == Set::FrameworksPublished || line.in_period)
                .map(framework)
                .collect()
        }
        Set::DocumentsIssued | Set::DocumentsCirculars | Set::DocumentsOther => {
            let wanted = |line: &&DocumentLine| match query.set {
                Set::DocumentsCirculars => line.is_circular(),
                Set::DocumentsOther => !line.is_circular(),
                _ => true,
            };
            report.findings.documents.iter().filter(wanted).map(document).collect()
        }
        _ => report.findings.plans.iter().filter(|plan| holds_plan(query, plan)).map(plan).collect(),
    })
}

fn provinces(names: &Names, report: &Report, set: Set) -> Vec<Row> {
    let (measure, words) = match set {
        Set::ProvincesValid => (Measure::Valid, "set=agencies_valid"),
        _ => (Measure::ToDate, "set=agencies_to_date"),
    };
    let mut counts = report.findings.by_province(measure);
    if set == Set::ProvincesOnMap {
        let on_map = names.provinces_of_map().map(|(code, _)| {
            let key = crate::yearly::province_key(report.question.map(), code);
            let agencies = counts.get(&key).copied().unwrap_or(0);
            (key, agencies)
        });
        counts = on_map.collect();
    }
    let row = |(key, agencies): (String, i64)| Row::Group {
        href: rows_link(&format!("{words}&level=local&province={key}"), &report.question),
        name: names.province(&key).to_owned(),
        code: key,
        agencies,
    };
    counts.into_iter().map(row).collect()
}

fn ministries(names: &Names, report: &Report, set: Set) -> Vec<Row> {
    let (measure, words) = match set {
        Set::MinistriesValid => (Measure::Valid, "set=agencies_valid"),
        _ => (Measure::ToDate, "set=agencies_to_date"),
    };
    let counts: BTreeMap<String, i64> = report.findings.by_ministry(measure);
    let row = |(code, agencies): (String, i64)| Row::Group {
        href: rows_link(&format!("{words}&level=central&ministry={code}"), &report.question),
        name: names.ministry(&code).to_owned(),
        code,
        agencies,
    };
    counts.into_iter().map(row).collect()
}

fn framework(line: &FrameworkLine) -> Row {
    Row::Framework {
        href: format!("/frameworks/{}", line.id),
        publisher: line.publisher.clone(),
        applies_to: line.applies_to.clone(),
        published: line.published.clone(),
    }
}

fn document(line: &DocumentLine) -> Row {
    Row::Document {
        href: format!("/legal-documents/{}", line.id),
        number: line.number.clone(),
        kind: line.kind.clone(),
        title: line.title.clone(),
        issued: line.issued.clone(),
    }
}

fn holds_plan(query: &RowsQuery, plan: &PlanLine) -> bool {
    let status = plan.status.as_str();
    let in_set = match query.set {
        Set::PlansApproved => status == "approved",
        Set::PlansWithout => status != "approved",
        Set::PlansDrafted => status == "drafted",
        Set::PlansNone => status == "none",
        _ => true,
    };
    in_set && plan.owes_plan && (query.level.is_empty() || query.level == plan.level)
}

fn plan(line: &PlanLine) -> Row {
    Row::Plan {
        href: format!("/plans/{}", line.id),
        owner: line.owner.clone(),
        code: line.owner_code.clone(),
        status: line.status.clone(),
    }
}
