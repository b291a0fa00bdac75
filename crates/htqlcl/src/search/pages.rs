//! One search over the registers, and over the own dossiers of an office: with accents or without.

use super::store;
use maud::{Markup, html};
use platform::search::{fold, pattern};
use platform::web::*;
use platform::{Result, Tx};

/// How many of each kind are shown.
const SHOWN: i64 = 20;

/// Rows of one kind: address, name, and a quiet addition.
type Found = Vec<(String, String, String)>;

fn find(tx: &mut Tx<'_>, words: &str) -> Result<Vec<(&'static str, Found)>> {
    let folded = fold(words);
    if folded.is_empty() {
        return Ok(Vec::new());
    }
    let folded = pattern(&folded);
    let number = pattern(&programme::certificates::fold_number(words));
    let certificates = store::certificates(tx, &number, SHOWN)?;
    let agencies = store::agencies(tx, &folded, SHOWN)?;
    let bodies = store::bodies(tx, &folded, SHOWN)?;
    let experts = store::experts(tx, &folded, SHOWN)?;
    Ok(vec![
        (
            "section-certificates",
            certificates
                .into_iter()
                .map(|row| (format!("/certificates/{}", row.id), row.number, row.name))
                .collect(),
        ),
        (
            "section-agencies",
            agencies.into_iter().map(|row| (format!("/agencies/{}", row.id), row.name, row.code)).collect(),
        ),
        (
            "section-bodies",
            bodies.into_iter().map(|row| (format!("/bodies/{}", row.id), row.name, String::new())).collect(),
        ),
        (
            "section-experts",
            experts.into_iter().map(|row| (format!("/experts/{}", row.id), row.holder, row.number)).collect(),
        ),
    ])
}

/// The dossiers of the asker's agency, for those who may read them.
fn dossiers(tx: &mut Tx<'_>, agency_id: i64, words: &str) -> Result<(&'static str, Found)> {
    let lines = agency::dossiers::lists::found(tx, agency_id, (words, SHOWN))?.into_iter();
    let rows = lines.map(|line| {
        let whose = [line.name.unwrap_or_default(), line.procedure_name];
        let whose: Vec<String> = whose.into_iter().filter(|text| !text.is_empty()).collect();
        (format!("/dossiers/{}", line.id), line.code, whose.join(" · "))
    });
    Ok(("section-dossiers", rows.collect()))
}

/// What the desk of the asker's agency received for other agencies, for those who may read it.
fn receptions(tx: &mut Tx<'_>, agency_id: i64, words: &str) -> Result<(&'static str, Found)> {
    let lines = agency::dossiers::lists::received(tx, agency_id, (words, SHOWN))?.into_iter();
    let rows = lines.map(|line| {
        let whose = [line.applicant.unwrap_or_default(), line.procedure_name];
        let whose: Vec<String> = whose.into_iter().filter(|text| !text.is_empty()).collect();
        (format!("/receptions/{}", line.id), line.code, whose.join(" · "))
    });
    Ok(("lists-receptions", rows.collect()))
}

/// The page of what was found.
pub async fn page(web: Web) -> Result<Markup> {
    let words = web.query.get("q").trim().chars().take(100).collect::<String>();
    let asked = words.clone();
    let found = match asked.is_empty() {
        true => Vec::new(),
        false => {
            let (reads, agency_id) = (web.ctx.could(&agency::dossiers::READ), web.ctx.own_agency_id());
            let look = move |tx: &mut Tx<'_>| {
                let mut all = find(tx, &asked)?;
                if reads {
                    all.insert(0, dossiers(tx, agency_id, &asked)?);
                    all.insert(1, receptions(tx, agency_id, &asked)?);
                }
                Ok(all)
            };
            web.ctx.read(look).await?
        }
    };
    let nothing = found.iter().all(|(_, rows)| rows.is_empty());
    let main = html! {
        (head(&web.t("search-title"), &html! { (words) }, &[]))
        div.pad {
            @if nothing { (empty(&web.t("search-nothing"), &web.t("search-nothing-hint"), None)) }
            @for (key, rows) in found.iter().filter(|(_, rows)| !rows.is_empty()) {
                section.block {
                    h2 { (web.t(key)) }
                    (others(rows))
                }
            }
        }
    };
    let title = web.t("search-title");
    if web.actor().appointment.is_none() {
        return Ok(web.public_page(PublicPage { title, wide: true, main, ..PublicPage::default() }));
    }
    Ok(web.page(Page { title, main, ..Page::default() }))
}
