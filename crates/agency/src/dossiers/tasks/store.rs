//! The statements of the work list.

use platform::{Day, sql};

sql!(
/// What a person has taken or was given, after a row of the list and up to a due moment.
held(
    agency_id: i64, assignee: i64, after_due_at: i64, after_id: i64, after_token: i64, until_due_at: i64, limit: i64,
) -> HeldTask { dossier_id: i64, token: i64, due_at: i64 } =
    "select dossier_id, token, due_at
     from task
     where agency_id = $1
       and assignee = $2
       and (due_at, dossier_id, token) > ($3, $4, $5)
       and due_at <= $6
     order by due_at, dossier_id, token
     limit $7");

sql!(
/// What nobody has taken of a role in a unit, after a row of the list and up to a due moment.
open(
    agency_id: i64, role: &str, unit_id: i64, after_due_at: i64, after_id: i64, after_token: i64, until_due_at: i64,
    limit: i64,
) -> OpenTask { dossier_id: i64, token: i64, due_at: i64 } =
    "select dossier_id, token, due_at
     from task
     where agency_id = $1
       and assignee is null
       and role = $2
       and unit_id = $3
       and (due_at, dossier_id, token) > ($4, $5, $6)
       and due_at <= $7
     order by due_at, dossier_id, token
     limit $8");

sql!(
/// How many tasks a person holds: late, due today, due soon, all; of so many of them as are looked at.
count_held(agency_id: i64, assignee: i64, now: i64, today_ends_at: i64, soon_ends_at: i64, most: i64) -> HeldCount {
    late: i64, today: i64, soon: i64, every: i64,
} =
    "select cast(coalesce(sum(case when due_at < $3 then 1 else 0 end), 0) as bigint) as late,
       cast(coalesce(sum(case when due_at >= $3 and due_at <= $4 then 1 else 0 end), 0) as bigint) as today,
       cast(coalesce(sum(case when due_at > $4 and due_at <= $5 then 1 else 0 end), 0) as bigint) as soon,
       count(*) as every
     from (select due_at
           from task
           where agency_id = $1
             and assignee = $2
           order by due_at
           limit $6) as first_due");

sql!(
/// How many tasks of a role in a unit nobody has taken: late, due today, due soon, all; of so many of them as are
/// looked at.
count_open(
    agency_id: i64, role: &str, unit_id: i64, now: i64, today_ends_at: i64, soon_ends_at: i64, most: i64,
) -> OpenCount { late: i64, today: i64, soon: i64, every: i64 } =
    "select cast(coalesce(sum(case when due_at < $4 then 1 else 0 end), 0) as bigint) as late,
       cast(coalesce(sum(case when due_at >= $4 and due_at <= $5 then 1 else 0 end), 0) as bigint) as today,
       cast(coalesce(sum(case when due_at > $5 and due_at <= $6 then 1 else 0 end), 0) as bigint) as soon,
       count(*) as every
     from (select due_at
           from task
           where agency_id = $1
             and assignee is null
             and role = $2
             and unit_id = $3
           order by due_at
           limit $7) as first_due");

sql!(
/// The tasks of dossiers in a status that waits for the citizen, in no order: a small part of an agency's dossiers.
///
/// The join is crossed so that SQLite begins with those few and not with every open task; the sum names the index
/// by status.
waiting(agency_id: i64, status: i64) -> WaitingTask {
    dossier_id: i64, token: i64, role: String, unit_id: i64, assignee: Option<i64>, due_at: i64,
} =
    "select dossier.id, task.token, task.role, task.unit_id, task.assignee, task.due_at
     from dossier
     cross join task
     where dossier.agency_id + 0 = $1
       and dossier.status = $2
       and task.agency_id = dossier.agency_id
       and task.dossier_id = dossier.id");

sql!(
/// What a row of the list shows of a task and its dossier.
row(agency_id: i64, dossier_id: i64, token: i64) -> TaskLine {
    node: i64, role: String, unit_id: i64, assignee: Option<i64>, code: String, status: i64, procedure_id: i64, intake: String, course: String,
    applicant: Option<String>,
} =
    "select task.node, task.role, task.unit_id, task.assignee, dossier.code, dossier.status, dossier.procedure_id, dossier.intake,
       dossier.course, applicant_person.name
     from task
     inner join dossier on dossier.agency_id = task.agency_id and dossier.id = task.dossier_id
     left join applicant_person on applicant_person.agency_id = dossier.agency_id
       and applicant_person.applicant_id = dossier.applicant_id
     where task.agency_id = $1
       and task.dossier_id = $2
       and task.token = $3");

sql!(
/// Every task that a person holds.
held_by(agency_id: i64, assignee: i64) -> HeldBy { dossier_id: i64, token: i64, role: String, unit_id: i64 } =
    "select dossier_id, token, role, unit_id
     from task
     where agency_id = $1
       and assignee = $2
     order by due_at, dossier_id, token");

sql!(
/// Tasks of all agencies whose holders have no longer their role in their unit on a day: the job that gives them back
/// works for each agency in turn. What a closed unit leaves is the work of all who have the role.
///
/// The joins are crossed so that SQLite begins with the appointments that are over and not with every task.
left(day: Day, limit: i64) -> LeftTask { agency_id: i64, dossier_id: i64, token: i64 } =
    "select distinct task.agency_id, task.dossier_id, task.token
     from appointment
     cross join account
     cross join task
     where account.id = appointment.account_id
       and (appointment.to_on <= $1 or account.disabled)
       and task.agency_id = appointment.agency_id
       and task.assignee = appointment.account_id
       and (account.disabled
            or not exists (select held.id
                           from appointment as held
                           where held.account_id = task.assignee
                             and held.agency_id = task.agency_id
                             and held.role = task.role
                             and held.from_on <= $1
                             and (held.to_on is null or held.to_on > $1)
                             and (task.unit_id = 0
                                  or held.unit_id is null
                                  or held.unit_id = task.unit_id
                                  or exists (select unit.id
                                             from unit
                                             where unit.agency_id = task.agency_id
                                               and unit.id = task.unit_id
                                               and unit.to_on <= $1))))
     order by task.agency_id, task.dossier_id, task.token
     limit $2");

sql!(
/// How many dossiers a unit has, by status.
dossiers_of_unit(agency_id: i64, unit_id: i64) -> OfUnit { status: i64, n: i64 } =
    "select status, cast(sum(n) as bigint) as n
     from dossier_count
     where agency_id = $1
       and unit_id = $2
     group by status
     order by status");
