//! A year of three offices: a ward, a department and a centre that receives for both, made by the product's
//! own actions under a clock that is moved on. Everything is made up, and marked so.
//!
//! The same seed and the same last day give the same year. What would happen after the last day does not
//! happen, so that dossiers stand in every state.

mod acts;
mod answers;
mod course;
mod draw;
mod fate;
mod lot;
mod people;
mod season;
mod setting;

use course::{Course, Turn};
use lot::Numbers;
use people::Names;
use platform::accounts::password;
use platform::db::Location;
use platform::web::Readiness;
use platform::{Actor, Clock, Ctx, Day, Db, Result, Role};
use season::Season;
use setting::{CENTRE, DEPARTMENT, Open, WARD};
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::sync::Arc;

/// What is simulated.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// How many dossiers come in within the year.
    pub dossiers: u64,
    /// What everything is drawn from.
    pub seed: u64,
    /// The last day.
    pub today: Day,
}

/// Logins that the sign-in page of the demo offers, with their roles.
pub const LOGINS: [(&str, Role); 8] = [
    ("phuong-motcua", Role::Clerk),
    ("phuong-tuphap-chuyenvien", Role::Officer),
    ("phuong-kinhte-truongphong", Role::UnitHead),
    ("phuong-lanhdao", Role::Head),
    ("phuong-vanthu", Role::RecordsOfficer),
    ("phuong-thukyiso", Role::QualitySecretary),
    ("phuong-quantri", Role::OfficeAdministrator),
    ("tt-motcua", Role::Clerk),
];

/// How much of the simulated time is written in one transaction.
const BUCKET_MICROS: i64 = 30 * 60 * 1_000_000;
/// The minute of the last day at which the year stops: half past eight in the morning.
const LAST_MINUTE: i64 = 8 * 60 + 30;
/// How many turns are taken in one transaction at the most.
const MOST_TURNS: usize = 200;

/// Fills a database with the offices and their year; one that has dossiers of theirs already is left as it is.
///
/// # Errors
/// When the database fails, or the registers lack what the offices need.
pub async fn simulate(
    location: &Location,
    settings: Settings,
    (readiness, done_before): (&Readiness, u64),
) -> Result<()> {
    let first_day = settings.today.plus_years(-1);
    let clock = Clock::fixed(first_day.starts_at() + 7 * 3_600_000_000);
    let ctx = Ctx::new(Db::open(location, clock.clone())?, Actor::system());
    if ctx.read(|tx| Ok(platform::accounts::of_login(tx, LOGINS[0].0)?.is_some())).await? {
        return Ok(());
    }
    let names = Arc::new(Names::read()?);
    let world = Arc::new(open_offices(&ctx, &names, settings.today).await?);
    let numbers = Numbers { seed: settings.seed, all: settings.dossiers };
    let mut waiting = arrivals(&ctx, (&world, numbers), (first_day, settings.today)).await?;
    let course = Arc::new(Course { world, names, numbers });
    // The year stops when the last day has begun: whoever looks at it on that day sees what is to be done, and
    // nothing that the clock on the wall has not come to yet.
    let end_at = settings.today.starts_at() + LAST_MINUTE * 60 * 1_000_000;
    let mut done = 0;
    while let Some(Reverse(turn)) = waiting.pop() {
        if turn.at > end_at {
            break;
        }
        let mut turns = vec![turn];
        while turns.len() < MOST_TURNS
            && let Some(Reverse(next)) = waiting.peek()
            && next.at < turns[0].at + BUCKET_MICROS
            && next.at <= end_at
        {
            turns.extend(waiting.pop().map(|Reverse(next)| next));
        }
        clock.set(turns[0].at);
        done += turns.iter().filter(|turn| turn.is_arrival()).count() as u64;
        let (course, turns) = (Arc::clone(&course), Arc::new(turns));
        let next = ctx.write(move |tx| course.take(tx, &turns)).await?;
        waiting.extend(next.into_iter().map(Reverse));
        readiness.step(done_before + done, "dossiers");
    }
    Ok(())
}

/// The offices of the demonstration, as turns need them.
pub struct World {
    offices: [Open; 3],
}

async fn open_offices(ctx: &Ctx, names: &Arc<Names>, last_day: Day) -> Result<World> {
    let hash = password::hash_lightly(super::PASSWORD)?;
    let names = Arc::clone(names);
    ctx.write(move |tx| {
        let ward = setting::open(tx, (&WARD, last_day), (&names, &hash))?;
        let department = setting::open(tx, (&DEPARTMENT, last_day), (&names, &hash))?;
        let centre = setting::open(tx, (&CENTRE, last_day), (&names, &hash))?;
        let from_on = tx.today();
        for office in [&ward, &department] {
            agency::services::open_desk(tx, office.agency.id, centre.agency.id, from_on)?;
        }
        Ok(World { offices: [ward, department, centre] })
    })
    .await
}

/// When the dossiers of the year come in.
async fn arrivals(
    ctx: &Ctx,
    (world, numbers): (&Arc<World>, Numbers),
    year: (Day, Day),
) -> Result<BinaryHeap<Reverse<Turn>>> {
    let ward = world.offices[0].agency.id;
    let calendar = ctx
        .read(move |tx| {
            let version = registers::calendars::current(tx, ward, tx.today())?;
            registers::calendars::calendar(tx, ward, version)
        })
        .await?;
    let season = Season::of(&calendar, year)?;
    let comes = |number| Reverse(Turn::arrival(numbers.comes_at(world, (&season, number)), number));
    Ok((0..numbers.all).map(comes).collect())
}
