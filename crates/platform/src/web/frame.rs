//! What surrounds every page: top bar, rail and status bar for officers; a plain head and foot for the public.

use super::assets;
use super::parts::{Icon, icon, mark, sprite};
use super::request::Web;
use crate::ctx::Ctx;
use crate::i18n::{self, Language};
use maud::{DOCTYPE, Markup, html};

/// A part of the product in the rail.
#[derive(Debug, Clone, Copy)]
pub struct Section {
    /// Its name in code; pages say which section they belong to.
    pub id: &'static str,
    /// Its drawing.
    pub icon: Icon,
    /// Key of its name.
    pub label: &'static str,
    /// Its first page.
    pub href: &'static str,
    /// Whether this person sees it.
    pub shown: fn(&Ctx) -> bool,
}

/// Everybody who has signed in sees a section shown by this.
pub fn to_all(_: &Ctx) -> bool {
    true
}

/// A page for officers: `web.page(Page { title, section: "certificates", main, ..Page::default() })`.
#[derive(Default)]
pub struct Page {
    /// The title in the browser's tab.
    pub title: String,
    /// The section of the rail that is marked.
    pub section: &'static str,
    /// What stands in the middle.
    pub main: Markup,
    /// Key and what it does, both as shown; the usual ones are added.
    pub keys: Vec<(String, String)>,
    /// A sentence at the right of the status bar: how fresh, how much.
    pub status: String,
}

/// A page for the public: one question, one answer.
#[derive(Default)]
pub struct PublicPage {
    /// The title in the browser's tab.
    pub title: String,
    /// Whether the middle is wide.
    pub wide: bool,
    /// What stands in the middle.
    pub main: Markup,
    /// A sentence at the foot; the usual one when empty.
    pub foot: String,
    /// A link at the top right: address and words; signing in when none.
    pub aside: Option<(String, String)>,
}

impl Web {
    /// Draws a page for officers; for somebody who has not signed in, with the public's frame.
    pub fn page(&self, page: Page) -> Markup {
        if self.ctx.actor.appointment.is_none() {
            return self.public_page(PublicPage {
                title: page.title,
                wide: true,
                main: page.main,
                ..PublicPage::default()
            });
        }
        let rail = rail(self, page.section);
        let top = topbar(self);
        html! {
            (DOCTYPE)
            html lang=(self.language().code()) {
                (document_head(&page.title))
                body.frame {
                    (sprite(&[&top.0, &rail.0, &page.main.0, DONE_REFERENCE, mistakes(self).0.as_str()]))
                    a.skip href="#main" { (self.t("frame-skip")) }
                    (top)
                    (rail)
                    main.main id="main" tabindex="-1" { (toast(self)) (mistakes(self)) (page.main) }
                    (status_bar(self, &page.keys, &page.status))
                }
            }
        }
    }

    /// Draws a page for the public.
    pub fn public_page(&self, page: PublicPage) -> Markup {
        let signed_in = self.ctx.actor.appointment.is_some();
        let (href, words) = page.aside.unwrap_or_else(|| {
            if signed_in {
                ("/".to_owned(), self.t("frame-to-desk"))
            } else {
                ("/sign-in".to_owned(), self.t("frame-sign-in"))
            }
        });
        let foot = if page.foot.is_empty() { self.t("frame-public-foot") } else { page.foot };
        html! {
            (DOCTYPE)
            html lang=(self.language().code()) {
                (document_head(&page.title))
                body.public {
                    (sprite(&[&page.main.0, DONE_REFERENCE, mistakes(self).0.as_str()]))
                    a.skip href="#main" { (self.t("frame-skip")) }
                    header.public-top {
                        a.brand href="/" aria-label=(self.t("frame-home")) { (mark()) }
                        p {
                            (self.t("frame-product-first")) br; (self.t("frame-product-second"))
                            @if self.app.illustration { br; span.quiet { (self.t("frame-demo")) } }
                        }
                        a.aside href=(href) { (words) }
                    }
                    main.public-main.wide[page.wide] id="main" tabindex="-1" { (toast(self)) (mistakes(self)) (page.main) }
                    footer.public-foot { (foot) " " (language_switch(self)) }
                }
            }
        }
    }
}

/// What the toast draws, so that the sprite holds it.
const DONE_REFERENCE: &str = "#i-done\"";

/// The mark, drawn in the address itself: browsers would ask for a file otherwise.
const FAVICON: &str = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 20 20'%3E\
    %3Crect width='20' height='20' rx='4' fill='%239b1b30'/%3E\
    %3Cpath d='M4 10.5 8 14.5 16 5.5' fill='none' stroke='white' stroke-width='2'/%3E%3C/svg%3E";

fn document_head(title: &str) -> Markup {
    html! {
        head {
            meta charset="utf-8";
            meta name="viewport" content="width=device-width, initial-scale=1";
            title { (title) " - HTQLCL" }
            link rel="icon" href=(FAVICON);
            link rel="stylesheet" href=(assets::url("app.css"));
            @for font in assets::font_urls() { link rel="preload" as="font" type="font/woff2" crossorigin href=(font); }
            script src=(assets::url("app.js")) defer {}
        }
    }
}

/// Where the one search over all registers is.
const SEARCH: &str = "/search";

fn topbar(web: &Web) -> Markup {
    let actor = &web.ctx.actor;
    let agency = actor.appointment.as_ref().map_or("", |appointment| appointment.agency_name.as_str());
    let role = actor.role().map_or_else(String::new, |role| role_name(web, role));
    // Who has searched may want to search for a little more; the lists have fields of their own.
    let sought = Some(web.query.get("q")).filter(|_| web.path == SEARCH);
    html! {
        header.topbar {
            a.brand href="/" aria-label=(web.t("frame-home")) { (mark()) }
            p.place { b { (agency) } @if web.app.illustration { span { (web.t("frame-demo")) } } }
            form.search role="search" action=(SEARCH) {
                label.hidden-text for="q" { (web.t("frame-search-label")) }
                (icon(Icon::Search))
                input id="q" name="q" type="search" accesskey="t" autocomplete="off" placeholder=(web.t("frame-search-hint"))
                    value=[sought];
                kbd.needs-script aria-hidden="true" { "/" }
            }
            a.who href="/account" title=(role) { b { (actor.name) } span.role { (role) } }
        }
    }
}

/// The name of a role in the reader's language.
pub fn role_name(web: &Web, role: crate::permissions::Role) -> String {
    web.t(&format!("role-{}", role.word().replace('_', "-")))
}

fn rail(web: &Web, current: &str) -> Markup {
    let shown = web.app.sections.iter().filter(|section| (section.shown)(&web.ctx));
    html! {
        nav.rail aria-label=(web.t("frame-rail")) {
            ul {
                @for (at, section) in shown.enumerate() {
                    li {
                        a href=(section.href) accesskey=[(at < 9).then_some(at + 1)]
                            aria-current=[(section.id == current).then_some("page")] {
                            (icon(section.icon)) span { (web.t(section.label)) }
                        }
                    }
                }
            }
        }
    }
}

/// The answer to what one has just done. Only sentences meant for it are shown, whatever the address says.
fn toast(web: &Web) -> Markup {
    let key = web.query.get("done");
    if !key.contains("-done-") || !i18n::has(web.language(), key) {
        return html! {};
    }
    html! { div.toast role="status" { (icon(Icon::Done)) span { (web.t(key)) } } }
}

/// What of the address could not be used, above the page that is shown without it.
fn mistakes(web: &Web) -> Markup {
    if web.mistakes.is_empty() {
        return html! {};
    }
    html! {
        section.errors aria-labelledby="mistakes" tabindex="-1" role="alert" {
            h2 id="mistakes" { (icon(Icon::Warning)) (web.t("list-left-out")) }
            ul { @for reason in &web.mistakes.0 { li { (i18n::refusal(web.language(), reason)) } } }
        }
    }
}

fn language_switch(web: &Web) -> Markup {
    let other = if web.language() == Language::Vi { Language::En } else { Language::Vi };
    let words = if other == Language::En { "English" } else { "Tiếng Việt" };
    html! { a.language href=(web.link_with(&[("lang", other.code())])) hreflang=(other.code()) lang=(other.code()) { (words) } }
}

/// What every page's script answers to besides `/` and `?`, and what it does.
const KEYS: [(&str, &str); 9] = [
    ("j ↓", "frame-key-down"),
    ("k ↑", "frame-key-up"),
    ("Enter", "frame-key-open"),
    ("Esc", "frame-key-back"),
    ("n", "frame-key-new"),
    ("l", "frame-key-act"),
    ("Ctrl Enter", "frame-key-send"),
    ("Alt T", "frame-key-search-anywhere"),
    ("Alt 1…9", "frame-key-sections"),
];

fn status_bar(web: &Web, keys: &[(String, String)], status: &str) -> Markup {
    let token = web.form_token().unwrap_or_default();
    html! {
        footer.status {
            ul aria-label=(web.t("frame-keys")) {
                @for (key, does) in keys { li.needs-script { kbd { (key) } " " (does) } }
                li.needs-script { kbd { "/" } " " (web.t("frame-key-search")) }
                li.needs-script { kbd { "?" } " " (web.t("frame-key-keys")) }
                // Too many for the bar: the list that "?" opens shows them.
                @for (key, does) in KEYS { li.more { kbd { (key) } " " (web.t(does)) } }
            }
            p { (status) }
            (language_switch(web))
            form method="post" action="/sign-out" {
                input type="hidden" name="csrf" value=(token);
                button.button.low { (web.t("frame-sign-out")) }
            }
        }
    }
}
