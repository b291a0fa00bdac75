//! Accounts and appointments, for administrators.

use super::actions::{self, Disable, End, NewPerson, Reset};
use super::decide::{Appoint, Refusal};
use super::model::{Account, AccountEvent, Appointment, AppointmentEvent};
use super::{password, store, views};
use crate::dates::Day;
use crate::error::{Error, Result};
use crate::journal::{self, Line};
use crate::permissions::Role;
use crate::record;
use crate::web::{
    Button, Cell, Choice, Column, Field, Fields, Filter, Form, Moment, NamedAgency, Page, Pager, Reader,
    RecordPage, Register, Web, block, crumbs, empty, entry_line, facts, filters, head, hidden_fields,
    next_action, next_link, others, page_of, pager, record_page, register, role_name, see_done, timeline,
};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use std::collections::BTreeMap;

const SECTION: &str = "accounts";
const ROWS: usize = 80;
const COLUMNS: &[Column] = &[
    Column::new("accounts-login"),
    Column::new("accounts-name"),
    Column::new("accounts-second-factor").wide_only(),
    Column::new("accounts-state"),
];

/// All accounts by login.
pub(super) async fn list(web: Web) -> Result<Markup> {
    let (words, after) = (web.query.get("q").to_owned(), web.query.get("after").to_owned());
    let limit = i64::try_from(ROWS + 1).map_err(Error::failed)?;
    let like = crate::search::pattern(&words);
    let rows = web.ctx.read(move |tx| Ok(store::accounts_after(tx, &like, &after, limit)?)).await?;
    let (rows, more) = page_of(rows, ROWS);
    let next = more.then(|| web.link_with(&[("after", rows.last().map_or("", |row| &row.login))]));
    let table = Register {
        caption: web.t("accounts-title"),
        columns: COLUMNS,
        sort: String::new(),
        rows: rows.iter().map(|row| cells(&web, row)).collect(),
    };
    let open = Button::new("/accounts/new", web.t("accounts-open"));
    let shown = web.number(i64::try_from(rows.len()).unwrap_or(0));
    let main = html! {
        (head(&web.t("accounts-title"), &html! { (web.t("accounts-sentence")) }, &[open]))
        (filters(&web, &[Filter::search("q", "accounts-search")]))
        @if rows.is_empty() { (empty(&web.t("accounts-none"), &web.t("accounts-none-text"), None)) }
        @else { (register(&web, &table)) (pager(&web, &Pager { shown, previous: None, next })) }
    };
    Ok(web.page(Page { title: web.t("accounts-title"), section: SECTION, main, ..Page::default() }))
}

fn cells(web: &Web, row: &store::Listed) -> Vec<Cell> {
    let factor =
        if row.second_factor_commitment.is_some() { "accounts-has-factor" } else { "accounts-has-no-factor" };
    vec![
        Cell::Code(row.login.clone()),
        Cell::name(format!("/accounts/{}", row.id), &row.name),
        Cell::Text(web.t(factor)),
        Cell::Rich(views::account_state(web, row.disabled)),
    ]
}

fn role_choices(web: &Web) -> Vec<Choice> {
    Role::ALL.into_iter().map(|role| Choice::new(role.word(), role_name(web, role))).collect()
}

fn new_form(web: &Web) -> Form {
    Form::new(web.t("accounts-open"), web.t("accounts-open"))
        .section(SECTION)
        .crumb("/accounts", web.t("accounts-title"))
        .group("accounts-person")
        .field(Field::text("name", "accounts-name").required())
        .field(Field::login("login", "accounts-login").required().hint("accounts-login-hint"))
        .group("accounts-first-appointment")
        .field(
            Field::lookup("agency", "accounts-agency", Vec::new())
                .required()
                .hint("accounts-agency-hint")
                .search("/agencies/suggest"),
        )
        .field(Field::select("role", "accounts-role", role_choices(web)).required())
        .field(Field::day("from_on", "accounts-from").required())
        .value("from_on", web.today().vietnamese())
}

/// Asks for a new person.
pub(super) async fn open_form(web: Web) -> Result<Response> {
    new_form(&web).page(&web).await
}

/// Opens an account and shows its one-time password.
pub(super) async fn open(web: Web, fields: Fields) -> Result<Response> {
    new_form(&web)
        .answer(&web, &fields, async {
            let agency = find_agency(&web, fields.get("agency")).await?;
            let (login, name, role, from_on) = fields.read(|read| {
                refuse_unknown(read, agency.as_ref());
                let role = read.choice("role", Role::Reader, Role::of_word);
                (read.text("login"), read.text("name"), role, read.day("from_on"))
            })?;
            let one_time = password::one_time()?;
            let password_hash = password::hash_apart(one_time.clone()).await?;
            let agency = agency.ok_or(Error::NotFound)?;
            let person = NewPerson { login, name, password_hash, must_change: true, agency, role, from_on };
            let id = actions::open(&web.ctx, person).await?;
            show_one_time(&web, id, &one_time).await
        })
        .await
}

async fn show_one_time(web: &Web, id: i64, one_time: &str) -> Result<Response> {
    let account = web.ctx.read(move |tx| store::require_account(tx, id)).await?;
    Ok(views::one_time_password(web, &account, one_time).into_response())
}

async fn find_agency(web: &Web, code: &str) -> Result<Option<NamedAgency>> {
    let (find, code) = (web.app.find_agency, code.to_owned());
    if code.is_empty() { Ok(None) } else { web.ctx.read(move |tx| find(tx, &code)).await }
}

fn refuse_unknown(read: &mut Reader<'_>, agency: Option<&NamedAgency>) {
    let code = read.text("agency");
    if agency.is_none() && !code.is_empty() {
        read.refuse(Refusal::AgencyUnknown(code));
    }
}

/// What a record's page shows of an account.
struct Shown {
    account: Account,
    appointments: Vec<Appointment>,
    lines: Vec<Line>,
    names: BTreeMap<i64, String>,
}

async fn shown(web: &Web) -> Result<Shown> {
    let id: i64 = web.param("id")?;
    web.ctx
        .read(move |tx| {
            let account = store::require_account(tx, id)?;
            let appointments = store::appointments_of(tx, id)?;
            let lines = journal::of_subject(tx, id)?;
            let names = super::names_of(tx, lines.iter().map(|line| line.actor))?;
            Ok(Shown { account, appointments, lines, names })
        })
        .await
}

/// An account with its appointments and its journal.
pub(super) async fn record(web: Web) -> Result<Markup> {
    let shown = shown(&web).await?;
    let account = &shown.account;
    let here = format!("/accounts/{}", account.id);
    let factor = if account.second_factor_commitment.is_some() {
        "accounts-has-factor"
    } else {
        "accounts-has-no-factor"
    };
    let rows = [
        (web.t("accounts-login"), html! { span.code { (account.login) } }),
        (web.t("accounts-name"), html! { (account.name) }),
        (web.t("accounts-second-factor"), html! { (web.t(factor)) }),
        (
            web.t("accounts-password"),
            html! { @if account.must_change_password { (web.t("accounts-awaits-password")) } },
        ),
    ];
    let left = html! {
        (block(&web.t("accounts-facts"), &facts(&rows)))
        (block(&web.t("accounts-appointments"), &views::appointment_table(&web, &shown.appointments)))
        (block(&web.t("accounts-journal"), &timeline(&moments(&web, &shown)?)))
    };
    let appoint = next_link(&format!("{here}/appoint"), &web.t("accounts-appoint"));
    let page = RecordPage {
        crumbs: crumbs(&web, &[("/accounts".to_owned(), web.t("accounts-title"))]),
        title: account.name.clone(),
        line: html! { span.code { (account.login) } (views::account_state(&web, account.disabled)) },
        next: Some(next_action(&web, &web.t("accounts-appoint"), &web.t("accounts-appoint-why"), &appoint))
            .filter(|_| !account.disabled),
        left,
        beside: block(&web.t("accounts-other-acts"), &other_acts(&web, account, &here)),
        ..RecordPage::default()
    };
    Ok(web.page(Page {
        title: account.name.clone(),
        section: SECTION,
        main: record_page(&page),
        ..Page::default()
    }))
}

fn other_acts(web: &Web, account: &Account, here: &str) -> Markup {
    let mut acts = vec![(format!("{here}/reset-password"), web.t("accounts-reset"), String::new())];
    if !account.disabled {
        acts.push((format!("{here}/disable"), web.t("accounts-disable"), String::new()));
    }
    html! {
        (others(&acts))
        @if account.disabled {
            form method="post" action={ (here) "/enable" } {
                (hidden_fields(web, Some(account.revision)))
                button.button { (web.t("accounts-enable")) }
            }
        }
    }
}

fn moments(web: &Web, shown: &Shown) -> Result<Vec<Moment>> {
    let events = record::events::<Account>(&shown.lines)?;
    let told = events.iter().enumerate().rev().map(|(at, event)| {
        let (key, remark) = match event {
            AccountEvent::Opened { .. } => ("accounts-event-opened", ""),
            AccountEvent::Renamed { name } => ("accounts-event-renamed", name.as_str()),
            AccountEvent::PasswordSet { must_change: true, .. } => ("accounts-event-one-time", ""),
            AccountEvent::PasswordSet { .. } => ("accounts-event-password", ""),
            AccountEvent::SecondFactorSet { .. } => ("accounts-event-factor-set", ""),
            AccountEvent::SecondFactorCleared => ("accounts-event-factor-cleared", ""),
            AccountEvent::Disabled { reason } => ("accounts-event-disabled", reason.as_str()),
            AccountEvent::Enabled => ("accounts-event-enabled", ""),
        };
        moment(web, (at, &shown.lines, &shown.names), (key, remark))
    });
    Ok(told.collect())
}

fn moment(
    web: &Web,
    (at, lines, names): (usize, &[Line], &BTreeMap<i64, String>),
    (key, remark): (&str, &str),
) -> Moment {
    let line = &lines[at];
    let day = Day::of_instant(line.at);
    let name = names.get(&line.actor).map_or("", String::as_str);
    Moment {
        day: day.vietnamese(),
        iso: day.to_string(),
        what: html! { (web.t(key)) @if !remark.is_empty() { ": " (remark) } },
        by: entry_line(web, line.at, (name, at + 1)),
        now: at + 1 == lines.len(),
    }
}

fn account_form(web: &Web, account: &Account, (title, button): (&str, &str)) -> Form {
    Form::new(web.t(title), web.t(button))
        .section(SECTION)
        .crumb("/accounts", web.t("accounts-title"))
        .crumb(format!("/accounts/{}", account.id), &account.name)
}

async fn account_of(web: &Web) -> Result<Account> {
    let id: i64 = web.param("id")?;
    web.ctx.read(move |tx| store::require_account(tx, id)).await
}

fn appointing_form(web: &Web, account: &Account) -> Form {
    account_form(web, account, ("accounts-appoint", "accounts-appoint"))
        .field(
            Field::lookup("agency", "accounts-agency", Vec::new())
                .required()
                .hint("accounts-agency-hint")
                .search("/agencies/suggest"),
        )
        .field(Field::select("role", "accounts-role", role_choices(web)).required())
        .field(Field::day("from_on", "accounts-from").required())
        .field(Field::day("last_on", "accounts-last"))
        .field(Field::text("deputy_for", "accounts-deputy-for"))
        .value("from_on", web.today().vietnamese())
}

/// Asks for an appointment.
pub(super) async fn appoint_form(web: Web) -> Result<Response> {
    appointing_form(&web, &account_of(&web).await?).page(&web).await
}

/// Appoints a person.
pub(super) async fn appoint(web: Web, fields: Fields) -> Result<Response> {
    let account = account_of(&web).await?;
    appointing_form(&web, &account)
        .answer(&web, &fields, async {
            let agency = find_agency(&web, fields.get("agency")).await?;
            let (role, from_on, last_on, deputy_for) = fields.read(|read| {
                refuse_unknown(read, agency.as_ref());
                (
                    read.choice("role", Role::Reader, Role::of_word),
                    read.day("from_on"),
                    read.optional_day("last_on"),
                    read.optional_text("deputy_for"),
                )
            })?;
            let agency = agency.ok_or(Error::NotFound)?;
            let to_on = last_on.map(|last| last.plus_days(1));
            let command = Appoint {
                agency_id: agency.id,
                agency_name: agency.name,
                unit_id: None,
                role,
                from_on,
                to_on,
                deputy_for,
            };
            actions::appoint(&web.ctx, account.id, command).await?;
            Ok(see_done(&format!("/accounts/{}", account.id), "accounts-done-appointed"))
        })
        .await
}

fn resetting_form(web: &Web, account: &Account) -> Form {
    account_form(web, account, ("accounts-reset", "accounts-reset"))
        .intro(html! { p { (web.t("accounts-reset-text")) } })
        .revision(account.revision)
}

/// Asks whether to give a one-time password.
pub(super) async fn reset_form(web: Web) -> Result<Response> {
    resetting_form(&web, &account_of(&web).await?).page(&web).await
}

/// Gives a one-time password and shows it once.
pub(super) async fn reset(web: Web, fields: Fields) -> Result<Response> {
    let account = account_of(&web).await?;
    resetting_form(&web, &account)
        .answer(&web, &fields, async {
            let one_time = password::one_time()?;
            let hash = password::hash_apart(one_time.clone()).await?;
            let revision = fields.read(|read| read.revision())?;
            actions::reset(&web.app, &web.ctx, account.id, Reset { hash, revision }).await?;
            show_one_time(&web, account.id, &one_time).await
        })
        .await
}

fn disabling_form(web: &Web, account: &Account) -> Form {
    account_form(web, account, ("accounts-disable", "accounts-disable"))
        .field(Field::area("reason", "accounts-reason").required())
        .revision(account.revision)
}

/// Asks why signing in is switched off.
pub(super) async fn disable_form(web: Web) -> Result<Response> {
    disabling_form(&web, &account_of(&web).await?).page(&web).await
}

/// Switches signing in off.
pub(super) async fn disable(web: Web, fields: Fields) -> Result<Response> {
    let account = account_of(&web).await?;
    disabling_form(&web, &account)
        .answer(&web, &fields, async {
            let command =
                fields.read(|read| Disable { reason: read.text("reason"), revision: read.revision() })?;
            actions::disable(&web.app, &web.ctx, account.id, command).await?;
            Ok(see_done(&format!("/accounts/{}", account.id), "accounts-done-disabled"))
        })
        .await
}

/// Switches signing in on again.
pub(super) async fn enable(web: Web, fields: Fields) -> Result<Response> {
    let id: i64 = web.param("id")?;
    actions::enable(&web.ctx, id, fields.read(|read| read.revision())?).await?;
    Ok(see_done(&format!("/accounts/{id}"), "accounts-done-enabled"))
}

async fn appointment_of(web: &Web) -> Result<(Appointment, Account, Vec<Line>, BTreeMap<i64, String>)> {
    let id: i64 = web.param("id")?;
    web.ctx
        .read(move |tx| {
            let appointment = store::load_appointment(tx, id)?.ok_or(Error::NotFound)?;
            let account = store::require_account(tx, appointment.account_id)?;
            let lines = journal::of_subject(tx, id)?;
            let names = super::names_of(tx, lines.iter().map(|line| line.actor))?;
            Ok((appointment, account, lines, names))
        })
        .await
}

/// An appointment with its journal.
pub(super) async fn appointment(web: Web) -> Result<Markup> {
    let (appointment, account, lines, names) = appointment_of(&web).await?;
    let events = record::events::<Appointment>(&lines)?;
    let moments: Vec<Moment> = events
        .iter()
        .enumerate()
        .rev()
        .map(|(at, event)| match event {
            AppointmentEvent::Appointed { .. } => {
                moment(&web, (at, &lines, &names), ("accounts-event-appointed", ""))
            }
            AppointmentEvent::Ended { reason, .. } => {
                moment(&web, (at, &lines, &names), ("accounts-event-ended", reason))
            }
        })
        .collect();
    let rows = [
        (web.t("accounts-name"), html! { a href={ "/accounts/" (account.id) } { (account.name) } }),
        (web.t("accounts-agency"), html! { (appointment.agency_name) }),
        (web.t("accounts-role"), html! { (role_name(&web, appointment.role)) }),
        (web.t("accounts-period"), html! { (views::period(&web, &appointment)) }),
        (web.t("accounts-deputy-for"), html! { (appointment.deputy_for.as_deref().unwrap_or("")) }),
    ];
    let ends = appointment.to_on.is_none_or(|to_on| web.today() < to_on);
    let title = format!("{}: {}", account.name, role_name(&web, appointment.role));
    let page = RecordPage {
        crumbs: crumbs(
            &web,
            &[
                ("/accounts".to_owned(), web.t("accounts-title")),
                (format!("/accounts/{}", account.id), account.name.clone()),
            ],
        ),
        title: title.clone(),
        line: html! { (appointment.agency_name) },
        next: ends.then(|| {
            let link = next_link(&format!("/appointments/{}/end", appointment.id), &web.t("accounts-end"));
            next_action(&web, &web.t("accounts-end"), &web.t("accounts-end-why"), &link)
        }),
        left: html! {
            (block(&web.t("accounts-facts"), &facts(&rows)))
            (block(&web.t("accounts-journal"), &timeline(&moments)))
        },
        ..RecordPage::default()
    };
    Ok(web.page(Page { title, section: SECTION, main: record_page(&page), ..Page::default() }))
}

fn ending_form(web: &Web, appointment: &Appointment, account: &Account) -> Form {
    account_form(web, account, ("accounts-end", "accounts-end"))
        .intro(html! { p { (appointment.agency_name) " · " (role_name(web, appointment.role)) } })
        .field(Field::day("last_on", "accounts-last").required())
        .field(Field::area("reason", "accounts-reason").required())
        .value("last_on", web.today().vietnamese())
        .revision(appointment.revision)
}

/// Asks for the last day of an appointment.
pub(super) async fn end_form(web: Web) -> Result<Response> {
    let (appointment, account, ..) = appointment_of(&web).await?;
    ending_form(&web, &appointment, &account).page(&web).await
}

/// Ends an appointment.
pub(super) async fn end(web: Web, fields: Fields) -> Result<Response> {
    let (appointment, account, ..) = appointment_of(&web).await?;
    ending_form(&web, &appointment, &account)
        .answer(&web, &fields, async {
            let command = fields.read(|read| End {
                last_on: read.day("last_on"),
                reason: read.text("reason"),
                revision: read.revision(),
            })?;
            actions::end_appointment(&web.app, &web.ctx, appointment.id, command).await?;
            Ok(see_done(&format!("/accounts/{}", account.id), "accounts-done-ended"))
        })
        .await
}
