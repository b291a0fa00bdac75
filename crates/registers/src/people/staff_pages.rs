//! Pages of the people who work for an agency.

use super::actions;
use super::decide::ROLES_HERE;
use super::enter::{self, NewStaff};
use super::pages::{OFFICE, Office, office, read_id, seen_agency};
use super::{uses, views};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use platform::accounts::actions::End;
use platform::accounts::{Account, Appointment, password};
use platform::web::{
    Choice, Export, Field, Fields, Form, Tone, Web, json, notice, role_name, see_done, see_other,
};
use platform::{Error, Result, Role, search};
use serde::Serialize;

/// The people that the filters of the address leave, of the agency of this person.
async fn found(web: &Web) -> Result<Office> {
    let mut office = office(web).await?;
    let words = search::fold(web.query.get("q"));
    let role = web.query.choice("role", Role::of_word)?;
    let unit = web.query.number("unit");
    office.staff.retain(|staff| {
        let text = search::fold(&format!("{} {}", staff.name, staff.login));
        text.contains(&words)
            && role.is_none_or(|role| staff.role == role)
            && unit.is_none_or(|unit| staff.unit_id == Some(unit))
    });
    Ok(office)
}

pub(super) async fn list(web: Web) -> Result<Markup> {
    Ok(views::staff(&web, &found(&web).await?))
}

pub(super) async fn spreadsheet(web: Web) -> Result<Response> {
    let office = found(&web).await?;
    let row = |staff: &super::Staff| {
        vec![
            office.unit_name(staff.unit_id).to_owned(),
            staff.name.clone(),
            staff.login.clone(),
            role_name(&web, staff.role),
            staff.from_on.vietnamese(),
        ]
    };
    let export = Export {
        title: web.t("people-staff"),
        notes: Vec::new(),
        columns: &[
            ("people-unit", 34.0),
            ("people-name", 28.0),
            ("people-login", 20.0),
            ("people-role", 30.0),
            ("people-from-on", 14.0),
        ],
        rows: office.staff.iter().map(row).collect(),
    };
    web.export(export, "nhan-su.xlsx").await
}

/// One person in one role as JSON tells it.
#[derive(Serialize)]
struct StaffJson {
    account_id: String,
    login: String,
    name: String,
    role: &'static str,
    unit_id: Option<String>,
    from_on: String,
}

pub(super) async fn staff_json(web: Web) -> Result<Response> {
    let office = found(&web).await?;
    let told = office.staff.iter().map(|staff| StaffJson {
        account_id: staff.account_id.to_string(),
        login: staff.login.clone(),
        name: staff.name.clone(),
        role: staff.role.word(),
        unit_id: staff.unit_id.map(|id| id.to_string()),
        from_on: staff.from_on.to_string(),
    });
    json(&told.collect::<Vec<_>>())
}

/// The person of the address, if that one has ever worked for the agency of this one.
async fn person_of(web: &Web) -> Result<(Account, Vec<Appointment>)> {
    let (agency_id, id) = (seen_agency(web)?, web.param("id")?);
    web.ctx.read(move |tx| enter::person(tx, agency_id, id)).await
}

pub(super) async fn show(web: Web) -> Result<Markup> {
    let (account, appointments) = person_of(&web).await?;
    Ok(views::person(&web, (&account, &appointments), &office(&web).await?))
}

fn form(web: &Web, (title, button): (&str, &str)) -> Form {
    Form::new(web.t(title), web.t(button)).section(OFFICE).crumb("/staff", web.t("people-staff"))
}

fn of_person(web: &Web, account: &Account, words: (&str, &str)) -> Form {
    form(web, words).crumb(format!("/staff/{}", account.id), &account.name)
}

fn role_choices(web: &Web) -> Vec<Choice> {
    ROLES_HERE.into_iter().map(|role| Choice::new(role.word(), role_name(web, role))).collect()
}

fn with_post(form: Form, web: &Web, office: &Office) -> Form {
    form.field(Field::select("role", "people-role", role_choices(web)).required()).field(Field::select(
        "unit",
        "people-unit",
        office.unit_choices(web),
    ))
}

fn opening_form(web: &Web, office: &Office) -> Form {
    let form = form(web, ("people-open-staff-title", "people-open-staff"))
        .field(Field::text("name", "people-name").required())
        .field(Field::login("login", "people-login").required().hint("people-login-hint"));
    with_post(form, web, office)
}

pub(super) async fn open_form(web: Web) -> Result<Response> {
    opening_form(&web, &office(&web).await?).page(&web).await
}

/// Opens an account and shows its password once.
pub(super) async fn open(web: Web, fields: Fields) -> Result<Response> {
    let office = office(&web).await?;
    opening_form(&web, &office)
        .answer(&web, &fields, async {
            let mut new = fields.read(|read| NewStaff {
                login: read.text("login"),
                name: read.text("name"),
                password_hash: String::new(),
                must_change: true,
                role: read.choice("role", Role::Officer, Role::of_word),
                unit_id: read_id(read, "unit"),
            })?;
            let one_time = password::one_time()?;
            new.password_hash = password::hash_apart(one_time.clone()).await?;
            let opened =
                actions::Opened { name: new.name.clone(), login: new.login.trim().to_lowercase(), one_time };
            match actions::open_staff(&web.ctx, new).await {
                // The password was shown by the first sending of this form and is known nowhere.
                Err(Error::Repeated { .. }) => Ok(see_other("/staff")),
                Err(error) => Err(error),
                Ok(_) => Ok(views::passwords(&web, &[opened], &html! {}).into_response()),
            }
        })
        .await
}

fn appointing_form(web: &Web, (account, office): (&Account, &Office)) -> Form {
    with_post(of_person(web, account, ("people-appoint", "people-appoint")), web, office)
}

pub(super) async fn appoint_form(web: Web) -> Result<Response> {
    let (account, _) = person_of(&web).await?;
    appointing_form(&web, (&account, &office(&web).await?)).page(&web).await
}

pub(super) async fn appoint(web: Web, fields: Fields) -> Result<Response> {
    let (account, _) = person_of(&web).await?;
    let office = office(&web).await?;
    appointing_form(&web, (&account, &office))
        .answer(&web, &fields, async {
            let command = fields
                .read(|read| (read.choice("role", Role::Officer, Role::of_word), read_id(read, "unit")))?;
            match actions::appoint(&web.ctx, account.id, command).await {
                Ok(_) | Err(Error::Repeated { .. }) => {
                    Ok(see_done(&format!("/staff/{}", account.id), "people-done-appointed"))
                }
                Err(error) => Err(error),
            }
        })
        .await
}

/// The appointment of the address, which is this person's and at this agency.
async fn appointment_of(web: &Web) -> Result<(Account, Appointment)> {
    let id: i64 = web.param("appointment")?;
    let (account, held) = person_of(web).await?;
    let held = held.into_iter().find(|held| held.id == id).ok_or(Error::NotFound)?;
    Ok((account, held))
}

/// The appointment's end, with how much work goes back to the others.
async fn ending_form(web: &Web, (account, held): (&Account, &Appointment)) -> Result<Form> {
    let ended = held.clone();
    let work = web.ctx.read(move |tx| uses::held_under(tx, &ended)).await?;
    let form = of_person(web, account, ("people-end-appointment", "people-end-appointment"))
        .intro(html! {
            p { (role_name(web, held.role)) }
            @if work > 0 { (notice(Tone::Soon, &html! {
                p { (web.t_with("people-end-held", &[("count", &web.number(work))])) }
            })) }
        })
        .field(Field::day("last_on", "people-last-on").required())
        .field(Field::area("reason", "people-reason").required())
        .value("last_on", web.today().vietnamese())
        .revision(held.revision);
    Ok(form)
}

pub(super) async fn end_form(web: Web) -> Result<Response> {
    let (account, held) = appointment_of(&web).await?;
    ending_form(&web, (&account, &held)).await?.page(&web).await
}

pub(super) async fn end(web: Web, fields: Fields) -> Result<Response> {
    let (account, held) = appointment_of(&web).await?;
    ending_form(&web, (&account, &held))
        .await?
        .answer(&web, &fields, async {
            let command = fields.read(|read| End {
                last_on: read.day("last_on"),
                reason: read.text("reason"),
                revision: read.revision(),
            })?;
            match actions::end_appointment(&web.app, &web.ctx, (account.id, held.id), command).await {
                Ok(()) | Err(Error::Repeated { .. }) => {
                    Ok(see_done(&format!("/staff/{}", account.id), "people-done-ended"))
                }
                Err(error) => Err(error),
            }
        })
        .await
}

fn resetting_form(web: &Web, account: &Account) -> Form {
    of_person(web, account, ("people-reset", "people-reset"))
        .intro(html! { p { (web.t("people-reset-text")) } })
        .revision(account.revision)
}

pub(super) async fn reset_form(web: Web) -> Result<Response> {
    resetting_form(&web, &person_of(&web).await?.0).page(&web).await
}

/// Gives a one-time password and shows it once.
pub(super) async fn reset(web: Web, fields: Fields) -> Result<Response> {
    let (account, _) = person_of(&web).await?;
    resetting_form(&web, &account)
        .answer(&web, &fields, async {
            let revision = fields.read(|read| read.revision())?;
            match actions::reset_password(&web.app, &web.ctx, account.id, revision).await {
                Err(Error::Repeated { .. }) => Ok(see_other(&format!("/staff/{}", account.id))),
                Err(error) => Err(error),
                Ok(one_time) => {
                    let opened = actions::Opened {
                        name: account.name.clone(),
                        login: account.login.clone(),
                        one_time,
                    };
                    Ok(views::passwords(&web, &[opened], &html! {}).into_response())
                }
            }
        })
        .await
}
