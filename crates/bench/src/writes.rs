//! Durable writes: 64 clients act at once, beside rusqlite writing the same rows at 64 a commit.

use crate::measure::{cost, median};
use crate::prepared::Bench;
use crate::raw::Written;
use crate::store;
use crate::table::Line;
use platform::{Actor, Ctx, Day, KnownDate, Result};
use programme::activities::{self, ActivityKind};
use programme::certificates::{self, CertificateKind};
use std::pin::Pin;
use std::sync::Arc;

/// Clients at once, and operations a commit of the raw limit.
const CLIENTS: usize = 64;

/// The same done by rusqlite, for the table.
const RAW: &str = "rusqlite inserting the same rows, 64 operations a commit";

type Acting = Pin<Box<dyn Future<Output = Result<()>> + Send>>;
/// One operation: its number makes it different from all others.
type Operation = Arc<dyn Fn(Ctx, usize) -> Acting + Send + Sync>;

/// Measures two actions: one that writes little, and the one that the programme is about.
pub fn measure(bench: &Bench) -> anyhow::Result<Vec<Line>> {
    let agencies = store::some_agencies(&bench.base, bench.scale.agencies)?;
    let grant: Operation = Arc::new(move |ctx, number| {
        let agency_id = agencies[number % agencies.len()];
        Box::pin(async move { certificates::grant(&ctx, renewal(agency_id, number)).await.map(drop) })
    });
    let record: Operation = Arc::new(|ctx, number| {
        Box::pin(async move { activities::record(&ctx, activity(number)).await.map(drop) })
    });
    let actions = [
        ("durable writes, 64 clients: an activity is recorded", "activity", record),
        ("durable writes, 64 clients: a certificate is granted", "grant", grant),
    ];
    let mut lines = Vec::new();
    for (name, file, operation) in actions {
        lines.extend(compare(bench, (name, file), &operation)?);
    }
    Ok(lines)
}

fn compare(bench: &Bench, (name, file): (&str, &str), operation: &Operation) -> anyhow::Result<[Line; 2]> {
    let through = bench.copy(&format!("{file}-through.sqlite"))?;
    let beside = bench.copy(&format!("{file}-raw.sqlite"))?;
    let ctx = Ctx::new(bench.open(&through)?, Actor::system());
    let writing = store::open_raw(&beside)?;
    let operations = CLIENTS * bench.scale.writes;
    let (mut rates, mut raw_rates) = (Vec::new(), Vec::new());
    let (mut spending, mut raw_spending) = (Vec::new(), Vec::new());
    // The first round warms caches and files; it is written on both sides and not counted.
    for round in 0..=bench.scale.rounds {
        let ((), spent) = cost(|| act(bench, &ctx, (operation, round * operations)))?;
        let raw = Written::between(&through, &beside)?.write_in_groups(&writing, CLIENTS)?;
        if round > 0 {
            rates.push(operations as f64 / spent.wall_s);
            raw_rates.push(operations as f64 / raw.wall_s);
            spending.push(spent.cpu_s * 1e6 / operations as f64);
            raw_spending.push(raw.cpu_s * 1e6 / operations as f64);
        }
    }
    Ok([
        Line::share(name, (median(rates), "a second"), 0.5).beside(median(raw_rates), RAW),
        Line::told(format!("{name}: processor"), median(spending), "us CPU")
            .beside(median(raw_spending), RAW),
    ])
}

/// All clients act until each has done its share.
fn act(bench: &Bench, ctx: &Ctx, (operation, first): (&Operation, usize)) -> anyhow::Result<()> {
    let each = bench.scale.writes;
    bench.runtime.block_on(async {
        let mut clients = tokio::task::JoinSet::new();
        for client in 0..CLIENTS {
            let (ctx, operation) = (ctx.clone(), Arc::clone(operation));
            clients.spawn(async move {
                for number in 0..each {
                    operation(ctx.clone(), first + client * each + number).await?;
                }
                Ok::<(), platform::Error>(())
            });
        }
        while let Some(ended) = clients.join_next().await {
            ended??;
        }
        Ok(())
    })
}

fn day(year: i16, month: i8, of_month: i8) -> Day {
    Day::new(year, month, of_month).unwrap_or_else(|| unreachable!("{year}-{month}-{of_month} is a day"))
}

/// A grant from the last weeks of the programme, as officers enter them late.
fn renewal(agency_id: i64, number: usize) -> certificates::Content {
    let issued = day(2014, 5, 1);
    certificates::Content {
        number: format!("HT-DO-{number:06}/2014"),
        agency_id,
        kind: CertificateKind::Renewal,
        standard: "TCVN ISO 9001:2008".to_owned(),
        scope: "Giải quyết thủ tục hành chính".to_owned(),
        issued_by: "TCTDLCL".to_owned(),
        certification_body_code: None,
        renews_id: None,
        issued: KnownDate::Day(issued),
        expires: Some(KnownDate::Day(issued.plus_years(3))),
    }
}

fn activity(number: usize) -> activities::Content {
    activities::Content {
        happened: KnownDate::Day(day(2007, 1, 1).plus_days((number % 2_500) as i64)),
        kind: ActivityKind::DonDoc,
        subject: format!("Đôn đốc xây dựng kế hoạch áp dụng hệ thống, lần {number}"),
        targets: vec!["BO-TC".to_owned()],
        count_stated: None,
    }
}
