//! National registers that both halves refer to: places, agencies, people, legal documents, frameworks.
//!
//! They are reference tables: keyed by id, owned by the national body unless a row says otherwise,
//! their journal lines in the owner's chain.

pub mod admin_procedures;
pub mod agencies;
pub mod calendars;
mod data;
pub mod entered;
pub mod frameworks;
mod known;
pub mod legal_documents;
#[cfg(test)]
mod page_stories;
pub mod people;
pub mod places;
pub mod sheets;
mod shelves;
mod verify;

pub use entered::{Entered, FieldChange};
pub use known::{KnownColumns, known_date};
pub use shelves::{SHELVES, shelf_tabs};

/// The owner of what the national body keeps, and of what the program itself brings.
pub const NATION_AGENCY_ID: i64 = 0;

/// The reason a correction by import is journalled with.
pub const IMPORT_REASON: &str = "nhập dữ liệu";

/// The schema of this crate, after the floor's.
pub const MIGRATIONS: platform::db::Migrations = platform::db::Migrations {
    component: "registers",
    files: &[
        (1, "registers", include_str!("../migrations/0001_registers.sql")),
        (2, "places", include_str!("../migrations/0002_places.sql")),
        (3, "documents", include_str!("../migrations/0003_documents.sql")),
        (4, "lists", include_str!("../migrations/0004_lists.sql")),
        (5, "calendars", include_str!("../migrations/0005_calendars.sql")),
        (6, "admin_procedures", include_str!("../migrations/0006_admin_procedures.sql")),
        (7, "people", include_str!("../migrations/0007_people.sql")),
    ],
};

platform::messages!("admin_procedures", "../i18n/admin_procedures.vi.ftl", "../i18n/admin_procedures.en.ftl");
platform::messages!("agencies", "../i18n/agencies.vi.ftl", "../i18n/agencies.en.ftl");
platform::messages!("agencies_pages", "../i18n/agencies_pages.vi.ftl", "../i18n/agencies_pages.en.ftl");
platform::messages!("people", "../i18n/people.vi.ftl", "../i18n/people.en.ftl");
platform::messages!("calendars", "../i18n/calendars.vi.ftl", "../i18n/calendars.en.ftl");
platform::messages!("places", "../i18n/places.vi.ftl", "../i18n/places.en.ftl");
platform::messages!("sheets", "../i18n/sheets.vi.ftl", "../i18n/sheets.en.ftl");
platform::messages!("frameworks", "../i18n/frameworks.vi.ftl", "../i18n/frameworks.en.ftl");
platform::messages!("legal_documents", "../i18n/legal_documents.vi.ftl", "../i18n/legal_documents.en.ftl");

/// Loads what the program brings of places, agencies and documents, where it is not there yet, and
/// connects earlier agencies with today's; returns the names of what was loaded now.
///
/// # Errors
/// When the database fails.
pub fn release(tx: &mut platform::Tx<'_>) -> platform::Result<Vec<String>> {
    let mut done = Vec::new();
    if places::release(tx)? {
        done.push("places".to_owned());
    }
    let entered = agencies::release(tx)?;
    if entered > 0 {
        done.push(format!("agencies ({entered})"));
        agencies::connect(tx)?;
    }
    let entered = legal_documents::release(tx)?;
    if entered > 0 {
        done.push(format!("legal documents ({entered})"));
    }
    let entered = admin_procedures::release(tx)?;
    if entered > 0 {
        done.push(format!("administrative procedures ({entered})"));
    }
    if calendars::release(tx)? {
        done.push("calendars".to_owned());
    }
    Ok(done)
}

/// The pages and JSON of every slice of this crate.
pub fn routes() -> Vec<platform::web::Route> {
    let slices = [
        places::routes(),
        agencies::routes(),
        legal_documents::routes(),
        frameworks::routes(),
        people::routes(),
        calendars::routes(),
        admin_procedures::routes(),
    ];
    slices.into_iter().flatten().collect()
}
