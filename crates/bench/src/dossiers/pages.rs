//! Pages of an office with a million live dossiers, in this process and from the real server.

use super::office::{CLERK, OFFICER, Office};
use super::store;
use crate::measure::cpu_ms_each;
use crate::prepared::{Bench, PASSWORD};
use crate::server::Server;
use crate::site::Site;
use crate::table::Line;
use anyhow::ensure;
use std::path::Path;
use std::time::Instant;

/// Receipts that are asked for after the first one.
const RECEIPTS: usize = 40;

/// Receiving through the web, the register, a record with its history, the work list.
pub fn measure(bench: &Bench, (office, file): (&Office, &Path)) -> anyhow::Result<Vec<Line>> {
    let mut clerk = Site::signed_in(bench, office.db.clone(), CLERK)?;
    let officer = Site::signed_in(bench, office.db.clone(), OFFICER)?;
    let raw = crate::store::open_raw(file)?;
    let rounds = bench.scale.rounds;
    let spent = receive(bench, (office, &mut clerk))?;
    let list = cpu_ms_each((rounds, 20), |_| clerk.page("/dossiers", false).map(drop))?;
    let list_raw = cpu_ms_each((rounds, 20), |_| store::list_raw(&raw, office.agency_id))?;
    let bytes = clerk.page("/dossiers", false)? as f64 / 1000.0;
    let ids = store::with_history(file, office.agency_id)?;
    let path = |run: usize| format!("/dossiers/{}", ids[run % ids.len()]);
    let record = cpu_ms_each((rounds, 20), |run| officer.page(&path(run), false).map(drop))?;
    let record_raw =
        cpu_ms_each((rounds, 20), |run| store::record_raw(&raw, (office.agency_id, ids[run % ids.len()])))?;
    let tasks = cpu_ms_each((rounds, 2), |_| officer.page("/tasks", false).map(drop))?;
    let live = bench.scale.live;
    Ok(vec![
        Line::at_most("receiving through the web, from the form to the redirect", (spent, "ms CPU"), 2.0),
        Line::at_most(format!("register of {live} live dossiers, 80 rows: HTML"), (list, "ms CPU"), 2.0)
            .beside(list_raw, "one plain query for the same rows"),
        Line::at_most(format!("register of {live} live dossiers, 80 rows: size"), (bytes, "KB"), 60.0),
        Line::at_most("a dossier's record with its history: HTML", (record, "ms CPU"), 2.0)
            .beside(record_raw, "three plain point reads"),
        Line::told(format!("work list of an officer among {live} live dossiers: HTML"), tasks, "ms CPU"),
    ])
}

/// Sends the form of the counter again and again, each time for another person.
fn receive(bench: &Bench, (office, clerk): (&Office, &mut Site<'_>)) -> anyhow::Result<f64> {
    let path = format!("/counter/receive?service={}", office.service_id);
    clerk.learn_proof(&path)?;
    let answers: String = office
        .command(0)
        .answers
        .iter()
        .map(|(name, text)| format!("&field.{name}={}", form_text(text)))
        .collect();
    cpu_ms_each((bench.scale.rounds, bench.scale.writes), |run| {
        let form = format!(
            "form_key=bench-{run}&kind=citizen&name=Nguyen+Van+An&id_number=0099{run:08}&address=Thon+3\
             &phone=0912345678&channel=counter&sets=1&all_papers=1&fee_vnd=0&wants=applicant{answers}"
        );
        let to = clerk.send_form(&path, &form)?;
        ensure!(to.starts_with("/dossiers/"), "receiving leads to {to}");
        Ok(())
    })
}

/// Text as a form sends it.
fn form_text(text: &str) -> String {
    let letters = text.bytes().map(|byte| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'_' | b'-' | b'.' => char::from(byte).to_string(),
        byte => format!("%{byte:02X}"),
    });
    letters.collect()
}

/// The real server on the large office: ready, receipts, memory.
pub fn served(bench: &Bench, (office, file): (&Office, &Path)) -> anyhow::Result<Vec<Line>> {
    let program = std::env::current_exe()?.with_file_name("htqlcl");
    let began = Instant::now();
    let server = Server::start(&program, file)?;
    let page = server.browser.get("/", "br")?;
    ensure!(page.status == 200, "the first page answers {}", page.status);
    let ready = (began.elapsed().as_secs_f64(), server.cpu_seconds()?);
    let mut clerk = server.browser.clone();
    clerk.sign_in(&format!("login={CLERK}&password={}", PASSWORD.replace(' ', "+")))?;
    let mut officer = server.browser.clone();
    officer.sign_in(&format!("login={OFFICER}&password={}", PASSWORD.replace(' ', "+")))?;
    let ids = store::with_history(file, office.agency_id)?;
    let receipt = |number: usize| -> anyhow::Result<()> {
        let path = format!("/dossiers/{}/slips/01.pdf", ids[number % ids.len()]);
        let answer = officer.get(&path, "identity")?;
        ensure!(answer.status == 200, "{path} answers {}", answer.status);
        Ok(())
    };
    receipt(0)?;
    let before = server.cpu_seconds()?;
    (1..=RECEIPTS).try_for_each(receipt)?;
    let receipts = (server.cpu_seconds()? - before) * 1e3 / RECEIPTS as f64;
    let some = store::some(file, office.agency_id)?;
    for number in 0..bench.scale.requests / 20 {
        // Dossiers made in bulk have no whole history, so their lists are read and not their records.
        let (listed, known) = (some[number % some.len()], ids[number % ids.len()]);
        let paths = [format!("/dossiers?after={listed}"), format!("/dossiers/{known}"), "/tasks".to_owned()];
        // One in ten asks for the work list, which counts.
        let path = &paths[if number % 10 == 0 { 2 } else { number % 2 }];
        let answer = clerk.get(path, "br")?;
        ensure!(answer.status == 200, "{path} answers {}", answer.status);
    }
    let name = format!("server with {} live dossiers", bench.scale.live);
    Ok(vec![
        Line::at_most(format!("{name}: start to first page"), (ready.0, "s"), 2.0)
            .beside(ready.1, "its processor time meanwhile"),
        Line::at_most("a receipt as PDF, warm, from the server", (receipts, "ms CPU"), 20.0),
        Line::at_most(
            format!("{name}, after {} pages: resident", bench.scale.requests / 20),
            (server.memory_mib("VmRSS")?, "MiB"),
            100.0,
        ),
        Line::told(format!("{name}: of that its own and not of files"), server.memory_mib("RssAnon")?, "MiB"),
    ])
}
