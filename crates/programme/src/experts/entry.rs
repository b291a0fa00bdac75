//! A line of `consultant-cards.csv` or `assessor-cards.csv`. Pure.

use super::model::{Card, CardEvent, CardKind, CardRole, Content};
use crate::bodies::Body;
use crate::columns::{Columns, tells, written};
use crate::standing::{Act, Fault, Paper};
use platform::{Day, Refusal, Refusals};
use registers::{Entered, IMPORT_REASON};

/// One line of `consultant-cards.csv`, as written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ConsultantRow {
    /// Number of the card.
    pub card_no: String,
    /// Whose it is.
    pub holder: String,
    /// `to_chuc` or `doc_lap`.
    pub kind: String,
    /// Code of the consulting organisation; empty for independent consultants.
    pub organisation_code: String,
    /// Day, month, year or nothing.
    pub issued_on: String,
    /// Last valid day; may be empty.
    pub valid_to: String,
    /// `valid`, `suspended`, `revoked` or `expired`.
    pub status: String,
    /// By when what has no date was known.
    pub known_by: Option<Day>,
}

/// One line of `assessor-cards.csv`, as written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AssessorRow {
    /// Number of the card.
    pub card_no: String,
    /// Whose it is.
    pub holder: String,
    /// Code of the certification body.
    pub certification_body_code: String,
    /// `truong_doan` or `thanh_vien`.
    pub role: String,
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
    pub(super) kind: CardKind,
    pub(super) holder: String,
    pub(super) body: Option<Body>,
    pub(super) role: Option<CardRole>,
    pub(super) paper: Paper,
    pub(super) act: Option<Act>,
}

/// What the register already has that a line touches.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Known {
    /// The body of the line's code.
    pub(super) body: Option<Body>,
    /// The card of the line's number.
    pub(super) card: Option<Card>,
}

/// Columns that both files have.
struct Common<'a> {
    card_no: &'a str,
    holder: &'a str,
    issued_on: &'a str,
    valid_to: &'a str,
    status: &'a str,
}

/// Reads a consultant's line.
pub(super) fn consultant(row: &ConsultantRow, known: &Known) -> Result<Entry, Refusals> {
    let mut columns = Columns::new(row.known_by);
    let allowed =
        [("to_chuc", CardKind::ConsultantOrganisation), ("doc_lap", CardKind::ConsultantIndependent)];
    let kind = columns.word("kind", &row.kind, &allowed);
    let code = ("organisation_code", row.organisation_code.trim());
    match kind {
        Some(CardKind::ConsultantIndependent) if !code.1.is_empty() => {
            columns.reasons.push(Refusal::new("experts-refusal-body-of-independent").field(code.0));
        }
        Some(CardKind::ConsultantIndependent) | None => {}
        Some(kind) => body(&mut columns, kind, code, known.body.as_ref()),
    }
    let common = Common {
        card_no: &row.card_no,
        holder: &row.holder,
        issued_on: &row.issued_on,
        valid_to: &row.valid_to,
        status: &row.status,
    };
    entry(columns, kind.unwrap_or(CardKind::ConsultantOrganisation), &common, known)
}

/// Reads an assessor's line.
pub(super) fn assessor(row: &AssessorRow, known: &Known) -> Result<Entry, Refusals> {
    let mut columns = Columns::new(row.known_by);
    let role =
        columns.word("role", &row.role, &[("truong_doan", CardRole::Lead), ("thanh_vien", CardRole::Member)]);
    let code = ("certification_body_code", row.certification_body_code.trim());
    body(&mut columns, CardKind::Assessor, code, known.body.as_ref());
    let common = Common {
        card_no: &row.card_no,
        holder: &row.holder,
        issued_on: &row.issued_on,
        valid_to: &row.valid_to,
        status: &row.status,
    };
    entry(columns, CardKind::Assessor, &common, known).map(|entry| Entry { role, ..entry })
}

fn body(columns: &mut Columns, kind: CardKind, (field, code): (&'static str, &str), body: Option<&Body>) {
    let key = match body {
        _ if code.is_empty() => "experts-refusal-body-missing",
        None => "experts-refusal-body-unknown",
        Some(body) if Some(body.kind) != kind.body_kind() => "experts-refusal-body-of-other-kind",
        Some(_) => return,
    };
    columns.reasons.push(Refusal::new(key).field(field).with("code", code));
}

fn entry(mut columns: Columns, kind: CardKind, row: &Common<'_>, known: &Known) -> Result<Entry, Refusals> {
    let holder = columns.required("holder", row.holder);
    let paper = columns.paper(("card_no", row.card_no), row.issued_on, row.valid_to);
    let act = columns.act_of_status(row.status, &paper);
    if known.card.as_ref().is_some_and(|card| card.content.holder != holder || card.kind != kind) {
        let reason = Refusal::from(Fault::NumberTaken(paper.number.clone()));
        columns.reasons.push(reason.field("card_no"));
    }
    let body = known.body.clone().filter(|_| kind.body_kind().is_some());
    columns.or(Entry { kind, holder, body, role: None, paper, act })
}

/// The event that enters a card the register does not have.
///
/// The files do not say which cards are extra ones: a card granted after its organisation's paper
/// and ending on the same day is taken for one.
pub(super) fn begin(entry: Entry, owner_agency_id: i64) -> CardEvent {
    let issued_on = entry.paper.counts_on();
    let paper = entry.body.as_ref().and_then(|body| body.paper_on(issued_on));
    let extra = paper.is_some_and(|paper| {
        paper.counts_on() < issued_on && paper.valid_to.is_some() && paper.valid_to == entry.paper.valid_to
    });
    let content = Content {
        holder: entry.holder,
        body_id: entry.body.map(|body| body.id),
        role: entry.role,
        extra,
        paper: entry.paper,
        acts: entry.act.into_iter().collect(),
    };
    CardEvent::Granted { kind: entry.kind, content, owner_agency_id }
}

/// The event that brings a recorded card to what the line says, and what changes; none when nothing does.
///
/// A status adds an act that is not recorded and takes none away: a file without days cannot undo
/// what is recorded with its day.
pub(super) fn amend(card: &Card, body_before: Option<&Body>, entry: Entry) -> (Entered, Option<CardEvent>) {
    let before = &card.content;
    let mut after = Content {
        body_id: entry.body.as_ref().map(|body| body.id),
        role: entry.role,
        paper: entry.paper,
        ..before.clone()
    };
    after.acts.extend(entry.act.filter(|act| !tells(&before.acts, act.kind)));
    let code = |body: Option<&Body>| body.map(|body| body.code.clone()).unwrap_or_default();
    let role = |role: Option<CardRole>| role.map(CardRole::word).unwrap_or_default().to_owned();
    let valid_to = |paper: &Paper| paper.valid_to.map(|day| day.to_string()).unwrap_or_default();
    let status = |acts: &[Act]| acts.last().map_or("valid", |act| act.kind.word()).to_owned();
    let body_column = match card.kind {
        CardKind::Assessor => "certification_body_code",
        CardKind::ConsultantOrganisation | CardKind::ConsultantIndependent => "organisation_code",
    };
    let compared = Entered::compare([
        ("card_no", before.paper.number.clone(), after.paper.number.clone()),
        (body_column, code(body_before), code(entry.body.as_ref())),
        ("role", role(before.role), role(after.role)),
        ("issued_on", written(&before.paper), written(&after.paper)),
        ("valid_to", valid_to(&before.paper), valid_to(&after.paper)),
        ("status", status(&before.acts), status(&after.acts)),
    ]);
    if compared == Entered::Unchanged {
        return (compared, None);
    }
    (compared, Some(CardEvent::Corrected { content: after, reason: IMPORT_REASON.to_owned() }))
}
