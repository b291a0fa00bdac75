//! The first page of the public, and the first page of an officer.

use agency::dossiers;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use platform::web::*;
use platform::{Day, Result, Role, Tx};
use programme::certificates::{Standing, list};
use programme::plans;

/// The public's first page; an officer is led to work.
pub async fn home(web: Web) -> Result<Response> {
    if web.actor().appointment.is_some() {
        return Ok(see_other(desk(&web)));
    }
    // Whoever has signed in and still owes a step would look like a stranger here.
    if let Some(step) = web.session.as_ref().and_then(|session| session.first_go_to()) {
        return Ok(see_other(&link(step, &[("back", "/")])));
    }
    let main = html! {
        h1 { (web.t("home-question")) }
        div.doors {
            (door_track(&web))
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

/// Where somebody's day begins: the tasks of those who have some, else the ways to what the role does.
fn desk(web: &Web) -> &'static str {
    if web.ctx.could(&dossiers::WORK) { "/tasks" } else { "/work" }
}

const PUBLIC_REGISTERS: [(&str, &str); 8] = [
    ("/certificates", "section-certificates"),
    ("/bodies", "section-bodies"),
    ("/experts", "section-experts"),
    ("/agencies", "section-agencies"),
    ("/places", "section-places"),
    ("/frameworks", "section-frameworks"),
    ("/legal-documents", "section-legal-documents"),
    ("/calendars", "calendars-title"),
];

fn door_track(web: &Web) -> Markup {
    html! {
        section.door aria-labelledby="door-track" {
            h2 id="door-track" { (web.t("home-track")) }
            form.stack action="/track" role="search" aria-labelledby="door-track" {
                p.field {
                    label for="code" { (web.t("track-code")) }
                    span.hint id="code-hint" { (web.t("track-code-hint")) }
                    input.full id="code" name="code" autocomplete="off" autocapitalize="characters"
                        spellcheck="false" aria-describedby="code-hint";
                }
                button.button.first { (web.t("track-look-up")) }
            }
        }
    }
}

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

/// One thing an officer may have to do: how many there are (none where nothing is counted), and where.
struct Way {
    href: String,
    key: &'static str,
    count: Option<i64>,
}

impl Way {
    fn to(href: impl Into<String>, key: &'static str) -> Way {
        Way { href: href.into(), key, count: None }
    }

    fn counted(href: impl Into<String>, key: &'static str, count: i64) -> Way {
        Way { count: Some(count), ..Way::to(href, key) }
    }
}

/// Where an officer begins: what waits, counted, and the ways to what this role does.
pub async fn work(web: Web) -> Result<Markup> {
    let (role, agency_id, today) = (web.actor().role(), web.ctx.own_agency_id(), web.today());
    let ways = web.ctx.read(move |tx| ways(tx, (role, agency_id, today))).await?;
    let main = html! {
        (head(&web.t("section-work"), &html! { (web.t("work-sentence")) }, &[]))
        div.pad {
            table.register.plain-table.figures {
                caption.hidden-text { (web.t("section-work")) }
                tbody {
                    @for way in &ways {
                        tr {
                            th scope="row" { a href=(way.href) { (web.t(way.key)) } }
                            td.end {
                                @if let Some(count) = way.count {
                                    (figure(&Figure::new(way.href.clone(), web.number(count))))
                                }
                            }
                        }
                    }
                }
            }
        }
    };
    Ok(web.page(Page { title: web.t("section-work"), section: "work", main, ..Page::default() }))
}

type Asker = (Option<Role>, i64, Day);

fn ways(tx: &mut Tx<'_>, (role, agency_id, today): Asker) -> Result<Vec<Way>> {
    let mut ways = Vec::new();
    // Who may write nothing has no forms to go on with.
    if role.is_some_and(|role| role != Role::Reader) {
        let drafts = platform::drafts::count_open(tx, agency_id)?;
        ways.push(Way::counted("/drafts", "work-drafts", drafts));
    }
    match role {
        Some(Role::NationalOfficer) => {
            ways.push(expiring(tx, today)?);
            let lacking = plans::Filter { lacking: true, ..plans::Filter::on(today) };
            ways.push(Way::counted("/plans?lacking=1", "work-plans-lacking", plans::count(tx, &lacking)?));
            ways.push(Way::to("/agencies/unresolved", "work-unresolved"));
            ways.push(Way::to("/reports/yearly", "work-report"));
            ways.push(Way::to("/imports", "work-import"));
        }
        Some(Role::MinistryOfficer | Role::ProvinceOfficer) => {
            let own = plans::latest_of_agency(tx, agency_id)?;
            ways.push(match own {
                Some(plan) => Way::to(format!("/plans/{}", plan.id), "work-plan"),
                None => Way::to("/plans/new", "work-plan-new"),
            });
            ways.push(Way::to("/reports/yearly", "work-report"));
        }
        Some(Role::CertificationBody) => {
            ways.push(expiring(tx, today)?);
            ways.push(Way::to("/experts?kind=assessor", "work-assessors"));
        }
        Some(Role::Administrator) => {
            ways.push(Way::to("/accounts", "work-accounts"));
            ways.push(Way::to("/start", "work-start"));
        }
        Some(Role::Reader) => ways.push(Way::to("/reports/yearly", "work-report")),
        Some(Role::OfficeAdministrator) => {
            ways.push(Way::to("/start", "work-start"));
            ways.push(Way::to("/calendars", "calendars-title"));
        }
        Some(Role::QualitySecretary | Role::Head) => {
            ways.splice(0..0, wrong_today(tx, agency_id)?);
            ways.push(Way::to("/dossiers/overview", "lists-overview"));
            ways.push(Way::to("/dossiers/statistics", "work-statistics"));
            ways.push(Way::to("/calendars", "calendars-title"));
        }
        Some(Role::Clerk | Role::Officer | Role::UnitHead | Role::RecordsOfficer) | None => {}
    }
    Ok(ways)
}

/// What is wrong with the dossiers of an office today, and what will be if nobody acts.
fn wrong_today(tx: &mut Tx<'_>, agency_id: i64) -> Result<[Way; 3]> {
    let (late, today) = dossiers::lists::due_now(tx, agency_id)?;
    let incidents = dossiers::incidents::count(tx, agency_id)?;
    Ok([
        Way::counted("/dossiers?timing=late", "work-late", late),
        Way::counted("/dossiers?timing=today", "work-due-today", today),
        Way::counted("/dossiers/incidents", "work-incidents", incidents),
    ])
}

/// Certificates in force today that end within the next ninety days.
fn expiring(tx: &mut Tx<'_>, today: Day) -> Result<Way> {
    let until = today.plus_days(90);
    let filter = list::Filter {
        standing: Some(Standing::InForce),
        expires_from: Some(today),
        expires_to: Some(until),
        ..list::Filter::default()
    };
    let href =
        format!("/certificates?standing=in_force&expires_from={today}&expires_to={until}&sort=expires");
    Ok(Way::counted(href, "work-expiring", list::count(tx, &filter)?.rows))
}
