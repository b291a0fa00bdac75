//! Lists of dossiers: the register with its filters, the head's page, what a desk received for others.

mod api;
mod filter;
mod overview;
mod overview_views;
mod pages;
mod reception_pages;
mod reception_search;
mod reception_views;
mod store;
mod views;

pub use filter::found;
pub use overview::due_now;
pub use reception_search::{ReceptionLine, received};
pub use store::{Line, miscounted};
pub use views::{shortened, status_tag};

use platform::action;

platform::messages!("lists", "../../../i18n/lists.vi.ftl", "../../../i18n/lists.en.ftl");

action!(
    /// See the agency's dossiers as figures.
    pub OVERVIEW = "dossiers.overview", deputies: UnitHead Own, Head Own, QualitySecretary Own
);

/// Section of the rail that the register of dossiers belongs to.
pub const SECTION: &str = "dossiers";

/// What the rows of the register say in the addresses of dossiers, so that these lead back to it as it was filtered.
/// One letter, because it stands in every row.
pub(super) const FROM_REGISTER: &str = "r";

/// The pages of this folder.
pub fn routes() -> Vec<platform::web::Route> {
    [pages::routes(), overview::routes(), reception_pages::routes()].into_iter().flatten().collect()
}
