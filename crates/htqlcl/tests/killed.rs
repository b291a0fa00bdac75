//! The server is killed in the middle of its work, without warning and again and again: what was acknowledged is
//! there, nothing is there twice, and the journal is whole.
//!
//! Clients receive dossiers and take them through every step over HTTP. After an answer of which nobody knows the
//! number beforehand the process is killed; it starts again on the same database, and every client sends once
//! more what it had no answer to. `HTQLCL_KILLS` says how often each engine is killed, else five times.

#[path = "killed/clients.rs"]
mod clients;
#[path = "common/folder.rs"]
mod folder;
#[path = "killed/office.rs"]
mod office;
#[path = "common/postgres.rs"]
mod postgres_database;
#[path = "common/program.rs"]
mod program;

use clients::{Browser, Client, Sending, Went};
use folder::Folder;
use office::Office;
use postgres_database::Database;
use std::io::{BufRead, BufReader};
use std::process::{Child, ChildStdout, Stdio};
use std::sync::mpsc;

/// Clients that work at once.
const CLIENTS: usize = 6;

/// A running server.
struct Server {
    process: Child,
    address: std::net::SocketAddr,
    // The server writes on; whoever closes this end would end it.
    _told: BufReader<ChildStdout>,
}

impl Server {
    fn start(database: &str) -> Server {
        let mut command = program::htqlcl();
        command.args(["serve", "--listen", "127.0.0.1:0", "--database", database]);
        let mut process = command.stdout(Stdio::piped()).spawn().unwrap();
        let mut told = BufReader::new(process.stdout.take().unwrap());
        let mut line = String::new();
        told.read_line(&mut line).unwrap();
        let address = line.trim().strip_prefix("htqlcl: http://").expect("the server tells where it is");
        Server { process, address: address.parse().unwrap(), _told: told }
    }

    /// Ends it as a power cut does: it gets no chance to do anything more.
    fn kill(mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }
}

fn kills() -> u64 {
    std::env::var("HTQLCL_KILLS").map_or(5, |text| text.parse().expect("HTQLCL_KILLS is a number"))
}

/// Kills the server on one database as often as asked, and looks at what is there after each time.
fn survive(database: &str) {
    let office = Office::open(database);
    let mut server = Server::start(database);
    let browsers = office.sign_in(server.address);
    let mut clients: Vec<Client> =
        (0..CLIENTS).map(|number| Client::new(number, office.service_id, &browsers)).collect();
    for round in 0..kills() {
        // After how many answers: different each time, and at least one of each kind of step in the first ones.
        let after = 5 + round * 37 % 61;
        clients = work_until(after, server, clients);
        server = Server::start(database);
        for client in &mut clients {
            client.send_again(server.address);
        }
        office.look(clients.iter().flat_map(|client| &client.acknowledged));
    }
    server.kill();
    let all: usize = clients.iter().map(|client| client.acknowledged.len()).sum();
    println!("{} kills, {all} acknowledged steps", kills());
    let told = program::told(&["verify", "--database", database]).done();
    assert!(told.starts_with("The journal is whole"), "{told}");
}

/// All clients work until so many answers have come; then the server is killed under them.
fn work_until(answers: u64, server: Server, clients: Vec<Client>) -> Vec<Client> {
    let (answered, came) = mpsc::channel();
    let working: Vec<_> = clients
        .into_iter()
        .map(|mut client| {
            let (address, answered) = (server.address, answered.clone());
            std::thread::spawn(move || {
                while client.work(address) == Went::Answered {
                    // Nobody counts any more once the server is gone.
                    let _ = answered.send(());
                }
                client
            })
        })
        .collect();
    drop(answered);
    for _ in 0..answers {
        came.recv().expect("the clients go on until the server is killed");
    }
    server.kill();
    working.into_iter().map(|client| client.join().unwrap()).collect()
}

#[test]
fn nothing_acknowledged_is_lost_when_the_server_is_killed_on_the_embedded_engine() {
    let folder = Folder::new();
    survive(&folder.sqlite("killed.sqlite"));
}

#[test]
fn nothing_acknowledged_is_lost_when_the_server_is_killed_on_postgresql() {
    let database = Database::new();
    survive(&database.url());
}

/// Each file of tests uses a part of what they share: naming all of it here keeps the rest from looking forgotten.
const _: fn(&Folder, &Database) = |folder, database| {
    let _ = (folder.path(""), database.copy(), Database::close_for_writing);
    let _: (Option<Browser>, Option<Sending>) = (None, None);
};
