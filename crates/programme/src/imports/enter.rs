//! Enters every row of every file, in one transaction, and notes what became of each.

use super::files::FileKind;
use super::report::{FileCount, ImportReport, RowChange, RowNote};
use super::table::{Table, TableRow};
use super::{Progress, store};
use crate::bodies::BodyKind;
use crate::certificates::{CertificateRow, EventRow, Known};
use crate::{activities, bodies, certificates, experts, plans, regulation};
use platform::{Day, Error, KnownDate, Refusal, Refusals, Result, Tx};
use registers::Entered;

type Outcome = (Entered, Vec<Refusal>);

/// Tells the progress every so many rows: often enough to be seen, seldom enough to cost nothing.
const TELL_EVERY: usize = 100;

/// Enters all tables; faults and warnings are added to `report`.
///
/// # Errors
/// When the machine fails; what is wrong with a row is in the report.
pub fn enter_all(
    tx: &mut Tx<'_>,
    tables: &[(FileKind, Table)],
    (mut report, owner_agency_id, progress): (ImportReport, i64, &Progress),
) -> Result<ImportReport> {
    let mut known = Known { owner_agency_id, ..Known::default() };
    let all: usize = tables.iter().map(|(_, table)| table.rows.len()).sum();
    let mut entered = 0;
    for (kind, table) in tables {
        learn(tx, *kind, &mut known)?;
        let mut count = FileCount { file: kind.name(), rows: table.rows.len(), ..FileCount::default() };
        for row in &table.rows {
            let outcome = enter_row(tx, Cells { kind: *kind, table, row }, &mut known);
            note(&mut report, &mut count, (*kind, table, row), outcome)?;
            entered += 1;
            let told = entered % TELL_EVERY == 0 || entered == all;
            if told && !progress(entered, all) {
                return Err(Refusal::new(super::CANCELLED).into());
            }
        }
        report.files.push(count);
    }
    if tables.iter().any(|(kind, _)| matches!(kind, FileKind::Agencies | FileKind::Successions)) {
        registers::agencies::connect(tx)?;
    }
    Ok(report)
}

/// Learns what the rows of a kind refer to, once for the whole file.
fn learn(tx: &mut Tx<'_>, kind: FileKind, known: &mut Known) -> Result<()> {
    if !matches!(kind, FileKind::Certificates | FileKind::CertificateEvents) {
        return Ok(());
    }
    known.certificates = Known::certificates_of(tx)?;
    let agencies = store::agency_codes(tx)?;
    known.agencies = agencies.into_iter().map(|row| (row.code, (row.id, row.to_on))).collect();
    known.body_codes = store::body_codes(tx)?.into_iter().map(|row| row.code).collect();
    Ok(())
}

fn note(
    report: &mut ImportReport,
    count: &mut FileCount,
    (kind, table, row): (FileKind, &Table, &TableRow),
    outcome: Result<Outcome>,
) -> Result<()> {
    let place = |reason| RowNote { file: table.file.clone(), line: row.line, reason };
    let (entered, warnings) = match outcome {
        Err(Error::Refused(Refusals(reasons))) => {
            report.faults.extend(reasons.into_iter().map(place));
            return Ok(());
        }
        other => other?,
    };
    report.warnings.extend(warnings.into_iter().map(place));
    let changes = match entered {
        Entered::Unchanged => {
            count.unchanged += 1;
            return Ok(());
        }
        Entered::Created => {
            count.created += 1;
            Vec::new()
        }
        Entered::Corrected(changes) => {
            count.corrected += 1;
            changes
        }
    };
    let key = if kind.key().is_empty() { kind.required() } else { kind.key() };
    let subject: Vec<&str> =
        key.iter().map(|column| table.cell(row, column)).filter(|cell| !cell.is_empty()).collect();
    report.changes.push(RowChange {
        file: table.file.clone(),
        line: row.line,
        subject: subject.join(" "),
        changes,
    });
    Ok(())
}

/// One row with the names of its cells.
struct Cells<'a> {
    kind: FileKind,
    table: &'a Table,
    row: &'a TableRow,
}

impl Cells<'_> {
    fn text(&self, column: &str) -> String {
        self.table.cell(self.row, column).to_owned()
    }

    /// By when an undated fact of this row was known, if the row says so.
    fn known_by(&self) -> Result<Option<Day>> {
        match self.table.cell(self.row, "known_by") {
            "" => Ok(None),
            text => text.parse().map(Some).map_err(|_| {
                Error::from(Refusal::new("certificates-refusal-date").field("known_by").with("text", text))
            }),
        }
    }

    fn known_by_or_conference(&self) -> Result<Day> {
        Ok(self.known_by()?.unwrap_or_else(regulation::history_known_by))
    }

    /// A date of this row: day, month, year, or nothing.
    fn date(&self, column: &'static str) -> Result<KnownDate> {
        let text = self.text(column);
        KnownDate::parse(&text, self.known_by_or_conference()?).map_err(|_| {
            Error::from(Refusal::new("certificates-refusal-date").field(column).with("text", text))
        })
    }

    /// The status of a paper; files without that column hold valid ones.
    fn status(&self) -> String {
        Some(self.text("status")).filter(|text| !text.is_empty()).unwrap_or_else(|| "valid".to_owned())
    }
}

fn enter_row(tx: &mut Tx<'_>, cells: Cells<'_>, known: &mut Known) -> Result<Outcome> {
    match cells.kind {
        FileKind::Provinces => province(&cells),
        FileKind::Agencies => agency(tx, &cells),
        FileKind::Successions => succession(tx, &cells),
        FileKind::LegalDocuments => legal_document(tx, &cells),
        FileKind::ConsultingOrganisations => body(tx, &cells, BodyKind::Consulting),
        FileKind::CertificationBodies => body(tx, &cells, BodyKind::Certification),
        FileKind::ConsultantCards => consultant(tx, &cells),
        FileKind::AssessorCards => assessor(tx, &cells),
        FileKind::Certificates => certificate(tx, &cells, known),
        FileKind::CertificateEvents => certificate_event(tx, &cells, known),
        FileKind::Plans => plan(tx, &cells),
        FileKind::Frameworks => framework(tx, &cells),
        FileKind::Activities => activity(tx, &cells),
    }
}

/// The map of 2012 comes with the program: a file of provinces is compared with it, never written.
fn province(cells: &Cells<'_>) -> Result<Outcome> {
    let (code, name) = (cells.text("code"), cells.text("name"));
    match registers::places::name_in_2012(&code) {
        None => Err(Refusal::new("imports-refusal-province-unknown").field("code").with("code", code).into()),
        Some(held) if held == name => Ok((Entered::Unchanged, Vec::new())),
        Some(held) => {
            let warning = Refusal::new("imports-warning-province-name").field("name").with("name", held);
            Ok((Entered::Unchanged, vec![warning]))
        }
    }
}

fn agency(tx: &mut Tx<'_>, cells: &Cells<'_>) -> Result<Outcome> {
    let row = registers::agencies::AgencyRow {
        code: cells.text("code"),
        name: cells.text("name"),
        level: cells.text("level"),
        kind: cells.text("kind"),
        ministry_code: cells.text("ministry_code"),
        province_code: cells.text("province_code"),
        district_code: cells.text("district_code"),
        commune_code: cells.text("commune_code"),
        obligation: cells.text("obligation"),
    };
    let entered = registers::agencies::enter(tx, &row)?;
    Ok((entered, registers::agencies::warnings(tx, &row)?))
}

fn succession(tx: &mut Tx<'_>, cells: &Cells<'_>) -> Result<Outcome> {
    let row = registers::agencies::SuccessionRow {
        code: cells.text("code"),
        successor_code: cells.text("successor_code"),
        on: cells.date("on")?,
        kind: cells.text("kind"),
        new_name: cells.text("new_name"),
    };
    Ok((registers::agencies::enter_succession(tx, &row)?, Vec::new()))
}

fn body(tx: &mut Tx<'_>, cells: &Cells<'_>, kind: BodyKind) -> Result<Outcome> {
    let row = bodies::Row {
        kind,
        code: cells.text("code"),
        name: cells.text("name"),
        province_code: cells.text("province_code"),
        number: cells.text(kind.number_column()),
        issued_on: cells.text("issued_on"),
        valid_to: cells.text("valid_to"),
        status: cells.status(),
        known_by: cells.known_by()?,
    };
    bodies::enter(tx, &row)
}

fn consultant(tx: &mut Tx<'_>, cells: &Cells<'_>) -> Result<Outcome> {
    let row = experts::ConsultantRow {
        card_no: cells.text("card_no"),
        holder: cells.text("holder"),
        kind: cells.text("kind"),
        organisation_code: cells.text("organisation_code"),
        issued_on: cells.text("issued_on"),
        valid_to: cells.text("valid_to"),
        status: cells.status(),
        known_by: cells.known_by()?,
    };
    experts::enter_consultant(tx, &row)
}

fn assessor(tx: &mut Tx<'_>, cells: &Cells<'_>) -> Result<Outcome> {
    let row = experts::AssessorRow {
        card_no: cells.text("card_no"),
        holder: cells.text("holder"),
        certification_body_code: cells.text("certification_body_code"),
        role: cells.text("role"),
        issued_on: cells.text("issued_on"),
        valid_to: cells.text("valid_to"),
        status: cells.status(),
        known_by: cells.known_by()?,
    };
    experts::enter_assessor(tx, &row)
}

fn certificate(tx: &mut Tx<'_>, cells: &Cells<'_>, known: &mut Known) -> Result<Outcome> {
    let row = CertificateRow {
        certificate_no: cells.text("certificate_no"),
        agency_code: cells.text("agency_code"),
        kind: cells.text("kind"),
        standard: cells.text("standard"),
        issued_by: cells.text("issued_by"),
        certification_body_code: cells.text("certification_body_code"),
        issued_on: cells.text("issued_on"),
        expires_on: cells.text("expires_on"),
        known_by: cells.known_by_or_conference()?,
    };
    certificates::enter(tx, &row, known)
}

fn certificate_event(tx: &mut Tx<'_>, cells: &Cells<'_>, known: &mut Known) -> Result<Outcome> {
    let row = EventRow {
        certificate_no: cells.text("certificate_no"),
        kind: cells.text("kind"),
        on: cells.text("on"),
        reason: cells.text("reason"),
        known_by: cells.known_by_or_conference()?,
    };
    certificates::enter_event(tx, &row, known)
}

fn legal_document(tx: &mut Tx<'_>, cells: &Cells<'_>) -> Result<Outcome> {
    let row = registers::legal_documents::DocumentRow {
        number: cells.text("number"),
        kind: cells.text("kind"),
        title: cells.text("title"),
        issued_on: cells.text("issued_on"),
        known_by: cells.known_by_or_conference()?,
        issuer: cells.text("issuer"),
        status_note: cells.text("status_note"),
        certainty: cells.text("certainty"),
    };
    registers::legal_documents::enter(tx, &row)
}

fn framework(tx: &mut Tx<'_>, cells: &Cells<'_>) -> Result<Outcome> {
    let row = registers::frameworks::FrameworkRow {
        code: cells.text("code"),
        publisher_code: cells.text("publisher_code"),
        publisher: cells.text("publisher"),
        applies_to: cells.text("applies_to"),
        published_year: cells.text("published_year"),
        published_on: cells.text("published_on"),
        decision_no: cells.text("decision_no"),
        certainty: cells.text("certainty"),
        known_by: cells.known_by_or_conference()?,
    };
    registers::frameworks::enter(tx, &row)
}

fn plan(tx: &mut Tx<'_>, cells: &Cells<'_>) -> Result<Outcome> {
    let row = plans::Row {
        owner_code: cells.text("owner_code"),
        owner: cells.text("owner"),
        level: cells.text("level"),
        status: cells.text("status"),
        decision_no: cells.text("decision_no"),
        drafted_on: cells.text("drafted_on"),
        approved_on: cells.text("approved_on"),
        period: cells.text("period"),
        owes_plan: cells.text("owes_plan"),
        known_by: cells.known_by()?,
    };
    plans::enter(tx, &row)
}

fn activity(tx: &mut Tx<'_>, cells: &Cells<'_>) -> Result<Outcome> {
    let row = activities::Row {
        date: cells.text("date"),
        kind: cells.text("kind"),
        subject: cells.text("subject"),
        targets: cells.text("targets"),
        known_by: cells.known_by()?,
    };
    activities::enter(tx, &row)
}
