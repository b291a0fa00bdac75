//! Forms of agencies: entering, correcting, renaming, reclassifying, and going on in others.

use super::actions::{self, CARRY_ON, CORRECT};
use super::decide::{AgencyRow, Correct, Create, GoOn, Reclassify, Rename, SUCCESSOR_FIELDS, Which};
use super::listing::{self, Meant};
use super::pages::{Names, SECTION};
use super::record_page::id_of;
use super::{Agency, AgencyPeriod, Level, Obligation, SuccessionKind, scope, store, views};
use crate::places;
use axum::response::Response;
use maud::{Markup, html};
use platform::permissions::Action;
use platform::web::{Choice, Field, Fields, Form, Reader, Tab, Web, link, see_done, tabs};
use platform::{Error, Refusal, Refusals, Result};

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

/// Fills a form with what the register holds of a period.
fn filled(form: Form, period: &AgencyPeriod) -> Form {
    let text = |code: &Option<String>| code.clone().unwrap_or_default();
    form.value("kind", &period.kind)
        .value("ministry_code", text(&period.ministry_code))
        .value("province_code", text(&period.province_code))
        .value("district_code", text(&period.district_code))
        .value("commune_code", text(&period.commune_code))
        .value("obligation", period.obligation.map_or("", Obligation::word))
}

/// Which name and period the address asks to correct, by their places from 0: the last ones unless told.
fn chosen(web: &Web, agency: &Agency) -> Result<(usize, usize)> {
    let at = |name: &str, count: usize| match web.query.some(name) {
        None => Ok(count - 1),
        Some(text) => match text.parse::<usize>() {
            Ok(place) if (1..=count).contains(&place) => Ok(place - 1),
            _ => Err(Error::NotFound),
        },
    };
    Ok((at("name", agency.facts.names.len())?, at("period", agency.facts.periods.len())?))
}

/// The ways to the other names and periods; nothing where there is one of each.
fn choosing(web: &Web, agency: &Agency, (name_at, period_at): (usize, usize)) -> Markup {
    let here = |name: usize, period: usize| {
        let (name, period) = ((name + 1).to_string(), (period + 1).to_string());
        link(&web.path, &[("name", &name), ("period", &period)])
    };
    let tab = |href: String, label: String, current: bool| Tab { href, label, count: None, current };
    let names = agency.facts.names.iter().enumerate().map(|(at, name)| {
        let label = format!("{} ({})", name.name, views::span(web, name.from_on, name.to_on));
        tab(here(at, period_at), label, at == name_at)
    });
    let periods = agency.facts.periods.iter().enumerate().map(|(at, period)| {
        tab(here(name_at, at), views::span(web, period.from_on, period.to_on), at == period_at)
    });
    let (names, periods): (Vec<Tab>, Vec<Tab>) = (names.collect(), periods.collect());
    html! {
        @for (key, choices) in [("agencies-correct-which-name", names), ("agencies-correct-which-period", periods)] {
            @if choices.len() > 1 {
                div { p.quiet { (web.t(key)) } (tabs(&web.t(key), &choices)) }
            }
        }
    }
}

async fn correction(web: &Web, agency: &Agency) -> Result<Form> {
    let (name_at, period_at) = chosen(web, agency)?;
    let (name, period) = (&agency.facts.names[name_at], &agency.facts.periods[period_at]);
    let day = |day: Option<platform::Day>| day.map(platform::Day::vietnamese).unwrap_or_default();
    let mut form = form_of(web, agency, ("agencies-correct", "agencies-correct-button"))
        .intro(html! { (present(web, agency)) (choosing(web, agency, (name_at, period_at))) })
        .action(web.link_with(&[]))
        .field(Field::text("name", "agencies-name").required().hint("agencies-correct-name-hint"));
    if name_at > 0 {
        form = form.field(Field::day("name_from_on", "agencies-name-from").required());
    }
    form = form.field(Field::radio("level", "agencies-level", levels(web)).required());
    form = with_period(form, web, offered(web).await?);
    if period_at > 0 {
        form = form.field(Field::day("period_from_on", "agencies-correct-period-from").required());
    }
    let form = form
        .field(Field::day("from_on", "agencies-from"))
        .field(Field::day("to_on", "agencies-to-day").hint("agencies-to-day-hint"))
        .field(Field::area("reason", "agencies-reason-of-correction").required());
    Ok(filled(form, period)
        .value("name", &name.name)
        .value("name_from_on", day(name.from_on))
        .value("level", agency.facts.level.word())
        .value("period_from_on", day(period.from_on))
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
    let (name, period) = chosen(&web, &agency)?;
    correction(&web, &agency)
        .await?
        .answer(&web, &fields, async {
            let command = fields.read(|read| Correct {
                revision: read.revision().unwrap_or(0),
                reason: read.optional_text("reason").unwrap_or_default(),
                row: AgencyRow { code: agency.code.clone(), ..row(read) },
                from_on: read.optional_day("from_on"),
                to_on: read.optional_day("to_on"),
                which: Some(Which {
                    name,
                    name_from_on: read.optional_day("name_from_on"),
                    period,
                    period_from_on: read.optional_day("period_from_on"),
                }),
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
    Ok(filled(form, agency.period()))
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
            let command = GoOn { successors: codes_of(&web, command.successors).await?, ..command };
            actions::go_on(&web.ctx, agency.id, command).await?;
            Ok(see_done(&format!("/agencies/{}", agency.id), "agencies-done-succeeded"))
        })
        .await
}

/// The codes of successors typed by code or by whole name.
async fn codes_of(web: &Web, typed: [String; 5]) -> Result<[String; 5]> {
    let language = web.language();
    web.ctx
        .read(move |tx| {
            let (mut codes, mut refusals) = (typed.clone(), Refusals::default());
            for (code, field) in codes.iter_mut().zip(SUCCESSOR_FIELDS) {
                // What has no space in it is a code; the rules tell of a code that nobody has.
                if !code.contains(' ') {
                    continue;
                }
                match listing::meant(tx, code)? {
                    Meant::One(agency) => *code = agency.code,
                    Meant::Perhaps(found) => refusals.push(
                        Refusal::new("agencies-refusal-successor-meant")
                            .field(field)
                            .with("typed", &*code)
                            .with("perhaps", listing::perhaps(language, &found)),
                    ),
                }
            }
            refusals.or(codes).map_err(Error::from)
        })
        .await
}
