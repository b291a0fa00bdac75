//! Forms of agencies: entering, correcting, renaming, reclassifying, and going on in others.

use super::actions::{self, CARRY_ON, CORRECT};
use super::decide::{AgencyRow, Correct, Create, GoOn, Reclassify, Rename, SUCCESSOR_FIELDS};
use super::pages::{Names, SECTION};
use super::record_page::id_of;
use super::{Agency, Level, Obligation, SuccessionKind, scope, store, views};
use crate::places;
use axum::response::Response;
use maud::{Markup, html};
use platform::permissions::Action;
use platform::web::{Choice, Field, Fields, Form, Reader, Web, see_done};
use platform::{Error, Result};

/// What the forms offer to choose from.
struct Offered {
    kinds: Vec<Choice>,
    provinces: Vec<Choice>,
    ministries: Vec<Choice>,
}

async fn offered(web: &Web) -> Result<Offered> {
    let language = web.language();
    let names = web.ctx.read(move |tx| Names::read(tx, language)).await?;
    let kinds = names.kind_order.iter().map(|code| Choice::new(code, names.kind(code))).collect();
    let provinces = names.provinces.iter().map(|((map, code), name)| {
        let before = map == places::LEGACY;
        let label =
            if before { web.t_with("agencies-province-before", &[("name", name)]) } else { name.clone() };
        Choice::new(code, label)
    });
    let ministries = names.ministries.iter().map(|row| Choice::new(&row.code, &row.name)).collect();
    Ok(Offered { kinds, provinces: provinces.collect(), ministries })
}

fn levels(web: &Web) -> Vec<Choice> {
    let label = |level: Level| web.t(&format!("agencies-level-{}", level.word()));
    Level::ALL.into_iter().map(|level| Choice::new(level.word(), label(level))).collect()
}

fn obligations(web: &Web) -> Vec<Choice> {
    let choice = |duty: Obligation| Choice::new(duty.word(), views::obligation_word(web, duty.word()));
    Obligation::ALL.into_iter().map(choice).collect()
}

/// Adds the fields of an agency's place, kind and duty.
fn with_period(form: Form, web: &Web, offered: Offered) -> Form {
    form.field(Field::select("kind", "agencies-kind", offered.kinds).required())
        .field(
            Field::lookup("ministry_code", "agencies-ministry", offered.ministries)
                .hint("agencies-ministry-hint"),
        )
        .field(
            Field::lookup("province_code", "agencies-province", offered.provinces)
                .hint("agencies-province-hint"),
        )
        .field(Field::text("district_code", "agencies-district"))
        .field(Field::text("commune_code", "agencies-commune"))
        .field(
            Field::select("obligation", "agencies-obligation", obligations(web))
                .hint("agencies-obligation-hint"),
        )
}

/// The columns of a row as they were typed; the rules look at them all at once.
fn row(read: &mut Reader<'_>) -> AgencyRow {
    let mut text = |name: &'static str| read.optional_text(name).unwrap_or_default();
    AgencyRow {
        code: text("code"),
        name: text("name"),
        level: text("level"),
        kind: text("kind"),
        ministry_code: text("ministry_code"),
        province_code: text("province_code"),
        district_code: text("district_code"),
        commune_code: text("commune_code"),
        obligation: text("obligation"),
    }
}

async fn new_form(web: &Web) -> Result<Form> {
    let form = Form::new(web.t("agencies-create"), web.t("agencies-create-button"))
        .section(SECTION)
        .crumb("/agencies", web.t("agencies-title"))
        .field(Field::text("code", "agencies-code").required().hint("agencies-code-hint"))
        .field(Field::text("name", "agencies-name").required())
        .field(Field::radio("level", "agencies-level", levels(web)).required());
    let form = with_period(form, web, offered(web).await?);
    Ok(form.field(Field::day("from_on", "agencies-from")).draft("agencies.create"))
}

/// Asks for a new agency.
pub(super) async fn create_form(web: Web) -> Result<Response> {
    new_form(&web).await?.page(&web).await
}

/// Enters an agency and leads to its record.
pub(super) async fn create(web: Web, fields: Fields) -> Result<Response> {
    new_form(&web)
        .await?
        .answer(&web, &fields, async {
            let command =
                fields.read(|read| Create { row: row(read), from_on: read.optional_day("from_on") })?;
            let id = actions::create(&web.ctx, command).await?;
            Ok(see_done(&format!("/agencies/{id}"), "agencies-done-created"))
        })
        .await
}

/// The agency of the address, when the actor may do `action` to it.
async fn permitted(web: &Web, action: &'static Action) -> Result<Agency> {
    let text: String = web.param("id")?;
    let (agency, scope) = web
        .ctx
        .read(move |tx| {
            let id = id_of(tx, &text)?;
            Ok((store::load(tx, id)?.ok_or(Error::NotFound)?, scope(tx, id)?))
        })
        .await?;
    web.ctx.may(action, &scope)?;
    Ok(agency)
}

fn form_of(web: &Web, agency: &Agency, (title, button): (&str, &str)) -> Form {
    Form::new(web.t(title), web.t(button))
        .section(SECTION)
        .crumb("/agencies", web.t("agencies-title"))
        .crumb(format!("/agencies/{}", agency.id), agency.name())
        .intro(present(web, agency))
        .revision(agency.revision)
}

/// What is being changed.
fn present(web: &Web, agency: &Agency) -> Markup {
    html! { p { b { (agency.name()) } " " span.code { (web.t_with("agencies-code-is", &[("code", &agency.code)])) } } }
}

/// Fills a form with what the register holds of the last period.
fn filled(form: Form, agency: &Agency) -> Form {
    let period = agency.period();
    let text = |code: &Option<String>| code.clone().unwrap_or_default();
    form.value("kind", &period.kind)
        .value("ministry_code", text(&period.ministry_code))
        .value("province_code", text(&period.province_code))
        .value("district_code", text(&period.district_code))
        .value("commune_code", text(&period.commune_code))
        .value("obligation", period.obligation.map_or("", Obligation::word))
}

async fn correction(web: &Web, agency: &Agency) -> Result<Form> {
    let day = |day: Option<platform::Day>| day.map(platform::Day::vietnamese).unwrap_or_default();
    let form = form_of(web, agency, ("agencies-correct", "agencies-correct-button"))
        .field(Field::text("name", "agencies-name").required().hint("agencies-correct-name-hint"))
        .field(Field::radio("level", "agencies-level", levels(web)).required());
    let form = with_period(form, web, offered(web).await?)
        .field(Field::day("from_on", "agencies-from"))
        .field(Field::day("to_on", "agencies-to-day").hint("agencies-to-day-hint"))
        .field(Field::area("reason", "agencies-reason-of-correction").required());
    Ok(filled(form, agency)
        .value("name", agency.name())
        .value("level", agency.facts.level.word())
        .value("from_on", day(agency.facts.from_on))
        .value("to_on", day(agency.facts.to_on)))
}

/// Asks what holds instead.
pub(super) async fn correct_form(web: Web) -> Result<Response> {
    let agency = permitted(&web, &CORRECT).await?;
    correction(&web, &agency).await?.page(&web).await
}

/// Corrects the record; the journal keeps both.
pub(super) async fn correct(web: Web, fields: Fields) -> Result<Response> {
    let agency = permitted(&web, &CORRECT).await?;
    correction(&web, &agency)
        .await?
        .answer(&web, &fields, async {
            let command = fields.read(|read| Correct {
                revision: read.revision().unwrap_or(0),
                reason: read.optional_text("reason").unwrap_or_default(),
                row: AgencyRow { code: agency.code.clone(), ..row(read) },
                from_on: read.optional_day("from_on"),
                to_on: read.optional_day("to_on"),
            })?;
            actions::correct(&web.ctx, agency.id, command).await?;
            Ok(see_done(&format!("/agencies/{}", agency.id), "agencies-done-corrected"))
        })
        .await
}

fn renaming(web: &Web, agency: &Agency) -> Form {
    form_of(web, agency, ("agencies-rename", "agencies-rename-button"))
        .field(Field::text("name", "agencies-new-name").required())
        .field(Field::known_date("on", "agencies-since").required())
        .field(Field::area("reason", "agencies-act-basis").required().hint("agencies-act-basis-hint"))
        .draft("agencies.rename")
}

/// Asks for the new name.
pub(super) async fn rename_form(web: Web) -> Result<Response> {
    let agency = permitted(&web, &CARRY_ON).await?;
    renaming(&web, &agency).page(&web).await
}

/// Gives the agency a new name from a day on.
pub(super) async fn rename(web: Web, fields: Fields) -> Result<Response> {
    let agency = permitted(&web, &CARRY_ON).await?;
    renaming(&web, &agency)
        .answer(&web, &fields, async {
            let today = web.today();
            let command = fields.read(|read| Rename {
                revision: read.revision().unwrap_or(0),
                on: read.known_date("on", today),
                name: read.optional_text("name").unwrap_or_default(),
                basis: read.optional_text("reason").unwrap_or_default(),
            })?;
            actions::rename(&web.ctx, agency.id, command).await?;
            Ok(see_done(&format!("/agencies/{}", agency.id), "agencies-done-renamed"))
        })
        .await
}

async fn reclassifying(web: &Web, agency: &Agency) -> Result<Form> {
    let form = form_of(web, agency, ("agencies-reclassify", "agencies-reclassify-button"))
        .field(Field::day("on", "agencies-since").required());
    let form = with_period(form, web, offered(web).await?)
        .field(Field::area("reason", "agencies-act-basis").required().hint("agencies-act-basis-hint"));
    Ok(filled(form, agency))
}

/// Asks what the agency is from a day on.
pub(super) async fn reclassify_form(web: Web) -> Result<Response> {
    let agency = permitted(&web, &CARRY_ON).await?;
    reclassifying(&web, &agency).await?.page(&web).await
}

/// Puts the agency into another kind, place or duty from a day on.
pub(super) async fn reclassify(web: Web, fields: Fields) -> Result<Response> {
    let agency = permitted(&web, &CARRY_ON).await?;
    reclassifying(&web, &agency)
        .await?
        .answer(&web, &fields, async {
            let level = agency.facts.level.word().to_owned();
            let command = fields.read(|read| Reclassify {
                revision: read.revision().unwrap_or(0),
                on: read.day("on"),
                row: AgencyRow {
                    code: agency.code.clone(),
                    name: agency.name().to_owned(),
                    level: level.clone(),
                    ..row(read)
                },
                basis: read.optional_text("reason").unwrap_or_default(),
            })?;
            actions::reclassify(&web.ctx, agency.id, command).await?;
            Ok(see_done(&format!("/agencies/{}", agency.id), "agencies-done-reclassified"))
        })
        .await
}

fn succession(web: &Web, agency: &Agency) -> Form {
    let kinds =
        [SuccessionKind::Merge, SuccessionKind::Split, SuccessionKind::Rename, SuccessionKind::Abolish];
    let kinds = kinds.into_iter().map(|kind| Choice::new(kind.word(), views::kind_of_step(web, kind)));
    let form = form_of(web, agency, ("agencies-succeed", "agencies-succeed-button"))
        .field(Field::radio("kind", "agencies-step", kinds.collect()).required())
        .field(Field::known_date("on", "agencies-since").required())
        .group("agencies-successors");
    let labels = [
        "agencies-successor-1",
        "agencies-successor-2",
        "agencies-successor-3",
        "agencies-successor-4",
        "agencies-successor-5",
    ];
    let form =
        SUCCESSOR_FIELDS.into_iter().zip(labels).enumerate().fold(form, |form, (at, (name, label))| {
            let field = Field::lookup(name, label, Vec::new()).search("/agencies/suggest");
            form.field(if at == 0 { field.hint("agencies-successor-hint") } else { field })
        });
    form.group("agencies-act-basis-group")
        .field(Field::area("reason", "agencies-act-basis").required().hint("agencies-act-basis-hint"))
        .draft("agencies.succeed")
}

/// Asks what the agency goes on in.
pub(super) async fn succeed_form(web: Web) -> Result<Response> {
    let agency = permitted(&web, &CARRY_ON).await?;
    succession(&web, &agency).page(&web).await
}

/// Merges, splits or abolishes the agency.
pub(super) async fn succeed(web: Web, fields: Fields) -> Result<Response> {
    let agency = permitted(&web, &CARRY_ON).await?;
    succession(&web, &agency)
        .answer(&web, &fields, async {
            let today = web.today();
            let command = fields.read(|read| GoOn {
                revision: read.revision().unwrap_or(0),
                on: read.known_date("on", today),
                kind: read.text("kind"),
                successors: SUCCESSOR_FIELDS.map(|name| read.optional_text(name).unwrap_or_default()),
                basis: read.optional_text("reason").unwrap_or_default(),
            })?;
            actions::go_on(&web.ctx, agency.id, command).await?;
            Ok(see_done(&format!("/agencies/{}", agency.id), "agencies-done-succeeded"))
        })
        .await
}
