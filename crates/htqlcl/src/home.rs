//! The first page of the public, and the first page of an officer.

use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use platform::web::*;
use platform::{Result, Role};

/// The public's first page; an officer is led to work.
pub async fn home(web: Web) -> Result<Response> {
    if web.actor().appointment.is_some() {
        return Ok(see_other("/work"));
    }
    let main = html! {
        h1 { (web.t("home-question")) }
        div.doors {
            (door_verify(&web))
            section.door aria-labelledby="door-registers" {
                h2 id="door-registers" { (web.t("home-registers")) }
                ul.others {
                    @for (href, key) in PUBLIC_REGISTERS { li { a href=(href) { (web.t(key)) } } }
                }
            }
        }
    };
    Ok(web
        .public_page(PublicPage { title: web.t("home-title"), wide: true, main, ..PublicPage::default() })
        .into_response())
}

const PUBLIC_REGISTERS: [(&str, &str); 7] = [
    ("/certificates", "section-certificates"),
    ("/bodies", "section-bodies"),
    ("/experts", "section-experts"),
    ("/agencies", "section-agencies"),
    ("/places", "section-places"),
    ("/frameworks", "section-frameworks"),
    ("/legal-documents", "section-legal-documents"),
];

fn door_verify(web: &Web) -> Markup {
    html! {
        section.door aria-labelledby="door-verify" {
            h2 id="door-verify" { (web.t("home-verify")) }
            form.stack action="/verify" role="search" aria-labelledby="door-verify" {
                p.field {
                    label for="number" { (web.t("home-number")) }
                    span.hint id="number-hint" { (web.t("home-number-hint")) " " span.code { "HT-MP-0152/2009" } }
                    input.full id="number" name="number" autocomplete="off" autocapitalize="characters"
                        spellcheck="false" aria-describedby="number-hint";
                }
                button.button.first { (web.t("home-check")) }
            }
        }
    }
}

/// Where an officer begins: the ways to what this role does.
pub async fn work(web: Web) -> Result<Markup> {
    let ways = ways(&web);
    let main = html! {
        (head(&web.t("section-work"), &html! { (web.t("work-sentence")) }, &[]))
        div.pad {
            ul.others {
                @for (href, key) in ways { li { a href=(href) { (web.t(key)) } } }
            }
        }
    };
    Ok(web.page(Page { title: web.t("section-work"), section: "work", main, ..Page::default() }))
}

fn ways(web: &Web) -> Vec<(String, &'static str)> {
    let today = web.today();
    let until = today.plus_days(90);
    let expiring = format!("/certificates?standing=in_force&expires_from={today}&expires_to={until}&sort=expires");
    let mut ways = vec![("/drafts".to_owned(), "work-drafts"), (expiring, "work-expiring")];
    match web.actor().role() {
        Some(Role::NationalOfficer) => ways.extend([
            ("/plans?lacking=1".to_owned(), "work-plans-lacking"),
            ("/agencies/unresolved".to_owned(), "work-unresolved"),
            ("/reports/yearly".to_owned(), "work-report"),
            ("/imports".to_owned(), "work-import"),
        ]),
        Some(Role::MinistryOfficer | Role::ProvinceOfficer) => {
            ways.extend([("/plans".to_owned(), "work-plan"), ("/reports/yearly".to_owned(), "work-report")]);
        }
        Some(Role::CertificationBody) => ways.push(("/experts?kind=assessor".to_owned(), "work-assessors")),
        Some(Role::Administrator) => ways.push(("/accounts".to_owned(), "work-accounts")),
        Some(Role::Reader) => ways.push(("/reports/yearly".to_owned(), "work-report")),
        None => {}
    }
    ways
}
