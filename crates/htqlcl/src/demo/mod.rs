//! Demonstration data: the registers of 2012 and one account for each role, marked as illustration.

use crate::commands::say;
use platform::accounts::actions::{self, NewPerson};
use platform::accounts::password;
use platform::db::Location;
use platform::web::{DemoAccount, Readiness, is_illustration, mark_illustration};
use platform::{Actor, Ctx, Db, Language, Refusal, Result, Role, Tx, i18n};
use programme::imports::{self, Files, Mode};
use std::sync::Arc;

pub mod office;
mod store;

/// The password of every demonstration account: a database that has them is served on this machine only.
pub const PASSWORD: &str = "minh-hoa-2012";

/// A file of the demonstration registers.
macro_rules! files {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_bytes!(concat!("../../demo/seed-2012/", $name)).as_slice())),*]
    };
}

/// The registers behind the summary of 6/4/2012.
pub static SEED_2012: &[(&str, &[u8])] = files![
    "provinces-2012.csv",
    "agencies.csv",
    "agency-successions.csv",
    "legal-documents.csv",
    "consulting-organisations.csv",
    "certification-bodies.csv",
    "consultant-cards.csv",
    "assessor-cards.csv",
    "certificates.csv",
    "certificate-events.csv",
    "plans.csv",
    "model-frameworks.csv",
    "programme-activities.csv",
];

/// Somebody who tries the product.
struct Person {
    login: &'static str,
    name: &'static str,
    agency: &'static str,
    role: Role,
}

const PEOPLE: [Person; 6] = [
    Person {
        login: "quocgia", name: "Trần Thị Minh Châu", agency: "TCTDLCL", role: Role::NationalOfficer
    },
    Person { login: "bo", name: "Lê Quang Huy", agency: "BO-TC", role: Role::MinistryOfficer },
    Person {
        login: "tinh", name: "Nguyễn Thị Hồng Nhung", agency: "48-UBND", role: Role::ProvinceOfficer
    },
    Person { login: "chungnhan", name: "Phạm Đức Long", agency: "CN01", role: Role::CertificationBody },
    Person { login: "docgia", name: "Võ Thị Thanh Tâm", agency: "TCTDLCL", role: Role::Reader },
    Person { login: "quantri", name: "Đặng Văn Ẩn", agency: "TCTDLCL", role: Role::Administrator },
];

/// What the sign-in page of the demo offers.
pub fn accounts_for_sign_in() -> Vec<DemoAccount> {
    all_logins()
        .map(|(login, role)| DemoAccount { login: login.to_owned(), password: PASSWORD.to_owned(), role })
        .collect()
}

/// One login for each role, and the clerk of the centre beside.
fn all_logins() -> impl Iterator<Item = (&'static str, Role)> {
    PEOPLE.iter().map(|person| (person.login, person.role)).chain(office::LOGINS)
}

/// Tells the accounts, one a line.
///
/// # Errors
/// When standard output cannot be written.
pub fn say_accounts(language: Language) -> Result<()> {
    say(i18n::text(language, "demo-accounts"))?;
    for (login, role) in all_logins() {
        let role = i18n::text(language, &format!("role-{}", role.word().replace('_', "-")));
        say(format_args!("  {login:<26} {PASSWORD}  {role}"))?;
    }
    Ok(())
}

/// Marks a database as filled with made-up data: what is filled in stands beside nothing that is real, and a filling
/// that is stopped half-way has left made-up data, too. One that is marked already stays as it is.
///
/// # Errors
/// When the database is not marked and people work with it, when its year was begun and not ended, when the calendar
/// lacks a part of the year that is to be filled in, or when the database fails.
pub async fn claim(db: &Db, settings: office::Settings) -> Result<()> {
    let database = db.location().public();
    db.write(move |tx| {
        if !is_illustration(tx)? && store::in_use(tx)?.iter().any(|found| found.is_used) {
            return Err(Refusal::new("cli-demo-in-use").with("database", &database).into());
        }
        if settings.dossiers > 0 {
            if office::is_broken_off(tx)? {
                return Err(Refusal::new("cli-demo-broken-off").with("database", &database).into());
            }
            // What was filled before stays as it is, whatever day it is by now.
            if !office::is_there(tx)? {
                office::judge(settings.today)?;
            }
        }
        mark_illustration(tx)
    })
    .await
}

/// Fills a database that nobody works with yet. In one that was filled before, what is there stays as it is.
///
/// # Errors
/// As [`claim`].
pub async fn fill(
    db: &Db,
    (location, settings): (&Location, office::Settings),
    readiness: &Readiness,
) -> Result<()> {
    claim(db, settings).await?;
    let files: Files = SEED_2012.iter().map(|(name, bytes)| ((*name).to_owned(), bytes.to_vec())).collect();
    let rows: usize =
        SEED_2012.iter().map(|(_, bytes)| bytes.iter().filter(|byte| **byte == b'\n').count()).sum();
    readiness.begin(rows as u64 + 2 + settings.dossiers);
    readiness.step(0, "map");
    db.write(registers::release).await?;
    readiness.step(1, "registers");
    // Filled before: people may have changed what they were given, and it stays changed.
    let filled = db.read(|tx| Ok(!programme::certificates::Known::certificates_of(tx)?.is_empty())).await?;
    let files = if filled { Files::new() } else { files };
    let teller = readiness.clone();
    let progress = Arc::new(move |done: usize, _all: usize| {
        teller.step(done as u64 + 1, "registers");
        true
    });
    let ctx = Ctx::new(db.clone(), Actor::system());
    if !files.is_empty() {
        let report = imports::run_with(&ctx, files, (Mode::Write, progress)).await?;
        if let Some(fault) = report.faults.first() {
            return Err(platform::Error::failed(format!("demonstration data: {fault:?}")));
        }
    }
    readiness.step(rows as u64 + 1, "accounts");
    let hash = password::hash_lightly(PASSWORD)?;
    ctx.write(move |tx| enter_people(tx, &hash)).await?;
    if settings.dossiers > 0 {
        office::simulate(location, settings, (readiness, rows as u64 + 2)).await?;
    }
    readiness.finish();
    Ok(())
}

fn enter_people(tx: &mut Tx<'_>, hash: &str) -> Result<()> {
    for person in &PEOPLE {
        let Some(agency) = crate::commands::find_agency(tx, person.agency)? else {
            return Err(platform::Error::failed(format!("{} is not in the registers", person.agency)));
        };
        let entered = actions::enter_person(
            tx,
            &NewPerson {
                login: person.login.to_owned(),
                name: person.name.to_owned(),
                password_hash: hash.to_owned(),
                must_change: false,
                agency,
                role: person.role,
                from_on: tx.today(),
            },
        );
        match entered {
            // Filled before: people may have changed what they were given.
            Err(platform::Error::Refused(_)) => {}
            other => drop(other?),
        }
    }
    Ok(())
}
