//! A dossier as JSON. These structs are the contract.

use super::seen::{Seen, seen};
use crate::dossiers::clock::measure;
use crate::dossiers::incidents;
use axum::response::Response;
use platform::Result;
use platform::web::{Web, json};
use serde::Serialize;
use workdays::instant_text;

#[derive(Serialize)]
struct DossierJson {
    id: String,
    code: String,
    /// The national number of the status, 1 to 10.
    status: i64,
    procedure_id: String,
    procedure_code: String,
    procedure_revision: i64,
    procedure: String,
    process_version_id: String,
    applicant: ApplicantJson,
    channel: &'static str,
    received_at: String,
    /// The due moment that binds now; none while the clock stands still.
    due_at: Option<String>,
    first_due_at: Option<String>,
    settled_at: Option<String>,
    ended_at: Option<String>,
    /// Whether Decision 766 counts it as on time; none where it does not count.
    on_time_766: Option<bool>,
    fee_vnd: i64,
    fee_paid: bool,
    papers: Vec<PaperJson>,
    tasks: Vec<TaskJson>,
    /// The tokens that cannot go on.
    incidents: Vec<IncidentJson>,
    /// What the citizen was told by steps of the machine.
    notices: Vec<NoticeJson>,
    files: Vec<FileJson>,
    /// The acts that the asker may do now, as the ends of their addresses.
    acts: Vec<String>,
    revision: i64,
}

#[derive(Serialize)]
struct ApplicantJson {
    kind: &'static str,
    name: String,
    /// Hidden but for its end where the asker does not need it.
    id_number: String,
}

#[derive(Serialize)]
struct PaperJson {
    /// Which component of the procedure it is, from 0; none for another paper.
    component: Option<usize>,
    name: String,
    form: &'static str,
    count: i64,
}

#[derive(Serialize)]
struct TaskJson {
    token: u32,
    step: String,
    role: &'static str,
    assignee: Option<String>,
    since_at: String,
    step_due_at: Option<String>,
    /// The words of the outcomes to choose from.
    outcomes: Vec<String>,
}

#[derive(Serialize)]
struct IncidentJson {
    token: u32,
    step: String,
    /// The key of what is wrong.
    cause: &'static str,
    since_at: String,
}

#[derive(Serialize)]
struct NoticeJson {
    at: String,
    text: String,
}

#[derive(Serialize)]
struct FileJson {
    id: String,
    name: String,
    media_type: String,
    size_bytes: i64,
    sha256: String,
}

/// One dossier.
pub(super) async fn show(web: Web) -> Result<Response> {
    json(&dossier_json(&seen(&web).await?))
}

fn dossier_json(seen: &Seen) -> DossierJson {
    let (dossier, intake) = (&seen.dossier, &seen.dossier.intake);
    let at = |at: Option<i64>| at.map(instant_text);
    DossierJson {
        id: dossier.id.to_string(),
        code: dossier.code.clone(),
        status: dossier.status.number(),
        procedure_id: intake.procedure_id.to_string(),
        procedure_code: seen.procedure.code.clone(),
        procedure_revision: intake.procedure_revision,
        procedure: seen.procedure.name.clone(),
        process_version_id: intake.version_id.to_string(),
        applicant: applicant(seen),
        channel: intake.channel.word(),
        received_at: instant_text(dossier.received_at),
        due_at: at(dossier.due_at()),
        first_due_at: at(dossier.clock.as_ref().map(|clock| clock.first_due_at)),
        settled_at: at(dossier.settled_at),
        ended_at: at(dossier.ended_at),
        on_time_766: measure(dossier, seen.horizon.now).on_time,
        fee_vnd: intake.fee_vnd,
        fee_paid: intake.fee_paid,
        papers: papers(seen),
        tasks: tasks(seen),
        incidents: incidents(seen),
        notices: notices(seen),
        files: files(seen),
        acts: seen.acts.iter().map(|act| act.path()).collect(),
        revision: dossier.revision,
    }
}

fn applicant(seen: &Seen) -> ApplicantJson {
    let person = seen.applicant.clone().unwrap_or_default();
    let id_number = if seen.shows_identity() { person.id_number.clone() } else { person.masked_number() };
    ApplicantJson { kind: person.kind.word(), name: person.name, id_number }
}

fn papers(seen: &Seen) -> Vec<PaperJson> {
    let papers = seen.dossier.intake.papers.iter().map(|paper| PaperJson {
        component: paper.component,
        name: paper.called(&seen.procedure.components).to_owned(),
        form: paper.form.word(),
        count: paper.count,
    });
    papers.collect()
}

fn tasks(seen: &Seen) -> Vec<TaskJson> {
    let outcomes =
        |node: u16| seen.published.as_ref().map_or(&[] as &[_], |published| published.choices(node));
    let tasks = seen.dossier.tasks.iter().map(|task| TaskJson {
        token: task.token,
        step: seen.step_name(task.node),
        role: task.role.word(),
        assignee: task.assignee.map(|assignee| seen.name(assignee).to_owned()),
        since_at: instant_text(task.since_at),
        step_due_at: task.step_due_at.map(instant_text),
        outcomes: outcomes(task.node).iter().map(|choice| choice.word.clone()).collect(),
    });
    tasks.collect()
}

fn incidents(seen: &Seen) -> Vec<IncidentJson> {
    let incidents = seen.dossier.incidents.iter().map(|incident| IncidentJson {
        token: incident.token,
        step: incidents::place(seen.published.as_deref(), incident.node),
        cause: incident.key().trim_start_matches("incidents-"),
        since_at: instant_text(incident.at),
    });
    incidents.collect()
}

fn notices(seen: &Seen) -> Vec<NoticeJson> {
    let told = seen.dossier.notices.iter();
    told.map(|notice| NoticeJson { at: instant_text(notice.at), text: notice.text.clone() }).collect()
}

fn files(seen: &Seen) -> Vec<FileJson> {
    let files = seen.dossier.attachments.iter().map(|file| FileJson {
        id: file.id.to_string(),
        name: file.name.clone(),
        media_type: file.media_type.clone(),
        size_bytes: file.size,
        sha256: file.sha256.clone(),
    });
    files.collect()
}
