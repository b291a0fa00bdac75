//! Every statement on certificates.

use super::model::{Act, ActKind, Certificate, CertificateKind, Content, Event};
use platform::{Day, Error, KnownDate, Record, Result, Tx, record, sql};
use std::collections::HashMap;

sql!(row(id: i64) -> CertificateRow {
    owner_agency_id: i64, number: String, agency_id: i64, kind: String, standard: String, scope: String,
    issued_by: String, certification_body_code: Option<String>, renews_id: Option<i64>,
    issued_written: String, issued_known_by: Option<Day>, expires_written: String, revision: i64,
} =
    "select owner_agency_id, number, agency_id, kind, standard, scope, issued_by, certification_body_code,
            renews_id, issued_written, issued_known_by, expires_written, revision
     from certificate
     where id = $1");

sql!(acts(certificate_id: i64) -> ActRow {
    kind: String, happened_written: String, happened_known_by: Option<Day>, reason: String, decision_no: Option<String>,
} =
    "select kind, happened_written, happened_known_by, reason, decision_no
     from certificate_act
     where certificate_id = $1
     order by position");

sql!(id_of_number(folded_number: &str) -> IdRow { id: i64 } =
    "select id
     from certificate
     where folded_number = $1");

sql!(
/// Whose number this was before it was corrected.
former_owner(folded_number: &str) -> FormerOwner { id: i64 } =
    "select certificate_id as id
     from certificate_former_number
     where folded_number = $1");

sql!(
    /// Which certificates bear, or bore before a correction, a number of these letters and digits.
    ids_of_bare_number(bare: &str) -> BareNumber { id: i64 } =
    "select id
     from certificate
     where replace(replace(replace(replace(replace(folded_number, '-', ''), '/', ''), '.', ''), '–', ''), '_', '') = $1
     union
     select certificate_id as id
     from certificate_former_number
     where replace(replace(replace(replace(replace(folded_number, '-', ''), '/', ''), '.', ''), '–', ''), '_', '') = $1");

sql!(former_numbers() -> FormerNumber { folded_number: String, id: i64 } =
    "select folded_number, certificate_id as id
     from certificate_former_number");

sql!(keep_former(id: i64, folded_number: &str) =
    "insert into certificate_former_number (folded_number, certificate_id)
     select folded_number, id
     from certificate
     where id = $1
       and folded_number <> $2
     on conflict (folded_number) do update set certificate_id = excluded.certificate_id");

sql!(all_ids() -> AnyId { id: i64 } =
    "select id
     from certificate
     order by id");

sql!(numbers() -> NumberRow { folded_number: String, id: i64 } =
    "select folded_number, id
     from certificate");

sql!(insert(
    id: i64, owner_agency_id: i64, number: &str, folded_number: &str, agency_id: i64, kind: &str,
    standard: &str, scope: &str, issued_by: &str, certification_body_code: Option<&str>,
    renews_id: Option<i64>, issued_written: &str, issued_known_by: Option<Day>, earliest_on: Option<Day>,
    counts_on: Day, expires_written: &str, expires_on: Option<Day>, annulled_on: Option<Day>, revision: i64,
) =
    "insert into certificate (id, owner_agency_id, number, folded_number, agency_id, kind, standard, scope,
                              issued_by, certification_body_code, renews_id, issued_written,
                              issued_known_by, earliest_on, counts_on, expires_written, expires_on,
                              annulled_on, revision)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)");

sql!(update(
    id: i64, number: &str, folded_number: &str, agency_id: i64, kind: &str, standard: &str, scope: &str,
    issued_by: &str, certification_body_code: Option<&str>, renews_id: Option<i64>, issued_written: &str,
    issued_known_by: Option<Day>, earliest_on: Option<Day>, counts_on: Day, expires_written: &str,
    expires_on: Option<Day>, annulled_on: Option<Day>, revision: i64, before: i64,
) =
    "update certificate
     set number = $2, folded_number = $3, agency_id = $4, kind = $5, standard = $6, scope = $7,
         issued_by = $8, certification_body_code = $9, renews_id = $10, issued_written = $11,
         issued_known_by = $12, earliest_on = $13, counts_on = $14, expires_written = $15,
         expires_on = $16, annulled_on = $17, revision = $18
     where id = $1
       and revision = $19");

sql!(delete_acts(certificate_id: i64) =
    "delete from certificate_act
     where certificate_id = $1");

sql!(insert_act(
    certificate_id: i64, position: i64, kind: &str, happened_written: &str, happened_known_by: Option<Day>,
    counts_on: Day, reason: &str, decision_no: Option<&str>,
) =
    "insert into certificate_act (certificate_id, position, kind, happened_written, happened_known_by,
                                  counts_on, reason, decision_no)
     values ($1, $2, $3, $4, $5, $6, $7, $8)");

sql!(delete_holds(certificate_id: i64) =
    "delete from certificate_hold
     where certificate_id = $1");

sql!(insert_hold(certificate_id: i64, from_on: Day, to_on: Option<Day>, kind: &str) =
    "insert into certificate_hold (certificate_id, from_on, to_on, kind)
     values ($1, $2, $3, $4)");

sql!(of_agency(agency_id: i64) -> OfAgency {
    id: i64, owner_agency_id: i64, number: String, kind: String, standard: String, scope: String,
    issued_by: String, certification_body_code: Option<String>, renews_id: Option<i64>,
    issued_written: String, issued_known_by: Option<Day>, expires_written: String, revision: i64,
} =
    "select id, owner_agency_id, number, kind, standard, scope, issued_by, certification_body_code,
            renews_id, issued_written, issued_known_by, expires_written, revision
     from certificate
     where agency_id = $1
     order by counts_on, id");

sql!(acts_of_agency(agency_id: i64) -> AgencyAct {
    certificate_id: i64, kind: String, happened_written: String, happened_known_by: Option<Day>, reason: String,
    decision_no: Option<String>,
} =
    "select act.certificate_id, act.kind, act.happened_written, act.happened_known_by, act.reason, act.decision_no
     from certificate
     inner join certificate_act as act on act.certificate_id = certificate.id
     where certificate.agency_id = $1
     order by act.certificate_id, act.position");

sql!(
    /// What an earlier agency is today, as far as the register of agencies knows.
    agency_today(agency_id: i64) -> AgencyToday { id: i64, name: String, from_on: Option<Day> } =
    "select today.id, today.name, today.from_on
     from agency_connection
     inner join agency as today on today.id = agency_connection.today_agency_id
     where agency_connection.agency_id = $1");

platform::record_kind!(Certificate, "/certificates/", load, ids, follows);

sql!(days(id: i64) -> Days {
    folded_number: String, earliest_on: Option<Day>, counts_on: Day, expires_on: Option<Day>, annulled_on: Option<Day>,
} =
    "select folded_number, earliest_on, counts_on, expires_on, annulled_on
     from certificate
     where id = $1");

sql!(act_days(certificate_id: i64) -> ActDay { counts_on: Day } =
    "select counts_on
     from certificate_act
     where certificate_id = $1
     order by position");

sql!(held(certificate_id: i64) -> Held { from_on: Day, to_on: Option<Day>, kind: String } =
    "select from_on, to_on, kind
     from certificate_hold
     where certificate_id = $1
     order by from_on");

/// What rows hold beside a certificate because lists and reports ask for it: all follows from the certificate.
#[derive(Debug, PartialEq)]
struct Follows {
    folded_number: String,
    earliest_on: Option<Day>,
    counts_on: Day,
    expires_on: Option<Day>,
    annulled_on: Option<Day>,
    acts_on: Vec<Day>,
    holds: Vec<(Day, Option<Day>, String)>,
}

/// What the rows beside a certificate hold that does not follow from it.
fn follows(tx: &mut Tx<'_>, certificate: &Certificate) -> Result<Option<String>> {
    let Some(row) = days(tx, certificate.id)?.pop() else { return Ok(None) };
    let held = held(tx, certificate.id)?.into_iter();
    let stored = Follows {
        folded_number: row.folded_number,
        earliest_on: row.earliest_on,
        counts_on: row.counts_on,
        expires_on: row.expires_on,
        annulled_on: row.annulled_on,
        acts_on: act_days(tx, certificate.id)?.into_iter().map(|row| row.counts_on).collect(),
        holds: held.map(|row| (row.from_on, row.to_on, row.kind)).collect(),
    };
    let holds = certificate.holds().into_iter();
    let right = Follows {
        folded_number: fold_number(&certificate.content.number),
        earliest_on: certificate.content.issued.earliest(),
        counts_on: certificate.content.issued.counts_from(),
        expires_on: certificate.expires_on(),
        annulled_on: certificate.annulled_on(),
        acts_on: certificate.acts.iter().map(|act| act.happened.counts_from()).collect(),
        holds: holds.map(|hold| (hold.from_on, hold.to_on, hold.kind.word().to_owned())).collect(),
    };
    Ok(record::beside(&stored, &right))
}

/// The number as it is compared: without case and spaces.
pub fn fold_number(number: &str) -> String {
    number.split_whitespace().collect::<String>().to_uppercase()
}

/// The ids of all certificates.
///
/// # Errors
/// When the database fails.
pub fn ids(tx: &mut Tx<'_>) -> Result<Vec<i64>> {
    Ok(all_ids(tx)?.into_iter().map(|row| row.id).collect())
}

/// The certificate of an id.
///
/// # Errors
/// When the database fails or holds what the program does not know.
pub fn load(tx: &mut Tx<'_>, id: i64) -> Result<Option<Certificate>> {
    let Some(row) = row(tx, id)?.pop() else { return Ok(None) };
    let acts = acts(tx, id)?.into_iter().map(act_of).collect::<Result<_>>()?;
    certificate_of(id, row, acts).map(Some)
}

fn certificate_of(id: i64, row: CertificateRow, acts: Vec<Act>) -> Result<Certificate> {
    let kind = CertificateKind::of_word(&row.kind).ok_or_else(|| unknown("kind", &row.kind))?;
    let expires = match row.expires_written.as_str() {
        "" => None,
        written => Some(known(written, None)?),
    };
    Ok(Certificate {
        id,
        owner_agency_id: row.owner_agency_id,
        content: Content {
            number: row.number,
            agency_id: row.agency_id,
            kind,
            standard: row.standard,
            scope: row.scope,
            issued_by: row.issued_by,
            certification_body_code: row.certification_body_code,
            renews_id: row.renews_id,
            issued: known(&row.issued_written, row.issued_known_by)?,
            expires,
        },
        acts,
        revision: row.revision,
    })
}

fn unknown(what: &str, word: &str) -> Error {
    Error::failed(format!("certificate {what} {word:?} is not known to this program"))
}

/// A stored date. One without text always has the day it was known by beside it.
fn known(written: &str, known_by: Option<Day>) -> Result<KnownDate> {
    let by = known_by.unwrap_or_else(|| Day::of_instant(0));
    KnownDate::parse(written, by).map_err(Error::failed)
}

fn known_by(date: KnownDate) -> Option<Day> {
    match date {
        KnownDate::KnownBy(day) => Some(day),
        _ => None,
    }
}

fn act_of(row: ActRow) -> Result<Act> {
    Ok(Act {
        kind: ActKind::of_word(&row.kind).ok_or_else(|| unknown("act", &row.kind))?,
        happened: known(&row.happened_written, row.happened_known_by)?,
        reason: row.reason,
        decision_no: row.decision_no,
    })
}

/// Writes a certificate to which `events` were just applied, and journals them.
///
/// # Errors
/// When the database fails, or when another transaction has changed the certificate meanwhile.
pub fn save(tx: &mut Tx<'_>, certificate: &Certificate, events: &[Event]) -> Result<()> {
    if events.is_empty() {
        return Ok(());
    }
    let before = certificate.revision - events.len() as i64;
    write_row(tx, certificate, before)?;
    if before > 0 || !certificate.acts.is_empty() {
        write_acts(tx, certificate)?;
    }
    record::journal(tx, certificate, events)
}

fn write_row(tx: &mut Tx<'_>, certificate: &Certificate, before: i64) -> Result<()> {
    let content = &certificate.content;
    let folded = fold_number(&content.number);
    let (issued, expires) = (content.issued, content.expires.map(KnownDate::text).unwrap_or_default());
    let (kind, body) = (content.kind.word(), content.certification_body_code.as_deref());
    let (id, expires_on, annulled_on) = (certificate.id, certificate.expires_on(), certificate.annulled_on());
    if before == 0 {
        insert(
            tx,
            id,
            certificate.owner_agency_id,
            &content.number,
            &folded,
            content.agency_id,
            kind,
            &content.standard,
            &content.scope,
            &content.issued_by,
            body,
            content.renews_id,
            &issued.text(),
            known_by(issued),
            issued.earliest(),
            issued.counts_from(),
            &expires,
            expires_on,
            annulled_on,
            certificate.revision,
        )?;
        return Ok(());
    }
    keep_former(tx, id, &folded)?;
    let changed = update(
        tx,
        id,
        &content.number,
        &folded,
        content.agency_id,
        kind,
        &content.standard,
        &content.scope,
        &content.issued_by,
        body,
        content.renews_id,
        &issued.text(),
        known_by(issued),
        issued.earliest(),
        issued.counts_from(),
        &expires,
        expires_on,
        annulled_on,
        certificate.revision,
        before,
    )?;
    if changed == 1 { Ok(()) } else { Err(platform::Refusal::from(super::decide::Refusal::Stale).into()) }
}

fn write_acts(tx: &mut Tx<'_>, certificate: &Certificate) -> Result<()> {
    let id = certificate.id;
    delete_acts(tx, id)?;
    for (position, act) in certificate.acts.iter().enumerate() {
        let (happened, decision) = (act.happened, act.decision_no.as_deref());
        let (written, counts_on) = (happened.text(), happened.counts_from());
        let kind = act.kind.word();
        insert_act(
            tx,
            id,
            position as i64,
            kind,
            &written,
            known_by(happened),
            counts_on,
            &act.reason,
            decision,
        )?;
    }
    delete_holds(tx, id)?;
    for hold in certificate.holds() {
        insert_hold(tx, id, hold.from_on, hold.to_on, hold.kind.word())?;
    }
    Ok(())
}

/// The certificate that bears `number`, or bore it before a correction, whatever its case and spaces.
///
/// # Errors
/// When the database fails.
pub fn by_number(tx: &mut Tx<'_>, number: &str) -> Result<Option<Certificate>> {
    let folded = fold_number(number);
    if let Some(found) = id_of_number(tx, &folded)?.pop() {
        return load(tx, found.id);
    }
    match former_owner(tx, &folded)?.pop() {
        None => Ok(None),
        Some(found) => load(tx, found.id),
    }
}

/// How many digits a printed number has at most.
const MOST_DIGITS: usize = 6;
/// How many certificates with alike numbers are told.
const MOST_ALIKE: usize = 12;

/// Certificates whose numbers are `number` but for dashes, dots, spaces and zeros in front of digits.
///
/// # Errors
/// When the database fails.
pub fn alike(tx: &mut Tx<'_>, number: &str) -> Result<Vec<Certificate>> {
    let mut ids = std::collections::BTreeSet::new();
    for bare in bare_numbers(number) {
        ids.extend(ids_of_bare_number(tx, &bare)?.into_iter().map(|row| row.id));
    }
    ids.into_iter().take(MOST_ALIKE).filter_map(|id| load(tx, id).transpose()).collect()
}

/// Letters and digits of a number alone, as typed and with other counts of zeros in front of one of
/// its runs of digits. A year has none.
fn bare_numbers(number: &str) -> Vec<String> {
    let upper = number.to_uppercase();
    let mut runs: Vec<(bool, String)> = Vec::new();
    let mut is_cut = true;
    for letter in upper.chars() {
        if !letter.is_alphanumeric() {
            is_cut = true;
            continue;
        }
        let is_digit = letter.is_ascii_digit();
        match runs.last_mut().filter(|run| !is_cut && run.0 == is_digit) {
            Some(run) => run.1.push(letter),
            None => runs.push((is_digit, letter.to_string())),
        }
        is_cut = false;
    }
    let joined = |changed: Option<(usize, &str)>| -> String {
        let text = |(at, run): (usize, &(bool, String))| match changed {
            Some((other, text)) if other == at => text.to_owned(),
            _ => run.1.clone(),
        };
        runs.iter().enumerate().map(text).collect()
    };
    let is_year = |run: &str| run.len() == 4 && (run.starts_with("19") || run.starts_with("20"));
    let mut found = vec![joined(None)];
    for (at, (is_number, run)) in runs.iter().enumerate() {
        let digits = run.trim_start_matches('0');
        if !is_number || is_year(run) || digits.is_empty() {
            continue;
        }
        for width in digits.len()..=MOST_DIGITS {
            found.push(joined(Some((at, &format!("{digits:0>width$}")))));
        }
    }
    found.sort();
    found.dedup();
    found.retain(|bare| !bare.is_empty());
    found
}

/// The certificates of an agency, oldest first: two statements, however many there are.
///
/// # Errors
/// When the database fails.
pub fn all_of_agency(tx: &mut Tx<'_>, agency_id: i64) -> Result<Vec<Certificate>> {
    let mut acts: HashMap<i64, Vec<Act>> = HashMap::new();
    for row in acts_of_agency(tx, agency_id)? {
        let (certificate_id, row) = row.apart();
        acts.entry(certificate_id).or_default().push(act_of(row)?);
    }
    let mut certificates = Vec::new();
    for row in of_agency(tx, agency_id)? {
        let acts = acts.remove(&row.id).unwrap_or_default();
        certificates.push(certificate_of(row.id, row.of(agency_id), acts)?);
    }
    Ok(certificates)
}

impl AgencyAct {
    /// Whose act it is, and the act.
    fn apart(self) -> (i64, ActRow) {
        let act = ActRow {
            kind: self.kind,
            happened_written: self.happened_written,
            happened_known_by: self.happened_known_by,
            reason: self.reason,
            decision_no: self.decision_no,
        };
        (self.certificate_id, act)
    }
}

impl OfAgency {
    /// The same row as it is read alone.
    fn of(self, agency_id: i64) -> CertificateRow {
        CertificateRow {
            owner_agency_id: self.owner_agency_id,
            number: self.number,
            agency_id,
            kind: self.kind,
            standard: self.standard,
            scope: self.scope,
            issued_by: self.issued_by,
            certification_body_code: self.certification_body_code,
            renews_id: self.renews_id,
            issued_written: self.issued_written,
            issued_known_by: self.issued_known_by,
            expires_written: self.expires_written,
            revision: self.revision,
        }
    }
}

/// A new certificate, begun by `events`.
///
/// # Errors
/// When the first event begins nothing.
pub fn begin(id: i64, events: &[Event]) -> Result<Certificate> {
    Certificate::fold(id, events).ok_or_else(|| Error::failed("a certificate begins with its grant"))
}

#[cfg(test)]
mod tests {
    use super::bare_numbers;

    #[test]
    fn a_number_is_looked_for_with_other_zeros_and_without_what_parts_it() {
        let expected = ["HTMP0001522009", "HTMP001522009", "HTMP01522009", "HTMP1522009"];
        for typed in ["HT-MP-152/2009", "ht mp 00152 2009", "HT–MP—0152.2009", " ht-mp-152-2009 "] {
            assert_eq!(bare_numbers(typed), expected, "{typed}");
        }
        assert_eq!(bare_numbers("—/ "), Vec::<String>::new());
        assert_eq!(bare_numbers("TĐC"), ["TĐC"]);
    }
}
