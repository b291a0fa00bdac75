//! Reads everything, writes nothing but frozen issues: the yearly report.

pub mod drawing;
pub mod yearly;

/// The schema of this crate, after `programme`.
pub const MIGRATIONS: platform::db::Migrations = platform::db::Migrations { component: "reports", files: &[] };

/// The pages and JSON of every slice of this crate.
pub fn routes() -> Vec<platform::web::Route> {
    let slices: [Vec<platform::web::Route>; 0] = [];
    slices.into_iter().flatten().collect()
}
