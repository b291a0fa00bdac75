//! Inside one agency: the processes it works by, the services it offers at its counter, the dossiers it handles.
//!
//! Every table here is owned by an agency: its key begins with `agency_id`, and every statement names it.

pub mod dossiers;
pub mod processes;
pub mod services;

/// The schema of this crate, after `registers`.
pub const MIGRATIONS: platform::db::Migrations = platform::db::Migrations {
    component: "agency",
    files: &[
        (1, "processes", include_str!("../migrations/0001_processes.sql")),
        (2, "services", include_str!("../migrations/0002_services.sql")),
        (3, "dossiers", include_str!("../migrations/0003_dossiers.sql")),
        (4, "counter", include_str!("../migrations/0004_counter.sql")),
        (5, "lists", include_str!("../migrations/0005_lists.sql")),
        (6, "incidents", include_str!("../migrations/0006_incidents.sql")),
        (7, "prints", include_str!("../migrations/0007_prints.sql")),
        (8, "office_codes", include_str!("../migrations/0008_office_codes.sql")),
        (9, "late", include_str!("../migrations/0009_late.sql")),
        (10, "reception_applicants", include_str!("../migrations/0010_reception_applicants.sql")),
    ],
};

/// The pages and JSON of every slice of this crate.
pub fn routes() -> Vec<platform::web::Route> {
    let slices = [processes::routes(), services::routes(), dossiers::routes()];
    slices.into_iter().flatten().collect()
}
