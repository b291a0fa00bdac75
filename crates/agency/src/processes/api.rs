//! Processes as JSON. These structs are the contract.

use super::decide::hours;
use super::pages::{self, Seen};
use super::store::ProcessLine;
use axum::response::Response;
use platform::web::{Web, cursor, json};
use platform::{Day, Result};
use serde::Serialize;

#[derive(Serialize)]
struct ProcessesJson {
    all: i64,
    rows: Vec<LineJson>,
    /// What to send as `after` for the next rows.
    next: Option<String>,
}

#[derive(Serialize)]
struct LineJson {
    id: String,
    code: String,
    name: String,
    procedure_id: String,
    status: String,
    version: i64,
    in_force_from: Option<Day>,
    is_illustrative: bool,
}

#[derive(Serialize)]
struct ProcessJson {
    id: String,
    code: String,
    name: String,
    procedure_id: String,
    is_illustrative: bool,
    revision: i64,
    versions: Vec<VersionJson>,
    /// The steps of the version that the page shows.
    steps: Vec<StepJson>,
}

#[derive(Serialize)]
struct VersionJson {
    number: i64,
    status: &'static str,
    file_sha256: String,
    program_sha256: String,
    in_force_from: Option<Day>,
    in_force_to: Option<Day>,
}

#[derive(Serialize)]
struct StepJson {
    id: String,
    name: String,
    role: Option<&'static str>,
    working_hours: Option<String>,
    output: String,
    outcomes: Vec<String>,
}

/// The list that the filters leave.
pub(super) async fn list(web: Web) -> Result<Response> {
    let found = pages::find(&web).await?;
    let last = found.lines.last().filter(|_| found.more);
    json(&ProcessesJson {
        all: found.all,
        next: last.map(|line| cursor(&line.folded, line.id)),
        rows: found.lines.into_iter().map(line_json).collect(),
    })
}

fn line_json(line: ProcessLine) -> LineJson {
    LineJson {
        id: line.id.to_string(),
        code: line.code,
        name: line.name,
        procedure_id: line.procedure_id.to_string(),
        status: line.standing,
        version: line.number,
        in_force_from: line.published_on,
        is_illustrative: line.is_illustrative,
    }
}

/// One process.
pub(super) async fn show(web: Web) -> Result<Response> {
    let Seen { process, shown, .. } = pages::seen(&web).await?;
    let sheet = shown.and_then(|shown| shown.judged.sheet);
    let steps = sheet.iter().flat_map(|sheet| {
        sheet.steps.iter().map(|step| StepJson {
            id: step.id.clone(),
            name: step.name.clone(),
            role: step.lane.and_then(|lane| sheet.lanes[lane].role).map(platform::Role::word),
            working_hours: step.budget.map(|time| hours(time).replace(',', ".")),
            output: step.output.clone(),
            outcomes: step.choices.iter().map(|choice| choice.word.clone()).collect(),
        })
    });
    let versions = process.versions.iter().map(|version| VersionJson {
        number: version.number,
        status: version.status.word(),
        file_sha256: version.file_hash.clone(),
        program_sha256: version.program_hash.clone(),
        in_force_from: version.published_on,
        in_force_to: version.retired_on,
    });
    json(&ProcessJson {
        id: process.id.to_string(),
        code: process.code.clone(),
        name: process.name.clone(),
        procedure_id: process.procedure_id.to_string(),
        is_illustrative: process.is_illustrative,
        revision: process.revision,
        versions: versions.collect(),
        steps: steps.collect(),
    })
}
