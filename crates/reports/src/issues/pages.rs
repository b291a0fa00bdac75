//! Issued copies on screen and as papers; the forms that issue and correct.

use super::actions::{self, ISSUE};
use super::changes::{Change, changes};
use super::difference::{self, Difference, differences};
use super::frozen::{Frozen, hash};
use super::model::{Issue, lines};
use super::store::{self, Listed};
use super::views::{self, IssuePage};
use super::{forms, notice};
use crate::yearly::{self, Edition, Frame, READ, Telling};
use axum::response::Response;
use maud::{Markup, html};
use platform::web::{
    self, Cell, Choice, Column, Fields, Page, Pager, Register, Route, Web, empty, get, head, needs, page_of,
    pager, post, register, see_done,
};
use platform::{Day, Error, Result, Scope, Tx, accounts};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The pages of issued copies.
pub fn routes() -> Vec<Route> {
    vec![
        get("/reports/yearly/issues", web::PUBLIC, list),
        get("/reports/yearly/issues/new", needs(&ISSUE), new_form),
        post("/reports/yearly/issues/new", needs(&ISSUE), new),
        get("/reports/yearly/issues/{id}", web::PUBLIC, record),
        get("/reports/yearly/issues/{id}/report.json", web::PUBLIC, as_json),
        get("/reports/yearly/issues/{id}/report.pdf", web::PUBLIC, as_pdf).timeout(60),
        get("/reports/yearly/issues/{id}/report.docx", web::PUBLIC, as_docx).timeout(60),
        get("/reports/yearly/issues/{id}/report.xlsx", web::PUBLIC, as_xlsx).timeout(60),
        get("/reports/yearly/issues/{id}/correct", needs(&ISSUE), notice_form),
        post("/reports/yearly/issues/{id}/correct", needs(&ISSUE), notice_act),
        get("/reports/yearly/issues/{id}/corrections/{position}/notice.pdf", web::PUBLIC, notice_pdf)
            .timeout(60),
        get("/reports/yearly/issues/{id}/corrections/{position}/notice.docx", web::PUBLIC, notice_docx)
            .timeout(60),
    ]
}

impl Listed {
    /// Number and day of the copy.
    pub fn title(&self, web: &Web) -> String {
        let number = format!("{:02}/{}", self.number, self.symbol);
        web.t_with("issues-report", &[("number", &number), ("day", &self.issued_on.vietnamese())])
    }

    /// What it tells of, and how often it was corrected.
    pub fn remark(&self, web: &Web) -> String {
        let (from, to, as_of) =
            (self.from_on.vietnamese(), self.to_on.vietnamese(), self.as_of_on.vietnamese());
        let told = web.t_with("issues-remark", &[("from", &from), ("to", &to), ("as_of", &as_of)]);
        match self.corrections {
            0 => told,
            count => {
                format!("{told} · {}", web.t_with("issues-corrected-times", &[("count", &count.to_string())]))
            }
        }
    }
}

const COLUMNS: &[Column] = &[
    Column::new("issues-column-report"),
    Column::new("yearly-edition"),
    Column::new("issues-column-question"),
    Column::new("issues-issuer"),
];

async fn list(web: Web) -> Result<Markup> {
    let before = web.query.number("before").unwrap_or(i64::MAX);
    let (rows, names) = web
        .ctx
        .db
        .snapshot(move |tx| {
            let rows = store::listed(tx, None, before, 81)?;
            let today = tx.today();
            Ok((rows, yearly::of_day(tx, today)?))
        })
        .await?;
    let (rows, more) = page_of(rows, 80);
    let next = rows.last().filter(|_| more).map(|row| web.link_with(&[("before", &row.id.to_string())]));
    let edition = |row: &Listed| match Edition::of_word(&row.edition) {
        Some(edition) if !edition.is_nation() => names.edition(&edition),
        _ => web.t("yearly-nation"),
    };
    let table = Register {
        caption: web.t("issues-title"),
        columns: COLUMNS,
        sort: String::new(),
        rows: rows
            .iter()
            .map(|row| {
                vec![
                    Cell::name(format!("/reports/yearly/issues/{}", row.id), row.title(&web)),
                    Cell::Text(edition(row)),
                    Cell::Text(row.remark(&web)),
                    Cell::Text(row.issuer.clone()),
                ]
            })
            .collect(),
    };
    let shown = web.t_with("issues-shown", &[("count", &web.number(rows.len() as i64))]);
    let main = html! {
        (head(&web.t("issues-title"), &html! { (web.t("issues-sentence")) }, &[]))
        @if rows.is_empty() { (empty(&web.t("issues-none"), &web.t("issues-none-text"), None)) }
        @else { (register(&web, &table)) (pager(&web, &Pager { shown, previous: None, next })) }
    };
    Ok(web.page(Page { title: web.t("issues-title"), section: "reports", main, ..Page::default() }))
}

fn loaded(tx: &mut Tx<'_>, id: i64) -> Result<(Issue, Frozen)> {
    let issue = store::load(tx, id)?.ok_or(Error::NotFound)?;
    let frozen = Frozen::read(&issue.figures, &issue.definitions)?;
    Ok((issue, frozen))
}

/// What differs today, why, and who recorded it.
struct Today {
    differences: Vec<Difference>,
    changes: Vec<Change>,
    more: bool,
    names: BTreeMap<i64, String>,
}

fn today(tx: &mut Tx<'_>, issue: &Issue, frozen: &Frozen) -> Result<Today> {
    let now = yearly::find(tx, &frozen.report.question)?;
    let (changes, more) = changes(tx, issue)?;
    let names = accounts::names_of(tx, changes.iter().map(|change| change.actor))?;
    Ok(Today { differences: differences(frozen, &now), changes, more, names })
}

/// The public reads the frozen copy; officers also what differs today, which goes through the journal.
async fn record(web: Web) -> Result<Markup> {
    let id: i64 = web.param("id")?;
    let compares = web.ctx.could(&READ);
    let (issue, frozen, found) = web
        .ctx
        .db
        .snapshot(move |tx| {
            let (issue, frozen) = loaded(tx, id)?;
            let found = if compares { Some(today(tx, &issue, &frozen)?) } else { None };
            Ok((issue, frozen, found))
        })
        .await?;
    let title = notice::report_words(&issue, web.language());
    let mut noticed = Vec::new();
    for correction in &issue.corrections {
        noticed.push(difference::read(&correction.differences)?);
    }
    let may_correct = web.can(&ISSUE, &Scope::owned_by(issue.owner_agency_id));
    let page = IssuePage {
        title: title.clone(),
        telling: Telling { report: &frozen.report, names: &frozen.names, language: web.language() },
        is_intact: hash(&issue.figures, &issue.definitions) == issue.sha256,
        differences: found.as_ref().map(|found| found.differences.as_slice()),
        changes: found.as_ref().map_or(&[], |found| found.changes.as_slice()),
        more_changes: found.as_ref().is_some_and(|found| found.more),
        people: found.as_ref().map(|found| &found.names),
        noticed,
        may_correct,
        issue: &issue,
        frozen: &frozen,
    };
    let main = views::record(&web, &page);
    Ok(web.page(Page { title, section: "reports", main, ..Page::default() }))
}

async fn frozen_of(web: &Web) -> Result<(Issue, Frozen)> {
    let id: i64 = web.param("id")?;
    web.ctx.db.snapshot(move |tx| loaded(tx, id)).await
}

fn file_name(issue: &Issue, ending: &str) -> String {
    format!("bao-cao-{:02}-{}-{}.{ending}", issue.heading.number, issue.heading.symbol, issue.issued_on())
}

async fn as_json(web: Web) -> Result<Response> {
    let (issue, frozen) = frozen_of(&web).await?;
    let figures: Value = serde_json::from_str(&issue.figures).map_err(Error::failed)?;
    let definitions: Value = serde_json::from_str(&issue.definitions).map_err(Error::failed)?;
    web::json(&json!({
        "id": issue.id.to_string(),
        "number": issue.number_text(),
        "issued_on": issue.issued_on(),
        "issuer": issue.heading.issuer,
        "edition": issue.edition,
        "sha256": issue.sha256,
        "figures": frozen.figures,
        "frozen": figures,
        "definitions": definitions["definitions"],
        "corrections": issue.corrections.len(),
    }))
}

/// The paper of a copy, from what was frozen.
fn paper(web: &Web, issue: &Issue, frozen: &Frozen) -> papers::Paper {
    let heading = &issue.heading;
    let frame = Frame {
        banner: String::new(),
        superior: heading.superior.clone(),
        issuer: heading.issuer.clone(),
        number: u32::try_from(heading.number).ok(),
        symbol: heading.symbol.clone(),
        place: heading.place.clone(),
        issued_on: heading.issued_on,
        signer_authority: heading.signer_authority.clone(),
        signer_title: heading.signer_title.clone(),
        signer_name: heading.signer_name.clone(),
        tasks: lines(&heading.tasks),
        copies_to: lines(&heading.copies_to),
    };
    let telling = Telling { report: &frozen.report, names: &frozen.names, language: web.language() };
    let url = format!("{}/reports/yearly/issues/{}", web.app.public_url, issue.id);
    let caption = web.t_with("issues-qr", &[("sha256", &issue.sha256[..16.min(issue.sha256.len())])]);
    yearly::paper_in(telling, &frame).qr(url, caption)
}

async fn as_pdf(web: Web) -> Result<Response> {
    let (issue, frozen) = frozen_of(&web).await?;
    web.pdf(paper(&web, &issue, &frozen), &file_name(&issue, "pdf")).await
}

async fn as_docx(web: Web) -> Result<Response> {
    let (issue, frozen) = frozen_of(&web).await?;
    web.docx(paper(&web, &issue, &frozen), &file_name(&issue, "docx")).await
}

async fn as_xlsx(web: Web) -> Result<Response> {
    let (issue, frozen) = frozen_of(&web).await?;
    let telling = Telling { report: &frozen.report, names: &frozen.names, language: web.language() };
    web.xlsx(yearly::workbook_in(telling), &file_name(&issue, "xlsx")).await
}

/// The notice of a position, counted from 1.
async fn notice_of(web: &Web) -> Result<(Issue, papers::Paper, String)> {
    let (issue, _) = frozen_of(web).await?;
    let position: usize = web.param("position")?;
    let correction =
        position.checked_sub(1).and_then(|at| issue.corrections.get(at)).ok_or(Error::NotFound)?;
    let differences = difference::read(&correction.differences)?;
    let paper = notice::paper(&issue, correction, &differences, web.language());
    let name = format!("dinh-chinh-{:02}-{}-{}", correction.number, correction.symbol, correction.noticed_on);
    Ok((issue, paper, name))
}

async fn notice_pdf(web: Web) -> Result<Response> {
    let (_, paper, name) = notice_of(&web).await?;
    web.pdf(paper, &format!("{name}.pdf")).await
}

async fn notice_docx(web: Web) -> Result<Response> {
    let (_, paper, name) = notice_of(&web).await?;
    web.docx(paper, &format!("{name}.docx")).await
}

/// The editions this person may issue of a day: the provinces and ministries that there were then.
async fn editions(web: &Web, as_of: Day) -> Result<Vec<Choice>> {
    let ctx = web.ctx.clone();
    let (own, names, ministries) = web
        .ctx
        .db
        .snapshot(move |tx| {
            let own = yearly::own_edition(tx, &ctx.actor)?;
            Ok((own, yearly::of_day(tx, as_of)?, yearly::ministries_on(tx, as_of)?))
        })
        .await?;
    let nation = Choice::new(Edition::Nation.word(), web.t("yearly-nation"));
    if !web.can(&ISSUE, &Scope::nation()) {
        let own = own.unwrap_or(Edition::Nation);
        return Ok(vec![Choice::new(own.word(), names.edition(&own))]);
    }
    let mut choices = vec![nation];
    for (code, name) in names.provinces_of_map() {
        choices.push(Choice::new(Edition::Province(code.to_owned()).word(), name));
    }
    for code in ministries {
        let name = names.ministry(&code).to_owned();
        choices.push(Choice::new(Edition::Ministry(code).word(), name));
    }
    Ok(choices)
}

/// The form, filled from the report one came from.
async fn new_form(web: Web) -> Result<Response> {
    let (asked, actor) = (yearly::read_query(&web.query, web.today())?, web.ctx.actor.clone());
    let (report, names) = web
        .ctx
        .db
        .snapshot(move |tx| {
            let question = yearly::question(tx, &asked, &actor)?;
            let report = yearly::find(tx, &question)?;
            let names = yearly::names(tx, &report)?;
            Ok((report, names))
        })
        .await?;
    let telling = Telling { report: &report, names: &names, language: web.language() };
    let intro = html! { p { (telling.sentence().markup()) } p.hint { (web.t("issues-issue-hint")) } };
    let question = &report.question;
    let own = web
        .ctx
        .actor
        .appointment
        .as_ref()
        .map_or(String::new(), |appointment| appointment.agency_name.clone());
    let issuer = if names.issuer.name.is_empty() { own } else { names.issuer.name.clone() };
    let form = forms::issue_form(&web, editions(&web, question.as_of).await?, intro)
        .value("from", forms::shown(question.from))
        .value("to", forms::shown(question.to))
        .value("as_of", forms::shown(question.as_of))
        .value("edition", question.edition.word())
        .value("symbol", names.issuer.symbol.as_str())
        .value("issued_on", forms::shown(web.today()))
        .value("superior", names.issuer.superior.as_str())
        .value("issuer", issuer)
        .value("place", names.issuer.place.as_str());
    form.page(&web).await
}

async fn new(web: Web, fields: Fields) -> Result<Response> {
    let as_of = Day::typed(fields.get("as_of")).unwrap_or(web.today());
    let form = forms::issue_form(&web, editions(&web, as_of).await?, html! {});
    form.answer(&web, &fields, async {
        let id = actions::issue(&web.ctx, forms::issue_command(&fields)?).await?;
        Ok(see_done(&format!("/reports/yearly/issues/{id}"), "issues-done-issued"))
    })
    .await
}

/// The form with what differs at the moment.
async fn the_notice_form(web: &Web) -> Result<(platform::web::Form, Issue)> {
    let id: i64 = web.param("id")?;
    let (issue, found) = web
        .ctx
        .db
        .snapshot(move |tx| {
            let (issue, frozen) = loaded(tx, id)?;
            let now = yearly::find(tx, &frozen.report.question)?;
            let found = differences(&frozen, &now);
            Ok((issue, found))
        })
        .await?;
    web.ctx.may(&ISSUE, &Scope::owned_by(issue.owner_agency_id))?;
    let intro = html! {
        @if found.is_empty() { p.hint { (web.t("issues-nothing-differs")) } }
        @else { (views::difference_table(web, &found)) }
    };
    Ok((forms::notice_form(web, &issue, intro), issue))
}

async fn notice_form(web: Web) -> Result<Response> {
    the_notice_form(&web).await?.0.page(&web).await
}

async fn notice_act(web: Web, fields: Fields) -> Result<Response> {
    let (form, issue) = the_notice_form(&web).await?;
    form.answer(&web, &fields, async {
        actions::notice(&web.ctx, forms::notice_command(&fields, issue.id)?).await?;
        Ok(see_done(&format!("/reports/yearly/issues/{}", issue.id), "issues-done-noticed"))
    })
    .await
}
