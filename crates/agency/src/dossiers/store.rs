//! Every SQL statement on dossiers, their tasks, answers and files.

use super::event::DossierEvent;
use super::model::{
    Attachment, Delivery, Dossier, Extension, Incident, Intake, LegalClock, Notice, Pause, Status, Task,
    TimerSet,
};
use super::refusal::Refusal;
use super::{applicants, clock, files, incidents};
use bpmn::kernel::State;
use platform::db::DbError;
use platform::permissions::Role;
use platform::{Day, Error, Record, Result, Tx, journal, record, sql};
use registers::calendars::ClockVersion;
use serde::{Deserialize, Serialize};
use workdays::Limit;

/// Where a task stands whose dossier's clock stands still or has ended: after everything that has a due moment.
const NO_DUE: i64 = i64::MAX;

sql!(dossier(agency_id: i64, id: i64) -> DossierRow {
    code: String, status: i64, received_at: i64, start_at: Option<i64>, base_at: Option<i64>, due_at: Option<i64>,
    first_due_at: Option<i64>, settled_at: Option<i64>, ended_at: Option<i64>, marking: Vec<u8>, intake: String,
    course: String, revision: i64,
} =
    "select code, status, received_at, start_at, base_at, due_at, first_due_at, settled_at, ended_at, marking,
       intake, course, revision
     from dossier
     where agency_id = $1
       and id = $2");

sql!(insert_dossier(
    agency_id: i64, id: i64, code: &str, procedure_id: i64, unit_id: i64, desk_agency_id: i64, applicant_id: i64,
    status: i64, received_at: i64, start_at: Option<i64>, base_at: Option<i64>, due_at: Option<i64>,
    first_due_at: Option<i64>, settled_at: Option<i64>, ended_at: Option<i64>, marking: &[u8], intake: &str,
    course: &str, revision: i64,
) =
    "insert into dossier (agency_id, id, code, procedure_id, unit_id, desk_agency_id, applicant_id, status,
       received_at, start_at, base_at, due_at, first_due_at, settled_at, ended_at, marking, intake, course,
       revision)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)");

sql!(
/// What the lists find it by.
set_stand(
    agency_id: i64, id: i64, open_due_at: Option<i64>, closed_at: Option<i64>, was_late: Option<bool>,
    channel: &str,
) =
    "update dossier
     set open_due_at = $3, closed_at = $4, was_late = $5, channel = $6
     where agency_id = $1
       and id = $2");

sql!(stand_of(agency_id: i64, id: i64) -> StandRow {
    open_due_at: Option<i64>, closed_at: Option<i64>, was_late: Option<bool>, channel: String,
} =
    "select open_due_at, closed_at, was_late, channel
     from dossier
     where agency_id = $1
       and id = $2");

sql!(
/// Adds to the number of dossiers of a status, procedure and unit, or takes away from it.
add_to_count(agency_id: i64, status: i64, procedure_id: i64, unit_id: i64, by: i64) =
    "insert into dossier_count (agency_id, status, procedure_id, unit_id, n)
     values ($1, $2, $3, $4, $5)
     on conflict (agency_id, status, procedure_id, unit_id) do update set n = dossier_count.n + excluded.n");

sql!(
/// What a step changes; nothing when somebody else was quicker.
move_dossier(
    agency_id: i64, id: i64, before: i64, revision: i64, status: i64, settled_at: Option<i64>,
    ended_at: Option<i64>, marking: &[u8],
) =
    "update dossier
     set revision = $4, status = $5, settled_at = $6, ended_at = $7, marking = $8
     where agency_id = $1
       and id = $2
       and revision = $3");

sql!(
/// What a step changes that leaves the status as it is: no index of the dossier is touched.
step_dossier(agency_id: i64, id: i64, before: i64, revision: i64, marking: &[u8]) =
    "update dossier
     set revision = $4, marking = $5
     where agency_id = $1
       and id = $2
       and revision = $3");

sql!(
/// What any other act changes.
change_dossier(
    agency_id: i64, id: i64, before: i64, revision: i64, status: i64, start_at: Option<i64>, base_at: Option<i64>,
    due_at: Option<i64>, settled_at: Option<i64>, ended_at: Option<i64>, marking: &[u8], intake: &str,
    course: &str, applicant_id: i64, unit_id: i64,
) =
    "update dossier
     set revision = $4, status = $5, start_at = $6, base_at = $7, due_at = $8, settled_at = $9, ended_at = $10,
       marking = $11, intake = $12, course = $13, applicant_id = $14, unit_id = $15
     where agency_id = $1
       and id = $2
       and revision = $3");

sql!(tasks(agency_id: i64, dossier_id: i64) -> TaskRow {
    token: i64, node: i64, role: String, unit_id: i64, assignee: Option<i64>, since_at: i64,
    step_due_at: Option<i64>, due_at: i64,
} =
    "select token, node, role, unit_id, assignee, since_at, step_due_at, due_at
     from task
     where agency_id = $1
       and dossier_id = $2
     order by token");

sql!(insert_task(
    agency_id: i64, dossier_id: i64, token: i64, node: i64, role: &str, unit_id: i64, assignee: Option<i64>,
    since_at: i64, step_due_at: Option<i64>, due_at: i64,
) =
    "insert into task (agency_id, dossier_id, token, node, role, unit_id, assignee, since_at, step_due_at, due_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)");

sql!(delete_task(agency_id: i64, dossier_id: i64, token: i64) =
    "delete from task
     where agency_id = $1
       and dossier_id = $2
       and token = $3");

sql!(change_task(agency_id: i64, dossier_id: i64, token: i64, assignee: Option<i64>, due_at: i64) =
    "update task
     set assignee = $4, due_at = $5
     where agency_id = $1
       and dossier_id = $2
       and token = $3");

sql!(insert_timer(agency_id: i64, dossier_id: i64, token: i64, timer: i64, due_at: i64) =
    "insert into dossier_timer (agency_id, dossier_id, token, timer, due_at)
     values ($1, $2, $3, $4, $5)");

sql!(delete_timer(agency_id: i64, dossier_id: i64, token: i64, timer: i64) =
    "delete from dossier_timer
     where agency_id = $1
       and dossier_id = $2
       and token = $3
       and timer = $4");

sql!(timers_of(agency_id: i64, dossier_id: i64) -> TimerRow { token: i64, timer: i64, due_at: i64 } =
    "select token, timer, due_at
     from dossier_timer
     where agency_id = $1
       and dossier_id = $2
     order by due_at, token, timer");

sql!(
/// Timers of all agencies that are due, the oldest first: the job that fires them works for each in turn. Those of
/// dossiers that wait for the citizen (5, 6) wait with them.
due_timers(now: i64, limit: i64) -> DueTimer { agency_id: i64, dossier_id: i64, token: i64, timer: i64 } =
    "select dossier_timer.agency_id, dossier_timer.dossier_id, dossier_timer.token, dossier_timer.timer
     from dossier_timer
     inner join dossier on dossier.agency_id = dossier_timer.agency_id and dossier.id = dossier_timer.dossier_id
     where dossier_timer.due_at <= $1
       and dossier.status not in (5, 6)
     order by dossier_timer.due_at, dossier_timer.agency_id, dossier_timer.dossier_id, dossier_timer.token,
       dossier_timer.timer
     limit $2");

sql!(id_of_code(agency_id: i64, code: &str) -> DossierId { id: i64 } =
    "select id
     from dossier
     where agency_id = $1
       and code = $2");

sql!(
/// The next number of a day, atomically.
next_number(agency_id: i64, on_day: Day) -> Numbered { last: i64 } =
    "insert into dossier_counter (agency_id, on_day, last)
     values ($1, $2, 1)
     on conflict (agency_id, on_day) do update set last = dossier_counter.last + 1
     returning last");

sql!(put_answers(agency_id: i64, dossier_id: i64, salt: &[u8], answers: &str) =
    "insert into dossier_answers (agency_id, dossier_id, salt, answers)
     values ($1, $2, $3, $4)
     on conflict (agency_id, dossier_id) do update set salt = excluded.salt, answers = excluded.answers");

sql!(
/// The answers to the procedure's fields, with the salt of their commitment.
answers(agency_id: i64, dossier_id: i64) -> Answers { salt: Vec<u8>, answers: String } =
    "select salt, answers
     from dossier_answers
     where agency_id = $1
       and dossier_id = $2");

sql!(
/// Erases what a person answered, in all dossiers of theirs.
erase_answers(agency_id: i64, applicant_id: i64) =
    "delete from dossier_answers
     where agency_id = $1
       and dossier_id in (select id
                          from dossier
                          where agency_id = $1
                            and applicant_id = $2)");

sql!(keep_content(agency_id: i64, sha256: &str, bytes: &[u8]) =
    "insert into file_content (agency_id, sha256, bytes)
     values ($1, $2, $3)
     on conflict (agency_id, sha256) do nothing");

sql!(
/// The bytes of a file.
content(agency_id: i64, sha256: &str) -> Content { bytes: Vec<u8> } =
    "select bytes
     from file_content
     where agency_id = $1
       and sha256 = $2");

sql!(
/// For verification, which goes over all agencies.
every_dossier() -> AnyDossier { id: i64 } =
    "select id
     from dossier
     order by id");

platform::record_kind!(Dossier, "/dossiers/", load_any, ids, beside);

/// What came in, and by what the limit is counted: as the row holds it.
#[derive(Serialize, Deserialize)]
struct Fixed {
    intake: Intake,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    version: Option<ClockVersion>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    limit: Option<Limit>,
}

/// What seldom changes after, as the row holds it.
#[derive(Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
struct Course {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pauses: Vec<Pause>,
    #[serde(skip_serializing_if = "Option::is_none")]
    extension: Option<Extension>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    timers: Vec<TimerSet>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    incidents: Vec<Incident>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    notices: Vec<Notice>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    attachments: Vec<Attachment>,
    #[serde(skip_serializing_if = "Option::is_none")]
    end_reason: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    delivery: Option<Delivery>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rating: Option<i64>,
}

impl Course {
    fn of(dossier: &Dossier) -> Course {
        Course {
            pauses: dossier.pauses.clone(),
            extension: dossier.extension.clone(),
            timers: dossier.timers.clone(),
            incidents: dossier.incidents.clone(),
            notices: dossier.notices.clone(),
            attachments: dossier.attachments.clone(),
            end_reason: dossier.end_reason.clone(),
            delivery: dossier.delivery,
            rating: dossier.rating,
        }
    }
}

/// The dossier of an id, if this agency handles it.
///
/// # Errors
/// When the database fails or holds what the program does not know.
pub fn load(tx: &mut Tx<'_>, agency_id: i64, id: i64) -> Result<Option<Dossier>> {
    let Some(row) = dossier(tx, agency_id, id)?.pop() else { return Ok(None) };
    let tasks = tasks(tx, agency_id, id)?.into_iter().map(task_of).collect::<Result<Vec<_>>>()?;
    of_row((agency_id, id), row, tasks).map(Some)
}

fn of_row((agency_id, id): (i64, i64), row: DossierRow, tasks: Vec<Task>) -> Result<Dossier> {
    let fixed: Fixed = serde_json::from_str(&row.intake).map_err(Error::failed)?;
    let course: Course = serde_json::from_str(&row.course).map_err(Error::failed)?;
    let clock = match (fixed.version, fixed.limit, row.base_at, row.start_at, row.first_due_at) {
        (Some(version), Some(limit), Some(base_at), Some(start_at), Some(first_due_at)) => {
            Some(LegalClock { version, limit, base_at, start_at, due_at: row.due_at, first_due_at })
        }
        _ => None,
    };
    Ok(Dossier {
        id,
        agency_id,
        code: row.code,
        intake: fixed.intake,
        received_at: row.received_at,
        status: status_of(row.status)?,
        clock,
        pauses: course.pauses,
        extension: course.extension,
        state: State::from_bytes(&row.marking).map_err(Error::failed)?,
        tasks,
        timers: course.timers,
        incidents: course.incidents,
        notices: course.notices,
        attachments: course.attachments,
        settled_at: row.settled_at,
        ended_at: row.ended_at,
        end_reason: course.end_reason,
        delivery: course.delivery,
        rating: course.rating,
        revision: row.revision,
    })
}

/// The status of a stored number.
///
/// # Errors
/// When there is no such status.
pub fn status_of(number: i64) -> Result<Status> {
    Status::of_number(number)
        .ok_or_else(|| DbError::other(format!("unknown status of a dossier: {number}")).into())
}

fn task_of(row: TaskRow) -> Result<Task> {
    let role =
        Role::of_word(&row.role).ok_or_else(|| DbError::other(format!("unknown role {}", row.role)))?;
    Ok(Task {
        token: u32::try_from(row.token).map_err(Error::failed)?,
        node: u16::try_from(row.node).map_err(Error::failed)?,
        role,
        unit_id: row.unit_id,
        assignee: row.assignee,
        since_at: row.since_at,
        step_due_at: row.step_due_at,
    })
}

/// The dossier of an id; one that the agency does not handle is not found.
///
/// # Errors
/// [`Error::NotFound`], or when the database fails.
pub fn require(tx: &mut Tx<'_>, agency_id: i64, id: i64) -> Result<Dossier> {
    load(tx, agency_id, id)?.ok_or(Error::NotFound)
}

/// Writes a dossier that its first event has begun, and journals it.
///
/// # Errors
/// When the database fails.
pub fn begin(tx: &mut Tx<'_>, id: i64, event: DossierEvent) -> Result<Dossier> {
    let dossier = Dossier::begin(id, &event)
        .ok_or_else(|| Error::failed("the first event of a dossier does not begin it"))?;
    let clock = dossier.clock.as_ref();
    insert_dossier(
        tx,
        dossier.agency_id,
        id,
        &dossier.code,
        dossier.intake.procedure_id,
        dossier.intake.unit_id,
        dossier.intake.desk_agency_id,
        dossier.intake.applicant_id,
        dossier.status.number(),
        dossier.received_at,
        clock.map(|clock| clock.start_at),
        clock.map(|clock| clock.base_at),
        clock.and_then(|clock| clock.due_at),
        clock.map(|clock| clock.first_due_at),
        dossier.settled_at,
        dossier.ended_at,
        &dossier.state.to_bytes(),
        &fixed_text(&dossier)?,
        &course_text(&dossier)?,
        dossier.revision,
    )?;
    for task in &dossier.tasks {
        put_task(tx, &dossier, task)?;
    }
    for set in &dossier.timers {
        insert_timer(tx, dossier.agency_id, id, set.token.into(), set.timer.into(), set.due_at)?;
    }
    for incident in &dossier.incidents {
        incidents::put(tx, &dossier, incident)?;
    }
    put_stand(tx, &dossier)?;
    count(tx, &dossier, 1)?;
    record::journal(tx, &dossier, &[event])?;
    Ok(dossier)
}

fn put_stand(tx: &mut Tx<'_>, dossier: &Dossier) -> Result<()> {
    let stand = clock::stand(dossier);
    let channel = dossier.intake.channel.word();
    let (agency_id, id) = (dossier.agency_id, dossier.id);
    set_stand(tx, agency_id, id, stand.open_due_at, stand.closed_at, stand.was_late, channel)?;
    Ok(())
}

/// Keeps in step what the lists are found by and counted with; most steps change nothing of it.
fn follow(tx: &mut Tx<'_>, before: &Dossier, after: &Dossier) -> Result<()> {
    if clock::stand(before) != clock::stand(after) || before.intake.channel != after.intake.channel {
        put_stand(tx, after)?;
    }
    let counted = |dossier: &Dossier| (dossier.status, dossier.intake.procedure_id, dossier.intake.unit_id);
    if counted(before) != counted(after) {
        count(tx, before, -1)?;
        count(tx, after, 1)?;
    }
    Ok(())
}

fn count(tx: &mut Tx<'_>, dossier: &Dossier, by: i64) -> Result<()> {
    let (procedure_id, unit_id) = (dossier.intake.procedure_id, dossier.intake.unit_id);
    add_to_count(tx, dossier.agency_id, dossier.status.number(), procedure_id, unit_id, by)?;
    Ok(())
}

fn fixed_text(dossier: &Dossier) -> Result<String> {
    let clock = dossier.clock.as_ref();
    let fixed = Fixed {
        intake: dossier.intake.clone(),
        version: clock.map(|clock| clock.version),
        limit: clock.map(|clock| clock.limit),
    };
    serde_json::to_string(&fixed).map_err(Error::failed)
}

fn course_text(dossier: &Dossier) -> Result<String> {
    serde_json::to_string(&Course::of(dossier)).map_err(Error::failed)
}

/// The due moment under which the tasks of a dossier stand: a result that waits at the counter is late no more.
pub(super) fn task_due_at(dossier: &Dossier) -> i64 {
    let open = dossier.due_at().filter(|_| dossier.status != Status::Settled);
    open.unwrap_or(NO_DUE)
}

fn put_task(tx: &mut Tx<'_>, dossier: &Dossier, task: &Task) -> Result<()> {
    insert_task(
        tx,
        dossier.agency_id,
        dossier.id,
        i64::from(task.token),
        i64::from(task.node),
        task.role.word(),
        task.unit_id,
        task.assignee,
        task.since_at,
        task.step_due_at,
        task_due_at(dossier),
    )?;
    Ok(())
}

/// Applies an event to a dossier, writes what it changed and journals it.
///
/// # Errors
/// [`Refusal::Stale`] when the row is not the one that was read, and when the database fails.
pub fn save(tx: &mut Tx<'_>, before: &Dossier, event: DossierEvent) -> Result<Dossier> {
    let mut after = before.clone();
    after.apply(&event);
    let ends = |dossier: &Dossier| (dossier.status, dossier.settled_at, dossier.ended_at);
    let changed = if !only_moved(before, &after) {
        change(tx, before, &after)?
    } else if ends(before) == ends(&after) {
        let marking = after.state.to_bytes();
        step_dossier(tx, after.agency_id, after.id, before.revision, after.revision, &marking)?
    } else {
        move_dossier(
            tx,
            after.agency_id,
            after.id,
            before.revision,
            after.revision,
            after.status.number(),
            after.settled_at,
            after.ended_at,
            &after.state.to_bytes(),
        )?
    };
    if changed == 0 {
        return Err(platform::Refusal::from(Refusal::Stale).into());
    }
    save_tasks(tx, before, &after)?;
    save_timers(tx, before, &after)?;
    incidents::follow(tx, before, &after)?;
    follow(tx, before, &after)?;
    record::journal(tx, &after, &[event])?;
    Ok(after)
}

/// Whether nothing changed but the tokens and what follows from their place.
fn only_moved(before: &Dossier, after: &Dossier) -> bool {
    before.clock == after.clock && before.intake == after.intake && Course::of(before) == Course::of(after)
}

fn change(tx: &mut Tx<'_>, before: &Dossier, after: &Dossier) -> Result<u64> {
    let clock = after.clock.as_ref();
    Ok(change_dossier(
        tx,
        after.agency_id,
        after.id,
        before.revision,
        after.revision,
        after.status.number(),
        clock.map(|clock| clock.start_at),
        clock.map(|clock| clock.base_at),
        clock.and_then(|clock| clock.due_at),
        after.settled_at,
        after.ended_at,
        &after.state.to_bytes(),
        &fixed_text(after)?,
        &course_text(after)?,
        after.intake.applicant_id,
        after.intake.unit_id,
    )?)
}

fn save_tasks(tx: &mut Tx<'_>, before: &Dossier, after: &Dossier) -> Result<()> {
    for task in &before.tasks {
        if after.task(task.token).is_none() {
            delete_task(tx, after.agency_id, after.id, i64::from(task.token))?;
        }
    }
    let due_moved = task_due_at(before) != task_due_at(after);
    for task in &after.tasks {
        match before.task(task.token) {
            None => put_task(tx, after, task)?,
            Some(held) if due_moved || held.assignee != task.assignee => {
                let due_at = task_due_at(after);
                let token = i64::from(task.token);
                change_task(tx, after.agency_id, after.id, token, task.assignee, due_at)?;
            }
            Some(_) => {}
        }
    }
    Ok(())
}

fn save_timers(tx: &mut Tx<'_>, before: &Dossier, after: &Dossier) -> Result<()> {
    let (agency_id, id) = (after.agency_id, after.id);
    for set in before.timers.iter().filter(|set| !after.timers.contains(set)) {
        delete_timer(tx, agency_id, id, set.token.into(), set.timer.into())?;
    }
    for set in after.timers.iter().filter(|set| !before.timers.contains(set)) {
        insert_timer(tx, agency_id, id, set.token.into(), set.timer.into(), set.due_at)?;
    }
    Ok(())
}

fn load_any(tx: &mut Tx<'_>, id: i64) -> Result<Option<Dossier>> {
    match journal::owner_of(tx, id)? {
        Some(agency_id) => load(tx, agency_id, id),
        None => Ok(None),
    }
}

fn ids(tx: &mut Tx<'_>) -> Result<Vec<i64>> {
    Ok(every_dossier(tx)?.into_iter().map(|row| row.id).collect())
}

fn stands_in_lists(tx: &mut Tx<'_>, dossier: &Dossier) -> Result<bool> {
    let (stand, channel) = (clock::stand(dossier), dossier.intake.channel.word());
    Ok(stand_of(tx, dossier.agency_id, dossier.id)?.pop().is_some_and(|row| {
        (row.open_due_at, row.closed_at, row.was_late) == (stand.open_due_at, stand.closed_at, stand.was_late)
            && row.channel == channel
    }))
}

/// What stands beside the record: the due moment of its tasks, and the answers that its commitment speaks of.
fn beside(tx: &mut Tx<'_>, dossier: &Dossier) -> Result<Option<String>> {
    let due_at = task_due_at(dossier);
    let rows = tasks(tx, dossier.agency_id, dossier.id)?;
    if rows.iter().any(|row| row.due_at != due_at) {
        return Ok(Some("a task stands under another due moment than its dossier".to_owned()));
    }
    let rows = timers_of(tx, dossier.agency_id, dossier.id)?;
    let mut set: Vec<(i64, i64, i64)> =
        dossier.timers.iter().map(|set| (set.due_at, set.token.into(), set.timer.into())).collect();
    set.sort_unstable();
    if rows.iter().map(|row| (row.due_at, row.token, row.timer)).ne(set) {
        return Ok(Some("the timers are not those of the dossier".to_owned()));
    }
    if !incidents::are_found(tx, dossier)? {
        return Ok(Some("the incidents are not those of the dossier".to_owned()));
    }
    if !stands_in_lists(tx, dossier)? {
        return Ok(Some("the lists find it by other dates than its own".to_owned()));
    }
    if !holds_its_files(tx, dossier)? {
        return Ok(Some("a file is not the one that was attached".to_owned()));
    }
    let right = holds_its_answers(tx, dossier)?;
    Ok((!right).then(|| "the answers are not those that the journal speaks of".to_owned()))
}

fn holds_its_files(tx: &mut Tx<'_>, dossier: &Dossier) -> Result<bool> {
    for file in &dossier.attachments {
        let kept = content(tx, dossier.agency_id, &file.sha256)?.pop();
        if kept.is_none_or(|kept| files::hash(&kept.bytes) != file.sha256) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Answers are erased with the person they tell of; their commitment alone stays behind.
fn holds_its_answers(tx: &mut Tx<'_>, dossier: &Dossier) -> Result<bool> {
    let Some(commitment) = &dossier.intake.answers else { return Ok(true) };
    match answers(tx, dossier.agency_id, dossier.id)?.pop() {
        Some(kept) => Ok(super::commitment(&kept.salt, &kept.answers) == *commitment),
        None => {
            let applicant = applicants::load(tx, dossier.agency_id, dossier.intake.applicant_id)?;
            Ok(applicant.is_some_and(|applicant| applicant.erased))
        }
    }
}
