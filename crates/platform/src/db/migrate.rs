//! Migrations go forward only; each crate numbers its own files.

use super::{Db, DbError, Location, postgres, sqlite};
use crate::error::{Context, Error, Result};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// The migrations of one crate.
#[derive(Debug, Clone, Copy)]
pub struct Migrations {
    /// The crate.
    pub component: &'static str,
    /// Number, name and text of each file, numbers growing by one.
    pub files: &'static [(i64, &'static str, &'static str)],
}

/// Type words of the portable schema that SQLite spells otherwise.
const WORDS: [(&str, &str); 5] = [
    ("bigint", "integer"),
    ("boolean", "integer"),
    ("double precision", "real"),
    ("jsonb", "text"),
    ("bytea", "blob"),
];

/// The portable schema as SQLite takes it: its type words, strict tables clustered by their key.
pub(super) fn for_sqlite(ddl: &str) -> String {
    let mut out = String::with_capacity(ddl.len());
    for line in ddl.lines() {
        let (code, comment) = line.split_once("--").map_or((line, ""), |(code, comment)| (code, comment));
        let mut code = code.to_owned();
        for (portable, own) in WORDS {
            code = code.replace(portable, own);
        }
        if code.trim_end() == ");" {
            code = ") strict, without rowid;".to_owned();
        }
        out.push_str(&code);
        if !comment.is_empty() {
            out.push_str("--");
            out.push_str(comment);
        }
        out.push('\n');
    }
    out
}

/// Brings the schema up to date, in the order given; all or nothing.
///
/// Returns the names of the migrations applied now.
///
/// # Errors
/// When a released migration differs from the one applied, or when the database was made by a
/// newer program.
pub fn migrate(location: &Location, sets: &[Migrations]) -> Result<Vec<String>> {
    match location {
        Location::Sqlite(file) => {
            let connection = sqlite::open(file).map_err(Error::from)?;
            run(&mut Lite(connection), sets)
        }
        Location::Postgres(url) => postgres::aside(|| {
            let client = postgres::connect(url).map_err(Error::from)?;
            run(&mut Server(client), sets)
        }),
    }
}

const TABLE: &str = "create table if not exists migration (
  component text not null,
  number bigint not null,
  name text not null,
  sha256 text not null,
  primary key (component, number)
);";

/// The few commands a migration needs of an engine.
trait Target {
    fn begin(&mut self) -> std::result::Result<(), DbError>;
    fn batch(&mut self, ddl: &str) -> std::result::Result<(), DbError>;
    fn applied(&mut self) -> std::result::Result<Vec<(String, i64, String)>, DbError>;
    fn note(
        &mut self,
        component: &str,
        number: i64,
        name_and_hash: (&str, &str),
    ) -> std::result::Result<(), DbError>;
}

struct Lite(rusqlite::Connection);
struct Server(::postgres::Client);

impl Target for Lite {
    fn begin(&mut self) -> std::result::Result<(), DbError> {
        Ok(self.0.execute_batch("begin immediate")?)
    }
    fn batch(&mut self, ddl: &str) -> std::result::Result<(), DbError> {
        Ok(self.0.execute_batch(&for_sqlite(ddl))?)
    }
    fn applied(&mut self) -> std::result::Result<Vec<(String, i64, String)>, DbError> {
        let mut rows = self.0.prepare("select component, number, sha256 from migration")?;
        let rows = rows.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        Ok(rows.collect::<std::result::Result<_, _>>()?)
    }
    fn note(
        &mut self,
        component: &str,
        number: i64,
        (name, hash): (&str, &str),
    ) -> std::result::Result<(), DbError> {
        self.0.execute("insert into migration values (?1, ?2, ?3, ?4)", (component, number, name, hash))?;
        Ok(())
    }
}

impl Target for Server {
    fn begin(&mut self) -> std::result::Result<(), DbError> {
        // Two servers that start together must not both create the first table.
        Ok(self.0.batch_execute("begin; select pg_advisory_xact_lock(20060620)")?)
    }
    fn batch(&mut self, ddl: &str) -> std::result::Result<(), DbError> {
        Ok(self.0.batch_execute(ddl)?)
    }
    fn applied(&mut self) -> std::result::Result<Vec<(String, i64, String)>, DbError> {
        let rows = self.0.query("select component, number, sha256 from migration", &[])?;
        Ok(rows.iter().map(|row| (row.get(0), row.get(1), row.get(2))).collect())
    }
    fn note(
        &mut self,
        component: &str,
        number: i64,
        (name, hash): (&str, &str),
    ) -> std::result::Result<(), DbError> {
        self.0
            .execute("insert into migration values ($1, $2, $3, $4)", &[&component, &number, &name, &hash])?;
        Ok(())
    }
}

fn run(target: &mut dyn Target, sets: &[Migrations]) -> Result<Vec<String>> {
    target.begin().context("beginning the migration")?;
    target.batch(TABLE).context("making the table of migrations")?;
    let applied: BTreeMap<(String, i64), String> = target
        .applied()
        .map_err(Error::from)?
        .into_iter()
        .map(|(component, number, hash)| ((component, number), hash))
        .collect();
    refuse_newer(&applied, sets)?;
    let mut done = Vec::new();
    for set in sets {
        for (number, name, text) in set.files {
            let hash = hex(&Sha256::digest(text.as_bytes()));
            match applied.get(&(set.component.to_owned(), *number)) {
                Some(before) if *before == hash => {}
                Some(_) => {
                    return Err(Error::failed(format!(
                        "migration {} {number} ({name}) is not the one this database was made with",
                        set.component
                    )));
                }
                None => {
                    target.batch(text).context(format!("migration {} {number} ({name})", set.component))?;
                    target.note(set.component, *number, (name, &hash)).map_err(Error::from)?;
                    done.push(format!("{} {number} {name}", set.component));
                }
            }
        }
    }
    target.batch("commit;").context("committing the migration")?;
    Ok(done)
}

fn refuse_newer(applied: &BTreeMap<(String, i64), String>, sets: &[Migrations]) -> Result<()> {
    let known = |component: &str, number: i64| {
        sets.iter().any(|set| set.component == component && set.files.iter().any(|file| file.0 == number))
    };
    match applied.keys().find(|(component, number)| !known(component, *number)) {
        None => Ok(()),
        Some((component, number)) => Err(Error::failed(format!(
            "the database has migration {component} {number}, which this program does not know: use a newer htqlcl"
        ))),
    }
}

/// Lower-case hexadecimal of bytes.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

impl Db {
    /// Brings this database's schema up to date; see [`migrate`].
    ///
    /// # Errors
    /// As [`migrate`].
    pub fn migrate(&self, sets: &[Migrations]) -> Result<Vec<String>> {
        migrate(self.location(), sets)
    }
}
