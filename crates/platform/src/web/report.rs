//! A report's page: sentence, figures with "why this number", breakdown, bridges, drawings.

use super::request::Web;
use maud::{Markup, html};

/// A figure that leads to its rows.
#[derive(Debug, Clone, Default)]
pub struct Figure {
    /// Its rows; plain text when empty.
    pub href: String,
    /// The figure as people read it.
    pub text: String,
    /// Whether its explanation is on screen.
    pub current: bool,
}

impl Figure {
    /// A figure that leads to its rows.
    pub fn new(href: impl Into<String>, text: impl Into<String>) -> Figure {
        Figure { href: href.into(), text: text.into(), current: false }
    }
}

/// A figure.
pub fn figure(figure: &Figure) -> Markup {
    html! {
        @if figure.href.is_empty() { (figure.text) }
        @else { a.figure href=(figure.href) aria-current=[figure.current.then_some("true")] { (figure.text) } }
    }
}

/// The sentence a report begins with; its figures are links.
pub fn sentence(words: &Markup) -> Markup {
    html! { p.sentence { (words) } }
}

/// The weight of a row in a table of figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Depth {
    /// A row like others.
    #[default]
    Plain,
    /// A part of the row above.
    Part,
    /// The sum of the table.
    Total,
}

/// One row of a table of figures.
#[derive(Debug, Clone, Default)]
pub struct FigureRow {
    /// What is counted.
    pub label: String,
    /// A quiet remark after it.
    pub remark: String,
    /// Its weight.
    pub depth: Depth,
    /// In the period.
    pub in_period: Figure,
    /// To date.
    pub to_date: Figure,
    /// Last column: [`ask`] or [`gauge`].
    pub last: Markup,
}

/// A table of figures in the period and to date; `heads` are the words of its four heads.
pub fn figures(heads: [&str; 4], rows: &[FigureRow]) -> Markup {
    let [what, in_period, to_date, last] = heads;
    html! {
        table.register.plain-table.figures {
            thead { tr {
                th scope="col" { (what) } th.end scope="col" { (in_period) } th.end scope="col" { (to_date) }
                th.ask-col scope="col" { span.hidden-text { (last) } }
            } }
            tbody {
                @for row in rows {
                    tr.deep[row.depth == Depth::Part].total[row.depth == Depth::Total] {
                        th scope="row" { (row.label) @if !row.remark.is_empty() { span.quiet { " · " (row.remark) } } }
                        td.end { (figure(&row.in_period)) }
                        td.end { (figure(&row.to_date)) }
                        td.ask-col.end { (row.last) }
                    }
                }
            }
        }
    }
}

/// The link that asks why a figure is what it is.
pub fn ask(web: &Web, href: &str, about: &str) -> Markup {
    let why = web.t("report-why");
    html! { a.ask href=(href) aria-label={ (why) " " (about) } { (why) } }
}

/// A bar of `whole` percent of the longest, of which `part` percent at its end lie in the period.
pub fn gauge(whole: f64, part: f64) -> Markup {
    let (whole, part) = (whole.clamp(0.0, 100.0), part.clamp(0.0, 100.0).min(whole.clamp(0.0, 100.0)));
    html! {
        svg.gauge viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true" {
            rect width=(format!("{whole:.1}")) height="8" {}
            rect.part x=(format!("{:.1}", whole - part)) width=(format!("{part:.1}")) height="8" {}
        }
    }
}

/// Other readings of a figure: the figure, and what it counts.
pub fn readings(rows: &[(Figure, Markup)]) -> Markup {
    html! {
        ul.readings { @for (number, words) in rows { li { a.num href=(number.href) { (number.text) } span { (words) } } } }
    }
}

/// One step of a bridge from one figure to another.
#[derive(Debug, Clone, Default)]
pub struct Step {
    /// What is taken or left.
    pub label: String,
    /// How many.
    pub figure: Figure,
    /// Whether it is what is left so far.
    pub sum: bool,
}

/// The subtractions that lead from one figure to another.
pub fn bridge(caption: &str, steps: &[Step]) -> Markup {
    html! {
        table.bridge {
            caption.hidden-text { (caption) }
            tbody {
                @for step in steps { tr.sum[step.sum] { th scope="row" { (step.label) } td { (figure(&step.figure)) } } }
            }
        }
    }
}

/// The explanation beside a report: title, the way to close it, definition, readings, bridge.
pub fn why(web: &Web, (title, close): (&str, &str), content: &Markup) -> Markup {
    html! {
        aside.side aria-labelledby="why" {
            div.sticky.pad.why {
                div.top { h2 id="why" { (title) } a href=(close) { (web.t("report-close")) } }
                (content)
            }
        }
    }
}

/// The steps of ink of a map: `q1` to `q5` and what each stands for.
pub fn key(label: &str, steps: &[(&str, String)]) -> Markup {
    html! {
        ul.key aria-label=(label) {
            @for (class, words) in steps {
                li { svg viewBox="0 0 14 14" aria-hidden="true" { rect.(class) width="14" height="14" rx="2" {} } (words) }
            }
        }
    }
}

/// A drawing made by the server (`svg.tilemap` or `svg.trend`) below its title, with a way around it.
pub fn drawing(web: &Web, (id, title): (&str, &str), (key, svg): (&Markup, &Markup)) -> Markup {
    let after = format!("after-{id}");
    html! {
        section {
            h2 id=(id) { (title) }
            a.hidden-text.jump href={ "#" (after) } { (web.t("report-skip-drawing")) }
            (key)
            (svg)
            span id=(after) tabindex="-1" {}
        }
    }
}
