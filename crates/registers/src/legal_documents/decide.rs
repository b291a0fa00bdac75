//! The rules of entering, correcting and relating legal documents. Pure.

use super::model::{DocumentFacts, LegalDocument, LegalDocumentEvent, Relation, RelationKind};
use platform::{Day, KnownDate, Refusals};

/// Why an act on a legal document is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// There is no number, or it is no number of a document.
    NumberUnfit,
    /// Another document has this number.
    NumberTaken(String),
    /// There is no title.
    TitleMissing,
    /// There is no kind.
    KindMissing,
    /// There is no issuer.
    IssuerMissing,
    /// The date of issue is no date.
    DateUnfit(String),
    /// It cannot take effect before it was issued.
    EffectBeforeIssue,
    /// The relation is none of the three.
    RelationUnknown(String),
    /// A document does nothing to itself.
    OwnRelation,
    /// No reason is given.
    ReasonMissing,
    /// Nothing would change.
    NothingChanges,
    /// Somebody else has changed the record meanwhile.
    Stale,
}

impl From<Refusal> for platform::Refusal {
    fn from(reason: Refusal) -> platform::Refusal {
        use Refusal as R;
        let new = platform::Refusal::new;
        match reason {
            R::NumberUnfit => new("legal-documents-refusal-number-unfit").field("number"),
            R::NumberTaken(number) => {
                new("legal-documents-refusal-number-taken").field("number").with("number", number)
            }
            R::TitleMissing => new("legal-documents-refusal-title-missing").field("title"),
            R::KindMissing => new("legal-documents-refusal-kind-missing").field("kind"),
            R::IssuerMissing => new("legal-documents-refusal-issuer-missing").field("issuer"),
            R::DateUnfit(text) => new("legal-documents-refusal-date").field("issued_on").with("text", text),
            R::EffectBeforeIssue => new("legal-documents-refusal-effect-before-issue").field("effective_on"),
            R::RelationUnknown(word) => {
                new("legal-documents-refusal-relation-unknown").field("kind").with("word", word)
            }
            R::OwnRelation => new("legal-documents-refusal-own-relation").field("target_number"),
            R::ReasonMissing => new("legal-documents-refusal-reason-missing").field("reason"),
            R::NothingChanges => new("legal-documents-refusal-nothing-changes"),
            R::Stale => new("legal-documents-refusal-stale"),
        }
    }
}

/// One row of `legal-documents.csv`, or the same columns from a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentRow {
    /// Its number.
    pub number: String,
    /// Its kind.
    pub kind: String,
    /// Its title.
    pub title: String,
    /// When it was issued: a day, month, year or nothing.
    pub issued_on: String,
    /// Who issued it.
    pub issuer: String,
    /// What the source says of its standing.
    pub status_note: String,
    /// How sure all this is.
    pub certainty: String,
    /// By when a document without a date was known.
    pub known_by: Day,
}

/// A row as facts, or every reason why it cannot be.
///
/// # Errors
/// Every fault of the row.
pub fn read(row: &DocumentRow, effective_on: Option<Day>) -> Result<DocumentFacts, Refusals> {
    let mut faults = Refusals::default();
    let digits_first = row.number.starts_with(|letter: char| letter.is_ascii_digit());
    if !digits_first || !row.number.contains(['/', '-']) || row.number.chars().any(char::is_whitespace) {
        faults.push(Refusal::NumberUnfit);
    }
    if row.title.trim().is_empty() {
        faults.push(Refusal::TitleMissing);
    }
    if row.kind.trim().is_empty() {
        faults.push(Refusal::KindMissing);
    }
    if row.issuer.trim().is_empty() {
        faults.push(Refusal::IssuerMissing);
    }
    let issued = KnownDate::parse(&row.issued_on, row.known_by);
    if issued.is_err() {
        faults.push(Refusal::DateUnfit(row.issued_on.clone()));
    }
    let issued = issued.unwrap_or(KnownDate::KnownBy(row.known_by));
    if effective_on.zip(issued.earliest()).is_some_and(|(effective_on, issued)| effective_on < issued) {
        faults.push(Refusal::EffectBeforeIssue);
    }
    faults.or(DocumentFacts {
        kind: row.kind.clone(),
        title: row.title.clone(),
        issued,
        effective_on,
        issuer: row.issuer.clone(),
        status_note: row.status_note.clone(),
        certainty: row.certainty.clone(),
    })
}

/// Corrects what the register holds of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correct {
    /// The revision that the officer saw.
    pub revision: i64,
    /// Why the record was wrong.
    pub reason: String,
    /// What holds; its number must stay.
    pub row: DocumentRow,
    /// First day of its effect, where known.
    pub effective_on: Option<Day>,
}

/// Corrects a document's facts.
///
/// # Errors
/// Every reason why the correction is refused.
pub fn correct(document: &LegalDocument, command: &Correct) -> Result<Vec<LegalDocumentEvent>, Refusals> {
    let mut faults = Refusals::default();
    if command.revision != document.revision {
        faults.push(Refusal::Stale);
    }
    if command.reason.trim().is_empty() {
        faults.push(Refusal::ReasonMissing);
    }
    if command.row.number != document.number {
        faults.push(Refusal::NumberUnfit);
    }
    match read(&command.row, command.effective_on) {
        Err(more) => {
            faults.0.extend(more.0);
            Err(faults)
        }
        Ok(facts) => {
            if facts == document.facts {
                faults.push(Refusal::NothingChanges);
            }
            faults.or(vec![LegalDocumentEvent::Corrected { reason: command.reason.clone(), facts }])
        }
    }
}

/// Records what a document does to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relate {
    /// The revision that the officer saw.
    pub revision: i64,
    /// `amends`, `replaces` or `guides`.
    pub kind: String,
    /// The number of the other document.
    pub target_number: String,
    /// Since when, where known.
    pub on_day: Option<Day>,
    /// How sure this is, in words.
    pub certainty: String,
}

/// Records what a document does to another.
///
/// # Errors
/// Every reason why the relation is refused.
pub fn relate(document: &LegalDocument, command: &Relate) -> Result<Vec<LegalDocumentEvent>, Refusals> {
    let mut faults = Refusals::default();
    if command.revision != document.revision {
        faults.push(Refusal::Stale);
    }
    if command.target_number.trim().is_empty() || command.target_number == document.number {
        faults.push(Refusal::OwnRelation);
    }
    let Some(kind) = RelationKind::of_word(&command.kind) else {
        faults.push(Refusal::RelationUnknown(command.kind.clone()));
        return Err(faults);
    };
    let relation = Relation {
        kind,
        target_number: command.target_number.clone(),
        on_day: command.on_day,
        certainty: command.certainty.clone(),
    };
    if document.relations.contains(&relation) {
        faults.push(Refusal::NothingChanges);
    }
    faults.or(vec![LegalDocumentEvent::Related { relation }])
}
