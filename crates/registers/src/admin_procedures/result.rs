//! Result papers as templates: what a paper says, with places for what the dossier holds. Pure.

use super::fields::{Schema, Values};
use papers::{Block, Paper, PaperNumber, Signature, Span};
use platform::{Day, Refusal, Refusals};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// The paper that a procedure ends with (mẫu kết quả giải quyết).
///
/// Every text may hold places such as `{ho_ten}`: the key of a field, or one of [`PLACES`]. `{den|nay}` says what stands
/// there while nothing is known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResultTemplate {
    /// Kind of paper, such as `Giấy chứng nhận`; empty for a letter.
    pub type_name: String,
    /// What it is about.
    #[serde(default)]
    pub subject: String,
    /// What stands after its number, such as `GKS`.
    #[serde(default)]
    pub symbol: String,
    /// Its body.
    pub lines: Vec<TemplateLine>,
    /// Office of who signs, where the agency says none.
    #[serde(default)]
    pub signer_title: String,
    /// Who receives copies.
    #[serde(default)]
    pub copies_to: Vec<String>,
}

/// One line of a template's body.
///
/// A line whose places are all empty is left out: a form with a proxy and one without are one template. So is each clause
/// of a line, and clauses are parted by semicolons.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TemplateLine {
    /// A heading.
    Heading(String),
    /// A paragraph.
    Paragraph(String),
    /// Label and value, the value in bold.
    Fact(String, String),
    /// A point of a list.
    Point(String),
    /// A remark in smaller letters.
    Note(String),
    /// Lines that say something only where a place is filled: what is told of a father only with his name.
    When(String, Vec<TemplateLine>),
}

/// Who issues a paper, when and under which number: what the dossier and its agency say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frame {
    /// The body above the issuing one; empty for none.
    pub superior: String,
    /// The issuing body.
    pub issuer: String,
    /// Where it is issued.
    pub place: String,
    /// When.
    pub issued_on: Day,
    /// Its number; none while it is a draft.
    pub number: Option<u32>,
    /// By what authority the signer signs; empty for the head.
    pub signer_authority: String,
    /// Office of who signs; the template's where empty.
    pub signer_title: String,
    /// Name of who signs; empty while it is a draft.
    pub signer_name: String,
    /// What the dossier tells beside its fields, by the names of [`PLACES`].
    pub dossier: BTreeMap<String, String>,
}

/// Places that every template may name beside its fields.
pub const PLACES: [&str; 6] =
    ["dossier_code", "applicant_name", "applicant_identity", "applicant_address", "book_number", "issuer"];

impl TemplateLine {
    fn texts(&self) -> Vec<&str> {
        match self {
            TemplateLine::Heading(text)
            | TemplateLine::Paragraph(text)
            | TemplateLine::Point(text)
            | TemplateLine::Note(text) => vec![text],
            TemplateLine::Fact(label, value) => vec![label, value],
            TemplateLine::When(_, lines) => lines.iter().flat_map(TemplateLine::texts).collect(),
        }
    }

    /// The places that it names.
    fn places(&self) -> Vec<&str> {
        match self {
            TemplateLine::When(place, lines) => {
                [place.as_str()].into_iter().chain(lines.iter().flat_map(TemplateLine::places)).collect()
            }
            _ => self.texts().into_iter().flat_map(places).map(|(place, _)| place).collect(),
        }
    }
}

/// A piece of a template's text.
enum Piece<'t> {
    Words(&'t str),
    /// A place, and what stands there while it is empty.
    Place(&'t str, &'t str),
}

/// The pieces of a text; a brace that nothing closes is words.
fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((words, after)) = rest.split_once('{') {
        let Some((place, after)) = after.split_once('}') else {
            break;
        };
        pieces.push(Piece::Words(words));
        let (place, otherwise) = place.split_once('|').unwrap_or((place, ""));
        pieces.push(Piece::Place(place.trim(), otherwise.trim()));
        rest = after;
    }
    pieces.push(Piece::Words(rest));
    pieces
}

/// The places of a text, each with what stands there while it is empty.
fn places(text: &str) -> impl Iterator<Item = (&str, &str)> {
    pieces(text).into_iter().filter_map(|piece| match piece {
        Piece::Place(place, otherwise) => Some((place, otherwise)),
        Piece::Words(_) => None,
    })
}

impl ResultTemplate {
    /// Reads a template written as JSON, for a procedure with these fields.
    ///
    /// # Errors
    /// Every fault at once: no JSON, no body, a place that names nothing.
    pub fn read(text: &str, schema: Option<&Schema>) -> Result<ResultTemplate, Refusals> {
        let template: ResultTemplate = serde_json::from_str(text).map_err(|error| {
            Refusal::new("admin-procedures-template-unread").field("result").with("error", error)
        })?;
        template.faults(schema).or(template)
    }

    /// Whether it has a place of this name.
    pub fn has_place(&self, name: &str) -> bool {
        self.places().any(|place| place == name)
    }

    /// The places that it names.
    fn places(&self) -> impl Iterator<Item = &str> {
        let heads = [self.type_name.as_str(), self.subject.as_str()].into_iter().flat_map(places);
        self.lines.iter().flat_map(TemplateLine::places).chain(heads.map(|(place, _)| place))
    }

    /// What is wrong with the template of a procedure with these fields.
    pub fn faults(&self, schema: Option<&Schema>) -> Refusals {
        let mut refusals = Refusals::default();
        if self.lines.is_empty() {
            refusals.push(Refusal::new("admin-procedures-template-empty").field("result"));
        }
        let is_known = |place: &str| {
            PLACES.contains(&place) || schema.is_some_and(|schema| schema.field(place).is_some())
        };
        for place in self.places().filter(|place| !is_known(place)) {
            let reason = Refusal::new("admin-procedures-template-place").field("result");
            refusals.push(reason.with("place", place));
        }
        refusals
    }
}

/// What stands at the places of a template.
struct Filling(BTreeMap<String, String>);

impl Filling {
    fn at(&self, place: &str) -> &str {
        self.0.get(place).map_or("", String::as_str)
    }

    fn at_or<'f>(&'f self, place: &str, otherwise: &'f str) -> &'f str {
        Some(self.at(place)).filter(|text| !text.is_empty()).unwrap_or(otherwise)
    }

    fn text(&self, template: &str) -> String {
        let template = self.told(template);
        let text = |piece: Piece<'_>| match piece {
            Piece::Words(words) => words.to_owned(),
            Piece::Place(place, otherwise) => self.at_or(place, otherwise).to_owned(),
        };
        pieces(&template).into_iter().map(text).collect()
    }

    /// The spans of a text, what was filled in bold.
    fn spans(&self, template: &str) -> Vec<Span> {
        let template = self.told(template);
        let span = |piece: Piece<'_>| match piece {
            Piece::Words(words) => Span::plain(words),
            Piece::Place(place, otherwise) => Span::bold(self.at_or(place, otherwise)),
        };
        pieces(&template).into_iter().map(span).filter(|span| !span.text.is_empty()).collect()
    }

    /// Whether texts have places and nothing stands at any of them.
    fn is_bare(&self, texts: &[&str]) -> bool {
        let mut all = texts.iter().flat_map(|text| places(text)).peekable();
        all.peek().is_some() && all.all(|(place, otherwise)| self.at_or(place, otherwise).is_empty())
    }

    /// A text of a template without the clauses that have nothing to say.
    fn told<'t>(&self, template: &'t str) -> Cow<'t, str> {
        let all: Vec<&str> = template.split(CLAUSE).collect();
        let told: Vec<&str> = all.iter().copied().filter(|clause| !self.is_bare(&[clause])).collect();
        if told.len() == all.len() || told.is_empty() {
            return Cow::Borrowed(template);
        }
        let mut text = told.join(CLAUSE);
        if told.first() != all.first() {
            let mut letters = text.chars();
            text = letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
        }
        if template.ends_with('.') && !text.ends_with('.') {
            text.push('.');
        }
        Cow::Owned(text)
    }

    /// The blocks of those lines that have something to say.
    fn blocks(&self, lines: &[TemplateLine]) -> Vec<Block> {
        let told = |line: &TemplateLine| match line {
            TemplateLine::When(place, _) if self.at(place).is_empty() => Vec::new(),
            TemplateLine::When(_, lines) => self.blocks(lines),
            line if self.is_bare(&line.texts()) => Vec::new(),
            TemplateLine::Heading(text) => vec![Block::heading(2, self.text(text))],
            TemplateLine::Paragraph(text) => vec![Block::Paragraph(self.spans(text))],
            TemplateLine::Fact(label, value) => vec![self.fact(label, value)],
            TemplateLine::Point(text) => vec![Block::Bullets(vec![self.spans(text)])],
            TemplateLine::Note(text) => vec![Block::note(self.text(text))],
        };
        lines.iter().flat_map(told).collect()
    }

    fn fact(&self, label: &str, value: &str) -> Block {
        let label = Span::plain(format!("{}: ", self.text(label)));
        Block::Paragraph([vec![label], self.spans(value)].concat())
    }
}

/// Points that follow each other are one list.
fn joined(blocks: Vec<Block>) -> Vec<Block> {
    let mut all: Vec<Block> = Vec::new();
    for block in blocks {
        match (all.last_mut(), block) {
            (Some(Block::Bullets(points)), Block::Bullets(more)) => points.extend(more),
            (_, block) => all.push(block),
        }
    }
    all
}

/// The paper of a template, filled with the values of a dossier, in the layout of Nghị định 30/2020/NĐ-CP.
///
/// Equal arguments make equal papers: what was issued can be rendered again at any time.
pub fn fill(template: &ResultTemplate, (schema, values): (&Schema, &Values), frame: &Frame) -> Paper {
    let mut known = frame.dossier.clone();
    known.insert("issuer".to_owned(), frame.issuer.clone());
    known.extend(schema.shown(values));
    let filling = Filling(known);
    let blocks = filling.blocks(&template.lines);
    let title = match frame.signer_title.as_str() {
        "" => template.signer_title.as_str(),
        title => title,
    };
    let signature = match frame.signer_authority.as_str() {
        "" => Signature::new(title, frame.signer_name.as_str()),
        authority => Signature::new(title, frame.signer_name.as_str()).by_authority(authority),
    };
    let paper = Paper::new(
        papers::Language::Vietnamese,
        filling.text(&template.type_name),
        filling.text(&template.subject),
        frame.issued_on.into(),
    )
    .issued_by(frame.superior.as_str(), frame.issuer.as_str())
    .numbered(PaperNumber { number: frame.number, symbol: template.symbol.clone() })
    .at(frame.place.as_str())
    .with_all(joined(blocks))
    .signed(signature)
    .copies_to(template.copies_to.iter().map(String::as_str));
    match (frame.number, template.symbol.as_str()) {
        (Some(_), _) => paper,
        // The books of the office number the paper: the number is written by hand.
        (None, "") => paper.coded(format!("Số: {BY_HAND}")),
        (None, symbol) => paper.coded(format!("Số: {BY_HAND}/{symbol}")),
    }
}

/// The paper of a template with its places left open, for those who look at what a procedure ends with.
pub fn sample(template: &ResultTemplate, (schema, values): (&Schema, &Values), today: Day) -> Paper {
    let open = |place: &str| (place.to_owned(), OPEN.to_owned());
    let keys = schema.fields.iter().map(|field| field.key.as_str());
    let frame = Frame {
        superior: String::new(),
        issuer: OPEN.to_owned(),
        place: OPEN.to_owned(),
        issued_on: today,
        number: None,
        signer_authority: String::new(),
        signer_title: String::new(),
        signer_name: String::new(),
        dossier: PLACES.into_iter().chain(keys).map(open).collect(),
    };
    fill(template, (schema, values), &frame)
}

/// What parts the clauses of a line.
const CLAUSE: &str = "; ";
/// Where a number is written by hand.
const BY_HAND: &str = "…………";
/// What stands at a place left open.
const OPEN: &str = "……………";
