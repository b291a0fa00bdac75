//! The statistics of a period on screen and as files, and the dossiers behind each figure.

use super::super::actions::READ;
use super::super::lists;
use super::super::regulation;
use super::book::{Days, period};
use super::folder::{Asker, Letterhead};
use super::forms::book_number;
use super::ii06a::{self, COLUMNS, Counts, Line, Source, Span, Standing};
use super::pages::{asker, days};
use super::table::{self, Statistics, head as head_key};
use super::words::Words;
use axum::response::Response;
use maud::{Markup, html};
use platform::web::{
    Button, Cell, Choice, Column, Icon, PAGE_SIZE, Page, Pager, Register, Route, Tab, Tone, Web, crumbs,
    day_input, empty, get, head, needs, pager, register, state, tabs,
};
use platform::{Day, Refusal, Result, Tx};
use registers::people;

/// The pages of the statistics.
pub(super) fn routes() -> Vec<Route> {
    vec![
        get("/dossiers/statistics", needs(&READ), page),
        get("/dossiers/statistics.pdf", needs(&READ), as_pdf).timeout(60),
        get("/dossiers/statistics.xlsx", needs(&READ), as_xlsx).timeout(60),
        get("/dossiers/statistics/rows", needs(&READ), rows),
    ]
}

const PATH: &str = "/dossiers/statistics";

/// What was asked for.
#[derive(Clone)]
struct Asked {
    asker: Asker,
    days: Days,
    unit_id: Option<i64>,
    span: Span,
}

/// What was found.
struct Found {
    statistics: Statistics,
    units: Vec<Choice>,
    lines: Vec<Line>,
}

fn asked(web: &Web) -> Result<Asked> {
    let (asker, days) = (asker(web)?, days(web)?);
    if days.from > web.today() {
        let day = days.from.vietnamese();
        return Err(Refusal::new("slips-refusal-period-ahead").field("from").with("day", day).into());
    }
    let unknown = |text: &str| Refusal::new("form-not-a-choice").field("unit").with("text", text);
    let unit_id = web.query.some("unit").map(|text| text.parse().map_err(|_| unknown(text))).transpose()?;
    Ok(Asked { asker, days, unit_id, span: Span::of(days, web.app.db.clock().now()) })
}

fn find(tx: &mut Tx<'_>, asked: &Asked) -> Result<Found> {
    let own = asked.asker.agency_id;
    let units = people::units(tx, own)?;
    let unit = match asked.unit_id {
        None => String::new(),
        Some(id) => {
            let unknown = || Refusal::new("form-not-a-choice").field("unit").with("text", id);
            units.iter().find(|unit| unit.id == id).ok_or_else(unknown)?.name.clone()
        }
    };
    let lines = ii06a::lines(tx, (own, asked.unit_id), &asked.span)?;
    let statistics = Statistics {
        days: asked.days,
        office: Letterhead::of(tx, own, (asked.days.to, &asked.asker))?,
        unit,
        sectors: ii06a::by_sector(&lines),
        without_result: ii06a::without_result(&lines),
    };
    let units = units.iter().map(|unit| Choice::new(unit.id.to_string(), &unit.name)).collect();
    Ok(Found { statistics, units, lines })
}

async fn found(web: &Web) -> Result<Found> {
    let asked = asked(web)?;
    web.ctx.db.snapshot(move |tx| find(tx, &asked)).await
}

async fn page(web: Web) -> Result<Markup> {
    let found = found(&web).await?;
    let statistics = &found.statistics;
    let title = web.t("slips-ii06a-title");
    let words = Words(web.language());
    let number = book_number(regulation::on(statistics.days.to).forms);
    let book = |key: &str| web.t_with(key, &[("number", number)]);
    let files = [
        Button::new(web.link_to("/dossiers/statistics.pdf", &[]), "PDF"),
        Button::new(web.link_to("/dossiers/statistics.xlsx", &[]), "XLSX"),
        Button::new(web.link_to("/dossiers/book.pdf", &[("unit", "")]), book("slips-book-pdf")),
        Button::new(web.link_to("/dossiers/book.xlsx", &[("unit", "")]), book("slips-book-xlsx")),
    ];
    let line = html! { (web.t("slips-ii06a-code")) " · " (statistics.whose()) " · " (period(statistics.days, words)) };
    let main = html! {
        (head(&title, &line, &files))
        (tabs(&web.t("slips-periods"), &periods(&web, statistics.days)))
        (asks(&web, statistics.days, &found.units))
        @if statistics.sectors.is_empty() {
            (empty(&web.t("slips-statistics-none"), &web.t("slips-statistics-none-text"), None))
        } @else {
            (figures(&web, statistics))
            p.quiet.small.pad { (web.t("slips-statistics-how")) " " (statistics.told_without_result(words)) }
        }
    };
    Ok(web.page(Page { title, section: lists::SECTION, main, ..Page::default() }))
}

/// The quarters, halves and the whole of the year that the shown period ends in, and the year before.
fn periods(web: &Web, shown: Days) -> Vec<Tab> {
    let year = shown.to.year();
    let months = |year: i16, first: i8, count: i8| {
        let after =
            if first + count > 12 { Day::new(year + 1, 1, 1) } else { Day::new(year, first + count, 1) };
        Some(Days { from: Day::new(year, first, 1)?, to: after?.plus_days(-1) })
    };
    let quarter = |number: i8| (format!("slips-quarter-{number}"), months(year, 3 * number - 2, 3));
    let mut named: Vec<(String, Option<Days>)> = (1..=4).map(quarter).collect();
    named.push(("slips-half-1".to_owned(), months(year, 1, 6)));
    named.push(("slips-half-2".to_owned(), months(year, 7, 6)));
    named.push(("slips-year".to_owned(), months(year, 1, 12)));
    named.push(("slips-year".to_owned(), months(year - 1, 1, 12)));
    let today = web.today();
    let tab = |(key, days): (String, Option<Days>)| {
        let days = days.filter(|days| days.from <= today)?;
        let (from, to) = (days.from.vietnamese(), days.to.vietnamese());
        Some(Tab {
            href: web.link_with(&[("from", &from), ("to", &to), ("done", "")]),
            label: web.t_with(&key, &[("year", &days.from.year().to_string())]),
            count: None,
            current: days == shown,
        })
    };
    named.into_iter().filter_map(tab).collect()
}

/// The period and the unit, as they are in use.
fn asks(web: &Web, days: Days, units: &[Choice]) -> Markup {
    let chosen = web.typed("unit");
    html! {
        form.filters action=(web.path) aria-label=(web.t("list-filter")) {
            p.field { label for="from" { (web.t("slips-from")) } (day_input(web, "from", days.from)) }
            p.field { label for="to" { (web.t("slips-to")) } (day_input(web, "to", days.to)) }
            p.field {
                label for="unit" { (web.t("slips-unit")) }
                select id="unit" name="unit" {
                    option value="" { (web.t("list-all")) }
                    @for unit in units {
                        option value=(unit.value) selected[unit.value == chosen] { (unit.label) }
                    }
                }
            }
            p { button.button { (web.t("list-filter-button")) } }
        }
    }
}

fn figures(web: &Web, statistics: &Statistics) -> Markup {
    let deep = |column: u8| html! { th scope="col" rowspan="2" { (web.t(head_key(column))) } };
    let total = statistics.total();
    html! {
        div.wide-table tabindex="0" role="region" aria-label=(web.t("slips-ii06a-title")) {
            table.register {
                caption.hidden-text { (web.t("slips-ii06a-title")) }
                thead {
                    tr {
                        th scope="col" rowspan="3" { (web.t("slips-no")) }
                        th scope="col" rowspan="3" { (web.t("slips-head-sector")) }
                        th scope="colgroup" colspan="4" { (web.t("slips-head-received")) }
                        th scope="colgroup" colspan="4" { (web.t("slips-head-settled")) }
                        th scope="colgroup" colspan="3" { (web.t("slips-head-open")) }
                    }
                    tr {
                        (deep(3))
                        th scope="colgroup" colspan="2" { (web.t("slips-head-within")) }
                        @for column in 6..=13 { (deep(column)) }
                    }
                    tr { @for column in [4, 5] { th scope="col" { (web.t(head_key(column))) } } }
                    tr { @for column in 1..=13 { th.end scope="col" { "(" (column) ")" } } }
                }
                tbody {
                    @for (at, (sector, counts)) in statistics.sectors.iter().enumerate() {
                        tr { td.end { (at + 1) } th scope="row" { (sector) } (figure_cells(web, counts, sector)) }
                    }
                }
                tfoot {
                    tr { td {} th scope="row" { (web.t("slips-head-sum")) } (figure_cells(web, &total, "")) }
                }
            }
        }
    }
}

/// The figures of a line; each but nought leads to its dossiers.
fn figure_cells(web: &Web, counts: &Counts, sector: &str) -> Markup {
    html! {
        @for column in COLUMNS {
            td.end.num {
                @if counts.of(column) == 0 { "0" } @else {
                    a href=(web.link_to("/dossiers/statistics/rows",
                        &[("sector", sector), ("column", &column.to_string())])) { (web.number(counts.of(column))) }
                }
            }
        }
    }
}

async fn as_pdf(web: Web) -> Result<Response> {
    let found = found(&web).await?;
    let name = file_name(&found.statistics, "pdf");
    web.pdf(table::paper(&found.statistics, Words(web.language()), web.today()), &name).await
}

async fn as_xlsx(web: Web) -> Result<Response> {
    let found = found(&web).await?;
    let name = file_name(&found.statistics, "xlsx");
    let address = |sector: &str, column: u8| {
        let path =
            web.link_to("/dossiers/statistics/rows", &[("sector", sector), ("column", &column.to_string())]);
        format!("{}{path}", web.app.public_url)
    };
    web.xlsx(table::workbook(&found.statistics, Words(web.language()), address), &name).await
}

fn file_name(statistics: &Statistics, ending: &str) -> String {
    format!("bieu-ii-06a-{}-{}.{ending}", statistics.days.from, statistics.days.to)
}

const ROW_COLUMNS: &[Column] = &[
    Column::new("slips-book-code"),
    Column::new("slips-book-procedure"),
    Column::new("slips-rows-source"),
    Column::new("slips-book-received").labelled(),
    Column::new("slips-book-due").labelled(),
    Column::new("slips-rows-finished").labelled(),
    Column::new("slips-rows-standing"),
];

/// The dossiers behind a figure.
async fn rows(web: Web) -> Result<Markup> {
    let unknown = |text: &str| Refusal::new("form-not-a-choice").field("column").with("text", text);
    let column = match web.query.some("column") {
        None => 3,
        Some(text) => {
            let known = text.parse().ok().filter(|column| COLUMNS.contains(column));
            known.ok_or_else(|| unknown(text))?
        }
    };
    let found = found(&web).await?;
    let sector = web.query.get("sector");
    let counts =
        |line: &&Line| (sector.is_empty() || line.sector == sector) && ii06a::counts_in(column, line.place);
    let lines: Vec<&Line> = found.lines.iter().filter(counts).collect();
    let begin = web.query.number("after").and_then(|after| usize::try_from(after).ok()).unwrap_or(0);
    let begin = begin.min(lines.len());
    let end = lines.len().min(begin + PAGE_SIZE);
    let title =
        web.t_with("slips-rows-title", &[("column", &column.to_string()), ("what", &name_of(&web, column))]);
    let words = Words(web.language());
    let all = i64::try_from(lines.len()).unwrap_or(i64::MAX);
    let at = |at: usize| if at == 0 { String::new() } else { at.to_string() };
    let pages = Pager {
        shown: web.shown_of(end - begin, all),
        previous: (begin > 0).then(|| web.link_with(&[("after", &at(begin.saturating_sub(PAGE_SIZE)))])),
        next: (end < lines.len()).then(|| web.link_with(&[("after", &at(end))])),
    };
    let back = web.link_to(PATH, &[("sector", ""), ("column", ""), ("after", "")]);
    let whose = [found.statistics.whose(), sector.to_owned(), period(found.statistics.days, words)];
    let whose: Vec<String> = whose.into_iter().filter(|part| !part.is_empty()).collect();
    let list = Register {
        caption: title.clone(),
        columns: ROW_COLUMNS,
        sort: String::new(),
        rows: lines[begin..end].iter().map(|line| cells(&web, line)).collect(),
    };
    let main = html! {
        div.pad { (crumbs(&web, &[(back.clone(), web.t("slips-ii06a-short"))])) }
        (head(&title, &html! { b.num { (web.number(all)) } " · " (whose.join(" · ")) }, &[]))
        @if lines.is_empty() {
            (empty(&web.t("slips-rows-none"), &web.t("slips-rows-none-text"), Some(&Button::new(back, web.t("slips-ii06a-short")))))
        } @else { (register(&web, &list)) (pager(&web, &pages)) }
    };
    Ok(web.page(Page { title, section: lists::SECTION, main, ..Page::default() }))
}

/// What a column counts: its group and its head.
fn name_of(web: &Web, column: u8) -> String {
    let group = match column {
        3..=6 => "slips-head-received",
        7..=10 => "slips-head-settled",
        _ => "slips-head-open",
    };
    format!("{}, {}", web.t(group), web.t(head_key(column)).to_lowercase())
}

fn cells(web: &Web, line: &Line) -> Vec<Cell> {
    let words = Words(web.language());
    let moment = |at: Option<i64>| at.map(|at| words.short_moment(at)).unwrap_or_default();
    let path = format!("/dossiers/{}", line.id);
    let due = match line.course.due_at {
        Some(at) => Cell::Rich(html! { a.due href={ (path) "/due" } { (words.short_moment(at)) } }),
        None => Cell::Code(String::new()),
    };
    let source = match line.place.0 {
        Source::Online => "slips-head-online",
        Source::Desk => "slips-head-desk",
        Source::Before => "slips-head-before",
    };
    let (tone, icon, standing) = match line.place.1 {
        Standing::Early => (Tone::Done, Icon::Done, "slips-early"),
        Standing::OnTime => (Tone::Done, Icon::Done, "slips-on-time"),
        Standing::Late | Standing::OpenLate => (Tone::Late, Icon::Warning, "slips-late"),
        Standing::OpenInTime => (Tone::Live, Icon::Live, "slips-head-in-time"),
    };
    vec![
        Cell::name(path, &line.code),
        Cell::Text(lists::shortened(&line.procedure)),
        Cell::Text(web.t(source)),
        Cell::Code(words.short_moment(line.course.received_at)),
        due,
        Cell::Code(moment(line.course.finished_at)),
        Cell::Rich(
            html! { (state(tone, icon, &web.t(standing))) " " span.quiet { (web.t(line.status.key())) } },
        ),
    ]
}
