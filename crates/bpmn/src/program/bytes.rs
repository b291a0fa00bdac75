//! The stored form of a program, version 1: its tables one after the other.
//!
//! A released version never changes meaning; another form gets another number and an arm in [`Program::from_bytes`].

use super::{
    Edge, Entry, LARGEST, MOST_BOUNDARIES, MOST_OUTCOMES, NONE, Op, Program, Version, offered_range,
};
use crate::bytes::{Reader, Writer, index_of};
use crate::feel::{Binary, Code, Day, Number, Op as Step, Pool, Type};
use crate::finding::Place;
use crate::timer::Wait;
use sha2::{Digest, Sha256};

const MARK: &[u8; 4] = b"BPMP";
const FORM: u8 = 1;

/// The bytes are no program, or one of a form that is not known here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("these bytes are not a stored program")]
pub struct BadProgram;

const OPS: [Op; 12] = [
    Op::Start,
    Op::End,
    Op::Terminate,
    Op::User,
    Op::Manual,
    Op::Service,
    Op::Exclusive,
    Op::Parallel,
    Op::SubProcess,
    Op::Catch,
    Op::Interrupting,
    Op::Beside,
];
const TYPES: [Type; 4] = [Type::Text, Type::Number, Type::Boolean, Type::Date];

impl Program {
    /// The stored form: the same bytes for the same program on every machine.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = Writer(MARK.to_vec());
        out.byte(FORM);
        write_place(&mut out, &self.process);
        out.number(u64::from(self.start));
        out.list(&self.nodes, write_entry);
        out.list(&self.edges, write_edge);
        out.list(&self.boundaries, |out, node| out.number(u64::from(*node)));
        out.list(&self.timers, write_wait);
        out.list(&self.pool.texts, |out, text| out.text(text));
        out.list(&self.pool.fields, |out, (name, kind)| {
            out.text(name);
            out.byte(index_of(&TYPES, kind));
        });
        out.list(&self.conditions, |out, code| out.list(&code.ops, write_step));
        out.list(&self.outcomes, |out, text| out.text(text));
        out.list(&self.offered, |out, outcome| out.byte(*outcome));
        out.list(&self.handlers, |out, text| out.text(text));
        out.list(&self.roles, write_place);
        out.list(&self.node_places, write_place);
        out.list(&self.edge_places, write_place);
        out.0
    }

    /// Reads a stored program.
    ///
    /// # Errors
    /// [`BadProgram`] unless every table is whole and points only at entries that are there.
    pub fn from_bytes(bytes: &[u8]) -> Result<Program, BadProgram> {
        let rest = bytes.strip_prefix(MARK).and_then(|rest| rest.strip_prefix(&[FORM])).ok_or(BadProgram)?;
        let mut program = read(&mut Reader(rest)).filter(Program::is_whole).ok_or(BadProgram)?;
        program.version = Version(Sha256::digest(bytes).into());
        Ok(program)
    }

    pub(super) fn hash(&self) -> [u8; 32] {
        Sha256::digest(self.to_bytes()).into()
    }

    /// Whether the kernel can follow every index.
    fn is_whole(&self) -> bool {
        let (nodes, edges) = (self.nodes.len(), self.edges.len());
        let sized = [nodes, edges, self.boundaries.len(), self.timers.len(), self.offered.len()];
        let starts_at = |start: u16, parent: u16| {
            self.nodes
                .get(usize::from(start))
                .is_some_and(|node| node.op == Op::Start && node.parent == parent)
        };
        sized.into_iter().all(|length| length <= LARGEST)
            && self.outcomes.len() <= MOST_OUTCOMES
            && (nodes, edges) == (self.node_places.len(), self.edge_places.len())
            && starts_at(self.start, NONE)
            && self.boundaries.iter().all(|node| usize::from(*node) < nodes)
            && self.offered.iter().all(|outcome| usize::from(*outcome) < self.outcomes.len())
            && self.edges.iter().all(|edge| self.edge_is_whole(edge))
            && self.nodes.iter().enumerate().all(|(at, node)| {
                self.node_is_whole(at, node) && (node.op != Op::SubProcess || starts_at(node.aux, at as u16))
            })
    }

    fn edge_is_whole(&self, edge: &Edge) -> bool {
        let Some(target) = self.nodes.get(usize::from(edge.target)) else { return false };
        usize::from(edge.source) < self.nodes.len()
            && (edge.condition == NONE || usize::from(edge.condition) < self.conditions.len())
            && !matches!(target.op, Op::Start | Op::Interrupting | Op::Beside)
            && (target.op != Op::Parallel || edge.arrival < target.aux)
    }

    fn node_is_whole(&self, at: usize, node: &Entry) -> bool {
        let out = usize::from(node.first_out)..usize::from(node.first_out) + usize::from(node.n_out);
        let beside = usize::from(node.first_boundary)..usize::from(node.first_boundary + node.n_boundaries);
        let aux = usize::from(node.aux);
        let aux_is_whole = match node.op {
            Op::User => offered_range(node).end <= self.offered.len(),
            Op::Service => aux < self.handlers.len(),
            Op::Exclusive => node.aux == NONE || out.contains(&aux),
            Op::Parallel => aux <= super::MOST_ARRIVALS,
            Op::Catch => aux < self.timers.len(),
            Op::Interrupting | Op::Beside => {
                let host = self.nodes.get(usize::from(node.more));
                aux < self.timers.len() && host.is_some_and(|host| host.op.is_activity())
            }
            _ => true,
        };
        let parent = self.nodes.get(usize::from(node.parent));
        // Scopes stand before what they hold only by habit, so a ring is looked for by counting steps.
        let mut above = node.parent;
        let is_rooted = (0..=self.nodes.len()).any(|_| {
            let ends = above == NONE;
            above = self.nodes.get(usize::from(above)).map_or(NONE, |scope| scope.parent);
            ends
        });
        aux_is_whole
            && is_rooted
            && self
                .edges
                .get(out)
                .is_some_and(|edges| edges.iter().all(|edge| usize::from(edge.source) == at))
            && usize::from(node.n_boundaries) <= MOST_BOUNDARIES
            && self.boundaries.get(beside).is_some_and(|nodes| {
                nodes.iter().all(|boundary| usize::from(self.nodes[usize::from(*boundary)].more) == at)
                    && nodes
                        .iter()
                        .all(|boundary| matches!(self.entry(*boundary).op, Op::Interrupting | Op::Beside))
            })
            && (node.parent == NONE || parent.is_some_and(|scope| scope.op == Op::SubProcess))
    }
}

fn read(from: &mut Reader<'_>) -> Option<Program> {
    let process = read_place(from)?;
    let start = from.small()?;
    let nodes = from.list(read_entry)?;
    let edges = from.list(read_edge)?;
    let boundaries = from.list(Reader::small)?;
    let timers = from.list(read_wait)?;
    let texts = from.list(Reader::text)?;
    let fields = from.list(|from| Some((from.text()?, *TYPES.get(usize::from(from.byte()?))?)))?;
    let pool = Pool { texts, fields };
    let conditions = from.list(|from| Code::checked(from.list(read_step)?, &pool))?;
    let program = Program {
        process,
        start,
        nodes,
        edges,
        boundaries,
        timers,
        conditions,
        pool,
        outcomes: from.list(Reader::text)?,
        offered: from.list(Reader::byte)?,
        handlers: from.list(Reader::text)?,
        roles: from.list(read_place)?,
        node_places: from.list(read_place)?,
        edge_places: from.list(read_place)?,
        version: Version::default(),
    };
    from.0.is_empty().then_some(program)
}

fn write_place(out: &mut Writer, place: &Place) {
    out.text(&place.id);
    out.text(&place.name);
}

fn read_place(from: &mut Reader<'_>) -> Option<Place> {
    Some(Place { id: from.text()?, name: from.text()? })
}

fn write_entry(out: &mut Writer, entry: &Entry) {
    out.byte(index_of(&OPS, &entry.op));
    let columns = [
        entry.first_out,
        entry.n_out,
        entry.aux,
        entry.more,
        entry.parent,
        entry.role,
        entry.first_boundary,
        entry.n_boundaries,
    ];
    columns.into_iter().for_each(|column| out.number(u64::from(column)));
}

fn read_entry(from: &mut Reader<'_>) -> Option<Entry> {
    Some(Entry {
        op: *OPS.get(usize::from(from.byte()?))?,
        first_out: from.small()?,
        n_out: from.small()?,
        aux: from.small()?,
        more: from.small()?,
        parent: from.small()?,
        role: from.small()?,
        first_boundary: from.small::<u16>().filter(|first| usize::from(*first) <= LARGEST)?,
        n_boundaries: from.small::<u16>().filter(|count| usize::from(*count) <= MOST_BOUNDARIES)?,
    })
}

fn write_edge(out: &mut Writer, edge: &Edge) {
    let columns = [edge.source, edge.target, edge.condition, edge.arrival];
    columns.into_iter().for_each(|column| out.number(u64::from(column)));
}

fn read_edge(from: &mut Reader<'_>) -> Option<Edge> {
    let (source, target) = (from.small()?, from.small()?);
    Some(Edge { source, target, condition: from.small()?, arrival: from.small()? })
}

fn write_wait(out: &mut Writer, wait: &Wait) {
    match *wait {
        Wait::After { months, seconds } => {
            out.byte(0);
            out.number(u64::from(months));
            out.signed(seconds);
        }
        Wait::At(due_at) => {
            out.byte(1);
            out.signed(due_at);
        }
        Wait::WorkingDays(days) => {
            out.byte(2);
            out.number(u64::from(days));
        }
        Wait::WorkingHours(hours) => {
            out.byte(3);
            out.number(u64::from(hours));
        }
    }
}

fn read_wait(from: &mut Reader<'_>) -> Option<Wait> {
    Some(match from.byte()? {
        // A few centuries, so that no sum of moments can overflow.
        0 => Wait::After {
            months: from.small::<u32>().filter(|months| *months <= 12_000)?,
            seconds: from.signed().filter(|seconds| (0..1 << 36).contains(seconds))?,
        },
        1 => Wait::At(from.signed()?),
        2 => Wait::WorkingDays(from.small()?),
        3 => Wait::WorkingHours(from.small()?),
        _ => return None,
    })
}

fn write_step(out: &mut Writer, step: &Step) {
    match *step {
        Step::Null => out.byte(0),
        Step::Boolean(value) => out.byte(1 + u8::from(value)),
        Step::Number(number) => {
            out.byte(3);
            out.signed(number.ten_thousandths());
        }
        Step::Date(day) => {
            out.byte(4);
            out.signed(i64::from(day.number()));
        }
        Step::Text(at) => {
            out.byte(5);
            out.number(u64::from(at));
        }
        Step::Field(at) => {
            out.byte(6);
            out.number(u64::from(at));
        }
        Step::Outcome => out.byte(7),
        Step::Negative => out.byte(8),
        Step::Not => out.byte(9),
        Step::Pick(below) => {
            out.byte(10);
            out.byte(below);
        }
        Step::Nip => out.byte(11),
        Step::Two(binary) => {
            out.byte(12);
            out.byte(index_of(&Binary::ALL, &binary));
        }
    }
}

fn read_step(from: &mut Reader<'_>) -> Option<Step> {
    Some(match from.byte()? {
        0 => Step::Null,
        1 => Step::Boolean(false),
        2 => Step::Boolean(true),
        3 => Step::Number(Number::from_ten_thousandths(from.signed()?)),
        4 => Step::Date(Day::from_number(i32::try_from(from.signed()?).ok()?)?),
        5 => Step::Text(from.small()?),
        6 => Step::Field(from.small()?),
        7 => Step::Outcome,
        8 => Step::Negative,
        9 => Step::Not,
        10 => Step::Pick(from.byte()?),
        11 => Step::Nip,
        12 => Step::Two(*Binary::ALL.get(usize::from(from.byte()?))?),
        _ => return None,
    })
}
