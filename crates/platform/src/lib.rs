//! The floor of the house: what every slice stands on and none may go around.
//!
//! - [`db`]: one SQL text on SQLite and PostgreSQL, durable writes in groups;
//! - [`journal`]: the append-only, hash-chained memory of every change;
//! - [`record`]: state that is the fold of its journalled events;
//! - [`ctx`]: who acts, at what instant, with which permissions;
//! - [`error`]: the two ways an operation can fail, and every reason at once;
//! - [`dates`]: days and the partly known dates of registers;
//! - [`accounts`]: who signs in, and as what;
//! - [`drafts`]: forms not sent yet;
//! - [`web`]: routes, page frame, components and forms.
//!
//! Nothing here knows a certificate, an agency or a report.

pub mod accounts;
pub mod clock;
pub mod ctx;
pub mod dates;
pub mod db;
pub mod drafts;
pub mod error;
pub mod i18n;
pub mod ids;
pub mod journal;
pub mod permissions;
pub mod record;
pub mod search;
#[cfg(feature = "testing")]
pub mod testing;
pub mod web;

pub use clock::Clock;
pub use ctx::{Actor, Ctx};
pub use dates::{Day, KnownDate};
pub use db::{Db, Tx};
pub use error::{Error, Refusal, Refusals, Result};
pub use i18n::Language;
pub use permissions::{Action, Role, Scope};
pub use record::Record;

#[doc(hidden)]
pub use linkme;

/// Tables of this crate that the journal does not replay: secrets, sessions, counters, heads, what was typed.
pub const TECHNICAL_TABLES: [&str; 9] = [
    "account_secret",
    "draft_fields",
    "illustration_mark",
    "installation_secret",
    "journal_head",
    "migration",
    "sent_form",
    "session",
    "sign_in_failure",
];

/// The schema of this crate, first in the order of migrations.
pub const MIGRATIONS: db::Migrations = db::Migrations {
    component: "platform",
    files: &[
        (1, "floor", include_str!("../migrations/0001_floor.sql")),
        (2, "accounts", include_str!("../migrations/0002_accounts.sql")),
        (3, "units", include_str!("../migrations/0003_units.sql")),
        (4, "illustration", include_str!("../migrations/0004_illustration.sql")),
        (5, "sent_content", include_str!("../migrations/0005_sent_content.sql")),
    ],
};
