//! What a step and a finished dossier leave on the disk.

use super::office::{Office, Waiting};
use super::store::{Held, held};
use crate::prepared::Bench;
use crate::store::settle;
use crate::table::Line;
use std::path::Path;
use std::sync::Arc;

/// How many dossiers are received and finished for it.
const DOSSIERS: usize = 1_000;

/// Receives dossiers, does every step of them, and looks at the file before and after.
pub fn measure(bench: &Bench, (office, file): (&Arc<Office>, &Path)) -> anyhow::Result<[Line; 4]> {
    let before = look(file)?;
    let received = office.receive_many(bench, DOSSIERS)?;
    let at_work = look(file)?;
    let steps = finish(bench, office, received)?;
    let after = look(file)?;
    let by_steps = grown((at_work, after), steps);
    let by_dossiers = grown((before, after), DOSSIERS);
    Ok([
        Line::at_most(
            "disk of a step: row, task, journal and chain, without payload text",
            (by_steps.bytes - by_steps.payloads - by_steps.content, "bytes"),
            200.0,
        )
        .beside(by_steps.bytes, "with its payload text"),
        Line::told("payload text of a step", by_steps.payloads + by_steps.content, "bytes"),
        Line::at_most(
            "disk of a finished dossier, without payload text",
            (by_dossiers.bytes - by_dossiers.payloads - by_dossiers.content, "bytes"),
            1_200.0,
        )
        .beside(by_dossiers.bytes, "with its payload text and what came in")
        .peers("Camunda 8, published: 174 KB"),
        Line::told("payload text of a finished dossier", by_dossiers.payloads + by_dossiers.content, "bytes"),
    ])
}

/// Brings everything into the file and looks at it.
fn look(file: &Path) -> anyhow::Result<Held> {
    settle(file)?;
    held(file)
}

fn grown((before, after): (Held, Held), by: usize) -> Held {
    let each = |after: f64, before: f64| (after - before) / by as f64;
    Held {
        bytes: each(after.bytes, before.bytes),
        payloads: each(after.payloads, before.payloads),
        content: each(after.content, before.content),
    }
}

/// Does every step of these dossiers, a tenth of which is sent back once; returns how many steps that were.
fn finish(bench: &Bench, office: &Arc<Office>, received: Vec<Waiting>) -> anyhow::Result<usize> {
    let mut working = tokio::task::JoinSet::new();
    let share = received.len().div_ceil(super::steps::CLERKS);
    let _within = bench.runtime.enter();
    for share in received.chunks(share) {
        let (office, share) = (Arc::clone(office), share.to_vec());
        working.spawn(async move {
            let mut steps = 0;
            for (number, dossier) in share.into_iter().enumerate() {
                let (mut next, mut is_first) = (Some(dossier), number.is_multiple_of(10));
                while let Some(waiting) = next {
                    next = office.step(waiting, is_first).await?;
                    (is_first, steps) = (false, steps + 1);
                }
            }
            Ok::<_, platform::Error>(steps)
        });
    }
    bench.runtime.block_on(async {
        let mut steps = 0;
        while let Some(ended) = working.join_next().await {
            steps += ended??;
        }
        Ok(steps)
    })
}
