//! Units and people from a file: see what would change and what is wrong, then write it whole.

use super::actions::{self, Opened};
use super::pages::{OFFICE, office};
use super::roster::{self, COLUMNS, Plan, RosterRow};
use super::{ROLES_HERE, views};
use axum::response::{IntoResponse, Response};
use maud::html;
use papers::{Sheet, SheetColumn, Workbook};
use platform::web::{Field, Fields, Form, Web, see_other};
use platform::{Error, Result};

fn the_form(web: &Web) -> Form {
    let intro = html! {
        p { (web.t("people-import-intro")) }
        dl.facts {
            @for (name, _) in COLUMNS {
                dt.code { (name) }
                dd { (web.t(&format!("people-column-{}", name.replace('_', "-")))) }
            }
        }
        p { (web.t_with("people-import-roles", &[("roles", &roles())])) }
        p { a href="/staff/template.xlsx" { (web.t("people-import-template")) } }
    };
    Form::new(web.t("people-import-title"), web.t("people-import-try"))
        .section(OFFICE)
        .crumb("/staff", web.t("people-staff"))
        .intro(intro)
        .field(Field::file("file", "people-import-file", ".csv,.xlsx").required())
}

fn roles() -> String {
    ROLES_HERE.into_iter().map(roster::role_words).collect::<Vec<_>>().join(", ")
}

pub(super) async fn form(web: Web) -> Result<Response> {
    the_form(&web).page(&web).await
}

/// Shows what a file would change; sent again from that page with its rows, writes it.
pub(super) async fn send(web: Web, fields: Fields) -> Result<Response> {
    if fields.has("rows") {
        return match roster::of_text(fields.get("rows")) {
            Ok(rows) => write(&web, rows).await,
            Err(reasons) => Ok(the_form(&web).refused(&web, &Fields::default(), &reasons)),
        };
    }
    the_form(&web)
        .answer(&web, &fields, async {
            let file = fields.read(|read| read.file("file"))?;
            let read = tokio::task::spawn_blocking(move || roster::read(&file.file_name, &file.bytes));
            let read = read.await.map_err(Error::failed)?;
            let mut plan = Plan::default();
            if read.faults.is_empty() {
                plan = actions::try_roster(&web.ctx, read.rows.clone()).await?;
            }
            plan.faults.splice(0..0, read.faults.clone());
            let office = office(&web).await?;
            Ok(views::preview(&web, (&read, &plan), &office).into_response())
        })
        .await
}

async fn write(web: &Web, rows: Vec<RosterRow>) -> Result<Response> {
    match actions::take_roster(&web.ctx, rows).await {
        Ok((plan, opened)) => Ok(done(web, &plan, &opened)),
        // The passwords were shown by the first sending of this form and are known nowhere.
        Err(Error::Repeated { .. }) => Ok(see_other("/staff")),
        Err(Error::Refused(reasons)) => Ok(the_form(web).refused(web, &Fields::default(), &reasons)),
        Err(error) => Err(error),
    }
}

fn done(web: &Web, plan: &Plan, opened: &[Opened]) -> Response {
    let (units, people) = (web.number(plan.units.len() as i64), web.number(opened.len() as i64));
    let others = web.number((plan.changes.len() - opened.len()) as i64);
    let values = [("units", units.as_str()), ("people", &people), ("others", &others)];
    let told = html! { p { (web.t_with("people-import-done", &values)) } };
    views::passwords(web, opened, &told).into_response()
}

/// A list with the columns and one example row, to be filled.
pub(super) async fn template(web: Web) -> Result<Response> {
    let columns = COLUMNS.iter().map(|(name, _)| SheetColumn::text(*name, 24.0)).collect();
    let role = roster::role_words(platform::Role::Clerk);
    let example = ["Bộ phận Một cửa", "", "", "Nguyễn Thị Hoa", "nguyen.thi.hoa", &role];
    let sheet = Sheet::new(web.t("people-staff"), columns).row(example);
    web.xlsx(Workbook::new(web.t("people-staff")).with(sheet), "danh-sach-nhan-su.xlsx").await
}
