//! The files that can be imported: their names, columns and keys.

use super::table::{Fault, Table};
use platform::Refusal;
use std::collections::HashMap;

/// A kind of file, in the order of entering: what is referred to comes before what refers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FileKind {
    /// `provinces-2012`.
    Provinces,
    /// `agencies`.
    Agencies,
    /// `agency-successions`.
    Successions,
    /// `legal-documents`.
    LegalDocuments,
    /// `consulting-organisations`.
    ConsultingOrganisations,
    /// `certification-bodies`.
    CertificationBodies,
    /// `consultant-cards`.
    ConsultantCards,
    /// `assessor-cards`.
    AssessorCards,
    /// `certificates`.
    Certificates,
    /// `certificate-events`.
    CertificateEvents,
    /// `plans`.
    Plans,
    /// `model-frameworks`.
    Frameworks,
    /// `programme-activities`.
    Activities,
}

/// What a kind of file is called and holds.
pub struct FileForm {
    /// The kind.
    pub kind: FileKind,
    /// Its name without ending.
    pub name: &'static str,
    /// Columns it must have.
    pub required: &'static [&'static str],
    /// Columns it may have.
    pub optional: &'static [&'static str],
    /// Columns that name a row; empty where rows have no name.
    pub key: &'static [&'static str],
}

/// All of them.
pub static FILES: [FileForm; 13] = [
    FileForm {
        kind: FileKind::Provinces,
        name: "provinces-2012",
        required: &["code", "name"],
        optional: &["type", "plan_owner"],
        key: &["code"],
    },
    FileForm {
        kind: FileKind::Agencies,
        name: "agencies",
        required: &["code", "name", "level", "kind"],
        optional: &["ministry_code", "province_code", "district_code", "commune_code", "obligation"],
        key: &["code"],
    },
    FileForm {
        kind: FileKind::Successions,
        name: "agency-successions",
        required: &["code", "successor_code", "on", "kind"],
        optional: &["new_name", "known_by"],
        key: &["code", "successor_code"],
    },
    FileForm {
        kind: FileKind::LegalDocuments,
        name: "legal-documents",
        required: &["number", "kind", "title", "issued_on", "issuer"],
        optional: &["status_note", "certainty", "known_by"],
        key: &["number"],
    },
    FileForm {
        kind: FileKind::ConsultingOrganisations,
        name: "consulting-organisations",
        required: &["code", "name", "confirmation_no", "issued_on", "valid_to"],
        optional: &["province_code", "status", "known_by"],
        key: &["confirmation_no"],
    },
    FileForm {
        kind: FileKind::CertificationBodies,
        name: "certification-bodies",
        required: &["code", "name", "certificate_no", "issued_on", "valid_to"],
        optional: &["province_code", "status", "known_by"],
        key: &["certificate_no"],
    },
    FileForm {
        kind: FileKind::ConsultantCards,
        name: "consultant-cards",
        required: &["card_no", "holder", "kind", "organisation_code", "issued_on", "valid_to"],
        optional: &["status", "known_by"],
        key: &["card_no"],
    },
    FileForm {
        kind: FileKind::AssessorCards,
        name: "assessor-cards",
        required: &["card_no", "holder", "certification_body_code", "issued_on", "valid_to"],
        optional: &["role", "status", "known_by"],
        key: &["card_no"],
    },
    FileForm {
        kind: FileKind::Certificates,
        name: "certificates",
        required: &[
            "certificate_no",
            "agency_code",
            "kind",
            "standard",
            "issued_by",
            "issued_on",
            "expires_on",
        ],
        optional: &["certification_body_code", "known_by"],
        key: &["certificate_no"],
    },
    FileForm {
        kind: FileKind::CertificateEvents,
        name: "certificate-events",
        required: &["certificate_no", "kind", "on"],
        optional: &["reason", "known_by"],
        key: &[],
    },
    FileForm {
        kind: FileKind::Plans,
        name: "plans",
        required: &["owner_code", "owner", "level", "status", "owes_plan"],
        optional: &["decision_no", "approved_on", "drafted_on", "period", "known_by"],
        key: &["owner_code", "period"],
    },
    FileForm {
        kind: FileKind::Frameworks,
        name: "model-frameworks",
        required: &["code", "publisher", "applies_to"],
        optional: &[
            "publisher_code",
            "published_year",
            "published_on",
            "decision_no",
            "certainty",
            "known_by",
        ],
        key: &["code"],
    },
    FileForm {
        kind: FileKind::Activities,
        name: "programme-activities",
        required: &["date", "kind", "subject"],
        optional: &["targets", "known_by"],
        key: &[],
    },
];

impl FileKind {
    fn form(self) -> &'static FileForm {
        FILES.iter().find(|form| form.kind == self).unwrap_or(&FILES[0])
    }

    /// The kind of a file's name, whatever its folder and ending.
    pub fn of_name(name: &str) -> Option<FileKind> {
        let base = name.rsplit(['/', '\\']).next().unwrap_or(name);
        let (stem, ending) = base.rsplit_once('.')?;
        let known = ["csv", "xlsx"].contains(&ending.to_lowercase().as_str());
        FILES.iter().find(|form| known && form.name.eq_ignore_ascii_case(stem.trim())).map(|form| form.kind)
    }

    /// Its name without ending.
    pub fn name(self) -> &'static str {
        self.form().name
    }

    /// Columns it must have.
    pub fn required(self) -> &'static [&'static str] {
        self.form().required
    }

    /// Columns it may have.
    pub fn optional(self) -> &'static [&'static str] {
        self.form().optional
    }

    /// Columns that name a row.
    pub fn key(self) -> &'static [&'static str] {
        self.form().key
    }
}

/// The names of all files, for messages.
pub fn names() -> String {
    FILES.iter().map(|form| format!("{}.csv", form.name)).collect::<Vec<_>>().join(", ")
}

/// Rows that bear the key of an earlier row of the same file.
pub fn twice(kind: FileKind, table: &Table) -> Vec<Fault> {
    if kind.key().is_empty() {
        return Vec::new();
    }
    let mut first: HashMap<String, usize> = HashMap::new();
    let mut faults = Vec::new();
    for row in &table.rows {
        let cells: Vec<&str> = kind.key().iter().map(|column| table.cell(row, column)).collect();
        let key = cells.join(" ").to_lowercase();
        if cells.iter().all(|cell| cell.is_empty()) {
            continue;
        }
        match first.get(&key) {
            None => {
                first.insert(key, row.line);
            }
            Some(line) => {
                let reason =
                    Refusal::new("imports-refusal-row-twice").with("key", cells.join(" ")).with("line", line);
                faults.push(Fault { line: row.line, reason: reason.field(kind.key()[0]) });
            }
        }
    }
    faults
}
