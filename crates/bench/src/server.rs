//! The real server on a loopback port: its start, the first visit, its memory.

use crate::browser::{Browser, needed};
use crate::measure::median;
use crate::prepared::{Bench, LOGIN, PASSWORD};
use crate::store;
use crate::table::Line;
use anyhow::{Context, ensure};
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

/// Clients that ask at once.
const CLIENTS: usize = 8;

/// Figures of the article, for the report in the mix.
const REPORT: &str = "from=2011-01-01&to=2011-12-31&as_of=2012-03-31";

/// A running server; it ends with this value.
pub struct Server {
    child: Child,
    /// Somebody who asks it.
    pub browser: Browser,
}

impl Server {
    /// Starts the program on a database and a free port; resolves when it listens.
    pub fn start(program: &Path, database: &Path) -> anyhow::Result<Server> {
        ensure!(
            program.exists(),
            "{} is not there; build it with: cargo build --release -p htqlcl -p bench",
            program.display()
        );
        let mut child = Command::new(program)
            .args(["serve", "--listen", "127.0.0.1:0", "--database"])
            .arg(format!("sqlite:{}", database.display()))
            .env_remove("HTQLCL_PUBLIC_URL")
            .env("RUST_LOG", "error")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let stdout = child.stdout.take().context("the server's output is piped")?;
        let mut line = String::new();
        BufReader::new(stdout).read_line(&mut line)?;
        let address = line.split("http://").nth(1).unwrap_or_default().trim();
        let Ok(address) = address.parse() else {
            end(&mut child);
            anyhow::bail!("the server says {line:?} and not where it listens");
        };
        Ok(Server { child, browser: Browser::new(address) })
    }

    /// A line of the kernel's status of the process, in MiB.
    pub fn memory_mib(&self, name: &str) -> anyhow::Result<f64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
        let kib =
            line.and_then(|line| line.trim().strip_suffix("kB")).context("the kernel tells the memory")?;
        Ok(kib.trim().parse::<f64>()? / 1024.0)
    }

    /// Processor time it has used, in seconds, as exactly as the kernel's clock ticks.
    pub fn cpu_seconds(&self) -> anyhow::Result<f64> {
        let status = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id()))?;
        let (_, after_name) = status.rsplit_once(')').context("the kernel tells the times")?;
        let fields: Vec<&str> = after_name.split_whitespace().collect();
        let ticks = fields[11].parse::<f64>()? + fields[12].parse::<f64>()?;
        Ok(ticks / rustix::param::clock_ticks_per_second() as f64)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        end(&mut self.child);
    }
}

/// A server that has ended by itself needs no ending: both answers are passed over.
fn end(child: &mut Child) {
    let _ = child.kill();
    let _ = child.wait();
}

/// Measures start, first visit and memory.
pub fn measure(bench: &Bench) -> anyhow::Result<Vec<Line>> {
    let program = std::env::current_exe()?.with_file_name("htqlcl");
    let database = bench.copy("server.sqlite")?;
    let mut lines = vec![start(bench, &program, &database)?];
    let server = Server::start(&program, &database)?;
    let quiet = server.memory_mib("VmRSS")?;
    lines.extend(first_visit(&server.browser)?);
    let mut officer = server.browser.clone();
    officer.sign_in(&format!("login={LOGIN}&password={}", PASSWORD.replace(' ', "+")))?;
    let list = officer.get("/certificates", "identity")?;
    ensure!(list.status == 200, "the list answers {}", list.status);
    let size = (kb(list.body.len()), "KB");
    lines.push(Line::at_most("list of 80 certificates, officer, from the server: size", size, 60.0));
    let papers = ask(bench, (&server.browser, &officer))?;
    let name =
        format!("server after {} mixed requests, {papers} papers among them: resident", bench.scale.requests);
    lines.push(
        Line::at_most(name, (server.memory_mib("VmRSS")?, "MiB"), 80.0)
            .beside(quiet, "before the first request"),
    );
    lines.push(Line::told("server, of that its own and not of files", server.memory_mib("RssAnon")?, "MiB"));
    lines.push(Line::told("server, the most it had resident meanwhile", server.memory_mib("VmHWM")?, "MiB"));
    Ok(lines)
}

fn kb(bytes: usize) -> f64 {
    bytes as f64 / 1000.0
}

/// From starting the process to the whole first page.
fn start(bench: &Bench, program: &Path, database: &Path) -> anyhow::Result<Line> {
    let (mut to_page, mut alone) = (Vec::new(), Vec::new());
    for _ in 0..bench.scale.rounds {
        let began = Instant::now();
        let server = Server::start(program, database)?;
        let page = server.browser.get("/", "br")?;
        to_page.push(began.elapsed().as_secs_f64());
        ensure!(page.status == 200, "the first page answers {}", page.status);
        let began = Instant::now();
        Command::new(program).arg("--version").stdout(Stdio::null()).status()?;
        alone.push(began.elapsed().as_secs_f64());
    }
    Ok(Line::at_most("start to first page", (median(to_page), "s"), 1.0)
        .beside(median(alone), "the same program telling its version"))
}

/// Everything a browser without a cache asks for to show the first page.
fn first_visit(browser: &Browser) -> anyhow::Result<[Line; 2]> {
    let page = browser.get("/", "br, gzip")?;
    let mut files = needed(&browser.get("/", "identity")?.text());
    let (mut bytes, mut requests, mut at) = (page.bytes(), 1, 0);
    while let Some(path) = files.get(at).cloned() {
        let file = browser.get(&path, "br, gzip")?;
        ensure!(file.status == 200, "{path} answers {}", file.status);
        (bytes, requests, at) = (bytes + file.bytes(), requests + 1, at + 1);
        if path.ends_with(".css") {
            let style = browser.get(&path, "identity")?.text();
            files.extend(needed(&style).into_iter().filter(|file| !files.contains(file)).collect::<Vec<_>>());
        }
    }
    Ok([
        Line::at_most("first visit: everything over the line, heads too", (kb(bytes), "KB"), 100.0),
        Line::at_most("first visit: requests", (f64::from(requests), "requests"), 6.0),
    ])
}

/// Records that the mix asks for.
struct Known {
    numbers: Vec<String>,
    certificates: Vec<i64>,
    agencies: Vec<i64>,
}

impl Known {
    fn of(bench: &Bench) -> anyhow::Result<Known> {
        Ok(Known {
            numbers: store::some_numbers(&bench.base, 1_000)?,
            certificates: store::some_certificates(&bench.base, 1_000)?,
            agencies: store::some_agencies(&bench.base, 1_000)?,
        })
    }

    /// What the request of this number asks for: of a hundred, one paper and one spreadsheet.
    fn path(&self, number: usize) -> String {
        let round = number / 100;
        let number_of = || &self.numbers[number % self.numbers.len()];
        match number % 100 {
            0 => format!("/reports/yearly.pdf?{REPORT}"),
            1 => format!("/certificates.xlsx?place=legacy-{:02}", [1, 4, 40, 48, 79][round % 5]),
            2..5 => format!("/reports/yearly?{REPORT}"),
            5..25 => format!("/verify/{}", number_of()),
            25..28 => format!("/api/certificates/{}", number_of()),
            28..45 => format!("/certificates/{}", self.certificates[number % self.certificates.len()]),
            45..55 => format!("/certificates?sort={}", ["number", "-expires", "agency", "issued"][round % 4]),
            55..60 => format!("/certificates?place=legacy-{:02}", [1, 4, 40, 48, 79][round % 5]),
            60..64 => "/certificates?q=so+cong+thuong".to_owned(),
            64..80 => format!("/agencies/{}", self.agencies[number % self.agencies.len()]),
            80..85 => "/agencies?q=uy+ban".to_owned(),
            85..88 => "/places".to_owned(),
            88..92 => ["/bodies", "/experts", "/plans", "/frameworks"][number % 4].to_owned(),
            92..94 => "/legal-documents".to_owned(),
            _ => "/verify".to_owned(),
        }
    }
}

/// Sends the mix from several clients; returns how many papers were made.
///
/// Only the report is asked for by the officer: an account may not ask as often as all the public.
fn ask(bench: &Bench, (public, officer): (&Browser, &Browser)) -> anyhow::Result<usize> {
    let known = Known::of(bench)?;
    let (next, papers) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let client = || -> anyhow::Result<()> {
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            if number >= bench.scale.requests {
                return Ok(());
            }
            let path = known.path(number);
            let browser = if path.starts_with("/reports") { officer } else { public };
            let answer = browser.get(&path, "br")?;
            ensure!(answer.status == 200, "{path} answers {}", answer.status);
            if answer.header("content-type").starts_with("application/pdf") {
                papers.fetch_add(1, Ordering::Relaxed);
            }
        }
    };
    std::thread::scope(|scope| {
        let clients: Vec<_> = (0..CLIENTS).map(|_| scope.spawn(client)).collect();
        clients
            .into_iter()
            .try_for_each(|client| client.join().unwrap_or_else(|_| anyhow::bail!("a client panicked")))
    })?;
    Ok(papers.load(Ordering::Relaxed))
}
