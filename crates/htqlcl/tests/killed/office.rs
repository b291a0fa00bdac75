//! A small office in an empty database, and a look at what is in it.

use super::clients::{Acknowledged, Browser};
use agency::dossiers::codes;
use agency::{processes, services};
use bpmn::build::{Draft, Step};
use htqlcl::product;
use platform::accounts::password;
use platform::db::Location;
use platform::web::NamedAgency;
use platform::{Clock, Day, Db, Result, Role, Tx, sql};
use registers::admin_procedures;
use registers::people::{self, NewStaff};
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Arc;

const OFFICE: i64 = 7_000;
/// A procedure without fields.
const PROCEDURE: &str = "btxh/02";
const PASSWORD: &str = "mat-khau-bo-tro-2026";
const PEOPLE: [(&str, Role); 3] = [("clerk", Role::Clerk), ("officer", Role::Officer), ("head", Role::Head)];

sql!(journalled(agency_id: i64) -> Line { subject_id: i64, kind: String, payload: Option<String> } =
    "select subject_id, kind, payload
     from journal
     where agency_id = $1
       and subject_kind = 'dossier'
     order by seq");

sql!(dossiers(agency_id: i64) -> Row { id: i64, revision: i64, id_number: String } =
    "select dossier.id, dossier.revision, applicant_person.id_number
     from dossier
     inner join applicant_person on applicant_person.agency_id = dossier.agency_id
       and applicant_person.applicant_id = dossier.applicant_id
     where dossier.agency_id = $1
     order by dossier.id");

/// The office and its database.
pub struct Office {
    runtime: tokio::runtime::Runtime,
    location: Location,
    /// What the counter offers.
    pub service_id: i64,
}

impl Office {
    /// Makes the database and opens the office in it.
    pub fn open(database: &str) -> Office {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let location = Location::parse(database).unwrap();
        let service_id = runtime.block_on(async {
            let db = product::open(&location, Clock::System).await.unwrap();
            let hash = password::hash_lightly(PASSWORD).unwrap();
            db.write(move |tx| open(tx, &hash)).await.unwrap()
        });
        Office { runtime, location, service_id }
    }

    /// Everybody signs in.
    pub fn sign_in(&self, address: SocketAddr) -> Arc<Vec<Browser>> {
        Arc::new(PEOPLE.map(|(login, _)| Browser::sign_in(address, (login, PASSWORD))).into())
    }

    /// Every acknowledged step must be there, and no step twice.
    pub fn look<'a>(&self, acknowledged: impl Iterator<Item = &'a Acknowledged>) {
        let (lines, rows) = self.runtime.block_on(async {
            let db = Db::open(&self.location, Clock::System).unwrap();
            db.read(|tx| Ok((journalled(tx, OFFICE)?, dossiers(tx, OFFICE)?))).await.unwrap()
        });
        let mut completed: BTreeMap<(i64, u64), usize> = BTreeMap::new();
        let mut events: BTreeMap<i64, i64> = BTreeMap::new();
        for line in &lines {
            *events.entry(line.subject_id).or_default() += 1;
            let told: serde_json::Value = serde_json::from_str(line.payload.as_deref().unwrap()).unwrap();
            if line.kind == "completed.1" {
                *completed.entry((line.subject_id, told["token"].as_u64().unwrap())).or_default() += 1;
            }
        }
        for (step, times) in &completed {
            assert_eq!(*times, 1, "the step {step:?} was done more than once");
        }
        let mut of_person: BTreeMap<&str, i64> = BTreeMap::new();
        for row in &rows {
            assert_eq!(events.get(&row.id), Some(&row.revision), "the row of {} and its journal", row.id);
            let before = of_person.insert(&row.id_number, row.id);
            assert_eq!(before, None, "the dossier of {} was received twice", row.id_number);
        }
        assert_eq!(events.len(), rows.len(), "every journalled dossier has its row");
        for step in acknowledged {
            match step {
                Acknowledged::Received { id, id_number } => {
                    assert_eq!(of_person.get(id_number.as_str()), Some(id), "{step:?} is lost");
                }
                Acknowledged::Completed { id, token } => {
                    assert!(completed.contains_key(&(*id, u64::from(*token))), "{step:?} is lost");
                }
            }
        }
    }
}

fn open(tx: &mut Tx<'_>, hash: &str) -> Result<i64> {
    let from_on = Day::new(2026, 1, 1).unwrap();
    codes::give(tx, OFFICE, ("H15.50.05", from_on))?;
    let procedure = admin_procedures::of_code(tx, PROCEDURE)?.unwrap();
    processes::publish_xml(tx, (OFFICE, procedure.id), ("QT-01", "Bốn bước"), &process())?;
    let service_id = services::switch_on(tx, OFFICE, procedure.id, None)?;
    let agency = NamedAgency { id: OFFICE, name: "Ủy ban nhân dân xã Minh Hòa".to_owned() };
    for (login, role) in PEOPLE {
        let new = NewStaff {
            login: login.to_owned(),
            name: format!("Người {login}"),
            password_hash: hash.to_owned(),
            must_change: false,
            role,
            unit_id: None,
        };
        people::open_staff(tx, &agency, &new)?;
    }
    Ok(service_id)
}

/// Four tasks in a row.
fn process() -> Vec<u8> {
    let draft = Draft {
        id: "bon_buoc".to_owned(),
        name: "Bốn bước".to_owned(),
        steps: vec![
            Step::person("tiep_nhan", "Tiếp nhận", "Một cửa"),
            Step::person("tham_dinh", "Thẩm định", "Công chức chuyên môn"),
            Step::person("phe_duyet", "Phê duyệt", "Lãnh đạo cơ quan"),
            Step::person("tra_ket_qua", "Trả kết quả", "Một cửa"),
        ],
        ..Draft::default()
    };
    bpmn::write::write(&draft.build().unwrap()).into_bytes()
}
