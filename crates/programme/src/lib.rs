//! The programme across agencies: who is confirmed, certified, planned, and what was done.
//!
//! Each folder is one register: [`bodies`] and [`experts`] with their papers and cards,
//! [`certificates`], [`plans`] and [`activities`]. [`imports`] reads files of all of them.

pub mod activities;
pub mod bodies;
pub mod certificates;
mod columns;
pub mod experts;
pub mod imports;
#[cfg(test)]
mod page_stories;
pub mod plans;
pub mod regulation;
pub mod standing;
mod standing_json;
mod standing_pages;
#[cfg(test)]
mod stories;

/// The schema of this crate, after `registers`.
pub const MIGRATIONS: platform::db::Migrations = platform::db::Migrations {
    component: "programme",
    files: &[
        (1, "certificates", include_str!("../migrations/0001_certificates.sql")),
        (2, "bodies", include_str!("../migrations/0002_bodies.sql")),
        (3, "experts", include_str!("../migrations/0003_experts.sql")),
        (4, "plans", include_str!("../migrations/0004_plans.sql")),
        (5, "activities", include_str!("../migrations/0005_activities.sql")),
        (6, "certificate_lists", include_str!("../migrations/0006_certificate_lists.sql")),
        (7, "certificate_years", include_str!("../migrations/0007_certificate_years.sql")),
        (8, "former_numbers", include_str!("../migrations/0008_former_numbers.sql")),
        (9, "certificate_search", include_str!("../migrations/0009_certificate_search.sql")),
    ],
};

/// The pages and JSON of every slice of this crate.
pub fn routes() -> Vec<platform::web::Route> {
    let slices =
        [activities::routes(), plans::routes(), certificates::routes(), bodies::routes(), experts::routes()];
    slices.into_iter().flatten().collect()
}
