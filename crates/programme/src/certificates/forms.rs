//! The forms: grant, renew, the four acts, and the two corrections.

use super::actions::{self, ACT, CORRECT, Command, GRANT, Judged};
use super::history::{act_key, kind_key};
use super::model::{Act, ActKind, Certificate, CertificateKind, Content};
use super::{regulation, store};
use crate::bodies::{self, BodyKind};
use axum::response::Response;
use maud::html;
use platform::web::{Choice, Field, Fields, Form, Reader, Tone, Web, notice, see_done};
use platform::{Action, Day, Error, KnownDate, Refusal, Refusals, Result, Scope};
use registers::agencies::{self, Meant};

/// The certificate of the page's address, if this person may do `action` to it.
async fn certificate_for(web: &Web, action: &Action) -> Result<Certificate> {
    let id: i64 = web.param("id")?;
    let found = web.ctx.read(move |tx| store::load(tx, id)).await?;
    let certificate = found.ok_or(Error::NotFound)?;
    web.ctx.may(action, &Scope::owned_by(certificate.owner_agency_id))?;
    Ok(certificate)
}

fn record_path(id: i64) -> String {
    format!("/certificates/{id}")
}

/// What a content form speaks of by name and code, and the record by id.
struct Names {
    agency_code: String,
    renews_number: String,
    bodies: Vec<Choice>,
}

async fn names(web: &Web, content: Option<&Content>) -> Result<Names> {
    let content = content.cloned();
    web.ctx
        .read(move |tx| {
            let (mut agency_code, mut renews_number) = (String::new(), String::new());
            if let Some(content) = &content {
                agency_code = registers::agencies::load(tx, content.agency_id)?
                    .map_or(agency_code, |agency| agency.code);
                if let Some(id) = content.renews_id {
                    renews_number =
                        store::load(tx, id)?.map_or(renews_number, |renewed| renewed.content.number);
                }
            }
            let certifying =
                bodies::all_codes(tx)?.into_iter().filter(|body| body.2 == BodyKind::Certification);
            let bodies = certifying.map(|(code, _, _)| Choice::new(code.clone(), code)).collect();
            Ok(Names { agency_code, renews_number, bodies })
        })
        .await
}

fn content_fields(web: &Web, form: Form, names: &Names) -> Form {
    let kinds = [CertificateKind::Initial, CertificateKind::Renewal];
    let kinds = kinds.map(|kind| Choice::new(kind.word(), web.t(kind_key(kind)))).to_vec();
    form.field(Field::text("certificate_no", "certificates-number").required())
        .field(
            Field::lookup("agency_code", "certificates-agency-code", Vec::new())
                .search("/agencies/suggest")
                .hint("certificates-agency-code-hint")
                .required(),
        )
        .field(Field::radio("kind", "certificates-kind", kinds).required())
        .field(Field::text("renews", "certificates-renews").hint("certificates-renews-hint"))
        .field(Field::text("standard", "certificates-standard").hint("certificates-standard-hint").required())
        .field(Field::area("scope", "certificates-scope"))
        .field(Field::text("issued_by", "certificates-issued-by").required())
        .field(
            Field::lookup("certification_body_code", "certificates-body", names.bodies.clone())
                .hint("certificates-body-hint"),
        )
        .field(
            Field::known_date("issued_on", "certificates-issued").hint("certificates-date-hint").required(),
        )
        .field(
            Field::known_date("expires_on", "certificates-expires").hint("certificates-date-hint").required(),
        )
}

fn content_values(form: Form, content: &Content, names: &Names) -> Form {
    form.value("certificate_no", &content.number)
        .value("agency_code", &names.agency_code)
        .value("kind", content.kind.word())
        .value("renews", &names.renews_number)
        .value("standard", &content.standard)
        .value("scope", &content.scope)
        .value("issued_by", &content.issued_by)
        .value("certification_body_code", content.certification_body_code.clone().unwrap_or_default())
        .value("issued_on", content.issued.vietnamese())
        .value("expires_on", content.expires.map(KnownDate::vietnamese).unwrap_or_default())
}

/// A content as typed; agency and renewed certificate still by code and number.
struct Typed {
    content: Content,
    agency_code: String,
    renews: Option<String>,
}

/// Reads a content. `before` is what is corrected: an unknown date left empty stays as it was.
fn read_content(read: &mut Reader<'_>, before: Option<&Content>, today: Day) -> Typed {
    let known_by = match before.map(|before| before.issued) {
        Some(KnownDate::KnownBy(day)) => Some(day),
        _ => None,
    };
    if known_by.is_none() {
        read.text("issued_on");
    }
    let expires = read.optional_text("expires_on").map(|_| read.known_date("expires_on", today));
    let content = Content {
        number: read.text("certificate_no"),
        agency_id: 0,
        kind: read.choice("kind", CertificateKind::Initial, CertificateKind::of_word),
        standard: read.text("standard"),
        scope: read.optional_text("scope").unwrap_or_default(),
        issued_by: read.text("issued_by"),
        certification_body_code: read.optional_text("certification_body_code"),
        renews_id: None,
        issued: read.known_date("issued_on", known_by.unwrap_or(today)),
        expires,
    };
    Typed { content, agency_code: read.text("agency_code"), renews: read.optional_text("renews") }
}

/// Finds agency and renewed certificate; both mistakes come back at once.
async fn resolved(web: &Web, typed: Typed) -> Result<Content> {
    let language = web.language();
    web.ctx
        .read(move |tx| {
            let mut refusals = Refusals::default();
            let mut content = typed.content.clone();
            match agencies::meant(tx, &typed.agency_code)? {
                Meant::One(agency) => content.agency_id = agency.id,
                Meant::Perhaps(found) => refusals.push(
                    Refusal::new("certificates-refusal-agency-meant")
                        .field("agency_code")
                        .with("typed", &typed.agency_code)
                        .with("perhaps", agencies::perhaps(language, &found)),
                ),
            }
            if let Some(number) = &typed.renews {
                match store::by_number(tx, number)? {
                    Some(renewed) => content.renews_id = Some(renewed.id),
                    None => refusals.push(
                        Refusal::new("certificates-refusal-number-unknown")
                            .field("renews")
                            .with("number", number),
                    ),
                }
            }
            refusals.or(content).map_err(Error::from)
        })
        .await
}

fn grant_form(web: &Web, names: &Names) -> Form {
    let form = Form::new(web.t("certificates-grant-title"), web.t("certificates-grant"))
        .section("certificates")
        .crumb("/certificates", web.t("certificates-title"))
        .draft("certificates.grant");
    let form = match regulation::forbidden_from().filter(|(from_on, _)| *from_on <= web.today()) {
        Some((from_on, basis)) => {
            let words = web
                .t_with("certificates-grant-forbidden", &[("day", &from_on.vietnamese()), ("basis", basis)]);
            form.intro(notice(Tone::Soon, &html! { p { (words) } }))
        }
        None => form,
    };
    content_fields(web, form, names)
}

/// The form of a new certificate. Where only old ones may be entered, today is no likely day.
pub async fn grant_page(web: Web) -> Result<Response> {
    let form = grant_form(&web, &names(&web, None).await?).value("kind", CertificateKind::Initial.word());
    let today = web.today();
    let is_open = regulation::forbidden_from().is_none_or(|(from_on, _)| today < from_on);
    let form = if is_open { form.value("issued_on", today.vietnamese()) } else { form };
    form.page(&web).await
}

/// Grants.
pub async fn grant(web: Web, fields: Fields) -> Result<Response> {
    let form = grant_form(&web, &names(&web, None).await?);
    send_grant(&web, &fields, form).await
}

async fn send_grant(web: &Web, fields: &Fields, form: Form) -> Result<Response> {
    form.answer(web, fields, async {
        let typed = fields.read(|read| read_content(read, None, web.today()))?;
        let content = resolved(web, typed).await?;
        let id = actions::grant(&web.ctx, content).await?;
        Ok(see_done(&record_path(id), "certificates-done-granted"))
    })
    .await
}

/// A renewal keeps what the earlier certificate says but for number and days.
async fn renew_form(web: &Web) -> Result<Form> {
    let id: i64 = web.param("id")?;
    let earlier = web.ctx.read(move |tx| store::load(tx, id)).await?.ok_or(Error::NotFound)?;
    web.ctx.may(&GRANT, &Scope::owned_by(web.ctx.own_agency_id()))?;
    let mut content = earlier.content.clone();
    content.kind = CertificateKind::Renewal;
    content.renews_id = Some(id);
    let mut names = names(web, Some(&content)).await?;
    names.renews_number = std::mem::take(&mut content.number);
    let begins = earlier.expires_on().map_or(web.today(), |on| on.plus_days(1)).min(web.today());
    content.issued = KnownDate::Day(begins);
    let years = regulation::term_years(begins).map(|(years, _)| years);
    content.expires = years.map(|years| KnownDate::Day(begins.plus_years(years)));
    let form = grant_form(web, &names).crumb(record_path(id), &names.renews_number);
    Ok(content_values(form, &content, &names))
}

/// The form of a renewal, filled from the certificate it renews.
pub async fn renew_page(web: Web) -> Result<Response> {
    renew_form(&web).await?.page(&web).await
}

/// Renews.
pub async fn renew(web: Web, fields: Fields) -> Result<Response> {
    let form = renew_form(&web).await?;
    send_grant(&web, &fields, form).await
}

/// The sentences and the address of an act.
struct ActWords {
    kind: ActKind,
    title: &'static str,
    button: &'static str,
    explained: &'static str,
    done: &'static str,
    draft: &'static str,
}

const ACTS: [ActWords; 4] = [
    ActWords {
        kind: ActKind::Suspended,
        title: "certificates-suspend-title",
        button: "certificates-suspend",
        explained: "certificates-suspend-explained",
        done: "certificates-done-suspended",
        draft: "certificates.suspend",
    },
    ActWords {
        kind: ActKind::Resumed,
        title: "certificates-resume-title",
        button: "certificates-resume",
        explained: "certificates-resume-explained",
        done: "certificates-done-resumed",
        draft: "certificates.resume",
    },
    ActWords {
        kind: ActKind::Withdrawn,
        title: "certificates-withdraw-title",
        button: "certificates-withdraw",
        explained: "certificates-withdraw-explained",
        done: "certificates-done-withdrawn",
        draft: "certificates.withdraw",
    },
    ActWords {
        kind: ActKind::Annulled,
        title: "certificates-annul-title",
        button: "certificates-annul",
        explained: "certificates-annul-explained",
        done: "certificates-done-annulled",
        draft: "certificates.annul",
    },
];

/// The act that the last part of the address names.
fn act_of(web: &Web) -> Result<&'static ActWords> {
    let kind = match web.path.rsplit('/').next() {
        Some("suspend") => ActKind::Suspended,
        Some("resume") => ActKind::Resumed,
        Some("withdraw") => ActKind::Withdrawn,
        Some("annul") => ActKind::Annulled,
        _ => return Err(Error::NotFound),
    };
    ACTS.iter().find(|words| words.kind == kind).ok_or(Error::NotFound)
}

fn act_form(web: &Web, certificate: &Certificate, words: &ActWords) -> Form {
    let number = &certificate.content.number;
    Form::new(web.t_with(words.title, &[("number", number)]), web.t(words.button))
        .section("certificates")
        .crumb("/certificates", web.t("certificates-title"))
        .crumb(record_path(certificate.id), number)
        .intro(html! { p { (web.t(words.explained)) } })
        .field(Field::known_date("on", "certificates-act-on").hint("certificates-date-hint").required())
        .field(Field::area("reason", "certificates-reason").hint("certificates-reason-hint").required())
        .field(Field::text("decision_no", "certificates-decision"))
        .revision(certificate.revision)
        .draft(words.draft)
}

/// The form of an act.
pub async fn act_page(web: Web) -> Result<Response> {
    let (words, certificate) = (act_of(&web)?, certificate_for(&web, &ACT).await?);
    act_form(&web, &certificate, words).value("on", web.today().vietnamese()).page(&web).await
}

/// Suspends, resumes, withdraws or annuls.
pub async fn act(web: Web, fields: Fields) -> Result<Response> {
    let (words, certificate) = (act_of(&web)?, certificate_for(&web, &ACT).await?);
    act_form(&web, &certificate, words)
        .answer(&web, &fields, async {
            let command = fields.read(|read| Command {
                id: certificate.id,
                seen: read.revision().unwrap_or_default(),
                what: read_act(read, words.kind, web.today()),
            })?;
            actions::act(&web.ctx, command).await?;
            Ok(see_done(&record_path(certificate.id), words.done))
        })
        .await
}

fn read_act(read: &mut Reader<'_>, kind: ActKind, today: Day) -> Act {
    read.text("on");
    Act {
        kind,
        happened: read.known_date("on", today),
        reason: read.text("reason"),
        decision_no: read.optional_text("decision_no"),
    }
}

async fn correct_form(web: &Web, certificate: &Certificate) -> Result<Form> {
    let names = names(web, Some(&certificate.content)).await?;
    let number = &certificate.content.number;
    let form = Form::new(
        web.t_with("certificates-correct-title", &[("number", number)]),
        web.t("certificates-correct"),
    )
    .section("certificates")
    .crumb("/certificates", web.t("certificates-title"))
    .crumb(record_path(certificate.id), number)
    .intro(html! { p { (web.t("certificates-correct-explained")) } })
    .revision(certificate.revision)
    .draft("certificates.correct");
    let form = content_values(content_fields(web, form, &names), &certificate.content, &names);
    Ok(form.field(Field::area("reason", "certificates-correct-reason").required()))
}

/// The form that corrects what a certificate says.
pub async fn correct_page(web: Web) -> Result<Response> {
    let certificate = certificate_for(&web, &CORRECT).await?;
    correct_form(&web, &certificate).await?.page(&web).await
}

/// Corrects what a certificate says.
pub async fn correct(web: Web, fields: Fields) -> Result<Response> {
    let certificate = certificate_for(&web, &CORRECT).await?;
    correct_form(&web, &certificate)
        .await?
        .answer(&web, &fields, async {
            let (typed, reason, seen) = fields.read(|read| {
                let typed = read_content(read, Some(&certificate.content), web.today());
                (typed, read.text("reason"), read.revision().unwrap_or_default())
            })?;
            let right = resolved(&web, typed).await?;
            let command = Command { id: certificate.id, seen, what: Judged { right, reason } };
            actions::correct(&web.ctx, command).await?;
            Ok(see_done(&record_path(certificate.id), "certificates-done-corrected"))
        })
        .await
}

/// The act of the page's address.
fn act_at(web: &Web, certificate: &Certificate) -> Result<(usize, Act)> {
    let position: usize = web.param("position")?;
    let act = certificate.acts.get(position).cloned().ok_or(Error::NotFound)?;
    Ok((position, act))
}

fn correct_act_form(web: &Web, certificate: &Certificate, act: &Act) -> Form {
    let number = &certificate.content.number;
    let kinds = ActKind::ALL.map(|kind| Choice::new(kind.word(), web.t(act_key(kind)))).to_vec();
    Form::new(
        web.t_with("certificates-correct-act-title", &[("number", number)]),
        web.t("certificates-correct"),
    )
    .section("certificates")
    .crumb("/certificates", web.t("certificates-title"))
    .crumb(record_path(certificate.id), number)
    .intro(html! { p { (web.t("certificates-correct-explained")) } })
    .field(Field::select("kind", "certificates-act", kinds).required())
    .field(Field::known_date("on", "certificates-act-on"))
    .field(Field::area("reason", "certificates-reason").required())
    .field(Field::text("decision_no", "certificates-decision"))
    .field(Field::area("why", "certificates-correct-reason").required())
    .value("kind", act.kind.word())
    .value("on", act.happened.vietnamese())
    .value("reason", &act.reason)
    .value("decision_no", act.decision_no.clone().unwrap_or_default())
    .revision(certificate.revision)
    .draft("certificates.correct_act")
}

/// The form that corrects one recorded act.
pub async fn correct_act_page(web: Web) -> Result<Response> {
    let certificate = certificate_for(&web, &CORRECT).await?;
    let (_, act) = act_at(&web, &certificate)?;
    correct_act_form(&web, &certificate, &act).page(&web).await
}

/// Corrects one recorded act.
pub async fn correct_act(web: Web, fields: Fields) -> Result<Response> {
    let certificate = certificate_for(&web, &CORRECT).await?;
    let (position, before) = act_at(&web, &certificate)?;
    let known_by = match before.happened {
        KnownDate::KnownBy(day) => day,
        _ => web.today(),
    };
    correct_act_form(&web, &certificate, &before)
        .answer(&web, &fields, async {
            let command = fields.read(|read| {
                let right = Act {
                    kind: read.choice("kind", before.kind, ActKind::of_word),
                    happened: read.known_date("on", known_by),
                    reason: read.text("reason"),
                    decision_no: read.optional_text("decision_no"),
                };
                let what = Judged { right: (position, right), reason: read.text("why") };
                Command { id: certificate.id, seen: read.revision().unwrap_or_default(), what }
            })?;
            actions::correct_act(&web.ctx, command).await?;
            Ok(see_done(&record_path(certificate.id), "certificates-done-act-corrected"))
        })
        .await
}
