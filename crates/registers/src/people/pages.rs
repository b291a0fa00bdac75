//! Pages of an agency's units and deputies.

use super::actions::{self, DEPUTISE, MANAGE, SEE, own_agency};
use super::decide::NameDeputy;
use super::model::{Deputy, Unit, UnitContent, UnitKind};
use super::{roster_pages, staff_pages, store, views};
use axum::response::Response;
use maud::Markup;
use platform::accounts::{self, Staff};
use platform::web::{
    Choice, Field, Fields, Form, Past, Reader, Route, Web, get, history, json, needs, post, see_done,
};
use platform::{Error, Result, Scope};
use serde::Serialize;
use std::collections::BTreeSet;

/// Section of the rail that the agency's own set-up belongs to.
pub const OFFICE: &str = "office";

/// The routes of units, staff and deputies.
pub fn routes() -> Vec<Route> {
    let (see, manage, deputise) = (needs(&SEE), needs(&MANAGE), needs(&DEPUTISE));
    vec![
        get("/units", see, list),
        get("/units/new", manage, open_form),
        post("/units/new", manage, open),
        get("/units/{id}", see, show),
        get("/units/{id}/correct", manage, correct_form),
        post("/units/{id}/correct", manage, correct),
        get("/units/{id}/close", manage, close_form),
        post("/units/{id}/close", manage, close),
        get("/api/units", see, units_json),
        get("/staff", see, staff_pages::list),
        get("/staff.xlsx", see, staff_pages::spreadsheet),
        get("/staff/new", manage, staff_pages::open_form),
        post("/staff/new", manage, staff_pages::open),
        get("/staff/import", manage, roster_pages::form),
        post("/staff/import", manage, roster_pages::send).body_limit(4 << 20).timeout(600),
        get("/staff/template.xlsx", manage, roster_pages::template),
        get("/staff/{id}", see, staff_pages::show),
        get("/staff/{id}/appoint", manage, staff_pages::appoint_form),
        post("/staff/{id}/appoint", manage, staff_pages::appoint),
        get("/staff/{id}/end/{appointment}", manage, staff_pages::end_form),
        post("/staff/{id}/end/{appointment}", manage, staff_pages::end),
        get("/staff/{id}/reset-password", manage, staff_pages::reset_form),
        post("/staff/{id}/reset-password", manage, staff_pages::reset),
        get("/api/staff", see, staff_pages::staff_json),
        get("/deputies", see, deputies),
        get("/deputies/new", deputise, name_deputy_form),
        post("/deputies/new", deputise, name_deputy),
        get("/deputies/{id}", see, show_deputy),
        get("/deputies/{id}/end", deputise, end_deputy_form),
        post("/deputies/{id}/end", deputise, end_deputy),
    ]
}

/// The agency of this person, who may see its people.
pub(super) fn seen_agency(web: &Web) -> Result<i64> {
    let agency = own_agency(&web.ctx)?;
    web.ctx.may(&SEE, &Scope::owned_by(agency.id))?;
    Ok(agency.id)
}

/// The units and people of the agency on screen.
pub(super) struct Office {
    pub(super) units: Vec<Unit>,
    pub(super) staff: Vec<Staff>,
    pub(super) deputies: Vec<Deputy>,
}

impl Office {
    /// The name of a unit; empty for none.
    pub(super) fn unit_name(&self, id: Option<i64>) -> &str {
        let found = id.and_then(|id| self.units.iter().find(|unit| unit.id == id));
        found.map_or("", |unit| unit.name.as_str())
    }

    /// How many people work in a unit.
    pub(super) fn people_in(&self, unit_id: i64) -> usize {
        self.staff.iter().filter(|staff| staff.unit_id == Some(unit_id)).count()
    }

    /// The name of a person who works here; empty for others.
    pub(super) fn person_name(&self, account_id: i64) -> &str {
        let found = self.staff.iter().find(|staff| staff.account_id == account_id);
        found.map_or("", |staff| staff.name.as_str())
    }

    /// The open units as choices, after the one that is none.
    pub(super) fn unit_choices(&self, web: &Web) -> Vec<Choice> {
        let today = web.today();
        let open = self.units.iter().filter(|unit| unit.exists_on(today));
        open.map(|unit| Choice::new(unit.id.to_string(), &unit.name)).collect()
    }

    /// Of the people who work here, those that `fits` as choices, each once.
    fn people_choices(&self, fits: impl Fn(i64) -> bool) -> Vec<Choice> {
        let mut seen = BTreeSet::new();
        let first = self.staff.iter().filter(|staff| seen.insert(staff.account_id) && fits(staff.account_id));
        first
            .map(|staff| {
                Choice::new(staff.account_id.to_string(), format!("{} ({})", staff.name, staff.login))
            })
            .collect()
    }
}

/// Everything of the agency of this person.
pub(super) async fn office(web: &Web) -> Result<Office> {
    let agency_id = seen_agency(web)?;
    web.ctx
        .read(move |tx| {
            let today = tx.today();
            Ok(Office {
                units: store::units(tx, agency_id)?,
                staff: accounts::staff_of(tx, agency_id, today)?,
                deputies: store::deputies(tx, agency_id, today)?,
            })
        })
        .await
}

async fn list(web: Web) -> Result<Markup> {
    Ok(views::units(&web, &office(&web).await?))
}

/// One unit as JSON tells it.
#[derive(Serialize)]
struct UnitJson {
    id: String,
    code: String,
    name: String,
    kind: &'static str,
    parent_id: Option<String>,
    from_on: String,
    to_on: Option<String>,
    people: usize,
}

async fn units_json(web: Web) -> Result<Response> {
    let office = office(&web).await?;
    let told = office.units.iter().map(|unit| UnitJson {
        id: unit.id.to_string(),
        code: unit.code.clone(),
        name: unit.name.clone(),
        kind: unit.kind.word(),
        parent_id: unit.parent_id.map(|id| id.to_string()),
        from_on: unit.from_on.to_string(),
        to_on: unit.to_on.map(|day| day.to_string()),
        people: office.people_in(unit.id),
    });
    json(&told.collect::<Vec<_>>())
}

/// The unit of the address, if this person's agency has it.
async fn unit_of(web: &Web) -> Result<Unit> {
    let (agency_id, id) = (seen_agency(web)?, web.param("id")?);
    web.ctx.read(move |tx| store::unit(tx, agency_id, id)).await?.ok_or(Error::NotFound)
}

async fn show(web: Web) -> Result<Markup> {
    let (unit, office) = (unit_of(&web).await?, office(&web).await?);
    let id = unit.id;
    let past: Vec<Past<Unit>> = web.ctx.read(move |tx| history(tx, id)).await?;
    Ok(views::unit(&web, (&unit, &office), &past))
}

fn kind_choices(web: &Web) -> Vec<Choice> {
    UnitKind::ALL.into_iter().map(|kind| Choice::new(kind.word(), views::kind_name(web, kind))).collect()
}

fn with_content(form: Form, web: &Web, (office, own): (&Office, Option<i64>)) -> Form {
    let parents = office
        .unit_choices(web)
        .into_iter()
        .filter(|choice| Some(&choice.value) != own.map(|id| id.to_string()).as_ref());
    form.field(Field::text("code", "people-unit-code").required().hint("people-unit-code-hint"))
        .field(Field::text("name", "people-unit-name").required())
        .field(Field::select("kind", "people-unit-kind", kind_choices(web)).required())
        .field(Field::select("parent", "people-unit-parent", parents.collect()))
}

fn read_content(read: &mut Reader<'_>) -> UnitContent {
    UnitContent {
        code: read.text("code"),
        name: read.text("name"),
        kind: read.choice("kind", UnitKind::Other, UnitKind::of_word),
        parent_id: read_id(read, "parent"),
    }
}

/// The id that was chosen; one that is none counts as unknown, which the rules then refuse.
pub(super) fn read_id(read: &mut Reader<'_>, name: &'static str) -> Option<i64> {
    read.optional_text(name).map(|text| text.parse().unwrap_or(-1))
}

fn form(web: &Web, (title, button): (&str, &str)) -> Form {
    Form::new(web.t(title), web.t(button)).section(OFFICE).crumb("/units", web.t("people-units"))
}

fn opening_form(web: &Web, office: &Office) -> Form {
    with_content(form(web, ("people-open-unit-title", "people-open-unit")), web, (office, None))
        .field(Field::day("from_on", "people-from-on").required())
        .value("from_on", web.today().vietnamese())
        .value("kind", UnitKind::Department.word())
}

async fn open_form(web: Web) -> Result<Response> {
    opening_form(&web, &office(&web).await?).page(&web).await
}

async fn open(web: Web, fields: Fields) -> Result<Response> {
    let office = office(&web).await?;
    opening_form(&web, &office)
        .answer(&web, &fields, async {
            let (content, from_on) = fields.read(|read| (read_content(read), read.day("from_on")))?;
            let id = actions::open_unit(&web.ctx, content, from_on).await?;
            Ok(see_done(&format!("/units/{id}"), "people-done-unit-opened"))
        })
        .await
}

fn correcting_form(web: &Web, (unit, office): (&Unit, &Office)) -> Form {
    let form = form(web, ("people-correct-unit", "people-correct-unit"))
        .crumb(format!("/units/{}", unit.id), &unit.name);
    with_content(form, web, (office, Some(unit.id)))
        .field(Field::area("reason", "people-reason").required())
        .value("code", &unit.code)
        .value("name", &unit.name)
        .value("kind", unit.kind.word())
        .value("parent", unit.parent_id.map(|id| id.to_string()).unwrap_or_default())
        .revision(unit.revision)
}

async fn correct_form(web: Web) -> Result<Response> {
    let (unit, office) = (unit_of(&web).await?, office(&web).await?);
    correcting_form(&web, (&unit, &office)).page(&web).await
}

async fn correct(web: Web, fields: Fields) -> Result<Response> {
    let (unit, office) = (unit_of(&web).await?, office(&web).await?);
    correcting_form(&web, (&unit, &office))
        .answer(&web, &fields, async {
            let (content, reason, seen) =
                fields.read(|read| (read_content(read), read.text("reason"), read.revision()))?;
            actions::correct_unit(&web.ctx, (unit.id, seen), content, reason).await?;
            Ok(see_done(&format!("/units/{}", unit.id), "people-done-unit-corrected"))
        })
        .await
}

fn closing_form(web: &Web, unit: &Unit) -> Form {
    form(web, ("people-close-unit", "people-close-unit"))
        .crumb(format!("/units/{}", unit.id), &unit.name)
        .field(Field::day("last_on", "people-last-on").required())
        .field(Field::area("reason", "people-reason").required())
        .value("last_on", web.today().vietnamese())
        .revision(unit.revision)
}

async fn close_form(web: Web) -> Result<Response> {
    closing_form(&web, &unit_of(&web).await?).page(&web).await
}

async fn close(web: Web, fields: Fields) -> Result<Response> {
    let unit = unit_of(&web).await?;
    closing_form(&web, &unit)
        .answer(&web, &fields, async {
            let (last_on, reason, seen) =
                fields.read(|read| (read.day("last_on"), read.text("reason"), read.revision()))?;
            actions::close_unit(&web.ctx, (unit.id, seen), last_on, reason).await?;
            Ok(see_done(&format!("/units/{}", unit.id), "people-done-unit-closed"))
        })
        .await
}

async fn deputies(web: Web) -> Result<Markup> {
    Ok(views::deputies(&web, &office(&web).await?))
}

/// The deputy of the address, if this person's agency has it.
async fn deputy_of(web: &Web) -> Result<Deputy> {
    let (agency_id, id) = (seen_agency(web)?, web.param("id")?);
    web.ctx.read(move |tx| store::deputy(tx, agency_id, id)).await?.ok_or(Error::NotFound)
}

async fn show_deputy(web: Web) -> Result<Markup> {
    let deputy = deputy_of(&web).await?;
    let (id, accounts_of) = (deputy.id, [deputy.absent_account_id, deputy.deputy_account_id]);
    let (past, names) = web
        .ctx
        .read(move |tx| Ok((history::<Deputy>(tx, id)?, accounts::names_of(tx, accounts_of)?)))
        .await?;
    let names = accounts_of.map(|id| names.get(&id).cloned().unwrap_or_default());
    Ok(views::deputy(&web, (&deputy, &names), &past))
}

fn deputy_form(web: &Web, (title, button): (&str, &str)) -> Form {
    Form::new(web.t(title), web.t(button)).section(OFFICE).crumb("/deputies", web.t("people-deputies"))
}

/// Offers the people whom the asker may name, on both sides.
fn naming_form(web: &Web, office: &Office) -> Result<Form> {
    let asker = actions::asker(&web.ctx)?;
    let absent = office.people_choices(|id| asker.may_speak_for(id, &office.staff));
    let deputy = office.people_choices(|id| id != asker.account_id);
    Ok(deputy_form(web, ("people-name-deputy-title", "people-name-deputy"))
        .field(Field::select("absent", "people-absent", absent).required())
        .field(Field::select("deputy", "people-deputy", deputy).required())
        .field(Field::day("from_on", "people-from-on").required())
        .field(Field::day("last_on", "people-last-on").required())
        .field(Field::area("reason", "people-reason").required())
        .value("from_on", web.today().vietnamese()))
}

async fn name_deputy_form(web: Web) -> Result<Response> {
    naming_form(&web, &office(&web).await?)?.page(&web).await
}

async fn name_deputy(web: Web, fields: Fields) -> Result<Response> {
    let office = office(&web).await?;
    naming_form(&web, &office)?
        .answer(&web, &fields, async {
            let command = fields.read(|read| NameDeputy {
                absent_account_id: read.text("absent").parse().unwrap_or(-1),
                deputy_account_id: read.text("deputy").parse().unwrap_or(-2),
                from_on: read.day("from_on"),
                last_on: read.day("last_on"),
                reason: read.text("reason"),
            })?;
            actions::name_deputy(&web.ctx, command).await?;
            Ok(see_done("/deputies", "people-done-deputy-named"))
        })
        .await
}

fn ending_form(web: &Web, deputy: &Deputy) -> Form {
    deputy_form(web, ("people-end-deputy", "people-end-deputy"))
        .field(Field::day("last_on", "people-last-on").required())
        .value("last_on", web.today().vietnamese())
        .revision(deputy.revision)
}

async fn end_deputy_form(web: Web) -> Result<Response> {
    ending_form(&web, &deputy_of(&web).await?).page(&web).await
}

async fn end_deputy(web: Web, fields: Fields) -> Result<Response> {
    let deputy = deputy_of(&web).await?;
    ending_form(&web, &deputy)
        .answer(&web, &fields, async {
            let (last_on, seen) = fields.read(|read| (read.day("last_on"), read.revision()))?;
            actions::end_deputy(&web.ctx, (deputy.id, seen), last_on).await?;
            Ok(see_done("/deputies", "people-done-deputy-ended"))
        })
        .await
}
