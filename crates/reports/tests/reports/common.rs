//! What the stories of this crate share: the registers of 2012 on both engines.

use platform::testing::TestDb;
use platform::{Actor, Ctx, Day};
use programme::imports::{self, Files, Mode};
use std::path::PathBuf;

pub const MIGRATIONS: [platform::db::Migrations; 4] =
    [platform::MIGRATIONS, registers::MIGRATIONS, programme::MIGRATIONS, reports::MIGRATIONS];

pub fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// The folder of the demo's registers.
pub fn seed_folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../htqlcl/demo/seed-2012")
}

/// The files of the demo's registers.
pub fn seed_files() -> Files {
    let mut files = Files::new();
    for entry in std::fs::read_dir(seed_folder()).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|ending| ending == "csv") {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            files.insert(name, std::fs::read(&path).unwrap());
        }
    }
    files
}

pub fn system(test: &TestDb) -> Ctx {
    Ctx::new(test.db.clone(), Actor::system())
}

/// Loads what the program brings, then these files.
pub async fn fill(test: &TestDb, files: Files) {
    test.db.write(registers::release).await.unwrap();
    import(test, files).await;
}

pub async fn import(test: &TestDb, files: Files) {
    let report = imports::run(&system(test), files, Mode::Write).await.unwrap();
    assert!(report.is_sound(), "{}: {:?}", test.engine, &report.faults[..report.faults.len().min(5)]);
}
