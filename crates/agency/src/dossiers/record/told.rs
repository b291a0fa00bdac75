//! What the timeline says of each event of a dossier.

use super::seen::Seen;
use crate::dossiers::event::{DossierEvent, Wanted};
use crate::dossiers::{Dossier, Incident, Intake, Status, incidents};
use platform::web::{Past, Told, Web, changes, joined};
use registers::calendars::views::moment;

/// One event in words.
pub(super) fn told(web: &Web, seen: &Seen, past: &Past<Dossier>) -> Told {
    let (what, remark) = words(web, seen, past);
    let remark = joined(&[&remark, &new_incidents(web, seen, past)]);
    let changed = match (&past.event, &past.before) {
        (DossierEvent::Corrected { .. }, Some(before)) => {
            corrected(web, seen, (&before.intake, &past.after.intake))
        }
        _ => Vec::new(),
    };
    Told { day: String::new(), iso: String::new(), what, remark, changes: changed }
}

/// The incidents that an event led into.
fn new_incidents(web: &Web, seen: &Seen, past: &Past<Dossier>) -> String {
    let is_new =
        |one: &&Incident| past.before.as_ref().is_none_or(|before| before.incident(one.token).is_none());
    let new = past.after.incidents.iter().filter(is_new).map(|one| {
        let place = incidents::place(seen.published.as_deref(), one.node);
        let values = [("place", place), ("cause", web.t(one.key()))];
        let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
        web.t_with("incidents-told", &values)
    });
    new.collect::<Vec<_>>().join(" ")
}

/// The name of the place where a token stood before an event, whoever or whatever works there.
fn place_before(seen: &Seen, past: &Past<Dossier>, token: u32) -> String {
    let stood = past.before.as_ref().and_then(|before| before.state.token(token));
    stood.map(|token| incidents::place(seen.published.as_deref(), token.node)).unwrap_or_default()
}

fn words(web: &Web, seen: &Seen, past: &Past<Dossier>) -> (String, String) {
    match &past.event {
        DossierEvent::Received(received) => {
            let promised = received.promise.as_ref().map(|promise| moment(web, promise.due_at));
            let promised = promised.map(|due| web.t_with("record-told-promised", &[("moment", &due)]));
            (web.t("record-told-received"), promised.unwrap_or_default())
        }
        DossierEvent::TurnedAway(away) => {
            let missing = away.missing.join("; ");
            (web.t("record-told-turned-away"), joined(&[&away.reason, &missing]))
        }
        DossierEvent::Completed { .. } => completed(web, seen, past),
        DossierEvent::Fired { .. } => (web.t("record-told-fired"), String::new()),
        DossierEvent::Served { token, notice, failure, .. } => {
            let key = if failure.is_some() { "incidents-told-failed" } else { "incidents-told-served" };
            (
                web.t_with(key, &[("place", &place_before(seen, past, *token))]),
                notice.clone().unwrap_or_default(),
            )
        }
        DossierEvent::Retried { token, note, .. } => {
            let place = place_before(seen, past, *token);
            (web.t_with("incidents-told-retried", &[("place", &place)]), note.clone())
        }
        DossierEvent::Assigned { .. } => assigned(web, seen, past),
        DossierEvent::Asked { wanted, reason, stops_clock, basis, again, ends, .. } => {
            let clock = match (*ends, *stops_clock) {
                (true, _) => web.t("record-told-ends"),
                (false, true) => web.t("record-told-clock-stopped"),
                (false, false) => String::new(),
            };
            let late = basis.as_ref().map(|basis| web.t_with("record-told-asked-late", &[("basis", basis)]));
            let again =
                again.as_ref().map(|again| web.t_with("record-told-asked-again", &[("reason", again)]));
            let (late, again) = (late.unwrap_or_default(), again.unwrap_or_default());
            (wanted_words(web, wanted), joined(&[reason, &again, &late, &clock]))
        }
        DossierEvent::Answered { count, .. } => {
            let due = count.map(|count| moment(web, count.due_at));
            let due = due.map(|due| web.t_with("record-told-due-now", &[("moment", &due)]));
            (web.t("record-told-answered"), due.unwrap_or_default())
        }
        DossierEvent::Extended { due_at, reason, .. } => {
            (web.t_with("record-told-extended", &[("moment", &moment(web, *due_at))]), reason.clone())
        }
        DossierEvent::Refused { reason, .. } => (web.t("record-told-refused"), reason.clone()),
        DossierEvent::Withdrawn { reason, .. } => (web.t("record-told-withdrawn"), reason.clone()),
        DossierEvent::Stopped { reason, basis, .. } => {
            (web.t("record-told-stopped"), joined(&[reason, basis]))
        }
        DossierEvent::Corrected { reason, intake } => {
            let held = past.before.as_ref().and_then(|before| before.intake.answers.as_ref());
            let answers =
                if intake.answers.as_ref() == held { String::new() } else { web.t("record-told-answers") };
            (web.t("record-told-corrected"), joined(&[reason, &answers]))
        }
        DossierEvent::Reprinted { form, reason } => {
            (web.t_with("record-told-reprinted", &[("form", form)]), reason.clone())
        }
        DossierEvent::Attached { attachment } => {
            (web.t_with("record-told-attached", &[("name", &attachment.name)]), String::new())
        }
        DossierEvent::Noted { note } => (web.t("record-told-noted"), note.clone()),
        DossierEvent::Rated { score, .. } => {
            (web.t_with("record-told-rated", &[("score", &score.to_string())]), String::new())
        }
    }
}

/// `Yêu cầu bổ sung: bản sao giấy khai sinh; đơn`.
pub(super) fn wanted_words(web: &Web, wanted: &Wanted) -> String {
    match wanted {
        Wanted::Papers { missing } => {
            web.t_with("record-told-asked-papers", &[("papers", &missing.join("; "))])
        }
        Wanted::Payment { amount_vnd, .. } => {
            web.t_with("record-told-asked-payment", &[("amount", &web.number(*amount_vnd))])
        }
    }
}

/// The name of the step that a token stood at before an event.
fn step_before(seen: &Seen, past: &Past<Dossier>, token: u32) -> String {
    let task = past.before.as_ref().and_then(|before| before.task(token));
    task.map(|task| seen.step_name(task.node)).unwrap_or_default()
}

fn completed(web: &Web, seen: &Seen, past: &Past<Dossier>) -> (String, String) {
    let DossierEvent::Completed { token, outcome, note, deputy_for, delivery, answers, status, .. } =
        &past.event
    else {
        return (String::new(), String::new());
    };
    let step = step_before(seen, past, *token);
    let what = match outcome.as_ref().map(|outcome| outcome_label(seen, past, (*token, outcome))) {
        Some(outcome) => web.t_with("record-told-done-with", &[("step", &step), ("outcome", &outcome)]),
        None => web.t_with("record-told-done", &[("step", &step)]),
    };
    let deputy = deputy_for.map(|absent| web.t_with("tasks-deputy-for", &[("name", seen.name(absent))]));
    let delivery = delivery.map(|delivery| web.t(delivery.key()));
    let status = status.filter(|status| matches!(status, Status::Settled | Status::Returned));
    let status = status.map(|status| web.t(status.key()));
    let answers = answers.as_ref().map(|_| web.t("record-told-answers"));
    let some = |words: Option<String>| words.unwrap_or_default();
    (what, joined(&[note, &some(answers), &some(deputy), &some(delivery), &some(status)]))
}

/// What is written on the flow that an outcome takes; its word where nothing is.
fn outcome_label(seen: &Seen, past: &Past<Dossier>, (token, outcome): (u32, &str)) -> String {
    let node = past.before.as_ref().and_then(|before| before.task(token)).map(|task| task.node);
    let choices = node.and_then(|node| Some(seen.published.as_ref()?.choices(node))).unwrap_or(&[]);
    let choice = choices.iter().find(|choice| choice.word == outcome);
    choice.map_or_else(|| outcome.to_owned(), |choice| choice.label.clone())
}

fn assigned(web: &Web, seen: &Seen, past: &Past<Dossier>) -> (String, String) {
    let DossierEvent::Assigned { token, to, reason } = &past.event else {
        return (String::new(), String::new());
    };
    let step = step_before(seen, past, *token);
    let what = match to {
        Some(_) if reason.is_empty() => web.t_with("record-told-taken", &[("step", &step)]),
        Some(to) => web.t_with("record-told-handed-over", &[("step", &step), ("name", seen.name(*to))]),
        None => web.t_with("record-told-given-back", &[("step", &step)]),
    };
    (what, reason.clone())
}

/// What a correction has changed.
fn corrected(web: &Web, seen: &Seen, (before, after): (&Intake, &Intake)) -> Vec<(String, String, String)> {
    let mut rows = [
        people_rows(web, (before, after), "record-told-person-before"),
        people_rows(web, (after, before), "record-told-person-after"),
    ];
    rows[0].extend(intake_rows(web, seen, before));
    rows[1].extend(intake_rows(web, seen, after));
    changes(&rows[0], &rows[1])
}

/// Whose dossier it is, in words beside `other`: people's data are not repeated in a history, which only tells that
/// they were entered anew.
fn people_rows(web: &Web, (intake, other): (&Intake, &Intake), anew: &str) -> Vec<(String, String)> {
    let told = |id: Option<i64>, other: Option<i64>| match id {
        None => web.t("record-told-person-none"),
        Some(_) if id == other => String::new(),
        Some(_) => web.t(anew),
    };
    vec![
        (web.t("record-applicant"), told(Some(intake.applicant_id), Some(other.applicant_id))),
        (web.t("record-proxy"), told(intake.proxy_id, other.proxy_id)),
    ]
}

/// Labels and texts of what else a correction may change.
fn intake_rows(web: &Web, seen: &Seen, intake: &Intake) -> Vec<(String, String)> {
    let paid = if intake.fee_paid { "record-fee-paid" } else { "record-fee-unpaid" };
    let fee = web.t_with("record-fee-amount", &[("amount", &web.number(intake.fee_vnd))]);
    let papers = intake.papers.iter().map(|paper| {
        let name = paper.called(&seen.procedure.components);
        format!("{name}: {} ({})", paper.count, web.t(paper.form.key()))
    });
    vec![
        (web.t("record-sets"), intake.sets.to_string()),
        (web.t("record-papers"), papers.collect::<Vec<_>>().join("; ")),
        (web.t("record-fee"), joined(&[&fee, &web.t(paid)])),
        (web.t("record-wants"), web.t(intake.wants.key())),
    ]
}
