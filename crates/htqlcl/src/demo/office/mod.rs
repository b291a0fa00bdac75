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
use platform::{Actor, Clock, Ctx, Day, Db, Error, Refusal, Result, Role, Tx, accounts};
use season::Season;
use setting::{CENTRE, DEPARTMENT, LAST_LOGIN, Open, WARD};
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
/// Every due moment of the year comes within so many days after its last day: the longest limit with all that puts it
/// off.
const DUE_WITHIN_DAYS: i64 = 120;

/// Whether a year was begun here and not ended: it cannot go on, because what was still to come is known to nobody.
///
/// # Errors
/// When the database fails.
pub fn is_broken_off(tx: &mut Tx<'_>) -> Result<bool> {
    Ok(is_there(tx)? && accounts::of_login(tx, LAST_LOGIN)?.is_none())
}

/// Whether the offices are here, with their year or a part of it.
///
/// # Errors
/// When the database fails.
pub fn is_there(tx: &mut Tx<'_>) -> Result<bool> {
    Ok(accounts::of_login(tx, LOGINS[0].0)?.is_some())
}

/// Refuses a last day whose year, or what is due after it, lies outside the holidays that the program carries.
///
/// # Errors
/// One sentence with the days that may be chosen.
pub fn judge(today: Day) -> Result<()> {
    let carried = registers::calendars::carried_calendar(("P1", true))?;
    let years = carried.years();
    let (first, last) = (years.first().copied().unwrap_or(0), years.last().copied().unwrap_or(0));
    let bounds = Day::new(first + 1, 1, 1).zip(Day::new(last, 12, 31));
    let (earliest, latest) = bounds.ok_or_else(|| Error::failed("the calendar covers no year"))?;
    let latest = latest.plus_days(-DUE_WITHIN_DAYS);
    if (earliest..=latest).contains(&today) {
        return Ok(());
    }
    let refusal = Refusal::new("cli-demo-day").with("day", today.vietnamese());
    let refusal = refusal.with("first", first).with("last", last);
    Err(refusal.with("earliest", earliest).with("latest", latest).into())
}

/// Fills a database with the offices and their year; one that has the offices already is left as it is, and whoever
/// asks for the year has asked [`is_broken_off`] before.
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
    if ctx.read(is_there).await? {
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
    let hash = password::hash_lightly(super::PASSWORD)?;
    ctx.write(move |tx| setting::close(tx, &course.world.offices[2].agency, (&course.names, &hash))).await
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
