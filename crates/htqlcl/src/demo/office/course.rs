//! What happens to each dossier: received, worked on step by step, sometimes late, asked about, ended early.

use super::World;
use super::answers;
use super::draw::Draw;
use super::people::Names;
use super::setting::Open;
use agency::dossiers::{
    self, Ask, Assign, Channel, Command, Complete, Delivery, Dossier, EndEarly, Extend, PaperForm, PaperIn,
    Person, Receive, Status, Wanted,
};
use agency::processes::{self, Published};
use platform::{Error, Result, Role, Tx};
use registers::admin_procedures::{self, Procedure};
use registers::calendars;
use std::cmp::Ordering;
use std::sync::Arc;
use workdays::{Calendar, Limit, WorkingTime};

/// Something that happens at an instant. Turns sort by their instant, then by their dossier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Turn {
    /// When.
    pub at: i64,
    /// Which of the year's dossiers.
    number: u64,
    /// How many turns it had before.
    turn: u64,
    /// The dossier, once received: its agency and id.
    dossier: Option<(i64, i64)>,
}

impl Turn {
    /// A dossier comes in.
    pub fn arrival(at: i64, number: u64) -> Turn {
        Turn { at, number, turn: 0, dossier: None }
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
    /// What everything is drawn from.
    pub seed: u64,
}

impl Course {
    /// Takes these turns; returns the turns that follow.
    ///
    /// # Errors
    /// When the rules refuse what the year wants, which is a fault of the year, or the database fails.
    pub fn take(&self, tx: &mut Tx<'_>, turns: &[Turn]) -> Result<Vec<Turn>> {
        let mut next = Vec::new();
        for turn in turns {
            let draw = Draw::of(self.seed, &[turn.number, 2, turn.turn]);
            next.extend(match turn.dossier {
                None => self.receive(tx, turn, draw)?,
                Some(dossier) => self.go_on(tx, (turn, dossier), draw)?,
            });
        }
        Ok(next)
    }

    fn receive(&self, tx: &mut Tx<'_>, turn: &Turn, mut draw: Draw) -> Result<Option<Turn>> {
        let [ward, department, centre] = &self.world.offices;
        let office = if draw.happens(820) { ward } else { department };
        let at_centre = std::ptr::eq(office, department) && draw.happens(800) || draw.happens(60);
        let desk = if at_centre { centre } else { office };
        let Some(procedure_id) = draw.one(&office.procedures).copied() else { return Ok(None) };
        let procedure = admin_procedures::current(tx, procedure_id)?;
        let applicant = self.names.citizen(&mut draw);
        let proxy = draw.happens(70).then(|| self.names.citizen(&mut draw));
        let answers = match &procedure.fields {
            Some(schema) => answers::typed(schema, (&applicant, &self.names), (&mut draw, tx.today())),
            None => Default::default(),
        };
        let channel = match draw.below(100) {
            0..=56 => Channel::Counter,
            57..=93 => Channel::Online,
            _ => Channel::Post,
        };
        let fee_vnd = procedure.fee_vnd.unwrap_or(0);
        let command = Receive {
            agency_id: office.agency.id,
            procedure_id,
            wants: wants(channel, proxy.is_some()),
            applicant,
            proxy,
            channel,
            sets: 1,
            papers: papers(&procedure, channel),
            answers,
            fee_vnd,
            fee_paid: fee_vnd > 0,
        };
        tx.set_actor(one_of(desk, Role::Clerk, &mut draw)?);
        let dossier = dossiers::receive_in(tx, desk.agency.id, &command)?;
        self.later(tx, (turn, &dossier), draw).map(Some)
    }

    fn go_on(
        &self,
        tx: &mut Tx<'_>,
        (turn, (agency_id, id)): (&Turn, (i64, i64)),
        mut draw: Draw,
    ) -> Result<Option<Turn>> {
        let dossier = dossiers::load(tx, agency_id, id)?.ok_or(Error::NotFound)?;
        let office = self.office(agency_id)?;
        if dossier.status.is_over() {
            return self.rate(tx, &dossier, draw);
        }
        if dossier.status.is_waiting() {
            tx.set_actor(one_of(office, Role::Clerk, &mut draw)?);
            let papers = vec![PaperIn { component: 0, form: PaperForm::Copy, count: 1 }];
            let dossier = dossiers::answer_in(tx, agency_id, &command(&dossier, papers))?;
            return self.later(tx, (turn, &dossier), draw).map(Some);
        }
        let Some(task) = dossier.tasks.first() else { return Ok(None) };
        if matches!(task.role, Role::Officer | Role::UnitHead)
            && dossier.pauses.is_empty()
            && let Some(dossier) = self.aside(tx, (office, &dossier), &mut draw)?
        {
            return self.later(tx, (turn, &dossier), draw).map(Some);
        }
        let dossier = self.step(tx, (office, &dossier), &mut draw)?;
        self.later(tx, (turn, &dossier), draw).map(Some)
    }

    /// What now and then happens in place of a step.
    fn aside(
        &self,
        tx: &mut Tx<'_>,
        (office, dossier): (&Open, &Dossier),
        draw: &mut Draw,
    ) -> Result<Option<Dossier>> {
        let agency_id = office.agency.id;
        let chance = draw.below(1_000);
        let actor = if chance < 60 { Role::Officer } else { Role::Head };
        tx.set_actor(one_of(office, actor, draw)?);
        Ok(Some(match chance {
            0..=59 => {
                let missing = vec!["Giấy tờ chứng minh nơi cư trú còn giá trị sử dụng".to_owned()];
                let what = Ask {
                    wanted: Wanted::Papers { missing },
                    reason: "Giấy tờ nộp kèm đã hết giá trị sử dụng".to_owned(),
                };
                dossiers::ask_in(tx, agency_id, &command(dossier, what))?
            }
            60..=69 => {
                tx.set_actor(one_of(office, Role::Clerk, draw)?);
                let what = EndEarly::Withdraw { reason: "Người nộp đổi ý".to_owned() };
                dossiers::end_early_in(tx, agency_id, &command(dossier, what))?
            }
            70..=84 if dossier.due_at().is_some_and(|due_at| tx.now() < due_at) => {
                let reason = "Không đủ điều kiện theo quy định của pháp luật chuyên ngành".to_owned();
                dossiers::end_early_in(tx, agency_id, &command(dossier, EndEarly::Refuse { reason }))?
            }
            85..=88 => {
                let what = EndEarly::Stop {
                    reason: "Có tranh chấp đang chờ tòa án giải quyết".to_owned(),
                    basis: "Văn bản thụ lý của tòa án".to_owned(),
                };
                dossiers::end_early_in(tx, agency_id, &command(dossier, what))?
            }
            89..=119 => {
                let what =
                    Extend { days: 3, reason: "Chờ ý kiến của cơ quan phối hợp".to_owned() };
                match dossiers::extend_in(tx, agency_id, &command(dossier, what)) {
                    Ok(dossier) => dossier,
                    Err(Error::Refused(_)) => return Ok(None),
                    Err(error) => return Err(error),
                }
            }
            _ => return Ok(None),
        }))
    }

    fn step(
        &self,
        tx: &mut Tx<'_>,
        (office, dossier): (&Open, &Dossier),
        draw: &mut Draw,
    ) -> Result<Dossier> {
        let agency_id = office.agency.id;
        let Some(task) = dossier.tasks.first().cloned() else { return Ok(dossier.clone()) };
        let published = published(tx, dossier)?;
        let account_id = one_in(office, (task.role, task.unit_id), draw)?;
        tx.set_actor(account_id);
        let person = Person { account_id, role: task.role, unit_id: None, stands_for: Vec::new() };
        let mut dossier = dossier.clone();
        if task.assignee.is_none() && task.role == Role::Officer {
            let what = Assign { token: task.token, to: Some(account_id), reason: String::new() };
            dossier = dossiers::assign_in(tx, agency_id, (&command(&dossier, what), &person))?;
        }
        let choices = published.choices(task.node);
        // The first outcome leads on; now and then a dossier goes back.
        let chosen = if choices.len() > 1 && draw.happens(40) { choices.last() } else { choices.first() };
        let what = Complete {
            token: task.token,
            outcome: chosen.map(|choice| choice.word.clone()),
            delivery: published.is_last(task.node).then_some(dossier.intake.wants),
            ..Complete::default()
        };
        dossiers::complete_in(tx, agency_id, (&command(&dossier, what), &person))
    }

    fn rate(&self, tx: &mut Tx<'_>, dossier: &Dossier, mut draw: Draw) -> Result<Option<Turn>> {
        if dossier.rating.is_none() && draw.happens(250) {
            tx.set_actor(0);
            let score = match draw.below(100) {
                0..=58 => 5,
                59..=84 => 4,
                85..=94 => 3,
                95..=97 => 2,
                _ => 1,
            };
            dossiers::rate_in(tx, dossier.agency_id, (dossier.id, score))?;
        }
        Ok(None)
    }

    /// When a dossier is turned to again.
    fn later(&self, tx: &mut Tx<'_>, (turn, dossier): (&Turn, &Dossier), mut draw: Draw) -> Result<Turn> {
        let calendar = calendar(tx, dossier)?;
        let minutes = match dossier.tasks.first() {
            _ if dossier.status.is_over() => 60 + draw.below(2_000),
            // Some never bring what they were asked for within the year.
            _ if dossier.status.is_waiting() && draw.happens(80) => 450 * 120,
            _ if dossier.status.is_waiting() => 450 + draw.below(450 * 6),
            Some(_) if dossier.status == Status::Settled => 20 + draw.below(900),
            Some(task) => self.step_minutes(tx, (dossier, task.node), &mut draw)?,
            None => 450,
        };
        let amount = WorkingTime(minutes as i64 * 60 * 1_000_000);
        let at = calendar.add_working_time(tx.now(), amount).map_err(Error::failed)?;
        let at = at + draw.below(240) as i64 * 1_000_000;
        Ok(Turn {
            at,
            number: turn.number,
            turn: turn.turn + 1,
            dossier: Some((dossier.agency_id, dossier.id)),
        })
    }

    /// How long a step takes: mostly less than its budget, now and then far more.
    fn step_minutes(
        &self,
        tx: &mut Tx<'_>,
        (dossier, node): (&Dossier, u16),
        draw: &mut Draw,
    ) -> Result<u64> {
        let of_hundred = if draw.happens(25) { 200 + draw.below(200) } else { 25 + draw.below(70) };
        let minutes = match dossier.clock.as_ref().map(|clock| clock.limit) {
            // What is to be done on the same day waits for nobody, but on some days it does.
            Some(Limit::SameDay { .. }) => {
                return Ok(if draw.happens(15) { 500 } else { 4 + draw.below(24) });
            }
            Some(Limit::WorkingDays(days) | Limit::WorkingDaysAtClock(days)) => days as u64 * 450,
            Some(Limit::CalendarDays(days)) => days as u64 * 450 * 5 / 7,
            Some(Limit::WorkingHours(time)) => time.micros() as u64 / 60_000_000,
            None => 5 * 450,
        };
        // A step has its share of the limit by its share of all budgets.
        let published = published(tx, dossier)?;
        let budget = |node: u16| published.budget(node).map_or(240, |time| time.micros() as u64 / 60_000_000);
        let whole: u64 = published.steps.iter().map(|step| budget(step.node)).sum();
        Ok((minutes * budget(node) * of_hundred / whole.max(1) / 100).max(5))
    }

    fn office(&self, agency_id: i64) -> Result<&Open> {
        let found = self.world.offices.iter().find(|office| office.agency.id == agency_id);
        found.ok_or_else(|| Error::failed("a dossier of no office of the demonstration"))
    }
}

fn command<T>(dossier: &Dossier, what: T) -> Command<T> {
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
    needed.map(|(component, _)| PaperIn { component, form, count: 1 }).collect()
}

fn wants(channel: Channel, has_proxy: bool) -> Delivery {
    match channel {
        Channel::Online => Delivery::Electronic,
        Channel::Post => Delivery::Post,
        Channel::Counter if has_proxy => Delivery::Proxy,
        Channel::Counter => Delivery::Applicant,
    }
}

/// Somebody of the office in this role.
fn one_of(office: &Open, role: Role, draw: &mut Draw) -> Result<i64> {
    one_in(office, (role, 0), draw)
}

/// Somebody of the office in this role, in the unit where one is named.
fn one_in(office: &Open, (role, unit_id): (Role, i64), draw: &mut Draw) -> Result<i64> {
    let fits =
        |one: &&platform::accounts::Staff| one.role == role && (unit_id == 0 || one.unit_id == Some(unit_id));
    let all: Vec<i64> = office.staff.iter().filter(fits).map(|one| one.account_id).collect();
    draw.one(&all).copied().ok_or_else(|| Error::failed(format!("nobody is {} here", role.word())))
}
