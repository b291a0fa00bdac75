//! The whole product over small registers: real routes, real admission, a person for each role.

use super::small::{self, Registers};
use ::agency::dossiers::applicants::{Kind, Person};
use ::agency::dossiers::{self, Channel, Command, Delivery, NewFile, PaperForm, PaperIn, Receive, codes};
use htqlcl::{commands, product, routes};
use platform::testing::site::{JsonPress, Site};
use platform::testing::{self, TestDb};
use platform::web::{AppOptions, Secret};
use platform::{Actor, Ctx, Day, Role, sql};
use programme::imports::{self, Mode};
use registers::admin_procedures;
use registers::calendars::{Hours, set_hours};
use registers::people::{self, NameDeputy, UnitContent, UnitKind};
use std::sync::Arc;

/// People: login, role, and the code of the agency or body acted for.
pub const PEOPLE: [(&str, Role, &str); 16] = [
    ("nation", Role::NationalOfficer, "TCTDLCL"),
    ("finance", Role::MinistryOfficer, "BO-TC"),
    ("health", Role::MinistryOfficer, "BO-YT"),
    ("danang", Role::ProvinceOfficer, "48-UBND"),
    ("hanoi", Role::ProvinceOfficer, "01-UBND"),
    ("body-a", Role::CertificationBody, "CN-A"),
    ("body-b", Role::CertificationBody, "CN-B"),
    ("reader", Role::Reader, "TCTDLCL"),
    ("root", Role::Administrator, "TCTDLCL"),
    ("clerk", Role::Clerk, "N-48-STP"),
    ("officer", Role::Officer, "N-48-STP"),
    ("unit-head", Role::UnitHead, "N-48-STP"),
    ("head", Role::Head, "N-48-STP"),
    ("records", Role::RecordsOfficer, "N-48-STP"),
    ("secretary", Role::QualitySecretary, "N-48-STP"),
    ("office", Role::OfficeAdministrator, "N-48-STP"),
];

/// The code of the dossier that the office has.
pub const DOSSIER: &str = "H48.1-120331-0001";

/// The product with its data.
pub struct Office {
    /// The database.
    pub test: TestDb,
    /// The pages.
    pub site: Site,
}

impl Office {
    /// Small registers on the embedded database, on the day of the summary.
    pub async fn new() -> Office {
        let test = testing::sqlite(Day::new(2012, 3, 31).unwrap(), &product::MIGRATIONS);
        test.db.write(registers::release).await.unwrap();
        let ctx = Ctx::new(test.db.clone(), Actor::system());
        let imported = imports::run(&ctx, small::files(&with_acts()), Mode::Write).await.unwrap();
        assert!(imported.is_sound(), "{:#?}", imported.faults);
        let options = AppOptions {
            press: Arc::new(JsonPress),
            demo: true,
            sections: routes::SECTIONS,
            find_agency: commands::find_agency,
            ..AppOptions::new(test.db.clone(), Secret::of_words("a test"))
        };
        let office = Office { site: Site::with(options, routes::all()), test };
        for (login, role, code) in PEOPLE {
            let agency = office.agency(code).await;
            office.site.person(login, role, (agency, code)).await;
        }
        office.begin_calendars().await;
        office.begin_services().await;
        office.begin_dossiers().await;
        office
    }

    /// Receives a dossier with a file at the office, and one there for another agency.
    async fn begin_dossiers(&self) {
        let (own, other) = (self.agency("N-48-STP").await, self.agency("N-01-SCT").await);
        let clerk = self.id("account", "clerk").await;
        let today = Day::new(2012, 3, 31).unwrap();
        let begun = self.test.db.write(move |tx| {
            let procedure = admin_procedures::of_code(tx, "ho_tich/019")?.ok_or(platform::Error::NotFound)?;
            for (agency_id, prefix) in [(own, "H48.1"), (other, "H01.1")] {
                codes::give(tx, agency_id, (prefix, today))?;
                ::agency::services::switch_on(tx, agency_id, procedure.id, None)?;
            }
            ::agency::services::open_desk(tx, other, own, today)?;
            dossiers::receive_in(tx, own, &receipt(other, &procedure))?;
            dossiers::receive_in(tx, own, &receipt(own, &procedure))
        });
        let dossier = begun.await.unwrap();
        let appointment = platform::ctx::Appointment {
            id: 1,
            agency_id: own,
            agency_name: String::new(),
            unit_id: None,
            role: Role::Clerk,
        };
        let actor = Actor { account_id: clerk, appointment: Some(appointment), ..Actor::default() };
        let file = NewFile { name: "don.pdf".to_owned(), bytes: b"%PDF-1.7 a test %%EOF".to_vec() };
        let command = Command { id: dossier.id, revision: None, what: file };
        dossiers::attach(&Ctx::new(self.test.db.clone(), actor), command).await.unwrap();
    }

    /// Gives an agency a unit, a deputy, a service with a dated rule, and a counter that is asked to receive.
    async fn begin_services(&self) {
        let (own, other) = (self.agency("N-48-STP").await, self.agency("TCTDLCL").await);
        let (absent, deputy) = (self.id("account", "clerk").await, self.id("account", "officer").await);
        let today = Day::new(2012, 3, 31).unwrap();
        let named = NameDeputy {
            absent_account_id: absent,
            deputy_account_id: deputy,
            from_on: today,
            last_on: today.plus_days(4),
            reason: "nghỉ phép".to_owned(),
        };
        let content = UnitContent {
            code: "MC".to_owned(),
            name: "Một cửa".to_owned(),
            kind: UnitKind::OneStop,
            parent_id: None,
        };
        let begun = self.test.db.write(move |tx| {
            let unit = people::open_unit(tx, own, (&content, today))?;
            people::name_deputy(tx, own, &named)?;
            ::agency::services::propose_desk(tx, other, own, today)?;
            let procedure = admin_procedures::of_code(tx, "ho_tich/001")?.ok_or(platform::Error::NotFound)?;
            ::agency::services::switch_on(tx, own, procedure.id, Some(unit))
        });
        let service = begun.await.unwrap();
        let office = self.site.browser("office").await;
        let rule = [("policy", "pause_resume"), ("from_on", "01/04/2012"), ("reason", "QĐ 2")];
        let sent = office.post(&format!("/services/{service}/policy"), &rule).await;
        assert_eq!(sent.status, 303, "{}", sent.text);
    }

    /// Sets the hours of an office, and begins a release of the calendar, so that there is one to change.
    async fn begin_calendars(&self) {
        let agency_id = self.agency("N-48-STP").await;
        let hours = Hours {
            from_on: Day::new(2012, 1, 1).unwrap(),
            profile: workdays::Profile::p2(),
            swaps: false,
            reason: "QĐ 1".to_owned(),
        };
        self.test.db.write(move |tx| set_hours(tx, agency_id, &hours)).await.unwrap();
        let nation = self.site.browser("nation").await;
        let sent = nation.post("/calendars/releases/new", &[("notice_number", "TB-1")]).await;
        assert_eq!(sent.status, 303, "{}", sent.text);
    }

    async fn agency(&self, code: &'static str) -> i64 {
        let found = self.test.db.read(move |tx| commands::find_agency(tx, code)).await.unwrap();
        found.unwrap_or_else(|| panic!("{code} is in the registers")).id
    }

    /// The id of a row: of a certificate by number, of an agency or body by code, and so on.
    pub async fn id(&self, table: &'static str, key: &'static str) -> i64 {
        let found = self.test.db.read(move |tx| id_of(tx, (table, key))).await.unwrap();
        found.unwrap_or_else(|| panic!("{table} has {key}"))
    }
}

/// Somebody hands in every paper that the procedure always needs.
pub fn receipt(agency_id: i64, procedure: &admin_procedures::Procedure) -> Receive {
    let needed = procedure.components.iter().enumerate().filter(|(_, component)| !component.is_conditional);
    let papers = needed.map(|(component, _)| PaperIn::of_component(component, PaperForm::Original, 1));
    Receive {
        agency_id,
        procedure_id: procedure.id,
        applicant: Person {
            kind: Kind::Citizen,
            name: "Trần Thị Bưởi".to_owned(),
            id_number: "001188000123".to_owned(),
            ..Person::default()
        },
        proxy: None,
        channel: Channel::Counter,
        sets: 1,
        papers: papers.collect(),
        answers: std::collections::BTreeMap::new(),
        fee_vnd: 0,
        fee_paid: false,
        wants: Delivery::Applicant,
    }
}

/// Everything that can be corrected has something to correct.
fn with_acts() -> Registers {
    let mut registers = small::registers();
    let event = ["HT-N-06/2011", "suspended", "2011-10-01", "Không duy trì", ""];
    registers.get_mut("certificate-events").unwrap().rows.push(event.map(str::to_owned).to_vec());
    for file in ["certification-bodies", "assessor-cards"] {
        let table = registers.get_mut(file).unwrap();
        let status = table.columns.iter().position(|column| *column == "status").unwrap();
        table.rows[1][status] = "suspended".to_owned();
    }
    registers
}

sql!(certificate(key: &str) -> CertificateId { id: i64 } = "select id from certificate where number = $1");
sql!(agency(key: &str) -> AgencyId { id: i64 } = "select id from agency where code = $1");
sql!(body(key: &str) -> BodyId { id: i64 } = "select id from body where code = $1");
sql!(card(key: &str) -> CardId { id: i64 } = "select id from expert_card where number = $1");
sql!(plan(key: &str) -> PlanId { id: i64 } = "select id from plan where owner_code = $1");
sql!(document(key: &str) -> DocumentId { id: i64 } = "select id from legal_document where number = $1");
sql!(framework(key: &str) -> FrameworkId { id: i64 } = "select id from model_framework where code = $1");
sql!(activity(key: &str) -> ActivityId { id: i64 } = "select id from activity where subject = $1");
sql!(place(key: &str) -> PlaceId { id: i64 } = "select min(id) as id from place where code = $1");
sql!(account(key: &str) -> AccountId { id: i64 } = "select id from account where login = $1");
sql!(appointment(key: &str) -> AppointmentId { id: i64 } =
    "select appointment.id as id
     from appointment
     inner join account on account.id = appointment.account_id
     where account.login = $1");
sql!(calendar_release(state: &str) -> ReleaseId { id: i64 } =
    "select min(id) as id from calendar_release where state = $1");
sql!(office_hours() -> HoursId { id: i64 } = "select min(id) as id from office_hours");
sql!(unit() -> UnitId { id: i64 } = "select min(id) as id from unit");
sql!(deputy() -> DeputyId { id: i64 } = "select min(id) as id from deputy");
sql!(any_process() -> ProcessId { id: i64 } = "select min(id) as id from process");
sql!(service() -> ServiceId { id: i64 } = "select min(id) as id from service");
sql!(desk() -> DeskId { id: i64 } = "select min(id) as id from desk");
sql!(dossier(key: &str) -> DossierId { agency_id: i64, id: i64 } =
    "select agency_id, id from dossier where code = $1");
sql!(reception() -> ReceptionId { id: i64 } = "select min(id) as id from reception");
sql!(procedure(key: &str) -> ProcedureId { id: i64 } = "select id from admin_procedure where code = $1");
sql!(issue() -> IssueId { id: i64 } = "select min(id) as id from issue");

fn id_of(tx: &mut platform::Tx<'_>, (table, key): (&str, &str)) -> platform::Result<Option<i64>> {
    Ok(match table {
        "certificate" => certificate(tx, key)?.pop().map(|row| row.id),
        "agency" => agency(tx, key)?.pop().map(|row| row.id),
        "body" => body(tx, key)?.pop().map(|row| row.id),
        "card" => card(tx, key)?.pop().map(|row| row.id),
        "plan" => plan(tx, key)?.pop().map(|row| row.id),
        "document" => document(tx, key)?.pop().map(|row| row.id),
        "framework" => framework(tx, key)?.pop().map(|row| row.id),
        "activity" => activity(tx, key)?.pop().map(|row| row.id),
        "place" => place(tx, key)?.pop().map(|row| row.id),
        "account" => account(tx, key)?.pop().map(|row| row.id),
        "appointment" => appointment(tx, key)?.pop().map(|row| row.id),
        "calendar_release" => calendar_release(tx, key)?.pop().map(|row| row.id),
        "office_hours" => office_hours(tx)?.pop().map(|row| row.id),
        "unit" => unit(tx)?.pop().map(|row| row.id),
        "deputy" => deputy(tx)?.pop().map(|row| row.id),
        "process" => any_process(tx)?.pop().map(|row| row.id),
        "service" => service(tx)?.pop().map(|row| row.id),
        "desk" => desk(tx)?.pop().map(|row| row.id),
        "dossier" => dossier(tx, DOSSIER)?.pop().map(|row| row.id),
        "attachment" => match dossier(tx, DOSSIER)?.pop() {
            Some(row) => dossiers::load(tx, row.agency_id, row.id)?
                .and_then(|dossier| dossier.attachments.first().map(|file| file.id)),
            None => None,
        },
        "reception" => reception(tx)?.pop().map(|row| row.id),
        "procedure" => procedure(tx, key)?.pop().map(|row| row.id),
        "issue" => issue(tx)?.pop().map(|row| row.id),
        other => panic!("{other} is no table of this test"),
    })
}

impl Office {
    /// Issues a copy of the report of 2011, so that there is one to read and to correct.
    pub async fn issue_a_report(&self) {
        let nation = self.site.browser("nation").await;
        let sent = nation.post("/reports/yearly/issues/new", &REPORT_OF_2011).await;
        assert_eq!(sent.status, 303, "{}", sent.text);
    }
}

/// A form of an issued copy, filled in.
pub const REPORT_OF_2011: [(&str, &str); 11] = [
    ("from", "01/01/2011"),
    ("to", "31/12/2011"),
    ("as_of", "31/03/2012"),
    ("edition", "nation"),
    ("number", "15"),
    ("symbol", "BC-TĐC"),
    ("issued_on", "31/03/2012"),
    ("issuer", "Tổng cục Tiêu chuẩn Đo lường Chất lượng"),
    ("place", "Hà Nội"),
    ("signer_title", "Tổng cục trưởng"),
    ("signer_name", "Nguyễn Văn An"),
];
