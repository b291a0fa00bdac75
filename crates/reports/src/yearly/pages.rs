//! The report on screen and as files, and the rows behind its figures.

use super::indicators;
use super::model::{Edition, Question, Report};
use super::names::{self, Names};
use super::paper::paper;
use super::query::{self, READ};
use super::rows::{self, Row, RowsQuery};
use super::telling::Telling;
use super::views::{self, YearlyPage};
use super::workbook::workbook_in;
use super::{json::json, store};
use crate::drawing::Map;
use crate::issues;
use axum::response::Response;
use maud::{Markup, html};
use papers::{Sheet, SheetColumn, Workbook};
use platform::web::{
    self, Button, Cell, Column, Page, Pager, Register, Route, Web, crumbs, empty, get, head, needs, pager,
    register,
};
use platform::{Result, Tx};

/// The pages of the yearly report.
pub fn routes() -> Vec<Route> {
    vec![
        get("/reports/yearly", needs(&READ), yearly),
        get("/reports/yearly.json", needs(&READ), as_json),
        get("/reports/yearly.pdf", needs(&READ), as_pdf).timeout(60),
        get("/reports/yearly.docx", needs(&READ), as_docx).timeout(60),
        get("/reports/yearly.xlsx", needs(&READ), as_xlsx).timeout(60),
        get("/reports/yearly/rows", needs(&READ), row_list),
        get("/reports/yearly/rows.xlsx", needs(&READ), row_sheet).timeout(60),
    ]
}

/// How many rows stand on one page.
const ROWS_A_PAGE: usize = 80;

/// The question of this address.
fn asked(web: &Web) -> Result<impl Fn(&mut Tx<'_>) -> Result<Question> + Send + Sync + 'static> {
    let (asked, actor) = (query::read_report(&web.query, web.today())?, web.ctx.actor.clone());
    Ok(move |tx: &mut Tx<'_>| query::question(tx, &asked, &actor))
}

async fn found(web: &Web) -> Result<(Report, Names)> {
    let question = asked(web)?;
    web.ctx
        .db
        .snapshot(move |tx| {
            let question = question(tx)?;
            let report = store::find(tx, &question)?;
            let names = names::names(tx, &report)?;
            Ok((report, names))
        })
        .await
}

async fn yearly(web: Web) -> Result<Markup> {
    let question = asked(&web)?;
    let ctx = web.ctx.clone();
    let (report, names, years, may_issue, issued) = web
        .ctx
        .db
        .snapshot(move |tx| {
            let question = question(tx)?;
            let report = store::find(tx, &question)?;
            let names = names::names(tx, &report)?;
            let scope = issues::scope_of(tx, &question.edition, &ctx.actor)?;
            let may_issue = ctx.can(&issues::ISSUE, &scope);
            let issued = issues::of_edition(tx, &question.edition)?;
            Ok((report, names, names::years(tx)?, may_issue, issued))
        })
        .await?;
    let telling = Telling { report: &report, names: &names, language: web.language() };
    let title = telling.t_with("yearly-page-title", &[("period", &telling.period())]);
    let line = |issue: &issues::Listed| {
        (format!("/reports/yearly/issues/{}", issue.id), issue.title(&web), issue.remark(&web))
    };
    let page = YearlyPage {
        telling,
        explained: explained(web.query.get("why"), &report.question.edition),
        years,
        may_issue,
        issues: issued.iter().map(line).collect(),
    };
    let main = views::page(&web, &page);
    let certificates = web.number(report.findings.agencies(super::Measure::Certificates, |_| true));
    let plans = web.number(report.findings.plans.len() as i64);
    let status = web.t_with("yearly-status", &[("certificates", &certificates), ("plans", &plans)]);
    Ok(web.page(Page { title, section: "reports", main, status, ..Page::default() }))
}

/// Which figure is explained: the one asked for, else the main one of the edition; none when closed.
fn explained(why: &str, edition: &Edition) -> Option<&'static indicators::Indicator> {
    let usual =
        if edition.is_nation() { "local_agencies_certified_to_date" } else { "agencies_certified_to_date" };
    match why {
        "none" => None,
        key => indicators::of_key(key)
            .filter(|indicator| (indicator.applies)(edition))
            .or_else(|| indicators::of_key(usual)),
    }
}

/// What a file of the report is called.
fn file_name(question: &Question, ending: &str) -> String {
    let edition = match &question.edition {
        Edition::Nation => String::new(),
        edition => format!("-{}", edition.word().replace(':', "-")),
    };
    format!("bao-cao{edition}-{}-{}-{}.{ending}", question.from, question.to, question.as_of)
}

async fn as_json(web: Web) -> Result<Response> {
    let (report, _) = found(&web).await?;
    web::json(&json(&report))
}

async fn as_pdf(web: Web) -> Result<Response> {
    let (report, names) = found(&web).await?;
    web.pdf(paper(&report, &names, web.language()), &file_name(&report.question, "pdf")).await
}

async fn as_docx(web: Web) -> Result<Response> {
    let (report, names) = found(&web).await?;
    web.docx(paper(&report, &names, web.language()), &file_name(&report.question, "docx")).await
}

async fn as_xlsx(web: Web) -> Result<Response> {
    let (report, names) = found(&web).await?;
    let telling = Telling { report: &report, names: &names, language: web.language() };
    web.xlsx(workbook_in(telling), &file_name(&report.question, "xlsx")).await
}

/// The rows of this address, with their query and the names for its words.
async fn found_rows(web: &Web) -> Result<(RowsQuery, Vec<Row>, Names)> {
    let (asked, actor) = (query::read(&web.query, web.today())?, web.ctx.actor.clone());
    let pairs = web.query.clone();
    web.ctx
        .db
        .snapshot(move |tx| {
            let question = query::question(tx, &asked, &actor)?;
            let query = RowsQuery::read(question, |name| pairs.get(name))?;
            let rows = rows::rows(tx, &query)?;
            let names = names::of_day(tx, query.question.as_of)?;
            Ok((query, rows, names))
        })
        .await
}

const AGENCY_COLUMNS: &[Column] = &[
    Column::new("yearly-rows-agency"),
    Column::new("yearly-head-key"),
    Column::new("yearly-rows-first-on"),
    Column::new("yearly-rows-certificates").number(),
    Column::new("yearly-rows-successors"),
];
const CERTIFICATE_COLUMNS: &[Column] = &[
    Column::new("yearly-rows-number"),
    Column::new("yearly-rows-agency"),
    Column::new("yearly-rows-kind"),
    Column::new("yearly-rows-issued"),
    Column::new("yearly-rows-expires"),
];
const PAPER_COLUMNS: &[Column] =
    &[Column::new("yearly-rows-paper"), Column::new("yearly-head-key"), Column::new("yearly-rows-first-on")];

const PROVINCE_COLUMNS: &[Column] = &[
    Column::new("yearly-head-province"),
    Column::new("yearly-head-key"),
    Column::new("yearly-rows-agencies").number(),
];
const MINISTRY_COLUMNS: &[Column] = &[
    Column::new("yearly-head-ministry"),
    Column::new("yearly-head-key"),
    Column::new("yearly-rows-agencies").number(),
];
const FRAMEWORK_COLUMNS: &[Column] = &[
    Column::new("yearly-rows-publisher"),
    Column::new("yearly-rows-applies-to"),
    Column::new("yearly-rows-published"),
];
const DOCUMENT_COLUMNS: &[Column] = &[
    Column::new("yearly-rows-document"),
    Column::new("yearly-rows-document-kind"),
    Column::new("yearly-rows-title"),
    Column::new("yearly-rows-document-issued"),
];
const PLAN_COLUMNS: &[Column] =
    &[Column::new("yearly-head-owner"), Column::new("yearly-head-key"), Column::new("yearly-head-status")];

fn columns_of(set: rows::Set) -> &'static [Column] {
    match set.word().split('_').next() {
        Some("certificates") => CERTIFICATE_COLUMNS,
        Some("papers") => PAPER_COLUMNS,
        Some("provinces") => PROVINCE_COLUMNS,
        Some("ministries") => MINISTRY_COLUMNS,
        Some("frameworks") => FRAMEWORK_COLUMNS,
        Some("documents") => DOCUMENT_COLUMNS,
        Some("plans") => PLAN_COLUMNS,
        _ => AGENCY_COLUMNS,
    }
}

/// The cells of a row; the first one leads to its record.
fn cells(web: &Web, row: &Row) -> Vec<Cell> {
    match row {
        Row::Agency { id, code, name, successors, first_on, certificates } => vec![
            Cell::name(format!("/agencies/{id}"), name),
            Cell::Code(code.clone()),
            Cell::Text(first_on.vietnamese()),
            Cell::Text(web.number(*certificates)),
            Cell::Text(successors.join(", ")),
        ],
        Row::Certificate { id, number, kind, issued, expires, agency_id, agency } => vec![
            Cell::name(format!("/certificates/{id}"), number),
            Cell::Rich(html! { a href={ "/agencies/" (agency_id) } { (agency) } }),
            Cell::Text(web.t(&format!("yearly-rows-{kind}"))),
            Cell::Text(written(web, issued)),
            Cell::Text(written(web, expires)),
        ],
        Row::Group { href, name, code, agencies } => {
            let code = code.strip_prefix("2025:").unwrap_or(code).to_owned();
            vec![Cell::name(href, name), Cell::Code(code), Cell::Text(web.number(*agencies))]
        }
        Row::Framework { href, publisher, applies_to, published } => {
            vec![
                Cell::name(href, publisher),
                Cell::Text(applies_to.clone()),
                Cell::Text(written(web, published)),
            ]
        }
        Row::Document { href, number, kind, title, issued } => vec![
            Cell::name(href, number),
            Cell::Text(kind.clone()),
            Cell::Text(title.clone()),
            Cell::Text(written(web, issued)),
        ],
        Row::Plan { href, owner, code, status } => {
            let status = web.t(&format!("yearly-plan-{status}"));
            vec![Cell::name(href, owner), Cell::Code(code.clone()), Cell::Text(status)]
        }
        Row::Paper { href, code, name, first_on } => {
            vec![Cell::name(href, name), Cell::Code(code.clone()), Cell::Text(first_on.vietnamese())]
        }
    }
}

fn written(web: &Web, text: &str) -> String {
    match platform::KnownDate::parse(text, web.today()).map(platform::KnownDate::vietnamese) {
        Ok(words) if !words.is_empty() => words,
        _ => web.t("yearly-rows-unknown"),
    }
}

/// What the rows are, in words: the set, and each filter.
fn rows_title(web: &Web, query: &RowsQuery, names: &Names) -> String {
    let set = match query.set.word().split_once('_') {
        Some(("papers", end)) => {
            let kind = web.t(&format!("yearly-row-{}", query.kind.replace('_', "-")));
            let end = web.t(&format!("yearly-set-papers-{}", end.replace('_', "-")));
            return format!("{kind} · {end}");
        }
        _ => web.t(&format!("yearly-set-{}", query.set.word().replace('_', "-"))),
    };
    let mut parts = vec![set];
    match query.level.as_str() {
        "local" => parts.push(web.t("yearly-local-word")),
        "central" => parts.push(web.t("yearly-central")),
        _ => {}
    }
    let given = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    parts.extend(given(&query.kind).map(|kind| names.kind(&kind, web.language()).to_owned()));
    parts.extend(given(&query.province).map(|key| names.province(&key).to_owned()));
    let island =
        |code: String| Map::on(query.question.as_of).island(&code).map_or(code, |island| island.0.to_owned());
    parts.extend(given(&query.district).map(island));
    parts.extend(given(&query.ministry).map(|code| names.ministry(&code).to_owned()));
    parts.extend(
        given(&query.year).map(|year| if year == "none" { web.t("yearly-year-unknown") } else { year }),
    );
    match query.obligation.as_str() {
        "bat_buoc" => parts.push(web.t("yearly-obliged")),
        "khuyen_khich" => parts.push(web.t("yearly-encouraged")),
        _ => {}
    }
    parts.join(" · ")
}

async fn row_list(web: Web) -> Result<Markup> {
    let (query, rows, names) = found_rows(&web).await?;
    let report = Report { question: query.question.clone(), findings: super::Findings::default() };
    let telling = Telling { report: &report, names: &names, language: web.language() };
    let title = rows_title(&web, &query, &names);
    let begin =
        web.query.number("after").and_then(|after| usize::try_from(after).ok()).unwrap_or(0).min(rows.len());
    let end = rows.len().min(begin + ROWS_A_PAGE);
    let page_at = |at: usize| if at == 0 { String::new() } else { at.to_string() };
    let table = Register {
        caption: title.clone(),
        columns: columns_of(query.set),
        sort: String::new(),
        rows: rows[begin..end].iter().map(|row| cells(&web, row)).collect(),
    };
    let (first, last, all) =
        (web.number(begin as i64 + 1), web.number(end as i64), web.number(rows.len() as i64));
    let shown = web.t_with("yearly-rows-shown", &[("first", &first), ("last", &last), ("all", &all)]);
    let pages = Pager {
        shown,
        previous: (begin > 0)
            .then(|| web.link_with(&[("after", &page_at(begin.saturating_sub(ROWS_A_PAGE)))])),
        next: (end < rows.len()).then(|| web.link_with(&[("after", &end.to_string())])),
    };
    let back = indicators::question_link("/reports/yearly", &query.question);
    let sheet = web.link_with(&[("after", "")]).replacen("/rows", "/rows.xlsx", 1);
    let main = html! {
        div.pad { (crumbs(&web, &[(back.clone(), web.t("yearly-back"))])) }
        (head(&title, &html! { b { (all) } " · " (telling.line()) }, &[Button::new(sheet, "XLSX")]))
        @if rows.is_empty() { (empty(&web.t("yearly-rows-none"), &web.t("yearly-rows-none-text"), Some(&Button::new(back, web.t("yearly-back"))))) }
        @else { (register(&web, &table)) (pager(&web, &pages)) }
    };
    Ok(web.page(Page { title, section: "reports", main, ..Page::default() }))
}

async fn row_sheet(web: Web) -> Result<Response> {
    let (query, rows, names) = found_rows(&web).await?;
    let title = rows_title(&web, &query, &names);
    let columns =
        columns_of(query.set).iter().map(|column| SheetColumn::text(web.t(column.label), 28.0)).collect();
    let mut sheet = Sheet::new(web.t("yearly-rows-sheet"), columns).note(title.as_str());
    for row in &rows {
        let text = |cell: Cell| match cell {
            Cell::Name { text, .. } | Cell::Code(text) | Cell::Text(text) => text,
            Cell::Rich(_) => match row {
                Row::Certificate { agency, .. } => agency.clone(),
                _ => String::new(),
            },
        };
        sheet = sheet.row(cells(&web, row).into_iter().map(text).map(papers::SheetCell::Text));
    }
    let workbook = Workbook::new(title).dated(query.question.as_of.into()).with(sheet);
    web.xlsx(workbook, &format!("{}-{}.xlsx", query.set.word(), query.question.as_of)).await
}
