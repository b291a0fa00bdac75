//! The databases that benchmarks run on: made once a run, copied where a benchmark writes.

use crate::generate;
use anyhow::{Context, ensure};
use platform::accounts::{actions, password};
use platform::db::Location;
use platform::web::NamedAgency;
use platform::{Actor, Clock, Ctx, Db, Role};
use programme::imports::{self, Files, Mode};
use std::path::{Path, PathBuf};

/// How much is measured.
#[derive(Debug, Clone, Copy)]
pub struct Scale {
    /// Agencies in the register.
    pub agencies: usize,
    /// Certificates in the register.
    pub certificates: usize,
    /// Mixed requests to the server.
    pub requests: usize,
    /// Rounds of which the median is told.
    pub rounds: usize,
    /// Writes of each of the 64 clients in one round.
    pub writes: usize,
    /// Live dossiers of the large office.
    pub live: usize,
}

impl Scale {
    /// The sizes of the targets.
    pub const FULL: Scale = Scale {
        agencies: 12_000,
        certificates: 60_000,
        requests: 10_000,
        rounds: 7,
        writes: 30,
        live: 1_000_000,
    };
    /// Small sizes for trying the benchmarks out; targets mean little at them.
    pub const QUICK: Scale =
        Scale { agencies: 2_400, certificates: 6_000, requests: 400, rounds: 3, writes: 5, live: 20_000 };
}

/// The schemas, in the order in which they stand on each other.
const MIGRATIONS: [platform::db::Migrations; 5] = [
    platform::MIGRATIONS,
    registers::MIGRATIONS,
    agency::MIGRATIONS,
    programme::MIGRATIONS,
    reports::MIGRATIONS,
];

/// Login of the officer in the prepared database.
pub const LOGIN: &str = "can-bo";
/// The password of that officer.
pub const PASSWORD: &str = "mat khau de do toc do";

/// What all benchmarks share.
pub struct Bench {
    /// How much is measured.
    pub scale: Scale,
    /// Runs what is asynchronous.
    pub runtime: tokio::runtime::Runtime,
    /// The build's folder, where results go.
    pub target: PathBuf,
    /// The folder for databases of this run.
    folder: PathBuf,
    /// The database of the size asked for; benchmarks only read it.
    pub base: PathBuf,
}

impl Bench {
    /// Makes the database that benchmarks read.
    ///
    /// # Errors
    /// When it cannot be made, or the generated registers are refused.
    pub fn prepare(scale: Scale) -> anyhow::Result<Bench> {
        let program = std::env::current_exe()?;
        let target =
            program.ancestors().nth(2).context("the program stands in a folder of the build")?.to_owned();
        let folder = target.join("bench");
        if folder.exists() {
            std::fs::remove_dir_all(&folder)?;
        }
        std::fs::create_dir_all(&folder)?;
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
        let base = folder.join("base.sqlite");
        let bench = Bench { scale, runtime, target, folder, base };
        eprintln!("bench: making {} agencies and {} certificates", scale.agencies, scale.certificates);
        let db = bench.empty(&bench.base)?;
        bench.import(&db, generate::registers(scale.agencies, scale.certificates))?;
        bench.officer(&db)?;
        drop(db);
        crate::store::settle(&bench.base)?;
        Ok(bench)
    }

    /// A new database with schema and reference data.
    pub fn empty(&self, file: &Path) -> anyhow::Result<Db> {
        platform::db::migrate(&Location::Sqlite(file.to_owned()), &MIGRATIONS)?;
        let db = self.open(file)?;
        self.runtime.block_on(db.write(registers::release))?;
        Ok(db)
    }

    /// Opens a database that is up to date.
    pub fn open(&self, file: &Path) -> anyhow::Result<Db> {
        Ok(Db::open(&Location::Sqlite(file.to_owned()), Clock::System)?)
    }

    /// Imports registers; every row must be sound.
    pub fn import(&self, db: &Db, files: Files) -> anyhow::Result<()> {
        let ctx = Ctx::new(db.clone(), Actor::system());
        let report = self.runtime.block_on(imports::run(&ctx, files, Mode::Write))?;
        let fault = report.faults.first().map(|fault| format!("{fault:?}"));
        ensure!(report.is_sound(), "the registers are refused: {}", fault.unwrap_or_default());
        Ok(())
    }

    /// A copy of the base that a benchmark may write to.
    pub fn copy(&self, name: &str) -> anyhow::Result<PathBuf> {
        let copy = self.folder.join(name);
        std::fs::copy(&self.base, &copy)?;
        Ok(copy)
    }

    /// A file in the folder of this run that is not there yet.
    pub fn fresh(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// Somebody who may sign in and see what officers see.
    fn officer(&self, db: &Db) -> anyhow::Result<()> {
        let person = actions::NewPerson {
            login: LOGIN.to_owned(),
            name: "Nguyễn Thị Thảo".to_owned(),
            password_hash: password::hash_lightly(PASSWORD)?,
            must_change: false,
            agency: NamedAgency {
                id: 0, name: "Tổng cục Tiêu chuẩn Đo lường Chất lượng".to_owned()
            },
            role: Role::NationalOfficer,
            from_on: db.clock().today(),
        };
        self.runtime.block_on(db.write(move |tx| actions::enter_person(tx, &person)))?;
        Ok(())
    }
}
