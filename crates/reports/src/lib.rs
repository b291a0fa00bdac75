//! Reads everything, writes nothing but frozen issues: the yearly report.

pub mod drawing;
pub mod issues;
pub mod yearly;

/// The schema of this crate, after `programme`.
pub const MIGRATIONS: platform::db::Migrations = platform::db::Migrations {
    component: "reports",
    files: &[(1, "issues", include_str!("../migrations/0001_issues.sql"))],
};

/// Every page of this crate.
pub fn routes() -> Vec<platform::web::Route> {
    [yearly::routes(), issues::routes()].concat()
}
