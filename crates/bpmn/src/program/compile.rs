//! From the typed model to the tables, with everything that forbids it at once.

use super::{
    Edge, Entry, LARGEST, MOST_ARRIVALS, MOST_BOUNDARIES, MOST_OUTCOMES, NONE, Op, Program, Version,
};
use crate::feel::{self, Fields, Pool};
use crate::finding::{Finding, Place, What};
use crate::model::{Flow, FlowIndex, Node, NodeIndex, NodeKind, Process, Timer};
use crate::timer::Wait;
use std::collections::BTreeMap;

/// Compiles a process whose conditions may name `fields`.
///
/// # Errors
/// Everything by which the process cannot be executed as it is written.
pub fn compile(process: &Process, fields: &Fields) -> Result<Program, Vec<Finding>> {
    let mut compiler = Compiler::new(process, fields);
    compiler.check_references();
    if compiler.findings.is_empty() {
        compiler.order_flows();
        compiler.scopes();
        compiler.nodes();
        compiler.edges();
        compiler.limits();
    }
    if !compiler.findings.is_empty() {
        return Err(compiler.findings);
    }
    let mut program = compiler.program;
    program.version = Version(program.hash());
    Ok(program)
}

struct Compiler<'a> {
    process: &'a Process,
    fields: &'a Fields,
    findings: Vec<Finding>,
    program: Program,
    /// The number of each flow of the model in the program.
    numbers: Vec<u16>,
    /// The start event of each scope; the process itself is `None`.
    starts: BTreeMap<Option<NodeIndex>, u16>,
}

impl<'a> Compiler<'a> {
    fn new(process: &'a Process, fields: &'a Fields) -> Self {
        let program = Program {
            process: Place { id: process.id.clone(), name: process.name.clone() },
            start: NONE,
            nodes: Vec::new(),
            edges: Vec::new(),
            boundaries: Vec::new(),
            timers: Vec::new(),
            conditions: Vec::new(),
            pool: Pool::default(),
            outcomes: Vec::new(),
            offered: Vec::new(),
            handlers: Vec::new(),
            roles: process.lanes.iter().map(|lane| place(&lane.id, &lane.name)).collect(),
            node_places: process.nodes.iter().map(Place::from).collect(),
            edge_places: Vec::new(),
            version: Version::default(),
        };
        let findings = Vec::new();
        Compiler { process, fields, findings, program, numbers: Vec::new(), starts: BTreeMap::new() }
    }

    fn find(&mut self, what: What, places: Vec<Place>) {
        self.findings.push(Finding { what, places });
    }

    /// The tables are built by index, so every index must be right before anything else is looked at.
    fn check_references(&mut self) {
        let (nodes, flows) = (self.process.nodes.len(), self.process.flows.len());
        if nodes > LARGEST || flows > LARGEST || self.process.lanes.len() > LARGEST {
            return self.find(What::TooLarge, Vec::new());
        }
        let has_node = |index: NodeIndex| (index.0 as usize) < nodes;
        let has_flow = |index: &FlowIndex| (index.0 as usize) < flows;
        for (at, node) in self.process.nodes.iter().enumerate() {
            let index = NodeIndex(at as u32);
            let flows_agree =
                node.outgoing.iter().all(|flow| has_flow(flow) && self.process.flow(*flow).source == index)
                    && node
                        .incoming
                        .iter()
                        .all(|flow| has_flow(flow) && self.process.flow(*flow).target == index);
            let kind_agrees = match &node.kind {
                NodeKind::Exclusive { default: Some(flow) } => has_flow(flow),
                NodeKind::TimerBoundary { attached_to, .. } => has_node(*attached_to),
                _ => true,
            };
            if !(flows_agree && kind_agrees && self.parents_agree(node)) {
                self.find(What::Dangling, vec![node.into()]);
            }
        }
        for (at, flow) in self.process.flows.iter().enumerate() {
            let index = FlowIndex(at as u32);
            let once = |list: &[FlowIndex]| list.iter().filter(|other| **other == index).count() == 1;
            let ends = has_node(flow.source) && has_node(flow.target);
            let known = ends
                && once(&self.process.node(flow.source).outgoing)
                && once(&self.process.node(flow.target).incoming);
            if !known {
                self.find(What::Dangling, vec![flow.into()]);
            }
        }
    }

    /// Each scope must be a sub-process, and none may hold itself.
    fn parents_agree(&self, node: &Node) -> bool {
        let mut parent = node.parent;
        for _ in 0..=self.process.nodes.len() {
            let Some(index) = parent else { return true };
            let Some(scope) = self.process.nodes.get(index.0 as usize) else { return false };
            if scope.kind != NodeKind::SubProcess {
                return false;
            }
            parent = scope.parent;
        }
        false
    }

    /// Flows are numbered by the node that they leave, so that each node needs only a range.
    fn order_flows(&mut self) {
        self.numbers = vec![NONE; self.process.flows.len()];
        for node in &self.process.nodes {
            for flow in &node.outgoing {
                self.numbers[flow.0 as usize] = self.program.edge_places.len() as u16;
                self.program.edge_places.push(self.process.flow(*flow).into());
            }
        }
    }

    fn scopes(&mut self) {
        let process = self.process;
        let mut starts: BTreeMap<Option<NodeIndex>, Vec<u16>> = BTreeMap::from([(None, Vec::new())]);
        for (at, node) in process.nodes.iter().enumerate() {
            if node.kind == NodeKind::SubProcess {
                starts.entry(Some(NodeIndex(at as u32))).or_default();
            }
            if node.kind == NodeKind::Start {
                starts.entry(node.parent).or_default().push(at as u16);
            }
        }
        for (scope, found) in starts {
            let scope_place =
                scope.map_or_else(|| self.program.process.clone(), |scope| process.node(scope).into());
            match found.as_slice() {
                [] => self.find(What::NoStart, vec![scope_place]),
                [only] => {
                    self.starts.insert(scope, *only);
                }
                several => {
                    let places = several.iter().map(|at| (&process.nodes[usize::from(*at)]).into()).collect();
                    self.find(What::SeveralStarts, places);
                }
            }
        }
        self.program.start = self.starts.get(&None).copied().unwrap_or(NONE);
    }

    fn nodes(&mut self) {
        let process = self.process;
        let mut beside: BTreeMap<usize, Vec<u16>> = BTreeMap::new();
        for (at, node) in process.nodes.iter().enumerate() {
            if let NodeKind::TimerBoundary { attached_to, .. } = node.kind {
                beside.entry(attached_to.0 as usize).or_default().push(at as u16);
            }
        }
        for (at, node) in process.nodes.iter().enumerate() {
            self.node_shape(node);
            let (op, aux, more) = self.op(at, node);
            let first_out = node.outgoing.first().map_or(0, |flow| self.numbers[flow.0 as usize]);
            let first_boundary = self.program.boundaries.len();
            self.program.boundaries.extend(beside.remove(&at).unwrap_or_default());
            let n_boundaries = self.program.boundaries.len() - first_boundary;
            if n_boundaries > MOST_BOUNDARIES {
                self.find(What::TooManyBoundaries, vec![node.into()]);
            }
            self.program.nodes.push(Entry {
                op,
                first_out,
                n_out: node.outgoing.len() as u16,
                aux,
                more,
                parent: node.parent.map_or(NONE, |parent| parent.0 as u16),
                role: self.role(node),
                first_boundary: first_boundary as u16,
                n_boundaries: n_boundaries as u16,
            });
        }
    }

    /// What may come in and go out at a node of this kind.
    fn node_shape(&mut self, node: &Node) {
        let enters = node.incoming.iter().map(|flow| Place::from(self.process.flow(*flow)));
        let leaves = node.outgoing.iter().map(|flow| Place::from(self.process.flow(*flow)));
        let around =
            |flows: &mut dyn Iterator<Item = Place>| std::iter::once(node.into()).chain(flows).collect();
        let (what, places): (_, Vec<Place>) = match node.kind {
            NodeKind::Start if !node.incoming.is_empty() => (What::EntersStart, around(&mut { enters })),
            NodeKind::TimerBoundary { .. } if !node.incoming.is_empty() => {
                (What::EntersBoundary, around(&mut { enters }))
            }
            NodeKind::End | NodeKind::Terminate if !node.outgoing.is_empty() => {
                (What::LeavesEnd, around(&mut { leaves }))
            }
            NodeKind::Parallel if node.incoming.len() > MOST_ARRIVALS => {
                (What::TooManyArrivals, vec![node.into()])
            }
            _ => return,
        };
        self.find(what, places);
    }

    /// The role of the nearest lane around the node.
    fn role(&self, node: &Node) -> u16 {
        let mut at = node;
        while at.lane.is_none() {
            let Some(parent) = at.parent else { return NONE };
            at = self.process.node(parent);
        }
        at.lane.filter(|lane| *lane < self.process.lanes.len()).map_or(NONE, |lane| lane as u16)
    }

    fn op(&mut self, at: usize, node: &Node) -> (Op, u16, u16) {
        match &node.kind {
            NodeKind::Start => (Op::Start, 0, 0),
            NodeKind::End => (Op::End, 0, 0),
            NodeKind::Terminate => (Op::Terminate, 0, 0),
            NodeKind::UserTask { outcomes } => {
                let first = self.program.offered.len() as u16;
                self.offer(outcomes);
                (Op::User, first, self.program.offered.len() as u16 - first)
            }
            NodeKind::ManualTask => (Op::Manual, 0, 0),
            NodeKind::ServiceTask { handler } => (Op::Service, enter(&mut self.program.handlers, handler), 0),
            NodeKind::Exclusive { default } => (Op::Exclusive, self.default(at, *default), 0),
            NodeKind::Parallel => (Op::Parallel, node.incoming.len() as u16, 0),
            NodeKind::SubProcess => {
                let start = self.starts.get(&Some(NodeIndex(at as u32)));
                (Op::SubProcess, start.copied().unwrap_or(NONE), 0)
            }
            NodeKind::TimerCatch(timer) => (Op::Catch, self.timer(node, timer), 0),
            NodeKind::TimerBoundary { attached_to, interrupting, timer } => {
                let host = self.process.node(*attached_to);
                if !host.kind.is_activity() || host.parent != node.parent {
                    self.find(What::BoundaryOnNothing, vec![node.into(), host.into()]);
                }
                let op = if *interrupting { Op::Interrupting } else { Op::Beside };
                (op, self.timer(node, timer), attached_to.0 as u16)
            }
        }
    }

    /// An outcome that is offered twice is one outcome.
    fn offer(&mut self, outcomes: &[String]) {
        let first = self.program.offered.len();
        for outcome in outcomes {
            if self.program.outcomes.len() > MOST_OUTCOMES {
                return;
            }
            let number = enter(&mut self.program.outcomes, outcome);
            let number = u8::try_from(number).unwrap_or(u8::MAX);
            if !self.program.offered[first..].contains(&number) {
                self.program.offered.push(number);
            }
        }
    }

    fn default(&mut self, at: usize, default: Option<FlowIndex>) -> u16 {
        let Some(index) = default else { return NONE };
        let flow = self.process.flow(index);
        if flow.source.0 as usize != at {
            self.find(What::DefaultElsewhere, vec![(&self.process.nodes[at]).into(), flow.into()]);
            return NONE;
        }
        if flow.condition.is_some() {
            self.find(What::ConditionOnDefault, vec![flow.into()]);
        }
        self.numbers[index.0 as usize]
    }

    fn timer(&mut self, node: &Node, timer: &Timer) -> u16 {
        let Some(wait) = Wait::read(timer) else {
            let written = match timer {
                Timer::Duration(text) | Timer::At(text) => text.clone(),
                Timer::WorkingDays(number) | Timer::WorkingHours(number) => number.to_string(),
            };
            self.find(What::BadTimer(written), vec![node.into()]);
            return NONE;
        };
        self.program.timers.push(wait);
        (self.program.timers.len() - 1) as u16
    }

    fn edges(&mut self) {
        let process = self.process;
        for node in &process.nodes {
            for index in &node.outgoing {
                let flow = process.flow(*index);
                let target = process.node(flow.target);
                if target.parent != node.parent {
                    self.find(What::CrossesScopes, vec![flow.into(), node.into(), target.into()]);
                }
                let arrival = target.incoming.iter().position(|other| other == index).unwrap_or(0);
                let condition = self.condition(node, *index);
                self.program.edges.push(Edge {
                    source: flow.source.0 as u16,
                    target: flow.target.0 as u16,
                    condition,
                    arrival: arrival as u16,
                });
            }
        }
    }

    fn condition(&mut self, node: &Node, index: FlowIndex) -> u16 {
        let flow: &Flow = self.process.flow(index);
        let NodeKind::Exclusive { default } = &node.kind else {
            if flow.condition.is_some() {
                self.find(What::ConditionElsewhere, vec![flow.into(), node.into()]);
            }
            return NONE;
        };
        let Some(text) = &flow.condition else {
            if node.outgoing.len() > 1 && *default != Some(index) {
                self.find(What::ConditionMissing, vec![flow.into(), node.into()]);
            }
            return NONE;
        };
        let read = feel::parse(text).map_err(|fault| vec![fault]);
        match read.and_then(|condition| condition.compile(self.fields, &mut self.program.pool)) {
            Ok(code) => {
                self.program.conditions.push(code);
                (self.program.conditions.len() - 1) as u16
            }
            Err(faults) => {
                for fault in faults {
                    let text = text.clone();
                    self.find(What::BadCondition { text, fault }, vec![flow.into(), node.into()]);
                }
                NONE
            }
        }
    }

    fn limits(&mut self) {
        let program = &self.program;
        let largest = [
            program.timers.len(),
            program.conditions.len(),
            program.offered.len(),
            program.handlers.len(),
            program.pool.texts.len(),
            program.pool.fields.len(),
        ];
        if program.outcomes.len() > MOST_OUTCOMES || largest.into_iter().any(|length| length > LARGEST) {
            self.find(What::TooLarge, Vec::new());
        }
    }
}

fn place(id: &str, name: &str) -> Place {
    Place { id: id.to_owned(), name: name.to_owned() }
}

/// The index of a name in a table, entered where it is new.
fn enter(table: &mut Vec<String>, name: &str) -> u16 {
    let at = table.iter().position(|known| known == name).unwrap_or_else(|| {
        table.push(name.to_owned());
        table.len() - 1
    });
    u16::try_from(at).unwrap_or(NONE)
}
