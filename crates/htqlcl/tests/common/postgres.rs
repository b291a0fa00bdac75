//! A database of a test's own on the test server.

use std::sync::atomic::{AtomicU32, Ordering};

static NUMBER: AtomicU32 = AtomicU32::new(0);

/// A database that is dropped when the test ends.
pub struct Database {
    server: String,
    name: String,
}

impl Database {
    /// A fresh, empty database.
    pub fn new() -> Database {
        let server = std::env::var("HTQLCL_TEST_POSTGRES").expect(
            "HTQLCL_TEST_POSTGRES names the test server; `make test` and tools/with-postgres start one",
        );
        let name = format!("htqlcl_whole_{}_{}", std::process::id(), NUMBER.fetch_add(1, Ordering::SeqCst));
        let database = Database { server, name };
        database.administer(&format!("create database {}", database.name));
        database
    }

    /// A database that holds what this one holds. Whoever is still connected to this one is sent away.
    pub fn copy(&self) -> Database {
        let name = format!("{}_{}", self.name, NUMBER.fetch_add(1, Ordering::SeqCst));
        let copy = Database { server: self.server.clone(), name };
        self.administer(&format!(
            "select pg_terminate_backend(pid) from pg_stat_activity where datname = '{}'",
            self.name
        ));
        self.administer(&format!("create database {} template {}", copy.name, self.name));
        copy
    }

    /// Its address.
    pub fn url(&self) -> String {
        let (base, _) = self.server.rsplit_once('/').expect("the address ends in a database name");
        format!("{base}/{}", self.name)
    }

    /// Lets it take no more writes.
    pub fn close_for_writing(&self) {
        self.administer(&format!("alter database {} set default_transaction_read_only = on", self.name));
    }

    fn administer(&self, command: &str) {
        let server = self.server.clone();
        let command = command.to_owned();
        // The driver blocks, which an asynchronous test may not.
        std::thread::spawn(move || {
            postgres::Client::connect(&server, postgres::NoTls).unwrap().batch_execute(&command).unwrap();
        })
        .join()
        .unwrap();
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        let (server, command) =
            (self.server.clone(), format!("drop database if exists {} with (force)", self.name));
        // A database that stays behind is no fault of what was tested.
        let _ = std::thread::spawn(move || {
            postgres::Client::connect(&server, postgres::NoTls)
                .is_ok_and(|mut client| client.batch_execute(&command).is_ok())
        })
        .join();
    }
}
