//! Dossiers of one office, few and a million: durable steps, work lists, disk.
//!
//! The million is made by plain inserts that copy a thousand dossiers which came in through the product.

mod disk;
mod office;
mod pages;
mod steps;
mod store;

use crate::measure::cpu_ms_each;
use crate::prepared::Bench;
use crate::table::Line;
use anyhow::{Context, ensure};
use office::{Office, Waiting};
use platform::Role;
use rusqlite::types::Value;
use std::path::PathBuf;
use std::sync::Arc;
use steps::Pool;

/// Live dossiers of the small office, and the patterns of the large one.
const FEW: usize = 1_000;

/// The statement of the work list: what a person has taken or was given, by due moment.
const WORK_LIST: &str = "agency::dossiers::tasks::store::held";

/// An office with its file and what waits in it.
struct Ready {
    office: Arc<Office>,
    file: PathBuf,
    pool: Pool,
    live: usize,
}

/// Measures everything.
pub fn measure(bench: &Bench) -> anyhow::Result<Vec<Line>> {
    let mut small = few(bench)?;
    let alone_each = bench.scale.writes * 10;
    let probed = bench.fresh("probe-few.sqlite");
    store::make_probe(&probed, FEW)?;
    let alone = steps::run(bench, (&small.office, &mut small.pool), &probed, (1, alone_each))?;
    let grouped = (steps::CLERKS, bench.scale.writes);
    let together = steps::run(bench, (&small.office, &mut small.pool), &probed, grouped)?;
    let mut lines = steps::lines(&alone, &together).to_vec();
    let mut large = many(bench)?;
    let probed = bench.fresh("probe-many.sqlite");
    store::make_probe(&probed, large.live)?;
    let among_many = steps::run(bench, (&large.office, &mut large.pool), &probed, grouped)?;
    lines.extend(steps::growth(&together, (&among_many, large.live)));
    lines.push(work_list(bench, &small, &large)?);
    lines.extend(disk::measure(bench, (&small.office, &small.file))?);
    lines.extend(pages::measure(bench, (&large.office, &large.file))?);
    lines.extend(pages::served(bench, (&large.office, &large.file))?);
    Ok(lines)
}

/// An office with a thousand live dossiers at all stages.
fn few(bench: &Bench) -> anyhow::Result<Ready> {
    let file = bench.copy("dossiers-few.sqlite")?;
    let office = Arc::new(Office::open(bench, &file)?);
    let received = office.receive_many(bench, FEW)?;
    let waiting = office.spread(bench, received)?;
    Ok(Ready { pool: Pool::of(waiting, FEW), office, file, live: FEW })
}

/// An office with a million of them.
fn many(bench: &Bench) -> anyhow::Result<Ready> {
    let file = bench.copy("dossiers-many.sqlite")?;
    let office = Arc::new(Office::open(bench, &file)?);
    let received = office.receive_many(bench, FEW)?;
    let patterns = office.spread(bench, received)?;
    crate::store::settle(&file)?;
    let owner = store::Owner {
        agency_id: office.agency_id,
        role: Role::Officer.word(),
        assignee: office.person(Role::Officer)?.actor.account_id,
    };
    let live = bench.scale.live;
    let ids = store::multiply(&file, &owner, (live, live / 10))?;
    // Whoever writes keeps the heads of chains: what was written beside it asks for a fresh one.
    let office = Arc::into_inner(office).context("nobody else holds the office")?;
    let office = Arc::new(office.again(bench, &file)?);
    let of_id = |id: i64| patterns.iter().find(|waiting| waiting.id == id).copied();
    let by_number: Vec<Waiting> = ids.into_iter().filter_map(of_id).collect();
    let waiting =
        (1..=live).map(|number| Waiting { id: number as i64, ..by_number[number % by_number.len()] });
    Ok(Ready { pool: Pool::of(waiting.collect(), live), office, file, live })
}

/// My fifty tasks by due moment, among many and among few.
fn work_list(bench: &Bench, small: &Ready, large: &Ready) -> anyhow::Result<Line> {
    let taken = small.office.receive_many(bench, 60)?;
    small.office.hand_out(bench, taken)?;
    let mut spent = [0.0; 2];
    for (place, ready) in [small, large].into_iter().enumerate() {
        let connection = crate::store::open_raw(&ready.file)?;
        let me = ready.office.person(Role::Officer)?.actor.account_id;
        let whole = [ready.office.agency_id, me, i64::MIN, i64::MIN, i64::MIN, i64::MAX, 50];
        let parameters = whole.map(Value::Integer);
        let rows = crate::store::run_named(&connection, (WORK_LIST, &parameters))?;
        ensure!(rows == 50, "the officer's list has {rows} tasks and not 50");
        spent[place] = cpu_ms_each((bench.scale.rounds, 200), |_| {
            crate::store::run_named(&connection, (WORK_LIST, &parameters)).map(drop)
        })?;
    }
    let name = format!("my 50 tasks by days left among {} live dossiers: SQL", large.live);
    Ok(Line::at_most(name, (spent[1], "ms CPU"), 0.3).beside(spent[0], "the same among 1,000"))
}
