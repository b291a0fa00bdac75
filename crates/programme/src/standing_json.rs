//! Papers, acts and standings as JSON, for bodies and experts alike. These structs are the contract.

use crate::standing::{Act, Paper, Period};
use platform::Day;
use serde::Serialize;

/// A paper.
#[derive(Serialize)]
pub struct PaperJson {
    number: String,
    issued_on: String,
    valid_to: Option<Day>,
    last_day_on: Option<Day>,
}

/// An act on a paper or card.
#[derive(Serialize)]
pub struct ActJson {
    kind: &'static str,
    happened_on: String,
    reason: String,
    decision_no: String,
}

/// A time of one standing; `to_on` is the first day after it.
#[derive(Serialize)]
pub struct PeriodJson {
    standing: &'static str,
    from_on: Day,
    to_on: Option<Day>,
}

/// Papers as JSON.
pub fn papers(papers: Vec<Paper>) -> Vec<PaperJson> {
    let one = |paper: Paper| PaperJson {
        issued_on: paper.issued.text(),
        number: paper.number,
        valid_to: paper.valid_to,
        last_day_on: paper.last_day_on,
    };
    papers.into_iter().map(one).collect()
}

/// Acts as JSON.
pub fn acts(acts: Vec<Act>) -> Vec<ActJson> {
    let one = |act: Act| ActJson {
        kind: act.kind.word(),
        happened_on: act.happened.text(),
        reason: act.reason,
        decision_no: act.decision_no,
    };
    acts.into_iter().map(one).collect()
}

/// Standings over time as JSON.
pub fn periods(periods: &[Period]) -> Vec<PeriodJson> {
    let one = |period: &Period| PeriodJson {
        standing: period.standing.word(),
        from_on: period.from_on,
        to_on: period.to_on,
    };
    periods.iter().map(one).collect()
}
