//! Measures what the product promises to be quick at, each figure beside the raw limit of the same run.
//!
//! `make bench` builds it beside the server and runs it. `bench --quick` takes small sizes, for trying it out; words after that
//! choose groups: `bench report pages`. Missed targets are shown and do not fail; what could not
//! be measured does.

mod browser;
mod clock;
mod dossiers;
mod engine;
mod generate;
mod import;
mod measure;
mod pages;
mod point_reads;
mod prepared;
mod raw;
mod report;
mod server;
mod site;
mod store;
mod table;
mod writes;

use prepared::{Bench, Scale};
use std::process::ExitCode;
use table::Line;

/// A group of figures that are measured together.
struct Group {
    name: &'static str,
    measure: fn(&Bench) -> anyhow::Result<Vec<Line>>,
}

const GROUPS: [Group; 8] = [
    Group { name: "writes", measure: writes::measure },
    Group { name: "reads", measure: point_reads::measure },
    Group { name: "report", measure: report::measure },
    Group { name: "import", measure: import::measure },
    Group { name: "pages", measure: pages::measure },
    Group { name: "engine", measure: engine::measure },
    Group { name: "dossiers", measure: dossiers::measure },
    Group { name: "server", measure: server::measure },
];

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let quick = words.iter().any(|word| word == "--quick");
    let chosen: Vec<&str> = words.iter().map(String::as_str).filter(|word| !word.starts_with("--")).collect();
    if let Some(unknown) = chosen.iter().find(|word| GROUPS.iter().all(|group| group.name != **word)) {
        let names = GROUPS.map(|group| group.name).join(", ");
        eprintln!("bench: there is no group {unknown:?}; groups are {names}");
        return ExitCode::from(2);
    }
    match run(if quick { Scale::QUICK } else { Scale::FULL }, &chosen) {
        Ok(0) => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("bench: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Measures the chosen groups, or all; returns how many could not be measured.
fn run(scale: Scale, chosen: &[&str]) -> anyhow::Result<usize> {
    let bench = Bench::prepare(scale)?;
    let mut lines = Vec::new();
    let mut failed = Vec::new();
    for group in GROUPS.iter().filter(|group| chosen.is_empty() || chosen.contains(&group.name)) {
        eprintln!("bench: {}", group.name);
        match (group.measure)(&bench) {
            Ok(measured) => lines.extend(measured),
            Err(error) => failed.push((group.name, format!("{error:#}"))),
        }
    }
    print!("{}", table::text(&lines));
    for (name, error) in &failed {
        println!("not measured: {name}: {error}");
    }
    let path = bench.target.join("bench.json");
    let json = table::json(&bench, &lines, &failed);
    std::fs::write(&path, format!("{json:#}\n"))?;
    println!("written: {}", path.display());
    Ok(failed.len())
}
