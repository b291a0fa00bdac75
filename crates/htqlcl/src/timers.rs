//! The job that fires the timers of processes when they are due, in small batches between people's commands.

use agency::dossiers;
use platform::{Actor, Ctx, Db};
use std::time::Duration;

/// How long between two looks at what is due.
const EVERY: Duration = Duration::from_secs(15);
/// How many timers are fired in one batch.
const MOST: i64 = 200;

/// Fires what is due, again and again, until the server ends. A failure is told in the log and tried again.
pub async fn run(db: Db) {
    let ctx = Ctx::new(db, Actor::system());
    let mut rounds = tokio::time::interval(EVERY);
    rounds.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        rounds.tick().await;
        match dossiers::fire_due(&ctx, MOST).await {
            Ok(0) => {}
            Ok(fired) => tracing::info!(fired, "timers of processes"),
            Err(error) => tracing::error!(%error, "firing timers failed"),
        }
    }
}
