//! Pages as finished HTML, made in this process: what the processor spends and how long they are.

use crate::measure::cpu_ms_each;
use crate::prepared::Bench;
use crate::site::Site;
use crate::store;
use crate::table::Line;

/// Lists of certificates as people ask for them; the first is the one that has targets.
const LISTS: [(&str, &str); 7] = [
    ("newest first", "/certificates"),
    ("by agency", "/certificates?sort=agency"),
    ("by expiry, latest first", "/certificates?sort=-expires"),
    ("of one province", "/certificates?place=legacy-40"),
    ("suspended ones", "/certificates?standing=suspended&as_of=2012-03-31"),
    ("found by name without accents", "/certificates?q=so+cong+thuong"),
    (
        "agencies granted in a period",
        "/certificates?issued_from=2011-01-01&issued_to=2011-12-31&count=agency",
    ),
];

/// Kilobytes are thousands of bytes here, as in the targets.
const KB: f64 = 1000.0;

/// Measures the lists and the verification page.
pub fn measure(bench: &Bench) -> anyhow::Result<Vec<Line>> {
    let db = bench.open(&bench.base)?;
    let public = Site::public(bench, db.clone());
    let officer = Site::officer(bench, db)?;
    let mut lines = Vec::new();
    lines.extend(list(bench, &public, "public")?);
    lines.extend(list(bench, &officer, "officer")?);
    for (name, path) in &LISTS[1..] {
        let spent = each(bench, |_| public.page(path, false).map(drop))?;
        lines.push(Line::told(format!("list of certificates, {name}: HTML"), spent, "ms CPU"));
    }
    lines.extend(verification(bench, &public)?);
    Ok(lines)
}

fn each(bench: &Bench, work: impl FnMut(usize) -> anyhow::Result<()>) -> anyhow::Result<f64> {
    cpu_ms_each((bench.scale.rounds, 10 * bench.scale.rounds), work)
}

fn list(bench: &Bench, site: &Site<'_>, reader: &str) -> anyhow::Result<[Line; 3]> {
    let path = LISTS[0].1;
    let connection = store::open_raw(&bench.base)?;
    let spent = each(bench, |_| site.page(path, false).map(drop))?;
    let raw = each(bench, |_| store::list_raw(&connection).map(drop))?;
    let packed = each(bench, |_| site.page(path, true).map(drop))?;
    let bytes = site.page(path, false)? as f64;
    let name = format!("list of 80 certificates, {reader}");
    Ok([
        Line::at_most(format!("{name}: HTML"), (spent, "ms CPU"), 2.0)
            .beside(raw, "one plain query for the same rows"),
        Line::at_most(format!("{name}: size"), (bytes / KB, "KB"), 60.0),
        Line::told(format!("{name}: HTML, then packed with Brotli"), packed, "ms CPU"),
    ])
}

fn verification(bench: &Bench, site: &Site<'_>) -> anyhow::Result<[Line; 2]> {
    let numbers = store::some_numbers(&bench.base, 500)?;
    let connection = store::open_raw(&bench.base)?;
    let path = |run: usize| format!("/verify/{}", numbers[run % numbers.len()]);
    let spent = each(bench, |run| site.page(&path(run), false).map(drop))?;
    let raw = each(bench, |run| store::verify_raw(&connection, &numbers[run % numbers.len()]).map(drop))?;
    let bytes = site.page(&path(0), false)? as f64;
    Ok([
        Line::at_most("verification page: HTML", (spent, "ms CPU"), 1.0)
            .beside(raw, "three plain point reads"),
        Line::told("verification page: size", bytes / KB, "KB"),
    ])
}
