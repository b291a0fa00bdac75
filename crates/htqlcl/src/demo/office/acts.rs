//! What now and then happens to a dossier in place of a step, done by whom the rules allow it.

use super::course::{At, command_on, one_in, one_of, person, worker};
use super::draw::Draw;
use super::fate::Befalls;
use agency::dossiers::{self, Ask, Assign, Deed, Dossier, EndEarly, Extend, Person, Task, Wanted};
use platform::{Error, Result, Role, Tx};
use workdays::Limit;

/// What officers ask for, and why.
const WANTED: [(&str, &str); 4] = [
    ("Giấy tờ chứng minh nơi cư trú còn giá trị sử dụng", "Giấy tờ nộp kèm đã hết giá trị sử dụng"),
    ("Tờ khai có đủ chữ ký của những người có liên quan", "Tờ khai còn thiếu chữ ký"),
    ("Bản chính hoặc bản sao có chứng thực để đối chiếu", "Bản chụp nộp kèm không đọc được"),
    ("Giấy tờ chứng minh quan hệ của người nộp hồ sơ", "Thông tin trên các giấy tờ không thống nhất"),
];

/// Lets happen what befalls a dossier; none where it does not fit here and the next step is done.
///
/// # Errors
/// When the rules refuse it, which is a fault of the year, or the database fails.
pub(super) fn befall(tx: &mut Tx<'_>, at: &At<'_>, draw: &mut Draw) -> Result<Option<Dossier>> {
    let Some(task) = at.dossier.tasks.first() else { return Ok(None) };
    let is_taken = task.role == Role::Officer && task.assignee.is_some();
    let is_examined = is_taken || matches!(task.role, Role::UnitHead | Role::Head);
    match at.lot.befalls {
        Befalls::Papers | Befalls::PapersAgain | Befalls::Payment if is_taken => ask(tx, (at, task), draw),
        Befalls::HandOver if is_taken => hand_over(tx, (at, task), draw),
        Befalls::Extension if is_examined => extend(tx, at, draw),
        Befalls::Refusal if is_examined => refuse(tx, at, draw),
        Befalls::Stop if is_examined => stop(tx, at, draw),
        Befalls::Withdrawal if is_examined => withdraw(tx, at, draw),
        _ => Ok(None),
    }
}

/// Whoever acts must be allowed to: the year follows the rules that pages hold people to.
fn act_as(tx: &mut Tx<'_>, person: &Person, (deed, dossier): (Deed, &Dossier)) -> Result<()> {
    if !person.may(deed, dossier) {
        return Err(Error::failed(format!("{deed:?} on {} by somebody who may not", dossier.code)));
    }
    tx.set_actor(person.account_id);
    Ok(())
}

fn ask(tx: &mut Tx<'_>, (at, task): (&At<'_>, &Task), draw: &mut Draw) -> Result<Option<Dossier>> {
    let officer = worker(tx, (at.lot.office, task), draw)?;
    act_as(tx, &officer, (Deed::Ask, at.dossier))?;
    let (missing, reason) = draw.one(&WANTED).copied().unwrap_or(WANTED[0]);
    let papers = Wanted::Papers { missing: vec![missing.to_owned()] };
    let (wanted, reason, basis) = match at.lot.befalls {
        Befalls::Payment => {
            let amount_vnd = 50_000 * (2 + draw.below(60)) as i64;
            let basis = Some("Thông báo nộp tiền của cơ quan thuế (minh họa)".to_owned());
            (Wanted::Payment { amount_vnd, basis }, "Hoàn thành nghĩa vụ tài chính trước khi trình ký", None)
        }
        _ if at.befallen == 0 => (papers, reason, Some("Phát hiện khi xác minh tại nơi cư trú")),
        _ => {
            (papers, "Giấy tờ bổ sung lần trước không khớp với sổ gốc", Some("Kết quả đối chiếu với sổ gốc"))
        }
    };
    let is_again = at.lot.befalls != Befalls::Payment && at.dossier.supplements() > 0;
    let again = is_again.then(|| "Chỉ biết được khi đã có giấy tờ bổ sung lần trước".to_owned());
    let what = Ask { wanted, reason: reason.to_owned(), again, basis: basis.map(str::to_owned) };
    dossiers::ask_in(tx, at.dossier.agency_id, &command_on(at.dossier, what)).map(Some)
}

fn hand_over(tx: &mut Tx<'_>, (at, task): (&At<'_>, &Task), draw: &mut Draw) -> Result<Option<Dossier>> {
    let office = at.lot.office;
    let officer = worker(tx, (office, task), draw)?;
    let colleagues = |one: &&platform::accounts::Staff| {
        one.role == task.role && one.unit_id == officer.unit_id && Some(one.account_id) != task.assignee
    };
    let Some(colleague) = office.staff.iter().find(colleagues) else { return Ok(None) };
    tx.set_actor(officer.account_id);
    let reason = "Đi công tác, bàn giao hồ sơ cho đồng nghiệp cùng phòng".to_owned();
    let what = Assign { token: task.token, to: Some(colleague.account_id), reason };
    dossiers::assign_in(tx, at.dossier.agency_id, (&command_on(at.dossier, what), &officer)).map(Some)
}

/// The head of the unit that handles the dossier, or who stands in.
fn unit_head(tx: &mut Tx<'_>, at: &At<'_>, draw: &mut Draw) -> Result<Person> {
    let head = one_in(at.lot.office, (Role::UnitHead, at.dossier.intake.unit_id), draw)?;
    person(tx, (at.lot.office, head))
}

fn extend(tx: &mut Tx<'_>, at: &At<'_>, draw: &mut Draw) -> Result<Option<Dossier>> {
    let is_long = match at.lot.service.limit {
        Some(Limit::WorkingDays(days) | Limit::WorkingDaysAtClock(days) | Limit::CalendarDays(days)) => {
            days >= 3
        }
        _ => false,
    };
    if !is_long {
        return Ok(None);
    }
    let leader = unit_head(tx, at, draw)?;
    act_as(tx, &leader, (Deed::Lead, at.dossier))?;
    let what = Extend {
        days: 2 + draw.below(4) as i64,
        reason: "Chờ ý kiến bằng văn bản của cơ quan phối hợp".to_owned(),
    };
    match dossiers::extend_in(tx, at.dossier.agency_id, &command_on(at.dossier, what)) {
        // On the last day it is too late to extend.
        Err(Error::Refused(_)) => Ok(None),
        other => other.map(Some),
    }
}

fn refuse(tx: &mut Tx<'_>, at: &At<'_>, draw: &mut Draw) -> Result<Option<Dossier>> {
    if at.dossier.due_at().is_none_or(|due_at| tx.now() >= due_at) {
        return Ok(None);
    }
    let leader = unit_head(tx, at, draw)?;
    act_as(tx, &leader, (Deed::Lead, at.dossier))?;
    let reason = "Không đủ điều kiện theo quy định của pháp luật chuyên ngành".to_owned();
    let what = EndEarly::Refuse { reason };
    dossiers::end_early_in(tx, at.dossier.agency_id, &command_on(at.dossier, what)).map(Some)
}

fn stop(tx: &mut Tx<'_>, at: &At<'_>, draw: &mut Draw) -> Result<Option<Dossier>> {
    let head = one_of(at.lot.office, Role::Head, draw)?;
    let head = person(tx, (at.lot.office, head))?;
    act_as(tx, &head, (Deed::Stop, at.dossier))?;
    let what = EndEarly::Stop {
        reason: "Có tranh chấp đang chờ tòa án giải quyết".to_owned(),
        basis: "Thông báo thụ lý vụ án của tòa án (minh họa)".to_owned(),
    };
    dossiers::end_early_in(tx, at.dossier.agency_id, &command_on(at.dossier, what)).map(Some)
}

fn withdraw(tx: &mut Tx<'_>, at: &At<'_>, draw: &mut Draw) -> Result<Option<Dossier>> {
    let clerk = one_of(at.lot.office, Role::Clerk, draw)?;
    let clerk = person(tx, (at.lot.office, clerk))?;
    act_as(tx, &clerk, (Deed::Desk, at.dossier))?;
    let what = EndEarly::Withdraw { reason: "Người nộp không còn nhu cầu".to_owned() };
    dossiers::end_early_in(tx, at.dossier.agency_id, &command_on(at.dossier, what)).map(Some)
}
