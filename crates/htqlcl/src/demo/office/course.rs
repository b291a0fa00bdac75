//! What happens to each dossier: received, worked on step by step, returned and rated.

use super::World;
use super::answers;
use super::draw::Draw;
use super::fate::{Befalls, Rests};
use super::lot::{Lot, Numbers};
use super::people::Names;
use super::setting::Open;
use agency::dossiers::{
    self, Assign, Channel, Command, Complete, Delivery, Dossier, NewFile, PaperForm, PaperIn, Person,
    Receive, Status, Task, TurnAway,
};
use agency::processes::{self, Published};
use platform::{Error, Result, Role, Tx};
use registers::admin_procedures::{self, Procedure};
use registers::calendars;
use std::cmp::Ordering;
use std::sync::Arc;
use workdays::{Calendar, Limit, WorkingTime};

/// A paper as people scan it, saying that it is none: what is attached to dossiers that come in online.
const SCAN: &[u8] = include_bytes!("../../../demo/scan.pdf");
/// Minutes of a working day.
const DAY: u64 = 450;

/// Something that happens at an instant. Turns sort by their instant, then by their dossier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Turn {
    /// When.
    pub at: i64,
    /// Which of the year's dossiers.
    number: u64,
    /// How many turns it had before.
    turn: u64,
    /// How often something befell it before.
    befallen: u8,
    /// The dossier, once received: its agency and id.
    dossier: Option<(i64, i64)>,
}

impl Turn {
    /// A dossier comes in.
    pub fn arrival(at: i64, number: u64) -> Turn {
        Turn { at, number, turn: 0, befallen: 0, dossier: None }
    }

    /// Whether a dossier comes in.
    pub fn is_arrival(&self) -> bool {
        self.dossier.is_none()
    }
}

impl Ord for Turn {
    fn cmp(&self, other: &Turn) -> Ordering {
        (self.at, self.number, self.turn).cmp(&(other.at, other.number, other.turn))
    }
}

impl PartialOrd for Turn {
    fn partial_cmp(&self, other: &Turn) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// The rules of the year.
pub struct Course {
    /// The offices.
    pub world: Arc<World>,
    /// What names are made of.
    pub names: Arc<Names>,
    /// Its dossiers.
    pub numbers: Numbers,
}

/// A dossier at one of its turns.
pub(super) struct At<'a> {
    pub lot: &'a Lot<'a>,
    pub dossier: &'a Dossier,
    pub befallen: u8,
}

impl Course {
    /// Takes these turns; returns the turns that follow.
    ///
    /// # Errors
    /// When the rules refuse what the year wants, which is a fault of the year, or the database fails.
    pub fn take(&self, tx: &mut Tx<'_>, turns: &[Turn]) -> Result<Vec<Turn>> {
        let mut next = Vec::new();
        for turn in turns {
            let Some(lot) = self.numbers.lot(&self.world, turn.number) else { continue };
            let draw = Draw::of(self.numbers.seed, &[turn.number, 2, turn.turn]);
            next.extend(match turn.dossier {
                None => self.come(tx, (turn, &lot), draw)?,
                Some(dossier) => go_on(tx, (turn, &lot, dossier), draw)?,
            });
        }
        Ok(next)
    }

    /// Somebody comes with a dossier, and goes home with a receipt or without one.
    fn come(&self, tx: &mut Tx<'_>, (turn, lot): (&Turn, &Lot<'_>), mut draw: Draw) -> Result<Option<Turn>> {
        let procedure = admin_procedures::current(tx, lot.service.procedure_id)?;
        let command = self.brought(tx, (lot, &procedure), &mut draw);
        tx.set_actor(one_of(lot.desk, Role::Clerk, &mut draw)?);
        let desk = lot.desk.agency.id;
        let dossier = match (lot.befalls, &lot.service.book) {
            (Befalls::Guided | Befalls::TurnedAway, _) => {
                dossiers::turn_away_in(tx, desk, &turned_away(command, (lot.befalls, &procedure)))?
            }
            (_, Some(book)) => dossiers::receive_in_book_in(tx, desk, (&command, book))?,
            (_, None) => dossiers::receive_in(tx, desk, &command)?,
        };
        if lot.channel == Channel::Online && draw.happens(500) {
            let file =
                NewFile { name: "Giấy tờ kèm theo (bản chụp).pdf".to_owned(), bytes: SCAN.to_vec() };
            dossiers::attach_in(tx, dossier.agency_id, &command_on(&dossier, file))?;
        }
        let at = At { lot, dossier: &dossier, befallen: 0 };
        later(tx, (turn, &at), draw)
    }

    fn brought(&self, tx: &Tx<'_>, (lot, procedure): (&Lot<'_>, &Procedure), draw: &mut Draw) -> Receive {
        let today = tx.today();
        let applicant = self.names.citizen(draw, today);
        let has_proxy = lot.service.book.is_none() && draw.happens(70);
        let proxy = has_proxy.then(|| self.names.citizen(draw, today).person);
        let answers = match &procedure.fields {
            Some(schema) => answers::typed(schema, (&applicant, &self.names), (&mut *draw, today)),
            None => Default::default(),
        };
        let fee_vnd = match procedure.fee_vnd {
            Some(fee_vnd) => fee_vnd,
            // Copies are paid by the page.
            None if lot.service.book.is_some() => 2_000 * (1 + draw.below(12)) as i64,
            None => 0,
        };
        Receive {
            agency_id: lot.office.agency.id,
            procedure_id: lot.service.procedure_id,
            wants: wants(lot.channel, proxy.is_some()),
            applicant: applicant.person,
            proxy,
            channel: lot.channel,
            sets: 1,
            papers: papers(procedure, lot.channel),
            answers,
            fee_vnd,
            fee_paid: fee_vnd > 0,
        }
    }
}

/// What the counter says to whom it cannot help today.
fn turned_away(receive: Receive, (befalls, procedure): (Befalls, &Procedure)) -> TurnAway {
    let receive = Receive { proxy: None, wants: Delivery::Applicant, ..receive };
    if befalls == Befalls::TurnedAway {
        let reason = "Thủ tục không thuộc thẩm quyền giải quyết của cơ quan; đã hướng dẫn nơi nộp".to_owned();
        return TurnAway { receive, missing: Vec::new(), reason };
    }
    let needed = procedure.components.iter().rfind(|component| !component.is_conditional);
    let missing =
        needed.map_or_else(|| "Bản chính để đối chiếu".to_owned(), |component| component.name.clone());
    TurnAway {
        receive, missing: vec![missing], reason: "Chưa có đủ giấy tờ theo quy định".to_owned()
    }
}

/// Goes on with a dossier: what befalls it, else its next step.
fn go_on(
    tx: &mut Tx<'_>,
    (turn, lot, (agency_id, id)): (&Turn, &Lot<'_>, (i64, i64)),
    mut draw: Draw,
) -> Result<Option<Turn>> {
    let dossier = dossiers::load(tx, agency_id, id)?.ok_or(Error::NotFound)?;
    let at = At { lot, dossier: &dossier, befallen: turn.befallen };
    if dossier.status.is_over() {
        return rate(tx, &at, draw).map(|()| None);
    }
    if dossier.status.is_waiting() {
        let after = answer(tx, &at, &mut draw)?;
        return later(tx, (turn, &At { dossier: &after, ..at }), draw);
    }
    if at.befallen < lot.befalls.times()
        && let Some(after) = super::acts::befall(tx, &at, &mut draw)?
    {
        let befallen = at.befallen + 1;
        return later(tx, (turn, &At { dossier: &after, befallen, ..at }), draw);
    }
    let after = if at.is_to_be_taken() { take(tx, &at, &mut draw)? } else { step(tx, &at, &mut draw)? };
    later(tx, (turn, &At { dossier: &after, ..at }), draw)
}

impl At<'_> {
    /// Whether the dossier stays as it is until the year is over.
    fn rests(&self) -> bool {
        let dossier = self.dossier;
        match self.lot.rests {
            None | Some(Rests::Nowhere) => false,
            Some(Rests::Received) => true,
            Some(Rests::At(role)) => {
                let is_there =
                    |task: &Task| task.role == role && (role != Role::Officer || task.assignee.is_some());
                self.befallen >= self.lot.befalls.times() && dossier.tasks.first().is_some_and(is_there)
            }
            Some(Rests::Waiting(times)) => dossier.status.is_waiting() && dossier.pauses.len() >= times,
            Some(Rests::Settled) => dossier.status == Status::Settled,
        }
    }

    /// An officer takes the work first and does it later, but for what is done while the citizen waits.
    fn is_to_be_taken(&self) -> bool {
        let is_free = |task: &Task| task.role == Role::Officer && task.assignee.is_none();
        !self.lot.service.is_of_one_day() && self.dossier.tasks.first().is_some_and(is_free)
    }
}

/// The citizen brings what was asked for.
fn answer(tx: &mut Tx<'_>, at: &At<'_>, draw: &mut Draw) -> Result<Dossier> {
    tx.set_actor(one_of(at.lot.office, Role::Clerk, draw)?);
    let is_payment =
        at.dossier.open_pause().is_some_and(|pause| matches!(pause.wanted, dossiers::Wanted::Payment { .. }));
    let paper = PaperIn::of_component(0, PaperForm::Copy, 1);
    let papers = if is_payment { Vec::new() } else { vec![paper] };
    dossiers::answer_in(tx, at.dossier.agency_id, &command_on(at.dossier, papers))
}

fn take(tx: &mut Tx<'_>, at: &At<'_>, draw: &mut Draw) -> Result<Dossier> {
    let Some(task) = at.dossier.tasks.first() else { return Ok(at.dossier.clone()) };
    let person = worker(tx, (at.lot.office, task), draw)?;
    tx.set_actor(person.account_id);
    let what = Assign { token: task.token, to: Some(person.account_id), reason: String::new() };
    dossiers::assign_in(tx, at.dossier.agency_id, (&command_on(at.dossier, what), &person))
}

fn step(tx: &mut Tx<'_>, at: &At<'_>, draw: &mut Draw) -> Result<Dossier> {
    let dossier = at.dossier;
    let Some(task) = dossier.tasks.first() else { return Ok(dossier.clone()) };
    let published = published(tx, dossier)?;
    let is_last = published.is_last(task.node);
    // What the centre received it gives back, too.
    let office = if is_last && task.role == Role::Clerk { at.lot.desk } else { at.lot.office };
    let person = worker(tx, (office, task), draw)?;
    tx.set_actor(person.account_id);
    let choices = published.choices(task.node);
    // The first outcome leads on; now and then a dossier goes back.
    let goes_back = choices.len() > 1 && at.lot.rests.is_none() && draw.happens(40);
    let chosen = if goes_back { choices.last() } else { choices.first() };
    let note = if goes_back {
        "Đề nghị rà soát lại căn cứ và thể thức của dự thảo"
    } else {
        ""
    };
    let what = Complete {
        token: task.token,
        outcome: chosen.map(|choice| choice.word.clone()),
        note: note.to_owned(),
        delivery: is_last.then_some(dossier.intake.wants),
        ..Complete::default()
    };
    dossiers::complete_in(tx, dossier.agency_id, (&command_on(dossier, what), &person))
}

fn rate(tx: &mut Tx<'_>, at: &At<'_>, mut draw: Draw) -> Result<()> {
    if at.dossier.rating.is_some() || at.lot.service.book.is_some() || !draw.happens(320) {
        return Ok(());
    }
    tx.set_actor(0);
    // Whom nothing was given is less content.
    let shares = if at.dossier.status == Status::Returned { [58, 84, 94, 98] } else { [20, 40, 65, 85] };
    let drawn = draw.below(100);
    let score = 5 - shares.iter().filter(|share| drawn >= **share).count() as i64;
    dossiers::rate_in(tx, at.dossier.agency_id, (at.dossier.id, score)).map(drop)
}

/// When a dossier is turned to again; never where it rests.
fn later(tx: &mut Tx<'_>, (turn, at): (&Turn, &At<'_>), mut draw: Draw) -> Result<Option<Turn>> {
    if at.rests() {
        return Ok(None);
    }
    let dossier = at.dossier;
    let calendar = calendar(tx, dossier)?;
    let minutes = match dossier.tasks.first() {
        _ if dossier.status.is_over() => 60 + draw.below(2_000),
        // What stands at the end of the year got there without delay.
        _ if at.lot.rests.is_some() && !at.lot.service.is_of_one_day() => 15 + draw.below(45),
        // Some never bring what they were asked for within the year.
        _ if dossier.status.is_waiting() && draw.happens(30) => DAY * 120,
        _ if dossier.status.is_waiting() => DAY / 2 + draw.below(DAY * 6),
        // Some do not come for their result for a long time.
        Some(_)
            if dossier.status == Status::Settled && !at.lot.service.is_of_one_day() && draw.happens(30) =>
        {
            DAY * (10 + draw.below(30))
        }
        Some(_) if dossier.status == Status::Settled && !at.lot.service.is_of_one_day() => {
            20 + draw.below(900)
        }
        Some(task) => step_minutes(tx, (at, task), &mut draw)?,
        None => DAY,
    };
    let amount = WorkingTime(minutes as i64 * 60 * 1_000_000);
    let next_at = calendar.add_working_time(tx.now(), amount).map_err(Error::failed)?;
    Ok(Some(Turn {
        at: next_at + draw.below(240) as i64 * 1_000_000,
        number: turn.number,
        turn: turn.turn + 1,
        befallen: at.befallen,
        dossier: Some((dossier.agency_id, dossier.id)),
    }))
}

/// How long a step takes: mostly less than its budget; of a delayed dossier the officer's takes more than all.
fn step_minutes(tx: &mut Tx<'_>, (at, task): (&At<'_>, &Task), draw: &mut Draw) -> Result<u64> {
    let is_late = at.lot.befalls == Befalls::Delay && matches!(task.role, Role::Officer);
    let minutes = match at.lot.service.limit {
        // What is to be done on the same day waits for nobody, but on some days it does.
        Some(Limit::SameDay { .. }) => {
            return Ok(if is_late { 500 + draw.below(500) } else { 2 + draw.below(16) });
        }
        Some(Limit::WorkingDays(days) | Limit::WorkingDaysAtClock(days)) => days as u64 * DAY,
        Some(Limit::CalendarDays(days)) => days as u64 * DAY * 5 / 7,
        Some(Limit::WorkingHours(time)) => time.micros() as u64 / 60_000_000,
        None => 5 * DAY,
    };
    // A step has its share of the limit by its share of all budgets.
    let published = published(tx, at.dossier)?;
    let budget = |node: u16| published.budget(node).map_or(240, |time| time.micros() as u64 / 60_000_000);
    let whole: u64 = published.steps.iter().map(|step| budget(step.node)).sum();
    let share = minutes * budget(task.node) / whole.max(1);
    Ok(match (task.role, task.assignee) {
        // First it lies in the queue of the unit for a while.
        (Role::Officer, None) => (share * (2 + draw.below(18)) / 100).clamp(5, DAY),
        _ if is_late => minutes * (105 + draw.below(70)) / 100,
        // What is asked for is asked for within the first days.
        _ if at.befallen < at.lot.befalls.times() => (share / 3).clamp(20, DAY / 2 + draw.below(DAY / 2)),
        _ => (share * (20 + draw.below(65)) / 100).max(5),
    })
}

pub(super) fn command_on<T>(dossier: &Dossier, what: T) -> Command<T> {
    Command { id: dossier.id, revision: None, what }
}

fn published(tx: &mut Tx<'_>, dossier: &Dossier) -> Result<Arc<Published>> {
    processes::published(tx, dossier.agency_id, dossier.intake.version_id)?.ok_or(Error::NotFound)
}

fn calendar(tx: &mut Tx<'_>, dossier: &Dossier) -> Result<Arc<Calendar>> {
    let version = calendars::current(tx, dossier.agency_id, tx.today())?;
    calendars::calendar(tx, dossier.agency_id, version)
}

/// All papers that every dossier of the procedure needs.
fn papers(procedure: &Procedure, channel: Channel) -> Vec<PaperIn> {
    let form = if channel == Channel::Online { PaperForm::Electronic } else { PaperForm::Original };
    let needed = procedure.components.iter().enumerate().filter(|(_, component)| !component.is_conditional);
    needed.map(|(component, _)| PaperIn::of_component(component, form, 1)).collect()
}

fn wants(channel: Channel, has_proxy: bool) -> Delivery {
    match channel {
        Channel::Online => Delivery::Electronic,
        Channel::Post => Delivery::Post,
        Channel::Counter if has_proxy => Delivery::Proxy,
        Channel::Counter => Delivery::Applicant,
    }
}

/// Who does a task: whoever has taken it, else somebody of its role and unit; the deputy where that one is away.
pub(super) fn worker(tx: &mut Tx<'_>, (office, task): (&Open, &Task), draw: &mut Draw) -> Result<Person> {
    let account_id = match task.assignee {
        Some(account_id) => account_id,
        None => one_in(office, (task.role, task.unit_id), draw)?,
    };
    person(tx, (office, account_id))
}

/// Somebody of the office as a person who acts today: the deputy where the one meant is away.
pub(super) fn person(tx: &mut Tx<'_>, (office, account_id): (&Open, i64)) -> Result<Person> {
    let deputy = office.deputy(account_id, tx.today());
    let acting = deputy.unwrap_or(account_id);
    let staff = office.staff.iter().find(|one| one.account_id == acting).ok_or(Error::NotFound)?;
    let (role, unit_id) = (staff.role, staff.unit_id);
    if deputy.is_some() {
        return dossiers::person_of(tx, office.agency.id, (acting, role, unit_id));
    }
    Ok(Person { account_id, role, unit_id, stands_for: Vec::new() })
}

/// Somebody of the office in this role.
pub(super) fn one_of(office: &Open, role: Role, draw: &mut Draw) -> Result<i64> {
    one_in(office, (role, 0), draw)
}

/// Somebody of the office in this role, in the unit where one is named.
pub(super) fn one_in(office: &Open, (role, unit_id): (Role, i64), draw: &mut Draw) -> Result<i64> {
    let fits =
        |one: &&platform::accounts::Staff| one.role == role && (unit_id == 0 || one.unit_id == Some(unit_id));
    let all: Vec<i64> = office.staff.iter().filter(fits).map(|one| one.account_id).collect();
    draw.one(&all).copied().ok_or_else(|| Error::failed(format!("nobody is {} here", role.word())))
}
