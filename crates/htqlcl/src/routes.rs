//! The whole route table: every slice's routes, and the pages of the product itself.

use platform::Ctx;
use platform::web::{Icon, PUBLIC, Route, SIGNED_IN, Section, get, needs, post};
use programme::imports::IMPORT;

use crate::{home, import_pages, search, start};

/// Every route of the product. Each names its permission; a golden file holds the list.
pub fn all() -> Vec<Route> {
    let mut routes = vec![
        get("/", PUBLIC, home::home),
        get("/work", SIGNED_IN, home::work),
        get("/search", PUBLIC, search::page),
        get("/imports", needs(&IMPORT), import_pages::form),
        post("/imports", needs(&IMPORT), import_pages::send).body_limit(64 << 20).timeout(600),
        get("/imports/{id}", needs(&IMPORT), import_pages::progress),
        post("/imports/{id}/cancel", needs(&IMPORT), import_pages::cancel),
        post("/imports/{id}/write", needs(&IMPORT), import_pages::write),
    ];
    routes.extend(start::routes());
    routes.extend(platform::web::routes());
    routes.extend(platform::accounts::routes());
    routes.extend(platform::drafts::routes());
    routes.extend(registers::routes());
    routes.extend(agency::routes());
    routes.extend(programme::routes());
    routes.extend(reports::routes());
    routes
}

/// The registers of the nation stand in the rail of those whose work they are. Whoever handles dossiers finds them
/// by the search and on the public's first page.
fn of_registers(ctx: &Ctx) -> bool {
    !ctx.could(&agency::dossiers::WORK)
}

/// The parts of the product in the rail.
pub static SECTIONS: &[Section] = &[
    Section {
        id: agency::dossiers::tasks::SECTION,
        icon: Icon::Work,
        label: "tasks-title",
        href: "/tasks",
        shown: |ctx| ctx.could(&agency::dossiers::WORK),
    },
    Section {
        id: "work",
        icon: Icon::Work,
        label: "section-work",
        href: "/work",
        shown: |ctx| !ctx.could(&agency::dossiers::WORK),
    },
    Section {
        id: "counter",
        icon: Icon::Import,
        label: "section-counter",
        href: "/counter",
        shown: |ctx| ctx.could(&agency::dossiers::RECEIVE),
    },
    Section {
        id: agency::dossiers::lists::SECTION,
        icon: Icon::Document,
        label: "section-dossiers",
        href: "/dossiers",
        shown: |ctx| ctx.could(&agency::dossiers::READ),
    },
    Section {
        id: "start",
        icon: Icon::Live,
        label: "section-start",
        href: "/start",
        shown: |ctx| ctx.could(&start::START),
    },
    Section {
        id: "office",
        icon: Icon::People,
        label: "section-office",
        href: "/units",
        shown: |ctx| ctx.could(&registers::people::SEE),
    },
    Section {
        id: "processes",
        icon: Icon::Settings,
        label: "section-processes",
        href: "/processes",
        shown: |ctx| ctx.could(&agency::processes::READ),
    },
    Section {
        id: "certificates",
        icon: Icon::Certificate,
        label: "section-certificates",
        href: "/certificates",
        shown: of_registers,
    },
    Section { id: "bodies", icon: Icon::Done, label: "section-bodies", href: "/bodies", shown: of_registers },
    Section {
        id: "agencies",
        icon: Icon::Agency,
        label: "section-agencies",
        href: "/agencies",
        shown: of_registers,
    },
    Section {
        id: "places",
        icon: Icon::Place,
        label: "section-places",
        href: "/places",
        shown: of_registers,
    },
    Section { id: "plans", icon: Icon::Clock, label: "section-plans", href: "/plans", shown: of_registers },
    Section {
        id: "reports",
        icon: Icon::Report,
        label: "section-reports",
        href: "/reports/yearly",
        shown: |ctx| ctx.could(&reports::yearly::READ),
    },
    Section {
        id: "imports",
        icon: Icon::Import,
        label: "section-imports",
        href: "/imports",
        shown: |ctx| ctx.could(&IMPORT),
    },
    Section {
        id: "accounts",
        icon: Icon::Settings,
        label: "section-accounts",
        href: "/accounts",
        shown: |ctx| ctx.could(&platform::accounts::MANAGE),
    },
];
