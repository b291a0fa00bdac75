//! The page of earlier agencies that are not connected to today's.

use super::listing;
use super::pages::{FILE_ROWS, Names, ROWS, SECTION, workbook};
use super::{store, views};
use axum::response::Response;
use maud::{Markup, html};
use papers::{Sheet, SheetColumn};
use platform::web::{Button, Column, Page, Pager, Register, Web, empty, head, page_of, pager, register};
use platform::{Error, Result};

const UNRESOLVED: &[Column] = &[
    Column::new("agencies-code"),
    Column::new("agencies-name"),
    Column::new("agencies-kind"),
    Column::new("agencies-reason"),
];

/// What the list of the unresolved is narrowed to.
fn narrowed(web: &Web) -> (Option<String>, Option<String>) {
    let text = |name: &str| web.query.some(name).map(str::to_owned);
    (text("reason"), text("kind"))
}

/// Earlier agencies not connected to today's: why, how many, and which.
pub(super) async fn unresolved(web: Web) -> Result<Markup> {
    let ((reason, kind), after) = (narrowed(&web), web.query.get("after").to_owned());
    let (limit, language) = (i64::try_from(ROWS + 1).map_err(Error::failed)?, web.language());
    let (rows, counts, all, names) = web
        .ctx
        .read(move |tx| {
            let rows = listing::store::unresolved(tx, reason.as_deref(), kind.as_deref(), &after, limit)?;
            let counts = listing::store::count_unresolved(tx)?;
            Ok((rows, counts, store::count_connections(tx)?, Names::read(tx, language)?))
        })
        .await?;
    let (rows, more) = page_of(rows, ROWS);
    let next = more.then(|| rows.last().map(|row| web.link_with(&[("after", &row.code)]))).flatten();
    let total = |connected: bool| {
        web.number(all.iter().filter(|row| row.connected == connected).map(|row| row.agencies).sum())
    };
    let table = Register {
        caption: web.t("agencies-unresolved-title"),
        columns: UNRESOLVED,
        sort: String::new(),
        rows: rows.iter().map(|row| views::unresolved_cells(&web, row, &names)).collect(),
    };
    let file = web.link_with(&[("after", "")]).replacen("unresolved", "unresolved.xlsx", 1);
    let (open, connected) = (total(false), total(true));
    let sentence = web.t_with("agencies-unresolved-sentence", &[("open", &open), ("connected", &connected)]);
    let shown = web.t_with("agencies-shown", &[("count", &web.number(views::count(rows.len())))]);
    let main = html! {
        (head(&web.t("agencies-unresolved-title"), &html! { (sentence) }, &[Button::new(file, web.t("agencies-export"))]))
        @if counts.is_empty() {
            (empty(&web.t("agencies-unresolved-none"), &web.t("agencies-unresolved-none-text"), None))
        } @else {
            (views::unresolved_counts(&web, &counts, &names))
            p.group { b { (web.t("agencies-unresolved-rows")) } }
            (register(&web, &table))
            (pager(&web, &Pager { shown, previous: None, next }))
        }
    };
    let title = web.t("agencies-unresolved-title");
    Ok(web.page(Page { title, section: SECTION, main, ..Page::default() }))
}

/// Exactly the rows of the list, all pages, as a spreadsheet.
pub(super) async fn unresolved_export(web: Web) -> Result<Response> {
    let ((reason, kind), language) = (narrowed(&web), web.language());
    let (rows, names) = web
        .ctx
        .read(move |tx| {
            let (mut rows, mut after) = (Vec::new(), String::new());
            loop {
                let (reason, kind) = (reason.as_deref(), kind.as_deref());
                let page = listing::store::unresolved(tx, reason, kind, &after, FILE_ROWS)?;
                let Some(last) = page.last() else { break };
                after.clone_from(&last.code);
                rows.extend(page);
            }
            Ok((rows, Names::read(tx, language)?))
        })
        .await?;
    let title = web.t("agencies-unresolved-title");
    let columns = vec![
        SheetColumn::text(web.t("agencies-code"), 18.0),
        SheetColumn::text(web.t("agencies-name"), 60.0),
        SheetColumn::text(web.t("agencies-kind"), 28.0),
        SheetColumn::text(web.t("agencies-ministry-code"), 14.0),
        SheetColumn::text(web.t("places-province-code"), 9.0),
        SheetColumn::text(web.t("agencies-reason"), 80.0),
        SheetColumn::whole(web.t("agencies-others"), 12.0),
    ];
    let mut sheet = Sheet::new(title.clone(), columns);
    sheet.rows = rows
        .into_iter()
        .map(|row| {
            vec![
                row.code.into(),
                row.name.into(),
                names.kind(&row.kind).into(),
                row.ministry_code.into(),
                row.province_code.into(),
                web.t(&row.reason_key).into(),
                Some(row.others).filter(|others| *others > 0).into(),
            ]
        })
        .collect();
    web.xlsx(workbook((title, web.today()), sheet), "co-quan-chua-ro-ke-thua.xlsx").await
}
