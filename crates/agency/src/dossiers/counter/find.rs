//! The counter's first page: find the procedure by typing, and see what was received today.

use super::super::actions::RECEIVE;
use super::super::model::Status;
use super::super::store as dossiers;
use super::day_off::{day_off, told_day_off};
use super::receive::same_person;
use super::{SECTION, store};
use crate::services::{self, Offer};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use platform::clock::local_parts;
use platform::search::fold;
use platform::web::{
    Button, Choice, Icon, Page, Tone, Web, empty, head, icon, joined, link, notice, see_other, state,
    suggestions,
};
use platform::{Result, Scope, Tx};
use registers::admin_procedures;
use registers::people::own_agency;
use std::collections::BTreeMap;

/// So many procedures are suggested while typing.
const SUGGESTED: usize = 20;
/// So many procedures are listed.
const LISTED: usize = 60;
/// So many receipts of today are shown.
const RECEIPTS: i64 = 12;

/// A receipt of today.
struct Receipt {
    dossier_id: i64,
    href: String,
    code: String,
    at: i64,
    due_at: Option<i64>,
    status: i64,
    name: String,
    procedure: String,
}

/// What the page shows.
struct Counter {
    offers: Vec<Offer>,
    /// The sectors of their procedures, by procedure; empty where too many are offered to be listed.
    sectors: BTreeMap<i64, String>,
    receipts: Vec<Receipt>,
    same: Option<(i64, String)>,
    /// Why the office is closed today, in the words of the calendar; empty on an ordinary day of rest.
    day_off: Option<String>,
    /// How many dossiers that were received for other agencies have their result to be returned here.
    to_return: i64,
}

pub(super) async fn page(web: Web) -> Result<Response> {
    let desk = own_agency(&web.ctx)?;
    web.ctx.may(&RECEIVE, &Scope::owned_by(desk.id))?;
    let (same, language) = (web.query.number("same"), web.language());
    let counter = web
        .ctx
        .read(move |tx| {
            let offers = services::offered_at(tx, desk.id)?;
            let same = match same {
                Some(id) => same_person(tx, (desk.id, id))?.map(|person| (id, person.name)),
                None => None,
            };
            let settled = store::received_for_others_of(tx, desk.id, Status::Settled.number())?;
            Ok(Counter {
                receipts: receipts(tx, (desk.id, &offers))?,
                sectors: sectors(tx, &offers)?,
                offers,
                same,
                day_off: day_off(tx, (desk.id, language))?,
                to_return: settled.first().map_or(0, |row| row.n),
            })
        })
        .await?;
    let typed = web.query.get("q");
    let found = found(&counter.offers, typed);
    if let Some(offer) = meant(&counter.offers, typed) {
        return Ok(see_other(&receive_address(&web, offer)));
    }
    Ok(draw(&web, &counter, &found).into_response())
}

/// Suggestions while typing.
pub(super) async fn suggest(web: Web) -> Result<Response> {
    let desk = own_agency(&web.ctx)?;
    web.ctx.may(&RECEIVE, &Scope::owned_by(desk.id))?;
    let desk_id = desk.id;
    let offers = web.ctx.read(move |tx| services::offered_at(tx, desk_id)).await?;
    let choice = |offer: &&Offer| {
        let agency = if offer.agency_id == desk_id { "" } else { offer.agency_name.as_str() };
        Choice::new(written(&offers, offer), joined(&[&offer.procedure_name, &agency]))
    };
    let choices: Vec<Choice> =
        found(&offers, web.query.get("q")).iter().take(SUGGESTED).map(choice).collect();
    suggestions(&choices)
}

/// The one offer that is meant: it is written so, bears that name alone, or is all that was found.
fn meant<'o>(offers: &'o [Offer], typed: &str) -> Option<&'o Offer> {
    let text = fold(typed);
    if text.is_empty() {
        return None;
    }
    let of_name = |offer: &&Offer| fold(&offer.procedure_name) == text;
    let mut named = offers.iter().filter(of_name);
    let only_named = named.next().filter(|_| named.next().is_none());
    let found = found(offers, typed);
    let only = found.first().copied().filter(|_| found.len() == 1);
    offers.iter().find(|offer| fold(&written(offers, offer)) == text).or(only_named).or(only)
}

/// What is typed to mean one offer: the code by which the procedure is known, with the agency where several handle
/// it. A national code may stand for several of our procedures; then it is our own code.
fn written(offers: &[Offer], offer: &Offer) -> String {
    let same_code = |other: &&Offer| other.known_code == offer.known_code;
    let is_of_one = offers.iter().filter(same_code).all(|other| other.procedure_id == offer.procedure_id);
    let code = if is_of_one { &offer.known_code } else { &offer.procedure_code };
    let several = offers.iter().filter(|other| other.procedure_id == offer.procedure_id).count() > 1;
    if several { format!("{code} - {}", offer.agency_name) } else { code.clone() }
}

/// The offers in which every word typed stands, the best first.
fn found<'o>(offers: &'o [Offer], typed: &str) -> Vec<&'o Offer> {
    let text = fold(typed);
    let words: Vec<&str> = text.split(' ').filter(|word| !word.is_empty()).collect();
    let holds = |offer: &&Offer| {
        let agency = fold(&offer.agency_name);
        words.iter().all(|word| offer.folded.contains(word) || agency.contains(word))
    };
    let mut found: Vec<&Offer> = offers.iter().filter(holds).collect();
    found.sort_by_cached_key(|offer| {
        let name = fold(&offer.procedure_name);
        let rank = match (name.starts_with(&text), name.contains(&text)) {
            _ if fold(&offer.procedure_code) == text || fold(&offer.known_code) == text => 0,
            (true, _) => 1,
            (_, true) => 2,
            _ => 3,
        };
        // The more of a name was typed, the more likely it is meant: the shorter of two is.
        let length = if text.is_empty() { 0 } else { name.chars().count() };
        (rank, length, name)
    });
    found
}

/// The sector (lĩnh vực) of each procedure on offer, where all of them are listed.
fn sectors(tx: &mut Tx<'_>, offers: &[Offer]) -> Result<BTreeMap<i64, String>> {
    let mut sectors = BTreeMap::new();
    if offers.len() <= LISTED {
        for offer in offers {
            sectors.insert(
                offer.procedure_id,
                admin_procedures::current(tx, offer.procedure_id)?.sector.clone(),
            );
        }
    }
    Ok(sectors)
}

fn receipts(tx: &mut Tx<'_>, (desk_id, offers): (i64, &[Offer])) -> Result<Vec<Receipt>> {
    let since_at = tx.today().starts_at();
    let mut names: BTreeMap<i64, String> =
        offers.iter().map(|offer| (offer.procedure_id, offer.procedure_name.clone())).collect();
    let mut receipts = Vec::new();
    for row in store::received(tx, desk_id, since_at, RECEIPTS)? {
        receipts.push(Receipt {
            dossier_id: row.id,
            href: format!("/dossiers/{}", row.id),
            code: row.code,
            at: row.received_at,
            due_at: row.due_at,
            status: row.status,
            name: row.name.unwrap_or_default(),
            procedure: procedure_name(tx, (row.procedure_id, &mut names))?,
        });
    }
    for row in store::received_for_others(tx, desk_id, since_at, RECEIPTS)? {
        receipts.push(Receipt {
            dossier_id: row.dossier_id,
            href: format!("/receptions/{}", row.id),
            code: row.code,
            at: row.received_at,
            due_at: row.due_at,
            status: row.status,
            name: String::new(),
            procedure: procedure_name(tx, (row.procedure_id, &mut names))?,
        });
    }
    receipts.sort_by_key(|receipt| std::cmp::Reverse((receipt.at, receipt.dossier_id)));
    receipts.truncate(usize::try_from(RECEIPTS).unwrap_or(usize::MAX));
    Ok(receipts)
}

/// The name of a procedure; one that was switched off since is looked up once.
///
/// # Errors
/// When the database fails.
pub(super) fn procedure_name(
    tx: &mut Tx<'_>,
    (id, names): (i64, &mut BTreeMap<i64, String>),
) -> Result<String> {
    if let Some(known) = names.get(&id) {
        return Ok(known.clone());
    }
    let name = admin_procedures::current(tx, id)?.name.clone();
    names.insert(id, name.clone());
    Ok(name)
}

fn receive_address(web: &Web, offer: &Offer) -> String {
    let service = offer.service_id.to_string();
    link("/counter/receive", &[("service", &service), ("same", web.query.get("same"))])
}

fn draw(web: &Web, counter: &Counter, found: &[&Offer]) -> Markup {
    let buttons = [Button::new("/counter/same-day", web.t("counter-same-day"))];
    let main = html! {
        div.desk.desk-list {
            div {
                (head(&web.t("counter-title"), &html! { (web.t("counter-sentence")) }, &buttons))
                (told_today(web, counter))
                div.counter-find {
                    @if let Some((_, name)) = &counter.same {
                        (notice(Tone::Soon, &html! { p {
                            (web.t_with("counter-same-person", &[("name", name)])) " "
                            a href="/counter" { (web.t("counter-other-person")) }
                        } }))
                    }
                    (search_form(web))
                }
                (offer_list(web, counter, found))
            }
            aside.side aria-labelledby="today" { div.sticky.pad.stack { (receipt_list(web, &counter.receipts)) } }
        }
    };
    web.page(Page { title: web.t("counter-title"), section: SECTION, main, ..Page::default() })
}

/// What whoever comes to the counter should know first: that the office is closed, and what waits to be returned.
fn told_today(web: &Web, counter: &Counter) -> Markup {
    html! {
        @if counter.day_off.is_some() || counter.to_return > 0 {
            div.pad.stack {
                (told_day_off(web, counter.day_off.as_deref()))
                @if counter.to_return > 0 {
                    (notice(Tone::Live, &html! {
                        p { a href={ "/receptions?status=" (Status::Settled.number()) } {
                            (web.t_with("counter-to-return", &[("count", &web.number(counter.to_return))]))
                        } }
                    }))
                }
            }
        }
    }
}

fn search_form(web: &Web) -> Markup {
    html! {
        form action="/counter" role="search" aria-label=(web.t("counter-find")) {
            @if let Some(same) = web.query.some("same") { input type="hidden" name="same" value=(same); }
            div.field {
                label for="procedure" { (web.t("counter-find")) }
                span.hint id="procedure-hint" { (web.t("counter-find-hint")) }
                input.full id="procedure" name="q" value=(web.query.get("q")) list="procedure-list" autocomplete="off"
                    autofocus aria-describedby="procedure-hint" data-search="/counter/suggest" data-go
                    data-nothing=(web.t("counter-none-found"));
                datalist id="procedure-list" {}
            }
            p { button.button.first { (web.t("counter-go")) } }
        }
    }
}

fn offer_list(web: &Web, counter: &Counter, found: &[&Offer]) -> Markup {
    if counter.offers.is_empty() {
        let button = Button::new("/services", web.t("counter-to-services"));
        return empty(&web.t("counter-none"), &web.t("counter-none-what-to-do"), Some(&button));
    }
    if found.is_empty() {
        return empty(&web.t("counter-none-found"), &web.t("counter-none-found-what-to-do"), None);
    }
    let names: Vec<&str> = counter.offers.iter().map(|offer| offer.agency_name.as_str()).collect();
    let several = names.iter().any(|name| Some(name) != names.first());
    let row = |offer: &Offer| {
        html! {
            div.task {
                div.left { span.code { (offer.known_code) } }
                div.what {
                    a href=(receive_address(web, offer)) { (offer.procedure_name) }
                    @if several { span.meta { (offer.agency_name) } }
                    @if offer.closed_unit.is_some() {
                        (state(Tone::Late, Icon::Warning, &web.t("counter-unit-closed")))
                    }
                }
            }
        }
    };
    html! {
        div.offers {
            h2.hidden-text { (web.t("counter-offers")) }
            @for (sector, offers) in by_sector(web, counter, found) {
                @if !sector.is_empty() { h3.group { b { (sector) } } }
                @for offer in offers { (row(offer)) }
            }
        }
        @if found.len() > LISTED {
            p.pad.quiet { (web.t_with("counter-more", &[("count", &web.number((found.len() - LISTED) as i64))])) }
        }
    }
}

/// What is listed, by sector. What was found by typing stays in its order, the best first.
fn by_sector<'o>(web: &Web, counter: &'o Counter, found: &[&'o Offer]) -> Vec<(&'o str, Vec<&'o Offer>)> {
    let is_whole = web.query.some("q").is_none();
    let mut groups: BTreeMap<String, (&str, Vec<&Offer>)> = BTreeMap::new();
    for offer in found.iter().take(LISTED) {
        let sector = counter.sectors.get(&offer.procedure_id).filter(|_| is_whole);
        let sector = sector.map_or("", String::as_str);
        groups.entry(fold(sector)).or_insert_with(|| (sector, Vec::new())).1.push(offer);
    }
    groups.into_values().collect()
}

fn receipt_list(web: &Web, receipts: &[Receipt]) -> Markup {
    html! {
        h2 id="today" { (web.t("counter-today")) }
        @if receipts.is_empty() { p.quiet { (web.t("counter-today-none")) } }
        ul.receipts {
            @for receipt in receipts {
                li {
                    span { time { (clock(receipt.at)) } " " a.code href=(receipt.href) { (receipt.code) } }
                    span { (joined(&[&receipt.name, &receipt.procedure])) }
                    span.small {
                        span.quiet { (status_name(web, receipt.status)) }
                        @if let Some(due_at) = receipt.due_at {
                            " " a.due href={ (receipt.href) "/due" } { (due_words(web, due_at)) }
                        }
                        @if receipt.status != Status::NotAccepted.number() {
                            " " a href={ (receipt.href) "/slips/01.pdf" } { (web.t("counter-slip")) }
                        }
                        @if receipt.status == Status::NotAccepted.number() {
                            " " a href={ "/counter/receive?same=" (receipt.dossier_id) } { (web.t("counter-same-again")) }
                        }
                        " " a href={ "/counter?same=" (receipt.dossier_id) } { (web.t("counter-same")) }
                    }
                }
            }
        }
    }
}

/// `hẹn 17:00 25/11/2026`.
fn due_words(web: &Web, due_at: i64) -> String {
    let (day, time) = local_parts(due_at);
    web.t_with("counter-due", &[("time", &time), ("day", &day.vietnamese())])
}

/// The time of day of an instant: `14:30`.
pub(super) fn clock(at: i64) -> String {
    local_parts(at).1
}

/// The national name of a stored status.
pub(super) fn status_name(web: &Web, number: i64) -> String {
    dossiers::status_of(number).map(|status| web.t(status.key())).unwrap_or_default()
}

/// What the counter does next with what it has just received: the receipt, and another dossier of the same
/// person. Empty on a page that was opened otherwise. `href` is the page of the dossier or reception.
pub fn received_offer(web: &Web, (href, dossier_id): (&str, i64)) -> Markup {
    let slip = match web.query.get("done") {
        "counter-done-received" | "counter-done-repeated" => "01",
        "counter-done-guided" => "02",
        "counter-done-refused" => "03",
        "counter-done-reprinted" => return reprinted(web, href),
        _ => return html! {},
    };
    html! {
        section.notice.offer {
            (icon(Icon::Document))
            p.offered {
                a.button.first href={ (href) "/slips/" (slip) ".pdf" } autofocus {
                    (web.t_with("counter-print", &[("form", slip)]))
                }
                @if slip != "01" {
                    a href={ "/counter/receive?same=" (dossier_id) } { (web.t("counter-again-next")) }
                }
                a href={ "/counter?same=" (dossier_id) } { (web.t("counter-same-next")) }
                a href="/counter" accesskey="n" { (web.t("counter-next")) }
            }
        }
    }
}

/// The number of the form that may be printed again, once the reason is written.
pub(super) fn to_print_again(web: &Web) -> Option<&str> {
    web.query.some("print").filter(|slip| matches!(slip.as_bytes(), [b'0', b'1'..=b'9']))
}

fn reprinted(web: &Web, href: &str) -> Markup {
    let Some(slip) = to_print_again(web) else { return html! {} };
    html! {
        section.notice.offer {
            (icon(Icon::Document))
            p.offered {
                a.button.first href={ (href) "/slips/" (slip) ".pdf" } autofocus {
                    (web.t_with("counter-print", &[("form", slip)]))
                }
                a href="/counter" accesskey="n" { (web.t("counter-next")) }
            }
        }
    }
}
