//! A line of `consulting-organisations.csv` or `certification-bodies.csv`. Pure.

use super::decide::Taken;
use super::model::{Body, BodyEvent, BodyKind, Content};
use crate::columns::{Columns, tells, written};
use crate::regulation::{self, Topic};
use crate::standing::{self, Act, Fault, Paper};
use platform::{Day, Refusal, Refusals};
use registers::{Entered, IMPORT_REASON};

/// One line, as written; `number` is `confirmation_no` or `certificate_no`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Which of the two files.
    pub kind: BodyKind,
    /// Code of the body.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Code of its province.
    pub province_code: String,
    /// Number of its paper.
    pub number: String,
    /// Day, month, year or nothing.
    pub issued_on: String,
    /// Last valid day; may be empty.
    pub valid_to: String,
    /// `valid`, `suspended`, `revoked` or `expired`.
    pub status: String,
    /// By when what has no date was known.
    pub known_by: Option<Day>,
}

/// What a line says, once read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    kind: BodyKind,
    code: String,
    name: String,
    province_code: String,
    paper: Paper,
    act: Option<Act>,
}

/// Reads a line; `known` is the body of its code, `taken` whether its number is another body's.
pub(super) fn read(row: &Row, known: Option<&Body>, taken: Taken) -> Result<Entry, Refusals> {
    let mut columns = Columns::new(row.known_by);
    let number_column = row.kind.number_column();
    let code = columns.required("code", &row.code);
    let name = columns.required("name", &row.name);
    let paper = columns.paper((number_column, &row.number), &row.issued_on, &row.valid_to);
    let act = columns.act_of_status(&row.status, &paper);
    if taken.number {
        let reason = Refusal::from(Fault::NumberTaken(paper.number.clone()));
        columns.reasons.push(reason.field(number_column));
    }
    if known.is_some_and(|body| body.kind != row.kind) {
        columns.reasons.push(Refusal::new("bodies-refusal-other-kind").field("code").with("code", &code));
    }
    let province_code = row.province_code.trim().to_owned();
    columns.or(Entry { kind: row.kind, code, name, province_code, paper, act })
}

/// What was unlawful then, though it happened.
pub(super) fn warnings(entry: &Entry) -> Vec<Refusal> {
    let too_long = |fault: &Fault| matches!(fault, Fault::TermTooLong(..));
    let mut warnings: Vec<Refusal> = standing::term_faults(&entry.paper, Topic::PaperTerm)
        .into_iter()
        .filter(too_long)
        .map(Refusal::from)
        .collect();
    if let (_, Some(basis)) = regulation::last_day(entry.paper.counts_on(), entry.paper.valid_to) {
        warnings.push(Refusal::new("standing-warning-ended-by-law").field("valid_to").with("basis", basis));
    }
    warnings
}

/// The event that enters a body the register does not have.
pub(super) fn begin(entry: Entry, owner_agency_id: i64) -> BodyEvent {
    let content = Content {
        name: entry.name,
        province_code: entry.province_code,
        papers: vec![entry.paper],
        acts: entry.act.into_iter().collect(),
    };
    BodyEvent::Confirmed { code: entry.code, kind: entry.kind, content, owner_agency_id }
}

/// The event that brings a recorded body to what the line says, and what changes; none when nothing does.
///
/// A paper with another number and another date is a further paper; with another number and the
/// same date, the number was wrong. A status adds an act that is not recorded and takes none away:
/// a file without days cannot undo what is recorded with its day.
pub(super) fn amend(body: &Body, entry: Entry) -> (Entered, Option<BodyEvent>) {
    let before = &body.content;
    let mut after = Content { name: entry.name, province_code: entry.province_code, ..before.clone() };
    let by_number = |paper: &&mut Paper| standing::same_number(&paper.number, &entry.paper.number);
    let by_date =
        |paper: &&mut Paper| entry.paper.issued.earliest().is_some() && paper.issued == entry.paper.issued;
    let held = match after.papers.iter_mut().find(by_number) {
        Some(paper) => Some(paper),
        None => after.papers.iter_mut().find(by_date),
    };
    let replaced = match held {
        Some(paper) => Some(std::mem::replace(paper, entry.paper.clone())),
        None => {
            after.papers.push(entry.paper.clone());
            None
        }
    };
    let status = |acts: &[Act]| acts.last().map_or("valid", |act| act.kind.word()).to_owned();
    if let Some(act) = entry.act.filter(|act| !tells(&after.acts, act.kind)) {
        after.acts.push(act);
    }
    let old = |text: fn(&Paper) -> String| replaced.as_ref().map(text).unwrap_or_default();
    let valid_to = |paper: &Paper| paper.valid_to.map(|day| day.to_string()).unwrap_or_default();
    let compared = Entered::compare([
        ("name", before.name.clone(), after.name.clone()),
        ("province_code", before.province_code.clone(), after.province_code.clone()),
        (body.kind.number_column(), old(|paper| paper.number.clone()), entry.paper.number.clone()),
        ("issued_on", old(written), written(&entry.paper)),
        ("valid_to", replaced.as_ref().map(valid_to).unwrap_or_default(), valid_to(&entry.paper)),
        ("status", status(&before.acts), status(&after.acts)),
    ]);
    if compared == Entered::Unchanged {
        return (compared, None);
    }
    (compared, Some(BodyEvent::Corrected { content: after, reason: IMPORT_REASON.to_owned() }))
}
