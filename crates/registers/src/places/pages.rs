//! Pages of the map: lists of a day, a place's record, what a code meant on a day.

use super::listing::{self, Asked, Listed, NamedPlace};
use super::query::{Became, PlaceRecord};
use super::store::OfCode;
use super::{Level, api, query, views};
use crate::agencies;
use axum::response::Response;
use maud::{Markup, html};
use papers::{PaperDate, Sheet, SheetCell, SheetColumn, Workbook};
use platform::web::{
    Button, Filter, PUBLIC, Page, Pager, RecordPage, Route, Tab, Web, block, crumbs, empty, filters, get,
    head, others, page_of, pager, record_page, register, see_other, tabs,
};
use platform::{Day, Error, Refusal, Result};
use std::collections::BTreeMap;

pub(super) const SECTION: &str = "places";
/// Rows on a page, and rows read at once for a file.
const ROWS: usize = 80;
const FILE_ROWS: i64 = 2_000;
/// Agencies shown beside a place; the others stand in the list of agencies.
const AGENCIES: i64 = 10;

/// The pages of this slice: all public, because the map is.
pub fn routes() -> Vec<Route> {
    vec![
        get("/places", PUBLIC, list),
        get("/places.xlsx", PUBLIC, export).timeout(120),
        get("/places/lookup", PUBLIC, lookup),
        get("/places/{id}", PUBLIC, record),
        get("/api/places", PUBLIC, api::list),
        get("/api/places/{code}", PUBLIC, api::place),
    ]
}

/// What the address asks for, and the day that counts where it names none.
pub(super) fn asked(web: &Web) -> Result<(Asked, Day)> {
    let on = web.query.day("on")?;
    let day = on.unwrap_or_else(|| web.today());
    let level = match web.query.some("level") {
        None => None,
        Some(word) => Some(Level::of_word(word).ok_or_else(|| level_unknown(word))?),
    };
    if let Some(words) = web.query.some("q") {
        return Ok((Asked::Search(words.to_owned(), on, level), day));
    }
    if let Some(within) = web.query.some("in") {
        let id = within.parse().map_err(|_| Error::NotFound)?;
        return Ok((Asked::PartsOf(id, day), day));
    }
    Ok(match level {
        None | Some(Level::Province) => (Asked::Provinces(day), day),
        Some(level) => (Asked::OfLevel(level, day), day),
    })
}

fn level_unknown(word: &str) -> Error {
    Refusal::new("places-refusal-level-unknown").field("level").with("word", word).into()
}

/// What a list shows beside its rows.
pub(super) struct Around {
    /// How many places of each level there were on the day.
    pub counts: BTreeMap<String, i64>,
    /// Names of provinces by map and code.
    pub provinces: BTreeMap<(String, String), String>,
}

fn around(tx: &mut platform::Tx<'_>, day: Day) -> Result<Around> {
    let counts = listing::store::counts_on(tx, day)?.into_iter().map(|row| (row.level, row.places)).collect();
    let mut provinces = BTreeMap::new();
    for map in [super::LEGACY, super::MAP_2025.word] {
        for place in listing::provinces_of(tx, map)? {
            provinces.insert((map.to_owned(), place.code), place.name);
        }
    }
    Ok(Around { counts, provinces })
}

/// The map of a day, or what a search finds in every era.
async fn list(web: Web) -> Result<Response> {
    let (asked, day) = asked(&web)?;
    if let Asked::PartsOf(id, day) = asked {
        return Ok(see_other(&format!("/places/{id}?on={}", day.vietnamese())));
    }
    let after = web.query.number("after").unwrap_or(0);
    let limit = i64::try_from(ROWS + 1).map_err(Error::failed)?;
    let wanted = asked.clone();
    let (rows, around) =
        web.ctx.read(move |tx| Ok((listing::page(tx, &wanted, after, limit)?, around(tx, day)?))).await?;
    let (rows, more) = page_of(rows, ROWS);
    let next =
        more.then(|| rows.last().map(|row| web.link_with(&[("after", &row.key.to_string())]))).flatten();
    let shown = web.t_with("places-shown", &[("count", &web.number(views::count(rows.len())))]);
    let main = html! {
        (title_line(&web, &asked, (day, &around)))
        (filters(&web, &[Filter::search("q", "places-search"), Filter::day("on", "places-on")]))
        (level_tabs(&web, &asked, (day, &around)))
        @if rows.is_empty() { (none(&web, &asked)) }
        @else {
            (register(&web, &views::table(&web, &asked, (&rows, day, &around))))
            (pager(&web, &Pager { shown, previous: None, next }))
        }
    };
    let page = web.page(Page { title: web.t("places-title"), section: SECTION, main, ..Page::default() });
    Ok(axum::response::IntoResponse::into_response(page))
}

fn title_line(web: &Web, asked: &Asked, (day, around): (Day, &Around)) -> Markup {
    let file = web.link_with(&[("after", "")]).replacen("/places", "/places.xlsx", 1);
    let buttons = [
        Button::new(file, web.t("places-export")),
        Button::new("/places/lookup", web.t("places-lookup-title")),
    ];
    let sentence = match asked {
        Asked::Search(words, None, _) => web.t_with("places-sentence-search", &[("words", words)]),
        Asked::Search(words, Some(day), _) => {
            web.t_with("places-sentence-search-on", &[("words", words), ("day", &day.vietnamese())])
        }
        _ => {
            let count = |level: Level| web.number(around.counts.get(level.word()).copied().unwrap_or(0));
            let [provinces, districts, communes] = Level::ALL.map(count);
            let values = [
                ("provinces", &*provinces),
                ("districts", &districts),
                ("communes", &communes),
                ("day", &day.vietnamese()),
            ];
            let key = if districts == "0" { "places-sentence-two" } else { "places-sentence-three" };
            web.t_with(key, &values)
        }
    };
    head(&web.t("places-title"), &html! { (sentence) }, &buttons)
}

fn level_tabs(web: &Web, asked: &Asked, (_, around): (Day, &Around)) -> Markup {
    let current = match asked {
        Asked::Provinces(_) | Asked::PartsOf(..) => Some(Level::Province),
        Asked::OfLevel(level, _) => Some(*level),
        Asked::Search(..) => None,
    };
    let all: Vec<Tab> = Level::ALL
        .into_iter()
        .map(|level| {
            let word = if level == Level::Province { "" } else { level.word() };
            let count = around.counts.get(level.word()).copied().unwrap_or(0);
            Tab {
                href: web.link_with(&[("level", word), ("after", ""), ("q", "")]),
                label: web.t(views::level_key(level.word())),
                count: Some(web.number(count)),
                current: current == Some(level),
            }
        })
        .collect();
    tabs(&web.t("places-levels"), &all)
}

fn none(web: &Web, asked: &Asked) -> Markup {
    match asked {
        Asked::Search(..) => empty(&web.t("places-none"), &web.t("places-none-text"), None),
        _ => empty(&web.t("places-none-on"), &web.t("places-none-on-text"), None),
    }
}

/// Exactly the rows of the list, all pages, as a spreadsheet.
async fn export(web: Web) -> Result<Response> {
    let (asked, day) = asked(&web)?;
    let (rows, around) = web
        .ctx
        .read(move |tx| {
            let (mut rows, mut after) = (Vec::new(), 0);
            loop {
                let page = listing::page(tx, &asked, after, FILE_ROWS)?;
                let Some(last) = page.last() else { break };
                after = last.key;
                rows.extend(page);
            }
            Ok((rows, around(tx, day)?))
        })
        .await?;
    let title = web.t("places-title");
    let note = web.t_with("places-file-note", &[("day", &day.vietnamese())]);
    let mut sheet = Sheet::new(title.clone(), file_columns(&web)).note(title.clone()).note(note);
    sheet.rows = rows.iter().map(|row| file_row(&web, row, &around)).collect();
    let workbook = match PaperDate::parse_iso(&day.to_string()) {
        Some(date) => Workbook::new(title).dated(date),
        None => Workbook::new(title),
    };
    web.xlsx(workbook.with(sheet), "don-vi-hanh-chinh.xlsx").await
}

fn file_columns(web: &Web) -> Vec<SheetColumn> {
    vec![
        SheetColumn::text(web.t("places-code"), 9.0),
        SheetColumn::text(web.t("places-name"), 36.0),
        SheetColumn::text(web.t("places-level"), 12.0),
        SheetColumn::text(web.t("places-type"), 14.0),
        SheetColumn::text(web.t("places-province-code"), 9.0),
        SheetColumn::text(web.t("places-province"), 28.0),
        SheetColumn::whole(web.t("places-districts"), 12.0),
        SheetColumn::whole(web.t("places-communes"), 12.0),
        SheetColumn::text(web.t("places-existed"), 34.0),
    ]
}

fn file_row(web: &Web, row: &Listed, around: &Around) -> Vec<SheetCell> {
    vec![
        row.code.as_str().into(),
        row.name.as_str().into(),
        web.t(views::level_key(&row.level)).into(),
        views::type_word(web, &row.unit_type).into(),
        row.province.1.as_str().into(),
        around.provinces.get(&row.province).map_or("", String::as_str).into(),
        row.parts.map(|parts| parts.0).into(),
        row.parts.map(|parts| parts.1).into(),
        views::span(web, (row.from.0, &row.from.1), (row.to.0, &row.to.1)).into(),
    ]
}

/// What a record's page shows of a place.
pub(super) struct Shown {
    /// The day it is looked at.
    pub day: Day,
    /// Everything about it.
    pub record: PlaceRecord,
    /// The places it lay in on the day, the largest first.
    pub chain: Vec<NamedPlace>,
    /// Other places of the same code.
    pub same_code: Vec<listing::store::SameCode>,
    /// One page of what was part of it on the day, and how much in all.
    pub parts: (Vec<Listed>, i64),
    /// Agencies in it.
    pub agencies: Vec<agencies::NamedRow>,
}

async fn shown(web: &Web) -> Result<Shown> {
    let id: i64 = web.param("id")?;
    let (asked, after) = (web.query.day("on")?, web.query.number("after").unwrap_or(0));
    let limit = i64::try_from(ROWS + 1).map_err(Error::failed)?;
    web.ctx
        .read(move |tx| {
            let record = query::record(tx, id)?;
            let day = asked.unwrap_or_else(|| match record.place.to_on {
                Some(to_on) if to_on <= tx.today() => to_on.plus_days(-1),
                _ => tx.today(),
            });
            let place = &record.place;
            let level = Level::of_word(&place.level).ok_or(Error::NotFound)?;
            Ok(Shown {
                day,
                chain: listing::chain_on(tx, id, day)?,
                same_code: listing::store::same_code(tx, &place.code, &place.level, id)?,
                parts: (
                    listing::page(tx, &Asked::PartsOf(id, day), after, limit)?,
                    listing::store::count_parts_on(tx, id, day)?.pop().map_or(0, |row| row.parts),
                ),
                agencies: agencies::in_place(tx, (&place.map, level, &place.code), AGENCIES + 1)?,
                record,
            })
        })
        .await
}

/// A place: names over time, what it lay in and consisted of, what it was and became.
async fn record(web: Web) -> Result<Markup> {
    let shown = shown(&web).await?;
    let place = &shown.record.place;
    let on = shown.day.vietnamese();
    let mut steps = vec![(platform::web::link("/places", &[("on", &on)]), web.t("places-title"))];
    steps.extend(shown.chain.iter().map(|above| (views::at(above.id, shown.day), above.name.clone())));
    let left = html! {
        (block(&web.t("places-became"), &views::became(&web, &shown.record)))
        (block(&web.t("places-facts"), &views::facts_of(&web, &shown)))
        (block(&web.t("places-names"), &views::names(&web, &shown.record.names)))
        @if place.level != Level::Commune.word() { (parts_block(&web, &shown)) }
        @if !shown.record.predecessors.is_empty() {
            (block(&web.t("places-came-from"), &views::predecessors(&web, &shown.record)))
        }
    };
    let page = RecordPage {
        crumbs: crumbs(&web, &steps),
        title: place.name.clone(),
        line: views::line(&web, place),
        left,
        beside: beside(&web, &shown),
        ..RecordPage::default()
    };
    Ok(web.page(Page {
        title: place.name.clone(),
        section: SECTION,
        main: record_page(&page),
        ..Page::default()
    }))
}

fn parts_block(web: &Web, shown: &Shown) -> Markup {
    let (rows, more) = page_of(shown.parts.0.clone(), ROWS);
    let next =
        more.then(|| rows.last().map(|row| web.link_with(&[("after", &row.key.to_string())]))).flatten();
    let (count, on) = (web.number(shown.parts.1), shown.day.vietnamese());
    let title = web.t_with("places-parts", &[("count", &count), ("day", &on)]);
    let id = shown.record.place.id.to_string();
    let file = platform::web::link("/places.xlsx", &[("in", &id), ("on", &on)]);
    let content = html! {
        @if rows.is_empty() { p.quiet { (web.t("places-parts-none")) } }
        @else {
            (views::parts(web, &rows, shown.day))
            (pager(web, &Pager { shown: web.t_with("places-shown", &[("count", &web.number(views::count(rows.len())))]), previous: None, next }))
            p { a href=(file) { (web.t("places-export")) } }
        }
    };
    block(&title, &content)
}

fn beside(web: &Web, shown: &Shown) -> Markup {
    let place = &shown.record.place;
    let same: Vec<(String, String, String)> = shown
        .same_code
        .iter()
        .map(|other| {
            let words = views::span(web, views::edge(other.from_on), views::edge(other.to_on));
            (format!("/places/{}", other.id), other.name.clone(), words)
        })
        .collect();
    html! {
        (block(&web.t("places-other-day"), &views::day_form(web, shown.day)))
        (block(&web.t("places-agencies"), &views::agencies(web, place, &shown.agencies)))
        (block(&web.t("places-same-code"), &html! {
            @if same.is_empty() { p.quiet { (web.t_with("places-same-code-none", &[("code", &place.code)])) } }
            @else { p { (web.t_with("places-same-code-text", &[("code", &place.code)])) } (others(&same)) }
        }))
    }
}

/// What a code meant on a day, and what that is today.
pub(super) struct Meaning {
    /// What it was on the day.
    pub was: Option<OfCode>,
    /// What that lay in on the day, the largest first.
    pub chain: Vec<NamedPlace>,
    /// What became of it.
    pub record: Option<PlaceRecord>,
    /// All places that ever bore the code.
    pub ever: Vec<listing::store::SameCode>,
}

/// What a code meant on a day.
pub(super) async fn meaning(web: &Web, code: &str, day: Day) -> Result<Meaning> {
    let nothing = Meaning { was: None, chain: Vec::new(), record: None, ever: Vec::new() };
    let Some(level) = listing::level_of_code(code) else { return Ok(nothing) };
    let code = code.to_owned();
    web.ctx
        .read(move |tx| {
            let was = query::what_was(tx, &code, level, day)?;
            let (chain, record) = match &was {
                Some(place) => (listing::chain_on(tx, place.id, day)?, Some(query::record(tx, place.id)?)),
                None => (Vec::new(), None),
            };
            // No place has the id 0: every place of the code is listed.
            let ever = listing::store::same_code(tx, &code, level.word(), 0)?;
            Ok(Meaning { was, chain, record, ever })
        })
        .await
}

/// The form "mã … vào ngày … là gì" and its answer.
async fn lookup(web: Web) -> Result<Markup> {
    let code = web.query.get("code").to_owned();
    let day = web.query.day("on")?.unwrap_or_else(|| web.today());
    let answer = match code.as_str() {
        "" => html! { p { (web.t("places-lookup-text")) } },
        code => views::answer(&web, (code, day), &meaning(&web, code, day).await?),
    };
    let title = web.t("places-lookup-title");
    let main = html! {
        div.pad.stack {
            div {
                (crumbs(&web, &[("/places".to_owned(), web.t("places-title"))]))
                h1 { (title) }
            }
            (views::lookup_form(&web, &code, day))
            (answer)
        }
    };
    Ok(web.page(Page { title, section: SECTION, main, ..Page::default() }))
}

/// Whether a place still is what it was.
pub(super) fn still_is(record: &PlaceRecord) -> bool {
    record.became == Became::Unchanged
}
