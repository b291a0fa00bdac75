//! The list as a page and as a spreadsheet.

use super::{Choices, Count, Cursor, Filter, Line, ListPage, MOST_EXPORTED, Sort};
use crate::certificates::actions::GRANT;
use crate::certificates::model::{CertificateKind, Standing};
use crate::certificates::views::{Standings, label_key};
use axum::response::Response;
use maud::{Markup, html};
use papers::{Sheet, SheetCell, SheetColumn, Workbook};
use platform::web::{
    self, Button, Cell, Choice, Column, Page, Pager, Register, Web, empty, filters, head, link, pager,
    register,
};
use platform::{Day, KnownDate, Language, Result};

const COLUMNS: &[Column] = &[
    Column::new("certificates-number").sorted("number"),
    Column::new("certificates-agency").sorted("agency"),
    Column::new("certificates-kind").wide_only(),
    Column::new("certificates-issued").sorted("issued").labelled(),
    Column::new("certificates-expires").sorted("expires").labelled(),
    Column::new("certificates-standing"),
];

/// Everything one page of the list shows.
struct Found {
    page: ListPage,
    count: Count,
    choices: Choices,
}

/// The register as everybody may read it.
pub async fn list(web: Web) -> Result<Markup> {
    let filter = Filter::of(&web.query)?;
    let at = (Sort::of_word(web.query.get("sort")), Cursor::of(&web.query)?);
    let asked = filter.clone();
    let found = web
        .ctx
        .read(move |tx| {
            let page = super::page(tx, &asked, at)?;
            let count = super::count_beside(tx, &asked, &page)?;
            Ok(Found { page, count, choices: super::choices(tx)? })
        })
        .await?;
    let main = html! {
        (head(&web.t("certificates-title"), &sentence(&web, &filter, found.count), &buttons(&web)))
        (filters(&web, &filter_fields(&web, &found.choices)))
        @if found.page.lines.is_empty() { (nothing(&web, &filter)) }
        @else { (table(&web, (&filter, at.0), &found)) }
    };
    Ok(web.page(Page {
        title: web.t("certificates-title"),
        section: "certificates",
        main,
        ..Page::default()
    }))
}

fn day_of(web: &Web, filter: &Filter) -> Day {
    filter.as_of.unwrap_or_else(|| web.today())
}

fn sentence(web: &Web, filter: &Filter, count: Count) -> Markup {
    let key = if filter.agencies { "certificates-list-agencies" } else { "certificates-list-certificates" };
    let day = day_of(web, filter).vietnamese();
    html! {
        (web.t_with(key, &[("count", &count_words(web, count)), ("day", &day)])) " "
        @if !filter.is_everything() { a href=(web.path) { (web.t("certificates-filter-clear")) } }
    }
}

fn count_words(web: &Web, count: Count) -> String {
    let rows = web.number(count.rows);
    if count.more { web.t_with("certificates-more-than", &[("count", &rows)]) } else { rows }
}

fn buttons(web: &Web) -> Vec<Button> {
    let mut buttons =
        vec![Button::new(with_query("/certificates.xlsx", &query_kept(web)), web.t("certificates-export"))];
    if web.ctx.could(&GRANT) {
        buttons.push(Button::new("/certificates/new", web.t("certificates-grant")));
    }
    buttons
}

/// Filters and order of this address without its page: `q=so&sort=number`.
pub fn query_kept(web: &Web) -> String {
    let whole = web.link_with(&[("after", ""), ("before", ""), ("lang", "")]);
    whole.split_once('?').map_or(String::new(), |(_, query)| query.to_owned())
}

fn with_query(path: &str, query: &str) -> String {
    if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
}

fn filter_fields(web: &Web, choices: &Choices) -> Vec<web::Filter> {
    use platform::web::Filter as Field;
    let group = |key: &str, places: &[(String, String)]| {
        (web.t(key), places.iter().map(|(word, name)| Choice::new(word, name)).collect())
    };
    let places = vec![
        group("certificates-filter-provinces", &choices.provinces),
        group("certificates-filter-former-provinces", &choices.former_provinces),
        group("certificates-filter-ministries", &choices.ministries),
    ];
    let kinds = choices
        .agency_kinds
        .iter()
        .map(|(code, vi, en)| Choice::new(code, if web.language() == Language::Vi { vi } else { en }));
    let standings = Standing::ALL.iter().filter(|standing| **standing != Standing::NotYet);
    // Pages of agencies and bodies lead here with a code; who comes without one need not see the field.
    let agency = web.query.some("agency").map(|_| Field::search("agency", "certificates-agency-code"));
    let body = web.query.some("body").map(|_| Field::search("body", "certificates-body"));
    let fields = vec![
        Field::search("q", "certificates-filter-search"),
        Field::grouped("place", "certificates-filter-place", places),
        Field::select(
            "level",
            "certificates-filter-level",
            vec![
                Choice::new("central", web.t("certificates-level-central")),
                Choice::new("local", web.t("certificates-level-local")),
            ],
        ),
        Field::select("agency_kind", "certificates-filter-agency-kind", kinds.collect()),
        Field::select(
            "kind",
            "certificates-kind",
            [CertificateKind::Initial, CertificateKind::Renewal]
                .map(|kind| Choice::new(kind.word(), web.t(kind_key(kind.word()))))
                .to_vec(),
        ),
        Field::select(
            "standing",
            "certificates-standing",
            standings.map(|standing| Choice::new(standing.word(), web.t(label_key(*standing)))).collect(),
        ),
        Field::day("issued_from", "certificates-filter-issued-from"),
        Field::day("issued_to", "certificates-filter-to"),
        Field::day("expires_from", "certificates-filter-expires-from"),
        Field::day("expires_to", "certificates-filter-to"),
        Field::day("as_of", "certificates-filter-as-of"),
        Field::select(
            "count",
            "certificates-filter-count",
            vec![Choice::new("agency", web.t("certificates-filter-count-agency"))],
        ),
    ];
    agency.into_iter().chain(body).chain(fields).collect()
}

fn kind_key(kind: &str) -> &'static str {
    if kind == CertificateKind::Renewal.word() {
        "certificates-kind-renewal"
    } else {
        "certificates-kind-initial"
    }
}

fn nothing(web: &Web, filter: &Filter) -> Markup {
    if filter.is_everything() {
        return empty(&web.t("certificates-none"), &web.t("certificates-none-text"), None);
    }
    let clear = Button::new(web.path.clone(), web.t("certificates-filter-clear"));
    empty(&web.t("certificates-none-passing"), &web.t("certificates-none-passing-text"), Some(&clear))
}

fn table(web: &Web, (filter, sort): (&Filter, Sort), found: &Found) -> Markup {
    let (day, standings, query) = (day_of(web, filter), Standings::of(web), query_kept(web));
    let kinds = [web.t("certificates-kind-initial"), web.t("certificates-kind-renewal")];
    let table = Register {
        caption: web.t("certificates-title"),
        columns: COLUMNS,
        sort: sort.word().to_owned(),
        rows: found.page.lines.iter().map(|line| cells(line, (&standings, day), (&kinds, &query))).collect(),
    };
    let cursor = |name: &str, other: &str, line: Option<&Line>| {
        web.link_with(&[(other, ""), (name, &line.map_or_else(String::new, |line| line.id.to_string()))])
    };
    let lines = &found.page.lines;
    let (shown, count) = (web.number(lines.len() as i64), count_words(web, found.count));
    let pages = Pager {
        shown: web.t_with("certificates-list-shown", &[("shown", &shown), ("count", &count)]),
        previous: found.page.has_previous.then(|| cursor("before", "after", lines.first())),
        next: found.page.has_next.then(|| cursor("after", "before", lines.last())),
    };
    html! { (register(web, &table)) (pager(web, &pages)) }
}

fn cells(
    line: &Line,
    (standings, day): (&Standings<'_>, Day),
    (kinds, query): (&[String; 2], &str),
) -> Vec<Cell> {
    let standing = Standing::of_word(&line.standing).unwrap_or(Standing::NotYet);
    let renewal = line.kind == CertificateKind::Renewal.word();
    vec![
        Cell::Code(line.number.clone()),
        Cell::name(with_query(&format!("/certificates/{}", line.id), query), &line.agency_name),
        Cell::Code(kinds[usize::from(renewal)].clone()),
        Cell::Code(written(&line.issued_written)),
        Cell::Code(written(&line.expires_written)),
        Cell::Rich(standings.tag(standing, line.expires_on, day)),
    ]
}

/// A stored date as people read it; what cannot be read stays as it stands.
fn written(text: &str) -> String {
    match KnownDate::parse(text, Day::of_instant(0)) {
        Ok(date) => date.vietnamese(),
        Err(_) => text.to_owned(),
    }
}

/// The rows that the filters show, all pages of them, as a spreadsheet.
pub async fn export(web: Web) -> Result<Response> {
    let filter = Filter::of(&web.query)?;
    let sort = Sort::of_word(web.query.get("sort"));
    let asked = filter.clone();
    let lines = web.ctx.read(move |tx| super::rows(tx, &asked, (sort, Cursor::First), MOST_EXPORTED)).await?;
    web.xlsx(workbook(&web, &filter, &lines), "giay-chung-nhan.xlsx").await
}

fn workbook(web: &Web, filter: &Filter, lines: &[Line]) -> Workbook {
    let day = day_of(web, filter);
    let title = web.t("certificates-title");
    let count = Count { rows: lines.len() as i64, more: false };
    let key = if filter.agencies { "certificates-list-agencies" } else { "certificates-list-certificates" };
    let told = web.t_with(key, &[("count", &count_words(web, count)), ("day", &day.vietnamese())]);
    let columns = vec![
        SheetColumn::text(web.t("certificates-number"), 22.0),
        SheetColumn::text(web.t("certificates-agency-code"), 18.0),
        SheetColumn::text(web.t("certificates-agency"), 60.0),
        SheetColumn::text(web.t("certificates-kind"), 14.0),
        SheetColumn::text(web.t("certificates-standard"), 24.0),
        SheetColumn::text(web.t("certificates-issued-by"), 24.0),
        SheetColumn::date(web.t("certificates-issued")),
        SheetColumn::date(web.t("certificates-expires")),
        SheetColumn::text(web.t("certificates-standing"), 16.0),
    ];
    let mut sheet = Sheet::new(title.clone(), columns).note(told);
    let address = with_query("/certificates", &query_kept(web));
    sheet = sheet.note(format!("{}{address}", web.app.public_url));
    let standings = Standings::of(web);
    sheet.rows.extend(lines.iter().map(|line| sheet_row(web, &standings, line)));
    Workbook::new(title).dated(web.today().into()).with(sheet)
}

fn sheet_row(web: &Web, standings: &Standings<'_>, line: &Line) -> Vec<SheetCell> {
    let standing = Standing::of_word(&line.standing).unwrap_or(Standing::NotYet);
    vec![
        line.number.as_str().into(),
        line.agency_code.as_str().into(),
        line.agency_name.as_str().into(),
        web.t(kind_key(&line.kind)).into(),
        line.standard.as_str().into(),
        line.issued_by.as_str().into(),
        date_cell(&line.issued_written),
        date_cell(&line.expires_written),
        standings.word(standing).into(),
    ]
}

/// A day becomes a day of the spreadsheet; what is only a month or a year stays as it is written.
fn date_cell(text: &str) -> SheetCell {
    match text.parse::<Day>() {
        Ok(day) => SheetCell::Date(day.into()),
        Err(_) => SheetCell::from(Some(written(text)).filter(|text| !text.is_empty())),
    }
}

/// The list at the address of a filter, for links from other pages.
pub fn list_link(query: &str) -> String {
    if query.is_empty() { link("/certificates", &[]) } else { format!("/certificates?{query}") }
}
