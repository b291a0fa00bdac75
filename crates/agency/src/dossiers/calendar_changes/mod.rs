//! What a release of the calendar would do to open dossiers: a list to be read before it is published and
//! after, day by day. Nothing here moves a date: a dossier keeps the calendar it was promised by.

mod pages;
mod recount;
mod store;
mod views;

use super::READ;
use platform::web::{Route, get, needs};
use registers::calendars::{CONCERNS, Concern};

platform::messages!("changes", "../../../i18n/changes.vi.ftl", "../../../i18n/changes.en.ftl");

/// The pages of this folder.
pub fn routes() -> Vec<Route> {
    let read = needs(&READ);
    vec![
        get("/dossiers/calendar-changes", read, pages::list),
        get("/dossiers/calendar-changes/{id}", read, pages::show),
    ]
}

/// Where a release is shown, those who read dossiers find what it would do to theirs.
#[platform::linkme::distributed_slice(CONCERNS)]
#[linkme(crate = platform::linkme)]
static OPEN_DOSSIERS: Concern = |web, release| {
    let (href, label) = (path(None, release), web.t("changes-title"));
    web.ctx.could(&READ).then_some((href, label))
};

/// The list, or the page of one dossier, for a release; without one for that which comes next.
fn path(dossier_id: Option<i64>, release: Option<i64>) -> String {
    let page = dossier_id.map(|id| format!("/{id}")).unwrap_or_default();
    let query = release.map(|id| format!("?release={id}")).unwrap_or_default();
    format!("/dossiers/calendar-changes{page}{query}")
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_link_of_a_release_names_it() {
        assert_eq!(super::path(None, None), "/dossiers/calendar-changes");
        assert_eq!(super::path(Some(7), Some(3)), "/dossiers/calendar-changes/7?release=3");
    }
}
