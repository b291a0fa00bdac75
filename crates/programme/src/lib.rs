//! The programme across agencies: who is confirmed, certified, planned, and what was done.
//!
//! Each folder is one register: [`bodies`] and [`experts`] with their papers and cards,
//! [`certificates`], [`plans`] and [`activities`]. [`imports`] reads files of all of them.

/// The schema of this crate, after `registers`.
pub const MIGRATIONS: platform::db::Migrations = platform::db::Migrations {
    component: "programme",
    files: &[],
};
