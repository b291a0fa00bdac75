//! The whole product over small registers: real routes, real admission, a person for each role.

use super::small::{self, Registers};
use htqlcl::{commands, product, routes};
use platform::testing::site::{JsonPress, Site};
use platform::testing::{self, TestDb};
use platform::web::{AppOptions, Secret};
use platform::{Actor, Ctx, Day, Role, sql};
use programme::imports::{self, Mode};
use std::sync::Arc;

/// People: login, role, and the code of the agency or body acted for.
pub const PEOPLE: [(&str, Role, &str); 9] = [
    ("nation", Role::NationalOfficer, "TCTDLCL"),
    ("finance", Role::MinistryOfficer, "BO-TC"),
    ("health", Role::MinistryOfficer, "BO-YT"),
    ("danang", Role::ProvinceOfficer, "48-UBND"),
    ("hanoi", Role::ProvinceOfficer, "01-UBND"),
    ("body-a", Role::CertificationBody, "CN-A"),
    ("body-b", Role::CertificationBody, "CN-B"),
    ("reader", Role::Reader, "TCTDLCL"),
    ("root", Role::Administrator, "TCTDLCL"),
];

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
        office
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
