//! Figures of registers changed at random, compared with a second count that shares nothing with the product.

use super::counting::{self, Asked};
use super::folder::Folder;
use super::json;
use super::mutation::{self, Dice};
use super::postgres_database::Database;
use super::small::{self, Registers};
use htqlcl::product;
use platform::db::Location;
use platform::{Actor, Clock, Ctx, Day, Db, journal};
use programme::imports::{self, Mode};
use reports::yearly::{self, Question};
use std::path::PathBuf;

/// How many random registers are counted on the embedded database, and on the server.
const CASES: u64 = 60;
const CASES_ON_SERVER: u64 = 4;
/// How many questions each is asked.
const QUESTIONS: usize = 4;
/// Every so many cases the same files are imported once more, and the journal is replayed.
const LOOKED_AT_AGAIN: u64 = 60;

/// Ids follow the clock, so what comes later must be later.
fn before() -> Clock {
    Clock::on(Day::new(2014, 1, 14).unwrap())
}

fn clock() -> Clock {
    Clock::on(Day::new(2014, 1, 15).unwrap())
}

/// Imports, asks, counts again, compares.
async fn check(db: &Db, (seed, registers): (u64, &Registers), dice: &mut Dice) {
    let ctx = Ctx::new(db.clone(), Actor::system());
    let files = beside_agencies(registers);
    let imported = imports::run(&ctx, files.clone(), Mode::Write).await.unwrap();
    assert!(imported.is_sound(), "seed {seed}: {:#?}", imported.faults);
    for _ in 0..QUESTIONS {
        let asked = mutation::question(registers, dice);
        let found = answer(db, &asked).await;
        let told = json::differences(&counting::report(registers, &asked), &found, "");
        assert!(told.is_empty(), "seed {seed}, {asked:?}:\n{}\n{}", told.join("\n"), shown(registers));
    }
    if seed % LOOKED_AT_AGAIN == 1 {
        let again = imports::run(&ctx, small::files(registers), Mode::Write).await.unwrap();
        assert!(again.changes_nothing(), "seed {seed}: {:#?}\n{}", again.changes, shown(registers));
        let verified = db.snapshot(journal::verify).await.unwrap();
        assert!(verified.faults.is_empty(), "seed {seed}: {:#?}", verified.faults);
    }
}

/// The files but for what every case has in common: agencies are in the database that is copied, and
/// looking for what became of all of them takes longest.
fn beside_agencies(registers: &Registers) -> imports::Files {
    let mut files = small::files(registers);
    files.remove("agencies.csv");
    if registers["agency-successions"].rows.is_empty() {
        files.remove("agency-successions.csv");
    }
    files
}

/// Brings a database up to date and enters the agencies.
async fn prepare(location: &Location) {
    let db = product::open(location, before()).await.unwrap();
    let mut files = small::files(&small::registers());
    files.retain(|name, _| name == "agencies.csv");
    let imported = imports::run(&Ctx::new(db, Actor::system()), files, Mode::Write).await.unwrap();
    assert!(imported.is_sound(), "{imported:#?}");
}

async fn answer(db: &Db, asked: &Asked) -> serde_json::Value {
    let day = |text: &str| text.parse::<Day>().unwrap();
    let question = Question::new(day(&asked.from), day(&asked.to), day(&asked.as_of)).unwrap();
    yearly::json(&db.snapshot(move |tx| yearly::find(tx, &question)).await.unwrap())
}

/// The files as they were imported, for whoever has to find out what was counted wrongly.
fn shown(registers: &Registers) -> String {
    let files = ["certificates", "certificate-events", "plans", "model-frameworks"];
    let files = small::files(registers)
        .into_iter()
        .filter(|(name, _)| files.iter().any(|file| name.starts_with(file)));
    files.map(|(name, bytes)| format!("{name}\n{}", String::from_utf8_lossy(&bytes))).collect()
}

/// An embedded database with map and agencies, written to one file that can be copied.
async fn prepared(folder: &Folder) -> PathBuf {
    let (first, copy) = (folder.path("first.sqlite"), folder.path("prepared.sqlite"));
    prepare(&Location::Sqlite(first.clone())).await;
    let source = rusqlite::Connection::open(first).unwrap();
    source.execute("vacuum into ?1", [copy.to_str().unwrap()]).unwrap();
    copy
}

fn changed(seed: u64) -> (Registers, Dice) {
    let (mut registers, mut dice) = (small::registers(), Dice::of_seed(seed));
    if seed > 0 {
        mutation::change(&mut registers, &mut dice);
    }
    (registers, dice)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn random_registers_come_to_the_figures_of_a_second_count() {
    let folder = Folder::new();
    let prepared = prepared(&folder).await;
    for seed in 0..CASES {
        let (registers, mut dice) = changed(seed);
        // A database of its own for each case: the threads of the last one may still be closing theirs.
        let case = Folder::new();
        let file = case.path("case.sqlite");
        std::fs::copy(&prepared, &file).unwrap();
        let db = Db::open(&Location::Sqlite(file), clock()).unwrap();
        check(&db, (seed, &registers), &mut dice).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn random_registers_come_to_the_figures_of_a_second_count_on_the_server() {
    let prepared = Database::new();
    prepare(&Location::Postgres(prepared.url())).await;
    for seed in (0..CASES_ON_SERVER).map(|number| number * 7 + 1) {
        let (registers, mut dice) = changed(seed);
        let database = prepared.copy();
        let db = Db::open(&Location::Postgres(database.url()), clock()).unwrap();
        check(&db, (seed, &registers), &mut dice).await;
    }
}
