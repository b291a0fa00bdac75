//! The small registers of the programme, side by side: plans, activities, legal documents, model frameworks,
//! and the calendar.

use maud::Markup;
use platform::web::{Tab, Web, tabs};

/// Section of the rail that all of them belong to.
pub const SHELVES: &str = "plans";

const LISTS: [(&str, &str); 5] = [
    ("/plans", "legal-documents-tab-plans"),
    ("/activities", "legal-documents-tab-activities"),
    ("/legal-documents", "legal-documents-tab-documents"),
    ("/frameworks", "legal-documents-tab-frameworks"),
    ("/calendars", "calendars-title"),
];

/// The ways from one of the lists, at `current`, to the others.
pub fn shelf_tabs(web: &Web, current: &str) -> Markup {
    let all = LISTS.map(|(href, label)| Tab {
        href: href.to_owned(),
        label: web.t(label),
        count: None,
        current: href == current,
    });
    tabs(&web.t("legal-documents-tabs"), &all)
}
