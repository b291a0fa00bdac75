//! The list of agencies, its file, and suggestions while typing.

use super::actions::{CARRY_ON, CORRECT, CREATE};
use super::listing::{self, FoundRow, Listed, NamedRow, Order, Wanted};
use super::record_page::agency;
use super::unresolved::{unresolved, unresolved_export};
use super::{api, forms, store, views};
use crate::places;
use axum::response::Response;
use maud::{Markup, html};
use papers::{PaperDate, Sheet, SheetCell, SheetColumn, Workbook};
use platform::web::{
    Button, Choice, Column, Filter, PUBLIC, Page, Pager, Register, Route, Web, empty, filters, get, head,
    needs, page_of, pager, post, register, suggestions,
};
use platform::{Day, Error, Language, Refusal, Result, Tx};
use std::collections::{BTreeMap, HashMap};

pub(super) const SECTION: &str = "agencies";
/// Rows on a page, and rows read at once for a file.
pub(super) const ROWS: usize = 80;
pub(super) const FILE_ROWS: i64 = 2_000;
const SUGGESTIONS: i64 = 12;

/// The pages of this slice.
pub fn routes() -> Vec<Route> {
    let (create, correct, carry_on) = (needs(&CREATE), needs(&CORRECT), needs(&CARRY_ON));
    vec![
        get("/agencies", PUBLIC, list),
        get("/agencies.xlsx", PUBLIC, export).timeout(120),
        get("/agencies/suggest", PUBLIC, suggest),
        get("/agencies/unresolved", PUBLIC, unresolved),
        get("/agencies/unresolved.xlsx", PUBLIC, unresolved_export).timeout(120),
        get("/agencies/new", create, forms::create_form),
        post("/agencies/new", create, forms::create),
        get("/agencies/{id}", PUBLIC, agency),
        get("/agencies/{id}/correct", correct, forms::correct_form),
        post("/agencies/{id}/correct", correct, forms::correct),
        get("/agencies/{id}/rename", carry_on, forms::rename_form),
        post("/agencies/{id}/rename", carry_on, forms::rename),
        get("/agencies/{id}/reclassify", carry_on, forms::reclassify_form),
        post("/agencies/{id}/reclassify", carry_on, forms::reclassify),
        get("/agencies/{id}/succeed", carry_on, forms::succeed_form),
        post("/agencies/{id}/succeed", carry_on, forms::succeed),
        get("/api/agencies", PUBLIC, api::list),
        get("/api/agencies/{code}", PUBLIC, api::agency),
    ]
}

/// A list as the address asks for it.
#[derive(Clone)]
pub(super) struct Asked {
    pub wanted: Wanted,
    /// The day whose kinds, places and duties are shown.
    pub day: Day,
    pub order: Order,
    /// Where the page goes on, or which row it ends before.
    pub after: String,
    pub before: String,
}

/// What the address asks for.
///
/// # Errors
/// Every value that is none.
pub(super) fn asked(web: &Web) -> Result<Asked> {
    let existing_on = web.query.day("on")?;
    let text = |name: &str| web.query.some(name).map(str::to_owned);
    let wanted = Wanted {
        words: web.query.get("q").to_owned(),
        existing_on,
        level: one_of(web, "level", |word| super::Level::of_word(word).is_some())?,
        kind: text("kind"),
        ministry_code: text("ministry"),
        province: text("province").map(place_of),
        district: text("district").map(place_of),
        commune: text("commune").map(place_of),
        obligation: one_of(web, "obligation", listing::is_obligation)?,
        connection: one_of(web, "connection", |word| ["today", "connected", "unresolved"].contains(&word))?,
    };
    let order = match web.query.some("sort") {
        None => Order::Code,
        Some(word) => Order::of_word(word).ok_or_else(|| not_one_of("sort", word))?,
    };
    Ok(Asked {
        wanted,
        day: existing_on.unwrap_or_else(|| web.today()),
        order,
        after: web.query.get("after").to_owned(),
        before: web.query.get("before").to_owned(),
    })
}

fn one_of(web: &Web, name: &'static str, fits: impl Fn(&str) -> bool) -> Result<Option<String>> {
    match web.query.some(name) {
        None => Ok(None),
        Some(word) if fits(word) => Ok(Some(word.to_owned())),
        Some(word) => Err(not_one_of(name, word)),
    }
}

fn not_one_of(name: &'static str, word: &str) -> Error {
    Refusal::new("agencies-refusal-filter").field(name).with("name", name).with("word", word).into()
}

/// `2025:08` names the map; `08` alone means the code on any map.
fn place_of(text: String) -> (Option<String>, String) {
    match text.split_once(':') {
        Some((map, code)) => (Some(map.to_owned()), code.to_owned()),
        None => (None, text),
    }
}

/// Names that a list needs beside its rows.
pub(super) struct Names {
    /// Kinds by code, in the reader's language.
    pub kinds: HashMap<String, String>,
    /// Kinds in the order of lists.
    pub kind_order: Vec<String>,
    /// Ministries in the order of names.
    pub ministries: Vec<NamedRow>,
    /// Names of provinces by map and code.
    pub provinces: BTreeMap<(String, String), String>,
}

impl Names {
    /// Reads them.
    pub fn read(tx: &mut Tx<'_>, language: Language) -> Result<Names> {
        let (mut kinds, mut kind_order) = (HashMap::new(), Vec::new());
        for kind in store::kinds(tx)? {
            kind_order.push(kind.code.clone());
            kinds.insert(kind.code, if language == Language::Vi { kind.name_vi } else { kind.name_en });
        }
        let mut provinces = BTreeMap::new();
        for map in [places::MAP_2025.word, places::LEGACY] {
            for place in places::listing::provinces_of(tx, map)? {
                provinces.insert((map.to_owned(), place.code), place.name);
            }
        }
        Ok(Names { kinds, kind_order, ministries: listing::ministries(tx)?, provinces })
    }

    /// The name of a kind.
    pub fn kind(&self, code: &str) -> String {
        self.kinds.get(code).cloned().unwrap_or_else(|| code.to_owned())
    }

    /// Where an agency belongs: its province, else its ministry.
    pub fn belongs_to(&self, row: &Listed) -> String {
        if !row.province_code.is_empty() {
            let key = (row.map.clone(), row.province_code.clone());
            return self.provinces.get(&key).cloned().unwrap_or_else(|| row.province_code.clone());
        }
        self.ministry(&row.ministry_code)
    }

    /// The name of a ministry.
    pub fn ministry(&self, code: &str) -> String {
        let found = self.ministries.iter().find(|ministry| ministry.code == code);
        found.map_or_else(|| code.to_owned(), |ministry| ministry.name.clone())
    }
}

const COLUMNS: &[Column] = &[
    Column::new("agencies-code").sorted("code"),
    Column::new("agencies-name").sorted("name"),
    Column::new("agencies-kind"),
    Column::new("agencies-belongs-to").wide_only(),
    Column::new("agencies-obligation"),
    Column::new("agencies-state"),
];

/// One page of the list, before or after a row, in the order asked for; and whether there are more
/// rows before it and after it.
pub(super) fn rows_of(tx: &mut Tx<'_>, asked: &Asked, size: usize) -> Result<(Vec<Listed>, bool, bool)> {
    let limit = i64::try_from(size + 1).map_err(Error::failed)?;
    let of = (&asked.wanted, asked.day);
    if asked.before.is_empty() {
        let rows = listing::page(tx, of, (asked.order, &asked.after), limit)?;
        let (rows, more) = page_of(rows, size);
        return Ok((rows, !asked.after.is_empty(), more));
    }
    let rows = listing::page(tx, of, (asked.order.reversed(), &asked.before), limit)?;
    let (mut rows, more) = page_of(rows, size);
    rows.reverse();
    Ok((rows, more, true))
}

/// The list of agencies.
async fn list(web: Web) -> Result<Markup> {
    let asked = asked(&web)?;
    let (wanted, language) = (asked.clone(), web.language());
    let ((rows, is_before, is_after), names, rules) = web
        .ctx
        .read(move |tx| {
            let names = Names::read(tx, language)?;
            Ok((rows_of(tx, &wanted, ROWS)?, names, listing::store::rules_on(tx, wanted.day)?))
        })
        .await?;
    let cursor = |row: Option<&Listed>| row.map(|row| row.cursor(asked.order)).unwrap_or_default();
    let pages = Pager {
        shown: web.t_with("agencies-shown", &[("count", &web.number(views::count(rows.len())))]),
        previous: is_before.then(|| web.link_with(&[("before", &cursor(rows.first())), ("after", "")])),
        next: is_after.then(|| web.link_with(&[("after", &cursor(rows.last())), ("before", "")])),
    };
    let table = Register {
        caption: web.t("agencies-title"),
        columns: COLUMNS,
        sort: asked.order.word().to_owned(),
        rows: rows.iter().map(|row| views::cells(&web, row, (&names, asked.day))).collect(),
    };
    let main = html! {
        (title_line(&web, &asked))
        (filters(&web, &list_filters(&web, &names, &asked)))
        @if asked.wanted.obligation.is_some() { (views::bases(&web, &rules, asked.day)) }
        @if rows.is_empty() { (empty(&web.t("agencies-none"), &web.t("agencies-none-text"), None)) }
        @else { (register(&web, &table)) (pager(&web, &pages)) }
    };
    Ok(web.page(Page { title: web.t("agencies-title"), section: SECTION, main, ..Page::default() }))
}

fn title_line(web: &Web, asked: &Asked) -> Markup {
    let file = web.link_with(&[("after", ""), ("before", "")]).replacen("/agencies", "/agencies.xlsx", 1);
    let mut buttons = vec![
        Button::new(file, web.t("agencies-export")),
        Button::new("/agencies/unresolved", web.t("agencies-unresolved-title")),
    ];
    if web.ctx.could(&CREATE) {
        buttons.push(Button::new("/agencies/new", web.t("agencies-create")));
    }
    let day = asked.day.vietnamese();
    let key = if asked.wanted.existing_on.is_some() { "agencies-sentence-on" } else { "agencies-sentence" };
    head(&web.t("agencies-title"), &html! { (web.t_with(key, &[("day", &day)])) }, &buttons)
}

fn list_filters(web: &Web, names: &Names, asked: &Asked) -> Vec<Filter> {
    let said = |words: &[&'static str], prefix: &str| {
        words
            .iter()
            .map(|word| Choice::new(*word, web.t(&format!("{prefix}{}", word.replace('_', "-")))))
            .collect()
    };
    let kinds = names.kind_order.iter().map(|code| Choice::new(code, names.kind(code))).collect();
    let ministries = names.ministries.iter().map(|row| Choice::new(&row.code, &row.name)).collect();
    vec![
        Filter::search("q", "agencies-search"),
        Filter::select("level", "agencies-level", said(&["central", "local"], "agencies-level-")),
        Filter::select("kind", "agencies-kind", kinds),
        Filter::select("province", "agencies-province", province_choices(web, names, asked)),
        Filter::select("ministry", "agencies-ministry", ministries),
        Filter::select(
            "obligation",
            "agencies-obligation",
            said(&["bat_buoc", "khuyen_khich", "khong_ro"], "agencies-obligation-"),
        ),
        Filter::select(
            "connection",
            "agencies-connection",
            said(&["today", "connected", "unresolved"], "agencies-connection-is-"),
        ),
        Filter::day("on", "agencies-existing-on"),
    ]
}

/// Of a day the provinces of its map; without a day those of both maps, today's first.
fn province_choices(web: &Web, names: &Names, asked: &Asked) -> Vec<Choice> {
    let maps = match asked.wanted.existing_on {
        Some(day) => vec![places::listing::map_on(day)],
        None => vec![places::MAP_2025.word, places::LEGACY],
    };
    let mut choices = Vec::new();
    for map in maps {
        let of_map = names.provinces.iter().filter(|((of, _), _)| of == map);
        choices.extend(of_map.map(|((map, code), name)| {
            let label = if map == places::LEGACY && asked.wanted.existing_on.is_none() {
                web.t_with("agencies-province-before", &[("name", name)])
            } else {
                name.clone()
            };
            Choice::new(format!("{map}:{code}"), label)
        }));
    }
    choices
}

/// Exactly the rows of the list, all pages, as a spreadsheet.
async fn export(web: Web) -> Result<Response> {
    let asked = asked(&web)?;
    let (wanted, language) = (asked.clone(), web.language());
    let (rows, names, rules) = web
        .ctx
        .read(move |tx| {
            let (mut rows, mut after) = (Vec::new(), String::new());
            loop {
                let page =
                    listing::page(tx, (&wanted.wanted, wanted.day), (wanted.order, &after), FILE_ROWS)?;
                let Some(last) = page.last() else { break };
                after = last.cursor(wanted.order);
                rows.extend(page);
            }
            let rules = listing::store::rules_on(tx, wanted.day)?;
            Ok((rows, Names::read(tx, language)?, rules))
        })
        .await?;
    let rules: HashMap<String, listing::store::RuleOf> =
        rules.into_iter().map(|rule| (rule.kind.clone(), rule)).collect();
    let note = web.t_with("agencies-file-note", &[("day", &asked.day.vietnamese())]);
    let mut sheet = Sheet::new(web.t("agencies-title"), file_columns(&web)).note(note);
    sheet.rows = rows.iter().map(|row| file_row(&web, row, (&names, &rules))).collect();
    web.xlsx(workbook((web.t("agencies-title"), asked.day), sheet), "co-quan.xlsx").await
}

/// A file of one sheet, dated so that equal content gives equal bytes.
pub(super) fn workbook((title, day): (String, Day), sheet: Sheet) -> Workbook {
    let workbook = Workbook::new(title).with(sheet);
    match PaperDate::parse_iso(&day.to_string()) {
        Some(date) => workbook.dated(date),
        None => workbook,
    }
}

fn file_columns(web: &Web) -> Vec<SheetColumn> {
    let text = |key: &str, width: f64| SheetColumn::text(web.t(key), width);
    vec![
        text("agencies-code", 18.0),
        text("agencies-name", 60.0),
        text("agencies-level", 12.0),
        text("agencies-kind", 28.0),
        text("agencies-ministry-code", 14.0),
        text("agencies-belongs-to", 34.0),
        text("places-province-code", 9.0),
        text("agencies-obligation", 14.0),
        text("agencies-basis", 34.0),
        SheetColumn::date(web.t("agencies-from")),
        SheetColumn::date(web.t("agencies-to")),
        text("agencies-connection", 24.0),
        text("agencies-reason", 60.0),
    ]
}

fn file_row(
    web: &Web,
    row: &Listed,
    (names, rules): (&Names, &HashMap<String, listing::store::RuleOf>),
) -> Vec<SheetCell> {
    let day = |day: Option<Day>| day.and_then(|day| PaperDate::parse_iso(&day.to_string()));
    vec![
        row.code.as_str().into(),
        row.name.as_str().into(),
        web.t(&format!("agencies-level-{}", row.level)).into(),
        names.kind(&row.kind).into(),
        row.ministry_code.as_str().into(),
        names.belongs_to(row).into(),
        row.province_code.as_str().into(),
        views::obligation_word(web, &row.obligation).into(),
        views::basis_of(web, row, rules.get(&row.kind)).into(),
        day(row.from_on).into(),
        day(row.to_on.map(|to_on| to_on.plus_days(-1))).into(),
        web.t(&format!("agencies-connection-is-{}", row.connection)).into(),
        row.reason_key.as_ref().map_or_else(String::new, |key| web.t(key)).into(),
    ]
}

/// Suggestions for a lookup of an agency's code.
async fn suggest(web: Web) -> Result<Response> {
    let typed = web.query.get("q").to_owned();
    let rows = web.ctx.read(move |tx| listing::search(tx, &typed, SUGGESTIONS)).await?;
    let label = |row: &FoundRow| row.label(web.language());
    let choices: Vec<Choice> = rows.iter().map(|row| Choice::new(&row.code, label(row))).collect();
    suggestions(&choices)
}
