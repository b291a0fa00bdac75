//! The record of one certificate.

use super::actions::{ACT, CORRECT, GRANT};
use super::heirs::{self, Bearer};
use super::history::{self, History};
use super::list::{self, Cursor, Filter, Line, Sort};
use super::model::{ActKind, Certificate, Standing};
use super::views::{self, Standings};
use super::{regulation, store};
use crate::bodies;
use maud::{Markup, html};
use platform::web::{
    Near, NearRow, Page, RecordPage, Web, block, crumbs, facts, next_action, next_link, others, record_page,
    timeline,
};
use platform::{Day, Error, Result, Scope, Tx};

/// From how many days before the end of its term a certificate is due for renewal.
const RENEW_DAYS: i64 = 90;
/// How many neighbours stand before and behind a record in the list beside it.
const NEIGHBOURS: i64 = 7;

/// Everything a record's page shows.
struct Found {
    certificate: Certificate,
    bearer: Bearer,
    issuer: String,
    others: Vec<Certificate>,
    body: Option<(i64, String)>,
    history: History,
    near: Vec<Line>,
}

/// The record of a certificate, for everybody to read.
pub async fn record(web: Web) -> Result<Markup> {
    let id: i64 = web.param("id")?;
    let (filter, sort) = (Filter::of(&web.query)?, Sort::of_word(web.query.get("sort")));
    let listed = web.session.is_some().then_some((filter, sort));
    let near_on = listed.as_ref().and_then(|(filter, _)| filter.as_of).unwrap_or_else(|| web.today());
    let found = web.ctx.read(move |tx| find(tx, id, listed.as_ref())).await?;
    let title = format!("{}, {}", found.certificate.content.number, found.bearer.name);
    let shown = Shown { web: &web, found: &found, today: web.today() };
    let page = RecordPage {
        near: shown.near(near_on),
        crumbs: crumbs(&web, &[(list::list_link(&list::query_kept(&web)), web.t("certificates-title"))]),
        title: found.bearer.name.clone(),
        line: shown.line(),
        next: shown.next(),
        left: html! {
            (block(&web.t("certificates-content"), &shown.facts()))
            (block(&web.t("certificates-history"), &shown.history()))
        },
        beside: html! { (shown.other_acts()) (shown.related()) },
        ..RecordPage::default()
    };
    Ok(web.page(Page { title, section: "certificates", main: record_page(&page), ..Page::default() }))
}

/// Reads a record with its neighbours in the list one came from, where that list is shown.
fn find(tx: &mut Tx<'_>, id: i64, listed: Option<&(Filter, Sort)>) -> Result<Found> {
    let certificate = store::load(tx, id)?.ok_or(Error::NotFound)?;
    let content = &certificate.content;
    let today = tx.today();
    let bearer = heirs::bearer(tx, content.agency_id, (content.issued.counts_from(), today))?;
    let issuer = heirs::issuer_name(tx, &content.issued_by, content.issued.counts_from())?;
    let mut others = store::all_of_agency(tx, content.agency_id)?;
    others.retain(|other| other.id != id);
    let body = match &content.certification_body_code {
        Some(code) => bodies::by_code(tx, code)?.map(|body| (body.id, body.content.name)),
        None => None,
    };
    let near = match listed {
        Some(listed) => neighbours(tx, (&certificate, &bearer), listed)?,
        None => Vec::new(),
    };
    let history = history::read(tx, id)?;
    Ok(Found { certificate, bearer, issuer, others, body, history, near })
}

/// The row itself stands in its list only if it passes the filters; it is drawn all the same.
fn neighbours(
    tx: &mut Tx<'_>,
    (certificate, bearer): (&Certificate, &Bearer),
    (filter, sort): &(Filter, Sort),
) -> Result<Vec<Line>> {
    let mut near = list::rows(tx, filter, (*sort, Cursor::Before(certificate.id)), NEIGHBOURS)?;
    near.push(own_line(certificate, bearer, filter.as_of.unwrap_or_else(|| tx.today())));
    near.extend(list::rows(tx, filter, (*sort, Cursor::After(certificate.id)), NEIGHBOURS)?);
    Ok(near)
}

fn own_line(certificate: &Certificate, bearer: &Bearer, day: Day) -> Line {
    let content = &certificate.content;
    Line {
        id: certificate.id,
        number: content.number.clone(),
        agency_id: content.agency_id,
        agency_code: bearer.agency.code.clone(),
        agency_name: bearer.agency.name().to_owned(),
        kind: content.kind.word().to_owned(),
        standard: content.standard.clone(),
        issued_by: content.issued_by.clone(),
        issued_written: content.issued.text(),
        expires_written: content.expires.map(|date| date.text()).unwrap_or_default(),
        expires_on: certificate.expires_on(),
        standing: certificate.standing_on(day).word().to_owned(),
    }
}

/// A record about to be drawn.
struct Shown<'a> {
    web: &'a Web,
    found: &'a Found,
    today: Day,
}

impl Shown<'_> {
    fn certificate(&self) -> &Certificate {
        &self.found.certificate
    }

    fn scope(&self) -> Scope {
        Scope::owned_by(self.certificate().owner_agency_id)
    }

    fn standing(&self) -> Standing {
        self.certificate().standing_on(self.today)
    }

    fn path(&self, act: &str) -> String {
        format!("/certificates/{}/{act}", self.certificate().id)
    }

    fn near(&self, on: Day) -> Option<Near> {
        if self.found.near.is_empty() {
            return None;
        }
        let query = list::query_kept(self.web);
        let (standings, suffix) =
            (Standings::of(self.web), if query.is_empty() { String::new() } else { format!("?{query}") });
        let rows = self.found.near.iter().map(|line| NearRow {
            href: format!("/certificates/{}{suffix}", line.id),
            name: line.agency_name.clone(),
            state: standings.tag(
                Standing::of_word(&line.standing).unwrap_or(Standing::NotYet),
                line.expires_on,
                on,
            ),
            aside: html! { span.code { (line.number) } },
            current: line.id == self.certificate().id,
        });
        Some(Near {
            title: self.web.t("certificates-title"),
            href: list::list_link(&query),
            rows: rows.collect(),
        })
    }

    fn line(&self) -> Markup {
        let (web, content) = (self.web, &self.certificate().content);
        let standings = Standings::of(web);
        html! {
            span.code { (web.t_with("certificates-numbered", &[("number", &content.number)])) }
            (standings.tag(self.standing(), self.certificate().expires_on(), self.today))
            span.quiet { (web.t_with("certificates-as-of", &[("day", &self.today.vietnamese())])) }
        }
    }

    fn days_left(&self) -> Option<i64> {
        self.certificate().expires_on().map(|on| on.days_since(self.today))
    }

    /// The law of today still lets certificates be granted.
    fn grants_go_on(&self) -> bool {
        regulation::forbidden_from().is_none_or(|(from_on, _)| self.today < from_on)
    }

    fn may_renew(&self) -> bool {
        let issued = |certificate: &Certificate| certificate.content.issued.counts_from();
        let is_last = self.found.others.iter().all(|other| issued(other) <= issued(self.certificate()));
        let living = !matches!(self.standing(), Standing::Annulled | Standing::NotYet);
        self.web.ctx.could(&GRANT) && self.grants_go_on() && is_last && living
    }

    fn next(&self) -> Option<Markup> {
        let web = self.web;
        let may_act = web.can(&ACT, &self.scope());
        let act = |key: &str, why: &str, act: &str| {
            next_action(web, &web.t(key), why, &next_link(&self.path(act), &web.t(key)))
        };
        match self.standing() {
            Standing::Suspended if may_act => {
                Some(act("certificates-resume", &web.t("certificates-resume-why"), "resume"))
            }
            Standing::InForce
                if self.may_renew() && self.days_left().is_some_and(|left| left <= RENEW_DAYS) =>
            {
                let left = self.days_left().unwrap_or(0).to_string();
                Some(act(
                    "certificates-renew",
                    &web.t_with("certificates-renew-soon-why", &[("days", &left)]),
                    "renew",
                ))
            }
            Standing::Expired if self.may_renew() => {
                Some(act("certificates-renew", &web.t("certificates-renew-expired-why"), "renew"))
            }
            _ => None,
        }
    }

    fn facts(&self) -> Markup {
        let (web, content) = (self.web, &self.certificate().content);
        let text = |text: &str| html! { @if !text.is_empty() { (text) } };
        facts(&[
            (web.t("certificates-agency"), bearer_words(web, &self.found.bearer)),
            (web.t("certificates-scope"), text(&content.scope)),
            (web.t("certificates-standard"), text(&content.standard)),
            (web.t("certificates-kind"), text(&web.t(history::kind_key(content.kind)))),
            (web.t("certificates-term"), html! { (term(web, self.certificate())) }),
            (web.t("certificates-issued-by"), text(&self.found.issuer)),
            (web.t("certificates-body"), self.body()),
            (web.t("certificates-renews"), self.renews()),
            (
                web.t("certificates-check"),
                html! { a href=(views::verify_path(&content.number)) { (web.t("certificates-public-page")) } },
            ),
        ])
    }

    fn body(&self) -> Markup {
        match (&self.found.body, &self.certificate().content.certification_body_code) {
            (Some((id, name)), _) => html! { a href={ "/bodies/" (id) } { (name) } },
            (None, Some(code)) => html! { (code) },
            (None, None) => html! {},
        }
    }

    fn renews(&self) -> Markup {
        let Some(renews_id) = self.certificate().content.renews_id else { return html! {} };
        let renewed = self.found.others.iter().find(|other| other.id == renews_id);
        let number = renewed
            .map_or_else(|| self.web.t("certificates-earlier-one"), |other| other.content.number.clone());
        html! { a href={ "/certificates/" (renews_id) } { (number) } }
    }

    fn history(&self) -> Markup {
        let may_correct = self.web.can(&CORRECT, &self.scope());
        let correct = |position: usize| may_correct.then(|| self.path(&format!("acts/{position}/correct")));
        timeline(&history::moments(self.web, self.certificate(), &self.found.history, correct))
    }

    fn other_acts(&self) -> Markup {
        let web = self.web;
        let mut rows: Vec<(String, String, String)> = Vec::new();
        let mut add = |act: &str, key: &str| rows.push((self.path(act), web.t(key), String::new()));
        if web.can(&ACT, &self.scope()) {
            let was_suspended = self.certificate().acts.iter().any(|act| act.kind == ActKind::Suspended);
            let (withdrawn, annulled) =
                (self.standing() == Standing::Withdrawn, self.standing() == Standing::Annulled);
            if !withdrawn && !annulled {
                add("suspend", "certificates-suspend");
            }
            if was_suspended && !withdrawn && !annulled {
                add("resume", "certificates-resume");
            }
            if !withdrawn && !annulled {
                add("withdraw", "certificates-withdraw");
            }
            if !annulled {
                add("annul", "certificates-annul");
            }
        }
        if self.may_renew() {
            add("renew", "certificates-renew");
        }
        if web.can(&CORRECT, &self.scope()) {
            add("correct", "certificates-correct");
        }
        if rows.is_empty() {
            html! {}
        } else {
            block(&web.t("certificates-other-acts"), &others(&rows))
        }
    }

    fn related(&self) -> Markup {
        let (web, standings) = (self.web, Standings::of(self.web));
        let mut rows: Vec<(String, String, String)> = Vec::new();
        for other in &self.found.others {
            let standing = standings.word(other.standing_on(self.today));
            let issued = views::date(web, other.content.issued);
            let remark = web.t_with("certificates-other-remark", &[("day", &issued), ("standing", standing)]);
            rows.push((format!("/certificates/{}", other.id), other.content.number.clone(), remark));
        }
        let agency = &self.found.bearer.agency;
        rows.push((format!("/agencies/{}", agency.id), self.found.bearer.name.clone(), agency.code.clone()));
        if let Some((id, name)) = &self.found.body {
            rows.push((format!("/bodies/{id}"), name.clone(), String::new()));
        }
        rows.push((
            views::verify_path(&self.certificate().content.number),
            web.t("certificates-public-page"),
            String::new(),
        ));
        block(&web.t("certificates-related"), &others(&rows))
    }
}

/// The agency as it was, and what it is today.
fn bearer_words(web: &Web, bearer: &Bearer) -> Markup {
    html! {
        a href={ "/agencies/" (bearer.agency.id) } { (bearer.name) }
        (bearer_today(web, bearer, true))
    }
}

/// What has become of an agency, where it is not what it was; with links for those who look records up.
pub fn bearer_today(web: &Web, bearer: &Bearer, linked: bool) -> Markup {
    html! {
        @if let Some(name) = &bearer.renamed { span.quiet { " " (web.t_with("certificates-agency-now", &[("name", name)])) } }
        @if let Some(ended_on) = bearer.ended_on {
            span.quiet { " " (web.t_with("certificates-agency-ended", &[("day", &ended_on.vietnamese())])) }
        }
        @if !bearer.heirs.is_empty() {
            br;
            span.quiet { (web.t("certificates-agency-heirs")) " " }
            @for (at, heir) in bearer.heirs.iter().enumerate() {
                @if at > 0 { "; " }
                @if linked { a href={ "/agencies/" (heir.id) } { (heir.name) } } @else { (heir.name) }
                @if let Some(from_on) = heir.from_on {
                    span.quiet { " " (web.t_with("certificates-agency-heir-since", &[("day", &from_on.vietnamese())])) }
                }
            }
        }
    }
}

/// From when to when it is valid.
pub fn term(web: &Web, certificate: &Certificate) -> String {
    let from = views::date(web, certificate.content.issued);
    match certificate.content.expires {
        Some(expires) => {
            web.t_with("certificates-term-between", &[("from", &from), ("to", &views::date(web, expires))])
        }
        None => web.t_with("certificates-term-open", &[("from", &from)]),
    }
}
