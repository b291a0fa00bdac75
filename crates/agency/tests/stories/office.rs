//! A ready office for the stories of pages: an agency with a unit, staff in every role, two services and its desk,
//! and a second agency whose people must see nothing of it.

use agency::dossiers::applicants::{Kind, Person as Applicant};
use agency::dossiers::*;
use agency::{processes, services};
use platform::accounts::password;
use platform::permissions::Role;
use platform::testing::site::{PASSWORD, Site};
use platform::testing::{TestDb, both};
use platform::web::{NamedAgency, Route};
use platform::{Day, Db, Tx, journal};
use registers::people::{self, UnitContent, UnitKind};
use registers::{admin_procedures, calendars};
use std::collections::BTreeMap;
use workdays::parse_instant;

/// The office that handles.
pub const OFFICE: i64 = 7_000;
/// An agency whose desk receives for the office.
pub const CENTRE: i64 = 8_000;
/// An agency that has nothing to do with it.
pub const STRANGER: i64 = 9_000;

/// Logins, with role, agency and whether they work in the unit.
const PEOPLE: [(&str, Role, i64, bool); 11] = [
    ("clerk", Role::Clerk, OFFICE, false),
    ("officer", Role::Officer, OFFICE, true),
    ("second", Role::Officer, OFFICE, true),
    ("unit_head", Role::UnitHead, OFFICE, true),
    ("head", Role::Head, OFFICE, false),
    ("records", Role::RecordsOfficer, OFFICE, false),
    ("quality", Role::QualitySecretary, OFFICE, false),
    ("centre", Role::Clerk, CENTRE, false),
    ("stranger", Role::Clerk, STRANGER, false),
    ("stranger_officer", Role::Officer, STRANGER, false),
    ("stranger_head", Role::Head, STRANGER, false),
];

/// The office on one engine.
pub struct Office {
    /// Its database.
    pub test: TestDb,
    /// Its pages.
    pub site: Site,
    /// Monthly social aid: ten working days, one paper, answers in fields.
    pub procedure_id: i64,
    /// Funeral costs: three working days.
    pub other_procedure_id: i64,
    /// The unit that handles both.
    pub unit_id: i64,
    /// Accounts by login.
    pub people: BTreeMap<&'static str, i64>,
}

/// Tells a story on both engines; their journals must verify in the end. It begins on Monday 09/11/2026 at 09:00.
pub async fn on_both(routes: fn() -> Vec<Route>, story: impl AsyncFn(&Office)) {
    for test in both(Day::new(2026, 11, 9).unwrap(), &migrations()) {
        let office = Office::open(test, routes()).await;
        story(&office).await;
        let found = office.db().read(journal::verify).await.unwrap();
        assert_eq!(found.faults, [], "{}", office.test.engine);
    }
}

/// Every component of the schema that an office needs.
pub fn migrations() -> [platform::db::Migrations; 3] {
    [platform::MIGRATIONS, registers::MIGRATIONS, agency::MIGRATIONS]
}

impl Office {
    /// The office, opened in an empty database.
    pub async fn open(test: TestDb, routes: Vec<Route>) -> Office {
        let site = Site::new(test.db.clone(), routes);
        let hash = password::hash_lightly(PASSWORD).unwrap();
        let (unit_id, procedures, people) = test.db.write(move |tx| open_office(tx, &hash)).await.unwrap();
        let [procedure_id, other_procedure_id] = procedures;
        Office { test, site, procedure_id, other_procedure_id, unit_id, people }
    }

    /// Its database.
    pub fn db(&self) -> &Db {
        &self.test.db
    }

    /// Moves the clock to this time, such as `2026-11-09T14:00`.
    pub fn at(&self, text: &str) {
        let at = parse_instant(&format!("{text}:00+07:00")).unwrap();
        self.db().clock().set(at);
    }

    /// What the counter enters for monthly social aid.
    pub fn command(&self) -> Receive {
        command(self.procedure_id)
    }

    /// Receives a dossier at the office's own desk: its path, its id and the token of its task.
    pub async fn received(&self) -> (String, i64, u32) {
        let dossier = self.receive().await;
        (format!("/dossiers/{}", dossier.id), dossier.id, dossier.tasks[0].token)
    }

    /// The token of the first task of a dossier as it is now.
    pub async fn token(&self, id: i64) -> u32 {
        self.dossier(id).await.tasks[0].token
    }

    /// Receives a dossier at the office's own desk.
    pub async fn receive(&self) -> Dossier {
        let command = self.command();
        self.db().write(move |tx| receive_in(tx, OFFICE, &command)).await.unwrap()
    }

    /// The dossier as it is now.
    pub async fn dossier(&self, id: i64) -> Dossier {
        self.db().read(move |tx| load(tx, OFFICE, id)).await.unwrap().unwrap()
    }

    /// Opens a second unit with an officer and a head of its own, whose dossiers are others.
    pub async fn other_unit(&self) {
        let hash = password::hash_lightly(PASSWORD).unwrap();
        let open = move |tx: &mut Tx<'_>| {
            let content = UnitContent {
                code: "KT".to_owned(),
                name: "Phòng Kinh tế".to_owned(),
                kind: UnitKind::Department,
                parent_id: None,
            };
            let unit_id = people::open_unit(tx, OFFICE, (&content, Day::new(2026, 1, 1).unwrap()))?;
            for (login, role) in [("kt_officer", Role::Officer), ("kt_head", Role::UnitHead)] {
                let agency = NamedAgency { id: OFFICE, name: format!("Cơ quan {OFFICE}") };
                let new = people::NewStaff {
                    login: login.to_owned(),
                    name: format!("Người {login}"),
                    password_hash: hash.clone(),
                    must_change: false,
                    role,
                    unit_id: Some(unit_id),
                };
                people::open_staff(tx, &agency, &new)?;
            }
            Ok(())
        };
        self.db().write(open).await.unwrap();
    }

    /// Does the step that waits, by somebody of its role, with its first outcome.
    pub async fn step(&self, id: i64) -> Dossier {
        let dossier = self.dossier(id).await;
        let task = dossier.tasks[0].clone();
        self.complete(&dossier, task).await
    }

    /// Returns the result, whatever else is still open.
    pub async fn do_last(&self, id: i64) -> Dossier {
        let dossier = self.dossier(id).await;
        let task = dossier.tasks.iter().find(|task| task.role == Role::Clerk).unwrap().clone();
        self.complete(&dossier, task).await
    }

    async fn complete(&self, dossier: &Dossier, task: Task) -> Dossier {
        let id = dossier.id;
        let login = PEOPLE.iter().find(|(_, role, agency_id, _)| *role == task.role && *agency_id == OFFICE);
        let account_id = self.people[login.unwrap().0];
        let version_id = dossier.intake.version_id;
        self.db()
            .write(move |tx| {
                let published = processes::published(tx, OFFICE, version_id)?.unwrap();
                let outcome = published.choices(task.node).first().map(|choice| choice.word.clone());
                let delivery = published.is_last(task.node).then_some(Delivery::Applicant);
                let what = Complete { token: task.token, outcome, delivery, ..Complete::default() };
                let command = Command { id, revision: None, what };
                let unit_id = Some(task.unit_id).filter(|unit_id| *unit_id != 0);
                let person = person_of(tx, OFFICE, (account_id, task.role, unit_id))?;
                complete_in(tx, OFFICE, (&command, &person))
            })
            .await
            .unwrap()
    }

    /// Does every step that waits until one waits for this role.
    pub async fn work_until_role(&self, id: i64, role: Role) -> Dossier {
        for _ in 0..20 {
            let dossier = self.dossier(id).await;
            if dossier.tasks.iter().any(|task| task.role == role) {
                return dossier;
            }
            self.step(id).await;
        }
        panic!("it never came to {role:?}");
    }

    /// Does every step that waits until the dossier has this status.
    pub async fn work_until(&self, id: i64, status: Status) -> Dossier {
        for _ in 0..20 {
            let dossier = self.dossier(id).await;
            if dossier.status == status {
                return dossier;
            }
            self.step(id).await;
        }
        panic!("it never came to {status:?}");
    }
}

type Opened = (i64, [i64; 2], BTreeMap<&'static str, i64>);

fn open_office(tx: &mut Tx<'_>, hash: &str) -> platform::Result<Opened> {
    calendars::release(tx)?;
    admin_procedures::release(tx)?;
    let from_on = Day::new(2026, 1, 1).unwrap();
    codes::give(tx, OFFICE, ("H15.50.05", from_on))?;
    let content = UnitContent {
        code: "VHXH".to_owned(),
        name: "Phòng Văn hóa - Xã hội".to_owned(),
        kind: UnitKind::Department,
        parent_id: None,
    };
    let unit_id = people::open_unit(tx, OFFICE, (&content, from_on))?;
    let mut procedures = [0; 2];
    for (at, code) in ["btxh/01", "btxh/02"].into_iter().enumerate() {
        let procedure = admin_procedures::of_code(tx, code)?.unwrap();
        procedures[at] = procedure.id;
        services::switch_on(tx, OFFICE, procedure.id, Some(unit_id))?;
        if processes::current(tx, OFFICE, procedure.id)?.is_none() {
            processes::adopt(tx, OFFICE, &procedure)?;
        }
    }
    services::open_desk(tx, OFFICE, CENTRE, tx.today())?;
    let mut accounts = BTreeMap::new();
    for (login, role, agency_id, is_in_unit) in PEOPLE {
        let agency = NamedAgency { id: agency_id, name: format!("Cơ quan {agency_id}") };
        let new = people::NewStaff {
            login: login.to_owned(),
            name: format!("Người {login}"),
            password_hash: hash.to_owned(),
            must_change: false,
            role,
            unit_id: is_in_unit.then_some(unit_id),
        };
        accounts.insert(login, people::open_staff(tx, &agency, &new)?);
    }
    Ok((unit_id, procedures, accounts))
}

/// What the office's own counter enters for monthly social aid, which has this id.
pub fn command(procedure_id: i64) -> Receive {
    Receive {
        agency_id: OFFICE,
        procedure_id,
        applicant: applicant("Trần Thị Bưởi", "001188000123"),
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

/// A citizen of this name and identity number.
pub fn applicant(name: &str, id_number: &str) -> Applicant {
    Applicant {
        kind: Kind::Citizen,
        name: name.to_owned(),
        id_number: id_number.to_owned(),
        address: "Thôn 3".to_owned(),
        phone: "0912345678".to_owned(),
        email: String::new(),
    }
}

/// Answers to the fields of monthly social aid.
pub fn answers() -> BTreeMap<String, String> {
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

/// The first outcome that a form offers.
pub fn first_outcome(page: &str) -> Option<String> {
    let radio = page.split("name=\"outcome\" value=\"").nth(1)?;
    Some(radio.split('"').next()?.to_owned())
}
