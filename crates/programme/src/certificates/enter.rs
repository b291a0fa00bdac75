//! Certificates and their acts as older registers hold them.
//!
//! A history import checks identity, references and dates; what would be unlawful today is a
//! warning, since it happened all the same.

use super::decide::{self, GrantFacts};
use super::model::{Act, ActKind, Certificate, CertificateKind, Content, Event};
use super::store;
use crate::columns::known_text;
use platform::{Day, KnownDate, Record, Refusal, Refusals, Result, Tx};
use registers::Entered;
use std::collections::HashMap;

/// One line of `certificates.csv`, as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CertificateRow {
    /// Number of the certificate.
    pub certificate_no: String,
    /// Code of the agency.
    pub agency_code: String,
    /// `initial` or `renewal`.
    pub kind: String,
    /// The standard.
    pub standard: String,
    /// Who granted it: a code or a name.
    pub issued_by: String,
    /// Code of the certification body, if one assessed.
    pub certification_body_code: String,
    /// Day, month, year or nothing.
    pub issued_on: String,
    /// Last valid day, month or year.
    pub expires_on: String,
    /// By when an unknown date was known.
    pub known_by: Day,
}

/// One line of `certificate-events.csv`, as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventRow {
    /// Number of the certificate.
    pub certificate_no: String,
    /// `suspended`, `resumed`, `withdrawn` or `annulled`.
    pub kind: String,
    /// Day, month, year or nothing.
    pub on: String,
    /// Why.
    pub reason: String,
    /// By when an unknown date was known.
    pub known_by: Day,
}

/// What an import has learned once and asks again for every line.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// Agencies by code, with the day their existence ended.
    pub agencies: HashMap<String, (i64, Option<Day>)>,
    /// Certificates by folded number.
    pub certificates: HashMap<String, i64>,
    /// Codes of the certification bodies.
    pub body_codes: std::collections::HashSet<String>,
    /// How many acts of each certificate this import has met already.
    pub acts_met: HashMap<i64, usize>,
    /// Who keeps the records that are entered.
    pub owner_agency_id: i64,
}

impl Known {
    /// Asks the database once for everything.
    ///
    /// # Errors
    /// When the database fails.
    pub fn certificates_of(tx: &mut Tx<'_>) -> Result<HashMap<String, i64>> {
        let mut ids: HashMap<String, i64> =
            store::former_numbers(tx)?.into_iter().map(|row| (row.folded_number, row.id)).collect();
        // A number borne today is stronger than one that was corrected away.
        ids.extend(store::numbers(tx)?.into_iter().map(|row| (row.folded_number, row.id)));
        Ok(ids)
    }
}

/// Enters a line: a new certificate, a correction of one, or nothing new.
///
/// # Errors
/// [`platform::Error::Refused`] with every reason at once.
pub fn enter(tx: &mut Tx<'_>, row: &CertificateRow, known: &mut Known) -> Result<(Entered, Vec<Refusal>)> {
    let content = content_of(row, known)?;
    let folded = store::fold_number(&content.number);
    let warnings = warnings_of(row, &content, known);
    let Some(id) = known.certificates.get(&folded).copied() else {
        let id = tx.new_id();
        let events = vec![Event::Granted { owner_agency_id: known.owner_agency_id, content }];
        store::save(tx, &store::begin(id, &events)?, &events)?;
        known.certificates.insert(folded, id);
        return Ok((Entered::Created, warnings));
    };
    let mut certificate =
        store::load(tx, id)?.ok_or_else(|| platform::Error::failed("a certificate vanished"))?;
    // A file that still has the number of before a correction does not undo the correction.
    let renumbered = store::fold_number(&certificate.content.number) != folded;
    let number = if renumbered { certificate.content.number.clone() } else { content.number.clone() };
    let right = Content {
        number,
        scope: certificate.content.scope.clone(),
        renews_id: certificate.content.renews_id,
        ..content
    };
    let changes = changes(&certificate.content, &right, known);
    if changes.is_empty() {
        return Ok((Entered::Unchanged, warnings));
    }
    let events = vec![Event::Corrected { content: right, reason: "nhập dữ liệu".to_owned() }];
    certificate.apply_all(&events);
    store::save(tx, &certificate, &events)?;
    Ok((Entered::Corrected(changes), warnings))
}

fn content_of(row: &CertificateRow, known: &Known) -> Result<Content> {
    let mut refusals = Refusals::default();
    let agency = known.agencies.get(row.agency_code.trim()).copied();
    let kind = CertificateKind::of_word(row.kind.trim());
    if kind.is_none() {
        refusals.push(wrong_word("kind", &row.kind, "initial, renewal"));
    }
    let issued = date(&mut refusals, "issued_on", (&row.issued_on, row.known_by));
    let expires = match row.expires_on.trim() {
        "" => None,
        written => date(&mut refusals, "expires_on", (written, row.known_by)),
    };
    let content = Content {
        number: row.certificate_no.trim().to_owned(),
        agency_id: agency.map_or(0, |(id, _)| id),
        kind: kind.unwrap_or(CertificateKind::Initial),
        standard: row.standard.trim().to_owned(),
        scope: String::new(),
        issued_by: row.issued_by.trim().to_owned(),
        certification_body_code: Some(row.certification_body_code.trim().to_owned())
            .filter(|code| !code.is_empty()),
        renews_id: None,
        issued: issued.unwrap_or(KnownDate::KnownBy(row.known_by)),
        expires,
    };
    if let Some(code) = &content.certification_body_code
        && !known.body_codes.contains(code)
    {
        refusals.push(
            Refusal::new("certificates-refusal-body-unknown")
                .field("certification_body_code")
                .with("code", code),
        );
    }
    // An agency that ended before the grant is a warning here; existence is judged, not lawfulness.
    let facts = GrantFacts { agency: agency.map(|_| (String::new(), None)), ..GrantFacts::default() };
    refusals.0.extend(decide::content_faults(&facts, &content).0.into_iter().map(|reason| {
        if reason.key == "certificates-refusal-agency-unknown" {
            let unknown = Refusal::new("certificates-refusal-agency-code-unknown").field("agency_code");
            return unknown.with("code", row.agency_code.trim());
        }
        reason
    }));
    refusals.or(content).map_err(Into::into)
}

fn warnings_of(row: &CertificateRow, content: &Content, known: &Known) -> Vec<Refusal> {
    let issued = content.issued.counts_from();
    let mut warnings = Vec::new();
    if let Some((_, Some(ended))) = known.agencies.get(row.agency_code.trim())
        && issued >= *ended
    {
        warnings.push(decide::Refusal::AgencyEnded(*ended).into());
    }
    if let Some((day, basis)) = super::regulation::forbidden_from().filter(|(day, _)| issued >= *day) {
        warnings.push(decide::Refusal::Forbidden(day, basis).into());
    }
    if let Some((years, basis)) = super::regulation::term_years(issued)
        && content.expires.is_some_and(|expires| expires.counts_from() > issued.plus_years(years))
    {
        warnings.push(decide::Refusal::TermTooLong(years, basis).into());
    }
    warnings
}

fn date(refusals: &mut Refusals, field: &'static str, (text, known_by): (&str, Day)) -> Option<KnownDate> {
    match KnownDate::parse(text, known_by) {
        Ok(date) => Some(date),
        Err(_) => {
            refusals.push(Refusal::new("certificates-refusal-date").field(field).with("text", text.trim()));
            None
        }
    }
}

fn wrong_word(field: &'static str, word: &str, allowed: &'static str) -> Refusal {
    Refusal::new("certificates-refusal-word").field(field).with("word", word.trim()).with("allowed", allowed)
}

fn changes(before: &Content, after: &Content, known: &Known) -> Vec<registers::FieldChange> {
    // People know an agency by its code; its number in the database means nothing to them.
    let code = |id: i64| {
        if before.agency_id == after.agency_id {
            return String::new();
        }
        known
            .agencies
            .iter()
            .find(|(_, agency)| agency.0 == id)
            .map(|(code, _)| code.clone())
            .unwrap_or_default()
    };
    let text = |date: Option<KnownDate>| date.map(KnownDate::text).unwrap_or_default();
    let pairs = [
        ("certificate_no", before.number.clone(), after.number.clone()),
        ("agency_code", code(before.agency_id), code(after.agency_id)),
        ("kind", before.kind.word().to_owned(), after.kind.word().to_owned()),
        ("standard", before.standard.clone(), after.standard.clone()),
        ("issued_by", before.issued_by.clone(), after.issued_by.clone()),
        (
            "certification_body_code",
            before.certification_body_code.clone().unwrap_or_default(),
            after.certification_body_code.clone().unwrap_or_default(),
        ),
        ("issued_on", known_text(before.issued), known_text(after.issued)),
        ("expires_on", text(before.expires), text(after.expires)),
    ];
    pairs
        .into_iter()
        .filter(|(_, before, after)| before != after)
        .map(|(field, before, after)| registers::FieldChange { field, before, after })
        .collect()
}

/// Enters an act. The n-th line of a certificate is its n-th act: the same file twice adds nothing.
///
/// # Errors
/// [`platform::Error::Refused`] with every reason at once.
pub fn enter_event(tx: &mut Tx<'_>, row: &EventRow, known: &mut Known) -> Result<(Entered, Vec<Refusal>)> {
    let mut refusals = Refusals::default();
    let id = known.certificates.get(&store::fold_number(&row.certificate_no)).copied();
    if id.is_none() {
        let number = row.certificate_no.trim();
        let unknown = Refusal::new("certificates-refusal-number-unknown").field("certificate_no");
        refusals.push(unknown.with("number", number));
    }
    let kind = ActKind::of_word(row.kind.trim());
    if kind.is_none() {
        refusals.push(wrong_word("kind", &row.kind, "suspended, resumed, withdrawn, annulled"));
    }
    let happened = date(&mut refusals, "on", (&row.on, row.known_by));
    let (Some(id), Some(kind), Some(happened)) = (id, kind, happened) else { return Err(refusals.into()) };
    let certificate =
        store::load(tx, id)?.ok_or_else(|| platform::Error::failed("a certificate vanished"))?;
    let act = Act { kind, happened, reason: row.reason.trim().to_owned(), decision_no: None };
    enter_act(tx, certificate, act, known)
}

fn enter_act(
    tx: &mut Tx<'_>,
    mut certificate: Certificate,
    act: Act,
    known: &mut Known,
) -> Result<(Entered, Vec<Refusal>)> {
    let met = known.acts_met.entry(certificate.id).or_default();
    let position = *met;
    *met += 1;
    if certificate.content.issued.earliest().is_some_and(|issued| act.happened.counts_from() < issued) {
        return Err(decide::act_faults(&certificate, &Act { reason: "-".to_owned(), ..act }).into());
    }
    // A decision number typed in on a page is no part of the file and no reason to change anything.
    let same = |recorded: &Act| Act { decision_no: None, ..recorded.clone() } == act;
    if certificate.acts.get(position).is_some_and(same) {
        return Ok((Entered::Unchanged, Vec::new()));
    }
    let faults_before = decide::unlawful(&certificate).len();
    let events = vec![Event::Acted { act }];
    certificate.apply_all(&events);
    store::save(tx, &certificate, &events)?;
    let new_faults = decide::unlawful(&certificate).into_iter().skip(faults_before);
    Ok((Entered::Created, new_faults.map(Refusal::from).collect()))
}
