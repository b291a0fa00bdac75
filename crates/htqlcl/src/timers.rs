//! The job that fires the timers of processes when they are due, in small batches between people's commands, and
//! tries again what the machine could not do. It also gives back the tasks of those who have left their roles.

use agency::dossiers::{self, incidents, tasks};
use platform::{Actor, Ctx, Db};
use std::time::Duration;

/// How long between two looks at what is due.
const EVERY: Duration = Duration::from_secs(15);
/// How many timers are fired in one batch.
const MOST: i64 = 200;
/// Of so many looks one tries again the handlers that failed.
const RETRY_EACH: u64 = 4;
/// Of so many looks one gives back the tasks of those who no longer have their roles: an appointment ends with a day.
const RELEASE_EACH: u64 = 40;

/// Fires what is due, again and again, until the server ends. A failure is told in the log and tried again.
pub async fn run(db: Db) {
    let ctx = Ctx::new(db, Actor::system());
    let mut rounds = tokio::time::interval(EVERY);
    rounds.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    let mut last = (0, 0);
    for round in 0_u64.. {
        rounds.tick().await;
        match dossiers::fire_due(&ctx, MOST).await {
            Ok(0) => {}
            Ok(fired) => tracing::info!(fired, "timers of processes"),
            Err(error) => tracing::error!(%error, "firing timers failed"),
        }
        if round % RETRY_EACH == 0 {
            last = retry(&ctx, last).await;
        }
        if round % RELEASE_EACH == 0 {
            release(&ctx).await;
        }
    }
}

/// One round over the tasks whose holders no longer have their roles.
async fn release(ctx: &Ctx) {
    match tasks::release_left(ctx, MOST).await {
        Ok(0) => {}
        Ok(released) => tracing::info!(released, "tasks of those who left"),
        Err(error) => tracing::error!(%error, "giving tasks back failed"),
    }
}

/// One round over the handlers that failed, after the dossier and token `last`; returns where the next begins.
async fn retry(ctx: &Ctx, last: (i64, i64)) -> (i64, i64) {
    match incidents::retry_failed(ctx, last, MOST).await {
        Ok(round) => {
            if round.mended > 0 {
                tracing::info!(mended = round.mended, "incidents of processes");
            }
            round.last
        }
        Err(error) => {
            tracing::error!(%error, "trying incidents again failed");
            (0, 0)
        }
    }
}
