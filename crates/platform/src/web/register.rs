//! A register list: filters in the address, a table with sortable heads, pages by cursor.

use super::parts::{Icon, icon};
use super::request::Web;
use maud::{Markup, html};

/// A value that may be chosen: what is sent and what is shown.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What is shown.
    pub label: String,
}

impl Choice {
    /// A choice.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Choice {
        Choice { value: value.into(), label: label.into() }
    }
}

/// One filter of a list. Its value comes from the address.
#[derive(Debug, Clone)]
pub struct Filter {
    name: &'static str,
    label: &'static str,
    kind: FilterKind,
}

#[derive(Debug, Clone)]
enum FilterKind {
    Search,
    Day,
    Select(Vec<Choice>),
    Grouped(Vec<(String, Vec<Choice>)>),
}

impl Filter {
    /// Words to be found.
    pub fn search(name: &'static str, label: &'static str) -> Filter {
        Filter { name, label, kind: FilterKind::Search }
    }

    /// A day.
    pub fn day(name: &'static str, label: &'static str) -> Filter {
        Filter { name, label, kind: FilterKind::Day }
    }

    /// One of several, or all.
    pub fn select(name: &'static str, label: &'static str, choices: Vec<Choice>) -> Filter {
        Filter { name, label, kind: FilterKind::Select(choices) }
    }

    /// One of several that stand in groups, each under its name, or all.
    pub fn grouped(name: &'static str, label: &'static str, groups: Vec<(String, Vec<Choice>)>) -> Filter {
        Filter { name, label, kind: FilterKind::Grouped(groups) }
    }
}

/// How many filters stand in the open; a list with more folds the rest away.
const FILTERS_SHOWN: usize = 6;

/// The filters of a list as one form; sorting stays as it is, the cursor goes.
pub fn filters(web: &Web, filters: &[Filter]) -> Markup {
    let (first, more) = match filters.len() {
        count if count > FILTERS_SHOWN + 1 => filters.split_at(FILTERS_SHOWN),
        _ => (filters, [].as_slice()),
    };
    html! {
        form.filters action=(web.path) aria-label=(web.t("list-filter")) {
            @for filter in first { (filter_field(web, filter)) }
            @if let Some(sort) = web.query.some("sort") { input type="hidden" name="sort" value=(sort); }
            p { button.button { (web.t("list-filter-button")) } }
            @if !more.is_empty() {
                details.more-filters open[more.iter().any(|filter| !web.typed(filter.name).is_empty())] {
                    summary { (web.t("list-more-filters")) }
                    div { @for filter in more { (filter_field(web, filter)) } }
                }
            }
        }
    }
}

/// A day of the address as people write it; what is no day stays as typed, so that it can be mended.
fn day_as_written(text: &str) -> String {
    crate::Day::typed(text).map_or_else(|_| text.to_owned(), crate::Day::vietnamese)
}

/// The input of a day that a page asks for behind the question mark, below its label: the day in use, or what
/// was typed and is none.
pub fn day_input(web: &Web, name: &str, day: crate::Day) -> Markup {
    let mistake = web.mistake(name);
    let value = if mistake.is_some() { web.typed(name).to_owned() } else { day.vietnamese() };
    let by = mistake.as_ref().map(|_| format!("{name}-error"));
    html! {
        @if let Some(words) = &mistake { span.error id={ (name) "-error" } { (words) } }
        input.date id=(name) name=(name) inputmode="numeric" value=(value)
            aria-invalid=[mistake.is_some().then_some("true")] aria-describedby=[by];
    }
}

fn filter_field(web: &Web, filter: &Filter) -> Markup {
    let (id, value, mistake) =
        (format!("f-{}", filter.name), web.typed(filter.name), web.mistake(filter.name));
    let (invalid, by) =
        (mistake.is_some().then_some("true"), mistake.is_some().then(|| format!("{id}-error")));
    html! {
        p.field.bad[mistake.is_some()] {
            label for=(id) { (web.t(filter.label)) }
            @if let Some(words) = &mistake { span.error id={ (id) "-error" } { (words) } }
            @match &filter.kind {
                FilterKind::Search => { input id=(id) name=(filter.name) type="search" value=(value); }
                FilterKind::Day => {
                    input.date id=(id) name=(filter.name) inputmode="numeric" value=(day_as_written(value))
                        aria-invalid=[invalid] aria-describedby=[by];
                }
                FilterKind::Select(choices) => {
                    select id=(id) name=(filter.name) aria-invalid=[invalid] aria-describedby=[by] {
                        option value="" { (web.t("list-all")) }
                        (options(choices, value))
                    }
                }
                FilterKind::Grouped(groups) => {
                    select id=(id) name=(filter.name) aria-invalid=[invalid] aria-describedby=[by] {
                        option value="" { (web.t("list-all")) }
                        @for (label, choices) in groups { optgroup label=(label) { (options(choices, value)) } }
                    }
                }
            }
        }
    }
}

fn options(choices: &[Choice], chosen: &str) -> Markup {
    html! {
        @for choice in choices { option value=(choice.value) selected[choice.value == chosen] { (choice.label) } }
    }
}

/// One column of a list.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// Key of its head.
    pub label: &'static str,
    /// Its name in the address when the list can be sorted by it (`-name` for largest first).
    pub sort: Option<&'static str>,
    /// Whether it holds numbers, which stand at the right.
    pub is_number: bool,
    /// Whether a phone leaves it out.
    pub skip_narrow: bool,
    /// Whether a phone, which shows no heads, says the head before each value.
    pub is_labelled: bool,
}

impl Column {
    /// A column of words.
    pub const fn new(label: &'static str) -> Column {
        Column { label, sort: None, is_number: false, skip_narrow: false, is_labelled: false }
    }

    /// By which the list can be sorted.
    pub const fn sorted(mut self, name: &'static str) -> Column {
        self.sort = Some(name);
        self
    }

    /// Of numbers.
    pub const fn number(mut self) -> Column {
        self.is_number = true;
        self
    }

    /// Named before each value on a phone: of a date it must be seen which one it is.
    pub const fn labelled(mut self) -> Column {
        self.is_labelled = true;
        self
    }

    /// Left out on a phone.
    pub const fn wide_only(mut self) -> Column {
        self.skip_narrow = true;
        self
    }
}

/// One cell of a list.
#[derive(Debug, Clone)]
pub enum Cell {
    /// The row's name, which leads to its record; one in each row.
    Name {
        /// Where it leads.
        href: String,
        /// The name.
        text: String,
    },
    /// A number, code or day: never broken over lines.
    Code(String),
    /// Words or a figure.
    Text(String),
    /// Anything else, such as a state.
    Rich(Markup),
}

impl Cell {
    /// The row's name, which leads to its record.
    pub fn name(href: impl Into<String>, text: impl Into<String>) -> Cell {
        Cell::Name { href: href.into(), text: text.into() }
    }
}

/// A list.
pub struct Register {
    /// What the table shows, for those who hear it.
    pub caption: String,
    /// Its columns.
    pub columns: &'static [Column],
    /// How it is sorted now, as in the address; the order in use when the address says none.
    pub sort: String,
    /// Its rows: as many cells as columns.
    pub rows: Vec<Vec<Cell>>,
}

/// The table of a list; rows stack on a phone.
pub fn register(web: &Web, register: &Register) -> Markup {
    html! {
        table.register.cards {
            caption.hidden-text { (register.caption) }
            thead { tr { @for column in register.columns { (column_head(web, column, &register.sort)) } } }
            tbody {
                @for row in &register.rows {
                    tr { @for (cell, column) in row.iter().zip(register.columns) { (table_cell(web, cell, column)) } }
                }
            }
        }
    }
}

fn column_head(web: &Web, column: &Column, sort: &str) -> Markup {
    let label = web.t(column.label);
    let Some(name) = column.sort else {
        return html! { th scope="col" class=[column.is_number.then_some("end")] { (label) } };
    };
    let (ascending, descending) = (sort == name, sort.strip_prefix('-') == Some(name));
    let next = if ascending { format!("-{name}") } else { name.to_owned() };
    let order = if ascending { Some("ascending") } else { descending.then_some("descending") };
    html! {
        th scope="col" class=[column.is_number.then_some("end")] aria-sort=[order] {
            a href=(web.link_with(&[("sort", &next), ("after", ""), ("before", "")])) {
                (label)
                @if ascending { (icon(Icon::Up)) }
                @if descending { (icon(Icon::Down)) }
            }
        }
    }
}

fn table_cell(web: &Web, cell: &Cell, column: &Column) -> Markup {
    let is_empty = matches!(cell, Cell::Code(text) | Cell::Text(text) if text.is_empty());
    let label = (column.is_labelled && !is_empty).then(|| web.t(column.label));
    let (end, skip) = (column.is_number, column.skip_narrow);
    match cell {
        // A name without a blank is a number or code, which is never broken over lines.
        Cell::Name { href, text } => {
            let class = (!text.contains(' ')).then_some("code");
            html! { th.all scope="row" { a href=(href) class=[class] { (text) } } }
        }
        Cell::Code(text) => html! { td.code.end[end].skip-narrow[skip] data-label=[label] { (text) } },
        Cell::Text(text) => html! { td.end[end].skip-narrow[skip] data-label=[label] { (text) } },
        Cell::Rich(markup) => html! { td.end[end].skip-narrow[skip] data-label=[label] { (markup) } },
    }
}

/// The line below a list: how much is shown, and the ways to the pages before and after.
#[derive(Debug, Clone, Default)]
pub struct Pager {
    /// `25 trong 165`, as people read it.
    pub shown: String,
    /// Address of the page before.
    pub previous: Option<String>,
    /// Address of the page after.
    pub next: Option<String>,
}

/// The line below a list.
pub fn pager(web: &Web, pager: &Pager) -> Markup {
    html! {
        nav.bar-line.pager aria-label=(web.t("list-pages")) {
            p.quiet.num { (pager.shown) }
            p.buttons {
                @if let Some(href) = &pager.previous { a.button.low href=(href) rel="prev" { (web.t("list-previous")) } }
                @if let Some(href) = &pager.next { a.button.low href=(href) rel="next" { (web.t("list-next")) } }
            }
        }
    }
}

/// Splits rows fetched with one too many: the rows of this page, and whether there are more.
pub fn page_of<T>(mut rows: Vec<T>, size: usize) -> (Vec<T>, bool) {
    let more = rows.len() > size;
    rows.truncate(size);
    (rows, more)
}
