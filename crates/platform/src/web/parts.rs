//! Small components: icons, states, notices, titles, tabs, crumbs, empty lists, refusals, QR codes.

use super::request::Web;
use crate::error::Refusals;
use crate::i18n;
use maud::{Markup, html};

macro_rules! icons {
    ($($(#[$meta:meta])* $icon:ident = $name:literal { $($drawing:tt)* })*) => {
        /// A drawing of one line width. Never shown without words beside it.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Icon { $($(#[$meta])* $icon),* }

        impl Icon {
            const ALL: &'static [Icon] = &[$(Icon::$icon),*];

            fn name(self) -> &'static str {
                match self { $(Icon::$icon => $name),* }
            }

            fn drawing(self) -> Markup {
                match self { $(Icon::$icon => html! { $($drawing)* }),* }
            }
        }
    };
}

icons! {
    /// Search.
    Search = "i-search" { circle cx="9" cy="9" r="5.5" {} path d="m13.2 13.2 4.3 4.3" {} }
    /// What is to be done.
    Work = "i-work" { path d="M3.5 5.5 5 7l2.5-3M3.5 13 5 14.5l2.5-3M10.5 6h6.5M10.5 13.5H17" {} }
    /// Certificates.
    Certificate = "i-certificate" {
        circle cx="10" cy="7.5" r="4.5" {} path d="m7.5 11.5-1 6 3.5-2 3.5 2-1-6M8.2 7.5l1.3 1.3L12 6.3" {}
    }
    /// Agencies.
    Agency = "i-agency" { path d="M3 17.5h14M4.5 17V8.5M8.2 17V8.5M11.8 17V8.5M15.5 17V8.5M2.5 8 10 3l7.5 5z" {} }
    /// Places.
    Place = "i-place" { path d="M10 17.5s5.5-5 5.5-9.3a5.5 5.5 0 0 0-11 0c0 4.3 5.5 9.3 5.5 9.3z" {} circle cx="10" cy="8.2" r="2" {} }
    /// Reports.
    Report = "i-report" { path d="M3 17.5h14M5 17v-5M10 17V4.5M15 17V9" {} }
    /// Documents, plans, papers.
    Document = "i-document" { path d="M4.5 2.5h7.5l3.5 3.5v11.5h-11zM12 2.5V6h3.5M7.5 10h5M7.5 13.5h5" {} }
    /// People and bodies.
    People = "i-people" {
        circle cx="7.5" cy="7" r="3" {} path d="M2 17c0-3.3 2.4-5.5 5.5-5.5S13 13.7 13 17M12.5 4.3a3 3 0 0 1 0 5.4M15 11.9c1.9.7 3 2.6 3 5.1" {}
    }
    /// Bringing files in.
    Import = "i-import" { path d="M10 2.5v8m0 0 3-3m-3 3-3-3M3 11.5v5h14v-5" {} }
    /// Looking after the system.
    Settings = "i-settings" { path d="M3 6h8M15 6h2M3 14h2M9 14h8" {} circle cx="13" cy="6" r="2" {} circle cx="7" cy="14" r="2" {} }
    /// A clock: soon.
    Clock = "i-clock" { circle cx="10" cy="10" r="7.5" {} path d="M10 5.5V10l3 2" {} }
    /// Held: suspended.
    Held = "i-held" { circle cx="10" cy="10" r="7.5" {} path d="M8 7v6M12 7v6" {} }
    /// Over: expired, ended.
    Over = "i-over" { circle cx="10" cy="10" r="7.5" {} path d="M6.5 10h7" {} }
    /// Crossed: withdrawn, annulled.
    Crossed = "i-crossed" { circle cx="10" cy="10" r="7.5" {} path d="m7.3 7.3 5.4 5.4m0-5.4-5.4 5.4" {} }
    /// Under way, in force.
    Live = "i-live" { circle cx="10" cy="10" r="7.5" {} circle cx="10" cy="10" r="2.5" fill="currentColor" {} }
    /// Done, valid.
    Done = "i-done" { circle cx="10" cy="10" r="7.5" {} path d="m6.5 10.3 2.4 2.4 4.6-5" {} }
    /// Something is wrong or needs care.
    Warning = "i-warning" { path d="M10 2.8 18 17H2zM10 8v4.2M10 14.6v.1" {} }
    /// Smallest first.
    Up = "i-up" { path d="M10 16V4m0 0L6 8m4-4 4 4" {} }
    /// Largest first.
    Down = "i-down" { path d="M10 4v12m0 0 4-4m-4 4-4-4" {} }
    /// The mark of the product.
    Mark = "i-mark" { path d="M4 10.5 8 14.5 16 5.5" {} }
}

/// A title whose codes keep to one line each: a browser would break them at their hyphens.
pub fn with_codes(title: &str) -> Markup {
    let is_code = |word: &str| word.contains('-') && word.contains(|letter: char| letter.is_ascii_digit());
    html! {
        @for (at, word) in title.split(' ').enumerate() {
            @if at > 0 { " " }
            @if is_code(word) { span.code { (word) } } @else { (word) }
        }
    }
}

/// An icon from the page's sprite.
pub fn icon(icon: Icon) -> Markup {
    html! { svg.icon aria-hidden="true" { use href={ "#" (icon.name()) } {} } }
}

/// The mark as the link to the front page shows it.
pub(super) fn mark() -> Markup {
    html! { svg.icon.mark aria-hidden="true" { use href={ "#" (Icon::Mark.name()) } {} } }
}

/// The drawings that [`icon`] refers to; once a page, of those the page uses.
pub(super) fn sprite(used_in: &[&str]) -> Markup {
    let used = |icon: Icon| {
        let reference = format!("#{}\"", icon.name());
        icon == Icon::Mark || used_in.iter().any(|markup| markup.contains(&reference))
    };
    html! {
        svg.sprite aria-hidden="true" {
            @for icon in Icon::ALL.iter().copied().filter(|icon| used(*icon)) {
                symbol id=(icon.name()) viewBox="0 0 20 20" { (icon.drawing()) }
            }
        }
    }
}

/// What colour may say of a state; the words and the icon say it too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// In force, under way.
    Live,
    /// Done; valid to the public.
    Done,
    /// Soon due, or standing still.
    Soon,
    /// Late, or wrong.
    Late,
    /// Over.
    Off,
}

impl Tone {
    pub(super) fn class(self) -> &'static str {
        match self {
            Tone::Live => "live",
            Tone::Done => "done",
            Tone::Soon => "soon",
            Tone::Late => "late",
            Tone::Off => "off",
        }
    }
}

/// A state: icon and words.
pub fn state(tone: Tone, drawing: Icon, words: &str) -> Markup {
    html! { span.state.(tone.class()) { (icon(drawing)) (words) } }
}

/// A sentence that changes what one does next.
pub fn notice(tone: Tone, words: &Markup) -> Markup {
    let drawing = match tone {
        Tone::Done => Icon::Done,
        Tone::Soon => Icon::Clock,
        Tone::Late => Icon::Warning,
        Tone::Live | Tone::Off => Icon::Document,
    };
    html! { div.notice.(tone.class()) role="status" { (icon(drawing)) div { (words) } } }
}

/// A link that looks like a button. The one `first` button of a page is filled.
#[derive(Debug, Clone, Default)]
pub struct Button {
    /// Where it leads.
    pub href: String,
    /// A verb.
    pub label: String,
    /// Whether it is the one filled button.
    pub first: bool,
}

impl Button {
    /// A quiet button.
    pub fn new(href: impl Into<String>, label: impl Into<String>) -> Button {
        Button { href: href.into(), label: label.into(), first: false }
    }

    /// The one filled button of the page.
    #[must_use]
    pub fn first(mut self) -> Button {
        self.first = true;
        self
    }
}

/// The title of a page with one sentence below it and the page's buttons.
pub fn head(title: &str, sentence: &Markup, buttons: &[Button]) -> Markup {
    html! {
        div.head {
            div { h1 { (title) } @if !sentence.0.is_empty() { p { (sentence) } } }
            @if !buttons.is_empty() {
                p.buttons {
                    @for button in buttons {
                        a.button.low.first[button.first] href=(button.href)
                            accesskey=[button.href.ends_with("/new").then_some("n")] { (button.label) }
                    }
                }
            }
        }
    }
}

/// The way from the list to this page: addresses and names.
pub fn crumbs(web: &Web, steps: &[(String, String)]) -> Markup {
    html! {
        nav.crumbs aria-label=(web.t("frame-crumbs")) {
            ol { @for (href, name) in steps { li { a href=(href) { (name) } } } }
        }
    }
}

/// One view of the same page.
#[derive(Debug, Clone)]
pub struct Tab {
    /// Where it leads.
    pub href: String,
    /// Its name.
    pub label: String,
    /// How many rows it has.
    pub count: Option<String>,
    /// Whether it is shown now.
    pub current: bool,
}

/// Views of the same page.
pub fn tabs(label: &str, tabs: &[Tab]) -> Markup {
    html! {
        nav.tabs aria-label=(label) {
            @for tab in tabs {
                a href=(tab.href) aria-current=[tab.current.then_some("page")] {
                    (tab.label) @if let Some(count) = &tab.count { " " span.num { (count) } }
                }
            }
        }
    }
}

/// An empty list says what to do next.
pub fn empty(title: &str, sentence: &str, button: Option<&Button>) -> Markup {
    html! {
        div.empty {
            h2 { (title) }
            p { (sentence) }
            @if let Some(button) = button { p { a.button href=(button.href) { (button.label) } } }
        }
    }
}

/// Every reason of a refusal as a list of sentences.
pub fn refusal_list(web: &Web, reasons: &Refusals) -> Markup {
    html! { ul { @for reason in &reasons.0 { li { (i18n::refusal(web.language(), reason)) } } } }
}

/// A fraction of work behind: words, count and bar.
pub fn progress(words: &str, done: u64, total: u64) -> Markup {
    html! {
        div.progress {
            span { (words) } span.num { (done) "/" (total) }
            progress value=(done) max=(total.max(1)) aria-label=(words) {}
        }
    }
}

/// A QR code of `text` as one path; `label` says what it leads to.
pub fn qr(text: &str, label: &str) -> Markup {
    let Ok(code) = fast_qr::QRBuilder::new(text).build() else {
        return html! {};
    };
    let size = code.size;
    let mut path = String::new();
    for y in 0..size {
        let mut x = 0;
        while x < size {
            let run = (x..size).take_while(|at| code.data[y * size + at].value()).count();
            if run > 0 {
                path.push_str(&format!("M{} {}.5h{run}", x + 1, y + 1));
            }
            x += run.max(1);
        }
    }
    let around = size + 2;
    html! {
        svg role="img" aria-label=(label) viewBox={ "0 0 " (around) " " (around) } {
            path stroke="#000" fill="none" d=(path) {}
        }
    }
}
