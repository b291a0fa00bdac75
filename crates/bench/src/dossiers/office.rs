//! An office that handles one procedure by the process of all figures, and what its people do.

use crate::engine::{self, BACK, FIT};
use crate::generate::Draw;
use crate::prepared::{Bench, PASSWORD};
use crate::store;
use agency::dossiers::applicants::{Kind, Person};
use agency::dossiers::{
    Assign, Channel, Command, Complete, Delivery, Dossier, PaperForm, PaperIn, Receive, assign, codes,
    complete, receive_in,
};
use agency::{processes, services};
use anyhow::Context;
use platform::accounts::password;
use platform::ctx::Appointment;
use platform::web::NamedAgency;
use platform::{Actor, Ctx, Day, Db, Error, Result, Role, Tx};
use registers::admin_procedures;
use registers::people::{self, NewStaff, UnitContent, UnitKind};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

/// Login of the clerk, who receives and returns.
pub const CLERK: &str = "mot-cua";
/// The officer, who reads forms without the count of prints that the counter keeps.
pub const OFFICER: &str = "chuyen-vien";
/// The procedure: monthly social aid, with one paper and eight answers.
const PROCEDURE: &str = "btxh/01";
/// Who works there.
const PEOPLE: [(&str, Role); 3] = [(CLERK, Role::Clerk), (OFFICER, Role::Officer), ("lanh-dao", Role::Head)];

/// An open office in a database of its own.
pub struct Office {
    /// The database.
    pub db: Db,
    /// The agency.
    pub agency_id: i64,
    /// What its counter offers.
    pub service_id: i64,
    procedure_id: i64,
    accounts: Vec<(&'static str, i64)>,
    people: Vec<(Role, Ctx)>,
}

/// A step that waits.
#[derive(Debug, Clone, Copy)]
pub struct Waiting {
    /// The dossier.
    pub id: i64,
    /// The token.
    pub token: u32,
    /// Whose work it is.
    pub role: Role,
}

impl Waiting {
    /// What waits in a dossier.
    pub fn of(dossier: &Dossier) -> Option<Waiting> {
        let task = dossier.tasks.first()?;
        Some(Waiting { id: dossier.id, token: task.token, role: task.role })
    }
}

/// Ids that opening an office gave.
#[derive(Clone)]
struct Ids {
    procedure_id: i64,
    service_id: i64,
    accounts: Vec<(&'static str, i64)>,
}

impl Office {
    /// Opens an office in a copy of the base.
    pub fn open(bench: &Bench, file: &Path) -> anyhow::Result<Office> {
        let agency_id = *store::some_agencies(&bench.base, 1)?.first().context("there are agencies")?;
        let db = bench.open(file)?;
        let hash = password::hash_lightly(PASSWORD)?;
        let xml = bpmn::write::write(&engine::draft().build()?).into_bytes();
        let opened = bench.runtime.block_on(db.write(move |tx| open(tx, agency_id, (&hash, &xml))))?;
        Ok(Office::of(db, agency_id, opened))
    }

    /// The same office, its database opened anew.
    pub fn again(self, bench: &Bench, file: &Path) -> anyhow::Result<Office> {
        let Office { db, agency_id, service_id, procedure_id, accounts, people } = self;
        drop((db, people));
        Ok(Office::of(bench.open(file)?, agency_id, Ids { procedure_id, service_id, accounts }))
    }

    fn of(db: Db, agency_id: i64, ids: Ids) -> Office {
        let Ids { procedure_id, service_id, accounts } = ids;
        let people = accounts.iter().zip(PEOPLE).map(|((login, account_id), (_, role))| {
            let agency_name = "Cơ quan".to_owned();
            let appointment = Appointment { id: 0, agency_id, agency_name, unit_id: None, role };
            let actor = Actor {
                account_id: *account_id,
                name: (*login).to_owned(),
                appointment: Some(appointment),
                ..Actor::default()
            };
            (role, Ctx::new(db.clone(), actor))
        });
        Office { agency_id, service_id, procedure_id, people: people.collect(), accounts, db }
    }

    /// Whoever has this role.
    pub fn person(&self, role: Role) -> anyhow::Result<&Ctx> {
        let person = self.people.iter().find(|(one, _)| *one == role);
        person.map(|(_, ctx)| ctx).context("the office has people of each role")
    }

    /// What the counter enters for the applicant of this number.
    pub fn command(&self, applicant: usize) -> Receive {
        Receive {
            agency_id: self.agency_id,
            procedure_id: self.procedure_id,
            applicant: applicant_of(applicant),
            proxy: None,
            channel: Channel::Counter,
            sets: 1,
            papers: vec![PaperIn::of_component(0, PaperForm::Original, 1)],
            answers: answers(),
            fee_vnd: 0,
            fee_paid: false,
            wants: Delivery::Applicant,
        }
    }

    /// Receives so many dossiers in one transaction.
    pub fn receive_many(&self, bench: &Bench, many: usize) -> anyhow::Result<Vec<Waiting>> {
        let (command, desk) = (self.command(0), self.agency_id);
        let received = bench.runtime.block_on(self.db.write(move |tx| {
            let all = (0..many).map(|applicant| {
                let command = Receive { applicant: applicant_of(applicant), ..command.clone() };
                receive_in(tx, desk, &command).map(|dossier| Waiting::of(&dossier))
            });
            all.collect::<Result<Vec<_>>>()
        }))?;
        Ok(received.into_iter().flatten().collect())
    }

    /// Does a step that waits, through the action of the product; returns what waits after it.
    pub async fn step(&self, waiting: Waiting, goes_back: bool) -> Result<Option<Waiting>> {
        let ctx = self.person(waiting.role).map_err(Error::failed)?;
        let outcome = (waiting.role == Role::Officer).then(|| if goes_back { BACK } else { FIT }.to_owned());
        // The clerk's second task is the last one; receiving again needs nothing.
        let delivery = (waiting.role == Role::Clerk).then_some(Delivery::Applicant);
        let what = Complete { token: waiting.token, outcome, delivery, ..Complete::default() };
        let after = complete(ctx, Command { id: waiting.id, revision: None, what }).await?;
        Ok(Waiting::of(&after))
    }

    /// The officer takes these tasks.
    pub fn hand_out(&self, bench: &Bench, tasks: Vec<Waiting>) -> anyhow::Result<()> {
        let officer = self.person(Role::Officer)?;
        for task in tasks {
            let what =
                Assign { token: task.token, to: Some(officer.actor.account_id), reason: String::new() };
            bench.runtime.block_on(assign(officer, Command { id: task.id, revision: None, what }))?;
        }
        Ok(())
    }

    /// Takes dossiers to all stages in turn, so that a third waits at each of the three tasks.
    pub fn spread(self: &Arc<Self>, bench: &Bench, received: Vec<Waiting>) -> anyhow::Result<Vec<Waiting>> {
        let office = Arc::clone(self);
        let spread = async move {
            let mut spread = Vec::with_capacity(received.len());
            for (number, mut waiting) in received.into_iter().enumerate() {
                for _ in 0..number % 3 {
                    waiting = office.step(waiting, false).await?.unwrap_or(waiting);
                }
                spread.push(waiting);
            }
            Ok::<_, Error>(spread)
        };
        Ok(bench.runtime.block_on(spread)?)
    }
}

fn open(tx: &mut Tx<'_>, agency_id: i64, (hash, xml): (&str, &[u8])) -> Result<Ids> {
    let from_on = Day::new(2026, 1, 1).ok_or_else(|| Error::failed("a day"))?;
    codes::give(tx, agency_id, ("H15.50.05", from_on))?;
    let content = UnitContent {
        code: "VHXH".to_owned(),
        name: "Phòng Văn hóa - Xã hội".to_owned(),
        kind: UnitKind::Department,
        parent_id: None,
    };
    let unit_id = people::open_unit(tx, agency_id, (&content, from_on))?;
    let procedure = admin_procedures::of_code(tx, PROCEDURE)?.ok_or(Error::NotFound)?;
    processes::publish_xml(tx, (agency_id, procedure.id), ("QT-DO", "Bốn bước"), xml)?;
    let service_id = services::switch_on(tx, agency_id, procedure.id, Some(unit_id))?;
    let agency = NamedAgency { id: agency_id, name: "Cơ quan".to_owned() };
    let mut accounts = Vec::new();
    for (login, role) in PEOPLE {
        let new = NewStaff {
            login: login.to_owned(),
            name: format!("Người {login}"),
            password_hash: hash.to_owned(),
            must_change: false,
            role,
            unit_id: (role == Role::Officer).then_some(unit_id),
        };
        accounts.push((login, people::open_staff(tx, &agency, &new)?));
    }
    Ok(Ids { procedure_id: procedure.id, service_id, accounts })
}

fn applicant_of(number: usize) -> Person {
    const SURNAMES: [&str; 5] = ["Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh"];
    const NAMES: [&str; 7] = ["Bưởi", "An", "Thảo", "Dũng", "Hòa", "Khánh", "Minh"];
    let mut draw = Draw(0x5851_f42d_4c95_7f2d ^ (number as u64 + 1));
    let mut of = |words: &[&'static str]| words[draw.below(words.len() as u64) as usize];
    Person {
        kind: Kind::Citizen,
        name: format!("{} Thị {} {}", of(&SURNAMES), of(&NAMES), of(&NAMES)),
        id_number: format!("0011{:08}", number % 100_000_000),
        address: "Thôn 3".to_owned(),
        phone: "0912345678".to_owned(),
        email: String::new(),
    }
}

fn answers() -> BTreeMap<String, String> {
    let typed = [
        ("ho_ten", "Trần Thị Bưởi"),
        ("ngay_sinh", "02/03/1940"),
        ("gioi_tinh", "nu"),
        ("dan_toc", "Kinh"),
        ("so_dinh_danh", "001140000123"),
        ("cu_tru", "Thôn 3"),
        ("yeu_cau", "huong"),
        ("nhom", "cao_tuoi"),
    ];
    typed.into_iter().map(|(key, value)| (key.to_owned(), value.to_owned())).collect()
}
