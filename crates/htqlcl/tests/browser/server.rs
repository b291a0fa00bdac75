//! The real server with demonstration data, gone when the test ends.

use super::folder::Folder;
use super::program;
use std::io::{BufRead, BufReader};
use std::process::{Child, ChildStdout, Stdio};

/// A running server.
pub struct Server {
    process: Child,
    /// Where it is: `http://127.0.0.1:PORT`.
    pub address: String,
    // The server writes on; whoever closes this end would end it.
    _told: BufReader<ChildStdout>,
    _folder: Folder,
}

impl Server {
    /// Fills a database with the demonstration and serves it.
    pub fn start() -> Server {
        let folder = Folder::new();
        let database = folder.sqlite("demo.sqlite");
        program::told(&["demo", "--database", &database, "--dossiers", "60"]).done();
        let mut command = program::htqlcl();
        command.args([
            "serve",
            "--demo",
            "--listen",
            "127.0.0.1:0",
            "--database",
            &database,
            "--dossiers",
            "60",
        ]);
        let mut process = command.stdout(Stdio::piped()).spawn().unwrap();
        let mut told = BufReader::new(process.stdout.take().unwrap());
        let mut line = String::new();
        told.read_line(&mut line).unwrap();
        let address = line.trim().strip_prefix("htqlcl: ").expect("the server tells where it is").to_owned();
        Server { process, address, _told: told, _folder: folder }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
